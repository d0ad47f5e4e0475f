//! `apoc.map.*`.

use std::collections::HashSet;

use quiver_types::{Map, Text, Value};

use super::{Result, flag, list, map, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;

type C<'c> = &'c FunctionContext<'c>;

fn key(value: &Value) -> Text {
    match value {
        Value::String(text) => text.clone(),
        other => shown(other).into(),
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

fn put_lists(map: &mut Map, keys: &[Value], values: &[Value]) {
    for (at, name) in keys.iter().enumerate().filter(|(_, name)| !name.is_null()) {
        map.insert(key(name), values.get(at).cloned().unwrap_or_default());
    }
}

fn put_values(map: &mut Map, values: &[Value]) {
    for pair in values.chunks(2) {
        if let [name, value] = pair
            && !name.is_null()
        {
            map.insert(key(name), value.clone());
        }
    }
}

pub(super) fn from_pairs(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_pairs(&mut map, list(a, 0).unwrap_or(&[]));
    Ok(map.into())
}

pub(super) fn from_lists(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_lists(
        &mut map,
        list(a, 0).unwrap_or(&[]),
        list(a, 1).unwrap_or(&[]),
    );
    Ok(map.into())
}

pub(super) fn from_values(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    put_values(&mut map, list(a, 0).unwrap_or(&[]));
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
    map.insert(key(argument(a, 1)), argument(a, 2).clone());
    Ok(map.into())
}

pub(super) fn set_pairs(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_pairs(&mut map, list(a, 1).unwrap_or(&[]));
    Ok(map.into())
}

pub(super) fn set_lists(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_lists(
        &mut map,
        list(a, 1).unwrap_or(&[]),
        list(a, 2).unwrap_or(&[]),
    );
    Ok(map.into())
}

pub(super) fn set_values(_: C<'_>, a: &[Value]) -> Result {
    let mut map = owned(a, 0);
    put_values(&mut map, list(a, 1).unwrap_or(&[]));
    Ok(map.into())
}

/// Without some keys; in maps and lists inside too, if the configuration says `recursive`.
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
                kept.insert(name.clone(), value);
            }
            kept.into()
        }
        Value::List(items) if deep => {
            Value::list(items.iter().map(|item| without(item, keys, true)).collect())
        }
        other => other.clone(),
    }
}

fn recursive(a: &[Value]) -> bool {
    map(a, 2).is_some_and(|config| matches!(config.get("recursive"), Some(Value::Boolean(true))))
}

pub(super) fn remove_key(_: C<'_>, a: &[Value]) -> Result {
    let keys = HashSet::from([key(argument(a, 1))]);
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
                    _ => Map::new(),
                };
                put(&mut inner, rest, value);
                map.insert(*first, Value::map(inner));
            }
        }
    }
    let delimiter = text(a, 1).map_or(".", |t| t.as_str());
    let mut out = Map::new();
    for (name, value) in owned(a, 0).iter() {
        let path: Vec<&str> = name.split(delimiter).take(64).collect();
        put(&mut out, &path, value);
    }
    Ok(out.into())
}

fn group(c: C<'_>, a: &[Value], many: bool) -> Result {
    let (Some(items), Some(name)) = (list(a, 0), text(a, 1)) else {
        return Ok(Value::Null);
    };
    let mut out = Map::new();
    for item in items {
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
    let values = values_of("apoc.map.mget", a)?;
    Ok(Value::list(
        values.into_iter().map(|(_, value)| value).collect(),
    ))
}

pub(super) fn submap(_: C<'_>, a: &[Value]) -> Result {
    let mut out = Map::new();
    for (name, value) in values_of("apoc.map.submap", a)? {
        out.insert(name, value);
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
