//! `Projection`: computes columns.

use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::batch::Batch;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Projection;

impl Step for Projection {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Projection { items, discard, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let mut batch = batch_or_return!(input);
        let columns = run.evaluate(|context| {
            let mut columns = Vec::with_capacity(items.len());
            for (slot, item) in items {
                columns.push((*slot, context.column(item, &batch)?));
            }
            Ok(columns)
        })?;
        let mut output = if *discard {
            let mut output = Batch::of_rows(batch.width(), batch.len());
            for mark in run.state.marks() {
                output.set(mark, batch.dense_column(mark));
            }
            output
        } else {
            batch.compact();
            batch
        };
        for (slot, column) in columns {
            output.set(slot, column);
        }
        Ok(Output::Batch(output))
    }
    fn reset(&mut self, _: &mut Run<'_>) {}
}
