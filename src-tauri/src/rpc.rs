//! The one command of the page. Text answers cross as JSON, printed pages as raw bytes.

use crate::handover::Handed;
use crate::shell::Shell;
use crate::{closing, display, folder, lock, place, print, save};
use record::Secret;
use record::command::{Group, line};
use record::dispatch::{Content, dispatch};
use record::error::{Code, Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::atomic::Ordering::SeqCst;
use tauri::ipc::Response;
use tauri::{AppHandle, Manager, WebviewWindow};

const NOT_BACK: &str = "That is not the password of the person who handed the screen over.";
const NOT_HERE: &str = "The folder of this record is not there. Connect the disk it is on and open Handrail again.";

/// Something that leaves the record, which the page names but does not carry: the command that makes it and the name it is
/// offered under.
#[derive(Deserialize)]
pub struct Paper {
    command: String,
    input: Value,
    /// Suggested file name.
    #[serde(default)]
    pub name: String,
}

/// A page's answer to being asked to hand over.
#[derive(Deserialize)]
struct HandedOver {
    turn: usize,
    #[serde(flatten)]
    handed: Handed,
}

/// A member of staff has the screen again that a client was given.
#[derive(Deserialize)]
struct TakeBack {
    password: Secret,
}

/// How the window is to close.
#[derive(Deserialize, Default)]
struct Quit {
    /// Although text would be lost; the person was asked.
    #[serde(default)]
    anyway: bool,
}

/// What belongs to the window is answered here, everything else by the record's own list.
#[tauri::command]
pub async fn rpc(app: AppHandle, window: WebviewWindow, name: String, input: Value) -> Result<Response> {
    let shell = app.state::<Shell>();
    match name.as_str() {
        "active" => {
            shell.touch();
            text(&Value::Null)
        }
        "lock" => {
            tauri::async_runtime::spawn(lock::lock(app.clone()));
            text(&json!({}))
        }
        "quit" => {
            let Quit { anyway } = understand(input).unwrap_or_default();
            tauri::async_runtime::spawn(closing::close(app.clone(), anyway));
            text(&Value::Null)
        }
        "handed_over" => {
            let HandedOver { turn, handed } = understand(input)?;
            shell.turns.answer(turn, handed);
            text(&Value::Null)
        }
        "returned" => {
            let handed = shell.record().me().await.map(|me| shell.kept.take(me.staff)).unwrap_or_default();
            Ok(Response::new(serde_json::to_string(&handed)?))
        }
        "display" => text(&serde_json::to_value(display::shown(&app, &window))?),
        "change_display" => {
            let _writing = shell.writing();
            let changed = display::change(&app, understand(input)?);
            // It holds also where the disk keeps it from being remembered or told; the next unlocking tells it then.
            let _ = shell.record().tell_window(display::seen(&app), true).await;
            text(&serde_json::to_value(changed?)?)
        }
        "take_back" => {
            let TakeBack { password } = understand(input)?;
            let _writing = shell.writing();
            // A wrong one is in the trail and slows the next, as with every password that is asked inside.
            match shell.record().signer(&password).await {
                Ok(_) => text(&Value::Null),
                Err(Error { code: Code::WrongPassword, .. }) => Err(Error::of(Code::WrongPassword, NOT_BACK)),
                Err(other) => Err(other),
            }
        }
        "choose_folder" => text(&folder::choose(&app, &window, understand(input)?).await),
        "save_pdf" => text(&save::save_pdf(&app, &window, leaving(input)?).await?),
        "save_text" => text(&save::save_text(&app, &window, leaving(input)?).await?),
        "print_pdf" => text(&print::print_pdf(&app, leaving(input)?).await?),
        "restore" => text(&folder::restore(&app, input).await?),
        "status" => {
            let Content::Json(view) = ask(&app, name, input).await? else { return text(&Value::Null) };
            let mut status: Value = view.read()?;
            if place::astray(shell.folder()) {
                (status["state"], status["message"]) = (json!("refused"), json!(NOT_HERE));
            }
            text(&status)
        }
        "create_vault" if place::astray(shell.folder()) => Err(Error::of(Code::Refused, NOT_HERE)),
        _ => match ask(&app, name, input).await? {
            Content::Json(view) => Ok(Response::new(view.into_text())),
            Content::Pdf(bytes) => Ok(Response::new(bytes)),
        },
    }
}

/// Carries one request to the record in a task of its own: a window that closes cannot drop a half-done transaction.
pub async fn ask(app: &AppHandle, name: String, input: Value) -> Result<Content> {
    let shell = app.state::<Shell>();
    let (record, writing) = (shell.record(), shell.writing());
    // After `writing`, so that the lock either sees this request or is seen by it.
    if shell.handed_over.load(SeqCst) {
        return Err(Error::of(Code::Locked, "The record is locked. Unlock it to go on; drafts are kept."));
    }
    let opens = matches!(name.as_str(), "unlock" | "recover" | "create_vault" | "change_password");
    let settles = opens || name == "change_settings";
    let task = tauri::async_runtime::spawn(async move {
        let _writing = writing;
        dispatch(&record, &name, input).await
    });
    let answer = task.await.map_err(|_| Error::broken("Something broke. The record is unchanged."))??;
    if opens {
        shell.touch();
        let _ = shell.record().tell_window(display::seen(app), false).await;
    }
    if settles {
        shell.idle_after(u64::from(shell.record().idle_minutes().await));
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

/// The text of a table, made by the record as the pages are.
pub async fn table(app: &AppHandle, table: Paper) -> Result<String> {
    match ask(app, table.command, table.input).await? {
        Content::Json(view) => match view.read::<Value>()?["text"].take() {
            Value::String(text) => Ok(text),
            _ => Err(Error::of(Code::BadInput, "This cannot be saved as text.")),
        },
        Content::Pdf(_) => Err(Error::of(Code::BadInput, "This cannot be saved as text.")),
    }
}

fn text(value: &Value) -> Result<Response> {
    Ok(Response::new(value.to_string()))
}

/// Input of the window's own commands.
pub fn understand<T: DeserializeOwned>(input: Value) -> Result<T> {
    serde_json::from_value(input)
        .map_err(|_| Error::of(Code::BadInput, "This request was not understood. Nothing was changed."))
}

/// Only what the record's own list says leaves it; the window is no second door to other commands.
fn leaving(input: Value) -> Result<Paper> {
    let paper: Option<Paper> = serde_json::from_value(input).ok();
    let leaves = |paper: &Paper| line(&paper.command).is_some_and(|line| line.group == Group::Prints);
    paper
        .filter(leaves)
        .ok_or_else(|| Error::of(Code::BadInput, "This request was not understood. Nothing was printed."))
}
