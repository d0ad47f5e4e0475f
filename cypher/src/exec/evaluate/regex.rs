//! Java's regular expressions on the `regex` crate: what means the same is passed on, what is
//! spelled differently is translated, what cannot be had (look-around, back references,
//! possessive quantifiers) is refused by name. Meet [`RegexCache`].

use quiver_types::{Status, Text};
use regex::Regex;

use crate::exec::error::{Result, failed};

/// Compiled patterns of one run. Few patterns are used in a query; the oldest goes first.
#[derive(Default)]
pub(crate) struct RegexCache(Vec<(Text, Regex)>);

const KEPT: usize = 16;

/// Bytes a compiled pattern may take.
const LARGEST_PROGRAM: usize = 4 << 20;

impl RegexCache {
    /// Whether the whole text matches.
    pub fn full_match(&mut self, pattern: &Text, text: &str) -> Result<bool> {
        if let Some((_, regex)) = self.0.iter().find(|(known, _)| known == pattern) {
            return Ok(regex.is_match(text));
        }
        let regex = compile(pattern)?;
        let matches = regex.is_match(text);
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push((pattern.clone(), regex));
        Ok(matches)
    }
}

/// A pattern that matches whole texts.
pub(crate) fn compile(pattern: &str) -> Result<Regex> {
    build(pattern, &format!(r"\A(?:{})\z", translate(pattern)?))
}

/// A pattern that matches parts of texts.
pub(crate) fn compile_part(pattern: &str) -> Result<Regex> {
    build(pattern, &translate(pattern)?)
}

fn build(pattern: &str, translated: &str) -> Result<Regex> {
    regex::RegexBuilder::new(translated)
        .size_limit(LARGEST_PROGRAM)
        .nest_limit(250)
        .build()
        .map_err(|error| invalid(pattern, &error.to_string()))
}

fn invalid(pattern: &str, why: &str) -> crate::RunError {
    failed(
        Status::RegularExpression,
        format!("Invalid regular expression '{pattern}': {why}"),
    )
}

fn unsupported(pattern: &str, what: &str) -> crate::RunError {
    failed(
        Status::RegularExpression,
        format!("The regular expression '{pattern}' uses {what}, which is not supported"),
    )
}

/// Rewrites Java's spelling.
fn translate(pattern: &str) -> Result<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    let mut class_depth = 0usize;
    // Whether the dot matches line ends too; flags apply from where they stand.
    let mut dot_all = false;
    // Java ignores the case of ASCII letters only, unless it is told `u` too.
    let (mut any_case, mut unicode) = (false, false);
    let mut quantified = false;
    while let Some(c) = chars.next() {
        let was_quantified = std::mem::replace(&mut quantified, false);
        match c {
            '\\' => {
                let at = out.len();
                escape(pattern, &mut chars, class_depth > 0, &mut out)?;
                if any_case && !unicode && class_depth == 0 && out[at..].starts_with("\\x{") {
                    out.insert_str(at, "(?-i:");
                    out.push(')');
                }
            }
            '[' => {
                class_depth += 1;
                out.push(c);
            }
            ']' if class_depth > 0 => {
                class_depth -= 1;
                out.push(c);
            }
            _ if class_depth > 0 => match c {
                // Set operators of the crate that Java takes literally.
                '-' | '~' if chars.peek() == Some(&c) => {
                    out.push('\\');
                    out.push(c);
                }
                _ => out.push(c),
            },
            '.' if !dot_all => out.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            '(' => {
                out.push(c);
                if chars.peek() == Some(&'?') {
                    let rest: String = chars.clone().skip(1).take(16).collect();
                    check_group(pattern, &rest)?;
                    let flags: &str = rest.split([':', ')']).next().unwrap_or("");
                    if !flags.contains('<') && !flags.contains('-') {
                        dot_all |= flags.contains('s');
                        any_case |= flags.contains('i');
                        unicode |= flags.contains('u');
                    }
                }
            }
            '*' | '+' | '?' | '}' => {
                if c == '+' && was_quantified {
                    return Err(unsupported(pattern, "a possessive quantifier"));
                }
                quantified = !(c == '?' && was_quantified);
                out.push(c);
            }
            c if any_case && !unicode && !c.is_ascii() => {
                out.push_str("(?-i:");
                out.push(c);
                out.push(')');
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

fn check_group(pattern: &str, after_question_mark: &str) -> Result<()> {
    let rest = after_question_mark;
    if rest.starts_with('=') || rest.starts_with('!') {
        return Err(unsupported(pattern, "look-ahead"));
    }
    if rest.starts_with("<=") || rest.starts_with("<!") {
        return Err(unsupported(pattern, "look-behind"));
    }
    if rest.starts_with('>') {
        return Err(unsupported(pattern, "an atomic group"));
    }
    Ok(())
}

/// What follows a backslash.
fn escape(
    pattern: &str,
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    in_class: bool,
    out: &mut String,
) -> Result<()> {
    let Some(c) = chars.next() else {
        return Err(invalid(pattern, "it ends in a backslash"));
    };
    // Java's short classes are ASCII.
    let class = |inner: &str, negated: bool| match (negated, in_class) {
        (true, _) => format!("[^{inner}]"),
        (false, true) => inner.to_owned(),
        (false, false) => format!("[{inner}]"),
    };
    match c {
        'd' | 'D' => out.push_str(&class("0-9", c == 'D')),
        'w' | 'W' => out.push_str(&class("a-zA-Z0-9_", c == 'W')),
        's' | 'S' => out.push_str(&class(r" \t\n\x0B\f\r", c == 'S')),
        'h' | 'H' => out.push_str(&class(
            r" \t\x{A0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}",
            c == 'H',
        )),
        'R' if !in_class => out.push_str(r"(?:\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}])"),
        'e' => out.push_str(r"\x1B"),
        'Z' if !in_class => out.push_str(r"(?:\r\n|[\n\r\x{85}\x{2028}\x{2029}])?\z"),
        'Q' => {
            let mut quoted = String::new();
            while let Some(q) = chars.next() {
                if q == '\\' && chars.peek() == Some(&'E') {
                    chars.next();
                    break;
                }
                quoted.push(q);
            }
            out.push_str(&regex::escape(&quoted));
        }
        '1'..='9' | 'k' => return Err(unsupported(pattern, "a back reference")),
        'G' => return Err(unsupported(pattern, "\\G")),
        'X' => return Err(unsupported(pattern, "\\X")),
        'p' | 'P' => property(pattern, c, chars, out)?,
        'u' => {
            let digits: String = chars.by_ref().take(4).collect();
            out.push_str(&format!(r"\x{{{digits}}}"));
        }
        '0' => {
            let mut value = 0u32;
            let mut digits = 0;
            while let Some(digit) = chars.peek().and_then(|d| d.to_digit(8)) {
                if digits == 3 || value * 8 + digit > 0o377 {
                    break;
                }
                value = value * 8 + digit;
                digits += 1;
                chars.next();
            }
            out.push_str(&format!(r"\x{{{value:x}}}"));
        }
        c if c.is_ascii_alphabetic() => {
            out.push('\\');
            out.push(c);
        }
        c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
    }
    Ok(())
}

/// `\p{...}`.
fn property(
    pattern: &str,
    letter: char,
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    out: &mut String,
) -> Result<()> {
    let name: String = if chars.peek() == Some(&'{') {
        chars.next();
        chars.by_ref().take_while(|c| *c != '}').collect()
    } else {
        chars.next().into_iter().collect()
    };
    let posix = match name.as_str() {
        "Lower" => "lower",
        "Upper" => "upper",
        "Alpha" => "alpha",
        "Digit" => "digit",
        "Alnum" => "alnum",
        "Punct" => "punct",
        "Graph" => "graph",
        "Print" => "print",
        "Blank" => "blank",
        "Cntrl" => "cntrl",
        "XDigit" => "xdigit",
        "Space" => "space",
        "ASCII" => "ascii",
        "" => return Err(invalid(pattern, "\\p without a name")),
        other if other.starts_with("java") => {
            return Err(unsupported(pattern, &format!("\\p{{{other}}}")));
        }
        other => {
            // Scripts and blocks: `IsLatin` is Java's `Latin`.
            let name = other.strip_prefix("Is").unwrap_or(other);
            out.push_str(&format!("\\{letter}{{{name}}}"));
            return Ok(());
        }
    };
    let not = if letter == 'P' { "^" } else { "" };
    out.push_str(&format!("[[:{not}{posix}:]]"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_java_says() {
        let cases = [
            ("abc", "abc", true),
            ("b", "abc", false),
            (".*b.*", "abc", true),
            ("a.c", "a\rc", false),
            ("(?s)a.c", "a\nc", true),
            ("(?i)ABC", "abc", true),
            ("(?i)äB", "Äb", false),
            ("(?i)äB", "äb", true),
            ("(?iu)äB+", "Äbb", true),
            (r"(?i)\u00e4+", "Ä", false),
            ("(?i)ä+", "ää", true),
            (r"\d+", "123", true),
            (r"\d", "٣", false),
            (r"[\d,]+", "1,2", true),
            (r"\w+@\w+\.com", "me@here.com", true),
            (r"\Qa.b\E", "a.b", true),
            (r"\Qa.b\E", "axb", false),
            (r"\p{Lu}.*", "Ärger", true),
            (r"\p{Upper}.*", "Ärger", false),
            (r"a{2,3}", "aaa", true),
            (r"a|b", "b", true),
            ("a|bc", "abc", false),
            (r"\u0041", "A", true),
            ("", "", true),
        ];
        for (pattern, text, expected) in cases {
            let mut cache = RegexCache::default();
            let pattern = Text::from(pattern);
            for _ in 0..2 {
                let found = cache.full_match(&pattern, text).unwrap();
                assert_eq!(found, expected, "{pattern} on {text}");
            }
        }
    }

    #[test]
    fn what_cannot_be_had_is_refused_by_name() {
        for (pattern, what) in [
            ("a(?=b)", "look-ahead"),
            ("(?<!a)b", "look-behind"),
            (r"(a)\1", "back reference"),
            ("a++", "possessive"),
            ("(", "Invalid"),
            (r"\", "backslash"),
            ("a{1000}{1000}{1000}", "Invalid"),
        ] {
            let error = format!("{:?}", compile(pattern).unwrap_err());
            assert!(error.contains(what), "{pattern}: {error}");
        }
    }
}
