//! The executor: batches of columns flowing through operators.

pub mod prepared;

use quiver_storage::GraphView;

use crate::ExecutionContext;

/// What a function or procedure may look at.
pub struct FunctionContext<'a> {
    /// The graph as the transaction sees it.
    pub view: &'a GraphView<'a>,
    /// The database.
    pub database: &'a quiver_storage::Database,
    /// Clock, server facts, interrupt.
    pub execution: &'a ExecutionContext,
    /// Nanoseconds since 1970 when the statement began.
    pub statement_start: i64,
}
