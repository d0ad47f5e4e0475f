//! Expressions over a whole batch. What has a kernel uses it; all else goes row by row through
//! [`FunctionContext::eval`], which is also what tests hold the kernels against.

use quiver_types::Value;

use super::{Frame, kernel};
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::{Builder, Column};
use crate::exec::error::Result;
use crate::plan::Expr;

impl FunctionContext<'_> {
    /// The values of an expression for all (selected) rows of a batch, densely.
    pub(crate) fn column(&self, expr: &Expr, batch: &Batch) -> Result<Column> {
        match expr {
            Expr::Literal(value) => return Ok(Column::Constant(value.clone())),
            Expr::Parameter(parameter) => {
                return Ok(Column::Constant(self.state.parameter(*parameter).clone()));
            }
            // The same in every row, and not to be made for each.
            Expr::List(items) if items.iter().all(is_fixed) => {
                return Ok(Column::Constant(
                    self.eval(expr, &mut Frame::new(batch, 0))?,
                ));
            }
            Expr::Slot(slot) => {
                return Ok(match batch.dense_column(*slot) {
                    Column::Absent => Column::Constant(Value::Null),
                    column => column,
                });
            }
            _ => {}
        }
        if let Expr::Degree(spec) = expr {
            return self.degree_column(spec, batch);
        }
        if batch.len() == 1 {
            return Ok(Column::Constant(
                self.eval(expr, &mut Frame::new(batch, 0))?,
            ));
        }
        if let Some(column) = kernel::column(self, expr, batch)? {
            return Ok(column);
        }
        self.column_row_by_row(expr, batch)
    }

    /// The same without kernels.
    pub(crate) fn column_row_by_row(&self, expr: &Expr, batch: &Batch) -> Result<Column> {
        let mut frame = Frame::new(batch, 0);
        let mut builder = Builder::default();
        for row in 0..batch.len() {
            frame.go(row);
            builder.push(self.eval(expr, &mut frame)?);
        }
        Ok(builder.finish())
    }

    /// The (logical) rows for which a predicate is true.
    pub(crate) fn true_rows(&self, predicate: &Expr, batch: &Batch) -> Result<Vec<u32>> {
        // A conjunction narrows step by step, so that a later part never sees what an earlier one
        // excluded. Unknown and false exclude alike here.
        if let Expr::And(parts) = predicate
            && batch.len() > 1
        {
            let mut rows: Vec<u32> = (0..batch.len() as u32).collect();
            let mut narrowed = batch.clone();
            for part in parts {
                let kept = self.true_rows(part, &narrowed)?;
                if kept.len() < rows.len() {
                    rows = kept.iter().map(|row| rows[*row as usize]).collect();
                    narrowed.select(kept);
                }
                if rows.is_empty() {
                    break;
                }
            }
            return Ok(rows);
        }
        if batch.len() > 1
            && let Some(rows) = kernel::true_rows(self, predicate, batch)?
        {
            return Ok(rows);
        }
        let mut frame = Frame::new(batch, 0);
        let mut rows = Vec::new();
        for row in 0..batch.len() {
            frame.go(row);
            if self.predicate(predicate, &mut frame)? == Some(true) {
                rows.push(row as u32);
            }
        }
        Ok(rows)
    }
}

fn is_fixed(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(_) | Expr::Parameter(_))
}
