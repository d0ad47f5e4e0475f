//! SHOW commands.

use super::input::{Expected, Input, Parsed, Problem};
use super::projection::{body, optional_where};
use super::schema::schema_name;
use crate::syntax::ast::{Name, Projection, ShowCommand, ShowYield};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;
use quiver_types::{Status, Text};

/// What can be shown: its words with their other forms, and the first form is its name in the
/// tree. Longer ones stand before their beginnings.
const SHOWN: &[&[&[&str]]] = &[
    &[&["INDEXES", "INDEX"]],
    &[&["ALL"], &["INDEXES", "INDEX"]],
    &[&["RANGE"], &["INDEXES", "INDEX"]],
    &[&["TEXT"], &["INDEXES", "INDEX"]],
    &[&["POINT"], &["INDEXES", "INDEX"]],
    &[&["LOOKUP"], &["INDEXES", "INDEX"]],
    &[&["FULLTEXT"], &["INDEXES", "INDEX"]],
    &[&["VECTOR"], &["INDEXES", "INDEX"]],
    &[&["CONSTRAINTS", "CONSTRAINT"]],
    &[&["ALL"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[&["UNIQUE", "UNIQUENESS"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[
        &["NODE"],
        &["UNIQUE", "UNIQUENESS"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["RELATIONSHIP", "REL"],
        &["UNIQUE", "UNIQUENESS"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[&["NODE"], &["KEY"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[
        &["RELATIONSHIP", "REL"],
        &["KEY"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[&["KEY"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[
        &["PROPERTY"],
        &["EXISTENCE", "EXIST"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["NODE"],
        &["PROPERTY"],
        &["EXISTENCE", "EXIST"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["RELATIONSHIP", "REL"],
        &["PROPERTY"],
        &["EXISTENCE", "EXIST"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[&["EXISTENCE", "EXIST"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[
        &["NODE"],
        &["EXISTENCE", "EXIST"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["RELATIONSHIP", "REL"],
        &["EXISTENCE", "EXIST"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[&["PROPERTY"], &["TYPE"], &["CONSTRAINTS", "CONSTRAINT"]],
    &[
        &["NODE"],
        &["PROPERTY"],
        &["TYPE"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["RELATIONSHIP", "REL"],
        &["PROPERTY"],
        &["TYPE"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["PROCEDURES", "PROCEDURE"],
        &["EXECUTABLE"],
        &["BY"],
        &["CURRENT"],
        &["USER"],
    ],
    &[&["PROCEDURES", "PROCEDURE"], &["EXECUTABLE"]],
    &[&["PROCEDURES", "PROCEDURE"]],
    &[
        &["FUNCTIONS", "FUNCTION"],
        &["EXECUTABLE"],
        &["BY"],
        &["CURRENT"],
        &["USER"],
    ],
    &[&["FUNCTIONS", "FUNCTION"], &["EXECUTABLE"]],
    &[&["FUNCTIONS", "FUNCTION"]],
    &[&["ALL"], &["FUNCTIONS", "FUNCTION"]],
    &[&["BUILT"], &["IN"], &["FUNCTIONS", "FUNCTION"]],
    &[&["USER"], &["DEFINED"], &["FUNCTIONS", "FUNCTION"]],
    &[&["DEFAULT"], &["DATABASE"]],
    &[&["HOME"], &["DATABASE"]],
    &[&["DATABASES", "DATABASE"]],
    &[&["TRANSACTIONS", "TRANSACTION"]],
    &[&["SETTINGS", "SETTING"]],
    &[&["CURRENT"], &["USER"]],
    &[&["USERS"]],
    &[&["SERVERS", "SERVER"]],
    &[&["ALIASES", "ALIAS"]],
];

/// SHOW; the keyword is here.
pub(super) fn show(input: Input<'_>) -> Parsed<'_, ShowCommand> {
    let words = input.skip(1);
    let Some(what) = SHOWN.iter().find(|what| fits(words, what)) else {
        return unknown(words);
    };
    let mut rest = words.skip(what.len());
    let name: Vec<&str> = what.iter().map(|forms| forms[0]).collect();
    let name = name.join(" ");
    let shown = Name {
        text: Text::from(name),
        span: rest.span_from(words.start()),
    };
    let mut name = None;
    if shown.text == "DATABASES" && takes_name(rest) {
        let (after, found) = schema_name(rest)?;
        name = Some(found);
        rest = after;
    }
    refuse_arguments(rest, &shown)?;
    let (rest, yields) = match rest.eat_keyword(Keyword::Yield) {
        None => (rest, None),
        Some(rest) => {
            let (rest, yields) = show_yield(rest)?;
            (rest, Some(yields))
        }
    };
    let (rest, predicate) = match yields.is_none() {
        true => optional_where(rest)?,
        false => (rest, None),
    };
    let command = ShowCommand {
        what: shown,
        name,
        yields,
        predicate,
    };
    Ok((rest, command))
}

fn fits(input: Input<'_>, what: &[&[&str]]) -> bool {
    what.iter().enumerate().all(|(at, forms)| {
        let token = input.nth(at);
        let word = input.text_of(token);
        token.kind == TokenKind::Name && forms.iter().any(|form| word.eq_ignore_ascii_case(form))
    })
}

fn unknown(words: Input<'_>) -> Parsed<'_, ShowCommand> {
    let refused = [
        "PRIVILEGES",
        "PRIVILEGE",
        "ROLES",
        "ROLE",
        "POPULATED",
        "SUPPORTED",
    ];
    let word = words.text_of(words.token());
    if refused.iter().any(|what| word.eq_ignore_ascii_case(what)) {
        return words.complain(
            Status::UnsupportedAdministrationCommand,
            format!(
                "SHOW {} is not supported by this server",
                word.to_uppercase()
            ),
        );
    }
    words.note(Expected::Described(
        "'INDEXES', 'CONSTRAINTS', 'FUNCTIONS', 'PROCEDURES', 'DATABASES', 'SETTINGS', 'TRANSACTIONS'",
    ));
    words.unexpected("'USERS'")
}

/// Whether a name follows SHOW DATABASE.
fn takes_name(input: Input<'_>) -> bool {
    match input.kind() {
        TokenKind::QuotedName | TokenKind::Dollar => true,
        TokenKind::Name => !matches!(
            input.keyword(),
            Some(Keyword::Yield | Keyword::Where | Keyword::Return)
        ),
        _ => false,
    }
}

/// Some commands take names or ids, which is refused by name until they are wanted.
fn refuse_arguments(input: Input<'_>, shown: &Name) -> Result<(), nom::Err<Problem>> {
    let takes = matches!(shown.text.as_str(), "SETTINGS" | "TRANSACTIONS");
    let given = matches!(
        input.kind(),
        TokenKind::String | TokenKind::Dollar | TokenKind::LeftBracket
    );
    match takes && given {
        true => input
            .not_supported(&format!(
                "SHOW {} with a list of names (use WHERE instead)",
                shown.text
            ))
            .map(|(_, ())| ()),
        false => Ok(()),
    }
}

/// YIELD of a SHOW command, after its keyword, and RETURN.
fn show_yield(input: Input<'_>) -> Parsed<'_, ShowYield> {
    let (rest, mut projection) = body(input)?;
    let (rest, predicate) = optional_where(rest)?;
    projection.predicate = predicate;
    let (rest, returns) = match rest.eat_keyword(Keyword::Return) {
        None => (rest, None),
        Some(rest) => {
            let (rest, returns): (_, Projection) = body(rest)?;
            (rest, Some(returns))
        }
    };
    let yields = ShowYield {
        projection,
        returns,
    };
    Ok((rest, yields))
}
