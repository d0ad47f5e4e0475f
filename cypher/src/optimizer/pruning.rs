//! Where nobody asks which way led to a node, a path of variable length goes to each node once:
//! `MATCH (a)-[*1..4]->(b) RETURN DISTINCT b`.
//!
//! Before: all paths, whose ends are made distinct above, or only have to exist. After: the nodes that
//! can be reached, breadth first. It holds for paths that may have one relationship or none: then a
//! node at the end of any path is also at the end of a shortest one, which visits no relationship
//! twice (`exec/operators/pruning.rs` says what is different for the node where it begins). Nothing in between may look
//! at the relationships.

use crate::binder::walk;
use crate::plan::operator::ApplyKind;
use crate::plan::{Aggregate, Operator, OperatorKind, Plan, SlotId, walk as plan_walk};

pub(super) fn apply(op: &mut Operator, _plan: &mut Plan) {
    use OperatorKind as K;
    let mut expressions = Vec::new();
    let input = match &mut op.kind {
        K::Distinct { input, items } => {
            expressions.extend(items.iter().map(|(_, expr)| expr));
            input
        }
        K::Aggregation {
            input,
            groups,
            aggregates,
        } if aggregates.iter().all(is_of_a_set) => {
            expressions.extend(groups.iter().map(|(_, expr)| expr));
            expressions.extend(aggregates.iter().flat_map(|a| &a.arguments));
            input
        }
        K::Apply {
            inner,
            kind: ApplyKind::Semi | ApplyKind::AntiSemi | ApplyKind::LetSemi(_),
            ..
        } => inner,
        _ => return,
    };
    let mut read = std::collections::BTreeSet::new();
    for expr in expressions {
        read.extend(walk::slots(expr));
    }
    prune(input, read);
}

/// Whether it is the same however often a row comes.
fn is_of_a_set(aggregate: &Aggregate) -> bool {
    let extreme = aggregate
        .function
        .is_some_and(|function| matches!(function.name, "min" | "max"));
    aggregate.distinct || extreme
}

/// Prunes what lies below, if nothing above it reads the relationships: `read` is what is read.
fn prune(op: &mut Operator, mut read: std::collections::BTreeSet<SlotId>) {
    use OperatorKind as K;
    plan_walk::expressions_mut(op, &mut |expr| read.extend(walk::slots(expr)));
    match &mut op.kind {
        K::Filter { input, .. } | K::Projection { input, .. } => prune(input, read),
        K::ExpandAll { input, expand } | K::ExpandInto { input, expand } => {
            read.extend([expand.from, expand.to]);
            read.extend(&expand.distinct_from);
            prune(input, read);
        }
        K::VarLengthExpand {
            input,
            expand,
            min: 0 | 1,
            into: false,
            pruning,
            ..
        } if !read.contains(&expand.relationship) => {
            *pruning = true;
            read.extend([expand.from, expand.to]);
            read.extend(&expand.distinct_from);
            prune(input, read);
        }
        _ => {}
    }
}
