//! Schema changes. They are made behind the writers' gate, held alone until the commit; so no data
//! changes in the instant in which one is registered. Indexes are filled after it.
//!
//! A constraint is different, because the data may violate it: its index is registered and filled
//! before its creation is committed, without the gate, and only then is the gate taken again, to
//! look at what others committed meanwhile and to publish. Only where a transaction has changed
//! the schema before, and so cannot let go of the gate, is it filled behind it.

use std::ops::Bound;
use std::sync::Arc;

use quiver_types::{PropertyKeyId, Text, Value};

use super::keys::shown_properties;
use super::{AccessMode, Transaction};
use crate::graph::view::GraphView;
use crate::index::range::{RangeIndex, key_in};
use crate::index::tree::Key;
use crate::operation::Operation;
use crate::population::{Registered, fill};
use crate::schema::state::SchemaState;
use crate::schema::{
    Constraint, ConstraintKind, EntityKind, Index, IndexId, IndexKind, LookupIndex, Schema,
    SchemaTarget,
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

/// A constraint whose index is filled, until its transaction ends.
pub(crate) struct Building {
    registered: Registered,
    constraint: Constraint,
}

impl SchemaDraft {
    pub(super) fn savepoint(&mut self) {
        self.saved = Some((self.state.clone(), self.operations.len()));
    }

    fn add(&mut self, index: &Index, constraint: Constraint) {
        self.state = self.state.with_constraint(constraint.clone());
        let operations = &mut self.operations;
        operations.push(Operation::CreateIndex(index.clone()));
        operations.push(Operation::CreateConstraint(constraint));
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
        if let Some(same) = standing(schema).find(same) {
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
        let named = standing(schema).any(|index| index.name == *name);
        if named || schema.lookups.iter().any(|lookup| lookup.name == *name) {
            return Err(SchemaError::IndexNameTaken(name.clone()));
        }
        Ok(())
    }

    /// Creates a range index. When the commit returns it is being filled; a small one is online.
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
        self.add_index(kind, name, target, properties)
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
    ) -> Result<IndexId, SchemaError> {
        let draft = self.begin_schema()?;
        let id = IndexId(draft.state.next_index);
        let definition = Index {
            id,
            name,
            kind,
            target,
            properties,
            unique: false,
        };
        let index = RangeIndex::new(Arc::new(definition.clone()), u64::MAX);
        draft.state = draft.state.with_populating(Arc::new(index));
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
        let wanted = Wanted::Constraint(kind);
        Self::check_free(draft, &name, wanted, target, &properties)?;
        let first = draft.operations.is_empty();
        let constraint = Constraint {
            name,
            kind,
            target,
            properties,
            index: IndexId(draft.state.next_index),
        };
        if !first {
            return self.create_alone(constraint);
        }
        if !self.has_built(&constraint) {
            // One of another statement, which failed.
            self.building = None;
            self.build(constraint.clone())?;
            // If somebody writes now, the statement comes again, and finds what is built.
            let draft = self.begin_schema()?;
            let Constraint {
                name, properties, ..
            } = &constraint;
            Self::check_free(draft, name, wanted, target, properties)?;
        }
        self.finish_building()
    }

    fn has_built(&self, wanted: &Constraint) -> bool {
        self.building.as_ref().is_some_and(|building| {
            let built = &building.constraint;
            built.name == wanted.name
                && built.kind == wanted.kind
                && built.target == wanted.target
                && built.properties == wanted.properties
        })
    }

    /// Behind the gate: registers a constraint. Then lets others in, and fills its index.
    fn build(&mut self, constraint: Constraint) -> Result<(), SchemaError> {
        let index = unique_index(&constraint);
        let engine = Arc::clone(&self.database.engine);
        let kept = Arc::new(constraint.clone());
        engine.publish(|state| {
            let mut next = state.with_populating(Arc::clone(&index));
            next.building.push(kept);
            Some(next)
        });
        let registered = Registered { engine, index };
        self.schema_draft = None;
        drop(self.locks.take());
        self.drop_snapshot();
        let snapshot = self.snapshot().0;
        match constraint.kind {
            ConstraintKind::Unique => {}
            ConstraintKind::Key => {
                self.check_all_present(constraint.target, &constraint.properties)?;
            }
        }
        let engine = || {
            let engine = self.engine();
            engine.commits.failure().is_none().then_some(engine)
        };
        fill(engine, snapshot, &registered.index)?;
        self.building = Some(Building {
            registered,
            constraint,
        });
        Ok(())
    }

    /// Behind the gate again: looks at what others committed while the index was filled, and puts
    /// the constraint in the draft.
    fn finish_building(&mut self) -> Result<(), SchemaError> {
        let Some(building) = &self.building else {
            return Ok(());
        };
        let index = Arc::clone(&building.registered.index);
        let constraint = building.constraint.clone();
        let verified = self.check_added(&index);
        if verified.is_err() {
            self.building = None;
        }
        verified?;
        let draft = self.begin_schema()?;
        let id = index.definition.id;
        draft.state = draft.state.with_filled(id);
        draft.add(&index.definition, constraint);
        Ok(())
    }

    /// Whoever wrote while a unique index was being filled met only part of it. Of two entities with
    /// the same values, neither of which the scan found, or one, the other came with a commit since.
    fn check_added(&self, index: &RangeIndex) -> Result<(), SchemaError> {
        let definition = &*index.definition;
        let view = self.view();
        let mut keys = index.take_added();
        keys.sort_unstable_by(|a, b| a.bytes().cmp(b.bytes()));
        keys.dedup_by(|a, b| a.bytes() == b.bytes());
        let mut entries = Vec::new();
        let Some(tree) = index.tree(&view.pin) else {
            return Ok(());
        };
        for key in &keys {
            let bound = Bound::Included(key.bytes());
            tree.range(bound, bound, |_, id| {
                if view.covered(definition.target, id)
                    && view.is_current(definition, key.bytes(), id)
                {
                    entries.push((key.clone(), id));
                }
                true
            });
        }
        check_unique(&view, definition, &entries)
    }

    /// Creates a constraint without letting go of the gate.
    fn create_alone(&mut self, constraint: Constraint) -> Result<(), SchemaError> {
        let (target, properties) = (constraint.target, &constraint.properties);
        match constraint.kind {
            ConstraintKind::Unique => {}
            ConstraintKind::Key => self.check_all_present(target, properties)?,
        }
        // Online from the commit on; nobody sees the draft before.
        let index = unique_index(&constraint);
        fill(|| Some(self.engine()), self.snapshot().0, &index)?;
        let draft = self.begin_schema()?;
        draft.state = draft.state.with_index(Arc::clone(&index));
        draft.add(&index.definition, constraint);
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
        let schema = &draft.state.schema;
        let Some(index) = standing(schema).find(|index| index.name == *name) else {
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

/// The indexes that stand in the way of others: not those of constraints that are being created, which
/// may come to nothing. Of two that are created at once the first to be complete stands.
fn standing(schema: &Schema) -> impl Iterator<Item = &Arc<Index>> {
    let populating = schema.populating.iter().filter(|index| !index.unique);
    schema.indexes.iter().chain(populating)
}

fn unique_index(constraint: &Constraint) -> Arc<RangeIndex> {
    let definition = Index {
        id: constraint.index,
        name: constraint.name.clone(),
        kind: IndexKind::Range,
        target: constraint.target,
        properties: constraint.properties.clone(),
        unique: true,
    };
    Arc::new(RangeIndex::new(Arc::new(definition), u64::MAX))
}

/// Fails if two of the entities, which are sorted by key, have the same values. Only keys that more
/// than one has need be given.
pub(crate) fn check_unique(
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
