//! What one transaction sees: its snapshot overlaid with its own writes.
//!
//! A view is taken per batch (`Transaction::view`): it pins what it reads for its own lifetime and
//! must not be kept across batches. Cursors hold ids and positions, never references.

use std::marker::PhantomData;
use std::ops::Bound;

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Value};

use crate::schema::IndexId;
use crate::{ReadError, Transaction};

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

/// A resumable scan of nodes in id order.
#[derive(Clone, Debug)]
pub struct NodeScan {
    pub(crate) label: Option<LabelId>,
    pub(crate) next: u64,
}

impl NodeScan {
    /// All nodes.
    pub fn all() -> Self {
        Self {
            label: None,
            next: 0,
        }
    }
    /// Nodes with a label.
    pub fn label(label: LabelId) -> Self {
        Self {
            label: Some(label),
            next: 0,
        }
    }
}

/// A resumable scan of relationships in id order.
#[derive(Clone, Debug)]
pub struct RelationshipScan {
    pub(crate) relationship_type: Option<RelationshipTypeId>,
    pub(crate) next: u64,
}

impl RelationshipScan {
    /// All relationships.
    pub fn all() -> Self {
        Self {
            relationship_type: None,
            next: 0,
        }
    }
    /// Relationships of a type.
    pub fn of_type(relationship_type: RelationshipTypeId) -> Self {
        Self {
            relationship_type: Some(relationship_type),
            next: 0,
        }
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
pub struct GraphView<'t> {
    _transaction: PhantomData<&'t Transaction>,
}

impl GraphView<'_> {
    /// Whether the node exists.
    pub fn node_exists(&self, _node: NodeId) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Appends the node's labels, ascending, to `labels`; `false` if the node does not exist.
    pub fn labels(&self, _node: NodeId, _labels: &mut Vec<LabelId>) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Whether the node exists and has the label.
    pub fn has_label(&self, _node: NodeId, _label: LabelId) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// A property of a node; null when it, or the node, does not exist.
    pub fn node_property(&self, _node: NodeId, _key: PropertyKeyId) -> Result<Value, ReadError> {
        unimplemented!()
    }
    /// Appends the node's properties by ascending key; `false` if the node does not exist.
    pub fn node_properties(
        &self,
        _node: NodeId,
        _properties: &mut Vec<(PropertyKeyId, Value)>,
    ) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Type and ends of a relationship; `None` if it does not exist.
    pub fn relationship(
        &self,
        _relationship: RelationshipId,
    ) -> Result<Option<RelationshipRecord>, ReadError> {
        unimplemented!()
    }
    /// A property of a relationship; null when it, or the relationship, does not exist.
    pub fn relationship_property(
        &self,
        _relationship: RelationshipId,
        _key: PropertyKeyId,
    ) -> Result<Value, ReadError> {
        unimplemented!()
    }
    /// Appends the relationship's properties by ascending key; `false` if it does not exist.
    pub fn relationship_properties(
        &self,
        _relationship: RelationshipId,
        _properties: &mut Vec<(PropertyKeyId, Value)>,
    ) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Appends the node's relationships in one direction (`Both`: outgoing first, a self-loop
    /// once). An empty `types` means every type. Nothing for a node that does not exist.
    pub fn expand(
        &self,
        _node: NodeId,
        _direction: Direction,
        _types: &[RelationshipTypeId],
        _neighbors: &mut Vec<Neighbor>,
    ) -> Result<(), ReadError> {
        unimplemented!()
    }
    /// Appends the relationships between two nodes, walking from the side with fewer entries.
    /// `Direction` is as seen from `from`.
    pub fn expand_into(
        &self,
        _from: NodeId,
        _to: NodeId,
        _direction: Direction,
        _types: &[RelationshipTypeId],
        _neighbors: &mut Vec<Neighbor>,
    ) -> Result<(), ReadError> {
        unimplemented!()
    }
    /// Number of entries [`expand`](Self::expand) would give, without walking them where a count
    /// is kept.
    pub fn degree(
        &self,
        _node: NodeId,
        _direction: Direction,
        _types: &[RelationshipTypeId],
    ) -> Result<u64, ReadError> {
        unimplemented!()
    }
    /// Appends at most `limit` nodes; `false` when the scan is finished.
    pub fn scan_nodes(
        &self,
        _scan: &mut NodeScan,
        _limit: usize,
        _nodes: &mut Vec<NodeId>,
    ) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Appends at most `limit` relationships; `false` when the scan is finished.
    pub fn scan_relationships(
        &self,
        _scan: &mut RelationshipScan,
        _limit: usize,
        _relationships: &mut Vec<(RelationshipId, RelationshipRecord)>,
    ) -> Result<bool, ReadError> {
        unimplemented!()
    }
    /// Appends the ids of the entities found, in ascending order of their keys.
    pub fn index_seek(
        &self,
        _index: IndexId,
        _query: &IndexQuery<'_>,
        _ids: &mut Vec<u64>,
    ) -> Result<(), ReadError> {
        unimplemented!()
    }
    /// Number of nodes, or of nodes with a label; exact for this snapshot and the own writes.
    pub fn node_count(&self, _label: Option<LabelId>) -> Result<u64, ReadError> {
        unimplemented!()
    }
    /// Number of relationships, or of those of a type; exact.
    pub fn relationship_count(
        &self,
        _relationship_type: Option<RelationshipTypeId>,
    ) -> Result<u64, ReadError> {
        unimplemented!()
    }
}
