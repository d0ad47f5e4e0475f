//! Names of types, after `IS ::` and in constraints.

use quiver_types::{Status, Text};

use super::input::{Input, Parsed, complaint, token};
use super::label;
use crate::syntax::keyword::Keyword as K;
use crate::syntax::lexer::TokenKind;
use crate::syntax::value_type::{TypeKind, TypeMember, ValueType};

/// Types by their words. Longer ones stand before their beginnings.
const SIMPLE: &[(&[K], TypeKind)] = &[
    (&[K::Any, K::Property, K::Value], TypeKind::PropertyValue),
    (&[K::Any, K::Node], TypeKind::Named("NODE")),
    (&[K::Any, K::Vertex], TypeKind::Named("NODE")),
    (&[K::Any, K::Relationship], TypeKind::Named("RELATIONSHIP")),
    (&[K::Any, K::Edge], TypeKind::Named("RELATIONSHIP")),
    (&[K::Any, K::Map], TypeKind::Named("MAP")),
    (&[K::Any, K::Value], TypeKind::Any),
    (&[K::Property, K::Value], TypeKind::PropertyValue),
    (&[K::Bool], TypeKind::Named("BOOLEAN")),
    (&[K::Boolean], TypeKind::Named("BOOLEAN")),
    (&[K::Date], TypeKind::Named("DATE")),
    (&[K::Duration], TypeKind::Named("DURATION")),
    (&[K::Edge], TypeKind::Named("RELATIONSHIP")),
    (&[K::Float], TypeKind::Named("FLOAT")),
    (&[K::Int], TypeKind::Named("INTEGER")),
    (&[K::Integer], TypeKind::Named("INTEGER")),
    (&[K::Local, K::Datetime], TypeKind::Named("LOCAL DATETIME")),
    (&[K::Local, K::Time], TypeKind::Named("LOCAL TIME")),
    (&[K::Map], TypeKind::Named("MAP")),
    (&[K::Node], TypeKind::Named("NODE")),
    (&[K::Nothing], TypeKind::Nothing),
    (&[K::Null], TypeKind::Null),
    (&[K::Path], TypeKind::Named("PATH")),
    (&[K::Paths], TypeKind::Named("PATH")),
    (&[K::Point], TypeKind::Named("POINT")),
    (&[K::Relationship], TypeKind::Named("RELATIONSHIP")),
    (&[K::Signed, K::Integer], TypeKind::Named("INTEGER")),
    (&[K::String], TypeKind::Named("STRING")),
    (
        &[K::Time, K::With, K::Time, K::Zone],
        TypeKind::Named("ZONED TIME"),
    ),
    (
        &[K::Time, K::With, K::Timezone],
        TypeKind::Named("ZONED TIME"),
    ),
    (
        &[K::Time, K::Without, K::Time, K::Zone],
        TypeKind::Named("LOCAL TIME"),
    ),
    (
        &[K::Time, K::Without, K::Timezone],
        TypeKind::Named("LOCAL TIME"),
    ),
    (
        &[K::Timestamp, K::With, K::Time, K::Zone],
        TypeKind::Named("ZONED DATETIME"),
    ),
    (
        &[K::Timestamp, K::With, K::Timezone],
        TypeKind::Named("ZONED DATETIME"),
    ),
    (
        &[K::Timestamp, K::Without, K::Time, K::Zone],
        TypeKind::Named("LOCAL DATETIME"),
    ),
    (
        &[K::Timestamp, K::Without, K::Timezone],
        TypeKind::Named("LOCAL DATETIME"),
    ),
    (&[K::Uuid], TypeKind::Named("UUID")),
    (&[K::Varchar], TypeKind::Named("STRING")),
    (&[K::Vertex], TypeKind::Named("NODE")),
    (&[K::Zoned, K::Datetime], TypeKind::Named("ZONED DATETIME")),
    (&[K::Zoned, K::Time], TypeKind::Named("ZONED TIME")),
];

/// A type in a constraint, as it was written.
pub(super) fn type_name(input: Input<'_>) -> Parsed<'_, Text> {
    let (rest, _) = value_type(input)?;
    let span = rest.span_from(input.start());
    let text = &input.context.text[span.start as usize..span.end as usize];
    Ok((rest, Text::new(text)))
}

/// A type, or several with bars between, of which all or none may be null.
pub(super) fn value_type(input: Input<'_>) -> Parsed<'_, ValueType> {
    let _level = input.nest(2)?;
    let mut members = Vec::new();
    let mut rest = not_null(input, &mut members)?;
    while rest.kind() == TokenKind::Bar && !label::bar_separates(rest) {
        rest = not_null(rest.skip(1), &mut members)?;
    }
    let open = |member: &TypeMember| !member.not_null && member.kind != TypeKind::Nothing;
    let closed = |member: &TypeMember| member.not_null;
    if members.iter().any(open) && members.iter().any(closed) {
        return Err(complaint(
            Status::MixedNullability,
            "All types in a Closed Dynamic Union must be nullable, or be appended with `NOT NULL`",
            input.start(),
        ));
    }
    Ok((rest, ValueType { members }))
}

/// One type, perhaps `NOT NULL`, perhaps made a list afterwards (`INTEGER LIST`).
fn not_null<'t>(
    input: Input<'t>,
    members: &mut Vec<TypeMember>,
) -> Result<Input<'t>, nom::Err<super::input::Problem>> {
    let before = members.len();
    let mut rest = single(input, members)?;
    loop {
        let not = rest
            .eat(TokenKind::Bang)
            .or_else(|| rest.eat_keywords(K::Not, K::Null));
        rest = if let Some(after) = not {
            for member in &mut members[before..] {
                member.not_null = true;
            }
            after
        } else if matches!(rest.keyword(), Some(K::List | K::Array)) {
            let inner = ValueType {
                members: members.split_off(before),
            };
            rest.raise()?;
            members.push(TypeMember {
                kind: TypeKind::List(Box::new(inner)),
                not_null: false,
            });
            rest.skip(1)
        } else {
            return Ok(rest);
        };
    }
}

/// Types of coordinates, as values call them, and their other names.
const COORDINATES: &[(&str, &[&str])] = &[
    ("INTEGER", &["INT", "INT64", "INTEGER64", "SIGNED INTEGER"]),
    ("INTEGER32", &["INT32"]),
    ("INTEGER16", &["INT16"]),
    ("INTEGER8", &["INT8"]),
    ("FLOAT", &["FLOAT64"]),
    ("FLOAT32", &[]),
];

/// `[<coordinates>][(dimension)]`, after VECTOR.
fn vector(input: Input<'_>) -> Parsed<'_, TypeKind> {
    let mut rest = input;
    let mut coordinates = None;
    if let Some(inside) = rest.eat(TokenKind::Less) {
        let word = inside.text_of(inside.token());
        let fits = |name: &&str| name.eq_ignore_ascii_case(word);
        let row = COORDINATES
            .iter()
            .find(|(name, others)| fits(name) || others.iter().any(&fits));
        let Some((name, _)) = row else {
            return inside.unexpected("the type of the coordinates");
        };
        let after = inside.skip(1);
        let after = after.eat_keywords(K::Not, K::Null).unwrap_or(after);
        (rest, _) = token(TokenKind::Greater)(after)?;
        coordinates = Some(*name);
    }
    let mut dimension = None;
    if rest.kind() == TokenKind::LeftParen && rest.kind_at(1) == TokenKind::Integer {
        let at = rest.nth(1);
        let text = rest.text_of(at);
        let value = super::literal::integer(text, at.start)?;
        dimension = Some(usize::try_from(value).unwrap_or(usize::MAX));
        (rest, _) = token(TokenKind::RightParen)(rest.skip(2))?;
    }
    Ok((rest, TypeKind::Vector(coordinates, dimension)))
}

fn single<'t>(
    input: Input<'t>,
    members: &mut Vec<TypeMember>,
) -> Result<Input<'t>, nom::Err<super::input::Problem>> {
    let mut push = |kind| {
        members.push(TypeMember {
            kind,
            not_null: false,
        });
    };
    if matches!(input.keyword(), Some(K::List | K::Array)) {
        let (rest, _) = token(TokenKind::Less)(input.skip(1))?;
        let (rest, of) = value_type(rest)?;
        let (rest, _) = token(TokenKind::Greater)(rest)?;
        push(TypeKind::List(Box::new(of)));
        return Ok(rest);
    }
    if input.keyword() == Some(K::Any) && input.kind_at(1) == TokenKind::Less {
        let (rest, of) = value_type(input.skip(2))?;
        let (rest, _) = token(TokenKind::Greater)(rest)?;
        members.extend(of.members);
        return Ok(rest);
    }
    if input.keyword() == Some(K::Vector) {
        if !input.context.is_25.get() {
            return input.only_in_25("VECTOR").map(|(rest, ())| rest);
        }
        let (rest, kind) = vector(input.skip(1))?;
        push(kind);
        return Ok(rest);
    }
    let fits = |row: &&(&[K], TypeKind)| {
        let words = row.0;
        (0..words.len()).all(|at| input.keyword_at(at) == Some(words[at]))
    };
    match SIMPLE.iter().find(fits) {
        Some((words, kind)) => {
            push(kind.clone());
            Ok(input.skip(words.len()))
        }
        None if input.keyword() == Some(K::Any) => {
            push(TypeKind::Any);
            Ok(input.skip(1))
        }
        None if input.kind() == TokenKind::Name => input
            .complain(
                Status::InvalidSyntax,
                format!(
                    "Invalid input '{}': it is not the name of a type",
                    input.text_of(input.token())
                ),
            )
            .map(|(rest, ())| rest),
        None => input
            .unexpected("the name of a type")
            .map(|(rest, ())| rest),
    }
}
