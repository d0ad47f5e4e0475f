//! `VarLengthExpand(Pruning)`: the nodes that paths of up to some length lead to, each once a row,
//! breadth first; how they are reached is not told.
//!
//! A node at the end of a path that uses no relationship twice is at the end of a shortest one, and
//! that uses none twice either. The exception is the node where it begins: it is reached by a circle.
//! Following directions, the first way back is one. Without directions the way out and back over one
//! relationship is none; so each node remembers the first relationship of the way to it, and a
//! relationship between two nodes whose ways began differently closes a circle, the shortest of which
//! is found that way.

use std::collections::HashMap;

use quiver_storage::{Direction, Neighbor};
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId};

use super::expand::{node_at, relationships_at};
use super::var_length::holds;
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};
use crate::plan::{Expr, SlotId};

/// Bytes that a node which was reached takes, about.
const REACHED: usize = 64;
/// Nodes left between two looks at the clock and the interrupt.
const STEPS: usize = 1024;

/// How a node was first reached.
#[derive(Clone, Copy)]
struct Seen {
    depth: u64,
    /// The first relationship of the way; of no meaning for the node where it begins.
    branch: RelationshipId,
}

#[derive(Default)]
pub(super) struct Pruning {
    input: Option<Batch>,
    row: usize,
    start: Option<NodeId>,
    /// Whether the first node was given out, or need not be.
    closed: bool,
    reached: HashMap<NodeId, Seen, foldhash::fast::RandomState>,
    /// Nodes of the depth that was reached, those from `next` on not left yet.
    frontier: Vec<NodeId>,
    next: usize,
    /// Nodes one step further.
    further: Vec<NodeId>,
    depth: u64,
    neighbors: Vec<Neighbor>,
    excluded: Vec<RelationshipId>,
    types: Option<Vec<RelationshipTypeId>>,
    growth: Growth,
    held: usize,
}

/// The operator's fields.
struct Spec<'a> {
    expand: &'a ExpandSpec,
    min: u64,
    max: Option<u64>,
    predicate: Option<&'a (SlotId, Expr)>,
}

/// Rows found.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    nodes: Vec<NodeId>,
}

impl Found {
    fn push(&mut self, row: usize, node: NodeId) {
        self.rows.push(row as u32);
        self.nodes.push(node);
    }
}

impl Pruning {
    fn begin(&mut self, batch: &Batch, spec: &Spec<'_>, found: &mut Found) -> Result<()> {
        let Some(start) = node_at(batch, spec.expand.from, self.row)? else {
            return Ok(());
        };
        self.start = Some(start);
        self.excluded.clear();
        let distinct_from = &spec.expand.distinct_from;
        relationships_at(batch, distinct_from, self.row, &mut self.excluded);
        let seen = Seen {
            depth: 0,
            branch: RelationshipId(0),
        };
        self.reached.insert(start, seen);
        self.closed = spec.min == 0;
        if self.closed {
            found.push(self.row, start);
        }
        self.depth = 0;
        self.frontier.push(start);
        Ok(())
    }

    /// Leaves nodes until the batch is full or steps run out; whether the row is used up.
    fn walk(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        spec: &Spec<'_>,
        capacity: usize,
        steps: &mut usize,
        found: &mut Found,
    ) -> Result<bool> {
        if self.start.is_none() {
            self.begin(batch, spec, found)?;
        }
        while found.nodes.len() < capacity && *steps > 0 {
            *steps -= 1;
            if spec.max.is_some_and(|max| self.depth >= max) {
                return Ok(true);
            }
            let Some(node) = self.frontier.get(self.next).copied() else {
                if self.further.is_empty() {
                    return Ok(true);
                }
                self.frontier.clear();
                std::mem::swap(&mut self.frontier, &mut self.further);
                self.next = 0;
                self.depth += 1;
                continue;
            };
            self.next += 1;
            self.leave(context, batch, spec, node, found)?;
        }
        Ok(false)
    }

    /// Goes on from one node.
    fn leave(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        spec: &Spec<'_>,
        node: NodeId,
        found: &mut Found,
    ) -> Result<()> {
        let Some(types) = &self.types else {
            return Ok(());
        };
        let mut neighbors = std::mem::take(&mut self.neighbors);
        neighbors.clear();
        let view = context.view;
        view.expand(node, spec.expand.direction, types, &mut neighbors)?;
        context.state.hits(1 + neighbors.len() as u64);
        let before = self.reached.len();
        for neighbor in &neighbors {
            let known = self.reached.get(&neighbor.node).copied();
            if known.is_some() && self.closed {
                continue;
            }
            let relationship = neighbor.relationship;
            if self.excluded.contains(&relationship) {
                continue;
            }
            if let Some((slot, predicate)) = spec.predicate
                && !holds(context, batch, self.row, *slot, predicate, relationship)?
            {
                continue;
            }
            match known {
                None => {
                    let branch = match self.reached.get(&node) {
                        Some(seen) if seen.depth > 0 => seen.branch,
                        _ => relationship,
                    };
                    let depth = self.depth + 1;
                    self.reached.insert(neighbor.node, Seen { depth, branch });
                    self.further.push(neighbor.node);
                    found.push(self.row, neighbor.node);
                }
                Some(seen) if self.closes(spec, node, neighbor, seen) => {
                    self.closed = true;
                    found.nodes.extend(self.start);
                    found.rows.resize(found.nodes.len(), self.row as u32);
                }
                Some(_) => {}
            }
        }
        self.neighbors = neighbors;
        let bytes = REACHED * (self.reached.len() - before);
        context.state.reserve(bytes, context.transaction)?;
        self.held += bytes;
        Ok(())
    }

    /// Whether a relationship from `node` to a node that was reached closes a circle through the
    /// node where it all began, of no more relationships than a path may have.
    fn closes(&self, spec: &Spec<'_>, node: NodeId, neighbor: &Neighbor, seen: Seen) -> bool {
        let to_start = Some(neighbor.node) == self.start;
        if spec.expand.direction != Direction::Both {
            return to_start;
        }
        if Some(node) == self.start {
            // A loop; or a second relationship to a neighbour, and back over the first.
            return to_start
                || (seen.branch != neighbor.relationship && spec.max.is_none_or(|max| max >= 2));
        }
        let Some(here) = self.reached.get(&node) else {
            return false;
        };
        let length = here.depth + seen.depth + 1;
        !to_start && here.branch != seen.branch && spec.max.is_none_or(|max| length <= max)
    }

    /// Forgets a row.
    fn clear(&mut self) {
        self.start = None;
        self.reached.clear();
        self.frontier.clear();
        self.further.clear();
        self.next = 0;
    }
}

impl Step for Pruning {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::VarLengthExpand {
            expand,
            min,
            max,
            predicate,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let spec = Spec {
            expand,
            min: *min,
            max: *max,
            predicate: predicate.as_ref(),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.types = run.evaluate(|c| Ok(c.state.types(&expand.types, c.database)))?;
        });
        let capacity = self.growth.capacity();
        let mut found = Found::default();
        let mut steps = STEPS;
        run.evaluate(|context| {
            while found.nodes.len() < capacity && self.row < batch.len() && steps > 0 {
                if self.walk(context, &batch, &spec, capacity, &mut steps, &mut found)? {
                    context.state.release(self.held, context.transaction);
                    self.held = 0;
                    self.clear();
                    self.row += 1;
                }
            }
            Ok(())
        })?;
        let mut output = batch.take(&found.rows);
        output.set(expand.to, Column::nodes(&found.nodes));
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        run.release(self.held);
        self.held = 0;
        self.clear();
        self.input = None;
        self.row = 0;
        self.growth = Growth::default();
    }
}
