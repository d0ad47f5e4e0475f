//! `parse(unparse(tree))` is `tree`, places aside.

use quiver_cypher::syntax::ast::Statement;
use quiver_cypher::syntax::{Limits, parse, unparse};

use crate::tck;

/// The queries of our own corpus.
pub fn corpus() -> impl Iterator<Item = &'static str> {
    include_str!("corpus.cypher")
        .lines()
        .filter(|line| !line.starts_with("//"))
}

/// The tree as text, without places and without the text of columns.
fn shape(statement: &Statement) -> String {
    let debug = format!("{statement:?}");
    let mut shape = String::with_capacity(debug.len());
    for (at, part) in debug.split("Span { start").enumerate() {
        let from = if at == 0 { 0 } else { part.find('}').unwrap() };
        shape.push_str(&part[from..]);
    }
    // Of all `text` fields only the one of projection items is not the first of its struct.
    let mut rest = shape.as_str();
    let mut kept = String::new();
    while let Some(start) = rest.find(", text: \"") {
        let quote = start + ", text: \"".len();
        kept.push_str(&rest[..quote]);
        let mut end = quote;
        let bytes = rest.as_bytes();
        while bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

/// Whether the tree of `text` survives.
pub fn check(text: &str) -> Result<(), String> {
    let parse = |text: &str| parse(text, Limits::default()).map_err(|e| e.to_string());
    let statement = parse(text)?;
    let written = unparse::statement(&statement);
    let again = parse(&written)?;
    if shape(&statement) != shape(&again) || written != unparse::statement(&again) {
        return Err(format!("{text}\n{written}\n{statement:?}\n{again:?}"));
    }
    Ok(())
}

#[test]
fn our_corpus_survives() {
    assert!(corpus().count() > 100);
    let failures: Vec<String> = corpus().filter_map(|text| check(text).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_tck_survives() {
    let Some(queries) = tck::queries() else {
        return;
    };
    let parsing = queries
        .iter()
        .filter(|query| parse(&query.text, Limits::default()).is_ok());
    let mut count = 0;
    for query in parsing {
        check(&query.text).unwrap();
        count += 1;
    }
    assert!(count > 4500);
}
