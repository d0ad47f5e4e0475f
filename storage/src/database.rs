//! A database: one folder, or one memory, opened once and shared by all who use it.

use std::sync::Arc;

use quiver_types::time::Clock;
use quiver_types::{DatabaseId, LabelId, RelationshipTypeId};

use crate::schema::IndexId;
use crate::{OpenError, Schema, Timestamp, Tokens, Transaction, TransactionOptions};

/// When a commit counts as done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncMode {
    /// After its record is synced to disk.
    Full,
}

/// How to open a database.
pub struct DatabaseOptions {
    /// Sync mode.
    pub sync_mode: SyncMode,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Seed of the generator that names a new database. From the operating system's entropy in
    /// production.
    pub seed: u64,
}

/// An open database; cloning shares it.
#[derive(Clone)]
pub struct Database {}

impl Database {
    /// Opens, or creates, the database in a folder of the file system.
    pub fn open_folder(_path: &str, _options: DatabaseOptions) -> Result<Self, OpenError> {
        unimplemented!()
    }
    /// A database in memory with the same engine and the same log, lost when dropped.
    pub fn in_memory(_options: DatabaseOptions) -> Result<Self, OpenError> {
        unimplemented!()
    }
    /// Its random identity.
    pub fn id(&self) -> DatabaseId {
        unimplemented!()
    }
    /// The token catalogue.
    pub fn tokens(&self) -> &Tokens {
        unimplemented!()
    }
    /// The schema now.
    pub fn schema(&self) -> Arc<Schema> {
        unimplemented!()
    }
    /// Starts a transaction. Its snapshot is taken at its first statement.
    pub fn begin(&self, _options: TransactionOptions) -> Transaction {
        unimplemented!()
    }
    /// The timestamp up to which commits are visible; what a bookmark names.
    pub fn visible(&self) -> Timestamp {
        unimplemented!()
    }
    /// Calls `reached` once when `timestamp` is visible (at once if it is). Returns `false`, and
    /// never calls it, for a timestamp that was never issued and never will be (a gap).
    pub fn on_visible(&self, _timestamp: Timestamp, _reached: Box<dyn FnOnce() + Send>) -> bool {
        unimplemented!()
    }
    /// Estimated number of nodes (with a label), for planning.
    pub fn estimate_nodes(&self, _label: Option<LabelId>) -> f64 {
        unimplemented!()
    }
    /// Estimated number of relationships of a type that leave / enter nodes with a label; `None`
    /// stands for any.
    pub fn estimate_relationships(
        &self,
        _start: Option<LabelId>,
        _relationship_type: Option<RelationshipTypeId>,
        _end: Option<LabelId>,
    ) -> f64 {
        unimplemented!()
    }
    /// Estimated number of distinct keys in an index, and of entries.
    pub fn estimate_index(&self, _index: IndexId) -> (f64, f64) {
        unimplemented!()
    }
    /// Writes a checkpoint now and lets go of the log before it.
    pub fn checkpoint(&self) -> Result<(), OpenError> {
        unimplemented!()
    }
    /// Finishes commits that began, syncs, and closes. Later use is an error.
    pub fn close(&self) {
        unimplemented!()
    }
}
