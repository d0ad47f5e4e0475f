//! Cypher's temporal functions and operators over [`Value`]: what the engine's function table
//! calls. Null in, null out, where Cypher says so.

use super::between::{self, Unit};
use super::build::{self, date_of, time_of};
use super::{
    Date, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND, TemporalError, Time, TimeZone,
    ZonedDateTime,
};
use crate::{Map, Value};

pub use super::component::component;

/// The moment and the zone that functions refer to when they are not told otherwise.
#[derive(Clone, Debug)]
pub struct Context {
    /// Now (of the statement, of the transaction, or really): seconds since 1970 in UTC.
    pub seconds: i64,
    /// Nanoseconds within that second.
    pub nanos: u32,
    /// The default zone, `db.temporal.timezone`.
    pub zone: TimeZone,
}

impl Context {
    /// A context for a clock reading in nanoseconds since 1970.
    pub fn at(now_nanos: i64, zone: TimeZone) -> Self {
        Self {
            seconds: now_nanos.div_euclid(NANOS_PER_SECOND),
            // Below 10^9 by definition.
            nanos: now_nanos.rem_euclid(NANOS_PER_SECOND) as u32,
            zone,
        }
    }
}

/// The five kinds of temporal instants, each with functions of its own: `date()`, `localtime()`,
/// `time()`, `localdatetime()`, `datetime()`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Instant {
    /// `DATE`.
    Date,
    /// `LOCAL TIME`.
    LocalTime,
    /// `ZONED TIME`.
    Time,
    /// `LOCAL DATETIME`.
    LocalDateTime,
    /// `ZONED DATETIME`.
    ZonedDateTime,
}

impl Instant {
    /// The function that makes such values.
    pub fn function(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::LocalTime => "localtime",
            Self::Time => "time",
            Self::LocalDateTime => "localdatetime",
            Self::ZonedDateTime => "datetime",
        }
    }

    /// Whether such values have a date.
    pub fn has_date(self) -> bool {
        matches!(self, Self::Date | Self::LocalDateTime | Self::ZonedDateTime)
    }

    /// Whether such values have a time of day.
    pub fn has_time(self) -> bool {
        !matches!(self, Self::Date)
    }
}

fn is_instant(value: &Value) -> bool {
    matches!(
        value,
        Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::ZonedDateTime(_)
    )
}

/// `date()`, `time()`, ... without an argument: now, in the context's zone.
pub fn now(kind: Instant, context: &Context) -> Result<Value, TemporalError> {
    now_in(kind, &context.zone, context)
}

/// Now in another zone.
pub fn now_in(kind: Instant, zone: &TimeZone, context: &Context) -> Result<Value, TemporalError> {
    let now = ZonedDateTime::from_instant(context.seconds, context.nanos, zone)?;
    let value = Value::from(now);
    if kind == Instant::ZonedDateTime {
        Ok(value)
    } else {
        convert(kind, &value, context)
    }
}

/// `date.statement(zone)` and its relatives: now in the zone that a value names.
pub fn now_in_named(
    kind: Instant,
    zone: &Value,
    context: &Context,
) -> Result<Value, TemporalError> {
    match zone {
        Value::Null => Ok(Value::Null),
        Value::String(name) => now_in(kind, &TimeZone::parse(name)?, context),
        other => Err(signature(kind.function(), other)),
    }
}

/// `date(argument)`, `time(argument)`, ...: from text, from a map of components, from another
/// temporal value.
pub fn construct(
    kind: Instant,
    argument: &Value,
    context: &Context,
) -> Result<Value, TemporalError> {
    match argument {
        Value::Null => Ok(Value::Null),
        Value::String(text) => parse(kind, text, context),
        Value::Map(map) => build::build(kind, map, context),
        value if is_instant(value) => convert(kind, value, context),
        other => Err(signature(kind.function(), other)),
    }
}

/// Reads a temporal instant from text.
pub fn parse(kind: Instant, text: &str, context: &Context) -> Result<Value, TemporalError> {
    Ok(match kind {
        Instant::Date => Date::parse(text)?.into(),
        Instant::LocalTime => LocalTime::parse(text)?.into(),
        Instant::Time => Time::parse(text, context.zone.offset_at(context.seconds))?.into(),
        Instant::LocalDateTime => LocalDateTime::parse(text)?.into(),
        Instant::ZonedDateTime => ZonedDateTime::parse(text, &context.zone)?.into(),
    })
}

/// A temporal instant as another kind: parts are dropped, a missing zone is the context's.
fn convert(kind: Instant, value: &Value, context: &Context) -> Result<Value, TemporalError> {
    Ok(match kind {
        Instant::Date => date_of(value)?.into(),
        Instant::LocalTime => time_of(value)?.0.into(),
        Instant::Time => {
            let (time, zone) = time_of(value)?;
            let offset_seconds = match value {
                Value::ZonedDateTime(moment) => moment.zone.offset_seconds(),
                _ => zone
                    .unwrap_or(context.zone.clone())
                    .offset_at(context.seconds),
            };
            Time {
                nanos: time.nanos,
                offset_seconds,
            }
            .into()
        }
        Instant::LocalDateTime => LocalDateTime::new(date_of(value)?, time_of(value)?.0).into(),
        Instant::ZonedDateTime => match value {
            Value::ZonedDateTime(_) => value.clone(),
            Value::LocalDateTime(moment) => {
                ZonedDateTime::from_local(**moment, &context.zone, None).into()
            }
            other => {
                let message = format!("Cannot select datetime from: {}", shown(other));
                return Err(TemporalError::component(message));
            }
        },
    })
}

/// `date.truncate(unit, value, overrides)` and its relatives.
pub fn truncate(
    kind: Instant,
    unit: &str,
    value: &Value,
    overrides: Option<&Map>,
    context: &Context,
) -> Result<Value, TemporalError> {
    if !is_instant(value) {
        return Err(signature(kind.function(), value));
    }
    let nothing = Map::new();
    super::truncate::truncate(kind, unit, value, overrides.unwrap_or(&nothing), context)
}

/// `datetime.fromepoch(seconds, nanoseconds)`, in UTC.
pub fn from_epoch(seconds: i64, nanos: i64) -> Result<Value, TemporalError> {
    let nanos = u32::try_from(nanos)
        .ok()
        .filter(|n| i64::from(*n) < NANOS_PER_SECOND);
    let nanos = nanos.ok_or_else(|| TemporalError::Bounds {
        field: "Nanosecond",
        message: "Invalid nanosecond: expected 0 to 999999999".to_owned(),
    })?;
    Ok(ZonedDateTime::from_instant(seconds, nanos, &TimeZone::UTC)?.into())
}

/// `datetime.fromepochmillis(milliseconds)`, in UTC.
pub fn from_epoch_millis(millis: i64) -> Result<Value, TemporalError> {
    from_epoch(
        millis.div_euclid(1_000),
        millis.rem_euclid(1_000) * 1_000_000,
    )
}

/// `duration(argument)`: from text or from a map of components.
pub fn duration(argument: &Value) -> Result<Value, TemporalError> {
    Ok(match argument {
        Value::Null => Value::Null,
        Value::String(text) => Duration::parse(text)?.into(),
        Value::Map(map) => build::duration(map)?.into(),
        other => return Err(signature("duration", other)),
    })
}

/// `duration.between(from, to)`: months, days and seconds.
pub fn duration_between(from: &Value, to: &Value) -> Result<Value, TemporalError> {
    difference("duration.between", from, to, Unit::Largest)
}

/// `duration.inMonths(from, to)`: whole months.
pub fn duration_in_months(from: &Value, to: &Value) -> Result<Value, TemporalError> {
    difference("duration.inMonths", from, to, Unit::Months)
}

/// `duration.inDays(from, to)`: whole days.
pub fn duration_in_days(from: &Value, to: &Value) -> Result<Value, TemporalError> {
    difference("duration.inDays", from, to, Unit::Days)
}

/// `duration.inSeconds(from, to)`: seconds and nanoseconds.
pub fn duration_in_seconds(from: &Value, to: &Value) -> Result<Value, TemporalError> {
    difference("duration.inSeconds", from, to, Unit::Seconds)
}

fn difference(
    function: &'static str,
    from: &Value,
    to: &Value,
    unit: Unit,
) -> Result<Value, TemporalError> {
    if from.is_null() || to.is_null() {
        return Ok(Value::Null);
    }
    match between::between(from, to, unit) {
        Some(duration) => Ok(duration?.into()),
        None => Err(signature(
            function,
            if is_instant(from) { to } else { from },
        )),
    }
}

/// `value + duration` for a temporal instant or a duration. `None` for any other value.
pub fn add(value: &Value, duration: &Duration) -> Option<Result<Value, TemporalError>> {
    Some(match value {
        Value::Date(date) => date.plus_duration(duration).map(Value::from),
        Value::LocalTime(time) => Ok(time.plus_duration(duration).into()),
        Value::Time(time) => Ok(time.plus_duration(duration).into()),
        Value::LocalDateTime(moment) => moment.plus_duration(duration).map(Value::from),
        Value::ZonedDateTime(moment) => moment.plus_duration(duration).map(Value::from),
        Value::Duration(other) => other.plus(duration).map(Value::from),
        _ => return None,
    })
}

/// `value - duration` for a temporal instant or a duration. `None` for any other value.
pub fn subtract(value: &Value, duration: &Duration) -> Option<Result<Value, TemporalError>> {
    match value {
        Value::Duration(other) => return Some(other.minus(duration).map(Value::from)),
        Value::Date(date) => return Some(date.minus_duration(duration).map(Value::from)),
        value if is_instant(value) => {}
        _ => return None,
    }
    match duration.negated() {
        Ok(negated) => add(value, &negated),
        Err(error) => Some(Err(error)),
    }
}

/// `duration * number`. `None` when `number` is none.
pub fn multiply(duration: &Duration, number: &Value) -> Option<Result<Value, TemporalError>> {
    Some(match number {
        Value::Integer(factor) => duration.times(*factor).map(Value::from),
        Value::Float(factor) => duration.times_float(*factor).map(Value::from),
        _ => return None,
    })
}

/// `duration / number`. `None` when `number` is none.
pub fn divide(duration: &Duration, number: &Value) -> Option<Result<Value, TemporalError>> {
    Some(match number {
        Value::Integer(0) => Err(TemporalError::DivisionByZero),
        Value::Integer(divisor) => duration.divided_by(*divisor as f64).map(Value::from),
        Value::Float(divisor) => duration.divided_by(*divisor).map(Value::from),
        _ => return None,
    })
}

fn signature(function: &'static str, found: &Value) -> TemporalError {
    TemporalError::Signature {
        function,
        found: found.type_name(),
    }
}

/// A value as messages show it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Date(v) => v.to_string(),
        Value::LocalTime(v) => v.to_string(),
        Value::Time(v) => v.to_string(),
        Value::LocalDateTime(v) => v.to_string(),
        Value::ZonedDateTime(v) => v.to_string(),
        Value::Duration(v) => v.to_string(),
        other => other.type_name().to_owned(),
    }
}
