//! Binding expressions: names to slots and locals, static types, aggregation rules.

use quiver_types::{Failure, Map, Status, Text, Value};

use super::clause::Place;
use super::scope::{Scope, Variable};
use super::types::{Ty, one_of};
use super::{Binder, walk};
use crate::functions::{self, Function, Type};
use crate::plan::expression::{ArithmeticOp, BinaryOp, SubqueryKind};
use crate::plan::{Aggregate, Expr, LabelPredicate, LocalId, Operator, OperatorKind, SlotId};
use crate::syntax::ast::{self, ExprKind, LabelExpr, LabelName, Span};

/// What an expression may do with aggregations.
pub enum Aggregation {
    /// Nothing: WHERE, patterns, UNWIND, ...
    Forbidden,
    /// Collect them: projections.
    Allowed(Vec<Aggregate>),
    /// It is the argument of one.
    Inside,
}

/// Where an expression stands.
pub struct Cx<'s> {
    /// Variables it sees.
    pub scope: &'s Scope,
    /// Variables of the expression itself, innermost last.
    pub locals: Vec<(Text, LocalId, Ty)>,
    /// Aggregations.
    pub aggregation: Aggregation,
}

impl<'s> Cx<'s> {
    /// An expression that may not aggregate.
    pub fn plain(scope: &'s Scope) -> Self {
        Self {
            scope,
            locals: Vec::new(),
            aggregation: Aggregation::Forbidden,
        }
    }

    /// An item of a projection.
    pub fn projecting(scope: &'s Scope) -> Self {
        Self {
            scope,
            locals: Vec::new(),
            aggregation: Aggregation::Allowed(Vec::new()),
        }
    }

    /// The aggregations met.
    pub fn into_aggregates(self) -> Vec<Aggregate> {
        match self.aggregation {
            Aggregation::Allowed(aggregates) => aggregates,
            Aggregation::Forbidden | Aggregation::Inside => Vec::new(),
        }
    }
}

type Bound = Result<(Expr, Ty), Failure>;

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

    fn boolean(&mut self, expr: &ast::Expr, cx: &mut Cx<'_>) -> Result<Expr, Failure> {
        // Only here, where a truth value is wanted, may a bare pattern stand.
        if let ExprKind::Pattern(pattern) = &expr.kind
            && pattern.shortest == ast::Shortest::No
        {
            return Ok(self.pattern_expr(pattern, expr.span, cx)?.0);
        }
        self.typed(expr, cx, &[Type::Boolean])
    }

    /// Binds an expression whose value must be able to be one of `wanted`.
    pub(super) fn typed(
        &mut self,
        expr: &ast::Expr,
        cx: &mut Cx<'_>,
        wanted: &[Type],
    ) -> Result<Expr, Failure> {
        let (bound, ty) = self.expr(expr, cx)?;
        self.expect(&ty, wanted, expr.span)?;
        Ok(bound)
    }

    fn expect(&self, ty: &Ty, wanted: &[Type], span: Span) -> Result<(), Failure> {
        if ty.may_be(wanted) {
            Ok(())
        } else {
            Err(self.mismatch(&one_of(wanted), ty, span))
        }
    }

    fn mismatch(&self, wanted: &str, ty: &Ty, span: Span) -> Failure {
        self.error(
            Status::StaticTypeMismatch,
            span,
            format!("Type mismatch: expected {wanted} but was {}", ty.name()),
        )
    }

    /// Looks a variable up and notes its use by subqueries.
    pub(super) fn variable(
        &mut self,
        name: &str,
        span: Span,
        scope: &Scope,
    ) -> Result<Variable, Failure> {
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
            ExprKind::Parameter(name) => Ok((Expr::Parameter(self.parameter(name)), Ty::Any)),
            ExprKind::Variable(name) => self.variable_expr(name, span, cx),
            ExprKind::Property(of, key) => self.property(of, key, cx),
            ExprKind::Index(of, index) => self.index(of, index, cx),
            ExprKind::Slice(of, from, to) => self.slice(of, from.as_deref(), to.as_deref(), cx),
            ExprKind::HasLabels(of, labels) => {
                let of = self.typed(of, cx, &[Type::NodeOrRelationship])?;
                let labels = self.label_predicate(labels, true)?;
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
                let part = self.boolean(part, cx)?;
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
                let (first, mut ty) = self.expr(first, cx)?;
                let mut bound = Vec::with_capacity(rest.len());
                for (op, operand) in rest {
                    let (right, right_ty) = self.expr(operand, cx)?;
                    ty = self.arithmetic(*op, &ty, &right_ty, span, operand.span)?;
                    bound.push((*op, right));
                }
                Ok((Expr::Arithmetic(Box::new(first), bound), ty))
            }
            ExprKind::Power(parts) => self.power(parts, cx),
            ExprKind::Negate(part) => {
                let (bound, ty) = self.expr(part, cx)?;
                self.expect(&ty, &[Type::Number, Type::Duration], part.span)?;
                Ok((Expr::Negate(Box::new(bound)), ty))
            }
            ExprKind::Plus(part) => {
                let (bound, ty) = self.expr(part, cx)?;
                self.expect(&ty, &[Type::Number], part.span)?;
                Ok((bound, ty))
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, cx),
            ExprKind::IsNull(of, yes) => {
                let of = self.expr(of, cx)?.0;
                Ok((Expr::IsNull(Box::new(of), *yes), Ty::Of(Type::Boolean)))
            }
            ExprKind::IsTyped(..) => Err(self.unsupported("the type predicate `IS ::`", span)),
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref(), cx),
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
            } => {
                let (initial, initial_ty) = self.expr(initial, cx)?;
                let (list, list_ty) = self.list_operand(list, cx)?;
                // The accumulator may change its type from step to step.
                let accumulator = self.push_local(cx, accumulator, Ty::Any);
                let variable = self.push_local(cx, variable, list_ty.item());
                let (body, body_ty) = self.expr(body, cx)?;
                cx.locals.truncate(cx.locals.len() - 2);
                Ok((
                    Expr::Reduce {
                        accumulator,
                        initial: Box::new(initial),
                        variable,
                        list: Box::new(list),
                        body: Box::new(body),
                    },
                    initial_ty.join(body_ty),
                ))
            }
            ExprKind::Pattern(pattern) if pattern.shortest != ast::Shortest::No => {
                self.pattern_expr(pattern, span, cx)
            }
            ExprKind::Pattern(_) => Err(self.error(
                Status::InvalidSemantics,
                span,
                "A pattern expression should only be used in order to test the existence of a pattern. It should therefore only be used in contexts that evaluate to a boolean, e.g. inside the function exists() or in a WHERE-clause; to count matches use COUNT { ... }",
            )),
            ExprKind::PatternComprehension {
                pattern,
                predicate,
                projection,
            } => self.pattern_comprehension(pattern, predicate.as_deref(), projection, cx),
            ExprKind::Subquery(kind, query) => self.subquery_expr(*kind, query, span, cx),
        }
    }

    fn variable_expr(&mut self, name: &Text, span: Span, cx: &Cx<'_>) -> Bound {
        if let Some((_, id, ty)) = cx.locals.iter().rev().find(|(local, _, _)| local == name) {
            return Ok((Expr::Local(*id), ty.clone()));
        }
        let variable = self.variable(name, span, cx.scope)?;
        Ok((Expr::Slot(variable.slot), variable.ty))
    }

    fn push_local(&mut self, cx: &mut Cx<'_>, name: &ast::Name, ty: Ty) -> LocalId {
        let id = LocalId(cx.locals.len() as u32);
        cx.locals.push((name.text.clone(), id, ty));
        self.tables.locals = self.tables.locals.max(id.0 + 1);
        id
    }

    fn list_operand(&mut self, list: &ast::Expr, cx: &mut Cx<'_>) -> Bound {
        let (bound, ty) = self.expr(list, cx)?;
        if !ty.may_be(&[Type::List]) {
            return Err(self.mismatch("List<T>", &ty, list.span));
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
                of.span,
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
            return Err(self.mismatch("List<T>, Map, Node or Relationship", &ty, of.span));
        }
        if matches!(ty, Ty::List(_)) && !index_ty.may_be(&[Type::Integer]) {
            return Err(self.error(
                Status::StaticIndexType,
                index.span,
                format!(
                    "Type mismatch: list index must be given as Integer, but was {}",
                    index_ty.name()
                ),
            ));
        }
        if matches!(ty, Ty::Of(Type::Map | Type::Node | Type::Relationship))
            && !index_ty.may_be(&[Type::String])
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
        let ty = Ty::list_of(item_ty.unwrap_or(Ty::Any));
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
        self.expect(&of_ty, &[Type::Map, Type::NodeOrRelationship], of.span)?;
        let mut all = false;
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            match item {
                ast::MapProjectionItem::All(_) => all = true,
                ast::MapProjectionItem::Property(key) => {
                    let reference = self.key(&key.text);
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
        Ok((
            Expr::MapProjection {
                of: Box::new(of_bound),
                all,
                items,
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
            bound.push(self.boolean(part, cx)?);
        }
        Ok((make(bound), Ty::Of(Type::Boolean)))
    }

    fn power(&mut self, parts: &[ast::Expr], cx: &mut Cx<'_>) -> Bound {
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            bound.push(self.typed(part, cx, &[Type::Number])?);
        }
        let mut bound = bound.into_iter();
        let Some(first) = bound.next() else {
            return Ok((Expr::Literal(Value::Null), Ty::Null));
        };
        let rest = bound.map(|e| (ArithmeticOp::Power, e)).collect();
        Ok((Expr::Arithmetic(Box::new(first), rest), Ty::Of(Type::Float)))
    }

    fn arithmetic(
        &self,
        op: ArithmeticOp,
        left: &Ty,
        right: &Ty,
        left_span: Span,
        right_span: Span,
    ) -> Result<Ty, Failure> {
        const NUMBERS: &[Type] = &[Type::Number, Type::Duration];
        match op {
            ArithmeticOp::Add | ArithmeticOp::Concat => {
                if matches!(left, Ty::List(_)) || matches!(right, Ty::List(_)) {
                    let (a, b) = (element(left), element(right));
                    return Ok(Ty::list_of(a.join(b)));
                }
                let wanted = [
                    Type::Number,
                    Type::String,
                    Type::Duration,
                    Type::Temporal,
                    Type::List,
                ];
                for (ty, span) in [(left, left_span), (right, right_span)] {
                    let text = [left, right].iter().any(|t| **t == Ty::Of(Type::String));
                    let concatenable = text && ty.may_be(&[Type::Boolean, Type::Point]);
                    if !ty.may_be(&wanted) && !concatenable {
                        return Err(self.mismatch("Float, Integer, String or List<T>", ty, span));
                    }
                }
                Ok(match (left, right) {
                    (Ty::Of(Type::String), _) | (_, Ty::Of(Type::String)) => Ty::Of(Type::String),
                    (Ty::Of(a), Ty::Of(b)) => numeric(*a, *b),
                    _ => Ty::Any,
                })
            }
            ArithmeticOp::Subtract => {
                let wanted = [Type::Number, Type::Duration, Type::Temporal];
                for (ty, span) in [(left, left_span), (right, right_span)] {
                    if !ty.may_be(&wanted) {
                        return Err(self.mismatch("Float, Integer or Duration", ty, span));
                    }
                }
                Ok(both(left, right))
            }
            ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => {
                for (ty, span) in [(left, left_span), (right, right_span)] {
                    if !ty.may_be(NUMBERS) {
                        return Err(self.mismatch("Float, Integer or Duration", ty, span));
                    }
                }
                Ok(both(left, right))
            }
            ArithmeticOp::Power => Ok(Ty::Of(Type::Float)),
        }
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
                    return Err(self.mismatch("List<T>", &right_ty, right.span));
                }
            }
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains => {}
            BinaryOp::Matches => {
                self.expect(&left_ty, &[Type::String], left.span)?;
                self.expect(&right_ty, &[Type::String], right.span)?;
            }
        }
        Ok((
            Expr::Binary(op, Box::new(left_bound), Box::new(right_bound)),
            Ty::Of(Type::Boolean),
        ))
    }

    fn case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[(ast::Expr, ast::Expr)],
        otherwise: Option<&ast::Expr>,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let subject = match subject {
            Some(subject) => Some(Box::new(self.expr(subject, cx)?.0)),
            None => None,
        };
        let mut ty: Option<Ty> = None;
        let mut bound = Vec::with_capacity(branches.len());
        for (when, then) in branches {
            let when = if subject.is_some() {
                self.expr(when, cx)?.0
            } else {
                self.boolean(when, cx)?
            };
            let (then, then_ty) = self.expr(then, cx)?;
            ty = Some(ty.map_or(then_ty.clone(), |known| known.join(then_ty)));
            bound.push((when, then));
        }
        let otherwise = match otherwise {
            Some(otherwise) => {
                let (bound, other_ty) = self.expr(otherwise, cx)?;
                ty = Some(ty.map_or(other_ty.clone(), |known| known.join(other_ty)));
                Some(Box::new(bound))
            }
            None => None,
        };
        Ok((
            Expr::Case {
                subject,
                branches: bound,
                otherwise,
            },
            ty.unwrap_or(Ty::Any),
        ))
    }

    fn function(
        &mut self,
        name: &ast::Name,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        if name.text.eq_ignore_ascii_case("exists")
            && let [argument] = arguments
        {
            return match &argument.kind {
                ExprKind::Pattern(pattern) => self.pattern_expr(pattern, span, cx),
                _ => Err(self.error(
                    Status::InvalidSemantics,
                    span,
                    "`exists(...)` takes a pattern; to test a property write `... IS NOT NULL`",
                )),
            };
        }
        let Some(function) = functions::find(&name.text) else {
            return Err(self.error(
                Status::UnknownFunction,
                name.span,
                format!("Unknown function '{}'", name.text),
            ));
        };
        self.check_arity(function, arguments.len(), span)?;
        if distinct && !function.is_aggregate() {
            return Err(self.error(
                Status::InvalidSemantics,
                span,
                format!("Invalid use of DISTINCT with function '{}'", function.name),
            ));
        }
        if function.is_aggregate() {
            return self.aggregate_call(function, distinct, arguments, span, cx);
        }
        let bound = self.arguments(function, arguments, cx)?;
        let ty = match (function.name, bound.first()) {
            ("coalesce" | "reverse" | "tail", Some((_, ty))) if bound.len() == 1 => ty.clone(),
            ("head" | "last", Some((_, ty))) => ty.item(),
            ("nodes", _) => Ty::list_of(Ty::Of(Type::Node)),
            ("relationships", _) => Ty::list_of(Ty::Of(Type::Relationship)),
            ("range", _) => Ty::list_of(Ty::Of(Type::Integer)),
            ("labels" | "keys" | "split", _) => Ty::list_of(Ty::Of(Type::String)),
            _ => Ty::declared(function.returns),
        };
        let arguments = bound.into_iter().map(|(e, _)| e).collect();
        Ok((Expr::Function(function, arguments), ty))
    }

    fn check_arity(&self, function: &Function, given: usize, span: Span) -> Result<(), Failure> {
        let most = if function.variadic {
            usize::MAX
        } else {
            function.arguments.len()
        };
        let what = if given < function.required {
            "Insufficient parameters"
        } else if given > most {
            "Too many parameters"
        } else {
            return Ok(());
        };
        let takes = match (function.required, most) {
            (least, usize::MAX) => format!("{least} or more"),
            (least, most) if least == most => format!("{least}"),
            (least, most) => format!("{least} to {most}"),
        };
        Err(self.error(
            Status::InvalidSemantics,
            span,
            format!(
                "{what} for function '{}': it takes {takes}, {given} given",
                function.name
            ),
        ))
    }

    fn arguments(
        &mut self,
        function: &Function,
        arguments: &[ast::Expr],
        cx: &mut Cx<'_>,
    ) -> Result<Vec<(Expr, Ty)>, Failure> {
        let mut bound = Vec::with_capacity(arguments.len());
        for (position, argument) in arguments.iter().enumerate() {
            let declared = function
                .arguments
                .get(position)
                .or(function.arguments.last());
            let (expr, ty) = self.expr(argument, cx)?;
            if let Some(wanted) = alternatives(function.name) {
                self.expect(&ty, wanted, argument.span)?;
            } else if let Some((_, wanted)) = declared {
                self.expect(&ty, &[*wanted], argument.span)?;
            }
            bound.push((expr, ty));
        }
        Ok(bound)
    }

    fn aggregate_call(
        &mut self,
        function: &'static Function,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let outer = std::mem::replace(&mut cx.aggregation, Aggregation::Inside);
        if !matches!(outer, Aggregation::Allowed(_)) {
            cx.aggregation = outer;
            return Err(self.misplaced_aggregate(span, cx));
        }
        let bound = self.arguments(function, arguments, cx);
        cx.aggregation = outer;
        let bound = bound?;
        if bound.iter().any(|(e, _)| is_random(e)) {
            return Err(self.error(
                Status::InvalidSemantics,
                span,
                "Can't use non-deterministic (random) functions inside of aggregate functions",
            ));
        }
        let ty = match (function.name, bound.first()) {
            ("collect", Some((_, ty))) => Ty::list_of(ty.clone()),
            ("min" | "max", Some((_, ty))) => ty.clone(),
            _ => Ty::declared(function.returns),
        };
        let arguments = bound.into_iter().map(|(e, _)| e).collect();
        let slot = self.aggregate(Some(function), distinct, arguments, span, cx)?;
        Ok((Expr::Slot(slot), ty))
    }

    fn aggregate(
        &mut self,
        function: Option<&'static Function>,
        distinct: bool,
        arguments: Vec<Expr>,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Result<SlotId, Failure> {
        let slot = self.hidden_slot();
        match &mut cx.aggregation {
            // Locals of the arguments' own (list comprehensions and their kin) are fine.
            Aggregation::Allowed(aggregates) if cx.locals.is_empty() => {
                // The same aggregation twice in one projection is computed once.
                let fresh = Aggregate {
                    slot,
                    function,
                    distinct,
                    arguments,
                };
                if let Some(known) = aggregates
                    .iter()
                    .find(|known| same_aggregate(known, &fresh))
                {
                    return Ok(known.slot);
                }
                aggregates.push(fresh);
                Ok(slot)
            }
            _ => Err(self.misplaced_aggregate(span, cx)),
        }
    }

    fn misplaced_aggregate(&self, span: Span, cx: &Cx<'_>) -> Failure {
        let message = match cx.aggregation {
            Aggregation::Inside => "Can't use aggregate functions inside of aggregate functions",
            Aggregation::Forbidden | Aggregation::Allowed(_) => {
                "Invalid use of aggregating function in this context; aggregate in a WITH or RETURN of its own"
            }
        };
        self.error(Status::InvalidSemantics, span, message)
    }

    /// Binds a label or type expression. In an expression either table may be meant.
    pub(super) fn label_predicate(
        &mut self,
        labels: &LabelExpr,
        read: bool,
    ) -> Result<LabelPredicate, Failure> {
        Ok(match labels {
            LabelExpr::Name(LabelName::Fixed(name)) => {
                let label = self.label(&name.text);
                if read {
                    self.places.labels.push((label, name.span));
                }
                LabelPredicate::Has(label, self.relationship_type(&name.text))
            }
            LabelExpr::Name(LabelName::Dynamic(_, span)) => {
                return Err(self.unsupported("a dynamic label in a pattern", *span));
            }
            LabelExpr::And(parts) => LabelPredicate::And(self.label_predicates(parts, read)?),
            LabelExpr::Or(parts) => LabelPredicate::Or(self.label_predicates(parts, read)?),
            LabelExpr::Not(part) => {
                LabelPredicate::Not(Box::new(self.label_predicate(part, read)?))
            }
            LabelExpr::Wildcard(_) => LabelPredicate::Any,
        })
    }

    fn label_predicates(
        &mut self,
        parts: &[LabelExpr],
        read: bool,
    ) -> Result<Vec<LabelPredicate>, Failure> {
        parts
            .iter()
            .map(|part| self.label_predicate(part, read))
            .collect()
    }

    /// The scope a subquery of an expression sees: the surrounding one, and its locals as slots.
    fn inner_scope(&mut self, cx: &Cx<'_>) -> (Scope, Vec<(LocalId, SlotId)>) {
        let mut scope = cx.scope.clone();
        scope.settle();
        let mut imports = Vec::new();
        for (name, id, ty) in &cx.locals {
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

    fn subquery_expr(
        &mut self,
        kind: SubqueryKind,
        query: &ast::Query,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let (scope, imports) = self.inner_scope(cx);
        let columns = std::cell::Cell::new(0);
        let (expr, _) = self.as_subquery(kind, imports, |binder| {
            let bound = binder.query(query, &scope, Place::Expression)?;
            columns.set(bound.columns.len());
            Ok(bound)
        })?;
        if kind == SubqueryKind::Collect && columns.get() != 1 {
            return Err(self.error(
                Status::InvalidSemantics,
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
    fn pattern_expr(&mut self, pattern: &ast::PathPattern, span: Span, cx: &mut Cx<'_>) -> Bound {
        let (mut scope, imports) = self.inner_scope(cx);
        self.check_no_new_variables(pattern, &scope)?;
        if pattern.shortest == ast::Shortest::No {
            if pattern.hops.is_empty() {
                return Err(self.error(
                    Status::InvalidSemantics,
                    span,
                    "A pattern expression needs at least one relationship",
                ));
            }
            let (expr, _) = self.as_subquery(SubqueryKind::Exists, imports, |binder| {
                binder.pattern_query(pattern, None, None, &mut scope)
            })?;
            return Ok((expr, Ty::Of(Type::Boolean)));
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

    fn pattern_comprehension(
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

    fn check_no_new_variables(
        &self,
        pattern: &ast::PathPattern,
        scope: &Scope,
    ) -> Result<(), Failure> {
        let nodes = std::iter::once(&pattern.start).chain(pattern.hops.iter().map(|(_, n)| n));
        let names = nodes
            .filter_map(|n| n.variable.as_ref())
            .chain(pattern.hops.iter().filter_map(|(r, _)| r.variable.as_ref()));
        for name in names {
            if scope.get(&name.text).is_none() {
                return Err(self.error(
                    Status::UndefinedVariable,
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

fn is_random(expr: &Expr) -> bool {
    let mut random = false;
    walk::visit(expr, &mut |e| {
        random |= matches!(e, Expr::Function(f, _) if matches!(f.name, "rand" | "randomUUID"));
    });
    random
}

/// Functions of one argument that take one of several types.
fn alternatives(function: &str) -> Option<&'static [Type]> {
    Some(match function {
        "size" => &[Type::String, Type::List],
        "reverse" => &[Type::String, Type::List],
        "properties" => &[Type::Node, Type::Relationship, Type::Map],
        "keys" => &[Type::Node, Type::Relationship, Type::Map],
        "isEmpty" => &[Type::String, Type::List, Type::Map],
        "sum" => &[Type::Float, Type::Integer, Type::Duration],
        "avg" => &[Type::Float, Type::Integer, Type::Duration],
        _ => return None,
    })
}

fn same_aggregate(a: &Aggregate, b: &Aggregate) -> bool {
    a.distinct == b.distinct
        && match (a.function, b.function) {
            (None, None) => true,
            (Some(a), Some(b)) => a.name == b.name,
            _ => false,
        }
        && a.arguments.len() == b.arguments.len()
        && a.arguments
            .iter()
            .zip(&b.arguments)
            .all(|(a, b)| walk::same(a, b))
}

/// Later entries of the same key win.
fn dedup(entries: Vec<(Text, Expr)>) -> Vec<(Text, Expr)> {
    let mut seen = indexmap::IndexMap::<Text, Expr, foldhash::fast::RandomState>::default();
    for (key, value) in entries {
        seen.insert(key, value);
    }
    seen.into_iter().collect()
}

fn element(ty: &Ty) -> Ty {
    match ty {
        Ty::List(item) => item.as_ref().clone(),
        other => other.clone(),
    }
}

fn numeric(a: Type, b: Type) -> Ty {
    match (a, b) {
        (Type::Integer, Type::Integer) => Ty::Of(Type::Integer),
        (Type::Float, Type::Integer | Type::Float) | (Type::Integer, Type::Float) => {
            Ty::Of(Type::Float)
        }
        (Type::Duration, Type::Duration) => Ty::Of(Type::Duration),
        _ => Ty::Any,
    }
}

fn both(left: &Ty, right: &Ty) -> Ty {
    match (left, right) {
        (Ty::Of(a), Ty::Of(b)) => numeric(*a, *b),
        _ => Ty::Any,
    }
}

fn literal_type(value: &Value) -> Ty {
    match value {
        Value::Null => Ty::Null,
        Value::Boolean(_) => Ty::Of(Type::Boolean),
        Value::Integer(_) => Ty::Of(Type::Integer),
        Value::Float(_) => Ty::Of(Type::Float),
        Value::String(_) => Ty::Of(Type::String),
        _ => Ty::Any,
    }
}

/// A map literal that is all constants is one constant; used for parameters of commands.
pub(super) fn constant(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Literal(value) => Some(value.clone()),
        Expr::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for (key, value) in entries {
                map.insert(key.clone(), constant(value)?);
            }
            Some(Value::map(map))
        }
        _ => None,
    }
}
