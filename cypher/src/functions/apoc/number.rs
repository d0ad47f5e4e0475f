//! `apoc.number.*`: numbers as text and back, by patterns of Java's DecimalFormat, exactly, and in
//! Roman numerals.

use quiver_types::Value;

use super::format::plain;
use super::{Result, float, text, wrong};
use crate::exec::FunctionContext;
use crate::functions::argument;

type C<'c> = &'c FunctionContext<'c>;

/// Digits that Java's DecimalFormat writes of a double before the point at most, whatever the pattern.
const MOST_WHOLE: usize = 309;
/// And behind it.
const MOST_FRACTION: usize = 340;

const ROMAN: &[(i64, &str)] = &[
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

pub(super) fn arabic_to_roman(_: C<'_>, a: &[Value]) -> Result {
    let mut rest = match argument(a, 0) {
        Value::Integer(v) => *v,
        Value::Float(v) => *v as i64,
        _ => return Ok(Value::Null),
    };
    if !(0..4000).contains(&rest) {
        return Err(wrong(
            "apoc.number.arabicToRoman",
            "java.lang.IllegalArgumentException: number must be between 0 and 3999",
        ));
    }
    let mut out = String::new();
    for (value, letters) in ROMAN {
        while rest >= *value {
            out.push_str(letters);
            rest -= value;
        }
    }
    Ok(out.into())
}

pub(super) fn roman_to_arabic(_: C<'_>, a: &[Value]) -> Result {
    let Some(numeral) = text(a, 0) else {
        return Ok(Value::Integer(0));
    };
    let upper = numeral.to_uppercase();
    let (mut rest, mut sum) = (upper.as_str(), 0_i64);
    while !rest.is_empty() {
        let Some((value, letters)) = ROMAN.iter().find(|(_, letters)| rest.starts_with(letters))
        else {
            // What is no numeral ends it.
            break;
        };
        sum += value;
        rest = &rest[letters.len()..];
    }
    Ok(Value::Integer(sum))
}

/// The characters between digits, by language: groups and fraction.
fn separators(language: &str) -> Option<(char, char)> {
    Some(match language {
        "" | "en" | "ja" | "zh" | "ko" | "he" | "th" => (',', '.'),
        "de" | "it" | "es" | "nl" | "pt" | "tr" | "da" | "id" | "el" => ('.', ','),
        _ => return None,
    })
}

/// What Java counts as a language; of another one there is no text of a number.
const LANGUAGES: &[&str] = &[
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh",
    "bi", "bm", "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da",
    "de", "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr",
    "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz",
    "ia", "id", "ie", "ig", "ii", "ik", "in", "io", "is", "it", "iu", "iw", "ja", "ji", "jv", "ka",
    "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb",
    "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mo", "mr", "ms",
    "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om",
    "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd",
    "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta",
    "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur",
    "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
];

fn language(function: &str, a: &[Value]) -> Result<(char, char)> {
    let name = text(a, 2).map_or("", |t| t.as_str()).to_lowercase();
    separators(&name)
        .ok_or_else(|| wrong(function, format!("the language `{name}` is not supported")))
}

/// A pattern like `#,##0.00`, or with something before and behind it.
struct Pattern {
    prefix: String,
    suffix: String,
    least: usize,
    fraction_least: usize,
    fraction_most: usize,
    group: usize,
    percent: bool,
}

impl Pattern {
    fn parse(function: &str, pattern: &str) -> Result<Self> {
        let pattern = if pattern.is_empty() {
            "#,##0.###"
        } else {
            pattern
        };
        // What stands behind the semicolon is for negative numbers; they get a minus here.
        let positive = pattern.split(';').next().unwrap_or("");
        let is_digit = |c: char| matches!(c, '#' | '0' | ',' | '.');
        let start = positive.find(is_digit).unwrap_or(positive.len());
        let end = positive[start..]
            .find(|c| !is_digit(c))
            .map_or(positive.len(), |n| start + n);
        let (prefix, digits, suffix) =
            (&positive[..start], &positive[start..end], &positive[end..]);
        if suffix.contains(['E', '\'', '¤', '\u{2030}', '#', '0']) {
            return Err(wrong(
                function,
                format!("the pattern `{pattern}` is not supported"),
            ));
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        Ok(Self {
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            least: whole.matches('0').count().min(MOST_WHOLE),
            fraction_least: fraction.matches('0').count().min(MOST_FRACTION),
            fraction_most: fraction.len().min(MOST_FRACTION),
            group: whole.rfind(',').map_or(0, |at| whole.len() - at - 1),
            percent: suffix.contains('%') || prefix.contains('%'),
        })
    }

    fn write(&self, value: f64, (group, point): (char, char)) -> String {
        let value = if self.percent { value * 100.0 } else { value };
        let digits = rounded(value.abs(), self.fraction_most);
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let whole = if whole == "0" && self.least == 0 && self.fraction_most > 0 {
            String::new()
        } else {
            format!("{whole:0>width$}", width = self.least)
        };
        let mut out = String::new();
        for (at, digit) in whole.chars().enumerate() {
            let left = whole.len() - at;
            if at > 0 && self.group > 0 && left % self.group == 0 {
                out.push(group);
            }
            out.push(digit);
        }
        let kept = fraction
            .trim_end_matches('0')
            .len()
            .max(self.fraction_least);
        let fraction = &fraction[..kept.min(fraction.len())];
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        let is_zero = !out.contains(|c: char| c.is_ascii_digit() && c != '0');
        let sign = if value < 0.0 && !is_zero { "-" } else { "" };
        format!("{sign}{}{out}{}", self.prefix, self.suffix)
    }
}

/// A number with so many digits behind the point, halves to the even one.
fn rounded(value: f64, digits: usize) -> String {
    // The exact value is written out, so that a half is one only where it is exactly one.
    format!("{value:.digits$}")
}

pub(super) fn format(_: C<'_>, a: &[Value]) -> Result {
    let function = "apoc.number.format";
    let Some(value) = float(argument(a, 0)) else {
        return Ok(Value::Null);
    };
    let name = text(a, 2).map_or("", |t| t.as_str());
    if !name.is_empty() && !LANGUAGES.contains(&name) {
        return Ok(Value::Null);
    }
    let pattern = Pattern::parse(function, text(a, 1).map_or("", |t| t.as_str()))?;
    let separators = language(function, a)?;
    if let Value::Integer(whole) = argument(a, 0)
        && whole.unsigned_abs() > 1 << 53
    {
        return Err(wrong(function, "integers beyond 2^53 are not supported"));
    }
    if !value.is_finite() {
        return Ok(plain(argument(a, 0)).into());
    }
    Ok(pattern.write(value, separators).into())
}

/// The number at the beginning of a text, behind what the pattern has in front of it.
fn parsed(function: &str, a: &[Value]) -> Result<Option<f64>> {
    let Some(given) = text(a, 0).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let (group, point) = language(function, a)?;
    let pattern = Pattern::parse(function, text(a, 1).map_or("", |t| t.as_str()))?;
    let (minus, rest) = match given.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", given.as_str()),
    };
    let Some(given) = rest.strip_prefix(&pattern.prefix) else {
        return Ok(None);
    };
    let mut digits = String::from(minus);
    let mut end = given.len();
    for (at, c) in given.char_indices() {
        match c {
            c if c.is_ascii_digit() => digits.push(c),
            c if c == point && !digits.contains('.') => digits.push('.'),
            c if c == group && !digits.contains('.') => {}
            _ => {
                end = at;
                break;
            }
        }
    }
    if !given[end..].starts_with(&pattern.suffix) {
        return Ok(None);
    }
    let part = if pattern.percent { 100.0 } else { 1.0 };
    Ok(digits.parse::<f64>().ok().map(|number| number / part))
}

pub(super) fn parse_float(_: C<'_>, a: &[Value]) -> Result {
    Ok(parsed("apoc.number.parseFloat", a)?.map_or(Value::Null, Value::Float))
}

pub(super) fn parse_int(_: C<'_>, a: &[Value]) -> Result {
    Ok(parsed("apoc.number.parseInt", a)?.map_or(Value::Null, |v| Value::Integer(v as i64)))
}
