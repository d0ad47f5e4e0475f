//! What is known before a run: the scenarios that do not pass yet, and those where Neo4j itself
//! answers otherwise than the TCK asks.
//!
//! The first list only shrinks: a scenario that does better than it says is an error too. The
//! second is about errors only, and for good: drivers look at Neo4j's codes.

use std::collections::BTreeMap;
use std::fmt;

use super::scenario::Phase;

/// How well a scenario does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// A wrong result, a wrong side effect, an error where there should be none, or none where
    /// there should be one.
    Fails,
    /// Right but for the type or the phase of an error.
    Lenient,
    /// Right.
    Strict,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fails => "fails",
            Self::Lenient => "lenient",
            Self::Strict => "strict",
        })
    }
}

/// Scenarios that are known not to pass strictly. Lines are `level id`.
pub fn known_failures(text: &str) -> Result<BTreeMap<String, Level>, String> {
    let mut known = BTreeMap::new();
    for line in lines(text) {
        let (level, id) = match line.split_once(' ') {
            Some(("fails", id)) => (Level::Fails, id),
            Some(("lenient", id)) => (Level::Lenient, id),
            _ => return Err(format!("known-failures.txt: not understood: {line}")),
        };
        if known.insert(id.trim().to_owned(), level).is_some() {
            return Err(format!("known-failures.txt: {id} is there twice"));
        }
    }
    Ok(known)
}

/// The list as text again.
pub fn written(header: &str, known: &BTreeMap<String, Level>) -> String {
    let mut text = header.to_owned();
    for (id, level) in known {
        text.push_str(&format!("{level} {id}\n"));
    }
    text
}

/// The comment at the head of a list.
pub fn header(text: &str) -> String {
    text.lines()
        .take_while(|line| line.starts_with('#') || line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Where Neo4j's error differs from the TCK's.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Last part of Neo4j's code, in the TCK's words.
    pub kind: String,
    /// When Neo4j raises it.
    pub phase: Phase,
}

/// Lines are `type phase id`, phase as `compile`, `runtime` or `any`.
pub fn differences(text: &str) -> Result<BTreeMap<String, Difference>, String> {
    let mut known = BTreeMap::new();
    for line in lines(text) {
        let error = || format!("neo4j-differences.txt: not understood: {line}");
        let (kind, rest) = line.split_once(' ').ok_or_else(error)?;
        let (phase, id) = rest.split_once(' ').ok_or_else(error)?;
        let phase = match phase {
            "compile" => Phase::CompileTime,
            "runtime" => Phase::Runtime,
            "any" => Phase::AnyTime,
            _ => return Err(error()),
        };
        let kind = kind.to_owned();
        known.insert(id.to_owned(), Difference { kind, phase });
    }
    Ok(known)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written() {
        let text = "# why\n\nfails a [1]\nlenient b [2] example 3\n";
        let known = known_failures(text).unwrap();
        assert_eq!(known["b [2] example 3"], Level::Lenient);
        assert_eq!(written(&header(text), &known), text);
        assert!(known_failures("a [1]").is_err());
        assert!(known_failures("fails a\nlenient a").is_err());
        let differences = differences("TypeError runtime a [1]").unwrap();
        assert_eq!(differences["a [1]"].kind, "TypeError");
    }
}
