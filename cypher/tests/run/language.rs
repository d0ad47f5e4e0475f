//! The language beyond the TCK: type predicates, computed names, and what is refused and how. Every
//! row is what a Neo4j 2026.08.1 answered to the same.

use crate::answers::check_answers;

const ABC: &str = "CREATE (:A {k: 1})-[:R]->(:B:C)";

#[test]
fn types_are_asked_for() {
    check_answers(&[
        (
            "",
            "RETURN 1 IS :: INTEGER AS a, 1 IS NOT :: INTEGER AS b, 1 IS TYPED INTEGER AS c, 1 IS NOT TYPED STRING AS d, 1 :: INTEGER AS e",
            "true | false | true | true | true",
        ),
        (
            "",
            "RETURN null IS :: INTEGER AS a, null IS :: INTEGER NOT NULL AS b, null IS :: NULL AS c, null IS :: NOTHING AS d, 1 IS :: NOTHING AS e",
            "true | false | true | false | false",
        ),
        (
            "",
            "RETURN [1,2] IS :: LIST<INTEGER> AS a, [1,null] IS :: LIST<INTEGER NOT NULL> AS b, [1,'a'] IS :: LIST<INTEGER|STRING> AS c, [] IS :: LIST<NOTHING> AS d, [] IS :: LIST<STRING NOT NULL> NOT NULL AS e",
            "true | false | true | true | true",
        ),
        (
            "",
            "RETURN 1 IS :: ANY AS a, null IS :: ANY NOT NULL AS b, {a:1} IS :: MAP AS c, {a:1} IS :: PROPERTY VALUE AS d, [1,2] IS :: PROPERTY VALUE AS e, [1,null] IS :: PROPERTY VALUE AS f, [1,'a'] IS :: PROPERTY VALUE AS g, [1, 1.0] IS :: PROPERTY VALUE AS h, [[1]] IS :: PROPERTY VALUE AS i",
            "true | false | true | false | true | false | false | true | false",
        ),
        (
            "",
            "RETURN 1 IS :: INTEGER LIST AS a, [1] IS :: INTEGER LIST AS b, [1] IS :: LIST<INTEGER>! AS c, [1] IS :: INT ARRAY AS d, 1 IS :: SIGNED INTEGER AS e",
            "false | true | true | true | true",
        ),
        (
            "",
            "RETURN date('2020-01-01') IS :: DATE AS d, localtime('10:00') IS :: LOCAL TIME AS e, time('10:00Z') IS :: TIME WITH TIME ZONE AS f, localdatetime('2020-01-01T10:00') IS :: TIMESTAMP WITHOUT TIMEZONE AS g, datetime('2020-01-01T10:00Z') IS :: ZONED DATETIME AS h, duration('P1D') IS :: DURATION AS i, point({x:1,y:2}) IS :: POINT AS j",
            "true | true | true | true | true | true | true",
        ),
        (
            "",
            "RETURN 'x' IS :: INTEGER | STRING AS b, null IS :: INTEGER NOT NULL | STRING NOT NULL AS c, 1.0 IS :: ANY<INTEGER | FLOAT> AS d",
            "true | false | true",
        ),
        (
            "",
            "RETURN (1 + 2) IS :: INTEGER AND true AS a, NOT 1 IS :: STRING AS b, 1 IS :: INTEGER = true AS c",
            "true | true | true",
        ),
        (
            "",
            "RETURN [x IN [1,'a',null,2.0] WHERE x IS :: INTEGER NOT NULL] AS a",
            "[1]",
        ),
        (
            ABC,
            "MATCH (n:A)-[r]->() RETURN n IS :: NODE AS a, n IS :: VERTEX AS b, n IS :: MAP AS c, r IS :: EDGE AS d, n IS :: ANY NODE AS e",
            "true | true | false | true | true",
        ),
        (
            "",
            "RETURN 1 IS :: INTEGER NOT NULL | STRING AS a",
            "!42N63",
        ),
        ("", "RETURN [1] IS :: LIST AS a", "!SyntaxError"),
        ("", "RETURN 1 IS :: FOO", "!SyntaxError"),
        (
            "",
            "RETURN 1 IS :: INTEGER IS NOT NULL AS a",
            "!SyntaxError",
        ),
    ]);
}

#[test]
fn labels_and_types_are_computed() {
    check_answers(&[
        (
            "",
            "CREATE (n:$('ZZa') {k:1})-[r:$('ZZr')]->(m:$(['ZZb','ZZc'])) RETURN labels(n) AS a, type(r) AS t, m:ZZb&ZZc AS m",
            "['ZZa'] | 'ZZr' | true",
        ),
        (ABC, "MATCH (n:$('A')) RETURN n.k AS k", "1"),
        (ABC, "MATCH (n:$all(['B','C'])) RETURN count(n) AS k", "1"),
        (ABC, "MATCH (n:$any(['B','A'])) RETURN count(n) AS k", "2"),
        (ABC, "MATCH (n:$(['B','A'])) RETURN count(n) AS k", "0"),
        (ABC, "MATCH (n:$([])) RETURN count(n) AS k", "2"),
        (ABC, "MATCH (n:$any([])) RETURN count(n) AS k", "0"),
        (ABC, "MATCH (n:$('Nowhere')) RETURN count(n) AS k", "0"),
        (ABC, "MATCH ()-[r:$('R')]->() RETURN count(r) AS k", "1"),
        (
            ABC,
            "MATCH ()-[r:$any(['R','S'])]->() RETURN count(r) AS k",
            "1",
        ),
        (
            ABC,
            "MATCH ()-[r:$(['R','S'])]->() RETURN count(r) AS k",
            "0",
        ),
        (
            ABC,
            "MATCH ()-[r:$('R')*1..2]->() RETURN count(r) AS k",
            "1",
        ),
        (
            ABC,
            "MATCH ()-[r:$('S')*1..2]->() RETURN count(r) AS k",
            "0",
        ),
        (ABC, "MATCH (n:!$('A')&B) RETURN count(n) AS k", "1"),
        (
            ABC,
            "WITH 'A' AS l MATCH (n:B|$(l)) RETURN count(n) AS k",
            "2",
        ),
        (
            ABC,
            "MATCH (n:A), (m:$(labels(n)[0])) RETURN count(m) AS k",
            "1",
        ),
        (
            ABC,
            "MATCH (n:A) SET n:$('D'), n['kk'] = 2 RETURN n:D AS l, n['kk'] AS k",
            "true | 2",
        ),
        (
            ABC,
            "MATCH (n:A) REMOVE n:$(['A']), n['k'] RETURN labels(n) AS l, keys(n) AS k",
            "[] | []",
        ),
        (ABC, "MERGE (n:$('A') {k:1}) RETURN labels(n) AS l", "['A']"),
        (ABC, "MERGE (n:$('E') {k:1}) RETURN labels(n) AS l", "['E']"),
        (
            ABC,
            "MATCH (a:A), (b:B) MERGE (a)-[r:$('R2')]->(b) RETURN type(r) AS l",
            "'R2'",
        ),
        (
            ABC,
            "MATCH (a:A), (b:B) MERGE (a)-[r:$('R')]->(b) WITH r MATCH ()-[s]->() RETURN count(s) AS c",
            "1",
        ),
        ("", "MATCH (n:$(null)) RETURN n", "!42I11"),
        ("", "MATCH (n:$(1)) RETURN n", "!22N27"),
        ("", "CREATE (n:$(''))", "!42I11"),
        ("", "UNWIND [''] AS x CREATE (n:$(x))", "!TokenNameError"),
        ("", "WITH null AS x CREATE (n:$(x))", "!TypeError"),
        ("", "CREATE (n:$any(['A']))", "!42I55"),
        (ABC, "MATCH (n) SET n[1] = 1", "!22N27"),
        (ABC, "MATCH (n) SET n[null] = 1", "!42I11"),
        (ABC, "MATCH (n) RETURN n:$('A')", "!42I59"),
        (ABC, "MATCH (n) WHERE n:$('A') RETURN n", "!42I59"),
        (
            "CREATE (:N)",
            "UNWIND [['A','B']] AS x MATCH (n) CREATE (n)-[:$(x)]->(n)",
            "!ExecutionFailed",
        ),
    ]);
}

#[test]
fn patterns_have_predicates_inside() {
    check_answers(&[
        (
            ABC,
            "MATCH (n WHERE n.k = 1 AND n:A) RETURN count(n) AS k",
            "1",
        ),
        (
            ABC,
            "MATCH ()-[r WHERE r.k IS NULL]->(m:B) RETURN count(r) AS k",
            "1",
        ),
        (
            ABC,
            "MATCH (n) WHERE n:A|B AND (n:%) RETURN count(n) AS k",
            "2",
        ),
        (
            ABC,
            "MATCH ()-[r:R*1..2 WHERE r.k IS NULL]->() RETURN r",
            "!42N37",
        ),
        (ABC, "MATCH (a)-[:!R*1..2]-(b) RETURN count(*)", "!42I41"),
        (ABC, "MATCH (a)-[:R&S*1..2]-(b) RETURN count(*)", "!42I41"),
        (ABC, "MATCH (a)-[:R|S*1..2]-(b) RETURN count(*) AS c", "2"),
    ]);
}

#[test]
fn what_is_wrong_has_neo4js_code() {
    check_answers(&[
        (
            "",
            "UNWIND [1] AS x RETURN percentileCont(x, 1.5)",
            "!42N31",
        ),
        ("", "RETURN percentileDisc(1, -0.1)", "!42N31"),
        (
            "",
            "WITH 1.5 AS p UNWIND [1] AS x RETURN percentileCont(x, p)",
            "!ArgumentError",
        ),
        ("", "RETURN point({x: 1})", "!42I16"),
        ("", "WITH {x: 1} AS m RETURN point(m)", "!ArgumentError"),
        ("", "UNWIND [1, 'a'] AS x SET x.a = 1", "!ArgumentError"),
        ("", "UNWIND [{a: 1}] AS x SET x.a = 1", "!ArgumentError"),
        ("", "WITH {a: 1} AS x SET x.a = 2", "!SyntaxError"),
        ("", "UNWIND [1, 'a'] AS x REMOVE x.a", "!ArgumentError"),
        ("", "UNWIND [1, 'a'] AS x SET x += {a: 1}", "!ArgumentError"),
        ("", "CREATE (n {a: 1})-[:R]->({a: n.a})", "!42I58"),
        ("", "CREATE (n {a: n.b})", "!42I58"),
        ("", "CREATE p = (n)-[:R]->({x: length(p)})", "!42I58"),
        ("", "CREATE (n:$(n.b))", "!42I58"),
        ("", "CREATE (n {a: 1}), (m {b: n.a}) RETURN m.b AS b", "1"),
        (
            "",
            "CREATE (n)-[:R]->({x: [n IN [1] | n]}) RETURN count(*) AS c",
            "1",
        ),
        (
            "",
            "MERGE (n {a: 1})-[:R]->(m {a: n.a}) RETURN m.a AS a",
            "1",
        ),
        ("", "MATCH (a) RETURN count(*) + a.uid % 3", "!42I18"),
        (
            "",
            "MATCH (a) RETURN a.uid % 3 AS k, count(*) + a.uid % 3",
            "!42I18",
        ),
        ("", "WITH 1 AS a RETURN a + 1, a + 1 + count(*)", "!42I18"),
        (
            ABC,
            "MATCH (a:A) RETURN a.k AS k, count(*) + a.k % 3 AS c",
            "1 | 2",
        ),
        (
            "",
            "OPTIONAL MATCH (a:NoSuch) CREATE (a)-[:R]->(b)",
            "!node `a` is missing",
        ),
    ]);
}

#[test]
fn what_is_deleted_is_still_looked_at() {
    check_answers(&[
        ("", "CREATE (n:N {a: 1}) DELETE n RETURN keys(n) AS k", "[]"),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN properties(n) AS k",
            "{}",
        ),
        ("", "CREATE (n:N {a: 1}) DELETE n RETURN n:N AS k", "false"),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN labels(n) AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n.a AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n {.a} AS k",
            "null",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n {.a, x: n.b} AS k",
            "null",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN collect(n {.a}) AS k",
            "[]",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN [x IN [1] | n {.a}] AS k",
            "[null]",
        ),
        ("", "CREATE (n:N {a: 1}) DELETE n RETURN n {.*} AS k", "{}"),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n {x: 1} AS k",
            "{x: 1}",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n {.a, x: 1} AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n {.*, .a} AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN [x IN [n] | x {.a}] AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n.nowhere AS k",
            "null",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n['nowhere'] AS k",
            "null",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n RETURN n.nowhere IS NULL AS k",
            "true",
        ),
        (
            "",
            "CREATE ()-[r:R {a: 1}]->() DELETE r RETURN r {.a} AS k",
            "null",
        ),
        (
            "",
            "CREATE ()-[r:R {a: 1}]->() DELETE r RETURN r {.*} AS k",
            "{}",
        ),
        (
            "",
            "CREATE ()-[r:R {a: 1}]->() DELETE r RETURN r {.*, x: 1} AS k",
            "{x: 1}",
        ),
        (
            "",
            "CREATE ()-[r:R {a: 1}]->() DELETE r RETURN r.nowhere AS k",
            "null",
        ),
        (
            "",
            "CREATE ()-[r:R {a: 1}]->() DELETE r RETURN properties(r) AS k",
            "!EntityNotFound",
        ),
        (
            "",
            "CREATE (n:N {a: 1}) DELETE n WITH n AS m CALL (m) { RETURN m {.a} AS k } RETURN k",
            "null",
        ),
    ]);
}

#[test]
fn bound_lists_of_relationships_are_walked_from_both_ends() {
    const LOOP: &str = "CREATE (a:A)-[:L]->(a)";
    check_answers(&[
        (
            LOOP,
            "MATCH (a)-[r:L]-(b) WITH r MATCH (a)-[r]-(b) RETURN count(*) AS c",
            "1",
        ),
        (
            LOOP,
            "MATCH (a)-[r:L]-(b) WITH [r] AS rs MATCH (a)-[rs*]-(b) RETURN count(*) AS c",
            "2",
        ),
        (
            LOOP,
            "MATCH (a)-[r:L]-(b) WITH [r] AS rs MATCH (a)-[rs*]->(b) RETURN count(*) AS c",
            "1",
        ),
        (
            LOOP,
            "MATCH (a)-[r:L]-(b) WITH [r] AS rs, a MATCH (a)-[rs*]-(b) RETURN count(*) AS c",
            "1",
        ),
        (
            "CREATE (:A)",
            "MATCH (a) RETURN length(shortestPath((a)-[*0..]-(a))) AS p",
            "0",
        ),
    ]);
}

#[test]
fn use_names_the_database_of_the_session() {
    check_answers(&[
        ("", "USE neo4j RETURN 1 AS x", "1"),
        ("", "USE `NEO4J` RETURN 1 AS x", "1"),
        (ABC, "USE neo4j MATCH (a:A) RETURN a.k AS k", "1"),
        (
            "",
            "UNWIND [1] AS x CALL { USE neo4j RETURN 2 AS y } RETURN x, y",
            "1 | 2",
        ),
        (
            "",
            "UNWIND [1] AS x CALL (x) { USE neo4j RETURN x + 1 AS y } RETURN x, y",
            "1 | 2",
        ),
        (
            "",
            "UNWIND [1] AS x CALL { WITH x USE neo4j RETURN x + 1 AS y } RETURN x, y",
            "1 | 2",
        ),
        ("", "RETURN 1 AS x UNION USE neo4j RETURN 2 AS x", "1\n2"),
        (
            "",
            "USE nope RETURN 1 AS x",
            "!Neo.ClientError.Database.DatabaseNotFound",
        ),
        (
            "",
            "USE nope CREATE (n)",
            "!Neo.ClientError.Database.DatabaseNotFound",
        ),
        (
            "",
            "MATCH (n) USE neo4j RETURN n",
            "!Neo.ClientError.Statement.SyntaxError",
        ),
        (
            "",
            "USE graph.byName('neo4j') RETURN 1 AS x",
            "!Neo.ClientError.Statement.SyntaxError",
        ),
    ]);
}
