//! A sentence typed in a dialog: a reason, a name, an addendum. It must be there, and it must be printable.

use crate::error::{Code, Error, Result};
use clinical::form::{Finding, Form, Input, section};
use clinical::text::{typed_text_findings, unprintable_findings};
use clinical::{Document, Kind};
use serde_json::{Value, json};

/// The text without the blanks around it.
///
/// # Errors
/// `BadInput` with a finding at the field, for an empty text or one that cannot be kept.
pub(crate) fn plain(text: &str, field: &'static str) -> Result<String> {
    let form = Form {
        title: "",
        sections: vec![section("", vec![clinical::form::field(field, "This text", Input::Paragraph)])],
    };
    let findings = unfit(&form, &json!({ field: text }));
    if text.trim().is_empty() {
        let finding = Finding::hold(field, "Say what and why; it is kept with the document.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    if findings.is_empty() { Ok(text.trim().to_owned()) } else { Err(not_kept(findings)) }
}

/// A body that a command of its own makes from what was typed: cleaned.
///
/// # Errors
/// `BadInput` with findings, for a text that cannot be kept.
pub(crate) fn sound<D: Document>(body: &D) -> Result<D> {
    let kind = Kind::of::<D>();
    let body = kind.taken(serde_json::to_value(body)?)?.body;
    let findings = unfit(kind.form(), &body);
    if findings.is_empty() { Ok(serde_json::from_value(body)?) } else { Err(not_kept(findings)) }
}

/// What keeps these texts out of the record: what cannot be kept, and what could not be printed.
fn unfit(form: &Form, body: &Value) -> Vec<Finding> {
    let mut findings = typed_text_findings(form, body);
    findings.extend(unprintable_findings(form, body, &paper::unprintable));
    findings
}

fn not_kept(findings: Vec<Finding>) -> Error {
    Error { code: Code::BadInput, message: "This text cannot be kept as it is.".into(), findings }
}

/// A reason that someone else reads later: `plain`, and of at least 10 letters.
///
/// # Errors
/// `BadInput` with this sentence at the field `reason`.
pub(crate) fn reason(text: &str, short: &'static str) -> Result<String> {
    let reason = plain(text, "reason")?;
    if reason.chars().count() < 10 { Err(Error::at("reason", short)) } else { Ok(reason) }
}
