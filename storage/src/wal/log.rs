//! stub
use std::sync::Arc;
use std::time::Duration;

use quiver_types::time::Clock;

use super::{CommitInfo, LogTail, WalMetrics};
use crate::io::Io;

/// How the log writes.
#[derive(Clone, Debug)]
pub struct WalOptions {
    /// Size of the first file; each next one is twice as large.
    pub first_file_bytes: u64,
    /// Size at which doubling stops.
    pub largest_file_bytes: u64,
    /// After how long without records a mark is written; `None` for never.
    pub idle_mark: Option<Duration>,
}

impl Default for WalOptions {
    fn default() -> Self {
        Self {
            first_file_bytes: 1 << 20,
            largest_file_bytes: 64 << 20,
            idle_mark: Some(Duration::from_secs(1)),
        }
    }
}

/// The log failed, once and for all; the cause is kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the log failed: {cause}")]
pub struct WalFailed {
    /// What happened first.
    pub cause: Arc<str>,
}

/// Called once, on the log's thread, in order of appends: the record is durable, or never known
/// to be. Must be quick and must not panic (a panic ends the log).
pub type Completion = Box<dyn FnOnce(Result<(), WalFailed>) + Send>;

/// What is appended: a whole transaction, its last part, or (without `commit`) a part of it.
#[derive(Clone, Debug)]
pub struct Record {
    /// From [`Wal::next_transaction`]; ties the parts of a transaction together.
    pub transaction: u64,
    /// Encoded operations, one after the other.
    pub operations: Vec<u8>,
    /// Makes the transaction exist. `None` for a part written ahead.
    pub commit: Option<CommitInfo>,
}

/// A log being written.
pub struct Wal {}

impl Wal {
    /// Starts the log's thread.
    pub fn start(
        _io: Arc<dyn Io>,
        _tail: LogTail,
        _options: WalOptions,
        _clock: Arc<dyn Clock>,
    ) -> Result<Self, WalFailed> {
        unimplemented!()
    }
    /// A number for a transaction that has none yet.
    pub fn next_transaction(&self) -> u64 {
        unimplemented!()
    }
    /// Hands a record over; returns at once. Records are written in the order of these calls, so
    /// the caller holds its log mutex over taking the timestamp and this. On `Err` the log has
    /// failed or is closed, nothing was taken, and `done` is dropped without being called.
    pub fn append(&self, _record: Record, _done: Completion) -> Result<(), WalFailed> {
        unimplemented!()
    }
    /// Says that a transaction with parts in the log will not commit.
    pub fn abandon(&self, _transaction: u64) {
        unimplemented!()
    }
    /// Asks for a new file after everything appended so far.
    pub fn request_rotation(&self) -> Result<Rotation, WalFailed> {
        unimplemented!()
    }
    /// Lets go of the log before `position`, which a finished checkpoint has made superfluous.
    pub fn release(&self, _position: u64) {
        unimplemented!()
    }
    /// The failure, if the log has failed.
    pub fn failure(&self) -> Option<WalFailed> {
        unimplemented!()
    }
    /// Counters.
    pub fn metrics(&self) -> &Arc<WalMetrics> {
        unimplemented!()
    }
    /// Writes what was appended, the mark of a clean stop, and ends the thread. Later appends
    /// are refused. Dropping the log does the same.
    pub fn close(&self) -> Result<(), WalFailed> {
        unimplemented!()
    }
}

/// A rotation asked for.
pub struct Rotation {}

impl Rotation {
    /// Blocks until the new file stands; returns the position from which the log must be kept
    /// for what is appended after the request (and for transactions open at it).
    pub fn wait(self) -> Result<u64, WalFailed> {
        unimplemented!()
    }
}
