//! The tagged encoding of values, shared by the log, checkpoints, dumps and feeds.
//!
//! One value has one encoding (the decoder refuses longer forms of the same), so equal bytes and
//! identical values are the same thing. It keeps no order; for that see the key encoding. Graph
//! entities have no encoding: they are not stored in properties. Start with [`encode_value`].

use std::sync::Arc;

use quiver_types::{
    Crs, Date, Duration, LocalDateTime, LocalTime, Map, Point, Text, Time, Value, Vector, Zone,
    ZonedDateTime,
};

use super::reader::{put_signed_varint, put_text, put_varint};
use super::{DecodeError, Reader};

/// How deep lists and maps may nest.
const MAX_DEPTH: usize = 64;

const NANOS_PER_SECOND: u32 = 1_000_000_000;
const NANOS_PER_DAY: i64 = 86_400 * 1_000_000_000;
/// Offsets from UTC reach 18 hours to either side.
const MAX_OFFSET: i64 = 18 * 3_600;

/// First bytes. Numbers once given stay; FORMAT.md lists them.
mod tag {
    pub(super) const NULL: u8 = 0x00;
    pub(super) const FALSE: u8 = 0x01;
    pub(super) const TRUE: u8 = 0x02;
    pub(super) const INT_8: u8 = 0x03;
    pub(super) const INT_16: u8 = 0x04;
    pub(super) const INT_32: u8 = 0x05;
    pub(super) const INT_64: u8 = 0x06;
    pub(super) const FLOAT: u8 = 0x07;
    pub(super) const STRING: u8 = 0x08;
    pub(super) const BYTES: u8 = 0x09;
    pub(super) const LIST: u8 = 0x0A;
    pub(super) const MAP: u8 = 0x0B;
    pub(super) const DATE: u8 = 0x10;
    pub(super) const LOCAL_TIME: u8 = 0x11;
    pub(super) const TIME: u8 = 0x12;
    pub(super) const LOCAL_DATE_TIME: u8 = 0x13;
    pub(super) const OFFSET_DATE_TIME: u8 = 0x14;
    pub(super) const ZONED_DATE_TIME: u8 = 0x15;
    pub(super) const DURATION: u8 = 0x16;
    pub(super) const POINT: u8 = 0x18;
    pub(super) const UUID: u8 = 0x19;
    pub(super) const VECTOR_INT_8: u8 = 0x20;
    pub(super) const VECTOR_INT_16: u8 = 0x21;
    pub(super) const VECTOR_INT_32: u8 = 0x22;
    pub(super) const VECTOR_INT_64: u8 = 0x23;
    pub(super) const VECTOR_FLOAT_32: u8 = 0x24;
    pub(super) const VECTOR_FLOAT_64: u8 = 0x25;
    /// 64 tags for the integers from -16 to 47.
    pub(super) const SMALL_INT: u8 = 0x40;
    /// 64 tags for strings of up to 63 bytes.
    pub(super) const SHORT_STRING: u8 = 0x80;
}

const SMALL_INTS: std::ops::RangeInclusive<i64> = -16..=47;
const SHORT_STRING_LIMIT: usize = 64;

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

/// Appends the encoding of a value. After an error `bytes` holds the beginning of one.
pub fn encode_value(value: &Value, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    put_value(value, bytes, 0)
}

fn put_value(value: &Value, bytes: &mut Vec<u8>, depth: usize) -> Result<(), EncodeError> {
    match value {
        Value::Null => bytes.push(tag::NULL),
        Value::Boolean(false) => bytes.push(tag::FALSE),
        Value::Boolean(true) => bytes.push(tag::TRUE),
        Value::Integer(number) => put_integer(*number, bytes),
        Value::Float(number) => {
            bytes.push(tag::FLOAT);
            bytes.extend_from_slice(&number.to_bits().to_le_bytes());
        }
        Value::String(text) => put_string(text, bytes),
        Value::Bytes(content) => {
            bytes.push(tag::BYTES);
            put_varint(bytes, content.len() as u64);
            bytes.extend_from_slice(content);
        }
        Value::List(items) => {
            check_depth(depth)?;
            bytes.push(tag::LIST);
            put_varint(bytes, items.len() as u64);
            for item in items.iter() {
                put_value(item, bytes, depth + 1)?;
            }
        }
        Value::Map(map) => {
            check_depth(depth)?;
            bytes.push(tag::MAP);
            put_varint(bytes, map.len() as u64);
            for (key, item) in map.iter() {
                put_text(bytes, key);
                put_value(item, bytes, depth + 1)?;
            }
        }
        Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::ZonedDateTime(_)
        | Value::Duration(_) => put_temporal(value, bytes),
        Value::Point(point) => put_point(point, bytes),
        Value::Vector(vector) => put_vector(vector, bytes),
        Value::Uuid(uuid) => {
            bytes.push(tag::UUID);
            bytes.extend_from_slice(uuid.as_ref());
        }
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Entity(_) => {
            return Err(EncodeError::NotStorable(value.type_name()));
        }
    }
    Ok(())
}

fn check_depth(depth: usize) -> Result<(), EncodeError> {
    if depth < MAX_DEPTH {
        Ok(())
    } else {
        Err(EncodeError::TooDeep)
    }
}

fn put_integer(number: i64, bytes: &mut Vec<u8>) {
    if SMALL_INTS.contains(&number) {
        bytes.push(tag::SMALL_INT + (number - SMALL_INTS.start()) as u8);
    } else if let Ok(number) = i8::try_from(number) {
        bytes.push(tag::INT_8);
        bytes.extend_from_slice(&number.to_le_bytes());
    } else if let Ok(number) = i16::try_from(number) {
        bytes.push(tag::INT_16);
        bytes.extend_from_slice(&number.to_le_bytes());
    } else if let Ok(number) = i32::try_from(number) {
        bytes.push(tag::INT_32);
        bytes.extend_from_slice(&number.to_le_bytes());
    } else {
        bytes.push(tag::INT_64);
        bytes.extend_from_slice(&number.to_le_bytes());
    }
}

fn put_string(text: &Text, bytes: &mut Vec<u8>) {
    let text = text.as_str();
    if text.len() < SHORT_STRING_LIMIT {
        bytes.push(tag::SHORT_STRING + text.len() as u8);
        bytes.extend_from_slice(text.as_bytes());
    } else {
        bytes.push(tag::STRING);
        put_text(bytes, text);
    }
}

fn put_temporal(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Date(date) => {
            bytes.push(tag::DATE);
            put_signed_varint(bytes, date.days);
        }
        Value::LocalTime(time) => {
            bytes.push(tag::LOCAL_TIME);
            put_signed_varint(bytes, time.nanos);
        }
        Value::Time(time) => {
            bytes.push(tag::TIME);
            put_signed_varint(bytes, time.nanos);
            put_signed_varint(bytes, i64::from(time.offset_seconds));
        }
        Value::LocalDateTime(time) => {
            bytes.push(tag::LOCAL_DATE_TIME);
            put_signed_varint(bytes, time.seconds);
            put_varint(bytes, u64::from(time.nanos));
        }
        Value::ZonedDateTime(time) => put_zoned(time, bytes),
        Value::Duration(duration) => {
            bytes.push(tag::DURATION);
            put_signed_varint(bytes, duration.months);
            put_signed_varint(bytes, duration.days);
            put_signed_varint(bytes, duration.seconds);
            put_varint(bytes, u64::from(duration.nanos));
        }
        // The caller sends temporal values only.
        _ => debug_assert!(false, "{} is not temporal", value.type_name()),
    }
}

fn put_zoned(time: &ZonedDateTime, bytes: &mut Vec<u8>) {
    bytes.push(match &time.zone {
        Zone::Offset(_) => tag::OFFSET_DATE_TIME,
        Zone::Named { .. } => tag::ZONED_DATE_TIME,
    });
    put_signed_varint(bytes, time.seconds);
    put_varint(bytes, u64::from(time.nanos));
    match &time.zone {
        Zone::Offset(offset) => put_signed_varint(bytes, i64::from(*offset)),
        Zone::Named {
            name,
            offset_seconds,
        } => {
            put_signed_varint(bytes, i64::from(*offset_seconds));
            put_text(bytes, name);
        }
    }
}

fn put_point(point: &Point, bytes: &mut Vec<u8>) {
    bytes.push(tag::POINT);
    bytes.extend_from_slice(&point.crs.srid().to_le_bytes());
    let coordinates = [point.x, point.y, point.z];
    for coordinate in &coordinates[..point.crs.dimensions()] {
        bytes.extend_from_slice(&coordinate.to_bits().to_le_bytes());
    }
}

fn put_vector(vector: &Vector, bytes: &mut Vec<u8>) {
    macro_rules! put {
        ($tag:expr, $items:expr) => {{
            bytes.push($tag);
            put_varint(bytes, $items.len() as u64);
            for item in $items {
                bytes.extend_from_slice(&item.to_le_bytes());
            }
        }};
    }
    match vector {
        Vector::Int8(items) => put!(tag::VECTOR_INT_8, items),
        Vector::Int16(items) => put!(tag::VECTOR_INT_16, items),
        Vector::Int32(items) => put!(tag::VECTOR_INT_32, items),
        Vector::Int64(items) => put!(tag::VECTOR_INT_64, items),
        Vector::Float32(items) => put!(tag::VECTOR_FLOAT_32, items),
        Vector::Float64(items) => put!(tag::VECTOR_FLOAT_64, items),
    }
}

/// Reads one value.
pub fn decode_value(reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    get_value(reader, 0)
}

fn get_value(reader: &mut Reader<'_>, depth: usize) -> Result<Value, DecodeError> {
    let start = reader.clone();
    Ok(match reader.byte()? {
        tag::NULL => Value::Null,
        tag::FALSE => Value::Boolean(false),
        tag::TRUE => Value::Boolean(true),
        small @ tag::SMALL_INT..tag::SHORT_STRING => {
            Value::Integer(i64::from(small - tag::SMALL_INT) + SMALL_INTS.start())
        }
        wide @ tag::INT_8..=tag::INT_64 => get_integer(wide, reader)?,
        tag::FLOAT => Value::Float(get_float(reader)?),
        short @ tag::SHORT_STRING..0xC0 => {
            let text = reader.text_of(usize::from(short - tag::SHORT_STRING))?;
            Value::String(Text::new(text))
        }
        tag::STRING => {
            let text = reader.text()?;
            if text.len() < SHORT_STRING_LIMIT {
                return Err(start.error("a string not in its shortest form"));
            }
            Value::String(Text::new(text))
        }
        tag::BYTES => {
            let length = reader.count(1)?;
            Value::Bytes(Arc::new(reader.take(length)?.to_vec()))
        }
        tag::LIST => {
            if depth == MAX_DEPTH {
                return Err(start.error("lists nested too deep"));
            }
            get_list(reader, depth)?
        }
        tag::MAP => {
            if depth == MAX_DEPTH {
                return Err(start.error("maps nested too deep"));
            }
            get_map(reader, depth)?
        }
        temporal @ tag::DATE..=tag::DURATION => get_temporal(temporal, reader)?,
        tag::POINT => Value::from(get_point(reader)?),
        tag::UUID => Value::Uuid(Arc::new(reader.array()?)),
        vector @ tag::VECTOR_INT_8..=tag::VECTOR_FLOAT_64 => {
            Value::from(get_vector(vector, reader)?)
        }
        _ => return Err(start.error("an unknown value tag")),
    })
}

fn get_integer(width: u8, reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    let start = reader.clone();
    let (number, narrower) = match width {
        tag::INT_8 => {
            let number = i64::from(i8::from_le_bytes(reader.array()?));
            (number, SMALL_INTS.contains(&number))
        }
        tag::INT_16 => {
            let number = i64::from(i16::from_le_bytes(reader.array()?));
            (number, i8::try_from(number).is_ok())
        }
        tag::INT_32 => {
            let number = i64::from(i32::from_le_bytes(reader.array()?));
            (number, i16::try_from(number).is_ok())
        }
        _ => {
            let number = i64::from_le_bytes(reader.array()?);
            (number, i32::try_from(number).is_ok())
        }
    };
    if narrower {
        return Err(start.error("an integer not in its shortest form"));
    }
    Ok(Value::Integer(number))
}

fn get_float(reader: &mut Reader<'_>) -> Result<f64, DecodeError> {
    Ok(f64::from_bits(u64::from_le_bytes(reader.array()?)))
}

fn get_list(reader: &mut Reader<'_>, depth: usize) -> Result<Value, DecodeError> {
    let count = reader.count(1)?;
    // Grows with what is really there: a claimed item is one byte, a value is 16.
    let mut items = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        items.push(get_value(reader, depth + 1)?);
    }
    items.shrink_to_fit();
    Ok(Value::list(items))
}

fn get_map(reader: &mut Reader<'_>, depth: usize) -> Result<Value, DecodeError> {
    let count = reader.count(2)?;
    let mut map = Map::with_capacity(count.min(16));
    for _ in 0..count {
        let start = reader.clone();
        let key = Text::new(reader.text()?);
        let value = get_value(reader, depth + 1)?;
        if map.insert(key, value).is_some() {
            return Err(start.error("a map key that occurs twice"));
        }
    }
    Ok(Value::map(map))
}

fn get_temporal(kind: u8, reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    Ok(match kind {
        tag::DATE => Value::from(Date {
            days: reader.signed_varint()?,
        }),
        tag::LOCAL_TIME => Value::from(LocalTime {
            nanos: get_nanos_of_day(reader)?,
        }),
        tag::TIME => Value::from(Time {
            nanos: get_nanos_of_day(reader)?,
            offset_seconds: get_offset(reader)?,
        }),
        tag::LOCAL_DATE_TIME => Value::from(LocalDateTime {
            seconds: reader.signed_varint()?,
            nanos: get_nanos(reader)?,
        }),
        tag::OFFSET_DATE_TIME | tag::ZONED_DATE_TIME => {
            let (seconds, nanos) = (reader.signed_varint()?, get_nanos(reader)?);
            let offset = get_offset(reader)?;
            let zone = if kind == tag::OFFSET_DATE_TIME {
                Zone::Offset(offset)
            } else {
                Zone::Named {
                    name: Text::new(reader.text()?),
                    offset_seconds: offset,
                }
            };
            Value::from(ZonedDateTime {
                seconds,
                nanos,
                zone,
            })
        }
        tag::DURATION => Value::from(Duration {
            months: reader.signed_varint()?,
            days: reader.signed_varint()?,
            seconds: reader.signed_varint()?,
            nanos: get_nanos(reader)?,
        }),
        _ => return Err(reader.error("an unknown temporal tag")),
    })
}

fn get_nanos(reader: &mut Reader<'_>) -> Result<u32, DecodeError> {
    let start = reader.clone();
    let nanos = reader.varint_u32()?;
    if nanos >= NANOS_PER_SECOND {
        return Err(start.error("more nanoseconds than a second has"));
    }
    Ok(nanos)
}

fn get_nanos_of_day(reader: &mut Reader<'_>) -> Result<i64, DecodeError> {
    let start = reader.clone();
    let nanos = reader.signed_varint()?;
    if !(0..NANOS_PER_DAY).contains(&nanos) {
        return Err(start.error("a time of day outside of the day"));
    }
    Ok(nanos)
}

fn get_offset(reader: &mut Reader<'_>) -> Result<i32, DecodeError> {
    let start = reader.clone();
    let offset = reader.signed_varint()?;
    match i32::try_from(offset) {
        Ok(seconds) if offset.abs() <= MAX_OFFSET => Ok(seconds),
        Ok(_) | Err(_) => Err(start.error("an offset from UTC of more than 18 hours")),
    }
}

fn get_point(reader: &mut Reader<'_>) -> Result<Point, DecodeError> {
    let start = reader.clone();
    let srid = u16::from_le_bytes(reader.array()?);
    let crs = Crs::from_srid(i64::from(srid))
        .ok_or_else(|| start.error("an unknown coordinate reference system"))?;
    Ok(Point {
        crs,
        x: get_float(reader)?,
        y: get_float(reader)?,
        z: if crs.dimensions() == 3 {
            get_float(reader)?
        } else {
            0.0
        },
    })
}

fn get_vector(kind: u8, reader: &mut Reader<'_>) -> Result<Vector, DecodeError> {
    macro_rules! get {
        ($variant:ident, $ty:ty) => {{
            // `count` has checked that this many bytes are there.
            let count = reader.count(size_of::<$ty>())?;
            let mut items = Vec::with_capacity(count);
            for _ in 0..count {
                items.push(<$ty>::from_le_bytes(reader.array()?));
            }
            Vector::$variant(items)
        }};
    }
    Ok(match kind {
        tag::VECTOR_INT_8 => get!(Int8, i8),
        tag::VECTOR_INT_16 => get!(Int16, i16),
        tag::VECTOR_INT_32 => get!(Int32, i32),
        tag::VECTOR_INT_64 => get!(Int64, i64),
        tag::VECTOR_FLOAT_32 => get!(Float32, f32),
        tag::VECTOR_FLOAT_64 => get!(Float64, f64),
        _ => return Err(reader.error("an unknown vector tag")),
    })
}
