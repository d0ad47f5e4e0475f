//! CALL of procedures and of subqueries.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::{delimited, preceded};
use quiver_types::Status;

use super::expression::expression;
use super::input::{Input, Parsed, commas, commas_before, keyword, name, named, token, variable};
use super::projection::optional_where;
use super::query::{nest_query, query};
use crate::syntax::ast::{ClauseKind, Expr, InTransactions, Name, OnError, Query, Yield};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// CALL, after its keyword.
pub(super) fn call(input: Input<'_>, optional: bool) -> Parsed<'_, ClauseKind> {
    match input.kind() {
        TokenKind::LeftBrace => subquery_call(input, optional, None),
        TokenKind::LeftParen => {
            let (rest, scope) = scope(input)?;
            subquery_call(rest, optional, Some(scope))
        }
        _ => {
            input.is(TokenKind::LeftBrace);
            input.is(TokenKind::LeftParen);
            procedure_call(input, optional)
        }
    }
}

/// `name(arguments) [YIELD ...]`.
fn procedure_call(input: Input<'_>, optional: bool) -> Parsed<'_, ClauseKind> {
    let (mut rest, first) = named(input, "the name of a procedure")?;
    let mut parts = vec![first];
    while let Some(after) = rest.eat(TokenKind::Dot) {
        let (after, part) = name(after)?;
        parts.push(part);
        rest = after;
    }
    let (rest, arguments) = opt(delimited(
        token(TokenKind::LeftParen),
        commas_before(TokenKind::RightParen, expression),
        token(TokenKind::RightParen),
    ))
    .parse(rest)?;
    let (rest, yields) = match rest.eat_keyword(Keyword::Yield) {
        None => (rest, None),
        Some(rest) => {
            let (rest, yields) = yields(rest)?;
            (rest, Some(yields))
        }
    };
    let clause = ClauseKind::CallProcedure {
        optional,
        name: parts,
        arguments,
        yields,
    };
    Ok((rest, clause))
}

fn yields(input: Input<'_>) -> Parsed<'_, Yield> {
    if let Some(rest) = input.eat(TokenKind::Star) {
        return Ok((rest, Yield::All(rest.span_from(input.start()))));
    }
    let (rest, items) = commas(yield_item)(input)?;
    let (rest, predicate) = optional_where(rest)?;
    Ok((rest, Yield::Items { items, predicate }))
}

fn yield_item(input: Input<'_>) -> Parsed<'_, (Name, Option<Name>)> {
    let (rest, column) = named(input, "a column")?;
    let (rest, alias) = opt(preceded(keyword(Keyword::As), variable)).parse(rest)?;
    Ok((rest, (column, alias)))
}

/// `(a, b)`, `()` or `(*)` of a subquery call.
fn scope(input: Input<'_>) -> Parsed<'_, Option<Vec<Name>>> {
    let inside = input.skip(1);
    let (rest, scope) = match inside.eat(TokenKind::Star) {
        Some(rest) => (rest, None),
        None => {
            let (rest, names) = commas_before(TokenKind::RightParen, variable)(inside)?;
            (rest, Some(names))
        }
    };
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    Ok((rest, scope))
}

fn subquery_call(
    input: Input<'_>,
    optional: bool,
    scope: Option<Option<Vec<Name>>>,
) -> Parsed<'_, ClauseKind> {
    let (rest, query) = braces(input)?;
    let (rest, in_transactions) = match rest.is_keyword(Keyword::In) {
        false => (rest, None),
        true => {
            let (rest, parsed) = in_transactions(rest)?;
            (rest, Some(parsed))
        }
    };
    let clause = ClauseKind::CallSubquery {
        optional,
        scope,
        query,
        in_transactions,
    };
    Ok((rest, clause))
}

fn braces(input: Input<'_>) -> Parsed<'_, Box<Query>> {
    let _level = nest_query(input, 0)?;
    let (rest, _) = token(TokenKind::LeftBrace)(input)?;
    let (rest, query) = query(rest)?;
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    Ok((rest, Box::new(query)))
}

/// `IN [[n] CONCURRENT] TRANSACTIONS ...`.
fn in_transactions(input: Input<'_>) -> Parsed<'_, Box<InTransactions>> {
    let mut rest = input.skip(1);
    let mut found = InTransactions {
        concurrent: None,
        rows: None,
        on_error: None,
        report: None,
        span: rest.span_from(input.start()),
    };
    if let Some(after) = rest.eat_keyword(Keyword::Concurrent) {
        found.concurrent = Some(None);
        rest = after;
    } else if rest.keyword() != Some(Keyword::Transactions) {
        let (after, count) = expression(rest)?;
        let (after, _) = keyword(Keyword::Concurrent)(after)?;
        found.concurrent = Some(Some(count));
        rest = after;
    }
    (rest, _) = keyword(Keyword::Transactions)(rest)?;
    loop {
        if found.rows.is_none()
            && let Some(after) = rest.eat_keyword(Keyword::Of)
        {
            let (after, count) = rows(after)?;
            found.rows = Some(count);
            rest = after;
        } else if let Some(after) = rest.eat_keywords(Keyword::On, Keyword::Error) {
            if found.on_error.is_some() {
                return rest.complain(Status::DuplicateClause, "Duplicated ON ERROR parameter");
            }
            let (after, action) = on_error(after)?;
            found.on_error = Some(action);
            rest = after;
        } else if found.report.is_none()
            && let Some(after) = rest.eat_keywords(Keyword::Report, Keyword::Status)
        {
            let (after, variable) = preceded(keyword(Keyword::As), variable).parse(after)?;
            found.report = Some(variable);
            rest = after;
        } else {
            found.span = rest.span_from(input.start());
            return Ok((rest, Box::new(found)));
        }
    }
}

fn rows(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, count) = expression(input)?;
    if let Some(rest) = rest.eat_keyword(Keyword::Row) {
        return Ok((rest, count));
    }
    let (rest, _) = keyword(Keyword::Rows)(rest)?;
    Ok((rest, count))
}

fn on_error(input: Input<'_>) -> Parsed<'_, OnError> {
    if let Some(rest) = input.eat_keyword(Keyword::Continue) {
        return Ok((rest, OnError::Continue));
    }
    if let Some(rest) = input.eat_keyword(Keyword::Break) {
        return Ok((rest, OnError::Break));
    }
    if let Some(rest) = input.eat_keyword(Keyword::Fail) {
        return Ok((rest, OnError::Fail));
    }
    let (mut rest, _) = keyword(Keyword::Retry)(input)?;
    let mut time = None;
    if let Some(after) = rest.eat_keyword(Keyword::For) {
        let (after, seconds) = expression(after)?;
        let unit = after.text_of(after.token());
        if !unit.eq_ignore_ascii_case("SECONDS")
            && !unit.eq_ignore_ascii_case("SECOND")
            && !unit.eq_ignore_ascii_case("SEC")
        {
            return after.unexpected("'SECONDS'");
        }
        time = Some(seconds);
        rest = after.skip(1);
    }
    let mut then = None;
    if let Some(after) = rest.eat_keyword(Keyword::Then) {
        if after.keyword() == Some(Keyword::Retry) {
            return after.unexpected("'CONTINUE', 'BREAK' or 'FAIL'");
        }
        let (after, action) = on_error(after)?;
        then = Some(Box::new(action));
        rest = after;
    }
    Ok((rest, OnError::Retry(time, then)))
}
