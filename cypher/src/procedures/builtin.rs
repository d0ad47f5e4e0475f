//! Everyday procedures: names in use, waiting for indexes, making names.

use std::sync::{Arc, Weak};

use quiver_storage::Index;
use quiver_types::{Status, Text, Value};

use super::registry::Shared;
use super::{Procedure, Rows};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;
use crate::functions::{Type, argument, wrong_type};

/// The built-in procedures of this file.
pub(super) fn procedures(registry: &Weak<Shared>) -> Vec<Procedure> {
    let caches = Weak::clone(registry);
    let replanned = Weak::clone(registry);
    vec![
        Procedure::reading(
            "db.ping",
            "Answers, if the database does.",
            &[("success", Type::Boolean)],
            |_, _| Ok(vec![vec![Value::Boolean(true)]]),
        ),
        Procedure::reading(
            "db.labels",
            "The labels that nodes have.",
            &[("label", Type::String)],
            labels,
        ),
        Procedure::reading(
            "db.relationshipTypes",
            "The types that relationships have.",
            &[("relationshipType", Type::String)],
            relationship_types,
        ),
        Procedure::reading(
            "db.propertyKeys",
            "All property keys ever used.",
            &[("propertyKey", Type::String)],
            property_keys,
        ),
        Procedure::waiting("db.awaitIndex", "Waits until an index is online.", await_index)
        .with("indexName", Type::String, None)
        .with("timeOutSeconds", Type::Integer, Some(Value::Integer(300))),
        Procedure::waiting(
            "db.awaitIndexes",
            "Waits until all indexes are online.",
            await_indexes,
        )
        .with("timeOutSeconds", Type::Integer, Some(Value::Integer(300))),
        Procedure::reading(
            "db.resampleIndex",
            "Counts an index again. Counts are kept with every commit, so it only looks for the index.",
            &[],
            |context, arguments| find_index(context, arguments).map(|_| Vec::new()),
        )
        .with("indexName", Type::String, None),
        Procedure::reading(
            "db.resampleOutdatedIndexes",
            "Counts indexes again whose counts are old. They never are.",
            &[],
            |_, _| Ok(Vec::new()),
        ),
        Procedure::reading(
            "db.prepareForReplanning",
            "Makes the next run of every query plan it anew.",
            &[],
            move |_, _| {
                if let Some(registry) = replanned.upgrade() {
                    registry.forget_plans();
                }
                Ok(Vec::new())
            },
        )
        .admin()
        .with("timeOutSeconds", Type::Integer, Some(Value::Integer(300))),
        Procedure::reading(
            "db.clearQueryCaches",
            "Forgets all cached plans.",
            &[("value", Type::String)],
            move |_, _| {
                if let Some(registry) = caches.upgrade() {
                    registry.forget_plans();
                }
                Ok(vec![vec!["Query caches successfully cleared.".into()]])
            },
        )
        .admin()
        .mode("DBMS"),
        Procedure::reading("db.createLabel", "Makes a label without any node.", &[], |context, arguments| {
            context
                .state
                .make_label_named(token(arguments, "db.createLabel")?, context.database)?;
            Ok(Vec::new())
        })
        .with("newLabel", Type::String, None)
        .mode("WRITE"),
        Procedure::reading(
            "db.createProperty",
            "Makes a property key without any property.",
            &[],
            |context, arguments| {
                context
                    .state
                    .make_key_named(token(arguments, "db.createProperty")?, context.database)?;
                Ok(Vec::new())
            },
        )
        .with("newProperty", Type::String, None)
        .mode("WRITE"),
        Procedure::reading(
            "db.createRelationshipType",
            "Makes a relationship type without any relationship.",
            &[],
            |context, arguments| {
                let name = token(arguments, "db.createRelationshipType")?;
                context.state.make_type_named(name, context.database)?;
                Ok(Vec::new())
            },
        )
        .with("newRelationshipType", Type::String, None)
        .mode("WRITE"),
    ]
}

/// The name of a label, type or key that is to be there.
fn token<'a>(arguments: &'a [Value], name: &str) -> Result<&'a Text, RunError> {
    match argument(arguments, 0) {
        Value::Null => Err(failed(
            Status::TokenName,
            "Null is not a valid token name. Token names cannot be empty or contain any null-bytes.",
        )),
        _ => text(arguments, name),
    }
}

fn text<'a>(arguments: &'a [Value], name: &str) -> Result<&'a Text, RunError> {
    match argument(arguments, 0) {
        Value::String(text) => Ok(text),
        other => Err(wrong_type(name, "a String", other)),
    }
}

fn labels(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    let mut rows = Vec::new();
    for (label, name) in context.database.tokens().labels() {
        if context.view.node_count(Some(label))? > 0 {
            rows.push(vec![name.into()]);
        }
    }
    Ok(rows)
}

fn relationship_types(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    let mut rows = Vec::new();
    for (of, name) in context.database.tokens().relationship_types() {
        if context.view.relationship_count(Some(of))? > 0 {
            rows.push(vec![name.into()]);
        }
    }
    Ok(rows)
}

fn property_keys(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows, RunError> {
    let keys = context.database.tokens().property_keys();
    Ok(keys
        .into_iter()
        .map(|(_, name)| vec![name.into()])
        .collect())
}

fn find_index(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<Text, RunError> {
    if argument(arguments, 0).is_null() {
        return Err(failed(Status::IndexNotFound, "No such index 'null'"));
    }
    let name = text(arguments, "db.awaitIndex")?;
    let schema = context.database.schema();
    let named = schema.all_indexes().any(|index| index.name == *name);
    if named || schema.lookups.iter().any(|lookup| lookup.name == *name) {
        return Ok(Text::new(name));
    }
    Err(failed(
        Status::IndexNotFound,
        format!("No such index '{name}'"),
    ))
}

fn await_index(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<bool, RunError> {
    let name = find_index(context, arguments)?;
    let behind = populating(context).iter().any(|index| index.name == name);
    match (behind, waited(context, arguments.get(1))) {
        (false, _) => Ok(true),
        (true, None) => Ok(false),
        (true, Some(seconds)) => Err(failed(
            Status::ProcedureTimedOut,
            format!("Index on '{name}' did not come online within {seconds} SECONDS"),
        )),
    }
}

fn await_indexes(context: &FunctionContext<'_>, arguments: &[Value]) -> Result<bool, RunError> {
    if argument(arguments, 0).is_null() {
        return Err(failed(
            Status::ProcedureCallFailed,
            "Failed to invoke procedure `db.awaitIndexes`: Caused by: the time must not be null",
        ));
    }
    let behind = populating(context);
    match (behind.is_empty(), waited(context, arguments.first())) {
        (true, _) => Ok(true),
        (false, None) => Ok(false),
        (false, Some(_)) => {
            let names: Vec<&str> = behind.iter().map(|index| index.name.as_str()).collect();
            Err(failed(
                Status::ProcedureCallFailed,
                format!(
                    "Failed to invoke procedure `db.awaitIndexes`: Expected all indexes to come \
                     online within a reasonable time. Indexes not guaranteed to be online: {}",
                    names.join(", ")
                ),
            ))
        }
    }
}

/// The indexes that are being filled, but for those of constraints: who creates a constraint waits
/// for it there, and may be the one who asks.
fn populating(context: &FunctionContext<'_>) -> Vec<Arc<Index>> {
    let schema = context.database.schema();
    let populating = schema.populating.iter().filter(|index| !index.unique);
    populating.cloned().collect()
}

/// The seconds that were to be waited for, if they are over.
fn waited(context: &FunctionContext<'_>, seconds: Option<&Value>) -> Option<i64> {
    let Some(Value::Integer(seconds)) = seconds else {
        return None;
    };
    let now = context.execution.clock.now_nanos();
    let waited = now.saturating_sub(context.statement_start);
    (waited >= seconds.saturating_mul(1_000_000_000)).then_some(*seconds)
}
