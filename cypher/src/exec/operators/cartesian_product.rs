//! `CartesianProduct`: every pair of a left and a right row. The right side is run once.

use super::eager::Buffer;
use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct CartesianProduct {
    right: Pipeline,
    building: Buffer,
    built: Option<Vec<Batch>>,
    held: usize,
    left: Option<Batch>,
    row: usize,
    right_batch: usize,
    growth: Growth,
}

impl CartesianProduct {
    pub fn new(right: &Operator) -> Self {
        Self {
            right: Pipeline::new(right),
            building: Buffer::default(),
            built: None,
            held: 0,
            left: None,
            row: 0,
            right_batch: 0,
            growth: Growth::default(),
        }
    }
}

/// One left row beside right rows. Columns that both have (the argument's) are the left's.
pub(super) fn beside(left: &Batch, row: usize, right: Batch) -> Batch {
    let mut output = left.repeat_row(row, right.len());
    let right_dense = {
        let mut right = right;
        right.compact();
        right
    };
    for slot in 0..right_dense.width() {
        let slot = SlotId(slot as u32);
        if output.column(slot).is_absent() {
            let column: Column = right_dense.column(slot).clone();
            output.set(slot, column);
        }
    }
    output
}

impl Step for CartesianProduct {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::CartesianProduct { right, .. } = &operator.kind else {
            return Err(mismatch());
        };
        match input {
            Input::Batch(batch) => {
                self.left = Some(batch);
                self.row = 0;
                self.right_batch = 0;
            }
            Input::End if self.left.is_none() => return Ok(Output::Done),
            Input::Nothing if self.left.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        if self.built.is_none() {
            match self.right.next(right, run)? {
                Flow::Batch(mut batch) => {
                    batch.compact();
                    self.building.push(batch, run)?;
                    return Ok(Output::Batch(Batch::of_rows(0, 0)));
                }
                Flow::Yield => return Ok(Output::Yield),
                Flow::Done => {
                    let (batches, held) = self.building.take_all();
                    self.built = Some(batches);
                    self.held = held;
                }
            }
        }
        let (Some(left), Some(built)) = (&self.left, &self.built) else {
            return Ok(Output::More);
        };
        let capacity = self.growth.capacity();
        let Some(right) = built.get(self.right_batch) else {
            self.row += 1;
            self.right_batch = 0;
            if self.row >= left.len() || built.is_empty() {
                self.left = None;
            }
            return Ok(Output::Batch(Batch::of_rows(0, 0)));
        };
        // A right side of few rows is paired with many left rows at a time.
        if let ([only], true) = (built.as_slice(), right.len() * 4 < capacity) {
            let rows_left = (capacity / right.len().max(1)).max(1);
            let end = left.len().min(self.row + rows_left);
            let (mut lefts, mut rights) = (Vec::new(), Vec::new());
            for row in self.row..end {
                for other in 0..only.len() {
                    lefts.push(row as u32);
                    rights.push(other as u32);
                }
            }
            let mut output = left.take(&lefts);
            let taken = only.take(&rights);
            for slot in 0..taken.width() {
                let slot = SlotId(slot as u32);
                if output.column(slot).is_absent() {
                    output.set(slot, taken.column(slot).clone());
                }
            }
            self.row = end;
            if self.row >= left.len() {
                self.left = None;
            }
            return Ok(Output::Batch(output));
        }
        self.right_batch += 1;
        Ok(Output::Batch(beside(left, self.row, right.clone())))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.right.reset(run);
        self.building.clear(run);
        run.release(std::mem::take(&mut self.held));
        self.built = None;
        self.left = None;
        self.row = 0;
        self.right_batch = 0;
        self.growth = Growth::default();
    }
}
