//! Indexes and constraints as definitions. What an index *holds* is in `index/`.

pub(crate) mod state;

use std::sync::Arc;

use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text, Value};

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
    /// Of one property, holding its strings; kept as a range index is.
    Text,
    /// Of one property, holding its points; kept as a range index is.
    Point,
}

impl IndexKind {
    /// Whether an entity with this value of an indexed property is in such an index.
    pub fn holds(self, value: &Value) -> bool {
        match self {
            Self::Range => !value.is_null(),
            Self::Text => matches!(value, Value::String(_)),
            Self::Point => matches!(value, Value::Point(_)),
        }
    }
}

/// The configuration of a point index, which is the same for all: Neo4j's keys and usual values, by
/// key. Points outside of these bounds are found as well.
pub const POINT_INDEX_CONFIG: [(&str, &[f64]); 8] = [
    ("spatial.cartesian-3d.max", &[1e6, 1e6, 1e6]),
    ("spatial.cartesian-3d.min", &[-1e6, -1e6, -1e6]),
    ("spatial.cartesian.max", &[1e6, 1e6]),
    ("spatial.cartesian.min", &[-1e6, -1e6]),
    ("spatial.wgs-84-3d.max", &[180.0, 90.0, 1e6]),
    ("spatial.wgs-84-3d.min", &[-180.0, -90.0, -1e6]),
    ("spatial.wgs-84.max", &[180.0, 90.0]),
    ("spatial.wgs-84.min", &[-180.0, -90.0]),
];

/// Name of the lookup index for nodes that a new database has, and that one without a name gets.
pub const NODE_LOOKUP: &str = "index_460996c0";
/// The same for relationships.
pub const RELATIONSHIP_LOOKUP: &str = "index_1b9dcc97";

/// An index from every label (or type) to its entities. The store finds these by other means, so
/// it is there to be shown, dropped and created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookupIndex {
    /// Identity, from the same numbers as other indexes'.
    pub id: IndexId,
    /// Unique name among indexes and constraints.
    pub name: Text,
    /// What it finds.
    pub entity: EntityKind,
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
    /// As [`Unique`](Self::Unique), and no entity lacks one of the properties.
    Key,
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
    /// Indexes that are being filled, and answer nothing yet; [`crate::Database::population`] tells
    /// how far each is. One of a constraint is here while the constraint is being created.
    pub populating: Vec<Arc<Index>>,
    /// Token lookup indexes, by id.
    pub lookups: Vec<Arc<LookupIndex>>,
    /// Constraints, by name.
    pub constraints: Vec<Arc<Constraint>>,
}

impl Schema {
    /// All indexes but lookups, online or being filled.
    pub fn all_indexes(&self) -> impl Iterator<Item = &Arc<Index>> {
        self.indexes.iter().chain(&self.populating)
    }
}
