//! A transaction: a snapshot plus a private write set.
//!
//! Used by one thread at a time. Reads go through [`Transaction::view`]. A statement that meets a
//! held lock or a newer version gets an error, is rolled back with
//! [`Transaction::rollback_statement`], and may be run again.

use quiver_types::{
    LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Text, Value,
};

use crate::schema::{IndexId, SchemaTarget};
use crate::{CommitError, Database, GraphView, SchemaError, WriteError};

/// A commit timestamp: a counter, never a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp(pub u64);

/// Whether a transaction may write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccessMode {
    /// Reads only; a write is an error.
    Read,
    /// Reads and writes.
    Write,
}

/// How a transaction behaves.
#[derive(Clone, Debug)]
pub struct TransactionOptions {
    /// Access mode.
    pub mode: AccessMode,
    /// Bytes the transaction may hold (write set, locks and the query's own), 0 for no limit.
    pub memory_limit: u64,
    /// Milliseconds to wait for a lock, 0 for no limit.
    pub lock_timeout_ms: u64,
}

/// Counts what a transaction and its queries hold against its limit.
pub struct MemoryTracker {}

impl MemoryTracker {
    /// Counts `bytes` more, or says that they would pass the limit.
    pub fn reserve(&self, _bytes: usize) -> Result<(), WriteError> {
        unimplemented!()
    }
    /// Gives back bytes reserved before.
    pub fn release(&self, _bytes: usize) {
        unimplemented!()
    }
    /// Bytes held now.
    pub fn used(&self) -> u64 {
        unimplemented!()
    }
}

/// What became of a wait for a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LockOutcome {
    /// Granted: run the statement again.
    Granted,
    /// This transaction closes a cycle and is the victim.
    Deadlock,
    /// Not granted in time.
    TimedOut,
}

/// A queued request for a lock.
pub struct LockWait {}

impl LockWait {
    /// Calls `ready` once, from whatever thread decides the outcome (at once if it is decided).
    pub fn on_ready(self, _ready: Box<dyn FnOnce(LockOutcome) + Send>) {
        unimplemented!()
    }
    /// Blocks the calling thread until the outcome is known. For tests and tools.
    pub fn block(self) -> LockOutcome {
        unimplemented!()
    }
}

/// What a commit achieved.
#[derive(Clone, Copy, Debug)]
pub struct CommitReceipt {
    /// The commit's timestamp; for a transaction that wrote nothing, its snapshot's.
    pub timestamp: Timestamp,
}

/// One transaction. Dropping it rolls it back.
pub struct Transaction {}

impl Transaction {
    /// The database it belongs to.
    pub fn database(&self) -> &Database {
        unimplemented!()
    }
    /// What it sees, for one batch.
    pub fn view(&self) -> GraphView<'_> {
        unimplemented!()
    }
    /// The timestamp of its snapshot.
    pub fn snapshot(&self) -> Timestamp {
        unimplemented!()
    }
    /// Counts memory against its limit; shared with the query that runs in it.
    pub fn memory(&self) -> &MemoryTracker {
        unimplemented!()
    }
    /// Whether anything was written that commit would log.
    pub fn has_writes(&self) -> bool {
        unimplemented!()
    }

    /// Marks a point to which [`rollback_statement`](Self::rollback_statement) returns.
    pub fn begin_statement(&mut self) {
        unimplemented!()
    }
    /// Undoes the writes since [`begin_statement`](Self::begin_statement); locks are kept.
    pub fn rollback_statement(&mut self) {
        unimplemented!()
    }
    /// Moves the snapshot to now if nothing was read or written by an earlier statement; `false`
    /// (and nothing done) otherwise. After a conflict: `true` means the statement may run again.
    pub fn refresh_snapshot(&mut self) -> bool {
        unimplemented!()
    }
    /// The wait that the last `WriteError::MustWait` announced.
    pub fn take_lock_wait(&mut self) -> Option<LockWait> {
        unimplemented!()
    }
    /// From now on a held lock blocks the calling thread instead of giving `MustWait`.
    pub fn wait_in_place(&mut self, _yes: bool) {
        unimplemented!()
    }

    /// Creates a node. Labels and keys may come in any order; null properties are left out.
    pub fn create_node(
        &mut self,
        _labels: &[LabelId],
        _properties: &[(PropertyKeyId, Value)],
    ) -> Result<NodeId, WriteError> {
        unimplemented!()
    }
    /// Creates a relationship between nodes this transaction sees.
    pub fn create_relationship(
        &mut self,
        _relationship_type: RelationshipTypeId,
        _start: NodeId,
        _end: NodeId,
        _properties: &[(PropertyKeyId, Value)],
    ) -> Result<RelationshipId, WriteError> {
        unimplemented!()
    }
    /// Sets a property; null removes it. Returns whether there was anything to do.
    pub fn set_node_property(
        &mut self,
        _node: NodeId,
        _key: PropertyKeyId,
        _value: Value,
    ) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Sets a property; null removes it. Returns whether there was anything to do.
    pub fn set_relationship_property(
        &mut self,
        _relationship: RelationshipId,
        _key: PropertyKeyId,
        _value: Value,
    ) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Adds a label; whether the node lacked it.
    pub fn add_label(&mut self, _node: NodeId, _label: LabelId) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Removes a label; whether the node had it.
    pub fn remove_label(&mut self, _node: NodeId, _label: LabelId) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Deletes a node; whether it existed. Relationships it still has are found by
    /// [`check_deletions`](Self::check_deletions), so that one statement may delete them later.
    pub fn delete_node(&mut self, _node: NodeId) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Deletes a relationship; whether it existed.
    pub fn delete_relationship(
        &mut self,
        _relationship: RelationshipId,
    ) -> Result<bool, WriteError> {
        unimplemented!()
    }
    /// Deletes a node and its relationships. `None` if the node did not exist, else how many
    /// relationships went with it.
    pub fn detach_delete_node(&mut self, _node: NodeId) -> Result<Option<u64>, WriteError> {
        unimplemented!()
    }
    /// Fails with `NodeHasRelationships` if a node deleted in this transaction has any left.
    /// Called at the end of a statement's writes; commit calls it too.
    pub fn check_deletions(&self) -> Result<(), WriteError> {
        unimplemented!()
    }
    /// Before MERGE creates a node: locks the pattern (labels and properties; key order and
    /// number type do not matter), so that of concurrent MERGEs one creates and the others,
    /// finding that a transaction outside their snapshot held the lock, get a conflict.
    pub fn lock_merge_node(
        &mut self,
        _labels: &[LabelId],
        _properties: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        unimplemented!()
    }
    /// The same for a relationship; `ends` unordered when `undirected`.
    pub fn lock_merge_relationship(
        &mut self,
        _relationship_type: RelationshipTypeId,
        _start: NodeId,
        _end: NodeId,
        _undirected: bool,
        _properties: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        unimplemented!()
    }

    /// Creates a range index; it is populated and online when the commit returns.
    pub fn create_index(
        &mut self,
        _name: Text,
        _target: SchemaTarget,
        _properties: Vec<PropertyKeyId>,
    ) -> Result<IndexId, SchemaError> {
        unimplemented!()
    }
    /// Creates a uniqueness constraint and the index it owns.
    pub fn create_unique_constraint(
        &mut self,
        _name: Text,
        _target: SchemaTarget,
        _properties: Vec<PropertyKeyId>,
    ) -> Result<(), SchemaError> {
        unimplemented!()
    }
    /// Drops an index that no constraint owns.
    pub fn drop_index(&mut self, _name: &str) -> Result<(), SchemaError> {
        unimplemented!()
    }
    /// Drops a constraint and its index.
    pub fn drop_constraint(&mut self, _name: &str) -> Result<(), SchemaError> {
        unimplemented!()
    }

    /// Commits. Returns once the record is in the log; `done` is called exactly once, from
    /// whatever thread learns it, when the commit is durable and visible (in sync mode `full`)
    /// or has failed. A transaction that wrote nothing calls it at once.
    pub fn commit(self, _done: Box<dyn FnOnce(Result<CommitReceipt, CommitError>) + Send>) {
        unimplemented!()
    }
    /// Commits and blocks until it is durable. For tests and tools.
    pub fn commit_blocking(self) -> Result<CommitReceipt, CommitError> {
        unimplemented!()
    }
    /// Rolls back.
    pub fn rollback(self) {
        unimplemented!()
    }
}
