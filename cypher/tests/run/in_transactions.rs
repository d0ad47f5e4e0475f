//! CALL { } IN TRANSACTIONS. Answers are those of Neo4j 2026.08.1.

use quiver_types::{Map, Value};

use crate::harness::{Graph, check};

/// What one query gave, and then how many nodes there are.
fn given(query: &str) -> String {
    let graph = Graph::with("CREATE (:Old {i: 0})");
    let answer = graph.rows(query);
    format!("{answer} / {}", graph.rows("MATCH (n) RETURN count(n)"))
}

#[test]
fn transactions_of_some_rows() {
    let status = "s.started, s.committed, s.errorMessage, s.transactionId IS NULL";
    let failing = "UNWIND range(1, 5) AS i CALL (i) { CREATE (n:N {i: 1 / (i - 3)}) RETURN n.i AS k } IN TRANSACTIONS OF 2 ROWS";
    let cases = [
        (
            "UNWIND range(1, 5) AS i CALL { WITH i CREATE (:N {i: i}) } IN TRANSACTIONS OF 2 ROWS".to_owned(),
            " / 6",
        ),
        (
            "UNWIND range(1, 3) AS i CALL (i) { CREATE (n:N {i: i}) RETURN n } IN TRANSACTIONS OF 2 ROWS RETURN i, n.i, n".to_owned(),
            "1 | 1 | (:N {i: 1})\n2 | 2 | (:N {i: 2})\n3 | 3 | (:N {i: 3}) / 4",
        ),
        (
            format!("{failing} ON ERROR CONTINUE REPORT STATUS AS s RETURN i, k, {status}"),
            "1 | 0 | true | true | null | false\n2 | -1 | true | true | null | false\n3 | null | true | false | '/ by zero' | false\n4 | null | true | false | '/ by zero' | false\n5 | 0 | true | true | null | false / 4",
        ),
        (
            format!("{failing} ON ERROR BREAK REPORT STATUS AS s RETURN i, k, {status}"),
            "1 | 0 | true | true | null | false\n2 | -1 | true | true | null | false\n3 | null | true | false | '/ by zero' | false\n4 | null | true | false | '/ by zero' | false\n5 | null | false | false | null | true / 3",
        ),
        (
            format!("{failing} RETURN i"),
            "Neo.ClientError.Statement.ArithmeticError: / by zero (Transactions committed: 1) [22N28] / 3",
        ),
        (
            format!("{failing} ON ERROR FAIL RETURN i"),
            "Neo.ClientError.Statement.ArithmeticError: / by zero (Transactions committed: 1) [22N28] / 3",
        ),
        // What is not transient is not tried again.
        (
            format!("{failing} ON ERROR RETRY FOR 100 SECONDS THEN CONTINUE REPORT STATUS AS s RETURN collect(s.committed)"),
            "[true, true, false, false, true] / 4",
        ),
        (
            "UNWIND range(1, 5) AS i CALL (i) { CREATE (:N {i: 1 / (i - 3)}) } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE RETURN collect(i)".to_owned(),
            "[1, 2, 3, 4, 5] / 5",
        ),
        (
            "UNWIND range(1, 3) AS i OPTIONAL CALL (i) { WITH i WHERE i > 1 CREATE (n:N {i: i}) RETURN n.i AS k } IN TRANSACTIONS OF 2 ROWS RETURN i, k".to_owned(),
            "1 | null\n2 | 2\n3 | 3 / 3",
        ),
        (
            "UNWIND range(1, 3) AS i CALL (i) { CREATE (:N {i: i}) } IN 2 CONCURRENT TRANSACTIONS OF 1 + 1 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN count(s)".to_owned(),
            "3 / 4",
        ),
        ("CALL { CREATE (:N) } IN TRANSACTIONS".to_owned(), " / 2"),
        (
            "UNWIND [1, 2] AS x CALL (x) { MATCH (n) RETURN count(n) AS c } IN TRANSACTIONS OF 1 ROW RETURN x, c".to_owned(),
            "1 | 1\n2 | 1 / 1",
        ),
        // Each sees what those before committed, and so does what follows.
        (
            "UNWIND [1, 2] AS x CALL (x) { CREATE (:N) WITH x MATCH (n) RETURN count(n) AS c } IN TRANSACTIONS OF 1 ROW MATCH (m) RETURN x, c, count(m)".to_owned(),
            "1 | 2 | 3\n2 | 3 | 3 / 3",
        ),
        // What was matched first is what it was then.
        (
            "MATCH (n) CALL (n) { CREATE (m:N {i: n.i + 1}) SET n.i = 7 } IN TRANSACTIONS OF 1 ROW RETURN n.i".to_owned(),
            "7 / 2",
        ),
        (
            "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS".to_owned(),
            " / 0",
        ),
        (
            "UNWIND [1, 2] AS x CALL (x) { CREATE (:N) } IN TRANSACTIONS OF 1 ROW CREATE (:M {x: x}) WITH x RETURN collect(x)".to_owned(),
            "[1, 2] / 5",
        ),
        (
            "UNWIND [1, 2] AS x CALL (x) { CREATE (:N) } IN TRANSACTIONS CALL (x) { CREATE (:M) } IN TRANSACTIONS OF 1 ROW RETURN x".to_owned(),
            "1\n2 / 5",
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(given(&query), expected, "{query}");
    }
}

#[test]
fn counters_and_new_names() {
    let graph = Graph::empty();
    let query = "UNWIND range(1, 2500) AS i CALL (i) { MERGE (g:G {m: i % 10}) CREATE (:N {i: i})-[:OF]->(g) } IN TRANSACTIONS OF 100 ROWS";
    let answer = graph.run(query, &Map::new()).unwrap();
    let statistics = answer.statistics;
    assert_eq!(statistics.nodes_created, 2510);
    assert_eq!(statistics.relationships_created, 2500);
    check(
        &graph,
        &[(
            "MATCH (n:N)-[:OF]->(g:G) RETURN count(n), count(DISTINCT g)",
            "2500 | 10",
        )],
    );
}

#[test]
fn refusals() {
    let inner = "CALL (i) { CREATE (:N) } IN TRANSACTIONS";
    let cases = [
        (
            format!("UNWIND [1] AS i {inner} OF 0 ROWS"),
            "'0' is not a valid value. Must be a positive integer. (line 1, column 61 ",
        ),
        (
            format!("UNWIND [1] AS i {inner} OF -1 ROWS"),
            "'-1' is not a valid value",
        ),
        (
            format!("UNWIND [1] AS i {inner} OF 1.5 ROWS"),
            "'1.5' is not a valid value",
        ),
        (
            format!("UNWIND [1] AS i {inner} OF i ROWS"),
            "It is not allowed to refer to variables in OF ... ROWS",
        ),
        (
            format!("UNWIND [1] AS i {inner} REPORT STATUS AS s RETURN s"),
            "REPORT STATUS can only be used when specifying ON ERROR CONTINUE or ON ERROR BREAK (line 1, column 58 ",
        ),
        (
            format!("UNWIND [1] AS i {inner} ON ERROR FAIL REPORT STATUS AS s RETURN s"),
            "REPORT STATUS can only",
        ),
        (
            format!("UNWIND [1] AS i {inner} ON ERROR RETRY REPORT STATUS AS s RETURN s"),
            "REPORT STATUS can only",
        ),
        (
            format!("UNWIND [1] AS i {inner} ON ERROR CONTINUE REPORT STATUS AS i RETURN i"),
            "already declared",
        ),
        (
            format!("UNWIND [1] AS i CALL (i) {{ {inner} }}"),
            "IN TRANSACTIONS nested in a regular CALL is not supported (line 1, column 28 ",
        ),
        (
            format!("CREATE () WITH 1 AS i {inner}"),
            "IN TRANSACTIONS after a write clause is not supported (line 1, column 23 ",
        ),
        (
            format!("FOREACH (x IN [1] | CREATE ()) WITH 1 AS i {inner}"),
            "after a write clause",
        ),
        (
            format!("WITH 1 AS i CALL (i) {{ CREATE () }} {inner}"),
            "after a write clause",
        ),
        (
            format!("UNWIND [1] AS i {inner} RETURN i UNION RETURN 1 AS i"),
            "IN TRANSACTIONS in a UNION is not supported",
        ),
    ];
    for (query, part) in cases {
        let answer = Graph::empty().rows(&query);
        let code = "Neo.ClientError.Statement.SyntaxError";
        assert!(
            answer.starts_with(code) && answer.contains(part),
            "{query}\n{answer}"
        );
    }
    let graph = Graph::empty();
    let query = format!("UNWIND [1] AS i {inner} OF $n ROWS");
    let parameters: Map = [("n", Value::Integer(0))].into_iter().collect();
    let refused = graph.run(&query, &parameters).unwrap_err();
    assert_eq!(
        refused.status.code(),
        "Neo.ClientError.Statement.ArgumentError"
    );
    assert!(refused.message.contains("OF ... ROWS: Invalid input. '0'"));
    assert_eq!(graph.rows("MATCH (n) RETURN count(n)"), "0");
}

/// Many transactions at once give what as many one after the other give: nothing is lost, nothing is
/// made twice, and what fails is told of its own rows.
#[test]
fn transactions_side_by_side() {
    let cases = [
        (
            "UNWIND range(1, 500) AS i CALL (i) { CREATE (n:N {i: i}) RETURN n.i AS k } IN 8 CONCURRENT TRANSACTIONS OF 7 ROWS RETURN count(k), sum(k), sum(i)",
            "500 | 125250 | 125250 / 501",
        ),
        // All write the same nodes, so they meet each other's locks.
        (
            "UNWIND range(1, 200) AS i CALL (i) { MERGE (n:K {k: i % 3}) SET n.c = coalesce(n.c, 0) + 1 } IN 4 CONCURRENT TRANSACTIONS OF 5 ROWS WITH count(*) AS c MATCH (n:K) RETURN c, count(n), sum(n.c)",
            "200 | 3 | 200 / 4",
        ),
        (
            "UNWIND range(1, 100) AS i CALL (i) { CREATE (n:N {i: 1 / (i - 50)}) RETURN 1 AS one } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN s.committed, count(*), count(one), collect(DISTINCT s.errorMessage) ORDER BY s.committed",
            "false | 10 | 0 | ['/ by zero']\ntrue | 90 | 90 | [] / 91",
        ),
        // Which of the others ran before it is not known, but the statuses tell what is there.
        (
            "UNWIND range(1, 100) AS i CALL (i) { CREATE (n:N {i: 1 / (i - 5)}) } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS ON ERROR BREAK REPORT STATUS AS s WITH sum(CASE WHEN s.committed THEN 1 ELSE 0 END) AS made RETURN made = COUNT { (:N) }, made < 100, '-'",
            "true | true | '-'",
        ),
    ];
    for (query, expected) in cases {
        let got = given(query);
        assert!(
            got.starts_with(expected),
            "{query}\n  expected {expected}\n  got      {got}"
        );
    }
    let got = given(
        "UNWIND range(1, 100) AS i CALL (i) { CREATE (:N {i: 1 / (i - 5)}) } IN CONCURRENT TRANSACTIONS OF 10 ROWS",
    );
    assert!(got.contains("/ by zero"), "{got}");
}

#[test]
fn iterate_side_by_side() {
    let got = given(
        "CALL apoc.periodic.iterate('UNWIND range(1, 100) AS x RETURN x', 'CREATE (:N {x: 1 / (x - 50)})', {batchSize: 10, parallel: true, concurrency: 4}) YIELD batches, total, committedOperations, failedBatches, updateStatistics RETURN batches, total, committedOperations, failedBatches, updateStatistics.nodesCreated",
    );
    assert_eq!(got, "10 | 100 | 90 | 1 | 90 / 91");
}
