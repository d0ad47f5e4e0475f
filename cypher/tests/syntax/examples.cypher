// One query a line: an example of each rule of the grammar; `snapshots.rs` shows their trees.
CYPHER 5 EXPLAIN RETURN 1
PROFILE USE neo4j RETURN 1 AS one UNION ALL RETURN 2 AS one
OPTIONAL MATCH p = (a:A {x: 1})-[r:T|U*1..2]->(b WHERE b.y) USING INDEX a:A(x) WHERE a.x RETURN *
MATCH q = shortestPath((a)-[*]-(b)), (c:!(A|B)&%), (d:$(x)), (e $p)<-[:T]-()<-->() FINISH
UNWIND $rows AS row WITH DISTINCT row, 1 AS x ORDER BY x DESC, row SKIP 1 LIMIT 2 WHERE x RETURN row.a AS b
MATCH (n) LIMIT 1 RETURN n
CREATE (a:A:B {x: 1})-[:T]->(b) MERGE (c) ON CREATE SET c.x = 1, c += $m ON MATCH SET c:L, c[k] = 2, c = {}
REMOVE a.b, a[k], a:L DETACH DELETE a, b
FOREACH (x IN xs | SET x.y = 1)
OPTIONAL CALL a.b(1) YIELD c, d AS e WHERE e RETURN c
CALL db.labels
CALL db.labels YIELD *
CALL (a) { RETURN 1 AS x } IN 2 CONCURRENT TRANSACTIONS OF 3 ROWS ON ERROR RETRY THEN FAIL REPORT STATUS AS s CALL (*) { FINISH } CALL { FINISH } RETURN x
LOAD CSV WITH HEADERS FROM 'u' AS l FIELDTERMINATOR ';' RETURN l
RETURN null, true, -1, 1.5, 'a\\n', $p, `a b`, [1], {a: 1}
RETURN a.b[0][1..], a:L, n {.*, .a, b: 1, c}
RETURN a OR b OR c, a XOR b, a AND b, NOT a, NOT NOT a
RETURN a = b < c, a IN b, a =~ b, a STARTS WITH b, a IS NOT NULL, a IS :: LIST<INT> NOT NULL
RETURN 1 + 2 - 3 || 4, 1 * 2 / 3 % 4, 2 ^ 3 ^ 4, -a, +a, - -a
RETURN a OR b AND NOT c = d + e * f ^ -g.h
RETURN CASE a WHEN 1 THEN 2 ELSE 3 END, CASE WHEN a THEN b END
RETURN f.g(DISTINCT a), count(*), all(x IN xs WHERE x), reduce(t = 0, x IN xs | t)
RETURN [x IN xs WHERE x | y], [p = (a)-->(b) WHERE c | d], (a)-->(b)
RETURN EXISTS { (a) WHERE b }, COUNT { MATCH (a) RETURN a }, COLLECT { RETURN 1 }
CREATE RANGE INDEX i IF NOT EXISTS FOR (n:A) ON (n.x, n.y) OPTIONS {a: 1}
CREATE LOOKUP INDEX FOR ()-[r]-() ON EACH type(r)
CREATE CONSTRAINT $c FOR ()-[r:T]-() REQUIRE r.x IS :: STRING
DROP INDEX i IF EXISTS
DROP CONSTRAINT c
SHOW UNIQUE CONSTRAINTS YIELD name AS n ORDER BY n WHERE n RETURN n
SHOW DATABASE neo4j WHERE a
