//! The proleptic Gregorian calendar as arithmetic on day numbers: civil dates, ISO weeks,
//! quarters. Numbers only; ranges are checked by [`super::Date`]'s constructors.

use super::{MAX_YEAR, MIN_YEAR, TemporalError};

/// Day number of -999999999-01-01.
pub(super) const MIN_DAYS: i64 = -365_243_219_162;
/// Day number of +999999999-12-31.
pub(super) const MAX_DAYS: i64 = 365_241_780_471;

const DAYS_PER_ERA: i64 = 146_097;

/// Days from 1970-01-01 to a civil date. The month must be 1 to 12; the day may be any number,
/// counted from the month's first.
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years are counted from March, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era - 719_468
}

/// Year, month and day of a day number.
pub(super) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days.clamp(MIN_DAYS, MAX_DAYS) + 719_468;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Whether a year has a 29th of February.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a month, 1 to 12.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// ISO weekday of a day number: Monday is 1, Sunday 7.
pub(super) fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// ISO week-based year and week of a day number.
pub(super) fn week_of(days: i64) -> (i64, i64) {
    // A week belongs to the year that its Thursday lies in.
    let thursday = days - weekday(days) + 4;
    // The year is computed without the clamp to whole years, which matters only at the very ends.
    let year = civil_from_days(thursday).0;
    (year, (thursday - days_from_civil(year, 1, 1)) / 7 + 1)
}

/// Day number of a weekday (1 to 7) in an ISO week.
pub(super) fn days_from_week(week_year: i64, week: i64, day_of_week: i64) -> i64 {
    let fourth = days_from_civil(week_year, 1, 4);
    let first_monday = fourth - weekday(fourth) + 1;
    first_monday + (week - 1) * 7 + day_of_week - 1
}

/// 52 or 53.
pub(super) fn weeks_in_year(year: i64) -> i64 {
    let first = weekday(days_from_civil(year, 1, 1));
    if first == 4 || (first == 3 && is_leap(year)) {
        53
    } else {
        52
    }
}

/// Quarter (1 to 4) of a month.
pub(super) fn quarter_of(month: i64) -> i64 {
    (month - 1) / 3 + 1
}

/// Days of a quarter.
pub(super) fn days_in_quarter(year: i64, quarter: i64) -> i64 {
    let first = quarter * 3 - 2;
    (first..first + 3)
        .map(|month| days_in_month(year, month))
        .sum()
}

/// Fails with the message the reference gives unless `value` lies in `low..=high`.
pub(super) fn check(
    field: &'static str,
    java_name: &str,
    value: i64,
    (low, high): (i64, i64),
    shown: &str,
) -> Result<i64, TemporalError> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let message = format!("Invalid value for {java_name} (valid values {shown}): {value}");
    Err(TemporalError::Range { field, message })
}

pub(super) fn check_year(year: i64) -> Result<i64, TemporalError> {
    check(
        "year",
        "Year",
        year,
        (MIN_YEAR, MAX_YEAR),
        "-999999999 - 999999999",
    )
}

pub(super) fn check_month(month: i64) -> Result<i64, TemporalError> {
    check("month", "MonthOfYear", month, (1, 12), "1 - 12")
}

pub(super) fn check_day(day: i64) -> Result<i64, TemporalError> {
    check("day", "DayOfMonth", day, (1, 31), "1 - 28/31")
}

pub(super) fn check_week(week: i64) -> Result<i64, TemporalError> {
    check("week", "WeekOfWeekBasedYear", week, (1, 53), "1 - 52/53")
}

pub(super) fn check_day_of_week(day: i64) -> Result<i64, TemporalError> {
    check("dayOfWeek", "DayOfWeek", day, (1, 7), "1 - 7")
}

pub(super) fn check_quarter(quarter: i64) -> Result<i64, TemporalError> {
    check("quarter", "QuarterOfYear", quarter, (1, 4), "1 - 4")
}

pub(super) fn check_day_of_quarter(day: i64) -> Result<i64, TemporalError> {
    check("dayOfQuarter", "DayOfQuarter", day, (1, 92), "1 - 90/92")
}

pub(super) fn check_ordinal(year: i64, day: i64) -> Result<i64, TemporalError> {
    check("ordinalDay", "DayOfYear", day, (1, 366), "1 - 365/366")?;
    if day == 366 && !is_leap(year) {
        let message = format!("Invalid date 'DayOfYear 366' as '{year}' is not a leap year");
        return Err(TemporalError::Range {
            field: "ordinalDay",
            message,
        });
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_range_are_those_of_the_years() {
        assert_eq!(days_from_civil(MIN_YEAR, 1, 1), MIN_DAYS);
        assert_eq!(days_from_civil(MAX_YEAR, 12, 31), MAX_DAYS);
        assert_eq!(civil_from_days(MIN_DAYS), (MIN_YEAR, 1, 1));
        assert_eq!(civil_from_days(MAX_DAYS), (MAX_YEAR, 12, 31));
        assert_eq!(civil_from_days(i64::MAX), (MAX_YEAR, 12, 31));
    }

    #[test]
    fn every_day_of_eight_centuries_has_its_place() {
        let (mut year, mut month, mut day) = (1600, 1, 1);
        let (mut week_year, mut week) = (1599, 52);
        for days in days_from_civil(1600, 1, 1)..=days_from_civil(2400, 12, 31) {
            if weekday(days) == 1 {
                week += 1;
                if week > weeks_in_year(week_year) {
                    (week_year, week) = (week_year + 1, 1);
                }
            }
            assert_eq!(civil_from_days(days), (year, month, day));
            assert_eq!(days_from_civil(year, month, day), days);
            assert_eq!(week_of(days), (week_year, week), "{year}-{month}-{day}");
            assert_eq!(days_from_week(week_year, week, weekday(days)), days);
            day += 1;
            if day > days_in_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }
}
