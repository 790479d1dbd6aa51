//! What only the inside can try: a record that someone added to, an update, a disk that ends in the middle.

use super::*;
use crate::areas::backups::{backups::back_up, restore::restore};
use crate::areas::vault::{
    create::create_vault,
    unlock::{lock, unlock},
};
use crate::gate::{Clock as _, Record, SetClock};
use crate::storage::site;
use crate::vault::Cost;
use crate::views::{BackUp, CreateVault, Nothing, Restore, Unlock};
use clinical::permission::Role;
use sea_orm::ConnectionTrait as _;
use sea_orm::EntityTrait as _;
use std::pin::Pin;
use std::task::{Context, Poll};

const PASSWORD: &str = "a quiet evening walk";

fn clock() -> Arc<SetClock> {
    SetClock::at(DateTime::parse_from_rfc3339("2026-04-09T17:42:00-07:00").expect("a time"))
}

async fn clinic(folder: &Path) -> Record {
    let record = Record::at(folder.to_owned(), clock()).with_cost(Cost::Floor);
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
        password: PASSWORD.into(),
    };
    create_vault(&record, input).await.expect("a vault");
    record
}

fn names(folder: &Path) -> Vec<String> {
    let inside = std::fs::read_dir(folder).expect("a folder").flatten();
    inside.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_record_is_kept_once_before_an_update_and_again_when_it_has_changed() {
    let place = tempfile::tempdir().expect("a folder");
    let record = clinic(&place.path().join("vault")).await;
    let (files, data) = (record.files(), Arc::clone(&record.unlocked().await.expect("open").data));
    let kept = files.record.with_file_name("before-update");
    lock(&record, Nothing {}).await.expect("locked");
    for _ in 0..3 {
        before_update(&files, &data, clock().now()).await.expect("a backup");
    }
    assert_eq!(names(&kept), ["handrail-2026-04-09-1742"], "an update cut short begins anew without another copy");
    let manifest = read(&kept.join("handrail-2026-04-09-1742")).expect("a manifest");
    assert_eq!(manifest.kept_as, "before_update");
    sound(&kept.join("handrail-2026-04-09-1742"), &manifest, &|| true).await.expect("sound");

    unlock(&record, Unlock { name: "Pat Sample".into(), password: PASSWORD.into() }).await.expect("open");
    lock(&record, Nothing {}).await.expect("locked");
    before_update(&files, &data, clock().now()).await.expect("a backup");
    assert_eq!(names(&kept).len(), 2);

    // Without its keys a copy is worth nothing, and then the update must not begin.
    std::fs::remove_file(&files.keys).expect("gone");
    assert!(before_update(&files, &data, clock().now()).await.is_err());
    assert_eq!(names(&kept).len(), 2);
}

#[tokio::test]
async fn a_record_with_something_in_it_that_acts_by_itself_is_not_taken_for_ours() {
    let place = tempfile::tempdir().expect("a folder");
    let record = clinic(&place.path().join("vault")).await;
    let stick = place.path().join("stick");
    std::fs::create_dir(&stick).expect("a stick");
    let unlocked = record.unlocked().await.expect("open");
    let foreign = "CREATE TRIGGER quiet AFTER INSERT ON audit BEGIN DELETE FROM draft; END";
    unlocked.writer.execute_unprepared(foreign).await.expect("added");
    drop(unlocked);
    let into = Some(stick.to_string_lossy().into_owned());
    let refused = back_up(&record, BackUp { folder: into }).await.expect_err("refused");
    assert_eq!(refused.code, Code::Refused, "{refused}");
    assert!(names(&stick).is_empty());
}

#[tokio::test]
async fn a_version_that_is_not_what_its_id_says_is_found() {
    let place = tempfile::tempdir().expect("a folder");
    let record = clinic(&place.path().join("vault")).await;
    let (files, data) = (record.files(), Arc::clone(&record.unlocked().await.expect("open").data));
    lock(&record, Nothing {}).await.expect("locked");
    check::whole(&files.record, &data, &|| true).await.expect("whole");
    let writer = Connections::open(&files.record, Arc::clone(&data), false, false).await.expect("a writer");
    for sql in [
        "DROP TRIGGER version_is_final",
        "UPDATE version SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Main', 'Other') AS BLOB)",
        "CREATE TRIGGER version_is_final BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a version never changes'); END",
    ] {
        writer.execute_unprepared(sql).await.expect(sql);
    }
    writer.close().await.expect("closed");
    let found = check::whole(&files.record, &data, &|| true).await.expect_err("found");
    assert!(found.message.contains("damaged"), "{found}");
}

#[tokio::test]
async fn a_restored_record_begins_a_new_epoch_of_its_site() {
    let place = tempfile::tempdir().expect("a folder");
    let record = clinic(&place.path().join("vault")).await;
    let made = back_up(&record, BackUp { folder: Some(place.path().to_string_lossy().into_owned()) });
    let made = made.await.expect("a backup");
    lock(&record, Nothing {}).await.expect("locked");
    let mut from = place.path().join(made.name);
    for epoch in 2..4 {
        let to = place.path().join(format!("restored {epoch}"));
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let wish = Restore {
            from: text(&from),
            to: text(&to),
            name: "Pat Sample".into(),
            password: PASSWORD.into(),
            reason: "a drill".into(),
        };
        restore(&record, wish).await.expect("restored");
        let restored = Record::at(to, clock()).with_cost(Cost::Floor);
        unlock(&restored, Unlock { name: "Pat Sample".into(), password: PASSWORD.into() }).await.expect("open");
        let unlocked = restored.unlocked().await.expect("open");
        let row = site::Entity::find().one(unlocked.reader()).await.expect("read").expect("a site");
        assert_eq!(row.epoch, epoch);
        drop(unlocked);
        let into = Some(text(place.path()));
        from = place.path().join(back_up(&restored, BackUp { folder: into }).await.expect("a backup").name);
        restored.lock().await;
    }
}

/// A disk with so much room.
struct Room(usize);

impl tokio::io::AsyncWrite for Room {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        if self.0 == 0 {
            return Poll::Ready(Err(std::io::ErrorKind::StorageFull.into()));
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Poll::Ready(Ok(taken))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_disk_that_ends_in_the_middle_is_told_as_such() {
    let bytes = vec![7; 3_000_000];
    let (length, digest) = copy::pour(&bytes[..], Room(bytes.len()), &|| true).await.expect("just enough");
    assert_eq!((length, digest), (3_000_000, hex(&bytes)));
    let full = copy::pour(&bytes[..], Room(bytes.len() - 1), &|| true).await.expect_err("one byte too few");
    assert!(full.code == Code::NotSaved && full.message.contains("not enough room"), "{full}");
    let stopped = copy::pour(&bytes[..], Room(usize::MAX), &|| false).await.expect_err("stopped");
    assert_eq!(stopped.code, Code::Locked);
}
