//! A growing array whose elements never move: readers index it without locks.
//!
//! Buckets double in size (1, 2, 4, ...), so an index is found with one `leading_zeros` and two
//! loads, nothing is copied on growth, and an empty array costs the bucket table only. Elements
//! are made on first use and never removed.

use std::sync::OnceLock;

const BUCKETS: usize = 40;

/// See the module. Good for 2^40 - 1 elements.
pub(crate) struct AppendArray<T> {
    buckets: [OnceLock<Box<[OnceLock<T>]>>; BUCKETS],
}

impl<T> Default for AppendArray<T> {
    fn default() -> Self {
        Self {
            buckets: [const { OnceLock::new() }; BUCKETS],
        }
    }
}

/// Bucket and position within it.
#[inline]
fn place(index: u64) -> (usize, usize) {
    let bucket = (index + 1).ilog2();
    (bucket as usize, (index + 1 - (1u64 << bucket)) as usize)
}

impl<T> AppendArray<T> {
    /// The element, if it was made.
    #[inline]
    pub(crate) fn get(&self, index: u64) -> Option<&T> {
        let (bucket, position) = place(index);
        self.buckets.get(bucket)?.get()?.get(position)?.get()
    }

    /// The element, made by `make` if it was not.
    ///
    /// # Panics
    /// For an index of 2^40 - 1 or more, which ids of 48 bits cannot reach.
    pub(crate) fn get_or_make(&self, index: u64, make: impl FnOnce() -> T) -> &T {
        let (bucket, position) = place(index);
        let elements = self.buckets[bucket]
            .get_or_init(|| (0..1u64 << bucket).map(|_| OnceLock::new()).collect());
        elements[position].get_or_init(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_where_they_were_put() {
        let array = AppendArray::default();
        for index in [0u64, 1, 2, 3, 6, 7, 8, 1000, 70_000] {
            assert!(array.get(index).is_none());
            assert_eq!(*array.get_or_make(index, || index * 2), index * 2);
            assert_eq!(*array.get_or_make(index, || 0), index * 2);
            assert_eq!(array.get(index), Some(&(index * 2)));
        }
        assert!(array.get(5).is_none());
    }
}
