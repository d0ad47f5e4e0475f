//! Kernels over typed columns, each for an expression that measurement showed to matter. `None`
//! means that there is none for this expression and these columns.

use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::{Builder, Column};
use crate::exec::error::Result;
use crate::plan::Expr;

/// An expression as a column.
pub(super) fn column(
    context: &FunctionContext<'_>,
    expr: &Expr,
    batch: &Batch,
) -> Result<Option<Column>> {
    match expr {
        Expr::Property(of, key, _) => {
            let Expr::Slot(slot) = of.as_ref() else {
                return Ok(None);
            };
            let nodes = batch.column(*slot);
            if !matches!(nodes, Column::Node(_)) || context.state.has_deleted.get() {
                return Ok(None);
            }
            let Some(key) = context.state.key(*key, context.database) else {
                return Ok(Some(Column::Constant(quiver_types::Value::Null)));
            };
            let mut builder = Builder::default();
            for row in 0..batch.len() {
                builder.push(match nodes.node(batch.position(row)) {
                    Some(node) => context.view.node_property(node, key)?,
                    None => quiver_types::Value::Null,
                });
            }
            context.state.hits(batch.len() as u64);
            Ok(Some(builder.finish()))
        }
        _ => Ok(None),
    }
}

/// The rows for which a predicate is true.
pub(super) fn true_rows(
    _context: &FunctionContext<'_>,
    _predicate: &Expr,
    _batch: &Batch,
) -> Result<Option<Vec<u32>>> {
    Ok(None)
}
