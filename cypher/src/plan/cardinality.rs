//! How many rows: estimates from exact counts and, where there are none, fixed guesses.
//!
//! Estimates choose plans and nothing else: no result depends on them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Bound;
use std::sync::Arc;

use quiver_storage::{Degrees, Direction, IndexId, IndexKind, IndexQuery, Schema, SchemaTarget};
use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text, Value};

use super::expression::{BinaryOp, CompareOp};
use super::operator::SeekQuery;
use super::{Expr, KeyRef, LabelPredicate, LabelRef, SlotId, TypeRef};
use crate::PlanContext;
use crate::binder::Tables;
use crate::binder::bound::PatternRelationship;

/// Of rows that pass an equality nothing is known about.
const EQUALITY: f64 = 0.1;
/// Items of a list that are looked up in an index while planning.
const MANY: usize = 16;
/// Of rows that pass a range.
const RANGE: f64 = 0.3;
/// How far nodes with many relationships of one kind have many of another: 0 not at all, 1 wholly.
const CORRELATION: f64 = 0.5;
/// Of rows that pass any other predicate.
const OTHER: f64 = 0.5;

/// What is known of the labels of each node.
pub type NodeLabels = HashMap<SlotId, Vec<LabelRef>>;

/// Answers from the statistics by the plan's references.
pub struct Estimates<'a> {
    context: &'a dyn PlanContext,
    labels: Vec<Option<LabelId>>,
    types: Vec<Option<RelationshipTypeId>>,
    keys: Vec<Option<PropertyKeyId>>,
    parameters: Vec<Text>,
    schema: Arc<Schema>,
    /// Answers about relationships, which the store adds up anew each time it is asked; a search
    /// for an order asks the same thousands of times.
    counts: Memo<CountOf, f64>,
    degrees: Memo<DegreesOf, Degrees>,
}

/// Of which relationships: label of the start, type, label of the end; `None` is any.
type CountOf = (Option<LabelId>, Option<RelationshipTypeId>, Option<LabelId>);
/// Whose degrees, of which type, in which direction.
type DegreesOf = (Option<LabelId>, Option<RelationshipTypeId>, u8);

/// What was asked before.
type Memo<K, V> = RefCell<HashMap<K, V, foldhash::fast::RandomState>>;

fn remembered<K: Hash + Eq, V: Copy>(memo: &Memo<K, V>, key: K, ask: impl FnOnce() -> V) -> V {
    *memo.borrow_mut().entry(key).or_insert_with(ask)
}

impl<'a> Estimates<'a> {
    /// Resolves the plan's names once.
    pub fn new(context: &'a dyn PlanContext, tables: &Tables) -> Self {
        Self {
            context,
            labels: tables
                .labels
                .iter()
                .map(|name| context.label(name))
                .collect(),
            types: tables
                .relationship_types
                .iter()
                .map(|name| context.relationship_type(name))
                .collect(),
            keys: tables
                .property_keys
                .iter()
                .map(|name| context.property_key(name))
                .collect(),
            parameters: tables.parameters.iter().cloned().collect(),
            schema: context.schema(),
            counts: Memo::default(),
            degrees: Memo::default(),
        }
    }

    /// The token of a label, if the database has it.
    pub fn label_id(&self, label: LabelRef) -> Option<LabelId> {
        self.labels.get(label.0 as usize).copied().flatten()
    }

    /// The token of a relationship type, if the database has it.
    pub fn type_id(&self, relationship_type: TypeRef) -> Option<RelationshipTypeId> {
        let found = self.types.get(relationship_type.0 as usize);
        found.copied().flatten()
    }

    /// Nodes with a label, or all.
    pub fn nodes(&self, label: Option<LabelRef>) -> f64 {
        match label {
            None => self.context.nodes(None),
            Some(label) => match self.label_id(label) {
                Some(id) => self.context.nodes(Some(id)),
                None => 0.0,
            },
        }
    }

    /// The rarest of a node's labels; `None` when it has none.
    pub fn rarest(&self, labels: &NodeLabels, node: SlotId) -> Option<LabelRef> {
        let known = labels.get(&node)?;
        known
            .iter()
            .copied()
            .min_by(|a, b| self.nodes(Some(*a)).total_cmp(&self.nodes(Some(*b))))
    }

    fn nodes_of(&self, labels: &NodeLabels, node: SlotId) -> f64 {
        self.nodes(self.rarest(labels, node)).max(1.0)
    }

    /// Nodes with all the labels that are known of a node. Labels go together more often than by
    /// chance, so each further one counts for less.
    pub fn nodes_with(&self, labels: &NodeLabels, node: SlotId) -> f64 {
        let all = self.nodes(None).max(1.0);
        let mut known = labels.get(&node).cloned().unwrap_or_default();
        known.sort_unstable();
        known.dedup();
        let mut counts: Vec<f64> = known.into_iter().map(|l| self.nodes(Some(l))).collect();
        counts.sort_unstable_by(f64::total_cmp);
        let Some((rarest, rest)) = counts.split_first() else {
            return all;
        };
        let (mut rows, mut power) = (*rarest, 0.5);
        for count in rest {
            rows *= (count / all).min(1.0).powf(power);
            power /= 2.0;
        }
        rows
    }

    /// Of all pairs of a node of the left end and one of the right end, the share that the
    /// pattern's relationship joins; more than one where it joins a pair many times.
    pub fn density(&self, relationship: &PatternRelationship, labels: &NodeLabels) -> f64 {
        let reached = self.expansion(relationship, true, labels, false);
        reached / self.nodes_of(labels, relationship.right)
    }

    /// Relationships of the pattern's types that a node of one end has, whatever they lead to.
    pub fn degree(
        &self,
        relationship: &PatternRelationship,
        from_left: bool,
        labels: &NodeLabels,
    ) -> f64 {
        let from = if from_left {
            relationship.left
        } else {
            relationship.right
        };
        match relationship.length {
            Some(_) => self.expansion(relationship, from_left, labels, false),
            None => {
                let label = self.rarest(labels, from);
                self.directed(relationship, from_left, label, None) / self.nodes_of(labels, from)
            }
        }
    }

    /// How many times more rows there are than if the relationships at a node, each seen from it
    /// with the end it is at (true: its left), were independent: the mean of the product of their
    /// numbers over the product of the means. Hubs have many of each kind.
    pub fn skew(
        &self,
        labels: &NodeLabels,
        node: SlotId,
        relationships: &[(&PatternRelationship, bool)],
    ) -> f64 {
        let label = self.rarest(labels, node);
        let nodes = self.nodes_of(labels, node);
        let mut kinds: Vec<(Direction, &[TypeRef])> = relationships
            .iter()
            .map(|(pattern, from_left)| (seen_from(pattern, *from_left), pattern.types.as_slice()))
            .collect();
        kinds.sort_unstable_by_key(|(direction, types)| (*direction as u8, *types));
        let pairs = kinds.iter().zip(kinds.iter().skip(1));
        pairs
            .map(|(a, b)| self.pair_skew(label, nodes, *a, *b))
            .product()
    }

    fn pair_skew(
        &self,
        label: Option<LabelRef>,
        nodes: f64,
        a: (Direction, &[TypeRef]),
        b: (Direction, &[TypeRef]),
    ) -> f64 {
        let of = |kind: (Direction, &[TypeRef])| self.degrees(label, kind.1, kind.0);
        let spread = |degrees: &Degrees| {
            if degrees.relationships > 0.0 {
                nodes * degrees.squares / degrees.relationships.powi(2)
            } else {
                1.0
            }
        };
        let one = of(a);
        if a == b {
            // The two are never the same relationship.
            let pairs = one.squares - one.relationships;
            let independent = one.relationships.powi(2) / nodes;
            return if independent > 0.0 {
                (pairs / independent).max(0.01)
            } else {
                1.0
            };
        }
        let (one, two) = (spread(&one).max(1.0), spread(&of(b)).max(1.0));
        1.0 + CORRELATION * ((one - 1.0) * (two - 1.0)).sqrt()
    }

    /// Degrees of the types (of all when empty) seen from nodes with a label.
    fn degrees(&self, label: Option<LabelRef>, types: &[TypeRef], direction: Direction) -> Degrees {
        let label = match label.map(|label| self.label_id(label)) {
            Some(None) => return Degrees::default(),
            Some(id) => id,
            None => None,
        };
        let ask = |of: Option<RelationshipTypeId>| {
            remembered(&self.degrees, (label, of, direction as u8), || {
                self.context.degrees(label, of, direction)
            })
        };
        if types.is_empty() {
            return ask(None);
        }
        let mut sum = Degrees::default();
        for of in types {
            if let Some(of) = self.types.get(of.0 as usize).copied().flatten() {
                let degrees = ask(Some(of));
                sum.relationships += degrees.relationships;
                sum.nodes += degrees.nodes;
                sum.squares += degrees.squares;
                sum.maximum = sum.maximum.max(degrees.maximum);
            }
        }
        sum
    }

    /// Relationships that a step of a path goes on with from a node that another step reached.
    fn further(&self, relationship: &PatternRelationship, from_left: bool) -> f64 {
        let nodes = self.nodes(None).max(1.0);
        let direction = seen_from(relationship, from_left);
        let types = relationship.types.as_slice();
        let step = self.directed(relationship, from_left, None, None) / nodes;
        let back = match direction {
            Direction::Outgoing => Direction::Incoming,
            Direction::Incoming => Direction::Outgoing,
            Direction::Both => Direction::Both,
        };
        step * self.pair_skew(None, nodes, (back, types), (direction, types))
    }

    /// Relationships of the pattern's types in the whole graph, each once for each way round.
    pub fn matching(&self, relationship: &PatternRelationship) -> f64 {
        self.directed(relationship, true, None, None)
    }

    /// Relationships of the types (all when empty) with the given ends' labels.
    pub fn relationships(
        &self,
        start: Option<LabelRef>,
        types: &[TypeRef],
        end: Option<LabelRef>,
    ) -> f64 {
        let side = |label: Option<LabelRef>| match label {
            None => Some(None),
            Some(label) => self.label_id(label).map(Some),
        };
        let (Some(start), Some(end)) = (side(start), side(end)) else {
            return 0.0;
        };
        let ask = |of: Option<RelationshipTypeId>| {
            remembered(&self.counts, (start, of, end), || {
                self.context.relationships(start, of, end)
            })
        };
        if types.is_empty() {
            return ask(None);
        }
        types
            .iter()
            .filter_map(|ty| self.types.get(ty.0 as usize).copied().flatten())
            .map(|ty| ask(Some(ty)))
            // A sum of nothing would be -0.
            .fold(0.0, |sum, count| sum + count)
    }

    fn directed(
        &self,
        relationship: &PatternRelationship,
        from_left: bool,
        from: Option<LabelRef>,
        to: Option<LabelRef>,
    ) -> f64 {
        let out = self.relationships(from, &relationship.types, to);
        let back = || self.relationships(to, &relationship.types, from);
        match (relationship.direction, from_left) {
            (Direction::Outgoing, true) | (Direction::Incoming, false) => out,
            (Direction::Incoming, true) | (Direction::Outgoing, false) => back(),
            (Direction::Both, _) => out + back(),
        }
    }

    /// Rows that come of one row when a relationship is expanded from one of its ends.
    pub fn expansion(
        &self,
        relationship: &PatternRelationship,
        from_left: bool,
        labels: &NodeLabels,
        into: bool,
    ) -> f64 {
        let (from, to) = if from_left {
            (relationship.left, relationship.right)
        } else {
            (relationship.right, relationship.left)
        };
        let from_label = self.rarest(labels, from);
        let to_label = self.rarest(labels, to);
        let factor = match relationship.length {
            None => {
                self.directed(relationship, from_left, from_label, to_label)
                    / self.nodes_of(labels, from)
            }
            Some((min, max)) => {
                let first = self.directed(relationship, from_left, from_label, None)
                    / self.nodes_of(labels, from);
                let step = self.further(relationship, from_left);
                let last = max.unwrap_or(min.max(1) + 4).min(min + 8);
                (min..=last)
                    .map(|k| match k {
                        0 => 1.0,
                        k => first * step.powi(k.min(30) as i32 - 1),
                    })
                    .sum::<f64>()
                    .min(1e12)
            }
        };
        if into {
            factor / self.nodes_of(labels, to)
        } else {
            factor
        }
    }

    /// The share of rows that pass a predicate.
    pub fn selectivity(&self, predicate: &Expr, labels: &NodeLabels) -> f64 {
        let of = |part: &Expr| self.selectivity(part, labels);
        match predicate {
            Expr::HasLabels(_, LabelPredicate::Has(label, _)) => {
                (self.nodes(Some(*label)) / self.nodes(None).max(1.0)).clamp(0.0, 1.0)
            }
            Expr::HasLabels(..) => OTHER,
            Expr::Compare(first, rest) => {
                let mut left = first.as_ref();
                let mut share = 1.0;
                for (op, right) in rest {
                    share *= match op {
                        CompareOp::Equal => self.equality(left, right, labels),
                        CompareOp::NotEqual => 1.0 - self.equality(left, right, labels),
                        CompareOp::Less
                        | CompareOp::LessOrEqual
                        | CompareOp::Greater
                        | CompareOp::GreaterOrEqual => self.range(left, *op, right, labels),
                    };
                    left = right;
                }
                share
            }
            Expr::And(parts) => parts.iter().map(of).product(),
            Expr::Or(parts) => 1.0 - parts.iter().map(|part| 1.0 - of(part)).product::<f64>(),
            Expr::Not(part) => 1.0 - of(part),
            Expr::IsNull(_, wanted) => {
                if *wanted {
                    EQUALITY
                } else {
                    1.0 - EQUALITY
                }
            }
            Expr::Binary(BinaryOp::In, left, list) => match self.literal(list) {
                Some(Value::List(items)) => {
                    let one = self.distinct(left, labels).map_or(EQUALITY, |n| 1.0 / n);
                    (one * items.len() as f64).min(0.9)
                }
                _ => RANGE,
            },
            Expr::Binary(..) => RANGE,
            _ => OTHER,
        }
    }

    fn equality(&self, left: &Expr, right: &Expr, labels: &NodeLabels) -> f64 {
        let is_id = |side: &Expr| matches!(side, Expr::Function(f, _) if matches!(f.name, "id" | "elementId"));
        if is_id(left) || is_id(right) {
            return 1.0 / self.nodes(None).max(1.0);
        }
        let distinct = [left, right]
            .into_iter()
            .filter_map(|side| self.distinct(side, labels))
            .fold(0.0, f64::max);
        if distinct > 0.0 {
            1.0 / distinct
        } else {
            EQUALITY
        }
    }

    /// Of nodes, those whose property is above or below a value.
    fn range(&self, left: &Expr, op: CompareOp, right: &Expr, labels: &NodeLabels) -> f64 {
        let known = match (self.literal(left), self.literal(right)) {
            (None, Some(value)) => Some((left, op, value)),
            (Some(value), None) => flipped(op).map(|op| (right, op, value)),
            _ => None,
        };
        let share = known.and_then(|(of, op, value)| {
            let (label, index) = self.index_of(of, labels)?;
            let (lower, upper) = match op {
                CompareOp::Less | CompareOp::LessOrEqual => {
                    (Bound::Unbounded, Bound::Included(&value))
                }
                CompareOp::Greater | CompareOp::GreaterOrEqual => {
                    (Bound::Included(&value), Bound::Unbounded)
                }
                CompareOp::Equal | CompareOp::NotEqual => return None,
            };
            let query = IndexQuery::Range {
                prefix: &[],
                lower,
                upper,
            };
            let mut found = self.context.index_entries(index, &query);
            if matches!(op, CompareOp::Less | CompareOp::Greater) {
                let bound = IndexQuery::Exact(std::slice::from_ref(&value));
                found = (found - self.context.index_entries(index, &bound)).max(0.0);
            }
            Some(found / self.nodes(Some(label)).max(1.0))
        });
        share.map_or(RANGE, |share| share.clamp(0.0, 1.0))
    }

    /// How many different values a property has, where an index knows.
    fn distinct(&self, expr: &Expr, labels: &NodeLabels) -> Option<f64> {
        let (_, index) = self.index_of(expr, labels)?;
        Some(self.index(index).0)
    }

    /// An index of a property alone, and the label it covers.
    fn index_of(&self, expr: &Expr, labels: &NodeLabels) -> Option<(LabelRef, IndexId)> {
        let (slot, key) = match expr {
            Expr::Property(of, key, _) => match of.as_ref() {
                Expr::Slot(slot) => (slot, key),
                _ => return None,
            },
            _ => return None,
        };
        let key = self.key_id(*key)?;
        let known = labels.get(slot)?;
        known.iter().find_map(|label| {
            let id = self.label_id(*label)?;
            let index = self.schema.indexes.iter().find(|index| {
                index.kind == IndexKind::Range
                    && index.target == SchemaTarget::Label(id)
                    && index.properties == [key]
            })?;
            Some((*label, index.id))
        })
    }

    /// A value that is known, or likely, while planning.
    fn literal(&self, expr: &Expr) -> Option<Value> {
        match expr {
            Expr::Literal(value) => Some(value.clone()),
            Expr::Parameter(parameter) => {
                let name = self.parameters.get(parameter.0 as usize)?;
                self.context.likely(name)
            }
            Expr::List(items) => {
                let values = items.iter().map(|item| self.literal(item));
                values.collect::<Option<Vec<Value>>>().map(Value::list)
            }
            Expr::Negate(inner) => match inner.as_ref() {
                Expr::Literal(Value::Integer(n)) => n.checked_neg().map(Value::Integer),
                Expr::Literal(Value::Float(n)) => Some(Value::Float(-n)),
                _ => None,
            },
            _ => None,
        }
    }

    fn key_id(&self, key: KeyRef) -> Option<PropertyKeyId> {
        self.keys.get(key.0 as usize).copied().flatten()
    }

    /// Distinct keys and entries of an index.
    pub fn index(&self, index: IndexId) -> (f64, f64) {
        let (distinct, entries) = self.context.index(index);
        (distinct.max(1.0), entries)
    }

    /// Entries that answer a query of an index, where its values are known while planning.
    pub fn entries(&self, index: IndexId, query: &SeekQuery) -> Option<f64> {
        let values = |parts: &[Expr]| {
            parts
                .iter()
                .map(|e| self.literal(e))
                .collect::<Option<Vec<Value>>>()
        };
        let count = |query: &IndexQuery<'_>| self.context.index_entries(index, query);
        let bound = |bound: &Option<(Expr, bool)>| match bound {
            None => Some(Bound::Unbounded),
            Some((value, true)) => self.literal(value).map(Bound::Included),
            Some((value, false)) => self.literal(value).map(Bound::Excluded),
        };
        Some(match query {
            SeekQuery::Exact(parts) => count(&IndexQuery::Exact(&values(parts)?)),
            SeekQuery::In(list) => {
                let items = match list {
                    Expr::List(items) => values(items)?,
                    other => match self.literal(other)? {
                        Value::List(items) => items.iter().cloned().collect(),
                        _ => return None,
                    },
                };
                let one = |item| count(&IndexQuery::Exact(std::slice::from_ref(item)));
                items.iter().take(MANY).map(one).sum::<f64>() * items.len().max(1) as f64
                    / items.len().clamp(1, MANY) as f64
            }
            SeekQuery::Range {
                prefix,
                lower,
                upper,
            } => {
                let (prefix, lower, upper) = (values(prefix)?, bound(lower)?, bound(upper)?);
                let all = count(&IndexQuery::Range {
                    prefix: &prefix,
                    lower: lower.as_ref(),
                    upper: upper.as_ref(),
                });
                // The store counts those at an excluded bound too, and they may be most.
                let at = |bound: &Bound<Value>| match bound {
                    Bound::Excluded(value) => {
                        let key: Vec<Value> =
                            prefix.iter().cloned().chain([value.clone()]).collect();
                        count(&IndexQuery::Exact(&key))
                    }
                    Bound::Included(_) | Bound::Unbounded => 0.0,
                };
                (all - at(&lower) - at(&upper)).max(0.0)
            }
            SeekQuery::StartsWith { prefix, text } => {
                let prefix = values(prefix)?;
                let Value::String(text) = self.literal(text)? else {
                    return None;
                };
                count(&IndexQuery::StartsWith {
                    prefix: &prefix,
                    text: &text,
                })
            }
            SeekQuery::All => count(&IndexQuery::All),
        })
    }
}

/// The direction of a pattern's relationship as seen from one of its ends.
fn seen_from(relationship: &PatternRelationship, from_left: bool) -> Direction {
    match (relationship.direction, from_left) {
        (Direction::Both, _) => Direction::Both,
        (direction, true) => direction,
        (Direction::Outgoing, false) => Direction::Incoming,
        (Direction::Incoming, false) => Direction::Outgoing,
    }
}

/// `a op b` as `b op a`.
fn flipped(op: CompareOp) -> Option<CompareOp> {
    Some(match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        CompareOp::Equal | CompareOp::NotEqual => return None,
    })
}
