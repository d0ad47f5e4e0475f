//! Rules change how a query is run and never what it answers: each against itself switched off, over
//! data made for it, and with a look at the plan so that the rule was really there.

use std::fmt::Write;

use quiver_cypher::{Engine, EngineOptions};
use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

use crate::harness::{Graph, Nobody};

fn switch(graph: &mut Graph, off: &[&str]) {
    graph.engine = Engine::new(EngineOptions {
        disabled_rules: off.iter().map(|&name| name.to_owned()).collect(),
        ..EngineOptions::default()
    });
}

/// The plan's table.
fn plan(graph: &Graph, query: &str) -> String {
    let prepared = graph
        .engine
        .prepare(query, &graph.database, &Nobody)
        .unwrap();
    let description = prepared.plan_description();
    let mut arguments = description.arguments.iter();
    match arguments.find(|(name, _)| *name == "string-representation") {
        Some((_, Value::String(table))) => table.to_string(),
        _ => panic!("no table"),
    }
}

/// Runs queries with the rule and without: the same rows, and plans that differ as `sign` says.
fn compare(graph: &mut Graph, rules: &[&str], sign: &str, queries: &[String], ordered: bool) {
    for query in queries {
        let mut answers = Vec::new();
        for off in [&[][..], rules] {
            switch(graph, off);
            let shown = plan(graph, query);
            assert_eq!(shown.contains(sign), off.is_empty(), "{query}\n{shown}");
            let mut rows: Vec<String> = graph.rows(query).lines().map(str::to_owned).collect();
            if !ordered {
                rows.sort();
            }
            answers.push(rows);
        }
        assert_eq!(answers[0], answers[1], "{query}");
    }
}

fn texts(queries: &[&str]) -> Vec<String> {
    queries.iter().map(|&query| query.to_owned()).collect()
}

/// Values of every kind that is ordered, long texts that an index keeps in part, and none.
const VALUES: &str =
    "CREATE INDEX FOR (n:P) ON (n.v); CREATE INDEX FOR (n:P) ON (n.a, n.b);
    CREATE CONSTRAINT FOR (n:U) REQUIRE n.v IS UNIQUE;
    UNWIND range(1, 300) AS i CREATE (:P {v: (i * 7919) % 1000, i: i, a: i % 5, b: (i * 31) % 17});
    UNWIND range(1, 40) AS i CREATE (:P {v: i * 1.37, i: 300 + i, a: i % 3});
    UNWIND range(1, 40) AS i CREATE (:P {v: 'text ' + toString(i * 77 % 41), i: 400 + i, b: i});
    UNWIND [true, false, date('2020-01-02'), date('1999-12-31'), duration('P1D'), [1, 2], [1], 0.0 / 0.0] AS v CREATE (:P {v: v, i: 500});
    UNWIND range(1, 30) AS i CREATE (:P {i: 600 + i});
    UNWIND [3, 1, 2, 12, 11] AS i WITH reduce(t = '', x IN range(1, 1100) | t + 'x') + toString(i) AS long CREATE (:P {v: long, i: 700}), (:U {v: long});
    UNWIND range(1, 100) AS i CREATE (:U {v: i * 3})";

#[test]
fn an_index_gives_its_order() {
    let mut graph = Graph::with(VALUES);
    let mut queries = Vec::new();
    for (label, predicate) in [
        ("P", "n.v IS NOT NULL"),
        ("P", "n.v > 100"),
        ("P", "n.v >= 3 AND n.v < 700.5"),
        ("P", "n.v STARTS WITH 'text'"),
        ("P", "n.v STARTS WITH 'x'"),
        ("P", "n.v > 'text 2'"),
        ("P", "n.v IS NOT NULL AND n.i % 7 = 1"),
        ("U", "n.v > 50"),
        ("U", "n.v STARTS WITH 'xx'"),
    ] {
        for way in ["", " DESC"] {
            for limit in [0, 1, 3, 64, 65, 300] {
                queries.push(format!(
                    "MATCH (n:{label}) WHERE {predicate} RETURN n.v AS v ORDER BY v{way} LIMIT {limit}"
                ));
            }
            queries.push(format!(
                "MATCH (n:{label}) WHERE {predicate} WITH n ORDER BY n.v{way} SKIP 2 LIMIT 5 RETURN n.v AS v"
            ));
        }
    }
    for query in &queries {
        let mut rows = Vec::new();
        for off in [&[][..], &["index_order"][..]] {
            switch(&mut graph, off);
            rows.push(graph.rows(query));
        }
        assert_eq!(rows[0], rows[1], "{query}");
    }
    switch(&mut graph, &[]);
    for query in [
        "MATCH (n:P) WHERE n.v > 100 RETURN n ORDER BY n.v LIMIT 3",
        "MATCH (n:P) WHERE n.v IS NOT NULL RETURN n.i AS i ORDER BY n.v DESC LIMIT 3",
        "MATCH (n:P) WHERE n.v IN [1, 2, 3] RETURN n.v AS v ORDER BY v",
        "MATCH (n:P) WHERE n.a = 1 AND n.b > 3 WITH n ORDER BY n.b DESC LIMIT 4 RETURN n.b",
        "MATCH (n:P) WHERE n.a = 1 AND n.b IS NOT NULL WITH n ORDER BY n.a, n.b LIMIT 4 RETURN n.b",
        "MATCH (n:P) WHERE n.v > 990 OPTIONAL MATCH (n)-->(m) WITH n, m WHERE m IS NULL RETURN n.v",
        "MATCH (n:P) WHERE n.v > 990 MATCH (n)-->(m) RETURN m ORDER BY n.v",
    ] {
        let shown = plan(&graph, query);
        assert!(
            !shown.contains("Sort") && !shown.contains("Top"),
            "{query}\n{shown}"
        );
    }
    for query in [
        "MATCH (n:P) RETURN n ORDER BY n.v LIMIT 3",
        "MATCH (n:P) WHERE n.v > 100 RETURN n ORDER BY n.i LIMIT 3",
        "MATCH (n:P) WHERE n.v > 100 RETURN n ORDER BY n.v, n.i LIMIT 3",
        "MATCH (n:P) WHERE n.a > 1 AND n.b = 3 RETURN n ORDER BY n.b, n.a DESC LIMIT 3",
        "UNWIND [1, 2] AS x MATCH (n:P) WHERE n.v > x RETURN n ORDER BY n.v LIMIT 3",
    ] {
        let shown = plan(&graph, query);
        assert!(
            shown.contains("Sort") || shown.contains("Top"),
            "{query}\n{shown}"
        );
    }
}

#[test]
fn an_index_in_order_sees_own_writes() {
    let mut graph = Graph::with(VALUES);
    for off in [&[][..], &["index_order", "index_extreme"][..]] {
        switch(&mut graph, off);
        let query = "MATCH (d:P) WHERE d.v IN [7, 8, 9, 10, 996, 997] DETACH DELETE d \
             WITH count(*) AS c UNWIND [995.5, 8.5, -1] AS x CREATE (:P {v: x}) \
             WITH count(*) AS c CALL () { MATCH (n:P) WHERE n.v > -5 RETURN collect(n.v)[0..0] AS none } \
             CALL () { MATCH (n:P) WHERE n.v > 5 AND n.v < 998 WITH n ORDER BY n.v LIMIT 3 RETURN collect(n.v) AS low } \
             CALL () { MATCH (n:P) WHERE n.v > 5 AND n.v < 998 WITH n ORDER BY n.v DESC LIMIT 3 RETURN collect(n.v) AS high } \
             CALL () { MATCH (n:P) WHERE n.v < 5 RETURN min(n.v) AS least } \
             RETURN low, high, least";
        let first = graph.rows(query);
        graph = Graph::with(VALUES);
        assert_eq!(
            first, "[5.48, 6, 6.8500000000000005] | [995.5, 993, 990] | -1",
            "{off:?}"
        );
    }
}

#[test]
fn an_index_gives_extremes() {
    let mut graph = Graph::with(VALUES);
    let mut queries = Vec::new();
    for function in ["min", "max"] {
        for (label, predicate) in [
            ("P", "n.a IS NULL OR n.a > 0"),
            ("P", "n.v > 10"),
            ("P", "n.v < 10.5 AND n.i % 2 = 0"),
            ("P", "n.v STARTS WITH 'text'"),
            ("P", "n.v > 100000"),
            ("U", "n.v < 60"),
            ("U", "n:U"),
        ] {
            queries.push(format!(
                "MATCH (n:{label}) WHERE {predicate} RETURN {function}(n.v) AS x"
            ));
        }
    }
    compare(&mut graph, &["index_extreme"], "Limit", &queries, true);
    // Not where others are asked for too, or of what no index is sorted by.
    for query in [
        "MATCH (n:P) RETURN min(n.v), max(n.v)",
        "MATCH (n:P) WHERE n.v > 3 RETURN n.i % 2 AS odd, min(n.v)",
        "MATCH (n:P) RETURN max(n.i)",
        "MATCH (n:P) WHERE n.v > 3 RETURN max(n.v + 1)",
    ] {
        let shown = plan(&graph, query);
        assert!(!shown.contains("Limit"), "{query}\n{shown}");
    }
}

fn multigraph(rng: &mut Rng) -> String {
    let size = 2 + rng.below(9);
    let mut setup = String::from("CREATE ");
    for id in 0..size {
        let _ = write!(setup, "(n{id}:N {{id: {id}}}), ");
    }
    for _ in 0..rng.below(20) {
        let (from, to) = (rng.below(size).min(rng.below(size)), rng.below(size));
        let _ = write!(setup, "(n{from})-[:T {{w: {}}}]->(n{to}), ", rng.below(2));
    }
    setup.trim_end_matches(", ").to_owned()
}

#[test]
fn pruned_paths_lead_to_the_same_nodes() {
    let queries = [
        "MATCH (a:N)-[:T*1..3]->(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)<-[:T*1..2]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)-[:T*1..3]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)-[:T*1..2]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)-[:T*1..1]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)-[*0..4]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N {id: 0})-[*1..5]-(b) RETURN a.id, count(DISTINCT b)",
        "MATCH (a:N {id: 1})-[*..4]->(b) RETURN min(b.id), max(b.id), count(DISTINCT b.id)",
        "MATCH (a:N)-[:T*1..3 {w: 1}]-(b) RETURN DISTINCT a.id, b.id",
        "MATCH (a:N)-[r:T]->(b)-[*1..3]-(c) RETURN DISTINCT a.id, r.w, c.id",
        "MATCH (a:N)-[:T*1..2]->(b) WHERE b.id > a.id WITH DISTINCT a, b RETURN a.id, b.id",
        "MATCH (a:N) WHERE EXISTS { (a)-[:T*1..3]-(:N {id: 1}) } RETURN a.id",
        "MATCH (a:N) WHERE NOT (a)-[:T*1..4]->(:N {id: 0}) RETURN a.id",
    ];
    for seed in 0..40 {
        let mut graph = Graph::with(&multigraph(&mut Rng::from_seed(seed)));
        compare(
            &mut graph,
            &["pruning"],
            "Pruning,BFS",
            &texts(&queries),
            false,
        );
    }
    // Not where anything can tell one path from another.
    let graph = Graph::with("CREATE (:N {id: 0})");
    for query in [
        "MATCH (a:N)-[:T*1..3]->(b) RETURN a.id, b.id",
        "MATCH (a:N)-[:T*1..3]->(b) RETURN a.id, count(b)",
        "MATCH (a:N)-[r:T*1..3]->(b) RETURN DISTINCT b.id, size(r)",
        "MATCH p = (a:N)-[:T*1..3]->(b) RETURN DISTINCT length(p)",
        "MATCH (a:N)-[:T*2..3]->(b) RETURN DISTINCT b.id",
    ] {
        let shown = plan(&graph, query);
        assert!(!shown.contains("Pruning"), "{query}\n{shown}");
    }
}

#[test]
fn relationships_are_found_by_id_and_by_index() {
    let graph = Graph::with(
        "CREATE INDEX FOR ()-[r:T]-() ON (r.w); CREATE INDEX FOR ()-[r:T]-() ON (r.x, r.y);
        UNWIND range(1, 60) AS i CREATE (a:A {id: i})-[:T {w: i % 20, x: i % 3, y: i}]->(b:B {id: i}), (b)-[:S {w: i}]->(a);
        UNWIND range(1, 2000) AS i CREATE (:X)-[:T {w: -i}]->(:X)",
    );
    for (query, operator, rows) in [
        (
            "MATCH (a)-[r:T {w: 7}]->(b) RETURN a.id ORDER BY a.id",
            "DirectedRelationshipIndexSeek",
            "7\n27\n47",
        ),
        (
            "MATCH (a)-[r:T]-(b) WHERE r.w > 18 RETURN count(*)",
            "UndirectedRelationshipIndexSeek",
            "6",
        ),
        (
            "MATCH (a:B)-[r:T]-(b) WHERE r.w > 18 RETURN count(*)",
            "UndirectedRelationshipIndexSeek",
            "3",
        ),
        (
            "MATCH ()-[r:T {x: 1}]->() WHERE r.y > 50 RETURN count(r)",
            "DirectedRelationshipIndexSeek",
            "3",
        ),
        (
            "MATCH ()-[r:T {x: 1}]->() WHERE r.y IS NOT NULL AND r.y < 5 RETURN count(r)",
            "DirectedRelationshipIndexSeek",
            "2",
        ),
        (
            "UNWIND [3, 4] AS w MATCH (a)<-[r:T {w: w}]-(b) RETURN sum(b.id)",
            "DirectedRelationshipIndexSeek",
            "141",
        ),
        (
            "MATCH ()-[r:T]->() WHERE r.w IN [1, 2, 2] RETURN count(*)",
            "DirectedRelationshipIndexSeek",
            "6",
        ),
        (
            "MATCH (a)-[r:S {w: 7}]->(b) RETURN a.id",
            "RelationshipTypeScan",
            "7",
        ),
        (
            "MATCH ()-[r]->() WHERE id(r) = 0 RETURN type(r)",
            "DirectedRelationshipByIdSeek",
            "'T'",
        ),
        (
            "MATCH ()-[r:S]->() WHERE id(r) = 0 RETURN type(r)",
            "DirectedRelationshipByIdSeek",
            "",
        ),
        (
            "MATCH (a)-[r]-(b) WHERE id(r) IN [0, 0, 1, 100000] RETURN count(*)",
            "UndirectedRelationshipByIdSeek",
            "4",
        ),
        (
            "MATCH ()-[x:T {w: 7}]->() WITH collect(elementId(x)) AS ids UNWIND ids AS i MATCH (a)-[r]->(b) WHERE elementId(r) = i RETURN count(*), sum(a.id)",
            "DirectedRelationshipByIdSeek",
            "3 | 81",
        ),
        (
            "MATCH ()-[x:T {w: 7}]->() WITH collect(elementId(x)) AS ids MATCH (a)-[r]->(b) WHERE elementId(r) IN ids SET r.seen = true RETURN count(*)",
            "DirectedRelationshipByIdSeek",
            "3",
        ),
        (
            "MATCH (a:A {id: 7})-[r:T]->(b) WHERE r.w = 7 MATCH (c)-[s:T {w: 7}]->(d) WHERE s <> r RETURN count(*)",
            "DirectedRelationshipIndexSeek",
            "2",
        ),
        (
            "MATCH (a)-[r:T {w: 7}]->(b)-[s:S]->(c) RETURN count(*)",
            "DirectedRelationshipIndexSeek",
            "3",
        ),
    ] {
        let shown = plan(&graph, query);
        assert!(shown.contains(operator), "{query}\n{shown}");
        assert_eq!(graph.rows(query), rows, "{query}");
    }
    let mut parameters = Map::new();
    parameters.insert("w", Value::Integer(3));
    let query = "MATCH ()-[r:T {w: $w}]->() DELETE r RETURN count(*)";
    assert_eq!(graph.run(query, &parameters).unwrap().rows, ["3"]);
    let query = "MATCH ()-[r:T {w: $w}]->() RETURN count(*)";
    assert_eq!(graph.run(query, &parameters).unwrap().rows, ["0"]);
}

#[test]
fn an_or_of_equalities_is_one_list() {
    let mut graph = Graph::with(VALUES);
    let queries = [
        "MATCH (n:P) WHERE n.v = 1 OR n.v = 2 OR 7 = n.v RETURN n.i",
        "MATCH (n:P) WHERE n.v = 1 OR n.v = 1 OR n.v IN [2, 2, 1] RETURN n.i",
        "MATCH (n:P) WHERE n.v = 919 OR n.v = null OR n.v = 1.37 RETURN n.i",
        "MATCH (n:P) WHERE n.v = 'text 3' OR n.v = true OR n.v = [1, 2] OR n.v = [1, null] RETURN n.i",
        "UNWIND [1, 2, null] AS x MATCH (n:P) WHERE n.v = x OR n.v = 919 RETURN n.i, x",
        "MATCH (n:P) WHERE NOT (n.i = 1 OR n.i = 2 OR n.i = null) RETURN n.i",
        "MATCH (n:P) WHERE (n.i = 1 OR n.i = null) IS NULL RETURN n.i",
        "MATCH (n:P) WHERE n.v = 0.0 / 0.0 OR n.v = 4 RETURN n.i",
    ];
    for query in queries {
        let mut answers = Vec::new();
        for off in [&[][..], &["or_to_in"][..]] {
            switch(&mut graph, off);
            let mut rows: Vec<String> = graph.rows(query).lines().map(str::to_owned).collect();
            rows.sort();
            answers.push(rows);
        }
        assert_eq!(answers[0], answers[1], "{query}");
    }
    switch(&mut graph, &[]);
    let shown = plan(&graph, queries[0]);
    assert!(shown.contains("NodeIndexSeek"), "{shown}");
}
