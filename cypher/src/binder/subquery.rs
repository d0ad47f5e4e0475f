//! Binding what an expression finds in the graph: EXISTS, COUNT, COLLECT, pattern predicates and
//! comprehensions, shortestPath as a value. Each becomes a query of its own that sees the row.

use quiver_types::{Failure, Status, Text, Value};

use super::clause::Place;
use super::expression::{Bound, Cx};
use super::in_transactions::changes;
use super::scope::{Scope, Variable};
use super::types::Ty;
use super::{Binder, Merging};
use crate::functions::Type;
use crate::plan::expression::SubqueryKind;
use crate::plan::{Expr, LocalId, Operator, OperatorKind, SlotId};
use crate::syntax::ast::{self, ExprKind, Span};

impl Binder<'_> {
    /// The scope a subquery of an expression sees: the surrounding one, and its locals as slots.
    fn inner_scope(&mut self, cx: &Cx<'_>) -> (Scope, Vec<(LocalId, SlotId)>) {
        let mut scope = cx.scope.clone();
        scope.settle();
        let mut imports = Vec::new();
        for (name, id, ty) in cx.named_locals() {
            let slot = self.slot(name);
            let depth = self.depth();
            scope.insert(
                name.clone(),
                Variable {
                    slot,
                    ty: ty.clone(),
                    depth,
                    fresh: false,
                },
            );
            imports.push((*id, slot));
        }
        (scope, imports)
    }

    /// Binds `query` with `bind` one subquery level down and wraps it as an expression.
    fn as_subquery(
        &mut self,
        kind: SubqueryKind,
        imports: Vec<(LocalId, SlotId)>,
        bind: impl FnOnce(&mut Self) -> Result<super::bound::BoundQuery, Failure>,
    ) -> Result<(Expr, Option<SlotId>), Failure> {
        self.captures.push(Vec::new());
        let query = bind(self);
        let mut captures = self.captures.pop().unwrap_or_default();
        let query = query?;
        captures.retain(|slot| !imports.iter().any(|(_, import)| import == slot));
        let collected = query.columns.first().map(|(_, slot)| *slot);
        let id = self.subqueries.len() as u32;
        self.subqueries.push(Some(query));
        let plan = Box::new(Operator {
            id,
            kind: OperatorKind::Argument,
            estimated_rows: 1.0,
        });
        let collected_here = if kind == SubqueryKind::Collect {
            collected
        } else {
            None
        };
        Ok((
            Expr::Subquery {
                kind,
                plan,
                imports,
                captures,
                collected: collected_here,
            },
            collected,
        ))
    }

    /// Refuses a subquery in a MERGE: `full` is one that is written as a query.
    pub(super) fn check_not_merging(&self, full: bool, span: Span) -> Result<(), Failure> {
        let refused = match self.merging {
            Merging::No => false,
            Merging::Pattern => full,
            Merging::Actions => true,
        };
        match refused {
            false => Ok(()),
            true => Err(self.error(
                Status::SubqueryInMerge,
                span,
                "Subquery expressions are not allowed in a MERGE clause; compute the value in a WITH before it",
            )),
        }
    }

    pub(super) fn subquery_expr(
        &mut self,
        kind: SubqueryKind,
        query: &ast::Query,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        self.check_not_merging(true, span)?;
        if kind != SubqueryKind::Collect && finishes(query) {
            return Err(self.error(
                Status::FinishPlace,
                span,
                "An EXISTS or COUNT subquery cannot end with FINISH",
            ));
        }
        let (scope, imports) = self.inner_scope(cx);
        let columns = std::cell::Cell::new(0);
        let (expr, _) = self.as_subquery(kind, imports, |binder| {
            let bound = binder.query(query, &scope, Place::Expression)?;
            if changes(&bound) {
                return Err(binder.error(
                    Status::WriteInExpression,
                    span,
                    "An EXISTS, COUNT or COLLECT subquery cannot contain any updates, not in its own subqueries either",
                ));
            }
            columns.set(bound.columns.len());
            Ok(bound)
        })?;
        if kind == SubqueryKind::Collect && (columns.get() != 1 || returns_all(query)) {
            return Err(self.error(
                Status::CollectColumns,
                span,
                "A COLLECT subquery must return exactly one column",
            ));
        }
        let ty = match kind {
            SubqueryKind::Exists => Ty::Of(Type::Boolean),
            SubqueryKind::Count => Ty::Of(Type::Integer),
            SubqueryKind::Collect => Ty::list_of(Ty::Any),
        };
        Ok((expr, ty))
    }

    /// A pattern as a predicate, or shortestPath as a value.
    pub(super) fn pattern_expr(
        &mut self,
        pattern: &ast::PathPattern,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        self.check_not_merging(false, span)?;
        let (mut scope, imports) = self.inner_scope(cx);
        self.refuse_quantified(pattern, "pattern expression")?;
        self.check_no_new_variables(pattern, cx)?;
        if pattern.shortest == ast::Shortest::No {
            if pattern.hops.is_empty() {
                return Err(self.error(
                    Status::PatternExpressionPlace,
                    span,
                    "A pattern expression needs at least one relationship",
                ));
            }
            let (expr, _) = self.as_subquery(SubqueryKind::Exists, imports, |binder| {
                binder.pattern_query(pattern, None, None, &mut scope)
            })?;
            return Ok((expr, Ty::Of(Type::Boolean)));
        }
        let ends = [
            Some(&pattern.start),
            pattern.hops.last().map(|(_, node)| node),
        ];
        if ends
            .into_iter()
            .flatten()
            .any(|node| node.variable.is_none())
        {
            return Err(self.error(
                Status::ShortestPathEnds,
                span,
                "A shortestPath(...) requires bound nodes when not part of a MATCH clause.",
            ));
        }
        if self.in_match_mode {
            return Err(self.mixed_shortest(pattern));
        }
        let mut named = pattern.clone();
        let name = ast::Name {
            text: Text::from("  path"),
            span,
        };
        named.variable = Some(name.clone());
        let value = ast::Expr {
            kind: ExprKind::Variable(name.text),
            span,
        };
        let (paths, _) = self.as_subquery(SubqueryKind::Collect, imports, |binder| {
            binder.pattern_query(&named, None, Some(&value), &mut scope)
        })?;
        if pattern.shortest == ast::Shortest::All {
            return Ok((paths, Ty::list_of(Ty::Of(Type::Path))));
        }
        let first = Expr::Index(Box::new(paths), Box::new(Expr::Literal(Value::Integer(0))));
        Ok((first, Ty::Of(Type::Path)))
    }

    pub(super) fn pattern_comprehension(
        &mut self,
        pattern: &ast::PathPattern,
        predicate: Option<&ast::Expr>,
        projection: &ast::Expr,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let (mut scope, imports) = self.inner_scope(cx);
        let (expr, _) = self.as_subquery(SubqueryKind::Collect, imports, |binder| {
            binder.pattern_query(pattern, predicate, Some(projection), &mut scope)
        })?;
        Ok((expr, Ty::list_of(Ty::Any)))
    }

    pub(super) fn check_no_new_variables(
        &self,
        pattern: &ast::PathPattern,
        cx: &Cx<'_>,
    ) -> Result<(), Failure> {
        let hops = pattern.hops.iter();
        let hops = hops.flat_map(|(relationship, node)| [&relationship.variable, &node.variable]);
        let names = std::iter::once(&pattern.start.variable)
            .chain(hops)
            .flatten();
        for name in names {
            let local = cx.locals.iter().any(|(local, ..)| *local == name.text);
            if !local && cx.scope.get(&name.text).is_none() {
                let status = match pattern.shortest {
                    ast::Shortest::No => Status::PatternVariable,
                    ast::Shortest::One | ast::Shortest::All => Status::UndefinedVariable,
                };
                return Err(self.error(
                    status,
                    name.span,
                    format!(
                        "Variable `{0}` not defined: a pattern expression cannot introduce variables; use EXISTS {{ ... }}",
                        name.text
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a part of a query ends with FINISH.
fn finishes(query: &ast::Query) -> bool {
    query.parts.iter().any(|part| {
        let last = part.clauses.last();
        last.is_some_and(|clause| matches!(clause.kind, ast::ClauseKind::Finish))
    })
}

/// Whether a query ends in `RETURN *`.
fn returns_all(query: &ast::Query) -> bool {
    query.parts.iter().any(|part| {
        matches!(
            part.clauses.last().map(|clause| &clause.kind),
            Some(ast::ClauseKind::Return(projection)) if projection.all.is_some()
        )
    })
}
