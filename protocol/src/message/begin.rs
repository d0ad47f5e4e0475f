//! BEGIN, and what RUN says about the transaction it starts by itself.

use quiver_types::{Map, Text, Value};

use super::field::{self, FieldError};
use crate::notification::NotificationFilter;
use crate::packstream::Decoder;
use crate::version::Features;

/// What a transaction may do.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum AccessMode {
    /// Read and write.
    #[default]
    Write,
    /// Read only; a write fails.
    Read,
}

/// How a transaction is to be.
#[derive(Clone, Default, Debug)]
pub struct TransactionOptions {
    /// Bookmarks of what the transaction must see.
    pub bookmarks: Vec<Text>,
    /// Time after which it is ended, in milliseconds; zero is for no limit. `None`: the server's.
    pub timeout_ms: Option<u64>,
    /// What the client wants to find in SHOW TRANSACTIONS and logs.
    pub metadata: Map,
    /// What it may do.
    pub mode: AccessMode,
    /// Database. `None`: the user's home database.
    pub database: Option<Text>,
    /// User whose rights it has instead of the own ones.
    pub impersonated_user: Option<Text>,
    /// Which notifications the client wants, where it differs from HELLO.
    pub notifications: NotificationFilter,
}

impl TransactionOptions {
    /// The one field of BEGIN, and the last of RUN.
    pub(crate) fn decode(
        decoder: &mut Decoder<'_>,
        features: &Features,
    ) -> Result<Self, FieldError> {
        let mut options = Self::default();
        decoder.each_entry(|key, value| {
            match key {
                "bookmarks" => {
                    options.bookmarks = field::texts("bookmarks", value)?.unwrap_or_default();
                }
                "tx_timeout" => options.timeout_ms = timeout(&value)?,
                "tx_metadata" => options.metadata = field::map("tx_metadata", value)?,
                "mode" => options.mode = mode(value)?,
                "db" => options.database = field::name("db", value)?,
                "imp_user" if features.impersonation => {
                    options.impersonated_user = field::name("imp_user", value)?;
                }
                // Also reached by keys that nobody here knows; drivers send some.
                _ => options.notifications.take(key, value, features)?,
            }
            Ok::<(), FieldError>(())
        })?;
        decoder.finish()?;
        Ok(options)
    }
}

fn timeout(value: &Value) -> Result<Option<u64>, FieldError> {
    let Some(milliseconds) = field::integer("tx_timeout", value)? else {
        return Ok(None);
    };
    u64::try_from(milliseconds)
        .map(Some)
        .map_err(|_| FieldError::BadValue {
            field: "tx_timeout",
            expected: "zero or a positive number of milliseconds",
            found: milliseconds.to_string(),
        })
}

fn mode(value: Value) -> Result<AccessMode, FieldError> {
    match field::text("mode", value)?.as_deref() {
        None | Some("w") => Ok(AccessMode::Write),
        Some("r") => Ok(AccessMode::Read),
        Some(other) => Err(FieldError::BadValue {
            field: "mode",
            expected: "\"r\" or \"w\"",
            found: format!("{other:?}"),
        }),
    }
}
