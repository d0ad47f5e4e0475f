//! Schema changes. They hold the gate alone, so no data changes meanwhile: an index is filled from
//! the latest state at once, and what is published at commit is complete.

use std::sync::Arc;

use quiver_types::{NodeId, PropertyKeyId, RelationshipId, Text, Value};

use super::keys::shown_properties;
use super::{AccessMode, Transaction};
use crate::graph::view::{GraphView, NodeScan, RelationshipScan};
use crate::index::range::{RangeIndex, key_in, key_of};
use crate::index::tree::Key;
use crate::operation::Operation;
use crate::schema::state::SchemaState;
use crate::schema::{Constraint, ConstraintKind, Index, IndexId, IndexKind, SchemaTarget};
use crate::txn::lock::{Mode, Resource};
use crate::{SchemaError, WriteError};

/// What a transaction changes in the schema.
pub(crate) struct SchemaDraft {
    /// The schema it will publish.
    pub(crate) state: SchemaState,
    /// What it will log.
    pub(crate) operations: Vec<Operation>,
    saved: Option<(SchemaState, usize)>,
}

impl SchemaDraft {
    pub(super) fn savepoint(&mut self) {
        self.saved = Some((self.state.clone(), self.operations.len()));
    }

    /// Whether anything is left of the draft.
    pub(super) fn rollback(&mut self) -> bool {
        let Some((state, length)) = self.saved.clone() else {
            return false;
        };
        self.state = state;
        self.operations.truncate(length);
        true
    }
}

impl Transaction {
    /// The draft, begun if this is the first change: alone behind the gate, on a snapshot of now.
    fn begin_schema(&mut self) -> Result<&mut SchemaDraft, SchemaError> {
        match self.options.mode {
            AccessMode::Read => return Err(WriteError::AccessMode.into()),
            AccessMode::Write => {}
        }
        if !self.writes.is_empty() {
            return Err(WriteError::SchemaAndData.into());
        }
        if self.schema_draft.is_none() {
            self.check_writable()?;
            self.lock(Resource::Gate, Mode::Exclusive)?;
            self.drop_snapshot();
        }
        let state = self.engine().schema_state();
        Ok(self.schema_draft.get_or_insert_with(|| SchemaDraft {
            state,
            operations: Vec::new(),
            saved: None,
        }))
    }

    fn check_free(
        draft: &SchemaDraft,
        name: &Text,
        constraint: bool,
        target: SchemaTarget,
        properties: &[PropertyKeyId],
    ) -> Result<(), SchemaError> {
        let schema = &draft.state.schema;
        if constraint
            && let Some(same) = schema
                .constraints
                .iter()
                .find(|c| c.target == target && c.properties == properties)
        {
            return Err(SchemaError::EquivalentConstraintExists(same.name.clone()));
        }
        let same = |index: &&Arc<Index>| index.target == target && index.properties == properties;
        if let Some(same) = schema.indexes.iter().find(same) {
            return Err(if constraint || same.unique {
                SchemaError::IndexInTheWay(same.name.clone())
            } else {
                SchemaError::EquivalentIndexExists(same.name.clone())
            });
        }
        if schema.constraints.iter().any(|c| c.name == *name) {
            return Err(SchemaError::ConstraintNameTaken(name.clone()));
        }
        if schema.indexes.iter().any(|index| index.name == *name) {
            return Err(SchemaError::IndexNameTaken(name.clone()));
        }
        Ok(())
    }

    /// Creates a range index; it is populated and online when the commit returns.
    pub fn create_index(
        &mut self,
        name: Text,
        target: SchemaTarget,
        properties: Vec<PropertyKeyId>,
    ) -> Result<IndexId, SchemaError> {
        let draft = self.begin_schema()?;
        Self::check_free(draft, &name, false, target, &properties)?;
        self.add_index(name, target, properties, false)
    }

    fn add_index(
        &mut self,
        name: Text,
        target: SchemaTarget,
        properties: Vec<PropertyKeyId>,
        unique: bool,
    ) -> Result<IndexId, SchemaError> {
        let draft = self.begin_schema()?;
        let id = IndexId(draft.state.next_index);
        let definition = Index {
            id,
            name,
            kind: IndexKind::Range,
            target,
            properties,
            unique,
        };
        // Online from the commit on; nobody sees the draft before.
        let index = Arc::new(RangeIndex::new(Arc::new(definition.clone()), u64::MAX));
        let view = self.view();
        populate(&view, &index)?;
        drop(view);
        let draft = self.begin_schema()?;
        draft.state = draft.state.with_index(index);
        draft.operations.push(Operation::CreateIndex(definition));
        Ok(id)
    }

    /// Creates a uniqueness constraint and the index it owns.
    pub fn create_unique_constraint(
        &mut self,
        name: Text,
        target: SchemaTarget,
        properties: Vec<PropertyKeyId>,
    ) -> Result<(), SchemaError> {
        let draft = self.begin_schema()?;
        Self::check_free(draft, &name, true, target, &properties)?;
        let index = self.add_index(name.clone(), target, properties.clone(), true)?;
        let constraint = Constraint {
            name,
            kind: ConstraintKind::Unique,
            target,
            properties,
            index,
        };
        let draft = self.begin_schema()?;
        draft.state = draft.state.with_constraint(constraint.clone());
        draft
            .operations
            .push(Operation::CreateConstraint(constraint));
        Ok(())
    }

    /// Drops an index that no constraint owns.
    pub fn drop_index(&mut self, name: &str) -> Result<(), SchemaError> {
        let draft = self.begin_schema()?;
        let indexes = &draft.state.schema.indexes;
        let Some(index) = indexes.iter().find(|index| index.name == *name) else {
            return Err(SchemaError::NoSuchIndex(Text::new(name)));
        };
        if index.unique {
            return Err(SchemaError::OwnedByConstraint(Text::new(name)));
        }
        let id = index.id;
        draft.state = draft.state.without_index(id);
        draft.operations.push(Operation::DropIndex(id));
        Ok(())
    }

    /// Drops a constraint and its index.
    pub fn drop_constraint(&mut self, name: &str) -> Result<(), SchemaError> {
        let draft = self.begin_schema()?;
        let constraints = &draft.state.schema.constraints;
        let Some(constraint) = constraints.iter().find(|c| c.name == *name) else {
            return Err(SchemaError::NoSuchConstraint(Text::new(name)));
        };
        let index = constraint.index;
        draft.state = draft.state.without_constraint(name).without_index(index);
        let name = Text::new(name);
        draft.operations.push(Operation::DropConstraint { name });
        draft.operations.push(Operation::DropIndex(index));
        Ok(())
    }
}

/// Fills an index from what a view sees. A unique one fails at the first pair that violates it.
pub(crate) fn populate(view: &GraphView<'_>, index: &RangeIndex) -> Result<(), SchemaError> {
    let definition = &*index.definition;
    let mut entries: Vec<(Key, u64)> = Vec::new();
    let mut add = |id: u64| {
        let value = |key| view.indexed_value(definition.target, id, key);
        if let Some(key) = key_of(&definition.properties, value) {
            entries.push((key, id));
        }
    };
    match definition.target {
        SchemaTarget::Label(label) => {
            let (mut scan, mut nodes) = (NodeScan::label(label), Vec::new());
            let mut more = true;
            while more {
                more = view
                    .scan_nodes(&mut scan, 4096, &mut nodes)
                    .map_err(WriteError::from)?;
                nodes.drain(..).for_each(|node: NodeId| add(node.0));
            }
        }
        SchemaTarget::RelationshipType(relationship_type) => {
            let mut scan = RelationshipScan::of_type(relationship_type);
            let mut found = Vec::new();
            let mut more = true;
            while more {
                more = view
                    .scan_relationships(&mut scan, 4096, &mut found)
                    .map_err(WriteError::from)?;
                found
                    .drain(..)
                    .for_each(|(id, _): (RelationshipId, _)| add(id.0));
            }
        }
    }
    entries.sort_unstable_by(|a, b| a.0.bytes().cmp(b.0.bytes()).then(a.1.cmp(&b.1)));
    if definition.unique {
        check_unique(view, definition, &entries)?;
    }
    index.insert(&entries);
    Ok(())
}

fn check_unique(
    view: &GraphView<'_>,
    definition: &Index,
    entries: &[(Key, u64)],
) -> Result<(), SchemaError> {
    let values = |id: u64| -> Vec<(PropertyKeyId, Value)> {
        let mut keys = definition.properties.clone();
        keys.sort_unstable();
        keys.into_iter()
            .map(|key| {
                let value = view.indexed_value(definition.target, id, key);
                (key, value.cloned().unwrap_or_default())
            })
            .collect()
    };
    let same = |a: u64, b: u64| {
        values(a)
            .iter()
            .zip(&values(b))
            .all(|((_, a), (_, b))| quiver_types::compare::equals(a, b) == Some(true))
    };
    for group in entries.chunk_by(|a, b| a.0.bytes() == b.0.bytes()) {
        for (position, (_, first)) in group.iter().enumerate() {
            let rest = &group[position + 1..];
            if let Some((_, second)) = rest.iter().find(|(_, id)| same(*first, *id)) {
                return Err(violated(view, definition, *first, *second, &values(*first)));
            }
            // Whole keys that are equal mean equal values, or NaN, which equals nothing.
            if group[0].0.bytes().len() < crate::codec::MAX_KEY {
                break;
            }
        }
    }
    debug_assert!(
        entries.is_empty() || key_in(&definition.properties, &values(entries[0].1)).is_some()
    );
    Ok(())
}

fn violated(
    view: &GraphView<'_>,
    index: &Index,
    first: u64,
    second: u64,
    values: &[(PropertyKeyId, Value)],
) -> SchemaError {
    let tokens = &view.engine.tokens;
    let (noun, target) = match index.target {
        SchemaTarget::Label(label) => ("Node", format!("label `{}`", tokens.label_name(label))),
        SchemaTarget::RelationshipType(relationship_type) => (
            "Relationship",
            format!(
                "type `{}`",
                tokens.relationship_type_name(relationship_type)
            ),
        ),
    };
    let properties = shown_properties(
        |key| tokens.property_key_name(key),
        index,
        |key| {
            let found = values.iter().find(|(k, _)| *k == key);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        },
    );
    SchemaError::ViolatedByData(format!(
        "Both {noun}({first}) and {noun}({second}) have the {target} and {properties}"
    ))
}
