//! Names that one person goes by: Katherine, Kathy and Kate.

use super::folded;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize, Default)]
struct File {
    groups: Vec<Vec<String>>,
}

/// The groups that each name, folded and without spaces, is in.
static GROUPS: LazyLock<BTreeMap<String, Vec<usize>>> = LazyLock::new(|| {
    // The file is compiled in, and a test reads it whole.
    let file: File = serde_json::from_str(include_str!("../../names/short.json")).unwrap_or_default();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, names) in file.groups.iter().enumerate() {
        for name in names {
            groups.entry(folded(name).replace(' ', "")).or_default().push(number);
        }
    }
    groups
});

/// Whether one person may go by both, each folded and without spaces.
pub(super) fn one_persons(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (GROUPS.get(one), GROUPS.get(other)) else { return false };
    one.iter().any(|group| other.contains(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_short_names_is_read_whole() {
        assert!(GROUPS.len() > 1_000, "{}", GROUPS.len());
        assert!(
            one_persons("kathy", "katherine") && one_persons("malena", "mariaelena") && one_persons("bill", "william")
        );
        assert!(!one_persons("kathy", "william") && !one_persons("nobody", "nobody"));
    }
}
