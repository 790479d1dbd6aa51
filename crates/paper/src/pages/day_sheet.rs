//! The day sheet: one page for the site's own binder, with numbers and no client's name, and the code that fixes the record as it stood.

use crate::dates::Calendar;
use crate::engine::flow::{Flow, Slab, rule};
use crate::engine::foot::Foot;
use crate::engine::press::{Sheets, print, texts_of};
use crate::engine::runs::{Rich, bold};
use crate::given::{How, Language, Letterhead, Sheet, Size, Unprintable};
use chrono::{NaiveDate, NaiveDateTime};

/// What the sheet says.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DaySheet {
    /// Which day.
    pub day: NaiveDate,
    /// Groups held, in order of time.
    pub sessions: Vec<DaySession>,
    /// What each member of staff put into the record.
    pub written: Vec<DayWritten>,
    /// Drafts not finished yet, of all staff.
    pub drafts: u64,
    /// Times someone looked at a chart or a document.
    pub looks: u64,
    /// Papers printed.
    pub prints: u64,
    /// Times data left as files.
    pub exports: u64,
    /// Refusals.
    pub refusals: u64,
    /// How the backups stand, as a sentence.
    pub backup: String,
    /// Row of the audit trail that the code stands for.
    pub row: i64,
    /// When the code was made, by the clock at the site.
    pub at: NaiveDateTime,
    /// The code.
    pub code: String,
    /// Who printed the sheet.
    pub by: String,
}

/// One group.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DaySession {
    /// `09:00`.
    pub start: String,
    /// `10:30`, or empty.
    pub end: String,
    /// What it was about.
    pub topic: String,
    /// How many were there.
    pub present: u64,
}

/// One member of staff.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DayWritten {
    /// Name and credential.
    pub who: String,
    /// Signed documents.
    pub signed: u64,
    /// Recorded ones, which need no signature.
    pub recorded: u64,
    /// Addenda to signed ones.
    pub addenda: u64,
    /// Withdrawn ones.
    pub withdrawn: u64,
}

/// Prints the day sheet, in English: it stays with the program.
///
/// # Errors
/// Names the field and the character that no font can print.
pub fn day_sheet(said: &DaySheet, letterhead: &Letterhead, sheet: Sheet) -> Result<Vec<u8>, Unprintable> {
    let how = How { language: Language::En, size: Size::Normal, sheet };
    let calendar = Calendar { language: how.language, from: said.day };
    let lay = |flow: &mut Flow| {
        let parts = [letterhead.program.trim(), letterhead.site.trim()].into_iter().filter(|part| !part.is_empty());
        let whose = Rich::from(parts.collect::<Vec<_>>().join(", ")).line();
        flow.title(
            "Day sheet",
            &whose.bold(calendar.long(said.day)).plain(format!(" · Printed by {}", said.by.trim())),
        );
        groups(flow, said, calendar);
        documents(flow, said);
        flow.heading("The record");
        let count = |number: u64, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
        flow.wide(format!(
            "{}, {}, {}, {}. {}.",
            count(said.looks, "look at a chart or document", "looks at charts or documents"),
            count(said.prints, "paper printed", "papers printed"),
            count(said.exports, "export", "exports"),
            count(said.refusals, "refusal", "refusals"),
            count(said.drafts, "draft is still open", "drafts are still open"),
        ));
        flow.wide(said.backup.trim());
        flow.card(|flow| checkpoint(flow, said, calendar));
        signatures(flow);
    };
    let foot = Foot::of(&[("Day sheet", "Keep with the program's own papers"), ("Day sheet", "")]);
    let fields = || {
        let mut fields = texts_of("", said);
        fields.extend(texts_of("letterhead", letterhead));
        fields
    };
    print(Sheets { how, title: "Day sheet", made: said.day, foot, cover: None }, lay, fields)
}

fn groups(flow: &mut Flow, said: &DaySheet, calendar: Calendar) {
    flow.heading("Groups");
    if said.sessions.is_empty() {
        return flow.wide("No group is recorded for this day.");
    }
    let time = |session: &DaySession| match session.end.trim() {
        "" => calendar.time(&session.start),
        end => format!("{} to {}", calendar.time(&session.start), calendar.time(end)),
    };
    let rows = said.sessions.iter();
    let rows = rows.map(|session| vec![time(session), session.topic.trim().to_owned(), session.present.to_string()]);
    narrow_table(flow, &[("Time", 31.), ("Topic", 53.), ("Present", 16.)], rows.collect());
}

fn documents(flow: &mut Flow, said: &DaySheet) {
    flow.heading("Documents");
    if said.written.is_empty() {
        return flow.wide("Nothing was signed or recorded on this day.");
    }
    let rows = said.written.iter().map(|one| {
        let numbers = [one.signed, one.recorded, one.addenda, one.withdrawn];
        let cells = numbers.iter().map(|number| if *number == 0 { "–".to_owned() } else { number.to_string() });
        std::iter::once(one.who.trim().to_owned()).chain(cells).collect()
    });
    let columns = [("By", 40.), ("Signed", 14.), ("Recorded", 16.), ("Addenda", 14.), ("Withdrawn", 16.)];
    narrow_table(flow, &columns, rows.collect());
}

/// Rows close together and without rules between them: a whole day has to fit one page.
fn narrow_table(flow: &mut Flow, columns: &[(&str, f32)], rows: Vec<Vec<String>>) {
    let (table, scale) = (flow.node("Table", flow.up), flow.scale);
    let heads = columns.iter().map(|(head, _)| bold(head)).collect();
    let rows = rows.into_iter().map(|row| row.iter().map(Rich::from).collect());
    for (at, cells) in std::iter::once(heads).chain(rows).collect::<Vec<Vec<Rich>>>().iter().enumerate() {
        let (row, mut x, mut slab) = (flow.node("TR", table), flow.x, Slab::default());
        for (cell, (_, share)) in cells.iter().zip(columns) {
            let (node, width) = (flow.node(if at == 0 { "TH" } else { "TD" }, row), flow.w * share / 100.);
            let cell = flow.whole(cell, scale.body, x, width - 2. * scale.u, node);
            slab.h = slab.h.max(cell.h);
            slab.draw.extend(cell.draw);
            x += width;
        }
        if at == 0 {
            slab.draw.push(rule(flow.x, slab.h + 1., flow.w, 1.));
            slab.h += 4.;
        }
        flow.out.push(Slab { gap: if at == 0 { 0. } else { 1. }, keep: at == 0, ..slab });
    }
}

/// The code large enough to read to someone over the telephone.
fn checkpoint(flow: &mut Flow, said: &DaySheet, calendar: Calendar) {
    let (x, w) = (flow.x, flow.w);
    let node = flow.node("P", flow.up);
    let code = flow.whole(&bold(&said.code), (30., 36.), x, w, node);
    flow.out.push(Slab { keep: true, ..code });
    let (date, time) = calendar.moment(said.at);
    flow.wide(bold(format!("Row {} of the audit trail", said.row)).plain(format!(", {date}, {time}.")));
    flow.wide(
        "This code stands for everything recorded up to that row. File this sheet away from the computer. \
         Later, Handrail checks the code and says whether the record still holds all of it, unchanged.",
    );
}

fn signatures(flow: &mut Flow) {
    let (scale, x) = (flow.scale, flow.x);
    let width = (flow.w - 24.) / 2.;
    let mut slab = Slab { gap: 2. * scale.u, ..Slab::default() };
    for (column, label) in ["Prepared by · Date", "Reviewed by · Date"].into_iter().enumerate() {
        let at = x + (width + 24.) * column as f32;
        let node = flow.node("P", flow.up);
        let cell = flow.whole(&label.into(), scale.body, at, width, node);
        slab.draw.push(rule(at, 31., width, 0.75));
        slab.draw.extend(cell.draw.into_iter().map(|draw| draw.moved(34.)));
        slab.h = 34. + cell.h;
    }
    flow.out.push(slab);
}
