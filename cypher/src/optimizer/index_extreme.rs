//! The least or the greatest value of a property that an index is sorted by is its first or its last.
//!
//! Before: `min(n.p)` or `max(n.p)` of all rows over an index seek. After: the seek gives its nodes in
//! order, and a `Limit` of one row stands below the aggregation. It holds where nothing is grouped,
//! because the first row that comes through has the answer, and a node without the property, which an
//! index does not have, does not count.

use quiver_types::Value;

use super::index_order::{Key, is_sorted, set};
use crate::plan::{Expr, Operator, OperatorKind, Plan};

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    let OperatorKind::Aggregation {
        input,
        groups,
        aggregates,
    } = &mut op.kind
    else {
        return;
    };
    let ([], [aggregate]) = (groups.as_slice(), aggregates.as_slice()) else {
        return;
    };
    let descending = match aggregate.function.map(|function| function.name) {
        Some("min") => false,
        Some("max") => true,
        _ => return,
    };
    let [argument] = aggregate.arguments.as_slice() else {
        return;
    };
    let Some(key) = Key::of(argument) else { return };
    if !is_sorted(input, vec![key]) {
        return;
    }
    set(input, descending);
    let below = std::mem::replace(input.as_mut(), super::nothing());
    **input = Operator {
        id: 0,
        estimated_rows: 1.0,
        kind: OperatorKind::Limit {
            input: Box::new(below),
            count: Expr::Literal(Value::Integer(1)),
            exhaust: false,
        },
    };
}
