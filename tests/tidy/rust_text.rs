//! A Rust source as the walls read it: without comments and without what only tests see.

/// What the program itself consists of.
pub struct Source {
    /// The text with comments, literals and tests blanked; every line stays where it was.
    pub code: String,
    /// Texts in quotes with the number of their line.
    pub literals: Vec<(usize, String)>,
}

/// Reads one.
pub fn source(text: &str) -> Source {
    let bytes = text.as_bytes();
    let (mut code, mut quoted) = (bytes.to_vec(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        let (end, literal) = piece(bytes, at);
        if end == at {
            at += 1;
            continue;
        }
        if literal {
            quoted.push((at, end));
        }
        blank(&mut code[at..end]);
        at = end;
    }
    for (from, to) in tests(&code) {
        blank(&mut code[from..to]);
        quoted.retain(|(at, _)| !(from..to).contains(at));
    }
    let line = |at: usize| 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let inner = |quoted: &str| {
        let (_, rest) = quoted.split_once('"').unwrap_or_default();
        rest.trim_end_matches('#').trim_end_matches('"').to_owned()
    };
    let literals = quoted.into_iter().map(|(from, to)| (line(from), inner(&text[from..to]))).collect();
    Source { code: String::from_utf8_lossy(&code).into_owned(), literals }
}

fn blank(part: &mut [u8]) {
    part.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// Where the comment or literal that starts here ends, and whether it is a text; here itself for anything else.
fn piece(bytes: &[u8], at: usize) -> (usize, bool) {
    let rest = &bytes[at..];
    let within_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    if rest.starts_with(b"//") {
        return (at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with(b"/*") {
        let end = rest.windows(2).position(|two| two == b"*/").map_or(rest.len(), |end| end + 2);
        return (at + end, false);
    }
    if rest.starts_with(b"'") {
        return (at + letter(rest), false);
    }
    let prefix = rest.iter().take_while(|byte| matches!(byte, b'b' | b'c' | b'r')).count();
    if within_word || prefix > 2 {
        return if rest.starts_with(b"\"") { (at + plain(rest), true) } else { (at, false) };
    }
    let hashes = rest[prefix..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(prefix + hashes) != Some(&b'"') || (hashes > 0 && !rest[..prefix].contains(&b'r')) {
        return (at, false);
    }
    if rest[..prefix].contains(&b'r') {
        let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
        let start = prefix + hashes + 1;
        let end = rest[start..].windows(close.len()).position(|some| some == close);
        return (at + end.map_or(rest.len(), |end| start + end + close.len()), true);
    }
    (at + prefix + plain(&rest[prefix..]), true)
}

/// Length of the text in quotes that starts here.
fn plain(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    rest.len().min(at + 1)
}

/// Length of the letter in quotes that starts here; zero for a lifetime.
fn letter(rest: &[u8]) -> usize {
    match rest.get(1) {
        Some(b'\\') => rest.iter().skip(3).position(|byte| *byte == b'\'').map_or(0, |end| end + 4),
        Some(first) => {
            let wide = [(0xF0, 4), (0xE0, 3), (0xC0, 2)].iter().find(|(least, _)| first >= least).map_or(1, |it| it.1);
            if rest.get(1 + wide) == Some(&b'\'') { wide + 2 } else { 0 }
        }
        None => 0,
    }
}

/// Items that only tests see, from their attribute to their end.
fn tests(code: &[u8]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (from, _) in code.windows(10).enumerate().filter(|(_, word)| word == b"#[cfg(test") {
        if found.last().is_some_and(|(_, to)| from < *to) {
            continue;
        }
        let mut depth = 0_usize;
        let closes = |(_, byte): &(usize, &u8)| {
            depth = match byte {
                b'{' => depth + 1,
                b'}' => depth.saturating_sub(1),
                _ => depth,
            };
            depth == 0 && matches!(byte, b'}' | b';')
        };
        let end = code[from..].iter().enumerate().find(closes).map_or(code.len(), |(end, _)| from + end + 1);
        found.push((from, end));
    }
    found
}

#[test]
fn comments_texts_and_tests_are_told_from_code() {
    let text = "use a::b; // use c::d\nlet x = r#\"SELECT \"x\"\"#; let y: &'a str = c\"care \\\" two\"; '\"';\n\
        #[cfg(test)]\nmod tests { fn f() { \"three\"; } }\nfn g() {}";
    let source = source(text);
    assert_eq!(source.literals, [(2, "SELECT \"x".to_owned()), (2, "care \\\" two".to_owned())]);
    let words: Vec<&str> = source.code.split_whitespace().collect();
    assert_eq!(
        words,
        ["use", "a::b;", "let", "x", "=", ";", "let", "y:", "&'a", "str", "=", ";", ";", "fn", "g()", "{}"]
    );
}
