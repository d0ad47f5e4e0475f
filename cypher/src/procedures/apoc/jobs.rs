//! `apoc.periodic.submit`, `repeat`, `list` and `cancel`: queries that the server runs beside its
//! clients. What runs them is the host ([`crate::Dbms`]). Begin with [`procedures`].

use quiver_types::{Map, Value};

use super::super::Procedure;
use super::{Result, empty_map, map, not_invoked};
use crate::dbms::{Job, JobInfo};
use crate::edge::RunError;
use crate::exec::nested::{self, May};
use crate::exec::run::Run;
use crate::functions::{Type, argument};

const COLUMNS: &[(&str, Type)] = &[
    ("name", Type::String),
    ("delay", Type::Integer),
    ("rate", Type::Integer),
    ("done", Type::Boolean),
    ("cancelled", Type::Boolean),
];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let starting = |name, description, code: fn(&mut Run<'_>, &[Value]) -> Result| {
        Procedure::running(name, "WRITE", description, COLUMNS, code)
            .with("name", Type::String, None)
            .with("statement", Type::String, None)
    };
    vec![
        starting(
            SUBMIT,
            "Runs a query beside all others, in a transaction of its own. It ends with the server.",
            |run, a| start(run, SUBMIT, a, None, 2),
        )
        .with("params", Type::Map, empty_map())
        .examples(&[(
            "CALL apoc.periodic.submit('tidy', 'MATCH (n:Old) DELETE', {}) YIELD name RETURN name",
            "!Failed to invoke procedure `apoc.periodic.submit`",
        )]),
        starting(
            REPEAT,
            "Runs a query beside all others again and again, so many seconds after it has ended.",
            |run, a| match argument(a, 2) {
                Value::Integer(rate) if *rate > 0 => {
                    start(run, REPEAT, a, Some(rate.unsigned_abs()), 3)
                }
                _ => Err(not_invoked(
                    REPEAT,
                    "the rate must be a number of seconds above 0",
                )),
            },
        )
        .with("rate", Type::Integer, None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CALL apoc.periodic.repeat('tidy', 'MATCH (n:Old) DELETE n', 0)",
            "!the rate must be",
        )]),
        Procedure::reading(
            "apoc.periodic.list",
            "The queries that run beside all others or have done so.",
            COLUMNS,
            |context, _| {
                let jobs = context.execution.dbms.jobs();
                Ok(jobs
                    .into_iter()
                    .map(|job| {
                        let rate = job.every;
                        row(job, rate)
                    })
                    .collect())
            },
        )
        .mode("DEFAULT")
        .examples(&[("CALL apoc.periodic.list() YIELD name RETURN name", "")]),
        Procedure::reading(
            CANCEL,
            "Ends a query that runs beside all others and forgets it.",
            COLUMNS,
            |context, a| match argument(a, 0) {
                // APOC does not tell the rate here.
                Value::String(name) => {
                    let job = context.execution.dbms.cancel_job(name);
                    Ok(job.map(|job| row(job, None)).into_iter().collect())
                }
                _ => Err(not_invoked(CANCEL, "the name must not be null")),
            },
        )
        .mode("DEFAULT")
        .with("name", Type::String, None)
        .examples(&[(
            "CALL apoc.periodic.cancel('nobody') YIELD name RETURN name",
            "",
        )]),
    ]
}

const SUBMIT: &str = "apoc.periodic.submit";
const REPEAT: &str = "apoc.periodic.repeat";
const CANCEL: &str = "apoc.periodic.cancel";

fn row(job: JobInfo, rate: Option<u64>) -> Vec<Value> {
    let rate = i64::try_from(rate.unwrap_or(0)).unwrap_or(i64::MAX);
    vec![
        job.name.into(),
        Value::Integer(0),
        Value::Integer(rate),
        Value::Boolean(job.done),
        Value::Boolean(job.cancelled),
    ]
}

/// Starts a job; its configuration is the argument at a place.
fn start(
    run: &mut Run<'_>,
    procedure: &str,
    a: &[Value],
    every: Option<u64>,
    config: usize,
) -> Result {
    let (Value::String(name), Value::String(statement)) = (argument(a, 0), argument(a, 1)) else {
        return Err(not_invoked(
            procedure,
            "the name and the query must not be null",
        ));
    };
    if argument(a, config).is_null() {
        return Err(not_invoked(procedure, "the configuration must not be null"));
    }
    nested::check(run, statement, May::Write).map_err(|error| match error {
        RunError::Failed(failure) => {
            not_invoked(procedure, format_args!("Caused by: {}", failure.message))
        }
        other => other,
    })?;
    let parameters = match map(a, config)?.get("params") {
        Some(Value::Map(parameters)) => parameters.as_ref().clone(),
        _ => Map::new(),
    };
    let job = Job {
        name: name.clone(),
        statement: statement.clone(),
        parameters,
        every,
    };
    let dbms = run.state.context.dbms.clone();
    dbms.start_job(job)
        .map_err(|failure| not_invoked(procedure, failure.message))?;
    let begun = JobInfo {
        name: name.clone(),
        every,
        done: false,
        cancelled: false,
    };
    Ok(vec![row(begun, every)])
}
