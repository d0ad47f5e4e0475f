//! Groups and distinct rows come in the order of an index if what they are made of does: a group stands
//! where its first row came.
//!
//! Before: `Sort` or `Top` by what is grouped by, over an aggregation or `Distinct` over an index seek
//! for one row. After: the seek gives its nodes in order, `Sort` is gone and `Top` is a `Limit`, with
//! which `Distinct` reads no more of the index than it has to. It holds under the conditions of
//! [`super::index_order`], for keys that are groups themselves or properties of such.

use super::index_order::{Key, is_sorted, one_way, set, unsort};
use crate::plan::{Operator, OperatorKind, Plan};

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    let (OperatorKind::Sort { input, keys } | OperatorKind::Top { input, keys, .. }) = &mut op.kind
    else {
        return;
    };
    let Some((mut keys, descending)) = one_way(keys) else {
        return;
    };
    let mut below = input.as_mut();
    loop {
        let (items, grouped, input) = match &mut below.kind {
            OperatorKind::Projection { input, items, .. } => (items, false, input),
            OperatorKind::Filter { input, .. } => {
                below = input;
                continue;
            }
            OperatorKind::Aggregation { input, groups, .. } => (groups, true, input),
            OperatorKind::Distinct { input, items } => (items, true, input),
            _ => return,
        };
        let before: Option<Vec<Key>> = keys.iter().map(|key| key.before(items)).collect();
        let Some(before) = before else { return };
        keys = before;
        below = input;
        if grouped {
            break;
        }
    }
    if is_sorted(below, keys) {
        set(below, descending);
        unsort(op);
    }
}
