//! `Skip` and `Limit`.

use quiver_types::{Status, Value};

use super::{Input, Output, Step, mismatch};
use crate::exec::error::{Result, failed, shown, type_error};
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind};

#[derive(Default)]
pub(super) struct Limit {
    left: Option<u64>,
}

/// A number of rows; evaluated once, without any row.
pub(super) fn row_count(run: &Run<'_>, count: &Expr, what: &str) -> Result<u64> {
    let value = run.evaluate_alone(count)?;
    let invalid = |shown: &str| {
        failed(
            Status::ValueRange,
            format!(
                "{what}: Invalid input. '{shown}' is not a valid value. Must be a non-negative integer."
            ),
        )
    };
    match value {
        Value::Integer(count) => u64::try_from(count).map_err(|_| invalid(&count.to_string())),
        Value::Null => Err(type_error(format!(
            "{what}: expected an integer, but got null"
        ))),
        other => Err(invalid(&shown(&other))),
    }
}

impl Step for Limit {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        match &operator.kind {
            OperatorKind::Limit { count, exhaust, .. } => {
                let left = match self.left {
                    Some(left) => left,
                    None => row_count(run, count, "LIMIT")?,
                };
                self.left = Some(left);
                if left == 0 && !exhaust {
                    return Ok(Output::Done);
                }
                match input {
                    Input::Nothing => Ok(Output::More),
                    Input::End => Ok(Output::Done),
                    Input::Batch(mut batch) => {
                        let take = usize::try_from(left).unwrap_or(usize::MAX);
                        batch.truncate(take);
                        self.left = Some(left - batch.len() as u64);
                        Ok(Output::Batch(batch))
                    }
                }
            }
            OperatorKind::Skip { count, .. } => {
                let left = match self.left {
                    Some(left) => left,
                    None => row_count(run, count, "SKIP")?,
                };
                self.left = Some(left);
                match input {
                    Input::Nothing => Ok(Output::More),
                    Input::End => Ok(Output::Done),
                    Input::Batch(mut batch) if left > 0 => {
                        let skip = usize::try_from(left).unwrap_or(usize::MAX).min(batch.len());
                        self.left = Some(left - skip as u64);
                        batch.skip(skip);
                        Ok(Output::Batch(batch))
                    }
                    Input::Batch(batch) => Ok(Output::Batch(batch)),
                }
            }
            _ => Err(mismatch()),
        }
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.left = None;
    }
}
