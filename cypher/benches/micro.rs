//! What single steps of a query cost: parse, bind, plan, a cached run, seek, expand, filter, group,
//! encode, create. `cargo bench -p quiver-cypher --bench micro [-- <part of a name> ...]`.
//!
//! Nanoseconds are the best of some runs, because on a shared machine the others measure the
//! neighbours. Where `valgrind` is installed, instructions are counted too; `COUNT=0` leaves that out.
//! Commits are `quiver-storage`'s (`benches/store.rs`), whole queries `reads.rs`, planning of long texts
//! `planning.rs`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

mod common;
#[path = "../../storage/benches/instructions/mod.rs"]
mod instructions;

use std::hint::black_box;
use std::time::Instant;

use common::{Bench, Rows, is_wanted, wanted};
use quiver_cypher::plan::context::DatabaseContext;
use quiver_cypher::procedures::Registry;
use quiver_cypher::syntax::{self, Limits};
use quiver_cypher::{NoServer, binder, plan};
use quiver_storage::Database;
use quiver_types::{Map, Value};

const PERSONS: i64 = 2_000;
/// Nodes that are created at once.
const CREATED: i64 = 1_000;

fn load() -> Database {
    let database = common::empty();
    let tokens = database.tokens();
    let person = tokens.get_or_create_label("Person").unwrap();
    let knows = tokens.get_or_create_relationship_type("KNOWS").unwrap();
    let key = |name: &str| tokens.get_or_create_property_key(name).unwrap();
    let (id, name, age, city) = (key("id"), key("name"), key("age"), key("city"));
    common::index(&database, "i", person, id);
    let temp = tokens.get_or_create_label("Temp").unwrap();
    common::index(&database, "t", temp, id);
    common::write(&database, |t| {
        let persons: Vec<_> = (0..PERSONS)
            .map(|n| {
                let row = [
                    (id, Value::Integer(n)),
                    (name, Value::string(format!("Person number {n}"))),
                    (age, Value::Integer(n % 60)),
                    (city, Value::string(format!("City {}", n % 20))),
                ];
                t.create_node(&[person], &row).unwrap()
            })
            .collect();
        for (n, from) in persons.iter().enumerate() {
            for step in 1..=18 {
                let to = persons[(n + step * 37) % persons.len()];
                t.create_relationship(knows, *from, to, &[]).unwrap();
            }
        }
    });
    database
}

const ORDINARY: &str = "MATCH (p:Person {id: $id})-[:KNOWS]->(f:Person) WHERE f.age > $age \
     WITH p, f, count(*) AS x MATCH (f)-[:KNOWS]->(g) OPTIONAL MATCH (g)-[:KNOWS]->(p) \
     RETURN f.name AS name, g.name AS other, x ORDER BY x DESC, name LIMIT 10";

/// Queries that run from the cache, and how many rows one goes through.
const RUNS: &[(&str, &str, u64)] = &[
    ("cached run", "RETURN 1 AS x", 1),
    ("seek", "MATCH (p:Person {id: $id}) RETURN p.age AS age", 1),
    (
        "expand",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f) RETURN count(f.age) AS n",
        18,
    ),
    (
        "filter",
        "MATCH (p:Person) WHERE p.age > 58 AND p.city = 'City 1' RETURN count(*) AS n",
        PERSONS as u64,
    ),
    (
        "group",
        "MATCH (p:Person) RETURN p.city AS city, count(*) AS n, avg(p.age) AS age",
        PERSONS as u64,
    ),
    (
        "create",
        "UNWIND $rows AS row CREATE (t:Temp {id: row.id, name: row.name})",
        CREATED as u64,
    ),
    (
        "encode",
        "MATCH (p:Person) RETURN p.id AS id, p.name AS name, p.age AS age",
        PERSONS as u64,
    ),
];

fn new_bench() -> Bench {
    let mut parameters = Map::new();
    parameters.insert("id", Value::Integer(PERSONS / 3));
    parameters.insert("age", Value::Integer(30));
    let row = |id: i64| {
        let mut row = Map::new();
        row.insert("id", Value::Integer(id));
        row.insert("name", Value::string(format!("row {id}")));
        Value::map(row)
    };
    parameters.insert("rows", Value::list((0..CREATED).map(row).collect()));
    Bench::new(load(), parameters)
}

/// One round of a step.
fn round(bench: &Bench, registry: &Registry, name: &str) {
    let limits = Limits::default();
    match name {
        "parse" => {
            black_box(syntax::parse(ORDINARY, limits).unwrap());
        }
        "parse and bind" => {
            let tree = syntax::parse(ORDINARY, limits).unwrap();
            black_box(binder::bind(&tree, ORDINARY, registry, None).unwrap());
        }
        "parse, bind and plan" => {
            let tree = syntax::parse(ORDINARY, limits).unwrap();
            let bound = binder::bind(&tree, ORDINARY, registry, None).unwrap();
            let context = DatabaseContext(&bench.database);
            black_box(plan::planner::plan(bound, &context, false, &[]));
        }
        "cached plan" => {
            let prepared = bench
                .engine
                .prepare(ORDINARY, &bench.database, &NoServer::default());
            black_box(prepared.unwrap());
        }
        other => {
            let found = RUNS.iter().find(|(name, _, _)| *name == other);
            let (_, query, _) = found.unwrap();
            if query.contains("CREATE") {
                bench.write(query);
            } else {
                black_box(bench.run(query, &mut Rows::default()));
            }
        }
    }
}

fn main() {
    let (bench, registry) = (new_bench(), Registry::new(false));
    if let Some((name, rounds)) = instructions::asked_for() {
        for _ in 0..rounds {
            round(&bench, &registry, &name);
        }
        return;
    }
    let wanted = wanted();
    let steps = [
        "parse",
        "parse and bind",
        "parse, bind and plan",
        "cached plan",
    ];
    let cases = steps.into_iter().map(|name| (name, 1));
    let cases = cases.chain(RUNS.iter().map(|(name, _, rows)| (*name, *rows)));
    println!("{}", instructions::told());
    println!(
        "{:<22} {:>8} {:>12} {:>10} {:>14} {:>12}",
        "step", "rows", "ns", "ns a row", "instructions", "a row"
    );
    for (name, rows) in cases.filter(|(name, _)| is_wanted(&wanted, name)) {
        let mut best = f64::INFINITY;
        let begun = Instant::now();
        while begun.elapsed().as_secs_f64() < 0.3 {
            let before = Instant::now();
            round(&bench, &registry, name);
            best = best.min(before.elapsed().as_secs_f64() * 1e9);
        }
        let (few, many) = if rows > 100 { (5, 105) } else { (100, 2100) };
        let each = instructions::each(name, few, many);
        let shown = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.0}"));
        println!(
            "{name:<22} {rows:>8} {best:>12.0} {:>10.1} {:>14} {:>12}",
            best / rows as f64,
            shown(each),
            shown(each.map(|each| each / rows as f64)),
        );
    }
}
