//! Quantified path patterns, path selectors, path modes and match modes. Every row is what a Neo4j
//! 2026.08.1 answered to the same.

use quiver_types::rng::Rng;

use crate::answers::check_answers;
use crate::harness::Graph;

/// a-[1]->b, b-[2]->c, c-[3]->d, a-[4]->c, b-[S 5]->d, d-[6]->a.
const GRAPH: &str = "CREATE (a:Q {n:'a'}), (b:Q {n:'b'}), (c:Q {n:'c'}), (d:Q {n:'d'}), (a)-[:R {w:1}]->(b), (b)-[:R {w:2}]->(c), (c)-[:R {w:3}]->(d), (a)-[:R {w:4}]->(c), (b)-[:S {w:5}]->(d), (d)-[:R {w:6}]->(a)";

#[track_caller]
fn check(cases: &[(&'static str, &'static str)]) {
    let cases: Vec<_> = cases
        .iter()
        .map(|(query, rows)| (GRAPH, *query, *rows))
        .collect();
    check_answers(&cases);
}

#[test]
fn quantified_relationships() {
    check(&[
        (
            "MATCH (a:Q {n:'a'})-[r:R]->{1,2}(b) RETURN [x IN r | x.w] AS w, b.n AS b ORDER BY w",
            "[1] | 'b'\n[1, 2] | 'c'\n[4] | 'c'\n[4, 3] | 'd'",
        ),
        (
            "MATCH (a:Q {n:'a'})-[:R]->+(b) RETURN b.n AS b, count(*) AS c ORDER BY b",
            "'a' | 2\n'b' | 2\n'c' | 4\n'd' | 2",
        ),
        (
            "MATCH (a:Q {n:'a'})-[:R]->*(b) RETURN b.n AS b, count(*) AS c ORDER BY b",
            "'a' | 3\n'b' | 2\n'c' | 4\n'd' | 2",
        ),
        (
            "MATCH (a:Q {n:'a'})-[r:R WHERE r.w < 4]->*(b) RETURN b.n AS b, [x IN r | x.w] AS w ORDER BY w",
            "'a' | []\n'b' | [1]\n'c' | [1, 2]\n'd' | [1, 2, 3]",
        ),
        (
            "MATCH (a:Q {n:'a'})-[r]-{1,2}(b:Q) RETURN [q IN r|q.w] AS r, b.n AS b ORDER BY r",
            "[1] | 'b'\n[1, 2] | 'c'\n[1, 5] | 'd'\n[4] | 'c'\n[4, 2] | 'b'\n[4, 3] | 'd'\n[6] | 'd'\n[6, 3] | 'c'\n[6, 5] | 'b'",
        ),
        (
            "MATCH (a:Q {n:'a'})-[r:R]->+(b) WHERE all(x IN r WHERE x.w < 4) RETURN count(*) AS c",
            "3",
        ),
        (
            "MATCH (a:Q {n:'a'})-[:!S]->{2}(b) RETURN b.n AS b ORDER BY b",
            "'c'\n'd'",
        ),
        (
            "MATCH (a:Q {n:'a'}) RETURN COUNT { (a)-[:R]->+(:Q) } AS e",
            "10",
        ),
        (
            "OPTIONAL MATCH (a:Q {n:'zz'})-[r]->+(b) RETURN a, r, b",
            "null | null | null",
        ),
        (
            "MATCH (a:Q {n:'a'})-[r]->{1,2}(b), (a)-[s]->{1,2}(c) RETURN count(*) AS c",
            "12",
        ),
        ("MATCH (a:Q)-[r:R*]->+(b) RETURN count(*) AS c", "![42I41]"),
        (
            "MATCH (a:Q {n:'a'})-[r]->{1,2}(b) MATCH (a)-[r]->{1,2}(c) RETURN count(*)",
            "![42N59]",
        ),
    ]);
}

#[test]
fn quantified_paths() {
    check(&[
        (
            "MATCH (a:Q {n:'a'})((x)-[r:R]->(y) WHERE x.n < y.n){1,3}(b) RETURN [q IN x|q.n] AS x, [q IN r|q.w] AS r, [q IN y|q.n] AS y, b.n AS b ORDER BY r",
            "['a'] | [1] | ['b'] | 'b'\n['a', 'b'] | [1, 2] | ['b', 'c'] | 'c'\n['a', 'b', 'c'] | [1, 2, 3] | ['b', 'c', 'd'] | 'd'\n['a'] | [4] | ['c'] | 'c'\n['a', 'c'] | [4, 3] | ['c', 'd'] | 'd'",
        ),
        (
            "MATCH p=(a:Q {n:'a'})((x)-[:R]->(y)-[:R]->(z))+(b) RETURN [q IN x|q.n] AS x, [q IN y|q.n] AS y, [q IN z|q.n] AS z, b.n AS b, length(p) AS l ORDER BY l, y",
            "['a'] | ['b'] | ['c'] | 'c' | 2\n['a'] | ['c'] | ['d'] | 'd' | 2\n['a', 'c'] | ['b', 'd'] | ['c', 'a'] | 'a' | 4\n['a', 'd'] | ['c', 'a'] | ['d', 'b'] | 'b' | 4",
        ),
        (
            "MATCH ((x:Q)-[r:R]->(y)){2} RETURN [q IN x|q.n] AS x, [q IN r|q.w] AS r ORDER BY r",
            "['a', 'b'] | [1, 2]\n['b', 'c'] | [2, 3]\n['c', 'd'] | [3, 6]\n['a', 'c'] | [4, 3]\n['d', 'a'] | [6, 1]\n['d', 'a'] | [6, 4]",
        ),
        // From the right end, where that is the cheaper one.
        (
            "MATCH (a)((x)-[r:R]->(y)){2}(b:Q {n:'d'}) RETURN [q IN x|q.n] AS x, [q IN r|q.w] AS r, [q IN y|q.n] AS y ORDER BY r",
            "['b', 'c'] | [2, 3] | ['c', 'd']\n['a', 'c'] | [4, 3] | ['c', 'd']",
        ),
        (
            "MATCH (:Q {n:'a'})((x)-[r]->(y)){,2} RETURN count(*) AS c",
            "6",
        ),
        (
            "MATCH (:Q {n:'a'})((x)-[r]->(y)){2,} RETURN count(*) AS c",
            "13",
        ),
        (
            "MATCH (a:Q)((x)-[r:R]->(y)){1}(b) RETURN count(*) AS c",
            "5",
        ),
        (
            "MATCH (a:Q)((x)-[r:R]->(y)){0,1}(b) RETURN count(*) AS c",
            "9",
        ),
        (
            "MATCH (a:Q)((x)-[r:R]->(x)){1,2}(b) RETURN count(*) AS c",
            "0",
        ),
        (
            "MATCH (a:Q {n:'a'})((x)<-[r]-(y)){1,2}(b:Q) RETURN [q IN r|q.w] AS r, b.n AS b ORDER BY r",
            "[6] | 'd'\n[6, 3] | 'c'\n[6, 5] | 'b'",
        ),
        (
            "MATCH (a:Q {n:'a'})((x)-[r:R]->(y))*(b:Q {n:'d'})((z)-[s:R]->(w))+(c) RETURN [q IN r|q.w] AS r, [q IN s|q.w] AS s, c.n AS c ORDER BY r, s",
            "[1, 2, 3] | [6] | 'a'\n[1, 2, 3] | [6, 4] | 'c'\n[4, 3] | [6] | 'a'\n[4, 3] | [6, 1] | 'b'\n[4, 3] | [6, 1, 2] | 'c'",
        ),
        (
            "MATCH (a:Q {n:'a'})((x)-[r:R]->(y)){1,2}((z)-[s]->(w)){1} RETURN count(*) AS c",
            "5",
        ),
        (
            "MATCH (a:Q {n:'a'}) MATCH (a)((x)-[r:R]->(y) WHERE a.n < y.n){1,2}(b) RETURN count(*) AS c",
            "4",
        ),
        (
            "MATCH (a:Q)((x)-[r:R]->(y) WHERE a.n < y.n){1,2}(b) RETURN count(*) AS c",
            "7",
        ),
        (
            "MATCH (a:Q {n:'a'})((x WHERE x.n < 'c')-[r:R {w:1}]->(y:Q)){1,2} RETURN count(*) AS c",
            "1",
        ),
        (
            "MATCH p=(a:Q {n:'a'})((x)-[r:R]->(y)){1,2} RETURN [n IN nodes(p) | n.n] AS n ORDER BY n",
            "['a', 'b']\n['a', 'b', 'c']\n['a', 'c']\n['a', 'c', 'd']",
        ),
        ("MATCH ((x:Q)-[r:R]->(y)) RETURN count(*) AS c", "5"),
        (
            "MATCH p = ((x:Q)-[r:R]->(y) WHERE r.w > 3) RETURN count(*) AS c",
            "2",
        ),
    ]);
}

#[test]
fn what_quantifiers_refuse() {
    check(&[
        (
            "MATCH (a:Q {n:'a'})((x)-[r:R]->(y))(b) RETURN 1",
            "![42I46]",
        ),
        ("MATCH (a:Q)((x)-[r:R]->(a)){1,2}(b) RETURN 1", "![42N59]"),
        (
            "MATCH (a:Q)((x)-[r:R*1..2]->(y)){1,2}(b) RETURN 1",
            "![42I41]",
        ),
        (
            "MATCH (a:Q)((x)-[:R]->{1,2}(y)){1,2}(b) RETURN 1",
            "![42I12]",
        ),
        ("MATCH (a:Q)((x)){1,2}(b) RETURN 1", "![42N64]"),
        ("MATCH (a:Q)((x)-[r:R]->(y)){3,2}(b) RETURN 1", "![42I17]"),
        ("MATCH (a:Q)((x)-[r:R]->(y)){0}(b) RETURN 1", "![42N31]"),
        (
            "MATCH (a:Q {n:'a'})((x)-[r]->(y)){1,2}(x) RETURN 1",
            "![42N59]",
        ),
        (
            "MATCH (x:Q {n:'a'}) MATCH ((x)-[r]->(y)){1,2} RETURN 1",
            "![42N59]",
        ),
        (
            "MATCH (a:Q {n:'a'})(p=(x)-[r:R]->(y)){1,2} RETURN 1",
            "![42N34]",
        ),
        (
            "MATCH (a:Q {n:'a'}) WHERE (a)-[:R]->{2}(:Q {n:'d'}) RETURN 1",
            "!SyntaxError",
        ),
        ("CREATE (a:QQ)-[:R]->{2}(b)", "![42I04]"),
        ("MERGE (a:QQ)-[:R]->+(b)", "![42I04]"),
        ("CREATE ((a)-[:R]->(b)){2}", "![42I04]"),
    ]);
}

#[test]
fn selectors() {
    check(&[
        (
            "MATCH ALL SHORTEST (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN [q IN r|q.w] AS r ORDER BY r",
            "[1, 5]\n[4, 3]",
        ),
        (
            "MATCH SHORTEST 2 (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN size(r) AS r",
            "2\n2",
        ),
        (
            "MATCH SHORTEST 3 (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN [q IN r|q.w] AS r ORDER BY r",
            "[1, 2, 3]\n[1, 5]\n[4, 3]",
        ),
        (
            "MATCH SHORTEST 10 (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN [q IN r|q.w] AS r ORDER BY r",
            "[1, 2, 3]\n[1, 5]\n[1, 5, 6, 4, 3]\n[4, 3]\n[4, 3, 6, 1, 5]",
        ),
        (
            "MATCH SHORTEST 2 GROUPS (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN [q IN r|q.w] AS r ORDER BY r",
            "[1, 2, 3]\n[1, 5]\n[4, 3]",
        ),
        (
            "MATCH SHORTEST GROUP (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN size(r) AS r",
            "2\n2",
        ),
        (
            "MATCH ANY SHORTEST (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN size(r) AS r",
            "2",
        ),
        (
            "MATCH ANY (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN size(r) AS r",
            "2",
        ),
        (
            "MATCH ANY 2 PATHS (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN size(r) AS r",
            "2\n2",
        ),
        (
            "MATCH SHORTEST 1 PATHS (a:Q {n:'a'})-[r]->+(b:Q) RETURN b.n AS b, size(r) AS r ORDER BY b",
            "'a' | 3\n'b' | 1\n'c' | 1\n'd' | 2",
        ),
        (
            "MATCH p = SHORTEST 1 (a:Q {n:'a'})-[r]->*(b:Q) RETURN b.n AS b, length(p) AS r ORDER BY b",
            "'a' | 0\n'b' | 1\n'c' | 1\n'd' | 2",
        ),
        (
            "MATCH p = SHORTEST 1 ((a:Q {n:'a'})-[r]->*(b:Q) WHERE size(r) > 2) RETURN b.n AS b, length(p) AS r ORDER BY b",
            "'a' | 3\n'b' | 4\n'c' | 4\n'd' | 3",
        ),
        (
            "MATCH SHORTEST 1 (p = (a:Q {n:'a'})-[r]->*(b:Q) WHERE length(p) > 2) RETURN b.n AS b, length(p) AS r ORDER BY b",
            "'a' | 3\n'b' | 4\n'c' | 4\n'd' | 3",
        ),
        (
            "MATCH q = SHORTEST 1 (p = (a:Q {n:'a'})-[r]->*(b:Q) WHERE length(p) % 2 = 1) RETURN b.n AS b, length(p) AS r, p = q AS s ORDER BY b",
            "'a' | 3 | true\n'b' | 1 | true\n'c' | 1 | true\n'd' | 3 | true",
        ),
        (
            "MATCH ALL SHORTEST (p = (a:Q {n:'a'})-->+(b:Q) WHERE any(x IN nodes(p) WHERE x.n = 'c')) RETURN b.n AS b, [x IN nodes(p) | x.n] AS r ORDER BY b, r",
            "'a' | ['a', 'c', 'd', 'a']\n'b' | ['a', 'c', 'd', 'a', 'b']\n'c' | ['a', 'c']\n'd' | ['a', 'c', 'd']",
        ),
        (
            "MATCH (a:Q {n:'a'}), (b:Q {n:'d'}) MATCH SHORTEST 2 (p = (a)-->+(b) WHERE size(relationships(p)) > 1 AND nodes(p)[1].n <> 'b') RETURN length(p) AS r, [x IN relationships(p) | x.w] AS w ORDER BY r, w",
            "2 | [4, 3]\n5 | [4, 3, 6, 1, 5]",
        ),
        (
            "MATCH ANY (p = ((a:Q {n:'a'})-->(b:Q))) RETURN b.n AS b, length(p) AS r ORDER BY b",
            "'b' | 1\n'c' | 1",
        ),
        (
            "MATCH SHORTEST 1 (p = (a:Q) WHERE a.n = 'b') RETURN a.n AS a, length(p) AS l",
            "'b' | 0",
        ),
        (
            "MATCH ANY ((a:Q) WHERE a.n > 'b') RETURN a.n AS a ORDER BY a",
            "'c'\n'd'",
        ),
        (
            "MATCH SHORTEST 1 (p = (a:Q)-->*(b:Q) WHERE EXISTS { (z:Q) WHERE z IN nodes(p) }) RETURN 1",
            "!not supported by this server yet",
        ),
        ("MATCH (p = (a:Q)) RETURN 1", "![42N42]"),
        (
            "MATCH SHORTEST 1 ((p = (a:Q)-->*(b:Q)) WHERE true) RETURN 1",
            "![42N42]",
        ),
        ("MATCH ALL (p = (a:Q)-->*(b:Q)) RETURN 1", "![42N42]"),
        ("CREATE (p = (a:Q)-[:R]->(b)) RETURN 1", "![42N42]"),
        (
            "MATCH SHORTEST 1 (p = (a:Q {n:'a'})((x)-->(y) WHERE size(nodes(p)) > 0)+(b:Q)) RETURN 1",
            "![42N62]",
        ),
        (
            "MATCH q = SHORTEST 1 (q = (a:Q)-->*(b:Q)) RETURN 1",
            "![42N59]",
        ),
        (
            "MATCH p = SHORTEST 1 (a:Q {n:'a'})-[r]->*(b:Q) WHERE size(r) > 2 RETURN b.n AS b",
            "",
        ),
        (
            "MATCH p = ALL (a:Q {n:'a'})-[r]->{1,2}(b:Q) RETURN count(*) AS c",
            "5",
        ),
        (
            "MATCH p = ALL PATHS (a:Q {n:'a'})-[r]->{1,2}(b:Q) RETURN count(*) AS c",
            "5",
        ),
        (
            "MATCH SHORTEST 2 (a:Q)-[r]->+(b) RETURN count(*) AS c",
            "28",
        ),
        (
            "MATCH ANY SHORTEST (a:Q)-[r]->+(b)-[s]->(c) RETURN count(*) AS c",
            "15",
        ),
        (
            "MATCH ANY SHORTEST (a:Q {n:'a'})-[r:R]->(b)-[s]->(c) RETURN a.n, b.n IS NOT NULL, c.n ORDER BY c.n",
            "'a' | true | 'c'\n'a' | true | 'd'",
        ),
        (
            "MATCH ANY SHORTEST (a:Q {n:'a'})-[r]->+(a) RETURN size(r) AS r",
            "3",
        ),
        (
            "MATCH ANY SHORTEST (a:Q {n:'a'})-[r]->*(a) RETURN size(r) AS r",
            "0",
        ),
        (
            "MATCH ALL SHORTEST ((a:Q {n:'a'})-[r]->+(b)-[t]->(c:Q) WHERE b.n < c.n) RETURN c.n, size(r) AS r ORDER BY c.n",
            "'b' | 3\n'c' | 1\n'd' | 1\n'd' | 1",
        ),
        (
            "MATCH (a:Q {n:'a'}), (d:Q {n:'d'}) MATCH p = ALL SHORTEST (a)-[:R]-+(d) RETURN length(p) AS l",
            "1",
        ),
        (
            "MATCH (a:Q {n:'a'}) RETURN EXISTS { ANY SHORTEST (a)-[:R]->+(:Q {n:'d'}) } AS e",
            "true",
        ),
        (
            "MATCH SHORTEST (a:Q {n:'a'})-[r]->+(b:Q {n:'d'}) RETURN 1",
            "![42I06]",
        ),
        ("MATCH SHORTEST 0 (a:Q)-[r]->+(b) RETURN 1", "![42N31]"),
        ("MATCH SHORTEST 1 (a:Q)-[r]->+(b), (c) RETURN 1", "![42I45]"),
    ]);
}

#[test]
fn modes() {
    check(&[
        (
            "CYPHER 25 MATCH p = TRAIL (a:Q {n:'a'})-[r]->{1,2}(b:Q) RETURN count(*) AS c",
            "5",
        ),
        (
            "CYPHER 25 MATCH p = WALK (a:Q {n:'a'})-[r]-{1,2}(b:Q) RETURN count(*) AS c",
            "9",
        ),
        (
            "CYPHER 25 MATCH p = ACYCLIC (a:Q {n:'a'})-[r]-{1,3}(b:Q) RETURN count(*) AS c",
            "15",
        ),
        (
            "CYPHER 25 MATCH p = ACYCLIC PATH (a:Q {n:'a'})-[r]-{1,3}(b:Q) RETURN count(*) AS c",
            "15",
        ),
        (
            "CYPHER 25 MATCH REPEATABLE ELEMENTS p = (a:Q {n:'a'})-[r]-{1,3}(b:Q) RETURN count(*) AS c",
            "39",
        ),
        (
            "CYPHER 25 MATCH REPEATABLE ELEMENTS (a:Q {n:'a'})-[r]->(b), (a)-[s]->(c) RETURN count(*) AS c",
            "4",
        ),
        (
            "CYPHER 25 MATCH REPEATABLE ELEMENTS (a:Q {n:'a'})-[r*1..2]->(b) RETURN count(*) AS c",
            "5",
        ),
        (
            "CYPHER 25 MATCH DIFFERENT RELATIONSHIPS p = (a:Q {n:'a'})-[r]-{1,3}(b:Q) RETURN count(*) AS c",
            "21",
        ),
        (
            "CYPHER 25 MATCH p = ANY SHORTEST ACYCLIC PATHS (a:Q {n:'a'})-[r]-+(b:Q) RETURN count(*) AS c",
            "3",
        ),
        (
            "CYPHER 25 MATCH p = SHORTEST 2 TRAIL PATHS (a:Q {n:'a'})-[r]-+(b:Q) RETURN count(*) AS c",
            "8",
        ),
        (
            "CYPHER 25 MATCH ACYCLIC (a:Q {n:'a'})-->(b)-->(c)-->(d) RETURN count(*) AS c",
            "1",
        ),
        (
            "CYPHER 25 MATCH REPEATABLE ELEMENTS p = (a:Q {n:'a'})-[r]-+(b:Q) RETURN 1",
            "![42N53]",
        ),
        (
            "MATCH REPEATABLE ELEMENTS (a:Q)-[r]->(b) RETURN 1",
            "![42N54]",
        ),
        (
            "MATCH ACYCLIC (a:Q {n:'a'})-->(b) RETURN 1",
            "![42I06 42I67]",
        ),
    ]);
}

/// The shortest paths are the first of all paths in the order of their length: held against going
/// through all of them, on random graphs, for every pair of nodes.
#[test]
fn the_shortest_are_the_first_of_all() {
    const FORMS: &[&str] = &[
        "-[:R]->+",
        "-[]-+",
        "-[:R]->*",
        "-[]->{1,3}",
        "-[]-{2,4}",
        "((x)<-[:R]-(y) WHERE x.n <> 3){1,4}",
        "((x)-[r]-(y) WHERE r.w > 2 OR y.n = 1)*",
    ];
    for seed in 0..12 {
        let mut rng = Rng::from_seed(seed);
        let nodes = 3 + rng.below(4);
        let mut setup = (0..nodes)
            .map(|n| format!("(n{n}:N {{n: {n}}})"))
            .collect::<Vec<_>>();
        for w in 0..3 + rng.below(6) {
            let (a, b) = (rng.below(nodes), rng.below(nodes));
            let of = if rng.below(3) == 0 { "S" } else { "R" };
            setup.push(format!("(n{a})-[:{of} {{w: {w}}}]->(n{b})"));
        }
        let graph = Graph::with(&format!("CREATE {}", setup.join(", ")));
        for form in FORMS {
            for mode in ["", "ACYCLIC PATHS"] {
                let all = format!(
                    "CYPHER 25 MATCH p = {} (a:N){form}(b:N) WITH a, b, length(p) AS l ORDER BY l \
                     WITH a, b, collect(l) AS ls",
                    if mode.is_empty() { "" } else { "ACYCLIC" },
                );
                let told = "RETURN a.n AS a, b.n AS b, ls ORDER BY a, b";
                for count in 1..=3 {
                    let first = graph.rows(&format!("{all} WITH a, b, ls[..{count}] AS ls {told}"));
                    let groups = graph.rows(&format!(
                        "{all} WITH a, b, ls, COLLECT {{ UNWIND ls AS l RETURN DISTINCT l ORDER BY l \
                         LIMIT {count} }} AS of WITH a, b, [l IN ls WHERE l IN of] AS ls {told}"
                    ));
                    for (selector, expected) in [("", first), ("GROUPS", groups)] {
                        let mode = if selector.is_empty() {
                            mode
                        } else {
                            mode.trim_end_matches(" PATHS")
                        };
                        let query = format!(
                            "CYPHER 25 MATCH p = SHORTEST {count} {mode} {selector} (a:N){form}(b:N) \
                             WITH DISTINCT a, b, p WITH a, b, length(p) AS l ORDER BY l \
                             WITH a, b, collect(l) AS ls {told}"
                        );
                        assert_eq!(graph.rows(&query), expected, "seed {seed}: {query}");
                    }
                }
            }
        }
    }
}
