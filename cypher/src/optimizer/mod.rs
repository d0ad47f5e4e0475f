//! An ordered list of named rewrites, one file each. Each leaves the query's answers as they are.

mod count_store;
mod top;

use crate::plan::{Operator, Plan, walk};

/// A rewrite of one operator; it is offered every operator of a plan, inputs first.
pub struct Rule {
    /// Name, for switching it off and for tests.
    pub name: &'static str,
    apply: fn(&mut Operator, &Plan),
}

/// The rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: "count_store",
        apply: count_store::apply,
    },
    Rule {
        name: "top",
        apply: top::apply,
    },
];

/// Runs every rule that is not in `off`.
pub fn optimize(plan: &mut Plan, off: &[String]) {
    for rule in RULES {
        if off.iter().any(|name| name == rule.name) {
            continue;
        }
        // The tables are read while the tree is changed, so the tree is taken out meanwhile.
        let nothing = Operator {
            id: 0,
            kind: crate::plan::OperatorKind::Argument,
            estimated_rows: 1.0,
        };
        let mut root = std::mem::replace(&mut plan.root, nothing);
        rewrite(&mut root, plan, rule);
        plan.root = root;
    }
}

fn rewrite(op: &mut Operator, plan: &Plan, rule: &Rule) {
    for child in walk::children_mut(op) {
        rewrite(child, plan, rule);
    }
    (rule.apply)(op, plan);
}
