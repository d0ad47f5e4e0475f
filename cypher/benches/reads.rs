//! How long the reads of issue 5 take in process: a deterministic social graph, one thread, no
//! wire. The best of some runs counts: on a shared machine the others measure the neighbours.
//! `SECONDS` a query, 0.3 unless told, for a profiler. `cargo bench -p quiver-cypher --bench reads [-- <part of a name> ...]`; with
//! `PERSONS=1000` a small graph, with `COLUMNS=0` without the store's columns. It asserts nothing; to
//! see rows, `SHOW=1`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

use std::sync::Arc;
use std::time::Instant;

use quiver_cypher::{
    Budget, Cursor, DatabaseInfo, Dbms, Engine, EngineOptions, ExecutionContext, Interrupt,
    RecordSink, SettingInfo,
};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SchemaTarget, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::rng::Rng;
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{Date, Map, NodeId, Value};

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// Writes rows as PackStream-like bytes, so that encoding is part of what is measured.
#[derive(Default)]
struct Bytes {
    rows: u64,
    writer: Encoder,
}

#[derive(Default)]
struct Encoder {
    bytes: Vec<u8>,
    show: bool,
}

impl quiver_types::ValueWriter for Encoder {
    fn null(&mut self) {
        self.bytes.push(0xC0);
    }
    fn boolean(&mut self, value: bool) {
        self.bytes.push(if value { 0xC3 } else { 0xC2 });
    }
    fn integer(&mut self, value: i64) {
        if self.show {
            self.bytes.extend_from_slice(format!(" {value}").as_bytes());
        }
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }
    fn float(&mut self, value: f64) {
        if self.show {
            self.bytes.extend_from_slice(format!(" {value}").as_bytes());
        }
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }
    fn string(&mut self, value: &str) {
        self.bytes.push(value.len() as u8);
        self.bytes.extend_from_slice(value.as_bytes());
    }
    fn bytes(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
    }
    fn list(&mut self, length: usize) {
        self.bytes.push(length as u8);
    }
    fn map(&mut self, length: usize) {
        self.bytes.push(length as u8);
    }
    fn key(&mut self, key: &str) {
        self.string(key);
    }
    fn node(&mut self, id: NodeId, _: &[&str], _: usize) {
        self.integer(id.0 as i64);
    }
    fn relationship(
        &mut self,
        id: quiver_types::RelationshipId,
        _: NodeId,
        _: NodeId,
        _: &str,
        _: usize,
    ) {
        self.integer(id.0 as i64);
    }
    fn path(&mut self, _: usize, _: usize, _: &[i64]) {}
    fn entity(&mut self, _: &quiver_types::Entity) {}
    fn date(&mut self, _: Date) {
        self.integer(0);
    }
    fn local_time(&mut self, _: quiver_types::LocalTime) {}
    fn time(&mut self, _: &quiver_types::Time) {}
    fn local_date_time(&mut self, _: &quiver_types::LocalDateTime) {}
    fn zoned_date_time(&mut self, _: &quiver_types::ZonedDateTime) {}
    fn duration(&mut self, _: &quiver_types::Duration) {}
    fn point(&mut self, _: &quiver_types::Point) {}
    fn vector(&mut self, _: &quiver_types::Vector) {}
    fn uuid(&mut self, _: &[u8; 16]) {}
}

impl RecordSink for Bytes {
    fn begin_record(&mut self, _: usize) -> &mut dyn quiver_types::ValueWriter {
        if self.writer.bytes.len() > 1 << 16 {
            self.writer.bytes.clear();
        }
        &mut self.writer
    }
    fn end_record(&mut self) -> bool {
        self.rows += 1;
        if self.writer.show {
            if self.rows <= 12 {
                println!("    {}", String::from_utf8_lossy(&self.writer.bytes));
            }
            self.writer.bytes.clear();
        }
        true
    }
    fn abort_record(&mut self) {}
}

fn begin(database: &Database, mode: AccessMode) -> Transaction {
    database.begin(TransactionOptions {
        mode,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    })
}

fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|p| p.parse().ok());
    pages.unwrap_or(0u64) * 4096 / 1_048_576
}

/// The graph: persons with skewed degrees, companies.
fn load(persons: u64, degree: u64) -> Database {
    let database = Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    })
    .unwrap();
    let tokens = database.tokens();
    let label = |name: &str| tokens.get_or_create_label(name).unwrap();
    let key = |name: &str| tokens.get_or_create_property_key(name).unwrap();
    let kind = |name: &str| tokens.get_or_create_relationship_type(name).unwrap();
    let (person, company) = (label("Person"), label("Company"));
    let (knows, works_at) = (kind("KNOWS"), kind("WORKS_AT"));
    let (id, name, age, city) = (key("id"), key("name"), key("age"), key("city"));
    let (score, active, born, since) = (key("score"), key("active"), key("born"), key("since"));
    for (at, (label, key)) in [(person, id), (company, id)].into_iter().enumerate() {
        let mut t = begin(&database, AccessMode::Write);
        t.create_index(
            format!("i{at}").into(),
            SchemaTarget::Label(label),
            vec![key],
        )
        .unwrap();
        t.commit_blocking().unwrap();
    }
    let mut rng = Rng::from_seed(1);
    let mut companies = Vec::new();
    let mut t = begin(&database, AccessMode::Write);
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
        let mut t = begin(&database, AccessMode::Write);
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
        let mut t = begin(&database, AccessMode::Write);
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
    let mut t = begin(&database, AccessMode::Write);
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
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let start = Instant::now();
    let database = load(persons, degree.unwrap_or(18));
    let (seconds, used) = (start.elapsed().as_secs_f64(), resident());
    println!("{persons} persons loaded in {seconds:.1} s, {used} MiB resident");
    if let Some(bytes) = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok()) {
        database.limit_columns(bytes);
    }
    let engine = Engine::new(EngineOptions::default());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let mut parameters = Map::new();
    parameters.insert("id", Value::Integer(persons as i64 / 3));
    parameters.insert("other", Value::Integer(persons as i64 / 7));
    parameters.insert("half", Value::Integer(persons as i64 / 2));
    let parameters = Arc::new(parameters);
    println!(
        "{:<16} {:>12} {:>12} {:>10} {:>6}",
        "query", "best us", "goal", "rows", ""
    );
    for (name, query, goal) in QUERIES {
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let run = |show: bool| {
            let prepared = engine.prepare(query, &database, &Nobody).unwrap();
            let context = ExecutionContext {
                dbms: Arc::new(Nobody),
                clock: clock.clone(),
                interrupt: Arc::new(Interrupt::default()),
                transaction_start: 0,
            };
            let mut transaction = begin(&database, AccessMode::Read);
            transaction.begin_statement();
            let mut cursor = Cursor::new(prepared, parameters.clone(), context).unwrap();
            let mut sink = Bytes::default();
            sink.writer.show = show;
            cursor
                .pull(&mut transaction, None, Budget::Unlimited, &mut sink)
                .unwrap();
            sink.rows
        };
        let rows = run(show);
        let begun = Instant::now();
        let mut best = f64::INFINITY;
        let mut rounds = 0;
        while rounds < 5 || begun.elapsed().as_secs_f64() < seconds_each {
            let before = Instant::now();
            run(false);
            best = best.min(before.elapsed().as_secs_f64() * 1e6);
            rounds += 1;
            if best > 3_000_000.0 {
                break;
            }
        }
        let verdict = match *goal {
            0.0 => String::new(),
            goal => format!("{:>5.1}x", best / goal),
        };
        println!("{name:<16} {best:>12.1} {goal:>12.0} {rows:>10} {verdict:>6}");
    }
    println!("{} MiB resident, {:?}", resident(), database.columns());
}
