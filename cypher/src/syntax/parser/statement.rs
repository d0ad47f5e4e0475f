//! What one RUN carries: EXPLAIN and options, then a query or a command, then nothing.

use super::input::{Expected, Input, Parsed, complaint_nowhere, named, read_name, token};
use super::{administration, query, reading, schema, show};
use crate::syntax::ast::{Language, Mode, Name, Statement, StatementBody};
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
            return Err(complaint_nowhere(
                Status::OptionTwice,
                "Can't specify multiple conflicting values for execution mode: a query is either explained or profiled",
            ));
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
    let (rest, graph) = graph(rest)?;
    let (rest, body) = body(rest)?;
    let (rest, ()) = end(rest)?;
    let statement = Statement {
        mode,
        language: match rest.context.is_25.get() {
            true => Language::Cypher25,
            false => Language::Cypher5,
        },
        options,
        graph,
        body,
    };
    Ok((rest, statement))
}

/// `5`, `25` and `key=value` after CYPHER.
fn cypher_options<'t>(input: Input<'t>, options: &mut Vec<(Name, Name)>) -> Parsed<'t, ()> {
    let mut rest = input;
    if matches!(rest.kind(), TokenKind::Integer | TokenKind::Float) {
        let version = read_name(rest, rest.token());
        let is_25 = version.text == "25" || input.context.assumes_25;
        input.context.is_25.set(is_25);
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

/// USE before a command.
fn graph(input: Input<'_>) -> Parsed<'_, Option<Name>> {
    if input.keyword() != Some(Keyword::Use) {
        return Ok((input, None));
    }
    let (rest, graph) = reading::graph(input.skip(1))?;
    let is_of_server = administration::begins(rest)
        || (rest.keyword() == Some(Keyword::Show) && show::shows_server(rest));
    if is_of_server {
        return rest.complain(
            Status::UseBeforeAdministration,
            "The `USE` clause is not required for administration commands. Retry your query without the `USE` clause, and it will be routed automatically.",
        );
    }
    let is_command = match rest.keyword() {
        Some(Keyword::Create) => schema::creates_rule(rest.skip(1)),
        Some(Keyword::Drop) => true,
        Some(Keyword::Show | Keyword::Terminate) => true,
        _ => false,
    };
    match is_command {
        true => Ok((rest, Some(graph))),
        false => Ok((input, None)),
    }
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
            let whole = matches!(rest.kind(), TokenKind::Semicolon | TokenKind::End);
            if !input.context.is_25.get() {
                if query::is_clause(rest) {
                    return rest.only_in_25("a command beside clauses");
                }
                return Ok((rest, StatementBody::Show(command)));
            }
            if whole {
                return Ok((rest, StatementBody::Show(command)));
            }
            // It is the first clause of a query.
            let (rest, query) = query::query(input)?;
            Ok((rest, StatementBody::Query(query)))
        }
        Some(Keyword::Start) => input.skip(1).unexpected("'DATABASE'"),
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
            return Err(complaint_nowhere(
                Status::SeveralStatements,
                format!(
                    "Another statement begins behind the semicolon, with '{}': send one statement at a time",
                    rest.text_of(rest.token())
                ),
            ));
        }
    }
    let (_, _) = token(TokenKind::End)(rest)?;
    Ok((rest, ()))
}
