//! `ProcedureCall`.

use std::time::Duration;

use quiver_types::Value;

use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::coerce::coerced;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{CallSpec, Operator, OperatorKind};
use crate::procedures::Code;

/// How long a procedure that waits holds its thread until it gives others their turn.
const GLANCE: Duration = Duration::from_millis(1);

#[derive(Default)]
pub(super) struct ProcedureCall {
    input: Option<Batch>,
    row: usize,
    rows: Vec<Vec<Value>>,
    next: usize,
    called: bool,
    held: usize,
}

impl ProcedureCall {
    /// Calls the procedure for a row; whether it has ended. One that waits is called again later.
    fn call(&mut self, call: &CallSpec, batch: &Batch, run: &mut Run<'_>) -> Result<bool> {
        let arguments = run.evaluate(|context| {
            let mut frame = Frame::new(batch, self.row);
            let mut arguments = Vec::with_capacity(call.arguments.len());
            let declared = &call.procedure.arguments;
            for (argument, (_, of, _)) in call.arguments.iter().zip(declared) {
                let value = context.eval(argument, &mut frame)?;
                arguments.push(coerced(context, value, *of)?);
            }
            Ok(arguments)
        })?;
        self.rows = match &call.procedure.implementation {
            Code::Reads(code) => run.evaluate(|context| code(context, &arguments))?,
            Code::Runs(code) => {
                // What a procedure changes is not counted with the query, as on Neo4j.
                let before = run.state.statistics.get();
                let rows = code(run, &arguments)?;
                run.state.statistics.set(before);
                rows
            }
            Code::Waits(code) => {
                if !run.evaluate(|context| code(context, &arguments))? {
                    std::thread::sleep(GLANCE);
                    return Ok(false);
                }
                Vec::new()
            }
        };
        self.next = 0;
        self.called = true;
        let bytes = self
            .rows
            .iter()
            .map(|row| 24 + row.iter().map(|v| 16 + v.heap_size()).sum::<usize>())
            .sum();
        run.reserve(bytes)?;
        self.held = bytes;
        Ok(true)
    }
}

impl Step for ProcedureCall {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::ProcedureCall { call, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.called = false;
        });
        if !self.called && !self.call(call, &batch, run)? {
            self.input = Some(batch);
            return Ok(Output::Yield);
        }
        let end = self.rows.len().min(self.next + Growth::MAXIMUM);
        let count = match (call.is_void, self.rows.is_empty()) {
            (true, _) => 1,
            (false, true) => usize::from(call.optional),
            (false, false) => end - self.next,
        };
        let mut output = batch.repeat_row(self.row, count);
        for (column, slot) in &call.yields {
            let values = self.rows[self.next..end]
                .iter()
                .map(|row| row.get(*column).cloned().unwrap_or_default());
            output.set(*slot, Column::from_values(values));
        }
        self.next = end;
        if end >= self.rows.len() {
            run.release(std::mem::take(&mut self.held));
            self.rows = Vec::new();
            self.called = false;
            self.row += 1;
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        run.release(self.held);
        *self = Self::default();
    }
}
