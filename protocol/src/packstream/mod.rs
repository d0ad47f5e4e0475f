//! PackStream: the binary form of values. Knows markers, structures and limits; knows nothing of
//! messages and states. Start with [`Encoder`] for writing and [`Decoder`] for reading.

pub mod decode;
pub mod encode;
pub mod marker;
pub mod structure;

mod temporal;

pub use decode::{Allow, DecodeError, Decoder};
pub use encode::Encoder;
