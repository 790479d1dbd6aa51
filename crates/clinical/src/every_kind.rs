//! What is asked of any kind: its form, its name, what still keeps a body from being signed.

use crate::facts::Fact;
use crate::form::{Field, Finding, Form, Input, is_blank, shown};
use crate::kind::{CheckContext, Checked, Document, Finish};
use crate::kinds::Kind;
use crate::permission::Permission;
use crate::text::typed_text_findings;
use crate::words;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

impl Kind {
    /// The kind of this body.
    #[must_use]
    pub fn of<D: Document>() -> Kind {
        // Every body is of a kind of the list: nothing else implements `Document` (a test goes over the list).
        Kind::ALL.iter().copied().find(|kind| kind.name() == D::NAME).unwrap_or(Kind::ALL[0])
    }

    /// The kind of that stored name.
    #[must_use]
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Its form, made once per process: checks, titles and labels ask it all the time.
    #[must_use]
    pub fn form(self) -> &'static Form {
        static FORMS: LazyLock<BTreeMap<Kind, Form>> =
            LazyLock::new(|| Kind::ALL.iter().map(|&kind| (kind, kind.new_form())).collect());
        // Every kind of the list is in the map, because the map is made of the list.
        &FORMS[&self]
    }

    /// What the kind is called on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.form().title
    }

    /// Whether it is clinical text of a chart.
    #[must_use]
    pub fn is_clinical(self) -> bool {
        self.about().read == Permission::SeeClinical
    }

    /// Whether only its author and the author's supervisor read this body (42 CFR 2.11).
    #[must_use]
    pub fn in_confidence(self, body: &Value) -> bool {
        self.about().confidence.is_some_and(|tick| body[tick] == true)
    }

    /// What still keeps `body` from being signed or deserves a look: blanks in required fields, then the kind's own rules.
    ///
    /// # Errors
    /// The body has not this kind's shape.
    pub fn checked(self, body: &Value, context: &CheckContext) -> Result<Checked, serde_json::Error> {
        let form = self.form();
        let mut findings = blanks(form, body, self.about().finish);
        findings.extend(typed_text_findings(form, body));
        let (own, on) = self.own_findings(body, context)?;
        findings.extend(own);
        Ok(Checked { findings, on })
    }

    /// The findings alone.
    ///
    /// # Errors
    /// The body has not this kind's shape.
    pub fn findings(self, body: &Value, context: &CheckContext) -> Result<Vec<Finding>, serde_json::Error> {
        Ok(self.checked(body, context)?.findings)
    }

    /// The facts alone.
    ///
    /// # Errors
    /// The body has not this kind's shape.
    pub fn facts(self, body: &Value) -> Result<Vec<Fact>, serde_json::Error> {
        Ok(self.says(body)?.facts)
    }
}

/// What is read for a stored value of a field, wherever the form asks it; its own words if the form does not offer it.
#[must_use]
pub fn label(kind: Kind, field: &str, value: &str) -> String {
    fn choice(fields: &[Field], name: &str, value: &str) -> Option<String> {
        fields.iter().find_map(|field| match &field.input {
            Input::OneOf { options } | Input::ManyOf { options } if field.name == name => {
                options.iter().find(|option| option.value == value).map(|option| option.label.to_owned())
            }
            Input::Rows { fields, .. } => choice(fields, name, value),
            _ => None,
        })
    }
    kind.form()
        .sections
        .iter()
        .find_map(|section| choice(&section.fields, field, value))
        .or_else(|| words::label_in(words::DRAWN_BY_WIDGETS, field, value))
        .unwrap_or_else(|| value.replace('_', " "))
}

/// A finding for every required field that is shown and blank, also inside rows.
fn blanks(form: &Form, body: &Value, finish: Finish) -> Vec<Finding> {
    let act = match finish {
        Finish::Recorded => "record this",
        Finish::Signed | Finish::SignedRevisable => "sign",
    };
    let mut found = Vec::new();
    for section in &form.sections {
        blank_fields(&section.fields, body, "", act, &mut found);
    }
    found
}

fn blank_fields(fields: &[Field], body: &Value, prefix: &str, act: &str, found: &mut Vec<Finding>) {
    for field in fields {
        if !shown(field, body) {
            continue;
        }
        let path = format!("{prefix}{}", field.name);
        let value = &body[field.name];
        if field.required && is_blank(value) {
            let message = match &field.input {
                Input::Rows { .. } | Input::Lines { .. } | Input::ManyOf { .. } | Input::PickMany { .. } => {
                    format!("Nothing is entered under \"{}\".", field.label)
                }
                _ => format!("\"{}\" is needed to {act}.", field.label),
            };
            found.push(Finding::hold(path.as_str(), message));
        }
        if let (Input::Rows { fields, .. }, Some(rows)) = (&field.input, value.as_array()) {
            for (index, row) in rows.iter().enumerate() {
                blank_fields(fields, row, &format!("{path}.{index}."), act, found);
            }
        }
    }
}
