//! Pictures of every page, small and labelled, for a look at all of them at once:
//! `cargo run -p paper --example contact_sheet -- docs/pages`. Needs `pdftoppm` of poppler-utils.
//!
//! With the name of a kind behind the folder, all pages of that kind.

#[path = "../tests/bodies/mod.rs"]
mod bodies;

use bodies::kinds::{blank, filled, fixture, languages, leaving};
use bodies::{aftercare, client, context, how, letterhead, needs, people, printed_on, treatment};
use clinical::Kind;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{GrayImage, imageops};
use paper::{Language, Sheet, Size, aftercare_plan, day_sheet, has_own_page, recovery_kit, treatment_plan};
use printpdf::{Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Dots an inch: enough to read a heading, little enough to see the whole.
const DOTS: u32 = 64;
/// Pages beside each other.
const ACROSS: usize = 6;
/// White between two pages.
const GUTTER: u32 = 14;
/// Height of a label in points.
const LABEL: f32 = 16.;

/// More pages than any paper here has.
const ALL: usize = 40;

/// A file with its label.
struct Picture {
    label: String,
    file: Vec<u8>,
}

fn main() -> Outcome<()> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    fs::create_dir_all(&folder)?;
    if let Some(name) = std::env::args().nth(2) {
        let kind = Kind::named(&name).ok_or("there is no such kind")?;
        return contact_sheet(&folder.join(format!("{name}.png")), one_kind(kind, Sheet::Letter)?, Sheet::Letter, ALL);
    }
    for (name, sheet) in [("letter", Sheet::Letter), ("a4", Sheet::A4)] {
        contact_sheet(&folder.join(format!("filled-{name}.png")), every_kind(sheet, true)?, sheet, 1)?;
        contact_sheet(&folder.join(format!("blank-{name}.png")), every_kind(sheet, false)?, sheet, 1)?;
        contact_sheet(&folder.join(format!("own-{name}.png")), of_their_own(sheet)?, sheet, 1)?;
    }
    Ok(())
}

/// Every kind in every language it has; of those with Spanish also the large print.
fn every_kind(sheet: Sheet, with_body: bool) -> Outcome<Vec<Picture>> {
    let each = Kind::ALL.iter().map(|&kind| each_way(kind, sheet, with_body));
    Ok(each.collect::<Outcome<Vec<_>>>()?.into_iter().flatten().collect())
}

fn one_kind(kind: Kind, sheet: Sheet) -> Outcome<Vec<Picture>> {
    Ok(each_way(kind, sheet, true)?.into_iter().chain(each_way(kind, sheet, false)?).collect())
}

fn each_way(kind: Kind, sheet: Sheet, with_body: bool) -> Outcome<Vec<Picture>> {
    let mut pictures = Vec::new();
    for language in languages(kind) {
        let sizes: &[Size] = if language == Language::Es { &[Size::Normal, Size::Large] } else { &[Size::Normal] };
        for &size in sizes {
            let way = how(language, size, sheet);
            let file = if with_body { filled(kind, &fixture(kind), way)? } else { blank(kind, way)? };
            let label = match (language, size) {
                (Language::En, _) => kind.name().to_owned(),
                (Language::Es, Size::Normal) => format!("{}, Spanish", kind.name()),
                (Language::Es, Size::Large) => format!("{}, Spanish, large", kind.name()),
            };
            pictures.push(Picture { label, file });
        }
    }
    Ok(pictures)
}

fn of_their_own(sheet: Sheet) -> Outcome<Vec<Picture>> {
    let (client, people, letterhead, needs) = (client(), people(), letterhead(), needs());
    let mut pictures = Vec::new();
    for &language in Language::ALL {
        for size in [Size::Normal, Size::Large] {
            let way = how(language, size, sheet);
            let words = format!("{language:?}, {size:?}").to_lowercase();
            let (care, plan) = (aftercare(language), treatment(language));
            let file = aftercare_plan(&care, &client, &people, &context(1), &letterhead, printed_on(), way)?;
            pictures.push(Picture { label: format!("aftercare plan, {words}"), file });
            let file = treatment_plan(&plan, &needs, &client, &people, &context(2), &letterhead, printed_on(), way)?;
            pictures.push(Picture { label: format!("treatment plan, {words}"), file });
        }
    }
    // Pages that have no text of their own in every language are filled by the stored example.
    let drawn = |kind: &&Kind| pictures.iter().any(|it: &Picture| it.label.starts_with(&kind.title().to_lowercase()));
    let others: Vec<Kind> =
        Kind::ALL.iter().filter(|kind| has_own_page(**kind)).filter(|kind| !drawn(kind)).copied().collect();
    for kind in others {
        for language in languages(kind) {
            for size in [Size::Normal, Size::Large] {
                let file = leaving(kind, &fixture(kind), &context(1), how(language, size, sheet))?;
                let words = format!("{}, {language:?}, {size:?}", kind.title()).to_lowercase();
                pictures.push(Picture { label: words, file });
            }
        }
    }
    let file = day_sheet(&bodies::day::day(), &letterhead, sheet)?;
    pictures.push(Picture { label: "day sheet".into(), file });
    let key = "AB2C-DEF3-GH4I-JK5L-MN6O-PQ7R-ST2U-VW3X-YZ4A-BC5D-EF6G-HI7J-KL2M-NOPQ";
    let file = recovery_kit(key, "Pat Sample", &letterhead, printed_on(), sheet)?;
    pictures.push(Picture { label: "recovery kit".into(), file });
    Ok(pictures)
}

fn contact_sheet(to: &Path, pictures: Vec<Picture>, sheet: Sheet, most: usize) -> Outcome<()> {
    let (width, height) = if sheet == Sheet::Letter { (612., 792.) } else { (595.28, 841.89) };
    let dots = |points: f32| (points * DOTS as f32 / 72.).ceil() as u32;
    let (wide, high, label) = (dots(width), dots(height), dots(LABEL));
    let labels = drawn(&labels(&pictures, width)?, pictures.len())?;
    let mut tiles = Vec::new();
    for (picture, words) in pictures.iter().zip(labels) {
        let mut words = Some(words);
        tiles.extend(drawn(&picture.file, most)?.into_iter().map(|page| (words.take(), page)));
    }
    let rows = u32::try_from(tiles.len().div_ceil(ACROSS))?;
    let across = u32::try_from(ACROSS)?;
    let (all_wide, all_high) = (across * (wide + GUTTER) + GUTTER, rows * (high + label + GUTTER) + GUTTER);
    let mut all = GrayImage::from_pixel(all_wide, all_high, image::Luma([205]));
    for (i, (words, page)) in tiles.iter().enumerate() {
        let (column, row) = (u32::try_from(i % ACROSS)?, u32::try_from(i / ACROSS)?);
        let (x, y) = (GUTTER + column * (wide + GUTTER), GUTTER + row * (high + label + GUTTER));
        if let Some(words) = words {
            imageops::replace(&mut all, words, x.into(), y.into());
        }
        imageops::replace(&mut all, page, x.into(), (y + label).into());
    }
    // Sixteen greys are enough for letters, and halve the file.
    all.pixels_mut().for_each(|pixel| pixel.0[0] = (pixel.0[0] / 17) * 17);
    let file = fs::File::create(to)?;
    all.write_with_encoder(PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter))?;
    Ok(())
}

/// The first pages of a file as pictures.
fn drawn(file: &[u8], pages: usize) -> Outcome<Vec<GrayImage>> {
    let folder = std::env::temp_dir().join(format!("contact-sheet-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let pdf = folder.join("page.pdf");
    fs::write(&pdf, file)?;
    let (dots, last) = (DOTS.to_string(), pages.to_string());
    let options = ["-r", &dots, "-l", &last, "-gray", "-png"];
    let done = Command::new("pdftoppm").args(options).arg(&pdf).arg(folder.join("page")).status();
    if !done.map_err(|err| format!("pdftoppm of poppler-utils is needed: {err}"))?.success() {
        return Err("pdftoppm could not draw a page".into());
    }
    let entries = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "png"));
    // The numbers in the names all have the same length.
    files.sort();
    let drawn = files.iter().map(|path| Ok(image::open(path)?.to_luma8())).collect::<Outcome<_>>()?;
    fs::remove_dir_all(&folder)?;
    Ok(drawn)
}

/// Each label on a strip of paper of its own, so that no second way to draw letters is needed.
fn labels(pictures: &[Picture], width: f32) -> Outcome<Vec<u8>> {
    let font = include_bytes!(concat!(env!("OUT_DIR"), "/AtkinsonHyperlegible_400Regular.font"));
    let font = ParsedFont::from_bytes(font, 0, &mut Vec::new()).ok_or("the font cannot be read")?;
    let mut document = PdfDocument::new("Labels");
    let font = PdfFontHandle::External(document.add_font(&font));
    for picture in pictures {
        let text = vec![TextItem::Text(picture.label.replace('_', " "))];
        let ops = vec![
            Op::StartTextSection,
            Op::SetFont { font: font.clone(), size: Pt(13.) },
            Op::SetTextCursor { pos: Point { x: Pt(2.), y: Pt(4.) } },
            Op::ShowText { items: text },
            Op::EndTextSection,
        ];
        document.pages.push(PdfPage::new(Pt(width).into(), Pt(LABEL).into(), ops));
    }
    Ok(document.save(&PdfSaveOptions::default(), &mut Vec::new()))
}
