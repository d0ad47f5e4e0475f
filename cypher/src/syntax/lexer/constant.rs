//! Long lists and maps of nothing but constants, read from the text straight to a value. What is short, or
//! holds anything else, is left to the parser, token by token. Meet [`Lexer::constant`].

use quiver_types::{Map, Text, Value};

use super::{Constant, Lexer, Token, TokenKind, unquoted};
use crate::syntax::keyword::Keyword;
use crate::syntax::parser::{Complaint, literal};

/// Bytes of text from which on it is worth it. No text so long is known by its shape, so none of
/// these has literals that are to be lifted out.
const LONG: usize = 64 * 1024;

impl Lexer<'_> {
    /// Reads the list or map that begins here, if it is long and constant. An error says that it holds
    /// more than it may, which is seen before all of it is in memory.
    pub(super) fn constant(&mut self, open: u8) -> Result<bool, Complaint> {
        let (start, parts, inner) = (self.at, self.parts, self.inner);
        let Some(nesting) = self.bounds.constants else {
            return Ok(false);
        };
        // What was in vain is read again: at most so much of the text that it does not matter.
        if self.bytes.len() - start < LONG
            || start < self.tried
            || self.in_vain > self.bytes.len() / 8
            || !self.begins_value(open)
        {
            return Ok(false);
        }
        let mut reader = Reader {
            lexer: self,
            nesting,
            height: 0,
            items: Vec::new(),
            entries: Vec::new(),
            empty: Value::list(Vec::new()),
        };
        let read = reader.value(0);
        let height = reader.height;
        match read {
            Some(value) if self.at - start >= LONG => {
                self.push(TokenKind::Constant, start);
                self.constants.push(Constant {
                    start: start as u32,
                    value,
                    height,
                });
                Ok(true)
            }
            _ => {
                self.check_bounds()?;
                self.tried = self.at;
                self.in_vain += self.at - start;
                (self.at, self.parts, self.inner) = (start, parts, inner);
                Ok(false)
            }
        }
    }

    /// Whether a bracket here can begin a value, by what is before it: not an index, nor the properties
    /// of a pattern. Where this is wrong the parser finds a constant that does not fit, and the text is
    /// read again without any.
    fn begins_value(&self, open: u8) -> bool {
        use TokenKind as K;
        let is_word = |token: &Token| token.kind == K::Name && token.keyword.is_none();
        match self.tokens.as_slice() {
            [.., before, last] if last.kind == K::LeftParen => open == b'[' || is_word(before),
            [.., last] => {
                !is_word(last)
                    && !matches!(
                        last.kind,
                        K::QuotedName
                            | K::String
                            | K::Integer
                            | K::Float
                            | K::RightParen
                            | K::RightBracket
                            | K::RightBrace
                            | K::Constant
                            | K::Minus
                    )
            }
            [] => false,
        }
    }
}

/// Reads one constant. Where something is none, the lexer is left at it.
struct Reader<'l, 't> {
    lexer: &'l mut Lexer<'t>,
    nesting: u32,
    /// Of the highest list or map so far.
    height: u32,
    /// Of the lists and maps that are being read: each gets its own when it is known how many they are.
    items: Vec<Value>,
    entries: Vec<(Text, Value)>,
    /// The list of nothing.
    empty: Value,
}

impl Reader<'_, '_> {
    /// The value here, inside of `depth` lists and maps.
    fn value(&mut self, depth: u32) -> Option<Value> {
        // With what follows it, a comma or a bracket.
        self.lexer.parts += 2;
        if self.lexer.memory() > self.lexer.bounds.memory {
            return None;
        }
        match self.lexer.peek(0) {
            b'0'..=b'9' | b'.' => self.number(),
            b'-' => {
                self.lexer.parts += 1;
                self.lexer.at += 1;
                self.skip_blanks()?;
                match self.number()? {
                    Value::Integer(magnitude) => Some(Value::Integer(-magnitude)),
                    Value::Float(magnitude) => Some(Value::Float(-magnitude)),
                    _ => None,
                }
            }
            quote @ (b'\'' | b'"') => {
                let start = self.lexer.at;
                self.lexer.skip_string(quote).ok()?;
                self.read(TokenKind::String, start)
            }
            b'[' => self.list(depth + 1),
            b'{' => self.map(depth + 1),
            b'a'..=b'z' | b'A'..=b'Z' => match self.word() {
                "true" => Some(Value::Boolean(true)),
                "false" => Some(Value::Boolean(false)),
                "null" => Some(Value::Null),
                word => literal::constant(Keyword::of(word)?),
            },
            _ => None,
        }
    }

    /// Goes over blanks and comments, which mostly are none.
    #[inline]
    fn skip_blanks(&mut self) -> Option<()> {
        match self.lexer.peek(0) {
            b'!'..=b'.' | b'0'..=b'~' => Some(()),
            _ => self.lexer.skip_blanks().ok(),
        }
    }

    /// The name here, which is not quoted.
    fn word(&mut self) -> &str {
        let start = self.lexer.at;
        self.lexer.name_part();
        &self.lexer.text[start..self.lexer.at]
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.lexer.at;
        // What nearly all are, of which there may be a million.
        if let Some((value, length)) = short_number(&self.lexer.bytes[start..]) {
            self.lexer.at += length;
            return Some(value);
        }
        let point = usize::from(self.lexer.peek(0) == b'.');
        if !self.lexer.peek(point).is_ascii_digit() {
            return None;
        }
        let kind = self.lexer.skip_number().ok()?;
        self.read(kind, start)
    }

    /// The literal from `start`. What is wrong with one, or too large without its minus, the parser says.
    fn read(&self, kind: TokenKind, start: usize) -> Option<Value> {
        let written = &self.lexer.text[start..self.lexer.at];
        literal::value(kind, written, start as u32).ok()?
    }

    /// Goes over the bracket here and the blanks behind it.
    fn enter(&mut self, depth: u32) -> Option<()> {
        self.height = self.height.max(depth);
        self.lexer.at += 1;
        self.skip_blanks()?;
        self.lexer.inner += usize::from(depth > 1);
        let fits = depth <= self.nesting && self.lexer.count() <= self.lexer.bounds.tokens;
        fits.then_some(())
    }

    /// Goes over the comma or closing bracket here and the blanks around it; whether it was the bracket.
    fn ends(&mut self, close: u8) -> Option<bool> {
        self.skip_blanks()?;
        let found = self.lexer.peek(0);
        if found == close {
            self.lexer.at += 1;
            return Some(true);
        }
        if found != b',' {
            return None;
        }
        self.lexer.at += 1;
        self.skip_blanks()?;
        Some(false)
    }

    fn list(&mut self, depth: u32) -> Option<Value> {
        self.enter(depth)?;
        if self.lexer.peek(0) == b']' {
            self.lexer.at += 1;
            return Some(self.empty.clone());
        }
        let first = self.items.len();
        if depth == 1 {
            // A list of numbers or names has as many items as commas: it is not moved while it grows.
            let rest = &self.lexer.bytes[self.lexer.at..];
            let flat = memchr::memchr3(b']', b'[', b'{', rest).unwrap_or(0);
            let commas = memchr::memchr_iter(b',', &rest[..flat]).count();
            self.items.reserve_exact(commas + 1);
        }
        loop {
            let item = self.value(depth)?;
            self.items.push(item);
            if self.ends(b']')? {
                let items = match depth {
                    1 => std::mem::take(&mut self.items),
                    _ => self.items.drain(first..).collect(),
                };
                return Some(Value::list(items));
            }
        }
    }

    fn map(&mut self, depth: u32) -> Option<Value> {
        self.enter(depth)?;
        if self.lexer.peek(0) == b'}' {
            self.lexer.at += 1;
            return Some(Value::map(Map::new()));
        }
        let first = self.entries.len();
        loop {
            let key = self.key()?;
            let value = self.value(depth)?;
            self.entries.push((key, value));
            if self.ends(b'}')? {
                let mut map = Map::with_capacity(self.entries.len() - first);
                for (key, value) in self.entries.drain(first..) {
                    map.insert(key, value);
                }
                return Some(Value::map(map));
            }
        }
    }

    /// A key that begins in ASCII or is quoted, as nearly all are, and its colon.
    fn key(&mut self) -> Option<Text> {
        let start = self.lexer.at;
        let key = match self.lexer.peek(0) {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Text::new(self.word()),
            b'`' => {
                self.lexer.skip_quoted_name().ok()?;
                unquoted(&self.lexer.text[start..self.lexer.at])
            }
            _ => return None,
        };
        self.lexer.parts += 2;
        self.skip_blanks()?;
        if self.lexer.peek(0) != b':' || self.lexer.peek(1) == b':' {
            return None;
        }
        self.lexer.at += 1;
        self.skip_blanks()?;
        Some(key)
    }
}

/// The number here and how long it is, if it is of few decimal digits, with a point among them or not, and
/// nothing but a comma, a bracket or a blank is behind it.
fn short_number(bytes: &[u8]) -> Option<(Value, usize)> {
    let (mut digits, mut point, mut length) = (0_i64, None, 0);
    loop {
        match *bytes.get(length)? {
            // A zero in front of others is an old form of octal numbers.
            b'0'..=b'9' if length == 1 && digits == 0 && point.is_none() => return None,
            digit @ b'0'..=b'9' if length < 18 => digits = digits * 10 + i64::from(digit - b'0'),
            b'.' if length > 0 && point.is_none() => point = Some(length),
            b',' | b']' | b'}' | b' ' | b'\n' if length > 0 => break,
            _ => return None,
        }
        length += 1;
    }
    let value = match point {
        None => Value::Integer(digits),
        // Up to here a float holds both exactly, and division rounds as it is to be.
        Some(point) if length > point + 1 && length <= 16 => {
            Value::Float(digits as f64 / POWERS[length - point - 1])
        }
        Some(_) => return None,
    };
    Some((value, length))
}

/// Powers of ten.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_what_their_digits_say() {
        for written in [
            "0",
            "7",
            "10",
            "0.5",
            "1.5",
            "0.1",
            "3.14",
            "123456.789",
            "99999999999999.9",
            "9999999999999.95",
            "0.00000000000001",
            "123456789012345678",
            "8.41",
            "0.3",
            "2.675",
        ] {
            let text = format!("{written},");
            let (value, length) = short_number(text.as_bytes()).unwrap();
            assert_eq!(length, written.len());
            match value {
                Value::Integer(value) => assert_eq!(value.to_string(), written),
                Value::Float(value) => {
                    assert_eq!(value, written.parse::<f64>().unwrap(), "{written}");
                }
                other => panic!("{other:?}"),
            }
        }
        for other in [
            "",
            "1",
            ",",
            "1., ",
            ".5,",
            "01,",
            "00.5,",
            "1.2.3,",
            "1_0,",
            "1e5,",
            "1.5e3,",
            "1..2,",
            "1234567890123456789,",
            "1.2345678901234567,",
            "0x1f,",
            "1.5f,",
        ] {
            assert!(short_number(other.as_bytes()).is_none(), "{other}");
        }
    }
}
