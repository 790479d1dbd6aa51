//! A backup by the line, and a record made out of one.

use crate::Outcome;
use crate::rebuild::password;
use crate::requests::anchors;
use record::dispatch::{Content, dispatch};
use record::views::{BackUp, BackupLine, Restore, Restored, Unlock};
use record::{Record, SystemClock};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Opens the vault as `name` with the password from standard input and makes a backup in the folder `to`.
pub async fn back_up(folder: &Path, name: &str, to: &str) -> Outcome<ExitCode> {
    let password = password()?;
    let record = Record::at(folder.to_owned(), Arc::new(SystemClock)).anchored(anchors(folder));
    dispatch(&record, "unlock", serde_json::to_value(Unlock { name: name.to_owned(), password: password.into() })?)
        .await?;
    let made = asked::<BackupLine>(&record, "back_up", BackUp { folder: Some(to.to_owned()) }).await;
    record.settle().await;
    record.lock().await;
    let made = made?;
    let mut output = std::io::stdout().lock();
    writeln!(output, "{} holds {} bytes, opened and compared. Code {}", made.name, made.size, made.code)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a record in the new folder `to` out of the backup `from`, for `name` with the password from standard input.
pub async fn restore(from: &str, to: &Path, name: &str) -> Outcome<ExitCode> {
    let password = password()?;
    let to = std::path::absolute(to)?;
    let record = Record::at(to.clone(), Arc::new(SystemClock)).anchored(anchors(&to));
    let wanted = Restore {
        from: from.to_owned(),
        to: to.to_str().ok_or("The folder's name cannot be read.")?.to_owned(),
        name: name.to_owned(),
        password: password.into(),
        reason: "restored from the command line".to_owned(),
    };
    let restored = asked::<Restored>(&record, "restore", wanted).await?;
    let mut output = std::io::stdout().lock();
    let made = restored.made_at.format("%Y-%m-%d %H:%M");
    writeln!(output, "{} versions as of {made} UTC, closed again. Code {}", restored.versions, restored.code)?;
    Ok(ExitCode::SUCCESS)
}

async fn asked<T: DeserializeOwned>(record: &Record, command: &str, input: impl Serialize) -> Outcome<T> {
    match dispatch(record, command, serde_json::to_value(input)?).await?.content {
        Content::Json(view) => Ok(view.read()?),
        Content::Pdf(_) => Err("The answer was a page.".into()),
    }
}
