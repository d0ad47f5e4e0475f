//! Clauses that write: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH.

use quiver_types::Status;

use super::expression::{expression, postfix};
use super::input::{
    Input, LabelSign, Parsed, Problem, commas, complaint, is_name, keyword, token, variable,
};
use super::query::{clause, nest_query};
use super::{label, pattern};
use crate::syntax::ast::{ClauseKind, Expr, ExprKind, Name, RemoveItem, SetItem};
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::TokenKind;

/// INSERT, after its keyword.
pub(super) fn insert(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let signs = &input.context.label_signs;
    let before = signs.borrow().len();
    let created = create(input)?;
    let colon = signs.borrow()[before..].iter().find_map(|sign| match sign {
        LabelSign::Colon(at) => Some(*at),
        LabelSign::Newer | LabelSign::Is => None,
    });
    match colon {
        None => Ok(created),
        Some(colon) => Err(complaint(
            Status::ColonInInsert,
            "Colon `:` conjunction is not allowed in INSERT. Use `CREATE` or conjunction with ampersand `&` instead.",
            colon,
        )),
    }
}

/// CREATE, after its keyword.
pub(super) fn create(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, patterns) = pattern::patterns(input)?;
    Ok((rest, ClauseKind::Create(patterns)))
}

/// MERGE, after its keyword.
pub(super) fn merge(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (mut rest, pattern) = pattern::path(input)?;
    let mut actions = Vec::new();
    while let Some(after) = rest.eat_keyword(Keyword::On) {
        let (after, on_create) = match after.eat_keyword(Keyword::Create) {
            Some(after) => (after, true),
            None => (keyword(Keyword::Match)(after)?.0, false),
        };
        let (after, _) = keyword(Keyword::Set)(after)?;
        let (after, items) = set_items(after)?;
        actions.push((on_create, items));
        rest = after;
    }
    Ok((rest, ClauseKind::Merge { pattern, actions }))
}

/// SET, after its keyword.
pub(super) fn set(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = set_items(input)?;
    let lists = items.iter().map(|item| match item {
        SetItem::Labels { labels, .. } => labels.len(),
        _ => 0,
    });
    check_is(input, rest, lists.max())?;
    Ok((rest, ClauseKind::Set(items)))
}

fn set_items(input: Input<'_>) -> Parsed<'_, Vec<SetItem>> {
    commas(set_item)(input)
}

fn set_item(input: Input<'_>) -> Parsed<'_, SetItem> {
    let (rest, target) = target(input)?;
    match target {
        Target::Property(target, key) => {
            let (rest, value) = assigned(rest)?;
            Ok((rest, SetItem::Property { target, key, value }))
        }
        Target::Dynamic(target, key) => {
            let (rest, value) = assigned(rest)?;
            Ok((rest, SetItem::DynamicProperty { target, key, value }))
        }
        Target::Variable(target) => {
            if rest.kind() == TokenKind::Equal {
                let (rest, value) = assigned(rest)?;
                return Ok((rest, SetItem::Replace { target, value }));
            }
            if let Some(rest) = rest.eat(TokenKind::PlusEqual) {
                let (rest, value) = expression(rest)?;
                return Ok((rest, SetItem::Add { target, value }));
            }
            // Also welcome.
            rest.is(TokenKind::Equal);
            let (rest, labels) = label::label_list(rest, target.span.start)?;
            Ok((rest, SetItem::Labels { target, labels }))
        }
    }
}

fn assigned(input: Input<'_>) -> Parsed<'_, Expr> {
    let (rest, _) = token(TokenKind::Equal)(input)?;
    expression(rest)
}

/// What SET and REMOVE change.
enum Target {
    Variable(Name),
    Property(Expr, Name),
    Dynamic(Expr, Expr),
}

fn target(input: Input<'_>) -> Parsed<'_, Target> {
    // Items stand beside each other, so each has a height of its own.
    let height = &input.context.height;
    let before = height.replace(0);
    let (rest, expr) = postfix(input, 0, false)?;
    height.set(before.max(height.get()));
    let span = expr.span;
    match expr.kind {
        // A variable in parentheses is no target of its own.
        ExprKind::Variable(text) if input.kind() != TokenKind::LeftParen => {
            Ok((rest, Target::Variable(Name { text, span })))
        }
        ExprKind::Property(target, key) => Ok((rest, Target::Property(*target, key))),
        ExprKind::Index(target, key) => Ok((rest, Target::Dynamic(*target, *key))),
        _ => input.complain(
            Status::InvalidSyntax,
            "A property (variable.key), a label (variable:Label) or a variable is expected here",
        ),
    }
}

/// REMOVE, after its keyword.
pub(super) fn remove(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let (rest, items) = commas(remove_item)(input)?;
    let lists = items.iter().map(|item| match item {
        RemoveItem::Labels { labels, .. } => labels.len(),
        RemoveItem::Property { .. } | RemoveItem::DynamicProperty { .. } => 0,
    });
    check_is(input, rest, lists.max())?;
    Ok((rest, ClauseKind::Remove(items)))
}

/// Refuses IS in a SET or REMOVE of which some item has `most` labels, joined by colons.
fn check_is<'t>(
    input: Input<'t>,
    rest: Input<'t>,
    most: Option<usize>,
) -> Result<(), nom::Err<Problem>> {
    if most.is_none_or(|most| most < 2) {
        return Ok(());
    }
    let before = input.at as usize - 1;
    let mut tokens = (before..rest.at as usize).map(|at| input.token_at(at));
    // A label or a key may be called so too.
    let mut last = TokenKind::Comma;
    let is = tokens.any(|token| {
        let here = token.keyword == Some(Keyword::Is) && is_name(last);
        last = token.kind;
        here
    });
    match is {
        true => Err(label::behind_is_too(input.token_at(before).start)),
        false => Ok(()),
    }
}

fn remove_item(input: Input<'_>) -> Parsed<'_, RemoveItem> {
    let (rest, target) = target(input)?;
    match target {
        Target::Property(target, key) => Ok((rest, RemoveItem::Property { target, key })),
        Target::Dynamic(target, key) => Ok((rest, RemoveItem::DynamicProperty { target, key })),
        Target::Variable(target) => {
            // Also welcome.
            rest.is(TokenKind::Dot);
            let (rest, labels) = label::label_list(rest, target.span.start)?;
            Ok((rest, RemoveItem::Labels { target, labels }))
        }
    }
}

/// DELETE, after its keyword.
pub(super) fn delete(input: Input<'_>, detach: bool) -> Parsed<'_, ClauseKind> {
    let (rest, items) = commas(expression)(input)?;
    Ok((rest, ClauseKind::Delete { detach, items }))
}

/// DELETE after DETACH or NODETACH.
pub(super) fn delete_after_word(input: Input<'_>, detach: bool) -> Parsed<'_, ClauseKind> {
    let (rest, _) = keyword(Keyword::Delete)(input)?;
    delete(rest, detach)
}

/// FOREACH, after its keyword.
pub(super) fn foreach(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let _level = nest_query(input, 0)?;
    let (rest, _) = token(TokenKind::LeftParen)(input)?;
    let (rest, variable) = variable(rest)?;
    let (rest, _) = keyword(Keyword::In)(rest)?;
    let (rest, list) = expression(rest)?;
    let (mut rest, _) = token(TokenKind::Bar)(rest)?;
    let mut clauses = Vec::new();
    while rest.kind() != TokenKind::RightParen || clauses.is_empty() {
        if !updates(rest) {
            return refuse_in_foreach(rest);
        }
        let (after, clause) = clause(rest)?;
        clauses.push(clause);
        rest = after;
    }
    let (rest, _) = token(TokenKind::RightParen)(rest)?;
    let clause = ClauseKind::Foreach {
        variable,
        list,
        clauses,
    };
    Ok((rest, clause))
}

const UPDATES: &[Keyword] = &[
    Keyword::Create,
    Keyword::Delete,
    Keyword::Detach,
    Keyword::Foreach,
    Keyword::Insert,
    Keyword::Merge,
    Keyword::NoDetach,
    Keyword::Remove,
    Keyword::Set,
];

/// Whether an updating clause begins here; remembers that one was welcome if not.
fn updates(input: Input<'_>) -> bool {
    UPDATES.iter().any(|&keyword| input.is_keyword(keyword))
}

fn refuse_in_foreach(input: Input<'_>) -> Parsed<'_, ClauseKind> {
    let reads = matches!(
        input.keyword(),
        Some(
            Keyword::Match
                | Keyword::Optional
                | Keyword::With
                | Keyword::Return
                | Keyword::Unwind
                | Keyword::Call
                | Keyword::Load
                | Keyword::Finish
        )
    );
    if reads {
        let word = input.text_of(input.token()).to_uppercase();
        return input.complain(
            Status::ForeachClause,
            format!("{word} cannot be used inside of FOREACH: only clauses that write can"),
        );
    }
    input.is(TokenKind::RightParen);
    Err(nom::Err::Error(Problem::Mismatch))
}
