//! What literals mean: digits to numbers, escapes to characters.

use std::borrow::Cow;

use quiver_types::{Status, Text, Value};

use super::input::{Problem, complaint};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{TokenKind, shorten};

type Read<T> = Result<T, nom::Err<Problem>>;

/// The value of the token of this kind that was written so; `None` if it is no number and no string.
pub(in crate::syntax) fn value(kind: TokenKind, written: &str, at: u32) -> Read<Option<Value>> {
    Ok(Some(match kind {
        TokenKind::Integer => match i64::try_from(integer(written, at)?) {
            Ok(value) => Value::Integer(value),
            Err(_) => return Err(too_large(written, at)),
        },
        TokenKind::Float => Value::Float(float(written, at)?),
        TokenKind::String => Value::String(Text::new(&string(written, at)?)),
        _ => return Ok(None),
    }))
}

/// The value that a keyword stands for.
pub(in crate::syntax) fn constant(keyword: Keyword) -> Option<Value> {
    match keyword {
        Keyword::Null => Some(Value::Null),
        Keyword::True => Some(Value::Boolean(true)),
        Keyword::False => Some(Value::Boolean(false)),
        Keyword::Nan => Some(Value::Float(f64::NAN)),
        Keyword::Inf | Keyword::Infinity => Some(Value::Float(f64::INFINITY)),
        _ => None,
    }
}

/// The magnitude of an integer literal, at most 2^63 (which only a minus makes an integer).
/// `at` is its place in the text.
pub(super) fn integer(written: &str, at: u32) -> Read<u64> {
    // What nearly all are, of which there may be a million: few digits and nothing else.
    if let [b'1'..=b'9', rest @ ..] | rest @ [b'0'] = written.as_bytes()
        && written.len() <= 18
        && rest.iter().all(u8::is_ascii_digit)
    {
        let digit = |number: u64, byte: u8| number * 10 + u64::from(byte - b'0');
        return Ok(written.bytes().fold(0, digit));
    }
    let (digits, radix) = match written.as_bytes() {
        [b'0', b'x', ..] => (&written[2..], 16),
        [b'0', b'o', ..] => (&written[2..], 8),
        [b'0', b'X', ..] => return Err(old_form(written, "0x", &written[2..], at)),
        [b'0', b'O', ..] => return Err(old_form(written, "0o", &written[2..], at)),
        [b'0', _, ..] if written.bytes().all(|b| b.is_ascii_digit()) => {
            let digits = written.trim_start_matches('0');
            let digits = if digits.is_empty() { "0" } else { digits };
            return Err(old_form(written, "0o", digits, at));
        }
        [b'0', _, ..] => return Err(malformed(written, at)),
        _ => (written, 10),
    };
    if !well_spaced(digits)
        || !digits
            .bytes()
            .all(|b| b == b'_' || char::from(b).is_digit(radix))
    {
        return Err(malformed(written, at));
    }
    let digits = without_underscores(digits);
    match u64::from_str_radix(&digits, radix) {
        Ok(magnitude) if magnitude <= 1 << 63 => Ok(magnitude),
        _ => Err(too_large(written, at)),
    }
}

/// The integer is too large for 64 bits.
pub(super) fn too_large(written: &str, at: u32) -> nom::Err<Problem> {
    complaint(
        Status::InvalidLiteral,
        format!(
            "The integer {} is too large: integers go from -9223372036854775808 to 9223372036854775807",
            shorten(written)
        ),
        at,
    )
}

/// The value of a float literal.
pub(super) fn float(written: &str, at: u32) -> Read<f64> {
    // What nearly all are, of which there may be a million: digits and a point.
    if written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && let Ok(value) = written.parse::<f64>()
        && value.is_finite()
    {
        return Ok(value);
    }
    let digits = written.trim_end_matches(['f', 'F', 'd', 'D']);
    if !digits
        .split(['.', 'e', 'E', '+', '-'])
        .all(|part| part.is_empty() || well_spaced(part))
        || digits.ends_with(['e', 'E', '+', '-'])
    {
        return Err(malformed(written, at));
    }
    match without_underscores(digits).parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(complaint(
            Status::InvalidLiteral,
            format!(
                "The floating point number {} is too large: the largest is about 1.797e308",
                shorten(written)
            ),
            at,
        )),
        Err(_) => Err(malformed(written, at)),
    }
}

/// Underscores separate digits, one at a time, and stand between two of them.
fn well_spaced(digits: &str) -> bool {
    !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
}

fn without_underscores(digits: &str) -> Cow<'_, str> {
    match digits.contains('_') {
        true => Cow::Owned(digits.replace('_', "")),
        false => Cow::Borrowed(digits),
    }
}

fn malformed(written: &str, at: u32) -> nom::Err<Problem> {
    complaint(
        Status::InvalidNumber,
        format!("Invalid number literal '{}'", shorten(written)),
        at,
    )
}

fn old_form(written: &str, prefix: &str, digits: &str, at: u32) -> nom::Err<Problem> {
    complaint(
        Status::InvalidNumber,
        format!(
            "Invalid number literal '{}': write '{prefix}{}' instead",
            shorten(written),
            shorten(digits)
        ),
        at,
    )
}

/// The characters of a string literal with its quotes. An escape that Cypher does not know stands
/// for itself, backslash included, as in Neo4j.
pub(super) fn string(written: &str, at: u32) -> Read<Cow<'_, str>> {
    let inner = &written[1..written.len() - 1];
    let backslash = |rest: &str| memchr::memchr(b'\\', rest.as_bytes());
    if backslash(inner).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(backslash) = backslash(rest) {
        text.push_str(&rest[..backslash]);
        rest = &rest[backslash + 1..];
        let place = at + (written.len() - rest.len()) as u32;
        let Some(escaped) = rest.chars().next() else {
            text.push('\\');
            break;
        };
        rest = &rest[escaped.len_utf8()..];
        match escaped {
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '\\' | '\'' | '"' => text.push(escaped),
            'u' => {
                let (c, length) = unicode(rest, place)?;
                text.push(c);
                rest = &rest[length..];
            }
            other => {
                text.push('\\');
                text.push(other);
            }
        }
    }
    text.push_str(rest);
    Ok(Cow::Owned(text))
}

/// The character after `\u`, and the bytes it took. Two escapes may make one character, as
/// UTF-16 does; half of such a pair is no character and becomes `?`, as in Neo4j.
fn unicode(rest: &str, place: u32) -> Read<(char, usize)> {
    // Neo4j lets the u be repeated, as Java does.
    let repeated = rest.len() - rest.trim_start_matches('u').len();
    let first = four_digits(&rest[repeated..], place)?;
    let length = repeated + 4;
    if let Some(c) = char::from_u32(first) {
        return Ok((c, length));
    }
    let after = &rest[length..];
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = after.strip_prefix("\\u")
    {
        let second = four_digits(second, place + length as u32 + 2)?;
        if (0xdc00..0xe000).contains(&second) {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return Ok((char::from_u32(code).unwrap_or('?'), length + 6));
        }
    }
    Ok(('?', length))
}

fn four_digits(rest: &str, place: u32) -> Read<u32> {
    let digits: String = rest.chars().take(4).collect();
    if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        // Four hexadecimal digits always fit.
        return Ok(u32::from_str_radix(&digits, 16).unwrap_or_default());
    }
    Err(complaint(
        Status::InvalidEscape,
        format!("Invalid input '\\u{digits}': expected four hexadecimal digits after '\\u'"),
        place,
    ))
}
