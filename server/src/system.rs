//! The `system` database as a store of the server's own: [`begin`] a transaction in it, find [`nodes`].
//!
//! What is kept there is the affair of `auth/store.rs` (users) and `languages.rs`.

use quiver_storage::{AccessMode, Database, NodeScan, ReadError, Transaction, TransactionOptions};
use quiver_types::{LabelId, NodeId};

/// A transaction without limits, in its first statement: nothing that clients send runs in it.
pub fn begin(system: &Database, mode: AccessMode) -> Transaction {
    let mut transaction = system.begin(TransactionOptions {
        mode,
        memory_limit: 0,
        lock_timeout_ms: 0,
    });
    transaction.begin_statement();
    transaction
}

/// The nodes with a label; there are as many as there are users or databases.
pub fn nodes(transaction: &Transaction, label: LabelId) -> Result<Vec<NodeId>, ReadError> {
    let mut scan = NodeScan::label(label);
    let mut found = Vec::new();
    while transaction.view().scan_nodes(&mut scan, 1024, &mut found)? {}
    Ok(found)
}
