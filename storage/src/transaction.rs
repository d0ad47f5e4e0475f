//! A transaction: a snapshot plus a private write set.
//!
//! Used by one thread at a time. Reads go through [`Transaction::view`]. A statement that meets a
//! held lock or a newer version gets an error, is rolled back with
//! [`Transaction::rollback_statement`], and may be run again.

mod deletions;
mod keys;
mod locking;
mod memory;
mod nodes;
mod relationships;
mod required;
mod schema;
mod storable;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use quiver_types::RelationshipTypeId;

use crate::engine::Engine;
use crate::graph::label_set::LabelSetId;
use crate::graph::write_set::WriteSet;
use crate::{Database, GraphView, WriteError};

pub use memory::MemoryTracker;
pub(crate) use schema::{Building, SchemaDraft, check_unique};

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

/// What a transaction sees of those that commit while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Isolation {
    /// Nothing: all its statements read the state at its first one.
    #[default]
    Snapshot,
    /// Each statement reads the state at its own begin, and nothing later.
    ReadCommitted,
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
pub struct LockWait {
    cell: std::sync::Arc<crate::txn::lock::WaitCell>,
}

/// What a commit achieved.
#[derive(Clone, Copy, Debug)]
pub struct CommitReceipt {
    /// The commit's timestamp; for a transaction that wrote nothing, its snapshot's.
    pub timestamp: Timestamp,
}

/// One transaction. Dropping it rolls it back.
pub struct Transaction {
    pub(crate) database: Database,
    options: TransactionOptions,
    pub(crate) snapshot: OnceLock<u64>,
    isolation: Isolation,
    /// Snapshots of earlier statements whose results may still be open.
    earlier: Vec<u64>,
    memory: MemoryTracker,
    pub(crate) writes: WriteSet,
    pub(crate) schema_draft: Option<SchemaDraft>,
    /// A constraint whose index this transaction has filled.
    pub(crate) building: Option<Building>,
    statements: u32,
    /// The last statement was rolled back and nothing happened since: the next is the same one.
    rolled_back: AtomicBool,
    /// Ids taken and not used yet.
    node_runs: HashMap<LabelSetId, Run, foldhash::fast::RandomState>,
    relationship_runs: HashMap<RelationshipTypeId, Run, foldhash::fast::RandomState>,
    locks: Option<locking::Locks>,
    wait_in_place: bool,
    /// Whether it holds, or asked for, the writers' gate alone for its statement.
    alone: bool,
    deletions_checked: AtomicUsize,
}

/// A run of ids: larger each time, so that one creation takes one id and a bulk load takes few
/// runs.
#[derive(Default)]
struct Run {
    free: Range<u64>,
    next: u64,
}

impl Run {
    fn take(&mut self, more: impl FnOnce(u64) -> Range<u64>) -> u64 {
        if self.free.is_empty() {
            self.next = (self.next * 4).clamp(1, 1024);
            self.free = more(self.next);
        }
        let id = self.free.start;
        self.free.start += 1;
        id
    }
}

impl Transaction {
    pub(crate) fn new(database: Database, options: TransactionOptions) -> Self {
        let memory = MemoryTracker::new(options.memory_limit);
        Self {
            locks: None,
            wait_in_place: false,
            alone: false,
            database,
            memory,
            options,
            snapshot: OnceLock::new(),
            isolation: Isolation::default(),
            earlier: Vec::new(),
            writes: WriteSet::default(),
            schema_draft: None,
            building: None,
            statements: 0,
            rolled_back: AtomicBool::new(false),
            node_runs: HashMap::default(),
            relationship_runs: HashMap::default(),
            deletions_checked: Default::default(),
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.database.engine
    }

    /// Another transaction on the same database, under the same conditions.
    pub fn sibling(&self) -> Self {
        let mut sibling = self.database.begin(self.options.clone());
        sibling.isolate(self.isolation);
        sibling
    }

    /// The database it belongs to.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// What it sees, for one batch.
    pub fn view(&self) -> GraphView<'_> {
        self.rolled_back.store(false, Ordering::Relaxed);
        let writes = (!self.writes.is_empty()).then_some(&self.writes);
        GraphView::new(self.engine(), self.snapshot().0, writes)
    }

    /// The timestamp of its snapshot; taken now if this is its first use.
    pub fn snapshot(&self) -> Timestamp {
        let take = || self.engine().commits.snapshots.take();
        Timestamp(*self.snapshot.get_or_init(take))
    }

    /// Counts memory against its limit; shared with the query that runs in it.
    pub fn memory(&self) -> &MemoryTracker {
        &self.memory
    }

    /// Whether anything was written that commit would log.
    pub fn has_writes(&self) -> bool {
        !self.writes.is_empty() || self.schema_draft.is_some()
    }

    /// Chooses what it sees of others; before its first statement.
    pub fn isolate(&mut self, isolation: Isolation) {
        self.isolation = isolation;
    }

    /// Goes on with the result of an earlier statement, which read at `snapshot`; whoever reads for
    /// another statement next says so too. Only statements of `ReadCommitted` differ in this.
    pub fn read_at(&mut self, snapshot: Timestamp) {
        if self.snapshot.get() == Some(&snapshot.0) {
            return;
        }
        if let Some(place) = self.earlier.iter().position(|held| *held == snapshot.0) {
            self.earlier.swap_remove(place);
            self.put_snapshot_aside();
            self.snapshot = OnceLock::from(snapshot.0);
        }
    }

    /// No result of an earlier statement is open: their snapshots need not be kept.
    pub fn forget_earlier(&mut self) {
        for snapshot in self.earlier.drain(..) {
            self.database.engine.commits.snapshots.release(snapshot);
        }
    }

    fn put_snapshot_aside(&mut self) {
        if let Some(snapshot) = self.snapshot.take() {
            self.earlier.push(snapshot);
        }
    }

    /// Marks a point to which [`rollback_statement`](Self::rollback_statement) returns.
    /// After a rollback it begins the same statement again.
    pub fn begin_statement(&mut self) {
        if !std::mem::take(self.rolled_back.get_mut()) {
            self.statements += 1;
            match self.isolation {
                Isolation::Snapshot => {}
                Isolation::ReadCommitted => self.put_snapshot_aside(),
            }
        }
        self.memory.settle();
        self.memory.release(self.writes.savepoint());
        if let Some(draft) = &mut self.schema_draft {
            draft.savepoint();
        }
    }

    /// Undoes the writes since [`begin_statement`](Self::begin_statement); locks are kept.
    pub fn rollback_statement(&mut self) {
        self.writes.rollback();
        self.memory.unsettle();
        *self.rolled_back.get_mut() = true;
        let checked = self.deletions_checked.get_mut();
        *checked = (*checked).min(self.writes.deleted_nodes().len());
        if let Some(draft) = &mut self.schema_draft
            && !draft.rollback()
        {
            self.schema_draft = None;
        }
    }

    /// Moves the snapshot to now if nothing was read or written by an earlier statement, or if each
    /// statement has a snapshot of its own; `false` (and nothing done) otherwise. After a conflict:
    /// `true` means the statement, which was rolled back, may run again.
    pub fn refresh_snapshot(&mut self) -> bool {
        match self.isolation {
            // What earlier statements wrote they hold locks of: its newest versions stay what the
            // write set was built on.
            Isolation::ReadCommitted => {}
            Isolation::Snapshot if self.statements > 1 || self.has_writes() => return false,
            Isolation::Snapshot => {}
        }
        self.drop_snapshot();
        true
    }

    pub(crate) fn drop_snapshot(&mut self) {
        if let Some(snapshot) = self.snapshot.take() {
            self.engine().commits.snapshots.release(snapshot);
        }
    }

    /// Whether data may be written, and the gate that keeps schema changes out meanwhile.
    fn begin_write(&mut self) -> Result<(), WriteError> {
        match self.options.mode {
            AccessMode::Read => return Err(WriteError::AccessMode),
            AccessMode::Write => {}
        }
        if self.schema_draft.is_some() {
            return Err(WriteError::SchemaAndData);
        }
        if self.writes.is_empty() {
            self.check_writable()?;
        }
        self.enter_gate()
    }

    fn next_node_id(&mut self, labels: LabelSetId) -> u64 {
        let ids = &self.database.engine.graph.node_ids;
        let run = self.node_runs.entry(labels).or_default();
        run.take(|wanted| ids.take(labels, wanted))
    }

    fn next_relationship_id(&mut self, relationship_type: RelationshipTypeId) -> u64 {
        let ids = &self.database.engine.graph.relationship_ids;
        let run = self.relationship_runs.entry(relationship_type).or_default();
        run.take(|wanted| ids.take(relationship_type, wanted))
    }

    /// Rolls back.
    pub fn rollback(self) {
        drop(self);
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let graph = &self.database.engine.graph;
        for (labels, run) in self.node_runs.drain() {
            graph.node_ids.give_back(labels, run.free);
        }
        for (relationship_type, run) in self.relationship_runs.drain() {
            graph
                .relationship_ids
                .give_back(relationship_type, run.free);
        }
        self.forget_earlier();
        self.drop_snapshot();
        drop(self.locks.take());
        self.database.engine.reclaim();
    }
}
