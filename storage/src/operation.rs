//! The logical operations a transaction is made of. One list of them is at once the log record,
//! the recovery input, the checkpoint and (later) the change feed: there is one install path.

use quiver_types::{
    LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Text, Value,
};

use crate::schema::{Constraint, Index, IndexId, LookupIndex};

/// Properties set to new values; `Value::Null` means removed.
pub type PropertyChanges = Vec<(PropertyKeyId, Value)>;

/// One logical change.
#[derive(Clone, Debug)]
pub enum Operation {
    /// A label token came into being (its own log record, ahead of its first user).
    CreateLabelToken {
        /// Token.
        id: LabelId,
        /// Name.
        name: Text,
    },
    /// A relationship type token came into being.
    CreateRelationshipTypeToken {
        /// Token.
        id: RelationshipTypeId,
        /// Name.
        name: Text,
    },
    /// A property key token came into being.
    CreatePropertyKeyToken {
        /// Token.
        id: PropertyKeyId,
        /// Name.
        name: Text,
    },
    /// A node was created.
    CreateNode {
        /// Identity.
        id: NodeId,
        /// Labels, ascending.
        labels: Vec<LabelId>,
        /// Properties, by ascending key, none null.
        properties: PropertyChanges,
    },
    /// A node's labels or properties changed.
    ChangeNode {
        /// Identity.
        id: NodeId,
        /// Labels it gained, ascending.
        added_labels: Vec<LabelId>,
        /// Labels it lost, ascending.
        removed_labels: Vec<LabelId>,
        /// Changed keys with new values.
        properties: PropertyChanges,
    },
    /// A node was deleted; its relationships were deleted by operations before this one.
    DeleteNode {
        /// Identity.
        id: NodeId,
    },
    /// A relationship was created.
    CreateRelationship {
        /// Identity.
        id: RelationshipId,
        /// Type.
        relationship_type: RelationshipTypeId,
        /// Start node.
        start: NodeId,
        /// End node.
        end: NodeId,
        /// Properties, by ascending key, none null.
        properties: PropertyChanges,
    },
    /// A relationship's properties changed.
    ChangeRelationship {
        /// Identity.
        id: RelationshipId,
        /// Changed keys with new values.
        properties: PropertyChanges,
    },
    /// A relationship was deleted.
    DeleteRelationship {
        /// Identity.
        id: RelationshipId,
        /// Type, so that a feed needs no look-up.
        relationship_type: RelationshipTypeId,
        /// Start node.
        start: NodeId,
        /// End node.
        end: NodeId,
    },
    /// An index was created.
    CreateIndex(Index),
    /// An index was dropped.
    DropIndex(IndexId),
    /// A token lookup index was created.
    CreateLookupIndex(LookupIndex),
    /// A constraint was created, together with the index it owns (its own operation before this).
    CreateConstraint(Constraint),
    /// A constraint was dropped; the index it owned is dropped by its own operation.
    DropConstraint {
        /// Name.
        name: Text,
    },
}

impl Operation {
    /// Whether it only takes something away.
    pub fn is_deletion(&self) -> bool {
        match self {
            Self::DeleteNode { .. }
            | Self::DeleteRelationship { .. }
            | Self::DropIndex(_)
            | Self::DropConstraint { .. } => true,
            Self::CreateLabelToken { .. }
            | Self::CreateRelationshipTypeToken { .. }
            | Self::CreatePropertyKeyToken { .. }
            | Self::CreateNode { .. }
            | Self::ChangeNode { .. }
            | Self::CreateRelationship { .. }
            | Self::ChangeRelationship { .. }
            | Self::CreateIndex(_)
            | Self::CreateLookupIndex(_)
            | Self::CreateConstraint(_) => false,
        }
    }
}
