//! Durations: four units that are never converted into each other, except that a fraction of a
//! month or day goes into the smaller units by average length.

use super::date_time::carry_nanos;
use super::{
    Date, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND, SECONDS_PER_DAY, TemporalError,
    Time, ZonedDateTime,
};

/// A month is on average a twelfth of 365.2425 days.
const SECONDS_PER_MONTH: i64 = 2_629_746;

const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self {
        months: 0,
        days: 0,
        seconds: 0,
        nanos: 0,
    };

    /// A duration of the given parts; `nanos` may have any size and sign and is carried into the
    /// seconds. Fails when the seconds, or the average length in seconds, leave 64 bits.
    pub fn new(
        months: i64,
        days: i64,
        seconds: i64,
        nanos: impl Into<i128>,
    ) -> Result<Self, TemporalError> {
        let nanos = nanos.into();
        let per_second = i128::from(NANOS_PER_SECOND);
        let whole = i128::from(seconds) + nanos.div_euclid(per_second);
        let average = i128::from(months) * i128::from(SECONDS_PER_MONTH)
            + i128::from(days) * i128::from(SECONDS_PER_DAY)
            + whole;
        match (i64::try_from(whole), i64::try_from(average)) {
            (Ok(whole), Ok(_)) => Ok(Self {
                months,
                days,
                seconds: whole,
                nanos: nanos.rem_euclid(per_second) as u32,
            }),
            _ => Err(TemporalError::DurationOverflow(format!(
                "Invalid value for duration, will cause overflow. Value was months={months}, \
                 days={days}, seconds={seconds}, nanos={nanos}"
            ))),
        }
    }

    /// A duration of fractional parts: what a unit cannot hold goes into the next smaller one,
    /// months by average length; fractions of nanoseconds are cut off.
    pub(super) fn approximate(
        months: f64,
        days: f64,
        seconds: f64,
        nanos: f64,
    ) -> Result<Self, TemporalError> {
        const SECOND: f64 = NANOS_PER_SECOND as f64;
        const DAY: f64 = SECOND * SECONDS_PER_DAY as f64;
        const MONTH: f64 = SECOND * SECONDS_PER_MONTH as f64;
        // The steps and their order decide the last digits; they follow the reference.
        let whole_months = whole(months)?;
        let days = days + MONTH * (months - whole_months as f64) / DAY;
        let whole_days = whole(days)?;
        let seconds = seconds + DAY * (days - whole_days as f64) / SECOND;
        let whole_seconds = whole(seconds)?;
        let nanos = nanos + SECOND * (seconds - whole_seconds as f64);
        Self::new(whole_months, whole_days, whole_seconds, whole(nanos)?)
    }

    /// The sum, unit by unit.
    pub fn plus(&self, other: &Self) -> Result<Self, TemporalError> {
        let nanos = i64::from(self.nanos) + i64::from(other.nanos);
        self.combine(other, i64::checked_add, nanos)
            .unwrap_or_else(|| {
                Err(TemporalError::DurationOverflow(format!(
                    "Can not add duration {self} and {other} without causing overflow."
                )))
            })
    }

    /// The difference, unit by unit.
    pub fn minus(&self, other: &Self) -> Result<Self, TemporalError> {
        let nanos = i64::from(self.nanos) - i64::from(other.nanos);
        self.combine(other, i64::checked_sub, nanos)
            .unwrap_or_else(|| {
                Err(TemporalError::DurationOverflow(format!(
                    "Can not subtract duration {self} and {other} without causing overflow."
                )))
            })
    }

    /// `None` when `step` overflows.
    fn combine(
        &self,
        other: &Self,
        step: fn(i64, i64) -> Option<i64>,
        nanos: i64,
    ) -> Option<Result<Self, TemporalError>> {
        let months = step(self.months, other.months)?;
        let days = step(self.days, other.days)?;
        let seconds = step(self.seconds, other.seconds)?;
        Some(Self::new(months, days, seconds, nanos))
    }

    /// The duration backwards.
    pub fn negated(&self) -> Result<Self, TemporalError> {
        Self::ZERO.minus(self)
    }

    /// Every unit times a whole number.
    pub fn times(&self, factor: i64) -> Result<Self, TemporalError> {
        let product = |part: i64| {
            part.checked_mul(factor).ok_or_else(|| {
                TemporalError::DurationOverflow(format!(
                    "Can not multiply duration {self} with {factor} without causing overflow."
                ))
            })
        };
        let nanos = i128::from(self.nanos) * i128::from(factor);
        Self::new(
            product(self.months)?,
            product(self.days)?,
            product(self.seconds)?,
            nanos,
        )
    }

    /// Every unit times a number; fractions go into smaller units.
    pub fn times_float(&self, factor: f64) -> Result<Self, TemporalError> {
        self.scaled(|part| part * factor).ok_or_else(|| {
            TemporalError::DurationOverflow(format!(
                "Can not multiply duration {self} with {factor} without causing overflow."
            ))
        })
    }

    /// Every unit divided by a number; fractions go into smaller units.
    pub fn divided_by(&self, divisor: f64) -> Result<Self, TemporalError> {
        self.scaled(|part| part / divisor).ok_or_else(|| {
            TemporalError::DurationOverflow(format!(
                "Can not divide duration {self} with {divisor} without causing overflow."
            ))
        })
    }

    fn scaled(&self, scale: impl Fn(f64) -> f64) -> Option<Self> {
        Self::approximate(
            scale(self.months as f64),
            scale(self.days as f64),
            scale(self.seconds as f64),
            scale(f64::from(self.nanos)),
        )
        .ok()
    }
}

/// The whole part of a number, or an overflow; NaN is no number of anything.
fn whole(value: f64) -> Result<i64, TemporalError> {
    if (-TWO_POW_63..TWO_POW_63).contains(&value) {
        // In range, so the cast only cuts off the fraction.
        Ok(value as i64)
    } else {
        Err(TemporalError::Overflow(format!("long overflow: {value}")))
    }
}

impl Date {
    /// Adds months, then days; of the seconds only whole days count.
    pub fn plus_duration(self, duration: &Duration) -> Result<Self, TemporalError> {
        let days = i128::from(duration.days) + i128::from(duration.seconds / SECONDS_PER_DAY);
        self.plus_months_and_days(i128::from(duration.months), days)
    }

    /// Subtracts months, then days; of the seconds only whole days count. Not the same as adding
    /// the negated duration, whose seconds are rounded the other way.
    pub fn minus_duration(self, duration: &Duration) -> Result<Self, TemporalError> {
        let days = i128::from(duration.days) + i128::from(duration.seconds / SECONDS_PER_DAY);
        self.plus_months_and_days(-i128::from(duration.months), -days)
    }

    fn plus_months_and_days(self, months: i128, days: i128) -> Result<Self, TemporalError> {
        let narrow = |value: i128| {
            i64::try_from(value).map_err(|_| TemporalError::Overflow("long overflow".to_owned()))
        };
        self.plus_months(narrow(months)?)?.plus_days(narrow(days)?)
    }
}

impl LocalTime {
    /// Adds the seconds and nanoseconds, wrapping at midnight; months and days change nothing.
    pub fn plus_duration(self, duration: &Duration) -> Self {
        self.plus(duration.seconds, duration.nanos)
    }
}

impl Time {
    /// As for a local time.
    pub fn plus_duration(self, duration: &Duration) -> Self {
        Self {
            nanos: self.local().plus_duration(duration).nanos,
            ..self
        }
    }
}

impl LocalDateTime {
    fn plus_months_and_days(self, duration: &Duration) -> Result<Self, TemporalError> {
        let date = self
            .date()
            .plus_months(duration.months)?
            .plus_days(duration.days)?;
        Ok(Self::new(date, self.time()))
    }

    /// Adds months, then days, then seconds.
    pub fn plus_duration(self, duration: &Duration) -> Result<Self, TemporalError> {
        self.plus_months_and_days(duration)?
            .plus(duration.seconds, duration.nanos)
    }
}

impl ZonedDateTime {
    /// Adds months and days on the local clock, then seconds on the time line.
    pub fn plus_duration(&self, duration: &Duration) -> Result<Self, TemporalError> {
        self.with_local(|local| local.plus_months_and_days(duration))?
            .plus(duration.seconds, duration.nanos)
    }
}

/// The duration of a difference in seconds and nanoseconds of two moments.
pub(super) fn elapsed(from: (i64, u32), to: (i64, u32)) -> Result<Duration, TemporalError> {
    let (carry, nanos) = carry_nanos(NANOS_PER_SECOND as u32 - from.1, to.1);
    let seconds = i128::from(to.0) - i128::from(from.0) + i128::from(carry) - 1;
    let seconds =
        i64::try_from(seconds).map_err(|_| TemporalError::Overflow("long overflow".to_owned()))?;
    Duration::new(0, 0, seconds, nanos)
}
