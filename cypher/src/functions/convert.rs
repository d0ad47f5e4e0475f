//! Conversions between booleans, numbers and strings.

use std::borrow::Cow;

use quiver_types::{Status, Value};

use super::{Function, Type, argument, string::text_of, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result = std::result::Result<Value, RunError>;

const ANY: &[(&str, Type)] = &[("input", Type::Any)];
const TO_BOOLEAN: &[(&str, Type)] = &[(
    "input",
    Type::OneOf(&[Type::Boolean, Type::String, Type::Integer]),
)];
const TO_FLOAT: &[(&str, Type)] = &[(
    "input",
    Type::OneOf(&[Type::String, Type::Integer, Type::Float]),
)];
const TO_INTEGER: &[(&str, Type)] = &[(
    "input",
    Type::OneOf(&[Type::Boolean, Type::String, Type::Integer, Type::Float]),
)];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("Scalar", name, arguments, returns, code, description)
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "toBoolean",
        TO_BOOLEAN,
        Type::Boolean,
        to_boolean,
        "A string, boolean or integer as a boolean.",
    )
    .examples(&[
        ("toBoolean('TRUE')", "true"),
        ("toBoolean(' false ')", "false"),
        ("toBoolean('yes')", "null"),
        ("toBoolean(0)", "false"),
        ("toBoolean(1.5)", "!SyntaxError"),
        ("toBoolean(null)", "null"),
    ]),
    f(
        "toBooleanOrNull",
        ANY,
        Type::Boolean,
        to_boolean_or_null,
        "A value as a boolean, null where that cannot be.",
    )
    .examples(&[
        ("toBooleanOrNull('true')", "true"),
        ("toBooleanOrNull(1.5)", "null"),
    ]),
    f(
        "toFloat",
        TO_FLOAT,
        Type::Float,
        to_float,
        "A string or number as a float.",
    )
    .examples(&[
        ("toFloat('1e3')", "1000.0"),
        ("toFloat('abc')", "null"),
        ("toFloat(1)", "1.0"),
        ("toFloat(true)", "!SyntaxError"),
    ]),
    f(
        "toFloatOrNull",
        ANY,
        Type::Float,
        to_float_or_null,
        "A value as a float, null where that cannot be.",
    )
    .examples(&[
        ("toFloatOrNull('1.5')", "1.5"),
        ("toFloatOrNull(true)", "null"),
    ]),
    f(
        "toInteger",
        TO_INTEGER,
        Type::Integer,
        to_integer,
        "A string, boolean or number as an integer.",
    )
    .examples(&[
        ("toInteger('1.9')", "1"),
        ("toInteger(-1.9)", "-1"),
        ("toInteger('abc')", "null"),
        ("toInteger(true)", "1"),
        ("toInteger('0x1F')", "31"),
    ]),
    f(
        "toIntegerOrNull",
        ANY,
        Type::Integer,
        to_integer_or_null,
        "A value as an integer, null where that cannot be.",
    )
    .examples(&[
        ("toIntegerOrNull('12')", "12"),
        ("toIntegerOrNull([1])", "null"),
    ]),
    Function::scalar(
        "String",
        "toString",
        ANY,
        Type::String,
        to_string,
        "A value as a string.",
    )
    .examples(&[
        ("toString(1.0)", "'1.0'"),
        ("toString(date('2020-01-05'))", "'2020-01-05'"),
        ("toString(null)", "null"),
        ("toString([1])", "!SyntaxError"),
    ]),
    Function::scalar(
        "String",
        "toStringOrNull",
        ANY,
        Type::String,
        to_string_or_null,
        "A value as a string, null where that cannot be.",
    )
    .examples(&[
        ("toStringOrNull(true)", "'true'"),
        ("toStringOrNull([1])", "null"),
    ]),
];

/// A value as a boolean; `None` for a type that never is one.
pub(crate) fn boolean(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null => Value::Null,
        Value::Boolean(v) => Value::Boolean(*v),
        Value::Integer(v) => Value::Boolean(*v != 0),
        Value::String(text) => match text.trim() {
            t if t.eq_ignore_ascii_case("true") => Value::Boolean(true),
            t if t.eq_ignore_ascii_case("false") => Value::Boolean(false),
            _ => Value::Null,
        },
        _ => return None,
    })
}

/// A value as a float; `None` for a type that never is one.
pub(crate) fn float(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null => Value::Null,
        Value::Integer(v) => Value::Float(*v as f64),
        Value::Float(v) => Value::Float(*v),
        Value::String(text) => parse_float(text).map_or(Value::Null, Value::Float),
        _ => return None,
    })
}

/// A float as Java writes one, or a number as a query does.
fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    parse_java_float(text).or_else(|| match parse_literal(text) {
        Some(literal) => Some(literal as f64),
        None => parse_java_float(
            &without_underscores(text, u8::is_ascii_digit).filter(|_| !is_hexadecimal(text))?,
        ),
    })
}

/// An integer with underscores between its digits, in hexadecimal or in octal; beyond the range of
/// integers it is none.
fn parse_literal(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        _ => (10, digits),
    };
    // One underscore may stand behind the prefix.
    let digits = match digits.strip_prefix('_') {
        Some(rest) if radix != 10 => rest,
        _ => digits,
    };
    let digits = without_underscores(digits, u8::is_ascii_hexdigit)?;
    if digits.starts_with(['+', '-']) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

/// A text without the underscores that stand between digits; `None` if one stands elsewhere.
fn without_underscores(text: &str, is_digit: fn(&u8) -> bool) -> Option<Cow<'_, str>> {
    if !text.contains('_') {
        return Some(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let between = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        before.is_some_and(is_digit) && bytes.get(at + 1).is_some_and(is_digit)
    };
    let fits =
        !text.starts_with('+') && (0..bytes.len()).all(|at| bytes[at] != b'_' || between(at));
    fits.then(|| Cow::Owned(text.replace('_', "")))
}

/// `0x1.8p3`: hexadecimal digits, and the power of two they are multiplied by.
fn parse_hexadecimal_float(text: &str) -> Option<f64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest
        .strip_prefix("0x")
        .or_else(|| rest.strip_prefix("0X"))?;
    let (digits, power) = rest.split_once(['p', 'P'])?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = || whole.chars().chain(part.chars());
    // More digits than an integer holds exactly are read by nobody.
    if all().count() == 0 || all().count() > 13 {
        return None;
    }
    let mut value = 0.0_f64;
    for digit in all() {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let power: i32 = power.parse().ok()?;
    // In two steps, as the power alone may be beyond the range of floats.
    let power = power.clamp(-5000, 5000) - 4 * i32::try_from(part.len()).ok()?;
    let half = power / 2;
    Some(sign * value * 2.0_f64.powi(half) * 2.0_f64.powi(power - half))
}

fn is_hexadecimal(text: &str) -> bool {
    text.contains(['x', 'X'])
}

/// Java's syntax of floats: a suffix `d` or `f`, and hexadecimal ones.
fn parse_java_float(text: &str) -> Option<f64> {
    let digits = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    match digits {
        "NaN" if digits.len() == text.len() => return Some(f64::NAN),
        "Infinity" | "+Infinity" if digits.len() == text.len() => return Some(f64::INFINITY),
        "-Infinity" if digits.len() == text.len() => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    if is_hexadecimal(digits) {
        return parse_hexadecimal_float(digits);
    }
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    if !digits.chars().all(plain) {
        return None;
    }
    digits.parse().ok()
}

/// A value as an integer; `None` for a type that never is one.
pub(crate) fn integer(value: &Value) -> Option<Result> {
    Some(Ok(match value {
        Value::Null => Value::Null,
        Value::Boolean(v) => Value::Integer(i64::from(*v)),
        Value::Integer(v) => Value::Integer(*v),
        // Towards zero, and to the nearest integer there is.
        Value::Float(v) => Value::Integer(*v as i64),
        Value::String(text) => return Some(parse_integer(text)),
        _ => return None,
    }))
}

fn parse_integer(text: &str) -> Result {
    let text = text.trim();
    if let Ok(value) = text.parse::<i64>() {
        return Ok(Value::Integer(value));
    }
    if let Some(value) = parse_literal(text) {
        return Ok(Value::Integer(value));
    }
    let Some(value) = parse_float(text)
        .filter(|_| !is_hexadecimal(text) && !text.ends_with(['d', 'D', 'f', 'F']))
    else {
        return Ok(Value::Null);
    };
    // An integer's digits that are no i64 are too large; 2^63 is the first float that is.
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let integral = digits.bytes().all(|b| b.is_ascii_digit());
    if integral || !value.is_finite() || value.abs() >= 9_223_372_036_854_775_808.0 {
        return Err(failed(
            Status::IntegerText,
            format!("integer, {text}, is too large"),
        ));
    }
    Ok(Value::Integer(value as i64))
}

fn to_boolean(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let value = argument(arguments, 0);
    boolean(value).ok_or_else(|| wrong_type("toBoolean", "a Boolean, Integer or String", value))
}

fn to_boolean_or_null(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(boolean(argument(arguments, 0)).unwrap_or_default())
}

fn to_float(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let value = argument(arguments, 0);
    float(value).ok_or_else(|| wrong_type("toFloat", "a String, Float or Integer", value))
}

fn to_float_or_null(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(float(argument(arguments, 0)).unwrap_or_default())
}

fn to_integer(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let value = argument(arguments, 0);
    integer(value).unwrap_or_else(|| {
        Err(wrong_type(
            "toInteger",
            "a String, Float, Integer or Boolean",
            value,
        ))
    })
}

fn to_integer_or_null(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(integer(argument(arguments, 0))
        .and_then(std::result::Result::ok)
        .unwrap_or_default())
}

fn to_string(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let value = argument(arguments, 0);
    if value.is_null() {
        return Ok(Value::Null);
    }
    text_of(value).map(Value::String).ok_or_else(|| {
        wrong_type(
            "toString",
            "a String, Float, Integer, Boolean, Temporal or Duration",
            value,
        )
    })
}

fn to_string_or_null(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(text_of(argument(arguments, 0)).map_or(Value::Null, Value::String))
}
