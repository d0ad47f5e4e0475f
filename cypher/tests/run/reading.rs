//! Reading: matches, optional matches, paths, ordering, subqueries.

use crate::harness::{Graph, check};

const TRIANGLE: &str = "
    CREATE (a:P {name: 'a', age: 1})-[:K {w: 1}]->(b:P {name: 'b', age: 2}),
           (b)-[:K {w: 2}]->(c:P:Q {name: 'c', age: 3}), (c)-[:K {w: 3}]->(a), (c)-[:L]->(c)";

#[test]
fn matches() {
    let graph = Graph::with(TRIANGLE);
    check(
        &graph,
        &[
            ("MATCH (n) RETURN count(*)", "3"),
            ("MATCH (n:P) RETURN n.name ORDER BY n.name", "'a'\n'b'\n'c'"),
            ("MATCH (n:Q) RETURN n", "(:P:Q {age: 3, name: 'c'})"),
            ("MATCH (n:Nope) RETURN n", ""),
            ("MATCH (n {name: 'b'}) RETURN n.age", "2"),
            ("MATCH (a:P {name: 'a'})-[:K]->(b) RETURN b.name", "'b'"),
            ("MATCH (a:P {name: 'a'})<-[:K]-(b) RETURN b.name", "'c'"),
            (
                "MATCH (a:P {name: 'a'})-[r]-(b) RETURN b.name, r.w ORDER BY b.name",
                "'b' | 1\n'c' | 3",
            ),
            ("MATCH (a)-[r:L]-(a) RETURN count(*)", "1"),
            ("MATCH (a)-[r:L]-(b) RETURN count(*)", "1"),
            ("MATCH (a)-[r:K|L]->(b) RETURN count(*)", "4"),
            ("MATCH (a)-[r1]->(b)-[r2]->(c) RETURN count(*)", "5"),
            (
                "MATCH (a)-[r1]-(b)-[r2]-(c) WHERE a.name = 'a' RETURN count(*)",
                "3",
            ),
            ("MATCH (a:P {name: 'a'})-[*2]->(b) RETURN b.name", "'c'"),
            (
                "MATCH (a:P {name: 'a'})-[*0..1]->(b) RETURN b.name ORDER BY b.name",
                "'a'\n'b'",
            ),
            (
                "MATCH (a:P {name: 'a'})-[rs:K*]->(b) RETURN b.name, size(rs) ORDER BY size(rs)",
                "'b' | 1\n'c' | 2\n'a' | 3",
            ),
            (
                "MATCH p = (a:P {name: 'a'})-[:K*2]->(b) RETURN length(p), [n IN nodes(p) | n.name], p",
                "2 | ['a', 'b', 'c'] | <[1, 1, 2, 2] (:P {age: 1, name: 'a'}) (:P {age: 2, name: 'b'}) (:P:Q {age: 3, name: 'c'}) [:K {w: 1}] [:K {w: 2}]>",
            ),
            (
                "MATCH (a:P {name: 'a'}), (b:P {name: 'c'}) MATCH p = shortestPath((a)-[:K*]->(b)) RETURN length(p)",
                "2",
            ),
            (
                "MATCH (a:P {name: 'a'}), (b:P {name: 'c'}) MATCH p = shortestPath((a)-[:K*]-(b)) RETURN length(p)",
                "1",
            ),
            (
                "MATCH (a:P {name: 'a'}), (b:P {name: 'a'}) MATCH p = shortestPath((a)-[:K*]-(b)) RETURN length(p)",
                "!ExecutionFailed",
            ),
            ("MATCH (a:P), (b:P) RETURN count(*)", "9"),
            ("OPTIONAL MATCH (n:Nope) RETURN n", "null"),
            (
                "MATCH (a:P) OPTIONAL MATCH (a)-[r:L]->(b) RETURN a.name, b.name ORDER BY a.name",
                "'a' | null\n'b' | null\n'c' | 'c'",
            ),
            ("MATCH (a:P) WHERE (a)-[:L]->() RETURN a.name", "'c'"),
            (
                "MATCH (a:P) WHERE NOT (a)-[:L]->() RETURN a.name ORDER BY a.name",
                "'a'\n'b'",
            ),
            (
                "MATCH (a:P) WHERE EXISTS { MATCH (a)-[:K]->(b) WHERE b.age > 2 } RETURN a.name",
                "'b'",
            ),
            (
                "MATCH (a:P) RETURN a.name, COUNT { (a)--() } AS d ORDER BY a.name",
                "'a' | 2\n'b' | 2\n'c' | 3",
            ),
            (
                "MATCH (a:P) RETURN [(a)-[:K]->(b) | b.name] AS names ORDER BY a.name",
                "['b']\n['c']\n['a']",
            ),
            ("MATCH (a:P) WHERE a:Q RETURN a.name", "'c'"),
            (
                "MATCH (a)-[r]->(b) WHERE type(r) = 'L' RETURN startNode(r) = endNode(r)",
                "true",
            ),
            (
                "MATCH (a:P) RETURN a.name AS n ORDER BY a.age DESC SKIP 1 LIMIT 1",
                "'b'",
            ),
            (
                "MATCH (a:P) WITH a ORDER BY a.age LIMIT 2 RETURN sum(a.age)",
                "3",
            ),
            (
                "MATCH (a:P) RETURN a {.name, twice: a.age * 2} AS m ORDER BY a.age LIMIT 1",
                "{name: 'a', twice: 2}",
            ),
            (
                "MATCH (a:Q) RETURN labels(a), keys(a), properties(a)",
                "['P', 'Q'] | ['name', 'age'] | {age: 3, name: 'c'}",
            ),
            ("UNWIND [3, 1, 2] AS x RETURN x ORDER BY x LIMIT 2", "1\n2"),
            (
                "UNWIND [1, null, 'a', true, 2.5] AS x RETURN x ORDER BY x",
                "'a'\ntrue\n1\n2.5\nnull",
            ),
            ("UNWIND [1, 1, 2] AS x RETURN DISTINCT x", "1\n2"),
            ("RETURN 1 AS x UNION RETURN 1 AS x", "1"),
            ("RETURN 1 AS x UNION ALL RETURN 1 AS x", "1\n1"),
            ("CALL { MATCH (a:P) RETURN count(*) AS n } RETURN n", "3"),
            (
                "MATCH (a:P) CALL (a) { MATCH (a)-[:K]->(b) RETURN b.name AS name } RETURN a.name, name ORDER BY name",
                "'c' | 'a'\n'a' | 'b'\n'b' | 'c'",
            ),
            ("UNWIND range(1, 5) AS i RETURN count(*)", "5"),
            ("UNWIND [] AS x RETURN x", ""),
            ("UNWIND null AS x RETURN x", ""),
            ("RETURN 1 LIMIT 0", ""),
        ],
    );
}

#[test]
fn the_first_rows_of_an_order_are_those_of_the_whole_order() {
    let graph = Graph::empty();
    let all = "UNWIND range(1, 20000) AS i WITH i, (i * 7919) % 1000 AS k, i % 3 AS l";
    for order in ["k", "k DESC", "k, i DESC", "l DESC, k", "l, k DESC, i"] {
        for limit in [1, 10, 3000] {
            let top = graph.rows(&format!(
                "{all} RETURN i, k, l ORDER BY {order} LIMIT {limit}"
            ));
            let sorted = graph.rows(&format!(
                "{all} WITH i, k, l ORDER BY {order} WITH collect([i, k, l]) AS rows
                 UNWIND rows[..{limit}] AS r RETURN r[0], r[1], r[2]"
            ));
            assert_eq!(top, sorted, "{order} {limit}");
        }
    }
}
