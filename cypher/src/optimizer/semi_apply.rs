//! EXISTS and patterns as predicates are asked of many rows at once.
//!
//! Before: a filter that runs a subquery for each row as part of an expression. After: a filter of
//! the other predicates, which leaves fewer rows, and above it a `SemiApply` (`AntiSemiApply` for NOT)
//! for each such predicate. EXISTS is never null, so NOT of it is true exactly if there is no row.

use crate::plan::expression::SubqueryKind;
use crate::plan::operator::ApplyKind;
use crate::plan::{Expr, Operator, OperatorKind, Plan, walk};

pub(super) fn apply(op: &mut Operator, plan: &mut Plan) {
    let rows = op.estimated_rows;
    let OperatorKind::Filter { input, predicate } = &mut op.kind else {
        return;
    };
    let parts = match predicate {
        Expr::And(parts) => std::mem::take(parts),
        other => vec![std::mem::replace(other, Expr::And(Vec::new()))],
    };
    let (tests, rest): (Vec<Expr>, Vec<Expr>) =
        parts.into_iter().partition(|part| of(part).is_some());
    let mut below = std::mem::replace(input.as_mut(), super::nothing());
    if let Some(predicate) = crate::binder::walk::all_of(rest) {
        below = Operator {
            id: 0,
            kind: OperatorKind::Filter {
                input: Box::new(below),
                predicate,
            },
            estimated_rows: rows,
        };
    }
    for test in tests {
        let Some((inner, kind)) = taken(test) else {
            continue;
        };
        let row_wise = walk::is_row_wise(&inner);
        let mark = super::new_slot(plan);
        below = Operator {
            id: 0,
            kind: OperatorKind::Apply {
                input: Box::new(below),
                inner,
                kind,
                row_wise,
                mark,
            },
            estimated_rows: rows,
        };
    }
    *op = below;
}

/// The subquery of a predicate that is EXISTS or NOT EXISTS. One that sees variables of its
/// expression cannot leave it.
fn of(part: &Expr) -> Option<(&Expr, ApplyKind)> {
    let (inner, kind) = match part {
        Expr::Not(inner) => (inner.as_ref(), ApplyKind::AntiSemi),
        other => (other, ApplyKind::Semi),
    };
    match inner {
        Expr::Subquery {
            kind: SubqueryKind::Exists,
            imports,
            ..
        } if imports.is_empty() => Some((inner, kind)),
        _ => None,
    }
}

fn taken(part: Expr) -> Option<(Box<Operator>, ApplyKind)> {
    let kind = of(&part)?.1;
    let inner = match part {
        Expr::Not(inner) => *inner,
        other => other,
    };
    match inner {
        Expr::Subquery { plan, .. } => Some((plan, kind)),
        _ => None,
    }
}
