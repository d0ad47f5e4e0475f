//! A database: one folder, or one memory, opened once and shared by all who use it.

use std::sync::Arc;

use quiver_types::rng::Rng;
use quiver_types::time::Clock;
use quiver_types::{DatabaseId, LabelId, RelationshipTypeId};

use crate::engine::Engine;
use crate::schema::IndexId;
use crate::stats::CountKey;
use crate::txn::cell::pin;
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
pub struct Database {
    pub(crate) engine: Arc<Engine>,
}

impl Database {
    /// Opens, or creates, the database in a folder of the file system.
    pub fn open_folder(_path: &str, _options: DatabaseOptions) -> Result<Self, OpenError> {
        unimplemented!()
    }

    /// A database in memory with the same engine and the same log, lost when dropped.
    pub fn in_memory(options: DatabaseOptions) -> Result<Self, OpenError> {
        let mut bytes = [0; 16];
        Rng::from_seed(options.seed).fill(&mut bytes);
        let engine = Arc::new(Engine {
            id: DatabaseId::from_random(bytes),
            tokens: Tokens::default(),
            graph: Default::default(),
            schema: Default::default(),
            commits: Arc::default(),
            clock: options.clock,
            wal: None,
        });
        engine.schema.replace(Some(Default::default()), &pin());
        Ok(Self::with_engine(engine))
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
        self.engine.commits.on_visible(timestamp.0, reached);
        true
    }

    fn estimate(&self, key: CountKey) -> f64 {
        let visible = self.engine.commits.snapshots.visible();
        self.engine.counts().at(key, visible, &pin()) as f64
    }

    /// Estimated number of nodes (with a label), for planning.
    pub fn estimate_nodes(&self, label: Option<LabelId>) -> f64 {
        self.estimate(label.map_or(CountKey::Nodes, CountKey::Label))
    }

    /// Estimated number of relationships of a type that leave / enter nodes with a label; `None`
    /// stands for any.
    pub fn estimate_relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        let all = match relationship_type {
            Some(relationship_type) => self.estimate(CountKey::Type(relationship_type)),
            None => self.estimate(CountKey::Relationships),
        };
        let side = |label: LabelId, outgoing: bool| match relationship_type {
            Some(relationship_type) => self.estimate(CountKey::LabelType {
                label,
                relationship_type,
                outgoing,
            }),
            None => self
                .engine
                .tokens
                .relationship_types()
                .into_iter()
                .map(|(relationship_type, _)| {
                    self.estimate(CountKey::LabelType {
                        label,
                        relationship_type,
                        outgoing,
                    })
                })
                .sum(),
        };
        match (start, end) {
            (None, None) => all,
            (Some(start), None) => side(start, true),
            (None, Some(end)) => side(end, false),
            // As if the two sides were independent.
            (Some(_), Some(_)) if all == 0.0 => 0.0,
            (Some(start), Some(end)) => side(start, true) * side(end, false) / all,
        }
    }

    /// Estimated number of distinct keys in an index, and of entries.
    pub fn estimate_index(&self, index: IndexId) -> (f64, f64) {
        let state = self.engine.schema_state();
        let Some(index) = state.index(index) else {
            return (0.0, 0.0);
        };
        let pin = pin();
        let Some(tree) = index.tree(&pin) else {
            return (0.0, 0.0);
        };
        let entries = tree.len() as f64;
        (entries, entries)
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
