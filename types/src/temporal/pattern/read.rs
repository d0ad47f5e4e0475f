//! Reading: text by a pattern, into the fields it names, and from those a value. A day that its
//! month does not have is the month's last; what contradicts itself is refused.

use super::super::calendar::{days_from_civil, days_in_month, weekday};
use super::super::functions::{Context, Instant, construct};
use super::super::{
    Date, LocalDateTime, LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, TemporalError, Time, TimeZone,
    ZonedDateTime,
};
use super::{DAYS, Item, MONTHS, QUARTERS, cut, is_number};
use crate::Value;

/// Fields by letter, as they were read.
#[derive(Clone, Default)]
struct Fields {
    numbers: Vec<(char, i64)>,
    zone: Option<TimeZone>,
    offset: Option<i32>,
}

impl Fields {
    fn get(&self, letter: char) -> Option<i64> {
        self.numbers
            .iter()
            .find(|(known, _)| *known == letter)
            .map(|(_, value)| *value)
    }

    /// `None` where the field is there with another value.
    fn put(&mut self, letter: char, value: i64) -> Option<()> {
        match self.get(letter) {
            Some(known) => (known == value).then_some(()),
            None => {
                self.numbers.push((letter, value));
                Some(())
            }
        }
    }
}

/// The value of a kind that text is by a pattern.
///
/// # Errors
/// Text that is not like the pattern, a pattern that is none, or one that says too little.
pub fn read(
    kind: Instant,
    text: &str,
    pattern: &str,
    context: &Context,
) -> Result<Value, TemporalError> {
    let found = super::parse(pattern).and_then(|items| {
        let mut fields = Fields::default();
        let rest = items_of(&items, text, &mut fields)?;
        if rest.is_empty() {
            value(kind, &fields, context)
        } else {
            None
        }
    });
    found.ok_or_else(|| mismatch(kind_name(kind), text, pattern))
}

/// The duration that text is by a pattern.
///
/// # Errors
/// Text that is not like the pattern, or more than a duration holds.
pub fn read_duration(text: &str, pattern: &str) -> Result<Value, TemporalError> {
    super::duration::read(text, pattern).unwrap_or_else(|| Err(mismatch("DURATION", text, pattern)))
}

fn mismatch(kind: &'static str, text: &str, pattern: &str) -> TemporalError {
    TemporalError::PatternMismatch {
        pattern: pattern.to_owned(),
        text: text.to_owned(),
        kind,
    }
}

fn kind_name(kind: Instant) -> &'static str {
    match kind {
        Instant::Date => "DATE",
        Instant::LocalTime => "LOCAL TIME",
        Instant::Time => "ZONED TIME",
        Instant::LocalDateTime => "LOCAL DATETIME",
        Instant::ZonedDateTime => "ZONED DATETIME",
    }
}

/// What is left of the text after all items.
fn items_of<'t>(items: &[Item], text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let mut rest = text;
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Text(wanted) => rest = rest.strip_prefix(wanted.as_str())?,
            Item::Optional(inner) => {
                let mut tried = fields.clone();
                if let Some(after) = items_of(inner, rest, &mut tried) {
                    rest = after;
                    *fields = tried;
                }
            }
            Item::Field(letter, count, pad) => {
                if *pad > 0 {
                    rest = rest.trim_start_matches(' ');
                }
                rest = if is_number(*letter, *count) {
                    number(*letter, *count, &items[at + 1..], rest, fields)?
                } else {
                    word(*letter, *count, rest, fields)?
                };
            }
        }
    }
    Some(rest)
}

/// How many digits a number has: least and most.
fn widths(letter: char, count: usize) -> (usize, usize) {
    match (letter, count) {
        ('u' | 'y' | 'Y', 2) => (2, 2),
        ('u' | 'y' | 'Y', 4..) => (count, 19),
        ('A' | 'n' | 'N' | 'g', _) => (count, 19),
        (_, 1) => (1, 19),
        ('D', 2) => (2, 3),
        _ => (count, count),
    }
}

fn number<'t>(
    letter: char,
    count: usize,
    after: &[Item],
    text: &'t str,
    fields: &mut Fields,
) -> Option<&'t str> {
    let signed = matches!(letter, 'u' | 'y' | 'Y') && count != 2;
    let negative = signed && letter != 'y' && text.starts_with('-');
    let plus = signed && count >= 4 && text.starts_with('+');
    let digits_from = &text[usize::from(negative || plus)..];
    let run = digits_from.bytes().take_while(u8::is_ascii_digit).count();
    let (least, most) = widths(letter, count);
    // Numbers of a fixed width that follow at once keep their digits.
    let kept: usize = after
        .iter()
        .map_while(|item| match item {
            Item::Field(letter, count, _) if is_number(*letter, *count) && *count > 1 => {
                Some(*count)
            }
            _ => None,
        })
        .sum();
    let width = if most > least {
        run.saturating_sub(kept).clamp(least, most)
    } else {
        most
    };
    // More digits than letters need a sign.
    if signed && count >= 4 && width > count && !plus && !negative {
        return None;
    }
    let digits = digits_from.get(..width)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut value: i64 = digits.parse().ok()?;
    if letter == 'S' {
        value = format!("{digits:0<9}").get(..9)?.parse().ok()?;
    } else if count == 2 && matches!(letter, 'u' | 'y' | 'Y') {
        value += 2_000;
    }
    if negative {
        value = -value;
    }
    let field = match letter {
        'L' => 'M',
        'q' => 'Q',
        'c' => 'e',
        other => other,
    };
    fields.put(field, value)?;
    Some(&digits_from[width..])
}

/// A field of letters.
fn word<'t>(letter: char, count: usize, text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let one_of = |names: &[&str]| -> Option<(i64, &'t str)> {
        let (at, name) = names
            .iter()
            .enumerate()
            .filter(|(_, name)| text.starts_with(**name))
            .max_by_key(|(_, name)| name.len())?;
        Some((i64::try_from(at).ok()?, &text[name.len()..]))
    };
    match letter {
        'M' | 'L' => {
            let names = MONTHS.map(|name| cut(name, count));
            let (at, rest) = one_of(&names)?;
            fields.put('M', at + 1)?;
            Some(rest)
        }
        'E' | 'e' | 'c' => {
            let names = DAYS.map(|name| cut(name, count));
            let (at, rest) = one_of(&names)?;
            fields.put('E', at + 1)?;
            Some(rest)
        }
        'Q' | 'q' => {
            let short = ["Q1", "Q2", "Q3", "Q4"];
            let narrow = ["1", "2", "3", "4"];
            let names = match count {
                3 => short,
                4 => QUARTERS,
                _ => narrow,
            };
            let (at, rest) = one_of(&names)?;
            fields.put('Q', at + 1)?;
            Some(rest)
        }
        'G' => {
            let names = match count {
                4 => ["Before Christ", "Anno Domini"],
                5 => ["B", "A"],
                _ => ["BC", "AD"],
            };
            let (at, rest) = one_of(&names)?;
            fields.put('G', at)?;
            Some(rest)
        }
        'a' => {
            let (at, rest) = one_of(&["AM", "PM"])?;
            fields.put('a', at)?;
            Some(rest)
        }
        'V' | 'z' | 'v' => zone(text, fields),
        'O' => localized(text, fields),
        'Z' if count == 4 => localized(text, fields),
        'Z' if count < 4 => offset(text, 2, false, fields),
        'Z' => offset(text, 5, true, fields),
        'X' => offset(text, count, true, fields),
        'x' => offset(text, count, false, fields),
        _ => None,
    }
}

/// The longest beginning of the text that is a zone.
fn zone<'t>(text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-' | ':');
    let mut end = text.find(|c| !plain(c)).unwrap_or(text.len()).min(64);
    while end > 0 {
        if let Some(name) = text.get(..end)
            && let Ok(zone) = TimeZone::parse(name)
        {
            fields.zone = Some(zone);
            return Some(&text[end..]);
        }
        end -= 1;
    }
    None
}

fn localized<'t>(text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let rest = text.strip_prefix("GMT")?;
    let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-')) else {
        fields.offset = Some(0);
        return Some(rest);
    };
    let end = rest[1..]
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .map_or(rest.len(), |at| at + 1);
    let mut parts = rest[1..end].split(':');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let seconds: i32 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    set_offset(sign, hours, minutes, seconds, fields)?;
    Some(&rest[end..])
}

/// An offset as `X` and `x` write it: hours; minutes if there are two letters or more, or if they
/// are there; a colon at 3 and 5; seconds at 4 and 5 if they are there.
fn offset<'t>(text: &'t str, count: usize, zulu: bool, fields: &mut Fields) -> Option<&'t str> {
    if zulu && let Some(rest) = text.strip_prefix('Z') {
        fields.offset = Some(0);
        return Some(rest);
    }
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let two = |text: &'t str| -> Option<(i32, &'t str)> {
        let digits = text.get(..2)?;
        let fine = digits.bytes().all(|b| b.is_ascii_digit());
        Some((digits.parse().ok().filter(|_| fine)?, &text[2..]))
    };
    let colon = count == 3 || count == 5;
    let next = |text: &'t str| -> Option<(i32, &'t str)> {
        two(if colon { text.strip_prefix(':')? } else { text })
    };
    let (hours, mut rest) = two(&text[1..])?;
    let mut minutes = 0;
    match next(rest) {
        Some((found, after)) => (minutes, rest) = (found, after),
        None if count > 1 => return None,
        None => {}
    }
    let mut seconds = 0;
    if count > 3
        && let Some((found, after)) = next(rest)
    {
        (seconds, rest) = (found, after);
    }
    set_offset(sign, hours, minutes, seconds, fields)?;
    Some(rest)
}

fn set_offset(
    sign: char,
    hours: i32,
    minutes: i32,
    seconds: i32,
    fields: &mut Fields,
) -> Option<()> {
    if hours > 18 || minutes > 59 || seconds > 59 {
        return None;
    }
    let total = hours * 3_600 + minutes * 60 + seconds;
    if total > 18 * 3_600 {
        return None;
    }
    fields.offset = Some(if sign == '-' { -total } else { total });
    Some(())
}

fn value(kind: Instant, fields: &Fields, context: &Context) -> Option<Value> {
    let time = time(fields)?;
    let mut date = date(fields)?;
    // Midnight at the end of a day is the next day's.
    let (time, ends) = match time {
        Some(nanos) if nanos == NANOS_PER_DAY => (Some(0), true),
        other => (other, false),
    };
    if ends && let Some(day) = date {
        date = Some(day.plus_days(1).ok()?);
    }
    let local_time = LocalTime::from_nanos(time.unwrap_or(0))?;
    let zone = match (fields.offset, &fields.zone) {
        (_, Some(zone)) => zone.clone(),
        (Some(offset), None) => TimeZone::Offset(offset),
        (None, None) => context.zone.clone(),
    };
    Some(match kind {
        Instant::Date => date?.into(),
        Instant::LocalTime => LocalTime::from_nanos(time?)?.into(),
        Instant::Time => {
            let offset = match (fields.offset, &fields.zone) {
                (Some(offset), _) => offset,
                (None, Some(TimeZone::Offset(offset))) => *offset,
                (None, _) => context.zone.offset_at(context.seconds),
            };
            Time::new(LocalTime::from_nanos(time?)?, offset)?.into()
        }
        Instant::LocalDateTime => LocalDateTime::new(date?, local_time).into(),
        Instant::ZonedDateTime => {
            let local = LocalDateTime::new(date?, local_time);
            ZonedDateTime::from_local(local, &zone, fields.offset).into()
        }
    })
}

/// Nanoseconds of the day, a whole day for 24:00; the inner `None` where nothing tells the time,
/// the outer where it contradicts itself.
#[allow(clippy::option_option, reason = "see above")]
fn time(fields: &Fields) -> Option<Option<i64>> {
    let within = |letter: char, from: i64, to: i64| match fields.get(letter) {
        Some(value) if (from..=to).contains(&value) => Some(Some(value)),
        Some(_) => None,
        None => Some(None),
    };
    if let Some(nanos) = within('N', 0, NANOS_PER_DAY - 1)? {
        return Some(Some(nanos));
    }
    if let Some(millis) = within('A', 0, NANOS_PER_DAY / 1_000_000 - 1)? {
        return Some(Some(millis * 1_000_000));
    }
    let minute = within('m', 0, 59)?;
    let second = within('s', 0, 59)?;
    let nano = match (fields.get('S'), within('n', 0, NANOS_PER_SECOND - 1)?) {
        (Some(a), Some(b)) if a != b => return None,
        (a, b) => a.or(b),
    };
    let half = fields.get('a');
    let of_half = match (within('h', 1, 12)?, within('K', 0, 11)?) {
        (Some(hour), _) => Some(hour % 12),
        (None, hour) => hour,
    };
    let hour = match (within('H', 0, 24)?, within('k', 1, 24)?) {
        (Some(hour), _) => Some(hour),
        (None, Some(24)) => Some(0),
        (None, Some(hour)) => Some(hour),
        (None, None) => match (of_half, half) {
            (Some(hour), Some(half)) => Some(hour + 12 * half),
            _ => None,
        },
    };
    let Some(hour) = hour else {
        return Some(None);
    };
    if let Some(half) = half
        && hour / 12 % 2 != half
    {
        return None;
    }
    let nanos = (hour * 3_600 + minute.unwrap_or(0) * 60 + second.unwrap_or(0)) * NANOS_PER_SECOND
        + nano.unwrap_or(0);
    if nanos > NANOS_PER_DAY {
        return None;
    }
    Some(Some(nanos))
}

/// The date; the inner `None` where the fields do not tell one, the outer where they contradict
/// each other.
#[allow(clippy::option_option, reason = "see above")]
fn date(fields: &Fields) -> Option<Option<Date>> {
    let year = match (fields.get('u'), fields.get('y')) {
        (Some(year), _) => Some(year),
        (None, Some(year)) => Some(if fields.get('G') == Some(0) {
            1 - year
        } else {
            year
        }),
        (None, None) => None,
    };
    let weekday_of = match (fields.get('E'), fields.get('e')) {
        (Some(day), _) => Some(day),
        // Counted from Sunday.
        (None, Some(day)) if (1..=7).contains(&day) => Some((day + 5) % 7 + 1),
        (None, Some(_)) => return None,
        (None, None) => None,
    };
    let found = match (year, fields.get('M'), fields.get('d'), fields.get('D')) {
        (Some(year), Some(month), Some(day), _) => {
            if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
                return None;
            }
            let day = day.min(days_in_month(year, month));
            Some(Date::new(year, month, day).ok()?)
        }
        (Some(year), _, _, Some(day)) => Some(Date::from_ordinal(year, day).ok()?),
        _ => match (fields.get('Y'), fields.get('w'), weekday_of) {
            (Some(year), Some(week), Some(day)) => Some(of_week(year, week, day)?),
            _ => fields
                .get('g')
                .map(|days| Date::from_days(days.checked_sub(40_587)?))
                .unwrap_or_default(),
        },
    };
    let Some(date) = found else {
        return Some(None);
    };
    if weekday_of.is_some_and(|day| day != date.day_of_week())
        || fields.get('Q').is_some_and(|q| q != date.quarter())
    {
        return None;
    }
    Some(Some(date))
}

/// The day of a week that is counted as in `write`.
fn of_week(year: i64, week: i64, day: i64) -> Option<Date> {
    if !(1..=54).contains(&week) || !(-999_999_999..=999_999_999).contains(&year) {
        return None;
    }
    let first = days_from_civil(year, 1, 1);
    let sunday = first - weekday(first) % 7;
    Date::from_days(sunday + 7 * (week - 1) + day % 7)
}

/// Reads by a pattern if there is one, as the temporal functions have it.
///
/// # Errors
/// As [`read`] and [`construct`].
pub fn construct_by(
    kind: Instant,
    argument: &Value,
    pattern: &Value,
    context: &Context,
) -> Result<Value, TemporalError> {
    match (argument, pattern) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::String(text), Value::String(pattern)) => read(kind, text, pattern, context),
        (_, Value::String(_)) => Err(TemporalError::PatternInput),
        _ => construct(kind, argument, context),
    }
}

/// The same of durations.
///
/// # Errors
/// Text that is not like the pattern, or more than a duration holds.
pub fn duration_by(argument: &Value, pattern: &Value) -> Result<Value, TemporalError> {
    match (argument, pattern) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::String(text), Value::String(pattern)) => read_duration(text, pattern),
        _ => Err(TemporalError::PatternInput),
    }
}
