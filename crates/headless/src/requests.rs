//! One JSON request per line in, one answer per line out, through the same dispatcher as the window.

use crate::Outcome;
use record::dispatch::{Answer, Content, dispatch};
use record::door::{REQUEST_MAX, TOO_LONG};
use record::error::{Code, Error};
use record::{Anchors, Record, SystemClock};
use serde_json::{Value, json};
use std::io::{BufRead, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Answers until standard input ends. A line that cannot be read is answered too; nothing a line holds ends the program.
pub async fn answer_all(folder: &Path) -> Outcome<ExitCode> {
    let record = Record::at(folder.to_owned(), Arc::new(SystemClock)).anchored(anchors(folder));
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut line = Vec::new();
    while (&mut input).take(LINE_MAX + 1).read_until(b'\n', &mut line)? > 0 {
        let whole = line.ends_with(b"\n") || line.len() as u64 <= LINE_MAX;
        if !line.trim_ascii().is_empty() {
            let said = if whole { answer(&record, &line).await } else { refused(&Value::Null, &too_long()) };
            writeln!(output, "{said}")?;
            output.flush()?;
        }
        line = Vec::new();
        if !whole {
            pass_over_line(&mut input)?;
        }
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

/// Longest line that is read: a request of the largest size, were every letter of it written as an escape.
const LINE_MAX: u64 = 6 * REQUEST_MAX as u64;

fn too_long() -> Error {
    Error::of(Code::BadInput, TOO_LONG)
}

/// Reads on to the end of a line without keeping it.
fn pass_over_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let here = input.fill_buf()?;
        let end = here.iter().position(|byte| *byte == b'\n');
        let (read, over) = (end.map_or(here.len(), |at| at + 1), end.is_some() || here.is_empty());
        input.consume(read);
        if over {
            return Ok(());
        }
    }
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
        Ok(Answer { content: Content::Json(view) }) => match view.read::<Value>() {
            Ok(value) => json!({ "id": id, "ok": value }),
            Err(why) => refused(&id, &why),
        },
        Ok(Answer { content: Content::Pdf(pages) }) => {
            json!({ "id": id, "ok": { "pdf": data_encoding::BASE64.encode(&pages) } })
        }
        Err(why) => refused(&id, &why),
    }
}

fn refused(id: &Value, why: &Error) -> Value {
    json!({ "id": id, "error": why })
}
