//! Law 6: a person is in one room at a time, and each minute is counted once. Two leaders write the same evenings, in part and twice, somebody
//! is called out of the group, sessions run past midnight, and some of it is withdrawn again.

use super::{History, Told, evening, hold, list, locked, notice, same, sign, staffed, text};
use crate::room::{PASSWORD, Room};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LEADERS: &[&str] = &["Pat Sample", "Robin Placeholder"];
const CLIENTS: usize = 2;

/// Everything happens on a whole half hour; this is one, counted from the first midnight.
const HALF: u32 = 30;

#[derive(Debug, Clone, Copy)]
enum Broken {
    /// What two notes tell of is counted by each.
    EachNoteCounts,
    /// Whoever is called out of the group is counted there too.
    InTwoRooms,
    /// What was withdrawn goes on counting.
    WithdrawnCounts,
    /// The second note of an hour says nothing of the first.
    NothingSaid,
}

/// A note, and the half hours that it says somebody was there.
struct Note {
    document: String,
    leader: usize,
    clients: Vec<usize>,
    alone: bool,
    halves: BTreeSet<u32>,
    withdrawn: bool,
}

struct Rooms {
    room: Room,
    clients: Vec<String>,
    sits: usize,
    notes: Vec<Note>,
    broken: Option<Broken>,
}

impl History for Rooms {
    type Broken = Broken;
    const STEPS: u32 = 12;

    async fn prepared() -> Room {
        let room = staffed(&[(LEADERS[1], "counselor")]).await;
        room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        room.client("Jordan", "Mockup", "1985-01-20").await;
        locked(room).await
    }

    async fn begin(room: Room, broken: Option<Broken>, _: &mut fastrand::Rng) -> Self {
        room.sit_down(LEADERS[0]).await;
        let found = room.ask("clients", json!({ "find": "", "limit": 9, "offset": 0 })).await;
        let clients: Vec<String> = list(&found, "rows").iter().map(|row| text(&row["client"])).collect();
        assert_eq!(clients.len(), CLIENTS);
        Self { room, clients, sits: 0, notes: Vec::new(), broken }
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told {
        match dice.u32(0..10) {
            0 | 1 => {
                self.sits = 1 - self.sits;
                self.room.sit_down(LEADERS[self.sits]).await;
                Ok(())
            }
            2 => {
                self.withdraw(dice).await;
                Ok(())
            }
            3..=6 => self.group(dice).await,
            _ => self.alone(dice).await,
        }
    }

    async fn holds(&mut self) -> Told {
        for (number, client) in self.clients.iter().enumerate() {
            let chart = self.room.ask("chart", json!({ "client": client })).await;
            let (group, alone) = (self.minutes(number, false), self.minutes(number, true));
            let totals = &chart["totals"];
            same("law 6: minutes in the group", &json!(group), &totals["group_minutes"])?;
            same("law 6: minutes alone", &json!(alone), &totals["individual_minutes"])?;
            let weeks = |setting: &str| list(&chart, "weeks").iter().filter_map(|it| it[setting].as_u64()).sum::<u64>();
            same("law 6: the group's weeks", &json!(group), &json!(weeks("group")))?;
            same("law 6: the weeks alone", &json!(alone), &json!(weeks("individual")))?;
        }
        Ok(())
    }

    fn room(&self) -> &Room {
        &self.room
    }
}

impl Rooms {
    fn of(&self, client: usize, alone: bool) -> impl Iterator<Item = &Note> {
        let stands = |note: &Note| !note.withdrawn || matches!(self.broken, Some(Broken::WithdrawnCounts));
        self.notes.iter().filter(move |it| it.alone == alone && it.clients.contains(&client) && stands(it))
    }

    fn minutes(&self, client: usize, alone: bool) -> u32 {
        let halves = |alone: bool| self.of(client, alone).flat_map(|it| it.halves.iter().copied());
        let anywhere: BTreeSet<u32> = halves(alone).collect();
        let elsewhere: BTreeSet<u32> = halves(true).filter(|_| !alone).collect();
        let counted = match self.broken {
            Some(Broken::EachNoteCounts) => halves(alone).filter(|half| !elsewhere.contains(half)).count(),
            Some(Broken::InTwoRooms) => anywhere.len(),
            _ => anywhere.difference(&elsewhere).count(),
        };
        u32::try_from(counted).expect("few") * HALF
    }

    /// Some hours of one of three days: day, start, end, and the half hours between.
    fn hours(dice: &mut fastrand::Rng) -> (String, String, String, BTreeSet<u32>) {
        let (day, start, long) = (dice.u32(6..9), dice.u32(36..47), dice.u32(1..7));
        let clock = |half: u32| format!("{:02}:{:02}", half % 48 / 2, half % 2 * HALF);
        let halves = (day * 48 + start..day * 48 + start + long).collect();
        (format!("2026-04-{day:02}"), clock(start), clock(start + long), halves)
    }

    /// The second note says that there is a first one, and nothing is said where there is none.
    fn said(&self, draft: &Value, at: &str, client: usize, halves: &BTreeSet<u32>) -> Told {
        let known = |note: &Note| !note.withdrawn && note.clients.contains(&client) && !note.halves.is_disjoint(halves);
        let twice = self.notes.iter().any(known) && !matches!(self.broken, Some(Broken::NothingSaid));
        let already = |it: &&Value| it["field"] == at && text(&it["message"]).contains("already");
        let said = list(draft, "findings").iter().find(already).is_some();
        same(&format!("law 6: that this hour is told twice, at {at}"), &json!(twice), &json!(said))
    }

    async fn group(&mut self, dice: &mut fastrand::Rng) -> Told {
        let (day, start, end, halves) = Self::hours(dice);
        let clients: Vec<usize> = if dice.bool() { vec![0, 1] } else { vec![dice.usize(..CLIENTS)] };
        let people: Vec<(&str, &str, &str)> =
            clients.iter().map(|it| (self.clients[*it].as_str(), start.as_str(), end.as_str())).collect();
        let draft = self.room.draft("group_session", None, evening(&day, &start, &end, &people)).await;
        for (row, client) in clients.iter().enumerate() {
            self.said(&draft, &format!("people.{row}.client"), *client, &halves)?;
        }
        self.room.ask("sign_document", sign(&draft)).await;
        self.wrote(&draft, clients, false, halves);
        Ok(())
    }

    async fn alone(&mut self, dice: &mut fastrand::Rng) -> Told {
        let (day, start, end, halves) = Self::hours(dice);
        let client = dice.usize(..CLIENTS);
        let mut body = Room::fixture("individual_note");
        (body["on"], body["start"], body["end"]) = (json!(day), json!(start), json!(end));
        let draft = self.room.draft("individual_note", Some(&self.clients[client]), body).await;
        self.said(&draft, "start", client, &halves)?;
        self.room.ask("sign_document", sign(&draft)).await;
        self.wrote(&draft, vec![client], true, halves);
        Ok(())
    }

    fn wrote(&mut self, draft: &Value, clients: Vec<usize>, alone: bool, halves: BTreeSet<u32>) {
        let document = text(&draft["document"]);
        self.notes.push(Note { document, leader: self.sits, clients, alone, halves, withdrawn: false });
    }

    async fn withdraw(&mut self, dice: &mut fastrand::Rng) {
        let sits = self.sits;
        let mut mine: Vec<&mut Note> = self.notes.iter_mut().filter(|it| it.leader == sits && !it.withdrawn).collect();
        if mine.is_empty() {
            return;
        }
        let note = mine.swap_remove(dice.usize(..mine.len()));
        let press = json!({ "document": note.document, "reason": "Entered on the wrong day", "password": PASSWORD });
        self.room.ask("retract_document", press).await;
        note.withdrawn = true;
    }
}

#[tokio::test]
async fn whatever_two_leaders_write_of_an_evening_each_minute_is_counted_once() {
    hold::<Rooms>().await;
}

#[tokio::test]
async fn a_record_that_counts_a_minute_twice_would_be_noticed() {
    use Broken::{EachNoteCounts, InTwoRooms, NothingSaid, WithdrawnCounts};
    notice::<Rooms>(&[EachNoteCounts, InTwoRooms, WithdrawnCounts, NothingSaid]).await;
}
