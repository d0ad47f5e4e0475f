//! Filling an index with what was there before it, while readers and writers go on.
//!
//! An index is registered behind the writers' gate; from then on every commit goes into it. What was
//! there is scanned in a snapshot taken later and kept meanwhile, so that each entry some snapshot
//! from that one on needs comes from the scan or from a commit. An entry is a hint, so one that
//! comes twice, or of a value that was replaced meanwhile, does no harm. Not here: the constraint
//! that a unique index is for (`transaction/schema.rs`). Start with [`fill`].

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use quiver_types::{NodeId, RelationshipId};

use crate::commit::Done;
use crate::engine::Engine;
use crate::graph::view::{GraphView, NodeScan, RelationshipScan};
use crate::index::range::{RangeIndex, Stage, key_of};
use crate::index::tree::{Key, entry_order};
use crate::schema::SchemaTarget;
use crate::schema::state::SchemaState;
use crate::stats::CountKey;
use crate::transaction::check_unique;
use crate::txn::cell::{collect, pin};
use crate::{SchemaError, WriteError};

/// Entities looked at under one pin.
const BATCH: usize = 4096;
/// Entries inserted at a time: commits that go into the same index wait for so many.
const INSERTED: usize = 1024;
/// With no more entities than this an index is filled before its creation is acknowledged.
const AT_ONCE: u64 = 50_000;

fn closed() -> SchemaError {
    WriteError::ReadOnly("the database is being closed, or the index was dropped".into()).into()
}

/// Calls `each` for every entity that a target covers in a snapshot, which the caller holds.
/// `engine` is asked for batch by batch; without one the walk ends with an error.
pub(crate) fn each_of<E: Deref<Target = Engine>>(
    engine: impl Fn() -> Option<E>,
    snapshot: u64,
    target: SchemaTarget,
    mut each: impl FnMut(&GraphView<'_>, u64) -> Result<(), SchemaError>,
) -> Result<(), SchemaError> {
    let (mut nodes, mut relationships) = match target {
        SchemaTarget::Label(label) => (Some(NodeScan::label(label)), None),
        SchemaTarget::RelationshipType(of) => (None, Some(RelationshipScan::of_type(of))),
    };
    let (mut ids, mut found) = (Vec::<NodeId>::new(), Vec::new());
    let mut more = true;
    while more {
        let engine = engine().ok_or_else(closed)?;
        let view = GraphView::new(&engine, snapshot, None);
        more = false;
        if let Some(scan) = &mut nodes {
            more = view
                .scan_nodes(scan, BATCH, &mut ids)
                .map_err(WriteError::from)?;
        }
        if let Some(scan) = &mut relationships {
            more = view
                .scan_relationships(scan, BATCH, &mut found)
                .map_err(WriteError::from)?;
        }
        ids.drain(..).try_for_each(|id| each(&view, id.0))?;
        found
            .drain(..)
            .try_for_each(|(id, _): (RelationshipId, _)| each(&view, id.0))?;
    }
    Ok(())
}

/// Fills an index from a snapshot, which the caller holds. A unique one fails at the first pair that
/// violates it there.
pub(crate) fn fill<E: Deref<Target = Engine>>(
    engine: impl Fn() -> Option<E>,
    snapshot: u64,
    index: &RangeIndex,
) -> Result<(), SchemaError> {
    let definition = &*index.definition;
    let target = definition.target;
    let open = engine().ok_or_else(closed)?;
    index.begin_filling(entities(&open, target));
    drop(open);
    let mut entries: Vec<(Key, u64)> = Vec::new();
    let mut looked = 0;
    each_of(&engine, snapshot, target, |view, id| {
        let value = |key| view.indexed_value(target, id, key);
        if let Some(key) = key_of(definition, value) {
            entries.push((key, id));
        }
        looked += 1;
        if looked == BATCH {
            index.fill_on(std::mem::take(&mut looked));
        }
        Ok(())
    })?;
    entries.sort_unstable_by(entry_order);
    if definition.unique {
        let groups = entries.chunk_by(|a, b| a.0.bytes() == b.0.bytes());
        let shared: Vec<(Key, u64)> = groups.filter(|g| g.len() > 1).flatten().cloned().collect();
        let engine = engine().ok_or_else(closed)?;
        let view = GraphView::new(&engine, snapshot, None);
        check_unique(&view, definition, &shared)?;
    }
    for some in entries.chunks(INSERTED) {
        engine().ok_or_else(closed)?;
        index.fill(some);
        index.fill_on(some.len());
    }
    collect(entries.len() / INSERTED);
    Ok(())
}

/// Entities that a target covers, as of now.
fn entities(engine: &Engine, target: SchemaTarget) -> u64 {
    let key = match target {
        SchemaTarget::Label(label) => CountKey::Label(label),
        SchemaTarget::RelationshipType(of) => CountKey::Type(of),
    };
    let visible = engine.commits.snapshots.visible();
    u64::try_from(engine.counts().at(key, visible, &pin())).unwrap_or(0)
}

/// What to call, instead of `done`, when the commit of a schema is visible: fills the indexes that it
/// brings, small ones before `done` is called, large ones afterwards.
pub(crate) fn before(engine: &Arc<Engine>, state: &SchemaState, done: Done) -> Done {
    let populating = state.schema.populating.iter();
    let fresh: Vec<Arc<RangeIndex>> = populating
        .filter(|definition| !definition.unique)
        .filter_map(|definition| state.index(definition.id))
        .filter(|index| index.claim())
        .cloned()
        .collect();
    if fresh.is_empty() {
        return done;
    }
    let engine = Arc::downgrade(engine);
    Box::new(move |result| {
        let receipt = match result {
            Ok(receipt) => receipt,
            Err(error) => {
                done(Err(error));
                return;
            }
        };
        // Taken by the thread, or back if there is none.
        let done = Arc::new(Mutex::new(Some(done)));
        let later = Arc::clone(&done);
        let tell = move |from: &Mutex<Option<Done>>| {
            let done = from.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(done) = done {
                done(Ok(receipt));
            }
        };
        let (large, small): (Vec<_>, Vec<_>) = fresh.into_iter().partition(|index| {
            let engine = engine.upgrade();
            engine.is_some_and(|engine| entities(&engine, index.definition.target) > AT_ONCE)
        });
        let spawned = std::thread::Builder::new()
            .name("quiver-index".into())
            .spawn(move || {
                small.iter().for_each(|index| populate(&engine, index));
                tell(&later);
                large.iter().for_each(|index| populate(&engine, index));
            });
        if let Err(error) = spawned {
            tracing::error!(%error, "no thread to fill an index; the next start fills it");
            tell(&done);
        }
    })
}

/// Fills an index, and lets it answer, unless it is dropped or the database closed meanwhile.
fn populate(engine: &Weak<Engine>, index: &RangeIndex) {
    let wanted = || {
        let engine = engine.upgrade()?;
        let state = engine.schema_state();
        let there = state.index(index.definition.id).is_some();
        (there && engine.commits.failure().is_none()).then_some(engine)
    };
    let Some(snapshot) = wanted().map(|engine| engine.commits.snapshots.take()) else {
        return;
    };
    let filled = fill(wanted, snapshot, index);
    if let Some(engine) = engine.upgrade() {
        match filled {
            Ok(()) => {
                index.go_online(snapshot);
                engine.publish(SchemaState::settled);
            }
            Err(error) => {
                let name = &index.definition.name;
                tracing::warn!(%name, %error, "an index was not filled");
            }
        }
        engine.commits.snapshots.release(snapshot);
        engine.reclaim();
    }
}

/// The index of a constraint that is being created: registered, so that every commit goes into it and
/// keeps to the constraint. Dropping it before it is online takes it back.
pub(crate) struct Registered {
    pub(crate) engine: Arc<Engine>,
    pub(crate) index: Arc<RangeIndex>,
}

impl Drop for Registered {
    fn drop(&mut self) {
        if self.index.stage() == Stage::Filling {
            self.index.abandon();
            self.engine.publish(SchemaState::settled);
        }
    }
}
