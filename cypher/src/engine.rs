//! The engine: text to cached plan, plan to cursor.

use std::sync::Arc;

use quiver_storage::{Database, Transaction};
use quiver_types::time::Clock;
use quiver_types::{Failure, Map, Text};

use crate::edge::{
    Dbms, Interrupt, Notification, PlanDescription, QueryStatistics, QueryType, RecordSink,
    RunError,
};

/// Limits and sizes.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Plans kept, 0 switches the cache off.
    pub plan_cache_size: usize,
    /// Bytes a query text may have.
    pub max_query_length: usize,
    /// Nesting of expressions, patterns and subqueries a query text may have.
    pub max_nesting: usize,
}

/// Parses, plans, caches. One for a server; databases are passed in.
pub struct Engine {}

impl Engine {
    /// An engine.
    pub fn new(_options: EngineOptions) -> Self {
        unimplemented!()
    }
    /// Text to plan, from the cache where it can be. `system` says that the session is on the
    /// system database.
    pub fn prepare(
        &self,
        _text: &str,
        _database: &Database,
        _dbms: &dyn Dbms,
    ) -> Result<Arc<Prepared>, Failure> {
        unimplemented!()
    }
    /// Plan cache hits, misses and entries, for metrics.
    pub fn cache_counters(&self) -> (u64, u64, u64) {
        unimplemented!()
    }
    /// Forgets all cached plans.
    pub fn clear_caches(&self) {
        unimplemented!()
    }
}

/// A planned query, shared between the sessions that run it.
pub struct Prepared {}

impl Prepared {
    /// Column names, in order.
    pub fn columns(&self) -> &[Text] {
        unimplemented!()
    }
    /// What it does.
    pub fn query_type(&self) -> QueryType {
        unimplemented!()
    }
    /// Whether it writes data or schema, so that it needs a transaction opened for writing.
    pub fn is_updating(&self) -> bool {
        unimplemented!()
    }
    /// EXPLAIN: answer the plan, run nothing.
    pub fn is_explain(&self) -> bool {
        unimplemented!()
    }
    /// PROFILE: run, and answer the plan with what was counted.
    pub fn is_profile(&self) -> bool {
        unimplemented!()
    }
    /// Rows the planner expects to handle; small plans may run on a network thread.
    pub fn estimated_work(&self) -> f64 {
        unimplemented!()
    }
    /// Warnings found while planning.
    pub fn notifications(&self) -> &[Notification] {
        unimplemented!()
    }
    /// The plan in Neo4j's shape; the root carries `string-representation`.
    pub fn plan_description(&self) -> PlanDescription {
        unimplemented!()
    }
}

/// What a run needs besides the transaction.
#[derive(Clone)]
pub struct ExecutionContext {
    /// Server facts.
    pub dbms: Arc<dyn Dbms>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Stops the run.
    pub interrupt: Arc<Interrupt>,
    /// Nanoseconds since 1970 when the transaction began, for `datetime.transaction()`.
    pub transaction_start: i64,
}

/// How long one call may run before it returns [`Pulled::Paused`].
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// As long as it takes.
    Unlimited,
    /// Until the clock's monotonic nanoseconds pass this.
    Until(u64),
}

/// How a pull ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pulled {
    /// The asked-for number of rows was delivered and there may be more.
    HasMore,
    /// There are no more rows and all effects have happened.
    Finished,
    /// The sink is full or the budget is used up; call again for the rest of the same pull.
    Paused {
        /// Rows delivered by this call.
        delivered: u64,
    },
}

/// A running query. It holds ids and positions, so it may move between threads between calls.
pub struct Cursor {}

impl Cursor {
    /// Starts; parameters are checked to be present. Nothing is read or written yet.
    pub fn new(
        _prepared: Arc<Prepared>,
        _parameters: Arc<Map>,
        _context: ExecutionContext,
    ) -> Result<Self, Failure> {
        unimplemented!()
    }
    /// Delivers up to `n` rows (all when `None`). A query that writes has all its effects done
    /// before the first row is delivered, so an error that allows a re-run comes before any row.
    pub fn pull(
        &mut self,
        _transaction: &mut Transaction,
        _n: Option<u64>,
        _budget: Budget,
        _sink: &mut dyn RecordSink,
    ) -> Result<Pulled, RunError> {
        unimplemented!()
    }
    /// Runs to the end without delivering rows.
    pub fn discard(
        &mut self,
        _transaction: &mut Transaction,
        _budget: Budget,
    ) -> Result<Pulled, RunError> {
        unimplemented!()
    }
    /// What the query changed so far.
    pub fn statistics(&self) -> QueryStatistics {
        unimplemented!()
    }
    /// The plan with what was counted while running, for PROFILE.
    pub fn profile(&self) -> PlanDescription {
        unimplemented!()
    }
    /// Notifications that arose while running (for example nulls skipped by aggregates).
    pub fn notifications(&self) -> Vec<Notification> {
        unimplemented!()
    }
}
