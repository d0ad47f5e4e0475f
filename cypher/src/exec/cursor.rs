//! A running query: drives the plan's pipeline and hands its rows to the sink.
//!
//! A query that writes is run to its end before its first row is delivered, so that an error that
//! allows a re-run always comes before any row. Properties of entities in the result are read
//! when the row is written out, straight from the view.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_storage::Transaction;
use quiver_types::{Failure, Map, Text, Value};

use super::batch::Batch;
use super::error::Result;
use super::operators::{Buffer, Flow, Pipeline};
use super::prepared::Prepared;
use super::run::{Run, RunState};
use super::write_out::Hydrator;
use crate::edge::{Notification, PlanDescription, QueryStatistics, RecordSink, RunError};
use crate::engine::{Budget, ExecutionContext, Pulled};
use crate::plan::operator::OperatorKind;
use crate::plan::{SlotId, explain};

/// How far the run is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// An updating query has effects to make before anything is delivered.
    Working,
    /// Rows come from the pipeline.
    Streaming,
    /// Rows come from the buffer.
    Replaying,
    /// There are no more rows.
    Finished,
}

/// A running query. It holds ids and positions, so it may move between threads between calls.
///
/// The lock is never waited for: what drives the cursor has it alone. It makes the cursor shareable,
/// which asynchronous hosts need of what they hold across waits.
pub struct Cursor(Mutex<Running>);

struct Running {
    state: RunState,
    pipeline: Pipeline,
    phase: Phase,
    buffer: Buffer,
    current: Option<Batch>,
    row: usize,
    hydrator: Hydrator,
}

const fn assert_shareable<T: Send + Sync>() {}
const _: () = assert_shareable::<Cursor>();

impl Cursor {
    /// Starts; parameters are checked to be present. Nothing is read or written yet.
    ///
    /// # Errors
    /// A parameter that the query names and `parameters` lacks.
    pub fn new(
        prepared: Arc<Prepared>,
        parameters: Arc<Map>,
        context: ExecutionContext,
    ) -> Result<Self, Failure> {
        Ok(Self(Mutex::new(Running::new(
            prepared, parameters, context,
        )?)))
    }

    /// Delivers up to `n` rows (all when `None`). A query that writes has all its effects done
    /// before the first row is delivered, so an error that allows a re-run comes before any row.
    pub fn pull(
        &mut self,
        transaction: &mut Transaction,
        n: Option<u64>,
        budget: Budget,
        sink: &mut dyn RecordSink,
    ) -> Result<Pulled> {
        let running = self.alone();
        let result = running.pull(transaction, n, budget, sink);
        running.let_go_on_error(&result, transaction);
        result
    }

    /// Runs to the end without delivering rows.
    pub fn discard(&mut self, transaction: &mut Transaction, budget: Budget) -> Result<Pulled> {
        let running = self.alone();
        let result = running.discard(transaction, budget);
        running.let_go_on_error(&result, transaction);
        result
    }

    /// Whether it committed something in transactions of its own: then it must not run again.
    pub fn has_committed(&self) -> bool {
        self.lock().state.has_committed()
    }

    /// What the query changed so far.
    pub fn statistics(&self) -> QueryStatistics {
        self.lock().statistics()
    }

    /// The plan with what was counted while running, for PROFILE.
    pub fn profile(&self) -> PlanDescription {
        self.lock().profile()
    }

    /// Notifications that arose while running (for example nulls skipped by aggregates).
    pub fn notifications(&self) -> Vec<Notification> {
        self.lock().notifications()
    }

    fn alone(&mut self) -> &mut Running {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Starts; parameters are checked to be present. Nothing is read or written yet.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "the cursor may come to keep the parameters"
    )]
    pub fn new(
        prepared: Arc<Prepared>,
        parameters: Arc<Map>,
        context: ExecutionContext,
    ) -> Result<Self, Failure> {
        let pipeline = Pipeline::new(&prepared.plan.root);
        let phase = if prepared.is_updating() {
            Phase::Working
        } else {
            Phase::Streaming
        };
        Ok(Self {
            state: RunState::new(prepared, &parameters, context)?,
            pipeline,
            phase,
            buffer: Buffer::default(),
            current: None,
            row: 0,
            hydrator: Hydrator::default(),
        })
    }

    /// Delivers up to `n` rows (all when `None`). A query that writes has all its effects done
    /// before the first row is delivered, so an error that allows a re-run comes before any row.
    pub fn pull(
        &mut self,
        transaction: &mut Transaction,
        n: Option<u64>,
        budget: Budget,
        sink: &mut dyn RecordSink,
    ) -> Result<Pulled> {
        self.set_budget(budget);
        let wanted = n.unwrap_or(u64::MAX);
        let mut delivered = 0;
        loop {
            if self.current.is_none() && !self.next_batch(transaction)? {
                return Ok(match self.ended(delivered) {
                    // All that was asked for is there; but effects are always finished first.
                    Pulled::Paused { .. }
                        if delivered == wanted && self.phase != Phase::Working =>
                    {
                        Pulled::HasMore
                    }
                    ended => ended,
                });
            }
            while let Some(batch) = &self.current {
                if delivered == wanted {
                    return Ok(Pulled::HasMore);
                }
                let prepared = Arc::clone(&self.state.prepared);
                let columns = result_columns(&prepared);
                let room = usize::try_from(wanted - delivered).unwrap_or(usize::MAX);
                let end = batch.len().min(self.row.saturating_add(room));
                let run = Run::new(transaction, &self.state);
                let before = self.row;
                let row = &mut self.row;
                let hydrator = &mut self.hydrator;
                let paused = run.evaluate(|context| {
                    while *row < end {
                        let more = hydrator.write_row(context, batch, *row, columns, sink)?;
                        *row += 1;
                        if !more {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                })?;
                delivered += (self.row - before) as u64;
                if self.row >= batch.len() {
                    self.current = None;
                    self.row = 0;
                }
                if paused {
                    return Ok(Pulled::Paused { delivered });
                }
            }
        }
    }

    /// Runs to the end without delivering rows.
    pub fn discard(&mut self, transaction: &mut Transaction, budget: Budget) -> Result<Pulled> {
        self.set_budget(budget);
        loop {
            self.current = None;
            self.row = 0;
            if !self.next_batch(transaction)? {
                return Ok(self.ended(0));
            }
        }
    }

    fn ended(&self, delivered: u64) -> Pulled {
        match self.phase {
            Phase::Finished => Pulled::Finished,
            Phase::Working | Phase::Streaming | Phase::Replaying => Pulled::Paused { delivered },
        }
    }

    fn set_budget(&self, budget: Budget) {
        self.state.resume();
        self.state.set_deadline(match budget {
            Budget::Unlimited => None,
            Budget::Until(deadline) => Some(deadline),
        });
    }

    /// Gets the next batch of rows into `current`; `false` at the end or when it is to pause.
    fn next_batch(&mut self, transaction: &mut Transaction) -> Result<bool> {
        loop {
            match self.phase {
                Phase::Finished => return Ok(false),
                Phase::Working => {
                    if !self.work(transaction)? {
                        return Ok(false);
                    }
                    self.phase = Phase::Replaying;
                }
                Phase::Replaying => {
                    let run = Run::new(transaction, &self.state);
                    match self.buffer.pop(&run) {
                        Some(batch) => {
                            self.current = Some(batch);
                            return Ok(true);
                        }
                        None => self.finish(transaction),
                    }
                }
                Phase::Streaming => {
                    let prepared = Arc::clone(&self.state.prepared);
                    let mut run = Run::new(transaction, &self.state);
                    match self.pipeline.next(&prepared.plan.root, &mut run)? {
                        Flow::Yield => return Ok(false),
                        Flow::Done => self.finish(transaction),
                        // Without columns there is nothing to deliver.
                        Flow::Batch(_) if result_columns(&prepared).is_empty() => {}
                        Flow::Batch(batch) => {
                            self.current = Some(batch);
                            return Ok(true);
                        }
                    }
                }
            }
        }
    }

    /// Makes all effects, keeping the rows; `false` if it is to pause.
    fn work(&mut self, transaction: &mut Transaction) -> Result<bool> {
        let prepared = Arc::clone(&self.state.prepared);
        let columns = result_columns(&prepared);
        let mut run = Run::new(transaction, &self.state);
        loop {
            match self.pipeline.next(&prepared.plan.root, &mut run)? {
                Flow::Yield => return Ok(false),
                Flow::Done => break,
                Flow::Batch(_) if columns.is_empty() => {}
                Flow::Batch(batch) => {
                    // Only what is to be delivered is kept.
                    let mut kept = Batch::of_rows(batch.width(), batch.len());
                    for (_, slot) in columns {
                        kept.set(*slot, batch.dense_column(*slot));
                    }
                    self.buffer.push(kept, &run)?;
                }
            }
        }
        self.pipeline.reset(&mut run);
        // Whether a deleted node still has relationships is asked when the transaction commits: a
        // later statement may delete them.
        Ok(true)
    }

    /// After an error the statement may be run again by another cursor: what this one held must
    /// not count against it.
    fn let_go_on_error(&mut self, result: &Result<Pulled>, transaction: &Transaction) {
        if result.is_err() {
            self.phase = Phase::Finished;
            self.current = None;
            self.state.release_all(transaction);
        }
    }

    fn finish(&mut self, transaction: &mut Transaction) {
        self.phase = Phase::Finished;
        self.state.release_all(transaction);
    }

    /// What the query changed so far.
    pub fn statistics(&self) -> QueryStatistics {
        self.state.statistics.get()
    }

    /// The plan with what was counted while running, for PROFILE.
    pub fn profile(&self) -> PlanDescription {
        let mut description = self.state.prepared.plan_description();
        let plan = &self.state.prepared.plan;
        // An explicit stack: plans can be deep.
        let mut open = vec![&mut description];
        while let Some(operator) = open.pop() {
            if let Some(id) = number_of(operator) {
                let mut counted = self.state.profiled(id);
                // An Apply that is only shown gives what its right side does; what is shown over a
                // result that is empty, nothing.
                if *operator.operator == *"EmptyResult" {
                    counted.rows = 0;
                }
                if *operator.operator == *"Apply" && !explain::is_counted(plan, id) {
                    let right = operator.children.last().and_then(number_of);
                    counted.rows = right.map_or(0, |right| self.state.profiled(right).rows);
                }
                let number = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
                let mut argue = |name: &str, value: Value| {
                    operator.arguments.push((Text::from(name), value));
                };
                argue("Rows", number(counted.rows));
                argue("DbHits", number(counted.db_hits));
                // All data is in memory.
                argue("PageCacheHits", Value::Integer(0));
                argue("PageCacheMisses", Value::Integer(0));
                argue("Time", number(counted.time));
                if id == 0 || counted.memory > 0 {
                    argue("Memory", number(counted.memory));
                }
                if id == 0 {
                    argue("GlobalMemory", number(self.state.most_reserved()));
                }
            }
            open.extend(operator.children.iter_mut());
        }
        explain::retabulate(&mut description);
        description
    }

    /// Notifications that arose while running.
    pub fn notifications(&self) -> Vec<Notification> {
        self.state.notifications()
    }
}

/// The number EXPLAIN gave an operator.
fn number_of(operator: &PlanDescription) -> Option<u32> {
    let mut arguments = operator.arguments.iter();
    arguments.find_map(|(name, value)| match value {
        Value::Integer(id) if *name == "Id" => u32::try_from(*id).ok(),
        _ => None,
    })
}

/// The result's columns; none for a query without RETURN.
fn result_columns(prepared: &Prepared) -> &[(Text, SlotId)] {
    match &prepared.plan.root.kind {
        OperatorKind::ProduceResults { columns, .. } => columns,
        _ => &[],
    }
}

/// Errors of a run are boxed: a cursor's results stay small.
const _: () = assert!(size_of::<Result<Pulled, RunError>>() <= 24);
