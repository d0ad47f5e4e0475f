//! Queries: clauses in order, joined by UNION; subqueries.

use super::expression::expression;
use super::input::{Input, Level, Parsed, Problem, is_name, keyword, token};
use super::{call, label, pattern, projection, reading, show, writing};
use crate::syntax::ast::{Clause, ClauseKind, Query, SingleQuery};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Single queries joined by UNION, and in Cypher 25 by NEXT.
pub(super) fn query(input: Input<'_>) -> Parsed<'_, Query> {
    let (mut rest, mut query) = union(input)?;
    while rest.context.is_25.get()
        && let Some(after) = rest.eat_keyword(Keyword::Next)
    {
        let (after, next) = union(after)?;
        query.next.push(next);
        rest = after;
    }
    Ok((rest, query))
}

fn union(input: Input<'_>) -> Parsed<'_, Query> {
    let (mut rest, first) = single_query(input)?;
    let mut query = Query {
        parts: vec![first],
        unions: Vec::new(),
        next: Vec::new(),
    };
    // Conditional queries are united in braces only.
    while !matches!(last_clause(&query), Some(ClauseKind::When { .. }))
        && let Some(after) = rest.eat_keyword(Keyword::Union)
    {
        let union = rest.start();
        let (after, all) = match after.keyword() {
            Some(Keyword::All) => (after.skip(1), true),
            Some(Keyword::Distinct) => (after.skip(1), false),
            _ => (after, false),
        };
        query.unions.push((all, after.span_from(union)));
        let (after, part) = single_query(after)?;
        query.parts.push(part);
        rest = after;
    }
    Ok((rest, query))
}

fn last_clause(query: &Query) -> Option<&ClauseKind> {
    let clause = query.parts.last()?.clauses.last()?;
    Some(&clause.kind)
}

/// Clauses in order, at least one; or a query in braces, or a conditional one.
fn single_query(input: Input<'_>) -> Parsed<'_, SingleQuery> {
    if !input.context.is_25.get() {
        return clauses(input);
    }
    match (input.keyword(), input.kind()) {
        (Some(Keyword::When), _) => composed(input, when),
        (_, TokenKind::LeftBrace) => composed(input, braces),
        _ => clauses(input),
    }
}

/// A clause that stands alone. Its frame is apart from that of ordinary queries.
#[inline(never)]
fn composed(input: Input<'_>, parser: ClauseParser) -> Parsed<'_, SingleQuery> {
    let _level = nest_query(input, 4)?;
    let (rest, kind) = parser(input)?;
    let span = rest.span_from(input.start());
    let clauses = vec![Clause { kind, span }];
    Ok((rest, SingleQuery { clauses }))
}

fn clauses(input: Input<'_>) -> Parsed<'_, SingleQuery> {
    let mut clauses = Vec::new();
    let mut rest = input;
    while begins_clause(rest) {
        let (after, clause) = clause(rest)?;
        clauses.push(clause);
        rest = after;
    }
    match clauses.is_empty() {
        true => Err(nom::Err::Error(Problem::Mismatch)),
        false => Ok((rest, SingleQuery { clauses })),
    }
}

/// `{ query }`.
fn braces(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, query) = query(input.skip(1))?;
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    Ok((rest, ClauseKind::Braces(Box::new(query))))
}

/// `WHEN condition THEN query` once or more, and ELSE.
fn when(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let mut branches = Vec::new();
    let mut rest = input;
    while let Some(after) = rest.eat_keyword(Keyword::When) {
        let (after, condition) = expression(after)?;
        let (after, _) = keyword(Keyword::Then)(after)?;
        let (after, query) = branch(after)?;
        branches.push((condition, query));
        rest = after;
    }
    let otherwise = match rest.eat_keyword(Keyword::Else) {
        None => None,
        Some(after) => {
            let (after, query) = branch(after)?;
            rest = after;
            Some(Box::new(query))
        }
    };
    let when = ClauseKind::When {
        branches,
        otherwise,
    };
    Ok((rest, when))
}

/// What one branch does: clauses, or a query in braces.
fn branch(input: Input<'_>) -> Parsed<'_, Query> {
    if input.kind() == TokenKind::LeftBrace {
        let (rest, query) = query(input.skip(1))?;
        let (rest, _) = token(TokenKind::RightBrace)(rest)?;
        return Ok((rest, query));
    }
    let (rest, part) = clauses(input)?;
    let query = Query {
        parts: vec![part],
        unions: Vec::new(),
        next: Vec::new(),
    };
    Ok((rest, query))
}

/// A subquery in braces: a query, or patterns with an optional WHERE.
pub(super) fn subquery(input: Input<'_>) -> Parsed<'_, Box<Query>> {
    let (inside, _) = token(TokenKind::LeftBrace)(input)?;
    let bare = inside.kind() == TokenKind::LeftParen
        || (is_name(inside.kind()) && inside.kind_at(1) == TokenKind::Equal)
        || pattern::starts_path(inside);
    let (rest, query) = match bare {
        true => bare_patterns(inside)?,
        false => query(inside)?,
    };
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    Ok((rest, Box::new(query)))
}

/// `(a)-->(b), (c) WHERE ...`, as a query of one MATCH.
fn bare_patterns(input: Input<'_>) -> Parsed<'_, Query> {
    let (rest, patterns) = pattern::patterns(input)?;
    let (rest, predicate) = projection::optional_where(rest)?;
    let kind = ClauseKind::Match {
        optional: false,
        mode: None,
        patterns,
        hints: Vec::new(),
        predicate,
        search: None,
    };
    let span = rest.span_from(input.start());
    let clauses = vec![Clause { kind, span }];
    let query = Query {
        parts: vec![SingleQuery { clauses }],
        unions: Vec::new(),
        next: Vec::new(),
    };
    Ok((rest, query))
}

/// Clauses by their first word. Messages list them, so the order is the one of messages.
const CLAUSES: &[Keyword] = &[
    Keyword::Call,
    Keyword::Create,
    Keyword::Delete,
    Keyword::Detach,
    Keyword::Finish,
    Keyword::Foreach,
    Keyword::Insert,
    Keyword::Limit,
    Keyword::Load,
    Keyword::Match,
    Keyword::Merge,
    Keyword::NoDetach,
    Keyword::Offset,
    Keyword::Optional,
    Keyword::Order,
    Keyword::Remove,
    Keyword::Return,
    Keyword::Set,
    Keyword::Skip,
    Keyword::Unwind,
    Keyword::Use,
    Keyword::With,
];

/// Clauses that only Cypher 25 has.
const ONLY_IN_25: &[Keyword] = &[
    Keyword::Filter,
    Keyword::For,
    Keyword::Let,
    Keyword::Show,
    Keyword::Terminate,
];

/// Words of Cypher 25 that are recognised where a clause may begin, to be refused by name.
const REFUSED: &[Keyword] = &[Keyword::Next, Keyword::When];

/// Whether a clause begins here in either version of the language, or another query.
pub(super) fn is_clause(input: Input<'_>) -> bool {
    input.keyword().is_some_and(|keyword| {
        CLAUSES.contains(&keyword)
            || ONLY_IN_25.contains(&keyword)
            || matches!(keyword, Keyword::Next | Keyword::Union)
    })
}

fn begins_clause(input: Input<'_>) -> bool {
    let is_25 = input.context.is_25.get();
    let begins = input.keyword().is_some_and(|keyword| {
        CLAUSES.contains(&keyword)
            || ONLY_IN_25.contains(&keyword)
            || (!is_25 && REFUSED.contains(&keyword))
    });
    if !begins {
        input.note_all(CLAUSES);
        if is_25 {
            input.note_all(ONLY_IN_25);
        }
    }
    begins
}

/// What reads a clause, from the token after its first word.
type ClauseParser = for<'t> fn(Input<'t>) -> Parsed<'t, ClauseKind>;

/// The parser of the clause that begins with `keyword`. A pointer, so that the frame of
/// [`clause`] has room for one clause instead of one for each.
fn parser_of(keyword: Keyword) -> Option<ClauseParser> {
    Some(match keyword {
        Keyword::Match => |input| reading::match_clause(input, false),
        Keyword::Optional => optional,
        Keyword::Unwind => reading::unwind,
        Keyword::With => projection::with,
        Keyword::Return => projection::return_clause,
        Keyword::Order => projection::order_by,
        Keyword::Skip | Keyword::Offset => projection::skip,
        Keyword::Limit => projection::limit,
        Keyword::Finish => |input| Ok((input, ClauseKind::Finish)),
        Keyword::Create => writing::create,
        Keyword::Insert => writing::insert,
        Keyword::Merge => writing::merge,
        Keyword::Set => writing::set,
        Keyword::Remove => writing::remove,
        Keyword::Delete => |input| writing::delete(input, false),
        Keyword::Detach => |input| writing::delete_after_word(input, true),
        Keyword::NoDetach => |input| writing::delete_after_word(input, false),
        Keyword::Foreach => writing::foreach,
        Keyword::Call => |input| call::call(input, false),
        Keyword::Load => reading::load_csv,
        Keyword::Use => reading::use_graph,
        Keyword::Let => reading::let_clause,
        Keyword::Filter => reading::filter,
        Keyword::For => reading::for_clause,
        Keyword::Show | Keyword::Terminate => show::clause,
        _ => return None,
    })
}

/// One clause. Its first word is one of [`CLAUSES`], [`ONLY_IN_25`] or [`REFUSED`].
pub(super) fn clause(input: Input<'_>) -> Parsed<'_, Clause> {
    let known = input
        .keyword()
        .filter(|keyword| input.context.is_25.get() || !ONLY_IN_25.contains(keyword));
    let Some(parser) = known.and_then(parser_of) else {
        return refused(input);
    };
    let signs = input.context.label_signs.borrow().len();
    let (rest, kind) = parser(input.skip(1))?;
    // What is read twice is the same text, and what is taken back had the same signs.
    label::check_signs(input, signs)?;
    let span = rest.span_from(input.start());
    Ok((rest, Clause { kind, span }))
}

fn optional(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    if let Some(after) = input.eat_keyword(Keyword::Match) {
        return reading::match_clause(after, true);
    }
    if let Some(after) = input.eat_keyword(Keyword::Call) {
        return call::call(after, true);
    }
    Err(nom::Err::Error(Problem::Mismatch))
}

fn refused(input: Input<'_>) -> Parsed<'_, Clause> {
    match input.keyword() {
        Some(keyword) if REFUSED.contains(&keyword) || ONLY_IN_25.contains(&keyword) => {
            input.only_in_25(keyword.text())
        }
        _ => input.unexpected("a clause"),
    }
}

/// Room for a query inside of a query: its frames are larger than those of expressions.
pub(super) fn nest_query(input: Input<'_>, depth: u32) -> Result<Level<'_>, nom::Err<Problem>> {
    input.nest_by(6 + depth, 2)
}
