//! Where people were when the record locked, and what they had typed that could not be written. In memory only: a place
//! outlives the restart in the new process's environment, text never does; while text is held the program does not restart.

use crate::shell::held;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Mutex;
use uuid::Uuid;
use zeroize::ZeroizeOnDrop;

/// Carries the place over a restart.
pub const RETURN: &str = "HANDRAIL_RETURN";

/// What a place is made of: ids and words of ours. Anything else, a name among it, stays behind.
const OF_A_PLACE: &[&str] = &["screen", "client", "tab", "document", "draft", "day", "under"];

/// A text that could not be written, and what it belongs to.
#[derive(Serialize, Deserialize, ZeroizeOnDrop)]
pub struct Piece {
    about: String,
    text: String,
}

/// What a page hands over before it goes.
#[derive(Default, Serialize, Deserialize)]
pub struct Handed {
    /// The way to where the person is, places of the page's router.
    #[serde(default)]
    pub places: Vec<Map<String, Value>>,
    /// Typed, and not in the record.
    #[serde(default)]
    pub unsaved: Vec<Piece>,
}

/// By the person who left it.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<Uuid, Handed>>);

impl Kept {
    /// Takes up what the process before this one handed on.
    pub fn of_the_run_before() -> Self {
        let told =
            std::env::var(RETURN).ok().and_then(|told| serde_json::from_str::<HashMap<Uuid, Handed>>(&told).ok());
        Self(Mutex::new(told.unwrap_or_default()))
    }

    /// Keeps it until that person is back.
    pub fn keep(&self, staff: Uuid, mut handed: Handed) {
        for place in &mut handed.places {
            place.retain(|key, _| OF_A_PLACE.contains(&key.as_str()));
        }
        held(&self.0).insert(staff, handed);
    }

    /// Gives it back to that person's page; another person finds nothing.
    pub fn take(&self, staff: Uuid) -> Handed {
        held(&self.0).remove(&staff).unwrap_or_default()
    }

    /// Text is held that is nowhere else.
    pub fn has_text(&self) -> bool {
        held(&self.0).values().any(|handed| !handed.unsaved.is_empty())
    }

    /// The places alone, for the process that follows this one.
    pub fn places(&self) -> String {
        let left = held(&self.0);
        let places: HashMap<_, _> =
            left.iter().map(|(who, handed)| (who, serde_json::json!({ "places": handed.places }))).collect();
        serde_json::to_string(&places).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handed(text: &str) -> Handed {
        let place = serde_json::json!({ "screen": "audit", "client": Uuid::nil(), "called": "Marisol Testcase" });
        let piece = Piece { about: "draft".into(), text: text.into() };
        Handed { places: vec![place.as_object().expect("an object").clone()], unsaved: vec![piece] }
    }

    #[test]
    fn what_was_left_goes_back_to_the_person_who_left_it_and_to_nobody_else() {
        let (pat, dee) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let left = Kept::default();
        left.keep(pat, handed("Slept better"));
        assert!(left.take(dee).unsaved.is_empty());
        assert!(left.has_text());
        assert_eq!(left.take(pat).unsaved[0].text, "Slept better");
        assert!(!left.has_text(), "it is the page's again");
    }

    #[test]
    fn over_a_restart_go_ids_only() {
        let left = Kept::default();
        left.keep(Uuid::from_u128(1), handed("Slept better"));
        let told = left.places();
        assert!(told.contains("audit") && told.contains(&Uuid::nil().to_string()), "{told}");
        assert!(!told.contains("Marisol") && !told.contains("Slept"), "{told}");
    }
}
