//! A sentence typed in a dialog: a reason, a name, an addendum. It must be there, and it must be printable.

use crate::error::{Code, Error, Result};
use clinical::form::{Form, Input, section};
use serde_json::json;

/// The text without the blanks around it.
///
/// # Errors
/// `BadInput` with a finding at the field, for an empty text or one that cannot be kept.
pub(crate) fn plain(text: &str, field: &'static str) -> Result<String> {
    let form = Form {
        title: "",
        sections: vec![section("", vec![clinical::form::field(field, "This text", Input::Paragraph)])],
    };
    let findings = clinical::text::typed_text_findings(&form, &json!({ field: text }));
    if text.trim().is_empty() {
        let finding = clinical::form::Finding::hold(field, "Say what and why; it is kept with the document.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    if findings.is_empty() {
        Ok(text.trim().to_owned())
    } else {
        Err(Error { code: Code::BadInput, message: "This text cannot be kept as it is.".into(), findings })
    }
}
