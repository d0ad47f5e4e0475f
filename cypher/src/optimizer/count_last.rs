//! A last hop that is only counted is not walked: `MATCH (a)-->(b)-->(c) RETURN a, count(*)` reads
//! how many relationships `b` has.
//!
//! Before: an aggregation of counts over `Expand(All)`, of whose relationship and end nothing else
//! is asked. After: the sum of the degrees of the nodes it would have started from, less those
//! relationships of the pattern that the row already has and that lie among the node's, because no
//! relationship is found twice. Groups come only of rows with a match, so rows of degree 0 are left
//! out where anything but the sum would see them.

use crate::binder::walk;
use crate::functions::find;
use crate::plan::expression::{CompareOp, DegreeSpec, Except};
use crate::plan::{Aggregate, Expr, Operator, OperatorKind, Plan, SlotId, TypeRef};
use crate::syntax::ast::Language;
use quiver_storage::Direction;
use quiver_types::Value;

pub(super) fn apply(op: &mut Operator, plan: &mut Plan) {
    let OperatorKind::Aggregation {
        input,
        groups,
        aggregates,
    } = &mut op.kind
    else {
        return;
    };
    let OperatorKind::ExpandAll {
        input: before,
        expand,
    } = &mut input.kind
    else {
        return;
    };
    let hidden = [expand.relationship, expand.to];
    let sees = |expr: &Expr| walk::slots(expr).iter().any(|slot| hidden.contains(slot));
    let fits = aggregates
        .iter()
        .map(|aggregate| role(aggregate, &hidden, &sees))
        .collect::<Option<Vec<Role>>>();
    let Some(roles) = fits else { return };
    if groups.iter().any(|(_, expr)| sees(expr)) || !roles.contains(&Role::Count) {
        return;
    }
    let Some(sum) = find("sum", Language::Cypher5) else {
        return;
    };
    let except = expand
        .distinct_from
        .iter()
        .map(|slot| Except {
            relationship: *slot,
            ends: ends_of(*slot, expand.direction, &expand.types, before),
        })
        .collect();
    let degree = Expr::Degree(Box::new(DegreeSpec {
        node: expand.from,
        direction: expand.direction,
        types: std::mem::take(&mut expand.types),
        except,
    }));
    let weight = super::new_slot(plan);
    for (aggregate, role) in aggregates.iter_mut().zip(&roles) {
        if *role == Role::Count {
            aggregate.function = Some(sum);
            aggregate.arguments = vec![Expr::Slot(weight)];
        }
    }
    let rows = before.estimated_rows;
    let before = std::mem::replace(before.as_mut(), super::nothing());
    let mut below = Operator {
        id: 0,
        kind: OperatorKind::Projection {
            input: Box::new(before),
            items: vec![(weight, degree)],
            discard: false,
        },
        estimated_rows: rows,
    };
    if !groups.is_empty() || roles.contains(&Role::Same) {
        let zero = Expr::Literal(Value::Integer(0));
        let predicate = Expr::Compare(
            Box::new(Expr::Slot(weight)),
            vec![(CompareOp::Greater, zero)],
        );
        below = Operator {
            id: 0,
            kind: OperatorKind::Filter {
                input: Box::new(below),
                predicate,
            },
            estimated_rows: rows,
        };
    }
    **input = below;
}

/// What becomes of an aggregation.
#[derive(PartialEq, Eq)]
enum Role {
    /// It counts matches.
    Count,
    /// It is the same however often a row comes.
    Same,
}

fn role(aggregate: &Aggregate, hidden: &[SlotId], sees: &impl Fn(&Expr) -> bool) -> Option<Role> {
    let Some(function) = aggregate.function else {
        return Some(Role::Count);
    };
    if function.name == "count"
        && !aggregate.distinct
        && matches!(aggregate.arguments.as_slice(), [Expr::Slot(slot)] if hidden.contains(slot))
    {
        return Some(Role::Count);
    }
    let same = aggregate.distinct || matches!(function.name, "min" | "max");
    (same && !aggregate.arguments.iter().any(sees)).then_some(Role::Same)
}

/// Slots of nodes such that the relationship of a slot is one of a node's, seen in a direction and
/// of the types, exactly if the node is in one of them; `None` where that takes a look at it.
fn ends_of(
    slot: SlotId,
    direction: Direction,
    types: &[TypeRef],
    below: &Operator,
) -> Option<Vec<SlotId>> {
    let mut next = Some(below);
    while let Some(op) = next {
        let (from, to, walked, of) = match &op.kind {
            OperatorKind::ExpandAll { expand, .. } | OperatorKind::ExpandInto { expand, .. }
                if expand.relationship == slot =>
            {
                (expand.from, expand.to, expand.direction, &expand.types)
            }
            OperatorKind::RelationshipTypeScan {
                relationship,
                start,
                end,
                types,
                directed,
                ..
            } if *relationship == slot => {
                let walked = if *directed {
                    Direction::Outgoing
                } else {
                    Direction::Both
                };
                (*start, *end, walked, types)
            }
            OperatorKind::ExpandAll { input, .. }
            | OperatorKind::ExpandInto { input, .. }
            | OperatorKind::Filter { input, .. }
            | OperatorKind::Projection {
                input,
                discard: false,
                ..
            } => {
                next = Some(input);
                continue;
            }
            _ => return None,
        };
        let typed = types.is_empty() || (!of.is_empty() && of.iter().all(|ty| types.contains(ty)));
        let (start, end) = match walked {
            Direction::Outgoing => (from, to),
            Direction::Incoming => (to, from),
            Direction::Both if direction == Direction::Both => (from, to),
            Direction::Both => return None,
        };
        return typed.then(|| match direction {
            Direction::Outgoing => vec![start],
            Direction::Incoming => vec![end],
            Direction::Both => vec![start, end],
        });
    }
    None
}
