//! The procedures of APOC that tools depend on, natively: names, arguments and columns are APOC's,
//! so that what was written for it runs. Functions of APOC are in `functions/apoc`.
//!
//! Most are a query of their own, put together from the arguments and run inside the query that
//! calls ([`crate::exec::nested`]); so they lock, count and fail as that query would. Begin with
//! [`procedures`].

mod algo;
mod astar;
mod collapse;
mod create;
mod export;
mod export_csv;
mod export_cypher;
mod export_json;
mod graph;
mod group;
mod jobs;
mod load;
mod meta;
mod nodes;
mod path;
mod path_filter;
mod periodic;
mod query;
mod refactor;
mod reshape;
mod schema;
mod small;
mod tree;
mod trigger;

use std::fmt::Display;

use quiver_types::{Map, NodeId, Status, Text, Value};

use super::{Procedure, Rows};
use crate::RunError;
use crate::exec::error::failed;
use crate::exec::nested::{self, May};
use crate::exec::run::Run;
use crate::functions::{Type, argument};

type Result<T = Rows> = std::result::Result<T, RunError>;

const TEXTS: Type = Type::ListOf(&Type::String);

/// The procedures of this module.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = algo::procedures();
    all.extend(astar::procedures());
    all.extend(collapse::procedures());
    all.extend(create::procedures());
    all.extend(export::procedures());
    all.extend(graph::procedures());
    all.extend(group::procedures());
    all.extend(jobs::procedures());
    all.extend(load::procedures());
    all.extend(meta::procedures());
    all.extend(nodes::procedures());
    all.extend(path::procedures());
    all.extend(periodic::procedures());
    all.extend(query::procedures());
    all.extend(refactor::procedures());
    all.extend(reshape::procedures());
    all.extend(schema::procedures());
    all.extend(small::procedures());
    all.extend(tree::procedures());
    all.extend(trigger::procedures());
    all
}

/// An error of a procedure's own.
fn wrong(message: impl Into<String>) -> RunError {
    failed(Status::ProcedureCallFailed, message)
}

/// A procedure was called with what it does not take, or its work failed.
fn not_invoked(procedure: &str, why: impl Display) -> RunError {
    wrong(format!("Failed to invoke procedure `{procedure}`: {why}"))
}

/// Refuses the entries of a configuration that a procedure does not follow.
fn refuse(config: &Map, procedure: &str, keys: &[&str]) -> Result<()> {
    let is_set = |key: &&&str| match config.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::List(items)) => !items.is_empty(),
        Some(_) => true,
    };
    match keys.iter().find(is_set) {
        Some(key) => Err(not_invoked(
            procedure,
            format_args!("`{key}` is not supported"),
        )),
        None => Ok(()),
    }
}

/// Runs a query inside the one that calls; its failures become the procedure's.
fn ask(
    run: &mut Run<'_>,
    procedure: &str,
    text: &str,
    parameters: &Map,
    may_write: bool,
) -> Result<nested::Answer> {
    let may = if may_write { May::Write } else { May::Read };
    ask_as(run, procedure, text, parameters, may)
}

/// The same with all that it may do.
fn ask_as(
    run: &mut Run<'_>,
    procedure: &str,
    text: &str,
    parameters: &Map,
    may: May,
) -> Result<nested::Answer> {
    nested::run(run, text, parameters, may).map_err(|error| match error {
        RunError::Failed(failure) if !failure.status.is_retryable() => {
            not_invoked(procedure, format_args!("Caused by: {}", failure.message))
        }
        other => other,
    })
}

/// A name as a query writes it.
fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// `:A:B`; nothing for no labels.
fn labels_text(labels: &[Text]) -> String {
    labels
        .iter()
        .map(|label| format!(":{}", quoted(label)))
        .collect()
}

/// A list of strings; null is none.
fn texts(arguments: &[Value], at: usize, what: &str) -> Result<Vec<Text>> {
    match argument(arguments, at) {
        Value::Null => Ok(Vec::new()),
        Value::String(one) => Ok(vec![one.clone()]),
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::String(text) if !text.is_empty() => Ok(text.clone()),
                _ => Err(wrong(format!(
                    "The list of {what} may only hold strings that are not empty"
                ))),
            })
            .collect(),
        _ => Err(wrong(format!("Expected a list of {what}"))),
    }
}

/// The same where items that are null are left out.
fn texts_but_nulls(arguments: &[Value], at: usize, what: &str) -> Result<Vec<Text>> {
    match argument(arguments, at) {
        Value::List(items) => {
            let there = items.iter().filter(|item| !item.is_null()).cloned();
            texts(&[Value::list(there.collect())], 0, what)
        }
        _ => texts(arguments, at, what),
    }
}

/// A string that is there and not empty.
fn text<'a>(arguments: &'a [Value], at: usize, what: &str) -> Result<&'a Text> {
    match argument(arguments, at) {
        Value::String(text) if !text.is_empty() => Ok(text),
        _ => Err(wrong(format!("It is not possible to have an empty {what}"))),
    }
}

/// A map; null is an empty one.
fn map(arguments: &[Value], at: usize) -> Result<Map> {
    match argument(arguments, at) {
        Value::Null => Ok(Map::new()),
        Value::Map(map) => Ok(map.as_ref().clone()),
        _ => Err(wrong("Expected a map")),
    }
}

/// `{k: $name.k, ...}`.
fn pattern(properties: &Map, name: &str) -> String {
    let entries: Vec<String> = properties
        .keys()
        .map(|key| format!("{0}: ${name}.{0}", quoted(key)))
        .collect();
    if entries.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", entries.join(", "))
    }
}

/// Nodes given as a node, an id or a list of those.
fn nodes(value: &Value) -> Result<Vec<Value>> {
    let one = |value: &Value| match value {
        Value::Node(_) => Ok(Some(value.clone())),
        Value::Integer(id) => match u64::try_from(*id) {
            Ok(id) => Ok(Some(Value::Node(NodeId(id)))),
            Err(_) => Err(wrong(format!("There is no node with id {id}"))),
        },
        Value::Null => Ok(None),
        _ => Err(wrong("Expected nodes, or ids of nodes")),
    };
    match value {
        Value::List(items) => items
            .iter()
            .filter_map(|item| one(item).transpose())
            .collect(),
        other => Ok(one(other)?.into_iter().collect()),
    }
}

fn parameters<const N: usize>(entries: [(&str, Value); N]) -> Map {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

fn empty_map() -> Option<Value> {
    Some(Value::map(Map::new()))
}
