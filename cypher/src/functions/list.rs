//! List functions.

use quiver_types::{Status, Value};

use super::{Function, Type, any_null, argument, whole, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result = std::result::Result<Value, RunError>;

const LIST: &[(&str, Type)] = &[("input", Type::List)];
const LIST_OR_VECTOR: &[(&str, Type)] = &[("input", Type::OneOf(&[Type::Vector, Type::List]))];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("List", name, arguments, returns, code, description)
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "range",
        &[
            ("start", Type::Integer),
            ("end", Type::Integer),
            ("step", Type::Integer),
        ],
        Type::ListOf(&Type::Integer),
        range,
        "The integers from start to end, both included, in steps.",
    )
    .examples(&[
        ("range(1, 3)", "[1, 2, 3]"),
        ("range(5, 1, -2)", "[5, 3, 1]"),
        ("range(1, 0)", "[]"),
        ("range(1, 2, 0)", "!ArgumentError"),
    ])
    .optional(1),
    Function::scalar(
        "String",
        "reverse",
        // What is neither is met only while running, as on Neo4j.
        &[("input", Type::Any)],
        Type::OneOf(&[Type::String, Type::List]),
        reverse,
        "A list or string the other way round.",
    )
    .shown(&["reverse(input :: STRING | LIST<ANY>) :: STRING | LIST<ANY>"])
    .examples(&[
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("reverse('abc')", "'cba'"),
        ("reverse(null)", "null"),
    ]),
    f(
        "tail",
        &[("input", Type::List)],
        Type::List,
        tail,
        "A list without its first item.",
    )
    .examples(&[("tail([1, 2, 3])", "[2, 3]"), ("tail([])", "[]")]),
    f(
        "toBooleanList",
        LIST,
        Type::ListOf(&Type::Boolean),
        to_boolean_list,
        "The items as booleans, null where that cannot be.",
    )
    .examples(&[
        (
            "toBooleanList(['true', 1, null, 'x', 1.5])",
            "[true, true, null, null, null]",
        ),
        ("toBooleanList(null)", "null"),
        ("toBooleanList(1)", "!SyntaxError"),
    ]),
    f(
        "toFloatList",
        LIST,
        Type::ListOf(&Type::Float),
        to_float_list,
        "The items as floats, null where that cannot be.",
    )
    .examples(&[(
        "toFloatList(['1.5', 2, null, 'x', true])",
        "[1.5, 2.0, null, null, null]",
    )])
    .in_5(),
    f(
        "toFloatList",
        LIST_OR_VECTOR,
        Type::ListOf(&Type::Float),
        to_float_list,
        "The items of a list or vector as floats, null where that cannot be.",
    )
    .examples(&[(
        "toFloatList(['1.5', 2, null, 'x', true])",
        "[1.5, 2.0, null, null, null]",
    )])
    .in_25(),
    f(
        "toIntegerList",
        LIST,
        Type::ListOf(&Type::Integer),
        to_integer_list,
        "The items as integers, null where that cannot be.",
    )
    .examples(&[(
        "toIntegerList(['1', 2.5, null, 'x', true])",
        "[1, 2, null, null, 1]",
    )])
    .in_5(),
    f(
        "toIntegerList",
        LIST_OR_VECTOR,
        Type::ListOf(&Type::Integer),
        to_integer_list,
        "The items of a list or vector as integers, null where that cannot be.",
    )
    .examples(&[(
        "toIntegerList(['1', 2.5, null, 'x', true])",
        "[1, 2, null, null, 1]",
    )])
    .in_25(),
    f(
        "toStringList",
        LIST,
        Type::ListOf(&Type::String),
        to_string_list,
        "The items as strings, null where that cannot be.",
    )
    .examples(&[(
        "toStringList(['a', 2.5, null, true, [1]])",
        "['a', '2.5', null, 'true', null]",
    )]),
];

/// The start and step of a range and how many integers it has. A null is a wrong type here.
pub(crate) fn range_of(arguments: &[Value]) -> std::result::Result<(i64, i64, u64), RunError> {
    let step = if arguments.len() > 2 {
        argument(arguments, 2)
    } else {
        &Value::Integer(1)
    };
    let (start, end) = (argument(arguments, 0), argument(arguments, 1));
    let integer = |value| whole("range", value);
    let step = integer(step)?;
    if step == 0 {
        return Err(wrong_value("Step argument to 'range()' cannot be zero"));
    }
    let (start, end) = (integer(start)?, integer(end)?);
    // Neo4j subtracts whole numbers of 64 bits.
    let too_long = || failed(Status::NumericOverflow, "numeric value out of range");
    let span = end.checked_sub(start).ok_or_else(too_long)?;
    if span != 0 && (span > 0) != (step > 0) {
        return Ok((start, step, 0));
    }
    let steps = span
        .checked_div(step)
        .and_then(|steps| steps.checked_add(1));
    let count = steps.ok_or_else(too_long)?;
    Ok((start, step, count.unsigned_abs()))
}

fn range(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let (start, step, count) = range_of(arguments)?;
    let size = usize::try_from(count)
        .unwrap_or(usize::MAX)
        .saturating_mul(16);
    context.grow(size)?;
    let mut items = Vec::with_capacity(size / 16);
    let mut next = start;
    for at in 0..count {
        items.push(Value::Integer(next));
        if at + 1 < count {
            next = next.wrapping_add(step);
        }
    }
    Ok(Value::list(items))
}

fn reverse(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => {
            context.grow(16 * items.len())?;
            Ok(Value::list(items.iter().rev().cloned().collect()))
        }
        Value::String(text) => {
            context.grow(text.len())?;
            Ok(text.chars().rev().collect::<String>().into())
        }
        other => Err(wrong_type(
            "reverse",
            "a string or a list; consider converting it to a string first",
            other,
        )),
    }
}

fn tail(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::List(items) => {
            context.grow(16 * items.len())?;
            Ok(Value::list(items.get(1..).unwrap_or(&[]).to_vec()))
        }
        // As UNWIND has it: anything else is a list of itself.
        _ => Ok(Value::list(Vec::new())),
    }
}

fn convert_all(
    context: &FunctionContext<'_>,
    arguments: &[Value],
    name: &'static str,
    convert: fn(&Value) -> Option<Value>,
) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let coordinates;
    let items: &[Value] = match argument(arguments, 0) {
        Value::List(items) => items,
        Value::Vector(vector) => {
            coordinates = super::vector::items(vector);
            &coordinates
        }
        other => return Err(wrong_type(name, "a List", other)),
    };
    context.grow(32 * items.len())?;
    Ok(Value::list(
        items
            .iter()
            .map(|item| convert(item).unwrap_or_default())
            .collect(),
    ))
}

fn to_boolean_list(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    convert_all(context, arguments, "toBooleanList", super::convert::boolean)
}

fn to_float_list(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    convert_all(context, arguments, "toFloatList", super::convert::float)
}

fn to_integer_list(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    convert_all(context, arguments, "toIntegerList", |value| {
        super::convert::integer(value).and_then(std::result::Result::ok)
    })
}

fn to_string_list(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    convert_all(context, arguments, "toStringList", |value| {
        super::string::text_of(value).map(Value::String)
    })
}
