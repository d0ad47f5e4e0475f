//! `apoc.coll.*`. Items are the same where Cypher's DISTINCT takes them for the same.

use std::collections::{HashMap, HashSet};

use quiver_types::compare::{Comparison, Equivalent, compare, order};
use quiver_types::{Map, Value};

use super::{Result, count, flag, float, integer, list, map, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;
use crate::functions::coll::without_repeats;

type C<'c> = &'c FunctionContext<'c>;

macro_rules! or_null {
    ($given:expr) => {
        match $given {
            Some(given) => given,
            None => return Ok(Value::Null),
        }
    };
}

fn set(items: &[Value]) -> HashSet<Equivalent> {
    items.iter().cloned().map(Equivalent).collect()
}

fn made(c: &FunctionContext<'_>, items: Vec<Value>) -> Result {
    c.grow(16 * items.len())?;
    Ok(Value::list(items))
}

pub(super) fn to_set(c: C<'_>, a: &[Value]) -> Result {
    made(c, without_repeats(or_null!(list(a, 0))))
}

pub(super) fn flatten(c: C<'_>, a: &[Value]) -> Result {
    let mut flat = list(a, 0).unwrap_or(&[]).to_vec();
    loop {
        let mut next = Vec::with_capacity(flat.len());
        let mut found = false;
        for item in flat {
            match item {
                Value::List(inner) => {
                    found = true;
                    next.extend(inner.iter().cloned());
                }
                other => next.push(other),
            }
        }
        flat = next;
        if !found || !flag(a, 1) {
            return made(c, flat);
        }
    }
}

/// The first item, or a later one that compares with it as wanted; what does not compare is
/// passed over.
fn extreme(a: &[Value], wanted: Comparison) -> Result {
    let mut best: Option<&Value> = None;
    for item in or_null!(list(a, 0)).iter().filter(|item| !item.is_null()) {
        if best.is_none_or(|best| compare(item, best) == wanted) {
            best = Some(item);
        }
    }
    Ok(best.cloned().unwrap_or_default())
}

pub(super) fn max(_: C<'_>, a: &[Value]) -> Result {
    extreme(a, Comparison::Greater)
}

pub(super) fn min(_: C<'_>, a: &[Value]) -> Result {
    extreme(a, Comparison::Less)
}

fn numbers(a: &[Value], function: &str) -> Result<Option<Vec<f64>>> {
    let Some(items) = list(a, 0) else {
        return Ok(None);
    };
    items
        .iter()
        .map(|item| float(item).ok_or_else(|| wrong(function, "only numbers can be counted up")))
        .collect::<Result<Vec<f64>>>()
        .map(Some)
}

pub(super) fn sum(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(numbers(a, "apoc.coll.sum")?);
    Ok(if all.is_empty() {
        Value::Null
    } else {
        Value::Float(all.iter().sum())
    })
}

pub(super) fn sum_longs(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(numbers(a, "apoc.coll.sumLongs")?);
    Ok(Value::Integer(
        all.iter().fold(0_i64, |sum, v| sum.wrapping_add(*v as i64)),
    ))
}

pub(super) fn avg(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(numbers(a, "apoc.coll.avg")?);
    Ok(if all.is_empty() {
        Value::Null
    } else {
        Value::Float(all.iter().sum::<f64>() / all.len() as f64)
    })
}

/// A number, an integer where it is a whole one.
fn whole(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Value::Integer(value as i64)
    } else {
        Value::Float(value)
    }
}

pub(super) fn stdev(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(numbers(a, "apoc.coll.stdev")?);
    if all.is_empty() {
        return Ok(Value::Null);
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let squares: f64 = all.iter().map(|v| (v - mean) * (v - mean)).sum();
    let corrected = a.len() < 2 || flag(a, 1);
    let divisor = if corrected { all.len() - 1 } else { all.len() };
    Ok(whole(if divisor == 0 {
        0.0
    } else {
        (squares / divisor as f64).sqrt()
    }))
}

pub(super) fn running_total(c: C<'_>, a: &[Value]) -> Result {
    let items = or_null!(list(a, 0));
    if items.is_empty() {
        return Ok(Value::Null);
    }
    let integral = items.iter().all(|item| matches!(item, Value::Integer(_)));
    let mut total = 0.0;
    let mut integers = 0_i64;
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        if integral {
            if let Value::Integer(v) = item {
                integers = integers.wrapping_add(*v);
            }
            out.push(Value::Integer(integers));
        } else {
            total += float(item)
                .ok_or_else(|| wrong("apoc.coll.runningTotal", "only numbers can be counted up"))?;
            out.push(whole(total));
        }
    }
    made(c, out)
}

pub(super) fn sort(c: C<'_>, a: &[Value]) -> Result {
    let mut items = list(a, 0).unwrap_or(&[]).to_vec();
    items.sort_by(order);
    made(c, items)
}

/// Maps or nodes by a property, descending; `^` before the name sorts upwards.
fn sort_by(c: C<'_>, a: &[Value]) -> Result {
    let items = list(a, 0).unwrap_or(&[]);
    let name = or_null!(text(a, 1)).as_str();
    let (name, up) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        keyed.push((c.named_property(item, name)?, item.clone()));
    }
    // What has no such property comes last either way.
    keyed.sort_by(|(a, _), (b, _)| match (a.is_null(), b.is_null()) {
        (false, false) if up => order(a, b),
        (false, false) => order(b, a),
        (a, b) => a.cmp(&b),
    });
    made(c, keyed.into_iter().map(|(_, item)| item).collect())
}

pub(super) fn sort_maps(c: C<'_>, a: &[Value]) -> Result {
    sort_by(c, a)
}

pub(super) fn sort_nodes(c: C<'_>, a: &[Value]) -> Result {
    sort_by(c, a)
}

pub(super) fn sort_multi(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    let fields: Vec<String> = list(a, 1).unwrap_or(&[]).iter().map(shown).collect();
    let field = |item: &Value, name: &str| match item {
        Value::Map(map) => map.get(name).cloned().unwrap_or_default(),
        _ => Value::Null,
    };
    items.sort_by(|a, b| {
        let mut result = std::cmp::Ordering::Equal;
        for name in &fields {
            let compared = match name.strip_prefix('^') {
                Some(name) => order(&field(a, name), &field(b, name)),
                None => order(&field(b, name), &field(a, name)),
            };
            result = result.then(compared);
        }
        result
    });
    let skip = usize::try_from(integer(a, 3).unwrap_or(0)).unwrap_or(0);
    let limit = usize::try_from(integer(a, 2).unwrap_or(-1)).unwrap_or(usize::MAX);
    made(c, items.into_iter().skip(skip).take(limit).collect())
}

pub(super) fn sort_text(c: C<'_>, a: &[Value]) -> Result {
    if map(a, 1).is_some_and(|conf| conf.contains_key("locale")) {
        return Err(wrong("apoc.coll.sortText", "`locale` is not supported"));
    }
    // As in a dictionary: by letters, then by accents, small letters before capitals.
    let mut keyed: Vec<(String, String, &Value)> = Vec::new();
    for item in list(a, 0).unwrap_or(&[]) {
        let text = shown(item);
        keyed.push((
            super::text::unaccented(&text),
            super::text::swapped(&text),
            item,
        ));
    }
    keyed.sort_by(|(a, b, _), (c, d, _)| (a, b).cmp(&(c, d)));
    made(
        c,
        keyed.into_iter().map(|(_, _, item)| item.clone()).collect(),
    )
}

/// Where a value is found in a list; null is in none.
fn places<'l>(a: &'l [Value]) -> impl Iterator<Item = usize> + 'l {
    let wanted = Equivalent(argument(a, 1).clone());
    let items = list(a, 0).unwrap_or(&[]).iter().enumerate();
    items
        .filter(move |(_, item)| !item.is_null() && Equivalent((*item).clone()) == wanted)
        .map(|(at, _)| at)
}

pub(super) fn contains(_: C<'_>, a: &[Value]) -> Result {
    Ok(places(a).next().is_some().into())
}

pub(super) fn contains_all(_: C<'_>, a: &[Value]) -> Result {
    let (Some(all), Some(wanted)) = (list(a, 0), list(a, 1)) else {
        return Ok(false.into());
    };
    let found = set(all);
    // As APOC has it: null is in no list, and nothing is in an empty one.
    let is_in = |item: &Value| !item.is_null() && found.contains(&Equivalent(item.clone()));
    Ok((!all.is_empty() && wanted.iter().all(is_in)).into())
}

pub(super) fn contains_duplicates(_: C<'_>, a: &[Value]) -> Result {
    let items = list(a, 0).unwrap_or(&[]);
    Ok((set(items).len() < items.len()).into())
}

pub(super) fn different(_: C<'_>, a: &[Value]) -> Result {
    let Some(items) = list(a, 0) else {
        return Ok(false.into());
    };
    Ok((set(items).len() == items.len()).into())
}

pub(super) fn index_of(_: C<'_>, a: &[Value]) -> Result {
    Ok(places(a).next().map_or(Value::Integer(-1), count))
}

pub(super) fn occurrences(_: C<'_>, a: &[Value]) -> Result {
    Ok(count(places(a).count()))
}

pub(super) fn union(c: C<'_>, a: &[Value]) -> Result {
    let both = or_null!(both(a));
    made(c, without_repeats(&both))
}

pub(super) fn union_all(c: C<'_>, a: &[Value]) -> Result {
    made(c, or_null!(both(a)))
}

/// The items of two lists, one of which may be null.
fn both(a: &[Value]) -> Option<Vec<Value>> {
    match (list(a, 0), list(a, 1)) {
        (None, None) => None,
        (first, second) => Some([first.unwrap_or(&[]), second.unwrap_or(&[])].concat()),
    }
}

pub(super) fn intersection(c: C<'_>, a: &[Value]) -> Result {
    let second = set(list(a, 1).unwrap_or(&[]));
    let first = without_repeats(list(a, 0).unwrap_or(&[]));
    made(
        c,
        first
            .into_iter()
            .filter(|item| second.contains(&Equivalent(item.clone())))
            .collect(),
    )
}

pub(super) fn subtract(c: C<'_>, a: &[Value]) -> Result {
    let second = set(list(a, 1).unwrap_or(&[]));
    let first = without_repeats(or_null!(list(a, 0)));
    made(
        c,
        first
            .into_iter()
            .filter(|item| !second.contains(&Equivalent(item.clone())))
            .collect(),
    )
}

pub(super) fn remove_all(c: C<'_>, a: &[Value]) -> Result {
    let second = set(list(a, 1).unwrap_or(&[]));
    let first = or_null!(list(a, 0)).iter().cloned();
    made(
        c,
        first
            .filter(|item| !second.contains(&Equivalent(item.clone())))
            .collect(),
    )
}

pub(super) fn disjunction(c: C<'_>, a: &[Value]) -> Result {
    let (first, second) = (list(a, 0).unwrap_or(&[]), list(a, 1).unwrap_or(&[]));
    let (in_first, in_second) = (set(first), set(second));
    let both = [first, second].concat();
    made(
        c,
        without_repeats(&both)
            .into_iter()
            .filter(|item| {
                let item = Equivalent(item.clone());
                in_first.contains(&item) != in_second.contains(&item)
            })
            .collect(),
    )
}

pub(crate) fn zip(c: C<'_>, a: &[Value]) -> Result {
    let (first, second) = (or_null!(list(a, 0)), or_null!(list(a, 1)));
    if second.is_empty() {
        return Ok(Value::list(Vec::new()));
    }
    let pairs = first.iter().enumerate().map(|(at, item)| {
        Value::list(vec![
            item.clone(),
            second.get(at).cloned().unwrap_or_default(),
        ])
    });
    made(c, pairs.collect())
}

/// The lower 32 bits of a number, which are what APOC takes of sizes.
pub(super) fn narrowed(number: i64) -> i64 {
    number << 32 >> 32
}

pub(crate) fn partition(c: C<'_>, a: &[Value]) -> Result {
    let items = list(a, 0).unwrap_or(&[]);
    if items.is_empty() {
        return Ok(Value::list(Vec::new()));
    }
    let size = match usize::try_from(narrowed(integer(a, 1).unwrap_or(0))) {
        Ok(0) => return Err(wrong("apoc.coll.partition", "the size must not be 0")),
        Ok(size) => size,
        Err(_) => return Ok(Value::list(Vec::new())),
    };
    c.grow(16 * items.len())?;
    made(
        c,
        items
            .chunks(size)
            .map(|part| Value::list(part.to_vec()))
            .collect(),
    )
}

/// Pairs of each item and the one so many places on; null where there is none.
fn pairs_of(c: C<'_>, items: &[Value], offset: i64, whole: bool) -> Result {
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let other = i64::try_from(at).unwrap_or(0).checked_add(offset);
        let other = other
            .and_then(|other| usize::try_from(other).ok())
            .and_then(|other| items.get(other));
        if other.is_some() || !whole {
            out.push(Value::list(vec![
                item.clone(),
                other.cloned().unwrap_or_default(),
            ]));
        }
    }
    made(c, out)
}

pub(super) fn pairs(c: C<'_>, a: &[Value]) -> Result {
    let items = or_null!(list(a, 0));
    if items.len() < 2 {
        return Ok(Value::list(Vec::new()));
    }
    pairs_of(c, items, 1, false)
}

pub(super) fn pairs_min(c: C<'_>, a: &[Value]) -> Result {
    pairs_of(c, or_null!(list(a, 0)), 1, true)
}

pub(crate) fn pair_with_offset(c: C<'_>, a: &[Value]) -> Result {
    let items = or_null!(list(a, 0));
    let offset = integer(a, 1).unwrap_or(0);
    if offset == 0 && !items.is_empty() {
        return Err(wrong(
            "apoc.coll.pairWithOffset",
            "the offset must not be 0",
        ));
    }
    pairs_of(c, items, offset, false)
}

pub(super) fn drop_duplicate_neighbors(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    items.dedup_by(|a, b| Equivalent(a.clone()) == Equivalent(b.clone()));
    // Java begins with null as the neighbor of the first.
    if items.first().is_some_and(Value::is_null) {
        items.remove(0);
    }
    made(c, items)
}

/// Each different item, in order of first appearance, with how often it is there.
fn counted(items: &[Value]) -> Vec<(Value, usize)> {
    let mut at: HashMap<Equivalent, usize> = HashMap::new();
    let mut all: Vec<(Value, usize)> = Vec::new();
    for item in items {
        let position = *at.entry(Equivalent(item.clone())).or_insert_with(|| {
            all.push((item.clone(), 0));
            all.len() - 1
        });
        all[position].1 += 1;
    }
    all
}

fn as_maps(all: impl Iterator<Item = (Value, usize)>) -> Vec<Value> {
    all.map(|(item, times)| {
        let mut map = Map::new();
        map.insert("item", item);
        map.insert("count", count(times));
        Value::map(map)
    })
    .collect()
}

pub(super) fn duplicates(c: C<'_>, a: &[Value]) -> Result {
    let all = counted(list(a, 0).unwrap_or(&[]));
    made(
        c,
        all.into_iter()
            .filter(|(_, n)| *n > 1)
            .map(|(item, _)| item)
            .collect(),
    )
}

pub(super) fn duplicates_with_count(c: C<'_>, a: &[Value]) -> Result {
    let all = counted(list(a, 0).unwrap_or(&[]));
    made(c, as_maps(all.into_iter().filter(|(_, n)| *n > 1)))
}

pub(super) fn frequencies(c: C<'_>, a: &[Value]) -> Result {
    let all = counted(list(a, 0).unwrap_or(&[]));
    made(c, as_maps(all.into_iter()))
}

pub(super) fn frequencies_as_map(_: C<'_>, a: &[Value]) -> Result {
    let mut map = Map::new();
    for (item, times) in counted(list(a, 0).unwrap_or(&[])) {
        let key = if item.is_null() {
            "NO_VALUE".to_owned()
        } else {
            shown(&item)
        };
        map.insert(key, count(times));
    }
    Ok(map.into())
}

pub(super) fn fill(c: C<'_>, a: &[Value]) -> Result {
    let Ok(times) = usize::try_from(narrowed(integer(a, 1).unwrap_or(0))) else {
        return Err(wrong("apoc.coll.fill", "the count must not be negative"));
    };
    let item = argument(a, 0);
    c.grow(times.saturating_mul(16))?;
    Ok(Value::list(vec![item.clone(); times]))
}

/// A position from 0 to the length, else `None`.
fn position(a: &[Value], length: usize) -> Option<usize> {
    integer(a, 1)
        .and_then(|at| usize::try_from(at).ok())
        .filter(|at| *at <= length)
}

pub(super) fn insert(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    if let Some(at) = position(a, items.len())
        && !argument(a, 2).is_null()
    {
        items.insert(at, argument(a, 2).clone());
    }
    made(c, items)
}

pub(super) fn insert_all(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    if let Some(at) = position(a, items.len()) {
        items.splice(at..at, list(a, 2).unwrap_or(&[]).iter().cloned());
    }
    made(c, items)
}

pub(super) fn remove(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    let length = usize::try_from(if a.len() > 2 {
        integer(a, 2).unwrap_or(0)
    } else {
        1
    });
    if let (Some(at), Ok(length)) = (position(a, items.len()), length) {
        let end = at.saturating_add(length).min(items.len());
        items.drain(at..end);
    }
    made(c, items)
}

pub(super) fn set_at(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    let value = argument(a, 2);
    if let Some(item) = position(a, items.len()).and_then(|at| items.get_mut(at))
        && !value.is_null()
    {
        *item = value.clone();
    }
    made(c, items)
}

pub(super) fn is_equal_collection(_: C<'_>, a: &[Value]) -> Result {
    let times = |items: &[Value]| -> HashMap<Equivalent, usize> {
        counted(items)
            .into_iter()
            .map(|(item, n)| (Equivalent(item), n))
            .collect()
    };
    Ok(match (list(a, 0), list(a, 1)) {
        (Some(first), Some(second)) => {
            let (first, second) = (times(first), times(second));
            let same = first.len() == second.len()
                && first.iter().all(|(item, n)| second.get(item) == Some(n));
            same.into()
        }
        (None, None) => true.into(),
        _ => false.into(),
    })
}

fn below(c: C<'_>, bound: usize) -> usize {
    let drawn = c.state.random(|rng| rng.below(bound as u64));
    usize::try_from(drawn).unwrap_or(0)
}

pub(super) fn shuffle(c: C<'_>, a: &[Value]) -> Result {
    let mut items = or_null!(list(a, 0)).to_vec();
    for at in (1..items.len()).rev() {
        items.swap(at, below(c, at + 1));
    }
    made(c, items)
}

pub(super) fn random_item(c: C<'_>, a: &[Value]) -> Result {
    let items = or_null!(list(a, 0));
    if items.is_empty() {
        return Ok(Value::Null);
    }
    Ok(items[below(c, items.len())].clone())
}

pub(super) fn random_items(c: C<'_>, a: &[Value]) -> Result {
    let items = or_null!(list(a, 0));
    let wanted = usize::try_from(integer(a, 1).unwrap_or(0)).unwrap_or(0);
    if items.is_empty() || wanted == 0 {
        return Ok(Value::list(Vec::new()));
    }
    c.grow(wanted.saturating_mul(16))?;
    if flag(a, 2) {
        return made(
            c,
            (0..wanted)
                .map(|_| items[below(c, items.len())].clone())
                .collect(),
        );
    }
    let mut left = items.to_vec();
    let mut out = Vec::new();
    while out.len() < wanted && !left.is_empty() {
        let at = below(c, left.len());
        out.push(left.swap_remove(at));
    }
    made(c, out)
}

pub(super) fn combinations(c: C<'_>, a: &[Value]) -> Result {
    let items = list(a, 0).unwrap_or(&[]);
    let least = usize::try_from(narrowed(integer(a, 1).unwrap_or(0))).unwrap_or(0);
    let most = match narrowed(integer(a, 2).unwrap_or(-1)) {
        -1 => least,
        most => usize::try_from(most).unwrap_or(0),
    };
    // A range that is none of sizes selects nothing.
    if least == 0 || most > items.len() {
        return Ok(Value::list(Vec::new()));
    }
    let mut out = Vec::new();
    for size in least..=most {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            c.grow(16 * size)?;
            out.push(Value::list(
                chosen.iter().map(|at| items[*at].clone()).collect(),
            ));
            let Some(at) = (0..size)
                .rev()
                .find(|at| chosen[*at] < items.len() - size + at)
            else {
                break;
            };
            chosen[at] += 1;
            for next in at + 1..size {
                chosen[next] = chosen[next - 1] + 1;
            }
        }
    }
    Ok(Value::list(out))
}
