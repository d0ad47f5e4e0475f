//! Clauses that read: MATCH with its hints, UNWIND, LOAD CSV; and USE.

use nom::Parser;
use nom::sequence::delimited;

use super::atom::dotted_name;
use super::expression::expression;
use super::input::{
    Input, Parsed, commas, complaint, keyword, read_name, token, token_name, variable,
};
use super::{literal, pattern, projection};
use crate::syntax::ast::{ClauseKind, Expr, Hint, HintKind, MatchMode, Name, Search, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;
use quiver_types::{Status, Text};

/// MATCH, after its keyword.
pub(super) fn match_clause(input: Input<'_>, optional: bool) -> Parsed<'_, ClauseKind> {
    let mode = match (input.keyword(), input.keyword_at(1)) {
        (Some(Keyword::Repeatable), Some(Keyword::Element | Keyword::Elements)) => {
            MatchMode::RepeatableElements
        }
        (Some(Keyword::Different), Some(Keyword::Relationship | Keyword::Relationships)) => {
            MatchMode::DifferentRelationships
        }
        _ => return match_patterns(input, optional, None),
    };
    if !input.context.is_25.get() {
        return input.complain(
            Status::MatchMode,
            format!(
                "Match modes such as `{} {}` are not supported in Cypher 5.",
                input.text_of(input.token()).to_uppercase(),
                input.text_of(input.nth(1)).to_uppercase()
            ),
        );
    }
    match_patterns(input.skip(2), optional, Some(mode))
}

fn match_patterns(
    input: Input<'_>,
    optional: bool,
    mode: Option<MatchMode>,
) -> Parsed<'_, ClauseKind> {
    let (mut rest, patterns) = pattern::patterns(input)?;
    let mut hints = Vec::new();
    while rest.is_keyword(Keyword::Using) {
        let (after, hint) = hint(rest)?;
        hints.push(hint);
        rest = after;
    }
    let (mut rest, mut predicate) = projection::optional_where(rest)?;
    let mut found = None;
    if rest.context.is_25.get() && rest.is_keyword(Keyword::Search) {
        let (after, search) = search(rest.skip(1))?;
        found = Some(Box::new(search));
        rest = after;
        // WHERE stands before or behind it.
        if predicate.is_none() {
            (rest, predicate) = projection::optional_where(rest)?;
        }
    }
    let clause = ClauseKind::Match {
        optional,
        mode,
        patterns,
        hints,
        predicate,
        search: found,
    };
    Ok((rest, clause))
}

/// SEARCH, after its keyword.
fn search(input: Input<'_>) -> Parsed<'_, Search> {
    let (rest, found) = variable(input)?;
    let (rest, _) = keyword(Keyword::In)(rest)?;
    let (rest, _) = token(TokenKind::LeftParen)(rest)?;
    if rest.keyword() == Some(Keyword::Fulltext) {
        return rest.complain(
            Status::UnsupportedSearch,
            "The `FULLTEXT SEARCH` clause is not supported.",
        );
    }
    let (rest, _) = keyword(Keyword::Vector)(rest)?;
    let (rest, _) = keyword(Keyword::Index)(rest)?;
    if rest.kind() == TokenKind::Dollar {
        return rest.complain(
            Status::PatternPlace,
            "Parameter cannot be used in a VECTOR INDEX clause.",
        );
    }
    let (rest, index) = token_name(rest, "the name of an index")?;
    let (rest, _) = keyword(Keyword::For)(rest)?;
    let (rest, query) = expression(rest)?;
    let (rest, predicate) = projection::optional_where(rest)?;
    let (rest, _) = keyword(Keyword::Limit)(rest)?;
    let (rest, limit) = expression(rest)?;
    let (mut rest, _) = token(TokenKind::RightParen)(rest)?;
    let mut score = None;
    if rest.text_of(rest.token()).eq_ignore_ascii_case("SCORE")
        && rest.keyword_at(1) == Some(Keyword::As)
    {
        let (after, name) = variable(rest.skip(2))?;
        score = Some(name);
        rest = after;
    }
    let search = Search {
        variable: found,
        index,
        query,
        predicate,
        limit,
        score,
    };
    Ok((rest, search))
}

fn hint(input: Input<'_>) -> Parsed<'_, Hint> {
    let rest = input.skip(1);
    if let Some(rest) = rest.eat_keyword(Keyword::Scan) {
        let (rest, variable) = variable(rest)?;
        let (rest, label) = hinted_label(rest)?;
        return Ok((
            rest,
            Hint {
                kind: HintKind::Scan { label },
                variables: vec![variable],
                span: rest.span_from(input.start()),
            },
        ));
    }
    if let Some(rest) = rest.eat_keyword(Keyword::Join) {
        let (rest, _) = keyword(Keyword::On)(rest)?;
        let (rest, variables) = commas(variable)(rest)?;
        return Ok((
            rest,
            Hint {
                kind: HintKind::Join,
                variables,
                span: rest.span_from(input.start()),
            },
        ));
    }
    index_hint(input)
}

fn index_hint(input: Input<'_>) -> Parsed<'_, Hint> {
    let mut rest = input.skip(1);
    let is_btree = rest.text_of(rest.token()).eq_ignore_ascii_case("BTREE");
    if is_btree && rest.keyword_at(1) == Some(Keyword::Index) {
        return rest.complain(
            Status::NoLongerValid,
            "Index type BTREE is no longer supported for USING index hint. Use TEXT, RANGE or POINT instead.",
        );
    }
    let mut kind = None;
    if matches!(
        rest.keyword(),
        Some(Keyword::Range | Keyword::Text | Keyword::Point)
    ) {
        kind = Some(upper(&read_name(rest, rest.token())));
        rest = rest.skip(1);
    }
    let (rest, _) = keyword(Keyword::Index)(rest)?;
    // SEEK is a variable when a colon follows it.
    let seek = rest.keyword() == Some(Keyword::Seek) && rest.kind_at(1) != TokenKind::Colon;
    let (rest, variable) = variable(rest.skip(usize::from(seek)))?;
    let (rest, label) = hinted_label(rest)?;
    let (rest, properties) = delimited(
        token(TokenKind::LeftParen),
        commas(property_key),
        token(TokenKind::RightParen),
    )
    .parse(rest)?;
    let hint = Hint {
        kind: HintKind::Index {
            kind,
            seek,
            label,
            properties,
        },
        variables: vec![variable],
        span: rest.span_from(input.start()),
    };
    Ok((rest, hint))
}

fn hinted_label(input: Input<'_>) -> Parsed<'_, Name> {
    let (rest, _) = token(TokenKind::Colon)(input)?;
    token_name(rest, "a label or type")
}

fn property_key(input: Input<'_>) -> Parsed<'_, Name> {
    token_name(input, "a property key")
}

/// The name in upper case.
pub(super) fn upper(name: &Name) -> Name {
    Name {
        text: Text::from(name.text.to_uppercase()),
        span: name.span,
    }
}

/// UNWIND, after its keyword.
pub(super) fn unwind(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, list) = expression(input)?;
    let (rest, _) = keyword(Keyword::As)(rest)?;
    let (rest, variable) = variable(rest)?;
    Ok((rest, ClauseKind::Unwind { list, variable }))
}

/// LET, after its keyword.
pub(super) fn let_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = commas(let_item)(input)?;
    Ok((rest, ClauseKind::Let(items)))
}

fn let_item(input: Input<'_>) -> Parsed<'_, (Name, Expr)> {
    let (rest, name) = variable(input)?;
    let (rest, _) = token(TokenKind::Equal)(rest)?;
    let (rest, value) = expression(rest)?;
    Ok((rest, (name, value)))
}

/// FILTER, after its keyword.
pub(super) fn filter(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let after_where = input
        .eat_keyword(Keyword::Where)
        .filter(|after| super::expression::starts_expression(*after));
    let (rest, predicate) = expression(after_where.unwrap_or(input))?;
    Ok((rest, ClauseKind::Filter(predicate)))
}

/// FOR, after its keyword.
pub(super) fn for_clause(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, variable) = variable(input)?;
    let (rest, _) = keyword(Keyword::In)(rest)?;
    let (rest, list) = expression(rest)?;
    Ok((rest, ClauseKind::For { variable, list }))
}

/// LOAD CSV, after its first keyword.
pub(super) fn load_csv(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, _) = keyword(Keyword::Csv)(input)?;
    let headers = rest.is_keyword(Keyword::With);
    let rest = match headers {
        true => keyword(Keyword::Headers)(rest.skip(1))?.0,
        false => rest,
    };
    let (rest, _) = keyword(Keyword::From)(rest)?;
    let (rest, url) = expression(rest)?;
    let (rest, _) = keyword(Keyword::As)(rest)?;
    let (rest, variable) = variable(rest)?;
    let (rest, terminator) = match rest.eat_keyword(Keyword::FieldTerminator) {
        None => (rest, None),
        Some(rest) => {
            let (rest, text) = string(rest)?;
            (rest, Some(text))
        }
    };
    let clause = ClauseKind::LoadCsv {
        headers,
        url,
        variable,
        terminator,
    };
    Ok((rest, clause))
}

/// A string literal where only that may stand.
pub(super) fn string(input: Input<'_>) -> Parsed<'_, Name> {
    let (rest, at) = token(TokenKind::String)(input)?;
    let text = literal::string(input.text_of(at), at.start)?;
    let span = Span {
        start: at.start,
        end: at.end,
    };
    let text = Text::new(&text);
    Ok((rest, Name { text, span }))
}

/// USE, after its keyword.
pub(super) fn use_graph(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, graph) = graph(input)?;
    Ok((rest, ClauseKind::Use(graph)))
}

/// What USE names.
pub(super) fn graph(input: Input<'_>) -> Parsed<'_, Name> {
    let (rest, graph) = dotted_name(input)?;
    if rest.kind() == TokenKind::LeftParen {
        return Err(complaint(
            Status::DynamicGraph,
            "Dynamic graph lookup not allowed here. This feature is only available on composite databases.",
            input.token_at(input.at as usize - 1).start,
        ));
    }
    Ok((rest, graph))
}
