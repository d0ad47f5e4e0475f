//! Leaf access: the ways to find a node when nothing leads to it, and what each costs.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use quiver_storage::{Index, IndexKind, Schema, SchemaTarget};

use super::cardinality::Estimates;
use super::cost;
use super::expression::{BinaryOp, CompareOp};
use super::interest::Interest;
use super::operator::{Operator, OperatorKind, SeekQuery};
use super::{Expr, KeyRef, LabelPredicate, LabelRef, SlotId, TypeRef};
use crate::PlanContext;
use crate::binder::bound::PatternRelationship;
use crate::binder::{Tables, walk};

/// Rows that are looked at for one that passes a further predicate, in doubt.
const PASSED_OVER: f64 = 10.0;

/// A predicate of a pattern with the slots it needs.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The predicate.
    pub expr: Expr,
    /// The slots it reads.
    pub needs: BTreeSet<SlotId>,
}

impl Pending {
    /// Works out what a predicate needs.
    pub fn new(expr: Expr) -> Self {
        let needs = walk::slots(&expr);
        Self { expr, needs }
    }
}

/// A way to find a node.
#[derive(Clone, Debug)]
pub struct Access {
    /// What to do.
    pub how: How,
    /// Rows it gives for each input row.
    pub rows: f64,
    /// What giving them costs for each input row, see [`cost`].
    pub cost: f64,
    /// The predicates it makes true.
    pub solved: Vec<Rc<Pending>>,
    /// Slots it needs besides those of the Argument.
    pub needs: BTreeSet<SlotId>,
}

/// The kinds of access.
#[derive(Clone, Debug)]
pub enum How {
    /// Every node.
    All,
    /// Nodes with a label.
    Label(LabelRef),
    /// An index.
    Index {
        /// Which.
        index: Arc<Index>,
        /// The label it covers.
        label: LabelRef,
        /// Its properties, as the plan refers to them.
        properties: Vec<KeyRef>,
        /// What is asked of it.
        query: SeekQuery,
    },
    /// By identity.
    Id {
        /// One id or a list of them.
        ids: Expr,
        /// Element ids, not numbers.
        element: bool,
    },
}

impl Access {
    /// Builds the operator over `input`.
    pub fn build(self, input: Operator, node: SlotId, rows: f64) -> Operator {
        let input = Box::new(input);
        let kind = match self.how {
            How::All => OperatorKind::AllNodesScan { input, node },
            How::Label(label) => OperatorKind::NodeByLabelScan { input, node, label },
            How::Index {
                index,
                label,
                properties,
                query,
            } => OperatorKind::NodeIndexSeek {
                input,
                node,
                index: index.id,
                label,
                properties,
                query,
                unique: index.unique,
                order: None,
            },
            How::Id { ids, element } => OperatorKind::NodeByIdSeek {
                input,
                node,
                ids,
                element,
            },
        };
        Operator {
            id: 0,
            kind,
            estimated_rows: rows,
        }
    }
}

/// A seek in an index, of nodes or of relationships.
pub struct Seek {
    /// The index's properties, as the plan refers to them.
    pub properties: Vec<KeyRef>,
    /// What is asked of it.
    pub query: SeekQuery,
    rows: f64,
    solved: Vec<Rc<Pending>>,
    needs: BTreeSet<SlotId>,
}

/// What is found by its id.
struct ById {
    ids: Expr,
    element: bool,
    rows: f64,
    needs: BTreeSet<SlotId>,
}

/// A way to find a relationship that is not a scan.
#[derive(Clone, Debug)]
pub struct RelationshipAccess {
    /// What to do.
    pub how: RelationshipHow,
    /// Relationships for each input row.
    pub rows: f64,
    /// What finding them costs for each input row.
    pub cost: f64,
    /// The predicates it makes true.
    pub solved: Vec<Rc<Pending>>,
    /// Slots it needs besides those of the Argument.
    pub needs: BTreeSet<SlotId>,
}

/// The kinds of access to a relationship.
#[derive(Clone, Debug)]
pub enum RelationshipHow {
    /// An index.
    Index {
        /// Which.
        index: Arc<Index>,
        /// The type it covers.
        relationship_type: TypeRef,
        /// Its properties, as the plan refers to them.
        properties: Vec<KeyRef>,
        /// What is asked of it.
        query: SeekQuery,
    },
    /// By identity.
    Id {
        /// One id or a list of them.
        ids: Expr,
        /// Element ids, not numbers.
        element: bool,
    },
}

/// What a predicate says about one property of the node.
enum Test<'e> {
    Equal(&'e Expr),
    In(&'e Expr),
    /// Lower (true) or upper bound, whether inclusive.
    Bound(bool, &'e Expr, bool),
    StartsWith(&'e Expr),
    Exists,
}

/// Whether an index of a kind has all that pass a test: one of texts only where nothing but a text
/// can pass.
fn serves(kind: IndexKind, test: &Test<'_>) -> bool {
    match (kind, test) {
        (IndexKind::Range, _) => true,
        (IndexKind::Text, Test::StartsWith(_)) => true,
        (_, Test::Equal(Expr::Literal(value))) => kind.holds(value),
        (IndexKind::Text | IndexKind::Point, _) => false,
    }
}

/// Finds the ways to a node.
pub struct Finder<'a> {
    /// Statistics.
    pub estimates: &'a Estimates<'a>,
    /// Names.
    pub tables: &'a Tables,
    /// Schema.
    pub schema: &'a Schema,
    /// Tokens.
    pub context: &'a dyn PlanContext,
    /// An order that would be of use.
    pub interest: Option<Interest>,
}

impl Finder<'_> {
    /// The cheapest access to `node` when `bound` slots are at hand.
    pub fn best(&self, node: SlotId, bound: &BTreeSet<SlotId>, pending: &[Rc<Pending>]) -> Access {
        let all = self.estimates.nodes(None);
        let asked = pending.iter().filter(|p| p.needs.contains(&node)).count() as f64;
        // What is left to be asked of each row that an access gives.
        let total = |cost: f64, rows: f64, solved: usize| {
            cost + rows * (asked - solved as f64).max(0.0) * cost::FILTER
        };
        let mut best = Access {
            how: How::All,
            rows: all,
            cost: total(cost::scan(all), all, 0),
            solved: Vec::new(),
            needs: BTreeSet::new(),
        };
        let mut consider = |mut candidate: Access| {
            candidate.cost = total(candidate.cost, candidate.rows, candidate.solved.len());
            candidate.cost *= self.share(node, &candidate, asked);
            if candidate.cost < best.cost
                || (candidate.cost <= best.cost && candidate.solved.len() > best.solved.len())
            {
                best = candidate;
            }
        };
        let mut labels = Vec::new();
        for predicate in pending {
            if let Expr::HasLabels(of, LabelPredicate::Has(label, _)) = &predicate.expr
                && matches!(**of, Expr::Slot(slot) if slot == node)
            {
                let rows = self.estimates.nodes(Some(*label));
                consider(Access {
                    how: How::Label(*label),
                    rows,
                    cost: cost::scan(rows),
                    solved: vec![predicate.clone()],
                    needs: BTreeSet::new(),
                });
                labels.push((predicate, *label));
            }
            if let Some(found) = by_id(node, bound, predicate) {
                consider(Access {
                    how: How::Id {
                        ids: found.ids,
                        element: found.element,
                    },
                    rows: found.rows,
                    cost: found.rows * cost::BY_ID,
                    solved: vec![predicate.clone()],
                    needs: found.needs,
                });
            }
        }
        for (predicate, label) in labels {
            let Some(id) = self.estimates.label_id(label) else {
                continue;
            };
            for index in &self.schema.indexes {
                if index.target == SchemaTarget::Label(id)
                    && let Some(seek) =
                        self.by_index(node, bound, pending, index, vec![predicate.clone()])
                {
                    consider(Access {
                        how: How::Index {
                            index: index.clone(),
                            label,
                            properties: seek.properties,
                            query: seek.query,
                        },
                        rows: seek.rows,
                        cost: cost::SEEK + seek.rows * cost::SEEK_ROW,
                        solved: seek.solved,
                        needs: seek.needs,
                    });
                }
            }
        }
        best
    }

    /// The cheapest access to a relationship of a pattern by what is asked of itself, if there is
    /// any.
    pub fn relationship(
        &self,
        pattern: &PatternRelationship,
        bound: &BTreeSet<SlotId>,
        pending: &[Rc<Pending>],
    ) -> Option<RelationshipAccess> {
        let slot = pattern.slot;
        let ids = pending.iter().filter_map(|predicate| {
            let found = by_id(slot, bound, predicate)?;
            Some(RelationshipAccess {
                how: RelationshipHow::Id {
                    ids: found.ids,
                    element: found.element,
                },
                rows: found.rows,
                cost: found.rows * cost::BY_ID,
                solved: vec![predicate.clone()],
                needs: found.needs,
            })
        });
        let mut found: Vec<RelationshipAccess> = ids.collect();
        if let [relationship_type] = *pattern.types.as_slice()
            && let Some(id) = self.estimates.type_id(relationship_type)
        {
            let of_type = SchemaTarget::RelationshipType(id);
            let indexes = self.schema.indexes.iter();
            for index in indexes.filter(|index| index.target == of_type) {
                let Some(seek) = self.by_index(slot, bound, pending, index, Vec::new()) else {
                    continue;
                };
                found.push(RelationshipAccess {
                    how: RelationshipHow::Index {
                        index: index.clone(),
                        relationship_type,
                        properties: seek.properties,
                        query: seek.query,
                    },
                    rows: seek.rows,
                    cost: cost::SEEK + seek.rows * (cost::SEEK_ROW + cost::SCAN_RELATIONSHIP),
                    solved: seek.solved,
                    needs: seek.needs,
                });
            }
        }
        found.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// The share of an access that is used when its order is of use and no more than the first
    /// rows are wanted.
    fn share(&self, node: SlotId, access: &Access, asked: f64) -> f64 {
        let (
            Some(interest),
            How::Index {
                properties, query, ..
            },
        ) = (&self.interest, &access.how)
        else {
            return 1.0;
        };
        let fixed = match query {
            SeekQuery::Exact(_) | SeekQuery::In(_) => return 1.0,
            SeekQuery::Range { prefix, .. } | SeekQuery::StartsWith { prefix, .. } => prefix.len(),
            SeekQuery::All => 0,
        };
        if interest.node != node || properties.get(fixed) != Some(&interest.key) {
            return 1.0;
        }
        // Each predicate that is left lets fewer rows through, so more are looked at.
        let left = (asked - access.solved.len() as f64).max(0.0);
        let wanted = interest.rows * PASSED_OVER.powf(left);
        (wanted / access.rows.max(1.0)).clamp(f64::MIN_POSITIVE, 1.0)
    }

    /// Whether an index of a node with one of the labels is sorted by a property.
    pub fn is_sorted_by(&self, labels: &[LabelRef], key: KeyRef) -> bool {
        let name = &self.tables.property_keys[key.0 as usize];
        let key = self.context.property_key(name);
        labels.iter().any(|label| {
            let id = self.estimates.label_id(*label);
            self.schema.indexes.iter().any(|index| {
                index.kind == IndexKind::Range
                    && id.is_some_and(|id| index.target == SchemaTarget::Label(id))
                    && key.is_some_and(|key| index.properties == [key])
            })
        })
    }

    /// How an index finds what is in a slot; `solved` is what made it an index of that.
    fn by_index(
        &self,
        node: SlotId,
        bound: &BTreeSet<SlotId>,
        pending: &[Rc<Pending>],
        index: &Arc<Index>,
        mut solved: Vec<Rc<Pending>>,
    ) -> Option<Seek> {
        let mut needs = BTreeSet::new();
        let mut exact: Vec<Expr> = Vec::new();
        let mut keys = Vec::with_capacity(index.properties.len());
        let (distinct, entries) = self.estimates.index(index.id);
        let last = index.properties.len() - 1;
        let mut query = None;
        let mut rows = if index.unique {
            1.0
        } else {
            (entries / distinct).max(0.01)
        };
        for (at, property) in index.properties.iter().enumerate() {
            let tests: Vec<(&Rc<Pending>, Test<'_>)> = pending
                .iter()
                .filter_map(|predicate| {
                    let (key, test) = self.test_of(node, bound, &predicate.expr)?;
                    if !serves(index.kind, &test) {
                        return None;
                    }
                    let name = &self.tables.property_keys[key.0 as usize];
                    (self.context.property_key(name) == Some(*property)).then(|| {
                        if keys.len() == at {
                            keys.push(key);
                        }
                        (predicate, test)
                    })
                })
                .collect();
            let equal = tests.iter().find_map(|(predicate, test)| match test {
                Test::Equal(value) => Some((*predicate, (*value).clone())),
                _ => None,
            });
            if let Some((predicate, value)) = equal {
                solved.push(predicate.clone());
                needs.extend(walk::slots(&value));
                exact.push(value);
                continue;
            }
            // An entry needs all properties, so all must be asked for: anything but equality may
            // only come last.
            if at != last {
                return None;
            }
            let prefix = std::mem::take(&mut exact);
            let (found, share) = self.open_query(prefix, &tests, &mut solved, &mut needs)?;
            rows = match &found {
                SeekQuery::In(Expr::Literal(quiver_types::Value::List(items))) => {
                    rows * items.len() as f64
                }
                SeekQuery::In(_) => rows * 10.0,
                _ => entries * share,
            };
            query = Some(found);
        }
        let query = query.unwrap_or(SeekQuery::Exact(exact));
        // A plan may outlive what it was made for: never as if nothing were found.
        if let Some(entries) = self.estimates.entries(index.id, &query) {
            rows = entries.max(1.0);
        }
        Some(Seek {
            properties: keys,
            query,
            rows,
            solved,
            needs,
        })
    }

    /// The query for the last property of an index when it is not an equality.
    fn open_query(
        &self,
        prefix: Vec<Expr>,
        tests: &[(&Rc<Pending>, Test<'_>)],
        solved: &mut Vec<Rc<Pending>>,
        needs: &mut BTreeSet<SlotId>,
    ) -> Option<(SeekQuery, f64)> {
        let mut take = |predicate: &Rc<Pending>, value: &Expr| {
            solved.push(predicate.clone());
            needs.extend(walk::slots(value));
            value.clone()
        };
        if prefix.is_empty()
            && let Some((predicate, list)) = tests.iter().find_map(|(predicate, test)| match test {
                Test::In(list) => Some((*predicate, *list)),
                _ => None,
            })
        {
            return Some((SeekQuery::In(take(predicate, list)), 0.1));
        }
        if let Some((predicate, text)) = tests.iter().find_map(|(predicate, test)| match test {
            Test::StartsWith(text) => Some((*predicate, *text)),
            _ => None,
        }) {
            let text = take(predicate, text);
            return Some((SeekQuery::StartsWith { prefix, text }, 0.1));
        }
        let (mut lower, mut upper) = (None, None);
        for (predicate, test) in tests {
            match test {
                Test::Bound(true, value, inclusive) if lower.is_none() => {
                    lower = Some((take(predicate, value), *inclusive));
                }
                Test::Bound(false, value, inclusive) if upper.is_none() => {
                    upper = Some((take(predicate, value), *inclusive));
                }
                _ => {}
            }
        }
        if lower.is_some() || upper.is_some() {
            let share = if lower.is_some() && upper.is_some() {
                0.1
            } else {
                0.3
            };
            return Some((
                SeekQuery::Range {
                    prefix,
                    lower,
                    upper,
                },
                share,
            ));
        }
        let exists = tests.iter().find(|(_, test)| matches!(test, Test::Exists));
        let (predicate, _) = exists?;
        solved.push(Rc::clone(predicate));
        if prefix.is_empty() {
            return Some((SeekQuery::All, 1.0));
        }
        let (lower, upper) = (None, None);
        let query = SeekQuery::Range {
            prefix,
            lower,
            upper,
        };
        Some((query, 0.3))
    }

    /// What a predicate tests of a property of `node`, with values that are at hand.
    fn test_of<'e>(
        &self,
        node: SlotId,
        bound: &BTreeSet<SlotId>,
        predicate: &'e Expr,
    ) -> Option<(KeyRef, Test<'e>)> {
        let usable = |value: &Expr| walk::slots(value).is_subset(bound);
        match predicate {
            Expr::Compare(left, rest) => {
                let [(op, right)] = rest.as_slice() else {
                    return None;
                };
                if let Some(key) = property_of(left, node)
                    && usable(right)
                {
                    return Some((key, compare_test(*op, right, false)?));
                }
                let key = property_of(right, node)?;
                if usable(left) {
                    Some((key, compare_test(*op, left, true)?))
                } else {
                    None
                }
            }
            Expr::Binary(op, left, right) => {
                let key = property_of(left, node)?;
                match op {
                    BinaryOp::In if usable(right) => Some((key, Test::In(right))),
                    BinaryOp::StartsWith if usable(right) => Some((key, Test::StartsWith(right))),
                    BinaryOp::In
                    | BinaryOp::StartsWith
                    | BinaryOp::EndsWith
                    | BinaryOp::Contains
                    | BinaryOp::Matches => None,
                }
            }
            Expr::IsNull(of, false) => Some((property_of(of, node)?, Test::Exists)),
            _ => None,
        }
    }
}

/// The ids that a predicate says something in a slot has, where they are at hand.
fn by_id(node: SlotId, bound: &BTreeSet<SlotId>, predicate: &Rc<Pending>) -> Option<ById> {
    let (function, value, many) = match &predicate.expr {
        Expr::Compare(left, rest) => match rest.as_slice() {
            [(CompareOp::Equal, right)] => match (left.as_ref(), right) {
                (Expr::Function(f, args), value) if is_slot(args, node) => (f, value, false),
                (value, Expr::Function(f, args)) if is_slot(args, node) => (f, value, false),
                _ => return None,
            },
            _ => return None,
        },
        Expr::Binary(BinaryOp::In, left, list) => match left.as_ref() {
            Expr::Function(f, args) if is_slot(args, node) => (f, list.as_ref(), true),
            _ => return None,
        },
        _ => return None,
    };
    let element = match function.name {
        "id" => false,
        "elementId" => true,
        _ => return None,
    };
    let needs = walk::slots(value);
    if !needs.is_subset(bound) {
        return None;
    }
    let rows = if many { 10.0 } else { 1.0 };
    // A value that happens to be a list must not be taken for a list of ids.
    let ids = if many {
        value.clone()
    } else {
        Expr::List(vec![value.clone()])
    };
    Some(ById {
        ids,
        element,
        rows,
        needs,
    })
}

fn is_slot(arguments: &[Expr], node: SlotId) -> bool {
    matches!(arguments, [Expr::Slot(slot)] if *slot == node)
}

fn property_of(expr: &Expr, node: SlotId) -> Option<KeyRef> {
    match expr {
        Expr::Property(of, key, _) if matches!(**of, Expr::Slot(slot) if slot == node) => {
            Some(*key)
        }
        _ => None,
    }
}

fn compare_test(op: CompareOp, value: &Expr, flipped: bool) -> Option<Test<'_>> {
    Some(match op {
        CompareOp::Equal => Test::Equal(value),
        CompareOp::NotEqual => return None,
        CompareOp::Greater => Test::Bound(!flipped, value, false),
        CompareOp::GreaterOrEqual => Test::Bound(!flipped, value, true),
        CompareOp::Less => Test::Bound(flipped, value, false),
        CompareOp::LessOrEqual => Test::Bound(flipped, value, true),
    })
}
