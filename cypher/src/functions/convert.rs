//! Conversions between booleans, numbers and strings.

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

/// Java's syntax of floats: blanks around it, and a suffix `d` or `f`.
fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    match digits {
        "NaN" if digits.len() == text.len() => return Some(f64::NAN),
        "Infinity" | "+Infinity" if digits.len() == text.len() => return Some(f64::INFINITY),
        "-Infinity" if digits.len() == text.len() => return Some(f64::NEG_INFINITY),
        _ => {}
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
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))
        && let Ok(value) = i64::from_str_radix(digits, 16)
        && !digits.starts_with(['+', '-'])
    {
        return Ok(Value::Integer(value));
    }
    let Some(value) = parse_float(text).filter(|_| !text.ends_with(['d', 'D', 'f', 'F'])) else {
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
