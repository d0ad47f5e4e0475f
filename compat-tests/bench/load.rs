//! Brings the graph into a server, over Bolt, as any program would.
//!
//! One client, batches of rows, each batch a transaction. Meet [`load`].

use std::time::Instant;

use quiver_types::{Map, Value};

use crate::graph::Graph;
use crate::wire::{Line, Request};

/// Rows a transaction.
const BATCH: usize = 5_000;

const SCHEMA: [&str; 3] = [
    "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (p:Person) REQUIRE p.id IS UNIQUE",
    "CREATE CONSTRAINT company_id IF NOT EXISTS FOR (c:Company) REQUIRE c.id IS UNIQUE",
    "CREATE CONSTRAINT tag_name IF NOT EXISTS FOR (t:Tag) REQUIRE t.name IS UNIQUE",
];

const COMPANIES: &str =
    "UNWIND $rows AS row CREATE (c:Company {id: row.id, industry: row.industry})";
const PERSONS: &str = "UNWIND $rows AS row CREATE (p:Person {id: row.id, name: row.name, \
     age: row.age, city: row.city, score: row.score, active: row.active})";
const WORKS_AT: &str = "UNWIND $rows AS row MATCH (a:Person {id: row.a}), (c:Company {id: row.c}) \
     CREATE (a)-[:WORKS_AT]->(c)";
const KNOWS: &str = "UNWIND $rows AS row MATCH (a:Person {id: row.a}), (b:Person {id: row.b}) \
     CREATE (a)-[:KNOWS {since: row.s}]->(b)";

/// How fast it went.
#[derive(Clone, Copy)]
pub struct Rates {
    /// Nodes a second.
    pub nodes: f64,
    /// Relationships a second.
    pub relationships: f64,
}

/// Loads the graph. `None` if it was there already; anything else that is there is an error, so
/// that nobody's data is measured or mixed.
pub fn load(line: &mut Line, graph: &Graph) -> Result<Option<Rates>, String> {
    let persons = count(line, "MATCH (p:Person) RETURN count(*)")?;
    let relationships = count(line, "MATCH ()-[r:KNOWS]->() RETURN count(r)")?;
    if persons == graph.persons.len() && relationships == graph.knows.len() {
        return Ok(None);
    }
    let nodes = count(line, "MATCH (n) RETURN count(n)")?;
    if nodes > 0 {
        return Err(format!(
            "there are {nodes} nodes; an empty database is needed"
        ));
    }
    for statement in SCHEMA {
        line.rows(statement, Map::new())?;
    }
    line.rows("CALL db.awaitIndexes(300)", Map::new())?;
    let first = send(line, COMPANIES, graph.company_rows())?;
    let second = send(line, PERSONS, graph.person_rows())?;
    let third = send(line, WORKS_AT, graph.work_rows())?;
    let fourth = send(line, KNOWS, graph.knows_rows())?;
    Ok(Some(Rates {
        nodes: (graph.companies.len() + graph.persons.len()) as f64 / (first + second),
        relationships: (graph.persons.len() + graph.knows.len()) as f64 / (third + fourth),
    }))
}

fn count(line: &mut Line, query: &str) -> Result<usize, String> {
    match line.rows(query, Map::new())?.first().map(Vec::as_slice) {
        Some([Value::Integer(count)]) => Ok(*count as usize),
        other => Err(format!("{query}: {other:?}")),
    }
}

/// Sends rows in batches; the seconds that the server took, without those for encoding.
fn send(line: &mut Line, query: &str, rows: impl Iterator<Item = Value>) -> Result<f64, String> {
    let mut seconds = 0.0;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let batch: Vec<Value> = rows.by_ref().take(BATCH).collect();
        let parameters: Map = [("rows", batch)].into_iter().collect();
        let request = Request::new(query, parameters);
        let began = Instant::now();
        line.exchange(&request)
            .map_err(|error| format!("{query}: {error}"))?;
        seconds += began.elapsed().as_secs_f64();
    }
    Ok(seconds)
}
