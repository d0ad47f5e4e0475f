//! What the engine counts about itself: relaxed atomics, written where it happens, read by anyone.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters and gauges of one database. Those of the log are `WalMetrics`.
#[derive(Default, Debug)]
pub struct StoreMetrics {
    /// Commits that became visible, token creations included.
    pub commits: AtomicU64,
    /// Times a writer found what it wanted to write newer than its snapshot.
    pub conflicts: AtomicU64,
    /// Locks that had to be waited for.
    pub lock_waits: AtomicU64,
    /// Waits refused because they would have closed a cycle.
    pub deadlocks: AtomicU64,
    /// Waits that took longer than their limit.
    pub lock_timeouts: AtomicU64,
    /// Older versions, deleted entities and left index entries that a snapshot may still need, or
    /// that were not cleared away yet (a gauge).
    pub superseded: AtomicU64,
    /// Checkpoints written.
    pub checkpoints: AtomicU64,
    /// Checkpoints that failed.
    pub checkpoint_failures: AtomicU64,
}

impl StoreMetrics {
    /// Counts one.
    pub(crate) fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Estimated bytes in memory, by component.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct MemoryReport {
    /// Nodes with their properties and slots.
    pub nodes: u64,
    /// Relationships with their properties, slots and adjacency entries.
    pub relationships: u64,
    /// Index entries.
    pub indexes: u64,
}
