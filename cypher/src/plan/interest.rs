//! What comes after a pattern and makes an order of its rows worth something: ORDER BY with LIMIT, or the
//! least or greatest of a property.
//!
//! An index that gives its nodes in that order is then read only as far as needed, which is said to
//! where its cost is weighed ([`super::access`]). That the plan makes use of it is the business of the
//! rules `index_order` and `index_extreme`. Meet [`Interest::of`].

use super::expression::{BinaryOp, CompareOp};
use super::{Aggregate, Expr, KeyRef, SlotId};
use crate::binder::bound::{BoundClause, BoundProjection, QueryGraph};

/// An order in which a pattern's node would be wanted, and how many of the first.
#[derive(Clone, Debug)]
pub struct Interest {
    /// The node.
    pub node: SlotId,
    /// The property by which it is wanted in order.
    pub key: KeyRef,
    /// How many rows of the pattern are wanted.
    pub rows: f64,
    /// Whether nodes without the property make no difference, so that asking for it is allowed.
    pub ignores_null: Option<Expr>,
}

impl Interest {
    /// What the clause after MATCH wants of its only node. `limit` estimates a LIMIT.
    pub fn of(
        graph: &QueryGraph,
        next: Option<&BoundClause>,
        limit: impl Fn(&Expr) -> f64,
    ) -> Option<Self> {
        let Some(BoundClause::Project(projection)) = next else {
            return None;
        };
        let [only] = graph.nodes.as_slice() else {
            return None;
        };
        if !graph.relationships.is_empty()
            || !graph.shortest.is_empty()
            || !graph.selected.is_empty()
        {
            return None;
        }
        let found = if projection.aggregating {
            extreme(projection)
        } else {
            first(projection, limit)
        };
        found.filter(|interest| interest.node == *only)
    }
}

fn property(expr: &Expr) -> Option<(SlotId, KeyRef)> {
    match expr {
        Expr::Property(of, key, _) => match of.as_ref() {
            Expr::Slot(slot) => Some((*slot, *key)),
            _ => None,
        },
        _ => None,
    }
}

fn extreme(projection: &BoundProjection) -> Option<Interest> {
    let [
        Aggregate {
            function: Some(function),
            arguments,
            ..
        },
    ] = projection.aggregates.as_slice()
    else {
        return None;
    };
    let [argument] = arguments.as_slice() else {
        return None;
    };
    let fits = projection.groups.is_empty() && matches!(function.name, "min" | "max");
    let (node, key) = property(argument).filter(|_| fits)?;
    Some(Interest {
        node,
        key,
        rows: 1.0,
        ignores_null: Some(Expr::IsNull(Box::new(argument.clone()), false)),
    })
}

fn first(projection: &BoundProjection, limit: impl Fn(&Expr) -> f64) -> Option<Interest> {
    let (Some(count), [(slot, _)], false) = (
        &projection.limit,
        projection.order.as_slice(),
        projection.distinct,
    ) else {
        return None;
    };
    let mut computed = projection.order_items.iter().chain(&projection.items);
    let (node, key) = computed
        .find(|(to, _)| to == slot)
        .and_then(|(_, expr)| property(expr))?;
    let skipped = projection.skip.as_ref().map_or(0.0, &limit);
    Some(Interest {
        node,
        key,
        rows: skipped + limit(count),
        ignores_null: None,
    })
}

/// Whether a predicate is true only where the property is there, so that nothing need be added.
pub fn asks_for(predicate: &Expr, node: SlotId, key: KeyRef) -> bool {
    let is_it = |expr: &Expr| property(expr) == Some((node, key));
    match predicate {
        Expr::IsNull(of, false) => is_it(of),
        Expr::Compare(first, rest) => match rest.as_slice() {
            [(CompareOp::NotEqual, _)] => false,
            [(_, second)] => is_it(first) || is_it(second),
            _ => false,
        },
        Expr::Binary(BinaryOp::In | BinaryOp::StartsWith, left, _) => is_it(left),
        _ => false,
    }
}
