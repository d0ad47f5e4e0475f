//! Static types: as much of an expression's type as the text tells. `Any` is "not known"; errors
//! are raised only where no value of the known type could be right.

use quiver_types::Value;

use crate::functions::Type;

/// What a map is known to be where it may be an entity too.
const MAP_OR_ENTITY: Type = Type::OneOf(&[Type::Map, Type::NodeOrRelationship]);

/// The static type of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ty {
    /// Not known before running.
    Any,
    /// The literal null: fits everywhere.
    Null,
    /// A property of a node or relationship: anything that can be stored.
    Stored,
    /// A type of the function table.
    Of(Type),
    /// A list of items of a type.
    List(Box<Ty>),
}

impl Ty {
    /// The declared type of a function's result or of a procedure's column.
    pub fn declared(ty: Type) -> Self {
        match ty {
            Type::Any => Self::Any,
            Type::List => Self::List(Box::new(Self::Any)),
            Type::ListOf(item) => Self::List(Box::new(Self::declared(*item))),
            Type::OneOf(_) | Type::Graph => Self::Any,
            other => Self::Of(other),
        }
    }

    /// What Neo4j knows of a parameter with this value before running: lists may hold anything, and
    /// a float is looked at only when it runs.
    pub fn of_parameter(value: &Value) -> Self {
        Self::Of(match value {
            Value::Boolean(_) => Type::Boolean,
            Value::Integer(_) => Type::Integer,
            Value::String(_) => Type::String,
            // So Neo4j takes it: what is no map is found out while running.
            Value::Map(_) => MAP_OR_ENTITY,
            Value::Date(_) => Type::Date,
            Value::LocalTime(_) => Type::LocalTime,
            Value::Time(_) => Type::Time,
            Value::LocalDateTime(_) => Type::LocalDateTime,
            Value::ZonedDateTime(_) => Type::ZonedDateTime,
            Value::Duration(_) => Type::Duration,
            Value::Point(_) => Type::Point,
            Value::List(_) => return Self::list_of(Self::Any),
            _ => return Self::Any,
        })
    }

    /// A number for the type that [`Self::of_parameter`] finds.
    pub fn tag(value: &Value) -> u8 {
        match Self::of_parameter(value) {
            Self::Of(Type::Boolean) => 1,
            Self::Of(Type::Integer) => 2,
            Self::Of(Type::String) => 3,
            Self::Of(Type::OneOf(_)) => 4,
            Self::Of(Type::Date) => 5,
            Self::Of(Type::LocalTime) => 6,
            Self::Of(Type::Time) => 7,
            Self::Of(Type::LocalDateTime) => 8,
            Self::Of(Type::ZonedDateTime) => 9,
            Self::Of(Type::Duration) => 10,
            Self::Of(Type::Point) => 11,
            Self::List(_) => 12,
            _ => 0,
        }
    }

    /// A list of these.
    pub fn list_of(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// The type of a list's items.
    pub fn item(&self) -> Self {
        match self {
            // What is known to be a map in a list may be an entity too, as on Neo4j.
            Self::List(item) if **item == Self::Of(Type::Map) => Self::Of(MAP_OR_ENTITY),
            Self::List(item) => item.as_ref().clone(),
            _ => Self::Any,
        }
    }

    /// Whether nothing is known.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Stored)
    }

    /// Whether some value of this type may be one of `wanted`.
    pub fn may_be(&self, wanted: &[Type]) -> bool {
        match self {
            Self::Any | Self::Null => true,
            Self::Stored => wanted.iter().any(|w| !is_graph(*w)),
            Self::List(item) => wanted.iter().any(|w| match w {
                Type::List | Type::Any => true,
                Type::ListOf(of) => item.may_be(&[**of]),
                Type::OneOf(types) => self.may_be(types),
                _ => false,
            }),
            Self::Of(known) => wanted.iter().any(|w| fits(*known, *w)),
        }
    }

    /// The type both branches of an alternative share.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Null, b) => b,
            (a, Self::Null) => a,
            (Self::Of(a), Self::Of(b)) if is_number(a) && is_number(b) => Self::Of(Type::Number),
            (Self::List(a), Self::List(b)) => Self::list_of(a.join(*b)),
            _ => Self::Any,
        }
    }

    /// Name as Neo4j's messages spell it.
    pub fn name(&self) -> String {
        match self {
            Self::Any => "Any".into(),
            Self::Null => "Null".into(),
            Self::Stored => {
                "Boolean, Integer, Float, String, Point, Temporal, Duration or List".into()
            }
            Self::Of(ty) => type_name(*ty),
            Self::List(item) if item.is_open() => "List<Any>".into(),
            Self::List(item) => format!("List<{}>", item.name()),
        }
    }
}

fn is_number(ty: Type) -> bool {
    matches!(ty, Type::Integer | Type::Float | Type::Number)
}

/// Types of values that no property holds.
fn is_graph(ty: Type) -> bool {
    matches!(
        ty,
        Type::Node | Type::Relationship | Type::NodeOrRelationship | Type::Path | Type::Map
    )
}

fn is_temporal(ty: Type) -> bool {
    matches!(
        ty,
        Type::Date
            | Type::LocalTime
            | Type::Time
            | Type::LocalDateTime
            | Type::ZonedDateTime
            | Type::Temporal
    )
}

fn fits(known: Type, wanted: Type) -> bool {
    known == wanted
        || known == Type::Any
        || wanted == Type::Any
        // An integer is accepted where a float is wanted; an unknown number may be either.
        || (is_number(known)
            && is_number(wanted)
            && !(known == Type::Float && wanted == Type::Integer))
        || (is_temporal(known) && wanted == Type::Temporal)
        || (is_temporal(wanted) && known == Type::Temporal)
        || (matches!(known, Type::Node | Type::Relationship) && wanted == Type::NodeOrRelationship)
        || (matches!(wanted, Type::Node | Type::Relationship) && known == Type::NodeOrRelationship)
        || matches!(wanted, Type::OneOf(types) if types.iter().any(|w| fits(known, *w)))
        || matches!(known, Type::OneOf(types) if types.iter().any(|k| fits(*k, wanted)))
}

/// A type's name in messages.
pub fn type_name(ty: Type) -> String {
    let name = match ty {
        Type::Any => "Any",
        Type::Boolean => "Boolean",
        Type::Integer => "Integer",
        Type::Float => "Float",
        Type::Number => "Number",
        Type::String => "String",
        Type::List => "List<Any>",
        Type::Map => "Map",
        Type::Node => "Node",
        Type::Relationship => "Relationship",
        Type::NodeOrRelationship => "Node or Relationship",
        Type::Path => "Path",
        Type::Date => "Date",
        Type::LocalTime => "LocalTime",
        Type::Time => "Time",
        Type::LocalDateTime => "LocalDateTime",
        Type::ZonedDateTime => "DateTime",
        Type::Duration => "Duration",
        Type::Temporal => "Temporal",
        Type::Point => "Point",
        Type::Vector => "Vector",
        Type::Uuid => "UUID",
        Type::Graph => "Graph",
        Type::ListOf(item) => return format!("List<{}>", type_name(*item)),
        Type::OneOf(types) => return one_of(types),
        Type::Word(words, _) => return words.join(" or "),
    };
    name.to_owned()
}

/// `A, B or C`.
pub fn one_of(types: &[Type]) -> String {
    let names: Vec<String> = types.iter().map(|ty| type_name(*ty)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
