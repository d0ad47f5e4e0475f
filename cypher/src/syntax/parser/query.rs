//! Queries: clauses in order, joined by UNION; subqueries.

use super::input::{Expected, Input, Level, Parsed, Problem, is_name, token};
use super::{call, pattern, projection, reading, writing};
use crate::syntax::ast::{Clause, ClauseKind, Query, SingleQuery};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Single queries joined by UNION.
pub(super) fn query(input: Input<'_>) -> Parsed<'_, Query> {
    let (mut rest, first) = single_query(input)?;
    let mut query = Query {
        parts: vec![first],
        unions: Vec::new(),
    };
    while let Some(after) = rest.eat_keyword(Keyword::Union) {
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

/// Clauses in order, at least one.
fn single_query(input: Input<'_>) -> Parsed<'_, SingleQuery> {
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

/// A subquery in braces: a query, or patterns with an optional WHERE.
pub(super) fn subquery(input: Input<'_>) -> Parsed<'_, Query> {
    let (inside, _) = token(TokenKind::LeftBrace)(input)?;
    let bare = inside.kind() == TokenKind::LeftParen
        || (is_name(inside.kind()) && inside.kind_at(1) == TokenKind::Equal)
        || (inside.kind_at(1) == TokenKind::LeftParen
            && matches!(
                inside.keyword(),
                Some(Keyword::ShortestPath | Keyword::AllShortestPaths)
            ));
    let (rest, query) = match bare {
        true => bare_patterns(inside)?,
        false => query(inside)?,
    };
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    Ok((rest, query))
}

/// `(a)-->(b), (c) WHERE ...`, as a query of one MATCH.
fn bare_patterns(input: Input<'_>) -> Parsed<'_, Query> {
    let (rest, patterns) = pattern::patterns(input)?;
    let (rest, predicate) = projection::optional_where(rest)?;
    let kind = ClauseKind::Match {
        optional: false,
        patterns,
        hints: Vec::new(),
        predicate,
    };
    let span = rest.span_from(input.start());
    let clauses = vec![Clause { kind, span }];
    let query = Query {
        parts: vec![SingleQuery { clauses }],
        unions: Vec::new(),
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

/// Clauses of Cypher 25 that are refused by name.
const REFUSED: &[Keyword] = &[
    Keyword::Filter,
    Keyword::For,
    Keyword::Let,
    Keyword::Next,
    Keyword::Search,
    Keyword::When,
];

fn begins_clause(input: Input<'_>) -> bool {
    let begins = input
        .keyword()
        .is_some_and(|keyword| CLAUSES.contains(&keyword) || REFUSED.contains(&keyword));
    if !begins {
        for &keyword in CLAUSES {
            input.note(Expected::Keyword(keyword));
        }
    }
    begins
}

/// One clause. Its first word is one of [`CLAUSES`] or [`REFUSED`].
pub(super) fn clause(input: Input<'_>) -> Parsed<'_, Clause> {
    let Some(keyword) = input.keyword() else {
        return input.unexpected("a clause");
    };
    let after = input.skip(1);
    let (rest, kind) = match keyword {
        Keyword::Match => reading::match_clause(after, false)?,
        Keyword::Optional => optional(after)?,
        Keyword::Unwind => reading::unwind(after)?,
        Keyword::With => projection::with(after)?,
        Keyword::Return => projection::return_clause(after)?,
        Keyword::Order | Keyword::Skip | Keyword::Offset | Keyword::Limit => {
            projection::order_and_page(input)?
        }
        Keyword::Finish => (after, ClauseKind::Finish),
        Keyword::Create | Keyword::Insert => writing::create(after)?,
        Keyword::Merge => writing::merge(after)?,
        Keyword::Set => writing::set(after)?,
        Keyword::Remove => writing::remove(after)?,
        Keyword::Delete => writing::delete(after, false)?,
        Keyword::Detach => writing::delete_after_word(after, true)?,
        Keyword::NoDetach => writing::delete_after_word(after, false)?,
        Keyword::Foreach => writing::foreach(after)?,
        Keyword::Call => call::call(after, false)?,
        Keyword::Load => reading::load_csv(after)?,
        Keyword::Use => reading::use_graph(after)?,
        _ => return refused(input, keyword),
    };
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

fn refused(input: Input<'_>, keyword: Keyword) -> Parsed<'_, Clause> {
    if REFUSED.contains(&keyword) {
        return input.not_supported(&format!("The clause {} of Cypher 25", keyword.text()));
    }
    input.unexpected("a clause")
}

/// Room for a query inside of a query: its frames are larger than those of expressions.
pub(super) fn nest_query<'t>(input: Input<'t>) -> Result<Level<'t>, nom::Err<Problem>> {
    input.nest_by(8, 2)
}
