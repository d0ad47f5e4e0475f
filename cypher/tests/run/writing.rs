//! Writing: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH, schema, and the counters.

use quiver_types::Map;

use crate::harness::{Graph, check};

#[test]
fn effects_are_seen_and_counted() {
    // Query, counters as (nodes+, nodes-, rels+, rels-, props, labels+, labels-).
    let cases: &[(&str, [u64; 7])] = &[
        (
            "CREATE (n:XX {a: 1, b: null}) SET n.c = null",
            [1, 0, 0, 0, 1, 1, 0],
        ),
        ("CREATE (n:XX {a: 1}) SET n.a = 1", [1, 0, 0, 0, 2, 1, 0]),
        (
            "CREATE (n:XX {a: 1}) WITH n REMOVE n.zz",
            [1, 0, 0, 0, 1, 1, 0],
        ),
        (
            "CREATE (n:XX {a: 1}) WITH n REMOVE n.a",
            [1, 0, 0, 0, 2, 1, 0],
        ),
        (
            "CREATE (n:XX {a: 1, b: 2}) WITH n SET n = {c: 1, a: 1}",
            [1, 0, 0, 0, 5, 1, 0],
        ),
        (
            "CREATE (n:XX {a: 1, b: 2}) WITH n SET n += {c: 1, a: null, nobody_has_it: null}",
            [1, 0, 0, 0, 4, 1, 0],
        ),
        (
            "CREATE (n:XX {a: 1, b: 2}) WITH n SET n:XX:YY REMOVE n:ZZ",
            [1, 0, 0, 0, 2, 2, 0],
        ),
        (
            "CREATE (n:XX {a: 1}) WITH n REMOVE n:XX",
            [1, 0, 0, 0, 1, 1, 1],
        ),
        (
            "CREATE (n:XX {a: 1})-[r:R]->(m) WITH n, r, m DELETE r, n, m",
            [2, 2, 1, 1, 1, 1, 0],
        ),
        (
            "CREATE p = (n:XX {a: 1})-[r:R]->(m) WITH p DELETE p",
            [2, 2, 1, 1, 1, 1, 0],
        ),
        (
            "CREATE (n:XX)-[r:R]->(n) WITH n DETACH DELETE n",
            [1, 1, 1, 1, 0, 1, 0],
        ),
        (
            "CREATE (n:XX)-[r:R]->(m) WITH [n, m, r] AS l FOREACH (x IN l | DETACH DELETE x)",
            [2, 2, 1, 1, 0, 1, 0],
        ),
        (
            "UNWIND [1, 1, 2] AS x MERGE (m:MM {v: x})",
            [2, 0, 0, 0, 2, 2, 0],
        ),
        (
            "OPTIONAL MATCH (n:NoSuch) SET n:Foo, n.x = 1 REMOVE n.x DELETE n",
            [0, 0, 0, 0, 0, 0, 0],
        ),
        (
            "CREATE (a), (b) MERGE (a)-[r:R {x: 1}]-(b) MERGE (b)-[:R {x: 1}]-(a)",
            [2, 0, 1, 0, 1, 0, 0],
        ),
        (
            "FOREACH (i IN range(1, 3) | CREATE (:F {i: i}))",
            [3, 0, 0, 0, 3, 3, 0],
        ),
    ];
    for (query, expected) in cases {
        let graph = Graph::empty();
        let s = graph
            .run(query, &Map::new())
            .unwrap_or_else(|error| panic!("{query}: {error}"))
            .statistics;
        let got = [
            s.nodes_created,
            s.nodes_deleted,
            s.relationships_created,
            s.relationships_deleted,
            s.properties_set,
            s.labels_added,
            s.labels_removed,
        ];
        assert_eq!(&got, expected, "{query}");
    }
}

#[test]
fn results_of_writes() {
    let check_fresh = |cases: &[(&str, &str)]| {
        for case in cases {
            check(&Graph::empty(), &[*case]);
        }
    };
    check_fresh(&[
        ("CREATE (n:A {x: 1}) RETURN n", "(:A {x: 1})"),
        (
            "CREATE (a)-[r:T {y: 2}]->(b:B) RETURN r, b",
            "[:T {y: 2}] | (:B)",
        ),
        ("CREATE p = (a:A)-[:T]->(b:B) RETURN length(p)", "1"),
        ("CREATE (n {a: [1, 2.5]}) RETURN n.a", "[1.0, 2.5]"),
        ("CREATE (n {a: [1, 'a']})", "!TypeError"),
        ("CREATE (n {a: {b: 1}})", "!TypeError"),
        ("CREATE (n {a: [1, null]})", "!TypeError"),
        ("CREATE (n {a: [[1]]})", "!TypeError"),
        ("MERGE (n:XX {a: null})", "!SemanticError"),
        (
            "CREATE (n) MERGE (n)-[r:R {z: null}]->(n)",
            "!SemanticError",
        ),
        (
            "CREATE (n:XX) WITH n MERGE (m:XX) ON CREATE SET m.x = 1 ON MATCH SET m.y = 2 RETURN m",
            "(:XX {y: 2})",
        ),
        (
            "MERGE (m:XX) ON CREATE SET m.x = 1 ON MATCH SET m.y = 2 RETURN m",
            "(:XX {x: 1})",
        ),
        (
            "OPTIONAL MATCH (n:NoSuch) CREATE (n)-[:R]->(m)",
            "!ArgumentError: Failed to create relationship",
        ),
        (
            "RETURN datetime({epochMillis: null})",
            "!Cannot construct date time from",
        ),
        ("RETURN datetime({epochSeconds: 'a'})", "!ArgumentError"),
        (
            "RETURN datetime().nanosecond % 1000000 + time.transaction().nanosecond % 1000000 + localtime.statement().nanosecond % 1000000 AS n",
            "0",
        ),
        ("CREATE (n:X {a: 1}) WITH n DELETE n RETURN n", "()"),
        (
            "CREATE (n:X {a: 1}) WITH n DELETE n RETURN n.a",
            "!EntityNotFound",
        ),
        (
            "CREATE (n:X {a: 1}) WITH n DELETE n RETURN labels(n)",
            "!EntityNotFound",
        ),
        (
            "CREATE (n)-[r:R {x: 1}]->(m) WITH n, r DELETE r RETURN type(r), r",
            "'R' | [:R]",
        ),
        (
            "CREATE (n)-[r:R {x: 1}]->(m) WITH n, r DELETE r RETURN r.x",
            "!EntityNotFound",
        ),
        (
            "CREATE p = (n:A)-[r:R]->(m) WITH n, p DETACH DELETE n RETURN p",
            "<[1, 1] () () [:R]>",
        ),
        (
            "CREATE (n)-[r:R]->(m) WITH n DELETE n",
            "!ConstraintValidationFailed",
        ),
        (
            "CREATE (a:X {x: 1}) WITH a SET a.x = a.x + 1, a.y = a.x RETURN a",
            "(:X {x: 2, y: 1})",
        ),
        (
            "CREATE (a)-[r:R {k: 1}]->(b:YY) SET b = properties(r), a += {z: 1} RETURN a, b",
            "({z: 1}) | (:YY {k: 1})",
        ),
        (
            "UNWIND range(1, 3) AS i CREATE (n {i: i}) RETURN n.i",
            "1\n2\n3",
        ),
        (
            "UNWIND range(1, 2000) AS i CREATE (n:N {i: i}) WITH n MATCH (m:N {i: n.i}) RETURN count(*)",
            "2000",
        ),
        (
            "CREATE (a:A), (b:A) WITH * MATCH (x:A) CREATE (:B) RETURN count(*)",
            "2",
        ),
    ]);
}

#[test]
fn schema_changes() {
    let graph = Graph::empty();
    check(
        &graph,
        &[
            ("CREATE INDEX i FOR (n:P) ON (n.age)", ""),
            (
                "CREATE INDEX i FOR (n:P) ON (n.age)",
                "!EquivalentSchemaRuleAlreadyExists",
            ),
            ("CREATE INDEX i IF NOT EXISTS FOR (n:P) ON (n.age)", ""),
            ("CREATE CONSTRAINT c FOR (n:P) REQUIRE n.id IS UNIQUE", ""),
            (
                "CREATE (:P {id: 1, age: 5}), (:P {id: 2, age: 6}), (:P {id: 3, age: 7})",
                "",
            ),
            ("CREATE (:P {id: 1})", "!ConstraintValidationFailed"),
            ("MATCH (n:P {id: 2}) RETURN n.age", "6"),
            (
                "MATCH (n:P) WHERE n.age > 5 RETURN n.id ORDER BY n.id",
                "2\n3",
            ),
            (
                "MATCH (n:P) WHERE n.id IN [3, 1, 3, null] RETURN n.id ORDER BY n.id",
                "1\n3",
            ),
            (
                "UNWIND [1, 2] AS i MATCH (n:P {id: i}) RETURN n.age",
                "5\n6",
            ),
            (
                "MERGE (n:P {id: 3}) ON MATCH SET n.seen = true RETURN n.seen",
                "true",
            ),
            ("DROP INDEX i", ""),
            ("DROP INDEX i IF EXISTS", ""),
            ("DROP INDEX i", "!IndexDropFailed"),
            ("DROP CONSTRAINT c", ""),
            ("CREATE (:P {id: 1})", ""),
        ],
    );
}

#[test]
fn lists_are_stored_as_neo4j_stores_them() {
    let cases = [
        (
            "{x: [1, 2.5]}",
            "[1.0, 2.5] | 'LIST<FLOAT NOT NULL> NOT NULL'",
        ),
        (
            "{x: [1, 9007199254740993, 1.0]}",
            "[1.0, 9.007199254740992E15, 1.0] | 'LIST<FLOAT NOT NULL> NOT NULL'",
        ),
        ("{x: []}", "[] | 'LIST<NOTHING> NOT NULL'"),
        (
            "{x: ['a', 'b'] + 'c'}",
            "['a', 'b', 'c'] | 'LIST<STRING NOT NULL> NOT NULL'",
        ),
        (
            "{x: [true, false]}",
            "[true, false] | 'LIST<BOOLEAN NOT NULL> NOT NULL'",
        ),
        (
            "{x: range(1, 3)}",
            "[1, 2, 3] | 'LIST<INTEGER NOT NULL> NOT NULL'",
        ),
    ];
    let places = [
        "CREATE (n:P MAP) RETURN n.x AS x, valueType(n.x) AS t",
        "CREATE (n:P) SET n = MAP RETURN n.x AS x, valueType(n.x) AS t",
        "CREATE (n:P) SET n += MAP RETURN n.x AS x, valueType(n.x) AS t",
        "WITH MAP AS m CREATE ()-[n:R]->() SET n.x = m.x RETURN n.x AS x, valueType(n.x) AS t",
        "MERGE (n:P MAP) RETURN n.x AS x, valueType(n.x) AS t",
    ];
    for (map, expected) in cases {
        for place in places {
            let query = place.replace("MAP", map);
            assert_eq!(Graph::empty().rows(&query), expected, "{query}");
        }
    }
}

/// What a pattern needs is found out for all rows at once where it can be: the same must come of
/// it as of each row alone.
#[test]
fn a_pattern_is_created_for_many_rows_as_for_each_alone() {
    let patterns = [
        ("(a:A {x: x, y: toString(x) + '!'})", "a.x, a.y"),
        (
            "(a:A {x: x})-[r:R {z: m.k}]->(b:B {y: x * 2})<-[:S]-(m)",
            "a.x, r.z, b.y",
        ),
        (
            "p = (a:A {x: x})-[r:R]->(m)-[:S {k: [x, m.k]}]->(a)",
            "length(p), a.x, [s IN relationships(p) | s.k]",
        ),
        (
            "(a:$('L' + x) {x: x})-[r:$('T' + x)]->(m)",
            "labels(a), type(r), r.x",
        ),
        ("(a:A $map), (b:B {y: $map.x + x})", "a.x, b.y"),
        ("(a:A {x: CASE x WHEN 2 THEN null ELSE m[$key] END})", "a.x"),
        (
            "(a:A {n: COUNT { (m)-->() }, d: date({year: 2000 + x})})",
            "a.n, a.d",
        ),
    ];
    let parameters: Map = [
        (
            "map",
            quiver_types::Value::from(Map::from_iter([("x", 7i64)])),
        ),
        ("key", "k".into()),
    ]
    .into_iter()
    .collect();
    for (pattern, returned) in patterns {
        let query = |rows: &str| {
            format!("UNWIND {rows} AS x MATCH (m:M) CREATE {pattern} RETURN {returned}")
        };
        let all = Graph::with("CREATE (:M {k: 3})");
        let many = all.run(&query("range(1, 70)"), &parameters).unwrap();
        let one_by_one = (1..=70).flat_map(|x| {
            let one = Graph::with("CREATE (:M {k: 3})");
            let answer = one.run(&query(&format!("[{x}]")), &parameters);
            answer.unwrap().rows
        });
        assert_eq!(many.rows, one_by_one.collect::<Vec<_>>(), "{pattern}");
    }
}
