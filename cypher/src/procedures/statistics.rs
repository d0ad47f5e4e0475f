//! `db.stats.*`: what planning knows about the data, in Neo4j's sections. Queries are not
//! collected here, so that section is always empty and idle.

use quiver_types::{Map, Status, Value};

use super::{Procedure, Rows};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;
use crate::functions::{Type, argument, wrong_type};

const RESULT: &[(&str, Type)] = &[
    ("section", Type::String),
    ("success", Type::Boolean),
    ("message", Type::String),
];
const DATA: &[(&str, Type)] = &[("section", Type::String), ("data", Type::Map)];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let config = || Some(Value::map(Map::new()));
    vec![
        Procedure::reading(
            "db.stats.clear",
            "Forgets collected queries. None are collected.",
            RESULT,
            |_, arguments| answer(arguments, "db.stats.clear", true, "Data cleared."),
        )
        .with("section", Type::String, None)
        .admin()
        .examples(&[
            (
                "CALL db.stats.clear('QUERIES')",
                "'QUERIES' | true | 'Data cleared.'",
            ),
            ("CALL db.stats.clear('FOO')", "!InvalidArguments"),
        ]),
        Procedure::reading(
            "db.stats.collect",
            "Collects queries. This server does not: its query log has them.",
            RESULT,
            |_, arguments| {
                let message = "Queries are not collected by this server; see its query log.";
                answer(arguments, "db.stats.collect", false, message)
            },
        )
        .with("section", Type::String, None)
        .with("config", Type::Map, config())
        .admin(),
        Procedure::reading(
            "db.stats.retrieve",
            "What planning knows: the section GRAPH COUNTS or TOKENS.",
            DATA,
            retrieve,
        )
        .with("section", Type::String, None)
        .with("config", Type::Map, config())
        .admin(),
        Procedure::reading(
            "db.stats.retrieveAllAnonymized",
            "What planning knows, without names.",
            DATA,
            anonymized,
        )
        .with("graphToken", Type::String, None)
        .with("config", Type::Map, config())
        .admin(),
        Procedure::reading(
            "db.stats.status",
            "Whether queries are collected. They are not.",
            &[
                ("section", Type::String),
                ("status", Type::String),
                ("data", Type::Map),
            ],
            |_, _| {
                Ok(vec![vec![
                    "QUERIES".into(),
                    "idle".into(),
                    Value::map(Map::new()),
                ]])
            },
        )
        .admin()
        .examples(&[("CALL db.stats.status()", "'QUERIES' | 'idle' | {}")]),
        Procedure::reading(
            "db.stats.stop",
            "Stops collecting queries.",
            RESULT,
            |_, arguments| {
                answer(
                    arguments,
                    "db.stats.stop",
                    true,
                    "Collector is idle, no collection ongoing.",
                )
            },
        )
        .with("section", Type::String, None)
        .admin(),
    ]
}

/// The section that was asked for, as Neo4j spells it.
fn section(arguments: &[Value], name: &str) -> Result<&'static str, RunError> {
    let Value::String(given) = argument(arguments, 0) else {
        return Err(wrong_type(name, "a String", argument(arguments, 0)));
    };
    ["GRAPH COUNTS", "TOKENS", "QUERIES", "META"]
        .into_iter()
        .find(|known| given.eq_ignore_ascii_case(known))
        .ok_or_else(|| {
            failed(
                Status::InvalidArgument,
                format!(
                    "Unknown section '{given}', known sections are [GRAPH COUNTS, TOKENS, QUERIES]"
                ),
            )
        })
}

fn answer(arguments: &[Value], name: &str, success: bool, message: &str) -> Result<Rows, RunError> {
    let section = section(arguments, name)?;
    if section != "QUERIES" {
        return Err(failed(
            Status::InvalidArgument,
            format!(
                "Section '{section}' does not have to be explicitly collected, it can always be directly retrieved."
            ),
        ));
    }
    Ok(vec![vec![section.into(), success.into(), message.into()]])
}

fn retrieve(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Rows, RunError> {
    Ok(match section(arguments, "db.stats.retrieve")? {
        "GRAPH COUNTS" => vec![vec!["GRAPH COUNTS".into(), counts(context, true)?]],
        "TOKENS" => vec![vec!["TOKENS".into(), tokens(context)]],
        _ => Vec::new(),
    })
}

fn anonymized(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Rows, RunError> {
    let token = argument(arguments, 0).clone();
    let mut meta = Map::new();
    meta.insert("graphToken", token);
    Ok(vec![
        vec!["META".into(), Value::map(meta)],
        vec!["GRAPH COUNTS".into(), counts(context, false)?],
    ])
}

fn number(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Nodes by label and relationships by type; names are numbered where they are not to be told.
fn counts(context: &FunctionContext<'_>, named: bool) -> Result<Value, RunError> {
    let tokens = context.database.tokens();
    let entry = |name: Option<(&str, Value)>, count: u64| {
        let mut map = Map::new();
        if let Some((key, name)) = name {
            map.insert(key, name);
        }
        map.insert("count", number(count));
        Value::map(map)
    };
    let shown = |name: quiver_types::Text, kind: &str, at: usize| -> Value {
        if named {
            name.into()
        } else {
            format!("{kind}{at}").into()
        }
    };
    let mut nodes = vec![entry(None, context.view.node_count(None)?)];
    for (at, (label, name)) in tokens.labels().into_iter().enumerate() {
        let count = context.view.node_count(Some(label))?;
        nodes.push(entry(Some(("label", shown(name, "L", at))), count));
    }
    let mut relationships = vec![entry(None, context.view.relationship_count(None)?)];
    for (at, (of, name)) in tokens.relationship_types().into_iter().enumerate() {
        let count = context.view.relationship_count(Some(of))?;
        let name = shown(name, "R", at);
        relationships.push(entry(Some(("relationshipType", name)), count));
    }
    let mut data = Map::new();
    data.insert("nodes", Value::list(nodes));
    data.insert("relationships", Value::list(relationships));
    Ok(Value::map(data))
}

fn tokens(context: &FunctionContext<'_>) -> Value {
    let tokens = context.database.tokens();
    let names = |names: Vec<quiver_types::Text>| {
        Value::list(names.into_iter().map(Value::String).collect())
    };
    let mut data = Map::new();
    let types = tokens.relationship_types();
    data.insert(
        "relationshipTypes",
        names(types.into_iter().map(|(_, n)| n).collect()),
    );
    let keys = tokens.property_keys();
    data.insert(
        "propertyKeys",
        names(keys.into_iter().map(|(_, n)| n).collect()),
    );
    let labels = tokens.labels();
    data.insert(
        "labels",
        names(labels.into_iter().map(|(_, n)| n).collect()),
    );
    Value::map(data)
}
