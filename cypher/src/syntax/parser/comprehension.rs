//! Lists and what looks like them: comprehensions, quantifiers, reduce.

use super::atom::{expressions_before, whole};
use super::expression::{Boxed, boxed};
use super::input::{Input, Parsed, is_name, keyword, token, variable};
use super::pattern;
use crate::syntax::ast::{Expr, ExprKind, Quantifier};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;
use quiver_types::Status;

/// What the bracket here opens: a list, a list comprehension or a pattern comprehension.
pub(super) fn comprehension_or_list(input: Input<'_>) -> Boxed<'_> {
    let inside = input.skip(1);
    if is_name(inside.kind()) && inside.keyword_at(1) == Some(Keyword::In) {
        return list_comprehension(input);
    }
    if is_pattern_comprehension(inside) {
        return pattern_comprehension(input);
    }
    list(input)
}

fn list(input: Input<'_>) -> Boxed<'_> {
    let (rest, items) = expressions_before(TokenKind::RightBracket, input.skip(1))?;
    Ok(whole(input, rest, ExprKind::List(items)))
}

/// Whether a whole path and then WHERE or a bar stand here.
fn is_pattern_comprehension(inside: Input<'_>) -> bool {
    let named = is_name(inside.kind()) && inside.kind_at(1) == TokenKind::Equal;
    let start = inside.at as usize + if named { 2 } else { 0 };
    pattern::path_end(inside, start).is_some_and(|end| {
        let token = inside.token_at(end);
        token.kind == TokenKind::Bar || token.keyword == Some(Keyword::Where)
    })
}

/// WHERE of a comprehension, in which a bar may end it: `close` is the comprehension's bracket.
fn comprehension_where(input: Input<'_>, close: usize) -> Parsed<'_, Option<Box<Expr>>> {
    let Some(inside) = input.eat_keyword(Keyword::Where) else {
        return Ok((input, None));
    };
    let outer = input.context.bar_ends.replace(close as u32);
    let parsed = boxed(inside);
    input.context.bar_ends.set(outer);
    let (rest, predicate) = parsed?;
    Ok((rest, Some(predicate)))
}

fn list_comprehension(input: Input<'_>) -> Boxed<'_> {
    let close = input.partner().unwrap_or_default();
    let (rest, variable) = variable(input.skip(1))?;
    let (rest, list) = boxed(rest.skip(1))?;
    let (rest, predicate) = comprehension_where(rest, close)?;
    let (rest, projection) = match rest.eat(TokenKind::Bar) {
        None => (rest, None),
        Some(rest) => {
            let (rest, expr) = boxed(rest)?;
            (rest, Some(expr))
        }
    };
    let (rest, _) = token(TokenKind::RightBracket)(rest)?;
    let kind = ExprKind::ListComprehension {
        variable,
        list,
        predicate,
        projection,
    };
    Ok(whole(input, rest, kind))
}

fn pattern_comprehension(input: Input<'_>) -> Boxed<'_> {
    let close = input.partner().unwrap_or_default();
    let (rest, pattern) = pattern::boxed_path(input.skip(1))?;
    let (rest, predicate) = comprehension_where(rest, close)?;
    let (rest, _) = token(TokenKind::Bar)(rest)?;
    let (rest, projection) = boxed(rest)?;
    let (rest, _) = token(TokenKind::RightBracket)(rest)?;
    let kind = ExprKind::PatternComprehension {
        pattern,
        predicate,
        projection,
    };
    Ok(whole(input, rest, kind))
}

/// `all(x IN list WHERE predicate)` and its kin, after they were recognised.
pub(super) fn quantifier(input: Input<'_>, kind: Quantifier) -> Boxed<'_> {
    let (rest, variable) = variable(input.skip(2))?;
    let (rest, list) = boxed(rest.skip(1))?;
    if rest.kind() == TokenKind::RightParen {
        return input.complain(
            Status::MissingPredicate,
            format!(
                "{}() needs a predicate: write {0}({} IN list WHERE ...)",
                input.text_of(input.token()),
                variable.text
            ),
        );
    }
    let (rest, _) = keyword(Keyword::Where)(rest)?;
    let (rest, predicate) = boxed(rest)?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let kind = ExprKind::Quantifier {
        kind,
        variable,
        list,
        predicate,
    };
    Ok(whole(input, rest, kind))
}

/// `reduce(total = 0, x IN list | total + x)`, after it was recognised.
pub(super) fn reduce(input: Input<'_>) -> Boxed<'_> {
    let is_all = input.keyword() == Some(Keyword::AllReduce);
    let (rest, accumulator) = variable(input.skip(2))?;
    let (rest, initial) = boxed(rest.skip(1))?;
    let (rest, _) = token(TokenKind::Comma)(rest)?;
    let (rest, variable) = variable(rest)?;
    let (rest, _) = keyword(Keyword::In)(rest)?;
    let (rest, list) = boxed(rest)?;
    let (rest, _) = token(TokenKind::Bar)(rest)?;
    let (rest, body) = boxed(rest)?;
    let (rest, each) = match is_all {
        false => (rest, None),
        true => {
            let (rest, _) = token(TokenKind::Comma)(rest)?;
            let (rest, each) = boxed(rest)?;
            (rest, Some(each))
        }
    };
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let kind = ExprKind::Reduce {
        accumulator,
        initial,
        variable,
        list,
        body,
        each,
    };
    Ok(whole(input, rest, kind))
}
