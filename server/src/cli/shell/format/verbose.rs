//! The format for people: a table, the number of rows, times, and what was changed.

use quiver_types::Value;

use super::table::{Column, Table};
use super::{Layout, Lines, Printer, Stop, Summary, plan, statistics, value};

/// A result as a table.
pub struct Verbose {
    layout: Layout,
    names: Vec<String>,
    columns: Vec<Column>,
    /// Rows held back until the widths are known.
    held: Vec<Vec<String>>,
    /// Once the top is printed.
    table: Option<Table>,
    rows: u64,
}

impl Verbose {
    /// Nothing printed yet.
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            names: Vec::new(),
            columns: Vec::new(),
            held: Vec::new(),
            table: None,
            rows: 0,
        }
    }

    /// Prints the top and what was held back, if that has not happened.
    fn start(&mut self, complete: bool, out: &mut dyn Lines) -> Result<&Table, Stop> {
        let table = match self.table.take() {
            Some(table) => table,
            None => {
                let table = Table::new(&self.columns, complete, self.layout.wrap);
                out.line(&table.border())?;
                print(&table, &self.names, out)?;
                out.line(&table.border())?;
                for row in std::mem::take(&mut self.held) {
                    print(&table, &row, out)?;
                }
                table
            }
        };
        Ok(self.table.insert(table))
    }
}

fn print(table: &Table, cells: &[String], out: &mut dyn Lines) -> Result<(), Stop> {
    table.row(cells).iter().try_for_each(|line| out.line(line))
}

impl Printer for Verbose {
    fn begin(&mut self, columns: Vec<String>) {
        self.columns = columns.iter().map(|name| Column::new(name)).collect();
        self.names = columns;
    }

    fn row(&mut self, row: Vec<Value>, out: &mut dyn Lines) -> Result<(), Stop> {
        self.rows += 1;
        let cells: Vec<String> = row.iter().map(value::text).collect();
        if self.table.is_none() && self.held.len() < self.layout.sample {
            for ((column, cell), value) in self.columns.iter_mut().zip(&cells).zip(&row) {
                let numeric = matches!(value, Value::Integer(_) | Value::Float(_));
                column.add(cell, numeric);
            }
            self.held.push(cells);
            return Ok(());
        }
        print(self.start(false, out)?, &cells, out)
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop> {
        if !self.names.is_empty() {
            let border = self.start(true, out)?.border();
            out.line(&border)?;
            out.line("")?;
        }
        plan::verbose(summary, out)?;
        let noun = if self.rows == 1 { "row" } else { "rows" };
        out.line(&format!("{} {noun}", self.rows))?;
        out.line(&format!(
            "ready to start consuming query after {} ms, results consumed after another {} ms",
            summary.available, summary.consumed
        ))?;
        let changed = summary.map("stats").map(statistics::text);
        match changed.filter(|text| !text.is_empty()) {
            Some(text) => out.line(&text),
            None => Ok(()),
        }
    }

    fn abandon(&mut self, out: &mut dyn Lines) -> Result<(), Stop> {
        if self.names.is_empty() {
            return Ok(());
        }
        self.start(true, out).map(|_| ())
    }
}
