//! What the writing operators share: property values fit to store, patterns to create, changes
//! to apply.

use std::collections::HashMap;

use quiver_storage::WriteError;
use quiver_types::{
    LabelId, Map, NodeId, Point, PropertyKeyId, RelationshipId, RelationshipTypeId, Status, Text,
    Value,
};

use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::error::{Result, failed, shown, type_error};
use crate::exec::evaluate::Frame;
use crate::exec::evaluate::access::{TokenKind, dynamic_names, token_name};
use crate::exec::run::Run;
use crate::plan::operator::{
    CreateNode, CreateRelationship, CreateSpec, LabelOrExpr, Properties, SetItem,
};
use crate::plan::{Expr, LabelRef, SlotId, TypeRef};

/// Properties as the store takes them.
pub(super) type StoredProperties = Vec<(PropertyKeyId, Value)>;

/// A value as a property can hold it: lists of one type, integers among floats become floats.
pub(super) fn storable(value: Value) -> Result<Value> {
    match &value {
        Value::List(items) => {
            let mut mixed = false;
            let Some(first) = items.first() else {
                return Ok(value);
            };
            for item in items.iter() {
                match item {
                    Value::Null => {
                        return Err(list_error(
                            "Collections containing null values can not be stored in properties.",
                        ));
                    }
                    Value::List(_) | Value::Bytes(_) => {
                        return Err(list_error(
                            "Collections containing collections can not be stored in properties.",
                        ));
                    }
                    item if is_container(item) => return Err(not_storable(item)),
                    Value::Point(point) if crs_differs(first, point) => {
                        return Err(list_error(
                            "Collections containing point values with different CRS can not be stored in properties.",
                        ));
                    }
                    item if item.type_name() == first.type_name() => {}
                    Value::Integer(_) | Value::Float(_)
                        if matches!(first, Value::Integer(_) | Value::Float(_)) =>
                    {
                        mixed = true;
                    }
                    _ => {
                        return Err(list_error(format!(
                            "A list property can only hold values of one type, not {} beside {}.",
                            first.type_name(),
                            item.type_name()
                        )));
                    }
                }
            }
            if !mixed {
                return Ok(value);
            }
            let floats = items.iter().map(|item| match item {
                Value::Integer(v) => Value::Float(*v as f64),
                other => other.clone(),
            });
            Ok(Value::list(floats.collect()))
        }
        other if is_container(other) => Err(not_storable(other)),
        _ => Ok(value),
    }
}

fn crs_differs(first: &Value, point: &Point) -> bool {
    matches!(first, Value::Point(first) if first.crs != point.crs)
}

fn is_container(value: &Value) -> bool {
    matches!(
        value,
        Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Entity(_)
    )
}

fn list_error(message: impl Into<String>) -> crate::RunError {
    crate::RunError::failed(quiver_types::Status::PropertyList, message)
}

fn not_storable(value: &Value) -> crate::RunError {
    type_error(format!(
        "Property values can only be of primitive types or arrays thereof. Encountered: {}.",
        shown(value)
    ))
}

/// The properties of a node or relationship to create; nulls are in it.
pub(super) fn properties(
    context: &FunctionContext<'_>,
    properties: &Properties,
    frame: &mut Frame<'_>,
) -> Result<StoredProperties> {
    match properties {
        Properties::None => Ok(Vec::new()),
        Properties::Entries(entries) => {
            let mut found = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let value = storable(context.eval(value, frame)?)?;
                let key = context.state.make_key(*key, context.database)?;
                found.push((key, value));
            }
            Ok(found)
        }
        Properties::Map(map) => match context.eval(map, frame)? {
            Value::Map(map) => stored_map(context, &map),
            of @ (Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
                stored_map(context, &context.properties_of(&of)?)
            }
            other => Err(type_error(format!(
                "Parameter provided for node creation is not a Map, got {}",
                shown(&other)
            ))),
        },
    }
}

fn stored_map(context: &FunctionContext<'_>, map: &Map) -> Result<StoredProperties> {
    let mut found = Vec::with_capacity(map.len());
    for (key, value) in map.iter() {
        let value = storable(value.clone())?;
        // A null for a key that no entity has changes nothing, and Neo4j does not count it.
        if value.is_null() && context.database.tokens().property_key(key).is_none() {
            continue;
        }
        let key = context.state.make_key_named(key, context.database)?;
        found.push((key, value));
    }
    Ok(found)
}

/// Names that `$(...)` gives: a string or a list of strings.
fn computed_names(
    context: &FunctionContext<'_>,
    expr: &Expr,
    kind: TokenKind,
    frame: &mut Frame<'_>,
) -> Result<Vec<Text>> {
    dynamic_names(&context.eval(expr, frame)?, kind)
}

/// Labels, made if needed.
pub(super) fn labels(
    context: &FunctionContext<'_>,
    labels: &[LabelOrExpr<LabelRef>],
    frame: &mut Frame<'_>,
) -> Result<Vec<LabelId>> {
    let mut found = Vec::with_capacity(labels.len());
    for label in labels {
        match label {
            LabelOrExpr::Fixed(label) => {
                found.push(context.state.make_label(*label, context.database)?);
            }
            LabelOrExpr::Dynamic(expr) => {
                for name in computed_names(context, expr, TokenKind::Label, frame)? {
                    found.push(context.state.make_label_named(&name, context.database)?);
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The one type of a relationship to create.
pub(super) fn relationship_type(
    context: &FunctionContext<'_>,
    of: &LabelOrExpr<TypeRef>,
    frame: &mut Frame<'_>,
) -> Result<RelationshipTypeId> {
    match of {
        LabelOrExpr::Fixed(of) => context.state.make_type(*of, context.database),
        LabelOrExpr::Dynamic(expr) => {
            let names = computed_names(context, expr, TokenKind::Type, frame)?;
            let [name] = names.as_slice() else {
                return Err(failed(
                    Status::RelationshipTypeCount,
                    format!(
                        "Exactly one relationship type must be specified, but {} were found.",
                        names.len()
                    ),
                ));
            };
            context.state.make_type_named(name, context.database)
        }
    }
}

/// A node about to be created.
pub(super) struct NewNode {
    pub labels: Vec<LabelId>,
    pub properties: StoredProperties,
}

/// A relationship about to be created.
pub(super) struct NewRelationship {
    pub relationship_type: RelationshipTypeId,
    pub start: NodeId,
    pub end: NodeId,
    pub properties: StoredProperties,
}

/// Evaluates a node of a pattern for a one-row batch.
pub(super) fn new_node(run: &Run<'_>, node: &CreateNode, row: &Batch) -> Result<NewNode> {
    run.evaluate(|context| {
        let mut frame = Frame::new(row, 0);
        Ok(NewNode {
            labels: labels(context, &node.labels, &mut frame)?,
            properties: properties(context, &node.properties, &mut frame)?,
        })
    })
}

/// Evaluates a relationship of a pattern for a one-row batch.
pub(super) fn new_relationship(
    run: &Run<'_>,
    relationship: &CreateRelationship,
    row: &Batch,
    spec: &CreateSpec,
) -> Result<NewRelationship> {
    let end = |slot| end_node(spec, relationship, slot, &row.value(slot, 0));
    run.evaluate(|context| {
        let mut frame = Frame::new(row, 0);
        // In the order in which Neo4j comes to their faults.
        Ok(NewRelationship {
            relationship_type: relationship_type(
                context,
                &relationship.relationship_type,
                &mut frame,
            )?,
            start: end(relationship.start)?,
            end: end(relationship.end)?,
            properties: properties(context, &relationship.properties, &mut frame)?,
        })
    })
}

/// A node that a relationship to create starts or ends at.
pub(super) fn end_node(
    spec: &CreateSpec,
    relationship: &CreateRelationship,
    slot: SlotId,
    value: &Value,
) -> Result<NodeId> {
    match value {
        Value::Node(node) => Ok(*node),
        Value::Null => Err(failed(
            Status::MissingNode,
            format!(
                "Failed to create relationship `{}`, node `{}` is missing. If you prefer to simply ignore rows where a relationship node is missing, match without OPTIONAL or filter such rows before",
                name_of(spec, relationship.slot),
                name_of(spec, slot)
            ),
        )),
        other => Err(type_error(format!(
            "Expected `{}` to be a node, got {}",
            name_of(spec, slot),
            shown(other)
        ))),
    }
}

/// How messages name a variable.
pub(super) fn name_of(spec: &CreateSpec, slot: SlotId) -> Text {
    spec.names
        .iter()
        .find(|(named, _)| *named == slot)
        .map_or_else(|| Text::from("  UNNAMED"), |(_, name)| name.clone())
}

/// Creates a node.
pub(super) fn create_node(
    run: &mut Run<'_>,
    labels: &[LabelId],
    properties: &StoredProperties,
) -> Result<NodeId> {
    let id = run.writer()?.create_node(labels, properties)?;
    let set = not_null(properties);
    run.state.hits(1 + set);
    run.state.count(|statistics| {
        statistics.nodes_created += 1;
        statistics.labels_added += labels.len() as u64;
        statistics.properties_set += set;
    });
    Ok(id)
}

/// Creates a relationship.
pub(super) fn create_relationship(
    run: &mut Run<'_>,
    new: &NewRelationship,
) -> Result<RelationshipId> {
    let id = run.writer()?.create_relationship(
        new.relationship_type,
        new.start,
        new.end,
        &new.properties,
    )?;
    let set = not_null(&new.properties);
    run.state.hits(1 + set);
    run.state.count(|statistics| {
        statistics.relationships_created += 1;
        statistics.properties_set += set;
    });
    Ok(id)
}

fn not_null(properties: &StoredProperties) -> u64 {
    properties.iter().filter(|(_, v)| !v.is_null()).count() as u64
}

/// An entity that can be changed.
#[derive(Clone, Copy)]
enum Target {
    Node(NodeId),
    Relationship(RelationshipId),
}

/// One evaluated change.
enum Change {
    /// The target is null.
    Nothing,
    /// A property that cannot be there, because no entity has its key, is removed.
    Absent,
    Property(Target, PropertyKeyId, Value),
    Replace(Target, StoredProperties),
    Add(Target, StoredProperties),
    AddLabels(NodeId, Vec<LabelId>),
    RemoveLabels(NodeId, Vec<LabelId>),
}

fn target(value: &Value) -> Result<Option<Target>> {
    match value {
        Value::Null => Ok(None),
        Value::Node(id) => Ok(Some(Target::Node(*id))),
        Value::Relationship(id) => Ok(Some(Target::Relationship(*id))),
        other => Err(failed(
            Status::NotAnEntity,
            format!(
                "The expression should have been a node or a relationship, but got {}",
                shown(other)
            ),
        )),
    }
}

fn node_target(value: &Value) -> Result<Option<NodeId>> {
    match value {
        Value::Null => Ok(None),
        Value::Node(id) => Ok(Some(*id)),
        other => Err(type_error(format!(
            "Expected a node to change labels of, got {}",
            shown(other)
        ))),
    }
}

fn evaluate_change(
    context: &FunctionContext<'_>,
    item: &SetItem,
    frame: &mut Frame<'_>,
) -> Result<Change> {
    let map = |of: &Expr, frame: &mut Frame<'_>| -> Result<StoredProperties> {
        match context.eval(of, frame)? {
            Value::Map(map) => stored_map(context, &map),
            of @ (Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
                stored_map(context, &context.properties_of(&of)?)
            }
            other => Err(type_error(format!(
                "Expected {} to be a map, a node or a relationship",
                shown(&other)
            ))),
        }
    };
    Ok(match item {
        SetItem::Property(of, key, value) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => {
                let value = storable(context.eval(value, frame)?)?;
                if value.is_null() && context.state.key(*key, context.database).is_none() {
                    return Ok(Change::Absent);
                }
                let key = context.state.make_key(*key, context.database)?;
                Change::Property(target, key, value)
            }
        },
        SetItem::DynamicProperty(of, name, value) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => {
                let name = property_name(context, name, frame)?;
                let value = storable(context.eval(value, frame)?)?;
                let key = context.state.make_key_named(&name, context.database)?;
                Change::Property(target, key, value)
            }
        },
        SetItem::RemoveProperty(of, key) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => match context.state.key(*key, context.database) {
                None => Change::Absent,
                Some(key) => Change::Property(target, key, Value::Null),
            },
        },
        SetItem::RemoveDynamicProperty(of, name) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => {
                let name = property_name(context, name, frame)?;
                let key = context.state.make_key_named(&name, context.database)?;
                Change::Property(target, key, Value::Null)
            }
        },
        SetItem::Replace(of, value) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => Change::Replace(target, map(value, frame)?),
        },
        SetItem::Add(of, value) => match target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(target) => Change::Add(target, map(value, frame)?),
        },
        SetItem::AddLabels(of, added) => match node_target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(node) => Change::AddLabels(node, labels(context, added, frame)?),
        },
        SetItem::RemoveLabels(of, removed) => match node_target(&context.eval(of, frame)?)? {
            None => Change::Nothing,
            Some(node) => Change::RemoveLabels(node, known_labels(context, removed, frame)?),
        },
    })
}

/// A computed name of a property.
fn property_name(
    context: &FunctionContext<'_>,
    name: &Expr,
    frame: &mut Frame<'_>,
) -> Result<Text> {
    match context.eval(name, frame)? {
        Value::String(name) => {
            token_name(&name)?;
            Ok(name)
        }
        other => Err(type_error(format!(
            "Expected a string as property key, got {}",
            shown(&other)
        ))),
    }
}

/// Labels that exist at all.
fn known_labels(
    context: &FunctionContext<'_>,
    labels: &[LabelOrExpr<LabelRef>],
    frame: &mut Frame<'_>,
) -> Result<Vec<LabelId>> {
    let mut found = Vec::with_capacity(labels.len());
    for label in labels {
        match label {
            LabelOrExpr::Fixed(label) => {
                found.extend(context.state.label(*label, context.database));
            }
            LabelOrExpr::Dynamic(expr) => {
                for name in computed_names(context, expr, TokenKind::Label, frame)? {
                    found.extend(context.database.tokens().label(&name));
                }
            }
        }
    }
    Ok(found)
}

/// Applies changes for one row of a batch, in order: a later one sees an earlier one's effect. But
/// the properties of one variable that are set one behind the other are set at once, as on Neo4j:
/// `SET n.x = n.y, n.y = n.x` swaps them.
pub(super) fn set(run: &mut Run<'_>, items: &[SetItem], batch: &Batch, row: usize) -> Result<()> {
    let mut at = 0;
    while at < items.len() {
        let these = &items[at..at + at_once(&items[at..])];
        at += these.len();
        if let [item] = these {
            let change = run
                .evaluate(|context| evaluate_change(context, item, &mut Frame::new(batch, row)))?;
            apply(run, change)?;
        } else {
            let changes: Result<Vec<Change>> = run.evaluate(|context| {
                let mut frame = Frame::new(batch, row);
                let items = these.iter();
                items
                    .map(|item| evaluate_change(context, item, &mut frame))
                    .collect()
            });
            apply_at_once(run, changes?)?;
        }
    }
    Ok(())
}

/// How many of the first items are properties of one variable; at least one.
fn at_once(items: &[SetItem]) -> usize {
    let variable = |item: &SetItem| match item {
        SetItem::Property(Expr::Slot(slot), _, _)
        | SetItem::DynamicProperty(Expr::Slot(slot), _, _) => Some(*slot),
        _ => None,
    };
    let Some(first) = items.first().and_then(variable) else {
        return 1;
    };
    let same = |item: &&SetItem| variable(item) == Some(first);
    items.iter().take_while(same).count()
}

/// Sets properties of one variable, each key once and to what comes last. Neo4j counts all of them, also those
/// that are set to null and are not there.
fn apply_at_once(run: &mut Run<'_>, changes: Vec<Change>) -> Result<()> {
    let mut last: HashMap<PropertyKeyId, usize, foldhash::fast::RandomState> = HashMap::default();
    for (position, change) in changes.iter().enumerate() {
        if let Change::Property(_, key, _) = change {
            last.insert(*key, position);
        }
    }
    count_set(run, last.len() as u64);
    for (position, change) in changes.into_iter().enumerate() {
        match change {
            Change::Property(target, key, value) if last.get(&key) == Some(&position) => {
                set_property(run, target, key, value)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Applies one change.
fn apply(run: &mut Run<'_>, change: Change) -> Result<()> {
    match change {
        Change::Nothing | Change::Absent => {}
        Change::Property(target, key, value) => {
            let removes = value.is_null();
            let changed = set_property(run, target, key, value)?;
            // An assignment counts even if the value was there; a removal only if there was one.
            count_set(run, u64::from(changed || !removes));
        }
        Change::Add(target, entries) => {
            let count = entries.len() as u64;
            for (key, value) in entries {
                set_property(run, target, key, value)?;
            }
            count_set(run, count);
        }
        Change::Replace(target, entries) => {
            // Each entry counts, nulls too, and what was there and is not mentioned.
            let mut count = entries.len() as u64;
            for (key, _) in stored_properties(run, target)? {
                if !entries.iter().any(|(mentioned, _)| *mentioned == key) {
                    set_property(run, target, key, Value::Null)?;
                    count += 1;
                }
            }
            for (key, value) in entries {
                set_property(run, target, key, value)?;
            }
            count_set(run, count);
        }
        Change::AddLabels(node, labels) => {
            run.state.hits(labels.len() as u64);
            let added = run.writer()?.add_labels(node, &labels)?;
            run.state.count(|s| s.labels_added += added as u64);
        }
        Change::RemoveLabels(node, labels) => {
            run.state.hits(labels.len() as u64);
            let removed = run.writer()?.remove_labels(node, &labels)?;
            run.state.count(|s| s.labels_removed += removed as u64);
        }
    }
    Ok(())
}

fn count_set(run: &Run<'_>, count: u64) {
    run.state.count(|s| s.properties_set += count);
}

fn stored_properties(run: &Run<'_>, target: Target) -> Result<StoredProperties> {
    run.evaluate(|context| {
        let mut found = Vec::new();
        match target {
            Target::Node(id) => context.view.node_properties(id, &mut found)?,
            Target::Relationship(id) => context.view.relationship_properties(id, &mut found)?,
        };
        Ok(found)
    })
}

fn set_property(
    run: &mut Run<'_>,
    target: Target,
    key: PropertyKeyId,
    value: Value,
) -> Result<bool> {
    run.state.hits(1);
    let writer = run.writer()?;
    let result = match target {
        Target::Node(id) => writer.set_node_property(id, key, value),
        Target::Relationship(id) => writer.set_relationship_property(id, key, value),
    };
    unless_deleted(run, result)
}

/// Setting properties of what this query itself deleted does nothing, as on Neo4j (labels do).
fn unless_deleted(run: &Run<'_>, result: Result<bool, WriteError>) -> Result<bool> {
    match result {
        Err(WriteError::EntityDeleted(_)) if run.state.has_deleted.get() => Ok(false),
        other => Ok(other?),
    }
}
