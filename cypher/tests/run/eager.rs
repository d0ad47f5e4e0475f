//! With an Eager behind every clause the answers and the graph afterwards are the same: no plan
//! lacks one that it needs.

use quiver_cypher::{Engine, EngineOptions};
use quiver_types::Map;

use crate::harness::Graph;

const SETUP: &str =
    "CREATE INDEX FOR (n:P) ON (n.id); CREATE CONSTRAINT FOR (n:U) REQUIRE n.id IS UNIQUE;
    UNWIND range(1, 8) AS i CREATE (:P {id: i, x: i % 3}), (:U {id: i});
    MATCH (a:P), (b:P) WHERE (a.id + 3 * b.id) % 5 = 0 CREATE (a)-[:T {w: a.id - b.id}]->(b);
    MATCH (a:P), (b:U) WHERE a.id % 4 = b.id % 3 CREATE (a)-[:S]->(b)";

/// Queries that read what they or their other clauses write, in every order of kinds of clauses.
const CORPUS: &[&str] = &[
    "MATCH (n:P) CREATE (:P {id: n.id + 10, x: 1})",
    "MATCH (n:P) WHERE n.id < 4 CREATE (m:P {id: n.id + 20}) WITH m MATCH (k:P) RETURN m.id, count(k)",
    "MATCH (a:P)-[r:T]->(b) CREATE (b)-[:T {w: r.w + 1}]->(a)",
    "MATCH (a:P)-[:T]->(b) MERGE (a)-[:S]->(b) RETURN a.id, b.id",
    "MATCH (n:P) SET n.x = n.x + 1 WITH n MATCH (m:P {x: n.x}) RETURN n.id, count(m)",
    "MATCH (n:P) WHERE n.x = 1 SET n.x = 2 WITH n MATCH (m:P) WHERE m.x = 2 RETURN n.id, m.id",
    "MATCH (a:P)-[r]->(b) WHERE a.id = b.id + 1 DELETE r",
    "MATCH (a:P)-[r:T]->(b) WHERE r.w > 2 DELETE r WITH a MATCH (a)-[s]->(c) RETURN a.id, count(s)",
    "MATCH (n:U) WHERE n.id > 5 DETACH DELETE n",
    "MATCH (n:P) WHERE n.id % 2 = 0 REMOVE n.x WITH n MATCH (m:P) WHERE m.x IS NULL RETURN count(*)",
    "UNWIND [1, 2, 2, 3] AS i MERGE (n:Q {id: i}) ON CREATE SET n.c = 1 ON MATCH SET n.c = n.c + 1 RETURN n.id, n.c",
    "UNWIND [3, 30, 31] AS i MERGE (n:U {id: i}) RETURN n.id",
    "MATCH (n:P) MERGE (m:R {x: coalesce(n.x, 0)}) RETURN count(m)",
    "MATCH (n:P) FOREACH (i IN [1, 2] | CREATE (n)-[:F {i: i}]->(:G)) WITH n MATCH (n)-[f:F]->() RETURN n.id, count(f)",
    "MATCH (n:P) CALL (n) { CREATE (:H {of: n.id}) } MATCH (h:H) RETURN n.id, count(h)",
    "MATCH (n:P) CALL (n) { MATCH (n)-[:T]->(m) RETURN count(m) AS c } SET n.c = c RETURN n.id, n.c",
    "MATCH (n:P) SET n:Z WITH count(*) AS c MATCH (m:Z) RETURN c, count(m)",
    "MATCH (n:Z) REMOVE n:Z WITH n MATCH (m:Z) RETURN n.id, m.id",
    "MATCH (n:P) OPTIONAL MATCH (n)-[r:F]->(g) DELETE r RETURN n.id, count(g)",
    "MATCH (n:P) WHERE EXISTS { (n)-[:T]->() } SET n.y = count { (n)-->() } RETURN n.id, n.y",
    "MATCH (a:P), (b:P) WHERE a.x = b.id RETURN a.id, b.id ORDER BY a.id DESC, b.id SKIP 1 LIMIT 4",
    "MATCH (a:P)-[:T*1..2]->(b) RETURN a.id, count(DISTINCT b)",
    "MATCH (n:P) RETURN n.id AS id UNION MATCH (u:U) RETURN u.id AS id",
    "MATCH (n:G) WITH n LIMIT 3 SET n.first = true RETURN count(*)",
    "MATCH (n:P) WITH n.x AS x, collect(n) AS ns UNWIND ns AS n SET n.peers = size(ns) RETURN x, count(*)",
    "MATCH (n:P {id: 1}) SET n.id = 2 WITH n MATCH (m:P {id: 2}) RETURN count(m)",
    "MATCH (n:P) WHERE n.id > 0 SET n.id = n.id + 1",
    "MATCH (n:P) DETACH DELETE n",
];

fn graph(eager_everywhere: bool) -> Graph {
    let mut graph = Graph::with(SETUP);
    graph.engine = Engine::new(EngineOptions {
        eager_everywhere,
        ..EngineOptions::default()
    });
    graph
}

fn sorted(graph: &Graph, query: &str) -> Vec<String> {
    let mut rows: Vec<String> = graph.rows(query).lines().map(str::to_owned).collect();
    rows.sort();
    rows
}

#[test]
fn an_eager_behind_every_clause_changes_nothing() {
    let (plain, eager) = (graph(false), graph(true));
    let mut eagers = 0;
    for query in CORPUS {
        let (a, b) = (
            plain
                .run(query, &Map::new())
                .unwrap_or_else(|e| panic!("{query}: {e}")),
            eager
                .run(query, &Map::new())
                .unwrap_or_else(|e| panic!("{query}: {e}")),
        );
        let (mut rows, mut others) = (a.rows, b.rows);
        rows.sort();
        others.sort();
        assert_eq!(rows, others, "{query}");
        assert_eq!(a.statistics, b.statistics, "{query}");
        for all in ["MATCH (n) RETURN n", "MATCH (a)-[r]->(b) RETURN a, r, b"] {
            assert_eq!(sorted(&plain, all), sorted(&eager, all), "after {query}");
        }
        let described = |graph: &Graph| {
            let prepared = graph
                .engine
                .prepare(query, &graph.database, &crate::harness::Nobody);
            format!("{:?}", prepared.unwrap().plan_description())
        };
        let count = |text: String| text.matches("operator: \"Eager\"").count();
        eagers += count(described(&eager));
        assert!(
            count(described(&eager)) >= count(described(&plain)),
            "{query}"
        );
    }
    assert!(
        eagers > 2 * CORPUS.len(),
        "the switch does nothing: {eagers}"
    );
}
