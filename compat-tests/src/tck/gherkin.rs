//! The subset of Gherkin in which the TCK is written: scenarios, outlines with examples, doc
//! strings and tables.
//!
//! It knows nothing of Cypher and gives steps as text. Start with [`parse`].

/// A scenario, outlines already expanded.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// `clauses/match/Match3.feature [29]`, and ` example 4` (from 0) for one of an outline.
    pub id: String,
    /// What it is about.
    pub name: String,
    /// Tags, with `@`.
    pub tags: Vec<String>,
    /// What to do, the background's steps first.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Text without its keyword and without a closing colon.
    pub text: String,
    /// What stands below it.
    pub argument: Argument,
}

/// What stands below a step.
#[derive(Clone, Debug)]
pub enum Argument {
    /// Nothing.
    None,
    /// `"""`.
    Text(String),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// What stands between two headers.
#[derive(Default)]
struct Draft {
    name: String,
    tags: Vec<String>,
    steps: Vec<Step>,
    /// Of an outline: names of the placeholders, and a row for each scenario.
    examples: Vec<(Vec<String>, Vec<Vec<String>>)>,
    is_outline: bool,
    is_background: bool,
}

/// The scenarios of a feature file; `feature` is its path as ids show it.
pub fn parse(feature: &str, text: &str) -> Result<Vec<Scenario>, String> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut tags: Vec<String> = Vec::new();
    let mut in_examples = false;
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        let error = |what: &str| format!("{feature}:{}: {what}: {line}", at + 1);
        if line.is_empty() || line.starts_with('#') || line.starts_with("Feature:") {
            at += 1;
            continue;
        }
        if line.starts_with('@') {
            tags.extend(line.split_whitespace().map(str::to_owned));
        } else if let Some((is_outline, is_background, name)) = header(line) {
            in_examples = false;
            drafts.push(Draft {
                name: name.to_owned(),
                tags: std::mem::take(&mut tags),
                is_outline,
                is_background,
                ..Draft::default()
            });
        } else if line.starts_with("Examples:") {
            in_examples = true;
            tags.clear();
        } else if line.starts_with('|') {
            let (table, next) = table(&lines, at)?;
            let draft = drafts
                .last_mut()
                .ok_or_else(|| error("a table before any scenario"))?;
            if in_examples {
                let mut rows = table.into_iter();
                let names = rows.next().ok_or_else(|| error("an empty table"))?;
                draft.examples.push((names, rows.collect()));
            } else {
                let step = draft
                    .steps
                    .last_mut()
                    .ok_or_else(|| error("a table before any step"))?;
                step.argument = Argument::Table(table);
            }
            at = next;
            continue;
        } else if line.starts_with("\"\"\"") {
            let (text, next) = doc_string(&lines, at).ok_or_else(|| error("a text without end"))?;
            let step = drafts.last_mut().and_then(|draft| draft.steps.last_mut());
            step.ok_or_else(|| error("a text before any step"))?
                .argument = Argument::Text(text);
            at = next;
            continue;
        } else if let Some(text) = step(line) {
            let draft = drafts
                .last_mut()
                .ok_or_else(|| error("a step before any scenario"))?;
            draft.steps.push(Step {
                text: text.trim_end().trim_end_matches(':').trim_end().to_owned(),
                argument: Argument::None,
            });
        } else {
            return Err(error("not understood"));
        }
        at += 1;
    }
    expand(feature, drafts)
}

/// `(is outline, is background, name)`.
fn header(line: &str) -> Option<(bool, bool, &str)> {
    for (keyword, outline, background) in [
        ("Background:", false, true),
        ("Scenario Outline:", true, false),
        ("Scenario:", false, false),
    ] {
        if let Some(name) = line.strip_prefix(keyword) {
            return Some((outline, background, name.trim()));
        }
    }
    None
}

fn step(line: &str) -> Option<&str> {
    ["Given ", "When ", "Then ", "And ", "But "]
        .iter()
        .find_map(|keyword| line.strip_prefix(keyword))
}

fn table(lines: &[&str], from: usize) -> Result<(Vec<Vec<String>>, usize), String> {
    let mut rows = Vec::new();
    let mut at = from;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        if line.starts_with('|') {
            rows.push(cells(line));
        } else if !line.is_empty() && !line.starts_with('#') {
            break;
        }
        at += 1;
    }
    Ok((rows, at))
}

/// The cells of a row, unescaped: `\\`, `\|` and `\n`.
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
                Some(other) => cell.extend(['\\', other]),
                None => cell.push('\\'),
            },
            _ => cell.push(c),
        }
    }
    cells
}

fn doc_string(lines: &[&str], from: usize) -> Option<(String, usize)> {
    let indent = lines[from].len() - lines[from].trim_start().len();
    let mut text: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(from + 1) {
        if line.trim() == "\"\"\"" {
            return Some((text.join("\n"), at + 1));
        }
        let own = line.len() - line.trim_start().len();
        text.push(&line[own.min(indent)..]);
    }
    None
}

fn expand(feature: &str, drafts: Vec<Draft>) -> Result<Vec<Scenario>, String> {
    let mut background = Vec::new();
    let mut scenarios = Vec::new();
    for draft in drafts {
        if draft.is_background {
            background = draft.steps;
            continue;
        }
        let (number, name) = draft
            .name
            .split_once(' ')
            .filter(|(number, _)| number.starts_with('['))
            .ok_or_else(|| format!("{feature}: a scenario without number: {}", draft.name))?;
        let id = format!("{feature} {number}");
        let all = || background.iter().chain(&draft.steps);
        if !draft.is_outline {
            scenarios.push(Scenario {
                id,
                name: name.to_owned(),
                tags: draft.tags.clone(),
                steps: all().cloned().collect(),
            });
            continue;
        }
        let mut example = 0;
        for (names, rows) in &draft.examples {
            for row in rows {
                scenarios.push(Scenario {
                    id: format!("{id} example {example}"),
                    name: substitute(name, names, row),
                    tags: draft.tags.clone(),
                    steps: all().map(|step| filled(step, names, row)).collect(),
                });
                example += 1;
            }
        }
    }
    Ok(scenarios)
}

fn filled(step: &Step, names: &[String], row: &[String]) -> Step {
    let fill = |text: &str| substitute(text, names, row);
    Step {
        text: fill(&step.text),
        argument: match &step.argument {
            Argument::None => Argument::None,
            Argument::Text(text) => Argument::Text(fill(text)),
            Argument::Table(rows) => Argument::Table(
                rows.iter()
                    .map(|row| row.iter().map(|cell| fill(cell)).collect())
                    .collect(),
            ),
        },
    }
}

/// Replaces every `<name>` once; what was put in is not looked at again.
fn substitute(text: &str, names: &[String], row: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let hit = names.iter().zip(row).find_map(|(name, value)| {
            let after = rest[1..].strip_prefix(name.as_str())?.strip_prefix('>')?;
            Some((value, after))
        });
        match hit {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
# comment
Feature: F

  Background:
    Given any graph

  @tag
  Scenario: [1] Plain
    When executing query:
      \"\"\"
      RETURN 1
        AS a
      \"\"\"
    Then the result should be, in any order :
      | a \\| b |
      | 1     |

  Scenario Outline: [2] Of <x>
    When executing query:
      \"\"\"
      RETURN <x> < <y>
      \"\"\"

    Examples:
      | x | y   |
      | 1 | <x> |
      | 2 | 'b' |
";

    #[test]
    fn scenarios_and_outlines() {
        let scenarios = parse("f", TEXT).unwrap();
        let ids: Vec<&str> = scenarios.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["f [1]", "f [2] example 0", "f [2] example 1"]);
        assert_eq!(scenarios[0].tags, ["@tag"]);
        assert_eq!(scenarios[0].steps.len(), 3);
        assert_eq!(
            scenarios[0].steps[2].text,
            "the result should be, in any order"
        );
        let texts: Vec<&Argument> = scenarios.iter().map(|s| &s.steps[1].argument).collect();
        assert!(matches!(texts[0], Argument::Text(text) if text == "RETURN 1\n  AS a"));
        assert!(matches!(texts[1], Argument::Text(text) if text == "RETURN 1 < <x>"));
        assert_eq!(scenarios[2].name, "Of 2");
        let Argument::Table(rows) = &scenarios[0].steps[2].argument else {
            panic!("no table");
        };
        assert_eq!(rows[0], ["a | b"]);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for text in [
            "Scenario: [1] a\n nonsense",
            "Given a",
            "Scenario: a\n",
            "| a |",
        ] {
            assert!(parse("f", text).is_err(), "{text}");
        }
    }
}
