//! Restrictions a client asked for and the program agreed to (45 CFR 164.522(a)), as a chart shows them. Who may not open a chart is the gate's to
//! ask.

use crate::error::Result;
use crate::projections::{restriction, staff};
use crate::queries::kept_back::recipient;
use crate::queries::people;
use crate::views::{ContactLine, RestrictionLine};
use clinical::words::{COVERS, said};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What stands in this chart.
pub(crate) async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<restriction::Model>> {
    Ok(restriction::Entity::of_chart(db, client).await?)
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
