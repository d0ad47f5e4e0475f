//! What trees look like and what errors say, as snapshots.

use std::fmt::Write as _;

use quiver_cypher::syntax::{Limits, parse};

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with("//"))
}

/// The debug form with short places: `Span { start: 1, end: 2 }` is `@1..2`, and
/// `Name { text: "a", span: @1..2 }` is `"a"@1..2`.
fn compact(debug: &str) -> String {
    let mut out = String::new();
    for (at, part) in debug.split("Span { start: ").enumerate() {
        match part.split_once(" }") {
            Some((place, rest)) if at > 0 => {
                out.push('@');
                out.push_str(&place.replace(", end: ", ".."));
                out.push_str(rest);
            }
            _ => out.push_str(part),
        }
    }
    let mut short = String::new();
    for (at, part) in out.split("Name { text: ").enumerate() {
        match part.split_once(" }") {
            Some((name, rest)) if at > 0 => {
                short.push_str(&name.replace(", span: ", ""));
                short.push_str(rest);
            }
            _ => short.push_str(part),
        }
    }
    short.replace(", span: @", " @").replace("kind: ", "")
}

#[test]
fn trees() {
    let mut shown = String::new();
    for text in lines(include_str!("examples.cypher")) {
        let statement = parse(text, Limits::default()).unwrap_or_else(|e| panic!("{text}\n{e}"));
        writeln!(
            shown,
            "{text}\n    {}\n",
            compact(&format!("{statement:?}"))
        )
        .unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn errors() {
    let mut shown = String::new();
    for text in lines(include_str!("wrong.cypher")) {
        let Err(failure) = parse(text, Limits::default()) else {
            panic!("{text} parses");
        };
        let again = parse(text, Limits::default()).map(drop).unwrap_err();
        assert_eq!(failure, again);
        assert!(crate::has_place(&failure));
        writeln!(shown, "{:?}: {}\n", failure.status, failure.message).unwrap();
    }
    insta::assert_snapshot!(shown);
}
