//! ORDER BY what an index is sorted by needs no sort, and with LIMIT no more of the index is read than
//! that many rows take.
//!
//! Before: `Sort` or `Top` over an index seek for one row. After: the seek gives its nodes in the order
//! of the index's properties, `Top` becomes `Limit`, and `Sort` is gone. It holds where whatever stands
//! between keeps the order of rows, and where the keys are the index's properties in their order, all
//! ascending or all descending; properties that an equality fixes may be missing among them.
//! Nulls are not in an index, but then the predicate that uses it does not let them pass either.

use crate::plan::operator::{ApplyKind, SeekQuery};
use crate::plan::{Expr, KeyRef, Operator, OperatorKind, Plan, SlotId};

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    let (OperatorKind::Sort { input, keys } | OperatorKind::Top { input, keys, .. }) = &mut op.kind
    else {
        return;
    };
    let Some((keys, descending)) = one_way(keys) else {
        return;
    };
    if is_sorted(input, keys) {
        set(input, descending);
        unsort(op);
    }
}

/// Takes away a sort of what is sorted.
pub(super) fn unsort(op: &mut Operator) {
    let nothing = super::nothing();
    match std::mem::replace(&mut op.kind, nothing.kind) {
        OperatorKind::Sort { input, .. } => *op = *input,
        OperatorKind::Top { input, limit, .. } => {
            op.kind = OperatorKind::Limit {
                input,
                count: limit,
                exhaust: false,
            };
        }
        other => op.kind = other,
    }
}

/// What rows are ordered by.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A column.
    Slot(SlotId),
    /// A property of a node.
    Property(SlotId, KeyRef),
}

impl Key {
    /// The key of an expression, where it can be one of an index.
    pub(super) fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Slot(slot) => Some(Self::Slot(*slot)),
            Expr::Property(of, key, _) => match of.as_ref() {
                Expr::Slot(slot) => Some(Self::Property(*slot, *key)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The key as it was before columns were computed.
    pub(super) fn before(self, items: &[(SlotId, Expr)]) -> Option<Self> {
        let computed = |slot: SlotId| items.iter().find(|(to, _)| *to == slot).map(|(_, e)| e);
        match self {
            Self::Slot(slot) => match computed(slot) {
                Some(expr) => Self::of(expr),
                None => Some(self),
            },
            Self::Property(node, key) => match computed(node) {
                Some(Expr::Slot(slot)) => Some(Self::Property(*slot, key)),
                Some(_) => None,
                None => Some(self),
            },
        }
    }
}

/// The keys, and whether descending, if they are all one way.
pub(super) fn one_way(keys: &[(SlotId, bool)]) -> Option<(Vec<Key>, bool)> {
    let descending = keys.first()?.1;
    let same = keys.iter().all(|(_, other)| *other == descending);
    let slots = keys.iter().map(|(slot, _)| Key::Slot(*slot));
    same.then(|| (slots.collect(), descending))
}

/// Whether rows can be had sorted by the keys.
pub(super) fn is_sorted(input: &Operator, mut keys: Vec<Key>) -> bool {
    let mut op = input;
    loop {
        if let OperatorKind::Projection { items, .. } = &op.kind {
            let before: Option<Vec<Key>> = keys.iter().map(|key| key.before(items)).collect();
            let Some(before) = before else { return false };
            keys = before;
        }
        match below(op) {
            Some(next) => op = next,
            None => break,
        }
    }
    let OperatorKind::NodeIndexSeek {
        input,
        node,
        properties,
        query,
        ..
    } = &op.kind
    else {
        return false;
    };
    if !matches!(input.kind, OperatorKind::Argument) {
        return false;
    }
    let fixed = match query {
        SeekQuery::Exact(values) => values.len(),
        SeekQuery::Range { prefix, .. } | SeekQuery::StartsWith { prefix, .. } => prefix.len(),
        // Nodes come key by key, sorted within none of them: there is only one property.
        SeekQuery::In(_) | SeekQuery::All => 0,
    };
    let mut next = 0;
    keys.iter().all(|wanted| {
        let Key::Property(of, wanted) = wanted else {
            return false;
        };
        if of != node {
            return false;
        }
        if properties.iter().take(fixed).any(|key| key == wanted) {
            return true;
        }
        next = next.max(fixed);
        let fits = properties.get(next) == Some(wanted);
        next += 1;
        fits
    })
}

/// The input of an operator that keeps the order of its rows.
fn below(op: &Operator) -> Option<&Operator> {
    use OperatorKind as K;
    match &op.kind {
        K::Filter { input, .. }
        | K::Projection { input, .. }
        | K::ExpandAll { input, .. }
        | K::ExpandInto { input, .. }
        | K::VarLengthExpand { input, .. } => Some(input),
        K::Apply { input, kind, .. } => keeps(kind).then_some(input),
        _ => None,
    }
}

fn keeps(kind: &ApplyKind) -> bool {
    match kind {
        ApplyKind::Semi | ApplyKind::AntiSemi => true,
        ApplyKind::LetSemi(_) | ApplyKind::LetCount(_) | ApplyKind::LetCollect(..) => true,
        ApplyKind::All | ApplyKind::Optional(_) | ApplyKind::Unit => false,
    }
}

/// Lets the seek below give its order.
pub(super) fn set(op: &mut Operator, descending: bool) {
    use OperatorKind as K;
    match &mut op.kind {
        K::NodeIndexSeek { order, .. } => *order = Some(descending),
        K::Filter { input, .. }
        | K::Projection { input, .. }
        | K::ExpandAll { input, .. }
        | K::ExpandInto { input, .. }
        | K::VarLengthExpand { input, .. }
        | K::Apply { input, .. } => set(input, descending),
        _ => {}
    }
}
