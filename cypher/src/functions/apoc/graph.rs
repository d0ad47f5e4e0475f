//! `apoc.node.*`, `apoc.rel.*`, `apoc.label.*`, `apoc.any.*`, `apoc.create.vNode` and other
//! functions about nodes and relationships.

use quiver_storage::{Direction, RelationshipRecord, SchemaTarget};
use quiver_types::{
    Entity, Map, Node, NodeId, Path, PathStep, PropertyKeyId, Relationship, RelationshipId,
    RelationshipTypeId, Text, Value,
};

use super::{Result, count, list, map, text, wrong};
use crate::exec::FunctionContext;
use crate::exec::evaluate::access::deleted;
use crate::functions::argument;

type C<'c> = &'c FunctionContext<'c>;

pub(crate) fn labels_of(c: C<'_>, id: NodeId) -> Result<Vec<Text>> {
    let mut found = Vec::new();
    if !c.view.labels(id, &mut found)? {
        return Err(deleted("Node", id.0));
    }
    let tokens = c.database.tokens();
    Ok(found
        .into_iter()
        .map(|label| tokens.label_name(label))
        .collect())
}

pub(crate) fn record(c: C<'_>, id: RelationshipId) -> Result<RelationshipRecord> {
    c.view
        .relationship(id)?
        .ok_or_else(|| deleted("Relationship", id.0))
}

/// The name of a relationship's type.
pub(crate) fn type_name(c: C<'_>, record: &RelationshipRecord) -> Text {
    c.database
        .tokens()
        .relationship_type_name(record.relationship_type)
}

/// Types with directions; `None` is any type.
pub(crate) type Allowed = Vec<(Option<RelationshipTypeId>, Direction)>;

/// What a filter like `T>|<U|V` allows.
pub(crate) fn allowed(c: &FunctionContext<'_>, filter: &str) -> Allowed {
    let tokens = c.database.tokens();
    let mut types = Vec::new();
    for part in filter.split('|').map(str::trim) {
        let direction = match (part.starts_with('<'), part.ends_with('>')) {
            (true, false) => Direction::Incoming,
            (false, true) => Direction::Outgoing,
            _ => Direction::Both,
        };
        let name = part.trim_start_matches('<').trim_end_matches('>');
        if name.is_empty() {
            types.push((None, direction));
        } else if let Some(of) = tokens.relationship_type(name) {
            types.push((Some(of), direction));
        }
    }
    types
}

/// The types of a node's relationships that a filter allows, one for each relationship. A
/// direction given from outside goes before the filter's.
fn relationships(
    c: C<'_>,
    node: NodeId,
    filter: &str,
    direction: Option<Direction>,
) -> Result<Vec<RelationshipTypeId>> {
    let mut found = Vec::new();
    for (of, towards) in allowed(c, filter) {
        c.view.expand(
            node,
            direction.unwrap_or(towards),
            of.as_slice(),
            &mut found,
        )?;
    }
    c.state.hits(1 + found.len() as u64);
    Ok(found.into_iter().map(|n| n.relationship_type).collect())
}

fn node(a: &[Value], at: usize) -> Option<NodeId> {
    match argument(a, at) {
        Value::Node(id) => Some(*id),
        _ => None,
    }
}

fn degree_of(c: C<'_>, a: &[Value], direction: Option<Direction>) -> Result {
    let Some(node) = node(a, 0) else {
        return Ok(Value::Null);
    };
    let filter = text(a, 1).map_or("", |t| t.as_str());
    Ok(count(relationships(c, node, filter, direction)?.len()))
}

pub(super) fn degree(c: C<'_>, a: &[Value]) -> Result {
    degree_of(c, a, None)
}

pub(super) fn degree_in(c: C<'_>, a: &[Value]) -> Result {
    degree_of(c, a, Some(Direction::Incoming))
}

pub(super) fn degree_out(c: C<'_>, a: &[Value]) -> Result {
    degree_of(c, a, Some(Direction::Outgoing))
}

pub(super) fn relationship_types(c: C<'_>, a: &[Value]) -> Result {
    let Some(node) = node(a, 0) else {
        return Ok(Value::Null);
    };
    let mut types = relationships(c, node, text(a, 1).map_or("", |t| t.as_str()), None)?;
    types.sort_unstable();
    types.dedup();
    let tokens = c.database.tokens();
    let names = types
        .into_iter()
        .map(|of| tokens.relationship_type_name(of).into());
    Ok(Value::list(names.collect()))
}

pub(super) fn relationship_exists(c: C<'_>, a: &[Value]) -> Result {
    let Some(node) = node(a, 0) else {
        return Ok(Value::Null);
    };
    let found = relationships(c, node, text(a, 1).map_or("", |t| t.as_str()), None)?;
    Ok((!found.is_empty()).into())
}

/// For each part of a filter, whether a node has such a relationship; null without a filter.
pub(super) fn relationships_exist(c: C<'_>, a: &[Value]) -> Result {
    let (Some(node), Some(filter)) = (node(a, 0), text(a, 1).filter(|t| !t.is_empty())) else {
        return Ok(Value::Null);
    };
    let mut found = Map::new();
    for part in filter.split('|').map(str::trim) {
        let there = !relationships(c, node, part, None)?.is_empty();
        found.insert(part, there);
    }
    Ok(found.into())
}

/// Whether a node has so many relationships that Neo4j would keep them in groups: more than 50.
pub(super) fn is_dense(c: C<'_>, a: &[Value]) -> Result {
    let Some(node) = node(a, 0) else {
        return Ok(Value::Null);
    };
    Ok((relationships(c, node, "", None)?.len() > 50).into())
}

/// Whether a relationship joins two nodes; a node is joined to itself.
pub(super) fn connected(c: C<'_>, a: &[Value]) -> Result {
    let (Some(start), Some(end)) = (node(a, 0), node(a, 1)) else {
        return Ok(false.into());
    };
    if start == end {
        return Ok(true.into());
    }
    let mut found = Vec::new();
    for (of, direction) in allowed(c, text(a, 2).map_or("", |t| t.as_str())) {
        c.view.expand(start, direction, of.as_slice(), &mut found)?;
    }
    c.state.hits(1 + found.len() as u64);
    Ok(found.iter().any(|neighbor| neighbor.node == end).into())
}

/// A node and relationships that follow each other, as a path.
pub(super) fn path_create(c: C<'_>, a: &[Value]) -> Result {
    let Some(start) = node(a, 0) else {
        return Ok(Value::Null);
    };
    let mut path = Path {
        start,
        steps: Vec::new(),
    };
    for rel in list(a, 1).unwrap_or(&[]) {
        let Value::Relationship(id) = rel else {
            return Err(wrong("apoc.path.create", "a relationship must not be null"));
        };
        let (record, end) = (record(c, *id)?, path.end());
        let forward = record.start == end;
        if !forward && record.end != end {
            return Err(wrong(
                "apoc.path.create",
                format!(
                    "the relationship {} does not go on from the node {}",
                    id.0, end.0
                ),
            ));
        }
        path.steps.push(PathStep {
            relationship: *id,
            forward,
            node: if forward { record.end } else { record.start },
        });
    }
    Ok(path.into())
}

/// Two paths, the second of which begins where the first ends, as one.
pub(super) fn path_combine(_: C<'_>, a: &[Value]) -> Result {
    let (Value::Path(first), Value::Path(second)) = (argument(a, 0), argument(a, 1)) else {
        let there = if argument(a, 0).is_null() { 1 } else { 0 };
        return Ok(argument(a, there).clone());
    };
    let (first, second): (&Path, &Path) = (first, second);
    if first.end() != second.start {
        return Err(wrong(
            "apoc.path.combine",
            "java.lang.IllegalArgumentException: Paths don't connect on their end and start-nodes",
        ));
    }
    let mut path = first.clone();
    path.steps.extend_from_slice(&second.steps);
    Ok(path.into())
}

/// So many relationships of a path from one on.
pub(super) fn path_slice(_: C<'_>, a: &[Value]) -> Result {
    let Value::Path(path) = argument(a, 0) else {
        return Ok(Value::Null);
    };
    let path: &Path = path;
    let number = |at: usize, default: i64| super::integer(a, at).unwrap_or(default);
    let from = usize::try_from(number(1, 0))
        .unwrap_or(0)
        .min(path.steps.len());
    let most = usize::try_from(number(2, -1)).unwrap_or(usize::MAX);
    let start = match from.checked_sub(1) {
        Some(before) => path.steps[before].node,
        None => path.start,
    };
    let steps = path.steps.iter().skip(from).take(most).copied().collect();
    Ok(Path { start, steps }.into())
}

pub(super) fn labels(c: C<'_>, a: &[Value]) -> Result {
    match argument(a, 0) {
        Value::Node(id) => {
            let labels = labels_of(c, *id)?;
            Ok(Value::list(labels.into_iter().map(Value::String).collect()))
        }
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Ok(Value::list(
                node.labels.iter().cloned().map(Value::String).collect(),
            )),
            Entity::Relationship(_) | Entity::Path(_) => Ok(Value::Null),
        },
        _ => Ok(Value::Null),
    }
}

pub(super) fn id(_: C<'_>, a: &[Value]) -> Result {
    let number = |id: u64| Value::Integer(i64::try_from(id).unwrap_or(i64::MAX));
    Ok(match argument(a, 0) {
        Value::Node(id) => number(id.0),
        Value::Relationship(id) => number(id.0),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Value::Integer(node.id),
            Entity::Relationship(rel) => Value::Integer(rel.id),
            Entity::Path(_) => Value::Null,
        },
        _ => Value::Null,
    })
}

pub(super) fn rel_type(c: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        Value::Relationship(id) => type_name(c, &record(c, *id)?).into(),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Relationship(rel) => rel.relationship_type.clone().into(),
            Entity::Node(_) | Entity::Path(_) => Value::Null,
        },
        _ => Value::Null,
    })
}

pub(super) fn rel_start(c: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        Value::Relationship(id) => Value::Node(record(c, *id)?.start),
        _ => Value::Null,
    })
}

pub(super) fn rel_end(c: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        Value::Relationship(id) => Value::Node(record(c, *id)?.end),
        _ => Value::Null,
    })
}

pub(super) fn label_exists(c: C<'_>, a: &[Value]) -> Result {
    let Some(wanted) = text(a, 1) else {
        return Ok(false.into());
    };
    match argument(a, 0) {
        Value::Node(id) => Ok(labels_of(c, *id)?.contains(wanted).into()),
        Value::Relationship(_) => {
            let of = rel_type(c, a)?;
            Ok(matches!(of, Value::String(of) if of == *wanted).into())
        }
        _ => Ok(false.into()),
    }
}

pub(super) fn any_property(c: C<'_>, a: &[Value]) -> Result {
    let Some(key) = text(a, 1) else {
        return Ok(Value::Null);
    };
    match argument(a, 0) {
        of @ (Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
            c.named_property(of, key)
        }
        _ => Ok(Value::Null),
    }
}

pub(super) fn any_properties(c: C<'_>, a: &[Value]) -> Result {
    let of = argument(a, 0);
    if !matches!(
        of,
        Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)
    ) {
        return Ok(Value::Null);
    }
    let all = c.properties_of(of)?;
    let Some(keys) = list(a, 1) else {
        return Ok(all.into());
    };
    let mut kept = Map::new();
    for key in keys {
        if let Value::String(key) = key
            && let Some(value) = all.get(key)
        {
            kept.insert(key.clone(), value.clone());
        }
    }
    Ok(kept.into())
}

/// A fresh negative id for what is only made up.
pub(crate) fn virtual_id(c: C<'_>) -> i64 {
    let drawn = c.state.random(|rng| rng.below(1 << 40));
    -1 - i64::try_from(drawn).unwrap_or(0)
}

/// A node that is in no graph.
pub(crate) fn virtual_node(id: i64, labels: Vec<Text>, properties: Map) -> Value {
    let element_id = id.to_string().into();
    Value::from(Node {
        id,
        element_id,
        labels,
        properties,
    })
}

/// A relationship that is in no graph, between nodes with these ids.
pub(crate) fn virtual_relationship(
    id: i64,
    (start, relationship_type, end): (i64, Text, i64),
    properties: Map,
) -> Value {
    Value::from(Relationship {
        id,
        element_id: id.to_string().into(),
        start,
        start_element_id: start.to_string().into(),
        end,
        end_element_id: end.to_string().into(),
        relationship_type,
        properties,
    })
}

pub(crate) fn v_node(c: C<'_>, a: &[Value]) -> Result {
    let id = virtual_id(c);
    let labels = list(a, 0)
        .unwrap_or(&[])
        .iter()
        .filter_map(|label| match label {
            Value::String(label) => Some(label.clone()),
            _ => None,
        });
    let properties = map(a, 1).cloned().unwrap_or_default();
    Ok(virtual_node(id, labels.collect(), properties))
}

pub(crate) fn v_relationship(c: C<'_>, a: &[Value]) -> Result {
    let end = |at: usize| match argument(a, at) {
        Value::Node(id) => Some(i64::try_from(id.0).unwrap_or(i64::MAX)),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Some(node.id),
            Entity::Relationship(_) | Entity::Path(_) => None,
        },
        _ => None,
    };
    let (Some(start), Some(end), Some(of)) = (end(0), end(3), text(a, 1)) else {
        return Err(wrong(
            "apoc.create.vRelationship",
            "two nodes and a type are needed",
        ));
    };
    let properties = map(a, 2).cloned().unwrap_or_default();
    Ok(virtual_relationship(
        virtual_id(c),
        (start, of.clone(), end),
        properties,
    ))
}

/// Whether there is an index, or a constraint, of exactly these keys.
fn in_schema(c: C<'_>, a: &[Value], of_nodes: bool, unique: bool) -> Result {
    let (Some(name), Some(keys)) = (text(a, 0), list(a, 1)) else {
        return Ok(Value::Null);
    };
    let tokens = c.database.tokens();
    let target = if of_nodes {
        tokens.label(name).map(SchemaTarget::Label)
    } else {
        tokens
            .relationship_type(name)
            .map(SchemaTarget::RelationshipType)
    };
    let keys: Option<Vec<PropertyKeyId>> = keys
        .iter()
        .map(|key| match key {
            Value::String(key) => tokens.property_key(key),
            _ => None,
        })
        .collect();
    let (Some(target), Some(keys)) = (target, keys) else {
        return Ok(false.into());
    };
    let schema = c.database.schema();
    let found = schema.indexes.iter().any(|index| {
        index.target == target && index.properties[..] == keys[..] && (!unique || index.unique)
    });
    Ok(found.into())
}

pub(super) fn node_index_exists(c: C<'_>, a: &[Value]) -> Result {
    in_schema(c, a, true, false)
}

pub(crate) fn node_constraint_exists(c: C<'_>, a: &[Value]) -> Result {
    in_schema(c, a, true, true)
}

pub(super) fn rel_index_exists(c: C<'_>, a: &[Value]) -> Result {
    in_schema(c, a, false, false)
}

pub(super) fn rel_constraint_exists(c: C<'_>, a: &[Value]) -> Result {
    in_schema(c, a, false, true)
}

pub(super) fn path_elements(_: C<'_>, a: &[Value]) -> Result {
    let Value::Path(path) = argument(a, 0) else {
        return Ok(Value::Null);
    };
    Ok(Value::list(path.elements()))
}
