//! Comma-separated values for spreadsheets and imports (RFC 4180, with line feeds): a line of
//! names, then a line a row.
//!
//! Text is bare, null is an empty field, and everything else is what the plain format shows.

use quiver_types::Value;

use super::{Lines, Printer, Stop, Summary, plan, value};

/// A result as comma-separated values.
#[derive(Default)]
pub struct Csv {
    /// Until they are printed.
    names: Option<Vec<String>>,
}

impl Csv {
    fn names(&mut self, out: &mut dyn Lines) -> Result<(), Stop> {
        match self.names.take() {
            Some(names) if !names.is_empty() => out.line(&line(names.into_iter())),
            Some(_) | None => Ok(()),
        }
    }
}

impl Printer for Csv {
    fn begin(&mut self, columns: Vec<String>) {
        self.names = Some(columns);
    }

    fn row(&mut self, row: Vec<Value>, out: &mut dyn Lines) -> Result<(), Stop> {
        self.names(out)?;
        out.line(&line(row.iter().map(bare)))
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop> {
        self.names(out)?;
        let facts = plan::facts(summary);
        if facts.is_empty() {
            return Ok(());
        }
        out.line(&line(facts.iter().map(|(name, _)| (*name).to_owned())))?;
        out.line(&line(facts.iter().map(|(_, value)| bare(value))))
    }

    fn abandon(&mut self, _: &mut dyn Lines) -> Result<(), Stop> {
        Ok(())
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        other => value::text(other),
    }
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let quoted: Vec<String> = fields
        .map(|field| {
            let special = field.contains([',', '"', '\n', '\r']);
            if special || field.trim() != field {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field
            }
        })
        .collect();
    quoted.join(",")
}
