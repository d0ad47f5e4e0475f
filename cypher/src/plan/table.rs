//! The plan as a table, as Neo4j's shells print it (`string-representation`): a line an operator,
//! and for PROFILE what was counted.

use std::fmt::Write;

use quiver_types::Value;

use crate::PlanDescription;

/// A line of the table.
struct Line {
    /// Operator with its branch marks, then the other columns.
    cells: Vec<String>,
    /// What is drawn in the operator column between this line and the next.
    below: String,
}

/// Columns after the operator: head, whether numbers.
const EXPLAINED: &[(&str, bool)] = &[("Id", true), ("Details", false), ("Estimated Rows", true)];
const PROFILED: &[(&str, bool)] = &[
    ("Rows", true),
    ("DB Hits", true),
    ("Memory (Bytes)", true),
    ("Page Cache Hits/Misses", true),
    ("Time (ms)", true),
];
const ORDERED: &[(&str, bool)] = &[("Ordered by", false)];

/// The table of a plan whose root carries the versions.
pub fn of(root: &PlanDescription) -> String {
    let profiled = argument(root, "Rows").is_some();
    let mut columns: Vec<(&str, bool)> = vec![("Operator", false)];
    columns.extend(EXPLAINED);
    if profiled {
        columns.extend(PROFILED);
    }
    let ordered = is_ordered(root);
    if ordered {
        columns.extend(ORDERED);
    }
    let mut lines = Vec::new();
    tabulate(root, "", (profiled, ordered), &mut lines);
    // Commands have no estimates, and some nothing to say.
    for name in ["Details", "Estimated Rows"] {
        let found = columns.iter().position(|(head, _)| *head == name);
        if let Some(at) = found.filter(|at| lines.iter().all(|line| line.cells[*at].is_empty())) {
            columns.remove(at);
            lines.iter_mut().for_each(|line| {
                line.cells.remove(at);
            });
        }
    }
    let text = |name: &str| text(argument(root, name));
    let mut out = format!(
        "Cypher {}\n\nPlanner {}\n\nRuntime {}\n\nRuntime version {}\n\n",
        text("version"),
        text("planner"),
        text("runtime"),
        text("runtime-version"),
    );
    draw(&columns, &lines, &mut out);
    if profiled {
        let _ = writeln!(
            out,
            "\nTotal database accesses: {}, total allocated memory: {}",
            total_hits(root),
            text("GlobalMemory"),
        );
    } else {
        out.push_str("\nTotal database accesses: ?\n");
    }
    out
}

fn draw(columns: &[(&str, bool)], lines: &[Line], out: &mut String) {
    let width = |at: usize| {
        let cells = lines.iter().map(|line| match columns[at].0 {
            "Details" => {
                let parts = wrapped(&line.cells[at]).into_iter();
                parts.map(|part| part.chars().count()).max().unwrap_or(0)
            }
            _ => line.cells[at].chars().count(),
        });
        let below = lines.iter().map(|line| line.below.chars().count());
        let longest = cells.max().unwrap_or(0).max(columns[at].0.len());
        if at == 0 {
            longest.max(below.max().unwrap_or(0))
        } else {
            longest
        }
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let rule = |first: Option<&str>| {
        let mut line = match first {
            None => format!("+{}", "-".repeat(widths[0] + 2)),
            Some(tree) => {
                let blanks = " ".repeat(widths[0].saturating_sub(tree.chars().count()));
                format!("| {tree}{blanks} ")
            }
        };
        for width in &widths[1..] {
            let _ = write!(line, "+{}", "-".repeat(width + 2));
        }
        line.push_str("+\n");
        line
    };
    let row = |cells: &mut dyn Iterator<Item = &str>, head: bool| {
        let mut line = String::new();
        for ((cell, (_, number)), width) in cells.zip(columns).zip(&widths) {
            // By hand: the formatter takes no width above 65,535.
            let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
            if *number && !head {
                let _ = write!(line, "| {blanks}{cell} ");
            } else {
                let _ = write!(line, "| {cell}{blanks} ");
            }
        }
        line.push_str("|\n");
        line
    };
    out.push_str(&rule(None));
    out.push_str(&row(&mut columns.iter().map(|(head, _)| *head), true));
    out.push_str(&rule(None));
    for (position, line) in lines.iter().enumerate() {
        let details = columns.iter().position(|(head, _)| *head == "Details");
        let lines_of = |at: usize| wrapped(&line.cells[at]);
        let parts = details.map_or_else(|| vec![""], lines_of);
        for (part, text) in parts.into_iter().enumerate() {
            let cells = line.cells.iter().enumerate();
            let mut cells = cells.map(|(at, cell)| match (Some(at) == details, at, part) {
                (true, _, _) => text,
                (false, _, 0) => cell.as_str(),
                (false, 0, _) => line.below.as_str(),
                (false, _, _) => "",
            });
            out.push_str(&row(&mut cells, false));
        }
        let last = position + 1 == lines.len();
        out.push_str(&rule(if last { None } else { Some(&line.below) }));
    }
}

/// Signs of an operator's details on one line.
const WIDTH: usize = 100;

/// Details in lines, which end after a comma where one is.
fn wrapped(details: &str) -> Vec<&str> {
    let (mut lines, mut rest) = (Vec::new(), details);
    while let Some((end, _)) = rest.char_indices().nth(WIDTH) {
        let end = rest[..end].rfind(", ").map_or(end, |comma| comma + 1);
        lines.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    lines.push(rest);
    lines
}

fn argument<'p>(node: &'p PlanDescription, wanted: &str) -> Option<&'p Value> {
    let mut arguments = node.arguments.iter();
    arguments
        .find(|(key, _)| key == wanted)
        .map(|(_, value)| value)
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.to_string(),
        Some(Value::Integer(n)) => n.to_string(),
        Some(Value::Float(f)) => format!("{f:.0}"),
        _ => String::new(),
    }
}

fn is_ordered(node: &PlanDescription) -> bool {
    argument(node, "Order").is_some() || node.children.iter().any(is_ordered)
}

fn total_hits(node: &PlanDescription) -> i64 {
    let own = match argument(node, "DbHits") {
        Some(Value::Integer(hits)) => *hits,
        _ => 0,
    };
    node.children.iter().map(total_hits).sum::<i64>() + own
}

fn tabulate(
    node: &PlanDescription,
    indent: &str,
    (profiled, ordered): (bool, bool),
    lines: &mut Vec<Line>,
) {
    let of = |name: &str| text(argument(node, name));
    let mut cells = vec![
        format!("{indent}+{}", node.operator),
        of("Id"),
        of("Details"),
        of("EstimatedRows"),
    ];
    if profiled {
        let time = match argument(node, "Time") {
            Some(Value::Integer(nanos)) => format!("{:.3}", *nanos as f64 / 1e6),
            _ => String::new(),
        };
        let cache = match argument(node, "PageCacheHits") {
            Some(_) => format!("{}/{}", of("PageCacheHits"), of("PageCacheMisses")),
            None => String::new(),
        };
        cells.extend([of("Rows"), of("DbHits"), of("Memory"), cache, time]);
    }
    if ordered {
        // Once for operators that share an order: where it comes about.
        let below = node
            .children
            .first()
            .map(|child| text(argument(child, "Order")));
        let order = of("Order");
        cells.push(if below.as_ref() == Some(&order) {
            String::new()
        } else {
            order
        });
    }
    lines.push(Line {
        cells,
        below: match node.children.len() {
            0 => indent.trim_end().to_owned(),
            1 => format!("{indent}|"),
            _ => format!("{indent}|\\"),
        },
    });
    // As Neo4j draws it: the right side first and one step in, then the left below.
    for child in node.children.iter().skip(1).rev() {
        tabulate(child, &format!("{indent}| "), (profiled, ordered), lines);
    }
    if let Some(first) = node.children.first() {
        tabulate(first, indent, (profiled, ordered), lines);
    }
}
