//! A scenario's steps as what is to be done and checked.
//!
//! Start with [`actions`]: the step texts of the TCK are a closed set, and one that is not in it
//! is an error of the runner, never passed over.

use std::collections::BTreeMap;

use super::compare::{Rules, Table};
use super::gherkin::{Argument, Step};
use super::notation;
use super::value::Content;

/// When an error must come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// EXPLAIN must fail too.
    CompileTime,
    /// EXPLAIN must succeed.
    Runtime,
    /// Either.
    AnyTime,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Action {
    /// Start with an empty graph.
    EmptyGraph,
    /// Start with a graph from the TCK's `graphs` folder.
    NamedGraph(String),
    /// Run a statement that prepares the graph.
    Setup(String),
    /// Parameters of the query.
    Parameters(Vec<(String, Content)>),
    /// Define a procedure.
    Procedure {
        /// As written.
        signature: String,
        /// Inputs, then outputs.
        columns: Vec<String>,
        /// Cells.
        rows: Vec<Vec<Content>>,
    },
    /// Run the query; `control` ones look at what the first one wrote.
    Query {
        /// Text.
        text: String,
        /// Whether it is a control query.
        control: bool,
    },
    /// It must have given this.
    Rows(Table, Rules),
    /// It must have given no rows.
    NoRows,
    /// It must have changed just this.
    SideEffects(BTreeMap<String, i64>),
    /// It must have failed.
    Error {
        /// E.g. `SyntaxError`.
        kind: String,
        /// When.
        phase: Phase,
    },
}

/// What a scenario's steps ask for.
pub fn actions(steps: &[Step]) -> Result<Vec<Action>, String> {
    steps.iter().map(action).collect()
}

fn action(step: &Step) -> Result<Action, String> {
    let text = step.text.as_str();
    let doc = || match &step.argument {
        Argument::Text(text) => Ok(text.clone()),
        Argument::None | Argument::Table(_) => Err(format!("no text below: {text}")),
    };
    let rules = |rows_in_order, lists_in_order| Rules {
        rows_in_order,
        lists_in_order,
    };
    Ok(match text {
        "any graph" | "an empty graph" => Action::EmptyGraph,
        "having executed" => Action::Setup(doc()?),
        "parameters are" => Action::Parameters(parameters(step)?),
        "executing query" => Action::Query {
            text: doc()?,
            control: false,
        },
        "executing control query" => Action::Query {
            text: doc()?,
            control: true,
        },
        "the result should be, in any order" => Action::Rows(table(step)?, rules(false, true)),
        "the result should be, in order" => Action::Rows(table(step)?, rules(true, true)),
        "the result should be (ignoring element order for lists)" => {
            Action::Rows(table(step)?, rules(false, false))
        }
        "the result should be, in order (ignoring element order for lists)" => {
            Action::Rows(table(step)?, rules(true, false))
        }
        "the result should be empty" => Action::NoRows,
        "no side effects" => Action::SideEffects(BTreeMap::new()),
        "the side effects should be" => Action::SideEffects(side_effects(step)?),
        _ => return by_form(step),
    })
}

/// Steps with a part that varies.
fn by_form(step: &Step) -> Result<Action, String> {
    let text = step.text.as_str();
    if let Some(signature) = text.strip_prefix("there exists a procedure ") {
        return procedure(signature, step);
    }
    if let Some(name) = text
        .strip_prefix("the ")
        .and_then(|rest| rest.strip_suffix(" graph"))
    {
        return Ok(Action::NamedGraph(name.to_owned()));
    }
    let error = text
        .strip_prefix("a ")
        .or_else(|| text.strip_prefix("an "))
        .and_then(|rest| rest.split_once(" should be raised at "));
    if let Some((kind, rest)) = error {
        let phase = match rest.split(':').next().unwrap_or_default().trim() {
            "compile time" => Phase::CompileTime,
            "runtime" => Phase::Runtime,
            "any time" => Phase::AnyTime,
            other => return Err(format!("unknown phase {other:?}")),
        };
        let kind = kind.to_owned();
        return Ok(Action::Error { kind, phase });
    }
    Err(format!("unknown step: {text}"))
}

fn cells(step: &Step) -> Result<&[Vec<String>], String> {
    match &step.argument {
        Argument::Table(rows) => Ok(rows),
        Argument::None | Argument::Text(_) => Err(format!("no table below: {}", step.text)),
    }
}

fn table(step: &Step) -> Result<Table, String> {
    let (header, rows) = cells(step)?
        .split_first()
        .ok_or_else(|| format!("an empty table below: {}", step.text))?;
    let rows = rows
        .iter()
        .map(|row| row.iter().map(|cell| notation::parse(cell)).collect())
        .collect::<Result<_, String>>()?;
    Ok(Table {
        columns: header.clone(),
        rows,
    })
}

fn pairs(step: &Step) -> Result<Vec<(&str, &str)>, String> {
    cells(step)?
        .iter()
        .map(|row| match row.as_slice() {
            [name, value] => Ok((name.as_str(), value.as_str())),
            _ => Err(format!("not two columns below: {}", step.text)),
        })
        .collect()
}

fn parameters(step: &Step) -> Result<Vec<(String, Content)>, String> {
    pairs(step)?
        .into_iter()
        .map(|(name, value)| Ok((name.to_owned(), notation::parse(value)?)))
        .collect()
}

fn side_effects(step: &Step) -> Result<BTreeMap<String, i64>, String> {
    pairs(step)?
        .into_iter()
        .map(|(name, count)| match count.parse() {
            Ok(count) => Ok((name.to_owned(), count)),
            Err(_) => Err(format!("not a count: {count}")),
        })
        .collect()
}

fn procedure(signature: &str, step: &Step) -> Result<Action, String> {
    let table = match &step.argument {
        Argument::None => Table::default(),
        // A procedure without columns has a table with one empty header cell.
        Argument::Table(rows) if rows.iter().all(Vec::is_empty) => Table::default(),
        Argument::Table(_) | Argument::Text(_) => table(step)?,
    };
    Ok(Action::Procedure {
        signature: signature.to_owned(),
        columns: table.columns,
        rows: table.rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, rows: &[&[&str]]) -> Result<Action, String> {
        let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        action(&Step {
            text: text.into(),
            argument: if rows.is_empty() {
                Argument::None
            } else {
                Argument::Table(rows.iter().map(cells).collect())
            },
        })
    }

    #[test]
    fn steps_are_understood_or_refused() {
        assert!(matches!(of("any graph", &[]), Ok(Action::EmptyGraph)));
        assert!(matches!(of("the x-1 graph", &[]), Ok(Action::NamedGraph(name)) if name == "x-1"));
        let error = of("an ArgumentError should be raised at runtime: X", &[]);
        assert!(matches!(
            error,
            Ok(Action::Error { kind, phase: Phase::Runtime }) if kind == "ArgumentError"
        ));
        let effects = of("the side effects should be", &[&["+nodes", "2"]]);
        assert!(matches!(effects, Ok(Action::SideEffects(map)) if map["+nodes"] == 2));
        assert!(of("the side effects should be", &[]).is_err());
        assert!(of("something else", &[]).is_err());
    }
}
