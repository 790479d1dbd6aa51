//! Carries one request to its command: who may ask at all, what the input means, and a second try where a disk was full.

use crate::areas;
use crate::command::{Group, Line, Way, line};
use crate::commands::command_list;
use crate::door::let_in;
use crate::error::{Code, Error, Result};
use crate::gate::{DoneBefore, Record};
pub use crate::json::Json;
use crate::views::*;
use clinical::form::Form;
use clinical::instruments::Instrument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ts_rs::TS;

/// What a command answered.
pub struct Answer {
    /// JSON, or bytes for a printed page.
    pub content: Content,
}

/// Text or pages.
#[derive(Debug)]
pub enum Content {
    /// A view.
    Json(Json),
    /// A PDF.
    Pdf(Vec<u8>),
}

/// Pages cross as bytes, every other answer as JSON.
trait Cross {
    fn cross(self) -> Result<Content>;
}

impl Cross for Pdf {
    fn cross(self) -> Result<Content> {
        Ok(Content::Pdf(self.0))
    }
}

/// Tried by reference where the answer is no page, so that no list of answers is kept by hand.
trait CrossAsJson {
    fn cross(self) -> Result<Content>;
}

impl<T: Serialize> CrossAsJson for &T {
    fn cross(self) -> Result<Content> {
        Ok(Content::Json(Json::of(self)?))
    }
}

macro_rules! dispatcher {
    ($($area:ident::$file:ident {$(
        $name:ident($input:ty) -> $output:ty, $need:ident, $group:ident $words:literal, $way:ident [$($topic:ident)*] $(, quiet $why:literal)?;
    )+})+) => {
        /// Becomes the TypeScript map from command name to `[input, output]`.
        #[derive(TS)]
        #[ts(export_to = "generated.ts")]
        #[allow(missing_docs)]
        pub struct Commands { $($(pub $name: ($input, $output)),+),+ }

        /// What it answers with, by name.
        fn answers_with(command: &str) -> &'static str {
            match command {
                $($(stringify!($name) => stringify!($output),)+)+
                _ => "",
            }
        }

        async fn carried(record: &Record, command: &str, input: Value) -> Result<Answer> {
            match command {
                $($(stringify!($name) => {
                    let ask = |input: $input| areas::$area::$file::$name(record, input);
                    let answer: $output = answered(record, command, input, ask).await?;
                    Ok(Answer { content: answer.cross()? })
                })+)+
                _ => Err(unknown()),
            }
        }
    };
}

fn unknown() -> Error {
    Error::of(Code::NotFound, "There is no such command.")
}

/// Carries one request to its command. An input may name its `request` by an id of the caller's choosing: asked again with the same id, for example
/// after an answer that was lost, what was done is not done twice. While the record is open the answer is the one of before; after a lock it is
/// what was done as it stands now.
///
/// # Errors
/// Whatever the command refuses; `BadInput` for an input of another shape; `NotFound` for a name not on the list.
pub async fn dispatch(record: &Record, command: &str, mut input: Value) -> Result<Answer> {
    // Asked once for all: in an arm for each, the futures alone would overflow a thread's stack.
    let line = line(command).ok_or_else(unknown)?;
    record.admit(line).await?;
    input = let_in(input)?;
    let Some(id) = request_id(&mut input)?.filter(|_| line.way == Way::Touches) else {
        return Box::pin(carried(record, command, input)).await;
    };
    let request = record.requested(id, line.name).await;
    if let Some(before) = request.answer() {
        return Ok(Answer { content: Content::Json(before) });
    }
    if let Some(before) = request.done_before().await? {
        return Box::pin(as_it_stands(record, line.name, before)).await;
    }
    let answer = request.carried(Box::pin(carried(record, command, input))).await?;
    if let Content::Json(view) = &answer.content {
        request.keep(view);
    }
    Ok(answer)
}

/// The answer to a request that was carried out before the record was locked: looked up anew, by whoever may look now.
async fn as_it_stands(record: &Record, command: &str, before: DoneBefore) -> Result<Answer> {
    let look = match answers_with(command) {
        "DocumentView" => "document",
        "DraftView" => "draft",
        "Nothing" => return Ok(Answer { content: Content::Json(Json::of(&Nothing {})?) }),
        _ => "",
    };
    match before.document.filter(|_| !look.is_empty()) {
        Some(document) => carried(record, look, json!({ "document": document })).await,
        None => Err(Error::of(Code::BadInput, "This was done before the record was locked. Nothing is done twice.")),
    }
}

command_list!(dispatcher);

/// What keeps typed text.
const DRAFTING: &[&str] = &["start_draft", "save_draft"];

/// Whether a command is asked once more in the room kept for a full disk: what keeps typed text, and what writes nothing but its row in the
/// audit trail.
fn kept_on_a_full_disk(command: &str) -> bool {
    let only_a_row = |line: &Line| matches!(line.group, Group::Looks | Group::Prints);
    DRAFTING.contains(&command) || line(command).is_some_and(only_a_row)
}

/// Understands the input and asks the command.
async fn answered<I, O, F>(record: &Record, command: &str, input: Value, ask: impl Fn(I) -> F) -> Result<O>
where
    I: DeserializeOwned,
    F: Future<Output = Result<O>>,
{
    let again = kept_on_a_full_disk(command).then(|| input.clone());
    let answer = Box::pin(ask(understand(input)?)).await;
    match (answer, again) {
        (Err(error), Some(input)) if error.is_disk_full() && record.give_reserve_back() => {
            Box::pin(ask(understand(input)?)).await
        }
        (answer, _) => answer,
    }
}

/// The id by which a caller knows their own request again, taken out of the input.
fn request_id(input: &mut Value) -> Result<Option<String>> {
    match input.as_object_mut().and_then(|input| input.remove("request")) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if (8..=64).contains(&id.len()) => Ok(Some(id)),
        Some(_) => Err(Error::of(Code::BadInput, "A request's id has 8 to 64 characters. Nothing was changed.")),
    }
}

fn understand<T: DeserializeOwned>(input: Value) -> Result<T> {
    // An absent input reads as an empty object, so that `Nothing` needs no ceremony.
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input)
        .map_err(|_| Error::of(Code::BadInput, "This request was not understood. Nothing was changed."))
}
