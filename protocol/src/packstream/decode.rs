//! Reading values: a bounded decoder over one message, which borrows strings where it can.
//!
//! Input decides nothing about memory: a claimed size is checked against the bytes that are left
//! before anything is reserved, what is built is counted against a budget, and nesting stops at a
//! limit. Start with [`Decoder`].

use std::sync::Arc;

use quiver_types::{
    Crs, Entity, HydratedPath, Map, Node, Point, Relationship, Text, Value, Vector,
};

use super::marker::{self, Sized};
use super::structure::Structure;
use super::temporal::{self, TemporalError};
use crate::version::Dialect;

/// Room reserved ahead for a container, at most; beyond it, it grows as its parts arrive.
const RESERVE: usize = 1024;

/// Which structures may appear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Allow {
    /// What a client may send as a parameter: everything but nodes, relationships and paths.
    Parameters,
    /// What a server may send in a record.
    Results,
}

/// Why bytes are not the value they should be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecodeError {
    /// The message ends inside a value, or a size claims more than the message has.
    #[error("the message ends before the value it announces")]
    Truncated,
    /// Bytes follow where the message should end.
    #[error("the message goes on behind its last field")]
    TrailingBytes,
    /// A byte that starts no value.
    #[error("0x{0:02X} does not start a value")]
    UnknownMarker(u8),
    /// A value of another type than the place asks for.
    #[error("expected {expected}, found a value with marker 0x{found:02X}")]
    Unexpected {
        /// The type asked for.
        expected: &'static str,
        /// The marker found.
        found: u8,
    },
    /// A size above 2^31 - 1.
    #[error("a size of {0} is above 2147483647")]
    TooLong(u32),
    /// Text that is not UTF-8.
    #[error("a string is not valid UTF-8")]
    NotUtf8,
    /// Containers inside each other beyond the limit.
    #[error("values are nested more than {0} deep")]
    TooDeep(usize),
    /// The values need more memory than one message's may.
    #[error("the values of one message need more than {0} bytes of memory")]
    TooMuchMemory(usize),
    /// A structure that is no value in this version of Bolt.
    #[error("structure 0x{0:02X} is not a value that this version of Bolt has")]
    UnknownStructure(u8),
    /// A structure with a wrong number of fields.
    #[error("structure {name} has {expected} fields, found {found}")]
    FieldCount {
        /// Structure.
        name: &'static str,
        /// Fields it has.
        expected: u8,
        /// Fields found.
        found: u8,
    },
    /// Part of a graph where only plain values may be.
    #[error("{0} cannot be a parameter; send its properties or its id instead")]
    EntityAsParameter(&'static str),
    /// Fields of a temporal value that are none.
    #[error(transparent)]
    Temporal(#[from] TemporalError),
    /// A point whose number of coordinates is not that of its coordinate reference system.
    #[error("no {dimensions}-dimensional coordinate reference system has the SRID {srid}")]
    UnknownCrs {
        /// SRID found.
        srid: i64,
        /// Coordinates found.
        dimensions: usize,
    },
    /// A vector whose type or length is none.
    #[error("a vector's element type and data do not fit each other")]
    BadVector,
    /// A path whose indices point outside it.
    #[error("a path's indices point outside its nodes and relationships")]
    BadPath,
}

impl DecodeError {
    /// Whether only a value is refused, so that a RESET recovers: as Neo4j does, and where Neo4j
    /// takes what is refused here (text that is not UTF-8, deep nesting). Otherwise the message
    /// cannot be read, and nothing that follows can be relied on.
    pub fn is_refused_value(&self) -> bool {
        match self {
            Self::UnknownStructure(_)
            | Self::FieldCount { .. }
            | Self::EntityAsParameter(_)
            | Self::Temporal(_)
            | Self::UnknownCrs { .. }
            | Self::BadVector
            | Self::BadPath
            | Self::Unexpected { .. }
            | Self::UnknownMarker(_)
            | Self::NotUtf8
            | Self::TooDeep(_)
            | Self::TooMuchMemory(_) => true,
            Self::Truncated | Self::TrailingBytes | Self::TooLong(_) => false,
        }
    }
}

/// Reads one message.
#[derive(Debug)]
pub struct Decoder<'a> {
    input: &'a [u8],
    dialect: Dialect,
    allow: Allow,
    depth: usize,
    max_depth: usize,
    memory: usize,
    max_memory: usize,
}

type Decoded<T> = Result<T, DecodeError>;

impl<'a> Decoder<'a> {
    /// Reads `input` with nesting up to `max_depth` containers and about `max_memory` bytes of
    /// values.
    pub fn new(
        input: &'a [u8],
        dialect: Dialect,
        allow: Allow,
        max_depth: usize,
        max_memory: usize,
    ) -> Self {
        Self {
            input,
            dialect,
            allow,
            depth: 0,
            max_depth,
            memory: 0,
            max_memory,
        }
    }

    /// Checks that everything was read.
    pub fn finish(&self) -> Decoded<()> {
        if self.input.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::TrailingBytes)
        }
    }

    /// Reads the start of a structure: number of fields and tag.
    pub fn structure(&mut self) -> Decoded<(u8, u8)> {
        let marker = self.byte()?;
        if marker & 0xF0 != marker::STRUCTURE {
            return Err(DecodeError::Unexpected {
                expected: "a structure",
                found: marker,
            });
        }
        Ok((marker & 0x0F, self.byte()?))
    }

    /// Reads a string, borrowed from the message.
    pub fn string(&mut self) -> Decoded<&'a str> {
        let marker = self.byte()?;
        match self.size(marker::STRING, marker)? {
            Some(size) => self.text(size),
            None => Err(DecodeError::Unexpected {
                expected: "a string",
                found: marker,
            }),
        }
    }

    /// Reads an integer.
    pub fn integer(&mut self) -> Decoded<i64> {
        let marker = self.byte()?;
        self.integer_after(marker)?.ok_or(DecodeError::Unexpected {
            expected: "an integer",
            found: marker,
        })
    }

    /// Reads a map.
    pub fn map(&mut self) -> Decoded<Map> {
        let marker = self.byte()?;
        match self.size(marker::MAP, marker)? {
            Some(size) => self.entries(size),
            None => Err(DecodeError::Unexpected {
                expected: "a map",
                found: marker,
            }),
        }
    }

    /// Reads a map, or null as an empty one, and hands out each entry. A repeated key comes
    /// again, so that the last one wins if entries are assigned.
    ///
    /// # Errors
    /// What cannot be read, and whatever `each` refuses.
    pub fn each_entry<E: From<DecodeError>>(
        &mut self,
        mut each: impl FnMut(&'a str, Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let marker = self.byte()?;
        if marker == marker::NULL {
            return Ok(());
        }
        let Some(size) = self.size(marker::MAP, marker)? else {
            return Err(DecodeError::Unexpected {
                expected: "a map",
                found: marker,
            }
            .into());
        };
        self.enter(size, 2)?;
        for _ in 0..size {
            let key = self.string()?;
            each(key, self.value()?)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a list of values.
    pub fn list(&mut self) -> Decoded<Vec<Value>> {
        let size = self.list_size()?;
        self.items(size)
    }

    /// Reads any value.
    pub fn value(&mut self) -> Decoded<Value> {
        let marker = self.byte()?;
        if let Some(integer) = self.integer_after(marker)? {
            return Ok(Value::Integer(integer));
        }
        match marker {
            marker::NULL => Ok(Value::Null),
            marker::TRUE => Ok(Value::Boolean(true)),
            marker::FALSE => Ok(Value::Boolean(false)),
            marker::FLOAT_64 => Ok(Value::Float(f64::from_be_bytes(self.array()?))),
            marker::UUID if self.dialect.uuids => {
                self.charge(40)?;
                Ok(Value::Uuid(Arc::new(self.array()?)))
            }
            _ => self.sized_value(marker),
        }
    }

    fn sized_value(&mut self, marker: u8) -> Decoded<Value> {
        if let Some(size) = self.size(marker::STRING, marker)? {
            let text = Text::new(self.text(size)?);
            self.charge(text.heap_size())?;
            Ok(Value::String(text))
        } else if let Some(size) = self.size(marker::LIST, marker)? {
            Ok(Value::list(self.items(size)?))
        } else if let Some(size) = self.size(marker::MAP, marker)? {
            Ok(Value::map(self.entries(size)?))
        } else if let Some(size) = self.size(marker::BYTES, marker)? {
            let bytes = self.take(size)?;
            self.charge(size + 40)?;
            Ok(Value::Bytes(Arc::new(bytes.to_vec())))
        } else if marker & 0xF0 == marker::STRUCTURE {
            let tag = self.byte()?;
            self.structured_value(marker & 0x0F, tag)
        } else {
            Err(DecodeError::UnknownMarker(marker))
        }
    }

    fn list_size(&mut self) -> Decoded<usize> {
        let marker = self.byte()?;
        self.size(marker::LIST, marker)?
            .ok_or(DecodeError::Unexpected {
                expected: "a list",
                found: marker,
            })
    }

    fn items(&mut self, size: usize) -> Decoded<Vec<Value>> {
        self.enter(size, 1)?;
        self.charge(40)?;
        let mut items = Vec::with_capacity(size.min(RESERVE));
        for _ in 0..size {
            self.charge(size_of::<Value>())?;
            items.push(self.value()?);
        }
        self.depth -= 1;
        Ok(items)
    }

    fn entries(&mut self, size: usize) -> Decoded<Map> {
        // An entry is at least an empty key and a one-byte value.
        self.enter(size, 2)?;
        self.charge(96)?;
        let mut map = Map::with_capacity(size.min(RESERVE));
        for _ in 0..size {
            self.charge(56)?;
            let key = Text::new(self.string()?);
            self.charge(key.heap_size())?;
            let value = self.value()?;
            map.insert(key, value);
        }
        self.depth -= 1;
        Ok(map)
    }

    /// Goes one container deeper, for `parts` parts of at least `least` bytes each.
    fn enter(&mut self, parts: usize, least: usize) -> Decoded<()> {
        if parts
            .checked_mul(least)
            .is_none_or(|bytes| bytes > self.input.len())
        {
            return Err(DecodeError::Truncated);
        }
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(DecodeError::TooDeep(self.max_depth));
        }
        Ok(())
    }

    /// Counts memory that a value keeps.
    fn charge(&mut self, bytes: usize) -> Decoded<()> {
        self.memory = self.memory.saturating_add(bytes);
        if self.memory > self.max_memory {
            return Err(DecodeError::TooMuchMemory(self.max_memory));
        }
        Ok(())
    }

    fn byte(&mut self) -> Decoded<u8> {
        let (&first, rest) = self.input.split_first().ok_or(DecodeError::Truncated)?;
        self.input = rest;
        Ok(first)
    }

    fn array<const N: usize>(&mut self) -> Decoded<[u8; N]> {
        let (array, rest) = self
            .input
            .split_first_chunk()
            .ok_or(DecodeError::Truncated)?;
        self.input = rest;
        Ok(*array)
    }

    fn take(&mut self, size: usize) -> Decoded<&'a [u8]> {
        let (bytes, rest) = self
            .input
            .split_at_checked(size)
            .ok_or(DecodeError::Truncated)?;
        self.input = rest;
        Ok(bytes)
    }

    fn text(&mut self, size: usize) -> Decoded<&'a str> {
        std::str::from_utf8(self.take(size)?).map_err(|_| DecodeError::NotUtf8)
    }

    /// The size behind a marker, if it is one of this kind.
    #[inline]
    fn size(&mut self, kind: Sized, marker: u8) -> Decoded<Option<usize>> {
        if kind.tiny.is_some_and(|tiny| marker & 0xF0 == tiny) {
            return Ok(Some(usize::from(marker & 0x0F)));
        }
        match marker.wrapping_sub(kind.size_8) {
            0 => Ok(Some(usize::from(self.byte()?))),
            1 => Ok(Some(usize::from(u16::from_be_bytes(self.array()?)))),
            2 => {
                let size = u32::from_be_bytes(self.array()?);
                let small = usize::try_from(size)
                    .ok()
                    .filter(|&s| s <= marker::MAX_SIZE);
                small.map(Some).ok_or(DecodeError::TooLong(size))
            }
            _ => Ok(None),
        }
    }

    /// The integer that a marker is or announces, if it does.
    #[inline]
    fn integer_after(&mut self, marker: u8) -> Decoded<Option<i64>> {
        let tiny = marker as i8;
        Ok(Some(match marker {
            0x00..=0x7F | 0xF0..=0xFF => i64::from(tiny),
            marker::INT_8 => i64::from(i8::from_be_bytes(self.array()?)),
            marker::INT_16 => i64::from(i16::from_be_bytes(self.array()?)),
            marker::INT_32 => i64::from(i32::from_be_bytes(self.array()?)),
            marker::INT_64 => i64::from_be_bytes(self.array()?),
            _ => return Ok(None),
        }))
    }

    fn float(&mut self) -> Decoded<f64> {
        match self.byte()? {
            marker::FLOAT_64 => Ok(f64::from_be_bytes(self.array()?)),
            found => Err(DecodeError::Unexpected {
                expected: "a float",
                found,
            }),
        }
    }

    fn bytes(&mut self) -> Decoded<&'a [u8]> {
        let found = self.byte()?;
        match self.size(marker::BYTES, found)? {
            Some(size) => self.take(size),
            None => Err(DecodeError::Unexpected {
                expected: "bytes",
                found,
            }),
        }
    }
}

/// Structures.
impl Decoder<'_> {
    /// Looks a tag up and checks the number of fields.
    fn known(&self, fields: u8, tag: u8) -> Decoded<Structure> {
        let structure =
            Structure::from_tag(tag, self.dialect).ok_or(DecodeError::UnknownStructure(tag))?;
        if structure.is_entity() && self.allow == Allow::Parameters {
            return Err(DecodeError::EntityAsParameter(structure.name()));
        }
        let expected = structure.fields(self.dialect);
        if fields != expected {
            let name = structure.name();
            return Err(DecodeError::FieldCount {
                name,
                expected,
                found: fields,
            });
        }
        Ok(structure)
    }

    fn structured_value(&mut self, fields: u8, tag: u8) -> Decoded<Value> {
        let structure = self.known(fields, tag)?;
        self.enter(usize::from(fields), 1)?;
        self.charge(64)?;
        let value = match structure {
            Structure::Node => Entity::Node(self.node()?).into(),
            Structure::Relationship => Entity::Relationship(self.relationship()?).into(),
            // Only ever inside a path, which reads it itself.
            Structure::UnboundRelationship => return Err(DecodeError::UnknownStructure(tag)),
            Structure::Path => Entity::Path(self.path()?).into(),
            Structure::Date => temporal::date(self.integer()?)?.into(),
            Structure::Time => temporal::time(self.integer()?, self.integer()?)?.into(),
            Structure::LocalTime => temporal::local_time(self.integer()?)?.into(),
            Structure::DateTime | Structure::LegacyDateTime => {
                let (seconds, nanos, offset) = (self.integer()?, self.integer()?, self.integer()?);
                let utc = structure == Structure::DateTime;
                temporal::offset_date_time(seconds, nanos, offset, utc)?.into()
            }
            Structure::DateTimeZoneId | Structure::LegacyDateTimeZoneId => {
                let (seconds, nanos, name) = (self.integer()?, self.integer()?, self.string()?);
                let utc = structure == Structure::DateTimeZoneId;
                temporal::named_date_time(seconds, nanos, name, utc)?.into()
            }
            Structure::LocalDateTime => {
                temporal::local_date_time(self.integer()?, self.integer()?)?.into()
            }
            Structure::Duration => {
                let (months, days) = (self.integer()?, self.integer()?);
                let (seconds, nanos) = (self.integer()?, self.integer()?);
                temporal::duration(months, days, seconds, nanos)?.into()
            }
            Structure::Point2D => self.point(2)?.into(),
            Structure::Point3D => self.point(3)?.into(),
            Structure::Vector => self.vector()?.into(),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn point(&mut self, dimensions: usize) -> Decoded<Point> {
        let srid = self.integer()?;
        let crs = Crs::from_srid(srid)
            .filter(|crs| crs.dimensions() == dimensions)
            .ok_or(DecodeError::UnknownCrs { srid, dimensions })?;
        let (x, y) = (self.float()?, self.float()?);
        let z = if dimensions == 3 { self.float()? } else { 0.0 };
        Ok(Point { crs, x, y, z })
    }

    fn vector(&mut self) -> Decoded<Vector> {
        let element = self.bytes()?;
        let data = self.bytes()?;
        self.charge(data.len())?;
        match element {
            [marker::INT_8] => elements(data, i8::from_be_bytes).map(Vector::Int8),
            [marker::INT_16] => elements(data, i16::from_be_bytes).map(Vector::Int16),
            [marker::INT_32] => elements(data, i32::from_be_bytes).map(Vector::Int32),
            [marker::INT_64] => elements(data, i64::from_be_bytes).map(Vector::Int64),
            [marker::FLOAT_32] => elements(data, f32::from_be_bytes).map(Vector::Float32),
            [marker::FLOAT_64] => elements(data, f64::from_be_bytes).map(Vector::Float64),
            _ => Err(DecodeError::BadVector),
        }
    }

    /// A text identity where the dialect has them.
    fn element_id(&mut self) -> Decoded<Text> {
        if self.dialect.element_ids {
            self.string().map(Text::new)
        } else {
            Ok(Text::EMPTY)
        }
    }

    fn node(&mut self) -> Decoded<Node> {
        let id = self.integer()?;
        let size = self.list_size()?;
        self.enter(size, 1)?;
        let labels = (0..size)
            .map(|_| self.string().map(Text::new))
            .collect::<Decoded<_>>()?;
        self.depth -= 1;
        let properties = self.map()?;
        Ok(Node {
            id,
            labels,
            properties,
            element_id: self.element_id()?,
        })
    }

    fn relationship(&mut self) -> Decoded<Relationship> {
        let (id, start, end) = (self.integer()?, self.integer()?, self.integer()?);
        Ok(Relationship {
            id,
            start,
            end,
            relationship_type: Text::new(self.string()?),
            properties: self.map()?,
            element_id: self.element_id()?,
            start_element_id: self.element_id()?,
            end_element_id: self.element_id()?,
        })
    }

    fn unbound_relationship(&mut self) -> Decoded<Relationship> {
        Ok(Relationship {
            id: self.integer()?,
            start: 0,
            end: 0,
            relationship_type: Text::new(self.string()?),
            properties: self.map()?,
            element_id: self.element_id()?,
            start_element_id: Text::EMPTY,
            end_element_id: Text::EMPTY,
        })
    }

    /// Reads a list of structures of one kind.
    fn parts<T>(
        &mut self,
        kind: Structure,
        read: impl Fn(&mut Self) -> Decoded<T>,
    ) -> Decoded<Vec<T>> {
        let size = self.list_size()?;
        self.enter(size, 2)?;
        let mut parts = Vec::new();
        for _ in 0..size {
            let (fields, tag) = self.structure()?;
            if self.known(fields, tag)? != kind {
                return Err(DecodeError::UnknownStructure(tag));
            }
            self.charge(size_of::<T>())?;
            parts.push(read(self)?);
        }
        self.depth -= 1;
        Ok(parts)
    }

    fn path(&mut self) -> Decoded<HydratedPath> {
        let nodes = self.parts(Structure::Node, Self::node)?;
        let relationships =
            self.parts(Structure::UnboundRelationship, Self::unbound_relationship)?;
        let size = self.list_size()?;
        self.enter(size, 1)?;
        let indices = (0..size)
            .map(|_| self.integer())
            .collect::<Decoded<Vec<_>>>()?;
        self.depth -= 1;
        self.walk(&nodes, &relationships, &indices)
    }

    /// Follows a path's indices over its distinct parts.
    fn walk(
        &mut self,
        nodes: &[Node],
        relationships: &[Relationship],
        indices: &[i64],
    ) -> Decoded<HydratedPath> {
        let bad = DecodeError::BadPath;
        let first = nodes.first().ok_or(bad.clone())?;
        let mut path = HydratedPath {
            nodes: vec![first.clone()],
            relationships: Vec::new(),
        };
        let mut here = first;
        let (pairs, rest) = indices.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(bad);
        }
        for &[relationship, node] in pairs {
            let position = relationship
                .unsigned_abs()
                .checked_sub(1)
                .ok_or(bad.clone())?;
            let walked = at(relationships, position).ok_or(bad.clone())?;
            let there = u64::try_from(node)
                .ok()
                .and_then(|n| at(nodes, n))
                .ok_or(bad.clone())?;
            self.charge(Entity::Node(there.clone()).heap_size())?;
            let (start, end) = if relationship > 0 {
                (here, there)
            } else {
                (there, here)
            };
            path.relationships.push(Relationship {
                start: start.id,
                start_element_id: start.element_id.clone(),
                end: end.id,
                end_element_id: end.element_id.clone(),
                ..walked.clone()
            });
            path.nodes.push(there.clone());
            here = there;
        }
        Ok(path)
    }
}

fn at<T>(items: &[T], position: u64) -> Option<&T> {
    usize::try_from(position)
        .ok()
        .and_then(|position| items.get(position))
}

/// Elements of `N` bytes each.
fn elements<T, const N: usize>(data: &[u8], read: impl Fn([u8; N]) -> T) -> Decoded<Vec<T>> {
    let (chunks, rest) = data.as_chunks::<N>();
    if !rest.is_empty() {
        return Err(DecodeError::BadVector);
    }
    Ok(chunks.iter().map(|chunk| read(*chunk)).collect())
}
