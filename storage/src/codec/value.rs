//! stub
use quiver_types::Value;

use super::{DecodeError, Reader};

/// A value or operation that has no encoding.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EncodeError {
    /// Of a type that is not stored.
    #[error("a {0} cannot be stored")]
    NotStorable(&'static str),
    /// Lists or maps nested more than 64 deep.
    #[error("lists or maps nested more than 64 deep cannot be stored")]
    TooDeep,
}

/// Appends the encoding of a value.
pub fn encode_value(_value: &Value, _bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    unimplemented!()
}
/// Reads one value.
pub fn decode_value(_reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    unimplemented!()
}
