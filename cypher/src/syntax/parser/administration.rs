//! Commands about users and databases, and the commands that only Neo4j's enterprise edition has:
//! those are recognised by their first words and refused by name when they are bound.

use quiver_types::{Status, Text};

use super::input::{Expected, Input, Parsed, Problem, keyword, token};
use super::literal;
use super::schema::schema_name;
use crate::syntax::ast::{
    AdministrationCommand, Language, Name, Password, SchemaName, Span, UserClauses,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// First words of commands of the enterprise edition; longer ones before their beginnings.
const ENTERPRISE: &[&[&str]] = &[
    &["CREATE", "OR", "REPLACE", "DATABASE"],
    &["CREATE", "OR", "REPLACE", "COMPOSITE", "DATABASE"],
    &["CREATE", "OR", "REPLACE", "ROLE"],
    &["CREATE", "OR", "REPLACE", "IMMUTABLE", "ROLE"],
    &["CREATE", "OR", "REPLACE", "ALIAS"],
    &["CREATE", "OR", "REPLACE", "AUTH", "RULE"],
    &["CREATE", "DATABASE"],
    &["CREATE", "COMPOSITE", "DATABASE"],
    &["CREATE", "ROLE"],
    &["CREATE", "IMMUTABLE", "ROLE"],
    &["CREATE", "ALIAS"],
    &["CREATE", "AUTH", "RULE"],
    &["DROP", "DATABASE"],
    &["DROP", "COMPOSITE", "DATABASE"],
    &["DROP", "ROLE"],
    &["DROP", "ALIAS"],
    &["DROP", "SERVER"],
    &["DROP", "AUTH", "RULE"],
    &["ALTER", "DATABASE"],
    &["ALTER", "ALIAS"],
    &["ALTER", "SERVER"],
    &["ALTER", "AUTH", "RULE"],
    &["RENAME", "ROLE"],
    &["RENAME", "SERVER"],
    &["RENAME", "AUTH", "RULE"],
    &["START", "DATABASE"],
    &["STOP", "DATABASE"],
    &["ENABLE", "SERVER"],
    &["DEALLOCATE", "DATABASE"],
    &["DEALLOCATE", "DATABASES"],
    &["REALLOCATE", "DATABASE"],
    &["REALLOCATE", "DATABASES"],
    &["DRYRUN", "DEALLOCATE"],
    &["DRYRUN", "REALLOCATE"],
    &["GRANT"],
    &["DENY"],
    &["REVOKE"],
    &["SHOW", "ROLE"],
    &["SHOW", "ROLES"],
    &["SHOW", "ALL", "ROLE"],
    &["SHOW", "ALL", "ROLES"],
    &["SHOW", "POPULATED", "ROLE"],
    &["SHOW", "POPULATED", "ROLES"],
    &["SHOW", "PRIVILEGE"],
    &["SHOW", "PRIVILEGES"],
    &["SHOW", "ALL", "PRIVILEGE"],
    &["SHOW", "ALL", "PRIVILEGES"],
    &["SHOW", "SUPPORTED", "PRIVILEGE"],
    &["SHOW", "SUPPORTED", "PRIVILEGES"],
    &["SHOW", "USER", "PRIVILEGE"],
    &["SHOW", "USER", "PRIVILEGES"],
    &["SHOW", "USERS", "PRIVILEGE"],
    &["SHOW", "USERS", "PRIVILEGES"],
    &["SHOW", "ALIAS"],
    &["SHOW", "ALIASES"],
    &["SHOW", "SERVER"],
    &["SHOW", "SERVERS"],
    &["SHOW", "AUTH", "RULE"],
    &["SHOW", "AUTH", "RULES"],
];

/// Whether one of these commands begins here.
pub(super) fn begins(input: Input<'_>) -> bool {
    let fits = |words: &[&str]| spells(input, words) && !is_pattern(input, words.len());
    fits(&["CREATE", "USER"])
        || fits(&["CREATE", "OR", "REPLACE", "USER"])
        || fits(&["ALTER", "USER"])
        || fits(&["ALTER", "CURRENT", "USER"])
        || fits(&["RENAME", "USER"])
        || fits(&["DROP", "USER"])
        || enterprise(input).is_some()
}

/// `CREATE user = (a)` and `CREATE user(...)` are no commands.
fn is_pattern(input: Input<'_>, words: usize) -> bool {
    matches!(
        input.kind_at(words),
        TokenKind::Equal | TokenKind::LeftParen
    )
}

fn enterprise(input: Input<'_>) -> Option<&'static [&'static str]> {
    let privileges = |at: usize| {
        let word = input.text_of(input.nth(at));
        word.eq_ignore_ascii_case("PRIVILEGES") || word.eq_ignore_ascii_case("PRIVILEGE")
    };
    let user = spells(input, &["SHOW", "USER"]) || spells(input, &["SHOW", "USERS"]);
    if user && (privileges(2) || privileges(3)) {
        return Some(&["SHOW", "PRIVILEGES"]);
    }
    ENTERPRISE
        .iter()
        .copied()
        .find(|words| spells(input, words) && !is_pattern(input, words.len()))
}

fn spells(input: Input<'_>, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(at, word)| {
        let token = input.nth(at);
        token.kind == TokenKind::Name && input.text_of(token).eq_ignore_ascii_case(word)
    })
}

fn eat<'t>(input: Input<'t>, word: &'static str) -> Option<Input<'t>> {
    spells(input, &[word]).then(|| input.skip(1))
}

/// One of these commands; its first word is here.
pub(super) fn administration(input: Input<'_>) -> Parsed<'_, AdministrationCommand> {
    if spells(input, &["CREATE", "USER"]) {
        return create(input, input.skip(2), false);
    }
    if spells(input, &["CREATE", "OR", "REPLACE", "USER"]) {
        return create(input, input.skip(4), true);
    }
    if spells(input, &["ALTER", "CURRENT", "USER"]) {
        return own_password(input.skip(3));
    }
    if spells(input, &["ALTER", "USER"]) {
        return alter(input);
    }
    if spells(input, &["RENAME", "USER"]) {
        return rename(input.skip(2));
    }
    if spells(input, &["DROP", "USER"]) {
        let (rest, name) = schema_name(input.skip(2))?;
        let (rest, if_exists) = if_exists(rest)?;
        return Ok((rest, AdministrationCommand::DropUser { if_exists, name }));
    }
    if spells(input, &["ALTER", "DATABASE"]) {
        return alter_database(input);
    }
    match enterprise(input) {
        Some(words) => Ok(unsupported(input, words)),
        None => Err(nom::Err::Error(Problem::Mismatch)),
    }
}

/// A command that is not there, to its end.
fn unsupported<'t>(input: Input<'t>, words: &[&'static str]) -> (Input<'t>, AdministrationCommand) {
    let mut rest = input.skip(words.len());
    while !matches!(rest.kind(), TokenKind::Semicolon | TokenKind::End) {
        rest = rest.skip(1);
    }
    let name = Name {
        text: Text::from(words.join(" ")),
        span: rest.span_from(input.start()),
    };
    (rest, AdministrationCommand::Unsupported(name))
}

/// ALTER DATABASE: of what it sets, the language is there in Neo4j's community edition.
fn alter_database(start: Input<'_>) -> Parsed<'_, AdministrationCommand> {
    const WORDS: &[&str] = &["ALTER", "DATABASE"];
    let (rest, name) = database_name(start.skip(WORDS.len()))?;
    let (mut rest, if_exists) = if_exists(rest)?;
    let mut language = None;
    if spells(rest, &["REMOVE", "OPTION"]) {
        return Ok(unsupported(start, WORDS));
    }
    rest.note(Expected::Described("'REMOVE OPTION'"));
    while let Some(after) = rest.eat_keyword(Keyword::Set) {
        if ["ACCESS", "TOPOLOGY", "OPTION"]
            .iter()
            .any(|word| spells(after, &[word]))
        {
            return Ok(unsupported(start, WORDS));
        }
        let (after, given) = default_language(after)?;
        if language.replace(given).is_some() {
            return rest.complain(
                Status::DuplicateClause,
                "Duplicate `SET DEFAULT LANGUAGE` clause.",
            );
        }
        rest = after;
    }
    rest.note(Expected::Keyword(Keyword::Set));
    let Some(language) = language else {
        return rest.unexpected("'SET'");
    };
    if spells(rest, &["WAIT"]) {
        return Ok(unsupported(start, WORDS));
    }
    let rest = eat(rest, "NOWAIT").unwrap_or(rest);
    let command = AdministrationCommand::SetLanguage {
        if_exists,
        name,
        language,
    };
    Ok((rest, command))
}

/// `DEFAULT LANGUAGE CYPHER 25`.
fn default_language(input: Input<'_>) -> Parsed<'_, Language> {
    let mut rest = input;
    for (word, expected) in [
        (
            "DEFAULT",
            "'DEFAULT LANGUAGE CYPHER', 'OPTION', 'ACCESS READ' or 'TOPOLOGY'",
        ),
        ("LANGUAGE", "'LANGUAGE CYPHER'"),
        ("CYPHER", "'CYPHER'"),
    ] {
        rest = match eat(rest, word) {
            Some(after) => after,
            None => return rest.unexpected(expected),
        };
    }
    let version = rest.token();
    let text = rest.text_of(version);
    // Of all ways to write a number only the plainest will do.
    let is_plain = version.kind == TokenKind::Integer
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if !is_plain {
        return rest.unexpected("an integer value");
    }
    match Language::ALL.into_iter().find(|it| it.number() == text) {
        Some(language) => Ok((rest.skip(1), language)),
        None => rest.complain(
            Status::UnknownInput,
            format!("Invalid Cypher version '{text}'. Valid Cypher versions are: 5, 25"),
        ),
    }
}

/// `name`, `name.with.dots` or `$name`.
fn database_name(input: Input<'_>) -> Parsed<'_, SchemaName> {
    match input.kind() {
        TokenKind::Name | TokenKind::QuotedName => {
            let (rest, name) = super::atom::dotted_name(input)?;
            Ok((rest, SchemaName::Fixed(name)))
        }
        TokenKind::Dollar => schema_name(input),
        _ => input.unexpected("a database name or a parameter"),
    }
}

fn create<'t>(
    start: Input<'t>,
    input: Input<'t>,
    replace: bool,
) -> Parsed<'t, AdministrationCommand> {
    let (rest, name) = schema_name(input)?;
    let (rest, if_not_exists) = match rest.eat_keyword(Keyword::If) {
        None => {
            rest.note(Expected::Described("'IF NOT EXISTS'"));
            (rest, false)
        }
        Some(rest) => {
            let (rest, _) = keyword(Keyword::Not)(rest)?;
            let (rest, _) = keyword(Keyword::Exists)(rest)?;
            (rest, true)
        }
    };
    if replace && if_not_exists {
        return start.complain(
            Status::InvalidUseOfCommand,
            "A user cannot be created with both `OR REPLACE` and `IF NOT EXISTS`",
        );
    }
    if rest.keyword() != Some(Keyword::Set) {
        rest.note(Expected::Keyword(Keyword::Set));
        return Err(nom::Err::Error(Problem::Mismatch));
    }
    let mut found = Found::default();
    let rest = clauses(rest, &mut found, false)?;
    if found.clauses.password.is_none() && found.clauses.refused.is_none() {
        let at = found.place.unwrap_or(rest);
        return at.complain(
            Status::PasswordMandatory,
            "Clause `SET PASSWORD` is mandatory for auth provider `native`.",
        );
    }
    let command = AdministrationCommand::CreateUser {
        replace,
        if_not_exists,
        name,
        clauses: found.clauses,
    };
    Ok((rest, command))
}

fn alter(start: Input<'_>) -> Parsed<'_, AdministrationCommand> {
    let (rest, name) = schema_name(start.skip(2))?;
    let (rest, if_exists) = if_exists(rest)?;
    let mut found = Found::default();
    let rest = clauses(rest, &mut found, true)?;
    let clauses = found.clauses;
    if clauses.password.is_none() && clauses.change_required.is_none() && clauses.refused.is_none()
    {
        if rest.kind() != TokenKind::End {
            return rest.unexpected("'SET' or 'REMOVE'");
        }
        return start.complain(
            Status::AlterUserIncomplete,
            "`ALTER USER` requires at least one clause.",
        );
    }
    let command = AdministrationCommand::AlterUser {
        if_exists,
        name,
        clauses,
    };
    Ok((rest, command))
}

fn rename(input: Input<'_>) -> Parsed<'_, AdministrationCommand> {
    let (rest, from) = schema_name(input)?;
    let (rest, if_exists) = if_exists(rest)?;
    let Some(rest) = eat(rest, "TO") else {
        return rest.unexpected("'TO'");
    };
    let (rest, to) = schema_name(rest)?;
    let command = AdministrationCommand::RenameUser {
        if_exists,
        from,
        to,
    };
    Ok((rest, command))
}

fn own_password(input: Input<'_>) -> Parsed<'_, AdministrationCommand> {
    if !spells(input, &["SET", "PASSWORD"]) {
        return input.unexpected("'SET PASSWORD FROM'");
    }
    let Some(rest) = eat(input.skip(2), "FROM") else {
        return input.skip(2).unexpected("'FROM'");
    };
    let (rest, from) = password(rest)?;
    let Some(rest) = eat(rest, "TO") else {
        return rest.unexpected("'TO'");
    };
    let (rest, to) = password(rest)?;
    Ok((rest, AdministrationCommand::SetOwnPassword { from, to }))
}

fn if_exists(input: Input<'_>) -> Parsed<'_, bool> {
    match input.eat_keyword(Keyword::If) {
        None => {
            input.note(Expected::Described("'IF EXISTS'"));
            Ok((input, false))
        }
        Some(rest) => Ok((keyword(Keyword::Exists)(rest)?.0, true)),
    }
}

/// What was found of a user's clauses so far.
#[derive(Default)]
struct Found<'t> {
    clauses: UserClauses,
    /// Where the first clause about a password is, outside SET AUTH.
    old_form: Option<Input<'t>>,
    /// Whether SET AUTH 'native' was found.
    new_form: bool,
    /// Where a missing password is complained about.
    place: Option<Input<'t>>,
}

type Rest<'t> = Result<Input<'t>, nom::Err<Problem>>;

/// SET ... and, where something is altered, REMOVE ..., as many as there are.
fn clauses<'t>(input: Input<'t>, found: &mut Found<'t>, alters: bool) -> Rest<'t> {
    let mut rest = input;
    loop {
        rest = match rest.keyword() {
            Some(Keyword::Set) => set(rest.skip(1), found)?,
            Some(Keyword::Remove) if alters => remove(rest.skip(1), found)?,
            _ => break,
        };
    }
    rest.note(Expected::Keyword(Keyword::Set));
    Ok(rest)
}

fn failed<'t>(result: Parsed<'t, ()>) -> Rest<'t> {
    result.map(|(rest, ())| rest)
}

fn set<'t>(input: Input<'t>, found: &mut Found<'t>) -> Rest<'t> {
    let encrypted = spells(input, &["ENCRYPTED"]);
    let plain = spells(input, &["PLAINTEXT"]);
    let word = input.skip(usize::from(encrypted || plain));
    if let Some(rest) = eat(word, "PASSWORD") {
        found.old_form = found.old_form.or(Some(word));
        refuse_mixture(found)?;
        return set_password(word, rest, found, encrypted, encrypted || plain, true);
    }
    if encrypted || plain {
        return failed(word.unexpected("'PASSWORD'"));
    }
    if let Some(rest) = eat(input, "AUTH") {
        return set_auth(input, rest, found);
    }
    if let Some(rest) = eat(input, "STATUS") {
        if !spells(rest, &["ACTIVE"]) && !spells(rest, &["SUSPENDED"]) {
            return failed(rest.unexpected("'ACTIVE' or 'SUSPENDED'"));
        }
        refuse(found, "'SET STATUS'");
        return Ok(rest.skip(1));
    }
    if spells(input, &["HOME", "DATABASE"]) {
        let (rest, _) = schema_name(input.skip(2))?;
        refuse(found, "'HOME DATABASE'");
        return Ok(rest);
    }
    failed(
        input.unexpected(
            "'AUTH', 'HOME DATABASE', 'ENCRYPTED', 'PASSWORD', 'PLAINTEXT' or 'STATUS'",
        ),
    )
}

/// After PASSWORD: CHANGE [NOT] REQUIRED, or a password, which CHANGE ... may follow directly in
/// the old form.
fn set_password<'t>(
    word: Input<'t>,
    input: Input<'t>,
    found: &mut Found<'t>,
    encrypted: bool,
    must: bool,
    old_form: bool,
) -> Rest<'t> {
    if !must && spells(input, &["CHANGE"]) {
        found.place = found.place.or(Some(input));
        return change(input, found);
    }
    if found.clauses.password.is_some() {
        return failed(word.complain(Status::DuplicateClause, "Duplicate `SET PASSWORD` clause."));
    }
    let (rest, given) = password(input)?;
    found.clauses.password = Some(given);
    found.clauses.encrypted = encrypted;
    match old_form && spells(rest, &["CHANGE"]) {
        true => change(rest, found),
        false => Ok(rest),
    }
}

fn change<'t>(input: Input<'t>, found: &mut Found<'t>) -> Rest<'t> {
    let rest = input.skip(1);
    let not = rest.keyword() == Some(Keyword::Not);
    let rest = rest.skip(usize::from(not));
    let Some(rest) = eat(rest, "REQUIRED") else {
        return failed(rest.unexpected("'NOT REQUIRED' or 'REQUIRED'"));
    };
    if found.clauses.change_required.is_some() {
        return failed(input.complain(
            Status::DuplicateClause,
            "Duplicate `SET PASSWORD CHANGE [NOT] REQUIRED` clause.",
        ));
    }
    found.clauses.change_required = Some(!not);
    Ok(rest)
}

fn refuse_mixture(found: &Found<'_>) -> Result<(), nom::Err<Problem>> {
    match found.old_form {
        Some(old) if found.new_form => old
            .complain(
                Status::MixedAuthSyntax,
                "Cannot combine old and new auth syntax for the same auth provider.",
            )
            .map(|(_, ())| ()),
        _ => Ok(()),
    }
}

/// After AUTH: `[PROVIDER] 'native' { SET ... }`.
fn set_auth<'t>(word: Input<'t>, input: Input<'t>, found: &mut Found<'t>) -> Rest<'t> {
    let input = eat(input, "PROVIDER").unwrap_or(input);
    let (mut rest, provider) = string(input)?;
    (rest, _) = token(TokenKind::LeftBrace)(rest)?;
    let native = provider.text == "native";
    if native {
        found.new_form = true;
        refuse_mixture(found)?;
        found.place = Some(word);
    }
    loop {
        let Some(after) = rest.eat_keyword(Keyword::Set) else {
            return failed(rest.unexpected("'SET'"));
        };
        let encrypted = spells(after, &["ENCRYPTED"]);
        let plain = spells(after, &["PLAINTEXT"]);
        let what = after.skip(usize::from(encrypted || plain));
        rest = if let Some(after) = eat(what, "PASSWORD") {
            set_password(what, after, found, encrypted, encrypted || plain, false)?
        } else if let Some(after) = eat(after, "ID") {
            password(after)?.0
        } else {
            return failed(after.unexpected("'ENCRYPTED', 'ID', 'PASSWORD' or 'PLAINTEXT'"));
        };
        if let Some(rest) = rest.eat(TokenKind::RightBrace) {
            if !native {
                refuse(found, format!("`SET AUTH '{}'`", provider.text));
            }
            return Ok(rest);
        }
        rest.note(Expected::Token(TokenKind::RightBrace));
    }
}

fn remove<'t>(input: Input<'t>, found: &mut Found<'t>) -> Rest<'t> {
    if spells(input, &["HOME", "DATABASE"]) {
        refuse(found, "'HOME DATABASE'");
        return Ok(input.skip(2));
    }
    let all = spells(input, &["ALL"]);
    let Some(rest) = eat(input.skip(usize::from(all)), "AUTH") else {
        return failed(input.unexpected("'ALL AUTH', 'AUTH' or 'HOME DATABASE'"));
    };
    let rest = eat(rest, "PROVIDER")
        .or_else(|| eat(rest, "PROVIDERS"))
        .unwrap_or(rest);
    refuse(found, "`REMOVE AUTH`");
    match all {
        true => Ok(rest),
        false => Ok(super::expression::expression(rest)?.0),
    }
}

fn refuse(found: &mut Found<'_>, what: impl Into<String>) {
    if found.clauses.refused.is_none() {
        found.clauses.refused = Some(Text::from(what.into()));
    }
}

/// `'...'` or `$name`.
fn password(input: Input<'_>) -> Parsed<'_, Password> {
    match input.kind() {
        TokenKind::Dollar => {
            let (rest, name) = super::atom::parameter_name(input)?;
            Ok((rest, Password::Parameter(name)))
        }
        TokenKind::String => {
            let (rest, name) = string(input)?;
            Ok((rest, Password::Literal(name)))
        }
        _ => input.unexpected("a parameter, a string or 'CHANGE'"),
    }
}

fn string(input: Input<'_>) -> Parsed<'_, Name> {
    let at = input.token();
    if at.kind != TokenKind::String {
        return input.unexpected("a string");
    }
    let text = literal::string(input.text_of(at), at.start)?;
    let span = Span {
        start: at.start,
        end: at.end,
    };
    let name = Name {
        text: Text::new(&text),
        span,
    };
    Ok((input.skip(1), name))
}
