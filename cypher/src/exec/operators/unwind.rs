//! `Unwind`: a row for each item of a list.

use std::sync::Arc;

use quiver_types::Value;

use super::{Input, Output, Step, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::functions::list::range_of;
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind};

#[derive(Default)]
pub(super) struct Unwind {
    input: Option<(Batch, Lists)>,
    row: usize,
    list: Option<Items>,
    item: u64,
    growth: Growth,
}

/// The lists of a batch's rows.
enum Lists {
    Values(Column),
    /// `range(...)` is counted through, never made.
    Ranges(Vec<(i64, i64, u64)>),
}

/// The items of one row.
enum Items {
    Values(Arc<Vec<Value>>),
    Range { start: i64, step: i64, count: u64 },
}

impl Items {
    fn len(&self) -> u64 {
        match self {
            Self::Values(items) => items.len() as u64,
            Self::Range { count, .. } => *count,
        }
    }

    /// Appends the items from one position up to another.
    fn copy(&self, from: u64, to: u64, found: &mut Found) {
        match self {
            Self::Values(values) => {
                found
                    .values
                    .extend_from_slice(&values[from as usize..to as usize]);
            }
            Self::Range { start, step, .. } => found.integers.extend((from..to).map(|at| {
                // Within the range by construction; wrapping only on the way.
                start.wrapping_add(step.wrapping_mul(at.cast_signed()))
            })),
        }
    }
}

/// Items of a batch: those of ranges, which have nothing else beside them, or any.
#[derive(Default)]
struct Found {
    integers: Vec<i64>,
    values: Vec<Value>,
}

impl Found {
    fn len(&self) -> usize {
        self.integers.len() + self.values.len()
    }

    fn column(self) -> Column {
        if self.values.is_empty() {
            Column::integers(self.integers)
        } else {
            Column::from_values(self.values)
        }
    }
}

fn lists(context: &FunctionContext<'_>, list: &Expr, batch: &Batch) -> Result<Lists> {
    let Expr::Function(function, arguments) = list else {
        return Ok(Lists::Values(context.column(list, batch)?));
    };
    if function.name != "range" {
        return Ok(Lists::Values(context.column(list, batch)?));
    }
    let mut columns = Vec::with_capacity(arguments.len());
    for argument in arguments {
        columns.push(context.column(argument, batch)?);
    }
    let mut ranges = Vec::with_capacity(batch.len());
    for row in 0..batch.len() {
        let values: Vec<Value> = columns.iter().map(|column| column.get(row)).collect();
        ranges.push(range_of(&values)?);
    }
    Ok(Lists::Ranges(ranges))
}

impl Step for Unwind {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Unwind { list, slot, .. } = &operator.kind else {
            return Err(mismatch());
        };
        match input {
            Input::Batch(batch) => {
                let lists = run.evaluate(|context| lists(context, list, &batch))?;
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
        let (mut rows, mut items) = (Vec::new(), Found::default());
        while items.len() < capacity && self.row < batch.len() {
            let list = self.list.get_or_insert_with(|| items_of(lists, self.row));
            let end = list.len().min(self.item + (capacity - items.len()) as u64);
            list.copy(self.item, end, &mut items);
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
        output.set(*slot, items.column());
        if self.row >= batch.len() {
            self.input = None;
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        *self = Self::default();
    }
}

fn items_of(lists: &Lists, row: usize) -> Items {
    let value = match lists {
        Lists::Ranges(ranges) => {
            let (start, step, count) = ranges.get(row).copied().unwrap_or((0, 1, 0));
            return Items::Range { start, step, count };
        }
        Lists::Values(column) => column.get(row),
    };
    Items::Values(match value {
        Value::Null => Arc::new(Vec::new()),
        Value::List(items) => items,
        Value::Bytes(bytes) => Arc::new(
            bytes
                .iter()
                .map(|b| Value::Integer(i64::from(b.cast_signed())))
                .collect(),
        ),
        one => Arc::new(vec![one]),
    })
}
