//! Fonts: which letters each holds, and words shaped with it. Lengths are 1/1000 em.
//!
//! What stands in the text layer and what is drawn are kept apart where a letter is not simply its own glyph: letters that
//! join, stack or change places. Then each letter is written once with a blank glyph of its share of the width, and the
//! glyphs are drawn over it without a word. So every reader finds the letters as they were typed.

use flate2::{Decompress, FlushDecompress};
use harfrust::{Direction, FontRef, Script, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer};
use printpdf::ParsedFont;
use std::collections::HashMap;
use std::sync::Arc;

/// Kept words are people's words: few enough to be forgotten quickly, enough for a long plan.
const KEPT_WORDS: usize = 6_000;

/// What goes into one line: plain characters, a kern, a step up, or a glyph that reads as `text` and moves on by `width`.
#[derive(Debug)]
pub enum Show {
    Text(String),
    Kern(f32),
    Rise(i32),
    Glyph { glyph: u16, text: String, width: u16 },
}

/// One shaped word with the space after it; `ink` is its width without that space.
#[derive(Debug, Default)]
pub struct Word {
    pub show: Vec<Show>,
    pub glyphs: Vec<u16>,
    pub width: i32,
    pub ink: i32,
}

impl Word {
    fn kern(&mut self, back: i32) {
        if back != 0 {
            self.show.push(Show::Kern(back as f32));
        }
    }

    fn glyph(&mut self, glyph: u16, text: String, width: i32) {
        self.glyphs.push(glyph);
        self.show.push(Show::Glyph { glyph, text, width: u16::try_from(width).unwrap_or(0) });
    }
}

/// A font as it was built in, the letters it holds, and, for a main face, the program made of it.
pub struct Source {
    pub name: &'static str,
    file: &'static [u8],
    packed: bool,
    pub program: Option<&'static [u8]>,
    units: u16,
    pub glyphs: u16,
    covers: &'static [(u32, u32)],
}

macro_rules! made {
    ($file:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $file))
    };
}

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The faces, which are read when a letter asks for them.
pub static FONTS: [Source; SOURCES.len()] = SOURCES;

impl Source {
    pub fn holds(&self, c: char) -> bool {
        let c = u32::from(c);
        let at = self.covers.partition_point(|range| range.1 < c);
        self.covers.get(at).is_some_and(|range| range.0 <= c)
    }

    /// Once per process and face: the shaper borrows it for ever.
    fn unpacked(&self) -> Option<&'static [u8]> {
        if !self.packed {
            return Some(self.file);
        }
        let (length, packed) = self.file.split_first_chunk::<4>()?;
        let mut bytes = Vec::with_capacity(u32::from_le_bytes(*length) as usize + 1);
        Decompress::new(true).decompress_vec(packed, &mut bytes, FlushDecompress::Finish).ok()?;
        Some(Box::leak(bytes.into_boxed_slice()))
    }
}

/// A font read: its characters, its widths, its shaper, and the words already shaped with it.
pub struct Face {
    pub source: &'static Source,
    pub file: &'static [u8],
    pub table: ParsedFont,
    /// Glyphs of Latin letters by code point: nearly every character asked for.
    latin: Vec<u16>,
    /// A glyph that draws nothing.
    pub blank: u16,
    shaper: Shaper<'static>,
    plans: Vec<(Script, bool, ShapePlan)>,
    /// Shaped from left to right, and from right to left.
    words: [HashMap<Box<str>, Arc<Word>>; 2],
}

impl Face {
    pub fn read(source: &'static Source) -> Option<Face> {
        let file = source.unpacked()?;
        let font = FontRef::new(file).ok()?;
        let shaper = Box::leak(Box::new(ShaperData::new(&font))).shaper(&font).build();
        let table = ParsedFont::from_bytes(file, 0, &mut Vec::new())?;
        let latin = (0..0x250).map(|c| table.lookup_glyph_index(c).unwrap_or(0)).collect();
        let blank = table.lookup_glyph_index(u32::from(' ')).unwrap_or(0);
        let words = [HashMap::new(), HashMap::new()];
        Some(Face { source, file, table, latin, blank, shaper, plans: Vec::new(), words })
    }

    pub fn glyph(&self, c: char) -> Option<u16> {
        let near = self.latin.get(c as usize).copied();
        near.or_else(|| self.table.lookup_glyph_index(u32::from(c))).filter(|glyph| *glyph != 0)
    }

    /// How far a glyph moves on.
    pub fn advance(&self, glyph: u16) -> i32 {
        self.em(self.table.get_glyph_width(glyph).map_or(0, i32::from))
    }

    fn em(&self, units: i32) -> i32 {
        units * 1000 / i32::from(self.source.units)
    }

    fn shape(&mut self, text: &str, leftward: bool) -> Word {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let (script, direction) =
            (buffer.script(), if leftward { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.set_direction(direction);
        let known = self.plans.iter().position(|plan| plan.0 == script && plan.1 == leftward).unwrap_or_else(|| {
            let plan = ShapePlan::new(&self.shaper, direction, Some(script), None, &[]);
            self.plans.push((script, leftward, plan));
            self.plans.len() - 1
        });
        let shaped = self.shaper.shape(buffer, ShapeOptions::new().plan(Some(&self.plans[known].2)));
        let all: Vec<Placed> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, place)| Placed {
                glyph: info.glyph_id as u16,
                start: info.cluster as usize,
                advance: self.em(place.x_advance),
                right: self.em(place.x_offset),
                up: self.em(place.y_offset),
            })
            .collect();
        let mut starts: Vec<usize> = all.iter().map(|placed| placed.start).chain([text.len()]).collect();
        starts.sort_unstable();
        let mut word = Word::default();
        for group in all.chunk_by(|one, next| one.start == next.start) {
            let start = group[0].start;
            let end = starts[starts.partition_point(|other| *other <= start).min(starts.len() - 1)];
            let part = &text[start..end];
            self.set(&mut word, group, part, leftward);
            word.width += group.iter().map(|placed| placed.advance).sum::<i32>();
            if part != " " {
                word.ink = word.width;
            }
        }
        word
    }

    /// Letters that are drawn together, and their glyphs.
    fn set(&self, word: &mut Word, group: &[Placed], part: &str, leftward: bool) {
        let mut letters: Vec<char> = part.chars().collect();
        if let (&[Placed { glyph, advance, right: 0, up: 0, .. }], &[c]) = (group, letters.as_slice()) {
            if self.glyph(c) != Some(glyph) {
                return word.glyph(glyph, c.into(), advance);
            }
            match word.show.last_mut() {
                Some(Show::Text(before)) => before.push(c),
                _ => word.show.push(Show::Text(c.into())),
            }
            word.glyphs.push(glyph);
            return word.kern(self.advance(glyph) - advance);
        }
        // An accented letter the font would draw in two parts is drawn as the one it also holds.
        if let (&[c @ ..'\u{590}'], [_, _, ..]) = (letters.as_slice(), group)
            && let Some(glyph) = self.glyph(c)
        {
            let advance = group.iter().map(|placed| placed.advance).sum();
            return word.glyph(glyph, c.into(), advance);
        }
        if leftward {
            letters.reverse();
        }
        let width: i32 = group.iter().map(|placed| placed.advance).sum::<i32>().max(0);
        let count = letters.len() as i32;
        for (i, c) in (0..).zip(letters) {
            word.glyph(self.blank, c.into(), width * (i + 1) / count - width * i / count);
        }
        let (mut at, mut pen) = (width, 0);
        for placed in group {
            word.kern(at - pen - placed.right);
            at = pen + placed.right;
            word.show.extend((placed.up != 0).then_some(Show::Rise(placed.up)));
            word.glyph(placed.glyph, String::new(), 0);
            word.show.extend((placed.up != 0).then_some(Show::Rise(0)));
            pen += placed.advance;
        }
        word.kern(at - pen);
    }

    pub fn word(&mut self, text: &str, leftward: bool) -> Arc<Word> {
        if let Some(word) = self.words[usize::from(leftward)].get(text) {
            return word.clone();
        }
        let word = Arc::new(self.shape(text, leftward));
        let words = &mut self.words[usize::from(leftward)];
        if words.len() >= KEPT_WORDS {
            words.clear();
        }
        words.insert(text.into(), word.clone());
        word
    }

    pub fn forget_words(&mut self) {
        self.words = [HashMap::new(), HashMap::new()];
    }
}

/// A glyph where the shaper put it, and where its letters begin.
struct Placed {
    glyph: u16,
    start: usize,
    advance: i32,
    right: i32,
    up: i32,
}
