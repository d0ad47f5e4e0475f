//! Dates with a time of day, without and with a zone.

use super::date::{into_overflow, out_of_years};
use super::{
    Date, LocalDateTime, LocalTime, NANOS_PER_SECOND, SECONDS_PER_DAY, TemporalError, TimeZone,
    Zone, ZonedDateTime,
};

impl LocalDateTime {
    /// A date and a time of day together.
    pub fn new(date: Date, time: LocalTime) -> Self {
        Self {
            seconds: date.days * SECONDS_PER_DAY + time.second_of_day(),
            // Below 10^9 by definition.
            nanos: time.nanosecond() as u32,
        }
    }

    /// The local date and time of a count of seconds; `None` outside the years a value may lie
    /// in, or when `nanos` is a second or more.
    pub fn from_seconds(seconds: i64, nanos: u32) -> Option<Self> {
        Date::from_days(seconds.div_euclid(SECONDS_PER_DAY))?;
        (i64::from(nanos) < NANOS_PER_SECOND).then_some(Self { seconds, nanos })
    }

    /// The date.
    pub fn date(self) -> Date {
        Date {
            days: self.seconds.div_euclid(SECONDS_PER_DAY),
        }
    }

    /// The time of day.
    pub fn time(self) -> LocalTime {
        let second = self.seconds.rem_euclid(SECONDS_PER_DAY);
        LocalTime {
            nanos: second * NANOS_PER_SECOND + i64::from(self.nanos),
        }
    }

    /// The moment `seconds` and `nanos` later.
    pub fn plus(self, seconds: i64, nanos: u32) -> Result<Self, TemporalError> {
        let (carry, nanos) = carry_nanos(self.nanos, nanos);
        let sum = i128::from(self.seconds) + i128::from(seconds) + i128::from(carry);
        Self::from_seconds_wide(sum, nanos).map_err(into_overflow)
    }

    pub(super) fn from_seconds_wide(seconds: i128, nanos: u32) -> Result<Self, TemporalError> {
        let fitting = i64::try_from(seconds).ok();
        fitting
            .and_then(|seconds| Self::from_seconds(seconds, nanos))
            .ok_or_else(|| {
                let days = seconds.div_euclid(i128::from(SECONDS_PER_DAY));
                out_of_years(i64::try_from(days).unwrap_or(i64::MAX))
            })
    }
}

/// Adds two sub-second parts: whole seconds carried (0 or 1) and the rest.
pub(super) fn carry_nanos(a: u32, b: u32) -> (i64, u32) {
    let sum = i64::from(a) + i64::from(b);
    (sum / NANOS_PER_SECOND, (sum % NANOS_PER_SECOND) as u32)
}

impl Zone {
    /// Offset from UTC in seconds.
    pub fn offset_seconds(&self) -> i32 {
        match self {
            Self::Offset(offset) => *offset,
            Self::Named { offset_seconds, .. } => *offset_seconds,
        }
    }
}

impl ZonedDateTime {
    /// The instant `seconds` after 1970-01-01T00:00Z as a clock in `zone` shows it. Fails when
    /// that is outside the years a value may lie in.
    pub fn from_instant(seconds: i64, nanos: u32, zone: &TimeZone) -> Result<Self, TemporalError> {
        let offset = zone.offset_at(seconds);
        LocalDateTime::from_seconds_wide(i128::from(seconds) + i128::from(offset), nanos)?;
        Ok(Self {
            seconds,
            nanos,
            zone: zone.at_offset(offset),
        })
    }

    /// The instant at which clocks in `zone` show `local`. Where clocks skip it, the time is
    /// moved on by what they skip; where they show it twice, `preferred` chooses if it is one of
    /// the two offsets, else the earlier instant is meant.
    pub fn from_local(local: LocalDateTime, zone: &TimeZone, preferred: Option<i32>) -> Self {
        let offset = zone.offset_for_local(local.seconds, preferred);
        let seconds = local.seconds - i64::from(offset);
        Self {
            seconds,
            nanos: local.nanos,
            zone: zone.at_offset(zone.offset_at(seconds)),
        }
    }

    /// What a clock in the value's zone shows.
    pub fn local(&self) -> LocalDateTime {
        let seconds = self
            .seconds
            .saturating_add(i64::from(self.zone.offset_seconds()));
        LocalDateTime {
            seconds,
            nanos: self.nanos,
        }
    }

    /// The zone without the instant.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::of(&self.zone)
    }

    /// The same instant in another zone.
    pub fn with_zone_same_instant(&self, zone: &TimeZone) -> Result<Self, TemporalError> {
        Self::from_instant(self.seconds, self.nanos, zone)
    }

    /// Moves the local date and time by `change` and finds the instant again, keeping the offset
    /// where clocks show that time twice.
    pub(super) fn with_local(
        &self,
        change: impl FnOnce(LocalDateTime) -> Result<LocalDateTime, TemporalError>,
    ) -> Result<Self, TemporalError> {
        let local = change(self.local())?;
        Ok(Self::from_local(
            local,
            &self.time_zone(),
            Some(self.zone.offset_seconds()),
        ))
    }

    /// The instant `seconds` and `nanos` later.
    pub fn plus(&self, seconds: i64, nanos: u32) -> Result<Self, TemporalError> {
        let (carry, nanos) = carry_nanos(self.nanos, nanos);
        let sum = i128::from(self.seconds) + i128::from(seconds) + i128::from(carry);
        let instant =
            i64::try_from(sum).map_err(|_| TemporalError::Overflow("long overflow".to_owned()))?;
        Self::from_instant(instant, nanos, &self.time_zone()).map_err(into_overflow)
    }
}
