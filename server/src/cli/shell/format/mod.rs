//! Results as text: one printer a format, all fed row by row.
//!
//! What is printed goes line by line to [`Lines`], which may have enough of it. Not here: where
//! results come from (`session`) and where lines go (`output`). Meet [`Printer`] first.

pub mod csv;
pub mod json;
pub mod plain;
pub mod plan;
pub mod statistics;
pub mod table;
pub mod value;
pub mod verbose;

use quiver_types::{Map, Value};

/// Nobody wants any more lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The reader of the output is gone.
    Closed,
    /// The person at the pager has seen enough of this result.
    Enough,
}

/// Takes lines.
pub trait Lines {
    /// Takes one line (or several, with ends of lines between them).
    ///
    /// # Errors
    /// No more are wanted.
    fn line(&mut self, text: &str) -> Result<(), Stop>;
}

/// The end of a result.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Milliseconds until the first row could be had.
    pub available: u64,
    /// Milliseconds from there to the end.
    pub consumed: u64,
    /// What the server said at the end.
    pub meta: Map,
}

impl Summary {
    /// A map in what the server said.
    pub fn map(&self, key: &str) -> Option<&Map> {
        match self.meta.get(key) {
            Some(Value::Map(map)) => Some(map),
            Some(_) | None => None,
        }
    }
}

/// Prints one result: [`begin`](Self::begin), rows, then [`end`](Self::end) or
/// [`abandon`](Self::abandon).
pub trait Printer {
    /// The names of the columns; there may be none.
    fn begin(&mut self, columns: Vec<String>);

    /// A row.
    ///
    /// # Errors
    /// No more lines are wanted.
    fn row(&mut self, row: Vec<Value>, out: &mut dyn Lines) -> Result<(), Stop>;

    /// The result is whole.
    ///
    /// # Errors
    /// No more lines are wanted.
    fn end(&mut self, summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop>;

    /// The result broke off; what was held back is printed.
    ///
    /// # Errors
    /// No more lines are wanted.
    fn abandon(&mut self, out: &mut dyn Lines) -> Result<(), Stop>;
}

/// The formats there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Tables, statistics, times.
    Verbose,
    /// Values with commas between them.
    Plain,
    /// One JSON object a row.
    Json,
    /// Comma-separated values of RFC 4180.
    Csv,
}

/// How tables are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Rows looked at before widths are decided; at least one.
    pub sample: usize,
    /// Whether what is too wide goes on in further lines.
    pub wrap: bool,
}

/// The printer of a format.
pub fn printer(format: Format, layout: Layout) -> Box<dyn Printer> {
    match format {
        Format::Verbose => Box::new(verbose::Verbose::new(layout)),
        Format::Plain => Box::new(plain::Plain::default()),
        Format::Json => Box::new(json::Json::default()),
        Format::Csv => Box::new(csv::Csv::default()),
    }
}
