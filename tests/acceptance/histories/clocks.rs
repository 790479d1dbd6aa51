//! Law 7: a moment is read on the clock it was written by. The computer travels between steps; nothing that was signed changes with it.

use super::{History, Told, evening, hold, list, locked, notice, same, sign, staffed, text};
use crate::room::{Room, at};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Minutes east of Greenwich.
const PLACES: &[i32] = &[-11 * 60, -7 * 60, -6 * 60, -3 * 60 - 30, 0, 3 * 60, 5 * 60 + 45, 13 * 60];

/// A note is late this long after its session (the program's usual setting).
const DUE_HOURS: i64 = 24;

#[derive(Debug, Clone, Copy)]
enum Broken {
    /// Moments are read on the clock of whoever looks.
    ReadHere,
    /// Moments are read on the clock of Greenwich.
    ReadAtGreenwich,
}

/// A signed text: when that was, and the end of the session it tells of.
struct Signed {
    at: DateTime<FixedOffset>,
    ended: Option<NaiveDateTime>,
}

struct Clocks {
    room: Room,
    client: String,
    now: DateTime<FixedOffset>,
    plan: DateTime<FixedOffset>,
    signed: BTreeMap<String, Signed>,
    broken: Option<Broken>,
}

fn place(dice: &mut fastrand::Rng) -> FixedOffset {
    FixedOffset::east_opt(PLACES[dice.usize(..PLACES.len())] * 60).expect("an offset")
}

impl History for Clocks {
    type Broken = Broken;
    const STEPS: u32 = 16;

    async fn prepared() -> Room {
        let room = staffed(&[]).await;
        let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
        locked(room).await
    }

    /// With a plan signed late in the evening of April 9 where the program is, which is another day at many places.
    async fn begin(room: Room, broken: Option<Broken>, dice: &mut fastrand::Rng) -> Self {
        let now = at("2026-04-09T23:40:00-07:00");
        room.clock.set(now);
        room.sit_down("Pat Sample").await;
        let found = room.ask("clients", json!({ "find": "", "limit": 1, "offset": 0 })).await;
        let client = text(&found["rows"][0]["client"]);
        let mut plan = Room::fixture("treatment_plan");
        plan["client_signs"] = json!("on_screen");
        (plan["client_signed_name"], plan["client_signed_on"]) = (json!(""), json!(""));
        let draft = room.draft("treatment_plan", Some(&client), plan).await;
        room.ask("sign_document", sign(&draft)).await;
        let mut history = Self { room, client, now, plan: now, signed: BTreeMap::new(), broken };
        history.signed.insert(text(&draft["document"]), Signed { at: now, ended: None });
        history.travel(dice);
        history
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told {
        match dice.u32(0..6) {
            0 | 1 => self.travel(dice),
            2 | 3 => self.alone(dice).await,
            _ => self.group(dice).await,
        }
        Ok(())
    }

    async fn holds(&mut self) -> Told {
        let chart = self.room.ask("chart", json!({ "client": self.client })).await;
        let mut late = Vec::new();
        for entry in list(&chart, "entries") {
            let Some(known) = self.signed.get(&text(&entry["document"])) else { continue };
            same("law 7: when it was signed", &json!(self.local(known.at).to_rfc3339()), &json!(read(&entry["at"])))?;
            let is_late = known.ended.is_some_and(|ended| self.is_late(ended, known.at));
            same("law 7: that it was late", &json!(is_late), &entry["late"])?;
            late.extend(entry["on"].as_str().filter(|_| is_late));
        }
        let sheet = self.room.ask("deadlines", json!({ "client": self.client })).await;
        let mut said: Vec<&str> = list(&sheet, "late_notes").iter().filter_map(Value::as_str).collect();
        late.sort_unstable();
        said.sort_unstable();
        same("law 7: notes that were late", &json!(late), &json!(said))?;
        let day = self.local(self.plan).date_naive();
        same("law 7: the day of the plan", &json!(day), &chart["plan"]["signed_on"])?;
        let signature = list(&chart, "due").iter().find(|it| text(&it["what"]).contains("signature"));
        same("law 7: the day from which its signature is asked", &json!(day), &signature.unwrap_or(&Value::Null)["on"])
    }

    fn room(&self) -> &Room {
        &self.room
    }
}

fn read(moment: &Value) -> String {
    DateTime::parse_from_rfc3339(&text(moment)).expect("a moment").to_rfc3339()
}

impl Clocks {
    /// As it is read.
    fn local(&self, at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        match self.broken {
            None => at,
            Some(Broken::ReadHere) => at.with_timezone(self.now.offset()),
            Some(Broken::ReadAtGreenwich) => at.with_timezone(&Utc).fixed_offset(),
        }
    }

    fn is_late(&self, ended: NaiveDateTime, at: DateTime<FixedOffset>) -> bool {
        self.local(at).naive_local() - ended > TimeDelta::hours(DUE_HOURS)
    }

    /// Some hours later, somewhere.
    fn travel(&mut self, dice: &mut fastrand::Rng) {
        self.now = (self.now + TimeDelta::minutes(dice.i64(10..600))).with_timezone(&place(dice));
        self.room.clock.set(self.now);
    }

    /// A session of the last two days on the clock of here: its day, start and end, and when it ended.
    fn session(&self, dice: &mut fastrand::Rng) -> (String, String, String, NaiveDateTime) {
        let ended = self.now.naive_local() - TimeDelta::minutes(dice.i64(1..48 * 60));
        let begun = (ended - TimeDelta::minutes(30)).max(ended.date().and_hms_opt(0, 1, 0).expect("a time"));
        let clock = |at: NaiveDateTime| at.format("%H:%M").to_string();
        (begun.date().to_string(), clock(begun), clock(ended), ended)
    }

    async fn alone(&mut self, dice: &mut fastrand::Rng) {
        let (day, start, end, ended) = self.session(dice);
        if start >= end {
            return;
        }
        let mut body = Room::fixture("individual_note");
        (body["on"], body["start"], body["end"]) = (json!(day), json!(start), json!(end));
        body["risk_next_step_by"] = json!("2026-04-30");
        let draft = self.room.draft("individual_note", Some(&self.client), body).await;
        self.room.ask("sign_document", sign(&draft)).await;
        self.signed.insert(text(&draft["document"]), Signed { at: self.now, ended: Some(ended) });
    }

    async fn group(&mut self, dice: &mut fastrand::Rng) {
        let (day, start, end, ended) = self.session(dice);
        if start >= end {
            return;
        }
        let body = evening(&day, &start, &end, &[(&self.client, &start, &end)]);
        self.room.sign("group_session", None, body).await;
        let chart = self.room.ask("chart", json!({ "client": self.client })).await;
        let new = |it: &&Value| it["kind"] == "group_note" && !self.signed.contains_key(&text(&it["document"]));
        let note = list(&chart, "entries").iter().find(new).map(|it| text(&it["document"])).expect("its note");
        self.signed.insert(note, Signed { at: self.now, ended: Some(ended) });
    }
}

#[tokio::test]
async fn wherever_the_computer_is_carried_nothing_that_was_signed_changes() {
    hold::<Clocks>().await;
}

#[tokio::test]
async fn a_record_that_reads_a_moment_on_another_clock_would_be_noticed() {
    notice::<Clocks>(&[Broken::ReadHere, Broken::ReadAtGreenwich]).await;
}
