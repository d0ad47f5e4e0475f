//! What is computed twice for each row is computed once.
//!
//! Before: a projection or an aggregation in whose expressions the same part stands more than once.
//! After: a projection below gives that part a column, and the column stands in its places. Only
//! parts that are computed for every row in any case (not the branches of CASE, nor what AND and OR may
//! leave out), that do something beside reading a property, and that give the same each time.

use std::collections::HashMap;
use std::mem::Discriminant;

use crate::functions::Implementation;
use crate::plan::{Expr, Operator, OperatorKind, Plan};

/// Parts of expressions that are looked at; long texts have none in common or are a program's.
const PARTS: usize = 400;
/// Parts of one operator that get a column.
const MOST: usize = 8;

pub(super) fn apply(op: &mut Operator, plan: &mut Plan) {
    for _ in 0..MOST {
        let Some(part) = common(&expressions(op)) else {
            return;
        };
        let slot = super::new_slot(plan);
        let text = format!("{part:?}");
        for expr in expressions(op) {
            put(expr, &text, &Expr::Slot(slot));
        }
        let (OperatorKind::Projection { input, .. } | OperatorKind::Aggregation { input, .. }) =
            &mut op.kind
        else {
            return;
        };
        let rows = input.estimated_rows;
        let below = std::mem::replace(input.as_mut(), super::nothing());
        **input = Operator {
            id: 0,
            kind: OperatorKind::Projection {
                input: Box::new(below),
                items: vec![(slot, part)],
                discard: false,
            },
            estimated_rows: rows,
        };
    }
}

fn expressions(op: &mut Operator) -> Vec<&mut Expr> {
    match &mut op.kind {
        OperatorKind::Projection { items, .. } => items.iter_mut().map(|(_, e)| e).collect(),
        OperatorKind::Aggregation {
            groups, aggregates, ..
        } => {
            let arguments = aggregates.iter_mut().flat_map(|a| &mut a.arguments);
            groups.iter_mut().map(|(_, e)| e).chain(arguments).collect()
        }
        _ => Vec::new(),
    }
}

/// The largest part that stands twice.
fn common(exprs: &[&mut Expr]) -> Option<Expr> {
    let mut found: Vec<(usize, &Expr)> = Vec::new();
    for expr in exprs {
        weigh(expr, &mut |size, part| found.push((size, part)));
        if found.len() > PARTS {
            return None;
        }
    }
    let mut alike: HashMap<(Discriminant<Expr>, usize), Vec<&Expr>> = HashMap::new();
    for (size, part) in found {
        let key = (std::mem::discriminant(part), size);
        alike.entry(key).or_default().push(part);
    }
    let mut alike: Vec<((_, usize), Vec<&Expr>)> = alike.into_iter().collect();
    alike.retain(|(_, parts)| parts.len() > 1);
    alike.sort_unstable_by_key(|((_, size), _)| std::cmp::Reverse(*size));
    let same = alike.into_iter().filter_map(|((_, size), parts)| {
        let mut seen: Vec<(String, &Expr)> = Vec::with_capacity(parts.len());
        for part in parts {
            let text = format!("{part:?}");
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == text) {
                return Some((size, text, (*first).clone()));
            }
            seen.push((text, part));
        }
        None
    });
    // The text decides among those of a size: the same plan each time.
    let best = same.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    best.map(|(_, _, part)| part)
}

/// Tells the parts that are worth a column; gives the size of the whole, `None` if it may not have
/// one.
fn weigh<'e>(expr: &'e Expr, tell: &mut dyn FnMut(usize, &'e Expr)) -> Option<usize> {
    let (inner, works): (Vec<&Expr>, bool) = match expr {
        Expr::Slot(_) | Expr::Literal(_) | Expr::Parameter(_) => return Some(1),
        Expr::Property(of, ..) => (vec![of], !matches!(**of, Expr::Slot(_))),
        Expr::Not(of) | Expr::Negate(of) | Expr::IsNull(of, _) => (vec![of], true),
        Expr::HasLabels(of, _) => (vec![of], true),
        Expr::Index(a, b) | Expr::Binary(_, a, b) => (vec![a, b], true),
        Expr::Arithmetic(first, rest) => {
            let rest = rest.iter().map(|(_, e)| e);
            (std::iter::once(&**first).chain(rest).collect(), true)
        }
        Expr::Compare(first, rest) => match rest.as_slice() {
            [(_, second)] => (vec![first, second], true),
            _ => return None,
        },
        Expr::Function(function, arguments) => {
            let scalar = matches!(function.implementation, Implementation::Scalar(_));
            if !scalar || !function.pure {
                return None;
            }
            (arguments.iter().collect(), true)
        }
        _ => return None,
    };
    let mut size = Some(1);
    for part in inner {
        let of = weigh(part, tell);
        size = size.zip(of).map(|(a, b)| a + b);
    }
    let size = size?;
    if works {
        tell(size, expr);
    }
    Some(size)
}

/// Puts a column in the places of a part, where it is computed in any case.
fn put(expr: &mut Expr, part: &str, column: &Expr) {
    let is_it = !matches!(
        expr,
        Expr::Slot(_) | Expr::Literal(_) | Expr::Parameter(_) | Expr::Local(_)
    );
    if is_it && format!("{expr:?}") == part {
        *expr = column.clone();
        return;
    }
    match expr {
        Expr::Property(of, ..)
        | Expr::Not(of)
        | Expr::Negate(of)
        | Expr::IsNull(of, _)
        | Expr::HasLabels(of, _) => put(of, part, column),
        Expr::Index(a, b) | Expr::Binary(_, a, b) => {
            put(a, part, column);
            put(b, part, column);
        }
        Expr::Arithmetic(first, rest) => {
            put(first, part, column);
            rest.iter_mut().for_each(|(_, e)| put(e, part, column));
        }
        Expr::Compare(first, rest) => {
            put(first, part, column);
            rest.iter_mut().for_each(|(_, e)| put(e, part, column));
        }
        Expr::Function(_, arguments) => arguments.iter_mut().for_each(|e| put(e, part, column)),
        _ => {}
    }
}
