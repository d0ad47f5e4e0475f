//! Orderability: the total order of ORDER BY, and the exact order of mixed numbers.
//!
//! Equality and the rest stand one file up and fall back on this order where nulls and NaN
//! cannot occur. Start with [`order`].

use std::cmp::Ordering;

use crate::entity::Entity;
use crate::{
    Crs, Duration, HydratedPath, Map, Path, Point, Text, Time, Value, Vector, Zone, ZonedDateTime,
};

/// The total order of ORDER BY, ascending: by type (maps first, numbers and then null last),
/// within a type by value; NaN is the largest number.
pub fn order(a: &Value, b: &Value) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| order_same_rank(a, b))
}

/// Where a value's type stands in the ascending order. Types that share a place are ordered by
/// value: integers with floats, lists with bytes, identities with entities that carry content.
pub(super) fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) | Value::Bytes(_) => 3,
        Value::Path(_) => 4,
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(_) => 1,
            Entity::Relationship(_) => 2,
            Entity::Path(_) => 4,
        },
        Value::Vector(_) => 5,
        Value::Point(_) => 6,
        Value::ZonedDateTime(_) => 7,
        Value::LocalDateTime(_) => 8,
        Value::Date(_) => 9,
        Value::Time(_) => 10,
        Value::LocalTime(_) => 11,
        Value::Duration(_) => 12,
        Value::String(_) => 13,
        Value::Boolean(_) => 14,
        Value::Uuid(_) => 15,
        Value::Integer(_) | Value::Float(_) => 16,
        Value::Null => 17,
    }
}

/// Orders two values of one rank.
pub(super) fn order_same_rank(a: &Value, b: &Value) -> Ordering {
    use Value as V;
    match (a, b) {
        (V::Integer(a), V::Integer(b)) => a.cmp(b),
        (V::Float(a), V::Float(b)) => order_floats(*a, *b),
        (V::Integer(a), V::Float(b)) => order_integer_float(*a, *b).unwrap_or(Ordering::Less),
        (V::Float(a), V::Integer(b)) => {
            order_integer_float(*b, *a).map_or(Ordering::Greater, Ordering::reverse)
        }
        (V::String(a), V::String(b)) => a.cmp(b),
        (V::Boolean(a), V::Boolean(b)) => a.cmp(b),
        (V::List(a), V::List(b)) => order_lists(a, b),
        (V::List(a), V::Bytes(b)) => order_lists(a, &byte_items(b)),
        (V::Bytes(a), V::List(b)) => order_lists(&byte_items(a), b),
        (V::Bytes(a), V::Bytes(b)) => a
            .iter()
            .map(|byte| byte.cast_signed())
            .cmp(b.iter().map(|byte| byte.cast_signed())),
        (V::Map(a), V::Map(b)) => order_maps(a, b),
        (V::Date(a), V::Date(b)) => a.cmp(b),
        (V::LocalTime(a), V::LocalTime(b)) => a.cmp(b),
        (V::Time(a), V::Time(b)) => order_times(a, b),
        (V::LocalDateTime(a), V::LocalDateTime(b)) => a.cmp(b),
        (V::ZonedDateTime(a), V::ZonedDateTime(b)) => order_zoned(a, b),
        (V::Duration(a), V::Duration(b)) => order_durations(a, b),
        (V::Point(a), V::Point(b)) => order_points(a, b),
        (V::Vector(a), V::Vector(b)) => order_vectors(a, b),
        (V::Uuid(a), V::Uuid(b)) => a.cmp(b),
        _ => order_graph(a, b),
    }
}

/// Orders nodes, relationships and paths; anything else that reaches it is a pair of nulls.
fn order_graph(a: &Value, b: &Value) -> Ordering {
    match (single_id(a), single_id(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => path_of(a).cmp(path_of(b)),
    }
}

/// The identity of a node or relationship, by reference or with content.
fn single_id(value: &Value) -> Option<i64> {
    match value {
        Value::Node(id) => Some(number(id.0)),
        Value::Relationship(id) => Some(number(id.0)),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => Some(node.id),
            Entity::Relationship(relationship) => Some(relationship.id),
            Entity::Path(_) => None,
        },
        _ => None,
    }
}

fn path_of(value: &Value) -> Box<dyn Iterator<Item = i64> + '_> {
    match value {
        Value::Path(path) => Box::new(path_key(path)),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Path(path) => Box::new(hydrated_key(path)),
            Entity::Node(_) | Entity::Relationship(_) => Box::new(std::iter::empty()),
        },
        _ => Box::new(std::iter::empty()),
    }
}

/// Identities along a path: node, relationship, node, ...
pub(super) fn path_key(path: &Path) -> impl Iterator<Item = i64> + '_ {
    let steps = path.steps.iter();
    std::iter::once(number(path.start.0))
        .chain(steps.flat_map(|step| [number(step.relationship.0), number(step.node.0)]))
}

pub(super) fn hydrated_key(path: &HydratedPath) -> impl Iterator<Item = i64> + '_ {
    let hops = path.relationships.iter().zip(path.nodes.iter().skip(1));
    path.nodes
        .first()
        .map(|node| node.id)
        .into_iter()
        .chain(hops.flat_map(|(relationship, node)| [relationship.id, node.id]))
}

/// Ids stay below 2^53, so this changes nothing.
pub(super) fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn order_lists(a: &[Value], b: &[Value]) -> Ordering {
    let decided = a
        .iter()
        .zip(b)
        .map(|(a, b)| order(a, b))
        .find(|o| o.is_ne());
    decided.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn order_maps(a: &Map, b: &Map) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| {
        let (a, b) = (sorted_entries(a), sorted_entries(b));
        let keys = a
            .iter()
            .map(|entry| entry.0)
            .cmp(b.iter().map(|entry| entry.0));
        keys.then_with(|| {
            let mut pairs = a.iter().zip(&b).map(|(a, b)| order(a.1, b.1));
            pairs.find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
        })
    })
}

pub(super) fn sorted_entries(map: &Map) -> Vec<(&Text, &Value)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_unstable_by_key(|entry| entry.0);
    entries
}

/// Byte arrays count as lists of signed bytes.
pub(super) fn byte_item(byte: u8) -> Value {
    Value::Integer(i64::from(byte.cast_signed()))
}

pub(super) fn byte_items(bytes: &[u8]) -> Vec<Value> {
    bytes.iter().copied().map(byte_item).collect()
}

/// The instant on a common time line first, then the offset.
fn order_times(a: &Time, b: &Time) -> Ordering {
    let key = |t: &Time| {
        (
            t.nanos - i64::from(t.offset_seconds) * 1_000_000_000,
            t.offset_seconds,
        )
    };
    key(a).cmp(&key(b))
}

/// The instant first, then the offset, then fixed offsets before named zones.
fn order_zoned(a: &ZonedDateTime, b: &ZonedDateTime) -> Ordering {
    let key = |t: &ZonedDateTime| match &t.zone {
        Zone::Offset(offset) => (*offset, None),
        Zone::Named {
            name,
            offset_seconds,
        } => (*offset_seconds, Some(name.clone())),
    };
    (a.seconds, a.nanos)
        .cmp(&(b.seconds, b.nanos))
        .then_with(|| key(a).cmp(&key(b)))
}

/// By average length, a month being a twelfth of 365.2425 days; then by the larger units.
fn order_durations(a: &Duration, b: &Duration) -> Ordering {
    const AVERAGE_MONTH: i128 = 2_629_746;
    let key = |d: &Duration| {
        let seconds = i128::from(d.months) * AVERAGE_MONTH
            + i128::from(d.days) * 86_400
            + i128::from(d.seconds);
        (seconds, d.nanos, d.months, d.days)
    };
    key(a).cmp(&key(b))
}

pub(super) fn coordinates(point: &Point) -> [f64; 3] {
    let z = match point.crs {
        Crs::Cartesian | Crs::Wgs84 => 0.0,
        Crs::Cartesian3D | Crs::Wgs84_3D => point.z,
    };
    [point.x, point.y, z]
}

fn order_points(a: &Point, b: &Point) -> Ordering {
    let decided = || {
        let pairs = coordinates(a).into_iter().zip(coordinates(b));
        pairs
            .map(|(a, b)| order_floats(a, b))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    a.crs.srid().cmp(&b.crs.srid()).then_with(decided)
}

pub(super) fn coordinate_rank(vector: &Vector) -> u8 {
    match vector {
        Vector::Int8(_) => 0,
        Vector::Int16(_) => 1,
        Vector::Int32(_) => 2,
        Vector::Int64(_) => 3,
        Vector::Float32(_) => 4,
        Vector::Float64(_) => 5,
    }
}

/// By coordinate type, dimension, elements.
fn order_vectors(a: &Vector, b: &Vector) -> Ordering {
    fn floats(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> Ordering {
        a.zip(b)
            .map(|(a, b)| order_floats(a, b))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }
    let types = coordinate_rank(a).cmp(&coordinate_rank(b));
    types
        .then(a.dimension().cmp(&b.dimension()))
        .then_with(|| match (a, b) {
            (Vector::Int8(a), Vector::Int8(b)) => a.cmp(b),
            (Vector::Int16(a), Vector::Int16(b)) => a.cmp(b),
            (Vector::Int32(a), Vector::Int32(b)) => a.cmp(b),
            (Vector::Int64(a), Vector::Int64(b)) => a.cmp(b),
            (Vector::Float32(a), Vector::Float32(b)) => floats(
                a.iter().map(|v| f64::from(*v)),
                b.iter().map(|v| f64::from(*v)),
            ),
            (Vector::Float64(a), Vector::Float64(b)) => {
                floats(a.iter().copied(), b.iter().copied())
            }
            // Different coordinate types were told apart above.
            _ => Ordering::Equal,
        })
}

// ---------------------------------------------------------------------------------------------
// Numbers
// ---------------------------------------------------------------------------------------------

pub(super) const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;

/// Compares an integer with a float by their exact values; `None` for NaN.
pub fn order_integer_float(integer: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float >= TWO_POW_63 {
        return Some(Ordering::Less);
    }
    if float < -TWO_POW_63 {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc();
    // Exact: `whole` is an integer within [-2^63, 2^63). What was cut off decides a tie.
    let tie = || {
        0.0f64
            .partial_cmp(&(float - whole))
            .unwrap_or(Ordering::Equal)
    };
    Some(integer.cmp(&(whole as i64)).then_with(tie))
}

/// Total order of floats: NaN last and equal to itself, both zeros equal.
pub fn order_floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b)
        .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}
