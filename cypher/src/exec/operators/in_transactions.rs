//! `TransactionForeach` and `TransactionApply`: an inner plan run for rows in transactions of their
//! own, some rows each, one after the other.
//!
//! What such a transaction committed the query sees from then on: its own transaction, which has
//! written nothing yet, moves its snapshot. How one runs and waits is in `exec/own.rs`.

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
            let attempt = own::attempt(run, |run| {
                let found = self.rows(inner, spec, &rows, run);
                self.inner.reset(run);
                found
            });
            let failure = match attempt {
                Ok((found, writes)) => {
                    self.committed += 1;
                    if writes {
                        own::see_again(run)?;
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
                own::wait(pause, run)?;
                pause = (pause * 2).min(own::LONGEST_PAUSE);
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
