//! `n.p = 1 OR n.p = 2 OR n.p IN [3]` is `n.p IN [1, 2, 3]`, which an index answers, or a look into a set.
//!
//! Before: an OR of equalities, and of IN with lists that are written out, all about one property of
//! one variable, or about one variable. After: one IN. It holds for nulls too: both are true if one of the
//! values is equal, else null if one of them is null, else false. The values must not differ from one look
//! to the next, so only constants, parameters and variables are taken; beside a variable only constants,
//! because nodes that are equal are found in other ways.

use quiver_types::Value;

use crate::plan::expression::{BinaryOp, CompareOp};
use crate::plan::{Expr, KeyRef, SlotId};

pub(super) fn apply(predicate: &mut Expr) {
    let Expr::Or(parts) = predicate else { return };
    let Some((of, _)) = parts.first().and_then(values) else {
        return;
    };
    let Some(wanted) = subject(of) else { return };
    let mut items = Vec::with_capacity(parts.len());
    for part in parts.iter() {
        match values(part) {
            Some((of, more)) if subject(of) == Some(wanted) => items.extend(more),
            _ => return,
        }
    }
    let of = Box::new(of.clone());
    let literals: Option<Vec<Value>> = items
        .iter()
        .map(|item| match item {
            Expr::Literal(value) => Some(value.clone()),
            _ => None,
        })
        .collect();
    let list = match literals {
        Some(values) => Expr::Literal(Value::list(values)),
        None if wanted.1.is_none() => return,
        None => Expr::List(items),
    };
    *predicate = Expr::Binary(BinaryOp::In, of, Box::new(list));
}

/// What a part of the OR says that something is equal to.
fn values(part: &Expr) -> Option<(&Expr, Vec<Expr>)> {
    match part {
        Expr::Compare(left, rest) => match rest.as_slice() {
            [(CompareOp::Equal, right)] => {
                let about_right = match (subject(left), subject(right)) {
                    (Some((_, None)), Some((_, Some(_)))) | (None, _) => true,
                    (Some(_), _) => false,
                };
                let (of, value) = match about_right {
                    true => (right, left.as_ref()),
                    false => (left.as_ref(), right),
                };
                is_fixed(value).then(|| (of, vec![value.clone()]))
            }
            _ => None,
        },
        Expr::Binary(BinaryOp::In, left, list) => {
            let items = match list.as_ref() {
                Expr::List(items) if items.iter().all(is_fixed) => items.clone(),
                Expr::Literal(Value::List(items)) => {
                    items.iter().cloned().map(Expr::Literal).collect()
                }
                _ => return None,
            };
            Some((left.as_ref(), items))
        }
        _ => None,
    }
}

fn is_fixed(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Literal(_) | Expr::Parameter(_) | Expr::Slot(_) | Expr::Local(_)
    )
}

/// The variable that something is said of, and which property of it, if it is of one.
fn subject(expr: &Expr) -> Option<(SlotId, Option<KeyRef>)> {
    match expr {
        Expr::Slot(slot) => Some((*slot, None)),
        Expr::Property(of, key, _) => match of.as_ref() {
            Expr::Slot(slot) => Some((*slot, Some(*key))),
            _ => None,
        },
        _ => None,
    }
}
