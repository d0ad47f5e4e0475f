//! What an open database is made of, shared by its transactions.

use std::sync::Arc;

use quiver_types::DatabaseId;
use quiver_types::time::Clock;

use crate::graph::store::GraphStore;
use crate::graph::token::Tokens;
use crate::schema::state::SchemaState;
use crate::stats::Counts;
use crate::txn::cell::{EpochCell, pin};
use crate::txn::commits::Commits;
use crate::wal::Wal;

/// The parts of an open database.
pub(crate) struct Engine {
    pub(crate) id: DatabaseId,
    pub(crate) tokens: Tokens,
    pub(crate) graph: GraphStore,
    pub(crate) schema: EpochCell<SchemaState>,
    pub(crate) commits: Arc<Commits>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) wal: Option<Wal>,
}

impl Engine {
    /// The counts.
    pub(crate) fn counts(&self) -> &Counts {
        &self.commits.counts
    }

    /// The schema now.
    pub(crate) fn schema_state(&self) -> SchemaState {
        self.schema.load(&pin()).cloned().unwrap_or_default()
    }
}
