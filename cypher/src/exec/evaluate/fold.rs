//! `reduce` over integers: what its body computes from the accumulator and the item by `+`, `-` and `*` is
//! computed without making values. Meet [`Fold::of`].

use quiver_types::Value;

use super::Frame;
use super::arithmetic::{checked_operation, overflow};
use crate::exec::FunctionContext;
use crate::exec::error::Result;
use crate::plan::{Expr, LocalId};

/// Items between two looks at whether the run is still wanted.
const AT_ONCE: usize = 1024;

/// Something the body reads.
#[derive(Clone, Copy)]
enum Operand {
    Accumulator,
    Item,
    Fixed(i64),
}

type Checked = fn(i64, i64) -> Option<i64>;

/// A body that is one chain of operations, from left to right.
pub(super) struct Fold {
    first: Operand,
    rest: Vec<(Checked, Operand)>,
}

impl Fold {
    /// The body of a `reduce`, if it is such a chain for this row.
    pub fn of(
        context: &FunctionContext<'_>,
        body: &Expr,
        (accumulator, item): (LocalId, LocalId),
        frame: &mut Frame<'_>,
    ) -> Result<Option<Self>> {
        let Expr::Arithmetic(first, rest) = body else {
            return Ok(None);
        };
        let mut operand = |expr: &Expr| -> Result<Option<Operand>> {
            let value = match expr {
                Expr::Local(local) if *local == accumulator => {
                    return Ok(Some(Operand::Accumulator));
                }
                Expr::Local(local) if *local == item => return Ok(Some(Operand::Item)),
                // What cannot fail and is the same for all items.
                Expr::Literal(_) | Expr::Parameter(_) | Expr::Slot(_) | Expr::Local(_) => {
                    context.eval(expr, frame)?
                }
                _ => return Ok(None),
            };
            Ok(match value {
                Value::Integer(value) => Some(Operand::Fixed(value)),
                _ => None,
            })
        };
        let Some(first) = operand(first)? else {
            return Ok(None);
        };
        let mut chain = Vec::with_capacity(rest.len());
        for (op, right) in rest {
            let (Some(checked), Some(right)) = (checked_operation(*op), operand(right)?) else {
                return Ok(None);
            };
            chain.push((checked, right));
        }
        Ok(Some(Self { first, rest: chain }))
    }

    /// Goes through items from the first on as long as they are integers: the accumulator then, and how
    /// many they were.
    pub fn run(
        &self,
        context: &FunctionContext<'_>,
        initial: i64,
        items: &[Value],
    ) -> Result<(i64, usize)> {
        let mut accumulator = initial;
        for (at, item) in items.iter().enumerate() {
            let Value::Integer(item) = item else {
                return Ok((accumulator, at));
            };
            if at % AT_ONCE == 0 {
                context.still_wanted()?;
            }
            let read = |operand: Operand| match operand {
                Operand::Accumulator => accumulator,
                Operand::Item => *item,
                Operand::Fixed(value) => value,
            };
            let mut left = read(self.first);
            for (checked, right) in &self.rest {
                left = checked(left, read(*right)).ok_or_else(overflow)?;
            }
            accumulator = left;
        }
        Ok((accumulator, items.len()))
    }
}
