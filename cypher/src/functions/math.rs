//! Numeric, trigonometric and logarithmic functions.

use quiver_types::Value;

use super::{Function, Type, any_null, argument, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::evaluate::arithmetic::{number, overflow};

type Result = std::result::Result<Value, RunError>;

const NUMBER: &[(&str, Type)] = &[("input", Type::Number)];
const FLOAT: &[(&str, Type)] = &[("input", Type::Float)];

const fn numeric(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("Numeric", name, arguments, returns, code, description)
}

const fn trigonometric(
    name: &'static str,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("Trigonometric", name, FLOAT, Type::Float, code, description)
}

const fn logarithmic(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar(
        "Logarithmic",
        name,
        arguments,
        Type::Float,
        code,
        description,
    )
}

pub(super) const FUNCTIONS: &[Function] = &[
    numeric(
        "abs",
        NUMBER,
        Type::Number,
        abs,
        "A number without its sign.",
    ),
    numeric(
        "ceil",
        FLOAT,
        Type::Float,
        ceil,
        "The smallest whole number that is not less.",
    ),
    numeric(
        "floor",
        FLOAT,
        Type::Float,
        floor,
        "The largest whole number that is not greater.",
    ),
    numeric(
        "isNaN",
        NUMBER,
        Type::Boolean,
        is_nan,
        "Whether a number is NaN.",
    ),
    numeric(
        "rand",
        &[],
        Type::Float,
        rand,
        "A random number from 0 up to but not including 1.",
    )
    .impure(),
    numeric(
        "round",
        &[
            ("value", Type::Float),
            ("precision", Type::Number),
            ("mode", Type::String),
        ],
        Type::Float,
        super::round::round,
        "A number rounded, to a number of digits, in a mode.",
    )
    .optional(2),
    numeric(
        "sign",
        NUMBER,
        Type::Integer,
        sign,
        "-1, 0 or 1 by the sign of a number.",
    ),
    trigonometric(
        "acos",
        |_, a| float("acos", a, f64::acos),
        "The arc cosine.",
    ),
    trigonometric("asin", |_, a| float("asin", a, f64::asin), "The arc sine."),
    trigonometric(
        "atan",
        |_, a| float("atan", a, f64::atan),
        "The arc tangent.",
    ),
    Function::scalar(
        "Trigonometric",
        "atan2",
        &[("y", Type::Float), ("x", Type::Float)],
        Type::Float,
        atan2,
        "The angle of a point.",
    ),
    trigonometric("cos", |_, a| float("cos", a, f64::cos), "The cosine."),
    trigonometric(
        "cot",
        |_, a| float("cot", a, |v| 1.0 / v.tan()),
        "The cotangent.",
    ),
    trigonometric(
        "degrees",
        |_, a| float("degrees", a, f64::to_degrees),
        "Radians as degrees.",
    ),
    trigonometric(
        "haversin",
        |_, a| float("haversin", a, |v| (1.0 - v.cos()) / 2.0),
        "Half the versine.",
    ),
    Function::scalar(
        "Trigonometric",
        "pi",
        &[],
        Type::Float,
        |_, _| Ok(Value::Float(std::f64::consts::PI)),
        "The number pi.",
    ),
    trigonometric(
        "radians",
        |_, a| float("radians", a, f64::to_radians),
        "Degrees as radians.",
    ),
    trigonometric("sin", |_, a| float("sin", a, f64::sin), "The sine."),
    trigonometric("tan", |_, a| float("tan", a, f64::tan), "The tangent."),
    logarithmic(
        "e",
        &[],
        |_, _| Ok(Value::Float(std::f64::consts::E)),
        "The base of the natural logarithm.",
    ),
    logarithmic(
        "exp",
        FLOAT,
        |_, a| float("exp", a, f64::exp),
        "e to the power of a number.",
    ),
    logarithmic(
        "log",
        FLOAT,
        |_, a| float("log", a, f64::ln),
        "The natural logarithm.",
    ),
    logarithmic(
        "log10",
        FLOAT,
        |_, a| float("log10", a, f64::log10),
        "The logarithm to base 10.",
    ),
    logarithmic(
        "sqrt",
        FLOAT,
        |_, a| float("sqrt", a, f64::sqrt),
        "The square root.",
    ),
];

fn float(name: &str, arguments: &[Value], code: impl FnOnce(f64) -> f64) -> Result {
    let value = argument(arguments, 0);
    if value.is_null() {
        return Ok(Value::Null);
    }
    let value = number(value).ok_or_else(|| wrong_type(name, "a Number", value))?;
    Ok(Value::Float(code(value)))
}

fn abs(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Integer(v) => v.checked_abs().map(Value::Integer).ok_or_else(overflow),
        Value::Float(v) => Ok(Value::Float(v.abs())),
        other => Err(wrong_type("abs", "a Number", other)),
    }
}

fn ceil(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    float("ceil", arguments, f64::ceil)
}

fn floor(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    float("floor", arguments, f64::floor)
}

fn is_nan(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Integer(_) => Ok(Value::Boolean(false)),
        Value::Float(v) => Ok(Value::Boolean(v.is_nan())),
        other => Err(wrong_type("isNaN", "a Number", other)),
    }
}

fn rand(context: &FunctionContext<'_>, _: &[Value]) -> Result {
    Ok(Value::Float(context.state.random(|rng| rng.unit())))
}

fn sign(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Integer(v) => Ok(Value::Integer(v.signum())),
        Value::Float(v) if *v > 0.0 => Ok(Value::Integer(1)),
        Value::Float(v) if *v < 0.0 => Ok(Value::Integer(-1)),
        Value::Float(_) => Ok(Value::Integer(0)),
        other => Err(wrong_type("sign", "a Number", other)),
    }
}

fn atan2(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let part = |at| {
        let value = argument(arguments, at);
        number(value).ok_or_else(|| wrong_type("atan2", "a Number", value))
    };
    Ok(Value::Float(part(0)?.atan2(part(1)?)))
}
