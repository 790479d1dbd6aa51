//! Days and times as people read them: always with the weekday, never as figures alone.

use crate::Language;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

const DAYS: [[&str; 7]; 2] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
];
const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
];

/// A stored day; the time after it, if any, is left aside.
pub fn day(stored: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(stored.trim().get(..10)?, "%Y-%m-%d").ok()
}

/// How days are written on one document: in its language, with the year where it is more than six months off.
#[derive(Clone, Copy)]
pub struct Calendar {
    pub language: Language,
    /// The day of the document.
    pub from: NaiveDate,
}

impl Calendar {
    fn row(self) -> usize {
        usize::from(self.language == Language::Es)
    }

    /// "May 5, 2026", "5 de mayo de 2026".
    pub fn date(self, on: NaiveDate) -> String {
        match self.language {
            Language::En => format!("{}, {}", self.month_day(on), on.year()),
            Language::Es => format!("{} de {}", self.month_day(on), on.year()),
        }
    }

    /// "Tuesday, May 5, 2026", "martes 5 de mayo de 2026".
    pub fn long(self, on: NaiveDate) -> String {
        self.weekday(on) + &self.date(on)
    }

    /// "Tuesday, May 5", with the year where it is far off.
    pub fn near(self, on: NaiveDate) -> String {
        if (on - self.from).num_days().abs() > 183 { self.long(on) } else { self.weekday(on) + &self.month_day(on) }
    }

    /// "May 5", for the narrow columns of a plan; with the year where it is far off.
    pub fn short(self, on: NaiveDate) -> String {
        if (on - self.from).num_days().abs() > 183 { self.date(on) } else { self.month_day(on) }
    }

    /// A stored day written `near`; what is no day stays as typed.
    pub fn stored(self, text: &str) -> String {
        day(text).map_or_else(|| self.month(text), |on| self.near(on))
    }

    /// "December 2026" of "2026-12"; what is no month stays as typed.
    fn month(self, text: &str) -> String {
        let parts =
            text.trim().split_once('-').and_then(|(y, m)| Some((y.parse::<u16>().ok()?, m.parse::<usize>().ok()?)));
        let Some((year, name)) = parts.and_then(|(y, m)| Some((y, MONTHS[self.row()].get(m.checked_sub(1)?)?))) else {
            return text.trim().to_owned();
        };
        match self.language {
            Language::En => format!("{name}\u{a0}{year}"),
            Language::Es => format!("{name} de\u{a0}{year}"),
        }
    }

    fn weekday(self, on: NaiveDate) -> String {
        let name = DAYS[self.row()][on.weekday().num_days_from_monday() as usize];
        if self.language == Language::En { format!("{name}, ") } else { format!("{name} ") }
    }

    fn month_day(self, on: NaiveDate) -> String {
        let name = MONTHS[self.row()][on.month0() as usize];
        match self.language {
            Language::En => format!("{name}\u{a0}{}", on.day()),
            Language::Es => format!("{}\u{a0}de {name}", on.day()),
        }
    }

    /// A stored "17:30" as "5:30 pm" or "5:30 p. m."; what is no time stays as typed.
    pub fn time(self, stored: &str) -> String {
        let parsed = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(stored.trim(), form).ok());
        parsed.map_or_else(|| stored.trim().to_owned(), |time| self.clock(time))
    }

    fn clock(self, time: NaiveTime) -> String {
        let (afternoon, hour) = time.hour12();
        let half = match (self.language, afternoon) {
            (Language::En, false) => "am",
            (Language::En, true) => "pm",
            (Language::Es, false) => "a.\u{a0}m.",
            (Language::Es, true) => "p.\u{a0}m.",
        };
        format!("{hour}:{:02}\u{a0}{half}", time.minute())
    }

    /// The moment of a signature: date with year, and time.
    pub fn moment(self, at: NaiveDateTime) -> (String, String) {
        (self.date(at.date()), self.clock(at.time()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(language: Language) -> Calendar {
        Calendar { language, from: NaiveDate::from_ymd_opt(2026, 4, 28).expect("a day") }
    }

    #[test]
    fn a_day_is_read_with_its_weekday() {
        let (en, es) = (calendar(Language::En), calendar(Language::Es));
        assert_eq!(en.stored("2026-05-05"), "Tuesday, May\u{a0}5");
        assert_eq!(es.stored("2026-05-05"), "martes 5\u{a0}de mayo");
        assert_eq!(en.stored("2027-05-05"), "Wednesday, May\u{a0}5, 2027");
        assert_eq!(es.stored("2027-01-01"), "viernes 1\u{a0}de enero de 2027");
        assert_eq!(en.stored("2026-12"), "December\u{a0}2026");
        assert_eq!(es.stored("2026-12"), "diciembre de\u{a0}2026");
        assert_eq!(en.stored("when the rain stops"), "when the rain stops");
    }

    #[test]
    fn a_time_is_read_on_the_twelve_hour_clock() {
        let (en, es) = (calendar(Language::En), calendar(Language::Es));
        assert_eq!(en.time("17:30"), "5:30\u{a0}pm");
        assert_eq!(en.time("00:05"), "12:05\u{a0}am");
        assert_eq!(es.time("12:00"), "12:00\u{a0}p.\u{a0}m.");
        assert_eq!(es.time("noon"), "noon");
    }
}
