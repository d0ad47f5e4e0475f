//! WITH, RETURN, and what they share: items, ORDER BY, SKIP, LIMIT, WHERE.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;
use quiver_types::{Status, Text};

use super::expression::{expression, starts_expression};
use super::input::{Expected, Input, Parsed, commas, keyword, token, variable};
use crate::syntax::ast::{
    ClauseKind, Expr, ExprKind, Grouping, Projection, ProjectionItem, SortItem, Span,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// WITH, after its keyword.
pub(super) fn with(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, mut projection) = body(input)?;
    let (rest, predicate) = optional_where(rest)?;
    projection.predicate = predicate;
    Ok((rest, ClauseKind::With(projection)))
}

/// RETURN, after its keyword.
pub(super) fn return_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, projection) = body(input)?;
    let misplaced = matches!(
        rest.keyword(),
        Some(Keyword::Order | Keyword::Skip | Keyword::Offset | Keyword::Limit)
    );
    if misplaced {
        return rest.complain(
            Status::InvalidSyntax,
            "ORDER BY, SKIP and LIMIT may stand after RETURN once each, and only in this order",
        );
    }
    Ok((rest, ClauseKind::Return(projection)))
}

/// ORDER BY as a clause of its own, after ORDER; SKIP and LIMIT may follow.
pub(super) fn order_by(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, projection) = order(input, all())?;
    with_all(rest, projection)
}

/// SKIP as a clause of its own, after its keyword.
pub(super) fn skip(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, count) = expression(input)?;
    let mut projection = all();
    projection.skip = Some(count);
    with_all(rest, projection)
}

/// LIMIT as a clause of its own, after its keyword.
pub(super) fn limit(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, count) = expression(input)?;
    let mut projection = all();
    projection.limit = Some(count);
    with_all(rest, projection)
}

/// ORDER BY, SKIP and LIMIT outside of WITH and RETURN mean `WITH *` with them.
fn all() -> Projection {
    Projection {
        all: Some(Span::default()),
        ..empty()
    }
}

/// The rest of such a clause. WHERE belongs to WITH and cannot follow.
fn with_all<'t>(input: Input<'t>, projection: Projection) -> Parsed<'t, ClauseKind> {
    let (rest, projection) = paging(input, projection)?;
    Ok((rest, ClauseKind::With(projection)))
}

fn empty() -> Projection {
    Projection {
        distinct: false,
        all: None,
        items: Vec::new(),
        grouping: None,
        order: Vec::new(),
        skip: None,
        limit: None,
        predicate: None,
    }
}

/// `[DISTINCT] items [GROUP BY] [ORDER BY] [SKIP] [LIMIT]`.
pub(super) fn body(input: Input<'_>) -> Parsed<'_, Projection> {
    let mut projection = empty();
    let mut rest = input;
    projection.distinct = rest.is_keyword(Keyword::Distinct)
        && (rest.kind_at(1) == TokenKind::Star || starts_expression(rest.skip(1)));
    rest = rest.skip(usize::from(projection.distinct));
    let star = rest.start();
    if let Some(after) = rest.eat(TokenKind::Star) {
        projection.all = Some(after.span_from(star));
        rest = after;
    }
    let (rest, items) = match projection.all {
        None => commas(item)(rest)?,
        Some(_) => opt(preceded(token(TokenKind::Comma), commas(item)))
            .map(Option::unwrap_or_default)
            .parse(rest)?,
    };
    projection.items = items;
    let (rest, grouping) = group_by(rest)?;
    projection.grouping = grouping;
    paging(rest, projection)
}

/// `GROUP BY ALL`, `GROUP BY ()` or `GROUP BY expression, ...` of Cypher 25, if it is here.
fn group_by(input: Input<'_>) -> Parsed<'_, Option<Grouping>> {
    if !input.context.is_25.get() {
        return Ok((input, None));
    }
    let first = input.token();
    if first.kind != TokenKind::Name || !input.text_of(first).eq_ignore_ascii_case("GROUP") {
        input.note(Expected::Described("'GROUP BY'"));
        return Ok((input, None));
    }
    let (rest, _) = keyword(Keyword::By)(input.skip(1))?;
    let open = TokenKind::LeftParen;
    if rest.kind() == open && rest.kind_at(1) == TokenKind::RightParen {
        return Ok((rest.skip(2), Some(Grouping::By(Vec::new()))));
    }
    // What goes on with one of these is an expression that begins with a variable of that name.
    let goes_on =
        matches!(rest.kind_at(1), TokenKind::Comma | TokenKind::Dot) || rest.kind_at(1) == open;
    if rest.is_keyword(Keyword::All) && !goes_on {
        return Ok((rest.skip(1), Some(Grouping::All)));
    }
    let (rest, keys) = commas(expression)(rest)?;
    Ok((rest, Some(Grouping::By(keys))))
}

/// `[ORDER BY] [SKIP] [LIMIT]`, from the first that is not in the projection yet.
fn paging<'t>(input: Input<'t>, projection: Projection) -> Parsed<'t, Projection> {
    let mut projection = projection;
    let mut rest = input;
    let none = projection.limit.is_none() && projection.skip.is_none();
    if none
        && projection.order.is_empty()
        && let Some(after) = rest.eat_keyword(Keyword::Order)
    {
        (rest, projection) = order(after, projection)?;
    }
    if none && is_skip(rest) {
        let (after, count) = expression(rest.skip(1))?;
        projection.skip = Some(count);
        rest = after;
    }
    if projection.limit.is_none()
        && let Some(after) = rest.eat_keyword(Keyword::Limit)
    {
        let (after, count) = expression(after)?;
        projection.limit = Some(count);
        rest = after;
    }
    Ok((rest, projection))
}

/// BY and what to order by, after ORDER.
fn order<'t>(input: Input<'t>, mut projection: Projection) -> Parsed<'t, Projection> {
    let (rest, _) = keyword(Keyword::By)(input)?;
    let (rest, order) = commas(sort_item)(rest)?;
    projection.order = order;
    Ok((rest, projection))
}

fn is_skip(input: Input<'_>) -> bool {
    input.is_keyword(Keyword::Skip) || input.is_keyword(Keyword::Offset)
}

fn item(input: Input<'_>) -> Parsed<'_, ProjectionItem> {
    let (rest, expr) = expression(input)?;
    let written = rest.span_from(input.start());
    let (rest, alias) = opt(preceded(keyword(Keyword::As), variable)).parse(rest)?;
    let text = &input.context.text[written.start as usize..written.end as usize];
    let text = match (&alias, &expr.kind) {
        // Named otherwise: no copy of what may be megabytes.
        (Some(_), _) => Text::new(""),
        (None, ExprKind::Variable(name)) => name.clone(),
        (None, _) => Text::new(text),
    };
    Ok((rest, ProjectionItem { expr, alias, text }))
}

fn sort_item(input: Input<'_>) -> Parsed<'_, SortItem> {
    let (rest, expr) = expression(input)?;
    let descending = rest
        .eat_keyword(Keyword::Desc)
        .or_else(|| rest.eat_keyword(Keyword::Descending));
    if let Some(rest) = descending {
        let descending = true;
        return Ok((rest, SortItem { expr, descending }));
    }
    let ascending = rest
        .eat_keyword(Keyword::Asc)
        .or_else(|| rest.eat_keyword(Keyword::Ascending));
    let descending = false;
    Ok((ascending.unwrap_or(rest), SortItem { expr, descending }))
}

/// WHERE, if it is here.
pub(super) fn optional_where(input: Input<'_>) -> Parsed<'_, Option<Expr>> {
    match input.eat_keyword(Keyword::Where) {
        None => Ok((input, None)),
        Some(rest) => {
            let (rest, predicate) = expression(rest)?;
            Ok((rest, Some(predicate)))
        }
    }
}
