//! Versions among themselves: what they follow, and what stands beside them in their table.

use crate::Fits;
use crate::face::{same_time, short};
use crate::rows::{Index, Read};
use std::collections::BTreeMap;

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Each version follows versions of its own document that were there before it, and its row says what it says itself.
pub(crate) fn fit(index: &Index) -> Fits {
    // By version.
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for read in &index.ordered {
        let says = &read.envelope;
        if !matches!(says.status.as_str(), "recorded" | "signed" | "addendum" | "retracted") {
            return Err(format!("{} has a status no Handrail writes.", read.told()));
        }
        let mut newest = 0;
        for parent in &says.parents {
            let Some(earlier) = index.get(parent) else {
                return Err(format!("{} follows version {}, which is missing.", read.told(), short(parent)));
            };
            if earlier.envelope.document != says.document || earlier.envelope.hlc >= says.hlc {
                return Err(format!(
                    "{} follows version {}, which is not an earlier one of the same document.",
                    read.told(),
                    short(parent)
                ));
            }
            newest = newest.max(numbers.get(parent.as_str()).copied().unwrap_or(0));
        }
        // Two sites may each write a third version; what brings them together is the fourth.
        let counts = newest == 0 || matches!(says.status.as_str(), "recorded" | "signed");
        let number = newest + i64::from(counts);
        numbers.insert(&read.version.id, number);
        beside(read, number)?;
    }
    Ok(())
}

fn beside(read: &Read, number: i64) -> Fits {
    let Some(columns) = &read.version.columns else { return Ok(()) };
    let says = &read.envelope;
    let wrong = [
        ("chart", columns.chart == says.client.as_deref().unwrap_or(NOBODY)),
        ("time", columns.hlc == says.hlc && same_time(&columns.wall, &says.wall)),
        ("document", columns.document == says.document),
        ("number", columns.number == number),
        ("status", columns.status == says.status),
        ("author", columns.author == says.author),
    ];
    match wrong.iter().find(|(_, fits)| !fits) {
        Some((what, _)) => Err(format!("{} has another {what} in its table than in its text.", read.told())),
        None => Ok(()),
    }
}
