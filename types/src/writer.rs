//! The seam through which results leave the engine: one method a kind of value, no intermediate
//! tree. The wire encoder implements it to write bytes at once; tests implement it to collect.

use crate::entity::Entity;
use crate::{Date, Duration, LocalDateTime, LocalTime, Point, Time, Vector, ZonedDateTime};
use crate::{Map, NodeId, RelationshipId, Value};

/// Receives one value at a time, in document order.
///
/// Containers announce their size first and are followed by exactly that many parts: a list by
/// `n` values, a map by `n` times [`key`](Self::key) and a value, a node by its properties in the
/// same form, a path by its nodes and then its relationships.
pub trait ValueWriter {
    /// Null.
    fn null(&mut self);
    /// A boolean.
    fn boolean(&mut self, value: bool);
    /// An integer.
    fn integer(&mut self, value: i64);
    /// A float.
    fn float(&mut self, value: f64);
    /// A string.
    fn string(&mut self, value: &str);
    /// A byte array.
    fn bytes(&mut self, value: &[u8]);
    /// A list of `length` values, which follow.
    fn list(&mut self, length: usize);
    /// A map of `length` entries, which follow as key and value.
    fn map(&mut self, length: usize);
    /// The key of the next entry of a map or of an entity's properties.
    fn key(&mut self, key: &str);
    /// A node of the database; `properties` entries follow.
    fn node(&mut self, id: NodeId, labels: &[&str], properties: usize);
    /// A relationship of the database; `properties` entries follow.
    fn relationship(
        &mut self,
        id: RelationshipId,
        start: NodeId,
        end: NodeId,
        relationship_type: &str,
        properties: usize,
    );
    /// A path. The distinct nodes (`nodes` of them) follow as [`node`](Self::node) calls, then
    /// the distinct relationships as [`relationship`](Self::relationship) calls. `indices` are
    /// the walk in Bolt's form: pairs of a 1-based relationship position, negative when walked
    /// against its direction, and a 0-based node position; the first node is implicit.
    fn path(&mut self, nodes: usize, relationships: usize, indices: &[i64]);
    /// An entity that carries its own content.
    fn entity(&mut self, entity: &Entity);
    /// A date.
    fn date(&mut self, value: Date);
    /// A time without zone.
    fn local_time(&mut self, value: LocalTime);
    /// A time with offset.
    fn time(&mut self, value: &Time);
    /// A date and time without zone.
    fn local_date_time(&mut self, value: &LocalDateTime);
    /// A date and time with offset or named zone.
    fn zoned_date_time(&mut self, value: &ZonedDateTime);
    /// A duration.
    fn duration(&mut self, value: &Duration);
    /// A point.
    fn point(&mut self, value: &Point);
    /// A vector.
    fn vector(&mut self, value: &Vector);
    /// A UUID.
    fn uuid(&mut self, value: &[u8; 16]);

    /// Writes a value that holds no reference into a graph. Returns `false`, having written
    /// nothing, when `value` is or contains a node, relationship or path by identity: those need
    /// the store, so the engine writes them itself.
    fn plain(&mut self, value: &Value) -> bool {
        if !is_plain(value) {
            return false;
        }
        write_plain(self, value);
        true
    }
}

/// Whether a value holds no node, relationship or path by identity.
pub fn is_plain(value: &Value) -> bool {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => false,
        Value::List(items) => items.iter().all(is_plain),
        Value::Map(map) => map.values().all(is_plain),
        _ => true,
    }
}

fn write_map<W: ValueWriter + ?Sized>(writer: &mut W, map: &Map) {
    writer.map(map.len());
    for (key, value) in map.iter() {
        writer.key(key);
        write_plain(writer, value);
    }
}

fn write_plain<W: ValueWriter + ?Sized>(writer: &mut W, value: &Value) {
    match value {
        // Identities were excluded by `is_plain`.
        Value::Null | Value::Node(_) | Value::Relationship(_) | Value::Path(_) => writer.null(),
        Value::Boolean(v) => writer.boolean(*v),
        Value::Integer(v) => writer.integer(*v),
        Value::Float(v) => writer.float(*v),
        Value::String(v) => writer.string(v),
        Value::Bytes(v) => writer.bytes(v),
        Value::List(items) => {
            writer.list(items.len());
            for item in items.iter() {
                write_plain(writer, item);
            }
        }
        Value::Map(map) => write_map(writer, map),
        Value::Entity(entity) => writer.entity(entity),
        Value::Date(v) => writer.date(*v),
        Value::LocalTime(v) => writer.local_time(*v),
        Value::Time(v) => writer.time(v),
        Value::LocalDateTime(v) => writer.local_date_time(v),
        Value::ZonedDateTime(v) => writer.zoned_date_time(v),
        Value::Duration(v) => writer.duration(v),
        Value::Point(v) => writer.point(v),
        Value::Vector(v) => writer.vector(v),
        Value::Uuid(v) => writer.uuid(v),
    }
}
