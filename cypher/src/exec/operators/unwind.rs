//! `Unwind`: a row for each item of a list.

use std::sync::Arc;

use quiver_types::Value;

use super::{Input, Output, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

#[derive(Default)]
pub(super) struct Unwind {
    input: Option<(Batch, Column)>,
    row: usize,
    list: Option<Arc<Vec<Value>>>,
    item: usize,
    growth: Growth,
}

impl Step for Unwind {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Unwind { list, slot, .. } = &operator.kind else {
            return Err(mismatch());
        };
        match input {
            Input::Batch(batch) => {
                let lists = run.evaluate(|context| context.column(list, &batch))?;
                self.input = Some((batch, lists));
                self.row = 0;
            }
            Input::End if self.input.is_none() => return Ok(Output::Done),
            Input::Nothing if self.input.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        let Some((batch, lists)) = &self.input else {
            return Ok(Output::More);
        };
        let capacity = self.growth.capacity();
        // Rows and items in step, until the batch is full or the input used up.
        let (mut rows, mut items) = (Vec::new(), Vec::new());
        while items.len() < capacity && self.row < batch.len() {
            let list = self
                .list
                .get_or_insert_with(|| items_of(lists.get(self.row)));
            let end = list.len().min(self.item + capacity - items.len());
            items.extend_from_slice(&list[self.item..end]);
            rows.resize(items.len(), self.row as u32);
            self.item = end;
            if end == list.len() {
                self.list = None;
                self.item = 0;
                self.row += 1;
            }
        }
        let single = rows.first() == rows.last() && !rows.is_empty();
        let mut output = if single {
            batch.repeat_row(rows[0] as usize, rows.len())
        } else {
            batch.take(&rows)
        };
        output.set(*slot, Column::from_values(items));
        if self.row >= batch.len() {
            self.input = None;
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        *self = Self::default();
    }
}

fn items_of(value: Value) -> Arc<Vec<Value>> {
    match value {
        Value::Null => Arc::new(Vec::new()),
        Value::List(items) => items,
        Value::Bytes(bytes) => Arc::new(
            bytes
                .iter()
                .map(|b| Value::Integer(i64::from(b.cast_signed())))
                .collect(),
        ),
        one => Arc::new(vec![one]),
    }
}
