//! Locks of entities and keys: shared and exclusive, first come first served, deadlocks found
//! when a wait begins.
//!
//! An uncontended lock touches one shard of the table. Who has to wait takes the mutex of the
//! wait-for graph first and then shards one by one; while a resource has waiters its holders
//! change only under that mutex, so the graph that a search walks holds still. Nothing here knows
//! what a resource is good for. Start with [`LockTable::acquire`].

mod timer;
mod wait;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_types::time::Clock;

use crate::metrics::StoreMetrics;
use timer::Timer;
use wait::Outcome;
pub(crate) use wait::WaitCell;

/// What can be locked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Resource {
    /// Shared by data writers, exclusive for schema changes.
    Gate,
    /// That a node exists.
    NodeExistence(u64),
    /// What a node holds.
    NodeContent(u64),
    /// A relationship.
    Relationship(u64),
    /// A value, or pattern of values, by hash.
    Key(u64),
}

/// How it is locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Together with other shared holders.
    Shared,
    /// Alone.
    Exclusive,
}

/// Who locks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Owner(pub(crate) u64);

/// What came of asking for a lock.
pub(crate) enum Acquired {
    /// Held. For a key: the commit of the last exclusive holder that committed, 0 if forgotten.
    Granted(u64),
    /// Queued; the cell tells when it is decided.
    MustWait(Arc<WaitCell>),
    /// Waiting would close a cycle; nothing was queued.
    Deadlock,
}

struct Request {
    owner: Owner,
    mode: Mode,
    cell: Arc<WaitCell>,
}

#[derive(Default)]
struct State {
    exclusive: Option<Owner>,
    shared: Vec<Owner>,
    queue: VecDeque<Request>,
    last_write: u64,
}

impl State {
    fn holds(&self, owner: Owner, mode: Mode) -> bool {
        self.exclusive == Some(owner) || mode == Mode::Shared && self.shared.contains(&owner)
    }

    /// Whether nobody but `owner` holds it in a way that excludes `mode`.
    fn compatible(&self, owner: Owner, mode: Mode) -> bool {
        self.exclusive.is_none_or(|holder| holder == owner)
            && (mode == Mode::Shared || self.shared.iter().all(|holder| *holder == owner))
    }

    fn grant(&mut self, owner: Owner, mode: Mode) {
        match mode {
            Mode::Shared => self.shared.push(owner),
            Mode::Exclusive => {
                self.shared.retain(|holder| *holder != owner);
                self.exclusive = Some(owner);
            }
        }
    }

    /// Grants at once if that is fair: nobody waits, or the owner has a share already and would
    /// only wait for those who wait for it.
    fn try_grant(&mut self, owner: Owner, mode: Mode) -> bool {
        if self.holds(owner, mode) {
            return true;
        }
        let upgrade = self.shared.contains(&owner);
        if self.compatible(owner, mode) && (upgrade || self.queue.is_empty()) {
            self.grant(owner, mode);
            return true;
        }
        false
    }

    /// Those whom a request at a place of the queue waits for.
    fn blockers(&self, owner: Owner, mode: Mode) -> Vec<Owner> {
        let mut blockers: Vec<Owner> = self.exclusive.into_iter().collect();
        if mode == Mode::Exclusive {
            blockers.extend_from_slice(&self.shared);
        }
        let ahead = self
            .queue
            .iter()
            .take_while(|request| request.owner != owner);
        blockers.extend(ahead.map(|request| request.owner));
        blockers.retain(|blocker| *blocker != owner);
        blockers
    }

    /// Grants from the front of the queue as far as it goes.
    fn grant_waiting(&mut self, granted: &mut Vec<Request>) {
        while let Some(front) = self.queue.front() {
            if !self.compatible(front.owner, front.mode) {
                return;
            }
            let Some(request) = self.queue.pop_front() else {
                return;
            };
            self.grant(request.owner, request.mode);
            granted.push(request);
        }
    }

    fn is_idle(&self, watermark: u64) -> bool {
        self.exclusive.is_none()
            && self.shared.is_empty()
            && self.queue.is_empty()
            && self.last_write <= watermark
    }
}

type Hashing = foldhash::fast::FixedState;

#[derive(Default)]
struct Shard {
    locks: HashMap<Resource, State, Hashing>,
    /// Size at which remembered keys are looked through.
    sweep_at: usize,
}

const SHARDS: usize = 64;

/// All locks of a database.
pub(crate) struct LockTable {
    shards: [Mutex<Shard>; SHARDS],
    /// Who waits for what.
    waits: Mutex<HashMap<Owner, (Resource, Mode), foldhash::fast::RandomState>>,
    owners: AtomicU64,
    timer: Timer,
    metrics: Arc<StoreMetrics>,
}

impl LockTable {
    /// An empty table.
    pub(crate) fn new(clock: Arc<dyn Clock>, metrics: Arc<StoreMetrics>) -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
            waits: Mutex::default(),
            owners: AtomicU64::new(1),
            timer: Timer::new(clock),
            metrics,
        }
    }

    /// A new owner.
    pub(crate) fn owner(&self) -> Owner {
        Owner(self.owners.fetch_add(1, Ordering::Relaxed))
    }

    fn shard(&self, resource: Resource) -> MutexGuard<'_, Shard> {
        let hash = Hashing::default().hash_one(resource);
        self.shards[(hash >> 58) as usize % SHARDS]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn waits(
        &self,
    ) -> MutexGuard<'_, HashMap<Owner, (Resource, Mode), foldhash::fast::RandomState>> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a lock or queues for it. Locks that an owner holds are granted again.
    pub(crate) fn acquire(
        self: &Arc<Self>,
        owner: Owner,
        resource: Resource,
        mode: Mode,
        timeout_ms: u64,
    ) -> Acquired {
        if let Some(granted) = self.try_acquire(owner, resource, mode) {
            return granted;
        }
        let mut waits = self.waits();
        let cell = {
            let mut shard = self.shard(resource);
            let state = shard.locks.entry(resource).or_default();
            if state.try_grant(owner, mode) {
                return Acquired::Granted(state.last_write);
            }
            let cell = Arc::new(WaitCell::default());
            let request = Request {
                owner,
                mode,
                cell: Arc::clone(&cell),
            };
            // An upgrade goes first: all who wait there wait for its share too.
            if state.shared.contains(&owner) {
                state.queue.push_front(request);
            } else {
                state.queue.push_back(request);
            }
            cell
        };
        waits.insert(owner, (resource, mode));
        if self.closes_cycle(&waits, owner) {
            waits.remove(&owner);
            let mut granted = Vec::new();
            self.withdraw(resource, owner, &mut granted);
            self.settle(&mut waits, &granted);
            drop(waits);
            StoreMetrics::count(&self.metrics.deadlocks);
            Self::tell(granted);
            return Acquired::Deadlock;
        }
        drop(waits);
        StoreMetrics::count(&self.metrics.lock_waits);
        if (resource, mode) == (Resource::Gate, Mode::Exclusive) {
            self.timer.step_aside_later(self, owner, resource, &cell);
        }
        if timeout_ms != 0 {
            self.timer.watch(self, timeout_ms, owner, resource, &cell);
        }
        Acquired::MustWait(cell)
    }

    fn try_acquire(&self, owner: Owner, resource: Resource, mode: Mode) -> Option<Acquired> {
        let mut shard = self.shard(resource);
        let state = shard.locks.entry(resource).or_default();
        state
            .try_grant(owner, mode)
            .then_some(Acquired::Granted(state.last_write))
    }

    /// Whether `owner`, whose request is queued, waits for itself. Requests that were pushed
    /// behind an upgrade wait for it too, so the search starts anew for each wait.
    fn closes_cycle(
        &self,
        waits: &HashMap<Owner, (Resource, Mode), foldhash::fast::RandomState>,
        owner: Owner,
    ) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![owner];
        while let Some(waiter) = open.pop() {
            let Some((resource, mode)) = waits.get(&waiter) else {
                continue;
            };
            let shard = self.shard(*resource);
            let Some(state) = shard.locks.get(resource) else {
                continue;
            };
            for blocker in state.blockers(waiter, *mode) {
                if blocker == owner {
                    return true;
                }
                if seen.insert(blocker) {
                    open.push(blocker);
                }
            }
        }
        false
    }

    /// Takes a request out of a queue, which may let others through; whether it was there.
    fn withdraw(&self, resource: Resource, owner: Owner, granted: &mut Vec<Request>) -> bool {
        let mut shard = self.shard(resource);
        let Some(state) = shard.locks.get_mut(&resource) else {
            return false;
        };
        let before = state.queue.len();
        state.queue.retain(|request| request.owner != owner);
        let found = state.queue.len() != before;
        state.grant_waiting(granted);
        found
    }

    fn settle(
        &self,
        waits: &mut HashMap<Owner, (Resource, Mode), foldhash::fast::RandomState>,
        granted: &[Request],
    ) {
        for request in granted {
            waits.remove(&request.owner);
            self.timer.forget(&request.cell);
        }
    }

    /// Tells those who got a lock. No mutex is held.
    fn tell(granted: Vec<Request>) {
        for request in granted {
            request.cell.decide(Outcome::Granted);
        }
    }

    /// Gives up a wait; `false` if the lock was granted meanwhile and so is held.
    pub(crate) fn cancel(&self, owner: Owner, resource: Resource) -> bool {
        let mut waits = self.waits();
        let mut granted = Vec::new();
        let found = self.withdraw(resource, owner, &mut granted);
        if found {
            waits.remove(&owner);
        }
        self.settle(&mut waits, &granted);
        drop(waits);
        Self::tell(granted);
        found
    }

    /// Ends a wait that took too long.
    fn time_out(&self, owner: Owner, resource: Resource, cell: &WaitCell) {
        if self.cancel(owner, resource) {
            StoreMetrics::count(&self.metrics.lock_timeouts);
            cell.decide(Outcome::TimedOut);
        }
    }

    /// Puts a request to the end of its queue, so that those behind it get their turn; whether it
    /// still waits.
    fn step_aside(&self, owner: Owner, resource: Resource) -> bool {
        let mut waits = self.waits();
        let mut granted = Vec::new();
        let waiting = {
            let mut shard = self.shard(resource);
            let Some(state) = shard.locks.get_mut(&resource) else {
                return false;
            };
            let place = state.queue.iter().position(|r| r.owner == owner);
            if let Some(request) = place.and_then(|place| state.queue.remove(place)) {
                state.queue.push_back(request);
            }
            state.grant_waiting(&mut granted);
            state.queue.iter().any(|request| request.owner == owner)
        };
        self.settle(&mut waits, &granted);
        drop(waits);
        Self::tell(granted);
        waiting
    }

    /// Makes an exclusive lock a shared one, which may let others through.
    pub(crate) fn share(&self, owner: Owner, resource: Resource) {
        let mut waits = self.waits();
        let mut granted = Vec::new();
        if let Some(state) = self.shard(resource).locks.get_mut(&resource)
            && state.exclusive == Some(owner)
        {
            state.exclusive = None;
            state.shared.push(owner);
            state.grant_waiting(&mut granted);
        }
        self.settle(&mut waits, &granted);
        drop(waits);
        Self::tell(granted);
    }

    /// Releases locks. `written` is the owner's commit, which its keys remember for those whose
    /// snapshots are older; keys older than `watermark` are forgotten.
    pub(crate) fn release(
        &self,
        owner: Owner,
        resources: impl Iterator<Item = Resource>,
        written: Option<u64>,
        watermark: impl Fn() -> u64,
    ) {
        let mut waited_for = Vec::new();
        for resource in resources {
            let mut shard = self.shard(resource);
            let Some(state) = shard.locks.get_mut(&resource) else {
                continue;
            };
            if state.exclusive == Some(owner) {
                state.exclusive = None;
                if let (Resource::Key(_), Some(timestamp)) = (resource, written) {
                    state.last_write = state.last_write.max(timestamp);
                }
            }
            state.shared.retain(|holder| *holder != owner);
            if !state.queue.is_empty() {
                waited_for.push(resource);
            } else if state.is_idle(0) {
                shard.locks.remove(&resource);
            } else if shard.locks.len() > shard.sweep_at {
                let watermark = watermark();
                shard.locks.retain(|_, state| !state.is_idle(watermark));
                shard.sweep_at = shard.locks.len() * 2 + 64;
                let capacity = shard.sweep_at;
                shard.locks.shrink_to(capacity);
            }
        }
        if waited_for.is_empty() {
            return;
        }
        let mut waits = self.waits();
        let mut granted = Vec::new();
        for resource in waited_for {
            if let Some(state) = self.shard(resource).locks.get_mut(&resource) {
                state.grant_waiting(&mut granted);
            }
        }
        self.settle(&mut waits, &granted);
        drop(waits);
        Self::tell(granted);
    }

    /// How many resources are locked or remembered.
    #[cfg(test)]
    fn len(&self) -> usize {
        let shards = self.shards.iter();
        shards
            .map(|shard| {
                shard
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .locks
                    .len()
            })
            .sum()
    }
}

#[cfg(test)]
mod tests;
