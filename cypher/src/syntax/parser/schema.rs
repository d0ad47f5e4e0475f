//! CREATE and DROP of indexes and constraints.

use nom::Parser;
use nom::sequence::delimited;
use quiver_types::{Status, Text};

use super::atom::{map_literal, parameter, parameter_name};
use super::input::{
    Input, Parsed, Problem, commas, complaint, keyword, name, read_name, token, token_name,
    variable,
};
use super::reading::upper;
use super::types::type_name;
use crate::syntax::ast::{Expr, Name, SchemaCommand, SchemaName, SchemaPattern};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Kinds of indexes.
const KINDS: &[Keyword] = &[
    Keyword::Range,
    Keyword::Text,
    Keyword::Point,
    Keyword::Lookup,
    Keyword::Fulltext,
    Keyword::Vector,
];

/// Whether what follows CREATE is an index or a constraint rather than a pattern.
pub(super) fn creates_rule(input: Input<'_>) -> bool {
    match input.keyword() {
        Some(Keyword::Or) => input.keyword_at(1) == Some(Keyword::Replace),
        Some(Keyword::Index | Keyword::Constraint) => input.kind_at(1) != TokenKind::Equal,
        Some(kind) if KINDS.contains(&kind) => input.keyword_at(1) == Some(Keyword::Index),
        _ => is_btree(input),
    }
}

fn is_btree(input: Input<'_>) -> bool {
    let word = input.text_of(input.token());
    input.kind() == TokenKind::Name
        && input.kind_at(1) != TokenKind::Equal
        && word.eq_ignore_ascii_case("BTREE")
}

fn refuse_btree<T>(input: Input<'_>) -> Parsed<'_, T> {
    input.complain(
        Status::NoLongerValid,
        "BTREE indexes are no part of Cypher 5 any more: write CREATE RANGE INDEX",
    )
}

/// CREATE of an index or constraint; the keyword is here.
pub(super) fn create(input: Input<'_>) -> Parsed<'_, SchemaCommand> {
    let rest = input.skip(1);
    if rest.keyword() == Some(Keyword::Or) {
        return input.complain(
            Status::InvalidUseOfCommand,
            "OR REPLACE cannot be used here: drop the old one first, or write IF NOT EXISTS",
        );
    }
    match rest.keyword() {
        Some(Keyword::Constraint) => create_constraint(rest.skip(1)),
        Some(Keyword::Index) => {
            let kind = Name {
                text: Text::new("RANGE"),
                span: rest.skip(1).span_from(rest.start()),
            };
            create_index(rest.skip(1), kind)
        }
        _ if is_btree(rest) => refuse_btree(rest),
        _ => create_index(rest.skip(2), upper(&read_name(rest, rest.token()))),
    }
}

fn create_index(input: Input<'_>, kind: Name) -> Parsed<'_, SchemaCommand> {
    if input.keyword() == Some(Keyword::On) && input.kind_at(1) == TokenKind::Colon {
        return input.complain(
            Status::NoLongerValid,
            "CREATE INDEX ON :Label(key) is no part of Cypher 5 any more: write CREATE INDEX FOR (n:Label) ON (n.key)",
        );
    }
    let (rest, name) = optional_name(input, &[Keyword::If, Keyword::For])?;
    let (rest, if_not_exists) = if_not_exists(rest)?;
    let (rest, _) = keyword(Keyword::For)(rest)?;
    let names = match kind.text.as_str() {
        "LOOKUP" => Names::None,
        "FULLTEXT" | "VECTOR" => Names::Many,
        _ => Names::One,
    };
    let (rest, (variable, target)) = pattern(rest, names)?;
    let (rest, _) = keyword(Keyword::On)(rest)?;
    let (rest, properties) = match kind.text.as_str() {
        "LOOKUP" => lookup_function(rest, &variable, &target)?,
        "FULLTEXT" => {
            let (rest, _) = keyword(Keyword::Each)(rest)?;
            delimited(
                token(TokenKind::LeftBracket),
                commas(|input| property(input, &variable)),
                token(TokenKind::RightBracket),
            )
            .parse(rest)?
        }
        _ => properties(rest, &variable)?,
    };
    let (rest, options) = options(rest)?;
    let command = SchemaCommand::CreateIndex {
        kind,
        name,
        if_not_exists,
        target,
        properties,
        options,
    };
    Ok((rest, command))
}

fn create_constraint(input: Input<'_>) -> Parsed<'_, SchemaCommand> {
    let (rest, name) = optional_name(input, &[Keyword::If, Keyword::For, Keyword::On])?;
    let (rest, if_not_exists) = if_not_exists(rest)?;
    if rest.keyword() == Some(Keyword::On) {
        return rest.complain(
            Status::NoLongerValid,
            "CREATE CONSTRAINT ON ... ASSERT is no part of Cypher 5 any more: write CREATE CONSTRAINT FOR ... REQUIRE",
        );
    }
    let (rest, _) = keyword(Keyword::For)(rest)?;
    let place = rest.start();
    let (rest, (variable, target)) = pattern(rest, Names::One)?;
    if rest.keyword() == Some(Keyword::Assert) {
        return rest.complain(
            Status::NoLongerValid,
            "ASSERT is no part of Cypher 5 any more: write REQUIRE",
        );
    }
    let (rest, _) = keyword(Keyword::Require)(rest)?;
    let (rest, properties) = properties(rest, &variable)?;
    let (rest, kind) = constraint_kind(rest, &target, place)?;
    let (rest, options) = options(rest)?;
    let command = SchemaCommand::CreateConstraint {
        name,
        if_not_exists,
        target,
        properties,
        kind,
        options,
    };
    Ok((rest, command))
}

/// `IS UNIQUE`, `IS NODE KEY`, `IS NOT NULL`, `IS :: TYPE`.
fn constraint_kind<'t>(input: Input<'t>, target: &SchemaPattern, place: u32) -> Parsed<'t, Name> {
    let (rest, _) = keyword(Keyword::Is)(input)?;
    let done = |rest: Input<'t>, text: &str| {
        let span = rest.span_from(input.start());
        let text = Text::new(text);
        Ok((rest, Name { text, span }))
    };
    if let Some(rest) = rest.eat_keywords(Keyword::Not, Keyword::Null) {
        return done(rest, "NOT NULL");
    }
    let typed = rest
        .eat(TokenKind::DoubleColon)
        .or_else(|| rest.eat_keyword(Keyword::Typed));
    if let Some(rest) = typed {
        let (rest, name) = type_name(rest)?;
        return done(rest, &format!(":: {}", name.to_uppercase()));
    }
    let on_node = matches!(target, SchemaPattern::Node(_));
    let (rest, word) = match rest.keyword() {
        Some(Keyword::Node) => (rest.skip(1), Some(true)),
        Some(Keyword::Relationship | Keyword::Rel) => (rest.skip(1), Some(false)),
        _ => (rest, None),
    };
    if word.is_some_and(|node| node != on_node) {
        return Err(complaint(
            Status::UnknownInput,
            "NODE stands with a node after FOR, RELATIONSHIP with a relationship",
            place,
        ));
    }
    if let Some(rest) = rest.eat_keyword(Keyword::Unique) {
        return done(rest, "UNIQUE");
    }
    let (rest, _) = keyword(Keyword::Key)(rest)?;
    done(
        rest,
        if on_node {
            "NODE KEY"
        } else {
            "RELATIONSHIP KEY"
        },
    )
}

/// `(n:Label)` or `()-[r:TYPE]-()`: its variable and its names.
fn pattern(input: Input<'_>, wanted: Names) -> Parsed<'_, (Name, SchemaPattern)> {
    let (inside, _) = token(TokenKind::LeftParen)(input)?;
    if inside.kind() != TokenKind::RightParen {
        let (rest, (variable, names)) = variable_and_names(inside, wanted)?;
        let (rest, _) = token(TokenKind::RightParen)(rest)?;
        return Ok((rest, (variable, SchemaPattern::Node(names))));
    }
    let rest = inside.skip(1);
    let rest = rest.eat(TokenKind::Less).unwrap_or(rest);
    let (rest, _) = token(TokenKind::Minus)(rest)?;
    let (rest, _) = token(TokenKind::LeftBracket)(rest)?;
    let (rest, (variable, names)) = variable_and_names(rest, wanted)?;
    let (rest, _) = token(TokenKind::RightBracket)(rest)?;
    let (rest, _) = token(TokenKind::Minus)(rest)?;
    let rest = rest.eat(TokenKind::Greater).unwrap_or(rest);
    let (rest, _) = token(TokenKind::LeftParen)(rest)?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    Ok((rest, (variable, SchemaPattern::Relationship(names))))
}

/// How many labels or types a rule is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    None,
    One,
    Many,
}

fn variable_and_names(input: Input<'_>, wanted: Names) -> Parsed<'_, (Name, Vec<Name>)> {
    let (rest, variable) = variable(input)?;
    if wanted == Names::None {
        return Ok((rest, (variable, Vec::new())));
    }
    let (mut rest, _) = token(TokenKind::Colon)(rest)?;
    let mut names = Vec::new();
    loop {
        let (after, label) = token_name(rest, "a label or type")?;
        names.push(label);
        match after.eat(TokenKind::Bar).filter(|_| wanted == Names::Many) {
            Some(after) => rest = after,
            None => return Ok((after, (variable, names))),
        }
    }
}

/// `(n.a, n.b)` or `n.a`.
fn properties<'t>(input: Input<'t>, variable: &Name) -> Parsed<'t, Vec<Name>> {
    if input.kind() != TokenKind::LeftParen {
        input.is(TokenKind::LeftParen);
        let (rest, key) = property(input, variable)?;
        return Ok((rest, vec![key]));
    }
    delimited(
        token(TokenKind::LeftParen),
        commas(|input| property(input, variable)),
        token(TokenKind::RightParen),
    )
    .parse(input)
}

fn property<'t>(input: Input<'t>, of: &Name) -> Parsed<'t, Name> {
    let (rest, found) = variable(input)?;
    let (rest, _) = token(TokenKind::Dot)(rest)?;
    same_variable(input, &found, of)?;
    let (rest, key) = token_name(rest, "a property key")?;
    let span = rest.span_from(input.start());
    Ok((rest, Name { span, ..key }))
}

/// The variable that FOR declared.
fn declared<'t>(input: Input<'t>, of: &Name) -> Parsed<'t, ()> {
    let (rest, found) = variable(input)?;
    same_variable(input, &found, of)?;
    Ok((rest, ()))
}

fn same_variable(input: Input<'_>, found: &Name, of: &Name) -> Result<(), nom::Err<Problem>> {
    match found.text == of.text {
        true => Ok(()),
        false => Err(complaint(
            Status::UndefinedVariable,
            format!(
                "Variable `{}` is not defined: FOR declares `{}`",
                found.text, of.text
            ),
            input.start(),
        )),
    }
}

/// `EACH labels(n)` or `[EACH] type(r)`; there are no properties.
fn lookup_function<'t>(
    input: Input<'t>,
    variable: &Name,
    target: &SchemaPattern,
) -> Parsed<'t, Vec<Name>> {
    let rest = input.eat_keyword(Keyword::Each).unwrap_or(input);
    let (wanted, welcome) = match target {
        SchemaPattern::Node(_) => ("labels", "'labels'"),
        SchemaPattern::Relationship(_) => ("type", "'type'"),
    };
    let (after, function) = name(rest)?;
    if !function.text.eq_ignore_ascii_case(wanted) {
        let other = ["labels", "type"].map(|other| function.text.eq_ignore_ascii_case(other));
        if other.contains(&true) {
            return Err(complaint(
                Status::UnknownInput,
                format!(
                    "Function '{}' is not allowed, valid function is '{wanted}'.",
                    function.text
                ),
                0,
            ));
        }
        return rest.unexpected(welcome);
    }
    let (rest, ()) = delimited(
        token(TokenKind::LeftParen),
        |input| declared(input, variable),
        token(TokenKind::RightParen),
    )
    .parse(after)?;
    Ok((rest, Vec::new()))
}

fn options(input: Input<'_>) -> Parsed<'_, Option<Expr>> {
    let Some(rest) = input.eat_keyword(Keyword::Options) else {
        return Ok((input, None));
    };
    let (rest, options) = match rest.kind() {
        TokenKind::LeftBrace => {
            let _level = rest.nest(1)?;
            map_literal(rest)?
        }
        TokenKind::Dollar => parameter(rest)?,
        _ => return rest.unexpected("a map or a parameter"),
    };
    Ok((rest, Some(options)))
}

/// A name, unless a word that follows names is here.
fn optional_name<'t>(input: Input<'t>, followers: &[Keyword]) -> Parsed<'t, Option<SchemaName>> {
    let follows = input
        .keyword()
        .is_some_and(|keyword| followers.contains(&keyword));
    // A name that looks like a follower is followed by one.
    let named_so = match input.keyword() {
        Some(Keyword::If) => input.keyword_at(1) != Some(Keyword::Not),
        Some(_) => input
            .keyword_at(1)
            .is_some_and(|next| followers.contains(&next)),
        None => false,
    };
    if follows && !named_so {
        return Ok((input, None));
    }
    let (rest, name) = schema_name(input)?;
    Ok((rest, Some(name)))
}

/// `name` or `$name`.
pub(super) fn schema_name(input: Input<'_>) -> Parsed<'_, SchemaName> {
    if input.kind() == TokenKind::Dollar {
        let (rest, name) = parameter_name(input)?;
        return Ok((rest, SchemaName::Parameter(name)));
    }
    let (rest, name) = token_name(input, "a name")?;
    Ok((rest, SchemaName::Fixed(name)))
}

fn if_not_exists(input: Input<'_>) -> Parsed<'_, bool> {
    match input.eat_keyword(Keyword::If) {
        None => Ok((input, false)),
        Some(rest) => {
            let (rest, _) = keyword(Keyword::Not)(rest)?;
            let (rest, _) = keyword(Keyword::Exists)(rest)?;
            Ok((rest, true))
        }
    }
}

/// DROP INDEX and DROP CONSTRAINT; the keyword is here.
pub(super) fn drop_rule(input: Input<'_>) -> Parsed<'_, SchemaCommand> {
    let rest = input.skip(1);
    if is_btree(rest) {
        return refuse_btree(rest);
    }
    let index = rest.is_keyword(Keyword::Index);
    if !index && !rest.is_keyword(Keyword::Constraint) {
        return Err(nom::Err::Error(Problem::Mismatch));
    }
    let rest = rest.skip(1);
    if rest.keyword() == Some(Keyword::On)
        && matches!(rest.kind_at(1), TokenKind::Colon | TokenKind::LeftParen)
    {
        return rest.complain(
            Status::NoLongerValid,
            "Indexes and constraints are dropped by name: write DROP INDEX name or DROP CONSTRAINT name (SHOW INDEXES and SHOW CONSTRAINTS list the names)",
        );
    }
    let (rest, name) = schema_name(rest)?;
    let (rest, if_exists) = match rest.eat_keyword(Keyword::If) {
        None => (rest, false),
        Some(rest) => (keyword(Keyword::Exists)(rest)?.0, true),
    };
    let command = match index {
        true => SchemaCommand::DropIndex { name, if_exists },
        false => SchemaCommand::DropConstraint { name, if_exists },
    };
    Ok((rest, command))
}
