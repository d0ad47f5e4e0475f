//! What transactions share: epoch-protected cells, the snapshot registry, locks, and the queue in
//! which commits become visible.

pub(crate) mod append;
pub(crate) mod cell;
pub(crate) mod commits;
#[cfg(test)]
mod explored;
pub(crate) mod lock;
pub(crate) mod snapshots;
