//! Tables with borders, laid out from the first rows and then written row by row.
//!
//! The layout is Neo4j's shell's: columns as wide as the widest of the sampled values, counted in
//! UTF-16 units as it counts; longer values go on in further lines behind a `\`, or are cut. Meet
//! [`Table`] first.

use std::borrow::Cow;
use std::iter::repeat_n;

/// What a column of numbers is given when not all rows are known: an integer of any size fits.
const NUMBER: usize = 19;

/// A layout.
#[derive(Debug)]
pub struct Table {
    widths: Vec<usize>,
    wrap: bool,
}

/// A column before it is laid out.
#[derive(Clone, Debug)]
pub struct Column {
    /// The widest value seen, in UTF-16 units.
    pub widest: usize,
    /// Whether a number was among the values.
    pub numeric: bool,
}

impl Column {
    /// A column of this name, without values.
    pub fn new(name: &str) -> Self {
        Self {
            widest: width(name),
            numeric: false,
        }
    }

    /// Takes a value into account.
    pub fn add(&mut self, text: &str, numeric: bool) {
        self.widest = self.widest.max(width(text));
        self.numeric |= numeric;
    }
}

impl Table {
    /// A layout for these columns; `complete` if no further rows will come.
    pub fn new(columns: &[Column], complete: bool, wrap: bool) -> Self {
        let width = |column: &Column| {
            let least = if column.numeric && !complete {
                NUMBER
            } else {
                1
            };
            column.widest.max(least)
        };
        Self {
            widths: columns.iter().map(width).collect(),
            wrap,
        }
    }

    /// A line between parts of the table.
    pub fn border(&self) -> String {
        let inner = self.widths.iter().sum::<usize>() + 3 * self.widths.len();
        let dashes: String = repeat_n('-', inner.saturating_sub(1)).collect();
        format!("+{dashes}+")
    }

    /// One row, in as many lines as it takes.
    pub fn row<S: AsRef<str>>(&self, cells: &[S]) -> Vec<String> {
        let parts: Vec<Vec<Cow<'_, str>>> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, width)| self.parts(cell.as_ref(), *width))
            .collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(1);
        (0..height).map(|line| self.line(&parts, line)).collect()
    }

    fn line(&self, parts: &[Vec<Cow<'_, str>>], line: usize) -> String {
        let mut out = String::new();
        for (position, (cell, room)) in parts.iter().zip(&self.widths).enumerate() {
            if position > 0 {
                out.push(' ');
            }
            // A cell that went on past its first line is marked to the end of the row.
            let goes_on = line > 0 && cell.len() > 1;
            out.push(if goes_on { '\\' } else { '|' });
            out.push(' ');
            let part = cell.get(line).map_or("", |part| part);
            out.push_str(part);
            // Filled up by characters, although it was measured in UTF-16 units: as Neo4j's does.
            out.extend(repeat_n(' ', room.saturating_sub(part.chars().count())));
        }
        out.push_str(" |");
        out
    }

    /// A cell's lines.
    fn parts<'a>(&self, cell: &'a str, width: usize) -> Vec<Cow<'a, str>> {
        let lines = lines(cell);
        if !self.wrap {
            return match lines.as_slice() {
                [line] if fits(line, width) => vec![Cow::Borrowed(line)],
                // The mark that something is missing needs a place of its own.
                lines => {
                    let first = lines.first().copied().unwrap_or_default();
                    let end = cut(first, width.saturating_sub(1));
                    vec![Cow::Owned(format!("{}…", &first[..end]))]
                }
            };
        }
        let mut parts = Vec::new();
        for line in lines {
            let mut rest = line;
            while !fits(rest, width) {
                let (head, tail) = rest.split_at(cut(rest, width));
                parts.push(Cow::Borrowed(head));
                rest = tail;
            }
            parts.push(Cow::Borrowed(rest));
        }
        parts
    }
}

/// Any of the usual ends of lines separates.
fn lines(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        found.push(&rest[..at]);
        let end = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[at + end..];
    }
    found.push(rest);
    found
}

fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.encode_utf16().count()
}

fn fits(text: &str, room: usize) -> bool {
    text.len() <= room || width(text) <= room
}

/// Where to cut so that the front fits; at least one character is in front, so that it ends.
fn cut(text: &str, room: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > room && at > 0 {
            return at;
        }
    }
    text.len()
}
