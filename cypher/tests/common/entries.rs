//! What is fuzzed: each takes any bytes and panics if something does not hold that must hold for
//! all. The targets in `fuzz/` call these, and so does a test with a bounded number of seeded inputs.
//!
//! It uses nothing but the crate's public interface. Start with [`ENTRIES`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use quiver_cypher::syntax::{Limits, parse, unparse};
use quiver_cypher::{
    Budget, Cursor, Engine, EngineOptions, ExecutionContext, Interrupt, InterruptReason, NoServer,
    Prepared, Pulled, RecordSink, obfuscate,
};
use quiver_storage::{AccessMode, Database, DatabaseOptions, SyncMode, TransactionOptions};
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{
    Date, Duration, Entity, LocalDateTime, LocalTime, Map, NodeId, Point, RelationshipId, Status,
    Value, ValueWriter, Vector, ZonedDateTime,
};

/// Takes any bytes.
pub type Entry = fn(&[u8]);

/// Name and code of every entry.
pub const ENTRIES: [(&str, Entry); 4] = [
    ("lexer", lexer),
    ("parser", parser),
    ("binder", binder),
    ("execution", execution),
];

/// Longer texts are cut: that long ones take linear time has tests of its own.
const LONGEST: usize = 4096;

/// What a query may hold.
const MEMORY: u64 = 8 << 20;

/// Looks at the clock after which a query is stopped, and the nanoseconds after which one is that does
/// not look at it.
const STEPS: u64 = 400;
const PATIENCE: u64 = 250_000_000;

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(&data[..data.len().min(LONGEST)]).into_owned()
}

/// Texts are hidden, whole or broken: it goes over the tokens and never fails.
pub fn lexer(data: &[u8]) {
    let text = text(data);
    let hidden = obfuscate(&text);
    assert_eq!(hidden, obfuscate(&text), "not the same twice");
}

/// What parses is written and parses again, to what is written alike; what does not says where.
pub fn parser(data: &[u8]) {
    let text = text(data);
    match parse(&text, Limits::default()) {
        Err(failure) => {
            let wrong = failure.status == Status::InvalidSyntax;
            assert!(
                !wrong || failure.position.is_some(),
                "no place: {failure:?}"
            );
        }
        Ok(statement) => {
            let written = unparse::statement(&statement);
            // It may be longer than what it came from, and so pass a limit.
            if let Ok(again) = parse(&written, Limits::default()) {
                assert_eq!(unparse::statement(&again), written);
            } else {
                assert!(
                    written.len() > text.len(),
                    "written, it does not parse: {written}"
                );
            }
        }
    }
}

/// A tiny graph with labels, types, keys and an index, and its engine.
struct Tiny {
    database: Database,
    engine: Engine,
}

impl Tiny {
    fn get() -> &'static Self {
        static TINY: OnceLock<Tiny> = OnceLock::new();
        TINY.get_or_init(|| {
            let tiny = Self {
                database: Database::in_memory(DatabaseOptions {
                    sync_mode: SyncMode::Full,
                    clock: Arc::new(Ticks::default()),
                    seed: 7,
                })
                .expect("a database in memory"),
                engine: Engine::new(EngineOptions {
                    plan_cache_size: 16,
                    ..EngineOptions::default()
                }),
            };
            for setup in [
                "CREATE INDEX FOR (n:A) ON (n.x)",
                "CREATE (a:A {x: 1, s: 'a'}), (b:A:B {x: 2.5, l: [1, 2]}), (c:B {s: 'é', d: date('2020-02-29')}), \
                 (a)-[:R {w: 1}]->(b), (b)-[:R]->(c), (c)-[:S]->(a), (a)-[:S {w: null}]->(a)",
            ] {
                let prepared = tiny.prepare(setup).expect("a query");
                tiny.run(prepared, true);
            }
            tiny
        })
    }

    fn prepare(&self, text: &str) -> Option<Arc<Prepared>> {
        self.engine
            .prepare(text, &self.database, &NoServer::default())
            .ok()
    }

    fn run(&self, prepared: Arc<Prepared>, keep: bool) {
        let interrupt: Arc<Interrupt> = Arc::default();
        let clock: Arc<dyn Clock> = Arc::new(Ticks::default());
        let context = ExecutionContext {
            dbms: Arc::new(NoServer::default()),
            clock,
            interrupt: Arc::clone(&interrupt),
            transaction_start: 0,
        };
        let parameters: Map = [
            ("p", Value::Integer(1)),
            ("s", Value::from("a")),
            (
                "m",
                Value::map([("x", Value::Integer(1))].into_iter().collect()),
            ),
        ]
        .into_iter()
        .collect();
        let Ok(mut cursor) = Cursor::new(prepared, Arc::new(parameters), context) else {
            return;
        };
        let mut transaction = self.database.begin(TransactionOptions {
            mode: AccessMode::Write,
            memory_limit: MEMORY,
            lock_timeout_ms: 0,
        });
        transaction.begin_statement();
        let watched = Watched::start(interrupt);
        let mut sink = Nowhere;
        let done = cursor.pull(&mut transaction, None, Budget::Until(STEPS), &mut sink);
        drop(watched);
        if keep && matches!(done, Ok(Pulled::Finished)) {
            let _ = transaction.commit_blocking();
        }
    }
}

/// Any text gets a plan or an error.
pub fn binder(data: &[u8]) {
    let _ = Tiny::get().prepare(&text(data));
}

/// What has a plan runs, a bounded number of steps, and is taken back.
pub fn execution(data: &[u8]) {
    let tiny = Tiny::get();
    if let Some(prepared) = tiny.prepare(&text(data))
        && !prepared.is_explain()
    {
        tiny.run(prepared, false);
    }
}

/// Stops a query that does not look at the clock.
struct Watched;

/// Since when it runs, and how to stop it.
type Running = Option<(u64, Arc<Interrupt>)>;

static RUNNING: Mutex<Running> = Mutex::new(None);
static CLOCK: LazyLock<SystemClock> = LazyLock::new(SystemClock::new);

impl Watched {
    fn start(interrupt: Arc<Interrupt>) -> Self {
        static WATCH: OnceLock<()> = OnceLock::new();
        WATCH.get_or_init(|| {
            std::thread::spawn(|| {
                loop {
                    std::thread::sleep(std::time::Duration::from_nanos(PATIENCE / 5));
                    if let Some((began, interrupt)) = &*Self::slot()
                        && CLOCK.monotonic_nanos() - began > PATIENCE
                    {
                        interrupt.set(InterruptReason::Terminated);
                    }
                }
            });
        });
        *Self::slot() = Some((CLOCK.monotonic_nanos(), interrupt));
        Self
    }

    fn slot() -> std::sync::MutexGuard<'static, Running> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        *Self::slot() = None;
    }
}

/// A clock that goes on by one with each look at it.
#[derive(Default)]
struct Ticks(AtomicU64);

impl Clock for Ticks {
    fn now_nanos(&self) -> i64 {
        1_580_702_706_000_000_000
    }
    fn monotonic_nanos(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Takes rows and forgets them.
struct Nowhere;

impl RecordSink for Nowhere {
    fn begin_record(&mut self, _: usize) -> &mut dyn ValueWriter {
        self
    }
    fn end_record(&mut self) -> bool {
        true
    }
    fn abort_record(&mut self) {}
}

impl ValueWriter for Nowhere {
    fn null(&mut self) {}
    fn boolean(&mut self, _: bool) {}
    fn integer(&mut self, _: i64) {}
    fn float(&mut self, _: f64) {}
    fn string(&mut self, _: &str) {}
    fn bytes(&mut self, _: &[u8]) {}
    fn list(&mut self, _: usize) {}
    fn map(&mut self, _: usize) {}
    fn key(&mut self, _: &str) {}
    fn node(&mut self, _: NodeId, _: &[&str], _: usize) {}
    fn relationship(&mut self, _: RelationshipId, _: NodeId, _: NodeId, _: &str, _: usize) {}
    fn path(&mut self, _: usize, _: usize, _: &[i64]) {}
    fn entity(&mut self, _: &Entity) {}
    fn date(&mut self, _: Date) {}
    fn local_time(&mut self, _: LocalTime) {}
    fn time(&mut self, _: &quiver_types::Time) {}
    fn local_date_time(&mut self, _: &LocalDateTime) {}
    fn zoned_date_time(&mut self, _: &ZonedDateTime) {}
    fn duration(&mut self, _: &Duration) {}
    fn point(&mut self, _: &Point) {}
    fn vector(&mut self, _: &Vector) {}
    fn uuid(&mut self, _: &[u8; 16]) {}
}
