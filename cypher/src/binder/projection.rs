//! Binding WITH and RETURN: items, grouping, DISTINCT, ORDER BY, SKIP, LIMIT, WHERE.

use std::collections::HashSet;

use quiver_types::{Failure, Status, Text, Value};

use super::Binder;
use super::aggregates::Aggregates;
use super::bound::BoundProjection;
use super::clause::Column;
use super::expression::{Aggregation, Cx};
use super::scope::{CsvPlace, Scope, Variable};
use super::types::Ty;
use super::walk;
use crate::functions::Type;
use crate::plan::{Expr, SlotId};
use crate::syntax::ast::{self, ArithmeticOp, ExprKind, Span};

/// An item with its name.
struct Item {
    name: Text,
    span: Span,
    expr: Expr,
    ty: Ty,
    aggregates: bool,
    depth: usize,
}

impl Binder<'_> {
    /// Binds a projection over `scope`. Returns it, the scope after it, and its columns.
    pub(super) fn projection(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        is_return: bool,
        place: Span,
    ) -> Result<(BoundProjection, Scope, Vec<Column>), Failure> {
        self.projected(projection, scope, &Scope::default(), is_return, place)
    }

    /// Binds a RETURN whose `*` does not see the variables of `hidden`.
    pub(super) fn returned(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        hidden: &Scope,
        place: Span,
    ) -> Result<(BoundProjection, Scope, Vec<Column>), Failure> {
        self.projected(projection, scope, hidden, true, place)
    }

    fn projected(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        hidden: &Scope,
        is_return: bool,
        place: Span,
    ) -> Result<(BoundProjection, Scope, Vec<Column>), Failure> {
        let seen = scope.iter().any(|(name, _)| hidden.get(name).is_none());
        if projection.all.is_some() && !seen && is_return {
            return Err(self.error(
                Status::NothingInScope,
                place,
                "RETURN * is not allowed when there are no variables in scope",
            ));
        }
        let mut aggregates = Aggregates::default();
        let items = self.items(projection, scope, hidden, is_return, &mut aggregates)?;
        let keys = self.grouping_keys(projection.grouping.as_ref(), scope, &items)?;
        let aggregating = !aggregates.is_empty() || projection.grouping.is_some();
        let mut bound = BoundProjection {
            aggregating,
            distinct: projection.distinct,
            ..Default::default()
        };
        // Each item's expression as it stood before grouping, to recognise it in ORDER BY.
        let mut originals: Vec<(SlotId, Expr)> = Vec::new();
        let mut columns = Vec::with_capacity(items.len());
        let mut composite = Vec::new();
        let mut after = Scope::default();
        for item in items {
            let slot = match &item.expr {
                Expr::Slot(slot) => *slot,
                _ => self.slot(&item.name),
            };
            originals.push((slot, item.expr.clone()));
            let trivial = matches!(item.expr, Expr::Slot(_));
            if trivial && item.aggregates {
                // An aggregation by itself is called as its column is.
                self.tables.slots[slot.0 as usize] = item.name.clone();
            }
            let is_key = match &keys {
                None => !item.aggregates,
                Some(keys) => keys.iter().any(|key| walk::same(key, &item.expr)),
            };
            let stands_alone = trivial && item.aggregates;
            if aggregating && is_key {
                bound.groups.push((slot, item.expr));
            } else if aggregating && !stands_alone {
                composite.push((slot, item.expr, item.span));
            } else if !trivial {
                bound.items.push((slot, item.expr));
            }
            bound.visible.push(slot);
            columns.push((item.name.clone(), slot, item.ty.clone()));
            let depth = if trivial { item.depth } else { self.depth() };
            after.insert(
                item.name,
                Variable {
                    slot,
                    ty: item.ty,
                    depth,
                    fresh: false,
                },
            );
        }
        self.group_by_the_rest(keys.unwrap_or_default(), &mut bound, &aggregates);
        // Beside an aggregation only variables and their properties are recognised, as on Neo4j.
        let simple: Vec<(SlotId, Expr)> = bound
            .groups
            .iter()
            .filter(|(_, expr)| is_simple(expr))
            .cloned()
            .collect();
        for (slot, mut expr, span) in composite {
            walk::replace(&mut expr, &simple);
            self.check_grouped(&expr, &bound.groups, &aggregates, span)?;
            bound.items.push((slot, expr));
        }
        let closed = aggregating || projection.distinct;
        let merged = merge(scope, &after);
        for item in &projection.order {
            if let Some(key) = self.projected_already(&item.expr, scope, &merged, &originals) {
                bound.order.push((key, item.descending));
                continue;
            }
            let key = self.order_key(
                item,
                &merged,
                projection,
                &originals,
                &mut bound,
                &mut aggregates,
            );
            let key = key.map_err(|failure| match failure.status {
                Status::AggregationPlace if !aggregating => self.error(
                    Status::AggregationInOrderBy,
                    place,
                    "ORDER BY may only use aggregations behind a WITH or RETURN that aggregates",
                ),
                _ => failure,
            })?;
            bound.order.push((key, item.descending));
        }
        bound.skip = self.count(projection.skip.as_ref(), "SKIP")?;
        bound.limit = self.count(projection.limit.as_ref(), "LIMIT")?;
        if let Some(predicate) = &projection.predicate {
            let mut cx = Cx::plain(&merged);
            if aggregating {
                cx.aggregation = Aggregation::Projected(std::mem::take(&mut aggregates));
            }
            let test = self.boolean(predicate, &mut cx);
            if aggregating {
                aggregates = cx.into_aggregates();
            }
            let mut test = test.map_err(|failure| match failure.status {
                Status::AggregationNotProjected => Failure {
                    status: Status::AggregationPlace,
                    ..failure
                },
                _ => failure,
            })?;
            if closed {
                walk::replace(&mut test, &originals);
                walk::replace(&mut test, &bound.groups);
                self.check_closed(&test, &bound, predicate.span)?;
            }
            bound.predicate = Some(test);
        }
        bound.aggregates = aggregates.into_list();
        after.csv = match &scope.csv {
            CsvPlace::Line(..) if aggregating => CsvPlace::Nowhere,
            CsvPlace::Line(..) if projection.distinct => CsvPlace::Lost,
            other => other.clone(),
        };
        if !is_return {
            bound.visible.extend(after.csv_slots());
        }
        bound.narrows = scope
            .slots()
            .iter()
            .any(|slot| !bound.visible.contains(slot));
        Ok((bound, after, columns))
    }

    /// No name that a projection gives may hide one of `outer`; told at `place` where there is one.
    pub(super) fn check_given(
        &self,
        projection: &ast::Projection,
        outer: &Scope,
        place: Option<Span>,
    ) -> Result<(), Failure> {
        for item in &projection.items {
            let Some(alias) = &item.alias else { continue };
            if !matches!(&item.expr.kind, ExprKind::Variable(name) if *name == alias.text) {
                let text = alias.text.clone();
                let span = place.unwrap_or(alias.span);
                self.check_shadowing(&ast::Name { text, span }, outer)?;
            }
        }
        Ok(())
    }

    /// What GROUP BY names; `None` where that is left to the items. A name that an item gives
    /// stands for the item.
    fn grouping_keys(
        &mut self,
        grouping: Option<&ast::Grouping>,
        scope: &Scope,
        items: &[Item],
    ) -> Result<Option<Vec<Expr>>, Failure> {
        let Some(ast::Grouping::By(written)) = grouping else {
            return Ok(None);
        };
        let mut keys: Vec<Expr> = Vec::with_capacity(written.len());
        for key in written {
            let named = match &key.kind {
                ExprKind::Variable(name) => items.iter().find(|item| item.name == *name),
                _ => None,
            };
            let expr = match named {
                Some(item) if item.aggregates => return Err(self.no_key(self.place_of(key))),
                Some(item) => item.expr.clone(),
                None => self.grouping_key(key, scope, items)?,
            };
            if !keys.iter().any(|known| walk::same(known, &expr)) {
                keys.push(expr);
            }
        }
        Ok(Some(keys))
    }

    /// An expression over what was there before the items.
    fn grouping_key(
        &mut self,
        key: &ast::Expr,
        scope: &Scope,
        items: &[Item],
    ) -> Result<Expr, Failure> {
        match self.expr(key, &mut Cx::plain(scope)) {
            Ok((expr, _)) => Ok(expr),
            Err(failure) if failure.status == Status::UndefinedVariable => {
                let mut with_items = scope.clone();
                for item in items {
                    let variable = Variable {
                        slot: self.hidden_slot(),
                        ty: item.ty.clone(),
                        depth: self.depth(),
                        fresh: false,
                    };
                    with_items.insert(item.name.clone(), variable);
                }
                match self.expr(key, &mut Cx::plain(&with_items)) {
                    Ok(_) => Err(self.no_key(self.place_of(key))),
                    Err(_) => Err(failure),
                }
            }
            Err(failure) => Err(failure),
        }
    }

    fn no_key(&self, span: Span) -> Failure {
        self.error(
            Status::GroupingElement,
            span,
            "GROUP BY groups by a column that aggregates nothing, by its name alone, or by an expression over what was there before the columns",
        )
    }

    /// Groups by keys that are no column too. Where nothing is grouped by or aggregated, all rows are
    /// one group, and no rows are none.
    fn group_by_the_rest(
        &mut self,
        keys: Vec<Expr>,
        bound: &mut BoundProjection,
        aggregates: &Aggregates,
    ) {
        for key in keys {
            if bound
                .groups
                .iter()
                .any(|(_, known)| walk::same(known, &key))
            {
                continue;
            }
            let slot = match &key {
                Expr::Slot(slot) => *slot,
                _ => self.hidden_slot(),
            };
            bound.groups.push((slot, key));
        }
        if bound.aggregating && bound.groups.is_empty() && aggregates.is_empty() {
            let slot = self.hidden_slot();
            bound.groups.push((slot, Expr::Literal(Value::Integer(1))));
        }
    }

    fn items(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        hidden: &Scope,
        is_return: bool,
        aggregates: &mut Aggregates,
    ) -> Result<Vec<Item>, Failure> {
        let mut items: Vec<Item> = Vec::new();
        if let Some(span) = projection.all {
            // An item of its own takes a variable's place: `WITH *, a + b AS b`.
            let given = |name: &Text| {
                let mut written = projection.items.iter();
                written.any(|item| given_name(item).is_some_and(|given| given == name))
            };
            let mut all: Vec<(&Text, &Variable)> = scope
                .iter()
                .filter(|(name, _)| hidden.get(name).is_none() && !given(name))
                .collect();
            all.sort_by(|a, b| a.0.cmp(b.0));
            for (name, variable) in all {
                self.captured(variable.slot, variable.depth);
                items.push(Item {
                    name: name.clone(),
                    span,
                    expr: Expr::Slot(variable.slot),
                    ty: variable.ty.clone(),
                    aggregates: false,
                    depth: variable.depth,
                });
            }
        }
        let mut names: HashSet<Text> = items.iter().map(|item| item.name.clone()).collect();
        for written in &projection.items {
            let item = self.item(written, scope, is_return, aggregates)?;
            if !names.insert(item.name.clone()) {
                let place = || self.place_of(&written.expr);
                let name = written
                    .alias
                    .as_ref()
                    .map_or_else(place, |alias| alias.span);
                return Err(self.error(
                    Status::DuplicateColumn,
                    name,
                    format!(
                        "Multiple result columns with the same name are not supported: `{}`",
                        item.name
                    ),
                ));
            }
            items.push(item);
        }
        Ok(items)
    }

    fn item(
        &mut self,
        written: &ast::ProjectionItem,
        scope: &Scope,
        is_return: bool,
        aggregates: &mut Aggregates,
    ) -> Result<Item, Failure> {
        let mut cx = Cx::projecting(scope);
        let known = aggregates.len();
        cx.aggregation = Aggregation::Allowed(std::mem::take(aggregates));
        let (expr, ty) = self.expr(&written.expr, &mut cx)?;
        *aggregates = cx.into_aggregates();
        let mut uses_any = aggregates.len() > known;
        if !uses_any && known > 0 {
            walk::visit(&expr, &mut |e| {
                if let Expr::Slot(slot) = e {
                    uses_any |= aggregates.has(*slot);
                }
            });
        }
        let name = match given_name(written) {
            Some(name) => name.clone(),
            None if is_return => written.text.clone(),
            None => {
                return Err(self.error(
                    Status::Unaliased,
                    written.expr.span,
                    "Expression in WITH must be aliased (use AS)",
                ));
            }
        };
        let depth = match (&expr, &written.expr.kind) {
            (Expr::Slot(_), ExprKind::Variable(name)) => {
                scope.get(name).map_or(self.depth(), |v| v.depth)
            }
            _ => self.depth(),
        };
        Ok(Item {
            name,
            span: written.expr.span,
            expr,
            ty,
            aggregates: uses_any,
            depth,
        })
    }

    /// Next to an aggregation only constants and grouping keys may stand.
    fn check_grouped(
        &self,
        expr: &Expr,
        groups: &[(SlotId, Expr)],
        aggregates: &Aggregates,
        span: Span,
    ) -> Result<(), Failure> {
        let stray = walk::slots(expr)
            .into_iter()
            .find(|slot| !groups.iter().any(|(group, _)| group == slot) && !aggregates.has(*slot));
        match stray {
            None => Ok(()),
            Some(slot) => {
                let name = &self.tables.slots[slot.0 as usize];
                Err(self.error(
                    Status::ImplicitGrouping,
                    self.first_use(name, span),
                    format!(
                        "Aggregation column contains implicit grouping expressions: what stands beside an aggregation must be constant, aggregated, or a variable or property that is a column of its own; compute it in a preceding WITH. Illegal expression(s): {name}"
                    ),
                ))
            }
        }
    }

    /// Where a name is used first in a part of the text, outside of aggregations.
    fn first_use(&self, name: &str, span: Span) -> Span {
        let text = &self.text[span.start as usize..span.end as usize];
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let found = text.match_indices(name).find(|(at, _)| {
            let start = span.start + *at as u32;
            let aggregated = |of: &Span| (of.start..of.end).contains(&start);
            if self.aggregated.iter().any(aggregated) {
                return false;
            }
            let before = text[..*at].chars().next_back();
            let after = text[at + name.len()..].chars().next();
            !before.is_some_and(|c| word(c) || c == '.') && !after.is_some_and(word)
        });
        match found {
            Some((at, _)) => Span {
                start: span.start + at as u32,
                ..span
            },
            None => span,
        }
    }

    fn order_key(
        &mut self,
        item: &ast::SortItem,
        scope: &Scope,
        projection: &ast::Projection,
        originals: &[(SlotId, Expr)],
        bound: &mut BoundProjection,
        aggregates: &mut Aggregates,
    ) -> Result<SlotId, Failure> {
        let mut cx = Cx::plain(scope);
        if bound.aggregating {
            let known = std::mem::take(aggregates);
            // Behind GROUP BY it is plain what others are of.
            cx.aggregation = match projection.grouping {
                Some(_) => Aggregation::Allowed(known),
                None => Aggregation::Projected(known),
            };
        }
        let result = self.expr(&item.expr, &mut cx);
        if bound.aggregating {
            *aggregates = cx.into_aggregates();
        }
        let (mut expr, _) = result?;
        walk::replace(&mut expr, originals);
        if bound.aggregating || bound.distinct {
            walk::replace(&mut expr, &bound.groups);
            let stray = walk::slots(&expr)
                .into_iter()
                .find(|slot| !bound.reaches(*slot) && !aggregates.has(*slot));
            if let Some(slot) = stray {
                return Err(self.out_of_reach(slot, item.expr.span));
            }
        }
        if let Expr::Slot(slot) = expr {
            return Ok(slot);
        }
        let slot = self.hidden_slot();
        bound.order_items.push((slot, expr));
        Ok(slot)
    }

    /// The column that an expression over what was `before` the projection is, where a column of the
    /// projection has the name of a variable in it: `RETURN n.x AS n ORDER BY n.x`.
    fn projected_already(
        &mut self,
        expr: &ast::Expr,
        before: &Scope,
        merged: &Scope,
        originals: &[(SlotId, Expr)],
    ) -> Option<SlotId> {
        let hidden = before.iter().any(|(name, variable)| {
            let now = merged.get(name);
            now.is_some_and(|now| now.slot != variable.slot)
        });
        if !hidden || matches!(expr.kind, ExprKind::Variable(_)) {
            return None;
        }
        let told = (self.told.len(), self.places.keys.len());
        let found = match self.plain(expr, before) {
            Ok(bound) => originals.iter().find(|(_, item)| walk::same(item, &bound)),
            Err(_) => None,
        };
        // What there is to tell of it was told with the column, or will be.
        self.told.truncate(told.0);
        self.places.keys.truncate(told.1);
        found.map(|(slot, _)| *slot)
    }

    fn check_closed(
        &self,
        expr: &Expr,
        bound: &BoundProjection,
        span: Span,
    ) -> Result<(), Failure> {
        match walk::slots(expr)
            .into_iter()
            .find(|slot| !bound.reaches(*slot))
        {
            None => Ok(()),
            Some(slot) => Err(self.out_of_reach(slot, span)),
        }
    }

    fn out_of_reach(&self, slot: SlotId, span: Span) -> Failure {
        self.error(
            Status::VariableOutOfReach,
            span,
            format!(
                "In a WITH/RETURN with DISTINCT or an aggregation, it is not possible to access variables declared before the WITH/RETURN: {}",
                self.tables.slots[slot.0 as usize]
            ),
        )
    }

    /// SKIP and LIMIT: a non-negative integer that depends on no row.
    fn count(&mut self, expr: Option<&ast::Expr>, what: &str) -> Result<Option<Expr>, Failure> {
        let Some(expr) = expr else { return Ok(None) };
        let empty = Scope::default();
        let (bound, ty) = match self.expr(expr, &mut Cx::plain(&empty)) {
            Err(failure) if failure.status == Status::UndefinedVariable => {
                return Err(Failure {
                    status: Status::VariableInCount,
                    message: format!(
                        "It is not allowed to refer to variables in {what}: {}",
                        failure.message
                    ),
                    position: failure.position,
                });
            }
            other => other?,
        };
        let number = folded(&bound);
        let is_none = matches!(bound, Expr::Literal(Value::Null)) || number.is_some_and(|n| n < 0);
        if matches!(bound, Expr::Parameter(_)) && !ty.may_be(&[Type::Number]) {
            return Err(self.mismatch_as(Status::StaticEntityType, "Integer", &ty, expr.span));
        }
        if matches!(bound, Expr::Arithmetic(..)) && !ty.may_be(&[Type::Integer]) {
            return Err(self.mismatch("Integer", &ty, expr));
        }
        if is_none || !ty.may_be(&[Type::Integer]) {
            let text = &self.text[expr.span.start as usize..expr.span.end as usize];
            let shown = number.map_or_else(|| text.to_owned(), |n| n.to_string());
            return Err(self.error(
                Status::NumberRange,
                self.place_of(expr),
                format!("Invalid input. '{shown}' is not a valid value for {what}. Must be a non-negative integer"),
            ));
        }
        Ok(Some(bound))
    }
}

/// What an expression of nothing but written whole numbers comes to: Neo4j works it out before it looks at it.
fn folded(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Literal(Value::Integer(number)) => Some(*number),
        Expr::Negate(of) => folded(of)?.checked_neg(),
        Expr::Arithmetic(first, rest) => {
            let mut parts = rest.iter();
            parts.try_fold(folded(first)?, |so_far, (op, next)| {
                let next = folded(next)?;
                match op {
                    ArithmeticOp::Add => so_far.checked_add(next),
                    ArithmeticOp::Subtract => so_far.checked_sub(next),
                    ArithmeticOp::Multiply => so_far.checked_mul(next),
                    ArithmeticOp::Divide => so_far.checked_div(next),
                    ArithmeticOp::Modulo => so_far.checked_rem(next),
                    ArithmeticOp::Power | ArithmeticOp::Concat => None,
                }
            })
        }
        _ => None,
    }
}

/// The name that an item has but for its text.
pub(super) fn given_name(item: &ast::ProjectionItem) -> Option<&Text> {
    match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => Some(&alias.text),
        // `n {.a}` is called `n`.
        (None, ExprKind::Variable(name)) => Some(name),
        (None, ExprKind::MapProjection(of, _)) => Some(&of.text),
        (None, _) => None,
    }
}

/// What ORDER BY and WHERE see: the new names, and behind them the old ones.
fn merge(before: &Scope, after: &Scope) -> Scope {
    let mut merged = before.clone();
    for (name, variable) in after.iter() {
        merged.insert(name.clone(), variable.clone());
    }
    merged
}

/// A variable, or a property of one.
fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Slot(_) => true,
        Expr::Property(of, ..) => matches!(**of, Expr::Slot(_)),
        _ => false,
    }
}
