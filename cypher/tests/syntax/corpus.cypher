// One query a line: every rule of the grammar at least once. `round_trip.rs` parses each, writes
// it, and parses that again; `snapshots.rs` shows the trees of `examples.cypher`.
RETURN 1
RETURN 1;
EXPLAIN RETURN 1
PROFILE RETURN 1
CYPHER 5 RETURN 1
CYPHER 25 runtime=slotted planner = cost EXPLAIN RETURN 1
CYPHER 25 FILTER = 1 RETURN 1
EXPLAIN CYPHER 5 RETURN 1
RETURN 0, 42, 1_000, 0xFF, 0x1_f, 0o17, -9223372036854775808, 9223372036854775807, -0x8000000000000000
RETURN .5, 0.5, 1e10, 1E-5, 1.5e+3, 1.5f, 1e5d, 00.5, 1.0_0, -1.5, 1e-300, 123456789012345680.0
RETURN NaN, inf, INFINITY, -infinity
RETURN 'a', "b", 'it\'s', "say \"x\"", '\\ \n \t \r \b \f \u00e9 \ud83d\ude00', 'a"b', "a'b", '\q', ''
RETURN true, FALSE, null, $p, $0, $`a b`, $ spaced
MATCH (match:Match) RETURN match
MATCH (`a b`:`L``x`) RETURN `a b`.`k e y`
WITH 1 AS case, 2 AS not, 3 AS exists, 4 AS order RETURN case, not, exists, order ORDER BY order
WITH 1 AS when RETURN CASE when WHEN 1 THEN when END
WITH 1 AS größe, 2 AS 名前 RETURN größe + 名前
RETURN 1 OR 2 OR 3 XOR 4 AND 5 AND NOT 6
RETURN NOT NOT NOT a, NOT NOT a, NOT (NOT (NOT a))
RETURN a = b, a <> b, a < b <= c, a > b >= c = d
RETURN a IN b, a STARTS WITH b, a ENDS WITH b, a CONTAINS b, a =~ b
RETURN a IS NULL, a IS NOT NULL, a + 1 IS NULL = true, NOT a IS NULL
RETURN a IS :: INTEGER, a IS NOT :: STRING, a :: LIST<INTEGER NOT NULL>, a IS TYPED ANY<INTEGER | FLOAT>
RETURN a :: ZONED DATETIME, a :: LOCAL TIME, a :: PROPERTY VALUE, a :: BOOLEAN NOT NULL | STRING NOT NULL, a :: ANY
RETURN 1 + 2 - 3 || 4, 1 * 2 / 3 % 4, 2 ^ 3 ^ 4, 1 + 2 * 3 ^ 4
RETURN -a, +a, - -a, --1, -(1), -a ^ 2, 2 ^ -1, - + -a, -(-(a)), -a.b, -1[0]
RETURN a.b.c, a[0], a[0].b[1], a[1..2], a[..2], a[1..], a[-1..], [1, 2][0], {a: 1}.a, f(x).y, (a).b
RETURN a:A, a:A:B, a.b:A, a:$(x), NOT a:A
RETURN a:A, a:A&B|!C, a:(A|B)&%, a IS A
RETURN [], [1], [1, [2, [3]]], {}, {a: 1, `b c`: {d: 2}, return: 3}
RETURN n {.*}, n {.a, .b, c: 1, d}, n {}, n{.a}, count {.a}
RETURN f(), f(1), f(1, 2), a.b.c(1), f(DISTINCT x), count(*), count(DISTINCT *.5), toUpper(x), date ()
RETURN collect(DISTINCT n.x), count(n), exists(n.x), all, any(1), none, single(x)
RETURN CASE WHEN a THEN 1 END, CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END
RETURN CASE x WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END, CASE x.y WHEN -1 THEN 0 END
RETURN [x IN xs], [x IN xs WHERE x > 1], [x IN xs | x * 2], [x IN xs WHERE x > 1 | x * 2]
RETURN [x IN xs WHERE x:A | x.b], [x IN xs WHERE x:A|B | x.b], [x IN xs WHERE x:A|B], [x IN xs WHERE (x:A|B) | x]
RETURN [(a)-->(b) | b.x], [(a)-[r:T]->(b:B {x: 1}) WHERE b.y > 1 | b.x], [p = (a)--(b) | p], [p = (a)--(b) WHERE a:A | p]
RETURN [(a)-->(b)], [a = b], [(a)], [(a) + 1]
RETURN all(x IN xs WHERE x), any(x IN xs WHERE x), none(x IN xs WHERE x), single(x IN xs WHERE x > 1)
RETURN reduce(t = 0, x IN xs | t + x)
RETURN shortestPath((a)-[*]-(b)), allShortestPaths((a)-[:T*1..3]->(b)), length(shortestPath((a)-[*..5]-(b)))
RETURN EXISTS { MATCH (a)-->(b) RETURN b }, EXISTS { (a)-->(b) }, EXISTS { (a)-->(b) WHERE b.x = 1 }, EXISTS { (a), (b) }
RETURN COUNT { (a) }, COUNT { MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a }, COLLECT { MATCH (a) RETURN a.x }, EXISTS { p = (a)--(b) }
MATCH (a) WHERE (a)-->(b) AND NOT (a)-[:T]->() OR exists((a)--(b)) AND size([(a)--() | 1]) > 0 RETURN a
WITH 1 AS a RETURN (a)-(a), (a)<-(a), (a) - [a], (a)-[a][0], (a)-1
MATCH () RETURN 1
MATCH (a), (b:B), (:C), (d:D {x: 1}), ({y: 2}), (e $props), (g:G&H|I), (h IS H), (i:!J), (j:%) RETURN 1
MATCH (b:B), (f:F:G)-[r:R|S]->() RETURN 1
MATCH (``) RETURN a$b, {``: 1}
MATCH (a WHERE a.x > 1), (:A WHERE true), (WHERE true), (b:B {x: 1} WHERE b.y = 2) RETURN 1
MATCH (where:A), (where), (is), (is IS A), (a IS A WHERE a.x), (where WHERE where.x) RETURN 1
MATCH (a)-->(b)<--(c)--(d)<-->(e) RETURN 1
MATCH (a)-[r]->(b)<-[:T]-(c)-[s:T|U]-(d)-[:T|:U]-(e)<-[t]->(f) RETURN 1
MATCH (a) - [ r ] - > (b) < - - (c) RETURN 1
MATCH (a)-[*]->(b)-[*2]->(c)-[*1..2]->(d)-[*..2]->(e)-[*1..]->(f)-[r:T*0..1 {x: 1}]->(g)-[*..]-(h) RETURN 1
MATCH (a)-[r {x: 1}]->(b)-[$p]->(c)-[:T WHERE true]->(d)-[r2:!T&!U]->(e)-[:$(x)]->(f)-[IS T]-(g) RETURN 1
MATCH p = (a)-->(b), q = shortestPath((a)-[:T*]->(b)), r = allShortestPaths((a)-[*..3]-(b)) RETURN p
OPTIONAL MATCH (a) WHERE a.x = 1 RETURN a
MATCH (n:A) USING INDEX n:A(x) USING RANGE INDEX SEEK n:A(x, y) USING SCAN n:A USING JOIN ON n, m WHERE n.x = 1 RETURN n
UNWIND [1, 2] AS x UNWIND $rows AS row RETURN x
WITH a, b AS c, a.b AS d RETURN c
WITH * RETURN *
WITH *, 1 AS x RETURN *, x AS y
WITH DISTINCT a ORDER BY a DESC, b ASC, c DESCENDING, d ASCENDING SKIP 1 LIMIT 2 WHERE a > 1 RETURN DISTINCT a ORDER BY a OFFSET $s LIMIT 1 + 1
WITH 1 AS distinct RETURN distinct, distinct AS x
RETURN DISTINCT *
MATCH (n) ORDER BY n.x LIMIT 1 RETURN n
MATCH (n) SKIP 1 LIMIT 1 MATCH (m) OFFSET 2 MATCH (o) LIMIT 3 WITH o WHERE o.x ORDER BY o.y RETURN o
MATCH (n) FINISH
CREATE (a:A {x: 1})-[:T {y: 2}]->(b), (c), p = (d)<-[r:U]-(e)
CREATE index = (a)-->(b)
INSERT (a:A&B)
MERGE (a:A {x: 1}) ON CREATE SET a.y = 1, a:B ON MATCH SET a += {z: 2} RETURN a
MERGE (a)-[r:T]->(b) MERGE p = (c) RETURN r
SET a.b = 1, a.b.c = 2, (a).b = 3, a[k] = 4, a[0][1] = 5, a = {x: 1}, a += $m, a:L, a:L:M, a:$(x), (CASE WHEN x THEN a END).y = 6, f(x).y = 7
REMOVE a.b, a.b.c, a[k], a:L, a:L:M, a:$(x), (a).b
SET a:L, a IS L
REMOVE a:L, a IS L
DELETE a, b.c, c[0]
DETACH DELETE a
NODETACH DELETE a
FOREACH (x IN [1, 2] | CREATE (:A {x: x}) SET n.x = x FOREACH (y IN x | MERGE (:B {y: y}) DELETE y))
CALL db.labels()
CALL db.labels
CALL db.labels YIELD *
CALL db.labels() YIELD label RETURN label
CALL a.b.c(1, 'x', {y: 2}) YIELD d, e AS f WHERE f > 1 RETURN d, f
OPTIONAL CALL db.labels() YIELD label RETURN label
CALL { RETURN 1 AS x } RETURN x
MATCH (a) CALL { WITH a RETURN a.x AS x UNION WITH a RETURN a.y AS x } RETURN x
MATCH (a) CALL (a) { RETURN a.x AS x } CALL (*) { RETURN 2 AS y } CALL () { RETURN 3 AS z } OPTIONAL CALL (a, x) { MATCH (b) RETURN b } RETURN x
UNWIND $xs AS x CALL (x) { CREATE (:A {x: x}) } IN TRANSACTIONS
UNWIND $xs AS x CALL (x) { CREATE (:A) } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN s
UNWIND $xs AS x CALL (x) { CREATE (:A) } IN CONCURRENT TRANSACTIONS OF $n ROWS ON ERROR RETRY FOR 3.5 SECONDS THEN BREAK
LOAD CSV FROM 'file:///a.csv' AS line RETURN line
LOAD CSV WITH HEADERS FROM $url AS line FIELDTERMINATOR ';' RETURN line.x
USE neo4j MATCH (n) RETURN n
USE a.b RETURN 1
RETURN 1 AS x UNION RETURN 2 AS x UNION DISTINCT RETURN 3 AS x
RETURN 1 AS x UNION ALL RETURN 2 AS x
RETURN 1 // a comment
RETURN /* in the middle */ 1 /* 'end */
CREATE INDEX FOR (n:A) ON (n.x)
CREATE INDEX name IF NOT EXISTS FOR (n:A) ON (n.x, n.y) OPTIONS {indexConfig: {a: 1}}
CREATE RANGE INDEX $name FOR ()-[r:T]-() ON (r.x) OPTIONS $o
CREATE TEXT INDEX t FOR (n:A) ON n.x
CREATE POINT INDEX p FOR ()-[r:T]->() ON (r.x)
CREATE LOOKUP INDEX l FOR (n) ON EACH labels(n)
CREATE LOOKUP INDEX FOR ()-[r]-() ON EACH type(r)
CREATE FULLTEXT INDEX f FOR (n:A|B) ON EACH [n.x, n.y]
CREATE VECTOR INDEX v IF NOT EXISTS FOR (n:A) ON (n.x)
CREATE INDEX if FOR (n:A) ON (n.x)
CREATE INDEX for IF NOT EXISTS FOR (n:A) ON (n.x)
CREATE CONSTRAINT FOR (n:A) REQUIRE n.x IS UNIQUE
CREATE CONSTRAINT c IF NOT EXISTS FOR (n:A) REQUIRE (n.x, n.y) IS NODE KEY
CREATE CONSTRAINT c FOR ()-[r:T]-() REQUIRE r.x IS RELATIONSHIP KEY OPTIONS {}
CREATE CONSTRAINT c FOR ()-[r:T]-() REQUIRE r.x IS REL UNIQUE
CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS NOT NULL
CREATE CONSTRAINT $c FOR (n:A) REQUIRE n.x IS :: integer
CREATE CONSTRAINT FOR (n:A) REQUIRE n.x IS TYPED LIST<STRING NOT NULL>
DROP INDEX name
DROP INDEX $name IF EXISTS
DROP CONSTRAINT name IF EXISTS
SHOW INDEXES
SHOW RANGE INDEX YIELD *
SHOW INDEXES YIELD name AS n, type ORDER BY n SKIP 1 LIMIT 2 WHERE n = 'x' RETURN n, type ORDER BY n
SHOW ALL CONSTRAINTS WHERE name = 'x'
SHOW NODE KEY CONSTRAINTS
SHOW UNIQUENESS CONSTRAINT
SHOW FUNCTIONS
SHOW BUILT IN FUNCTIONS YIELD name
SHOW PROCEDURES EXECUTABLE BY CURRENT USER
SHOW DATABASES
SHOW DATABASE neo4j YIELD name
SHOW DATABASE $db WHERE name = 'x'
SHOW HOME DATABASE
SHOW DEFAULT DATABASE
SHOW SETTINGS
SHOW TRANSACTIONS
SHOW CURRENT USER
CYPHER 25 LET x = 1, y = x FILTER WHERE x > 1 FOR z IN [1, 2] RETURN x, y, z
CYPHER 25 RETURN 1 AS x UNION ALL RETURN 2 AS x NEXT RETURN x AS y NEXT { RETURN y AS z UNION RETURN 1 AS z }
CYPHER 25 WHEN a = 1 THEN RETURN 1 AS x WHEN true THEN { RETURN 2 AS x NEXT RETURN x } ELSE RETURN 3 AS x
CYPHER 25 { WHEN true THEN RETURN 1 AS x } UNION { RETURN 2 AS x }
CYPHER 25 RETURN allReduce(a = 0, x IN [1, 2] | a + x, a < 7) AS r
RETURN a IS NFKD NORMALIZED, a IS NOT NORMALIZED, a IS :: LIST<INTEGER NOT NULL> NOT NULL | STRING NOT NULL
MATCH (n:$any(['A']) {a: 1})-[:$('R')]->(:!$(n.b)) SET n:$(x), n[y] = 1
MATCH (a)-[r:R WHERE r.w < 4]->{1,2}(b)-->+(c)<--*(d)-[:S]-{3}(e), (f)--{,4}(g)--{2,}(h) RETURN a
MATCH p = (a)((x:A)-[r:R]->(y {z: 1})<--(w) WHERE x.n < y.n){1,3}(b)((u)-->(v))+ RETURN p
MATCH ((x)-->(y)){2} RETURN x
MATCH ((x)-[r]->(y) WHERE r.w > 3) RETURN x
MATCH SHORTEST 2 (a)-->+(b) RETURN a
MATCH ANY SHORTEST (a)-->+(b) RETURN a
MATCH p = ALL SHORTEST PATHS ((a)-->+(b) WHERE a.x > 1) RETURN p
MATCH SHORTEST 2 GROUPS (a)-->+(b) RETURN EXISTS { ANY (a)-->+(c) }, COUNT { SHORTEST 3 PATHS (a)-->+(d) }
CYPHER 25 MATCH REPEATABLE ELEMENTS p = SHORTEST $k ACYCLIC PATH GROUPS (a)-->{1,2}(b), TRAIL (c)-->(d) RETURN p
CYPHER 25 MATCH DIFFERENT RELATIONSHIPS WALK (a)-->{1,2}(b) RETURN a
RETURN CASE x WHEN 1, 2 THEN 'a' WHEN > 3, <> 4, = 5, <= 6, >= 7, < 8 + 1 THEN 'b' WHEN IS NULL, IS NOT NULL THEN 'c' ELSE 'g' END
RETURN CASE x WHEN IS TYPED INTEGER, :: STRING, IS NOT TYPED LIST<INTEGER> THEN 'd' WHEN STARTS WITH 'a', ENDS WITH 'b', =~ 'c' THEN 'e' END
RETURN CASE f(x) WHEN IS NFC NORMALIZED, IS NOT NORMALIZED, is THEN 'f' WHEN > a IS NULL THEN CASE y WHEN < 1 THEN 2 END END
CYPHER 25 RETURN CASE x WHEN IS :: INTEGER, IS NOT :: STRING THEN 1 WHEN :A, IS B|C, IS NOT D, IS LABELED E, IN [1], CONTAINS 'a' THEN 2 END
CYPHER 25 RETURN a IS LABELED, a IS LABELED B, a IS NOT LABELED B, a IS NOT B
USE neo4j CREATE INDEX a FOR (n:A) ON (n.x)
USE neo4j SHOW INDEXES YIELD name RETURN name
CYPHER 25 UNWIND ['a'] AS f SHOW FUNCTIONS YIELD name AS n WHERE n = f TERMINATE TRANSACTIONS n YIELD message SHOW SETTINGS 'a' YIELD value WITH * RETURN *
CYPHER 25 MATCH (n) WHERE n.x > 1 SEARCH n IN (VECTOR INDEX `foo bar` FOR [1, 2] WHERE n.y = 1 LIMIT 5) SCORE AS s RETURN n, s
CYPHER 25 OPTIONAL MATCH ()-[r]->() SEARCH r IN (VECTOR INDEX foo FOR $v LIMIT $l) RETURN r
RETURN CASE is WHEN is IS NULL THEN 1 END
RETURN [x IN (x:A|B) | x], reduce(s = 0, x IN (s:A) | x), [x IN (y IS :: INT) | x]
RETURN `a..b.`(1), `.`(2) AS x
