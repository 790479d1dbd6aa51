//! What an export names without its text. It is believed only as far as the trail says so itself: how many, which, and why. Else whoever has the
//! files could take an unwelcome text out of them and call it withheld.

use crate::Fits;
use crate::face::{hex, short, words};
use crate::rows::{Content, Mark, Record, Version};
use std::collections::BTreeMap;

/// A counseling note (42 CFR 2.11), or what was added to one.
pub(crate) const COUNSELING_NOTE: &str = "counseling_note";

/// An agreed restriction keeps it from everyone outside (45 CFR 164.522(a)).
pub(crate) const RESTRICTION: &str = "restriction";

/// The one kind of document that may be a counseling note.
const MAY_BE_APART: &str = "individual_note";

/// How many came without their text for this reason.
pub(crate) fn count(record: &Record, asked: &str) -> u64 {
    let so = |version: &&Version| matches!(&version.content, Content::Withheld { why, .. } if why == asked);
    record.versions.iter().filter(so).count() as u64
}

/// Each withheld version may be, and the list is the one in the trail; a signature comes without its words only with its version.
pub(crate) fn fit(record: &Record) -> Fits {
    let mut list = BTreeMap::new();
    for version in &record.versions {
        let Content::Withheld { envelope, why } = &version.content else { continue };
        let told = format!("{} {}, version {},", words(&envelope.kind), envelope.document, short(&version.id));
        let may = match why.as_str() {
            COUNSELING_NOTE => envelope.kind == MAY_BE_APART,
            RESTRICTION => true,
            _ => false,
        };
        if !may {
            return Err(format!("{told} comes without its text, which is not among what an export may withhold."));
        }
        list.insert(version.id.as_str(), why.as_str());
    }
    let apart = |version: &str| list.contains_key(version);
    if let Some(bare) = record.signatures.iter().find(|it| matches!(it.mark, Mark::Withheld(_)) && !apart(&it.version))
    {
        return Err(format!("A signature of version {} is withheld, and its text is not.", short(&bare.version)));
    }
    if list.is_empty() {
        return Ok(());
    }
    let lines: String = list.iter().map(|(id, why)| format!("{id} {why}\n")).collect();
    let told = match record.audit.as_slice() {
        [.., row, last] if last.action == "export_record" && row.action == "withhold" => row.detail.rsplit(' ').next(),
        _ => None,
    };
    if told != Some(hex(lines.as_bytes()).as_str()) {
        return Err(format!(
            "{} versions come without their text, and these are not the ones that the trail says were withheld.",
            list.len()
        ));
    }
    Ok(())
}
