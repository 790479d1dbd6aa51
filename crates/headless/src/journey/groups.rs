//! Group days: one session document for a day's blocks, one part per person, minutes from when they came and went.

use super::Journey;
use crate::Outcome;
use crate::practice::Place;
use crate::words::{at, choice, first_of, id, noon, rows, text, texts, time};
use chrono::{NaiveTime, TimeDelta};
use clinical::Kind;
use clinical::kinds::face_sheet::FaceSheet;
use clinical::kinds::group_note::GroupNote;
use clinical::kinds::group_session::{GroupSession, Person};
use record::views::{AddAddendum, ChartView, ClientOf, DocumentView};
use serde_json::{Value, json};

impl Journey<'_> {
    pub(super) async fn group(&mut self, session: &Value) -> Outcome<()> {
        let story = self.story;
        let example = &story.told["group_note_example"];
        let example = if text(&example["session"]) == text(&session["id"]) { example } else { &Value::Null };
        let others: Vec<&Value> = rows(&example["participants"]).iter().filter(|it| !self.is_client(it)).collect();
        for other in &others {
            self.other_member(&text(&other["patient"])).await?;
        }
        let (start, end) = hours(session);
        let mut people = vec![self.own_part(session, example, start, end)];
        for other in others {
            let mut part = self.other_part(other, start, end);
            if people.iter().any(|it| it.observed == part.observed) {
                part.same_as_before_reason = "The same exercise, done together.".to_owned();
            }
            people.push(part);
        }
        if session["attendance"]["minutes"].as_i64().unwrap_or(0) == 0 && people.len() == 1 {
            people.push(self.someone_there(start, end).await?);
        }
        let body = self.shared_part(session, &example["shared"], people);
        let signed = self.practice.sign(Place::of::<GroupSession>(None, None), &body).await?;
        self.ids.insert(text(&session["id"]), signed.document);
        Ok(())
    }

    fn shared_part(&self, session: &Value, told: &Value, people: Vec<Person>) -> GroupSession {
        let blocks = rows(&session["blocks"]);
        let (start, end) = hours(session);
        let topics: Vec<String> = blocks.iter().map(|it| text(&it["topic"])).collect();
        let kind = blocks.first().map(|it| text(&it["type"])).unwrap_or_default();
        let mut led: Vec<String> = blocks.iter().flat_map(|it| texts(&it["facilitators"])).collect();
        led.dedup();
        led.sort();
        led.dedup();
        let members: Vec<_> = led.iter().filter_map(|key| self.practice.member(key)).collect();
        let site = text(&session["site"]);
        let sites = rows(&self.story.told["program"]["sites"]);
        let room = sites.iter().find(|it| text(&it["id"]) == site).map_or(site, |it| text(&it["name"]));
        GroupSession {
            on: text(&session["date"]),
            start: at(start),
            end: at(end),
            topic: topics.join(" / "),
            session_type: choice::<GroupSession>("session_type", &kind),
            purpose: first_of(&[text(&told["purpose"]), "Learn and practice together.".to_owned()]),
            method: first_of(&[text(&told["method"]), "Discussion and practice.".to_owned()]),
            summary: first_of(&[text(&told["group_summary"]), format!("The group worked on: {}.", topics.join("; "))]),
            room,
            capacity: blocks.first().and_then(|it| it["capacity"].as_f64()),
            facilitators: members.iter().map(|it| it.id.to_string()).collect(),
            facilitator_names: members.iter().map(|it| it.name.clone()).collect(),
            people,
            ..GroupSession::default()
        }
    }

    fn own_part(&self, session: &Value, example: &Value, start: NaiveTime, end: NaiveTime) -> Person {
        let (attendance, checkin) = (&session["attendance"], &session["checkin"]);
        let told = rows(&example["participants"]).iter().find(|it| self.is_client(it)).unwrap_or(&Value::Null);
        let minutes = attendance["minutes"].as_i64().unwrap_or(0);
        let level = told["participation_0_4"].as_u64().or_else(|| session["participation"]["level_0_4"].as_u64());
        let small = |value: &Value| value.as_u64().and_then(|it| u8::try_from(it).ok());
        let mut part = Person {
            client: self.client.map(|it| it.to_string()).unwrap_or_default(),
            attendance: choice::<GroupSession>("attendance", &text(&attendance["status"])),
            reason: self.story.with_names(&text(&attendance["reason"])),
            participation: level.and_then(|it| u8::try_from(it).ok()),
            observed: first_of(&[text(&told["behaviour"]), text(&session["participation"]["notes"])]),
            response: first_of(&[text(&told["response"]), reported(checkin)]),
            objective: if told["objective"].is_null() { String::new() } else { id(&text(&told["objective"])) },
            plan: text(&told["plan"]),
            mood: small(&checkin["mood_0_10"]),
            craving: small(&checkin["craving_0_10"]),
            ..Person::default()
        };
        if minutes > 0 {
            // Who came late was there at the end; who left early, at the beginning.
            let here = TimeDelta::minutes(minutes);
            let late = text(&attendance["status"]).contains("late");
            let (came, left) = if late { ((end - here), end) } else { (start, (start + here)) };
            (part.start, part.end) = (at(came), at(left));
        }
        part
    }

    /// Someone else the example names, with the text that must stay in their own chart.
    fn other_part(&self, told: &Value, start: NaiveTime, end: NaiveTime) -> Person {
        Person {
            client: self.id(&text(&told["patient"])),
            attendance: choice::<GroupSession>("attendance", "present"),
            start: at(start),
            end: at(end),
            participation: told["participation_0_4"].as_u64().and_then(|it| u8::try_from(it).ok()),
            observed: text(&told["behaviour"]),
            response: text(&told["response"]),
            ..Person::default()
        }
    }

    /// A group that met without this client had others in the room: the first other member the file names, or a made-up one.
    async fn someone_there(&mut self, start: NaiveTime, end: NaiveTime) -> Outcome<Person> {
        let named = rows(&self.story.told["group_note_example"]["participants"]).iter().find(|it| !self.is_client(it));
        let key = first_of(&[named.map(|it| text(&it["patient"])).unwrap_or_default(), "other member".to_owned()]);
        self.other_member(&key).await?;
        let told = json!({ "patient": key, "participation_0_4": 2, "behaviour": "Took part in the group." });
        Ok(self.other_part(&told, start, end))
    }

    /// Another member has a chart of their own; the file keeps no more of them than a key.
    async fn other_member(&mut self, key: &str) -> Outcome<()> {
        if self.ids.contains_key(key) {
            return Ok(());
        }
        let letter = key.chars().rfind(char::is_ascii_alphabetic).unwrap_or('x').to_ascii_lowercase();
        let body = FaceSheet {
            legal_first: format!("Peer{letter}"),
            legal_last: format!("Madeup{letter}son"),
            birth_date: format!("1990-01-{:02}", 1 + u32::from(letter) % 28),
            record_number: key.to_owned(),
            speaks: choice::<FaceSheet>("speaks", "en"),
            reads: vec![choice::<FaceSheet>("reads", "en")],
            ok_voicemail: Some(false),
            ok_text: Some(false),
            living_situation: choice::<FaceSheet>("living_situation", "own home"),
            ..FaceSheet::default()
        };
        let recorded = self.practice.record(Place::of::<FaceSheet>(None, None), &body).await?;
        self.ids.extend(recorded.client_id.map(|it| (key.to_owned(), it)));
        Ok(())
    }

    fn is_client(&self, participant: &Value) -> bool {
        participant["patient"] == self.story.told["patient"]["id"]
    }

    /// Added to the note in the client's own chart, where a reader will look for it.
    pub(super) async fn addendum(&mut self, session: &Value, told: &Value) -> Outcome<()> {
        let chart: ChartView = self.practice.ask("chart", ClientOf { client: self.client()? }).await?;
        let on = text(&session["date"]);
        let note = chart
            .entries
            .iter()
            .find(|it| it.kind == Kind::of::<GroupNote>() && it.on.is_some_and(|day| day.to_string() == on));
        let note = note.ok_or_else(|| format!("There is no group note of {on} to add to."))?;
        let addendum = AddAddendum {
            document: note.document,
            reason: first_of(&[text(&told["reason"]), "Correction".to_owned()]),
            text: self.story.with_names(&text(&told["text"])),
            password: self.practice.password()?.into(),
            license_override: None,
            clock_confirmed: None,
        };
        self.practice.ask::<DocumentView>("add_addendum", addendum).await?;
        Ok(())
    }
}

/// From the first block's start to the last block's end.
fn hours(session: &Value) -> (NaiveTime, NaiveTime) {
    let blocks = rows(&session["blocks"]);
    let start = blocks.iter().filter_map(|it| time(&it["start"])).min().unwrap_or(noon());
    let end = blocks.iter().filter_map(|it| time(&it["end"])).max().unwrap_or(start);
    (start, end)
}

fn reported(checkin: &Value) -> String {
    if checkin["mood_0_10"].is_null() {
        return String::new();
    }
    let mut said = format!(
        "Mood {} and craving {} of 10 at check-in.",
        text(&checkin["mood_0_10"]),
        text(&checkin["craving_0_10"])
    );
    if checkin["used_since_last"] == true {
        said.push_str(" AuditEntry the group about use since the last session.");
    }
    said
}
