//! `Create`: makes a pattern for each row.

use super::write::create;
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};
use crate::plan::{Expr, SlotId};

pub(super) struct Create;

impl Step for Create {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Create { spec, paths, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_return!(input);
        let live = run.state.live(operator);
        let is_read = (0..run.state.slots()).any(|slot| live.has(SlotId(slot as u32)));
        if !is_read {
            for row in 0..batch.len() {
                create(run, spec, &mut batch.row(row))?;
            }
            return Ok(Output::Batch(Batch::of_rows(
                run.state.slots(),
                batch.len(),
            )));
        }
        let mut rows: Vec<Batch> = Vec::with_capacity(batch.len());
        for row in 0..batch.len() {
            let mut row = batch.row(row);
            create(run, spec, &mut row)?;
            for (slot, start, parts) in paths {
                let path = Expr::Path {
                    start: *start,
                    parts: parts.clone(),
                };
                let value = run.evaluate(|c| c.eval(&path, &mut Frame::new(&row, 0)))?;
                row.set(*slot, Column::Constant(value));
            }
            rows.push(row);
        }
        Ok(Output::Batch(together(rows)))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}

/// One batch of many of one row each.
pub(super) fn together(mut rows: Vec<Batch>) -> Batch {
    if rows.len() == 1
        && let Some(row) = rows.pop()
    {
        return row;
    }
    let picks: Vec<(u32, u32)> = (0..rows.len() as u32).map(|at| (at, 0)).collect();
    let width = rows.iter().map(Batch::width).max().unwrap_or(0);
    Batch::gather(&rows, &picks, width)
}
