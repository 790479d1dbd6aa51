//! A signature drawn by hand: an SVG path of M, L and numbers, so that it can be stored in a signed statement and drawn on paper.

/// Width of the box it was drawn in.
pub const WIDTH: f32 = 600.0;
/// Its height.
pub const HEIGHT: f32 = 200.0;
/// Longest path kept, in letters.
pub const LONGEST: usize = 20_000;

/// The strokes of a path, each a list of points. None if it is empty, too long, leaves the box, or holds anything but M, L and numbers.
#[must_use]
pub fn strokes(path: &str) -> Option<Vec<Vec<(f32, f32)>>> {
    if path.len() > LONGEST || !path.chars().all(|c| c.is_ascii_digit() || "ML., ".contains(c)) {
        return None;
    }
    let mut strokes: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        let (begins, after) = match (rest.strip_prefix('M'), rest.strip_prefix('L')) {
            (Some(after), _) => (true, after),
            (None, Some(after)) => (false, after),
            (None, None) => return None,
        };
        let end = after.find(['M', 'L']).unwrap_or(after.len());
        let (numbers, next) = after.split_at(end);
        let mut numbers = numbers.split([' ', ',']).filter(|number| !number.is_empty());
        let (x, y): (f32, f32) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        if numbers.next().is_some() || !(0.0..=WIDTH).contains(&x) || !(0.0..=HEIGHT).contains(&y) {
            return None;
        }
        if begins {
            strokes.push(Vec::new());
        }
        strokes.last_mut()?.push((x, y));
        rest = next;
    }
    // A pen put down and not moved is no signature.
    let drawn = strokes.iter().any(|stroke| stroke.len() > 1);
    drawn.then_some(strokes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_keeps_its_strokes() {
        let found = strokes("M10 20L30.5,40 L 50 60M100,100L110 90").expect("strokes");
        assert_eq!(found, [vec![(10.0, 20.0), (30.5, 40.0), (50.0, 60.0)], vec![(100.0, 100.0), (110.0, 90.0)]]);
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let long = format!("M1 1{}", "L2 2".repeat(5_000));
        for path in [
            "",
            " ",
            "M10 10",
            "L1 1L2 2",
            "M1 1L700 1",
            "M1 1L1 201",
            "M1 1C2 2",
            "M1 1L2",
            "M1 1L2 2 3 3",
            "M1 1L-2 2",
            "M1 1Lurl(#a)",
            "M1e3 1L2 2",
            "M1 1L2..5 2",
            long.as_str(),
        ] {
            assert_eq!(strokes(path), None, "{}", path.chars().take(20).collect::<String>());
        }
    }
}
