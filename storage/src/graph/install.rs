//! The one way into the committed graph: operations of a commit, live or recovered, are installed
//! here and nowhere else.
//!
//! The caller holds the locks of everything the operations touch (or is recovering, alone), so an
//! entity has one installer at a time; adjacency, which shared locks protect, has a mutex a segment.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, Value};

use super::adjacency::{ListKey, Seen};
use super::degrees::DegreeChanges;
use super::label_set::LabelSetId;
use super::neighbourhood::Part;
use super::segment::{segment_of, slot_of};
use super::store::{GraphStore, NodeSlot, RelationshipEntry, RelationshipSlot};
use super::version::{Change, Version};
use super::view::RelationshipRecord;
use crate::index::range::{RangeIndex, key_in};
use crate::index::tree::Key;
use crate::operation::{Operation, PropertyChanges};
use crate::schema::IndexId;
use crate::schema::state::SchemaState;
use crate::stats::{CountChanges, CountKey};
use crate::txn::cell::Pin;
use crate::txn::snapshots::Snapshots;

/// What a commit leaves to be cleared away once no snapshot is older than it.
#[derive(Debug)]
pub(crate) enum Garbage {
    /// A node with older versions, or deleted.
    Node(u64),
    /// A relationship with older versions.
    Relationship(u64),
    /// A deleted relationship.
    DeletedRelationship(u64),
    /// An index entry that its entity left.
    IndexEntry(IndexId, KeyBytes, u64),
}

/// A key without its type's workings, for `Debug`.
pub(crate) struct KeyBytes(pub(crate) Key);

impl std::fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.bytes().fmt(f)
    }
}

/// Operations that do not fit the state: a defect, or a damaged log that passed its checksums.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct InstallError(pub(crate) String);

/// Slot, version and allocator's overhead of a node.
const NODE_BYTES: i64 = 80;
/// Slot, version and allocator's overhead of a relationship, with its two adjacency entries, folded.
const RELATIONSHIP_BYTES: i64 = 96;

/// Relationships of a node that are looked at when its labels change.
const PAIRS_WALKED: u64 = 1024;

/// Estimated bytes of properties.
fn size(properties: &[(PropertyKeyId, Value)]) -> i64 {
    let bytes: usize = properties
        .iter()
        .map(|(_, value)| size_of::<(PropertyKeyId, Value)>() + value.heap_size())
        .sum();
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Installs the data operations of one commit.
pub(crate) struct Installer<'a> {
    store: &'a GraphStore,
    schema: &'a SchemaState,
    pin: &'a Pin,
    timestamp: u64,
    /// Who may still read what this commit replaces; nobody in recovery.
    snapshots: Option<&'a Snapshots>,
    /// What the commit changes in the counts.
    pub(crate) counts: CountChanges,
    degrees: DegreeChanges,
    /// What it leaves behind.
    pub(crate) garbage: Vec<Garbage>,
    added: HashMap<IndexId, Vec<(Key, u64)>, foldhash::fast::RandomState>,
}

impl<'a> Installer<'a> {
    /// Begins a commit.
    pub(crate) fn new(
        store: &'a GraphStore,
        schema: &'a SchemaState,
        timestamp: u64,
        snapshots: Option<&'a Snapshots>,
        pin: &'a Pin,
    ) -> Self {
        Self {
            store,
            schema,
            pin,
            timestamp,
            snapshots,
            counts: CountChanges::default(),
            degrees: DegreeChanges::default(),
            garbage: Vec::new(),
            added: HashMap::default(),
        }
    }

    /// Installs one operation. Schema and token operations are not for here.
    pub(crate) fn install(&mut self, operation: Operation) -> Result<(), InstallError> {
        match operation {
            Operation::CreateNode {
                id,
                labels,
                properties,
            } => self.create_node(id, &labels, properties),
            Operation::ChangeNode {
                id,
                added_labels,
                removed_labels,
                properties,
            } => self.change_node(id, &added_labels, &removed_labels, properties),
            Operation::DeleteNode { id } => self.delete_node(id),
            Operation::CreateRelationship {
                id,
                relationship_type,
                start,
                end,
                properties,
            } => {
                let record = RelationshipRecord {
                    relationship_type,
                    start,
                    end,
                };
                self.create_relationship(id, record, properties)
            }
            Operation::ChangeRelationship { id, properties } => {
                self.change_relationship(id, properties)
            }
            Operation::DeleteRelationship { id, .. } => self.delete_relationship(id),
            Operation::CreateLabelToken { .. }
            | Operation::CreateRelationshipTypeToken { .. }
            | Operation::CreatePropertyKeyToken { .. }
            | Operation::CreateIndex(_)
            | Operation::CreateLookupIndex(_)
            | Operation::DropIndex(_)
            | Operation::CreateConstraint(_)
            | Operation::DropConstraint { .. } => Err(InstallError(
                "a schema or token operation among data operations".into(),
            )),
        }
    }

    /// Ends the commit: index entries go in, in one batch an index.
    pub(crate) fn finish(mut self) -> (CountChanges, Vec<Garbage>) {
        self.store.degrees.apply(&self.degrees);
        for (id, entries) in self.added.drain() {
            if let Some(index) = self.schema.index(id) {
                index.insert(entries);
            }
        }
        (self.counts, self.garbage)
    }

    fn account_node(&self, bytes: i64) {
        let nodes = &self.store.memory.nodes;
        nodes.fetch_add(bytes.cast_unsigned(), Ordering::Relaxed);
    }

    fn account_relationship(&self, bytes: i64) {
        let relationships = &self.store.memory.relationships;
        relationships.fetch_add(bytes.cast_unsigned(), Ordering::Relaxed);
    }

    fn create_node(
        &mut self,
        id: NodeId,
        labels: &[LabelId],
        properties: PropertyChanges,
    ) -> Result<(), InstallError> {
        let slot = self.node_slot(id)?;
        if slot.version.load(self.pin).is_some() {
            return Err(InstallError(format!("node {id} is created twice")));
        }
        let set = self.store.label_sets.intern(labels);
        self.account_node(NODE_BYTES + size(&properties));
        self.index_node(id.0, labels, &properties, LabelSetId::EMPTY, &[]);
        self.note_node(id.0);
        slot.version.replace(
            Some(Version::created(
                self.timestamp,
                set,
                properties.into_boxed_slice(),
            )),
            self.pin,
        );
        let segment = self.store.node_segment_or_make(id.0);
        segment.stamp(self.timestamp);
        segment.set_live(slot_of(id.0), true);
        for label in labels {
            self.set_label(id.0, *label, true);
        }
        self.counts.add(CountKey::Nodes, 1);
        Ok(())
    }

    /// Says that a node comes, goes or changes its properties, before it does.
    fn note_node(&self, id: u64) {
        let segment = self.store.node_segment_or_make(id);
        segment.columns.note(self.timestamp, slot_of(id));
    }

    /// As for nodes.
    fn note_relationship(&self, id: u64, record: RelationshipRecord) {
        let segment = self
            .store
            .relationship_segment_or_make(id, record.relationship_type);
        segment.columns.note(self.timestamp, slot_of(id));
    }

    fn set_label(&mut self, id: u64, label: LabelId, on: bool) {
        let segment = self.store.node_segment_or_make(id);
        // The set grows before the bit shows, so that a label scan never misses a segment.
        if on && !segment.has_label_bits(label) {
            self.store
                .label_segments
                .add(label.0, super::segment::segment_of(id));
        }
        segment.set_label(slot_of(id), label, on);
        self.counts
            .add(CountKey::Label(label), if on { 1 } else { -1 });
    }

    fn node_slot(&self, id: NodeId) -> Result<&'a NodeSlot, InstallError> {
        let slot = self.store.node_or_make(id.0, self.pin);
        slot.ok_or_else(|| InstallError(format!("node {id} is created a second time")))
    }

    fn relationship_slot(&self, id: RelationshipId) -> Result<&'a RelationshipSlot, InstallError> {
        let slot = self.store.relationship_or_make(id.0, self.pin);
        slot.ok_or_else(|| InstallError(format!("relationship {id} is created a second time")))
    }

    fn existing_node(&self, id: NodeId) -> Result<&'a Version, InstallError> {
        self.store
            .node_version(id, self.pin)
            .filter(|version| version.exists)
            .ok_or_else(|| InstallError(format!("node {id} is changed but does not exist")))
    }

    fn change_node(
        &mut self,
        id: NodeId,
        added: &[LabelId],
        removed: &[LabelId],
        properties: PropertyChanges,
    ) -> Result<(), InstallError> {
        let old = self.existing_node(id)?;
        let slot = self.node_slot(id)?;
        let sets = &self.store.label_sets;
        let labels = if added.is_empty() && removed.is_empty() {
            old.labels
        } else {
            let mut labels = sets.labels(old.labels).to_vec();
            labels.retain(|label| !removed.contains(label));
            labels.extend(
                added
                    .iter()
                    .filter(|label| !sets.contains(old.labels, **label)),
            );
            labels.sort_unstable();
            sets.intern(&labels)
        };
        let changes_properties = !properties.is_empty();
        let change = Change {
            labels,
            exists: true,
            properties,
        };
        let new = old.next(self.timestamp, change, self.snapshots, self.pin);
        self.account_node(size(&new.properties) - size(&old.properties));
        self.index_node(
            id.0,
            sets.labels(labels),
            &new.properties,
            old.labels,
            &old.properties,
        );
        if changes_properties {
            self.note_node(id.0);
        }
        slot.version.replace(Some(new), self.pin);
        if labels != old.labels {
            self.store.node_segment_or_make(id.0).stamp(self.timestamp);
            for (changed, on) in [(added, true), (removed, false)] {
                for label in changed {
                    if sets.contains(old.labels, *label) != on {
                        self.set_label(id.0, *label, on);
                        self.count_label_types(id.0, *label, if on { 1 } else { -1 });
                    }
                }
            }
            self.move_degrees(id.0, old.labels, labels);
        }
        self.garbage.push(Garbage::Node(id.0));
        Ok(())
    }

    /// A label came or went: the node's relationships count under it or no longer do.
    fn count_label_types(&mut self, id: u64, label: LabelId, sign: i64) {
        let Some(around) = self.store.neighbourhood(id, self.pin) else {
            return;
        };
        for list in around.parts(slot_of(id)) {
            let (live, _) = list.counts(id);
            let key = CountKey::LabelType {
                label,
                relationship_type: list.key.relationship_type,
                outgoing: list.key.outgoing,
            };
            self.counts.add(key, sign * live.cast_signed());
        }
    }

    /// A node became one of another kind: its relationships count there.
    fn move_degrees(&mut self, id: u64, from: LabelSetId, to: LabelSetId) {
        let Some(around) = self.store.neighbourhood(id, self.pin) else {
            return;
        };
        for list in around.parts(slot_of(id)) {
            let ListKey {
                relationship_type,
                outgoing,
            } = list.key;
            let (live, _) = list.counts(id);
            let degrees = &mut self.degrees;
            degrees
                .side(relationship_type, from, outgoing)
                .change(live, 0);
            degrees
                .side(relationship_type, to, outgoing)
                .change(0, live);
            self.move_pairs(id, &list, live, from, to);
        }
    }

    /// The same of pairs; of a long list, a share stands for all.
    fn move_pairs(
        &mut self,
        id: u64,
        list: &Part<'_>,
        live: u64,
        from: LabelSetId,
        to: LabelSetId,
    ) {
        let step = live / PAIRS_WALKED + 1;
        let mut sampled = Vec::new();
        let mut at = 0;
        list.each(|seen| {
            if !seen.deleted {
                if at % step == 0 {
                    sampled.push(seen);
                }
                at += 1;
            }
        });
        let relationship_type = list.key.relationship_type;
        let by = step.cast_signed();
        for seen in sampled {
            if seen.node == id {
                // A self-loop changes with both ends, once.
                if list.key.outgoing {
                    self.degrees.pair(relationship_type, from, from, -by);
                    self.degrees.pair(relationship_type, to, to, by);
                }
                continue;
            }
            let other = self.store.node_version(NodeId(seen.node), self.pin);
            let other = other.map_or(LabelSetId::EMPTY, |version| version.labels);
            for (set, by) in [(from, -by), (to, by)] {
                let (start, end) = if list.key.outgoing {
                    (set, other)
                } else {
                    (other, set)
                };
                self.degrees.pair(relationship_type, start, end, by);
            }
        }
    }

    fn delete_node(&mut self, id: NodeId) -> Result<(), InstallError> {
        let old = self.existing_node(id)?;
        let slot = self.node_slot(id)?;
        let change = Change {
            labels: LabelSetId::EMPTY,
            exists: false,
            properties: Vec::new(),
        };
        let new = old.next(self.timestamp, change, self.snapshots, self.pin);
        self.account_node(-NODE_BYTES - size(&old.properties));
        self.index_node(id.0, &[], &[], old.labels, &old.properties);
        self.note_node(id.0);
        slot.version.replace(Some(new), self.pin);
        let segment = self.store.node_segment_or_make(id.0);
        segment.stamp(self.timestamp);
        segment.set_live(slot_of(id.0), false);
        for label in self.store.label_sets.labels(old.labels) {
            self.set_label(id.0, *label, false);
        }
        self.counts.add(CountKey::Nodes, -1);
        self.garbage.push(Garbage::Node(id.0));
        Ok(())
    }

    fn create_relationship(
        &mut self,
        id: RelationshipId,
        record: RelationshipRecord,
        properties: PropertyChanges,
    ) -> Result<(), InstallError> {
        let slot = self.relationship_slot(id)?;
        if slot.version.load(self.pin).is_some() {
            return Err(InstallError(format!("relationship {id} is created twice")));
        }
        let [start, end] = [
            self.existing_node(record.start)?.labels,
            self.existing_node(record.end)?.labels,
        ];
        self.degrees.pair(record.relationship_type, start, end, 1);
        self.account_relationship(RELATIONSHIP_BYTES + size(&properties));
        self.index_relationship(id.0, record, Some(&properties), &[]);
        let version = Version::created(
            self.timestamp,
            LabelSetId::EMPTY,
            properties.into_boxed_slice(),
        );
        self.note_relationship(id.0, record);
        slot.create(record, version, self.pin);
        for (node, other, outgoing, set) in [
            (record.start, record.end, true, start),
            (record.end, record.start, false, end),
        ] {
            let key = ListKey {
                relationship_type: record.relationship_type,
                outgoing,
            };
            let seen = Seen {
                relationship: id.0,
                node: other.0,
                deleted: false,
                created: self.timestamp,
            };
            let segment = self.store.node_segment_or_make(node.0);
            let place = (slot_of(node.0), node.0);
            let added = segment.adjacency.add(place, key, seen, self.pin);
            let Some((live, full)) = added else {
                return Err(InstallError(format!("no room at node {node}")));
            };
            if full {
                self.store.should_fold(segment_of(node.0));
            }
            let side = self.degrees.side(record.relationship_type, set, outgoing);
            side.change(live - 1, live);
        }
        let segment = self
            .store
            .relationship_segment_or_make(id.0, record.relationship_type);
        if segment.relationship_type() != record.relationship_type {
            return Err(InstallError(format!(
                "relationship {id} stands in a segment of another type"
            )));
        }
        segment.stamp(self.timestamp);
        segment.set_live(slot_of(id.0), true);
        self.count_relationship(record, 1);
        Ok(())
    }

    fn count_relationship(&mut self, record: RelationshipRecord, by: i64) {
        let relationship_type = record.relationship_type;
        self.counts.add(CountKey::Relationships, by);
        self.counts.add(CountKey::Type(relationship_type), by);
        for (node, outgoing) in [(record.start, true), (record.end, false)] {
            let Some(version) = self.store.node_version(node, self.pin) else {
                continue;
            };
            for label in self.store.label_sets.labels(version.labels) {
                let key = CountKey::LabelType {
                    label: *label,
                    relationship_type,
                    outgoing,
                };
                self.counts.add(key, by);
            }
        }
    }

    fn labels_of(&self, node: NodeId) -> LabelSetId {
        self.store
            .node_version(node, self.pin)
            .map_or(LabelSetId::EMPTY, |version| version.labels)
    }

    fn existing_relationship(
        &self,
        id: RelationshipId,
    ) -> Result<RelationshipEntry<'a>, InstallError> {
        self.store
            .relationship_entry(id, self.pin)
            .filter(|entry| entry.version.exists)
            .ok_or_else(|| InstallError(format!("relationship {id} is changed but does not exist")))
    }

    fn change_relationship(
        &mut self,
        id: RelationshipId,
        properties: PropertyChanges,
    ) -> Result<(), InstallError> {
        let old = self.existing_relationship(id)?;
        let change = Change {
            labels: LabelSetId::EMPTY,
            exists: true,
            properties,
        };
        let version = old
            .version
            .next(self.timestamp, change, self.snapshots, self.pin);
        let record = old.record;
        self.account_relationship(size(&version.properties) - size(&old.version.properties));
        self.index_relationship(
            id.0,
            record,
            Some(&version.properties),
            &old.version.properties,
        );
        self.note_relationship(id.0, record);
        let slot = self.relationship_slot(id)?;
        slot.version.replace(Some(version), self.pin);
        self.garbage.push(Garbage::Relationship(id.0));
        Ok(())
    }

    fn delete_relationship(&mut self, id: RelationshipId) -> Result<(), InstallError> {
        let old = self.existing_relationship(id)?;
        let change = Change {
            labels: LabelSetId::EMPTY,
            exists: false,
            properties: Vec::new(),
        };
        let version = old
            .version
            .next(self.timestamp, change, self.snapshots, self.pin);
        let record = old.record;
        self.account_relationship(-RELATIONSHIP_BYTES - size(&old.version.properties));
        self.index_relationship(id.0, record, None, &old.version.properties);
        self.count_relationship(record, -1);
        let (start, end) = (self.labels_of(record.start), self.labels_of(record.end));
        self.degrees.pair(record.relationship_type, start, end, -1);
        self.note_relationship(id.0, record);
        // Versions first: who meets the mark in an adjacency list goes and looks here.
        let slot = self.relationship_slot(id)?;
        slot.version.replace(Some(version), self.pin);
        for (node, other, outgoing) in [
            (record.start, record.end, true),
            (record.end, record.start, false),
        ] {
            let key = ListKey {
                relationship_type: record.relationship_type,
                outgoing,
            };
            let segment = self.store.node_segment_or_make(node.0);
            let place = (slot_of(node.0), node.0);
            let entry = (id.0, other.0);
            let deleted = segment
                .adjacency
                .delete(place, key, entry, self.timestamp, self.pin);
            let Some((live, full)) = deleted else {
                return Err(InstallError(format!(
                    "relationship {id} is missing from the list of node {node}"
                )));
            };
            if full {
                self.store.should_fold(segment_of(node.0));
            }
            let set = self.labels_of(node);
            let side = self.degrees.side(record.relationship_type, set, outgoing);
            side.change(live + 1, live);
        }
        let segment = self
            .store
            .relationship_segment_or_make(id.0, record.relationship_type);
        segment.stamp(self.timestamp);
        segment.set_live(slot_of(id.0), false);
        self.garbage.push(Garbage::DeletedRelationship(id.0));
        Ok(())
    }

    fn index_node(
        &mut self,
        id: u64,
        labels: &[LabelId],
        properties: &[(PropertyKeyId, Value)],
        old_labels: LabelSetId,
        old_properties: &[(PropertyKeyId, Value)],
    ) {
        let schema = self.schema;
        if schema.indexes.is_empty() {
            return;
        }
        let store = self.store;
        let before = store.label_sets.labels(old_labels);
        let covered = |index: &Arc<RangeIndex>, by: &[LabelId]| {
            let mut of_these = schema.node_indexes(by);
            of_these.any(|other| Arc::ptr_eq(other, index))
        };
        for index in schema.node_indexes(before) {
            let stays = covered(index, labels);
            self.move_entry(index, id, Some(old_properties), stays.then_some(properties));
        }
        for index in schema.node_indexes(labels) {
            if !covered(index, before) {
                self.move_entry(index, id, None, Some(properties));
            }
        }
    }

    fn index_relationship(
        &mut self,
        id: u64,
        record: RelationshipRecord,
        properties: Option<&[(PropertyKeyId, Value)]>,
        old_properties: &[(PropertyKeyId, Value)],
    ) {
        let schema = self.schema;
        for index in schema.relationship_indexes(record.relationship_type) {
            self.move_entry(index, id, Some(old_properties), properties);
        }
    }

    /// An entity moves from where its old values put it in an index to where its new ones do. The
    /// old entry stays until no snapshot needs it; where nothing changes, nothing is done.
    fn move_entry(
        &mut self,
        index: &Arc<RangeIndex>,
        id: u64,
        old: Option<&[(PropertyKeyId, Value)]>,
        new: Option<&[(PropertyKeyId, Value)]>,
    ) {
        let definition = &index.definition;
        let key = |values| key_in(definition, values);
        let (old, new) = (old.and_then(key), new.and_then(key));
        if let (Some(old), Some(new)) = (&old, &new)
            && old.bytes() == new.bytes()
        {
            return;
        }
        if let Some(old) = old {
            self.garbage
                .push(Garbage::IndexEntry(definition.id, KeyBytes(old), id));
        }
        if let Some(new) = new {
            self.added.entry(definition.id).or_default().push((new, id));
        }
    }
}
