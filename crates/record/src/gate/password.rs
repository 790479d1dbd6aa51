//! A password asked for inside an open record: to sign, and for whatever changes keys.

use super::act::Act;
use super::record::Record;
use crate::error::{Code, Error, Result};
use crate::ledger::append::Signer;
use crate::secret::Secret;
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::tries::Tries;

impl Record {
    /// The signing key of the person signed in, once they have entered their password again.
    ///
    /// # Errors
    /// `WrongPassword`, `Wait`.
    pub async fn signer(&self, password: &Secret) -> Result<Signer> {
        let wrong = "That password does not sign for you. Nothing was signed.";
        Ok(Signer { opened: self.own_slot(password, "sign_password", wrong).await? })
    }

    /// Opens one's own slot with one's password. A wrong one is in the audit trail, and many make the next wait, as when unlocking: whoever
    /// finds a record open guesses no faster than whoever finds it locked.
    ///
    /// # Errors
    /// `WrongPassword` with this sentence, `Wait`.
    pub(crate) async fn own_slot(&self, password: &Secret, action: &'static str, wrong: &str) -> Result<Opened> {
        let (unlocked, now) = (self.unlocked().await?, self.now());
        let mut slips = unlocked.slips.lock().await;
        slips.heard_inside(now)?;
        match derived(unlocked.files.keys.clone(), unlocked.me.name.clone(), password.clone()).await {
            Ok(opened) if opened.user == unlocked.me.staff => {
                *slips = Tries::default();
                Ok(opened)
            }
            Ok(_) | Err(Error { code: Code::WrongPassword, .. }) => {
                slips.slip(now);
                let refused = Error::of(Code::WrongPassword, wrong);
                self.refuse(Act::new(action).detail("wrong password"), refused.clone()).await?;
                Err(refused)
            }
            Err(error) => Err(error),
        }
    }
}

/// Derives off the async threads: it is meant to be slow.
async fn derived(keys: std::path::PathBuf, name: String, password: Secret) -> Result<Opened> {
    let work = tokio::task::spawn_blocking(move || KeyFile::read(&keys)?.open(&name, &password));
    work.await.map_err(|_| Error::broken("The password could not be checked."))?
}
