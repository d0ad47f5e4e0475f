//! Plans as text: what EXPLAIN shows for queries over a small graph with an index and a constraint.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::Arc;

use quiver_cypher::{Engine, EngineOptions, NoServer};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SchemaTarget, SyncMode, TransactionOptions,
};
use quiver_types::Value;
use quiver_types::time::ManualClock;

fn options() -> TransactionOptions {
    TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 0,
    }
}

/// 200 persons in 5 cities who know each other in a ring; a person's `id` is unique and `age` is
/// indexed.
fn database() -> Database {
    let clock = Arc::new(ManualClock::default());
    let database = Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock,
        seed: 1,
    })
    .unwrap();
    let tokens = database.tokens();
    let person = tokens.get_or_create_label("Person").unwrap();
    let city = tokens.get_or_create_label("City").unwrap();
    let knows = tokens.get_or_create_relationship_type("KNOWS").unwrap();
    let lives = tokens.get_or_create_relationship_type("LIVES_IN").unwrap();
    let id = tokens.get_or_create_property_key("id").unwrap();
    let age = tokens.get_or_create_property_key("age").unwrap();
    let mut schema = database.begin(options());
    schema.begin_statement();
    schema
        .create_unique_constraint("person_id".into(), SchemaTarget::Label(person), vec![id])
        .unwrap();
    schema
        .create_index("person_age".into(), SchemaTarget::Label(person), vec![age])
        .unwrap();
    schema.commit_blocking().unwrap();
    let mut tx = database.begin(options());
    tx.begin_statement();
    let cities: Vec<_> = (0..5)
        .map(|_| tx.create_node(&[city], &[]).unwrap())
        .collect();
    let persons: Vec<_> = (0..200)
        .map(|n| {
            let properties = [(id, Value::Integer(n)), (age, Value::Integer(n % 50))];
            tx.create_node(&[person], &properties).unwrap()
        })
        .collect();
    for (n, from) in persons.iter().enumerate() {
        for step in 1..=3 {
            tx.create_relationship(knows, *from, persons[(n + step) % 200], &[])
                .unwrap();
        }
        tx.create_relationship(lives, *from, cities[n % 5], &[])
            .unwrap();
    }
    tx.commit_blocking().unwrap();
    database
}

fn explain(queries: &[&str]) -> String {
    explain_without(queries, Vec::new())
}

fn explain_without(queries: &[&str], disabled_rules: Vec<String>) -> String {
    let database = database();
    let engine = Engine::new(EngineOptions {
        disabled_rules,
        ..EngineOptions::default()
    });
    let mut out = String::new();
    for query in queries {
        out.push_str(query);
        out.push('\n');
        match engine.prepare(query, &database, &NoServer::default()) {
            Ok(prepared) => {
                let plan = prepared.plan_description();
                let table = plan
                    .arguments
                    .iter()
                    .find(|(key, _)| *key == "string-representation");
                let Some((_, Value::String(table))) = table else {
                    panic!("no table")
                };
                let lines = table.lines().skip_while(|line| !line.starts_with('+'));
                for line in lines.take_while(|line| !line.is_empty()) {
                    out.push_str(line);
                    out.push('\n');
                }
            }
            Err(failure) => out.push_str(&format!("{failure}\n")),
        }
        out.push('\n');
    }
    out
}

/// Queries about one thing; the plans are in `snapshots/`.
fn check(name: &str, queries: &[&str]) {
    insta::assert_snapshot!(name, explain(queries));
}

#[test]
fn access_paths() {
    check(
        "access",
        &[
            "MATCH (n) RETURN n",
            "MATCH (n:Person) RETURN n.id AS id",
            "MATCH (n:Person {id: $id}) RETURN n",
            "MATCH (n:Person) WHERE $id = n.id RETURN n",
            "MATCH (n:Person) WHERE n.age > 10 AND n.age <= $max RETURN n.age",
            "MATCH (n:Person) WHERE n.id IN [1, 2, 3] RETURN n",
            "MATCH (n:Person) WHERE n.age IS NOT NULL RETURN n",
            "MATCH (n:Person) WHERE n.name = 'x' RETURN n",
            "UNWIND $rows AS row MATCH (n:Person {id: row.id}) RETURN n",
            "MATCH ()-[r:KNOWS]->() RETURN r LIMIT 3",
            "MATCH ()-[r]-() RETURN r",
        ],
    );
}

#[test]
fn patterns() {
    check(
        "patterns",
        &[
            "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:LIVES_IN]->(c:City) RETURN b, c",
            "MATCH (a:Person)-[:KNOWS]->(b:Person {id: 2})<-[:KNOWS]-(c) RETURN a, c",
            "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:KNOWS]->(a) RETURN b",
            "MATCH (a:Person), (b:City) WHERE a.age = b.age RETURN a, b",
            "MATCH (a:Person)-[:KNOWS*1..3]->(b:Person {id: 7}) RETURN a",
            "MATCH p = (a:Person {id: 1})-[r:KNOWS*2]->(b) RETURN p, r",
            "MATCH p = shortestPath((a:Person {id: 1})-[:KNOWS*]-(b:Person {id: 9})) RETURN p",
            "MATCH (a:Person {id: 1})-[r]->(b) MATCH (c)-[r]->(d) RETURN c, d",
            "MATCH (a:Person) OPTIONAL MATCH (a)-[:LIVES_IN]->(c) RETURN a, c",
            "MATCH (n:Person) WHERE (n)-[:KNOWS]->() RETURN n",
            "MATCH (n:Person) WHERE EXISTS { MATCH (n)-[:KNOWS]->(m) WHERE m.age > n.age } RETURN n",
        ],
    );
}

#[test]
fn projections() {
    check(
        "projections",
        &[
            "MATCH (a:Person) RETURN a ORDER BY a.age SKIP 2 LIMIT 3",
            "MATCH (a:Person) WITH a.age AS age WHERE age > 3 RETURN age",
            "MATCH (a:Person) WITH DISTINCT a.age AS age RETURN age ORDER BY age DESC",
            "MATCH (a:Person) RETURN a.age AS age, count(*) AS n ORDER BY n DESC LIMIT 5",
            "MATCH (a:Person) RETURN a.age + count(*) AS n, a.age",
            "MATCH (a) RETURN a.x AS x UNION MATCH (b:City) RETURN b.y AS x",
            "UNWIND [1, 2] AS x CALL (x) { MATCH (n:Person {id: x}) RETURN n.age AS age } RETURN x, age",
        ],
    );
}

#[test]
fn writes() {
    check(
        "writes",
        &[
            "UNWIND $rows AS row CREATE (:Person {id: row.id})",
            "UNWIND $rows AS row MATCH (n:Person {id: row.id}) SET n.age = row.age",
            "MATCH (a:Person {id: 1}), (b:Person {id: 2}) CREATE (a)-[:KNOWS]->(b)",
            "MERGE (a:Person {id: $id}) ON CREATE SET a.age = 1 MERGE (a)-[:KNOWS]->(b:Person {id: 3}) RETURN a",
            "CREATE (a:X {x: 1}) CREATE (b:Y)-[:T]->(a) CREATE (c:Z)",
            "MATCH (n:Person) DETACH DELETE n",
            "MATCH (n:Person) SET n.age = n.age + 1 RETURN n.age",
            "MATCH (n:Person) WHERE n.age > 3 SET n.age = 1",
            "MATCH (n:Person)-[:KNOWS]->(m) WHERE size(m.name) > 3 SET m.age = n.age",
            "MATCH (n:Person) WITH n, keys(n) AS k SET n.age = size(k)",
            "MATCH (n:Person) SET n.age = 1 SET n.name = 'x'",
            "MATCH (n:Person) WHERE n.id > 1 WITH n ORDER BY n.id SET n.age = 1",
            "FOREACH (x IN [1, 2] | CREATE (:City {x: x}))",
            "CREATE INDEX FOR (n:City) ON (n.name)",
            "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:City) REQUIRE n.name IS UNIQUE",
        ],
    );
}

/// Queries for each rule and rewrite, whose plans are shown without it and with it.
const RULES: &[(&str, &[&str])] = &[
    (
        "or_to_in",
        &[
            "MATCH (n:Person) WHERE n.id = 1 OR n.id = $b OR n.id IN [3, 4] RETURN n.age",
            "MATCH (n:Person) WHERE n.id = 1 OR n.age = 2 RETURN n.age",
        ],
    ),
    (
        "count_store",
        &[
            "MATCH (n) RETURN count(*)",
            "MATCH (n:Person) RETURN count(n) AS c",
            "MATCH ()-[r:KNOWS]->() RETURN count(r)",
            "MATCH (n:Person) RETURN count(DISTINCT n)",
            "MATCH (n:Person) WHERE n.age > 3 RETURN count(*)",
        ],
    ),
    (
        "degree",
        &[
            "MATCH (n:Person) RETURN n.id, COUNT { (n)-[:KNOWS]->() } AS c",
            "MATCH (n:Person) WHERE size([(n)--() | 1]) > 3 RETURN n.id",
        ],
    ),
    (
        "semi_apply",
        &[
            "MATCH (n:Person) WHERE EXISTS { (n)-[:KNOWS]->(m) WHERE m.age > n.age } RETURN n",
            "MATCH (n:Person) WHERE NOT (n)-[:KNOWS]->(:City) AND n.age > 3 RETURN n",
        ],
    ),
    (
        "count_last",
        &[
            "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN count(*)",
            "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN b.id, count(c)",
        ],
    ),
    (
        "pruning",
        &[
            "MATCH (a:Person {id: 1})-[:KNOWS*1..3]->(b) RETURN DISTINCT b.id",
            "MATCH (a:Person {id: 1})-[:KNOWS*1..3]->(b) RETURN b.id",
        ],
    ),
    (
        "top",
        &[
            "MATCH (n:Person) RETURN n ORDER BY n.age LIMIT 2",
            "MATCH (n:Person) RETURN n ORDER BY n.age SKIP $s LIMIT 2",
        ],
    ),
    (
        "index_order",
        &[
            "MATCH (n:Person) WHERE n.age > 3 RETURN n ORDER BY n.age LIMIT 2",
            "MATCH (n:Person) WHERE n.age > 47 MATCH (n)-[:KNOWS]->(m) RETURN m.id ORDER BY n.age DESC",
            "MATCH (n:Person) WHERE n.age > 3 RETURN n ORDER BY n.age, n.id LIMIT 2",
        ],
    ),
    (
        "index_extreme",
        &[
            "MATCH (n:Person) RETURN max(n.age)",
            "MATCH (n:Person) WHERE n.age < 40 AND n.id > 7 RETURN min(n.age)",
        ],
    ),
    (
        "group_order",
        &[
            "MATCH (n:Person) WHERE n.age > 47 RETURN DISTINCT n.age AS age ORDER BY age LIMIT 2",
            "MATCH (n:Person) WHERE n.age > 47 RETURN n.age AS age, count(*) AS c ORDER BY age DESC",
            "MATCH (n:Person) WHERE n.age > 47 RETURN n.age AS age, count(*) AS c ORDER BY c",
        ],
    ),
    (
        "common",
        &[
            "MATCH (n:Person) RETURN n.age * 2 + 1 AS a, toString(n.age * 2 + 1) AS b, n.age AS c",
            "MATCH (n:Person) RETURN sum(n.age * n.id) AS a, avg(n.age * n.id) AS b",
            "MATCH (n:Person) RETURN rand() AS a, rand() AS b, CASE WHEN true THEN size(n.name) ELSE size(n.name) END AS c",
        ],
    ),
];

#[test]
fn every_rule_has_its_plans_before_and_after() {
    let rewrites = quiver_cypher::plan::rewrite::REWRITES
        .iter()
        .map(|rule| rule.name);
    let rules = quiver_cypher::optimizer::RULES.iter().map(|rule| rule.name);
    let names: Vec<&str> = rewrites.chain(rules).collect();
    let shown: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(shown, names);
    for (name, queries) in RULES {
        let before = explain_without(queries, vec![(*name).to_owned()]);
        let plans = format!(
            "WITHOUT {name}\n\n{before}\nWITH {name}\n\n{}",
            explain(queries)
        );
        insta::assert_snapshot!(format!("rule_{name}"), plans);
    }
}
