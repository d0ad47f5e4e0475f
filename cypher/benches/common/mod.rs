//! What the benchmarks share: a host that knows nothing, a sink that encodes rows and forgets
//! them, an empty database, and the run of one query. What is measured is each benchmark's own;
//! how instructions are counted is in the store's `benches/instructions`. Meet [`Bench`] first.
#![allow(dead_code, unreachable_pub, reason = "no benchmark needs all of it")]

use std::sync::Arc;

use quiver_cypher::{
    Budget, Cursor, Engine, EngineOptions, ExecutionContext, Interrupt, NoServer, RecordSink,
};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SchemaTarget, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{
    Date, Duration, Entity, LabelId, LocalDateTime, LocalTime, Map, NodeId, Point, PropertyKeyId,
    RelationshipId, Time, ValueWriter, Vector, ZonedDateTime,
};

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The parts of the command line that are not for `cargo bench`: parts of names.
pub fn wanted() -> Vec<String> {
    let arguments = std::env::args().skip(1);
    arguments.filter(|part| !part.starts_with("--")).collect()
}

/// Whether something is to be measured.
pub fn is_wanted(wanted: &[String], name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()))
}

/// Counts rows, and writes them as bytes about as PackStream does, so that encoding is part of what
/// is measured.
#[derive(Default)]
pub struct Rows {
    /// How many came.
    pub count: u64,
    writer: Bytes,
}

impl Rows {
    /// One that prints the first rows if `show`.
    pub fn shown(show: bool) -> Self {
        let mut rows = Self::default();
        rows.writer.show = show;
        rows
    }
}

impl RecordSink for Rows {
    fn begin_record(&mut self, _: usize) -> &mut dyn ValueWriter {
        if self.writer.bytes.len() > 1 << 16 {
            self.writer.bytes.clear();
        }
        &mut self.writer
    }
    fn end_record(&mut self) -> bool {
        self.count += 1;
        if self.writer.show {
            if self.count <= 12 {
                println!("    {}", String::from_utf8_lossy(&self.writer.bytes));
            }
            self.writer.bytes.clear();
        }
        true
    }
    fn abort_record(&mut self) {}
}

#[derive(Default)]
struct Bytes {
    bytes: Vec<u8>,
    show: bool,
}

impl Bytes {
    fn show(&mut self, value: impl std::fmt::Display) {
        if self.show {
            self.bytes.extend_from_slice(format!(" {value}").as_bytes());
        }
    }
}

impl ValueWriter for Bytes {
    fn null(&mut self) {
        self.bytes.push(0xC0);
    }
    fn boolean(&mut self, value: bool) {
        self.bytes.push(if value { 0xC3 } else { 0xC2 });
    }
    fn integer(&mut self, value: i64) {
        self.show(value);
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }
    fn float(&mut self, value: f64) {
        self.show(value);
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

/// An empty database in memory.
pub fn empty() -> Database {
    Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    })
    .unwrap()
}

/// A transaction.
pub fn begin(database: &Database, mode: AccessMode) -> Transaction {
    database.begin(TransactionOptions {
        mode,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    })
}

/// Does something and commits it.
pub fn write<T>(database: &Database, work: impl FnOnce(&mut Transaction) -> T) -> T {
    let mut transaction = begin(database, AccessMode::Write);
    let done = work(&mut transaction);
    transaction.commit_blocking().unwrap();
    done
}

/// An index of a property.
pub fn index(database: &Database, name: &str, label: LabelId, key: PropertyKeyId) {
    write(database, |t| {
        t.create_index(name.into(), SchemaTarget::Label(label), vec![key])
            .unwrap();
    });
}

/// A database, an engine, and parameters.
pub struct Bench {
    /// What is queried.
    pub database: Database,
    /// With its plans.
    pub engine: Engine,
    clock: Arc<dyn Clock>,
    parameters: Arc<Map>,
}

impl Bench {
    /// Over a database.
    pub fn new(database: Database, parameters: Map) -> Self {
        let workers = std::env::var("WORKERS").ok().and_then(|n| n.parse().ok());
        let workers = workers.unwrap_or_default();
        Self {
            database,
            engine: Engine::new(EngineOptions {
                workers,
                ..EngineOptions::default()
            }),
            clock: Arc::new(SystemClock::new()),
            parameters: Arc::new(parameters),
        }
    }

    /// Has the next queries run with these parameters.
    pub fn with(&mut self, parameters: Map) {
        self.parameters = Arc::new(parameters);
    }

    /// Runs a query to its end; gives the cursor, which knows the profile.
    pub fn run(&self, query: &str, rows: &mut Rows) -> Cursor {
        self.run_in(&mut begin(&self.database, AccessMode::Read), query, rows)
    }

    /// Runs a query that writes, and commits.
    pub fn write(&self, query: &str) {
        write(&self.database, |transaction| {
            self.run_in(transaction, query, &mut Rows::default());
        });
    }

    fn run_in(&self, transaction: &mut Transaction, query: &str, rows: &mut Rows) -> Cursor {
        let prepared = self
            .engine
            .prepare(query, &self.database, &NoServer::default())
            .unwrap();
        let context = ExecutionContext {
            dbms: Arc::new(NoServer::default()),
            clock: self.clock.clone(),
            interrupt: Arc::new(Interrupt::default()),
            transaction_start: 0,
        };
        transaction.begin_statement();
        let mut cursor = Cursor::new(prepared, self.parameters.clone(), context).unwrap();
        cursor
            .pull(transaction, None, Budget::Unlimited, rows)
            .unwrap();
        cursor
    }
}
