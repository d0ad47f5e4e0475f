//! What the parsers read from: a place in the tokens, usable as an input of nom.
//!
//! Three things are remembered beside the place, for all parsers of one text together
//! ([`Context`]): how deep the text is nested, how far parsing came, and (in the second run, made
//! only after an error) what would have been welcome there.

use std::cell::{Cell, RefCell};
use std::iter::{Copied, Enumerate};
use std::slice;

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Needed};
use quiver_types::{Status, Text};

use super::expression::Strength;
use super::{Complaint, Limits};
use crate::syntax::ast::{Language, Name, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{Constant, NO_PARTNER, Token, TokenKind, Tokens, unquoted};

/// What joins labels, or stands before them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LabelSign {
    /// `:A:B`, with the place of the second colon.
    Colon(u32),
    /// `|` between labels, and `&`, `!` and `%`.
    Newer,
    /// IS.
    Is,
}

/// Something that would have been welcome at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Expected {
    Token(TokenKind),
    Keyword(Keyword),
    Described(&'static str),
}

/// Why a parser failed.
#[derive(Debug)]
pub(in crate::syntax) enum Problem {
    /// A token that does not fit; what and where is in the context.
    Mismatch,
    /// Something with its own words.
    Complaint(Box<Complaint>),
}

/// Result of a parser.
pub(super) type Parsed<'t, T> = IResult<Input<'t>, T, Problem>;

impl<'t> ParseError<Input<'t>> for Problem {
    fn from_error_kind(_: Input<'t>, _: ErrorKind) -> Self {
        Self::Mismatch
    }
    fn append(_: Input<'t>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// What the parsers of one text share.
pub(super) struct Context<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    constants: &'t [Constant],
    pub(super) max_nesting: u32,
    /// Nesting at the place being parsed.
    depth: Cell<u32>,
    /// Height of the highest tree finished in the part being parsed.
    pub(super) height: Cell<u32>,
    /// Closing bracket of the comprehension whose WHERE is being parsed; 0 outside.
    pub(super) bar_ends: Cell<u32>,
    /// Signs between labels that do not go with each other in one clause.
    pub(super) label_signs: RefCell<Vec<LabelSign>>,
    /// The loosest operator that the expression which begins next may have.
    pub(super) loosest: Cell<Strength>,
    /// Whether the text asks for Cypher 25.
    pub(super) is_25: Cell<bool>,
    /// Whether it is to be read so whatever it asks for.
    pub(super) assumes_25: bool,
    /// The furthest token that did not fit.
    furthest: Cell<u32>,
    /// Whether to note what was expected.
    recording: bool,
    expected: RefCell<Vec<Expected>>,
}

impl<'t> Context<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t Tokens, limits: Limits, recording: bool) -> Self {
        Self {
            text,
            tokens: &tokens.all,
            constants: &tokens.constants,
            max_nesting: u32::try_from(limits.max_nesting).unwrap_or(u32::MAX / 4),
            depth: Cell::new(0),
            height: Cell::new(0),
            bar_ends: Cell::new(0),
            label_signs: RefCell::new(Vec::new()),
            loosest: Cell::new(Strength::Or),
            is_25: Cell::new(limits.language == Language::Cypher25),
            assumes_25: false,
            furthest: Cell::new(0),
            recording,
            expected: RefCell::new(Vec::new()),
        }
    }

    /// The furthest token that did not fit and what was expected in its place.
    pub(super) fn into_mismatch(self) -> (Token, Vec<Expected>) {
        let at = self.furthest.get() as usize;
        (self.tokens[at], self.expected.into_inner())
    }

    #[cold]
    pub(super) fn too_deep(&self, at: u32) -> nom::Err<Problem> {
        complaint(
            Status::QueryTooComplex,
            format!(
                "The query is nested deeper than {} levels here; name intermediate results with WITH instead",
                self.max_nesting
            ),
            at,
        )
    }
}

/// An error with its own words.
#[cold]
pub(super) fn complaint(status: Status, message: impl Into<String>, at: u32) -> nom::Err<Problem> {
    nom::Err::Failure(Problem::Complaint(Box::new(Complaint::new(
        status, message, at,
    ))))
}

/// The same without a place.
#[cold]
pub(super) fn complaint_nowhere(status: Status, message: impl Into<String>) -> nom::Err<Problem> {
    nom::Err::Failure(Problem::Complaint(Box::new(Complaint::nowhere(
        status, message,
    ))))
}

/// One level of nesting, until it is dropped.
pub(super) struct Level<'t> {
    context: &'t Context<'t>,
    depth: u32,
    height: u32,
    lift: u32,
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        let context = self.context;
        context.depth.set(self.depth);
        context
            .height
            .set(self.height.max(context.height.get() + self.lift));
    }
}

/// A place in the tokens.
#[derive(Clone, Copy)]
pub(super) struct Input<'t> {
    pub(super) context: &'t Context<'t>,
    pub(super) at: u32,
    /// Where nom believes the tokens to end.
    limit: u32,
}

impl<'t> Input<'t> {
    /// The first token.
    pub(super) fn new(context: &'t Context<'t>) -> Self {
        Self {
            context,
            at: 0,
            limit: context.tokens.len() as u32 - 1,
        }
    }

    #[inline]
    pub(super) fn token(self) -> Token {
        self.nth(0)
    }

    /// The token `ahead` tokens further; the end stays the end.
    #[inline]
    pub(super) fn nth(self, ahead: usize) -> Token {
        self.token_at(self.at as usize + ahead)
    }

    #[inline]
    pub(super) fn token_at(self, at: usize) -> Token {
        let tokens = self.context.tokens;
        tokens[at.min(tokens.len() - 1)]
    }

    #[inline]
    pub(super) fn kind(self) -> TokenKind {
        self.token().kind
    }

    #[inline]
    pub(super) fn kind_at(self, ahead: usize) -> TokenKind {
        self.nth(ahead).kind
    }

    #[inline]
    pub(super) fn keyword(self) -> Option<Keyword> {
        self.token().keyword
    }

    #[inline]
    pub(super) fn keyword_at(self, ahead: usize) -> Option<Keyword> {
        self.nth(ahead).keyword
    }

    /// The place `count` tokens further.
    #[inline]
    pub(super) fn skip(self, count: usize) -> Self {
        let last = self.context.tokens.len() - 1;
        Self {
            at: (self.at as usize + count).min(last) as u32,
            ..self
        }
    }

    /// First byte of the next token.
    pub(super) fn start(self) -> u32 {
        self.token().start
    }

    /// One past the last byte of the token before this place.
    pub(super) fn end_before(self) -> u32 {
        match self.at {
            0 => 0,
            at => self.context.tokens[at as usize - 1].end,
        }
    }

    /// From `start` to the end of the token before this place.
    pub(super) fn span_from(self, start: u32) -> Span {
        Span {
            start,
            end: self.end_before(),
        }
    }

    pub(super) fn text_of(self, token: Token) -> &'t str {
        &self.context.text[token.start as usize..token.end as usize]
    }

    /// The constant that the token here is.
    pub(super) fn constant(self) -> Option<&'t Constant> {
        let all = self.context.constants;
        let found = all.binary_search_by_key(&self.start(), |constant| constant.start);
        all.get(found.ok()?)
    }

    /// The position of the partner of the bracket here, if it has one.
    pub(super) fn partner(self) -> Option<usize> {
        self.partner_of(self.at as usize)
    }

    pub(super) fn partner_of(self, at: usize) -> Option<usize> {
        match self.token_at(at).partner {
            NO_PARTNER => None,
            partner => Some(partner as usize),
        }
    }

    /// Whether the next token is of that kind; remembers that it was welcome if not.
    #[inline]
    pub(super) fn is(self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        if !found {
            self.note(Expected::Token(kind));
        }
        found
    }

    /// The place after the next token if that is of the kind.
    #[inline]
    pub(super) fn eat(self, kind: TokenKind) -> Option<Self> {
        self.is(kind).then(|| self.skip(1))
    }

    /// Whether the next token spells that keyword; remembers that it was welcome if not.
    #[inline]
    pub(super) fn is_keyword(self, keyword: Keyword) -> bool {
        let found = self.keyword() == Some(keyword);
        if !found {
            self.note(Expected::Keyword(keyword));
        }
        found
    }

    /// The place after the next token if that spells the keyword.
    #[inline]
    pub(super) fn eat_keyword(self, keyword: Keyword) -> Option<Self> {
        self.is_keyword(keyword).then(|| self.skip(1))
    }

    /// The place after two keywords.
    pub(super) fn eat_keywords(self, first: Keyword, second: Keyword) -> Option<Self> {
        self.eat_keyword(first)?.eat_keyword(second)
    }

    /// Remembers what would have been welcome here.
    #[inline]
    pub(super) fn note(self, expected: Expected) {
        if self.context.recording {
            self.record(expected);
        }
    }

    /// Remembers that each of these keywords would have been welcome here.
    #[inline]
    pub(super) fn note_all(self, keywords: &[Keyword]) {
        if self.context.recording {
            for &keyword in keywords {
                self.record(Expected::Keyword(keyword));
            }
        }
    }

    #[cold]
    fn record(self, expected: Expected) {
        let context = self.context;
        if self.at < context.furthest.get() {
            return;
        }
        let mut all = context.expected.borrow_mut();
        if self.at > context.furthest.get() {
            context.furthest.set(self.at);
            all.clear();
        }
        if !all.contains(&expected) {
            all.push(expected);
        }
    }

    /// Fails here, where `what` was expected.
    pub(super) fn unexpected<T>(self, what: &'static str) -> Parsed<'t, T> {
        self.note(Expected::Described(what));
        Err(nom::Err::Error(Problem::Mismatch))
    }

    /// Fails here with words of its own.
    pub(super) fn complain<T>(self, status: Status, message: impl Into<String>) -> Parsed<'t, T> {
        Err(complaint(status, message, self.start()))
    }

    /// The token before; there is one.
    pub(super) fn back(self) -> Self {
        Self {
            at: self.at.saturating_sub(1),
            ..self
        }
    }

    /// Refuses a construct of Cypher 25 in a text that does not ask for it.
    pub(super) fn only_in_25<T>(self, what: &str) -> Parsed<'t, T> {
        self.complain(
            Status::OtherVersion,
            format!(
                "Invalid input '{}': {what} is part of Cypher 25; begin the query with 'CYPHER 25'",
                self.text_of(self.token())
            ),
        )
    }

    /// Goes `weight` levels deeper, until the answer is dropped; the tree below gets one higher.
    /// The weight is what the parsers in between take of the stack, in units of about 3 KiB in a
    /// debug build.
    pub(super) fn nest(self, weight: u32) -> Result<Level<'t>, nom::Err<Problem>> {
        self.nest_by(weight, 1)
    }

    /// Goes `weight` levels deeper, until the answer is dropped; the tree below gets `lift`
    /// higher.
    pub(super) fn nest_by(self, weight: u32, lift: u32) -> Result<Level<'t>, nom::Err<Problem>> {
        let context = self.context;
        let depth = context.depth.get();
        if depth + weight > context.max_nesting {
            return Err(context.too_deep(self.start()));
        }
        context.depth.set(depth + weight);
        Ok(Level {
            context,
            depth,
            height: context.height.replace(0),
            lift,
        })
    }

    /// Counts one level on top of the tree just finished.
    pub(super) fn raise(self) -> Result<(), nom::Err<Problem>> {
        let height = self.context.height.get() + 1;
        if height > self.context.max_nesting {
            return Err(self.context.too_deep(self.start()));
        }
        self.context.height.set(height);
        Ok(())
    }
}

/// nom's view of the tokens. The end token is never part of it.
impl<'t> nom::Input for Input<'t> {
    type Item = Token;
    type Iter = Copied<slice::Iter<'t, Token>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        (self.limit - self.at) as usize
    }
    fn take(&self, count: usize) -> Self {
        Self {
            limit: self.at + count as u32,
            ..*self
        }
    }
    fn take_from(&self, count: usize) -> Self {
        self.skip(count)
    }
    fn take_split(&self, count: usize) -> (Self, Self) {
        (self.take_from(count), self.take(count))
    }
    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.iter_elements().position(predicate)
    }
    fn iter_elements(&self) -> Self::Iter {
        let tokens = self.context.tokens;
        tokens[self.at as usize..self.limit as usize]
            .iter()
            .copied()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        Ok(count)
    }
}

/// A token of one kind.
pub(super) fn token<'t>(kind: TokenKind) -> impl Fn(Input<'t>) -> Parsed<'t, Token> + Copy {
    move |input| match input.eat(kind) {
        Some(rest) => Ok((rest, input.token())),
        None => Err(nom::Err::Error(Problem::Mismatch)),
    }
}

/// A keyword.
pub(super) fn keyword<'t>(keyword: Keyword) -> impl Fn(Input<'t>) -> Parsed<'t, Token> + Copy {
    move |input| match input.eat_keyword(keyword) {
        Some(rest) => Ok((rest, input.token())),
        None => Err(nom::Err::Error(Problem::Mismatch)),
    }
}

/// Any name, keywords and quoted names included.
pub(super) fn name(input: Input<'_>) -> Parsed<'_, Name> {
    named(input, "a name")
}

/// A variable to be declared.
pub(super) fn variable(input: Input<'_>) -> Parsed<'_, Name> {
    named(input, "a variable")
}

/// Any name, called `what` if it is missing.
pub(super) fn named<'t>(input: Input<'t>, what: &'static str) -> Parsed<'t, Name> {
    let token = input.token();
    match token.kind {
        TokenKind::Name | TokenKind::QuotedName => Ok((input.skip(1), read_name(input, token))),
        _ => input.unexpected(what),
    }
}

/// The same of a label, a type, a property key, or a rule or index: those cannot be empty.
pub(super) fn token_name<'t>(input: Input<'t>, what: &'static str) -> Parsed<'t, Name> {
    let (rest, name) = named(input, what)?;
    match name.text.is_empty() {
        true => Err(empty_name(name.span.start)),
        false => Ok((rest, name)),
    }
}

/// The error about a name in backticks that says nothing.
#[cold]
pub(super) fn empty_name(at: u32) -> nom::Err<Problem> {
    let message =
        "'' is not a valid token name. Token names cannot be empty or contain any null-bytes.";
    complaint(Status::InvalidToken, message, at)
}

/// The name that a name token spells.
pub(super) fn read_name(input: Input<'_>, token: Token) -> Name {
    Name {
        text: name_text(input, token),
        span: Span {
            start: token.start,
            end: token.end,
        },
    }
}

fn name_text(input: Input<'_>, token: Token) -> Text {
    let written = input.text_of(token);
    match token.kind {
        TokenKind::QuotedName => unquoted(written),
        _ => Text::new(written),
    }
}

/// Whether a token is a name.
pub(super) fn is_name(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Name | TokenKind::QuotedName)
}

/// One or more items with commas between. After a comma there must be another.
pub(super) fn commas<'t, T>(
    item: impl Fn(Input<'t>) -> Parsed<'t, T>,
) -> impl Fn(Input<'t>) -> Parsed<'t, Vec<T>> {
    move |input| {
        let (mut rest, first) = item(input)?;
        let mut all = vec![first];
        while let Some(after) = rest.eat(TokenKind::Comma) {
            let (after, next) = item(after)?;
            all.push(next);
            rest = after;
        }
        Ok((rest, all))
    }
}

/// Items with commas between, or nothing at all before the bracket `close`.
pub(super) fn commas_before<'t, T>(
    close: TokenKind,
    item: impl Fn(Input<'t>) -> Parsed<'t, T>,
) -> impl Fn(Input<'t>) -> Parsed<'t, Vec<T>> {
    let items = commas(item);
    move |input| match input.is(close) {
        true => Ok((input, Vec::new())),
        false => items(input),
    }
}
