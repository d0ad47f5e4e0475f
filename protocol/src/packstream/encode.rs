//! Writing values: PackStream straight into chunks, in the dialect of one connection.
//!
//! Always the shortest form. No intermediate tree, and no allocation beyond the output itself
//! (an entity that carries its own path is the exception; those are rare). Start with
//! [`Encoder`]; values come through its [`ValueWriter`] implementation.

use std::collections::HashMap;

use bytes::BytesMut;
use quiver_types::{
    DatabaseId, Date, Duration, Entity, HydratedPath, LocalDateTime, LocalTime, Map, Node, NodeId,
    Point, Relationship, RelationshipId, Text, Time, ValueWriter, Vector, ZonedDateTime,
};

use super::marker::{self, Sized};
use super::structure::Structure;
use super::temporal;
use crate::chunk::ChunkWriter;
use crate::version::Dialect;

/// A message could not be written because something in it is larger than PackStream can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a value has more than 2147483647 bytes or elements, which Bolt cannot carry")]
pub struct TooLarge;

/// Writes messages and the values in them.
#[derive(Debug)]
pub struct Encoder {
    chunks: ChunkWriter,
    dialect: Dialect,
    /// The database's UUID as text, for element ids.
    database: [u8; 36],
    /// Whether a value was replaced because the dialect has no such type.
    substituted: bool,
    /// Whether something was too large; the open message must not be sent.
    oversized: bool,
    entity: OpenEntity,
    path: OpenPath,
}

/// A node or relationship whose properties are being written. Element ids come behind them.
#[derive(Debug)]
struct OpenEntity {
    /// Values of properties still to come, those inside containers included. Zero: none is open.
    pending: usize,
    tail: Tail,
}

/// What stands behind an entity's properties where there are element ids.
#[derive(Clone, Copy, Debug)]
enum Tail {
    Node(NodeId),
    Relationship(RelationshipId, NodeId, NodeId),
    /// Inside a path, which says the end points.
    Unbound(RelationshipId),
}

/// A path whose parts are being written. The walk comes behind them.
#[derive(Debug, Default)]
struct OpenPath {
    /// Nodes and relationships still to come. Zero: no path is open.
    pending: usize,
    /// How many of them are relationships.
    relationships: usize,
    indices: Vec<i64>,
}

impl Encoder {
    /// Writes after what `out` already holds. Nodes and relationships get element ids of
    /// `database`.
    pub fn new(out: BytesMut, dialect: Dialect, database: DatabaseId) -> Self {
        let mut encoder = Self {
            chunks: ChunkWriter::new(out),
            dialect,
            database: [b'0'; 36],
            substituted: false,
            oversized: false,
            entity: OpenEntity {
                pending: 0,
                tail: Tail::Node(NodeId(0)),
            },
            path: OpenPath::default(),
        };
        encoder.set_database(database);
        encoder
    }

    /// Changes the database that nodes and relationships belong to.
    pub fn set_database(&mut self, database: DatabaseId) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut at = 0;
        for (position, byte) in database.0.into_iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                self.database[at] = b'-';
                at += 1;
            }
            self.database[at] = HEX[usize::from(byte >> 4)];
            self.database[at + 1] = HEX[usize::from(byte & 0x0F)];
            at += 2;
        }
    }

    /// Changes the dialect.
    pub fn set_dialect(&mut self, dialect: Dialect) {
        self.dialect = dialect;
    }

    /// The dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Begins a message: a structure of `fields` fields under `tag`.
    pub fn begin(&mut self, tag: u8, fields: u8) {
        self.entity.pending = 0;
        self.path.pending = 0;
        self.oversized = false;
        self.chunks.begin();
        self.chunks.put(&[marker::STRUCTURE | fields, tag]);
    }

    /// Ends the message.
    ///
    /// # Errors
    /// [`TooLarge`], and the message is taken back.
    pub fn end(&mut self) -> Result<(), TooLarge> {
        if self.oversized {
            self.chunks.abort();
            return Err(TooLarge);
        }
        debug_assert!(
            self.entity.pending == 0,
            "an entity lacks properties it announced"
        );
        debug_assert!(self.path.pending == 0, "a path lacks parts it announced");
        self.chunks.end();
        Ok(())
    }

    /// Takes the open message back.
    pub fn abort(&mut self) {
        self.path.pending = 0;
        self.chunks.abort();
    }

    /// The bytes written so far, between messages.
    pub fn chunks(&mut self) -> &mut ChunkWriter {
        &mut self.chunks
    }

    /// Bytes written and not taken.
    pub fn len(&self) -> usize {
        self.chunks.len()
    }

    /// Whether nothing waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Whether a value was replaced since the last call because the dialect has no such type:
    /// the client is owed a notification.
    pub fn take_substituted(&mut self) -> bool {
        std::mem::take(&mut self.substituted)
    }

    /// Counts a value with `children` values to follow against an open entity, which ends with
    /// the last value of its properties.
    #[inline]
    fn wrote(&mut self, children: usize) {
        if self.entity.pending != 0 {
            self.entity.pending = self.entity.pending - 1 + children;
            if self.entity.pending == 0 {
                self.close_entity();
            }
        }
    }

    fn open_entity(&mut self, properties: usize, tail: Tail) {
        self.put_size(marker::MAP, properties);
        self.entity = OpenEntity {
            pending: properties,
            tail,
        };
        if properties == 0 {
            self.close_entity();
        }
    }

    fn close_entity(&mut self) {
        if self.dialect.element_ids {
            match self.entity.tail {
                Tail::Node(id) => self.put_element_id(b'4', id.0),
                Tail::Relationship(id, start, end) => {
                    self.put_element_id(b'5', id.0);
                    self.put_element_id(b'4', start.0);
                    self.put_element_id(b'4', end.0);
                }
                Tail::Unbound(id) => self.put_element_id(b'5', id.0),
            }
        }
        if self.path.pending != 0 {
            self.path.pending -= 1;
            self.advance_path();
        }
    }

    /// Writes what comes next in an open path once a list in it is complete.
    fn advance_path(&mut self) {
        if self.path.pending == self.path.relationships {
            self.put_size(marker::LIST, self.path.relationships);
        }
        if self.path.pending == 0 {
            let indices = std::mem::take(&mut self.path.indices);
            self.put_integers(&indices);
            self.path.indices = indices;
        }
    }

    fn put_integers(&mut self, values: &[i64]) {
        self.put_size(marker::LIST, values.len());
        for &value in values {
            self.put_integer(value);
        }
    }

    #[inline]
    fn put_size(&mut self, kind: Sized, size: usize) {
        match (kind.tiny, size) {
            (Some(tiny), 0..=15) => self.chunks.put(&[tiny | size as u8]),
            (_, 0..=0xFF) => self.chunks.put(&[kind.size_8, size as u8]),
            (_, 0..=0xFFFF) => {
                let [a, b] = (size as u16).to_be_bytes();
                self.chunks.put(&[kind.size_8 + 1, a, b]);
            }
            (_, 0..=marker::MAX_SIZE) => {
                let [a, b, c, d] = (size as u32).to_be_bytes();
                self.chunks.put(&[kind.size_8 + 2, a, b, c, d]);
            }
            _ => self.oversized = true,
        }
    }

    #[inline]
    fn put_integer(&mut self, value: i64) {
        if let Ok(small) = i8::try_from(value) {
            if small >= -16 {
                self.chunks.put(&small.to_be_bytes());
            } else {
                self.chunks.put(&[marker::INT_8, small as u8]);
            }
        } else if let Ok(small) = i16::try_from(value) {
            let [a, b] = small.to_be_bytes();
            self.chunks.put(&[marker::INT_16, a, b]);
        } else if let Ok(small) = i32::try_from(value) {
            let [a, b, c, d] = small.to_be_bytes();
            self.chunks.put(&[marker::INT_32, a, b, c, d]);
        } else {
            let mut bytes = [marker::INT_64; 9];
            bytes[1..].copy_from_slice(&value.to_be_bytes());
            self.chunks.put(&bytes);
        }
    }

    #[inline]
    fn put_float(&mut self, value: f64) {
        let mut bytes = [marker::FLOAT_64; 9];
        bytes[1..].copy_from_slice(&value.to_be_bytes());
        self.chunks.put(&bytes);
    }

    #[inline]
    fn put_string(&mut self, value: &str) {
        self.put_size(marker::STRING, value.len());
        if !self.oversized {
            self.chunks.put(value.as_bytes());
        }
    }

    fn put_bytes(&mut self, value: &[u8]) {
        self.put_size(marker::BYTES, value.len());
        if !self.oversized {
            self.chunks.put(value);
        }
    }

    fn put_structure(&mut self, structure: Structure) {
        let fields = structure.fields(self.dialect);
        self.chunks
            .put(&[marker::STRUCTURE | fields, structure.tag()]);
    }

    /// `4:<uuid>:<id>` or `5:<uuid>:<id>`, written without a detour through a `String`.
    fn put_element_id(&mut self, kind: u8, id: u64) {
        let mut digits = [0; 20];
        let mut first = digits.len();
        let mut rest = id;
        loop {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let digits = &digits[first..];
        self.put_size(marker::STRING, 2 + self.database.len() + 1 + digits.len());
        self.chunks.put(&[kind, b':']);
        let database = self.database;
        self.chunks.put(&database);
        self.chunks.put(b":");
        self.chunks.put(digits);
    }

    /// Stands in for a value that the peer's version has no type for.
    fn substitute(&mut self, original_type: &str) {
        self.substituted = true;
        self.put_size(marker::MAP, 2);
        self.put_string("originalType");
        self.put_string(original_type);
        self.put_string("reason");
        self.put_string("UNKNOWN_TYPE");
    }
}

/// Where two numbers of the engine meet PackStream's signed one. Ids stay below 2^53.
fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

impl ValueWriter for Encoder {
    fn null(&mut self) {
        self.chunks.put(&[marker::NULL]);
        self.wrote(0);
    }

    fn boolean(&mut self, value: bool) {
        self.chunks
            .put(&[if value { marker::TRUE } else { marker::FALSE }]);
        self.wrote(0);
    }

    fn integer(&mut self, value: i64) {
        self.put_integer(value);
        self.wrote(0);
    }

    fn float(&mut self, value: f64) {
        self.put_float(value);
        self.wrote(0);
    }

    fn string(&mut self, value: &str) {
        self.put_string(value);
        self.wrote(0);
    }

    fn bytes(&mut self, value: &[u8]) {
        self.put_bytes(value);
        self.wrote(0);
    }

    fn list(&mut self, length: usize) {
        self.put_size(marker::LIST, length);
        self.wrote(length);
    }

    fn map(&mut self, length: usize) {
        self.put_size(marker::MAP, length);
        self.wrote(length);
    }

    fn key(&mut self, key: &str) {
        self.put_string(key);
    }

    fn node(&mut self, id: NodeId, labels: &[&str], properties: usize) {
        self.put_structure(Structure::Node);
        self.put_integer(signed(id.0));
        self.put_size(marker::LIST, labels.len());
        for label in labels {
            self.put_string(label);
        }
        self.open_entity(properties, Tail::Node(id));
    }

    fn relationship(
        &mut self,
        id: RelationshipId,
        start: NodeId,
        end: NodeId,
        relationship_type: &str,
        properties: usize,
    ) {
        if self.path.pending != 0 {
            self.put_structure(Structure::UnboundRelationship);
            self.put_integer(signed(id.0));
            self.put_string(relationship_type);
            self.open_entity(properties, Tail::Unbound(id));
        } else {
            self.put_structure(Structure::Relationship);
            self.put_integer(signed(id.0));
            self.put_integer(signed(start.0));
            self.put_integer(signed(end.0));
            self.put_string(relationship_type);
            self.open_entity(properties, Tail::Relationship(id, start, end));
        }
    }

    fn path(&mut self, nodes: usize, relationships: usize, indices: &[i64]) {
        debug_assert!(nodes > 0, "a path has at least one node");
        self.put_structure(Structure::Path);
        self.put_size(marker::LIST, nodes);
        self.path.pending = nodes + relationships;
        self.path.relationships = relationships;
        self.path.indices.clear();
        self.path.indices.extend_from_slice(indices);
    }

    fn entity(&mut self, entity: &Entity) {
        match entity {
            Entity::Node(node) => self.put_node(node),
            Entity::Relationship(relationship) => self.put_relationship(relationship),
            Entity::Path(path) => self.put_path(path),
        }
        self.wrote(0);
    }

    fn date(&mut self, value: Date) {
        self.put_structure(Structure::Date);
        self.put_integer(value.days);
        self.wrote(0);
    }

    fn local_time(&mut self, value: LocalTime) {
        self.put_structure(Structure::LocalTime);
        self.put_integer(value.nanos);
        self.wrote(0);
    }

    fn time(&mut self, value: &Time) {
        self.put_structure(Structure::Time);
        self.put_integer(value.nanos);
        self.put_integer(i64::from(value.offset_seconds));
        self.wrote(0);
    }

    fn local_date_time(&mut self, value: &LocalDateTime) {
        self.put_structure(Structure::LocalDateTime);
        self.put_integer(value.seconds);
        self.put_integer(i64::from(value.nanos));
        self.wrote(0);
    }

    fn zoned_date_time(&mut self, value: &ZonedDateTime) {
        let fields = temporal::zoned_fields(value, self.dialect);
        self.put_structure(fields.structure);
        self.put_integer(fields.seconds);
        self.put_integer(i64::from(value.nanos));
        match fields.zone {
            temporal::ZoneField::Offset(seconds) => self.put_integer(i64::from(seconds)),
            temporal::ZoneField::Name(name) => self.put_string(name),
        }
        self.wrote(0);
    }

    fn duration(&mut self, value: &Duration) {
        self.put_structure(Structure::Duration);
        self.put_integer(value.months);
        self.put_integer(value.days);
        self.put_integer(value.seconds);
        self.put_integer(i64::from(value.nanos));
        self.wrote(0);
    }

    fn point(&mut self, value: &Point) {
        let space = value.crs.dimensions() == 3;
        self.put_structure(if space {
            Structure::Point3D
        } else {
            Structure::Point2D
        });
        self.put_integer(i64::from(value.crs.srid()));
        self.put_float(value.x);
        self.put_float(value.y);
        if space {
            self.put_float(value.z);
        }
        self.wrote(0);
    }

    fn vector(&mut self, value: &Vector) {
        if self.dialect.vectors {
            self.put_vector(value);
        } else {
            let dimension = value.dimension();
            self.substitute(&format!("VECTOR({dimension}, {})", coordinate_name(value)));
        }
        self.wrote(0);
    }

    fn uuid(&mut self, value: &[u8; 16]) {
        if self.dialect.uuids {
            self.chunks.put(&[marker::UUID]);
            self.chunks.put(value);
        } else {
            self.substitute("UUID");
        }
        self.wrote(0);
    }
}

/// The coordinate type as the stand-in for a vector spells it, always with its width.
fn coordinate_name(vector: &Vector) -> &'static str {
    match vector {
        Vector::Int8(_) => "INTEGER8",
        Vector::Int16(_) => "INTEGER16",
        Vector::Int32(_) => "INTEGER32",
        Vector::Int64(_) => "INTEGER64",
        Vector::Float32(_) => "FLOAT32",
        Vector::Float64(_) => "FLOAT64",
    }
}

/// Values that carry their own content.
impl Encoder {
    fn put_vector(&mut self, vector: &Vector) {
        macro_rules! put {
            ($marker:expr, $elements:expr) => {{
                self.chunks.put(&[$marker]);
                self.put_size(marker::BYTES, size_of_val(&$elements[..]));
                for element in $elements {
                    self.chunks.put(&element.to_be_bytes());
                }
            }};
        }
        self.put_structure(Structure::Vector);
        self.put_size(marker::BYTES, 1);
        match vector {
            Vector::Int8(v) => put!(marker::INT_8, v),
            Vector::Int16(v) => put!(marker::INT_16, v),
            Vector::Int32(v) => put!(marker::INT_32, v),
            Vector::Int64(v) => put!(marker::INT_64, v),
            Vector::Float32(v) => put!(marker::FLOAT_32, v),
            Vector::Float64(v) => put!(marker::FLOAT_64, v),
        }
    }

    /// A map of values that hold no identity; one that does becomes null, as nothing here can
    /// read a store.
    fn put_properties(&mut self, properties: &Map) {
        let open = std::mem::replace(&mut self.entity.pending, 0);
        self.map(properties.len());
        for (key, value) in properties.iter() {
            self.key(key);
            if !self.plain(value) {
                self.null();
            }
        }
        self.entity.pending = open;
    }

    /// A text identity, or the number where there is none.
    fn put_own_element_id(&mut self, element_id: &Text, id: i64) {
        if element_id.is_empty() {
            self.put_string(&id.to_string());
        } else {
            self.put_string(element_id);
        }
    }

    fn put_node(&mut self, node: &Node) {
        self.put_structure(Structure::Node);
        self.put_integer(node.id);
        self.put_size(marker::LIST, node.labels.len());
        for label in &node.labels {
            self.put_string(label);
        }
        self.put_properties(&node.properties);
        if self.dialect.element_ids {
            self.put_own_element_id(&node.element_id, node.id);
        }
    }

    fn put_relationship(&mut self, relationship: &Relationship) {
        self.put_structure(Structure::Relationship);
        self.put_integer(relationship.id);
        self.put_integer(relationship.start);
        self.put_integer(relationship.end);
        self.put_string(&relationship.relationship_type);
        self.put_properties(&relationship.properties);
        if self.dialect.element_ids {
            self.put_own_element_id(&relationship.element_id, relationship.id);
            self.put_own_element_id(&relationship.start_element_id, relationship.start);
            self.put_own_element_id(&relationship.end_element_id, relationship.end);
        }
    }

    fn put_unbound_relationship(&mut self, relationship: &Relationship) {
        self.put_structure(Structure::UnboundRelationship);
        self.put_integer(relationship.id);
        self.put_string(&relationship.relationship_type);
        self.put_properties(&relationship.properties);
        if self.dialect.element_ids {
            self.put_own_element_id(&relationship.element_id, relationship.id);
        }
    }

    /// A path with each distinct node and relationship once, then the walk over them.
    fn put_path(&mut self, path: &HydratedPath) {
        let mut nodes = Distinct::default();
        let mut relationships = Distinct::default();
        let mut indices = Vec::with_capacity(2 * path.relationships.len());
        if let Some(first) = path.nodes.first() {
            nodes.position(first.id, first);
        }
        for (relationship, node) in path.relationships.iter().zip(path.nodes.iter().skip(1)) {
            let at = relationships.position(relationship.id, relationship) + 1;
            indices.push(if relationship.end == node.id { at } else { -at });
            indices.push(nodes.position(node.id, node));
        }
        self.put_structure(Structure::Path);
        self.put_size(marker::LIST, nodes.items.len());
        for node in nodes.items {
            self.put_node(node);
        }
        self.put_size(marker::LIST, relationships.items.len());
        for relationship in relationships.items {
            self.put_unbound_relationship(relationship);
        }
        self.put_integers(&indices);
    }
}

/// Items in the order in which they first came, each once.
struct Distinct<'a, T> {
    items: Vec<&'a T>,
    positions: HashMap<i64, i64>,
}

impl<T> Default for Distinct<'_, T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            positions: HashMap::new(),
        }
    }
}

impl<'a, T> Distinct<'a, T> {
    /// Where the item with this id is; adds it where it is not.
    fn position(&mut self, id: i64, item: &'a T) -> i64 {
        let next = self.items.len() as i64;
        let at = *self.positions.entry(id).or_insert(next);
        if at == next {
            self.items.push(item);
        }
        at
    }
}
