//! Planning a pattern: where to start, which way to walk, when to filter, how to join what is not
//! connected.
//!
//! Starts are compared by walking the whole component in thought from each of them, always along
//! the relationship that gives the fewest rows; the cheapest walk is built. Long patterns try only
//! the most selective starts, so that planning stays linear in what matters.

use std::collections::BTreeSet;

use quiver_storage::Direction;

use super::access::{Access, Finder, Pending};
use super::cardinality::{Estimates, NodeLabels};
use super::expression::CompareOp;
use super::operator::{ExpandSpec, Operator, OperatorKind};
use super::planner::Planner;
use super::{Expr, LabelPredicate, LocalId, PathPart, SlotId};
use crate::binder::bound::{PatternRelationship, QueryGraph, ShortestPattern};
use crate::binder::walk;
use crate::syntax::ast::{BinaryOp, Quantifier};

/// Above this many relationships in a component only the most selective starts are tried.
const THOROUGH: usize = 12;

/// A plan in the making.
pub struct Partial {
    /// What is built so far.
    pub op: Operator,
    /// Slots it gives.
    pub bound: BTreeSet<SlotId>,
    pending: Vec<Pending>,
    nodes: Vec<SlotId>,
    relationships: Vec<usize>,
    /// Relationships of this pattern that are bound, as positions.
    solved: Vec<usize>,
}

impl Partial {
    fn rows(&self) -> f64 {
        self.op.estimated_rows
    }
}

/// Solves one pattern.
pub struct Solver<'s, 'p> {
    planner: &'s Planner<'p>,
    graph: &'s QueryGraph,
    /// What the enclosing Argument gives.
    base: &'s BTreeSet<SlotId>,
    labels: NodeLabels,
}

fn operator(kind: OperatorKind, rows: f64) -> Operator {
    Operator {
        id: 0,
        kind,
        estimated_rows: rows,
    }
}

impl<'s, 'p> Solver<'s, 'p> {
    /// Builds the plan of `graph` over `input`, which gives `bound`; returns it and what is bound
    /// after it.
    pub fn solve(
        planner: &'s Planner<'p>,
        graph: &'s QueryGraph,
        base: &'s BTreeSet<SlotId>,
        input: Operator,
        bound: BTreeSet<SlotId>,
    ) -> (Operator, BTreeSet<SlotId>) {
        let mut labels = planner.known_labels.borrow().clone();
        for predicate in &graph.predicates {
            if let Expr::HasLabels(of, LabelPredicate::Has(label, _)) = predicate
                && let Expr::Slot(slot) = **of
            {
                labels.entry(slot).or_default().push(*label);
            }
        }
        let solver = Self {
            planner,
            graph,
            base,
            labels,
        };
        let mut pending: Vec<Pending> =
            graph.predicates.iter().cloned().map(Pending::new).collect();
        // Expanding looks at what it starts from; a bound variable that stands alone has to be
        // asked whether it is a node: null is not matched, anything else is an error.
        let alone = graph.nodes.iter().filter(|node| {
            let relationships = graph.relationships.iter();
            let shortest = graph.shortest.iter().map(|s| &s.relationship);
            bound.contains(node)
                && relationships
                    .chain(shortest)
                    .all(|r| r.left != **node && r.right != **node)
        });
        pending.extend(alone.map(|node| {
            let start = *node;
            let parts = Vec::new();
            let path = Box::new(Expr::Path { start, parts });
            Pending::new(Expr::IsNull(path, false))
        }));
        let mut partial = Partial {
            op: input,
            nodes: graph
                .nodes
                .iter()
                .copied()
                .filter(|node| !bound.contains(node))
                .collect(),
            bound,
            pending,
            relationships: (0..graph.relationships.len()).collect(),
            solved: Vec::new(),
        };
        solver.run(&mut partial);
        for shortest in &graph.shortest {
            solver.shortest(shortest, &mut partial);
        }
        if !graph.paths.is_empty() {
            let items: Vec<(SlotId, Expr)> = graph
                .paths
                .iter()
                .map(|(slot, start, parts)| {
                    (
                        *slot,
                        Expr::Path {
                            start: *start,
                            parts: parts.clone(),
                        },
                    )
                })
                .collect();
            partial.bound.extend(items.iter().map(|(slot, _)| *slot));
            let rows = partial.rows();
            let input = Box::new(partial.op);
            partial.op = operator(
                OperatorKind::Projection {
                    input,
                    items,
                    discard: false,
                },
                rows,
            );
        }
        solver.filter(&mut partial);
        let mut known = planner.known_labels.borrow_mut();
        for node in &graph.nodes {
            if let Some(found) = solver.labels.get(node) {
                known.insert(*node, found.clone());
            }
        }
        (partial.op, partial.bound)
    }

    fn estimates(&self) -> &Estimates<'p> {
        &self.planner.estimates
    }

    fn run(&self, partial: &mut Partial) {
        loop {
            self.filter(partial);
            if self.endpoints(partial) || self.expand(partial) {
                continue;
            }
            if partial.nodes.is_empty() && partial.relationships.is_empty() {
                return;
            }
            self.start(partial);
        }
    }

    /// Applies every predicate whose slots are bound.
    fn filter(&self, partial: &mut Partial) {
        let (ready, rest): (Vec<Pending>, Vec<Pending>) = std::mem::take(&mut partial.pending)
            .into_iter()
            .partition(|p| p.needs.is_subset(&partial.bound));
        partial.pending = rest;
        let share: f64 = ready
            .iter()
            .map(|p| self.estimates().selectivity(&p.expr))
            .product();
        if let Some(predicate) = walk::all_of(ready.into_iter().map(|p| p.expr).collect()) {
            let rows = partial.rows() * share;
            self.wrap(partial, rows, |input| OperatorKind::Filter {
                input,
                predicate,
            });
        }
    }

    fn wrap(
        &self,
        partial: &mut Partial,
        rows: f64,
        kind: impl FnOnce(Box<Operator>) -> OperatorKind,
    ) {
        let input = std::mem::replace(&mut partial.op, operator(OperatorKind::Argument, 1.0));
        partial.op = operator(kind(Box::new(input)), rows);
    }

    /// Relationships that came bound from outside: check or find their ends.
    fn endpoints(&self, partial: &mut Partial) -> bool {
        let found = partial
            .relationships
            .iter()
            .position(|at| partial.bound.contains(&self.graph.relationships[*at].slot));
        let Some(found) = found else { return false };
        let at = partial.relationships.swap_remove(found);
        let relationship = &self.graph.relationships[at];
        let start_bound = partial.bound.contains(&relationship.left);
        let end_bound = partial.bound.contains(&relationship.right);
        let expand = self.spec(partial, at, true);
        let length = relationship.length;
        let rows = partial.rows();
        self.wrap(partial, rows, |input| OperatorKind::ProjectEndpoints {
            input,
            expand,
            start_bound,
            end_bound,
            length,
        });
        self.done(partial, at);
        true
    }

    fn done(&self, partial: &mut Partial, at: usize) {
        let relationship = &self.graph.relationships[at];
        for slot in [relationship.slot, relationship.left, relationship.right] {
            partial.bound.insert(slot);
        }
        partial
            .nodes
            .retain(|node| *node != relationship.left && *node != relationship.right);
        partial.solved.push(at);
    }

    fn spec(&self, partial: &Partial, at: usize, from_left: bool) -> ExpandSpec {
        let relationship = &self.graph.relationships[at];
        let distinct_from = partial
            .solved
            .iter()
            .map(|other| &self.graph.relationships[*other])
            .filter(|other| other.slot != relationship.slot && may_meet(other, relationship))
            .map(|other| other.slot)
            .collect();
        let (from, to) = if from_left {
            (relationship.left, relationship.right)
        } else {
            (relationship.right, relationship.left)
        };
        let direction = match (relationship.direction, from_left) {
            (Direction::Both, _) => Direction::Both,
            (direction, true) => direction,
            (Direction::Outgoing, false) => Direction::Incoming,
            (Direction::Incoming, false) => Direction::Outgoing,
        };
        ExpandSpec {
            from,
            relationship: relationship.slot,
            to,
            direction,
            types: relationship.types.clone(),
            distinct_from,
        }
    }

    /// The cheapest relationship that touches what is bound: position, side, factor.
    fn cheapest(
        &self,
        bound: &BTreeSet<SlotId>,
        relationships: &[usize],
    ) -> Option<(usize, usize, bool, f64)> {
        let mut best: Option<(usize, usize, bool, f64)> = None;
        for (position, at) in relationships.iter().enumerate() {
            let relationship = &self.graph.relationships[*at];
            let needs_met = relationship
                .predicate
                .as_ref()
                .is_none_or(|(each, predicate)| {
                    walk::slots(predicate)
                        .iter()
                        .all(|slot| slot == each || bound.contains(slot))
                });
            let left = bound.contains(&relationship.left);
            let right = bound.contains(&relationship.right);
            if !needs_met || !(left || right) {
                continue;
            }
            let into = left && right;
            for from_left in [true, false] {
                if (from_left && !left) || (!from_left && !right) {
                    continue;
                }
                let factor =
                    self.estimates()
                        .expansion(relationship, from_left, &self.labels, into);
                if best.is_none_or(|(_, _, _, known)| factor < known) {
                    best = Some((position, *at, from_left, factor));
                }
            }
            // A long chain has one way on; there is no need to look at the rest of it.
            if relationships.len() > 4 * THOROUGH && best.is_some() {
                break;
            }
        }
        best
    }

    fn expand(&self, partial: &mut Partial) -> bool {
        let Some((position, at, from_left, factor)) =
            self.cheapest(&partial.bound, &partial.relationships)
        else {
            return false;
        };
        partial.relationships.remove(position);
        let relationship = &self.graph.relationships[at];
        let expand = self.spec(partial, at, from_left);
        let into = partial.bound.contains(&expand.to);
        let rows = partial.rows() * factor;
        match relationship.length {
            None if into => {
                self.wrap(partial, rows, |input| OperatorKind::ExpandInto {
                    input,
                    expand,
                });
            }
            None => self.wrap(partial, rows, |input| OperatorKind::ExpandAll {
                input,
                expand,
            }),
            Some((min, max)) => {
                let predicate = relationship.predicate.clone();
                self.wrap(partial, rows, |input| OperatorKind::VarLengthExpand {
                    input,
                    expand,
                    min,
                    max,
                    into,
                    predicate,
                });
                if !from_left && self.shows_order(relationship.slot) {
                    self.reverse(partial, relationship.slot);
                }
            }
        }
        self.done(partial, at);
        true
    }

    /// Whether anything can tell in which order a list of relationships is: a path does, and a
    /// variable of the query may.
    fn shows_order(&self, slot: SlotId) -> bool {
        let in_path = self.graph.paths.iter().any(|(_, _, parts)| {
            parts
                .iter()
                .any(|part| matches!(part, PathPart::Multiple(list, _) if *list == slot))
        });
        let name = self.planner.tables.slots.get(slot.0 as usize);
        in_path || name.is_some_and(|name| !name.starts_with("anon_"))
    }

    /// A variable-length relationship walked from its right end gives its list backwards.
    fn reverse(&self, partial: &mut Partial, slot: SlotId) {
        let Some(function) = crate::functions::find("reverse") else {
            return;
        };
        let reversed = Expr::Function(function, vec![Expr::Slot(slot)]);
        let rows = partial.rows();
        self.wrap(partial, rows, |input| OperatorKind::Projection {
            input,
            items: vec![(slot, reversed)],
            discard: false,
        });
    }

    /// Begins a component that nothing bound leads to.
    fn start(&self, partial: &mut Partial) {
        let (nodes, relationships) = self.component(partial);
        let finder = self.planner.finder();
        let nothing = matches!(partial.op.kind, OperatorKind::Argument);
        let best = self.best_start(partial, &partial.bound, &nodes, &relationships, &finder);
        let depends = best.access().is_some_and(|a| !a.needs.is_subset(self.base));
        if nothing || depends {
            return self.begin(partial, best);
        }
        // What is here and what is to come are independent: build the other side on its own.
        let mine: BTreeSet<SlotId> = nodes
            .iter()
            .copied()
            .chain(
                relationships
                    .iter()
                    .map(|at| self.graph.relationships[*at].slot),
            )
            .chain(self.base.iter().copied())
            .collect();
        let (theirs, rest): (Vec<Pending>, Vec<Pending>) = std::mem::take(&mut partial.pending)
            .into_iter()
            .partition(|p| p.needs.is_subset(&mine));
        partial.pending = rest;
        partial.nodes.retain(|node| !nodes.contains(node));
        partial
            .relationships
            .retain(|at| !relationships.contains(at));
        let mut right = Partial {
            op: operator(OperatorKind::Argument, 1.0),
            bound: self.base.clone(),
            pending: theirs,
            nodes,
            relationships,
            solved: Vec::new(),
        };
        self.run(&mut right);
        self.join(partial, right);
    }

    /// The unbound nodes and relationships reachable from the first unbound node.
    fn component(&self, partial: &Partial) -> (Vec<SlotId>, Vec<usize>) {
        let mut reached: BTreeSet<SlotId> = BTreeSet::new();
        let mut relationships: Vec<usize> = Vec::new();
        let mut queue: Vec<SlotId> = Vec::new();
        queue.extend(partial.nodes.first().copied());
        let mut by_node: std::collections::HashMap<SlotId, Vec<usize>> =
            std::collections::HashMap::new();
        for at in &partial.relationships {
            let relationship = &self.graph.relationships[*at];
            by_node.entry(relationship.left).or_default().push(*at);
            by_node.entry(relationship.right).or_default().push(*at);
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        while let Some(node) = queue.pop() {
            if !reached.insert(node) {
                continue;
            }
            for at in by_node.get(&node).into_iter().flatten() {
                if taken.insert(*at) {
                    relationships.push(*at);
                    let relationship = &self.graph.relationships[*at];
                    queue.push(relationship.left);
                    queue.push(relationship.right);
                }
            }
        }
        relationships.sort_unstable();
        let nodes = partial
            .nodes
            .iter()
            .copied()
            .filter(|n| reached.contains(n))
            .collect();
        (nodes, relationships)
    }

    fn best_start(
        &self,
        partial: &Partial,
        bound: &BTreeSet<SlotId>,
        nodes: &[SlotId],
        relationships: &[usize],
        finder: &Finder<'_>,
    ) -> Start {
        let mut candidates: Vec<Start> = nodes
            .iter()
            .map(|node| Start::Node(*node, Box::new(finder.best(*node, bound, &partial.pending))))
            .collect();
        for at in relationships {
            let relationship = &self.graph.relationships[*at];
            let labelled = |node| self.labels.contains_key(&node);
            if relationship.length.is_none()
                && relationship.left != relationship.right
                && !labelled(relationship.left)
                && !labelled(relationship.right)
            {
                let both = if relationship.direction == Direction::Both {
                    2.0
                } else {
                    1.0
                };
                let rows = self
                    .estimates()
                    .relationships(None, &relationship.types, None)
                    * both;
                candidates.push(Start::Relationship(*at, rows));
            }
        }
        candidates.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
        if relationships.len() > THOROUGH {
            candidates.truncate(2);
        }
        let mut best: Option<(f64, usize)> = None;
        for (position, candidate) in candidates.iter().enumerate() {
            let cost = self.imagine(candidate, bound, relationships);
            if best.is_none_or(|(known, _)| cost < known) {
                best = Some((cost, position));
            }
        }
        let position = best.map_or(0, |(_, position)| position);
        if candidates.is_empty() {
            // Only relationships without nodes could lead here, and there are none.
            return Start::Relationship(relationships.first().copied().unwrap_or(0), 0.0);
        }
        candidates.swap_remove(position)
    }

    /// What a start costs in all: the rows every step of the greedy walk from it would give.
    fn imagine(&self, start: &Start, bound: &BTreeSet<SlotId>, relationships: &[usize]) -> f64 {
        let mut bound = bound.clone();
        let mut left: Vec<usize> = relationships.to_vec();
        let mut cost = start.cost();
        let mut rows = start.rows();
        match start {
            Start::Node(node, _) => {
                bound.insert(*node);
            }
            Start::Relationship(at, _) => {
                let relationship = &self.graph.relationships[*at];
                bound.insert(relationship.left);
                bound.insert(relationship.right);
                left.retain(|other| other != at);
            }
        }
        if relationships.len() > 4 * THOROUGH {
            return cost;
        }
        while let Some((position, at, _, factor)) = self.cheapest(&bound, &left) {
            left.remove(position);
            let relationship = &self.graph.relationships[at];
            bound.insert(relationship.left);
            bound.insert(relationship.right);
            rows *= factor;
            cost += rows;
        }
        cost
    }

    fn begin(&self, partial: &mut Partial, start: Start) {
        match start {
            Start::Node(node, access) => {
                let rows = partial.rows() * access.rows;
                let mut position = 0;
                let solved = access.solved.clone();
                partial.pending.retain(|_| {
                    position += 1;
                    !solved.contains(&(position - 1))
                });
                let input =
                    std::mem::replace(&mut partial.op, operator(OperatorKind::Argument, 1.0));
                partial.op = access.build(input, node, rows);
                partial.bound.insert(node);
                partial.nodes.retain(|other| *other != node);
            }
            Start::Relationship(at, each) => {
                let relationship = &self.graph.relationships[at];
                let (start, end, directed) = match relationship.direction {
                    Direction::Outgoing => (relationship.left, relationship.right, true),
                    Direction::Incoming => (relationship.right, relationship.left, true),
                    Direction::Both => (relationship.left, relationship.right, false),
                };
                let rows = partial.rows() * each;
                self.wrap(partial, rows, |input| OperatorKind::RelationshipTypeScan {
                    input,
                    relationship: relationship.slot,
                    start,
                    end,
                    types: relationship.types.clone(),
                    directed,
                });
                partial.relationships.retain(|other| *other != at);
                let earlier: Vec<usize> = partial.solved.clone();
                self.done(partial, at);
                self.differ(partial, &earlier, &[at]);
            }
        }
    }

    /// Joins two independent sides: by value where an equality spans them, else every pair.
    fn join(&self, left: &mut Partial, right: Partial) {
        let mut spanning = None;
        for (position, pending) in left.pending.iter().enumerate() {
            if let Expr::Compare(a, rest) = &pending.expr
                && let [(CompareOp::Equal, b)] = rest.as_slice()
            {
                let (needs_a, needs_b) = (walk::slots(a), walk::slots(b));
                if needs_a.is_empty() || needs_b.is_empty() {
                    continue;
                }
                if needs_a.is_subset(&left.bound) && needs_b.is_subset(&right.bound) {
                    spanning = Some((position, a.as_ref().clone(), b.clone()));
                    break;
                }
                if needs_b.is_subset(&left.bound) && needs_a.is_subset(&right.bound) {
                    spanning = Some((position, b.clone(), a.as_ref().clone()));
                    break;
                }
            }
        }
        let pairs = left.rows() * right.rows();
        let earlier = left.solved.clone();
        let later = right.solved.clone();
        let right_op = Box::new(right.op);
        match spanning {
            Some((position, left_key, right_key)) => {
                left.pending.remove(position);
                let rows = pairs * 0.1;
                self.wrap(left, rows, |input| OperatorKind::ValueHashJoin {
                    left: input,
                    right: right_op,
                    left_key,
                    right_key,
                });
            }
            None => self.wrap(left, pairs, |input| OperatorKind::CartesianProduct {
                left: input,
                right: right_op,
            }),
        }
        left.bound.extend(right.bound);
        left.pending.extend(right.pending);
        left.solved.extend(right.solved);
        self.differ(left, &earlier, &later);
    }

    /// Relationships of one MATCH are never the same one.
    fn differ(&self, partial: &mut Partial, earlier: &[usize], later: &[usize]) {
        for a in earlier.iter().map(|at| &self.graph.relationships[*at]) {
            for b in later.iter().map(|at| &self.graph.relationships[*at]) {
                if a.slot != b.slot && may_meet(a, b) {
                    partial.pending.push(Pending::new(different(a, b)));
                }
            }
        }
    }

    fn shortest(&self, pattern: &ShortestPattern, partial: &mut Partial) {
        let relationship = &pattern.relationship;
        let (min, max) = relationship.length.unwrap_or((1, Some(1)));
        let expand = ExpandSpec {
            from: relationship.left,
            relationship: relationship.slot,
            to: relationship.right,
            direction: relationship.direction,
            types: relationship.types.clone(),
            distinct_from: Vec::new(),
        };
        let (path, all) = (pattern.path, pattern.all);
        let predicate = relationship.predicate.clone();
        let rows = partial.rows();
        partial.bound.insert(relationship.slot);
        partial.bound.extend(path);
        // What could be asked before the path was known has been.
        let (ready, rest): (Vec<Pending>, Vec<Pending>) = std::mem::take(&mut partial.pending)
            .into_iter()
            .partition(|p| p.needs.is_subset(&partial.bound));
        partial.pending = rest;
        let (each_step, such_that): (Vec<Expr>, Vec<Expr>) = ready
            .into_iter()
            .map(|p| p.expr)
            .partition(|expr| holds_by_step(expr, relationship.slot, path));
        let (each_step, such_that) = (walk::all_of(each_step), walk::all_of(such_that));
        self.wrap(partial, rows, |input| OperatorKind::ShortestPath {
            input,
            expand,
            path,
            min,
            max,
            all,
            predicate,
            each_step,
            such_that,
        });
    }
}

/// Whether a predicate is one about each relationship or each node of a path.
fn holds_by_step(expr: &Expr, relationships: SlotId, path: Option<SlotId>) -> bool {
    let Expr::Quantifier {
        kind: Quantifier::All | Quantifier::None,
        list,
        predicate,
        ..
    } = expr
    else {
        return false;
    };
    let of_path = match list.as_ref() {
        Expr::Slot(slot) => *slot == relationships,
        Expr::Function(function, arguments) => {
            matches!(function.name, "nodes" | "relationships")
                && matches!(arguments.as_slice(), [Expr::Slot(slot)] if Some(*slot) == path)
        }
        _ => false,
    };
    let uses = walk::slots(predicate);
    let free = !uses.contains(&relationships) && path.is_none_or(|path| !uses.contains(&path));
    of_path && free
}

/// A way to begin.
enum Start {
    Node(SlotId, Box<Access>),
    Relationship(usize, f64),
}

impl Start {
    fn rows(&self) -> f64 {
        match self {
            Self::Node(_, access) => access.rows,
            Self::Relationship(_, rows) => *rows,
        }
    }

    fn cost(&self) -> f64 {
        match self {
            Self::Node(_, access) => access.cost,
            Self::Relationship(_, rows) => *rows,
        }
    }

    fn access(&self) -> Option<&Access> {
        match self {
            Self::Node(_, access) => Some(access),
            Self::Relationship(..) => None,
        }
    }
}

/// Whether two relationship patterns could find the same relationship.
fn may_meet(a: &PatternRelationship, b: &PatternRelationship) -> bool {
    a.types.is_empty() || b.types.is_empty() || a.types.iter().any(|ty| b.types.contains(ty))
}

fn different(a: &PatternRelationship, b: &PatternRelationship) -> Expr {
    let slot = |r: &PatternRelationship| Box::new(Expr::Slot(r.slot));
    let within = |one: Box<Expr>, many: Box<Expr>| Expr::Binary(BinaryOp::In, one, many);
    match (a.length.is_some(), b.length.is_some()) {
        (false, false) => Expr::Compare(slot(a), vec![(CompareOp::NotEqual, *slot(b))]),
        (false, true) => Expr::Not(Box::new(within(slot(a), slot(b)))),
        (true, false) => Expr::Not(Box::new(within(slot(b), slot(a)))),
        (true, true) => Expr::Quantifier {
            kind: Quantifier::None,
            variable: LocalId(0),
            list: slot(a),
            predicate: Box::new(within(Box::new(Expr::Local(LocalId(0))), slot(b))),
        },
    }
}
