//! Binding label and type expressions of patterns, with names that are computed.
//! Meet `Binder::label_test`.

use indexmap::IndexSet;
use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::expression::{Cx, Names};
use crate::functions::Type;
use crate::plan::{Expr, LabelPredicate, TypeRef};
use crate::syntax::ast::{LabelExpr, LabelName, Span};

impl Binder<'_> {
    /// A label or type expression of which some names are computed, as a predicate about an entity.
    pub(super) fn label_test(
        &mut self,
        labels: &LabelExpr,
        of: &Expr,
        cx: &mut Cx<'_>,
    ) -> Result<Expr, Failure> {
        Ok(match labels {
            LabelExpr::Name(name @ LabelName::Dynamic { any, .. }) => {
                let names = Box::new(self.dynamic_name(name, cx)?);
                Expr::HasDynamicLabels(Box::new(of.clone()), names, *any)
            }
            LabelExpr::And(parts) => Expr::And(self.label_tests(parts, of, cx)?),
            LabelExpr::Or(parts) => Expr::Or(self.label_tests(parts, of, cx)?),
            LabelExpr::Not(part) => Expr::Not(Box::new(self.label_test(part, of, cx)?)),
            LabelExpr::Name(LabelName::Fixed(_)) | LabelExpr::Wildcard(_) => {
                let predicate = self.label_predicate(labels, Names::Labels)?;
                Expr::HasLabels(Box::new(of.clone()), predicate)
            }
        })
    }

    fn label_tests(
        &mut self,
        parts: &[LabelExpr],
        of: &Expr,
        cx: &mut Cx<'_>,
    ) -> Result<Vec<Expr>, Failure> {
        parts
            .iter()
            .map(|part| self.label_test(part, of, cx))
            .collect()
    }

    /// The expression of a computed label or type.
    pub(super) fn dynamic_name(
        &mut self,
        name: &LabelName,
        cx: &mut Cx<'_>,
    ) -> Result<Expr, Failure> {
        let LabelName::Dynamic { names, span, .. } = name else {
            return Ok(Expr::Literal(Value::Null));
        };
        let (bound, ty) = self.expr(names, cx)?;
        self.check_token(&bound, *span)?;
        if !ty.may_be(&[Type::String, Type::List]) {
            return Err(self.error(
                Status::DynamicNameType,
                names.span,
                format!(
                    "Type mismatch: expected String or List<String> but was {}",
                    ty.name()
                ),
            ));
        }
        Ok(bound)
    }

    /// A written name of a label, type or property key must be one.
    pub(super) fn check_token(&self, name: &Expr, span: Span) -> Result<(), Failure> {
        let shown = match name {
            Expr::Literal(Value::Null) => "Null",
            Expr::Literal(Value::String(text)) if text.is_empty() || text.contains('\0') => "''",
            _ => return Ok(()),
        };
        Err(self.error(
            Status::InvalidToken,
            span,
            format!(
                "{shown} is not a valid token name. Token names cannot be empty or contain any null-bytes."
            ),
        ))
    }

    /// Types as a list where the expression is a plain alternative, and what is not.
    pub(super) fn relationship_types(
        &mut self,
        types: &LabelExpr,
    ) -> Result<(Vec<TypeRef>, Option<LabelPredicate>), Failure> {
        let mut list = IndexSet::new();
        if self.plain_types(types, &mut list) {
            return Ok((list.into_iter().collect(), None));
        }
        Ok((Vec::new(), Some(self.label_predicate(types, Names::Types)?)))
    }

    fn plain_types(&mut self, types: &LabelExpr, list: &mut IndexSet<TypeRef>) -> bool {
        match types {
            LabelExpr::Name(LabelName::Fixed(name)) => {
                let reference = self.relationship_type(&name.text);
                self.places.types.push((reference, name.span));
                list.insert(reference);
                true
            }
            LabelExpr::Or(parts) => parts.iter().all(|part| self.plain_types(part, list)),
            LabelExpr::Name(LabelName::Dynamic { .. })
            | LabelExpr::And(_)
            | LabelExpr::Not(_)
            | LabelExpr::Wildcard(_) => false,
        }
    }
}

/// Whether any name of a label expression is computed.
pub(super) fn is_dynamic(labels: &LabelExpr) -> bool {
    match labels {
        LabelExpr::Name(LabelName::Dynamic { .. }) => true,
        LabelExpr::Name(LabelName::Fixed(_)) | LabelExpr::Wildcard(_) => false,
        LabelExpr::And(parts) | LabelExpr::Or(parts) => parts.iter().any(is_dynamic),
        LabelExpr::Not(part) => is_dynamic(part),
    }
}
