//! JSON for programs: an object a row, one row a line.
//!
//! Values are those of the HTTP interface's plain JSON. A plan, when one was asked for, is one
//! more object at the end.

use quiver_types::{Map, Value};

use super::{Lines, Printer, Stop, Summary};
use crate::http::plain_json;

/// A result as objects.
#[derive(Default)]
pub struct Json {
    names: Vec<String>,
}

impl Printer for Json {
    fn begin(&mut self, columns: Vec<String>) {
        self.names = columns;
    }

    fn row(&mut self, row: Vec<Value>, out: &mut dyn Lines) -> Result<(), Stop> {
        let names = self.names.iter().map(String::as_str);
        let map: Map = names.zip(row).collect();
        out.line(&plain_json(&map.into()))
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop> {
        for key in ["plan", "profile"] {
            if let Some(plan) = summary.meta.get(key) {
                let map: Map = [(key, plan.clone())].into_iter().collect();
                out.line(&plain_json(&map.into()))?;
            }
        }
        Ok(())
    }

    fn abandon(&mut self, _: &mut dyn Lines) -> Result<(), Stop> {
        Ok(())
    }
}
