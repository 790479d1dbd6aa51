//! Checking the whole record, making its tables anew, and writing it out in readable files.

use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Write};
use crate::ledger::checkpoint::signed_note;
use crate::ledger::export::{Export, Why, Withheld};
use crate::ledger::verify_input;
use crate::projections::restriction;
use crate::queries::disclosure::kept_from_an_export;
use crate::storage::{checkpoint as stored, engine};
use crate::views::{CheckRecord, Checked, ExportRecord, Exported, Nothing, Rebuilt};
use clinical::Kind;
use clinical::form::Finding;
use sea_orm::EntityTrait as _;
use std::collections::BTreeMap;
use std::path::PathBuf;
use uuid::Uuid;
use verify::Outside;

/// Drops every view and makes it anew from versions; says table by table whether the result is equal. All or nothing.
///
/// # Errors
/// `Forbidden`, or the disk's refusal with the old views in place.
pub async fn rebuild_views(record: &Record, _: Nothing) -> Result<Rebuilt> {
    let write = record.write(Act::new("rebuild_views")).await?;
    let rebuilt = write.rebuilt().await?;
    write.done().await?;
    Ok(rebuilt)
}

/// Checks every page, version, signature, audit row and checkpoint with the checker that shares no code with this crate, and every view
/// against a rebuild. Nothing is changed but the audit trail, which says that it was checked.
///
/// # Errors
/// `Forbidden`.
pub async fn check_record(record: &Record, input: CheckRecord) -> Result<Checked> {
    let write = record.write(Act::new("check_record").quiet()).await?;
    let mut damage = file_damage(&write).await;
    let mut report = verify::Report::default();
    match verify_input::record(&write.tx, write.unlocked.site).await {
        Ok(record) => {
            let outside = Outside { code: Some(input.code), checkpoint: None };
            let work = tokio::task::spawn_blocking(move || verify::check(&record, &outside));
            report = work.await.map_err(|_| Error::broken("The check did not come to its end."))?;
        }
        Err(_) => damage = damage.or_else(|| Some("The record's file could not be read to its end.".into())),
    }
    let rebuilt = write.rebuilt().await.ok();
    let amiss = write.unlocked.amiss();
    write.undone().await?;
    let differs = rebuilt.as_ref().and_then(|rebuilt| rebuilt.tables.iter().find(|table| !table.equal));
    let checked = Checked {
        versions: report.versions,
        signatures: report.signatures,
        audited: report.audited,
        checkpoints: report.checkpoints,
        views_equal: rebuilt.as_ref().is_some_and(|rebuilt| rebuilt.equal),
        first_bad: damage.or(report.first_bad).or(amiss),
    };
    let detail = match (&checked.first_bad, differs, checked.views_equal) {
        (Some(bad), ..) => bad.clone(),
        (None, Some(table), _) => format!("The list {} differs from its versions.", table.table),
        (None, None, false) => "The lists could not be made anew.".into(),
        (None, None, true) => "Everything fits.".into(),
    };
    record.write(Act::new("check_record").detail(detail)).await?.done().await?;
    Ok(checked)
}

/// What SQLCipher and SQLite say of the file's pages and structure.
async fn file_damage(write: &Write) -> Option<String> {
    let db = write.unlocked.reader();
    if !engine::pages_fit(db).await.unwrap_or(false) {
        let damage =
            "A page of the record's file does not fit its seal: the file was damaged, or changed outside Handrail.";
        return Some(damage.into());
    }
    let sound = engine::tables_fit(db).await.unwrap_or(false);
    (!sound).then(|| "The tables of the record's file do not fit each other: the file was damaged.".into())
}

/// Writes the record in readable files to a new or empty folder, without what may not be told to just anyone: counseling notes, and what agreed
/// restrictions keep from everyone outside. The audit rows and a checkpoint are on disk before the first file is.
///
/// # Errors
/// `WrongPassword`, `BadInput` without a reason or for a folder that does not fit, `NotSaved` with nothing left in the folder.
pub async fn export_record(record: &Record, input: ExportRecord) -> Result<Exported> {
    let reason = input.reason.trim().to_owned();
    if reason.is_empty() {
        let finding = Finding::hold("reason", "Say what the export is for; it is kept in the audit trail.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    record.signer(&input.password).await?;
    let mut write = record.write(Act::new("export_record").detail(reason)).await?;
    if !write.viewer().await?.kept_out.is_empty() {
        let message =
            "A chart of this record is closed to you, so it does not leave through you. Another director exports it.";
        return write.refuse(Error::of(Code::Forbidden, message)).await;
    }
    let export = Export::into(&PathBuf::from(&input.folder), record.folder())?;
    let mut record = verify_input::record(&write.tx, write.unlocked.site).await?;
    let mut standing: BTreeMap<Uuid, Vec<restriction::Model>> = BTreeMap::new();
    for row in restriction::Entity::find().all(&write.tx).await? {
        standing.entry(row.client).or_default().push(row);
    }
    let kept_back = |kind: Kind, client: Uuid| {
        standing.get(&client).is_some_and(|standing| kept_from_an_export(standing, kind).is_some())
    };
    let withheld = Withheld::of(&record, kept_back);
    if let Some(told) = withheld.told() {
        write.tells_first("withhold", &told).await?;
    }
    let sealed = write.seal().await?;
    verify_input::trail(&write.tx, &mut record).await?;
    let note = stored::Entity::find_by_id(sealed.seq).one(&write.tx).await?;
    let note = note.map(|row| signed_note(&row)).unwrap_or_default();
    write.done().await?;
    let exported = Exported {
        versions: record.versions.len() as u64,
        signatures: record.signatures.len() as u64,
        audited: record.audit.len() as u64,
        withheld: withheld.count(None),
        withheld_by_restriction: withheld.count(Some(Why::Restriction)),
        code: sealed.code,
    };
    let work = tokio::task::spawn_blocking(move || export.write(&record, &withheld, &note));
    work.await.map_err(|_| Error::broken("The export did not come to its end."))??;
    Ok(exported)
}
