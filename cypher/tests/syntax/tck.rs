//! The queries of the openCypher TCK, read from its feature files where they are at hand.

use std::path::{Path, PathBuf};

/// One query of a scenario, with what the scenario expects of it.
pub struct TckQuery {
    /// File and scenario.
    pub place: String,
    /// Text.
    pub text: String,
    /// The detail of the compile-time error that is expected, if one is.
    pub error: Option<String>,
}

/// All queries, or `None` (said loudly) without the TCK.
pub fn queries() -> Option<Vec<TckQuery>> {
    let Some(folder) = folder() else {
        eprintln!("SKIPPED: shared/tck/features is in no folder above this crate");
        assert!(
            std::env::var_os("QUIVER_REQUIRE").is_none_or(|require| require != "all"),
            "QUIVER_REQUIRE=all and there is no TCK"
        );
        return None;
    };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let mut queries = Vec::new();
    for file in files {
        read(&file, &mut queries);
    }
    Some(queries)
}

fn folder() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|above| above.join("shared/tck/features"))
        .find(|folder| folder.is_dir())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "feature") {
            files.push(path);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "a test that reads its data")]
fn read(file: &Path, queries: &mut Vec<TckQuery>) {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        at += 1;
        if let Some(title) = line
            .strip_prefix("Scenario Outline:")
            .or_else(|| line.strip_prefix("Scenario:"))
        {
            let place = format!("{name} {}", title.trim());
            let end = (at..lines.len())
                .find(|&at| lines[at].trim().starts_with("Scenario"))
                .unwrap_or(lines.len());
            scenario(&place, &lines[at..end], queries);
            at = end;
        }
    }
}

fn scenario(place: &str, lines: &[&str], queries: &mut Vec<TckQuery>) {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut error = None;
    let mut rows: Vec<Vec<(String, String)>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        at += 1;
        if line == "\"\"\"" {
            let indent = lines[at - 1].len() - lines[at - 1].trim_start().len();
            let mut text = Vec::new();
            while lines[at].trim() != "\"\"\"" {
                text.push(lines[at].get(indent..).unwrap_or(""));
                at += 1;
            }
            let step = lines[..at - text.len() - 1]
                .iter()
                .rev()
                .map(|line| line.trim())
                .find(|line| line.ends_with(':'))
                .unwrap_or("");
            found.push((text.join("\n"), step.contains("executing query")));
            at += 1;
        } else if let Some(rest) = line.split("should be raised at compile time:").nth(1) {
            error = Some(rest.trim().to_owned());
        } else if line.starts_with("Examples:") {
            let mut head: Vec<String> = Vec::new();
            while at < lines.len()
                && (lines[at].trim().starts_with('|') || lines[at].trim().is_empty())
            {
                let cells = cells(lines[at].trim());
                if head.is_empty() {
                    head = cells;
                } else if !cells.is_empty() {
                    rows.push(head.iter().cloned().zip(cells).collect());
                }
                at += 1;
            }
        }
    }
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    for row in rows {
        for (text, main) in &found {
            let fill = |text: &str| {
                row.iter().fold(text.to_owned(), |text, (name, value)| {
                    text.replace(&format!("<{name}>"), value)
                })
            };
            queries.push(TckQuery {
                place: place.to_owned(),
                text: fill(text),
                error: error.as_deref().map(fill).filter(|_| *main),
            });
        }
    }
}

/// The cells of a table row, unescaped.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut chars = line.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\\' => match chars.next() {
                Some('n') => cell.push('\n'),
                Some(escaped @ ('|' | '\\')) => cell.push(escaped),
                Some(other) => {
                    cell.push('\\');
                    cell.push(other);
                }
                None => cell.push('\\'),
            },
            other => cell.push(other),
        }
    }
    cells
}
