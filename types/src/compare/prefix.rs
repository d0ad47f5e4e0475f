//! Prefixes of orderability: 64 bits a value that decide most comparisons of a sort without
//! looking at the values again.
//!
//! `prefix(a) < prefix(b)` says that `a` comes before `b`; equal prefixes say nothing. The type's
//! place in the order stands in the upper bits, the beginning of the value in the others. This file
//! compares nothing. Start with [`order_prefix`].

use super::order::rank;
use crate::{Text, Value};

/// Bits left for the value beside its type's place.
const PAYLOAD: u32 = 59;

fn with_rank(rank: u8, payload: u64) -> u64 {
    u64::from(rank) << PAYLOAD | payload
}

/// The prefix of a value for [`order`](super::order).
pub fn order_prefix(value: &Value) -> u64 {
    match value {
        Value::Integer(value) => integer_prefix(*value),
        Value::Float(value) => float_prefix(*value),
        Value::String(value) => text_prefix(value.as_bytes()),
        Value::Boolean(value) => with_rank(rank(&Value::Boolean(*value)), u64::from(*value)),
        other => with_rank(rank(other), 0),
    }
}

/// The prefix of an integer.
pub fn integer_prefix(value: i64) -> u64 {
    // Rounding keeps the order, also against floats.
    number_prefix(value as f64)
}

/// The prefix of a float; NaN is the largest.
pub fn float_prefix(value: f64) -> u64 {
    if value.is_nan() {
        return with_rank(rank(&Value::Float(value)), (1 << PAYLOAD) - 1);
    }
    number_prefix(value)
}

fn number_prefix(value: f64) -> u64 {
    // Both zeros are one number.
    let bits = (value + 0.0).to_bits();
    let ascending = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    with_rank(rank(&Value::Float(value)), ascending >> (64 - PAYLOAD))
}

/// The prefix of a string by its bytes in UTF-8.
pub fn text_prefix(bytes: &[u8]) -> u64 {
    let payload = match bytes {
        [a, b, c, d, e, f, g, ..] => u64::from_be_bytes([0, *a, *b, *c, *d, *e, *f, *g]),
        short => {
            let padded = short
                .iter()
                .fold(0, |all, byte| all << 8 | u64::from(*byte));
            padded << (8 * (7 - short.len()))
        }
    };
    with_rank(rank(&Value::String(Text::EMPTY)), payload << 3)
}

/// The prefix of null.
pub fn null_prefix() -> u64 {
    with_rank(rank(&Value::Null), 0)
}
