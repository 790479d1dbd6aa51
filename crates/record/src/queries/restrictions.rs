//! Restrictions a client asked for and the program agreed to (45 CFR 164.522(a)), where something would go to someone outside. Who may not
//! open a chart is the gate's to ask.

use crate::error::Result;
use crate::projections::{restriction, staff};
use crate::queries::people;
use crate::views::{ContactLine, RestrictionLine};
use clinical::rules::name_key;
use clinical::words::{COVERS, said};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What stands in this chart.
pub(crate) async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<restriction::Model>> {
    Ok(restriction::Entity::find().filter(restriction::Column::Client.eq(client)).all(db).await?)
}

/// Why a copy of what is covered as this may not go to this recipient; none if no agreed restriction stands in the way. `name` is the
/// contact's, or the recipient's in words where no contact is meant.
pub(crate) fn in_the_way(
    standing: &[restriction::Model],
    contact: Option<Uuid>,
    name: &str,
    covered_as: &str,
) -> Option<String> {
    let meant = |row: &&restriction::Model| match (row.staff, row.contact, row.recipient.trim()) {
        (Some(_), ..) => false,
        (None, Some(kept), _) => contact == Some(kept),
        (None, None, "") => true,
        (None, None, kept) => name_key(kept) == name_key(name.trim()),
    };
    let covered = |row: &&restriction::Model| {
        row.covers.is_empty() || row.covers.split_whitespace().any(|covers| covers == covered_as)
    };
    let row = standing.iter().filter(meant).find(covered)?;
    let what = if row.covers.is_empty() { "nothing" } else { "nothing of this" };
    Some(format!("The client asked that {what} go to {}, and the program agreed.", recipient(row, name)))
}

fn recipient<'a>(row: &restriction::Model, name: &'a str) -> &'a str {
    if row.contact.is_none() && row.recipient.is_empty() || name.trim().is_empty() {
        "anyone outside"
    } else {
        name.trim()
    }
}

/// As the chart shows them. Who may not open the chart is told to those who read it; what may not go out, to all who answer the telephone.
pub(crate) fn lines(
    standing: Vec<restriction::Model>,
    staff: &BTreeMap<Uuid, staff::Model>,
    contacts: &[ContactLine],
    clinical: bool,
) -> Vec<RestrictionLine> {
    let line = |row: restriction::Model| {
        let sentence = match row.staff {
            Some(colleague) => format!("{} does not open this chart.", people::signed_as(staff, colleague)),
            None => {
                let named = contacts.iter().find(|contact| row.contact == Some(contact.document));
                let to = recipient(&row, named.map_or(row.recipient.as_str(), |contact| contact.name.as_str()));
                let what: Vec<String> =
                    row.covers.split_whitespace().map(|it| said(COVERS, it).to_lowercase()).collect();
                match what.is_empty() {
                    true => format!("Nothing goes to {to}."),
                    false => format!("Does not go to {to}: {}.", what.join(", ")),
                }
            }
        };
        RestrictionLine { document: row.document, sentence }
    };
    standing.into_iter().filter(|row| clinical || row.staff.is_none()).map(line).collect()
}
