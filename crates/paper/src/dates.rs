//! Days and times as people read them: always with the weekday, never as figures alone.

use crate::labels::{fill, labels, say};
use crate::language::Language;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

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
    fn fill(self, pattern: &str, values: &[(&str, &str)]) -> String {
        fill(self.language, pattern, values)
    }

    /// "May 5, 2026", "5 de mayo de 2026".
    pub fn date(self, on: NaiveDate) -> String {
        self.fill("cal_date", &[("month_day", &self.month_day(on)), ("year", &on.year().to_string())])
    }

    /// "Tuesday, May 5, 2026", "martes 5 de mayo de 2026".
    pub fn long(self, on: NaiveDate) -> String {
        self.weekday(on, &self.date(on))
    }

    /// "Tuesday, May 5", with the year where it is far off.
    pub fn near(self, on: NaiveDate) -> String {
        if (on - self.from).num_days().abs() > 183 { self.long(on) } else { self.weekday(on, &self.month_day(on)) }
    }

    /// "May 5", for the narrow columns of a plan; with the year where it is far off.
    pub fn short(self, on: NaiveDate) -> String {
        if (on - self.from).num_days().abs() > 183 { self.date(on) } else { self.month_day(on) }
    }

    /// As a record says it: always with the year, and with the weekday where it is near.
    pub fn on_record(self, on: NaiveDate) -> String {
        if (on - self.from).num_days().abs() > 183 { self.date(on) } else { self.long(on) }
    }

    /// A stored day written `near`; what is no day stays as typed.
    pub fn stored(self, text: &str) -> String {
        day(text).map_or_else(|| self.month(text), |on| self.near(on))
    }

    /// "December 2026" of "2026-12"; what is no month stays as typed.
    fn month(self, text: &str) -> String {
        let parts =
            text.trim().split_once('-').and_then(|(y, m)| Some((y.parse::<u16>().ok()?, m.parse::<usize>().ok()?)));
        let months = &labels(self.language).months;
        let Some((year, name)) = parts.and_then(|(y, m)| Some((y, months.get(m.checked_sub(1)?)?))) else {
            return text.trim().to_owned();
        };
        self.fill("cal_month", &[("month", name), ("year", &year.to_string())])
    }

    fn weekday(self, on: NaiveDate, date: &str) -> String {
        let name = labels(self.language).days.get(on.weekday().num_days_from_monday() as usize);
        self.fill("cal_weekday", &[("weekday", name.map_or("", String::as_str)), ("date", date)])
    }

    fn month_day(self, on: NaiveDate) -> String {
        let name = labels(self.language).months.get(on.month0() as usize);
        self.fill("cal_month_day", &[("month", name.map_or("", String::as_str)), ("day", &on.day().to_string())])
    }

    /// A stored "17:30" as "5:30 pm" or "5:30 p. m."; what is no time stays as typed.
    pub fn time(self, stored: &str) -> String {
        let parsed = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(stored.trim(), form).ok());
        parsed.map_or_else(|| stored.trim().to_owned(), |time| self.clock(time))
    }

    fn clock(self, time: NaiveTime) -> String {
        let (afternoon, hour) = time.hour12();
        let half = say(self.language, if afternoon { "cal_pm" } else { "cal_am" });
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
