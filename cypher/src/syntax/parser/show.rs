//! SHOW commands and TERMINATE TRANSACTIONS, which is one in all but its word.

use super::expression::expression;
use super::input::{Expected, Input, Parsed, Problem, commas, complaint};
use super::projection::{body, optional_where};
use super::schema::schema_name;
use crate::syntax::ast::{
    ClauseKind, Expr, ExprKind, Name, Projection, SchemaName, ShowCommand, ShowYield,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;
use quiver_types::{Status, Text, Value};

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
        &["PROPERTY"],
        &["UNIQUE", "UNIQUENESS"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["NODE"],
        &["UNIQUE", "UNIQUENESS"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["NODE"],
        &["PROPERTY"],
        &["UNIQUE", "UNIQUENESS"],
        &["CONSTRAINTS", "CONSTRAINT"],
    ],
    &[
        &["RELATIONSHIP", "REL"],
        &["PROPERTY"],
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
    &[&["PROCEDURES", "PROCEDURE"]],
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
    &[&["USERS", "USER"], &["WITH"], &["AUTH"]],
    &[&["USERS", "USER"]],
];

/// What TERMINATE ends.
const TERMINATED: &[&[&[&str]]] = &[&[&["TRANSACTIONS", "TRANSACTION"]]];

/// SHOW or TERMINATE as a whole statement; the keyword is here. In Cypher 5 commands about transactions may
/// go on with each other's columns; in Cypher 25 what goes on is a query, and the rest is left for that.
pub(super) fn show(input: Input<'_>) -> Parsed<'_, ShowCommand> {
    let (rest, mut first) = one(input, true)?;
    let goes_on = matches!(rest.keyword(), Some(Keyword::Show | Keyword::Terminate));
    if input.context.is_25.get() || !is_about_transactions(&first) || !goes_on {
        return Ok((rest, first));
    }
    check_composed(input, &first)?;
    // Commands follow each other without nesting; the tree is built from the end.
    let mut all: Vec<ShowCommand> = Vec::new();
    let mut rest = rest;
    while matches!(rest.keyword(), Some(Keyword::Show | Keyword::Terminate)) {
        let begin = rest;
        let (after, next) = one(rest, true)?;
        if !is_about_transactions(&next) {
            return begin
                .skip(1)
                .only_in_25("a command about anything but TRANSACTIONS beside another one");
        }
        check_composed(begin, &next)?;
        all.push(next);
        rest = after;
        if all.len() > CHAIN {
            return begin.complain(
                Status::QueryTooComplex,
                format!("At most {CHAIN} commands can be combined"),
            );
        }
    }
    let returns = |command: &ShowCommand| {
        let yields = command.yields.as_ref();
        yields.is_some_and(|yields| yields.returns.is_some())
    };
    if !all.last().is_some_and(returns) {
        return rest.complain(
            Status::CommandsWithoutReturn,
            "When combining show and/or terminate commands, `RETURN` isn't optional.",
        );
    }
    let mut then = None;
    for mut command in all.into_iter().rev() {
        command.then = then;
        then = Some(Box::new(command));
    }
    first.then = then;
    Ok((rest, first))
}

/// What must be so of a command beside others.
fn check_composed(begin: Input<'_>, command: &ShowCommand) -> Result<(), nom::Err<Problem>> {
    let name = command_name(command);
    match &command.yields {
        None => Err(complaint(
            Status::CommandWithoutYield,
            format!(
                "When combining `{name}` with other show and/or terminate commands, `YIELD` is mandatory."
            ),
            begin.start(),
        )),
        Some(yields) => match yields.projection.all {
            None => Ok(()),
            Some(star) => Err(complaint(
                Status::CommandYieldsAll,
                format!(
                    "When combining `{name}` with other show and/or terminate commands, `YIELD *` isn't permitted."
                ),
                star.start,
            )),
        },
    }
}

/// SHOW or TERMINATE as a clause; the keyword is before.
pub(super) fn clause(after: Input<'_>) -> Parsed<'_, ClauseKind> {
    let input = after.back();
    let (rest, command) = one(input, false)?;
    let what = command.what.text.as_str();
    if input.keyword() == Some(Keyword::Show) && shows_server(input) {
        if !what.contains("DATABASE") {
            return after.unexpected(
                "'CONSTRAINTS', 'FUNCTIONS', 'INDEXES', 'PROCEDURES', 'SETTINGS' or 'TRANSACTIONS'",
            );
        }
        return input.complain(
            Status::NotSystemDatabase,
            format!("This is an administration command and it should be executed against the system database: SHOW {what}"),
        );
    }
    check_composed(input, &command)?;
    Ok((rest, ClauseKind::Show(Box::new(command))))
}

/// Whether SHOW, which is here, shows what the server has, and not the database.
pub(super) fn shows_server(input: Input<'_>) -> bool {
    let words = input.skip(1);
    let what = SHOWN.iter().find(|what| fits(words, what));
    what.is_some_and(|what| {
        let has = |word: &str| what.iter().any(|forms| forms[0].starts_with(word));
        !has("FUNCTIONS") && (has("DATABASE") || has("USER"))
    })
}

/// How many commands may go on with each other's columns.
const CHAIN: usize = 64;

fn is_about_transactions(command: &ShowCommand) -> bool {
    matches!(
        command.what.text.as_str(),
        "TRANSACTIONS" | "TERMINATE TRANSACTIONS"
    )
}

fn command_name(command: &ShowCommand) -> String {
    match command.what.text.as_str() {
        terminate @ "TERMINATE TRANSACTIONS" => terminate.to_owned(),
        what => format!("SHOW {what}"),
    }
}

/// One command, with RETURN where `returns`.
fn one(input: Input<'_>, returns: bool) -> Parsed<'_, ShowCommand> {
    let words = input.skip(1);
    let terminates = input.keyword() == Some(Keyword::Terminate);
    let table = if terminates { TERMINATED } else { SHOWN };
    let Some(what) = table.iter().find(|what| fits(words, what)) else {
        return match terminates {
            true => words.unexpected("'TRANSACTION' or 'TRANSACTIONS'"),
            false => unknown(words),
        };
    };
    if let Some(at) = property_unique(what)
        && !input.context.is_25.get()
    {
        return words.skip(at).unexpected("'EXIST', 'EXISTENCE' or 'TYPE'");
    }
    let rest = words.skip(what.len());
    let name: Vec<&str> = what.iter().map(|forms| forms[0]).collect();
    let mut name = name.join(" ");
    if terminates {
        name.insert_str(0, "TERMINATE ");
    }
    let shown = Name {
        text: Text::from(name),
        span: rest.span_from(words.start()),
    };
    let next = rest.text_of(rest.token());
    let is_old = ["BRIEF", "VERBOSE"]
        .iter()
        .any(|old| next.eq_ignore_ascii_case(old));
    if is_old && (shown.text.ends_with("INDEXES") || shown.text.ends_with("CONSTRAINTS")) {
        return rest.complain(
            Status::NoLongerValid,
            "SHOW INDEXES and SHOW CONSTRAINTS no longer allow the `BRIEF` and `VERBOSE` keywords, please omit `BRIEF` and use `YIELD *` instead of `VERBOSE`.",
        );
    }
    let (rest, about) = about(rest, &shown)?;
    let (rest, yields) = match rest.eat_keyword(Keyword::Yield) {
        None => (rest, None),
        Some(rest) => {
            let (rest, yields) = show_yield(rest, returns)?;
            (rest, Some(yields))
        }
    };
    if terminates && yields.is_none() && rest.keyword() == Some(Keyword::Where) {
        return rest.complain(
            Status::InvalidSyntax,
            "`WHERE` is not allowed by itself, please use `TERMINATE TRANSACTION ... YIELD ... WHERE ...` instead",
        );
    }
    let (rest, predicate) = match yields.is_none() {
        true => optional_where(rest)?,
        false => (rest, None),
    };
    let command = ShowCommand {
        what: shown,
        about,
        then: None,
        yields,
        predicate,
    };
    Ok((rest, command))
}

/// Where UNIQUE stands behind PROPERTY, which it does in Cypher 25.
fn property_unique(what: &[&[&str]]) -> Option<usize> {
    let property = what.iter().position(|forms| forms[0] == "PROPERTY")?;
    (what[property + 1][0] == "UNIQUE").then_some(property + 1)
}

/// The name, names or ids that some commands take.
fn about<'t>(input: Input<'t>, shown: &Name) -> Parsed<'t, Option<Expr>> {
    match shown.text.as_str() {
        "DATABASES" if takes_name(input) => {
            let (rest, name) = schema_name(input)?;
            Ok((rest, Some(named(name))))
        }
        what if what.ends_with("FUNCTIONS") || what.ends_with("PROCEDURES") => {
            executable(input).map(|(rest, ())| (rest, None))
        }
        "TERMINATE TRANSACTIONS" => {
            if matches!(input.kind(), TokenKind::End | TokenKind::Semicolon) {
                return input.unexpected("a string or an expression");
            }
            some(names(input))
        }
        "SETTINGS" | "TRANSACTIONS" if takes_names(input) => some(names(input)),
        _ => Ok((input, None)),
    }
}

/// `EXECUTABLE [BY CURRENT USER | BY name]`, if it is here. Every user may call everything, so it
/// changes nothing.
fn executable(input: Input<'_>) -> Parsed<'_, ()> {
    let Some(rest) = input.eat_keyword(Keyword::Executable) else {
        return Ok((input, ()));
    };
    let Some(rest) = rest.eat_keyword(Keyword::By) else {
        return Ok((rest, ()));
    };
    if fits(rest, &[&["CURRENT"], &["USER"]]) {
        return Ok((rest.skip(2), ()));
    }
    let (rest, _) = schema_name(rest)?;
    Ok((rest, ()))
}

fn some(parsed: Parsed<'_, Expr>) -> Parsed<'_, Option<Expr>> {
    parsed.map(|(rest, expr)| (rest, Some(expr)))
}

fn named(name: SchemaName) -> Expr {
    let (kind, span) = match name {
        SchemaName::Fixed(name) => (ExprKind::Literal(Value::String(name.text)), name.span),
        SchemaName::Parameter(name) => (ExprKind::Parameter(name.text), name.span),
    };
    Expr { kind, span }
}

fn takes_names(input: Input<'_>) -> bool {
    !matches!(input.kind(), TokenKind::End | TokenKind::Semicolon)
        && !matches!(
            input.keyword(),
            Some(
                Keyword::Yield
                    | Keyword::Where
                    | Keyword::Return
                    | Keyword::Show
                    | Keyword::Terminate
            )
        )
}

/// `'a', 'b'`, or one expression that gives a string or a list of them.
fn names(input: Input<'_>) -> Parsed<'_, Expr> {
    if input.kind() != TokenKind::String || input.kind_at(1) != TokenKind::Comma {
        return expression(input);
    }
    let (rest, items) = commas(expression)(input)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::List(items);
    Ok((rest, Expr { kind, span }))
}

fn fits(input: Input<'_>, what: &[&[&str]]) -> bool {
    what.iter().enumerate().all(|(at, forms)| {
        let token = input.nth(at);
        let word = input.text_of(token);
        token.kind == TokenKind::Name && forms.iter().any(|form| word.eq_ignore_ascii_case(form))
    })
}

fn unknown(words: Input<'_>) -> Parsed<'_, ShowCommand> {
    let text = |at: usize| words.text_of(words.nth(at)).to_ascii_uppercase();
    if text(0) == "BTREE" && text(1).starts_with("INDEX") {
        return words.complain(
            Status::NoLongerValid,
            "Invalid index type b-tree, please omit the `BTREE` filter.",
        );
    }
    let at = usize::from(["NODE", "RELATIONSHIP", "REL"].contains(&text(0).as_str()));
    if text(at) == "EXISTS" && text(at + 1).starts_with("CONSTRAINT") {
        return words.skip(at).complain(
            Status::NoLongerValid,
            "`SHOW CONSTRAINTS` no longer allows the `EXISTS` keyword, please use `EXIST` or `PROPERTY EXISTENCE` instead.",
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

/// YIELD of a SHOW command, after its keyword, and RETURN where `returns`.
fn show_yield(input: Input<'_>, returns: bool) -> Parsed<'_, ShowYield> {
    let (rest, mut projection) = body(input)?;
    let (rest, predicate) = optional_where(rest)?;
    projection.predicate = predicate;
    let (rest, returns) = match rest.eat_keyword(Keyword::Return).filter(|_| returns) {
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
