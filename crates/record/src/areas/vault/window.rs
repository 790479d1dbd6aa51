//! Whether other programs may see the window. The window keeps the choice itself, because it holds before anyone unlocks; the trail is told of it
//! here, once for each change.

use crate::error::Result;
use crate::gate::{Act, Record};
use crate::storage::setting;

/// Of a choice that nobody was signed in for.
const WHILE_LOCKED: &str = "Chosen while the record was locked";

impl Record {
    /// Tells the trail that others may see the window from here on, or may no more, unless it says so already. The window calls this at each
    /// choice and after each unlocking: what was chosen while the record was locked is told by whoever unlocks it next. Without an open record
    /// nothing is told.
    ///
    /// # Errors
    /// `ReadOnly`, or the disk's refusal; the next unlocking tells it then.
    pub async fn tell_window(&self, seen: bool, just_now: bool) -> Result<()> {
        let Ok(unlocked) = self.unlocked().await else { return Ok(()) };
        let told = setting::all(unlocked.reader()).await?.contains_key(setting::WINDOW_SEEN);
        if told == seen {
            return Ok(());
        }
        let act = Act::new(if seen { "show_window" } else { "hide_window" });
        let write = self.write(act.detail(if just_now { "" } else { WHILE_LOCKED })).await?;
        setting::put(&write.tx, setting::WINDOW_SEEN, seen.then(|| "true".into())).await?;
        write.done().await
    }
}
