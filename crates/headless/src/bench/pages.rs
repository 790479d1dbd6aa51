//! W6: the same amount of text on two pages, laid out by our paper crate and by the bare writer.

use super::{bare_pdf, timed, words};
use crate::Outcome;
use chrono::NaiveDate;
use clinical::kinds::aftercare_plan::{AftercarePlan, SupportGroup};
use paper::{Client, How, Language, Letterhead, PageContext, Sheet, Size, aftercare_plan};
use std::collections::BTreeMap;
use std::time::Duration;

/// A plan that fills two pages.
pub struct TwoPages {
    plan: AftercarePlan,
}

/// Bytes of plain text on the bare two pages.
const BARE_TEXT: usize = 6_400;

const ENGLISH: How = How { language: Language::En, size: Size::Normal, sheet: Sheet::Letter };

impl TwoPages {
    /// Adds groups until the plan needs its second page.
    pub fn fitting() -> Outcome<Self> {
        paper::warm();
        let mut plan = AftercarePlan {
            language: "en".to_owned(),
            made_on: "2026-04-28".to_owned(),
            if_i_use: vec!["Tell someone today.".to_owned(), "Next meeting within 24 hours.".to_owned()],
            come_back: "Call 602-555-0100 and ask for a visit within 3 days.".to_owned(),
            notes: words::text(7, 600),
            ..AftercarePlan::default()
        };
        while page_count(&print(&plan)?) < 2 {
            let number = plan.support_groups.len();
            plan.support_groups.push(SupportGroup {
                id: format!("group {number}"),
                name: words::text(number, 40),
                when: "Mon, Fri 19:00".to_owned(),
                place: words::text(number + 50, 30),
                phone: "602-555-0120".to_owned(),
            });
            if number > 200 {
                return Err("The plan never reached its second page.".into());
            }
        }
        Ok(Self { plan })
    }

    /// Ours: words kept between documents, as in a running program.
    pub fn ours(&self, count: usize) -> Outcome<Vec<Duration>> {
        (0..count).map(|_| Ok(timed(|| print(&self.plan))?.1)).collect()
    }
}

/// The limit: as much plain text.
pub fn bare(count: usize) -> Outcome<Vec<Duration>> {
    let text = words::text(3, BARE_TEXT);
    let file = || -> Outcome<Vec<u8>> { Ok(bare_pdf::two_pages(&text)) };
    (0..count).map(|_| Ok(timed(file)?.1)).collect()
}

fn print(plan: &AftercarePlan) -> Outcome<Vec<u8>> {
    let client =
        Client { preferred: "Jordan Mockup".to_owned(), legal: "Jordan Mockup".to_owned(), ..Client::default() };
    let letterhead = Letterhead {
        program: "Example Harbor IOP (fictional)".to_owned(),
        site: "Main".to_owned(),
        phone: "602-555-0100".to_owned(),
        crisis_phone: "602-555-0199".to_owned(),
        address: "1 Example Way, Sampleton, AZ 00000".to_owned(),
    };
    let standing = PageContext { version: 1, ..PageContext::default() };
    let on = NaiveDate::from_ymd_opt(2026, 4, 28).unwrap_or_default();
    Ok(aftercare_plan(plan, &client, &BTreeMap::new(), &standing, &letterhead, on, ENGLISH)?)
}

/// Page objects in the file; the tree of pages has its own name.
fn page_count(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file).replace("/Type /", "/Type/");
    text.matches("/Type/Page").count() - text.matches("/Type/Pages").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_paper_bench_fill_two_pages() {
        let pages = TwoPages::fitting().expect("the plan prints");
        assert_eq!(page_count(&print(&pages.plan).expect("the plan prints")), 2);
        assert_eq!(page_count(&bare_pdf::two_pages(&words::text(3, BARE_TEXT))), 2);
    }
}
