//! Graph entities: paths by identity, and nodes, relationships and paths that carry their content.

use crate::{Map, NodeId, RelationshipId, Text, Value};

/// A path by identities: where it starts and each step taken. A path of length zero has no steps.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Path {
    /// First node.
    pub start: NodeId,
    /// One relationship and the node it led to, in walking order.
    pub steps: Vec<PathStep>,
}

/// One hop of a [`Path`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PathStep {
    /// The relationship walked.
    pub relationship: RelationshipId,
    /// Whether it was walked from its start to its end node.
    pub forward: bool,
    /// The node reached.
    pub node: NodeId,
}

impl Path {
    /// Nodes and relationships in turn, as a list would hold them.
    pub fn elements(&self) -> Vec<crate::Value> {
        let mut all = vec![crate::Value::Node(self.start)];
        for step in &self.steps {
            all.push(crate::Value::Relationship(step.relationship));
            all.push(crate::Value::Node(step.node));
        }
        all
    }

    /// All nodes in walking order; one more than there are steps.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        std::iter::once(self.start).chain(self.steps.iter().map(|step| step.node))
    }

    /// All relationships in walking order.
    pub fn relationships(&self) -> impl Iterator<Item = RelationshipId> {
        self.steps.iter().map(|step| step.relationship)
    }

    /// The last node.
    pub fn end(&self) -> NodeId {
        self.steps.last().map_or(self.start, |step| step.node)
    }
}

/// An entity with its content (a client's view, or a virtual one).
#[derive(Clone, Debug)]
pub enum Entity {
    /// A node.
    Node(Node),
    /// A relationship.
    Relationship(Relationship),
    /// A path.
    Path(HydratedPath),
}

/// A node with its content.
#[derive(Clone, Debug)]
pub struct Node {
    /// Numeric id; negative for a virtual node.
    pub id: i64,
    /// Text identity; empty where the peer's Bolt version has none.
    pub element_id: Text,
    /// Labels, in the order in which the peer gave them.
    pub labels: Vec<Text>,
    /// Properties.
    pub properties: Map,
}

/// A relationship with its content.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Numeric id; negative for a virtual relationship.
    pub id: i64,
    /// Text identity.
    pub element_id: Text,
    /// Numeric id of the start node.
    pub start: i64,
    /// Text identity of the start node.
    pub start_element_id: Text,
    /// Numeric id of the end node.
    pub end: i64,
    /// Text identity of the end node.
    pub end_element_id: Text,
    /// Relationship type.
    pub relationship_type: Text,
    /// Properties.
    pub properties: Map,
}

/// A path with its content: `nodes` has one entry more than `relationships`, in walking order.
#[derive(Clone, Debug)]
pub struct HydratedPath {
    /// Nodes in walking order.
    pub nodes: Vec<Node>,
    /// Relationships in walking order, each with its own start and end.
    pub relationships: Vec<Relationship>,
}

impl Entity {
    /// Approximate bytes held on the heap.
    pub fn heap_size(&self) -> usize {
        let map = |map: &Map| -> usize {
            map.iter()
                .map(|(k, v)| 56 + k.heap_size() + v.heap_size())
                .sum()
        };
        let node = |n: &Node| 64 + 16 * n.labels.len() + map(&n.properties);
        let relationship = |r: &Relationship| 128 + map(&r.properties);
        match self {
            Self::Node(n) => node(n),
            Self::Relationship(r) => relationship(r),
            Self::Path(p) => {
                p.nodes.iter().map(node).sum::<usize>()
                    + p.relationships.iter().map(relationship).sum::<usize>()
            }
        }
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Entity::Node(node).into()
    }
}

impl From<Relationship> for Value {
    fn from(relationship: Relationship) -> Self {
        Entity::Relationship(relationship).into()
    }
}
