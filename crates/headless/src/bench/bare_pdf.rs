//! A bare PDF by hand: two pages of Helvetica, lines broken at a fixed width, nothing embedded, nothing compressed.

const LINE: usize = 88;
const LINES_A_PAGE: usize = 52;

/// The file's bytes.
pub fn two_pages(text: &str) -> Vec<u8> {
    let lines = broken(text);
    let pages: Vec<&[String]> = lines.chunks(LINES_A_PAGE).collect();
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (number, page) in pages.iter().enumerate() {
        let shown: Vec<String> = page.iter().map(|line| format!("({line}) Tj T*")).collect();
        let content = format!("BT /F1 10 Tf 13 TL 54 740 Td\n{}\nET", shown.join("\n"));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + number * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).into_bytes());
    }
    let start = file.len();
    let rows: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    file
}

fn broken(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::with_capacity(LINE);
    for word in text.split_whitespace() {
        if line.len() + word.len() + 1 > LINE {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for letter in word.chars() {
            if matches!(letter, '(' | ')' | '\\') {
                line.push('\\');
            }
            line.push(letter);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_letter_of_two_pages_has_two_pages() {
        let file = super::two_pages(&super::super::words::text(1, 7_000));
        assert!(file.starts_with(b"%PDF-1.4"));
        assert!(String::from_utf8_lossy(&file).contains("/Count 2"));
    }
}
