//! Reading typed fields out of the maps that requests carry. Unknown keys are the caller's to
//! skip; a known key of a wrong type is an error that names it.

use std::sync::Arc;

use quiver_types::{Map, Status, Text, Value};

use crate::packstream::DecodeError;

/// Why a request's fields are not what they should be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FieldError {
    /// The message itself cannot be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A message that is no structure.
    #[error("a message must be a structure")]
    NotAMessage,
    /// A message with the wrong number of fields.
    #[error("{message} has {expected} fields, found {found}")]
    FieldCount {
        /// Message.
        message: &'static str,
        /// Fields it has.
        expected: u8,
        /// Fields found.
        found: u8,
    },
    /// A required field that is absent or null.
    #[error("field \"{0}\" is required and must not be null")]
    Missing(&'static str),
    /// A field of another type.
    #[error("field \"{field}\" must be {expected}, found {found}")]
    WrongType {
        /// Field.
        field: &'static str,
        /// The type asked for.
        expected: &'static str,
        /// The type found.
        found: &'static str,
    },
    /// A field of the right type that holds what it cannot hold.
    #[error("field \"{field}\" must be {expected}, found {found}")]
    BadValue {
        /// Field.
        field: &'static str,
        /// What is allowed.
        expected: &'static str,
        /// What was found.
        found: String,
    },
}

impl FieldError {
    /// Whether only a value is refused, so that a RESET recovers.
    pub(crate) fn is_recoverable(&self) -> bool {
        match self {
            Self::Decode(error) => error.is_refused_value(),
            Self::NotAMessage => false,
            Self::FieldCount { .. }
            | Self::Missing(_)
            | Self::WrongType { .. }
            | Self::BadValue { .. } => true,
        }
    }

    /// What a client is told.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::FieldCount { .. } | Self::Decode(DecodeError::FieldCount { .. }) => {
                Status::RequestInvalidFormat
            }
            Self::Decode(_)
            | Self::NotAMessage
            | Self::Missing(_)
            | Self::WrongType { .. }
            | Self::BadValue { .. } => Status::RequestInvalidField,
        }
    }
}

fn wrong(field: &'static str, expected: &'static str, value: &Value) -> FieldError {
    FieldError::WrongType {
        field,
        expected,
        found: value.type_name(),
    }
}

/// A string, or `None` for null.
pub(crate) fn text(field: &'static str, value: Value) -> Result<Option<Text>, FieldError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        other => Err(wrong(field, "a string or null", &other)),
    }
}

/// A name, where an empty one means none.
pub(crate) fn name(field: &'static str, value: Value) -> Result<Option<Text>, FieldError> {
    text(field, value).map(|name| name.filter(|name| !name.is_empty()))
}

/// An integer, or `None` for null.
pub(crate) fn integer(field: &'static str, value: &Value) -> Result<Option<i64>, FieldError> {
    match value {
        Value::Null => Ok(None),
        Value::Integer(integer) => Ok(Some(*integer)),
        other => Err(wrong(field, "an integer or null", other)),
    }
}

/// A map, empty for null.
pub(crate) fn map(field: &'static str, value: Value) -> Result<Map, FieldError> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Map(map) => Ok(Arc::unwrap_or_clone(map)),
        other => Err(wrong(field, "a map or null", &other)),
    }
}

/// A list of strings, or `None` for null.
pub(crate) fn texts(field: &'static str, value: Value) -> Result<Option<Vec<Text>>, FieldError> {
    match value {
        Value::Null => Ok(None),
        Value::List(items) => Arc::unwrap_or_clone(items)
            .into_iter()
            .map(|item| match item {
                Value::String(text) => Ok(text),
                other => Err(wrong(field, "a list of strings", &other)),
            })
            .collect::<Result<_, _>>()
            .map(Some),
        other => Err(wrong(field, "a list of strings or null", &other)),
    }
}
