//! What SHOW commands read. Columns are Neo4j's, those shown without YIELD first.

use std::sync::Weak;

use quiver_storage::{
    Constraint, ConstraintKind, EntityKind, Index, IndexKind, LookupIndex, POINT_INDEX_CONFIG,
    SchemaTarget,
};
use quiver_types::{Map, PropertyKeyId, Text, Value};

use super::registry::Shared;
use super::show_25::{self, in_cypher_25};
use super::{Procedure, Rows};
use crate::exec::FunctionContext;
use crate::functions::{self, Function, Type};
use crate::syntax::ast::Language;

/// The SHOW commands as procedures.
pub(super) fn procedures(registry: &Weak<Shared>) -> Vec<Procedure> {
    let registry = Weak::clone(registry);
    let of_index = |(name, kind): &'static (&str, Option<&str>)| {
        Procedure::reading(
            name,
            "Indexes, of one type or of all.",
            INDEXES,
            |context, _| Ok(indexes(context, *kind)),
        )
    };
    let of_constraint = |(name, kinds): &'static (&str, Option<&[&str]>)| {
        let text = "Constraints, of one type or of all.";
        Procedure::reading(name, text, CONSTRAINTS, |context, _| {
            Ok(constraints(context, *kinds))
        })
    };
    let mut all = Vec::new();
    for kind in INDEX_KINDS {
        all.extend([
            of_index(kind),
            in_cypher_25(of_index(kind), show_25::INDEXES),
        ]);
    }
    for kind in CONSTRAINT_KINDS {
        all.extend([
            of_constraint(kind),
            in_cypher_25(of_constraint(kind), show_25::CONSTRAINTS),
        ]);
    }
    all.extend([
        Procedure::reading("SHOW FUNCTIONS", "All functions.", FUNCTIONS, |_, _| {
            Ok(show_functions(Language::Cypher5, |_| true))
        }),
        Procedure::reading(
            "SHOW CYPHER 25 FUNCTIONS",
            "All functions of Cypher 25.",
            FUNCTIONS,
            |_, _| Ok(show_functions(Language::Cypher25, |_| true)),
        ),
        Procedure::reading(
            "SHOW BUILT IN FUNCTIONS",
            "The functions of Cypher.",
            FUNCTIONS,
            |_, _| Ok(show_functions(Language::Cypher5, |of| !of.is_apoc())),
        ),
        Procedure::reading(
            "SHOW CYPHER 25 BUILT IN FUNCTIONS",
            "The functions of Cypher 25.",
            FUNCTIONS,
            |_, _| Ok(show_functions(Language::Cypher25, |of| !of.is_apoc())),
        ),
        Procedure::reading(
            "SHOW USER DEFINED FUNCTIONS",
            "Functions that are not Cypher's own: those of APOC.",
            FUNCTIONS,
            |_, _| Ok(show_functions(Language::Cypher25, Function::is_apoc)),
        ),
        Procedure::reading(
            "SHOW PROCEDURES",
            "All procedures.",
            PROCEDURES,
            move |_, _| {
                let Some(registry) = registry.upgrade() else {
                    return Ok(Vec::new());
                };
                Ok(registry.listed().iter().map(|p| procedure_row(p)).collect())
            },
        ),
    ]);
    all
}

/// Commands about indexes and the types they show.
const INDEX_KINDS: &[(&str, Option<&str>)] = &[
    ("SHOW INDEXES", None),
    ("SHOW RANGE INDEXES", Some("RANGE")),
    ("SHOW TEXT INDEXES", Some("TEXT")),
    ("SHOW POINT INDEXES", Some("POINT")),
    ("SHOW LOOKUP INDEXES", Some("LOOKUP")),
    ("SHOW FULLTEXT INDEXES", Some("FULLTEXT")),
    ("SHOW VECTOR INDEXES", Some("VECTOR")),
];

/// Commands about constraints and the types they show.
const CONSTRAINT_KINDS: &[(&str, Option<&[&str]>)] = &[
    ("SHOW CONSTRAINTS", None),
    (
        "SHOW UNIQUE CONSTRAINTS",
        Some(&["UNIQUENESS", "RELATIONSHIP_UNIQUENESS"]),
    ),
    ("SHOW NODE UNIQUE CONSTRAINTS", Some(&["UNIQUENESS"])),
    (
        "SHOW RELATIONSHIP UNIQUE CONSTRAINTS",
        Some(&["RELATIONSHIP_UNIQUENESS"]),
    ),
    (
        "SHOW KEY CONSTRAINTS",
        Some(&["NODE_KEY", "RELATIONSHIP_KEY"]),
    ),
    ("SHOW NODE KEY CONSTRAINTS", Some(&["NODE_KEY"])),
    (
        "SHOW RELATIONSHIP KEY CONSTRAINTS",
        Some(&["RELATIONSHIP_KEY"]),
    ),
    // Such constraints cannot be created, so there are none.
    ("SHOW EXISTENCE CONSTRAINTS", Some(&[])),
    ("SHOW PROPERTY TYPE CONSTRAINTS", Some(&[])),
];

const INDEXES: &[(&str, Type)] = &[
    ("id", Type::Integer),
    ("name", Type::String),
    ("state", Type::String),
    ("populationPercent", Type::Float),
    ("type", Type::String),
    ("entityType", Type::String),
    ("labelsOrTypes", Type::List),
    ("properties", Type::List),
    ("indexProvider", Type::String),
    ("owningConstraint", Type::String),
    ("lastRead", Type::ZonedDateTime),
    ("readCount", Type::Integer),
    ("trackedSince", Type::ZonedDateTime),
    ("options", Type::Map),
    ("failureMessage", Type::String),
    ("createStatement", Type::String),
];

const CONSTRAINTS: &[(&str, Type)] = &[
    ("id", Type::Integer),
    ("name", Type::String),
    ("type", Type::String),
    ("entityType", Type::String),
    ("labelsOrTypes", Type::List),
    ("properties", Type::List),
    ("ownedIndex", Type::String),
    ("propertyType", Type::String),
    ("options", Type::Map),
    ("createStatement", Type::String),
];

const PROCEDURES: &[(&str, Type)] = &[
    ("name", Type::String),
    ("description", Type::String),
    ("mode", Type::String),
    ("worksOnSystem", Type::Boolean),
    ("signature", Type::String),
    ("argumentDescription", Type::List),
    ("returnDescription", Type::List),
    ("admin", Type::Boolean),
    ("rolesExecution", Type::List),
    ("rolesBoostedExecution", Type::List),
    ("isDeprecated", Type::Boolean),
    ("deprecatedBy", Type::String),
    ("option", Type::Map),
];

const FUNCTIONS: &[(&str, Type)] = &[
    ("name", Type::String),
    ("category", Type::String),
    ("description", Type::String),
    ("signature", Type::String),
    ("isBuiltIn", Type::Boolean),
    ("argumentDescription", Type::List),
    ("returnDescription", Type::String),
    ("aggregating", Type::Boolean),
    ("rolesExecution", Type::List),
    ("rolesBoostedExecution", Type::List),
    ("isDeprecated", Type::Boolean),
    ("deprecatedBy", Type::String),
];

/// A schema rule's target: NODE or RELATIONSHIP, the label or type, and a pattern for it.
fn target(context: &FunctionContext<'_>, of: SchemaTarget) -> (&'static str, Text, String) {
    let tokens = context.database.tokens();
    match of {
        SchemaTarget::Label(label) => {
            let name = tokens.label_name(label);
            let pattern = format!("(n:{})", quoted(&name));
            ("NODE", name, pattern)
        }
        SchemaTarget::RelationshipType(of) => {
            let name = tokens.relationship_type_name(of);
            let pattern = format!("()-[r:{}]-()", quoted(&name));
            ("RELATIONSHIP", name, pattern)
        }
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn keys(context: &FunctionContext<'_>, keys: &[PropertyKeyId]) -> Vec<Text> {
    let tokens = context.database.tokens();
    keys.iter()
        .map(|key| tokens.property_key_name(*key))
        .collect()
}

fn list(texts: &[Text]) -> Value {
    Value::list(texts.iter().cloned().map(Value::String).collect())
}

/// `(n.a, n.b)`.
fn properties_of(variable: &str, keys: &[Text]) -> String {
    let keys: Vec<String> = keys
        .iter()
        .map(|key| format!("{variable}.{}", quoted(key)))
        .collect();
    format!("({})", keys.join(", "))
}

fn variable(of: SchemaTarget) -> &'static str {
    match of {
        SchemaTarget::Label(_) => "n",
        SchemaTarget::RelationshipType(_) => "r",
    }
}

fn provider(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::Range => "range-1.0",
        IndexKind::Text => "text-3.0",
        IndexKind::Point => "point-1.0",
    }
}

fn options(provider: &str, config: Map) -> Value {
    let mut options = Map::new();
    options.insert("indexConfig", Value::map(config));
    options.insert("indexProvider", provider);
    Value::map(options)
}

fn config(kind: IndexKind) -> Map {
    let mut config = Map::new();
    match kind {
        IndexKind::Range | IndexKind::Text => {}
        IndexKind::Point => {
            for (key, values) in POINT_INDEX_CONFIG {
                let values = values.iter().map(|value| Value::Float(*value)).collect();
                config.insert(key, Value::list(values));
            }
        }
    }
    config
}

fn indexes(context: &FunctionContext<'_>, kind: Option<&str>) -> Rows {
    let schema = context.database.schema();
    let lookups = schema.lookups.iter().map(|lookup| lookup_row(lookup));
    let indexes = schema
        .all_indexes()
        .map(|index| index_row(context, index, &schema.constraints));
    let mut rows: Vec<(Text, &str, Vec<Value>)> = lookups.chain(indexes).collect();
    rows.retain(|(_, of, _)| kind.is_none_or(|kind| kind == *of));
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().map(|(_, _, row)| row).collect()
}

fn lookup_row(lookup: &LookupIndex) -> (Text, &'static str, Vec<Value>) {
    let (entity, on) = match lookup.entity {
        EntityKind::Node => ("NODE", "(n) ON EACH labels(n)"),
        EntityKind::Relationship => ("RELATIONSHIP", "()-[r]-() ON EACH type(r)"),
    };
    const PROVIDER: &str = "token-lookup-1.0";
    let create = format!("CREATE LOOKUP INDEX {} FOR {on}", quoted(&lookup.name));
    let row = vec![
        Value::Integer(i64::from(lookup.id.0)),
        lookup.name.clone().into(),
        "ONLINE".into(),
        Value::Float(100.0),
        "LOOKUP".into(),
        entity.into(),
        Value::Null,
        Value::Null,
        PROVIDER.into(),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        options(PROVIDER, Map::new()),
        "".into(),
        create.into(),
    ];
    (lookup.name.clone(), "LOOKUP", row)
}

/// `IS UNIQUE`, or which key.
fn requirement(kind: ConstraintKind, target: SchemaTarget) -> &'static str {
    match (kind, target) {
        (ConstraintKind::Unique, _) => "IS UNIQUE",
        (ConstraintKind::Key, SchemaTarget::Label(_)) => "IS NODE KEY",
        (ConstraintKind::Key, SchemaTarget::RelationshipType(_)) => "IS RELATIONSHIP KEY",
    }
}

/// What an index's kind is called.
pub(super) fn kind_name(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::Range => "RANGE",
        IndexKind::Text => "TEXT",
        IndexKind::Point => "POINT",
    }
}

fn index_row(
    context: &FunctionContext<'_>,
    index: &Index,
    constraints: &[std::sync::Arc<Constraint>],
) -> (Text, &'static str, Vec<Value>) {
    let (entity, name, pattern) = target(context, index.target);
    let keys = keys(context, &index.properties);
    let owner = constraints.iter().find(|c| c.index == index.id);
    let percent = context.database.population(index.id).unwrap_or(100.0);
    let online = percent >= 100.0;
    let on = properties_of(variable(index.target), &keys);
    let kind = kind_name(index.kind);
    let create = match owner {
        Some(owner) => format!(
            "CREATE CONSTRAINT {} FOR {pattern} REQUIRE {on} {}",
            quoted(&owner.name),
            requirement(owner.kind, owner.target)
        ),
        None => format!(
            "CREATE {kind} INDEX {} FOR {pattern} ON {on}{}",
            quoted(&index.name),
            create_options(index.kind)
        ),
    };
    let row = vec![
        Value::Integer(i64::from(index.id.0)),
        index.name.clone().into(),
        if online { "ONLINE" } else { "POPULATING" }.into(),
        Value::Float(percent),
        kind.into(),
        entity.into(),
        list(&[name]),
        list(&keys),
        provider(index.kind).into(),
        owner.map_or(Value::Null, |owner| owner.name.clone().into()),
        Value::Null,
        Value::Null,
        Value::Null,
        options(provider(index.kind), config(index.kind)),
        "".into(),
        create.into(),
    ];
    (index.name.clone(), kind, row)
}

/// What stands behind an index in its statement.
fn create_options(kind: IndexKind) -> String {
    match kind {
        IndexKind::Range | IndexKind::Text => String::new(),
        IndexKind::Point => {
            let settings: Vec<String> = POINT_INDEX_CONFIG
                .iter()
                .map(|(key, values)| format!("`{key}`: {values:?}"))
                .collect();
            format!(" OPTIONS {{indexConfig: {{{}}}}}", settings.join(","))
        }
    }
}

fn constraints(context: &FunctionContext<'_>, kinds: Option<&[&str]>) -> Rows {
    let schema = context.database.schema();
    let mut rows = Vec::new();
    for constraint in &schema.constraints {
        let (entity, name, pattern) = target(context, constraint.target);
        let keys = keys(context, &constraint.properties);
        let on = properties_of(variable(constraint.target), &keys);
        let kind = match (constraint.kind, constraint.target) {
            (ConstraintKind::Unique, SchemaTarget::Label(_)) => "UNIQUENESS",
            (ConstraintKind::Unique, SchemaTarget::RelationshipType(_)) => {
                "RELATIONSHIP_UNIQUENESS"
            }
            (ConstraintKind::Key, SchemaTarget::Label(_)) => "NODE_KEY",
            (ConstraintKind::Key, SchemaTarget::RelationshipType(_)) => "RELATIONSHIP_KEY",
        };
        if kinds.is_some_and(|kinds| !kinds.contains(&kind)) {
            continue;
        }
        let owned = schema
            .indexes
            .iter()
            .find(|index| index.id == constraint.index)
            .map_or(Value::Null, |index| index.name.clone().into());
        let create = format!(
            "CREATE CONSTRAINT {} FOR {pattern} REQUIRE {on} {}",
            quoted(&constraint.name),
            requirement(constraint.kind, constraint.target)
        );
        rows.push(vec![
            Value::Integer(i64::from(constraint.index.0)),
            constraint.name.clone().into(),
            kind.into(),
            entity.into(),
            list(&[name]),
            list(&keys),
            owned,
            Value::Null,
            options(provider(IndexKind::Range), Map::new()),
            create.into(),
        ]);
    }
    rows
}

fn described(name: &str, of: Type) -> Map {
    let mut map = Map::new();
    map.insert("name", name);
    map.insert("description", format!("{name} :: {}", of.name()));
    map.insert("isDeprecated", false);
    map.insert("type", of.name().into_owned());
    map
}

fn procedure_row(procedure: &Procedure) -> Vec<Value> {
    let arguments = procedure.arguments.iter().map(|(name, of, default)| {
        let mut map = described(name, *of);
        if let Some(default) = default {
            let shown = quiver_types::format::to_string(default);
            map.insert(
                "default",
                format!("DefaultParameterValue{{value={shown}, type={}}}", of.name()),
            );
        }
        Value::map(map)
    });
    let columns = procedure
        .columns
        .iter()
        .map(|(name, of)| Value::map(described(name, *of)));
    let mut option = Map::new();
    option.insert("deprecated", procedure.deprecated_by.is_some());
    vec![
        procedure.name.clone().into(),
        procedure.description.into(),
        procedure.mode.into(),
        Value::Boolean(procedure.works_on_system),
        procedure.signature().into(),
        Value::list(arguments.collect()),
        Value::list(columns.collect()),
        Value::Boolean(procedure.admin),
        Value::Null,
        Value::Null,
        Value::Boolean(procedure.deprecated_by.is_some()),
        procedure.deprecated_by.map_or(Value::Null, Value::from),
        Value::map(option),
    ]
}

fn show_functions(language: Language, wanted: fn(&Function) -> bool) -> Rows {
    let mut all: Vec<_> = functions::all()
        .filter(|function| function.is_in(language) && wanted(function))
        .collect();
    all.sort_by_key(|function| function.name);
    let mut rows = Vec::with_capacity(all.len());
    for function in all {
        for (signature, count) in function.signatures() {
            let arguments = function.arguments[..count]
                .iter()
                .map(|(name, of)| Value::map(described(name, *of)));
            rows.push(vec![
                function.name.into(),
                function.category.into(),
                function.description.into(),
                signature.into(),
                Value::Boolean(!function.is_apoc()),
                Value::list(arguments.collect()),
                function.returns.name().into_owned().into(),
                Value::Boolean(function.is_aggregate()),
                Value::Null,
                Value::Null,
                Value::Boolean(function.deprecated_by.is_some()),
                function.deprecated_by.map_or(Value::Null, Value::from),
            ]);
        }
    }
    rows
}
