//! The running log: a queue, and one thread that writes and syncs what has gathered in it.
//!
//! Committers push onto the queue under a short mutex and go on; while the thread syncs one batch
//! the next one gathers, so groups form by themselves and a lone committer waits for nothing but
//! its own write and sync. After the first failure (of a call, or a panic) nothing is written any
//! more: every waiter and later caller gets the cause. Start with [`Wal`].

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use quiver_types::time::Clock;

use super::frame::FrameKind;
use super::writer::LogWriter;
use super::{CommitInfo, LogTail, WalMetrics};
use crate::sync::{Condvar, Mutex, MutexGuard};

/// Those who were answered last are waited for as long as a sync takes, divided by this, at most.
const GATHER: u64 = 4;

/// How the log writes.
#[derive(Clone, Debug)]
pub struct WalOptions {
    /// When a record's completion is called.
    pub sync: WalSync,
    /// Size of the first file; each next one is twice as large.
    pub first_file_bytes: u64,
    /// Size at which doubling stops.
    pub largest_file_bytes: u64,
    /// Whether the next file is made by another thread while the present one fills.
    pub prepare_ahead: bool,
    /// How long the log waits, holding up commits, for room on a full disk before it fails.
    pub wait_for_space: Duration,
    /// After how long without records a mark is written; `None` for never.
    pub idle_mark: Option<Duration>,
}

impl Default for WalOptions {
    fn default() -> Self {
        Self {
            sync: WalSync::EveryBatch,
            first_file_bytes: 1 << 20,
            largest_file_bytes: 64 << 20,
            prepare_ahead: true,
            wait_for_space: Duration::from_secs(30),
            idle_mark: Some(Duration::from_secs(1)),
        }
    }
}

/// When the log syncs, and what a completion is worth. Whatever the way, everything is synced when
/// a file is full, at [`Wal::request_rotation`], when the way changes, and at a clean stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WalSync {
    /// Once for all that has gathered, before any of it completes.
    EveryBatch,
    /// When so many records have gathered, or so much time has passed since the first of them; only
    /// then they complete. Half of each is waited for, so that the sync fits into the other half.
    Window {
        /// Records.
        records: u64,
        /// Time.
        within: Duration,
    },
    /// After a while without records. A record completes when the operating system has it.
    WhenIdle,
    /// Never by itself. A record completes when the operating system has it.
    Never,
}

/// The log failed, once and for all; the cause is kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the log failed: {cause}")]
pub struct WalFailed {
    /// What happened first.
    pub cause: Arc<str>,
}

impl WalFailed {
    fn new(cause: impl Into<Arc<str>>) -> Self {
        Self {
            cause: cause.into(),
        }
    }
}

/// Called once, on the log's thread, for commits in order of appends: the record is durable (or as
/// safe as [`WalSync`] says), or never known to be. That of a part, which may come earlier, says that
/// it is written, and that the log's metrics say what room there is behind it. Must be quick; a panic in it ends the log.
pub type Completion = Box<dyn FnOnce(Result<(), WalFailed>) + Send>;

/// What is appended: a whole transaction, its last part, or (without `commit`) a part of it.
#[derive(Clone, Debug)]
pub struct Record {
    /// From [`Wal::next_transaction`]; ties the parts of a transaction together.
    pub transaction: u64,
    /// Encoded operations, one after the other.
    pub operations: Vec<u8>,
    /// Makes the transaction exist. `None` for a part written ahead.
    pub commit: Option<CommitInfo>,
}

/// A log being written. Shared by reference between threads.
pub struct Wal {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    metrics: Arc<WalMetrics>,
    next_transaction: AtomicU64,
    /// Tells the thread that it is being closed, also while it waits for room on the disk.
    hurry: Arc<AtomicBool>,
}

#[derive(Default)]
struct Queue {
    requests: Vec<Request>,
    closed: bool,
    failed: Option<WalFailed>,
    /// With how many requests the thread, which waits, wants to be woken.
    wake_at: Option<usize>,
}

enum Request {
    Append(Record, Completion),
    Abandon(u64),
    Rotate(Sender<Result<u64, WalFailed>>),
    Release(u64),
    Sync(WalSync, Sender<()>),
}

impl Wal {
    /// Starts the log's thread where recovery left the log.
    pub fn start(tail: LogTail, clock: Arc<dyn Clock>) -> Result<Self, WalFailed> {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            wake: Condvar::new(),
            metrics: Arc::clone(&tail.writer.metrics),
            next_transaction: AtomicU64::new(tail.next_transaction),
            hurry: Arc::clone(tail.writer.hurry()),
        });
        let worker = Worker {
            shared: Arc::clone(&shared),
            clock,
            sync: tail.writer.options.sync,
            writer: tail.writer,
            waiting: VecDeque::new(),
            parts: Vec::new(),
            since: 0,
            expected: 1,
            sync_nanos: 0,
        };
        let thread = std::thread::Builder::new()
            .name("quiver-wal".to_owned())
            .spawn(move || worker.run())
            .map_err(|error| WalFailed::new(format!("the log's thread: {error}")))?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// A number for a transaction that has none yet.
    pub fn next_transaction(&self) -> u64 {
        self.shared.next_transaction.fetch_add(1, Ordering::Relaxed)
    }

    /// Hands a record over; returns at once. Records are written in the order of these calls, so
    /// the caller holds its log mutex over taking the timestamp and this. On `Err` the log has
    /// failed or is closed, nothing was taken, and `done` is dropped without being called.
    pub fn append(&self, record: Record, done: Completion) -> Result<(), WalFailed> {
        // Counted first: the thread may be done with it before this returns.
        let depth = &self.shared.metrics.queue_depth;
        depth.fetch_add(1, Ordering::Relaxed);
        let result = self.shared.push([Request::Append(record, done)]);
        if result.is_err() {
            depth.fetch_sub(1, Ordering::Relaxed);
        }
        result
    }

    /// As [`append`](Self::append) for several records at once; all are taken or none.
    pub fn append_all(&self, records: Vec<(Record, Completion)>) -> Result<(), WalFailed> {
        let depth = &self.shared.metrics.queue_depth;
        let count = records.len() as u64;
        depth.fetch_add(count, Ordering::Relaxed);
        let requests = records
            .into_iter()
            .map(|(record, done)| Request::Append(record, done));
        let result = self.shared.push(requests);
        if result.is_err() {
            depth.fetch_sub(count, Ordering::Relaxed);
        }
        result
    }

    /// Says that a transaction with parts in the log will not commit.
    pub fn abandon(&self, transaction: u64) {
        // A log that has failed will not ask.
        let _ = self.shared.push([Request::Abandon(transaction)]);
    }

    /// Asks for a new file after everything appended so far.
    pub fn request_rotation(&self) -> Result<Rotation, WalFailed> {
        let (sender, receiver) = crossbeam_channel::bounded(1);
        self.shared.push([Request::Rotate(sender)])?;
        Ok(Rotation {
            receiver,
            shared: Arc::clone(&self.shared),
        })
    }

    /// From the next record on the log syncs in another way. What is there already is synced first,
    /// which [`SyncChange::wait`] waits for.
    pub fn request_sync(&self, sync: WalSync) -> Result<SyncChange, WalFailed> {
        let (sender, receiver) = crossbeam_channel::bounded(1);
        self.shared.push([Request::Sync(sync, sender)])?;
        Ok(SyncChange {
            receiver,
            shared: Arc::clone(&self.shared),
        })
    }

    /// Lets go of the log before `position`, which a finished checkpoint has made superfluous.
    pub fn release(&self, position: u64) {
        // As for `abandon`.
        let _ = self.shared.push([Request::Release(position)]);
    }

    /// The failure, if the log has failed.
    pub fn failure(&self) -> Option<WalFailed> {
        self.shared.queue().failed.clone()
    }

    /// Counters.
    pub fn metrics(&self) -> &Arc<WalMetrics> {
        &self.shared.metrics
    }

    /// Writes what was appended and the mark of a clean stop, and ends the thread. Later appends
    /// are refused. Dropping the log does the same. From within a completion it does not wait.
    pub fn close(&self) -> Result<(), WalFailed> {
        {
            let mut queue = self.shared.queue();
            queue.closed = true;
            self.shared.hurry.store(true, Ordering::Relaxed);
            self.shared.wake.notify_all();
        }
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = thread.take()
            && handle.thread().id() != std::thread::current().id()
        {
            // The thread catches its panics, and says what happened below.
            let _ = handle.join();
        }
        self.failure().map_or(Ok(()), Err)
    }
}

impl Drop for Wal {
    fn drop(&mut self) {
        // Whoever wants to know calls `close`.
        let _ = self.close();
    }
}

/// A rotation asked for.
pub struct Rotation {
    receiver: Receiver<Result<u64, WalFailed>>,
    shared: Arc<Shared>,
}

impl Rotation {
    /// Blocks until the new file stands; returns the position from which the log must be kept
    /// for what is appended after the request (and for transactions open at it).
    pub fn wait(self) -> Result<u64, WalFailed> {
        let answered = self.receiver.recv();
        answered.unwrap_or_else(|_| Err(self.shared.over()))
    }
}

/// Another way to sync, asked for.
pub struct SyncChange {
    receiver: Receiver<()>,
    shared: Arc<Shared>,
}

impl SyncChange {
    /// Blocks until everything appended before is synced and the new way holds.
    pub fn wait(self) -> Result<(), WalFailed> {
        self.receiver.recv().map_err(|_| self.shared.over())
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing under this mutex panics half way through a change.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why nothing more comes of a request.
    fn over(&self) -> WalFailed {
        let failed = self.queue().failed.clone();
        failed.unwrap_or_else(|| WalFailed::new("the log is closed"))
    }

    fn push(&self, requests: impl IntoIterator<Item = Request>) -> Result<(), WalFailed> {
        let mut queue = self.queue();
        if let Some(failed) = &queue.failed {
            return Err(failed.clone());
        }
        if queue.closed {
            return Err(WalFailed::new("the log is closed"));
        }
        queue.requests.extend(requests);
        let wake = queue.wake_at.is_some_and(|at| queue.requests.len() >= at);
        if wake {
            queue.wake_at = None;
        }
        drop(queue);
        if wake {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Waits to be woken; tells whether the time ended first.
    #[cfg(not(loom))]
    fn wait<'a>(
        &'a self,
        queue: MutexGuard<'a, Queue>,
        patience: Duration,
    ) -> (MutexGuard<'a, Queue>, bool) {
        let waited = self.wake.wait_timeout(queue, patience);
        let (queue, outcome) = waited.unwrap_or_else(PoisonError::into_inner);
        (queue, outcome.timed_out())
    }

    /// As above, in a model: the time ends whenever others have had their turn.
    #[cfg(loom)]
    fn wait<'a>(
        &'a self,
        queue: MutexGuard<'a, Queue>,
        _: Duration,
    ) -> (MutexGuard<'a, Queue>, bool) {
        drop(queue);
        loom::thread::yield_now();
        (self.queue(), true)
    }

    /// Waits for requests and swaps them into `requests`, which is empty. Where some are there, but
    /// fewer than `expected`, waits for these a moment longer.
    fn take(
        &self,
        requests: &mut Vec<Request>,
        patience: Option<Duration>,
        expected: (usize, Duration),
    ) -> Taken {
        let mut queue = self.queue();
        loop {
            if !queue.requests.is_empty() {
                if queue.requests.len() < expected.0 && !queue.closed {
                    queue.wake_at = Some(expected.0);
                    // Woken without a reason it goes on with those that are there.
                    queue = self.wait(queue, expected.1).0;
                }
                std::mem::swap(&mut queue.requests, requests);
                queue.wake_at = None;
                return Taken::Requests;
            }
            if queue.closed {
                return Taken::Closed;
            }
            queue.wake_at = Some(1);
            queue = match patience {
                None => self
                    .wake
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(patience) => {
                    let (queue, timed_out) = self.wait(queue, patience);
                    if timed_out && queue.requests.is_empty() && !queue.closed {
                        return Taken::Nothing;
                    }
                    queue
                }
            };
        }
    }
}

enum Taken {
    Requests,
    Nothing,
    Closed,
}

/// What the log's thread owns.
struct Worker {
    shared: Arc<Shared>,
    clock: Arc<dyn Clock>,
    sync: WalSync,
    writer: LogWriter,
    /// Completions of what was gathered, in order.
    waiting: VecDeque<Completion>,
    /// Completions of parts that are being written.
    parts: Vec<Completion>,
    /// Monotonic nanoseconds when the first of them came.
    since: u64,
    /// How many records the next group has if those who were answered last come back at once.
    expected: usize,
    /// Nanoseconds that a sync takes, smoothed.
    sync_nanos: u64,
}

impl Worker {
    fn run(mut self) {
        let ended = catch_unwind(AssertUnwindSafe(|| self.work()));
        let failed = match ended {
            Ok(Ok(())) => return,
            Ok(Err(error)) => WalFailed::new(error.to_string()),
            Err(panic) => {
                WalFailed::new(format!("its thread panicked: {}", message(panic.as_ref())))
            }
        };
        tracing::error!(cause = %failed.cause, "the log failed; the database is read-only");
        self.fail(&failed);
    }

    /// Gives everybody the cause. From here on nobody can push.
    fn fail(mut self, failed: &WalFailed) {
        let requests = {
            let mut queue = self.shared.queue();
            queue.failed = Some(failed.clone());
            // Whatever the cause was, it is final now.
            self.shared.metrics.full.store(false, Ordering::Relaxed);
            let room = &self.shared.metrics.room;
            room.store(u64::MAX, Ordering::Relaxed);
            std::mem::take(&mut queue.requests)
        };
        self.waiting.extend(self.parts.drain(..));
        self.waiting
            .extend(requests.into_iter().filter_map(|request| match request {
                Request::Append(_, done) => Some(done),
                // Dropping a sender answers it.
                Request::Abandon(_)
                | Request::Rotate(_)
                | Request::Release(_)
                | Request::Sync(..) => None,
            }));
        for done in self.waiting.drain(..) {
            self.shared
                .metrics
                .queue_depth
                .fetch_sub(1, Ordering::Relaxed);
            // One that panics must not keep the others from learning.
            let _ = catch_unwind(AssertUnwindSafe(|| done(Err(failed.clone()))));
        }
    }

    fn work(&mut self) -> std::io::Result<()> {
        let mut requests = Vec::new();
        self.announce()?;
        loop {
            let expected = (
                self.expected,
                Duration::from_nanos(self.sync_nanos / GATHER),
            );
            match self.shared.take(&mut requests, self.patience(), expected) {
                Taken::Requests => self.batch(&mut requests)?,
                Taken::Nothing if !self.waiting.is_empty() => self.sync_all()?,
                // A mark would take room.
                Taken::Nothing if self.writer.lacks_space() => {}
                Taken::Nothing => {
                    self.writer.mark(FrameKind::Mark)?;
                    self.writer.sync(self.clock.as_ref())?;
                }
                Taken::Closed => {
                    self.writer.mark(FrameKind::CleanStop)?;
                    return self.sync_all();
                }
            }
            self.writer.look_for_space(false);
        }
    }

    /// How long to wait for requests before there is something to do without any.
    fn patience(&self) -> Option<Duration> {
        /// Between two looks for room on a full disk.
        const LOOK: Duration = Duration::from_millis(250);
        let patience = self.patience_for_sync();
        if self.writer.lacks_space() {
            return Some(patience.map_or(LOOK, |patience| patience.min(LOOK)));
        }
        patience
    }

    fn patience_for_sync(&self) -> Option<Duration> {
        match self.sync {
            WalSync::Window { within, .. } if !self.waiting.is_empty() => {
                let now = self.clock.monotonic_nanos();
                let waited = Duration::from_nanos(now.saturating_sub(self.since));
                return Some((within / 2).saturating_sub(waited));
            }
            WalSync::EveryBatch | WalSync::Window { .. } | WalSync::WhenIdle => {}
            WalSync::Never => return None,
        }
        let idle = self.writer.options.idle_mark;
        idle.filter(|_| self.writer.is_unmarked())
    }

    /// Where records complete before they are synced, all of them may be lost together with their
    /// timestamps. A durable mark behind the last clean stop lets recovery know.
    fn announce(&mut self) -> std::io::Result<()> {
        if self.sync != WalSync::EveryBatch {
            self.writer.mark(FrameKind::Mark)?;
            self.writer.sync(self.clock.as_ref())?;
        }
        Ok(())
    }

    fn sync_all(&mut self) -> std::io::Result<()> {
        let began = self.clock.monotonic_nanos();
        self.writer.sync(self.clock.as_ref())?;
        let took = self.clock.monotonic_nanos().saturating_sub(began);
        // A disk that hangs now and then is no reason to wait for companions longer.
        let took = took.min(2 * self.sync_nanos + 100_000);
        self.sync_nanos = self.sync_nanos - self.sync_nanos / 8 + took / 8;
        // Who came during the sync waits for the next one; who is answered now may come again.
        // Without waiting for these there would be two groups that take turns, each waiting for
        // the other's sync.
        self.expected = match self.sync {
            WalSync::EveryBatch => self.waiting.len() + self.shared.queue().requests.len(),
            WalSync::Window { .. } | WalSync::WhenIdle | WalSync::Never => 1,
        };
        self.complete();
        Ok(())
    }

    fn batch(&mut self, requests: &mut Vec<Request>) -> std::io::Result<()> {
        // All completions first: whatever happens to the first record, the last must learn.
        let mut tasks = Vec::with_capacity(requests.len());
        for request in requests.drain(..) {
            tasks.push(match request {
                Request::Append(record, done) if record.commit.is_none() => {
                    self.parts.push(done);
                    Task::Append(record)
                }
                Request::Append(record, done) => {
                    if self.waiting.is_empty() {
                        self.since = self.clock.monotonic_nanos();
                    }
                    self.waiting.push_back(done);
                    Task::Append(record)
                }
                Request::Abandon(transaction) => Task::Abandon(transaction),
                Request::Rotate(sender) => Task::Rotate(sender),
                Request::Release(position) => Task::Release(position),
                Request::Sync(sync, sender) => Task::Sync(sync, sender),
            });
        }
        for task in tasks {
            match task {
                Task::Append(record) => self.writer.put(&record)?,
                Task::Abandon(transaction) => self.writer.abandon(transaction),
                Task::Rotate(sender) => {
                    // Nobody waiting any more is nobody's loss.
                    let _ = match self.writer.cut_here()? {
                        Some(position) => sender.send(Ok(position)),
                        None => sender.send(Err(WalFailed::new(
                            "the disk has no room for another file of the log",
                        ))),
                    };
                }
                Task::Release(position) => self.writer.release(position),
                Task::Sync(sync, sender) => {
                    // Those who came before were promised what held then, or less.
                    self.writer.sync(self.clock.as_ref())?;
                    self.sync = sync;
                    self.announce()?;
                    let _ = sender.send(());
                }
            }
        }
        if !self.parts.is_empty() {
            self.writer.write_out()?;
            self.writer.look_for_space(true);
            for done in self.parts.drain(..) {
                let depth = &self.shared.metrics.queue_depth;
                depth.fetch_sub(1, Ordering::Relaxed);
                done(Ok(()));
            }
            if self.waiting.is_empty() {
                return Ok(());
            }
        }
        match self.sync {
            WalSync::EveryBatch => return self.sync_all(),
            WalSync::Window { records, within } => {
                let gathered = self.waiting.len() as u64;
                let now = self.clock.monotonic_nanos();
                let waited = Duration::from_nanos(now.saturating_sub(self.since));
                if gathered >= records.div_ceil(2) || gathered > 0 && waited >= within / 2 {
                    return self.sync_all();
                }
                self.writer.write_out()?;
            }
            WalSync::WhenIdle | WalSync::Never => {
                self.writer.write_out()?;
                self.complete();
            }
        }
        Ok(())
    }

    fn complete(&mut self) {
        let count = self.waiting.len() as u64;
        if count == 0 {
            return;
        }
        let metrics = Arc::clone(&self.shared.metrics);
        metrics.batch_records.record(count);
        metrics.records.fetch_add(count, Ordering::Relaxed);
        while let Some(done) = self.waiting.pop_front() {
            metrics.queue_depth.fetch_sub(1, Ordering::Relaxed);
            done(Ok(()));
        }
    }
}

/// A request whose completion has been put aside.
enum Task {
    Append(Record),
    Abandon(u64),
    Rotate(Sender<Result<u64, WalFailed>>),
    Release(u64),
    Sync(WalSync, Sender<()>),
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

#[cfg(all(test, loom))]
mod orders;
