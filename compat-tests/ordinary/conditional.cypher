// Cypher 25: WHEN, NEXT, LET, FOR, FILTER, transactions of a query, SHOW as a clause.
CREATE (a:C {n: 'a', v: 1}), (b:C {n: 'b', v: 2}), (c:C {n: 'c', v: 3}), (d:D {n: 'd'}), (a)-[:R {w: 1}]->(b), (b)-[:R {w: 2}]->(c), (a)-[:S {w: 3}]->(d), (d)-[:S {w: 4}]->(d);
CREATE CONSTRAINT u FOR (n:U) REQUIRE n.k IS UNIQUE;
CREATE (:U {k: 1}), (:U {k: 5});
// queries
CYPHER 25 WHEN 1 > 2 THEN RETURN 1 AS x WHEN true THEN RETURN 2 AS x ELSE RETURN 3 AS x;
//: x
//> 2
CYPHER 25 WHEN null THEN RETURN 1 AS x ELSE RETURN 3 AS x;
//: x
//> 3
CYPHER 25 WHEN false THEN RETURN 1 AS x;
//: x
CYPHER 25 MATCH (n) CALL (n) { WHEN n.v > 2 THEN RETURN 'big' AS s WHEN n.v > 1 THEN { RETURN 'mid' AS s } ELSE RETURN 'none' AS s } RETURN n.n, s ORDER BY n.n;
//: n.n | s
//> 'a' | 'none'
//> 'b' | 'mid'
//> 'c' | 'big'
//> 'd' | 'none'
//> null | 'none'
//> null | 'none'
CYPHER 25 MATCH (n) CALL (n) { WHEN n.v > 2 THEN { MATCH (n)<-[r]-(m) RETURN m.n AS s } WHEN n:D THEN { SET n.seen = true RETURN 'set' AS s } } RETURN n.n, s ORDER BY n.n;
//: n.n | s
//> 'c' | 'b'
//> 'd' | 'set'
//+ properties-set 1
CYPHER 25 MATCH (n) CALL (*) { WHEN n:C THEN CREATE (:Log {of: n.n}) ELSE CREATE (:Other) } RETURN count(*) AS c;
//: c
//> 6
//+ labels-added 6, nodes-created 6, properties-set 3
CYPHER 25 MATCH (n:C) CALL (n) { WHEN EXISTS { (n)-->() } THEN RETURN COUNT { (n)-->() } AS o ELSE RETURN -1 AS o } RETURN n.n, o ORDER BY n.n;
//: n.n | o
//> 'a' | 2
//> 'b' | 1
//> 'c' | -1
// $ {p: 5}
CYPHER 25 WHEN $p > 3 THEN { MATCH (n:C) RETURN n.n AS x UNION MATCH (n:D) RETURN n.n AS x } ELSE RETURN 'none' AS x NEXT RETURN count(x) AS c, max(x) AS m;
//: c | m
//> 4 | 'd'
CYPHER 25 MATCH (n:C) RETURN n NEXT WHEN n.v = 1 THEN RETURN n.n AS x, 'one' AS y ELSE RETURN n.n AS x, 'other' AS y NEXT RETURN x, y ORDER BY x;
//: x | y
//> 'a' | 'one'
//> 'b' | 'other'
//> 'c' | 'other'
CYPHER 25 MATCH (n:C) RETURN n.v AS v NEXT WHEN v > 1 THEN RETURN v * 10 AS w ELSE { RETURN v AS w UNION ALL RETURN -v AS w } NEXT RETURN sum(w) AS s, count(*) AS c;
//: s | c
//> 50 | 4
CYPHER 25 RETURN 1 AS a NEXT RETURN a, a + 1 AS b NEXT RETURN * NEXT RETURN a + b AS s;
//: s
//> 3
CYPHER 25 RETURN 1 AS a NEXT RETURN 2 AS b NEXT RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
CYPHER 25 MATCH (n:C) SET n.touched = true RETURN n NEXT MATCH (m {touched: true}) RETURN n.n, count(m) AS c ORDER BY n.n;
//: n.n | c
//> 'a' | 3
//> 'b' | 3
//> 'c' | 3
//+ properties-set 3
CYPHER 25 MATCH (n:C) CREATE (n)-[:MADE]->(x:Made {v: n.v}) RETURN x NEXT MATCH (y:Made) RETURN DISTINCT count(y) AS c;
//: c
//> 9
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 3
CYPHER 25 UNWIND [3, 1, 2] AS x RETURN x ORDER BY x NEXT RETURN collect(x) AS xs;
//: xs
//> [1, 2, 3]
CYPHER 25 RETURN 1 AS x UNION RETURN 2 AS x NEXT MATCH (n:C {v: x}) RETURN n.n, x ORDER BY x;
//: n.n | x
//> 'a' | 1
//> 'b' | 2
CYPHER 25 CALL { RETURN 1 AS a NEXT RETURN a + 1 AS b } RETURN b;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 MATCH (n:C) WHERE EXISTS { MATCH (n)-[r:R]->(m) RETURN m, r NEXT FILTER r.w > 1 RETURN m } RETURN n.n;
//: n.n
//> 'b'
CYPHER 25 RETURN COLLECT { MATCH (n:C) RETURN n.v AS v NEXT RETURN v * 2 AS w ORDER BY w DESC } AS l;
//: l
//> [6, 4, 2]
CYPHER 25 RETURN COUNT { WHEN true THEN { UNWIND [1, 2] AS x RETURN x } ELSE RETURN 1 AS x } AS c;
//: c
//> 2
CYPHER 25 { RETURN 1 AS x } UNION { RETURN 2 AS x };
//: x
//> 1
//> 2
CYPHER 25 { MATCH (n:C) RETURN n.n AS x ORDER BY x LIMIT 1 } UNION ALL { MATCH (n:D) RETURN n.n AS x };
//: x
//> 'a'
//> 'd'
CYPHER 25 LET x = 1, y = 2 FILTER x < y LET z = [x, y] FOR i IN z RETURN i, x + y AS s;
//: i | s
//> 1 | 3
//> 2 | 3
CYPHER 25 FOR x IN [1, 2, 3] FILTER x > 1 FOR y IN [x, x * x] LET z = x + y RETURN x, collect(z) AS zs ORDER BY x;
//: x | zs
//> 2 | [4, 6]
//> 3 | [6, 12]
CYPHER 25 MATCH (n) LET l = labels(n)[0] FILTER WHERE l = 'C' LET o = COLLECT { MATCH (n)-->(m) RETURN m.n } RETURN n.n, o ORDER BY n.n;
//: n.n | o
//> 'a' | ['d', 'b']
//> 'b' | ['c']
//> 'c' | []
CYPHER 25 OPTIONAL MATCH (n:Nope) LET x = n.v FILTER x IS NULL RETURN n, x;
//: n | x
//> null | null
CYPHER 25 LET x = 1 RETURN x UNION LET x = 2 RETURN x;
//: x
//> 1
//> 2
CYPHER 25 LET n = 5 MATCH (m:C) WHERE m.v < n LET n2 = n * m.v RETURN n2 ORDER BY n2;
//: n2
//> 5
//> 10
//> 15
CYPHER 25 LET x = count(*) RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I24
CYPHER 25 MATCH (n:C) LET n = 3 RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42N59
CYPHER 25 MATCH (n:C) FILTER count(*) > 1 RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I24
CYPHER 25 FOR x IN null RETURN x;
//: x
CYPHER 25 FOR x IN 5 RETURN x;
//: x
//> 5
CYPHER 25 FOR x, y IN [1] RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 UNWIND [1, 2] AS x LET y = x RETURN * ORDER BY x DESC;
//: x | y
//> 2 | 2
//> 1 | 1
CYPHER 25 MATCH (n:C) CALL (n) { MATCH (n)-[:R]->(m) RETURN m NEXT RETURN count(m) AS c } RETURN n.n, c ORDER BY n.n;
//: n.n | c
//> 'a' | 1
//> 'b' | 1
//> 'c' | 0
CYPHER 25 MATCH (n:C) OPTIONAL CALL (n) { MATCH (n)-[:R]->(m) FILTER m.v > 2 RETURN m.n AS t } RETURN n.n, t ORDER BY n.n;
//: n.n | t
//> 'a' | null
//> 'b' | 'c'
//> 'c' | null
CYPHER 25 MATCH (n:C) CALL (n) { CALL (n) { MATCH (n)-->(x) RETURN x } CALL (*) { RETURN x.n AS y } RETURN y } RETURN n.n, y ORDER BY n.n, y;
//: n.n | y
//> 'a' | 'b'
//> 'a' | 'd'
//> 'b' | 'c'
CYPHER 25 MATCH (n:C) CALL (n) { UNWIND [n.v, n.v * 2] AS x RETURN sum(x) AS s, collect(n.n) AS ns } RETURN n.n, s, ns ORDER BY n.n;
//: n.n | s | ns
//> 'a' | 3 | ['a', 'a']
//> 'b' | 6 | ['b', 'b']
//> 'c' | 9 | ['c', 'c']
CYPHER 25 MATCH (n:C), (m:D) CALL (n, m) { RETURN n.n + m.n AS t UNION ALL RETURN m.n + n.n AS t } WITH t ORDER BY t RETURN collect(t) AS ts;
//: ts
//> ['ad', 'bd', 'cd', 'da', 'db', 'dc']
CYPHER 25 MATCH (n:C) CALL { MATCH (m:D) RETURN m.n AS t } RETURN n.n, t ORDER BY n.n;
//: n.n | t
//> 'a' | 'd'
//> 'b' | 'd'
//> 'c' | 'd'
CYPHER 25 MATCH (n:C) CALL (*) { LET v = n.v FOR i IN range(1, v) RETURN i } RETURN n.n, collect(i) AS is ORDER BY n.n;
//: n.n | is
//> 'a' | [1]
//> 'b' | [1, 2]
//> 'c' | [1, 2, 3]
// alone
CYPHER 25 UNWIND [1, 2, 3, 4, 5, 6] AS k CALL (k) { CREATE (u:U {k: k}) RETURN u.k AS uk } IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN k, uk, s.started AS st, s.committed AS c, s.errorMessage IS NULL AS m ORDER BY k;
//: k | uk | st | c | m
//> 1 | null | true | false | false
//> 2 | null | true | false | false
//> 3 | 3 | true | true | true
//> 4 | 4 | true | true | true
//> 5 | null | true | false | false
//> 6 | null | true | false | false
//+ labels-added 2, nodes-created 2, properties-set 2
MATCH (u:U) RETURN u.k AS k ORDER BY k;
//: k
//> 1
//> 3
//> 4
//> 5
// alone
MATCH (u:U) WHERE NOT u.k IN [1, 5] DELETE u;
//+ nodes-deleted 2
// alone
CYPHER 25 UNWIND [2, 3, 1, 7, 8] AS k CALL (k) { CREATE (u:U {k: k}) RETURN u.k AS uk } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK REPORT STATUS AS s RETURN k, uk, s.started AS st, s.committed AS c, s.transactionId IS NULL AS t ORDER BY k;
//: k | uk | st | c | t
//> 1 | null | true | false | false
//> 2 | 2 | true | true | false
//> 3 | 3 | true | true | false
//> 7 | null | false | false | true
//> 8 | null | false | false | true
//+ labels-added 2, nodes-created 2, properties-set 2
// alone
MATCH (u:U) WHERE NOT u.k IN [1, 5] DELETE u;
//+ nodes-deleted 2
// alone
CYPHER 25 UNWIND [2, 3, 1, 7, 8] AS k CALL (k) { CREATE (u:U {k: k}) } IN TRANSACTIONS OF 1 ROW ON ERROR FAIL RETURN k;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
MATCH (u:U) RETURN u.k AS k ORDER BY k;
//: k
//> 1
//> 2
//> 3
//> 5
// alone
MATCH (u:U) WHERE NOT u.k IN [1, 5] DELETE u;
//+ nodes-deleted 2
// alone
CYPHER 25 UNWIND [2, 3, 1, 7, 8] AS k CALL (k) { CREATE (u:U {k: k}) } IN TRANSACTIONS OF 2 ROWS ON ERROR RETRY FOR 0.2 SECONDS THEN CONTINUE RETURN k;
//: k
//> 1
//> 2
//> 3
//> 7
//> 8
//+ labels-added 3, nodes-created 3, properties-set 3
MATCH (u:U) RETURN u.k AS k ORDER BY k;
//: k
//> 1
//> 2
//> 3
//> 5
//> 8
// alone
MATCH (u:U) WHERE NOT u.k IN [1, 5] DELETE u;
//+ nodes-deleted 3
// alone
CYPHER 25 UNWIND [2, 1, 7] AS k CALL (k) { CREATE (u:U {k: k}) } IN TRANSACTIONS OF 1 ROW ON ERROR RETRY FOR 0.2 SECONDS THEN BREAK REPORT STATUS AS s RETURN k, s.committed AS c;
//: k | c
//> 1 | false
//> 2 | true
//> 7 | false
//+ labels-added 1, nodes-created 1, properties-set 1
// alone
CYPHER 25 UNWIND [9, 1, 7] AS k CALL (k) { CREATE (u:U {k: k}) } IN TRANSACTIONS OF 1 ROW ON ERROR RETRY THEN FAIL RETURN k;
//! Neo.ClientError.Schema.ConstraintValidationFailed 22N79 22N80
// alone
MATCH (u:U) WHERE NOT u.k IN [1, 5] DELETE u;
//+ nodes-deleted 2
// alone
CYPHER 25 MATCH (n:C) CALL (n) { SET n.q = n.v / (n.v - 2) RETURN n.q AS q } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE RETURN n.n, q ORDER BY n.n;
//: n.n | q
//> 'a' | -1
//> 'b' | null
//> 'c' | 3
//+ properties-set 2
// alone
CYPHER 25 MATCH (n:C) CALL (n) { WITH n WHERE n.v > 1 SET n.r = 1 RETURN n.v AS q } IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN n.n, q, s.committed ORDER BY n.n;
//: n.n | q | s.committed
//> 'b' | 2 | true
//> 'c' | 3 | true
//+ properties-set 2
// alone
CYPHER 25 MATCH (n:C) OPTIONAL CALL (n) { WITH n WHERE n.v > 1 SET n.r = 2 RETURN n.v AS q } IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN n.n, q, s.committed ORDER BY n.n;
//: n.n | q | s.committed
//> 'a' | null | true
//> 'b' | 2 | true
//> 'c' | 3 | true
//+ properties-set 2
// alone
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF $x ROWS;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
// $ {x: 2}
// alone
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF $x ROWS RETURN count(*);
//: count(*)
//> 3
//+ properties-set 3
// $ {x: 0}
// alone
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF $x ROWS RETURN count(*);
//! Neo.ClientError.Statement.ArgumentError 22003 22N03
// $ {x: 1.5}
// alone
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF $x ROWS RETURN count(*);
//! Neo.ClientError.Statement.ArgumentError 22003 22N03
// alone
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF 1 + 1 ROWS RETURN count(*);
//: count(*)
//> 3
//+ properties-set 3
// alone
MATCH (n:C) WITH n ORDER BY n.n DESC CALL (n) { SET n.z = n.v RETURN n.z AS z } IN 2 CONCURRENT TRANSACTIONS OF 1 ROW RETURN sum(z);
//: sum(z)
//> 6
//+ properties-set 3
// alone
CYPHER 5 MATCH (n:C) CALL { WITH n SET n.z = n.v RETURN n.z AS z } IN TRANSACTIONS RETURN sum(z);
//: sum(z)
//> 6
//+ properties-set 3
// alone
MATCH (n:C) CALL (n) { MATCH (n) RETURN n.v AS z } IN TRANSACTIONS RETURN sum(z);
//: sum(z)
//> 6
// alone
CYPHER 25 MATCH (n:C) CALL (n) { CREATE (:Tmp {v: n.v}) } IN TRANSACTIONS OF 1 ROW MATCH (t:Tmp) RETURN n.n, count(t) AS c ORDER BY n.n;
//: n.n | c
//> 'a' | 3
//> 'b' | 3
//> 'c' | 3
//+ labels-added 3, nodes-created 3, properties-set 3
// alone
MATCH (t:Tmp) CALL (t) { DETACH DELETE t } IN TRANSACTIONS OF 2 ROWS;
//+ nodes-deleted 3
// alone
CYPHER 25 CALL { CREATE (:Tmp) } IN TRANSACTIONS;
//+ labels-added 1, nodes-created 1
MATCH (n:C) CALL (n) { SET n.z = 1 } IN TRANSACTIONS;
//! Neo.DatabaseError.Transaction.TransactionStartFailed 25N17
// alone
CYPHER 25 UNWIND [1, 2] AS x CALL (x) { CALL (x) { CREATE (:Tmp {x: x}) } IN TRANSACTIONS } RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N58
// alone
CYPHER 25 UNWIND [10, 20] AS x CALL (x) { CREATE (:Tmp {x: x}) } IN TRANSACTIONS CALL (x) { MATCH (t:Tmp {x: x}) DELETE t RETURN count(*) AS c } IN TRANSACTIONS OF 1 ROW RETURN x, c ORDER BY x;
//: x | c
//> 10 | 1
//> 20 | 1
//+ labels-added 2, nodes-created 2, nodes-deleted 2, properties-set 2
// alone
CYPHER 25 UNWIND [1, 2, 3] AS x CALL (x) { CREATE (n:Tmp {x: x}) RETURN n } IN TRANSACTIONS OF 2 ROWS RETURN n.x, n IS NOT NULL AS there ORDER BY n.x;
//: n.x | there
//> 1 | true
//> 2 | true
//> 3 | true
//+ labels-added 3, nodes-created 3, properties-set 3
CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name STARTS WITH 'toI' RETURN collect(name) AS n;
//: n
//> ['toInteger', 'toIntegerList', 'toIntegerOrNull']
CYPHER 25 SHOW FUNCTIONS YIELD name AS f FILTER f STARTS WITH 'point' RETURN f ORDER BY f;
//: f
//> 'point'
//> 'point.distance'
//> 'point.withinBBox'
CYPHER 25 SHOW INDEXES YIELD name, type WHERE type = 'RANGE' RETURN name NEXT RETURN count(*) AS c;
//: c
//> 1
CYPHER 25 SHOW TRANSACTIONS YIELD currentQuery SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN currentQuery IS NOT NULL AS q, name;
//: q | name
//> true | 'abs'
CYPHER 25 CALL { SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name } RETURN name;
//: name
//> 'abs'
CYPHER 25 UNWIND ['abs', 'ceil'] AS f SHOW FUNCTIONS YIELD name WHERE name = f RETURN f, name;
//: f | name
//> 'abs' | 'abs'
//> 'ceil' | 'ceil'
CYPHER 25 MATCH (n:C) RETURN n.n AS n LIMIT 1 UNION SHOW FUNCTIONS YIELD name AS n WHERE n = 'abs' RETURN n;
//: n
//> 'a'
//> 'abs'
CYPHER 25 SHOW SETTINGS YIELD name, value WHERE name = 'db.query.default_language' RETURN *;
//: name | value
//> 'db.query.default_language' | 'CYPHER_5'
CYPHER 25 SHOW CONSTRAINTS YIELD name, properties UNWIND properties AS p MATCH (u:U) WHERE u[p] = 1 RETURN name, p, u[p];
//: name | p | u[p]
//> 'u' | 'k' | 1
CYPHER 25 TERMINATE TRANSACTIONS 'neo4j-transaction-999999' YIELD message RETURN message;
//: message
//> 'Transaction not found.'
CYPHER 25 SHOW TRANSACTIONS YIELD transactionId AS t WHERE false TERMINATE TRANSACTIONS t YIELD message RETURN message;
//: message
CYPHER 25 SHOW DATABASES YIELD name, currentStatus WHERE name <> 'system' RETURN name, currentStatus;
//: name | currentStatus
//> 'neo4j' | 'online'
