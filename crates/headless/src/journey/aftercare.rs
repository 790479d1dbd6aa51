//! The aftercare plan, with the people and visits it names looked up.

use super::Journey;
use crate::Outcome;
use crate::words::{choice, first_of, id, rows, text, texts};
use clinical::kinds::aftercare_plan::{
    AftercarePlan, Appointment, Barrier, Copy, Milestone, PlanMedicine, Resource, SupportGroup, SupportPerson, WorkStep,
};
use serde_json::Value;

impl Journey<'_> {
    pub(super) async fn aftercare(&mut self) -> Outcome<()> {
        let body = self.aftercare_body();
        self.practice.sign(self.chart::<AftercarePlan>(), &body).await?;
        Ok(())
    }

    fn aftercare_body(&self) -> AftercarePlan {
        let story = self.story;
        let told = &story.told["aftercare_plan"];
        let (home, life, checkins) = (&told["sober_living"], &told["lifestyle"], &told["family_checkins"]);
        let prevention = &story.told["relapse_prevention_plan"];
        let signed = texts(&told["signed"]).contains(&"patient".to_owned());
        let made_on = text(&told["final"]);
        let level = text(&home["level"]);
        let consented = story.rows("consents").iter().any(|it| text(&it["type"]).contains("post_discharge"));
        let barriers = texts(&story.told["assessment"]["social"]["barriers"]).into_iter();
        AftercarePlan {
            language: choice::<AftercarePlan>("language", &first_of(&[text(&told["language"]), story.language()])),
            large_print: Some(told["large_print"] == true),
            appointments: rows(&told["appointments"]).iter().map(|it| self.appointment(it)).collect(),
            support_groups: rows(&told["support_groups"]).iter().map(|it| self.support_group(it)).collect(),
            people: self.people_to_call(told, prevention),
            if_i_use: texts(&prevention["if_i_use"]),
            come_back: first_of(&[
                text(&told["come_back_path"]),
                format!("Call {}.", text(&story.told["program"]["phone"])),
            ]),
            medications: rows(&told["medications"]).iter().map(|it| self.medicine(it)).collect(),
            naloxone_given: Some(told["naloxone_kit"]["given"] == true),
            naloxone_on: text(&told["naloxone_kit"]["date"]),
            home_name: text(&home["name"]),
            home_level: if level.is_empty() { level } else { choice::<AftercarePlan>("home_level", &level) },
            home_certified: home["certified"].as_bool(),
            home_until: text(&home["stay_until"]),
            home_contact: self.id(&text(&home["contact"])),
            exercise: text(&life["exercise"]),
            nutrition: text(&life["nutrition"]),
            sleep: text(&life["sleep"]),
            stress: text(&life["stress"]),
            joy: text(&life["joy"]),
            checkin_who: texts(&checkins["who"]).iter().map(|key| self.id(key)).collect(),
            checkin_when: text(&checkins["when"]),
            checkin_topics: texts(&checkins["topics"]),
            goal: text(&told["accountability"]["goal"]),
            goal_partner: self.id(&text(&told["accountability"]["partner"])),
            work_and_school: rows(&told["vocational_education"]).iter().map(work_step).collect(),
            resources: rows(&told["community_resources"]).iter().map(resource).collect(),
            barriers: barriers.map(|what| Barrier { id: id(&what), what, ..Barrier::default() }).collect(),
            strengths: texts(&story.told["assessment"]["social"]["strengths"]),
            show_days: !rows(&told["next_milestones"]).is_empty(),
            milestones: rows(&told["next_milestones"]).iter().map(milestone).collect(),
            follow_up_calls: self.follow_up_days(),
            follow_up_consent: Some(consented),
            reviewed_with_client: Some(true),
            client_signs: choice::<AftercarePlan>("client_signs", if signed { "signed" } else { "not signed" }),
            client_signed_name: if signed { story.legal_name() } else { String::new() },
            client_signed_on: if signed { made_on.clone() } else { String::new() },
            no_signature_reason: if signed { String::new() } else { "No signature in the journey.".to_owned() },
            copies: texts(&told["copies_given_to"]).iter().map(|to| self.copy(to)).collect(),
            made_on,
            ..AftercarePlan::default()
        }
    }

    fn appointment(&self, told: &Value) -> Appointment {
        let with = text(&told["with"]);
        let contact = self.story.row("contacts", &with);
        Appointment {
            id: id(&format!("{}{}", text(&told["what"]), text(&told["date"]))),
            what: text(&told["what"]),
            with_contact: self.id(&with),
            with_name: if contact.is_some() { String::new() } else { self.story.name_of(&with) },
            on: text(&told["date"]),
            time: text(&told["time"]),
            place: first_of(&[text(&told["place"]), text(&told["how"]).replace("in person", "")]),
            phone: first_of(&[text(&told["phone"]), contact.map(|it| text(&it["phone"])).unwrap_or_default()]),
            confirmed: told["confirmed"] == true,
            ..Appointment::default()
        }
    }

    fn support_group(&self, told: &Value) -> SupportGroup {
        let place = text(&told["place"]);
        let sites = rows(&self.story.told["program"]["sites"]);
        let site = sites.iter().find(|it| text(&it["id"]) == place);
        SupportGroup {
            id: id(&text(&told["name"])),
            name: text(&told["name"]),
            when: text(&told["when"]),
            place: site.map_or(place, |it| text(&it["address"])),
            phone: text(&told["phone"]),
        }
    }

    /// The support network of the prevention plan; without one, everybody with a part in recovery.
    fn people_to_call(&self, told: &Value, prevention: &Value) -> Vec<SupportPerson> {
        let named = texts(if told["people"].is_null() { &prevention["support_network"] } else { &told["people"] });
        let contacts = self.story.rows("contacts").iter();
        let chosen = contacts.filter(|it| {
            let key = text(&it["id"]);
            if named.is_empty() { !text(&it["support_role"]).is_empty() } else { named.contains(&key) }
        });
        let person = |it: &Value| SupportPerson {
            id: id(&format!("call {}", text(&it["id"]))),
            contact: self.id(&text(&it["id"])),
            name: text(&it["name"]),
            phone: text(&it["phone"]),
            relationship: text(&it["relationship"]).replace('_', " "),
            when: text(&it["support_role"]),
        };
        chosen.map(person).collect()
    }

    fn medicine(&self, told: &Value) -> PlanMedicine {
        let name = text(&told["name"]);
        let known = self.story.rows("medications").iter().find(|it| text(&it["name"]) == name).unwrap_or(&Value::Null);
        let how = [text(&known["dose"]), text(&known["freq"])];
        PlanMedicine {
            id: id(&format!("home {name}")),
            how: how.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(", "),
            refill_due: text(&told["refill_due"]),
            prescriber: self.story.name_of(&text(&known["prescriber"])),
            name,
        }
    }

    /// `ct1 (cs4)`: a contact's copy under a release; else it is the client's own.
    fn copy(&self, to: &str) -> Copy {
        let (contact, release) = to.strip_suffix(')').and_then(|it| it.split_once(" (")).unwrap_or((to, ""));
        let to_contact = self.story.row("contacts", contact).is_some();
        Copy {
            id: id(&format!("copy {to}")),
            to: choice::<AftercarePlan>("to", if to_contact { "contact" } else { "client" }),
            contact: if to_contact { self.id(contact) } else { String::new() },
            release: if to_contact { self.id(release) } else { String::new() },
        }
    }

    fn follow_up_days(&self) -> Vec<String> {
        let planned = self.story.rows("followups").iter().map(|it| text(&it["due"]));
        planned.filter(|it| !it.is_empty()).collect()
    }
}

fn work_step(told: &Value) -> WorkStep {
    WorkStep {
        id: id(&text(&told["what"])),
        what: text(&told["what"]),
        on: text(&told["date"]),
        by: text(&told["target"]),
        phone: text(&told["phone"]),
    }
}

fn resource(told: &Value) -> Resource {
    let what = text(&told["what"]);
    Resource {
        id: id(&what),
        what,
        place: text(&told["place"]),
        phone: text(&told["phone"]),
        when: text(&told["when"]),
    }
}

fn milestone(told: &Value) -> Milestone {
    Milestone { id: id(&format!("mark {}", text(&told["date"]))), text: text(&told["text"]), on: text(&told["date"]) }
}
