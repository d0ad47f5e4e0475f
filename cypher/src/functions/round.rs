//! `round(value, precision, mode)`: on the decimal digits of a float's shortest form, as Neo4j
//! does.

use quiver_types::{Status, Value};

use super::{any_null, argument, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::evaluate::arithmetic::number;

/// How what is cut off decides about the last digit that is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
}

impl Mode {
    /// By its name in capitals.
    pub(super) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "UP" => Self::Up,
            "DOWN" => Self::Down,
            "CEILING" => Self::Ceiling,
            "FLOOR" => Self::Floor,
            "HALF_UP" => Self::HalfUp,
            "HALF_DOWN" => Self::HalfDown,
            "HALF_EVEN" => Self::HalfEven,
            _ => return None,
        })
    }

    /// Whether to go away from zero, given what is cut off and the last digit kept.
    fn goes_up(self, negative: bool, rest: &[u8], last: u8) -> bool {
        let nothing = rest.iter().all(|digit| *digit == 0);
        if nothing {
            return false;
        }
        let half = match rest.first() {
            Some(5) if rest[1..].iter().all(|digit| *digit == 0) => std::cmp::Ordering::Equal,
            Some(digit) => digit.cmp(&5).then(std::cmp::Ordering::Greater),
            None => std::cmp::Ordering::Less,
        };
        self.goes_away(negative, half, last % 2 == 1)
    }

    /// Whether to go away from zero where something is cut off: given how that compares with a half,
    /// and whether the last digit kept is odd.
    pub(super) fn goes_away(self, negative: bool, half: std::cmp::Ordering, is_odd: bool) -> bool {
        match self {
            Self::Up => true,
            Self::Down => false,
            Self::Ceiling => !negative,
            Self::Floor => negative,
            Self::HalfUp => half.is_ge(),
            Self::HalfDown => half.is_gt(),
            Self::HalfEven => half.is_gt() || (half.is_eq() && is_odd),
        }
    }
}

/// `round`.
pub(super) fn round(_: &FunctionContext<'_>, arguments: &[Value]) -> Result<Value, RunError> {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let mode = match arguments.get(2) {
        None => None,
        Some(Value::String(name)) => {
            Some(Mode::find(&name.to_ascii_uppercase()).ok_or_else(|| {
                let message = format!(
                    "Unknown rounding mode '{name}'. Valid values are: CEILING, FLOOR, UP, DOWN, \
                     HALF_EVEN, HALF_UP, HALF_DOWN."
                );
                RunError::failed(Status::RoundingMode, message)
            })?)
        }
        Some(other) => return Err(wrong_type("round", "a String", other)),
    };
    let first = argument(arguments, 0);
    let value = number(first).ok_or_else(|| wrong_type("round", "a Number", first))?;
    let precision = match arguments.get(1) {
        None => 0,
        Some(given) => {
            let given = number(given).ok_or_else(|| wrong_type("round", "a Number", given))?;
            if given < 0.0 {
                return Err(wrong_value(
                    "Precision argument to 'round()' cannot be negative",
                ));
            }
            if given > f64::from(i32::MAX) {
                return Err(wrong_value(format!(
                    "Precision argument to 'round()' must be at most {}",
                    i32::MAX
                )));
            }
            given as usize
        }
    };
    if !value.is_finite() {
        return Ok(Value::Float(value));
    }
    // Without a mode, whole numbers round half towards positive infinity, and to no number beyond
    // those of 64 bits.
    if precision == 0 && mode.is_none() {
        let below = value.floor();
        let rounded = if value - below < 0.5 {
            below
        } else {
            below + 1.0
        };
        return Ok(Value::Float(rounded as i64 as f64));
    }
    // Decimal zero, which Neo4j rounds to, has no sign.
    Ok(Value::Float(
        round_digits(value, precision, mode.unwrap_or(Mode::HalfUp)) + 0.0,
    ))
}

fn round_digits(value: f64, precision: usize, mode: Mode) -> f64 {
    // The shortest digits that read back as the same number.
    let text = format!("{:e}", value.abs());
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return value;
    };
    let Ok(exponent) = exponent.parse::<i64>() else {
        return value;
    };
    let digits: Vec<u8> = mantissa
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect();
    // Digits before and after the point that stay.
    let kept = exponent + 1 + i64::try_from(precision).unwrap_or(i64::MAX / 2);
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    if kept >= length {
        return value;
    }
    let negative = value < 0.0;
    let Ok(kept) = usize::try_from(kept) else {
        // All digits lie behind what stays.
        let rest: Vec<u8> = std::iter::once(0).chain(digits).collect();
        let up = mode.goes_up(negative, &rest, 0);
        let size = if up {
            10f64.powi(-(i32::try_from(precision).unwrap_or(i32::MAX)))
        } else {
            0.0
        };
        return if negative { -size } else { size };
    };
    let (head, rest) = digits.split_at(kept);
    let last = head.last().copied().unwrap_or(0);
    let mut head = head.to_vec();
    if mode.goes_up(negative, rest, last) {
        let mut at = head.len();
        loop {
            if at == 0 {
                head.insert(0, 1);
                break;
            }
            at -= 1;
            if head[at] == 9 {
                head[at] = 0;
            } else {
                head[at] += 1;
                break;
            }
        }
    }
    let mut number: String = head.iter().map(|digit| (digit + b'0') as char).collect();
    if number.is_empty() {
        number.push('0');
    }
    let text = format!("{}{number}e-{precision}", if negative { "-" } else { "" });
    text.parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_round_as_on_paper() {
        let cases = [
            (1.249, 1, Mode::HalfUp, 1.2),
            (1.25, 1, Mode::HalfEven, 1.2),
            (1.35, 1, Mode::HalfEven, 1.4),
            (-1.55, 1, Mode::HalfUp, -1.6),
            (1.005, 2, Mode::HalfUp, 1.01),
            (2.5, 0, Mode::HalfEven, 2.0),
            (-2.5, 0, Mode::Up, -3.0),
            (-2.5, 0, Mode::Down, -2.0),
            (-2.1, 0, Mode::Floor, -3.0),
            (-2.1, 0, Mode::Ceiling, -2.0),
            (9.99, 1, Mode::HalfUp, 10.0),
            (0.004, 1, Mode::HalfUp, 0.0),
            (0.004, 1, Mode::Up, 0.1),
            (0.05, 1, Mode::HalfUp, 0.1),
            (0.05, 1, Mode::HalfDown, 0.0),
            (1e300, 2, Mode::HalfUp, 1e300),
            (12345.678, 300, Mode::HalfUp, 12345.678),
        ];
        for (value, precision, mode, expected) in cases {
            assert_eq!(
                round_digits(value, precision, mode),
                expected,
                "{value} {precision}"
            );
        }
    }
}
