//! A record that an earlier Handrail wrote is brought up to this one, in the one transaction that also says so in the audit trail: a
//! power cut at any point leaves the old record or the new one.

use super::secret::Key;
use super::{MIGRATIONS, SCHEMA};
use crate::gate::Write;
use crate::ledger::audit;
use crate::error::Result;
use crate::projections::rebuild;
use sea_orm::{ActiveValue::Set, ConnectionTrait as _, EntityTrait as _};

/// Changes the tables that hold the record, and makes every view anew from the versions.
pub(crate) async fn update(write: &Write, from: i64) -> Result<()> {
    for (_, migration) in MIGRATIONS.iter().filter(|(to, _)| *to > from) {
        write.tx.execute_unprepared(migration).await?;
    }
    write.unlocked.renamed();
    rebuild::remake(&write.tx).await?;
    if from < 3 {
        trust(write).await?;
    }
    write.tx.execute_unprepared(&format!("PRAGMA user_version={SCHEMA}")).await?;
    Ok(())
}

/// What records of before schema 3 get once.
async fn trust(write: &Write) -> Result<()> {
    // Each site signs with a key of its own from here on; an older record has none yet.
    let seed = Set(Some(Key::random().lend(|bytes| bytes.to_vec())));
    let site = crate::storage::site::ActiveModel { seed, ..Default::default() };
    crate::storage::site::Entity::update_many().set(site).exec(&write.tx).await?;
    // Acts of before did not name what they wrote; one row answers for all of it.
    audit::baseline(&write.tx, write.now).await
}
