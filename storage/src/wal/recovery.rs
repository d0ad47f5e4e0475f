//! stub
use std::sync::Arc;

use quiver_types::DatabaseId;

use super::{Gap, LogVisitor, WalOptions};
use crate::io::Io;
use crate::{OpenError, Timestamp};

/// How to recover.
#[derive(Clone, Debug)]
pub struct RecoveryOptions {
    /// The identity a new database gets, if the folder holds none.
    pub new_database: DatabaseId,
    /// Sizes of the log files.
    pub wal: WalOptions,
}

/// Where a log broke off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TornTail {
    /// File.
    pub file: String,
    /// Offset of the first bad frame.
    pub offset: u64,
}

/// The log as recovery left it, ready to be gone on with.
pub struct LogTail {}

/// What recovery found.
pub struct Recovered {
    /// Identity of the database, found or new.
    pub database: DatabaseId,
    /// Whether the folder held nothing.
    pub created: bool,
    /// The highest commit timestamp recovered; 0 for none.
    pub last_commit: Timestamp,
    /// The first timestamp that may be issued from now on.
    pub next_commit: Timestamp,
    /// Timestamps never issued, ascending.
    pub gaps: Vec<Gap>,
    /// Whether the log ended with the mark of a clean stop.
    pub clean: bool,
    /// Where the log broke off, if it did.
    pub torn: Option<TornTail>,
    /// Transactions read from the log above the checkpoint.
    pub transactions: u64,
    /// What [`super::Wal::start`] takes.
    pub tail: LogTail,
}

/// Recovers the database in a folder, or begins one, and makes it ready for a log. The caller
/// holds the folder's lock. Everything handed to the visitor is durable when this returns.
pub fn recover(
    _io: &Arc<dyn Io>,
    _options: &RecoveryOptions,
    _visitor: &mut dyn LogVisitor,
) -> Result<Recovered, OpenError> {
    unimplemented!()
}
