//! `apoc.agg.*`: aggregations that need all values of a group. Nulls are passed over.

use quiver_types::compare::order;
use quiver_types::{Map, Value};

use super::{Result, count, float};
use crate::functions::{Accumulator, Accumulators, Function, Type, argument, states};

const ANY: (&str, Type) = ("value", Type::Any);
const NUMBER: (&str, Type) = ("value", Type::Number);
const PERCENTILES: (&str, Type) = ("percentiles", Type::ListOf(&Type::Float));
/// Percentiles where none are given: APOC's.
const USUAL: [f64; 5] = [0.5, 0.75, 0.9, 0.95, 0.99];

/// The values of a group, and the other arguments of its first row.
struct Items {
    values: Vec<Value>,
    /// What was to be measured beside each value, where there is such an argument.
    measured: Vec<Value>,
    others: Vec<Value>,
    bytes: usize,
    pairs: bool,
    finish: fn(&Items) -> Result,
}

impl Items {
    fn new(pairs: bool, finish: fn(&Self) -> Result) -> Self {
        Self {
            values: Vec::new(),
            measured: Vec::new(),
            others: Vec::new(),
            bytes: 0,
            pairs,
            finish,
        }
    }

    /// A whole number among the other arguments.
    fn whole(&self, at: usize, default: i64) -> i64 {
        match self.others.get(at) {
            Some(Value::Integer(v)) => *v,
            _ => default,
        }
    }

    fn sorted(&self) -> Vec<&Value> {
        let mut all: Vec<&Value> = self.values.iter().collect();
        all.sort_by(|a, b| order(a, b));
        all
    }

    /// The percentiles that are asked for.
    fn percentiles(&self) -> Vec<f64> {
        match self.others.first() {
            Some(Value::List(wanted)) => wanted.iter().filter_map(float).collect(),
            _ => USUAL.to_vec(),
        }
    }
}

impl Accumulator for Items {
    const HOLDS: bool = true;

    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let fixed = if self.pairs { 2 } else { 1 };
        if self.others.is_empty() {
            self.others = arguments.get(fixed..).unwrap_or(&[]).to_vec();
        }
        let (value, by) = (argument(arguments, 0), argument(arguments, 1));
        if value.is_null() || (self.pairs && by.is_null()) {
            return Ok(());
        }
        self.bytes += 16 + value.heap_size();
        self.values.push(value.clone());
        if self.pairs {
            self.bytes += 16 + by.heap_size();
            self.measured.push(by.clone());
        }
        Ok(())
    }

    fn finish(&mut self) -> Result {
        (self.finish)(self)
    }

    fn heap_size(&self) -> usize {
        self.bytes
    }
}

/// The value below or at which so large a part of all values is.
fn at_percentile<'v>(sorted: &[&'v Value], percentile: f64) -> Option<&'v Value> {
    let wanted = (percentile * sorted.len() as f64 + 0.5).floor().max(1.0) as usize;
    sorted
        .get(wanted.min(sorted.len()).checked_sub(1)?)
        .copied()
}

fn statistics(items: &Items) -> Result {
    let sorted = items.sorted();
    let numbers: Vec<f64> = sorted.iter().filter_map(|value| float(value)).collect();
    let total = numbers.len() as f64;
    let mean = if numbers.is_empty() {
        0.0
    } else {
        numbers.iter().sum::<f64>() / total
    };
    let squares: f64 = numbers.iter().map(|v| (v - mean) * (v - mean)).sum();
    let deviation = if numbers.is_empty() {
        0.0
    } else {
        (squares / total).sqrt()
    };
    let least = numbers.iter().copied().find(|v| *v > 0.0);
    let end = |value: Option<&&Value>| value.map_or(Value::Null, |v| (*v).clone());
    let mut map = Map::new();
    map.insert("total", count(sorted.len()));
    map.insert("min", end(sorted.first()));
    // Without any it is what the largest integer is as a float, as in APOC.
    map.insert("minNonZero", Value::Float(least.unwrap_or(i64::MAX as f64)));
    map.insert("max", end(sorted.last()));
    map.insert("mean", Value::Float(mean));
    map.insert("stdev", Value::Float(deviation));
    for percentile in items.percentiles() {
        if let Some(value) = at_percentile(&sorted, percentile) {
            map.insert(format!("{percentile:?}").as_str(), value.clone());
        }
    }
    Ok(map.into())
}

fn percentiles(items: &Items) -> Result {
    let sorted = items.sorted();
    let all = items.percentiles().into_iter().map(|percentile| {
        at_percentile(&sorted, percentile)
            .cloned()
            .unwrap_or_default()
    });
    Ok(Value::list(all.collect()))
}

fn median(items: &Items) -> Result {
    let sorted = items.sorted();
    let middle = sorted.len() / 2;
    let number = |at: usize| sorted.get(at).and_then(|value| float(value));
    if sorted.len() % 2 == 1 {
        return Ok(number(middle).map_or(Value::Null, Value::Float));
    }
    let pair = middle
        .checked_sub(1)
        .and_then(|below| Some((number(below)?, number(middle)?)));
    Ok(pair.map_or(Value::Null, |(a, b)| Value::Float((a + b) / 2.0)))
}

fn product(items: &Items) -> Result {
    if items.values.is_empty() {
        return Ok(Value::Float(0.0));
    }
    let mut whole = Some(1_i64);
    for value in &items.values {
        whole = match (whole, value) {
            (Some(product), Value::Integer(v)) => product.checked_mul(*v),
            _ => None,
        };
    }
    Ok(whole.map_or_else(
        || Value::Float(items.values.iter().filter_map(float).product()),
        Value::Integer,
    ))
}

fn nth(items: &Items) -> Result {
    let at = items.whole(0, 0);
    let found = match usize::try_from(at) {
        Ok(at) => items.values.get(at),
        Err(_) => items.values.last(),
    };
    Ok(found.cloned().unwrap_or_default())
}

fn slice(items: &Items) -> Result {
    let from = usize::try_from(items.whole(0, 0)).unwrap_or(0);
    let most = usize::try_from(items.whole(1, -1)).unwrap_or(usize::MAX);
    Ok(Value::list(
        items.values.iter().skip(from).take(most).cloned().collect(),
    ))
}

fn extreme(items: &Items, wanted: std::cmp::Ordering) -> Result {
    let best = items.measured.iter().reduce(|best, value| {
        if order(value, best) == wanted {
            value
        } else {
            best
        }
    });
    let most = usize::try_from(items.whole(0, -1)).unwrap_or(usize::MAX);
    let is_best = |value: &Value| best.is_some_and(|best| order(value, best).is_eq());
    let found = items.values.iter().zip(&items.measured);
    let found = found.filter(|(_, value)| is_best(value)).take(most);
    let mut map = Map::new();
    map.insert(
        "items",
        Value::list(found.map(|(item, _)| item.clone()).collect()),
    );
    map.insert("value", best.cloned().unwrap_or_default());
    Ok(map.into())
}

fn min_items(items: &Items) -> Result {
    extreme(items, std::cmp::Ordering::Less)
}

fn max_items(items: &Items) -> Result {
    extreme(items, std::cmp::Ordering::Greater)
}

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    make: fn() -> Box<dyn Accumulators>,
    description: &'static str,
) -> Function {
    let mut row = Function::aggregation(name, arguments, returns, make, description);
    row.category = "";
    row
}

pub(crate) const FUNCTIONS: &[Function] = &[
    f("apoc.agg.first", &[ANY], Type::Any, || states(|| Items::new(false, |i| Ok(i.values.first().cloned().unwrap_or_default()))), "The first value of a group.").shown(&["apoc.agg.first(value :: ANY) :: ANY"]).examples(&[("UNWIND [null, 2, 3] AS x RETURN apoc.agg.first(x)", "2")]),
    f("apoc.agg.last", &[ANY], Type::Any, || states(|| Items::new(false, |i| Ok(i.values.last().cloned().unwrap_or_default()))), "The last value of a group.").shown(&["apoc.agg.last(value :: ANY) :: ANY"]).examples(&[("UNWIND [1, 2, null] AS x RETURN apoc.agg.last(x)", "2")]),
    f("apoc.agg.maxItems", &[("item", Type::Any), ANY, ("groupLimit", Type::Integer)], Type::Any, || states(|| Items::new(true, max_items)), "The items with the largest value.").optional(1).shown(&["apoc.agg.maxItems(item :: ANY, value :: ANY, groupLimit = -1 :: INTEGER) :: ANY"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.maxItems(x, x % 2)", "{items: [1, 3], value: 1}")]),
    f("apoc.agg.median", &[ANY], Type::Any, || states(|| Items::new(false, median)), "The median of numbers.").shown(&["apoc.agg.median(value :: ANY) :: ANY"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.median(x)", "2.5")]),
    f("apoc.agg.minItems", &[("item", Type::Any), ANY, ("groupLimit", Type::Integer)], Type::Any, || states(|| Items::new(true, min_items)), "The items with the smallest value.").optional(1).shown(&["apoc.agg.minItems(item :: ANY, value :: ANY, groupLimit = -1 :: INTEGER) :: ANY"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.minItems(x, x % 2, 1)", "{items: [2], value: 0}")]),
    f("apoc.agg.nth", &[ANY, ("offset", Type::Integer)], Type::Any, || states(|| Items::new(false, nth)), "The value at a position, the last for -1.").shown(&["apoc.agg.nth(value :: ANY, offset :: INTEGER) :: ANY"]).examples(&[("UNWIND [1, 2, 3] AS x RETURN apoc.agg.nth(x, 1), apoc.agg.nth(x, -1)", "2 | 3")]),
    f("apoc.agg.percentiles", &[NUMBER, PERCENTILES], Type::List, || states(|| Items::new(false, percentiles)), "The values at percentiles.").optional(1).shown(&["apoc.agg.percentiles(value :: INTEGER | FLOAT, percentiles = [0.5, 0.75, 0.9, 0.95, 0.99] :: LIST<FLOAT>) :: LIST<ANY>"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.percentiles(x)", "[2, 3, 4, 4, 4]")]),
    f("apoc.agg.product", &[NUMBER], Type::Number, || states(|| Items::new(false, product)), "The product of numbers.").shown(&["apoc.agg.product(value :: INTEGER | FLOAT) :: INTEGER | FLOAT"]).examples(&[("UNWIND [2, 3, null] AS x RETURN apoc.agg.product(x)", "6")]),
    f("apoc.agg.slice", &[ANY, ("from", Type::Integer), ("to", Type::Integer)], Type::List, || states(|| Items::new(false, slice)), "So many values from a position on.").optional(2).shown(&["apoc.agg.slice(value :: ANY, from = 0 :: INTEGER, to = -1 :: INTEGER) :: LIST<ANY>"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.slice(x, 1, 2)", "[2, 3]")]),
    f("apoc.agg.statistics", &[NUMBER, PERCENTILES], Type::Map, || states(|| Items::new(false, statistics)), "Count, extremes, mean, deviation and percentiles of numbers.").optional(1).shown(&["apoc.agg.statistics(value :: INTEGER | FLOAT, percentiles = [0.5, 0.75, 0.9, 0.95, 0.99] :: LIST<FLOAT>) :: MAP"]).examples(&[("UNWIND [1, 2, 3, 4] AS x RETURN apoc.agg.statistics(x, [0.5])", "{0.5: 2, max: 4, mean: 2.5, min: 1, minNonZero: 1.0, stdev: 1.118033988749895, total: 4}")]),
];
