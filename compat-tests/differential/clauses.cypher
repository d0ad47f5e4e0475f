UNWIND [null] AS x RETURN CASE x WHEN null THEN 1 ELSE 2 END AS r
UNWIND [1] AS x RETURN CASE x WHEN null THEN 1 WHEN 1.0 THEN 3 ELSE 2 END AS r
UNWIND [5, 'a', {a:1}, null, [2]] AS x RETURN [e IN x | e] AS r
UNWIND [5, 'a'] AS x RETURN 5 IN x AS r
UNWIND [5, 'a', {a:1}] AS x UNWIND x AS y RETURN y AS r
UNWIND [5, 'a', null] AS x RETURN any(e IN x WHERE e = 5) AS a, reduce(s = 0, e IN x | s + 1) AS b
UNWIND [5] AS x FOREACH (e IN x | CREATE (:ZZ))
UNWIND [5] AS x RETURN x[0..1] AS r
UNWIND [5] AS x RETURN x[0] AS r
UNWIND [5] AS x RETURN size(x) AS r
UNWIND [5] AS x RETURN head(x) AS r
UNWIND [{a:1}] AS x RETURN x[0] AS r
UNWIND [[1]] AS x RETURN x['a'] AS r
UNWIND [[1]] AS x RETURN x.a AS r
UNWIND [1] AS x RETURN x.a AS r
UNWIND ['a'] AS x RETURN x.a AS r
WITH 0.0/0.0 AS n UNWIND [n, n] AS x RETURN DISTINCT x
UNWIND [1, null] AS x RETURN range(x, 3) AS r
RETURN range(1, 3, null) AS r
UNWIND ['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '1e18', '9.3e18', '92233720368547758070'] AS s RETURN s, toIntegerOrNull(s) AS r
UNWIND [1,2] AS i RETURN collect([x IN [i] | x]) AS a, sum(reduce(s = 0, x IN [i, 1] | s + x)) AS b, [y IN collect(i) | y + 1] AS c
UNWIND [1,2] AS i RETURN [x IN [1,2] | x + count(i)] AS c
UNWIND [1,2] AS i RETURN i, any(x IN collect(i) WHERE x = count(i)) AS c
MATCH (n) WHERE n.m = 1 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = 1 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = 1.0 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m >= 1 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m < 'b' RETURN n.uid, n.m
MATCH (n:B) WHERE n.m > 0.0/0.0 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = 0.0/0.0 RETURN n.uid, n.m
MATCH (n:B) WHERE n.m IN [1, 1.0, null, 0.0/0.0] RETURN n.uid, n.m
MATCH (n:B) WHERE n.m IN [] RETURN n.uid
MATCH (n:B) WHERE n.m IN null RETURN n.uid
MATCH (n:B) WHERE n.m IS NOT NULL RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = [1, 2] RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = [1.0, 2] RETURN n.uid, n.m
MATCH (n:B) WHERE n.m <= date('2020-02-01') RETURN n.uid, n.m
MATCH (n:B) WHERE n.m = datetime('2020-01-01T01:00+01:00') RETURN n.uid, n.m
MATCH (n:B) WHERE n.m >= datetime('2020-01-01T01:00+01:00') RETURN n.uid, n.m
MATCH (n:B) WHERE n.m >= true RETURN n.uid, n.m
MATCH (n:B) WHERE n.m >= duration('P1D') RETURN n.uid, n.m
MATCH (n:B) WHERE n.m STARTS WITH '' RETURN n.uid, n.m
MATCH (n:A) WHERE n.s STARTS WITH 'a' RETURN n.uid
MATCH (n:A) WHERE n.s ENDS WITH 'b' RETURN n.uid
MATCH (n:A) WHERE n.s CONTAINS '😀' RETURN n.uid
MATCH (n:A) WHERE n.s >= 'a' AND n.s < 'é' RETURN n.uid, n.s
MATCH (n:A) WHERE 1 < n.i <= 3 RETURN n.uid
MATCH (n:A) WHERE n.i > 1 AND n.i < 'a' RETURN n.uid
MATCH (n:A) WHERE n.i > null RETURN n.uid
MATCH (n:B) WHERE n.i = 1 AND n.s > '' RETURN n.uid
MATCH (n:B {i: 1, s: 'a'}) RETURN n.uid
MATCH ()-[r:R]->() WHERE r.w = 1 RETURN r.uid
MATCH ()-[r:R]-() WHERE r.w = 1.0 RETURN r.uid
MATCH (a)-[r:R]-(b) WHERE r.w > 0 RETURN r.uid, a.uid, b.uid
MATCH p = (a)-[r*0..2]-(b) WHERE a.uid = 0 RETURN a.uid, b.uid, [x IN r | x.uid] AS l, length(p) AS c
MATCH p = (a)<-[r*1..2]-(b) RETURN a.uid, b.uid, [x IN r | x.uid] AS l, p
MATCH (b) MATCH p = (a)<-[r*1..2]-(b) RETURN a.uid, b.uid, [x IN r | x.uid] AS l, p
MATCH (a {uid: 0}), (b {uid: 3}) MATCH p = (a)-[r*1..3]-(b) RETURN [x IN r | x.uid] AS l, p
MATCH (a {uid: 0}), (b {uid: 3}) MATCH p = (b)<-[r*1..3]-(a) RETURN [x IN r | x.uid] AS l, p
MATCH (a)-[r*2]->(b), (b)-[s]->(c) RETURN [x IN r | x.uid] AS l, s.uid
MATCH (a)-[r]-(a) RETURN a.uid, r.uid
MATCH p = (a)-[r]-(a) RETURN p
MATCH (a)-[r]-(b)-[s]-(a) RETURN a.uid, r.uid, s.uid
MATCH (a)-[r1]->(b), (a)-[r2]->(b) RETURN a.uid, r1.uid, r2.uid
MATCH (a)-[r1]->(b) MATCH (a)-[r2]->(b) RETURN count(*) AS c
MATCH (a)-[r]->(b) MATCH (c)-[r]->(d) RETURN a.uid, d.uid, r.uid
MATCH (a)-[r]->(b) MATCH (c)-[r]-(d) RETURN a.uid, c.uid, d.uid, r.uid
MATCH (a)-[r]->(b) OPTIONAL MATCH (b)-[r]->(d) RETURN a.uid, d.uid, r.uid
MATCH (a)-[rs*2]->(b) WITH rs MATCH (c)-[rs*]->(d) RETURN c.uid, d.uid, size(rs) AS s
MATCH (a)-[r]->(b) WITH [r] AS rs MATCH (c)-[rs*]-(d) RETURN c.uid, d.uid
MATCH (a:A), (b:B) MATCH p = shortestPath((a)-[*..3]-(b)) WHERE a <> b RETURN a.uid, b.uid, length(p) AS l
MATCH (a:A), (b:B) MATCH p = allShortestPaths((a)-[*..3]->(b)) WHERE a <> b RETURN a.uid, b.uid, p
MATCH (a {uid: 0}) MATCH p = shortestPath((a)-[*]-(a)) RETURN p
MATCH (a {uid: 0}) MATCH p = shortestPath((a)-[*0..]-(a)) RETURN p
MATCH (a:A), (b:B) WHERE a <> b MATCH p = shortestPath((a)-[*2..3]-(b)) RETURN p
MATCH (a:A), (b:B) WHERE a <> b OPTIONAL MATCH p = shortestPath((a)-[r:R*]->(b)) WHERE all(x IN r WHERE x.w > 0) RETURN a.uid, b.uid, length(p) AS l
MATCH (a:A), (b:B) WHERE a <> b RETURN a.uid, b.uid, length(shortestPath((a)-[*]-(b))) AS l
MATCH (a) OPTIONAL MATCH (a)-[r]->(b) WHERE b.i > 1 RETURN a.uid, b.uid, r.uid
MATCH (a) OPTIONAL MATCH (a)-[r]->(b), (b)-[s]->(c) WHERE c.i > 1 RETURN a.uid, b.uid, c.uid
OPTIONAL MATCH (x:Nope) OPTIONAL MATCH (x)-->(y) RETURN x, y
OPTIONAL MATCH (x:Nope) MATCH (x)-->(y) RETURN x, y
OPTIONAL MATCH (x:Nope) RETURN x.a, labels(x), properties(x), keys(x), id(x), elementId(x), x:A, x {.a}, [(x)-->(y) | y], exists((x)-->()), COUNT {(x)--()}, x IS NULL, nodes(null)
OPTIONAL MATCH ()-[r:Nope]->() RETURN type(r), startNode(r), endNode(r), r.a
OPTIONAL MATCH (x:Nope) WITH x WHERE x.i IS NULL RETURN count(x), count(*), collect(x)
MATCH (a) RETURN a.i AS i, count(*) AS c, collect(a.uid) AS l ORDER BY i
MATCH (a) RETURN a.m AS m, a.uid AS u ORDER BY m, u
MATCH (a) RETURN a.m AS m, a.uid AS u ORDER BY m DESC, u SKIP 2 LIMIT 5
MATCH (a) RETURN a.l AS m, a.uid AS u ORDER BY m, u
MATCH (a) RETURN max(a.m) AS x, min(a.m) AS y, max(a.l) AS z, min(a.s) AS w
MATCH (a) WITH a ORDER BY a.uid LIMIT 3 MATCH (a)-[r]-(b) RETURN a.uid, count(r) AS c
MATCH (a) WITH a ORDER BY a.uid SKIP 2 WHERE a.uid < 6 RETURN a.uid
MATCH (a) RETURN DISTINCT a.i AS x ORDER BY x DESC LIMIT 3
MATCH (a) RETURN a.uid % 3 AS k, count(*) + a.uid % 3 AS c ORDER BY k
MATCH (a) RETURN a.uid % 3 AS k, sum(a.uid) * 2 AS c ORDER BY sum(a.uid)
MATCH (a) RETURN a ORDER BY a.uid LIMIT 1
MATCH (a) RETURN a.uid AS u, a.i ORDER BY a.i, u
MATCH (a) WITH a.i AS i, a.uid AS u RETURN i ORDER BY u
MATCH (a)-[r]->(b) RETURN a, r, b
MATCH p = (a)-[r]->(b) RETURN nodes(p) AS n, relationships(p) AS r, length(p) AS l
MATCH (a) CALL (a) { MATCH (a)-->(b) RETURN count(b) AS c } RETURN a.uid, c
MATCH (a) CALL (a) { WITH a.uid AS u WHERE u > 3 RETURN u } RETURN u
MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN b.uid AS v ORDER BY v LIMIT 1 } RETURN a.uid, v
MATCH (a) OPTIONAL CALL (a) { MATCH (a)-[:T]->(b) RETURN b.uid AS v } RETURN a.uid, v
MATCH (a) CALL (a) { RETURN a.uid AS x UNION RETURN a.i AS x } RETURN a.uid, x
MATCH (a) CALL (a) { SET a.zz = 1 } RETURN count(a) AS c
UNWIND [1,2] AS x CALL { CREATE (:ZZ {q: 1}) } RETURN x
UNWIND [1,2] AS x CALL (x) { UNWIND range(1, x) AS y RETURN y } RETURN x, y
CALL { RETURN 1 AS x } CALL { RETURN 2 AS y } RETURN x, y
MATCH (a) WHERE EXISTS { MATCH (a)-[r]->(b) WHERE b.i = a.i } RETURN a.uid
MATCH (a) WHERE COUNT { (a)--() } > 3 RETURN a.uid
MATCH (a) WHERE NOT (a)--() RETURN a.uid
MATCH (a) RETURN a.uid, COUNT { (a)-->(b) WHERE b.i > a.i } AS c, COLLECT { MATCH (a)-->(b) RETURN b.uid ORDER BY b.uid } AS l
MATCH (a) RETURN a.uid, size([(a)-->(b) | b]) AS s, [(a)-->(b:A) WHERE b.i > 0 | b.uid] AS l
MATCH (a) RETURN a.uid, [p = (a)-[:R*1..2]->(b) | length(p)] AS l
MATCH (a) WHERE EXISTS { MATCH (a)-->(b) RETURN b UNION MATCH (a)<--(b) RETURN b } RETURN a.uid
MERGE (a:A {uid: 3}) ON CREATE SET a.zz = 1 ON MATCH SET a.zz = 2 RETURN a.zz
MERGE (a:A {uid: 3, i: 77}) RETURN a
MERGE (a:New {x: null}) RETURN a
MERGE (a:New {x: 0.0/0.0}) RETURN a
UNWIND [1, 1, 1.0, 2] AS x MERGE (a:New {x: x}) RETURN a.x
UNWIND [1, 2] AS x MERGE (a:New)-[:Q]->(b:New) RETURN count(*) AS c
MATCH (a:A), (b:B) MERGE (a)-[r:R]-(b) RETURN count(*) AS c
MATCH (a:A), (b:B) MERGE (a)-[r:Q]-(b) ON CREATE SET r.c = 1 ON MATCH SET r.m = 1 RETURN count(r.c) AS c, count(r.m) AS m
MATCH (a:A) MERGE (a)-[:Q]->(b:New {i: a.i}) RETURN count(*) AS c
MATCH (a) WHERE a.i = 1 MERGE (a)-[:Q]->(a) MERGE (a)-[:Q]-(a) RETURN count(*) AS c
MERGE (a:A)-[:NEW]->(b:B) RETURN count(*) AS c
MATCH (a) DETACH DELETE a RETURN count(*) AS c
MATCH (a) DELETE a
MATCH (a {uid: 0}) DETACH DELETE a RETURN a.uid
MATCH (a {uid: 0}) DETACH DELETE a RETURN a
MATCH (a {uid: 0}) DETACH DELETE a SET a.x = 1
MATCH (a {uid: 0}) DETACH DELETE a RETURN labels(a)
MATCH ()-[r]->() DELETE r RETURN type(r)
MATCH (a)-[r]->() DELETE r, r RETURN count(*) AS c
MATCH (a)-[r]-() DELETE r RETURN count(r) AS c
MATCH (a)-[r]-() DELETE r WITH a MATCH (a)-->() RETURN count(*) AS c
MATCH p = (:A)-->() DETACH DELETE p
MATCH (a {uid: 0}) DETACH DELETE a WITH a CREATE (a)-[:R]->(:B)
MATCH (a {uid: 0}) DETACH DELETE a MERGE (b:A {uid: 0}) RETURN b
OPTIONAL MATCH (a:Nope) DELETE a
OPTIONAL MATCH (a:Nope) SET a.x = 1, a:B REMOVE a.y, a:C RETURN a
OPTIONAL MATCH (a:Nope) CREATE (a)-[:R]->(:B)
OPTIONAL MATCH (a:Nope) MERGE (a)-[:R]->(:B)
MATCH (a) SET a = {i: a.i + 1, uid: a.uid} RETURN a
MATCH (a:A) SET a += {i: null, zz: 1} RETURN a
MATCH (a:A) SET a = properties(a) RETURN a
MATCH (a:A), (b:B) SET a.q = coalesce(b.q, 0) + 1, b.q = 2 RETURN count(*) AS c
MATCH (a:A) SET a.x = [1, 'a']
MATCH (a:A) SET a.x = [1, 2.5] RETURN a.x
MATCH (a:A) SET a.x = [1, null]
MATCH (a:A) SET a.x = [[1]]
MATCH (a:A) SET a.x = {a: 1}
MATCH (a:A) SET a.x = [] RETURN a.x
MATCH (a:A) SET a.x = a
MATCH (a)-[r]->(b) SET a = r RETURN count(*) AS c
MATCH (a:A) SET a:A:B RETURN count(*) AS c
MATCH (a:A) REMOVE a:A, a:Nope, a.nope RETURN count(*) AS c
MATCH (a:A) SET a.uid = 0
MATCH (a:A) SET a.uid = null
CREATE (:A {uid: 0})
CREATE (a:X)-[:R]->(a) RETURN a
CREATE (a)-[:R]-(b)
CREATE (a)-[:R|S]->(b)
CREATE (a)-[r:R {a: null}]->(b:X {b: null}) RETURN r, b
CREATE (a {x: 1}), (b {x: a.x}) RETURN b.x
CREATE (a:X {x: 1}) WITH a CREATE (b:X {x: a.x + 1}) RETURN b
MATCH (a:A) CREATE (b:A) RETURN count(*) AS c
FOREACH (x IN [1, 2] | CREATE (:F {x: x}))
FOREACH (x IN null | CREATE (:F {x: x}))
FOREACH (x IN [] | CREATE (:F {x: x}))
MATCH (a) FOREACH (x IN [1] | SET a.x = x MERGE (:F {x: x}) REMOVE a:A)
MATCH p = (a)-[*1..2]->(b) FOREACH (n IN nodes(p) | SET n.mark = true)
MATCH (a) WHERE a:A|B AND NOT a:C RETURN a.uid
MATCH (a:A&!B) RETURN a.uid
MATCH (a:%) RETURN a.uid
MATCH (a:!%) RETURN a.uid
MATCH (a) WHERE a.i = 1 OR a.i = 2 OR a:A AND a.s = 'a' RETURN a.uid
MATCH (a) WHERE a RETURN a
MATCH (a) WHERE a.i RETURN a.uid
MATCH (a) WHERE a.b RETURN a.uid
MATCH (a) RETURN a.uid / 0
MATCH (a) RETURN a.nope / 0 AS x
MATCH (n) RETURN n.i AS i UNION MATCH (n) RETURN n.f AS i
MATCH (n:A) RETURN n UNION ALL MATCH (n:B) RETURN n
MATCH (n) RETURN CASE n.i WHEN 1 THEN 'one' WHEN null THEN 'nul' ELSE n.i END AS x
MATCH (n) WITH n.i AS i, collect(n) AS ns UNWIND ns AS n RETURN i, n.uid
MATCH (n) RETURN *
MATCH (n)-[r]->(m) RETURN * ORDER BY r.uid LIMIT 2
WITH 1 AS a, 2 AS b RETURN *, a + b AS c
MATCH (n) WITH *, n.i AS i WHERE i > 1 RETURN i
MATCH (a), (b) WHERE a.uid < b.uid AND a.i = b.i RETURN a.uid, b.uid
MATCH (a:A), (b:B), (c:C) WHERE a.i = b.i AND b.i = c.i RETURN a.uid, b.uid, c.uid
MATCH (a)-[r {w: 1}]->(b {i: 1}) RETURN a.uid
MATCH (a WHERE a.i > 1)-[r WHERE r.w > 0]->(b) RETURN a.uid, r.uid
MATCH ((a)-[r:R]->(b)){1,2} RETURN [x IN a | x.uid] AS l
MATCH (a)-[:R]->+(b) RETURN a.uid, b.uid
MATCH SHORTEST 1 (a:A)-->+(b:B) RETURN a.uid, b.uid
MATCH (a {uid: 0})--{0,2}(b) RETURN b.uid
MATCH (n) WHERE n.uid IN [1, 2, 2, null] RETURN n.uid
MATCH (n:A) WHERE n.uid IN [1, 2, 2, 1.0] RETURN n.uid
MATCH (n:A) WHERE n.uid = 1 OR n.uid = 2.0 RETURN n.uid
MATCH (n:A) USING INDEX n:A(i) WHERE n.i = 1 RETURN n.uid
MATCH (n:$('A')) RETURN n.uid
MATCH (n) SET n:$('X' + n.uid) RETURN count(*) AS c
MATCH (n) RETURN n['i'] AS x, n['no' + 'pe'] AS y
MATCH (n) WITH n LIMIT 1 SET n['dyn'] = 1 RETURN n.dyn
MATCH (n) RETURN count(DISTINCT n.i) AS c, count(DISTINCT n) AS d, sum(DISTINCT n.i) AS s
MATCH (n) RETURN n.i IS NULL AS k, avg(n.f) AS a, stDev(n.i) AS s
MATCH (n)-[r]->(m) WITH n, count(r) AS c WHERE c > 1 RETURN n.uid, c
MATCH (n) WITH n, n.i AS i ORDER BY i, n.uid RETURN collect(n.uid)[0..3] AS first
MATCH (n) WITH n ORDER BY n.uid RETURN collect(n.m) AS x
