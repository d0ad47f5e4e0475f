//! `Expand(All)` and `Expand(Into)`: one hop from a bound node.

use quiver_storage::{Direction, Neighbor};
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use super::same_end::SameEnd;
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Column, NodeRef, RelationshipRef};
use crate::exec::error::{Result, shown, type_error};
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};

#[derive(Default)]
pub(super) struct Expand {
    input: Option<Batch>,
    row: usize,
    /// What is left of a long row, from `next` on.
    rest: Found,
    next: usize,
    growth: Growth,
    types: Option<Vec<RelationshipTypeId>>,
    /// Whether the relationships are wanted, by somebody above or to tell them apart.
    wants_relationships: bool,
    neighbors: Vec<Neighbor>,
    /// For `Into`: of the node a row starts from, and of the one it leads to.
    same: [SameEnd; 2],
    excluded: Vec<RelationshipId>,
}

/// Columns to be. Without anybody to read the relationships, those are left out.
#[derive(Default)]
struct Found {
    nodes: Vec<NodeRef>,
    relationships: Vec<RelationshipRef>,
}

impl Found {
    fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Drops what was found from `from` on and is among `excluded`. The relationships must be
    /// there.
    fn exclude(&mut self, from: usize, excluded: &[RelationshipId]) {
        let among = |found: &RelationshipRef| excluded.contains(&RelationshipId(found.0));
        if !self.relationships[from..].iter().any(among) {
            return;
        }
        let mut kept = from;
        for at in from..self.len() {
            let relationship = self.relationships[at];
            if !excluded.contains(&RelationshipId(relationship.0)) {
                self.relationships[kept] = relationship;
                self.nodes[kept] = self.nodes[at];
                kept += 1;
            }
        }
        self.truncate(kept);
    }

    fn truncate(&mut self, length: usize) {
        self.relationships.truncate(length);
        self.nodes.truncate(length);
    }
}

/// Rows that a batch may have in any case: a single row's neighbours need not come in parts.
const AT_ONCE: usize = 64;

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
    /// Appends what one row's node leads to.
    fn load(
        &mut self,
        context: &FunctionContext<'_>,
        spec: &ExpandSpec,
        into: bool,
        batch: &Batch,
        found: &mut Found,
    ) -> Result<()> {
        let Some(types) = &self.types else {
            return Ok(());
        };
        let Some(from) = node_at(batch, spec.from, self.row)? else {
            return Ok(());
        };
        let before = found.len();
        if into {
            let Some(to) = node_at(batch, spec.to, self.row)? else {
                return Ok(());
            };
            let [same_from, same_to] = &mut self.same;
            let back = reversed(spec.direction);
            let known = match same_from.of(context, (from, to), spec.direction, types)? {
                None => same_to.of(context, (to, from), back, types)?,
                known => known,
            };
            if let Some(known) = known {
                found.nodes.extend(known.iter().map(|_| NodeRef(to.0)));
                let known = known.iter().map(|(_, id)| RelationshipRef(*id));
                found.relationships.extend(known);
            } else {
                self.neighbors.clear();
                context
                    .view
                    .expand_into(from, to, spec.direction, types, &mut self.neighbors)?;
                for neighbor in &self.neighbors {
                    found.nodes.push(NodeRef(neighbor.node.0));
                    let id = RelationshipRef(neighbor.relationship.0);
                    found.relationships.push(id);
                }
            }
        } else if self.wants_relationships {
            context.view.expand_columns(
                from,
                spec.direction,
                types,
                (&mut found.nodes, |node| NodeRef(node.0)),
                (&mut found.relationships, |id| RelationshipRef(id.0)),
            )?;
        } else {
            context.view.expand_columns(
                from,
                spec.direction,
                types,
                (&mut found.nodes, |node| NodeRef(node.0)),
                (&mut Vec::new(), |_| ()),
            )?;
        }
        context.state.hits(1 + (found.len() - before) as u64);
        if !spec.distinct_from.is_empty() && found.len() > before {
            self.excluded.clear();
            relationships_at(batch, &spec.distinct_from, self.row, &mut self.excluded);
            found.exclude(before, &self.excluded);
        }
        Ok(())
    }

    /// Fills columns up to `capacity`; the input row of each.
    fn fill(
        &mut self,
        context: &FunctionContext<'_>,
        spec: &ExpandSpec,
        into: bool,
        batch: &Batch,
        capacity: usize,
        found: &mut Found,
    ) -> Result<Vec<u32>> {
        let mut rows = Vec::new();
        if self.next < self.rest.len() {
            let end = self.rest.len().min(self.next + capacity);
            let part = self.next..end;
            found.nodes.extend(&self.rest.nodes[part.clone()]);
            let rest = self.rest.relationships.get(part).unwrap_or_default();
            found.relationships.extend(rest);
            rows.resize(found.len(), self.row as u32);
            self.next = end;
            if end < self.rest.len() {
                return Ok(rows);
            }
            self.rest.truncate(0);
            self.next = 0;
            self.row += 1;
        }
        while found.len() < capacity && self.row < batch.len() {
            self.load(context, spec, into, batch, found)?;
            if found.len() > 2 * capacity {
                self.rest.nodes.extend(&found.nodes[capacity..]);
                let rest = found.relationships.get(capacity..).unwrap_or_default();
                self.rest.relationships.extend(rest);
                found.truncate(capacity);
                rows.resize(capacity, self.row as u32);
                return Ok(rows);
            }
            rows.resize(found.len(), self.row as u32);
            self.row += 1;
        }
        Ok(rows)
    }
}

impl Step for Expand {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let (spec, into) = match &operator.kind {
            OperatorKind::ExpandAll { expand, .. } => (expand, false),
            OperatorKind::ExpandInto { expand, .. } => (expand, true),
            _ => return Err(mismatch()),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.rest.truncate(0);
            self.next = 0;
            self.same.iter_mut().for_each(SameEnd::clear);
            self.types = run.evaluate(|c| Ok(c.state.types(&spec.types, c.database)))?;
        });
        let live = run.state.live(operator);
        let is_read = live.has(spec.relationship);
        self.wants_relationships = into || is_read || !spec.distinct_from.is_empty();
        let capacity = self.growth.capacity().max(batch.len()).max(AT_ONCE);
        let mut found = Found::default();
        let rows =
            run.evaluate(|context| self.fill(context, spec, into, &batch, capacity, &mut found))?;
        let carried = batch.clone().keep(live);
        let mut output = if batch.len() == 1 {
            carried.repeat_row(0, rows.len())
        } else {
            carried.take(&rows)
        };
        if is_read {
            let relationships = Column::relationship_refs(found.relationships);
            output.set(spec.relationship, relationships);
        }
        if !into && live.has(spec.to) {
            output.set(spec.to, Column::node_refs(found.nodes));
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.input = None;
        self.row = 0;
        self.rest.truncate(0);
        self.next = 0;
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
