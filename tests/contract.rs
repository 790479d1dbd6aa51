//! The screens' types are what the record's types say, and what they ask again is what its commands touch. `UPDATE=1 cargo test --test
//! contract` rewrites both.

use record::command::{LINES, Way};
use std::fmt::Write as _;
use std::path::Path;
use ts_rs::{Config, TS};

#[test]
fn the_screens_types_are_current() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc");
    let fresh = tempfile::tempdir().expect("a folder");
    let update = std::env::var_os("UPDATE").is_some();
    let out = if update { kept.clone() } else { fresh.path().to_path_buf() };
    let config = Config::new().with_out_dir(&out).with_large_int("number");
    record::dispatch::Commands::export_all(&config).expect("types are written");
    record::error::Error::export_all(&config).expect("types are written");
    clinical::kinds::Bodies::export_all(&config).expect("types are written");
    std::fs::write(out.join("topics.ts"), topics()).expect("topics are written");
    let read = |dir: &Path, name: &str| std::fs::read_to_string(dir.join(name)).expect("a file of types");
    for name in ["generated.ts", "topics.ts"] {
        assert!(read(&out, name) == read(&kept, name), "{name} changed: run `cargo xtask bindings`");
    }
}

/// From the lines of the commands: what each answer is made of, and what each change touches.
fn topics() -> String {
    let mut text =
        "// Written by `cargo xtask bindings` from the record's list of commands. Do not edit.\n\n".to_owned();
    let mut all: Vec<&str> = LINES.iter().flat_map(|line| line.topics).map(|topic| topic.name()).collect();
    all.sort_unstable();
    all.dedup();
    let names: Vec<String> = all.iter().map(|name| format!("'{name}'")).collect();
    let _ = writeln!(text, "/** What answers are made of. */\nexport type Topic = {}\n", names.join(" | "));
    for (name, way, about) in [
        ("touches", Way::Touches, "What holds something else after a command."),
        ("madeOf", Way::From, "What a command's answer is made of."),
    ] {
        let _ = writeln!(text, "/** {about} */\nexport const {name}: Readonly<Record<string, readonly Topic[]>> = {{");
        for line in LINES.iter().filter(|line| line.way == way) {
            let topics: Vec<String> = line.topics.iter().map(|topic| format!("'{}'", topic.name())).collect();
            let _ = writeln!(text, "  {}: [{}],", line.name, topics.join(", "));
        }
        text.push_str("}\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
