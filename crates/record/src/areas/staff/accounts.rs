//! One's own password, and a new recovery kit.

use super::vault::derived;
use crate::gate::Act;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::permission::Permission;
use crate::vault::keys::Opened;
use crate::vault::tries::Tries;
use crate::views::{ChangePassword, ChangeStaff, Me, NewKit, StaffRow, WithPassword};
use clinical::form::Finding;
use std::sync::atomic::Ordering::SeqCst;

/// Opens one's own slot with one's password. A wrong one is in the audit trail, and many make the next wait, as at the door: whoever
/// finds a record open guesses no faster than whoever finds it locked.
///
/// # Errors
/// `WrongPassword` with this sentence, `Wait`.
pub(super) async fn own(record: &Record, password: &str, action: &str, wrong: &str) -> Result<Opened> {
    let (unlocked, now) = (record.unlocked().await?, record.now());
    let mut slips = unlocked.slips.lock().await;
    slips.heard_inside(now)?;
    match derived(unlocked.files.keys.clone(), unlocked.me.name.clone(), password.to_owned()).await {
        Ok(opened) if opened.user == unlocked.me.staff => {
            *slips = Tries::default();
            Ok(opened)
        }
        Ok(_) | Err(Error { code: Code::WrongPassword, .. }) => {
            slips.slip(now);
            record.act(Act::new(action).refused().detail("wrong password")).await?.done().await?;
            Err(Error::of(Code::WrongPassword, wrong))
        }
        Err(error) => Err(error),
    }
}

/// What one hears who changes something with a wrong password.
pub(super) const NOT_YOURS: &str = "That is not your password. Nothing was changed.";

/// Sets a new password for oneself: one's own slot is wrapped anew, the record is not.
///
/// # Errors
/// `WrongPassword`; `BadInput` for a new one that is poor or the same.
pub async fn change_password(record: &Record, input: ChangePassword) -> Result<Me> {
    let opened = own(record, &input.password, "change_password", NOT_YOURS).await?;
    if input.password == input.new_password {
        return Err(at_field("new_password", "Choose another password than the one you have."));
    }
    let write = record.act(Act::new("change_password").document(opened.user)).await?;
    let mut keys = write.unlocked.keys()?;
    let name = write.unlocked.me.name.clone();
    keys.add_password(opened.user, &name, &input.new_password, record.cost(), &opened.data, &opened.signing)
        .map_err(|error| if error.code == Code::BadInput { at_field("new_password", &error.message) } else { error })?;
    let unlocked = write.unlocked.clone();
    // The row first: a password that changed without a trace would be worse than a trace of one that did not.
    write.done().await?;
    keys.replace(&unlocked.files.keys)?;
    unlocked.invited.store(false, SeqCst);
    Ok(unlocked.me())
}

/// Makes a new recovery kit; the one before opens this record no more. The data key stays, so a copy of the key file made before, in a
/// backup, is still opened by the old kit.
///
/// # Errors
/// `WrongPassword`, `NotSaved`.
pub async fn new_recovery_kit(record: &Record, input: WithPassword) -> Result<NewKit> {
    let opened = own(record, &input.password, "new_recovery_kit", NOT_YOURS).await?;
    let write = record.act(Act::new("new_recovery_kit").needs(Permission::ManageProgram)).await?;
    let mut keys = write.unlocked.keys()?;
    let recovery_key = keys.add_recovery(&opened.data)?;
    let unlocked = write.unlocked.clone();
    write.done().await?;
    keys.replace(&unlocked.files.keys)?;
    Ok(NewKit { me: unlocked.me(), recovery_key })
}

/// Changes a directory entry; a change of role is told in the audit trail.
///
/// # Errors
/// `BadInput` with findings; the last director stays.
pub async fn change_staff(record: &Record, input: ChangeStaff) -> Result<StaffRow> {
    super::staff::change(record, input).await
}

pub(super) fn at_field(field: &str, text: &str) -> Error {
    Error { code: Code::BadInput, message: text.into(), findings: vec![Finding::hold(field, text)] }
}
