//! What transactions share: epoch-protected cells, the snapshot registry, locks, and the queue in
//! which commits become visible.

pub(crate) mod append;
pub(crate) mod cell;
pub(crate) mod commits;
pub(crate) mod lock;
#[cfg(all(test, loom))]
mod orders;
pub(crate) mod snapshots;
