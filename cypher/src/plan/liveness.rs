//! Which slots somebody still reads above an operator: what nobody reads need not be filled or
//! carried along.
//!
//! A slot counts as read wherever an operator or expression names it other than to fill it, so
//! this errs towards keeping. Operators of subqueries within expressions have no number of their
//! own; for them, as for the root's, everything is read. Meet [`Liveness`].

use super::operator::{ApplyKind, CreateSpec, Operator, OperatorKind as K};
use super::{Expr, PathPart, SlotId, walk};
use crate::binder;

/// Operators, and operators times slots, beyond which everything is said to be read: the table
/// would cost more than it saves.
const MOST_OPERATORS: usize = 2000;
const LARGEST: usize = 1 << 18;

/// For each operator by number, which slots are read above it.
#[derive(Clone, Default, Debug)]
pub struct Liveness {
    slots: usize,
    read: Vec<bool>,
}

/// What is read above one operator.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a>(Option<&'a [bool]>);

impl Live<'_> {
    /// Whether a slot is read. Slots that the plan does not know are.
    #[inline]
    pub fn has(&self, slot: SlotId) -> bool {
        self.0
            .and_then(|read| read.get(slot.0 as usize))
            .is_none_or(|read| *read)
    }
}

impl Liveness {
    /// Of a plan whose operators are numbered, with so many slots.
    pub fn of(root: &mut Operator, slots: usize) -> Self {
        let operators = count(root);
        if operators > MOST_OPERATORS || operators * slots > LARGEST {
            return Self::default();
        }
        let mut total = vec![0u32; slots];
        reads_within(root, &mut |slot| tally(&mut total, slot));
        let mut liveness = Self {
            slots,
            read: Vec::new(),
        };
        liveness.note(root, &total);
        liveness
    }

    /// Notes an operator and those below; how often each slot is read by them.
    fn note(&mut self, operator: &mut Operator, total: &[u32]) -> Vec<u32> {
        let mut below = vec![0u32; self.slots];
        for child in walk::children_mut(operator) {
            for (sum, count) in below.iter_mut().zip(self.note(child, total)) {
                *sum += count;
            }
        }
        let from = operator.id as usize * self.slots;
        if self.read.len() < from + self.slots {
            self.read.resize(from + self.slots, true);
        }
        let read = &mut self.read[from..from + self.slots];
        for ((read, total), below) in read.iter_mut().zip(total).zip(&below) {
            *read = total > below;
        }
        reads(operator, &mut |slot| tally(&mut below, slot));
        below
    }

    /// What is read above the operator with a number.
    #[inline]
    pub fn above(&self, operator: u32) -> Live<'_> {
        if operator == 0 {
            return Live(None);
        }
        let from = operator as usize * self.slots;
        Live(self.read.get(from..from + self.slots))
    }
}

fn tally(counts: &mut [u32], slot: SlotId) {
    if let Some(count) = counts.get_mut(slot.0 as usize) {
        *count += 1;
    }
}

fn count(operator: &Operator) -> usize {
    let children = walk::children(operator).into_iter();
    1 + children.map(count).sum::<usize>()
}

/// Everything that an operator and those below it read.
fn reads_within(operator: &mut Operator, add: &mut dyn FnMut(SlotId)) {
    reads(operator, add);
    for child in walk::children_mut(operator) {
        reads_within(child, add);
    }
}

fn parts(parts: &[PathPart], add: &mut dyn FnMut(SlotId)) {
    for part in parts {
        let (PathPart::Single(relationship, node) | PathPart::Multiple(relationship, node)) = part;
        add(*relationship);
        add(*node);
    }
}

fn expression(expr: &Expr, add: &mut dyn FnMut(SlotId)) {
    for slot in binder::walk::slots(expr) {
        add(slot);
    }
    binder::walk::visit(expr, &mut |expr| {
        if let Expr::Subquery {
            imports, collected, ..
        } = expr
        {
            imports.iter().for_each(|(_, slot)| add(*slot));
            collected.iter().for_each(|slot| add(*slot));
        }
    });
}

fn creation(spec: &CreateSpec, add: &mut dyn FnMut(SlotId)) {
    spec.nodes.iter().for_each(|node| add(node.slot));
    for relationship in &spec.relationships {
        add(relationship.slot);
        add(relationship.start);
        add(relationship.end);
    }
    spec.names.iter().for_each(|(slot, _)| add(*slot));
}

/// What an operator itself reads.
fn reads(operator: &mut Operator, add: &mut dyn FnMut(SlotId)) {
    walk::expressions_mut(operator, &mut |expr| expression(expr, add));
    walk::subplans_mut(operator, &mut |plan| reads_within(plan, add));
    match &operator.kind {
        K::Argument
        | K::AllNodesScan { .. }
        | K::NodeByLabelScan { .. }
        | K::NodeIndexSeek { .. }
        | K::NodeByIdSeek { .. }
        | K::RelationshipByIdSeek { .. }
        | K::RelationshipTypeScan { .. }
        | K::RelationshipIndexSeek { .. }
        | K::NodeCountFromCountStore { .. }
        | K::RelationshipCountFromCountStore { .. }
        | K::Filter { .. }
        | K::Projection { .. }
        | K::Aggregation { .. }
        | K::Distinct { .. }
        | K::Skip { .. }
        | K::Limit { .. }
        | K::Eager { .. }
        | K::CartesianProduct { .. }
        | K::ValueHashJoin { .. }
        | K::Set { .. }
        | K::Delete { .. }
        | K::Schema(_)
        | K::Administration(_)
        | K::EmptyResult { .. } => {}
        K::ExpandAll { expand, .. } => {
            add(expand.from);
            expand.distinct_from.iter().for_each(|slot| add(*slot));
        }
        K::ExpandInto { expand, .. } => {
            add(expand.from);
            add(expand.to);
            expand.distinct_from.iter().for_each(|slot| add(*slot));
        }
        K::ProjectEndpoints { expand, .. } => {
            add(expand.from);
            add(expand.to);
            add(expand.relationship);
            expand.distinct_from.iter().for_each(|slot| add(*slot));
        }
        K::VarLengthExpand { expand, into, .. } | K::Repeat { expand, into, .. } => {
            add(expand.from);
            if *into {
                add(expand.to);
            }
            expand.distinct_from.iter().for_each(|slot| add(*slot));
        }
        K::ShortestPath { expand, .. } => {
            add(expand.from);
            add(expand.to);
            expand.distinct_from.iter().for_each(|slot| add(*slot));
        }
        K::Unwind { slot, .. } | K::Foreach { slot, .. } => add(*slot),
        K::InTransactions { spec, .. } => {
            spec.columns.iter().for_each(|slot| add(*slot));
            spec.report.iter().for_each(|slot| add(*slot));
        }
        K::LoadCsv { load, .. } => {
            add(load.slot);
            add(load.line);
            add(load.file);
        }
        K::Sort { keys, .. } | K::Top { keys, .. } => keys.iter().for_each(|(slot, _)| add(*slot)),
        K::Apply { kind, mark, .. } => {
            add(*mark);
            match kind {
                ApplyKind::Optional(slots) => slots.iter().for_each(|slot| add(*slot)),
                ApplyKind::LetCollect(from, to) => {
                    add(*from);
                    add(*to);
                }
                ApplyKind::All
                | ApplyKind::Semi
                | ApplyKind::AntiSemi
                | ApplyKind::LetSemi(_)
                | ApplyKind::LetCount(_)
                | ApplyKind::Unit => {}
            }
        }
        K::NodeHashJoin { nodes, .. } => nodes.iter().for_each(|slot| add(*slot)),
        K::Union {
            inputs, columns, ..
        } => {
            let of_inputs = inputs.iter().flat_map(|(_, slots)| slots);
            of_inputs.chain(columns).for_each(|slot| add(*slot));
        }
        K::Create { spec, paths, .. } => {
            creation(spec, add);
            for (path, start, of) in paths {
                add(*path);
                add(*start);
                parts(of, add);
            }
        }
        K::Merge { create, .. } => creation(create, add),
        K::ProcedureCall { call, .. } => call.yields.iter().for_each(|(_, slot)| add(*slot)),
        K::ProduceResults { columns, .. } => columns.iter().for_each(|(_, slot)| add(*slot)),
    }
}
