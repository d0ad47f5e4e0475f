//! Indexes and constraints as definitions. What an index *holds* is in `index/`.

pub(crate) mod state;

use std::sync::Arc;

use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text};

/// Identity of an index within its database; never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IndexId(pub u32);

/// Nodes or relationships.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntityKind {
    /// Nodes.
    Node,
    /// Relationships.
    Relationship,
}

/// Which entities a schema rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SchemaTarget {
    /// Nodes with a label.
    Label(LabelId),
    /// Relationships of a type.
    RelationshipType(RelationshipTypeId),
}

/// Kind of an index.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IndexKind {
    /// Ordered, over one or more properties.
    Range,
}

/// An index definition. An entity is in it when it has *all* the properties.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Index {
    /// Identity.
    pub id: IndexId,
    /// Unique name among indexes and constraints.
    pub name: Text,
    /// Kind.
    pub kind: IndexKind,
    /// What it covers.
    pub target: SchemaTarget,
    /// Properties, in key order of the index.
    pub properties: Vec<PropertyKeyId>,
    /// Whether it enforces uniqueness for the constraint of the same name that owns it.
    pub unique: bool,
}

/// Kind of a constraint.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ConstraintKind {
    /// No two entities with the same values; entities lacking one of the properties are exempt.
    Unique,
}

/// A constraint definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Constraint {
    /// Unique name among indexes and constraints.
    pub name: Text,
    /// Kind.
    pub kind: ConstraintKind,
    /// What it covers.
    pub target: SchemaTarget,
    /// Properties.
    pub properties: Vec<PropertyKeyId>,
    /// The index that enforces it.
    pub index: IndexId,
}

/// The whole schema at one moment. Immutable; a change publishes a new one with a higher epoch.
#[derive(Clone, Default, Debug)]
pub struct Schema {
    /// Increases with every change; part of the plan cache's key.
    pub epoch: u64,
    /// Online indexes, by id.
    pub indexes: Vec<Arc<Index>>,
    /// Constraints, by name.
    pub constraints: Vec<Arc<Constraint>>,
}
