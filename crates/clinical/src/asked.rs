//! What of a body is kept. What comes in is cleaned and has only the keys of its kind; what is signed or recorded has only answers to questions
//! that are asked: one signs what one saw.

use crate::clean::clean;
use crate::form::{Field, Finding, Input, shown};
use crate::kinds::Kind;
use serde_json::{Map, Value};

/// A body that came in.
#[derive(Debug)]
pub struct Taken {
    /// As it is kept.
    pub body: Value,
    /// What was put right in it, at its fields.
    pub said: Vec<Finding>,
}

impl Kind {
    /// A body as it is kept in a draft: every text cleaned, every key of the kind's shape and no other. What was left out is said.
    ///
    /// # Errors
    /// The body has not this kind's shape.
    pub fn taken(self, mut body: Value) -> Result<Taken, serde_json::Error> {
        let mut said = Vec::new();
        clean_texts(&mut body, "", &mut said);
        let kept = self.whole(&body)?;
        say_left_out(&body, &kept, "", &mut said);
        Ok(Taken { body: kept, said })
    }

    /// A body as it is signed or recorded: what answers a question that is not asked is blank.
    ///
    /// # Errors
    /// The body has not this kind's shape.
    pub fn answered(self, body: &Value) -> Result<Value, serde_json::Error> {
        let mut body = self.whole(body)?;
        if let Value::Object(values) = &mut body {
            let fields: Vec<&Field> = self.form().sections.iter().flat_map(|section| &section.fields).collect();
            drop_unasked(&fields, values, &self.blank());
        }
        Ok(body)
    }
}

/// Says of every key that is not kept that it was left out: nothing that came in goes in silence.
fn say_left_out(came: &Value, kept: &Value, path: &str, said: &mut Vec<Finding>) {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (came, kept) {
        (Value::Object(came), Value::Object(kept)) => {
            for (key, value) in came {
                match kept.get(key) {
                    Some(kept) => say_left_out(value, kept, &under(key), said),
                    None => {
                        let what = key.replace('_', " ");
                        let message = format!("\"{what}\" is no question of this form, so it was left out.");
                        said.push(Finding::advice(under(key), message));
                    }
                }
            }
        }
        (Value::Array(came), Value::Array(kept)) => {
            for (i, (came, kept)) in came.iter().zip(kept).enumerate() {
                say_left_out(came, kept, &under(&i.to_string()), said);
            }
        }
        _ => {}
    }
}

fn clean_texts(value: &mut Value, path: &str, said: &mut Vec<Finding>) {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::String(text) => {
            let cleaned = clean(text);
            said.extend(cleaned.said().map(|sentence| Finding::advice(path, sentence)));
            if cleaned.text != text.as_str() {
                *text = cleaned.text.into_owned();
            }
        }
        Value::Array(rows) => {
            rows.iter_mut().enumerate().for_each(|(i, row)| clean_texts(row, &under(&i.to_string()), said));
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| clean_texts(field, &under(key), said)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Blanks what is not asked, until nothing hangs on what was blanked.
fn drop_unasked(fields: &[&Field], values: &mut Map<String, Value>, blank: &Value) {
    loop {
        let now = Value::Object(values.clone());
        let asked = |name: &str| fields.iter().any(|field| field.name == name && shown(field, &now));
        let mut changed = false;
        for field in fields.iter().filter(|field| !asked(field.name)) {
            let Some(value) = values.get_mut(field.name) else { continue };
            let nothing = blank.get(field.name).cloned().unwrap_or_else(|| unanswered(&field.input));
            if *value != nothing {
                *value = nothing;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let now = Value::Object(values.clone());
    for field in fields.iter().filter(|field| shown(field, &now)) {
        // A part that is drawn by hand and is no list of rows says itself what it shows: the kind's findings hold what is left in it.
        let (Input::Rows { fields: inner, .. } | Input::Widget { fields: inner, .. }) = &field.input else { continue };
        let inner: Vec<&Field> = inner.iter().collect();
        let rows = values.get_mut(field.name).and_then(Value::as_array_mut).into_iter().flatten();
        for row in rows.filter_map(Value::as_object_mut) {
            drop_unasked(&inner, row, &Value::Null);
        }
    }
}

/// What stands in a row for a question that nobody answered.
fn unanswered(input: &Input) -> Value {
    match input {
        Input::Line | Input::Paragraph | Input::Date | Input::Time | Input::OneOf { .. } | Input::Pick { .. } => {
            Value::from("")
        }
        Input::Number { .. } | Input::Scale { .. } | Input::YesNo => Value::Null,
        Input::Tick => Value::from(false),
        Input::ManyOf { .. }
        | Input::Lines { .. }
        | Input::Rows { .. }
        | Input::PickMany { .. }
        | Input::Widget { .. } => Value::Array(Vec::new()),
    }
}
