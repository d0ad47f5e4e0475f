//! `apoc.cypher.*`, `apoc.when`, `apoc.case`, `apoc.do.*`, `apoc.util.validate`: running text that is
//! data, and stopping when something is wrong.

use quiver_types::{Map, Status, Value};

use super::super::Procedure;
use super::{Result, ask, empty_map, map, wrong};
use crate::exec::error::failed;
use crate::exec::nested;
use crate::exec::run::Run;
use crate::functions::apoc::util::formatted;
use crate::functions::{Type, argument};

const VALUE: &[(&str, Type)] = &[("value", Type::Map)];

fn statement(arguments: &[Value], at: usize) -> Result<&str> {
    match argument(arguments, at) {
        Value::String(text) => Ok(text),
        _ => Err(wrong("Expected the text of a query")),
    }
}

/// Runs a statement; a row is a map.
fn run_text(run: &mut Run<'_>, name: &str, text: &str, given: &Map, write: bool) -> Result {
    let answer = ask(
        run,
        name,
        &nested::with_variables(text, given),
        given,
        write,
    )?;
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
    if text.trim().is_empty() {
        return Ok(vec![vec![Map::new().into()]]);
    }
    run_text(run, name, text, given, write)
}

fn when(run: &mut Run<'_>, name: &str, a: &[Value], write: bool) -> Result {
    let holds = matches!(argument(a, 0), Value::Boolean(true));
    let text = statement(a, if holds { 1 } else { 2 })?;
    branch(run, name, text, &map(a, 3)?, write)
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
        if matches!(pair[0], Value::Boolean(true)) {
            return branch(run, name, statement(pair, 1)?, &given, write);
        }
    }
    branch(run, name, statement(a, 1)?, &given, write)
}

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = vec![validate()];
    for (name, mode, write, what) in [
        (
            "apoc.cypher.run",
            "READ",
            false,
            "Runs the text of a query that reads.",
        ),
        (
            "apoc.cypher.doIt",
            "WRITE",
            true,
            "Runs the text of a query that may write.",
        ),
        (
            "apoc.cypher.runWrite",
            "WRITE",
            true,
            "Runs the text of a query that may write.",
        ),
    ] {
        all.push(
            Procedure::running(name, mode, what, VALUE, move |run, a| {
                run_text(run, name, statement(a, 0)?, &map(a, 1)?, write)
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
        ("apoc.when", "READ", false),
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
        ("apoc.case", "READ", false),
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

fn validate() -> Procedure {
    Procedure::reading(
        "apoc.util.validate",
        "Fails with a message if a condition holds.",
        &[],
        |_, a| {
            if !matches!(argument(a, 0), Value::Boolean(true)) {
                return Ok(Vec::new());
            }
            let message = match argument(a, 1) {
                Value::String(message) => formatted(message, argument(a, 2)),
                _ => "null".to_owned(),
            };
            Err(failed(
                Status::ProcedureCallFailed,
                format!(
                    "Failed to invoke procedure `apoc.util.validate`: Caused by: java.lang.RuntimeException: {message}"
                ),
            ))
        },
    )
    .with("predicate", Type::Boolean, None)
    .with("message", Type::String, None)
    .with("params", Type::List, None)
    .examples(&[
        ("CALL apoc.util.validate(false, 'no', [])", ""),
        ("CALL apoc.util.validate(true, 'bad %s: %d', ['thing', 3])", "!bad thing: 3"),
    ])
}
