//! Binding sums, products and powers: which types go with each other, and what they give.
//! Meet `Binder::arithmetic`.

use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::expression::{Bound, Cx, as_operand};
use super::types::Ty;
use crate::functions::Type;
use crate::plan::Expr;
use crate::plan::expression::ArithmeticOp;
use crate::syntax::ast;

impl Binder<'_> {
    pub(super) fn power(&mut self, parts: &[ast::Expr], cx: &mut Cx<'_>) -> Bound {
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            let (operand, ty) = self.expr(part, cx)?;
            self.expect_operand(&ty, &[Type::Number], part)?;
            bound.push(operand);
        }
        let mut bound = bound.into_iter();
        let Some(first) = bound.next() else {
            return Ok((Expr::Literal(Value::Null), Ty::Null));
        };
        let rest = bound.map(|e| (ArithmeticOp::Power, e)).collect();
        Ok((Expr::Arithmetic(Box::new(first), rest), Ty::Of(Type::Float)))
    }

    pub(super) fn arithmetic(
        &self,
        op: ArithmeticOp,
        left: &Ty,
        right: &Ty,
        left_expr: &ast::Expr,
        right_expr: &ast::Expr,
    ) -> Result<Ty, Failure> {
        const NUMBERS: &[Type] = &[Type::Number, Type::Duration];
        match op {
            ArithmeticOp::Concat => {
                // Two strings or two lists; what one is known to be, the other must be.
                let wanted: &[Type] = match (left, right) {
                    (Ty::List(_), _) | (_, Ty::List(_)) => &[Type::List],
                    (Ty::Of(Type::String), _) | (_, Ty::Of(Type::String)) => &[Type::String],
                    _ => &[Type::String, Type::List],
                };
                self.expect(left, wanted, left_expr)?;
                self.expect(right, wanted, right_expr)?;
                Ok(match (left, right) {
                    (Ty::List(a), Ty::List(b)) => {
                        Ty::list_of(a.as_ref().clone().join(b.as_ref().clone()))
                    }
                    (Ty::Of(Type::String), _) | (_, Ty::Of(Type::String)) => Ty::Of(Type::String),
                    _ => Ty::Any,
                })
            }
            ArithmeticOp::Add => {
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
                if left.is_open() || right.is_open() {
                    return Ok(Ty::Any);
                }
                self.check_temporal(left, right, right_expr, &[Type::String, Type::List])?;
                // A duration goes with what has a time, and with texts and lists.
                let beside = [Type::Duration, Type::Temporal, Type::String, Type::List];
                if [left, right]
                    .iter()
                    .any(|ty| **ty == Ty::Of(Type::Duration))
                    && ![left, right].iter().all(|ty| ty.may_be(&beside))
                {
                    let failure = self.mismatch("Duration or Temporal", right, right_expr);
                    return Err(as_operand(failure, right_expr));
                }
                for ty in [left, right] {
                    let text = [left, right].iter().any(|t| **t == Ty::Of(Type::String));
                    let concatenable = text && ty.may_be(&[Type::Boolean, Type::Point]);
                    if !ty.may_be(&wanted) && !concatenable {
                        // Neo4j looks at what is added, whichever of the two cannot be.
                        let wanted = "Float, Integer, String or List<T>";
                        let failure = self.mismatch(wanted, ty, right_expr);
                        return Err(as_operand(failure, right_expr));
                    }
                }
                Ok(match (left, right) {
                    (Ty::Of(Type::String), _) | (_, Ty::Of(Type::String)) => Ty::Of(Type::String),
                    (Ty::Of(a), Ty::Of(b)) => numeric(*a, *b),
                    _ => Ty::Any,
                })
            }
            ArithmeticOp::Subtract => {
                self.check_temporal(left, right, right_expr, &[])?;
                let wanted = [Type::Number, Type::Duration, Type::Temporal];
                for (ty, of) in [(left, left_expr), (right, right_expr)] {
                    if !ty.may_be(&wanted) {
                        let wanted = "Float, Integer or Duration";
                        return Err(as_operand(self.mismatch(wanted, ty, of), of));
                    }
                }
                Ok(both(left, right))
            }
            ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => {
                for (ty, of) in [(left, left_expr), (right, right_expr)] {
                    if !ty.may_be(NUMBERS) {
                        let wanted = "Float, Integer or Duration";
                        return Err(as_operand(self.mismatch(wanted, ty, of), of));
                    }
                }
                self.check_durations(op, (left, left_expr), (right, right_expr))?;
                Ok(both(left, right))
            }
            ArithmeticOp::Power => Ok(Ty::Of(Type::Float)),
        }
    }

    /// A duration is multiplied and divided by a number, and divides nothing.
    fn check_durations(
        &self,
        op: ArithmeticOp,
        (left, left_expr): (&Ty, &ast::Expr),
        (right, right_expr): (&Ty, &ast::Expr),
    ) -> Result<(), Failure> {
        let is_duration = |ty: &Ty| *ty == Ty::Of(Type::Duration);
        let wrong = match op {
            ArithmeticOp::Multiply if is_duration(left) && is_duration(right) => right_expr,
            ArithmeticOp::Divide if is_duration(right) => right_expr,
            ArithmeticOp::Modulo if is_duration(left) => left_expr,
            ArithmeticOp::Modulo if is_duration(right) => right_expr,
            _ => return Ok(()),
        };
        let failure = self.mismatch("Float or Integer", &Ty::Of(Type::Duration), wrong);
        Err(as_operand(failure, wrong))
    }

    /// A point in time goes with a duration, and with what a sum puts into a list or a text.
    fn check_temporal(
        &self,
        left: &Ty,
        right: &Ty,
        right_expr: &ast::Expr,
        beside: &[Type],
    ) -> Result<(), Failure> {
        let is_temporal = |ty: &Ty| !ty.is_open() && ty.may_be(&[Type::Temporal]);
        let goes = |ty: &Ty| ty.may_be(&[Type::Duration]) || ty.may_be(beside);
        if (is_temporal(left) && !goes(right)) || (is_temporal(right) && !goes(left)) {
            let status = Status::StaticTypeMismatch;
            return Err(self.mismatch_as(status, "Duration", right, right_expr.span));
        }
        Ok(())
    }
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

/// A sum or product. A written float divided by a written `0` is what a float divided by `0.0` is, as on Neo4j,
/// where such an integer that is only met while running is an error.
pub(super) fn without_literal_zero(first: Expr, mut rest: Vec<(ArithmeticOp, Expr)>) -> Expr {
    if let Expr::Literal(Value::Float(_)) = first
        && let Some((ArithmeticOp::Divide, divisor @ Expr::Literal(Value::Integer(0)))) =
            rest.first_mut()
    {
        *divisor = Expr::Literal(Value::Float(0.0));
    }
    Expr::Arithmetic(Box::new(first), rest)
}
