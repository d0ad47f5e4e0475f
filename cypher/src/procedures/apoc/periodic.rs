//! `apoc.periodic.iterate`, `apoc.periodic.commit` and `apoc.util.sleep`: work in transactions of
//! its own, batch by batch, one after the other or several at once.

use std::collections::BTreeMap;

use quiver_types::{Failure, Map, Text, Value};

use super::super::Procedure;
use super::{Result, ask, empty_map, map, not_invoked, parameters, quoted, text};
use crate::edge::{QueryStatistics, RunError};
use crate::exec::nested::{self, May};
use crate::exec::own;
use crate::exec::run::Run;
use crate::functions::{Type, argument};

const ITERATE: &str = "apoc.periodic.iterate";
const COMMIT: &str = "apoc.periodic.commit";

/// Columns of what works in batches, the first ones.
pub(super) const BATCHES: &[(&str, Type)] = &[
    ("batches", Type::Integer),
    ("total", Type::Integer),
    ("timeTaken", Type::Integer),
    ("committedOperations", Type::Integer),
    ("failedOperations", Type::Integer),
    ("failedBatches", Type::Integer),
    ("retries", Type::Integer),
    ("errorMessages", Type::Map),
    ("batch", Type::Map),
    ("operations", Type::Map),
];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let iterated = [
        BATCHES,
        &[
            ("wasTerminated", Type::Boolean),
            ("failedParams", Type::Map),
            ("updateStatistics", Type::Map),
        ],
    ]
    .concat();
    vec![
        Procedure::running(
            ITERATE,
            "WRITE",
            "Runs a query, and another for batches of its rows, each batch in a transaction of its own.",
            &iterated,
            iterate,
        )
        .with("cypherIterate", Type::String, None)
        .with("cypherAction", Type::String, None)
        .with("config", Type::Map, None)
        .long()
        .examples(&[
            (
                "CALL apoc.periodic.iterate('UNWIND range(1, 25) AS x RETURN x', 'CREATE (:N {x: x})', {batchSize: 10}) YIELD batches, total, failedOperations RETURN batches, total, failedOperations",
                "3 | 25 | 0",
            ),
            (
                "CALL apoc.periodic.iterate('UNWIND range(1, 25) AS x RETURN x', 'CREATE (:N {x: 10 / (x - 5)})', {batchSize: 10}) YIELD failedBatches, committedOperations, errorMessages RETURN failedBatches, committedOperations, errorMessages",
                "1 | 15 | {/ by zero: 1}",
            ),
        ]),
        Procedure::running(
            COMMIT,
            "WRITE",
            "Runs a query with a LIMIT in transactions of its own until it gives 0.",
            &[
                ("updates", Type::Integer),
                ("executions", Type::Integer),
                ("runtime", Type::Integer),
                ("batches", Type::Integer),
                ("failedBatches", Type::Integer),
                ("batchErrors", Type::Map),
                ("failedCommits", Type::Integer),
                ("commitErrors", Type::Map),
                ("wasTerminated", Type::Boolean),
            ],
            commit,
        )
        .with("statement", Type::String, None)
        .with("params", Type::Map, empty_map())
        .long()
        .examples(&[
            (
                "CALL apoc.periodic.commit('UNWIND range(1, 3) AS x WITH x LIMIT $limit WHERE COUNT { (:N) } < 5 CREATE (:N) RETURN count(*)', {limit: 2}) YIELD updates, executions, batches RETURN updates, executions, batches",
                "6 | 3 | 4",
            ),
            (
                "CALL apoc.periodic.commit('MATCH (n) RETURN count(*)')",
                "!must contain a `limit`",
            ),
        ]),
        Procedure::running(
            "apoc.util.sleep",
            "DEFAULT",
            "Waits so many milliseconds.",
            &[],
            |run, a| match argument(a, 0) {
                Value::Integer(duration) => {
                    own::sleep(u64::try_from(*duration).unwrap_or(0), run)?;
                    Ok(Vec::new())
                }
                _ => Err(not_invoked("apoc.util.sleep", "the duration must not be null")),
            },
        )
        .with("duration", Type::Integer, None)
        .long()
        .examples(&[("CALL apoc.util.sleep(1)", "")]),
    ]
}

/// How rows come to the second query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// All rows of a batch unwound in front of it.
    Batch,
    /// Once a row.
    Single,
    /// Once a batch, which unwinds `$_batch` itself.
    BatchSingle,
}

/// What an iteration is told.
struct Plan {
    action: Text,
    columns: Vec<Text>,
    given: Map,
    mode: Mode,
    retries: u64,
}

/// What became of all batches.
#[derive(Default)]
struct Tally {
    batches: usize,
    total: usize,
    failed: usize,
    failed_batches: usize,
    retries: u64,
    errors: BTreeMap<String, i64>,
    failed_rows: Map,
}

fn number(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn invalid(procedure: &str, message: &str) -> RunError {
    not_invoked(
        procedure,
        format_args!("Caused by: java.lang.IllegalArgumentException: {message}"),
    )
}

/// A whole number of the configuration.
fn setting(config: &Map, name: &str, default: i64) -> Result<i64> {
    match config.get(name) {
        None | Some(Value::Null) => Ok(default),
        Some(Value::Integer(value)) => Ok(*value),
        Some(_) => Err(invalid(ITERATE, &format!("{name} must be an integer"))),
    }
}

/// Own transactions cannot see, and might wait for ever for, what the caller has written.
fn nothing_written(run: &mut Run<'_>, procedure: &str) -> Result<()> {
    if run.transaction().has_writes() {
        return Err(not_invoked(
            procedure,
            "the transaction has written already; call it in one that has not",
        ));
    }
    Ok(())
}

fn iterate(run: &mut Run<'_>, a: &[Value]) -> Result {
    nothing_written(run, ITERATE)?;
    if argument(a, 2).is_null() {
        return Err(invalid(ITERATE, "the configuration must not be null"));
    }
    let config = map(a, 2)?;
    let size = usize::try_from(setting(&config, "batchSize", 10_000)?).unwrap_or(0);
    if size == 0 {
        return Err(invalid(ITERATE, "batchSize parameter must be > 0"));
    }
    let mode = match config.get("batchMode") {
        None | Some(Value::Null) => match config.get("iterateList") {
            Some(Value::Boolean(false)) => Mode::Single,
            _ => Mode::Batch,
        },
        Some(Value::String(name)) => match name.to_ascii_uppercase().as_str() {
            "BATCH" => Mode::Batch,
            "SINGLE" => Mode::Single,
            "BATCH_SINGLE" => Mode::BatchSingle,
            _ => return Err(invalid(ITERATE, &format!("there is no batchMode {name}"))),
        },
        Some(_) => return Err(invalid(ITERATE, "batchMode must be a string")),
    };
    let given = match config.get("params") {
        Some(Value::Map(params)) => params.as_ref().clone(),
        _ => Map::new(),
    };
    let kept = setting(&config, "failedParams", -1)?;
    let clock = run.state.context.clock.clone();
    let began = clock.monotonic_nanos();
    let rows = ask(run, ITERATE, text(a, 0, "query")?, &given, false)?;
    let plan = Plan {
        action: text(a, 1, "query")?.clone(),
        columns: rows.columns,
        given,
        mode,
        retries: u64::try_from(setting(&config, "retries", 0)?).unwrap_or(0),
    };
    let before = run.state.statistics.get();
    let mut tally = Tally::default();
    let workers = match config.get("parallel") {
        Some(Value::Boolean(true)) => {
            let usual = i64::try_from(own::usual_workers()).unwrap_or(1);
            usize::try_from(setting(&config, "concurrency", usual)?).unwrap_or(0)
        }
        _ => 1,
    };
    if workers == 0 {
        return Err(invalid(ITERATE, "concurrency parameter must be > 0"));
    }
    // So many that a slow batch does not let the other workers wait.
    let together = if workers == 1 {
        1
    } else {
        workers.saturating_mul(4)
    };
    let mut batches: Vec<&[Vec<Value>]> = rows.rows.chunks(size).collect();
    if batches.is_empty() {
        // APOC counts the batch that finds no rows.
        batches.push(&[]);
    }
    for jobs in batches.chunks(together) {
        run.state.still_wanted()?;
        let done = own::side_by_side(run, workers, jobs.to_vec(), |run, batch| {
            one_batch(run, &plan, batch)
        })?;
        let mut writes = false;
        for batch in done {
            writes |= tally.take(batch?, kept);
        }
        if writes {
            own::see_again(run)?;
        }
    }
    let took = clock.monotonic_nanos().saturating_sub(began) / 1_000_000_000;
    let changed = run.state.statistics.get();
    Ok(vec![tally.row(took, &before, &changed)])
}

/// What became of a batch.
struct Batch {
    rows: Vec<Value>,
    retries: u64,
    /// Whether it wrote, or why it failed.
    outcome: std::result::Result<bool, Box<Failure>>,
}

fn one_batch(run: &mut Run<'_>, plan: &Plan, batch: &[Vec<Value>]) -> Result<Batch> {
    let rows: Vec<Value> = batch
        .iter()
        .map(|row| {
            let entries = plan.columns.iter().cloned().zip(row.iter().cloned());
            Value::map(entries.collect::<Map>())
        })
        .collect();
    let mut retries = 0;
    let outcome = loop {
        if rows.is_empty() {
            break Ok(false);
        }
        match own::attempt(run, |run| act(run, plan, &rows)) {
            Ok((_, writes)) => break Ok(writes),
            Err(_) if retries < plan.retries => {
                run.state.still_wanted()?;
                retries += 1;
            }
            Err(failure) => {
                // Whoever stops the query does not mean one batch.
                run.state.still_wanted()?;
                break Err(failure);
            }
        }
    };
    Ok(Batch {
        rows,
        retries,
        outcome,
    })
}

/// The second query for the rows of a batch.
fn act(run: &mut Run<'_>, plan: &Plan, rows: &[Value]) -> Result<()> {
    let mut given = plan.given.clone();
    let with = |run: &mut Run<'_>, text: &str, given: &Map| -> Result<()> {
        nested::run(run, text, given, May::Write).map(|_| ())
    };
    match plan.mode {
        Mode::Single => {
            for row in rows {
                let mut given = given.clone();
                if let Value::Map(row) = row {
                    for (name, value) in row.iter() {
                        given.insert(name.clone(), value.clone());
                    }
                }
                let own: Map = match row {
                    Value::Map(row) => row.as_ref().clone(),
                    _ => Map::new(),
                };
                with(run, &nested::with_variables(&plan.action, &own), &given)?;
            }
            Ok(())
        }
        Mode::BatchSingle => {
            given.insert("_batch", Value::list(rows.to_vec()));
            with(run, &plan.action, &given)
        }
        Mode::Batch => {
            given.insert("_batch", Value::list(rows.to_vec()));
            with(run, &unwound(plan), &given)
        }
    }
}

/// The action behind an UNWIND of the batch; `$name` of a column is its variable then.
fn unwound(plan: &Plan) -> String {
    let names: Vec<String> = plan
        .columns
        .iter()
        .map(|name| format!("_batch.{0} AS {0}", quoted(name)))
        .collect();
    let mut action = plan.action.to_string();
    for name in &plan.columns {
        action = action.replace(&format!("${{{name}}}"), &quoted(name));
        action = replaced(&action, name);
    }
    if names.is_empty() {
        return format!("UNWIND $_batch AS _batch {action}");
    }
    format!(
        "UNWIND $_batch AS _batch WITH {} {action}",
        names.join(", ")
    )
}

/// `$name` as the variable, where the name ends there.
fn replaced(action: &str, name: &str) -> String {
    let wanted = format!("${name}");
    let mut out = String::new();
    let mut rest = action;
    while let Some(at) = rest.find(&wanted) {
        let after = &rest[at + wanted.len()..];
        let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(&rest[..at]);
        out.push_str(&if ends { quoted(name) } else { wanted.clone() });
        rest = after;
    }
    out + rest
}

impl Tally {
    /// Takes in what became of a batch; gives whether it wrote.
    fn take(&mut self, batch: Batch, kept: i64) -> bool {
        self.total += batch.rows.len();
        self.retries += batch.retries;
        let writes = match batch.outcome {
            Ok(writes) => writes,
            Err(failure) => {
                self.fail(&failure, batch.rows, kept);
                false
            }
        };
        self.batches += 1;
        writes
    }

    fn fail(&mut self, failure: &Failure, rows: Vec<Value>, kept: i64) {
        self.failed += rows.len();
        self.failed_batches += 1;
        *self.errors.entry(failure.message.to_string()).or_insert(0) += 1;
        if kept >= 0 {
            let kept = usize::try_from(kept).unwrap_or(0).saturating_add(1);
            let rows = rows.into_iter().take(kept).collect();
            self.failed_rows
                .insert(self.batches.to_string(), Value::list(rows));
        }
    }

    fn row(self, seconds: u64, before: &QueryStatistics, after: &QueryStatistics) -> Vec<Value> {
        let errors: Map = self
            .errors
            .iter()
            .map(|(message, count)| (Text::from(message.as_str()), Value::Integer(*count)))
            .collect();
        let outcome = |total: usize, failed: usize| {
            Value::map(parameters([
                ("total", number(total)),
                ("committed", number(total - failed)),
                ("failed", number(failed)),
                ("errors", errors.clone().into()),
            ]))
        };
        let by = |of: fn(&QueryStatistics) -> u64| {
            Value::Integer(i64::try_from(of(after) - of(before)).unwrap_or(i64::MAX))
        };
        let changes = parameters([
            ("nodesCreated", by(|s| s.nodes_created)),
            ("nodesDeleted", by(|s| s.nodes_deleted)),
            ("relationshipsCreated", by(|s| s.relationships_created)),
            ("relationshipsDeleted", by(|s| s.relationships_deleted)),
            ("propertiesSet", by(|s| s.properties_set)),
            ("labelsAdded", by(|s| s.labels_added)),
            ("labelsRemoved", by(|s| s.labels_removed)),
        ]);
        vec![
            number(self.batches),
            number(self.total),
            Value::Integer(i64::try_from(seconds).unwrap_or(i64::MAX)),
            number(self.total - self.failed),
            number(self.failed),
            number(self.failed_batches),
            Value::Integer(i64::try_from(self.retries).unwrap_or(i64::MAX)),
            errors.clone().into(),
            outcome(self.batches, self.failed_batches),
            outcome(self.total, self.failed),
            Value::Boolean(false),
            self.failed_rows.into(),
            changes.into(),
        ]
    }
}

fn commit(run: &mut Run<'_>, a: &[Value]) -> Result {
    nothing_written(run, COMMIT)?;
    let statement = text(a, 0, "query")?.clone();
    if !statement.to_ascii_lowercase().contains("limit") {
        return Err(invalid(
            COMMIT,
            "the statement sent to apoc.periodic.commit must contain a `limit`",
        ));
    }
    let given = map(a, 1)?;
    let statement = nested::with_variables(&statement, &given);
    let clock = run.state.context.clock.clone();
    let began = clock.monotonic_nanos();
    let (mut updates, mut executions, mut batches, mut failed) = (0_i64, 0_i64, 0_i64, 0_i64);
    let mut errors = Map::new();
    loop {
        run.state.still_wanted()?;
        batches += 1;
        let done = own::attempt(run, |run| {
            nested::run(run, &statement, &given, May::Write)
                .map(|answer| first_number(&answer.rows))
        });
        let count = match done {
            Ok((count, writes)) => {
                if writes {
                    own::see_again(run)?;
                }
                count
            }
            Err(failure) => {
                run.state.still_wanted()?;
                failed += 1;
                errors.insert(&*failure.message, Value::Integer(1));
                0
            }
        };
        if count <= 0 {
            break;
        }
        updates = updates.saturating_add(count);
        executions += 1;
    }
    let took = clock.monotonic_nanos().saturating_sub(began) / 1_000_000_000;
    Ok(vec![vec![
        Value::Integer(updates),
        Value::Integer(executions),
        Value::Integer(i64::try_from(took).unwrap_or(i64::MAX)),
        Value::Integer(batches),
        Value::Integer(failed),
        errors.into(),
        Value::Integer(0),
        Map::new().into(),
        Value::Boolean(false),
    ]])
}

/// The number in the first column of all rows, added up.
fn first_number(rows: &[Vec<Value>]) -> i64 {
    rows.iter()
        .filter_map(|row| match row.first() {
            Some(Value::Integer(count)) => Some(*count),
            _ => None,
        })
        .fold(0, i64::saturating_add)
}
