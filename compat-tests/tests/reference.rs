//! `docs/cypher.md` is generated from the tables of clauses, functions and procedures; this holds
//! the page against them. `QUIVER_BLESS=1 cargo test -p quiver-compat-tests --test reference`
//! rewrites it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, reads the page and may renew it"
)]

use std::fmt::Write as _;

use quiver_cypher::functions::{self, Function};
use quiver_cypher::procedures::{Procedure, Registry};
use quiver_cypher::syntax::ast::Language;
use quiver_cypher::syntax::clauses::CLAUSES;

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br>")
}

fn examples(examples: &[(&str, &str)]) -> String {
    let shown: Vec<String> = examples
        .iter()
        .map(|(query, gives)| {
            let gives = match gives.strip_prefix('!') {
                Some(_) => "an error".to_owned(),
                None if gives.is_empty() => "no rows".to_owned(),
                None => format!("`{}`", cell(gives)),
            };
            format!("`{}` → {gives}", cell(query))
        })
        .collect();
    shown.join("<br>")
}

fn clauses(page: &mut String) {
    page.push_str("## Clauses and commands\n\n");
    for clause in CLAUSES {
        let _ = writeln!(page, "### `{}`\n\n{}\n", clause.form, clause.description);
        for (query, gives) in clause.examples {
            let _ = writeln!(page, "```cypher\n{query}\n```\n");
            for line in gives.lines() {
                let _ = writeln!(page, "    {line}");
            }
            if !gives.is_empty() {
                page.push('\n');
            }
        }
    }
}

fn function_rows(page: &mut String, category: &str, of: &[&Function]) {
    let _ = write!(
        page,
        "### {category}\n\n| function | what it gives | examples |\n|---|---|---|\n"
    );
    for function in of {
        let signatures: Vec<String> = function
            .signatures()
            .iter()
            .map(|(signature, _)| format!("`{}`", cell(signature)))
            .collect();
        let version = match function.language {
            None => "",
            Some(Language::Cypher5) => " (Cypher 5)",
            Some(Language::Cypher25) => " (Cypher 25)",
        };
        let deprecated = function
            .deprecated_by
            .map_or(String::new(), |by| format!(" Deprecated: {by}."));
        let _ = writeln!(
            page,
            "| {} | {}{version}{deprecated} | {} |",
            signatures.join("<br>"),
            cell(function.description),
            examples(function.examples)
        );
    }
    page.push('\n');
}

fn procedure_rows(page: &mut String, of: &[&Procedure]) {
    page.push_str("| procedure | mode | what it does | examples |\n|---|---|---|---|\n");
    for procedure in of {
        let deprecated = procedure
            .deprecated_by
            .map_or(String::new(), |by| format!(" Deprecated: {by}."));
        let _ = writeln!(
            page,
            "| `{}` | {} | {}{deprecated} | {} |",
            cell(&procedure.signature()),
            procedure.mode,
            cell(procedure.description),
            examples(procedure.examples)
        );
    }
    page.push('\n');
}

fn page() -> String {
    let mut page = String::from(
        "<!-- Generated from cypher/src/syntax/clauses.rs, cypher/src/functions and cypher/src/procedures;\n\
         `QUIVER_BLESS=1 cargo test -p quiver-compat-tests --test reference` renews it. -->\n\n\
         # Cypher\n\n\
         The clauses, functions and procedures this server has. Every example is run as a test. What differs from\n\
         Neo4j is in [compatibility.md](compatibility.md).\n\n",
    );
    clauses(&mut page);
    page.push_str("## Functions\n\n");
    let mut categories: Vec<&str> = functions::all().map(|f| f.category).collect();
    categories.sort_unstable();
    categories.dedup();
    for category in categories {
        let mut of: Vec<&Function> = functions::all()
            .filter(|function| function.category == category)
            .collect();
        of.sort_by_key(|function| function.name.to_lowercase());
        function_rows(&mut page, category, &of);
    }
    let listed = Registry::new(true).listed();
    let (apoc, own): (Vec<&Procedure>, Vec<&Procedure>) = listed
        .iter()
        .map(std::convert::AsRef::as_ref)
        .partition(|procedure| procedure.name.starts_with("apoc."));
    page.push_str("## Procedures\n\n");
    procedure_rows(&mut page, &own);
    page.push_str("## Procedures of APOC\n\n");
    procedure_rows(&mut page, &apoc);
    page
}

#[test]
fn the_page_is_what_the_tables_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cypher.md");
    let expected = page();
    if std::env::var("QUIVER_BLESS").is_ok() {
        std::fs::write(path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/cypher.md is out of date; run with QUIVER_BLESS=1 and commit it"
    );
}
