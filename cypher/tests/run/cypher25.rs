//! What only Cypher 25 has, and what it does otherwise. Every row is what a Neo4j 2026.08.1
//! answered to the same.

use crate::answers::check_answers;

#[test]
fn let_filter_and_for() {
    check_answers(&[
        ("", "CYPHER 25 LET x = 1, y = 2 RETURN x + y AS s", "3"),
        ("", "CYPHER 25 LET x = 1 LET x = 2 RETURN x", "![42N59]"),
        ("", "CYPHER 25 LET x = 1, y = x RETURN y", "![42N62]"),
        ("", "CYPHER 25 LET x = count(*) RETURN x", "!SyntaxError"),
        ("", "CYPHER 25 LET let = 1 RETURN let", "1"),
        ("", "CYPHER 25 WITH 1 AS a LET b = a RETURN *", "1 | 1"),
        ("", "CYPHER 25 LET x = 1", "!Query cannot conclude with LET"),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x FILTER x > 1 RETURN x",
            "2\n3",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x FILTER WHERE x > 1 RETURN x",
            "2\n3",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x LET y = x * 2 FILTER y > 2 RETURN x, y",
            "2 | 4",
        ),
        ("", "CYPHER 25 FILTER 1 RETURN 1 AS x", "![22NB1]"),
        (
            "",
            "CYPHER 25 FILTER true",
            "!Query cannot conclude with FILTER",
        ),
        ("", "CYPHER 25 FOR x IN [1,2] RETURN x", "1\n2"),
        ("", "CYPHER 25 FOR x IN null RETURN x", ""),
        ("", "CYPHER 25 FOR x IN 5 RETURN x", "5"),
        (
            "",
            "CYPHER 25 FOR x IN [1,2] FILTER x > 1 LET y = x + 1 RETURN *",
            "2 | 3",
        ),
        ("", "LET x = 1 RETURN x", "![42I06 42I67]"),
        ("", "UNWIND [1] AS x FILTER x > 0 RETURN x", "!CYPHER 25"),
        ("", "CYPHER 5 RETURN 1 AS x NEXT RETURN x", "![42I06 42I67]"),
        (
            "",
            "CYPHER 25 RETURN 1 AS filter, 2 AS next, 3 AS when",
            "1 | 2 | 3",
        ),
        ("", "CYPHER 25 SEARCH x", "!SEARCH"),
    ]);
}

#[test]
fn with_is_not_needed_after_a_write() {
    check_answers(&[
        (
            "",
            "CYPHER 25 CREATE (:N) MATCH (n:N) RETURN count(n) AS c",
            "1",
        ),
        ("", "CYPHER 25 CREATE (:N) FILTER true RETURN 1 AS x", "1"),
        ("", "CYPHER 25 CREATE (:N) UNWIND [1] AS x RETURN x", "1"),
        (
            "",
            "CREATE (:N) UNWIND [1] AS x RETURN x",
            "!WITH is required",
        ),
    ]);
}

#[test]
fn all_reduce() {
    check_answers(&[
        (
            "",
            "CYPHER 25 RETURN allReduce(a = 0, x IN [1,2,3] | a + x, a < 7) AS r",
            "true",
        ),
        (
            "",
            "CYPHER 25 RETURN allReduce(a = 0, x IN [1,2,3] | a + x, a < 5) AS r",
            "false",
        ),
        (
            "",
            "CYPHER 25 RETURN allReduce(a = 0, x IN [] | a + x, a < 5) AS r",
            "true",
        ),
        (
            "",
            "CYPHER 25 RETURN allReduce(a = 0, x IN null | a + x, a < 5) AS r",
            "null",
        ),
        (
            "",
            "CYPHER 25 RETURN allReduce(a = 0, x IN [1,null] | a + x, a < 5) AS r",
            "null",
        ),
    ]);
}

#[test]
fn next() {
    check_answers(&[
        ("", "CYPHER 25 RETURN 1 AS x NEXT RETURN x + 1 AS y", "2"),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x NEXT RETURN sum(x) AS y",
            "3",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x NEXT WITH x RETURN x AS y NEXT RETURN y*10 AS z",
            "10\n20",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x UNION RETURN 2 AS x NEXT RETURN x + 1 AS y",
            "2\n3",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT RETURN x AS y UNION ALL RETURN x + 5 AS y",
            "1\n6",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x NEXT RETURN sum(x) AS y UNION ALL RETURN count(x) AS y",
            "3\n2",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x CREATE (:N {x:x}) NEXT RETURN 1 AS y",
            "1",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x NEXT CREATE (:N {x:x}) NEXT MATCH (n:N) RETURN count(n) AS c",
            "2",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT { RETURN x + 1 AS y }",
            "2",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT { RETURN x + 1 AS y UNION RETURN 5 AS y } NEXT RETURN y * 2 AS z",
            "4\n10",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT { RETURN x + 1 AS y NEXT RETURN y + 1 AS z }",
            "3",
        ),
        ("", "CYPHER 25 { RETURN 1 AS x } NEXT RETURN x", "1"),
        ("", "CYPHER 25 { RETURN 1 AS x }", "1"),
        (
            "",
            "CYPHER 25 { RETURN 1 AS x } UNION { RETURN 2 AS x }",
            "1\n2",
        ),
        (
            "",
            "CYPHER 25 { RETURN 1 AS x NEXT RETURN x+1 AS x } UNION { RETURN 2 AS x }",
            "2",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x NEXT MATCH (n:None) RETURN count(*) AS c",
            "0",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x RETURN x AS y NEXT LET y = 1 RETURN y",
            "![42N59]",
        ),
        ("", "CYPHER 25 RETURN 1 NEXT RETURN 2 AS x", "![42N21]"),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT UNWIND [1,2] AS y RETURN x, y",
            "1 | 1\n1 | 2",
        ),
        ("", "CYPHER 25 RETURN 1 AS x, 2 AS y NEXT RETURN *", "1 | 2"),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT LET y = 2 RETURN *",
            "1 | 2",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x, 3 AS z NEXT RETURN x NEXT RETURN z",
            "![42N62]",
        ),
        (
            "",
            "CYPHER 25 UNWIND [3,1,2] AS x RETURN x ORDER BY x NEXT RETURN collect(x) AS c",
            "[1, 2, 3]",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x CALL (x) { RETURN x AS y NEXT RETURN y + x AS z } RETURN x, z",
            "1 | 2\n2 | 4",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2] AS x CALL (x) { RETURN x AS y NEXT RETURN y AS z UNION ALL RETURN y + x AS z } RETURN x, z",
            "1 | 1\n1 | 2\n2 | 2\n2 | 4",
        ),
        (
            "",
            "CYPHER 25 RETURN EXISTS { RETURN 1 AS x NEXT FILTER x > 1 RETURN x } AS e",
            "false",
        ),
        (
            "CREATE (:A {k: 7})",
            "CYPHER 25 MATCH (n:A) RETURN n NEXT RETURN n.k AS k UNION RETURN n.k + 1 AS k",
            "7\n8",
        ),
    ]);
}

#[test]
fn conditional_queries() {
    check_answers(&[
        (
            "",
            "CYPHER 25 WHEN true THEN RETURN 1 AS x ELSE RETURN 2 AS x",
            "1",
        ),
        (
            "",
            "CYPHER 25 WHEN false THEN RETURN 1 AS x ELSE RETURN 2 AS x",
            "2",
        ),
        (
            "",
            "CYPHER 25 WHEN null THEN RETURN 1 AS x ELSE RETURN 2 AS x",
            "2",
        ),
        (
            "",
            "CYPHER 25 WHEN false THEN RETURN 1 AS x WHEN true THEN RETURN 3 AS x ELSE RETURN 2 AS x",
            "3",
        ),
        ("", "CYPHER 25 WHEN false THEN RETURN 1 AS x", ""),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x CALL (x) { WHEN x = 1 THEN RETURN 'one' AS y WHEN x = 2 THEN { RETURN 'two' AS y } ELSE RETURN 'more' AS y } RETURN x, y",
            "1 | 'one'\n2 | 'two'\n3 | 'more'",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x CALL (*) { WHEN x = 1 THEN RETURN 'one' AS y } RETURN x, y",
            "1 | 'one'",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x RETURN x NEXT WHEN x = 1 THEN RETURN 'one' AS y ELSE RETURN 'more' AS y",
            "'one'\n'more'\n'more'",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1,2,3] AS x RETURN x NEXT WHEN x=1 THEN RETURN sum(x) AS y ELSE RETURN -1*sum(x) AS y",
            "1\n-2\n-3",
        ),
        ("", "CYPHER 25 WHEN 1 THEN RETURN 1 AS x", "![22NB1]"),
        (
            "",
            "CYPHER 25 WHEN true THEN RETURN 1 AS x ELSE RETURN 2 AS y",
            "![42N39]",
        ),
        (
            "",
            "CYPHER 25 WHEN true THEN RETURN 1 AS x ELSE FINISH",
            "![42N3A]",
        ),
        (
            "",
            "CYPHER 25 CALL { WHEN true THEN RETURN 1 AS y } RETURN y",
            "![42N3C]",
        ),
        (
            "",
            "CYPHER 25 WHEN true THEN RETURN 1 AS x UNION RETURN 2 AS x",
            "![42I06]",
        ),
        (
            "",
            "CYPHER 25 { WHEN true THEN RETURN 1 AS x } UNION { RETURN 2 AS x }",
            "1\n2",
        ),
        (
            "",
            "CYPHER 25 WHEN true THEN RETURN 1 AS x ELSE RETURN 2 AS x NEXT RETURN x + 10 AS z",
            "11",
        ),
        (
            "",
            "CYPHER 25 RETURN 1 AS x NEXT WHEN x = 1 THEN CREATE (:N) ELSE CREATE (:M) NEXT MATCH (n) RETURN labels(n) AS l",
            "['N']",
        ),
        (
            "",
            "CYPHER 25 RETURN COLLECT { WHEN true THEN RETURN 5 AS x ELSE RETURN 6 AS x } AS e, EXISTS { WHEN true THEN RETURN 5 AS x } AS f",
            "[5] | true",
        ),
        (
            "",
            "CYPHER 25 RETURN EXISTS { WHEN true THEN CREATE (:N) } AS f",
            "!SyntaxError",
        ),
        // A branch that writes does not change which branch it is.
        (
            "CREATE (:A {k: 1})",
            "CYPHER 25 MATCH (n:A) RETURN n NEXT WHEN n.k = 1 THEN SET n.k = 2 WHEN n.k = 2 THEN SET n.k = 3 NEXT MATCH (n:A) RETURN n.k AS k",
            "2",
        ),
    ]);
}
