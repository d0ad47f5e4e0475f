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
    /// The list of the row. It is kept over a pause: looked at again, it would show what the body
    /// has written meanwhile.
    items: Option<Arc<Vec<Value>>>,
    item: usize,
    running: bool,
}

impl Foreach {
    pub fn new(body: &Operator) -> Self {
        Self {
            body: Pipeline::new(body),
            input: None,
            row: 0,
            items: None,
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
            let items = match self.items.take() {
                Some(items) => items,
                None => match run.evaluate(|c| c.eval(list, &mut Frame::new(&batch, self.row)))? {
                    Value::Null => Arc::default(),
                    Value::List(items) => items,
                    // As UNWIND has it: anything else is a list of itself.
                    other => Arc::new(vec![other]),
                },
            };
            while let Some(item) = items.get(self.item) {
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
                        self.items = Some(items);
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
        self.items = None;
        self.running = false;
    }
}
