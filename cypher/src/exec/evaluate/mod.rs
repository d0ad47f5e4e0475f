//! Expressions over one row: the complete, exact path, and the oracle for the column kernels.
//!
//! [`FunctionContext::eval`] dispatches to one small function a family, so that a stack frame
//! stays small however deep the text nests. `column` evaluates over a whole batch.

pub(crate) mod access;
pub(crate) mod arithmetic;
mod choice;
pub(crate) mod column;
mod degree;
mod fold;
pub(crate) mod kernel;
mod list;
mod logic;
pub(crate) mod membership;
mod path;
pub(crate) mod regex;
mod subquery;
#[cfg(test)]
mod tests;
mod text;
mod typed;

use quiver_types::Value;

use super::FunctionContext;
use super::batch::Batch;
use super::coerce::{as_users, coerced};
use super::error::{Result, defect, type_error};
use crate::functions::Implementation;
use crate::plan::{Expr, LocalId, SlotId};

/// The row an expression looks at, and its locals.
pub(crate) struct Frame<'b> {
    /// Rows.
    pub batch: &'b Batch,
    /// Which one, as a position in the columns.
    pub position: usize,
    /// Values of the expression's own variables.
    pub locals: Vec<Value>,
}

impl<'b> Frame<'b> {
    /// A frame for row `row` (logical) of a batch.
    pub fn new(batch: &'b Batch, row: usize) -> Self {
        Self {
            batch,
            position: batch.position(row),
            locals: Vec::new(),
        }
    }

    /// Moves to another row (logical).
    pub fn go(&mut self, row: usize) {
        self.position = self.batch.position(row);
    }

    fn slot(&self, slot: SlotId) -> Value {
        self.batch.column(slot).get(self.position)
    }

    fn set(&mut self, local: LocalId, value: Value) {
        let at = local.0 as usize;
        if self.locals.len() <= at {
            self.locals.resize(at + 1, Value::Null);
        }
        self.locals[at] = value;
    }

    fn local(&self, local: LocalId) -> Value {
        self.locals
            .get(local.0 as usize)
            .cloned()
            .unwrap_or_default()
    }
}

impl FunctionContext<'_> {
    /// The value of an expression for one row.
    pub(crate) fn eval(&self, expr: &Expr, frame: &mut Frame<'_>) -> Result<Value> {
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Parameter(parameter) => Ok(self.state.parameter(*parameter).clone()),
            Expr::Slot(slot) => Ok(frame.slot(*slot)),
            Expr::Local(local) => Ok(frame.local(*local)),
            Expr::Property(of, key, name) => {
                let of = self.eval(of, frame)?;
                self.property(&of, *key, name)
            }
            Expr::Index(of, index) => self.eval_index(of, index, frame),
            Expr::Slice(of, from, to) => self.eval_slice(of, from.as_deref(), to.as_deref(), frame),
            Expr::HasLabels(of, predicate) => {
                let of = self.eval(of, frame)?;
                self.has_labels(&of, predicate)
            }
            Expr::HasDynamicLabels(of, names, any) => {
                self.eval_has_dynamic_labels(of, names, *any, frame)
            }
            Expr::List(items) => self.eval_list(items, frame),
            Expr::Map(entries) => self.eval_map(entries, frame),
            Expr::MapProjection { .. } => self.eval_map_projection(expr, frame),
            Expr::Or(parts) => self.eval_or(parts, frame),
            Expr::Xor(parts) => self.eval_xor(parts, frame),
            Expr::And(parts) => self.eval_and(parts, frame),
            Expr::Not(of) => self.eval_not(of, frame),
            Expr::Compare(first, rest) => self.eval_compare(first, rest, frame),
            Expr::Arithmetic(first, rest) => self.eval_arithmetic(first, rest, frame),
            Expr::Negate(of) => {
                let of = self.eval(of, frame)?;
                arithmetic::negate(&of)
            }
            Expr::Binary(op, left, right) => self.eval_binary(*op, left, right, frame),
            Expr::IsNull(of, positive) => {
                let is_null = self.eval(of, frame)?.is_null();
                Ok(Value::Boolean(is_null == *positive))
            }
            Expr::IsTyped(of, ty, positive) => {
                let of = self.eval(of, frame)?;
                Ok(Value::Boolean(typed::is_of(&of, ty) == *positive))
            }
            Expr::Case {
                subject,
                branches,
                otherwise,
            } => self.eval_case(subject.as_deref(), branches, otherwise.as_deref(), frame),
            Expr::Function(function, arguments) => self.eval_function(function, arguments, frame),
            Expr::ListComprehension { .. } => self.eval_list_comprehension(expr, frame),
            Expr::Quantifier { .. } => self.eval_quantifier(expr, frame),
            Expr::Reduce { .. } => self.eval_reduce(expr, frame),
            Expr::Path { start, parts } => self.eval_path(*start, parts, frame),
            Expr::Degree(spec) => {
                let degree = self.eval_degree(spec, frame.batch, frame.position)?;
                Ok(Value::Integer(degree))
            }
            Expr::Subquery { .. } => self.eval_subquery(expr, frame),
        }
    }

    #[inline(never)]
    fn eval_function(
        &self,
        function: &'static crate::functions::Function,
        arguments: &[Expr],
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let code = match function.implementation {
            Implementation::Scalar(code) => code,
            Implementation::FirstNotNull => {
                for argument in arguments {
                    let value = self.eval(argument, frame)?;
                    if !value.is_null() {
                        return Ok(value);
                    }
                }
                return Ok(Value::Null);
            }
            Implementation::Aggregate(_) => {
                return Err(defect("an aggregation was evaluated for a single row"));
            }
            Implementation::Syntax => {
                return Err(defect("a form of its own was evaluated as a function"));
            }
        };
        match arguments {
            [] => code(self, &[]),
            many if function.coerces => {
                let mut values = Vec::with_capacity(many.len());
                for (argument, (_, of)) in many.iter().zip(function.arguments) {
                    values.push(coerced(self, self.eval(argument, frame)?, *of)?);
                }
                as_users(self, function, code, &values)
            }
            [one] => {
                let one = [self.eval(one, frame)?];
                code(self, &one)
            }
            [one, two] => {
                let both = [self.eval(one, frame)?, self.eval(two, frame)?];
                code(self, &both)
            }
            many => {
                let mut values = Vec::with_capacity(many.len());
                for argument in many {
                    values.push(self.eval(argument, frame)?);
                }
                code(self, &values)
            }
        }
    }

    /// The value of an expression as a predicate: `None` is unknown.
    pub(crate) fn predicate(&self, expr: &Expr, frame: &mut Frame<'_>) -> Result<Option<bool>> {
        truth(&self.eval(expr, frame)?)
    }
}

/// A value as a predicate. An empty list is false and any other true, as Neo4j takes the result
/// of a pattern; a map is true, whatever is in it.
pub(crate) fn truth(value: &Value) -> Result<Option<bool>> {
    match value {
        Value::Boolean(value) => Ok(Some(*value)),
        Value::Null => Ok(None),
        Value::List(items) => Ok(Some(!items.is_empty())),
        Value::Map(_) => Ok(Some(true)),
        other => Err(type_error(format!(
            "Don't know how to treat that as a predicate: {}",
            super::error::shown(other)
        ))),
    }
}

/// A three-valued truth as a value.
pub(crate) fn truth_value(truth: Option<bool>) -> Value {
    truth.map_or(Value::Null, Value::Boolean)
}
