//! What the log counts about itself: relaxed atomics, written by the log, read by anyone.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts by power of two: bucket `n` holds values of `n` significant bits (0 is bucket 0), the
/// last bucket everything above.
#[derive(Default, Debug)]
pub struct Histogram([AtomicU64; 32]);

impl Histogram {
    /// Counts a value.
    pub fn record(&self, value: u64) {
        let bits = 64 - value.leading_zeros() as usize;
        self.0[bits.min(self.0.len() - 1)].fetch_add(1, Ordering::Relaxed);
    }

    /// The counts; bucket `n` is for values below `2^n` and not below `2^(n-1)`.
    pub fn counts(&self) -> [u64; 32] {
        std::array::from_fn(|bucket| self.0[bucket].load(Ordering::Relaxed))
    }
}

/// Counters of one log.
#[derive(Debug)]
pub struct WalMetrics {
    /// Records handed over and not yet as safe as the sync mode makes them.
    pub queue_depth: AtomicU64,
    /// Records that are.
    pub records: AtomicU64,
    /// Frames written, marks included.
    pub frames: AtomicU64,
    /// Bytes of frames written.
    pub bytes: AtomicU64,
    /// Write calls for frames.
    pub writes: AtomicU64,
    /// Syncs of log files.
    pub syncs: AtomicU64,
    /// Nanoseconds spent in those syncs.
    pub sync_nanos: AtomicU64,
    /// Their latency in microseconds.
    pub sync_micros: Histogram,
    /// Records per sync.
    pub batch_records: Histogram,
    /// Log files begun.
    pub rotations: AtomicU64,
    /// Bytes of log that a recovery now would have to read, without zeros ahead of use.
    pub live_bytes: AtomicU64,
    /// Whether the disk is full and the log has little room left: nothing new should be written.
    pub full: AtomicBool,
    /// Bytes that the log can still take for certain; `u64::MAX` while the disk has room.
    pub room: AtomicU64,
    /// Bytes of frames that the operating system has and that were not synced.
    pub unsynced_bytes: AtomicU64,
}

impl Default for WalMetrics {
    fn default() -> Self {
        let none = AtomicU64::default;
        Self {
            queue_depth: none(),
            records: none(),
            frames: none(),
            bytes: none(),
            writes: none(),
            syncs: none(),
            sync_nanos: none(),
            sync_micros: Histogram::default(),
            batch_records: Histogram::default(),
            rotations: none(),
            live_bytes: none(),
            full: AtomicBool::default(),
            room: AtomicU64::new(u64::MAX),
            unsynced_bytes: none(),
        }
    }
}
