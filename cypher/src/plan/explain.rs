//! The plan as EXPLAIN and PROFILE show it: Neo4j's operator names, a tree, and the table that
//! shells print.
//!
//! A scan or seek that works for each row of an input is shown as Neo4j shows it: an Apply with the
//! input on the left and the leaf on the right.

mod commands;
mod paths;
mod writes;

use std::collections::BTreeSet;

use quiver_storage::Direction;
use quiver_types::{Text, Value};

use super::display::{Display, name};
use super::operator::{ApplyKind, ExpandSpec, Operator, OperatorKind, SeekQuery};
use super::quantified::PathMode;
use super::table;
use super::{Expr, KeyRef, LabelRef, Plan, SlotId, TypeRef, walk};
use crate::PlanDescription;

/// Numbers the operators in the order in which EXPLAIN prints them.
pub fn number(plan: &mut Plan) {
    // Neo4j shows a ProduceResults over what gives none.
    let mut next = u32::from(gives_nothing(plan));
    number_from(&mut plan.root, &mut next);
}

fn gives_nothing(plan: &Plan) -> bool {
    matches!(plan.root.kind, OperatorKind::EmptyResult { .. })
}

/// Whether an operator is one of the plan, and not merely shown.
pub fn is_counted(plan: &Plan, id: u32) -> bool {
    let mut open = vec![&plan.root];
    while let Some(op) = open.pop() {
        if op.id == id {
            return true;
        }
        open.extend(walk::children(op));
    }
    false
}

fn number_from(op: &mut Operator, next: &mut u32) {
    if is_fed_leaf(op) {
        *next += 1; // the Apply that is only shown
        for child in walk::children_mut(op) {
            number_from(child, next);
        }
        op.id = *next;
        *next += 1;
        return;
    }
    op.id = *next;
    *next += 1;
    for child in walk::children_mut(op) {
        number_from(child, next);
    }
}

/// A leaf access with an input of its own.
fn is_fed_leaf(op: &Operator) -> bool {
    use OperatorKind as K;
    let input = match &op.kind {
        K::AllNodesScan { input, .. }
        | K::NodeByLabelScan { input, .. }
        | K::NodeIndexSeek { input, .. }
        | K::NodeByIdSeek { input, .. }
        | K::RelationshipByIdSeek { input, .. }
        | K::RelationshipTypeScan { input, .. }
        | K::RelationshipIndexSeek { input, .. }
        | K::NodeCountFromCountStore { input, .. }
        | K::RelationshipCountFromCountStore { input, .. } => input,
        _ => return false,
    };
    !matches!(input.kind, OperatorKind::Argument)
}

fn is_leaf(op: &Operator) -> bool {
    walk::children(op)
        .iter()
        .all(|child| matches!(child.kind, OperatorKind::Argument))
        && !matches!(
            op.kind,
            OperatorKind::Argument
                | OperatorKind::ProduceResults { .. }
                | OperatorKind::EmptyResult { .. }
        )
}

/// The description of a whole plan; the root carries the planner's and runtime's names and the
/// table. `version` is that of the language.
pub fn describe(plan: &Plan, version: &str) -> PlanDescription {
    let explainer = Explainer {
        plan,
        display: Display { plan },
    };
    let mut root = explainer.node(&plan.root, &mut BTreeSet::new());
    if gives_nothing(plan) {
        root = PlanDescription {
            operator: Text::new("ProduceResults"),
            identifiers: root.identifiers.clone(),
            arguments: vec![
                (Text::new("Details"), Value::string("")),
                (
                    Text::new("EstimatedRows"),
                    Value::Float(plan.root.estimated_rows),
                ),
                (Text::new("Id"), Value::Integer(0)),
            ],
            children: vec![root],
        };
    }
    let (planner, implementation, runtime) = match &plan.root.kind {
        OperatorKind::Schema(_) => ("ADMINISTRATION", "ADMINISTRATION", "SCHEMA"),
        OperatorKind::Administration(_) => ("ADMINISTRATION", "ADMINISTRATION", "SYSTEM"),
        _ => ("COST", "IDP", "SLOTTED"),
    };
    let fixed = [
        ("planner", planner),
        ("planner-impl", implementation),
        ("planner-version", RELEASE),
        ("runtime", runtime),
        ("runtime-impl", runtime),
        ("runtime-version", RELEASE),
        ("version", version),
    ];
    for (key, value) in fixed {
        root.arguments.push((Text::new(key), Value::string(value)));
    }
    let table = table::of(&root);
    root.arguments
        .push((Text::new("string-representation"), Value::string(table)));
    root
}

/// Renews the table of a description that was added to.
pub fn retabulate(root: &mut PlanDescription) {
    let table = Value::string(table::of(root));
    for (name, value) in &mut root.arguments {
        if *name == "string-representation" {
            *value = table.clone();
        }
    }
}

/// The release of Neo4j that plans look like.
const RELEASE: &str = "5.26";

struct Explainer<'p> {
    plan: &'p Plan,
    display: Display<'p>,
}

impl Explainer<'_> {
    /// Describes an operator; `seen` gathers the variables it carries.
    fn node(&self, op: &Operator, seen: &mut BTreeSet<SlotId>) -> PlanDescription {
        let (operator, details) = self.summary(op);
        let mut children = Vec::new();
        // Sides that know nothing of each other.
        let begins_anew = matches!(
            op.kind,
            OperatorKind::Union { .. }
                | OperatorKind::CartesianProduct { .. }
                | OperatorKind::NodeHashJoin { .. }
                | OperatorKind::ValueHashJoin { .. }
        );
        let outer = if begins_anew {
            seen.clone()
        } else {
            BTreeSet::new()
        };
        for child in walk::children(op) {
            // An Argument that merely feeds a leaf is not shown.
            if matches!(child.kind, OperatorKind::Argument) && is_leaf(op) {
                continue;
            }
            if begins_anew {
                let mut own = outer.clone();
                children.push(self.node(child, &mut own));
                seen.extend(own);
            } else {
                children.push(self.node(child, seen));
            }
        }
        self.introduced(op, seen);
        let order = self.ordering(op, &children);
        let identifiers = self.identifiers(seen);
        let is_command = matches!(
            op.kind,
            OperatorKind::Schema(_) | OperatorKind::Administration(_)
        );
        let details = (!details.is_empty()).then(|| Value::string(shortened(details)));
        let rows = (!is_command).then_some(Value::Float(op.estimated_rows));
        let arguments = [
            ("Details", details),
            ("EstimatedRows", rows),
            ("Id", Some(Value::Integer(i64::from(op.id)))),
            ("Order", order.map(Value::string)),
        ];
        let arguments = arguments.into_iter();
        let description = PlanDescription {
            operator: Text::new(operator),
            identifiers: identifiers.clone(),
            arguments: arguments
                .filter_map(|(key, value)| Some((Text::new(key), value?)))
                .collect(),
            children: Vec::new(),
        };
        if is_fed_leaf(op) {
            let first = children
                .first()
                .and_then(|child| child.arguments.iter().find(|(k, _)| *k == "Id"));
            // The shown Apply was numbered just before its left side.
            let id = match first {
                Some((_, Value::Integer(id))) => id - 1,
                _ => i64::from(op.id),
            };
            children.push(description);
            return PlanDescription {
                operator: Text::new("Apply"),
                identifiers,
                arguments: vec![
                    (Text::new("EstimatedRows"), Value::Float(op.estimated_rows)),
                    (Text::new("Id"), Value::Integer(id)),
                ],
                children,
            };
        }
        PlanDescription {
            children,
            ..description
        }
    }

    /// In which order rows come, where one was asked for.
    fn ordering(&self, op: &Operator, children: &[PlanDescription]) -> Option<String> {
        use OperatorKind as K;
        match &op.kind {
            K::Sort { keys, .. } | K::Top { keys, .. } => Some(self.order(keys)),
            K::NodeIndexSeek {
                node,
                properties,
                order: Some(descending),
                ..
            } => {
                let way = if *descending { "DESC" } else { "ASC" };
                let node = self.display.slot(*node);
                let keys = properties
                    .iter()
                    .map(|key| format!("{node}.{} {way}", self.keys(std::slice::from_ref(key))));
                Some(keys.collect::<Vec<_>>().join(", "))
            }
            K::ExpandAll { .. }
            | K::ExpandInto { .. }
            | K::VarLengthExpand { .. }
            | K::ProduceResults { .. }
            | K::Limit { .. }
            | K::Skip { .. }
            | K::Filter { .. }
            | K::Projection { .. } => {
                let below = &children.first()?.arguments;
                let order = below.iter().find(|(name, _)| *name == "Order");
                match order {
                    Some((_, Value::String(order))) => Some(order.to_string()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn identifiers(&self, seen: &BTreeSet<SlotId>) -> Vec<Text> {
        seen.iter()
            .filter_map(|slot| self.plan.slots.get(slot.0 as usize))
            .filter(|name| !name.starts_with("anon_") && !name.starts_with("mark_"))
            .map(|text| Text::from(name(text)))
            .collect()
    }

    fn introduced(&self, op: &Operator, seen: &mut BTreeSet<SlotId>) {
        use OperatorKind as K;
        match &op.kind {
            K::AllNodesScan { node, .. }
            | K::NodeByLabelScan { node, .. }
            | K::NodeIndexSeek { node, .. }
            | K::NodeByIdSeek { node, .. } => {
                seen.insert(*node);
            }
            K::RelationshipByIdSeek {
                relationship,
                start,
                end,
                ..
            }
            | K::RelationshipTypeScan {
                relationship,
                start,
                end,
                ..
            }
            | K::RelationshipIndexSeek {
                relationship,
                start,
                end,
                ..
            } => {
                seen.extend([*relationship, *start, *end]);
            }
            K::NodeCountFromCountStore { slot, .. }
            | K::RelationshipCountFromCountStore { slot, .. }
            | K::Unwind { slot, .. } => {
                seen.insert(*slot);
            }
            K::InTransactions { spec, .. } => seen.extend(spec.report),
            K::LoadCsv { load, .. } => {
                seen.insert(load.slot);
            }
            K::ExpandAll { expand, .. }
            | K::ExpandInto { expand, .. }
            | K::VarLengthExpand { expand, .. }
            | K::ProjectEndpoints { expand, .. } => {
                seen.extend([expand.from, expand.relationship, expand.to]);
            }
            K::Repeat {
                expand, elements, ..
            } => {
                seen.extend([expand.from, expand.relationship, expand.to]);
                let groups = elements.iter().flat_map(|element| &element.groups);
                seen.extend(groups.map(|(_, outer)| *outer));
                seen.extend(elements.iter().filter_map(|element| element.last));
            }
            K::ShortestPath { expand, path, .. } => {
                seen.insert(expand.relationship);
                seen.extend(*path);
            }
            K::Projection { items, discard, .. } => {
                if *discard {
                    seen.clear();
                }
                seen.extend(items.iter().map(|(slot, _)| *slot));
            }
            K::Aggregation {
                groups, aggregates, ..
            } => {
                seen.clear();
                seen.extend(groups.iter().map(|(slot, _)| *slot));
                seen.extend(aggregates.iter().map(|a| a.slot));
            }
            K::Distinct { items, .. } => {
                seen.clear();
                seen.extend(items.iter().map(|(slot, _)| *slot));
            }
            K::Union { columns, .. } => {
                seen.clear();
                seen.extend(columns.iter().copied());
            }
            K::Create { spec, paths, .. } => {
                seen.extend(spec.nodes.iter().map(|n| n.slot));
                seen.extend(spec.relationships.iter().map(|r| r.slot));
                seen.extend(paths.iter().map(|(slot, _, _)| *slot));
            }
            K::ProcedureCall { call, .. } => {
                seen.extend(call.yields.iter().map(|(_, slot)| *slot));
            }
            K::Apply {
                kind:
                    ApplyKind::LetSemi(slot)
                    | ApplyKind::LetCount(slot)
                    | ApplyKind::LetCollect(slot, _),
                ..
            } => {
                seen.insert(*slot);
            }
            _ => {}
        }
    }

    /// Name and details of an operator.
    fn summary(&self, op: &Operator) -> (&'static str, String) {
        use OperatorKind as K;
        let d = &self.display;
        match &op.kind {
            K::Argument => ("Argument", String::new()),
            K::AllNodesScan { node, .. } => ("AllNodesScan", d.slot(*node)),
            K::NodeByLabelScan { node, label, .. } => (
                "NodeByLabelScan",
                format!("{}:{}", d.slot(*node), self.label(*label)),
            ),
            K::NodeIndexSeek {
                node,
                label,
                properties,
                query,
                unique,
                ..
            } => (
                seek_name(query, *unique),
                format!(
                    "{} {}:{}({}){}",
                    if *unique { "UNIQUE" } else { "RANGE INDEX" },
                    d.slot(*node),
                    self.label(*label),
                    self.keys(properties),
                    self.query(query, properties),
                ),
            ),
            K::NodeByIdSeek {
                node, ids, element, ..
            } => (
                if *element {
                    "NodeByElementIdSeek"
                } else {
                    "NodeByIdSeek"
                },
                format!("{} WHERE id IN {}", d.slot(*node), d.expr(ids)),
            ),
            K::RelationshipByIdSeek {
                relationship,
                directed,
                ids,
                ..
            } => (
                if *directed {
                    "DirectedRelationshipByIdSeek"
                } else {
                    "UndirectedRelationshipByIdSeek"
                },
                format!("{} WHERE id IN {}", d.slot(*relationship), d.expr(ids)),
            ),
            K::RelationshipTypeScan {
                relationship,
                start,
                end,
                types,
                directed,
                ..
            } => (
                match (types.is_empty(), directed) {
                    (true, true) => "DirectedAllRelationshipsScan",
                    (true, false) => "UndirectedAllRelationshipsScan",
                    (false, true) => "DirectedRelationshipTypeScan",
                    (false, false) => "UndirectedRelationshipTypeScan",
                },
                self.arrow(
                    *start,
                    *relationship,
                    types,
                    "",
                    *end,
                    if *directed {
                        Direction::Outgoing
                    } else {
                        Direction::Both
                    },
                ),
            ),
            K::RelationshipIndexSeek {
                start,
                relationship,
                end,
                relationship_type,
                properties,
                query,
                directed,
                ..
            } => (
                if *directed {
                    "DirectedRelationshipIndexSeek"
                } else {
                    "UndirectedRelationshipIndexSeek"
                },
                format!(
                    "RANGE INDEX {}({}){}",
                    self.arrow(
                        *start,
                        *relationship,
                        &[*relationship_type],
                        "",
                        *end,
                        if *directed {
                            Direction::Outgoing
                        } else {
                            Direction::Both
                        }
                    ),
                    self.keys(properties),
                    self.query(query, properties),
                ),
            ),
            K::NodeCountFromCountStore { slot, labels, .. } => {
                let labels: Vec<String> = labels
                    .iter()
                    .map(|label| label.map_or("()".into(), |l| format!("(:{})", self.label(l))))
                    .collect();
                (
                    "NodeCountFromCountStore",
                    format!("count( {} ) AS {}", labels.join(", "), d.slot(*slot)),
                )
            }
            K::RelationshipCountFromCountStore { slot, types, .. } => (
                "RelationshipCountFromCountStore",
                format!(
                    "count( ()-[{}]->() ) AS {}",
                    self.types(types),
                    d.slot(*slot)
                ),
            ),
            K::ExpandAll { expand, .. } => ("Expand(All)", self.expand(expand, "")),
            K::ExpandInto { expand, .. } => ("Expand(Into)", self.expand(expand, "")),
            K::VarLengthExpand {
                expand,
                min,
                max,
                into,
                pruning,
                ..
            } => (
                match (into, pruning) {
                    (true, _) => "VarLengthExpand(Into)",
                    (false, true) => "VarLengthExpand(Pruning,BFS,All)",
                    (false, false) => "VarLengthExpand(All)",
                },
                self.expand(expand, &length(*min, *max)),
            ),
            K::Repeat {
                expand,
                elements,
                into,
                mode,
                selection,
                such_that,
                ..
            } => (
                match (selection, into, mode) {
                    (Some(_), _, _) => "StatefulShortestPath(Into)",
                    (None, _, PathMode::Walk) => "Repeat(Walk)",
                    (None, _, PathMode::Trail) => "Repeat(Trail)",
                    (None, _, PathMode::Acyclic) => "Repeat(Acyclic)",
                },
                self.repeat(expand, elements, such_that.as_ref()),
            ),
            K::ShortestPath {
                expand,
                path,
                min,
                max,
                each_step,
                such_that,
                ..
            } => {
                let mut details = self.expand(expand, &length(*min, *max));
                if let Some(path) = path {
                    details = format!("{} = {details}", d.slot(*path));
                }
                let predicates: Vec<String> = each_step
                    .iter()
                    .chain(such_that)
                    .map(|p| d.expr(p))
                    .collect();
                if !predicates.is_empty() {
                    details = format!("{details} WHERE {}", predicates.join(" AND "));
                }
                ("ShortestPath", details)
            }
            K::ProjectEndpoints { expand, .. } => ("ProjectEndpoints", self.expand(expand, "")),
            K::Filter { predicate, .. } => ("Filter", d.expr(predicate)),
            K::Projection { items, .. } => ("Projection", self.items(items)),
            K::Unwind { list, slot, .. } => {
                ("Unwind", format!("{} AS {}", d.expr(list), d.slot(*slot)))
            }
            K::LoadCsv { load, .. } => ("LoadCSV", d.slot(load.slot)),
            K::Aggregation {
                groups, aggregates, ..
            } => {
                let mut parts: Vec<String> =
                    groups.iter().map(|(slot, e)| self.item(*slot, e)).collect();
                for aggregate in aggregates {
                    let inner = match aggregate.function {
                        None => "count(*)".to_owned(),
                        Some(function) => format!(
                            "{}({}{})",
                            function.name,
                            if aggregate.distinct { "DISTINCT " } else { "" },
                            aggregate
                                .arguments
                                .iter()
                                .map(|e| d.expr(e))
                                .collect::<Vec<_>>()
                                .join(", ")
                        ),
                    };
                    parts.push(format!("{inner} AS {}", d.slot(aggregate.slot)));
                }
                ("EagerAggregation", parts.join(", "))
            }
            K::Distinct { items, .. } => ("Distinct", self.items(items)),
            K::Sort { keys, .. } => ("Sort", self.order(keys)),
            K::Top { keys, limit, .. } => (
                "Top",
                format!("{} LIMIT {}", self.order(keys), d.expr(limit)),
            ),
            K::Skip { count, .. } => ("Skip", d.expr(count)),
            K::Limit { count, exhaust, .. } => (
                if *exhaust { "ExhaustiveLimit" } else { "Limit" },
                d.expr(count),
            ),
            K::Eager { .. } => ("Eager", String::new()),
            K::InTransactions { spec, .. } => commands::in_transactions(spec, d),
            K::Apply { kind, .. } => self.apply(kind),
            K::CartesianProduct { .. } => ("CartesianProduct", String::new()),
            K::NodeHashJoin { nodes, .. } => ("NodeHashJoin", d.slots(nodes.iter().copied())),
            K::ValueHashJoin {
                left_key,
                right_key,
                ..
            } => (
                "ValueHashJoin",
                format!("{} = {}", d.expr(left_key), d.expr(right_key)),
            ),
            K::Union { .. } => ("Union", String::new()),
            K::Create { spec, .. } => ("Create", self.created(spec)),
            K::Merge {
                create,
                on_create,
                on_match,
                ..
            } => ("Merge", self.merged(create, on_create, on_match)),
            K::Set { items, .. } => self.set(items),
            K::Delete { items, detach, .. } => (
                if *detach { "DetachDelete" } else { "Delete" },
                items
                    .iter()
                    .map(|e| d.expr(e))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            K::Foreach { list, slot, .. } => {
                ("Foreach", format!("{} IN {}", d.slot(*slot), d.expr(list)))
            }
            K::ProcedureCall { call, .. } => {
                let columns = call.yields.iter().filter_map(|(at, slot)| {
                    let (_, of) = call.procedure.columns.get(*at)?;
                    Some(format!("{} :: {}", d.slot(*slot), of.name()))
                });
                let columns = columns.collect::<Vec<_>>().join(", ");
                (
                    "ProcedureCall",
                    format!(
                        "{}({}) :: ({columns})",
                        call.procedure.name,
                        call.arguments
                            .iter()
                            .map(|e| d.expr(e))
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                )
            }
            K::Schema(change) => self.schema(change),
            K::Administration(command) => self.administration(command),
            K::ProduceResults { columns, .. } => (
                "ProduceResults",
                columns
                    .iter()
                    .map(|(column, _)| name(column))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            K::EmptyResult { .. } => ("EmptyResult", String::new()),
        }
    }

    fn apply(&self, kind: &ApplyKind) -> (&'static str, String) {
        let d = &self.display;
        match kind {
            ApplyKind::All => ("Apply", String::new()),
            ApplyKind::Optional(slots) => {
                let named = slots.iter().copied().filter(|slot| {
                    !self
                        .plan
                        .slots
                        .get(slot.0 as usize)
                        .is_some_and(|n| n.starts_with("anon_"))
                });
                ("Optional", d.slots(named))
            }
            ApplyKind::Semi => ("SemiApply", String::new()),
            ApplyKind::AntiSemi => ("AntiSemiApply", String::new()),
            ApplyKind::LetSemi(slot) => ("LetSemiApply", d.slot(*slot)),
            ApplyKind::LetCount(slot) => ("LetCountApply", d.slot(*slot)),
            ApplyKind::LetCollect(slot, _) => ("RollUpApply", d.slot(*slot)),
            ApplyKind::Unit => ("SubqueryForeach", String::new()),
        }
    }

    fn label(&self, label: LabelRef) -> String {
        name(&self.plan.labels[label.0 as usize])
    }

    fn types(&self, types: &[TypeRef]) -> String {
        if types.is_empty() {
            return String::new();
        }
        let names: Vec<String> = types
            .iter()
            .map(|ty| name(&self.plan.relationship_types[ty.0 as usize]))
            .collect();
        format!(":{}", names.join("|"))
    }

    fn keys(&self, keys: &[KeyRef]) -> String {
        let names: Vec<String> = keys
            .iter()
            .map(|key| name(&self.plan.property_keys[key.0 as usize]))
            .collect();
        names.join(", ")
    }

    fn query(&self, query: &SeekQuery, properties: &[KeyRef]) -> String {
        let d = &self.display;
        let key = |at: usize| {
            properties
                .get(at)
                .map_or(String::new(), |k| self.keys(&[*k]))
        };
        let equal = |values: &[Expr]| -> Vec<String> {
            values
                .iter()
                .enumerate()
                .map(|(at, e)| format!("{} = {}", key(at), d.expr(e)))
                .collect()
        };
        let parts = match query {
            SeekQuery::Exact(values) => equal(values),
            SeekQuery::In(list) => vec![format!("{} IN {}", key(0), d.expr(list))],
            SeekQuery::Range {
                prefix,
                lower,
                upper,
            } => {
                let mut parts = equal(prefix);
                let last = key(prefix.len());
                if let Some((e, inclusive)) = lower {
                    parts.push(format!(
                        "{last} {} {}",
                        if *inclusive { ">=" } else { ">" },
                        d.expr(e)
                    ));
                }
                if let Some((e, inclusive)) = upper {
                    parts.push(format!(
                        "{last} {} {}",
                        if *inclusive { "<=" } else { "<" },
                        d.expr(e)
                    ));
                }
                parts
            }
            SeekQuery::StartsWith { prefix, text } => {
                let mut parts = equal(prefix);
                parts.push(format!(
                    "{} STARTS WITH {}",
                    key(prefix.len()),
                    d.expr(text)
                ));
                parts
            }
            SeekQuery::All => vec![format!("{} IS NOT NULL", key(0))],
        };
        format!(" WHERE {}", parts.join(" AND "))
    }

    fn expand(&self, expand: &ExpandSpec, length: &str) -> String {
        self.arrow(
            expand.from,
            expand.relationship,
            &expand.types,
            length,
            expand.to,
            expand.direction,
        )
    }

    fn arrow(
        &self,
        from: SlotId,
        relationship: SlotId,
        types: &[TypeRef],
        length: &str,
        to: SlotId,
        direction: Direction,
    ) -> String {
        let (left, right) = match direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        let within = format!("{}{}{length}", self.named(relationship), self.types(types));
        let within = match within.as_str() {
            "" => String::new(),
            within => format!("[{within}]"),
        };
        let (from, to) = (self.named(from), self.named(to));
        format!("({from}){left}{within}{right}({to})")
    }

    /// A slot's name if it is one of the query's.
    fn named(&self, slot: SlotId) -> String {
        let text = self.plan.slots.get(slot.0 as usize);
        match text {
            Some(text) if !text.starts_with("anon_") => name(text),
            _ => String::new(),
        }
    }

    fn item(&self, slot: SlotId, expr: &Expr) -> String {
        match expr {
            Expr::Slot(same) if *same == slot => self.display.slot(slot),
            _ => format!("{} AS {}", self.display.expr(expr), self.display.slot(slot)),
        }
    }

    fn items(&self, items: &[(SlotId, Expr)]) -> String {
        items
            .iter()
            .map(|(slot, e)| self.item(*slot, e))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn order(&self, keys: &[(SlotId, bool)]) -> String {
        keys.iter()
            .map(|(slot, descending)| {
                format!(
                    "{} {}",
                    self.display.slot(*slot),
                    if *descending { "DESC" } else { "ASC" }
                )
            })
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn seek_name(query: &SeekQuery, unique: bool) -> &'static str {
    match (query, unique) {
        (SeekQuery::Exact(_) | SeekQuery::In(_), true) => "NodeUniqueIndexSeek",
        (SeekQuery::Exact(_) | SeekQuery::In(_), false) => "NodeIndexSeek",
        (SeekQuery::Range { .. } | SeekQuery::StartsWith { .. }, true) => {
            "NodeUniqueIndexSeekByRange"
        }
        (SeekQuery::Range { .. } | SeekQuery::StartsWith { .. }, false) => "NodeIndexSeekByRange",
        (SeekQuery::All, _) => "NodeIndexScan",
    }
}

fn length(min: u64, max: Option<u64>) -> String {
    match max {
        None if min == 1 => "*".into(),
        None => format!("*{min}.."),
        Some(max) if min == 1 && max > 1 => format!("*..{max}"),
        Some(max) if max == min => format!("*{min}"),
        Some(max) => format!("*{min}..{max}"),
    }
}

/// Characters of an operator's details that are told. Every prepared query keeps them, and the
/// table is as wide as the longest; formatting takes no more than 65,535.
const DETAILS: usize = 2_000;

fn shortened(mut details: String) -> String {
    if let Some((end, _)) = details.char_indices().nth(DETAILS) {
        details.truncate(end);
        details.push_str("...");
        details.shrink_to_fit();
    }
    details
}
