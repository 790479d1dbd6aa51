//! Prints the fictional plans in every language, size and sheet, the recovery kit and the day sheet, to a folder:
//! `cargo run -p paper --example sample -- FOLDER`.

#[path = "../tests/bodies/mod.rs"]
mod bodies;

use bodies::kinds::{filled, fixture};
use bodies::{aftercare, client, context, every_way, letterhead, needs, people, printed_on, treatment};
use clinical::Kind;
use paper::{Sheet, Unprintable, aftercare_plan, day_sheet, recovery_kit, treatment_plan};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let (client, people, letterhead) = (client(), people(), letterhead());
    for how in every_way() {
        let name = format!("{:?}-{:?}-{:?}", how.language, how.size, how.sheet).to_lowercase();
        let body = aftercare(how.language);
        let plan = || aftercare_plan(&body, &client, &people, &context(1), &letterhead, printed_on(), how);
        std::fs::write(folder.join(format!("aftercare-{name}.pdf")), plan()?)?;
        let body = treatment(how.language);
        let needs = needs();
        let plan = || treatment_plan(&body, &needs, &client, &people, &context(2), &letterhead, printed_on(), how);
        std::fs::write(folder.join(format!("treatment-{name}.pdf")), plan()?)?;
    }
    let key = "AB2C-DEF3-GH4I-JK5L-MN6O-PQ7R-ST2U-VW3X-YZ4A-BC5D-EF6G-HI7J-KL2M-NOPQ";
    let kit = recovery_kit(key, "Pat Sample", &letterhead, printed_on(), Sheet::Letter)?;
    std::fs::write(folder.join("recovery-kit.pdf"), kit)?;
    for sheet in [Sheet::Letter, Sheet::A4] {
        let name = format!("day-sheet-{sheet:?}.pdf").to_lowercase();
        std::fs::write(folder.join(name), day_sheet(&bodies::day::day(), &letterhead, sheet)?)?;
    }
    if let Some(times) = arguments.next() {
        time_prints(times.parse()?, &folder)?;
    }
    Ok(())
}

/// Medians of so many warm prints, with the fastest, written beside the pages.
fn time_prints(times: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let (client, people, letterhead, how) = (client(), people(), letterhead(), every_way()[0]);
    let (needs, first, second) = (needs(), context(1), context(2));
    let (care, plan) = (aftercare(how.language), treatment(how.language));
    let aftercare = || aftercare_plan(&care, &client, &people, &first, &letterhead, printed_on(), how);
    let treatment = || treatment_plan(&plan, &needs, &client, &people, &second, &letterhead, printed_on(), how);
    let mut report = format!("aftercare {}\ntreatment {}\n", median(times, aftercare)?, median(times, treatment)?);
    for kind in [Kind::GroupNote, Kind::FamilySession, Kind::Assessment] {
        let body = fixture(kind);
        let time = median(times, || filled(kind, &body, how))?;
        report.push_str(&format!("{} from its form {time}\n", kind.name()));
    }
    std::fs::write(folder.join("timing.txt"), report)?;
    Ok(())
}

fn median(times: usize, print: impl Fn() -> Result<Vec<u8>, Unprintable>) -> Result<String, Unprintable> {
    let mut all = Vec::new();
    for _ in 0..times.max(1) {
        let start = Instant::now();
        print()?;
        all.push(start.elapsed());
    }
    all.sort();
    Ok(format!("median {:?}, fastest {:?}", all[all.len() / 2], all[0]))
}
