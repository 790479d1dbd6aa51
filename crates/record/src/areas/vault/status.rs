//! Whether there is a record here, and whether it is open.

use crate::error::Result;
use crate::gate::Record;
use crate::queries::people;
use crate::vault::OnDisk;
use crate::views::{Nothing, Status, VaultState};

/// What the window shows first.
///
/// # Errors
/// Only if an open record cannot be read.
pub async fn status(record: &Record, _: Nothing) -> Result<Status> {
    let mut status = Status {
        state: VaultState::Empty,
        message: None,
        me: None,
        program: None,
        crisis_phone: None,
        read_only: false,
        today: record.now().date_naive(),
        version: env!("CARGO_PKG_VERSION").into(),
        wait_seconds: 0,
    };
    if let Ok(unlocked) = record.unlocked().await {
        status.state = VaultState::Open;
        status.me = Some(unlocked.me());
        status.read_only = unlocked.read_only;
        status.message =
            unlocked.read_only.then(|| "A newer Handrail wrote this record. Here it can be read, not changed.".into());
        let program = people::program(unlocked.reader()).await?;
        status.crisis_phone = program.as_ref().map(|row| row.crisis_phone.clone());
        status.program = program.map(|row| row.name);
        return Ok(status);
    }
    match record.on_disk() {
        Ok(OnDisk::Nothing) => status.wait_seconds = record.wait_at_the_door(),
        Ok(OnDisk::Vault) => (status.state, status.wait_seconds) = (VaultState::Locked, record.wait_at_the_door()),
        Err(error) => {
            status.state = VaultState::Refused;
            status.message = Some(error.message);
        }
    }
    Ok(status)
}
