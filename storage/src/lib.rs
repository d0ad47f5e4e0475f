//! The graph store: nodes, relationships, schema, indexes, transactions and the write-ahead log.
//!
//! The only crate that touches the disk, and only in [`io`]. It never learns Cypher: no operator
//! names, no query text, no NULL logic. Start with [`Database`], then [`Transaction`] and
//! [`GraphView`]. `FORMAT.md` beside this crate gives the bytes on disk.

pub mod allocator;
pub mod check;
mod checkpoint;
pub mod codec;
mod commit;
pub mod database;
mod engine;
pub mod error;
pub mod graph;
mod index;
pub mod io;
pub mod metrics;
pub mod operation;
mod population;
mod recovery;
pub mod schema;
pub mod statistics;
mod stats;
mod sync;
mod sync_mode;
pub mod transaction;
mod txn;
pub mod wal;

pub use check::CheckReport;
pub use database::{Database, DatabaseOptions};
pub use error::{CommitError, OpenError, ReadError, SchemaError, WriteError};
pub use graph::columns::{
    ColumnReport, Dictionary, NO_TEXT, PackedTexts, StoredColumn, StoredValues,
};
pub use graph::summary::Summary;
pub use graph::token::Tokens;
pub use graph::view::{
    AdjacencyScan, Direction, GraphView, IndexQuery, Neighbor, NodeScan, RelationshipRecord,
    RelationshipScan, SegmentRange,
};
pub use metrics::{MemoryReport, StoreMetrics};
pub use operation::Operation;
pub use schema::{
    Constraint, ConstraintKind, EntityKind, Index, IndexId, IndexKind, LookupIndex, NODE_LOOKUP,
    POINT_INDEX_CONFIG, RELATIONSHIP_LOOKUP, Schema, SchemaTarget,
};
pub use statistics::{Degrees, IndexStatistics, Statistics};
pub use sync_mode::SyncMode;
pub use transaction::{
    AccessMode, CommitReceipt, Isolation, LockOutcome, LockWait, MemoryTracker, Timestamp,
    Transaction, TransactionOptions,
};
