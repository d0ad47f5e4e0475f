//! WITH and RETURN: columns, groups, DISTINCT, order, SKIP and LIMIT, the WHERE behind them.
//! Meet [`Planner::projection`].

use std::collections::BTreeSet;

use super::super::operator::{ApplyKind, OperatorKind};
use super::super::rewrite::rewrite;
use super::super::{Expr, SlotId};
use super::{Current, Planner, limit_estimate, operator};
use crate::binder::bound::BoundProjection;

impl Planner<'_> {
    /// What WITH or RETURN does, on top of the part so far.
    pub(super) fn projection(
        &self,
        projection: BoundProjection,
        current: &mut Current,
        last: bool,
    ) {
        let BoundProjection {
            aggregating,
            groups,
            aggregates,
            items,
            distinct,
            visible,
            order_items,
            order,
            skip,
            limit,
            predicate,
            narrows,
        } = projection;
        let arguments = aggregates.iter().flat_map(|a| &a.arguments);
        self.before_exprs(
            current,
            groups
                .iter()
                .chain(&items)
                .chain(&order_items)
                .map(|(_, e)| e)
                .chain(arguments),
        );
        let mut rows = current.op.estimated_rows;
        if aggregating {
            current.bound = groups.iter().map(|(slot, _)| *slot).collect();
            current.bound.extend(aggregates.iter().map(|a| a.slot));
            let single = groups.is_empty();
            rows = if single { 1.0 } else { rows.sqrt() };
            self.wrap(current, rows, |input| OperatorKind::Aggregation {
                input,
                groups,
                aggregates,
            });
            // Everything below has happened before the first row comes out.
            current.single = single;
            current.reads = false;
            current.writes = false;
        }
        // Nothing after this projection in the whole query looks at a column by any way but the
        // result's, so there is nothing to gain by dropping columns.
        let narrows = narrows && !(last && current.base.is_empty());
        let plain = !(aggregating || distinct)
            && order.is_empty()
            && skip.is_none()
            && limit.is_none()
            && predicate.is_none();
        let at_once = narrows && plain && !items.is_empty();
        if !items.is_empty() {
            current.bound.extend(items.iter().map(|(slot, _)| *slot));
            let mut items = items;
            if at_once {
                let computed: Vec<SlotId> = items.iter().map(|(slot, _)| *slot).collect();
                let kept = visible
                    .iter()
                    .chain(&current.base)
                    .filter(|s| !computed.contains(s));
                let kept: BTreeSet<SlotId> = kept.copied().collect();
                items.extend(kept.into_iter().map(|slot| (slot, Expr::Slot(slot))));
            }
            self.wrap(current, rows, |input| OperatorKind::Projection {
                input,
                items,
                discard: at_once,
            });
        }
        if distinct {
            rows *= 0.95;
            let items = visible
                .iter()
                .map(|slot| (*slot, Expr::Slot(*slot)))
                .collect();
            self.wrap(current, rows, |input| OperatorKind::Distinct {
                input,
                items,
            });
        }
        if !order_items.is_empty() {
            self.wrap(current, rows, |input| OperatorKind::Projection {
                input,
                items: order_items,
                discard: false,
            });
        }
        if !order.is_empty() {
            self.wrap(current, rows, |input| OperatorKind::Sort {
                input,
                keys: order,
            });
        }
        if let Some(count) = skip {
            self.wrap(current, rows, |input| OperatorKind::Skip { input, count });
        }
        if let Some(count) = limit {
            rows = rows.min(limit_estimate(&count));
            let exhaust = current.ever_wrote;
            self.wrap(current, rows, |input| OperatorKind::Limit {
                input,
                count,
                exhaust,
            });
        }
        if let Some(mut predicate) = predicate {
            rewrite(
                match &mut predicate {
                    Expr::And(parts) => parts.as_mut_slice(),
                    one => std::slice::from_mut(one),
                },
                self.disabled,
            );
            self.before_exprs(current, [&predicate]);
            rows *= self
                .estimates
                .selectivity(&predicate, &self.known_labels.borrow());
            self.wrap(current, rows, |input| OperatorKind::Filter {
                input,
                predicate,
            });
        }
        let closed = aggregating || distinct;
        if narrows && !closed && !at_once {
            let outer = current.base.iter().filter(|slot| !visible.contains(slot));
            let items = visible
                .iter()
                .chain(outer)
                .map(|slot| (*slot, Expr::Slot(*slot)))
                .collect();
            self.wrap(current, rows, |input| OperatorKind::Projection {
                input,
                items,
                discard: true,
            });
        }
        if narrows || closed {
            current.bound = visible
                .into_iter()
                .chain(current.base.iter().copied())
                .collect();
        } else {
            current.bound.extend(visible);
        }
        if closed && !current.base.is_empty() {
            // Grouping dropped the columns of the surrounding row; put them beside each group.
            let outer = operator(OperatorKind::Argument, 1.0);
            let inner = std::mem::replace(&mut current.op, outer);
            let mark = self.new_slot("mark");
            self.wrap(current, rows, |input| OperatorKind::Apply {
                input,
                inner: Box::new(inner),
                kind: ApplyKind::All,
                row_wise: false,
                mark,
            });
        }
    }
}
