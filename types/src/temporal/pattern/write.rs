//! Writing: a value's fields by a pattern.

use std::fmt::Write as _;

use super::super::calendar::{days_from_civil, is_leap, weekday};
use super::super::format::Offset;
use super::super::{Date, LocalTime, NANOS_PER_SECOND, TemporalError, Zone};
use super::{DAYS, Item, MONTHS, QUARTERS, cut};
use crate::Value;

/// What a value is made of.
struct Parts<'a> {
    name: &'static str,
    date: Option<Date>,
    time: Option<LocalTime>,
    offset: Option<i32>,
    zone: Option<&'a Zone>,
    seconds: i64,
}

/// A temporal value as text by a pattern.
///
/// # Errors
/// A pattern with a letter that there is not, or that this kind of value has nothing for; a zone
/// whose long name is not known; a value that is not temporal.
pub fn write(value: &Value, pattern: &str) -> Result<String, TemporalError> {
    let mut parts = Parts {
        name: value.type_name(),
        date: None,
        time: None,
        offset: None,
        zone: None,
        seconds: 0,
    };
    match value {
        Value::Duration(duration) => return Ok(super::duration::write(duration, pattern)),
        Value::Date(date) => parts.date = Some(*date),
        Value::LocalTime(time) => parts.time = Some(*time),
        Value::Time(time) => {
            parts.time = Some(time.local());
            parts.offset = Some(time.offset_seconds);
        }
        Value::LocalDateTime(moment) => {
            parts.date = Some(moment.date());
            parts.time = Some(moment.time());
        }
        Value::ZonedDateTime(moment) => {
            let local = moment.local();
            parts.date = Some(local.date());
            parts.time = Some(local.time());
            parts.offset = Some(moment.zone.offset_seconds());
            parts.zone = Some(&moment.zone);
            parts.seconds = moment.seconds;
        }
        other => {
            return Err(TemporalError::Signature {
                function: "format",
                found: other.type_name(),
            });
        }
    }
    let items = super::parse(pattern).ok_or(TemporalError::PatternCharacter(parts.name))?;
    let mut out = String::new();
    for item in &items {
        parts.item(item, &mut out)?;
    }
    Ok(out)
}

impl Parts<'_> {
    fn item(&self, item: &Item, out: &mut String) -> Result<(), TemporalError> {
        match item {
            Item::Text(text) => out.push_str(text),
            Item::Optional(items) => {
                // Left out where the value has nothing for it.
                let mut part = String::new();
                for item in items {
                    match self.item(item, &mut part) {
                        Ok(()) => {}
                        Err(TemporalError::PatternCharacter(_)) => return Ok(()),
                        Err(error) => return Err(error),
                    }
                }
                out.push_str(&part);
            }
            Item::Field(letter, count, pad) => {
                let mut field = String::new();
                let known = self.date_field(*letter, *count, &mut field)
                    || self.time_field(*letter, *count, &mut field)
                    || self.zone_field(*letter, *count, &mut field)?;
                if !known {
                    return Err(TemporalError::PatternCharacter(self.name));
                }
                let width = field.chars().count();
                (width..*pad).for_each(|_| out.push(' '));
                out.push_str(&field);
            }
        }
        Ok(())
    }

    fn date_field(&self, letter: char, count: usize, out: &mut String) -> bool {
        let Some(date) = self.date else {
            return false;
        };
        let (year, month, day) = date.civil();
        let index = |at: i64| usize::try_from(at).unwrap_or(0);
        match letter {
            'u' => years(year, count, out),
            'y' => years(if year > 0 { year } else { 1 - year }, count, out),
            'Y' => years(week_of_year(date).0, count, out),
            'G' => out.push_str(match (year > 0, count) {
                (true, 4) => "Anno Domini",
                (false, 4) => "Before Christ",
                (true, 5) => "A",
                (false, 5) => "B",
                (true, _) => "AD",
                (false, _) => "BC",
            }),
            'D' => number(date.ordinal_day(), count, out),
            'd' => number(day, count, out),
            'g' => number(date.days + 40_587, count, out),
            'M' | 'L' if count <= 2 => number(month, count, out),
            'M' | 'L' => out.push_str(cut(MONTHS[index(month - 1) % 12], count)),
            'Q' | 'q' => quarter(date.quarter(), count, out),
            'w' => number(week_of_year(date).1, count, out),
            'W' => {
                let first = weekday(days_from_civil(year, month, 1)) % 7;
                number((day - 1 + first) / 7 + 1, count, out);
            }
            'F' => number((day - 1) / 7 + 1, count, out),
            'e' | 'c' if count <= 2 => number(date.day_of_week() % 7 + 1, count, out),
            'E' | 'e' | 'c' => {
                out.push_str(cut(DAYS[index(date.day_of_week() - 1) % 7], count));
            }
            _ => return false,
        }
        true
    }

    fn time_field(&self, letter: char, count: usize, out: &mut String) -> bool {
        let Some(time) = self.time else {
            return false;
        };
        let hour = time.hour();
        let half = |hour: i64| if hour % 12 == 0 { 12 } else { hour % 12 };
        match letter {
            'a' => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            'B' => out.push_str(part_of_day(time)),
            'h' => number(half(hour), count, out),
            'K' => number(hour % 12, count, out),
            'k' => number(if hour == 0 { 24 } else { hour }, count, out),
            'H' => number(hour, count, out),
            'm' => number(time.minute(), count, out),
            's' => number(time.second(), count, out),
            'S' => out.push_str(&format!("{:09}", time.nanosecond())[..count.min(9)]),
            'A' => number(time.nanos / 1_000_000, count, out),
            'n' => number(time.nanosecond(), count, out),
            'N' => number(time.nanos, count, out),
            _ => return false,
        }
        true
    }

    fn zone_field(
        &self,
        letter: char,
        count: usize,
        out: &mut String,
    ) -> Result<bool, TemporalError> {
        let Some(offset) = self.offset else {
            return Ok(false);
        };
        match letter {
            'V' | 'z' | 'v' => {
                let Some(zone) = self.zone else {
                    return Ok(false);
                };
                match zone {
                    Zone::Offset(offset) => {
                        let _ = write!(out, "{}", Offset(*offset));
                    }
                    Zone::Named { name, .. } if letter == 'V' => out.push_str(name),
                    Zone::Named { name, .. } => {
                        let short = super::super::zone::abbreviation(name, self.seconds)
                            .filter(|_| letter == 'z' && count <= 3);
                        let short = short.ok_or_else(|| TemporalError::PatternUnsupported {
                            letters: letter.to_string().repeat(count),
                            zone: name.to_string(),
                        })?;
                        out.push_str(&short);
                    }
                }
            }
            'O' => localized(offset, count == 4, out),
            'Z' if count == 4 => localized(offset, true, out),
            'Z' if count == 5 => iso(offset, 5, true, out),
            'Z' => iso(offset, 2, false, out),
            'X' => iso(offset, count, true, out),
            'x' => iso(offset, count, false, out),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The week's year and its number: weeks begin on Sunday, the first holds the first of January.
pub(super) fn week_of_year(date: Date) -> (i64, i64) {
    let year = date.year();
    let first = weekday(days_from_civil(year, 1, 1)) % 7;
    let week = (date.ordinal_day() - 1 + first) / 7 + 1;
    let length = if is_leap(year) { 366 } else { 365 };
    let next = (first + length) % 7;
    // The days before the next first of January in its week are of the next year.
    if date.ordinal_day() > length - next {
        (year + 1, 1)
    } else {
        (year, week)
    }
}

fn part_of_day(time: LocalTime) -> &'static str {
    match (time.hour(), time.nanos % (3_600 * NANOS_PER_SECOND)) {
        (0, 0) => "midnight",
        (12, 0) => "noon",
        (0..12, _) => "in the morning",
        (12..18, _) => "in the afternoon",
        (18..21, _) => "in the evening",
        _ => "at night",
    }
}

fn number(value: i64, width: usize, out: &mut String) {
    let _ = write!(out, "{value:0width$}");
}

/// Two letters are two digits; four or more have a sign once the digits are more.
fn years(year: i64, count: usize, out: &mut String) {
    if count == 2 {
        let _ = write!(out, "{:02}", year.rem_euclid(100));
        return;
    }
    let digits = format!("{:0count$}", year.unsigned_abs());
    if year < 0 {
        out.push('-');
    } else if count >= 4 && digits.len() > count {
        out.push('+');
    }
    out.push_str(&digits);
}

fn quarter(quarter: i64, count: usize, out: &mut String) {
    match count {
        1 | 2 => number(quarter, count, out),
        3 => {
            let _ = write!(out, "Q{quarter}");
        }
        4 => out.push_str(QUARTERS[usize::try_from(quarter - 1).unwrap_or(0) % 4]),
        _ => number(quarter, 1, out),
    }
}

/// `GMT+1`, `GMT+01:00`.
fn localized(offset: i32, long: bool, out: &mut String) {
    out.push_str("GMT");
    if offset == 0 {
        return;
    }
    let (sign, hours, minutes, seconds) = split(offset);
    let _ = if long {
        write!(out, "{sign}{hours:02}:{minutes:02}")
    } else if minutes == 0 && seconds == 0 {
        write!(out, "{sign}{hours}")
    } else {
        write!(out, "{sign}{hours}:{minutes:02}")
    };
    if seconds != 0 {
        let _ = write!(out, ":{seconds:02}");
    }
}

/// `+01`, `+0130`, `+01:30` and with seconds where there are some.
fn iso(offset: i32, count: usize, zulu: bool, out: &mut String) {
    if offset == 0 && zulu {
        out.push('Z');
        return;
    }
    let (sign, hours, minutes, seconds) = split(offset);
    let colon = if count == 3 || count == 5 { ":" } else { "" };
    let _ = write!(out, "{sign}{hours:02}");
    if count > 1 || minutes != 0 {
        let _ = write!(out, "{colon}{minutes:02}");
    }
    if count > 3 && seconds != 0 {
        let _ = write!(out, "{colon}{seconds:02}");
    }
}

fn split(offset: i32) -> (char, u32, u32, u32) {
    let sign = if offset < 0 { '-' } else { '+' };
    let seconds = offset.unsigned_abs();
    (sign, seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
