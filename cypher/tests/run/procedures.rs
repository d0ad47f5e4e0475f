//! Procedures, SHOW commands, and procedures that tests define.

use quiver_types::{Map, Value};

use crate::harness::{Graph, check};

#[test]
fn built_in_procedures() {
    let graph = Graph::with(
        "CREATE INDEX i FOR (n:A) ON (n.x); CREATE CONSTRAINT c FOR (n:B) REQUIRE n.y IS UNIQUE;
         CREATE (:A {x: 1})-[:T {z: 'a'}]->(:B {y: 1.5})",
    );
    check(
        &graph,
        &[
            ("CALL db.ping()", "true"),
            ("CALL db.labels()", "'A'\n'B'"),
            (
                "CALL db.labels() YIELD label AS l WHERE l = 'B' RETURN l",
                "'B'",
            ),
            ("CALL db.relationshipTypes()", "'T'"),
            (
                "CALL dbms.components() YIELD name, versions RETURN name, versions",
                "'Neo4j Kernel' | ['5.26.0']\n'Cypher' | ['5', '25']",
            ),
            ("CALL db.awaitIndexes(1)", ""),
            ("CALL db.awaitIndex('i')", ""),
            ("CALL db.awaitIndex('nope')", "!No such index 'nope'"),
            ("CALL db.nope()", "!ProcedureNotFound"),
            (
                "CALL db.schema.nodeTypeProperties()",
                "':`A`' | ['A'] | 'x' | ['Long'] | true\n':`B`' | ['B'] | 'y' | ['Double'] | true",
            ),
            (
                "CALL db.schema.relTypeProperties()",
                "':`T`' | 'z' | ['String'] | true",
            ),
            (
                "CALL db.schema.visualization() YIELD nodes, relationships RETURN size(nodes), size(relationships)",
                "2 | 1",
            ),
            (
                "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint WHERE name = 'i'",
                "'i' | 'RANGE' | ['A'] | ['x'] | null",
            ),
            (
                "SHOW CONSTRAINTS YIELD name, type, createStatement",
                "'c' | 'UNIQUENESS' | 'CREATE CONSTRAINT `c` FOR (n:`B`) REQUIRE (n.`y`) IS UNIQUE'",
            ),
            (
                "SHOW FUNCTIONS YIELD name, signature WHERE name = 'left'",
                "'left' | 'left(original :: STRING, length :: INTEGER) :: STRING'",
            ),
            (
                "SHOW PROCEDURES YIELD name, mode WHERE name STARTS WITH 'db.p'",
                "'db.ping' | 'READ'\n'db.prepareForReplanning' | 'READ'\n'db.propertyKeys' | 'READ'",
            ),
        ],
    );
}

#[test]
fn procedures_that_tests_define() {
    let graph = Graph::empty();
    let define = |signature: &str, columns: &[&str], rows: Vec<Vec<Value>>| {
        let parameters: Map = [
            ("s", Value::from(signature)),
            (
                "c",
                Value::list(columns.iter().map(|c| Value::from(*c)).collect()),
            ),
            (
                "r",
                Value::list(rows.into_iter().map(Value::list).collect()),
            ),
        ]
        .into_iter()
        .collect();
        let query = "CALL quiver.test.defineProcedure($s, $c, $r)";
        graph.run(query, &parameters).unwrap();
    };
    define(
        "test.my.proc(in :: INTEGER?) :: (out :: STRING?)",
        &["in", "out"],
        vec![vec![1i64.into(), "a".into()], vec![2i64.into(), "b".into()]],
    );
    let query = "CALL test.my.proc(2) YIELD out RETURN out";
    check(&graph, &[(query, "'b'")]);
    // Another of the same name replaces it, and the cached plan with it.
    define(
        "test.my.proc(in :: FLOAT?) :: (out :: STRING?)",
        &["in", "out"],
        vec![vec![2.0.into(), "c".into()]],
    );
    check(
        &graph,
        &[
            (query, "'c'"),
            ("CALL quiver.test.dropProcedures()", ""),
            (query, "!ProcedureNotFound"),
        ],
    );
}
