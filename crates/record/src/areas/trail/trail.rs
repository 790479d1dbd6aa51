//! The audit trail on its way out: tables, checkpoints, checks, the whole record.

use crate::gate::Act;
use crate::ledger::checkpoint;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::ledger::export::Export;
use crate::queries::{trail, whole};
use clinical::permission::Permission;
use crate::projections::rebuild;
use crate::storage;
use crate::views::{AuditOf, CheckRecord, Checked, CheckpointView, ExportRecord, Exported, Nothing, Table};
use clinical::form::Finding;
use sea_orm::{ConnectionTrait as _, EntityTrait as _, Statement};
use std::path::PathBuf;
use verify::Outside;

/// The rows asked for as a table, without the screen's limit.
///
/// # Errors
/// `Forbidden`.
pub async fn export_audit(record: &Record, input: AuditOf) -> Result<Table> {
    let act = Act::new("export_audit").needs(Permission::SeeAudit).client(input.client).detail(input.group.clone());
    let read = record.see(act.clone().quiet()).await?;
    let rows = trail::asked(&AuditOf { before: None, ..input }).all(read.db()).await?;
    let rows = trail::told(read.db(), rows, read.unlocked.me.role.may(Permission::SeeDemographics)).await?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let unwritten = || Error::broken("The table could not be written. Nothing was changed.");
    let heads = ["number", "time", "who", "role", "what", "act", "outcome", "client", "document", "detail"];
    table.write_record(heads).map_err(|_| unwritten())?;
    for row in rows {
        let document = row.document.map(|id| id.to_string()).unwrap_or_default();
        let at = row.at.with_timezone(read.now.offset()).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        let cells = [
            row.seq.to_string(),
            at,
            row.who,
            row.role,
            row.words,
            row.action,
            row.outcome,
            row.called,
            document,
            row.detail,
        ];
        table.write_record(cells.map(harmless)).map_err(|_| unwritten())?;
    }
    let text = table.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(unwritten)?;
    // Written first: no table leaves without its row.
    record.act(act).await?.done().await?;
    Ok(Table { name: format!("audit-trail-{}.csv", read.today()), text })
}

/// A spreadsheet would run a cell that begins like a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// The newest signed head of the chain; made now if rows were added since. Quiet: a row about it would move what it tells.
///
/// # Errors
/// `NotSaved`.
pub async fn checkpoint(record: &Record, _: Nothing) -> Result<CheckpointView> {
    let write = record.act(Act::new("checkpoint").quiet()).await?;
    let view = checkpoint::checkpoint(&write).await?;
    write.done().await?;
    Ok(view)
}

/// Checks every page, version, signature, audit row and checkpoint with the checker that shares no code with this crate, and every view
/// against a rebuild. Nothing is changed but the audit trail, which says that it was checked.
///
/// # Errors
/// `Forbidden`.
pub async fn check_record(record: &Record, input: CheckRecord) -> Result<Checked> {
    let act = Act::new("check_record").needs(Permission::SeeAudit);
    let write = record.act(act.clone().quiet()).await?;
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
    let rebuilt = rebuild::rebuild(&write).await.ok();
    write.undone().await?;
    let differs = rebuilt.as_ref().and_then(|rebuilt| rebuilt.tables.iter().find(|table| !table.equal));
    let checked = Checked {
        versions: report.versions,
        signatures: report.signatures,
        audited: report.audited,
        checkpoints: report.checkpoints,
        views_equal: rebuilt.as_ref().is_some_and(|rebuilt| rebuilt.equal),
        first_bad: damage.or(report.first_bad),
    };
    let detail = match (&checked.first_bad, differs, checked.views_equal) {
        (Some(bad), ..) => bad.clone(),
        (None, Some(table), _) => format!("The list {} differs from its versions.", table.table),
        (None, None, false) => "The lists could not be made anew.".into(),
        (None, None, true) => "Everything fits.".into(),
    };
    record.act(act.detail(detail)).await?.done().await?;
    Ok(checked)
}

/// What SQLCipher and SQLite say of the file's pages and structure.
async fn file_damage(write: &crate::gate::Write) -> Option<String> {
    let db = write.unlocked.reader();
    let asked = |sql: &str| Statement::from_string(db.get_database_backend(), sql.to_owned());
    let sealed = db.query_all_raw(asked("PRAGMA cipher_integrity_check")).await;
    if !sealed.is_ok_and(|rows| rows.is_empty()) {
        return Some(
            "A page of the record's file does not fit its seal: the file was damaged, or changed outside Handrail."
                .into(),
        );
    }
    let sound = db.query_one_raw(asked("PRAGMA integrity_check")).await.ok().flatten();
    let sound = sound.and_then(|row| row.try_get_by_index::<String>(0).ok());
    (sound.as_deref() != Some("ok"))
        .then(|| "The tables of the record's file do not fit each other: the file was damaged.".into())
}

/// Writes the record in readable files to a new or empty folder. The audit row and a checkpoint are on disk before the first file is.
///
/// # Errors
/// `WrongPassword`, `BadInput` without a reason or for a folder that does not fit, `NotSaved` with nothing left in the folder.
pub async fn export_record(record: &Record, input: ExportRecord) -> Result<Exported> {
    let reason = input.reason.trim().to_owned();
    if reason.is_empty() {
        let finding = Finding::hold("reason", "Say what the export is for; it is kept in the audit trail.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    record.pen(&input.password).await?;
    let act = Act::new("export_record").needs(Permission::ManageProgram).detail(reason);
    let mut write = record.act(act).await?;
    let export = Export::into(&PathBuf::from(&input.folder), record.folder())?;
    let sealed = write.seal().await?;
    let record = verify_input::record(&write.tx, write.unlocked.site).await?;
    let note = store::checkpoint::Entity::find_by_id(sealed.seq).one(&write.tx).await?;
    let note = note.map(|row| checkpoint::signed_note(&row)).unwrap_or_default();
    write.done().await?;
    let exported = Exported {
        versions: record.versions.len() as u64,
        signatures: record.signatures.len() as u64,
        audited: record.audit.len() as u64,
        code: sealed.code,
    };
    let work = tokio::task::spawn_blocking(move || export.write(&record, &note));
    work.await.map_err(|_| Error::broken("The export did not come to its end."))??;
    Ok(exported)
}
