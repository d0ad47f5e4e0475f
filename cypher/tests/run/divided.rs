//! Scans in parts: whatever threads go through them, the answer is that of one, to the last digit and
//! in the same order; also with deleted nodes, holes, hubs, and what a transaction itself wrote.

use std::sync::Arc;

use quiver_cypher::{
    Budget, Cursor, Engine, EngineOptions, Interrupt, InterruptReason, Pulled, RunError,
};
use quiver_storage::Transaction;
use quiver_types::{Map, Status};

use super::harness::{Graph, Nobody, Rows};

/// An engine whose queries are given so many threads, however few the rows.
fn engine(workers: usize) -> Engine {
    Engine::new(EngineOptions {
        workers,
        rows_a_worker: 100,
        ..EngineOptions::default()
    })
}

fn graph() -> Graph {
    Graph::with(
        "UNWIND range(0, 19999) AS i
         CREATE (:P {id: i, k: (i * i) % 7, s: 't' + toString(i % 13), f: i / 7.0,
                     n: CASE WHEN i % 3 = 0 THEN i END, m: CASE WHEN i % 2 = 0 THEN i ELSE i * 0.1 END,
                     d: i % 997, b: i % 5 = 0});
         UNWIND range(0, 4999) AS i CREATE (:Q {id: i});
         MATCH (p:P) WHERE p.id % 11 = 0 SET p:Q;
         MATCH (p:P) WHERE p.id % 10 = 3 OR p.id IN range(9000, 9999) DELETE p;
         MATCH (a:P) WITH collect(a) AS all
         UNWIND range(0, 9999) AS i
         WITH i, all[(i * i) % size(all)] AS a, all[(i * 31) % 50] AS b CREATE (a)-[:T {w: i}]->(b);
         MATCH (a:P) WITH a ORDER BY a.id LIMIT 1 MATCH (b:P) WHERE b.id % 20 = 1 CREATE (a)-[:U]->(b)",
    )
}

/// Each goes through a scan below an aggregation.
const QUERIES: &[&str] = &[
    "MATCH (p:P) RETURN p.k AS k, count(*), count(p.n), min(p.f), max(p.s), sum(p.id)",
    "MATCH (p:P) WHERE p.k < 4 RETURN p.s AS s, avg(p.id), sum(p.f), stDev(p.d), stDevP(p.f)",
    "MATCH (p:P) WHERE p.k < 4 RETURN count(*), avg(p.f), sum(p.id), collect(p.d)[7]",
    "MATCH (p:P) RETURN p.k AS k, count(DISTINCT p.d), sum(DISTINCT p.d), collect(DISTINCT p.s)",
    "MATCH (p:P) RETURN p.s AS s, percentileCont(p.f, 0.3), percentileDisc(p.id, 0.7)",
    "MATCH (p:P) RETURN p.k % 2 AS k, collect(p.id)[0..5], size(collect(p.n)), min(p.m), max(p.m)",
    // Sums that change their mind.
    "MATCH (p:P) RETURN p.k AS k, sum(p.m)",
    "MATCH (p:P) RETURN sum(p.m), sum(p.n), count(p.m)",
    "MATCH (p:P) RETURN sum(CASE WHEN p.id < 15000 THEN p.id ELSE p.f END), count(*)",
    "MATCH (p:P) RETURN sum(p.id * 1000000000000), p.b",
    "MATCH (p:P) WITH p.id AS i RETURN sum(CASE WHEN i < 15000 THEN 1 ELSE 0.1 END), i % 2",
    // Many groups.
    "MATCH (p:P) RETURN p.id AS id, count(*), collect(p.s)",
    "MATCH (p:P) RETURN p.d AS d, p.k AS k, count(*), avg(p.f)",
    "MATCH (p:P) RETURN p AS p, count(*) AS c",
    "MATCH (n) RETURN labels(n) AS l, count(*)",
    "MATCH (q:Q) WHERE q.id > 3 RETURN q:P AS p, count(*), sum(q.id)",
    "MATCH (p:P) WITH p.k + 1 AS k, p.id AS id WHERE id % 2 = 0 RETURN k, count(*), max(id)",
    "MATCH (p:P) UNWIND [1, 2, p.k] AS x RETURN x, count(*), collect(DISTINCT p.b)",
    // Neighbours.
    "MATCH (a:P)-[:T]->(b) RETURN b.id AS b, count(*), sum(a.id)",
    "MATCH (a:P)-[t:T]->(b:P) RETURN a.k AS k, count(t), sum(t.w), min(b.id)",
    "MATCH (a:P)--(b) RETURN count(*), count(DISTINCT b), sum(b.id), avg(a.f)",
    "MATCH (a:P)-[:T]->(b)-[:T]->(c) RETURN c.k AS k, count(*)",
    "MATCH ()-[t:T]->() RETURN t.w % 5 AS w, count(*), avg(t.w)",
    "MATCH (a)-[r]->(b) RETURN type(r) AS t, count(*), count(DISTINCT a)",
    "MATCH ()-[r]-() RETURN type(r) AS t, count(r)",
    "MATCH (a)-[:T|U]->(b) RETURN b.k AS k, count(*), collect(a.id)[0..3]",
    // In order.
    "MATCH (p:P) RETURN p.s AS s, p.id AS id, p.m AS m ORDER BY s, m DESC",
    "MATCH (p:P) RETURN p.m ORDER BY p.m DESC",
    "MATCH (p:P) RETURN p.k, p.n, p.f ORDER BY p.k DESC, p.n, p.f DESC",
    "MATCH (p:P) WHERE p.k = 1 RETURN p.id ORDER BY p.k",
    // Nothing at all, and errors.
    "MATCH (p:P) WHERE p.id < 0 RETURN count(*), sum(p.f), collect(p.id), avg(p.f)",
    "MATCH (p:P) WHERE p.id < 0 RETURN p.k AS k, count(*)",
    "MATCH (p:P) RETURN sum(p.s)",
    "MATCH (p:P) RETURN p.k AS k, avg(CASE WHEN p.id = 17000 THEN 'x' ELSE 1 END)",
    "MATCH (p:P) WHERE p.id / (p.id - 16002) > 0 RETURN count(*)",
    "MATCH (p:P) RETURN percentileDisc(p.id, CASE WHEN p.id < 16000 THEN 0.5 ELSE 7 END)",
    "MATCH (p:P) WITH p.k AS k, sum(p.id) AS s RETURN k, s ORDER BY s DESC LIMIT 3",
    "MATCH (p:P) RETURN count(*) AS c, p.k AS k UNION ALL MATCH (q:Q) RETURN count(*) AS c, q.k AS k",
];

fn answer(graph: &Graph, engine: &Engine, transaction: &mut Transaction, query: &str) -> String {
    let prepared = engine
        .prepare(query, &graph.database, &Nobody)
        .unwrap_or_else(|failure| panic!("{query}: {failure}"));
    let mut cursor = Cursor::new(prepared, Arc::new(Map::new()), graph.context()).unwrap();
    transaction.begin_statement();
    let before = transaction.memory().used();
    let mut sink = Rows::default();
    let pulled = cursor.pull(transaction, None, Budget::Unlimited, &mut sink);
    assert_eq!(transaction.memory().used(), before, "{query} left memory");
    match pulled {
        Ok(pulled) => {
            assert_eq!(pulled, Pulled::Finished, "{query}");
            sink.rows.join("\n")
        }
        Err(RunError::Failed(failure)) => format!("{:?}: {}", failure.status, failure.message),
        Err(_) => panic!("{query} could not run"),
    }
}

fn same_answers(graph: &Graph, transaction: &mut Transaction) -> u64 {
    let (alone, several) = (engine(1), engine(4));
    for query in QUERIES {
        let expected = answer(graph, &alone, transaction, query);
        let found = answer(graph, &several, transaction, query);
        assert_eq!(found, expected, "{query}");
    }
    assert_eq!(alone.threads_given(), 0);
    several.threads_given()
}

#[test]
fn several_threads_answer_as_one() {
    let graph = graph();
    let mut transaction = graph.begin();
    let given = same_answers(&graph, &mut transaction);
    assert!(given > QUERIES.len() as u64, "{given}");
}

#[test]
fn they_see_what_the_transaction_wrote() {
    let graph = graph();
    let mut transaction = graph.begin();
    let writes = [
        "UNWIND range(40000, 44999) AS i CREATE (:P {id: i, k: i % 9, s: 'new', f: 0.1 * i, m: i})",
        "MATCH (p:P) WHERE p.id % 6 = 0 SET p.k = 100, p.f = -p.f REMOVE p.s",
        "MATCH (p:P) WHERE p.id % 17 = 0 DETACH DELETE p",
        "MATCH (p:P) WHERE p.id > 42000 MATCH (q:P {id: 1}) CREATE (p)-[:T {w: 1}]->(q)",
    ];
    for write in writes {
        graph.run_in(&mut transaction, write, &Map::new()).unwrap();
    }
    assert!(same_answers(&graph, &mut transaction) > 0);
}

#[test]
fn they_stop_when_asked_and_keep_to_the_limit() {
    let graph = graph();
    let several = engine(4);
    let query = "MATCH (a:P), (b:P) WHERE a.id < b.id RETURN count(*)";
    let query_in_parts =
        "MATCH (p:P) UNWIND range(1, 100000) AS x RETURN p.k AS k, count(x), sum(x)";
    for query in [query, query_in_parts] {
        let prepared = several.prepare(query, &graph.database, &Nobody).unwrap();
        let mut context = graph.context();
        let interrupt = Arc::new(Interrupt::default());
        context.interrupt = interrupt.clone();
        let mut cursor = Cursor::new(prepared, Arc::new(Map::new()), context).unwrap();
        let mut transaction = graph.begin();
        let stopping = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            interrupt.set(InterruptReason::Terminated);
        });
        let pulled = cursor.pull(
            &mut transaction,
            None,
            Budget::Unlimited,
            &mut Rows::default(),
        );
        let Err(RunError::Failed(failure)) = pulled else {
            panic!("{query} was not stopped");
        };
        assert_eq!(failure.status, Status::TransactionTerminated);
        assert_eq!(transaction.memory().used(), 0);
        stopping.join().unwrap();
    }
    let mut narrow = graph.database.begin(quiver_storage::TransactionOptions {
        mode: quiver_storage::AccessMode::Read,
        memory_limit: 1 << 20,
        lock_timeout_ms: 0,
    });
    let query = "MATCH (p:P) UNWIND range(1, 50) AS x RETURN collect(p.id + x), avg(p.f)";
    let found = answer(&graph, &several, &mut narrow, query);
    assert!(found.starts_with("TransactionMemoryLimit"), "{found}");
}

#[test]
fn they_pause_when_the_time_is_up() {
    let graph = graph();
    let several = engine(4);
    let query = QUERIES[0];
    let mut transaction = graph.begin();
    let expected = answer(&graph, &engine(1), &mut transaction, query);
    let prepared = several.prepare(query, &graph.database, &Nobody).unwrap();
    let mut cursor = Cursor::new(prepared, Arc::new(Map::new()), graph.context()).unwrap();
    let mut sink = Rows::default();
    let mut pauses = 0;
    while cursor
        .pull(&mut transaction, None, Budget::Until(0), &mut sink)
        .unwrap()
        != Pulled::Finished
    {
        pauses += 1;
    }
    assert!(pauses > 1);
    assert_eq!(sink.rows.join("\n"), expected);
}
