//! Atoms: what operators stand between. Literals, variables, calls, and everything in brackets.
//!
//! One token, and sometimes the partner of a bracket, decides which it is. Meet [`atom`].

use nom::Parser;
use nom::combinator::opt;
use quiver_types::{Status, Text, Value};

use super::comprehension::{comprehension_or_list, quantifier, reduce};
use super::expression::{expression, starts_expression};
use super::input::{Input, Parsed, commas_before, is_name, name, named, read_name, token};
use super::literal;
use super::pattern;
use super::query::subquery;
use crate::syntax::ast::{
    Expr, ExprKind, MapProjectionItem, Name, Quantifier, Shortest, Span, SubqueryKind,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{Token, TokenKind};

/// One atom, below `depth` levels of waiting operators.
pub(super) fn atom(input: Input<'_>, depth: u32) -> Parsed<'_, Expr> {
    let at = input.token();
    match at.kind {
        TokenKind::Name => named_atom(input, at, depth),
        TokenKind::QuotedName => call_or_variable(input, at, depth),
        TokenKind::Integer => {
            let written = input.text_of(at);
            let magnitude = literal::integer(written, at.start)?;
            match i64::try_from(magnitude) {
                Ok(value) => Ok(one(input, ExprKind::Literal(Value::Integer(value)))),
                Err(_) => Err(literal::too_large(written, at.start)),
            }
        }
        TokenKind::Float => {
            let value = literal::float(input.text_of(at), at.start)?;
            Ok(one(input, ExprKind::Literal(Value::Float(value))))
        }
        TokenKind::String => {
            let text = literal::string(input.text_of(at), at.start)?;
            let value = Value::String(Text::new(&text));
            Ok(one(input, ExprKind::Literal(value)))
        }
        TokenKind::Dollar => parameter(input),
        TokenKind::LeftParen => parentheses(input, depth),
        TokenKind::LeftBracket => {
            let _level = input.nest(1 + depth)?;
            comprehension_or_list(input)
        }
        TokenKind::LeftBrace => {
            let _level = input.nest(1 + depth)?;
            map_literal(input)
        }
        TokenKind::BangEqual => input.complain(
            Status::InvalidSyntax,
            "Invalid input '!=': inequality is written '<>'",
        ),
        _ => input.unexpected("an expression"),
    }
}

/// The expression that is this one token.
fn one(input: Input<'_>, kind: ExprKind) -> (Input<'_>, Expr) {
    (input.skip(1), of_token(input.token(), kind))
}

fn of_token(token: Token, kind: ExprKind) -> Expr {
    Expr {
        kind,
        span: Span {
            start: token.start,
            end: token.end,
        },
    }
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
fn parentheses(input: Input<'_>, depth: u32) -> Parsed<'_, Expr> {
    let _level = input.nest(1 + depth)?;
    if pattern::first_hop(input, input.at as usize).is_some() {
        return pattern_expression(input);
    }
    let (rest, inner) = expression(input.skip(1))?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    Ok((rest, inner))
}

#[inline(never)]
fn pattern_expression(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, path) = pattern::elements(input)?;
    let span = path.span;
    let kind = ExprKind::Pattern(Box::new(path));
    Ok((rest, Expr { kind, span }))
}

#[inline(never)]
fn shortest_path_expression(input: Input<'_>, kind: Shortest) -> Parsed<'_, Expr> {
    let (rest, path) = pattern::shortest_path(input, kind)?;
    let span = path.span;
    let kind = ExprKind::Pattern(Box::new(path));
    Ok((rest, Expr { kind, span }))
}

/// What an unquoted name begins.
fn named_atom(input: Input<'_>, at: Token, depth: u32) -> Parsed<'_, Expr> {
    let Some(keyword) = at.keyword else {
        return call_or_variable(input, at, depth);
    };
    let next = input.kind_at(1);
    let literal = |value| Ok(one(input, ExprKind::Literal(value)));
    match keyword {
        Keyword::Null => literal(Value::Null),
        Keyword::True => literal(Value::Boolean(true)),
        Keyword::False => literal(Value::Boolean(false)),
        Keyword::Nan => literal(Value::Float(f64::NAN)),
        Keyword::Inf | Keyword::Infinity => literal(Value::Float(f64::INFINITY)),
        Keyword::Case if starts_expression(input.skip(1)) => {
            let _level = input.nest(1 + depth)?;
            case(input)
        }
        Keyword::Exists | Keyword::Count | Keyword::Collect if next == TokenKind::LeftBrace => {
            // `count {.a}` and `count {a}` are map projections.
            if is_map_projection(input.skip(1)) {
                return call_or_variable(input, at, depth);
            }
            let kind = match keyword {
                Keyword::Exists => SubqueryKind::Exists,
                Keyword::Count => SubqueryKind::Count,
                _ => SubqueryKind::Collect,
            };
            let _level = input.nest(8 + depth)?;
            subquery_expression(input, kind)
        }
        Keyword::Count if next == TokenKind::LeftParen && input.kind_at(2) == TokenKind::Star => {
            let (rest, _) = token(TokenKind::RightParen)(input.skip(3))?;
            let span = rest.span_from(at.start);
            let kind = ExprKind::CountStar;
            Ok((rest, Expr { kind, span }))
        }
        _ if next == TokenKind::LeftParen => {
            let _level = input.nest(1 + depth)?;
            special_call(input, at, keyword)
        }
        _ => call_or_variable(input, at, depth),
    }
}

/// Calls whose arguments have a grammar of their own; ordinary ones otherwise.
fn special_call(input: Input<'_>, at: Token, keyword: Keyword) -> Parsed<'_, Expr> {
    let binds = is_name(input.kind_at(2)) && input.keyword_at(3) == Some(Keyword::In);
    match keyword {
        Keyword::All if binds => quantifier(input, Quantifier::All),
        Keyword::Any if binds => quantifier(input, Quantifier::Any),
        Keyword::None if binds => quantifier(input, Quantifier::None),
        Keyword::Single if binds => quantifier(input, Quantifier::Single),
        Keyword::Reduce if is_name(input.kind_at(2)) && input.kind_at(3) == TokenKind::Equal => {
            reduce(input)
        }
        Keyword::AllReduce => input.not_supported("allReduce()"),
        Keyword::ShortestPath => shortest_path_expression(input, Shortest::One),
        Keyword::AllShortestPaths => shortest_path_expression(input, Shortest::All),
        Keyword::Trim
            if matches!(
                input.keyword_at(2),
                Some(Keyword::Both | Keyword::Leading | Keyword::Trailing)
            ) && starts_expression(input.skip(3)) =>
        {
            input.not_supported("trim() with BOTH, LEADING or TRAILING (use btrim, ltrim, rtrim)")
        }
        _ => call(input, read_name(input, at), input.skip(1)),
    }
}

/// A call, a map projection or a variable. Calls have dotted names: `point.distance(a, b)`.
fn call_or_variable(input: Input<'_>, at: Token, depth: u32) -> Parsed<'_, Expr> {
    let mut last = input;
    while last.kind_at(1) == TokenKind::Dot && is_name(last.kind_at(2)) {
        last = last.skip(2);
    }
    if last.kind_at(1) == TokenKind::LeftParen {
        let _level = input.nest(1 + depth)?;
        let open = last.skip(1);
        let (_, name) = dotted_name(input)?;
        return call(input, name, open);
    }
    if input.kind_at(1) == TokenKind::LeftBrace && is_map_projection(input.skip(1)) {
        let _level = input.nest(1 + depth)?;
        return map_projection(input);
    }
    let name = read_name(input, at);
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

/// `([DISTINCT] arguments)` of a function; `open` is at the parenthesis.
fn call<'t>(input: Input<'t>, name: Name, open: Input<'t>) -> Parsed<'t, Expr> {
    let mut rest = open.skip(1);
    let distinct = rest.keyword() == Some(Keyword::Distinct) && starts_expression(rest.skip(1));
    // ALL is the other word that may stand here; it changes nothing.
    let all = rest.keyword() == Some(Keyword::All)
        && starts_expression(rest.skip(1))
        && rest.kind_at(1) != TokenKind::LeftParen;
    rest = rest.skip(usize::from(distinct || all));
    let (rest, arguments) = commas_before(TokenKind::RightParen, expression)(rest)?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::Function {
        name,
        distinct,
        arguments,
    };
    Ok((rest, Expr { kind, span }))
}

/// `CASE [subject] WHEN ... THEN ... [ELSE ...] END`.
fn case(input: Input<'_>) -> Parsed<'_, Expr> {
    let mut rest = input.skip(1);
    let mut subject = None;
    if !is_when(rest) {
        let (after, expr) = expression(rest)?;
        subject = Some(Box::new(expr));
        rest = after;
    }
    let mut branches = Vec::new();
    while let Some(after) = rest.eat_keyword(Keyword::When) {
        refuse_extended_when(after)?;
        let (after, condition) = expression(after)?;
        if subject.is_some() && after.kind() == TokenKind::Comma {
            return after.not_supported("CASE with several values in one WHEN");
        }
        let (after, _) = super::input::keyword(Keyword::Then)(after)?;
        let (after, result) = expression(after)?;
        branches.push((condition, result));
        rest = after;
    }
    if branches.is_empty() {
        return Err(nom::Err::Error(super::input::Problem::Mismatch));
    }
    let mut otherwise = None;
    if let Some(after) = rest.eat_keyword(Keyword::Else) {
        let (after, expr) = expression(after)?;
        otherwise = Some(Box::new(expr));
        rest = after;
    }
    let (rest, _) = super::input::keyword(Keyword::End)(rest)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::Case {
        subject,
        branches,
        otherwise,
    };
    Ok((rest, Expr { kind, span }))
}

/// Whether WHEN is here, and not a variable of that name as the subject.
fn is_when(input: Input<'_>) -> bool {
    input.keyword() == Some(Keyword::When) && input.keyword_at(1) != Some(Keyword::When)
}

/// `WHEN < 3` and its kin are recognised to be refused by name.
fn refuse_extended_when(input: Input<'_>) -> Result<(), nom::Err<super::input::Problem>> {
    use TokenKind as K;
    let operator = matches!(
        input.kind(),
        K::Less
            | K::LessOrEqual
            | K::Greater
            | K::GreaterOrEqual
            | K::Equal
            | K::NotEqual
            | K::Matches
            | K::DoubleColon
    ) || (input.keyword() == Some(Keyword::Is)
        && matches!(
            input.keyword_at(1),
            Some(Keyword::Null | Keyword::Not | Keyword::Typed)
        ))
        || (matches!(input.keyword(), Some(Keyword::Starts | Keyword::Ends))
            && input.keyword_at(1) == Some(Keyword::With));
    match operator {
        true => input
            .not_supported("CASE with an operator after WHEN")
            .map(|(_, ())| ()),
        false => Ok(()),
    }
}

#[inline(never)]
fn subquery_expression(input: Input<'_>, kind: SubqueryKind) -> Parsed<'_, Expr> {
    let (rest, query) = subquery(input.skip(1))?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::Subquery(kind, Box::new(query));
    Ok((rest, Expr { kind, span }))
}

/// `{key: value, ...}`.
pub(super) fn map_literal(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, entries) = commas_before(TokenKind::RightBrace, map_entry)(input.skip(1))?;
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::Map(entries);
    Ok((rest, Expr { kind, span }))
}

fn map_entry(input: Input<'_>) -> Parsed<'_, (Name, Expr)> {
    let (rest, key) = named(input, "a property key")?;
    let (rest, _) = token(TokenKind::Colon)(rest)?;
    let (rest, value) = expression(rest)?;
    Ok((rest, (key, value)))
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
fn map_projection(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, variable) = name(input)?;
    let (rest, items) = commas_before(TokenKind::RightBrace, map_projection_item)(rest.skip(1))?;
    let (rest, _) = token(TokenKind::RightBrace)(rest)?;
    let span = rest.span_from(input.start());
    let kind = ExprKind::MapProjection(variable, items);
    Ok((rest, Expr { kind, span }))
}

fn map_projection_item(input: Input<'_>) -> Parsed<'_, MapProjectionItem> {
    if let Some(after) = input.eat(TokenKind::Dot) {
        if let Some(rest) = after.eat(TokenKind::Star) {
            let span = rest.span_from(input.start());
            return Ok((rest, MapProjectionItem::All(span)));
        }
        let (rest, key) = named(after, "a property key")?;
        return Ok((rest, MapProjectionItem::Property(key)));
    }
    let (rest, key) = named(input, "a variable or a key")?;
    let (rest, colon) = opt(token(TokenKind::Colon)).parse(rest)?;
    if colon.is_none() {
        return Ok((rest, MapProjectionItem::Variable(key)));
    }
    let (rest, value) = expression(rest)?;
    Ok((rest, MapProjectionItem::Literal(key, value)))
}
