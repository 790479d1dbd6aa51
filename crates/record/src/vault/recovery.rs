//! The recovery key as people write and copy it.

use crate::canonical;
use crate::secret::Key;
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

/// Base32 of the key and three check bytes, in groups of four.
pub(super) fn written(key: &Key) -> String {
    let all = key.lend(|clear| Zeroizing::new([clear.as_slice(), &canonical::hash(clear)[..3]].concat()));
    let text = Zeroizing::new(BASE32_NOPAD.encode(&all));
    text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join("-")
}

/// The key behind what was typed, if its check bytes fit.
pub(super) fn read(typed: &str) -> Option<Key> {
    let plain: Zeroizing<String> = Zeroizing::new(
        typed
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| match letter.to_ascii_uppercase() {
                // Base32 has no 0, 1 or 8: these are what a reader meant.
                '0' => 'O',
                '1' => 'I',
                '8' => 'B',
                other => other,
            })
            .collect(),
    );
    let bytes = Zeroizing::new(BASE32_NOPAD.decode(plain.as_bytes()).ok()?);
    let (key, check) = bytes.split_at_checked(32)?;
    (check == &canonical::hash(key)[..3]).then(|| Key::of(key)).flatten()
}
