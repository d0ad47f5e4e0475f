//! `Foreach`: runs a body for its effects, for each item of a list.

use std::sync::Arc;

use quiver_types::Value;

use super::{Flow, Input, Output, Pipeline, Step, batch_or_rest, mismatch};
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Foreach {
    body: Pipeline,
    input: Option<Batch>,
    row: usize,
    item: usize,
    running: bool,
}

impl Foreach {
    pub fn new(body: &Operator) -> Self {
        Self {
            body: Pipeline::new(body),
            input: None,
            row: 0,
            item: 0,
            running: false,
        }
    }
}

impl Step for Foreach {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Foreach {
            list, slot, body, ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.item = 0;
        });
        while self.row < batch.len() {
            let items = match run.evaluate(|c| c.eval(list, &mut Frame::new(&batch, self.row)))? {
                Value::Null => None,
                Value::List(items) => Some(items),
                // As UNWIND has it: anything else is a list of itself.
                other => Some(Arc::new(vec![other])),
            };
            while let Some(item) = items.as_ref().and_then(|items| items.get(self.item)) {
                if !self.running {
                    self.body.reset(run);
                    self.running = true;
                }
                let mut row = batch.row(self.row);
                row.set(*slot, Column::Constant(item.clone()));
                let state = run.state;
                match state.with_argument(row, || self.body.next(body, run))? {
                    Flow::Batch(_) => {}
                    Flow::Yield => {
                        self.input = Some(batch);
                        return Ok(Output::Yield);
                    }
                    Flow::Done => {
                        self.running = false;
                        self.item += 1;
                    }
                }
            }
            self.row += 1;
            self.item = 0;
        }
        Ok(Output::Batch(batch))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.body.reset(run);
        self.input = None;
        self.running = false;
    }
}
