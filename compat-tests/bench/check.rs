//! Whether an answer is right: the rows of a server beside those of plain loops.
//!
//! Rows without an order are sorted first; floats may differ in the last digits, because sums may
//! be taken in any order. Meet [`same`].

use quiver_types::Value;
use quiver_types::compare::equivalent;

/// Where two answers differ; `None` if they do not.
pub fn difference(
    mut expected: Vec<Vec<Value>>,
    mut got: Vec<Vec<Value>>,
    ordered: bool,
) -> Option<String> {
    if !ordered {
        expected.sort_by_cached_key(|row| format!("{row:?}"));
        got.sort_by_cached_key(|row| format!("{row:?}"));
    }
    if expected.len() != got.len() {
        return Some(format!("{} rows instead of {}", got.len(), expected.len()));
    }
    let wrong = expected.iter().zip(&got).find(|(expected, got)| {
        expected.len() != got.len() || !expected.iter().zip(got.iter()).all(|(a, b)| same(a, b))
    });
    wrong.map(|(expected, got)| format!("{got:?} instead of {expected:?}"))
}

/// Whether two values are the same, but for the last digits of a float.
pub fn same(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Float(a), Value::Float(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        _ => equivalent(expected, got),
    }
}
