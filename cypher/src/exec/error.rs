//! What running can fail with, and how the store's errors become it.

use quiver_storage::{ReadError, SchemaError, WriteError};
use quiver_types::{Failure, Status, Value};

use crate::edge::RunError;

/// The result of running something.
pub(crate) type Result<T, E = RunError> = std::result::Result<T, E>;

/// A failure without a place in the text.
pub(crate) fn failed(status: Status, message: impl Into<String>) -> RunError {
    RunError::failed(status, message)
}

/// A value of a wrong type.
pub(crate) fn type_error(message: impl Into<String>) -> RunError {
    failed(Status::TypeError, message)
}

/// A defect of ours that must not become a wrong answer.
pub(crate) fn defect(what: &str) -> RunError {
    failed(
        Status::Internal,
        format!("{what}; this is a defect of the server"),
    )
}

/// A short form of a value for messages.
pub(crate) fn shown(value: &Value) -> String {
    let mut text = match value {
        Value::String(text) => format!("String(\"{}\")", text.as_str()),
        Value::Null => "null".to_owned(),
        Value::Boolean(v) => format!("Boolean({v})"),
        Value::Integer(v) => format!("Long({v})"),
        Value::Float(v) => format!("Double({v:?})"),
        other => other.type_name().to_owned(),
    };
    if text.len() > 120 {
        let mut end = 117;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push_str("...");
    }
    text
}

impl From<ReadError> for RunError {
    fn from(error: ReadError) -> Self {
        failed(error.status(), error.to_string())
    }
}

impl From<WriteError> for RunError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::MustWait => Self::MustWait,
            WriteError::Conflict(_) => {
                Self::Conflict(Box::new(Failure::new(error.status(), error.to_string())))
            }
            other => failed(other.status(), other.to_string()),
        }
    }
}

impl From<SchemaError> for RunError {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Write(error) => error.into(),
            other => failed(other.status(), other.to_string()),
        }
    }
}
