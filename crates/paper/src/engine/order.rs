//! The order of reading (UAX #9): Hebrew, Arabic and their like run from right to left, also inside a line of English.

use crate::engine::runs::Run;
use crate::engine::text::{Line, Piece};
use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

/// Whether a letter reads from right to left.
pub fn leftward(c: char) -> bool {
    c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// How deep each byte of the runs stands in the nesting of directions: odd reads from right to left. Empty where nothing does.
/// Each run finds its own direction, so that a name keeps its order inside a sentence of ours.
pub fn levels(runs: &[Run]) -> Vec<u8> {
    if !runs.iter().any(|run| !run.text.is_ascii() && run.text.chars().any(leftward)) {
        return Vec::new();
    }
    let of = |run: &Run| BidiInfo::new(&run.text, None).levels.iter().map(|level| level.number()).collect::<Vec<_>>();
    runs.iter().flat_map(of).collect()
}

/// Puts the pieces of a broken line in the order they stand on paper.
pub fn order(line: &mut Line) {
    let deepest = line.pieces.iter().map(|piece| piece.level).max().unwrap_or(0);
    if deepest == 0 {
        return;
    }
    // Blanks at the end of a line belong to the line, not to the words before them.
    let blank = |piece: &&mut Piece| piece.word.ink == 0;
    line.pieces.iter_mut().rev().take_while(blank).for_each(|piece| piece.level = 0);
    for level in (1..=deepest).rev() {
        for part in line.pieces.chunk_by_mut(|one, next| (one.level >= level) == (next.level >= level)) {
            if part[0].level >= level {
                part.reverse();
            }
        }
    }
}
