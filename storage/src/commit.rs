//! Committing: check, log, install, and wait until it is durable and visible.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};

use crate::engine::Engine;
use crate::graph::install::{InstallError, Installer};
use crate::metrics::StoreMetrics;
use crate::operation::Operation;
use crate::population;
use crate::schema::state::SchemaState;
use crate::txn::cell::{collect, pin};
use crate::wal::{CommitInfo, Record, WalFailed};
use crate::{CommitError, CommitReceipt, Timestamp, Transaction, WriteError, codec};

pub(crate) type Done = Box<dyn FnOnce(Result<CommitReceipt, CommitError>) + Send>;

/// Replaced versions of one commit beyond which their memory is seen to at once.
const BULK: usize = 64;

/// Bytes of operations that go to the log together; a transaction with more goes in parts, ahead of
/// its commit, so that its record is never in memory as a whole.
const PART: usize = 256 << 10;
/// Writes above which committing takes a while: see [`Transaction::is_large`].
const LARGE: usize = 10_000;

/// A transaction's record, but for what went ahead.
struct Encoded {
    /// Its number in the log.
    transaction: u64,
    rest: Vec<u8>,
    in_parts: bool,
}

/// The parts of a transaction that go ahead: one is on its way while the next is made.
struct Ahead<'e> {
    engine: &'e Engine,
    transaction: u64,
    on_its_way: Option<mpsc::Receiver<()>>,
    in_parts: bool,
}

impl<'e> Ahead<'e> {
    fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            transaction: engine.wal.next_transaction(),
            on_its_way: None,
            in_parts: false,
        }
    }

    /// Waits for the last part; afterwards it is known how much room the log has.
    fn arrived(&mut self) -> Result<(), WriteError> {
        let Some(receiver) = self.on_its_way.take() else {
            return Ok(());
        };
        receiver.recv().map_err(|_| {
            let failed = self.engine.wal.failure();
            let cause = failed.map_or("the log is closed".to_owned(), |f| f.to_string());
            WriteError::ReadOnly(cause)
        })
    }

    fn put(&mut self, operations: Vec<u8>) -> Result<(), WriteError> {
        let (sender, receiver) = mpsc::channel();
        let record = Record {
            transaction: self.transaction,
            operations,
            commit: None,
        };
        let done = Box::new(move |result: Result<(), WalFailed>| {
            if result.is_ok() {
                let _ = sender.send(());
            }
        });
        let taken = self.engine.wal.append(record, done);
        taken.map_err(|failed| WriteError::ReadOnly(failed.to_string()))?;
        self.on_its_way = Some(receiver);
        self.in_parts = true;
        Ok(())
    }

    /// Whether a part can go ahead. Where the disk is full parts would take the room that is left from
    /// others, so whether all of it fits is seen first.
    fn is_roomy(&mut self) -> Result<bool, WriteError> {
        self.arrived()?;
        let room = &self.engine.wal.metrics().room;
        Ok(room.load(Ordering::Relaxed) == u64::MAX)
    }

    fn encode(&mut self, operations: &[Operation]) -> Result<Vec<u8>, WriteError> {
        let mut bytes = Vec::with_capacity((operations.len() * 32).min(PART));
        for operation in operations {
            if bytes.len() >= PART && self.is_roomy()? {
                self.put(std::mem::replace(&mut bytes, Vec::with_capacity(PART)))?;
            }
            codec::encode_operation(operation, &mut bytes)
                .map_err(|error| WriteError::NotStorable(error.to_string()))?;
        }
        self.arrived()?;
        // Deleting may go on into what is kept of the log, so that room can be made.
        self.engine.check_room(&bytes, operations)?;
        Ok(bytes)
    }
}

impl Engine {
    /// Encodes what a transaction does; where that is much, most of it is in the log afterwards.
    fn encode(&self, operations: &[Operation]) -> Result<Encoded, WriteError> {
        let mut ahead = Ahead::new(self);
        let rest = ahead.encode(operations);
        let in_parts = ahead.in_parts;
        if rest.is_err() && in_parts {
            self.wal.abandon(ahead.transaction);
        }
        Ok(Encoded {
            transaction: ahead.transaction,
            rest: rest?,
            in_parts,
        })
    }

    /// Gives a commit its timestamp and its place in the log. Afterwards it cannot be aborted.
    fn append(
        &self,
        encoded: Encoded,
        finish: impl FnOnce(Result<(), String>) + Send + 'static,
    ) -> Result<u64, WriteError> {
        let commits = Arc::clone(&self.commits);
        let wall_nanos = self.clock.now_nanos();
        let Encoded {
            transaction,
            rest,
            in_parts,
        } = encoded;
        let issued = self.commits.issue(Box::new(finish), |timestamp| {
            let wal = &self.wal;
            let record = Record {
                transaction,
                operations: rest,
                commit: Some(CommitInfo {
                    timestamp: Timestamp(timestamp),
                    wall_nanos,
                    user: quiver_types::Text::EMPTY,
                }),
            };
            wal.append(
                record,
                Box::new(move |result| match result {
                    Ok(()) => commits.durable(timestamp),
                    Err(failed) => commits.fail(&failed.to_string()),
                }),
            )
        });
        let timestamp = issued.map_err(|cause| {
            if in_parts {
                self.wal.abandon(transaction);
            }
            if let Some(failed) = self.wal.failure() {
                self.commits.fail(&failed.to_string());
            }
            WriteError::ReadOnly(cause)
        })?;
        StoreMetrics::count(&self.metrics.commits);
        Ok(timestamp)
    }

    /// Whether the log has room for a commit where the disk has none for another file of it.
    fn check_room(&self, bytes: &[u8], operations: &[Operation]) -> Result<(), WriteError> {
        let metrics = self.wal.metrics();
        let full = || {
            let full = metrics.full.load(Ordering::Relaxed);
            full && !operations.iter().all(Operation::is_deletion)
        };
        if (bytes.len() as u64) < metrics.room.load(Ordering::Relaxed) && !full() {
            return Ok(());
        }
        Err(WriteError::DiskFull)
    }

    /// Runs an installation; a failure or panic in it poisons the store.
    fn installing<T>(&self, install: impl FnOnce() -> Result<T, InstallError>) -> Option<T> {
        let outcome = catch_unwind(AssertUnwindSafe(install));
        let cause = match outcome {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "a panic while a commit was installed".to_owned(),
        };
        tracing::error!(cause, "installing a commit failed; the store is read-only");
        self.commits.fail(&cause);
        None
    }

    fn install(&self, timestamp: u64, operations: Vec<Operation>) {
        let installed = self.installing(|| {
            let pin = pin();
            let default = SchemaState::default();
            let schema = self.schema.load(&pin).unwrap_or(&default);
            let mut installer = Installer::new(
                &self.graph,
                schema,
                timestamp,
                Some(&self.commits.snapshots),
                &pin,
            );
            for operation in operations {
                installer.install(operation)?;
            }
            Ok(installer.finish())
        });
        if let Some((counts, garbage)) = installed {
            let replaced = garbage.len();
            self.metrics
                .superseded
                .fetch_add(replaced as u64, Ordering::Relaxed);
            self.commits.installed(timestamp, counts, garbage);
            let folded = self.graph.fold_due(|| self.commits.snapshots.watermark());
            if folded > 0 || replaced > BULK {
                collect(replaced);
            }
        }
    }

    fn install_schema(&self, timestamp: u64, state: SchemaState) {
        let installed = self.installing(|| {
            // Those that are being filled go online by themselves.
            let online = &state.schema.indexes;
            for index in online.iter().filter_map(|index| state.index(index.id)) {
                index.go_online(timestamp);
            }
            self.publish(|_| Some(state));
            Ok(())
        });
        if installed.is_some() {
            self.commits
                .installed(timestamp, Default::default(), Vec::new());
        }
    }

    /// Logs a token's creation; a commit of its own, which nobody waits for, since every user of
    /// the token comes after it in the log.
    pub(crate) fn log_token(&self, operation: &Operation) -> Result<(), WriteError> {
        if let Some(cause) = self.commits.failure() {
            return Err(WriteError::ReadOnly(cause));
        }
        let encoded = self.encode(std::slice::from_ref(operation))?;
        let timestamp = self.append(encoded, |_| {})?;
        self.commits
            .installed(timestamp, Default::default(), Vec::new());
        Ok(())
    }
}

impl Transaction {
    /// Whether [`commit`](Self::commit) takes a while before it returns: it writes parts, and waits
    /// for the disk so that few of them are in memory. Not for a thread that others need.
    pub fn is_large(&self) -> bool {
        self.writes.len() > LARGE
    }

    /// Whether the store takes writes.
    pub(crate) fn check_writable(&self) -> Result<(), WriteError> {
        match self.engine().commits.failure() {
            Some(cause) => Err(WriteError::ReadOnly(cause)),
            None => Ok(()),
        }
    }

    /// Commits. Returns once the record is in the log; `done` is called exactly once, from
    /// whatever thread learns it, when the commit is durable and visible (in sync mode `full`)
    /// or has failed. A transaction that wrote nothing calls it at once.
    pub fn commit(mut self, done: Done) {
        let prepared = self.prepare();
        let engine = Arc::clone(&self.database.engine);
        let (operations, schema, encoded) = match prepared {
            Ok(Some(prepared)) => prepared,
            Ok(None) => {
                let timestamp = self.snapshot();
                drop(self);
                done(Ok(CommitReceipt { timestamp }));
                return;
            }
            Err(error) => {
                drop(self);
                done(Err(error));
                return;
            }
        };
        self.forget_earlier();
        self.drop_snapshot();
        // The finish may run before `append` returns, so it learns the timestamp from the queue.
        let slot = Arc::new(std::sync::OnceLock::new());
        let known = Arc::clone(&slot);
        let locks = self.take_locks();
        let done = match &schema {
            Some(state) => population::before(&engine, state, done),
            None => done,
        };
        let shared = Arc::new(std::sync::Mutex::new(Some(done)));
        let later = Arc::clone(&shared);
        let take = |shared: &std::sync::Mutex<Option<Done>>| {
            shared
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .take()
        };
        let appended = engine.append(encoded, move |result| {
            let timestamp = Timestamp(known.get().copied().unwrap_or_default());
            if let Some(mut locks) = locks {
                locks.release(result.is_ok().then_some(timestamp.0));
            }
            if let Some(done) = take(&later) {
                done(match result {
                    Ok(()) => Ok(CommitReceipt { timestamp }),
                    Err(cause) => Err(CommitError::Uncertain(cause)),
                });
            }
        });
        match appended {
            Ok(timestamp) => {
                let _ = slot.set(timestamp);
                match schema {
                    Some(state) => {
                        engine.install_schema(timestamp, state);
                        self.building = None;
                    }
                    None => engine.install(timestamp, operations),
                }
                drop(self);
                engine.checkpoint_if_due();
            }
            Err(error) => {
                drop(self);
                if let Some(done) = take(&shared) {
                    done(Err(error.into()));
                }
            }
        }
    }

    /// The last checks, and the record; `None` if there is nothing to log.
    #[allow(clippy::type_complexity)]
    fn prepare(
        &mut self,
    ) -> Result<Option<(Vec<Operation>, Option<SchemaState>, Encoded)>, CommitError> {
        if let Some(draft) = self.schema_draft.take() {
            if draft.operations.is_empty() {
                return Ok(None);
            }
            self.check_writable()?;
            let encoded = self.engine().encode(&draft.operations)?;
            return Ok(Some((Vec::new(), Some(draft.state), encoded)));
        }
        if self.writes.is_empty() {
            return Ok(None);
        }
        self.check_deletions()?;
        self.check_writable()?;
        let labels = &self.database.engine.graph.label_sets;
        let operations = std::mem::take(&mut self.writes).into_operations(labels);
        if operations.is_empty() {
            return Ok(None);
        }
        self.check_required(&operations)?;
        let encoded = self.engine().encode(&operations)?;
        Ok(Some((operations, None, encoded)))
    }

    /// Commits and blocks until it is durable. For tests and tools.
    pub fn commit_blocking(self) -> Result<CommitReceipt, CommitError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.commit(Box::new(move |result| {
            let _ = sender.send(result);
        }));
        receiver
            .recv()
            .unwrap_or_else(|_| Err(CommitError::Uncertain("the answer was lost".into())))
    }
}
