//! Which snapshots are alive, and so which versions somebody may still read.
//!
//! A snapshot is a commit timestamp taken from `visible_ts`. Taking one and computing the
//! watermark exclude each other under one short mutex, so a version is never judged unneeded
//! between the moment a reader chooses its timestamp and the moment it is registered.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use crate::sync::{AtomicU64, Mutex, MutexGuard};

/// The registry.
#[derive(Default)]
pub(crate) struct Snapshots {
    visible: AtomicU64,
    live: Mutex<BTreeMap<u64, u32>>,
}

impl Snapshots {
    fn live(&self) -> MutexGuard<'_, BTreeMap<u64, u32>> {
        // The map is valid after every step, so a panic elsewhere does not spoil it.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every commit up to this timestamp is installed and durable.
    pub(crate) fn visible(&self) -> u64 {
        self.visible.load(Ordering::Acquire)
    }

    /// Publishes a new visible timestamp. Callers serialise and only go forward.
    pub(crate) fn publish(&self, timestamp: u64) {
        debug_assert!(self.visible() <= timestamp);
        self.visible.store(timestamp, Ordering::Release);
    }

    /// Takes and registers a snapshot of what is visible now.
    pub(crate) fn take(&self) -> u64 {
        let mut live = self.live();
        let timestamp = self.visible();
        *live.entry(timestamp).or_insert(0) += 1;
        timestamp
    }

    /// Ends a snapshot that [`take`](Self::take) gave.
    pub(crate) fn release(&self, timestamp: u64) {
        let mut live = self.live();
        if let Some(count) = live.get_mut(&timestamp) {
            *count -= 1;
            if *count == 0 {
                live.remove(&timestamp);
            }
        }
    }

    /// No snapshot below this is alive or will ever be taken.
    pub(crate) fn watermark(&self) -> u64 {
        let live = self.live();
        live.keys()
            .next()
            .copied()
            .unwrap_or_else(|| self.visible())
    }

    /// Whether a snapshot from `from` on and below `until` is alive.
    pub(crate) fn any_in(&self, from: u64, until: u64) -> bool {
        self.live().range(from..until).next().is_some()
    }

    /// The live snapshots, ascending, and the visible timestamp (which new ones will not go
    /// below).
    pub(crate) fn boundaries(&self) -> (Vec<u64>, u64) {
        let live = self.live();
        (live.keys().copied().collect(), self.visible())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_watermark_is_the_oldest_live_snapshot() {
        let snapshots = Snapshots::default();
        snapshots.publish(5);
        let (a, b) = (snapshots.take(), snapshots.take());
        snapshots.publish(9);
        let c = snapshots.take();
        assert_eq!((a, b, c, snapshots.watermark()), (5, 5, 9, 5));
        snapshots.release(a);
        assert_eq!(snapshots.watermark(), 5);
        snapshots.release(b);
        assert_eq!(snapshots.watermark(), 9);
        snapshots.release(c);
        snapshots.publish(12);
        assert_eq!(snapshots.watermark(), 12);
    }
}
