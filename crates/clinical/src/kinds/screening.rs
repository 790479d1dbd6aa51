//! One answered questionnaire. Which one is data: see `crate::instruments`.

use crate::ask::{date, line, one_of, tick, time, widget};
use crate::checks::{blank, counted, not_in_the_future, revision_reason, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Choice, Form, Input, field, section};
use crate::instruments;
use crate::kind::{About, CheckContext, Document, Finish};
use crate::rules::day;
use crate::words::PAPER_LANGUAGES;
use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// Body of a screening. `answers` holds one value per scored item, null while unanswered; `extra` the unscored items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Screening {
    pub instrument: String,
    pub on: String,
    pub time: String,
    pub language: String,
    pub mode: String,
    pub answers: Vec<Option<u8>>,
    pub extra: Vec<Option<u8>>,
    pub declined: bool,
    pub declined_reason: String,
    /// Why answers that were in the record, or that raised an alert, changed.
    pub revision_reason: String,
    /// Flagged questions that were ever answered above zero, also in a draft and also if the answer changed since.
    pub raised: Vec<Raised>,
}

/// A flagged question answered above zero: the highest answer, and when it was first saved (RFC 3339).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "the words of the struct")]
pub struct Raised {
    pub instrument: String,
    pub item: u8,
    pub value: u8,
    pub at: String,
}

impl Document for Screening {
    const NAME: &'static str = "screening";
    const ABOUT: About = About {
        finish: Finish::Recorded,
        for_clients: true,
        without_a_field: &["extra", "raised"],
        stated_anew: &["revision_reason"],
        raises_alerts: true,
        line_tells: true,
        ..About::CLINICAL
    };
    /// 2: `raised` and `revision_reason`.
    const VERSION: u16 = 2;

    fn form() -> Form {
        let options = instruments::shipped().iter().map(|it| Choice { value: &it.id, label: &it.short }).collect();
        let sections = vec![
            section(
                "",
                vec![
                    field("instrument", "Questionnaire", Input::OneOf { options }).required().width(4),
                    date("on", "Answered on").required(),
                    time("time", "At"),
                    one_of("language", "Language", PAPER_LANGUAGES).required().width(4),
                    one_of("mode", "How", &[("self", "By the client"), ("interview", "Read aloud by staff")]).width(8),
                ],
            ),
            section("Answers", vec![widget("answers", "Answers", "questionnaire", Vec::new())]),
            section(
                "",
                vec![
                    tick("declined", "The client does not want to answer").width(4),
                    line("declined_reason", "Reason").required().when("declined", &["true"]).width(8),
                    line("revision_reason", "Why answers change")
                        .hint("When answers that were saved before are corrected"),
                ],
            ),
        ];
        Form { title: "Questionnaire", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "on", &self.on, "The day of the answers");
        self.change_findings(&mut found, context);
        let Some(instrument) = instruments::by_id(&self.instrument) else { return found };
        let (asked, answered) = (instrument.items.len(), self.answers.iter().flatten().count());
        if self.answers.len() > asked {
            found.push(Finding::hold("answers", format!("There are more answers than the {asked} questions.")));
        } else if answered < asked && !self.declined {
            let open = asked - answered;
            let have = if open == 1 { "has" } else { "have" };
            let message = format!(
                "{open} of {asked} questions {have} no answer, so there is no total. Ask again, or tick that the client does not want to answer."
            );
            found.push(Finding::hold("answers", message));
        }
        for (index, value) in self.answers.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))) {
            if !instrument.allows(value) {
                let message = format!("Question {} holds {value}, which is not on the scale.", index + 1);
                found.push(Finding::hold(format!("answers.{index}"), message));
            }
        }
        for (index, value) in self.extra.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))) {
            if instrument.extra.get(index).is_none_or(|item| usize::from(value) >= item.responses.len()) {
                found.push(Finding::hold(
                    format!("extra.{index}"),
                    "An answer below the questions is not on its scale.",
                ));
            }
        }
        for flag in instrument.flags.iter().filter(|flag| instrument.flagged(&self.answers).contains(&flag.item)) {
            let field = format!("answers.{}", flag.item.saturating_sub(1));
            found
                .push(Finding::advice(field, format!("Question {} raises a safety alert. {}", flag.item, flag.action)));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let instrument = instruments::by_id(&self.instrument);
        let total = instrument.and_then(|it| it.score(&self.answers));
        let mut facts = vec![Fact::Score {
            instrument: self.instrument.clone(),
            on: day(&self.on),
            total,
            band: instrument.zip(total).map(|(it, total)| it.band(total).to_owned()).unwrap_or_default(),
            flagged: instrument.map(|it| it.flagged(&self.answers)).unwrap_or_default(),
            language: self.language.clone(),
        }];
        let raised = self.raised.iter().cloned().chain(self.above_zero(""));
        facts.extend(raised.map(|it| Fact::Alert {
            instrument: it.instrument,
            on: day(&self.on),
            item: it.item,
            value: it.value,
            raised: DateTime::parse_from_rfc3339(&it.at).ok().map(|at| at.to_utc()),
        }));
        facts
    }

    fn carried(&self, earlier: &Self, at: &str) -> Option<Value> {
        let mut raised = earlier.raised.clone();
        for now in earlier.above_zero(at).into_iter().chain(self.above_zero(at)) {
            match raised.iter_mut().find(|it| it.instrument == now.instrument && it.item == now.item) {
                Some(known) if known.value < now.value => *known = now,
                Some(_) => {}
                None => raised.push(now),
            }
        }
        Some(json!({ "raised": raised }))
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        let Some(instrument) = instruments::by_id(&self.instrument) else { return timeline(&[&self.instrument]) };
        let total = instrument.score(&self.answers);
        let result = match total {
            Some(total) => format!("{} {total}", instrument.short),
            None => instrument.short.clone(),
        };
        let band = total.map_or("no total", |total| instrument.band(total));
        let flagged = instrument.flagged(&self.answers);
        let alert = if flagged.is_empty() {
            String::new()
        } else {
            let items: Vec<String> = flagged.iter().map(u8::to_string).collect();
            format!("{}: item {}", counted(flagged.len(), "safety alert", "safety alerts"), items.join(", "))
        };
        timeline(&[&result, band, if self.declined { "declined" } else { "" }, &alert])
    }
}

impl Screening {
    /// Flagged questions that these answers leave above zero, as known from then on.
    fn above_zero(&self, at: &str) -> Vec<Raised> {
        let Some(instrument) = instruments::by_id(&self.instrument) else { return Vec::new() };
        let raised = |item: u8| Raised {
            instrument: self.instrument.clone(),
            item,
            value: self.answers.get(usize::from(item).saturating_sub(1)).copied().flatten().unwrap_or_default(),
            at: at.to_owned(),
        };
        instrument.flagged(&self.answers).into_iter().map(raised).collect()
    }

    /// Answers that were saved before change with a reason, and an alert that they raised stays open (clinical.md 2.2 rule 7).
    fn change_findings(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        let now = self.above_zero("");
        let lowered = self.raised.iter().find(|was| {
            let same = now.iter().find(|it| it.instrument == was.instrument && it.item == was.item);
            same.is_none_or(|it| it.value < was.value)
        });
        if let (Some(was), true) = (lowered, blank(&self.revision_reason)) {
            let message = format!(
                "Question {} was answered {} before. Say why it changes; the safety alert stays open until someone answers it.",
                was.item, was.value
            );
            found.push(Finding::hold("revision_reason", message));
        } else {
            revision_reason(found, context, &self.revision_reason);
        }
    }
}
