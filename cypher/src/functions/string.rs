//! String functions. Positions count characters (code points).

use quiver_types::{Status, Text, Value};

use super::{Function, Type, any_null, argument, whole, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result<T = Value> = std::result::Result<T, RunError>;

const ONE: &[(&str, Type)] = &[("input", Type::String)];
const ENDS: &[(&str, Type)] = &[
    ("trimSpecification", Type::String),
    ("trimCharacterString", Type::String),
    ("input", Type::String),
];
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
        ENDS,
        Type::String,
        trim,
        "A string without blanks, or given characters, at its ends.",
    ).examples(&[
        ("trim('  a ')", "'a'"),
        ("trim(null)", "null"),
        ("trim(LEADING 'a' FROM 'aaba')", "'ba'"),
        ("trim('a' FROM 'aba')", "'b'"),
        ("trim(TRAILING FROM ' a ')", "' a'"),
        ("trim(FROM ' a ')", "'a'"),
        ("trim(BOTH '😀' FROM '😀a')", "'a'"),
        ("trim(BOTH 'ab' FROM 'a')", "!ArgumentError"),
        ("trim(BOTH 'ab' FROM null)", "null"),
        ("trim(BOTH 1 FROM 'a')", "!SyntaxError"),
        ("trim('12:30', '1')", "!ArgumentError"),
    ])
    .optional(2)
    .shown(&[
        "trim(input :: STRING) :: STRING",
        "trim([[LEADING | TRAILING | BOTH] [trimCharacterString :: STRING] FROM] input :: STRING) :: STRING",
    ]),
    f(
        "btrim",
        TRIM,
        Type::String,
        btrim,
        "A string without blanks, or given characters, at both ends.",
    ).examples(&[("btrim('  a ')", "'a'"), ("btrim('abcab', 'ab')", "'c'"), ("btrim('abc', null)", "null")])
    .optional(1),
    f(
        "ltrim",
        TRIM,
        Type::String,
        ltrim,
        "A string without blanks, or given characters, at its beginning.",
    ).examples(&[("ltrim('  a ')", "'a '"), ("ltrim('aab', 'a')", "'b'")])
    .optional(1),
    f(
        "rtrim",
        TRIM,
        Type::String,
        rtrim,
        "A string without blanks, or given characters, at its end.",
    ).examples(&[("rtrim('  a ')", "'  a'"), ("rtrim('baa', 'a')", "'b'")])
    .optional(1),
    f(
        "left",
        &[("original", Type::String), ("length", Type::Integer)],
        Type::String,
        left,
        "The first characters of a string.",
    ).examples(&[("left('hello', 2)", "'he'"), ("left('abc', -1)", "!ArgumentError"), ("left('abc', null)", "null"), ("left(null, -1)", "null")]),
    f(
        "right",
        &[("original", Type::String), ("length", Type::Integer)],
        Type::String,
        right,
        "The last characters of a string.",
    ).examples(&[("right('hello', 2)", "'lo'"), ("right('a', 5)", "'a'")]),
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
    ).examples(&[("replace('hello', 'l', 'w')", "'hewwo'"), ("replace('abc', 'b', null)", "null")])
    .in_5(),
    f(
        "replace",
        REPLACE,
        Type::String,
        replace,
        "A string with the occurrences of another replaced, the first ones up to a limit.",
    ).examples(&[("replace('hello', 'l', 'w')", "'hewwo'"), ("replace('abc', 'b', null)", "null")])
    .optional(1)
    .in_25(),
    f(
        "split",
        &[
            ("original", Type::String),
            (
                "splitDelimiters",
                Type::OneOf(&[Type::String, Type::ListOf(&Type::String)]),
            ),
        ],
        Type::ListOf(&Type::String),
        split,
        "The parts of a string between delimiters.",
    ).examples(&[("split('one,two', ',')", "['one', 'two']"), ("split('a,b;c', [',', ';'])", "['a', 'b', 'c']"), ("split('abc', ['b', null])", "null")]),
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
    ).examples(&[("substring('hello', 1, 3)", "'ell'"), ("substring('hello', 1)", "'ello'"), ("substring('abc', -1)", "!ArgumentError"), ("substring('abc', 1, -1)", "!ArgumentError")])
    .optional(1),
    f(
        "toLower",
        ONE,
        Type::String,
        lower,
        "A string in lower case.",
    ).examples(&[("toLower('HELLO')", "'hello'"), ("toLower(1)", "!SyntaxError")]),
    f(
        "lower",
        ONE,
        Type::String,
        lower,
        "A string in lower case; another name of toLower().",
    ).examples(&[("lower('HELLO')", "'hello'")]),
    f(
        "toUpper",
        ONE,
        Type::String,
        upper,
        "A string in upper case.",
    ).examples(&[("toUpper('hello')", "'HELLO'")]),
    f(
        "upper",
        ONE,
        Type::String,
        upper,
        "A string in upper case; another name of toUpper().",
    ).examples(&[("upper('hello')", "'HELLO'")]),
    f(
        "normalize",
        &[("input", Type::String), ("normalForm", FORMS)],
        Type::String,
        normalize,
        "A string in a Unicode normal form (NFC), written without quotes.",
    ).examples(&[("normalize('e\\u0301') = 'é'", "true"), ("normalize('ﬀ', NFKC)", "'ff'"), ("normalize(null)", "null"), ("normalize('a', 'NFC')", "!SyntaxError"), ("normalize('a', foo)", "!SyntaxError")])
    .optional(1)
    .shown(&[
        "normalize(input :: STRING) :: STRING",
        "normalize(input :: STRING, normalForm = NFC :: [NFC, NFD, NFKC, NFKD]) :: STRING",
    ]),
    f(
        "string.indexOf",
        &[("input", Type::String), ("value", Type::String)],
        Type::Integer,
        index_of,
        "The position of the first occurrence of a string in another, -1 if there is none.",
    ).examples(&[("string.indexOf('hello', 'l')", "2"), ("string.indexOf('a', 'x')", "-1"), ("string.indexOf('a', '')", "0"), ("string.indexOf(null, '')", "null")])
    .in_25(),
    f(
        "string.join",
        &[
            ("input", Type::ListOf(&Type::String)),
            ("delimiter", Type::String),
        ],
        Type::String,
        join,
        "The strings of a list, nulls left out, with a delimiter between them.",
    ).examples(&[("string.join(['a', 'b', null], ',')", "'a,b'"), ("string.join([], ',')", "''"), ("string.join(['a', 1], ',')", "!TypeError"), ("string.join(null, ',')", "null")])
    .in_25(),
    f(
        "string.regexReplace",
        &[
            ("original", Type::String),
            ("regex", Type::String),
            ("replacement", Type::String),
        ],
        Type::String,
        regex_replace,
        "A string with what matches a regular expression replaced; $1 is what its first group matched.",
    ).examples(&[("string.regexReplace('hello', 'l+', '<$0>')", "'he<ll>o'"), ("string.regexReplace('hello', '(l)(l)', '$2-$1')", "'hel-lo'"), ("string.regexReplace('hello', '(', 'b')", "!SemanticError"), ("string.regexReplace(null, 'a', 'b')", "null")])
    .in_25(),
];

const FORMS: Type = Type::Word(&["NFC", "NFD", "NFKC", "NFKD"], &[]);
const REPLACE: &[(&str, Type)] = &[
    ("original", Type::String),
    ("search", Type::String),
    ("replace", Type::String),
    ("limit", Type::Integer),
];

/// A value as `toString` and string concatenation write it; `None` for types that have no text.
pub(crate) fn text_of(value: &Value) -> Option<Text> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string().into(),
        Value::Boolean(_)
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
    let count = whole(function, argument(arguments, at))?;
    i32::try_from(count)
        .ok()
        .and_then(|count| usize::try_from(count).ok())
        .ok_or_else(|| {
            wrong_value(format!(
                "Function argument to '{function}()' is out of range: it must be from 0 to {}, but is {count}",
                i32::MAX
            ))
        })
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
        if given { set.contains(&c) } else { is_blank(c) }
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

/// What the JVM calls white space: blanks that may not be broken are none, separators of files and records are.
fn is_blank(c: char) -> bool {
    let unbroken = matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}');
    (c.is_whitespace() && !unbroken) || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn btrim(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    trimmed("btrim", arguments, true, true)
}

/// `trim(text)`, or which ends, perhaps a character, and the text: what `trim(BOTH 'a' FROM text)` is.
fn trim(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let [ends, rest @ ..] = arguments else {
        return Ok(Value::Null);
    };
    if rest.is_empty() {
        return trimmed("trim", arguments, true, true);
    }
    let (start, end) = match ends {
        Value::String(ends) => match ends.as_str() {
            "BOTH" => (true, true),
            "LEADING" => (true, false),
            "TRAILING" => (false, true),
            other => {
                return Err(wrong_value(format!(
                    "Unknown trim specification '{other}'. Valid values are: LEADING, TRAILING, BOTH."
                )));
            }
        },
        Value::Null => return Ok(Value::Null),
        other => return Err(wrong_type("trim", "a String", other)),
    };
    let [character, all] = rest else {
        return trimmed("trim", rest, start, end);
    };
    if any_null(rest) {
        return Ok(Value::Null);
    }
    if text("trim", rest, 0)?.chars().count() != 1 {
        return Err(RunError::failed(
            Status::InvalidInput,
            "The argument `trimCharacterString` in the `trim()` function must be of length 1.",
        ));
    }
    trimmed("trim", &[all.clone(), character.clone()], start, end)
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
    let all = text("left", arguments, 0)?;
    let count = length("left", arguments, 1)?;
    Ok(part(all, 0, count).into())
}

fn right(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("right", arguments, 0)?;
    let count = length("right", arguments, 1)?;
    let from = all.chars().count().saturating_sub(count);
    Ok(part(all, from, usize::MAX).into())
}

fn substring(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("substring", arguments, 0)?;
    let from = length("substring", arguments, 1)?;
    let count = if arguments.len() > 2 {
        length("substring", arguments, 2)?
    } else {
        usize::MAX
    };
    Ok(part(all, from, count).into())
}

fn replace(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    if let Some(Value::Integer(limit)) = arguments.get(3)
        && i32::try_from(*limit).is_err()
    {
        return Err(failed(
            Status::ValueRange,
            format!(
                "Invalid input for limit value in function 'replace()': Expected an integer between -2147483648 and 2147483647, but got: {limit}"
            ),
        ));
    }
    let all = text("replace", arguments, 0)?;
    let search = text("replace", arguments, 1)?;
    let with = text("replace", arguments, 2)?;
    let limit = match arguments.get(3) {
        None => usize::MAX,
        Some(Value::Integer(limit)) => usize::try_from(*limit)
            .map_err(|_| wrong_value("The limit needs to be greater than or equal to 0."))?,
        Some(other) => return Err(wrong_type("replace", "an Integer", other)),
    };
    let occurrences = all.matches(search.as_str()).count().min(limit);
    context.grow(
        all.len()
            .saturating_add(occurrences.saturating_mul(with.len())),
    )?;
    Ok(all.replacen(search.as_str(), with, limit).into())
}

fn normalize(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    use unicode_normalization::UnicodeNormalization;
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("normalize", arguments, 0)?;
    context.grow(all.len().saturating_mul(3))?;
    let form = match arguments.get(1) {
        None => "NFC",
        Some(Value::String(form)) => form.as_str(),
        Some(other) => return Err(wrong_type("normalize", "a normal form", other)),
    };
    let normal: String = match form {
        "NFD" => all.nfd().collect(),
        "NFKC" => all.nfkc().collect(),
        "NFKD" => all.nfkd().collect(),
        _ => all.nfc().collect(),
    };
    Ok(normal.into())
}

fn index_of(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("string.indexOf", arguments, 0)?;
    let wanted = text("string.indexOf", arguments, 1)?;
    let at = all.find(wanted.as_str()).map_or(-1, |at| {
        i64::try_from(all[..at].chars().count()).unwrap_or(i64::MAX)
    });
    Ok(Value::Integer(at))
}

fn join(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let delimiter = text("string.join", arguments, 1)?;
    let Value::List(items) = argument(arguments, 0) else {
        return Err(wrong_type("string.join", "a List", argument(arguments, 0)));
    };
    let mut texts: Vec<&str> = Vec::with_capacity(items.len());
    for item in items.iter() {
        match item {
            Value::Null => {}
            Value::String(text) => texts.push(text),
            other => return Err(wrong_type("string.join", "a String", other)),
        }
    }
    let length: usize = texts.iter().map(|text| text.len() + delimiter.len()).sum();
    context.grow(length)?;
    Ok(texts.join(delimiter).into())
}

fn regex_replace(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let all = text("string.regexReplace", arguments, 0)?;
    let pattern = text("string.regexReplace", arguments, 1)?;
    let with = text("string.regexReplace", arguments, 2)?;
    let regex = crate::exec::evaluate::regex::compile_part(pattern)?;
    let mut out = String::with_capacity(all.len());
    let mut end = 0;
    for found in regex.captures_iter(all) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&all[end..whole.start()]);
        expand(with, &found, &mut out)?;
        end = whole.end();
        context.grow(out.len())?;
    }
    out.push_str(&all[end..]);
    Ok(out.into())
}

/// A replacement as Java writes it: `$1`, `${name}`, and a backslash before what means itself.
pub(crate) fn expand(with: &str, found: &regex::Captures<'_>, out: &mut String) -> Result<()> {
    let illegal = || wrong_value("Illegal group reference in the replacement");
    let mut chars = with.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next().ok_or_else(illegal)?),
            '$' if chars.next_if_eq(&'{').is_some() => {
                let mut name = String::new();
                loop {
                    match chars.next().ok_or_else(illegal)? {
                        '}' => break,
                        c => name.push(c),
                    }
                }
                out.push_str(found.name(&name).map_or("", |group| group.as_str()));
            }
            '$' => {
                let digit = |c: &char| c.to_digit(10).map(|d| d as usize);
                let mut group = chars.next().as_ref().and_then(digit).ok_or_else(illegal)?;
                if group >= found.len() {
                    return Err(wrong_value(format!("No group {group}")));
                }
                // More digits belong to the number for as long as there is such a group.
                while let Some(next) = chars.peek().and_then(digit) {
                    let longer = group * 10 + next;
                    if longer >= found.len() {
                        break;
                    }
                    group = longer;
                    chars.next();
                }
                out.push_str(found.get(group).map_or("", |group| group.as_str()));
            }
            c => out.push(c),
        }
    }
    Ok(())
}

/// How many letters must be put in, taken out or exchanged to make one text of another.
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, other) in b.iter().enumerate() {
            let kept = diagonal + usize::from(c != *other);
            diagonal = row[column + 1];
            row[column + 1] = kept.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
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
                    // There is nothing to be cut: Neo4j does not look.
                    _ if all.is_empty() => {}
                    Value::Null => return Ok(Value::Null),
                    other => return Err(wrong_type("split", "a String", other)),
                }
            }
        }
        _ if all.is_empty() => {}
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
