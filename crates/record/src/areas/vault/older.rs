//! A record that is not the one this computer remembers: someone who manages it says why.

use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record};
use crate::typed::plain;
use crate::vault::NOT_YOURS;
use crate::views::{AcceptOlderRecord, Nothing};

/// Takes the record as it lies here for the right one. What was amiss and why stands in the trail; from then on this record is remembered.
///
/// # Errors
/// `WrongPassword`; `BadInput` without a reason, or where nothing is amiss.
pub async fn accept_older_record(record: &Record, input: AcceptOlderRecord) -> Result<Nothing> {
    let reason = plain(&input.reason, "reason")?;
    record.own_slot(&input.password, "accept_older_record", NOT_YOURS).await?;
    let write = record.write(Act::new("accept_older_record")).await?;
    let unlocked = write.unlocked.clone();
    let Some(amiss) = unlocked.amiss() else {
        return Err(Error::of(
            Code::BadInput,
            "This is the record that this computer saw last. There is nothing to explain.",
        ));
    };
    let mut write = write;
    write.act = write.act.detail(format!("{reason} ({amiss})"));
    write.done().await?;
    unlocked.remember_anew().await?;
    Ok(Nothing {})
}
