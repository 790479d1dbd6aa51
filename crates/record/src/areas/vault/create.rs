//! Set-up: a new vault, its first person, its recovery kit.

use super::opening::{Fit, Who, enter};
use crate::areas::staff::directory::put;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Unlocked, Write};
use crate::ids::new_id;
use crate::projections::rebuild;
use crate::queries::people;
use crate::secret::Key;
use crate::storage::connections::Connections;
use crate::storage::{connection, schema, site};
use crate::typed::sound;
use crate::vault::keys::KeyFile;
use crate::vault::password::check_password;
use crate::vault::{Files, OnDisk, private};
use crate::views::{CreateVault, Created, Me, Pdf, RecoveryKit};
use clinical::kinds::program::Program;
use clinical::kinds::staff_member::StaffMember;
use sea_orm::EntityTrait as _;
use std::sync::Arc;

/// Of a record that was never restored.
const FIRST_EPOCH: i64 = 1;

/// The set-up wizard's end: a new vault, its first user, a recovery key. Nothing is left behind if it fails.
///
/// # Errors
/// `BadInput` for a weak password or blank names; `Refused` if there is a vault; `NotSaved`.
pub async fn create_vault(record: &Record, input: CreateVault) -> Result<Created> {
    let _alone = record.unlocking.lock().await;
    let blank =
        [("program", &input.program), ("name", &input.name)].into_iter().find(|(_, text)| text.trim().is_empty());
    if let Some((field, _)) = blank {
        let finding = clinical::form::Finding::hold(field, "This is needed to begin.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    check_password(&input.password, &input.name)?;
    match record.on_disk()? {
        OnDisk::Nothing => {}
        OnDisk::Vault => return Err(Error::of(Code::Refused, "There is a record here already. Unlock it instead.")),
    }
    let signing = Key::random().signing();
    let text = |text: &str| text.trim().to_owned();
    let program = sound(&Program {
        name: text(&input.program),
        site: text(&input.site),
        phone: text(&input.phone),
        crisis_phone: text(&input.crisis_phone),
        address: text(&input.address),
        paper: if input.paper == "a4" { "a4" } else { "letter" }.into(),
        ..Program::default()
    })?;
    let public_key = data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes());
    let entry = sound(&StaffMember {
        name: text(&input.name),
        credential: text(&input.credential),
        role: input.role.name().into(),
        active: true,
        public_key,
        ..StaffMember::default()
    })?;
    private::folder(record.folder())
        .map_err(|_| Error::of(Code::NotSaved, "The folder for the record could not be made. Check the disk."))?;
    let files = record.files();
    let now = record.now();
    let (vault, staff) = (new_id(now.to_utc()), new_id(now.to_utc()));
    let data = Key::random();
    let mut keys = KeyFile::new(vault, new_id(now.to_utc()));
    keys.add_password(staff, &entry.name, &input.password, record.cost(), &data, &signing)?;
    let recovery_key = keys.add_recovery(&data)?;

    let named = || Error::of(Code::NotSaved, "The record file could not be written. Check the disk.");
    // Built under another name and named last: a power cut during set-up leaves nothing that looks like a record.
    let fresh = files.record.with_extension("new");
    private::fresh_file(&fresh).map_err(|_| named())?;
    let data = Arc::new(data);
    let writer = Connections::open(&fresh, Arc::clone(&data), false, true).await?;
    schema::build(&writer, rebuild::create).await?;
    writer.close().await?;
    // Looked at as a stranger would: it opens with this key, and nothing in it reads as plain SQLite.
    connection::probe(&fresh, &data).await?;
    if std::fs::read(&fresh).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3")) {
        return Err(Error::of(
            Code::Refused,
            "This copy of Handrail was built without encryption. It will not make a record.",
        ));
    }
    let taken = files.take()?;
    let half = Files { record: fresh.clone(), ..files.clone() };
    let taken_too = Arc::new(taken.try_clone().map_err(|_| named())?);
    let mut unlocked = Unlocked::joined(half, taken_too, Arc::clone(&data), false).await?;
    (unlocked.me, unlocked.site) = (Me::of(staff, &entry.name, &entry.credential, input.role), vault);
    unlocked.epoch = FIRST_EPOCH;
    let unlocked = Arc::new(unlocked);
    let write = Write::begin(Arc::clone(&unlocked), Act::new("create_vault"), now, record.writing()).await?;
    let site = site::Model {
        id: vault,
        created_at: now.to_utc(),
        seed: Some(Key::random().lend(|seed| seed.to_vec())),
        epoch: FIRST_EPOCH,
    };
    site::Entity::insert(site::ActiveModel::from(site)).exec_without_returning(&write.tx).await?;
    put(&write, new_id(now.to_utc()), &program).await?;
    put(&write, staff, &entry).await?;
    write.done().await?;
    keys.write(&files)?;
    unlocked.remember_anew().await?;
    unlocked.close().await;
    drop(unlocked);

    std::fs::rename(&fresh, &files.record).map_err(|_| named())?;
    #[cfg(unix)]
    std::fs::File::open(record.folder()).and_then(|folder| folder.sync_all()).map_err(|_| named())?;
    let fit = Fit { data, next: None, keys, schema: schema::SCHEMA };
    let me = Box::pin(enter(record, taken, fit, Who::Slot(staff), false)).await?;
    Ok(Created { me, recovery_key: recovery_key.into() })
}

/// The kit on paper, for a key just shown.
///
/// # Errors
/// `WrongPassword` if the key is not this vault's.
pub async fn recovery_kit(record: &Record, input: RecoveryKit) -> Result<Pdf> {
    let unlocked = record.unlocked().await?;
    unlocked.keys()?.open_recovery(&input.recovery_key)?;
    let program = people::program(unlocked.reader()).await?;
    let sheet = if input.paper == "a4" { paper::Sheet::A4 } else { paper::Sheet::Letter };
    let pages = paper::recovery_kit(
        &input.recovery_key,
        &unlocked.me.name,
        &people::letterhead(program),
        record.now().date_naive(),
        sheet,
    );
    let pages = pages.map_err(|error| Error::of(Code::Held, error.message))?;
    record.write(Act::new("recovery_kit")).await?.done().await?;
    Ok(Pdf(pages))
}

#[cfg(test)]
mod tests {
    use super::super::{status::status, unlock::unlock};
    use super::*;
    use crate::areas::staff::directory::staff;
    use crate::gate::SystemClock;
    use crate::vault::Cost;
    use crate::views::{Nothing, Unlock};
    use clinical::permission::Role;
    use sea_orm::ConnectionTrait as _;

    #[tokio::test]
    async fn a_record_of_a_newer_app_can_be_read_and_not_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = Record::at(folder.path().join("vault"), Arc::new(SystemClock)).with_cost(Cost::Floor);
        let text = |text: &str| text.to_owned();
        let input = CreateVault {
            program: text("Example Harbor IOP (fictional)"),
            site: text("Main Street"),
            phone: text("602-555-0100"),
            crisis_phone: text("602-555-0199"),
            address: text("1 Example Way"),
            paper: text("letter"),
            name: text("Pat Sample"),
            credential: text("LPC"),
            role: Role::Director,
            password: "a quiet evening walk".into(),
        };
        create_vault(&record, input).await.expect("a vault");
        let unlocked = record.unlocked().await.expect("open");
        unlocked.writer.execute_unprepared("PRAGMA user_version=99").await.expect("a newer schema");
        drop(unlocked);
        record.lock().await;
        let me = unlock(&record, Unlock { name: text("Pat Sample"), password: "a quiet evening walk".into() })
            .await
            .expect("opens");
        assert_eq!(me.name, "Pat Sample");
        let status = status(&record, Nothing {}).await.expect("status");
        assert!(status.read_only && status.message.is_some());
        assert_eq!(staff(&record, Nothing {}).await.expect("reading goes on").len(), 1);
        let refused = record.write(Act::new("anything")).await.err().expect("writing is refused");
        assert_eq!(refused.code, Code::ReadOnly);
    }
}
