//! `apoc.map.*`.

use std::collections::HashSet;

use quiver_types::{Map, Text, Value};

use super::format::plain;
use super::{Result, flag, list, map, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;

type C<'c> = &'c FunctionContext<'c>;

fn key(value: &Value) -> Text {
    match value {
        Value::String(text) => text.clone(),
        other => plain(other).into(),
    }
}

fn owned(a: &[Value], at: usize) -> Map {
    map(a, at).cloned().unwrap_or_default()
}

/// Puts in pairs of keys and values; pairs without a key are passed over.
fn put_pairs(map: &mut Map, pairs: &[Value]) {
    for pair in pairs {
        if let Value::List(pair) = pair
            && let Some(name) = pair.first().filter(|name| !name.is_null())
        {
            map.insert(key(name), pair.get(1).cloned().unwrap_or_default());
        }
    }
}

fn put_lists(function: &str, map: &mut Map, a: &[Value], at: usize) -> Result<()> {
    let (keys, values) = (list(a, at).unwrap_or(&[]), list(a, at + 1).unwrap_or(&[]));
    if keys.len() != values.len() {
        return Err(wrong(function, "there must be as many values as keys"));
    }
    for (at, name) in keys.iter().enumerate().filter(|(_, name)| !name.is_null()) {
        map.insert(key(name), values.get(at).cloned().unwrap_or_default());
    }
    Ok(())
}

fn put_values(function: &str, map: &mut Map, values: &[Value]) -> Result<()> {
    if !values.len().is_multiple_of(2) {
        return Err(wrong(function, "there must be a value for each key"));
    }
    for pair in values.chunks(2) {
        if let [name, value] = pair
            && !name.is_null()
        {
            map.insert(key(name), value.clone());
        }
    }
    Ok(())
}

pub(super) fn from_pairs(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_pairs(&mut map, list(a, 0).unwrap_or(&[]));
    Ok(map.into())
}

pub(super) fn from_lists(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_lists("apoc.map.fromLists", &mut map, a, 0)?;
    Ok(map.into())
}

pub(super) fn from_values(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_values("apoc.map.fromValues", &mut map, list(a, 0).unwrap_or(&[]))?;
    Ok(map.into())
}

pub(super) fn merge(_: C<'_>, a: &[Value]) -> Result {
    let mut first = owned(a, 0);
    for (name, value) in owned(a, 1).iter() {
        first.insert(name.clone(), value.clone());
    }
    Ok(first.into())
}

pub(super) fn merge_list(_: C<'_>, a: &[Value]) -> Result {
    let mut all = Map::new();
    for one in list(a, 0).unwrap_or(&[]) {
        if let Value::Map(one) = one {
            for (name, value) in one.iter() {
                all.insert(name.clone(), value.clone());
            }
        }
    }
    Ok(all.into())
}

pub(super) fn set_key(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    if !argument(a, 1).is_null() {
        map.insert(key(argument(a, 1)), argument(a, 2).clone());
    }
    Ok(map.into())
}

pub(super) fn set_pairs(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_pairs(&mut map, list(a, 1).unwrap_or(&[]));
    Ok(map.into())
}

pub(super) fn set_lists(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_lists("apoc.map.setLists", &mut map, a, 1)?;
    Ok(map.into())
}

pub(super) fn set_values(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_values("apoc.map.setValues", &mut map, list(a, 1).unwrap_or(&[]))?;
    Ok(map.into())
}

/// Whether nothing is left of a map or list.
fn is_bare(value: &Value) -> bool {
    match value {
        Value::Map(map) => map.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Without some keys; in maps and lists inside too, if the configuration says `recursive`, and
/// then without maps and lists of which nothing is left.
fn without(value: &Value, keys: &HashSet<Text>, deep: bool) -> Value {
    match value {
        Value::Map(map) => {
            let mut kept = Map::new();
            for (name, value) in map.iter().filter(|(name, _)| !keys.contains(*name)) {
                let value = if deep {
                    without(value, keys, true)
                } else {
                    value.clone()
                };
                if !(deep && is_bare(&value)) {
                    kept.insert(name.clone(), value);
                }
            }
            kept.into()
        }
        Value::List(items) if deep => {
            let kept = items.iter().map(|item| without(item, keys, true));
            Value::list(kept.filter(|item| !is_bare(item)).collect())
        }
        other => other.clone(),
    }
}

fn recursive(a: &[Value]) -> bool {
    map(a, 2).is_some_and(|config| matches!(config.get("recursive"), Some(Value::Boolean(true))))
}

pub(super) fn remove_key(_: C<'_>, a: &[Value]) -> Result {
    let keys = HashSet::from([key(argument(a, 1))]);
    // APOC looks inside only if the key is there outside.
    if !owned(a, 0).keys().any(|name| keys.contains(name)) {
        return Ok(argument(a, 0).clone());
    }
    Ok(without(&owned(a, 0).into(), &keys, recursive(a)))
}

pub(super) fn remove_keys(_: C<'_>, a: &[Value]) -> Result {
    let keys = list(a, 1).unwrap_or(&[]).iter().map(key).collect();
    Ok(without(&owned(a, 0).into(), &keys, recursive(a)))
}

pub(super) fn clean(_: C<'_>, a: &[Value]) -> Result {
    let keys: HashSet<Text> = list(a, 1).unwrap_or(&[]).iter().map(key).collect();
    let values: HashSet<String> = list(a, 2).unwrap_or(&[]).iter().map(shown).collect();
    let mut kept = Map::new();
    for (name, value) in owned(a, 0).iter() {
        if !keys.contains(name) && !value.is_null() && !values.contains(&shown(value)) {
            kept.insert(name.clone(), value.clone());
        }
    }
    Ok(kept.into())
}

pub(super) fn flatten(_: C<'_>, a: &[Value]) -> Result {
    fn put(prefix: &str, map: &Map, delimiter: &str, out: &mut Map) {
        for (name, value) in map.iter() {
            let name = format!("{prefix}{name}");
            match value {
                Value::Map(inner) => put(&format!("{name}{delimiter}"), inner, delimiter, out),
                other => {
                    out.insert(name, other.clone());
                }
            }
        }
    }
    let mut out = Map::new();
    put(
        "",
        &owned(a, 0),
        text(a, 1).map_or(".", |t| t.as_str()),
        &mut out,
    );
    Ok(out.into())
}

pub(super) fn unflatten(_: C<'_>, a: &[Value]) -> Result {
    fn put(map: &mut Map, path: &[&str], value: &Value) {
        match path {
            [] => {}
            [last] => {
                map.insert(*last, value.clone());
            }
            [first, rest @ ..] => {
                let mut inner = match map.get(first) {
                    Some(Value::Map(inner)) => inner.as_ref().clone(),
                    None => Map::new(),
                    // What is there already stays.
                    Some(_) => return,
                };
                put(&mut inner, rest, value);
                map.insert(*first, Value::map(inner));
            }
        }
    }
    let delimiter = text(a, 1).map_or(".", |t| t.as_str());
    if delimiter.is_empty() {
        return Ok(argument(a, 0).clone());
    }
    let mut out = Map::new();
    for (name, value) in owned(a, 0).iter() {
        let path: Vec<&str> = name.split(delimiter).take(64).collect();
        put(&mut out, &path, value);
    }
    Ok(out.into())
}

fn group(c: C<'_>, a: &[Value], many: bool) -> Result {
    let mut out = Map::new();
    let Some(name) = text(a, 1) else {
        return Ok(out.into());
    };
    for item in list(a, 0).unwrap_or(&[]) {
        if !matches!(
            item,
            Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)
        ) {
            continue;
        }
        let of = c.named_property(item, name)?;
        if of.is_null() {
            continue;
        }
        let of = key(&of);
        if many {
            let mut all = match out.get(&of) {
                Some(Value::List(all)) => all.to_vec(),
                _ => Vec::new(),
            };
            all.push(item.clone());
            out.insert(of, Value::list(all));
        } else {
            out.insert(of, item.clone());
        }
    }
    Ok(out.into())
}

pub(super) fn group_by(c: C<'_>, a: &[Value]) -> Result {
    group(c, a, false)
}

pub(super) fn group_by_multi(c: C<'_>, a: &[Value]) -> Result {
    group(c, a, true)
}

/// Values of keys in order, with defaults; a key without either is an error if asked so.
fn values_of(function: &str, a: &[Value]) -> Result<Vec<(Text, Value)>> {
    let map = owned(a, 0);
    let defaults = list(a, 2).unwrap_or(&[]);
    let fail = a.len() < 4 || flag(a, 3);
    let mut out = Vec::new();
    for (at, name) in list(a, 1).unwrap_or(&[]).iter().enumerate() {
        let name = key(name);
        match map.get(&name).or(defaults.get(at)) {
            Some(value) => out.push((name, value.clone())),
            None if fail => {
                return Err(wrong(
                    function,
                    format!("Key {name} is not of one of the existing keys"),
                ));
            }
            None => out.push((name, Value::Null)),
        }
    }
    Ok(out)
}

pub(super) fn get(_: C<'_>, a: &[Value]) -> Result {
    let name = key(argument(a, 1));
    let fail = a.len() < 4 || flag(a, 3);
    match owned(a, 0).get(&name) {
        Some(value) => Ok(value.clone()),
        None if fail && argument(a, 2).is_null() => Err(wrong(
            "apoc.map.get",
            format!("Key {name} is not of one of the existing keys"),
        )),
        None => Ok(argument(a, 2).clone()),
    }
}

pub(super) fn mget(_: C<'_>, a: &[Value]) -> Result {
    if argument(a, 0).is_null() || argument(a, 1).is_null() {
        return Ok(Value::Null);
    }
    let values = values_of("apoc.map.mget", a)?;
    Ok(Value::list(
        values.into_iter().map(|(_, value)| value).collect(),
    ))
}

pub(super) fn submap(_: C<'_>, a: &[Value]) -> Result {
    if argument(a, 0).is_null() || argument(a, 1).is_null() {
        return Ok(Value::Null);
    }
    let mut out = Map::new();
    let names = list(a, 1).unwrap_or(&[]).iter();
    for (given, (name, value)) in names.zip(values_of("apoc.map.submap", a)?) {
        if !given.is_null() {
            out.insert(name, value);
        }
    }
    Ok(out.into())
}

pub(super) fn values(_: C<'_>, a: &[Value]) -> Result {
    let map = owned(a, 0);
    let keys = list(a, 1).unwrap_or(&[]);
    let mut out = Vec::new();
    for name in keys {
        match map.get(&key(name)) {
            Some(value) => out.push(value.clone()),
            None if flag(a, 2) => out.push(Value::Null),
            None => {}
        }
    }
    Ok(Value::list(out))
}

pub(super) fn sorted_properties(_: C<'_>, a: &[Value]) -> Result {
    let map = owned(a, 0);
    let ignore_case = a.len() < 2 || flag(a, 1);
    let mut entries: Vec<(&Text, &Value)> = map.iter().collect();
    entries.sort_by_key(|(name, _)| {
        if ignore_case {
            name.to_lowercase()
        } else {
            name.to_string()
        }
    });
    let pairs = entries
        .into_iter()
        .map(|(name, value)| Value::list(vec![name.clone().into(), value.clone()]));
    Ok(Value::list(pairs.collect()))
}
