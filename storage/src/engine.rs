//! What an open database is made of, shared by its transactions.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use quiver_types::DatabaseId;
use quiver_types::time::Clock;

use crate::graph::store::GraphStore;
use crate::graph::token::Tokens;
use crate::io::{Io, IoLock};
use crate::metrics::StoreMetrics;
use crate::schema::state::SchemaState;
use crate::stats::Counts;
use crate::sync_mode::SyncMode;
use crate::txn::cell::{EpochCell, pin};
use crate::txn::commits::Commits;
use crate::txn::lock::LockTable;
use crate::wal::{Gap, Wal};

/// The parts of an open database. The log is dropped before the folder's lock.
pub(crate) struct Engine {
    pub(crate) id: DatabaseId,
    pub(crate) tokens: Tokens,
    pub(crate) graph: GraphStore,
    pub(crate) schema: EpochCell<SchemaState>,
    /// Held while the schema is replaced.
    pub(crate) publishing: Mutex<()>,
    pub(crate) commits: Arc<Commits>,
    pub(crate) locks: Arc<LockTable>,
    pub(crate) metrics: Arc<StoreMetrics>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) wal: Wal,
    pub(crate) io: Arc<dyn Io>,
    /// The sync mode that holds; the mutex lets one change at a time.
    pub(crate) sync_mode: Mutex<SyncMode>,
    /// Held while a checkpoint is written.
    pub(crate) checkpointing: Mutex<()>,
    /// Whether one was started in the background.
    pub(crate) checkpoint_started: AtomicBool,
    /// Whether a thread clears away what is left of bulk work.
    pub(crate) reclaim_started: AtomicBool,
    /// The folder's lock, until the database is closed.
    pub(crate) folder: Mutex<Option<Box<dyn IoLock>>>,
}

impl Engine {
    /// The counts.
    pub(crate) fn counts(&self) -> &Counts {
        &self.commits.counts
    }

    /// Replaces the schema by what `next` makes of it.
    pub(crate) fn publish(&self, next: impl FnOnce(&SchemaState) -> Option<SchemaState>) {
        let _one = self
            .publishing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let current = self.schema_state();
        let Some(mut next) = next(&current) else {
            return;
        };
        // An index may have come online since a transaction took the schema that it changed.
        next = next.settled().unwrap_or(next);
        if next.schema.epoch <= current.schema.epoch {
            next.start_epoch(current.schema.epoch + 1);
        }
        self.schema.replace(Some(next), &pin());
    }

    /// The schema now.
    pub(crate) fn schema_state(&self) -> SchemaState {
        self.schema.load(&pin()).cloned().unwrap_or_default()
    }
}
