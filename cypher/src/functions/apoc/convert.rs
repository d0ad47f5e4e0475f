//! `apoc.convert.*` and `apoc.json.path`: JSON and other shapes of values.

use quiver_types::{Map, Point, Value};
use serde_json::Value as Json;

use super::{Result, flag, list, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;
use crate::functions::coll::without_repeats;

type C<'c> = &'c FunctionContext<'c>;

/// JSON as a value. Whole numbers are integers if they fit.
pub(crate) fn from_json(json: &Json) -> Value {
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

/// Writes a value as JSON; nodes and relationships as APOC writes them.
pub(crate) fn write_json(c: C<'_>, value: &Value, out: &mut String) -> Result<()> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Boolean(_) | Value::Integer(_) => out.push_str(&shown(value)),
        Value::Float(v) if v.is_finite() => out.push_str(&shown(value)),
        Value::List(items) => write_list(c, items, out)?,
        Value::Map(map) => write_map(c, map, out)?,
        Value::Node(id) => write_entity(
            c,
            value,
            &[("id", &id.0.to_string()), ("type", "node")],
            out,
        )?,
        Value::Relationship(id) => {
            let record = super::graph::record(c, *id)?;
            let of = super::graph::type_name(c, &record);
            let head = [
                ("id", id.0.to_string()),
                ("type", "relationship".to_owned()),
                ("label", of.to_string()),
            ];
            let head: Vec<(&str, &str)> = head.iter().map(|(k, v)| (*k, v.as_str())).collect();
            write_entity(c, value, &head, out)?;
        }
        Value::Path(path) => write_list(c, &path.elements(), out)?,
        Value::Point(point) => write_point(point, out),
        other => write_text(&java_text(other), out),
    }
    c.grow(out.len() / 64)
}

fn write_text(text: &str, out: &mut String) {
    out.push_str(&Json::from(text).to_string());
}

fn write_list(c: C<'_>, items: &[Value], out: &mut String) -> Result<()> {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_json(c, item, out)?;
    }
    out.push(']');
    Ok(())
}

fn write_map(c: C<'_>, map: &Map, out: &mut String) -> Result<()> {
    out.push('{');
    for (at, (key, value)) in map.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(key, out);
        out.push(':');
        write_json(c, value, out)?;
    }
    out.push('}');
    Ok(())
}

/// A node or relationship: what it begins with, what belongs to it, its properties if there are any.
fn write_entity(c: C<'_>, of: &Value, head: &[(&str, &str)], out: &mut String) -> Result<()> {
    out.push('{');
    for (at, (key, value)) in head.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(key, out);
        out.push(':');
        write_text(value, out);
    }
    match of {
        Value::Node(id) => {
            let labels = super::graph::labels_of(c, *id)?;
            if !labels.is_empty() {
                let labels: Vec<Value> = labels.into_iter().map(Value::String).collect();
                out.push_str(",\"labels\":");
                write_list(c, &labels, out)?;
            }
        }
        Value::Relationship(id) => {
            let record = super::graph::record(c, *id)?;
            out.push_str(",\"start\":");
            write_json(c, &Value::Node(record.start), out)?;
            out.push_str(",\"end\":");
            write_json(c, &Value::Node(record.end), out)?;
        }
        _ => {}
    }
    let properties = c.properties_of(of)?;
    if !properties.is_empty() {
        out.push_str(",\"properties\":");
        write_map(c, &properties, out)?;
    }
    out.push('}');
    Ok(())
}

/// A point with the names of its coordinates.
fn write_point(point: &Point, out: &mut String) {
    let geographic = point.crs.is_geographic();
    let names: [&str; 3] = if geographic {
        ["latitude", "longitude", "height"]
    } else {
        ["x", "y", "z"]
    };
    let third = (point.crs.dimensions() == 3).then_some(point.z);
    let numbers = if geographic {
        [Some(point.y), Some(point.x), third]
    } else {
        [Some(point.x), Some(point.y), third]
    };
    out.push_str("{\"crs\":");
    write_text(point.crs.name(), out);
    for (name, number) in names.into_iter().zip(numbers) {
        let number = number.map_or(Value::Null, Value::Float);
        out.push_str(&format!(",\"{name}\":{}", shown(&number)));
    }
    out.push('}');
}

/// A value as Java's `toString` has it: times leave out seconds that are 0, and write fractions in
/// groups of three digits.
fn java_text(value: &Value) -> String {
    let text = shown(value);
    let start = match value {
        Value::Time(_) | Value::LocalTime(_) => 0,
        Value::LocalDateTime(_) | Value::ZonedDateTime(_) => text.find('T').map_or(0, |at| at + 1),
        _ => return text,
    };
    let Some((head, rest)) = text.split_at_checked(start + 5) else {
        return text;
    };
    let Some((seconds, rest)) = rest.split_at_checked(3) else {
        return text;
    };
    let digits = rest.strip_prefix('.').map_or(0, |rest| {
        rest.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())
    });
    if digits > 0 {
        let (fraction, zone) = rest.split_at(digits + 1);
        let zeros = "0".repeat((3 - digits % 3) % 3);
        return format!("{head}{seconds}{fraction}{zeros}{zone}");
    }
    let seconds = if seconds == ":00" { "" } else { seconds };
    format!("{head}{seconds}{rest}")
}

pub(super) fn to_json(c: C<'_>, a: &[Value]) -> Result {
    let mut text = String::new();
    write_json(c, argument(a, 0), &mut text)?;
    Ok(text.into())
}

/// JSON of a text, and in it what a path of names and positions leads to.
fn parsed(function: &str, a: &[Value]) -> Result<Option<Json>> {
    let Some(given) = text(a, 0).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let json: Json = serde_json::from_str(given)
        .map_err(|error| wrong(function, format!("the text is not JSON: {error}")))?;
    let path = text(a, 1).map_or("", |t| t.as_str());
    follow(function, json, path).map(Some)
}

/// A step of a JSON path.
enum Step {
    Name(String),
    At(i64),
    Every,
    Slice(Option<i64>, Option<i64>),
    Deep,
}

/// The steps of a path like `$.a[0].b[*]..c`; `None` for what is none of these.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (inner, after) = after.split_once(']')?;
            let name = inner.trim_matches(['\'', '"']);
            let bound = |text: &str| match text.trim() {
                "" => Some(None),
                number => number.parse::<i64>().ok().map(Some),
            };
            steps.push(if inner == "*" {
                Step::Every
            } else if name.len() < inner.len() {
                Step::Name(name.to_owned())
            } else if let Some((from, to)) = inner.split_once(':') {
                Step::Slice(bound(from)?, bound(to)?)
            } else {
                Step::At(inner.parse().ok()?)
            });
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix("..") {
            steps.push(Step::Deep);
            rest = after;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        match &rest[..end] {
            "" => return None,
            "*" => steps.push(Step::Every),
            name if name.contains(['*', '?', '@', '(']) => return None,
            name => steps.push(Step::Name(name.to_owned())),
        }
        rest = &rest[end..];
    }
    Some(steps)
}

fn place(at: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let at = if at < 0 { at + length } else { at };
    usize::try_from(at).ok()
}

/// All objects and lists in a value, itself first.
fn within<'j>(json: &'j Json, out: &mut Vec<&'j Json>) {
    match json {
        Json::Object(entries) => {
            out.push(json);
            entries.values().for_each(|value| within(value, out));
        }
        Json::Array(items) => {
            out.push(json);
            items.iter().for_each(|item| within(item, out));
        }
        _ => {}
    }
}

/// What a path leads to: one value, null where there is none; a list as soon as a step may lead
/// to several.
pub(crate) fn follow(function: &str, json: Json, path: &str) -> Result<Json> {
    let Some(steps) = steps(path) else {
        return Err(wrong(
            function,
            format!(
                "the JSON path '{path}' is not supported: there are names (.a), positions ([0], [-1], [0:2]), all (*) and any depth (..)"
            ),
        ));
    };
    if steps.is_empty() {
        return Ok(json);
    }
    let mut several = false;
    let mut at: Vec<&Json> = vec![&json];
    for step in &steps {
        let mut next: Vec<&Json> = Vec::new();
        for here in at {
            match (step, here) {
                (Step::Name(name), Json::Object(entries)) => {
                    next.push(entries.get(name).unwrap_or(&Json::Null));
                }
                (Step::At(position), Json::Array(items)) => {
                    next.extend(place(*position, items.len()).and_then(|at| items.get(at)));
                }
                (Step::Every, Json::Array(items)) => next.extend(items),
                (Step::Every, Json::Object(entries)) => next.extend(entries.values()),
                (Step::Slice(from, to), Json::Array(items)) => {
                    let bound = |bound: &Option<i64>, default| {
                        bound.map_or(default, |at| place(at, items.len()).unwrap_or(0))
                    };
                    let to = bound(to, items.len()).min(items.len());
                    let from = bound(from, 0).min(to);
                    next.extend(&items[from..to]);
                }
                (Step::Deep, _) => within(here, &mut next),
                _ => {}
            }
        }
        several |= matches!(step, Step::Every | Step::Slice(..) | Step::Deep);
        at = next;
    }
    Ok(if several {
        Json::Array(at.into_iter().cloned().collect())
    } else {
        at.first().map_or(Json::Null, |found| (*found).clone())
    })
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
        let mut part = format!("{key}:");
        write_json(c, value, &mut part)?;
        parts.push(part);
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
        Value::Path(path) => Value::list(path.elements()),
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
