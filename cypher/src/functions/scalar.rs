//! Scalar functions: identity, types and parts of entities, paths and lists.

use std::cmp::Ordering;

use quiver_types::entity::Entity;
use quiver_types::{ElementId, NodeId, RelationshipId, Text, Value};

use super::{Function, Implementation, Type, any_null, argument, failed, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::evaluate::access::deleted;

type Result = std::result::Result<Value, RunError>;

const ENTITY: &[(&str, Type)] = &[("input", Type::NodeOrRelationship)];
const ENTITY_OR_MAP: &[(&str, Type)] = &[(
    "input",
    Type::OneOf(&[Type::Node, Type::Relationship, Type::Map]),
)];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("Scalar", name, arguments, returns, code, description)
}

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "coalesce",
        category: "Scalar",
        description: "The first argument that is not null.",
        arguments: &[("input", Type::Any)],
        required: 1,
        variadic: true,
        returns: Type::Any,
        pure: true,
        implementation: Implementation::FirstNotNull,
        coerces: false,
        wanted: &[],
        language: None,
        deprecated_by: None,
        shown: &["coalesce(input :: ANY) :: ANY"],
        examples: &[
            ("coalesce(null, 'a', 'b')", "'a'"),
            ("coalesce(null)", "null"),
        ],
    },
    f(
        "nullIf",
        &[("v1", Type::Any), ("v2", Type::Any)],
        Type::Any,
        null_if,
        "Null if both arguments are equal, else the first.",
    )
    .examples(&[
        ("nullIf(1, 1.0)", "null"),
        ("nullIf(1, 2)", "1"),
        ("nullIf(null, 1)", "null"),
    ]),
    f(
        "elementId",
        ENTITY,
        Type::String,
        element_id,
        "The text identity of a node or relationship.",
    )
    .examples(&[
        ("elementId(null)", "null"),
        ("elementId(1)", "!SyntaxError"),
    ])
    .impure(),
    f(
        "id",
        ENTITY,
        Type::Integer,
        id,
        "The numeric identity of a node or relationship.",
    )
    .examples(&[("id(null)", "null"), ("id(1)", "!SyntaxError")])
    .impure()
    .deprecated("elementId or consider using an application-generated id"),
    f(
        "type",
        &[("input", Type::Relationship)],
        Type::String,
        relationship_type,
        "The type of a relationship.",
    )
    .examples(&[("type(null)", "null"), ("type(1)", "!SyntaxError")])
    .impure(),
    f(
        "startNode",
        &[("input", Type::Relationship)],
        Type::Node,
        start_node,
        "The node a relationship starts at.",
    )
    .examples(&[("startNode(null)", "null")])
    .impure(),
    f(
        "endNode",
        &[("input", Type::Relationship)],
        Type::Node,
        end_node,
        "The node a relationship ends at.",
    )
    .examples(&[("endNode(null)", "null")])
    .impure(),
    f(
        "properties",
        ENTITY_OR_MAP,
        Type::Map,
        properties,
        "The properties of a node, relationship or map.",
    )
    .examples(&[
        ("properties({a: 1})", "{a: 1}"),
        ("properties(null)", "null"),
        ("properties(1)", "!SyntaxError"),
    ])
    .impure(),
    f(
        "size",
        &[("input", Type::OneOf(&[Type::String, Type::List]))],
        Type::Integer,
        size,
        "The number of items of a list or characters of a string.",
    )
    .examples(&[
        ("size([1, null])", "2"),
        ("size('hé')", "2"),
        ("size(null)", "null"),
        ("size(1)", "!SyntaxError"),
    ])
    .in_5(),
    f(
        "size",
        &[(
            "input",
            Type::OneOf(&[Type::String, Type::Vector, Type::List]),
        )],
        Type::Integer,
        size,
        "The number of items of a list, characters of a string or coordinates of a vector.",
    )
    .examples(&[
        ("size([1, null])", "2"),
        ("size('hé')", "2"),
        ("size(null)", "null"),
        ("size(1)", "!SyntaxError"),
    ])
    .in_25(),
    f(
        "cardinality",
        &[("input", Type::OneOf(&[Type::Map, Type::List, Type::Path]))],
        Type::Integer,
        cardinality,
        "The number of items of a list, entries of a map, or nodes and relationships of a path.",
    )
    .examples(&[
        ("cardinality([1, 2])", "2"),
        ("cardinality({a: 1})", "1"),
        ("cardinality('abc')", "!SyntaxError"),
    ])
    .in_25(),
    f(
        "char_length",
        &[("input", Type::String)],
        Type::Integer,
        char_length,
        "The number of characters of a string.",
    )
    .examples(&[
        ("char_length('abc')", "3"),
        ("char_length(1)", "!SyntaxError"),
    ]),
    f(
        "character_length",
        &[("input", Type::String)],
        Type::Integer,
        char_length,
        "The number of characters of a string.",
    )
    .examples(&[("character_length('abc')", "3")]),
    f(
        "length",
        &[("input", Type::Path)],
        Type::Integer,
        length,
        "The number of relationships of a path.",
    )
    .examples(&[("length(null)", "null"), ("length(1)", "!SyntaxError")]),
    f(
        "path_length",
        &[("input", Type::Path)],
        Type::Integer,
        length,
        "The number of relationships of a path; another name of length().",
    )
    .examples(&[("path_length(null)", "null")])
    .in_25(),
    f(
        "head",
        &[("list", Type::List)],
        Type::Any,
        head,
        "The first item of a list.",
    )
    .examples(&[
        ("head([1, 2])", "1"),
        ("head([])", "null"),
        ("head(null)", "null"),
    ]),
    f(
        "last",
        &[("list", Type::List)],
        Type::Any,
        last,
        "The last item of a list.",
    )
    .examples(&[("last([1, 2])", "2"), ("last([])", "null")]),
    // Where LOAD CSV gave the row, the binder puts its columns in place of these.
    f(
        "linenumber",
        &[],
        Type::Integer,
        |_, _| Ok(Value::Null),
        "The number of the record that LOAD CSV read for the row; null where it read none.",
    )
    .examples(&[("linenumber()", "null")]),
    f(
        "file",
        &[],
        Type::String,
        |_, _| Ok(Value::Null),
        "The path of the file that LOAD CSV read for the row; null where it read none.",
    )
    .examples(&[("file()", "null")]),
    f(
        "timestamp",
        &[],
        Type::Integer,
        timestamp,
        "Milliseconds since 1970, the same throughout a query.",
    )
    .examples(&[("timestamp() > 0", "true")])
    .impure(),
    f(
        "randomUUID",
        &[],
        Type::String,
        random_uuid,
        "A random UUID.",
    )
    .examples(&[("size(randomUUID())", "36")])
    .impure(),
    f(
        "valueType",
        &[("input", Type::Any)],
        Type::String,
        value_type,
        "The most exact type of a value.",
    )
    .examples(&[
        (
            "valueType([1, 'a', null])",
            "'LIST<STRING | INTEGER> NOT NULL'",
        ),
        ("valueType(null)", "'NULL'"),
    ]),
    Function::scalar(
        "List",
        "labels",
        &[("input", Type::Node)],
        Type::ListOf(&Type::String),
        labels,
        "The labels of a node.",
    )
    .examples(&[("labels(null)", "null"), ("labels(1)", "!SyntaxError")])
    .impure(),
    Function::scalar(
        "List",
        "keys",
        &[(
            "input",
            Type::OneOf(&[Type::Node, Type::Relationship, Type::Map]),
        )],
        Type::ListOf(&Type::String),
        keys,
        "The property keys of a node, relationship or map.",
    )
    .examples(&[
        ("keys({a: 1, b: null})", "['a', 'b']"),
        ("keys(null)", "null"),
    ])
    .impure(),
    Function::scalar(
        "List",
        "nodes",
        &[("input", Type::Path)],
        Type::ListOf(&Type::Node),
        nodes,
        "The nodes of a path.",
    )
    .examples(&[("nodes(null)", "null")]),
    Function::scalar(
        "List",
        "relationships",
        &[("input", Type::Path)],
        Type::ListOf(&Type::Relationship),
        relationships,
        "The relationships of a path.",
    )
    .examples(&[("relationships(null)", "null")]),
    Function::scalar(
        "Predicate",
        "exists",
        &[("input", Type::Any)],
        Type::Boolean,
        exists,
        "Whether a value is not null.",
    )
    .examples(&[("exists((:None)-->())", "false")]),
    Function::scalar(
        "Predicate",
        "isEmpty",
        &[("input", Type::OneOf(&[Type::String, Type::Map, Type::List]))],
        Type::Boolean,
        is_empty,
        "Whether a list, map or string is empty.",
    )
    .examples(&[
        ("isEmpty([])", "true"),
        ("isEmpty('a')", "false"),
        ("isEmpty({})", "true"),
        ("isEmpty(null)", "null"),
        ("isEmpty(1)", "!SyntaxError"),
    ]),
];

fn null_if(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let (a, b) = (argument(arguments, 0), argument(arguments, 1));
    if quiver_types::compare::equals(a, b) == Some(true) {
        return Ok(Value::Null);
    }
    Ok(a.clone())
}

pub(crate) fn element_id(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let database = context.database.id();
    Ok(match argument(arguments, 0) {
        Value::Null => Value::Null,
        Value::Node(id) => ElementId::Node(database, *id).to_string().into(),
        Value::Relationship(id) => ElementId::Relationship(database, *id).to_string().into(),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => node.element_id.clone().into(),
            Entity::Relationship(r) => r.element_id.clone().into(),
            Entity::Path(_) => {
                return Err(wrong_type(
                    "elementId",
                    "a node or relationship",
                    &arguments[0],
                ));
            }
        },
        other => return Err(wrong_type("elementId", "a node or relationship", other)),
    })
}

fn number(id: u64) -> Value {
    Value::Integer(i64::try_from(id).unwrap_or(i64::MAX))
}

fn id(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(match argument(arguments, 0) {
        Value::Null => Value::Null,
        Value::Node(id) => number(id.0),
        Value::Relationship(id) => number(id.0),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Value::Integer(node.id),
            Entity::Relationship(r) => Value::Integer(r.id),
            Entity::Path(_) => {
                return Err(wrong_type("id", "a node or relationship", &arguments[0]));
            }
        },
        other => return Err(wrong_type("id", "a node or relationship", other)),
    })
}

fn relationship_type(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Relationship(id) => {
            let record = match context.state.deleted_relationship(*id) {
                Some(record) => record,
                None => record(context, *id)?,
            };
            let tokens = context.database.tokens();
            Ok(tokens
                .relationship_type_name(record.relationship_type)
                .into())
        }
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Relationship(r) => Ok(r.relationship_type.clone().into()),
            Entity::Node(_) | Entity::Path(_) => {
                Err(wrong_type("type", "a relationship", &arguments[0]))
            }
        },
        other => Err(wrong_type("type", "a relationship", other)),
    }
}

fn record(
    context: &FunctionContext<'_>,
    id: RelationshipId,
) -> std::result::Result<quiver_storage::RelationshipRecord, RunError> {
    context.state.hits(1);
    context
        .view
        .relationship(id)?
        .or_else(|| context.view.deleted_relationship(id))
        .ok_or_else(|| deleted("Relationship", id.0))
}

/// The node at an end of a virtual relationship, if that is a stored one.
fn end_of_virtual(id: i64) -> Result {
    match u64::try_from(id) {
        Ok(id) => Ok(Value::Node(NodeId(id))),
        Err(_) => Err(failed(
            quiver_types::Status::NotSupported,
            "Virtual nodes at the ends of virtual relationships are not supported by this server yet",
        )),
    }
}

fn start_node(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Relationship(id) => Ok(Value::Node(record(context, *id)?.start)),
        Value::Entity(entity) if let Entity::Relationship(of) = &**entity => {
            end_of_virtual(of.start)
        }
        other => Err(wrong_type("startNode", "a relationship", other)),
    }
}

fn end_node(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Relationship(id) => Ok(Value::Node(record(context, *id)?.end)),
        Value::Entity(entity) if let Entity::Relationship(of) = &**entity => end_of_virtual(of.end),
        other => Err(wrong_type("endNode", "a relationship", other)),
    }
}

fn properties(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        of @ (Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
            Ok(Value::map(context.properties_of(of)?))
        }
        other => Err(wrong_type(
            "properties",
            "a node, relationship or map",
            other,
        )),
    }
}

fn keys(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        of @ (Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
            let map = context.properties_of(of)?;
            Ok(Value::list(
                map.keys().cloned().map(Value::String).collect(),
            ))
        }
        other => Err(wrong_type("keys", "a node, relationship or map", other)),
    }
}

fn labels(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Node(id) => Ok(Value::list(
            label_names(context, *id)?
                .into_iter()
                .map(Value::String)
                .collect(),
        )),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Ok(Value::list(
                node.labels.iter().cloned().map(Value::String).collect(),
            )),
            Entity::Relationship(_) | Entity::Path(_) => {
                Err(wrong_type("labels", "a node", &arguments[0]))
            }
        },
        other => Err(wrong_type("labels", "a node", other)),
    }
}

fn label_names(
    context: &FunctionContext<'_>,
    id: NodeId,
) -> std::result::Result<Vec<Text>, RunError> {
    context.state.hits(1);
    let mut found = Vec::new();
    if !context.view.labels(id, &mut found)? {
        return Err(deleted("Node", id.0));
    }
    let tokens = context.database.tokens();
    Ok(found
        .into_iter()
        .map(|label| tokens.label_name(label))
        .collect())
}

fn count(length: usize) -> Value {
    Value::Integer(i64::try_from(length).unwrap_or(i64::MAX))
}

fn size(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(count(items.len())),
        Value::Bytes(bytes) => Ok(count(bytes.len())),
        Value::String(text) => Ok(count(text.chars().count())),
        Value::Vector(vector) => Ok(count(vector.dimension())),
        other => Err(wrong_type("size", "a String or List", other)),
    }
}

fn cardinality(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(count(items.len())),
        Value::Map(map) => Ok(count(map.len())),
        Value::Path(path) => Ok(count(2 * path.steps.len() + 1)),
        other => Err(wrong_type("cardinality", "a Map, Path or List", other)),
    }
}

fn char_length(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(count(text.chars().count())),
        other => Err(wrong_type("char_length", "a String", other)),
    }
}

fn length(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(count(path.steps.len())),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Path(path) => Ok(count(path.relationships.len())),
            Entity::Node(_) | Entity::Relationship(_) => {
                Err(wrong_type("length", "a Path", &arguments[0]))
            }
        },
        other => Err(wrong_type("length", "a Path", other)),
    }
}

fn nodes(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::list(path.nodes().map(Value::Node).collect())),
        other => Err(wrong_type("nodes", "a Path", other)),
    }
}

fn relationships(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::list(
            path.relationships().map(Value::Relationship).collect(),
        )),
        other => Err(wrong_type("relationships", "a Path", other)),
    }
}

fn head(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(items.first().cloned().unwrap_or_default()),
        other => Err(wrong_type("head", "a List", other)),
    }
}

fn last(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(items.last().cloned().unwrap_or_default()),
        other => Err(wrong_type("last", "a List", other)),
    }
}

fn timestamp(context: &FunctionContext<'_>, _: &[Value]) -> Result {
    Ok(Value::Integer(
        context.statement_start.div_euclid(1_000_000),
    ))
}

fn random_uuid(context: &FunctionContext<'_>, _: &[Value]) -> Result {
    let mut bytes = [0; 16];
    context.state.random(|rng| rng.fill(&mut bytes));
    // A database's identity is written the same way.
    Ok(quiver_types::DatabaseId::from_random(bytes)
        .to_string()
        .into())
}

fn exists(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(Value::Boolean(!any_null(arguments)))
}

fn is_empty(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(Value::Boolean(items.is_empty())),
        Value::Bytes(bytes) => Ok(Value::Boolean(bytes.is_empty())),
        Value::Map(map) => Ok(Value::Boolean(map.is_empty())),
        Value::String(text) => Ok(Value::Boolean(text.is_empty())),
        other => Err(wrong_type("isEmpty", "a List, Map, or String", other)),
    }
}

fn value_type(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(type_text(argument(arguments, 0)).into())
}

/// The order in which alternatives of a type are written.
const ORDER: &[&str] = &[
    "NULL",
    "BOOLEAN",
    "STRING",
    "INTEGER",
    "FLOAT",
    "DATE",
    "LOCAL TIME",
    "ZONED TIME",
    "LOCAL DATETIME",
    "ZONED DATETIME",
    "DURATION",
    "POINT",
    "NODE",
    "RELATIONSHIP",
    "MAP",
    "LIST",
    "PATH",
];

pub(crate) fn type_text(value: &Value) -> String {
    described(value).to_string()
}

/// A value's type.
#[derive(Clone, PartialEq)]
struct Described {
    /// Its place among alternatives.
    rank: usize,
    name: String,
    /// Of a list, the types of what is in it, of which none covers another.
    items: Option<Vec<Described>>,
    nullable: bool,
}

impl Described {
    fn named(name: String) -> Self {
        let rank = ORDER.iter().position(|known| name == *known);
        Self {
            rank: rank.unwrap_or(ORDER.len()),
            name,
            items: None,
            nullable: false,
        }
    }

    fn null() -> Self {
        Self {
            nullable: true,
            ..Self::named("NULL".into())
        }
    }

    /// Whether all values of the other type are of this one.
    fn covers(&self, other: &Self) -> bool {
        if self.name != other.name || (other.nullable && !self.nullable) {
            return other.name == "NULL" && self.nullable;
        }
        let (Some(mine), Some(others)) = (&self.items, &other.items) else {
            return true;
        };
        let covered = |item: &Self| mine.iter().any(|wide| wide.covers(item));
        others.iter().all(covered)
    }

    /// How alternatives are ordered: by the first item in which they differ.
    fn compare(&self, other: &Self) -> Ordering {
        let mine = self.items.as_deref().unwrap_or_default();
        let others = other.items.as_deref().unwrap_or_default();
        let mut pairs = mine.iter().zip(others).map(|(a, b)| a.compare(b));
        self.rank
            .cmp(&other.rank)
            .then_with(|| pairs.find(|found| found.is_ne()).unwrap_or(Ordering::Equal))
            .then_with(|| mine.len().cmp(&others.len()))
            .then_with(|| self.name.cmp(&other.name))
    }
}

impl std::fmt::Display for Described {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.items.as_deref() {
            None => f.write_str(&self.name)?,
            Some([]) => f.write_str("LIST<NOTHING>")?,
            Some([first, rest @ ..]) => {
                write!(f, "LIST<{first}")?;
                for item in rest {
                    write!(f, " | {item}")?;
                }
                f.write_str(">")?;
            }
        }
        f.write_str(if self.nullable { "" } else { " NOT NULL" })
    }
}

fn described(value: &Value) -> Described {
    match value {
        Value::Null => Described::null(),
        Value::List(items) => Described {
            items: Some(described_items(items)),
            ..Described::named("LIST".into())
        },
        Value::Vector(vector) => Described::named(format!(
            "VECTOR<{} NOT NULL>({})",
            vector.coordinate_type(),
            vector.dimension()
        )),
        other => Described::named(other.type_name().to_string()),
    }
}

fn described_items(items: &[Value]) -> Vec<Described> {
    let mut found: Vec<Described> = Vec::new();
    let mut has_null = false;
    for item in items {
        has_null |= item.is_null();
        let ty = described(item);
        if !item.is_null() && !found.iter().any(|known| known.covers(&ty)) {
            found.retain(|known| !ty.covers(known));
            found.push(ty);
        }
    }
    if has_null && found.is_empty() {
        return vec![Described::null()];
    }
    for ty in &mut found {
        ty.nullable = has_null;
    }
    found.sort_by(Described::compare);
    found
}
