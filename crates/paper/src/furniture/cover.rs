//! The cover of a copy for someone else: to whom, about whom, why, what is enclosed, under which release, and the notice that
//! goes with every disclosure (42 CFR 2.32). The client's own copy has none.

use crate::dates::Calendar;
use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::runs::{Rich, bold};
use crate::given::{Cover, Letterhead};
use crate::labels::{fill, say};
use serde::Deserialize;
use std::sync::LazyLock;

/// The wordings of the rule. It gives its words, so they stand as they are in every language.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Where the words stand.
    #[expect(dead_code, reason = "for whoever compares the words with a newer rule")]
    source: String,
    /// The day they hold from.
    #[expect(dead_code, reason = "for whoever compares the words with a newer rule")]
    effective: String,
    /// The day by which they must be used.
    #[expect(dead_code, reason = "for whoever compares the words with a newer rule")]
    compliance: String,
    /// 2.32(a)(2), one sentence.
    pub short: String,
    /// 2.32(a)(1), by paragraph.
    pub long: Vec<String>,
}

/// As the rule of 2024 gives them.
pub static NOTICE: LazyLock<Notice> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../notices/42-cfr-2.32.json")).unwrap_or_default());

/// Lays the cover; the document behind it has so many `pages`.
pub fn lay(flow: &mut Flow, cover: &Cover, letterhead: &Letterhead, calendar: Calendar, pages: usize) {
    let language = calendar.language;
    let text = |key: &str| say(language, key);
    let listed = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    };
    let mut program = Rich::from(listed(&[&letterhead.program, &letterhead.site, &letterhead.address]));
    if !letterhead.phone.trim().is_empty() {
        program = program.line().plain_phone(letterhead.phone.trim());
    }
    flow.title(text("co_title"), &calendar.date(cover.on).into());
    flow.field("pk_to", bold(cover.recipient.trim()).line().plain(listed(&[&cover.role, &cover.organization])));
    flow.field("pk_from", program);
    flow.field("pk_about", bold(cover.client.trim()));
    let answers =
        [("pk_why_sent", &cover.purpose), ("pk_what", &cover.covers), ("co_how", &cover.how), ("co_by", &cover.by)];
    for (key, answer) in answers.into_iter().filter(|(_, answer)| !answer.trim().is_empty()) {
        flow.field(key, answer.trim());
    }
    flow.section("co_enclosed");
    let count = |pages: usize| match pages {
        1 => text("co_page").to_owned(),
        pages => fill(language, "co_pages", &[("n", &pages.to_string())]),
    };
    let one = |it: &crate::given::Enclosed| {
        let version = match it.version {
            0 => String::new(),
            number => fill(language, "version", &[("n", &number.to_string())]),
        };
        let on = it.on.map(|on| calendar.date(on)).unwrap_or_default();
        listed(&[&it.title, &version, &on, &count(it.pages.unwrap_or(pages))])
    };
    flow.list(cover.enclosed.iter().map(one), Marker::Bullet);
    flow.section("co_release");
    let signed = match (cover.release_signed_on, cover.release_signed_by.trim()) {
        (Some(on), "") => calendar.date(on),
        (Some(on), by) => fill(language, "co_signed", &[("date", &calendar.date(on)), ("name", by)]),
        (None, by) => by.to_owned(),
    };
    for (key, answer) in [("co_signed_label", signed.as_str()), ("pk_ends", cover.release_ends.trim())] {
        if !answer.is_empty() {
            flow.field(key, answer);
        }
    }
    flow.card(|flow| match cover.long_notice {
        true => NOTICE.long.iter().for_each(|part| flow.wide(part)),
        false => flow.wide(bold(&NOTICE.short)),
    });
    if !letterhead.phone.trim().is_empty() {
        flow.wide(fill(language, "co_not_yours", &[("phone", letterhead.phone.trim())]));
    }
}
