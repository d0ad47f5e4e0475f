//! What the data look like: `db.schema.*`, found by looking at all of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use quiver_storage::{ConstraintKind, NodeScan, RelationshipScan, SchemaTarget};
use quiver_types::{LabelId, Map, PropertyKeyId, RelationshipTypeId, Text, Value};

use super::{Procedure, Rows};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::functions::Type;
use crate::functions::apoc::graph::{virtual_node, virtual_relationship};
use crate::functions::scalar::type_text;
use crate::syntax::ast::Language;

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::reading(
            "db.schema.visualization",
            "Labels as nodes, and the relationship types between them as relationships.",
            &[
                ("nodes", Type::ListOf(&Type::Node)),
                ("relationships", Type::ListOf(&Type::Relationship)),
            ],
            visualization,
        ),
        Procedure::reading(
            "db.schema.nodeTypeProperties",
            "For each combination of labels the properties its nodes have.",
            &[
                ("nodeType", Type::String),
                ("nodeLabels", Type::ListOf(&Type::String)),
                ("propertyName", Type::String),
                ("propertyTypes", Type::ListOf(&Type::String)),
                ("mandatory", Type::Boolean),
            ],
            node_type_properties,
        ),
        Procedure::reading(
            "db.schema.relTypeProperties",
            "For each relationship type the properties its relationships have.",
            &[
                ("relType", Type::String),
                ("propertyName", Type::String),
                ("propertyTypes", Type::ListOf(&Type::String)),
                ("mandatory", Type::Boolean),
            ],
            relationship_type_properties,
        ),
    ]
}

const STRETCH: usize = 1024;

/// What is known about the entities of one kind.
#[derive(Default)]
struct Kind {
    entities: u64,
    properties: BTreeMap<PropertyKeyId, (u64, BTreeSet<Cow<'static, str>>)>,
}

impl Kind {
    fn add(
        &mut self,
        properties: &[(PropertyKeyId, Value)],
        names: fn(&Value) -> Cow<'static, str>,
    ) {
        self.entities += 1;
        for (key, value) in properties {
            let (count, types) = self.properties.entry(*key).or_default();
            *count += 1;
            types.insert(names(value));
        }
    }

    /// `(name, types, mandatory)` of each property; one without any for a kind without.
    fn rows(&self, context: &FunctionContext<'_>) -> Vec<[Value; 3]> {
        if self.properties.is_empty() {
            return vec![[Value::Null, Value::Null, Value::Boolean(false)]];
        }
        let tokens = context.database.tokens();
        self.properties
            .iter()
            .map(|(key, (count, types))| {
                [
                    tokens.property_key_name(*key).into(),
                    Value::list(types.iter().map(|name| Value::from(&**name)).collect()),
                    Value::Boolean(*count == self.entities),
                ]
            })
            .collect()
    }
}

/// How types are called: Cypher 25 has the names of `valueType()`, Cypher 5 those of Java.
fn names(context: &FunctionContext<'_>) -> fn(&Value) -> Cow<'static, str> {
    match context.state.prepared.language {
        Language::Cypher25 => |value| type_text(value).into(),
        Language::Cypher5 => |value| java_type(value).into(),
    }
}

/// The names Neo4j 5 uses in these procedures.
pub(super) fn java_type(value: &Value) -> &'static str {
    match value {
        Value::Boolean(_) => "Boolean",
        Value::Integer(_) => "Long",
        Value::Float(_) => "Double",
        Value::String(_) => "String",
        Value::Bytes(_) => "ByteArray",
        Value::Date(_) => "Date",
        Value::LocalTime(_) => "LocalTime",
        Value::Time(_) => "Time",
        Value::LocalDateTime(_) => "LocalDateTime",
        Value::ZonedDateTime(_) => "DateTime",
        Value::Duration(_) => "Duration",
        Value::Point(_) => "Point",
        Value::List(items) => match items.first() {
            Some(Value::Boolean(_)) => "BooleanArray",
            Some(Value::Integer(_)) => "LongArray",
            Some(Value::Float(_)) => "DoubleArray",
            Some(Value::String(_)) => "StringArray",
            Some(Value::Point(_)) => "PointArray",
            Some(Value::Date(_)) => "DateArray",
            Some(Value::LocalTime(_)) => "LocalTimeArray",
            Some(Value::Time(_)) => "TimeArray",
            Some(Value::LocalDateTime(_)) => "LocalDateTimeArray",
            Some(Value::ZonedDateTime(_)) => "DateTimeArray",
            Some(Value::Duration(_)) => "DurationArray",
            // What the other lists are cannot be stored; an empty one is called so by Neo4j.
            _ => "StringArray",
        },
        other => other.type_name(),
    }
}

pub(super) fn each_node(
    context: &FunctionContext<'_>,
    mut each: impl FnMut(&[LabelId], &[(PropertyKeyId, Value)]),
) -> Result<(), RunError> {
    let mut scan = NodeScan::all();
    let (mut nodes, mut labels, mut properties) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        context.still_wanted()?;
        nodes.clear();
        let more = context.view.scan_nodes(&mut scan, STRETCH, &mut nodes)?;
        for node in &nodes {
            labels.clear();
            properties.clear();
            context.view.labels(*node, &mut labels)?;
            context.view.node_properties(*node, &mut properties)?;
            each(&labels, &properties);
        }
        if !more {
            return Ok(());
        }
    }
}

fn node_type_properties(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    let mut kinds: BTreeMap<Vec<LabelId>, Kind> = BTreeMap::new();
    let called = names(context);
    each_node(context, |labels, properties| {
        kinds
            .entry(labels.to_vec())
            .or_default()
            .add(properties, called);
    })?;
    let tokens = context.database.tokens();
    let mut rows = Vec::new();
    for (labels, kind) in kinds {
        let names: Vec<Text> = labels
            .iter()
            .map(|label| tokens.label_name(*label))
            .collect();
        let text: String = names.iter().map(|name| format!(":`{name}`")).collect();
        for [name, types, mandatory] in kind.rows(context) {
            rows.push(vec![
                text.as_str().into(),
                Value::list(names.iter().cloned().map(Value::String).collect()),
                name,
                types,
                mandatory,
            ]);
        }
    }
    Ok(rows)
}

pub(super) fn each_relationship(
    context: &FunctionContext<'_>,
    mut each: impl FnMut(
        quiver_types::RelationshipId,
        &quiver_storage::RelationshipRecord,
    ) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let mut scan = RelationshipScan::all();
    let mut found = Vec::new();
    loop {
        context.still_wanted()?;
        found.clear();
        let more = context
            .view
            .scan_relationships(&mut scan, STRETCH, &mut found)?;
        for (id, record) in &found {
            each(*id, record)?;
        }
        if !more {
            return Ok(());
        }
    }
}

fn relationship_type_properties(
    context: &FunctionContext<'_>,
    _: &[Value],
) -> Result<Rows, RunError> {
    let mut kinds: BTreeMap<RelationshipTypeId, Kind> = BTreeMap::new();
    let mut properties = Vec::new();
    let called = names(context);
    each_relationship(context, |id, record| {
        properties.clear();
        context.view.relationship_properties(id, &mut properties)?;
        kinds
            .entry(record.relationship_type)
            .or_default()
            .add(&properties, called);
        Ok(())
    })?;
    let tokens = context.database.tokens();
    let mut rows = Vec::new();
    for (of, kind) in kinds {
        let text = format!(":`{}`", tokens.relationship_type_name(of));
        for [name, types, mandatory] in kind.rows(context) {
            rows.push(vec![text.as_str().into(), name, types, mandatory]);
        }
    }
    Ok(rows)
}

fn visualization(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    let tokens = context.database.tokens();
    let schema = context.database.schema();
    let mut ids: BTreeMap<LabelId, i64> = BTreeMap::new();
    let mut nodes = Vec::new();
    for (label, name) in tokens.labels() {
        if context.view.node_count(Some(label))? == 0 {
            continue;
        }
        let id = -1 - i64::try_from(ids.len()).unwrap_or(0);
        ids.insert(label, id);
        let keys = |properties: &[PropertyKeyId]| -> String {
            let names: Vec<Text> = properties
                .iter()
                .map(|key| tokens.property_key_name(*key))
                .collect();
            names.join(",")
        };
        let of_label = |target: SchemaTarget| target == SchemaTarget::Label(label);
        let indexes: Vec<Value> = schema
            .indexes
            .iter()
            .filter(|index| of_label(index.target) && !index.unique)
            .map(|index| keys(&index.properties).into())
            .collect();
        let constraints: Vec<Value> = schema
            .constraints
            .iter()
            .filter(|constraint| of_label(constraint.target))
            .map(|constraint| {
                let id = constraint.index.0;
                let kind = match constraint.kind {
                    ConstraintKind::Unique => "NODE PROPERTY UNIQUENESS",
                    ConstraintKind::Key => "NODE KEY",
                };
                let text = format!(
                    "Constraint( id={id}, name='{}', type='{kind}', schema=(:{name} {{{}}}), ownedIndex={id} )",
                    constraint.name,
                    keys(&constraint.properties)
                );
                text.into()
            })
            .collect();
        let mut properties = Map::new();
        properties.insert("name", name.clone());
        properties.insert("indexes", Value::list(indexes));
        properties.insert("constraints", Value::list(constraints));
        nodes.push(virtual_node(id, vec![name], properties));
    }
    let mut kinds: BTreeSet<(RelationshipTypeId, LabelId, LabelId)> = BTreeSet::new();
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    each_relationship(context, |_, record| {
        starts.clear();
        ends.clear();
        context.view.labels(record.start, &mut starts)?;
        context.view.labels(record.end, &mut ends)?;
        for start in &starts {
            for end in &ends {
                kinds.insert((record.relationship_type, *start, *end));
            }
        }
        Ok(())
    })?;
    let mut relationships = Vec::new();
    for (of, start, end) in kinds {
        let (Some(start), Some(end)) = (ids.get(&start), ids.get(&end)) else {
            continue;
        };
        let id = -1 - i64::try_from(relationships.len()).unwrap_or(0);
        let name = tokens.relationship_type_name(of);
        let mut properties = Map::new();
        properties.insert("name", name.clone());
        relationships.push(virtual_relationship(id, (*start, name, *end), properties));
    }
    Ok(vec![vec![Value::list(nodes), Value::list(relationships)]])
}
