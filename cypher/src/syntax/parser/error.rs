//! Errors in words: what was found, what was expected, where.

use quiver_types::{Failure, Status};

use super::input::{Context, Expected};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{TokenKind, shorten};

/// An error with its place, before it is shown in the text.
#[derive(Debug)]
pub struct Complaint {
    status: Status,
    message: String,
    at: Option<u32>,
}

impl Complaint {
    /// An error at byte `at`.
    pub fn new(status: Status, message: impl Into<String>, at: u32) -> Self {
        Self {
            status,
            message: message.into(),
            at: Some(at),
        }
    }

    /// An error that Neo4j gives no place.
    pub fn nowhere(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            at: None,
        }
    }

    /// The error with its line and a caret.
    pub fn into_failure(self, text: &str) -> Failure {
        match self.at {
            Some(at) => Failure::at(self.status, &self.message, text, at as usize),
            None => Failure::new(self.status, self.message),
        }
    }
}

/// The error about the furthest token that did not fit; `in_25` where it fits in Cypher 25.
pub(super) fn mismatch(context: Context<'_>, in_25: bool) -> Failure {
    let text = context.text;
    let (token, expected) = context.into_mismatch();
    let found = &text[token.start as usize..token.end as usize];
    let found = match token.kind {
        TokenKind::End => "the query ends here".to_owned(),
        _ => format!("invalid input '{}'", shorten(found)),
    };
    let mut words: Vec<String> = expected.iter().map(|&e| describe(e)).collect();
    words.sort();
    words.dedup();
    let mut message = capitalised(&found);
    if !words.is_empty() {
        message.push_str(": expected ");
        message.push_str(&enumerate(&words));
    }
    if token.kind == TokenKind::Name
        && let Some(keyword) = similar(&text[token.start as usize..token.end as usize], &expected)
    {
        message.push_str(&format!("; did you mean '{keyword}'?"));
    }
    let mut status = Status::InvalidSyntax;
    if in_25 {
        status = Status::OtherVersion;
        message.push_str("; in Cypher 25 the query can be read: begin it with 'CYPHER 25'");
    }
    Failure::at(status, &message, text, token.start as usize)
}

fn describe(expected: Expected) -> String {
    match expected {
        Expected::Token(kind) => kind.describe().to_owned(),
        Expected::Keyword(Keyword::Order) => "'ORDER BY'".to_owned(),
        Expected::Keyword(Keyword::Load) => "'LOAD CSV'".to_owned(),
        Expected::Keyword(keyword) => format!("'{}'", keyword.text()),
        Expected::Described(what) => what.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// `a`, `a or b`, `a, b or c`.
fn enumerate(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The expected keyword that `found` was probably meant to be.
fn similar(found: &str, expected: &[Expected]) -> Option<&'static str> {
    let upper = found.to_uppercase();
    expected
        .iter()
        .filter_map(|expected| match expected {
            Expected::Keyword(keyword) => Some(keyword.text()),
            Expected::Token(_) | Expected::Described(_) => None,
        })
        .map(|keyword| (distance(&upper, keyword), keyword))
        .filter(|&(distance, keyword)| distance <= 2 && distance < keyword.len() / 2)
        .min()
        .map(|(_, keyword)| keyword)
}

/// Edits (insert, delete, replace, swap of neighbours) between two words. Words of very
/// different lengths are never close, which bounds the work.
fn distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_are_close() {
        assert_eq!(distance("RETRUN", "RETURN"), 1);
        assert_eq!(distance("MTCH", "MATCH"), 1);
        assert_eq!(distance("CREATE", "CREATE"), 0);
        assert!(distance("X", "RETURN") > 2);
    }
}
