//! Walking plans: inputs, inner plans and expressions of every operator.

use super::operator::{
    ApplyKind, CreateSpec, LabelOrExpr, Operator, OperatorKind, Properties, SeekQuery, SetItem,
};
use super::{Expr, SlotId};

/// The operators below one, in EXPLAIN's order (left to right).
pub fn children(operator: &Operator) -> Vec<&Operator> {
    use OperatorKind as K;
    match &operator.kind {
        K::Argument | K::Schema(_) | K::Administration(_) => Vec::new(),
        K::AllNodesScan { input, .. }
        | K::NodeByLabelScan { input, .. }
        | K::NodeIndexSeek { input, .. }
        | K::NodeByIdSeek { input, .. }
        | K::RelationshipByIdSeek { input, .. }
        | K::RelationshipTypeScan { input, .. }
        | K::RelationshipIndexSeek { input, .. }
        | K::NodeCountFromCountStore { input, .. }
        | K::RelationshipCountFromCountStore { input, .. }
        | K::ExpandAll { input, .. }
        | K::ExpandInto { input, .. }
        | K::VarLengthExpand { input, .. }
        | K::Repeat { input, .. }
        | K::ShortestPath { input, .. }
        | K::ProjectEndpoints { input, .. }
        | K::Filter { input, .. }
        | K::Projection { input, .. }
        | K::Unwind { input, .. }
        | K::LoadCsv { input, .. }
        | K::Aggregation { input, .. }
        | K::Distinct { input, .. }
        | K::Sort { input, .. }
        | K::Top { input, .. }
        | K::Skip { input, .. }
        | K::Limit { input, .. }
        | K::Eager { input }
        | K::Create { input, .. }
        | K::Set { input, .. }
        | K::Delete { input, .. }
        | K::ProcedureCall { input, .. }
        | K::ProduceResults { input, .. }
        | K::EmptyResult { input } => vec![input],
        K::Apply { input, inner, .. } | K::InTransactions { input, inner, .. } => {
            vec![input, inner]
        }
        K::Merge { input, matcher, .. } => vec![input, matcher],
        K::Foreach { input, body, .. } => vec![input, body],
        K::CartesianProduct { left, right }
        | K::NodeHashJoin { left, right, .. }
        | K::ValueHashJoin { left, right, .. } => vec![left, right],
        K::Union { inputs, .. } => inputs.iter().map(|(input, _)| input).collect(),
    }
}

/// As [`children`], to change them.
pub fn children_mut(operator: &mut Operator) -> Vec<&mut Operator> {
    use OperatorKind as K;
    match &mut operator.kind {
        K::Argument | K::Schema(_) | K::Administration(_) => Vec::new(),
        K::AllNodesScan { input, .. }
        | K::NodeByLabelScan { input, .. }
        | K::NodeIndexSeek { input, .. }
        | K::NodeByIdSeek { input, .. }
        | K::RelationshipByIdSeek { input, .. }
        | K::RelationshipTypeScan { input, .. }
        | K::RelationshipIndexSeek { input, .. }
        | K::NodeCountFromCountStore { input, .. }
        | K::RelationshipCountFromCountStore { input, .. }
        | K::ExpandAll { input, .. }
        | K::ExpandInto { input, .. }
        | K::VarLengthExpand { input, .. }
        | K::Repeat { input, .. }
        | K::ShortestPath { input, .. }
        | K::ProjectEndpoints { input, .. }
        | K::Filter { input, .. }
        | K::Projection { input, .. }
        | K::Unwind { input, .. }
        | K::LoadCsv { input, .. }
        | K::Aggregation { input, .. }
        | K::Distinct { input, .. }
        | K::Sort { input, .. }
        | K::Top { input, .. }
        | K::Skip { input, .. }
        | K::Limit { input, .. }
        | K::Eager { input }
        | K::Create { input, .. }
        | K::Set { input, .. }
        | K::Delete { input, .. }
        | K::ProcedureCall { input, .. }
        | K::ProduceResults { input, .. }
        | K::EmptyResult { input } => vec![input],
        K::Apply { input, inner, .. } | K::InTransactions { input, inner, .. } => {
            vec![input, inner]
        }
        K::Merge { input, matcher, .. } => vec![input, matcher],
        K::Foreach { input, body, .. } => vec![input, body],
        K::CartesianProduct { left, right }
        | K::NodeHashJoin { left, right, .. }
        | K::ValueHashJoin { left, right, .. } => vec![left, right],
        K::Union { inputs, .. } => inputs.iter_mut().map(|(input, _)| input).collect(),
    }
}

/// Calls `visit` with every expression an operator itself holds (not those of its inputs).
pub fn expressions_mut(operator: &mut Operator, visit: &mut dyn FnMut(&mut Expr)) {
    use OperatorKind as K;
    match &mut operator.kind {
        K::Argument
        | K::AllNodesScan { .. }
        | K::NodeByLabelScan { .. }
        | K::RelationshipTypeScan { .. }
        | K::NodeCountFromCountStore { .. }
        | K::RelationshipCountFromCountStore { .. }
        | K::ExpandAll { .. }
        | K::ExpandInto { .. }
        | K::ProjectEndpoints { .. }
        | K::Sort { .. }
        | K::Eager { .. }
        | K::Apply { .. }
        | K::CartesianProduct { .. }
        | K::NodeHashJoin { .. }
        | K::Union { .. }
        | K::Schema(_)
        | K::Administration(_)
        | K::ProduceResults { .. }
        | K::EmptyResult { .. } => {}
        K::NodeIndexSeek { query, .. } | K::RelationshipIndexSeek { query, .. } => {
            seek(query, visit);
        }
        K::NodeByIdSeek { ids, .. } | K::RelationshipByIdSeek { ids, .. } => visit(ids),
        K::Repeat {
            elements,
            selection,
            such_that,
            ..
        } => {
            elements
                .iter_mut()
                .flat_map(|element| &mut element.predicates)
                .for_each(&mut *visit);
            selection.iter_mut().for_each(|s| visit(&mut s.count));
            such_that.iter_mut().for_each(visit);
        }
        K::VarLengthExpand { predicate, .. } => {
            if let Some((_, predicate)) = predicate {
                visit(predicate);
            }
        }
        K::ShortestPath {
            predicate,
            each_step,
            such_that,
            ..
        } => {
            if let Some((_, predicate)) = predicate {
                visit(predicate);
            }
            each_step.iter_mut().for_each(&mut *visit);
            such_that.iter_mut().for_each(visit);
        }
        K::Filter { predicate, .. } => visit(predicate),
        K::Projection { items, .. } | K::Distinct { items, .. } => {
            items.iter_mut().for_each(|(_, e)| visit(e));
        }
        K::Unwind { list, .. } | K::Foreach { list, .. } => visit(list),
        K::LoadCsv { url, .. } => visit(url),
        K::InTransactions { spec, .. } => {
            let numbers = [&mut spec.rows, &mut spec.concurrent];
            numbers.into_iter().flatten().for_each(&mut *visit);
            spec.retry.iter_mut().flatten().for_each(visit);
        }
        K::Aggregation {
            groups, aggregates, ..
        } => {
            groups.iter_mut().for_each(|(_, e)| visit(e));
            for aggregate in aggregates {
                aggregate.arguments.iter_mut().for_each(&mut *visit);
            }
        }
        K::Top { limit: count, .. } | K::Skip { count, .. } | K::Limit { count, .. } => {
            visit(count);
        }
        K::ValueHashJoin {
            left_key,
            right_key,
            ..
        } => {
            visit(left_key);
            visit(right_key);
        }
        K::Create { spec, .. } => creation(spec, visit),
        K::Merge {
            create,
            on_create,
            on_match,
            ..
        } => {
            creation(create, visit);
            on_create
                .iter_mut()
                .chain(on_match)
                .for_each(|item| set_item(item, visit));
        }
        K::Set { items, .. } => items.iter_mut().for_each(|item| set_item(item, visit)),
        K::Delete { items, .. } => items.iter_mut().for_each(visit),
        K::ProcedureCall { call, .. } => call.arguments.iter_mut().for_each(visit),
    }
}

/// Calls `visit` with the plan of every subquery in the expressions of an operator.
pub fn subplans_mut(operator: &mut Operator, visit: &mut dyn FnMut(&mut Operator)) {
    expressions_mut(operator, &mut |expr| subplans_of(expr, visit));
}

fn subplans_of(expr: &mut Expr, visit: &mut dyn FnMut(&mut Operator)) {
    if let Expr::Subquery { plan, .. } = expr {
        visit(plan);
    }
    crate::binder::walk::each_child_mut(expr, &mut |child| subplans_of(child, visit));
}

fn seek(query: &mut SeekQuery, visit: &mut dyn FnMut(&mut Expr)) {
    match query {
        SeekQuery::Exact(values) => values.iter_mut().for_each(visit),
        SeekQuery::In(list) => visit(list),
        SeekQuery::Range {
            prefix,
            lower,
            upper,
        } => {
            prefix.iter_mut().for_each(&mut *visit);
            lower.iter_mut().chain(upper).for_each(|(e, _)| visit(e));
        }
        SeekQuery::StartsWith { prefix, text } => {
            prefix.iter_mut().for_each(&mut *visit);
            visit(text);
        }
        SeekQuery::All => {}
    }
}

/// Calls `visit` with the expressions of what is to be created.
pub fn creation(spec: &mut CreateSpec, visit: &mut dyn FnMut(&mut Expr)) {
    for node in &mut spec.nodes {
        labels(&mut node.labels, visit);
        properties(&mut node.properties, visit);
    }
    for relationship in &mut spec.relationships {
        if let LabelOrExpr::Dynamic(e) = &mut relationship.relationship_type {
            visit(e);
        }
        properties(&mut relationship.properties, visit);
    }
}

fn properties(properties: &mut Properties, visit: &mut dyn FnMut(&mut Expr)) {
    match properties {
        Properties::None => {}
        Properties::Entries(entries) => entries.iter_mut().for_each(|(_, e)| visit(e)),
        Properties::Map(e) => visit(e),
    }
}

fn labels<R>(labels: &mut [LabelOrExpr<R>], visit: &mut dyn FnMut(&mut Expr)) {
    for label in labels {
        if let LabelOrExpr::Dynamic(e) = label {
            visit(e);
        }
    }
}

fn set_item(item: &mut SetItem, visit: &mut dyn FnMut(&mut Expr)) {
    match item {
        SetItem::Property(target, _, value)
        | SetItem::RemoveDynamicProperty(target, value)
        | SetItem::Replace(target, value)
        | SetItem::Add(target, value) => {
            visit(target);
            visit(value);
        }
        SetItem::RemoveProperty(target, _) => visit(target),
        SetItem::DynamicProperty(target, key, value) => {
            visit(target);
            visit(key);
            visit(value);
        }
        SetItem::AddLabels(target, names) | SetItem::RemoveLabels(target, names) => {
            visit(target);
            labels(names, visit);
        }
    }
}

/// Whether an inner plan works row by row, so that many outer rows may go through it at once: no
/// operator looks at more than one row or drops columns.
pub fn is_row_wise(operator: &Operator) -> bool {
    use OperatorKind as K;
    let this = match &operator.kind {
        K::Argument
        | K::AllNodesScan { .. }
        | K::NodeByLabelScan { .. }
        | K::NodeIndexSeek { .. }
        | K::NodeByIdSeek { .. }
        | K::RelationshipByIdSeek { .. }
        | K::RelationshipTypeScan { .. }
        | K::RelationshipIndexSeek { .. }
        | K::ExpandAll { .. }
        | K::ExpandInto { .. }
        | K::VarLengthExpand { .. }
        | K::Repeat { .. }
        | K::ShortestPath { .. }
        | K::ProjectEndpoints { .. }
        | K::Filter { .. }
        | K::Unwind { .. }
        | K::LoadCsv { .. } => true,
        K::Projection { discard, .. } => !discard,
        _ => false,
    };
    this && children(operator).into_iter().all(is_row_wise)
}

/// Whether something holds of an operator or of one below it.
pub fn any(operator: &Operator, holds: &dyn Fn(&Operator) -> bool) -> bool {
    holds(operator)
        || children(operator)
            .into_iter()
            .any(|below| any(below, holds))
}

/// Whether an operator, or one below it, writes.
pub fn writes(operator: &Operator) -> bool {
    use OperatorKind as K;
    any(operator, &|operator| match &operator.kind {
        K::Create { .. }
        | K::Merge { .. }
        | K::Set { .. }
        | K::Delete { .. }
        | K::Foreach { .. }
        | K::Schema(_)
        | K::Administration(_) => true,
        K::ProcedureCall { call, .. } => matches!(call.procedure.mode, "WRITE" | "SCHEMA"),
        _ => false,
    })
}

/// Whether an operator, or one below it, runs transactions of its own.
pub fn runs_transactions(operator: &Operator) -> bool {
    any(operator, &|operator| {
        matches!(operator.kind, OperatorKind::InTransactions { .. })
    })
}

/// The nodes a plan's Optional apply must give as null.
pub fn nullable(kind: &ApplyKind) -> &[SlotId] {
    match kind {
        ApplyKind::Optional(slots) => slots,
        _ => &[],
    }
}

/// Whether a plan is an administration command in Neo4j's sense: it may not share a transaction
/// with anything else.
pub fn administers(operator: &Operator) -> bool {
    use OperatorKind as K;
    let this = match &operator.kind {
        K::Administration(_) => true,
        K::ProcedureCall { call, .. } => {
            call.procedure.mode == "DBMS" && call.procedure.name.starts_with("SHOW ")
        }
        _ => false,
    };
    this || children(operator).into_iter().any(administers)
}

/// Slots that a property map of CREATE or MERGE reads.
pub fn properties_read(properties: &Properties) -> std::collections::BTreeSet<SlotId> {
    match properties {
        Properties::None => std::collections::BTreeSet::new(),
        Properties::Entries(entries) => {
            let slots = entries
                .iter()
                .flat_map(|(_, e)| crate::binder::walk::slots(e));
            slots.collect()
        }
        Properties::Map(e) => crate::binder::walk::slots(e),
    }
}
