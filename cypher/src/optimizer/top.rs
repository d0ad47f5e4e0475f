//! A limit right above a sort keeps only the first rows while sorting.

use quiver_types::Value;

use crate::plan::{Expr, Operator, OperatorKind, Plan};
use crate::syntax::ast::ArithmeticOp;

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    let OperatorKind::Limit {
        input,
        count,
        exhaust: false,
    } = &mut op.kind
    else {
        return;
    };
    let rows = op.estimated_rows;
    match &mut input.kind {
        OperatorKind::Sort { .. } => {
            let limit = count.clone();
            if let Some(top) = into_top(input, limit, rows) {
                *op = top;
            }
        }
        OperatorKind::Skip {
            input: below,
            count: skipped,
        } => {
            let together = Expr::Arithmetic(
                Box::new(skipped.clone()),
                vec![(ArithmeticOp::Add, count.clone())],
            );
            if let Some(top) = into_top(below, together, rows) {
                **below = top;
                // The limit above is spent: Top gives exactly what Skip leaves it.
                let nothing = Operator {
                    id: 0,
                    kind: OperatorKind::Argument,
                    estimated_rows: 1.0,
                };
                *op = std::mem::replace(input.as_mut(), nothing);
            }
        }
        _ => {}
    }
}

fn into_top(sort: &mut Operator, limit: Expr, rows: f64) -> Option<Operator> {
    let OperatorKind::Sort { input, keys } = &mut sort.kind else {
        return None;
    };
    // A constant limit that is null or negative is an error the limit itself reports.
    if matches!(limit, Expr::Literal(Value::Null)) {
        return None;
    }
    let nothing = Operator {
        id: 0,
        kind: OperatorKind::Argument,
        estimated_rows: 1.0,
    };
    let input = Box::new(std::mem::replace(input.as_mut(), nothing));
    let keys = std::mem::take(keys);
    Some(Operator {
        id: 0,
        kind: OperatorKind::Top { input, keys, limit },
        estimated_rows: rows,
    })
}
