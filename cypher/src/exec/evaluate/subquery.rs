//! EXISTS, COUNT, COLLECT and patterns inside expressions: a plan run for one row.

use quiver_types::Value;

use super::Frame;
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, defect};
use crate::exec::operators::{Flow, Pipeline};
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::expression::SubqueryKind;
use crate::plan::operator::{Operator, SlotId};

impl FunctionContext<'_> {
    #[inline(never)]
    pub(super) fn eval_subquery(&self, expr: &Expr, frame: &mut Frame<'_>) -> Result<Value> {
        let Expr::Subquery {
            kind,
            plan,
            imports,
            collected,
            ..
        } = expr
        else {
            return Err(defect("not a subquery"));
        };
        let mut argument = Batch::unit(self.state.slots());
        for (slot, column) in frame.batch.columns() {
            argument.set(slot, Column::Constant(column.get(frame.position)));
        }
        for (local, slot) in imports {
            argument.set(*slot, Column::Constant(frame.local(*local)));
        }
        // A pipeline is kept for the next row; a nested use of the same one takes a fresh one.
        let address = std::ptr::from_ref::<Operator>(plan) as usize;
        let kept = self.state.subqueries.borrow_mut().remove(&address);
        let mut pipeline = kept.unwrap_or_else(|| Pipeline::new(plan));
        let result = self.run_subquery(&mut pipeline, plan, argument, *kind, *collected);
        let mut run = Run::reading(self.transaction, self.state);
        pipeline.reset(&mut run);
        self.state.subqueries.borrow_mut().insert(address, pipeline);
        result
    }

    fn run_subquery(
        &self,
        pipeline: &mut Pipeline,
        plan: &Operator,
        argument: Batch,
        kind: SubqueryKind,
        collected: Option<SlotId>,
    ) -> Result<Value> {
        let mut run = Run::reading(self.transaction, self.state);
        let mut count = 0u64;
        let mut list = Vec::new();
        self.state.without_yielding(|| {
            self.state.with_argument(argument, || {
                loop {
                    match pipeline.next(plan, &mut run)? {
                        Flow::Batch(batch) => {
                            count += batch.len() as u64;
                            if kind == SubqueryKind::Exists && count > 0 {
                                return Ok(());
                            }
                            if let (SubqueryKind::Collect, Some(slot)) = (kind, collected) {
                                self.grow(256 + 16 * batch.len())?;
                                list.extend((0..batch.len()).map(|row| batch.value(slot, row)));
                            }
                        }
                        Flow::Done => return Ok(()),
                        Flow::Yield => return Err(defect("a subquery paused")),
                    }
                }
            })
        })?;
        Ok(match kind {
            SubqueryKind::Exists => Value::Boolean(count > 0),
            SubqueryKind::Count => Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
            SubqueryKind::Collect => Value::list(list),
        })
    }
}
