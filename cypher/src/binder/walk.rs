//! Walking bound expressions: children, the slots an expression depends on, sameness.

use std::collections::BTreeSet;

use crate::plan::{Expr, SlotId};

/// The direct parts of an expression. Subquery plans are not parts: their needs are `captures`.
pub fn children(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Literal(_)
        | Expr::Parameter(_)
        | Expr::Slot(_)
        | Expr::Local(_)
        | Expr::Path { .. }
        | Expr::Degree(_)
        | Expr::Subquery { .. } => Vec::new(),
        Expr::Property(e, _, _)
        | Expr::HasLabels(e, _)
        | Expr::Not(e)
        | Expr::Negate(e)
        | Expr::IsNull(e, _)
        | Expr::IsTyped(e, ..) => vec![e],
        Expr::Index(a, b) | Expr::Binary(_, a, b) | Expr::HasDynamicLabels(a, b, _) => vec![a, b],
        Expr::Slice(e, from, to) => {
            let mut parts: Vec<&Expr> = vec![e];
            parts.extend(from.as_deref());
            parts.extend(to.as_deref());
            parts
        }
        Expr::List(items) | Expr::Or(items) | Expr::Xor(items) | Expr::And(items) => {
            items.iter().collect()
        }
        Expr::Map(entries) => entries.iter().map(|(_, e)| e).collect(),
        Expr::MapProjection { of, items, .. } => std::iter::once(of.as_ref())
            .chain(items.iter().map(|(_, e)| e))
            .collect(),
        Expr::Compare(first, rest) => std::iter::once(first.as_ref())
            .chain(rest.iter().map(|(_, e)| e))
            .collect(),
        Expr::Arithmetic(first, rest) => std::iter::once(first.as_ref())
            .chain(rest.iter().map(|(_, e)| e))
            .collect(),
        Expr::Case {
            subject,
            branches,
            otherwise,
        } => subject
            .as_deref()
            .into_iter()
            .chain(branches.iter().flat_map(|(when, then)| [when, then]))
            .chain(otherwise.as_deref())
            .collect(),
        Expr::Function(_, arguments) => arguments.iter().collect(),
        Expr::ListComprehension {
            list,
            predicate,
            projection,
            ..
        } => {
            let mut parts: Vec<&Expr> = vec![list];
            parts.extend(predicate.as_deref());
            parts.extend(projection.as_deref());
            parts
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
            let mut parts: Vec<&Expr> = vec![initial, list, body];
            parts.extend(each.as_deref());
            parts
        }
    }
}

/// As [`children`], to change them.
pub fn children_mut(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Literal(_)
        | Expr::Parameter(_)
        | Expr::Slot(_)
        | Expr::Local(_)
        | Expr::Path { .. }
        | Expr::Degree(_)
        | Expr::Subquery { .. } => Vec::new(),
        Expr::Property(e, _, _)
        | Expr::HasLabels(e, _)
        | Expr::Not(e)
        | Expr::Negate(e)
        | Expr::IsNull(e, _)
        | Expr::IsTyped(e, ..) => vec![e],
        Expr::Index(a, b) | Expr::Binary(_, a, b) | Expr::HasDynamicLabels(a, b, _) => vec![a, b],
        Expr::Slice(e, from, to) => {
            let mut parts: Vec<&mut Expr> = vec![e];
            parts.extend(from.as_deref_mut());
            parts.extend(to.as_deref_mut());
            parts
        }
        Expr::List(items) | Expr::Or(items) | Expr::Xor(items) | Expr::And(items) => {
            items.iter_mut().collect()
        }
        Expr::Map(entries) => entries.iter_mut().map(|(_, e)| e).collect(),
        Expr::MapProjection { of, items, .. } => std::iter::once(of.as_mut())
            .chain(items.iter_mut().map(|(_, e)| e))
            .collect(),
        Expr::Compare(first, rest) => std::iter::once(first.as_mut())
            .chain(rest.iter_mut().map(|(_, e)| e))
            .collect(),
        Expr::Arithmetic(first, rest) => std::iter::once(first.as_mut())
            .chain(rest.iter_mut().map(|(_, e)| e))
            .collect(),
        Expr::Case {
            subject,
            branches,
            otherwise,
        } => subject
            .as_deref_mut()
            .into_iter()
            .chain(branches.iter_mut().flat_map(|(when, then)| [when, then]))
            .chain(otherwise.as_deref_mut())
            .collect(),
        Expr::Function(_, arguments) => arguments.iter_mut().collect(),
        Expr::ListComprehension {
            list,
            predicate,
            projection,
            ..
        } => {
            let mut parts: Vec<&mut Expr> = vec![list];
            parts.extend(predicate.as_deref_mut());
            parts.extend(projection.as_deref_mut());
            parts
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
            let mut parts: Vec<&mut Expr> = vec![initial, list, body];
            parts.extend(each.as_deref_mut());
            parts
        }
    }
}

/// Calls `visit` for the expression and all its parts, parents first.
pub fn visit<'e>(expr: &'e Expr, visit_one: &mut dyn FnMut(&'e Expr)) {
    visit_one(expr);
    for child in children(expr) {
        visit(child, visit_one);
    }
}

/// The slots an expression reads.
pub fn slots(expr: &Expr) -> BTreeSet<SlotId> {
    let mut found = BTreeSet::new();
    visit(expr, &mut |e| match e {
        Expr::Slot(slot) => {
            found.insert(*slot);
        }
        Expr::Path { start, parts } => {
            found.insert(*start);
            for part in parts {
                let (crate::plan::PathPart::Single(a, b) | crate::plan::PathPart::Multiple(a, b)) =
                    part;
                found.insert(*a);
                found.insert(*b);
            }
        }
        Expr::Degree(spec) => {
            found.insert(spec.node);
            for except in &spec.except {
                found.insert(except.relationship);
                found.extend(except.ends.iter().flatten());
            }
        }
        Expr::Subquery { captures, .. } => found.extend(captures.iter().copied()),
        _ => {}
    });
    found
}

/// Whether an expression reads the graph, other than through slots' identities.
pub fn reads_graph(expr: &Expr) -> bool {
    let mut reads = false;
    visit(expr, &mut |e| {
        reads |= matches!(
            e,
            Expr::Property(..)
                | Expr::HasLabels(..)
                | Expr::HasDynamicLabels(..)
                | Expr::Subquery { .. }
                | Expr::Degree(_)
                | Expr::MapProjection { .. }
                | Expr::Index(..)
                | Expr::Function(..)
        );
    });
    reads
}

/// Whether two expressions are written alike (and so, without side effects, mean the same).
pub fn same(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Slot(a), Expr::Slot(b)) => a == b,
        (Expr::Slot(_), _) | (_, Expr::Slot(_)) => false,
        _ => format!("{a:?}") == format!("{b:?}"),
    }
}

/// Replaces every part equal to one of `from` by the slot beside it, outermost first.
pub fn replace(expr: &mut Expr, from: &[(SlotId, Expr)]) {
    if let Some((slot, _)) = from.iter().find(|(_, e)| same(e, expr)) {
        *expr = Expr::Slot(*slot);
        return;
    }
    for child in children_mut(expr) {
        replace(child, from);
    }
}

/// Splits a predicate into its conjuncts.
pub fn conjuncts(expr: Expr, out: &mut Vec<Expr>) {
    match expr {
        Expr::And(parts) => {
            for part in parts {
                conjuncts(part, out);
            }
        }
        other => out.push(other),
    }
}

/// Joins conjuncts into one predicate; `None` for none.
pub fn all_of(mut parts: Vec<Expr>) -> Option<Expr> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Expr::And(parts)),
    }
}
