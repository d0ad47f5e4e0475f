//! Label expressions: `:A:B`, `:A&B|!C`, `IS A`, `:$(expression)`, `%`.

use quiver_types::Status;

use super::expression::expression;
use super::input::{Input, LabelSign, Parsed, Problem, complaint, empty_name, token, token_name};
use crate::syntax::ast::{LabelExpr, LabelName};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// A label expression after an expression and its `:` or `IS`.
pub(super) fn predicate(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    whole(input, Place::Predicate)
}

/// A label expression of a node pattern, after its `:` or `IS`.
pub(super) fn of_node(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    whole(input, Place::Node)
}

/// A type expression of a relationship pattern, after its `:` or `IS`.
pub(super) fn of_relationship(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    let (rest, types) = whole(input, Place::Relationship)?;
    if rest.kind() == TokenKind::Colon {
        return rest.complain(
            Status::TypeSeparator,
            "A relationship has one type: alternatives are separated by '|'",
        );
    }
    Ok((rest, types))
}

/// A label expression, whose signs must go with each other.
fn whole(input: Input<'_>, place: Place) -> Parsed<'_, LabelExpr> {
    let (rest, labels) = or(input, place)?;
    let behind_is =
        input.at > 0 && input.token_at(input.at as usize - 1).keyword == Some(Keyword::Is);
    let mut signs = input.context.label_signs.borrow_mut();
    if behind_is {
        signs.push(LabelSign::Is);
    }
    let joined = matches!(labels, LabelExpr::And(_) | LabelExpr::Or(_));
    let colon = match joined && place != Place::Relationship {
        true => first_colon(input, rest.at as usize),
        false => None,
    };
    let Some(colon) = colon else {
        if is_newer(&labels, place) || input.kind() == TokenKind::Bang {
            signs.push(LabelSign::Newer);
        }
        return Ok((rest, labels));
    };
    signs.push(LabelSign::Colon(colon));
    if behind_is {
        return Err(behind_is_too(colon));
    }
    if matches!(labels, LabelExpr::Or(_)) {
        return Err(mixed_signs(colon));
    }
    Ok((rest, labels))
}

/// Whether labels are joined by signs that do not go with colons. Alternative types always were.
fn is_newer(labels: &LabelExpr, place: Place) -> bool {
    match labels {
        LabelExpr::Name(_) => false,
        LabelExpr::Or(parts) if place == Place::Relationship => {
            parts.iter().any(|part| is_newer(part, place))
        }
        LabelExpr::And(_) | LabelExpr::Or(_) | LabelExpr::Not(_) | LabelExpr::Wildcard(_) => true,
    }
}

/// Refuses a clause, whose signs since `before` these are, that joins labels in two ways.
pub(super) fn check_signs(input: Input<'_>, before: usize) -> Result<(), nom::Err<Problem>> {
    let signs = input.context.label_signs.borrow();
    let signs = &signs[before..];
    let colon = signs.iter().find_map(|sign| match sign {
        LabelSign::Colon(at) => Some(*at),
        LabelSign::Newer | LabelSign::Is => None,
    });
    match colon {
        Some(colon) if signs.contains(&LabelSign::Is) => Err(behind_is_too(colon)),
        Some(colon) if signs.contains(&LabelSign::Newer) => Err(mixed_signs(colon)),
        _ => Ok(()),
    }
}

/// Where a colon stands between two names, outside of brackets.
fn first_colon(input: Input<'_>, end: usize) -> Option<u32> {
    let mut at = input.at as usize;
    while at < end {
        let token = input.token_at(at);
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                at = input.partner_of(at)?;
            }
            TokenKind::Colon => return Some(token.start),
            _ => {}
        }
        at += 1;
    }
    None
}

pub(super) fn behind_is_too(at: u32) -> nom::Err<Problem> {
    complaint(
        Status::LabelsBehindIs,
        "A clause with IS before labels joins them with '&' and '|', not with ':'",
        at,
    )
}

fn mixed_signs(at: u32) -> nom::Err<Problem> {
    complaint(
        Status::MixedLabelSigns,
        "Labels are joined either with ':' or with '|', '&', '!' and '%', not with both: write ':A&B' for ':A:B'",
        at,
    )
}

/// Where a label expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Node,
    Relationship,
    Predicate,
}

/// Whether the bar here separates the parts of a comprehension rather than two labels. It does
/// when no other bar follows in the brackets of the comprehension.
pub(super) fn bar_separates(input: Input<'_>) -> bool {
    let ends = input.context.bar_ends.get() as usize;
    if ends == 0 {
        return false;
    }
    let mut at = input.at as usize + 1;
    loop {
        match input.token_at(at).kind {
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                match input.partner_of(at) {
                    Some(partner) => at = partner,
                    None => return false,
                }
            }
            TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                return at == ends;
            }
            TokenKind::Bar | TokenKind::End => return false,
            _ => {}
        }
        at += 1;
    }
}

fn or(input: Input<'_>, place: Place) -> Parsed<'_, LabelExpr> {
    let (mut rest, first) = and(input, place)?;
    if rest.kind() != TokenKind::Bar || (place == Place::Predicate && bar_separates(rest)) {
        return Ok((rest, first));
    }
    let mut all = vec![first];
    while rest.kind() == TokenKind::Bar && !(place == Place::Predicate && bar_separates(rest)) {
        rest = rest.skip(1);
        // The old form of alternative types: `:A|:B`.
        if rest.kind() == TokenKind::Colon {
            if place != Place::Relationship {
                let bar = input.token_at(rest.at as usize - 1).start;
                return Err(complaint(
                    Status::TypeSeparator,
                    "Labels that are alternatives are separated by '|', without a colon",
                    bar,
                ));
            }
            rest = rest.skip(1);
        }
        let (after, next) = and(rest, place)?;
        all.push(next);
        rest = after;
    }
    Ok((rest, LabelExpr::Or(all)))
}

fn and(input: Input<'_>, place: Place) -> Parsed<'_, LabelExpr> {
    let (mut rest, first) = not(input)?;
    let mut all = Vec::new();
    // `:A:B` and `:A&B` mean the same; the two signs cannot be mixed.
    let separator = match rest.kind() {
        TokenKind::Ampersand => TokenKind::Ampersand,
        TokenKind::Colon if place != Place::Relationship => TokenKind::Colon,
        _ => return Ok((rest, first)),
    };
    all.push(first);
    while let Some(after) = rest.eat(separator) {
        let (after, next) = not(after)?;
        rest = after;
        all.push(next);
    }
    let mixed = matches!(rest.kind(), TokenKind::Ampersand | TokenKind::Colon)
        || (separator == TokenKind::Colon
            && (rest.kind() == TokenKind::Bar
                && !(place == Place::Predicate && bar_separates(rest))
                || !all.iter().all(|label| matches!(label, LabelExpr::Name(_)))));
    if mixed && place != Place::Relationship {
        let colon = first_colon(input, rest.at as usize + 1);
        return Err(mixed_signs(colon.unwrap_or(rest.start())));
    }
    Ok((rest, LabelExpr::And(all)))
}

fn not(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    let mut rest = input;
    while rest.kind() == TokenKind::Bang {
        rest = rest.skip(1);
    }
    let nots = rest.at - input.at;
    let (rest, inner) = primary(rest)?;
    // An even number of NOTs is none: labels know no null.
    Ok(match nots % 2 {
        0 => (rest, inner),
        _ => (rest, LabelExpr::Not(Box::new(inner))),
    })
}

fn primary(input: Input<'_>) -> Parsed<'_, LabelExpr> {
    match input.kind() {
        TokenKind::LeftParen => {
            // OR, AND and NOT may stand between two parentheses.
            let _level = input.nest_by(3, 3)?;
            let (rest, inner) = or(input.skip(1), Place::Node)?;
            let (rest, _) = token(TokenKind::RightParen)(rest)?;
            Ok((rest, inner))
        }
        TokenKind::Percent => {
            let rest = input.skip(1);
            Ok((rest, LabelExpr::Wildcard(rest.span_from(input.start()))))
        }
        _ => {
            let (rest, name) = label_name(input)?;
            Ok((rest, LabelExpr::Name(name)))
        }
    }
}

/// One label or type: a name, `$(expression)`, `$all(expression)` or `$any(expression)`.
pub(super) fn label_name(input: Input<'_>) -> Parsed<'_, LabelName> {
    if input.kind() != TokenKind::Dollar {
        let (rest, name) = token_name(input, "a label or type")?;
        return Ok((rest, LabelName::Fixed(name)));
    }
    let inside = input.skip(1);
    let any = inside.keyword() == Some(Keyword::Any);
    let worded = any || inside.keyword() == Some(Keyword::All);
    let _level = input.nest(3)?;
    let (rest, _) = token(TokenKind::LeftParen)(inside.skip(usize::from(worded)))?;
    let (rest, expr) = expression(rest)?;
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let span = rest.span_from(input.start());
    let names = Box::new(expr);
    Ok((rest, LabelName::Dynamic { names, any, span }))
}

/// Labels of SET and REMOVE: `:A:B`, `IS A`. There is at least one. `target` is where the node is named.
pub(super) fn label_list(input: Input<'_>, target: u32) -> Parsed<'_, Vec<LabelName>> {
    let mut labels = Vec::new();
    let mut rest = input;
    loop {
        let starts =
            rest.is(TokenKind::Colon) || (labels.is_empty() && rest.is_keyword(Keyword::Is));
        if !starts {
            break;
        }
        let name = rest.skip(1);
        let worded = matches!(name.keyword_at(1), Some(Keyword::All | Keyword::Any));
        if name.kind() == TokenKind::Dollar && worded {
            return name.skip(1).unexpected("'('");
        }
        let (after, label) = match name.text_of(name.token()) {
            "``" => return Err(empty_name(target)),
            _ => label_name(name)?,
        };
        labels.push(label);
        rest = after;
    }
    match labels.is_empty() {
        true => Err(nom::Err::Error(Problem::Mismatch)),
        false => Ok((rest, labels)),
    }
}
