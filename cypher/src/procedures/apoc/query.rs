//! `apoc.cypher.*`, `apoc.when`, `apoc.case`, `apoc.do.*`, `apoc.util.validate`: running text that is
//! data, and stopping when something is wrong.

use quiver_types::{Map, Value};

use super::super::Procedure;
use super::create::counters;
use super::{Result, ask_as, empty_map, map, not_invoked, wrong};
use crate::exec::nested::{self, May};
use crate::exec::run::Run;
use crate::functions::apoc::util::complaint;
use crate::functions::{Type, argument};

const VALUE: &[(&str, Type)] = &[("value", Type::Map)];

fn statement(arguments: &[Value], at: usize) -> Result<&str> {
    match argument(arguments, at) {
        Value::String(text) => Ok(text),
        _ => Err(wrong("Expected the text of a query")),
    }
}

/// Runs a statement; a row is a map.
fn run_text(run: &mut Run<'_>, name: &str, text: &str, given: &Map, may: May) -> Result {
    let answer = ask_as(run, name, &nested::with_variables(text, given), given, may)?;
    let columns = answer.columns;
    Ok(answer
        .rows
        .into_iter()
        .map(|row| {
            let mut map = Map::new();
            for (column, value) in columns.iter().zip(row) {
                map.insert(column.clone(), value);
            }
            vec![map.into()]
        })
        .collect())
}

/// Runs the branch that was chosen; an empty text gives one empty row.
fn branch(run: &mut Run<'_>, name: &str, text: &str, given: &Map, write: bool) -> Result {
    let may = if write { May::Write } else { May::Read };
    if text.trim().is_empty() {
        return Ok(vec![vec![Map::new().into()]]);
    }
    run_text(run, name, text, given, may)
}

fn when(run: &mut Run<'_>, name: &str, a: &[Value], write: bool) -> Result {
    if argument(a, 0).is_null() {
        return Err(no_condition(name));
    }
    let holds = matches!(argument(a, 0), Value::Boolean(true));
    let text = statement(a, if holds { 1 } else { 2 })?;
    branch(run, name, text, &map(a, 3)?, write)
}

/// A condition is neither true nor false.
fn no_condition(name: &str) -> crate::RunError {
    not_invoked(name, "a condition must not be null")
}

fn case(run: &mut Run<'_>, name: &str, a: &[Value], write: bool) -> Result {
    let Value::List(pairs) = argument(a, 0) else {
        return Err(wrong("Expected a list of conditions and queries"));
    };
    if pairs.len() % 2 != 0 {
        return Err(wrong(
            "Conditionals must be an even-sized collection of boolean, query entries",
        ));
    }
    let given = map(a, 2)?;
    for pair in pairs.chunks(2) {
        if pair[0].is_null() {
            return Err(no_condition(name));
        }
        if matches!(pair[0], Value::Boolean(true)) {
            return branch(run, name, statement(pair, 1)?, &given, write);
        }
    }
    branch(run, name, statement(a, 1)?, &given, write)
}

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = many();
    all.push(validate());
    for (name, mode, may, what) in [
        (
            "apoc.cypher.run",
            "DEFAULT",
            May::Read,
            "Runs the text of a query that reads.",
        ),
        (
            "apoc.cypher.doIt",
            "WRITE",
            May::Write,
            "Runs the text of a query that may write.",
        ),
        (
            "apoc.cypher.runSchema",
            "SCHEMA",
            May::ChangeSchema,
            "Runs the text of a command about indexes or constraints.",
        ),
        (
            "apoc.cypher.runWrite",
            "WRITE",
            May::Write,
            "Runs the text of a query that may write.",
        ),
    ] {
        all.push(
            Procedure::running(name, mode, what, VALUE, move |run, a| {
                run_text(run, name, statement(a, 0)?, &map(a, 1)?, may)
            })
            .with("statement", Type::String, None)
            .with("params", Type::Map, None)
            .examples(&[
                (
                    "CALL apoc.cypher.run('UNWIND $l AS x RETURN x, x * y AS z', {l: [1, 2], y: 3}) YIELD value RETURN value",
                    "{x: 1, z: 3}\n{x: 2, z: 6}",
                ),
                ("CALL apoc.cypher.run('CREATE (n)', {})", "!ProcedureCallFailed"),
                (
                    "CALL apoc.cypher.doIt('CREATE (n {k: $k}) RETURN n.k AS k', {k: 1}) YIELD value RETURN value.k",
                    "1",
                ),
            ]),
        );
    }
    for (name, mode, write) in [
        ("apoc.when", "DEFAULT", false),
        ("apoc.do.when", "WRITE", true),
    ] {
        let procedure = Procedure::running(
            name,
            mode,
            "Runs one of two texts by a condition.",
            VALUE,
            move |run, a| when(run, name, a, write),
        )
        .with("condition", Type::Boolean, None)
        .with("ifQuery", Type::String, None);
        let otherwise = (!write).then(|| "".into());
        all.push(
            procedure
                .with("elseQuery", Type::String, otherwise)
                .with("params", Type::Map, empty_map())
                .examples(&[
                    (
                        "CALL apoc.when(1 > 2, 'RETURN 1 AS a', 'RETURN $x AS b', {x: 5})",
                        "{b: 5}",
                    ),
                    ("CALL apoc.when(false, 'RETURN 1 AS a')", "{}"),
                    (
                        "CALL apoc.do.when(true, 'CREATE (n) RETURN 7 AS a', '')",
                        "{a: 7}",
                    ),
                ]),
        );
    }
    for (name, mode, write) in [
        ("apoc.case", "DEFAULT", false),
        ("apoc.do.case", "WRITE", true),
    ] {
        all.push(
            Procedure::running(
                name,
                mode,
                "Runs the text behind the first condition that holds.",
                VALUE,
                move |run, a| case(run, name, a, write),
            )
            .with("conditionals", Type::List, None)
            .with("elseQuery", Type::String, Some("".into()))
            .with("params", Type::Map, empty_map())
            .examples(&[
                (
                    "CALL apoc.case([false, 'RETURN 1 AS a', true, 'RETURN 2 AS a'], 'RETURN 3 AS a')",
                    "{a: 2}",
                ),
                ("CALL apoc.case([false, 'RETURN 1 AS a'], 'RETURN 3 AS a')", "{a: 3}"),
                ("CALL apoc.case([false])", "!even-sized"),
            ]),
        );
    }
    all
}

/// Several statements, each ended by a semicolon at the end of a line; with what each changed behind its rows.
fn run_many(run: &mut Run<'_>, name: &str, a: &[Value], may: May) -> Result {
    let given = map(a, 1)?;
    let config = map(a, 2)?;
    let counts = !matches!(config.get("statistics"), Some(Value::Boolean(false)));
    let mut rows = Vec::new();
    for text in statement(a, 0)?.replace("\r\n", "\n").split(";\n") {
        let text = text.trim().trim_end_matches(';');
        if text.is_empty() {
            continue;
        }
        let clock = run.state.context.clock.clone();
        let began = clock.monotonic_nanos();
        let answer = ask_as(
            run,
            name,
            &nested::with_variables(text, &given),
            &given,
            may,
        )?;
        let count = answer.rows.len();
        for (at, row) in answer.rows.into_iter().enumerate() {
            let map: Map = answer.columns.iter().cloned().zip(row).collect();
            rows.push(vec![number(at), map.into()]);
        }
        if counts {
            let mut told = counters(&answer.statistics);
            let took = clock.monotonic_nanos().saturating_sub(began) / 1_000_000;
            told.insert("rows", number(count));
            told.insert(
                "time",
                Value::Integer(i64::try_from(took).unwrap_or(i64::MAX)),
            );
            rows.push(vec![Value::Integer(-1), told.into()]);
        }
    }
    Ok(rows)
}

fn number(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The procedures that run several statements.
fn many() -> Vec<Procedure> {
    let one = |name: &'static str, mode: &'static str, may: May, what: &'static str| {
        let columns = &[("row", Type::Integer), ("result", Type::Map)];
        Procedure::running(name, mode, what, columns, move |run, a| {
            run_many(run, name, a, may)
        })
        .with("statement", Type::String, None)
        .with("params", Type::Map, None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CALL apoc.cypher.runMany('CREATE (:N {k: $k});\nMATCH (n:N) RETURN n.k AS k;', {k: 3}) YIELD row, result RETURN row, result.k, result.nodesCreated",
            "-1 | null | 1\n0 | 3 | null\n-1 | null | 0",
        )])
    };
    vec![
        one(
            "apoc.cypher.runMany",
            "WRITE",
            May::Write,
            "Runs the texts of several queries, one after the other.",
        ),
        one(
            "apoc.cypher.runManyReadOnly",
            "READ",
            May::Read,
            "Runs the texts of several queries that read, one after the other.",
        ),
    ]
}

fn validate() -> Procedure {
    Procedure::reading(
        "apoc.util.validate",
        "Fails with a message if a condition holds.",
        &[],
        |_, a| {
            if argument(a, 0).is_null() {
                return Err(no_condition("apoc.util.validate"));
            }
            if !matches!(argument(a, 0), Value::Boolean(true)) {
                return Ok(Vec::new());
            }
            let why = complaint(a);
            Err(not_invoked(
                "apoc.util.validate",
                format_args!("Caused by: {why}"),
            ))
        },
    )
    .with("predicate", Type::Boolean, None)
    .with("message", Type::String, None)
    .with("params", Type::List, None)
    .examples(&[
        ("CALL apoc.util.validate(false, 'no', [])", ""),
        (
            "CALL apoc.util.validate(true, 'bad %s: %d', ['thing', 3])",
            "!bad thing: 3",
        ),
    ])
}
