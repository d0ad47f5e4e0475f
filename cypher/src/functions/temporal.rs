//! Temporal functions and operators: the `types` crate's, with the run's clock. The time zone
//! that functions refer to when they are not told is UTC.

use quiver_types::temporal::functions::{self as of, Context, Instant};
use quiver_types::temporal::{TemporalError, TimeZone, pattern};
use quiver_types::time::whole_millis;
use quiver_types::{Duration, Status, Value};

use super::{Function, Type, argument, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result = std::result::Result<Value, RunError>;

const DATE_INPUT: &[(&str, Type)] = &[("input", Type::Any), ("pattern", Type::String)];
const INPUT: &[(&str, Type)] = &[("input", Type::Any)];
const ZONE: &[(&str, Type)] = &[("timezone", Type::Any)];
const TRUNCATE: &[(&str, Type)] = &[
    ("unit", Type::String),
    ("input", Type::Any),
    ("fields", Type::Map),
];
const FORMATTED: Type = Type::OneOf(&[
    Type::Date,
    Type::LocalTime,
    Type::Time,
    Type::LocalDateTime,
    Type::ZonedDateTime,
    Type::Duration,
]);
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

/// The functions of a kind of instant: name, kind, type, the type's name, what it is, text of a
/// value, another text with its pattern, a unit and the text cut down to it.
macro_rules! family {
    ($($name:literal, $kind:ident, $ty:ident, $of:literal, $what:literal, $text:literal, $patterned:literal, $pattern:literal, $unit:literal, $cut:literal;)*) => {
        &[
            $(
                f($name, INPUT, Type::$ty, |c, a| construct(Instant::$kind, c, a), concat!("Makes a ", $what, ", of the present if no argument is given.")).optional(1).impure().in_5()
                    .shown(&[concat!($name, "(input = DEFAULT_TEMPORAL_ARGUMENT :: ANY) :: ", $of)])
                    .examples(&[(concat!("toString(", $name, "('", $text, "'))"), concat!("'", $text, "'")), (concat!($name, "(null)"), "null"), (concat!($name, "(1)"), "!ProcedureCallFailed"), (concat!($name, "('x')"), "!SyntaxError")]),
                f($name, DATE_INPUT, Type::$ty, |c, a| construct(Instant::$kind, c, a), concat!("Makes a ", $what, ", of the present if no argument is given, of text by a pattern if one is given.")).optional(2).impure().in_25()
                    .shown(&[concat!($name, "(input = DEFAULT_TEMPORAL_ARGUMENT :: ANY, pattern = DEFAULT_TEMPORAL_ARGUMENT :: STRING) :: ", $of)])
                    .examples(&[(concat!("toString(", $name, "('", $text, "'))"), concat!("'", $text, "'")), (concat!("toString(", $name, "('", $patterned, "', '", $pattern, "'))"), concat!("'", $text, "'")), (concat!($name, "('x', 'yyyy')"), "!SyntaxError"), (concat!($name, "({year: 2020}, 'yyyy')"), "!ProcedureCallFailed"), (concat!($name, "(null, 'yyyy')"), "null")]),
                f(concat!($name, ".transaction"), ZONE, Type::$ty, |c, a| now(Instant::$kind, whole_millis(c.execution.transaction_start), a), concat!("The ", $what, " when the transaction began.")).optional(1).impure()
                    .shown(&[concat!($name, ".transaction(timezone = DEFAULT_TEMPORAL_ARGUMENT :: ANY) :: ", $of)])
                    .examples(&[(concat!("valueType(", $name, ".transaction())"), concat!("'", $of, " NOT NULL'")), (concat!($name, ".transaction('nowhere')"), "!SyntaxError")]),
                f(concat!($name, ".statement"), ZONE, Type::$ty, |c, a| now(Instant::$kind, c.statement_start, a), concat!("The ", $what, " when the statement began.")).optional(1).impure()
                    .shown(&[concat!($name, ".statement(timezone = DEFAULT_TEMPORAL_ARGUMENT :: ANY) :: ", $of)])
                    .examples(&[(concat!($name, ".statement() = ", $name, "()"), "true"), (concat!($name, ".statement(null)"), "null")]),
                f(concat!($name, ".realtime"), ZONE, Type::$ty, |c, a| now(Instant::$kind, c.execution.clock.now_nanos(), a), concat!("The ", $what, " now.")).optional(1).impure()
                    .shown(&[concat!($name, ".realtime(timezone = DEFAULT_TEMPORAL_ARGUMENT :: ANY) :: ", $of)])
                    .examples(&[(concat!("valueType(", $name, ".realtime('Europe/Paris'))"), concat!("'", $of, " NOT NULL'")), (concat!($name, ".realtime(1)"), "!ProcedureCallFailed")]),
                f(concat!($name, ".truncate"), TRUNCATE, Type::$ty, |c, a| truncate(Instant::$kind, c, a), concat!("A ", $what, " cut down to a unit.")).optional(2).impure()
                    .shown(&[concat!($name, ".truncate(unit :: STRING, input = DEFAULT_TEMPORAL_ARGUMENT :: ANY, fields = null :: MAP) :: ", $of)])
                    .examples(&[(concat!("toString(", $name, ".truncate('", $unit, "', ", $name, "('", $text, "')))"), concat!("'", $cut, "'")), (concat!($name, ".truncate('day', null)"), "!ProcedureCallFailed"), (concat!($name, ".truncate('day', 1)"), "!ProcedureCallFailed")]),
            )*
        ]
    };
}

/// The other names of Cypher 25, of the same form.
macro_rules! others {
    ($($name:literal, $kind:ident, $ty:ident, $of:literal, $what:literal, $other:literal, $text:literal, $patterned:literal, $pattern:literal;)*) => {
        &[
            $(
                f($other, DATE_INPUT, Type::$ty, |c, a| construct(Instant::$kind, c, a), concat!("Makes a ", $what, "; another name of ", $name, "().")).optional(2).impure().in_25()
                    .shown(&[concat!($other, "(input = DEFAULT_TEMPORAL_ARGUMENT :: ANY) :: ", $of), concat!($other, "(input = DEFAULT_TEMPORAL_ARGUMENT :: ANY, pattern = DEFAULT_TEMPORAL_ARGUMENT :: STRING) :: ", $of)])
                    .examples(&[(concat!("toString(", $other, "('", $text, "'))"), concat!("'", $text, "'")), (concat!("toString(", $other, "('", $patterned, "', '", $pattern, "'))"), concat!("'", $text, "'"))]),
            )*
        ]
    };
}

pub(super) const INSTANTS: &[Function] = family! {
    "date", Date, Date, "DATE", "date", "2020-01-05", "05.01.2020", "dd.MM.yyyy", "month", "2020-01-01";
    "localtime", LocalTime, LocalTime, "LOCAL TIME", "local time", "13:04:05", "01:04:05 PM", "hh:mm:ss a", "hour", "13:00:00";
    "time", Time, Time, "ZONED TIME", "zoned time", "13:04:05+01:00", "130405+0100", "HHmmssxx", "minute", "13:04:00+01:00";
    "localdatetime", LocalDateTime, LocalDateTime, "LOCAL DATETIME", "local datetime", "2020-01-05T13:04:05", "5 Jan 2020 13:04:05", "d MMM yyyy HH:mm:ss", "day", "2020-01-05T00:00:00";
    "datetime", ZonedDateTime, ZonedDateTime, "ZONED DATETIME", "zoned datetime", "2020-01-05T13:04:05+01:00[Europe/Paris]", "20200105 13:04:05 Europe/Paris", "yyyyMMdd HH:mm:ss VV", "year", "2020-01-01T00:00:00+01:00[Europe/Paris]";
};

pub(super) const OTHER_NAMES: &[Function] = others! {
    "localtime", LocalTime, LocalTime, "LOCAL TIME", "local time", "local_time", "13:04:05", "01:04:05 PM", "hh:mm:ss a";
    "time", Time, Time, "ZONED TIME", "zoned time", "zoned_time", "13:04:05+01:00", "130405+0100", "HHmmssxx";
    "localdatetime", LocalDateTime, LocalDateTime, "LOCAL DATETIME", "local datetime", "local_datetime", "2020-01-05T13:04:05", "5 Jan 2020 13:04:05", "d MMM yyyy HH:mm:ss";
    "datetime", ZonedDateTime, ZonedDateTime, "ZONED DATETIME", "zoned datetime", "zoned_datetime", "2020-01-05T13:04:05+01:00[Europe/Paris]", "20200105 13:04:05 Europe/Paris", "yyyyMMdd HH:mm:ss VV";
};

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "datetime.fromepoch",
        &[("seconds", Type::Number), ("nanoseconds", Type::Number)],
        Type::ZonedDateTime,
        from_epoch,
        "The datetime of seconds and nanoseconds since 1970.",
    )
    .examples(&[
        (
            "toString(datetime.fromepoch(1, 500))",
            "'1970-01-01T00:00:01.0000005Z'",
        ),
        ("datetime.fromepoch(null, 1)", "!ProcedureCallFailed"),
        ("datetime.fromepoch(1, 2000000000)", "!ArgumentError"),
        ("datetime.fromepoch(1.5, 1)", "!ProcedureCallFailed"),
    ]),
    f(
        "datetime.fromepochmillis",
        &[("milliseconds", Type::Number)],
        Type::ZonedDateTime,
        from_epoch_millis,
        "The datetime of milliseconds since 1970.",
    )
    .examples(&[
        (
            "toString(datetime.fromepochmillis(1500))",
            "'1970-01-01T00:00:01.5Z'",
        ),
        ("datetime.fromepochmillis(1.5)", "!ProcedureCallFailed"),
    ]),
    f(
        "duration",
        INPUT,
        Type::Duration,
        |_, a| of::duration(argument(a, 0)).map_err(failure),
        "Makes a duration of text or of a map of units.",
    )
    .in_5()
    .examples(&[
        (
            "toString(duration('P1Y2M3DT4H5M6.7S'))",
            "'P1Y2M3DT4H5M6.7S'",
        ),
        ("toString(duration({days: 1.5}))", "'P1DT12H'"),
        ("duration(1)", "!ProcedureCallFailed"),
        ("duration('x')", "!SyntaxError"),
    ]),
    f(
        "duration",
        DATE_INPUT,
        Type::Duration,
        |_, a| {
            check_pattern(a)?;
            match a {
                [one] => of::duration(one),
                _ => pattern::duration_by(argument(a, 0), argument(a, 1)),
            }
            .map_err(failure)
        },
        "Makes a duration of text, of text by a pattern, or of a map of units.",
    )
    .optional(1)
    .in_25()
    .shown(&["duration(input :: ANY, pattern = DEFAULT_TEMPORAL_ARGUMENT :: STRING) :: DURATION"])
    .examples(&[
        ("toString(duration('12:30', 'HH:mm'))", "'PT12H30M'"),
        ("duration('abc', 'd')", "!SyntaxError"),
        ("duration({days: 1}, 'd')", "!ProcedureCallFailed"),
    ]),
    f(
        "duration.between",
        BETWEEN,
        Type::Duration,
        |_, a| of::duration_between(argument(a, 0), argument(a, 1)).map_err(failure),
        "The time between two instants in months, days and seconds.",
    )
    .examples(&[
        (
            "toString(duration.between(date('2020-01-01'), date('2021-02-03')))",
            "'P1Y1M2D'",
        ),
        ("duration.between(1, 2)", "!ProcedureCallFailed"),
        ("duration.between(null, date())", "null"),
    ]),
    f(
        "duration_between",
        BETWEEN,
        Type::Duration,
        |_, a| of::duration_between(argument(a, 0), argument(a, 1)).map_err(failure),
        "Another name of duration.between().",
    )
    .in_25()
    .examples(&[(
        "toString(duration_between(date('2020-01-01'), date('2021-02-03')))",
        "'P1Y1M2D'",
    )]),
    f(
        "duration.inMonths",
        BETWEEN,
        Type::Duration,
        |_, a| of::duration_in_months(argument(a, 0), argument(a, 1)).map_err(failure),
        "The whole months between two instants.",
    )
    .examples(&[(
        "toString(duration.inMonths(date('2020-01-01'), date('2021-02-03')))",
        "'P1Y1M'",
    )]),
    f(
        "duration.inDays",
        BETWEEN,
        Type::Duration,
        |_, a| of::duration_in_days(argument(a, 0), argument(a, 1)).map_err(failure),
        "The whole days between two instants.",
    )
    .examples(&[(
        "toString(duration.inDays(date('2020-01-01'), date('2020-02-03')))",
        "'P33D'",
    )]),
    f(
        "duration.inSeconds",
        BETWEEN,
        Type::Duration,
        |_, a| of::duration_in_seconds(argument(a, 0), argument(a, 1)).map_err(failure),
        "The seconds between two instants.",
    )
    .examples(&[(
        "toString(duration.inSeconds(localtime('12:00'), localtime('13:30')))",
        "'PT1H30M'",
    )]),
    f(
        "format",
        &[("value", FORMATTED), ("pattern", Type::String)],
        Type::String,
        format,
        "A temporal value as text, by a pattern if one is given.",
    )
    .optional(1)
    .in_25()
    .examples(&[
        (
            "format(date('2020-01-05'), 'EEEE, d MMMM yyyy')",
            "'Sunday, 5 January 2020'",
        ),
        ("format(date('2020-01-05'))", "'2020-01-05'"),
        ("format(duration('P14M40DT50H'), 'M d m')", "'14 40 3000'"),
        ("format(date('2020-01-05'), 'HH')", "!ArgumentError"),
        ("format(null)", "null"),
        ("format(date('2020-01-05'), null)", "null"),
        ("format(1, 'yyyy')", "!SyntaxError"),
    ]),
];

/// A failure of the types' own rules.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub(crate) fn failure(error: TemporalError) -> RunError {
    failed(error.status(), error.to_string())
}

fn context_at(nanos: i64) -> Context {
    Context::at(nanos, TimeZone::UTC)
}

/// A pattern must be text, whatever is to be read by it.
fn check_pattern(arguments: &[Value]) -> std::result::Result<(), RunError> {
    match arguments.get(1) {
        None | Some(Value::Null | Value::String(_)) => Ok(()),
        Some(other) => Err(failed(
            Status::Coercion,
            format!(
                "Can't coerce `{}` to String",
                quiver_types::format::to_string(other)
            ),
        )),
    }
}

fn construct(kind: Instant, context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    check_pattern(arguments)?;
    let at = context_at(context.statement_start);
    match arguments {
        [] => of::now(kind, &at),
        [one] => of::construct(kind, one, &at),
        [one, pattern, ..] => pattern::construct_by(kind, one, pattern, &at),
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
    let fields = match argument(arguments, 2) {
        Value::Null => None,
        Value::Map(map) => Some(map.as_ref()),
        other => return Err(wrong_type(name, "a Map", other)),
    };
    let unit = match argument(arguments, 0) {
        Value::Null => return Err(wrong_call(name, &Value::Null)),
        Value::String(unit) => unit,
        other => return Err(wrong_type(name, "a String", other)),
    };
    let present;
    let value = match arguments.get(1) {
        Some(Value::Null) => return Err(wrong_call(name, &Value::Null)),
        Some(value) => value,
        None => {
            present = of::now(kind, &at).map_err(failure)?;
            &present
        }
    };
    of::truncate(kind, unit, value, fields, &at).map_err(failure)
}

fn format(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if super::any_null(arguments) {
        return Ok(Value::Null);
    }
    let value = argument(arguments, 0);
    match arguments.get(1) {
        None | Some(Value::String(_)) if !is_temporal(value) => {
            Err(wrong_type("format", "a temporal value", value))
        }
        None => Ok(quiver_types::format::to_string(value).into()),
        Some(Value::String(letters)) => pattern::write(value, letters)
            .map(Value::from)
            .map_err(failure),
        Some(other) => Err(wrong_type("format", "a String", other)),
    }
}

/// Neither null nor a float is what these functions are called with; other types are looked at before.
fn integer(
    arguments: &[Value],
    at: usize,
    name: &'static str,
) -> std::result::Result<i64, RunError> {
    match argument(arguments, at) {
        Value::Integer(v) => Ok(*v),
        value @ (Value::Null | Value::Float(_)) => Err(wrong_call(name, value)),
        other => Err(wrong_type(name, "a Number", other)),
    }
}

fn wrong_call(function: &'static str, found: &Value) -> RunError {
    failure(TemporalError::Signature {
        function,
        found: found.type_name(),
    })
}

fn from_epoch(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let is_number =
        |value: &&Value| matches!(value, Value::Null | Value::Integer(_) | Value::Float(_));
    if let Some(other) = arguments.iter().find(|value| !is_number(value)) {
        return Err(wrong_type("datetime.fromepoch", "a Number", other));
    }
    let seconds = integer(arguments, 0, "datetime.fromepoch")?;
    let nanos = integer(arguments, 1, "datetime.fromepoch")?;
    of::from_epoch(seconds, nanos).map_err(failure)
}

fn from_epoch_millis(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let millis = integer(arguments, 0, "datetime.fromepochmillis")?;
    of::from_epoch_millis(millis).map_err(failure)
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
