//! What EXPLAIN says of CREATE, MERGE, SET and REMOVE: the clause, as a reader would have written it.

use super::super::operator::{CreateSpec, LabelOrExpr, Properties, SetItem};
use super::super::{Expr, LabelRef};
use super::Explainer;

/// What a removed property is shown to be set to.
const NULL: Expr = Expr::Literal(quiver_types::Value::Null);

impl Explainer<'_> {
    /// `(a:A {x: 1}), (b), (a)-[r:R]->(b)`.
    pub(super) fn created(&self, spec: &CreateSpec) -> String {
        let d = &self.display;
        let nodes = spec.nodes.iter().map(|node| {
            let labels = self.labels(&node.labels);
            let properties = self.properties(&node.properties);
            format!("({}{labels}{properties})", d.slot(node.slot))
        });
        let relationships = spec.relationships.iter().map(|relationship| {
            let of = match &relationship.relationship_type {
                LabelOrExpr::Fixed(ty) => self.types(&[*ty]),
                LabelOrExpr::Dynamic(expr) => format!(":$({})", d.expr(expr)),
            };
            format!(
                "({})-[{}{of}{}]->({})",
                d.slot(relationship.start),
                d.slot(relationship.slot),
                self.properties(&relationship.properties),
                d.slot(relationship.end),
            )
        });
        nodes.chain(relationships).collect::<Vec<_>>().join(", ")
    }

    /// What MERGE makes, and what it sets when it has, or has not.
    pub(super) fn merged(
        &self,
        create: &CreateSpec,
        on_create: &[SetItem],
        on_match: &[SetItem],
    ) -> String {
        let mut parts = vec![format!("CREATE {}", self.created(create))];
        for (when, items) in [("ON MATCH", on_match), ("ON CREATE", on_create)] {
            if !items.is_empty() {
                parts.push(format!("{when} {}", self.changes(items)));
            }
        }
        parts.join(", ")
    }

    /// Name and details of a SET or REMOVE.
    pub(super) fn set(&self, items: &[SetItem]) -> (&'static str, String) {
        use SetItem as S;
        let all = |fits: fn(&SetItem) -> bool| items.iter().all(fits);
        let name = match items {
            [S::Property(..) | S::RemoveProperty(..)] => "SetProperty",
            [S::DynamicProperty(..) | S::RemoveDynamicProperty(..)] => "SetDynamicProperty",
            _ if all(|item| matches!(item, S::Replace(..) | S::Add(..))) => "SetPropertiesFromMap",
            _ if all(|item| matches!(item, S::AddLabels(..))) => "SetLabels",
            _ if all(|item| matches!(item, S::RemoveLabels(..))) => "RemoveLabels",
            _ => "SetProperties",
        };
        let parts: Vec<String> = items.iter().map(|item| self.change(item).1).collect();
        (name, parts.join(", "))
    }

    /// As clauses.
    fn changes(&self, items: &[SetItem]) -> String {
        let parts = items.iter().map(|item| {
            let (clause, text) = self.change(item);
            format!("{clause} {text}")
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    fn change(&self, item: &SetItem) -> (&'static str, String) {
        let d = &self.display;
        let (of, end) = match item {
            SetItem::Property(of, key, value) => {
                let key = self.keys(std::slice::from_ref(key));
                (of, format!(".{key} = {}", d.expr(value)))
            }
            SetItem::DynamicProperty(of, key, value) => {
                (of, format!("[{}] = {}", d.expr(key), d.expr(value)))
            }
            SetItem::RemoveProperty(of, key) => {
                let key = self.keys(std::slice::from_ref(key));
                (of, format!(".{key} = {}", d.expr(&NULL)))
            }
            SetItem::RemoveDynamicProperty(of, key) => {
                (of, format!("[{}] = {}", d.expr(key), d.expr(&NULL)))
            }
            SetItem::Replace(of, value) => (of, format!(" = {}", d.expr(value))),
            SetItem::Add(of, value) => (of, format!(" += {}", d.expr(value))),
            SetItem::AddLabels(of, labels) => (of, self.labels(labels)),
            SetItem::RemoveLabels(of, labels) => {
                return ("REMOVE", format!("{}{}", d.expr(of), self.labels(labels)));
            }
        };
        ("SET", format!("{}{end}", d.expr(of)))
    }

    fn labels(&self, labels: &[LabelOrExpr<LabelRef>]) -> String {
        let parts = labels.iter().map(|label| match label {
            LabelOrExpr::Fixed(label) => format!(":{}", self.label(*label)),
            LabelOrExpr::Dynamic(expr) => format!(":$({})", self.display.expr(expr)),
        });
        parts.collect()
    }

    fn properties(&self, properties: &Properties) -> String {
        let d = &self.display;
        let pair = |(key, value): &(_, Expr)| {
            format!(
                "{}: {}",
                self.keys(std::slice::from_ref(key)),
                d.expr(value)
            )
        };
        match properties {
            Properties::None => String::new(),
            Properties::Entries(entries) => {
                let pairs: Vec<String> = entries.iter().map(pair).collect();
                format!(" {{{}}}", pairs.join(", "))
            }
            Properties::Map(map) => format!(" {}", d.expr(map)),
        }
    }
}
