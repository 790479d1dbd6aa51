//! Who looks after a client. A chart whose team is named opens to others only with a reason (45 CFR 164.308(a)(4), minimum necessary).

use crate::ask::pick_many;
use crate::checks::counted;
use crate::facts::Fact;
use crate::form::{Form, Listing, section};
use crate::kind::{About, Document, StartsFrom, Stay};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a care team: staff ids. Nobody at all opens the chart to all clinical staff, the small program's default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "CareTeamBody")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct CareTeam {
    pub staff: Vec<String>,
}

impl Document for CareTeam {
    const NAME: &'static str = "care_team";
    const ABOUT: About = About {
        one: true,
        starts: StartsFrom::Command,
        stay: Stay::Beyond,
        own_command: "A care team is named on the chart itself, because it decides who may open it.",
        ..About::DEMOGRAPHIC
    };

    fn form() -> Form {
        let people = pick_many("staff", "Care team", Listing::Staff).required();
        Form { title: "Care team", sections: vec![section("", vec![people])] }
    }

    fn facts(&self) -> Vec<Fact> {
        self.staff.iter().map(|staff| Fact::OnTeam { staff: staff.clone() }).collect()
    }

    fn summary(&self) -> String {
        match self.staff.len() {
            0 => "Open to all clinical staff".into(),
            people => counted(people, "person", "people"),
        }
    }
}
