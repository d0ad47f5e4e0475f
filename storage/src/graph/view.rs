//! What one transaction sees: its snapshot overlaid with its own writes.
//!
//! A view is taken per batch (`Transaction::view`): it pins what it reads for its own lifetime and
//! must not be kept across batches. Cursors hold ids and positions, never references.

use std::ops::Bound;

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Value};

use super::label_set::LabelSetId;
use super::segment::SLOTS;
use super::store::GraphStore;
use super::version::{Version, find, merge};
use super::write_set::{OwnNode, WriteSet};
use crate::ReadError;
use crate::engine::Engine;
use crate::stats::CountKey;
use crate::txn::cell::{Pin, pin};

/// Which side of a relationship a node is on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// The node is the start.
    Outgoing,
    /// The node is the end.
    Incoming,
    /// Either; a self-loop counts once.
    Both,
}

/// One entry of a node's adjacency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Neighbor {
    /// The relationship.
    pub relationship: RelationshipId,
    /// Its type.
    pub relationship_type: RelationshipTypeId,
    /// The node at the other end.
    pub node: NodeId,
    /// Whether the relationship leaves the node that was expanded.
    pub outgoing: bool,
}

/// The fixed part of a relationship.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RelationshipRecord {
    /// Type.
    pub relationship_type: RelationshipTypeId,
    /// Start node.
    pub start: NodeId,
    /// End node.
    pub end: NodeId,
}

/// Segments in order, from one to before another: what a scan can be limited to, so that several may go
/// through its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SegmentRange(pub std::ops::Range<u64>);

impl SegmentRange {
    /// All of them.
    pub const ALL: Self = Self(0..u64::MAX);

    /// The ids that lie in them, as first and one past the last.
    fn ids(&self) -> (u64, u64) {
        let first = |segment: u64| segment.saturating_mul(SLOTS);
        (first(self.0.start), first(self.0.end))
    }
}

/// A resumable scan of nodes in id order.
#[derive(Clone, Debug)]
pub struct NodeScan {
    pub(crate) label: Option<LabelId>,
    pub(crate) next: u64,
    /// Where it ends.
    pub(crate) end: u64,
}

impl NodeScan {
    /// All nodes.
    pub fn all() -> Self {
        Self {
            label: None,
            next: 0,
            end: u64::MAX,
        }
    }
    /// Nodes with a label.
    pub fn label(label: LabelId) -> Self {
        Self {
            label: Some(label),
            ..Self::all()
        }
    }
    /// Those of a part of the segments.
    #[must_use]
    pub fn within(self, part: &SegmentRange) -> Self {
        let (next, end) = part.ids();
        Self { next, end, ..self }
    }
}

/// A resumable scan of relationships in id order.
#[derive(Clone, Debug)]
pub struct RelationshipScan {
    pub(crate) relationship_type: Option<RelationshipTypeId>,
    pub(crate) next: u64,
    /// Where it ends.
    pub(crate) end: u64,
}

impl RelationshipScan {
    /// All relationships.
    pub fn all() -> Self {
        Self {
            relationship_type: None,
            next: 0,
            end: u64::MAX,
        }
    }
    /// Relationships of a type.
    pub fn of_type(relationship_type: RelationshipTypeId) -> Self {
        Self {
            relationship_type: Some(relationship_type),
            ..Self::all()
        }
    }
    /// Those of a part of the segments.
    #[must_use]
    pub fn within(self, part: &SegmentRange) -> Self {
        let (next, end) = part.ids();
        Self { next, end, ..self }
    }
}

/// A resumable scan of the relationships of a type by their start nodes, as pairs of `N`: those of
/// one node come together.
#[derive(Clone, Debug)]
pub struct AdjacencyScan<N> {
    pub(crate) relationship_type: RelationshipTypeId,
    /// The next start node.
    pub(crate) next: u64,
    /// The start node before which it ends.
    pub(crate) end: u64,
    /// A start whose relationships did not fit last time, and the ends that are left.
    pub(crate) rest: Option<(N, Vec<N>)>,
}

impl<N> AdjacencyScan<N> {
    /// Relationships of a type.
    pub fn of_type(relationship_type: RelationshipTypeId) -> Self {
        Self {
            relationship_type,
            next: 0,
            end: u64::MAX,
            rest: None,
        }
    }

    /// Those that start in a part of the segments of nodes.
    #[must_use]
    pub fn within(self, part: &SegmentRange) -> Self {
        let (next, end) = part.ids();
        Self { next, end, ..self }
    }
}

/// What to look for in an index. Values compare as Cypher's equality and comparison do: 1 finds
/// 1.0, NaN and null find nothing, a range stays within the type group of its bounds.
#[derive(Clone, Debug)]
pub enum IndexQuery<'a> {
    /// All properties equal these values.
    Exact(&'a [Value]),
    /// The leading properties equal `prefix`, the next lies within the bounds.
    Range {
        /// Values of the leading properties.
        prefix: &'a [Value],
        /// Lower bound of the next property.
        lower: Bound<&'a Value>,
        /// Upper bound of the next property.
        upper: Bound<&'a Value>,
    },
    /// The leading properties equal `prefix`, the next is a string that starts with `text`.
    StartsWith {
        /// Values of the leading properties.
        prefix: &'a [Value],
        /// Beginning of the string.
        text: &'a str,
    },
    /// Everything in the index.
    All,
}

/// What a transaction sees. Every method sees the transaction's own writes.
///
/// Nothing here reads a disk yet, so nothing here fails; the errors are for segments that are not
/// in memory.
pub struct GraphView<'t> {
    pub(crate) engine: &'t Engine,
    pub(crate) snapshot: u64,
    /// `None` while nothing was written, so that readers pay one test.
    pub(crate) writes: Option<&'t WriteSet>,
    pub(crate) pin: Pin,
}

/// Where a node's state is to be read.
pub(crate) enum NodeState<'v> {
    /// It does not exist.
    Missing,
    /// Only in the committed graph.
    Committed(&'v Version),
    /// In the write set, over the committed version unless created there.
    Own(&'v OwnNode, Option<&'v Version>),
}

impl<'t> GraphView<'t> {
    pub(crate) fn new(engine: &'t Engine, snapshot: u64, writes: Option<&'t WriteSet>) -> Self {
        Self {
            engine,
            snapshot,
            writes,
            pin: pin(),
        }
    }

    #[inline]
    pub(crate) fn store(&self) -> &GraphStore {
        &self.engine.graph
    }

    /// A node's committed version, if it exists in the snapshot.
    #[inline]
    pub(crate) fn committed_node(&self, node: NodeId) -> Option<&Version> {
        self.store()
            .node_version(node, &self.pin)
            .filter(|version| version.exists_at(self.snapshot, &self.pin))
    }

    /// A node as this transaction sees it.
    #[inline]
    pub(crate) fn node_state(&self, node: NodeId) -> NodeState<'_> {
        if let Some(own) = self.writes.and_then(|writes| writes.node(node)) {
            if own.deleted {
                return NodeState::Missing;
            }
            let below = if own.created {
                None
            } else {
                self.store().node_version(node, &self.pin)
            };
            return NodeState::Own(own, below);
        }
        match self.committed_node(node) {
            Some(version) => NodeState::Committed(version),
            None => NodeState::Missing,
        }
    }

    /// The labels of a node; `None` if it does not exist.
    #[inline]
    pub(crate) fn label_set(&self, node: NodeId) -> Option<LabelSetId> {
        if let Some(own) = self.writes.and_then(|writes| writes.node(node)) {
            return (!own.deleted).then_some(own.labels);
        }
        self.store()
            .node_version(node, &self.pin)?
            .labels_at(self.snapshot, &self.pin)
    }

    /// A property of a node by reference.
    #[inline]
    pub(crate) fn node_value(&self, node: NodeId, key: PropertyKeyId) -> Option<&Value> {
        match self.node_state(node) {
            NodeState::Missing => None,
            NodeState::Committed(version) => version.property_at(self.snapshot, key, &self.pin),
            NodeState::Own(own, below) => match find(&own.properties, key) {
                Some(value) => Some(value).filter(|value| !value.is_null()),
                None => below?.property_at(self.snapshot, key, &self.pin),
            },
        }
    }

    /// A property of a relationship by reference.
    #[inline]
    pub(crate) fn relationship_value(
        &self,
        relationship: RelationshipId,
        key: PropertyKeyId,
    ) -> Option<&Value> {
        if let Some(own) = self.writes.and_then(|w| w.relationship(relationship)) {
            if own.deleted {
                return None;
            }
            if let Some(value) = find(&own.properties, key) {
                return Some(value).filter(|value| !value.is_null());
            }
            if own.created {
                return None;
            }
        }
        self.store()
            .relationship_version(relationship, &self.pin)?
            .property_at(self.snapshot, key, &self.pin)
    }

    /// Type and ends by value.
    #[inline]
    pub(crate) fn relationship_record(
        &self,
        relationship: RelationshipId,
    ) -> Option<RelationshipRecord> {
        if let Some(own) = self.writes.and_then(|w| w.relationship(relationship)) {
            return (!own.deleted).then_some(own.record);
        }
        let entry = self.store().relationship_entry(relationship, &self.pin)?;
        entry
            .version
            .exists_at(self.snapshot, &self.pin)
            .then_some(entry.record)
    }

    /// Type and ends of a relationship that this transaction deleted: a query may still ask for
    /// the type of what it removed.
    pub fn deleted_relationship(&self, relationship: RelationshipId) -> Option<RelationshipRecord> {
        let own = self.writes.and_then(|w| w.relationship(relationship))?;
        own.deleted.then_some(own.record)
    }

    /// Whether the node exists.
    pub fn node_exists(&self, node: NodeId) -> Result<bool, ReadError> {
        Ok(self.label_set(node).is_some())
    }

    /// Appends the node's labels, ascending, to `labels`; `false` if the node does not exist.
    pub fn labels(&self, node: NodeId, labels: &mut Vec<LabelId>) -> Result<bool, ReadError> {
        let Some(set) = self.label_set(node) else {
            return Ok(false);
        };
        labels.extend_from_slice(self.store().label_sets.labels(set));
        Ok(true)
    }

    /// Whether the node exists and has the label.
    pub fn has_label(&self, node: NodeId, label: LabelId) -> Result<bool, ReadError> {
        Ok(self
            .label_set(node)
            .is_some_and(|set| self.store().has_label(set, label)))
    }

    /// A property of a node; null when it, or the node, does not exist.
    pub fn node_property(&self, node: NodeId, key: PropertyKeyId) -> Result<Value, ReadError> {
        Ok(self.node_value(node, key).cloned().unwrap_or_default())
    }

    /// Appends the node's properties by ascending key; `false` if the node does not exist.
    pub fn node_properties(
        &self,
        node: NodeId,
        properties: &mut Vec<(PropertyKeyId, Value)>,
    ) -> Result<bool, ReadError> {
        match self.node_state(node) {
            NodeState::Missing => Ok(false),
            NodeState::Committed(version) => {
                Ok(version.properties_at(self.snapshot, &self.pin, properties))
            }
            NodeState::Own(own, below) => {
                self.overlaid(&own.properties, below, properties);
                Ok(true)
            }
        }
    }

    fn overlaid(
        &self,
        own: &[(PropertyKeyId, Value)],
        below: Option<&Version>,
        properties: &mut Vec<(PropertyKeyId, Value)>,
    ) {
        let mut state = Vec::new();
        if let Some(version) = below {
            version.properties_at(self.snapshot, &self.pin, &mut state);
        }
        merge(&mut state, own.iter().cloned());
        properties.append(&mut state);
    }

    /// Type and ends of a relationship; `None` if it does not exist.
    pub fn relationship(
        &self,
        relationship: RelationshipId,
    ) -> Result<Option<RelationshipRecord>, ReadError> {
        Ok(self.relationship_record(relationship))
    }

    /// A property of a relationship; null when it, or the relationship, does not exist.
    pub fn relationship_property(
        &self,
        relationship: RelationshipId,
        key: PropertyKeyId,
    ) -> Result<Value, ReadError> {
        let value = self.relationship_value(relationship, key);
        Ok(value.cloned().unwrap_or_default())
    }

    /// Appends the relationship's properties by ascending key; `false` if it does not exist.
    pub fn relationship_properties(
        &self,
        relationship: RelationshipId,
        properties: &mut Vec<(PropertyKeyId, Value)>,
    ) -> Result<bool, ReadError> {
        let own = self.writes.and_then(|w| w.relationship(relationship));
        if own.is_some_and(|own| own.deleted) {
            return Ok(false);
        }
        let below = self.store().relationship_version(relationship, &self.pin);
        let Some(own) = own else {
            return Ok(below.is_some_and(|version| {
                version.properties_at(self.snapshot, &self.pin, properties)
            }));
        };
        let below = below.filter(|_| !own.created);
        self.overlaid(&own.properties, below, properties);
        Ok(true)
    }

    fn count(&self, key: CountKey) -> u64 {
        let committed = self.engine.counts().at(key, self.snapshot, &self.pin);
        let own = self.writes.map_or(0, |writes| writes.count(key));
        u64::try_from(committed + own).unwrap_or(0)
    }

    /// Number of nodes, or of nodes with a label; exact for this snapshot and the own writes.
    pub fn node_count(&self, label: Option<LabelId>) -> Result<u64, ReadError> {
        Ok(self.count(label.map_or(CountKey::Nodes, CountKey::Label)))
    }

    /// Number of relationships, or of those of a type; exact.
    pub fn relationship_count(
        &self,
        relationship_type: Option<RelationshipTypeId>,
    ) -> Result<u64, ReadError> {
        Ok(self.count(relationship_type.map_or(CountKey::Relationships, CountKey::Type)))
    }
}
