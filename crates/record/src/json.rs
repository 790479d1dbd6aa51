//! A view as text. Views become text once, where they leave the record, and are not built as a tree of values before.

use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A view in the text in which it crosses to the window, written once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// Of anything that has this form.
    ///
    /// # Errors
    /// `Broken` for what has none.
    pub fn of(view: &impl Serialize) -> Result<Self> {
        Ok(Self(serde_json::to_string(view)?))
    }

    /// As it crosses.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// As it crosses, for whoever sends it on.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }

    /// Read back, for whoever works with it here.
    ///
    /// # Errors
    /// `Broken` where it has another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.0)?)
    }
}
