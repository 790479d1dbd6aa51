//! What a printed form needs to know of a kind beyond its form.

use clinical::Kind;
use clinical::form::{Field, Input};
use clinical::kind::{Finish, Lies};

/// The client reads or signs it: it carries the numbers to call, and neither program nor record number in its foot.
pub fn for_client(kind: Kind) -> bool {
    kind.about().for_clients
}

/// A blank of it needs lines for whose it becomes, unless it asks for that itself.
pub fn asks_whose(kind: Kind) -> bool {
    kind.about().lies == Lies::Chart && !fields(kind).any(|field| field.name == "record_number")
}

/// Lines for a pen under a blank or unsigned document, by the label under each.
pub fn lines_to_sign(kind: Kind, blank: bool) -> Vec<&'static str> {
    let mut lines = Vec::new();
    if kind.about().by_hand {
        lines.push("my_signature");
        let with_family = |field: &Field| matches!(field.input, Input::Widget { name: "family_room", .. });
        lines.extend(fields(kind).any(with_family).then_some("family_signature"));
    }
    // Whoever fills in a blank says so; a questionnaire is the client's.
    if kind.about().finish != Finish::Recorded || (blank && !for_client(kind)) {
        lines.push("staff_signature");
    }
    lines
}

fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    kind.form().sections.iter().flat_map(|section| &section.fields)
}
