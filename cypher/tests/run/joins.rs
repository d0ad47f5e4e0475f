//! What hash joins find is what comparing every pair finds: keys of one type, of several, missing, NaN,
//! many of one, and pairs of nodes. Sides are large enough for a join to be chosen.

use super::harness::Graph;

const KEYS: [&str; 6] = ["whole", "float", "mixed", "text", "few", "nowhere"];

fn graph() -> Graph {
    Graph::with(
        "UNWIND ['A', 'B'] AS label UNWIND range(0, 299) AS i
         CREATE (:$(label) {n: i, whole: i, few: i % 3,
           float: CASE i % 5 WHEN 0 THEN 0.0 / 0.0 WHEN 1 THEN null WHEN 2 THEN i + 0.5 ELSE toFloat(i) END,
           text: CASE i % 4 WHEN 0 THEN null ELSE 'text ' + i % 50 END,
           mixed: CASE i % 8 WHEN 0 THEN null WHEN 1 THEN 'text ' + i % 50 WHEN 2 THEN toFloat(i)
             WHEN 3 THEN 0.0 / 0.0 WHEN 4 THEN [i % 7, 1] WHEN 5 THEN i % 16 = 5 ELSE i END});
         UNWIND range(0, 19) AS i CREATE (:C {n: i});
         MATCH (c:C) WITH collect(c) AS all MATCH (a:A)
         WITH a, all[a.n % 20] AS c, all[a.n * 7 % 20] AS d CREATE (a)-[:W]->(c), (a)-[:W]->(d);
         MATCH (a:A) WITH collect(a) AS all UNWIND range(0, 2999) AS i
         WITH all[i % 300] AS a, all[i * 17 % 300] AS b CREATE (a)-[:K]->(b)",
    )
}

#[test]
fn a_join_by_value_finds_what_every_pair_compared_finds() {
    let graph = graph();
    for left in KEYS {
        for right in KEYS {
            let joined = format!(
                "MATCH (a:A), (b:B) WHERE a.{left} = b.{right}
                 RETURN count(*), sum(a.n * 1000 + b.n), max(b.n)"
            );
            let compared = format!(
                "MATCH (b:B) WITH collect([b.n, b.{right}]) AS all MATCH (a:A) UNWIND all AS other
                 WITH a, other WHERE a.{left} = other[1]
                 RETURN count(*), sum(a.n * 1000 + other[0]), max(other[0])"
            );
            let expected = graph.rows(&compared);
            assert_eq!(graph.rows(&joined), expected, "{left} and {right}");
        }
    }
}

#[test]
fn a_join_by_nodes_finds_what_every_pair_compared_finds() {
    let graph = graph();
    let compared = graph.rows(
        "MATCH (a:A)-[k:K]->(b:A) WITH a, k, b MATCH (a)-[:W]->(c:C)
         WITH k, c, b, COUNT { (b)-[:W]->(c) } AS n RETURN sum(n), sum(c.n * n)",
    );
    for joined in [
        "MATCH (c:C)<-[:W]-(a:A)-[:K]->(b:A)-[:W]->(c) WHERE a <> b RETURN count(*), sum(c.n)",
        "MATCH (a:A)-[:W]->(c:C) WITH a, c MATCH (a)-[:K]->(b:A), (b)-[:W]->(c) WHERE a <> b
         RETURN count(*), sum(c.n)",
    ] {
        let without_loops = graph.rows(
            "MATCH (a:A)-[k:K]->(a) WITH a, k MATCH (a)-[:W]->(c:C)
             WITH k, c, a, COUNT { (a)-[:W]->(c) } AS n RETURN sum(n), sum(c.n * n)",
        );
        let numbers = |text: &str| -> Vec<i64> {
            let parts = text.split([',', ' ', '|']).filter(|part| !part.is_empty());
            parts.map(|part| part.parse().unwrap()).collect()
        };
        let expected: Vec<i64> = numbers(&compared)
            .iter()
            .zip(numbers(&without_loops))
            .map(|(all, loops)| all - loops)
            .collect();
        assert_eq!(numbers(&graph.rows(joined)), expected, "{joined}");
    }
}
