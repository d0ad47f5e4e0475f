//! Patterns: nodes, relationships, paths, and looking ahead for them.
//!
//! Meet [`path`] for one path pattern and [`first_hop`] for "does a pattern begin here?".

use nom::Parser;
use nom::combinator::opt;
use quiver_types::Status;

use super::atom::{map_literal, parameter};
use super::expression::expression;
use super::input::{Expected, Input, Parsed, commas, complaint, is_name, named, token};
use super::{label, literal};
use crate::syntax::ast::{
    Arrow, Expr, LabelExpr, Length, Name, NodePattern, PathPattern, RelationshipPattern, Shortest,
};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// Paths separated by commas.
pub(super) fn patterns(input: Input<'_>) -> Parsed<'_, Vec<PathPattern>> {
    commas(path)(input)
}

/// A path on the heap, for places where stack is dear.
pub(super) fn boxed_path(input: Input<'_>) -> Parsed<'_, Box<PathPattern>> {
    let (rest, path) = path(input)?;
    Ok((rest, Box::new(path)))
}

/// Nodes and relationships on the heap.
pub(super) fn boxed_elements(input: Input<'_>) -> Parsed<'_, Box<PathPattern>> {
    let (rest, path) = elements(input)?;
    Ok((rest, Box::new(path)))
}

/// `[p =] path` or `[p =] shortestPath(path)`.
pub(super) fn path(input: Input<'_>) -> Parsed<'_, PathPattern> {
    let mut rest = input;
    let mut variable = None;
    if is_name(input.kind()) && input.kind_at(1) == TokenKind::Equal {
        let (after, name) = named(input, "a variable")?;
        variable = Some(name);
        rest = after.skip(1);
    }
    refuse_selector(rest)?;
    let (rest, mut path) = match shortest(rest) {
        Some(kind) => shortest_path(rest, kind)?,
        None => elements(rest)?,
    };
    path.variable = variable;
    path.span = rest.span_from(input.start());
    Ok((rest, path))
}

fn shortest(input: Input<'_>) -> Option<Shortest> {
    if input.kind_at(1) != TokenKind::LeftParen {
        return None;
    }
    match input.keyword() {
        Some(Keyword::ShortestPath) => Some(Shortest::One),
        Some(Keyword::AllShortestPaths) => Some(Shortest::All),
        _ => None,
    }
}

/// `shortestPath(path)`, after it was recognised.
pub(super) fn shortest_path(input: Input<'_>, kind: Shortest) -> Parsed<'_, PathPattern> {
    let (rest, mut path) = elements(input.skip(2))?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    path.shortest = kind;
    path.span = rest.span_from(input.start());
    Ok((rest, path))
}

/// GQL's words before a path are recognised to be refused by name.
fn refuse_selector(input: Input<'_>) -> Result<(), nom::Err<super::input::Problem>> {
    let refused = match (input.keyword(), input.kind_at(1), input.keyword_at(1)) {
        (Some(Keyword::Shortest), TokenKind::Integer | TokenKind::Dollar, _) => {
            "The path selector SHORTEST k"
        }
        (Some(Keyword::Any | Keyword::All), _, Some(Keyword::Shortest)) => {
            "A path selector (ANY SHORTEST, ALL SHORTEST; there are shortestPath() and allShortestPaths())"
        }
        (Some(Keyword::Any | Keyword::All), TokenKind::LeftParen, _)
        | (Some(Keyword::Any | Keyword::All), _, Some(Keyword::Path | Keyword::Paths))
        | (Some(Keyword::Any), TokenKind::Integer | TokenKind::Dollar, _) => {
            "A path selector (ANY, ALL PATHS)"
        }
        (
            Some(Keyword::Walk | Keyword::Trail | Keyword::Acyclic | Keyword::Simple),
            TokenKind::LeftParen,
            _,
        )
        | (
            Some(Keyword::Walk | Keyword::Trail | Keyword::Acyclic | Keyword::Simple),
            _,
            Some(Keyword::Path | Keyword::Paths),
        ) => "A path mode (WALK, TRAIL, ACYCLIC, SIMPLE)",
        _ => return Ok(()),
    };
    input.not_supported(refused).map(|(_, ())| ())
}

/// Node, then relationships and nodes in turn.
fn elements(input: Input<'_>) -> Parsed<'_, PathPattern> {
    let (mut rest, start) = node(input)?;
    let mut hops = Vec::new();
    while matches!(rest.kind(), TokenKind::Minus | TokenKind::Less) {
        let (after, relationship) = relationship(rest)?;
        let (after, end) = node(after)?;
        hops.push((relationship, end));
        rest = after;
    }
    if rest.kind() == TokenKind::LeftParen {
        return rest.not_supported("A path pattern in parentheses");
    }
    rest.note(Expected::Described("a relationship pattern"));
    let path = PathPattern {
        variable: None,
        shortest: Shortest::No,
        start,
        hops,
        span: rest.span_from(input.start()),
    };
    Ok((rest, path))
}

/// `(variable:labels {properties} WHERE predicate)`.
fn node(input: Input<'_>) -> Parsed<'_, NodePattern> {
    let _level = input.nest(5)?;
    if input.kind() != TokenKind::LeftParen {
        return input.unexpected("a graph pattern");
    }
    let inside = input.skip(1);
    if inside.kind() == TokenKind::LeftParen {
        return input.not_supported("A path pattern in parentheses (quantified path pattern)");
    }
    if is_name(inside.kind()) && inside.kind_at(1) == TokenKind::Equal {
        return input.not_supported("A path pattern in parentheses (quantified path pattern)");
    }
    let (rest, filling) = filling(inside, TokenKind::RightParen, |input| label::of_node(input))?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    if matches!(
        rest.kind(),
        TokenKind::LeftBrace | TokenKind::Plus | TokenKind::Star
    ) && refuses_quantifier(rest)
    {
        return rest.not_supported("A quantified path pattern");
    }
    let node = NodePattern {
        variable: filling.variable,
        labels: filling.labels,
        properties: filling.properties,
        predicate: filling.predicate,
        span: rest.span_from(input.start()),
    };
    Ok((rest, node))
}

/// Whether a quantifier is here: `+`, `*`, `{n}`, `{n,m}`, before more of the path.
fn refuses_quantifier(input: Input<'_>) -> bool {
    match input.kind() {
        TokenKind::LeftBrace => matches!(
            input.kind_at(1),
            TokenKind::Integer | TokenKind::Comma | TokenKind::Dollar
        ),
        _ => matches!(
            input.kind_at(1),
            TokenKind::LeftParen | TokenKind::Minus | TokenKind::Less
        ),
    }
}

/// What nodes and relationships have in common.
#[derive(Default)]
struct Filling {
    variable: Option<Name>,
    labels: Option<LabelExpr>,
    length: Option<Length>,
    properties: Option<Expr>,
    predicate: Option<Box<Expr>>,
}

/// The inside of a node or a relationship, up to `close`.
fn filling<'t>(
    input: Input<'t>,
    close: TokenKind,
    labels: fn(Input<'t>) -> Parsed<'t, LabelExpr>,
) -> Parsed<'t, Filling> {
    let mut filling = Filling::default();
    let mut rest = input;
    if is_variable(rest, close) {
        let (after, name) = named(rest, "a variable")?;
        filling.variable = Some(name);
        rest = after;
    }
    let colon = rest
        .eat(TokenKind::Colon)
        .or_else(|| rest.eat_keyword(Keyword::Is));
    if let Some(after) = colon {
        let (after, expr) = labels(after)?;
        filling.labels = Some(expr);
        rest = after;
    }
    if close == TokenKind::RightBracket {
        let (after, bounds) = opt(length).parse(rest)?;
        filling.length = bounds;
        rest = after;
    }
    (rest, filling.properties) = properties(rest)?;
    if let Some(after) = rest.eat_keyword(Keyword::Where) {
        let (after, predicate) = expression(after)?;
        filling.predicate = Some(Box::new(predicate));
        rest = after;
    }
    Ok((rest, filling))
}

fn properties(input: Input<'_>) -> Parsed<'_, Option<Expr>> {
    let (rest, expr) = match input.kind() {
        TokenKind::LeftBrace => map_literal(input)?,
        TokenKind::Dollar => parameter(input)?,
        _ => {
            input.note(Expected::Token(TokenKind::LeftBrace));
            return Ok((input, None));
        }
    };
    Ok((rest, Some(expr)))
}

/// Whether the name here is the variable, and not the keyword that begins what may follow one.
fn is_variable(input: Input<'_>, close: TokenKind) -> bool {
    if !is_name(input.kind()) {
        input.note(Expected::Described("a variable"));
        return false;
    }
    let ends = |at: usize| {
        let kind = input.kind_at(at);
        kind == close
            || matches!(
                kind,
                TokenKind::Colon | TokenKind::LeftBrace | TokenKind::Dollar | TokenKind::Star
            )
    };
    match input.keyword() {
        Some(Keyword::Where) => ends(1) || input.keyword_at(1) == Some(Keyword::Where),
        Some(Keyword::Is) => {
            ends(1) || matches!(input.keyword_at(1), Some(Keyword::Is | Keyword::Where))
        }
        _ => true,
    }
}

/// `*`, `*n`, `*n..`, `*..m`, `*n..m`.
fn length(input: Input<'_>) -> Parsed<'_, Length> {
    let (rest, _) = token(TokenKind::Star)(input)?;
    let (rest, min) = opt(bound).parse(rest)?;
    let (rest, max) = match rest.eat(TokenKind::DotDot) {
        Some(after) => opt(bound).parse(after)?,
        None => (rest, min),
    };
    let span = rest.span_from(input.start());
    Ok((rest, Length { min, max, span }))
}

fn bound(input: Input<'_>) -> Parsed<'_, u64> {
    let (rest, digits) = token(TokenKind::Integer)(input)?;
    let bound = literal::integer(input.text_of(digits), digits.start)?;
    if bound > i64::MAX as u64 {
        return Err(literal::too_large(input.text_of(digits), digits.start));
    }
    Ok((rest, bound))
}

/// `-->`, `<-[...]-`, `--` and the like.
fn relationship(input: Input<'_>) -> Parsed<'_, RelationshipPattern> {
    let _level = input.nest(5)?;
    let left = input.kind() == TokenKind::Less;
    let (rest, _) = token(TokenKind::Minus)(input.skip(usize::from(left)))?;
    let mut filling_found = Filling::default();
    let mut rest = rest;
    if let Some(inside) = rest.eat(TokenKind::LeftBracket) {
        let (after, found) = filling(inside, TokenKind::RightBracket, label::of_relationship)?;
        let (after, _) = token(TokenKind::RightBracket)(after)?;
        filling_found = found;
        rest = after;
    }
    let (rest, _) = token(TokenKind::Minus)(rest)?;
    let right = rest.is(TokenKind::Greater);
    let rest = rest.skip(usize::from(right));
    if matches!(
        rest.kind(),
        TokenKind::Plus | TokenKind::Star | TokenKind::LeftBrace
    ) {
        return rest.not_supported("A quantified relationship");
    }
    let filling = filling_found;
    let relationship = RelationshipPattern {
        direction: match (left, right) {
            (false, true) => Arrow::Right,
            (true, false) => Arrow::Left,
            (true, true) | (false, false) => Arrow::Both,
        },
        variable: filling.variable,
        types: filling.labels,
        length: filling.length,
        properties: filling.properties,
        predicate: filling.predicate,
        span: rest.span_from(input.start()),
    };
    refuse_old_alternatives(input, &relationship)?;
    Ok((rest, relationship))
}

/// `:A|:B` is only left without a variable, a length and properties, as in Neo4j.
fn refuse_old_alternatives(
    input: Input<'_>,
    relationship: &RelationshipPattern,
) -> Result<(), nom::Err<super::input::Problem>> {
    let plain = relationship.variable.is_none()
        && relationship.length.is_none()
        && relationship.properties.is_none()
        && relationship.predicate.is_none();
    if plain || relationship.types.is_none() {
        return Ok(());
    }
    let tokens = &input.context.tokens[input.at as usize..];
    let colon = tokens
        .windows(2)
        .take_while(|pair| {
            pair[1].start < relationship.span.end
                && !matches!(
                    pair[0].kind,
                    TokenKind::Star | TokenKind::LeftBrace | TokenKind::Dollar
                )
                && pair[0].keyword != Some(Keyword::Where)
        })
        .find(|pair| pair[0].kind == TokenKind::Bar && pair[1].kind == TokenKind::Colon);
    match colon {
        None => Ok(()),
        Some(pair) => Err(complaint(
            Status::InvalidSyntax,
            "Alternative types are separated by '|' alone: write ':A|B' for ':A|:B'",
            pair[1].start,
        )),
    }
}

/// If a node pattern and a relationship pattern begin at token `at`: the token of the next node.
/// It looks only at brackets and signs; what is inside is checked by the parser.
pub(super) fn first_hop(input: Input<'_>, at: usize) -> Option<usize> {
    let node_end = node_end(input, at)?;
    let node = relationship_end(input, node_end)?;
    (input.token_at(node).kind == TokenKind::LeftParen).then_some(node)
}

/// The token after the whole path pattern at token `at`, which has at least one hop.
pub(super) fn path_end(input: Input<'_>, at: usize) -> Option<usize> {
    let mut node = first_hop(input, at)?;
    loop {
        match first_hop(input, node) {
            Some(next) => node = next,
            None => return input.partner_of(node).map(|end| end + 1),
        }
    }
}

fn node_end(input: Input<'_>, at: usize) -> Option<usize> {
    let token = |at: usize| input.token_at(at);
    if token(at).kind != TokenKind::LeftParen {
        return None;
    }
    let end = input.partner_of(at)?;
    let after_name = at + 1 + usize::from(is_name(token(at + 1).kind));
    let fits = after_name == end
        || matches!(
            token(after_name).kind,
            TokenKind::Colon | TokenKind::LeftBrace | TokenKind::Dollar
        )
        || matches!(
            token(after_name).keyword,
            Some(Keyword::Is | Keyword::Where)
        )
        || token(at + 1).keyword == Some(Keyword::Where);
    fits.then_some(end + 1)
}

/// The token after the relationship pattern at token `at`.
fn relationship_end(input: Input<'_>, at: usize) -> Option<usize> {
    let kind = |at: usize| input.token_at(at).kind;
    let mut at = at + usize::from(kind(at) == TokenKind::Less);
    if kind(at) != TokenKind::Minus {
        return None;
    }
    at += 1;
    if kind(at) == TokenKind::LeftBracket {
        at = input.partner_of(at)? + 1;
    }
    if kind(at) != TokenKind::Minus {
        return None;
    }
    at += 1;
    Some(at + usize::from(kind(at) == TokenKind::Greater))
}
