//! In which order a connected pattern is found: dynamic programming over its connected parts.
//!
//! A [`Candidate`] finds some of the pattern's nodes and relationships. From the ways to find one
//! node, or one relationship by a scan, larger ones are made by expanding along a relationship from
//! either side and by hash joins of two candidates that share nodes. Of all candidates that cover
//! the same, the cheapest is kept. How many rows a candidate gives depends only on what it covers, so
//! that this finds the best of all such orders.
//!
//! Work is bounded: of the candidates of a size only the cheapest are kept once there are more than
//! `EVALUATIONS` allow for, which prunes nothing in patterns of up to eight relationships, nor in
//! longer chains; and patterns beyond [`WINDOW`] relationships are handed in by parts (see
//! [`super::pattern`]). Nothing is built here: the solver builds what the tree says.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::access::{Access, Finder, How, Pending, RelationshipAccess};
use super::cardinality::{Estimates, NodeLabels};
use super::cost;
use super::quantified::Element;
use super::{Expr, LabelPredicate, SlotId};
use crate::binder::bound::PatternRelationship;
use crate::binder::walk;

/// Nodes, and relationships, that a search can be handed.
pub const WINDOW: usize = 48;
/// Steps from one candidate to a larger one that are weighed, about; in all parts of a pattern that is
/// found by parts, about twice that.
const EVALUATIONS: usize = 25_000;
/// Pairs of candidates of a size that are looked at for a join, and of all sizes together.
const JOINS: usize = 10_000;
const ALL_JOINS: usize = 50_000;

/// Nodes in the lower half, relationships in the upper, by position.
type Cover = u128;

/// How the nodes and relationships of a candidate are found.
#[derive(Debug)]
pub enum Tree {
    /// They came from before.
    Input,
    /// A node by itself.
    Node {
        /// Which.
        node: SlotId,
        /// How.
        access: Box<Access>,
    },
    /// All relationships of a type, or those that something finds, with their ends.
    Scan {
        /// Position in the pattern.
        relationship: usize,
        /// How they are found, where that is not by looking at all.
        access: Option<Box<RelationshipAccess>>,
    },
    /// From what is there along a relationship.
    Expand {
        /// What is there.
        from: Rc<Candidate>,
        /// Position in the pattern.
        relationship: usize,
        /// From which end.
        from_left: bool,
    },
    /// Rows of both sides that agree on the nodes; the right side is put into a table.
    Join {
        /// Looks up.
        left: Rc<Candidate>,
        /// Is built; starts from nothing.
        right: Rc<Candidate>,
        /// What both find.
        nodes: Vec<SlotId>,
    },
}

/// A way to find a part of a pattern.
#[derive(Debug)]
pub struct Candidate {
    /// How.
    pub tree: Tree,
    /// Rows it gives, all predicates asked that can be.
    pub rows: f64,
    /// What that costs, see [`cost`].
    pub cost: f64,
    /// What it covers.
    cover: Cover,
    /// Whether it goes on from the input, and not from nothing.
    pub over: bool,
}

/// What a search starts from.
pub struct Input<'a> {
    /// Rows that are there.
    pub rows: f64,
    /// Slots they have.
    pub bound: &'a BTreeSet<SlotId>,
    /// Whether nodes may be looked up for each of its rows.
    pub seeks: bool,
}

/// A part of a pattern to be found.
pub struct Problem<'a> {
    /// Statistics.
    pub estimates: &'a Estimates<'a>,
    /// Accesses.
    pub finder: &'a Finder<'a>,
    /// Labels.
    pub labels: &'a NodeLabels,
    /// All relationships of the pattern.
    pub pattern: &'a [PatternRelationship],
    /// Those to find: positions in the pattern, at most [`WINDOW`].
    pub relationships: &'a [usize],
    /// Nodes to find.
    pub nodes: &'a [SlotId],
    /// Predicates not yet asked.
    pub pending: &'a [Rc<Pending>],
    /// Slots that are there from the start.
    pub base: &'a BTreeSet<SlotId>,
    /// What to go on from.
    pub input: Option<Input<'a>>,
}

/// A predicate as the search sees it.
struct Test<'a> {
    pending: &'a Rc<Pending>,
    /// What it needs of the pattern.
    needs: Cover,
    share: f64,
    /// Whether it needs of other slots only those of the base.
    standalone: bool,
    /// Whether what else it needs is in the input.
    over: bool,
}

/// A relationship as the search sees it.
struct Edge<'a> {
    at: usize,
    pattern: &'a PatternRelationship,
    bit: Cover,
    left: Cover,
    right: Cover,
    density: f64,
    /// Relationships like it that a node of its left end has, and one of its right end.
    degrees: [f64; 2],
    /// Nodes and input slots that its own predicate reads.
    predicate_needs: Cover,
    walks_standalone: bool,
    walks_over: bool,
}

struct Search<'a> {
    problem: &'a Problem<'a>,
    /// All nodes, bound ones too, by position.
    nodes: Vec<SlotId>,
    counts: Vec<f64>,
    edges: Vec<Edge<'a>>,
    tests: Vec<Test<'a>>,
    /// Nodes that the input has.
    given: Cover,
    rows: HashMap<(bool, Cover), f64, foldhash::fast::RandomState>,
    /// The relationships at each node that do not lead back to it.
    incident: Vec<Cover>,
    /// [`Search::skew`] of a node by those of its relationships that are covered.
    skews: RefCell<HashMap<(usize, Cover), f64, foldhash::fast::RandomState>>,
}

type Level = BTreeMap<(bool, Cover), Rc<Candidate>>;

/// The best way to find everything, or, where a relationship's predicate needs what is not there,
/// as much of it as can be; `None` where nothing can.
pub fn search(problem: &Problem<'_>) -> Option<Rc<Candidate>> {
    let mut search = Search::new(problem);
    let count = search.edges.len();
    let mut levels: Vec<Level> = vec![search.begin()];
    let mut scans = search.scans();
    let parts = problem.pattern.len().div_ceil(WINDOW);
    let share = if parts > 1 { parts.div_ceil(2) } else { 1 };
    let width = (EVALUATIONS / share / (count * count).max(1)).clamp(2, 256);
    let mut joins = ALL_JOINS / share;
    for size in 1..=count {
        let mut level = if size == 1 {
            std::mem::take(&mut scans)
        } else {
            Level::new()
        };
        for candidate in levels[size - 1].values() {
            search.expand(candidate, &mut level);
        }
        let mut pairs = 0;
        for left_size in 1..size {
            search.join(
                &levels[left_size],
                &levels[size - left_size],
                &mut level,
                &mut pairs,
            );
            if pairs > joins {
                break;
            }
        }
        joins = joins.saturating_sub(pairs);
        cut(&mut level, width);
        if level.is_empty() {
            break;
        }
        levels.push(level);
    }
    let is_input = |candidate: &&Rc<Candidate>| matches!(candidate.tree, Tree::Input);
    let over = problem.input.is_some();
    levels
        .iter()
        .rev()
        .find_map(|level| {
            let fit = level.values().filter(|c| c.over == over && !is_input(c));
            fit.min_by(|a, b| a.cost.total_cmp(&b.cost))
        })
        .cloned()
}

/// Keeps the cheapest candidates of a size, of those with input and those without: of many that cost the
/// same, as those of a star of like relationships do, the first.
fn cut(level: &mut Level, width: usize) {
    for over in [true, false] {
        let these = level.iter().filter(|(_, c)| c.over == over);
        let mut ranks: Vec<(f64, Cover)> = these.map(|(_, c)| (c.cost, c.cover)).collect();
        if ranks.len() > width {
            let order =
                |a: &(f64, Cover), b: &(f64, Cover)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            ranks.sort_unstable_by(order);
            let last = ranks[width - 1];
            level.retain(|_, c| c.over != over || order(&(c.cost, c.cover), &last).is_le());
        }
    }
}

fn offer(level: &mut Level, candidate: Candidate) {
    let key = (candidate.over, candidate.cover);
    match level.get(&key) {
        Some(known) if known.cost <= candidate.cost => {}
        _ => {
            level.insert(key, Rc::new(candidate));
        }
    }
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem<'a>) -> Self {
        let mut nodes: Vec<SlotId> = problem.nodes.to_vec();
        let nothing = BTreeSet::new();
        let bound = problem.input.as_ref().map_or(&nothing, |i| i.bound);
        let mut given: Cover = 0;
        for at in problem.relationships {
            let relationship = &problem.pattern[*at];
            for node in [relationship.left, relationship.right] {
                if !nodes.contains(&node) {
                    given |= 1 << nodes.len();
                    nodes.push(node);
                }
            }
        }
        let node_bit = |slot: SlotId| -> Option<Cover> {
            nodes.iter().position(|n| *n == slot).map(|at| 1 << at)
        };
        let relationship_bit = |slot: SlotId| -> Option<Cover> {
            let mut slots = problem.relationships.iter().map(|at| &problem.pattern[*at]);
            slots
                .position(|relationship| relationship.slot == slot)
                .map(|at| 1 << (64 + at))
        };
        // What a predicate needs of the pattern, and whether the rest is there.
        let needs = |slots: &BTreeSet<SlotId>| {
            let (mut cover, mut standalone, mut over) = (0, true, true);
            for slot in slots {
                match node_bit(*slot).or_else(|| relationship_bit(*slot)) {
                    Some(bit) => cover |= bit,
                    None => {
                        standalone &= problem.base.contains(slot);
                        over &= bound.contains(slot) || problem.base.contains(slot);
                    }
                }
            }
            (cover, standalone, over)
        };
        let edges = problem
            .relationships
            .iter()
            .enumerate()
            .map(|(position, at)| {
                let pattern = &problem.pattern[*at];
                let (predicate_needs, walks_standalone, walks_over) = match &pattern.predicate {
                    None => match &pattern.quantified {
                        None => (0, true, true),
                        Some(element) => needs(&element_needs(element)),
                    },
                    Some((each, predicate)) => {
                        let mut slots = walk::slots(predicate);
                        slots.remove(each);
                        needs(&slots)
                    }
                };
                Edge {
                    at: *at,
                    pattern,
                    bit: 1 << (64 + position),
                    left: node_bit(pattern.left).unwrap_or(0),
                    right: node_bit(pattern.right).unwrap_or(0),
                    density: problem.estimates.density(pattern, problem.labels),
                    degrees: [true, false].map(|from_left| {
                        problem.estimates.degree(pattern, from_left, problem.labels)
                    }),
                    predicate_needs,
                    walks_standalone,
                    walks_over,
                }
            });
        let edges: Vec<Edge<'_>> = edges.collect();
        let mut incident: Vec<Cover> = vec![0; nodes.len()];
        for edge in edges.iter().filter(|edge| edge.left != edge.right) {
            for node in [edge.left, edge.right] {
                if let Some(incident) = incident.get_mut(node.trailing_zeros() as usize) {
                    *incident |= edge.bit;
                }
            }
        }
        let tests = problem.pending.iter().filter_map(|pending| {
            if is_label(&pending.expr, &nodes) {
                return None; // counted with the node
            }
            let (needs, standalone, over) = needs(&pending.needs);
            (needs != 0 && (standalone || over)).then(|| Test {
                pending,
                needs,
                share: problem.estimates.selectivity(&pending.expr, problem.labels),
                standalone,
                over,
            })
        });
        let tests = tests.collect();
        let counts = nodes
            .iter()
            .map(|node| problem.estimates.nodes_with(problem.labels, *node))
            .collect();
        Self {
            problem,
            nodes,
            counts,
            edges,
            tests,
            given,
            rows: HashMap::default(),
            incident,
            skews: RefCell::default(),
        }
    }

    /// Rows of whatever covers this.
    fn rows(&mut self, over: bool, cover: Cover) -> f64 {
        if let Some(rows) = self.rows.get(&(over, cover)) {
            return *rows;
        }
        let mut rows = match &self.problem.input {
            Some(input) if over => input.rows,
            _ => 1.0,
        };
        for (at, count) in self.counts.iter().enumerate() {
            let bit: Cover = 1 << at;
            if cover & bit != 0 && self.given & bit == 0 {
                rows *= count;
            }
        }
        for edge in &self.edges {
            if cover & edge.bit != 0 {
                rows *= edge.density;
            }
        }
        for test in self.tests_within(over, cover) {
            rows *= test.share;
        }
        for at in 0..self.nodes.len() {
            if cover & (1 << at) != 0 {
                rows *= self.skew(at, cover);
            }
        }
        self.rows.insert((over, cover), rows);
        rows
    }

    fn tests_within(&self, over: bool, cover: Cover) -> impl Iterator<Item = &Test<'a>> {
        self.tests.iter().filter(move |test| {
            test.needs & !cover == 0 && if over { test.over } else { test.standalone }
        })
    }

    /// How many times more rows there are than if each relationship at a node were independent of
    /// the others there: hubs have many of each.
    fn skew(&self, at: usize, cover: Cover) -> f64 {
        let here = cover & self.incident[at];
        if here.count_ones() < 2 {
            return 1.0;
        }
        if let Some(known) = self.skews.borrow().get(&(at, here)) {
            return *known;
        }
        let node = self.nodes[at];
        let edges = self.edges.iter().filter(|edge| here & edge.bit != 0);
        let edges: Vec<(&PatternRelationship, bool)> = edges
            .map(|edge| (edge.pattern, edge.pattern.left == node))
            .collect();
        let problem = self.problem;
        let skew = problem.estimates.skew(problem.labels, node, &edges);
        self.skews.borrow_mut().insert((at, here), skew);
        skew
    }

    /// Candidates without relationships.
    fn begin(&mut self) -> Level {
        let problem = self.problem;
        let mut level = Level::new();
        if let Some(input) = &problem.input
            && self.given != 0
        {
            offer(
                &mut level,
                Candidate {
                    tree: Tree::Input,
                    rows: input.rows,
                    cost: 0.0,
                    cover: self.given,
                    over: true,
                },
            );
        }
        for (at, node) in problem.nodes.iter().enumerate() {
            let access = problem.finder.best(*node, problem.base, problem.pending);
            let cover = 1 << at;
            self.learn(at, &access);
            let rows = self.rows(false, cover);
            let candidate = Candidate {
                rows,
                cost: access.cost,
                cover,
                over: false,
                tree: Tree::Node {
                    node: *node,
                    access: Box::new(access),
                },
            };
            offer(&mut level, candidate);
            let Some(input) = problem.input.as_ref().filter(|input| input.seeks) else {
                continue;
            };
            let access = problem.finder.best(*node, input.bound, problem.pending);
            let cover = self.given | 1 << at;
            let rows = self.rows(true, cover);
            let candidate = Candidate {
                rows,
                cost: input.rows * access.cost,
                cover,
                over: true,
                tree: Tree::Node {
                    node: *node,
                    access: Box::new(access),
                },
            };
            offer(&mut level, candidate);
        }
        level
    }

    /// What an index knows about several predicates together is better than what is known of each.
    fn learn(&mut self, at: usize, access: &Access) {
        let solved = |test: &&mut Test<'_>| {
            let mut solved = access.solved.iter();
            solved.any(|done| Rc::ptr_eq(done, test.pending)) && test.standalone
        };
        if let How::Index { .. } = access.how {
            let mut share = (access.rows / self.counts[at].max(1.0)).min(1.0);
            for test in self.tests.iter_mut().filter(solved) {
                test.share = std::mem::replace(&mut share, 1.0);
            }
        }
    }

    /// As [`learn`](Self::learn), about a relationship of which there are so many in all.
    fn learn_relationship(&mut self, access: &RelationshipAccess, all: f64) {
        let mut share = (access.rows / all.max(1.0)).min(1.0);
        for test in &mut self.tests {
            let mut solved = access.solved.iter();
            if solved.any(|done| Rc::ptr_eq(done, test.pending)) {
                test.share = std::mem::replace(&mut share, 1.0);
            }
        }
        self.rows.clear();
    }

    /// Candidates that begin with a relationship.
    fn scans(&mut self) -> Level {
        let mut level = Level::new();
        for position in 0..self.edges.len() {
            let edge = &self.edges[position];
            let pattern = edge.pattern;
            let ends = edge.left | edge.right;
            if pattern.length.is_some() || pattern.left == pattern.right || ends & self.given != 0 {
                continue;
            }
            let (at, bit) = (edge.at, edge.bit);
            let all = self.problem.estimates.matching(pattern);
            let modes = match &self.problem.input {
                Some(input) if input.seeks => [Some(1.0), Some(input.rows)],
                _ => [Some(1.0), None],
            };
            for (over, times) in [false, true].into_iter().zip(modes) {
                let Some(times) = times else { continue };
                let cover = bit | ends | if over { self.given } else { 0 };
                let checks = self.tests_within(over, cover).count() + self.label_tests(ends);
                let asked = checks as f64 * cost::FILTER;
                let mut cost = cost::scan(0.0) + all * (cost::SCAN_RELATIONSHIP + asked);
                let problem = self.problem;
                let bound = match &problem.input {
                    Some(input) if over => input.bound,
                    _ => problem.base,
                };
                let found = problem.finder.relationship(pattern, bound, problem.pending);
                let access = found.filter(|found| found.cost + found.rows * asked < cost);
                if let Some(access) = &access {
                    cost = access.cost + access.rows * asked;
                    self.learn_relationship(access, all);
                }
                let cost = times * cost;
                let rows = self.rows(over, cover);
                let tree = Tree::Scan {
                    relationship: at,
                    access: access.map(Box::new),
                };
                offer(
                    &mut level,
                    Candidate {
                        tree,
                        rows,
                        cost,
                        cover,
                        over,
                    },
                );
            }
        }
        level
    }

    /// Label predicates on nodes of a cover.
    fn label_tests(&self, cover: Cover) -> usize {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .filter(|(at, _)| cover & (1 << at) != 0)
            .map(|(_, node)| self.problem.labels.get(node).map_or(0, Vec::len))
            .sum()
    }

    /// Candidates with one relationship more.
    fn expand(&mut self, candidate: &Rc<Candidate>, level: &mut Level) {
        for position in 0..self.edges.len() {
            let edge = &self.edges[position];
            let known = candidate.cover;
            let (left, right) = (known & edge.left != 0, known & edge.right != 0);
            let walks = if candidate.over {
                edge.walks_over
            } else {
                edge.walks_standalone
            };
            if known & edge.bit != 0
                || !(left || right)
                || !walks
                || edge.predicate_needs & !known != 0
                // What the input has is not looked for a second time.
                || (!candidate.over && (edge.left | edge.right) & self.given != 0)
            {
                continue;
            }
            let cover = known | edge.bit | edge.left | edge.right;
            let rows = self.rows(candidate.over, cover);
            let checks = self.tests_within(candidate.over, cover).count()
                - self.tests_within(candidate.over, known).count();
            for from_left in [true, false] {
                if (from_left && !left) || (!from_left && !right) {
                    continue;
                }
                let into = left && right;
                let step = self.step(candidate, &self.edges[position], from_left, into, cover);
                let labels = if into {
                    0
                } else {
                    self.label_tests(cover & !known)
                };
                let asked = (checks + labels) as f64 * cost::FILTER;
                let cost = candidate.cost + step.0 + step.1 * asked;
                let tree = Tree::Expand {
                    from: candidate.clone(),
                    relationship: self.edges[position].at,
                    from_left,
                };
                let over = candidate.over;
                offer(
                    level,
                    Candidate {
                        tree,
                        rows,
                        cost,
                        cover,
                        over,
                    },
                );
            }
        }
    }

    /// What expanding costs, and the rows it gives before predicates are asked.
    fn step(
        &self,
        from: &Candidate,
        edge: &Edge<'_>,
        from_left: bool,
        into: bool,
        cover: Cover,
    ) -> (f64, f64) {
        let (start, [near, far]) = if from_left {
            (edge.left, edge.degrees)
        } else {
            let [left, right] = edge.degrees;
            (edge.right, [right, left])
        };
        let start = start.trailing_zeros() as usize;
        let skewed = self.skew(start, cover) / self.skew(start, from.cover).max(f64::MIN_POSITIVE);
        let degree = near * skewed;
        let found = from.rows * degree;
        if edge.pattern.length.is_some() {
            let given = if into {
                found * edge.density.min(1.0)
            } else {
                found
            };
            return (from.rows * cost::EXPAND + found * cost::STEP, given);
        }
        if into {
            let looked = from.rows * degree.min(far);
            let given = from.rows * edge.density;
            return (from.rows * cost::INTO + looked * cost::INTO_NEIGHBOR, given);
        }
        (from.rows * cost::EXPAND + found * cost::NEIGHBOR, found)
    }

    /// Joins of candidates of two sizes.
    fn join(&mut self, lefts: &Level, rights: &Level, level: &mut Level, pairs: &mut usize) {
        for left in lefts.values() {
            for right in rights.values() {
                *pairs += 1;
                if *pairs > JOINS {
                    return;
                }
                let nodes_mask: Cover = (1 << 64) - 1;
                let shared = left.cover & right.cover & nodes_mask & !self.given;
                let apart = left.cover & right.cover & !nodes_mask == 0;
                // The side that is built starts from nothing, and the smaller is built.
                if right.over || !apart || shared == 0 || (!left.over && right.rows > left.rows) {
                    continue;
                }
                let cover = left.cover | right.cover;
                let rows = self.rows(left.over, cover);
                let join = cost::hash_join(left.rows, right.rows, rows, shared.count_ones());
                let cost = left.cost + right.cost + join;
                let nodes = self.nodes.iter().enumerate();
                let nodes = nodes
                    .filter(|(at, _)| shared & (1 << at) != 0)
                    .map(|(_, node)| *node)
                    .collect();
                let tree = Tree::Join {
                    left: left.clone(),
                    right: right.clone(),
                    nodes,
                };
                let over = left.over;
                offer(
                    level,
                    Candidate {
                        tree,
                        rows,
                        cost,
                        cover,
                        over,
                    },
                );
            }
        }
    }
}

/// Whether a predicate is a label of one of the nodes.
fn is_label(expr: &Expr, nodes: &[SlotId]) -> bool {
    match expr {
        Expr::HasLabels(of, LabelPredicate::Has(..)) => {
            matches!(**of, Expr::Slot(slot) if nodes.contains(&slot))
        }
        _ => false,
    }
}

/// Slots of the row that the predicates of a repeated part read.
fn element_needs(element: &Element) -> BTreeSet<SlotId> {
    let inner = element.inner();
    let slots = element.predicates.iter().flat_map(walk::slots);
    slots.filter(|slot| !inner.contains(slot)).collect()
}
