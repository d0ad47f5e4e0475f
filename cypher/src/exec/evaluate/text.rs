//! `IN`, `STARTS WITH`, `ENDS WITH`, `CONTAINS`, `=~`.

use quiver_types::Value;
use quiver_types::compare::equals;

use super::{Frame, truth_value};
use crate::exec::FunctionContext;
use crate::exec::error::{Result, shown, type_error};
use crate::plan::Expr;
use crate::plan::expression::BinaryOp;

impl FunctionContext<'_> {
    #[inline(never)]
    pub(super) fn eval_binary(
        &self,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        if op == BinaryOp::In {
            // As on Neo4j the list is looked at first: one without items has nothing compared to it.
            let list = self.eval(right, frame)?;
            if let Some(decided) = is_in_nothing(&list) {
                return Ok(truth_value(decided));
            }
            return self.is_in(&self.eval(left, frame)?, &list).map(truth_value);
        }
        let left = self.eval(left, frame)?;
        let right = self.eval(right, frame)?;
        self.binary(op, &left, &right).map(truth_value)
    }

    /// `item IN list`.
    pub(crate) fn is_in(&self, item: &Value, list: &Value) -> Result<Option<bool>> {
        if let Value::List(items) = list
            && let Some(found) = self.state.memberships.borrow_mut().find(item, items)
        {
            return Ok(found);
        }
        is_in(item, list)
    }

    /// What the operator says about two values.
    pub(crate) fn binary(&self, op: BinaryOp, left: &Value, right: &Value) -> Result<Option<bool>> {
        match op {
            BinaryOp::In => self.is_in(left, right),
            BinaryOp::StartsWith => Ok(texts(left, right).map(|(a, b)| a.starts_with(b))),
            BinaryOp::EndsWith => Ok(texts(left, right).map(|(a, b)| a.ends_with(b))),
            BinaryOp::Contains => Ok(texts(left, right).map(|(a, b)| a.contains(b))),
            BinaryOp::Matches => match (left, right) {
                (Value::Null, _) | (_, Value::Null) => Ok(None),
                (Value::String(text), Value::String(pattern)) => {
                    let mut cache = self.state.regexes.borrow_mut();
                    cache.full_match(pattern, text).map(Some)
                }
                (Value::String(_), other) => Err(type_error(format!(
                    "Expected a string as regular expression, got {}",
                    shown(other)
                ))),
                _ => Ok(None),
            },
        }
    }
}

fn texts<'a>(a: &'a Value, b: &'a Value) -> Option<(&'a str, &'a str)> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some((a, b)),
        _ => None,
    }
}

/// What `item IN list` is whatever the item is, where the list says it.
pub(crate) fn is_in_nothing(list: &Value) -> Option<Option<bool>> {
    match list {
        Value::Null => Some(None),
        Value::List(items) if items.is_empty() => Some(Some(false)),
        _ => None,
    }
}

/// `item IN list`, by going through it.
fn is_in(item: &Value, list: &Value) -> Result<Option<bool>> {
    let items = match list {
        Value::Null => return Ok(None),
        Value::List(items) => items,
        Value::Bytes(bytes) => {
            let items = bytes
                .iter()
                .map(|b| Value::Integer(i64::from(b.cast_signed())));
            return is_in(item, &Value::list(items.collect()));
        }
        // As UNWIND has it: anything else is a list of itself.
        other => return Ok(equals(item, other)),
    };
    let mut result = Some(false);
    for candidate in items.iter() {
        match equals(item, candidate) {
            Some(true) => return Ok(Some(true)),
            Some(false) => {}
            None => result = None,
        }
    }
    Ok(result)
}
