//! Temporal values between their structures' fields and their meaning: ranges, and the two ways
//! of counting a zoned date-time's seconds.
//!
//! Ranges are Neo4j's: years -999,999,999 to 999,999,999, offsets up to 18 hours.

use quiver_types::temporal::zone;
use quiver_types::{Date, Duration, LocalDateTime, LocalTime, Time, Zone, ZonedDateTime};

use super::structure::Structure;
use crate::version::Dialect;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const NANOS_PER_DAY: i64 = 86_400 * NANOS_PER_SECOND;
const MAX_OFFSET: i64 = 18 * 3600;
const DAYS: std::ops::RangeInclusive<i64> = -365_243_219_162..=365_241_780_471;
const SECONDS: std::ops::RangeInclusive<i64> = -31_557_014_167_219_200..=31_556_889_864_403_199;

/// Fields that are no temporal value.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TemporalError {
    /// A field beyond what its type can be.
    #[error("{what} {value} is out of range ({low} to {high})")]
    OutOfRange {
        /// What the field says.
        what: &'static str,
        /// What it was.
        value: i64,
        /// Lowest allowed.
        low: i64,
        /// Highest allowed.
        high: i64,
    },
    /// A zone name that the tz database does not have.
    #[error("unknown time zone '{0}'")]
    UnknownZone(String),
}

fn within(
    what: &'static str,
    value: i64,
    range: std::ops::RangeInclusive<i64>,
) -> Result<i64, TemporalError> {
    let (low, high) = range.into_inner();
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(TemporalError::OutOfRange {
            what,
            value,
            low,
            high,
        })
    }
}

fn nanos(value: i64) -> Result<u32, TemporalError> {
    // The range fits.
    within("nanosecond", value, 0..=NANOS_PER_SECOND - 1).map(|nanos| nanos as u32)
}

fn offset(value: i64) -> Result<i32, TemporalError> {
    // The range fits.
    within(
        "offset from UTC in seconds",
        value,
        -MAX_OFFSET..=MAX_OFFSET,
    )
    .map(|o| o as i32)
}

fn nanos_of_day(value: i64) -> Result<i64, TemporalError> {
    within("nanosecond of the day", value, 0..=NANOS_PER_DAY - 1)
}

fn local_seconds(value: i64) -> Result<i64, TemporalError> {
    within("second of a date and time", value, SECONDS)
}

pub(super) fn date(days: i64) -> Result<Date, TemporalError> {
    within("day of a date", days, DAYS).map(|days| Date { days })
}

pub(super) fn local_time(nanos: i64) -> Result<LocalTime, TemporalError> {
    nanos_of_day(nanos).map(|nanos| LocalTime { nanos })
}

pub(super) fn time(nanos: i64, offset_seconds: i64) -> Result<Time, TemporalError> {
    Ok(Time {
        nanos: nanos_of_day(nanos)?,
        offset_seconds: offset(offset_seconds)?,
    })
}

pub(super) fn local_date_time(
    seconds: i64,
    nanosecond: i64,
) -> Result<LocalDateTime, TemporalError> {
    Ok(LocalDateTime {
        seconds: local_seconds(seconds)?,
        nanos: nanos(nanosecond)?,
    })
}

/// Drivers cut a negative duration's seconds towards zero and send negative nanoseconds; the
/// sign belongs to the seconds.
pub(super) fn duration(
    months: i64,
    days: i64,
    seconds: i64,
    nanos: i64,
) -> Result<Duration, TemporalError> {
    let carry = nanos.div_euclid(NANOS_PER_SECOND);
    let seconds = seconds
        .checked_add(carry)
        .ok_or(TemporalError::OutOfRange {
            what: "second of a duration",
            value: seconds,
            low: i64::MIN,
            high: i64::MAX,
        })?;
    // The remainder is below 10^9.
    Ok(Duration {
        months,
        days,
        seconds,
        nanos: nanos.rem_euclid(NANOS_PER_SECOND) as u32,
    })
}

/// A date and time with an offset; `utc` says which seconds are counted.
pub(super) fn offset_date_time(
    seconds: i64,
    nanosecond: i64,
    offset_seconds: i64,
    utc: bool,
) -> Result<ZonedDateTime, TemporalError> {
    let offset_seconds = offset(offset_seconds)?;
    let shift = i64::from(offset_seconds);
    let local = if utc {
        seconds.saturating_add(shift)
    } else {
        seconds
    };
    let local = local_seconds(local)?;
    let zone = Zone::Offset(offset_seconds);
    Ok(ZonedDateTime {
        seconds: local - shift,
        nanos: nanos(nanosecond)?,
        zone,
    })
}

/// A date and time with a named zone; `utc` says which seconds are counted.
pub(super) fn named_date_time(
    seconds: i64,
    nanosecond: i64,
    name: &str,
    utc: bool,
) -> Result<ZonedDateTime, TemporalError> {
    local_seconds(seconds)?;
    let nanos = nanos(nanosecond)?;
    let unknown = || TemporalError::UnknownZone(name.to_owned());
    let (seconds, zone) = if utc {
        (
            seconds,
            zone::at_instant(name, seconds).ok_or_else(unknown)?,
        )
    } else {
        zone::at_local(name, seconds).ok_or_else(unknown)?
    };
    local_seconds(seconds.saturating_add(i64::from(offset_of(&zone))))?;
    Ok(ZonedDateTime {
        seconds,
        nanos,
        zone,
    })
}

fn offset_of(zone: &Zone) -> i32 {
    match zone {
        Zone::Offset(seconds)
        | Zone::Named {
            offset_seconds: seconds,
            ..
        } => *seconds,
    }
}

/// A zoned date-time's fields in a dialect, nanoseconds aside.
pub(super) struct ZonedFields<'a> {
    pub structure: Structure,
    pub seconds: i64,
    pub zone: ZoneField<'a>,
}

pub(super) enum ZoneField<'a> {
    Offset(i32),
    Name(&'a str),
}

pub(super) fn zoned_fields(value: &ZonedDateTime, dialect: Dialect) -> ZonedFields<'_> {
    let local = value
        .seconds
        .saturating_add(i64::from(offset_of(&value.zone)));
    let seconds = if dialect.utc { value.seconds } else { local };
    let (structure, zone) = match (&value.zone, dialect.utc) {
        (Zone::Offset(offset), true) => (Structure::DateTime, ZoneField::Offset(*offset)),
        (Zone::Offset(offset), false) => (Structure::LegacyDateTime, ZoneField::Offset(*offset)),
        (Zone::Named { name, .. }, true) => (Structure::DateTimeZoneId, ZoneField::Name(name)),
        (Zone::Named { name, .. }, false) => {
            (Structure::LegacyDateTimeZoneId, ZoneField::Name(name))
        }
    };
    ZonedFields {
        structure,
        seconds,
        zone,
    }
}
