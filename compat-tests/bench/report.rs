//! The table: both servers' figures for each query, their ratios, and what was to be reached.
//!
//! Markdown, as it stands in `docs/benchmarks.md`. Meet [`Row`].

use std::fmt::Write as _;

use crate::measure::Sample;
use crate::queries::Goal;

/// One query with one number of clients.
pub struct Row {
    /// The query's name.
    pub name: &'static str,
    /// Clients at once.
    pub clients: usize,
    /// What is to be reached.
    pub goal: Goal,
    /// One sample a server, Quiver's first.
    pub samples: Vec<Sample>,
}

/// The head of the table.
pub fn head(servers: &[&str]) -> String {
    let mut out = String::from("| query | clients |");
    for name in servers {
        let _ = write!(out, " {name} median us | p95 | p99 | a second | CPU us |");
    }
    if servers.len() == 2 {
        out.push_str(" median x | rate x | CPU x | goal |");
    }
    let columns = 2 + servers.len() * 5 + if servers.len() == 2 { 4 } else { 0 };
    let _ = write!(out, "\n|---|{}", "---:|".repeat(columns - 1));
    out
}

impl Row {
    /// The row as a line.
    pub fn line(&self) -> String {
        let mut out = format!("| {} | {} |", self.name, self.clients);
        for sample in &self.samples {
            let _ = write!(
                out,
                " {} | {} | {} | {} | {} |",
                short(sample.percentile(0.5)),
                short(sample.percentile(0.95)),
                short(sample.percentile(0.99)),
                short(sample.rate()),
                sample.cpu_each().map_or_else(|| "-".into(), short),
            );
        }
        if let [ours, theirs] = self.samples.as_slice() {
            let median = theirs.percentile(0.5) / ours.percentile(0.5);
            let rate = ours.rate() / theirs.rate();
            let cpu = theirs
                .cpu_each()
                .zip(ours.cpu_each())
                .map(|(theirs, ours)| theirs / ours);
            let _ = write!(
                out,
                " {} | {} | {} | {} |",
                short(median),
                short(rate),
                cpu.map_or_else(|| "-".into(), short),
                self.goal(median, rate, cpu)
            );
        }
        out
    }

    /// The goals that this number of clients is about, and whether they are reached.
    fn goal(&self, median: f64, rate: f64, cpu: Option<f64>) -> String {
        let one = self.clients == 1;
        let goals = [
            ("median", self.goal.median.filter(|_| one), Some(median)),
            ("CPU", self.goal.cpu.filter(|_| one), cpu),
            ("rate", self.goal.rate.filter(|_| !one), Some(rate)),
        ];
        let told: Vec<String> = goals
            .into_iter()
            .filter_map(|(what, goal, got)| {
                let goal = goal?;
                let mark = if got? >= goal { "reached" } else { "missed" };
                Some(format!("{what} {} {mark}", short(goal)))
            })
            .collect();
        told.join(", ")
    }
}

/// Three significant digits, as a person would write them.
pub fn short(value: f64) -> String {
    match value {
        _ if !value.is_finite() => "-".into(),
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
