//! Takes the fonts from their npm packages and makes the programs the pages embed.
//!
//! Fonts are not committed: `cargo xtask setup` installs them under `ui/node_modules`, or `HANDRAIL_FONTS` names a folder
//! holding the four files. The two main faces go into every file whole, without the tables only a shaper needs, so that
//! work is done here once; the fallback faces are large and are cut to the used glyphs for each document.

use flate2::{Compress, Compression, FlushCompress};
use std::path::{Path, PathBuf};

const MAIN: [(&str, &str, &str); 2] = [
    ("regular", "atkinson-hyperlegible/400Regular", "AtkinsonHyperlegible_400Regular.ttf"),
    ("bold", "atkinson-hyperlegible/700Bold", "AtkinsonHyperlegible_700Bold.ttf"),
];
const FALLBACK: [(&str, &str, &str); 2] = [
    ("wide-regular", "noto-sans/400Regular", "NotoSans_400Regular.ttf"),
    ("wide-bold", "noto-sans/700Bold", "NotoSans_700Bold.ttf"),
];

fn main() {
    println!("cargo::rerun-if-env-changed=HANDRAIL_FONTS");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names an output folder"));
    for (name, package, file) in MAIN {
        let font = read(package, file);
        std::fs::write(out.join(format!("{name}.program")), whole_program(&font))
            .expect("the output folder is writable");
        std::fs::write(out.join(format!("{name}.ttf")), font).expect("the output folder is writable");
    }
    for (name, package, file) in FALLBACK {
        std::fs::write(out.join(format!("{name}.ttf")), read(package, file)).expect("the output folder is writable");
    }
}

fn read(package: &str, file: &str) -> Vec<u8> {
    let path = match std::env::var_os("HANDRAIL_FONTS") {
        Some(folder) => Path::new(&folder).join(file),
        None => Path::new("../../ui/node_modules/@expo-google-fonts").join(package).join(file),
    };
    println!("cargo::rerun-if-changed={}", path.display());
    std::fs::read(&path).unwrap_or_else(|_| {
        println!("cargo::error=The font {file} is missing. Run `cargo xtask setup`, or set HANDRAIL_FONTS to a folder that holds it.");
        std::process::exit(1)
    })
}

/// Every glyph under its own number, compressed; the length before compression stands in front.
fn whole_program(font: &[u8]) -> Vec<u8> {
    let mut glyphs = subsetter::GlyphRemapper::new();
    for glyph in 0..glyph_count(font) {
        assert_eq!(glyphs.remap(glyph), glyph, "glyph numbers stay as the shaper knows them");
    }
    let program = subsetter::subset(font, 0, &glyphs).expect("the font can be embedded");
    let mut packed = Vec::with_capacity(program.len());
    Compress::new(Compression::best(), true)
        .compress_vec(&program, &mut packed, FlushCompress::Finish)
        .expect("the room is enough");
    let length = u32::try_from(program.len()).expect("a font is smaller than 4 GB");
    [length.to_le_bytes().to_vec(), packed].concat()
}

/// Number of glyphs, from the table `maxp`.
fn glyph_count(font: &[u8]) -> u16 {
    let number =
        |at: usize, size: usize| font[at..at + size].iter().fold(0_usize, |n, byte| n << 8 | usize::from(*byte));
    let record =
        (0..number(4, 2)).map(|i| 12 + 16 * i).find(|&at| &font[at..at + 4] == b"maxp").expect("a font has maxp");
    u16::try_from(number(number(record + 8, 4) + 4, 2)).expect("two bytes")
}
