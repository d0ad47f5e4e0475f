//! Texts as Java writes them: its formatter (`%5.2f`), and values as its `toString` has them. What
//! APOC's texts, hashes and messages are made of. Begin with [`formatted`].

use quiver_types::Value;

/// Letters a width or precision may ask for.
const WIDEST: usize = 100_000;

/// A value as Java's `toString` writes it in a text: `{a=1}`, `[a, 1]`.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entries: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}={}", plain(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => super::shown(other),
    }
}

/// What stands between `%` and the letter.
#[derive(Default)]
struct Specifier {
    position: Option<usize>,
    left: bool,
    plus: bool,
    blank: bool,
    zero: bool,
    grouped: bool,
    parentheses: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

/// A text with the values of a list put in, as Java's `String.format` does it.
///
/// # Errors
/// What Java would throw: a value of a type the letter is not for, a missing value, an unknown letter.
pub(crate) fn formatted(message: &str, parameters: &Value) -> Result<String, String> {
    let values = match parameters {
        Value::List(items) => items.as_slice(),
        _ => &[],
    };
    let mut next = 0;
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let (specifier, letter, after) = specifier(&rest[at + 1..])?;
        rest = after;
        match letter {
            '%' => out.push_str(&padded("%".to_owned(), &specifier)),
            'n' => out.push('\n'),
            _ => {
                let position = specifier.position.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                let value = values
                    .get(position)
                    .ok_or_else(|| format!("there is no value for '%{letter}'"))?;
                let text = one(&specifier, letter, value)?;
                out.push_str(&padded(text, &specifier));
            }
        }
        if out.len() > 64 << 20 {
            return Err("the text becomes too long".to_owned());
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn specifier(text: &str) -> Result<(Specifier, char, &str), String> {
    let mut found = Specifier::default();
    let mut rest = text;
    if let Some((number, after)) = digits(rest)
        && let Some(after) = after.strip_prefix('$')
    {
        found.position = Some(number.saturating_sub(1));
        rest = after;
    }
    loop {
        match rest.chars().next() {
            Some('-') => found.left = true,
            Some('+') => found.plus = true,
            Some(' ') => found.blank = true,
            Some('0') => found.zero = true,
            Some(',') => found.grouped = true,
            Some('(') => found.parentheses = true,
            Some('#') => found.alternate = true,
            _ => break,
        }
        rest = &rest[1..];
    }
    if let Some((number, after)) = digits(rest) {
        found.width = number;
        rest = after;
    }
    if let Some(after) = rest.strip_prefix('.') {
        let (number, after) = digits(after).ok_or("a precision is missing behind '.'")?;
        found.precision = Some(number);
        rest = after;
    }
    if found.width > WIDEST || found.precision.is_some_and(|p| p > WIDEST) {
        return Err("a width or precision is too large".to_owned());
    }
    let letter = rest.chars().next().ok_or("the text ends behind '%'")?;
    Ok((found, letter, &rest[letter.len_utf8()..]))
}

fn digits(text: &str) -> Option<(usize, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number = text[..end].parse().ok()?;
    Some((number, &text[end..]))
}

fn one(specifier: &Specifier, letter: char, value: &Value) -> Result<String, String> {
    let mismatch = || format!("'%{letter}' is not for {}", value.type_name());
    let cut = |text: String| match specifier.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text,
    };
    Ok(match (letter, value) {
        ('s', _) => cut(plain(value)),
        ('S', _) => cut(plain(value)).to_uppercase(),
        ('b', Value::Boolean(v)) => cut(v.to_string()),
        ('b', _) => cut((!value.is_null()).to_string()),
        (_, Value::Null) => "null".to_owned(),
        ('d', Value::Integer(v)) => {
            let digits = v.unsigned_abs().to_string();
            signed(specifier, *v < 0, digits)
        }
        ('x', Value::Integer(v)) if specifier.alternate => format!("{v:#x}"),
        ('x', Value::Integer(v)) => format!("{v:x}"),
        ('X', Value::Integer(v)) => format!("{v:X}"),
        ('o', Value::Integer(v)) => format!("{v:o}"),
        ('c', Value::Integer(v)) => u32::try_from(*v)
            .ok()
            .and_then(char::from_u32)
            .ok_or_else(mismatch)?
            .to_string(),
        ('f' | 'e' | 'E', Value::Float(v)) if !v.is_finite() => plain(value),
        ('f', Value::Float(v)) => {
            let (precision, zeros) = precision(specifier);
            let digits = format!("{:.precision$}{zeros}", v.abs());
            signed(specifier, v.is_sign_negative(), digits)
        }
        ('e' | 'E', Value::Float(v)) => {
            let (precision, zeros) = precision(specifier);
            let text = format!("{:.precision$e}", v.abs());
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let exponent: i32 = exponent.parse().unwrap_or(0);
            let sign = if exponent < 0 { '-' } else { '+' };
            let text = format!("{mantissa}{zeros}e{sign}{:02}", exponent.abs());
            signed(specifier, v.is_sign_negative(), text)
        }
        ('d' | 'x' | 'X' | 'o' | 'c' | 'f' | 'e' | 'E', _) => return Err(mismatch()),
        _ => return Err(format!("'%{letter}' is not known")),
    })
}

/// How many digits behind the point to ask for, and the zeros that stand behind those: no float has more digits
/// than 1,074 there, and the formatter takes no more than 65,535.
fn precision(specifier: &Specifier) -> (usize, String) {
    let wanted = specifier.precision.unwrap_or(6);
    let asked = wanted.min(1074);
    (asked, "0".repeat(wanted - asked))
}

/// Digits with a sign, commas between thousands, and zeros in front.
fn signed(specifier: &Specifier, negative: bool, digits: String) -> String {
    let digits = if specifier.grouped {
        grouped(&digits, ',')
    } else {
        digits
    };
    let (before, after) = match (negative, specifier) {
        (
            true,
            Specifier {
                parentheses: true, ..
            },
        ) => ("(", ")"),
        (true, _) => ("-", ""),
        (false, Specifier { plus: true, .. }) => ("+", ""),
        (false, Specifier { blank: true, .. }) => (" ", ""),
        (false, _) => ("", ""),
    };
    let length = before.len() + digits.len() + after.len();
    let zeros = if specifier.zero {
        specifier.width.saturating_sub(length)
    } else {
        0
    };
    format!("{before}{}{digits}{after}", "0".repeat(zeros))
}

/// Digits, a fraction left as it is, with a sign between thousands.
pub(super) fn grouped(digits: &str, sign: char) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(sign);
        }
        out.push(digit);
    }
    out + rest
}

fn padded(text: String, specifier: &Specifier) -> String {
    let missing = specifier.width.saturating_sub(text.chars().count());
    let blanks = " ".repeat(missing);
    if specifier.left {
        text + &blanks
    } else {
        blanks + &text
    }
}
