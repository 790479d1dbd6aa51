//! The screens' types are what the record's types say. `UPDATE=1 cargo test --test contract` rewrites them.

use record::dispatch::Commands;
use std::path::Path;
use ts_rs::{Config, TS};

#[test]
fn the_screens_types_are_current() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc");
    let fresh = tempfile::tempdir().expect("a folder");
    let update = std::env::var_os("UPDATE").is_some();
    let out = if update { kept.clone() } else { fresh.path().to_path_buf() };
    let config = Config::new().with_out_dir(&out).with_large_int("number");
    Commands::export_all(&config).expect("types are written");
    record::error::Error::export_all(&config).expect("types are written");
    let read = |dir: &Path| std::fs::read_to_string(dir.join("generated.ts")).expect("generated.ts");
    assert!(read(&out) == read(&kept), "types changed: run `UPDATE=1 cargo test --test contract`");
}
