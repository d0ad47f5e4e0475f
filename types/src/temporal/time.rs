//! Times of day, with and without an offset.

use super::calendar::check;
use super::{LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, TemporalError, Time};

/// Offsets reach 18 hours east and west.
pub(super) const MAX_OFFSET: i32 = 18 * 3_600;

impl LocalTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self { nanos: 0 };

    /// The time of a number of nanoseconds since midnight; `None` at or beyond 24 hours.
    pub fn from_nanos(nanos: i64) -> Option<Self> {
        (0..NANOS_PER_DAY)
            .contains(&nanos)
            .then_some(Self { nanos })
    }

    /// The time of an hour, minute, second and nanosecond within the second.
    pub fn new(hour: i64, minute: i64, second: i64, nano: i64) -> Result<Self, TemporalError> {
        check("hour", "HourOfDay", hour, (0, 23), "0 - 23")?;
        check("minute", "MinuteOfHour", minute, (0, 59), "0 - 59")?;
        check("second", "SecondOfMinute", second, (0, 59), "0 - 59")?;
        check(
            "nanosecond",
            "NanoOfSecond",
            nano,
            (0, NANOS_PER_SECOND - 1),
            "0 - 999999999",
        )?;
        Ok(Self {
            nanos: (hour * 3_600 + minute * 60 + second) * NANOS_PER_SECOND + nano,
        })
    }

    /// Hour, 0 to 23.
    pub fn hour(self) -> i64 {
        self.second_of_day() / 3_600
    }

    /// Minute, 0 to 59.
    pub fn minute(self) -> i64 {
        self.second_of_day() / 60 % 60
    }

    /// Second, 0 to 59.
    pub fn second(self) -> i64 {
        self.second_of_day() % 60
    }

    /// Nanosecond within the second.
    pub fn nanosecond(self) -> i64 {
        self.nanos.rem_euclid(NANOS_PER_SECOND)
    }

    /// Whole seconds since midnight.
    pub fn second_of_day(self) -> i64 {
        self.nanos.div_euclid(NANOS_PER_SECOND)
    }

    /// The time `seconds` and `nanos` later, wrapping at midnight.
    pub fn plus(self, seconds: i64, nanos: u32) -> Self {
        let shift = seconds.rem_euclid(super::SECONDS_PER_DAY) * NANOS_PER_SECOND;
        Self {
            nanos: (self.nanos + shift + i64::from(nanos)).rem_euclid(NANOS_PER_DAY),
        }
    }
}

impl Time {
    /// A time with an offset in seconds; `None` when either is out of range.
    pub fn new(local: LocalTime, offset_seconds: i32) -> Option<Self> {
        let nanos = LocalTime::from_nanos(local.nanos)?.nanos;
        (offset_seconds.abs() <= MAX_OFFSET).then_some(Self {
            nanos,
            offset_seconds,
        })
    }

    /// The time on its own clock.
    pub fn local(self) -> LocalTime {
        LocalTime { nanos: self.nanos }
    }

    /// The same moment of the day on a clock with another offset.
    pub fn with_offset_same_instant(self, offset_seconds: i32) -> Self {
        let shift = i64::from(offset_seconds) - i64::from(self.offset_seconds);
        Self {
            nanos: self.local().plus(shift, 0).nanos,
            offset_seconds,
        }
    }
}
