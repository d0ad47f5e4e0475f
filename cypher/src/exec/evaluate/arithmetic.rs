//! `+ - * / % ^ ||` over numbers, strings, lists, temporal values and durations.

use std::sync::Arc;

use quiver_types::{Status, Text, Value};

use super::Frame;
use crate::exec::FunctionContext;
use crate::exec::error::{Result, failed, shown, type_error};
use crate::functions::{string::text_of, temporal};
use crate::plan::Expr;
use crate::plan::expression::ArithmeticOp;

/// Bytes of strings that are joined at once at most; beyond, each operation is on its own.
const JOINED_AT_ONCE: usize = 1 << 28;

/// A string or list that grows at its end.
enum Joined {
    /// Parts, and how many bytes they have.
    Text(Vec<Text>, usize),
    List(Vec<Value>),
}

impl Joined {
    /// Takes in what stands behind it, if it can: else that is given back.
    fn push(
        &mut self,
        op: ArithmeticOp,
        more: Value,
        context: &FunctionContext<'_>,
    ) -> Result<Option<Value>> {
        if !matches!(op, ArithmeticOp::Add | ArithmeticOp::Concat) {
            return Ok(Some(more));
        }
        match (self, more) {
            (Self::Text(parts, bytes), more) => {
                let text = match (&more, op) {
                    (Value::String(text), _) => Some(text.clone()),
                    (more, ArithmeticOp::Add) => text_of(more),
                    _ => None,
                };
                match text {
                    Some(text) if *bytes + text.len() <= JOINED_AT_ONCE => {
                        *bytes += text.len();
                        parts.push(text);
                    }
                    _ => return Ok(Some(more)),
                }
            }
            (Self::List(items), Value::List(more)) => {
                context.grow(16 * more.len())?;
                items.extend(more.iter().cloned());
            }
            (Self::List(items), more) if op == ArithmeticOp::Add && !more.is_null() => {
                items.push(more);
            }
            (Self::List(_), more) => return Ok(Some(more)),
        }
        Ok(None)
    }

    fn finish(self, context: &FunctionContext<'_>) -> Result<Value> {
        Ok(match self {
            Self::Text(parts, bytes) => {
                context.grow(bytes)?;
                Value::from(Text::concat(&parts))
            }
            Self::List(items) => Value::list(items),
        })
    }
}

impl FunctionContext<'_> {
    #[inline(never)]
    pub(super) fn eval_arithmetic(
        &self,
        first: &Expr,
        rest: &[(ArithmeticOp, Expr)],
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let mut left = self.eval(first, frame)?;
        let mut rest = rest;
        while let [(op, right), others @ ..] = rest {
            if !others.is_empty() && matches!(left, Value::String(_) | Value::List(_)) {
                (left, rest) = self.join(left, rest, frame)?;
                continue;
            }
            let right = self.eval(right, frame)?;
            left = self.calculate(*op, &left, &right)?;
            rest = others;
        }
        Ok(left)
    }

    /// Puts what follows in a chain behind a string or list as long as it can be put there, so that
    /// what has come together is not copied for each part; does one operation at least. Gives the value
    /// and the rest of the chain.
    fn join<'e>(
        &self,
        left: Value,
        mut rest: &'e [(ArithmeticOp, Expr)],
        frame: &mut Frame<'_>,
    ) -> Result<(Value, &'e [(ArithmeticOp, Expr)])> {
        let mut joined = match left {
            Value::String(text) => Joined::Text(vec![text.clone()], text.len()),
            Value::List(items) => {
                self.grow(16 * items.len())?;
                Joined::List(Arc::unwrap_or_clone(items))
            }
            other => return Ok((other, rest)),
        };
        while let [(op, right), others @ ..] = rest {
            rest = others;
            let right = self.eval(right, frame)?;
            if let Some(right) = joined.push(*op, right, self)? {
                let left = joined.finish(self)?;
                return Ok((self.calculate(*op, &left, &right)?, rest));
            }
        }
        Ok((joined.finish(self)?, rest))
    }

    /// `left op right`.
    pub(crate) fn calculate(&self, op: ArithmeticOp, left: &Value, right: &Value) -> Result<Value> {
        if let (Value::Integer(a), Value::Integer(b)) = (left, right) {
            return integers(op, *a, *b);
        }
        if left.is_null() || right.is_null() {
            let joins =
                |value: &Value| matches!(value, Value::Null | Value::String(_) | Value::List(_));
            if op == ArithmeticOp::Concat && !(joins(left) && joins(right)) {
                return Err(no_operation(op, left, right));
            }
            return Ok(Value::Null);
        }
        if op == ArithmeticOp::Divide && matches!(right, Value::Integer(0)) {
            // Neo4j looks at the divisor first, whatever is divided. Literals never come here: see the binder.
            return Err(by_zero());
        }
        if let (Some(a), Some(b)) = (number(left), number(right)) {
            return floats(op, a, b);
        }
        match op {
            ArithmeticOp::Add => self.add(left, right),
            ArithmeticOp::Concat => self.concat(left, right),
            ArithmeticOp::Subtract => match (left, right) {
                (_, Value::Duration(duration)) if temporal::is_temporal(left) => {
                    temporal::minus(left, duration)
                }
                _ => Err(no_operation(op, left, right)),
            },
            ArithmeticOp::Multiply => match (left, right) {
                (Value::Duration(duration), factor) | (factor, Value::Duration(duration)) => {
                    temporal::times(duration, factor)
                        .ok_or_else(|| no_operation(op, left, right))?
                }
                _ => Err(no_operation(op, left, right)),
            },
            ArithmeticOp::Divide => match (left, right) {
                (Value::Duration(duration), divisor) => temporal::divided(duration, divisor)
                    .ok_or_else(|| no_operation(op, left, right))?,
                _ => Err(no_operation(op, left, right)),
            },
            ArithmeticOp::Modulo | ArithmeticOp::Power => Err(no_operation(op, left, right)),
        }
    }

    fn add(&self, left: &Value, right: &Value) -> Result<Value> {
        match (left, right) {
            (Value::List(a), Value::List(b)) => self.concat_lists(a, b),
            (Value::List(items), one) => {
                self.grow(16 * (items.len() + 1))?;
                Ok(Value::list(appended(items, one.clone())))
            }
            (one, Value::List(items)) => {
                self.grow(16 * (items.len() + 1))?;
                let mut all = Vec::with_capacity(items.len() + 1);
                all.push(one.clone());
                all.extend(items.iter().cloned());
                Ok(Value::list(all))
            }
            (Value::String(a), Value::String(b)) => self.concat_texts(a, b),
            (Value::String(a), b) => match text_of(b) {
                Some(b) => self.concat_texts(a, &b),
                None => Err(no_operation(ArithmeticOp::Add, left, right)),
            },
            (a, Value::String(b)) => match text_of(a) {
                Some(a) => self.concat_texts(&a, b),
                None => Err(no_operation(ArithmeticOp::Add, left, right)),
            },
            (a, Value::Duration(duration)) if temporal::is_temporal(a) => {
                temporal::plus(a, duration)
            }
            (Value::Duration(duration), b) if temporal::is_temporal(b) => {
                temporal::plus(b, duration)
            }
            _ => Err(no_operation(ArithmeticOp::Add, left, right)),
        }
    }

    fn concat(&self, left: &Value, right: &Value) -> Result<Value> {
        match (left, right) {
            (Value::String(a), Value::String(b)) => self.concat_texts(a, b),
            (Value::List(a), Value::List(b)) => self.concat_lists(a, b),
            _ => Err(no_operation(ArithmeticOp::Concat, left, right)),
        }
    }

    fn concat_texts(&self, a: &str, b: &str) -> Result<Value> {
        self.grow(a.len() + b.len())?;
        Ok(Value::from(Text::joined(a, b)))
    }

    fn concat_lists(&self, a: &[Value], b: &[Value]) -> Result<Value> {
        self.grow(16 * (a.len() + b.len()))?;
        let mut all = Vec::with_capacity(a.len() + b.len());
        all.extend(a.iter().cloned());
        all.extend(b.iter().cloned());
        Ok(Value::list(all))
    }
}

/// A list with one item more.
fn appended(items: &[Value], item: Value) -> Vec<Value> {
    let mut copy = Vec::with_capacity(items.len() + 1);
    copy.extend(items.iter().cloned());
    copy.push(item);
    copy
}

/// Unary minus.
pub(crate) fn negate(value: &Value) -> Result<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(v) => v.checked_neg().map(Value::Integer).ok_or_else(overflow),
        // As subtracted from zero: zero has no sign then. A literal's minus belongs to the literal.
        Value::Float(v) => Ok(Value::Float(0.0 - v)),
        other => Err(type_error(format!(
            "Expected a number to negate, got {}",
            shown(other)
        ))),
    }
}

/// A number as a float.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(v) => Some(*v as f64),
        Value::Float(v) => Some(*v),
        _ => None,
    }
}

/// Integer overflow.
pub(crate) fn overflow() -> crate::RunError {
    failed(Status::NumericOverflow, "long overflow")
}

fn by_zero() -> crate::RunError {
    failed(Status::DivisionByZero, "/ by zero")
}

/// The operation on integers, where overflow is all that can go wrong.
pub(super) fn checked_operation(op: ArithmeticOp) -> Option<fn(i64, i64) -> Option<i64>> {
    match op {
        ArithmeticOp::Add => Some(i64::checked_add),
        ArithmeticOp::Subtract => Some(i64::checked_sub),
        ArithmeticOp::Multiply => Some(i64::checked_mul),
        ArithmeticOp::Divide
        | ArithmeticOp::Modulo
        | ArithmeticOp::Power
        | ArithmeticOp::Concat => None,
    }
}

fn integers(op: ArithmeticOp, a: i64, b: i64) -> Result<Value> {
    let checked = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Subtract => a.checked_sub(b),
        ArithmeticOp::Multiply => a.checked_mul(b),
        ArithmeticOp::Divide if b == 0 => return Err(by_zero()),
        // Neo4j gives this one the code of an overflow.
        ArithmeticOp::Modulo if b == 0 => {
            return Err(failed(Status::NumericOverflow, "/ by zero"));
        }
        // The one overflow of division wraps, as on the JVM.
        ArithmeticOp::Divide => Some(a.wrapping_div(b)),
        ArithmeticOp::Modulo => Some(a.wrapping_rem(b)),
        ArithmeticOp::Power => return Ok(Value::Float((a as f64).powf(b as f64))),
        ArithmeticOp::Concat => {
            return Err(no_operation(op, &Value::Integer(a), &Value::Integer(b)));
        }
    };
    checked.map(Value::Integer).ok_or_else(overflow)
}

fn floats(op: ArithmeticOp, a: f64, b: f64) -> Result<Value> {
    let value = match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Subtract => a - b,
        ArithmeticOp::Multiply => a * b,
        ArithmeticOp::Divide => a / b,
        ArithmeticOp::Modulo => a % b,
        // On the JVM 1 to a power that is no finite number is no number.
        ArithmeticOp::Power if a.abs() == 1.0 && !b.is_finite() => f64::NAN,
        ArithmeticOp::Power => a.powf(b),
        ArithmeticOp::Concat => return Err(no_operation(op, &a.into(), &b.into())),
    };
    // Not-a-number has one form, whatever sign the processor gives it.
    Ok(Value::Float(if value.is_nan() { f64::NAN } else { value }))
}

fn no_operation(op: ArithmeticOp, left: &Value, right: &Value) -> crate::RunError {
    let (verb, preposition) = match op {
        ArithmeticOp::Add => ("add", "and"),
        ArithmeticOp::Subtract => ("subtract", "and"),
        ArithmeticOp::Multiply => ("multiply", "and"),
        ArithmeticOp::Divide => ("divide", "by"),
        ArithmeticOp::Modulo => ("calculate modulus of", "and"),
        ArithmeticOp::Power => ("raise", "to the power of"),
        ArithmeticOp::Concat => ("concatenate", "and"),
    };
    type_error(format!(
        "Cannot {verb} `{}` {preposition} `{}`",
        left.type_name(),
        right.type_name()
    ))
}
