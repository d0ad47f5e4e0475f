//! Planning a pattern: which part to find first, which way to walk, when to filter, how to join
//! what is not connected.
//!
//! What hangs together is ordered by [`super::order`], at most [`WINDOW`] relationships at a time: of
//! a larger pattern the part around what is bound, or around the cheapest node, then the next. Parts
//! that do not hang together are then put together one by one (`pattern::parts`).

mod parts;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use quiver_storage::Direction;

use super::access::{Access, Pending, RelationshipAccess, RelationshipHow};
use super::cardinality::{Estimates, NodeLabels};
use super::operator::{ExpandSpec, Operator, OperatorKind};
use super::order::{self, Candidate, Problem, Tree, WINDOW};
use super::planner::Planner;
use super::quantified::{Element, PathMode};
use super::{Expr, LabelPredicate, PathPart, SlotId};
use crate::binder::bound::{PatternRelationship, QueryGraph, SelectedPath, ShortestPattern};
use crate::binder::walk;
use crate::syntax::ast::Language;
use crate::syntax::ast::Quantifier;

/// A plan in the making.
pub struct Partial {
    /// What is built so far.
    pub op: Operator,
    /// Slots it gives.
    pub bound: BTreeSet<SlotId>,
    pending: Vec<Rc<Pending>>,
    nodes: Vec<SlotId>,
    relationships: Vec<usize>,
    /// Relationships of this pattern that are bound, as positions.
    solved: Vec<usize>,
}

impl Partial {
    fn rows(&self) -> f64 {
        self.op.estimated_rows
    }

    fn is_bare(&self) -> bool {
        matches!(self.op.kind, OperatorKind::Argument)
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
        let mut pending: Vec<Rc<Pending>> = graph
            .predicates
            .iter()
            .cloned()
            .map(|predicate| Rc::new(Pending::new(predicate)))
            .collect();
        // Expanding looks at what it starts from; a bound variable that stands alone has to be
        // asked whether it is a node: null is not matched, anything else is an error.
        let alone = graph.nodes.iter().filter(|node| {
            let relationships = graph.relationships.iter();
            let shortest = graph.shortest.iter().map(|s| &s.relationship);
            let selected = &graph.selected;
            bound.contains(node)
                && relationships
                    .chain(shortest)
                    .all(|r| r.left != **node && r.right != **node)
                && selected
                    .iter()
                    .all(|s| s.left != **node && s.right != **node)
        });
        pending.extend(alone.map(|node| {
            let start = *node;
            let parts = Vec::new();
            let path = Box::new(Expr::Path { start, parts });
            Rc::new(Pending::new(Expr::IsNull(path, false)))
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
        for selected in &graph.selected {
            solver.selected(selected, &mut partial);
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
        solver.filter(&mut partial, None);
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
            self.filter(partial, None);
            if self.endpoints(partial) || self.connected(partial) {
                continue;
            }
            if partial.nodes.is_empty() && partial.relationships.is_empty() {
                return;
            }
            self.arrange(partial);
        }
    }

    /// Applies every predicate whose slots are bound. `rows` are those that are left, if known.
    fn filter(&self, partial: &mut Partial, rows: Option<f64>) {
        let (ready, rest): (Vec<Rc<Pending>>, Vec<Rc<Pending>>) =
            std::mem::take(&mut partial.pending)
                .into_iter()
                .partition(|p| p.needs.is_subset(&partial.bound));
        partial.pending = rest;
        let share: f64 = ready
            .iter()
            .map(|p| self.estimates().selectivity(&p.expr, &self.labels))
            .product();
        let rows = rows.unwrap_or(partial.rows() * share);
        match walk::all_of(ready.into_iter().map(|p| p.expr.clone()).collect()) {
            Some(predicate) => self.wrap(partial, rows, |input| OperatorKind::Filter {
                input,
                predicate,
            }),
            None => partial.op.estimated_rows = rows,
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
        let repeatable = self.graph.repeatable;
        let distinct_from = partial
            .solved
            .iter()
            .filter(|_| !repeatable)
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

    /// Relationships of what is not bound that hang together with the nodes, from them outwards,
    /// as many as a search takes, and the nodes they reach.
    fn around(
        &self,
        partial: &Partial,
        start: impl IntoIterator<Item = SlotId>,
        most: usize,
    ) -> (Vec<SlotId>, Vec<usize>) {
        let mut by_node: HashMap<SlotId, Vec<usize>> = HashMap::new();
        for at in &partial.relationships {
            let relationship = &self.graph.relationships[*at];
            by_node.entry(relationship.left).or_default().push(*at);
            by_node.entry(relationship.right).or_default().push(*at);
        }
        let mut reached: BTreeSet<SlotId> = BTreeSet::new();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut queue: std::collections::VecDeque<SlotId> = start.into_iter().collect();
        while let Some(node) = queue.pop_front() {
            if !reached.insert(node) {
                continue;
            }
            for at in by_node.get(&node).into_iter().flatten() {
                if taken.len() < most && taken.insert(*at) {
                    let relationship = &self.graph.relationships[*at];
                    queue.push_back(relationship.left);
                    queue.push_back(relationship.right);
                }
            }
        }
        let nodes = partial.nodes.iter().copied();
        let nodes = nodes.filter(|node| reached.contains(node)).collect();
        (nodes, taken.into_iter().collect())
    }

    /// Finds what hangs together with what is bound.
    fn connected(&self, partial: &mut Partial) -> bool {
        let ends = partial.relationships.iter().flat_map(|at| {
            let relationship = &self.graph.relationships[*at];
            [relationship.left, relationship.right]
        });
        let bound: BTreeSet<SlotId> = ends.filter(|node| partial.bound.contains(node)).collect();
        if bound.is_empty() {
            return false;
        }
        let (nodes, relationships) = self.around(partial, bound, WINDOW);
        let input = order::Input {
            rows: partial.rows(),
            bound: &partial.bound,
            seeks: false,
        };
        let found = self.search(&partial.pending, &nodes, &relationships, Some(input));
        match found {
            Some(candidate) => {
                self.build(&candidate, partial);
                true
            }
            None => false,
        }
    }

    fn search(
        &self,
        pending: &[Rc<Pending>],
        nodes: &[SlotId],
        relationships: &[usize],
        input: Option<order::Input<'_>>,
    ) -> Option<Rc<Candidate>> {
        order::search(&Problem {
            estimates: self.estimates(),
            finder: &self.planner.finder(),
            labels: &self.labels,
            pattern: &self.graph.relationships,
            relationships,
            nodes,
            pending,
            base: self.base,
            input,
        })
    }

    /// Builds what a candidate says over `partial`.
    fn build(&self, candidate: &Candidate, partial: &mut Partial) {
        match &candidate.tree {
            Tree::Input => return,
            Tree::Node { node, access } => self.begin(partial, *node, access),
            Tree::Scan {
                relationship,
                access,
            } => self.scan(partial, *relationship, access.as_deref()),
            Tree::Expand {
                from,
                relationship,
                from_left,
            } => {
                self.build(from, partial);
                self.expand(partial, *relationship, *from_left);
                // What the search knows of hubs, one step alone does not.
                let rows = partial.op.estimated_rows.max(candidate.rows);
                partial.op.estimated_rows = rows;
            }
            Tree::Join { left, right, nodes } => {
                let slots = self.slots(right);
                let mut other = self.split(partial, slots.0, slots.1);
                // What both sides find, both ask about.
                let mine = self.slots(left);
                let mine = self.all_slots(&mine.0, &mine.1);
                let both = other.pending.iter();
                let both = both.filter(|p| {
                    p.needs
                        .iter()
                        .all(|slot| mine.contains(slot) || partial.bound.contains(slot))
                });
                partial.pending.extend(both.cloned());
                self.build(left, partial);
                self.build(right, &mut other);
                let nodes = nodes.clone();
                self.put_together(partial, other, |left, right| OperatorKind::NodeHashJoin {
                    left,
                    right,
                    nodes,
                });
                partial.op.estimated_rows = candidate.rows;
            }
        }
        self.filter(partial, Some(candidate.rows));
    }

    /// Nodes and relationships that a candidate finds.
    fn slots(&self, candidate: &Candidate) -> (Vec<SlotId>, Vec<usize>) {
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        let mut stack = vec![candidate];
        while let Some(candidate) = stack.pop() {
            let at = match &candidate.tree {
                Tree::Input => continue,
                Tree::Node { node, .. } => {
                    nodes.push(*node);
                    continue;
                }
                Tree::Join { left, right, .. } => {
                    stack.extend([left.as_ref(), right.as_ref()]);
                    continue;
                }
                Tree::Scan { relationship, .. } => *relationship,
                Tree::Expand {
                    from, relationship, ..
                } => {
                    stack.push(from);
                    *relationship
                }
            };
            let relationship = &self.graph.relationships[at];
            nodes.extend([relationship.left, relationship.right]);
            relationships.push(at);
        }
        nodes.sort_unstable();
        nodes.dedup();
        (nodes, relationships)
    }

    fn all_slots(&self, nodes: &[SlotId], relationships: &[usize]) -> BTreeSet<SlotId> {
        let relationships = relationships
            .iter()
            .map(|at| self.graph.relationships[*at].slot);
        nodes.iter().copied().chain(relationships).collect()
    }

    /// A plan of its own for nodes and relationships, with the predicates about nothing else.
    fn split(
        &self,
        partial: &mut Partial,
        nodes: Vec<SlotId>,
        relationships: Vec<usize>,
    ) -> Partial {
        let mut mine = self.all_slots(&nodes, &relationships);
        mine.extend(self.base);
        let (theirs, rest): (Vec<Rc<Pending>>, Vec<Rc<Pending>>) =
            std::mem::take(&mut partial.pending)
                .into_iter()
                .partition(|p| p.needs.is_subset(&mine));
        partial.pending = rest;
        partial.nodes.retain(|node| !nodes.contains(node));
        partial
            .relationships
            .retain(|at| !relationships.contains(at));
        Partial {
            op: operator(OperatorKind::Argument, 1.0),
            bound: self.base.clone(),
            pending: theirs,
            nodes,
            relationships,
            solved: Vec::new(),
        }
    }

    fn expand(&self, partial: &mut Partial, at: usize, from_left: bool) {
        let relationship = &self.graph.relationships[at];
        partial.relationships.retain(|other| *other != at);
        let expand = self.spec(partial, at, from_left);
        let into = partial.bound.contains(&expand.to);
        let factor = if into {
            self.estimates().density(relationship, &self.labels)
        } else {
            self.estimates()
                .degree(relationship, from_left, &self.labels)
        };
        let rows = partial.rows() * factor;
        if let Some(element) = &relationship.quantified {
            let element = if from_left {
                element.as_ref().clone()
            } else {
                element.reversed()
            };
            self.repeat(partial, expand, element, into, !from_left, rows);
            self.done(partial, at);
            return;
        }
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
                    pruning: false,
                    predicate,
                });
                if !from_left && self.shows_order(relationship.slot) {
                    self.reverse(partial, relationship.slot);
                }
            }
        }
        self.done(partial, at);
    }

    fn repeat(
        &self,
        partial: &mut Partial,
        expand: ExpandSpec,
        element: Element,
        into: bool,
        reversed: bool,
        rows: f64,
    ) {
        let mode = if self.graph.repeatable {
            PathMode::Walk
        } else {
            PathMode::Trail
        };
        let groups = element.groups.iter().map(|(_, outer)| *outer);
        partial.bound.extend(groups);
        self.wrap(partial, rows, |input| OperatorKind::Repeat {
            input,
            expand,
            elements: vec![element],
            into,
            reversed,
            mode,
            selection: None,
            such_that: None,
        });
    }

    /// A path between two nodes that are found, of which only some are wanted.
    fn selected(&self, path: &SelectedPath, partial: &mut Partial) {
        let solved = partial.solved.iter();
        let relationships = solved.map(|at| self.graph.relationships[*at].slot);
        let others = self.graph.selected.iter().map(|other| other.list);
        let others = others.take_while(|list| *list != path.list);
        let distinct_from = if self.graph.repeatable {
            Vec::new()
        } else {
            relationships.chain(others).collect()
        };
        let expand = ExpandSpec {
            from: path.left,
            relationship: path.list,
            to: path.right,
            direction: Direction::Both,
            types: Vec::new(),
            distinct_from,
        };
        let mode = match path.mode {
            PathMode::Acyclic => PathMode::Acyclic,
            PathMode::Walk | PathMode::Trail if self.graph.repeatable => PathMode::Walk,
            PathMode::Walk | PathMode::Trail => PathMode::Trail,
        };
        let rows = partial.rows();
        partial.bound.insert(path.list);
        partial.bound.extend(&path.introduced);
        self.wrap(partial, rows, |input| OperatorKind::Repeat {
            input,
            expand,
            elements: path.elements.clone(),
            into: true,
            reversed: false,
            mode,
            selection: path.selection.clone(),
            such_that: path.such_that.clone(),
        });
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
        let Some(function) = crate::functions::find("reverse", Language::Cypher5) else {
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

    /// Finds a node by itself, for each row that is there.
    fn begin(&self, partial: &mut Partial, node: SlotId, access: &Access) {
        let rows = partial.rows() * access.rows;
        let solved = &access.solved;
        partial
            .pending
            .retain(|p| !solved.iter().any(|done| Rc::ptr_eq(done, p)));
        let input = std::mem::replace(&mut partial.op, operator(OperatorKind::Argument, 1.0));
        partial.op = access.clone().build(input, node, rows);
        partial.bound.insert(node);
        partial.nodes.retain(|other| *other != node);
    }

    /// Finds relationships by themselves, for each row that is there.
    fn scan(&self, partial: &mut Partial, at: usize, access: Option<&RelationshipAccess>) {
        let pattern = &self.graph.relationships[at];
        let (start, end, directed) = match pattern.direction {
            Direction::Outgoing => (pattern.left, pattern.right, true),
            Direction::Incoming => (pattern.right, pattern.left, true),
            Direction::Both => (pattern.left, pattern.right, false),
        };
        let relationship = pattern.slot;
        let found = access.map_or_else(|| self.estimates().matching(pattern), |a| a.rows);
        let rows = partial.rows() * found;
        if let Some(access) = access {
            let solved = |p: &Rc<Pending>| access.solved.iter().any(|done| Rc::ptr_eq(done, p));
            partial.pending.retain(|p| !solved(p));
        }
        self.wrap(partial, rows, |input| match access.map(|a| a.how.clone()) {
            None => OperatorKind::RelationshipTypeScan {
                input,
                relationship,
                start,
                end,
                types: pattern.types.clone(),
                directed,
            },
            Some(RelationshipHow::Index {
                index,
                relationship_type,
                properties,
                query,
            }) => OperatorKind::RelationshipIndexSeek {
                input,
                relationship,
                start,
                end,
                directed,
                index: index.id,
                relationship_type,
                properties,
                query,
            },
            Some(RelationshipHow::Id { ids, element }) => OperatorKind::RelationshipByIdSeek {
                input,
                relationship,
                start,
                end,
                types: pattern.types.clone(),
                directed,
                ids,
                element,
            },
        });
        partial.relationships.retain(|other| *other != at);
        let earlier: Vec<usize> = partial.solved.clone();
        self.done(partial, at);
        self.differ(partial, &earlier, &[at]);
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
        let (ready, rest): (Vec<Rc<Pending>>, Vec<Rc<Pending>>) =
            std::mem::take(&mut partial.pending)
                .into_iter()
                .partition(|p| p.needs.is_subset(&partial.bound));
        partial.pending = rest;
        let (each_step, such_that): (Vec<Expr>, Vec<Expr>) = ready
            .into_iter()
            .map(|p| p.expr.clone())
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

/// Whether two relationship patterns could find the same relationship.
fn may_meet(a: &PatternRelationship, b: &PatternRelationship) -> bool {
    a.types.is_empty() || b.types.is_empty() || a.types.iter().any(|ty| b.types.contains(ty))
}
