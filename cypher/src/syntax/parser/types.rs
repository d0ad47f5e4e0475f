//! Names of types, after `IS ::` and in constraints.

use quiver_types::{Status, Text};

use super::input::{Input, Parsed, token};
use super::label;
use crate::syntax::keyword::Keyword as K;
use crate::syntax::lexer::TokenKind;

/// Types by their words. Longer ones stand before their beginnings.
const SIMPLE: &[&[K]] = &[
    &[K::Any, K::Property, K::Value],
    &[K::Any, K::Node],
    &[K::Any, K::Vertex],
    &[K::Any, K::Relationship],
    &[K::Any, K::Edge],
    &[K::Any, K::Map],
    &[K::Any, K::Value],
    &[K::Property, K::Value],
    &[K::Bool],
    &[K::Boolean],
    &[K::Date],
    &[K::Duration],
    &[K::Edge],
    &[K::Float],
    &[K::Int],
    &[K::Integer],
    &[K::Local, K::Datetime],
    &[K::Local, K::Time],
    &[K::Map],
    &[K::Node],
    &[K::Nothing],
    &[K::Null],
    &[K::Path],
    &[K::Paths],
    &[K::Point],
    &[K::Relationship],
    &[K::Signed, K::Integer],
    &[K::String],
    &[K::Time, K::With, K::Time, K::Zone],
    &[K::Time, K::With, K::Timezone],
    &[K::Time, K::Without, K::Time, K::Zone],
    &[K::Time, K::Without, K::Timezone],
    &[K::Timestamp, K::With, K::Time, K::Zone],
    &[K::Timestamp, K::With, K::Timezone],
    &[K::Timestamp, K::Without, K::Time, K::Zone],
    &[K::Timestamp, K::Without, K::Timezone],
    &[K::Uuid],
    &[K::Varchar],
    &[K::Vertex],
    &[K::Zoned, K::Datetime],
    &[K::Zoned, K::Time],
];

/// A type as it was written.
pub(super) fn type_name(input: Input<'_>) -> Parsed<'_, Text> {
    let (rest, ()) = union(input)?;
    let span = rest.span_from(input.start());
    let text = &input.context.text[span.start as usize..span.end as usize];
    Ok((rest, Text::new(text)))
}

fn union(input: Input<'_>) -> Parsed<'_, ()> {
    let _level = input.nest(1)?;
    let (mut rest, ()) = not_null(input)?;
    while rest.kind() == TokenKind::Bar && !label::bar_separates(rest) {
        (rest, ()) = not_null(rest.skip(1))?;
    }
    Ok((rest, ()))
}

/// One type, perhaps `NOT NULL`, perhaps made a list afterwards (`INTEGER LIST`).
fn not_null(input: Input<'_>) -> Parsed<'_, ()> {
    let (mut rest, ()) = single(input)?;
    loop {
        rest = if let Some(after) = rest.eat(TokenKind::Bang) {
            after
        } else if let Some(after) = rest.eat_keywords(K::Not, K::Null) {
            after
        } else if matches!(rest.keyword(), Some(K::List | K::Array)) {
            rest.skip(1)
        } else {
            return Ok((rest, ()));
        };
    }
}

fn single(input: Input<'_>) -> Parsed<'_, ()> {
    if matches!(input.keyword(), Some(K::List | K::Array)) {
        let (rest, _) = token(TokenKind::Less)(input.skip(1))?;
        let (rest, ()) = union(rest)?;
        let (rest, _) = token(TokenKind::Greater)(rest)?;
        return Ok((rest, ()));
    }
    if input.keyword() == Some(K::Any) && input.kind_at(1) == TokenKind::Less {
        let (rest, ()) = union(input.skip(2))?;
        let (rest, _) = token(TokenKind::Greater)(rest)?;
        return Ok((rest, ()));
    }
    if input.keyword() == Some(K::Vector) {
        return input.not_supported("The type VECTOR in a type expression");
    }
    let fits = |words: &&&[K]| (0..words.len()).all(|at| input.keyword_at(at) == Some(words[at]));
    match SIMPLE.iter().find(fits) {
        Some(words) => Ok((input.skip(words.len()), ())),
        None if input.keyword() == Some(K::Any) => Ok((input.skip(1), ())),
        None if input.kind() == TokenKind::Name => input.complain(
            Status::InvalidSyntax,
            format!(
                "Invalid input '{}': it is not the name of a type",
                input.text_of(input.token())
            ),
        ),
        None => input.unexpected("the name of a type"),
    }
}
