//! `Expand(All)` and `Expand(Into)`: one hop from a bound node.

use quiver_storage::{Direction, Neighbor};
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use super::{Input, Output, Step, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::{Result, shown, type_error};
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};

#[derive(Default)]
pub(super) struct Expand {
    input: Option<Batch>,
    row: usize,
    /// What the row's node leads to, not yet given out from `next` on.
    neighbors: Vec<Neighbor>,
    next: usize,
    loaded: bool,
    growth: Growth,
    types: Option<Vec<RelationshipTypeId>>,
    excluded: Vec<RelationshipId>,
}

/// A node of a row: `None` for null, an error for anything else.
pub(super) fn node_at(batch: &Batch, slot: SlotId, row: usize) -> Result<Option<NodeId>> {
    let column = batch.column(slot);
    let position = batch.position(row);
    if let Some(node) = column.node(position) {
        return Ok(Some(node));
    }
    match column.get(position) {
        Value::Null => Ok(None),
        other => Err(type_error(format!(
            "Expected a node, got {}",
            shown(&other)
        ))),
    }
}

/// The relationships that slots of a row hold, alone or in lists.
pub(super) fn relationships_at(
    batch: &Batch,
    slots: &[SlotId],
    row: usize,
    found: &mut Vec<RelationshipId>,
) {
    let position = batch.position(row);
    for slot in slots {
        let column = batch.column(*slot);
        if let Some(relationship) = column.relationship(position) {
            found.push(relationship);
        } else if let Value::List(items) = column.get(position) {
            found.extend(items.iter().filter_map(|item| match item {
                Value::Relationship(id) => Some(*id),
                _ => None,
            }));
        }
    }
}

impl Expand {
    fn load(
        &mut self,
        context: &FunctionContext<'_>,
        spec: &ExpandSpec,
        into: bool,
        batch: &Batch,
    ) -> Result<()> {
        self.loaded = true;
        self.next = 0;
        self.neighbors.clear();
        let Some(types) = &self.types else {
            return Ok(());
        };
        let Some(from) = node_at(batch, spec.from, self.row)? else {
            return Ok(());
        };
        if into {
            let Some(to) = node_at(batch, spec.to, self.row)? else {
                return Ok(());
            };
            context
                .view
                .expand_into(from, to, spec.direction, types, &mut self.neighbors)?;
        } else {
            context
                .view
                .expand(from, spec.direction, types, &mut self.neighbors)?;
        }
        context.state.hits(1 + self.neighbors.len() as u64);
        if !spec.distinct_from.is_empty() {
            self.excluded.clear();
            relationships_at(batch, &spec.distinct_from, self.row, &mut self.excluded);
            let excluded = &self.excluded;
            self.neighbors
                .retain(|neighbor| !excluded.contains(&neighbor.relationship));
        }
        Ok(())
    }
}

impl Step for Expand {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let (spec, into) = match &operator.kind {
            OperatorKind::ExpandAll { expand, .. } => (expand, false),
            OperatorKind::ExpandInto { expand, .. } => (expand, true),
            _ => return Err(mismatch()),
        };
        match input {
            Input::Batch(batch) => {
                self.input = Some(batch);
                self.row = 0;
                self.loaded = false;
                self.types = run.evaluate(|c| Ok(c.state.types(&spec.types, c.database)))?;
            }
            Input::End if self.input.is_none() => return Ok(Output::Done),
            Input::Nothing if self.input.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        let Some(batch) = self.input.take() else {
            return Ok(Output::More);
        };
        let capacity = self.growth.capacity().max(batch.len());
        let (mut rows, mut relationships, mut nodes) = (Vec::new(), Vec::new(), Vec::new());
        run.evaluate(|context| {
            while rows.len() < capacity && self.row < batch.len() {
                if !self.loaded {
                    self.load(context, spec, into, &batch)?;
                }
                let room = capacity - rows.len();
                let end = self.neighbors.len().min(self.next + room);
                for neighbor in &self.neighbors[self.next..end] {
                    rows.push(self.row as u32);
                    relationships.push(neighbor.relationship);
                    nodes.push(neighbor.node);
                }
                self.next = end;
                if end == self.neighbors.len() {
                    self.loaded = false;
                    self.row += 1;
                }
            }
            Ok(())
        })?;
        let mut output = if batch.len() == 1 {
            batch.repeat_row(0, rows.len())
        } else {
            batch.take(&rows)
        };
        output.set(spec.relationship, Column::relationships(&relationships));
        if !into {
            output.set(spec.to, Column::nodes(&nodes));
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.input = None;
        self.row = 0;
        self.loaded = false;
        self.neighbors.clear();
        self.growth = Growth::default();
    }
}

/// The other side's view of a direction.
pub(super) fn reversed(direction: Direction) -> Direction {
    match direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Both => Direction::Both,
    }
}
