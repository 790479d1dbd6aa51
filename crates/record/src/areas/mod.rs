//! What each name on the list does. One file per area, one short function per command.

mod accounts;
pub(crate) mod backups;
mod evidence;
mod care_team;
mod chart;
mod clients;
mod cosign;
mod reports;
mod day_sheet;
mod documents;
mod unlocking;
pub(crate) mod drafts;
mod remove_staff;
mod hand_signatures;
mod oversight;
mod print;
mod restore;
mod notices;
mod signing;
mod staff;
mod today;
mod trail;
mod vault;

pub use accounts::{change_password, change_staff, new_recovery_kit};
pub use backups::{back_up, backups, change_settings, settings};
pub use evidence::evidence;
pub use care_team::{override_chart, care_team, set_care_team};
pub use chart::chart;
pub use clients::{clients, listing};
pub use cosign::{cosign_document, cosign_queue, return_document};
pub use reports::{measure_series, deadlines, release_state, sobriety, totals};
pub use day_sheet::day_sheet;
pub use documents::{document, form, instruments, kinds, record_document};
pub use drafts::{discard_draft, draft, drafts, restore_draft, save_draft, start_draft};
pub use remove_staff::remove_staff;
pub use hand_signatures::sign_by_hand;
pub use oversight::{audit_trail, rebuild_views};
pub use print::{preview, print_check, print_document};
pub use restore::{look_at_backup, restore};
pub use notices::notices;
pub use signing::{add_addendum, retract_document, sign_document, sign_with};
pub use staff::{add_staff, staff};
pub use today::today;
pub use trail::{check_record, checkpoint, export_audit, export_record};
pub use vault::{create_vault, lock, recover, recovery_kit, status, unlock};

use crate::error::{Code, Error, Result};
use crate::permission::Permission;
use clinical::Kind;
use clinical::kind::Class;

/// What writing this kind needs. A group session is clinical work although it lies in no chart.
#[must_use]
pub fn writing(kind: Kind) -> Permission {
    match kind {
        Kind::GroupSession => Permission::WriteClinical,
        Kind::Program | Kind::StaffMember => Permission::ManageProgram,
        _ => match kind.class() {
            Class::Demographic => Permission::WriteDemographics,
            Class::Clinical | Class::Program => Permission::WriteClinical,
        },
    }
}

/// Some entries change only through their own command, because keys, roles or who may open a chart hang on them.
pub(crate) fn only_by_its_command(kind: Kind) -> Result<()> {
    match kind {
        Kind::StaffMember => Err(Error::of(
            Code::BadInput,
            "A directory entry is changed under Staff, because keys and roles hang on it. Nothing was changed.",
        )),
        Kind::CareTeam => Err(Error::of(
            Code::BadInput,
            "A care team is named on the chart itself, because it decides who may open it. Nothing was changed.",
        )),
        _ => Ok(()),
    }
}

/// What reading this kind needs.
#[must_use]
pub fn reading(kind: Kind) -> Permission {
    match kind {
        Kind::GroupSession => Permission::SeeClinical,
        Kind::Program | Kind::StaffMember => Permission::Enter,
        _ => match kind.class() {
            Class::Demographic => Permission::SeeDemographics,
            Class::Clinical | Class::Program => Permission::SeeClinical,
        },
    }
}
