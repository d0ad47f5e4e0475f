//! Syntax tree to text. Parsing the text gives the same tree again, places aside; the text is not
//! the one the tree was parsed from.
//!
//! It is for tests, for plan descriptions and for telling apart trees whose places differ. Meet
//! [`statement`] and [`expression`].

mod administration;
mod clause;
mod expr;
mod pattern;
mod schema;

use std::fmt::Write as _;

use super::ast::{Expr, Mode, Name, Query, Statement, StatementBody};
use super::keyword::Keyword;

/// The text of a statement.
pub fn statement(statement: &Statement) -> String {
    let mut out = Writer::default();
    match statement.mode {
        Mode::Run => {}
        Mode::Explain => out.put("EXPLAIN "),
        Mode::Profile => out.put("PROFILE "),
    }
    for (key, value) in &statement.options {
        match key.text.as_str() {
            "version" => {
                out.put("CYPHER ");
                out.put(&value.text);
                out.put(" ");
            }
            _ => {
                out.put("CYPHER ");
                // Never in backticks, and any word will do.
                out.put(&key.text);
                out.put(" = ");
                out.option_value(value);
                out.put(" ");
            }
        }
    }
    if let Some(graph) = &statement.graph {
        out.put("USE ");
        out.dotted(&graph.text);
        out.put(" ");
    }
    match &statement.body {
        StatementBody::Query(query) => out.query(query),
        StatementBody::Schema(command) => out.schema(command),
        StatementBody::Show(command) => out.show(command),
        StatementBody::Administration(command) => out.administration(command),
    }
    out.text
}

/// The text of a query.
pub fn query(query: &Query) -> String {
    let mut out = Writer::default();
    out.query(query);
    out.text
}

/// The text of an expression.
pub fn expression(expr: &Expr) -> String {
    let mut out = Writer::default();
    out.expr(expr);
    out.text
}

/// Text that grows.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A name, in backticks where it could be read as something else.
    fn name(&mut self, name: &Name) {
        self.identifier(&name.text);
    }

    fn identifier(&mut self, text: &str) {
        let mut bytes = text.bytes();
        let plain = bytes
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
            && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && Keyword::of(text).is_none();
        match plain {
            true => self.put(text),
            false => {
                self.put("`");
                self.put(&text.replace('`', "``"));
                self.put("`");
            }
        }
    }

    fn option_value(&mut self, value: &Name) {
        match value.text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            true => self.put(&value.text),
            false => self.name(value),
        }
    }

    /// A string literal.
    fn string(&mut self, text: &str) {
        self.put("'");
        for c in text.chars() {
            match c {
                '\'' => self.put("\\'"),
                '\\' => self.put("\\\\"),
                '\n' => self.put("\\n"),
                '\r' => self.put("\\r"),
                '\t' => self.put("\\t"),
                c if c.is_control() && u32::from(c) < 0x1_0000 => {
                    // Writing to a string cannot fail.
                    let _ = write!(self.text, "\\u{:04x}", u32::from(c));
                }
                c => self.text.push(c),
            }
        }
        self.put("'");
    }

    /// `items`, each written by `write`, with `separator` between.
    fn list<T>(&mut self, separator: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.put(separator);
            }
            write(self, item);
        }
    }

    fn names(&mut self, names: &[Name]) {
        self.list(", ", names, |out, name| out.name(name));
    }
}
