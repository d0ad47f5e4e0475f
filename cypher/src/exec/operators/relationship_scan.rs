//! Scans of relationships by type or at all.

use std::collections::VecDeque;

use quiver_storage::{AdjacencyScan, RelationshipScan, SegmentRange};
use quiver_types::{NodeId, RelationshipId};

use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Column, NodeRef, RelationshipRef};
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};
use crate::plan::{SlotId, TypeRef};

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

/// How the relationships of one type, or all, are gone through.
enum Scan {
    /// In order of their ids.
    ById(RelationshipScan),
    /// By their start nodes, whose neighbours stand together. Where nobody wants to know the
    /// relationships themselves: their properties would be read all over the place.
    ByStart(AdjacencyScan<NodeRef>),
}

#[derive(Default)]
pub(super) struct RelationshipScanStep {
    input: Option<Batch>,
    row: usize,
    scans: Option<VecDeque<Scan>>,
    growth: Growth,
}

/// Which of its columns somebody reads.
#[derive(Clone, Copy)]
struct Wanted {
    relationship: bool,
    start: bool,
    end: bool,
    directed: bool,
}

impl Wanted {
    fn of(run: &Run<'_>, operator: &Operator) -> Result<Self> {
        let OperatorKind::RelationshipTypeScan {
            relationship,
            start,
            end,
            directed,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let live = run.state.live(operator);
        Ok(Self {
            relationship: live.has(*relationship),
            start: live.has(*start),
            end: live.has(*end),
            directed: *directed,
        })
    }

    /// Whether relationships of a type are gone through by their start nodes.
    fn goes_by_start(self, context: &FunctionContext<'_>) -> bool {
        self.directed
            && !self.relationship
            && (self.start || self.end)
            && !context.state.prepared.is_updating()
            && !context.view.has_writes()
    }
}

/// How many segments a scan of relationships goes through, whether those are of nodes, and how many
/// relationships there are: for sharing it out. `None` where the order of its parts would not be that
/// of the whole.
pub(super) fn extent(operator: &Operator, run: &Run<'_>) -> Result<Option<(u64, bool, u64)>> {
    let OperatorKind::RelationshipTypeScan { types, .. } = &operator.kind else {
        return Ok(None);
    };
    let wanted = Wanted::of(run, operator)?;
    run.evaluate(|context| {
        let of = match types.as_slice() {
            [] => None,
            [of] => match context.state.relationship_type(*of, context.database) {
                None => return Ok(None),
                of => of,
            },
            _ => return Ok(None),
        };
        let of_nodes = of.is_some() && wanted.goes_by_start(context);
        let segments = if of_nodes {
            context.view.node_segments()
        } else {
            context.view.relationship_segments()
        };
        let rows = context.view.relationship_count(of)?;
        Ok(Some((segments, of_nodes, rows)))
    })
}

/// The columns of one batch.
#[derive(Default)]
struct Columns {
    rows: usize,
    relationships: Vec<RelationshipRef>,
    starts: Vec<NodeRef>,
    ends: Vec<NodeRef>,
}

impl RelationshipScanStep {
    fn begin(
        context: &FunctionContext<'_>,
        types: &[TypeRef],
        wanted: Wanted,
        segments: &SegmentRange,
    ) -> VecDeque<Scan> {
        let Some(mut types) = context.state.types(types, context.database) else {
            return VecDeque::new();
        };
        let by_id = |scan: RelationshipScan| Scan::ById(scan.within(segments));
        if types.is_empty() {
            return [by_id(RelationshipScan::all())].into();
        }
        types.sort_unstable();
        types.dedup();
        let by_start = wanted.goes_by_start(context);
        let scan = |of| {
            if by_start {
                Scan::ByStart(AdjacencyScan::of_type(of).within(segments))
            } else {
                by_id(RelationshipScan::of_type(of))
            }
        };
        types.into_iter().map(scan).collect()
    }

    /// The next relationships for a row.
    fn fill(
        &mut self,
        context: &FunctionContext<'_>,
        types: &[TypeRef],
        wanted: Wanted,
        operator: &Operator,
    ) -> Result<Columns> {
        let capacity = self.growth.capacity();
        let scans = self.scans.get_or_insert_with(|| {
            let segments = context.state.segments_of(operator);
            Self::begin(context, types, wanted, &segments)
        });
        let mut columns = Columns::default();
        let Some(scan) = scans.front_mut() else {
            return Ok(columns);
        };
        let view = &context.view;
        let (starts, ends) = (&mut columns.starts, &mut columns.ends);
        let relationships = &mut columns.relationships;
        let more = match scan {
            Scan::ByStart(scan) => {
                let more =
                    view.scan_adjacent(scan, capacity, (&mut *starts, &mut *ends), |node| {
                        NodeRef(node.0)
                    })?;
                columns.rows = ends.len();
                more
            }
            Scan::ById(scan) if wanted.directed && !wanted.start && !wanted.end => {
                let more = view.scan_relationship_ids(scan, capacity, relationships, |id| {
                    RelationshipRef(id.0)
                })?;
                columns.rows = relationships.len();
                more
            }
            Scan::ById(scan) => {
                let mut push = |id: RelationshipId, start: NodeId, end: NodeId| {
                    relationships.push(RelationshipRef(id.0));
                    starts.push(NodeRef(start.0));
                    ends.push(NodeRef(end.0));
                };
                let more = view.scan_ends(scan, capacity, |id, start, end| {
                    push(id, start, end);
                    if !wanted.directed && start != end {
                        push(id, end, start);
                    }
                })?;
                columns.rows = relationships.len();
                more
            }
        };
        if !more {
            scans.pop_front();
        }
        context.state.hits(columns.rows as u64);
        Ok(columns)
    }
}

impl Step for RelationshipScanStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::RelationshipTypeScan {
            relationship,
            start,
            end,
            types,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
        });
        let wanted = Wanted::of(run, operator)?;
        let columns = run.evaluate(|context| self.fill(context, types, wanted, operator))?;
        let mut output = batch.repeat_row(self.row, columns.rows);
        if wanted.relationship {
            output.set(
                *relationship,
                Column::relationship_refs(columns.relationships),
            );
        }
        if wanted.start {
            output.set(*start, Column::node_refs(columns.starts));
        }
        if wanted.end {
            output.set(*end, Column::node_refs(columns.ends));
        }
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
