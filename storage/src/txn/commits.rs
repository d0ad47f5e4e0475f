//! The queue in which commits become visible: in order, once installed and durable.
//!
//! *Appended* (has a timestamp and a place in the log), *installed* (in the graph, above every
//! snapshot), *durable* (synced) and *visible* (snapshots show it) are four different things.
//! Whoever completes the second of installed and durable (or the first, where [`Early`] does not
//! wait for the other) moves `visible` forward, in order, and
//! then releases and acknowledges what became visible. Nothing here owns the log, so the log's
//! thread may hold the last reference.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, PoisonError};

use quiver_types::time::Clock;

use super::cell::pin;
use super::snapshots::Snapshots;
use crate::graph::install::Garbage;
use crate::stats::{CountChanges, Counts};
use crate::sync::{Mutex, MutexGuard};
use crate::wal::WalFailed;

/// Called once, when the commit is visible or its fate is unknown.
pub(crate) type Finish = Box<dyn FnOnce(Result<(), String>) + Send>;

struct Pending {
    timestamp: u64,
    installed: Option<(CountChanges, Vec<Garbage>)>,
    finish: Finish,
}

/// Which commits are acknowledged before they are durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Early {
    /// None.
    Never,
    /// As long as, with this one, at most so many are not durable, and the oldest of them was
    /// acknowledged at most so many nanoseconds ago.
    Within {
        /// Commits.
        commits: u64,
        /// Nanoseconds.
        nanos: u64,
    },
    /// All.
    Always,
}

struct Queue {
    last: u64,
    durable: u64,
    early: Early,
    /// What was acknowledged within a window and is not durable: commit, monotonic nanoseconds.
    acknowledged: VecDeque<(u64, u64)>,
    pending: VecDeque<Pending>,
    failed: Option<String>,
    /// Why no new commits are taken although those pending go on.
    refused: Option<String>,
    waiting: BTreeMap<u64, Vec<Box<dyn FnOnce() + Send>>>,
}

impl Queue {
    /// Whether a commit that is installed and first in the queue may become visible; counts it if
    /// it is not durable.
    fn admit(&mut self, timestamp: u64, clock: &dyn Clock) -> bool {
        if timestamp <= self.durable {
            return true;
        }
        match self.early {
            Early::Never => false,
            Early::Within { commits, nanos } => {
                let now = clock.monotonic_nanos();
                let oldest = self.acknowledged.front().map_or(now, |(_, at)| *at);
                let fits = (self.acknowledged.len() as u64) < commits
                    && now.saturating_sub(oldest) < nanos;
                if fits {
                    self.acknowledged.push_back((timestamp, now));
                }
                fits
            }
            Early::Always => true,
        }
    }
}

/// See the module.
pub(crate) struct Commits {
    clock: Arc<dyn Clock>,
    queue: Mutex<Queue>,
    /// Live snapshots and the visible timestamp.
    pub(crate) snapshots: Snapshots,
    /// Counts per label and type.
    pub(crate) counts: Counts,
    /// What visible commits left to be cleared, oldest first.
    pub(crate) garbage: Mutex<VecDeque<(u64, Vec<Garbage>)>>,
}

impl Commits {
    /// An empty queue.
    pub(crate) fn new(clock: Arc<dyn Clock>, early: Early) -> Self {
        Self {
            clock,
            queue: Mutex::new(Queue {
                last: 0,
                durable: 0,
                early,
                acknowledged: VecDeque::new(),
                pending: VecDeque::new(),
                failed: None,
                refused: None,
                waiting: BTreeMap::new(),
            }),
            snapshots: Snapshots::default(),
            counts: Counts::default(),
            garbage: Mutex::default(),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts from a recovered state.
    pub(crate) fn start(&self, visible: u64, last: u64) {
        let mut queue = self.queue();
        queue.last = last;
        queue.durable = last;
        self.snapshots.publish(visible);
    }

    /// Runs `note` while no timestamp can be issued; gives its result and the timestamp that is
    /// visible when everything issued before is. (The last one issued may lie in a gap.)
    pub(crate) fn between<T>(&self, note: impl FnOnce() -> T) -> (T, u64) {
        let queue = self.queue();
        let noted = note();
        let last = queue.pending.back().map(|pending| pending.timestamp);
        (noted, last.unwrap_or_else(|| self.snapshots.visible()))
    }

    /// From the next timestamp on acknowledges in another way. `note` runs while none can be issued.
    pub(crate) fn acknowledge<T>(&self, early: Early, note: impl FnOnce() -> T) -> T {
        let mut queue = self.queue();
        let noted = note();
        queue.early = early;
        self.advance(queue);
        noted
    }

    /// Issues the next timestamp if `append` takes the record; the log mutex is held meanwhile.
    pub(crate) fn issue(
        &self,
        finish: Finish,
        append: impl FnOnce(u64) -> Result<(), WalFailed>,
    ) -> Result<u64, String> {
        let mut queue = self.queue();
        if let Some(cause) = queue.failed.as_ref().or(queue.refused.as_ref()) {
            return Err(cause.clone());
        }
        let timestamp = queue.last + 1;
        append(timestamp).map_err(|failed| failed.to_string())?;
        debug_assert!(
            queue
                .pending
                .back()
                .is_none_or(|last| last.timestamp < timestamp)
        );
        queue.last = timestamp;
        queue.pending.push_back(Pending {
            timestamp,
            installed: None,
            finish,
        });
        Ok(timestamp)
    }

    /// A commit is in the graph.
    pub(crate) fn installed(&self, timestamp: u64, counts: CountChanges, garbage: Vec<Garbage>) {
        let mut queue = self.queue();
        if let Ok(position) = queue
            .pending
            .binary_search_by_key(&timestamp, |pending| pending.timestamp)
        {
            queue.pending[position].installed = Some((counts, garbage));
        }
        self.advance(queue);
    }

    /// Everything up to a timestamp is synced, or as safe as the log makes it.
    pub(crate) fn durable(&self, timestamp: u64) {
        let mut queue = self.queue();
        queue.durable = queue.durable.max(timestamp);
        let safe = |(acknowledged, _): &(u64, u64)| *acknowledged <= timestamp;
        while queue.acknowledged.front().is_some_and(safe) {
            queue.acknowledged.pop_front();
        }
        self.advance(queue);
    }

    /// The log or an installation failed: nothing that is pending will become visible.
    pub(crate) fn fail(&self, cause: &str) {
        let mut queue = self.queue();
        queue.failed.get_or_insert_with(|| cause.to_owned());
        let pending = std::mem::take(&mut queue.pending);
        // What they wait for will not come; who cares finds its callback dropped.
        let waiting = std::mem::take(&mut queue.waiting);
        drop(queue);
        drop(waiting);
        for pending in pending {
            (pending.finish)(Err(cause.to_owned()));
        }
    }

    /// From now on takes no commits; those that began are finished.
    pub(crate) fn refuse(&self, cause: &str) {
        self.queue().refused.get_or_insert_with(|| cause.to_owned());
    }

    /// Why the store is read-only, if it is.
    pub(crate) fn failure(&self) -> Option<String> {
        let queue = self.queue();
        queue.failed.clone().or_else(|| queue.refused.clone())
    }

    fn advance(&self, mut queue: MutexGuard<'_, Queue>) {
        let mut finished = Vec::new();
        while queue.failed.is_none()
            && let Some(front) = queue.pending.front()
            && front.installed.is_some()
            && let timestamp = front.timestamp
            && queue.admit(timestamp, self.clock.as_ref())
        {
            let Some(Pending {
                timestamp,
                installed: Some((counts, garbage)),
                finish,
            }) = queue.pending.pop_front()
            else {
                break;
            };
            if !counts.is_empty() {
                let (mut separators, visible) = self.snapshots.boundaries();
                if separators.last().is_none_or(|last| *last < visible) {
                    separators.push(visible);
                }
                self.counts.apply(&counts, timestamp, &separators, &pin());
            }
            self.snapshots.publish(timestamp);
            if !garbage.is_empty() {
                self.garbage
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push_back((timestamp, garbage));
            }
            finished.push(finish);
        }
        let visible = self.snapshots.visible();
        let later = queue.waiting.split_off(&(visible + 1));
        let reached = std::mem::replace(&mut queue.waiting, later);
        drop(queue);
        for finish in finished {
            finish(Ok(()));
        }
        for reached in reached.into_values().flatten() {
            reached();
        }
    }

    /// Calls `reached` when a timestamp is visible.
    pub(crate) fn on_visible(&self, timestamp: u64, reached: Box<dyn FnOnce() + Send>) {
        let mut queue = self.queue();
        if timestamp <= self.snapshots.visible() {
            drop(queue);
            reached();
            return;
        }
        if queue.failed.is_some() {
            return;
        }
        queue.waiting.entry(timestamp).or_default().push(reached);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use quiver_types::time::ManualClock;

    use super::*;

    /// A queue, its clock, and how many commits were acknowledged.
    fn queue(early: Early) -> (Commits, Arc<ManualClock>, Arc<AtomicU64>) {
        let clock = Arc::new(ManualClock::default());
        let commits = Commits::new(clock.clone(), early);
        (commits, clock, Arc::default())
    }

    fn commit(commits: &Commits, acknowledged: &Arc<AtomicU64>) -> u64 {
        let count = Arc::clone(acknowledged);
        let finish = Box::new(move |result: Result<(), String>| {
            result.expect("no failure");
            count.fetch_add(1, Ordering::SeqCst);
        });
        let timestamp = commits.issue(finish, |_| Ok(())).expect("taken");
        commits.installed(timestamp, CountChanges::default(), Vec::new());
        timestamp
    }

    #[test]
    fn full_acknowledges_what_is_durable_only() {
        let (commits, _, acknowledged) = queue(Early::Never);
        let first = commit(&commits, &acknowledged);
        commit(&commits, &acknowledged);
        assert_eq!(acknowledged.load(Ordering::SeqCst), 0);
        assert_eq!(commits.snapshots.visible(), 0);
        commits.durable(first);
        assert_eq!(acknowledged.load(Ordering::SeqCst), 1);
        assert_eq!(commits.snapshots.visible(), first);
    }

    #[test]
    fn a_window_ends_by_count_and_by_age() {
        let window = Early::Within {
            commits: 3,
            nanos: 1_000,
        };
        let (commits, clock, acknowledged) = queue(window);
        let count = || acknowledged.load(Ordering::SeqCst);
        for _ in 0..5 {
            commit(&commits, &acknowledged);
        }
        assert_eq!(count(), 3, "the fourth waits for the sync");
        commits.durable(1);
        assert_eq!(count(), 4);
        commits.durable(5);
        assert_eq!(count(), 5);
        commit(&commits, &acknowledged);
        clock.advance(999);
        commit(&commits, &acknowledged);
        assert_eq!(count(), 7);
        clock.advance(1);
        commit(&commits, &acknowledged);
        assert_eq!(count(), 7, "the sixth is too old");
        commits.durable(6);
        assert_eq!(count(), 8);
    }

    #[test]
    fn a_change_lets_go_of_what_may_go() {
        let (commits, _, acknowledged) = queue(Early::Never);
        commit(&commits, &acknowledged);
        commits.acknowledge(Early::Always, || ());
        assert_eq!(acknowledged.load(Ordering::SeqCst), 1);
        commit(&commits, &acknowledged);
        assert_eq!(acknowledged.load(Ordering::SeqCst), 2);
        commits.acknowledge(Early::Never, || ());
        commit(&commits, &acknowledged);
        assert_eq!(acknowledged.load(Ordering::SeqCst), 2);
    }
}
