//! Who reviews whose work. A signature names its author's supervisor as of that moment; what the directory says later opens nothing that was
//! written before.

use super::{restriction, staff};
use crate::canonical::{Envelope, Statement};
use crate::error::Result;
use crate::storage::{signature, version};
use clinical::permission::{Permission, Role};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The staff directory, by person.
pub(crate) type Directory = BTreeMap<Uuid, staff::Model>;

/// Whether this person's signature may stand under somebody else's work.
pub(crate) fn reviews(row: &staff::Model) -> bool {
    row.active && !row.cosigned && Role::named(&row.role).may(Permission::Cosign)
}

/// Who reviews where this supervisor is named: they themselves, or whoever took over from them once they review no more. In a chart that the
/// client keeps from some (`kept_out`) none of these does: there whoever took over from them does at once.
pub(crate) fn stands_in(staff: &Directory, supervisor: Uuid, kept_out: &BTreeSet<Uuid>) -> Option<Uuid> {
    let (mut at, mut asked) = (supervisor, BTreeSet::new());
    while asked.insert(at) {
        let row = staff.get(&at)?;
        if reviews(row) && !kept_out.contains(&at) {
            return Some(at);
        }
        at = row.successor?;
    }
    None
}

/// Colleagues from whom the client of this chart keeps it; nobody for the zero id.
pub(crate) async fn kept_out_of(db: &impl ConnectionTrait, chart: Uuid) -> Result<BTreeSet<Uuid>> {
    if chart.is_nil() {
        return Ok(BTreeSet::new());
    }
    Ok(restriction::Entity::kept_out_of(db, chart).await?)
}

/// Who supervises this person now.
pub(crate) async fn now(db: &impl ConnectionTrait, person: Uuid) -> Result<Option<Uuid>> {
    let staff: Directory = staff::Entity::find().all(db).await?.into_iter().map(|row| (row.document, row)).collect();
    let named = staff.get(&person).and_then(|row| row.supervisor);
    Ok(named.and_then(|supervisor| stands_in(&staff, supervisor, &BTreeSet::new())))
}

/// Whom the author's signature on the version of this time names. Before signatures said it, the directory of then did.
pub(crate) async fn named(db: &impl ConnectionTrait, hlc: &str, mark: &signature::Model) -> Result<Option<Uuid>> {
    let said: Statement = serde_json::from_slice(&mark.statement)?;
    if let Some(supervisor) = said.supervisor {
        return Ok(Uuid::parse_str(&supervisor).ok());
    }
    let then = version::Entity::find()
        .filter(version::Column::Document.eq(mark.signer))
        .filter(version::Column::Hlc.lt(hlc))
        .order_by_desc(version::Column::Hlc)
        .one(db)
        .await?;
    let Some(then) = then else { return Ok(None) };
    let body = Envelope::read(&then.bytes)?.body;
    Ok(body["supervisor"].as_str().and_then(|id| Uuid::parse_str(id).ok()))
}
