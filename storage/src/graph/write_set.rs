//! What one transaction has written and nobody else sees.
//!
//! Kept so that every read can overlay it at the cost of one hash look-up, however large it is:
//! entities by id, own relationships by node, own index entries by key, touched slots by segment.
//! Each change pushes its inverse on the undo list, which is what a savepoint is. Whether a write
//! is allowed (locks, conflicts, constraints) was decided before it gets here.

use std::collections::{BTreeMap, HashMap};

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, Value};

use super::label_set::LabelSetId;
use super::segment::{Slots, segment_of, slot_of};
use super::version::merge;
use super::view::{Neighbor, RelationshipRecord};
use crate::index::tree::Key;
use crate::operation::{Operation, PropertyChanges};
use crate::schema::IndexId;
use crate::stats::{CountChanges, CountKey, count};

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

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
}

/// A relationship that was created, changed or deleted.
#[derive(Clone, Debug)]
pub(crate) struct OwnRelationship {
    pub(crate) created: bool,
    pub(crate) deleted: bool,
    pub(crate) record: RelationshipRecord,
    /// As for nodes.
    pub(crate) properties: PropertyChanges,
}

/// How to take one step back.
enum Undo {
    Node(u64, Option<Box<OwnNode>>),
    Relationship(u64, Option<Box<OwnRelationship>>),
    Adjacent(u64),
    IndexAdded(IndexId, Key, u64),
    IndexRemoved(IndexId, Key, u64),
    Count(CountKey, i64),
    DeletedNode,
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
    index_entries: Map<IndexId, BTreeMap<Vec<u8>, Vec<u64>>>,
    counts: CountChanges,
    /// Nodes of the snapshot, or created here, that were deleted here.
    deleted_nodes: Vec<u64>,
    relationships_deleted: bool,
    undo: Vec<Undo>,
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
    pub(crate) fn index_entries(&self, index: IndexId) -> Option<&BTreeMap<Vec<u8>, Vec<u64>>> {
        self.index_entries.get(&index)
    }

    /// Own change of a count.
    pub(crate) fn count(&self, key: CountKey) -> i64 {
        self.counts.get(&key).copied().unwrap_or(0)
    }

    /// Nodes deleted here.
    pub(crate) fn deleted_nodes(&self) -> &[u64] {
        &self.deleted_nodes
    }

    /// Replaces a node's own state. Counts follow from the states.
    pub(crate) fn put_node(&mut self, id: NodeId, state: OwnNode, label_change: &LabelChange<'_>) {
        let segment = self.node_segments.entry(segment_of(id.0)).or_default();
        segment.set(slot_of(id.0), true);
        let existed = label_change.existed;
        if existed && state.deleted {
            self.undo.push(Undo::DeletedNode);
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
        let before = self.nodes.insert(id.0, state);
        self.undo.push(Undo::Node(id.0, before.map(Box::new)));
    }

    /// Replaces a relationship's own state.
    pub(crate) fn put_relationship(
        &mut self,
        id: RelationshipId,
        state: OwnRelationship,
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
        let before = self.relationships.insert(id.0, state);
        self.undo
            .push(Undo::Relationship(id.0, before.map(Box::new)));
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
            self.undo.push(Undo::Adjacent(node.0));
        }
    }

    fn add_count(&mut self, key: CountKey, by: i64) {
        if by != 0 {
            count(&mut self.counts, key, by);
            self.undo.push(Undo::Count(key, by));
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
        self.undo.push(Undo::IndexAdded(index, key.clone(), id));
        self.insert_entry(index, key, id);
    }

    /// Removes an own index entry.
    pub(crate) fn remove_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        self.undo.push(Undo::IndexRemoved(index, key.clone(), id));
        self.take_entry(index, key, id);
    }

    fn insert_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        let entries = self.index_entries.entry(index).or_default();
        match entries.get_mut(key.bytes()) {
            Some(ids) => ids.push(id),
            None => {
                entries.insert(key.bytes().to_vec(), vec![id]);
            }
        }
    }

    fn take_entry(&mut self, index: IndexId, key: &Key, id: u64) {
        let Some(entries) = self.index_entries.get_mut(&index) else {
            return;
        };
        if let Some(ids) = entries.get_mut(key.bytes()) {
            // From the end: what is taken back was mostly put last.
            if let Some(position) = ids.iter().rposition(|other| *other == id) {
                ids.remove(position);
            }
            if ids.is_empty() {
                entries.remove(key.bytes());
            }
        }
    }

    /// Makes now the point to which [`rollback`](Self::rollback) returns.
    pub(crate) fn savepoint(&mut self) {
        self.undo = Vec::new();
    }

    /// Undoes everything since the savepoint.
    pub(crate) fn rollback(&mut self) {
        while let Some(step) = self.undo.pop() {
            match step {
                Undo::Node(id, Some(before)) => {
                    self.nodes.insert(id, *before);
                }
                Undo::Node(id, None) => {
                    self.nodes.remove(&id);
                }
                Undo::Relationship(id, Some(before)) => {
                    self.relationships.insert(id, *before);
                }
                Undo::Relationship(id, None) => {
                    self.relationships.remove(&id);
                }
                Undo::Adjacent(node) => {
                    if let Some(entries) = self.adjacent.get_mut(&node) {
                        entries.pop();
                    }
                }
                Undo::IndexAdded(index, key, id) => self.take_entry(index, &key, id),
                Undo::IndexRemoved(index, key, id) => self.insert_entry(index, &key, id),
                Undo::Count(key, by) => count(&mut self.counts, key, -by),
                Undo::DeletedNode => {
                    self.deleted_nodes.pop();
                }
            }
        }
    }

    /// The operations of the commit, in the order in which they can be installed: nodes before
    /// the relationships that need them, deletions of relationships before those of nodes.
    pub(crate) fn into_operations(self, labels: &super::label_set::LabelSets) -> Vec<Operation> {
        let mut operations = Vec::with_capacity(self.nodes.len() + self.relationships.len());
        let mut nodes: Vec<_> = self.nodes.into_iter().collect();
        nodes.sort_unstable_by_key(|(id, _)| *id);
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
        let mut relationships: Vec<_> = self.relationships.into_iter().collect();
        relationships.sort_unstable_by_key(|(id, _)| *id);
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

/// How a node's labels and existence change in one write, for the counts.
pub(crate) struct LabelChange<'a> {
    /// Whether the node existed before the write.
    pub(crate) existed: bool,
    /// Labels it gains.
    pub(crate) gained: &'a [LabelId],
    /// Labels it loses.
    pub(crate) lost: &'a [LabelId],
}
