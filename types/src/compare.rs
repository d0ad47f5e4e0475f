//! Cypher's relations between values, side by side: equality (`=`), comparison (`<`),
//! equivalence (DISTINCT, grouping) and orderability (ORDER BY).
//!
//! They differ on null, NaN and values of different types, which is why [`Value`] has no
//! `PartialEq`: name the relation that is meant.
//!
//! | | `null` with `null` | NaN with NaN | `1` with `'a'` |
//! |---|---|---|---|
//! | [`equals`] | unknown | false | false |
//! | [`compare`] | unknown | false | unknown |
//! | [`equivalent`] | true | true | false |
//! | [`order`] | equal | equal | by type |
//!
//! `order(a, b) == Equal` exactly when `equivalent(a, b)`, and equivalent values hash alike
//! ([`hash_equivalent`]). Integers and floats are compared by their exact mathematical values.
//! This file knows nothing about operators or three-valued connectives; it compares two values.
//! Start with [`equals`] or with [`Equivalent`], the key for hash and tree maps.

mod order;
mod prefix;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::entity::Entity;
use crate::{Map, Point, Text, Value, Vector};

use order::{
    TWO_POW_63, byte_item, byte_items, coordinate_rank, coordinates, hydrated_key, number,
    order_same_rank, path_key, rank, sorted_entries,
};
pub use order::{order, order_floats, order_integer_float};
pub use prefix::{float_prefix, integer_prefix, null_prefix, order_prefix, text_prefix};

// ---------------------------------------------------------------------------------------------
// Equality
// ---------------------------------------------------------------------------------------------

/// `a = b`: `None` is unknown (a null is involved and nothing else decides). Values of different
/// types are not equal, except that integers and floats are compared by value. NaN equals
/// nothing.
pub fn equals(a: &Value, b: &Value) -> Option<bool> {
    use Value as V;
    match (a, b) {
        (V::Null, _) | (_, V::Null) => None,
        (V::Integer(a), V::Integer(b)) => Some(a == b),
        (V::Float(a), V::Float(b)) => Some(a == b),
        (V::Integer(a), V::Float(b)) | (V::Float(b), V::Integer(a)) => {
            Some(order_integer_float(*a, *b) == Some(Ordering::Equal))
        }
        (V::String(a), V::String(b)) => Some(a == b),
        (V::List(a), V::List(b)) => list_equals(a, b),
        (V::List(list), V::Bytes(bytes)) | (V::Bytes(bytes), V::List(list)) => {
            list_equals(list, &byte_items(bytes))
        }
        (V::Map(a), V::Map(b)) => map_equals(a, b),
        (V::Point(a), V::Point(b)) => Some(point_equals(a, b)),
        (V::Vector(a), V::Vector(b)) => Some(a == b),
        // What is left has neither nulls nor NaN inside, so equality is equivalence.
        _ => Some(rank(a) == rank(b) && order_same_rank(a, b) == Ordering::Equal),
    }
}

fn list_equals(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    conjunction(a.iter().zip(b).map(|(a, b)| equals(a, b)))
}

fn map_equals(a: &Map, b: &Map) -> Option<bool> {
    if a.len() != b.len() || !a.keys().all(|key| b.contains_key(key)) {
        return Some(false);
    }
    conjunction(
        a.iter()
            .map(|(key, left)| b.get(key).map_or(Some(false), |r| equals(left, r))),
    )
}

/// Three-valued AND: false wins over unknown.
fn conjunction(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

fn point_equals(a: &Point, b: &Point) -> bool {
    a.crs == b.crs && a.x == b.x && a.y == b.y && (a.crs.dimensions() == 2 || a.z == b.z)
}

// ---------------------------------------------------------------------------------------------
// Comparison
// ---------------------------------------------------------------------------------------------

/// What `<`, `<=`, `>` and `>=` know about two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// The first is less.
    Less,
    /// Neither is less and they are equal.
    Equal,
    /// The first is greater.
    Greater,
    /// They are equal but of a type without an order (durations, points, vectors, UUIDs):
    /// `<=` and `>=` are true, `<` and `>` unknown.
    EqualUnordered,
    /// Two numbers of which one is NaN: all four operators are false.
    NotANumber,
    /// All four operators are unknown.
    Incomparable,
}

impl Comparison {
    /// `a < b`.
    pub fn is_less(self) -> Option<bool> {
        match self {
            Self::Less => Some(true),
            Self::Equal | Self::Greater | Self::NotANumber => Some(false),
            Self::EqualUnordered | Self::Incomparable => None,
        }
    }

    /// `a <= b`.
    pub fn is_less_or_equal(self) -> Option<bool> {
        match self {
            Self::Less | Self::Equal | Self::EqualUnordered => Some(true),
            Self::Greater | Self::NotANumber => Some(false),
            Self::Incomparable => None,
        }
    }

    /// `a > b`.
    pub fn is_greater(self) -> Option<bool> {
        self.reverse().is_less()
    }

    /// `a >= b`.
    pub fn is_greater_or_equal(self) -> Option<bool> {
        self.reverse().is_less_or_equal()
    }

    /// What is known about the two values the other way round.
    pub fn reverse(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::Greater => Self::Less,
            other => other,
        }
    }
}

impl From<Ordering> for Comparison {
    fn from(ordering: Ordering) -> Self {
        match ordering {
            Ordering::Less => Self::Less,
            Ordering::Equal => Self::Equal,
            Ordering::Greater => Self::Greater,
        }
    }
}

/// Compares for `<`, `<=`, `>`, `>=`. Values of different types, and null with anything, are
/// [`Comparison::Incomparable`]. Lists compare element by element, maps by size, then keys, then
/// values in key order; a pair of elements that cannot be compared decides nothing and makes the
/// whole incomparable unless an earlier pair decided.
pub fn compare(a: &Value, b: &Value) -> Comparison {
    use Value as V;
    match (a, b) {
        (V::Null, _) | (_, V::Null) => Comparison::Incomparable,
        (V::Integer(a), V::Integer(b)) => a.cmp(b).into(),
        (V::Float(a), V::Float(b)) => a
            .partial_cmp(b)
            .map_or(Comparison::NotANumber, Comparison::from),
        (V::Integer(a), V::Float(b)) => {
            order_integer_float(*a, *b).map_or(Comparison::NotANumber, Comparison::from)
        }
        (V::Float(a), V::Integer(b)) => {
            order_integer_float(*b, *a).map_or(Comparison::NotANumber, |o| o.reverse().into())
        }
        (V::List(a), V::List(b)) => compare_lists(a, b),
        (V::List(a), V::Bytes(b)) => compare_lists(a, &byte_items(b)),
        (V::Bytes(a), V::List(b)) => compare_lists(&byte_items(a), b),
        (V::Map(a), V::Map(b)) => compare_maps(a, b),
        (V::Duration(_), V::Duration(_))
        | (V::Point(_), V::Point(_))
        | (V::Vector(_), V::Vector(_))
        | (V::Uuid(_), V::Uuid(_)) => match equals(a, b) {
            Some(true) => Comparison::EqualUnordered,
            Some(false) | None => Comparison::Incomparable,
        },
        _ if rank(a) == rank(b) => order_same_rank(a, b).into(),
        _ => Comparison::Incomparable,
    }
}

/// Walks pairs until one decides. Inside containers being equal is enough, ordered or not, and
/// NaN is as good as unknown.
fn compare_pairs<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Comparison {
    for (a, b) in pairs {
        match compare(a, b) {
            Comparison::Equal | Comparison::EqualUnordered => {}
            Comparison::NotANumber => return Comparison::Incomparable,
            decided => return decided,
        }
    }
    Comparison::Equal
}

fn compare_lists(a: &[Value], b: &[Value]) -> Comparison {
    match compare_pairs(a.iter().zip(b)) {
        Comparison::Equal => a.len().cmp(&b.len()).into(),
        decided => decided,
    }
}

fn compare_maps(a: &Map, b: &Map) -> Comparison {
    let sizes = a.len().cmp(&b.len());
    if sizes.is_ne() {
        return sizes.into();
    }
    let (a, b) = (sorted_entries(a), sorted_entries(b));
    let keys = a
        .iter()
        .map(|entry| entry.0)
        .cmp(b.iter().map(|entry| entry.0));
    if keys.is_ne() {
        return keys.into();
    }
    compare_pairs(a.iter().zip(&b).map(|(a, b)| (a.1, b.1)))
}

// ---------------------------------------------------------------------------------------------
// Equivalence
// ---------------------------------------------------------------------------------------------

/// Whether DISTINCT and grouping take the two for the same value: as equality, but null is
/// equivalent to null and NaN to NaN, also inside containers.
pub fn equivalent(a: &Value, b: &Value) -> bool {
    use Value as V;
    match (a, b) {
        (V::Integer(a), V::Integer(b)) => a == b,
        (V::String(a), V::String(b)) => a == b,
        (V::List(a), V::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equivalent(a, b))
        }
        (V::Map(a), V::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, left)| b.get(key).is_some_and(|right| equivalent(left, right)))
        }
        _ => rank(a) == rank(b) && order_same_rank(a, b) == Ordering::Equal,
    }
}

/// Feeds `state` so that equivalent values leave it alike.
pub fn hash_equivalent<H: Hasher>(value: &Value, state: &mut H) {
    use Value as V;
    state.write_u8(rank(value));
    match value {
        V::Null => {}
        V::Boolean(v) => state.write_u8(u8::from(*v)),
        V::Integer(v) => state.write_i64(*v),
        V::Float(v) => hash_float(*v, state),
        V::String(v) => v.as_bytes().hash(state),
        V::Bytes(bytes) => {
            state.write_usize(bytes.len());
            for byte in bytes.iter() {
                hash_equivalent(&byte_item(*byte), state);
            }
        }
        V::List(items) => {
            state.write_usize(items.len());
            for item in items.iter() {
                hash_equivalent(item, state);
            }
        }
        V::Map(map) => {
            state.write_usize(map.len());
            for (key, value) in sorted_entries(map) {
                key.as_str().hash(state);
                hash_equivalent(value, state);
            }
        }
        V::Node(id) => state.write_i64(number(id.0)),
        V::Relationship(id) => state.write_i64(number(id.0)),
        V::Path(path) => path_key(path).for_each(|part| state.write_i64(part)),
        V::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => state.write_i64(node.id),
            Entity::Relationship(relationship) => state.write_i64(relationship.id),
            Entity::Path(path) => hydrated_key(path).for_each(|part| state.write_i64(part)),
        },
        V::Date(v) => v.hash(state),
        V::LocalTime(v) => v.hash(state),
        V::Time(v) => v.hash(state),
        V::LocalDateTime(v) => v.hash(state),
        V::ZonedDateTime(v) => v.hash(state),
        V::Duration(v) => v.hash(state),
        V::Point(v) => {
            v.crs.hash(state);
            coordinates(v).iter().for_each(|c| hash_float(*c, state));
        }
        V::Vector(v) => hash_vector(v, state),
        V::Uuid(v) => v.hash(state),
    }
}

/// Feeds `state` as [`hash_equivalent`] does for the string.
pub fn hash_text<H: Hasher>(text: &str, state: &mut H) {
    state.write_u8(rank(&Value::String(Text::EMPTY)));
    text.as_bytes().hash(state);
}

/// A float that an integer equals hashes as that integer; all NaN hash alike, and both zeros.
fn hash_float<H: Hasher>(value: f64, state: &mut H) {
    // Every float in [-2^63, 2^63) without a fraction is exactly one `i64`.
    if value.fract() == 0.0 && (-TWO_POW_63..TWO_POW_63).contains(&value) {
        state.write_i64(value as i64);
    } else if value.is_nan() {
        state.write_u64(f64::NAN.to_bits());
    } else {
        state.write_u64(value.to_bits());
    }
}

fn hash_vector<H: Hasher>(vector: &Vector, state: &mut H) {
    state.write_u8(coordinate_rank(vector));
    state.write_usize(vector.dimension());
    match vector {
        Vector::Int8(v) => v.hash(state),
        Vector::Int16(v) => v.hash(state),
        Vector::Int32(v) => v.hash(state),
        Vector::Int64(v) => v.hash(state),
        Vector::Float32(v) => v.iter().for_each(|c| hash_float(f64::from(*c), state)),
        Vector::Float64(v) => v.iter().for_each(|c| hash_float(*c, state)),
    }
}

/// A value as a key of hash or tree maps: equality is [`equivalent`], order is [`order`].
#[derive(Clone, Debug, Default)]
#[repr(transparent)]
pub struct Equivalent(pub Value);

impl PartialEq for Equivalent {
    fn eq(&self, other: &Self) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for Equivalent {}

impl Hash for Equivalent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_equivalent(&self.0, state);
    }
}

impl PartialOrd for Equivalent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Equivalent {
    fn cmp(&self, other: &Self) -> Ordering {
        order(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relations_differ_where_they_should() {
        let null = Value::Null;
        let nan = Value::Float(f64::NAN);
        assert_eq!(equals(&null, &null), None);
        assert_eq!(equals(&nan, &nan), Some(false));
        assert!(equivalent(&null, &null) && equivalent(&nan, &nan) && !equivalent(&null, &nan));
        assert_eq!(compare(&nan, &nan).is_less_or_equal(), Some(false));
        assert_eq!(compare(&nan, &null).is_less(), None);
        assert_eq!(order(&nan, &null), Ordering::Less);
    }

    #[test]
    fn mixed_numbers_are_exact() {
        let big = 9_007_199_254_740_993_i64;
        assert_eq!(
            order_integer_float(big, 9_007_199_254_740_992.0),
            Some(Ordering::Greater)
        );
        assert_eq!(
            order_integer_float(i64::MAX, TWO_POW_63),
            Some(Ordering::Less)
        );
        assert_eq!(
            order_integer_float(i64::MIN, -TWO_POW_63),
            Some(Ordering::Equal)
        );
        assert_eq!(order_integer_float(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(order_integer_float(1, 1.5), Some(Ordering::Less));
        assert_eq!(
            order_integer_float(0, f64::NEG_INFINITY),
            Some(Ordering::Greater)
        );
        assert_eq!(order_integer_float(0, f64::NAN), None);
    }
}
