//! Values, keys and operations as bytes.
//!
//! One tagged value encoding serves the log, checkpoints, dumps and feeds ([`encode_value`]); one
//! order-preserving key encoding serves every index ([`encode_key`]). Decoding trusts nothing: it
//! never allocates from a claimed size, is limited in depth and checks every range. This module
//! knows nothing of files. `FORMAT.md` gives the bytes. Start with [`encode_operation`].

mod hash;
mod key;
mod operation;
mod reader;
mod value;

pub use key::{KeyFit, MAX_KEY, encode_key, encode_unique_key, prefix_end, string_prefix_range};
pub use operation::{Operations, decode_operation, encode_operation};
pub use reader::{DecodeError, Reader, put_signed_varint, put_text, put_varint};
pub use value::{EncodeError, decode_value, encode_value};

#[cfg(test)]
mod tests;
