//! How long the reads of issue 5 take in process: a deterministic social graph, one thread, no
//! wire, other nodes each time. The median counts.
//! `SECONDS` a query, 0.3 unless told, for a profiler. `cargo bench -p quiver-cypher --bench reads [-- <part of a name> ...]`; with
//! `PERSONS=1000` a small graph, with `COLUMNS=0` without the store's columns, with `WORKERS=1` on one thread. It asserts nothing; to
//! see rows, `SHOW=1`; to see plans with what each step took, `PROFILE=1`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

mod common;

use std::time::Instant;

use common::{Bench, Rows, is_wanted, wanted};
use quiver_storage::{AccessMode, Database};
use quiver_types::rng::Rng;
use quiver_types::{Date, Map, Value};

fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|p| p.parse().ok());
    pages.unwrap_or(0u64) * 4096 / 1_048_576
}

/// The graph: persons with skewed degrees, companies.
fn load(persons: u64, degree: u64) -> Database {
    let database = common::empty();
    let tokens = database.tokens();
    let label = |name: &str| tokens.get_or_create_label(name).unwrap();
    let key = |name: &str| tokens.get_or_create_property_key(name).unwrap();
    let kind = |name: &str| tokens.get_or_create_relationship_type(name).unwrap();
    let (person, company) = (label("Person"), label("Company"));
    let (knows, works_at) = (kind("KNOWS"), kind("WORKS_AT"));
    let (id, name, age, city) = (key("id"), key("name"), key("age"), key("city"));
    let (score, active, born, since) = (key("score"), key("active"), key("born"), key("since"));
    common::index(&database, "p", person, id);
    common::index(&database, "c", company, id);
    let mut rng = Rng::from_seed(1);
    let mut companies = Vec::new();
    let mut t = common::begin(&database, AccessMode::Write);
    for n in 0..(persons / 100).max(1) {
        let row = [
            (id, Value::Integer(n as i64)),
            (name, Value::string(format!("Company {n}"))),
        ];
        companies.push(t.create_node(&[company], &row).unwrap());
    }
    t.commit_blocking().unwrap();
    let mut nodes = Vec::new();
    while (nodes.len() as u64) < persons {
        let mut t = common::begin(&database, AccessMode::Write);
        for _ in 0..10_000.min(persons) {
            let n = nodes.len() as i64;
            let date = Date::from_days(rng.below(20_000) as i64);
            let row = [
                (id, Value::Integer(n)),
                (name, Value::string(format!("Person number {n}"))),
                (age, Value::Integer(18 + rng.below(63) as i64)),
                (city, Value::string(format!("City {}", rng.below(100)))),
                (score, Value::Float(rng.below(1_000_000) as f64 / 1000.0)),
                (active, Value::Boolean(rng.below(3) > 0)),
                (born, date.map_or(Value::Null, Value::from)),
            ];
            nodes.push(t.create_node(&[person], &row).unwrap());
        }
        t.commit_blocking().unwrap();
    }
    let mut made = 0;
    while made < persons * degree {
        let mut t = common::begin(&database, AccessMode::Write);
        for _ in 0..10_000 {
            let a = nodes[rng.below(persons) as usize];
            // A third of the ends fall on few, so that there are hubs.
            let b = if rng.below(3) == 0 {
                let unit = rng.below(1 << 30) as f64 / (1u64 << 30) as f64;
                nodes[((unit * unit * unit) * persons as f64) as usize]
            } else {
                nodes[rng.below(persons) as usize]
            };
            let year = [(since, Value::Integer(2000 + rng.below(25) as i64))];
            t.create_relationship(knows, a, b, &year).unwrap();
        }
        made += 10_000;
        t.commit_blocking().unwrap();
    }
    let mut t = common::begin(&database, AccessMode::Write);
    for node in &nodes {
        let at = companies[rng.below(companies.len() as u64) as usize];
        t.create_relationship(works_at, *node, at, &[]).unwrap();
    }
    t.commit_blocking().unwrap();
    database
}

/// Name, query, what Neo4j's median divided by the goal allows, in microseconds (0: none given).
const QUERIES: &[(&str, &str, f64)] = &[
    ("return 1", "RETURN 1", 30.0),
    (
        "point read",
        "MATCH (p:Person {id: $id}) RETURN p.name",
        41.0,
    ),
    ("node read", "MATCH (p:Person {id: $id}) RETURN p", 41.0),
    ("count", "MATCH (p:Person) RETURN count(*)", 33.0),
    (
        "group by",
        "MATCH (p:Person) RETURN p.city, count(*), avg(p.age)",
        2_530.0,
    ),
    (
        "min max sum",
        "MATCH (p:Person) RETURN min(p.age), max(p.age), sum(p.age)",
        327.0,
    ),
    (
        "collect",
        "MATCH (p:Person) WHERE p.city = 'City 7' RETURN collect(p.name)",
        0.0,
    ),
    (
        "filter scan",
        "MATCH (p:Person) WHERE p.age > 60 AND p.active RETURN count(*)",
        950.0,
    ),
    (
        "contains scan",
        "MATCH (p:Person) WHERE p.name CONTAINS '999' RETURN count(*)",
        2_200.0,
    ),
    (
        "top 10",
        "MATCH (p:Person) RETURN p.name, p.score ORDER BY p.score DESC LIMIT 10",
        850.0,
    ),
    (
        "distinct",
        "MATCH (p:Person) RETURN count(DISTINCT p.city)",
        0.0,
    ),
    (
        "one hop",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f) RETURN f.name",
        51.0,
    ),
    (
        "filtered hop",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f) WHERE f.age > 40 RETURN f.name, f.age",
        0.0,
    ),
    (
        "degree",
        "MATCH (p:Person {id: $id})-[r:KNOWS]->() RETURN count(r)",
        0.0,
    ),
    (
        "two hop",
        "MATCH (p:Person {id: $id})-[:KNOWS]->()-[:KNOWS]->(f) RETURN count(DISTINCT f)",
        107.0,
    ),
    (
        "three hop",
        "MATCH (p:Person {id: $id})-[:KNOWS]->()-[:KNOWS]->()-[:KNOWS]->(f) RETURN count(*)",
        80.0,
    ),
    (
        "var length",
        "MATCH (p:Person {id: $id})-[:KNOWS*1..2]->(f) RETURN count(DISTINCT f)",
        159.0,
    ),
    (
        "recommendation",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f)-[:KNOWS]->(fof) \
         WHERE NOT (p)-[:KNOWS]->(fof) AND fof <> p \
         RETURN fof.name, count(*) AS n ORDER BY n DESC, fof.name LIMIT 10",
        203.0,
    ),
    (
        "shortest path",
        "MATCH (a:Person {id: $id}), (b:Person {id: $other}), \
         p = shortestPath((a)-[:KNOWS*..6]->(b)) RETURN length(p)",
        90.0,
    ),
    (
        "triangles",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(a)-[:KNOWS]->(b)-[:KNOWS]->(p) RETURN count(*)",
        0.0,
    ),
    (
        "company join",
        "MATCH (p:Person)-[:WORKS_AT]->(c:Company) RETURN c.name, count(p) AS n \
         ORDER BY n DESC LIMIT 10",
        40_000.0,
    ),
    (
        "company pairs",
        "MATCH (p:Person)-[:WORKS_AT]->(c:Company)<-[:WORKS_AT]-(q:Person) \
         WHERE p.city = q.city RETURN count(*)",
        0.0,
    ),
    (
        "company colleagues",
        "MATCH (c:Company)<-[:WORKS_AT]-(a:Person)-[:KNOWS]->(b:Person)-[:WORKS_AT]->(c) \
         WHERE c.name ENDS WITH '07' OR c.name ENDS WITH '17' RETURN count(*)",
        40_000.0,
    ),
    (
        "value join",
        "MATCH (p:Person), (c:Company) WHERE p.age = c.id RETURN count(*)",
        4_200.0,
    ),
    (
        "rel scan",
        "MATCH (a:Person)-[r:KNOWS]->(b:Person) RETURN a.city, count(*), avg(b.age)",
        37_500.0,
    ),
    (
        "rel sum",
        "MATCH ()-[r:KNOWS]->() RETURN sum(r.since)",
        37_500.0,
    ),
    (
        "two hop all",
        "MATCH ()-[:KNOWS]->()-[:KNOWS]->() RETURN count(*)",
        0.0,
    ),
    ("by type", "MATCH ()-[r]->() RETURN type(r), count(*)", 0.0),
    (
        "distinct each",
        "MATCH (a:Person)-[:KNOWS]->(b) RETURN a.city, count(DISTINCT b)",
        0.0,
    ),
    (
        "sum case",
        "MATCH (p:Person) RETURN sum(CASE WHEN p.age > 40 THEN 1 ELSE 0 END)",
        0.0,
    ),
    (
        "either",
        "MATCH (p:Person) WHERE p.id = 5 OR p.city = 'City 7' RETURN count(*)",
        0.0,
    ),
    (
        "unwind group",
        "UNWIND range(0, 99999) AS i WITH i % 100 AS g, collect(i) AS l RETURN g, l",
        0.0,
    ),
    (
        "reduce",
        "RETURN reduce(s = 0, x IN range(1, 100000) | s + x)",
        0.0,
    ),
    (
        "cycles",
        "MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(a) WHERE a.id < 5000 RETURN count(*)",
        0.0,
    ),
    (
        "call limit",
        "MATCH (p:Person) WHERE p.id < 5000 \
         CALL (p) { MATCH (p)-[:KNOWS]->(f) RETURN f LIMIT 2 } RETURN count(*)",
        0.0,
    ),
    (
        "stream",
        "MATCH (p:Person) WHERE p.id < $half RETURN p.id, p.name, p.age",
        32_000.0,
    ),
];

fn main() {
    let persons = std::env::var("PERSONS").ok().and_then(|n| n.parse().ok());
    let persons: u64 = persons.unwrap_or(100_000);
    // KNOWS a person; without them loading takes a second.
    let degree = std::env::var("DEGREE").ok().and_then(|n| n.parse().ok());
    let show = std::env::var("SHOW").is_ok();
    let seconds_each = std::env::var("SECONDS").ok().and_then(|n| n.parse().ok());
    let seconds_each: f64 = seconds_each.unwrap_or(0.3);
    let profile = std::env::var("PROFILE").is_ok();
    let wanted = wanted();
    let start = Instant::now();
    let database = load(persons, degree.unwrap_or(18));
    let (seconds, used) = (start.elapsed().as_secs_f64(), resident());
    println!("{persons} persons loaded in {seconds:.1} s, {used} MiB resident");
    if let Some(bytes) = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok()) {
        database.limit_columns(bytes);
    }
    // Others each time: what always asks about the same nodes finds them in the processor's caches.
    let parameters = |rng: &mut Rng| {
        let mut parameters = Map::new();
        parameters.insert("id", Value::Integer(rng.below(persons) as i64));
        parameters.insert("other", Value::Integer(rng.below(persons) as i64));
        parameters.insert("half", Value::Integer(persons as i64 / 2));
        parameters
    };
    let mut rng = Rng::from_seed(2);
    let mut bench = Bench::new(database, parameters(&mut rng));
    println!(
        "{:<16} {:>12} {:>12} {:>10} {:>6}",
        "query", "median us", "goal", "rows", ""
    );
    for (name, query, goal) in QUERIES {
        if !is_wanted(&wanted, name) {
            continue;
        }
        let run = |bench: &Bench, show: bool| {
            let mut rows = Rows::shown(show);
            bench.run(query, &mut rows);
            rows.count
        };
        let rows = run(&bench, show);
        if profile {
            let cursor = bench.run(&format!("PROFILE {query}"), &mut Rows::default());
            let mut arguments = cursor.profile().arguments.into_iter();
            let table = arguments.find(|(name, _)| *name == "string-representation");
            if let Some((_, Value::String(table))) = table {
                println!("{table}");
            }
        }
        let begun = Instant::now();
        let mut times = Vec::new();
        while times.len() < 5 || begun.elapsed().as_secs_f64() < seconds_each {
            bench.with(parameters(&mut rng));
            let before = Instant::now();
            run(&bench, false);
            times.push(before.elapsed().as_secs_f64() * 1e6);
            if times.iter().all(|time| *time > 3_000_000.0) {
                break;
            }
        }
        times.sort_unstable_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let verdict = match *goal {
            0.0 => String::new(),
            goal => format!("{:>5.1}x", median / goal),
        };
        println!("{name:<16} {median:>12.1} {goal:>12.0} {rows:>10} {verdict:>6}");
    }
    println!(
        "{} MiB resident, {:?}",
        resident(),
        bench.database.columns()
    );
}
