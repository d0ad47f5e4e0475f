//! Temporal values from maps of components: `date({year: 1984, week: 10})`, also on top of
//! another value: `datetime({date: d, time: t, second: 42, timezone: '+05:00'})`; and durations
//! from theirs. The maps themselves are read by [`Fields`].

use super::fields::Fields;
use super::functions::shown;
use super::{
    Context, Date, Duration, Instant, LocalDateTime, LocalTime, TemporalError, Time, TimeZone,
    ZonedDateTime,
};
use crate::{Map, Value};

/// The date of a temporal value that has one.
pub(super) fn date_of(value: &Value) -> Result<Date, TemporalError> {
    match value {
        Value::Date(date) => Ok(*date),
        Value::LocalDateTime(moment) => Ok(moment.date()),
        Value::ZonedDateTime(moment) => Ok(moment.local().date()),
        Value::LocalTime(_) | Value::Time(_) => Err(TemporalError::component(format!(
            "Cannot get the date of: {}",
            shown(value)
        ))),
        _ => Err(TemporalError::Base {
            wanted: "date",
            found: shown(value),
        }),
    }
}

/// The time of day of a temporal value that has one, and its zone if it has that.
pub(super) fn time_of(value: &Value) -> Result<(LocalTime, Option<TimeZone>), TemporalError> {
    match value {
        Value::LocalTime(time) => Ok((*time, None)),
        Value::Time(time) => Ok((time.local(), Some(TimeZone::Offset(time.offset_seconds)))),
        Value::LocalDateTime(moment) => Ok((moment.time(), None)),
        Value::ZonedDateTime(moment) => Ok((moment.local().time(), Some(moment.time_zone()))),
        Value::Date(_) => Err(TemporalError::component(format!(
            "Cannot get the time of: {}",
            shown(value)
        ))),
        _ => Err(TemporalError::Base {
            wanted: "time",
            found: shown(value),
        }),
    }
}

/// Builds an instant of `kind` from a map of components.
pub(super) fn build(kind: Instant, map: &Map, context: &Context) -> Result<Value, TemporalError> {
    if map.is_empty() {
        return Err(TemporalError::NoField);
    }
    let fields = Fields::read(kind, map)?;
    if fields.is_zone_only() {
        let zone = fields.timezone.as_ref().unwrap_or(&context.zone);
        return super::functions::now_in(kind, zone, context);
    }
    Ok(match kind {
        Instant::Date => {
            fields.refuse_zone()?;
            fields
                .date_on(fields.date.as_ref().map(date_of).transpose()?)?
                .into()
        }
        Instant::LocalTime => {
            fields.refuse_zone()?;
            let base = fields.time.as_ref().map(time_of).transpose()?;
            fields.time_on(base.map(|base| base.0))?.into()
        }
        Instant::Time => fields.zoned_time(context)?.into(),
        Instant::LocalDateTime => {
            fields.refuse_zone()?;
            fields.local_date_time()?.0.into()
        }
        Instant::ZonedDateTime => fields.zoned_date_time(context)?.into(),
    })
}

impl Fields {
    fn zoned_time(&self, context: &Context) -> Result<Time, TemporalError> {
        let (base, base_offset) = match &self.time {
            None => (None, None),
            Some(Value::ZonedDateTime(moment)) => (
                Some(moment.local().time()),
                Some(moment.zone.offset_seconds()),
            ),
            Some(value) => {
                let (time, zone) = time_of(value)?;
                (Some(time), zone.map(|zone| zone.offset_at(context.seconds)))
            }
        };
        let nanos = self.time_on(base)?.nanos;
        let wanted = self
            .timezone
            .as_ref()
            .map(|zone| zone.offset_at(context.seconds));
        Ok(match (base_offset, wanted) {
            (Some(offset_seconds), Some(wanted)) => Time {
                nanos,
                offset_seconds,
            }
            .with_offset_same_instant(wanted),
            (given, wanted) => {
                let default = || context.zone.offset_at(context.seconds);
                Time {
                    nanos,
                    offset_seconds: given.or(wanted).unwrap_or_else(default),
                }
            }
        })
    }

    /// The offset of the value that the time of day comes from.
    fn base_offset(&self) -> Option<i32> {
        match self.datetime.as_ref().or(self.time.as_ref()) {
            Some(Value::ZonedDateTime(moment)) => Some(moment.zone.offset_seconds()),
            _ => None,
        }
    }

    /// The local date and time, and the zone that the base's time of day came with.
    fn local_date_time(&self) -> Result<(LocalDateTime, Option<TimeZone>), TemporalError> {
        let date_base = self.datetime.as_ref().or(self.date.as_ref());
        let time_base = self.datetime.as_ref().or(self.time.as_ref());
        let date_base = date_base.map(date_of).transpose()?;
        let time_base = time_base.map(time_of).transpose()?;
        let has_time = time_base.is_some() || self.has_time_fields();
        if has_time && date_base.is_none() {
            self.require_whole_date()?;
        }
        let date = self.date_on(date_base)?;
        let (base_time, zone) = time_base.map_or((None, None), |(time, zone)| (Some(time), zone));
        let time = if has_time {
            self.time_on(base_time)?
        } else {
            LocalTime::MIDNIGHT
        };
        Ok((LocalDateTime::new(date, time), zone))
    }

    fn zoned_date_time(&self, context: &Context) -> Result<ZonedDateTime, TemporalError> {
        let wanted = self.timezone.as_ref();
        if let Some((seconds, nanos)) = self.epoch() {
            let zone = wanted.unwrap_or(&context.zone);
            let base = ZonedDateTime::from_instant(seconds, nanos, zone)?;
            return base.with_local(|local| {
                let date = self.date_on(Some(local.date()))?;
                Ok(LocalDateTime::new(date, self.time_on(Some(local.time()))?))
            });
        }
        let (local, base_zone) = self.local_date_time()?;
        match (base_zone, wanted) {
            (Some(zone), Some(wanted)) => {
                ZonedDateTime::from_local(local, &zone, self.base_offset())
                    .with_zone_same_instant(wanted)
            }
            (zone, wanted) => {
                let zone = zone.as_ref().or(wanted).unwrap_or(&context.zone);
                // A time of day of another day says nothing about which of two offsets is meant.
                let offset = self.datetime.is_some().then(|| self.base_offset());
                Ok(ZonedDateTime::from_local(local, zone, offset.flatten()))
            }
        }
    }

    /// Seconds and nanoseconds of the epoch component.
    fn epoch(&self) -> Option<(i64, u32)> {
        let of_millis = |millis: i64| {
            (
                millis.div_euclid(1_000),
                millis.rem_euclid(1_000) as u32 * 1_000_000,
            )
        };
        self.epoch_seconds
            .map(|seconds| (seconds, 0))
            .or(self.epoch_millis.map(of_millis))
    }
}

/// Components of durations, in the order of [`duration`]'s sums.
const DURATION_FIELDS: [&str; 10] = [
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
];

/// Builds a duration from a map of components, whole or fractional.
pub(super) fn duration(map: &Map) -> Result<Duration, TemporalError> {
    let mut integers = [0i64; 10];
    let mut floats = [0f64; 10];
    let (mut given, mut fractional) = (false, false);
    for (key, value) in map.iter() {
        let position = DURATION_FIELDS
            .iter()
            .position(|name| name.eq_ignore_ascii_case(key));
        let position =
            position.ok_or_else(|| TemporalError::UnknownDurationField(key.to_string()))?;
        match value {
            Value::Null => continue,
            Value::Integer(number) => {
                integers[position] = *number;
                floats[position] = *number as f64;
            }
            Value::Float(number) => {
                floats[position] = *number;
                fractional = true;
            }
            other => {
                return Err(TemporalError::ComponentType {
                    field: DURATION_FIELDS[position].to_owned(),
                    found: other.type_name(),
                });
            }
        }
        given = true;
    }
    if !given {
        return Err(TemporalError::NoField);
    }
    if fractional {
        approximate_duration(floats)
    } else {
        exact_duration(integers)
    }
}

fn approximate_duration(parts: [f64; 10]) -> Result<Duration, TemporalError> {
    let [
        years,
        months,
        weeks,
        days,
        hours,
        minutes,
        seconds,
        millis,
        micros,
        nanos,
    ] = parts;
    Duration::approximate(
        years * 12.0 + months,
        weeks * 7.0 + days,
        hours * 3_600.0 + minutes * 60.0 + seconds,
        millis * 1_000_000.0 + micros * 1_000.0 + nanos,
    )
}

fn exact_duration(parts: [i64; 10]) -> Result<Duration, TemporalError> {
    let [
        years,
        months,
        weeks,
        days,
        hours,
        minutes,
        seconds,
        millis,
        micros,
        nanos,
    ] = parts.map(i128::from);
    let narrow = |value: i128| {
        i64::try_from(value).map_err(|_| {
            let message = "Invalid value for duration, will cause overflow.".to_owned();
            TemporalError::DurationOverflow(message)
        })
    };
    Duration::new(
        narrow(years * 12 + months)?,
        narrow(weeks * 7 + days)?,
        narrow(hours * 3_600 + minutes * 60 + seconds)?,
        millis * 1_000_000 + micros * 1_000 + nanos,
    )
}
