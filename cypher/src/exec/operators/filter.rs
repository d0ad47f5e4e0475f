//! `Filter`: keeps the rows for which the predicate is true, by changing the selection.

use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Filter;

impl Step for Filter {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Filter { predicate, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let mut batch = batch_or_return!(input);
        let rows = run.evaluate(|context| context.true_rows(predicate, &batch))?;
        if rows.len() < batch.len() {
            batch.select(rows);
        }
        Ok(Output::Batch(batch))
    }
    fn reset(&mut self, _: &mut Run<'_>) {}
}
