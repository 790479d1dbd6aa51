//! Who the client is, the people around them, and the stretches of care.

use super::Journey;
use crate::Outcome;
use crate::practice::Place;
use crate::words::{choice, choices, first_of, rows, text, texts};
use clinical::kinds::contact::Contact;
use clinical::kinds::episode::Episode;
use clinical::kinds::face_sheet::FaceSheet;
use serde_json::Value;

impl Journey<'_> {
    pub(super) async fn face_sheet(&mut self) -> Outcome<()> {
        let patient = &self.story.told["patient"];
        let pick = |field: &str, word: &Value| choice::<FaceSheet>(field, &text(word));
        let needs: Vec<String> = patient["accessibility"].as_object().map_or_else(
            || texts(&patient["accessibility"]),
            |wants| wants.iter().filter(|(_, yes)| **yes == true).map(|(want, _)| want.clone()).collect(),
        );
        let reads = if patient["reads"].is_null() { vec![self.story.language()] } else { texts(&patient["reads"]) };
        let living = first_of(&[text(&patient["living_situation"]), "own_home".to_owned()]);
        let body = FaceSheet {
            legal_first: text(&patient["name"]["first"]),
            legal_middle: text(&patient["name"]["middle"]),
            legal_last: text(&patient["name"]["last"]),
            preferred_name: text(&patient["name"]["preferred"]),
            birth_date: text(&patient["dob"]),
            record_number: text(&patient["mrn"]),
            sex_at_birth: pick("sex_at_birth", &patient["sex_at_birth"]),
            gender: pick("gender", &patient["gender"]),
            pronouns: pick("pronouns", &patient["pronouns"]),
            speaks: choice::<FaceSheet>("speaks", &self.story.language()),
            reads: choices::<FaceSheet>("reads", &reads).0,
            interpreter: patient["interpreter_needed"].as_bool(),
            race_ethnicity: text(&patient["race_ethnicity"]),
            address: text(&patient["address"]),
            phone: text(&patient["phone"]),
            // Nobody who was not asked gets a message left.
            ok_voicemail: Some(patient["ok_voicemail"] == true),
            ok_text: Some(patient["ok_text"] == true),
            email: text(&patient["email"]),
            living_situation: choice::<FaceSheet>("living_situation", &living),
            employment: pick("employment", &patient["employment"]),
            dependents: patient["dependents"].as_f64(),
            transport: pick("transport", &patient["transport"]),
            accessibility: choices::<FaceSheet>("accessibility", &needs).0,
            guardian: text(&patient["guardian"]),
            availability: choices::<FaceSheet>("availability", &[self.track()]).0,
            ..FaceSheet::default()
        };
        let recorded = self.practice.record(Place::of::<FaceSheet>(None, None), &body).await?;
        self.client = recorded.client_id;
        Ok(())
    }

    pub(super) async fn contact(&mut self, contact: &Value) -> Outcome<()> {
        let body = Contact {
            name: text(&contact["name"]),
            relationship: text(&contact["relationship"]).replace('_', " "),
            role: choice::<Contact>("role", part_in_recovery(&text(&contact["relationship"]))),
            notes: text(&contact["support_role"]),
            phone: text(&contact["phone"]),
            emergency: contact["emergency"] == true,
            ..Contact::default()
        };
        let recorded = self.practice.record(self.chart::<Contact>(), &body).await?;
        self.ids.insert(text(&contact["id"]), recorded.document);
        Ok(())
    }

    /// Care at another place, before or after ours.
    pub(super) async fn elsewhere(&mut self, level: &Value) -> Outcome<()> {
        let body = Episode {
            level: choice::<Episode>("level", &text(&level["level"])),
            provider: self.story.name_of(&text(&level["provider"])),
            admitted_on: text(&level["from"]),
            ended_on: text(&level["to"]),
            end_reason: if level["to"].is_null() {
                String::new()
            } else {
                choice::<Episode>("end_reason", "completed")
            },
            ..Episode::default()
        };
        self.practice.record(self.chart::<Episode>(), &body).await?;
        Ok(())
    }

    /// Care here: open from admission, closed on the day of discharge.
    pub(super) async fn episode(&mut self, closed: bool) -> Outcome<()> {
        let story = self.story;
        let Some(level) = story.ours() else { return Ok(()) };
        let referral = &story.told["referral"];
        let reason = first_of(&[text(&story.told["discharge_summary"]["reason"]), "completed".to_owned()]);
        let planned = rows(&story.told["treatment_plans"]).first().and_then(|it| it["projected_weeks"].as_f64());
        let body = Episode {
            level: choice::<Episode>("level", &text(&level["level"])),
            track: choice::<Episode>("track", &self.track()),
            provider: story.name_of(&text(&level["provider"])),
            ours: true,
            admitted_on: text(&level["from"]),
            ended_on: if closed { text(&level["to"]) } else { String::new() },
            end_reason: if closed { choice::<Episode>("end_reason", &reason) } else { String::new() },
            referred_by: text(&referral["from"]),
            referral_reason: text(&referral["reason"]),
            sober_since: story.sober_since().map(|on| on.to_string()).unwrap_or_default(),
            projected_weeks: planned,
            room: String::new(),
        };
        let recorded = self.practice.record(self.again::<Episode>("our episode"), &body).await?;
        self.ids.insert("our episode".to_owned(), recorded.document);
        Ok(())
    }

    fn track(&self) -> String {
        let referral = &self.story.told["referral"];
        first_of(&[text(&referral["screen_call"]["track"]), text(&referral["requested_level"])])
    }
}

/// The word of the form for what a relationship usually is in a support network.
fn part_in_recovery(relationship: &str) -> &str {
    const PARTS: &[(&str, &str)] = &[
        ("sponsor", "peer"),
        ("pcp", "medical"),
        ("primary", "medical"),
        ("doctor", "medical"),
        ("manager", "housing"),
        ("employer", "employer"),
        ("eap", "employer"),
        ("therapist", "treatment"),
        ("counsel", "treatment"),
        ("friend", "friend"),
        ("court", "legal"),
        ("probation", "legal"),
    ];
    let said = relationship.to_lowercase();
    PARTS.iter().find(|(word, _)| said.contains(word)).map_or("family", |(_, part)| part)
}
