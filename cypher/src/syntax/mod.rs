//! Text to syntax tree: lexer, parser, tree. Pure; errors carry a place in the text.
//!
//! Meet [`parse`].

pub mod ast;
pub mod clauses;
pub mod credentials;
mod keyword;
mod lexer;
pub mod lift;
pub mod obfuscate;
mod parser;
pub mod unparse;
pub mod value_type;

use ast::Statement;
pub use keyword::keywords;
pub use lexer::old_names;
pub use parser::Limits;
use quiver_types::Failure;

/// The syntax tree of a query text.
///
/// # Errors
/// `InvalidSyntax` and `InvalidLiteral` for text that is not Cypher, `NotSupported` for Cypher
/// that this server does not have, `QueryTooComplex` beyond `limits`. All but a text that is too
/// long carry a position.
pub fn parse(text: &str, limits: Limits) -> Result<Statement, Failure> {
    parser::parse(text, limits)
}
