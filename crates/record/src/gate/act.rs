//! What someone does, as the audit trail will tell it. Never holds clinical text.

use crate::command::{Line, line};
use uuid::Uuid;

/// What an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    /// No chart and no document.
    Nothing,
    /// A client's chart.
    Chart(Uuid),
    /// A document: in the record, or my draft of it.
    Document(Uuid),
}

/// An act about to be done.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub action: &'static str,
    /// The command's line; none for what a command does besides.
    pub line: Option<&'static Line>,
    pub on: On,
    /// Whose chart, as the row will say; known once the subject is found.
    pub client: Option<Uuid>,
    pub document: Option<Uuid>,
    pub detail: String,
    /// No audit row if it succeeds. What puts a version into the record is never quiet.
    pub quiet: bool,
    /// This person has now visited the chart; noted with the audit row.
    pub visit: bool,
    /// May be done from outside the chart's care team: only the giving of the reason itself.
    pub allowed_outside: bool,
    /// Done by someone whose name is not known: a wrong password.
    pub nobody: bool,
    pub outcome: &'static str,
}

impl Act {
    /// The act of this command, or another act of the trail.
    pub(crate) fn new(action: &'static str) -> Self {
        let line = line(action);
        Self {
            action,
            line,
            on: On::Nothing,
            client: None,
            document: None,
            detail: String::new(),
            quiet: line.is_some_and(|line| line.quiet.is_some()),
            visit: false,
            allowed_outside: false,
            nobody: false,
            outcome: "done",
        }
    }
    pub(crate) fn chart(mut self, client: Uuid) -> Self {
        (self.on, self.client) = (On::Chart(client), Some(client));
        self
    }
    pub(crate) fn document(mut self, document: Uuid) -> Self {
        (self.on, self.document) = (On::Document(document), Some(document));
        self
    }
    /// The row names this document, which is about to be made.
    pub(crate) fn naming(mut self, document: Uuid, client: Option<Uuid>) -> Self {
        (self.document, self.client) = (Some(document), client);
        self
    }
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    pub(crate) fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }
    pub(crate) fn visit(mut self) -> Self {
        self.visit = true;
        self
    }
    pub(crate) fn allowed_outside(mut self) -> Self {
        self.allowed_outside = true;
        self
    }
    pub(crate) fn by_nobody(mut self) -> Self {
        self.nobody = true;
        self
    }
    /// A refusal is never quiet.
    pub(crate) fn refused(mut self) -> Self {
        self.quiet = false;
        self.outcome = "refused";
        self
    }
    /// It was tried and did not come about, for example a backup on a disk that is full.
    pub(crate) fn failed(mut self) -> Self {
        self.quiet = false;
        self.outcome = "failed";
        self
    }
    /// Whether the command asks for clinical text whatever the kind.
    pub(super) fn is_clinical(&self) -> bool {
        self.line.and_then(|line| line.need.permission()).is_some_and(clinical::permission::Permission::is_clinical)
    }
}
