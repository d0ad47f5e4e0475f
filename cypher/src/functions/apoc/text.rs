//! `apoc.text.*`.

use quiver_types::{Map, Value};

use super::coll::narrowed;
use super::{Result, count, integer, list, shown, text, wrong};
use crate::exec::FunctionContext;
use crate::exec::evaluate::regex::{compile, compile_part};
use crate::functions::argument;
use crate::functions::string::{edits, expand};

type C<'c> = &'c FunctionContext<'c>;

macro_rules! or_null {
    ($given:expr) => {
        match $given {
            Some(given) => given,
            None => return Ok(Value::Null),
        }
    };
}

/// What texts a pattern stands for, as a whole.
pub(crate) fn texts_like(pattern: &str) -> std::result::Result<regex::Regex, crate::RunError> {
    compile(pattern)
}

pub(super) fn join(c: C<'_>, a: &[Value]) -> Result {
    let parts: Vec<String> = or_null!(list(a, 0)).iter().map(shown).collect();
    let delimiter = or_null!(text(a, 1));
    c.grow(parts.iter().map(|part| part.len() + delimiter.len()).sum())?;
    Ok(parts.join(delimiter).into())
}

pub(super) fn replace(c: C<'_>, a: &[Value]) -> Result {
    let (all, with) = (or_null!(text(a, 0)), or_null!(text(a, 2)));
    let regex = compile_part(or_null!(text(a, 1)))?;
    let mut out = String::with_capacity(all.len());
    let mut end = 0;
    for found in regex.captures_iter(all) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&all[end..whole.start()]);
        expand(with, &found, &mut out)?;
        end = whole.end();
        c.grow(out.len())?;
    }
    out.push_str(&all[end..]);
    Ok(out.into())
}

pub(super) fn regex_groups(c: C<'_>, a: &[Value]) -> Result {
    let (Some(all), Some(pattern)) = (text(a, 0), text(a, 1)) else {
        return Ok(Value::list(Vec::new()));
    };
    let regex = compile_part(pattern)?;
    let mut out = Vec::new();
    for found in regex.captures_iter(all) {
        let groups = found
            .iter()
            .map(|group| group.map_or(Value::Null, |group| group.as_str().into()));
        out.push(Value::list(groups.collect()));
        c.grow(64 * found.len())?;
    }
    Ok(Value::list(out))
}

pub(super) fn regex_groups_by_name(c: C<'_>, a: &[Value]) -> Result {
    let (Some(all), Some(pattern)) = (text(a, 0), text(a, 1)) else {
        return Ok(Value::list(Vec::new()));
    };
    let regex = compile_part(pattern)?;
    let mut out = Vec::new();
    for found in regex.captures_iter(all) {
        let mut matches = Map::new();
        for name in regex.capture_names().flatten() {
            let group = found.name(name);
            matches.insert(name, group.map_or("", |group| group.as_str()));
        }
        let mut map = Map::new();
        map.insert("group", found.get(0).map_or("", |whole| whole.as_str()));
        map.insert("matches", Value::map(matches));
        out.push(Value::map(map));
        c.grow(64 * found.len())?;
    }
    Ok(Value::list(out))
}

pub(super) fn split(c: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    let regex = compile_part(or_null!(text(a, 1)))?;
    c.grow(all.len().saturating_mul(17))?;
    let limit = integer(a, 2).unwrap_or(0);
    if a.len() > 2 && argument(a, 2).is_null() {
        return Ok(Value::Null);
    }
    let most = match usize::try_from(limit) {
        Ok(limit) if limit > 0 => limit,
        _ => usize::MAX,
    };
    let mut parts: Vec<&str> = Vec::new();
    let mut from = 0;
    for found in regex.find_iter(all) {
        // Java finds nothing of no length at the very beginning.
        if found.is_empty() && found.start() == 0 {
            continue;
        }
        if parts.len() + 1 >= most {
            break;
        }
        parts.push(&all[from..found.start()]);
        from = found.end();
    }
    let was_found = !parts.is_empty();
    parts.push(&all[from..]);
    // Java leaves out empty texts at the end when there is no limit.
    if limit == 0 && was_found {
        while parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
    }
    Ok(Value::list(parts.into_iter().map(Value::from).collect()))
}

/// The first letter changed.
fn first_letter(text: &str, up: bool) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut out: String = if up {
        first.to_uppercase().collect()
    } else {
        first.to_lowercase().collect()
    };
    out.push_str(letters.as_str());
    out
}

/// The first letter of each word changed; words are what lies between blanks.
fn first_letters(text: &str, up: bool) -> String {
    let words: Vec<String> = text
        .trim()
        .split(' ')
        .map(|word| first_letter(word, up))
        .collect();
    words.join(" ")
}

pub(super) fn capitalize(_: C<'_>, a: &[Value]) -> Result {
    Ok(first_letter(or_null!(text(a, 0)), true).into())
}

pub(super) fn capitalize_all(_: C<'_>, a: &[Value]) -> Result {
    Ok(first_letters(or_null!(text(a, 0)), true).into())
}

pub(super) fn decapitalize(_: C<'_>, a: &[Value]) -> Result {
    Ok(first_letter(or_null!(text(a, 0)), false).into())
}

pub(super) fn decapitalize_all(_: C<'_>, a: &[Value]) -> Result {
    Ok(first_letters(or_null!(text(a, 0)), false).into())
}

/// A text in lower case, without accents.
pub(super) fn unaccented(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters and digits in lower case, without accents.
fn cleaned(text: &str) -> String {
    let mut text = unaccented(text);
    text.retain(char::is_alphanumeric);
    text
}

pub(super) fn clean(_: C<'_>, a: &[Value]) -> Result {
    Ok(cleaned(or_null!(text(a, 0))).into())
}

pub(super) fn compare_cleaned(_: C<'_>, a: &[Value]) -> Result {
    let (Some(first), Some(second)) = (text(a, 0), text(a, 1)) else {
        return Ok(false.into());
    };
    Ok((cleaned(first) == cleaned(second)).into())
}

/// Texts that are compared letter by letter, at most: the work grows with their product.
const COMPARED: usize = 20_000;

fn both<'a>(function: &str, a: &'a [Value]) -> Result<Option<(&'a str, &'a str)>> {
    let (Some(first), Some(second)) = (text(a, 0), text(a, 1)) else {
        return Ok(None);
    };
    if first.len() > COMPARED || second.len() > COMPARED {
        return Err(wrong(
            function,
            format!("texts of more than {COMPARED} bytes are not compared"),
        ));
    }
    Ok(Some((first, second)))
}

pub(super) fn distance(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.distance", a)?);
    Ok(count(edits(first, second)))
}

pub(super) fn levenshtein_similarity(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.levenshteinSimilarity", a)?);
    let longest = first.chars().count().max(second.chars().count());
    if longest == 0 {
        return Ok(Value::Float(1.0));
    }
    Ok(Value::Float(
        (longest - edits(first, second)) as f64 / longest as f64,
    ))
}

pub(super) fn hamming_distance(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.hammingDistance", a)?);
    if first.chars().count() != second.chars().count() {
        return Err(wrong(
            "apoc.text.hammingDistance",
            "the texts must be of the same length",
        ));
    }
    Ok(count(
        first
            .chars()
            .zip(second.chars())
            .filter(|(a, b)| a != b)
            .count(),
    ))
}

pub(super) fn fuzzy_match(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.fuzzyMatch", a)?);
    let length = first.chars().count();
    let most = if length < 3 {
        0
    } else if length < 5 {
        1
    } else {
        2
    };
    Ok((edits(first, second) <= most).into())
}

/// One less the Jaro-Winkler similarity, as APOC's distance is.
pub(super) fn jaro_winkler_distance(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.jaroWinklerDistance", a)?);
    let (x, y): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    if x.is_empty() && y.is_empty() {
        return Ok(Value::Float(0.0));
    }
    let reach = (x.len().max(y.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; y.len()];
    let mut matched = Vec::new();
    for (at, c) in x.iter().enumerate() {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(y.len()));
        if let Some(found) = (from..to).find(|other| !taken[*other] && y[*other] == *c) {
            taken[found] = true;
            matched.push(*c);
        }
    }
    if matched.is_empty() {
        return Ok(Value::Float(1.0));
    }
    let others = y
        .iter()
        .zip(&taken)
        .filter(|(_, taken)| **taken)
        .map(|(c, _)| c);
    let moved = matched.iter().zip(others).filter(|(a, b)| a != b).count() as f64 / 2.0;
    let m = matched.len() as f64;
    let jaro = (m / x.len() as f64 + m / y.len() as f64 + (m - moved) / m) / 3.0;
    let prefix = x.iter().zip(&y).take(4).take_while(|(a, b)| a == b).count() as f64;
    let similarity = if jaro < 0.7 {
        jaro
    } else {
        jaro + 0.1 * prefix * (1.0 - jaro)
    };
    Ok(Value::Float(1.0 - similarity))
}

pub(super) fn sorensen_dice(_: C<'_>, a: &[Value]) -> Result {
    let (first, second) = or_null!(both("apoc.text.sorensenDiceSimilarity", a)?);
    if a.len() > 2 && argument(a, 2).is_null() {
        return Ok(Value::Null);
    }
    let pairs = |text: &str| -> Vec<(char, char)> {
        text.to_lowercase()
            .split_whitespace()
            .flat_map(|word| {
                let letters: Vec<char> = word.chars().collect();
                letters
                    .windows(2)
                    .map(|pair| (pair[0], pair[1]))
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let (x, mut y) = (pairs(first), pairs(second));
    let total = x.len() + y.len();
    if total == 0 {
        return Ok(Value::Float(if first.eq_ignore_ascii_case(second) {
            1.0
        } else {
            f64::NAN
        }));
    }
    let mut shared = 0;
    for pair in x {
        if let Some(at) = y.iter().position(|other| *other == pair) {
            y.swap_remove(at);
            shared += 1;
        }
    }
    Ok(Value::Float(2.0 * f64::from(shared) / total as f64))
}

/// American Soundex of each word.
pub(super) fn phonetic(_: C<'_>, a: &[Value]) -> Result {
    fn code(c: char) -> Option<char> {
        Some(match c {
            'B' | 'F' | 'P' | 'V' => '1',
            'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => '2',
            'D' | 'T' => '3',
            'L' => '4',
            'M' | 'N' => '5',
            'R' => '6',
            _ => return None,
        })
    }
    let all = or_null!(text(a, 0));
    let mut out = String::new();
    for word in all
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let letters: Vec<char> = word
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let Some(first) = letters.first() else {
            continue;
        };
        let mut sound = String::from(*first);
        let mut last = code(*first);
        for c in &letters[1..] {
            let digit = code(*c);
            if let Some(digit) = digit
                && last != Some(digit)
            {
                sound.push(digit);
            }
            if !matches!(c, 'H' | 'W') {
                last = digit;
            }
        }
        sound.truncate(4);
        while sound.len() < 4 {
            sound.push('0');
        }
        out.push_str(&sound);
    }
    Ok(out.into())
}

fn pad(c: C<'_>, a: &[Value], left: bool) -> Result {
    let all = or_null!(text(a, 0));
    let wanted = usize::try_from(integer(a, 1).unwrap_or(0)).unwrap_or(0);
    // Only the first letter of what to fill with is used.
    let with = text(a, 2).map_or(Some(' '), |with| with.chars().next());
    let length = all.chars().count();
    let missing = wanted.saturating_sub(length);
    let Some(with) = with.or((missing == 0).then_some(' ')) else {
        return Err(wrong("apoc.text.lpad", "there is nothing to fill with"));
    };
    c.grow(missing.saturating_mul(4))?;
    let filler = with.to_string().repeat(missing);
    Ok(if left {
        format!("{filler}{all}")
    } else {
        format!("{all}{filler}")
    }
    .into())
}

pub(super) fn lpad(c: C<'_>, a: &[Value]) -> Result {
    pad(c, a, true)
}

pub(super) fn rpad(c: C<'_>, a: &[Value]) -> Result {
    pad(c, a, false)
}

pub(super) fn repeat(c: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    let Ok(times) = usize::try_from(integer(a, 1).unwrap_or(0)) else {
        return Err(wrong("apoc.text.repeat", "the count must not be negative"));
    };
    c.grow(all.len().saturating_mul(times))?;
    Ok(all.repeat(times).into())
}

/// Words: what lies between signs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Parts that begin with anything but a small letter or digit.
fn starts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at > 0 && !c.is_ascii_lowercase() && !c.is_ascii_digit() {
            parts.push(text[from..at].trim());
            from = at;
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first
            .to_uppercase()
            .chain(chars.flat_map(char::to_lowercase))
            .collect()
    })
}

pub(super) fn camel_case(_: C<'_>, a: &[Value]) -> Result {
    let mut words = words(or_null!(text(a, 0)));
    let first = words.next().unwrap_or_default().to_lowercase();
    let rest: String = words.map(capital).collect();
    Ok((first + &rest).into())
}

pub(super) fn upper_camel_case(_: C<'_>, a: &[Value]) -> Result {
    let words = words(or_null!(text(a, 0)));
    Ok(words.map(capital).collect::<String>().into())
}

pub(super) fn snake_case(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    let shouted = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let all = if all.chars().all(shouted) {
        all.to_lowercase().replace('_', " ")
    } else {
        all.to_string()
    };
    let parts: Vec<String> = starts(&all)
        .iter()
        .map(|part| part.to_lowercase())
        .collect();
    Ok(parts.join("-").into())
}

pub(super) fn to_upper_case(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    let parts: Vec<String> = starts(all)
        .iter()
        .map(|part| {
            let part = part.to_uppercase();
            part.trim_matches(|c: char| !c.is_ascii_alphanumeric())
                .to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect();
    Ok(parts.join("_").into())
}

/// Capitals for small letters and the other way.
pub(super) fn swapped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_uppercase() {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
    }
    out
}

pub(super) fn swap_case(_: C<'_>, a: &[Value]) -> Result {
    Ok(swapped(or_null!(text(a, 0))).into())
}

pub(super) fn slug(_: C<'_>, a: &[Value]) -> Result {
    let delimiter = match a.len() {
        0 | 1 => "-",
        _ => or_null!(text(a, 1)),
    };
    let mut out = String::new();
    let mut between = false;
    for c in or_null!(text(a, 0)).trim().chars() {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
            between = false;
        } else if !between {
            out.push_str(delimiter);
            between = true;
        }
    }
    Ok(out.into())
}

/// Where a text is found in another, between two positions counted in letters: there it begins, or,
/// if it is to be `whole`, there it is.
fn found_at(a: &[Value], whole: bool) -> Option<Vec<usize>> {
    let all = text(a, 0)?;
    let Some(wanted) = text(a, 1) else {
        return Some(Vec::new());
    };
    let letters: Vec<char> = all.chars().collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let from = usize::try_from(narrowed(integer(a, 2).unwrap_or(0))).unwrap_or(0);
    let to = match integer(a, 3).map(narrowed) {
        None | Some(-1) => letters.len(),
        Some(to) => usize::try_from(to).unwrap_or(0).min(letters.len()),
    };
    if from > to || to == 0 {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let mut at = from;
    let end = if whole { to } else { letters.len() };
    while at < to && at + wanted.len() <= end {
        if letters[at..at + wanted.len()] == wanted[..] {
            found.push(at);
        }
        at += 1;
    }
    Some(found)
}

pub(super) fn index_of(_: C<'_>, a: &[Value]) -> Result {
    let found = or_null!(found_at(a, true));
    Ok(found.first().map_or(Value::Integer(-1), |at| count(*at)))
}

pub(super) fn indexes_of(_: C<'_>, a: &[Value]) -> Result {
    let found = or_null!(found_at(a, false));
    Ok(Value::list(found.into_iter().map(count).collect()))
}

fn letter(a: &[Value]) -> Option<char> {
    let at = usize::try_from(integer(a, 1)?).ok()?;
    text(a, 0)?.chars().nth(at)
}

pub(super) fn char_at(_: C<'_>, a: &[Value]) -> Result {
    Ok(letter(a).map_or(Value::Null, |c| Value::from(u32::from(c))))
}

pub(super) fn hex_char_at(_: C<'_>, a: &[Value]) -> Result {
    Ok(letter(a).map_or(Value::Null, |c| format!("{:04X}", u32::from(c)).into()))
}

pub(super) fn code(_: C<'_>, a: &[Value]) -> Result {
    let c = integer(a, 0)
        .and_then(|v| u32::try_from(v).ok())
        .and_then(char::from_u32);
    Ok(c.map_or(Value::Null, |c| c.to_string().into()))
}

pub(super) fn hex_value(_: C<'_>, a: &[Value]) -> Result {
    let v = or_null!(integer(a, 0));
    // What is not more than 16 or 32 bits is Java's int.
    let low = v.cast_unsigned() & 0xFFFF_FFFF;
    Ok(if v > 0xFFFF_FFFF {
        format!("{v:016X}")
    } else if v > 0xFFFF {
        format!("{low:08X}")
    } else {
        format!("{low:04X}")
    }
    .into())
}

pub(super) fn byte_count(_: C<'_>, a: &[Value]) -> Result {
    utf8_only("apoc.text.byteCount", a)?;
    Ok(count(or_null!(text(a, 0)).len()))
}

pub(super) fn bytes(c: C<'_>, a: &[Value]) -> Result {
    utf8_only("apoc.text.bytes", a)?;
    let all = or_null!(text(a, 0));
    c.grow(16 * all.len())?;
    Ok(Value::list(
        all.bytes().map(|b| Value::from(u32::from(b))).collect(),
    ))
}

fn utf8_only(function: &str, a: &[Value]) -> Result<()> {
    match text(a, 1) {
        Some(name) if !name.eq_ignore_ascii_case("utf-8") => Err(wrong(
            function,
            format!("the character set {name} is not supported"),
        )),
        _ => Ok(()),
    }
}

pub(super) fn url_encode(c: C<'_>, a: &[Value]) -> Result {
    use std::fmt::Write as _;
    let all = or_null!(text(a, 0));
    c.grow(3 * all.len())?;
    let mut out = String::new();
    for byte in all.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'*' | b'_' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    Ok(out.into())
}

pub(super) fn url_decode(_: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    let invalid = || wrong("apoc.text.urldecode", "malformed escape in the text");
    let mut out = Vec::with_capacity(all.len());
    let mut bytes = all.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                let (high, low) = (digit().ok_or_else(invalid)?, digit().ok_or_else(invalid)?);
                u8::try_from(16 * high + low).map_err(|_| invalid())?
            }
            other => other,
        });
    }
    String::from_utf8(out)
        .map(Value::from)
        .map_err(|_| invalid())
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 of bytes; `url` takes the signs that addresses may have.
pub(super) fn to_base64(bytes: &[u8], url: bool, padded: bool) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let at = |i: usize| u32::from(part.get(i).copied().unwrap_or(0));
        let all = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            if i > part.len() {
                if padded {
                    out.push('=');
                }
                continue;
            }
            let six = (all >> (18 - 6 * i)) & 63;
            let sign = BASE64.get(six as usize).copied().unwrap_or(b'A');
            out.push(match sign {
                b'+' if url => '-',
                b'/' if url => '_',
                sign => char::from(sign),
            });
        }
    }
    out
}

/// The bytes of Base64, in the alphabet for addresses or the other one.
pub(super) fn from_base64(text: &str, url: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut all, mut bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let sign = match byte {
            b'-' if url => b'+',
            b'_' if url => b'/',
            b'+' | b'/' if url => return None,
            other => other,
        };
        let six = BASE64.iter().position(|known| *known == sign)?;
        all = all << 6 | u32::try_from(six).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((all >> bits) & 255).ok()?);
        }
    }
    Some(out)
}

pub(super) fn base64_encode(c: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    c.grow(2 * all.len())?;
    Ok(to_base64(all.as_bytes(), false, true).into())
}

pub(super) fn base64_url_encode(c: C<'_>, a: &[Value]) -> Result {
    let all = or_null!(text(a, 0));
    c.grow(2 * all.len())?;
    Ok(to_base64(all.as_bytes(), true, true).into())
}

pub(super) fn base64_decode(_: C<'_>, a: &[Value]) -> Result {
    decoded("apoc.text.base64Decode", a, false)
}

pub(super) fn base64_url_decode(_: C<'_>, a: &[Value]) -> Result {
    decoded("apoc.text.base64UrlDecode", a, true)
}

fn decoded(function: &str, a: &[Value], url: bool) -> Result {
    // Bytes that are no letter become the sign for that, as in Java; a single sign is no byte.
    let all = or_null!(text(a, 0));
    from_base64(all, url)
        .filter(|bytes| !bytes.is_empty() || all.is_empty())
        .map(|bytes| Value::from(String::from_utf8_lossy(&bytes).into_owned()))
        .ok_or_else(|| wrong(function, "the text is not Base64 of UTF-8"))
}

pub(super) fn random(c: C<'_>, a: &[Value]) -> Result {
    let length = usize::try_from(integer(a, 0).unwrap_or(0)).unwrap_or(0);
    let valid = text(a, 1).map_or("A-Za-z0-9", |t| t.as_str());
    c.grow(4 * length)?;
    let letters: Vec<char> = valid.chars().collect();
    let mut from = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if letters.get(at + 1) == Some(&'-')
            && let Some(end) = letters.get(at + 2)
        {
            from.extend(letters[at]..=*end);
            at += 3;
        } else {
            from.push(letters[at]);
            at += 1;
        }
    }
    if from.is_empty() {
        return Err(wrong(
            "apoc.text.random",
            "there are no characters to choose from",
        ));
    }
    let out: String = (0..length)
        .map(|_| {
            let drawn = c.state.random(|rng| rng.below(from.len() as u64));
            from[usize::try_from(drawn).unwrap_or(0)]
        })
        .collect();
    Ok(out.into())
}

pub(super) fn format(_: C<'_>, a: &[Value]) -> Result {
    let message = or_null!(text(a, 0));
    if argument(a, 1).is_null() {
        return Ok(message.clone().into());
    }
    super::format::formatted(message, argument(a, 1))
        .map(Value::from)
        .map_err(|error| wrong("apoc.text.format", error))
}
