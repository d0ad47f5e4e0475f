//! `MATCH (n:L) RETURN count(*)` and its kin are answered from the counts the store keeps.
//!
//! Holds for one scan without a filter over a single Argument row, aggregated into nothing but
//! counts of rows or of a variable the scan binds (which is never null).

use crate::plan::{Aggregate, Expr, Operator, OperatorKind, Plan, SlotId};
use quiver_storage::Direction;

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    let OperatorKind::Aggregation {
        input,
        groups,
        aggregates,
    } = &mut op.kind
    else {
        return;
    };
    let [aggregate] = aggregates.as_slice() else {
        return;
    };
    if !groups.is_empty() || aggregate.distinct {
        return;
    }
    let slot = aggregate.slot;
    let Some(bound) = scanned(input) else { return };
    if !counts(aggregate, &bound) {
        return;
    }
    let argument = || {
        Box::new(Operator {
            id: 0,
            kind: OperatorKind::Argument,
            estimated_rows: 1.0,
        })
    };
    let kind = match &input.kind {
        OperatorKind::AllNodesScan { .. } => OperatorKind::NodeCountFromCountStore {
            input: argument(),
            slot,
            labels: vec![None],
        },
        OperatorKind::NodeByLabelScan { label, .. } => OperatorKind::NodeCountFromCountStore {
            input: argument(),
            slot,
            labels: vec![Some(*label)],
        },
        OperatorKind::RelationshipTypeScan { types, .. } => {
            OperatorKind::RelationshipCountFromCountStore {
                input: argument(),
                slot,
                types: types.clone(),
            }
        }
        OperatorKind::ExpandAll { expand, .. } => OperatorKind::RelationshipCountFromCountStore {
            input: argument(),
            slot,
            types: expand.types.clone(),
        },
        _ => return,
    };
    *op = Operator {
        id: 0,
        kind,
        estimated_rows: 1.0,
    };
}

/// The slots a bare scan binds; `None` if the input is anything else.
fn scanned(input: &Operator) -> Option<Vec<SlotId>> {
    let is_argument = |op: &Operator| matches!(op.kind, OperatorKind::Argument);
    match &input.kind {
        OperatorKind::AllNodesScan { input, node } if is_argument(input) => Some(vec![*node]),
        OperatorKind::NodeByLabelScan { input, node, .. } if is_argument(input) => {
            Some(vec![*node])
        }
        OperatorKind::RelationshipTypeScan {
            input,
            relationship,
            start,
            end,
            directed: true,
            ..
        } if is_argument(input) => Some(vec![*relationship, *start, *end]),
        OperatorKind::ExpandAll { input, expand }
            if expand.direction != Direction::Both && expand.distinct_from.is_empty() =>
        {
            match &input.kind {
                OperatorKind::AllNodesScan { input, node }
                    if is_argument(input) && *node == expand.from =>
                {
                    Some(vec![*node, expand.relationship, expand.to])
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn counts(aggregate: &Aggregate, bound: &[SlotId]) -> bool {
    match (aggregate.function, aggregate.arguments.as_slice()) {
        (None, _) => true,
        (Some(function), [Expr::Slot(slot)]) => function.name == "count" && bound.contains(slot),
        _ => false,
    }
}
