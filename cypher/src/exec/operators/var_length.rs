//! `VarLengthExpand`: paths of a range of lengths in which no relationship occurs twice, depth
//! first, with an explicit stack, resumable between any two paths.

use quiver_storage::Neighbor;
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use super::expand::{node_at, relationships_at};
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Column, NodeRef};
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};
use crate::plan::{Expr, SlotId};

/// One level of the walk: what a node leads to, and how far we are.
struct Level {
    neighbors: Vec<Neighbor>,
    next: usize,
    counted: usize,
}

#[derive(Default)]
pub(super) struct VarLength {
    input: Option<Batch>,
    row: usize,
    started: bool,
    stack: Vec<Level>,
    path: Vec<RelationshipId>,
    /// Emptied levels, to use their memory again.
    spare: Vec<Vec<Neighbor>>,
    excluded: Vec<RelationshipId>,
    growth: Growth,
    types: Option<Vec<RelationshipTypeId>>,
}

/// The operator's fields.
struct Spec<'a> {
    expand: &'a ExpandSpec,
    min: u64,
    max: Option<u64>,
    into: bool,
    predicate: Option<&'a (SlotId, Expr)>,
    /// Whether anybody reads the lists of relationships.
    lists: bool,
}

/// Steps of the walk between two looks at the clock and the interrupt.
const STEPS: usize = 4096;

/// Rows found.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    paths: Vec<Value>,
    nodes: Vec<NodeRef>,
}

impl VarLength {
    fn push_level(
        &mut self,
        context: &FunctionContext<'_>,
        node: NodeId,
        spec: &Spec<'_>,
    ) -> Result<()> {
        let mut neighbors = self.spare.pop().unwrap_or_default();
        neighbors.clear();
        if let Some(types) = &self.types {
            context
                .view
                .expand(node, spec.expand.direction, types, &mut neighbors)?;
            context.state.hits(1 + neighbors.len() as u64);
        }
        let counted = neighbors.len() * size_of::<Neighbor>();
        context.state.reserve(counted, context.transaction)?;
        self.stack.push(Level {
            neighbors,
            next: 0,
            counted,
        });
        Ok(())
    }

    fn emit(
        &self,
        context: &FunctionContext<'_>,
        node: NodeId,
        target: Option<NodeId>,
        spec: &Spec<'_>,
        found: &mut Found,
    ) -> Result<()> {
        if (self.path.len() as u64) < spec.min || (spec.into && target != Some(node)) {
            return Ok(());
        }
        found.rows.push(self.row as u32);
        found.nodes.push(NodeRef(node.0));
        if spec.lists {
            context.grow(16 * self.path.len())?;
            found.paths.push(Value::list(
                self.path
                    .iter()
                    .map(|id| Value::Relationship(*id))
                    .collect(),
            ));
        }
        Ok(())
    }

    /// Walks on until the batch is full, the row is used up (`true`), or steps run out.
    fn walk(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        spec: &Spec<'_>,
        capacity: usize,
        steps: &mut usize,
        found: &mut Found,
    ) -> Result<bool> {
        let target = if spec.into {
            node_at(batch, spec.expand.to, self.row)?
        } else {
            None
        };
        if !self.started {
            self.started = true;
            let Some(from) = node_at(batch, spec.expand.from, self.row)? else {
                return Ok(true);
            };
            if spec.into && target.is_none() {
                return Ok(true);
            }
            self.excluded.clear();
            relationships_at(
                batch,
                &spec.expand.distinct_from,
                self.row,
                &mut self.excluded,
            );
            self.path.clear();
            self.emit(context, from, target, spec, found)?;
            if spec.max != Some(0) {
                self.push_level(context, from, spec)?;
            }
        }
        while found.rows.len() < capacity && *steps > 0 {
            *steps -= 1;
            let Some(level) = self.stack.last_mut() else {
                return Ok(true);
            };
            let Some(neighbor) = level.neighbors.get(level.next).copied() else {
                if let Some(level) = self.stack.pop() {
                    context.state.release(level.counted, context.transaction);
                    self.spare.push(level.neighbors);
                }
                self.path.pop();
                continue;
            };
            level.next += 1;
            if self.path.contains(&neighbor.relationship)
                || self.excluded.contains(&neighbor.relationship)
                || !self.admits(context, batch, spec, neighbor.relationship)?
            {
                continue;
            }
            self.path.push(neighbor.relationship);
            self.emit(context, neighbor.node, target, spec, found)?;
            if spec.max.is_none_or(|max| (self.path.len() as u64) < max) {
                self.push_level(context, neighbor.node, spec)?;
            } else {
                self.path.pop();
            }
        }
        Ok(self.stack.is_empty())
    }

    fn admits(
        &self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        spec: &Spec<'_>,
        relationship: RelationshipId,
    ) -> Result<bool> {
        let Some((slot, predicate)) = spec.predicate else {
            return Ok(true);
        };
        holds(context, batch, self.row, *slot, predicate, relationship)
    }
}

/// Whether a predicate holds of a relationship, which it sees in `slot`.
pub(super) fn holds(
    context: &FunctionContext<'_>,
    batch: &Batch,
    row: usize,
    slot: SlotId,
    predicate: &Expr,
    relationship: RelationshipId,
) -> Result<bool> {
    let mut one = batch.row(row);
    one.set(slot, Column::Constant(Value::Relationship(relationship)));
    Ok(context.predicate(predicate, &mut Frame::new(&one, 0))? == Some(true))
}

impl Step for VarLength {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::VarLengthExpand {
            expand,
            min,
            max,
            into,
            predicate,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let live = run.state.live(operator);
        let spec = Spec {
            expand,
            min: *min,
            max: *max,
            into: *into,
            predicate: predicate.as_ref(),
            lists: live.has(expand.relationship),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.started = false;
            self.types = run.evaluate(|c| Ok(c.state.types(&expand.types, c.database)))?;
        });
        let capacity = self.growth.capacity();
        let mut found = Found::default();
        let mut steps = STEPS;
        run.evaluate(|context| {
            while found.rows.len() < capacity && self.row < batch.len() && steps > 0 {
                if self.walk(context, &batch, &spec, capacity, &mut steps, &mut found)? {
                    self.row += 1;
                    self.started = false;
                }
            }
            Ok(())
        })?;
        let carried = batch.clone().keep(live);
        let mut output = if batch.len() == 1 {
            carried.repeat_row(0, found.rows.len())
        } else {
            carried.take(&found.rows)
        };
        if spec.lists {
            output.set(expand.relationship, Column::from_values(found.paths));
        }
        if !spec.into {
            output.set(expand.to, Column::node_refs(found.nodes));
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        for level in std::mem::take(&mut self.stack) {
            run.release(level.counted);
        }
        self.input = None;
        self.row = 0;
        self.started = false;
        self.path.clear();
        self.growth = Growth::default();
    }
}
