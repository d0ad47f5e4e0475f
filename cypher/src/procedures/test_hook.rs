//! `quiver.test.*`: procedures that tests define while running, as tables of inputs and outputs.
//! Refused unless the server was started for tests.

use std::sync::{Arc, Weak};

use quiver_types::compare::equivalent;
use quiver_types::{Status, Text, Value};

use super::registry::Shared;
use super::{Code, Procedure, Rows};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;
use crate::functions::{Type, argument};

/// The hooks.
pub(super) fn procedures(registry: &Weak<Shared>) -> Vec<Procedure> {
    let (define, drop) = (Weak::clone(registry), Weak::clone(registry));
    vec![
        Procedure::reading(
            "quiver.test.defineProcedure",
            "Defines a procedure that answers from a table.",
            &[],
            move |context, arguments| {
                allowed(context)?;
                let procedure = parse(arguments)?;
                if let Some(registry) = define.upgrade() {
                    registry.define(procedure);
                }
                Ok(Vec::new())
            },
        )
        .with("signature", Type::String, None)
        .with("columns", Type::List, None)
        .with("rows", Type::List, None)
        .mode("DBMS"),
        Procedure::reading(
            "quiver.test.dropProcedures",
            "Drops all defined procedures.",
            &[],
            move |context, _| {
                allowed(context)?;
                if let Some(registry) = drop.upgrade() {
                    registry.drop_defined();
                }
                Ok(Vec::new())
            },
        )
        .mode("DBMS"),
    ]
}

fn allowed(context: &FunctionContext<'_>) -> Result<(), RunError> {
    if context.execution.dbms.test_hooks() {
        return Ok(());
    }
    Err(failed(
        Status::ProcedureNotFound,
        "Procedures for tests are refused: start the server with --test-hooks to use them",
    ))
}

fn invalid(what: impl std::fmt::Display) -> RunError {
    failed(
        Status::ArgumentError,
        format!("quiver.test.defineProcedure: {what}"),
    )
}

/// `name(arg :: TYPE?, ...) :: (column :: TYPE?, ...)`.
fn parse(arguments: &[Value]) -> Result<Procedure, RunError> {
    let Value::String(signature) = argument(arguments, 0) else {
        return Err(invalid("the signature must be a string"));
    };
    let (name, rest) = signature
        .split_once('(')
        .ok_or_else(|| invalid("the signature has no parenthesis"))?;
    let (inputs, rest) = rest
        .split_once(')')
        .ok_or_else(|| invalid("the signature's parenthesis is not closed"))?;
    let outputs = match rest.trim().strip_prefix("::") {
        None => "",
        Some(outputs) => outputs
            .trim()
            .trim_end_matches(':')
            .trim()
            .trim_start_matches('(')
            .trim_end_matches(')'),
    };
    let outputs = if outputs.trim() == "VOID" {
        ""
    } else {
        outputs
    };
    let inputs = fields(inputs)?;
    let outputs = fields(outputs)?;
    let table = table(arguments, &inputs, &outputs)?;
    Ok(Procedure {
        name: name.trim().into(),
        mode: "READ",
        description: "Defined by a test.",
        arguments: inputs
            .into_iter()
            .map(|(name, of)| (name, of, None))
            .collect(),
        columns: outputs,
        only_with_login: false,
        works_on_system: true,
        deprecated_by: None,
        admin: false,
        takes_long: false,
        examples: &[],
        implementation: Code::Reads(Box::new(move |_, arguments| Ok(answer(&table, arguments)))),
    })
}

fn fields(text: &str) -> Result<Vec<(Text, Type)>, RunError> {
    text.split(',')
        .map(str::trim)
        .filter(|field| !field.is_empty())
        .map(|field| {
            let (name, of) = field
                .split_once("::")
                .ok_or_else(|| invalid(format!("'{field}' has no type")))?;
            let of = of.trim().trim_end_matches('?');
            let of = match of {
                "INTEGER" => Type::Integer,
                "FLOAT" => Type::Float,
                "NUMBER" => Type::Number,
                "STRING" => Type::String,
                "BOOLEAN" => Type::Boolean,
                "MAP" => Type::Map,
                "NODE" => Type::Node,
                "RELATIONSHIP" => Type::Relationship,
                "PATH" => Type::Path,
                "ANY" => Type::Any,
                list if list.starts_with("LIST") => Type::List,
                other => return Err(invalid(format!("unknown type '{other}'"))),
            };
            Ok((Text::from(name.trim()), of))
        })
        .collect()
}

/// One row: what goes in and what comes out.
struct Row {
    inputs: Vec<Value>,
    outputs: Vec<Value>,
}

fn table(
    arguments: &[Value],
    inputs: &[(Text, Type)],
    outputs: &[(Text, Type)],
) -> Result<Arc<Vec<Row>>, RunError> {
    let (Value::List(columns), Value::List(rows)) =
        (argument(arguments, 1), argument(arguments, 2))
    else {
        return Err(invalid("columns and rows must be lists"));
    };
    let position = |name: &Text| {
        columns
            .iter()
            .position(|column| matches!(column, Value::String(c) if c == name))
            .ok_or_else(|| invalid(format!("there is no column '{name}'")))
    };
    if rows.is_empty() {
        return Ok(Arc::default());
    }
    let inputs = inputs.iter().map(|(name, _)| position(name));
    let inputs: Vec<usize> = inputs.collect::<Result<_, _>>()?;
    let outputs: Vec<(usize, Type)> = outputs
        .iter()
        .map(|(name, of)| Ok((position(name)?, *of)))
        .collect::<Result<_, RunError>>()?;
    let mut table = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let Value::List(cells) = row else {
            return Err(invalid("each row must be a list"));
        };
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        table.push(Row {
            inputs: inputs.iter().map(|at| cell(*at)).collect(),
            outputs: outputs
                .iter()
                .map(|(at, of)| coerced(cell(*at), *of))
                .collect(),
        });
    }
    Ok(Arc::new(table))
}

/// An integer where a float is declared.
fn coerced(value: Value, of: Type) -> Value {
    match (value, of) {
        (Value::Integer(v), Type::Float) => Value::Float(v as f64),
        (value, _) => value,
    }
}

fn answer(table: &[Row], arguments: &[Value]) -> Rows {
    table
        .iter()
        .filter(|row| {
            row.inputs
                .iter()
                .zip(arguments)
                .all(|(a, b)| equivalent(a, b))
        })
        .map(|row| row.outputs.clone())
        .collect()
}
