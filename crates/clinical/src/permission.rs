//! Which role may do what: one table, read by the gate.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person does in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Role {
    /// Writes and signs clinical documents.
    Counselor,
    /// The same, and reviews others' work.
    Supervisor,
    /// The same, and manages staff and program.
    Director,
    /// Arrivals, contacts, dates; sees no clinical text.
    FrontDesk,
    /// Releases and audit; writes nothing clinical.
    PrivacyOfficer,
}

/// What can be permitted. Every command names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Permission {
    /// Everyone who can unlock.
    Enter,
    /// Names, contacts, dates of care.
    SeeDemographics,
    /// Change them.
    WriteDemographics,
    /// Clinical text and results.
    SeeClinical,
    /// Write and sign clinical documents.
    WriteClinical,
    /// Co-sign what supervised staff signed.
    Cosign,
    /// Print for the client or a recipient.
    Print,
    /// Staff, program profile, views.
    ManageProgram,
    /// The audit trail.
    SeeAudit,
}

impl Permission {
    /// It opens clinical text of a chart.
    #[must_use]
    pub fn is_clinical(self) -> bool {
        match self {
            Permission::SeeClinical | Permission::WriteClinical | Permission::Cosign => true,
            Permission::Enter
            | Permission::SeeDemographics
            | Permission::WriteDemographics
            | Permission::Print
            | Permission::ManageProgram
            | Permission::SeeAudit => false,
        }
    }
}

impl Role {
    /// All of them.
    pub const ALL: &[Role] =
        &[Role::Counselor, Role::Supervisor, Role::Director, Role::FrontDesk, Role::PrivacyOfficer];

    /// The table itself.
    #[must_use]
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            Cosign, Enter, ManageProgram, Print, SeeAudit, SeeClinical, SeeDemographics, WriteClinical,
            WriteDemographics,
        };
        match self {
            Role::Counselor => &[Enter, SeeDemographics, WriteDemographics, SeeClinical, WriteClinical, Print],
            Role::Supervisor => &[Enter, SeeDemographics, WriteDemographics, SeeClinical, WriteClinical, Cosign, Print],
            Role::Director => &[
                Enter,
                SeeDemographics,
                WriteDemographics,
                SeeClinical,
                WriteClinical,
                Cosign,
                Print,
                ManageProgram,
                SeeAudit,
            ],
            Role::FrontDesk => &[Enter, SeeDemographics, WriteDemographics],
            Role::PrivacyOfficer => &[Enter, SeeDemographics, SeeClinical, Print, SeeAudit],
        }
    }

    /// As it is stored and audited.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Counselor => "counselor",
            Role::Supervisor => "supervisor",
            Role::Director => "director",
            Role::FrontDesk => "front_desk",
            Role::PrivacyOfficer => "privacy_officer",
        }
    }

    /// The role of that stored name. An unknown one, of a newer app, may do the least.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Role::ALL.iter().copied().find(|role| role.name() == name).unwrap_or(Role::FrontDesk)
    }

    /// Whether this role may.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}
