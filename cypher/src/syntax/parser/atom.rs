//! Atoms: what operators stand between. Literals, variables, calls, and everything in brackets.
//!
//! One token, and sometimes the partner of a bracket, decides which it is. Meet [`atom`].

use quiver_types::{Status, Text, Value};

use super::comprehension::{comprehension_or_list, quantifier, reduce};
use super::expression::{Boxed, boxed, starts_expression};
use super::input::{
    self, Input, Parsed, Problem, is_name, name, named, read_name, token, token_name,
};
use super::literal;
use super::pattern;
use super::query::{nest_query, subquery};
use crate::syntax::ast::{
    Expr, ExprKind, MapProjectionItem, Name, Quantifier, Shortest, Span, SubqueryKind, When,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// One atom, below `depth` levels of waiting operators.
pub(super) fn atom(input: Input<'_>, depth: u32) -> Boxed<'_> {
    match input.kind() {
        TokenKind::Name | TokenKind::QuotedName => named_atom(input, depth),
        TokenKind::LeftParen => parentheses(input, depth),
        // Without a closure: its frame would be another one at each level of nesting.
        TokenKind::LeftBracket | TokenKind::LeftBrace => {
            let _level = input.nest(1 + depth)?;
            match input.kind() {
                TokenKind::LeftBrace => map(input),
                _ => comprehension_or_list(input),
            }
        }
        TokenKind::Constant => long_constant(input, depth),
        TokenKind::Dollar => boxed_parameter(input),
        _ => literal_atom(input),
    }
}

/// A number or a string.
fn literal_atom(input: Input<'_>) -> Boxed<'_> {
    let (rest, literal) = literal(input)?;
    Ok((rest, Box::new(literal)))
}

/// A number or a string. Long lists have a million of them: no box for each.
fn literal(input: Input<'_>) -> Parsed<'_, Expr> {
    let at = input.token();
    let written = input.text_of(at);
    let Some(value) = literal::value(at.kind, written, at.start)? else {
        return input.unexpected("an expression");
    };
    let (start, end) = (at.start, at.end);
    let (kind, span) = (ExprKind::Literal(value), Span { start, end });
    Ok((input.skip(1), Expr { kind, span }))
}

/// A long list or map, which the lexer has read.
fn long_constant(input: Input<'_>, depth: u32) -> Boxed<'_> {
    let Some(constant) = input.constant() else {
        return input.unexpected("an expression");
    };
    let _level = input.nest_by(constant.height + depth, constant.height)?;
    Ok(one(input, ExprKind::Literal(constant.value.clone())))
}

/// The expression that is this one token.
fn one(input: Input<'_>, kind: ExprKind) -> (Input<'_>, Box<Expr>) {
    let token = input.token();
    let span = Span {
        start: token.start,
        end: token.end,
    };
    (input.skip(1), Box::new(Expr { kind, span }))
}

/// The expression from `input` to `rest`.
pub(super) fn whole<'t>(
    input: Input<'t>,
    rest: Input<'t>,
    kind: ExprKind,
) -> (Input<'t>, Box<Expr>) {
    let span = rest.span_from(input.start());
    (rest, Box::new(Expr { kind, span }))
}

fn boxed_parameter(input: Input<'_>) -> Boxed<'_> {
    let (rest, parameter) = parameter(input)?;
    Ok((rest, Box::new(parameter)))
}

/// `$name`, `` $`a name` ``, `$0`.
pub(super) fn parameter(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, name) = parameter_name(input)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::Parameter(name.text);
    Ok((rest, Expr { kind, span }))
}

/// The name of the parameter whose `$` is here.
pub(super) fn parameter_name(input: Input<'_>) -> Parsed<'_, Name> {
    let (rest, _) = token(TokenKind::Dollar)(input)?;
    let at = rest.token();
    match at.kind {
        TokenKind::Name | TokenKind::QuotedName | TokenKind::Integer => {
            Ok((rest.skip(1), read_name(rest, at)))
        }
        _ => rest.unexpected("the name of a parameter"),
    }
}

/// An expression in parentheses, or a pattern.
fn parentheses(input: Input<'_>, depth: u32) -> Boxed<'_> {
    let _level = input.nest(1 + depth)?;
    if pattern::first_hop(input, input.at as usize).is_some() {
        return pattern_expression(input);
    }
    let (rest, inner) = boxed(input.skip(1))?;
    match rest.eat(TokenKind::RightParen) {
        Some(rest) => Ok((rest, inner)),
        None => Err(nom::Err::Error(Problem::Mismatch)),
    }
}

fn pattern_expression(input: Input<'_>) -> Boxed<'_> {
    let (rest, path) = pattern::boxed_elements(input)?;
    Ok(whole(input, rest, ExprKind::Pattern(path)))
}

fn shortest_path_expression(input: Input<'_>, kind: Shortest) -> Boxed<'_> {
    let (rest, path) = pattern::shortest_path(input, kind)?;
    Ok(whole(input, rest, ExprKind::Pattern(Box::new(path))))
}

/// What a name begins.
fn named_atom(input: Input<'_>, depth: u32) -> Boxed<'_> {
    let Some(keyword) = input.keyword() else {
        return call_or_variable(input, depth);
    };
    let next = input.kind_at(1);
    if let Some(value) = literal::constant(keyword) {
        return Ok(one(input, ExprKind::Literal(value)));
    }
    match keyword {
        Keyword::Case if starts_expression(input.skip(1)) || is_subject(input.skip(1)) => {
            let _level = input.nest(2 + depth)?;
            case(input)
        }
        // `count {.a}` and `count {a: 1}` are map projections.
        Keyword::Exists | Keyword::Count | Keyword::Collect
            if next == TokenKind::LeftBrace
                && (input.kind_at(2) == TokenKind::RightBrace
                    || !is_map_projection(input.skip(1))) =>
        {
            let _level = nest_query(input, depth)?;
            subquery_expression(input, keyword)
        }
        _ if next == TokenKind::LeftParen => {
            let _level = input.nest(2 + depth)?;
            special_call(input, keyword)
        }
        _ => call_or_variable(input, depth),
    }
}

/// Calls whose arguments have a grammar of their own; ordinary ones otherwise.
fn special_call(input: Input<'_>, keyword: Keyword) -> Boxed<'_> {
    let binds = is_name(input.kind_at(2)) && input.keyword_at(3) == Some(Keyword::In);
    match keyword {
        Keyword::All if binds => quantifier(input, Quantifier::All),
        Keyword::Any if binds => quantifier(input, Quantifier::Any),
        Keyword::None if binds => quantifier(input, Quantifier::None),
        Keyword::Single if binds => quantifier(input, Quantifier::Single),
        Keyword::Reduce if is_name(input.kind_at(2)) && input.kind_at(3) == TokenKind::Equal => {
            reduce(input)
        }
        Keyword::Count if input.kind_at(2) == TokenKind::Star => count_star(input),
        Keyword::AllReduce
            if input.context.is_25.get()
                && is_name(input.kind_at(2))
                && input.kind_at(3) == TokenKind::Equal =>
        {
            reduce(input)
        }
        Keyword::ShortestPath => shortest_path_expression(input, Shortest::One),
        Keyword::AllShortestPaths => shortest_path_expression(input, Shortest::All),
        Keyword::Trim if input.kind_at(2) != TokenKind::RightParen => trim(input),
        _ => call(input, input.skip(1)),
    }
}

/// `trim([[BOTH | LEADING | TRAILING] [character] FROM] text)`: a call with which ends as text, the
/// character and the text, as Neo4j calls it too; `BOTH` where nothing is said.
fn trim(input: Input<'_>) -> Boxed<'_> {
    let begin = input.skip(2);
    if matches!(begin.keyword(), Some(Keyword::Distinct | Keyword::All))
        && starts_expression(begin.skip(1))
    {
        return call(input, input.skip(1));
    }
    let is_word = |at: Input<'_>| {
        starts_expression(at.skip(1))
            && !matches!(at.kind_at(1), TokenKind::Plus | TokenKind::Minus)
    };
    let ends = match begin.keyword() {
        Some(Keyword::Both) if is_word(begin) => Some("BOTH"),
        Some(Keyword::Leading) if is_word(begin) => Some("LEADING"),
        Some(Keyword::Trailing) if is_word(begin) => Some("TRAILING"),
        _ => None,
    };
    let mut rest = begin.skip(usize::from(ends.is_some()));
    let (_, word) = whole(
        begin,
        rest,
        ExprKind::Literal(Value::from(ends.unwrap_or("BOTH"))),
    );
    let mut arguments = vec![*word];
    if !(rest.is_keyword(Keyword::From) && is_word(rest)) {
        let (after, first) = boxed(rest)?;
        if ends.is_none() && !after.is_keyword(Keyword::From) {
            return ordinary_trim(input, after, *first);
        }
        arguments.push(*first);
        rest = after;
    }
    let (rest, text) = after_keyword(Keyword::From, rest)?;
    arguments.push(*text);
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    called(input, rest, false, arguments)
}

/// The rest of an ordinary call whose first argument is known.
fn ordinary_trim<'t>(input: Input<'t>, rest: Input<'t>, first: Expr) -> Boxed<'t> {
    let mut arguments = vec![first];
    let rest = if let Some(rest) = rest.eat(TokenKind::Comma) {
        let (rest, others) = expressions_before(TokenKind::RightParen, rest)?;
        arguments.extend(others);
        rest
    } else {
        token(TokenKind::RightParen)(rest)?.0
    };
    called(input, rest, false, arguments)
}

fn count_star(input: Input<'_>) -> Boxed<'_> {
    let (rest, _) = token(TokenKind::RightParen)(input.skip(3))?;
    Ok(whole(input, rest, ExprKind::CountStar))
}

/// A call, a map projection or a variable. Calls have dotted names: `point.distance(a, b)`.
fn call_or_variable(input: Input<'_>, depth: u32) -> Boxed<'_> {
    let mut last = input;
    while last.kind_at(1) == TokenKind::Dot && is_name(last.kind_at(2)) {
        last = last.skip(2);
    }
    if last.kind_at(1) == TokenKind::LeftParen {
        let _level = input.nest(2 + depth)?;
        return call(input, last.skip(1));
    }
    if input.kind_at(1) == TokenKind::LeftBrace && is_map_projection(input.skip(1)) {
        let _level = input.nest(2 + depth)?;
        return map_projection(input);
    }
    let name = read_name(input, input.token());
    Ok(one(input, ExprKind::Variable(name.text)))
}

/// `a.b.c` as one name.
pub(super) fn dotted_name(input: Input<'_>) -> Parsed<'_, Name> {
    let (mut rest, first) = name(input)?;
    if rest.kind() != TokenKind::Dot {
        return Ok((rest, first));
    }
    let mut text = first.text.to_string();
    while rest.kind() == TokenKind::Dot {
        let (after, part) = name(rest.skip(1))?;
        text.push('.');
        text.push_str(&part.text);
        rest = after;
    }
    let span = rest.span_from(input.start());
    let text = Text::from(text);
    Ok((rest, Name { text, span }))
}

/// `name([DISTINCT] arguments)`; `open` is at the parenthesis.
fn call<'t>(input: Input<'t>, open: Input<'t>) -> Boxed<'t> {
    let mut rest = open.skip(1);
    if rest.kind() == TokenKind::Star {
        return open.complain(
            Status::InvalidSyntax,
            "Invalid input '(': only count(*) takes a star, which stands alone",
        );
    }
    let distinct = rest.keyword() == Some(Keyword::Distinct) && starts_expression(rest.skip(1));
    // ALL is the other word that may stand here; it changes nothing.
    let all = rest.keyword() == Some(Keyword::All)
        && starts_expression(rest.skip(1))
        && rest.kind_at(1) != TokenKind::LeftParen;
    rest = rest.skip(usize::from(distinct || all));
    let makes_vector = input.nth(1).start == open.start()
        && input.text_of(input.token()).eq_ignore_ascii_case("vector");
    let (rest, arguments) = match makes_vector {
        true => arguments_of_vector(rest)?,
        false => expressions_before(TokenKind::RightParen, rest)?,
    };
    called(input, rest, distinct, arguments)
}

/// `values, dimension, TYPE [NOT NULL]`: no coordinate is null, whether that is said or not.
fn arguments_of_vector(input: Input<'_>) -> Parsed<'_, Vec<Expr>> {
    let mut all = Vec::new();
    let mut rest = input;
    let close = TokenKind::RightParen;
    if let Some(rest) = rest.eat(close) {
        return Ok((rest, all));
    }
    loop {
        let (after, expr) = super::expression::expression(rest)?;
        all.push(expr);
        rest = after;
        if all.len() == 3 {
            rest = rest
                .eat_keywords(Keyword::Not, Keyword::Null)
                .or_else(|| rest.eat(TokenKind::Bang))
                .unwrap_or(rest);
        }
        if let Some(after) = rest.eat(close) {
            return Ok((after, all));
        }
        rest = token(TokenKind::Comma)(rest)?.0;
    }
}

fn called<'t>(
    input: Input<'t>,
    rest: Input<'t>,
    distinct: bool,
    arguments: Vec<Expr>,
) -> Boxed<'t> {
    let (_, name) = dotted_name(input)?;
    let kind = ExprKind::Function {
        name,
        distinct,
        arguments,
    };
    Ok(whole(input, rest, kind))
}

/// Expressions with commas between, and the bracket `close`.
pub(super) fn expressions_before(close: TokenKind, input: Input<'_>) -> Parsed<'_, Vec<Expr>> {
    let mut all = Vec::new();
    let mut rest = input;
    if let Some(rest) = rest.eat(close) {
        return Ok((rest, all));
    }
    loop {
        rest = literals(rest, &mut all)?;
        // Most of what remains in long lists needs no look at operators either; an empty list inside
        // may have one behind it.
        let next = rest.kind_at(1);
        let is_atom = next == TokenKind::Comma || next == close;
        let (after, expr) = if is_atom && rest.kind() != TokenKind::LeftBracket {
            atom(rest, 0)?
        } else {
            boxed(rest)?
        };
        all.push(*expr);
        if let Some(after) = after.eat(TokenKind::Comma) {
            rest = after;
        } else if let Some(after) = after.eat(close) {
            return Ok((after, all));
        } else {
            return Err(nom::Err::Error(Problem::Mismatch));
        }
    }
}

/// Takes the numbers and texts that are followed by commas; gives the place after. Long lists are
/// made of them. Apart, because lists are nested and this needs much of the stack.
#[inline(never)]
fn literals<'t>(input: Input<'t>, all: &mut Vec<Expr>) -> Result<Input<'t>, nom::Err<Problem>> {
    let mut count = 0;
    while is_literal(input.kind_at(2 * count)) && input.kind_at(2 * count + 1) == TokenKind::Comma {
        count += 1;
    }
    if count > 0 {
        all.reserve(count + 1);
    }
    let mut rest = input;
    for _ in 0..count {
        let (after, expr) = literal(rest)?;
        all.push(expr);
        rest = after.skip(1);
    }
    Ok(rest)
}

fn is_literal(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Integer | TokenKind::Float | TokenKind::String
    )
}

/// `CASE [subject] WHEN ... THEN ... [ELSE ...] END`.
fn case(input: Input<'_>) -> Boxed<'_> {
    let mut rest = input.skip(1);
    let mut subject = None;
    if !is_when(rest) {
        let (after, expr) = boxed(rest)?;
        subject = Some(expr);
        rest = after;
    }
    let mut branches = Vec::new();
    while let Some(after) = rest.eat_keyword(Keyword::When) {
        let (after, when) = whens(after, subject.as_deref())?;
        let (after, result) = after_keyword(Keyword::Then, after)?;
        branches.push((when, *result));
        rest = after;
    }
    if branches.is_empty() {
        return Err(nom::Err::Error(Problem::Mismatch));
    }
    let mut otherwise = None;
    if rest.is_keyword(Keyword::Else) {
        let (after, expr) = after_keyword(Keyword::Else, rest)?;
        otherwise = Some(expr);
        rest = after;
    }
    let (rest, _) = input::keyword(Keyword::End)(rest)?;
    let kind = ExprKind::Case {
        subject,
        branches,
        otherwise,
    };
    Ok(whole(input, rest, kind))
}

/// A keyword and an expression after it.
pub(super) fn after_keyword(keyword: Keyword, input: Input<'_>) -> Boxed<'_> {
    match input.eat_keyword(keyword) {
        Some(rest) => boxed(rest),
        None => Err(nom::Err::Error(Problem::Mismatch)),
    }
}

/// Whether a variable is here that is called like an operator, and WHEN follows.
fn is_subject(input: Input<'_>) -> bool {
    input.kind() == TokenKind::Name && input.keyword_at(1) == Some(Keyword::When)
}

/// Whether WHEN is here, and not a variable of that name as the subject.
fn is_when(input: Input<'_>) -> bool {
    input.keyword() == Some(Keyword::When) && input.keyword_at(1) != Some(Keyword::When)
}

/// What stands behind one WHEN: where there is a subject, values and tests, separated by commas.
#[inline(never)]
fn whens<'t>(input: Input<'t>, subject: Option<&Expr>) -> Parsed<'t, Vec<When>> {
    let mut all = Vec::new();
    let mut rest = input;
    loop {
        let test = match subject {
            Some(subject) => super::expression::test_of(rest, subject.span)?,
            None => None,
        };
        let (after, when) = match test {
            Some((after, test)) => (after, When::Test(*test)),
            None => {
                let (after, value) = boxed(rest)?;
                (after, When::Is(*value))
            }
        };
        all.push(when);
        match after.eat(TokenKind::Comma) {
            Some(after) if subject.is_some() => rest = after,
            _ => return Ok((after, all)),
        }
    }
}

fn subquery_expression(input: Input<'_>, keyword: Keyword) -> Boxed<'_> {
    let kind = match keyword {
        Keyword::Exists => SubqueryKind::Exists,
        Keyword::Count => SubqueryKind::Count,
        _ => SubqueryKind::Collect,
    };
    let (rest, query) = subquery(input.skip(1))?;
    Ok(whole(input, rest, ExprKind::Subquery(kind, query)))
}

/// `{key: value, ...}`.
fn map(input: Input<'_>) -> Boxed<'_> {
    let mut rest = input.skip(1);
    let mut entries = Vec::new();
    if rest.is(TokenKind::RightBrace) {
        return Ok(whole(input, rest.skip(1), ExprKind::Map(entries)));
    }
    loop {
        let (after, key) = map_key(rest)?;
        let (after, value) = boxed(after)?;
        entries.push((key, *value));
        if let Some(after) = after.eat(TokenKind::Comma) {
            rest = after;
        } else if let Some(after) = after.eat(TokenKind::RightBrace) {
            return Ok(whole(input, after, ExprKind::Map(entries)));
        } else {
            return Err(nom::Err::Error(Problem::Mismatch));
        }
    }
}

/// A map outside of expressions.
pub(super) fn map_literal(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, map) = map(input)?;
    Ok((rest, *map))
}

fn map_key(input: Input<'_>) -> Parsed<'_, Name> {
    let (rest, key) = named(input, "a property key")?;
    let (rest, _) = token(TokenKind::Colon)(rest)?;
    Ok((rest, key))
}

/// Whether the braces here hold items of a map projection.
fn is_map_projection(brace: Input<'_>) -> bool {
    match brace.kind_at(1) {
        TokenKind::Dot | TokenKind::RightBrace => true,
        TokenKind::Name | TokenKind::QuotedName => matches!(
            brace.kind_at(2),
            TokenKind::Colon | TokenKind::Comma | TokenKind::RightBrace
        ),
        _ => false,
    }
}

/// `variable {.*, .key, key: value, variable}`.
fn map_projection(input: Input<'_>) -> Boxed<'_> {
    let (rest, variable) = name(input)?;
    let mut rest = rest.skip(1);
    let mut items = Vec::new();
    while items.is_empty() || rest.kind() != TokenKind::RightBrace {
        if items.is_empty() && rest.is(TokenKind::RightBrace) {
            break;
        }
        let (after, item) = map_projection_item(rest)?;
        items.push(item);
        rest = match after.eat(TokenKind::Comma) {
            Some(after) if after.kind() != TokenKind::RightBrace => after,
            Some(after) => return after.unexpected("a variable or a key"),
            None if after.is(TokenKind::RightBrace) => after,
            None => return Err(nom::Err::Error(Problem::Mismatch)),
        };
    }
    let kind = ExprKind::MapProjection(variable, items);
    Ok(whole(input, rest.skip(1), kind))
}

fn map_projection_item(input: Input<'_>) -> Parsed<'_, MapProjectionItem> {
    if input.is(TokenKind::Dot) {
        return selected(input);
    }
    let (rest, key) = named(input, "a variable or a key")?;
    match rest.eat(TokenKind::Colon) {
        None => Ok((rest, MapProjectionItem::Variable(key))),
        Some(rest) => {
            let (rest, value) = boxed(rest)?;
            Ok((rest, MapProjectionItem::Literal(key, *value)))
        }
    }
}

/// `.*` or `.key`.
fn selected(input: Input<'_>) -> Parsed<'_, MapProjectionItem> {
    let after = input.skip(1);
    if let Some(rest) = after.eat(TokenKind::Star) {
        let span = rest.span_from(input.start());
        return Ok((rest, MapProjectionItem::All(span)));
    }
    let (rest, key) = token_name(after, "a property key")?;
    Ok((rest, MapProjectionItem::Property(key)))
}
