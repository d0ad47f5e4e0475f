//! Durations by a pattern. Months, days and seconds are three groups; within one the largest unit
//! of the pattern takes what it can and leaves the rest to the smaller ones. A letter that is no
//! unit stands for itself.

use std::fmt::Write as _;

use super::super::{Duration, NANOS_PER_SECOND, TemporalError};
use crate::Value;

/// A unit of a duration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Milli,
    Nano,
    Fraction,
}

fn unit(letter: char) -> Option<Unit> {
    Some(match letter {
        'y' | 'Y' | 'u' => Unit::Year,
        'q' | 'Q' => Unit::Quarter,
        'M' | 'L' => Unit::Month,
        'w' | 'W' => Unit::Week,
        'd' | 'D' => Unit::Day,
        'H' | 'h' | 'k' | 'K' => Unit::Hour,
        'm' => Unit::Minute,
        's' => Unit::Second,
        'A' => Unit::Milli,
        'N' => Unit::Nano,
        'S' | 'n' => Unit::Fraction,
        _ => return None,
    })
}

/// A place of a pattern.
enum Item {
    Unit(Unit, usize),
    Text(char),
}

fn items(pattern: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut chars = pattern.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
            continue;
        }
        match unit(c).filter(|_| !quoted) {
            Some(unit) => {
                let mut count = 1;
                while chars.next_if_eq(&c).is_some() {
                    count += 1;
                }
                items.push(Item::Unit(unit, count));
            }
            None => items.push(Item::Text(c)),
        }
    }
    items
}

/// A duration as text.
pub(super) fn write(duration: &Duration, pattern: &str) -> String {
    let items = items(pattern);
    let has = |wanted: Unit| {
        items
            .iter()
            .any(|item| matches!(item, Item::Unit(unit, _) if *unit == wanted))
    };
    let mut months = duration.months;
    let mut days = duration.days;
    let mut nanos =
        i128::from(duration.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(duration.nanos);
    let mut values = Vec::new();
    let second = i128::from(NANOS_PER_SECOND);
    for (unit, size) in [(Unit::Year, 12), (Unit::Quarter, 3), (Unit::Month, 1)] {
        if has(unit) {
            values.push((unit, i128::from(months / size)));
            months %= size;
        }
    }
    for (unit, size) in [(Unit::Week, 7), (Unit::Day, 1)] {
        if has(unit) {
            values.push((unit, i128::from(days / size)));
            days %= size;
        }
    }
    let clock = [
        (Unit::Hour, 3_600 * second),
        (Unit::Minute, 60 * second),
        (Unit::Second, second),
        (Unit::Milli, 1_000_000),
        (Unit::Nano, 1),
    ];
    for (unit, size) in clock {
        if has(unit) {
            // The fraction counts upwards, so seconds are rounded down.
            let value = if unit == Unit::Second {
                nanos.div_euclid(size)
            } else {
                nanos / size
            };
            values.push((unit, value));
            // Nanoseconds after milliseconds are those of the millisecond.
            nanos -= value * size;
        }
    }
    let mut out = String::new();
    for item in &items {
        match item {
            Item::Text(c) => out.push(*c),
            Item::Unit(Unit::Fraction, count) => {
                let digits = format!("{:09}", duration.nanos);
                out.push_str(&digits[..(*count).min(9)]);
            }
            Item::Unit(unit, count) => {
                let value = values.iter().find(|(of, _)| of == unit);
                let value = value.map_or(0, |(_, value)| *value);
                let count = (*count).min(64);
                let _ = write!(out, "{value:0count$}");
            }
        }
    }
    out
}

/// A duration from text; `None` where the text is not like the pattern.
pub(super) fn read(text: &str, pattern: &str) -> Option<Result<Value, TemporalError>> {
    let items = items(pattern);
    let mut rest = text;
    let mut seen: Vec<Unit> = Vec::new();
    let (mut months, mut days) = (0_i64, 0_i64);
    let (mut seconds, mut nanos) = (0_i64, 0_i64);
    for (at, item) in items.iter().enumerate() {
        let (unit, count) = match item {
            Item::Text(c) => {
                rest = rest.strip_prefix(*c)?;
                continue;
            }
            Item::Unit(unit, count) => (*unit, *count),
        };
        if seen.contains(&unit) {
            return None;
        }
        seen.push(unit);
        let negative = unit != Unit::Fraction && rest.starts_with('-');
        rest = rest.get(usize::from(negative)..)?;
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Digits that are followed by another number's are as many as the letters.
        let adjacent = matches!(items.get(at + 1), Some(Item::Unit(..)));
        let width = if adjacent && count > 1 {
            count.min(run)
        } else {
            run
        };
        let digits = rest.get(..width).filter(|digits| !digits.is_empty())?;
        rest = &rest[width..];
        if unit == Unit::Fraction {
            nanos += format!("{digits:0<9}").get(..9)?.parse::<i64>().ok()?;
            continue;
        }
        let value: i64 = digits.parse().ok()?;
        let value = if negative { -value } else { value };
        match unit {
            Unit::Year => months = months.checked_add(value.checked_mul(12)?)?,
            Unit::Quarter => months = months.checked_add(value.checked_mul(3)?)?,
            Unit::Month => months = months.checked_add(value)?,
            Unit::Week => days = days.checked_add(value.checked_mul(7)?)?,
            Unit::Day => days = days.checked_add(value)?,
            Unit::Hour => seconds = seconds.checked_add(value.checked_mul(3_600)?)?,
            Unit::Minute => seconds = seconds.checked_add(value.checked_mul(60)?)?,
            Unit::Second => seconds = seconds.checked_add(value)?,
            Unit::Milli => {
                seconds = seconds.checked_add(value.div_euclid(1_000))?;
                nanos += value.rem_euclid(1_000) * 1_000_000;
            }
            Unit::Nano => {
                seconds = seconds.checked_add(value.div_euclid(NANOS_PER_SECOND))?;
                nanos += value.rem_euclid(NANOS_PER_SECOND);
            }
            Unit::Fraction => {}
        }
    }
    if !rest.is_empty() || seen.is_empty() {
        return None;
    }
    Some(Duration::new(months, days, seconds, nanos).map(Value::from))
}
