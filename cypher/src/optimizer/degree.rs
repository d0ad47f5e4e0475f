//! Counting what a node is connected to reads its degree: `COUNT { (p)-[:T]->() }`,
//! `size([(p)--() | 1])`, and `EXISTS { (p)-->() }` or a pattern as a predicate, which ask whether it
//! is above 0.
//!
//! Before: a subquery of a single hop from a node of the row, of whose end nothing is asked. After:
//! the degree. It holds because a single hop has no other relationship that it must differ from.

use crate::binder::walk;
use crate::plan::expression::{CompareOp, DegreeSpec, SubqueryKind};
use crate::plan::{Expr, Operator, OperatorKind, Plan, walk as plan_walk};
use quiver_types::Value;

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    plan_walk::expressions_mut(op, &mut rewrite);
}

fn rewrite(expr: &mut Expr) {
    for child in walk::children_mut(expr) {
        rewrite(child);
    }
    if let Expr::Function(function, arguments) = expr
        && function.name == "size"
        && let [argument] = arguments.as_slice()
        && let Some(degree) = degree(argument, SubqueryKind::Collect)
    {
        *expr = degree;
    } else if let Some(degree) = degree(expr, SubqueryKind::Count) {
        *expr = degree;
    } else if let Some(degree) = degree(expr, SubqueryKind::Exists) {
        let zero = Expr::Literal(Value::Integer(0));
        *expr = Expr::Compare(Box::new(degree), vec![(CompareOp::Greater, zero)]);
    }
}

/// The degree that a subquery of this kind counts.
fn degree(expr: &Expr, wanted: SubqueryKind) -> Option<Expr> {
    let Expr::Subquery {
        kind,
        plan,
        imports,
        captures,
        ..
    } = expr
    else {
        return None;
    };
    if *kind != wanted || !imports.is_empty() {
        return None;
    }
    let mut inner = plan.as_ref();
    // What is computed of the rows does not change their number; it might fail, so only what cannot.
    while let OperatorKind::Projection { input, items, .. } = &inner.kind {
        let harmless =
            |expr: &Expr| matches!(expr, Expr::Literal(_) | Expr::Slot(_) | Expr::Path { .. });
        if !items.iter().all(|(_, expr)| harmless(expr)) {
            return None;
        }
        inner = input;
    }
    let OperatorKind::ExpandAll { input, expand } = &inner.kind else {
        return None;
    };
    let from_row = matches!(input.kind, OperatorKind::Argument) && captures.contains(&expand.from);
    (from_row && expand.distinct_from.is_empty()).then(|| {
        Expr::Degree(Box::new(DegreeSpec {
            node: expand.from,
            direction: expand.direction,
            types: expand.types.clone(),
            except: Vec::new(),
        }))
    })
}
