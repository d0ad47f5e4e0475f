//! The harness: a database, an engine, and a sink that writes rows as text.

use std::sync::Arc;

use quiver_cypher::{
    Budget, Cursor, DatabaseInfo, Dbms, Engine, EngineOptions, ExecutionContext, ImportSource,
    Interrupt, Pulled, QueryStatistics, RecordSink, RunError, SettingInfo,
};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::time::ManualClock;
use quiver_types::{
    Date, Duration, Entity, Failure, LocalDateTime, LocalTime, Map, NodeId, Point, RelationshipId,
    Time, Value, ValueWriter, Vector, ZonedDateTime,
};

pub struct Nobody;

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
        true
    }
    /// What follows the scheme is the content.
    fn open_import(&self, url: &str) -> Result<ImportSource, Failure> {
        match url.strip_prefix("text:") {
            Some(content) => Ok(ImportSource {
                content: Box::new(std::io::Cursor::new(content.to_owned())),
                name: "text".into(),
                backslash_escapes: true,
            }),
            None => Err(Failure::new(
                quiver_types::Status::ExternalResourceFailed,
                format!("Cannot load from URL '{url}'"),
            )),
        }
    }
}

/// Rows as text: values as a query would write them, nodes `(:L {k: v})`, relationships
/// `[:T {k: v}]`, paths `<...>`. Ids are left out.
#[derive(Default)]
pub struct Rows {
    pub rows: Vec<String>,
    row: Vec<String>,
    writer: Collector,
    /// Rows after which the sink says that it is full.
    pub full_after: Option<usize>,
}

impl RecordSink for Rows {
    fn begin_record(&mut self, _: usize) -> &mut dyn ValueWriter {
        self.row.clear();
        self.writer.open.clear();
        self.writer.done.clear();
        &mut self.writer
    }
    fn end_record(&mut self) -> bool {
        assert!(self.writer.open.is_empty(), "a value was not finished");
        self.rows.push(self.writer.done.join(" | "));
        self.full_after
            .is_none_or(|full| !self.rows.len().is_multiple_of(full))
    }
    fn abort_record(&mut self) {
        self.writer.open.clear();
        self.writer.done.clear();
    }
}

/// What is being put together: how many parts are missing and how they are joined.
struct Open {
    missing: usize,
    parts: Vec<String>,
    close: Close,
}

enum Close {
    List,
    Map,
    Node(String),
    Relationship(String),
    Path,
}

#[derive(Default)]
struct Collector {
    open: Vec<Open>,
    done: Vec<String>,
}

impl Collector {
    fn put(&mut self, text: String) {
        let mut text = text;
        loop {
            let Some(open) = self.open.last_mut() else {
                self.done.push(text);
                return;
            };
            open.parts.push(text);
            open.missing -= 1;
            if open.missing > 0 {
                return;
            }
            text = self.close();
        }
    }

    fn close(&mut self) -> String {
        let open = self.open.pop().unwrap();
        let entries = || {
            let mut entries: Vec<String> = open
                .parts
                .chunks(2)
                .map(|pair| format!("{}: {}", pair[0], pair[1]))
                .collect();
            entries.sort();
            entries.join(", ")
        };
        match &open.close {
            Close::List => format!("[{}]", open.parts.join(", ")),
            Close::Map => format!("{{{}}}", entries()),
            Close::Node(labels) if open.parts.is_empty() => format!("({labels})"),
            Close::Node(labels) if labels.is_empty() => format!("({{{}}})", entries()),
            Close::Node(labels) => format!("({labels} {{{}}})", entries()),
            Close::Relationship(of) if open.parts.is_empty() => format!("[{of}]"),
            Close::Relationship(of) => format!("[{of} {{{}}}]", entries()),
            Close::Path => format!("<{}>", open.parts.join(" ")),
        }
    }

    fn start(&mut self, missing: usize, close: Close) {
        self.open.push(Open {
            missing,
            parts: Vec::new(),
            close,
        });
        if missing == 0 {
            let text = self.close();
            self.put(text);
        }
    }

    fn plain_value(&mut self, value: &Value) {
        self.put(quiver_types::format::Literal(value).to_string());
    }
}

impl ValueWriter for Collector {
    fn null(&mut self) {
        self.plain_value(&Value::Null);
    }
    fn boolean(&mut self, value: bool) {
        self.plain_value(&value.into());
    }
    fn integer(&mut self, value: i64) {
        self.plain_value(&value.into());
    }
    fn float(&mut self, value: f64) {
        self.plain_value(&value.into());
    }
    fn string(&mut self, value: &str) {
        self.put(format!("'{value}'"));
    }
    fn bytes(&mut self, value: &[u8]) {
        self.put(format!("{value:?}"));
    }
    fn list(&mut self, length: usize) {
        self.start(length, Close::List);
    }
    fn map(&mut self, length: usize) {
        self.start(2 * length, Close::Map);
    }
    fn key(&mut self, key: &str) {
        self.put(key.to_owned());
    }
    fn node(&mut self, _: NodeId, labels: &[&str], properties: usize) {
        let mut labels: Vec<String> = labels.iter().map(|l| format!(":{l}")).collect();
        labels.sort();
        self.start(2 * properties, Close::Node(labels.concat()));
    }
    fn relationship(
        &mut self,
        _: RelationshipId,
        _: NodeId,
        _: NodeId,
        relationship_type: &str,
        properties: usize,
    ) {
        self.start(
            2 * properties,
            Close::Relationship(format!(":{relationship_type}")),
        );
    }
    fn path(&mut self, nodes: usize, relationships: usize, indices: &[i64]) {
        self.start(nodes + relationships + 1, Close::Path);
        self.put(format!("{indices:?}"));
    }
    fn entity(&mut self, entity: &Entity) {
        self.put(format!("{entity:?}"));
    }
    fn date(&mut self, value: Date) {
        self.put(value.to_string());
    }
    fn local_time(&mut self, value: LocalTime) {
        self.put(value.to_string());
    }
    fn time(&mut self, value: &Time) {
        self.put(value.to_string());
    }
    fn local_date_time(&mut self, value: &LocalDateTime) {
        self.put(value.to_string());
    }
    fn zoned_date_time(&mut self, value: &ZonedDateTime) {
        self.put(value.to_string());
    }
    fn duration(&mut self, value: &Duration) {
        self.put(value.to_string());
    }
    fn point(&mut self, value: &Point) {
        self.plain_value(&(*value).into());
    }
    fn vector(&mut self, value: &Vector) {
        self.put(format!("{value:?}"));
    }
    fn uuid(&mut self, value: &[u8; 16]) {
        self.put(format!("{value:?}"));
    }
}

/// A database with its engine.
pub struct Graph {
    pub database: Database,
    pub engine: Engine,
    pub clock: Arc<ManualClock>,
    pub memory_limit: u64,
}

/// What a query gave.
#[derive(Debug, Default)]
pub struct Answer {
    pub rows: Vec<String>,
    pub statistics: QueryStatistics,
}

impl Graph {
    pub fn empty() -> Self {
        // 2020-02-03T04:05:06Z
        let clock = Arc::new(ManualClock::starting_at(1_580_702_706_000_000_000));
        let database = Database::in_memory(DatabaseOptions {
            sync_mode: SyncMode::Full,
            clock: clock.clone(),
            seed: 7,
        })
        .unwrap();
        let options = EngineOptions {
            plan_cache_size: 100,
            ..EngineOptions::default()
        };
        Self {
            database,
            engine: Engine::new(options),
            clock,
            memory_limit: 0,
        }
    }

    pub fn with(setup: &str) -> Self {
        let graph = Self::empty();
        for query in setup.split(';').filter(|query| !query.trim().is_empty()) {
            graph
                .run(query, &Map::new())
                .unwrap_or_else(|error| panic!("{query}: {error}"));
        }
        graph
    }

    pub fn context(&self) -> ExecutionContext {
        ExecutionContext {
            dbms: Arc::new(Nobody),
            clock: self.clock.clone(),
            interrupt: Arc::new(Interrupt::default()),
            transaction_start: 1_580_702_700_000_000_000,
        }
    }

    /// Runs a query in a transaction of its own and commits.
    pub fn run(&self, query: &str, parameters: &Map) -> Result<Answer, Failure> {
        let mut transaction = self.begin();
        let answer = self.run_in(&mut transaction, query, parameters)?;
        transaction
            .commit_blocking()
            .map_err(|error| Failure::new(error.status(), error.to_string()))?;
        Ok(answer)
    }

    /// A transaction that may write.
    pub fn begin(&self) -> Transaction {
        self.database.begin(TransactionOptions {
            mode: AccessMode::Write,
            memory_limit: self.memory_limit,
            lock_timeout_ms: 0,
        })
    }

    /// Runs a query as the next statement of a transaction.
    pub fn run_in(
        &self,
        transaction: &mut Transaction,
        query: &str,
        parameters: &Map,
    ) -> Result<Answer, Failure> {
        let prepared = self.engine.prepare(query, &self.database, &Nobody)?;
        let mut cursor = Cursor::new(prepared, Arc::new(parameters.clone()), self.context())?;
        transaction.begin_statement();
        let mut sink = Rows::default();
        let pulled = cursor
            .pull(transaction, None, Budget::Unlimited, &mut sink)
            .map_err(failure)?;
        assert_eq!(pulled, Pulled::Finished, "{query}");
        let statistics = cursor.statistics();
        assert_eq!(
            held_by_query(transaction),
            0,
            "memory still counted: {query}"
        );
        Ok(Answer {
            rows: sink.rows,
            statistics,
        })
    }

    /// The rows of a query, or its error's code and message.
    pub fn rows(&self, query: &str) -> String {
        match self.run(query, &Map::new()) {
            Ok(answer) => answer.rows.join("\n"),
            Err(failure) => {
                let (code, causes) = (failure.status.code(), failure.status.causes());
                format!("{code}: {} [{}]", failure.message, causes.join(" "))
            }
        }
    }
}

/// A transaction that wrote nothing holds nothing once its query is finished.
fn held_by_query(transaction: &quiver_storage::Transaction) -> u64 {
    if transaction.has_writes() {
        0
    } else {
        transaction.memory().used()
    }
}

pub fn failure(error: RunError) -> Failure {
    match error {
        RunError::Failed(failure) | RunError::Conflict(failure) => *failure,
        RunError::MustWait => panic!("nobody to wait for"),
    }
}

/// Checks queries against their rows; an expectation that starts with `!` is part of the error.
#[track_caller]
pub fn check(graph: &Graph, cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (query, expected) in cases {
        let got = graph.rows(query);
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
