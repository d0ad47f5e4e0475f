//! `Union`: the rows of one plan after those of another, under common columns.

use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::exec::batch::Batch;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Union {
    inputs: Vec<Pipeline>,
    at: usize,
}

impl Union {
    pub fn new(inputs: &[(Operator, Vec<SlotId>)]) -> Self {
        Self {
            inputs: inputs.iter().map(|(root, _)| Pipeline::new(root)).collect(),
            at: 0,
        }
    }
}

impl Step for Union {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, _: Input) -> Result<Output> {
        let OperatorKind::Union { inputs, columns } = &operator.kind else {
            return Err(mismatch());
        };
        let (Some(pipeline), Some((root, slots))) =
            (self.inputs.get_mut(self.at), inputs.get(self.at))
        else {
            return Ok(Output::Done);
        };
        match pipeline.next(root, run)? {
            Flow::Batch(batch) => {
                let mut output = Batch::of_rows(batch.width(), batch.len());
                for mark in run.state.marks() {
                    output.set(mark, batch.dense_column(mark));
                }
                for (from, to) in slots.iter().zip(columns) {
                    output.set(*to, batch.dense_column(*from));
                }
                Ok(Output::Batch(output))
            }
            Flow::Yield => Ok(Output::Yield),
            Flow::Done => {
                self.at += 1;
                Ok(Output::Batch(Batch::of_rows(0, 0)))
            }
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.at = 0;
        for input in &mut self.inputs {
            input.reset(run);
        }
    }
}
