//! `apoc.date.*` and `apoc.temporal.*`: moments as counts of a unit since 1970, and patterns.

use quiver_types::temporal::functions::{self as of, Context, Instant};
use quiver_types::temporal::{TimeZone, pattern};
use quiver_types::{Value, ZonedDateTime};

use super::{Result, integer, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;
use crate::functions::temporal::failure;

type C<'c> = &'c FunctionContext<'c>;

const DEFAULT: &str = "yyyy-MM-dd HH:mm:ss";

/// Milliseconds of a unit, by APOC's names.
fn unit(function: &str, name: &str) -> Result<i64> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "ms" | "milli" | "millis" | "milliseconds" => 1,
        "s" | "second" | "seconds" => 1_000,
        "m" | "minute" | "minutes" => 60_000,
        "h" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        _ => {
            return Err(wrong(
                function,
                format!("The unit: {name} is not correct; there are ms, s, m, h and d"),
            ));
        }
    })
}

fn unit_at(function: &str, a: &[Value], at: usize) -> Result<i64> {
    unit(function, text(a, at).map_or("ms", |t| t.as_str()))
}

fn zone_at(a: &[Value], at: usize) -> Result<TimeZone> {
    match text(a, at) {
        Some(name) if !name.is_empty() => {
            // Java knows offsets as `GMT+1` too.
            let offset = name.strip_prefix("GMT").or(name.strip_prefix("UTC"));
            let offset = offset.filter(|offset| offset.starts_with(['+', '-']));
            let padded = match offset {
                Some(offset) => {
                    let (hours, minutes) =
                        offset[1..].split_once(':').unwrap_or((&offset[1..], "00"));
                    format!("{}{hours:0>2}:{minutes}", &offset[..1])
                }
                None => name.to_string(),
            };
            TimeZone::parse(&padded).map_err(failure)
        }
        _ => Ok(TimeZone::UTC),
    }
}

/// A zone as `apoc.date.format` and `parse` know it: what Java's older classes do not know is GMT, and
/// offsets are written with GMT in front.
fn java_zone(function: &str, a: &[Value], at: usize) -> Result<TimeZone> {
    let name = match text(a, at) {
        Some(name) if !name.is_empty() => name.as_str(),
        _ => "UTC",
    };
    let is_letters = |name: &str| name.bytes().all(|byte| byte.is_ascii_uppercase());
    if name
        .strip_prefix("GMT")
        .is_some_and(|rest| !rest.is_empty())
    {
        return zone_at(a, at).or_else(|_| TimeZone::parse("GMT").map_err(failure));
    }
    if name.starts_with(['+', '-']) || name.starts_with("UTC") && name.len() > 3 {
        return TimeZone::parse("GMT").map_err(failure);
    }
    match TimeZone::parse(name) {
        Ok(zone) => Ok(zone),
        // Java has old names for some zones (`PST`).
        Err(_) if name.len() == 3 && is_letters(name) => Err(wrong(
            function,
            format!("the zone `{name}` is not supported"),
        )),
        Err(_) => TimeZone::parse("GMT").map_err(failure),
    }
}

/// A pattern in which the name of a zone that is an offset is written as Java's older classes do.
fn with_gmt(letters: &str, a: &[Value], at: usize) -> String {
    let is_offset = text(a, at).is_some_and(|name| name.starts_with("GMT") && name.len() > 3);
    if !is_offset {
        return letters.to_owned();
    }
    let (mut out, mut quoted, mut before) = (String::new(), false, ' ');
    for letter in letters.chars() {
        quoted ^= letter == '\'';
        match letter {
            'z' if !quoted && before == 'z' => {}
            'z' if !quoted => out.push_str("'GMT'xxx"),
            other => out.push(other),
        }
        before = letter;
    }
    out
}

/// A moment of milliseconds since 1970.
fn moment(millis: i64, zone: &TimeZone) -> Result {
    let nanos = u32::try_from(millis.rem_euclid(1_000) * 1_000_000).unwrap_or(0);
    ZonedDateTime::from_instant(millis.div_euclid(1_000), nanos, zone)
        .map(Value::from)
        .map_err(failure)
}

/// Milliseconds since 1970 of a moment.
fn millis(value: &Value) -> Option<i64> {
    match value {
        Value::ZonedDateTime(moment) => moment
            .seconds
            .checked_mul(1_000)?
            .checked_add(i64::from(moment.nanos) / 1_000_000),
        _ => None,
    }
}

/// A pattern by name, as APOC knows some, or itself.
fn named(name: &str) -> &str {
    match name.to_ascii_lowercase().as_str() {
        "" => DEFAULT,
        "iso_date" | "iso_local_date" => "yyyy-MM-dd",
        "iso_ordinal_date" => "yyyy-DDD",
        "basic_iso_date" => "yyyyMMdd",
        "iso_local_time" => "HH:mm:ss",
        "iso_local_date_time" => "yyyy-MM-dd'T'HH:mm:ss",
        "iso_offset_date_time" => "yyyy-MM-dd'T'HH:mm:ssXXX",
        "basic_date" => "yyyyMMdd",
        "date" => "yyyy-MM-dd",
        _ => name,
    }
}

pub(super) fn format(_: C<'_>, a: &[Value]) -> Result {
    let Some(time) = integer(a, 0) else {
        return Ok(Value::Null);
    };
    let unit = unit_at("apoc.date.format", a, 1)?;
    let given = with_gmt(letters_at(a, 2), a, 3);
    let zone = java_zone("apoc.date.format", a, 3)?;
    let value = moment(time.saturating_mul(unit), &zone)?;
    pattern::write(&value, &given)
        .map(Value::from)
        .map_err(failure)
}

/// A pattern as it is given; these two functions know no names of patterns.
fn letters_at(a: &[Value], at: usize) -> &str {
    text(a, at)
        .map(|letters| letters.as_str())
        .filter(|letters| !letters.is_empty())
        .unwrap_or(DEFAULT)
}

/// A moment of text by a pattern; what has no time of day is midnight.
fn read(c: C<'_>, given: &str, letters: &str, zone: TimeZone) -> Result {
    let context = Context::at(c.statement_start, zone);
    pattern::read(Instant::ZonedDateTime, given, letters, &context).map_err(failure)
}

pub(super) fn parse(c: C<'_>, a: &[Value]) -> Result {
    let Some(given) = text(a, 0).filter(|t| !t.is_empty()) else {
        return Ok(Value::Null);
    };
    let unit = unit_at("apoc.date.parse", a, 1)?;
    let value = read(
        c,
        given,
        letters_at(a, 2),
        java_zone("apoc.date.parse", a, 3)?,
    )?;
    Ok(millis(&value).map_or(Value::Null, |v| Value::Integer(v.div_euclid(unit))))
}

pub(super) fn convert_format(c: C<'_>, a: &[Value]) -> Result {
    let (Some(given), Some(from)) = (text(a, 0).filter(|t| !t.is_empty()), text(a, 1)) else {
        return Ok(Value::Null);
    };
    let to = text(a, 2).map_or("yyyy-MM-dd", |t| t.as_str());
    let value = read(c, given, named(from), TimeZone::UTC)?;
    pattern::write(&value, named(to))
        .map(Value::from)
        .map_err(failure)
}

pub(super) fn current_timestamp(c: C<'_>, _: &[Value]) -> Result {
    let now = c.execution.clock.now_nanos();
    Ok(Value::Integer(now.div_euclid(1_000_000)))
}

/// A count of one unit in another, cut off; at the ends of what a number holds it stays there.
fn converted(time: i64, from: i64, to: i64) -> i64 {
    let exact = i128::from(time) * i128::from(from) / i128::from(to);
    i64::try_from(exact).unwrap_or(if time < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn convert(_: C<'_>, a: &[Value]) -> Result {
    let Some(time) = integer(a, 0) else {
        return Ok(Value::Null);
    };
    let (from, to) = (
        unit_at("apoc.date.convert", a, 1)?,
        unit_at("apoc.date.convert", a, 2)?,
    );
    Ok(Value::Integer(converted(time, from, to)))
}

pub(super) fn add(_: C<'_>, a: &[Value]) -> Result {
    let (Some(time), Some(more)) = (integer(a, 0), integer(a, 2)) else {
        return Ok(Value::Null);
    };
    let (unit, added) = (
        unit_at("apoc.date.add", a, 1)?,
        unit_at("apoc.date.add", a, 3)?,
    );
    Ok(Value::Integer(
        time.wrapping_add(converted(more, added, unit)),
    ))
}

pub(super) fn field(_: C<'_>, a: &[Value]) -> Result {
    let Some(time) = integer(a, 0) else {
        return Ok(Value::Null);
    };
    let name = text(a, 1).map_or("d", |t| t.as_str());
    let value = moment(time, &zone_at(a, 2)?)?;
    let component = match name.to_ascii_lowercase().as_str() {
        "ms" | "milli" | "millis" | "milliseconds" => "millisecond",
        "s" | "second" | "seconds" => "second",
        "m" | "minute" | "minutes" => "minute",
        "h" | "hour" | "hours" => "hour",
        "d" | "day" | "days" => "day",
        "w" | "weekday" | "weekdays" => "dayOfWeek",
        "month" | "months" => "month",
        "year" | "years" => "year",
        _ => {
            return Err(wrong(
                "apoc.date.field",
                format!("The unit: {name} is not correct"),
            ));
        }
    };
    crate::functions::temporal::component(&value, component)
}

pub(super) fn from_iso(c: C<'_>, a: &[Value]) -> Result {
    let Some(given) = text(a, 0) else {
        return Ok(Value::Null);
    };
    let context = Context::at(c.statement_start, TimeZone::UTC);
    let value = of::parse(Instant::ZonedDateTime, given, &context).map_err(failure)?;
    Ok(millis(&value).map_or(Value::Null, Value::Integer))
}

pub(super) fn to_iso(_: C<'_>, a: &[Value]) -> Result {
    let Some(time) = integer(a, 0) else {
        return Ok(Value::Null);
    };
    let unit = unit_at("apoc.date.toISO8601", a, 1)?;
    let value = moment(time.saturating_mul(unit), &TimeZone::UTC)?;
    pattern::write(&value, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
        .map(Value::from)
        .map_err(failure)
}

pub(super) fn system_timezone(_: C<'_>, _: &[Value]) -> Result {
    Ok("UTC".into())
}

pub(super) fn temporal_format(_: C<'_>, a: &[Value]) -> Result {
    let value = argument(a, 0);
    if !crate::functions::temporal::is_temporal(value) {
        return Ok(super::format::plain(value).into());
    }
    let letters = text(a, 1).map_or("yyyy-MM-dd", |t| t.as_str());
    pattern::write(value, named(letters))
        .map(Value::from)
        .map_err(failure)
}

pub(super) fn format_duration(c: C<'_>, a: &[Value]) -> Result {
    match argument(a, 0) {
        Value::Duration(_) => temporal_format(c, a),
        other => Err(wrong(
            "apoc.temporal.formatDuration",
            format!("expected a duration, got {}", super::shown(other)),
        )),
    }
}

pub(super) fn to_zoned(c: C<'_>, a: &[Value]) -> Result {
    let Some(given) = text(a, 0) else {
        return Ok(Value::Null);
    };
    let letters = text(a, 1).map_or(DEFAULT, |t| t.as_str());
    read(c, given, named(letters), zone_at(a, 2)?)
}
