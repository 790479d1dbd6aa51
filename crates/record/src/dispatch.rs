//! Carries one request to its command: who may ask at all, what the input means, and a second try where a disk was full.

use crate::areas;
use crate::command::line;
use crate::commands::command_list;
use crate::error::{Code, Error, Result};
use crate::gate::Record;
use crate::views::*;
use clinical::form::Form;
use clinical::instruments::Instrument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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
    Json(Value),
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
        Ok(Content::Json(serde_json::to_value(self)?))
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

        /// Carries one request to its command.
        ///
        /// # Errors
        /// Whatever the command refuses; `BadInput` for an input of another shape; `NotFound` for a name not on the list.
        pub async fn dispatch(record: &Record, command: &str, input: Value) -> Result<Answer> {
            let unknown = || Error::of(Code::NotFound, "There is no such command.");
            // Asked once for all: in an arm for each, the futures alone would overflow a thread's stack.
            record.admit(line(command).ok_or_else(unknown)?).await?;
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

command_list!(dispatcher);

/// What keeps typed text.
const DRAFTING: &[&str] = &["start_draft", "save_draft"];

/// Understands the input and asks the command. Typed text is kept even on a full disk: what is held back for that moment is given back,
/// and the command is asked once more.
async fn answered<I, O, F>(record: &Record, command: &str, input: Value, ask: impl Fn(I) -> F) -> Result<O>
where
    I: DeserializeOwned,
    F: Future<Output = Result<O>>,
{
    let again = DRAFTING.contains(&command).then(|| input.clone());
    let answer = Box::pin(ask(understand(input)?)).await;
    match (answer, again) {
        (Err(error), Some(input)) if error.is_disk_full() && record.give_reserve_back() => {
            Box::pin(ask(understand(input)?)).await
        }
        (answer, _) => answer,
    }
}

fn understand<T: DeserializeOwned>(input: Value) -> Result<T> {
    // An absent input reads as an empty object, so that `Nothing` needs no ceremony.
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input)
        .map_err(|_| Error::of(Code::BadInput, "This request was not understood. Nothing was changed."))
}
