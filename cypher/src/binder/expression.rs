//! Binding expressions: names to slots and locals, static types, aggregation rules.

use quiver_types::{Failure, Status, Text, Value};

use super::Binder;
use super::aggregates::Aggregates;
use super::arithmetic::without_literal_zero;
use super::labels::is_dynamic;
use super::scope::{Scope, Variable};
use super::types::{Ty, one_of};
use crate::functions::Type;
use crate::plan::expression::BinaryOp;
use crate::plan::{Expr, LabelPredicate, LocalId};
use crate::syntax::ast::{self, ExprKind, LabelExpr, LabelName, Span};
use crate::warning::Warning;

/// What an expression may do with aggregations.
pub enum Aggregation {
    /// Nothing: WHERE, patterns, UNWIND, ...
    Forbidden,
    /// Collect them: projections.
    Allowed(Aggregates),
    /// Those that are collected already: ORDER BY.
    Projected(Aggregates),
    /// It is the argument of one.
    Inside,
}

/// Where an expression stands.
pub struct Cx<'s> {
    /// Variables it sees.
    pub scope: &'s Scope,
    /// Variables of the expression itself, innermost last.
    pub locals: Vec<(Text, LocalId, Ty)>,
    /// What the innermost CASE around the expression compares, where the expression may test it.
    pub subject: Option<(Expr, Ty)>,
    /// Aggregations.
    pub aggregation: Aggregation,
}

impl<'s> Cx<'s> {
    /// An expression that may not aggregate.
    pub fn plain(scope: &'s Scope) -> Self {
        Self {
            scope,
            locals: Vec::new(),
            subject: None,
            aggregation: Aggregation::Forbidden,
        }
    }

    /// An item of a projection.
    pub fn projecting(scope: &'s Scope) -> Self {
        Self {
            scope,
            locals: Vec::new(),
            subject: None,
            aggregation: Aggregation::Allowed(Aggregates::default()),
        }
    }

    /// The aggregations met.
    pub fn into_aggregates(self) -> Aggregates {
        match self.aggregation {
            Aggregation::Allowed(aggregates) | Aggregation::Projected(aggregates) => aggregates,
            Aggregation::Forbidden | Aggregation::Inside => Aggregates::default(),
        }
    }
}

/// What the names of a label expression are, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Labels.
    Labels,
    /// Relationship types.
    Types,
}

/// A bound expression and what is known of its type.
pub(super) type Bound = Result<(Expr, Ty), Failure>;

impl Binder<'_> {
    /// Binds an expression that may not aggregate.
    pub(super) fn plain(&mut self, expr: &ast::Expr, scope: &Scope) -> Result<Expr, Failure> {
        Ok(self.expr(expr, &mut Cx::plain(scope))?.0)
    }

    /// Binds a predicate that may not aggregate.
    pub(super) fn predicate(&mut self, expr: &ast::Expr, scope: &Scope) -> Result<Expr, Failure> {
        let mut cx = Cx::plain(scope);
        self.boolean(expr, &mut cx)
    }

    pub(super) fn boolean(&mut self, expr: &ast::Expr, cx: &mut Cx<'_>) -> Result<Expr, Failure> {
        // Only here, where a truth value is wanted, may a bare pattern stand.
        if let ExprKind::Pattern(pattern) = &expr.kind
            && pattern.shortest == ast::Shortest::No
        {
            return Ok(self.pattern_expr(pattern, expr.span, cx)?.0);
        }
        self.typed(expr, cx, &[Type::Boolean])
    }

    /// A truth value that AND, OR, XOR and NOT combine.
    fn boolean_operand(&mut self, expr: &ast::Expr, cx: &mut Cx<'_>) -> Result<Expr, Failure> {
        let bound = self.boolean(expr, cx);
        bound.map_err(|failure| as_operand(failure, expr))
    }

    /// Binds an expression whose value must be able to be one of `wanted`.
    pub(super) fn typed(
        &mut self,
        expr: &ast::Expr,
        cx: &mut Cx<'_>,
        wanted: &[Type],
    ) -> Result<Expr, Failure> {
        let (bound, ty) = self.expr(expr, cx)?;
        self.expect(&ty, wanted, expr)?;
        Ok(bound)
    }

    pub(super) fn expect(&self, ty: &Ty, wanted: &[Type], expr: &ast::Expr) -> Result<(), Failure> {
        // A list as a parameter passes for a truth value until it is run, as on Neo4j.
        let passes = matches!(expr.kind, ExprKind::Parameter(_))
            && matches!(ty, Ty::List(_))
            && wanted == [Type::Boolean];
        if passes {
            self.list_as_truth.set(true);
            Ok(())
        } else if ty.may_be(wanted) {
            Ok(())
        } else {
            Err(self.mismatch(&one_of(wanted), ty, expr))
        }
    }

    /// The same of an operand: here Neo4j tells parameters apart from everything else.
    pub(super) fn expect_operand(
        &self,
        ty: &Ty,
        wanted: &[Type],
        expr: &ast::Expr,
    ) -> Result<(), Failure> {
        self.expect(ty, wanted, expr)
            .map_err(|failure| as_operand(failure, expr))
    }

    /// Neo4j tells apart whether a name or a value has the wrong type, and lists as truth values.
    pub(super) fn mismatch(&self, wanted: &str, ty: &Ty, expr: &ast::Expr) -> Failure {
        let status = match &expr.kind {
            _ if matches!(ty, Ty::List(_)) && wanted == "Boolean" => Status::ListAsBoolean,
            ExprKind::Variable(_) | ExprKind::Parameter(_) => Status::StaticEntityType,
            _ => Status::StaticTypeMismatch,
        };
        self.mismatch_as(status, wanted, ty, self.place_of(expr))
    }

    /// The same, with the code that the place asks for.
    pub(super) fn mismatch_as(&self, status: Status, wanted: &str, ty: &Ty, span: Span) -> Failure {
        let message = format!("Type mismatch: expected {wanted} but was {}", ty.name());
        self.error(status, span, message)
    }

    /// Where Neo4j says that an expression is: at the sign between its parts, if it has one.
    pub(super) fn place_of(&self, expr: &ast::Expr) -> Span {
        let first = match &expr.kind {
            ExprKind::Property(of, _)
            | ExprKind::Index(of, _)
            | ExprKind::Slice(of, ..)
            | ExprKind::HasLabels(of, _)
            | ExprKind::IsNull(of, _)
            | ExprKind::IsTyped(of, _, _)
            | ExprKind::Compare(of, _)
            | ExprKind::Additive(of, _)
            | ExprKind::Multiplicative(of, _)
            | ExprKind::Binary(_, of, _) => of.as_ref(),
            ExprKind::Or(parts)
            | ExprKind::Xor(parts)
            | ExprKind::And(parts)
            | ExprKind::Power(parts) => match &parts[..] {
                [first, ..] => first,
                [] => return expr.span,
            },
            _ => return expr.span,
        };
        let (from, end) = (first.span.end, expr.span.end);
        let text = self.text.get(from as usize..end as usize);
        let text = text.unwrap_or_default();
        let blanks = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r', ')']).len();
        Span {
            start: from + blanks as u32,
            end,
        }
    }

    /// Looks a variable up and notes its use by subqueries.
    pub(super) fn variable(
        &mut self,
        name: &str,
        span: Span,
        scope: &Scope,
    ) -> Result<Variable, Failure> {
        if self.creating.iter().any(|new| new == name) {
            return Err(self.created_and_read(name, span, "CREATE"));
        }
        if self.made.iter().any(|new| new == name) {
            if self.language == ast::Language::Cypher25 {
                return Err(self.created_and_read(name, span, "clause"));
            }
            self.tell_made(name, span);
        }
        match scope.get(name) {
            Some(variable) => {
                let variable = variable.clone();
                self.captured(variable.slot, variable.depth);
                Ok(variable)
            }
            None => Err(self.error(
                Status::UndefinedVariable,
                span,
                format!("Variable `{name}` not defined"),
            )),
        }
    }

    /// Binds an expression.
    pub(super) fn expr(&mut self, expr: &ast::Expr, cx: &mut Cx<'_>) -> Bound {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Literal(value) => Ok((Expr::Literal(value.clone()), literal_type(value))),
            ExprKind::Parameter(name) => {
                let ty = self.parameter_type(name);
                Ok((Expr::Parameter(self.parameter(name)), ty))
            }
            ExprKind::Variable(name) => self.variable_expr(name, span, cx),
            ExprKind::Property(of, key) => self.property(of, key, cx),
            ExprKind::Index(of, index) => self.index(of, index, cx),
            ExprKind::Slice(of, from, to) => self.slice(of, from.as_deref(), to.as_deref(), cx),
            ExprKind::HasLabels(of, labels) => {
                let (bound, ty) = self.expr(of, cx)?;
                self.expect(&ty, &[Type::NodeOrRelationship], of)?;
                let of = bound;
                // Cypher 5 knows computed names only in patterns.
                if self.language == ast::Language::Cypher25 && is_dynamic(labels) {
                    let test = self.label_test(labels, &of, cx)?;
                    return Ok((test, Ty::Of(Type::Boolean)));
                }
                if is_dynamic(labels) {
                    return Err(self.error(
                        Status::DynamicLabelPlace,
                        self.place_of(expr),
                        "Dynamic Label and Types are only allowed in MATCH, CREATE, MERGE, SET and REMOVE clauses.",
                    ));
                }
                let names = match ty {
                    Ty::Of(Type::Relationship) => Names::Types,
                    _ => Names::Labels,
                };
                let labels = self.label_predicate(labels, names)?;
                Ok((Expr::HasLabels(Box::new(of), labels), Ty::Of(Type::Boolean)))
            }
            ExprKind::List(items) => self.list(items, cx),
            ExprKind::Map(entries) => {
                let mut bound = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    bound.push((key.text.clone(), self.expr(value, cx)?.0));
                }
                Ok((Expr::Map(dedup(bound)), Ty::Of(Type::Map)))
            }
            ExprKind::MapProjection(of, items) => self.map_projection(of, items, cx),
            ExprKind::Or(parts) => self.logic(parts, cx, Expr::Or),
            ExprKind::Xor(parts) => self.logic(parts, cx, Expr::Xor),
            ExprKind::And(parts) => self.logic(parts, cx, Expr::And),
            ExprKind::Not(part) => {
                let part = self.boolean_operand(part, cx)?;
                Ok((Expr::Not(Box::new(part)), Ty::Of(Type::Boolean)))
            }
            ExprKind::Compare(first, rest) => {
                let first = self.expr(first, cx)?.0;
                let mut bound = Vec::with_capacity(rest.len());
                for (op, operand) in rest {
                    bound.push((*op, self.expr(operand, cx)?.0));
                }
                Ok((Expr::Compare(Box::new(first), bound), Ty::Of(Type::Boolean)))
            }
            ExprKind::Additive(first, rest) | ExprKind::Multiplicative(first, rest) => {
                let mut left = first.as_ref();
                let (first, mut ty) = self.expr(first, cx)?;
                let mut bound = Vec::with_capacity(rest.len());
                for (op, operand) in rest {
                    let (right, right_ty) = self.expr(operand, cx)?;
                    ty = self.arithmetic(*op, &ty, &right_ty, left, operand)?;
                    left = operand;
                    bound.push((*op, right));
                }
                Ok((without_literal_zero(first, bound), ty))
            }
            ExprKind::Power(parts) => self.power(parts, cx),
            ExprKind::Negate(part) => {
                let (bound, ty) = self.expr(part, cx)?;
                self.expect_operand(&ty, &[Type::Number], part)?;
                Ok(match bound {
                    // The minus of a float belongs to it: zero has a sign only so.
                    Expr::Literal(Value::Float(of)) => (Expr::Literal(Value::Float(-of)), ty),
                    bound => (Expr::Negate(Box::new(bound)), ty),
                })
            }
            ExprKind::Plus(part) => {
                let (bound, ty) = self.expr(part, cx)?;
                self.expect_operand(&ty, &[Type::Number], part)?;
                Ok((bound, ty))
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, cx),
            ExprKind::IsNull(of, yes) => {
                let of = self.expr(of, cx)?.0;
                Ok((Expr::IsNull(Box::new(of), *yes), Ty::Of(Type::Boolean)))
            }
            ExprKind::IsTyped(of, ty, yes) => {
                let of = Box::new(self.expr(of, cx)?.0);
                Ok((Expr::IsTyped(of, ty.clone(), *yes), Ty::Of(Type::Boolean)))
            }
            ExprKind::IsNormalized(of, form, yes) => self.is_normalized(of, *form, *yes, cx),
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref(), cx),
            ExprKind::CaseSubject => match &cx.subject {
                Some(subject) => Ok(subject.clone()),
                None => {
                    Err(self.error(Status::InvalidSyntax, span, "A test stands outside of CASE"))
                }
            },
            ExprKind::Function {
                name,
                distinct,
                arguments,
            } => self.function(name, *distinct, arguments, span, cx),
            ExprKind::CountStar => {
                let slot = self.aggregate(None, false, Vec::new(), span, cx)?;
                Ok((Expr::Slot(slot), Ty::Of(Type::Integer)))
            }
            ExprKind::ListComprehension {
                variable,
                list,
                predicate,
                projection,
            } => {
                let (list_expr, list_ty) = self.list_operand(list, cx)?;
                let id = self.push_local(cx, variable, list_ty.item());
                let predicate = match predicate {
                    Some(p) => Some(Box::new(self.boolean(p, cx)?)),
                    None => None,
                };
                let (projection, ty) = match projection {
                    Some(p) => {
                        let (bound, ty) = self.expr(p, cx)?;
                        (Some(Box::new(bound)), Ty::list_of(ty))
                    }
                    None => (None, list_ty),
                };
                cx.locals.pop();
                let list = Box::new(list_expr);
                Ok((
                    Expr::ListComprehension {
                        variable: id,
                        list,
                        predicate,
                        projection,
                    },
                    ty,
                ))
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                predicate,
            } => {
                let (list_expr, list_ty) = self.list_operand(list, cx)?;
                let id = self.push_local(cx, variable, list_ty.item());
                let predicate = Box::new(self.boolean(predicate, cx)?);
                cx.locals.pop();
                let list = Box::new(list_expr);
                Ok((
                    Expr::Quantifier {
                        kind: *kind,
                        variable: id,
                        list,
                        predicate,
                    },
                    Ty::Of(Type::Boolean),
                ))
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                body,
                each,
            } => {
                let (initial, initial_ty) = self.expr(initial, cx)?;
                let (list, list_ty) = self.list_operand(list, cx)?;
                // The accumulator may change its type from step to step.
                let accumulator = self.push_local(cx, accumulator, Ty::Any);
                let variable = self.push_local(cx, variable, list_ty.item());
                let (body, body_ty) = self.expr(body, cx)?;
                let each = match each {
                    Some(each) => Some(Box::new(self.boolean(each, cx)?)),
                    None => None,
                };
                let ty = match each {
                    Some(_) => Ty::Of(Type::Boolean),
                    None => initial_ty.join(body_ty),
                };
                cx.locals.truncate(cx.locals.len() - 2);
                Ok((
                    Expr::Reduce {
                        accumulator,
                        initial: Box::new(initial),
                        variable,
                        list: Box::new(list),
                        body: Box::new(body),
                        each,
                    },
                    ty,
                ))
            }
            ExprKind::Pattern(pattern) if pattern.shortest != ast::Shortest::No => {
                self.pattern_expr(pattern, span, cx)
            }
            ExprKind::Pattern(pattern) => {
                self.check_no_new_variables(pattern, cx)?;
                Err(self.error(
                Status::PatternExpressionPlace,
                span,
                "A pattern expression should only be used in order to test the existence of a pattern. It should therefore only be used in contexts that evaluate to a boolean, e.g. inside the function exists() or in a WHERE-clause; to count matches use COUNT { ... }",
            ))
            }
            ExprKind::PatternComprehension {
                pattern,
                predicate,
                projection,
            } => {
                self.check_not_merging(false, span)?;
                self.pattern_comprehension(pattern, predicate.as_deref(), projection, cx)
            }
            ExprKind::Subquery(kind, query) => self.subquery_expr(*kind, query, span, cx),
        }
    }

    fn variable_expr(&mut self, name: &Text, span: Span, cx: &Cx<'_>) -> Bound {
        if let Some((_, id, ty)) = cx.named_locals().rev().find(|(local, _, _)| local == name) {
            return Ok((Expr::Local(*id), ty.clone()));
        }
        if cx.scope.get(name).is_none() && self.coming.contains(name) {
            return self.coming_variable(name, span);
        }
        let variable = self.variable(name, span, cx.scope)?;
        Ok((Expr::Slot(variable.slot), variable.ty))
    }

    /// What a later pattern of the same CREATE makes is not there yet: in Cypher 5 it is null.
    fn coming_variable(&mut self, name: &Text, span: Span) -> Bound {
        if self.language == ast::Language::Cypher25 {
            return Err(self.created_and_read(name, span, "clause"));
        }
        self.tell_made(name, span);
        Ok((Expr::Literal(Value::Null), Ty::Any))
    }

    fn created_and_read(&self, name: &str, span: Span, place: &str) -> Failure {
        self.error(
            Status::CreatedAndRead,
            span,
            format!("Creating an entity ({name}) and referencing that entity in a property definition in the same {place} is not allowed. Only reference variables created in earlier clauses."),
        )
    }

    fn tell_made(&mut self, name: &str, span: Span) {
        self.tell(
            Warning::Deprecated,
            span,
            format!("Reading `{name}` in the clause that makes it is deprecated: make it in a clause of its own"),
        );
    }

    pub(super) fn push_local(&mut self, cx: &mut Cx<'_>, name: &ast::Name, ty: Ty) -> LocalId {
        let id = LocalId(cx.locals.len() as u32);
        cx.locals.push((name.text.clone(), id, ty));
        self.tables.locals = self.tables.locals.max(id.0 + 1);
        id
    }

    fn list_operand(&mut self, list: &ast::Expr, cx: &mut Cx<'_>) -> Bound {
        let (bound, ty) = self.expr(list, cx)?;
        if !ty.may_be(&[Type::List]) {
            return Err(self.mismatch("List<T>", &ty, list));
        }
        Ok((bound, ty))
    }

    fn property(&mut self, of: &ast::Expr, key: &ast::Name, cx: &mut Cx<'_>) -> Bound {
        let (bound, ty) = self.expr(of, cx)?;
        let wanted = [
            Type::Map,
            Type::NodeOrRelationship,
            Type::Point,
            Type::Duration,
            Type::Temporal,
        ];
        if !ty.may_be(&wanted) {
            return Err(self.mismatch(
                "Map, Node, Relationship, Point, Duration, Date, Time, LocalTime, LocalDateTime or DateTime",
                &ty,
                of,
            ));
        }
        let reference = self.key(&key.text);
        let mut result = Ty::Any;
        if matches!(ty, Ty::Of(Type::Node | Type::Relationship)) {
            self.places.keys.push((reference, key.span));
            result = Ty::Stored;
        }
        Ok((
            Expr::Property(Box::new(bound), reference, key.text.clone()),
            result,
        ))
    }

    fn index(&mut self, of: &ast::Expr, index: &ast::Expr, cx: &mut Cx<'_>) -> Bound {
        let (bound, ty) = self.expr(of, cx)?;
        let (index_bound, index_ty) = self.expr(index, cx)?;
        if !ty.may_be(&[Type::List, Type::Map, Type::NodeOrRelationship]) {
            return Err(self.mismatch("List<T>, Map, Node or Relationship", &ty, of));
        }
        if let (Ty::Of(Type::Node | Type::Relationship), Expr::Literal(Value::String(key))) =
            (&ty, &index_bound)
        {
            let reference = self.key(&Text::new(key));
            self.places.keys.push((reference, index.span));
        }
        if matches!(ty, Ty::List(_)) && !index_ty.may_be(&[Type::Integer]) {
            let place = match of.kind {
                ExprKind::Parameter(_) => of.span,
                _ => index.span,
            };
            return Err(self.error(
                Status::StaticIndexType,
                place,
                format!(
                    "Type mismatch: list index must be given as Integer, but was {}",
                    index_ty.name()
                ),
            ));
        }
        if matches!(
            ty,
            Ty::Of(Type::Map | Type::Node | Type::Relationship | Type::OneOf(_))
        ) && !index_ty.may_be(&[Type::String])
        {
            return Err(self.error(
                Status::StaticIndexType,
                index.span,
                format!(
                    "Type mismatch: map key must be given as String, but was {}",
                    index_ty.name()
                ),
            ));
        }
        Ok((
            Expr::Index(Box::new(bound), Box::new(index_bound)),
            ty.item(),
        ))
    }

    fn slice(
        &mut self,
        of: &ast::Expr,
        from: Option<&ast::Expr>,
        to: Option<&ast::Expr>,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let (bound, ty) = self.list_operand(of, cx)?;
        let mut bounds = [None, None];
        for (bound, written) in bounds.iter_mut().zip([from, to]) {
            if let Some(written) = written {
                *bound = Some(Box::new(self.typed(written, cx, &[Type::Integer])?));
            }
        }
        let [from, to] = bounds;
        Ok((Expr::Slice(Box::new(bound), from, to), ty))
    }

    fn list(&mut self, items: &[ast::Expr], cx: &mut Cx<'_>) -> Bound {
        // With a null among them the items may be of any type, as on Neo4j.
        let null = |item: &ast::Expr| matches!(item.kind, ExprKind::Literal(Value::Null));
        let of_any = items.is_empty() || items.iter().any(null);
        let literals = items.iter().map(|item| match &item.kind {
            ExprKind::Literal(value) => Some(value.clone()),
            _ => None,
        });
        // A list of constants is one constant, and may be long.
        if let Some(values) = literals.collect::<Option<Vec<Value>>>() {
            let types = values.iter().map(literal_type);
            let joined = types.reduce(Ty::join).filter(|_| !of_any);
            let ty = Ty::list_of(joined.unwrap_or(Ty::Any));
            return Ok((Expr::Literal(Value::list(values)), ty));
        }
        let mut bound = Vec::with_capacity(items.len());
        let mut item_ty: Option<Ty> = None;
        for item in items {
            let (expr, ty) = self.expr(item, cx)?;
            item_ty = Some(match item_ty {
                None => ty,
                Some(known) => known.join(ty),
            });
            bound.push(expr);
        }
        let ty = Ty::list_of(item_ty.filter(|_| !of_any).unwrap_or(Ty::Any));
        // A list of constants is one constant.
        if bound.iter().all(|e| matches!(e, Expr::Literal(_))) {
            let values = bound
                .into_iter()
                .filter_map(|e| {
                    if let Expr::Literal(value) = e {
                        Some(value)
                    } else {
                        None
                    }
                })
                .collect();
            return Ok((Expr::Literal(Value::list(values)), ty));
        }
        Ok((Expr::List(bound), ty))
    }

    fn map_projection(
        &mut self,
        of: &ast::Name,
        items: &[ast::MapProjectionItem],
        cx: &mut Cx<'_>,
    ) -> Bound {
        let (of_bound, of_ty) = self.variable_expr(&of.text, of.span, cx)?;
        if !of_ty.may_be(&[Type::Map, Type::NodeOrRelationship]) {
            let wanted = one_of(&[Type::Map, Type::NodeOrRelationship]);
            return Err(self.mismatch_as(Status::StaticEntityType, &wanted, &of_ty, of.span));
        }
        let mut all = false;
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            match item {
                ast::MapProjectionItem::All(_) => all = true,
                ast::MapProjectionItem::Property(key) => {
                    let reference = self.key(&key.text);
                    if matches!(of_ty, Ty::Of(Type::Node | Type::Relationship)) {
                        self.places.keys.push((reference, key.span));
                    }
                    bound.push((
                        key.text.clone(),
                        Expr::Property(Box::new(of_bound.clone()), reference, key.text.clone()),
                    ));
                }
                ast::MapProjectionItem::Literal(key, value) => {
                    bound.push((key.text.clone(), self.expr(value, cx)?.0));
                }
                ast::MapProjectionItem::Variable(name) => {
                    let value = self.variable_expr(&name.text, name.span, cx)?.0;
                    bound.push((name.text.clone(), value));
                }
            }
        }
        let items = dedup(bound);
        let slot = |of: &Expr| match of {
            Expr::Slot(slot) => Some(*slot),
            _ => None,
        };
        let of_it = |(_, value): &(Text, Expr)| match value {
            Expr::Property(it, ..) => slot(it).is_some() && slot(it) == slot(&of_bound),
            _ => false,
        };
        let or_null = !all
            && !items.is_empty()
            && matches!(of_ty, Ty::Of(Type::Node | Type::Relationship))
            && items.iter().all(of_it);
        Ok((
            Expr::MapProjection {
                of: Box::new(of_bound),
                all,
                items,
                or_null,
            },
            Ty::Of(Type::Map),
        ))
    }

    fn logic(
        &mut self,
        parts: &[ast::Expr],
        cx: &mut Cx<'_>,
        make: fn(Vec<Expr>) -> Expr,
    ) -> Bound {
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            bound.push(self.boolean_operand(part, cx)?);
        }
        Ok((make(bound), Ty::Of(Type::Boolean)))
    }

    /// `x IS NORMALIZED` is `x = normalize(x)` of a text, and null of anything else.
    fn is_normalized(
        &mut self,
        of: &ast::Expr,
        form: ast::NormalForm,
        yes: bool,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let Some(normalize) = crate::functions::find("normalize", self.language) else {
            return Err(self.unsupported("IS NORMALIZED", of.span));
        };
        let of = self.expr(of, cx)?.0;
        let text = ast::ValueType {
            members: vec![ast::TypeMember {
                kind: ast::TypeKind::Named("STRING"),
                not_null: true,
            }],
        };
        let form = Expr::Literal(Value::string(form.text()));
        let normal = Expr::Function(normalize, vec![of.clone(), form]);
        let op = if yes {
            ast::CompareOp::Equal
        } else {
            ast::CompareOp::NotEqual
        };
        let test = Expr::Compare(Box::new(of.clone()), vec![(op, normal)]);
        let is_text = Expr::IsTyped(Box::new(of), Box::new(text), true);
        Ok((
            Expr::Case {
                subject: None,
                branches: vec![(is_text, test)],
                otherwise: None,
            },
            Ty::Of(Type::Boolean),
        ))
    }

    fn binary(
        &mut self,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let (left_bound, left_ty) = self.expr(left, cx)?;
        let (right_bound, right_ty) = self.expr(right, cx)?;
        match op {
            BinaryOp::In => {
                if !right_ty.may_be(&[Type::List]) {
                    return Err(self.mismatch("List<T>", &right_ty, right));
                }
            }
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains => {}
            BinaryOp::Matches => {
                self.expect_operand(&left_ty, &[Type::String], left)?;
                self.expect_operand(&right_ty, &[Type::String], right)?;
            }
        }
        Ok((
            Expr::Binary(op, Box::new(left_bound), Box::new(right_bound)),
            Ty::Of(Type::Boolean),
        ))
    }

    /// Binds a label or type expression. In an expression either table may be meant.
    pub(super) fn label_predicate(
        &mut self,
        labels: &LabelExpr,
        names: Names,
    ) -> Result<LabelPredicate, Failure> {
        Ok(match labels {
            LabelExpr::Name(LabelName::Fixed(name)) => {
                let label = self.label(&name.text);
                let ty = self.relationship_type(&name.text);
                match names {
                    Names::Labels => self.places.labels.push((label, name.span)),
                    Names::Types => self.places.types.push((ty, name.span)),
                }
                LabelPredicate::Has(label, ty)
            }
            LabelExpr::Name(LabelName::Dynamic { span, .. }) => {
                return Err(self.error(
                    Status::DynamicLabelPlace,
                    *span,
                    "Dynamic Label and Types are only allowed in MATCH, CREATE, MERGE, SET and REMOVE clauses.",
                ));
            }
            LabelExpr::And(parts) => LabelPredicate::And(self.label_predicates(parts, names)?),
            LabelExpr::Or(parts) => LabelPredicate::Or(self.label_predicates(parts, names)?),
            LabelExpr::Not(part) => {
                LabelPredicate::Not(Box::new(self.label_predicate(part, names)?))
            }
            LabelExpr::Wildcard(_) => LabelPredicate::Any,
        })
    }

    fn label_predicates(
        &mut self,
        parts: &[LabelExpr],
        names: Names,
    ) -> Result<Vec<LabelPredicate>, Failure> {
        parts
            .iter()
            .map(|part| self.label_predicate(part, names))
            .collect()
    }
}

/// A wrong type as Neo4j tells it of an operand.
pub(super) fn as_operand(failure: Failure, operand: &ast::Expr) -> Failure {
    let told = match (&operand.kind, failure.status) {
        (ExprKind::Variable(_), Status::StaticEntityType) => Status::StaticTypeMismatch,
        (_, status) => status,
    };
    Failure {
        status: told,
        ..failure
    }
}

/// Later entries of the same key win.
fn dedup(entries: Vec<(Text, Expr)>) -> Vec<(Text, Expr)> {
    let mut seen = indexmap::IndexMap::<Text, Expr, foldhash::fast::RandomState>::default();
    for (key, value) in entries {
        seen.insert(key, value);
    }
    seen.into_iter().collect()
}

fn literal_type(value: &Value) -> Ty {
    match value {
        Value::Null => Ty::Null,
        Value::Boolean(_) => Ty::Of(Type::Boolean),
        Value::Integer(_) => Ty::Of(Type::Integer),
        Value::Float(_) => Ty::Of(Type::Float),
        Value::String(_) => Ty::Of(Type::String),
        Value::List(items) => Ty::list_of(common_type(items)),
        Value::Map(_) => Ty::Of(Type::Map),
        _ => Ty::Any,
    }
}

/// The type of all items of a list, of which there may be a million.
fn common_type(items: &[Value]) -> Ty {
    let mut common: Option<Ty> = None;
    for item in items {
        common = Some(match common {
            // With a null among them the items may be of any type, as on Neo4j.
            _ if item.is_null() => return Ty::Any,
            Some(Ty::Any) => return Ty::Any,
            Some(ty) if is_of(item, &ty) => ty,
            Some(ty) => ty.join(literal_type(item)),
            None => literal_type(item),
        });
    }
    common.unwrap_or(Ty::Any)
}

/// Whether the type of an item changes nothing about what is common so far. Where it says no, it may.
fn is_of(item: &Value, common: &Ty) -> bool {
    match (item, common) {
        (Value::Boolean(_), Ty::Of(Type::Boolean))
        | (Value::Integer(_), Ty::Of(Type::Integer | Type::Number))
        | (Value::Float(_), Ty::Of(Type::Float | Type::Number))
        | (Value::String(_), Ty::Of(Type::String))
        | (Value::Map(_), Ty::Of(Type::Map)) => true,
        (Value::List(items), Ty::List(inner)) => {
            matches!(**inner, Ty::Any)
                || !items.is_empty() && items.iter().all(|item| is_of(item, inner))
        }
        _ => false,
    }
}
