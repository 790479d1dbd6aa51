//! Printing.

use clinical::Kind;
use clinical::form::Finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A page to preview or print.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Print {
    /// Document id; my draft of it prints as a draft.
    pub document: Uuid,
    /// Print my draft rather than the version in force.
    pub draft: bool,
    /// `en` or `es`.
    pub language: String,
    /// `normal` or `large`.
    pub size: String,
    /// `letter` or `a4`.
    pub paper: String,
    /// The contact it is for; none for the client.
    pub recipient: Option<Uuid>,
    /// What a recipient wants it for; empty for what their release says.
    #[serde(default)]
    pub purpose: String,
    /// How it goes out, one of `disclosure::WAYS`; empty for printed.
    #[serde(default)]
    pub how: String,
    /// The signed disclosure without consent that this copy goes out under (an emergency, an order); none under a release.
    #[serde(default)]
    pub under: Option<Uuid>,
}

/// What stands in the way of a print, and who may get it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct PrintCheck {
    /// This kind prints.
    pub printable: bool,
    /// Holds refuse the print; the rest is advice.
    pub findings: Vec<Finding>,
    /// The client first, then contacts.
    pub recipients: Vec<Recipient>,
    /// Languages it can be printed in.
    pub languages: Vec<String>,
    /// Default.
    pub language: String,
    /// Default.
    pub size: String,
    /// Default.
    pub paper: String,
}

/// Someone who might get a copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Recipient {
    /// None for the client.
    pub contact: Option<Uuid>,
    /// Name.
    pub name: String,
    /// A release covers it.
    pub allowed: bool,
    /// What is missing, or until when it holds.
    pub reason: String,
    /// What their release is for, where it covers this.
    pub purpose: String,
}

/// An empty form to fill by hand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BlankForm {
    /// Kind.
    pub kind: Kind,
    /// `en` or `es`.
    pub language: String,
    /// `normal` or `large`.
    pub size: String,
    /// `letter` or `a4`.
    pub paper: String,
}
