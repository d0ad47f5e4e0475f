//! Writing the whole state at one snapshot, so that recovery need not read the log before it.
//! Readers and writers go on meanwhile.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, mpsc};

use quiver_types::Map;

use crate::allocator::give_back_now;
use crate::database::Database;
use crate::engine::Engine;
use crate::graph::view::{GraphView, NodeScan, RelationshipScan};
use crate::metrics::StoreMetrics;
use crate::operation::Operation;
use crate::recovery::metadata;
use crate::schema::Index;
use crate::txn::cell::collect;
use crate::wal::{CheckpointHeader, CheckpointWriter};
use crate::{OpenError, ReadError, Timestamp};

/// Bytes of log after which a checkpoint is due.
const LOG_LIMIT: u64 = 64 << 20;
/// Entities written under one pin.
const BATCH: usize = 1024;

/// A snapshot that is released when it is dropped.
pub(crate) struct Snapshot<'e>(pub(crate) &'e Engine, pub(crate) u64);

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        self.0.commits.snapshots.release(self.1);
    }
}

fn failed(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> OpenError {
    OpenError::Io {
        file: "checkpoint".into(),
        source: std::io::Error::other(what),
    }
}

fn reading(error: ReadError) -> OpenError {
    failed(error)
}

/// Items that are cleared away at a time.
const RECLAIMED: usize = 1024;

/// Turns of so many items after which memory is given back at once: below it is little, and
/// looking for it costs more than the clearing did.
const BULK: usize = 32;

impl Engine {
    /// Writes a checkpoint now.
    pub(crate) fn checkpoint(&self) -> Result<(), OpenError> {
        let _one = self
            .checkpointing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(cause) = self.commits.failure() {
            return Err(failed(cause));
        }
        let outcome = self.write_checkpoint();
        StoreMetrics::count(match outcome {
            Ok(()) => &self.metrics.checkpoints,
            Err(_) => &self.metrics.checkpoint_failures,
        });
        outcome
    }

    fn write_checkpoint(&self) -> Result<(), OpenError> {
        let (rotation, last) = self.commits.between(|| self.wal.request_rotation());
        let position = rotation
            .and_then(crate::wal::Rotation::wait)
            .map_err(failed)?;
        self.wait_visible(last)?;
        // The snapshot may be later than the rotation: recovery skips what it holds already.
        let snapshot = Snapshot(self, self.commits.snapshots.take());
        let schema = self.schema_state();
        let mut about = Map::new();
        let segments = self.graph.node_ids.segments();
        about.insert(metadata::NODE_SEGMENTS, segments.cast_signed());
        let segments = self.graph.relationship_ids.segments();
        about.insert(metadata::RELATIONSHIP_SEGMENTS, segments.cast_signed());
        about.insert(metadata::NEXT_INDEX, i64::from(schema.next_index));
        about.insert(metadata::LOOKUPS, true);
        about.insert(metadata::SCHEMA_EPOCH, schema.schema.epoch.cast_signed());
        let header = CheckpointHeader {
            database: self.id,
            timestamp: Timestamp(snapshot.1),
            log_position: position,
            gaps: self.gaps.clone(),
            metadata: about,
        };
        let mut writer = CheckpointWriter::create(Arc::clone(&self.io), &header)?;
        for operation in self.tokens.operations() {
            writer.write(&operation)?;
        }
        self.write_nodes(&mut writer, snapshot.1)?;
        self.write_relationships(&mut writer, snapshot.1)?;
        for lookup in &schema.schema.lookups {
            writer.write(&Operation::CreateLookupIndex(lookup.as_ref().clone()))?;
        }
        // One of a constraint that is being created is not logged yet either.
        let logged = |index: &&Arc<Index>| match index.unique {
            true => schema
                .schema
                .constraints
                .iter()
                .any(|c| c.index == index.id),
            false => true,
        };
        for index in schema.schema.all_indexes().filter(logged) {
            writer.write(&Operation::CreateIndex(index.as_ref().clone()))?;
        }
        for constraint in &schema.schema.constraints {
            writer.write(&Operation::CreateConstraint(constraint.as_ref().clone()))?;
        }
        writer.finish()?;
        self.wal.release(position);
        Ok(())
    }

    fn wait_visible(&self, timestamp: u64) -> Result<(), OpenError> {
        let (sender, receiver) = mpsc::channel();
        self.commits.on_visible(
            timestamp,
            Box::new(move || {
                let _ = sender.send(());
            }),
        );
        receiver
            .recv()
            .map_err(|_| failed("the store failed before the checkpoint's state was visible"))
    }

    fn write_nodes(&self, writer: &mut CheckpointWriter, snapshot: u64) -> Result<(), OpenError> {
        let mut scan = NodeScan::all();
        let (mut ids, mut more) = (Vec::new(), true);
        while more {
            let view = GraphView::new(self, snapshot, None);
            more = view
                .scan_nodes(&mut scan, BATCH, &mut ids)
                .map_err(reading)?;
            for id in ids.drain(..) {
                let (mut labels, mut properties) = (Vec::new(), Vec::new());
                view.labels(id, &mut labels).map_err(reading)?;
                view.node_properties(id, &mut properties).map_err(reading)?;
                writer.write(&Operation::CreateNode {
                    id,
                    labels,
                    properties,
                })?;
            }
        }
        Ok(())
    }

    fn write_relationships(
        &self,
        writer: &mut CheckpointWriter,
        snapshot: u64,
    ) -> Result<(), OpenError> {
        let mut scan = RelationshipScan::all();
        let (mut found, mut more) = (Vec::new(), true);
        while more {
            let view = GraphView::new(self, snapshot, None);
            more = view
                .scan_relationships(&mut scan, BATCH, &mut found)
                .map_err(reading)?;
            for (id, record) in found.drain(..) {
                let mut properties = Vec::new();
                view.relationship_properties(id, &mut properties)
                    .map_err(reading)?;
                writer.write(&Operation::CreateRelationship {
                    id,
                    relationship_type: record.relationship_type,
                    start: record.start,
                    end: record.end,
                    properties,
                })?;
            }
        }
        Ok(())
    }

    /// Starts a checkpoint in the background if the log has grown enough and none is running.
    pub(crate) fn checkpoint_if_due(self: &Arc<Self>) {
        if self.wal.metrics().live_bytes.load(Ordering::Relaxed) < LOG_LIMIT
            || self.checkpoint_started.swap(true, Ordering::AcqRel)
        {
            return;
        }
        let engine = Arc::clone(self);
        let spawned = std::thread::Builder::new()
            .name("quiver-checkpoint".into())
            .spawn(move || {
                if let Err(error) = engine.checkpoint() {
                    tracing::warn!(%error, "a checkpoint failed; the log is kept");
                }
                engine.checkpoint_started.store(false, Ordering::Release);
            });
        if spawned.is_err() {
            self.checkpoint_started.store(false, Ordering::Release);
        }
    }

    /// Clears away what no snapshot needs any more: some of it here, so that no commit pays for a
    /// bulk deletion, and what is left on a thread of its own.
    pub(crate) fn reclaim(self: &Arc<Self>) {
        if !self.reclaim_some() || self.reclaim_started.swap(true, Ordering::AcqRel) {
            return;
        }
        let engine = Arc::clone(self);
        let spawned = std::thread::Builder::new()
            .name("quiver-reclaim".into())
            .spawn(move || {
                let mut turns = 1;
                while engine.reclaim_some() {
                    collect(RECLAIMED);
                    turns += 1;
                }
                engine.reclaim_started.store(false, Ordering::Release);
                collect(RECLAIMED);
                if turns >= BULK {
                    give_back_now();
                }
            });
        if spawned.is_err() {
            self.reclaim_started.store(false, Ordering::Release);
        }
    }

    /// Clears away a part; whether there is more.
    fn reclaim_some(&self) -> bool {
        let mut queue = self
            .commits
            .garbage
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some((oldest, _)) = queue.front() else {
            return false;
        };
        let watermark = self.commits.snapshots.watermark();
        if *oldest > watermark {
            return false;
        }
        let mut taken = Vec::new();
        while let Some((timestamp, items)) = queue.front_mut()
            && *timestamp <= watermark
            && taken.len() < RECLAIMED
        {
            let keep = items.len().saturating_sub(RECLAIMED - taken.len());
            taken.extend(items.drain(keep..));
            if items.is_empty() {
                queue.pop_front();
            }
        }
        let more = queue
            .front()
            .is_some_and(|(oldest, _)| *oldest <= watermark);
        drop(queue);
        self.metrics
            .superseded
            .fetch_sub(taken.len() as u64, Ordering::Relaxed);
        let pin = crate::txn::cell::pin();
        if let Some(schema) = self.schema.load(&pin) {
            self.graph.reclaim(schema, taken, watermark, &pin);
        }
        more
    }
}

impl Database {
    /// Writes a checkpoint now and lets go of the log before it.
    pub fn checkpoint(&self) -> Result<(), OpenError> {
        self.engine.checkpoint()
    }
}
