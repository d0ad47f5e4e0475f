//! Truncation of temporal values to a unit, with components set on top of the result.

use super::build::{date_of, time_of};
use super::fields::{Field, Fields};
use super::functions::shown;
use super::{
    Context, Date, Instant, LocalDateTime, LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND,
    TemporalError, Time, TimeZone, ZonedDateTime,
};
use crate::{Map, Value};

/// A unit to truncate to, from the largest to the smallest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Unit {
    Millennium,
    Century,
    Decade,
    WeekYear,
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
}

const UNITS: [(&str, Unit); 14] = [
    ("millennium", Unit::Millennium),
    ("century", Unit::Century),
    ("decade", Unit::Decade),
    ("weekYear", Unit::WeekYear),
    ("year", Unit::Year),
    ("quarter", Unit::Quarter),
    ("month", Unit::Month),
    ("week", Unit::Week),
    ("day", Unit::Day),
    ("hour", Unit::Hour),
    ("minute", Unit::Minute),
    ("second", Unit::Second),
    ("millisecond", Unit::Millisecond),
    ("microsecond", Unit::Microsecond),
];

impl Unit {
    fn is_within_day(self) -> bool {
        self > Self::Day
    }

    /// The first day of the unit that `date` lies in. Units within a day leave it as it is.
    fn first_day(self, date: Date) -> Result<Date, TemporalError> {
        let year = date.year();
        // Division cuts towards zero, as in the reference, also for years before zero.
        let whole = |years: i64| Date::new(year / years * years, 1, 1);
        match self {
            Self::Millennium => whole(1_000),
            Self::Century => whole(100),
            Self::Decade => whole(10),
            Self::WeekYear => Date::from_week(date.week().0, 1, 1),
            Self::Year => Date::new(year, 1, 1),
            Self::Quarter => Date::from_quarter(year, date.quarter(), 1),
            Self::Month => Date::new(year, date.month(), 1),
            Self::Week => date.plus_days(1 - date.day_of_week()),
            Self::Day
            | Self::Hour
            | Self::Minute
            | Self::Second
            | Self::Millisecond
            | Self::Microsecond => Ok(date),
        }
    }

    /// The first moment of the unit that `time` lies in; midnight for days and larger.
    fn first_moment(self, time: LocalTime) -> LocalTime {
        let length = match self {
            Self::Hour => 3_600 * NANOS_PER_SECOND,
            Self::Minute => 60 * NANOS_PER_SECOND,
            Self::Second => NANOS_PER_SECOND,
            Self::Millisecond => 1_000_000,
            Self::Microsecond => 1_000,
            _ => NANOS_PER_DAY,
        };
        LocalTime {
            nanos: time.nanos - time.nanos.rem_euclid(length),
        }
    }
}

/// What is done to a value: truncate to the unit, then set the components given.
struct Truncation {
    unit: Unit,
    fields: Fields,
}

impl Truncation {
    fn date(&self, date: Date) -> Result<Date, TemporalError> {
        self.fields.date_on(Some(self.unit.first_day(date)?))
    }

    fn time(&mut self, time: LocalTime) -> Result<LocalTime, TemporalError> {
        let first = self.unit.first_moment(time);
        match self.unit {
            Unit::Millisecond => {
                self.fields
                    .keep_subsecond(Field::Millisecond, first.nanosecond() / 1_000_000);
            }
            Unit::Microsecond => {
                self.fields
                    .keep_subsecond(Field::Microsecond, first.nanosecond() / 1_000);
            }
            _ => {}
        }
        self.fields.time_on(Some(first))
    }

    fn date_and_time(
        &mut self,
        kind: Instant,
        value: &Value,
    ) -> Result<LocalDateTime, TemporalError> {
        let dated = matches!(value, Value::LocalDateTime(_) | Value::ZonedDateTime(_));
        if self.unit.is_within_day() && !dated {
            let name = if kind == Instant::LocalDateTime {
                "local date time"
            } else {
                "date time"
            };
            return Err(TemporalError::component(format!(
                "Cannot truncate {} to {name} with a time based unit.",
                shown(value)
            )));
        }
        let date = self.date(date_of(value)?)?;
        let time = match time_of(value) {
            Ok((time, _)) => time,
            Err(_) => LocalTime::MIDNIGHT,
        };
        Ok(LocalDateTime::new(date, self.time(time)?))
    }
}

/// Truncates `value` to a unit as a value of `kind`.
pub(super) fn truncate(
    kind: Instant,
    unit: &str,
    value: &Value,
    overrides: &Map,
    context: &Context,
) -> Result<Value, TemporalError> {
    let found = UNITS.iter().find(|row| row.0 == unit);
    let unit = found
        .ok_or_else(|| TemporalError::UnknownUnit(unit.to_owned()))?
        .1;
    let fields = Fields::read(kind, overrides)?;
    fields.refuse_base()?;
    let mut truncation = Truncation { unit, fields };
    Ok(match kind {
        Instant::Date => {
            truncation.fields.refuse_zone()?;
            let date = date_of(value)?;
            if unit.is_within_day() {
                let name = match unit {
                    Unit::Millisecond => "Millis".to_owned(),
                    Unit::Microsecond => "Micros".to_owned(),
                    unit => format!("{unit:?}s"),
                };
                let message = format!("Unit too small for truncation: {name}");
                return Err(TemporalError::component(message));
            }
            truncation.date(date)?.into()
        }
        Instant::LocalTime => {
            truncation.fields.refuse_zone()?;
            let (time, _) = time_of(value)?;
            large_enough_for_time(unit)?;
            truncation.time(time)?.into()
        }
        Instant::Time => {
            let (time, zone) = time_of(value)?;
            large_enough_for_time(unit)?;
            let nanos = truncation.time(time)?.nanos;
            let offset_seconds = match (&truncation.fields.timezone, value) {
                (Some(wanted), _) => wanted.offset_at(context.seconds),
                (None, Value::ZonedDateTime(moment)) => moment.zone.offset_seconds(),
                (None, _) => zone
                    .unwrap_or(context.zone.clone())
                    .offset_at(context.seconds),
            };
            Time {
                nanos,
                offset_seconds,
            }
            .into()
        }
        Instant::LocalDateTime => {
            truncation.fields.refuse_zone()?;
            truncation.date_and_time(kind, value)?.into()
        }
        Instant::ZonedDateTime => {
            let local = truncation.date_and_time(kind, value)?;
            let own = match value {
                Value::ZonedDateTime(moment) => moment.time_zone(),
                _ => context.zone.clone(),
            };
            let zone: &TimeZone = truncation.fields.timezone.as_ref().unwrap_or(&own);
            ZonedDateTime::from_local(local, zone, None).into()
        }
    })
}

fn large_enough_for_time(unit: Unit) -> Result<(), TemporalError> {
    if unit < Unit::Day {
        return Err(TemporalError::Unit(
            "Unit is too large to be used for truncation".to_owned(),
        ));
    }
    Ok(())
}
