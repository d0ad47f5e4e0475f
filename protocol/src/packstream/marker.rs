//! The marker bytes, in one place. Names follow the PackStream specification.

/// Null.
pub const NULL: u8 = 0xC0;
/// 64-bit float.
pub const FLOAT_64: u8 = 0xC1;
/// False.
pub const FALSE: u8 = 0xC2;
/// True.
pub const TRUE: u8 = 0xC3;
/// Signed integers of 8, 16, 32 and 64 bits.
pub const INT_8: u8 = 0xC8;
#[allow(missing_docs)]
pub const INT_16: u8 = 0xC9;
#[allow(missing_docs)]
pub const INT_32: u8 = 0xCA;
#[allow(missing_docs)]
pub const INT_64: u8 = 0xCB;
/// The 16 bytes of a UUID follow (Bolt 6.1).
pub const UUID: u8 = 0xE0;
/// A 32-bit float; only ever the type of a vector's elements.
pub const FLOAT_32: u8 = 0xC6;

/// The markers of a kind that carries a size: the tiny form with the size in the low four bits
/// (if there is one) and the forms with a size of 8, 16 and 32 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sized {
    /// Base of the sixteen tiny markers.
    pub tiny: Option<u8>,
    /// Marker with the size in one byte; the next two markers have it in two and four.
    pub size_8: u8,
}

/// Byte arrays.
pub const BYTES: Sized = Sized {
    tiny: None,
    size_8: 0xCC,
};
/// Strings, by length in bytes.
pub const STRING: Sized = Sized {
    tiny: Some(0x80),
    size_8: 0xD0,
};
/// Lists.
pub const LIST: Sized = Sized {
    tiny: Some(0x90),
    size_8: 0xD4,
};
/// Maps, by number of entries.
pub const MAP: Sized = Sized {
    tiny: Some(0xA0),
    size_8: 0xD8,
};
/// Structures: number of fields, then a tag byte.
pub const STRUCTURE: u8 = 0xB0;

/// Sizes above this are invalid.
pub const MAX_SIZE: usize = 0x7FFF_FFFF;
