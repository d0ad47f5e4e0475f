//! Random texts: no panic, the same answer twice, and what parses survives being written.

use proptest::prelude::*;
use quiver_cypher::syntax::{Limits, parse};

use crate::round_trip::{check, corpus};

/// Pieces that queries are made of.
fn piece() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = corpus()
        .flat_map(|line| line.split_inclusive(|c: char| !c.is_alphanumeric()))
        .collect();
    prop_oneof![
        4 => prop::sample::select(words).prop_map(str::to_owned),
        1 => "[ ()\\[\\]{}|:.,;+*/%^=<>!&$'\"`\\\\-]{1,2}",
        1 => "[0-9._xeE]{1,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        let _ = parse(&text, Limits::default());
    }

    #[test]
    fn any_pieces_are_answered(pieces in prop::collection::vec(piece(), 0..30)) {
        answered(&pieces.concat());
    }

    /// A query with a piece cut out or put in is nearly right, which is where parsers go wrong.
    #[test]
    fn damaged_queries_are_answered(
        query in prop::sample::select(corpus().collect::<Vec<_>>()),
        from in 0..200usize,
        cut in 0..6usize,
        put in piece(),
    ) {
        let chars: Vec<char> = query.chars().collect();
        let from = from % (chars.len() + 1);
        let to = (from + cut).min(chars.len());
        let before: String = chars[..from].iter().collect();
        let after: String = chars[to..].iter().collect();
        answered(&[before, put, after].concat());
    }
}

fn answered(text: &str) {
    match parse(text, Limits::default()) {
        Ok(_) => check(text).unwrap(),
        Err(failure) => {
            assert!(crate::has_place(&failure));
            let again = parse(text, Limits::default()).map(drop);
            assert_eq!(again.unwrap_err(), failure);
        }
    }
}
