//! The threads on which queries run that are too long for a network thread.
//!
//! Work comes in slices: a query that is not finished when its slice is over is queued again.
//! The queue is in the order of the time by which each wants to be served. Who has run for long
//! already has more time, within bounds: so a short query goes ahead of a hundred long ones, and
//! the long ones starve as little. There are as many threads
//! as processors; when all are busy and nothing has been taken from the queue for a while (a
//! slice that blocks, or that does not look at its budget) spare ones are added, and end when idle.
//! Not here: what a slice does. Meet [`WorkerPool`] first.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A piece of work.
type Job = Box<dyn FnOnce() + Send>;

/// How long nothing may be taken from the queue before a spare thread comes. Well above what a
/// slice takes when threads share their processors: threads added because there are many would
/// only make it worse.
const STUCK_AFTER: Duration = Duration::from_millis(40);
/// How long a spare thread stays without work.
const SPARE_STAYS: Duration = Duration::from_secs(10);

/// A pool of threads; dropping it lets them finish what is queued and end.
pub struct WorkerPool {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    work: Condvar,
    watch: Condvar,
    base: usize,
    most: usize,
}

#[derive(Default)]
struct State {
    /// By the time by which each wants to be served, then in the order in which they came.
    queue: BTreeMap<(u64, u64), Job>,
    submitted: u64,
    threads: usize,
    idle: usize,
    taken: u64,
    closed: bool,
    watched: bool,
}

/// The pool cannot take work: the operating system gives no thread.
#[derive(Debug, thiserror::Error)]
#[error("no worker thread could be started: {0}")]
pub struct NoThread(#[from] std::io::Error);

impl WorkerPool {
    /// A pool that has `base` threads when needed and never more than `most`. Threads are started
    /// when there is work for them.
    pub fn new(base: usize, most: usize) -> Self {
        let base = base.max(1);
        Self {
            shared: Arc::new(Shared {
                state: Mutex::default(),
                work: Condvar::new(),
                watch: Condvar::new(),
                base,
                most: most.max(base),
            }),
        }
    }

    /// Queues work that wants to be served by `due`, in monotonic nanoseconds, which decides what
    /// goes before it and nothing else.
    pub fn submit(&self, due: u64, job: Job) -> Result<(), NoThread> {
        let mut state = self.shared.lock();
        state.submitted += 1;
        let key = (due, state.submitted);
        state.queue.insert(key, job);
        if state.idle >= state.queue.len() {
            self.shared.work.notify_one();
            return Ok(());
        }
        if state.threads < self.shared.base {
            if let Err(error) = self.shared.start_thread(&mut state)
                && state.threads == 0
            {
                state.queue.remove(&key);
                return Err(error.into());
            }
            return Ok(());
        }
        self.shared.work.notify_one();
        self.watch(&mut state)
    }

    /// All threads are busy: from now on somebody looks whether they move.
    fn watch(&self, state: &mut State) -> Result<(), NoThread> {
        if state.watched {
            self.shared.watch.notify_one();
            return Ok(());
        }
        state.watched = true;
        let shared = self.shared.clone();
        std::thread::Builder::new()
            .name("quiver-watch".into())
            .stack_size(128 << 10)
            .spawn(move || shared.watch())?;
        Ok(())
    }

    /// Threads and queued pieces of work, for metrics.
    pub fn load(&self) -> (usize, usize) {
        let state = self.shared.lock();
        (state.threads, state.queue.len())
    }
}

impl Drop for WorkerPool {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.work.notify_all();
        self.shared.watch.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Jobs run outside the lock and nothing under it can panic halfway through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start_thread(self: &Arc<Self>, state: &mut State) -> std::io::Result<()> {
        let shared = self.clone();
        std::thread::Builder::new()
            .name("quiver-worker".into())
            .stack_size(quiver_cypher::STACK)
            .spawn(move || shared.run())?;
        state.threads += 1;
        Ok(())
    }

    fn run(&self) {
        let mut state = self.lock();
        loop {
            if let Some((_, job)) = state.queue.pop_first() {
                state.taken += 1;
                drop(state);
                // A job catches its own panics; this keeps the thread whatever happens.
                let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
                state = self.lock();
                continue;
            }
            if state.closed {
                break;
            }
            state.idle += 1;
            let (guard, wait) = self
                .work
                .wait_timeout(state, SPARE_STAYS)
                .unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.idle -= 1;
            if wait.timed_out() && state.threads > self.base && state.queue.is_empty() {
                break;
            }
        }
        state.threads -= 1;
    }

    /// Adds a spare thread whenever work waits and none was taken for a while.
    fn watch(self: Arc<Self>) {
        let mut state = self.lock();
        while !state.closed {
            if state.queue.is_empty() {
                state = self
                    .watch
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let taken = state.taken;
            state = self
                .watch
                .wait_timeout_while(state, STUCK_AFTER, |state| !state.closed)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            let stuck = state.taken == taken && !state.queue.is_empty();
            if stuck && state.threads < self.most && !state.closed {
                // Without a thread to be had the work waits for the busy ones.
                let _ = self.start_thread(&mut state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn work_gets_done_although_every_thread_blocks() {
        let pool = WorkerPool::new(1, 4);
        let (release, blocked) = mpsc::channel::<()>();
        let blocked = Arc::new(Mutex::new(blocked));
        for _ in 0..2 {
            let blocked = blocked.clone();
            let job = Box::new(move || {
                let _ = blocked.lock().unwrap().recv();
            });
            pool.submit(0, job).unwrap();
        }
        let (done, result) = mpsc::channel();
        pool.submit(0, Box::new(move || done.send(1).unwrap()))
            .unwrap();
        assert_eq!(result.recv(), Ok(1));
        assert!(pool.load().0 > 1);
        drop(release);
    }

    #[test]
    fn what_is_due_first_goes_first() {
        let pool = WorkerPool::new(1, 1);
        let (release, blocked) = mpsc::channel::<()>();
        let (done, order) = mpsc::channel();
        let job = Box::new(move || {
            let _ = blocked.recv();
        });
        pool.submit(0, job).unwrap();
        for due in [30_u64, 10, 20, 10] {
            let done = done.clone();
            pool.submit(due, Box::new(move || done.send(due).unwrap()))
                .unwrap();
        }
        drop((release, done));
        assert_eq!(order.iter().collect::<Vec<_>>(), [10, 10, 20, 30]);
    }

    #[test]
    fn a_panic_costs_no_thread() {
        let pool = WorkerPool::new(1, 1);
        pool.submit(0, Box::new(|| panic!("a defect"))).unwrap();
        let (done, result) = mpsc::channel();
        pool.submit(0, Box::new(move || done.send(1).unwrap()))
            .unwrap();
        assert_eq!(result.recv(), Ok(1));
        assert_eq!(pool.load().0, 1);
    }
}
