//! LOAD CSV, `linenumber()` and `file()`. The host of these tests reads from the URL itself; what a
//! server may open is tested in `server/tests/server/import.rs`. Answers are those of Neo4j 2026.08.1.

use quiver_types::{Map, Status, Value};

use crate::harness::{Graph, check};

#[test]
fn records_and_their_places() {
    check(
        &Graph::empty(),
        &[
            ("RETURN linenumber() AS n, file() AS f", "null | null"),
            (
                "LOAD CSV FROM 'text:a,b\\n1,\\n' AS l RETURN l, linenumber(), file()",
                "['a', 'b'] | 1 | 'text'\n['1', null] | 2 | 'text'",
            ),
            (
                "LOAD CSV WITH HEADERS FROM 'text:a,,a\\n1,2,3,4\\n5' AS l RETURN l, linenumber()",
                "{: '2', a: '3'} | 2\n{: null, a: null} | 3",
            ),
            ("LOAD CSV WITH HEADERS FROM 'text:a,b' AS l RETURN l", ""),
            ("LOAD CSV FROM 'text:' AS l RETURN l", ""),
            (
                "LOAD CSV FROM 'text:a;b' AS l FIELDTERMINATOR ';' RETURN l",
                "['a', 'b']",
            ),
            (
                "LOAD CSV WITH HEADERS FROM 'text:a,b\\n1,2' AS l RETURN l.a + 1, l.nope, toInteger(l.b)",
                "'11' | null | 2",
            ),
            // The place stays with the row ...
            (
                "LOAD CSV FROM 'text:a\\nb\\nc' AS l WITH l, 1 AS x WHERE linenumber() > 1 WITH l[0] AS v ORDER BY v DESC RETURN v, linenumber()",
                "'c' | 3\n'b' | 2",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l UNWIND [1, 2] AS x RETURN x, linenumber()",
                "1 | 1\n2 | 1\n1 | 2\n2 | 2",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l OPTIONAL MATCH (n) RETURN n, linenumber()",
                "null | 1\nnull | 2",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l CALL (l) { RETURN linenumber() AS k } RETURN k",
                "1\n2",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l RETURN COLLECT { UNWIND [1] AS x RETURN linenumber() } AS k",
                "[1]\n[2]",
            ),
            // ... the last one counts ...
            (
                "LOAD CSV FROM 'text:a\\nb' AS l LOAD CSV FROM 'text:c\\nd' AS m RETURN l[0], m[0], linenumber()",
                "'a' | 'c' | 1\n'a' | 'd' | 2\n'b' | 'c' | 1\n'b' | 'd' | 2",
            ),
            // ... and a group has none.
            (
                "LOAD CSV FROM 'text:a\\nb' AS l WITH collect(l[0]) AS ls RETURN ls, linenumber(), file()",
                "['a', 'b'] | null | null",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l RETURN max(linenumber()), count(*)",
                "2 | 2",
            ),
            (
                "LOAD CSV FROM 'text:a\\nb' AS l WITH l SKIP 1 RETURN collect(linenumber()) AS c, linenumber()",
                "[2] | 2",
            ),
            (
                "UNWIND ['text:a', 'text:', 'text:b\\nc'] AS f LOAD CSV FROM f AS l RETURN l, linenumber()",
                "['a'] | 1\n['b'] | 1\n['c'] | 2",
            ),
            (
                "RETURN EXISTS { LOAD CSV FROM 'text:a' AS l RETURN 1 } AS e, COUNT { LOAD CSV FROM 'text:a\\nb' AS l RETURN l } AS c",
                "true | 2",
            ),
        ],
    );
}

#[test]
fn writing_what_is_read() {
    let graph = Graph::empty();
    let load = "LOAD CSV WITH HEADERS FROM 'text:id,of\\n1,a\\n2,b\\n3,a' AS l MERGE (g:G {name: l.of}) CREATE (:N {id: toInteger(l.id), line: linenumber()})-[:OF]->(g)";
    let answer = graph.run(load, &Map::new()).unwrap();
    assert_eq!(answer.statistics.nodes_created, 5);
    check(
        &graph,
        &[(
            "MATCH (n:N)-->(g) RETURN n.id, n.line, g.name ORDER BY n.id",
            "1 | 2 | 'a'\n2 | 3 | 'b'\n3 | 4 | 'a'",
        )],
    );
}

#[test]
fn refusals() {
    let syntax = "Neo.ClientError.Statement.SyntaxError";
    let graph = Graph::empty();
    let cases = [
        (
            "LOAD CSV FROM 1 AS l RETURN l",
            syntax,
            "expected String but was Integer (line 1, column 15",
        ),
        (
            "LOAD CSV FROM ['x'] AS l RETURN l",
            syntax,
            "expected String but was List<String>",
        ),
        ("LOAD CSV FROM null AS l RETURN l", syntax, "was null"),
        (
            "LOAD CSV FROM 'text:' AS l FIELDTERMINATOR 'ab' RETURN l",
            syntax,
            "one character wide (line 1, column 44",
        ),
        (
            "LOAD CSV FROM 'text:' AS l FIELDTERMINATOR '' RETURN l",
            syntax,
            "one character wide",
        ),
        (
            "LOAD CSV FROM 'text:' AS l FIELDTERMINATOR '😀' RETURN l",
            syntax,
            "one character wide",
        ),
        (
            "LOAD CSV FROM 'text:' AS l",
            syntax,
            "Query cannot conclude with LOAD CSV",
        ),
        (
            "CREATE () LOAD CSV FROM 'text:' AS l RETURN l",
            syntax,
            "WITH is required between CREATE and LOAD CSV",
        ),
        ("RETURN linenumber(1)", syntax, "Too many parameters"),
        (
            "LOAD CSV WITH HEADERS FROM 'text:' AS l RETURN l[0]",
            syntax,
            "map key must be given as String",
        ),
        (
            "LOAD CSV FROM 'text:a' AS l WITH DISTINCT l RETURN linenumber()",
            syntax,
            "behind DISTINCT",
        ),
        (
            "LOAD CSV FROM 'text:\"a\"b' AS l RETURN l",
            "Neo.DatabaseError.Statement.ExecutionFailed",
            "Characters after an ending quote",
        ),
        (
            "LOAD CSV FROM 'text:\"a' AS l RETURN l",
            "Neo.DatabaseError.Statement.ExecutionFailed",
            "Missing end quote at position 3",
        ),
        (
            "LOAD CSV FROM 'file:///x' AS l RETURN l",
            "Neo.ClientError.Statement.ExternalResourceFailed",
            "Cannot load from URL 'file:///x'",
        ),
    ];
    for (query, code, part) in cases {
        let answer = graph.rows(query);
        assert!(
            answer.starts_with(code) && answer.contains(part),
            "{query}\n{answer}"
        );
    }
    let parameters: Map = [("u", Value::Integer(1))].into_iter().collect();
    let refused = graph.run("LOAD CSV FROM $u AS l RETURN l", &parameters);
    assert_eq!(refused.unwrap_err().status.code(), syntax);
}

/// A record has to fit into a transaction's memory; a file has not.
#[test]
fn memory() {
    let mut graph = Graph::empty();
    graph.memory_limit = 4 << 20;
    let long = "\"".to_owned() + &"x".repeat(6 << 20) + "\"";
    let many = "abcdefghij,".repeat(20) + "\n";
    let many = many.repeat(40_000);
    for (text, expected) in [(long, None), (many, Some("40000"))] {
        let parameters: Map = [("u", Value::from(format!("text:{text}")))]
            .into_iter()
            .collect();
        let answer = graph.run("LOAD CSV FROM $u AS l RETURN count(*)", &parameters);
        match answer {
            Ok(answer) => assert_eq!(answer.rows.first().map(String::as_str), expected),
            Err(failure) => {
                assert_eq!(failure.status, Status::TransactionMemoryLimit);
                assert_eq!(expected, None);
            }
        }
    }
}
