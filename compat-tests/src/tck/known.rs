//! What is known before a run: how well a scenario may do, and where Neo4j itself answers otherwise than the
//! TCK asks. That list is about errors only, and for good: drivers look at Neo4j's codes.

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

/// How Neo4j answers where the TCK wants an error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// With another one.
    Error {
        /// Last part of Neo4j's code, in the TCK's words.
        kind: String,
        /// When Neo4j raises it.
        phase: Phase,
    },
    /// With none.
    None,
}

/// Lines are `type phase id`, phase as `compile`, `runtime` or `any`; `none any id` where there is no error.
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
        let difference = match kind {
            "none" => Difference::None,
            kind => Difference::Error {
                kind: kind.to_owned(),
                phase,
            },
        };
        known.insert(id.to_owned(), difference);
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
    fn the_list_is_read() {
        let known =
            differences("# why\n\nTypeError runtime a [1]\nnone any b [2] example 3\n").unwrap();
        let kind = "TypeError".to_owned();
        let phase = Phase::Runtime;
        assert_eq!(known["a [1]"], Difference::Error { kind, phase });
        assert_eq!(known["b [2] example 3"], Difference::None);
        assert!(differences("a [1]").is_err());
    }
}
