//! `ShortestPath`: breadth first from both ends at once, the smaller frontier first, until they
//! meet. Remembers by which relationships each node was first reached, so that all shortest
//! paths can be read off. Where a predicate over the path refuses them all, the paths are gone
//! through by their length instead.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use quiver_storage::{Direction, Neighbor};
use quiver_types::{NodeId, Path, PathStep, RelationshipId, RelationshipTypeId, Status, Value};

use super::expand::{node_at, relationships_at, reversed};
use super::var_length::holds;
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, failed};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};
use crate::plan::{Expr, SlotId};

#[derive(Default)]
pub(super) struct ShortestPath {
    input: Option<Batch>,
    row: usize,
    types: Option<Vec<RelationshipTypeId>>,
    pending: Vec<(u32, Path)>,
}

/// Bytes that a step takes up in the tables, about.
const HELD: usize = 64;

/// Steps that are collected before their nodes are looked up among those reached.
const COLLECTED: usize = 4096;

/// A step: relationship, whether it was walked forward as seen from the path's start, and the node
/// before it.
type Walked = (RelationshipId, bool, NodeId);

/// How a node was first reached: at which depth, and by which step (none where the search began).
struct Seen {
    depth: u64,
    first: Option<Walked>,
}

/// The nodes one half of a search has reached.
#[derive(Default)]
struct Reached {
    /// Where in `seen` each stands: a table of small entries is quick to grow.
    places: HashMap<NodeId, u32, foldhash::fast::RandomState>,
    seen: Vec<Seen>,
    /// Other steps by which a node was reached at the same depth, where all are sought.
    further: HashMap<NodeId, Vec<Walked>, foldhash::fast::RandomState>,
}

impl Reached {
    #[inline]
    fn depth(&self, node: NodeId) -> Option<u64> {
        let place = self.places.get(&node)?;
        self.seen.get(*place as usize).map(|seen| seen.depth)
    }

    /// The steps by which a node was first reached.
    fn by(&self, node: NodeId) -> impl Iterator<Item = &Walked> {
        let place = self.places.get(&node);
        let seen = place.and_then(|place| self.seen.get(*place as usize));
        let first = seen.and_then(|seen| seen.first.as_ref());
        first
            .into_iter()
            .chain(self.further.get(&node).into_iter().flatten())
    }

    /// Adds a step; whether it leads to a node that was not known.
    fn add(&mut self, node: NodeId, depth: u64, step: Option<Walked>, all: bool) -> bool {
        match self.places.entry(node) {
            Entry::Vacant(place) => {
                place.insert(self.seen.len() as u32);
                self.seen.push(Seen { depth, first: step });
                true
            }
            // A known node is of interest again only for a further path of the same length.
            Entry::Occupied(place) => {
                let known = self.seen.get(*place.get() as usize);
                if all && known.is_some_and(|known| known.depth == depth) {
                    self.further.entry(node).or_default().extend(step);
                }
                false
            }
        }
    }
}

struct Search<'a, 'c> {
    context: &'a FunctionContext<'c>,
    batch: &'a Batch,
    row: usize,
    expand: &'a ExpandSpec,
    types: &'a [RelationshipTypeId],
    predicate: Option<&'a (SlotId, Expr)>,
    excluded: Vec<RelationshipId>,
    all: bool,
    each_step: Option<&'a Expr>,
    /// Where the path goes.
    path: Option<SlotId>,
    /// Whether not every relationship will do.
    is_choosy: bool,
    counted: usize,
}

/// One half of the search.
struct Half {
    direction: Direction,
    /// Whether it starts at the path's start.
    from_start: bool,
    frontier: Vec<NodeId>,
    reached: Reached,
    depth: u64,
}

impl Half {
    fn new(at: NodeId, direction: Direction, from_start: bool) -> Self {
        let mut reached = Reached::default();
        reached.add(at, 0, None, false);
        Self {
            direction,
            from_start,
            frontier: vec![at],
            reached,
            depth: 0,
        }
    }
}

impl Search<'_, '_> {
    /// One level further on one side: the nodes that the other side had reached on its outermost
    /// level. (Any nearer, and the two had met before.) The first of them, unless all are sought.
    ///
    /// The last level is the largest, and of it only the steps to nodes that are met matter: so
    /// those of the other side are looked up first, and what a level reaches is noted afterwards.
    fn advance(&mut self, half: &mut Half, far: &Half) -> Result<Vec<NodeId>> {
        half.depth += 1;
        let mut met: Vec<(NodeId, Walked)> = Vec::new();
        let mut level: Vec<(NodeId, Walked)> = Vec::new();
        let mut neighbors: Vec<Neighbor> = Vec::new();
        let frontier = std::mem::take(&mut half.frontier);
        'level: for (at, node) in frontier.iter().enumerate() {
            if at % 256 == 0 {
                self.context.still_wanted()?;
            }
            neighbors.clear();
            self.context
                .view
                .expand(*node, half.direction, self.types, &mut neighbors)?;
            self.context.state.hits(1 + neighbors.len() as u64);
            for neighbor in &neighbors {
                if self.is_choosy && !self.admits(*node, neighbor)? {
                    continue;
                }
                let forward = neighbor.outgoing == half.from_start;
                let step = (neighbor.relationship, forward, *node);
                if far.reached.depth(neighbor.node) == Some(far.depth) {
                    self.reserve(HELD)?;
                    met.push((neighbor.node, step));
                    if !self.all {
                        break 'level;
                    }
                } else if met.is_empty() {
                    level.push((neighbor.node, step));
                    if level.len() == COLLECTED {
                        self.note(half, &mut level)?;
                    }
                }
            }
        }
        if met.is_empty() {
            self.note(half, &mut level)?;
        }
        let mut meeting = Vec::new();
        for (node, step) in met {
            if half.reached.add(node, half.depth, Some(step), self.all) {
                meeting.push(node);
            }
        }
        Ok(meeting)
    }

    /// Notes where steps of a level lead; what is new is the frontier of the next.
    fn note(&mut self, half: &mut Half, level: &mut Vec<(NodeId, Walked)>) -> Result<()> {
        let before = half.reached.seen.len();
        half.reached.places.reserve(level.len());
        for (node, step) in level.drain(..) {
            if half.reached.add(node, half.depth, Some(step), self.all) {
                half.frontier.push(node);
            }
        }
        self.reserve((half.reached.seen.len() - before) * HELD)
    }

    fn reserve(&mut self, bytes: usize) -> Result<()> {
        self.context
            .state
            .reserve(bytes, self.context.transaction)?;
        self.counted += bytes;
        Ok(())
    }

    fn admits(&self, from: NodeId, neighbor: &Neighbor) -> Result<bool> {
        let relationship = neighbor.relationship;
        if self.each_step.is_some() {
            let step = PathStep {
                relationship,
                forward: neighbor.outgoing,
                node: neighbor.node,
            };
            let path = Path {
                start: from,
                steps: vec![step],
            };
            if !self.satisfies(self.each_step, &path)? {
                return Ok(false);
            }
        }
        if self.excluded.contains(&relationship) {
            return Ok(false);
        }
        let Some((slot, predicate)) = self.predicate else {
            return Ok(true);
        };
        holds(
            self.context,
            self.batch,
            self.row,
            *slot,
            predicate,
            relationship,
        )
    }

    /// All shortest paths between two different nodes of at most `max` relationships (one of
    /// them unless `all`).
    fn between(&mut self, start: NodeId, end: NodeId, max: u64) -> Result<Vec<Path>> {
        let mut front = Half::new(start, self.expand.direction, true);
        let mut back = Half::new(end, reversed(self.expand.direction), false);
        loop {
            let (near, far) = if front.frontier.len() <= back.frontier.len() {
                (&mut front, &mut back)
            } else {
                (&mut back, &mut front)
            };
            if near.frontier.is_empty() || near.depth + far.depth >= max {
                return Ok(Vec::new());
            }
            let meeting = self.advance(near, far)?;
            if !meeting.is_empty() {
                return self.read_off(&front, &back, &meeting, start);
            }
        }
    }

    fn read_off(
        &mut self,
        front: &Half,
        back: &Half,
        meeting: &[NodeId],
        start: NodeId,
    ) -> Result<Vec<Path>> {
        let mut paths = Vec::new();
        for node in meeting {
            let heads = self.trails(&front.reached, *node)?;
            let tails = self.trails(&back.reached, *node)?;
            for head in &heads {
                for tail in &tails {
                    let bytes = 64 + (head.len() + tail.len()) * size_of::<PathStep>();
                    self.context.grow(bytes.max(256))?;
                    let mut path = Path {
                        start,
                        steps: Vec::with_capacity(head.len() + tail.len()),
                    };
                    let mut nodes: Vec<NodeId> = head.iter().rev().skip(1).map(|s| s.2).collect();
                    nodes.push(*node);
                    for (step, node) in head.iter().rev().zip(nodes) {
                        path.steps.push(PathStep {
                            relationship: step.0,
                            forward: step.1,
                            node,
                        });
                    }
                    for step in tail {
                        path.steps.push(PathStep {
                            relationship: step.0,
                            forward: step.1,
                            node: step.2,
                        });
                    }
                    paths.push(path);
                    if !self.all {
                        return Ok(paths);
                    }
                }
            }
        }
        Ok(paths)
    }

    /// The ways back from a node to where its half started.
    fn trails(&mut self, reached: &Reached, node: NodeId) -> Result<Vec<Vec<Walked>>> {
        let mut finished = Vec::new();
        let mut open = vec![(node, Vec::new())];
        while let Some((at, trail)) = open.pop() {
            self.context.still_wanted()?;
            let mut by = reached
                .by(at)
                .take(if self.all { usize::MAX } else { 1 })
                .peekable();
            if by.peek().is_none() {
                finished.push(trail);
                if !self.all {
                    break;
                }
                continue;
            }
            for step in by {
                self.reserve(24 * (trail.len() + 1))?;
                let mut longer: Vec<Walked> = Vec::with_capacity(trail.len() + 1);
                longer.extend_from_slice(&trail);
                longer.push(*step);
                open.push((step.2, longer));
            }
        }
        Ok(finished)
    }

    /// Whether a path satisfies the predicates over all of it.
    fn satisfies(&self, such_that: Option<&Expr>, path: &Path) -> Result<bool> {
        let Some(such_that) = such_that else {
            return Ok(true);
        };
        let mut one = self.batch.row(self.row);
        let list = Value::list(path.relationships().map(Value::Relationship).collect());
        one.set(self.expand.relationship, Column::Constant(list));
        if let Some(slot) = self.path {
            one.set(slot, Column::Constant(Value::from(path.clone())));
        }
        let mut frame = Frame::new(&one, 0);
        Ok(self.context.predicate(such_that, &mut frame)? == Some(true))
    }

    /// The shortest paths that satisfy the predicates, when none of the shortest of all does: by
    /// their length, every path that walks no relationship twice.
    fn exhaustive(
        &mut self,
        (start, end): (NodeId, NodeId),
        max: u64,
        such_that: Option<&Expr>,
    ) -> Result<Vec<Path>> {
        let empty = Path {
            start,
            steps: Vec::new(),
        };
        let mut level = vec![empty];
        let mut found = Vec::new();
        let mut depth = 0;
        let mut neighbors: Vec<Neighbor> = Vec::new();
        while found.is_empty() && !level.is_empty() && depth < max {
            depth += 1;
            for path in std::mem::take(&mut level) {
                self.context.still_wanted()?;
                let at = path.steps.last().map_or(start, |step| step.node);
                neighbors.clear();
                let direction = self.expand.direction;
                self.context
                    .view
                    .expand(at, direction, self.types, &mut neighbors)?;
                self.context.state.hits(1 + neighbors.len() as u64);
                for neighbor in &neighbors {
                    let relationship = neighbor.relationship;
                    let walked = path.steps.iter().any(|s| s.relationship == relationship);
                    if walked || !self.admits(at, neighbor)? {
                        continue;
                    }
                    self.reserve(64 + (path.steps.len() + 1) * size_of::<PathStep>())?;
                    let mut longer = path.clone();
                    longer.steps.push(PathStep {
                        relationship,
                        forward: neighbor.outgoing,
                        node: neighbor.node,
                    });
                    if neighbor.node == end && self.satisfies(such_that, &longer)? {
                        found.push(longer);
                        if !self.all {
                            return Ok(found);
                        }
                    } else {
                        level.push(longer);
                    }
                }
            }
        }
        Ok(found)
    }

    /// What the pattern finds between two nodes.
    fn solve(
        &mut self,
        (start, end): (NodeId, NodeId),
        (min, max): (u64, u64),
        such_that: Option<&Expr>,
    ) -> Result<Vec<Path>> {
        let nearest = if start != end {
            self.between(start, end, max)?
        } else if min == 0 {
            let steps = Vec::new();
            vec![Path { start, steps }]
        } else {
            return Err(same_node());
        };
        if nearest.is_empty() {
            return Ok(nearest);
        }
        let mut found = Vec::with_capacity(nearest.len());
        for path in nearest {
            let steps_hold = !path.steps.is_empty() || self.satisfies(self.each_step, &path)?;
            if steps_hold && self.satisfies(such_that, &path)? {
                found.push(path);
            }
        }
        if found.is_empty() {
            return self.exhaustive((start, end), max, such_that);
        }
        Ok(found)
    }

    fn release(self) {
        self.context
            .state
            .release(self.counted, self.context.transaction);
    }
}

impl ShortestPath {
    fn find(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        operator: &Operator,
    ) -> Result<()> {
        let OperatorKind::ShortestPath {
            expand,
            path,
            min,
            max,
            all,
            predicate,
            each_step,
            such_that,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let (Some(start), Some(end)) = (
            node_at(batch, expand.from, self.row)?,
            node_at(batch, expand.to, self.row)?,
        ) else {
            return Ok(());
        };
        let Some(types) = self.types.as_deref() else {
            return Ok(());
        };
        let mut excluded = Vec::new();
        relationships_at(batch, &expand.distinct_from, self.row, &mut excluded);
        let mut search = Search {
            context,
            batch,
            row: self.row,
            expand,
            types,
            predicate: predicate.as_ref(),
            excluded,
            all: *all,
            each_step: each_step.as_ref(),
            path: *path,
            is_choosy: false,
            counted: 0,
        };
        search.is_choosy =
            search.predicate.is_some() || search.each_step.is_some() || !search.excluded.is_empty();
        let lengths = (*min, max.unwrap_or(u64::MAX));
        let paths = search.solve((start, end), lengths, such_that.as_ref());
        search.release();
        let row = self.row as u32;
        self.pending
            .extend(paths?.into_iter().map(|path| (row, path)));
        Ok(())
    }
}

/// As on Neo4j, whose code this is too.
fn same_node() -> crate::RunError {
    failed(
        Status::Internal,
        "The shortest path algorithm does not work when the start and end nodes are the same. \
         Exclude such pairs with a predicate, or use a variable length pattern ordered by its \
         length and limited to one row.",
    )
}

impl Step for ShortestPath {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::ShortestPath { expand, path, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.types = run.evaluate(|c| Ok(c.state.types(&expand.types, c.database)))?;
        });
        // One search at a time: each may be long.
        run.evaluate(|context| self.find(context, &batch, operator))?;
        self.row += 1;
        let pending = std::mem::take(&mut self.pending);
        let rows: Vec<u32> = pending.iter().map(|(row, _)| *row).collect();
        let mut output = batch.take(&rows);
        let lists = pending
            .iter()
            .map(|(_, path)| Value::list(path.relationships().map(Value::Relationship).collect()));
        output.set(expand.relationship, Column::from_values(lists));
        if let Some(slot) = path {
            let paths = pending.into_iter().map(|(_, path)| Value::from(path));
            output.set(*slot, Column::from_values(paths));
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.input = None;
        self.row = 0;
        self.pending.clear();
    }
}
