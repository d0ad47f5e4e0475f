//! Temporal functions and operators: the `types` crate's, with the run's clock. The time zone
//! that functions refer to when they are not told is UTC.

use quiver_types::temporal::functions::{self as of, Context, Instant};
use quiver_types::temporal::{TemporalError, TimeZone};
use quiver_types::{Duration, Value};

use super::{Function, Type, argument, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result = std::result::Result<Value, RunError>;

const INPUT: &[(&str, Type)] = &[("input", Type::Any)];
const ZONE: &[(&str, Type)] = &[("timezone", Type::Any)];
const TRUNCATE: &[(&str, Type)] = &[
    ("unit", Type::String),
    ("input", Type::Any),
    ("fields", Type::Map),
];
const BETWEEN: &[(&str, Type)] = &[("from", Type::Any), ("to", Type::Any)];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("Temporal", name, arguments, returns, code, description)
}

macro_rules! family {
    ($($name:literal, $kind:ident, $ty:ident, $what:literal;)*) => {
        &[
            $(
                f($name, INPUT, Type::$ty, |c, a| construct(Instant::$kind, c, a), concat!("Makes a ", $what, ", of the present if no argument is given.")).optional(1).impure(),
                f(concat!($name, ".transaction"), ZONE, Type::$ty, |c, a| now(Instant::$kind, c.execution.transaction_start, a), concat!("The ", $what, " when the transaction began.")).optional(1).impure(),
                f(concat!($name, ".statement"), ZONE, Type::$ty, |c, a| now(Instant::$kind, c.statement_start, a), concat!("The ", $what, " when the statement began.")).optional(1).impure(),
                f(concat!($name, ".realtime"), ZONE, Type::$ty, |c, a| now(Instant::$kind, c.execution.clock.now_nanos(), a), concat!("The ", $what, " now.")).optional(1).impure(),
                f(concat!($name, ".truncate"), TRUNCATE, Type::$ty, |c, a| truncate(Instant::$kind, c, a), concat!("A ", $what, " cut down to a unit.")).optional(2).impure(),
            )*
            f("datetime.fromepoch", &[("seconds", Type::Number), ("nanoseconds", Type::Number)], Type::ZonedDateTime, from_epoch, "The datetime of seconds and nanoseconds since 1970."),
            f("datetime.fromepochmillis", &[("milliseconds", Type::Number)], Type::ZonedDateTime, from_epoch_millis, "The datetime of milliseconds since 1970."),
            f("duration", INPUT, Type::Duration, |_, a| of::duration(argument(a, 0)).map_err(failure), "Makes a duration."),
            f("duration.between", BETWEEN, Type::Duration, |_, a| of::duration_between(argument(a, 0), argument(a, 1)).map_err(failure), "The time between two instants."),
            f("duration.inMonths", BETWEEN, Type::Duration, |_, a| of::duration_in_months(argument(a, 0), argument(a, 1)).map_err(failure), "The whole months between two instants."),
            f("duration.inDays", BETWEEN, Type::Duration, |_, a| of::duration_in_days(argument(a, 0), argument(a, 1)).map_err(failure), "The whole days between two instants."),
            f("duration.inSeconds", BETWEEN, Type::Duration, |_, a| of::duration_in_seconds(argument(a, 0), argument(a, 1)).map_err(failure), "The seconds between two instants."),
        ]
    };
}

pub(super) const FUNCTIONS: &[Function] = family! {
    "date", Date, Date, "date";
    "localtime", LocalTime, LocalTime, "local time";
    "time", Time, Time, "zoned time";
    "localdatetime", LocalDateTime, LocalDateTime, "local datetime";
    "datetime", ZonedDateTime, ZonedDateTime, "zoned datetime";
};

/// A failure of the types' own rules.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub(crate) fn failure(error: TemporalError) -> RunError {
    failed(error.status(), error.to_string())
}

fn context_at(nanos: i64) -> Context {
    Context::at(nanos, TimeZone::UTC)
}

fn construct(kind: Instant, context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let at = context_at(context.statement_start);
    match arguments {
        [] => of::now(kind, &at),
        [one, ..] => of::construct(kind, one, &at),
    }
    .map_err(failure)
}

fn now(kind: Instant, nanos: i64, arguments: &[Value]) -> Result {
    let at = context_at(nanos);
    match arguments {
        [] => of::now(kind, &at),
        [zone, ..] => of::now_in_named(kind, zone, &at),
    }
    .map_err(failure)
}

fn truncate(kind: Instant, context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let at = context_at(context.statement_start);
    let name = kind.function();
    let unit = match argument(arguments, 0) {
        Value::Null => return Ok(Value::Null),
        Value::String(unit) => unit,
        other => return Err(wrong_type(name, "a String", other)),
    };
    let present;
    let value = match arguments.get(1) {
        Some(Value::Null) => return Ok(Value::Null),
        Some(value) => value,
        None => {
            present = of::now(kind, &at).map_err(failure)?;
            &present
        }
    };
    let fields = match argument(arguments, 2) {
        Value::Null => None,
        Value::Map(map) => Some(map.as_ref()),
        other => return Err(wrong_type(name, "a Map", other)),
    };
    of::truncate(kind, unit, value, fields, &at).map_err(failure)
}

fn integer(
    arguments: &[Value],
    at: usize,
    name: &str,
) -> std::result::Result<Option<i64>, RunError> {
    match argument(arguments, at) {
        Value::Null => Ok(None),
        Value::Integer(v) => Ok(Some(*v)),
        Value::Float(v) => Ok(Some(*v as i64)),
        other => Err(wrong_type(name, "a Number", other)),
    }
}

fn from_epoch(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let seconds = integer(arguments, 0, "datetime.fromepoch")?;
    let nanos = integer(arguments, 1, "datetime.fromepoch")?;
    match (seconds, nanos) {
        (Some(seconds), Some(nanos)) => of::from_epoch(seconds, nanos).map_err(failure),
        _ => Ok(Value::Null),
    }
}

fn from_epoch_millis(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match integer(arguments, 0, "datetime.fromepochmillis")? {
        Some(millis) => of::from_epoch_millis(millis).map_err(failure),
        None => Ok(Value::Null),
    }
}

/// `value.name` of a temporal value.
pub(crate) fn component(value: &Value, name: &str) -> Result {
    match of::component(value, name) {
        Some(found) => found.map_err(failure),
        None => Ok(Value::Null),
    }
}

/// Whether a duration can be added.
pub(crate) fn is_temporal(value: &Value) -> bool {
    matches!(
        value,
        Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::ZonedDateTime(_)
            | Value::Duration(_)
    )
}

/// `value + duration`.
pub(crate) fn plus(value: &Value, duration: &Duration) -> Result {
    of::add(value, duration).map_or(Ok(Value::Null), |found| found.map_err(failure))
}

/// `value - duration`.
pub(crate) fn minus(value: &Value, duration: &Duration) -> Result {
    of::subtract(value, duration).map_or(Ok(Value::Null), |found| found.map_err(failure))
}

/// `duration * number`; `None` if it is no number.
pub(crate) fn times(duration: &Duration, factor: &Value) -> Option<Result> {
    of::multiply(duration, factor).map(|found| found.map_err(failure))
}

/// `duration / number`; `None` if it is no number.
pub(crate) fn divided(duration: &Duration, divisor: &Value) -> Option<Result> {
    of::divide(duration, divisor).map(|found| found.map_err(failure))
}

/// `-duration`.
pub(crate) fn negated(duration: &Duration) -> Result {
    duration.negated().map(Value::from).map_err(failure)
}
