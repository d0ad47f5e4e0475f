//! Text to syntax tree: lexer, parser, tree. Pure; errors carry a place in the text.

pub mod ast;
