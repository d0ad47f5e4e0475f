//! Binding queries made of queries: NEXT, braces and conditional queries, and LET.
//!
//! A query before NEXT leaves a table. What comes after it sees the columns of the table and works
//! on it as a whole, as if it had been written behind a WITH; only a conditional query is asked of
//! each row. Meet `Binder::linear`.

use quiver_types::{Failure, Status, Text};

use super::Binder;
use super::bound::{BoundClause, BoundPart, BoundProjection, BoundQuery};
use super::clause::{Column, Part, Place};
use super::expression::Cx;
use super::scope::{Scope, Variable};
use super::types::Ty;
use crate::plan::expression::CompareOp;
use crate::plan::{Aggregate, Expr, SlotId};
use crate::syntax::ast::{self, ClauseKind, SingleQuery, Span};
use quiver_types::Value;

impl Binder<'_> {
    /// Binds queries joined by NEXT.
    pub(super) fn linear(
        &mut self,
        query: &ast::Query,
        outer: &Scope,
        place: Place,
        start: Option<&Scope>,
    ) -> Result<BoundQuery, Failure> {
        let mut part = Part::new(outer, place);
        if let Some(start) = start {
            part.scope = start.clone();
        }
        self.link(query, &mut part, true, query.next.is_empty())?;
        for (position, next) in query.next.iter().enumerate() {
            self.link(next, &mut part, false, position + 1 == query.next.len())?;
        }
        let found = part.columns.unwrap_or_default();
        let arguments = match place {
            Place::Top => Vec::new(),
            Place::Expression | Place::ScopedCall | Place::Braces | Place::Call => outer.slots(),
        };
        Ok(BoundQuery {
            parts: vec![BoundPart {
                clauses: part.clauses,
                columns: found.iter().map(|(_, slot, _)| *slot).collect(),
            }],
            distinct: false,
            columns: found
                .into_iter()
                .map(|(name, slot, _)| (name, slot))
                .collect(),
            arguments,
        })
    }

    /// Adds one of them to what there is.
    fn link(
        &mut self,
        query: &ast::Query,
        part: &mut Part<'_>,
        first: bool,
        last: bool,
    ) -> Result<(), Failure> {
        match query.parts.as_slice() {
            [single] => match single.clauses.first().map(|clause| &clause.kind) {
                Some(ClauseKind::Braces(inner)) if inner.next.is_empty() => {
                    self.link(inner, part, first, last)?;
                    return Ok(());
                }
                Some(ClauseKind::Braces(inner)) if !first => self.table(inner, part, true)?,
                _ => self.clauses(single, part, first)?,
            },
            _ if first => self.whole(query, part)?,
            _ => self.table(query, part, false)?,
        }
        if last {
            return Ok(());
        }
        if let Some(single) = query.parts.last() {
            self.check_aliases(single)?;
        }
        part.wrote = None;
        match part.columns.take() {
            Some(columns) if !columns.is_empty() => self.only(columns, part),
            _ => self.one_row(part),
        }
        Ok(())
    }

    /// What stands before NEXT must name its columns.
    fn check_aliases(&self, single: &SingleQuery) -> Result<(), Failure> {
        let Some(ClauseKind::Return(projection)) = single.clauses.last().map(|c| &c.kind) else {
            return Ok(());
        };
        self.check_named(projection, "RETURN followed by NEXT")
    }

    /// A query of its own over each row; its columns are the part's.
    fn whole(&mut self, query: &ast::Query, part: &mut Part<'_>) -> Result<(), Failure> {
        let bound = if part.place == Place::Call {
            self.united(query, part.outer, Place::Call, None)?
        } else {
            let mut visible = part.scope.clone();
            visible.settle();
            self.united(query, &visible, inner_place(part.place), None)?
        };
        self.subquery(bound, part);
        Ok(())
    }

    fn subquery(&mut self, bound: BoundQuery, part: &mut Part<'_>) {
        let columns = bound.columns.iter();
        let columns = columns.map(|(name, slot)| (name.clone(), *slot, Ty::Any));
        part.columns = Some(columns.collect());
        part.clauses.push(BoundClause::Subquery {
            query: bound,
            optional: false,
        });
    }

    /// A query that works on all rows at once, several times: they are gathered first. What follows
    /// it behind NEXT is part of it if `chained`.
    fn table(
        &mut self,
        query: &ast::Query,
        part: &mut Part<'_>,
        chained: bool,
    ) -> Result<(), Failure> {
        let columns: Vec<(Text, Variable)> = part
            .scope
            .iter()
            .filter(|(name, variable)| {
                part.constants.get(name).map(|constant| constant.slot) != Some(variable.slot)
            })
            .map(|(name, variable)| (name.clone(), variable.clone()))
            .collect();
        let Some(collect) = crate::functions::find("collect", self.language) else {
            return Err(self.unsupported("UNION after NEXT", single_span(query)));
        };
        let rows = self.hidden_slot();
        let row = columns
            .iter()
            .map(|(name, variable)| (name.clone(), Expr::Slot(variable.slot)));
        part.clauses.push(BoundClause::Project(BoundProjection {
            aggregating: true,
            aggregates: vec![Aggregate {
                slot: rows,
                function: Some(collect),
                distinct: false,
                arguments: vec![Expr::Map(row.collect())],
            }],
            visible: vec![rows],
            narrows: true,
            ..BoundProjection::default()
        }));
        // Each part takes the rows apart again, into slots of its own name.
        let mut visible = part.constants.clone();
        visible.settle();
        let each = self.hidden_slot();
        let mut items = Vec::with_capacity(columns.len());
        for (name, variable) in &columns {
            let slot = self.new_variable(&mut visible, name, variable.ty.clone());
            let key = self.key(name);
            let value = Expr::Property(Box::new(Expr::Slot(each)), key, name.clone());
            items.push((slot, value));
        }
        visible.settle();
        let place = next_place(part.place);
        let mut bound = if chained {
            self.query_from(query, &part.constants, place, Some(&visible))?
        } else {
            self.united(query, &part.constants, place, Some(&visible))?
        };
        bound.arguments = part.constants.slots();
        bound.arguments.push(rows);
        let shown: Vec<SlotId> = items.iter().map(|(slot, _)| *slot).collect();
        for inner in &mut bound.parts {
            let mut visible = shown.clone();
            visible.push(rows);
            visible.extend(part.constants.slots());
            let unpack = [
                BoundClause::Unwind {
                    list: Expr::Slot(rows),
                    slot: each,
                },
                BoundClause::Project(BoundProjection {
                    items: items.clone(),
                    visible,
                    ..BoundProjection::default()
                }),
            ];
            inner.clauses.splice(0..0, unpack);
        }
        self.subquery(bound, part);
        Ok(())
    }

    /// After it only these columns are there.
    fn only(&mut self, columns: Vec<Column>, part: &mut Part<'_>) {
        let mut scope = part.constants.clone();
        let visible = columns.iter().map(|(_, slot, _)| *slot).collect();
        let depth = self.depth();
        for (name, slot, ty) in columns {
            scope.insert(
                name,
                Variable {
                    slot,
                    ty,
                    depth,
                    fresh: false,
                },
            );
        }
        part.scope = scope;
        part.clauses.push(BoundClause::Project(BoundProjection {
            visible,
            narrows: true,
            ..BoundProjection::default()
        }));
    }

    /// A query without result leaves one row without columns.
    fn one_row(&mut self, part: &mut Part<'_>) {
        let slot = self.hidden_slot();
        part.scope = part.constants.clone();
        part.clauses.push(BoundClause::Project(BoundProjection {
            aggregating: true,
            aggregates: vec![Aggregate {
                slot,
                function: None,
                distinct: false,
                arguments: Vec::new(),
            }],
            visible: vec![slot],
            narrows: true,
            ..BoundProjection::default()
        }));
    }

    /// `{ query }` as all there is of a single query.
    pub(super) fn braces(
        &mut self,
        query: &ast::Query,
        part: &mut Part<'_>,
        span: Span,
    ) -> Result<(), Failure> {
        if part.place == Place::Call {
            return Err(self.error(
                Status::WhenInCall,
                span,
                "Not possible to enclose { ... } in 'CALL { ... }'. Use 'CALL () { ... }' instead.",
            ));
        }
        let mut visible = part.scope.clone();
        visible.settle();
        let bound = self.query(query, &visible, inner_place(part.place))?;
        self.subquery(bound, part);
        Ok(())
    }

    /// A conditional query: which branch it is is found out for a row before any of them does
    /// anything.
    pub(super) fn conditional(
        &mut self,
        branches: &[(ast::Expr, ast::Query)],
        otherwise: Option<&ast::Query>,
        part: &mut Part<'_>,
        span: Span,
    ) -> Result<(), Failure> {
        if part.place == Place::Call {
            return Err(self.error(
                Status::WhenInCall,
                span,
                "Not possible to enclose WHEN ... THEN ... in 'CALL { ... }'. Use 'CALL () { ... }' instead.",
            ));
        }
        let number = |position: usize| Expr::Literal(Value::Integer(position as i64));
        let mut cases = Vec::with_capacity(branches.len());
        for (position, (condition, _)) in branches.iter().enumerate() {
            let condition = self.predicate(condition, &part.scope)?;
            cases.push((condition, number(position)));
        }
        let chosen = self.hidden_slot();
        let choice = Expr::Case {
            subject: None,
            branches: cases,
            otherwise: Some(Box::new(number(branches.len()))),
        };
        let mut visible = part.scope.slots();
        visible.push(chosen);
        part.clauses.push(BoundClause::Project(BoundProjection {
            items: vec![(chosen, choice)],
            visible: visible.clone(),
            ..BoundProjection::default()
        }));
        let mut scope = part.scope.clone();
        scope.settle();
        let queries = branches.iter().map(|(_, query)| query).chain(otherwise);
        let mut columns: Option<Vec<Column>> = None;
        let mut parts = Vec::new();
        for (position, query) in queries.enumerate() {
            let bound = self.query(query, &scope, next_place(part.place))?;
            let found = bound.columns.iter();
            let found: Vec<Column> = found.map(|(n, s)| (n.clone(), *s, Ty::Any)).collect();
            let span = single_span(query);
            let unlike = |columns: &Vec<Column>| columns.is_empty() != found.is_empty();
            if found.is_empty() && !ends_with_update(query) || columns.as_ref().is_some_and(unlike)
            {
                return Err(self.error(
                    Status::WhenWithoutResult,
                    span,
                    "All conditional queries need to either return rows or update the graph.",
                ));
            }
            let slots = match &columns {
                None => found.iter().map(|(_, slot, _)| *slot).collect(),
                Some(columns) => {
                    let condition = branches.get(position).map(|(condition, _)| condition.span);
                    let place = || self.branch(condition, span);
                    self.same_columns(columns, &found, place)?
                }
            };
            columns.get_or_insert(found);
            let test = (CompareOp::Equal, number(position));
            let is_chosen = Expr::Compare(Box::new(Expr::Slot(chosen)), vec![test]);
            let clauses = vec![
                BoundClause::Project(BoundProjection {
                    visible: visible.clone(),
                    predicate: Some(is_chosen),
                    ..BoundProjection::default()
                }),
                BoundClause::Subquery {
                    query: bound,
                    optional: false,
                },
            ];
            parts.push(BoundPart {
                clauses,
                columns: slots,
            });
        }
        let mut columns = columns.unwrap_or_default();
        if parts.len() > 1 {
            for (name, slot, _) in &mut columns {
                *slot = self.slot(name);
            }
        }
        let bound = BoundQuery {
            parts,
            distinct: false,
            columns: columns
                .iter()
                .map(|(name, slot, _)| (name.clone(), *slot))
                .collect(),
            arguments: visible,
        };
        self.subquery(bound, part);
        Ok(())
    }

    /// Where a branch with this condition, or the one without, begins, which does `query`.
    fn branch(&self, condition: Option<Span>, query: Span) -> Span {
        let (word, before) = match condition {
            Some(condition) => ("when", condition.start),
            None => ("else", query.start),
        };
        let before = self.text.as_bytes().get(..before as usize);
        let mut words = before.unwrap_or_default().windows(word.len());
        match words.rposition(|found| found.eq_ignore_ascii_case(word.as_bytes())) {
            Some(at) => Span {
                start: at as u32,
                ..query
            },
            None => query,
        }
    }

    fn same_columns(
        &self,
        columns: &[Column],
        found: &[Column],
        place: impl Fn() -> Span,
    ) -> Result<Vec<SlotId>, Failure> {
        let slots: Vec<SlotId> = columns
            .iter()
            .filter_map(|(name, _, _)| found.iter().find(|(other, _, _)| other == name))
            .map(|(_, slot, _)| *slot)
            .collect();
        if slots.len() == columns.len() && found.len() == columns.len() {
            return Ok(slots);
        }
        if found.len() != columns.len() {
            return Err(self.error(
                Status::WhenColumns,
                place(),
                "All conditional queries must return the same number of columns.",
            ));
        }
        Err(self.error(
            Status::ResultColumns,
            place(),
            "All conditional queries must have the same return column names. Use `AS` to ensure columns have the same name.",
        ))
    }

    /// LET: values that do not see each other.
    pub(super) fn let_clause(
        &mut self,
        items: &[(ast::Name, ast::Expr)],
        part: &mut Part<'_>,
    ) -> Result<(), Failure> {
        let mut after = part.scope.clone();
        let mut bound = Vec::with_capacity(items.len());
        let mut written = Vec::with_capacity(items.len());
        for (name, value) in items {
            let (value, ty) = self.expr(value, &mut Cx::plain(&part.scope))?;
            self.check_shadowing(name, &part.constants)?;
            if written.contains(&&name.text) {
                return Err(self.error(
                    Status::DuplicateColumn,
                    name.span,
                    format!(
                        "Multiple result columns with the same name are not supported: `{}`",
                        name.text
                    ),
                ));
            }
            written.push(&name.text);
            self.check_new(name, &after)?;
            bound.push((self.new_variable(&mut after, &name.text, ty), value));
        }
        after.settle();
        part.scope = after;
        part.clauses.push(BoundClause::Project(BoundProjection {
            items: bound,
            visible: part.scope.slots(),
            ..BoundProjection::default()
        }));
        Ok(())
    }

    /// FILTER.
    pub(super) fn filter(
        &mut self,
        predicate: &ast::Expr,
        part: &mut Part<'_>,
    ) -> Result<(), Failure> {
        let predicate = self.predicate(predicate, &part.scope)?;
        part.clauses.push(BoundClause::Project(BoundProjection {
            visible: part.scope.slots(),
            predicate: Some(predicate),
            ..BoundProjection::default()
        }));
        Ok(())
    }
}

/// Where a query stands that is all there is of one.
fn inner_place(place: Place) -> Place {
    match place {
        Place::Top | Place::ScopedCall | Place::Braces | Place::Call => Place::Braces,
        Place::Expression => Place::Expression,
    }
}

/// Where a query stands that goes on from another, or is a branch of one.
fn next_place(place: Place) -> Place {
    match place {
        Place::Top | Place::ScopedCall | Place::Braces | Place::Call => Place::ScopedCall,
        Place::Expression => Place::Expression,
    }
}

/// Whether a query does something although it returns nothing.
fn ends_with_update(query: &ast::Query) -> bool {
    let last = query.next.last().unwrap_or(query);
    last.parts.iter().all(|part| {
        part.clauses
            .last()
            .is_some_and(|clause| !matches!(clause.kind, ClauseKind::Finish))
    })
}

/// Where the last clause of a query stands.
fn single_span(query: &ast::Query) -> Span {
    let last = query.parts.last().and_then(|part| part.clauses.last());
    last.map_or_else(Span::default, |clause| clause.span)
}
