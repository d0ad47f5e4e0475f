//! Scans of relationships by type or at all.

use std::collections::VecDeque;

use quiver_storage::RelationshipScan;
use quiver_types::{NodeId, RelationshipId};

use super::{Input, Output, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Column, NodeRef, RelationshipRef};
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

/// Relationships with their ends, as columns to be.
#[derive(Default)]
pub(super) struct RelationshipRows {
    rows: Vec<u32>,
    relationships: Vec<RelationshipRef>,
    starts: Vec<NodeRef>,
    ends: Vec<NodeRef>,
}

impl RelationshipRows {
    /// Adds a relationship; an undirected one a second time the other way round, a self-loop
    /// once.
    #[inline]
    pub fn push(
        &mut self,
        row: u32,
        id: RelationshipId,
        (start, end): (NodeId, NodeId),
        directed: bool,
    ) {
        let mut one = |start: NodeId, end: NodeId| {
            self.rows.push(row);
            self.relationships.push(RelationshipRef(id.0));
            self.starts.push(NodeRef(start.0));
            self.ends.push(NodeRef(end.0));
        };
        one(start, end);
        if !directed && start != end {
            one(end, start);
        }
    }

    /// The batch.
    pub fn batch(self, input: &Batch, relationship: SlotId, start: SlotId, end: SlotId) -> Batch {
        let mut output = if input.len() == 1 {
            input.repeat_row(0, self.rows.len())
        } else {
            input.take(&self.rows)
        };
        output.set(relationship, Column::relationship_refs(self.relationships));
        output.set(start, Column::node_refs(self.starts));
        output.set(end, Column::node_refs(self.ends));
        output
    }
}

#[derive(Default)]
pub(super) struct RelationshipScanStep {
    input: Option<Batch>,
    row: usize,
    scans: Option<VecDeque<RelationshipScan>>,
    growth: Growth,
}

impl Step for RelationshipScanStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::RelationshipTypeScan {
            relationship,
            start,
            end,
            types,
            directed,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        match input {
            Input::Batch(batch) => {
                self.input = Some(batch);
                self.row = 0;
            }
            Input::End if self.input.is_none() => return Ok(Output::Done),
            Input::Nothing if self.input.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        let Some(batch) = self.input.take() else {
            return Ok(Output::More);
        };
        let capacity = self.growth.capacity();
        let mut rows = RelationshipRows::default();
        run.evaluate(|context| {
            let scans = self.scans.get_or_insert_with(|| {
                match context.state.types(types, context.database) {
                    None => VecDeque::new(),
                    Some(types) if types.is_empty() => [RelationshipScan::all()].into(),
                    Some(mut types) => {
                        types.sort_unstable();
                        types.dedup();
                        types.into_iter().map(RelationshipScan::of_type).collect()
                    }
                }
            });
            let (row, mut hits) = (self.row as u32, 0);
            if let Some(scan) = scans.front_mut()
                && !context.view.scan_ends(scan, capacity, |id, start, end| {
                    hits += 1;
                    rows.push(row, id, (start, end), *directed);
                })?
            {
                scans.pop_front();
            }
            context.state.hits(hits);
            Ok(())
        })?;
        let output = rows.batch(&batch, *relationship, *start, *end);
        if self.scans.as_ref().is_none_or(VecDeque::is_empty) {
            self.scans = None;
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
