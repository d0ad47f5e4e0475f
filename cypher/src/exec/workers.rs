//! `Workers`: how many threads may do parts of queries at once, over all queries of an engine, so that a large query uses processors that are idle and takes none from others.
//!
//! Not here: what they do (`operators/divided.rs`, `operators/sort.rs`). Meet [`Workers::take`].

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

use super::error::{Result, defect};
use super::own;

/// Rows that each worker of a scan should have at least; below it is not worth to start one.
pub const ROWS_A_WORKER: u64 = 50_000;

/// See the module.
#[derive(Debug)]
pub(crate) struct Workers {
    /// At once; 1 lets every query work alone.
    limit: usize,
    rows: u64,
    busy: AtomicUsize,
    /// How many were given to queries beside the thread they came with.
    given: AtomicU64,
}

/// Some of them, given back when dropped.
pub(crate) struct Taken<'w> {
    of: &'w Workers,
    /// How many, at least 1: whoever asks works itself in any case.
    pub count: usize,
}

impl Default for Workers {
    /// None: every query works alone.
    fn default() -> Self {
        Self::new(1, ROWS_A_WORKER)
    }
}

impl Workers {
    /// So many at once (0 is one a processor), each with so many rows or more.
    pub fn new(limit: usize, rows: u64) -> Self {
        Self {
            limit: match limit {
                0 => own::usual_workers(),
                limit => limit.min(own::MOST_WORKERS),
            },
            rows: rows.max(1),
            busy: AtomicUsize::new(0),
            given: AtomicU64::new(0),
        }
    }

    /// How many a scan of so many rows is worth, at most.
    pub fn wanted(&self, rows: u64) -> usize {
        let wanted = usize::try_from(rows / self.rows).unwrap_or(usize::MAX);
        wanted.min(self.limit)
    }

    /// At most so many, of those that are free.
    pub fn take(&self, wanted: usize) -> Taken<'_> {
        let mut count = 1;
        // Queries that work alone count too: so nobody is helped while all processors have work.
        let _ = self
            .busy
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |busy| {
                count = wanted.min(self.limit.saturating_sub(busy)).max(1);
                Some(busy + count)
            });
        self.given.fetch_add(count as u64 - 1, Ordering::Relaxed);
        Taken { of: self, count }
    }

    /// How many were given to queries beside the thread they came with, so far.
    pub fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }
}

/// Does `work` with each of some things, each on a thread of its own and the first on this one. Things
/// for which there is no thread are left out.
///
/// # Errors
/// A thread that was lost, which is a defect.
pub(crate) fn together<T: Send, R: Send>(
    things: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Result<Vec<R>> {
    let work = &work;
    let mut things = things.into_iter();
    let Some(first) = things.next() else {
        return Ok(Vec::new());
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = things
            .filter_map(|thing| {
                let thread = std::thread::Builder::new()
                    .name("quiver-part".into())
                    .stack_size(own::STACK);
                thread.spawn_scoped(scope, move || work(thing)).ok()
            })
            .collect();
        let first = Ok(work(first));
        let others = threads.into_iter().map(ScopedJoinHandle::join);
        std::iter::once(first).chain(others).collect()
    });
    let lost = |_| defect("a worker of a query was lost");
    done.into_iter().map(|done| done.map_err(lost)).collect()
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.of.busy.fetch_sub(self.count, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_later_works_alone() {
        let workers = Workers::new(3, 10);
        assert_eq!(workers.wanted(9), 0);
        assert_eq!(workers.wanted(25), 2);
        assert_eq!(workers.wanted(1000), 3);
        let first = workers.take(2);
        let second = workers.take(3);
        let third = workers.take(3);
        assert_eq!((first.count, second.count, third.count), (2, 1, 1));
        assert_eq!(workers.given(), 1);
        drop((first, second));
        assert_eq!(workers.take(3).count, 2);
    }
}
