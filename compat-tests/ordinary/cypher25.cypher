// Cypher 25: allReduce, path and match modes, types, INSERT, GROUP BY, computed labels, types and properties, vectors.
CREATE (a:P:Ex {n: 'a', v: 1, tags: ['x', 'y']}), (b:P {n: 'b', v: 2}), (c:P:Wy {n: 'c', v: 3.5, d: date('2024-01-01')}), (d:Q {n: 'd', v: null, at: point({x: 1, y: 2})}), (e:Q {n: 'e', v: '7'}),
 (a)-[:R {w: 1}]->(b), (b)-[:R {w: 2}]->(c), (c)-[:R {w: 3}]->(d), (d)-[:R {w: 4}]->(a), (a)-[:S {w: 5}]->(c), (c)-[:S]->(e), (e)-[:R {w: 9}]->(e);
// queries
CYPHER 25 MATCH p = (:Ex)-[r:R]->+(z) WHERE allReduce(acc = 0, s IN r | acc + s.w, acc < 7) RETURN [x IN nodes(p) | x.n] AS ns ORDER BY size(ns);
//: ns
//> ['a', 'b']
//> ['a', 'b', 'c']
//> ['a', 'b', 'c', 'd']
CYPHER 25 MATCH p = (:Ex) ((x)-[r:R|S]->(y) WHERE y.n <> 'd')+ (z) WHERE allReduce(acc = [], s IN r | acc + s.w, size(acc) < 3) RETURN [s IN r | s.w] AS ws ORDER BY ws;
//: ws
//> [1]
//> [1, 2]
//> [5]
CYPHER 25 RETURN allReduce(a = 1, x IN [1, 2, 3] | a * x, a < 7) AS t, allReduce(a = 1, x IN [1, null] | a + x, a < 7) AS n, allReduce(a = 1, x IN [] | a, false) AS e, allReduce(a = 0, x IN null | a, true) AS nn, allReduce(a = 0, x IN [5, null] | a + x, a < 3) AS f;
//: t | n | e | nn | f
//> true | null | true | null | false
CYPHER 25 RETURN allReduce(a = 'x', x IN ['y', 'z'] | a + x, size(a) < 3) AS t;
//: t
//> false
CYPHER 25 MATCH REPEATABLE ELEMENTS (a:Ex)-[r:R]-{2}(b) RETURN b.n, [x IN r | x.w] AS ws ORDER BY b.n, ws;
//: b.n | ws
//> 'a' | [1, 1]
//> 'a' | [4, 4]
//> 'c' | [1, 2]
//> 'c' | [4, 3]
CYPHER 25 MATCH REPEATABLE ELEMENTS p = (a:Ex)-[:R]->{4,5}(b) RETURN [x IN nodes(p) | x.n] AS ns ORDER BY size(ns);
//: ns
//> ['a', 'b', 'c', 'd', 'a']
//> ['a', 'b', 'c', 'd', 'a', 'b']
CYPHER 25 MATCH DIFFERENT RELATIONSHIPS (a)-[r]->(b), (b)-[s]->(c) WHERE a.n = 'a' RETURN b.n, c.n ORDER BY b.n, c.n;
//: b.n | c.n
//> 'b' | 'c'
//> 'c' | 'd'
//> 'c' | 'e'
CYPHER 25 MATCH REPEATABLE ELEMENTS (a:Ex)-[r:R]->(b), (x)-[s:R]->(b) RETURN a.n, x.n, r = s AS same ORDER BY x.n;
//: a.n | x.n | same
//> 'a' | 'a' | true
CYPHER 25 MATCH p = ACYCLIC (a:Ex)-[:R|S]->*(b) RETURN [x IN nodes(p) | x.n] AS ns ORDER BY ns;
//: ns
//> ['a']
//> ['a', 'b']
//> ['a', 'b', 'c']
//> ['a', 'b', 'c', 'd']
//> ['a', 'b', 'c', 'e']
//> ['a', 'c']
//> ['a', 'c', 'd']
//> ['a', 'c', 'e']
CYPHER 25 MATCH ACYCLIC p = (a:Ex)-[:R|S]->*(b) RETURN [x IN nodes(p) | x.n] AS ns ORDER BY ns;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 MATCH p = TRAIL (a:Ex)-[:R|S]->*(b) RETURN count(p);
//: count(p)
//> 19
CYPHER 25 MATCH p = WALK (a:Ex)-[:R|S]->{0,3}(b) RETURN count(p);
//: count(p)
//> 10
CYPHER 25 MATCH p = SHORTEST 2 WALK (a:Ex)-[:R|S]->*(b:Wy) RETURN [x IN nodes(p) | x.n] AS ns;
//: ns
//> ['a', 'b', 'c']
//> ['a', 'c']
CYPHER 25 MATCH p = SHORTEST 2 (a:Ex)-[:R|S]->*(b:Wy) RETURN [x IN nodes(p) | x.n] AS ns ORDER BY size(ns), ns;
//: ns
//> ['a', 'c']
//> ['a', 'b', 'c']
CYPHER 25 MATCH p = SHORTEST 2 GROUPS (a:Ex)-[:R|S]-+(b) WHERE b.n IN ['c', 'd'] RETURN b.n, length(p) AS l ORDER BY b.n, l;
//: b.n | l
//> 'c' | 1
//> 'c' | 2
//> 'c' | 2
//> 'd' | 1
//> 'd' | 2
CYPHER 25 MATCH p = ANY SHORTEST TRAIL (a:Ex)-[:R|S]->+(b) RETURN b.n, length(p) AS l ORDER BY b.n;
//: b.n | l
//> 'a' | 3
//> 'b' | 1
//> 'c' | 1
//> 'd' | 2
//> 'e' | 2
CYPHER 25 MATCH p = ALL SHORTEST ACYCLIC (a:Ex)-[:R|S]->+(b) RETURN b.n, length(p) AS l ORDER BY b.n;
//: b.n | l
//> 'b' | 1
//> 'c' | 1
//> 'd' | 2
//> 'e' | 2
CYPHER 25 MATCH (a:Ex) ((x)-[r]->(y) WHERE x.v < y.v){1,3} (z) RETURN [i IN range(0, size(r) - 1) | x[i].n + y[i].n] AS steps, reduce(s = 0, q IN r | s + q.w) AS t, z.n ORDER BY t;
//: steps | t | z.n
//> ['ab'] | 1 | 'b'
//> ['ab', 'bc'] | 3 | 'c'
//> ['ac'] | 5 | 'c'
CYPHER 25 MATCH (a:Ex) ((x)-[r]->(y)){1,3} (z) WHERE all(i IN range(1, size(r) - 1) WHERE r[i].w > r[i - 1].w) RETURN [q IN r | q.w] AS ws, z.n ORDER BY ws, z.n;
//: ws | z.n
//> [1] | 'b'
//> [1, 2] | 'c'
//> [1, 2, 3] | 'd'
//> [5] | 'c'
CYPHER 25 MATCH ((x:P)-[r:R]->(y:P)){2} WITH x, y, r, size(x) AS n RETURN head(x).n, last(y).n, n, [q IN r | type(q)] AS t;
//: head(x).n | last(y).n | n | t
//> 'a' | 'c' | 2 | ['R', 'R']
CYPHER 25 MATCH (a:Ex)-[r:R]->{0,1}(b) RETURN b.n, r, size(r), r = [] AS empty, r[0] AS f ORDER BY b.n;
//: b.n | r | size(r) | empty | f
//> 'a' | [] | 0 | true | null
//> 'b' | [[:R {w: 1}]] | 1 | false | [:R {w: 1}]
CYPHER 25 MATCH (n) WHERE n.v IS :: INTEGER | FLOAT RETURN n.n ORDER BY n.n;
//: n.n
//> 'a'
//> 'b'
//> 'c'
//> 'd'
CYPHER 25 MATCH (n) WHERE n.v IS NOT :: INTEGER NOT NULL | FLOAT NOT NULL RETURN n.n ORDER BY n.n;
//: n.n
//> 'd'
//> 'e'
CYPHER 25 MATCH (n) RETURN n.n, n.v IS :: STRING AS s, n.v IS :: NUMBER AS q, n.tags IS :: LIST<STRING> AS l, n.tags IS :: LIST<ANY NOT NULL> NOT NULL AS ln, n.at IS :: POINT NOT NULL AS p, n.d IS TYPED DATE AS d ORDER BY n.n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 UNWIND [1, 1.5, 'a', null, [], [1], [1, null], [1, 'a'], {a: 1}, true, date('2024-01-01'), duration('P1D'), point({x: 1, y: 1})] AS x RETURN valueType(x) AS t, x IS :: LIST<INTEGER> AS li, x IS :: LIST<INTEGER | STRING> AS lu, x IS :: PROPERTY VALUE AS pv, x IS :: ANY NOT NULL AS an, x IS :: NOTHING AS no, x IS :: MAP AS m;
//: t | li | lu | pv | an | no | m
//> 'BOOLEAN NOT NULL' | false | false | true | true | false | false
//> 'DATE NOT NULL' | false | false | true | true | false | false
//> 'DURATION NOT NULL' | false | false | true | true | false | false
//> 'FLOAT NOT NULL' | false | false | true | true | false | false
//> 'INTEGER NOT NULL' | false | false | true | true | false | false
//> 'LIST<INTEGER NOT NULL> NOT NULL' | true | true | true | true | false | false
//> 'LIST<INTEGER> NOT NULL' | true | true | false | true | false | false
//> 'LIST<NOTHING> NOT NULL' | true | true | true | true | false | false
//> 'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL' | false | true | false | true | false | false
//> 'MAP NOT NULL' | false | false | false | true | false | true
//> 'NULL' | true | true | true | false | false | true
//> 'POINT NOT NULL' | false | false | true | true | false | false
//> 'STRING NOT NULL' | false | false | true | true | false | false
CYPHER 25 UNWIND [localtime(), time(), localdatetime(), datetime()] AS x RETURN x IS :: LOCAL TIME AS lt, x IS :: ZONED TIME AS zt, x IS :: TIMESTAMP WITHOUT TIME ZONE AS ldt, x IS :: TIMESTAMP WITH TIME ZONE AS zdt, x IS :: TIME WITH TIME ZONE AS tz, x IS :: LOCAL DATETIME | ZONED DATETIME AS u;
//: lt | zt | ldt | zdt | tz | u
//> false | false | false | true | false | true
//> false | false | true | false | false | true
//> false | true | false | false | true | false
//> true | false | false | false | false | false
CYPHER 25 RETURN 'Å' IS NORMALIZED AS a, 'A' + '\u030A' IS NFC NORMALIZED AS b, 'A\u030A' IS NFD NORMALIZED AS c, 'A\u030A' IS NOT NFKC NORMALIZED AS d, 1 IS NORMALIZED AS e, null IS NORMALIZED AS n, normalize('A\u030A') = 'Å' AS f, size(normalize('ﬁ', NFKD)) AS g;
//: a | b | c | d | e | n | f | g
//> true | false | true | true | null | null | true | 2
CYPHER 25 MATCH (n:P) RETURN n.n ORDER BY n.n OFFSET 1 LIMIT 1;
//: n.n
//> 'b'
CYPHER 25 MATCH (n:P) WITH n ORDER BY n.n OFFSET 1 RETURN n.n;
//: n.n
//> 'b'
//> 'c'
CYPHER 25 MATCH (n:P) OFFSET 1 LIMIT 1 RETURN count(*);
//: count(*)
//> 1
CYPHER 25 MATCH (n:P) ORDER BY n.n DESC LIMIT 2 RETURN n.n;
//: n.n
//> 'b'
//> 'c'
CYPHER 25 MATCH (n:P) LET v = toString(n.v) ORDER BY v LIMIT 1 RETURN v, n.n;
//: v | n.n
//> '1' | 'a'
CYPHER 25 INSERT (x:New&Other {a: 1})-[:T {b: 2}]->(:New2) RETURN labels(x);
//: labels(x)
//> ['New', 'Other']
//+ labels-added 3, nodes-created 2, properties-set 2, relationships-created 1
CYPHER 25 MATCH (a:Ex) INSERT (a)-[t:T]->(y IS New) RETURN type(t), labels(y);
//: type(t) | labels(y)
//> 'T' | ['New']
//+ labels-added 1, nodes-created 1, relationships-created 1
CYPHER 25 MATCH (n:Ex) NODETACH DELETE n;
//+ nodes-deleted 1
CYPHER 25 MATCH (e {n: 'e'})-[r]-() DELETE r NODETACH DELETE e;
//+ nodes-deleted 1, relationships-deleted 2
CYPHER 25 MATCH (e {n: 'e'})-[r]-() DELETE r WITH DISTINCT e NODETACH DELETE e;
//+ nodes-deleted 1, relationships-deleted 2
CYPHER 25 MATCH (n:P) SET n.z = 1 FINISH;
//+ properties-set 3
CYPHER 25 MATCH (n:P) FINISH;
CYPHER 25 UNWIND [1] AS x CALL (x) { CREATE (:T1 {x: x}) FINISH } RETURN x;
//: x
//> 1
//+ labels-added 1, nodes-created 1, properties-set 1
CYPHER 25 MATCH (n) RETURN labels(n)[0] AS l, count(*) AS c GROUP BY l ORDER BY l;
//: l | c
//> 'P' | 3
//> 'Q' | 2
CYPHER 25 MATCH (n) RETURN labels(n)[0] AS l, n.v IS NULL AS b, count(*) AS c GROUP BY l, b ORDER BY l, b;
//: l | b | c
//> 'P' | false | 3
//> 'Q' | false | 1
//> 'Q' | true | 1
CYPHER 25 MATCH (n) RETURN count(*) AS c GROUP BY labels(n)[0] ORDER BY c;
//: c
//> 2
//> 3
CYPHER 25 MATCH (n) WITH n.n AS k, count(*) AS c GROUP BY k WHERE c > 0 RETURN k, c ORDER BY k;
//: k | c
//> 'a' | 1
//> 'b' | 1
//> 'c' | 1
//> 'd' | 1
//> 'e' | 1
CYPHER 25 MATCH (n) RETURN count(*) AS c GROUP BY ();
//: c
//> 5
CYPHER 25 MATCH (n:$('P')) RETURN count(n);
//: count(n)
//> 3
// $ {l: ['P', 'Ex'], t: 'R', k: 'v'}
CYPHER 25 MATCH (n:$all($l))-[r:$($t)]->(m:$any(['P', 'Q'])) RETURN n.n, m.n, n[$k] AS v;
//: n.n | m.n | v
//> 'a' | 'b' | 1
// $ {l: ['Wy', 'Ex'], t: ['R', 'S'], k: 'v'}
CYPHER 25 MATCH (n:$any($l))-[r:$any($t)]->(m) SET m[$k] = 100, r[$k] = n[$k] RETURN n.n, m.n, properties(m)['v'] AS v ORDER BY n.n, m.n;
//: n.n | m.n | v
//> 'a' | 'b' | 100
//> 'a' | 'c' | 100
//> 'c' | 'd' | 100
//> 'c' | 'e' | 100
//+ properties-set 8
// $ {l: ['D1', 'D2'], t: 'DT', k: 'dk'}
CYPHER 25 MERGE (n:$($l) {n: 'dyn'}) ON CREATE SET n[$k] = 5 MERGE (n)-[r:$($t)]->(n) SET r[$k + '2'] = 6 RETURN labels(n) AS l, properties(n) AS p, type(r) AS t, properties(r) AS rp;
//: l | p | t | rp
//> ['D1', 'D2'] | {dk: 5, n: 'dyn'} | 'DT' | {dk2: 6}
//+ labels-added 2, nodes-created 1, properties-set 3, relationships-created 1
// and
CYPHER 25 MATCH (n:D1) REMOVE n:$($l[0]) REMOVE n[$k] RETURN labels(n), properties(n);
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
CYPHER 25 MATCH (n:P) WHERE n IS Ex|Wy RETURN n.n ORDER BY n.n;
//: n.n
//> 'a'
//> 'c'
CYPHER 25 MATCH (n:P&!$(labels(n)[1])) RETURN n.n ORDER BY n.n;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
CYPHER 25 WITH 'P' AS l MATCH (n:$(l)) WITH l, n WHERE n:$(l):Ex RETURN n.n;
//: n.n
//> 'a'
CYPHER 25 CREATE (n:$([])) RETURN labels(n);
//: labels(n)
//> []
//+ nodes-created 1
CYPHER 25 CREATE (n:$('')) RETURN labels(n);
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
CYPHER 25 CREATE (n:$(null)) RETURN labels(n);
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
CYPHER 25 CREATE (n)-[:$('')]->() RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
CYPHER 25 CREATE (n)-[:$(['A', 'B'])]->() RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 CREATE (n)-[r:$(['A'])]->() RETURN type(r);
//: type(r)
//> 'A'
//+ nodes-created 2, relationships-created 1
CYPHER 25 MATCH (n)-[r:$([])]->() RETURN count(*);
//: count(*)
//> 7
CYPHER 25 MATCH (n:$([])) RETURN count(*);
//: count(*)
//> 5
CYPHER 25 MATCH (n:$any([])) RETURN count(*);
//: count(*)
//> 0
CYPHER 25 MATCH (n:$(null)) RETURN count(*);
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
CYPHER 25 MATCH (n:$(1)) RETURN count(*);
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
CYPHER 25 RETURN vector([1, 2, 3], 3, INTEGER8) AS v, vector([1.5, 2], 2, FLOAT32) AS w, vector_dimension_count(vector([1, 2], 2, FLOAT)) AS n;
//: v | w | n
//> vector([1, 2, 3], 3, INTEGER8) | vector([1.5, 2.0], 2, FLOAT32) | 2
CYPHER 25 WITH vector([1, 2, 3], 3, INTEGER) AS a, vector([3, 2, 1], 3, INTEGER) AS b RETURN vector_distance(a, b, EUCLIDEAN) AS e, vector_distance(a, b, MANHATTAN) AS m, vector_distance(a, b, COSINE) AS c, vector_distance(a, b, DOT) AS d, vector_distance(a, b, HAMMING) AS h, vector_distance(a, b, EUCLIDEAN_SQUARED) AS es, vector_norm(a, EUCLIDEAN) AS n;
//: e | m | c | d | h | es | n
//> 2.8284270763397217 | 4.0 | 0.2857142686843872 | -10.0 | 2.0 | 8.0 | 3.7416574954986572
CYPHER 25 WITH vector([1, 2, 3], 3, INTEGER64) AS a RETURN toIntegerList(a) AS l, toFloatList(a) AS f, valueType(a) AS t, a IS :: VECTOR AS v, a IS :: VECTOR<INTEGER64>(3) AS v3, a IS :: VECTOR<FLOAT>(3) AS vf, a IS :: VECTOR(4) AS v4, a = vector([1, 2, 3], 3, INTEGER64) AS eq, a = vector([1, 2, 3], 3, INTEGER32) AS eq2;
//: l | f | t | v | v3 | vf | v4 | eq | eq2
//> [1, 2, 3] | [1.0, 2.0, 3.0] | 'VECTOR<INTEGER NOT NULL>(3) NOT NULL' | true | true | false | false | true | false
CYPHER 25 CREATE (n:Vec {v: vector([1, 2], 2, FLOAT32)}) RETURN n.v AS v, n.v IS :: VECTOR<FLOAT32>(2) AS t;
//: v | t
//> vector([1.0, 2.0], 2, FLOAT32) | true
//+ labels-added 1, nodes-created 1, properties-set 1
// and
CYPHER 25 MATCH (n:Vec) RETURN vector.similarity.cosine(n.v, vector([2, 4], 2, FLOAT32)) AS s, n.v IN [n.v] AS i, [n.v, 1] AS l;
//: s | i | l
//> 1.0 | true | [vector([1.0, 2.0], 2, FLOAT32), 1]
CYPHER 25 CREATE (n:Vec {v: [vector([1, 2], 2, FLOAT32)]});
//+ labels-added 1, nodes-created 1, properties-set 1
CYPHER 25 RETURN vector('[1, 2.5]', 2, FLOAT32) AS v;
//: v
//> vector([1.0, 2.5], 2, FLOAT32)
CYPHER 25 RETURN vector([1, 2], 3, FLOAT32) AS v;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
CYPHER 25 RETURN vector([1, null], 2, FLOAT32) AS v;
//! Neo.ClientError.Statement.TypeError 22N38 22N01
CYPHER 25 RETURN vector([1, 300], 2, INTEGER8) AS v;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
CYPHER 25 RETURN vector(null, 2, INTEGER8) AS v, vector([1.7, -1.7], 2, INTEGER8) AS w;
//: v | w
//> null | vector([1, -1], 2, INTEGER8)
CYPHER 25 UNWIND [vector([1, 2], 2, INTEGER8), vector([1, 2], 2, FLOAT32), vector([0, 5], 2, INTEGER8), vector([1], 1, INTEGER8), 1, 'a', [1]] AS v RETURN v, valueType(v) AS t ORDER BY v;
//: v | t
//> [1] | 'LIST<INTEGER NOT NULL> NOT NULL'
//> vector([1], 1, INTEGER8) | 'VECTOR<INTEGER8 NOT NULL>(1) NOT NULL'
//> vector([0, 5], 2, INTEGER8) | 'VECTOR<INTEGER8 NOT NULL>(2) NOT NULL'
//> vector([1, 2], 2, INTEGER8) | 'VECTOR<INTEGER8 NOT NULL>(2) NOT NULL'
//> vector([1.0, 2.0], 2, FLOAT32) | 'VECTOR<FLOAT32 NOT NULL>(2) NOT NULL'
//> 'a' | 'STRING NOT NULL'
//> 1 | 'INTEGER NOT NULL'
CYPHER 25 RETURN vector([1, 2], 2, INTEGER8) < vector([1, 3], 2, INTEGER8) AS l;
//: l
//> null
// $ {x: 'a'}
CYPHER 25 CREATE (n)-[:$($x)]->() RETURN n;
//: n
//> ()
//+ nodes-created 2, relationships-created 1
// $ {x: ['a', 'b']}
CYPHER 25 CREATE (n)-[:$($x)]->() RETURN n;
//! Neo.DatabaseError.Statement.ExecutionFailed 50N00
// $ {x: []}
CYPHER 25 CREATE (n)-[:$($x)]->() RETURN n;
//! Neo.DatabaseError.Statement.ExecutionFailed 50N00
CYPHER 25 CREATE (n)-[:$([])]->() RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 CREATE (n)-[:$(['a'])]->() FINISH;
//+ nodes-created 2, relationships-created 1
CYPHER 25 MERGE (n)-[:$(['a', 'b'])]->() FINISH;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 MERGE (n)-[:$(['a', 'a'])]->() FINISH;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 CREATE (n)-[:$(['a', 'a'])]->() FINISH;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 MATCH (m) CREATE (n)-[:$(['a', 'b'])]->() FINISH;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 CREATE (n)-[:$('a')|$('b')]->() FINISH;
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CYPHER 25 INSERT (n IS A);
//+ labels-added 1, nodes-created 1
CYPHER 25 CALL { RETURN 1 AS a NEXT RETURN a } RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 CALL { { RETURN 1 AS a NEXT RETURN a } } RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 OPTIONAL CALL { RETURN 1 AS a NEXT RETURN a } RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 CALL { RETURN 1 AS a UNION RETURN 2 AS a NEXT RETURN a } RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 CALL { WITH 1 AS x CALL (x) { RETURN x AS a NEXT RETURN a } RETURN a } RETURN a;
//: a
//> 1
CYPHER 25 CALL { { RETURN 1 AS x } } RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
CYPHER 25 CALL { { RETURN 1 AS x } UNION { RETURN 2 AS x } } RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3C
