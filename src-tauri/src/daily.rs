//! What the record does by itself while it is open: the daily backup.

use crate::shell::Shell;
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// How often the record looks whether something is due. Also how long after opening it begins: nobody waits for a backup
/// with the first chart.
const EVERY: Duration = Duration::from_secs(3 * 60);

/// Looks again and again, until the program ends. A lock does not wait for a backup: one that is cut short does not count.
pub fn keep(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let record = app.state::<Shell>().record();
            if record.is_open() {
                record.tick().await;
            }
        }
    });
}
