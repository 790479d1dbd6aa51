//! Takes the fonts from their npm packages and makes the programs the pages embed.
//!
//! Fonts are not committed: `cargo xtask setup` installs them under `ui/node_modules`, or `HANDRAIL_FONTS` names a folder
//! holding the files. The two main faces go into every file whole, without the tables only a shaper needs, so that work is
//! done here once. The others are packed, unpacked when a letter asks for them, and cut to the used glyphs for each document.
//! Together they weigh 13 MB in the program, of which 9 MB are Chinese characters and Korean syllables.

use flate2::{Compress, Compression, FlushCompress};
use read_fonts::{FontRef, TableProvider as _};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The faces as package, weight and file, in the order they are asked for a letter: pairs of regular and bold first.
const FACES: &[(&str, &str)] = &[
    ("atkinson-hyperlegible/400Regular", "AtkinsonHyperlegible_400Regular"),
    ("atkinson-hyperlegible/700Bold", "AtkinsonHyperlegible_700Bold"),
    ("noto-sans/400Regular", "NotoSans_400Regular"),
    ("noto-sans/700Bold", "NotoSans_700Bold"),
    ("noto-sans-hebrew/400Regular", "NotoSansHebrew_400Regular"),
    ("noto-sans-arabic/400Regular", "NotoSansArabic_400Regular"),
    ("noto-sans-syriac/400Regular", "NotoSansSyriac_400Regular"),
    ("noto-sans-nko/400Regular", "NotoSansNKo_400Regular"),
    ("noto-sans-adlam/400Regular", "NotoSansAdlam_400Regular"),
    ("noto-sans-devanagari/400Regular", "NotoSansDevanagari_400Regular"),
    ("noto-sans-bengali/400Regular", "NotoSansBengali_400Regular"),
    ("noto-sans-gurmukhi/400Regular", "NotoSansGurmukhi_400Regular"),
    ("noto-sans-gujarati/400Regular", "NotoSansGujarati_400Regular"),
    ("noto-sans-oriya/400Regular", "NotoSansOriya_400Regular"),
    ("noto-sans-tamil/400Regular", "NotoSansTamil_400Regular"),
    ("noto-sans-telugu/400Regular", "NotoSansTelugu_400Regular"),
    ("noto-sans-kannada/400Regular", "NotoSansKannada_400Regular"),
    ("noto-sans-malayalam/400Regular", "NotoSansMalayalam_400Regular"),
    ("noto-sans-sinhala/400Regular", "NotoSansSinhala_400Regular"),
    ("noto-sans-thai/400Regular", "NotoSansThai_400Regular"),
    ("noto-sans-lao/400Regular", "NotoSansLao_400Regular"),
    ("noto-sans-khmer/400Regular", "NotoSansKhmer_400Regular"),
    ("noto-sans-myanmar/400Regular", "NotoSansMyanmar_400Regular"),
    ("noto-sans-ethiopic/400Regular", "NotoSansEthiopic_400Regular"),
    ("noto-sans-armenian/400Regular", "NotoSansArmenian_400Regular"),
    ("noto-sans-georgian/400Regular", "NotoSansGeorgian_400Regular"),
    ("noto-sans-cherokee/400Regular", "NotoSansCherokee_400Regular"),
    ("noto-sans-canadian-aboriginal/400Regular", "NotoSansCanadianAboriginal_400Regular"),
    ("noto-sans-osage/400Regular", "NotoSansOsage_400Regular"),
    ("noto-sans-tifinagh/400Regular", "NotoSansTifinagh_400Regular"),
    ("noto-sans-symbols/400Regular", "NotoSansSymbols_400Regular"),
    ("noto-emoji/400Regular", "NotoEmoji_400Regular"),
    ("noto-sans-symbols-2/400Regular", "NotoSansSymbols2_400Regular"),
    // The Chinese face holds every Han character in use, also the traditional ones and those of Japanese names, and kana.
    ("noto-sans-sc/400Regular", "NotoSansSC_400Regular"),
    ("noto-sans-kr/400Regular", "NotoSansKR_400Regular"),
];

/// How many of them go into every file whole.
const MAIN: usize = 2;

fn main() {
    println!("cargo::rerun-if-env-changed=HANDRAIL_FONTS");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names an output folder"));
    let write = |name: String, bytes: Vec<u8>| {
        std::fs::write(out.join(name), bytes).expect("the output folder is writable");
    };
    let mut list = format!("pub const SOURCES: [Source; {}] = [\n", FACES.len());
    for (i, (package, file)) in FACES.iter().enumerate() {
        let bytes = read(package, file);
        let font = FontRef::new(&bytes).expect("the font can be read");
        let units = font.head().expect("a font has head").units_per_em();
        let glyphs = font.maxp().expect("a font has maxp").num_glyphs();
        let name = file.replace("_400", "-").replace("_700", "-");
        let program = if i < MAIN { format!("Some(made!(\"{file}.program\"))") } else { "None".into() };
        let covers = covers(&font);
        writeln!(
            list,
            "Source {{ name: {name:?}, file: made!(\"{file}.font\"), packed: {}, program: {program}, units: {units}, glyphs: {glyphs}, covers: &{covers:?} }},",
            i >= MAIN
        )
        .expect("a text takes more");
        if i < MAIN {
            write(format!("{file}.program"), packed(&whole_program(&bytes, glyphs)));
        }
        write(format!("{file}.font"), if i < MAIN { bytes } else { packed(&bytes) });
    }
    list.push_str("];\n");
    write("sources.rs".into(), list.into_bytes());
}

fn read(package: &str, file: &str) -> Vec<u8> {
    let file = format!("{file}.ttf");
    let path = match std::env::var_os("HANDRAIL_FONTS") {
        Some(folder) => Path::new(&folder).join(&file),
        None => Path::new("../../ui/node_modules/@expo-google-fonts").join(package).join(&file),
    };
    println!("cargo::rerun-if-changed={}", path.display());
    std::fs::read(&path).unwrap_or_else(|_| {
        println!("cargo::error=The font {file} is missing. Run `cargo xtask setup`, or set HANDRAIL_FONTS to a folder that holds it.");
        std::process::exit(1)
    })
}

/// The characters a font has a glyph for, as ranges of first and last.
fn covers(font: &FontRef<'_>) -> Vec<(u32, u32)> {
    let cmap = font.cmap().expect("a font has cmap");
    let (_, _, table) = cmap.best_subtable().expect("a font maps characters");
    let mut all: Vec<u32> = table.iter().filter(|(_, glyph)| glyph.to_u32() != 0).map(|(c, _)| c).collect();
    all.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in all {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 >= c => last.1 = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges
}

/// Every glyph under its own number.
fn whole_program(font: &[u8], count: u16) -> Vec<u8> {
    let mut glyphs = subsetter::GlyphRemapper::new();
    for glyph in 0..count {
        assert_eq!(glyphs.remap(glyph), glyph, "glyph numbers stay as the shaper knows them");
    }
    subsetter::subset(font, 0, &glyphs).expect("the font can be embedded")
}

/// Compressed; the length before compression stands in front.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len());
    Compress::new(Compression::best(), true)
        .compress_vec(bytes, &mut packed, FlushCompress::Finish)
        .expect("the room is enough");
    let length = u32::try_from(bytes.len()).expect("a font is smaller than 4 GB");
    [length.to_le_bytes().to_vec(), packed].concat()
}
