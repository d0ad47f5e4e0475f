//! Whether running a plan may take long: then it does not start on a thread that others need.
//!
//! Not a cost for choosing between plans; those are estimated rows. An expression is a single step
//! to its operator, which cannot pause inside it: so what loops inside an expression counts as
//! long. Meet [`of`] first.

use quiver_types::Value;

use super::operator::{Operator, OperatorKind};
use super::{Expr, walk};
use crate::binder::walk::each_child_mut;
use crate::plan::expression::ArithmeticOp;

/// The effort of an expression that loops.
const LONG: f64 = 1e9;
/// Additions after which strings or lists that are doubled by each have become large.
const ADDITIONS: u32 = 16;
/// Rows of an inner plan, and elements of a range, up to which it is no long work.
const FEW: f64 = 1_000.0;

/// Rows that a plan is expected to handle; more where expressions loop.
pub fn of(root: &mut Operator) -> f64 {
    let mut additions = 0;
    let long = is_long(root, &mut additions) || additions > ADDITIONS;
    rows(root) + if long { LONG } else { 0.0 }
}

fn rows(operator: &Operator) -> f64 {
    let below: f64 = walk::children(operator).into_iter().map(rows).sum();
    below + operator.estimated_rows
}

fn is_long(operator: &mut Operator, additions: &mut u32) -> bool {
    // Files, and commits of others, make wait, however few the rows.
    let mut long = match &operator.kind {
        OperatorKind::LoadCsv { .. } | OperatorKind::InTransactions { .. } => true,
        OperatorKind::ProcedureCall { call, .. } => call.procedure.takes_long,
        _ => false,
    };
    walk::expressions_mut(operator, &mut |expr| long |= loops(expr, additions));
    long || walk::children_mut(operator)
        .into_iter()
        .any(|child| is_long(child, additions))
}

/// Whether an expression loops over something that may be large.
fn loops(expr: &mut Expr, additions: &mut u32) -> bool {
    let here = match expr {
        Expr::ListComprehension { .. } | Expr::Quantifier { .. } | Expr::Reduce { .. } => true,
        Expr::Subquery { plan, .. } => {
            rows(plan) > FEW || walks_far(plan) || is_long(plan, additions)
        }
        Expr::Function(function, arguments) => {
            function.name == "range" && !is_short_range(arguments)
        }
        Expr::Arithmetic(_, rest) => {
            let sums = rest.iter().filter(|pair| pair.0 == ArithmeticOp::Add);
            *additions = additions.saturating_add(u32::try_from(sums.count()).unwrap_or(u32::MAX));
            false
        }
        _ => false,
    };
    let mut found = here;
    each_child_mut(expr, &mut |part| found = found || loops(part, additions));
    found
}

fn is_short_range(arguments: &[Expr]) -> bool {
    match arguments {
        [
            Expr::Literal(Value::Integer(from)),
            Expr::Literal(Value::Integer(to)),
            ..,
        ] => from.abs_diff(*to) <= FEW as u64,
        _ => false,
    }
}

/// Whether a plan follows relationships as far as they go.
fn walks_far(operator: &Operator) -> bool {
    matches!(
        operator.kind,
        OperatorKind::VarLengthExpand { .. }
            | OperatorKind::ShortestPath { .. }
            | OperatorKind::Repeat { .. }
    ) || walk::children(operator).into_iter().any(walks_far)
}
