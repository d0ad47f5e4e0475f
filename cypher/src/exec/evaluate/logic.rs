//! Three-valued connectives, comparison chains and CASE.

use quiver_types::Value;
use quiver_types::compare::{compare, equals};

use super::{Frame, truth, truth_value};
use crate::exec::FunctionContext;
use crate::exec::error::Result;
use crate::plan::Expr;
use crate::plan::expression::CompareOp;

/// What a comparison operator says about two values.
pub(crate) fn compare_values(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => equals(left, right),
        CompareOp::NotEqual => equals(left, right).map(|equal| !equal),
        CompareOp::Less => compare(left, right).is_less(),
        CompareOp::LessOrEqual => compare(left, right).is_less_or_equal(),
        CompareOp::Greater => compare(left, right).is_greater(),
        CompareOp::GreaterOrEqual => compare(left, right).is_greater_or_equal(),
    }
}

impl FunctionContext<'_> {
    #[inline(never)]
    pub(super) fn eval_or(&self, parts: &[Expr], frame: &mut Frame<'_>) -> Result<Value> {
        let mut result = Some(false);
        for part in parts {
            match self.predicate(part, frame)? {
                Some(true) => return Ok(Value::Boolean(true)),
                Some(false) => {}
                None => result = None,
            }
        }
        Ok(truth_value(result))
    }

    #[inline(never)]
    pub(super) fn eval_and(&self, parts: &[Expr], frame: &mut Frame<'_>) -> Result<Value> {
        let mut result = Some(true);
        for part in parts {
            match self.predicate(part, frame)? {
                Some(false) => return Ok(Value::Boolean(false)),
                Some(true) => {}
                None => result = None,
            }
        }
        Ok(truth_value(result))
    }

    #[inline(never)]
    pub(super) fn eval_xor(&self, parts: &[Expr], frame: &mut Frame<'_>) -> Result<Value> {
        let mut result = Some(false);
        for part in parts {
            let part = self.predicate(part, frame)?;
            result = match (result, part) {
                (Some(a), Some(b)) => Some(a != b),
                _ => None,
            };
        }
        Ok(truth_value(result))
    }

    #[inline(never)]
    pub(super) fn eval_not(&self, of: &Expr, frame: &mut Frame<'_>) -> Result<Value> {
        Ok(truth_value(self.predicate(of, frame)?.map(|value| !value)))
    }

    #[inline(never)]
    pub(super) fn eval_compare(
        &self,
        first: &Expr,
        rest: &[(CompareOp, Expr)],
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let mut left = self.eval(first, frame)?;
        let mut result = Some(true);
        for (op, right) in rest {
            let right = self.eval(right, frame)?;
            match compare_values(*op, &left, &right) {
                Some(true) => {}
                Some(false) => return Ok(Value::Boolean(false)),
                None => result = None,
            }
            left = right;
        }
        Ok(truth_value(result))
    }

    #[inline(never)]
    pub(super) fn eval_case(
        &self,
        subject: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let subject = subject.map(|s| self.eval(s, frame)).transpose()?;
        for (when, then) in branches {
            let when = self.eval(when, frame)?;
            let chosen = match &subject {
                // As `=` has it: null never matches, not even null.
                Some(subject) => equals(subject, &when) == Some(true),
                None => truth(&when)? == Some(true),
            };
            if chosen {
                return self.eval(then, frame);
            }
        }
        otherwise.map_or(Ok(Value::Null), |e| self.eval(e, frame))
    }
}
