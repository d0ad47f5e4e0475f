//! Answers do not depend on the store's columns: the same queries with and without them, over
//! values that are missing, mixed, NaN, few and many, and inside a transaction that writes.

use quiver_types::Map;

use super::harness::Graph;

const QUERIES: &[&str] = &[
    "MATCH (n:N) WHERE n.age > 40 RETURN count(*)",
    "MATCH (n:N) WHERE n.age >= 40.5 AND n.active RETURN count(*)",
    "MATCH (n:N) WHERE NOT n.active RETURN count(*)",
    "MATCH (n:N) WHERE 30 > n.age RETURN count(*)",
    "MATCH (n:N) WHERE n.city = 'city 3' RETURN count(*)",
    "MATCH (n:N) WHERE n.city <> 'city 3' RETURN count(*)",
    "MATCH (n:N) WHERE n.city < 'city 3' RETURN count(*)",
    "MATCH (n:N) WHERE n.city CONTAINS '1' RETURN count(*)",
    "MATCH (n:N) WHERE n.city STARTS WITH 'city 1' RETURN count(*)",
    "MATCH (n:N) WHERE n.name ENDS WITH '9' RETURN count(*)",
    "MATCH (n:N) WHERE n.name CONTAINS '99' RETURN collect(n.number)",
    "MATCH (n:N) WHERE n.name CONTAINS '0a name' RETURN count(*)",
    "MATCH (n:N) WHERE n.name CONTAINS 'a' AND n.age > 12 RETURN count(*)",
    "MATCH (n:N) WHERE n.name CONTAINS '' AND n.note CONTAINS '' RETURN count(*)",
    "MATCH (n:N) WHERE n.note CONTAINS 'ü' RETURN count(*), min(n.note), max(n.note)",
    "MATCH (n:N) WHERE n.note CONTAINS '7' AND NOT n.note STARTS WITH 'ü' RETURN collect(n.note)",
    "MATCH (n:N) WHERE n.note < 'ü 3' RETURN count(*)",
    "MATCH (n:N) WHERE 'ü 3' <> n.note RETURN count(*)",
    "MATCH (n:N) RETURN count(n.note), count(DISTINCT n.note), count(DISTINCT n.city)",
    "MATCH (n:N) RETURN count(DISTINCT n.age), count(DISTINCT n.mixed), count(DISTINCT n.score)",
    "MATCH (n:N) RETURN n.city AS c, count(DISTINCT n.age), count(DISTINCT n.note) ORDER BY c",
    "MATCH (n:N) RETURN DISTINCT n.note AS note ORDER BY note SKIP 20 LIMIT 40",
    "MATCH (n:N) RETURN DISTINCT n.age AS age ORDER BY age",
    "MATCH (n:N) RETURN DISTINCT n.mixed AS m, n.city AS c ORDER BY m, c",
    "MATCH (a:N)-[:R]->(b:N) RETURN count(DISTINCT b), count(DISTINCT a)",
    "MATCH (a:N)-[:R]->(b:N) RETURN b.city AS c, count(DISTINCT a), count(DISTINCT b) ORDER BY c",
    "MATCH (n:N) RETURN n.note AS note, count(*) AS c ORDER BY note LIMIT 30",
    "MATCH (n:N) WHERE n.city IN ['city 1', 'city 2', null] RETURN count(*)",
    "MATCH (n:N) WHERE n.city IS NULL RETURN count(*)",
    "MATCH (n:N) WHERE n.mixed > 1 RETURN count(*)",
    "MATCH (n:N) WHERE n.mixed = 'text' RETURN count(*)",
    "MATCH (n:N) WHERE n.score <> 0.5 RETURN count(*)",
    "MATCH (n:N) WHERE n.score = n.score RETURN count(*)",
    "MATCH (n:N) WHERE n.nowhere = 1 RETURN count(*)",
    "MATCH (n:N) RETURN n.city AS city, count(*), avg(n.age), min(n.name) ORDER BY city",
    "MATCH (n:N) RETURN n.mixed AS m, count(*) AS c ORDER BY m",
    "MATCH (n:N) RETURN min(n.mixed), max(n.mixed), count(n.mixed)",
    "MATCH (n:N) RETURN min(n.age), max(n.age), sum(n.age), avg(n.score), count(n.score)",
    "MATCH (n:N) RETURN n.age + 1 AS a, n.city + '!' AS c, n.score * 2 AS s \
     ORDER BY n.number LIMIT 2500",
    "MATCH (n:N) RETURN DISTINCT n.city AS c ORDER BY c",
    "MATCH (n:N) RETURN n.name AS name ORDER BY n.age, n.city DESC, n.number LIMIT 20",
    "MATCH (a:N)-[r:R]->(b:N) RETURN a.city AS c, count(*), sum(b.age), sum(r.weight) ORDER BY c",
    "MATCH (a:N)-[r:R]->(b:N) WHERE r.weight > 5 AND a.city = b.city RETURN count(*)",
    "OPTIONAL MATCH (a:N)-[r:R]->(b:N) WHERE r.weight > 5 RETURN count(b.city), sum(r.weight)",
    "MATCH (a:N), (b:N {number: 7}) WHERE a.city = b.city RETURN count(*)",
];

fn graph() -> Graph {
    Graph::with(
        "UNWIND range(0, 2999) AS i
         CREATE (:N {number: i, name: 'a name of its own ' + i,
           age: CASE WHEN i % 11 = 0 THEN null ELSE i % 71 END,
           active: CASE WHEN i % 13 = 0 THEN null ELSE i % 3 = 0 END,
           city: CASE WHEN i % 7 = 0 THEN null ELSE 'city ' + (i % 17) END,
           score: CASE WHEN i % 5 = 0 THEN 0.0 / 0.0 ELSE i % 9 / 2.0 END,
           note: CASE WHEN i % 4 = 0 THEN null WHEN i % 3 = 0 THEN '' ELSE 'ü ' + (i / 2) END,
           mixed: CASE i % 6 WHEN 0 THEN i % 4 WHEN 1 THEN 0.5 + i % 4 WHEN 2 THEN 'text'
             WHEN 3 THEN null WHEN 4 THEN 0.0 / 0.0 ELSE 1.0 END});
         MATCH (n:N) WITH collect(n) AS all UNWIND range(0, 2999) AS i UNWIND [i + 1, i * 7] AS j
         WITH all[i] AS a, all[j % 3000] AS b CREATE (a)-[:R {weight: a.number % 10}]->(b)",
    )
}

/// All answers; twice, so that what is made in the first round is used in the second.
fn answers(graph: &Graph) -> Vec<String> {
    let queries = QUERIES.iter().chain(QUERIES);
    queries.map(|query| graph.rows(query)).collect()
}

#[track_caller]
fn agree(graph: &Graph, when: &str) {
    let with = answers(graph);
    assert!(graph.database.columns().bytes > 0, "{when}: no columns");
    graph.database.limit_columns(0);
    let without = answers(graph);
    graph.database.limit_columns(1 << 28);
    for (at, (with, without)) in with.iter().zip(&without).enumerate() {
        let query = QUERIES[at % QUERIES.len()];
        assert_eq!(with, without, "{when}: {query}");
    }
}

#[test]
fn answers_do_not_depend_on_columns() {
    let graph = graph();
    agree(&graph, "as loaded");
    for change in [
        "MATCH (n:N) WHERE n.number % 100 = 1 SET n.age = 1000, n.city = 'a new city'",
        "MATCH (n:N) WHERE n.number % 100 = 2 SET n.age = 'text', n.city = 5",
        "MATCH (n:N) WHERE n.number % 100 = 3 DETACH DELETE n",
        "MATCH ()-[r:R]->() WHERE r.weight = 3 SET r.weight = 30.5",
        "MATCH (n:N) SET n.city = null",
    ] {
        graph
            .run(change, &Map::new())
            .unwrap_or_else(|error| panic!("{change}: {error}"));
        agree(&graph, change);
    }
}

#[test]
fn a_statement_sees_what_it_wrote_itself() {
    let graph = graph();
    let reads = "MATCH (n:N) RETURN sum(n.age)";
    let before = graph.rows(reads);
    for _ in 0..2 {
        let rows = graph.rows(
            "MATCH (n:N) WITH sum(n.age) AS before, collect(n) AS all
             UNWIND all AS n SET n.age = n.age + 1
             WITH DISTINCT before
             MATCH (m:N) WITH before, sum(m.age) AS after, count(m.age) AS changed
             RETURN after - before = changed",
        );
        assert_eq!(rows, "true");
    }
    assert_ne!(graph.rows(reads), before);
}

/// Aggregations of all nodes, which segments answer as a whole where nothing is in the way.
const OF_ALL: &[&str] = &[
    "MATCH (n:N) RETURN min(n.age), max(n.age), sum(n.age), count(n.age), count(*)",
    "MATCH (n:N) RETURN min(n.score), max(n.score), sum(n.score), avg(n.score), count(n.score)",
    "MATCH (n:N) RETURN min(n.finite), max(n.finite), sum(n.finite), avg(n.finite)",
    "MATCH (n:N) RETURN min(n.mixed), max(n.mixed), count(n.mixed), collect(n.mixed)",
    "MATCH (n:N) RETURN min(n.numbers), max(n.numbers), sum(n.numbers), avg(n.numbers)",
    "MATCH (n:N) RETURN sum(n.mixed)",
    "MATCH (n:N) RETURN min(n.city), max(n.city), count(n.city), min(n.name), max(n.name)",
    "MATCH (n:N) RETURN sum(n.large), min(n.large), max(n.large), avg(n.large)",
    "MATCH (n:N) RETURN sum(n.huge), min(n.huge), max(n.huge), stDev(n.huge), stDevP(n.age)",
    "MATCH (n:N) RETURN sum(n.nowhere), min(n.nowhere), count(n.nowhere), collect(n.nowhere)",
    "MATCH (n:N) RETURN collect(n.number), min(n.active), max(n.active)",
    "MATCH (n:N) RETURN min(n.name), min(n.name), max(n.name) + max(n.city)",
    "MATCH (n:O) RETURN min(n.age), max(n.age), sum(n.age), count(*)",
    "MATCH (n:Never) RETURN min(n.age), max(n.age), sum(n.age), count(*), collect(n.age)",
    "MATCH (n) RETURN min(n.age), max(n.age), sum(n.age), count(n.age), count(*)",
    "MATCH (n:N) RETURN percentileDisc(n.age, 0.5), sum(DISTINCT n.age), count(*)",
    "UNWIND [1, 2] AS x CALL (x) { MATCH (n:N) RETURN max(n.age) AS m, sum(n.age + x) AS s }
     RETURN x, m, s",
    "UNWIND [1, 2] AS x CALL (x) { MATCH (n:N) RETURN max(n.age) AS m, sum(n.large) AS s }
     RETURN x, m, s",
    "UNWIND [1, 2] AS x MATCH (n:N) RETURN max(n.age), count(n.age)",
    "MATCH (n:N) WITH max(n.age) AS a MATCH (m:N {age: a}) RETURN a, count(*), min(m.number)",
];

/// Nodes in more segments than one, with nodes of another label in one of them.
fn segments() -> Graph {
    Graph::with(
        "UNWIND range(0, 8499) AS i
         CREATE (:N {number: i, name: 'a name of its own ' + i,
           age: CASE WHEN i % 11 = 0 THEN null ELSE i % 71 END,
           active: CASE WHEN i % 13 = 0 THEN null ELSE i % 3 = 0 END,
           city: CASE WHEN i % 7 = 0 THEN null ELSE 'city ' + (i % 17) END,
           score: CASE WHEN i % 5 = 0 THEN 0.0 / 0.0 WHEN i % 7 = 0 THEN 1.0 / 0.0 ELSE i % 9 / 2.0 END,
           finite: CASE i % 4 WHEN 0 THEN null WHEN 1 THEN -0.0 WHEN 2 THEN 0.1 ELSE -i / 3.0 END,
           numbers: CASE i / 4096 WHEN 0 THEN i % 9 WHEN 1 THEN i % 9 / 2.0 ELSE i % 9 END,
           large: 1099511627775 + i % 2 * i,
           huge: CASE WHEN i % 3 = 0 THEN 9223372036854775807 - i ELSE -4611686018427387904 END,
           mixed: CASE i % 6 WHEN 0 THEN i % 4 WHEN 1 THEN 0.5 + i % 4 WHEN 2 THEN 'text'
             WHEN 3 THEN null WHEN 4 THEN 0.0 / 0.0 ELSE 1.0 END});
         UNWIND range(0, 99) AS i CREATE (:O {age: 1000 + i});
         UNWIND range(0, 999) AS i CREATE (:N {number: -i, age: -i})",
    )
}

/// What a transaction sees, with columns and without.
#[track_caller]
fn agree_in(graph: &Graph, transaction: &mut quiver_storage::Transaction, when: &str) {
    let mut rows = |query: &str| match graph.run_in(transaction, query, &Map::new()) {
        Ok(answer) => answer.rows.join("\n"),
        Err(failure) => failure.message,
    };
    for query in OF_ALL {
        let with = (rows(query), rows(query));
        graph.database.limit_columns(0);
        let without = rows(query);
        graph.database.limit_columns(1 << 28);
        assert_eq!(with.0, without, "{when}: {query}");
        assert_eq!(with.1, without, "{when}, again: {query}");
    }
}

#[test]
fn aggregations_of_whole_segments_are_those_of_the_rows() {
    let graph = segments();
    let before = graph.begin();
    before.snapshot();
    let mut before = before;
    agree_in(&graph, &mut before, "as loaded");
    for change in [
        "MATCH (n:N) WHERE n.number % 5000 = 1 SET n.age = 1000, n.finite = 3",
        "MATCH (n:N) WHERE n.number % 5000 = 2 SET n.age = 1.5, n.city = 5, n.huge = null",
        "MATCH (n:N) WHERE n.number = 4500 OR n.number = -8 SET n:O",
        "MATCH (n:N) WHERE n.number = 4501 REMOVE n:N",
        "MATCH (n:N) WHERE n.age = 70 DELETE n",
        "CREATE (:N {age: 71, large: 5}), (:O {age: 72})",
        "MATCH (n:O) SET n:N",
    ] {
        let mut transaction = graph.begin();
        graph
            .run_in(&mut transaction, change, &Map::new())
            .unwrap_or_else(|error| panic!("{change}: {error}"));
        agree_in(&graph, &mut transaction, &format!("own: {change}"));
        transaction.commit_blocking().unwrap();
        agree_in(&graph, &mut graph.begin(), change);
    }
    agree_in(&graph, &mut before, "before all of it");
}
