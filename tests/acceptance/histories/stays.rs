//! Law 3: a stay owns what belongs to it, and an ended stay never wakes up. One person is admitted, discharged and comes back.

use super::{History, Told, evening, hold, list, locked, notice, same, sign, staffed, text};
use crate::room::Room;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use record::error::Code;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy)]
enum Broken {
    /// Evenings of every stay are counted together.
    TotalsRunOn,
    /// What expired with a stay holds again once somebody is readmitted.
    ReleasesWake,
    /// The last stay's assessment counts for this one.
    PapersRunOn,
    /// The last stay's first day without use counts for this one.
    SobrietyRunsOn,
}

struct Stay {
    document: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
    /// Day and hour, each once.
    hours: BTreeSet<(NaiveDate, u32)>,
    assessed: bool,
    sober_since: Option<NaiveDate>,
}

impl Stay {
    fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The stay whose end ends it: the one it was signed in, and between two the one that turns out to hold on that day, else the next.
fn ended_by<'a>(release: &Release, stays: &'a [Stay]) -> Option<&'a Stay> {
    let holding = || stays.iter().find(|stay| stay.holds(release.signed));
    let next = || stays.iter().find(|stay| release.signed < stay.from);
    release.stay.map(|stay| &stays[stay]).or_else(holding).or_else(next)
}

/// A release that ends some days after discharge.
struct Release {
    document: String,
    days: i64,
    signed: NaiveDate,
    /// In which stay it was signed; none between two.
    stay: Option<usize>,
    /// Seen to be over; nothing takes that back.
    expired: bool,
}

struct Stays {
    room: Room,
    client: String,
    now: DateTime<FixedOffset>,
    stays: Vec<Stay>,
    releases: Vec<Release>,
    broken: Option<Broken>,
}

impl History for Stays {
    type Broken = Broken;
    const STEPS: u32 = 22;

    async fn prepared() -> Room {
        let room = staffed(&[]).await;
        let mut face = Room::fixture("face_sheet");
        (face["legal_first"], face["legal_last"]) = (json!("Marisol"), json!("Testcase-Example"));
        room.record("face_sheet", None, face).await;
        locked(room).await
    }

    async fn begin(room: Room, broken: Option<Broken>, dice: &mut fastrand::Rng) -> Self {
        room.sit_down("Pat Sample").await;
        let found = room.ask("clients", json!({ "find": "", "limit": 1, "offset": 0 })).await;
        let (client, now) = (text(&found["rows"][0]["client"]), room.record.now());
        let mut history = Self { room, client, now, stays: Vec::new(), releases: Vec::new(), broken };
        history.admit(dice).await;
        history
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told {
        let open = self.stays.last().is_some_and(|stay| stay.to.is_none());
        match (dice.u32(0..10), open) {
            (0..=2, _) => self.time_goes_by(dice),
            (3, _) => self.release(dice).await,
            (4 | 5, _) => self.evening(dice).await,
            (6, true) => self.assess().await,
            (7..=9, true) => self.end(dice).await,
            (6 | 7, false) => self.admit(dice).await,
            (8, false) => self.put_right(dice).await,
            (_, false) => return self.wake(dice).await,
            (10.., true) => {}
        }
        Ok(())
    }

    async fn holds(&mut self) -> Told {
        self.watch();
        let chart = self.room.ask("chart", json!({ "client": self.client })).await;
        let now = self.stays.last().expect("a stay");
        let wrong = |broken: fn(&Broken) -> bool| self.broken.as_ref().is_some_and(broken);
        let hours = match wrong(|it| matches!(it, Broken::TotalsRunOn)) {
            true => self.stays.iter().map(|stay| stay.hours.len()).sum(),
            false => now.hours.len(),
        };
        same("law 3: minutes in the group", &json!(hours * 60), &chart["totals"]["group_minutes"])?;
        let due = list(&chart, "due");
        let assessed = match wrong(|it| matches!(it, Broken::PapersRunOn)) {
            true => self.stays.iter().any(|stay| stay.assessed),
            false => now.assessed,
        };
        let asked = due.iter().any(|it| it["what"] == "Assessment");
        same("law 3: an assessment is asked for", &json!(now.to.is_none() && !assessed), &json!(asked))?;
        if let Some(late) = due.iter().find(|it| text(&it["on"]) < now.from.to_string()) {
            return Err(format!("law 3: {late} is owed since before this stay"));
        }
        for release in list(&chart, "releases") {
            let document = text(&release["document"]);
            let known = self.releases.iter().find(|it| it.document == document).expect("one that was signed");
            let expired = match wrong(|it| matches!(it, Broken::ReleasesWake)) {
                true => known.expired && now.to.is_some(),
                false => known.expired,
            };
            let state = if expired { "expired" } else { "active" };
            let stays: Vec<_> = self.stays.iter().map(|stay| (stay.from, stay.to)).collect();
            let about = format!("{} days after discharge, signed on {}, of {stays:?}", known.days, known.signed);
            same(&format!("law 3: a release, {about}, today {}", self.today()), &json!(state), &release["state"])?;
        }
        let said = match wrong(|it| matches!(it, Broken::SobrietyRunsOn)) {
            true => self.stays.iter().rev().find_map(|stay| stay.sober_since),
            false => now.sober_since,
        };
        let since = self.room.ask("sobriety", json!({ "client": self.client, "on": self.today() })).await;
        same("law 3: without use since", &json!(said), &since["since"])
    }

    fn room(&self) -> &Room {
        &self.room
    }
}

impl Stays {
    fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    fn back(&self, days: i64) -> NaiveDate {
        self.today() - TimeDelta::days(days)
    }

    fn time_goes_by(&mut self, dice: &mut fastrand::Rng) {
        self.now += TimeDelta::days(dice.i64(1..25));
        self.room.clock.set(self.now);
    }

    /// What is over by today is over for good.
    fn watch(&mut self) {
        let today = self.today();
        for release in &mut self.releases {
            let end = ended_by(release, &self.stays).and_then(|stay| stay.to);
            release.expired |= end.is_some_and(|end| end + TimeDelta::days(release.days) < today);
        }
    }

    async fn admit(&mut self, dice: &mut fastrand::Rng) {
        let from = self.back(dice.i64(0..3));
        if self.stays.last().and_then(|stay| stay.to).is_some_and(|to| from <= to) {
            return;
        }
        let sober_since = dice.bool().then(|| from - TimeDelta::days(dice.i64(1..40)));
        let mut body = Room::fixture("episode");
        (body["level"], body["ours"]) = (json!("iop"), json!(true));
        (body["ended_on"], body["end_reason"]) = (json!(""), json!(""));
        body["admitted_on"] = json!(from);
        body["sober_since"] = json!(sober_since.map(|day| day.to_string()).unwrap_or_default());
        let stay = self.room.record("episode", Some(&self.client), body).await;
        let document = text(&stay["document"]);
        self.stays.push(Stay { document, from, to: None, hours: BTreeSet::new(), assessed: false, sober_since });
    }

    async fn change(&self, fields: Value) -> Result<Value, record::error::Error> {
        let document = &self.stays.last().expect("a stay").document;
        let start = json!({ "kind": "episode", "client": self.client, "document": document, "body": fields });
        let draft = self.room.ask("start_draft", start).await;
        let press = json!({ "document": document, "rev": draft["rev"], "duplicate_reason": "" });
        let done = self.room.try_ask("record_document", press).await;
        if done.is_err() {
            self.room.ask("discard_draft", json!({ "document": document })).await;
        }
        done
    }

    async fn end(&mut self, dice: &mut fastrand::Rng) {
        let to = self.back(dice.i64(0..3)).max(self.stays.last().expect("a stay").from);
        self.change(json!({ "ended_on": to, "end_reason": "completed" })).await.expect("it ends");
        self.stays.last_mut().expect("a stay").to = Some(to);
    }

    /// Another last day than was said at first, in the past as before.
    async fn put_right(&mut self, dice: &mut fastrand::Rng) {
        self.watch();
        let to = self.back(dice.i64(1..30)).max(self.stays.last().expect("a stay").from);
        if self.change(json!({ "ended_on": to })).await.is_ok() {
            self.stays.last_mut().expect("a stay").to = Some(to);
        }
    }

    /// An end that was reached is not taken back, and not put off.
    async fn wake(&mut self, dice: &mut fastrand::Rng) -> Told {
        let over = self.stays.last().and_then(|stay| stay.to).is_some_and(|to| to < self.today());
        let fields = match dice.bool() {
            true => json!({ "ended_on": "", "end_reason": "" }),
            false => json!({ "ended_on": self.today() + TimeDelta::days(30) }),
        };
        if !over {
            return Ok(());
        }
        match self.change(fields).await {
            Err(error) if error.code == Code::Held => Ok(()),
            woken => Err(format!("law 3: a stay that had ended goes on: {woken:?}")),
        }
    }

    async fn release(&mut self, dice: &mut fastrand::Rng) {
        let days = dice.i64(1..15);
        let mut body = Room::fixture("release");
        (body["contact"], body["client_signed_on"]) = (json!(""), json!(self.today()));
        (body["expires"], body["expires_on"]) = (json!("after_discharge"), json!(""));
        body["expires_days_after_discharge"] = json!(days);
        let signed = self.room.sign("release", Some(&self.client), body).await;
        let (signed_on, stay) = (self.today(), self.stays.iter().position(|stay| stay.holds(self.today())));
        self.releases.push(Release {
            document: text(&signed["document"]),
            days,
            signed: signed_on,
            stay,
            expired: false,
        });
    }

    /// One of some evening of this stay or of one before, written today.
    async fn evening(&mut self, dice: &mut fastrand::Rng) {
        let which = dice.usize(..self.stays.len());
        let (from, to) = (self.stays[which].from, self.stays[which].to.unwrap_or(self.back(1)).min(self.back(1)));
        let day = from + TimeDelta::days(dice.i64(0..4));
        if day > to {
            return;
        }
        let (start, hours) = (dice.u32(16..20), dice.u32(1..4));
        let (begun, ended) = (format!("{start}:00"), format!("{}:00", start + hours));
        let body = evening(&day.to_string(), &begun, &ended, &[(&self.client, &begun, &ended)]);
        self.room.sign("group_session", None, body).await;
        self.stays[which].hours.extend((start..start + hours).map(|hour| (day, hour)));
    }

    async fn assess(&mut self) {
        if self.stays.last().is_some_and(|stay| stay.assessed) {
            return;
        }
        let mut body = Room::fixture("assessment");
        body["assessed_on"] = json!(self.today());
        let draft = self.room.draft("assessment", Some(&self.client), body).await;
        self.room.ask("sign_document", sign(&draft)).await;
        self.stays.last_mut().expect("a stay").assessed = true;
    }
}

#[tokio::test]
async fn whoever_comes_back_begins_anew_and_what_ended_never_wakes_up() {
    hold::<Stays>().await;
}

#[tokio::test]
async fn a_record_that_mixes_two_stays_would_be_noticed() {
    notice::<Stays>(&[Broken::TotalsRunOn, Broken::ReleasesWake, Broken::PapersRunOn, Broken::SobrietyRunsOn]).await;
}
