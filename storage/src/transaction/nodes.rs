//! Writing nodes.

use std::sync::Arc;

use quiver_types::{LabelId, NodeId, PropertyKeyId, Value};

use super::Transaction;
use super::storable::{properties_size, storable, storable_properties};
use crate::WriteError;
use crate::graph::label_set::LabelSetId;
use crate::graph::version::find;
use crate::graph::write_set::{Held, LabelChange, OwnNode, WriteSet};
use crate::index::range::{RangeIndex, key_of};
use crate::index::tree::Key;

/// Bytes a written node costs besides its properties: map entry, undo step, operation.
const NODE_COST: usize = 200;

/// Index entries of one entity.
pub(super) type Entries = Vec<(Arc<RangeIndex>, Key)>;

/// The entries of `from` that `other` lacks.
pub(super) fn missing<'e>(
    from: &'e Entries,
    other: &'e Entries,
) -> impl Iterator<Item = &'e (Arc<RangeIndex>, Key)> {
    from.iter().filter(|(index, key)| {
        !other
            .iter()
            .any(|(i, k)| Arc::ptr_eq(i, index) && k.bytes() == key.bytes())
    })
}

impl Transaction {
    /// Counts what the new state of an entity holds. It takes the place of the old one, unless that
    /// is an earlier statement's, which the savepoint keeps.
    pub(super) fn hold(&self, old: Held, bytes: usize) -> Result<Held, WriteError> {
        let statement = self.writes.statement();
        let counted = if old.statement == statement {
            old.bytes
        } else {
            0
        };
        if bytes >= counted {
            self.memory.reserve_write(bytes - counted)?;
        } else {
            self.memory.release_write(counted - bytes);
        }
        Ok(Held { bytes, statement })
    }

    /// Creates a node. Labels and keys may come in any order; null properties are left out.
    pub fn create_node(
        &mut self,
        labels: &[LabelId],
        properties: &[(PropertyKeyId, Value)],
    ) -> Result<NodeId, WriteError> {
        self.begin_write()?;
        let mut labels = labels.to_vec();
        labels.sort_unstable();
        labels.dedup();
        let set = self.engine().graph.label_sets.intern(&labels);
        let properties = storable_properties(properties)?;
        let held = self.hold(Held::default(), NODE_COST + properties_size(&properties))?;
        let id = NodeId(self.next_node_id(set));
        let own = OwnNode {
            created: true,
            deleted: false,
            labels: set,
            labels_before: LabelSetId::EMPTY,
            properties,
            held,
        };
        let entries = self.node_entries(id, &own);
        self.claim_entries(&Vec::new(), &entries, id.0, &own.properties)?;
        let change = LabelChange {
            existed: false,
            gained: &labels,
            lost: &[],
        };
        self.writes.put_node(id, own, &change);
        for (index, key) in &entries {
            self.writes.add_entry(index.definition.id, key, id.0);
        }
        Ok(id)
    }

    /// The index entries that a node in an own state has.
    fn node_entries(&self, id: NodeId, own: &OwnNode) -> Entries {
        let view = self.view();
        let Some(state) = self.engine().schema.load(&view.pin) else {
            return Vec::new();
        };
        if own.deleted || !state.indexes_nodes() {
            return Vec::new();
        }
        let below = (!own.created)
            .then(|| view.store().node_version(id, &view.pin))
            .flatten();
        let value = |key| match find(&own.properties, key) {
            Some(value) => Some(value),
            None => below?.property_at(view.snapshot, key, &view.pin),
        };
        state
            .node_indexes(view.store().label_sets.labels(own.labels))
            .filter_map(|index| {
                let key = key_of(&index.definition, value)?;
                Some((Arc::clone(index), key))
            })
            .collect()
    }

    /// The own state of a node to be changed: as it is in the write set, or untouched.
    fn own_node(&self, id: NodeId) -> Result<OwnNode, WriteError> {
        if let Some(own) = self.writes.node(id) {
            if own.deleted {
                return Err(WriteError::EntityDeleted(format!("node {id}")));
            }
            return Ok(own.clone());
        }
        let labels = self
            .view()
            .label_set(id)
            .ok_or_else(|| WriteError::EntityDeleted(format!("node {id}")))?;
        Ok(OwnNode {
            created: false,
            deleted: false,
            labels,
            labels_before: labels,
            properties: Vec::new(),
            held: Held::default(),
        })
    }

    /// Puts a node's changed state in, with all that follows from it.
    fn change_node(&mut self, id: NodeId, old: &OwnNode, new: OwnNode) -> Result<(), WriteError> {
        let before = self.node_entries(id, old);
        let after = self.node_entries(id, &new);
        let key_value = |key| find(&new.properties, key).cloned();
        let mut values = Vec::new();
        for (index, _) in &after {
            for key in &index.definition.properties {
                let value = match key_value(*key) {
                    Some(value) => value,
                    None => self
                        .view()
                        .node_value(id, *key)
                        .cloned()
                        .unwrap_or_default(),
                };
                values.push((*key, value));
            }
        }
        values.sort_by_key(|(key, _)| *key);
        values.dedup_by_key(|(key, _)| *key);
        self.claim_entries(&before, &after, id.0, &values)?;
        let touched = self.writes.node(id).is_some();
        self.put_changed_node(id, old, new);
        // From the first change on the write set has all of the node's entries.
        if touched {
            for (index, key) in missing(&before, &after) {
                self.writes.remove_entry(index.definition.id, key, id.0);
            }
            for (index, key) in missing(&after, &before) {
                self.writes.add_entry(index.definition.id, key, id.0);
            }
        } else {
            for (index, key) in &after {
                self.writes.add_entry(index.definition.id, key, id.0);
            }
        }
        Ok(())
    }

    fn put_changed_node(&mut self, id: NodeId, old: &OwnNode, new: OwnNode) {
        let sets = &self.database.engine.graph.label_sets;
        let (had, has) = (sets.labels(old.labels), sets.labels(new.labels));
        let (had, has) = (had, if new.deleted { &[] } else { has });
        let minus = |a: &[LabelId], b: &[LabelId]| -> Vec<LabelId> {
            a.iter()
                .filter(|label| !b.contains(label))
                .copied()
                .collect()
        };
        let change = LabelChange {
            existed: true,
            gained: &minus(has, had),
            lost: &minus(had, has),
        };
        self.writes.put_node(id, new, &change);
    }

    /// Sets a property; null removes it. Returns whether there was anything to do.
    pub fn set_node_property(
        &mut self,
        node: NodeId,
        key: PropertyKeyId,
        value: Value,
    ) -> Result<bool, WriteError> {
        self.begin_write()?;
        let value = storable(value)?;
        let old = self.own_node(node)?;
        if value.is_null() && self.view().node_value(node, key).is_none() {
            return Ok(false);
        }
        if !old.created {
            self.lock_node(node, false)?;
        }
        let mut new = old.clone();
        WriteSet::set_property(&mut new.properties, new.created, key, value);
        new.held = self.hold(old.held, NODE_COST + properties_size(&new.properties))?;
        self.change_node(node, &old, new)?;
        Ok(true)
    }

    /// Adds a label; whether the node lacked it.
    pub fn add_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, WriteError> {
        Ok(self.add_labels(node, &[label])? > 0)
    }

    /// Adds labels at once; how many of them the node lacked.
    pub fn add_labels(&mut self, node: NodeId, labels: &[LabelId]) -> Result<usize, WriteError> {
        self.change_labels(node, labels, true)
    }

    /// Removes a label; whether the node had it.
    pub fn remove_label(&mut self, node: NodeId, label: LabelId) -> Result<bool, WriteError> {
        Ok(self.remove_labels(node, &[label])? > 0)
    }

    /// Removes labels at once; how many of them the node had.
    pub fn remove_labels(&mut self, node: NodeId, labels: &[LabelId]) -> Result<usize, WriteError> {
        self.change_labels(node, labels, false)
    }

    fn change_labels(
        &mut self,
        node: NodeId,
        labels: &[LabelId],
        on: bool,
    ) -> Result<usize, WriteError> {
        self.begin_write()?;
        let old = self.own_node(node)?;
        let sets = &self.engine().graph.label_sets;
        let set = if on {
            sets.with(old.labels, labels)
        } else {
            sets.without(old.labels, labels)
        };
        if set == old.labels {
            return Ok(0);
        }
        let changed = sets
            .labels(set)
            .len()
            .abs_diff(sets.labels(old.labels).len());
        if !old.created {
            self.lock_node(node, true)?;
        }
        let held = self.hold(old.held, NODE_COST + properties_size(&old.properties))?;
        let new = OwnNode {
            labels: set,
            held,
            ..old.clone()
        };
        self.change_node(node, &old, new)?;
        Ok(changed)
    }

    /// Deletes a node; whether it existed. Relationships it still has are found by
    /// [`check_deletions`](Self::check_deletions), so that one statement may delete them later.
    pub fn delete_node(&mut self, node: NodeId) -> Result<bool, WriteError> {
        self.begin_write()?;
        if self.view().label_set(node).is_none() {
            return Ok(false);
        }
        let old = self.own_node(node)?;
        if !old.created {
            self.lock_node(node, true)?;
        }
        let held = self.hold(old.held, NODE_COST)?;
        let new = OwnNode {
            deleted: true,
            properties: Vec::new(),
            held,
            ..old.clone()
        };
        self.change_node(node, &old, new)?;
        Ok(true)
    }
}
