//! Tokens to syntax tree.
//!
//! Written with nom over the tokens, and by hand where the stack must stay small or where one
//! look ahead decides (expressions). No parser here goes back over what another has read: a place
//! where two constructs may begin is decided by the next tokens and the partners of brackets, so
//! time is linear in the text. Depth is bounded by [`Limits::max_nesting`].
//!
//! A text that is wrong is parsed twice: the second run notes what would have been welcome where
//! the first one stopped. Meet [`parse`].

mod administration;
mod atom;
mod call;
mod comprehension;
mod error;
mod expression;
mod input;
mod label;
pub(in crate::syntax) mod literal;
mod pattern;
mod projection;
mod query;
mod reading;
mod schema;
mod show;
mod statement;
mod types;
mod writing;

pub(super) use error::Complaint;
use input::{Context, Input, Problem};
use quiver_types::{Failure, Status};

use super::ast::{Language, Statement};
use super::lexer::{Bounds, Tokens, tokenize};

/// How large a query text may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of text.
    pub max_length: usize,
    /// Levels of brackets, operators and subqueries inside of each other.
    pub max_nesting: usize,
    /// Words, numbers and signs, but those in long lists and maps of constants.
    pub max_tokens: usize,
    /// Bytes that tree and plan of a text may take, as far as its length tells.
    pub max_memory: usize,
    /// The version of the language where a text does not say it.
    pub language: Language,
}

impl Limits {
    /// Nesting that is safe on a stack of 1 MiB even in a debug build. A pair of parentheses, a
    /// list, a map or an operator above one counts 1, a call or CASE 2, a subquery 6.
    pub const SAFE_NESTING: usize = 300;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_length: 64 << 20,
            max_nesting: Self::SAFE_NESTING,
            max_tokens: usize::MAX,
            max_memory: usize::MAX,
            language: Language::Cypher5,
        }
    }
}

/// The syntax tree of a query text.
pub(super) fn parse(text: &str, limits: Limits) -> Result<Statement, Failure> {
    let longest = limits.max_length.min(u32::MAX as usize - 1);
    if text.len() > longest {
        return Err(Failure::new(
            Status::QueryTooComplex,
            format!(
                "The query has {} bytes, the limit is {longest}; pass large values as parameters",
                text.len()
            ),
        ));
    }
    let read = |constants| {
        let bounds = Bounds {
            tokens: limits.max_tokens,
            memory: limits.max_memory,
            constants,
            language: limits.language,
        };
        tokenize(text, bounds).map_err(|complaint| complaint.into_failure(text))
    };
    let tokens = read(u32::try_from(limits.max_nesting).ok())?;
    match parse_tokens(text, &tokens, limits) {
        // The long list or map may stand where the parser wants to see brackets.
        Err(_) if !tokens.constants.is_empty() => parse_tokens(text, &read(None)?, limits),
        parsed => parsed,
    }
}

fn parse_tokens(text: &str, tokens: &Tokens, limits: Limits) -> Result<Statement, Failure> {
    let context = Context::new(text, tokens, limits, false);
    match statement::statement(Input::new(&context)) {
        Ok((_, statement)) => Ok(statement),
        Err(nom::Err::Failure(Problem::Complaint(complaint))) => Err(complaint.into_failure(text)),
        Err(_) => {
            let context = Context::new(text, tokens, limits, true);
            // The same text takes the same way; only what was expected is new.
            let again = statement::statement(Input::new(&context));
            assert!(again.is_err(), "parsing is deterministic");
            drop(again);
            let in_25 = !context.is_25.get() && is_cypher_25(text, tokens, limits);
            Err(error::mismatch(context, in_25))
        }
    }
}

/// Whether a text that is no Cypher 5 is Cypher 25.
fn is_cypher_25(text: &str, tokens: &Tokens, limits: Limits) -> bool {
    let mut context = Context::new(text, tokens, limits, false);
    context.assumes_25 = true;
    context.is_25.set(true);
    statement::statement(Input::new(&context)).is_ok()
}
