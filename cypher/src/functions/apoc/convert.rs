//! `apoc.convert.*` and `apoc.json.path`: JSON and other shapes of values.

use quiver_types::{Map, Value};
use serde_json::Value as Json;

use super::{Result, flag, list, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;
use crate::functions::coll::without_repeats;

type C<'c> = &'c FunctionContext<'c>;

/// JSON as a value. Whole numbers are integers if they fit.
pub(super) fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(v) => Value::Boolean(*v),
        Json::Number(v) => match v.as_i64() {
            Some(v) => Value::Integer(v),
            None => Value::Float(v.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(from_json).collect()),
        Json::Object(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key.as_str(), from_json(value));
            }
            map.into()
        }
    }
}

/// A value as JSON; nodes and relationships as APOC writes them.
fn to_json_value(c: C<'_>, value: &Value) -> Result<Json> {
    Ok(match value {
        Value::Null => Json::Null,
        Value::Boolean(v) => Json::Bool(*v),
        Value::Integer(v) => Json::from(*v),
        Value::Float(v) => serde_json::Number::from_f64(*v)
            .map_or_else(|| Json::String(shown(value)), Json::Number),
        Value::List(items) => Json::Array(
            items
                .iter()
                .map(|item| to_json_value(c, item))
                .collect::<Result<_>>()?,
        ),
        Value::Map(map) => object(c, map)?,
        Value::Node(id) => {
            let labels = super::graph::labels_of(c, *id)?;
            let mut out = serde_json::Map::new();
            out.insert("id".into(), Json::String(id.0.to_string()));
            out.insert("type".into(), "node".into());
            if !labels.is_empty() {
                let labels = labels.iter().map(|label| Json::String(label.to_string()));
                out.insert("labels".into(), Json::Array(labels.collect()));
            }
            let properties = c.properties_of(value)?;
            if !properties.is_empty() {
                out.insert("properties".into(), object(c, &properties)?);
            }
            Json::Object(out)
        }
        Value::Relationship(id) => {
            let record = super::graph::record(c, *id)?;
            let mut out = serde_json::Map::new();
            out.insert("id".into(), Json::String(id.0.to_string()));
            out.insert("type".into(), "relationship".into());
            let tokens = c.database.tokens();
            let of = tokens.relationship_type_name(record.relationship_type);
            out.insert("label".into(), Json::String(of.to_string()));
            out.insert(
                "start".into(),
                to_json_value(c, &Value::Node(record.start))?,
            );
            out.insert("end".into(), to_json_value(c, &Value::Node(record.end))?);
            let properties = c.properties_of(value)?;
            if !properties.is_empty() {
                out.insert("properties".into(), object(c, &properties)?);
            }
            Json::Object(out)
        }
        Value::Path(path) => {
            let mut out = vec![to_json_value(c, &Value::Node(path.start))?];
            for step in &path.steps {
                out.push(to_json_value(c, &Value::Relationship(step.relationship))?);
                out.push(to_json_value(c, &Value::Node(step.node))?);
            }
            Json::Array(out)
        }
        other => Json::String(shown(other)),
    })
}

fn object(c: C<'_>, map: &Map) -> Result<Json> {
    let mut out = serde_json::Map::new();
    for (key, value) in map.iter() {
        out.insert(key.to_string(), to_json_value(c, value)?);
    }
    Ok(Json::Object(out))
}

pub(super) fn to_json(c: C<'_>, a: &[Value]) -> Result {
    let text = to_json_value(c, argument(a, 0))?.to_string();
    c.grow(text.len())?;
    Ok(text.into())
}

/// JSON of a text, and in it what a path of names and positions leads to.
fn parsed(function: &str, a: &[Value]) -> Result<Option<Json>> {
    let Some(given) = text(a, 0) else {
        return Ok(None);
    };
    let json: Json = serde_json::from_str(given)
        .map_err(|error| wrong(function, format!("the text is not JSON: {error}")))?;
    let path = text(a, 1).map_or("", |t| t.as_str());
    follow(function, json, path).map(Some)
}

fn follow(function: &str, json: Json, path: &str) -> Result<Json> {
    let unsupported = || {
        wrong(
            function,
            format!(
                "the JSON path '{path}' is not supported: there are names (.a) and positions ([0])"
            ),
        )
    };
    let mut at = json;
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (inner, after) = after.split_once(']').ok_or_else(unsupported)?;
            let name = inner.trim_matches(['\'', '"']);
            at = match inner.parse::<usize>() {
                Ok(position) => at.get(position).cloned().unwrap_or(Json::Null),
                Err(_) if name.len() < inner.len() => at.get(name).cloned().unwrap_or(Json::Null),
                Err(_) => return Err(unsupported()),
            };
            rest = after;
        } else {
            let after = rest.strip_prefix('.').unwrap_or(rest);
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let name = &after[..end];
            if name.is_empty() || name.contains(['*', '?', '@']) {
                return Err(unsupported());
            }
            at = at.get(name).cloned().unwrap_or(Json::Null);
            rest = &after[end..];
        }
    }
    Ok(at)
}

pub(super) fn from_json_map(c: C<'_>, a: &[Value]) -> Result {
    let name = "apoc.convert.fromJsonMap";
    match parsed(name, a)? {
        None | Some(Json::Null) => Ok(Value::Null),
        Some(json @ Json::Object(_)) => {
            let value = from_json(&json);
            c.grow(value.heap_size())?;
            Ok(value)
        }
        Some(_) => Err(wrong(name, "the text is not a JSON object")),
    }
}

pub(super) fn from_json_list(c: C<'_>, a: &[Value]) -> Result {
    let name = "apoc.convert.fromJsonList";
    match parsed(name, a)? {
        None | Some(Json::Null) => Ok(Value::Null),
        Some(json @ Json::Array(_)) => {
            let value = from_json(&json);
            c.grow(value.heap_size())?;
            Ok(value)
        }
        Some(_) => Err(wrong(name, "the text is not a JSON array")),
    }
}

pub(super) fn json_path(c: C<'_>, a: &[Value]) -> Result {
    let found = parsed("apoc.json.path", a)?;
    let value = found.map_or(Value::Null, |json| from_json(&json));
    c.grow(value.heap_size())?;
    Ok(value)
}

pub(super) fn to_sorted_json_map(c: C<'_>, a: &[Value]) -> Result {
    let ignore_case = a.len() < 2 || flag(a, 1);
    let map = match argument(a, 0) {
        Value::Null => return Ok(Value::Null),
        Value::String(_) => from_json_map(c, &a[..1])?,
        other => other.clone(),
    };
    let Value::Map(map) = map else {
        return Err(wrong("apoc.convert.toSortedJsonMap", "expected a map"));
    };
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| {
        if ignore_case {
            key.to_lowercase()
        } else {
            key.to_string()
        }
    });
    let mut parts = Vec::new();
    for (key, value) in entries {
        let key = Json::String(key.to_string());
        parts.push(format!("{key}:{}", to_json_value(c, value)?));
    }
    Ok(format!("{{{}}}", parts.join(",")).into())
}

pub(super) fn to_map(c: C<'_>, a: &[Value]) -> Result {
    match argument(a, 0) {
        of @ (Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)) => {
            Ok(c.properties_of(of)?.into())
        }
        _ => Ok(Value::Null),
    }
}

pub(super) fn to_list(_: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        Value::Null => Value::Null,
        list @ Value::List(_) => list.clone(),
        Value::Path(path) => {
            let mut out = vec![Value::Node(path.start)];
            for step in &path.steps {
                out.push(Value::Relationship(step.relationship));
                out.push(Value::Node(step.node));
            }
            Value::list(out)
        }
        other => Value::list(vec![other.clone()]),
    })
}

pub(super) fn to_set(c: C<'_>, a: &[Value]) -> Result {
    let all = to_list(c, a)?;
    Ok(match list(&[all], 0) {
        Some(items) => Value::list(without_repeats(items)),
        None => Value::Null,
    })
}

pub(super) fn to_node(_: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        node @ Value::Node(_) => node.clone(),
        _ => Value::Null,
    })
}

pub(super) fn to_relationship(_: C<'_>, a: &[Value]) -> Result {
    Ok(match argument(a, 0) {
        rel @ Value::Relationship(_) => rel.clone(),
        _ => Value::Null,
    })
}
