//! Who looks after a client. A chart whose team is named opens to others only with a reason (45 CFR 164.308(a)(4), minimum necessary).

use super::Document;
use super::ask::pick_many;
use super::checks::counted;
use crate::facts::Fact;
use crate::form::{Form, Listing, section};
use serde::{Deserialize, Serialize};

/// Body of a care team: staff ids. Nobody at all opens the chart to all clinical staff, the small program's default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct CareTeam {
    pub staff: Vec<String>,
}

impl Document for CareTeam {
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
