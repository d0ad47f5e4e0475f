//! Whether a planner hint can be followed at all: what it names must be asked for by the same MATCH,
//! as Neo4j has it. Not how it is followed, which is the planner's. Meet [`Binder::check_hints`].

use std::collections::BTreeSet;

use quiver_types::{Failure, Status, Text};

use super::Binder;
use super::scope::Scope;
use super::types::one_of;
use crate::functions::Type;
use crate::syntax::ast::{
    BinaryOp, CompareOp, Expr, ExprKind, Hint, HintKind, LabelExpr, LabelName, Name, NodePattern,
    PathPattern, RelationshipPattern,
};

/// What of a pattern a hint can be about.
#[derive(Clone, Copy)]
enum Element<'a> {
    Node(&'a NodePattern),
    Relationship(&'a RelationshipPattern),
}

impl<'a> Element<'a> {
    fn variable(self) -> Option<&'a Name> {
        match self {
            Self::Node(node) => node.variable.as_ref(),
            Self::Relationship(relationship) => relationship.variable.as_ref(),
        }
    }

    fn labels(self) -> Option<&'a LabelExpr> {
        match self {
            Self::Node(node) => node.labels.as_ref(),
            Self::Relationship(relationship) => relationship.types.as_ref(),
        }
    }

    fn properties(self) -> Option<&'a Expr> {
        match self {
            Self::Node(node) => node.properties.as_ref(),
            Self::Relationship(relationship) => relationship.properties.as_ref(),
        }
    }

    fn predicate(self) -> Option<&'a Expr> {
        match self {
            Self::Node(node) => node.predicate.as_deref(),
            Self::Relationship(relationship) => relationship.predicate.as_deref(),
        }
    }
}

fn elements(patterns: &[PathPattern]) -> impl Iterator<Item = Element<'_>> {
    patterns.iter().flat_map(|pattern| {
        let hops = pattern.hops.iter();
        std::iter::once(Element::Node(&pattern.start))
            .chain(hops.flat_map(|(r, n)| [Element::Relationship(r), Element::Node(n)]))
    })
}

impl Binder<'_> {
    /// Refuses hints that no predicate of their MATCH bears out, and those of variables of a wrong kind.
    pub(super) fn check_hints(
        &self,
        hints: &[Hint],
        patterns: &[PathPattern],
        predicate: Option<&Expr>,
        scope: &Scope,
    ) -> Result<(), Failure> {
        for hint in hints {
            let (wanted, label, keys): (&[Type], _, &[Name]) = match &hint.kind {
                HintKind::Index {
                    label, properties, ..
                } => (&[Type::Node, Type::Relationship], Some(label), properties),
                HintKind::Scan { label } => (&[Type::Node, Type::Relationship], Some(label), &[]),
                HintKind::Join => (&[Type::Node], None, &[]),
            };
            for variable in &hint.variables {
                if let Some(known) = scope.get(&variable.text)
                    && !known.ty.may_be(wanted)
                {
                    let wanted = one_of(wanted);
                    return Err(self.mismatch_as(
                        Status::StaticEntityType,
                        &wanted,
                        &known.ty,
                        variable.span,
                    ));
                }
            }
            match (label, hint.variables.first()) {
                (Some(label), Some(variable)) => {
                    self.check_hint(hint, &variable.text, label, keys, patterns, predicate)?;
                }
                _ if patterns.iter().all(|pattern| pattern.hops.is_empty()) => {
                    return Err(self.error(
                        Status::JoinHint,
                        hint.span,
                        "Cannot use join hint for single node pattern.",
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An index or scan hint: its label or type, and then its properties.
    fn check_hint(
        &self,
        hint: &Hint,
        variable: &Text,
        label: &Name,
        keys: &[Name],
        patterns: &[PathPattern],
        predicate: Option<&Expr>,
    ) -> Result<(), Failure> {
        let of: Vec<Element<'_>> = elements(patterns)
            .filter(|element| element.variable().is_some_and(|v| v.text == *variable))
            .collect();
        let is_relationship = of.iter().any(|e| matches!(e, Element::Relationship(_)));
        let (kind, labels) = if is_relationship {
            ("relationship", "relationship type")
        } else {
            ("node", "label")
        };
        let scan = if is_relationship {
            "relationship type scan"
        } else {
            "label scan"
        };
        let what = match hint.kind {
            HintKind::Index { .. } => "index",
            HintKind::Scan { .. } | HintKind::Join => scan,
        };
        let refused = |why: String| {
            let written = self
                .text
                .get(hint.span.start as usize..hint.span.end as usize);
            let message = format!(
                "Cannot use {what} hint `{}` in this context: {why}, either in the pattern or in WHERE directly or as a part of AND or OR at its top.",
                written.unwrap_or_default().trim_end()
            );
            self.error(Status::UnfulfillableHint, hint.span, message)
        };
        let asked = of.iter().filter_map(|element| element.labels());
        if !asked.into_iter().any(|labels| names(labels, &label.text))
            && !predicate.is_some_and(|p| has_label(p, variable, &label.text))
        {
            return Err(refused(format!(
                "the MATCH must ask for the {labels} `{}` of the {kind} `{variable}`",
                label.text
            )));
        }
        let mut found = BTreeSet::new();
        for element in &of {
            if let Some(Expr {
                kind: ExprKind::Map(entries),
                ..
            }) = element.properties()
            {
                found.extend(entries.iter().map(|(key, _)| &key.text));
            }
        }
        let inline = elements(patterns).filter_map(Element::predicate);
        for predicate in inline.chain(predicate) {
            compared(predicate, variable, &mut found);
        }
        match keys.iter().find(|key| !found.contains(&key.text)) {
            Some(missing) => Err(refused(format!(
                "the MATCH must compare the property `{}` of the {kind} `{variable}`, or ask whether it is there",
                missing.text
            ))),
            None => Ok(()),
        }
    }
}

/// Whether a label expression names a label other than to exclude it.
fn names(labels: &LabelExpr, label: &str) -> bool {
    let mut rest = vec![labels];
    while let Some(next) = rest.pop() {
        match next {
            LabelExpr::Name(LabelName::Fixed(name)) if name.text == *label => return true,
            LabelExpr::And(parts) | LabelExpr::Or(parts) => rest.extend(parts),
            LabelExpr::Name(_) | LabelExpr::Not(_) | LabelExpr::Wildcard(_) => {}
        }
    }
    false
}

fn is_variable(expr: &Expr, variable: &str) -> bool {
    matches!(&expr.kind, ExprKind::Variable(name) if name == variable)
}

/// Whether a predicate asks for a label: by itself or as a part of AND and OR.
fn has_label(predicate: &Expr, variable: &str, label: &str) -> bool {
    let mut rest = vec![predicate];
    while let Some(next) = rest.pop() {
        match &next.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => rest.extend(parts),
            ExprKind::HasLabels(of, labels)
                if is_variable(of, variable) && names(labels, label) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// The property of the variable that an expression is.
fn property<'a>(expr: &'a Expr, variable: &str) -> Option<&'a Text> {
    match &expr.kind {
        ExprKind::Property(of, key) if is_variable(of, variable) => Some(&key.text),
        _ => None,
    }
}

/// Properties of the variable that an index could find: what is compared, listed or asked to be there.
fn compared<'a>(predicate: &'a Expr, variable: &str, found: &mut BTreeSet<&'a Text>) {
    let mut rest = vec![predicate];
    while let Some(next) = rest.pop() {
        match &next.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => rest.extend(parts),
            ExprKind::Not(inner) => rest.push(inner),
            ExprKind::Compare(first, others) => {
                let mut left = first.as_ref();
                for (op, right) in others {
                    for side in [left, right] {
                        match op {
                            CompareOp::NotEqual => {}
                            CompareOp::Equal => found.extend(property(side, variable)),
                            CompareOp::Less
                            | CompareOp::LessOrEqual
                            | CompareOp::Greater
                            | CompareOp::GreaterOrEqual => {
                                found.extend(property(side, variable));
                                found.extend(measured(side, "point.distance", variable));
                            }
                        }
                    }
                    left = right;
                }
            }
            ExprKind::Binary(op, of, _) => match op {
                BinaryOp::In | BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains => {
                    found.extend(property(of, variable));
                }
                BinaryOp::Matches => {}
            },
            ExprKind::IsNull(of, false) => found.extend(property(of, variable)),
            ExprKind::IsTyped(of, ty, true) if ty.members.iter().all(|m| m.not_null) => {
                found.extend(property(of, variable));
            }
            ExprKind::Function { .. } => found.extend(measured(next, "point.withinBBox", variable)),
            _ => {}
        }
    }
}

/// The property that a function of points is asked about.
fn measured<'a>(expr: &'a Expr, function: &str, variable: &str) -> Option<&'a Text> {
    match &expr.kind {
        ExprKind::Function {
            name, arguments, ..
        } if name.text.eq_ignore_ascii_case(function) => arguments
            .iter()
            .find_map(|argument| property(argument, variable)),
        _ => None,
    }
}
