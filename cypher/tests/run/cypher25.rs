//! What only Cypher 25 has, and what it does otherwise. Every row is what a Neo4j 2026.08.1
//! answered to the same.

use quiver_cypher::syntax::ast::Language;
use quiver_cypher::{Engine, EngineOptions};

use crate::answers::check_answers;
use crate::harness::Graph;

#[test]
fn functions_with_odd_arguments() {
    let with = |arguments: &str, call: &str| {
        format!("CYPHER 25 UNWIND [{arguments}] AS m RETURN {call} AS r")
    };
    for (arguments, call, expected) in [
        ("{a: null, b: 1}", "date(m.a, m.b)", "!Can't coerce"),
        (
            "{a: 'x', b: date('2020-02-29')}",
            "datetime(m.a, m.b)",
            "!Can't coerce `2020-02-29` to String",
        ),
        ("{a: 'a', b: [1]}", "local_time(m.a, m.b)", "!TypeError"),
        ("{a: 'a', b: 1.5}", "duration(m.a, m.b)", "!TypeError"),
        ("{a: 1, b: 'x'}", "format(m.a, m.b)", "!TypeError"),
        ("{a: 711.0}", "coth(m.a)", "NaN"),
        ("{a: 1 / 0.0}", "coth(m.a)", "1.0"),
        (
            "{a: 'abc', b: 3000000000}",
            "replace(m.a, 'b', 'c', m.b)",
            "!Expected an integer between -2147483648 and 2147483647",
        ),
        ("{a: '', b: [null]}", "split(m.a, m.b)", "['']"),
    ] {
        check_answers(&[("", &with(arguments, call), expected)]);
    }
}

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
        ("", "CYPHER 25 SEARCH x", "![42I06]"),
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

#[test]
fn search_knows_no_index() {
    let refused = |query: &str, expected: &'static str| {
        let query = format!("CYPHER 25 MATCH {query} RETURN 1 AS x");
        check_answers(&[("CREATE ()", Box::leak(query.into_boxed_str()), expected)]);
    };
    for pattern in ["(n)", "()-[n]->()", "(n) WHERE n.x > 1"] {
        let query =
            format!("{pattern} SEARCH n IN (VECTOR INDEX foo FOR [1, 2] LIMIT 5) SCORE AS s");
        refused(&query, "!The index 'foo' does not exist");
    }
    let of = |inside: &str| format!("(n) SEARCH {inside}");
    refused(
        &of("n IN (VECTOR INDEX foo FOR $v WHERE n.x > 1 LIMIT $l)"),
        "!IndexNotFound",
    );
    refused(&of("m IN (VECTOR INDEX foo FOR [1] LIMIT 5)"), "![42N62]");
    refused(&of("n IN (FULLTEXT INDEX foo FOR 'a' LIMIT 5)"), "![51N26]");
    refused(&of("n IN (VECTOR INDEX $foo FOR [1] LIMIT 5)"), "![42I04]");
    refused(&of("n IN (VECTOR INDEX foo FOR [1])"), "![42I06]");
    refused(&of("n IN (VECTOR INDEX foo FOR 'a' LIMIT 5)"), "![22NB1]");
    refused(
        &of("n IN (VECTOR INDEX foo FOR [1] LIMIT 5) SCORE AS n"),
        "![42N59]",
    );
    refused(
        "(n)-->(m) SEARCH n IN (VECTOR INDEX foo FOR [1] LIMIT 5)",
        "![42I70]",
    );
}

#[test]
fn subqueries_do_not_shadow_what_they_see() {
    check_answers(&[
        (
            "",
            "WITH 1 AS n CALL (n) { WITH n AS n RETURN n AS m } RETURN m",
            "1",
        ),
        (
            "",
            "WITH 1 AS n CALL (n) { WITH *, 2 AS x RETURN x AS m } RETURN m",
            "2",
        ),
        (
            "",
            "WITH 1 AS n CALL () { WITH 2 AS n RETURN n AS m } RETURN m",
            "2",
        ),
        (
            "",
            "WITH 1 AS n CALL (n) { CALL () { WITH 2 AS n RETURN n AS m } RETURN m } RETURN m",
            "2",
        ),
        (
            "",
            "WITH 1 AS n CALL { WITH n WITH 2 AS n RETURN n AS m } RETURN m",
            "2",
        ),
        (
            "",
            "WITH 1 AS n CALL (n) { WITH *, 1 AS n RETURN n AS m } RETURN m",
            "![42N07]",
        ),
        (
            "",
            "WITH 1 AS n CALL (n) { UNWIND [1] AS n RETURN n AS m } RETURN m",
            "![42N07]",
        ),
        (
            "",
            "WITH 1 AS n CALL (n) { WITH n AS k WITH 1 AS n RETURN n AS m } RETURN m",
            "![42N07]",
        ),
        (
            "",
            "WITH 1 AS n RETURN EXISTS { WITH 1 AS n RETURN n } AS e",
            "![42N07]",
        ),
        (
            "",
            "RETURN [y IN [1] | EXISTS { WITH 1 AS y RETURN y }] AS e",
            "![42N07]",
        ),
        (
            "",
            "CYPHER 25 WITH 1 AS n CALL (n) { LET n = 1 RETURN n AS m } RETURN m",
            "![42N07]",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1] AS x RETURN x NEXT { WITH 2 AS x RETURN x }",
            "2",
        ),
        (
            "",
            "CYPHER 25 UNWIND [1] AS x RETURN x NEXT WHEN x = 1 THEN WITH 2 AS x RETURN x ELSE RETURN 3 AS x",
            "![42N07]",
        ),
    ]);
}

#[test]
fn vectors_have_types() {
    let is = |ty: &str, expected: &'static str| {
        let query = format!("CYPHER 25 RETURN vector([1, 2], 2, INTEGER8) IS :: {ty} AS x");
        check_answers(&[("", Box::leak(query.into_boxed_str()), expected)]);
    };
    for (ty, expected) in [
        ("VECTOR", "true"),
        ("VECTOR<INTEGER8>(2)", "true"),
        ("VECTOR<INT8>", "true"),
        ("VECTOR(2)", "true"),
        ("VECTOR(3)", "false"),
        ("VECTOR<FLOAT>(2)", "false"),
        ("LIST<INTEGER>", "false"),
        ("VECTOR<INTEGER8 NOT NULL>(2) NOT NULL", "true"),
        ("VECTOR<STRING>", "![42I06]"),
    ] {
        is(ty, expected);
    }
}

#[test]
fn the_language_is_that_of_the_engine_where_a_text_does_not_say_it() {
    let mut graph = Graph::empty();
    graph.engine = Engine::new(EngineOptions {
        language: Language::Cypher25,
        ..EngineOptions::default()
    });
    assert_eq!(graph.rows("LET x = 1 RETURN x"), "1");
    assert_eq!(graph.rows("CYPHER 25 LET x = 1 RETURN x"), "1");
    assert!(graph.rows("CYPHER 5 LET x = 1 RETURN x").contains("42I67"));
    assert!(
        graph
            .rows("RETURN coll.sort([2, 1]) AS x")
            .contains("[1, 2]")
    );
}

#[test]
fn errors_about_vectors() {
    check_answers(&[
        (
            "",
            "CYPHER 25 RETURN vector([1], 0, INTEGER) AS a",
            "![42N31]",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1], -1, INTEGER) AS a",
            "![42N31]",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1], 5000, INTEGER) AS a",
            "![42N31]",
        ),
        (
            "",
            "CYPHER 25 WITH 0 AS d RETURN vector([1], d, INTEGER) AS a",
            "!ArgumentError",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1, 2], 2, FOO) AS a",
            "![42I53]",
        ),
        (
            "",
            "CYPHER 25 RETURN vector_norm(vector([1, 2], 2, FLOAT), FOO) AS a",
            "![42I62]",
        ),
        (
            "",
            "CYPHER 25 RETURN vector_norm(vector([1, 2], 2, FLOAT), 'EUCLIDEAN') AS a",
            "![42I62]",
        ),
        ("", "RETURN normalize('a', FOO) AS a", "![42N49]"),
        (
            "",
            "CYPHER 25 RETURN vector([1.0 / 0], 1, FLOAT) AS a",
            "!must be finite",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1e40], 1, FLOAT32) AS a",
            "!must be finite",
        ),
        (
            "",
            "RETURN vector([1], 1, 'INTEGER') AS a",
            "![42N48 42I78]",
        ),
    ]);
}

/// Answers of Neo4j but for the row about DISTINCT, which it forgets behind GROUP BY.
#[test]
fn group_by() {
    let rows = "CYPHER 25 UNWIND [1, 2, 2] AS x ";
    let pairs = "CYPHER 25 UNWIND [1, 2, 2] AS x UNWIND [1, 2] AS y ";
    let maps = "CYPHER 25 UNWIND [{a: 1}, {a: 2}, {a: 2}] AS x ";
    let none = "CYPHER 25 UNWIND [] AS x ";
    let cases = [
        (rows, "RETURN x, count(*) AS c GROUP BY x", "1 | 1\n2 | 2"),
        (rows, "RETURN x GROUP BY x", "1\n2"),
        (rows, "RETURN * GROUP BY x", "1\n2"),
        (rows, "RETURN *, count(*) AS c GROUP BY x", "1 | 1\n2 | 2"),
        (rows, "RETURN count(*) AS c GROUP BY x", "1\n2"),
        (rows, "RETURN count(*) AS c GROUP BY x, x", "1\n2"),
        (rows, "RETURN count(*) AS c GROUP BY x + 1", "1\n2"),
        (rows, "RETURN count(*) AS c GROUP BY [x]", "1\n2"),
        (
            rows,
            "RETURN x + 1 AS y, count(*) AS c GROUP BY x",
            "2 | 1\n3 | 2",
        ),
        (
            rows,
            "RETURN x + 1 AS y, count(*) AS c GROUP BY y",
            "2 | 1\n3 | 2",
        ),
        (
            rows,
            "RETURN x + 1 AS y, count(*) AS c GROUP BY x + 1",
            "2 | 1\n3 | 2",
        ),
        (
            rows,
            "RETURN x + 1 AS y, x + 1 AS z GROUP BY x + 1",
            "2 | 2\n3 | 3",
        ),
        (
            rows,
            "RETURN x, x AS y, count(*) AS c GROUP BY y",
            "1 | 1 | 1\n2 | 2 | 2",
        ),
        (rows, "RETURN x + count(*) AS c GROUP BY x", "2\n4"),
        (
            rows,
            "RETURN x + count(*) AS c, x AS y GROUP BY y",
            "2 | 1\n4 | 2",
        ),
        (
            rows,
            "RETURN x + count(*) AS c, x AS y GROUP BY ALL",
            "2 | 1\n4 | 2",
        ),
        (rows, "RETURN x AS y GROUP BY ALL", "1\n2"),
        (
            rows,
            "RETURN x AS y, count(*) AS c GROUP BY ALL",
            "1 | 1\n2 | 2",
        ),
        (
            rows,
            "RETURN 7 AS k, count(*) AS c GROUP BY x",
            "7 | 1\n7 | 2",
        ),
        (rows, "RETURN max(x) + sum(x) AS a GROUP BY x", "2\n6"),
        (rows, "RETURN count(*) AS c GROUP BY ()", "3"),
        (rows, "RETURN 1 AS y GROUP BY ()", "1"),
        (none, "RETURN count(*) AS y GROUP BY ()", "0"),
        (none, "RETURN 1 AS y GROUP BY ()", ""),
        (none, "RETURN 1 AS y GROUP BY ALL", ""),
        (
            rows,
            "RETURN count(*) AS c GROUP BY x ORDER BY x DESC",
            "2\n1",
        ),
        (
            rows,
            "RETURN count(*) AS c GROUP BY x + 1 ORDER BY x + 1 DESC",
            "2\n1",
        ),
        (
            rows,
            "RETURN x GROUP BY x ORDER BY sum(x) DESC LIMIT 1",
            "2",
        ),
        (rows, "RETURN DISTINCT x % 1 AS y GROUP BY x", "0"),
        (rows, "WITH x GROUP BY x RETURN x", "1\n2"),
        (
            rows,
            "WITH count(*) AS c GROUP BY x WHERE x > 1 RETURN c",
            "2",
        ),
        (
            rows,
            "WITH x AS y, count(*) AS c GROUP BY y ORDER BY y SKIP 1 WHERE c > 1 RETURN y, c",
            "2 | 2",
        ),
        (
            rows,
            "CALL (x) { RETURN count(*) AS c GROUP BY x } RETURN c",
            "1\n1\n1",
        ),
        (
            rows,
            "RETURN COLLECT { UNWIND [1, 1] AS y RETURN count(*) AS c GROUP BY y } AS l",
            "[2]\n[2]\n[2]",
        ),
        (
            rows,
            "RETURN x AS `all`, count(*) AS c GROUP BY `all`",
            "1 | 1\n2 | 2",
        ),
        (
            rows,
            "RETURN x AS group, count(*) AS by GROUP BY group",
            "1 | 1\n2 | 2",
        ),
        (
            rows,
            "RETURN [i IN range(1, x) | i] AS s GROUP BY x",
            "[1]\n[1, 2]",
        ),
        (
            pairs,
            "RETURN y AS x, count(*) AS c GROUP BY x",
            "1 | 3\n2 | 3",
        ),
        (
            pairs,
            "RETURN x, count(*) AS c, sum(y) AS s GROUP BY x",
            "1 | 2 | 3\n2 | 4 | 6",
        ),
        (
            pairs,
            "RETURN x, count(*) AS c GROUP BY x, y ORDER BY x",
            "1 | 1\n1 | 1\n2 | 2\n2 | 2",
        ),
        (pairs, "RETURN x, y, count(*) AS c GROUP BY x", "![42I18]"),
        (
            maps,
            "RETURN x.a AS a, x.a AS b, count(*) AS c GROUP BY x.a",
            "1 | 1 | 1\n2 | 2 | 2",
        ),
        (
            maps,
            "RETURN x.a * 2 AS a, count(*) AS c GROUP BY x.a",
            "2 | 1\n4 | 2",
        ),
        (
            maps,
            "RETURN x.a AS a, count(*) AS c GROUP BY x",
            "1 | 1\n2 | 2",
        ),
        (
            maps,
            "RETURN x.b AS b, count(*) AS c GROUP BY x.a",
            "![42I18]",
        ),
    ];
    let texts: Vec<String> = cases
        .iter()
        .map(|(from, query, _)| format!("{from}{query}"))
        .collect();
    let answers: Vec<(&str, &str, &str)> = cases
        .iter()
        .zip(&texts)
        .map(|((_, _, expected), text)| ("", text.as_str(), *expected))
        .collect();
    check_answers(&answers);
}

#[test]
fn vectors_say_that_no_coordinate_is_null_and_are_stored_in_lists() {
    check_answers(&[
        (
            "",
            "CYPHER 25 RETURN vector([1, 2], 2, INTEGER NOT NULL) = vector([1, 2], 2, INTEGER) AS x",
            "true",
        ),
        (
            "",
            "CYPHER 25 RETURN valueType(vector([1, 2], 2, FLOAT32!)) AS x",
            "'VECTOR<FLOAT32 NOT NULL>(2) NOT NULL'",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1, null], 2, FLOAT32 NOT NULL) AS x",
            "!TypeError",
        ),
        (
            "",
            "CYPHER 25 RETURN vector([1, 2], 2 NOT NULL, FLOAT32) AS x",
            "!SyntaxError",
        ),
        (
            "CYPHER 25 CREATE (:N {v: [vector([1, 2], 2, INT8), vector([3], 1, FLOAT)]})",
            "CYPHER 25 MATCH (n:N) RETURN size(n.v) AS s, n.v[0] = vector([1, 2], 2, INT8) AS a, valueType(n.v[1]) AS t",
            "2 | true | 'VECTOR<FLOAT NOT NULL>(1) NOT NULL'",
        ),
        (
            "",
            "CYPHER 25 CREATE (n:N {v: [vector([1], 1, INT8), 1]}) RETURN n.v",
            "!TypeError",
        ),
    ]);
}
