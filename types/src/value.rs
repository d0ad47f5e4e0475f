//! One Cypher value in 16 bytes.
//!
//! `Value` deliberately has no `PartialEq`: Cypher has three relations (equality, equivalence,
//! orderability) that differ on null, NaN and numbers of different types. Name the one you mean,
//! from [`crate::compare`].

use std::sync::Arc;

use crate::entity::{Entity, Path};
use crate::{
    Date, Duration, LocalDateTime, LocalTime, Map, NodeId, Point, RelationshipId, Text, Time,
    Vector, ZonedDateTime,
};

/// A value of any Cypher type.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Null: an unknown or absent value.
    #[default]
    Null,
    /// `BOOLEAN`.
    Boolean(bool),
    /// `INTEGER`, 64 bit signed.
    Integer(i64),
    /// `FLOAT`, IEEE 754 double.
    Float(f64),
    /// `STRING`.
    String(Text),
    /// Bytes: only ever a parameter or a stored property made from one.
    Bytes(Arc<Vec<u8>>),
    /// `LIST<ANY>`.
    List(Arc<Vec<Value>>),
    /// `MAP`.
    Map(Arc<Map>),
    /// A node of the graph the query runs on, by identity; its content is read from the store
    /// when it is needed.
    Node(NodeId),
    /// A relationship of the graph the query runs on, by identity.
    Relationship(RelationshipId),
    /// A path through the graph the query runs on, by identities.
    Path(Arc<Path>),
    /// A node, relationship or path that carries its own content: received from a server, or
    /// virtual (made up by a procedure).
    Entity(Arc<Entity>),
    /// `DATE`.
    Date(Date),
    /// `LOCAL TIME`.
    LocalTime(LocalTime),
    /// `ZONED TIME`.
    Time(Arc<Time>),
    /// `LOCAL DATETIME`.
    LocalDateTime(Arc<LocalDateTime>),
    /// `ZONED DATETIME`.
    ZonedDateTime(Arc<ZonedDateTime>),
    /// `DURATION`.
    Duration(Arc<Duration>),
    /// `POINT`.
    Point(Arc<Point>),
    /// `VECTOR` (Bolt 6.0).
    Vector(Arc<Vector>),
    /// `UUID` (Bolt 6.1).
    Uuid(Arc<[u8; 16]>),
}

const _: () = assert!(size_of::<Value>() == 16);

impl Value {
    /// A string value.
    pub fn string(text: impl Into<Text>) -> Self {
        Self::String(text.into())
    }

    /// A list value.
    pub fn list(items: Vec<Value>) -> Self {
        Self::List(Arc::new(items))
    }

    /// A map value.
    pub fn map(map: Map) -> Self {
        Self::Map(Arc::new(map))
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The name of the value's type as Neo4j's messages and `valueType()` spell it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Boolean(_) => "BOOLEAN",
            Self::Integer(_) => "INTEGER",
            Self::Float(_) => "FLOAT",
            Self::String(_) => "STRING",
            Self::Bytes(_) => "BYTES",
            Self::List(_) => "LIST",
            Self::Map(_) => "MAP",
            Self::Node(_) => "NODE",
            Self::Relationship(_) => "RELATIONSHIP",
            Self::Path(_) => "PATH",
            Self::Entity(entity) => match entity.as_ref() {
                Entity::Node(_) => "NODE",
                Entity::Relationship(_) => "RELATIONSHIP",
                Entity::Path(_) => "PATH",
            },
            Self::Date(_) => "DATE",
            Self::LocalTime(_) => "LOCAL TIME",
            Self::Time(_) => "ZONED TIME",
            Self::LocalDateTime(_) => "LOCAL DATETIME",
            Self::ZonedDateTime(_) => "ZONED DATETIME",
            Self::Duration(_) => "DURATION",
            Self::Point(_) => "POINT",
            Self::Vector(_) => "VECTOR",
            Self::Uuid(_) => "UUID",
        }
    }

    /// Bytes held outside the value's own 16, counted as if nothing were shared. Used against
    /// memory limits, so it errs on the high side.
    pub fn heap_size(&self) -> usize {
        match self {
            Self::Null
            | Self::Boolean(_)
            | Self::Integer(_)
            | Self::Float(_)
            | Self::Node(_)
            | Self::Relationship(_)
            | Self::Date(_)
            | Self::LocalTime(_) => 0,
            Self::String(text) => text.heap_size(),
            Self::Bytes(bytes) => bytes.capacity() + 40,
            Self::List(items) => {
                40 + items
                    .iter()
                    .map(|item| 16 + item.heap_size())
                    .sum::<usize>()
            }
            Self::Map(map) => {
                96 + map
                    .iter()
                    .map(|(k, v)| 56 + k.heap_size() + v.heap_size())
                    .sum::<usize>()
            }
            Self::Path(path) => 40 + path.steps.len() * size_of::<crate::entity::PathStep>(),
            Self::Entity(entity) => 64 + entity.heap_size(),
            Self::Time(_)
            | Self::LocalDateTime(_)
            | Self::ZonedDateTime(_)
            | Self::Duration(_)
            | Self::Point(_)
            | Self::Uuid(_) => 64,
            Self::Vector(vector) => 64 + vector.heap_size(),
        }
    }
}

macro_rules! from {
    ($($ty:ty => |$v:ident| $e:expr),* $(,)?) => {$(
        impl From<$ty> for Value {
            fn from($v: $ty) -> Self {
                $e
            }
        }
    )*};
}

from! {
    bool => |v| Self::Boolean(v),
    i64 => |v| Self::Integer(v),
    i32 => |v| Self::Integer(i64::from(v)),
    u32 => |v| Self::Integer(i64::from(v)),
    f64 => |v| Self::Float(v),
    &str => |v| Self::String(Text::new(v)),
    String => |v| Self::String(Text::from(v)),
    Text => |v| Self::String(v),
    Vec<Value> => |v| Self::list(v),
    Map => |v| Self::map(v),
    NodeId => |v| Self::Node(v),
    RelationshipId => |v| Self::Relationship(v),
    Path => |v| Self::Path(Arc::new(v)),
    Entity => |v| Self::Entity(Arc::new(v)),
    Date => |v| Self::Date(v),
    LocalTime => |v| Self::LocalTime(v),
    Time => |v| Self::Time(Arc::new(v)),
    LocalDateTime => |v| Self::LocalDateTime(Arc::new(v)),
    ZonedDateTime => |v| Self::ZonedDateTime(Arc::new(v)),
    Duration => |v| Self::Duration(Arc::new(v)),
    Point => |v| Self::Point(Arc::new(v)),
    Vector => |v| Self::Vector(Arc::new(v)),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
