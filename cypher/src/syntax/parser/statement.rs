//! What one RUN carries: EXPLAIN and options, then a query or a command, then nothing.

use super::input::{Expected, Input, Parsed, complaint, named, read_name, token};
use super::{administration, query, schema, show};
use crate::syntax::ast::{Mode, Name, Statement, StatementBody};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;
use quiver_types::{Status, Text};

/// A whole text.
pub(super) fn statement(input: Input<'_>) -> Parsed<'_, Statement> {
    let mut mode = Mode::Run;
    let mut options = Vec::new();
    let mut rest = input;
    loop {
        let wanted = match rest.keyword() {
            Some(Keyword::Explain) => Mode::Explain,
            Some(Keyword::Profile) => Mode::Profile,
            Some(Keyword::Cypher) => {
                (rest, ()) = cypher_options(rest.skip(1), &mut options)?;
                continue;
            }
            _ => break,
        };
        if mode != Mode::Run && mode != wanted {
            return rest.complain(
                Status::ArgumentError,
                "A query is either explained or profiled: use one of EXPLAIN and PROFILE",
            );
        }
        mode = wanted;
        rest = rest.skip(1);
    }
    if rest.kind() == TokenKind::End && rest.at > input.at {
        return input.complain(
            Status::UnexpectedEnd,
            "The query ends before it has begun: expected a statement behind EXPLAIN, PROFILE or CYPHER",
        );
    }
    let (rest, body) = body(rest)?;
    let (rest, ()) = end(rest)?;
    let statement = Statement {
        mode,
        options,
        body,
    };
    Ok((rest, statement))
}

/// `5`, `25` and `key=value` after CYPHER.
fn cypher_options<'t>(input: Input<'t>, options: &mut Vec<(Name, Name)>) -> Parsed<'t, ()> {
    let mut rest = input;
    if matches!(rest.kind(), TokenKind::Integer | TokenKind::Float) {
        let version = read_name(rest, rest.token());
        input.context.is_25.set(version.text == "25");
        let key = Name {
            text: Text::new("version"),
            span: version.span,
        };
        options.push((key, version));
        rest = rest.skip(1);
    }
    while rest.kind() == TokenKind::Name && rest.kind_at(1) == TokenKind::Equal {
        let (after, key) = named(rest, "an option")?;
        let value = after.skip(1);
        if !matches!(
            value.kind(),
            TokenKind::Name | TokenKind::Integer | TokenKind::Float | TokenKind::QuotedName
        ) {
            return value.unexpected("the value of the option");
        }
        options.push((key, read_name(value, value.token())));
        rest = value.skip(1);
    }
    Ok((rest, ()))
}

fn body(input: Input<'_>) -> Parsed<'_, StatementBody> {
    let second = input.keyword_at(1);
    if administration::begins(input) {
        let (rest, command) = administration::administration(input)?;
        return Ok((rest, StatementBody::Administration(command)));
    }
    match input.keyword() {
        Some(Keyword::Create) if schema::creates_rule(input.skip(1)) => {
            let (rest, command) = schema::create(input)?;
            Ok((rest, StatementBody::Schema(command)))
        }
        Some(Keyword::Drop) => {
            let (rest, command) = schema::drop_rule(input)?;
            Ok((rest, StatementBody::Schema(command)))
        }
        Some(Keyword::Show | Keyword::Terminate) => {
            let (rest, command) = show::show(input)?;
            Ok((rest, StatementBody::Show(command)))
        }
        Some(Keyword::Using) if second == Some(Keyword::Periodic) => input.skip(1).complain(
            Status::NoLongerValid,
            "The PERIODIC COMMIT query hint is no longer supported: use CALL { ... } IN TRANSACTIONS instead",
        ),
        _ => {
            for keyword in [
                Keyword::Explain,
                Keyword::Profile,
                Keyword::Show,
                Keyword::Drop,
                Keyword::Alter,
                Keyword::Rename,
                Keyword::Terminate,
            ] {
                input.note(Expected::Keyword(keyword));
            }
            let (rest, query) = query::query(input)?;
            Ok((rest, StatementBody::Query(query)))
        }
    }
}

/// Nothing more but semicolons.
fn end(input: Input<'_>) -> Parsed<'_, ()> {
    let mut rest = input;
    while rest.kind() == TokenKind::Semicolon {
        rest = rest.skip(1);
        if !matches!(rest.kind(), TokenKind::Semicolon | TokenKind::End) {
            return Err(complaint(
                Status::SeveralStatements,
                "Another statement begins here: send one statement at a time",
                rest.start(),
            ));
        }
    }
    let (_, _) = token(TokenKind::End)(rest)?;
    Ok((rest, ()))
}
