//! The examples of the tables of clauses, functions and procedures, each run as a test; those of
//! functions constant, and as a value that only running knows.

use quiver_cypher::functions::{self, Function};
use quiver_cypher::procedures::Registry;
use quiver_cypher::syntax::ast::Language;
use quiver_cypher::syntax::clauses::CLAUSES;

use crate::harness::Graph;

fn queries(function: &Function, example: &str) -> Vec<String> {
    let prefix = match function.language {
        Some(Language::Cypher25) => "CYPHER 25 ",
        Some(Language::Cypher5) | None => "",
    };
    let whole = ["UNWIND ", "MATCH ", "WITH ", "CALL ", "CREATE "];
    if whole.iter().any(|start| example.starts_with(start)) {
        return vec![format!("{prefix}{example} AS x")];
    }
    vec![
        format!("{prefix}RETURN {example} AS x"),
        format!("{prefix}UNWIND [1, 2, 3] AS i WITH i, {example} AS x WHERE i = 2 RETURN x"),
    ]
}

#[test]
fn examples_give_what_the_table_says() {
    let graph = Graph::empty();
    let mut wrong = Vec::new();
    let mut count = 0;
    for function in functions::all() {
        for (example, expected) in function.examples {
            for query in queries(function, example) {
                count += 1;
                let got = graph.rows(&query);
                let right = match expected.strip_prefix('!') {
                    Some(part) => got.contains(part) && got.starts_with("Neo."),
                    None => got == *expected,
                };
                if !right {
                    wrong.push(format!("{query}\n  expected {expected}\n  got      {got}"));
                }
            }
        }
    }
    assert!(count > 500, "{count}");
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Each example begins with an empty graph.
fn check_all(examples: impl Iterator<Item = (&'static str, &'static str)>) {
    let mut wrong = Vec::new();
    for (query, expected) in examples {
        let got = Graph::empty().rows(query);
        let right = match expected.strip_prefix('!') {
            Some(part) => got.contains(part) && got.starts_with("Neo."),
            None => got == *expected,
        };
        if !right {
            wrong.push(format!("{query}\n  expected {expected}\n  got      {got}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn examples_of_clauses() {
    check_all(CLAUSES.iter().flat_map(|clause| clause.examples).copied());
}

#[test]
fn examples_of_procedures() {
    let listed = Registry::new(true).listed();
    check_all(
        listed
            .iter()
            .flat_map(|procedure| procedure.examples)
            .copied(),
    );
}
