//! One's own password, and a new recovery kit.

use super::vault::derived;
use crate::act::Act;
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::permission::Permission;
use crate::vault::keys::Opened;
use crate::vault::tries::Tries;
use crate::view::{ChangePassword, ChangeStaff, Me, NewKit, StaffRow, WithPassword};
use clinical::form::Finding;
use std::sync::atomic::Ordering::SeqCst;

/// Opens one's own slot with one's password. A wrong one is in the audit trail, and many make the next wait, as at the door: whoever
/// finds a record open guesses no faster than whoever finds it locked.
///
/// # Errors
/// `WrongPassword` with this sentence, `Wait`.
pub(super) async fn own(desk: &Desk, password: &str, action: &str, wrong: &str) -> Result<Opened> {
    let (open, now) = (desk.open().await?, desk.now());
    let mut slips = open.slips.lock().await;
    slips.heard_inside(now)?;
    match derived(open.files.keys.clone(), open.me.name.clone(), password.to_owned()).await {
        Ok(opened) if opened.user == open.me.staff => {
            *slips = Tries::default();
            Ok(opened)
        }
        Ok(_) | Err(Error { code: Code::WrongPassword, .. }) => {
            slips.slip(now);
            desk.act(Act::new(action).refused().detail("wrong password")).await?.done().await?;
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
pub async fn change_password(desk: &Desk, input: ChangePassword) -> Result<Me> {
    let opened = own(desk, &input.password, "change_password", NOT_YOURS).await?;
    if input.password == input.new_password {
        return Err(at_field("new_password", "Choose another password than the one you have."));
    }
    let ink = desk.act(Act::new("change_password").document(opened.user)).await?;
    let mut keys = ink.open.keys()?;
    let name = ink.open.me.name.clone();
    keys.add_password(opened.user, &name, &input.new_password, desk.cost(), &opened.data, &opened.signing)
        .map_err(|error| if error.code == Code::BadInput { at_field("new_password", &error.message) } else { error })?;
    let open = ink.open.clone();
    // The row first: a password that changed without a trace would be worse than a trace of one that did not.
    ink.done().await?;
    keys.replace(&open.files.keys)?;
    open.invited.store(false, SeqCst);
    Ok(open.me())
}

/// Makes a new recovery kit; the one before opens this record no more. The data key stays, so a copy of the key file made before, in a
/// backup, is still opened by the old kit.
///
/// # Errors
/// `WrongPassword`, `NotSaved`.
pub async fn new_recovery_kit(desk: &Desk, input: WithPassword) -> Result<NewKit> {
    let opened = own(desk, &input.password, "new_recovery_kit", NOT_YOURS).await?;
    let ink = desk.act(Act::new("new_recovery_kit").needs(Permission::ManageProgram)).await?;
    let mut keys = ink.open.keys()?;
    let recovery_key = keys.add_recovery(&opened.data)?;
    let open = ink.open.clone();
    ink.done().await?;
    keys.replace(&open.files.keys)?;
    Ok(NewKit { me: open.me(), recovery_key })
}

/// Changes a directory entry; a change of role is told in the audit trail.
///
/// # Errors
/// `BadInput` with findings; the last director stays.
pub async fn change_staff(desk: &Desk, input: ChangeStaff) -> Result<StaffRow> {
    super::staff::change(desk, input).await
}

pub(super) fn at_field(field: &str, text: &str) -> Error {
    Error { code: Code::BadInput, message: text.into(), findings: vec![Finding::hold(field, text)] }
}
