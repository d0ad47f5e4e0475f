//! stub
use super::{DecodeError, EncodeError, Reader};
use crate::Operation;

/// Appends the encoding of an operation.
pub fn encode_operation(_operation: &Operation, _bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    unimplemented!()
}
/// Reads one operation.
pub fn decode_operation(_reader: &mut Reader<'_>) -> Result<Operation, DecodeError> {
    unimplemented!()
}

/// The operations of one transaction, in order. Ends after the first error.
#[derive(Clone, Debug)]
pub struct Operations<'a> {
    reader: Reader<'a>,
}

impl<'a> Operations<'a> {
    /// Reads operations from their concatenated encodings.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            reader: Reader::new(bytes),
        }
    }
}

impl Iterator for Operations<'_> {
    type Item = Result<Operation, DecodeError>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_at_end() {
            return None;
        }
        let item = decode_operation(&mut self.reader);
        if item.is_err() {
            self.reader = Reader::new(&[]);
        }
        Some(item)
    }
}
