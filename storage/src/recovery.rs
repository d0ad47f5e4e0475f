//! Opening a database: what the checkpoint and the log hold goes through the same installer as a
//! live commit; indexes are filled at the end.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use quiver_types::rng::Rng;
use quiver_types::{DatabaseId, Value};

use crate::OpenError;
use crate::codec::Operations;
use crate::database::DatabaseOptions;
use crate::engine::Engine;
use crate::graph::install::{Garbage, Installer};
use crate::graph::store::GraphStore;
use crate::graph::token::Tokens;
use crate::index::range::RangeIndex;
use crate::io::Io;
use crate::metrics::StoreMetrics;
use crate::operation::Operation;
use crate::population::fill;
use crate::schema::state::SchemaState;
use crate::stats::CountChanges;
use crate::txn::cell::pin;
use crate::txn::commits::Commits;
use crate::txn::lock::LockTable;
use crate::wal::{
    self, CheckpointHeader, CommitInfo, LogVisitor, RecoveryOptions, VisitError, Wal, WalOptions,
};

/// The file that stands for the folder's lock.
pub(crate) const LOCK: &str = "lock";
/// Metadata of a checkpoint.
pub(crate) mod metadata {
    pub(crate) const NODE_SEGMENTS: &str = "node_segments";
    pub(crate) const RELATIONSHIP_SEGMENTS: &str = "relationship_segments";
    pub(crate) const NEXT_INDEX: &str = "next_index";
    pub(crate) const SCHEMA_EPOCH: &str = "schema_epoch";
    /// That the checkpoint tells all token lookup indexes; without it there are those of a new database.
    pub(crate) const LOOKUPS: &str = "lookup_indexes";
}

/// The graph as it grows out of the log. Nobody reads it yet, so nothing old is kept.
struct Rebuilding {
    graph: GraphStore,
    tokens: Tokens,
    schema: SchemaState,
    counts: CountChanges,
    checkpoint: u64,
}

impl Default for Rebuilding {
    fn default() -> Self {
        Self {
            graph: GraphStore::default(),
            tokens: Tokens::default(),
            schema: SchemaState::new(),
            counts: CountChanges::default(),
            checkpoint: 0,
        }
    }
}

fn refused(what: impl Into<String>) -> VisitError {
    VisitError::Refused(what.into())
}

impl Rebuilding {
    fn install(&mut self, timestamp: u64, operations: Operations<'_>) -> Result<(), VisitError> {
        let pin = pin();
        // Without indexes: they are filled when all is there.
        let none = SchemaState::default();
        let mut installer = Installer::new(&self.graph, &none, timestamp, None, &pin);
        for operation in operations {
            let operation = operation?;
            match operation {
                Operation::CreateLabelToken { .. }
                | Operation::CreateRelationshipTypeToken { .. }
                | Operation::CreatePropertyKeyToken { .. } => {
                    if !self.tokens.recover(operation) {
                        return Err(refused("a token contradicts an earlier one"));
                    }
                }
                Operation::CreateIndex(_)
                | Operation::CreateLookupIndex(_)
                | Operation::DropIndex(_)
                | Operation::CreateConstraint(_)
                | Operation::DropConstraint { .. } => self.schema = apply(&self.schema, operation),
                Operation::CreateNode { id, .. } => {
                    self.graph.node_ids.note_used(id.0);
                    installer.install(operation).map_err(|e| refused(e.0))?;
                }
                Operation::CreateRelationship { id, .. } => {
                    self.graph.relationship_ids.note_used(id.0);
                    installer.install(operation).map_err(|e| refused(e.0))?;
                }
                Operation::ChangeNode { .. }
                | Operation::DeleteNode { .. }
                | Operation::ChangeRelationship { .. }
                | Operation::DeleteRelationship { .. } => {
                    installer.install(operation).map_err(|e| refused(e.0))?;
                }
            }
        }
        let (counts, garbage) = installer.finish();
        for (key, by) in counts.iter() {
            self.counts.add(key, by);
        }
        let garbage: Vec<Garbage> = garbage;
        self.graph.reclaim(&none, garbage, timestamp, &pin);
        self.graph.fold_due(|| timestamp);
        Ok(())
    }
}

/// A schema after one operation. A checkpoint may hold what the log after it tells again, so
/// repetition changes nothing.
fn apply(schema: &SchemaState, operation: Operation) -> SchemaState {
    match operation {
        Operation::CreateIndex(index) => {
            if schema.definition(index.id).is_some() {
                return schema.clone();
            }
            schema.with_index(Arc::new(RangeIndex::new(Arc::new(index), 0)))
        }
        Operation::CreateLookupIndex(lookup) => schema.with_lookup(lookup),
        Operation::DropIndex(id) => schema.without_index(id),
        Operation::CreateConstraint(constraint) => schema
            .without_constraint(&constraint.name)
            .with_constraint(constraint),
        Operation::DropConstraint { name } => schema.without_constraint(&name),
        Operation::CreateLabelToken { .. }
        | Operation::CreateRelationshipTypeToken { .. }
        | Operation::CreatePropertyKeyToken { .. }
        | Operation::CreateNode { .. }
        | Operation::ChangeNode { .. }
        | Operation::DeleteNode { .. }
        | Operation::CreateRelationship { .. }
        | Operation::ChangeRelationship { .. }
        | Operation::DeleteRelationship { .. } => schema.clone(),
    }
}

impl LogVisitor for Rebuilding {
    fn checkpoint(&mut self, header: &CheckpointHeader) -> Result<(), VisitError> {
        let number = |name: &str| match header.metadata.get(name) {
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            _ => None,
        };
        let number = |name| number(name).ok_or_else(|| refused(format!("{name} is missing")));
        self.checkpoint = header.timestamp.0;
        self.graph
            .node_ids
            .note_segments(number(metadata::NODE_SEGMENTS)?);
        self.graph
            .relationship_ids
            .note_segments(number(metadata::RELATIONSHIP_SEGMENTS)?);
        if header.metadata.get(metadata::LOOKUPS).is_some() {
            self.schema = SchemaState::default();
        }
        let next_index = u32::try_from(number(metadata::NEXT_INDEX)?)
            .map_err(|_| refused("too many indexes"))?;
        self.schema.next_index = self.schema.next_index.max(next_index);
        self.schema.start_epoch(number(metadata::SCHEMA_EPOCH)?);
        Ok(())
    }

    fn checkpoint_operations(&mut self, operations: Operations<'_>) -> Result<(), VisitError> {
        self.install(self.checkpoint, operations)
    }

    fn transaction(
        &mut self,
        commit: &CommitInfo,
        operations: Operations<'_>,
    ) -> Result<(), VisitError> {
        self.install(commit.timestamp.0, operations)
    }
}

/// Opens, or begins, the database in a folder.
pub(crate) fn open(io: Arc<dyn Io>, options: DatabaseOptions) -> Result<Engine, OpenError> {
    let describe = |source| OpenError::Io {
        file: io.describe(),
        source,
    };
    let Some(folder) = io.try_lock(LOCK).map_err(describe)? else {
        return Err(OpenError::Locked {
            folder: io.describe(),
        });
    };
    let mut seed = [0; 16];
    Rng::from_seed(options.seed).fill(&mut seed);
    let recovery = RecoveryOptions {
        new_database: DatabaseId::from_random(seed),
        wal: WalOptions {
            sync: options.sync_mode.log(),
            ..WalOptions::default()
        },
    };
    let mut rebuilt = Rebuilding::default();
    let recovered = wal::recover(&io, &recovery, &mut rebuilt)?;
    if let Some(torn) = &recovered.torn {
        tracing::warn!(file = torn.file, offset = torn.offset, "the log ended torn");
    }
    rebuilt.graph.fold_all(u64::MAX, &pin());
    let wal = Wal::start(recovered.tail, Arc::clone(&options.clock))
        .map_err(|failed| describe(std::io::Error::other(failed)))?;
    let early = options.sync_mode.early();
    let commits = Arc::new(Commits::new(Arc::clone(&options.clock), early));
    let last = recovered.last_commit.0;
    commits
        .counts
        .apply(&rebuilt.counts, last.max(1), &[], &pin());
    // Visible is what may be read; timestamps go on above every gap.
    commits.start(last, recovered.next_commit.0.saturating_sub(1).max(last));
    let metrics = Arc::<StoreMetrics>::default();
    metrics.commits.store(0, Ordering::Relaxed);
    let engine = Engine {
        id: recovered.database,
        tokens: rebuilt.tokens,
        graph: rebuilt.graph,
        schema: Default::default(),
        publishing: Default::default(),
        commits,
        locks: Arc::new(LockTable::new(
            Arc::clone(&options.clock),
            Arc::clone(&metrics),
        )),
        metrics,
        clock: options.clock,
        gaps: recovered.gaps,
        wal,
        io,
        sync_mode: std::sync::Mutex::new(options.sync_mode),
        checkpointing: Default::default(),
        checkpoint_started: Default::default(),
        reclaim_started: Default::default(),
        folder: std::sync::Mutex::new(Some(folder)),
    };
    for index in &rebuilt.schema.indexes {
        fill(|| Some(&engine), last, index).map_err(|error| OpenError::Corrupt {
            file: engine.io.describe(),
            offset: 0,
            what: format!(
                "rebuilding index '{}' of the recovered data: {error}",
                index.definition.name
            ),
        })?;
    }
    engine.schema.replace(Some(rebuilt.schema), &pin());
    Ok(engine)
}
