//! CASE with several values and with tests behind a WHEN. Every row is what a Neo4j 2026.08.1 answered.

use crate::answers::check_answers;

#[test]
fn several_values_and_tests() {
    check_answers(&[
        (
            "",
            "WITH 5 AS x RETURN CASE x WHEN 1, 2 THEN 'a' WHEN 4, 5 THEN 'b' END AS r",
            "'b'",
        ),
        (
            "",
            "UNWIND [null, 1, 3.5, 'a', 'bcd', true, [1]] AS x RETURN CASE x WHEN IS NULL THEN 'null' WHEN > 3 THEN 'big' WHEN IS TYPED INTEGER THEN 'int' WHEN STARTS WITH 'b' THEN 'b..' WHEN =~ 'a+' THEN 'a+' WHEN = true, [1] THEN 'eq' ELSE 'else' END AS r",
            "'null'\n'int'\n'big'\n'a+'\n'b..'\n'eq'\n'eq'",
        ),
        (
            "",
            "UNWIND ['a', 'ab'] AS x RETURN CASE x WHEN ENDS WITH 'b' THEN 1 WHEN <> 'b' THEN 2 END AS r",
            "2\n1",
        ),
        (
            "",
            "UNWIND ['a', 1] AS x RETURN CASE x WHEN =~ 'a' THEN 1 WHEN IS NOT NULL THEN 2 END AS r",
            "1\n2",
        ),
        (
            "",
            "RETURN CASE 1 WHEN STARTS WITH 'a' THEN 1 END AS r",
            "null",
        ),
        ("", "RETURN CASE 5 WHEN > 3 IS NULL THEN 1 END AS r", "null"),
        ("", "RETURN CASE 5 WHEN :: INTEGER THEN 1 END AS r", "1"),
        (
            "",
            "RETURN CASE 'a' WHEN IS NOT NFC NORMALIZED THEN 1 ELSE 2 END AS r",
            "2",
        ),
        (
            "",
            "RETURN CASE null WHEN IS NOT NULL THEN 1 WHEN null THEN 2 ELSE 3 END AS r",
            "3",
        ),
        (
            "",
            "RETURN CASE 5 WHEN 1 THEN 1 WHEN NOT true, 7 THEN 2 END AS r",
            "null",
        ),
        (
            "",
            "WITH 1 AS is RETURN CASE 1 WHEN 2, is THEN 1 END AS r",
            "1",
        ),
        (
            "",
            "RETURN CASE count(*) WHEN > 0 THEN 'some' ELSE 'none' END AS r",
            "'some'",
        ),
        (
            "",
            "UNWIND [1, 2, 3] AS x RETURN CASE x % 2 WHEN = 0 THEN 'e' ELSE 'o' END AS r, count(*) AS c",
            "'o' | 2\n'e' | 1",
        ),
        (
            "",
            "CYPHER 25 RETURN CASE count(*) % 2 WHEN > 0 THEN count(*) ELSE 'none' END AS r",
            "1",
        ),
        (
            "",
            "RETURN [x IN [1, 5] | CASE x WHEN > 3 THEN EXISTS { RETURN x } END] AS r",
            "[null, true]",
        ),
        (
            "",
            "RETURN [x IN [1, 5] | CASE x + 1 WHEN > 3, IS NULL THEN [y IN [x] | y + 1] ELSE CASE x - 1 WHEN >= 0 THEN x END END] AS r",
            "[1, [6]]",
        ),
        (
            "CREATE (:A {x: 1}), (:A {x: 7}), (:A)",
            "MATCH (n:A) RETURN CASE n.x WHEN < 3, > 9 THEN 'out' WHEN IS NULL THEN 'none' ELSE 'in' END AS r ORDER BY r",
            "'in'\n'none'\n'out'",
        ),
        (
            "CREATE (:A {x: 1}), (:A {x: 7})",
            "MATCH (n:A) SET n.y = CASE n.x + 0 WHEN IS NULL, > 3 THEN 'b' ELSE 's' END RETURN n.y AS y ORDER BY y",
            "'b'\n's'",
        ),
    ]);
}

#[test]
fn what_only_cypher_25_has() {
    check_answers(&[
        (
            "",
            "CYPHER 25 RETURN CASE 5 WHEN IS :: INTEGER THEN 1 END AS r",
            "1",
        ),
        (
            "",
            "CYPHER 25 RETURN CASE 5 WHEN IS NOT :: INTEGER THEN 1 ELSE 2 END AS r",
            "2",
        ),
        (
            "",
            "CYPHER 25 RETURN CASE '53' WHEN CONTAINS '3' THEN 1 END AS r",
            "1",
        ),
        (
            "",
            "CYPHER 25 RETURN CASE 5 WHEN IN [5], CONTAINS 'a' THEN 1 END AS r",
            "1",
        ),
        (
            "CREATE (:A), (:B)",
            "CYPHER 25 MATCH (n) RETURN CASE n WHEN :A THEN 1 WHEN IS NOT C THEN 2 END AS r, n IS LABELED B AS b, n IS NOT LABELED B|C AS c ORDER BY r",
            "1 | false | true\n2 | true | false",
        ),
        (
            "CREATE (:A), (:B)",
            "CYPHER 25 MATCH (n) RETURN CASE n WHEN IS C|B THEN 1 ELSE 2 END AS r ORDER BY r",
            "1\n2",
        ),
        (
            "",
            "CYPHER 25 WITH true AS is RETURN CASE true WHEN is AND true THEN 1 ELSE 2 END AS r",
            "1",
        ),
        (
            "",
            "CYPHER 25 WITH 5 AS is RETURN CASE 5 WHEN is + 0 THEN 1 ELSE 2 END AS r",
            "1",
        ),
        ("", "RETURN CASE 5 WHEN IN [5] THEN 1 END AS r", "![42N62]"),
        (
            "",
            "RETURN CASE 5 WHEN IS :: INTEGER THEN 1 END AS r",
            "![42N62]",
        ),
        (
            "",
            "MATCH (n) RETURN CASE n WHEN :A THEN 1 END AS r",
            "![42I06",
        ),
        ("", "MATCH (n) RETURN n IS NOT A", "![42I06"),
    ]);
}

#[test]
fn what_is_refused() {
    check_answers(&[
        ("", "RETURN CASE 1 WHEN =~ 'a' THEN 1 END AS r", "![22NB1]"),
        (
            "",
            "RETURN CASE 5 WHEN > 3 AND true THEN 1 END AS r",
            "![42I06]",
        ),
        (
            "",
            "RETURN CASE 5 WHEN > 3 = true THEN 1 END AS r",
            "![42I06]",
        ),
        ("", "RETURN CASE 5 WHEN < 3 < 5 THEN 1 END AS r", "![42I06]"),
        (
            "",
            "RETURN CASE 5 WHEN > NOT true THEN 1 END AS r",
            "![42I06]",
        ),
        ("", "RETURN CASE WHEN > 3 THEN 1 END AS r", "![42I06]"),
        (
            "",
            "RETURN CASE WHEN true, false THEN 1 END AS r",
            "![42I06]",
        ),
        ("", "RETURN CASE 5 WHEN 1, THEN 1 END AS r", "![42I06]"),
        ("", "RETURN CASE 5 WHEN > THEN 1 END AS r", "![42I06]"),
        (
            "",
            "RETURN CASE 5 WHEN IS NULL NULL THEN 1 END AS r",
            "![42I06]",
        ),
    ]);
}
