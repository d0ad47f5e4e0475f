//! What all values of a column come to: how many there are, the least and the greatest, and the sum
//! of integers.
//!
//! Made when it is first asked for and kept with the column, which never changes; so a question about
//! all nodes of a segment costs one look instead of one a node. Meet [`Summary`].

use std::cmp::Ordering;

use quiver_types::Value;
use quiver_types::compare::order;

use super::columns::{StoredColumn, StoredValues};
use super::segment::SLOTS;

/// Bits of the integers of which a sum is kept: however many slots a segment has, no sum of some of
/// them comes near the largest integer.
const SUMMED_BITS: u32 = 40;

/// See the module. Nulls count nowhere.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Number of values.
    pub count: u64,
    /// The slot of the first of the least values, in the order of `quiver_types::compare`.
    pub least: Option<u16>,
    /// The slot of the first of the greatest values.
    pub greatest: Option<u16>,
    /// The sum, if all are integers, there is at least one, and none is 2^40 or more away from zero: then no sum of some
    /// of them is 2^52 or more away from zero.
    pub sum: Option<i64>,
}

impl Summary {
    pub(super) fn of(column: &StoredColumn) -> Self {
        match &column.values {
            StoredValues::Absent => Self::default(),
            StoredValues::Integer(values) => integers(column, values),
            StoredValues::Float(_)
            | StoredValues::Boolean(_)
            | StoredValues::Coded(..)
            | StoredValues::Packed(_)
            | StoredValues::Text(_)
            | StoredValues::Any(_) => any(column),
        }
    }
}

fn integers(column: &StoredColumn, values: &[i64]) -> Summary {
    let mut summary = Summary::default();
    let (mut sum, mut bits) = (0i64, 0u64);
    let (mut least, mut greatest) = ((i64::MAX, None), (i64::MIN, None));
    for (slot, value) in (0u16..).zip(values) {
        if !column.has(usize::from(slot)) {
            continue;
        }
        summary.count += 1;
        sum = sum.wrapping_add(*value);
        bits |= (value ^ (value >> 63)).cast_unsigned();
        if *value < least.0 || least.1.is_none() {
            least = (*value, Some(slot));
        }
        if *value > greatest.0 || greatest.1.is_none() {
            greatest = (*value, Some(slot));
        }
    }
    summary.least = least.1;
    summary.greatest = greatest.1;
    summary.sum = (summary.count > 0 && bits >> SUMMED_BITS == 0).then_some(sum);
    summary
}

fn any(column: &StoredColumn) -> Summary {
    let mut summary = Summary::default();
    let (mut least, mut greatest) = (Value::Null, Value::Null);
    for slot in 0..SLOTS as u16 {
        let value = column.value(usize::from(slot));
        if value.is_null() {
            continue;
        }
        summary.count += 1;
        if least.is_null() || order(&value, &least) == Ordering::Less {
            least = value.clone();
            summary.least = Some(slot);
        }
        if greatest.is_null() || order(&value, &greatest) == Ordering::Greater {
            greatest = value;
            summary.greatest = Some(slot);
        }
    }
    summary
}
