//! Maps of temporal components, checked: which components a kind of value may have, of which
//! types, in which combinations. [`Fields`] is such a map; it makes a date and a time of day.
//!
//! Dates come in one of four forms (calendar, week, quarter, ordinal) that cannot be mixed. What
//! is missing comes from a base value, or is the first of its unit when everything larger is
//! given. Which value is the base, and zones, are decided by `build`.

use super::calendar::days_in_month;
use super::functions::shown;
use super::{Date, Instant, LocalTime, NANOS_PER_SECOND, TemporalError, TimeZone};
use crate::{Map, Value};

/// A numeric component of an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    Year,
    Quarter,
    Month,
    Week,
    OrdinalDay,
    DayOfQuarter,
    DayOfWeek,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

use Field as F;

/// Numeric components: name, and what null stands for.
const NUMBERS: [(&str, Field, Option<i64>); 14] = [
    ("year", F::Year, None),
    ("quarter", F::Quarter, Some(1)),
    ("month", F::Month, Some(1)),
    ("week", F::Week, Some(1)),
    ("ordinalDay", F::OrdinalDay, Some(1)),
    ("dayOfQuarter", F::DayOfQuarter, Some(1)),
    ("dayOfWeek", F::DayOfWeek, Some(1)),
    ("day", F::Day, Some(1)),
    ("hour", F::Hour, Some(0)),
    ("minute", F::Minute, Some(0)),
    ("second", F::Second, Some(0)),
    ("millisecond", F::Millisecond, Some(0)),
    ("microsecond", F::Microsecond, Some(0)),
    ("nanosecond", F::Nanosecond, Some(0)),
];

/// Other names of numeric components.
const ALIASES: [(&str, &str); 2] = [("weekDay", "dayOfWeek"), ("quarterDay", "dayOfQuarter")];

/// Components that can be read but not set.
const DERIVED: [&str; 4] = ["weekYear", "offset", "offsetMinutes", "offsetSeconds"];

/// Whether a kind of value takes a component.
type Possible = fn(Instant) -> bool;

/// Other components: name, and the kinds of value that take them.
const OTHERS: [(&str, Possible); 6] = [
    ("timezone", |_| true),
    ("date", Instant::has_date),
    ("time", Instant::has_time),
    ("datetime", |kind| kind.has_date() && kind.has_time()),
    ("epochSeconds", |kind| {
        matches!(kind, Instant::ZonedDateTime)
    }),
    ("epochMillis", |kind| matches!(kind, Instant::ZonedDateTime)),
];

impl Field {
    fn is_of_date(self) -> bool {
        (self as usize) < F::Hour as usize
    }
}

/// The four ways of naming a day, by the component that tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Calendar,
    Week,
    Quarter,
    Ordinal,
}

/// The components of a map, known to be of the right types and possible for the wanted kind.
#[derive(Default)]
pub(super) struct Fields {
    numbers: [Option<i64>; 14],
    pub(super) date: Option<Value>,
    pub(super) time: Option<Value>,
    pub(super) datetime: Option<Value>,
    pub(super) epoch_seconds: Option<i64>,
    pub(super) epoch_millis: Option<i64>,
    /// The zone asked for.
    pub(super) timezone: Option<TimeZone>,
}

impl Fields {
    /// Reads a map for a value of `kind`. Names are matched without regard to case.
    pub(super) fn read(kind: Instant, map: &Map) -> Result<Self, TemporalError> {
        let mut fields = Self::default();
        for (key, value) in map.iter() {
            let key = canonical(key);
            if let Some(row) = NUMBERS.iter().find(|row| row.0.eq_ignore_ascii_case(key)) {
                let possible = if row.1.is_of_date() {
                    kind.has_date()
                } else {
                    kind.has_time()
                };
                supported(possible, row.0)?;
                let number = integer(row.0, value)?.or(row.2);
                let number = number.ok_or_else(|| TemporalError::must_be_given(row.0))?;
                fields.numbers[row.1 as usize] = Some(number);
                continue;
            }
            if let Some(name) = DERIVED.iter().find(|name| name.eq_ignore_ascii_case(key)) {
                supported(false, name)?;
            }
            let row = OTHERS.iter().find(|row| row.0.eq_ignore_ascii_case(key));
            let (name, possible) = row.ok_or_else(|| TemporalError::Field {
                field: key.to_owned(),
                message: format!("No such field: {key}"),
            })?;
            supported(possible(kind), name)?;
            match *name {
                "timezone" => fields.timezone = zone(value)?,
                "date" => fields.date = Some(value.clone()),
                "time" => fields.time = Some(value.clone()),
                "datetime" => fields.datetime = Some(value.clone()),
                "epochSeconds" => fields.epoch_seconds = Some(epoch(value)?),
                _ => fields.epoch_millis = Some(epoch(value)?),
            }
        }
        fields.check_together()?;
        Ok(fields)
    }

    fn check_together(&self) -> Result<(), TemporalError> {
        let has_epoch = self.epoch_seconds.is_some() || self.epoch_millis.is_some();
        if self.datetime.is_some() && (self.date.is_some() || self.time.is_some()) {
            return Err(TemporalError::Together("datetime", "date or time"));
        }
        if self.epoch_seconds.is_some() && self.epoch_millis.is_some() {
            return Err(TemporalError::Together("epochMillis", "epochSeconds"));
        }
        if has_epoch && (self.datetime.is_some() || self.date.is_some() || self.time.is_some()) {
            return Err(TemporalError::Together("epoch", "date or datetime or time"));
        }
        Ok(())
    }

    fn get(&self, field: Field) -> Option<i64> {
        self.numbers[field as usize]
    }

    fn any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.get(*field).is_some())
    }

    fn has_date_fields(&self) -> bool {
        self.numbers[..F::Hour as usize].iter().any(Option::is_some)
    }

    pub(super) fn has_time_fields(&self) -> bool {
        self.numbers[F::Hour as usize..].iter().any(Option::is_some)
    }

    fn has_base(&self) -> bool {
        self.date.is_some()
            || self.time.is_some()
            || self.datetime.is_some()
            || self.epoch_seconds.is_some()
            || self.epoch_millis.is_some()
    }

    pub(super) fn is_zone_only(&self) -> bool {
        !self.has_base() && !self.has_date_fields() && !self.has_time_fields()
    }

    /// Fails when a zone is given for a kind of value that has none.
    pub(super) fn refuse_zone(&self) -> Result<(), TemporalError> {
        match self.timezone {
            None => Ok(()),
            Some(_) => Err(TemporalError::Assignment {
                field: "timezone",
                message: "Cannot assign time zone if also assigning other fields.".to_owned(),
            }),
        }
    }

    /// Fails when another value is named as a base.
    pub(super) fn refuse_base(&self) -> Result<(), TemporalError> {
        if self.has_base() {
            let message = "Cannot take another value as a base for truncation.".to_owned();
            return Err(TemporalError::Assignment {
                field: "datetime",
                message,
            });
        }
        Ok(())
    }

    /// In which form the date is given; fails when forms are mixed.
    fn form(&self) -> Result<Form, TemporalError> {
        let (form, name, foreign): (_, _, &[Field]) = if self.any(&[F::Week, F::DayOfWeek]) {
            let foreign = &[F::Month, F::Day, F::Quarter, F::DayOfQuarter, F::OrdinalDay];
            (Form::Week, "week", foreign)
        } else if self.any(&[F::OrdinalDay]) {
            (
                Form::Ordinal,
                "ordinal",
                &[F::Month, F::Day, F::Quarter, F::DayOfQuarter],
            )
        } else if self.any(&[F::Month, F::Day]) {
            (Form::Calendar, "calendar", &[F::Quarter, F::DayOfQuarter])
        } else if self.any(&[F::Quarter, F::DayOfQuarter]) {
            (Form::Quarter, "quarter", &[])
        } else {
            (Form::Calendar, "calendar", &[])
        };
        match foreign.iter().find(|field| self.get(**field).is_some()) {
            None => Ok(form),
            Some(field) => {
                let field = NUMBERS[*field as usize].0;
                let message = format!("Cannot assign {field} to {name} date.");
                Err(TemporalError::Assignment { field, message })
            }
        }
    }

    /// The date, on top of `base` if there is one.
    pub(super) fn date_on(&self, base: Option<Date>) -> Result<Date, TemporalError> {
        let year = |of_base: fn(Date) -> i64| {
            let year = self.get(F::Year).or(base.map(of_base));
            year.ok_or_else(|| TemporalError::must_be_given("year"))
        };
        match self.form()? {
            Form::Week => self.week_date(base),
            Form::Ordinal => {
                // Of all forms this one has a year where none is given: 0.
                let year = year(Date::year).unwrap_or(0);
                Date::from_ordinal(year, self.get(F::OrdinalDay).unwrap_or(1))
            }
            Form::Quarter => self.quarter_date(year(Date::year)?, base),
            Form::Calendar => {
                let year = year(Date::year)?;
                let month = self.get(F::Month).or(base.map(Date::month));
                if month.is_none() && self.get(F::Day).is_some() {
                    return Err(TemporalError::needs("day", "month"));
                }
                let day = self.get(F::Day).or(base.map(Date::day));
                Date::new(year, month.unwrap_or(1), day.unwrap_or(1))
            }
        }
    }

    fn week_date(&self, base: Option<Date>) -> Result<Date, TemporalError> {
        let day = self
            .get(F::DayOfWeek)
            .or(base.map(Date::day_of_week))
            .unwrap_or(1);
        let Some(week) = self.get(F::Week) else {
            // Another day of the base's week, or of the week it has in another year.
            let base = base.ok_or_else(|| TemporalError::needs("dayOfWeek", "week"))?;
            let (own_year, month, day_of_month) = base.civil();
            let year = self.get(F::Year).unwrap_or(own_year);
            let date = Date::new(year, month, day_of_month.min(days_in_month(year, month)))?;
            return Date::from_week(date.week().0, date.week().1, day);
        };
        let year = self.get(F::Year).or(base.map(|date| date.week().0));
        Date::from_week(
            year.ok_or_else(|| TemporalError::must_be_given("year"))?,
            week,
            day,
        )
    }

    fn quarter_date(&self, year: i64, base: Option<Date>) -> Result<Date, TemporalError> {
        let given = self.get(F::Quarter);
        if let (Some(quarter), None, Some(base)) = (given, self.get(F::DayOfQuarter), base) {
            // Moving to another quarter keeps the month within it and the day, if that exists.
            let base = Date::new(year, base.month(), base.day())?;
            let first = Date::from_quarter(year, quarter, 1)?;
            let month = first.month() + (base.month() - 1) % 3;
            return Date::new(year, month, base.day().min(days_in_month(year, month)));
        }
        let quarter = given.or(base.map(Date::quarter));
        let quarter = quarter.ok_or_else(|| TemporalError::needs("dayOfQuarter", "quarter"))?;
        Date::from_quarter(year, quarter, self.get(F::DayOfQuarter).unwrap_or(1))
    }

    /// Fails when smaller parts than the date's own follow but the date is not given to the day.
    pub(super) fn require_whole_date(&self) -> Result<(), TemporalError> {
        let needed: &[Field] = match self.form()? {
            Form::Calendar => &[F::Year, F::Month, F::Day],
            Form::Week => &[F::Year, F::Week, F::DayOfWeek],
            Form::Quarter => &[F::Year, F::Quarter, F::DayOfQuarter],
            Form::Ordinal => &[F::Year, F::OrdinalDay],
        };
        let name = |field: Field| NUMBERS[field as usize].0;
        match needed.iter().position(|field| self.get(*field).is_none()) {
            None => Ok(()),
            // The last one is there but not the one it is counted in.
            Some(1) if needed.len() == 3 && self.get(needed[2]).is_some() => {
                Err(TemporalError::needs(name(needed[2]), name(needed[1])))
            }
            Some(missing) => Err(TemporalError::must_be_given(name(needed[missing]))),
        }
    }

    /// The time of day, on top of `base` if there is one.
    pub(super) fn time_on(&self, base: Option<LocalTime>) -> Result<LocalTime, TemporalError> {
        let hour = self.get(F::Hour).or(base.map(LocalTime::hour));
        let hour = hour.ok_or_else(|| TemporalError::must_be_given("hour"))?;
        let minute = self.get(F::Minute).or(base.map(LocalTime::minute));
        let second = self.get(F::Second).or(base.map(LocalTime::second));
        let nanos = self.subsecond()?;
        if minute.is_none() && second.is_some() {
            return Err(TemporalError::needs("second", "minute"));
        }
        if nanos.is_some() && minute.is_none() {
            return Err(TemporalError::needs("subsecond", "minute"));
        }
        if nanos.is_some() && second.is_none() {
            return Err(TemporalError::needs("subsecond", "second"));
        }
        let nanos = nanos.or(base.map(LocalTime::nanosecond)).unwrap_or(0);
        LocalTime::new(hour, minute.unwrap_or(0), second.unwrap_or(0), nanos)
    }

    /// Milli-, micro- and nanoseconds together; a smaller unit may only hold what the larger
    /// given one leaves open.
    fn subsecond(&self) -> Result<Option<i64>, TemporalError> {
        let milli = self.get(F::Millisecond);
        let micro = self.get(F::Microsecond);
        let nano = self.get(F::Nanosecond);
        let below = |name: &'static str, value: Option<i64>, limit: i64| match value {
            Some(value) if !(0..limit).contains(&value) => {
                let message = format!("Invalid value for {name}: {value}");
                Err(TemporalError::Bounds {
                    field: name,
                    message,
                })
            }
            value => Ok(value.unwrap_or(0)),
        };
        let micro_limit = if milli.is_some() { 1_000 } else { 1_000_000 };
        let nano_limit = match (milli, micro) {
            (_, Some(_)) => 1_000,
            (Some(_), None) => 1_000_000,
            (None, None) => NANOS_PER_SECOND,
        };
        let total = below("Millisecond", milli, 1_000)? * 1_000_000
            + below("Microsecond", micro, micro_limit)? * 1_000
            + below("Nanosecond", nano, nano_limit)?;
        let given = milli.or(micro).or(nano).is_some();
        Ok(given.then_some(total))
    }

    /// Keeps what truncation to milliseconds or microseconds left, for smaller components that
    /// are set on top: `kept` is the whole number of that unit.
    pub(super) fn keep_subsecond(&mut self, unit: Field, kept: i64) {
        let has_smaller = match unit {
            F::Millisecond => self.any(&[F::Microsecond, F::Nanosecond]),
            _ => self.any(&[F::Nanosecond]),
        };
        let replaced = self.any(&[unit, F::Millisecond]);
        if !has_smaller || replaced {
            return;
        }
        self.numbers[unit as usize] = Some(kept);
        if unit == F::Millisecond && self.get(F::Microsecond).is_none() {
            self.numbers[F::Microsecond as usize] = Some(0);
        }
    }
}

fn canonical(key: &str) -> &str {
    let alias = ALIASES
        .iter()
        .find(|alias| alias.0.eq_ignore_ascii_case(key));
    alias.map_or(key, |alias| alias.1)
}

fn supported(possible: bool, field: &'static str) -> Result<(), TemporalError> {
    if possible {
        return Ok(());
    }
    Err(TemporalError::Assignment {
        field,
        message: format!("Not supported: {field}"),
    })
}

/// An integer component; `None` for null.
fn integer(field: &str, value: &Value) -> Result<Option<i64>, TemporalError> {
    match value {
        Value::Null => Ok(None),
        Value::Integer(number) => Ok(Some(*number)),
        other => Err(TemporalError::ComponentType {
            field: field.to_owned(),
            found: other.type_name(),
        }),
    }
}

/// A time since 1970, which a value is made from as from a base: without one there is no value.
fn epoch(value: &Value) -> Result<i64, TemporalError> {
    match value {
        Value::Integer(number) => Ok(*number),
        other => Err(TemporalError::Base {
            wanted: "date time",
            found: shown(other),
        }),
    }
}

fn zone(value: &Value) -> Result<Option<TimeZone>, TemporalError> {
    match value {
        Value::String(text) => TimeZone::parse(text).map(Some),
        other => Err(TemporalError::ComponentType {
            field: "timezone".to_owned(),
            found: other.type_name(),
        }),
    }
}
