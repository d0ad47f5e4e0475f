//! Declared types of arguments and results. What the text alone tells of an expression's type is
//! the binder's own (`binder/types.rs`).

use std::borrow::Cow;

/// A declared type of an argument or result, for checks before running and for SHOW FUNCTIONS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names are Cypher's")]
pub enum Type {
    Any,
    Boolean,
    Integer,
    Float,
    Number,
    String,
    List,
    Map,
    Node,
    Relationship,
    NodeOrRelationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    ZonedDateTime,
    Duration,
    Temporal,
    Point,
    Vector,
    Uuid,
    /// A graph to use, which is no value.
    Graph,
    /// A list of items of a type.
    ListOf(&'static Type),
    /// One of several types.
    OneOf(&'static [Type]),
    /// One of the words of the first list (which signatures show) or of the second, written
    /// without quotes.
    Word(&'static [&'static str], &'static [&'static str]),
}

impl Type {
    /// The type as signatures spell it.
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Any => "ANY",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Float => "FLOAT",
            Self::Number => "INTEGER | FLOAT",
            Self::String => "STRING",
            Self::List => "LIST<ANY>",
            Self::Map => "MAP",
            Self::Node => "NODE",
            Self::Relationship => "RELATIONSHIP",
            Self::NodeOrRelationship => "NODE | RELATIONSHIP",
            Self::Path => "PATH",
            Self::Date => "DATE",
            Self::LocalTime => "LOCAL TIME",
            Self::Time => "ZONED TIME",
            Self::LocalDateTime => "LOCAL DATETIME",
            Self::ZonedDateTime => "ZONED DATETIME",
            Self::Duration => "DURATION",
            Self::Temporal => {
                "DATE | LOCAL TIME | ZONED TIME | LOCAL DATETIME | ZONED DATETIME | DURATION"
            }
            Self::Point => "POINT",
            Self::Vector => "VECTOR",
            Self::Uuid => "UUID",
            Self::Graph => "GRAPH",
            Self::ListOf(item) => return format!("LIST<{}>", item.name()).into(),
            Self::OneOf(types) => {
                let names: Vec<_> = types.iter().map(|of| of.name()).collect();
                return names.join(" | ").into();
            }
            Self::Word(words, _) => return format!("[{}]", words.join(", ")).into(),
        })
    }
}
