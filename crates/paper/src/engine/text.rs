//! Faces, coverage, words shaped once and kept, paragraphs broken into lines. Lengths are 1/1000 em until a size is known.

use crate::engine::runs::{Run, may_break, unseen};
use harfrust::{FontRef, Script, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use printpdf::ParsedFont;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Kept words are people's words: few enough to be forgotten quickly, enough for a long plan.
const KEPT_WORDS: usize = 6_000;

/// What goes into one line: plain characters, a kern, or a glyph that is not simply its character's own.
#[derive(Debug)]
pub enum Show {
    Text(String),
    Kern(f32),
    Glyph(u16, String),
}

/// One shaped word with the space after it; `ink` is its width without that space.
#[derive(Debug)]
pub struct Word {
    pub show: Vec<Show>,
    pub glyphs: Vec<u16>,
    pub width: i32,
    pub ink: i32,
}

impl Word {
    fn push(&mut self, c: char, glyph: u16, advance: i32) {
        match self.show.last_mut() {
            Some(Show::Text(before)) => before.push(c),
            _ => self.show.push(Show::Text(c.into())),
        }
        self.glyphs.push(glyph);
        self.width += advance;
        self.ink = self.width;
    }
}

/// A word on its line.
#[derive(Clone, Debug)]
pub struct Piece {
    pub face: usize,
    pub word: Arc<Word>,
    pub framed: bool,
}

/// A broken line.
#[derive(Clone, Default, Debug)]
pub struct Line {
    pub pieces: Vec<Piece>,
    pub width: i32,
}

/// A font as it was installed, and, for a main face, the program made of it when this was built.
pub struct Source {
    pub name: &'static str,
    file: &'static [u8],
    pub program: Option<&'static [u8]>,
}

macro_rules! made {
    ($file:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $file))
    };
}

/// Pairs of regular and bold; the later pair stands in for characters the first lacks and is read only then.
const SOURCES: [Source; 4] = [
    Source {
        name: "AtkinsonHyperlegible-Regular",
        file: made!("regular.ttf"),
        program: Some(made!("regular.program")),
    },
    Source { name: "AtkinsonHyperlegible-Bold", file: made!("bold.ttf"), program: Some(made!("bold.program")) },
    Source { name: "NotoSans-Regular", file: made!("wide-regular.ttf"), program: None },
    Source { name: "NotoSans-Bold", file: made!("wide-bold.ttf"), program: None },
];

/// A font read: its characters, its widths, its shaper, and the words already shaped with it.
pub struct Face {
    pub source: &'static Source,
    pub table: ParsedFont,
    /// Glyphs of Latin letters by code point: nearly every character asked for.
    latin: Vec<u16>,
    shaper: Shaper<'static>,
    plans: Vec<(Script, ShapePlan)>,
    words: HashMap<Box<str>, Arc<Word>>,
}

impl Face {
    fn read(source: &'static Source) -> Option<Face> {
        let font = FontRef::new(source.file).ok()?;
        // Once per process and face: the shaper borrows it for ever.
        let shaper = Box::leak(Box::new(ShaperData::new(&font))).shaper(&font).build();
        let table = ParsedFont::from_bytes(source.file, 0, &mut Vec::new())?;
        // printpdf cuts widths to whole thousandths; a font of other units would drift.
        if table.units_per_em != 1000 {
            return None;
        }
        let latin = (0..0x250).map(|c| table.lookup_glyph_index(c).unwrap_or(0)).collect();
        Some(Face { source, table, latin, shaper, plans: Vec::new(), words: HashMap::new() })
    }

    pub fn file(&self) -> &'static [u8] {
        self.source.file
    }

    pub fn glyph(&self, c: char) -> Option<u16> {
        let near = self.latin.get(c as usize).copied();
        near.or_else(|| self.table.lookup_glyph_index(u32::from(c))).filter(|glyph| *glyph != 0)
    }

    pub fn advance(&self, glyph: u16) -> i32 {
        self.table.get_glyph_width(glyph).map_or(0, i32::from)
    }

    fn shape(&mut self, text: &str) -> Word {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let (script, direction) = (buffer.script(), buffer.direction());
        let known = self.plans.iter().position(|plan| plan.0 == script).unwrap_or_else(|| {
            self.plans.push((script, ShapePlan::new(&self.shaper, direction, Some(script), None, &[])));
            self.plans.len() - 1
        });
        let shaped = self.shaper.shape(buffer, ShapeOptions::new().plan(Some(&self.plans[known].1)));
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut word = Word { show: Vec::new(), glyphs: Vec::new(), width: 0, ink: 0 };
        for (i, (info, place)) in infos.iter().zip(places).enumerate() {
            let (glyph, start) = (info.glyph_id as u16, info.cluster as usize);
            let end = infos[i + 1..].iter().map(|next| next.cluster as usize).find(|&next| next > start);
            let follows = i > 0 && infos[i - 1].cluster as usize == start;
            let splits = infos.get(i + 1).is_some_and(|next| next.cluster as usize == start);
            let part = &text[start..end.unwrap_or(text.len())];
            // A letter the font would draw in two parts is drawn as the one it also holds, so that it reads back as one.
            let one = (follows || splits).then(|| self.only_glyph(part)).flatten();
            if let Some((c, glyph)) = one {
                if !follows {
                    word.push(c, glyph, self.advance(glyph));
                }
                continue;
            }
            let part = if follows { "" } else { part };
            let mut characters = part.chars();
            match (characters.next(), characters.next()) {
                (Some(c), None) if self.glyph(c) == Some(glyph) && place.x_offset == 0 => match word.show.last_mut() {
                    Some(Show::Text(before)) => before.push(c),
                    _ => word.show.push(Show::Text(c.into())),
                },
                _ => {
                    let shift = place.x_offset as f32;
                    word.show.extend((shift != 0.).then_some(Show::Kern(-shift)));
                    word.show.push(Show::Glyph(glyph, part.into()));
                    word.show.extend((shift != 0.).then_some(Show::Kern(shift)));
                }
            }
            word.glyphs.push(glyph);
            let kern = self.advance(glyph) - place.x_advance;
            if kern != 0 {
                word.show.push(Show::Kern(kern as f32));
            }
            word.width += place.x_advance;
            if part != " " {
                word.ink = word.width;
            }
        }
        word
    }

    /// The glyph of a text that is a single character.
    fn only_glyph(&self, text: &str) -> Option<(char, u16)> {
        let mut characters = text.chars();
        let c = characters.next().filter(|_| characters.next().is_none())?;
        Some((c, self.glyph(c)?))
    }

    fn word(&mut self, text: &str) -> Arc<Word> {
        if let Some(word) = self.words.get(text) {
            return word.clone();
        }
        if self.words.len() >= KEPT_WORDS {
            self.words.clear();
        }
        let word = Arc::new(self.shape(text));
        self.words.insert(text.into(), word.clone());
        word
    }
}

/// Everything needed to set text, kept for the life of the process.
pub struct Text {
    faces: [OnceCell<Option<Face>>; SOURCES.len()],
    breaks: LineSegmenterBorrowed<'static>,
    /// Characters met that cannot be printed. Nothing is written while there is one.
    pub missing: BTreeSet<char>,
}

impl Text {
    pub fn new() -> Self {
        Text {
            faces: Default::default(),
            breaks: LineSegmenter::new_auto(Default::default()),
            missing: BTreeSet::new(),
        }
    }

    pub fn count(&self) -> usize {
        SOURCES.len()
    }

    pub fn face(&self, i: usize) -> Option<&Face> {
        static FONTS: [Source; 4] = SOURCES;
        self.faces[i].get_or_init(|| Face::read(&FONTS[i])).as_ref()
    }

    pub fn forget_words(&mut self) {
        for face in self.faces.iter_mut().filter_map(|face| face.get_mut()?.as_mut()) {
            face.words = HashMap::new();
        }
        self.missing.clear();
    }

    /// The face that holds a character, the wanted weight first.
    fn face_for(&mut self, c: char, bold: bool) -> usize {
        let wanted = usize::from(bold);
        if self.face(wanted).is_some_and(|face| face.glyph(c).is_some()) && !unseen(c) {
            return wanted;
        }
        let holds = |i: &usize| self.face(*i).is_some_and(|face| face.glyph(c).is_some());
        match (wanted..self.count()).step_by(2).chain(0..self.count()).find(holds) {
            Some(found) if !unseen(c) => found,
            _ => {
                self.missing.insert(c);
                wanted
            }
        }
    }

    /// Whether a character prints, without counting it as missing.
    pub fn prints(&mut self, c: char) -> bool {
        let known = std::mem::take(&mut self.missing);
        self.face_for(c, false);
        let prints = self.missing.is_empty() || c == '\n';
        self.missing = known;
        prints
    }

    fn piece(&mut self, face: usize, text: &str, framed: bool) -> Option<Piece> {
        self.face(face)?;
        let word = self.faces[face].get_mut()?.as_mut()?.word(text);
        Some(Piece { face, word, framed })
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
        let breaks = self.breaks;
        let cuts =
            breaks.segment_str(&text).skip(1).filter(|&at| at == text.len() || (!whole(at) && may_break(&text, at)));
        let (mut out, mut line, mut from) = (Vec::new(), Line::default(), 0);
        for to in cuts {
            let hard = text[from..to].ends_with('\n');
            let part = &text[from..to - usize::from(hard)];
            let mut pieces = self.pieces(part, from, &ends, false);
            let wide = ink(&pieces) > max;
            if wide {
                pieces = self.pieces(part, from, &ends, true);
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
                line.pieces.extend(self.piece(0, " ", false));
                out.push(std::mem::take(&mut line));
            }
            from = to;
        }
        if !line.pieces.is_empty() || out.is_empty() {
            out.push(line);
        }
        out
    }

    /// Cuts where weight or face changes, and at every character if asked. Combining marks stay with their letter.
    fn pieces(&mut self, text: &str, at: usize, ends: &[(usize, &Run)], each: bool) -> Vec<Piece> {
        let (mut out, mut from, mut now) = (Vec::new(), 0, (0, false));
        // A word with one letter of the fallback face is set in it whole, so that no name changes face midway.
        let falls_back = !text.is_ascii() && text.chars().any(|c| self.face_for(c, false) >= 2);
        for (i, c) in text.char_indices() {
            let run = ends.iter().find(|(end, _)| at + i < *end).map(|end| end.1);
            let mark = i > 0 && ('\u{300}'..='\u{36f}').contains(&c);
            let mark = mark && self.face(now.0).is_some_and(|face| face.glyph(c).is_some());
            let next = match mark {
                true => now,
                false => {
                    let bold = run.is_some_and(|run| run.bold);
                    let wide = 2 + usize::from(bold);
                    let holds = falls_back && !unseen(c) && self.face(wide).is_some_and(|face| face.glyph(c).is_some());
                    (if holds { wide } else { self.face_for(c, bold) }, run.is_some_and(|run| run.framed))
                }
            };
            if i > 0 && (next != now || (each && !mark)) {
                out.extend(self.piece(now.0, &text[from..i], now.1));
                from = i;
            }
            now = next;
        }
        if from < text.len() {
            out.extend(self.piece(now.0, &text[from..], now.1));
        }
        out
    }
}

/// Width without the space at the end.
fn ink(pieces: &[Piece]) -> i32 {
    let all: i32 = pieces.iter().map(|piece| piece.word.width).sum();
    all - pieces.last().map_or(0, |last| last.word.width - last.word.ink)
}
