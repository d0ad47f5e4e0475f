//! TELEMETRY: which of the driver's interfaces its user calls. Of interest for counting only.

use super::field::FieldError;
use crate::packstream::Decoder;

/// An interface that drivers offer to their users.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DriverInterface {
    /// A function that is retried.
    ManagedTransaction,
    /// BEGIN and COMMIT by hand.
    UnmanagedTransaction,
    /// A query by itself.
    ImplicitTransaction,
    /// `execute_query`.
    ExecuteQuery,
}

impl DriverInterface {
    pub(crate) fn decode(decoder: &mut Decoder<'_>) -> Result<Self, FieldError> {
        let number = decoder.integer()?;
        decoder.finish()?;
        match number {
            0 => Ok(Self::ManagedTransaction),
            1 => Ok(Self::UnmanagedTransaction),
            2 => Ok(Self::ImplicitTransaction),
            3 => Ok(Self::ExecuteQuery),
            _ => Err(FieldError::BadValue {
                field: "api",
                expected: "0, 1, 2 or 3",
                found: number.to_string(),
            }),
        }
    }
}
