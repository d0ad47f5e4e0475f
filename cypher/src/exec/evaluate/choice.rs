//! OR and CASE over a whole batch. A later operand is only asked for the rows that the earlier ones left,
//! as it is row by row; so what it would fail for elsewhere does not matter.
//!
//! Not here: AND, which narrows in `column`. Meet [`any_true`] and [`case`].

use quiver_types::Value;

use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::plan::Expr;

/// The rows of a batch that are not decided yet.
struct Rest {
    rows: Vec<u32>,
    batch: Batch,
}

impl Rest {
    fn of(batch: &Batch) -> Self {
        Self {
            rows: (0..batch.len() as u32).collect(),
            batch: batch.clone(),
        }
    }

    /// Takes rows out, named by their places among these in ascending order; which they are in the
    /// whole batch.
    fn take(&mut self, places: &[u32]) -> Vec<u32> {
        let taken = places.iter().map(|place| self.rows[*place as usize]);
        let taken: Vec<u32> = taken.collect();
        if !taken.is_empty() {
            let mut out = places.iter().copied().peekable();
            let stays = |place: &u32| out.next_if_eq(place).is_none();
            let left: Vec<u32> = (0..self.rows.len() as u32).filter(stays).collect();
            self.rows = left
                .iter()
                .map(|place| self.rows[*place as usize])
                .collect();
            self.batch.select(left);
        }
        taken
    }
}

/// The rows for which one of the predicates is true.
pub(super) fn any_true(
    context: &FunctionContext<'_>,
    parts: &[Expr],
    batch: &Batch,
) -> Result<Vec<u32>> {
    let mut rest = Rest::of(batch);
    let mut found = Vec::new();
    for part in parts {
        if rest.rows.is_empty() {
            break;
        }
        let places = context.true_rows(part, &rest.batch)?;
        found.extend(rest.take(&places));
    }
    found.sort_unstable();
    Ok(found)
}

/// A CASE without a subject.
pub(super) fn case(
    context: &FunctionContext<'_>,
    branches: &[(Expr, Expr)],
    otherwise: Option<&Expr>,
    batch: &Batch,
) -> Result<Column> {
    let mut rest = Rest::of(batch);
    let mut chosen = Vec::with_capacity(branches.len() + 1);
    for (when, then) in branches {
        if rest.rows.is_empty() {
            break;
        }
        let places = context.true_rows(when, &rest.batch)?;
        if !places.is_empty() {
            let mut of_these = rest.batch.clone();
            of_these.select(places.clone());
            let column = context.column(then, &of_these)?;
            chosen.push((rest.take(&places), column));
        }
    }
    if !rest.rows.is_empty() {
        let column = match otherwise {
            Some(otherwise) => context.column(otherwise, &rest.batch)?,
            None => Column::Constant(Value::Null),
        };
        chosen.push((rest.rows, column));
    }
    Ok(put_together(chosen, batch.len()))
}

/// One column of the rows of several, which are all rows together.
fn put_together(mut parts: Vec<(Vec<u32>, Column)>, rows: usize) -> Column {
    if let [(_, _)] = parts.as_slice()
        && let Some((_, column)) = parts.pop()
    {
        return column;
    }
    if let Some(column) = integers(&parts, rows) {
        return column;
    }
    let mut values = vec![Value::Null; rows];
    for (of, column) in &parts {
        for (at, row) in of.iter().enumerate() {
            values[*row as usize] = column.get(at);
        }
    }
    Column::from_values(values)
}

/// The same where all are integers without nulls.
fn integers(parts: &[(Vec<u32>, Column)], rows: usize) -> Option<Column> {
    let mut values = vec![0; rows];
    for (of, column) in parts {
        match column {
            Column::Constant(Value::Integer(value)) => {
                for row in of {
                    values[*row as usize] = *value;
                }
            }
            Column::Integer(typed) if typed.nulls.is_none() => {
                for (row, value) in of.iter().zip(&typed.values) {
                    values[*row as usize] = *value;
                }
            }
            _ => return None,
        }
    }
    Some(Column::integers(values))
}
