//! Aggregations. `count(*)` is the operator's own.

use quiver_storage::StoredColumn;
use quiver_types::compare::order;
use quiver_types::{Duration, Value};

use super::{
    Accumulator, Accumulators, Function, Parts, Type, argument, states, temporal, wrong_type,
};
use crate::RunError;
use crate::exec::evaluate::arithmetic::number;

type Result<T = Value> = std::result::Result<T, RunError>;

const ANY: &[(&str, Type)] = &[("input", Type::Any)];
const FLOAT: &[(&str, Type)] = &[("input", Type::Float)];
const SUMMED_TYPE: Type = Type::OneOf(&[Type::Integer, Type::Float, Type::Duration]);
const SUMMED: &[(&str, Type)] = &[("input", SUMMED_TYPE)];
const CONTINUOUS: &[(&str, Type)] = &[("input", Type::Float), ("percentile", Type::Float)];
const DISCRETE: &[(&str, Type)] = &[("input", Type::Number), ("percentile", Type::Float)];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    make: fn() -> Box<dyn Accumulators>,
    description: &'static str,
) -> Function {
    Function::aggregation(name, arguments, returns, make, description)
}

const COLLECT: Function = f(
    "collect",
    ANY,
    Type::List,
    || states(Collect::default),
    "A list of the values that are not null.",
);
const STDEV: Function = f(
    "stDev",
    FLOAT,
    Type::Float,
    || {
        states(|| Deviation {
            function: "stDev",
            sample: true,
            count: 0,
            mean: 0.0,
            squares: 0.0,
        })
    },
    "The standard deviation of a sample.",
);
const STDEVP: Function = f(
    "stDevP",
    FLOAT,
    Type::Float,
    || {
        states(|| Deviation {
            function: "stDevP",
            sample: false,
            count: 0,
            mean: 0.0,
            squares: 0.0,
        })
    },
    "The standard deviation of a population.",
);
const CONT: Function = f(
    "percentileCont",
    CONTINUOUS,
    Type::Float,
    || {
        states(|| Percentile {
            function: "percentileCont",
            continuous: true,
            values: Vec::new(),
            at: None,
        })
    },
    "The value at a percentile, interpolated.",
);
const DISC: Function = f(
    "percentileDisc",
    DISCRETE,
    Type::Number,
    || {
        states(|| Percentile {
            function: "percentileDisc",
            continuous: false,
            values: Vec::new(),
            at: None,
        })
    },
    "The nearest value at a percentile.",
);

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "count",
        ANY,
        Type::Integer,
        || states(|| Count(0)),
        "The number of values that are not null.",
    )
    .examples(&[
        ("UNWIND [1, null, 2] AS x RETURN count(x)", "2"),
        ("UNWIND [1, 1, 2] AS x RETURN count(DISTINCT x)", "2"),
    ]),
    f(
        "sum",
        SUMMED,
        SUMMED_TYPE,
        || states(Sum::default),
        "The sum of numbers or durations.",
    )
    .examples(&[
        ("UNWIND [1, 2.5, null] AS x RETURN sum(x)", "3.5"),
        ("UNWIND [] AS x RETURN sum(x)", "0"),
        (
            "UNWIND [duration('P1D'), duration('PT1H')] AS x RETURN toString(sum(x))",
            "'P1DT1H'",
        ),
        ("UNWIND [1, 'a'] AS x RETURN sum(x)", "!TypeError"),
    ]),
    f(
        "avg",
        SUMMED,
        SUMMED_TYPE,
        || states(Average::default),
        "The average of numbers or durations.",
    )
    .examples(&[
        ("UNWIND [1, 2, null] AS x RETURN avg(x)", "1.5"),
        ("UNWIND [] AS x RETURN avg(x)", "null"),
    ]),
    f(
        "min",
        ANY,
        Type::Any,
        || {
            states(|| Extreme {
                best: Value::Null,
                wanted: std::cmp::Ordering::Less,
            })
        },
        "The smallest value.",
    )
    .examples(&[
        ("UNWIND [2, 'a', null, 1] AS x RETURN min(x)", "'a'"),
        ("UNWIND [] AS x RETURN min(x)", "null"),
    ]),
    f(
        "max",
        ANY,
        Type::Any,
        || {
            states(|| Extreme {
                best: Value::Null,
                wanted: std::cmp::Ordering::Greater,
            })
        },
        "The largest value.",
    )
    .examples(&[("UNWIND [2, 'a', null, 1] AS x RETURN max(x)", "2")]),
    COLLECT.examples(&[
        ("UNWIND [1, null, 2] AS x RETURN collect(x)", "[1, 2]"),
        ("UNWIND [] AS x RETURN collect(x)", "[]"),
    ]),
    COLLECT
        .alias("collect_list")
        .in_25()
        .examples(&[("UNWIND [1, null, 2] AS x RETURN collect_list(x)", "[1, 2]")]),
    STDEV.examples(&[
        ("UNWIND [1, 2, 3, null] AS x RETURN stDev(x)", "1.0"),
        ("UNWIND [null] AS x RETURN stDev(x)", "null"),
    ]),
    STDEV
        .alias("stdev_samp")
        .in_25()
        .examples(&[("UNWIND [1, 2, 3, null] AS x RETURN stdev_samp(x)", "1.0")]),
    STDEVP.examples(&[(
        "UNWIND [1, 2, 3] AS x RETURN stDevP(x)",
        "0.816496580927726",
    )]),
    STDEVP.alias("stdev_pop").in_25().examples(&[(
        "UNWIND [1, 2, 3] AS x RETURN stdev_pop(x)",
        "0.816496580927726",
    )]),
    CONT.examples(&[
        (
            "UNWIND [1, 2, 4, null] AS x RETURN percentileCont(x, 0.75)",
            "3.0",
        ),
        (
            "UNWIND [1] AS x RETURN percentileCont(x, 1.5)",
            "!SyntaxError",
        ),
    ]),
    CONT.alias("percentile_cont").in_25().examples(&[(
        "UNWIND [1, 2, 4, null] AS x RETURN percentile_cont(x, 0.75)",
        "3.0",
    )]),
    DISC.examples(&[
        (
            "UNWIND [1, 2, 4, null] AS x RETURN percentileDisc(x, 0.5)",
            "2",
        ),
        ("UNWIND [] AS x RETURN percentileDisc(x, 0.5)", "null"),
    ]),
    DISC.alias("percentile_disc").in_25().examples(&[(
        "UNWIND [1, 2, 4, null] AS x RETURN percentile_disc(x, 0.5)",
        "2",
    )]),
];

struct Count(i64);

impl Accumulator for Count {
    const COUNTS: bool = true;
    const PARTS: Parts = Parts::Merge;
    fn merge(&mut self, later: &mut Self) -> Result<()> {
        self.0 += later.0;
        Ok(())
    }
    fn count(&mut self, values: usize) {
        self.0 += i64::try_from(values).unwrap_or(i64::MAX);
    }
    fn add_summary(&mut self, column: &StoredColumn) -> Result<bool> {
        self.0 += column.summary().count.cast_signed();
        Ok(true)
    }
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        self.0 += i64::from(!argument(arguments, 0).is_null());
        Ok(())
    }
    fn finish(&mut self) -> Result {
        Ok(Value::Integer(self.0))
    }
}

/// Whole numbers stay whole until the first float.
#[derive(Default)]
enum Sum {
    #[default]
    Nothing,
    Integer(i64),
    Float(f64),
    Duration(Duration),
}

impl Accumulator for Sum {
    const PARTS: Parts = Parts::MergeWhole;
    fn takes_whole(&self) -> bool {
        // Then no sum in between could have been too large either.
        match self {
            Self::Nothing => true,
            Self::Integer(sum) => sum.unsigned_abs() < 1 << 62,
            Self::Float(_) | Self::Duration(_) => false,
        }
    }
    fn merge(&mut self, later: &mut Self) -> Result<()> {
        match (&mut *self, later) {
            (_, Self::Nothing) => {}
            (Self::Nothing, later) => *self = std::mem::take(later),
            (Self::Integer(sum), Self::Integer(later)) => *sum += *later,
            _ => return Err(crate::exec::error::defect("sums that cannot be merged")),
        }
        Ok(())
    }
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        *self = match (&*self, value) {
            (_, Value::Null) => return Ok(()),
            (Self::Nothing, Value::Integer(v)) => Self::Integer(*v),
            (Self::Nothing, Value::Float(v)) => Self::Float(*v),
            (Self::Nothing, Value::Duration(v)) => Self::Duration(**v),
            // Past the largest integer the sum goes on as a float, as on Neo4j.
            (Self::Integer(sum), Value::Integer(v)) => sum
                .checked_add(*v)
                .map_or(Self::Float(*sum as f64 + *v as f64), Self::Integer),
            (Self::Integer(sum), Value::Float(v)) => Self::Float(*sum as f64 + v),
            (Self::Float(sum), Value::Integer(v)) => Self::Float(sum + *v as f64),
            (Self::Float(sum), Value::Float(v)) => Self::Float(sum + v),
            (Self::Duration(sum), Value::Duration(v)) => {
                Self::Duration(sum.plus(v).map_err(temporal::failure)?)
            }
            (Self::Duration(_), Value::Integer(_) | Value::Float(_))
            | (Self::Integer(_) | Self::Float(_), Value::Duration(_)) => {
                return Err(mixed("sum"));
            }
            (_, other) => return Err(wrong_type("sum", "a Number or Duration", other)),
        };
        Ok(())
    }
    fn add_integer(&mut self, value: i64) -> Result<()> {
        if let Self::Integer(sum) = self
            && let Some(next) = sum.checked_add(value)
        {
            *sum = next;
            return Ok(());
        }
        self.add(&[Value::Integer(value)])
    }
    fn add_float(&mut self, value: f64) -> Result<()> {
        if let Self::Float(sum) = self {
            *sum += value;
            return Ok(());
        }
        self.add(&[Value::Float(value)])
    }
    fn add_integers(&mut self, values: &[i64]) -> Result<()> {
        let mut rest = values;
        if let (Self::Nothing, [first, others @ ..]) = (&*self, rest) {
            *self = Self::Integer(*first);
            rest = others;
        }
        if let Self::Integer(sum) = self {
            if rest.len() < 1 << 20 && sum.unsigned_abs() < 1 << 62 && are_small(rest) {
                // No partial sum can be too large, so that none has to be looked at.
                *sum += rest.iter().sum::<i64>();
                return Ok(());
            }
            while let [value, others @ ..] = rest
                && let Some(next) = sum.checked_add(*value)
            {
                *sum = next;
                rest = others;
            }
        }
        rest.iter()
            .try_for_each(|value| self.add(&[Value::Integer(*value)]))
    }
    fn add_summary(&mut self, column: &StoredColumn) -> Result<bool> {
        let summary = column.summary();
        let Some(of_column) = summary.sum else {
            return Ok(summary.count == 0);
        };
        match self {
            Self::Nothing => *self = Self::Integer(of_column),
            // Then no partial sum is too large either.
            Self::Integer(sum) if sum.unsigned_abs() < 1 << 62 => *sum += of_column,
            Self::Integer(_) | Self::Float(_) | Self::Duration(_) => return Ok(false),
        }
        Ok(true)
    }
    fn finish(&mut self) -> Result {
        Ok(match self {
            Self::Nothing => Value::Integer(0),
            Self::Integer(v) => Value::Integer(*v),
            // Neo4j begins with zero, and so loses the sign of a sum of negative zeros.
            Self::Float(v) => Value::Float(*v + 0.0),
            Self::Duration(v) => (*v).into(),
        })
    }
}

/// Whether all values are within 2^40 of zero.
fn are_small(values: &[i64]) -> bool {
    let bits = values.iter().fold(0, |bits, v| bits | (v ^ (v >> 63)));
    bits >> 40 == 0
}

fn mixed(function: &str) -> RunError {
    crate::exec::error::type_error(format!("{function}() cannot mix number and duration"))
}

/// A running average, which does not overflow; for durations the sum is divided at the end.
#[derive(Default)]
struct Average {
    count: u64,
    mean: f64,
    durations: Option<Duration>,
}

impl Average {
    fn take_in(&mut self, value: f64) {
        self.count += 1;
        if self.mean.is_finite() && value.is_finite() {
            self.mean += (value - self.mean) / self.count as f64;
        } else {
            // An infinity stays, unless the other one or what is no number comes to it.
            self.mean += value;
        }
    }
}

impl Accumulator for Average {
    fn add_integer(&mut self, value: i64) -> Result<()> {
        self.add_float(value as f64)
    }
    fn add_float(&mut self, value: f64) -> Result<()> {
        if self.durations.is_some() {
            return Err(mixed("avg"));
        }
        self.take_in(value);
        Ok(())
    }
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        match value {
            Value::Null => {}
            Value::Duration(v) => {
                let sum = match &self.durations {
                    Some(sum) => sum.plus(v).map_err(temporal::failure)?,
                    None if self.count == 0 => **v,
                    None => return Err(mixed("avg")),
                };
                self.durations = Some(sum);
                self.count += 1;
            }
            other => {
                let value = number(other)
                    .ok_or_else(|| wrong_type("avg", "a Number or Duration", other))?;
                if self.durations.is_some() {
                    return Err(mixed("avg"));
                }
                self.take_in(value);
            }
        }
        Ok(())
    }
    fn finish(&mut self) -> Result {
        if self.count == 0 {
            return Ok(Value::Null);
        }
        match &self.durations {
            None => Ok(Value::Float(self.mean)),
            Some(sum) => {
                let average = sum.divided_by(self.count as f64);
                Ok(average.map_err(temporal::failure)?.into())
            }
        }
    }
}

struct Extreme {
    best: Value,
    wanted: std::cmp::Ordering,
}

impl Accumulator for Extreme {
    const HOLDS: bool = true;
    const PARTS: Parts = Parts::Merge;
    fn merge(&mut self, later: &mut Self) -> Result<()> {
        // Of equals the earlier is kept.
        self.add(std::slice::from_ref(&later.best))
    }
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        if !value.is_null() && (self.best.is_null() || order(value, &self.best) == self.wanted) {
            self.best = value.clone();
        }
        Ok(())
    }
    fn add_integers(&mut self, values: &[i64]) -> Result<()> {
        let [first, rest @ ..] = values else {
            return Ok(());
        };
        let mut best = *first;
        if self.wanted.is_lt() {
            for value in rest {
                best = best.min(*value);
            }
        } else {
            for value in rest {
                best = best.max(*value);
            }
        }
        self.add_integer(best)
    }
    fn add_integer(&mut self, value: i64) -> Result<()> {
        match &mut self.best {
            Value::Integer(best) => {
                if value.cmp(best) == self.wanted {
                    *best = value;
                }
                Ok(())
            }
            _ => self.add(&[Value::Integer(value)]),
        }
    }
    fn add_summary(&mut self, column: &StoredColumn) -> Result<bool> {
        let summary = column.summary();
        let slot = if self.wanted.is_lt() {
            summary.least
        } else {
            summary.greatest
        };
        // The first of equals is kept, within a column as between columns.
        if let Some(slot) = slot {
            self.add(&[column.value(usize::from(slot))])?;
        }
        Ok(true)
    }
    fn finish(&mut self) -> Result {
        Ok(std::mem::take(&mut self.best))
    }
    fn heap_size(&self) -> usize {
        self.best.heap_size()
    }
}

#[derive(Default)]
struct Collect {
    items: Vec<Value>,
    bytes: usize,
}

impl Accumulator for Collect {
    const HOLDS: bool = true;
    const PARTS: Parts = Parts::Merge;
    fn merge(&mut self, later: &mut Self) -> Result<()> {
        self.bytes += later.bytes;
        if self.items.is_empty() {
            self.items = std::mem::take(&mut later.items);
        } else {
            self.items.append(&mut later.items);
        }
        Ok(())
    }
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        if !value.is_null() {
            self.bytes += 16 + value.heap_size();
            self.items.push(value.clone());
        }
        Ok(())
    }
    fn add_integer(&mut self, value: i64) -> Result<()> {
        self.bytes += 16;
        self.items.push(Value::Integer(value));
        Ok(())
    }
    fn add_float(&mut self, value: f64) -> Result<()> {
        self.bytes += 16;
        self.items.push(Value::Float(value));
        Ok(())
    }
    fn finish(&mut self) -> Result {
        Ok(Value::list(std::mem::take(&mut self.items)))
    }
    fn heap_size(&self) -> usize {
        self.bytes
    }
}

/// Welford's method.
struct Deviation {
    function: &'static str,
    sample: bool,
    count: u64,
    mean: f64,
    squares: f64,
}

impl Accumulator for Deviation {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        if value.is_null() {
            return Ok(());
        }
        let value = number(value).ok_or_else(|| wrong_type(self.function, "a Number", value))?;
        self.count += 1;
        let delta = value - self.mean;
        self.mean += delta / self.count as f64;
        self.squares += delta * (value - self.mean);
        Ok(())
    }
    fn finish(&mut self) -> Result {
        if self.count == 0 {
            return Ok(Value::Null);
        }
        let divisor = self.count.saturating_sub(u64::from(self.sample));
        Ok(Value::Float(if divisor == 0 {
            0.0
        } else {
            (self.squares / divisor as f64).sqrt()
        }))
    }
}

struct Percentile {
    function: &'static str,
    continuous: bool,
    values: Vec<Value>,
    at: Option<f64>,
}

impl Accumulator for Percentile {
    const HOLDS: bool = true;
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let value = argument(arguments, 0);
        match value {
            Value::Null => return Ok(()),
            Value::Integer(_) | Value::Float(_) => {}
            other => return Err(wrong_type(self.function, "a Number", other)),
        }
        // Of nulls alone Neo4j does not look at the percentile.
        if self.at.is_none() {
            let given = argument(arguments, 1);
            let at = number(given).ok_or_else(|| wrong_type(self.function, "a Number", given))?;
            if !(0.0..=1.0).contains(&at) {
                return Err(crate::RunError::failed(
                    quiver_types::Status::ValueRange,
                    format!(
                        "Invalid input '{}' is not a valid argument, must be a number in the range 0.0 to 1.0",
                        quiver_types::format::to_string(given)
                    ),
                ));
            }
            self.at = Some(at);
        }
        self.values.push(value.clone());
        Ok(())
    }
    fn finish(&mut self) -> Result {
        self.values.sort_unstable_by(order);
        let (Some(at), count) = (self.at, self.values.len()) else {
            return Ok(Value::Null);
        };
        if count == 0 {
            return Ok(Value::Null);
        }
        let value_at = |position: usize| self.values.get(position.min(count - 1));
        if self.continuous {
            let place = at * (count - 1) as f64;
            let (low, high) = (place.floor(), place.ceil());
            if low == high {
                return Ok(value_at(low as usize).cloned().unwrap_or_default());
            }
            let read = |position: f64| value_at(position as usize).and_then(number);
            let (Some(a), Some(b)) = (read(low), read(high)) else {
                return Ok(Value::Null);
            };
            return Ok(Value::Float(a * (high - place) + b * (place - low)));
        }
        let place = at * count as f64;
        let position = if place.fract() != 0.0 || place == 0.0 {
            place as usize
        } else {
            place as usize - 1
        };
        Ok(value_at(position).cloned().unwrap_or_default())
    }
    fn heap_size(&self) -> usize {
        16 * self.values.len()
    }
}
