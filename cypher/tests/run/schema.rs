//! Indexes and constraints of every kind: created, refused, shown, dropped. What is expected was asked
//! of Neo4j 2026.08, but for key constraints, which need its larger edition.

use quiver_types::{Map, Value};

use crate::harness::{Graph, check};

const POINTS: &str = "{indexConfig: {`spatial.cartesian-3d.max`: [1000000.0, 1000000.0, 1000000.0],`spatial.cartesian-3d.min`: [-1000000.0, -1000000.0, -1000000.0],`spatial.cartesian.max`: [1000000.0, 1000000.0],`spatial.cartesian.min`: [-1000000.0, -1000000.0],`spatial.wgs-84-3d.max`: [180.0, 90.0, 1000000.0],`spatial.wgs-84-3d.min`: [-180.0, -90.0, -1000000.0],`spatial.wgs-84.max`: [180.0, 90.0],`spatial.wgs-84.min`: [-180.0, -90.0]}}";

#[test]
fn lookup_indexes_are_there_from_the_beginning() {
    const SHOW: &str = "SHOW LOOKUP INDEXES YIELD name, type, entityType, labelsOrTypes, properties, indexProvider, createStatement";
    const NODES: &str = "'index_460996c0' | 'LOOKUP' | 'NODE' | null | null | 'token-lookup-1.0' | 'CREATE LOOKUP INDEX `index_460996c0` FOR (n) ON EACH labels(n)'";
    const BOTH: &str = "'index_1b9dcc97' | 'LOOKUP' | 'RELATIONSHIP' | null | null | 'token-lookup-1.0' | 'CREATE LOOKUP INDEX `index_1b9dcc97` FOR ()-[r]-() ON EACH type(r)'";
    let graph = Graph::empty();
    check(
        &graph,
        &[
            (
                "SHOW INDEXES YIELD id, name RETURN *",
                "2 | 'index_1b9dcc97'\n1 | 'index_460996c0'",
            ),
            (SHOW, &format!("{BOTH}\n{NODES}")),
            (
                "CREATE LOOKUP INDEX l FOR (n) ON EACH labels(n)",
                "!Schema.IndexAlreadyExists",
            ),
            (
                "CREATE LOOKUP INDEX l IF NOT EXISTS FOR (n) ON EACH labels(n)",
                "",
            ),
            ("DROP INDEX index_1b9dcc97", ""),
            (SHOW, NODES),
            ("CREATE (:A)-[:T]->(:A)", ""),
            ("MATCH ()-[r:T]->(n:A) RETURN count(*)", "1"),
            ("CREATE LOOKUP INDEX FOR ()-[r]-() ON type(r)", ""),
            (SHOW, &format!("{BOTH}\n{NODES}")),
            ("DROP INDEX index_460996c0", ""),
            (
                "CREATE LOOKUP INDEX l FOR (n) ON EACH labels(n) OPTIONS {indexProvider: 'token-lookup-1.0'}",
                "",
            ),
            ("MATCH (n:A) RETURN count(*)", "2"),
            ("DROP INDEX l", ""),
            ("MATCH (n:A) RETURN count(*)", "2"),
            ("CREATE INDEX l FOR (n:A) ON (n.l)", ""),
            (
                "CREATE LOOKUP INDEX l FOR (n) ON EACH labels(n)",
                "!IndexWithNameAlreadyExists",
            ),
        ],
    );
}

#[test]
fn kinds_of_indexes_stand_beside_each_other() {
    let graph = Graph::empty();
    let point = format!(
        "'p' | 'POINT' | 'NODE' | 'point-1.0' | 'CREATE POINT INDEX `p` FOR (n:`A`) ON (n.`x`) OPTIONS {POINTS}'"
    );
    check(
        &graph,
        &[
            ("CREATE RANGE INDEX r FOR (n:A) ON (n.x)", ""),
            ("CREATE TEXT INDEX t FOR (n:A) ON (n.x)", ""),
            ("CREATE POINT INDEX p FOR (n:A) ON (n.x)", ""),
            ("CREATE TEXT INDEX FOR (n:A) ON (n.other)", ""),
            ("CREATE POINT INDEX FOR (n:A) ON (n.other)", ""),
            ("CREATE TEXT INDEX rt FOR ()-[r:T]-() ON (r.x)", ""),
            ("CREATE INDEX rr FOR ()-[r:T]-() ON (r.x, r.y)", ""),
            (
                "CREATE TEXT INDEX t FOR (n:A) ON (n.x)",
                "!EquivalentSchemaRuleAlreadyExists",
            ),
            (
                "CREATE TEXT INDEX t2 FOR (n:A) ON (n.x)",
                "!Schema.IndexAlreadyExists",
            ),
            ("CREATE TEXT INDEX t2 IF NOT EXISTS FOR (n:A) ON (n.x)", ""),
            (
                "CREATE TEXT INDEX t FOR (n:A) ON (n.z)",
                "!IndexWithNameAlreadyExists",
            ),
            (
                "CREATE TEXT INDEX FOR (n:A) ON (n.x, n.y)",
                "!Only single property",
            ),
            (
                "CREATE POINT INDEX FOR (n:A) ON (n.x, n.y)",
                "!Only single property",
            ),
            (
                "CREATE FULLTEXT INDEX FOR (n:A|B) ON EACH [n.x]",
                "!not supported",
            ),
            ("CREATE VECTOR INDEX FOR (n:A) ON (n.x)", "!not supported"),
            (
                "SHOW TEXT INDEXES YIELD name, entityType, indexProvider, createStatement WHERE name IN ['t', 'rt']",
                "'rt' | 'RELATIONSHIP' | 'text-3.0' | 'CREATE TEXT INDEX `rt` FOR ()-[r:`T`]-() ON (r.`x`)'\n't' | 'NODE' | 'text-3.0' | 'CREATE TEXT INDEX `t` FOR (n:`A`) ON (n.`x`)'",
            ),
            (
                "SHOW POINT INDEXES YIELD name, type, entityType, indexProvider, createStatement WHERE name = 'p'",
                &point,
            ),
            (
                "SHOW RANGE INDEXES YIELD name, options",
                "'r' | {indexConfig: {}, indexProvider: 'range-1.0'}\n'rr' | {indexConfig: {}, indexProvider: 'range-1.0'}",
            ),
            ("SHOW VECTOR INDEXES YIELD name", ""),
            ("SHOW FULLTEXT INDEXES YIELD name", ""),
            ("SHOW INDEXES YIELD name RETURN count(*)", "9"),
            ("DROP INDEX t", ""),
            ("DROP INDEX p", ""),
            ("SHOW INDEXES YIELD name RETURN count(*)", "7"),
        ],
    );
}

/// The same rows whatever indexes there are.
#[test]
fn text_and_point_indexes_change_no_answer() {
    let queries = [
        "MATCH (n:A) WHERE n.x = 'abc' RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x = 5 RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x STARTS WITH 'ab' RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x CONTAINS 'b' RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x ENDS WITH 'c' RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x >= 'abc' RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x IN ['abc', 5] RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x IS NOT NULL RETURN n.id ORDER BY n.id",
        "MATCH (n:A) WHERE n.x = point({x: 1, y: 2}) RETURN n.id ORDER BY n.id",
        "MATCH (n:A) RETURN n.id ORDER BY n.x, n.id",
        "MATCH (n:A) WHERE n.x STARTS WITH 'ab' RETURN n.id ORDER BY n.x, n.id",
        "UNWIND ['abc', 5, 1.5] AS v MATCH (n:A) WHERE n.x = v RETURN v, n.id ORDER BY n.id",
        "MATCH ()-[r:T]->() WHERE r.x STARTS WITH 'ab' RETURN r.x ORDER BY r.x",
    ];
    let fill = "UNWIND ['abc', 'abd', 'b', 5, 1.5, true, point({x: 1, y: 2}), point({x: 3, y: 4})] AS x \
                CREATE (:A {id: toString(x), x: x})-[:T {x: x}]->(:A {id: 'none'})";
    let plain = Graph::empty();
    check(&plain, &[(fill, "")]);
    let text = Graph::empty();
    check(
        &text,
        &[
            (fill, ""),
            ("CREATE TEXT INDEX FOR (n:A) ON (n.x)", ""),
            ("CREATE TEXT INDEX FOR ()-[r:T]-() ON (r.x)", ""),
            ("CREATE POINT INDEX FOR (n:A) ON (n.x)", ""),
        ],
    );
    for change in [
        "MATCH (n:A {id: 'b'}) SET n.x = 'abe'",
        "MATCH (n:A {id: '5'}) SET n.x = 'abf'",
        "MATCH (n:A {id: 'abc'}) SET n.x = 5",
        "MATCH (n:A {id: 'abd'}) DETACH DELETE n",
        "MATCH (n:A {id: 'b'}) REMOVE n.x",
    ] {
        for query in queries {
            let expected = plain.rows(query);
            check(&text, &[(query, &expected)]);
        }
        for graph in [&plain, &text] {
            check(graph, &[(change, "")]);
        }
    }
}

#[test]
fn options_name_what_there_is_or_are_refused() {
    let graph = Graph::empty();
    check(
        &graph,
        &[
            ("CREATE INDEX FOR (n:A) ON (n.a) OPTIONS {}", ""),
            (
                "CREATE INDEX FOR (n:A) ON (n.b) OPTIONS {indexProvider: 'range-1.0', indexConfig: {}}",
                "",
            ),
            (
                "CREATE TEXT INDEX FOR (n:A) ON (n.a) OPTIONS {indexProvider: 'text-2.0'}",
                "",
            ),
            (
                "CREATE POINT INDEX FOR (n:A) ON (n.a) OPTIONS {indexProvider: 'point-1.0', indexConfig: {`spatial.wgs-84.max`: [180.0, 90.0]}}",
                "",
            ),
            (
                "CREATE POINT INDEX FOR (n:A) ON (n.b) OPTIONS {indexConfig: {`spatial.wgs-84.max`: [18.0, 9.0]}}",
                "!not supported",
            ),
            (
                "CREATE POINT INDEX FOR (n:A) ON (n.b) OPTIONS {indexConfig: {`spatial.foo`: [1.0]}}",
                "!Statement.ArgumentError",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {indexConfig: {`spatial.wgs-84.max`: [180.0, 90.0]}}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {indexProvider: 'native-btree-1.0'}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE TEXT INDEX FOR (n:A) ON (n.c) OPTIONS {indexProvider: 'range-1.0'}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {indexProvider: 1}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {indexConfig: 1}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {indexProvider: n.x}",
                "!SyntaxError",
            ),
            (
                "CREATE INDEX c FOR (n:C) ON (n.c) OPTIONS {indexProvider: 'range-' + toString(1.0)}",
                "",
            ),
            (
                "CREATE INDEX FOR (n:A) ON (n.c) OPTIONS {foo: 1}",
                "!SyntaxError",
            ),
            (
                "CREATE CONSTRAINT FOR (n:A) REQUIRE n.c IS UNIQUE OPTIONS {indexProvider: 'text-2.0'}",
                "!General.InvalidArguments",
            ),
            (
                "CREATE CONSTRAINT FOR (n:A) REQUIRE n.c IS UNIQUE OPTIONS {indexProvider: 'range-1.0'}",
                "",
            ),
        ],
    );
}

#[test]
fn constraints_stand_in_each_others_way() {
    let graph = Graph::empty();
    check(
        &graph,
        &[
            ("CREATE CONSTRAINT c FOR (n:A) REQUIRE n.u IS UNIQUE", ""),
            (
                "CREATE CONSTRAINT c FOR (n:A) REQUIRE n.u IS UNIQUE",
                "!EquivalentSchemaRuleAlreadyExists",
            ),
            (
                "CREATE CONSTRAINT d FOR (n:A) REQUIRE n.u IS UNIQUE",
                "!Schema.ConstraintAlreadyExists",
            ),
            (
                "CREATE CONSTRAINT d IF NOT EXISTS FOR (n:A) REQUIRE n.u IS UNIQUE",
                "",
            ),
            (
                "CREATE CONSTRAINT d FOR (n:A) REQUIRE n.u IS NODE KEY",
                "!Schema.ConstraintAlreadyExists",
            ),
            (
                "CREATE INDEX i FOR (n:A) ON (n.u)",
                "!Schema.ConstraintAlreadyExists",
            ),
            ("CREATE INDEX i IF NOT EXISTS FOR (n:A) ON (n.u)", ""),
            ("CREATE TEXT INDEX t FOR (n:A) ON (n.u)", ""),
            (
                "CREATE INDEX c FOR (n:A) ON (n.fresh)",
                "!ConstraintWithNameAlreadyExists",
            ),
            ("CREATE INDEX i FOR (n:A) ON (n.i)", ""),
            (
                "CREATE CONSTRAINT e FOR (n:A) REQUIRE n.i IS UNIQUE",
                "!Schema.IndexAlreadyExists",
            ),
            (
                "CREATE CONSTRAINT i FOR (n:A) REQUIRE n.fresh IS UNIQUE",
                "!IndexWithNameAlreadyExists",
            ),
            (
                "CREATE CONSTRAINT e FOR (n:A) REQUIRE n.k IS NOT NULL",
                "![51N27]",
            ),
            (
                "CREATE CONSTRAINT e FOR (n:A) REQUIRE n.k IS :: INTEGER",
                "![51N27]",
            ),
            ("DROP INDEX c", "!IndexDropFailed"),
            ("DROP INDEX nothing", "!IndexDropFailed"),
            ("DROP CONSTRAINT i", "!ConstraintDropFailed"),
            ("SHOW EXIST CONSTRAINTS YIELD name", ""),
            ("SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD name", ""),
        ],
    );
}

#[test]
fn key_constraints_are_unique_and_complete() {
    let graph = Graph::empty();
    check(
        &graph,
        &[
            (
                "CREATE (:A {a: 1}), (:B {a: 1, b: 1})-[:T {k: 1}]->(:B {a: 1, b: 2})",
                "",
            ),
            (
                "CREATE CONSTRAINT ka FOR (n:A) REQUIRE (n.a, n.b) IS NODE KEY",
                "!ConstraintCreationFailed",
            ),
            ("MATCH (n:A) SET n.b = 2", ""),
            (
                "CREATE CONSTRAINT ka FOR (n:A) REQUIRE (n.a, n.b) IS NODE KEY",
                "",
            ),
            (
                "CREATE CONSTRAINT kt FOR ()-[r:T]-() REQUIRE r.k IS RELATIONSHIP KEY",
                "",
            ),
            (
                "SHOW KEY CONSTRAINTS YIELD name, type, entityType, properties, createStatement",
                "'ka' | 'NODE_KEY' | 'NODE' | ['a', 'b'] | 'CREATE CONSTRAINT `ka` FOR (n:`A`) REQUIRE (n.`a`, n.`b`) IS NODE KEY'\n\
                 'kt' | 'RELATIONSHIP_KEY' | 'RELATIONSHIP' | ['k'] | 'CREATE CONSTRAINT `kt` FOR ()-[r:`T`]-() REQUIRE (r.`k`) IS RELATIONSHIP KEY'",
            ),
            ("SHOW UNIQUE CONSTRAINTS YIELD name", ""),
            ("SHOW NODE KEY CONSTRAINTS YIELD name", "'ka'"),
            ("CREATE (:A {a: 1, b: 2})", "!ConstraintValidationFailed"),
            ("CREATE (:A {a: 1})", "!must have the propert"),
            ("CREATE (n:A {a: 1}) SET n.b = 3", ""),
            ("MATCH (n:A {b: 3}) REMOVE n.b", "!must have the propert"),
            (
                "MATCH (n:A {b: 3}) SET n.a = null",
                "!must have the propert",
            ),
            (
                "MATCH (n:A {b: 3}) SET n = {a: 7}",
                "!must have the propert",
            ),
            ("MATCH (n:A {b: 3}) REMOVE n.b REMOVE n:A", ""),
            (
                "MATCH (n {a: 1}) WHERE n.b IS NULL SET n:A",
                "!must have the propert",
            ),
            ("MATCH (n {a: 1}) WHERE n.b IS NULL SET n:A, n.b = 9", ""),
            ("MATCH (n:A) RETURN n.a, n.b ORDER BY n.b", "1 | 2\n1 | 9"),
            (
                "MATCH (a:A {b: 2}), (b:A {b: 9}) CREATE (a)-[:T]->(b)",
                "!must have the propert",
            ),
            (
                "MATCH (a:A {b: 2}), (b:A {b: 9}) CREATE (a)-[:T {k: 1}]->(b)",
                "!ConstraintValidationFailed",
            ),
            (
                "MATCH (a:A {b: 2}), (b:A {b: 9}) CREATE (a)-[:T {k: 2}]->(b)",
                "",
            ),
            (
                "MATCH ()-[r:T {k: 2}]->() REMOVE r.k",
                "!must have the propert",
            ),
            ("MATCH ()-[r:T {k: 2}]->() DELETE r", ""),
            ("DROP CONSTRAINT ka", ""),
            ("CREATE (:A {a: 1})", ""),
        ],
    );
}

#[test]
fn names_and_options_may_be_parameters() {
    let graph = Graph::empty();
    let mut options = Map::new();
    options.insert("indexProvider", "text-3.0");
    let parameters: Map = [("name", Value::from("t")), ("options", Value::map(options))]
        .into_iter()
        .collect();
    let run = |query: &str| graph.run(query, &parameters).map(drop);
    run("CREATE TEXT INDEX $name FOR (n:A) ON (n.x) OPTIONS $options").unwrap();
    check(&graph, &[("SHOW TEXT INDEXES YIELD name", "'t'")]);
    let refused = run("CREATE POINT INDEX p FOR (n:A) ON (n.x) OPTIONS $options");
    assert!(refused.is_err());
    run("DROP INDEX $name").unwrap();
    run("CREATE LOOKUP INDEX $name IF NOT EXISTS FOR (n) ON EACH labels(n)").unwrap();
    check(&graph, &[("SHOW INDEXES YIELD name RETURN count(*)", "2")]);
}
