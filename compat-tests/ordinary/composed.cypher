// What is composed: LET, FILTER, FOR, WHEN, NEXT, subqueries of all forms, UNION, SHOW, hints, options, EXPLAIN.
CREATE (a:City {name: 'Aar', pop: 10, tags: ['old']}), (b:City {name: 'Bel', pop: 30, tags: ['new', 'big']}), (c:City:Port {name: 'Cor', pop: 20}), (d:Town {name: 'Dun', pop: 1}),
  (a)-[:ROAD {km: 5}]->(b), (b)-[:ROAD {km: 7}]->(c), (c)-[:RAIL {km: 2}]->(a), (c)-[:ROAD {km: 1}]->(d), (d)-[:RAIL {km: 4}]->(d);
// queries
CYPHER 25 MATCH (c:City) LET dense = c.pop > 15 FILTER dense RETURN c.name ORDER BY c.name;
//: c.name
//> 'Bel'
//> 'Cor'
CYPHER 25 MATCH (c:City) LET x = c.pop, y = x * 2 RETURN y;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
CYPHER 25 MATCH (c:City) LET x = c.pop LET y = x * 2 RETURN c.name, y ORDER BY y;
//: c.name | y
//> 'Aar' | 20
//> 'Cor' | 40
//> 'Bel' | 60
CYPHER 25 MATCH (c:City) LET n = COUNT { (c)--() }, t = coalesce(c.tags, []) FOR tag IN t RETURN c.name, n, tag ORDER BY tag;
//: c.name | n | tag
//> 'Bel' | 2 | 'big'
//> 'Bel' | 2 | 'new'
//> 'Aar' | 2 | 'old'
CYPHER 25 FOR c IN COLLECT { MATCH (c:City) RETURN c } FILTER c.pop < 25 RETURN c.name ORDER BY c.name;
//: c.name
//> 'Aar'
//> 'Cor'
CYPHER 25 LET a = 1 FOR b IN [a, a + 1] LET c = a + b FILTER c > 2 RETURN a, b, c;
//: a | b | c
//> 1 | 2 | 3
CYPHER 25 FOR i IN range(1, 3) MATCH (c:City) WHERE c.pop = i * 10 RETURN i, c.name ORDER BY i;
//: i | c.name
//> 1 | 'Aar'
//> 2 | 'Cor'
//> 3 | 'Bel'
CYPHER 25 FOR i IN range(1, 3) RETURN i LIMIT 2;
//: i
//> 1
//> 2
CYPHER 25 FILTER 1 = 1 RETURN 1 AS x;
//: x
//> 1
CYPHER 25 MATCH (c) FILTER WHERE c:Port OR c:Town RETURN c.name ORDER BY c.name;
//: c.name
//> 'Cor'
//> 'Dun'
CYPHER 25 MATCH (c:City) RETURN c.name AS n, c.pop AS p ORDER BY p DESC LIMIT 2 NEXT LET q = p / 10 RETURN n, q ORDER BY q;
//: n | q
//> 'Cor' | 2
//> 'Bel' | 3
CYPHER 25 MATCH (c:City) RETURN c NEXT MATCH (c)-[r:ROAD]->(x) RETURN c.name AS f, x.name AS t, r.km AS km NEXT RETURN sum(km) AS km, count(*) AS n;
//: km | n
//> 13 | 3
CYPHER 25 MATCH (c:City) RETURN c.name AS n UNION MATCH (t:Town) RETURN t.name AS n NEXT RETURN count(n) AS c, max(n) AS last;
//: c | last
//> 4 | 'Dun'
CYPHER 25 RETURN 1 AS x NEXT RETURN x + 1 AS x UNION ALL RETURN x * 10 AS x NEXT RETURN sum(x) AS s;
//: s
//> 12
CYPHER 25 MATCH (c:City) RETURN c NEXT CALL (c) { MATCH (c)-->(d) RETURN count(d) AS n } RETURN c.name AS name, n ORDER BY name;
//: name | n
//> 'Aar' | 1
//> 'Bel' | 1
//> 'Cor' | 2
CYPHER 25 MATCH (c:City) RETURN c.pop AS p NEXT RETURN y;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
CYPHER 25 MATCH (c:City) NEXT RETURN 1 AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N71
CYPHER 25 WHEN false THEN RETURN 1 AS x WHEN true THEN RETURN 2 AS x ELSE RETURN 3 AS x;
//: x
//> 2
CYPHER 25 WHEN false THEN RETURN 1 AS x;
//: x
CYPHER 25 WHEN EXISTS { (:Town) } THEN MATCH (t:Town) RETURN t.name AS n ELSE MATCH (c:City) RETURN c.name AS n;
//: n
//> 'Dun'
CYPHER 25 WHEN true THEN { RETURN 1 AS x } ELSE { RETURN 2 AS x };
//: x
//> 1
CYPHER 25 WHEN true THEN RETURN 1 AS x ELSE RETURN 2 AS y;
//! Neo.ClientError.Statement.SyntaxError 42001 42N39
CYPHER 25 MATCH (c:City) CALL (c) { WHEN c.pop > 15 THEN RETURN 'big' AS s ELSE RETURN 'small' AS s } RETURN c.name, s ORDER BY c.name;
//: c.name | s
//> 'Aar' | 'small'
//> 'Bel' | 'big'
//> 'Cor' | 'big'
CYPHER 25 FOR x IN [1, 2, 3] CALL (x) { WHEN x = 1 THEN CREATE (:One) WHEN x = 2 THEN CREATE (:Two)-[:T]->(:Two) ELSE RETURN 1 AS y } RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N3A
CYPHER 25 FOR x IN [1, 2, 3] CALL (x) { WHEN x = 1 THEN CREATE (:One) WHEN x = 2 THEN CREATE (:Two)-[:T]->(:Two) } RETURN count(x) AS n;
//: n
//> 3
//+ labels-added 3, nodes-created 3, relationships-created 1
CYPHER 25 MATCH (c:City) RETURN c.name AS n, COLLECT { WHEN c.pop > 15 THEN RETURN 1 AS x ELSE RETURN 0 AS x } AS w ORDER BY n;
//: n | w
//> 'Aar' | [0]
//> 'Bel' | [1]
//> 'Cor' | [1]
CYPHER 25 MATCH (c:City) RETURN c.name AS n, EXISTS { MATCH (c)-->(x) RETURN x NEXT FILTER x:Town RETURN x } AS t ORDER BY n;
//: n | t
//> 'Aar' | false
//> 'Bel' | false
//> 'Cor' | true
CYPHER 25 MATCH (c:City) CALL (c) { MATCH (c)-->(x) RETURN x.pop AS p NEXT RETURN sum(p) AS s } RETURN c.name, s ORDER BY s;
//: c.name | s
//> 'Cor' | 11
//> 'Bel' | 20
//> 'Aar' | 30
CYPHER 25 MATCH (c:City) RETURN allReduce(acc = 0, t IN coalesce(c.tags, []) | acc + size(t), acc < 5) AS ok, c.name ORDER BY c.name;
//: ok | c.name
//> true | 'Aar'
//> false | 'Bel'
//> true | 'Cor'
CYPHER 25 MATCH p = (a:City {name: 'Aar'})-[rs:ROAD|RAIL]->{1,4}(x) WHERE allReduce(km = 0, r IN rs | km + r.km, km <= 13) RETURN x.name, reduce(s = 0, r IN rs | s + r.km) AS km ORDER BY km, x.name;
//: x.name | km
//> 'Bel' | 5
//> 'Cor' | 12
//> 'Dun' | 13
CYPHER 25 RETURN allReduce(a = 1, x IN null | a + x, a > 0) AS n, allReduce(a = 1, x IN [] | a + x, a > 5) AS e, allReduce(a = 1, x IN [null] | a + x, a > 0) AS u;
//: n | e | u
//> null | true | null
CYPHER 25 MATCH (c:City WHERE c.pop > 10)-[r:ROAD WHERE r.km > 1]->(d) RETURN c.name, d.name ORDER BY c.name;
//: c.name | d.name
//> 'Bel' | 'Cor'
CYPHER 25 CREATE (x:New {v: 1}) MATCH (n:New) RETURN n.v;
//: n.v
//> 1
//+ labels-added 1, nodes-created 1, properties-set 1
CYPHER 25 MATCH (c:City) SET c.pop += 1 RETURN c.pop;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 MATCH (c:City {name: 'Aar'}) SET c['x'] = 1 REMOVE c['pop'] RETURN properties(c);
//: properties(c)
//> {name: 'Aar', tags: ['old'], x: 1}
//+ properties-set 2
CYPHER 25 MATCH (c:City) RETURN c.name GROUP BY c.name;
//: c.name
//> 'Aar'
//> 'Bel'
//> 'Cor'
CYPHER 25 MATCH (c:City)-[r]->() RETURN c.name AS n, count(*) AS k GROUP BY c.name ORDER BY n;
//: n | k
//> 'Aar' | 1
//> 'Bel' | 1
//> 'Cor' | 2
CYPHER 25 MATCH (c:City)-[r]->() RETURN count(*) AS k GROUP BY type(r) ORDER BY k;
//: k
//> 1
//> 3
CYPHER 25 MATCH (c) RETURN DISTINCT labels(c)[0] AS l ORDER BY l;
//: l
//> 'City'
//> 'Town'
CYPHER 25 MATCH (c:City) ORDER BY c.pop DESC LIMIT 1 RETURN c.name;
//: c.name
//> 'Bel'
CYPHER 25 MATCH (c:City) ORDER BY c.pop SKIP 1 MATCH (c)-->(d) RETURN c.name, d.name ORDER BY d.name;
//: c.name | d.name
//> 'Cor' | 'Aar'
//> 'Bel' | 'Cor'
//> 'Cor' | 'Dun'
CYPHER 25 MATCH (c:City) LIMIT 2 RETURN count(*) AS n;
//: n
//> 2
CYPHER 25 MATCH (c:City) OFFSET 1 RETURN count(*) AS n;
//: n
//> 2
CYPHER 5 MATCH (c:City) LIMIT 2 RETURN count(*) AS n;
//: n
//> 2
CYPHER 5 MATCH (c:City) RETURN c.name ORDER BY c.name OFFSET 1 LIMIT 1;
//: c.name
//> 'Bel'
CYPHER 5 MATCH (c:City) SET c = (c) RETURN count(c);
//: count(c)
//> 3
//+ properties-set 8
CYPHER 25 RETURN exists((:City)-->(:Town)) AS e;
//: e
//> true
CYPHER 25 MATCH (c:City) WHERE (c)-[:ROAD]->(:Town) RETURN c.name;
//: c.name
//> 'Cor'
CYPHER 25 MATCH (c:City {name: 'Aar'}) RETURN c {.*, roads: COUNT { (c)-[:ROAD]-() }} AS m;
//: m
//> {name: 'Aar', pop: 10, roads: 1, tags: ['old']}
CYPHER 25 MATCH (a:City), (b:City) WHERE a.pop < b.pop RETURN a.name || '-' || b.name AS s ORDER BY s;
//: s
//> 'Aar-Bel'
//> 'Aar-Cor'
//> 'Cor-Bel'
CYPHER 25 RETURN 1 AS a, 2 AS b NEXT RETURN *;
//: a | b
//> 1 | 2
CYPHER 25 MATCH (n) RETURN n NEXT FINISH;
CYPHER 25 MATCH (n) FINISH;
CYPHER 25 CREATE (:Fin) FINISH;
//+ labels-added 1, nodes-created 1
MATCH (n:City) WHERE n.pop > 10 FINISH;
CYPHER 25 USE neo4j MATCH (c:City) RETURN count(c) AS n;
//: n
//> 3
USE neo4j MATCH (c:City) RETURN count(c) AS n UNION ALL USE neo4j MATCH (t:Town) RETURN count(t) AS n;
//: n
//> 1
//> 3
EXPLAIN MATCH (c:City) RETURN c;
//: c
EXPLAIN CREATE (:Never);
// and
MATCH (n:Never) RETURN count(n);
//: count(n)
//> 0
PROFILE MATCH (c:City) RETURN count(c) AS n;
//: n
//> 3
CYPHER runtime=slotted MATCH (c:City) RETURN count(c) AS n;
//: n
//> 3
CYPHER planner=nonsense RETURN 1 AS x;
//! Neo.ClientError.Statement.ArgumentError 22000 22N10
CYPHER 5 runtime=interpreted planner=dp RETURN 1 AS x;
//: x
//> 1
CYPHER 7 RETURN 1 AS x;
//! Neo.ClientError.Statement.ArgumentError 22000 22N10
cypher 25 return 1 as X;
//: X
//> 1
MATCH (c:City) RETURN c.name AS n ORDER BY n UNION ALL MATCH (t:Town) RETURN t.name AS n;
//: n
//> 'Aar'
//> 'Bel'
//> 'Cor'
//> 'Dun'
MATCH (c:City) RETURN c.name AS n UNION ALL MATCH (t:Town) RETURN t.name AS n UNION MATCH (t:Town) RETURN t.name AS n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I40
MATCH (c:City) RETURN c.name AS n, 1 AS k UNION MATCH (t:Town) RETURN 1 AS k, t.name AS n;
//: n | k
//> 'Aar' | 1
//> 'Bel' | 1
//> 'Cor' | 1
//> 'Dun' | 1
MATCH (c:City) RETURN * UNION MATCH (c:Town) RETURN *;
//: c
//> (:City {name: 'Aar', pop: 10, tags: ['old']})
//> (:City {name: 'Bel', pop: 30, tags: ['new', 'big']})
//> (:City:Port {name: 'Cor', pop: 20})
//> (:Town {name: 'Dun', pop: 1})
CALL { MATCH (c:City) RETURN c.name AS n UNION MATCH (t:Town) RETURN t.name AS n } WITH n ORDER BY n DESC RETURN collect(n) AS l;
//: l
//> ['Dun', 'Cor', 'Bel', 'Aar']
UNWIND [1, 2] AS x CALL (x) { RETURN x AS y UNION RETURN x * 2 AS y UNION ALL RETURN 0 AS y } RETURN x, y ORDER BY x, y;
//! Neo.ClientError.Statement.SyntaxError 42001 42I40
UNWIND [1, 2] AS x CALL (x) { RETURN x AS y UNION ALL RETURN x * 2 AS y } RETURN sum(y) AS s;
//: s
//> 9
UNWIND [1, 2] AS x RETURN COLLECT { RETURN x AS y UNION RETURN 2 AS y } AS l;
//: l
//> [1, 2]
//> [2]
UNWIND [3, 1] AS x RETURN EXISTS { MATCH (c:City) WHERE c.pop = x * 10 } AS e, COUNT { MATCH (c) WHERE c.pop > x RETURN DISTINCT labels(c) } AS n ORDER BY x;
//: e | n
//> true | 2
//> true | 2
MATCH (c:City) WHERE COUNT { (c)-->() WHERE c.pop > 10 } >= 1 RETURN c.name ORDER BY c.name;
//: c.name
//> 'Bel'
//> 'Cor'
MATCH (c:City) RETURN COLLECT { MATCH (c)-[r]->(x) RETURN {to: x.name, km: r.km} ORDER BY r.km } AS l ORDER BY c.name;
//: l
//> [{km: 5, to: 'Bel'}]
//> [{km: 7, to: 'Cor'}]
//> [{km: 1, to: 'Dun'}, {km: 2, to: 'Aar'}]
MATCH (c:City) RETURN c.name, COLLECT { WITH c MATCH (c)-->(x) RETURN x.name ORDER BY x.name } AS l ORDER BY c.name;
//: c.name | l
//> 'Aar' | ['Bel']
//> 'Bel' | ['Cor']
//> 'Cor' | ['Aar', 'Dun']
MATCH (c:City) RETURN COLLECT { MATCH (c)-->(x) RETURN x, c } AS l;
//! Neo.ClientError.Statement.SyntaxError 42001 42N22
MATCH (c:City) RETURN COLLECT { MATCH (c)-->(x) SET x.a = 1 RETURN x } AS l;
//! Neo.ClientError.Statement.SyntaxError 42001 42N57
MATCH (c:City) WHERE EXISTS { CREATE (:X) } RETURN c;
//! Neo.ClientError.Statement.SyntaxError 42001 42N57
MATCH (c:City) RETURN COUNT { MATCH (c)-->(x) WITH x WHERE x.pop > 5 RETURN x } AS n ORDER BY n;
//: n
//> 1
//> 1
//> 1
MATCH (c:City) WITH c, COUNT { (c)--() } AS deg WITH max(deg) AS m, collect({c: c, d: deg}) AS all UNWIND [x IN all WHERE x.d = m] AS y RETURN y.c.name AS n ORDER BY n;
//: n
//> 'Cor'
MATCH (c:City) WITH c ORDER BY c.pop WITH collect(c) AS cs UNWIND range(0, size(cs) - 2) AS i WITH cs[i] AS a, cs[i + 1] AS b RETURN a.name, b.name, b.pop - a.pop AS d;
//: a.name | b.name | d
//> 'Aar' | 'Cor' | 10
//> 'Cor' | 'Bel' | 10
MATCH (c:City) WITH c.pop AS p ORDER BY p LIMIT 2 WITH collect(p) AS ps RETURN ps, reduce(s = 0, p IN ps | s + p) AS s;
//: ps | s
//> [10, 20] | 30
MATCH (c:City) WITH *, c.pop AS p WHERE p > 10 RETURN c.name, p ORDER BY p;
//: c.name | p
//> 'Cor' | 20
//> 'Bel' | 30
MATCH (c:City) WITH c.name RETURN 1;
//! Neo.ClientError.Statement.SyntaxError 42001 42N21
MATCH (c:City) WITH c.name AS n RETURN c;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
MATCH (c:City) RETURN c.name AS n ORDER BY c.pop;
//: n
//> 'Aar'
//> 'Cor'
//> 'Bel'
MATCH (c:City) RETURN DISTINCT c.name AS n ORDER BY c.pop;
//! Neo.ClientError.Statement.SyntaxError 42001 42N44
MATCH (c:City) RETURN count(*) AS n ORDER BY c.pop;
//! Neo.ClientError.Statement.SyntaxError 42001 42N44
MATCH (c:City) RETURN c.pop / 20 AS g, count(*) AS n ORDER BY count(*) DESC, g;
//: g | n
//> 1 | 2
//> 0 | 1
MATCH (c:City) RETURN c.pop / 20 AS g, count(*) AS n ORDER BY max(c.pop);
//! Neo.ClientError.Statement.SyntaxError 42001 42I24
MATCH (c:City) RETURN sum(c.pop) + count(*) AS x, c.pop > 15 AS big ORDER BY x;
//: x | big
//> 11 | false
//> 52 | true
MATCH (c:City) RETURN c.pop + count(*) AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I18
MATCH (c:City) RETURN c.pop + count(*) AS x, c.pop ORDER BY x;
//: x | c.pop
//> 11 | 10
//> 21 | 20
//> 31 | 30
MATCH (c:City) WHERE count(*) > 1 RETURN c;
//! Neo.ClientError.Statement.SyntaxError 42001 42I24
MATCH (c:City) RETURN count(count(*)) AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I24
MATCH (c:City) RETURN collect(c.name)[0..1] IS NOT NULL AS x, count(DISTINCT c) + 1 AS n;
//: x | n
//> true | 4
MATCH (c:City) WITH c WHERE c.pop > 15 WITH count(c) AS n WHERE n > 5 RETURN n;
//: n
MATCH (c:City) WITH count(c) AS n RETURN CASE WHEN n > 2 THEN 'many' ELSE 'few' END AS x;
//: x
//> 'many'
MATCH (a)-[r:ROAD]->(b), (b)-[s]->(c) RETURN a.name, b.name, c.name, type(s) ORDER BY a.name, c.name;
//: a.name | b.name | c.name | type(s)
//> 'Aar' | 'Bel' | 'Cor' | 'ROAD'
//> 'Bel' | 'Cor' | 'Aar' | 'RAIL'
//> 'Bel' | 'Cor' | 'Dun' | 'ROAD'
//> 'Cor' | 'Dun' | 'Dun' | 'RAIL'
MATCH (a)-[r]->(b), (a)-[s]->(b) RETURN count(*) AS n;
//: n
//> 0
MATCH (a)-[r]->(b) MATCH (a)-[s]->(b) RETURN count(*) AS n;
//: n
//> 5
MATCH (a)-[r]->(b) MATCH (a)-[r]->(b) RETURN count(*) AS n;
//: n
//> 5
MATCH (a)-[r]-(a) RETURN a.name, count(r) AS n;
//: a.name | n
//> 'Dun' | 1
MATCH (a)-[r]-(b) RETURN count(*) AS n, count(DISTINCT r) AS d;
//: n | d
//> 9 | 5
MATCH (a)--(b)--(c) RETURN count(*) AS n;
//: n
//> 12
MATCH (a)-[rs*1..2]-(b) RETURN count(*) AS n, max(size(rs)) AS m;
//: n | m
//> 21 | 2
MATCH (a)-[*0..1]-(b) RETURN count(*) AS n;
//: n
//> 13
MATCH (a:City {name: 'Aar'})-[*]-(b) RETURN count(*) AS n;
//: n
//> 10
SHOW FUNCTIONS YIELD name, category WHERE category = 'Numeric' RETURN name ORDER BY name;
//: name
//> 'abs'
//> 'ceil'
//> 'floor'
//> 'isNaN'
//> 'rand'
//> 'round'
//> 'round'
//> 'round'
//> 'sign'
SHOW FUNCTIONS YIELD name WHERE name STARTS WITH 'to' RETURN count(*) > 10 AS many;
//: many
//> true
SHOW BUILT IN FUNCTIONS YIELD name, isBuiltIn, aggregating WHERE aggregating RETURN collect(name) IS NOT NULL AS x, count(*) > 8 AS many, min(isBuiltIn) AS b;
//: x | many | b
//> true | true | true
SHOW PROCEDURES YIELD name, mode, worksOnSystem WHERE name = 'db.labels' RETURN *;
//: name | mode | worksOnSystem
//> 'db.labels' | 'READ' | true
SHOW DATABASES YIELD name, type, currentStatus WHERE name <> 'x' RETURN name, type, currentStatus ORDER BY name;
//: name | type | currentStatus
//> 'neo4j' | 'standard' | 'online'
//> 'system' | 'system' | 'online'
SHOW DATABASE neo4j YIELD name, access, home;
//: name | access | home
//> 'neo4j' | 'read-write' | true
SHOW DEFAULT DATABASE YIELD name;
//: name
//> 'neo4j'
SHOW HOME DATABASE YIELD name, requestedStatus;
//: name | requestedStatus
//> 'neo4j' | 'online'
SHOW SETTINGS 'db.lock.acquisition.timeout' YIELD name, value, isDynamic;
//: name | value | isDynamic
//> 'db.lock.acquisition.timeout' | '0s' | true
SHOW SETTINGS YIELD name WHERE name = 'server.bolt.listen_address' OR name = 'nope' RETURN count(*) AS n;
//: n
//> 1
SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery CONTAINS 'SHOW TRANS' RETURN status, count(*) AS n;
//: status | n
//> 'Running' | 1
SHOW TRANSACTIONS YIELD nope;
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
TERMINATE TRANSACTION 'neo4j-transaction-999999';
//: transactionId | username | message
//> 'neo4j-transaction-999999' | null | 'Transaction not found.'
TERMINATE TRANSACTION 'nonsense';
//! Neo.ClientError.General.InvalidArguments 22N05
CYPHER 25 SHOW CONSTRAINTS YIELD name RETURN count(*) AS n NEXT RETURN n + 1 AS m;
//: m
//> 1
CYPHER 25 SHOW INDEXES YIELD type, name WHERE type = 'LOOKUP' RETURN count(name) AS n NEXT MATCH (c:City) RETURN n, count(c) AS c;
//: n | c
//> 2 | 3
CYPHER 25 CALL { SHOW INDEXES YIELD type RETURN type } RETURN count(*) AS n;
//: n
//> 2
SHOW CONSTRAINTS YIELD name MATCH (n) RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
SHOW CURRENT USER YIELD passwordChangeRequired;
//: passwordChangeRequired
CALL dbms.components() YIELD name, edition UNWIND [1, 2] AS x RETURN x, edition ORDER BY x;
//: x | edition
//> 1 | 'community'
//> 1 | ''
//> 2 | 'community'
//> 2 | ''
CALL db.labels YIELD label RETURN count(label) >= 3 AS n;
//! Neo.ClientError.Statement.SyntaxError 42001 42N36
CALL db.labels() YIELD nope RETURN 1;
//! Neo.ClientError.Statement.SyntaxError 42001 42N50
CALL no.such.proc();
//! Neo.ClientError.Procedure.ProcedureNotFound 42001 42N08
CALL db.labels(1);
//! Neo.ClientError.Statement.SyntaxError 42001 42I13
MATCH (c:City) CALL db.labels() YIELD label WHERE label = 'Port' RETURN c.name, label ORDER BY c.name;
//: c.name | label
//> 'Aar' | 'Port'
//> 'Bel' | 'Port'
//> 'Cor' | 'Port'
MATCH (c:City) CALL db.labels() YIELD label AS c RETURN c;
//! Neo.ClientError.Statement.SyntaxError 42001 42N59
CALL db.ping();
//: success
//> true
RETURN no.such.function(1);
//! Neo.ClientError.Statement.SyntaxError 42001 42N48
RETURN nosuch(1);
//! Neo.ClientError.Statement.SyntaxError 42001 42N48
RETURN size(1, 2);
//! Neo.ClientError.Statement.SyntaxError 42001 42I13
RETURN toUpper();
//! Neo.ClientError.Statement.SyntaxError 42001 42I13
RETURN $missing;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
MATCH (a) RETURN a.;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
MATCH (a RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
RETURN 1 AS x,;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
RETRUN 1;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
MATCH (a)-[r]->(r) RETURN a;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
MATCH (a) MATCH ()-[a]->() RETURN a;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
WITH 1 AS a MATCH (a) RETURN a;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
MATCH (a), (a) RETURN count(*) AS n;
//: n
//> 4
MATCH ()-[r]->()-[r]->() RETURN r;
//: r
MATCH (a) WHERE a RETURN a;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
MATCH (a) WHERE 'x' RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
MATCH (a) RETURN a + 1;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
MATCH (a:City) RETURN a.name.first;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (a)-[r:ROAD]->() RETURN r:ROAD AS x, r:RAIL AS y, count(*) AS n;
//: x | y | n
//> true | false | 3
MATCH (a) RETURN a:City&Port AS x, a:!City AS y, a IS City|Town AS z, count(*) AS n ORDER BY n, x, y;
//: x | y | z | n
//> false | true | true | 1
//> true | false | true | 1
//> false | false | true | 2
