//! What one transaction has written and nobody else sees.
//!
//! Kept so that every read can overlay it at the cost of one hash look-up, however large it is:
//! entities by id, own relationships by node, own index entries by key, touched slots by segment.
//! A savepoint is a list of what was there before, one step for each entity however often it is
//! written again, and the net change of counts and index entries; so that a statement that writes
//! the same thing for an hour holds no more than one that writes it once. Whether a write is allowed
//! (locks, conflicts, constraints) was decided before it gets here.

use std::collections::{BTreeMap, HashMap};

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, Value};

use super::label_set::LabelSetId;
use super::own_entries::{ByKey, OwnEntries};
use super::segment::{Slots, id_of, segment_of, slot_of};
use super::version::merge;
use super::view::{Neighbor, RelationshipRecord};
use crate::index::tree::Key;
use crate::operation::{Operation, PropertyChanges};
use crate::schema::IndexId;
use crate::stats::{CountChanges, CountKey};

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// What an entity's own state holds, and since when.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Held {
    /// Bytes counted for it.
    pub(crate) bytes: usize,
    /// The statement that wrote it last, as [`WriteSet::statement`] counts them.
    pub(crate) statement: u64,
}

/// A node that was created, changed or deleted.
#[derive(Clone, Debug)]
pub(crate) struct OwnNode {
    pub(crate) created: bool,
    pub(crate) deleted: bool,
    /// Labels now.
    pub(crate) labels: LabelSetId,
    /// Labels in the snapshot.
    pub(crate) labels_before: LabelSetId,
    /// By key: all properties of a created node, changes (null: removed) of another.
    pub(crate) properties: PropertyChanges,
    /// What it costs while it is kept.
    pub(crate) held: Held,
}

/// A relationship that was created, changed or deleted.
#[derive(Clone, Debug)]
pub(crate) struct OwnRelationship {
    pub(crate) created: bool,
    pub(crate) deleted: bool,
    pub(crate) record: RelationshipRecord,
    /// As for nodes.
    pub(crate) properties: PropertyChanges,
    /// As for nodes.
    pub(crate) held: Held,
}

/// Index entries that came and went since the savepoint, for going back. What was added and removed
/// again is forgotten now and then, so that a statement that does so for an hour holds no more.
#[derive(Default)]
struct EntryChanges {
    /// In the order in which they happened, but for the settled ones, which stand in front.
    changes: Vec<EntryChange>,
    /// How many there were when they were settled last.
    settled: usize,
}

struct EntryChange {
    index: IndexId,
    id: u64,
    key: Key,
    /// How often it was added more than removed.
    by: i32,
}

impl EntryChanges {
    /// Changes up to which none is forgotten.
    const FEW: usize = 1 << 10;

    fn note(&mut self, index: IndexId, id: u64, key: &Key, by: i32) {
        let key = key.clone();
        self.changes.push(EntryChange { index, id, key, by });
        if self.changes.len() > Self::FEW.max(2 * self.settled) {
            self.settle();
        }
    }

    /// Puts the changes of each entry together.
    fn settle(&mut self) {
        let place = |of: &EntryChange| (of.index, of.id);
        let order = |a: &EntryChange, b: &EntryChange| {
            let places = place(a).cmp(&place(b));
            places.then_with(|| a.key.bytes().cmp(b.key.bytes()))
        };
        self.changes.sort_unstable_by(order);
        self.changes.dedup_by(|later, kept| {
            let same = order(later, kept).is_eq();
            kept.by += if same { later.by } else { 0 };
            same
        });
        self.changes.retain(|change| change.by != 0);
        self.settled = self.changes.len();
    }
}

/// How to go back to the savepoint.
#[derive(Default)]
struct Undo {
    /// Entities as they were before the statement first wrote them.
    nodes: Vec<(u64, Option<Box<OwnNode>>)>,
    relationships: Vec<(u64, Option<Box<OwnRelationship>>)>,
    /// Nodes that got a relationship, once for each.
    adjacent: Vec<u64>,
    entries: EntryChanges,
    /// Net.
    counts: CountChanges,
    /// Length of `deleted_nodes`.
    deleted_nodes: usize,
}

/// The write set.
#[derive(Default)]
pub(crate) struct WriteSet {
    nodes: Map<u64, OwnNode>,
    relationships: Map<u64, OwnRelationship>,
    /// Relationships created here, by end; those deleted again stay and are skipped.
    adjacent: Map<u64, Vec<Neighbor>>,
    /// Slots of nodes written, by segment.
    node_segments: BTreeMap<u64, Box<Slots>>,
    relationship_segments: BTreeMap<u64, Box<Slots>>,
    /// Entries of written entities as they are now, by key.
    index_entries: Map<IndexId, OwnEntries>,
    counts: CountChanges,
    /// Nodes of the snapshot, or created here, that were deleted here.
    deleted_nodes: Vec<u64>,
    relationships_deleted: bool,
    undo: Undo,
    /// Number of savepoints so far.
    statement: u64,
}

impl WriteSet {
    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.relationships.is_empty()
    }

    /// A node's own state.
    #[inline]
    pub(crate) fn node(&self, id: NodeId) -> Option<&OwnNode> {
        self.nodes.get(&id.0)
    }

    /// A relationship's own state.
    #[inline]
    pub(crate) fn relationship(&self, id: RelationshipId) -> Option<&OwnRelationship> {
        self.relationships.get(&id.0)
    }

    /// Whether a relationship was deleted here.
    #[inline]
    pub(crate) fn deletes_relationship(&self, id: u64) -> bool {
        self.relationships_deleted && self.relationships.get(&id).is_some_and(|own| own.deleted)
    }

    /// Whether any relationship was deleted here.
    pub(crate) fn deletes_relationships(&self) -> bool {
        self.relationships_deleted
    }

    /// Relationships created here at a node, in order of creation, as it sees them; a self-loop
    /// stands here twice.
    pub(crate) fn adjacent(&self, node: NodeId) -> impl Iterator<Item = &Neighbor> {
        self.adjacent
            .get(&node.0)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter(|neighbor| !self.deletes_relationship(neighbor.relationship.0))
    }

    /// Upper bound of what [`adjacent`](Self::adjacent) gives.
    pub(crate) fn adjacent_len(&self, node: NodeId) -> usize {
        self.adjacent.get(&node.0).map_or(0, Vec::len)
    }

    /// Whether anything written here may show among the relationships of a node.
    pub(crate) fn is_around(&self, node: NodeId) -> bool {
        self.relationships_deleted
            || self.adjacent_len(node) > 0
            || self.node(node).is_some_and(|own| own.deleted)
    }

    /// Slots of a segment that were written.
    pub(crate) fn node_slots(&self, segment: u64) -> Option<&Slots> {
        self.node_segments.get(&segment).map(Box::as_ref)
    }

    /// The first segment at or after `from` with a written node.
    pub(crate) fn next_node_segment(&self, from: u64) -> Option<u64> {
        self.node_segments.range(from..).next().map(|(s, _)| *s)
    }

    /// As for nodes.
    pub(crate) fn relationship_slots(&self, segment: u64) -> Option<&Slots> {
        self.relationship_segments.get(&segment).map(Box::as_ref)
    }

    /// As for nodes.
    pub(crate) fn next_relationship_segment(&self, from: u64) -> Option<u64> {
        self.relationship_segments
            .range(from..)
            .next()
            .map(|(s, _)| *s)
    }

    /// Own entries of an index, by key.
    pub(crate) fn index_entries(&self, index: IndexId) -> Option<&ByKey> {
        self.index_entries.get(&index).map(OwnEntries::by_key)
    }

    /// Own change of a count.
    pub(crate) fn count(&self, key: CountKey) -> i64 {
        self.counts.get(key)
    }

    /// Nodes deleted here.
    pub(crate) fn deleted_nodes(&self) -> &[u64] {
        &self.deleted_nodes
    }

    /// Replaces a node's own state. Counts follow from the states.
    pub(crate) fn put_node(
        &mut self,
        id: NodeId,
        mut state: OwnNode,
        label_change: &LabelChange<'_>,
    ) {
        let segment = self.node_segments.entry(segment_of(id.0)).or_default();
        segment.set(slot_of(id.0), true);
        let existed = label_change.existed;
        if existed && state.deleted {
            self.deleted_nodes.push(id.0);
        }
        let exists = !state.deleted;
        self.add_count(CountKey::Nodes, i64::from(exists) - i64::from(existed));
        for label in label_change.gained {
            self.add_count(CountKey::Label(*label), 1);
        }
        for label in label_change.lost {
            self.add_count(CountKey::Label(*label), -1);
        }
        state.held.statement = self.statement;
        let before = self.nodes.insert(id.0, state);
        if before
            .as_ref()
            .is_none_or(|own| own.held.statement != self.statement)
        {
            self.undo.nodes.push((id.0, before.map(Box::new)));
        }
    }

    /// Replaces a relationship's own state.
    pub(crate) fn put_relationship(
        &mut self,
        id: RelationshipId,
        mut state: OwnRelationship,
        existed: bool,
    ) {
        let segments = &mut self.relationship_segments;
        segments
            .entry(segment_of(id.0))
            .or_default()
            .set(slot_of(id.0), true);
        let by = i64::from(!state.deleted) - i64::from(existed);
        self.add_count(CountKey::Relationships, by);
        self.add_count(CountKey::Type(state.record.relationship_type), by);
        self.relationships_deleted |= state.deleted;
        if !existed {
            self.add_adjacent(id, state.record);
        }
        state.held.statement = self.statement;
        let before = self.relationships.insert(id.0, state);
        if before
            .as_ref()
            .is_none_or(|own| own.held.statement != self.statement)
        {
            self.undo.relationships.push((id.0, before.map(Box::new)));
        }
    }

    fn add_adjacent(&mut self, id: RelationshipId, record: RelationshipRecord) {
        for (node, other, outgoing) in [
            (record.start, record.end, true),
            (record.end, record.start, false),
        ] {
            self.adjacent.entry(node.0).or_default().push(Neighbor {
                relationship: id,
                relationship_type: record.relationship_type,
                node: other,
                outgoing,
            });
            self.undo.adjacent.push(node.0);
        }
    }

    fn add_count(&mut self, key: CountKey, by: i64) {
        if by != 0 {
            self.counts.add(key, by);
            self.undo.counts.add(key, by);
        }
    }

    /// Changes a property of a node that has an own state already.
    pub(crate) fn set_property(
        properties: &mut PropertyChanges,
        created: bool,
        key: PropertyKeyId,
        value: Value,
    ) {
        if created {
            merge(properties, std::iter::once((key, value)));
            return;
        }
        match properties.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(position) => properties[position].1 = value,
            Err(position) => properties.insert(position, (key, value)),
        }
    }

    /// Adds an own index entry.
    pub(crate) fn add_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        self.undo.entries.note(index, id, key, 1);
        self.insert_entry(index, key, id);
    }

    /// Removes an own index entry.
    pub(crate) fn remove_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        self.undo.entries.note(index, id, key, -1);
        self.take_entry(index, key, id);
    }

    fn insert_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        let entries = self.index_entries.entry(index).or_default();
        entries.insert(key, id);
    }

    fn take_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        if let Some(entries) = self.index_entries.get_mut(&index) {
            entries.take(key.bytes(), id);
        }
    }

    /// Which statement writes now.
    pub(crate) fn statement(&self) -> u64 {
        self.statement
    }

    /// Makes now the point to which [`rollback`](Self::rollback) returns; gives the bytes of the
    /// states that are needed no more.
    pub(crate) fn savepoint(&mut self) -> usize {
        self.statement += 1;
        let kept = Undo {
            deleted_nodes: self.deleted_nodes.len(),
            ..Undo::default()
        };
        let undo = std::mem::replace(&mut self.undo, kept);
        let nodes = undo.nodes.iter().flat_map(|(_, own)| own);
        let relationships = undo.relationships.iter().flat_map(|(_, own)| own);
        nodes.map(|own| own.held.bytes).sum::<usize>()
            + relationships.map(|own| own.held.bytes).sum::<usize>()
    }

    /// Undoes everything since the savepoint.
    pub(crate) fn rollback(&mut self) {
        let kept = Undo {
            deleted_nodes: self.undo.deleted_nodes,
            ..Undo::default()
        };
        let undo = std::mem::replace(&mut self.undo, kept);
        for (id, before) in undo.nodes {
            match before {
                Some(before) => self.nodes.insert(id, *before),
                None => self.nodes.remove(&id),
            };
        }
        for (id, before) in undo.relationships {
            match before {
                Some(before) => self.relationships.insert(id, *before),
                None => self.relationships.remove(&id),
            };
        }
        for node in undo.adjacent.iter().rev() {
            if let Some(entries) = self.adjacent.get_mut(node) {
                entries.pop();
            }
        }
        for change in undo.entries.changes.iter().rev() {
            let EntryChange { index, id, key, by } = change;
            for _ in 0..by.unsigned_abs() {
                if *by > 0 {
                    self.take_entry(*index, key, *id);
                } else {
                    self.insert_entry(*index, key, *id);
                }
            }
        }
        for (key, by) in undo.counts.iter() {
            self.counts.add(key, -by);
        }
        self.deleted_nodes.truncate(undo.deleted_nodes);
    }

    /// Nodes and relationships written.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len() + self.relationships.len()
    }

    /// The operations of the commit, in the order in which they can be installed: nodes before
    /// the relationships that need them, deletions of relationships before those of nodes.
    pub(crate) fn into_operations(self, labels: &super::label_set::LabelSets) -> Vec<Operation> {
        let mut operations = Vec::with_capacity(self.nodes.len() + self.relationships.len());
        let nodes = in_order(self.nodes, &self.node_segments);
        let mut deleted = Vec::new();
        for (id, own) in nodes {
            let id = NodeId(id);
            match (own.created, own.deleted) {
                (true, true) => {}
                (false, true) => deleted.push(Operation::DeleteNode { id }),
                (true, false) => operations.push(Operation::CreateNode {
                    id,
                    labels: labels.labels(own.labels).to_vec(),
                    properties: own.properties,
                }),
                (false, false) => {
                    let (old, new) = (labels.labels(own.labels_before), labels.labels(own.labels));
                    let missing = |from: &[LabelId], other: &[LabelId]| -> Vec<LabelId> {
                        from.iter()
                            .filter(|l| !other.contains(l))
                            .copied()
                            .collect()
                    };
                    let (added_labels, removed_labels) = (missing(new, old), missing(old, new));
                    if added_labels.is_empty()
                        && removed_labels.is_empty()
                        && own.properties.is_empty()
                    {
                        continue;
                    }
                    operations.push(Operation::ChangeNode {
                        id,
                        added_labels,
                        removed_labels,
                        properties: own.properties,
                    });
                }
            }
        }
        let relationships = in_order(self.relationships, &self.relationship_segments);
        let mut deletions = Vec::new();
        for (id, own) in relationships {
            let id = RelationshipId(id);
            let RelationshipRecord {
                relationship_type,
                start,
                end,
            } = own.record;
            match (own.created, own.deleted) {
                (true, true) => {}
                (false, true) => deletions.push(Operation::DeleteRelationship {
                    id,
                    relationship_type,
                    start,
                    end,
                }),
                (true, false) => operations.push(Operation::CreateRelationship {
                    id,
                    relationship_type,
                    start,
                    end,
                    properties: own.properties,
                }),
                (false, false) => operations.push(Operation::ChangeRelationship {
                    id,
                    properties: own.properties,
                }),
            }
        }
        operations.append(&mut deletions);
        operations.append(&mut deleted);
        operations
    }
}

/// Entities by id, ascending: the slots that were written say where they are.
fn in_order<T>(mut by_id: Map<u64, T>, segments: &BTreeMap<u64, Box<Slots>>) -> Vec<(u64, T)> {
    let mut found = Vec::with_capacity(by_id.len());
    for (segment, slots) in segments {
        for slot in slots.iter_from(0) {
            let id = id_of(*segment, slot);
            if let Some(own) = by_id.remove(&id) {
                found.push((id, own));
            }
        }
    }
    found
}

/// How a node's labels and existence change in one write, for the counts.
pub(crate) struct LabelChange<'a> {
    /// Whether the node existed before the write.
    pub(crate) existed: bool,
    /// Labels it gains.
    pub(crate) gained: &'a [LabelId],
    /// Labels it loses.
    pub(crate) lost: &'a [LabelId],
}
