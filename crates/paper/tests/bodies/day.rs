//! A fictional day of a small program.

use chrono::NaiveDate;
use paper::{DaySession, DaySheet, DayWritten};

pub fn day() -> DaySheet {
    let on = NaiveDate::from_ymd_opt(2026, 4, 28).expect("a day");
    let session = |start: &str, end: &str, topic: &str, present| DaySession {
        start: start.into(),
        end: end.into(),
        topic: topic.into(),
        present,
    };
    let written = |who: &str, signed, recorded, addenda, withdrawn| DayWritten {
        who: who.into(),
        signed,
        recorded,
        addenda,
        withdrawn,
    };
    DaySheet {
        day: on,
        sessions: vec![
            session("09:00", "10:30", "Process group", 8),
            session("10:45", "12:15", "Relapse prevention: high-risk situations", 9),
            session("18:00", "19:30", "Skills: distress tolerance", 6),
            session("19:45", "21:00", "Family education", 11),
        ],
        written: vec![
            written("Pat Sample, LPC", 12, 3, 1, 0),
            written("Robin Sample, LAC", 9, 2, 0, 1),
            written("Toni Desk", 0, 7, 0, 0),
            written("Jo Example, CPS", 5, 1, 0, 0),
        ],
        drafts: 3,
        looks: 87,
        prints: 4,
        exports: 0,
        refusals: 1,
        backup: "The newest verified backup was made on April 28, 2026, 5:02 pm.".into(),
        row: 5310,
        at: on.and_hms_opt(21, 14, 0).expect("a time"),
        code: "7K3M-Q9TX-04RB".into(),
        by: "Pat Sample, LPC".into(),
    }
}
