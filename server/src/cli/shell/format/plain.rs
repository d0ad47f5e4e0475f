//! The format for scripts: a line of names, then a line a row; nothing for no rows.

use quiver_types::Value;

use super::{Lines, Printer, Stop, Summary, plan, value};

/// A result as lines.
#[derive(Default)]
pub struct Plain {
    /// Until they are printed.
    names: Option<Vec<String>>,
}

impl Printer for Plain {
    fn begin(&mut self, columns: Vec<String>) {
        self.names = Some(columns);
    }

    fn row(&mut self, row: Vec<Value>, out: &mut dyn Lines) -> Result<(), Stop> {
        if let Some(names) = self.names.take() {
            out.line(&names.join(", "))?;
        }
        let cells: Vec<String> = row.iter().map(value::text).collect();
        out.line(&cells.join(", "))
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop> {
        for (name, value) in plan::facts(summary) {
            out.line(&format!("{name}: {}", value::text(&value)))?;
        }
        Ok(())
    }

    fn abandon(&mut self, _: &mut dyn Lines) -> Result<(), Stop> {
        Ok(())
    }
}
