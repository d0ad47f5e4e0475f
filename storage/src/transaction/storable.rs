//! Which values a property can hold, and in which form.

use quiver_types::{PropertyKeyId, Value};

use crate::WriteError;
use crate::operation::PropertyChanges;

/// The kinds of values a list may hold, one of them at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Number,
    String,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    ZonedDateTime,
    Duration,
    Point,
    Uuid,
    Vector,
}

fn kind(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Boolean(_) => Kind::Boolean,
        Value::Integer(_) | Value::Float(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Date(_) => Kind::Date,
        Value::LocalTime(_) => Kind::LocalTime,
        Value::Time(_) => Kind::Time,
        Value::LocalDateTime(_) => Kind::LocalDateTime,
        Value::ZonedDateTime(_) => Kind::ZonedDateTime,
        Value::Duration(_) => Kind::Duration,
        Value::Point(_) => Kind::Point,
        Value::Uuid(_) => Kind::Uuid,
        Value::Vector(_) => Kind::Vector,
        Value::Null
        | Value::Bytes(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Entity(_) => return None,
    })
}

fn refuse(what: impl Into<String>) -> WriteError {
    WriteError::NotStorable(what.into())
}

/// The form in which a value is stored, or why it is not.
pub(super) fn storable(value: Value) -> Result<Value, WriteError> {
    match &value {
        Value::Null | Value::Bytes(_) => Ok(value),
        Value::List(items) => {
            let mixed = list(items)?;
            Ok(if mixed { floats(items) } else { value })
        }
        other if kind(other).is_some() => Ok(value),
        other => Err(refuse(format!("a value of type {}", other.type_name()))),
    }
}

/// Whether a list holds integers as well as floats; an error if it cannot be stored.
fn list(items: &[Value]) -> Result<bool, WriteError> {
    let mut found: Option<Kind> = None;
    for item in items {
        let kind = match item {
            Value::Null => return Err(refuse("a list that contains null")),
            Value::List(_) => return Err(refuse("a list that contains lists")),
            other => kind(other)
                .ok_or_else(|| refuse(format!("a list of values of type {}", other.type_name())))?,
        };
        if found.is_some_and(|found| found != kind) {
            return Err(refuse("a list of values of different types"));
        }
        found = Some(kind);
    }
    let any = |of: fn(&Value) -> bool| items.iter().any(of);
    Ok(any(|v| matches!(v, Value::Integer(_))) && any(|v| matches!(v, Value::Float(_))))
}

/// A list of numbers as floats, which is what Neo4j makes of a mixed one.
fn floats(items: &[Value]) -> Value {
    let float = |item: &Value| match item {
        Value::Integer(number) => Value::Float(*number as f64),
        other => other.clone(),
    };
    Value::list(items.iter().map(float).collect())
}

/// Properties of a new entity as they are stored: sorted by key, nulls left out, of equal keys
/// the last one.
pub(super) fn storable_properties(
    properties: &[(PropertyKeyId, Value)],
) -> Result<PropertyChanges, WriteError> {
    let mut stored = Vec::with_capacity(properties.len());
    for (key, value) in properties {
        if !value.is_null() {
            stored.push((*key, storable(value.clone())?));
        }
    }
    if !stored.is_sorted_by(|a, b| a.0 < b.0) {
        stored.sort_by_key(|(key, _)| *key);
        stored.reverse();
        stored.dedup_by_key(|(key, _)| *key);
        stored.reverse();
    }
    Ok(stored)
}

/// Bytes that properties hold in a write set.
pub(super) fn properties_size(properties: &[(PropertyKeyId, Value)]) -> usize {
    properties
        .iter()
        .map(|(_, value)| size_of::<(PropertyKeyId, Value)>() + value.heap_size())
        .sum()
}
