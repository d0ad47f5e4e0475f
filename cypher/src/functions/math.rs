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
    )
    .examples(&[
        ("abs(-3)", "3"),
        ("abs(-1.5)", "1.5"),
        ("abs(null)", "null"),
        ("abs('a')", "!SyntaxError"),
        ("abs(-9223372036854775808)", "!ArithmeticError"),
    ]),
    numeric(
        "ceil",
        FLOAT,
        Type::Float,
        ceil,
        "The smallest whole number that is not less.",
    )
    .examples(&[
        ("ceil(0.1)", "1.0"),
        ("ceil(-0.5)", "-0.0"),
        ("ceil(2)", "2.0"),
    ]),
    numeric(
        "ceiling",
        FLOAT,
        Type::Float,
        ceil,
        "The smallest whole number that is not less; another name of ceil().",
    )
    .examples(&[("ceiling(1.2)", "2.0")])
    .in_25(),
    numeric(
        "floor",
        FLOAT,
        Type::Float,
        floor,
        "The largest whole number that is not greater.",
    )
    .examples(&[("floor(0.9)", "0.0"), ("floor(-0.5)", "-1.0")]),
    numeric(
        "isNaN",
        NUMBER,
        Type::Boolean,
        is_nan,
        "Whether a number is NaN.",
    )
    .examples(&[
        ("isNaN(0.0 / 0.0)", "true"),
        ("isNaN(1)", "false"),
        ("isNaN(null)", "null"),
    ]),
    numeric(
        "rand",
        &[],
        Type::Float,
        rand,
        "A random number from 0 up to but not including 1.",
    )
    .examples(&[("rand() < 1.0", "true")])
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
    .examples(&[
        ("round(1.5)", "2.0"),
        ("round(-1.5)", "-1.0"),
        ("round(1.249, 1)", "1.2"),
        ("round(1.25, 1, 'HALF_DOWN')", "1.2"),
        ("round(1.5, -1)", "!ArgumentError"),
        ("round(1.5, 1, 'FOO')", "!ArgumentError"),
        ("round(1.5, null)", "null"),
    ])
    .optional(2),
    numeric(
        "sign",
        NUMBER,
        Type::Integer,
        sign,
        "-1, 0 or 1 by the sign of a number.",
    )
    .examples(&[
        ("sign(-0.5)", "-1"),
        ("sign(0)", "0"),
        ("sign(null)", "null"),
    ]),
    trigonometric(
        "acos",
        |_, a| float("acos", a, f64::acos),
        "The arc cosine.",
    )
    .examples(&[("acos(1)", "0.0"), ("acos(2)", "NaN")]),
    trigonometric("asin", |_, a| float("asin", a, f64::asin), "The arc sine.")
        .examples(&[("asin(1)", "1.5707963267948966")]),
    trigonometric(
        "atan",
        |_, a| float("atan", a, f64::atan),
        "The arc tangent.",
    )
    .examples(&[("atan(1)", "0.7853981633974483")]),
    Function::scalar(
        "Trigonometric",
        "atan2",
        &[("y", Type::Float), ("x", Type::Float)],
        Type::Float,
        atan2,
        "The angle of a point.",
    )
    .examples(&[
        ("atan2(0.5, 0.6)", "0.6947382761967033"),
        ("atan2(0, 0)", "0.0"),
    ]),
    trigonometric("cos", |_, a| float("cos", a, f64::cos), "The cosine.")
        .examples(&[("cos(0)", "1.0")]),
    trigonometric(
        "cot",
        |_, a| float("cot", a, |v| 1.0 / v.tan()),
        "The cotangent.",
    )
    .examples(&[("cot(0.5)", "1.830487721712452"), ("cot(0)", "Infinity")]),
    trigonometric(
        "degrees",
        |_, a| float("degrees", a, f64::to_degrees),
        "Radians as degrees.",
    )
    .examples(&[("degrees(pi())", "180.0")]),
    trigonometric(
        "haversin",
        |_, a| float("haversin", a, |v| (1.0 - v.cos()) / 2.0),
        "Half the versine.",
    )
    .examples(&[("haversin(1)", "0.22984884706593012")]),
    Function::scalar(
        "Trigonometric",
        "pi",
        &[],
        Type::Float,
        |_, _| Ok(Value::Float(std::f64::consts::PI)),
        "The number pi.",
    )
    .examples(&[("pi()", "3.141592653589793")]),
    trigonometric(
        "radians",
        |_, a| float("radians", a, f64::to_radians),
        "Degrees as radians.",
    )
    .examples(&[("radians(180)", "3.141592653589793")]),
    trigonometric("sin", |_, a| float("sin", a, f64::sin), "The sine.")
        .examples(&[("sin(0)", "0.0"), ("sin(null)", "null")]),
    trigonometric("tan", |_, a| float("tan", a, f64::tan), "The tangent.")
        .examples(&[("tan(0)", "0.0")]),
    trigonometric(
        "cosh",
        |_, a| float("cosh", a, f64::cosh),
        "The hyperbolic cosine.",
    )
    .examples(&[("cosh(0)", "1.0")])
    .in_25(),
    trigonometric(
        "sinh",
        |_, a| float("sinh", a, f64::sinh),
        "The hyperbolic sine.",
    )
    .examples(&[("sinh(1)", "1.1752011936438014")])
    .in_25(),
    trigonometric(
        "tanh",
        |_, a| float("tanh", a, f64::tanh),
        "The hyperbolic tangent.",
    )
    .examples(&[("tanh(1)", "0.7615941559557649"), ("tanh(1000)", "1.0")])
    .in_25(),
    trigonometric(
        "coth",
        |_, a| {
            float(
                "coth",
                a,
                // As Neo4j has it: where both sides of the fraction are beyond what a float holds
                // there is no number.
                |v| match v == 0.0 || (v.is_finite() && v.cosh().is_infinite()) {
                    true => f64::NAN,
                    false => 1.0 / v.tanh(),
                },
            )
        },
        "The hyperbolic cotangent; NaN at 0, and from 711 on.",
    )
    .examples(&[
        ("coth(1)", "1.3130352854993315"),
        ("coth(0)", "NaN"),
        ("coth(700)", "1.0"),
        ("coth(800)", "NaN"),
    ])
    .in_25(),
    logarithmic(
        "e",
        &[],
        |_, _| Ok(Value::Float(std::f64::consts::E)),
        "The base of the natural logarithm.",
    )
    .examples(&[("e()", "2.718281828459045")]),
    logarithmic(
        "exp",
        FLOAT,
        |_, a| float("exp", a, f64::exp),
        "e to the power of a number.",
    )
    .examples(&[("exp(0)", "1.0"), ("exp(1000)", "Infinity")]),
    logarithmic(
        "log",
        FLOAT,
        |_, a| float("log", a, f64::ln),
        "The natural logarithm.",
    )
    .examples(&[
        ("log(1)", "0.0"),
        ("log(0)", "-Infinity"),
        ("log(-1)", "NaN"),
    ]),
    logarithmic(
        "ln",
        FLOAT,
        |_, a| float("ln", a, f64::ln),
        "The natural logarithm; another name of log().",
    )
    .examples(&[("ln(2)", "0.6931471805599453")])
    .in_25(),
    logarithmic(
        "log10",
        FLOAT,
        |_, a| float("log10", a, f64::log10),
        "The logarithm to base 10.",
    )
    .examples(&[("log10(1000)", "3.0")]),
    logarithmic(
        "sqrt",
        FLOAT,
        |_, a| float("sqrt", a, f64::sqrt),
        "The square root.",
    )
    .examples(&[("sqrt(16)", "4.0"), ("sqrt(-1)", "NaN")]),
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
