//! The engine and a database in memory, asked as the server asks them.
//!
//! Start with [`Subject`]: [`Subject::query`] is one auto-commit query.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use quiver_cypher::{
    Budget, Cursor, Dbms, Engine, EngineOptions, ExecutionContext, Interrupt, NoServer, Pulled,
    RecordSink, RunError,
};
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, OpenError, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::entity::Entity;
use quiver_types::temporal::Short;
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{
    Date, Duration, LocalDateTime, LocalTime, Map, NodeId, Point, RelationshipId, Time, Value,
    ValueWriter, Vector, ZonedDateTime,
};

use super::compare::Table;
use super::graph::Census;
use super::value::{Content, Node, Path, Relationship};

/// An engine and a graph of its own.
pub struct Subject {
    engine: Engine,
    database: Database,
    dbms: Arc<dyn Dbms>,
    clock: Arc<dyn Clock>,
    interrupt: Arc<Interrupt>,
    /// How long it runs until it pauses, to be gone on with.
    budget: Budget,
}

/// A query failed.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Neo4j's code.
    pub code: String,
    /// Words.
    pub message: String,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl From<quiver_types::Failure> for Failed {
    fn from(failure: quiver_types::Failure) -> Self {
        Self {
            code: failure.status.code().to_owned(),
            message: failure.message,
        }
    }
}

/// What scenarios are played on.
pub trait Target {
    /// Runs a query in a transaction of its own, to the end.
    fn query(&mut self, text: &str, parameters: &Arc<Map>) -> Result<Table, Failed>;
    /// All that is in the graph.
    fn census(&mut self) -> Result<Census, String>;
}

impl Target for Subject {
    fn query(&mut self, text: &str, parameters: &Arc<Map>) -> Result<Table, Failed> {
        Self::query(self, text, parameters)
    }

    fn census(&mut self) -> Result<Census, String> {
        Census::take(&self.database).map_err(|error| error.to_string())
    }
}

impl Subject {
    /// An empty graph; `interrupt` stops what runs.
    pub fn new(interrupt: Arc<Interrupt>) -> Result<Self, OpenError> {
        let options = EngineOptions {
            plan_cache_size: 100,
            max_query_length: 1 << 20,
            max_nesting: 128,
            // All answers are the same with an Eager behind every clause.
            eager_everywhere: std::env::var_os("QUIVER_TCK_EAGER").is_some(),
            ..EngineOptions::default()
        };
        Self::with(options, interrupt)
    }

    /// An empty graph and an engine with these options.
    pub fn with(options: EngineOptions, interrupt: Arc<Interrupt>) -> Result<Self, OpenError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        Ok(Self {
            engine: Engine::new(options),
            database: Database::in_memory(DatabaseOptions {
                sync_mode: SyncMode::Full,
                clock: Arc::clone(&clock),
                seed: 1,
            })?,
            dbms: Arc::new(NoServer { test_hooks: true }),
            clock,
            interrupt,
            budget: Budget::Unlimited,
        })
    }

    /// From now on queries pause wherever they may.
    #[must_use]
    pub fn pausing(mut self) -> Self {
        self.budget = Budget::Until(0);
        self
    }

    /// The graph.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Runs a query in a transaction of its own, to the end.
    pub fn query(&self, text: &str, parameters: &Arc<Map>) -> Result<Table, Failed> {
        let (table, transaction) = self.run(text, parameters, &self.interrupt)?;
        transaction.commit_blocking().map_err(|error| Failed {
            code: error.status().code().to_owned(),
            message: error.to_string(),
        })?;
        Ok(table)
    }

    /// Runs a query to the end and takes back what it did.
    pub fn try_query(
        &self,
        text: &str,
        parameters: &Arc<Map>,
        interrupt: &Arc<Interrupt>,
    ) -> Result<Table, Failed> {
        Ok(self.run(text, parameters, interrupt)?.0)
    }

    fn run(
        &self,
        text: &str,
        parameters: &Arc<Map>,
        interrupt: &Arc<Interrupt>,
    ) -> Result<(Table, Transaction), Failed> {
        let prepared =
            self.engine
                .prepare_with(text, parameters, &self.database, self.dbms.as_ref())?;
        let columns = prepared.columns().iter().map(ToString::to_string).collect();
        let mut transaction = self.database.begin(TransactionOptions {
            mode: if prepared.is_updating() {
                AccessMode::Write
            } else {
                AccessMode::Read
            },
            memory_limit: 0,
            lock_timeout_ms: 0,
        });
        transaction.wait_in_place(true);
        if prepared.is_explain() {
            let rows = Vec::new();
            return Ok((Table { columns, rows }, transaction));
        }
        transaction.begin_statement();
        let context = ExecutionContext {
            dbms: Arc::clone(&self.dbms),
            clock: Arc::clone(&self.clock),
            interrupt: Arc::clone(interrupt),
            transaction_start: self.clock.now_nanos(),
        };
        let mut cursor = Cursor::new(prepared, Arc::clone(parameters), context)?;
        let mut sink = Collector::default();
        loop {
            match cursor.pull(&mut transaction, None, self.budget, &mut sink) {
                Ok(Pulled::Finished) => break,
                Ok(Pulled::HasMore | Pulled::Paused { .. }) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        let rows = sink.rows;
        Ok((Table { columns, rows }, transaction))
    }
}

fn failed(error: RunError) -> Failed {
    match error {
        RunError::Failed(failure) | RunError::Conflict(failure) => (*failure).into(),
        RunError::MustWait => Failed {
            code: String::new(),
            message: "MustWait, although nobody else is there".into(),
        },
    }
}

/// What an open container still waits for.
enum Open {
    List(usize, Vec<Content>),
    /// A map, or the properties of an entity.
    Entries(usize, BTreeMap<String, Content>, Option<String>, Whose),
    Path {
        nodes: usize,
        relationships: usize,
        indices: Vec<i64>,
        got: Vec<Content>,
    },
}

enum Whose {
    Map,
    Node(BTreeSet<String>),
    Relationship(String),
}

/// Builds content from what the engine writes.
#[derive(Default)]
struct Collector {
    rows: Vec<Vec<Content>>,
    row: Vec<Content>,
    open: Vec<Open>,
}

impl Collector {
    /// Puts a finished value where it belongs, and closes what that completes.
    fn put(&mut self, value: Content) {
        match self.open.last_mut() {
            None => self.row.push(value),
            Some(Open::List(_, items)) => items.push(value),
            Some(Open::Entries(_, entries, key, _)) => {
                let key = key.take().unwrap_or_else(|| "(no key)".into());
                entries.insert(key, value);
            }
            Some(Open::Path { got, .. }) => got.push(value),
        }
        self.close_full();
    }

    fn close_full(&mut self) {
        let full = match self.open.last() {
            None => false,
            Some(Open::List(length, items)) => items.len() >= *length,
            Some(Open::Entries(length, entries, _, _)) => entries.len() >= *length,
            Some(Open::Path {
                nodes,
                relationships,
                got,
                ..
            }) => got.len() >= nodes + relationships,
        };
        if !full {
            return;
        }
        let value = match self.open.pop() {
            None => return,
            Some(Open::List(_, items)) => Content::List(items),
            Some(Open::Entries(_, entries, _, whose)) => match whose {
                Whose::Map => Content::Map(entries),
                Whose::Node(labels) => Content::Node(Node {
                    labels,
                    properties: entries,
                }),
                Whose::Relationship(relationship_type) => Content::Relationship(Relationship {
                    relationship_type,
                    properties: entries,
                }),
            },
            Some(Open::Path {
                nodes,
                indices,
                got,
                ..
            }) => path(nodes, &indices, &got),
        };
        self.put(value);
    }

    fn begin(&mut self, open: Open) {
        self.open.push(open);
        self.close_full();
    }
}

/// A path from Bolt's form; what does not fit together becomes a string that says so.
fn path(nodes: usize, indices: &[i64], got: &[Content]) -> Content {
    let node = |at: i64| match usize::try_from(at).ok().and_then(|at| got.get(at)) {
        Some(Content::Node(node)) => Some(node.clone()),
        _ => None,
    };
    let relationship = |at: i64| {
        let position = usize::try_from(at.unsigned_abs()).ok()?.checked_sub(1)?;
        match got.get(nodes + position) {
            Some(Content::Relationship(relationship)) => Some(relationship.clone()),
            _ => None,
        }
    };
    let steps = indices
        .chunks(2)
        .map(|pair| match pair {
            [way, to] => Some((relationship(*way)?, *way > 0, node(*to)?)),
            _ => None,
        })
        .collect::<Option<Vec<_>>>();
    match (node(0), steps) {
        (Some(start), Some(steps)) => Content::Path(Path { start, steps }),
        _ => Content::String(format!("(a path that does not fit together: {indices:?})")),
    }
}

impl RecordSink for Collector {
    fn begin_record(&mut self, _fields: usize) -> &mut dyn ValueWriter {
        self.row.clear();
        self.open.clear();
        self
    }
    fn end_record(&mut self) -> bool {
        self.rows.push(std::mem::take(&mut self.row));
        true
    }
    fn abort_record(&mut self) {
        self.row.clear();
        self.open.clear();
    }
}

impl ValueWriter for Collector {
    fn null(&mut self) {
        self.put(Content::Null);
    }
    fn boolean(&mut self, value: bool) {
        self.put(Content::Boolean(value));
    }
    fn integer(&mut self, value: i64) {
        self.put(Content::Integer(value));
    }
    fn float(&mut self, value: f64) {
        self.put(Content::Float(value));
    }
    fn string(&mut self, value: &str) {
        self.put(Content::String(value.to_owned()));
    }
    fn bytes(&mut self, value: &[u8]) {
        let bytes = value.iter().map(|byte| Content::Integer((*byte).into()));
        self.put(Content::List(bytes.collect()));
    }
    fn list(&mut self, length: usize) {
        self.begin(Open::List(length, Vec::new()));
    }
    fn map(&mut self, length: usize) {
        self.begin(Open::Entries(length, BTreeMap::new(), None, Whose::Map));
    }
    fn key(&mut self, name: &str) {
        if let Some(Open::Entries(_, _, key, _)) = self.open.last_mut() {
            *key = Some(name.to_owned());
        }
    }
    fn node(&mut self, _id: NodeId, labels: &[&str], properties: usize) {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.begin(Open::Entries(
            properties,
            BTreeMap::new(),
            None,
            Whose::Node(labels),
        ));
    }
    fn relationship(
        &mut self,
        _id: RelationshipId,
        _start: NodeId,
        _end: NodeId,
        relationship_type: &str,
        properties: usize,
    ) {
        self.begin(Open::Entries(
            properties,
            BTreeMap::new(),
            None,
            Whose::Relationship(relationship_type.to_owned()),
        ));
    }
    fn path(&mut self, nodes: usize, relationships: usize, indices: &[i64]) {
        self.begin(Open::Path {
            nodes,
            relationships,
            indices: indices.to_vec(),
            got: Vec::new(),
        });
    }
    fn entity(&mut self, entity: &Entity) {
        let properties = |map: &Map| {
            map.iter()
                .map(|(key, value)| (key.to_string(), plain(value)))
                .collect()
        };
        let value = match entity {
            Entity::Node(node) => Content::Node(Node {
                labels: node.labels.iter().map(ToString::to_string).collect(),
                properties: properties(&node.properties),
            }),
            Entity::Relationship(relationship) => Content::Relationship(Relationship {
                relationship_type: relationship.relationship_type.to_string(),
                properties: properties(&relationship.properties),
            }),
            Entity::Path(_) => Content::String("(a virtual path)".into()),
        };
        self.put(value);
    }
    fn date(&mut self, value: Date) {
        self.put(Content::String(value.to_string()));
    }
    fn local_time(&mut self, value: LocalTime) {
        self.put(Content::String(Short(&value).to_string()));
    }
    fn time(&mut self, value: &Time) {
        self.put(Content::String(Short(value).to_string()));
    }
    fn local_date_time(&mut self, value: &LocalDateTime) {
        self.put(Content::String(Short(value).to_string()));
    }
    fn zoned_date_time(&mut self, value: &ZonedDateTime) {
        self.put(Content::String(Short(value).to_string()));
    }
    fn duration(&mut self, value: &Duration) {
        self.put(Content::String(value.to_string()));
    }
    fn point(&mut self, value: &Point) {
        self.put(Content::String(value.to_string()));
    }
    fn vector(&mut self, _value: &Vector) {
        self.put(Content::String("(a vector)".into()));
    }
    fn uuid(&mut self, value: &[u8; 16]) {
        self.put(Content::String(
            quiver_types::DatabaseId(*value).to_string(),
        ));
    }
}

/// A value without entities, through the writer.
fn plain(value: &Value) -> Content {
    match value {
        Value::Boolean(value) => Content::Boolean(*value),
        Value::Integer(value) => Content::Integer(*value),
        Value::Float(value) => Content::Float(*value),
        Value::List(items) => Content::List(items.iter().map(plain).collect()),
        Value::Null => Content::Null,
        other => Content::String(quiver_types::format::to_string(other)),
    }
}

/// A value that a table of the TCK holds, as a parameter.
pub fn parameter(content: &Content) -> Result<Value, String> {
    Ok(match content {
        Content::Null => Value::Null,
        Content::Boolean(value) => Value::Boolean(*value),
        Content::Integer(value) => Value::Integer(*value),
        Content::Float(value) => Value::Float(*value),
        Content::String(value) => Value::from(value.as_str()),
        Content::List(items) => Value::list(items.iter().map(parameter).collect::<Result<_, _>>()?),
        Content::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| Ok((key.as_str(), parameter(value)?)))
                .collect::<Result<Map, String>>()?,
        ),
        Content::Node(_) | Content::Relationship(_) | Content::Path(_) => {
            return Err(format!("{content} cannot be a parameter"));
        }
    })
}
