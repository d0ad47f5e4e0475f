//! The difference of two temporal values, as `duration.between` and its relatives take it.
//!
//! A value without a date takes the other's date, one without a zone the other's zone; when
//! neither has one the epoch's date and UTC stand in.

use super::duration::elapsed;
use super::{Date, Duration, LocalDateTime, LocalTime, TemporalError, TimeZone, ZonedDateTime};
use crate::Value;

/// The unit in which a difference is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Months, then days, then seconds.
    Largest,
    Months,
    Days,
    Seconds,
}

/// What a value says of a moment.
struct Parts {
    date: Option<Date>,
    time: LocalTime,
    zone: Option<TimeZone>,
    /// The offset the value itself has; decides where its local time is ambiguous.
    offset: Option<i32>,
}

fn parts(value: &Value) -> Option<Parts> {
    let (date, time, zone, offset) = match value {
        Value::Date(date) => (Some(*date), LocalTime::MIDNIGHT, None, None),
        Value::LocalTime(time) => (None, *time, None, None),
        Value::Time(time) => {
            let offset = time.offset_seconds;
            (
                None,
                time.local(),
                Some(TimeZone::Offset(offset)),
                Some(offset),
            )
        }
        Value::LocalDateTime(moment) => (Some(moment.date()), moment.time(), None, None),
        Value::ZonedDateTime(moment) => {
            let local = moment.local();
            let offset = moment.zone.offset_seconds();
            (
                Some(local.date()),
                local.time(),
                Some(moment.time_zone()),
                Some(offset),
            )
        }
        _ => return None,
    };
    Some(Parts {
        date,
        time,
        zone,
        offset,
    })
}

impl Parts {
    fn moment(&self, other: &Self) -> ZonedDateTime {
        let epoch = Date { days: 0 };
        let date = self.date.or(other.date).unwrap_or(epoch);
        let utc = TimeZone::UTC;
        let zone = self.zone.as_ref().or(other.zone.as_ref()).unwrap_or(&utc);
        ZonedDateTime::from_local(LocalDateTime::new(date, self.time), zone, self.offset)
    }
}

/// The difference `to - from` in `unit`. `None` when either is not a temporal instant.
pub(super) fn between(
    from: &Value,
    to: &Value,
    unit: Unit,
) -> Option<Result<Duration, TemporalError>> {
    let (from, to) = (parts(from)?, parts(to)?);
    Some(difference(&from, &to, unit))
}

fn difference(from: &Parts, to: &Parts, unit: Unit) -> Result<Duration, TemporalError> {
    let dated = from.date.is_some() && to.date.is_some();
    let undated = from.date.is_none() && to.date.is_none();
    let start = from.moment(to);
    let zone = start.time_zone();
    let end = to.moment(from);
    let end_local = end
        .with_zone_same_instant(&zone)
        .map_or_else(|_| end.local(), |e| e.local());
    match unit {
        Unit::Seconds => elapsed((start.seconds, start.nanos), (end.seconds, end.nanos)),
        Unit::Months | Unit::Days if undated => {
            let name = if unit == Unit::Months {
                "Months"
            } else {
                "Days"
            };
            Err(TemporalError::Unit(format!("Unsupported unit: {name}")))
        }
        Unit::Months => Duration::new(whole_months(start.local(), end_local), 0, 0, 0),
        Unit::Days => Duration::new(0, whole_days(start.local(), end_local), 0, 0),
        Unit::Largest if !dated => elapsed((start.seconds, start.nanos), (end.seconds, end.nanos)),
        Unit::Largest => {
            let months = whole_months(start.local(), end_local);
            let start = start.plus_duration(&Duration {
                months,
                ..Duration::ZERO
            })?;
            let days = whole_days(start.local(), end_local);
            let start = start.plus_duration(&Duration {
                days,
                ..Duration::ZERO
            })?;
            let rest = elapsed((start.seconds, start.nanos), (end.seconds, end.nanos))?;
            Duration::new(months, days, rest.seconds, rest.nanos)
        }
    }
}

/// The end's date, moved a day towards the start when the last day is not complete.
fn completed_date(start: LocalDateTime, end: LocalDateTime) -> Date {
    let (from, to) = (start.date(), end.date());
    let days = if to > from && end.time() < start.time() {
        to.days - 1
    } else if to < from && end.time() > start.time() {
        to.days + 1
    } else {
        to.days
    };
    Date { days }
}

fn whole_days(start: LocalDateTime, end: LocalDateTime) -> i64 {
    completed_date(start, end).days - start.date().days
}

fn whole_months(start: LocalDateTime, end: LocalDateTime) -> i64 {
    // Months and days in one number: the days cannot reach a whole month.
    let packed = |date: Date| {
        let (year, month, day) = date.civil();
        (year * 12 + month - 1) * 32 + day
    };
    (packed(completed_date(start, end)) - packed(start.date())) / 32
}
