//! Reading bytes that nobody vouches for.

/// What is wrong with bytes that should be values or operations.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what} at byte {offset}")]
pub struct DecodeError {
    /// Where, from the beginning of the bytes given.
    pub offset: usize,
    /// What.
    pub what: &'static str,
}

/// A position in bytes, with checked reads.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// Whether all was read.
    pub fn is_at_end(&self) -> bool {
        self.offset == self.bytes.len()
    }

    /// Bytes read so far.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// An error at the present place.
    pub fn error(&self, what: &'static str) -> DecodeError {
        DecodeError {
            offset: self.offset,
            what,
        }
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.offset.checked_add(count);
        let taken = end.and_then(|end| self.bytes.get(self.offset..end));
        let taken = taken.ok_or_else(|| self.error("the bytes end too early"))?;
        self.offset += count;
        Ok(taken)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, DecodeError> {
        Ok(self.array::<1>()?[0])
    }

    /// An unsigned number of variable length (7 bits a byte, low first), in its shortest form.
    pub fn varint(&mut self) -> Result<u64, DecodeError> {
        let start = self.clone();
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(start.error("a number of more than 64 bits"));
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                if byte == 0 && shift > 0 {
                    return Err(start.error("a number not in its shortest form"));
                }
                return Ok(number);
            }
        }
        Err(start.error("a number of more than 64 bits"))
    }

    /// A signed number of variable length: zigzag, then as [`varint`](Self::varint).
    pub fn signed_varint(&mut self) -> Result<i64, DecodeError> {
        let raw = self.varint()?;
        Ok((raw >> 1).cast_signed() ^ -(raw & 1).cast_signed())
    }

    /// An unsigned number below 2^32.
    pub fn varint_u32(&mut self) -> Result<u32, DecodeError> {
        let start = self.clone();
        u32::try_from(self.varint()?).map_err(|_| start.error("a number of more than 32 bits"))
    }

    /// A count of things that take at least `size` bytes each: never more than the bytes left
    /// can hold, so it may be allocated for.
    pub fn count(&mut self, size: usize) -> Result<usize, DecodeError> {
        let start = self.clone();
        let count = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
        if count > self.remaining() / size.max(1) {
            return Err(start.error("a count larger than what follows"));
        }
        Ok(count)
    }

    /// A text: its length in bytes, then UTF-8.
    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let length = self.count(1)?;
        self.text_of(length)
    }

    /// A text of `length` bytes.
    pub fn text_of(&mut self, length: usize) -> Result<&'a str, DecodeError> {
        let start = self.clone();
        std::str::from_utf8(self.take(length)?).map_err(|_| start.error("a text that is not UTF-8"))
    }
}

/// Appends what [`Reader::varint`] reads.
pub fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends what [`Reader::signed_varint`] reads.
pub fn put_signed_varint(bytes: &mut Vec<u8>, number: i64) {
    put_varint(bytes, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

/// Appends what [`Reader::text`] reads.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_varint(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}
