//! stub
use quiver_types::Value;

use super::EncodeError;

/// Whether a key holds all of its values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyFit {
    /// Equal keys mean equal values (unless NaN is among them).
    Whole,
    /// The key was cut: equal keys mean values to be compared again.
    Cut,
}

/// Appends the key of `values` (one index entry's values, in the index's order): byte order is
/// Cypher's orderability, values that are equal in Cypher have equal keys. A key is at most 1 KiB
/// long; a longer one is cut there.
pub fn encode_key(_values: &[Value], _key: &mut Vec<u8>) -> Result<KeyFit, EncodeError> {
    unimplemented!()
}
/// As [`encode_key`], but a cut key ends in a 128-bit hash of the whole, so that equal keys
/// practically mean equal values; it keeps the order only as far as the cut.
pub fn encode_unique_key(_values: &[Value], _key: &mut Vec<u8>) -> Result<KeyFit, EncodeError> {
    unimplemented!()
}
/// The end (exclusive) of the range of keys that begin with `prefix`, where `prefix` is the whole
/// key of the leading values.
pub fn prefix_end(_prefix: &[u8]) -> Vec<u8> {
    unimplemented!()
}
/// The range (inclusive, exclusive) of keys whose leading values have the key `prefix` and whose
/// next value is a string that starts with `text`.
pub fn string_prefix_range(_prefix: &[u8], _text: &str) -> (Vec<u8>, Vec<u8>) {
    unimplemented!()
}
