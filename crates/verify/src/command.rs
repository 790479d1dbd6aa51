//! The check from a command line.

use crate::{Found, Outside, Report, Unchecked, check, exported, is_exported, vault};
use std::io::{BufRead, Write};
use std::path::Path;
use zeroize::Zeroizing;

const USAGE: &str = "\
verify FOLDER [NAME] [--code CODE] [--checkpoint FILE]

  FOLDER            a record's folder, a backup, or an exported folder
  NAME              sign-in name, for a record or a backup; the password is read from standard input
  --code CODE       a short code from a day sheet or a backup: its row must be in the trail
  --checkpoint FILE a checkpoint kept elsewhere, or a backup's manifest.json: its row must be in the trail

Answers 0 when everything fits, 1 when something does not (the first bad record is named), 2 when nothing could be checked.";

/// Runs a check and answers the exit code: 0 everything fits, 1 something does not, 2 it could not be checked.
pub fn run(words: &[String], input: &mut dyn BufRead, output: &mut dyn Write) -> i32 {
    match asked(words, input) {
        Ok(report) => {
            let _ = output.write_all(told(&report).as_bytes());
            i32::from(report.first_bad.is_some())
        }
        Err(Unchecked(why)) => {
            let _ = writeln!(output, "{why}");
            2
        }
    }
}

fn asked(words: &[String], input: &mut dyn BufRead) -> Result<Report, Unchecked> {
    let usage = || Unchecked(USAGE.to_owned());
    let (mut plain, mut outside) = (Vec::new(), Outside::default());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--code" => outside.code = Some(rest.next().ok_or_else(usage)?.clone()),
            "--checkpoint" => {
                let path = rest.next().ok_or_else(usage)?;
                let text = std::fs::read_to_string(path);
                outside.checkpoint =
                    Some(note(&text.map_err(|_| Unchecked("The checkpoint's file cannot be read.".into()))?));
            }
            other if other.starts_with("--") => return Err(usage()),
            _ => plain.push(word.as_str()),
        }
    }
    let (folder, name) = match plain.as_slice() {
        [folder] => (Path::new(folder), None),
        [folder, name] => (Path::new(folder), Some(*name)),
        _ => return Err(usage()),
    };
    let found = if is_exported(folder) {
        exported(folder)?
    } else if folder.join("vault.db").is_file() {
        let mut line = Zeroizing::new(String::new());
        input.read_line(&mut line).map_err(|_| Unchecked("The password could not be read.".into()))?;
        vault(folder, name, line.trim_end_matches(['\r', '\n']))?
    } else {
        return Err(Unchecked("There is neither a record nor an export in this folder.".into()));
    };
    Ok(match found {
        Found::Record(record) => check(&record, &outside),
        Found::Damaged(damage) => Report { first_bad: Some(damage), ..Report::default() },
    })
}

/// A checkpoint's text, also out of a backup's manifest.
fn note(text: &str) -> String {
    let manifest = serde_json::from_str::<serde_json::Value>(text).ok();
    manifest
        .and_then(|manifest| manifest["checkpoint"]["note"].as_str().map(str::to_owned))
        .unwrap_or_else(|| text.to_owned())
}

fn told(report: &Report) -> String {
    let mut lines = vec![format!(
        "Checked {} versions, {} signatures, {} audit rows and {} checkpoints.",
        report.versions, report.signatures, report.audited, report.checkpoints
    )];
    let (notes, kept) = (report.withheld_notes, report.withheld_by_restriction);
    if notes + kept > 0 {
        lines.push(format!(
            "{} versions were withheld from the export, {notes} of counseling notes and {kept} by agreed restrictions: their ids are checked, their text is not.",
            notes + kept
        ));
    }
    match &report.first_bad {
        Some(bad) => lines.push(format!("First bad record: {bad}")),
        None => {
            lines.push("Everything fits.".into());
            if let Some((seq, code)) = &report.newest {
                lines.push(format!("The audit trail ends at row {seq}, code {code}."));
            }
            if let Some(seq) = report.code_row {
                lines.push(format!("The code given stands for row {seq}."));
            }
            lines.push("Lists on the screens are made from versions and are not looked at here; Handrail compares them under \"Check the record\".".into());
        }
    }
    lines.join("\n") + "\n"
}
