//! A database: one folder, or one memory, opened once and shared by all who use it.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use quiver_types::time::Clock;
use quiver_types::{DatabaseId, LabelId, RelationshipTypeId};

use crate::engine::Engine;
use crate::graph::columns::ColumnReport;
use crate::io::{FileIo, Io, MemoryIo};
use crate::metrics::{MemoryReport, StoreMetrics};
use crate::recovery;
use crate::schema::IndexId;
use crate::sync_mode::SyncMode;
use crate::txn::cell::pin;
use crate::wal::{Gap, SyncChange, WalMetrics};
use crate::{OpenError, Schema, Timestamp, Tokens, Transaction, TransactionOptions, WriteError};

/// Bytes of log above which closing writes a checkpoint.
const CHECKPOINT_AT_CLOSE: u64 = 4 << 20;
/// Bytes of an index entry, with the room that leaves keep.
const ENTRY_BYTES: u64 = 56;

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
pub struct Database {
    pub(crate) engine: Arc<Engine>,
}

impl Database {
    /// Opens, or creates, the database in a folder of the file system.
    pub fn open_folder(path: &str, options: DatabaseOptions) -> Result<Self, OpenError> {
        let io = FileIo::open(Path::new(path)).map_err(|source| OpenError::Io {
            file: path.to_owned(),
            source,
        })?;
        Self::open(Arc::new(io), options)
    }

    /// Opens, or creates, the database in a folder of any kind: the file system's, one in memory,
    /// or a simulated one.
    pub fn open(io: Arc<dyn Io>, options: DatabaseOptions) -> Result<Self, OpenError> {
        let engine = recovery::open(io, options)?;
        Ok(Self::with_engine(Arc::new(engine)))
    }

    /// A database in memory with the same engine and the same log, lost when dropped.
    pub fn in_memory(options: DatabaseOptions) -> Result<Self, OpenError> {
        Self::open(Arc::new(MemoryIo::default()), options)
    }

    fn with_engine(engine: Arc<Engine>) -> Self {
        let weak = Arc::downgrade(&engine);
        engine.tokens.log_to(Box::new(move |operation| {
            weak.upgrade()
                .map_or(Ok(()), |engine| engine.log_token(&operation))
        }));
        Self { engine }
    }

    /// Its random identity.
    pub fn id(&self) -> DatabaseId {
        self.engine.id
    }

    /// The token catalogue.
    pub fn tokens(&self) -> &Tokens {
        &self.engine.tokens
    }

    /// The schema now.
    pub fn schema(&self) -> Arc<Schema> {
        self.engine
            .schema
            .load(&pin())
            .map(|state| Arc::clone(&state.schema))
            .unwrap_or_default()
    }

    /// Starts a transaction. Its snapshot is taken at its first statement.
    pub fn begin(&self, options: TransactionOptions) -> Transaction {
        Transaction::new(self.clone(), options)
    }

    /// The timestamp up to which commits are visible; what a bookmark names.
    pub fn visible(&self) -> Timestamp {
        Timestamp(self.engine.commits.snapshots.visible())
    }

    /// Calls `reached` once when `timestamp` is visible (at once if it is). Returns `false`, and
    /// never calls it, for a timestamp that was never issued and never will be (a gap).
    pub fn on_visible(&self, timestamp: Timestamp, reached: Box<dyn FnOnce() + Send>) -> bool {
        let never = |gap: &Gap| gap.after < timestamp && timestamp <= gap.through;
        if self.engine.gaps.iter().any(never) {
            return false;
        }
        self.engine.commits.on_visible(timestamp.0, reached);
        true
    }

    /// Estimated number of nodes (with a label), for planning.
    pub fn estimate_nodes(&self, label: Option<LabelId>) -> f64 {
        self.statistics().nodes(label)
    }

    /// Estimated number of relationships of a type that leave / enter nodes with a label; `None`
    /// stands for any.
    pub fn estimate_relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        let statistics = self.statistics();
        statistics.relationships(start, relationship_type, end)
    }

    /// Estimated number of distinct keys in an index, and of entries.
    pub fn estimate_index(&self, index: IndexId) -> (f64, f64) {
        let of = self.statistics().index(index);
        (of.distinct, of.entries)
    }

    /// How much of an index is filled, of 100; `None` if there is none.
    pub fn population(&self, index: IndexId) -> Option<f64> {
        let state = self.engine.schema_state();
        state.index(index).map(|index| index.percent())
    }

    /// The sync mode.
    pub fn sync_mode(&self) -> SyncMode {
        *self
            .engine
            .sync_mode
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the sync mode while the database is used. When this returns, everything that was
    /// acknowledged before is synced, and the new mode holds for every commit that begins.
    pub fn set_sync_mode(&self, mode: SyncMode) -> Result<(), WriteError> {
        let engine = &self.engine;
        let mut current = engine
            .sync_mode
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(cause) = engine.commits.failure() {
            return Err(WriteError::ReadOnly(cause));
        }
        let read_only = |failed: crate::wal::WalFailed| WriteError::ReadOnly(failed.to_string());
        let change = engine
            .commits
            .acknowledge(mode.early(), || engine.wal.request_sync(mode.log()));
        change.and_then(SyncChange::wait).map_err(read_only)?;
        *current = mode;
        Ok(())
    }

    /// What the engine counts about itself.
    pub fn metrics(&self) -> &StoreMetrics {
        &self.engine.metrics
    }

    /// What the log counts about itself.
    pub fn log_metrics(&self) -> &WalMetrics {
        self.engine.wal.metrics()
    }

    /// Estimated bytes in memory.
    pub fn memory(&self) -> MemoryReport {
        let state = self.engine.schema_state();
        let pin = pin();
        let trees = state.indexes.iter().filter_map(|index| index.tree(&pin));
        MemoryReport {
            nodes: self.engine.graph.memory.nodes.load(Ordering::Relaxed),
            relationships: self
                .engine
                .graph
                .memory
                .relationships
                .load(Ordering::Relaxed),
            indexes: trees.map(|tree| tree.len() as u64 * ENTRY_BYTES).sum(),
        }
    }

    /// How the cache of columns is doing.
    pub fn columns(&self) -> ColumnReport {
        self.engine.graph.columns.report()
    }

    /// Sets how many bytes of columns may be kept; 0 switches them off. Answers do not depend on
    /// it.
    pub fn limit_columns(&self, bytes: u64) {
        self.engine.graph.columns.set_limit(bytes);
        self.engine.graph.evict_columns(&pin());
    }

    /// Packs the adjacency of all segments as far as no snapshot stands against it. Happens by
    /// itself where much was written, or where reading paid for not having done it; after a bulk
    /// load it can be asked for.
    pub fn fold(&self) {
        let engine = &self.engine;
        let watermark = engine.commits.snapshots.watermark();
        engine.graph.fold_all(watermark, &pin());
    }

    /// Finishes commits that began, syncs, and closes. Reading goes on to work, writing does not.
    /// A log worth it is replaced by a checkpoint first, so that the next start is quick.
    pub fn close(&self) {
        let engine = &self.engine;
        let log = engine.wal.metrics().live_bytes.load(Ordering::Relaxed);
        if log > CHECKPOINT_AT_CLOSE
            && engine.commits.failure().is_none()
            && let Err(error) = engine.checkpoint()
        {
            tracing::warn!(%error, "the checkpoint at close failed; the log is kept");
        }
        engine.commits.refuse("the database is closed");
        // One that runs in the background still writes into the folder.
        let _none = engine.checkpointing.lock();
        if let Err(error) = engine.wal.close() {
            tracing::error!(%error, "the log was not closed cleanly");
        }
        let folder = engine.folder.lock().map(|mut lock| lock.take());
        drop(folder);
    }
}
