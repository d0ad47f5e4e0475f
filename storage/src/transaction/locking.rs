//! How a transaction takes locks (being written).

use quiver_types::NodeId;

use super::{LockWait, Transaction};
use crate::WriteError;
use crate::txn::lock::{Mode, Resource};

/// The locks a transaction holds.
#[derive(Default)]
pub(crate) struct Locks {}

impl Locks {
    pub(crate) fn release(self, _timestamp: u64) {}
}

impl Transaction {
    pub(super) fn enter_gate(&mut self) -> Result<(), WriteError> {
        self.lock(Resource::Gate, Mode::Shared)
    }

    pub(super) fn lock(&mut self, _resource: Resource, _mode: Mode) -> Result<(), WriteError> {
        Ok(())
    }

    pub(crate) fn take_locks(&mut self) -> Locks {
        std::mem::take(&mut self.locks)
    }

    pub(super) fn release_locks(&mut self) {}

    /// The wait that the last `WriteError::MustWait` announced.
    pub fn take_lock_wait(&mut self) -> Option<LockWait> {
        None
    }

    /// From now on a held lock blocks the calling thread instead of giving `MustWait`.
    pub fn wait_in_place(&mut self, _yes: bool) {}

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
            return Err(WriteError::Conflict(format!("node {node}")));
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
            return Err(WriteError::Conflict(format!("node {node}")));
        }
        Ok(())
    }
}
