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
use crate::schema::{
    Constraint, ConstraintKind, EntityKind, Index, IndexId, IndexKind, LookupIndex, SchemaTarget,
};
use crate::txn::lock::{Mode, Resource};
use crate::{SchemaError, WriteError};

/// What is to be created.
#[derive(Clone, Copy)]
enum Wanted {
    Index(IndexKind),
    Constraint(ConstraintKind),
}

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
        wanted: Wanted,
        target: SchemaTarget,
        properties: &[PropertyKeyId],
    ) -> Result<(), SchemaError> {
        let schema = &draft.state.schema;
        let (kind, constraint) = match wanted {
            Wanted::Index(kind) => (kind, None),
            Wanted::Constraint(kind) => (IndexKind::Range, Some(kind)),
        };
        if let Some(constraint) = constraint
            && let Some(same) = schema
                .constraints
                .iter()
                .find(|c| c.target == target && c.properties == properties)
        {
            return Err(if same.kind != constraint {
                SchemaError::ConflictingConstraintExists(same.name.clone())
            } else if same.name == *name {
                SchemaError::SameConstraintExists(same.name.clone())
            } else {
                SchemaError::EquivalentConstraintExists(same.name.clone())
            });
        }
        let same = |index: &&Arc<Index>| {
            index.kind == kind && index.target == target && index.properties == properties
        };
        if let Some(same) = schema.indexes.iter().find(same) {
            return Err(match constraint {
                Some(_) => SchemaError::IndexInTheWay(same.name.clone()),
                None if same.unique => SchemaError::ConstraintInTheWay(same.name.clone()),
                None if same.name == *name => SchemaError::SameIndexExists(same.name.clone()),
                None => SchemaError::EquivalentIndexExists(same.name.clone()),
            });
        }
        Self::check_name(draft, name)
    }

    fn check_name(draft: &SchemaDraft, name: &Text) -> Result<(), SchemaError> {
        let schema = &draft.state.schema;
        if schema.constraints.iter().any(|c| c.name == *name) {
            return Err(SchemaError::ConstraintNameTaken(name.clone()));
        }
        let named = schema.indexes.iter().any(|index| index.name == *name);
        if named || schema.lookups.iter().any(|lookup| lookup.name == *name) {
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
        self.create_index_of(IndexKind::Range, name, target, properties)
    }

    /// As [`create_index`](Self::create_index), of any kind; all but range indexes have one property.
    pub fn create_index_of(
        &mut self,
        kind: IndexKind,
        name: Text,
        target: SchemaTarget,
        properties: Vec<PropertyKeyId>,
    ) -> Result<IndexId, SchemaError> {
        let draft = self.begin_schema()?;
        Self::check_free(draft, &name, Wanted::Index(kind), target, &properties)?;
        self.add_index(kind, name, target, properties, false)
    }

    /// Creates the token lookup index of nodes or relationships.
    pub fn create_lookup_index(
        &mut self,
        name: Text,
        entity: EntityKind,
    ) -> Result<IndexId, SchemaError> {
        let draft = self.begin_schema()?;
        let lookups = &draft.state.schema.lookups;
        if let Some(same) = lookups.iter().find(|lookup| lookup.entity == entity) {
            return Err(if same.name == name {
                SchemaError::SameIndexExists(name)
            } else {
                SchemaError::EquivalentIndexExists(same.name.clone())
            });
        }
        Self::check_name(draft, &name)?;
        let id = IndexId(draft.state.next_index);
        let lookup = LookupIndex { id, name, entity };
        draft.state = draft.state.with_lookup(lookup.clone());
        draft.operations.push(Operation::CreateLookupIndex(lookup));
        Ok(id)
    }

    fn add_index(
        &mut self,
        kind: IndexKind,
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
            kind,
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
        self.create_constraint(ConstraintKind::Unique, name, target, properties)
    }

    /// Creates a constraint and the index it owns.
    pub fn create_constraint(
        &mut self,
        kind: ConstraintKind,
        name: Text,
        target: SchemaTarget,
        properties: Vec<PropertyKeyId>,
    ) -> Result<(), SchemaError> {
        let draft = self.begin_schema()?;
        Self::check_free(draft, &name, Wanted::Constraint(kind), target, &properties)?;
        match kind {
            ConstraintKind::Unique => {}
            ConstraintKind::Key => self.check_all_present(target, &properties)?,
        }
        let range = IndexKind::Range;
        let index = self.add_index(range, name.clone(), target, properties.clone(), true)?;
        let constraint = Constraint {
            name,
            kind,
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
        let lookups = &draft.state.schema.lookups;
        if let Some(lookup) = lookups.iter().find(|lookup| lookup.name == *name) {
            let id = lookup.id;
            draft.state = draft.state.without_index(id);
            draft.operations.push(Operation::DropIndex(id));
            return Ok(());
        }
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
    each_of(view, definition.target, |id| {
        let value = |key| view.indexed_value(definition.target, id, key);
        if let Some(key) = key_of(definition, value) {
            entries.push((key, id));
        }
        Ok(())
    })?;
    entries.sort_unstable_by(|a, b| a.0.bytes().cmp(b.0.bytes()).then(a.1.cmp(&b.1)));
    if definition.unique {
        check_unique(view, definition, &entries)?;
    }
    index.insert(&entries);
    Ok(())
}

/// Calls `each` for every entity that a target covers.
pub(super) fn each_of(
    view: &GraphView<'_>,
    target: SchemaTarget,
    mut each: impl FnMut(u64) -> Result<(), SchemaError>,
) -> Result<(), SchemaError> {
    match target {
        SchemaTarget::Label(label) => {
            let (mut scan, mut nodes) = (NodeScan::label(label), Vec::new());
            let mut more = true;
            while more {
                more = view
                    .scan_nodes(&mut scan, 4096, &mut nodes)
                    .map_err(WriteError::from)?;
                nodes.drain(..).try_for_each(|node: NodeId| each(node.0))?;
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
                    .try_for_each(|(id, _): (RelationshipId, _)| each(id.0))?;
            }
        }
    }
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
    debug_assert!(entries.is_empty() || key_in(definition, &values(entries[0].1)).is_some());
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
