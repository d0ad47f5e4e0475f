//! Counts of nodes and relationships that the store keeps.

use quiver_types::Value;

use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::arithmetic::overflow;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct CountStore;

impl Step for CountStore {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let mut batch = batch_or_return!(input);
        let (slot, count) = run.evaluate(|context| match &operator.kind {
            OperatorKind::NodeCountFromCountStore { slot, labels, .. } => {
                let mut product = 1u64;
                for label in labels {
                    context.state.hits(1);
                    let count = match label {
                        None => context.view.node_count(None)?,
                        Some(label) => match context.state.label(*label, context.database) {
                            Some(label) => context.view.node_count(Some(label))?,
                            None => 0,
                        },
                    };
                    product = product.checked_mul(count).ok_or_else(overflow)?;
                }
                Ok((*slot, product))
            }
            OperatorKind::RelationshipCountFromCountStore { slot, types, .. } => {
                context.state.hits(1);
                let mut sum = 0u64;
                match context.state.types(types, context.database) {
                    None => {}
                    Some(types) if types.is_empty() => {
                        sum = context.view.relationship_count(None)?;
                    }
                    Some(mut types) => {
                        types.sort_unstable();
                        types.dedup();
                        for of in types {
                            sum += context.view.relationship_count(Some(of))?;
                        }
                    }
                }
                Ok((*slot, sum))
            }
            _ => Err(mismatch()),
        })?;
        let count = i64::try_from(count).map_err(|_| overflow())?;
        batch.compact();
        batch.set(slot, Column::Constant(Value::Integer(count)));
        Ok(Output::Batch(batch))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}
