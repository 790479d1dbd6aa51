//! Handrail without its window: one request per line, a whole journey from a file, a demo program, the views rebuilt, the speed table.

mod backup;
mod bench;
mod demo;
mod journey;
mod practice;
mod rebuild;
mod requests;
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Whatever ends an errand early, in words for the person who asked for it.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "headless rpc FOLDER
headless journey FILE [--folder FOLDER] [--keep] [--check]
headless demo FOLDER
headless rebuild FOLDER NAME      (the password is read from standard input)
headless backup FOLDER NAME TO    (the same)
headless restore FROM TO NAME     (the same)
headless bench [--quick]";

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match errand(&words).await {
        Ok(code) => code,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn errand(words: &[String]) -> Outcome<ExitCode> {
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    match plain.as_slice() {
        ["rpc", folder] => requests::answer_all(Path::new(folder)).await,
        ["journey", file, options @ ..] => journey::carry(Path::new(file), &journey_options(options)?).await,
        ["demo", folder] => demo::seed(Path::new(folder)).await,
        ["rebuild", folder, name] => rebuild::rebuild(Path::new(folder), name).await,
        ["backup", folder, name, to] => backup::back_up(Path::new(folder), name, to).await,
        ["restore", from, to, name] => backup::restore(from, Path::new(to), name).await,
        ["bench"] => bench::measure(bench::Size::Full).await,
        ["bench", "--quick"] => bench::measure(bench::Size::Quick).await,
        ["bench-step", words @ ..] => bench::step::run(words).await,
        _ => Err(USAGE.into()),
    }
}

fn journey_options(words: &[&str]) -> Outcome<journey::Options> {
    let mut options = journey::Options::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--keep" => options.keep = true,
            "--check" => options.check = true,
            "--folder" => options.folder = Some(PathBuf::from(rest.next().ok_or(USAGE)?)),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}
