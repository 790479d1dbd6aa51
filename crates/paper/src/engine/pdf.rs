//! Pages become printpdf operations; the font programs, made ready when this was built, are put in with lopdf.

use crate::engine::faces::Show;
use crate::engine::flow::{Draw, Kid, Node, Page, Shape};
use crate::engine::tags::{self, Title};
use crate::engine::text::{Line, Text};
use flate2::{Compress, Compression, FlushCompress};
use lopdf::{Document, Object, ObjectId, dictionary};
use printpdf::{
    Codepoint, Color, DictItem, FontId, Greyscale, LinePoint, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle,
    PdfPage, PdfSaveOptions, Point, Pt, Rect, TextItem, TextMatrix,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A font program as it is embedded: length before compression, compressed bytes, old glyph to new glyph.
struct Program {
    length: usize,
    packed: Vec<u8>,
    glyphs: Option<BTreeMap<u16, u16>>,
}

impl Program {
    fn glyph(&self, old: u16) -> u16 {
        self.glyphs.as_ref().map_or(old, |glyphs| glyphs.get(&old).copied().unwrap_or(0))
    }
}

/// A glyph as it is written into a page: what it reads as and how far it moves on. One glyph may read as several letters,
/// so each reading has a code of its own behind the numbers of the glyphs.
type Reading = (u16, String, u16);

/// A font of one document.
struct Embedded {
    program: Arc<Program>,
    /// Number of glyphs in the program: the first code that is no glyph's own.
    first: u16,
    codes: BTreeMap<Reading, u16>,
    /// The glyph of each code from `first` on.
    glyphs: Vec<u16>,
    /// What the newest code reads as.
    newest: String,
}

impl Embedded {
    /// The code of a reading, by the font's own glyph number.
    fn code(&mut self, glyph: u16, text: &str, width: u16) -> u16 {
        let reading = (glyph, text.to_owned(), width);
        if let Some(code) = self.codes.get(&reading) {
            return *code;
        }
        // Some readers take two neighbors that read alike for a run of letters, and count on.
        if !text.is_empty() && self.newest == text {
            self.glyphs.push(0);
        }
        text.clone_into(&mut self.newest);
        let code = self.first.saturating_add(self.glyphs.len() as u16);
        self.glyphs.push(self.program.glyph(glyph));
        self.codes.insert(reading, code);
        code
    }

    /// Which glyph each code draws, two bytes each.
    fn map(&self) -> Vec<u8> {
        (0..self.first).chain(self.glyphs.iter().copied()).flat_map(u16::to_be_bytes).collect()
    }
}

/// Cut fallback faces by face and glyph set, and one compressor for every stream: setting one up costs more than its work.
#[derive(Default)]
pub struct Programs {
    cut: HashMap<(usize, Vec<u16>), Arc<Program>>,
    compressor: Option<Compress>,
}

/// Sets of fallback glyphs kept; a set hardly ever comes twice, and its glyphs are parts of names.
const KEPT_SETS: usize = 8;

impl Programs {
    fn of(&mut self, text: &Text, i: usize, used: &BTreeSet<u16>) -> Result<Arc<Program>, String> {
        let face = text.face(i).ok_or("A font of this program cannot be read.")?;
        if let Some((length, packed)) = face.source.program.and_then(|program| program.split_first_chunk::<4>()) {
            let (length, packed) = (u32::from_le_bytes(*length) as usize, packed.to_vec());
            return Ok(Arc::new(Program { length, packed, glyphs: None }));
        }
        let key = (i, used.iter().copied().collect::<Vec<_>>());
        if let Some(kept) = self.cut.get(&key) {
            return Ok(kept.clone());
        }
        let mut remapper = subsetter::GlyphRemapper::new();
        let glyphs = Some(used.iter().map(|&glyph| (glyph, remapper.remap(glyph))).collect());
        let program = subsetter::subset(face.file, 0, &remapper).map_err(|error| error.to_string())?;
        let packed = pack(&mut Compress::new(Compression::new(6), true), &program)?;
        let made = Arc::new(Program { length: program.len(), packed, glyphs });
        if self.cut.len() >= KEPT_SETS {
            self.cut.clear();
        }
        self.cut.insert(key, made.clone());
        Ok(made)
    }
}

fn pack(compressor: &mut Compress, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
    compressor.reset();
    compressor.compress_vec(bytes, &mut packed, FlushCompress::Finish).map_err(|error| error.to_string())?;
    Ok(packed)
}

/// Operations of one page, with the marked part and the text object that stand open.
struct Pen<'a> {
    ops: Vec<Op>,
    open: Option<usize>,
    text: bool,
    font: Option<(usize, f32)>,
    page: usize,
    height: f32,
    marks: i64,
    fonts: &'a BTreeMap<usize, Embedded>,
}

impl Pen<'_> {
    fn close(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.text) {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn open(&mut self, node: usize, nodes: &mut [Node]) {
        if self.open == Some(node) {
            return;
        }
        self.close();
        self.open = Some(node);
        if node == 0 {
            return self.ops.push(Op::BeginMarkedContent { tag: "Artifact".into() });
        }
        let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(self.marks))]);
        let (tag, properties) = (nodes[node].tag.into(), DictItem::Dict { map });
        self.ops.push(Op::BeginMarkedContentWithProperties { tag, properties });
        nodes[node].kids.push(Kid::Mark { page: self.page, id: self.marks });
        self.marks += 1;
    }

    fn draw(&mut self, draw: &Draw, nodes: &mut [Node]) {
        match draw {
            Draw::Text { x, y, size, line, node, white } => {
                self.open(*node, nodes);
                if !std::mem::replace(&mut self.text, true) {
                    self.ops.push(Op::StartTextSection);
                }
                if *white {
                    self.ops.push(Op::SetFillColor { col: grey(1.) });
                }
                self.show(line, *size, (*x, self.height - y));
                if *white {
                    self.ops.push(Op::SetFillColor { col: grey(0.) });
                }
            }
            Draw::Shape { x, y, w, h, shape, node } => {
                self.open(*node, nodes);
                self.end_text();
                self.shape((*x, self.height - y, *w, *h), *shape);
            }
            Draw::Pen { y, points } => {
                self.open(0, nodes);
                self.end_text();
                let point = |&(right, down): &(f32, f32)| LinePoint {
                    p: Point { x: Pt(right), y: Pt(self.height - y - down) },
                    bezier: false,
                };
                let points = points.iter().map(point).collect();
                self.ops.push(Op::SetOutlineThickness { pt: Pt(0.9) });
                self.ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
            }
        }
    }

    fn show(&mut self, line: &Line, size: f32, (x, y): (f32, f32)) {
        let mut placed = false;
        for part in line.pieces.chunk_by(|a, b| a.face == b.face) {
            let face = part[0].face;
            if self.font != Some((face, size)) {
                self.font = Some((face, size));
                self.ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(face)), size: Pt(size) });
            }
            if !std::mem::replace(&mut placed, true) {
                self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) });
            }
            let mut items: Vec<TextItem> = Vec::new();
            for show in part.iter().flat_map(|piece| &piece.word.show) {
                match show {
                    Show::Text(text) => match items.last_mut() {
                        Some(TextItem::Text(before)) => before.push_str(text),
                        _ => items.push(TextItem::Text(text.clone())),
                    },
                    Show::Kern(kern) => items.push(TextItem::Offset(*kern)),
                    Show::Rise(up) => {
                        self.ops.push(Op::ShowText { items: std::mem::take(&mut items) });
                        self.ops.push(Op::SetLineOffset { multiplier: size * *up as f32 / 1000. });
                    }
                    Show::Glyph { glyph, text, width } => {
                        let reading = (*glyph, text.clone(), *width);
                        let code = self.fonts.get(&face).and_then(|font| font.codes.get(&reading)).copied();
                        let shown = Codepoint::with_cid(code.unwrap_or(0), 0., text.clone());
                        items.push(TextItem::GlyphIds(vec![shown]));
                    }
                }
            }
            self.ops.push(Op::ShowText { items });
        }
    }

    fn shape(&mut self, (x, top, w, h): (f32, f32, f32, f32), shape: Shape) {
        let rectangle = |inset: f32, mode| Rect {
            x: Pt(x + inset),
            y: Pt(top - h + inset),
            width: Pt(w - 2. * inset),
            height: Pt(h - 2. * inset),
            mode: Some(mode),
            winding_order: None,
        };
        match shape {
            Shape::Fill(tint) => {
                let tinted = tint > 0.;
                self.ops.extend(tinted.then(|| Op::SetFillColor { col: grey(tint) }));
                self.ops.push(Op::DrawRectangle { rectangle: rectangle(0., PaintMode::Fill) });
                self.ops.extend(tinted.then(|| Op::SetFillColor { col: grey(0.) }));
            }
            Shape::Frame(weight) => {
                self.ops.push(Op::SetOutlineThickness { pt: Pt(weight) });
                self.ops.push(Op::DrawRectangle { rectangle: rectangle(weight / 2., PaintMode::Stroke) });
            }
            Shape::Tick => {
                let point = |right: f32, down: f32| LinePoint {
                    p: Point { x: Pt(x + w * right), y: Pt(top - h * down) },
                    bezier: false,
                };
                let points = vec![point(0.2, 0.52), point(0.42, 0.78), point(0.86, 0.16)];
                self.ops.push(Op::SetOutlineThickness { pt: Pt(w * 0.16) });
                self.ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
            }
        }
    }
}

fn grey(percent: f32) -> Color {
    Color::Greyscale(Greyscale { percent, icc_profile: None })
}

fn font_id(face: usize) -> FontId {
    FontId(format!("T{face}"))
}

pub fn write(
    text: &Text,
    programs: &mut Programs,
    pages: &[Page],
    nodes: &mut [Node],
    title: &Title,
) -> Result<Vec<u8>, String> {
    let mut document = PdfDocument::new(title.text);
    let embedded = embed(text, programs, pages, &mut document)?;
    for (page, laid) in pages.iter().enumerate() {
        let ops = Vec::with_capacity(laid.draw.len() * 4);
        let height = title.sheet.1;
        let mut pen = Pen { ops, open: None, text: false, font: None, page, height, marks: 0, fonts: &embedded };
        laid.draw.iter().for_each(|draw| pen.draw(draw, nodes));
        pen.close();
        document.pages.push(PdfPage::new(Pt(title.sheet.0).into(), Pt(height).into(), pen.ops));
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let mut pdf = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(format!("The page could not be written: {warning:?}"));
    }
    let id = finish_streams(&mut pdf, programs, &embedded)?;
    tags::tag(&mut pdf, nodes, pages.len())?;
    tags::bookmarks(&mut pdf, pages, title)?;
    tags::describe(&mut pdf, title, id)?;
    let mut bytes = Vec::with_capacity(128 << 10);
    pdf.save_to(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Finds the glyphs used and gives printpdf a five-byte stand-in for each font: it would copy the whole file several times.
fn embed(
    text: &Text,
    programs: &mut Programs,
    pages: &[Page],
    document: &mut PdfDocument,
) -> Result<BTreeMap<usize, Embedded>, String> {
    let mut used: BTreeMap<usize, Used> = BTreeMap::new();
    let mut seen = HashSet::new();
    for draw in pages.iter().flat_map(|page| &page.draw) {
        let Draw::Text { line, .. } = draw else { continue };
        for piece in line.pieces.iter().filter(|piece| seen.insert(Arc::as_ptr(&piece.word))) {
            let of = used.entry(piece.face).or_default();
            of.glyphs.extend(&piece.word.glyphs);
            for show in &piece.word.show {
                match show {
                    Show::Text(text) => of.characters.extend(text.chars()),
                    Show::Glyph { glyph, text, width } => {
                        of.readings.insert((*glyph, text.clone(), *width));
                    }
                    Show::Kern(_) | Show::Rise(_) => {}
                }
            }
        }
    }
    let mut embedded = BTreeMap::new();
    for (i, of) in used {
        let face = text.face(i).ok_or("A font of this program cannot be read.")?;
        let program = programs.of(text, i, &of.glyphs)?;
        let first = program.glyphs.as_ref().map_or(face.source.glyphs, |glyphs| glyphs.len() as u16 + 1);
        let mut font = Embedded { program, first, codes: BTreeMap::new(), glyphs: Vec::new(), newest: String::new() };
        let mut widths: BTreeMap<u16, u16> = BTreeMap::new();
        let (mut shown, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for c in of.characters {
            let Some(glyph) = face.glyph(c) else { continue };
            let width = u16::try_from(face.advance(glyph)).unwrap_or(0);
            // Two characters may share a glyph: the second is read by a code of its own.
            let code =
                if taken.insert(glyph) { font.program.glyph(glyph) } else { font.code(glyph, &c.to_string(), width) };
            shown.insert(u32::from(c), code);
            widths.insert(code, width);
        }
        for (glyph, text, width) in of.readings {
            widths.insert(font.code(glyph, &text, width), width);
        }
        let (name, metrics) = (format!("HANDRL+{}", face.source.name), face.table.font_metrics.clone());
        let mut stand_in =
            ParsedFont::with_glyph_data(vec![0, 1, 0, 0, i as u8], 0, Some(name), shown, widths, 1000, metrics);
        stand_in.pdf_font_metrics = face.table.pdf_font_metrics.clone();
        stand_in.pdf_font_metrics.units_per_em = 1000;
        document.resources.fonts.map.insert(font_id(i), printpdf::PdfFont::new(stand_in));
        embedded.insert(i, font);
    }
    Ok(embedded)
}

/// What the pages use of one face.
#[derive(Default)]
struct Used {
    glyphs: BTreeSet<u16>,
    characters: BTreeSet<char>,
    readings: BTreeSet<Reading>,
}

/// Says of every font which glyph each of its codes draws.
fn map_codes(pdf: &mut Document, embedded: &BTreeMap<usize, Embedded>) -> Result<(), String> {
    let program = |id: &ObjectId| pdf.get_object(*id).and_then(Object::as_stream).ok();
    let face = |descriptor: &Object| {
        let descriptor = pdf.get_dictionary(descriptor.as_reference().ok()?).ok()?;
        let stand_in = program(&descriptor.get(b"FontFile2").ok()?.as_reference().ok()?)?;
        stand_in.content.get(4).map(|byte| usize::from(*byte))
    };
    let mut found = Vec::new();
    for (id, object) in &pdf.objects {
        let Ok(Ok([Object::Dictionary(descendant)])) = object
            .as_dict()
            .map(|font| font.get(b"DescendantFonts").and_then(Object::as_array).map(|fonts| fonts.as_slice()))
        else {
            continue;
        };
        let face = descendant.get(b"FontDescriptor").ok().and_then(face);
        found.push((*id, face.ok_or("A font went missing.")?));
    }
    for (id, face) in found {
        let Some(font) = embedded.get(&face).filter(|font| !font.glyphs.is_empty()) else { continue };
        let map = pdf.add_object(lopdf::Stream::new(dictionary! {}, font.map()));
        let of = pdf.get_object_mut(id).and_then(Object::as_dict_mut).map_err(|error| error.to_string())?;
        if let Ok(Object::Array(fonts)) = of.get_mut(b"DescendantFonts")
            && let Some(Object::Dictionary(descendant)) = fonts.first_mut()
        {
            descendant.set("CIDToGIDMap", map);
        }
    }
    Ok(())
}

/// Puts the real font programs in, compresses the pages, and makes the file's id of what stands on them.
fn finish_streams(
    pdf: &mut Document,
    programs: &mut Programs,
    embedded: &BTreeMap<usize, Embedded>,
) -> Result<[u8; 16], String> {
    map_codes(pdf, embedded)?;
    let compressor = programs.compressor.get_or_insert_with(|| Compress::new(Compression::new(1), true));
    let mut id = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for object in pdf.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has(b"Length1") {
            let face = stream.content.get(4).map_or(0, |byte| usize::from(*byte));
            let program = &embedded.get(&face).ok_or("A font went missing.")?.program;
            let about = dictionary! { "Length1" => program.length as i64, "Filter" => "FlateDecode" };
            *stream = lopdf::Stream::new(about, program.packed.clone());
        } else {
            for byte in &stream.content {
                id = (id ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
            }
            let packed = pack(compressor, &stream.content)?;
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(id.to_be_bytes())
}
