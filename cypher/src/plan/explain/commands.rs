//! What EXPLAIN says of schema commands, of commands about users, and of CALL { } IN TRANSACTIONS.

use quiver_storage::{ConstraintKind, EntityKind, IndexKind};

use super::super::Expr;
use super::super::KeyRef;
use super::super::display::{Display, name};
use super::super::operator::{
    InTransactions, NameOrParameter, OnError, SchemaChange, SchemaTargetRef, SystemPlan,
};
use super::Explainer;
use crate::administration::SystemCommand;

impl Explainer<'_> {
    pub(super) fn schema(&self, change: &SchemaChange) -> (&'static str, String) {
        match change {
            SchemaChange::CreateIndex {
                kind,
                name,
                target,
                properties,
                ..
            } => {
                let kind = match kind {
                    IndexKind::Range => "RANGE",
                    IndexKind::Text => "TEXT",
                    IndexKind::Point => "POINT",
                };
                let on = match target {
                    SchemaTargetRef::Label(label) => format!("(:{})", self.label(*label)),
                    SchemaTargetRef::RelationshipType(ty) => {
                        format!("()-[{}]-()", self.types(&[*ty]))
                    }
                };
                let keys = self.keys(properties);
                let details = format!("{kind} INDEX {} FOR {on} ON ({keys})", self.rule(name));
                ("CreateIndex", details)
            }
            SchemaChange::CreateLookupIndex { name, entity, .. } => {
                let on = match entity {
                    EntityKind::Node => "(n) ON EACH labels(n)",
                    EntityKind::Relationship => "()-[r]-() ON EACH type(r)",
                };
                let details = format!("LOOKUP INDEX {} FOR {on}", self.rule(name));
                ("CreateIndex", details)
            }
            SchemaChange::CreateConstraint {
                kind,
                name,
                target,
                properties,
                ..
            } => {
                let details = self.constraint(*kind, name, *target, properties);
                ("CreateConstraint", details)
            }
            SchemaChange::DropIndex { name, if_exists } => {
                ("DropIndex", self.dropped("INDEX", name, *if_exists))
            }
            SchemaChange::DropConstraint { name, if_exists } => {
                let details = self.dropped("CONSTRAINT", name, *if_exists);
                ("DropConstraint", details)
            }
        }
    }

    fn constraint(
        &self,
        kind: ConstraintKind,
        name: &NameOrParameter,
        target: SchemaTargetRef,
        properties: &[KeyRef],
    ) -> String {
        let (on, variable, entity) = match target {
            SchemaTargetRef::Label(label) => (format!("(n:{})", self.label(label)), "n", "NODE"),
            SchemaTargetRef::RelationshipType(ty) => {
                let on = format!("()-[r{}]-()", self.types(&[ty]));
                (on, "r", "RELATIONSHIP")
            }
        };
        let keys = properties
            .iter()
            .map(|key| format!("{variable}.{}", self.keys(&[*key])));
        let keys: Vec<String> = keys.collect();
        let what = match kind {
            ConstraintKind::Unique => "UNIQUE".to_owned(),
            ConstraintKind::Key => format!("{entity} KEY"),
        };
        format!(
            "CONSTRAINT {} FOR {on} REQUIRE ({}) IS {what}",
            self.rule(name),
            keys.join(", ")
        )
    }

    fn dropped(&self, what: &str, name: &NameOrParameter, if_exists: bool) -> String {
        let end = if if_exists { " IF EXISTS" } else { "" };
        format!("{what} {}{end}", self.rule(name))
    }

    pub(super) fn administration(&self, command: &SystemPlan) -> (&'static str, String) {
        match command {
            SystemCommand::Create { name, .. } => ("CreateUser", self.rule(name)),
            SystemCommand::Alter { name, .. } => ("AlterUser", self.rule(name)),
            SystemCommand::Rename { from, to, .. } => (
                "RenameUser",
                format!("{} TO {}", self.rule(from), self.rule(to)),
            ),
            SystemCommand::Drop { name, .. } => ("DropUser", self.rule(name)),
            SystemCommand::SetOwnPassword { .. } => ("AlterCurrentUserSetPassword", String::new()),
            SystemCommand::SetLanguage { name, .. } => ("AlterDatabase", self.rule(name)),
        }
    }

    fn rule(&self, rule: &NameOrParameter) -> String {
        match rule {
            NameOrParameter::Name(text) => name(text),
            NameOrParameter::Parameter(p) => {
                format!("${}", name(&self.plan.parameters[p.0 as usize]))
            }
        }
    }
}

/// CALL { } IN TRANSACTIONS: what it is called, and its numbers.
pub(super) fn in_transactions(spec: &InTransactions, d: &Display<'_>) -> (&'static str, String) {
    let name = match spec.columns.is_empty() {
        true => "TransactionForeach",
        false => "TransactionApply",
    };
    let number = |expr: &Option<Expr>, default: &str| match expr {
        Some(expr) => d.expr(expr),
        None => default.to_owned(),
    };
    let rows = number(&spec.rows, "1000");
    let action = match spec.on_error {
        OnError::Fail => "FAIL",
        OnError::Continue => "CONTINUE",
        OnError::Break => "BREAK",
    };
    let retry = if spec.retry.is_some() {
        "RETRY THEN "
    } else {
        ""
    };
    let mut details = format!("IN TRANSACTIONS OF {rows} ROWS ON ERROR {retry}{action}");
    if let Some(report) = spec.report {
        details = format!("{details} REPORT STATUS AS {}", d.slot(report));
    }
    (name, details)
}
