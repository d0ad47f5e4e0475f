//! What the engine and its host say to each other.

use std::sync::atomic::{AtomicU8, Ordering};

use quiver_storage::{Degrees, Direction, IndexId, IndexQuery, Schema};
use quiver_types::{
    Failure, LabelId, Position, PropertyKeyId, RelationshipTypeId, Status, Text, Value, ValueWriter,
};

/// Where result rows go. A record is begun, its fields are written in column order, and it is
/// ended or, when an error is met halfway, aborted (nothing of it may remain).
pub trait RecordSink {
    /// Begins a record of `fields` fields and gives the writer for them.
    fn begin_record(&mut self, fields: usize) -> &mut dyn ValueWriter;
    /// Ends the record. `false` asks the cursor to pause: the buffer is full.
    fn end_record(&mut self) -> bool;
    /// Forgets the record that was begun.
    fn abort_record(&mut self);
}

/// What planning may know: names, schema, statistics. The same answers give the same plan.
pub trait PlanContext {
    /// The label of that name, if the database has one.
    fn label(&self, name: &str) -> Option<LabelId>;
    /// The relationship type of that name, if the database has one.
    fn relationship_type(&self, name: &str) -> Option<RelationshipTypeId>;
    /// The property key of that name, if the database has one.
    fn property_key(&self, name: &str) -> Option<PropertyKeyId>;
    /// The schema to plan against.
    fn schema(&self) -> std::sync::Arc<Schema>;
    /// Estimated number of nodes (with a label).
    fn nodes(&self, label: Option<LabelId>) -> f64;
    /// Estimated number of relationships of a type between nodes with labels; `None` is any.
    fn relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64;
    /// How relationships of a type (of any) are spread over nodes with a label (over all).
    fn degrees(
        &self,
        label: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        direction: Direction,
    ) -> Degrees;
    /// Estimated number of distinct keys in an index, and of entries.
    fn index(&self, index: IndexId) -> (f64, f64);
    /// The value that a parameter is likely to have, where one is known.
    fn likely(&self, _parameter: &str) -> Option<Value> {
        None
    }
    /// Estimated number of entries of an index that answer a query.
    fn index_entries(&self, index: IndexId, query: &IndexQuery<'_>) -> f64;
}

/// Kind of a query as clients are told: what it did or would do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum QueryType {
    /// `r`.
    Read,
    /// `rw`: writes and returns rows.
    ReadWrite,
    /// `w`: writes and returns nothing.
    Write,
    /// `s`: schema or system.
    Schema,
}

/// Something worth telling that is not an error.
#[derive(Clone, PartialEq, Debug)]
pub struct Notification {
    /// Neo4j's code, e.g. `Neo.ClientNotification.Statement.UnknownLabelWarning`.
    pub code: &'static str,
    /// GQLSTATUS, e.g. `01N50`.
    pub gql_status: &'static str,
    /// `WARNING` or `INFORMATION`.
    pub severity: &'static str,
    /// `HINT`, `UNRECOGNIZED`, `PERFORMANCE`, `DEPRECATION`, ...
    pub category: &'static str,
    /// A short headline.
    pub title: String,
    /// What was found and what to do.
    pub description: String,
    /// Where in the query text.
    pub position: Option<Position>,
}

/// What a query changed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[allow(missing_docs, reason = "the names are Neo4j's counters")]
pub struct QueryStatistics {
    pub nodes_created: u64,
    pub nodes_deleted: u64,
    pub relationships_created: u64,
    pub relationships_deleted: u64,
    pub properties_set: u64,
    pub labels_added: u64,
    pub labels_removed: u64,
    pub indexes_added: u64,
    pub indexes_removed: u64,
    pub constraints_added: u64,
    pub constraints_removed: u64,
    pub system_updates: u64,
}

impl QueryStatistics {
    /// Adds what another part of the query changed.
    pub fn add(&mut self, other: &Self) {
        self.nodes_created += other.nodes_created;
        self.nodes_deleted += other.nodes_deleted;
        self.relationships_created += other.relationships_created;
        self.relationships_deleted += other.relationships_deleted;
        self.properties_set += other.properties_set;
        self.labels_added += other.labels_added;
        self.labels_removed += other.labels_removed;
        self.indexes_added += other.indexes_added;
        self.indexes_removed += other.indexes_removed;
        self.constraints_added += other.constraints_added;
        self.constraints_removed += other.constraints_removed;
        self.system_updates += other.system_updates;
    }
}

/// A plan as EXPLAIN and PROFILE show it.
#[derive(Clone, Debug)]
pub struct PlanDescription {
    /// Neo4j's operator name, without `@database`.
    pub operator: Text,
    /// Variables it carries.
    pub identifiers: Vec<Text>,
    /// `Details`, `EstimatedRows`, `Id`, ...
    pub arguments: Vec<(Text, Value)>,
    /// Inputs.
    pub children: Vec<PlanDescription>,
}

/// Why a running query is asked to stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum InterruptReason {
    /// The client reset the connection, went away, or TERMINATE TRANSACTIONS named it.
    Terminated = 1,
    /// Past the client's time limit.
    ClientTimeout = 2,
    /// Past the server's time limit.
    ServerTimeout = 3,
}

/// A flag that stops a query from another thread; looked at once a batch.
#[derive(Default)]
pub struct Interrupt(AtomicU8);

impl Interrupt {
    /// Asks the query to stop. The first reason stays.
    pub fn set(&self, reason: InterruptReason) {
        let _ = self
            .0
            .compare_exchange(0, reason as u8, Ordering::SeqCst, Ordering::SeqCst);
    }
    /// The reason, once asked.
    pub fn get(&self) -> Option<InterruptReason> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            2 => Some(InterruptReason::ClientTimeout),
            3 => Some(InterruptReason::ServerTimeout),
            _ => Some(InterruptReason::Terminated),
        }
    }
}

/// Running stopped. Except for `Failed`, the statement may be run again: see
/// `storage::Transaction`.
#[derive(Debug)]
pub enum RunError {
    /// Tell the client.
    Failed(Box<Failure>),
    /// A lock is held by another transaction. Roll the statement back, wait
    /// (`Transaction::take_lock_wait`), run it again.
    MustWait,
    /// A concurrent transaction changed what was to be written. Roll the statement back; if
    /// `Transaction::refresh_snapshot` allows, run it again, else tell the client this failure.
    Conflict(Box<Failure>),
}

impl RunError {
    /// A failure without a place in the text.
    pub fn failed(status: Status, message: impl Into<String>) -> Self {
        Self::Failed(Box::new(Failure::new(status, message)))
    }
}
