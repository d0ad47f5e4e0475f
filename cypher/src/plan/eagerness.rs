//! Whether a write can be seen by what reads lazily below it.
//!
//! Only for SET of properties by name, which changes neither who matches a pattern nor an order of
//! scanning: rows below and writes above may alternate unless something below looks at a property
//! of that name. Everything that might look at any property counts as looking at it. All other
//! writes are cut off by an Eager without asking. Meet [`unseen`] first.

use super::operator::{Operator, OperatorKind, SetItem};
use super::{Expr, KeyRef};
use crate::binder::walk;
use crate::functions::{Function, Type};
use crate::plan::walk as plan_walk;

/// Whether all items set properties that no operator of a plan, down to the nearest Eager, reads.
pub(super) fn unseen(items: &[SetItem], below: &mut Operator) -> bool {
    let mut keys = Vec::with_capacity(items.len());
    for item in items {
        match item {
            SetItem::Property(_, key, _) | SetItem::RemoveProperty(_, key) => keys.push(*key),
            SetItem::DynamicProperty(..)
            | SetItem::RemoveDynamicProperty(..)
            | SetItem::Replace(..)
            | SetItem::Add(..)
            | SetItem::AddLabels(..)
            | SetItem::RemoveLabels(..) => return false,
        }
    }
    !reads(below, &keys)
}

fn reads(op: &mut Operator, keys: &[KeyRef]) -> bool {
    match &op.kind {
        OperatorKind::Eager { .. } => return false,
        // What has transactions of its own needs a query without locks.
        OperatorKind::ProcedureCall { .. } | OperatorKind::InTransactions { .. } => return true,
        // An index may be made to give this order. It then takes some entries at a time, and goes on
        // behind as many as it has given: a node written meanwhile stands elsewhere among its equals.
        OperatorKind::Sort { .. } | OperatorKind::NodeIndexSeek { order: Some(_), .. } => {
            return true;
        }
        OperatorKind::NodeIndexSeek { properties, .. }
        | OperatorKind::RelationshipIndexSeek { properties, .. }
            if properties.iter().any(|key| keys.contains(key)) =>
        {
            return true;
        }
        _ => {}
    }
    let mut found = false;
    plan_walk::expressions_mut(op, &mut |expr| found |= looks_at(expr, keys));
    found
        || plan_walk::children_mut(op)
            .into_iter()
            .any(|child| reads(child, keys))
}

fn looks_at(expr: &Expr, keys: &[KeyRef]) -> bool {
    let mut found = false;
    walk::visit(expr, &mut |part| {
        found |= match part {
            Expr::Property(_, key, _) => keys.contains(key),
            Expr::Function(function, arguments) => sees_entity(function, arguments),
            Expr::MapProjection { all, .. } => *all,
            Expr::Index(..) | Expr::Subquery { .. } => true,
            _ => false,
        };
    });
    found
}

/// Whether a function may be given an entity, whose properties it might read.
fn sees_entity(function: &Function, arguments: &[Expr]) -> bool {
    let last = function.arguments.last();
    arguments.iter().enumerate().any(|(at, argument)| {
        let declared = function.arguments.get(at).or(last);
        !declared.is_some_and(|(_, of)| is_scalar(*of)) && !no_entity(argument)
    })
}

/// Whether a value cannot be a node or relationship, nor hold one.
fn no_entity(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(_) | Expr::Parameter(_) | Expr::Compare(..) | Expr::Negate(_) => true,
        Expr::Function(function, arguments) => {
            is_scalar(function.returns) || arguments.iter().all(no_entity)
        }
        _ => false,
    }
}

fn is_scalar(of: Type) -> bool {
    match of {
        Type::Boolean
        | Type::Integer
        | Type::Float
        | Type::Number
        | Type::String
        | Type::Date
        | Type::LocalTime
        | Type::Time
        | Type::LocalDateTime
        | Type::ZonedDateTime
        | Type::Duration
        | Type::Temporal
        | Type::Point
        | Type::Vector
        | Type::Uuid
        | Type::Word(..) => true,
        Type::OneOf(types) => types.iter().all(|of| is_scalar(*of)),
        // A list of what cannot be an entity; of anything, anything.
        Type::ListOf(of) => is_scalar(*of),
        Type::Any
        | Type::List
        | Type::Map
        | Type::Node
        | Type::Relationship
        | Type::NodeOrRelationship
        | Type::Path
        | Type::Graph => false,
    }
}
