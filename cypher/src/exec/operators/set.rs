//! `Set`, which REMOVE is too.

use super::write::set;
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Set;

impl Step for Set {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Set { items, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_return!(input);
        for row in 0..batch.len() {
            set(run, items, &batch, row)?;
        }
        Ok(Output::Batch(batch))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}
