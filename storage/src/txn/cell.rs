//! One pointer that readers follow without locks while writers replace what it points to.
//!
//! The only module of the crate with `unsafe`. [`EpochCell`] is a nullable owning pointer;
//! [`Pin`] is the proof that the reading thread is inside an epoch. It is not a general-purpose
//! lock-free structure: whoever replaces a value must already exclude other writers of that cell
//! (an entity lock, a latch), or accept that the last one wins.

#![allow(unsafe_code)]

use std::sync::atomic::Ordering;

use crossbeam_epoch::{self as epoch, Atomic, Owned};

/// Keeps everything that was reachable when it was made from being freed, until it is dropped.
///
/// A type of our own, so that a guard of a foreign collector (which would protect nothing here)
/// cannot be passed to [`EpochCell::load`].
pub(crate) struct Pin(epoch::Guard);

/// Enters an epoch of the default collector.
pub(crate) fn pin() -> Pin {
    Pin(epoch::pin())
}

/// Frees what nobody can reach any more, about as much as `replaced` replacements left behind. The
/// collector frees little by itself, and nothing while nobody enters an epoch; after bulk work
/// that is not enough. To be called outside of any [`Pin`].
pub(crate) fn collect(replaced: usize) {
    /// What one turn frees, by the collector's own constants: eight bags of 64.
    const TURN: usize = 512;
    // Two turns until the epoch has moved far enough.
    for _ in 0..replaced / TURN + 3 {
        epoch::pin().flush();
    }
}

/// A nullable owning pointer that can be replaced while others read what it pointed to.
pub(crate) struct EpochCell<T: Send + Sync + 'static>(Atomic<T>);

impl<T: Send + Sync + 'static> Default for EpochCell<T> {
    fn default() -> Self {
        Self(Atomic::null())
    }
}

impl<T: Send + Sync + 'static> EpochCell<T> {
    /// A cell that holds `value`.
    pub(crate) fn new(value: Option<T>) -> Self {
        value.map_or_else(Self::default, |value| Self(Atomic::new(value)))
    }

    /// What the cell holds now. The reference lives as long as both the cell and the pin.
    #[inline]
    pub(crate) fn load<'a>(&'a self, pin: &'a Pin) -> Option<&'a T> {
        let shared = self.0.load(Ordering::Acquire, &pin.0);
        // SAFETY: a non-null pointer in the cell always came from `Owned` (in `new` or
        // `replace`), so it is aligned and initialised, and the Acquire load pairs with the
        // AcqRel swap (or the publication of the cell itself) that put it there. It is freed
        // either by `replace`, deferred until every thread pinned now has unpinned (`pin` is of
        // the same, default collector and is borrowed for 'a), or by `Drop`, which cannot run
        // while the cell is borrowed for 'a. Only shared references to it are ever made.
        unsafe { shared.as_ref() }
    }

    /// Puts `value` in; what was there is freed when no reader can hold it any more.
    pub(crate) fn replace(&self, value: Option<T>, pin: &Pin) {
        let old = match value {
            Some(value) => self.0.swap(Owned::new(value), Ordering::AcqRel, &pin.0),
            None => self.0.swap(epoch::Shared::null(), Ordering::AcqRel, &pin.0),
        };
        if !old.is_null() {
            // SAFETY: the swap unlinked `old` from the only place that held it, and exactly one
            // swap gets each pointer, so it is destroyed once. Later loads of the cell see the
            // new pointer; earlier ones are pinned, which the deferral waits for. `T: Send`
            // allows dropping it on the thread that collects, `T: 'static` at any later time.
            unsafe { pin.0.defer_destroy(old) };
        }
    }
}

impl<T: Send + Sync + 'static> EpochCell<T> {
    /// Takes out what the cell holds.
    pub(crate) fn take(&mut self) -> Option<T> {
        let pointer = std::mem::replace(&mut self.0, Atomic::null());
        // SAFETY: `&mut self` proves that no `load` borrow of the cell is alive, and pointers
        // that were swapped out earlier are not reachable from here, so the cell is the only
        // owner of what it still holds.
        let owned = unsafe { pointer.try_into_owned() };
        owned.map(|owned| *owned.into_box())
    }
}

impl<T: Send + Sync + 'static> Drop for EpochCell<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize};

    #[test]
    fn readers_keep_what_they_loaded() {
        let cell = EpochCell::new(Some(String::from("one")));
        let reader = pin();
        let seen = cell.load(&reader);
        cell.replace(Some(String::from("two")), &pin());
        assert_eq!(seen.map(String::as_str), Some("one"));
        assert_eq!(cell.load(&pin()).map(String::as_str), Some("two"));
        cell.replace(None, &pin());
        assert!(cell.load(&pin()).is_none());
    }

    #[test]
    fn every_value_is_dropped_once() {
        struct Counted(Arc<AtomicUsize>);
        impl Drop for Counted {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        let drops = Arc::new(AtomicUsize::new(0));
        let cell = EpochCell::new(Some(Counted(Arc::clone(&drops))));
        for _ in 0..10 {
            cell.replace(Some(Counted(Arc::clone(&drops))), &pin());
        }
        drop(cell);
        for _ in 0..10_000 {
            if drops.load(Ordering::SeqCst) == 11 {
                break;
            }
            pin().0.flush();
            std::thread::yield_now();
        }
        assert_eq!(drops.load(Ordering::SeqCst), 11);
    }

    #[test]
    fn concurrent_readers_see_whole_values() {
        let cell = Arc::new(EpochCell::new(Some(vec![0u64; 16])));
        let stop = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (cell, stop) = (Arc::clone(&cell), Arc::clone(&stop));
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let pin = pin();
                        let value = cell.load(&pin).expect("never empty");
                        assert!(value.iter().all(|v| *v == value[0]));
                    }
                })
            })
            .collect();
        let rounds = if cfg!(miri) { 20 } else { 2_000 };
        for round in 1..rounds {
            cell.replace(Some(vec![round; 16]), &pin());
        }
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().expect("reader");
        }
    }
}
