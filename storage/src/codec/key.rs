//! The order-preserving encoding of index keys.
//!
//! Comparing two keys as bytes gives Cypher's orderability of the values, and values that Cypher
//! calls equal (1 and 1.0, 0.0 and -0.0) have equal keys. No whole key is the beginning of another
//! one, so composite keys are concatenations and the keys with given leading values are one range.
//! Values cannot be read back from keys. Start with [`encode_key`].

use quiver_types::{Duration, Point, Time, Value, Vector, Zone, ZonedDateTime};

use super::EncodeError;
use super::hash::hash128;

/// Bytes of the longest key.
pub const MAX_KEY: usize = 1024;
const HASH_BYTES: usize = 16;
/// How deep lists may nest; as for encoded values.
const MAX_DEPTH: usize = 64;

/// First bytes, ascending as types are in ORDER BY. Zero ends lists, 0xFF is above everything.
mod tag {
    pub(super) const END: u8 = 0x00;
    pub(super) const LIST: u8 = 0x10;
    pub(super) const VECTOR: u8 = 0x18;
    pub(super) const POINT: u8 = 0x20;
    pub(super) const ZONED_DATE_TIME: u8 = 0x28;
    pub(super) const LOCAL_DATE_TIME: u8 = 0x29;
    pub(super) const DATE: u8 = 0x2A;
    pub(super) const TIME: u8 = 0x2B;
    pub(super) const LOCAL_TIME: u8 = 0x2C;
    pub(super) const DURATION: u8 = 0x2D;
    pub(super) const STRING: u8 = 0x30;
    pub(super) const BOOLEAN: u8 = 0x38;
    pub(super) const UUID: u8 = 0x40;
    pub(super) const NUMBER: u8 = 0x48;
    pub(super) const NULL: u8 = 0x50;
    pub(super) const ABOVE_ALL: u8 = 0xFF;
}

/// Whether a key holds all of its values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyFit {
    /// Equal keys mean equal values (unless NaN is among them, which equals nothing).
    Whole,
    /// The key was cut: equal keys mean values to be compared again.
    Cut,
}

/// Appends the key of `values` (one index entry's values, in the index's order). At most
/// [`MAX_KEY`] bytes are appended; a longer key is cut there.
pub fn encode_key(values: &[Value], key: &mut Vec<u8>) -> Result<KeyFit, EncodeError> {
    let mut writer = KeyWriter::new(key, MAX_KEY);
    for value in values {
        writer.value(value, 0)?;
    }
    if writer.length() <= MAX_KEY {
        return Ok(KeyFit::Whole);
    }
    let start = writer.start;
    key.truncate(start + MAX_KEY);
    Ok(KeyFit::Cut)
}

/// As [`encode_key`], but a cut key ends in a 128-bit hash of the whole, so that equal keys
/// practically mean equal values; it keeps the order only as far as the cut.
pub fn encode_unique_key(values: &[Value], key: &mut Vec<u8>) -> Result<KeyFit, EncodeError> {
    let mut writer = KeyWriter::new(key, usize::MAX);
    for value in values {
        writer.value(value, 0)?;
    }
    if writer.length() <= MAX_KEY {
        return Ok(KeyFit::Whole);
    }
    let start = writer.start;
    let hash = hash128(&key[start..]);
    key.truncate(start + MAX_KEY - HASH_BYTES);
    key.extend_from_slice(&hash);
    Ok(KeyFit::Cut)
}

/// The end (exclusive) of the range of keys that begin with `prefix`, the whole key of some
/// leading values (or of none).
pub fn prefix_end(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    end.push(tag::ABOVE_ALL);
    end
}

/// The range (inclusive, exclusive) of keys whose leading values have the whole key `prefix` and
/// whose next value is a string that starts with `text`. Where that is longer than a key may be,
/// the range is wider than the question: check what it finds.
pub fn string_prefix_range(prefix: &[u8], text: &str) -> (Vec<u8>, Vec<u8>) {
    let mut lower = prefix.to_vec();
    lower.push(tag::STRING);
    put_escaped(text.as_bytes(), &mut lower);
    lower.truncate(MAX_KEY);
    let mut upper = lower.clone();
    // The tag is below 0xFF, so this ends at the latest there.
    while upper.last() == Some(&0xFF) {
        upper.pop();
    }
    if let Some(last) = upper.last_mut() {
        *last += 1;
    }
    (lower, upper)
}

/// Appends values to a key and may stop, after any element, once `enough` bytes are passed.
struct KeyWriter<'a> {
    key: &'a mut Vec<u8>,
    start: usize,
    enough: usize,
}

impl<'a> KeyWriter<'a> {
    fn new(key: &'a mut Vec<u8>, enough: usize) -> Self {
        let start = key.len();
        Self { key, start, enough }
    }

    fn length(&self) -> usize {
        self.key.len() - self.start
    }

    fn value(&mut self, value: &Value, depth: usize) -> Result<(), EncodeError> {
        match value {
            Value::Null => self.key.push(tag::NULL),
            Value::Boolean(v) => self.key.extend_from_slice(&[tag::BOOLEAN, u8::from(*v)]),
            Value::Integer(v) => self.integer(*v),
            Value::Float(v) => self.float(*v),
            Value::String(v) => {
                self.key.push(tag::STRING);
                // What lies behind the cut matters to nobody.
                let shown = v.len().min(self.enough.saturating_add(1));
                put_escaped(&v.as_bytes()[..shown], self.key);
                self.key.extend_from_slice(&[0, 0]);
            }
            Value::List(items) => {
                if depth == MAX_DEPTH {
                    return Err(EncodeError::TooDeep);
                }
                self.key.push(tag::LIST);
                for item in items.iter() {
                    if self.length() > self.enough {
                        break;
                    }
                    self.value(item, depth + 1)?;
                }
                self.key.push(tag::END);
            }
            Value::Bytes(bytes) => {
                self.key.push(tag::LIST);
                for byte in bytes.iter() {
                    if self.length() > self.enough {
                        break;
                    }
                    self.integer(i64::from(byte.cast_signed()));
                }
                self.key.push(tag::END);
            }
            Value::Uuid(v) => {
                self.key.push(tag::UUID);
                self.key.extend_from_slice(v.as_ref());
            }
            Value::Date(v) => {
                self.key.push(tag::DATE);
                self.signed(v.days);
            }
            Value::LocalTime(v) => {
                self.key.push(tag::LOCAL_TIME);
                self.signed(v.nanos);
            }
            Value::Time(v) => self.time(v),
            Value::LocalDateTime(v) => {
                self.key.push(tag::LOCAL_DATE_TIME);
                self.signed(v.seconds);
                self.key.extend_from_slice(&v.nanos.to_be_bytes());
            }
            Value::ZonedDateTime(v) => self.zoned(v),
            Value::Duration(v) => self.duration(v),
            Value::Point(v) => self.point(v),
            Value::Vector(v) => self.vector(v),
            Value::Map(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Entity(_) => return Err(EncodeError::NotStorable(value.type_name())),
        }
        Ok(())
    }

    fn signed(&mut self, number: i64) {
        self.key.extend_from_slice(&ordered(number).to_be_bytes());
    }

    /// The nearest float, then how far the integer lies from it. Rounding is monotonic, so the
    /// order is exact; floats have distance zero. Below 2^53 the distance is always zero and
    /// left out, which the float itself tells.
    fn integer(&mut self, number: i64) {
        let float = number as f64;
        let distance = i128::from(number) - float as i128;
        // At most half of 1024, the spacing of floats below 2^63.
        self.number(float, distance as i16);
    }

    fn float(&mut self, number: f64) {
        self.number(number, 0);
    }

    fn number(&mut self, float: f64, distance: i16) {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        self.key.push(tag::NUMBER);
        let ordered = ordered_float(float);
        self.key.extend_from_slice(&ordered.to_be_bytes());
        if float.abs() >= EXACT {
            let shifted = distance.cast_unsigned() ^ 0x8000;
            self.key.extend_from_slice(&shifted.to_be_bytes());
        }
    }

    fn time(&mut self, time: &Time) {
        self.key.push(tag::TIME);
        self.signed(time.nanos - i64::from(time.offset_seconds) * 1_000_000_000);
        self.signed(i64::from(time.offset_seconds));
    }

    fn zoned(&mut self, time: &ZonedDateTime) {
        self.key.push(tag::ZONED_DATE_TIME);
        self.signed(time.seconds);
        self.key.extend_from_slice(&time.nanos.to_be_bytes());
        match &time.zone {
            Zone::Offset(offset) => {
                self.signed(i64::from(*offset));
                self.key.push(0);
            }
            Zone::Named {
                name,
                offset_seconds,
            } => {
                self.signed(i64::from(*offset_seconds));
                self.key.push(1);
                put_escaped(name.as_bytes(), self.key);
                self.key.extend_from_slice(&[0, 0]);
            }
        }
    }

    /// By average length (a month is a twelfth of 365.2425 days), then by the larger units.
    fn duration(&mut self, duration: &Duration) {
        const AVERAGE_MONTH: i128 = 2_629_746;
        let seconds = i128::from(duration.months) * AVERAGE_MONTH
            + i128::from(duration.days) * 86_400
            + i128::from(duration.seconds);
        self.key.push(tag::DURATION);
        let ordered = seconds.cast_unsigned() ^ (1 << 127);
        self.key.extend_from_slice(&ordered.to_be_bytes());
        self.key.extend_from_slice(&duration.nanos.to_be_bytes());
        self.signed(duration.months);
        self.signed(duration.days);
    }

    fn point(&mut self, point: &Point) {
        self.key.push(tag::POINT);
        self.key.extend_from_slice(&point.crs.srid().to_be_bytes());
        let coordinates = [point.x, point.y, point.z];
        for coordinate in &coordinates[..point.crs.dimensions()] {
            let ordered = ordered_float(*coordinate);
            self.key.extend_from_slice(&ordered.to_be_bytes());
        }
    }

    fn vector(&mut self, vector: &Vector) {
        let rank = match vector {
            Vector::Int8(_) => 0,
            Vector::Int16(_) => 1,
            Vector::Int32(_) => 2,
            Vector::Int64(_) => 3,
            Vector::Float32(_) => 4,
            Vector::Float64(_) => 5,
        };
        self.key.extend_from_slice(&[tag::VECTOR, rank]);
        let dimension = vector.dimension() as u64;
        self.key.extend_from_slice(&dimension.to_be_bytes());
        match vector {
            Vector::Int8(items) => items.iter().for_each(|v| self.signed(i64::from(*v))),
            Vector::Int16(items) => items.iter().for_each(|v| self.signed(i64::from(*v))),
            Vector::Int32(items) => items.iter().for_each(|v| self.signed(i64::from(*v))),
            Vector::Int64(items) => items.iter().for_each(|v| self.signed(*v)),
            Vector::Float32(items) => {
                let ordered = items.iter().map(|v| ordered_float(f64::from(*v)));
                ordered.for_each(|v| self.key.extend_from_slice(&v.to_be_bytes()));
            }
            Vector::Float64(items) => {
                let ordered = items.iter().map(|v| ordered_float(*v));
                ordered.for_each(|v| self.key.extend_from_slice(&v.to_be_bytes()));
            }
        }
    }
}

/// The number whose unsigned order is the signed order.
fn ordered(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// The number whose unsigned order is the order of floats, with one zero, and one NaN above all.
fn ordered_float(float: f64) -> u64 {
    let float = if float.is_nan() {
        f64::NAN.abs()
    } else if float == 0.0 {
        0.0
    } else {
        float
    };
    let bits = float.to_bits();
    if bits >> 63 == 0 {
        bits ^ (1 << 63)
    } else {
        !bits
    }
}

/// Zero bytes are followed by 0xFF, so that the end (0, 0) sorts below whatever may follow.
fn put_escaped(bytes: &[u8], key: &mut Vec<u8>) {
    for byte in bytes {
        key.push(*byte);
        if *byte == 0 {
            key.push(0xFF);
        }
    }
}
