//! Text to tokens, in one pass and without recursion.
//!
//! Tokens carry byte places and nothing else, so that a token is 16 bytes; values are read from
//! the text by the parser. Brackets know their partner: that is what lets the parser look ahead
//! over a whole bracketed part in one step. Brackets that do not match are no error here (the
//! parser says it better); they merely have no partner.
//!
//! Long lists and maps of nothing but constants are one token each, which has their value: of a million
//! numbers there is then no token and no tree, which would take many times the time and the memory.
//!
//! Meet [`tokenize`].

mod constant;

use quiver_types::{Status, Text, Value};

use super::ast::{Language, Span};
use super::keyword::Keyword;
use super::parser::Complaint;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "punctuation is named after its signs")]
pub enum TokenKind {
    /// An unquoted name or keyword.
    Name,
    /// A name in backticks.
    QuotedName,
    /// A string in single or double quotes.
    String,
    /// Decimal, hexadecimal or octal digits.
    Integer,
    /// A number with a point or an exponent.
    Float,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Dot,
    DotDot,
    Semicolon,
    Colon,
    DoubleColon,
    Plus,
    PlusEqual,
    Minus,
    Star,
    Slash,
    Percent,
    Caret,
    Equal,
    NotEqual,
    /// `!=`, which Cypher does not have; kept to say so.
    BangEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// `=~`.
    Matches,
    Bar,
    DoubleBar,
    Ampersand,
    Bang,
    Dollar,
    /// A long constant list or map.
    Constant,
    /// The end of the text.
    End,
}

impl TokenKind {
    /// How messages call it.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Name | Self::QuotedName => "a name",
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Float => "a number",
            Self::LeftParen => "'('",
            Self::RightParen => "')'",
            Self::LeftBracket => "'['",
            Self::RightBracket => "']'",
            Self::LeftBrace => "'{'",
            Self::RightBrace => "'}'",
            Self::Comma => "','",
            Self::Dot => "'.'",
            Self::DotDot => "'..'",
            Self::Semicolon => "';'",
            Self::Colon => "':'",
            Self::DoubleColon => "'::'",
            Self::Plus => "'+'",
            Self::PlusEqual => "'+='",
            Self::Minus => "'-'",
            Self::Star => "'*'",
            Self::Slash => "'/'",
            Self::Percent => "'%'",
            Self::Caret => "'^'",
            Self::Equal => "'='",
            Self::NotEqual => "'<>'",
            Self::BangEqual => "'!='",
            Self::Less => "'<'",
            Self::LessOrEqual => "'<='",
            Self::Greater => "'>'",
            Self::GreaterOrEqual => "'>='",
            Self::Matches => "'=~'",
            Self::Bar => "'|'",
            Self::DoubleBar => "'||'",
            Self::Ampersand => "'&'",
            Self::Bang => "'!'",
            Self::Dollar => "'$'",
            Self::Constant => "a list or a map",
            Self::End => "the end of the query",
        }
    }
}

/// A bracket without a partner.
pub const NO_PARTNER: u32 = u32::MAX;

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The keyword a name spells, if any.
    pub keyword: Option<Keyword>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Of a bracket, the position of its partner in the tokens, or [`NO_PARTNER`].
    pub partner: u32,
}

const _: () = assert!(size_of::<Token>() == 16);

/// What a [`TokenKind::Constant`] says.
#[derive(Debug)]
pub struct Constant {
    /// First byte of its token.
    pub start: u32,
    /// The list or map.
    pub value: Value,
    /// Lists and maps inside of each other.
    pub height: u32,
}

/// A text as tokens.
#[derive(Debug)]
pub struct Tokens {
    /// In order; the last one is [`TokenKind::End`].
    pub all: Vec<Token>,
    /// What the constants among them are, in order.
    pub constants: Vec<Constant>,
}

/// What a token costs while its query is planned, in bytes: about as measured for long lists of numbers.
const TOKEN: usize = 80;

/// What a part of a constant costs, in bytes: each value, key and bracket is two parts, with the sign
/// behind it. Strings and small maps cost most.
const PART: usize = 48;

/// How much a text may hold.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Tokens.
    pub tokens: usize,
    /// Bytes that tree and plan may take, at [`TOKEN`] for each token and [`PART`] for each part of a
    /// constant.
    pub memory: usize,
    /// Lists and maps inside of each other that are read as one constant; `None` reads none so.
    pub constants: Option<u32>,
    /// The version of the language where a text does not say it.
    pub language: Language,
}

impl Bounds {
    /// No bounds, and a token for everything.
    pub const NONE: Self = Self {
        tokens: usize::MAX,
        memory: usize::MAX,
        constants: None,
        language: Language::Cypher5,
    };
}

/// Splits `text` into tokens. `text` is shorter than 4 GiB.
pub fn tokenize(text: &str, bounds: Bounds) -> Result<Tokens, Complaint> {
    assert!(text.len() < u32::MAX as usize, "the caller bounds the text");
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        // Enough for what people write; a long text may be one string.
        tokens: Vec::with_capacity(
            (text.len() / 3 + 8)
                .min(1 << 12)
                .max(text.len() / 4)
                .min(bounds.tokens.saturating_add(1)),
        ),
        constants: Vec::new(),
        bounds,
        parts: 0,
        inner: 0,
        tried: 0,
        in_vain: 0,
        open: Vec::new(),
    };
    lexer.run()?;
    Ok(Tokens {
        all: lexer.tokens,
        constants: lexer.constants,
    })
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tokens: Vec<Token>,
    constants: Vec<Constant>,
    bounds: Bounds,
    /// Parts of the constants.
    parts: usize,
    /// Lists and maps inside of the constants, which are counted as tokens are: each takes as long.
    inner: usize,
    /// How far constants were looked for, and bytes that turned out to be none.
    tried: usize,
    in_vain: usize,
    /// Positions in `tokens` of the brackets not closed yet.
    open: Vec<u32>,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), Complaint> {
        loop {
            self.skip_blanks()?;
            let start = self.at;
            let Some(&byte) = self.bytes.get(start) else {
                self.push(TokenKind::End, start);
                return Ok(());
            };
            self.check_bounds()?;
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.name(start),
                b'0'..=b'9' => self.number(start)?,
                b'.' if self.peek(1).is_ascii_digit() => self.number(start)?,
                b'\'' | b'"' => {
                    self.skip_string(byte)?;
                    self.push(TokenKind::String, start);
                }
                b'`' => self.quoted_name(start)?,
                b'[' | b'{' if self.constant(byte)? => {}
                128.. => self.unicode_name(start)?,
                _ => self.punctuation(start)?,
            }
        }
    }

    /// Bytes that tree and plan take of what was read so far.
    fn memory(&self) -> usize {
        self.tokens.len() * TOKEN + self.parts * PART
    }

    /// What is bounded by the number of tokens.
    fn count(&self) -> usize {
        self.tokens.len() + self.inner
    }

    fn check_bounds(&self) -> Result<(), Complaint> {
        let message = if self.count() > self.bounds.tokens {
            format!(
                "The query has more than {} words, numbers and signs; split it, or pass large lists and \
                 maps as parameters",
                self.bounds.tokens
            )
        } else if self.memory() > self.bounds.memory {
            "The words, numbers and signs of the query would take more memory than it may; pass large \
             lists and maps as parameters"
                .to_owned()
        } else {
            return Ok(());
        };
        Err(self.complain(Status::QueryTooComplex, message, self.at))
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.push_with(kind, None, start);
    }

    fn push_with(&mut self, kind: TokenKind, keyword: Option<Keyword>, start: usize) {
        self.tokens.push(Token {
            kind,
            keyword,
            start: start as u32,
            end: self.at as u32,
            partner: NO_PARTNER,
        });
    }

    fn complain(&self, status: Status, message: impl Into<String>, at: usize) -> Complaint {
        Complaint::new(status, message, at as u32)
    }

    fn skip_blanks(&mut self) -> Result<(), Complaint> {
        loop {
            match self.peek(0) {
                b' ' | b'\t'..=b'\r' | 0x1c..=0x1f => self.at += 1,
                b'/' if self.peek(1) == b'/' => {
                    let rest = &self.bytes[self.at..];
                    let line = rest.iter().position(|&b| b == b'\n' || b == b'\r');
                    self.at += line.unwrap_or(rest.len());
                }
                b'/' if self.peek(1) == b'*' => {
                    let rest = &self.bytes[self.at + 2..];
                    let Some(length) = rest.windows(2).position(|pair| pair == b"*/") else {
                        return Err(self.complain(
                            Status::UnclosedComment,
                            "The comment that begins here is never closed: expected '*/'",
                            self.at,
                        ));
                    };
                    self.at += length + 4;
                }
                128.. => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{180e}' || c == '\u{feff}' => {
                        self.at += c.len_utf8();
                    }
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
    }

    /// Moves over the characters that may continue a name.
    fn name_part(&mut self) {
        loop {
            match self.peek(0) {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' => self.at += 1,
                b'$' if self.is_cypher_5() => self.at += 1,
                128.. => match self.text[self.at..].chars().next() {
                    Some(c) if continues_name(c) => self.at += c.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// Whether the text is Cypher 5, in which names may hold a dollar sign.
    fn is_cypher_5(&self) -> bool {
        let mut tokens = self.tokens.iter();
        while let Some(token) = tokens.next() {
            match token.keyword {
                Some(Keyword::Explain | Keyword::Profile) => {}
                Some(Keyword::Cypher) => {
                    let version = tokens.next().filter(|next| next.kind == TokenKind::Integer);
                    if let Some(version) = version {
                        return &self.text[version.start as usize..version.end as usize] == "5";
                    }
                    break;
                }
                _ => break,
            }
        }
        self.bounds.language == Language::Cypher5
    }

    fn name(&mut self, start: usize) {
        self.name_part();
        let keyword = Keyword::of(&self.text[start..self.at]);
        self.push_with(TokenKind::Name, keyword, start);
    }

    fn unicode_name(&mut self, start: usize) -> Result<(), Complaint> {
        match self.text[start..].chars().next() {
            Some(c) if c.is_alphabetic() || is_connector_or_currency(c) => {
                self.name_part();
                self.push(TokenKind::Name, start);
                Ok(())
            }
            c => Err(self.complain(
                Status::InvalidSyntax,
                format!("Invalid input '{}': it has no meaning in Cypher outside of strings and quoted names", c.unwrap_or(' ')),
                start,
            )),
        }
    }

    fn quoted_name(&mut self, start: usize) -> Result<(), Complaint> {
        self.skip_quoted_name()?;
        self.push(TokenKind::QuotedName, start);
        Ok(())
    }

    /// Moves over the name in backticks here.
    fn skip_quoted_name(&mut self) -> Result<(), Complaint> {
        let start = self.at;
        self.at += 1;
        loop {
            match memchr::memchr(b'`', &self.bytes[self.at..]) {
                None => {
                    return Err(self.complain(
                        Status::InvalidSyntax,
                        "The name in backticks that begins here is never closed: expected '`'",
                        start,
                    ));
                }
                Some(length) => self.at += length + 1,
            }
            if self.peek(0) != b'`' {
                break;
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Moves over the string here.
    fn skip_string(&mut self, quote: u8) -> Result<(), Complaint> {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr2(quote, b'\\', rest) else {
                return Err(self.complain(
                    Status::UnclosedString,
                    "The string that begins here is never closed: expected a closing quote (a quote inside of a string is written after a backslash)",
                    start,
                ));
            };
            self.at += length + 1;
            if rest[length] == quote {
                return Ok(());
            }
            self.at += 1;
        }
    }

    fn number(&mut self, start: usize) -> Result<(), Complaint> {
        let kind = self.skip_number()?;
        self.push(kind, start);
        Ok(())
    }

    /// Moves over the number here; tells which kind of number it is.
    fn skip_number(&mut self) -> Result<TokenKind, Complaint> {
        let start = self.at;
        let mut kind = TokenKind::Integer;
        if self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'X' | b'o' | b'O') {
            self.name_part();
            return Ok(kind);
        }
        self.digits();
        // `1.` is no number: `1..2` is a range and `1.e` is a property of 1.
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            kind = TokenKind::Float;
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(0), b'e' | b'E') {
            kind = TokenKind::Float;
            self.at += 1;
            if matches!(self.peek(0), b'+' | b'-') {
                self.at += 1;
            }
            self.digits();
        }
        // Java's suffixes for floats are part of Cypher.
        if kind == TokenKind::Float && matches!(self.peek(0), b'f' | b'F' | b'd' | b'D') {
            self.at += 1;
        }
        let valid = self.at;
        self.name_part();
        match self.at > valid {
            true => Err(self.bad_number(start)),
            false => Ok(kind),
        }
    }

    fn digits(&mut self) {
        while matches!(self.peek(0), b'0'..=b'9' | b'_') {
            self.at += 1;
        }
    }

    fn bad_number(&self, start: usize) -> Complaint {
        let word = &self.text[start..self.at];
        self.complain(
            Status::InvalidNumber,
            format!("Invalid number literal '{}': a name cannot begin with a digit, and a number ends where its digits do", shorten(word)),
            start,
        )
    }

    fn punctuation(&mut self, start: usize) -> Result<(), Complaint> {
        use TokenKind as K;
        let (kind, length) = match (self.peek(0), self.peek(1)) {
            (b'(', _) => (K::LeftParen, 1),
            (b')', _) => (K::RightParen, 1),
            (b'[', _) => (K::LeftBracket, 1),
            (b']', _) => (K::RightBracket, 1),
            (b'{', _) => (K::LeftBrace, 1),
            (b'}', _) => (K::RightBrace, 1),
            (b',', _) => (K::Comma, 1),
            (b'.', b'.') => (K::DotDot, 2),
            (b'.', _) => (K::Dot, 1),
            (b';', _) => (K::Semicolon, 1),
            (b':', b':') => (K::DoubleColon, 2),
            (b':', _) => (K::Colon, 1),
            (b'+', b'=') => (K::PlusEqual, 2),
            (b'+', _) => (K::Plus, 1),
            (b'-', _) => (K::Minus, 1),
            (b'*', _) => (K::Star, 1),
            (b'/', _) => (K::Slash, 1),
            (b'%', _) => (K::Percent, 1),
            (b'^', _) => (K::Caret, 1),
            (b'=', b'~') => (K::Matches, 2),
            (b'=', _) => (K::Equal, 1),
            (b'!', b'=') => (K::BangEqual, 2),
            (b'!', _) => (K::Bang, 1),
            (b'<', b'>') => (K::NotEqual, 2),
            (b'<', b'=') => (K::LessOrEqual, 2),
            (b'<', _) => (K::Less, 1),
            (b'>', b'=') => (K::GreaterOrEqual, 2),
            (b'>', _) => (K::Greater, 1),
            (b'|', b'|') => (K::DoubleBar, 2),
            (b'|', _) => (K::Bar, 1),
            (b'&', _) => (K::Ampersand, 1),
            (b'$', _) => (K::Dollar, 1),
            (other, _) => {
                return Err(self.complain(
                    Status::InvalidSyntax,
                    format!(
                        "Invalid input '{}': it has no meaning in Cypher outside of strings and quoted names",
                        char::from(other).escape_default()
                    ),
                    start,
                ));
            }
        };
        self.at += length;
        self.push(kind, start);
        self.pair(kind);
        Ok(())
    }

    /// Gives the bracket just pushed its partner.
    fn pair(&mut self, kind: TokenKind) {
        let opener = match kind {
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                self.open.push(self.tokens.len() as u32 - 1);
                return;
            }
            TokenKind::RightParen => TokenKind::LeftParen,
            TokenKind::RightBracket => TokenKind::LeftBracket,
            TokenKind::RightBrace => TokenKind::LeftBrace,
            _ => return,
        };
        let this = self.tokens.len() - 1;
        if let Some(&open) = self.open.last()
            && self.tokens[open as usize].kind == opener
        {
            self.open.pop();
            self.tokens[open as usize].partner = this as u32;
            self.tokens[this].partner = open;
        }
    }
}

/// Whether `c`, which is not ASCII, may stand in an unquoted name after its first character.
fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || is_connector_or_currency(c) || is_combining(c)
}

fn is_connector_or_currency(c: char) -> bool {
    matches!(
        c,
        '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'
            ..='\u{fe4f}' | '\u{ff3f}'
    ) || matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20c0}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{200c}' | '\u{200d}')
}

/// Names with a sign of money, which Cypher 25 does not have outside of backticks.
pub fn old_names(text: &str) -> Vec<Span> {
    let money = |c: char| c == '$' || matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20c0}');
    // Most texts have none, and are not read again.
    let inside = text.match_indices(money).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_some_and(|c| money(c) || c == '_' || continues_name(c))
    });
    let tokens = match inside {
        true => tokenize(text, Bounds::NONE).ok(),
        false => None,
    };
    let names = tokens.into_iter().flat_map(|tokens| tokens.all);
    names
        .filter(|token| token.kind == TokenKind::Name)
        .map(|token| Span {
            start: token.start,
            end: token.end,
        })
        .filter(|span| text[span.start as usize..span.end as usize].contains(money))
        .collect()
}

/// What a name in backticks says.
pub fn unquoted(written: &str) -> Text {
    let inner = &written[1..written.len() - 1];
    match inner.contains('`') {
        true => Text::from(inner.replace("``", "`")),
        false => Text::new(inner),
    }
}

/// At most 40 characters of `word`, for messages.
pub fn shorten(word: &str) -> String {
    match word.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &word[..end]),
        None => word.to_owned(),
    }
}
