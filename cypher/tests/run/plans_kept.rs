//! Which texts share a plan, and when a plan is made anew: told from the counters of the caches.

use quiver_types::{Map, Value};

use crate::harness::Graph;

/// Look-ups by text that hit, by shape that hit, and by shape that missed: planned.
fn counts(graph: &Graph) -> (u64, u64, u64) {
    let counters = graph.engine.cache_counters();
    (
        counters.texts.hits,
        counters.shapes.hits,
        counters.shapes.misses,
    )
}

#[test]
fn texts_that_differ_in_values_of_properties_share_a_plan() {
    let graph = Graph::with(
        "CREATE INDEX FOR (n:P) ON (n.id); UNWIND range(1, 9) AS i CREATE (:P {id: i, s: 'v' + i})",
    );
    let start = counts(&graph);
    assert_eq!(graph.rows("MATCH (n:P {id: 1}) RETURN n.s"), "'v1'");
    assert_eq!(graph.rows("MATCH (n:P {id: 2}) RETURN n.s"), "'v2'");
    assert_eq!(graph.rows("MATCH (n:P {id: 1}) RETURN n.s"), "'v1'");
    assert_eq!(graph.rows("MATCH (n:P {id: 3.0}) RETURN n.s"), "'v3'");
    assert_eq!(graph.rows("MATCH (n:P {id: '3'}) RETURN n.s"), "");
    let now = counts(&graph);
    assert_eq!(
        (now.0 - start.0, now.1 - start.1, now.2 - start.2),
        (1, 1, 3),
        "a text again, a value of the same type, and three types"
    );
    // What names a column or decides what is meant is no such value.
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE n.id < 3 RETURN n.id + 1"),
        "2\n3"
    );
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE n.id < 2 RETURN n.id + 1"),
        "2"
    );
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE n.id < 2 RETURN n.id + 2"),
        "3"
    );
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE n.id IN [1, 2, 12] RETURN n.id"),
        "1\n2"
    );
    assert_eq!(graph.rows("MATCH (n:P) WHERE n.id IN [7] RETURN n.id"), "7");
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE 8 <= n.id AND n.s STARTS WITH 'v' RETURN n.id"),
        "8\n9"
    );
    assert_eq!(
        graph.rows("MATCH (n:P) WHERE 9 <= n.id AND n.s STARTS WITH 'w' RETURN n.id"),
        ""
    );
    assert_eq!(
        graph.rows("CREATE (n:Q {a: 1, b: 'x'}) SET n.c = 2.5 RETURN n"),
        "(:Q {a: 1, b: 'x', c: 2.5})"
    );
    assert_eq!(
        graph.rows("CREATE (n:Q {a: 2, b: 'y'}) SET n.c = 3.5 RETURN n"),
        "(:Q {a: 2, b: 'y', c: 3.5})"
    );
    // A parameter of the query's own stays one, whatever it is called.
    let mut parameters = Map::new();
    parameters.insert("  autoint_0", Value::Integer(4));
    let query = "MATCH (n:P {id: $`  autoint_0`}) WHERE n.id > 1 RETURN n.id";
    assert_eq!(graph.run(query, &parameters).unwrap().rows, ["4"]);
}

#[test]
fn a_plan_is_made_anew_for_a_new_schema_and_for_other_sizes() {
    let graph = Graph::with("UNWIND range(1, 300) AS i CREATE (:P {id: i})");
    let query = "MATCH (n:P {id: 7}) RETURN n.id";
    let planned = |graph: &Graph| counts(graph).2;
    assert_eq!(graph.rows(query), "7");
    let start = planned(&graph);
    assert_eq!(graph.rows(query), "7");
    assert_eq!(planned(&graph), start);
    graph.rows("CREATE INDEX FOR (n:P) ON (n.id)");
    let start = planned(&graph);
    assert_eq!(graph.rows(query), "7");
    assert_eq!(planned(&graph), start + 1, "there is an index now");
    // Three times as many: the plan is used, and another made when there is time.
    graph.rows("UNWIND range(301, 1000) AS i CREATE (:P {id: i})");
    let start = planned(&graph);
    assert_eq!(graph.rows(query), "7");
    assert_eq!(planned(&graph), start);
    assert!(graph.engine.wants_replan());
    assert!(graph.engine.replan(&graph.database));
    assert!(!graph.engine.wants_replan());
    assert_eq!(graph.engine.cache_counters().replans, 1);
    assert_eq!(graph.rows(query), "7");
    assert!(!graph.engine.wants_replan());
    // Twenty times as many: at once.
    graph.rows("UNWIND range(1001, 20000) AS i CREATE (:P {id: i})");
    let start = planned(&graph);
    assert_eq!(graph.rows(query), "7");
    assert_eq!(planned(&graph), start + 1);
    assert!(!graph.engine.wants_replan());
}

#[test]
fn options_pass_over_kept_plans() {
    let graph = Graph::with("UNWIND range(1, 300) AS i CREATE (:P {id: i})");
    let query = "MATCH (n:P) WHERE n.id = 5 RETURN n.id";
    assert_eq!(graph.rows(query), "5");
    let start = counts(&graph);
    for _ in 0..2 {
        assert_eq!(graph.rows(&format!("CYPHER replan=force {query}")), "5");
    }
    assert_eq!(counts(&graph), start, "force looks nothing up");
    assert_eq!(graph.rows(&format!("CYPHER replan=skip {query}")), "5");
    assert_eq!(graph.rows(&format!("CYPHER replan=default {query}")), "5");
    assert_eq!(graph.rows(&format!("CYPHER 5 planner=cost {query}")), "5");
    let now = counts(&graph);
    assert_eq!(
        now.1 - start.1,
        3,
        "the words before a query make no other plan"
    );
    graph.rows("UNWIND range(301, 20000) AS i CREATE (:P {id: i})");
    let start = counts(&graph);
    assert_eq!(graph.rows(&format!("CYPHER replan=skip {query}")), "5");
    assert_eq!(
        counts(&graph).1 - start.1,
        1,
        "skip takes a plan that drifted"
    );
    assert!(
        graph
            .rows(&format!("CYPHER replan=never {query}"))
            .contains("replan")
    );
}
