//! `TransactionForeach` and `TransactionApply`: an inner plan run for rows in transactions of their
//! own, some rows each; one after the other, or several at once.
//!
//! What such a transaction committed the query sees from then on: its own transaction, which has
//! written nothing yet, moves its snapshot. How one runs and waits is in `exec/own.rs`.

use std::sync::atomic::{AtomicBool, Ordering};

use quiver_types::{Failure, Map, Status, Text, Value};

use super::eager::Buffer;
use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::edge::RunError;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, defect, failed};
use crate::exec::own;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{InTransactions, OnError, Operator, OperatorKind};

/// Rows a transaction without OF ... ROWS: Neo4j's number.
const ROWS: usize = 1000;
/// Seconds of RETRY without a number: Neo4j's number.
const RETRY_SECONDS: f64 = 30.0;

/// Transactions that are gathered for each worker before they run at once, so that a slow one
/// does not let the others wait.
const GATHERED: usize = 4;

#[derive(Default)]
pub(super) struct TransactionStep {
    /// How rows are shared out, once known.
    shares: Option<Shares>,
    waiting: Buffer,
    /// Rows that wait.
    count: usize,
    done: Buffer,
    committed: u64,
    broken: bool,
}

/// How rows are shared out among transactions.
#[derive(Clone, Copy)]
struct Shares {
    /// Rows a transaction.
    rows: usize,
    /// Transactions at once.
    workers: usize,
}

/// What all transactions of a query have in common.
struct Terms<'a> {
    inner: &'a Operator,
    spec: &'a InTransactions,
    /// Nanoseconds for which one is tried again.
    patience: Option<u64>,
    /// Set once no more are to begin.
    broken: AtomicBool,
}

/// What became of a transaction.
struct Outcome {
    /// Its rows, with what the subquery gave.
    rows: Vec<Batch>,
    id: Option<Text>,
    failure: Option<Box<Failure>>,
    /// Whether it changed anything.
    writes: bool,
}

impl TransactionStep {
    /// Runs transactions for rows that wait: for all, or as long as there are enough for all workers.
    fn work(&mut self, terms: &mut Terms<'_>, all: bool, run: &mut Run<'_>) -> Result<()> {
        let shares = self.shares(terms.spec, run)?;
        let together = match shares.workers {
            1 => 1,
            workers => workers.saturating_mul(GATHERED),
        };
        while self.count >= shares.rows.saturating_mul(together) || (all && self.count > 0) {
            let mut jobs = Vec::new();
            while jobs.len() < together && self.count > 0 {
                jobs.push(self.take(shares.rows, run)?);
            }
            *terms.broken.get_mut() = self.broken;
            let shared = &*terms;
            let outcomes =
                own::side_by_side(run, shares.workers, jobs, |run, rows| shared.one(rows, run))?;
            self.finish(terms.spec, outcomes, run)?;
        }
        Ok(())
    }

    /// Takes in what became of transactions.
    fn finish(
        &mut self,
        spec: &InTransactions,
        outcomes: Vec<Result<Outcome>>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        let mut fatal = None;
        let mut writes = false;
        let mut done = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match outcome {
                Ok(outcome) => {
                    writes |= outcome.writes;
                    self.committed += u64::from(outcome.id.is_some() && outcome.failure.is_none());
                    if let (OnError::Fail, Some(failure)) = (spec.on_error, &outcome.failure) {
                        fatal.get_or_insert_with(|| failure.clone());
                    }
                    self.broken |= spec.on_error == OnError::Break && outcome.failure.is_some();
                    done.push(outcome);
                }
                Err(RunError::Failed(failure)) => {
                    fatal.get_or_insert(failure);
                }
                Err(other) => return Err(other),
            }
        }
        if let Some(failure) = fatal {
            // Whoever stops the query does not only stop one transaction.
            run.state.still_wanted()?;
            return Err(self.fatal(*failure));
        }
        if writes {
            own::see_again(run)?;
        }
        for outcome in done {
            let status = status(&outcome);
            for mut batch in outcome.rows {
                if let Some(slot) = spec.report {
                    batch.set(slot, Column::Constant(status.clone().into()));
                }
                self.done.push(batch, run)?;
            }
        }
        Ok(())
    }

    /// The next rows that wait, at most so many.
    fn take(&mut self, size: usize, run: &Run<'_>) -> Result<Vec<Batch>> {
        let mut taken = Vec::new();
        let mut missing = size.min(self.count);
        self.count -= missing;
        while missing > 0 {
            let Some(mut batch) = self.waiting.pop(run) else {
                return Err(defect("rows for a transaction are missing"));
            };
            if batch.len() > missing {
                let mut rest = batch.clone();
                rest.skip(missing);
                rest.compact();
                batch.truncate(missing);
                self.waiting.push_front(rest, run)?;
            }
            missing -= batch.len();
            batch.compact();
            taken.push(batch);
        }
        Ok(taken)
    }

    fn fatal(&self, mut failure: Failure) -> RunError {
        failure.message = format!(
            "{} (Transactions committed: {})",
            failure.message, self.committed
        );
        RunError::Failed(Box::new(failure))
    }

    /// How rows are shared out.
    fn shares(&mut self, spec: &InTransactions, run: &Run<'_>) -> Result<Shares> {
        if let Some(shares) = self.shares {
            return Ok(shares);
        }
        let usual = if spec.is_concurrent {
            own::usual_workers()
        } else {
            1
        };
        let workers = positive(spec.concurrent.as_ref(), "IN ... CONCURRENT", usual, run)?;
        let rows = positive(spec.rows.as_ref(), "OF ... ROWS", ROWS, run)?;
        let shares = Shares { rows, workers };
        self.shares = Some(shares);
        Ok(shares)
    }
}

impl Terms<'_> {
    /// Runs one transaction to its end, as often as it takes.
    fn one(&self, rows: Vec<Batch>, run: &mut Run<'_>) -> Result<Outcome> {
        if self.broken.load(Ordering::Relaxed) {
            return Ok(Outcome {
                rows: without(rows, self.spec),
                id: None,
                failure: None,
                writes: false,
            });
        }
        let clock = run.state.context.clock.clone();
        let began = clock.monotonic_nanos();
        let mut pipeline = Pipeline::new(self.inner);
        let mut pause = 1;
        loop {
            let id = run.state.context.dbms.new_transaction_id();
            let attempt = own::attempt(run, |run| {
                let found = self.rows(&mut pipeline, &rows, run);
                pipeline.reset(run);
                found
            });
            let failure = match attempt {
                Ok((found, writes)) => {
                    return Ok(Outcome {
                        rows: found,
                        id: Some(id),
                        failure: None,
                        writes,
                    });
                }
                Err(failure) => failure,
            };
            // Somebody who stops the query does not only stop this transaction.
            run.state.still_wanted()?;
            let left = self
                .patience
                .is_some_and(|nanos| clock.monotonic_nanos().saturating_sub(began) < nanos);
            if left && failure.status.classification() == "TRANSIENT_ERROR" {
                own::wait(pause, run)?;
                pause = (pause * 2).min(own::LONGEST_PAUSE);
                continue;
            }
            if self.spec.on_error != OnError::Continue {
                self.broken.store(true, Ordering::Relaxed);
            }
            return Ok(Outcome {
                rows: without(rows, self.spec),
                id: Some(id),
                failure: Some(failure),
                writes: false,
            });
        }
    }

    /// Runs the inner plan for each row.
    fn rows(
        &self,
        pipeline: &mut Pipeline,
        rows: &[Batch],
        run: &mut Run<'_>,
    ) -> Result<Vec<Batch>> {
        let (inner, spec) = (self.inner, self.spec);
        let mut found = Vec::new();
        for batch in rows {
            for row in 0..batch.len() {
                let argument = batch.row(row);
                pipeline.reset(run);
                let mut any = false;
                loop {
                    let state = run.state;
                    let flow =
                        state.with_argument(argument.clone(), || pipeline.next(inner, run))?;
                    match flow {
                        Flow::Yield => {}
                        Flow::Done => break,
                        Flow::Batch(_) if spec.columns.is_empty() => {}
                        Flow::Batch(mut batch) => {
                            any = true;
                            batch.fill_absent(&argument);
                            batch.compact();
                            run.reserve(batch.heap_size())?;
                            found.push(batch);
                        }
                    }
                }
                if !any && spec.optional && !spec.columns.is_empty() {
                    found.extend(without(vec![argument], spec));
                }
            }
        }
        if spec.columns.is_empty() {
            found = rows.to_vec();
        }
        Ok(found)
    }
}

fn status(outcome: &Outcome) -> Map {
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::String(text.into()));
    let started = outcome.id.is_some();
    let message = outcome.failure.as_ref().map(|failure| &*failure.message);
    let entries: [(&str, Value); 4] = [
        ("started", started.into()),
        ("committed", (started && message.is_none()).into()),
        ("transactionId", text(outcome.id.as_ref().map(Text::as_str))),
        ("errorMessage", text(message)),
    ];
    entries.into_iter().collect()
}

impl Step for TransactionStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::InTransactions { inner, spec, .. } = &operator.kind else {
            return Err(mismatch());
        };
        self.shares(spec, run)?;
        let ended = matches!(input, Input::End);
        if let Input::Batch(mut batch) = input {
            batch.compact();
            self.count += batch.len();
            self.waiting.push(batch, run)?;
        }
        if let Some(batch) = self.done.pop(run) {
            return Ok(Output::Batch(batch));
        }
        if self.count > 0 {
            let patience = match &spec.retry {
                None => None,
                Some(seconds) => Some(retry_nanos(seconds.as_ref(), run)?),
            };
            let mut terms = Terms {
                inner,
                spec,
                patience,
                broken: AtomicBool::new(false),
            };
            self.work(&mut terms, ended, run)?;
        }
        Ok(match self.done.pop(run) {
            Some(batch) => Output::Batch(batch),
            None if ended => Output::Done,
            None => Output::More,
        })
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.waiting.clear(run);
        self.done.clear(run);
        self.count = 0;
        self.broken = false;
        self.shares = None;
    }
}

fn positive(expr: Option<&Expr>, what: &str, default: usize, run: &Run<'_>) -> Result<usize> {
    let Some(expr) = expr else {
        return Ok(default);
    };
    match run.evaluate_alone(expr)? {
        Value::Integer(number) if number > 0 => Ok(usize::try_from(number).unwrap_or(usize::MAX)),
        Value::Integer(number) => Err(failed(
            Status::ValueRange,
            format!(
                "{what}: Invalid input. '{number}' is not a valid value. Must be a positive integer. (Transactions committed: 0)"
            ),
        )),
        Value::Float(number) => Err(failed(
            Status::ValueRange,
            format!(
                "{what}: Invalid input. '{number}' is not a valid value. Must be a positive integer. (Transactions committed: 0)"
            ),
        )),
        other => Err(failed(
            Status::StaticTypeMismatch,
            format!(
                "Type mismatch: expected {what} to be Integer but was {}",
                other.type_name()
            ),
        )),
    }
}

fn retry_nanos(seconds: Option<&Expr>, run: &Run<'_>) -> Result<u64> {
    let seconds = match seconds {
        None => RETRY_SECONDS,
        Some(expr) => match run.evaluate_alone(expr)? {
            Value::Integer(seconds) => seconds as f64,
            Value::Float(seconds) => seconds,
            other => {
                return Err(failed(
                    Status::StaticTypeMismatch,
                    format!(
                        "Type mismatch: expected RETRY FOR ... SECONDS to be a number but was {}",
                        other.type_name()
                    ),
                ));
            }
        },
    };
    // What is no time is no patience; what is too long ends at the largest number.
    Ok((seconds.max(0.0) * 1e9) as u64)
}

/// Rows whose subquery gave nothing.
fn without(rows: Vec<Batch>, spec: &InTransactions) -> Vec<Batch> {
    let null = |mut batch: Batch| {
        for slot in &spec.columns {
            batch.set(*slot, Column::Constant(Value::Null));
        }
        batch
    };
    rows.into_iter().map(null).collect()
}
