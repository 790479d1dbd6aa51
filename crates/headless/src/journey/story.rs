//! The journey's file as it was told: tolerant of missing parts, other names and other dates.

use crate::words::{day, first_of, moment, rows, text};
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde_json::Value;

/// A journey file. Its `expected` block is kept apart: nothing that is written into the record comes from there.
pub struct Story {
    /// Everything but the expectations.
    pub told: Value,
    /// What the file expects, if it says.
    pub expected: Value,
}

impl Story {
    /// Takes the expectations out of the file.
    pub fn of(mut file: Value) -> Self {
        let expected = file.get_mut("expected").map(Value::take).unwrap_or_default();
        Self { told: file, expected }
    }

    /// The site's time zone, the first word of `_about.timezone`.
    pub fn zone(&self) -> Tz {
        let named = text(&self.told["_about"]["timezone"]);
        named.split_whitespace().next().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
    }

    /// The rows of one top-level list.
    pub fn rows(&self, list: &str) -> &[Value] {
        rows(&self.told[list])
    }

    /// The row of a list with this id.
    pub fn row(&self, list: &str, id: &str) -> Option<&Value> {
        self.rows(list).iter().find(|row| text(&row["id"]) == id)
    }

    /// Who leads this client's care: named so, or the first who may sign.
    pub fn primary(&self) -> String {
        let staff = self.rows("staff");
        let led = staff.iter().find(|it| text(&it["role"]).contains("primary"));
        let signs =
            || staff.iter().find(|it| !text(&it["role"]).contains("director") && !rows(&it["can_sign"]).is_empty());
        led.or_else(signs).or(staff.first()).map(|it| text(&it["id"])).unwrap_or_default()
    }

    /// The staff key a part of the file names, or who leads the care.
    pub fn by(&self, key: &Value) -> String {
        let key = text(key);
        if self.row("staff", &key).is_some() { key } else { self.primary() }
    }

    /// The name behind a key of the file: staff, contact, client or program; a name stays as it is.
    pub fn name_of(&self, key: &str) -> String {
        let person = self.row("staff", key).or_else(|| self.row("contacts", key));
        if let Some(person) = person {
            return text(&person["name"]);
        }
        if key == text(&self.told["patient"]["id"]) || key == "patient" {
            return self.legal_name();
        }
        if key == text(&self.told["program"]["id"]) { text(&self.told["program"]["name"]) } else { key.to_owned() }
    }

    /// A text of the file with staff and contact keys replaced by names.
    pub fn with_names(&self, words: &str) -> String {
        let named = |word: &str| {
            let bare: String = word.chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = self.row("staff", &bare).or_else(|| self.row("contacts", &bare));
            known.map_or_else(|| word.to_owned(), |person| word.replacen(&bare, &text(&person["name"]), 1))
        };
        words.split(' ').map(named).collect::<Vec<_>>().join(" ")
    }

    /// First, middle and last name.
    pub fn legal_name(&self) -> String {
        let name = &self.told["patient"]["name"];
        let parts = [text(&name["first"]), text(&name["middle"]), text(&name["last"])];
        parts.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// The language of the client's papers.
    pub fn language(&self) -> String {
        first_of(&[text(&self.told["patient"]["language"]), "en".to_owned()])
    }

    /// The stretch of care in this program.
    pub fn ours(&self) -> Option<&Value> {
        let program = text(&self.told["program"]["id"]);
        let levels = self.rows("levels_of_care");
        let by_provider = levels.iter().find(|it| text(&it["provider"]) == program);
        by_provider.or_else(|| levels.iter().find(|it| text(&it["level"]).eq_ignore_ascii_case("iop")))
    }

    /// First day in the program.
    pub fn admitted(&self) -> Option<NaiveDate> {
        let stretch = self.ours().and_then(|it| day(&it["from"]));
        stretch.or_else(|| day(&self.told["discharge_summary"]["admitted"]))
    }

    /// Last day in the program.
    pub fn discharged(&self) -> Option<NaiveDate> {
        let stretch = self.ours().and_then(|it| day(&it["to"]));
        stretch.or_else(|| day(&self.told["discharge_summary"]["discharged"]))
    }

    /// First full day without use, as the client said at admission: before any lapse, or the day after the last use named first.
    pub fn sober_since(&self) -> Option<NaiveDate> {
        let before = day(&self.told["lapse_event"]["sobriety_date_before"]);
        let substances = rows(&self.told["assessment"]["substances"]);
        let primary = substances.iter().find(|it| it["is_primary"] == true).or(substances.first());
        let last_use = || primary.and_then(|it| day(&it["last_use"]));
        before.or_else(|| last_use()?.checked_add_days(Days::new(1)))
    }

    /// When one of the staff signed something that lists its signatures; the first who is not the physician certifying it.
    pub fn signature<'a>(&self, signatures: &'a Value) -> Option<(&'a Value, NaiveDateTime)> {
        let of_staff = |it: &&Value| self.row("staff", &text(&it["by"])).is_some();
        let signed = rows(signatures).iter().find(of_staff)?;
        Some((&signed["by"], moment(&signed["at"])?))
    }

    /// When the client signed something that lists its signatures.
    pub fn client_signature(&self, signatures: &Value) -> Option<NaiveDate> {
        let own = text(&self.told["patient"]["id"]);
        let signed = rows(signatures).iter().find(|it| text(&it["by"]) == "patient" || text(&it["by"]) == own)?;
        day(&signed["at"])
    }
}
