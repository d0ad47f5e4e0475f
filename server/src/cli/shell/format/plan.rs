//! What EXPLAIN and PROFILE tell: a few facts, and the table that the server drew.

use quiver_types::{Map, Value};

use super::table::{Column, Table};
use super::{Lines, Stop, Summary, value};

/// Name and value of what is known of a plan; nothing if there is no plan.
pub fn facts(summary: &Summary) -> Vec<(&'static str, Value)> {
    let (kind, plan) = match (summary.map("profile"), summary.map("plan")) {
        (Some(profile), _) => ("PROFILE", profile),
        (None, Some(plan)) => ("EXPLAIN", plan),
        (None, None) => return Vec::new(),
    };
    let statement = match summary.meta.get("type") {
        Some(Value::String(text)) => match text.as_str() {
            "r" => "READ_ONLY",
            "rw" => "READ_WRITE",
            "w" => "WRITE_ONLY",
            "s" => "SCHEMA_WRITE",
            other => other,
        },
        Some(_) | None => "READ_ONLY",
    };
    let time = summary.available.saturating_add(summary.consumed);
    let mut facts: Vec<(&'static str, Value)> =
        vec![("Plan", kind.into()), ("Statement", statement.into())];
    let argument = |key: &str| {
        let known = match plan.get("args") {
            Some(Value::Map(arguments)) => arguments.get(key).cloned(),
            Some(_) | None => None,
        };
        known.unwrap_or_else(|| "?".into())
    };
    for (name, key) in [
        ("Version", "version"),
        ("Planner", "planner"),
        ("Runtime", "runtime"),
    ] {
        facts.push((name, argument(key)));
    }
    let time = i64::try_from(time).unwrap_or(i64::MAX);
    facts.push(("Time", time.into()));
    if kind == "PROFILE" {
        facts.push(("DbHits", total(plan).into()));
        let rows = plan.get("rows").cloned();
        facts.push(("Rows", rows.unwrap_or(Value::Integer(0))));
        facts.push(("Memory (Bytes)", argument("GlobalMemory")));
    }
    facts
}

/// Database accesses of an operator and all below it.
fn total(plan: &Map) -> i64 {
    let own = match plan.get("dbHits") {
        Some(Value::Integer(hits)) => *hits,
        Some(_) | None => 0,
    };
    let below = match plan.get("children") {
        Some(Value::List(children)) => children
            .iter()
            .map(|child| match child {
                Value::Map(child) => total(child),
                _ => 0,
            })
            .fold(0, i64::saturating_add),
        Some(_) | None => 0,
    };
    own.saturating_add(below)
}

/// The server's drawing of the plan.
fn drawing(summary: &Summary) -> Option<&str> {
    let plan = summary.map("profile").or_else(|| summary.map("plan"))?;
    match plan.get("args") {
        Some(Value::Map(arguments)) => match arguments.get("string-representation") {
            Some(Value::String(text)) => Some(text),
            Some(_) | None => None,
        },
        Some(_) | None => None,
    }
}

/// Facts and drawing as the verbose format has them.
pub(super) fn verbose(summary: &Summary, out: &mut dyn Lines) -> Result<(), Stop> {
    let facts = facts(summary);
    if facts.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = facts.iter().map(|(name, _)| *name).collect();
    let cells: Vec<String> = facts.iter().map(|(_, v)| value::text(v)).collect();
    grid(&names, &[cells], out)?;
    out.line("")?;
    out.line("")?;
    match drawing(summary) {
        Some(text) => {
            out.line(text.trim_end_matches('\n'))?;
            out.line("")
        }
        None => Ok(()),
    }
}

/// A table of rows that are all known.
pub fn grid(names: &[&str], rows: &[Vec<String>], out: &mut dyn Lines) -> Result<(), Stop> {
    let mut columns: Vec<Column> = names.iter().map(|name| Column::new(name)).collect();
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.add(cell, false);
        }
    }
    let table = Table::new(&columns, true, true);
    out.line(&table.border())?;
    for line in table.row(names) {
        out.line(&line)?;
    }
    out.line(&table.border())?;
    for line in rows.iter().flat_map(|row| table.row(row)) {
        out.line(&line)?;
    }
    out.line(&table.border())
}
