//! Who may let something out, by which way, and what is never let out by anybody. The table says it in the words of a clinic and was written
//! without looking at the program; every cell is really tried.

use crate::disclosures::emergency;
use crate::matrix::{name_of, staffed};
use crate::room::{PASSWORD, Room, at};
use record::error::{Code, Error};
use record::permission::Role;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What somebody tries, and who may: C counselor, S supervisor, D director, F front desk, P privacy officer; nobody where it is empty. Last,
/// how many disclosures it leaves in the chart.
const TABLE: &[(&str, &str, usize)] = &[
    ("look at the client's own copy on the screen", "CSDP", 0),
    ("look at a copy for the cousin on the screen", "CSDP", 0),
    ("ask who may have a copy", "CSDP", 0),
    ("print the client's own copy", "CSDP", 0),
    ("print for the cousin, whom the release covers, and hand it over", "CSDP", 1),
    ("save it as a file for the cousin", "CSDP", 1),
    ("mail it to the cousin", "CSDP", 1),
    ("fax it to the cousin", "CSDP", 1),
    ("print a letter of attendance for the cousin", "CSDP", 1),
    ("tell the cousin and a partner in a family session", "CSD", 2),
    ("sign for a disclosure in a medical emergency", "CSD", 1),
    ("fax the plan to the hospital in an emergency that was signed for", "CSDP", 1),
    ("read the log of disclosures", "CSDP", 0),
    ("print the log of disclosures", "CSDP", 0),
    ("print the day sheet for the file", "CSDP", 0),
    ("take the whole record out", "D", 0),
    ("take the audit trail out", "DP", 0),
    ("back up, encrypted", "CSDFP", 0),
    ("print a draft for the cousin", "", 0),
    ("print a plan that was withdrawn for the cousin", "", 0),
    ("print a counseling note for the client", "", 0),
    ("print a counseling note for the hospital in an emergency", "", 0),
    ("print a group session, which names others, for the cousin", "", 0),
    ("print for a contact without a release", "", 0),
    ("print for a contact whose release was revoked", "", 0),
    ("print for a contact whose release has expired", "", 0),
    ("print for a contact whose release does not cover it", "", 0),
    ("print for a contact from whom the client asked to keep it", "", 0),
    ("print for a contact who is somebody else by now", "", 0),
    ("print for a contact of another client", "", 0),
    ("print for the cousin for another purpose than was signed", "", 0),
    ("print for the hospital under an emergency nobody has signed for", "", 0),
    ("print for the hospital under another client's emergency", "", 0),
    ("print for the hospital under the cousin's own copy", "", 0),
    ("sign for a disclosure on a subpoena alone", "", 0),
    ("take a disclosure out of the log", "", 0),
];

const ROLES: &[(char, Role)] = &[
    ('C', Role::Counselor),
    ('S', Role::Supervisor),
    ('D', Role::Director),
    ('F', Role::FrontDesk),
    ('P', Role::PrivacyOfficer),
];

/// A chart with everybody in it to whom something might go.
struct Chart {
    client: String,
    plan: Value,
    withdrawn: Value,
    letter: Value,
    counseling: Value,
    group: Value,
    cousin: Value,
    release: Value,
    /// By what their release says of them.
    contacts: Vec<(&'static str, Value)>,
    emergency: Value,
    unsigned: Value,
    copy: Value,
    elsewhere: (Value, Value),
    outside: TempDir,
}

async fn contact(room: &Room, client: &str, name: &str) -> Value {
    let mut body = Room::fixture("contact");
    body["name"] = json!(name);
    room.record("contact", Some(client), body).await
}

async fn release(room: &Room, client: &str, contact: &Value, change: Value) -> Value {
    let mut body = Room::fixture("release");
    (body["contact"], body["recipient"]) = (contact["document"].clone(), json!(""));
    body["covers"] = json!(["attendance", "aftercare_plan", "family_sessions"]);
    body.as_object_mut().expect("fields").extend(change.as_object().expect("fields").clone());
    room.sign("release", Some(client), body).await
}

async fn change(room: &Room, kind: &str, document: &Value, fields: Value, last: &str) {
    let start =
        json!({ "kind": kind, "client": document["client_id"], "document": document["document"], "body": fields });
    let draft = room.ask("start_draft", start).await;
    let press =
        json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD, "duplicate_reason": "" });
    room.ask(last, press).await;
}

async fn plan(room: &Room, client: &str) -> Value {
    let mut body = Room::fixture("aftercare_plan");
    body["copies"] = json!([]);
    room.sign("aftercare_plan", Some(client), body).await
}

impl Chart {
    async fn of(room: &Room) -> Self {
        let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        let other = room.client("Jordan", "Mockup", "1985-01-20").await;
        let cousin = contact(room, &client, "Bo Cousin").await;
        let signed = release(room, &client, &cousin, json!({})).await;
        let mut contacts = vec![("none", contact(room, &client, "Nia Nobody").await)];
        for (state, name, fields) in [
            ("revoked", "Rae Revoked", json!({})),
            ("expired", "Eli Expired", json!({ "expires_on": "2026-04-20" })),
            ("other", "Una Uncovered", json!({ "covers": ["attendance"] })),
            ("kept", "Kit Kept", json!({})),
            ("renamed", "Ren Renamed", json!({})),
        ] {
            let contact = contact(room, &client, name).await;
            let signed = release(room, &client, &contact, fields).await;
            match state {
                "revoked" => {
                    let back = json!({ "revoked_on": "2026-04-09", "revoked_how": "spoken", "revoked_by": "client" });
                    change(room, "release", &signed, back, "sign_document").await;
                }
                "kept" => {
                    let mut body = Room::fixture("restriction");
                    (body["staff"], body["keeps_from"]) = (json!(""), json!("contact"));
                    (body["contact"], body["extent"]) = (contact["document"].clone(), json!("everything"));
                    room.sign("restriction", Some(&client), body).await;
                }
                "renamed" => change(room, "contact", &contact, json!({ "name": "Lee Other" }), "record_document").await,
                _ => {}
            }
            contacts.push((state, contact));
        }
        room.clock.set(at("2026-04-29T10:00:00-07:00"));
        let (signed_plan, gone) = (plan(room, &client).await, plan(room, &client).await);
        let withdraw = json!({ "document": gone["document"], "reason": "Entered twice", "password": PASSWORD });
        let withdrawn = room.ask("retract_document", withdraw).await;
        let states = json!({ "contact": cousin["document"], "reader": "work", "from": "2026-04-01", "to": "2026-04-28",
            "states": ["since"], "counted": {} });
        let letter = room.sign("attendance_letter", Some(&client), states).await;
        let mut note = Room::fixture("individual_note");
        (note["on"], note["counseling_note"]) = (json!("2026-04-28"), json!(true));
        let counseling = room.sign("individual_note", Some(&client), note).await;
        let mut group = Room::fixture("group_session");
        group["people"].as_array_mut().expect("people").truncate(2);
        (group["people"][0]["client"], group["people"][1]["client"]) = (json!(client), json!(other));
        let group = room.sign("group_session", None, group).await;
        let signed_for = room.sign("disclosure", Some(&client), emergency()).await;
        let unsigned = room.draft("disclosure", Some(&client), emergency()).await;
        let theirs = room.sign("disclosure", Some(&other), emergency()).await;
        let elsewhere = (contact(room, &other, "Bo Cousin").await, theirs);
        let mut chart = Self {
            client,
            plan: signed_plan,
            withdrawn,
            letter,
            counseling,
            group,
            cousin,
            release: signed,
            contacts,
            emergency: signed_for,
            unsigned,
            copy: Value::Null,
            elsewhere,
            outside: TempDir::new().expect("a folder"),
        };
        room.pages("print_document", chart.to(&chart.plan, &chart.cousin)).await.expect("the first copy");
        let log = chart.log(room).await;
        chart.copy = log.into_iter().find(|line| line["recipient"] == "Bo Cousin").expect("a copy");
        chart
    }

    async fn log(&self, room: &Room) -> Vec<Value> {
        room.ask("disclosures", json!({ "client": self.client })).await.as_array().expect("lines").clone()
    }

    fn own(&self, document: &Value) -> Value {
        json!({ "document": document["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null })
    }

    fn to(&self, document: &Value, contact: &Value) -> Value {
        let mut print = self.own(document);
        print["recipient"] = contact["document"].clone();
        print
    }

    fn by(&self, how: &str) -> Value {
        let mut print = self.to(&self.plan, &self.cousin);
        print["how"] = json!(how);
        print
    }

    fn under(&self, document: &Value, disclosure: &Value) -> Value {
        let mut print = self.own(document);
        (print["under"], print["how"]) = (disclosure["document"].clone(), json!("faxed"));
        print
    }

    fn contact(&self, state: &str) -> Value {
        let (_, contact) = self.contacts.iter().find(|(known, _)| *known == state).expect("a contact");
        self.to(&self.plan, contact)
    }

    async fn try_it(&self, room: &Room, what: &str) -> Result<Value, Error> {
        let client = json!({ "client": self.client });
        let print = async |input: Value| room.try_ask("print_document", input).await;
        match what {
            "look at the client's own copy on the screen" => room.try_ask("preview", self.own(&self.plan)).await,
            "look at a copy for the cousin on the screen" => {
                room.try_ask("preview", self.to(&self.plan, &self.cousin)).await
            }
            "ask who may have a copy" => room.try_ask("print_check", self.own(&self.plan)).await,
            "print the client's own copy" => print(self.own(&self.plan)).await,
            "print for the cousin, whom the release covers, and hand it over" => print(self.by("printed")).await,
            "save it as a file for the cousin" => print(self.by("saved")).await,
            "mail it to the cousin" => print(self.by("mailed")).await,
            "fax it to the cousin" => print(self.by("faxed")).await,
            "print a letter of attendance for the cousin" => print(self.to(&self.letter, &self.cousin)).await,
            "tell the cousin and a partner in a family session" => self.family(room).await,
            "sign for a disclosure in a medical emergency" => self.signs(room, "disclosure", emergency()).await,
            "fax the plan to the hospital in an emergency that was signed for" => {
                print(self.under(&self.plan, &self.emergency)).await
            }
            "read the log of disclosures" => room.try_ask("disclosures", client).await,
            "print the log of disclosures" => {
                room.try_ask("disclosure_log", json!({ "client": self.client, "paper": "letter" })).await
            }
            "print the day sheet for the file" => {
                room.try_ask("day_sheet", json!({ "day": "2026-04-28", "paper": "letter" })).await
            }
            "take the whole record out" => {
                let folder = self.outside.path().join("export");
                let press = json!({ "folder": folder, "reason": "Asked by the board", "password": PASSWORD });
                room.try_ask("export_record", press).await
            }
            "take the audit trail out" => room.try_ask("export_audit", json!({ "client": null, "limit": 10 })).await,
            "back up, encrypted" => room.try_ask("back_up", json!({ "folder": self.outside.path() })).await,
            "print a draft for the cousin" => {
                let mut print = self.to(&self.plan, &self.cousin);
                print["draft"] = json!(true);
                room.try_ask("print_document", print).await
            }
            "print a plan that was withdrawn for the cousin" => print(self.to(&self.withdrawn, &self.cousin)).await,
            "print a counseling note for the client" => print(self.own(&self.counseling)).await,
            "print a counseling note for the hospital in an emergency" => {
                print(self.under(&self.counseling, &self.emergency)).await
            }
            "print a group session, which names others, for the cousin" => {
                print(self.to(&self.group, &self.cousin)).await
            }
            "print for a contact without a release" => print(self.contact("none")).await,
            "print for a contact whose release was revoked" => print(self.contact("revoked")).await,
            "print for a contact whose release has expired" => print(self.contact("expired")).await,
            "print for a contact whose release does not cover it" => print(self.contact("other")).await,
            "print for a contact from whom the client asked to keep it" => print(self.contact("kept")).await,
            "print for a contact who is somebody else by now" => print(self.contact("renamed")).await,
            "print for a contact of another client" => print(self.to(&self.plan, &self.elsewhere.0)).await,
            "print for the cousin for another purpose than was signed" => {
                let mut print = self.to(&self.plan, &self.cousin);
                print["purpose"] = json!("A court hearing");
                room.try_ask("print_document", print).await
            }
            "print for the hospital under an emergency nobody has signed for" => {
                print(self.under(&self.plan, &self.unsigned)).await
            }
            "print for the hospital under another client's emergency" => {
                print(self.under(&self.plan, &self.elsewhere.1)).await
            }
            "print for the hospital under the cousin's own copy" => print(self.under(&self.plan, &self.copy)).await,
            "sign for a disclosure on a subpoena alone" => {
                let mut body = emergency();
                body["basis"] = json!("subpoena");
                self.signs(room, "disclosure", body).await
            }
            "take a disclosure out of the log" => {
                let press = json!({ "document": self.copy["document"], "reason": "Oops", "password": PASSWORD });
                room.try_ask("retract_document", press).await
            }
            new => panic!("{new}: nobody says how this is tried"),
        }
    }

    async fn family(&self, room: &Room) -> Result<Value, Error> {
        let mut body = Room::fixture("family_session");
        (body["on"], body["next_session"]) = (json!("2026-04-29"), json!(""));
        (body["people"][0]["contact"], body["people"][0]["release"]) =
            (self.cousin["document"].clone(), self.release["document"].clone());
        body["people"][0]["may_say"] = json!(["attendance"]);
        body["people"][1]["contact"] = json!("");
        self.signs(room, "family_session", body).await
    }

    async fn signs(&self, room: &Room, kind: &str, body: Value) -> Result<Value, Error> {
        let start = json!({ "kind": kind, "client": self.client, "document": null, "body": body });
        let draft = room.try_ask("start_draft", start).await?;
        let press = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
        let signed = room.try_ask("sign_document", press).await;
        if signed.is_err() {
            room.ask("discard_draft", json!({ "document": draft["document"] })).await;
        }
        signed
    }
}

/// Tries every cell. Answers what is not as this table says.
async fn not_as(table: &[(&str, &str, usize)]) -> Vec<String> {
    let room = staffed().await;
    let chart = Chart::of(&room).await;
    let mut wrong = Vec::new();
    for (letter, role) in ROLES {
        let (before, refusals_before) = (chart.log(&room).await.len(), refusals(&room, *role).await);
        room.sit_down(name_of(*role)).await;
        let (mut leaves, mut refused) = (0, 0);
        for (what, who, disclosures) in table {
            let cell = format!("{role:?}: {what}");
            let may = who.contains(*letter);
            match chart.try_it(&room, what).await {
                Ok(_) if may => leaves += disclosures,
                Ok(_) => wrong.push(format!("{cell}: it was let out")),
                Err(error) if may => wrong.push(format!("{cell}: it was refused: {error:?}")),
                Err(error) if error.message.contains("not understood") => wrong.push(format!("{cell}: tried wrongly")),
                Err(error) => {
                    refused += usize::from(matches!(error.code, Code::Forbidden | Code::NoRelease));
                    let by_role = !who.is_empty() || *role == Role::FrontDesk;
                    if by_role && error.code != Code::Forbidden {
                        wrong.push(format!("{cell}: refused, but not because of the role: {error:?}"));
                    }
                }
            }
        }
        room.sit_down(name_of(Role::Director)).await;
        let log = chart.log(&room).await;
        let theirs = log.iter().filter(|line| line["by"].as_str().is_some_and(|by| by.starts_with(name_of(*role))));
        // What the director had given away before the first of these was tried.
        let theirs = theirs.count() - if *role == Role::Director { 2 } else { 0 };
        if (log.len() - before, theirs) != (leaves, leaves) {
            wrong.push(format!(
                "{role:?}: {leaves} disclosures, and the chart says {}, {theirs} by them",
                log.len() - before
            ));
        }
        let told = refusals(&room, *role).await - refusals_before;
        if told < refused {
            wrong.push(format!("{role:?}: refused {refused} times, and the trail says {told}"));
        }
    }
    wrong
}

async fn refusals(room: &Room, role: Role) -> usize {
    let trail = room.ask("audit_trail", json!({ "client": null, "limit": 5000 })).await;
    let theirs = |row: &&Value| row["outcome"] == "refused" && row["role"] == role.name();
    trail.as_array().expect("rows").iter().filter(theirs).count()
}

#[tokio::test]
async fn each_role_lets_out_what_the_table_says_by_every_way_and_each_copy_and_refusal_is_told() {
    let wrong = not_as(TABLE).await;
    assert!(wrong.is_empty(), "of {} cells: {wrong:#?}", TABLE.len() * ROLES.len());
}

/// The control: a table that is wrong in one cell of each sort.
#[tokio::test]
async fn a_cell_that_is_not_as_the_table_says_is_named() {
    let wrong = not_as(&[
        ("print the client's own copy", "CSDFP", 0),
        ("fax it to the cousin", "CSD", 1),
        ("print for a contact without a release", "D", 1),
        ("save it as a file for the cousin", "CSDP", 2),
    ])
    .await;
    for (role, said) in [
        ("FrontDesk: print the client's own copy", "refused"),
        ("PrivacyOfficer: fax it to the cousin", "let out"),
        ("Director: print for a contact without a release", "refused"),
        ("Supervisor", "disclosures"),
    ] {
        assert!(wrong.iter().any(|it| it.starts_with(role) && it.contains(said)), "{role}: {wrong:#?}");
    }
}
