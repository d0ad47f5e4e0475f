//! Parts of a pattern that do not hang together: in which order, and how, they are put to what
//! there is.
//!
//! Of up to [`FEW`] parts all orders are weighed, of more only the cheapest next step. A part is
//! looked up for each row, joined by hash on an equality, or paired with every row. Relationships of
//! parts that are put together are told apart here, since no walk does it. Finding one part is
//! [`super`]'s and [`crate::plan::order`]'s. Meet [`Solver::arrange`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::{Partial, Solver, may_meet};
use crate::binder::bound::PatternRelationship;
use crate::binder::walk;
use crate::plan::access::Pending;
use crate::plan::cost;
use crate::plan::expression::{ArithmeticOp, CompareOp};
use crate::plan::operator::{Operator, OperatorKind};
use crate::plan::order::{self, Candidate, WINDOW};
use crate::plan::{Expr, LocalId, SlotId};
use crate::syntax::ast::{BinaryOp, Quantifier};
/// Orders of unconnected parts that are kept while they are weighed; one where there are more parts
/// than [`FEW`].
const ORDERS: usize = 24;
/// Parts of which all orders are weighed.
const FEW: usize = 5;

/// Pairs of relationships that are told apart one by one; of more, list against list: a long pattern
/// would have a predicate for each two of its relationships.
const PAIRWISE: usize = 64;

/// Nodes and relationships that hang together and with nothing that is bound.
struct Part {
    nodes: Vec<SlotId>,
    relationships: Vec<usize>,
    /// What the part binds.
    slots: BTreeSet<SlotId>,
    /// The predicates about it, others in them too.
    pending: Vec<Rc<Pending>>,
    /// The cheapest way to find it, or what of it is found first.
    alone: Rc<Candidate>,
}

/// How a part is put to what there is.
#[derive(Clone)]
enum Link {
    /// It is the first.
    First,
    /// Looked up for each row.
    Lookup(Rc<Candidate>),
    /// By value; the rows that were there are built if `swap`.
    Value { predicate: Rc<Pending>, swap: bool },
    /// Every pair.
    Pairs { swap: bool },
}

/// Some parts put together.
#[derive(Clone)]
struct Arrangement {
    links: Vec<(usize, Link)>,
    bound: BTreeSet<SlotId>,
    rows: f64,
    cost: f64,
}

impl Part {
    /// Predicates about it and about what is bound besides.
    fn spanning<'s>(
        &'s self,
        bound: &'s BTreeSet<SlotId>,
        base: &'s BTreeSet<SlotId>,
    ) -> impl Iterator<Item = &'s Rc<Pending>> {
        self.pending.iter().filter(move |p| {
            let spans = |slot| bound.contains(slot) || self.slots.contains(slot);
            let mine = |slot| self.slots.contains(slot) || base.contains(slot);
            p.needs.iter().all(spans) && !p.needs.iter().all(mine)
        })
    }
}

impl Arrangement {
    /// With one part more.
    fn add(&mut self, at: usize, part: &Part, (link, rows, cost): (Link, f64, f64)) {
        self.links.push((at, link));
        self.bound.extend(&part.slots);
        self.rows = rows;
        self.cost = cost;
    }
}

impl Solver<'_, '_> {
    /// Puts the parts that nothing bound leads to together with what there is.
    pub(super) fn arrange(&self, partial: &mut Partial) {
        let parts = self.parts(partial);
        let bare = partial.is_bare();
        // A relationship's own predicate may keep it from being found before other parts are.
        let Some(first) = parts.first() else {
            return self.force(partial);
        };
        if bare && parts.len() == 1 {
            let alone = first.alone.clone();
            return self.build(&alone, partial);
        }
        let start = Arrangement {
            links: Vec::new(),
            bound: partial.bound.clone(),
            rows: partial.rows(),
            cost: 0.0,
        };
        let order = if parts.len() > FEW {
            Some(self.greedy(partial, start, &parts, bare))
        } else {
            self.weighed(partial, start, &parts, bare)
        };
        if let Some(order) = order {
            for (at, link) in order.links {
                self.attach(partial, &parts[at], link);
            }
        }
    }

    /// The cheapest order of a few parts.
    fn weighed(
        &self,
        partial: &Partial,
        start: Arrangement,
        parts: &[Part],
        bare: bool,
    ) -> Option<Arrangement> {
        let mut orders = vec![start];
        for _ in 0..parts.len() {
            // Of those that put the same parts together, the cheapest.
            let mut next: BTreeMap<Vec<usize>, Arrangement> = BTreeMap::new();
            for order in &orders {
                for (at, part) in parts.iter().enumerate() {
                    if order.links.iter().any(|(done, _)| *done == at) {
                        continue;
                    }
                    let mut set: Vec<usize> = order.links.iter().map(|(done, _)| *done).collect();
                    set.push(at);
                    set.sort_unstable();
                    let (link, rows, cost) = self.link(partial, order, part, bare);
                    if next.get(&set).is_some_and(|known| known.cost <= cost) {
                        continue;
                    }
                    let mut more = order.clone();
                    more.add(at, part, (link, rows, cost));
                    next.insert(set, more);
                }
            }
            orders = next.into_values().collect();
            orders.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            orders.truncate(ORDERS);
        }
        orders.into_iter().next()
    }

    /// Many parts by size, each followed by those that a predicate ties to what is there.
    fn greedy(
        &self,
        partial: &Partial,
        mut order: Arrangement,
        parts: &[Part],
        bare: bool,
    ) -> Arrangement {
        let mut rest: Vec<usize> = (0..parts.len()).collect();
        rest.sort_by(|a, b| parts[*a].alone.rows.total_cmp(&parts[*b].alone.rows));
        while !rest.is_empty() {
            let tied = rest.iter().position(|at| {
                parts[*at]
                    .spanning(&order.bound, self.base)
                    .next()
                    .is_some()
            });
            let at = rest.remove(tied.unwrap_or(0));
            let link = self.link(partial, &order, &parts[at], bare);
            order.add(at, &parts[at], link);
        }
        order
    }

    fn parts(&self, partial: &Partial) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut seen: BTreeSet<SlotId> = BTreeSet::new();
        let mut about: HashMap<SlotId, Vec<usize>> = HashMap::new();
        for (at, pending) in partial.pending.iter().enumerate() {
            for slot in &pending.needs {
                about.entry(*slot).or_default().push(at);
            }
        }
        for node in &partial.nodes {
            if seen.contains(node) {
                continue;
            }
            let (nodes, relationships) = self.around(partial, [*node], usize::MAX);
            seen.extend(&nodes);
            let slots = self.all_slots(&nodes, &relationships);
            let found = slots.iter().filter_map(|slot| about.get(slot)).flatten();
            let pending: BTreeSet<usize> = found.copied().collect();
            let pending: Vec<Rc<Pending>> = pending
                .into_iter()
                .map(|at| Rc::clone(&partial.pending[at]))
                .collect();
            let window = if relationships.len() > WINDOW {
                // Around the node that is found most cheaply.
                let finder = self.planner.finder();
                let cost = |node: &SlotId| finder.best(*node, self.base, &pending).cost;
                let start = nodes.iter().map(|node| (cost(node), *node));
                let start = start.min_by(|a, b| a.0.total_cmp(&b.0));
                self.around(partial, start.map(|(_, node)| node), WINDOW)
            } else {
                (nodes.clone(), relationships.clone())
            };
            if let Some(alone) = self.search(&pending, &window.0, &window.1, None) {
                parts.push(Part {
                    slots,
                    nodes,
                    relationships,
                    pending,
                    alone,
                });
            }
        }
        parts
    }

    /// The cheapest way to put a part to what there is; the rows that gives, and what it costs.
    fn link(
        &self,
        partial: &Partial,
        order: &Arrangement,
        part: &Part,
        bare: bool,
    ) -> (Link, f64, f64) {
        let alone = &part.alone;
        let first = order.links.is_empty();
        if first && bare {
            return (Link::First, alone.rows, order.cost + alone.cost);
        }
        // Predicates about both.
        let spanning: Vec<&Rc<Pending>> = part.spanning(&order.bound, self.base).collect();
        let shares: f64 = spanning
            .iter()
            .map(|p| self.estimates().selectivity(&p.expr, &self.labels))
            .product();
        let pairs = order.rows * alone.rows;
        // Only what began here is built: other rows keep their order, and may write.
        let swap = bare && order.rows < alone.rows;
        let (probed, built) = if swap {
            (alone.rows, order.rows)
        } else {
            (order.rows, alone.rows)
        };
        let asked = spanning.len() as f64 * cost::FILTER;
        let mut best = (
            Link::Pairs { swap },
            pairs * shares,
            order.cost + alone.cost + cost::product(probed, built) + pairs * asked,
        );
        for predicate in &spanning {
            if sides(&predicate.expr, &order.bound, &part.slots, self.base).is_none() {
                continue;
            }
            let rows = pairs * self.estimates().selectivity(&predicate.expr, &self.labels);
            let cost = order.cost
                + alone.cost
                + cost::hash_join(probed, built, rows, 1)
                + rows * (asked - cost::FILTER);
            if cost < best.2 {
                let predicate = Rc::clone(predicate);
                best = (Link::Value { predicate, swap }, pairs * shares, cost);
            }
        }
        let single = first && is_one_row(&partial.op);
        if single || (part.relationships.len() <= WINDOW && self.depends(order, part)) {
            let input = order::Input {
                rows: order.rows,
                bound: &order.bound,
                seeks: true,
            };
            let found = self.search(&part.pending, &part.nodes, &part.relationships, Some(input));
            if let Some(found) = found
                && order.cost + found.cost < best.2
            {
                let (rows, cost) = (found.rows, order.cost + found.cost);
                best = (Link::Lookup(found), rows, cost);
            }
        }
        best
    }

    /// Whether what is there helps to find a node of the part.
    fn depends(&self, order: &Arrangement, part: &Part) -> bool {
        let finder = self.planner.finder();
        part.nodes.iter().any(|node| {
            let access = finder.best(*node, &order.bound, &part.pending);
            !access.needs.is_subset(self.base)
        }) || part.relationships.iter().any(|at| {
            let pattern = &self.graph.relationships[*at];
            let access = finder.relationship(pattern, &order.bound, &part.pending);
            access.is_some_and(|access| !access.needs.is_subset(self.base))
        })
    }

    fn attach(&self, partial: &mut Partial, part: &Part, link: Link) {
        let (predicate, swap) = match link {
            Link::First => {
                let alone = part.alone.clone();
                self.build(&alone, partial);
                // A large part is found by parts; nothing else is bound yet.
                while self.connected(partial) {}
                return;
            }
            Link::Lookup(found) => {
                self.build(&found, partial);
                while self.connected(partial) {}
                return;
            }
            Link::Value { predicate, swap } => (Some(predicate), swap),
            Link::Pairs { swap } => (None, swap),
        };
        let keys = predicate.as_ref().and_then(|predicate| {
            let keys = sides(&predicate.expr, &partial.bound, &part.slots, self.base)?;
            partial.pending.retain(|p| !Rc::ptr_eq(p, predicate));
            Some(keys)
        });
        let mut other = self.split(partial, part.nodes.clone(), part.relationships.clone());
        self.run(&mut other);
        let mut keys = keys;
        if swap {
            std::mem::swap(&mut partial.op, &mut other.op);
            keys = keys.map(|(a, b)| (b, a));
        }
        let share = predicate.map_or(1.0, |predicate| {
            self.estimates().selectivity(&predicate.expr, &self.labels)
        });
        match keys {
            Some((left_key, right_key)) => {
                self.put_together(partial, other, |left, right| OperatorKind::ValueHashJoin {
                    left,
                    right,
                    left_key,
                    right_key,
                });
                partial.op.estimated_rows *= share;
            }
            None => self.put_together(partial, other, |left, right| {
                OperatorKind::CartesianProduct { left, right }
            }),
        }
        self.filter(partial, None);
    }

    /// Expands a relationship whose predicate needs what will never be there before it.
    pub(super) fn force(&self, partial: &mut Partial) {
        let bound = |node: &SlotId| partial.bound.contains(node);
        let found = partial.relationships.iter().find_map(|at| {
            let relationship = &self.graph.relationships[*at];
            let left = bound(&relationship.left);
            (left || bound(&relationship.right)).then_some((*at, left))
        });
        match found {
            Some((at, from_left)) => self.expand(partial, at, from_left),
            None => partial.relationships.clear(),
        }
    }

    /// Two sides as one, with all that is bound and open on both.
    pub(super) fn put_together(
        &self,
        left: &mut Partial,
        right: Partial,
        kind: impl FnOnce(Box<Operator>, Box<Operator>) -> OperatorKind,
    ) {
        let rows = left.rows() * right.rows();
        let (earlier, later) = (left.solved.clone(), right.solved.clone());
        let right_op = Box::new(right.op);
        self.wrap(left, rows, |input| kind(input, right_op));
        left.bound.extend(right.bound);
        for pending in right.pending {
            if !left.pending.iter().any(|p| Rc::ptr_eq(p, &pending)) {
                left.pending.push(pending);
            }
        }
        left.solved.extend(right.solved);
        self.differ(left, &earlier, &later);
    }

    /// Relationships of one MATCH are never the same one.
    pub(super) fn differ(&self, partial: &mut Partial, earlier: &[usize], later: &[usize]) {
        if self.graph.repeatable {
            return;
        }
        let of = |side: &[usize]| -> Vec<&PatternRelationship> {
            side.iter()
                .map(|at| &self.graph.relationships[*at])
                .collect()
        };
        let (earlier, later) = (of(earlier), of(later));
        if earlier.len() * later.len() > PAIRWISE {
            let meets = |one: &&PatternRelationship, others: &[&PatternRelationship]| {
                others.iter().any(|other| may_meet(one, other))
            };
            let (mut a, mut b) = (earlier.clone(), later.clone());
            a.retain(|one| meets(one, &later));
            b.retain(|one| meets(one, &earlier));
            if !a.is_empty() {
                let predicate = none_among(together(&a), together(&b));
                partial.pending.push(Rc::new(Pending::new(predicate)));
            }
            return;
        }
        for a in &earlier {
            for b in &later {
                if a.slot != b.slot && may_meet(a, b) {
                    partial.pending.push(Rc::new(Pending::new(different(a, b))));
                }
            }
        }
    }
}

/// The two sides of an equality of which one is about what is bound and one about the slots.
fn sides(
    expr: &Expr,
    bound: &BTreeSet<SlotId>,
    slots: &BTreeSet<SlotId>,
    base: &BTreeSet<SlotId>,
) -> Option<(Expr, Expr)> {
    let Expr::Compare(a, rest) = expr else {
        return None;
    };
    let [(CompareOp::Equal, b)] = rest.as_slice() else {
        return None;
    };
    let (of_a, of_b) = (walk::slots(a), walk::slots(b));
    let here = |needs: &BTreeSet<SlotId>| !needs.is_empty() && needs.is_subset(bound);
    let there = |needs: &BTreeSet<SlotId>| {
        needs.iter().any(|slot| slots.contains(slot))
            && needs.iter().all(|s| slots.contains(s) || base.contains(s))
    };
    if here(&of_a) && there(&of_b) {
        return Some((a.as_ref().clone(), b.clone()));
    }
    (here(&of_b) && there(&of_a)).then(|| (b.clone(), a.as_ref().clone()))
}

/// Whether a plan gives one row at most.
fn is_one_row(op: &Operator) -> bool {
    match &op.kind {
        OperatorKind::Argument => true,
        OperatorKind::Filter { input, .. } => is_one_row(input),
        _ => false,
    }
}

fn different(a: &PatternRelationship, b: &PatternRelationship) -> Expr {
    let slot = |r: &PatternRelationship| Box::new(Expr::Slot(r.slot));
    let within = |one: Box<Expr>, many: Box<Expr>| Expr::Binary(BinaryOp::In, one, many);
    match (a.length.is_some(), b.length.is_some()) {
        (false, false) => Expr::Compare(slot(a), vec![(CompareOp::NotEqual, *slot(b))]),
        (false, true) => Expr::Not(Box::new(within(slot(a), slot(b)))),
        (true, false) => Expr::Not(Box::new(within(slot(b), slot(a)))),
        (true, true) => none_among(*slot(a), *slot(b)),
    }
}

/// Whether two lists of relationships have none in common.
fn none_among(one: Expr, other: Expr) -> Expr {
    let local = Box::new(Expr::Local(LocalId(0)));
    Expr::Quantifier {
        kind: Quantifier::None,
        variable: LocalId(0),
        list: Box::new(one),
        predicate: Box::new(Expr::Binary(BinaryOp::In, local, Box::new(other))),
    }
}

/// The relationships of patterns as one list.
fn together(patterns: &[&PatternRelationship]) -> Expr {
    let (many, one): (Vec<&PatternRelationship>, Vec<&PatternRelationship>) =
        patterns.iter().partition(|r| r.length.is_some());
    let one = one.iter().map(|r| Expr::Slot(r.slot)).collect();
    let many = many.iter();
    let many: Vec<(ArithmeticOp, Expr)> = many
        .map(|r| (ArithmeticOp::Add, Expr::Slot(r.slot)))
        .collect();
    if many.is_empty() {
        return Expr::List(one);
    }
    Expr::Arithmetic(Box::new(Expr::List(one)), many)
}
