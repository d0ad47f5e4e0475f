//! Errors and notifications against what a real Neo4j said: code, GQLSTATUS and its causes, place and
//! phase; of notifications severity and category too. The cases are data: conditions.txt.
#![allow(clippy::disallowed_methods, reason = "a test that renews its data")]

use std::fmt::Write;
use std::sync::Arc;

use quiver_cypher::syntax::ast::{ClauseKind, Expr, ExprKind, StatementBody};
use quiver_cypher::syntax::{Limits, parse};
use quiver_cypher::{Budget, Cursor, Notification};
use quiver_storage::{AccessMode, TransactionOptions};
use quiver_types::{Failure, Map, Position, Value};

use crate::harness::{Graph, Nobody, Rows, failure};

const CASES: &str = include_str!("conditions.txt");

/// Names that the cases take for known.
const SETUP: &str = "CREATE (:Known {k: 1, v: 't', list: [1], x: 1, y: 2, z: 3, p: 1, q: 1, a: 1, b: 1})-[:KNOWS {since: 2, x: 1}]->(:Known2)-[:HATES]->(:L:A:B:C:D:F);
    CREATE (:Cleanup)-[:T]->(:Cleanup)-[:U]->(:Cleanup)-[:X]->(:Cleanup)-[:Y]->(:CondA {p: 99});
    MATCH (n:Cleanup|CondA) DETACH DELETE n";

#[derive(Default)]
struct Case<'t> {
    query: &'t str,
    parameters: Option<&'t str>,
    neo4j: Vec<&'t str>,
    ours: Vec<&'t str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in CASES.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(parameters) = line.strip_prefix("$ ") {
            cases.last_mut().unwrap().parameters = Some(parameters);
        } else if let Some(told) = line.strip_prefix("    ~ ") {
            cases.last_mut().unwrap().ours.push(told);
        } else if let Some(told) = line.strip_prefix("    ") {
            cases.last_mut().unwrap().neo4j.push(told);
        } else {
            cases.push(Case {
                query: line,
                ..Case::default()
            });
        }
    }
    cases
}

/// The value of a literal, which parameters are written as.
fn value(expr: &Expr) -> Value {
    match &expr.kind {
        ExprKind::Literal(value) => value.clone(),
        ExprKind::Negate(of) => match value(of) {
            Value::Integer(number) => Value::Integer(-number),
            other => panic!("{other:?}"),
        },
        ExprKind::List(items) => Value::list(items.iter().map(value).collect()),
        ExprKind::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for (key, of) in entries {
                map.insert(key.text.clone(), value(of));
            }
            Value::map(map)
        }
        other => panic!("{other:?}"),
    }
}

fn parameters(written: Option<&str>) -> Map {
    let Some(written) = written else {
        return Map::new();
    };
    let statement = parse(&format!("RETURN {written}"), Limits::default()).unwrap();
    let StatementBody::Query(query) = &statement.body else {
        panic!("{written}")
    };
    let ClauseKind::Return(projection) = &query.parts[0].clauses[0].kind else {
        panic!("{written}")
    };
    match value(&projection.items[0].expr) {
        Value::Map(map) => map.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn place(position: Option<Position>) -> String {
    match position {
        Some(at) => format!("@{}:{}:{}", at.offset, at.line, at.column),
        None => "@-".to_owned(),
    }
}

fn error(phase: &str, failure: &Failure) -> Vec<String> {
    let status = failure.status;
    let mut line = format!("! {phase} {} {}", status.code(), status.gql_status());
    for cause in status.causes() {
        write!(line, " {cause}").unwrap();
    }
    vec![format!("{line} {}", place(failure.position))]
}

fn notified(notification: &Notification) -> String {
    let Notification {
        code,
        gql_status,
        severity,
        category,
        position,
        ..
    } = notification;
    let at = place(*position);
    format!("* {code} {gql_status} {severity} {category} {at}")
}

/// What is told of a query, in lines.
fn told(graph: &Graph, query: &str, parameters: &Map) -> Vec<String> {
    let query = query.replace("\\n", "\n");
    let (engine, database) = (&graph.engine, &graph.database);
    let prepared = match engine.prepare_with(&query, parameters, database, &Nobody) {
        Ok(prepared) => prepared,
        Err(failure) => return error("RUN", &failure),
    };
    let mut notifications: Vec<Notification> = prepared.notifications().cloned().collect();
    if !prepared.is_explain() {
        let phase = match prepared.columns().is_empty() {
            true => "RUN",
            false => "PULL",
        };
        let parameters = Arc::new(parameters.clone());
        let mut cursor = match Cursor::new(prepared, parameters, graph.context()) {
            Ok(cursor) => cursor,
            Err(failure) => return error("RUN", &failure),
        };
        let mut transaction = graph.database.begin(TransactionOptions {
            mode: AccessMode::Write,
            memory_limit: 0,
            lock_timeout_ms: 0,
        });
        transaction.begin_statement();
        let mut sink = Rows::default();
        let pulled = cursor.pull(&mut transaction, None, Budget::Unlimited, &mut sink);
        if let Err(stopped) = pulled {
            return error(phase, &failure(stopped));
        }
        notifications.extend(cursor.notifications());
        if let Err(refused) = transaction.commit_blocking() {
            return error("PULL", &Failure::new(refused.status(), refused.to_string()));
        }
    }
    let mut lines: Vec<String> = notifications.iter().map(notified).collect();
    lines.sort();
    if lines.is_empty() {
        lines.push("ok".to_owned());
    }
    lines
}

#[test]
fn errors_and_notifications_are_those_of_neo4j() {
    let bless = std::env::var_os("QUIVER_BLESS").is_some();
    let graph = Graph::with(SETUP);
    let mut written = CASES
        .lines()
        .take_while(|line| line.starts_with('#') || line.is_empty())
        .fold(String::new(), |text, line| text + line + "\n");
    let (mut wrong, mut count) = (String::new(), 0);
    for case in cases() {
        let told = told(&graph, case.query, &parameters(case.parameters));
        let expected = match case.ours.is_empty() {
            true => &case.neo4j,
            false => &case.ours,
        };
        if told != *expected {
            count += 1;
            let told = told.join("\n       ");
            let expected = expected.join("\n       ");
            writeln!(
                wrong,
                "{}\n  expected {expected}\n  told     {told}",
                case.query
            )
            .unwrap();
        }
        writeln!(written, "{}", case.query).unwrap();
        if let Some(parameters) = case.parameters {
            writeln!(written, "$ {parameters}").unwrap();
        }
        for line in &case.neo4j {
            writeln!(written, "    {line}").unwrap();
        }
        if told != case.neo4j {
            for line in &told {
                writeln!(written, "    ~ {line}").unwrap();
            }
        }
    }
    if bless {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/run/conditions.txt");
        std::fs::write(path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "{count} wrong:\n{wrong}");
    }
}
