//! Long constant lists and maps, read from their tokens straight to a value: a tree of a million
//! literals takes many times the memory and the time of what it holds. Shorter ones, and all that hold
//! anything else, are for `atom`. Meet [`long_constant`].

use quiver_types::{Map, Value};

use super::atom::{constant, map_key, whole};
use super::expression::Boxed;
use super::input::Input;
use super::literal;
use crate::syntax::ast::ExprKind;
use crate::syntax::lexer::TokenKind;

/// Bytes of text from which on it is worth it. No text so long is known by its shape, so none of
/// these has literals that are to be lifted out.
const LONG: u32 = 64 * 1024;

/// A value and the place behind it; else the token that is no constant.
type Read<'t> = Result<(Input<'t>, Value), u32>;

/// The long list or map that begins here, if there is nothing but constants in it.
pub(super) fn long_constant(input: Input<'_>) -> Option<Boxed<'_>> {
    let close = input.partner()?;
    if input.token_at(close).end - input.start() < LONG {
        return None;
    }
    // What stopped the last attempt stops every bracket around it: so nothing is read again and again.
    let stops = &input.context.no_constant;
    if (input.at as usize..close).contains(&(stops.get() as usize)) {
        return None;
    }
    match value(input) {
        Ok((rest, value)) => Some(Ok(whole(input, rest, ExprKind::Literal(value)))),
        Err(at) => {
            stops.set(at);
            None
        }
    }
}

fn value(input: Input<'_>) -> Read<'_> {
    let token = input.token();
    let read = match token.kind {
        TokenKind::LeftBracket => return list(input),
        TokenKind::LeftBrace => return map(input),
        TokenKind::Minus => {
            let (rest, number) = value_of(input.skip(1))?;
            let negative = match number {
                Value::Integer(magnitude) => Value::Integer(-magnitude),
                Value::Float(magnitude) => Value::Float(-magnitude),
                _ => return Err(input.at),
            };
            return Ok((rest, negative));
        }
        TokenKind::Name => token.keyword.and_then(constant),
        _ => return value_of(input),
    };
    match read {
        Some(value) => Ok((input.skip(1), value)),
        None => Err(input.at),
    }
}

/// A number or string. What is wrong with one, or too large without its minus, is said elsewhere.
fn value_of(input: Input<'_>) -> Read<'_> {
    let (at, written) = (input.token(), input.text_of(input.token()));
    let value = match at.kind {
        TokenKind::Integer => literal::integer(written, at.start)
            .ok()
            .and_then(|magnitude| i64::try_from(magnitude).ok())
            .map(Value::Integer),
        TokenKind::Float => literal::float(written, at.start).ok().map(Value::Float),
        TokenKind::String => literal::string(written, at.start)
            .ok()
            .map(|text| Value::String((&*text).into())),
        _ => None,
    };
    value.map(|value| (input.skip(1), value)).ok_or(input.at)
}

fn list(input: Input<'_>) -> Read<'_> {
    let _level = input.nest(1).map_err(|_| input.at)?;
    let mut rest = input.skip(1);
    let mut items = Vec::new();
    if rest.kind() == TokenKind::RightBracket {
        return Ok((rest.skip(1), Value::list(items)));
    }
    loop {
        let (after, item) = value(rest)?;
        items.push(item);
        match after.kind() {
            TokenKind::Comma => rest = after.skip(1),
            TokenKind::RightBracket => return Ok((after.skip(1), Value::list(items))),
            _ => return Err(after.at),
        }
    }
}

fn map(input: Input<'_>) -> Read<'_> {
    let _level = input.nest(1).map_err(|_| input.at)?;
    let mut rest = input.skip(1);
    let mut entries = Map::new();
    if rest.kind() == TokenKind::RightBrace {
        return Ok((rest.skip(1), Value::map(entries)));
    }
    loop {
        let (after, key) = map_key(rest).map_err(|_| rest.at)?;
        let (after, item) = value(after)?;
        entries.insert(key.text, item);
        match after.kind() {
            TokenKind::Comma => rest = after.skip(1),
            TokenKind::RightBrace => return Ok((after.skip(1), Value::map(entries))),
            _ => return Err(after.at),
        }
    }
}
