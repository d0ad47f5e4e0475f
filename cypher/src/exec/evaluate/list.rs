//! List comprehensions, quantifiers, reduce.

use quiver_types::{Status, Value};

use super::fold::Fold;
use super::{Frame, truth, truth_value};
use crate::exec::FunctionContext;
use crate::exec::error::{Result, defect, failed};
use crate::plan::Expr;
use crate::plan::expression::Quantifier;

/// How deep lists and maps may nest. Values are dropped and compared recursively.
const DEEPEST: usize = 1_000;

impl FunctionContext<'_> {
    /// The items of a list; `None` for null.
    fn items(&self, list: &Expr, frame: &mut Frame<'_>) -> Result<Option<Value>> {
        match self.eval(list, frame)? {
            Value::Null => Ok(None),
            list @ Value::List(_) => Ok(Some(list)),
            Value::Bytes(bytes) => Ok(Some(Value::list(
                bytes
                    .iter()
                    .map(|b| Value::Integer(i64::from(b.cast_signed())))
                    .collect(),
            ))),
            // As UNWIND has it: anything else is a list of itself.
            other => Ok(Some(Value::list(vec![other]))),
        }
    }

    #[inline(never)]
    pub(super) fn eval_list_comprehension(
        &self,
        expr: &Expr,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let Expr::ListComprehension {
            variable,
            list,
            predicate,
            projection,
        } = expr
        else {
            return Err(defect("not a list comprehension"));
        };
        let Some(Value::List(items)) = self.items(list, frame)? else {
            return Ok(Value::Null);
        };
        self.grow(16 * items.len())?;
        let mut result = Vec::new();
        for item in items.iter() {
            self.still_wanted()?;
            frame.set(*variable, item.clone());
            if let Some(predicate) = predicate
                && self.predicate(predicate, frame)? != Some(true)
            {
                continue;
            }
            result.push(match projection {
                Some(projection) => self.eval(projection, frame)?,
                None => item.clone(),
            });
        }
        Ok(Value::list(result))
    }

    #[inline(never)]
    pub(super) fn eval_quantifier(&self, expr: &Expr, frame: &mut Frame<'_>) -> Result<Value> {
        let Expr::Quantifier {
            kind,
            variable,
            list,
            predicate,
        } = expr
        else {
            return Err(defect("not a quantifier"));
        };
        let Some(Value::List(items)) = self.items(list, frame)? else {
            return Ok(Value::Null);
        };
        let (mut yes, mut unknown) = (0u64, false);
        for item in items.iter() {
            self.still_wanted()?;
            frame.set(*variable, item.clone());
            match (self.predicate(predicate, frame)?, kind) {
                (Some(true), Quantifier::Any) => return Ok(Value::Boolean(true)),
                (Some(true), Quantifier::None) => return Ok(Value::Boolean(false)),
                (Some(false), Quantifier::All) => return Ok(Value::Boolean(false)),
                (Some(true), Quantifier::Single) => {
                    yes += 1;
                    if yes > 1 {
                        return Ok(Value::Boolean(false));
                    }
                }
                (Some(_), _) => {}
                (None, _) => unknown = true,
            }
        }
        let decided = match kind {
            Quantifier::All | Quantifier::None => true,
            Quantifier::Any => false,
            Quantifier::Single => yes == 1,
        };
        Ok(truth_value((!unknown).then_some(decided)))
    }

    #[inline(never)]
    pub(super) fn eval_reduce(&self, expr: &Expr, frame: &mut Frame<'_>) -> Result<Value> {
        let Expr::Reduce {
            accumulator,
            initial,
            variable,
            list,
            body,
            each,
        } = expr
        else {
            return Err(defect("not a reduce"));
        };
        let initial = self.eval(initial, frame)?;
        let Some(Value::List(items)) = self.items(list, frame)? else {
            return Ok(Value::Null);
        };
        let (initial, done) = match (each, initial) {
            (None, Value::Integer(initial)) => {
                match Fold::of(self, body, (*accumulator, *variable), frame)? {
                    Some(fold) => {
                        let (reached, done) = fold.run(self, initial, &items)?;
                        (Value::Integer(reached), done)
                    }
                    None => (Value::Integer(initial), 0),
                }
            }
            (_, initial) => (initial, 0),
        };
        frame.set(*accumulator, initial);
        let mut all = Some(true);
        let before = self.state.transient();
        let mut measured = 0usize;
        for (round, item) in items.iter().enumerate().skip(done) {
            self.still_wanted()?;
            frame.set(*variable, item.clone());
            let next = self.eval(body, frame)?;
            // Only here can a value nest deeper than the text or a parameter does.
            if round % 16 == 15 && nests_deeper(&next, DEEPEST) {
                return Err(failed(
                    Status::ArgumentError,
                    format!("lists and maps can be nested {DEEPEST} levels deep at most"),
                ));
            }
            // Each round's value was counted; what the rounds before made is mostly gone.
            if self.state.transient() - before > (2 * measured).max(1 << 20) {
                measured = next.heap_size();
                self.state
                    .shrink_transient(before + measured, self.transaction);
            }
            frame.set(*accumulator, next);
            if let Some(each) = each {
                match truth(&self.eval(each, frame)?)? {
                    Some(true) => {}
                    Some(false) => return Ok(Value::Boolean(false)),
                    None => all = None,
                }
            }
        }
        Ok(match each {
            Some(_) => truth_value(all),
            None => frame.local(*accumulator),
        })
    }

    /// Fails if the run was asked to stop: lists can be long.
    pub(crate) fn still_wanted(&self) -> Result<()> {
        if self.execution.interrupt.get().is_some() {
            self.state.tick()?;
        }
        Ok(())
    }
}

/// Whether containers nest deeper than `limit`.
pub(crate) fn nests_deeper(value: &Value, limit: usize) -> bool {
    let mut items: Box<dyn Iterator<Item = &Value> + '_> = match value {
        Value::List(items) => Box::new(items.iter()),
        Value::Map(map) => Box::new(map.values()),
        _ => return false,
    };
    limit == 0
        || items.any(|item| {
            matches!(item, Value::List(_) | Value::Map(_)) && nests_deeper(item, limit - 1)
        })
}
