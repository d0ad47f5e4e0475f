//! String functions. Positions count characters (code points).

use quiver_types::{Text, Value};

use super::{Function, Type, any_null, argument, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;

type Result<T = Value> = std::result::Result<T, RunError>;

const ONE: &[(&str, Type)] = &[("input", Type::String)];
const TRIM: &[(&str, Type)] = &[
    ("input", Type::String),
    ("trimCharacterString", Type::String),
];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("String", name, arguments, returns, code, description)
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "trim",
        TRIM,
        Type::String,
        trim,
        "A string without blanks, or given characters, at both ends.",
    )
    .optional(1),
    f(
        "btrim",
        TRIM,
        Type::String,
        trim,
        "A string without blanks, or given characters, at both ends.",
    )
    .optional(1),
    f(
        "ltrim",
        TRIM,
        Type::String,
        ltrim,
        "A string without blanks, or given characters, at its beginning.",
    )
    .optional(1),
    f(
        "rtrim",
        TRIM,
        Type::String,
        rtrim,
        "A string without blanks, or given characters, at its end.",
    )
    .optional(1),
    f(
        "left",
        &[("original", Type::String), ("length", Type::Integer)],
        Type::String,
        left,
        "The first characters of a string.",
    ),
    f(
        "right",
        &[("original", Type::String), ("length", Type::Integer)],
        Type::String,
        right,
        "The last characters of a string.",
    ),
    f(
        "replace",
        &[
            ("original", Type::String),
            ("search", Type::String),
            ("replace", Type::String),
        ],
        Type::String,
        replace,
        "A string with every occurrence of another replaced.",
    ),
    f(
        "split",
        &[("original", Type::String), ("splitDelimiters", Type::Any)],
        Type::List,
        split,
        "The parts of a string between delimiters.",
    ),
    f(
        "substring",
        &[
            ("original", Type::String),
            ("start", Type::Integer),
            ("length", Type::Integer),
        ],
        Type::String,
        substring,
        "The part of a string from a zero-based position.",
    )
    .optional(1),
    f(
        "toLower",
        ONE,
        Type::String,
        lower,
        "A string in lower case.",
    ),
    f("lower", ONE, Type::String, lower, "A string in lower case."),
    f(
        "toUpper",
        ONE,
        Type::String,
        upper,
        "A string in upper case.",
    ),
    f("upper", ONE, Type::String, upper, "A string in upper case."),
];

/// A value as `toString` and string concatenation write it; `None` for types that have no text.
pub(crate) fn text_of(value: &Value) -> Option<Text> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::ZonedDateTime(_)
        | Value::Duration(_)
        | Value::Point(_)
        | Value::Uuid(_) => quiver_types::format::to_string(value).into(),
        _ => return None,
    })
}

fn text<'a>(function: &str, arguments: &'a [Value], at: usize) -> Result<&'a Text> {
    match argument(arguments, at) {
        Value::String(text) => Ok(text),
        other => Err(wrong_type(function, "a String", other)),
    }
}

/// A count of characters.
fn length(function: &str, arguments: &[Value], at: usize) -> Result<usize> {
    match argument(arguments, at) {
        Value::Integer(v) => usize::try_from(*v).map_err(|_| {
            wrong_value(format!(
                "Function argument to '{function}()' is out of range"
            ))
        }),
        other => Err(wrong_type(function, "an Integer", other)),
    }
}

fn trimmed(function: &str, arguments: &[Value], start: bool, end: bool) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all: &str = text(function, arguments, 0)?;
    let mut set = Vec::new();
    if arguments.len() > 1 {
        set.extend(text(function, arguments, 1)?.chars());
    }
    let given = arguments.len() > 1;
    let goes = |c: char| {
        if given {
            set.contains(&c)
        } else {
            c.is_whitespace()
        }
    };
    let mut rest = all;
    if start {
        rest = rest.trim_start_matches(goes);
    }
    if end {
        rest = rest.trim_end_matches(goes);
    }
    Ok(Value::from(rest))
}

fn trim(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    trimmed("trim", arguments, true, true)
}

fn ltrim(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    trimmed("ltrim", arguments, true, false)
}

fn rtrim(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    trimmed("rtrim", arguments, false, true)
}

/// The part of a text from a character on, of at most `count` characters.
fn part(text: &str, from: usize, count: usize) -> &str {
    let begin = text
        .char_indices()
        .nth(from)
        .map_or(text.len(), |(at, _)| at);
    let rest = &text[begin..];
    let end = rest
        .char_indices()
        .nth(count)
        .map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}

fn left(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let count = length("left", arguments, 1)?;
    Ok(part(text("left", arguments, 0)?, 0, count).into())
}

fn right(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let count = length("right", arguments, 1)?;
    let all = text("right", arguments, 0)?;
    let from = all.chars().count().saturating_sub(count);
    Ok(part(all, from, usize::MAX).into())
}

fn substring(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let from = length("substring", arguments, 1)?;
    let count = if arguments.len() > 2 {
        length("substring", arguments, 2)?
    } else {
        usize::MAX
    };
    Ok(part(text("substring", arguments, 0)?, from, count).into())
}

fn replace(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("replace", arguments, 0)?;
    let search = text("replace", arguments, 1)?;
    let with = text("replace", arguments, 2)?;
    let occurrences = all.matches(search.as_str()).count();
    context.grow(
        all.len()
            .saturating_add(occurrences.saturating_mul(with.len())),
    )?;
    Ok(all.replace(search.as_str(), with).into())
}

fn split(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all: &str = text("split", arguments, 0)?;
    let mut delimiters: Vec<&str> = Vec::new();
    match argument(arguments, 1) {
        Value::String(one) => delimiters.push(one),
        Value::List(many) => {
            for one in many.iter() {
                match one {
                    Value::String(one) => delimiters.push(one),
                    Value::Null => return Ok(Value::Null),
                    other => return Err(wrong_type("split", "a String", other)),
                }
            }
        }
        other => return Err(wrong_type("split", "a String or a list of Strings", other)),
    }
    context.grow(all.len().saturating_mul(17))?;
    Ok(Value::list(split_text(all, &delimiters)))
}

/// At each place the first delimiter that fits counts; an empty one fits between characters.
fn split_text(all: &str, delimiters: &[&str]) -> Vec<Value> {
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at < all.len() {
        let rest = &all[at..];
        let found = delimiters.iter().find(|delimiter| {
            rest.starts_with(**delimiter) && (!delimiter.is_empty() || at > begin)
        });
        match found {
            Some(delimiter) => {
                parts.push(Value::from(&all[begin..at]));
                at += delimiter.len();
                begin = at;
                if delimiter.is_empty() {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                }
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(Value::from(&all[begin..]));
    parts
}

fn lower(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("toLower", arguments, 0)?;
    context.grow(all.len())?;
    Ok(all.to_lowercase().into())
}

fn upper(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("toUpper", arguments, 0)?;
    context.grow(all.len())?;
    Ok(all.to_uppercase().into())
}
