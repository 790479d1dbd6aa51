//! Which face holds a letter, and paragraphs broken into lines. Lengths are 1/1000 em until a size is known.

use crate::engine::faces::{FONTS, Face, Word};
use crate::engine::order::{levels, order};
use crate::engine::runs::{Run, clings, may_break, unseen};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word on its line.
#[derive(Clone, Debug)]
pub struct Piece {
    pub face: usize,
    pub word: Arc<Word>,
    pub framed: bool,
    /// How deep it stands in the nesting of directions: odd reads from right to left.
    pub level: u8,
}

/// A broken line.
#[derive(Clone, Default, Debug)]
pub struct Line {
    pub pieces: Vec<Piece>,
    pub width: i32,
}

/// Whether a character prints: a face holds it, or it only says how the letters beside it are joined or read.
pub fn prints(c: char) -> bool {
    matches!(c, '\n' | '\t') || clings(c) || (!unseen(c) && FONTS.iter().any(|source| source.holds(c)))
}

/// The first character of a text that does not print, in the form it would be printed in.
pub fn unprintable(text: &str) -> Option<char> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b'\r' | b' '..=b'~')) {
        return None;
    }
    text.nfc().find(|&c| c != '\r' && !prints(c))
}

/// Everything needed to set text, kept for the life of the process.
pub struct Text {
    faces: [OnceCell<Option<Face>>; FONTS.len()],
    breaks: LineSegmenterBorrowed<'static>,
    /// Characters met that cannot be printed. Nothing is written while there is one.
    pub missing: BTreeSet<char>,
}

impl Text {
    pub fn new() -> Self {
        Text {
            faces: [const { OnceCell::new() }; FONTS.len()],
            breaks: LineSegmenter::new_auto(Default::default()),
            missing: BTreeSet::new(),
        }
    }

    /// A face, read when it is first asked for.
    pub fn face(&self, i: usize) -> Option<&Face> {
        self.faces[i].get_or_init(|| Face::read(&FONTS[i])).as_ref()
    }

    pub fn forget_words(&mut self) {
        self.faces.iter_mut().filter_map(|face| face.get_mut()?.as_mut()).for_each(Face::forget_words);
        self.missing.clear();
    }

    /// The face that holds a character: the wanted weight first, then the face of the letter before.
    fn face_for(&mut self, c: char, bold: bool, before: usize) -> usize {
        let wanted = usize::from(bold);
        let holds = |i: &usize| FONTS[*i].holds(c);
        let order = [wanted, PAIRED + wanted, before].into_iter().chain(0..FONTS.len());
        match order.into_iter().find(holds).filter(|_| !unseen(c)) {
            Some(found) => found,
            None => {
                self.missing.insert(c);
                wanted
            }
        }
    }

    fn piece(&mut self, text: &str, set: Set) -> Option<Piece> {
        self.face(set.face)?;
        let word = self.faces[set.face].get_mut()?.as_mut()?.word(text, set.level % 2 == 1);
        Some(Piece { face: set.face, word, framed: set.framed, level: set.level })
    }

    /// Greedy, ragged right, no hyphens. A word wider than the line is cut between characters; a line end stays one.
    pub fn lines(&mut self, runs: &[Run], size: f32, width: f32) -> Vec<Line> {
        let max = (width / size * 1000.) as i32;
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let ends: Vec<(usize, &Run)> = runs
            .iter()
            .scan(0, |end, run| {
                *end += run.text.len();
                Some((*end, run))
            })
            .collect();
        let whole = |at: usize| {
            let run = ends.iter().find(|(end, _)| at <= *end);
            run.is_some_and(|(end, run)| run.whole && at < *end && at > end - run.text.len())
        };
        let (breaks, levels) = (self.breaks, levels(runs));
        let cuts =
            breaks.segment_str(&text).skip(1).filter(|&at| at == text.len() || (!whole(at) && may_break(&text, at)));
        let (mut out, mut line, mut from) = (Vec::new(), Line::default(), 0);
        for to in cuts {
            let hard = text[from..to].ends_with('\n');
            let part = &text[from..to - usize::from(hard)];
            let mut pieces = self.pieces(part, from, &ends, &levels, false);
            let wide = ink(&pieces) > max;
            if wide {
                pieces = self.pieces(part, from, &ends, &levels, true);
            }
            for group in pieces.chunks(if wide { 1 } else { pieces.len().max(1) }) {
                if !line.pieces.is_empty() && line.width + ink(group) > max {
                    out.push(std::mem::take(&mut line));
                }
                line.width += group.iter().map(|piece| piece.word.width).sum::<i32>();
                line.pieces.extend_from_slice(group);
            }
            if hard {
                // A space goes into the text, so that a reader does not hear two lines as one word.
                line.pieces.extend(self.piece(" ", Set::default()));
                out.push(std::mem::take(&mut line));
            }
            from = to;
        }
        if !line.pieces.is_empty() || out.is_empty() {
            out.push(line);
        }
        out.iter_mut().for_each(order);
        out
    }

    /// Cuts where weight, face or direction changes, and at every character if asked. What clings to a letter stays with it.
    fn pieces(&mut self, text: &str, at: usize, ends: &[(usize, &Run)], levels: &[u8], each: bool) -> Vec<Piece> {
        let (mut out, mut from, mut now) = (Vec::new(), 0, Set::default());
        // A word with one letter of the fallback face is set in it whole, so that no name changes face midway.
        let falls_back = !text.is_ascii() && text.chars().any(|c| !clings(c) && !FONTS[0].holds(c));
        let mut joined = false;
        for (i, c) in text.char_indices() {
            // A mark goes with its letter into a face that holds both, and a joiner holds together what it stands between.
            let follows = joined || is_combining_mark(c) || ('\u{1f3fb}'..='\u{1f3ff}').contains(&c);
            let mark = i > 0 && (clings(c) || (follows && FONTS[now.face].holds(c)));
            joined = c == JOINER;
            let next = match mark {
                true => now,
                false => {
                    let run = ends.iter().find(|(end, _)| at + i < *end).map(|end| end.1);
                    let bold = run.is_some_and(|run| run.bold);
                    let wide = PAIRED + usize::from(bold);
                    let face = match c {
                        _ if clings(c) => usize::from(bold),
                        _ if falls_back && !unseen(c) && FONTS[wide].holds(c) => wide,
                        _ => self.face_for(c, bold, now.face),
                    };
                    Set {
                        face,
                        framed: run.is_some_and(|run| run.framed),
                        level: levels.get(at + i).copied().unwrap_or(0),
                    }
                }
            };
            // A blank among words read from right to left stands by itself: it may end a line.
            let blank = next.level % 2 == 1 && i > 0 && (c == ' ' || text[from..i].ends_with(' '));
            if i > 0 && (next != now || blank || (each && !mark)) {
                out.extend(self.piece(&text[from..i], now));
                from = i;
            }
            now = next;
        }
        if from < text.len() {
            out.extend(self.piece(&text[from..], now));
        }
        out
    }
}

/// How a piece is set.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Set {
    face: usize,
    framed: bool,
    level: u8,
}

/// The fallback pair of regular and bold stands behind the main one.
const PAIRED: usize = 2;

/// Holds together what it stands between.
const JOINER: char = '\u{200d}';

/// Width without the space at the end.
fn ink(pieces: &[Piece]) -> i32 {
    let all: i32 = pieces.iter().map(|piece| piece.word.width).sum();
    all - pieces.last().map_or(0, |last| last.word.width - last.word.ink)
}
