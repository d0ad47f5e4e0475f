//! Time as an injected effect, so that a test can hold it still and a seed can replay a run.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A source of time. The only place of the product code that asks the operating system is
/// [`SystemClock`].
pub trait Clock: Send + Sync {
    /// Nanoseconds since 1970-01-01T00:00:00Z. Good until the year 2262.
    fn now_nanos(&self) -> i64;
    /// Nanoseconds of a clock that never goes back, from an arbitrary start.
    fn monotonic_nanos(&self) -> u64;
}

/// A time in nanoseconds without what is less than a millisecond. Of this precision are the clocks of
/// statements and transactions on Neo4j; its `realtime` functions give nanoseconds.
pub const fn whole_millis(nanos: i64) -> i64 {
    nanos - nanos.rem_euclid(1_000_000)
}

/// The operating system's clocks.
pub struct SystemClock(std::time::Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for reading clocks"
)]
impl SystemClock {
    /// A clock whose monotonic zero is now.
    pub fn new() -> Self {
        Self(std::time::Instant::now())
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for reading clocks"
)]
impl Clock for SystemClock {
    fn now_nanos(&self) -> i64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| {
                i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
            })
    }

    fn monotonic_nanos(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// A clock that moves only when told to.
#[derive(Default)]
pub struct ManualClock {
    now: AtomicI64,
    monotonic: AtomicU64,
}

impl ManualClock {
    /// Starts at `now_nanos` since 1970, monotonic zero.
    pub fn starting_at(now_nanos: i64) -> Self {
        Self {
            now: AtomicI64::new(now_nanos),
            monotonic: AtomicU64::new(0),
        }
    }

    /// Moves both clocks forward.
    pub fn advance(&self, nanos: u64) {
        self.now
            .fetch_add(i64::try_from(nanos).unwrap_or(i64::MAX), Ordering::SeqCst);
        self.monotonic.fetch_add(nanos, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_nanos(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn monotonic_nanos(&self) -> u64 {
        self.monotonic.load(Ordering::SeqCst)
    }
}
