//! Drops every view, builds it again from versions and says whether anything differs.

use crate::Outcome;
use crate::requests::anchors;
use record::dispatch::{Content, dispatch};
use record::views::{Nothing, Rebuilt, Unlock};
use record::{Record, SystemClock};
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Opens the vault as `name` with the password from standard input and rebuilds its views.
pub async fn rebuild(folder: &Path, name: &str) -> Outcome<ExitCode> {
    let password = password()?;
    let record = Record::at(folder.to_owned(), Arc::new(SystemClock)).anchored(anchors(folder));
    let unlock = Unlock { name: name.to_owned(), password: password.into() };
    dispatch(&record, "unlock", serde_json::to_value(unlock)?).await?;
    let answer = dispatch(&record, "rebuild_views", serde_json::to_value(Nothing {})?).await?;
    record.settle().await;
    record.lock().await;
    let Content::Json(view) = answer.content else { return Err("The answer was not a list of tables.".into()) };
    let rebuilt: Rebuilt = view.read()?;
    let mut output = std::io::stdout().lock();
    for table in &rebuilt.tables {
        writeln!(
            output,
            "{:<24} {:>8} rows   {}",
            table.table,
            table.rows,
            if table.equal { "equal" } else { "DIFFERENT" }
        )?;
    }
    writeln!(output, "{}", if rebuilt.equal { "Every table is equal to what it was." } else { "Some tables differ." })?;
    Ok(if rebuilt.equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The first line of standard input: a password on the command line would stay in its history.
pub fn password() -> Outcome<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
