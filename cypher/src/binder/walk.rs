//! Walking bound expressions: children, the slots an expression depends on, sameness.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hasher as _};
use std::mem::discriminant;

use quiver_types::Value;

use crate::plan::{Expr, SlotId};

/// One `match` for looking at the parts of an expression and for changing them.
macro_rules! each_part {
    ($expr:ident, $give:ident, $iter:ident, $as_ref:ident, $as_deref:ident) => {
        match $expr {
            Expr::Literal(_)
            | Expr::Parameter(_)
            | Expr::Slot(_)
            | Expr::Local(_)
            | Expr::Path { .. }
            | Expr::Degree(_)
            | Expr::Subquery { .. } => {}
            Expr::Property(e, _, _)
            | Expr::HasLabels(e, _)
            | Expr::Not(e)
            | Expr::Negate(e)
            | Expr::IsNull(e, _)
            | Expr::IsTyped(e, ..) => $give(e.$as_ref()),
            Expr::Index(a, b) | Expr::Binary(_, a, b) | Expr::HasDynamicLabels(a, b, _) => {
                $give(a.$as_ref());
                $give(b.$as_ref());
            }
            Expr::Slice(e, from, to) => {
                $give(e.$as_ref());
                from.$as_deref().into_iter().for_each(&mut *$give);
                to.$as_deref().into_iter().for_each(&mut *$give);
            }
            Expr::List(items)
            | Expr::Or(items)
            | Expr::Xor(items)
            | Expr::And(items)
            | Expr::Function(_, items) => items.$iter().for_each(&mut *$give),
            Expr::Map(entries) => entries.$iter().for_each(|(_, e)| $give(e)),
            Expr::MapProjection { of, items, .. } => {
                $give(of.$as_ref());
                items.$iter().for_each(|(_, e)| $give(e));
            }
            Expr::Compare(first, rest) => {
                $give(first.$as_ref());
                rest.$iter().for_each(|(_, e)| $give(e));
            }
            Expr::Arithmetic(first, rest) => {
                $give(first.$as_ref());
                rest.$iter().for_each(|(_, e)| $give(e));
            }
            Expr::Case {
                subject,
                branches,
                otherwise,
            } => {
                subject.$as_deref().into_iter().for_each(&mut *$give);
                branches.$iter().for_each(|(when, then)| {
                    $give(when);
                    $give(then);
                });
                otherwise.$as_deref().into_iter().for_each(&mut *$give);
            }
            Expr::ListComprehension {
                list,
                predicate,
                projection,
                ..
            } => {
                $give(list.$as_ref());
                predicate.$as_deref().into_iter().for_each(&mut *$give);
                projection.$as_deref().into_iter().for_each(&mut *$give);
            }
            Expr::Quantifier {
                list, predicate, ..
            } => {
                $give(list.$as_ref());
                $give(predicate.$as_ref());
            }
            Expr::Reduce {
                initial,
                list,
                body,
                each,
                ..
            } => {
                $give(initial.$as_ref());
                $give(list.$as_ref());
                $give(body.$as_ref());
                each.$as_deref().into_iter().for_each(&mut *$give);
            }
        }
    };
}

/// Gives the direct parts of an expression. Subquery plans are not parts: their needs are
/// `captures`.
pub fn each_child<'e>(expr: &'e Expr, give: &mut dyn FnMut(&'e Expr)) {
    each_part!(expr, give, iter, as_ref, as_deref);
}

/// As [`each_child`], to change them.
pub fn each_child_mut<'e>(expr: &'e mut Expr, give: &mut dyn FnMut(&'e mut Expr)) {
    each_part!(expr, give, iter_mut, as_mut, as_deref_mut);
}

/// The direct parts of an expression, as [`each_child`] gives them.
pub fn children(expr: &Expr) -> Vec<&Expr> {
    let mut parts = Vec::new();
    each_child(expr, &mut |part| parts.push(part));
    parts
}

/// As [`children`], to change them.
pub fn children_mut(expr: &mut Expr) -> Vec<&mut Expr> {
    let mut parts = Vec::new();
    each_child_mut(expr, &mut |part| parts.push(part));
    parts
}

/// Calls `visit` for the expression and all its parts, parents first.
pub fn visit<'e>(expr: &'e Expr, visit_one: &mut dyn FnMut(&'e Expr)) {
    visit_one(expr);
    each_child(expr, &mut |child| visit(child, visit_one));
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

/// Whether two expressions are written alike (and so, without side effects, mean the same). Asked of
/// each pair of thousands of columns, so what mostly differs is looked at first.
pub fn same(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Slot(a), Expr::Slot(b)) => a == b,
        (Expr::Local(a), Expr::Local(b)) => a == b,
        (Expr::Parameter(a), Expr::Parameter(b)) => a == b,
        (Expr::Property(a, key, _), Expr::Property(b, other, _)) => key == other && same(a, b),
        (Expr::Function(a, first), Expr::Function(b, second)) => {
            a.name == b.name && all_same(first, second)
        }
        (Expr::And(a), Expr::And(b))
        | (Expr::Or(a), Expr::Or(b))
        | (Expr::List(a), Expr::List(b)) => all_same(a, b),
        (Expr::Arithmetic(a, rest), Expr::Arithmetic(b, others)) => {
            let pairs = rest.iter().zip(others);
            rest.len() == others.len()
                && same(a, b)
                && pairs
                    .into_iter()
                    .all(|((op, a), (other, b))| op == other && same(a, b))
        }
        (Expr::Literal(Value::Integer(a)), Expr::Literal(Value::Integer(b))) => a == b,
        (Expr::Literal(Value::String(a)), Expr::Literal(Value::String(b))) => a == b,
        _ => discriminant(a) == discriminant(b) && format!("{a:?}") == format!("{b:?}"),
    }
}

/// Whether all expressions of two lists are the same.
pub fn all_same(a: &[Expr], b: &[Expr]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// What expressions that are [`same`] have in common: a hash of how they begin.
pub fn fingerprint(exprs: &[Expr]) -> u64 {
    /// Hashes what is written to it, which so is nowhere as a text, and ends it when that is enough.
    struct Written {
        hasher: DefaultHasher,
        left: usize,
    }
    impl fmt::Write for Written {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.hasher.write(part.as_bytes());
            self.left = self.left.checked_sub(part.len()).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut written = Written {
        hasher: DefaultHasher::new(),
        left: 4096,
    };
    // Not an error: the rest of a long one is left out.
    let _ = write!(written, "{exprs:?}");
    written.hasher.finish()
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

/// Replaces a slot by an expression wherever it stands.
pub fn put_in(expr: &mut Expr, slot: SlotId, with: &Expr) {
    if matches!(expr, Expr::Slot(at) if *at == slot) {
        *expr = with.clone();
        return;
    }
    for child in children_mut(expr) {
        put_in(child, slot, with);
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
