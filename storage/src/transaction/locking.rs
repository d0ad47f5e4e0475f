//! How a transaction takes locks, and what it checks under each.

use std::collections::HashMap;
use std::sync::Arc;

use quiver_types::NodeId;

use super::{LockOutcome, LockWait, Transaction};
use crate::WriteError;
use crate::engine::Engine;
use crate::metrics::StoreMetrics;
use crate::txn::commits::Commits;
use crate::txn::lock::{Acquired, LockTable, Mode, Owner, Resource, WaitCell};

/// Bytes a held lock costs.
const LOCK_COST: usize = 160;

struct Held {
    mode: Mode,
    /// For a key: the commit of the last holder that wrote.
    last_write: u64,
}

/// The locks a transaction holds or waits for. Dropping them releases them.
pub(crate) struct Locks {
    owner: Owner,
    table: Arc<LockTable>,
    commits: Arc<Commits>,
    held: HashMap<Resource, Held, foldhash::fast::RandomState>,
    pending: Option<(Resource, Mode, Arc<WaitCell>)>,
    in_place: bool,
    timeout_ms: u64,
}

impl Locks {
    pub(super) fn new(engine: &Engine, timeout_ms: u64) -> Self {
        Self {
            owner: engine.locks.owner(),
            table: Arc::clone(&engine.locks),
            commits: Arc::clone(&engine.commits),
            held: HashMap::default(),
            pending: None,
            in_place: false,
            timeout_ms,
        }
    }

    /// Takes over a wait that was granted, gives up one that was not.
    fn settle_pending(&mut self) {
        let Some((resource, mode, cell)) = self.pending.take() else {
            return;
        };
        let granted = match cell.outcome() {
            Some(LockOutcome::Granted) => true,
            Some(LockOutcome::Deadlock | LockOutcome::TimedOut) => false,
            None => !self.table.cancel(self.owner, resource),
        };
        if granted {
            // Asking again tells what the key remembers.
            let again = self.table.acquire(self.owner, resource, mode, 0);
            let last_write = match again {
                Acquired::Granted(last_write) => last_write,
                Acquired::MustWait(_) | Acquired::Deadlock => 0,
            };
            self.note(resource, mode, last_write);
        }
    }

    fn note(&mut self, resource: Resource, mode: Mode, last_write: u64) {
        let held = self.held.entry(resource).or_insert(Held {
            mode,
            last_write: 0,
        });
        held.last_write = held.last_write.max(last_write);
        if mode == Mode::Exclusive {
            held.mode = mode;
        }
    }

    /// Takes a lock; gives the commit of a key's last writer.
    fn take(&mut self, resource: Resource, mode: Mode) -> Result<u64, WriteError> {
        if self.pending.is_some() {
            self.settle_pending();
        }
        loop {
            match self
                .table
                .acquire(self.owner, resource, mode, self.timeout_ms)
            {
                Acquired::Granted(last_write) => {
                    self.note(resource, mode, last_write);
                    return Ok(last_write);
                }
                Acquired::Deadlock => return Err(WriteError::Deadlock),
                Acquired::MustWait(cell) => {
                    self.pending = Some((resource, mode, Arc::clone(&cell)));
                    if !self.in_place {
                        return Err(WriteError::MustWait);
                    }
                    let outcome = cell.block();
                    self.settle_pending();
                    match outcome {
                        // Asked again, it is granted with what the key remembers.
                        LockOutcome::Granted => {}
                        LockOutcome::Deadlock => return Err(WriteError::Deadlock),
                        LockOutcome::TimedOut => {
                            return Err(WriteError::LockTimeout(self.timeout_ms));
                        }
                    }
                }
            }
        }
    }

    /// Whether a lock is held at least in a mode, and what its key remembers.
    fn holds(&self, resource: Resource, mode: Mode) -> Option<u64> {
        let held = self.held.get(&resource)?;
        (held.mode == Mode::Exclusive || mode == Mode::Shared).then_some(held.last_write)
    }

    /// Shares what is held alone.
    fn share(&mut self, resource: Resource) {
        if let Some(held) = self.held.get_mut(&resource)
            && held.mode == Mode::Exclusive
        {
            held.mode = Mode::Shared;
            self.table.share(self.owner, resource);
        }
    }

    /// Releases everything; `written` is the commit, if there was one.
    pub(crate) fn release(&mut self, written: Option<u64>) {
        self.settle_pending();
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            let watermark = || self.commits.snapshots.watermark();
            self.table
                .release(self.owner, held.into_keys(), written, watermark);
        }
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        self.release(None);
    }
}

impl LockWait {
    /// Calls `ready` once, from whatever thread decides the outcome (at once if it is decided).
    pub fn on_ready(self, ready: Box<dyn FnOnce(LockOutcome) + Send>) {
        self.cell.on_ready(ready);
    }

    /// Blocks the calling thread until the outcome is known. For tests and tools.
    pub fn block(self) -> LockOutcome {
        self.cell.block()
    }
}

impl Transaction {
    /// Lets go of all locks and takes the writers' gate alone: once it is held, no other writer runs,
    /// and on a snapshot taken then nothing conflicts. For a statement that could not get through
    /// otherwise, after [`rollback_statement`](Self::rollback_statement), while the transaction has
    /// written nothing; `MustWait` as for any lock, then to be called again.
    pub fn enter_alone(&mut self) -> Result<(), WriteError> {
        debug_assert!(self.writes.is_empty(), "locks guard what was written");
        if !self.alone {
            drop(self.locks.take());
            self.alone = true;
        }
        self.lock(Resource::Gate, Mode::Exclusive)?;
        self.drop_snapshot();
        Ok(())
    }

    /// Lets other writers in again; what was written since stays guarded by its own locks.
    pub fn share_gate(&mut self) {
        if std::mem::take(&mut self.alone)
            && let Some(locks) = &mut self.locks
        {
            locks.share(Resource::Gate);
        }
    }

    fn locks_mut(&mut self) -> &mut Locks {
        let (engine, timeout) = (&self.database.engine, self.options.lock_timeout_ms);
        self.locks
            .get_or_insert_with(|| Locks::new(engine, timeout))
    }

    pub(super) fn enter_gate(&mut self) -> Result<(), WriteError> {
        self.lock(Resource::Gate, Mode::Shared)
    }

    /// Takes a lock. Of a key whose last writer the snapshot does not show, it is a conflict.
    pub(super) fn lock(&mut self, resource: Resource, mode: Mode) -> Result<(), WriteError> {
        let snapshot = self.snapshot().0;
        let wait_in_place = self.wait_in_place;
        let locks = self.locks_mut();
        let last_write = match locks.holds(resource, mode) {
            Some(last_write) => last_write,
            None => {
                locks.in_place = wait_in_place;
                let last_write = locks.take(resource, mode)?;
                self.memory.reserve(LOCK_COST)?;
                last_write
            }
        };
        if last_write > snapshot {
            return Err(self.conflict("what was to be merged or made unique".into()));
        }
        Ok(())
    }

    pub(super) fn conflict(&self, what: String) -> WriteError {
        StoreMetrics::count(&self.engine().metrics.conflicts);
        WriteError::Conflict(what)
    }

    pub(crate) fn take_locks(&mut self) -> Option<Locks> {
        self.locks.take()
    }

    /// The wait that the last `WriteError::MustWait` announced.
    pub fn take_lock_wait(&mut self) -> Option<LockWait> {
        let (_, _, cell) = self.locks.as_ref()?.pending.as_ref()?;
        Some(LockWait {
            cell: Arc::clone(cell),
        })
    }

    /// From now on a held lock blocks the calling thread instead of giving `MustWait`.
    pub fn wait_in_place(&mut self, yes: bool) {
        self.wait_in_place = yes;
    }

    /// Locks a committed node's content, and its existence too if asked, and checks that the
    /// snapshot shows its newest version.
    pub(super) fn lock_node(&mut self, node: NodeId, existence: bool) -> Result<(), WriteError> {
        if existence {
            self.lock(Resource::NodeExistence(node.0), Mode::Exclusive)?;
        }
        self.lock(Resource::NodeContent(node.0), Mode::Exclusive)?;
        let view = self.view();
        let newest = view.store().node_version(node, &view.pin);
        if newest.is_some_and(|version| version.timestamp > view.snapshot) {
            return Err(self.conflict(format!("node {node}")));
        }
        Ok(())
    }

    /// Shares a node's existence for a relationship at it, and checks that it was not deleted
    /// since the snapshot.
    pub(super) fn share_node(&mut self, node: NodeId) -> Result<(), WriteError> {
        if self.writes.node(node).is_some_and(|own| own.created) {
            return Ok(());
        }
        self.lock(Resource::NodeExistence(node.0), Mode::Shared)?;
        let view = self.view();
        let newest = view.store().node_version(node, &view.pin);
        if newest.is_some_and(|version| !version.exists && version.timestamp > view.snapshot) {
            return Err(self.conflict(format!("node {node}")));
        }
        Ok(())
    }
}
