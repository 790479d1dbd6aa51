//! The printed table.

use std::time::Duration;

/// One line: the work, the limit, ours, and how far apart they may be.
pub struct Line {
    /// "W1 create a client, durable".
    pub work: &'static str,
    /// Medians of the rounds.
    pub limit: Vec<Duration>,
    /// Medians of the rounds.
    pub ours: Vec<Duration>,
    /// Times the limit we aim at; none where nobody has set one.
    pub goal: Option<f64>,
}

/// The middle one.
pub fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Headings of the columns.
pub fn head() -> String {
    format!("{:<46} {:>10} {:>10} {:>7} {:>7}  {}", "work", "limit", "ours", "ratio", "goal", "within 2x goal")
}

impl Line {
    /// A work with nothing measured yet.
    pub fn of(work: &'static str, goal: f64) -> Self {
        Self { goal: Some(goal), ..Self::without_goal(work) }
    }

    /// The same where no goal is set.
    pub fn without_goal(work: &'static str) -> Self {
        Self { work, limit: Vec::new(), ours: Vec::new(), goal: None }
    }

    /// The medians of one round.
    pub fn add(&mut self, limit: Vec<Duration>, ours: Vec<Duration>) {
        self.limit.push(median(limit));
        self.ours.push(median(ours));
    }

    /// The line as printed.
    pub fn print(&self) -> String {
        let (limit, ours) = (median(self.limit.clone()), median(self.ours.clone()));
        let ratio = ours.as_secs_f64() / limit.as_secs_f64().max(1e-9);
        let (goal, within) = match self.goal {
            None => ("-".to_owned(), ""),
            Some(goal) if ratio <= goal => (format!("{goal:.1}x"), "yes, the goal"),
            Some(goal) if ratio <= 2.0 * goal => (format!("{goal:.1}x"), "yes"),
            Some(goal) => (format!("{goal:.1}x"), "NO"),
        };
        let line =
            format!("{:<46} {:>10} {:>10} {ratio:>6.2}x {goal:>7}  {within}", self.work, shown(limit), shown(ours));
        line.trim_end().to_owned()
    }
}

/// Milliseconds with three digits that say something.
pub fn shown(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1e3;
    if ms < 1.0 {
        format!("{ms:.3} ms")
    } else if ms < 100.0 {
        format!("{ms:.2} ms")
    } else {
        format!("{ms:.0} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_it_is_within_twice_its_goal() {
        let line = |ours: u64| {
            Line {
                work: "W",
                limit: vec![Duration::from_micros(100)],
                ours: vec![Duration::from_micros(ours)],
                goal: Some(1.5),
            }
            .print()
        };
        assert!(line(140).ends_with("yes, the goal"));
        assert!(line(290).ends_with("yes"));
        assert!(line(310).ends_with("NO"));
    }

    #[test]
    fn the_median_is_the_middle_one() {
        let ms = |all: &[u64]| median(all.iter().map(|it| Duration::from_millis(*it)).collect());
        assert_eq!(ms(&[9, 1, 5]), Duration::from_millis(5));
    }
}
