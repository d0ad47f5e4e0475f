//! An ordered list of named rewrites, one file each. Each leaves the query's answers as they are.

mod common;
mod count_last;
mod count_store;
mod degree;
mod group_order;
mod index_extreme;
mod index_order;
mod pruning;
mod semi_apply;
mod top;

use quiver_types::Text;

use crate::plan::{Operator, OperatorKind, Plan, SlotId, walk};

/// A rewrite of one operator; it is offered every operator of a plan, inputs first.
pub struct Rule {
    /// Name, for switching it off and for tests.
    pub name: &'static str,
    apply: fn(&mut Operator, &mut Plan),
}

/// The rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: "count_store",
        apply: count_store::apply,
    },
    Rule {
        name: "degree",
        apply: degree::apply,
    },
    Rule {
        name: "semi_apply",
        apply: semi_apply::apply,
    },
    Rule {
        name: "count_last",
        apply: count_last::apply,
    },
    Rule {
        name: "pruning",
        apply: pruning::apply,
    },
    Rule {
        name: "top",
        apply: top::apply,
    },
    Rule {
        name: "index_order",
        apply: index_order::apply,
    },
    Rule {
        name: "index_extreme",
        apply: index_extreme::apply,
    },
    Rule {
        name: "group_order",
        apply: group_order::apply,
    },
    Rule {
        name: "common",
        apply: common::apply,
    },
];

/// Runs every rule that is not in `off`.
pub fn optimize(plan: &mut Plan, off: &[String]) {
    // No rule makes an inner plan; looking for them goes through all expressions, which may be long.
    let nested = has_subplans(&mut plan.root);
    for rule in RULES {
        if off.iter().any(|name| name == rule.name) {
            continue;
        }
        // The tables change while the tree does, so the tree is taken out meanwhile.
        let mut root = std::mem::replace(&mut plan.root, nothing());
        rewrite(&mut root, plan, rule, nested);
        plan.root = root;
    }
}

fn has_subplans(op: &mut Operator) -> bool {
    let mut found = false;
    walk::subplans_mut(op, &mut |_| found = true);
    found || walk::children_mut(op).into_iter().any(has_subplans)
}

fn rewrite(op: &mut Operator, plan: &mut Plan, rule: &Rule, nested: bool) {
    for child in walk::children_mut(op) {
        rewrite(child, plan, rule, nested);
    }
    if nested {
        walk::subplans_mut(op, &mut |inner| rewrite(inner, plan, rule, nested));
    }
    (rule.apply)(op, plan);
}

/// A stand-in for an operator that is taken out.
fn nothing() -> Operator {
    Operator {
        id: 0,
        kind: OperatorKind::Argument,
        estimated_rows: 1.0,
    }
}

/// A new column no query can name.
fn new_slot(plan: &mut Plan) -> SlotId {
    let id = SlotId(plan.slots.len() as u32);
    plan.slots.push(Text::from(format!("anon_{}", id.0)));
    id
}
