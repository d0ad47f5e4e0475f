//! Sync modes: how safe a commit is when it is acknowledged. Not here: changing the mode of an open
//! database (`Database::set_sync_mode`). Start with [`SyncMode`].

use std::time::Duration;

use crate::txn::commits::Early;
use crate::wal::WalSync;

/// When a commit counts as done, and so what a power cut can take. What it takes are always the
/// last commits. The end of the process alone takes what the operating system was not handed yet:
/// in `Full` nothing, else commits of the last moment. A clean stop takes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncMode {
    /// After its record is synced to disk. Nothing acknowledged is lost.
    Full,
    /// At once, as long as no more commits are unsynced than one may lose, and none of them longer
    /// than one may lose; else after the sync. A power cut takes at most so many, and only such as
    /// were acknowledged within that time.
    Normal {
        /// Commits that may be lost; at least 1.
        commits: u64,
        /// Milliseconds whose commits may be lost; at least 1.
        millis: u64,
    },
    /// At once. The log is synced with every checkpoint, when a file of it is full, and after a
    /// second without commits.
    Checkpoint,
    /// At once. The log is synced only where it could not be read again otherwise: with every
    /// checkpoint and when a file of it is full.
    Off,
}

impl SyncMode {
    pub(crate) fn log(self) -> WalSync {
        match self {
            Self::Full => WalSync::EveryBatch,
            Self::Normal { commits, millis } => WalSync::Window {
                records: commits,
                within: Duration::from_millis(millis),
            },
            Self::Checkpoint => WalSync::WhenIdle,
            Self::Off => WalSync::Never,
        }
    }

    pub(crate) fn early(self) -> Early {
        match self {
            Self::Full => Early::Never,
            Self::Normal { commits, millis } => Early::Within {
                commits,
                nanos: millis.saturating_mul(1_000_000),
            },
            Self::Checkpoint | Self::Off => Early::Always,
        }
    }
}
