//! Binding MERGE, SET, REMOVE and DELETE. Meet `Binder::set_items`.

use quiver_types::{Failure, Status};

use super::bound::BoundClause;
use super::expression::Cx;
use super::scope::Scope;
use super::types::Ty;
use super::{Binder, Merging};
use crate::functions::Type;
use crate::plan::{LabelOrExpr, LabelRef, SetItem};
use crate::syntax::ast::{self, ExprKind};
use crate::warning::Warning;

impl Binder<'_> {
    pub(super) fn merge(
        &mut self,
        pattern: &ast::PathPattern,
        actions: &[(bool, Vec<ast::SetItem>)],
        scope: &mut Scope,
    ) -> Result<BoundClause, Failure> {
        let arguments = scope.slots();
        self.merging = Merging::Pattern;
        let made = self.creation(std::slice::from_ref(pattern), scope, true)?;
        self.merging = Merging::Actions;
        let graph = self.merge_graph(&made, arguments);
        let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
        for (creating, items) in actions {
            let items = self.set_items(items, scope)?;
            if *creating {
                on_create.extend(items);
            } else {
                on_match.extend(items);
            }
        }
        self.merging = Merging::No;
        Ok(BoundClause::Merge {
            graph,
            undirected: made.undirected,
            create: made.spec,
            on_create,
            on_match,
            path: made.paths.into_iter().next(),
        })
    }

    pub(super) fn set_items(
        &mut self,
        items: &[ast::SetItem],
        scope: &Scope,
    ) -> Result<Vec<SetItem>, Failure> {
        items
            .iter()
            .map(|item| self.set_item(item, scope))
            .collect()
    }

    fn set_item(&mut self, item: &ast::SetItem, scope: &Scope) -> Result<SetItem, Failure> {
        const TARGET: &[Type] = &[Type::NodeOrRelationship, Type::Map];
        let mut cx = Cx::plain(scope);
        Ok(match item {
            ast::SetItem::Property { target, key, value } => {
                let target = self.typed(target, &mut cx, &[Type::NodeOrRelationship])?;
                let key = self.key(&key.text);
                SetItem::Property(target, key, self.expr(value, &mut cx)?.0)
            }
            ast::SetItem::DynamicProperty { target, key, value } => {
                let target = self.typed(target, &mut cx, TARGET)?;
                let key = self.dynamic_key(key, scope)?;
                SetItem::DynamicProperty(target, key, self.expr(value, &mut cx)?.0)
            }
            ast::SetItem::Replace { target, value } => {
                // The value comes first, as on Neo4j, where both are wrong.
                let value = self.set_from(value, &mut cx)?;
                SetItem::Replace(
                    self.changed(target, Type::NodeOrRelationship, scope)?,
                    value,
                )
            }
            ast::SetItem::Add { target, value } => {
                // The value comes first, as on Neo4j, where both are wrong.
                let value = self.set_from(value, &mut cx)?;
                SetItem::Add(
                    self.changed(target, Type::NodeOrRelationship, scope)?,
                    value,
                )
            }
            ast::SetItem::Labels { target, labels } => {
                let node = self.changed(target, Type::Node, scope)?;
                SetItem::AddLabels(node, self.changed_labels(target, labels, scope)?)
            }
        })
    }

    /// The properties that SET takes over: a map, or in Cypher 5 those of an entity.
    fn set_from(
        &mut self,
        value: &ast::Expr,
        cx: &mut Cx<'_>,
    ) -> Result<crate::plan::Expr, Failure> {
        let (bound, ty) = self.expr(value, cx)?;
        let is_entity = matches!(ty, Ty::Of(Type::Node | Type::Relationship));
        if is_entity && self.language == ast::Language::Cypher5 {
            self.tell(
                Warning::Replaced,
                value.span,
                "Properties of a node or relationship as the value of SET are deprecated: write properties(...)",
            );
        } else {
            self.expect(&ty, &[Type::Map], value)?;
        }
        Ok(bound)
    }

    /// A computed property key of SET or REMOVE.
    fn dynamic_key(
        &mut self,
        key: &ast::Expr,
        scope: &Scope,
    ) -> Result<crate::plan::Expr, Failure> {
        let (bound, ty) = self.expr(key, &mut Cx::plain(scope))?;
        self.check_token(&bound, key.span)?;
        if ty.may_be(&[Type::String]) {
            return Ok(bound);
        }
        Err(self.error(
            Status::DynamicNameType,
            key.span,
            format!(
                "Type mismatch: node or relationship property key must be given as String, but was {}",
                ty.name()
            ),
        ))
    }

    pub(super) fn remove_items(
        &mut self,
        items: &[ast::RemoveItem],
        scope: &Scope,
    ) -> Result<Vec<SetItem>, Failure> {
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            let mut cx = Cx::plain(scope);
            bound.push(match item {
                ast::RemoveItem::Property { target, key } => {
                    let target = self.typed(target, &mut cx, &[Type::NodeOrRelationship])?;
                    SetItem::RemoveProperty(target, self.key(&key.text))
                }
                ast::RemoveItem::DynamicProperty { target, key } => {
                    let target = self.typed(target, &mut cx, &[Type::NodeOrRelationship])?;
                    let key = self.dynamic_key(key, scope)?;
                    SetItem::RemoveDynamicProperty(target, key)
                }
                ast::RemoveItem::Labels { target, labels } => {
                    let node = self.changed(target, Type::Node, scope)?;
                    SetItem::RemoveLabels(node, self.changed_labels(target, labels, scope)?)
                }
            });
        }
        Ok(bound)
    }

    /// Labels of SET and REMOVE, whose faults Neo4j tells otherwise than those of patterns.
    fn changed_labels(
        &mut self,
        target: &ast::Name,
        labels: &[ast::LabelName],
        scope: &Scope,
    ) -> Result<Vec<LabelOrExpr<LabelRef>>, Failure> {
        let bound = self.written_labels(labels, scope);
        bound.map_err(|failure| match failure.status {
            Status::InvalidToken => {
                let position =
                    quiver_types::Position::of_byte(self.text, target.span.start as usize);
                Failure {
                    position: Some(position),
                    ..failure
                }
            }
            Status::DynamicNameType => Failure {
                status: Status::StaticTypeMismatch,
                ..failure
            },
            _ => failure,
        })
    }

    /// What a variable names, which is to be changed.
    fn changed(
        &mut self,
        name: &ast::Name,
        ty: Type,
        scope: &Scope,
    ) -> Result<crate::plan::Expr, Failure> {
        let expr = ast::Expr {
            kind: ExprKind::Variable(name.text.clone()),
            span: name.span,
        };
        self.typed(&expr, &mut Cx::plain(scope), &[ty])
    }

    pub(super) fn delete(
        &mut self,
        items: &[ast::Expr],
        detach: bool,
        scope: &Scope,
    ) -> Result<BoundClause, Failure> {
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            if matches!(item.kind, ExprKind::HasLabels(..)) {
                return Err(self.error(
                    Status::DeleteLabel,
                    self.place_of(item),
                    "DELETE doesn't support removing labels from a node; use REMOVE instead",
                ));
            }
            let wanted = [Type::NodeOrRelationship, Type::Path];
            bound.push(self.typed(item, &mut Cx::plain(scope), &wanted)?);
        }
        Ok(BoundClause::Delete {
            items: bound,
            detach,
        })
    }
}
