//! The anchor of an open record: compared once at the door, then moved as the trail grows. It is read and written off the async threads,
//! because the place it is kept in may be slow.

use super::anchored::{Anchored, Standing, amiss};
use super::record::Record;
use super::unlocked::Unlocked;
use crate::error::{Error, Result};
use crate::storage::audit;
use crate::vault::anchor::{Anchor, slots_of};
use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use sea_orm::{EntityTrait as _, QueryOrder as _, QuerySelect as _};
use std::sync::{MutexGuard, PoisonError};

/// How the record was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing is remembered here of any record.
    Unasked,
    /// Nothing is remembered here of this one.
    First,
    /// It is the one that is remembered, or went on from there.
    Fits,
    /// It is not; the sentence says how.
    Amiss(String),
}

/// The newest row of the trail on disk.
struct Newest {
    seq: i64,
    hash: String,
    wall: String,
}

impl Unlocked {
    fn anchored(&self) -> MutexGuard<'_, Anchored> {
        self.anchored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why this record is not the one this computer remembers.
    pub(crate) fn amiss(&self) -> Option<String> {
        self.anchored().amiss.clone()
    }

    /// Compares the record with what is remembered of it. Only what was remembered before it was opened counts.
    pub(crate) async fn compare(&self) -> Result<Found> {
        if !self.files.anchors.are_kept() {
            return Ok(Found::Unasked);
        }
        let (files, vault) = (self.files.clone(), self.site);
        let work = tokio::task::spawn_blocking(move || (files.anchors.of(vault), slots_of(&files.keys)));
        let (anchor, slots) = work.await.map_err(|_| unread())?;
        let Some(anchor) = anchor else {
            self.anchored().compared = true;
            return Ok(Found::First);
        };
        let newest = self.newest_row().await?;
        let row = audit::Entity::find_by_id(anchor.seq).select_only().column(audit::Column::Hash);
        let row = row.into_tuple::<Vec<u8>>().one(self.reader()).await?;
        let found = Standing {
            epoch: self.epoch,
            seq: newest.seq,
            wall: newest.wall,
            remembered_row: row.map(|hash| HEXLOWER.encode(&hash)),
            key: self.keys()?.dek,
            slots,
        };
        let said = amiss(&anchor, &found);
        *self.anchored() = Anchored { compared: true, amiss: said.clone(), followed: None };
        Ok(said.map_or(Found::Fits, Found::Amiss))
    }

    async fn newest_row(&self) -> Result<Newest> {
        let columns = [audit::Column::Seq, audit::Column::Hash, audit::Column::Wall];
        let newest = audit::Entity::find().select_only().columns(columns).order_by_desc(audit::Column::Seq);
        let row = newest.into_tuple::<(i64, Vec<u8>, String)>().one(self.reader()).await?;
        let (seq, hash, wall) = row.ok_or_else(unread)?;
        Ok(Newest { seq, hash: HEXLOWER.encode(&hash), wall })
    }

    /// The record as it stands, as this computer would remember it.
    pub(crate) async fn as_anchor(&self) -> Result<Anchor> {
        let newest = self.newest_row().await?;
        let slots = slots_of(&self.files.keys).into_iter().collect();
        let (seq, hash, wall) = (newest.seq, newest.hash, newest.wall);
        Ok(Anchor { format: 1, vault: self.site, epoch: self.epoch, seq, hash, wall, key: self.keys()?.dek, slots })
    }

    /// Moves the anchor to the newest row on disk, unless it does not fit. Nothing hangs on its success.
    pub(crate) async fn remember(&self) {
        if self.read_only || !self.files.anchors.are_kept() || !self.anchored().fits() {
            return;
        }
        let Ok(newest) = self.as_anchor().await else { return };
        let (anchors, vault) = (self.files.anchors.clone(), self.site);
        let onward = move |was: Option<Anchor>| match was {
            // What is known of the slots moves with them, never with the trail.
            Some(was) if was.seq < newest.seq => Some(Anchor { slots: was.slots, key: was.key, ..newest }),
            Some(_) => None,
            None => Some(newest),
        };
        let _ = tokio::task::spawn_blocking(move || anchors.change(vault, onward)).await;
    }

    /// Remembers the record as it lies here, whatever was remembered before: it is new, or someone said why.
    pub(crate) async fn remember_anew(&self) -> Result<()> {
        let anchor = self.as_anchor().await?;
        let anchors = self.files.anchors.clone();
        let work = tokio::task::spawn_blocking(move || anchors.change(anchor.vault, |_| Some(anchor)));
        work.await.map_err(|_| unread())?;
        *self.anchored() = Anchored { compared: true, amiss: None, followed: None };
        Ok(())
    }

    /// Whether the anchor is to follow this row of the trail now.
    pub(super) fn anchor_is_due(&self, row: i64, now: DateTime<FixedOffset>) -> bool {
        !self.read_only && self.files.anchors.are_kept() && self.anchored().is_due(row, now)
    }
}

impl Record {
    /// Moves the anchor of an open record to the newest row on disk.
    pub(crate) async fn remember(&self) {
        if let Ok(unlocked) = self.unlocked().await {
            unlocked.remember().await;
        }
    }
}

fn unread() -> Error {
    Error::broken("The audit trail could not be read.")
}
