//! The functions of APOC that tools depend on, natively: names, arguments and results are APOC's.
//! Null given is null back unless a row says otherwise. Procedures of APOC are in
//! `procedures/apoc`.

mod agg;
pub(crate) mod coll;
pub(crate) mod convert;
mod date;
mod exact;
pub(crate) mod format;
pub(crate) mod graph;
mod map;
mod md5;
mod number;
mod rows;
pub(crate) mod text;
pub(crate) mod util;

use quiver_types::{Map, Status, Text, Value};

use crate::RunError;
use crate::exec::error::failed;
use crate::functions::argument;

pub(super) use agg::FUNCTIONS as AGGREGATIONS;
pub(super) use rows::FUNCTIONS;

type Result<T = Value> = std::result::Result<T, RunError>;

/// An error of a function's own.
fn wrong(function: &str, message: impl std::fmt::Display) -> RunError {
    failed(
        Status::ProcedureCallFailed,
        format!("Failed to invoke function `{function}`: Caused by: {message}"),
    )
}

/// A list; `None` for null and for what is no list.
fn list(a: &[Value], at: usize) -> Option<&[Value]> {
    match argument(a, at) {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// A string; `None` for null and for what is no string.
fn text(a: &[Value], at: usize) -> Option<&Text> {
    match argument(a, at) {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A map; `None` for null and for what is no map.
fn map(a: &[Value], at: usize) -> Option<&Map> {
    match argument(a, at) {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn integer(a: &[Value], at: usize) -> Option<i64> {
    match argument(a, at) {
        Value::Integer(v) => Some(*v),
        Value::Float(v) if v.fract() == 0.0 && v.abs() < 9e15 => Some(*v as i64),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(v) => Some(*v as f64),
        Value::Float(v) => Some(*v),
        _ => None,
    }
}

fn flag(a: &[Value], at: usize) -> bool {
    matches!(argument(a, at), Value::Boolean(true))
}

fn count(length: usize) -> Value {
    Value::Integer(i64::try_from(length).unwrap_or(i64::MAX))
}

/// A value as a key or a part of a text.
fn shown(value: &Value) -> String {
    quiver_types::format::to_string(value)
}
