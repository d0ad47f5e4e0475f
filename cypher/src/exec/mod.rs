//! The executor: batches of columns flowing through operators.
//!
//! [`Cursor`] runs a [`Prepared`] plan over a transaction. `batch` and `column` are the rows,
//! `evaluate` the expressions, `operators` one file an operator. It plans nothing.

pub mod batch;
mod coerce;
pub mod column;
pub(crate) mod csv;
pub mod cursor;
pub(crate) mod error;
pub(crate) mod evaluate;
mod gather;
pub(crate) mod nested;
pub(crate) mod operators;
pub(crate) mod own;
pub mod prepared;
pub(crate) mod run;
pub(crate) mod workers;
pub(crate) mod write_out;

use quiver_storage::{GraphView, Transaction};

use crate::ExecutionContext;

pub use cursor::Cursor;
pub use prepared::{Prepared, PreparedMode};

/// What an expression, function or procedure may look at.
pub struct FunctionContext<'a> {
    /// The graph as the transaction sees it.
    pub view: &'a GraphView<'a>,
    /// The database.
    pub database: &'a quiver_storage::Database,
    /// Clock, server facts, interrupt.
    pub execution: &'a ExecutionContext,
    /// Nanoseconds since 1970 when the statement began.
    pub statement_start: i64,
    pub(crate) transaction: &'a Transaction,
    pub(crate) state: &'a run::RunState,
}

impl FunctionContext<'_> {
    /// Counts bytes of a value about to be built against the transaction's memory limit.
    pub fn grow(&self, bytes: usize) -> Result<(), crate::RunError> {
        self.state.grow(bytes, self.transaction)
    }
}
