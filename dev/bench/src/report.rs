//! Figures: one JSON line each.

use serde_json::json;
use std::io::Write as _;

/// What a figure is to reach.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// This much or more.
    AtLeast(f64),
    /// Less than this.
    Below(f64),
    /// This much or less.
    AtMost(f64),
}

impl Goal {
    /// Whether a value reaches it.
    pub fn is_met(self, value: f64) -> bool {
        match self {
            Goal::AtLeast(goal) => value >= goal,
            Goal::Below(goal) => value < goal,
            Goal::AtMost(goal) => value <= goal,
        }
    }
}

impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Goal::AtLeast(goal) => write!(f, ">= {goal}"),
            Goal::Below(goal) => write!(f, "< {goal}"),
            Goal::AtMost(goal) => write!(f, "<= {goal}"),
        }
    }
}

/// One thing that was measured.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What.
    pub metric: &'static str,
    /// How many of what the metric is about: people, requests, pages.
    pub scale: u64,
    /// The value.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// What it is to reach; nothing where it only explains another one.
    pub goal: Option<Goal>,
    /// What the bare operation reached in the same run, in the same unit.
    pub peer: Option<f64>,
}

impl Figure {
    /// A figure without goal and peer.
    pub fn new(metric: &'static str, scale: u64, value: f64, unit: &'static str) -> Self {
        Figure { metric, scale, value, unit, goal: None, peer: None }
    }

    /// With a goal.
    pub fn goal(self, goal: Goal) -> Self {
        Figure { goal: Some(goal), ..self }
    }

    /// With what the bare operation reached.
    pub fn peer(self, peer: f64) -> Self {
        Figure { peer: Some(peer), ..self }
    }

    /// How many times slower than the bare operation: of rates the peer's by ours, of times ours by
    /// the peer's.
    pub fn ratio(&self) -> Option<f64> {
        let peer = self.peer?;
        let is_rate = self.unit.ends_with("/s") || self.unit.ends_with("-s");
        Some(if is_rate { peer / self.value } else { self.value / peer })
    }

    /// The figure as a line.
    pub fn line(&self, bench: &str) -> String {
        json!({
            "bench": bench,
            "metric": self.metric,
            "scale": self.scale,
            "value": rounded(self.value),
            "unit": self.unit,
            "goal": self.goal.map(|goal| goal.to_string()),
            "peer": self.peer.map(rounded),
            "ratio": self.ratio().map(rounded),
        })
        .to_string()
    }
}

/// Three digits after the point are more than any measurement here repeats.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Takes figures and tells each at once.
pub struct Figures {
    bench: &'static str,
    /// All that were told.
    pub all: Vec<Figure>,
}

impl Figures {
    /// None yet, of a benchmark.
    pub fn of(bench: &'static str) -> Self {
        Figures { bench, all: Vec::new() }
    }

    /// Tells a figure.
    pub fn add(&mut self, figure: Figure) {
        let _ = writeln!(std::io::stdout(), "{}", figure.line(self.bench));
        self.all.push(figure);
    }
}

/// Tells people what is going on.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Which goals were reached, for people.
pub fn summary(figures: &[Figure]) {
    for figure in figures {
        let Some(goal) = figure.goal else { continue };
        let mark = if goal.is_met(figure.value) { "reached" } else { "MISSED " };
        let (metric, unit, value) = (figure.metric, figure.unit, rounded(figure.value));
        say(&format!("{mark}  {metric}: {value} {unit} (goal {goal})"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_every_part_and_the_ratio_says_how_many_times_slower() {
        let rate = Figure::new("import", 10, 5000.0, "people/s");
        let rate = rate.goal(Goal::AtLeast(10_000.0)).peer(20_000.0);
        let value: serde_json::Value = serde_json::from_str(&rate.line("skeleton")).unwrap();
        let whole = json!({
            "bench": "skeleton", "metric": "import", "scale": 10, "value": 5000.0,
            "unit": "people/s", "goal": ">= 10000", "peer": 20000.0, "ratio": 4.0,
        });
        assert_eq!(value, whole);
        let time = Figure::new("find", 1, 3.0, "ms").peer(0.5);
        assert_eq!(time.ratio(), Some(6.0));
        assert_eq!(Figure::new("weight", 1, 3.0, "kB").ratio(), None);
    }

    #[test]
    fn goals_know_their_direction() {
        assert!(Goal::AtLeast(2.0).is_met(2.0) && !Goal::AtLeast(2.0).is_met(1.9));
        assert!(Goal::AtMost(2.0).is_met(2.0) && !Goal::AtMost(2.0).is_met(2.1));
        assert!(Goal::Below(2.0).is_met(1.9) && !Goal::Below(2.0).is_met(2.0));
        assert!(!Goal::Below(2.0).is_met(f64::NAN), "nothing measured reaches nothing");
    }
}
