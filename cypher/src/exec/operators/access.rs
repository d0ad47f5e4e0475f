//! `Argument`, and scans of nodes by label or at all.

use quiver_storage::NodeScan;
use quiver_types::NodeId;

use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

/// Gives the rows an enclosing operator hands in, once.
#[derive(Default)]
pub(super) struct Argument {
    given: bool,
}

impl Step for Argument {
    fn step(&mut self, _: &Operator, run: &mut Run<'_>, _: Input) -> Result<Output> {
        if std::mem::replace(&mut self.given, true) {
            return Ok(Output::Done);
        }
        Ok(Output::Batch(run.state.argument()))
    }
    fn reset(&mut self, _: &mut Run<'_>) {
        self.given = false;
    }
}

/// For each input row all nodes, or those with a label.
#[derive(Default)]
pub(super) struct NodeScanStep {
    input: Option<Batch>,
    row: usize,
    scan: Option<NodeScan>,
    growth: Growth,
    found: Vec<NodeId>,
}

impl Step for NodeScanStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let (node, label) = match &operator.kind {
            OperatorKind::AllNodesScan { node, .. } => (*node, None),
            OperatorKind::NodeByLabelScan { node, label, .. } => (*node, Some(*label)),
            _ => return Err(mismatch()),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
        });
        let capacity = self.growth.capacity();
        self.found.clear();
        let more = run.evaluate(|context| {
            if self.scan.is_none() {
                let scan = match label {
                    None => NodeScan::all(),
                    Some(label) => match context.state.label(label, context.database) {
                        Some(label) => NodeScan::label(label),
                        None => return Ok(false),
                    },
                };
                self.scan = Some(scan.within(&context.state.segments_of(operator)));
            }
            match &mut self.scan {
                Some(scan) => Ok(context.view.scan_nodes(scan, capacity, &mut self.found)?),
                None => Ok(false),
            }
        })?;
        run.state.hits(self.found.len() as u64 + u64::from(!more));
        let mut output = batch.repeat_row(self.row, self.found.len());
        output.set(node, Column::nodes(&self.found));
        if !more {
            self.scan = None;
            self.row += 1;
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        *self = Self::default();
    }
}
