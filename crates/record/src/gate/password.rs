//! A password asked for inside an open record: to sign, and for whatever changes keys or people. And wrong ones at the door.

use super::act::Act;
use super::record::Record;
use crate::error::{Code, Error, Result};
use crate::ledger::append::Signer;
use crate::secret::Secret;
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::tries::Tries;
use chrono::{DateTime, FixedOffset};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{MutexGuard, PoisonError};

impl Record {
    /// The signing key of the person signed in, once they have entered their password again.
    ///
    /// # Errors
    /// `WrongPassword`, `Wait`.
    pub async fn signer(&self, password: &Secret) -> Result<Signer> {
        let wrong = "That password does not sign for you. Nothing was signed.";
        Ok(Signer { opened: self.own_slot(password, "sign_password", wrong).await? })
    }

    /// Opens one's own slot with one's password, for an act that the password vouches for. One that somebody else chose vouches for nothing.
    ///
    /// # Errors
    /// `WrongPassword` with this sentence, `Wait`, `Held` for someone who has no password of their own yet.
    pub(crate) async fn own_slot(&self, password: &Secret, action: &'static str, wrong: &str) -> Result<Opened> {
        let unlocked = self.unlocked().await?;
        let opened = self.asked_again(&unlocked.me.name, password, action, wrong).await?;
        if unlocked.invited.load(SeqCst) {
            let message =
                "Choose a password of your own first: whoever added you knows the one you have. Nothing was changed.";
            self.refuse(Act::new(action).detail("no password of their own yet"), Error::held(message, Vec::new()))
                .await?;
        }
        Ok(opened)
    }

    /// Asks the person signed in for their password again. A wrong one is in the audit trail, and many make the next wait, as when unlocking:
    /// whoever finds a record open guesses no faster than whoever finds it locked.
    ///
    /// # Errors
    /// `WrongPassword` with this sentence, `Wait`.
    pub(crate) async fn asked_again(
        &self,
        name: &str,
        password: &Secret,
        action: &'static str,
        wrong: &str,
    ) -> Result<Opened> {
        let (unlocked, now) = (self.unlocked().await?, self.now());
        let mut slips = unlocked.slips.lock().await;
        slips.heard_inside(now)?;
        match derived(unlocked.files.keys.clone(), name.to_owned(), password.clone()).await {
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

    /// Refuses to listen at the door while the wait lasts: beside a record that lies here, the wrong tries do too; where there is none yet,
    /// they are kept in memory.
    ///
    /// # Errors
    /// `Wait`.
    pub(crate) fn heard_at_the_door(&self, now: DateTime<FixedOffset>) -> Result<()> {
        let files = self.files();
        if files.record.exists() { Tries::of(&files).heard(&files, now) } else { self.door().heard_inside(now) }
    }

    /// One more wrong try at the door.
    pub(crate) fn slipped_at_the_door(&self, now: DateTime<FixedOffset>) {
        let files = self.files();
        if files.record.exists() { Tries::of(&files).add(&files, now) } else { self.door().slip(now) }
    }

    /// Seconds until the next try at the door is heard.
    pub(crate) fn wait_at_the_door(&self) -> u32 {
        let files = self.files();
        let tries = if files.record.exists() { Tries::of(&files) } else { self.door().clone() };
        tries.wait(self.now())
    }

    fn door(&self) -> MutexGuard<'_, Tries> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Derives off the async threads: it is meant to be slow.
async fn derived(keys: std::path::PathBuf, name: String, password: Secret) -> Result<Opened> {
    let work = tokio::task::spawn_blocking(move || KeyFile::read(&keys)?.open(&name, &password));
    work.await.map_err(|_| Error::broken("The password could not be checked."))?
}
