//! Whether running a plan may take long: then it does not start on a thread that others need.
//!
//! Not a cost for choosing between plans; those are estimated rows. An expression is a single step
//! to its operator, which cannot pause inside it: so what loops inside an expression counts as
//! long. Meet [`of`] first.

use quiver_types::Value;

use super::operator::{Operator, OperatorKind};
use super::{Expr, walk};
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
    here || parts(expr).into_iter().any(|part| loops(part, additions))
}

/// The expressions of which one is made, inner plans left out.
fn parts(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Literal(_) | Expr::Parameter(_) | Expr::Slot(_) | Expr::Local(_) => Vec::new(),
        Expr::Path { .. } | Expr::Degree(_) | Expr::Subquery { .. } => Vec::new(),
        Expr::Property(of, ..)
        | Expr::HasLabels(of, _)
        | Expr::Not(of)
        | Expr::Negate(of)
        | Expr::IsNull(of, _)
        | Expr::IsTyped(of, ..) => vec![of],
        Expr::Index(a, b) | Expr::Binary(_, a, b) | Expr::HasDynamicLabels(a, b, _) => vec![a, b],
        Expr::Slice(of, from, to) => {
            let ends = from.iter_mut().chain(to).map(|end| &mut **end);
            std::iter::once(&mut **of).chain(ends).collect()
        }
        Expr::List(items)
        | Expr::Or(items)
        | Expr::Xor(items)
        | Expr::And(items)
        | Expr::Function(_, items) => items.iter_mut().collect(),
        Expr::Map(entries) => entries.iter_mut().map(|entry| &mut entry.1).collect(),
        Expr::MapProjection { of, items, .. } => {
            let items = items.iter_mut().map(|item| &mut item.1);
            std::iter::once(&mut **of).chain(items).collect()
        }
        Expr::Compare(first, rest) => {
            let rest = rest.iter_mut().map(|pair| &mut pair.1);
            std::iter::once(&mut **first).chain(rest).collect()
        }
        Expr::Arithmetic(first, rest) => {
            let rest = rest.iter_mut().map(|pair| &mut pair.1);
            std::iter::once(&mut **first).chain(rest).collect()
        }
        Expr::Case {
            subject,
            branches,
            otherwise,
        } => {
            let ends = subject.iter_mut().chain(otherwise).map(|end| &mut **end);
            let branches = branches.iter_mut().flat_map(|b| [&mut b.0, &mut b.1]);
            branches.chain(ends).collect()
        }
        Expr::ListComprehension {
            list,
            predicate,
            projection,
            ..
        } => {
            let rest = predicate.iter_mut().chain(projection).map(|e| &mut **e);
            std::iter::once(&mut **list).chain(rest).collect()
        }
        Expr::Quantifier {
            list, predicate, ..
        } => vec![list, predicate],
        Expr::Reduce {
            initial,
            list,
            body,
            each,
            ..
        } => {
            let each = each.iter_mut().map(|e| &mut **e);
            [initial, list, body]
                .into_iter()
                .map(|e| &mut **e)
                .chain(each)
                .collect()
        }
    }
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
