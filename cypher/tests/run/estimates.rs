//! The planner's estimates beside what really comes, on data where averages lie: a few hubs know and are
//! known by most, a few values of a property are those of most nodes.

use std::sync::Arc;

use quiver_cypher::{Budget, Cursor, PlanDescription};
use quiver_storage::{AccessMode, TransactionOptions};
use quiver_types::{Map, Value};

use crate::harness::{Graph, Nobody, Rows};

/// 3,000 persons; the first twenty are hubs, who know a seventh of all and are known by as many.
/// `rank` is skewed (half of all have 0), `kind` is of two values, of which one is rare.
const SKEWED: &str = "CREATE INDEX FOR (n:P) ON (n.id); CREATE INDEX FOR (n:P) ON (n.rank);
    CREATE INDEX FOR (n:P) ON (n.kind, n.rank);
    UNWIND range(0, 2999) AS i CREATE (:P {id: i, rank: CASE WHEN i % 2 = 0 THEN 0 ELSE i / 30 END,
      kind: CASE WHEN i % 100 = 1 THEN 'rare' ELSE 'common' END});
    UNWIND range(0, 19) AS h MATCH (a:P {id: h}) UNWIND range(h, 2999, 7) AS i MATCH (b:P {id: i})
      CREATE (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(a);
    UNWIND range(0, 2999) AS i MATCH (a:P {id: i}), (b:P {id: (i * 31 + 7) % 3000}) CREATE (a)-[:KNOWS]->(b);
    UNWIND range(0, 29) AS i CREATE (:C {id: i});
    MATCH (p:P) MATCH (c:C {id: CASE WHEN p.id % 3 = 0 THEN 0 ELSE p.id % 30 END}) CREATE (p)-[:IN]->(c)";

/// Queries, and by which factor the estimate of any operator of the pattern may be off.
const CASES: &[(&str, f64)] = &[
    ("MATCH (n:P) WHERE n.rank = 0 RETURN n.id", 1.5),
    ("MATCH (n:P) WHERE n.rank = 50 RETURN n.id", 2.0),
    ("MATCH (n:P) WHERE n.rank > 90 RETURN n.id", 1.5),
    (
        "MATCH (n:P) WHERE n.rank > 0 AND n.rank < 10 RETURN n.id",
        1.5,
    ),
    ("MATCH (n:P) WHERE n.rank IN [0, 50] RETURN n.id", 1.5),
    (
        "MATCH (n:P {kind: 'rare'}) WHERE n.rank > 0 RETURN n.id",
        1.5,
    ),
    (
        "MATCH (n:P {kind: 'rare'}) WHERE n.rank IS NOT NULL RETURN n.id",
        1.5,
    ),
    ("MATCH (a:P)-[:KNOWS]->(b:P) RETURN count(b.id)", 1.5),
    (
        "MATCH (a:P)-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN count(c.id)",
        2.0,
    ),
    (
        "MATCH (a:P)<-[:KNOWS]-(b)-[:KNOWS]->(c) RETURN count(c.id)",
        2.0,
    ),
    (
        "MATCH (a:P)-[:KNOWS]->(b)<-[:KNOWS]-(c) RETURN count(c.id)",
        2.0,
    ),
    (
        "MATCH (a:P)-[:IN]->(c:C)<-[:IN]-(b:P) RETURN count(b.id)",
        2.0,
    ),
    (
        "MATCH (a:P)-[:KNOWS]->(b:P)-[:IN]->(c:C) RETURN count(c.id)",
        2.0,
    ),
    (
        "MATCH (a:P) WHERE a.rank = 0 MATCH (a)-[:KNOWS]->(b:P) RETURN count(b.id)",
        3.0,
    ),
];

/// Runs a query with PROFILE; the plan with what was counted.
fn profile(graph: &Graph, query: &str) -> PlanDescription {
    let text = format!("PROFILE {query}");
    let prepared = graph.engine.prepare(&text, &graph.database, &Nobody);
    let parameters = Arc::new(Map::new());
    let mut cursor = Cursor::new(prepared.unwrap(), parameters, graph.context()).unwrap();
    let mut transaction = graph.database.begin(TransactionOptions {
        mode: AccessMode::Read,
        memory_limit: 0,
        lock_timeout_ms: 0,
    });
    transaction.begin_statement();
    let mut sink = Rows::default();
    cursor
        .pull(&mut transaction, None, Budget::Unlimited, &mut sink)
        .unwrap_or_else(|_| panic!("{query}"));
    cursor.profile()
}

fn number(of: &PlanDescription, wanted: &str) -> f64 {
    let mut arguments = of.arguments.iter();
    match arguments.find(|(name, _)| *name == wanted) {
        Some((_, Value::Integer(n))) => *n as f64,
        Some((_, Value::Float(n))) => *n,
        _ => panic!("no {wanted} of {}", of.operator),
    }
}

/// The largest factor by which an operator that finds the pattern is off.
fn worst(of: &PlanDescription) -> f64 {
    let finds = ["Expand", "Filter", "Seek", "Scan", "Join"];
    let mine = if finds.iter().any(|part| of.operator.contains(part)) {
        let (estimated, real) = (number(of, "EstimatedRows"), number(of, "Rows"));
        let (estimated, real) = (estimated.max(5.0), real.max(5.0));
        (estimated / real).max(real / estimated)
    } else {
        1.0
    };
    of.children.iter().map(worst).fold(mine, f64::max)
}

#[test]
fn estimates_are_near_what_comes() {
    let graph = Graph::with(SKEWED);
    let mut wrong = Vec::new();
    for (query, allowed) in CASES {
        let plan = profile(&graph, query);
        let factor = worst(&plan);
        if factor > *allowed {
            let table = plan
                .arguments
                .iter()
                .find(|(name, _)| *name == "string-representation");
            wrong.push(format!(
                "{query}: off by {factor:.1}, not {allowed}\n{table:?}"
            ));
        }
    }
    let text = wrong.join("\n").replace("\\n", "\n");
    assert!(wrong.is_empty(), "{text}");
}
