//! What a transaction and its query hold, against their limit.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::WriteError;

/// Counts what a transaction and its queries hold against its limit.
pub struct MemoryTracker {
    limit: u64,
    used: AtomicU64,
    /// Of that, reserved by the write set since the last savepoint.
    unsettled: AtomicU64,
}

impl MemoryTracker {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            used: AtomicU64::new(0),
            unsettled: AtomicU64::new(0),
        }
    }

    /// Counts `bytes` more, or says that they would pass the limit.
    pub fn reserve(&self, bytes: usize) -> Result<(), WriteError> {
        let bytes = bytes as u64;
        let before = self.used.fetch_add(bytes, Ordering::Relaxed);
        if self.limit != 0 && before.saturating_add(bytes) > self.limit {
            self.used.fetch_sub(bytes, Ordering::Relaxed);
            return Err(WriteError::MemoryLimit { limit: self.limit });
        }
        Ok(())
    }

    /// Gives back bytes reserved before.
    pub fn release(&self, bytes: usize) {
        let _ = self
            .used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
                Some(used.saturating_sub(bytes as u64))
            });
    }

    /// Bytes held now.
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Counts bytes of the write set, given back if the statement is rolled back.
    pub(crate) fn reserve_write(&self, bytes: usize) -> Result<(), WriteError> {
        self.reserve(bytes)?;
        self.unsettled.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Gives back bytes that the same statement reserved for the write set.
    pub(crate) fn release_write(&self, bytes: usize) {
        self.release(bytes);
        self.unsettled.fetch_sub(bytes as u64, Ordering::Relaxed);
    }

    /// A savepoint: what was written stays.
    pub(crate) fn settle(&self) {
        self.unsettled.store(0, Ordering::Relaxed);
    }

    /// A rollback to the savepoint.
    pub(crate) fn unsettle(&self) {
        let bytes = self.unsettled.swap(0, Ordering::Relaxed);
        self.release(usize::try_from(bytes).unwrap_or(usize::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_and_a_rollback_gives_back() {
        let memory = MemoryTracker::new(100);
        assert!(memory.reserve(60).is_ok());
        assert!(memory.reserve_write(30).is_ok());
        assert!(matches!(
            memory.reserve(11),
            Err(WriteError::MemoryLimit { limit: 100 })
        ));
        memory.unsettle();
        assert_eq!(memory.used(), 60);
        memory.release(1000);
        assert_eq!(memory.used(), 0);
    }
}
