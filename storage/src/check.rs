//! Looking whether a database is whole: what the design says must hold, counted again.
//!
//! Checksums and the fit of every operation are checked by recovery itself, which refuses what
//! does not fit; here both directions of every relationship, bitmaps, counts, indexes and
//! constraints are compared with the entities.

use std::collections::HashMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use quiver_types::time::ManualClock;
use quiver_types::{NodeId, RelationshipId, compare::equals};

use crate::database::{Database, DatabaseOptions};
use crate::engine::Engine;
use crate::graph::adjacency::ListKey;
use crate::graph::segment::{SLOTS, Slots, slot_of};
use crate::graph::view::{GraphView, NodeScan, RelationshipScan};
use crate::index::range::{RangeIndex, Stage, key_of};
use crate::io::{FileIo, Io, MemoryIo};
use crate::recovery;
use crate::schema::SchemaTarget;
use crate::stats::{CountChanges, CountKey};
use crate::sync_mode::SyncMode;
use crate::{OpenError, ReadError};

/// What a check found.
#[derive(Clone, Default, Debug)]
pub struct CheckReport {
    /// Nodes.
    pub nodes: u64,
    /// Relationships.
    pub relationships: u64,
    /// Index entries that entities must have.
    pub index_entries: u64,
    /// What is wrong, in words; empty for a whole database.
    pub problems: Vec<String>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    fn problem(&mut self, what: impl Into<String>) {
        // A systematic defect need not fill the memory with sentences.
        if self.problems.len() < 1_000 {
            self.problems.push(what.into());
        }
    }
}

struct Checker<'e> {
    engine: &'e Engine,
    snapshot: u64,
    report: CheckReport,
    counted: CountChanges,
}

impl Engine {
    /// Checks what a snapshot of now shows. Meant for when nobody writes.
    fn check(&self) -> Result<CheckReport, ReadError> {
        let snapshot = self.commits.snapshots.take();
        let mut checker = Checker {
            engine: self,
            snapshot,
            report: CheckReport::default(),
            counted: CountChanges::default(),
        };
        let outcome = checker.run();
        let report = checker.report;
        self.commits.snapshots.release(snapshot);
        outcome.map(|()| report)
    }
}

impl<'e> Checker<'e> {
    fn view(&self) -> GraphView<'e> {
        GraphView::new(self.engine, self.snapshot, None)
    }

    fn run(&mut self) -> Result<(), ReadError> {
        self.nodes()?;
        self.relationships()?;
        self.slots();
        self.counts();
        let state = self.engine.schema_state();
        let online = |index: &&Arc<RangeIndex>| index.stage() == Stage::Online;
        for index in state.indexes.iter().filter(online) {
            self.index(index)?;
        }
        for constraint in &state.schema.constraints {
            if state.index(constraint.index).is_none() {
                let name = &constraint.name;
                self.report
                    .problem(format!("constraint '{name}' has no index"));
            }
        }
        Ok(())
    }

    fn nodes(&mut self) -> Result<(), ReadError> {
        let (mut scan, mut nodes, mut more) = (NodeScan::all(), Vec::new(), true);
        while more {
            let view = self.view();
            more = view.scan_nodes(&mut scan, 1024, &mut nodes)?;
            for node in nodes.drain(..) {
                self.report.nodes += 1;
                self.counted.add(CountKey::Nodes, 1);
                let mut labels = Vec::new();
                view.labels(node, &mut labels)?;
                for label in labels {
                    self.counted.add(CountKey::Label(label), 1);
                }
                self.adjacency(&view, node);
            }
        }
        Ok(())
    }

    /// Every visible entry of a node must be a relationship that says the same.
    fn adjacency(&mut self, view: &GraphView<'_>, node: NodeId) {
        let Some(around) = view.store().neighbourhood(node.0, &view.pin) else {
            return;
        };
        for part in around.parts(slot_of(node.0)) {
            let (mut live, mut loops) = (0, 0);
            part.each(|seen| {
                let id = RelationshipId(seen.relationship);
                let record = view.relationship_record(id);
                let Some(record) = record.filter(|_| seen.created <= self.snapshot) else {
                    if !seen.deleted && seen.created <= self.snapshot {
                        self.report
                            .problem(format!("node {node} lists relationship {id}, which is not"));
                    }
                    return;
                };
                live += 1;
                loops += u64::from(record.start == record.end);
                let (here, there) = if part.key.outgoing {
                    (record.start, record.end)
                } else {
                    (record.end, record.start)
                };
                if here != node
                    || there.0 != seen.node
                    || record.relationship_type != part.key.relationship_type
                {
                    self.report.problem(format!(
                        "node {node} lists relationship {id} with other ends or type"
                    ));
                }
            });
            if part
                .counts_at(node.0, self.snapshot)
                .is_some_and(|c| c != (live, loops))
            {
                self.report
                    .problem(format!("node {node} has a wrong degree for {:?}", part.key));
            }
        }
    }

    /// Every relationship must be listed once at each end, and both ends must exist.
    fn relationships(&mut self) -> Result<(), ReadError> {
        let mut scan = RelationshipScan::all();
        let (mut found, mut more) = (Vec::new(), true);
        // Entries by node, so that a hub is walked once a batch and not once a relationship.
        while more {
            let view = self.view();
            more = view.scan_relationships(&mut scan, 4096, &mut found)?;
            let mut expected: HashMap<(NodeId, bool, u32), HashMap<u64, u32>> = HashMap::new();
            for (id, record) in found.drain(..) {
                self.report.relationships += 1;
                self.counted.add(CountKey::Relationships, 1);
                let of_type = CountKey::Type(record.relationship_type);
                self.counted.add(of_type, 1);
                for (node, outgoing) in [(record.start, true), (record.end, false)] {
                    let key = (node, outgoing, record.relationship_type.0);
                    expected.entry(key).or_default().insert(id.0, 0);
                    self.end(&view, id, node, outgoing, record.relationship_type)?;
                }
            }
            for ((node, outgoing, relationship_type), mut ids) in expected {
                let key = ListKey {
                    relationship_type: quiver_types::RelationshipTypeId(relationship_type),
                    outgoing,
                };
                if let Some(around) = view.store().neighbourhood(node.0, &view.pin) {
                    let part = around.part(key, slot_of(node.0));
                    part.each(|seen| {
                        if let Some(times) = ids.get_mut(&seen.relationship) {
                            *times += 1;
                        }
                    });
                }
                for (id, times) in ids {
                    if times != 1 {
                        self.report.problem(format!(
                            "relationship {id} stands {times} times in the list of node {node}"
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    fn end(
        &mut self,
        view: &GraphView<'_>,
        id: RelationshipId,
        node: NodeId,
        outgoing: bool,
        relationship_type: quiver_types::RelationshipTypeId,
    ) -> Result<(), ReadError> {
        let mut labels = Vec::new();
        if !view.labels(node, &mut labels)? {
            self.report
                .problem(format!("relationship {id} dangles: node {node} is not"));
        }
        for label in labels {
            let key = CountKey::LabelType {
                label,
                relationship_type,
                outgoing,
            };
            self.counted.add(key, 1);
        }
        Ok(())
    }

    /// Bitmaps must show exactly the entities that exist, where they are current.
    fn slots(&mut self) {
        let view = self.view();
        let mut slots = Slots::default();
        for segment in 0..view.store().node_ids.segments() {
            let Some(of) = view.store().node_segment(segment) else {
                continue;
            };
            for label in std::iter::once(None).chain(of.labels().map(Some)) {
                if !of.read(label, self.snapshot, &mut slots) {
                    continue;
                }
                let mut shown = slots.iter_from(0).peekable();
                for slot in 0..SLOTS as usize {
                    let node = NodeId(segment * SLOTS + slot as u64);
                    let set = view.label_set(node);
                    let is = set.is_some_and(|set| {
                        label.is_none_or(|label| view.store().has_label(set, label))
                    });
                    if shown.next_if_eq(&slot).is_some() != is {
                        self.report
                            .problem(format!("the bitmap of {label:?} is wrong for node {node}"));
                    }
                }
            }
        }
    }

    fn counts(&mut self) {
        let view = self.view();
        let mut keys: Vec<CountKey> = self.counted.iter().map(|(key, _)| key).collect();
        let tokens = &self.engine.tokens;
        keys.extend([CountKey::Nodes, CountKey::Relationships]);
        keys.extend(tokens.labels().iter().map(|(id, _)| CountKey::Label(*id)));
        let types = tokens.relationship_types();
        keys.extend(types.iter().map(|(id, _)| CountKey::Type(*id)));
        keys.extend(self.engine.counts().pairs());
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let kept = self.engine.counts().at(key, self.snapshot, &view.pin);
            let counted = self.counted.get(key);
            if kept != counted {
                self.report
                    .problem(format!("{key:?} is kept as {kept}, counted {counted}"));
            }
        }
    }

    /// Every covered entity must be in the index; a unique one has no two with equal values.
    fn index(&mut self, index: &RangeIndex) -> Result<(), ReadError> {
        let definition = &*index.definition;
        let view = self.view();
        let mut ids = Vec::new();
        match definition.target {
            SchemaTarget::Label(label) => {
                let (mut scan, mut nodes) = (NodeScan::label(label), Vec::new());
                while view.scan_nodes(&mut scan, 1024, &mut nodes)? {}
                ids.extend(nodes.into_iter().map(|node| node.0));
            }
            SchemaTarget::RelationshipType(relationship_type) => {
                let mut scan = RelationshipScan::of_type(relationship_type);
                let mut found = Vec::new();
                while view.scan_relationships(&mut scan, 1024, &mut found)? {}
                ids.extend(found.into_iter().map(|(id, _)| id.0));
            }
        }
        let mut owners: HashMap<Vec<u8>, u64> = HashMap::new();
        for id in ids {
            let value = |key| view.indexed_value(definition.target, id, key);
            let Some(key) = key_of(definition, value) else {
                continue;
            };
            self.report.index_entries += 1;
            let bound = Bound::Included(key.bytes());
            let mut found = false;
            if let Some(tree) = index.tree(&view.pin) {
                tree.range(bound, bound, |_, other| {
                    found |= other == id;
                    !found
                });
            }
            if !found {
                self.report
                    .problem(format!("index '{}' lacks {id}", definition.name));
            }
            if definition.unique
                && let Some(other) = owners.insert(key.bytes().to_vec(), id)
            {
                let same = definition.properties.iter().all(|property| {
                    let (a, b) = (
                        view.indexed_value(definition.target, other, *property),
                        view.indexed_value(definition.target, id, *property),
                    );
                    a.zip(b).is_some_and(|(a, b)| equals(a, b) == Some(true))
                });
                if same {
                    self.report.problem(format!(
                        "{other} and {id} have the same values in unique index '{}'",
                        definition.name
                    ));
                }
            }
        }
        Ok(())
    }
}

impl Database {
    /// Checks the state that a snapshot of now shows; meant for when nobody writes.
    pub fn check(&self) -> Result<CheckReport, ReadError> {
        self.engine.check()
    }

    /// Checks a closed folder without changing it: its files are copied into memory and recovered
    /// there. An error is damage that recovery would refuse, or a folder that is in use.
    pub fn check_folder(path: &str) -> Result<CheckReport, OpenError> {
        let io = FileIo::open_existing(Path::new(path)).map_err(|source| OpenError::Io {
            file: path.to_owned(),
            source,
        })?;
        let copy = copy(&io).map_err(|source| OpenError::Io {
            file: path.to_owned(),
            source,
        })?;
        let Some(copy) = copy else {
            return Err(OpenError::Locked {
                folder: path.to_owned(),
            });
        };
        let options = DatabaseOptions {
            sync_mode: SyncMode::Full,
            // Nothing is written and nothing waits.
            clock: Arc::new(ManualClock::default()),
            seed: 0,
        };
        let engine = recovery::open(Arc::new(copy), options)?;
        engine.check().map_err(|error| OpenError::Corrupt {
            file: path.to_owned(),
            offset: 0,
            what: error.to_string(),
        })
    }
}

/// A copy of a folder's files in memory; `None` if somebody has it open.
fn copy(io: &dyn Io) -> std::io::Result<Option<MemoryIo>> {
    let Some(_lock) = io.try_lock(recovery::LOCK)? else {
        return Ok(None);
    };
    let copy = MemoryIo::new();
    let mut buffer = vec![0; 1 << 20];
    for name in io.list()? {
        if name == recovery::LOCK {
            continue;
        }
        let (from, to) = (io.open(&name)?, copy.create(&name)?);
        let mut offset = 0;
        loop {
            let count = from.read_full_at(&mut buffer, offset)?;
            if count == 0 {
                break;
            }
            to.write_all_at(&buffer[..count], offset)?;
            offset += count as u64;
        }
        to.sync_data()?;
    }
    copy.sync_folder()?;
    Ok(Some(copy))
}
