//! Dates: construction from calendar, week, quarter and ordinal form, and arithmetic.

use super::calendar::{
    MAX_DAYS, MIN_DAYS, check_day, check_day_of_quarter, check_day_of_week, check_month,
    check_ordinal, check_quarter, check_week, check_year, civil_from_days, days_from_civil,
    days_from_week, days_in_month, quarter_of, week_of, weekday,
};
use super::{Date, TemporalError};

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

impl Date {
    /// The first date there is, -999999999-01-01.
    pub const MIN: Self = Self { days: MIN_DAYS };
    /// The last date there is, +999999999-12-31.
    pub const MAX: Self = Self { days: MAX_DAYS };

    /// The date of a day number; `None` outside the years a value may lie in. Whoever takes a
    /// number from outside (wire, file) checks it here.
    pub fn from_days(days: i64) -> Option<Self> {
        (MIN_DAYS..=MAX_DAYS)
            .contains(&days)
            .then_some(Self { days })
    }

    /// The date of a year, month (1 to 12) and day of month. Fails for a day that does not exist.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, TemporalError> {
        check_year(year)?;
        check_month(month)?;
        check_day(day)?;
        if day > days_in_month(year, month) {
            return Err(no_such_day(year, month, day));
        }
        Ok(Self {
            days: days_from_civil(year, month, day),
        })
    }

    /// The date of an ISO week-based year, week and weekday (Monday is 1). A 53rd week that the
    /// year does not have runs on into the next year, as the reference does for maps.
    pub fn from_week(week_year: i64, week: i64, day_of_week: i64) -> Result<Self, TemporalError> {
        check_year(week_year)?;
        check_week(week)?;
        check_day_of_week(day_of_week)?;
        Self::within_years(days_from_week(week_year, week, day_of_week))
    }

    /// The date of a day (1 to 92) counted from the start of a quarter; it may run on into the
    /// next quarter.
    pub fn from_quarter(year: i64, quarter: i64, day: i64) -> Result<Self, TemporalError> {
        check_year(year)?;
        check_quarter(quarter)?;
        check_day_of_quarter(day)?;
        Self::within_years(days_from_civil(year, quarter * 3 - 2, 1) + day - 1)
    }

    /// The date of a day of the year, 1 to 366.
    pub fn from_ordinal(year: i64, day: i64) -> Result<Self, TemporalError> {
        check_year(year)?;
        check_ordinal(year, day)?;
        Ok(Self {
            days: days_from_civil(year, 1, 1) + day - 1,
        })
    }

    fn within_years(days: i64) -> Result<Self, TemporalError> {
        Self::from_days(days).ok_or_else(|| out_of_years(days))
    }

    /// Year, month and day of month.
    pub fn civil(self) -> (i64, i64, i64) {
        civil_from_days(self.days)
    }

    /// Year.
    pub fn year(self) -> i64 {
        self.civil().0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i64 {
        self.civil().1
    }

    /// Day of the month.
    pub fn day(self) -> i64 {
        self.civil().2
    }

    /// Quarter, 1 to 4.
    pub fn quarter(self) -> i64 {
        quarter_of(self.month())
    }

    /// Day of the quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        self.days - days_from_civil(self.year(), self.quarter() * 3 - 2, 1) + 1
    }

    /// Day of the year, from 1.
    pub fn ordinal_day(self) -> i64 {
        self.days - days_from_civil(self.year(), 1, 1) + 1
    }

    /// ISO week-based year and week.
    pub fn week(self) -> (i64, i64) {
        week_of(self.days)
    }

    /// ISO weekday: Monday is 1, Sunday 7.
    pub fn day_of_week(self) -> i64 {
        weekday(self.days)
    }

    /// The date `months` later; a day the month does not have becomes the month's last.
    pub fn plus_months(self, months: i64) -> Result<Self, TemporalError> {
        let (year, month, day) = self.civil();
        // Years are below 2^30, so only `months` itself can be too large.
        let total = (year * 12 + month - 1)
            .checked_add(months)
            .ok_or_else(|| TemporalError::Overflow("long overflow".to_owned()))?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        check_year(year).map_err(into_overflow)?;
        Ok(Self {
            days: days_from_civil(year, month, day.min(days_in_month(year, month))),
        })
    }

    /// The date `days` later.
    pub fn plus_days(self, days: i64) -> Result<Self, TemporalError> {
        let sum = self
            .days
            .checked_add(days)
            .unwrap_or(if days < 0 { i64::MIN } else { i64::MAX });
        Self::from_days(sum).ok_or_else(|| into_overflow(out_of_years(sum)))
    }
}

/// Range errors of arithmetic are overflows.
pub(super) fn into_overflow(error: TemporalError) -> TemporalError {
    match error {
        TemporalError::Range { message, .. } => TemporalError::Overflow(message),
        other => other,
    }
}

pub(super) fn out_of_years(days: i64) -> TemporalError {
    let message =
        format!("Invalid value for EpochDay (valid values {MIN_DAYS} - {MAX_DAYS}): {days}");
    TemporalError::Range {
        field: "year",
        message,
    }
}

fn no_such_day(year: i64, month: i64, day: i64) -> TemporalError {
    let message = if month == 2 && day == 29 {
        format!("Invalid date 'February 29' as '{year}' is not a leap year")
    } else {
        format!("Invalid date '{} {day}'", MONTHS[(month - 1) as usize])
    };
    TemporalError::Range {
        field: "day",
        message,
    }
}
