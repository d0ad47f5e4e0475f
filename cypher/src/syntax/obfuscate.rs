//! A query text without its literals and comments, for logs that may be read by people who may
//! not read the data.
//!
//! It shows how a query is built: keywords, variables, labels, property keys, parameter names.
//! Passwords of commands about users are [`credentials`](super::credentials), which also hides
//! what follows a misspelt command; this does not replace it for texts that are shown whole.
//! Meet [`obfuscate`].

use super::credentials::HIDDEN;
use super::lexer::{Bounds, Token, TokenKind, tokenize};

/// The text with [`HIDDEN`] for every string and number, and a blank for every comment. Of a text
/// that cannot be read as tokens nothing is shown: where a quote is missing, what was meant to be
/// hidden cannot be told from the rest. `true`, `false` and `null` stay, and so do names, quoted
/// or not.
pub fn obfuscate(text: &str) -> String {
    if text.len() >= u32::MAX as usize {
        return HIDDEN.to_owned();
    }
    let Ok(tokens) = tokenize(text, Bounds::NONE).map(|tokens| tokens.all) else {
        return HIDDEN.to_owned();
    };
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let place = token.start as usize..token.end as usize;
        out.push_str(between(&text[end..place.start]));
        if is_literal(token) && !is_name_by_place(text, token, &tokens[..at]) {
            out.push_str(HIDDEN);
        } else {
            out.push_str(&text[place.clone()]);
        }
        end = place.end;
    }
    out
}

/// What stands between two tokens is blanks and comments. Blanks hold nothing of anybody.
fn between(gap: &str) -> &str {
    if gap.contains('/') { " " } else { gap }
}

fn is_literal(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::String | TokenKind::Integer | TokenKind::Float
    )
}

/// Whether the literal after these tokens names something: `$1`, and the language in `CYPHER 25`.
fn is_name_by_place(text: &str, literal: &Token, before: &[Token]) -> bool {
    if literal.kind != TokenKind::Integer {
        return false;
    }
    match before {
        [only] => text[only.start as usize..only.end as usize].eq_ignore_ascii_case("CYPHER"),
        [.., last] => last.kind == TokenKind::Dollar,
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text, and what is shown of it.
    const CASES: &[(&str, &str)] = &[
        ("", ""),
        ("RETURN 1", "RETURN ******"),
        ("RETURN 'it\\'s', \"b\" AS x", "RETURN ******, ****** AS x"),
        (
            "RETURN -1.5e3, 0xFF, .5, 1..2",
            "RETURN -******, ******, ******, ******..******",
        ),
        ("RETURN true, null, $p, $1", "RETURN true, null, $p, $1"),
        ("CYPHER 25 RETURN 25", "CYPHER 25 RETURN ******"),
        ("cypher 'x'", "cypher ******"),
        ("RETURN $'x'", "RETURN $******"),
        (
            "MATCH (n:`A 1` {`k`: 'v'}) SET n.x2 = 3",
            "MATCH (n:`A 1` {`k`: ******}) SET n.x2 = ******",
        ),
        (
            "RETURN /* secret */ 1 // secret\n+ 2",
            "RETURN ****** + ******",
        ),
        ("RETURN 'never closed", "******"),
        ("RETURN 1 /* never closed", "******"),
        ("RETURN '\u{1F512}é', ü", "RETURN ******, ü"),
        (
            "CREATE USER u SET PASSWORD 'geheim'",
            "CREATE USER u SET PASSWORD ******",
        ),
    ];

    #[test]
    fn literals_and_comments_are_hidden_and_names_are_not() {
        for (text, shown) in CASES {
            assert_eq!(obfuscate(text), *shown, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_string_is_shown_whatever_stands_around_it(before in "[ -~\n]{0,40}", after in "\\PC{0,40}") {
            let text = format!("{before} 'quiverSecret' {after}");
            let shown = obfuscate(&text);
            // It may be a name, in backticks or between two strings; names are shown.
            prop_assert!(!shown.contains("quiverSecret") || !in_string(&text), "{shown}");
        }
    }

    /// Whether the lexer sees the word in a string, not in a name.
    fn in_string(text: &str) -> bool {
        tokenize(text, Bounds::NONE).is_ok_and(|tokens| {
            tokens.all.iter().any(|token| {
                token.kind == TokenKind::String
                    && text[token.start as usize..token.end as usize].contains("quiverSecret")
            })
        })
    }
}
