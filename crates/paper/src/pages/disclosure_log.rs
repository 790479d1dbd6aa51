//! The disclosure log of one client: who got what, when, under what (42 CFR 2.25, 45 CFR 164.528).

use crate::dates::Calendar;
use crate::engine::flow::Flow;
use crate::engine::foot::Foot;
use crate::engine::press::{Sheets, print, texts_of};
use crate::engine::runs::Rich;
use crate::given::{How, Language, Letterhead, Sheet, Size, Unprintable};
use chrono::NaiveDate;

/// What the log says.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DisclosureLog {
    /// Whose.
    pub client: String,
    /// Their record number.
    pub record_number: String,
    /// Day of printing.
    pub printed: NaiveDate,
    /// Who printed it.
    pub by: String,
    /// Newest first.
    pub lines: Vec<Disclosed>,
}

/// One disclosure.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Disclosed {
    /// Day.
    pub on: Option<NaiveDate>,
    /// `17:30`, or empty.
    pub time: String,
    /// Name, role, organization.
    pub whom: String,
    /// What was given or said.
    pub what: String,
    /// What for.
    pub purpose: String,
    /// The release, or what else allowed it.
    pub under: String,
    /// How it went out.
    pub how: String,
    /// Who did it.
    pub by: String,
}

/// Prints the log, in English: it is the program's own list.
///
/// # Errors
/// Names the field and the character that no font can print.
pub fn disclosure_log(said: &DisclosureLog, letterhead: &Letterhead, sheet: Sheet) -> Result<Vec<u8>, Unprintable> {
    let how = How { language: Language::En, size: Size::Normal, sheet };
    let calendar = Calendar { language: how.language, from: said.printed };
    let lay = |flow: &mut Flow| {
        let parts = [letterhead.program.trim(), letterhead.site.trim()].into_iter().filter(|part| !part.is_empty());
        let whose = Rich::from(said.client.trim()).plain(format!(" · {} · ", said.record_number.trim()));
        let printed = format!(
            "{} · Printed {} by {}",
            parts.collect::<Vec<_>>().join(", "),
            calendar.long(said.printed),
            said.by.trim()
        );
        flow.title("Disclosures", &whose.plain(printed));
        if said.lines.is_empty() {
            return flow.wide("Nothing of this record was disclosed to anyone outside the program.");
        }
        flow.wide("Everyone outside the program who was given or told something of this record, newest first. Copies for the client are not listed.");
        for line in &said.lines {
            let date = line.on.map(|on| calendar.long(on)).unwrap_or_default();
            let time =
                if line.time.trim().is_empty() { String::new() } else { format!(", {}", calendar.time(&line.time)) };
            flow.card(|flow| {
                flow.wide(Rich::from("").bold(format!("{date}{time}")).plain(format!(" · {}", line.whom.trim())));
                flow.wide(format!("{} · {}", line.what.trim(), line.how.trim()));
                flow.wide(format!(
                    "For: {} · Under: {} · By: {}",
                    line.purpose.trim(),
                    line.under.trim(),
                    line.by.trim()
                ));
            });
        }
    };
    let foot = Foot::of(&[("Disclosures", said.client.trim()), ("Disclosures", "")]);
    let fields = || {
        let mut fields = texts_of("", said);
        fields.extend(texts_of("letterhead", letterhead));
        fields
    };
    print(Sheets { how, title: "Disclosures", made: said.printed, foot, cover: None }, lay, fields)
}
