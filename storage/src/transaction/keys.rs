//! Unique keys and the patterns of MERGE: locked by hash, checked against the latest state.

use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Bound;

use quiver_types::compare::{equals, hash_equivalent};
use quiver_types::{
    LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Text, Value,
};

use super::Transaction;
use super::nodes::{Entries, missing};
use crate::WriteError;
use crate::graph::version::{Version, find};
use crate::index::range::RangeIndex;
use crate::index::tree::Key;
use crate::schema::{Index, SchemaTarget};
use crate::txn::cell::Pin;
use crate::txn::lock::{Mode, Resource};

fn hasher() -> impl Hasher {
    // Fixed: every transaction must find the same lock.
    foldhash::fast::FixedState::with_seed(0x5171_7665).build_hasher()
}

fn hash_values(properties: &[(PropertyKeyId, Value)], state: &mut impl Hasher) {
    let mut sorted: Vec<_> = properties.iter().collect();
    sorted.sort_by_key(|(key, _)| *key);
    for (key, value) in sorted {
        key.hash(state);
        hash_equivalent(value, state);
    }
}

/// A value as it stands in a message.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(yes) => yes.to_string(),
        other => format!("{other:?}"),
    }
}

/// The properties of a unique index with values, for a message.
pub(super) fn shown_properties(
    names: impl Fn(PropertyKeyId) -> Text,
    index: &Index,
    value: impl Fn(PropertyKeyId) -> Value,
) -> String {
    let parts: Vec<String> = index
        .properties
        .iter()
        .map(|key| format!("`{}` = {}", names(*key), shown(&value(*key))))
        .collect();
    let noun = if parts.len() == 1 {
        "property"
    } else {
        "properties"
    };
    format!("{noun} {}", parts.join(", "))
}

impl Transaction {
    /// Locks the unique keys that an entity leaves and enters, and checks those it enters.
    /// `values` holds at least the indexed properties, by key.
    pub(super) fn claim_entries(
        &mut self,
        before: &Entries,
        after: &Entries,
        id: u64,
        values: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        for (index, key) in missing(before, after) {
            if index.definition.unique {
                self.lock_key(index, key)?;
            }
        }
        for (index, key) in missing(after, before) {
            if index.definition.unique {
                self.lock_key(index, key)?;
                self.check_unique(index, key, id, values)?;
            }
        }
        Ok(())
    }

    fn lock_key(&mut self, index: &RangeIndex, key: &Key) -> Result<(), WriteError> {
        let mut state = hasher();
        (1u8, index.definition.id.0, key.bytes()).hash(&mut state);
        self.lock(Resource::Key(state.finish()), Mode::Exclusive)
    }

    fn check_unique(
        &self,
        index: &RangeIndex,
        key: &Key,
        id: u64,
        values: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        let definition = &*index.definition;
        let view = self.view();
        let same = |value: &dyn Fn(PropertyKeyId) -> Option<Value>| {
            definition.properties.iter().all(|key| {
                let wanted = find(values, *key);
                wanted
                    .zip(value(*key))
                    .is_some_and(|(wanted, found)| equals(wanted, &found) == Some(true))
            })
        };
        let bound = Bound::Included(key.bytes());
        let mut other = None;
        if let Some(tree) = index.tree(&view.pin) {
            tree.range(bound, bound, |_, candidate| {
                let taken = candidate != id
                    && !self.wrote(definition, candidate)
                    && self
                        .latest(definition, candidate, &view.pin)
                        .is_some_and(|version| {
                            same(&|key| find(&version.properties, key).cloned())
                        });
                if taken {
                    other = Some(candidate);
                }
                !taken
            });
        }
        let own = self.writes.index_entries(definition.id);
        let own = own.and_then(|entries| entries.get(key.bytes()));
        for candidate in own.into_iter().flatten().filter(|own| **own != id) {
            if same(&|key| {
                view.indexed_value(definition.target, *candidate, key)
                    .cloned()
            }) {
                other = Some(*candidate);
            }
        }
        match other {
            Some(other) => Err(self.uniqueness_violation(definition, other, values)),
            None => Ok(()),
        }
    }

    fn wrote(&self, definition: &Index, id: u64) -> bool {
        match definition.target {
            SchemaTarget::Label(_) => self.writes.node(NodeId(id)).is_some(),
            SchemaTarget::RelationshipType(_) => {
                self.writes.relationship(RelationshipId(id)).is_some()
            }
        }
    }

    /// The latest committed version of an entity, if it is what the index covers.
    fn latest<'p>(&'p self, definition: &Index, id: u64, pin: &'p Pin) -> Option<&'p Version> {
        let graph = &self.engine().graph;
        match definition.target {
            SchemaTarget::Label(label) => graph
                .node_version(NodeId(id), pin)
                .filter(|v| v.exists && graph.has_label(v.labels, label)),
            SchemaTarget::RelationshipType(_) => graph
                .relationship_version(RelationshipId(id), pin)
                .filter(|version| version.exists),
        }
    }

    fn uniqueness_violation(
        &self,
        index: &Index,
        other: u64,
        values: &[(PropertyKeyId, Value)],
    ) -> WriteError {
        let tokens = &self.engine().tokens;
        let (entity, target) = match index.target {
            SchemaTarget::Label(label) => (
                format!("Node({other})"),
                format!("label `{}`", tokens.label_name(label)),
            ),
            SchemaTarget::RelationshipType(relationship_type) => (
                format!("Relationship({other})"),
                format!(
                    "type `{}`",
                    tokens.relationship_type_name(relationship_type)
                ),
            ),
        };
        let properties = shown_properties(
            |key| tokens.property_key_name(key),
            index,
            |key| find(values, key).cloned().unwrap_or_default(),
        );
        WriteError::UniquenessViolation(format!(
            "{entity} already exists with {target} and {properties}"
        ))
    }

    /// Before MERGE creates a node: locks the pattern (labels and properties; key order and
    /// number type do not matter), so that of concurrent MERGEs one creates and the others,
    /// finding that a transaction outside their snapshot held the lock, get a conflict.
    pub fn lock_merge_node(
        &mut self,
        labels: &[LabelId],
        properties: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        self.begin_write()?;
        let mut labels = labels.to_vec();
        labels.sort_unstable();
        labels.dedup();
        let mut state = hasher();
        (2u8, labels).hash(&mut state);
        hash_values(properties, &mut state);
        self.lock(Resource::Key(state.finish()), Mode::Exclusive)
    }

    /// The same for a relationship; `ends` unordered when `undirected`.
    pub fn lock_merge_relationship(
        &mut self,
        relationship_type: RelationshipTypeId,
        start: NodeId,
        end: NodeId,
        undirected: bool,
        properties: &[(PropertyKeyId, Value)],
    ) -> Result<(), WriteError> {
        self.begin_write()?;
        // Always unordered: an undirected MERGE must meet the directed ones of either direction.
        let _ = undirected;
        let mut state = hasher();
        (3u8, relationship_type, start.min(end), start.max(end)).hash(&mut state);
        hash_values(properties, &mut state);
        self.lock(Resource::Key(state.finish()), Mode::Exclusive)
    }
}
