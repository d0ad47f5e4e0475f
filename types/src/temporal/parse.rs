//! Dates, times and zones from text, in every form Neo4j takes: calendar, week, quarter and
//! ordinal dates, basic (`20150721T2140`) and extended (`2015-07-21T21:40`), years with sign and
//! up to nine digits, offsets with or without colons, zone names in brackets.

use super::calendar::{check_quarter, check_week, check_year, days_in_quarter, weeks_in_year};
use super::time::MAX_OFFSET;
use super::zone::LocalOffsets;
use super::{
    Date, LocalDateTime, LocalTime, TemporalError, Time, TimeZone, ZonedDateTime, zone::NamedZone,
};

/// Reads from the front of ASCII text. Every method leaves it unchanged when it finds nothing.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a>(pub &'a str);

impl<'a> Scanner<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take(&mut self, wanted: &[char]) -> Option<char> {
        let found = self.0.chars().next().filter(|c| wanted.contains(c))?;
        self.0 = &self.0[found.len_utf8()..];
        Some(found)
    }

    /// Between `least` and `most` digits, as many as there are.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<&'a str> {
        let count = self
            .0
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        Some(digits)
    }

    /// A number of between `least` and `most` digits; `most` is at most nine.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        self.digits(least, most)?.parse().ok()
    }

    /// `separator` and then a number; takes neither without the other.
    fn after(&mut self, separator: char, least: usize, most: usize) -> Option<i64> {
        let mut ahead = *self;
        ahead.take(&[separator])?;
        let number = ahead.number(least, most)?;
        *self = ahead;
        Some(number)
    }

    /// A fraction of a second behind a point or comma, as nanoseconds.
    pub(super) fn fraction(&mut self) -> Option<i64> {
        let mut ahead = *self;
        ahead.take(&['.', ','])?;
        let digits = ahead.digits(1, 9)?;
        *self = ahead;
        let value: i64 = digits.parse().ok()?;
        Some(value * 10i64.pow(9 - digits.len() as u32))
    }
}

/// The form a date was written in, with its numbers; what is missing defaults to the first.
enum DateForm {
    Calendar(i64, i64, i64),
    Week(i64, i64, i64),
    Quarter(i64, i64, i64),
    Ordinal(i64, i64),
}

/// Forms without dashes: the year has four digits and something follows it.
fn basic_date(text: &str) -> Option<DateForm> {
    let mut scan = Scanner(text);
    let year = scan.number(4, 4)?;
    let form = if scan.take(&['W']).is_some() {
        DateForm::Week(year, scan.number(2, 2)?, scan.number(1, 1).unwrap_or(1))
    } else if scan.take(&['Q']).is_some() {
        DateForm::Quarter(year, scan.number(1, 1)?, scan.number(2, 2).unwrap_or(1))
    } else {
        let digits = scan.digits(2, 4)?;
        let number: i64 = digits.parse().ok()?;
        match digits.len() {
            2 => DateForm::Calendar(year, number, 1),
            3 => DateForm::Ordinal(year, number),
            _ => DateForm::Calendar(year, number / 100, number % 100),
        }
    };
    scan.is_empty().then_some(form)
}

/// Forms with dashes, and the year alone.
fn extended_date(text: &str) -> Option<DateForm> {
    let mut scan = Scanner(text);
    let year = match scan.take(&['+', '-']) {
        None => scan.number(4, 4)?,
        Some('-') => -scan.number(1, 9)?,
        Some(_) => scan.number(1, 9)?,
    };
    if scan.is_empty() {
        return Some(DateForm::Calendar(year, 1, 1));
    }
    let dash = scan.take(&['-']).is_some();
    let form = if scan.take(&['W']).is_some() {
        DateForm::Week(year, scan.number(1, 2)?, scan.after('-', 1, 1).unwrap_or(1))
    } else if scan.take(&['Q']).is_some() {
        DateForm::Quarter(year, scan.number(1, 1)?, scan.after('-', 1, 2).unwrap_or(1))
    } else {
        let digits = scan.digits(1, 3).filter(|_| dash)?;
        let number: i64 = digits.parse().ok()?;
        if digits.len() == 3 {
            DateForm::Ordinal(year, number)
        } else {
            DateForm::Calendar(year, number, scan.after('-', 1, 2).unwrap_or(1))
        }
    };
    scan.is_empty().then_some(form)
}

/// `None` when the text has no accepted form, an error when a number in it is out of range.
fn date_of(text: &str) -> Option<Result<Date, TemporalError>> {
    let form = basic_date(text).or_else(|| extended_date(text))?;
    Some(match form {
        DateForm::Calendar(year, month, day) => Date::new(year, month, day),
        DateForm::Week(year, week, day) => week_date(year, week, day),
        DateForm::Quarter(year, quarter, day) => quarter_date(year, quarter, day),
        DateForm::Ordinal(year, day) => Date::from_ordinal(year, day),
    })
}

fn week_date(year: i64, week: i64, day: i64) -> Result<Date, TemporalError> {
    check_year(year)?;
    check_week(week)?;
    if week > weeks_in_year(year) {
        let message = format!("Year {year} does not contain {week} weeks.");
        return Err(TemporalError::Bounds {
            field: "week",
            message,
        });
    }
    Date::from_week(year, week, day)
}

fn quarter_date(year: i64, quarter: i64, day: i64) -> Result<Date, TemporalError> {
    check_year(year)?;
    check_quarter(quarter)?;
    let days = days_in_quarter(year, quarter);
    if day > days {
        let message = format!("Quarter {quarter} only has {days} days.");
        return Err(TemporalError::Bounds {
            field: "dayOfQuarter",
            message,
        });
    }
    Date::from_quarter(year, quarter, day)
}

/// Hour, minute, second, nanosecond: `hh[:mm[:ss[.f]]]` with one or two digits each, or
/// `hh[mm[ss[.f]]]` with two. Leaves what follows.
fn time_of(scan: &mut Scanner<'_>) -> Option<Result<LocalTime, TemporalError>> {
    let mut basic = *scan;
    if let Some(hour) = basic.number(2, 2)
        && let Some(minute) = basic.number(2, 2)
    {
        let second = basic.number(2, 2);
        let nano = second.and_then(|_| basic.fraction());
        *scan = basic;
        return Some(LocalTime::new(
            hour,
            minute,
            second.unwrap_or(0),
            nano.unwrap_or(0),
        ));
    }
    let hour = scan.number(1, 2)?;
    let minute = scan.after(':', 1, 2);
    let second = minute.and_then(|_| scan.after(':', 1, 2));
    let nano = second.and_then(|_| scan.fraction());
    Some(LocalTime::new(
        hour,
        minute.unwrap_or(0),
        second.unwrap_or(0),
        nano.unwrap_or(0),
    ))
}

/// `Z`, `+hh`, `+hhmm`, `+hh:mm`, with seconds likewise. `None` leaves the text unchanged.
fn offset_of(scan: &mut Scanner<'_>) -> Option<Result<i32, TemporalError>> {
    if scan.take(&['Z', 'z']).is_some() {
        return Some(Ok(0));
    }
    let mut ahead = *scan;
    let sign = if ahead.take(&['+', '-'])? == '-' {
        -1
    } else {
        1
    };
    let hours = ahead.number(2, 2)?;
    let minutes = ahead.after(':', 2, 2).or_else(|| ahead.number(2, 2));
    let seconds = minutes.and_then(|_| ahead.after(':', 2, 2).or_else(|| ahead.number(2, 2)));
    *scan = ahead;
    Some(checked_offset(
        sign,
        hours,
        minutes.unwrap_or(0),
        seconds.unwrap_or(0),
    ))
}

fn checked_offset(sign: i64, hours: i64, minutes: i64, seconds: i64) -> Result<i32, TemporalError> {
    for (name, value, limit) in [
        ("hours", hours, 18),
        ("minutes", minutes, 59),
        ("seconds", seconds, 59),
    ] {
        if value > limit {
            return Err(TemporalError::Offset(format!(
                "Zone offset {name} not in valid range: value {} is not in the range -{limit} to \
                 {limit}",
                sign * value
            )));
        }
    }
    let total = sign * (hours * 3_600 + minutes * 60 + seconds);
    i32::try_from(total)
        .ok()
        .filter(|offset| offset.abs() <= MAX_OFFSET)
        .ok_or_else(|| {
            TemporalError::Offset("Zone offset not in valid range: -18:00 to +18:00".to_owned())
        })
}

/// The strict form in which component maps name an offset: `+hh:mm` or `+hh:mm:ss`.
pub(super) fn offset_with_colons(text: &str) -> Option<i32> {
    let parts: Vec<&str> = text.get(1..)?.split(':').collect();
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(two_digits) {
        return None;
    }
    let mut scan = Scanner(text);
    offset_of(&mut scan)?.ok().filter(|_| scan.is_empty())
}

/// A zone name in brackets. The name is not looked up yet.
fn zone_name<'a>(scan: &mut Scanner<'a>) -> Option<&'a str> {
    let (name, rest) = scan.0.strip_prefix('[')?.split_once(']')?;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"~._ /+-".contains(&b);
    if name.is_empty() || !name.bytes().all(allowed) {
        return None;
    }
    scan.0 = rest;
    Some(name)
}

fn unparsable(wanted: &'static str, text: &str) -> TemporalError {
    TemporalError::Unparsable {
        wanted,
        text: text.to_owned(),
    }
}

impl Date {
    /// Reads a date; see the module for the forms.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        let date = date_of(text).ok_or_else(|| unparsable("Date", text))?;
        date.map_err(|error| error.within(text))
    }
}

impl LocalTime {
    /// Reads a time of day without offset.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        let mut scan = Scanner(text);
        scan.take(&['T', 't']);
        let time = time_of(&mut scan).filter(|_| scan.is_empty());
        time.ok_or_else(|| unparsable("LocalTime", text))?
            .map_err(|error| error.within(text))
    }
}

impl Time {
    /// Reads a time of day; without an offset it gets `default_offset` (seconds).
    pub fn parse(text: &str, default_offset: i32) -> Result<Self, TemporalError> {
        let mut scan = Scanner(text);
        scan.take(&['T', 't']);
        let time = time_of(&mut scan);
        let offset = time.as_ref().and_then(|_| offset_of(&mut scan));
        let named = time.is_some() && zone_name(&mut scan).is_some();
        let time = time
            .filter(|_| scan.is_empty())
            .ok_or_else(|| unparsable("Time", text))?;
        if named {
            return Err(TemporalError::NamedZoneWithoutDate);
        }
        let local = time.map_err(|error| error.within(text))?;
        Ok(Self {
            nanos: local.nanos,
            offset_seconds: offset.unwrap_or(Ok(default_offset))?,
        })
    }
}

/// Splits at the `T` between date and time. Zone names may hold the letter too, but behind it.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.find(['T', 't']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

impl LocalDateTime {
    /// Reads a date, and a time of day behind a `T`; without one it is midnight.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        let failure = || unparsable("LocalDateTime", text);
        let (date, time) = split(text);
        let date = date_of(date).ok_or_else(failure)?;
        let time = match time {
            None => Ok(LocalTime::MIDNIGHT),
            Some(time) => {
                let mut scan = Scanner(time);
                time_of(&mut scan)
                    .filter(|_| scan.is_empty())
                    .ok_or_else(failure)?
            }
        };
        let within = |error: TemporalError| error.within(text);
        Ok(Self::new(date.map_err(within)?, time.map_err(within)?))
    }
}

impl ZonedDateTime {
    /// Reads a date, a time of day behind a `T`, and an offset, a zone name in brackets, or both.
    /// Without either the value is in `default`. Where both are given they must fit each other.
    pub fn parse(text: &str, default: &TimeZone) -> Result<Self, TemporalError> {
        let failure = || unparsable("DateTime", text);
        let within = |error: TemporalError| error.within(text);
        let (date, time) = split(text);
        let date = date_of(date).ok_or_else(failure)?;
        let Some(time) = time else {
            let local = LocalDateTime::new(date.map_err(within)?, LocalTime::MIDNIGHT);
            return Ok(Self::from_local(local, default, None));
        };
        let mut scan = Scanner(time);
        let time = time_of(&mut scan).ok_or_else(failure)?;
        let offset = offset_of(&mut scan);
        let name = zone_name(&mut scan);
        if !scan.is_empty() {
            return Err(failure());
        }
        let local = LocalDateTime::new(date.map_err(within)?, time.map_err(within)?);
        let offset = offset.transpose()?;
        match (offset, name) {
            (None, None) => Ok(Self::from_local(local, default, None)),
            (Some(offset), None) => Ok(Self::from_local(local, &TimeZone::Offset(offset), None)),
            (None, Some(name)) => Ok(Self::from_local(local, &named(name)?, None)),
            (Some(offset), Some(name)) => in_zone_with_offset(local, &named(name)?, offset, text),
        }
    }
}

fn named(name: &str) -> Result<TimeZone, TemporalError> {
    if name.eq_ignore_ascii_case("z") {
        return Ok(TimeZone::UTC);
    }
    let zone = NamedZone::find(name).ok_or_else(|| TemporalError::Zone(name.to_owned()))?;
    Ok(TimeZone::Named(zone))
}

fn in_zone_with_offset(
    local: LocalDateTime,
    zone: &TimeZone,
    offset: i32,
    text: &str,
) -> Result<ZonedDateTime, TemporalError> {
    let fits = match zone.offsets_for_local(local.seconds) {
        LocalOffsets::One(only) => offset == only,
        LocalOffsets::Two(earlier, later) => offset == earlier || offset == later,
        LocalOffsets::Skipped(_) => false,
    };
    if fits {
        Ok(ZonedDateTime::from_local(local, zone, Some(offset)))
    } else {
        Err(TemporalError::OffsetMismatch(text.to_owned()))
    }
}
