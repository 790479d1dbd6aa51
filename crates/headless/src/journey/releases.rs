//! Consents as releases: what may be told to whom and until when, and the day a consent was taken back.

use super::Journey;
use crate::Outcome;
use crate::words::{choice, choices, first_of, text, texts};
use clinical::Kind;
use clinical::kinds::release::Release;
use serde_json::Value;

/// The file's words for a consent, and the form it is signed on.
const FORMS: &[(&str, &str)] = &[
    ("tpo", "part2_tpo"),
    ("part2_release", "part2_release"),
    ("notice", "privacy_notice"),
    ("rules", "program_rules"),
    ("toxicology", "toxicology"),
    ("telehealth", "telehealth"),
    ("post_discharge", "post_discharge_contact"),
    ("treatment", "treatment_consent"),
];

/// Words in what may be told, and the contents they cover.
const CONTENTS: &[(&str, &str)] = &[
    ("attendance", "attendance"),
    ("progress", "progress"),
    ("aftercare", "aftercare_plan"),
    ("plan", "treatment_plan"),
    ("assessment", "assessment"),
    ("discharge summary", "discharge_summary"),
    ("relapse prevention", "relapse_prevention"),
    ("toxicology", "test_results"),
    ("labs", "test_results"),
    ("diagnosis", "diagnosis"),
    ("medication", "medications"),
    ("notices", "safety_concerns"),
    ("family session", "family_sessions"),
    ("payment", "payment"),
];

impl Journey<'_> {
    pub(super) async fn release(&mut self, consent: &Value) -> Outcome<()> {
        let body = self.release_body(consent);
        let signed = self.practice.sign(self.chart::<Release>(), &body).await?;
        self.ids.insert(text(&consent["id"]), signed.document);
        Ok(())
    }

    /// Taken back: a new signed version of the same release says from when.
    pub(super) async fn revoke(&mut self, consent: &Value) -> Outcome<()> {
        let revoked = &consent["revoked"];
        let mut body = self.release_body(consent);
        body.revoked_on = text(&revoked["on"]).chars().take(10).collect();
        body.revoked_how =
            choice::<Release>("revoked_how", &first_of(&[text(&revoked["how"]), "in writing".to_owned()]));
        body.revoked_by = choice::<Release>("revoked_by", &signer(&text(&revoked["by"])));
        self.practice.sign(self.again::<Release>(&text(&consent["id"])), &body).await?;
        Ok(())
    }

    fn release_body(&self, consent: &Value) -> Release {
        let said = |key: &str| text(&consent[key]);
        let kind = said("type");
        let form =
            FORMS.iter().find(|(word, _)| kind.to_lowercase().contains(word)).map_or("part2_release", |(_, form)| form);
        let disclosing = form.starts_with("part2");
        let information = first_of(&[said("information"), texts(&consent["rules"]).join("; ")]);
        let mut body = Release {
            form: choice::<Release>("form", form),
            discloser: first_of(&[said("discloser"), text(&self.story.told["program"]["name"])]),
            contact: self.id(&said("recipient")),
            recipient: if said("recipient").is_empty() {
                String::new()
            } else {
                self.story.name_of(&said("recipient"))
            },
            covers: if disclosing { covered(&information) } else { Vec::new() },
            information,
            purpose: said("purpose"),
            right_to_revoke_explained: disclosing,
            refusal_consequences_explained: disclosing,
            redisclosure_explained: disclosing,
            language: choice::<Release>("language", &first_of(&[said("language"), self.story.language()])),
            signed_by: choice::<Release>("signed_by", &signer(&said("signed_by"))),
            client_signed_name: self.story.legal_name(),
            client_signed_on: said("signed").chars().take(10).collect(),
            witness: self.staff_named("witness", &said("witness")),
            ..Release::default()
        };
        self.expiry(consent, disclosing, &mut body);
        body
    }

    /// A date, a count of days after discharge, an event someone has to notice, or none.
    fn expiry(&self, consent: &Value, disclosing: bool, body: &mut Release) {
        let (date, event) = (text(&consent["expires_on"]), text(&consent["expires_event"]));
        let date = first_of(&[date, text(&consent["expires"])]);
        let kind = if !date.is_empty() {
            body.expires_on = date;
            "date"
        } else if let Some(days) = after_discharge(&event) {
            body.expires_days_after_discharge = Some(days);
            "after_discharge"
        } else if event == "none" || !disclosing {
            "none"
        } else {
            body.expires_event = first_of(&[event, "end of treatment".to_owned()]);
            "event"
        };
        body.expires = choice::<Release>("expires", kind);
    }

    /// Staff as this field keeps them: an id where the form picks from a list, a name where it is typed.
    fn staff_named(&self, field: &str, key: &str) -> String {
        let picks = Kind::of::<Release>()
            .form()
            .sections
            .iter()
            .flat_map(|it| &it.fields)
            .any(|it| it.name == field && matches!(it.input, clinical::form::Input::Pick { .. }));
        match self.practice.member(key) {
            Some(member) if picks => member.id.to_string(),
            Some(member) => member.name.clone(),
            None => String::new(),
        }
    }
}

fn covered(information: &str) -> Vec<String> {
    let said = information.to_lowercase();
    // "aftercare plan" and "relapse prevention plan" are other papers than "plan".
    let plain = said.replace("aftercare plan", "aftercare").replace("relapse prevention plan", "relapse prevention");
    let named: Vec<String> =
        CONTENTS.iter().filter(|(word, _)| plain.contains(word)).map(|(_, it)| (*it).to_owned()).collect();
    choices::<Release>("covers", &named).0
}

/// The file says "patient", the form "client"; nobody named is the client too.
fn signer(word: &str) -> String {
    if word.is_empty() || word == "patient" { "client".to_owned() } else { word.to_owned() }
}

fn after_discharge(event: &str) -> Option<f64> {
    let said = event.to_lowercase();
    let (count, rest) = said.split_once(' ')?;
    (rest.starts_with("day") && rest.contains("after") && rest.contains("discharge"))
        .then(|| count.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_after_discharge_are_told_from_other_events() {
        assert_eq!(after_discharge("90 days after IOP discharge"), Some(90.0));
        assert_eq!(after_discharge("move-out date"), None);
        assert_eq!(after_discharge("none"), None);
    }

    #[test]
    fn an_aftercare_plan_is_not_the_treatment_plan() {
        assert!(!covered("attendance, progress, aftercare plan").contains(&"treatment_plan".to_owned()));
        assert!(covered("assessment, plan, discharge summary").contains(&"treatment_plan".to_owned()));
    }
}
