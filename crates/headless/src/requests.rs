//! One JSON request per line in, one answer per line out, through the same dispatcher as the window.

use crate::Outcome;
use record::dispatch::{Answer, Content, dispatch};
use record::error::{Code, Error};
use record::{Anchors, Record, SystemClock};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Answers until standard input ends. A line that cannot be read is answered too; nothing a line holds ends the program.
pub async fn answer_all(folder: &Path) -> Outcome<ExitCode> {
    let record = Record::at(folder.to_owned(), Arc::new(SystemClock)).anchored(anchors(folder));
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            let said = answer(&record, &line).await;
            writeln!(output, "{said}")?;
            output.flush()?;
        }
        line.clear();
    }
    record.settle().await;
    record.lock().await;
    Ok(ExitCode::SUCCESS)
}

/// Where this computer remembers how far the record of this folder had come: in the folder that `HANDRAIL_ANCHORS` names, else beside it.
pub fn anchors(vault: &Path) -> Anchors {
    let named = std::env::var_os("HANDRAIL_ANCHORS").map(|folder| Anchors::in_folder(folder.into()));
    named.unwrap_or_else(|| Anchors::beside(vault))
}

async fn answer(record: &Record, line: &[u8]) -> Value {
    let Ok(mut request) = serde_json::from_slice::<Value>(line) else {
        return refused(&Value::Null, &Error::of(Code::BadInput, "This line is not JSON. Nothing was changed."));
    };
    let id = request["id"].clone();
    let Some(name) = request["name"].as_str().map(str::to_owned) else {
        return refused(&id, &Error::of(Code::BadInput, "A request needs a name. Nothing was changed."));
    };
    match dispatch(record, &name, request["input"].take()).await {
        Ok(Answer { content: Content::Json(value) }) => json!({ "id": id, "ok": value }),
        Ok(Answer { content: Content::Pdf(pages) }) => {
            json!({ "id": id, "ok": { "pdf": data_encoding::BASE64.encode(&pages) } })
        }
        Err(why) => refused(&id, &why),
    }
}

fn refused(id: &Value, why: &Error) -> Value {
    json!({ "id": id, "error": why })
}
