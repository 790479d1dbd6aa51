//! The bytes that are hashed and signed are frozen: the fixture was made once and must verify for ever.

use record::canonical::{self, Envelope, Statement};
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/canonical").join(name)
}

#[test]
fn a_version_signed_by_the_first_release_verifies_for_ever() {
    let read = |name: &str| std::fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (bytes, statement, mark) = (read("version.json"), read("statement.json"), read("mark.bin"));
    let id = canonical::hash(&bytes);
    assert!(canonical::verifies(&bytes, &id, &statement, &mark));

    let envelope = Envelope::read(&bytes).expect("an envelope");
    assert_eq!(envelope.bytes().expect("bytes"), bytes, "written again, the same version gives the same bytes");
    let said: Statement = serde_json::from_slice(&statement).expect("a statement");
    assert_eq!(canonical::canonical(&said).expect("bytes"), statement);
    assert_eq!(hex(&id), "afc6317782573a66f8061b1f65276567c404084e554f156081a048316bcd8cf2");
}

#[test]
fn one_changed_byte_of_text_statement_or_mark_is_found() {
    let read = |name: &str| std::fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (bytes, statement, mark) = (read("version.json"), read("statement.json"), read("mark.bin"));
    let id = canonical::hash(&bytes);
    for part in 0..3 {
        let length = [bytes.len(), statement.len(), mark.len()][part];
        for at in 0..length {
            let mut parts = [bytes.clone(), statement.clone(), mark.clone()];
            parts[part][at] ^= 1;
            assert!(!canonical::verifies(&parts[0], &id, &parts[1], &parts[2]), "part {part}, byte {at}");
        }
    }
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
