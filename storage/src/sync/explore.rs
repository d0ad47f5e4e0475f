//! Runs a few threads in every order in which their steps can follow each other.
//!
//! A step ends before a mutex is locked or a counter is read or changed. Of the threads one runs at
//! a time, and at each step it is decided who goes on; all decisions are tried, with at most
//! [`PREEMPTIONS`] of them against a thread that could have gone on, which is known to find nearly
//! all that can go wrong. Orders are sequentially consistent: reorderings by the processor are not
//! tried, so what relies on them has mutexes, or argues for itself. Threads that all wait for each
//! other are a failure. Start with [`explore`].
#![allow(clippy::panic, reason = "a test says what went wrong")]

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, LockResult, PoisonError, TryLockError, WaitTimeoutResult};
use std::time::Duration;

/// How often a thread is held up that could go on.
const PREEMPTIONS: usize = 2;
/// More orders than any of the tests has.
const ORDERS: usize = 400_000;

/// A thread of a scenario.
pub(crate) type Part = Box<dyn FnOnce() + Send>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    Ready,
    /// For the mutex or condition variable at an address.
    Waits(usize),
    Done,
}

#[derive(Default)]
struct State {
    threads: Vec<Status>,
    running: usize,
    preemptions: usize,
    /// Decisions to take, and those taken: which of how many.
    planned: Vec<usize>,
    taken: Vec<(usize, usize)>,
    stuck: bool,
}

#[derive(Default)]
struct Scheduler {
    state: std::sync::Mutex<State>,
    turn: std::sync::Condvar,
}

thread_local! {
    static SELF: RefCell<Option<(Arc<Scheduler>, usize)>> = const { RefCell::new(None) };
}

fn explored() -> Option<(Arc<Scheduler>, usize)> {
    SELF.with_borrow(Clone::clone)
}

impl Scheduler {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides who runs next; `me` has set its own status.
    fn switch(&self, mut state: std::sync::MutexGuard<'_, State>, me: usize) {
        let ready = |state: &State, id: usize| state.threads[id] == Status::Ready;
        let mut options: Vec<usize> = (0..state.threads.len())
            .filter(|id| ready(&state, *id))
            .collect();
        let go_on = ready(&state, me);
        if go_on {
            // First, so that the first order tried is without interruptions.
            options.retain(|id| *id != me);
            options.insert(0, me);
            if state.preemptions == PREEMPTIONS {
                options.truncate(1);
            }
        }
        if options.is_empty() {
            state.stuck = state.threads.iter().any(|status| *status != Status::Done);
            self.turn.notify_all();
        } else {
            let at = state.taken.len();
            let choice = if options.len() == 1 {
                0
            } else {
                let choice = state.planned.get(at).copied().unwrap_or(0);
                state.taken.push((choice, options.len()));
                choice
            };
            let next = options[choice];
            state.preemptions += usize::from(go_on && next != me);
            state.running = next;
            self.turn.notify_all();
        }
        if state.threads[me] != Status::Done {
            self.await_turn(state, me);
        }
    }

    fn await_turn(&self, mut state: std::sync::MutexGuard<'_, State>, me: usize) {
        while state.running != me || state.threads[me] != Status::Ready {
            if state.stuck {
                drop(state);
                panic!("all threads wait");
            }
            state = self
                .turn
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn wake(&self, address: usize, most: usize) {
        let mut state = self.state();
        let waiting = state.threads.iter_mut();
        for status in waiting.filter(|s| **s == Status::Waits(address)).take(most) {
            *status = Status::Ready;
        }
    }
}

/// The end of a step.
fn step() {
    if let Some((scheduler, me)) = explored() {
        scheduler.switch(scheduler.state(), me);
    }
}

fn wait_at(scheduler: &Scheduler, me: usize, address: usize) {
    let mut state = scheduler.state();
    state.threads[me] = Status::Waits(address);
    scheduler.switch(state, me);
}

/// Runs the threads that `scenario` makes in every order, and after each what it says must be so
/// then. Returns how many orders there are.
pub(crate) fn explore(scenario: impl Fn() -> (Vec<Part>, Part)) -> usize {
    let mut planned = Vec::new();
    for count in 1..ORDERS {
        let (parts, check) = scenario();
        let scheduler = Arc::new(Scheduler::default());
        {
            let mut state = scheduler.state();
            state.threads = vec![Status::Ready; parts.len()];
            state.running = usize::MAX;
            state.planned = planned;
        }
        let threads: Vec<_> = parts
            .into_iter()
            .enumerate()
            .map(|(me, part)| {
                let scheduler = Arc::clone(&scheduler);
                std::thread::spawn(move || {
                    SELF.set(Some((Arc::clone(&scheduler), me)));
                    let ended = catch_unwind(AssertUnwindSafe(|| {
                        scheduler.await_turn(scheduler.state(), me);
                        part();
                    }));
                    let mut state = scheduler.state();
                    state.threads[me] = Status::Done;
                    state.stuck |= ended.is_err();
                    scheduler.switch(state, me);
                    SELF.set(None);
                    ended
                })
            })
            .collect();
        {
            let mut state = scheduler.state();
            let (choice, of) = (state.planned.first().copied().unwrap_or(0), threads.len());
            state.taken.push((choice, of));
            state.running = choice;
        }
        scheduler.turn.notify_all();
        let mut failed = None;
        for thread in threads {
            if let Ok(Err(panic)) = thread.join() {
                failed.get_or_insert(panic);
            }
        }
        let taken = std::mem::take(&mut scheduler.state().taken);
        let checked = match failed {
            Some(panic) => Err(panic),
            None => catch_unwind(AssertUnwindSafe(check)),
        };
        // What panicked has said so itself.
        assert!(checked.is_ok(), "order {count}, decisions {taken:?}");
        let Some(last) = taken.iter().rposition(|(choice, of)| choice + 1 < *of) else {
            return count;
        };
        planned = taken[..=last].iter().map(|(choice, _)| *choice).collect();
        planned[last] += 1;
    }
    panic!("more than {ORDERS} orders");
}

/// As the standard library's.
#[derive(Default, Debug)]
pub(crate) struct Mutex<T>(std::sync::Mutex<T>);

/// As the standard library's.
pub(crate) struct MutexGuard<'a, T> {
    inner: Option<std::sync::MutexGuard<'a, T>>,
    lock: &'a Mutex<T>,
}

impl<T> Mutex<T> {
    /// As the standard library's.
    pub(crate) const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn guard<'a>(&'a self, inner: std::sync::MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        MutexGuard {
            inner: Some(inner),
            lock: self,
        }
    }

    /// As the standard library's.
    pub(crate) fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let Some((scheduler, me)) = explored() else {
            let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            return Ok(self.guard(inner));
        };
        step();
        loop {
            match self.0.try_lock() {
                Ok(inner) => return Ok(self.guard(inner)),
                Err(TryLockError::Poisoned(error)) => return Ok(self.guard(error.into_inner())),
                Err(TryLockError::WouldBlock) => wait_at(&scheduler, me, self.address()),
            }
        }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_deref().expect("held")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_deref_mut().expect("held")
    }
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.inner = None;
        if let Some((scheduler, _)) = explored() {
            scheduler.wake(self.lock.address(), usize::MAX);
        }
    }
}

/// As the standard library's; time passes at once where threads are explored.
#[derive(Default, Debug)]
pub(crate) struct Condvar(std::sync::Condvar);

impl Condvar {
    /// As the standard library's.
    pub(crate) const fn new() -> Self {
        Self(std::sync::Condvar::new())
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// As the standard library's.
    pub(crate) fn notify_one(&self) {
        match explored() {
            Some((scheduler, _)) => scheduler.wake(self.address(), 1),
            None => self.0.notify_one(),
        }
    }

    /// As the standard library's.
    pub(crate) fn notify_all(&self) {
        match explored() {
            Some((scheduler, _)) => scheduler.wake(self.address(), usize::MAX),
            None => self.0.notify_all(),
        }
    }

    /// As the standard library's.
    pub(crate) fn wait<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
    ) -> LockResult<MutexGuard<'a, T>> {
        let lock = guard.lock;
        let Some((scheduler, me)) = explored() else {
            let inner = guard.inner.take().expect("held");
            let inner = self.0.wait(inner).unwrap_or_else(PoisonError::into_inner);
            return Ok(lock.guard(inner));
        };
        let mut state = scheduler.state();
        state.threads[me] = Status::Waits(self.address());
        drop(state);
        drop(guard);
        scheduler.switch(scheduler.state(), me);
        lock.lock()
    }

    /// As the standard library's.
    pub(crate) fn wait_timeout<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        patience: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let lock = guard.lock;
        let inner = guard.inner.take().expect("held");
        let patience = match explored() {
            Some(_) => Duration::ZERO,
            None => patience,
        };
        let waited = self.0.wait_timeout(inner, patience);
        let (inner, outcome) = waited.unwrap_or_else(PoisonError::into_inner);
        Ok((lock.guard(inner), outcome))
    }

    /// As the standard library's.
    pub(crate) fn wait_timeout_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        patience: Duration,
        condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let lock = guard.lock;
        let inner = guard.inner.take().expect("held");
        let patience = match explored() {
            Some(_) => Duration::ZERO,
            None => patience,
        };
        let waited = self.0.wait_timeout_while(inner, patience, condition);
        let (inner, outcome) = waited.unwrap_or_else(PoisonError::into_inner);
        Ok((lock.guard(inner), outcome))
    }
}

/// As the standard library's.
#[derive(Default, Debug)]
pub(crate) struct AtomicU64(std::sync::atomic::AtomicU64);

impl AtomicU64 {
    /// As the standard library's.
    pub(crate) fn load(&self, ordering: Ordering) -> u64 {
        step();
        self.0.load(ordering)
    }

    /// As the standard library's.
    pub(crate) fn store(&self, value: u64, ordering: Ordering) {
        step();
        self.0.store(value, ordering);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_update_is_found_and_a_locked_one_is_not() {
        let race = |locked: bool| {
            move || {
                let (counter, lock) = (Arc::new(AtomicU64::default()), Arc::new(Mutex::new(())));
                let part = || -> Part {
                    let (counter, lock) = (Arc::clone(&counter), Arc::clone(&lock));
                    Box::new(move || {
                        let held = locked.then(|| lock.lock());
                        let value = counter.load(Ordering::SeqCst);
                        counter.store(value + 1, Ordering::SeqCst);
                        drop(held);
                    })
                };
                let parts = vec![part(), part()];
                let check = move || assert_eq!(counter.0.load(Ordering::SeqCst), 2);
                (parts, Box::new(check) as Part)
            }
        };
        assert!(explore(race(true)) > 3);
        assert!(catch_unwind(|| explore(race(false))).is_err());
    }

    #[test]
    fn threads_that_wait_for_each_other_are_found() {
        let crossed = || {
            let (a, b) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
            let part = |first: &Arc<Mutex<()>>, second: &Arc<Mutex<()>>| -> Part {
                let (first, second) = (Arc::clone(first), Arc::clone(second));
                Box::new(move || {
                    let _first = first.lock();
                    let _second = second.lock();
                })
            };
            let parts = vec![part(&a, &b), part(&b, &a)];
            (parts, Box::new(|| ()) as Part)
        };
        assert!(catch_unwind(|| explore(crossed)).is_err());
    }
}
