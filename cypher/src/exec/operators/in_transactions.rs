//! `TransactionForeach` and `TransactionApply`: an inner plan run for rows in transactions of their
//! own, some rows each, one after the other.
//!
//! What such a transaction committed the query sees from then on: its own transaction, which has
//! written nothing yet, moves its snapshot. A transaction that meets a lock waits for it here, in a
//! thread that is made for waiting; one that meets a conflict or a deadlock begins anew by itself.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use quiver_storage::{LockOutcome, Transaction};
use quiver_types::{Failure, Map, Status, Text, Value};

use super::eager::Buffer;
use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::edge::RunError;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, defect, failed};
use crate::exec::run::{Run, RunState};
use crate::plan::Expr;
use crate::plan::operator::{InTransactions, OnError, Operator, OperatorKind};

/// Rows a transaction without OF ... ROWS: Neo4j's number.
const ROWS: usize = 1000;
/// Seconds of RETRY without a number: Neo4j's number.
const RETRY_SECONDS: f64 = 30.0;
/// How often a transaction begins anew after conflicts and deadlocks before that is a failure.
const TRIES: u32 = 20;
/// How long something is waited for until it is asked whether the query is still wanted.
const GLANCE: Duration = Duration::from_millis(20);
/// The longest pause between two tries.
const LONGEST_PAUSE: u32 = 64;

pub(super) struct TransactionStep {
    inner: Pipeline,
    /// Rows a transaction, once known.
    size: Option<usize>,
    waiting: Buffer,
    /// Rows that wait.
    count: usize,
    done: Buffer,
    committed: u64,
    broken: bool,
}

/// What became of a transaction.
struct Outcome {
    /// Its rows, with what the subquery gave.
    rows: Vec<Batch>,
    id: Option<Text>,
    failure: Option<Box<Failure>>,
}

impl TransactionStep {
    pub fn new(inner: &Operator) -> Self {
        Self {
            inner: Pipeline::new(inner),
            size: None,
            waiting: Buffer::default(),
            count: 0,
            done: Buffer::default(),
            committed: 0,
            broken: false,
        }
    }

    /// Runs transactions for rows that wait: for all, or as long as there are enough for a whole one.
    fn work(
        &mut self,
        inner: &Operator,
        spec: &InTransactions,
        size: usize,
        all: bool,
        run: &mut Run<'_>,
    ) -> Result<()> {
        while self.count >= size || (all && self.count > 0) {
            let rows = self.take(size, run)?;
            let outcome = self.one(inner, spec, rows, run)?;
            let status = self.status(&outcome);
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

    /// Runs one transaction to its end, as often as it takes.
    fn one(
        &mut self,
        inner: &Operator,
        spec: &InTransactions,
        rows: Vec<Batch>,
        run: &mut Run<'_>,
    ) -> Result<Outcome> {
        if self.broken {
            return Ok(Outcome {
                rows: without(rows, spec),
                id: None,
                failure: None,
            });
        }
        let patience = match &spec.retry {
            None => None,
            Some(seconds) => Some(retry_nanos(seconds.as_ref(), run)?),
        };
        let clock = run.state.context.clock.clone();
        let began = clock.monotonic_nanos();
        let mut pause = 1;
        loop {
            let id = run.state.context.dbms.new_transaction_id();
            let failure = match self.attempt(inner, spec, &rows, run) {
                Ok((found, writes)) => {
                    self.committed += 1;
                    if writes {
                        see_again(run)?;
                    }
                    return Ok(Outcome {
                        rows: found,
                        id: Some(id),
                        failure: None,
                    });
                }
                Err(failure) => failure,
            };
            // Somebody who stops the query does not only stop this transaction.
            run.state.still_wanted()?;
            let left =
                patience.is_some_and(|nanos| clock.monotonic_nanos().saturating_sub(began) < nanos);
            if left && failure.status.classification() == "TRANSIENT_ERROR" {
                wait(pause, run)?;
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
            match spec.on_error {
                OnError::Fail => return Err(self.fatal(*failure)),
                OnError::Break => self.broken = true,
                OnError::Continue => {}
            }
            return Ok(Outcome {
                rows: without(rows, spec),
                id: Some(id),
                failure: Some(failure),
            });
        }
    }

    fn fatal(&self, mut failure: Failure) -> RunError {
        failure.message = format!(
            "{} (Transactions committed: {})",
            failure.message, self.committed
        );
        RunError::Failed(Box::new(failure))
    }

    /// Runs and commits; gives the rows, and whether anything was written. Begins anew after what does not mean anything for the query.
    fn attempt(
        &mut self,
        inner: &Operator,
        spec: &InTransactions,
        rows: &[Batch],
        run: &mut Run<'_>,
    ) -> Result<(Vec<Batch>, bool), Box<Failure>> {
        let mut tries = 0;
        loop {
            let part = run.state.in_own_transaction();
            let mut transaction = run.transaction().sibling();
            transaction.begin_statement();
            let found = self.run_in(inner, spec, rows, &mut transaction, &part);
            self.inner.reset(&mut Run::new(&mut transaction, &part));
            part.release_all(&transaction);
            let failure = match found {
                Ok(found) => {
                    let writes = transaction.has_writes();
                    commit(transaction)?;
                    run.state.adopt(&part);
                    return Ok((found, writes));
                }
                Err(RunError::Conflict(failure)) => failure,
                Err(RunError::Failed(failure)) if failure.status == Status::DeadlockDetected => {
                    failure
                }
                Err(error) => return Err(plain(error)),
            };
            drop(transaction);
            tries += 1;
            if tries >= TRIES {
                return Err(failure);
            }
            wait(tries.min(LONGEST_PAUSE), run).map_err(plain)?;
        }
    }

    fn run_in(
        &mut self,
        inner: &Operator,
        spec: &InTransactions,
        rows: &[Batch],
        transaction: &mut Transaction,
        part: &RunState,
    ) -> Result<Vec<Batch>> {
        loop {
            let mut run = Run::new(transaction, part);
            match self.rows(inner, spec, rows, &mut run) {
                Err(RunError::MustWait) => {
                    self.inner.reset(&mut run);
                    part.release_all(transaction);
                    part.statistics.set(Default::default());
                    transaction.rollback_statement();
                    wait_for_lock(transaction, part)?;
                }
                other => return other,
            }
        }
    }

    /// Runs the inner plan for each row.
    fn rows(
        &mut self,
        inner: &Operator,
        spec: &InTransactions,
        rows: &[Batch],
        run: &mut Run<'_>,
    ) -> Result<Vec<Batch>> {
        let mut found = Vec::new();
        for batch in rows {
            for row in 0..batch.len() {
                let argument = batch.row(row);
                self.inner.reset(run);
                let mut any = false;
                loop {
                    let state = run.state;
                    let flow =
                        state.with_argument(argument.clone(), || self.inner.next(inner, run))?;
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

    fn status(&self, outcome: &Outcome) -> Map {
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

    /// Rows a transaction; the other number is looked at too.
    fn size(&mut self, spec: &InTransactions, run: &Run<'_>) -> Result<usize> {
        if let Some(size) = self.size {
            return Ok(size);
        }
        positive(spec.concurrent.as_ref(), "IN ... CONCURRENT", 1, run)?;
        let size = positive(spec.rows.as_ref(), "OF ... ROWS", ROWS, run)?;
        self.size = Some(size);
        Ok(size)
    }
}

impl Step for TransactionStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::InTransactions { inner, spec, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let size = self.size(spec, run)?;
        let ended = matches!(input, Input::End);
        if let Input::Batch(mut batch) = input {
            batch.compact();
            self.count += batch.len();
            self.waiting.push(batch, run)?;
        }
        if let Some(batch) = self.done.pop(run) {
            return Ok(Output::Batch(batch));
        }
        self.work(inner, spec, size, ended, run)?;
        Ok(match self.done.pop(run) {
            Some(batch) => Output::Batch(batch),
            None if ended => Output::Done,
            None => Output::More,
        })
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.inner.reset(run);
        self.waiting.clear(run);
        self.done.clear(run);
        self.count = 0;
        self.broken = false;
        self.size = None;
    }
}

fn positive(expr: Option<&Expr>, what: &str, default: usize, run: &Run<'_>) -> Result<usize> {
    let Some(expr) = expr else {
        return Ok(default);
    };
    match run.evaluate_alone(expr)? {
        Value::Integer(number) if number > 0 => Ok(usize::try_from(number).unwrap_or(usize::MAX)),
        Value::Integer(number) => Err(failed(
            Status::NotPositive,
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

fn plain(error: RunError) -> Box<Failure> {
    match error {
        RunError::Failed(failure) | RunError::Conflict(failure) => failure,
        RunError::MustWait => Box::new(Failure::new(
            Status::Internal,
            "a lock was not waited for; this is a defect of the server",
        )),
    }
}

/// Sees what was committed since: the query's own transaction has written nothing.
fn see_again(run: &mut Run<'_>) -> Result<()> {
    let outer = run.writer()?;
    // From now on the query must not run again from its beginning.
    outer.wait_in_place(true);
    match outer.refresh_snapshot() {
        true => Ok(()),
        false => Err(defect("a query wrote before its transactions were done")),
    }
}

/// Commits, and waits until it is durable.
fn commit(transaction: Transaction) -> Result<(), Box<Failure>> {
    let lost = || Failure::new(Status::StorageFailure, "A commit's outcome is unknown.");
    let (sender, receiver) = sync_channel(1);
    transaction.commit(Box::new(move |result| {
        // The receiver waits for nothing else.
        let _ = sender.send(result);
    }));
    match receiver.recv() {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Box::new(Failure::new(error.status(), error.to_string()))),
        Err(_) => Err(Box::new(lost())),
    }
}

/// Waits for the lock that was announced, as long as the query is wanted.
fn wait_for_lock(transaction: &mut Transaction, part: &RunState) -> Result<()> {
    let Some(lock) = transaction.take_lock_wait() else {
        return Err(defect("no lock to wait for"));
    };
    let (sender, receiver) = sync_channel(1);
    lock.on_ready(Box::new(move |outcome| {
        // Nobody waits any more if the query was stopped.
        let _ = sender.send(outcome);
    }));
    loop {
        match receiver.recv_timeout(GLANCE) {
            Ok(LockOutcome::Granted) => return Ok(()),
            Ok(LockOutcome::Deadlock) => {
                return Err(failed(
                    Status::DeadlockDetected,
                    "This transaction and another one wait for each other's locks.",
                ));
            }
            Ok(LockOutcome::TimedOut) => {
                return Err(failed(
                    Status::LockAcquisitionTimeout,
                    "A lock was not granted within db.lock.acquisition.timeout.",
                ));
            }
            Err(RecvTimeoutError::Timeout) => part.still_wanted()?,
            Err(RecvTimeoutError::Disconnected) => return Err(defect("a lock wait was lost")),
        }
    }
}

/// Waits some milliseconds, as long as the query is wanted.
fn wait(milliseconds: u32, run: &Run<'_>) -> Result<()> {
    run.state.still_wanted()?;
    std::thread::sleep(Duration::from_millis(u64::from(milliseconds)).min(GLANCE));
    run.state.still_wanted()
}
