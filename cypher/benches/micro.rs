//! What single steps of a query cost: parse, bind, plan, a cached run, seek, expand, filter, group,
//! encode. `cargo bench -p quiver-cypher --bench micro [-- <part of a name> ...]`.
//!
//! Nanoseconds are the best of some runs, because on a shared machine the others measure the
//! neighbours. Where `valgrind` is installed, instructions are counted too, which the neighbours do
//! not change: the program runs itself under it for some rounds and for more, and the difference is
//! what a round takes; `COUNT=0` leaves that out. Commits are `quiver-storage`'s (`benches/commit.rs`), whole
//! queries `reads.rs`, planning of long texts `planning.rs`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use quiver_cypher::plan::context::DatabaseContext;
use quiver_cypher::procedures::Registry;
use quiver_cypher::syntax::{self, Limits};
use quiver_cypher::{
    Budget, Cursor, DatabaseInfo, Dbms, Engine, EngineOptions, ExecutionContext, Interrupt,
    RecordSink, SettingInfo, binder, plan,
};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SchemaTarget, SyncMode, TransactionOptions,
};
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{
    Date, Duration, Entity, LocalDateTime, LocalTime, Map, NodeId, Point, RelationshipId, Time,
    Value, ValueWriter, Vector, ZonedDateTime,
};

struct Nobody;

impl Dbms for Nobody {
    fn version(&self) -> (&str, &str) {
        ("5.26.0", "community")
    }
    fn databases(&self) -> Vec<DatabaseInfo> {
        Vec::new()
    }
    fn settings(&self) -> Vec<SettingInfo> {
        Vec::new()
    }
    fn test_hooks(&self) -> bool {
        false
    }
}

/// Writes rows as bytes, about as PackStream does, and forgets them.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl ValueWriter for Bytes {
    fn null(&mut self) {
        self.0.push(0xC0);
    }
    fn boolean(&mut self, value: bool) {
        self.0.push(if value { 0xC3 } else { 0xC2 });
    }
    fn integer(&mut self, value: i64) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }
    fn float(&mut self, value: f64) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }
    fn string(&mut self, value: &str) {
        self.0.push(value.len() as u8);
        self.0.extend_from_slice(value.as_bytes());
    }
    fn bytes(&mut self, value: &[u8]) {
        self.0.extend_from_slice(value);
    }
    fn list(&mut self, length: usize) {
        self.0.push(length as u8);
    }
    fn map(&mut self, length: usize) {
        self.0.push(length as u8);
    }
    fn key(&mut self, key: &str) {
        self.string(key);
    }
    fn node(&mut self, id: NodeId, _: &[&str], _: usize) {
        self.integer(id.0 as i64);
    }
    fn relationship(&mut self, id: RelationshipId, _: NodeId, _: NodeId, _: &str, _: usize) {
        self.integer(id.0 as i64);
    }
    fn path(&mut self, _: usize, _: usize, _: &[i64]) {}
    fn entity(&mut self, _: &Entity) {}
    fn date(&mut self, value: Date) {
        self.integer(value.days);
    }
    fn local_time(&mut self, _: LocalTime) {}
    fn time(&mut self, _: &Time) {}
    fn local_date_time(&mut self, _: &LocalDateTime) {}
    fn zoned_date_time(&mut self, _: &ZonedDateTime) {}
    fn duration(&mut self, _: &Duration) {}
    fn point(&mut self, _: &Point) {}
    fn vector(&mut self, _: &Vector) {}
    fn uuid(&mut self, _: &[u8; 16]) {}
}

impl RecordSink for Bytes {
    fn begin_record(&mut self, _: usize) -> &mut dyn ValueWriter {
        if self.0.len() > 1 << 16 {
            self.0.clear();
        }
        self
    }
    fn end_record(&mut self) -> bool {
        true
    }
    fn abort_record(&mut self) {}
}

const PERSONS: i64 = 2_000;

fn load() -> Database {
    let database = Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    })
    .unwrap();
    let begin = || {
        database.begin(TransactionOptions {
            mode: AccessMode::Write,
            memory_limit: 0,
            lock_timeout_ms: 1000,
        })
    };
    let tokens = database.tokens();
    let person = tokens.get_or_create_label("Person").unwrap();
    let knows = tokens.get_or_create_relationship_type("KNOWS").unwrap();
    let key = |name: &str| tokens.get_or_create_property_key(name).unwrap();
    let (id, name, age, city) = (key("id"), key("name"), key("age"), key("city"));
    let mut t = begin();
    t.create_index("i".into(), SchemaTarget::Label(person), vec![id])
        .unwrap();
    t.commit_blocking().unwrap();
    let mut t = begin();
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
    t.commit_blocking().unwrap();
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
        "encode",
        "MATCH (p:Person) RETURN p.id AS id, p.name AS name, p.age AS age",
        PERSONS as u64,
    ),
];

struct Bench {
    database: Database,
    engine: Engine,
    registry: Registry,
    clock: Arc<dyn Clock>,
    parameters: Arc<Map>,
    sink: Bytes,
}

impl Bench {
    fn new() -> Self {
        let mut parameters = Map::new();
        parameters.insert("id", Value::Integer(PERSONS / 3));
        parameters.insert("age", Value::Integer(30));
        Self {
            database: load(),
            engine: Engine::new(EngineOptions::default()),
            registry: Registry::new(false),
            clock: Arc::new(SystemClock::new()),
            parameters: Arc::new(parameters),
            sink: Bytes::default(),
        }
    }

    /// One round of a step.
    fn round(&mut self, name: &str) {
        let limits = Limits::default();
        match name {
            "parse" => {
                black_box(syntax::parse(ORDINARY, limits).unwrap());
            }
            "parse and bind" => {
                let tree = syntax::parse(ORDINARY, limits).unwrap();
                black_box(binder::bind(&tree, ORDINARY, &self.registry).unwrap());
            }
            "parse, bind and plan" => {
                let tree = syntax::parse(ORDINARY, limits).unwrap();
                let bound = binder::bind(&tree, ORDINARY, &self.registry).unwrap();
                let context = DatabaseContext(&self.database);
                black_box(plan::planner::plan(bound, &context, false, &[]));
            }
            "cached plan" => {
                let prepared = self.engine.prepare(ORDINARY, &self.database, &Nobody);
                black_box(prepared.unwrap());
            }
            other => {
                let found = RUNS.iter().find(|(name, _, _)| *name == other);
                let (_, query, _) = found.unwrap();
                let prepared = self.engine.prepare(query, &self.database, &Nobody);
                let context = ExecutionContext {
                    dbms: Arc::new(Nobody),
                    clock: self.clock.clone(),
                    interrupt: Arc::new(Interrupt::default()),
                    transaction_start: 0,
                };
                let mut transaction = self.database.begin(TransactionOptions {
                    mode: AccessMode::Read,
                    memory_limit: 0,
                    lock_timeout_ms: 0,
                });
                transaction.begin_statement();
                let prepared = prepared.unwrap();
                let parameters = self.parameters.clone();
                let mut cursor = Cursor::new(prepared, parameters, context).unwrap();
                let pulled = cursor.pull(&mut transaction, None, Budget::Unlimited, &mut self.sink);
                black_box(pulled.unwrap());
            }
        }
    }
}

/// Instructions of this program for so many rounds of a step, from cachegrind's last lines.
fn instructions(name: &str, rounds: u64) -> Option<f64> {
    let output = std::process::Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(std::env::current_exe().ok()?)
        .env("ONE", name)
        .env("ROUNDS", rounds.to_string())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().find(|line| line.contains("I refs:"))?;
    let number: String = line
        .split("I refs:")
        .nth(1)?
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    number.parse().ok()
}

fn main() {
    let variable = |name: &str| std::env::var(name).ok();
    if let Some(name) = variable("ONE") {
        let rounds = variable("ROUNDS").and_then(|n| n.parse().ok());
        let mut bench = Bench::new();
        for _ in 0..rounds.unwrap_or(1u64) {
            bench.round(&name);
        }
        return;
    }
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let mut bench = Bench::new();
    let steps = [
        "parse",
        "parse and bind",
        "parse, bind and plan",
        "cached plan",
    ];
    let cases = steps.into_iter().map(|name| (name, 1));
    let cases = cases.chain(RUNS.iter().map(|(name, _, rows)| (*name, *rows)));
    println!(
        "{:<22} {:>8} {:>12} {:>10} {:>14} {:>12}",
        "step", "rows", "ns", "ns a row", "instructions", "a row"
    );
    for (name, rows) in cases {
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let mut best = f64::INFINITY;
        let begun = Instant::now();
        while begun.elapsed().as_secs_f64() < 0.3 {
            let before = Instant::now();
            bench.round(name);
            best = best.min(before.elapsed().as_secs_f64() * 1e9);
        }
        // Loading is the same in both, and cancels out.
        let (few, many) = if rows > 100 { (5, 105) } else { (100, 2100) };
        let counted = if variable("COUNT").as_deref() == Some("0") {
            None
        } else {
            instructions(name, few).zip(instructions(name, many))
        };
        let each = counted.map(|(a, b)| (b - a) / (many - few) as f64);
        let shown = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.0}"));
        println!(
            "{name:<22} {rows:>8} {best:>12.0} {:>10.1} {:>14} {:>12}",
            best / rows as f64,
            shown(each),
            shown(each.map(|each| each / rows as f64)),
        );
    }
}
