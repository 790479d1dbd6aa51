//! One's own password, and a new recovery kit.

use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record};
use crate::vault::NOT_YOURS;
use crate::views::{ChangePassword, Me, NewKit, WithPassword};
use std::sync::atomic::Ordering::SeqCst;

/// Sets a new password for oneself: one's own slot is wrapped anew, the record is not.
///
/// # Errors
/// `WrongPassword`; `BadInput` for a new one that is poor or the same.
pub async fn change_password(record: &Record, input: ChangePassword) -> Result<Me> {
    let name = record.me().await?.name;
    let opened = record.asked_again(&name, &input.password, "change_password", NOT_YOURS).await?;
    if *input.password == *input.new_password {
        return Err(Error::at("new_password", "Choose another password than the one you have."));
    }
    let write = record.write(Act::new("change_password").naming(opened.user, None)).await?;
    let mut keys = write.unlocked.keys()?;
    keys.add_password(opened.user, &name, &input.new_password, record.cost(), &opened.data, &opened.signing).map_err(
        |error| if error.code == Code::BadInput { Error::at("new_password", &error.message) } else { error },
    )?;
    let unlocked = write.unlocked.clone();
    // The row first: a password that changed without a trace would be worse than a trace of one that did not.
    write.done().await?;
    keys.replace(&unlocked.files)?;
    unlocked.invited.store(false, SeqCst);
    Ok(unlocked.me())
}

/// Makes a new recovery kit; the one before opens this record no more. The data key stays, so a copy of the key file made before, in a
/// backup, is still opened by the old kit.
///
/// # Errors
/// `WrongPassword`, `NotSaved`.
pub async fn new_recovery_kit(record: &Record, input: WithPassword) -> Result<NewKit> {
    let opened = record.own_slot(&input.password, "new_recovery_kit", NOT_YOURS).await?;
    let write = record.write(Act::new("new_recovery_kit")).await?;
    let mut keys = write.unlocked.keys()?;
    let recovery_key = keys.add_recovery(&opened.data)?;
    let unlocked = write.unlocked.clone();
    write.done().await?;
    keys.replace(&unlocked.files)?;
    Ok(NewKit { me: unlocked.me(), recovery_key: recovery_key.into() })
}
