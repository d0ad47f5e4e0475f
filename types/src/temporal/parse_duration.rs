//! Durations from text: by units (`P1Y2M3W4DT5H6M7.5S`, signs allowed, a fraction in the last
//! part) and in date form (`P2012-02-02T14:37:21.545`).

use super::parse::Scanner;
use super::{Duration, NANOS_PER_SECOND, TemporalError};

/// One part of the unit form: a signed number, perhaps with a fraction.
struct Amount {
    negative: bool,
    whole: i64,
    /// The digits behind the point.
    fraction: Option<String>,
}

impl Amount {
    fn signed(&self) -> i64 {
        if self.negative {
            -self.whole
        } else {
            self.whole
        }
    }

    fn float(&self) -> f64 {
        let text = format!("{}.{}", self.whole, self.fraction.as_deref().unwrap_or("0"));
        // Digits with a point always read as a number.
        let value: f64 = text.parse().unwrap_or(f64::NAN);
        if self.negative { -value } else { value }
    }

    fn nanos(&self) -> i64 {
        let digits = self.fraction.as_deref().unwrap_or_default();
        // At most nine digits were taken.
        let value: i64 = format!("{digits:0<9}").parse().unwrap_or_default();
        if self.negative { -value } else { value }
    }
}

/// The units in the order in which they must come, and whether they stand behind the `T`.
const UNITS: [(char, bool); 7] = [
    ('Y', false),
    ('M', false),
    ('W', false),
    ('D', false),
    ('H', true),
    ('M', true),
    ('S', true),
];

impl Duration {
    /// Reads a duration; see the module for the forms.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        let failure = || TemporalError::Unparsable {
            wanted: "Duration",
            text: text.to_owned(),
        };
        let mut scan = Scanner(text);
        let negative = scan.take(&['+', '-']) == Some('-');
        scan.take(&['P', 'p']).ok_or_else(failure)?;
        let duration = match by_units(scan) {
            Some(amounts) => from_units(&amounts?)?,
            None => in_date_form(scan).ok_or_else(failure)??,
        };
        if negative {
            duration.negated()
        } else {
            Ok(duration)
        }
    }
}

/// Reads the unit form; `None` when the text is not one.
fn by_units(mut scan: Scanner<'_>) -> Option<Result<[Option<Amount>; 7], TemporalError>> {
    let mut amounts: [Option<Amount>; 7] = Default::default();
    let mut next = 0;
    let mut in_time = false;
    let mut fractional = false;
    while !scan.is_empty() {
        if !in_time && scan.take(&['T', 't']).is_some() {
            in_time = true;
        }
        let amount = match amount(&mut scan)? {
            Ok(amount) => amount,
            Err(error) => return Some(Err(error)),
        };
        let letter = scan.take(&['Y', 'M', 'W', 'D', 'H', 'S', 'y', 'm', 'w', 'd', 'h', 's'])?;
        let unit = (letter.to_ascii_uppercase(), in_time);
        let position = UNITS.iter().position(|known| *known == unit)?;
        // Units come in order, and nothing may follow a fraction.
        if position < next || fractional {
            return None;
        }
        fractional = amount.fraction.is_some();
        next = position + 1;
        amounts[position] = Some(amount);
    }
    (next > 0).then_some(Ok(amounts))
}

fn amount(scan: &mut Scanner<'_>) -> Option<Result<Amount, TemporalError>> {
    let negative = scan.take(&['+', '-']) == Some('-');
    let digits = scan.digits(1, usize::MAX)?;
    let fraction = match scan.take(&['.', ',']) {
        None => None,
        Some(_) => Some(scan.digits(1, 9)?.to_owned()),
    };
    let too_large =
        |_| TemporalError::DurationOverflow(format!("{digits} is too large for a duration"));
    Some(digits.parse().map_err(too_large).map(|whole| Amount {
        negative,
        whole,
        fraction,
    }))
}

fn from_units(amounts: &[Option<Amount>; 7]) -> Result<Duration, TemporalError> {
    let [years, months, weeks, days, hours, minutes, seconds] = amounts;
    let given = |amount: &Option<Amount>| amount.as_ref().map_or(0, Amount::signed);
    let sum = |parts: &[(&Option<Amount>, i64)]| -> Result<i64, TemporalError> {
        let add = |total: i64, (amount, factor): &(&Option<Amount>, i64)| {
            given(amount)
                .checked_mul(*factor)
                .and_then(|part| total.checked_add(part))
        };
        parts.iter().try_fold(0, add).ok_or_else(|| {
            TemporalError::DurationOverflow(
                "Invalid value for duration, will cause overflow.".into(),
            )
        })
    };
    let all_months = sum(&[(years, 12), (months, 1)])?;
    let all_days = sum(&[(weeks, 7), (days, 1)])?;
    let all_seconds = sum(&[(hours, 3_600), (minutes, 60), (seconds, 1)])?;
    let nanos = seconds.as_ref().map_or(0, Amount::nanos);
    // A fraction of seconds is exact; other units pass theirs on to the smaller ones.
    let factors = [12.0, 1.0, 7.0, 1.0, 3_600.0, 60.0];
    let fractional = |(amount, factor): (&Option<Amount>, f64)| {
        amount
            .as_ref()
            .filter(|amount| amount.fraction.is_some())
            .map(|a| a.float() * factor)
    };
    let mut parts = amounts[..6].iter().zip(factors).map(fractional).enumerate();
    let found = parts.find_map(|(position, value)| value.map(|value| (position, value)));
    let Some((position, value)) = found else {
        return Duration::new(all_months, all_days, all_seconds, nanos);
    };
    // The fractional part comes last, so the units behind it are absent.
    match position {
        0 => Duration::approximate(value, 0.0, 0.0, 0.0),
        1 => Duration::approximate(sum(&[(years, 12)])? as f64 + value, 0.0, 0.0, 0.0),
        2 => Duration::approximate(all_months as f64, value, 0.0, 0.0),
        3 => {
            let whole = sum(&[(weeks, 7)])? as f64;
            Duration::approximate(all_months as f64, whole + value, 0.0, 0.0)
        }
        4 => Duration::approximate(all_months as f64, all_days as f64, value, 0.0),
        _ => {
            let whole = sum(&[(hours, 3_600)])? as f64;
            Duration::approximate(all_months as f64, all_days as f64, whole + value, 0.0)
        }
    }
}

/// `yyyy-mm-dd`, `yyyymmdd`, and behind a `T` `hh:mm[:ss[.f]]`, `hhmm[ss[.f]]`; the one or the
/// other may be missing.
fn in_date_form(mut scan: Scanner<'_>) -> Option<Result<Duration, TemporalError>> {
    let (mut years, mut months, mut days) = (0, 0, 0);
    let has_date = !scan.0.starts_with(['T', 't']);
    if has_date {
        years = scan.number(4, 4)?;
        let dashed = scan.take(&['-']).is_some();
        months = scan.number(2, 2)?;
        if dashed {
            scan.take(&['-'])?;
        }
        days = scan.number(2, 2)?;
    }
    let (mut hours, mut minutes, mut seconds, mut nanos) = (0, 0, 0, 0);
    if !scan.is_empty() {
        scan.take(&['T', 't'])?;
        hours = scan.number(2, 2)?;
        let colons = scan.take(&[':']).is_some();
        let minute = scan.number(2, 2);
        if colons || minute.is_some() {
            minutes = minute?;
        }
        let more = minute.is_some()
            && if colons {
                scan.take(&[':']).is_some()
            } else {
                !scan.is_empty()
            };
        if more {
            seconds = scan.number(2, 2)?;
            nanos = scan.fraction().unwrap_or(0);
        }
    }
    if !scan.is_empty() {
        return None;
    }
    let bounded = [
        ("months", months, 12),
        ("days", days, 31),
        ("hours", hours, 24),
        ("minutes", minutes, 60),
        ("seconds", seconds, 60),
    ];
    for (field, value, limit) in bounded {
        if value > limit {
            let message = format!("{field} is out of range: {value}");
            return Some(Err(TemporalError::Bounds { field, message }));
        }
    }
    let seconds = hours * 3_600 + minutes * 60 + seconds;
    debug_assert!(nanos < NANOS_PER_SECOND);
    Some(Duration::new(years * 12 + months, days, seconds, nanos))
}
