//! `apoc.number.exact.*`: arithmetic of decimal numbers of any length, given as texts, with Java's
//! rules of precision and rounding. Begin with [`Decimal`].

use num_bigint::{BigInt, Sign};
use quiver_types::Value;

use super::{Result, integer, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::round::Mode;

type C<'c> = &'c FunctionContext<'c>;

/// Digits and exponents beyond this are refused: what is written in few characters must not cost
/// much.
const MOST: u64 = 1_000;

/// `digits` with the point so many places from the right; a negative scale is zeros behind.
#[derive(Clone)]
struct Decimal {
    digits: BigInt,
    scale: i64,
}

/// Java's ways to round: a mode, or none where rounding must not be necessary.
#[derive(Clone, Copy)]
struct Rounding(Option<Mode>);

impl Rounding {
    fn named(function: &str, name: Option<&str>) -> Result<Self> {
        match name.unwrap_or("HALF_UP") {
            "UNNECESSARY" => Ok(Self(None)),
            name => Mode::find(name).map(|mode| Self(Some(mode))).ok_or_else(|| {
                wrong(
                    function,
                    format!(
                        "java.lang.IllegalArgumentException: No enum constant java.math.RoundingMode.{name}"
                    ),
                )
            }),
        }
    }

    /// A quotient as a whole number, and whether it is exact.
    fn divide(self, function: &str, a: &BigInt, b: &BigInt) -> Result<(BigInt, bool)> {
        let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
        let (a, b) = (a.magnitude(), b.magnitude());
        let (quotient, rest) = (a / b, a % b);
        let exact = rest == 0_u8.into();
        let half = (&rest * 2_u8).cmp(b);
        let away = match self.0 {
            _ if exact => false,
            Some(mode) => mode.goes_away(negative, half, quotient.bit(0)),
            None => {
                return Err(wrong(
                    function,
                    "java.lang.ArithmeticException: Rounding necessary",
                ));
            }
        };
        let quotient = BigInt::from(if away { quotient + 1_u8 } else { quotient });
        Ok((if negative { -quotient } else { quotient }, exact))
    }
}

/// 10 to a power, which is never large here.
fn ten_to(power: i64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(power).unwrap_or(0))
}

fn length(digits: &BigInt) -> i64 {
    let text = digits.magnitude().to_string();
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

impl Decimal {
    /// `-12.50e-3`.
    fn parse(function: &str, text: &str) -> Result<Self> {
        let bad = |why: String| {
            let why = format!("java.lang.NumberFormatException: {why}");
            Err(wrong(function, why))
        };
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent),
            None => (text, "0"),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        if let Some(other) =
            (unsigned.chars().chain(fraction.chars())).find(|c| !c.is_ascii_digit())
        {
            return bad(format!(
                "Character {other} is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
            ));
        }
        if unsigned.is_empty() && fraction.is_empty() {
            return bad("No digits found.".into());
        }
        let Ok(exponent) = exponent.parse::<i64>() else {
            return bad(format!("`{exponent}` is no exponent"));
        };
        if text.len() as u64 > MOST || exponent.unsigned_abs() > MOST {
            return bad(format!("more than {MOST} digits are not supported"));
        }
        let scale = i64::try_from(fraction.len()).unwrap_or(0) - exponent;
        let magnitude: BigInt = format!("{unsigned}{fraction}").parse().unwrap_or_default();
        let digits = match whole.starts_with('-') {
            true => -magnitude,
            false => magnitude,
        };
        Ok(Self { digits, scale })
    }

    fn is_zero(&self) -> bool {
        self.digits.sign() == Sign::NoSign
    }

    /// Without an exponent, with all places that it has.
    fn plain(&self) -> String {
        if self.scale <= 0 {
            return (&self.digits * ten_to(-self.scale)).to_string();
        }
        let places = usize::try_from(self.scale).unwrap_or(0);
        let digits = self.digits.magnitude().to_string();
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let sign = if self.digits.sign() == Sign::Minus {
            "-"
        } else {
            ""
        };
        format!("{sign}{whole}.{fraction}")
    }

    /// With at most so many digits; all of them for 0.
    fn rounded(mut self, function: &str, precision: i64, how: Rounding) -> Result<Self> {
        if precision == 0 {
            return Ok(self);
        }
        loop {
            // Rounding 999.9 up makes a digit more, which is rounded off in turn.
            let drop = length(&self.digits) - precision;
            if drop <= 0 {
                return Ok(self);
            }
            self.digits = how.divide(function, &self.digits, &ten_to(drop))?.0;
            self.scale -= drop;
        }
    }

    /// Without zeros at the end, as long as there are more places than wanted.
    fn shortened(mut self, wanted: i64) -> Self {
        while self.scale > wanted && &self.digits % 10 == BigInt::ZERO {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// Both with the same number of places.
    fn aligned(self, other: Self) -> (BigInt, BigInt, i64) {
        let scale = self.scale.max(other.scale);
        let at = |number: Self| number.digits * ten_to(scale - number.scale);
        (at(self), at(other), scale)
    }

    fn over(self, function: &str, by: &Self, precision: i64, how: Rounding) -> Result<Self> {
        let fault = |what: &str| {
            let what = format!("java.lang.ArithmeticException: {what}");
            Err(wrong(function, what))
        };
        if by.is_zero() {
            return fault(match self.is_zero() {
                true => "Division undefined",
                false => "Division by zero",
            });
        }
        let wanted = self.scale - by.scale;
        if self.is_zero() {
            return Ok(Self {
                digits: self.digits,
                scale: wanted,
            });
        }
        if precision > 0 {
            // So many digits that at least one too many is there; only the last step rounds.
            let more = (precision + length(&by.digits) - length(&self.digits) + 1).max(0);
            let digits = self.digits * ten_to(more);
            let drop = length(&(&digits / &by.digits)) - precision;
            let (digits, exact) = how.divide(function, &digits, &(&by.digits * ten_to(drop)))?;
            let scale = wanted + more - drop;
            let quotient = Self { digits, scale }.rounded(function, precision, how)?;
            return Ok(if exact {
                quotient.shortened(wanted)
            } else {
                quotient
            });
        }
        // A quotient ends if its divisor is made of twos and fives, once what both share is gone.
        let more = i64::try_from(by.digits.magnitude().trailing_zeros().unwrap_or(0)).unwrap_or(0);
        let more = more.max(fives(&by.digits));
        let digits = self.digits * ten_to(more);
        if &digits % &by.digits != BigInt::ZERO {
            return fault(
                "Non-terminating decimal expansion; no exact representable decimal result.",
            );
        }
        let digits = digits / &by.digits;
        let scale = wanted + more;
        Ok(Self { digits, scale }.shortened(wanted))
    }
}

/// How often a number can be divided by 5.
fn fives(number: &BigInt) -> i64 {
    let (mut number, mut times) = (number.clone(), 0);
    while &number % 5 == BigInt::ZERO {
        number /= 5;
        times += 1;
    }
    times
}

/// A number of the arguments; none for null and for an empty text.
fn decimal(function: &str, a: &[Value], at: usize) -> Result<Option<Decimal>> {
    match text(a, at) {
        Some(text) if !text.is_empty() => Decimal::parse(function, text).map(Some),
        _ => Ok(None),
    }
}

/// The precision and the rounding among the arguments.
fn context(function: &str, a: &[Value], at: usize) -> Result<(i64, Rounding)> {
    let precision = integer(a, at).unwrap_or(0);
    let how = Rounding::named(function, text(a, at + 1).map(|t| t.as_str()))?;
    if precision < 0 {
        return Err(wrong(
            function,
            "java.lang.IllegalArgumentException: Digits < 0",
        ));
    }
    if precision.unsigned_abs() > MOST {
        return Err(wrong(
            function,
            format!("more than {MOST} digits are not supported"),
        ));
    }
    Ok((precision, how))
}

fn of_two(
    function: &str,
    a: &[Value],
    code: impl FnOnce(Decimal, Decimal) -> Result<Decimal>,
) -> Result {
    let is_given = |at| text(a, at).is_some_and(|text| !text.is_empty());
    if !is_given(0) || !is_given(1) {
        return Ok(Value::Null);
    }
    let (Some(one), Some(other)) = (decimal(function, a, 0)?, decimal(function, a, 1)?) else {
        return Ok(Value::Null);
    };
    Ok(code(one, other)?.plain().into())
}

pub(super) fn add(_: C<'_>, a: &[Value]) -> Result {
    of_two("apoc.number.exact.add", a, |one, other| {
        let (one, other, scale) = one.aligned(other);
        let digits = one + other;
        Ok(Decimal { digits, scale })
    })
}

pub(super) fn sub(_: C<'_>, a: &[Value]) -> Result {
    of_two("apoc.number.exact.sub", a, |one, other| {
        let (one, other, scale) = one.aligned(other);
        let digits = one - other;
        Ok(Decimal { digits, scale })
    })
}

pub(super) fn mul(_: C<'_>, a: &[Value]) -> Result {
    let function = "apoc.number.exact.mul";
    of_two(function, a, |one, other| {
        let (precision, how) = context(function, a, 2)?;
        let digits = one.digits * other.digits;
        let scale = one.scale + other.scale;
        Decimal { digits, scale }.rounded(function, precision, how)
    })
}

pub(super) fn div(_: C<'_>, a: &[Value]) -> Result {
    let function = "apoc.number.exact.div";
    of_two(function, a, |one, other| {
        let (precision, how) = context(function, a, 2)?;
        one.over(function, &other, precision, how)
    })
}

pub(super) fn to_float(_: C<'_>, a: &[Value]) -> Result {
    let function = "apoc.number.exact.toFloat";
    let Some(number) = decimal(function, a, 0)? else {
        return Ok(Value::Null);
    };
    let (precision, how) = context(function, a, 1)?;
    let plain = number.rounded(function, precision, how)?.plain();
    Ok(plain.parse().map_or(Value::Null, Value::Float))
}

/// The whole part in 64 bits; as in APOC the precision changes nothing, and higher bits are lost.
pub(super) fn to_integer(_: C<'_>, a: &[Value]) -> Result {
    let function = "apoc.number.exact.toInteger";
    let Some(number) = decimal(function, a, 0)? else {
        return Ok(Value::Null);
    };
    Rounding::named(function, text(a, 2).map(|t| t.as_str()))?;
    let whole = match number.scale <= 0 {
        true => number.digits * ten_to(-number.scale),
        false => number.digits / ten_to(number.scale),
    };
    let fill = if whole.sign() == Sign::Minus { 0xff } else { 0 };
    let mut low = [fill; 8];
    for (to, byte) in low.iter_mut().zip(whole.to_signed_bytes_le()) {
        *to = byte;
    }
    Ok(Value::Integer(i64::from_le_bytes(low)))
}

pub(super) fn to_exact(_: C<'_>, a: &[Value]) -> Result {
    Ok(integer(a, 0).map_or(Value::Null, Value::Integer))
}
