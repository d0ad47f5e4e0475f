//! What key constraints require beyond uniqueness: that no entity lacks one of the properties. Looked
//! at when a transaction commits, so that its statements may create first and set later.

use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text, Value};

use super::Transaction;
use crate::graph::version::find;
use crate::operation::{Operation, PropertyChanges};
use crate::population::each_of;
use crate::schema::{Constraint, ConstraintKind, SchemaTarget};
use crate::txn::cell::{Pin, pin};
use crate::{SchemaError, WriteError};

impl Transaction {
    /// Fails if an entity that the transaction wrote lacks what a key constraint requires.
    pub(crate) fn check_required(&self, operations: &[Operation]) -> Result<(), WriteError> {
        let state = self.engine().schema_state();
        let constraints = state.schema.constraints.iter().chain(&state.building);
        let keys: Vec<&Constraint> = constraints
            .filter(|constraint| constraint.kind == ConstraintKind::Key)
            .map(AsRef::as_ref)
            .collect();
        if keys.is_empty() {
            return Ok(());
        }
        let pin = pin();
        for operation in operations {
            for constraint in &keys {
                self.check_one(constraint, operation, &pin)?;
            }
        }
        Ok(())
    }

    fn check_one(
        &self,
        constraint: &Constraint,
        operation: &Operation,
        pin: &Pin,
    ) -> Result<(), WriteError> {
        let graph = &self.engine().graph;
        let (id, changed, before): (u64, &PropertyChanges, &[(PropertyKeyId, Value)]) =
            match operation {
                Operation::CreateNode {
                    id,
                    labels,
                    properties,
                } if covers_node(constraint, labels) => (id.0, properties, &[]),
                Operation::ChangeNode {
                    id,
                    added_labels,
                    removed_labels,
                    properties,
                } => {
                    // The locks on its content are held, so the latest version is the one below.
                    let Some(version) = graph.node_version(*id, pin) else {
                        return Ok(());
                    };
                    let SchemaTarget::Label(label) = constraint.target else {
                        return Ok(());
                    };
                    let had = graph.has_label(version.labels, label);
                    let has = had && !removed_labels.contains(&label);
                    if !has && !added_labels.contains(&label) {
                        return Ok(());
                    }
                    (id.0, properties, &version.properties)
                }
                Operation::CreateRelationship {
                    id,
                    relationship_type,
                    properties,
                    ..
                } if covers_type(constraint, *relationship_type) => (id.0, properties, &[]),
                Operation::ChangeRelationship { id, properties } => {
                    match graph.relationship_entry(*id, pin) {
                        Some(entry) if covers_type(constraint, entry.record.relationship_type) => {
                            (id.0, properties, &entry.version.properties)
                        }
                        _ => return Ok(()),
                    }
                }
                _ => return Ok(()),
            };
        let is_there = |key: &PropertyKeyId| {
            let value = find(changed, *key).or_else(|| find(before, *key));
            value.is_some_and(|value| !value.is_null())
        };
        if constraint.properties.iter().all(is_there) {
            return Ok(());
        }
        Err(WriteError::PropertyMissing(self.lacking(
            constraint.target,
            &constraint.properties,
            id,
        )))
    }

    /// The same of what a snapshot shows, for a constraint that is to be created.
    pub(super) fn check_all_present(
        &self,
        target: SchemaTarget,
        properties: &[PropertyKeyId],
    ) -> Result<(), SchemaError> {
        let snapshot = self.snapshot().0;
        each_of(
            || Some(self.engine()),
            snapshot,
            target,
            |view, id| {
                let is_there = |key: &PropertyKeyId| view.indexed_value(target, id, *key).is_some();
                if properties.iter().all(is_there) {
                    return Ok(());
                }
                let text = self.lacking(target, properties, id);
                Err(SchemaError::ViolatedByData(text))
            },
        )
    }

    fn lacking(&self, target: SchemaTarget, properties: &[PropertyKeyId], id: u64) -> String {
        let tokens = &self.engine().tokens;
        let (entity, covered) = match target {
            SchemaTarget::Label(label) => (
                format!("Node({id})"),
                format!("label `{}`", tokens.label_name(label)),
            ),
            SchemaTarget::RelationshipType(of) => (
                format!("Relationship({id})"),
                format!("type `{}`", tokens.relationship_type_name(of)),
            ),
        };
        let names: Vec<Text> = properties
            .iter()
            .map(|key| tokens.property_key_name(*key))
            .collect();
        let noun = if names.len() == 1 {
            "property"
        } else {
            "properties"
        };
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let names = names.join(", ");
        format!("{entity} with {covered} must have the {noun} {names}")
    }
}

fn covers_node(constraint: &Constraint, labels: &[LabelId]) -> bool {
    match constraint.target {
        SchemaTarget::Label(label) => labels.contains(&label),
        SchemaTarget::RelationshipType(_) => false,
    }
}

fn covers_type(constraint: &Constraint, of: RelationshipTypeId) -> bool {
    constraint.target == SchemaTarget::RelationshipType(of)
}
