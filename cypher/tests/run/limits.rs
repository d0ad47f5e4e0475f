//! Limits: memory, interruption, budgets, full sinks, deep values.

use std::sync::Arc;

use quiver_cypher::{Budget, Cursor, InterruptReason, Pulled};
use quiver_storage::{AccessMode, TransactionOptions};
use quiver_types::Map;

use crate::harness::{Graph, Nobody, Rows, failure};

fn reading() -> TransactionOptions {
    TransactionOptions {
        mode: AccessMode::Read,
        memory_limit: 0,
        lock_timeout_ms: 0,
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_built() {
    let mut graph = Graph::empty();
    graph.memory_limit = 4 << 20;
    for query in [
        "RETURN size(range(1, 1000000000000))",
        "RETURN size(reduce(s = 'x', i IN range(1, 60) | s + s))",
        "RETURN size(reduce(s = [1], i IN range(1, 60) | s + s))",
        "UNWIND range(1, 100000000) AS x RETURN collect(x)",
        "UNWIND range(1, 100000000) AS x WITH x ORDER BY -x RETURN x LIMIT 1000000000",
        "UNWIND range(1, 100000000) AS x WITH DISTINCT x RETURN count(*)",
        "UNWIND range(1, 100000000) AS x WITH x, count(*) AS n RETURN sum(n)",
        "RETURN replace('aaaaaaaaaaaaaaaa', 'a', reduce(s = 'x', i IN range(1, 20) | s + s))",
    ] {
        let got = graph.rows(query);
        assert!(got.contains("TransactionMemoryLimit"), "{query}: {got}");
    }
    // What is let go of is given back.
    for query in [
        "UNWIND range(1, 2000) AS i WITH reduce(s = 'x', j IN range(1, 9) | s + s) AS s RETURN sum(size(s))",
        "RETURN size(reduce(l = [], i IN range(1, 5000) | l + i))",
        "UNWIND range(1, 100000) AS x RETURN count(x)",
    ] {
        let got = graph.rows(query);
        assert!(!got.contains("Neo."), "{query}: {got}");
    }
    // And without a limit too nothing aborts.
    graph.memory_limit = 0;
    for query in [
        "WITH reduce(s = 'x', i IN range(1, 20) | s + s) AS s RETURN size(replace(s, 'x', s))",
        "RETURN size(range(1, 1000000000000))",
    ] {
        let got = graph.rows(query);
        assert!(got.contains("TransactionMemoryLimit"), "{query}: {got}");
    }
}

#[test]
fn values_nest_only_so_deep() {
    let graph = Graph::empty();
    let got = graph.rows("RETURN reduce(l = [], i IN range(1, 100000) | [l])");
    assert!(got.contains("levels deep"), "{got}");
}

#[test]
fn a_query_stops_when_asked() {
    let graph = Graph::with("UNWIND range(1, 100) AS i CREATE (:N)");
    let query = "MATCH (a), (b), (c), (d), (e), (f) RETURN count(*)";
    let prepared = graph
        .engine
        .prepare(query, &graph.database, &Nobody)
        .unwrap();
    let context = graph.context();
    context.interrupt.set(InterruptReason::Terminated);
    let mut cursor = Cursor::new(prepared, Arc::new(Map::new()), context).unwrap();
    let mut transaction = graph.database.begin(reading());
    transaction.begin_statement();
    let error = cursor
        .pull(
            &mut transaction,
            None,
            Budget::Unlimited,
            &mut Rows::default(),
        )
        .unwrap_err();
    assert!(
        failure(error)
            .status
            .code()
            .ends_with("Transaction.Terminated")
    );
}

#[test]
fn pausing_changes_nothing() {
    let graph = Graph::with(
        "UNWIND range(1, 40) AS i CREATE (:N {i: i});
         MATCH (a:N), (b:N) WHERE a.i % 7 = b.i % 5 CREATE (a)-[:R]->(b)",
    );
    let queries = [
        "MATCH (a:N)-[:R]->(b)-[:R]->(c) RETURN a.i, count(*) AS n ORDER BY n DESC, a.i LIMIT 5",
        "MATCH (a:N) OPTIONAL MATCH (a)-[:R]->(b) WHERE b.i > 35 RETURN a.i, b.i ORDER BY a.i, b.i",
        "MATCH (a:N), (b:N) WHERE a.i = b.i + 1 RETURN a.i + b.i AS s ORDER BY s",
        "MATCH (a:N {i: 1})-[:R*1..2]->(b) RETURN count(*)",
        "UNWIND range(1, 3000) AS x RETURN x",
        "MATCH (a:N) CALL (a) { MATCH (a)-[:R]->(b) RETURN max(b.i) AS m } RETURN a.i, m ORDER BY a.i",
        "MATCH (a:N) WHERE EXISTS { (a)-[:R]->(:N {i: 3}) } RETURN a.i ORDER BY a.i",
        "MATCH (a:N) RETURN a.i AS x UNION MATCH (b:N) RETURN -b.i AS x",
        // What is written is seen by what is looked at again.
        "FOREACH (e IN [(a:N)-[:R]->(b) | b.i] | MERGE (f:F) ON CREATE SET f.w = 1 ON MATCH SET f.w = f.w + 1 CREATE (:N)-[:R]->(:N)) WITH 1 AS done MATCH (f:F) RETURN f.w",
        "UNWIND COLLECT { MATCH (a:N) RETURN a.i } AS i CREATE (:N) WITH count(*) AS done MATCH (a:N) RETURN count(a)",
        "MATCH (a:N) CALL (a) { UNWIND [(b:N)-->() | b.i] AS i CREATE (:M) } WITH count(*) AS done MATCH (a:M) RETURN count(a)",
        "MATCH (a:N) WHERE a.i < 3 FOREACH (x IN [(b:N)-->() | b] | SET x.i = x.i + 1) WITH count(*) AS done MATCH (a:N) RETURN sum(a.i)",
        "UNWIND [1, 2, 3] AS x MERGE (a:N {i: 50 + x % 2}) ON MATCH SET a.m = x SET a.k = COUNT { (:N) } RETURN a.i, a.m, a.k",
    ];
    for query in queries {
        let expected = graph.run_in(&mut graph.begin(), query, &Map::new());
        let expected = expected.unwrap().rows;
        let prepared = graph
            .engine
            .prepare(query, &graph.database, &Nobody)
            .unwrap();
        for (page, full) in [(None, None), (Some(3), None), (Some(1000), Some(7))] {
            let mut cursor =
                Cursor::new(prepared.clone(), Arc::new(Map::new()), graph.context()).unwrap();
            let mut transaction = graph.begin();
            transaction.begin_statement();
            let mut sink = Rows::default();
            sink.full_after = full;
            let mut left = page;
            loop {
                // A deadline that has passed: pause as soon as may be.
                match cursor
                    .pull(&mut transaction, left, Budget::Until(0), &mut sink)
                    .unwrap()
                {
                    Pulled::Finished => break,
                    Pulled::HasMore => left = page,
                    Pulled::Paused { delivered } => left = left.map(|left| left - delivered),
                }
            }
            assert_eq!(sink.rows, expected, "{query} {page:?} {full:?}");
        }
    }
}
