//! Patterns: nodes, relationships, paths, and looking ahead for them.
//!
//! Meet [`path`] for one path pattern and [`first_hop`] for "does a pattern begin here?".

use nom::Parser;
use nom::combinator::opt;
use quiver_types::Status;

use super::atom::{map_literal, parameter};
use super::expression::expression;
use super::input::{Expected, Input, Parsed, commas, complaint, empty_name, is_name, named, token};
use super::{label, literal};
use crate::syntax::ast::{
    Arrow, Expr, ExprKind, LabelExpr, Length, Name, NodePattern, PathMode, PathPattern, Quantified,
    RelationshipPattern, Selector, Shortest, Span,
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
    let (rest, path) = elements(input, false)?;
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
    } else if is_name(input.kind()) && !starts_path(input) {
        // As Neo4j has it: this could only have been the variable of a path.
        return input.skip(1).unexpected("'='");
    }
    let (rest, (selector, mode)) = selector(rest)?;
    let (rest, mut path) = match shortest(rest) {
        Some(kind) => shortest_path(rest, kind)?,
        None => elements(rest, selector.is_some())?,
    };
    path.variable = variable;
    path.selector = selector;
    path.mode = mode;
    path.span = rest.span_from(input.start());
    Ok((rest, path))
}

/// Whether the word here is one that paths begin with.
pub(super) fn starts_path(input: Input<'_>) -> bool {
    shortest(input).is_some()
        || matches!(
            input.keyword(),
            Some(
                Keyword::Any
                    | Keyword::All
                    | Keyword::Shortest
                    | Keyword::Walk
                    | Keyword::Trail
                    | Keyword::Simple
                    | Keyword::Acyclic
            )
        )
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
    let (rest, mut path) = elements(input.skip(2), false)?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    path.shortest = kind;
    path.span = rest.span_from(input.start());
    Ok((rest, path))
}

/// `ANY [SHORTEST] [k]`, `ALL [SHORTEST]`, `SHORTEST [k] [GROUPS]` and path modes before a path.
fn selector(input: Input<'_>) -> Parsed<'_, (Option<Selector>, Option<PathMode>)> {
    let word = input.keyword();
    let starts = matches!(word, Some(Keyword::Any | Keyword::All | Keyword::Shortest));
    if !starts {
        let (rest, mode) = path_mode(input)?;
        let rest = if mode.is_some() {
            path_word(rest)
        } else {
            rest
        };
        return Ok((rest, (None, mode)));
    }
    let rest = input.skip(1);
    let shortest = word != Some(Keyword::Shortest) && rest.keyword() == Some(Keyword::Shortest);
    let rest = rest.skip(usize::from(shortest));
    let counted = matches!(rest.kind(), TokenKind::Integer | TokenKind::Dollar);
    let (rest, count) = match counted && !shortest && word != Some(Keyword::All) {
        true => {
            let (rest, count) = path_count(rest)?;
            (rest, Some(count))
        }
        false => (rest, None),
    };
    let (rest, mode) = path_mode(rest)?;
    let rest = path_word(rest);
    let is_groups = ["GROUP", "GROUPS"]
        .iter()
        .any(|word| rest.text_of(rest.token()).eq_ignore_ascii_case(word));
    let groups = word == Some(Keyword::Shortest) && is_groups;
    let rest = rest.skip(usize::from(groups));
    if word == Some(Keyword::Shortest) && count.is_none() && !groups {
        return rest.unexpected("a graph pattern");
    }
    let span = rest.span_from(input.start());
    let one = || Expr {
        kind: ExprKind::Literal(quiver_types::Value::Integer(1)),
        span,
    };
    if word == Some(Keyword::All) && !shortest {
        return Ok((rest, (None, mode)));
    }
    let selector = Selector {
        groups: groups || word == Some(Keyword::All),
        count: count.unwrap_or_else(one),
        span,
    };
    Ok((rest, (Some(selector), mode)))
}

fn path_count(input: Input<'_>) -> Parsed<'_, Expr> {
    if input.kind() == TokenKind::Dollar {
        if !input.context.is_25.get() {
            return input.only_in_25("a parameter as number of paths");
        }
        return parameter(input);
    }
    let (rest, count) = bound(input)?;
    if count == 0 {
        return input.complain(
            Status::NumberRange,
            "The path count needs to be greater than 0.",
        );
    }
    let kind = ExprKind::Literal(quiver_types::Value::Integer(count as i64));
    let span = rest.span_from(input.start());
    Ok((rest, Expr { kind, span }))
}

fn path_mode(input: Input<'_>) -> Parsed<'_, Option<PathMode>> {
    let mode = match input.keyword() {
        Some(Keyword::Walk) => PathMode::Walk,
        Some(Keyword::Trail) => PathMode::Trail,
        Some(Keyword::Acyclic) => PathMode::Acyclic,
        _ => return Ok((input, None)),
    };
    if !input.context.is_25.get() {
        return input.only_in_25("a path mode");
    }
    Ok((input.skip(1), Some(mode)))
}

fn path_word(input: Input<'_>) -> Input<'_> {
    let is_word = matches!(input.keyword(), Some(Keyword::Path | Keyword::Paths));
    input.skip(usize::from(is_word))
}

/// Node, then relationships and nodes in turn. A path in parentheses with a quantifier stands for
/// a relationship; nodes beside it may be left out.
/// Behind a selector the parentheses around the whole may have a variable.
fn elements(input: Input<'_>, selected: bool) -> Parsed<'_, PathPattern> {
    let mut hops = Vec::new();
    let (mut rest, start) = if is_parenthesized(input) {
        match whole_or_hop(input, &mut hops)? {
            (_, Some(path)) if path.inner_variable.is_some() && !selected => {
                return input.skip(1).complain(
                    Status::PathInPath,
                    "Sub-path assignment is currently not supported.",
                );
            }
            (rest, Some(path)) => return Ok((rest, *path)),
            (rest, None) => (rest, no_node(input)),
        }
    } else {
        node(input)?
    };
    loop {
        if matches!(rest.kind(), TokenKind::Minus | TokenKind::Less) {
            let (after, relationship) = relationship(rest)?;
            let (after, end) = node(after)?;
            hops.push((relationship, end));
            rest = after;
        } else if is_parenthesized(rest) {
            rest = repeated_hop(rest, &mut hops)?;
        } else if rest.kind() == TokenKind::LeftParen {
            return juxtaposed(rest);
        } else {
            break;
        }
    }
    rest.note(Expected::Described("a relationship pattern"));
    let path = PathPattern {
        variable: None,
        selector: None,
        mode: None,
        shortest: Shortest::No,
        start,
        hops,
        inner_variable: None,
        predicate: None,
        span: rest.span_from(input.start()),
    };
    Ok((rest, path))
}

type Hops = Vec<(RelationshipPattern, NodePattern)>;

/// What begins with a path in parentheses: that path, if it is all there is and has no quantifier,
/// or a first hop. Its frame is apart from that of ordinary paths.
#[inline(never)]
fn whole_or_hop<'t>(input: Input<'t>, hops: &mut Hops) -> Parsed<'t, Option<Box<PathPattern>>> {
    let (rest, (mut path, quantifier)) = parenthesized(input)?;
    if let Some(quantifier) = quantifier {
        let (rest, end) = node_or_none(rest)?;
        hops.push((repeated(path, quantifier), end));
        return Ok((rest, None));
    }
    if matches!(
        rest.kind(),
        TokenKind::LeftParen | TokenKind::Minus | TokenKind::Less
    ) {
        return juxtaposed(input);
    }
    path.span = rest.span_from(input.start());
    Ok((rest, Some(Box::new(path))))
}

#[inline(never)]
fn repeated_hop<'t>(
    input: Input<'t>,
    hops: &mut Hops,
) -> Result<Input<'t>, nom::Err<super::input::Problem>> {
    let (rest, (path, quantifier)) = parenthesized(input)?;
    let Some(quantifier) = quantifier else {
        return juxtaposed(input).map(|(rest, ())| rest);
    };
    let (rest, end) = node_or_none(rest)?;
    hops.push((repeated(path, quantifier), end));
    Ok(rest)
}

fn juxtaposed<T>(input: Input<'_>) -> Parsed<'_, T> {
    input.complain(
        Status::Juxtaposition,
        "Juxtaposition is currently only supported for quantified path patterns: between two nodes there is a relationship, or a path in parentheses with a quantifier",
    )
}

/// Whether a path in parentheses begins here rather than a node.
fn is_parenthesized(input: Input<'_>) -> bool {
    input.kind() == TokenKind::LeftParen
        && (input.kind_at(1) == TokenKind::LeftParen
            || (is_name(input.kind_at(1)) && input.kind_at(2) == TokenKind::Equal))
}

/// `(path [WHERE predicate])` and its quantifier.
#[allow(clippy::type_complexity, reason = "said once")]
fn parenthesized(input: Input<'_>) -> Parsed<'_, (PathPattern, Option<(u64, Option<u64>, Span)>)> {
    let _level = input.nest(8)?;
    let inside = input.skip(1);
    let mut rest = inside;
    let mut variable = None;
    if is_name(inside.kind()) {
        let (after, name) = named(inside, "a variable")?;
        variable = Some(Box::new(name));
        rest = after.skip(1);
    }
    let (mut rest, mut path) = elements(rest, false)?;
    path.inner_variable = variable;
    if let Some(after) = rest.eat_keyword(Keyword::Where) {
        let (after, predicate) = expression(after)?;
        path.predicate = Some(match path.predicate {
            None => Box::new(predicate),
            Some(first) => {
                let span = first.span;
                let kind = ExprKind::And(vec![*first, predicate]);
                Box::new(Expr { kind, span })
            }
        });
        rest = after;
    }
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    path.span = rest.span_from(input.start());
    let (rest, quantifier) = quantifier(rest)?;
    if path.inner_variable.is_some() && quantifier.is_some() {
        return inside.complain(
            Status::PathInQuantified,
            "Assigning a path in a quantified path pattern is not yet supported.",
        );
    }
    Ok((rest, (path, quantifier)))
}

/// A node, or one that nothing is said of where none is written.
fn node_or_none(input: Input<'_>) -> Parsed<'_, NodePattern> {
    if input.kind() == TokenKind::LeftParen && !is_parenthesized(input) {
        return node(input);
    }
    Ok((input, no_node(input)))
}

fn no_node(input: Input<'_>) -> NodePattern {
    let start = input.start();
    NodePattern {
        variable: None,
        labels: None,
        properties: None,
        predicate: None,
        span: Span { start, end: start },
    }
}

fn repeated(path: PathPattern, (min, max, span): (u64, Option<u64>, Span)) -> RelationshipPattern {
    RelationshipPattern {
        direction: Arrow::Both,
        variable: None,
        types: None,
        length: None,
        properties: None,
        predicate: None,
        span: path.span,
        quantified: Some(Box::new(Quantified {
            min,
            max,
            path: Some(path),
            span,
        })),
    }
}

/// `+`, `*`, `{n}`, `{n,m}`, `{n,}`, `{,m}`.
fn quantifier(input: Input<'_>) -> Parsed<'_, Option<(u64, Option<u64>, Span)>> {
    let (rest, min, max) = match input.kind() {
        TokenKind::Plus => (input.skip(1), 1, None),
        TokenKind::Star => (input.skip(1), 0, None),
        TokenKind::LeftBrace => {
            let (rest, min) = opt(bound).parse(input.skip(1))?;
            let (rest, max) = match rest.eat(TokenKind::Comma) {
                Some(after) => opt(bound).parse(after)?,
                None if min.is_none() => return rest.unexpected("a number"),
                None => (rest, min),
            };
            let (rest, _) = token(TokenKind::RightBrace)(rest)?;
            (rest, min.unwrap_or(0), max)
        }
        _ => return Ok((input, None)),
    };
    if max == Some(0) {
        return input.complain(
            Status::NumberRange,
            "A quantifier for a path pattern must not be limited by 0.",
        );
    }
    if max.is_some_and(|max| max < min) {
        return input.complain(
            Status::QuantifierBounds,
            "A quantifier for a path pattern must not have a lower bound which exceeds its upper bound.",
        );
    }
    Ok((rest, Some((min, max, rest.span_from(input.start())))))
}

/// `(variable:labels {properties} WHERE predicate)`.
fn node(input: Input<'_>) -> Parsed<'_, NodePattern> {
    let _level = input.nest(7)?;
    if input.kind() != TokenKind::LeftParen {
        return input.unexpected("a graph pattern");
    }
    let inside = input.skip(1);
    let (rest, filling) = filling(inside, TokenKind::RightParen, |input| label::of_node(input))?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let node = NodePattern {
        variable: filling.variable,
        labels: filling.labels,
        properties: filling.properties,
        predicate: filling.predicate,
        span: rest.span_from(input.start()),
    };
    Ok((rest, node))
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
        TokenKind::LeftBrace => {
            let (rest, map) = map_literal(input)?;
            if let ExprKind::Map(entries) = &map.kind
                && let Some((key, _)) = entries.iter().find(|(key, _)| key.text.is_empty())
            {
                return Err(empty_name(key.span.start));
            }
            (rest, map)
        }
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
    let _level = input.nest(7)?;
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
    let written = rest.span_from(input.start());
    let (rest, quantifier) = quantifier(rest)?;
    if let (Some((.., span)), Some(_)) = (quantifier, filling_found.length) {
        return Err(complaint(
            Status::VariableLengthTypes,
            "Variable length relationships cannot be part of a quantified path pattern.",
            span.start,
        ));
    }
    let quantified = quantifier.map(|(min, max, span)| {
        Box::new(Quantified {
            min,
            max,
            path: None,
            span,
        })
    });
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
        quantified,
        span: written,
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
            Status::TypeSeparator,
            "Alternative types are separated by '|' alone: write ':A|B' for ':A|:B'",
            pair[0].start,
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
