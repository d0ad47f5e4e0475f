//! Every TCK query parses, unless its scenario expects an error that a parser finds.

use quiver_cypher::syntax::{Limits, parse};
use quiver_types::Failure;

use crate::tck;

/// Errors a parser may find. All others are found later, so the text must parse.
const OURS: &[&str] = &[
    "UnexpectedSyntax",
    "IntegerOverflow",
    "InvalidNumberLiteral",
    "FloatingPointOverflow",
    "InvalidUnicodeLiteral",
    "InvalidUnicodeCharacter",
    "InvalidRelationshipPattern",
    "InvalidParameterUse",
    "InvalidClauseComposition",
    "InvalidArgumentType",
    "InvalidAggregation",
    "NoVariablesInScope",
    "InvalidDelete",
    "InvalidArgumentPassingMode",
];

#[test]
fn tck_queries_parse() {
    let Some(queries) = tck::queries() else {
        return;
    };
    let mut wrong = Vec::new();
    let mut refused = 0;
    for query in &queries {
        let Err(Failure { message, .. }) = parse(&query.text, Limits::default()) else {
            continue;
        };
        match query.error.as_deref() {
            Some(error) if OURS.contains(&error) => refused += 1,
            error => wrong.push(format!("{} [{error:?}]\n{message}\n", query.place)),
        }
    }
    println!("{} queries, {refused} refused", queries.len());
    assert!(queries.len() > 4500);
    assert!(
        wrong.is_empty(),
        "{} fail:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
}
