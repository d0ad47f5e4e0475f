MATCH (a)-[r]->(b) WITH a, r, b ORDER BY r.uid WITH a, collect(r.uid) AS rs, collect(DISTINCT b.uid) AS bs RETURN a.uid, rs, bs ORDER BY a.uid
MATCH (a) OPTIONAL MATCH (a)-[r:R]->(b) WHERE r.w > 1 OPTIONAL MATCH (b)-[s]->(c) WHERE c.i = a.i RETURN a.uid, r.uid, b.uid, s.uid, c.uid
MATCH (a) OPTIONAL MATCH (a)-[r]->(b:A) WHERE b.i IS NOT NULL WITH a, count(b) AS c, sum(b.i) AS s, avg(b.i) AS v, min(b.s) AS m RETURN a.uid, c, s, v, m
MATCH (a) OPTIONAL MATCH p = (a)-[*1..2]->(b:C) RETURN a.uid, length(p) AS l, b.uid, [x IN relationships(p) | x.uid] AS r
MATCH (a) OPTIONAL MATCH (a)-[rs*0..2]-(b:C) RETURN a.uid, size(rs) AS l, b.uid, [x IN rs | x.uid] AS r
MATCH (a:A) OPTIONAL MATCH (b:B) WHERE b.i = a.i AND b <> a RETURN a.uid, b.uid
MATCH (a:A) OPTIONAL MATCH (b:B)-[r]-(c) WHERE b.i = a.i OR c = a RETURN a.uid, b.uid, c.uid
MATCH (a:A) OPTIONAL MATCH (a)-[r]-(a) RETURN a.uid, r.uid
MATCH (a:A)-[r]-(b) OPTIONAL MATCH (a)-[r]-(c) RETURN a.uid, b.uid, c.uid, r.uid
MATCH (a:A)-[r]->(b) OPTIONAL MATCH (b)-[r]->(c) RETURN a.uid, b.uid, c.uid, r.uid
MATCH (a)-[r1]-(b)-[r2]-(c)-[r3]-(a) RETURN a.uid, b.uid, c.uid, r1.uid, r2.uid, r3.uid
MATCH (a)-[r1]->(b)<-[r2]-(c), (c)-[r3]-(d) RETURN a.uid, b.uid, c.uid, d.uid, r1.uid, r2.uid, r3.uid
MATCH (a)-[r1]->(b), (c)-[r2]->(d) WHERE a.uid < 3 AND c.uid < 3 RETURN r1.uid, r2.uid
MATCH (a)-[r1*1..2]->(b), (a)-[r2*1..2]->(b) WHERE a <> b RETURN a.uid, b.uid, [x IN r1 | x.uid] AS x, [x IN r2 | x.uid] AS y
MATCH (a)-[r1*1..2]-(b)-[r2]-(c) WHERE a.uid = 0 RETURN b.uid, c.uid, [x IN r1 | x.uid] AS x, r2.uid
MATCH (a)-[r1*0..1]->(b)-[r2*0..1]->(c) RETURN a.uid, b.uid, c.uid, [x IN r1 | x.uid] AS x, [x IN r2 | x.uid] AS y
MATCH p = (a)-[*0..1]-(b)<-[*0..1]-(c) RETURN p
MATCH p = (a:A)-[:R*1..3]->(b)-[:S]-(c) RETURN p
MATCH (c)<-[rs*2..2]-(a) WHERE c.uid > 5 RETURN [x IN rs | x.uid] AS x, a.uid, c.uid
MATCH (c {uid: 0}) MATCH (a)-[rs*1..3]->(c) RETURN [x IN rs | x.uid] AS x, a.uid
MATCH (c {uid: 0}) MATCH (c)<-[rs*1..3]-(a) RETURN [x IN rs | x.uid] AS x, a.uid
MATCH p = (c {uid: 0})<-[rs*1..2]-(a)-[q]->(z) RETURN p, [x IN rs | x.uid] AS x
MATCH p = (z)-[q]->(a)-[rs*1..2]->(c {uid: 0}) RETURN p, [x IN rs | x.uid] AS x
MATCH (c {uid: 0}), (d) MATCH p = (d)-[rs*1..2]-(c) RETURN p, [x IN rs | x.uid] AS x
MATCH (c {uid: 0}), (d {uid: 0}) MATCH p = (d)-[rs*0..2]-(c) RETURN p, [x IN rs | x.uid] AS x
MATCH (a)-[rs:R|S*1..2 {w: 1}]->(b) RETURN a.uid, b.uid, [x IN rs | x.uid] AS x
MATCH (a)-[rs*1..2]->(b) WHERE all(r IN rs WHERE r.w > 0) RETURN a.uid, b.uid, [x IN rs | x.uid] AS x
MATCH (a)-[rs*1..2]->(b) WHERE none(r IN rs WHERE r.w IS NULL) AND any(n IN [a, b] WHERE n:A) RETURN a.uid, b.uid, [x IN rs | x.uid] AS x
MATCH p = (a)-[*1..2]->(b) WHERE all(n IN nodes(p) WHERE n.uid > 2) RETURN p
MATCH p = (a)-[*]->(b) WHERE length(p) <= 3 AND a.uid = 1 RETURN p
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = allShortestPaths((a)-[*]-(b)) RETURN p
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = allShortestPaths((a)<-[*..4]-(b)) RETURN p
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = allShortestPaths((a)-[rs:R|S*]->(b)) RETURN a.uid, b.uid, [x IN rs | x.uid] AS x
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = shortestPath((a)-[:R|T*]-(b)) WHERE length(p) > 1 RETURN a.uid, b.uid, length(p) AS l
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = shortestPath((a)-[*]-(b)) WHERE all(n IN nodes(p) WHERE n.uid <> 0) RETURN a.uid, b.uid, length(p) AS l
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = allShortestPaths((a)-[*]-(b)) WHERE none(r IN relationships(p) WHERE r.w = 1) RETURN p
MATCH (a:A), (b:B) WHERE a.uid <> b.uid MATCH p = shortestPath((a)-[r]-(b)) RETURN a.uid, b.uid, length(p) AS l
MATCH (a), (b) WHERE a.uid = 0 AND b.uid = 0 MATCH p = shortestPath((a)-[*0..2]-(b)) RETURN p
MATCH (a {uid: 0}) CALL (a) { MATCH (a)-[r]->(b) RETURN b ORDER BY b.uid DESC, r.uid LIMIT 2 } WITH a, b MATCH (b)-[s]-(c) RETURN b.uid, s.uid, c.uid
MATCH (a) CALL (a) { OPTIONAL MATCH (a)-[:R]->(b) RETURN collect(b.uid) AS l } RETURN a.uid, size(l) AS s
MATCH (a) CALL (a) { MATCH (b) WHERE b.i > a.i RETURN count(*) AS c, max(b.uid) AS m } RETURN a.uid, c, m
MATCH (a) CALL (a) { MATCH (b) WHERE b.i > a.i RETURN b.uid AS u, count(*) AS c } RETURN a.uid, u, c
MATCH (a) CALL (*) { WITH a.i AS i WHERE i > 0 RETURN i AS j UNION ALL RETURN 99 AS j } RETURN a.uid, j
MATCH (a) CALL (a) { CALL (a) { MATCH (a)--(b) RETURN count(b) AS c } RETURN c + 1 AS d } RETURN a.uid, d
MATCH (a) CALL () { MATCH (b:A) RETURN count(*) AS c } RETURN a.uid, c
UNWIND [1, null, 2] AS x CALL (x) { UNWIND [x] AS y WITH y WHERE y > 1 RETURN y } RETURN x, y
UNWIND [1, 2] AS x CALL (x) { RETURN x AS y LIMIT 0 } RETURN x, y
UNWIND [1, 2] AS x OPTIONAL CALL (x) { UNWIND [] AS y RETURN y } RETURN x, y
UNWIND [1, 2] AS x CALL (x) { CREATE (n:ZZ {x: x}) RETURN n } RETURN x, n.x
UNWIND [1, 2] AS x CALL (x) { MERGE (n:ZZ) ON CREATE SET n.c = x ON MATCH SET n.m = x } MATCH (n:ZZ) RETURN x, n.c, n.m
UNWIND [1, 2, 3] AS x CALL (x) { MATCH (n:A) WHERE n.i = x SET n.i = 100 RETURN count(*) AS c } RETURN x, c
UNWIND [3, 1, 2] AS x CALL (x) { FOREACH (i IN range(1, x) | CREATE (:ZZ)) } RETURN sum(x) AS s
MATCH (a) WHERE EXISTS { (a)-[r:R]->(b) WHERE r.w > a.i } RETURN a.uid
MATCH (a) WHERE NOT EXISTS { (a)-->(b:A) WHERE EXISTS { (b)-->(c) WHERE c.i = a.i } } RETURN a.uid
MATCH (a) WHERE EXISTS { MATCH (a)-->(b) WITH b, count(*) AS c WHERE c > 1 RETURN b } RETURN a.uid
MATCH (a) RETURN a.uid, EXISTS { (a)-->(:Nope) } AS e, COUNT { (a)-->() } AS c, COUNT { MATCH (a)-->(b) RETURN DISTINCT b } AS d
MATCH (a) WITH a, COUNT { (a)--() } AS c WHERE c > 2 RETURN a.uid, c ORDER BY c DESC, a.uid
MATCH (a) RETURN a.uid ORDER BY COUNT { (a)--() }, a.uid
MATCH (a) RETURN a.uid, COLLECT { MATCH (a)-->(b) RETURN b.i ORDER BY b.i LIMIT 2 } AS l
MATCH (a) RETURN sum(COUNT { (a)--() }) AS s, max(size([(a)-->(b) | b.i])) AS m
MATCH (a) WHERE (a)-[:R]->()-[:S]->() RETURN a.uid
MATCH (a), (b) WHERE (a)-[:R]->(b) AND NOT (b)-[:R]->(a) RETURN a.uid, b.uid
MATCH (a) RETURN a.uid, [(a)-[r:R]->(b) WHERE b.i > 0 | [r.uid, b.uid]] AS l
MATCH (a) RETURN a.uid, [(a)-[rs*1..2]->(b) | [x IN rs | x.uid]] AS l
MATCH (a) RETURN a.uid, [p = (a)-[*0..1]->(b) | p] AS l
MATCH (a) WITH collect(a) AS l UNWIND l AS a UNWIND l AS b MATCH (a)-[r]->(b) RETURN r.uid
MATCH (a) WITH collect(a) AS l RETURN size([x IN l WHERE x:A]) AS c, size([x IN l WHERE (x)-->()]) AS d, [x IN l WHERE x.i > 2 | x.uid] AS e
MATCH (a) WITH {n: a, l: [a]} AS m MATCH (b) WHERE b = m.n AND b IN m.l RETURN b.uid, m.n.i AS i, m.l[0].uid AS u
MATCH (a)-[r]->() WITH [a, r, null, 1] AS l UNWIND l AS x RETURN x IS NULL AS n, count(*) AS c
MATCH (a) RETURN a.i AS k, a.b AS l, count(*) AS c, sum(a.i) AS s, collect(a.uid) AS u
MATCH (a) RETURN a.i IS NULL AS k, count(a.i) AS c, sum(a.i) AS s, avg(a.i) AS v, min(a.i) AS mi, max(a.i) AS ma, stDev(a.i) AS sd
MATCH (a:Nope) RETURN count(*) AS c, sum(a.i) AS s, avg(a.i) AS v, min(a.i) AS mi, collect(a) AS l, percentileDisc(a.i, 0.5) AS p
MATCH (a:Nope) RETURN a.i AS k, count(*) AS c
MATCH (a:Nope) WITH count(*) AS c RETURN c UNION ALL MATCH (a:A) RETURN count(*) AS c
MATCH (a) WITH DISTINCT a.i AS i, a.b AS b RETURN i, count(b) AS c ORDER BY i
MATCH (a) WITH a.i AS i ORDER BY i DESC LIMIT 4 RETURN collect(i) AS l, sum(i) AS s
MATCH (a) WITH a ORDER BY a.i, a.uid SKIP 3 LIMIT 5 RETURN a.uid, a.i
MATCH (a) WITH a ORDER BY a.i DESC, a.uid LIMIT 3 MATCH (a)-->(b) RETURN a.uid, b.uid
MATCH (a) RETURN DISTINCT a.i AS i, a.s AS s ORDER BY s DESC, i SKIP 1 LIMIT 6
MATCH (a) RETURN a.uid AS u ORDER BY a.i + u DESC, u
MATCH (a) RETURN a.uid AS x ORDER BY -x LIMIT 3
MATCH (a) WITH a.uid AS x, a AS y ORDER BY y.uid DESC RETURN collect(x) AS l
MATCH (a) RETURN count(*) AS c ORDER BY c
MATCH (a) RETURN a.i AS i, count(*) AS c ORDER BY count(*) DESC, i
MATCH (a) RETURN labels(a) AS l, count(*) AS c ORDER BY c DESC, size(l)
MATCH (a) WITH a.uid AS a, a.i AS b RETURN a, b ORDER BY b, a
MATCH (a) WITH a.i AS i, count(*) AS c WHERE c > 1 AND i IS NOT NULL RETURN i, c
MATCH (a) WITH max(a.uid) AS m MATCH (b {uid: m}) RETURN b.uid
MATCH (a) WITH a LIMIT 0 RETURN count(a) AS c
MATCH (a) WITH a WHERE a.i > 100 RETURN count(a) AS c, collect(a) AS l
MATCH (n:A {uid: 0}) RETURN n.uid UNION ALL MATCH (n:A) WHERE n.uid = 0 RETURN n.uid
MATCH (n:A) WHERE n.uid = 0 OR n.i = 1 RETURN n.uid
MATCH (n:A) WHERE n.uid IN [0, 0, 1, '0', null] AND n.i IS NULL RETURN n.uid
MATCH (n:A) WHERE n.i > 0 AND n.i > 1 AND n.i <= 5 RETURN n.uid
MATCH (n:A) WHERE n.i >= 1.5 RETURN n.uid, n.i
MATCH (n:A) WHERE n.i > 9.9e18 OR n.i < -1e300 RETURN n.uid
MATCH (n:A) WHERE n.i <> 1 RETURN n.uid, n.i
MATCH (n:A) WHERE NOT n.i = 1 RETURN n.uid, n.i
MATCH (n:A) WHERE NOT (n.i > 1) RETURN n.uid, n.i
MATCH (n:A) WHERE NOT (n.i > 1 AND n.s < 'b') RETURN n.uid, n.i
MATCH (n:A) WHERE n.s STARTS WITH '' RETURN n.uid
MATCH (n:A) WHERE n.s STARTS WITH '😀' OR n.s STARTS WITH 'a' RETURN n.uid
MATCH (n:A) WHERE n.s STARTS WITH null RETURN n.uid
MATCH (n:A) WHERE n.s STARTS WITH 'a' AND n.s < 'ab' RETURN n.uid
MATCH (n:A) WHERE n.s > 'é' RETURN n.uid, n.s
MATCH (n:B) WHERE n.m > 1 RETURN n.uid
MATCH (n:B) WHERE n.m < 9007199254740993 RETURN n.uid
MATCH (n:B) WHERE n.m > 'a' AND n.m < 1 RETURN n.uid
MATCH (n:B) WHERE n.m >= 'a' RETURN n.uid
MATCH (n:B) WHERE n.m < true RETURN n.uid
MATCH (n:B) WHERE n.m <= [1, 2] RETURN n.uid
MATCH (n:B) WHERE n.m > point({x: 0, y: 0}) RETURN n.uid
MATCH (n:B) WHERE n.m = point({x: 1, y: 2}) RETURN n.uid
MATCH (n:B) WHERE n.m = duration('P1D') RETURN n.uid
MATCH (n:B) WHERE n.m < datetime() RETURN n.uid
MATCH (n:B) WHERE n.m < date() RETURN n.uid
MATCH (n:B) WHERE n.m = {a: 1} RETURN n.uid
MATCH (n:C) WHERE n.f > 0.0/0.0 RETURN n.uid
MATCH (n:C) WHERE n.f < 1 RETURN n.uid, n.f
MATCH (n:C) WHERE n.f >= -1.5 RETURN n.uid, n.f
MATCH (n:C) WHERE n.f <= 0.0/0.0 OR n.f = 2.5 RETURN n.uid, n.f
MATCH (n:C) RETURN n.f AS f, n.uid AS u ORDER BY f, u
MATCH (n:C) WHERE n.f IS NOT NULL RETURN n.f AS f, n.uid AS u ORDER BY f DESC, u LIMIT 5
MATCH (n:A) WHERE n.i IS NOT NULL RETURN n.i AS f, n.uid AS u ORDER BY f DESC, u LIMIT 5
MATCH (n:A) WHERE n.s > '' RETURN n.s AS f, n.uid AS u ORDER BY f, u
MATCH (n:B) WHERE n.i = 1 RETURN n.uid
MATCH (n:B) WHERE n.i > 0 AND n.s = 'a' RETURN n.uid
MATCH (n:B) WHERE n.i IN [1, 2] AND n.s IS NOT NULL RETURN n.uid
MATCH ()-[r:R]->() WHERE r.w > 0 RETURN r.uid
MATCH ()-[r:R]->() WHERE r.w IN [1, 2.5] RETURN r.uid
MATCH (a)-[r:R]-(b) WHERE r.w = 1 RETURN r.uid, a.uid, b.uid
MATCH (a:A)-[r:R]->(b) WHERE r.w <= 1 AND a.i = b.i RETURN r.uid
MATCH (a:A), (b:A) WHERE a.i = b.i AND a.uid < b.uid RETURN a.uid, b.uid
MATCH (a:A) MATCH (b:A {i: a.i}) RETURN a.uid, b.uid
MATCH (a:A) MATCH (b:A) WHERE b.i > a.i RETURN a.uid, b.uid
MATCH (a:C) MATCH (b:C {f: a.f}) RETURN a.uid, b.uid
MATCH (a:B) MATCH (b:B {m: a.m}) RETURN a.uid, b.uid
MATCH (a:B) MATCH (b {m: a.m}) RETURN a.uid, b.uid
UNWIND [0, 1, null, 1.0, 'x'] AS u MATCH (n:A {uid: u}) RETURN u, n.uid
UNWIND [[0, 1], [], null, [null]] AS l MATCH (n:A) WHERE n.uid IN l RETURN l, n.i
MATCH (n) WHERE id(n) >= 0 RETURN count(*) AS c
MATCH (n) WHERE elementId(n) = 'x' RETURN n
MATCH (n) WHERE n.uid = 0 WITH elementId(n) AS e MATCH (m) WHERE elementId(m) = e RETURN m.uid
MATCH ()-[r]->() WITH r, elementId(r) AS e MATCH (a)-[q]-(b) WHERE elementId(q) = e RETURN q.uid, a.uid, b.uid
MATCH (n:A) SET n.i = n.i + 1 WITH n MATCH (m:A) WHERE m.i > 3 RETURN count(*) AS c
MATCH (n:A) SET n.new = n.uid MATCH (m) WHERE m.new > 3 RETURN count(*) AS c
MATCH (n) WHERE n.i = 1 SET n.i = 2 WITH n MATCH (m) WHERE m.i = 2 RETURN count(*) AS c
MATCH (n) WHERE n.i = 1 SET n.i = 2 SET n.i = n.i + 1 RETURN n.i
MATCH (a), (b) WHERE a.uid = 0 AND b.uid = 1 SET a.i = b.i, b.i = a.i RETURN a.i, b.i
MATCH (a:A) SET a:B, a.m = 'new' WITH a MATCH (b:B) WHERE b.m = 'new' RETURN count(DISTINCT b) AS c
MATCH (a:A) REMOVE a:A WITH count(*) AS c MATCH (b:A) RETURN c, count(b) AS d
MATCH (a:A) REMOVE a:A WITH count(*) AS c OPTIONAL MATCH (b:A) RETURN c, count(b) AS d
MATCH (a)-[r]->(b) DELETE r WITH count(*) AS c MATCH (x) WHERE NOT (x)--() RETURN c, count(x) AS d
MATCH (a {uid: 0})-[r]-(b) DETACH DELETE a WITH DISTINCT b MATCH (b) RETURN count(b) AS c
MATCH (a {uid: 0})-[r]-(b) DETACH DELETE a RETURN r IS NULL AS n, count(*) AS c
MATCH (a {uid: 0})-[r]-(b) DELETE r, a RETURN count(*) AS c
MATCH (a {uid: 0}) OPTIONAL MATCH (a)-[r]-() DELETE r, a RETURN count(*) AS c
MATCH (a:A) DETACH DELETE a WITH count(*) AS c CREATE (n:A {uid: 0}) RETURN c, n.uid
MATCH (a:A) DETACH DELETE a WITH count(*) AS c UNWIND [0, 0] AS u MERGE (n:A {uid: u}) RETURN c, count(DISTINCT n) AS d
MATCH (a:A) WITH a LIMIT 1 DETACH DELETE a RETURN a.uid IS NULL AS x
MATCH (a {uid: 0}) DETACH DELETE a RETURN a:A AS x
MATCH (a {uid: 0}) DETACH DELETE a RETURN keys(a) AS x
MATCH (a {uid: 0}) DETACH DELETE a RETURN properties(a) AS x
MATCH (a {uid: 0}) DETACH DELETE a RETURN a {.*} AS x
MATCH (a {uid: 0}) DETACH DELETE a RETURN exists((a)--()) AS x
MATCH (a {uid: 0}) DETACH DELETE a WITH a MATCH (a)--(b) RETURN b
MATCH (a {uid: 0}) DETACH DELETE a WITH a MATCH (a) RETURN count(a) AS c
MATCH (a {uid: 0}) DETACH DELETE a REMOVE a.i
MATCH (a {uid: 0}) DETACH DELETE a SET a:Q
MATCH (a {uid: 0}) DETACH DELETE a DELETE a
MATCH ()-[r {uid: 100}]->() DELETE r RETURN r.w AS w
MATCH ()-[r {uid: 100}]->() DELETE r RETURN startNode(r) AS w
MATCH ()-[r {uid: 100}]->() DELETE r SET r.x = 1
MATCH p = ()-[r {uid: 100}]->() DELETE r RETURN length(p) AS w
MATCH p = ()-[r {uid: 100}]->() DELETE r RETURN p
UNWIND [1, 2, 1, null] AS x WITH x WHERE x IS NOT NULL MERGE (n:Q {x: x}) ON CREATE SET n.c = 1 ON MATCH SET n.c = n.c + 1 RETURN n.x, n.c
UNWIND [1, 2, null] AS x MERGE (n:Q {x: x}) RETURN n
MATCH (a {uid: 0}), (b {uid: 1}) MERGE (a)-[r:NEW]-(b) RETURN startNode(r).uid AS s
MATCH (a {uid: 0}), (b {uid: 1}) MERGE (a)<-[r:NEW]-(b) RETURN startNode(r).uid AS s
MATCH (a {uid: 0}), (b {uid: 1}) MERGE (a)-[r:NEW {x: 1}]->(b) MERGE (a)-[q:NEW {x: 1.0}]->(b) RETURN r = q AS same
MATCH (a {uid: 0}), (b {uid: 1}) CREATE (a)-[:NEW]->(b), (b)-[:NEW]->(a) MERGE (a)-[r:NEW]-(b) RETURN count(*) AS c
MATCH (a:A) MERGE (a)-[r:NEW]->(n:New) ON CREATE SET r.x = a.uid, n.y = 1 RETURN count(DISTINCT n) AS c, sum(r.x) AS s
MATCH (a:A) MERGE (n:New {k: a.i IS NULL}) RETURN count(DISTINCT n) AS c
MATCH (a:A) MERGE (n:A {i: a.i, s: 'x'}) RETURN count(DISTINCT n) AS c
MERGE (a:A {uid: 0}) MERGE (b:A {uid: 500}) MERGE (a)-[:NEW]->(b)-[:NEW]->(c:New) RETURN count(*) AS c
MERGE (a:New {x: 1})-[:NEW]->(b:New {x: 1}) RETURN a = b AS same
MERGE (a:New)-[:NEW]->(a) RETURN count(a) AS c
MERGE (a:A:B {uid: 0}) RETURN labels(a)
MERGE (n:A {uid: 0}) SET n.uid = 1
CREATE (n:A {uid: 500}), (m:A {uid: 500})
CREATE (n:A {uid: 500}) CREATE (m {uid: 500}) SET m:A
MATCH (n:A {uid: 0}) DETACH DELETE n CREATE (m:A {uid: 0}) RETURN m.uid
MATCH (n:A {uid: 0}) SET n.uid = 500 CREATE (m:A {uid: 0}) RETURN m.uid
MATCH (n:A {uid: 0}) REMOVE n:A CREATE (m:A {uid: 0}) RETURN m.uid
CREATE (n:A {uid: 1.5}) RETURN n.uid
CREATE (n:A {uid: 0.0}) RETURN n.uid
CREATE (n:A {uid: 'é'}), (m:A {uid: 'e\u0301'}) RETURN count(*) AS c
CREATE (n:A {uid: [1, 2]}), (m:A {uid: [1.0, 2.0]}) RETURN count(*) AS c
CREATE (n:A {uid: 0.0/0.0}), (m:A {uid: 0.0/0.0}) RETURN count(*) AS c
CREATE (n:Q {a: [1, 2.0]}) RETURN n.a
CREATE (n:Q {a: [1, 'x']}) RETURN n.a
CREATE (n:Q {a: [date('2020-01-01'), datetime('2020-01-01T00:00Z')]}) RETURN n.a
CREATE (n:Q {a: [[]]}) RETURN n.a
CREATE (n:Q {a: [true, false]}) RETURN n.a
CREATE (n:Q {a: [point({x: 1, y: 2}), point({x: 1, y: 2, z: 3})]}) RETURN n.a
CREATE (n:Q) SET n = {a: 1, b: null, c: [null]} RETURN n
CREATE (n:Q $m) RETURN n
CREATE (n:Q {a: 1})-[r:RR {b: 2}]->(m:Q {a: n.a})
CREATE p = (n:Q {a: 1})-[r:RR {b: 2}]->(m:Q) RETURN p, length(p) AS l
CREATE (n:Q), (n)-[:X]->(m:Q), (m)-[:Y]->(n) RETURN COUNT { (n)--(m) } AS c
UNWIND range(1, 3) AS i CREATE (n:Q {i: i}) WITH n ORDER BY n.i DESC RETURN collect(n.i) AS l
UNWIND range(1, 3) AS i CREATE (n:Q {i: i}) WITH n WHERE n.i > 1 MATCH (m:Q) RETURN n.i, m.i
UNWIND range(1, 3) AS i MATCH (n:Q) CREATE (m:Q) RETURN count(*) AS c
MATCH (n:A) CREATE (m:A {uid: n.uid + 1000}) WITH m MATCH (x:A) RETURN count(x) AS c
MATCH (n:A) WHERE NOT EXISTS { (:ZZ {k: n.i}) } CREATE (:ZZ {k: n.i}) RETURN count(*) AS c
MATCH (n:A) FOREACH (_ IN CASE WHEN n.i > 1 THEN [1] ELSE [] END | SET n.big = true) WITH n RETURN count(n.big) AS c
FOREACH (x IN [[1], [2, 3]] | FOREACH (y IN x | CREATE (:Q {y: y})))
FOREACH (x IN [1, 2] | MERGE (n:Q {k: 1}) ON CREATE SET n.c = x ON MATCH SET n.m = x)
MATCH (a) WITH a ORDER BY a.uid LIMIT 1 SET a += $m RETURN a
RETURN {a: 1}.a + {b: [1, 2]}.b[1] AS x, [{a: 1}][0].a AS y, {`x y`: {z: 1}}.`x y`.z AS z
WITH [1, 2, 3] AS l RETURN l[0], l[-1], l[0..2], size(l), [x IN l | x * 2][1], {a: l}.a[2]
WITH 'x' AS k RETURN {x: 1}[k] AS a, [k, k + 'y'] AS b
WITH {a: 1, b: {c: [1, 2]}} AS m RETURN m.b.c[1] AS a, m['b']['c'] AS b, keys(m) AS k, m {.a, q: m.b.c[0]} AS p
WITH 1 AS x WITH x, x + 1 AS y WITH y, x RETURN *
WITH 1 AS x UNWIND [x, x + 1] AS y WITH y, count(*) AS c RETURN y, c
WITH [1, 2] AS l UNWIND l AS x UNWIND l AS y WITH x, y WHERE x <> y RETURN x, y
UNWIND [1, 2, 3] AS x WITH collect(x) AS l UNWIND l AS y RETURN y, size(l) AS s
UNWIND [1, 2, 3, 4] AS x RETURN x % 2 AS k, collect(x) AS l, sum(x) AS s ORDER BY k
UNWIND [1, 2, 3, 4] AS x WITH x % 2 AS k, max(x) AS m ORDER BY m DESC LIMIT 1 RETURN k, m
UNWIND [[1, 2], [3]] AS l UNWIND l AS x RETURN l, collect(x) AS c
UNWIND [null, null, 1] AS x RETURN x, count(x) AS c, count(*) AS d
UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x
UNWIND [1, 2] AS x RETURN x AS y UNION ALL UNWIND [2, 3] AS z RETURN z AS y
CALL { UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x } RETURN x ORDER BY x DESC
CALL { MATCH (a:A) RETURN a UNION MATCH (a:B) RETURN a } RETURN count(a) AS c, sum(a.uid) AS s
RETURN CASE WHEN true THEN 1 ELSE 'a' END AS x, CASE 2 WHEN 1 THEN 1 END AS y, CASE WHEN null THEN 1 WHEN 1 = 1 THEN 2 END AS z
MATCH (n) RETURN CASE WHEN n.i > 1 THEN 'big' WHEN n.i IS NULL THEN 'none' ELSE 'small' END AS k, count(*) AS c
MATCH (n) RETURN sum(CASE WHEN n.i > 1 THEN 1 ELSE 0 END) AS c, count(CASE WHEN n.b THEN 1 END) AS d
MATCH (n) RETURN avg(n.i) + max(n.uid) * 2 - count(*) AS x, [min(n.i), max(n.i)] AS y, {c: count(n), s: sum(n.i)} AS z
MATCH (n) WITH n.b AS b, collect({u: n.uid, i: n.i}) AS l RETURN b, size(l) AS s, reduce(t = 0, e IN l | t + coalesce(e.i, 0)) AS t
MATCH (n) WITH n ORDER BY n.uid WITH collect(n) AS l RETURN [i IN range(0, size(l) - 2) | l[i + 1].uid - l[i].uid] AS d, l[0].uid AS f, l[-1].uid AS la
MATCH p = (a)-[r]->(b) RETURN nodes(p)[0] = a AS x, relationships(p)[0] = r AS y, startNode(r) = a AS z, last(nodes(p)) = b AS w
MATCH (a)-[r]->(b) RETURN type(r) AS t, count(*) AS c, count(DISTINCT a) AS d, collect(DISTINCT a.i) AS l
MATCH (a)-[r]->(b) WHERE type(r) IN ['R', 'S'] AND NOT type(r) = 'S' RETURN r.uid
MATCH (a)-[r]->(b) WHERE r:R|T RETURN r.uid
MATCH (a)-[r:!R]->(b) RETURN r.uid
MATCH (a)-[r]->(b) RETURN r ORDER BY r.uid
MATCH (a) RETURN a AS n ORDER BY a.uid
MATCH (a)-[r]->(b) RETURN a < b AS x
MATCH (a)-[r]->(b) WHERE a = b RETURN a.uid
MATCH (a)-[r]->(b) WHERE a IN [b] RETURN a.uid
MATCH (a)-[r]->(b) WITH {k: a} AS m, count(*) AS c RETURN m.k.uid, c
MATCH (a)-[r]->(b) WITH [a, b] AS l, count(*) AS c RETURN l[0].uid, l[1].uid, c
MATCH p = (a)-[r]->(b) WITH p, count(*) AS c RETURN length(p), sum(c) AS s
RETURN size([1, 2]) + size('ab') AS x, length(null) AS y
RETURN properties({a: 1}) AS x, properties(null) AS y
RETURN labels(null) AS a, type(null) AS b, startNode(null) AS c, nodes(null) AS d, keys(null) AS e
MATCH (n) WHERE n.uid = $missing RETURN n
RETURN $`a b` AS x
MATCH (n) RETURN n.`uid` AS `a b`, n.uid AS `` LIMIT 1
