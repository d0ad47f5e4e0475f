//! The write-ahead log: what is in it after a crash exists, what is not never did.
//!
//! Opening a folder is [`recover`]: it reads the newest checkpoint, then the log after it, hands
//! every committed transaction to a [`LogVisitor`], and makes what it handed out durable. Its
//! result starts a [`Wal`], which takes records in commit order, writes what has gathered with
//! one sync, and calls each record's completion. [`CheckpointWriter`] writes the state at a
//! timestamp, after which [`Wal::release`] removes the log before it.
//!
//! This module knows neither what operations do nor which transaction may commit; it assigns no
//! commit timestamps, it only remembers them. `FORMAT.md` gives the bytes. Start with [`Wal`].
//!
//! How a commit goes:
//! 1. under the caller's log mutex: take the next commit timestamp, [`Wal::append`] the record;
//! 2. install while the log syncs;
//! 3. in the completion, called on the log's thread in order of appends: publish.
//!
//! How a checkpoint goes:
//! 1. under the log mutex: note the last timestamp T issued, [`Wal::request_rotation`];
//! 2. wait until T is visible, and [`Rotation::wait`] for the log position;
//! 3. [`CheckpointWriter::create`] with T and that position, write the snapshot at T, `finish`;
//! 4. [`Wal::release`] the position.

mod checkpoint;
mod frame;
mod header;
mod log;
mod metrics;
mod prepare;
mod record;
mod recovery;
mod window;
mod writer;

use quiver_types::{DatabaseId, Map, Text};

use crate::Timestamp;
use crate::codec::{DecodeError, Operations};

pub use checkpoint::{CheckpointError, CheckpointWriter};
pub use log::{Completion, Record, Rotation, SyncChange, Wal, WalFailed, WalOptions, WalSync};
pub use metrics::{Histogram, WalMetrics};
pub use recovery::{LogTail, Recovered, RecoveryOptions, TornTail, recover};

/// What stands on a transaction's last frame and makes the transaction exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommitInfo {
    /// Commit timestamp; higher than every one appended before.
    pub timestamp: Timestamp,
    /// Wall clock, nanoseconds since 1970, for people to read.
    pub wall_nanos: i64,
    /// Who committed; empty where there are no users.
    pub user: Text,
}

/// Commit timestamps that were never issued and never will be: above `after`, up to and
/// including `through`. A bookmark from within is invalid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The last timestamp before the gap.
    pub after: Timestamp,
    /// The last timestamp in the gap.
    pub through: Timestamp,
}

/// What a checkpoint says about itself.
#[derive(Clone, Debug)]
pub struct CheckpointHeader {
    /// Whose it is.
    pub database: DatabaseId,
    /// The commit timestamp of the state it holds: everything up to it, nothing above.
    pub timestamp: Timestamp,
    /// Where in the log recovery goes on; see [`Rotation::wait`].
    pub log_position: u64,
    /// All gaps known when it was written.
    pub gaps: Vec<Gap>,
    /// What the caller wants back: id counters and the like.
    pub metadata: Map,
}

/// Receives a database as it is recovered.
pub trait LogVisitor {
    /// The checkpoint that recovery starts from, before any transaction. Not called for none.
    fn checkpoint(&mut self, header: &CheckpointHeader) -> Result<(), VisitError>;
    /// Some of a checkpoint's content, in the order in which it was written.
    fn checkpoint_operations(&mut self, operations: Operations<'_>) -> Result<(), VisitError>;
    /// A committed transaction, in commit order, above the checkpoint's timestamp.
    fn transaction(
        &mut self,
        commit: &CommitInfo,
        operations: Operations<'_>,
    ) -> Result<(), VisitError>;
}

/// A visitor cannot take what it was given. Recovery refuses to go on, with file and offset.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VisitError {
    /// The bytes are not operations.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The operations do not fit what came before.
    #[error("{0}")]
    Refused(String),
}
