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
