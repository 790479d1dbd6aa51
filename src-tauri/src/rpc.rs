//! The one command of the page. Text answers cross as JSON, printed pages as raw bytes.

use crate::shell::Shell;
use crate::{lock, paper, save};
use record::error::{Code, Error, Result};
use record::rpc::{Content, dispatch};
use serde::Deserialize;
use serde_json::Value;
use tauri::ipc::Response;
use tauri::{AppHandle, Manager, WebviewWindow};

/// A printed page that the page names but does not carry: the command that makes it and the name it is offered under.
#[derive(Deserialize)]
pub struct Paper {
    command: String,
    input: Value,
    /// Suggested file name.
    #[serde(default)]
    pub name: String,
}

/// What belongs to the window is answered here, everything else by the record's own list.
#[tauri::command]
pub async fn rpc(app: AppHandle, window: WebviewWindow, name: String, input: Value) -> Result<Response> {
    match name.as_str() {
        "active" => {
            app.state::<Shell>().touch();
            text(&Value::Null)
        }
        "lock" => {
            tauri::async_runtime::spawn(lock::lock(app));
            text(&Value::Object(serde_json::Map::new()))
        }
        "quit" => {
            // Asks like a click on the window's own button, so that it waits for the last write.
            let _ = window.close();
            text(&Value::Null)
        }
        "save_pdf" => text(&save::save_pdf(&app, &window, understand(input)?).await?),
        "print_pdf" => text(&paper::print_pdf(&app, understand(input)?).await?),
        _ => match ask(&app, name, input).await? {
            Content::Json(value) => text(&value),
            Content::Pdf(bytes) => Ok(Response::new(bytes)),
        },
    }
}

/// Carries one request to the record in a task of its own: a window that closes cannot drop a half-done transaction.
async fn ask(app: &AppHandle, name: String, input: Value) -> Result<Content> {
    let shell = app.state::<Shell>();
    let (desk, writing) = (shell.desk.clone(), shell.writing());
    let enters = matches!(name.as_str(), "unlock" | "create_vault");
    let task = tauri::async_runtime::spawn(async move {
        let _writing = writing;
        dispatch(&desk, &name, input).await
    });
    let answer = task.await.map_err(|_| Error::broken("Something broke. The record is unchanged."))??;
    if enters {
        shell.touch();
    }
    Ok(answer.content)
}

/// The bytes of a page, made by the record so that the print is permitted, checked and on the audit trail.
pub async fn pages(app: &AppHandle, paper: Paper) -> Result<Vec<u8>> {
    match ask(app, paper.command, paper.input).await? {
        Content::Pdf(bytes) => Ok(bytes),
        Content::Json(_) => Err(Error::of(Code::BadInput, "This cannot be printed.")),
    }
}

fn text(value: &Value) -> Result<Response> {
    Ok(Response::new(value.to_string()))
}

fn understand(input: Value) -> Result<Paper> {
    let paper: Option<Paper> = serde_json::from_value(input).ok();
    // Only what makes a page; the window is no second door to other commands.
    paper
        .filter(|paper| matches!(paper.command.as_str(), "print_document" | "recovery_kit"))
        .ok_or_else(|| Error::of(Code::BadInput, "This request was not understood. Nothing was printed."))
}
