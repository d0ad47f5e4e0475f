//! Writing relationships.

use std::sync::Arc;

use quiver_types::{NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Value};

use super::Transaction;
use super::nodes::{Entries, missing};
use super::storable::{properties_size, storable, storable_properties};
use crate::WriteError;
use crate::graph::version::find;
use crate::graph::view::RelationshipRecord;
use crate::graph::write_set::{Held, OwnRelationship, WriteSet};
use crate::index::range::key_of;
use crate::txn::lock::{Mode, Resource};

/// Bytes a written relationship costs besides its properties: map entry, two adjacency entries,
/// undo steps, operation.
const RELATIONSHIP_COST: usize = 360;

/// Bytes that a written relationship costs besides its properties.
fn cost(own: &OwnRelationship) -> usize {
    if own.created {
        RELATIONSHIP_COST
    } else {
        RELATIONSHIP_COST / 2
    }
}

impl Transaction {
    /// Creates a relationship between nodes this transaction sees.
    pub fn create_relationship(
        &mut self,
        relationship_type: RelationshipTypeId,
        start: NodeId,
        end: NodeId,
        properties: &[(PropertyKeyId, Value)],
    ) -> Result<RelationshipId, WriteError> {
        self.begin_write()?;
        for node in [start, end] {
            if self.view().label_set(node).is_none() {
                return Err(WriteError::EntityDeleted(format!("node {node}")));
            }
            self.share_node(node)?;
        }
        let properties = storable_properties(properties)?;
        let bytes = RELATIONSHIP_COST + properties_size(&properties);
        let held = self.hold(Held::default(), bytes)?;
        let id = RelationshipId(self.next_relationship_id(relationship_type));
        let own = OwnRelationship {
            created: true,
            deleted: false,
            record: RelationshipRecord {
                relationship_type,
                start,
                end,
            },
            properties,
            held,
        };
        let entries = self.relationship_entries(id, &own);
        self.claim_entries(&Vec::new(), &entries, id.0, &own.properties)?;
        self.writes.put_relationship(id, own, false);
        for (index, key) in &entries {
            self.writes.add_entry(index.definition.id, key, id.0);
        }
        Ok(id)
    }

    fn relationship_entries(&self, id: RelationshipId, own: &OwnRelationship) -> Entries {
        let view = self.view();
        let Some(state) = self.engine().schema.load(&view.pin) else {
            return Vec::new();
        };
        if own.deleted {
            return Vec::new();
        }
        let below = (!own.created)
            .then(|| view.store().relationship_version(id, &view.pin))
            .flatten();
        let value = |key| match find(&own.properties, key) {
            Some(value) => Some(value),
            None => below?.property_at(view.snapshot, key, &view.pin),
        };
        state
            .relationship_indexes(own.record.relationship_type)
            .filter_map(|index| {
                let key = key_of(&index.definition, value)?;
                Some((Arc::clone(index), key))
            })
            .collect()
    }

    fn own_relationship(&self, id: RelationshipId) -> Result<OwnRelationship, WriteError> {
        if let Some(own) = self.writes.relationship(id) {
            if own.deleted {
                return Err(WriteError::EntityDeleted(format!("relationship {id}")));
            }
            return Ok(own.clone());
        }
        let record = self
            .view()
            .relationship_record(id)
            .ok_or_else(|| WriteError::EntityDeleted(format!("relationship {id}")))?;
        Ok(OwnRelationship {
            created: false,
            deleted: false,
            record,
            properties: Vec::new(),
            held: Held::default(),
        })
    }

    fn lock_relationship(&mut self, id: RelationshipId) -> Result<(), WriteError> {
        self.lock(Resource::Relationship(id.0), Mode::Exclusive)?;
        let view = self.view();
        let newest = view.store().relationship_version(id, &view.pin);
        if newest.is_some_and(|version| version.timestamp > view.snapshot) {
            return Err(self.conflict(format!("relationship {id}")));
        }
        Ok(())
    }

    fn change_relationship(
        &mut self,
        id: RelationshipId,
        old: &OwnRelationship,
        new: OwnRelationship,
    ) -> Result<(), WriteError> {
        let before = self.relationship_entries(id, old);
        let after = self.relationship_entries(id, &new);
        let mut values = Vec::new();
        for (index, _) in &after {
            for key in &index.definition.properties {
                let value = match find(&new.properties, *key) {
                    Some(value) => value.clone(),
                    None => {
                        let view = self.view();
                        view.relationship_value(id, *key)
                            .cloned()
                            .unwrap_or_default()
                    }
                };
                values.push((*key, value));
            }
        }
        values.sort_by_key(|(key, _)| *key);
        values.dedup_by_key(|(key, _)| *key);
        self.claim_entries(&before, &after, id.0, &values)?;
        let touched = self.writes.relationship(id).is_some();
        self.writes.put_relationship(id, new, true);
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

    /// Sets a property; null removes it. Returns whether there was anything to do.
    pub fn set_relationship_property(
        &mut self,
        relationship: RelationshipId,
        key: PropertyKeyId,
        value: Value,
    ) -> Result<bool, WriteError> {
        self.begin_write()?;
        let value = storable(value)?;
        let old = self.own_relationship(relationship)?;
        let nothing =
            value.is_null() && self.view().relationship_value(relationship, key).is_none();
        if nothing {
            return Ok(false);
        }
        if !old.created {
            self.lock_relationship(relationship)?;
        }
        let mut new = old.clone();
        WriteSet::set_property(&mut new.properties, new.created, key, value);
        let bytes = cost(&new) + properties_size(&new.properties);
        new.held = self.hold(old.held, bytes)?;
        self.change_relationship(relationship, &old, new)?;
        Ok(true)
    }

    /// Deletes a relationship; whether it existed.
    pub fn delete_relationship(
        &mut self,
        relationship: RelationshipId,
    ) -> Result<bool, WriteError> {
        self.begin_write()?;
        if self.view().relationship_record(relationship).is_none() {
            return Ok(false);
        }
        let old = self.own_relationship(relationship)?;
        if !old.created {
            for node in [old.record.start, old.record.end] {
                // A node that this transaction deletes is locked already, and more strongly.
                if self.writes.node(node).is_none_or(|own| !own.deleted) {
                    self.share_node(node)?;
                }
            }
            self.lock_relationship(relationship)?;
        }
        let held = self.hold(old.held, cost(&old))?;
        let new = OwnRelationship {
            deleted: true,
            properties: Vec::new(),
            held,
            ..old.clone()
        };
        self.change_relationship(relationship, &old, new)?;
        Ok(true)
    }
}
