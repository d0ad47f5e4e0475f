// Writing: all forms of CREATE, MERGE, SET, REMOVE, DELETE, FOREACH and transactions of their own.
CREATE (a:N {k: 1, v: 'a'}), (b:N {k: 2, v: 'b'}), (c:N:M {k: 3}), (a)-[:R {w: 1}]->(b), (b)-[:R {w: 2}]->(c), (c)-[:S]->(a), (a)-[:R {w: 3}]->(a);
// queries
CREATE (x:New {a: 1})-[r:T {b: 2}]->(y:New {c: x.a}) RETURN x, r, y;
//! Neo.ClientError.Statement.SyntaxError 42001 42I58
CREATE (x:New), (y:New), (x)-[:T]->(y)<-[:U]-(x) RETURN COUNT { (x)-->(y) } AS n;
//: n
//> 2
//+ labels-added 2, nodes-created 2, relationships-created 2
CREATE (:New)-[:T]-(:New);
//! Neo.ClientError.Statement.SyntaxError 42001 42I56
CREATE (:New)-[:T*2]->(:New);
//! Neo.ClientError.Statement.SyntaxError 42001 42I41
CREATE (:New)-[:T|U]->(:New);
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CREATE (:New)-->(:New);
//! Neo.ClientError.Statement.SyntaxError 42001 42I14
CREATE (x:A|B);
//! Neo.ClientError.Statement.SyntaxError 42001 42I30
CREATE (x:A&B:C) RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I10
CREATE (x IS Foo&Bar) RETURN x;
//: x
//> (:Bar:Foo)
//+ labels-added 2, nodes-created 1
CREATE (n:N {k: n.k});
//! Neo.ClientError.Statement.SyntaxError 42001 42I58
CREATE p = (:New {i: 1})-[:T]->(:New {i: 2})<-[:T]-(:New {i: 3}) RETURN p, length(p);
//: p | length(p)
//> (:New {i: 1})-[:T]->(:New {i: 2})<-[:T]-(:New {i: 3}) | 2
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 2
MATCH (a:N {k: 1}) CREATE (a)-[:T]->(b:New {of: a.k})-[:T]->(a) RETURN b, COUNT { (a)--(b) } AS n;
//: b | n
//> (:New {of: 1}) | 2
//+ labels-added 1, nodes-created 1, properties-set 1, relationships-created 2
MATCH (a:N {k: 1}) CREATE (a:Other);
//! Neo.ClientError.Statement.SyntaxError 42001 42N59
MATCH (a:N {k: 1}) CREATE (a);
//! Neo.ClientError.Statement.SyntaxError 42001 42N59
MATCH (n:N) CREATE (m:Copy) SET m = n, m.from = n.k RETURN m ORDER BY m.k;
//: m
//> (:Copy {from: 1, k: 1, v: 'a'})
//> (:Copy {from: 2, k: 2, v: 'b'})
//> (:Copy {from: 3, k: 3})
//+ labels-added 3, nodes-created 3, properties-set 8
UNWIND [{k: 1}, {k: 7}, {k: 7}] AS row MERGE (n:N {k: row.k}) ON CREATE SET n.c = 1 ON MATCH SET n.c = coalesce(n.c, 0) + 10 RETURN n.k, n.c ORDER BY n.k, n.c;
//: n.k | n.c
//> 1 | 10
//> 7 | 11
//> 7 | 11
//+ labels-added 1, nodes-created 1, properties-set 4
MERGE (n:N {k: null}) RETURN n;
//! Neo.ClientError.Statement.SemanticError 22G03 22N31
// $ {k: null}
MERGE (n:N {k: $k}) RETURN n;
//! Neo.ClientError.Statement.SemanticError 22G03 22N31
OPTIONAL MATCH (x:Nope) MERGE (n:N {k: x.k}) RETURN n;
//! Neo.ClientError.Statement.SemanticError 22G03 22N31
OPTIONAL MATCH (x:Nope) CREATE (x)-[:T]->(:New);
//! Neo.ClientError.Statement.ArgumentError 22G03 22N01
OPTIONAL MATCH (x:Nope) MERGE (x)-[:T]->(:New);
//! Neo.ClientError.Statement.ArgumentError 22G03 22N01
OPTIONAL MATCH (x:Nope) SET x.a = 1, x:Foo REMOVE x.b DELETE x RETURN x;
//: x
//> null
MERGE (n:N) RETURN count(n);
//: count(n)
//> 3
MERGE (n:Absent) ON CREATE SET n.x = 1 RETURN n;
//: n
//> (:Absent {x: 1})
//+ labels-added 1, nodes-created 1, properties-set 1
MERGE (a:N {k: 1})-[r:R]->(b) RETURN count(r), sum(r.w);
//: count(r) | sum(r.w)
//> 2 | 4
MERGE (a:N {k: 1})-[r:Q {w: 1}]->(b:N {k: 2}) RETURN a.k, b.k, r.w;
//: a.k | b.k | r.w
//> 1 | 2 | 1
//+ labels-added 2, nodes-created 2, properties-set 3, relationships-created 1
MATCH (a:N {k: 1}), (b:N {k: 2}) MERGE (a)-[r:R {w: 1}]->(b) ON MATCH SET r.hit = true RETURN r;
//: r
//> [:R {hit: true, w: 1}]
//+ properties-set 1
MATCH (a:N {k: 1}), (b:N {k: 2}) MERGE (a)-[r:R {w: 9}]-(b) RETURN startNode(r).k AS s, r.w;
//: s | r.w
//> 1 | 9
//+ properties-set 1, relationships-created 1
MATCH (a:N {k: 2}), (b:N {k: 1}) MERGE (a)-[r:R]-(b) RETURN r.w;
//: r.w
//> 1
MATCH (a:N {k: 2}), (b:N {k: 1}) MERGE (a)<-[r:R]-(b) RETURN r.w;
//: r.w
//> 1
MATCH (a:N) MERGE (a)-[:HAS]->(t:Tag {name: 'shared'}) RETURN count(t);
//: count(t)
//> 3
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 3
// and
MATCH (t:Tag) RETURN count(t);
//: count(t)
//> 3
MERGE (t:Tag {name: 'shared'}) WITH t MATCH (a:N) MERGE (a)-[:HAS]->(t) RETURN count(*);
//: count(*)
//> 3
//+ labels-added 1, nodes-created 1, properties-set 1, relationships-created 3
// and
MATCH (t:Tag) RETURN count(t), COUNT { ()-[:HAS]->() } AS rels;
//: count(t) | rels
//> 1 | 3
MERGE (a:N {k: 1}) MERGE (b:N {k: 1}) RETURN a = b;
//: a = b
//> true
MERGE (a:N {k: 5})-[:R]->(b:N {k: 6})-[:R]->(a) RETURN a.k, b.k;
//: a.k | b.k
//> 5 | 6
//+ labels-added 2, nodes-created 2, properties-set 2, relationships-created 2
MERGE p = (a:N {k: 1})-[:R {w: 1}]->(b:N {k: 2}) RETURN length(p), nodes(p)[1].v;
//: length(p) | nodes(p)[1].v
//> 1 | 'b'
MERGE (a:N {k: 1})-[:R*1..2]->(b) RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42I41
MERGE (a:N {k: 1}) ON CREATE SET a.x = 1 ON CREATE SET a.y = 1 ON MATCH SET a.m = 1 ON MATCH SET a.o = 2 RETURN a;
//: a
//> (:N {k: 1, m: 1, o: 2, v: 'a'})
//+ properties-set 2
UNWIND [1, 1, 2] AS i MERGE (n:Cnt {i: i}) ON CREATE SET n.n = 1 ON MATCH SET n.n = n.n + 1 WITH DISTINCT n RETURN n.i, n.n ORDER BY n.i;
//: n.i | n.n
//> 1 | 2
//> 2 | 1
//+ labels-added 2, nodes-created 2, properties-set 5
MATCH (n:N {k: 1}) SET n.v = 'z', n.k = n.k + 1 RETURN n.v, n.k;
//: n.v | n.k
//> 'z' | 2
//+ properties-set 2
MATCH (n:N) SET n.k = n.k * 10 WITH n ORDER BY n.k RETURN collect(n.k) AS ks;
//: ks
//> [10, 20, 30]
//+ properties-set 3
MATCH (n:N) SET n:Lab1:Lab2, n.z = size(labels(n)) RETURN n.k, n.z, size(labels(n)) AS l ORDER BY n.k;
//: n.k | n.z | l
//> 1 | 3 | 3
//> 2 | 3 | 3
//> 3 | 4 | 4
//+ labels-added 6, properties-set 3
MATCH (n:N {k: 3}) REMOVE n:M:Nope, n.k, n.nope RETURN n, labels(n);
//: n | labels(n)
//> (:N) | ['N']
//+ labels-removed 1, properties-set 1
MATCH (n:N {k: 1}) SET n = {} RETURN n, properties(n);
//: n | properties(n)
//> (:N) | {}
//+ properties-set 2
MATCH (n:N {k: 1}) SET n += {v: null, w: [1, 2]} RETURN n;
//: n
//> (:N {k: 1, w: [1, 2]})
//+ properties-set 2
MATCH (n:N {k: 1}) SET n += {} RETURN n;
//: n
//> (:N {k: 1, v: 'a'})
// $ {m: {v: 'p', x: 1.5}}
MATCH (n:N {k: 1}) SET n += $m, n.y = $m.x RETURN n;
//: n
//> (:N {k: 1, v: 'p', x: 1.5, y: 1.5})
//+ properties-set 3
// $ {m: {v: 'p'}}
MATCH (n:N {k: 1}) SET n = $m RETURN n;
//: n
//> (:N {v: 'p'})
//+ properties-set 2
MATCH (n:N {k: 1}) SET n['dyn' + 1] = 5 RETURN n.dyn1;
//: n.dyn1
//> 5
//+ properties-set 1
MATCH (n:N {k: 1}) REMOVE n['v'] RETURN properties(n);
//: properties(n)
//> {k: 1}
//+ properties-set 1
MATCH (n:N {k: 1}) SET n.v = {a: 1};
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (n:N {k: 1}) SET (CASE WHEN n.k = 1 THEN n ELSE null END).v = 'cased' RETURN n.v;
//: n.v
//> 'cased'
//+ properties-set 1
MATCH (a:N)-[r:R]->(b:N) SET r.sum = a.k + b.k RETURN r.sum ORDER BY r.sum;
//: r.sum
//> 2
//> 3
//> 5
//+ properties-set 3
MATCH ()-[r:R {w: 3}]->() SET r = {w: 4, x: true} RETURN r;
//: r
//> [:R {w: 4, x: true}]
//+ properties-set 2
MATCH ()-[r:R]->() REMOVE r.w RETURN count(r.w);
//: count(r.w)
//> 0
//+ properties-set 3
MATCH (n:N {k: 2}) DELETE n;
//+ nodes-deleted 1
MATCH (n:N {k: 2})-[r]-() DELETE r, n;
//+ nodes-deleted 1, relationships-deleted 2
MATCH (n:N {k: 2}) OPTIONAL MATCH (n)-[r]-() DELETE n, r RETURN count(r);
//: count(r)
//> 2
//+ nodes-deleted 1, relationships-deleted 2
MATCH (n:N {k: 1}) DETACH DELETE n RETURN n.v;
//! Neo.ClientError.Statement.EntityNotFound 25N13
MATCH (n:N {k: 1}) DETACH DELETE n RETURN n;
//: n
//> ()
//+ nodes-deleted 1, relationships-deleted 3
MATCH ()-[r:S]->() DELETE r RETURN type(r);
//: type(r)
//> 'S'
//+ relationships-deleted 1
MATCH ()-[r:S]->() DELETE r RETURN r.x;
//! Neo.ClientError.Statement.EntityNotFound 25N13
MATCH p = (:N {k: 1})-[:R {w: 1}]->() DELETE p;
//+ nodes-deleted 2, relationships-deleted 1
MATCH p = (:N {k: 2})-[:R]->(:N) DETACH DELETE p;
//+ nodes-deleted 2, relationships-deleted 3
// and
MATCH (n:N) RETURN count(n);
//: count(n)
//> 1
MATCH (n:N) WITH n ORDER BY n.k WITH collect(n) AS ns DETACH DELETE ns[0];
//+ nodes-deleted 1, relationships-deleted 3
MATCH (n:N) WITH collect(n) AS ns UNWIND ns AS n DETACH DELETE n;
//+ nodes-deleted 3, relationships-deleted 4
// and
MATCH (n) RETURN count(n);
//: count(n)
//> 0
MATCH (n:N) DETACH DELETE n WITH count(n) AS c CREATE (:Gone {c: c}) RETURN c;
//: c
//> 3
//+ labels-added 1, nodes-created 1, nodes-deleted 3, properties-set 1, relationships-deleted 4
MATCH (n:N {k: 1}) NODETACH DELETE n;
//+ nodes-deleted 1
MATCH (n:N {k: 1}) DELETE n.v;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
MATCH (n:N {k: 1}) DELETE 5;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
MATCH (n:N) DETACH DELETE n CREATE (m:N {k: 1}) RETURN count(m);
//: count(m)
//> 3
//+ labels-added 3, nodes-created 3, nodes-deleted 3, properties-set 3, relationships-deleted 4
CREATE (n:Tmp) DELETE n RETURN n;
//: n
//> ()
//+ labels-added 1, nodes-created 1, nodes-deleted 1
CREATE (n:Tmp {a: 1}) DELETE n CREATE (:Other2) RETURN 1;
//: 1
//> 1
//+ labels-added 2, nodes-created 2, nodes-deleted 1, properties-set 1
FOREACH (i IN range(1, 3) | CREATE (:F {i: i})-[:G]->(:F {i: -i}));
//+ labels-added 6, nodes-created 6, properties-set 6, relationships-created 3
// and
MATCH (f:F) RETURN count(f), sum(f.i);
//: count(f) | sum(f.i)
//> 6 | 0
FOREACH (i IN [1, 2, 2] | MERGE (f:F {i: i}) ON MATCH SET f.again = true);
//+ labels-added 2, nodes-created 2, properties-set 3
// and
MATCH (f:F) RETURN f.i, f.again ORDER BY f.i;
//: f.i | f.again
//> 1 | null
//> 2 | true
FOREACH (i IN null | CREATE (:F));
FOREACH (x IN 5 | CREATE (:F {x: x}));
//+ labels-added 1, nodes-created 1, properties-set 1
MATCH (n:N) FOREACH (x IN CASE WHEN n.k > 1 THEN [n] ELSE [] END | SET x.big = true REMOVE x.v) RETURN n.k, n.big, n.v ORDER BY n.k;
//: n.k | n.big | n.v
//> 1 | null | 'a'
//> 2 | true | null
//> 3 | true | null
//+ properties-set 3
MATCH (a:N {k: 1}), (b:N {k: 3}) FOREACH (i IN [1, 2] | CREATE (a)-[:E {i: i}]->(b)) WITH a, b MATCH (a)-[e:E]->(b) RETURN e.i ORDER BY e.i;
//: e.i
//> 1
//> 2
//+ properties-set 2, relationships-created 2
MATCH (n:N) WITH n LIMIT 1 MATCH (m:N) SET m.touched = n.k RETURN count(m);
//: count(m)
//> 3
//+ properties-set 3
MATCH (n:N) WHERE n.k < 3 CREATE (n)-[:LOOP]->(n) WITH n MATCH (n)-[l:LOOP]-(x) RETURN n.k, count(l) AS c ORDER BY n.k;
//: n.k | c
//> 1 | 1
//> 2 | 1
//+ relationships-created 2
MATCH (a:N)-[r:R]->(b) CREATE (a)<-[q:REV]-(b) SET q = r, q.was = type(r) RETURN q.w, startNode(q).k AS s ORDER BY q.w;
//: q.w | s
//> 1 | 2
//> 2 | 3
//> 3 | 1
//+ properties-set 6, relationships-created 3
MATCH (a:N) CREATE (a)-[:TO]->(:Leaf {n: a.k}) WITH a MATCH (l:Leaf) RETURN a.k, count(l) AS n ORDER BY a.k;
//: a.k | n
//> 1 | 3
//> 2 | 3
//> 3 | 3
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 3
MATCH (n:N {k: 1}) WITH n, n.v AS before SET n.v = 'after' RETURN before, n.v;
//: before | n.v
//> 'a' | 'after'
//+ properties-set 1
MATCH (n:N {k: 1}) SET n.v = 'x' WITH n SET n.v = n.v + 'y' WITH n WHERE n.v = 'xy' RETURN n.v;
//: n.v
//> 'xy'
//+ properties-set 2
CREATE (n:Big {f: 1e308 * 10, g: 0.0 / 0.0, h: -0.0}) RETURN n.f, n.g, n.h;
//: n.f | n.g | n.h
//> Infinity | NaN | -0.0
//+ labels-added 1, nodes-created 1, properties-set 3
CREATE (n:Big {a: [1, 2], b: [1.5], c: ['x'], d: [true], e: [date('2024-01-01')], f: [point({x: 1, y: 2})], g: [duration('P1D')]}) RETURN properties(n);
//: properties(n)
//> {a: [1, 2], b: [1.5], c: ['x'], d: [true], e: [date('2024-01-01')], f: [point({x: 1.0, y: 2.0, crs: 'cartesian'})], g: [duration('P1D')]}
//+ labels-added 1, nodes-created 1, properties-set 7
CREATE (n:`weird label` {`a b`: 1})-[:`my type`]->() RETURN labels(n), keys(n), n.`a b`;
//: labels(n) | keys(n) | n.`a b`
//> ['weird label'] | ['a b'] | 1
//+ labels-added 1, nodes-created 2, properties-set 1, relationships-created 1
CREATE (n:N {``: 1});
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
CREATE (n:``);
//! Neo.ClientError.Statement.SyntaxError 42001 42I11
// $ {rows: [{id: 1, tags: ['a', 'b']}, {id: 2, tags: []}, {id: 3}]}
UNWIND $rows AS row CREATE (p:Prod {id: row.id}) WITH p, row UNWIND row.tags AS t MERGE (g:TagX {name: t}) CREATE (p)-[:TAGGED]->(g) RETURN p.id, g.name ORDER BY g.name;
//: p.id | g.name
//> 1 | 'a'
//> 1 | 'b'
//+ labels-added 5, nodes-created 5, properties-set 5, relationships-created 2
// and
MATCH (p:Prod) RETURN count(p);
//: count(p)
//> 3
// $ {rows: [{id: 1, tags: ['a', 'b']}, {id: 2, tags: []}, {id: 3}]}
UNWIND $rows AS row CREATE (p:Prod {id: row.id}) FOREACH (t IN row.tags | MERGE (g:TagX {name: t}) CREATE (p)-[:TAGGED]->(g)) RETURN count(p), COUNT { (:Prod)-[:TAGGED]->() } AS n;
//: count(p) | n
//> 3 | 2
//+ labels-added 5, nodes-created 5, properties-set 5, relationships-created 2
UNWIND range(1, 5) AS i CALL (i) { CREATE (:T1 {i: i}) } IN TRANSACTIONS OF 2 ROWS;
//! Neo.DatabaseError.Transaction.TransactionStartFailed 25N17
// alone
UNWIND range(1, 5) AS i CALL (i) { CREATE (:T1 {i: i}) } IN TRANSACTIONS OF 2 ROWS RETURN count(*) AS n, max(i) AS m;
//: n | m
//> 5 | 5
//+ labels-added 5, nodes-created 5, properties-set 5
// alone
UNWIND [1, 0, 2, 4] AS i CALL (i) { CREATE (:T2 {i: 8 / i}) } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE;
//+ labels-added 3, nodes-created 3, properties-set 3
// alone
MATCH (t:T2) RETURN t.i ORDER BY t.i;
//: t.i
//> 2
//> 4
//> 8
// alone
UNWIND [1, 0, 2, 4] AS i CALL (i) { CREATE (:T3 {i: 8 / i}) } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK;
//+ labels-added 1, nodes-created 1, properties-set 1
// alone
UNWIND [1, 0, 2, 4] AS i CALL (i) { CREATE (:T4 {i: 8 / i}) } IN TRANSACTIONS OF 1 ROW ON ERROR FAIL;
//! Neo.ClientError.Statement.ArithmeticError 22012 22N28
// alone
MATCH (t:T3|T4) RETURN labels(t) AS l, t.i ORDER BY t.i, l;
//: l | t.i
//> ['T3'] | 8
//> ['T4'] | 8
// alone
UNWIND [1, 0, 2] AS i CALL (i) { CREATE (t:T5 {i: 8 / i}) RETURN t.i AS ti } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE REPORT STATUS AS s RETURN i, ti, s.started, s.committed, s.errorMessage IS NULL AS fine, s.transactionId IS NULL AS noid ORDER BY i;
//: i | ti | s.started | s.committed | fine | noid
//> 0 | null | true | false | false | false
//> 1 | 8 | true | true | true | false
//> 2 | 4 | true | true | true | false
//+ labels-added 2, nodes-created 2, properties-set 2
// alone
UNWIND [1, 0, 2] AS i CALL (i) { CREATE (t:T5 {i: 8 / i}) RETURN t.i AS ti } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK REPORT STATUS AS s RETURN i, ti, s.started, s.committed ORDER BY i;
//: i | ti | s.started | s.committed
//> 0 | null | true | false
//> 1 | 8 | true | true
//> 2 | null | false | false
//+ labels-added 1, nodes-created 1, properties-set 1
// alone
UNWIND range(1, 6) AS i CALL (i) { CREATE (t:T6 {i: i}) RETURN t } IN 2 CONCURRENT TRANSACTIONS OF 2 ROWS RETURN sum(t.i) AS s, count(*) AS n;
//: s | n
//> 21 | 6
//+ labels-added 6, nodes-created 6, properties-set 6
// alone
MATCH (t:T1) CALL (t) { SET t.i = t.i * 2 RETURN t.i AS d } IN TRANSACTIONS RETURN sum(d);
//: sum(d)
//> 30
//+ properties-set 5
// alone
UNWIND [1, 2] AS i CALL (i) { RETURN i AS x } IN TRANSACTIONS OF 0 ROWS RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N31
// alone
UNWIND [1, 2] AS i CALL (i) { RETURN i AS x } IN TRANSACTIONS REPORT STATUS AS s RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I36
// alone
MATCH (t:T1|T2|T3|T5|T6) CALL (t) { DELETE t } IN TRANSACTIONS OF 3 ROWS;
//+ nodes-deleted 18
// alone
MATCH (t:T1|T2|T3|T5|T6) RETURN count(t);
//: count(t)
//> 0

// What is set at once counts each key once, nulls too; what is removed counts where there was something.
CREATE (n:TQ {q: 1}) SET n.q = 2, n.q = 3 DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2
CREATE (n:TQ {q: 1}) SET n.q = 2, n.p = 3, n.q = 4 DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 3
CREATE (n:TQ {q: 1}) SET n['q'] = 2, n.q = 3 DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2
CREATE (n:TQ {q: 1}) SET n.q = 2, n:A, n.q = 3 DELETE n;
//+ labels-added 2, nodes-created 1, nodes-deleted 1, properties-set 3
CREATE (n:TQ) SET n['q'] = null, n.p = null DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2
CREATE (n:TQ) SET n.q = null, n:A, n.p = null DELETE n;
//+ labels-added 2, nodes-created 1, nodes-deleted 1
CREATE (n:TQ) SET n.q = 1, n['q'] = null DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 1
CREATE (n:TQ) REMOVE n.q, n.p DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1
CREATE (n:TQ) REMOVE n['q'], n['p'] DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1
CREATE (n:TQ {q: 1}) REMOVE n.q, n.q DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2
MERGE (n:TQ {q: 1}) ON CREATE SET n.q = 2, n.q = 3 DELETE n;
//+ labels-added 1, nodes-created 1, nodes-deleted 1, properties-set 2
