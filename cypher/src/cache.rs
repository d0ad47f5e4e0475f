//! One bounded, metered cache that can be switched off: plans by text, plans by shape, credentials that
//! were found right. The columns of the store are counted in bytes and thrown away by the
//! segment, so they have a budget of their own there (`storage/src/graph/columns.rs`), with the same
//! numbers and switched off in the same way.

use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use lru::LruCache;

/// A least-recently-used cache. Values are cloned out, so they should be cheap to clone.
pub struct Cache<K, V> {
    /// `None` when switched off.
    entries: Option<Mutex<LruCache<K, V, foldhash::fast::RandomState>>>,
    hits: AtomicU64,
    misses: AtomicU64,
    evictions: AtomicU64,
}

/// What a cache counted since it was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CacheCounters {
    /// Look-ups answered.
    pub hits: u64,
    /// Look-ups not answered.
    pub misses: u64,
    /// Entries that made room for others.
    pub evictions: u64,
    /// Entries now.
    pub entries: u64,
}

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    /// A cache of at most `capacity` entries; 0 switches it off.
    pub fn new(capacity: usize) -> Self {
        let entries = NonZeroUsize::new(capacity).map(|capacity| {
            let hasher = foldhash::fast::RandomState::default();
            // Room is taken as entries come, not for the bound at once.
            let mut cache = LruCache::unbounded_with_hasher(hasher);
            cache.resize(capacity);
            Mutex::new(cache)
        });
        Self {
            entries,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            evictions: AtomicU64::new(0),
        }
    }

    /// The value under `key` if `valid` accepts it; one it does not accept is removed.
    pub fn get<Q>(&self, key: &Q, valid: impl FnOnce(&V) -> bool) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let found = self.entries.as_ref().and_then(|entries| {
            let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
            let value = entries.get(key).cloned()?;
            if valid(&value) {
                Some(value)
            } else {
                entries.pop(key);
                None
            }
        });
        self.count(found.is_some());
        found
    }

    /// Whether the value under `key` passes a test; whatever comes of it, the value stays.
    pub fn holds<Q>(&self, key: &Q, passes: impl FnOnce(&V) -> bool) -> bool
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let found = self.entries.as_ref().is_some_and(|entries| {
            let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
            entries.get(key).is_some_and(passes)
        });
        self.count(found);
        found
    }

    fn count(&self, hit: bool) {
        let counter = if hit { &self.hits } else { &self.misses };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Keeps a value, in place of the least recently used one when full.
    pub fn insert(&self, key: K, value: V) {
        if let Some(entries) = &self.entries {
            let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
            let is_full = entries.len() == entries.cap().get() && !entries.contains(&key);
            entries.put(key, value);
            if is_full {
                self.evictions.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Forgets everything; counters go on.
    pub fn clear(&self) {
        if let Some(entries) = &self.entries {
            entries
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
        }
    }

    /// What was counted.
    pub fn counters(&self) -> CacheCounters {
        let entries = self.entries.as_ref().map_or(0, |e| {
            e.lock().unwrap_or_else(PoisonError::into_inner).len()
        });
        CacheCounters {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            evictions: self.evictions.load(Ordering::Relaxed),
            entries: entries as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_bounded_counts_and_can_be_off() {
        let cache: Cache<String, u32> = Cache::new(2);
        for (n, key) in ["a", "b", "c"].into_iter().enumerate() {
            cache.insert(key.to_owned(), n as u32);
        }
        assert_eq!(cache.get("a", |_| true), None);
        assert_eq!(cache.get("c", |_| true), Some(2));
        assert_eq!(
            cache.get("c", |_| false),
            None,
            "what is not valid any more is dropped"
        );
        assert_eq!(
            cache.counters(),
            CacheCounters {
                hits: 1,
                misses: 2,
                evictions: 1,
                entries: 1
            }
        );
        let off: Cache<String, u32> = Cache::new(0);
        off.insert("a".to_owned(), 1);
        assert_eq!(off.get("a", |_| true), None);
    }
}
