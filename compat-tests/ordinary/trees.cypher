// Trees and bills of material: folders, parts, categories; quantified paths and what goes along them.
CREATE (root:Folder {name: 'root', size: 0}), (etc:Folder {name: 'etc', size: 3}), (usr:Folder {name: 'usr', size: 5}), (bin:Folder {name: 'bin', size: 70}),
  (lib:Folder {name: 'lib', size: 40}), (share:Folder {name: 'share', size: 8}), (doc:Folder {name: 'doc', size: 2}), (empty:Folder {name: 'empty'}),
  (root)-[:HAS {pos: 1}]->(etc), (root)-[:HAS {pos: 2}]->(usr), (usr)-[:HAS {pos: 1}]->(bin), (usr)-[:HAS {pos: 2}]->(lib), (usr)-[:HAS {pos: 3}]->(share),
  (share)-[:HAS {pos: 1}]->(doc), (root)-[:HAS {pos: 3}]->(empty),
  (bike:Part {name: 'bike', cost: 10.0}), (wheel:Part {name: 'wheel', cost: 5.5}), (spoke:Part {name: 'spoke', cost: 0.1}), (frame:Part {name: 'frame', cost: 100}), (tube:Part {name: 'tube', cost: 7}), (nut:Part {name: 'nut', cost: 0.05}),
  (bike)-[:NEEDS {n: 2}]->(wheel), (bike)-[:NEEDS {n: 1}]->(frame), (wheel)-[:NEEDS {n: 36}]->(spoke), (wheel)-[:NEEDS {n: 1}]->(tube), (wheel)-[:NEEDS {n: 36}]->(nut), (frame)-[:NEEDS {n: 4}]->(nut), (frame)-[:NEEDS {n: 3}]->(tube);
// queries
MATCH (r:Folder {name: 'root'})-[:HAS]->*(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'bin'
//> 'doc'
//> 'empty'
//> 'etc'
//> 'lib'
//> 'root'
//> 'share'
//> 'usr'
MATCH (r:Folder {name: 'root'})-[:HAS]->+(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'bin'
//> 'doc'
//> 'empty'
//> 'etc'
//> 'lib'
//> 'share'
//> 'usr'
MATCH (r:Folder {name: 'root'})-[:HAS*0..1]->(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'empty'
//> 'etc'
//> 'root'
//> 'usr'
MATCH (r:Folder {name: 'root'})-[:HAS]->{2}(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'bin'
//> 'lib'
//> 'share'
MATCH (r:Folder {name: 'root'})-[:HAS]->{,2}(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'bin'
//> 'empty'
//> 'etc'
//> 'lib'
//> 'root'
//> 'share'
//> 'usr'
MATCH (r:Folder {name: 'root'})-[:HAS]->{3,}(f) RETURN f.name ORDER BY f.name;
//: f.name
//> 'doc'
MATCH p = (r:Folder {name: 'root'})-[:HAS]->*(f) WHERE NOT EXISTS { (f)-[:HAS]->() } RETURN reduce(s = '', n IN nodes(p) | s + '/' + n.name) AS path ORDER BY path;
//: path
//> '/root/empty'
//> '/root/etc'
//> '/root/usr/bin'
//> '/root/usr/lib'
//> '/root/usr/share/doc'
MATCH p = (:Folder {name: 'root'}) ((a)-[h:HAS]->(b))* (f) RETURN [x IN h | x.pos] AS key, f.name ORDER BY key;
//: key | f.name
//> [] | 'root'
//> [1] | 'etc'
//> [2] | 'usr'
//> [2, 1] | 'bin'
//> [2, 2] | 'lib'
//> [2, 3] | 'share'
//> [2, 3, 1] | 'doc'
//> [3] | 'empty'
MATCH (f:Folder) RETURN f.name, reduce(s = 0, x IN COLLECT { MATCH (f)-[:HAS]->*(g) RETURN coalesce(g.size, 0) AS s } | s + x) AS total ORDER BY total DESC, f.name;
//: f.name | total
//> 'root' | 128
//> 'usr' | 125
//> 'bin' | 70
//> 'lib' | 40
//> 'share' | 10
//> 'etc' | 3
//> 'doc' | 2
//> 'empty' | 0
MATCH (f:Folder)-[:HAS]->*(g) RETURN f.name, sum(g.size) AS total, count(g) AS n, count(g.size) AS known ORDER BY total DESC, f.name;
//: f.name | total | n | known
//> 'root' | 128 | 8 | 7
//> 'usr' | 125 | 5 | 5
//> 'bin' | 70 | 1 | 1
//> 'lib' | 40 | 1 | 1
//> 'share' | 10 | 2 | 2
//> 'etc' | 3 | 1 | 1
//> 'doc' | 2 | 1 | 1
//> 'empty' | 0 | 1 | 0
MATCH (f:Folder) WHERE NOT EXISTS { ()-[:HAS]->(f) } RETURN f.name;
//: f.name
//> 'root'
MATCH (f:Folder) WHERE NOT (f)-[:HAS]->() AND NOT (f)<-[:HAS {pos: 1}]-() RETURN f.name ORDER BY f.name;
//: f.name
//> 'empty'
//> 'lib'
MATCH (x:Folder {name: 'doc'})<-[:HAS]-*(a) RETURN a.name, COUNT { (a)<-[:HAS]-+() } AS depth ORDER BY depth;
//: a.name | depth
//> 'root' | 0
//> 'usr' | 1
//> 'share' | 2
//> 'doc' | 3
MATCH (a:Folder {name: 'bin'})<-[:HAS]-*(common)-[:HAS]->*(b:Folder {name: 'doc'}) RETURN common.name;
//: common.name
//> 'usr'
MATCH (a:Folder {name: 'bin'})<-[:HAS]-+(common)-[:HAS]->+(b:Folder {name: 'doc'}) WITH common, COUNT { (common)<-[:HAS]-+() } AS depth ORDER BY depth DESC LIMIT 1 RETURN common.name;
//: common.name
//> 'usr'
MATCH p = (b:Part {name: 'bike'})-[:NEEDS]->+(x) RETURN x.name, sum(reduce(q = 1, r IN relationships(p) | q * r.n)) AS pieces ORDER BY pieces, x.name;
//: x.name | pieces
//> 'frame' | 1
//> 'wheel' | 2
//> 'tube' | 5
//> 'spoke' | 72
//> 'nut' | 76
MATCH (b:Part {name: 'bike'}) ((u)-[r:NEEDS]->(v))+ (x) WITH x, reduce(q = 1, y IN r | q * y.n) AS q RETURN x.name, sum(q * x.cost) AS cost ORDER BY x.name;
//: x.name | cost
//> 'frame' | 100
//> 'nut' | 3.8000000000000003
//> 'spoke' | 7.2
//> 'tube' | 35
//> 'wheel' | 11.0
MATCH (b:Part {name: 'bike'})-[rs:NEEDS*]->(x) WITH x, [r IN rs | r.n] AS way ORDER BY way RETURN x.name, collect(way) AS ways ORDER BY x.name, ways;
//: x.name | ways
//> 'frame' | [[1]]
//> 'nut' | [[1, 4], [2, 36]]
//> 'spoke' | [[2, 36]]
//> 'tube' | [[1, 3], [2, 1]]
//> 'wheel' | [[2]]
MATCH (b:Part) ((u)-[r:NEEDS]->(v) WHERE u.cost > v.cost)+ (x) RETURN b.name, x.name, size(r) AS l ORDER BY b.name, x.name, l;
//: b.name | x.name | l
//> 'bike' | 'nut' | 2
//> 'bike' | 'spoke' | 2
//> 'bike' | 'wheel' | 1
//> 'frame' | 'nut' | 1
//> 'frame' | 'tube' | 1
//> 'wheel' | 'nut' | 1
//> 'wheel' | 'spoke' | 1
MATCH (b:Part) ((u)-[r:NEEDS WHERE r.n > 1]->(v)){2} (x:Part) RETURN b.name, x.name, [w IN u | w.name] AS us, [w IN v | w.name] AS vs ORDER BY x.name;
//: b.name | x.name | us | vs
//> 'bike' | 'nut' | ['bike', 'wheel'] | ['wheel', 'nut']
//> 'bike' | 'spoke' | ['bike', 'wheel'] | ['wheel', 'spoke']
MATCH (b:Part {name: 'bike'}) (()-[r:NEEDS]->(v)){1,2} (x {name: 'tube'}) RETURN [z IN v | z.name] AS via, [z IN r | z.n] AS ns ORDER BY ns;
//: via | ns
//> ['frame', 'tube'] | [1, 3]
//> ['wheel', 'tube'] | [2, 1]
MATCH (:Part {name: 'bike'}) (()-[:NEEDS]->(v:Part WHERE v.cost < 50)){2} (x) RETURN x.name, v[0].name AS first ORDER BY x.name, first;
//: x.name | first
//> 'nut' | 'wheel'
//> 'spoke' | 'wheel'
//> 'tube' | 'wheel'
MATCH (a:Part {name: 'nut'}) (()<-[:NEEDS]-(u))+ (b) RETURN b.name, size(u) AS l ORDER BY l, b.name;
//: b.name | l
//> 'frame' | 1
//> 'wheel' | 1
//> 'bike' | 2
//> 'bike' | 2
MATCH (a)-[:HAS|NEEDS]->{2}(b) RETURN labels(a)[0] AS l, count(*) AS n ORDER BY l;
//: l | n
//> 'Folder' | 4
//> 'Part' | 5
MATCH (a:Folder)(()-->()){0}(b) RETURN count(*);
//! Neo.ClientError.Statement.SyntaxError 42001 42N31
MATCH (a:Folder {name: 'root'}) (()-[r]->()){0,1} (b) RETURN b.name, r IS NULL AS n, size(r) AS s ORDER BY b.name;
//: b.name | n | s
//> 'empty' | false | 1
//> 'etc' | false | 1
//> 'root' | false | 0
//> 'usr' | false | 1
OPTIONAL MATCH (a:Folder {name: 'doc'}) ((u)-[r:HAS]->(v))+ (b) RETURN a, u, r, v, b;
//: a | u | r | v | b
//> null | null | null | null | null
MATCH (a:Folder {name: 'doc'}) OPTIONAL MATCH (a) ((u)-[r:HAS]->(v))+ (b) RETURN a.name, u, r, b;
//: a.name | u | r | b
//> 'doc' | null | null | null
MATCH (a:Folder {name: 'doc'}) OPTIONAL MATCH p = (a)-[:HAS*]->(b) RETURN p, nodes(p), length(p), relationships(p), b;
//: p | nodes(p) | length(p) | relationships(p) | b
//> null | null | null | null | null
MATCH (a:Folder)-[h:HAS]->(b:Folder)-[:HAS]->(c) RETURN a.name + '>' + b.name + '>' + c.name AS s ORDER BY s;
//: s
//> 'root>usr>bin'
//> 'root>usr>lib'
//> 'root>usr>share'
//> 'usr>share>doc'
MATCH (a:Folder {name: 'usr'})-[h:HAS]->(b) WITH b, h ORDER BY h.pos DESC RETURN collect(b.name) AS names, collect(h.pos)[..2] AS top;
//: names | top
//> ['share', 'lib', 'bin'] | [3, 2]
MATCH p = (a:Folder {name: 'root'})-[:HAS*2]->(b) RETURN nodes(p)[1].name AS mid, count(*) AS n;
//: mid | n
//> 'usr' | 3
MATCH p = (a:Folder {name: 'root'})-[:HAS*]->(b) WITH nodes(p)[-1].name AS last, nodes(p)[0] = a AS starts, relationships(p)[0].pos AS first RETURN first, starts, collect(last) IS NOT NULL AS x, count(last) AS n ORDER BY first;
//: first | starts | x | n
//> 1 | true | true | 1
//> 2 | true | true | 5
//> 3 | true | true | 1
MATCH p = (:Folder {name: 'root'})-->(x)-->(y) WHERE y.size > 10 RETURN p;
//: p
//> (:Folder {name: 'root', size: 0})-[:HAS {pos: 2}]->(:Folder {name: 'usr', size: 5})-[:HAS {pos: 1}]->(:Folder {name: 'bin', size: 70})
//> (:Folder {name: 'root', size: 0})-[:HAS {pos: 2}]->(:Folder {name: 'usr', size: 5})-[:HAS {pos: 2}]->(:Folder {name: 'lib', size: 40})
MATCH (x:Folder {name: 'lib'}), p = (x)<--(y)<--(z) RETURN p, length(p);
//: p | length(p)
//> (:Folder {name: 'lib', size: 40})<-[:HAS {pos: 2}]-(:Folder {name: 'usr', size: 5})<-[:HAS {pos: 2}]-(:Folder {name: 'root', size: 0}) | 2
MATCH p = (x:Folder {name: 'usr'})<-[:HAS]-()-[:HAS]->(y) RETURN p ORDER BY y.name;
//: p
//> (:Folder {name: 'usr', size: 5})<-[:HAS {pos: 2}]-(:Folder {name: 'root', size: 0})-[:HAS {pos: 3}]->(:Folder {name: 'empty'})
//> (:Folder {name: 'usr', size: 5})<-[:HAS {pos: 2}]-(:Folder {name: 'root', size: 0})-[:HAS {pos: 1}]->(:Folder {name: 'etc', size: 3})
MATCH (f:Folder {name: 'usr'}) MATCH (f)-[:HAS]->+(d) WITH f, collect(d) AS ds DETACH DELETE f FOREACH (d IN ds | DETACH DELETE d);
//+ nodes-deleted 5, relationships-deleted 5
// and
MATCH (f:Folder) RETURN f.name ORDER BY f.name;
//: f.name
//> 'empty'
//> 'etc'
//> 'root'
MATCH (a:Folder {name: 'share'}), (b:Folder {name: 'etc'}) MATCH (a)<-[r:HAS]-() DELETE r CREATE (b)-[:HAS {pos: 1}]->(a);
//+ properties-set 1, relationships-created 1, relationships-deleted 1
// and
MATCH (:Folder {name: 'root'}) (()-[:HAS]->(x))+ ({name: 'doc'}) RETURN [y IN x | y.name];
//: [y IN x | y.name]
//> ['etc', 'share', 'doc']
MATCH (f:Folder)-[h:HAS]->(c) WITH f, c, h ORDER BY h.pos WITH f, collect(c) AS cs UNWIND range(0, size(cs) - 1) AS i WITH cs[i] AS c, i SET c.index = i RETURN c.name, c.index ORDER BY c.name;
//: c.name | c.index
//> 'bin' | 0
//> 'doc' | 0
//> 'empty' | 2
//> 'etc' | 0
//> 'lib' | 1
//> 'share' | 2
//> 'usr' | 1
//+ properties-set 7
MERGE (r:Folder {name: 'root'}) MERGE (r)-[:HAS]->(v:Folder {name: 'var'}) MERGE (v)-[:HAS]->(l:Folder {name: 'log'}) RETURN l.name;
//: l.name
//> 'log'
//+ labels-added 2, nodes-created 2, properties-set 2, relationships-created 2
// and
MERGE (r:Folder {name: 'root'}) MERGE (r)-[:HAS]->(v:Folder {name: 'var'}) ON MATCH SET v.again = true RETURN v;
//: v
//> (:Folder {again: true, name: 'var'})
//+ properties-set 1
MERGE (a:Folder {name: 'x'})-[:HAS]->(b:Folder {name: 'y'})-[:HAS]->(c:Folder {name: 'root'}) RETURN c.size;
//: c.size
//> null
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 2
CYPHER 25 MATCH (b:Part {name: 'bike'})-[r:NEEDS]->+(x) WHERE allReduce(total = 0, y IN r | total + y.n, total < 38) RETURN x.name, [y IN r | y.n] AS ns ORDER BY x.name, ns;
//: x.name | ns
//> 'frame' | [1]
//> 'nut' | [1, 4]
//> 'tube' | [1, 3]
//> 'tube' | [2, 1]
//> 'wheel' | [2]
CYPHER 25 MATCH (b:Part {name: 'bike'}) ((u)-[r:NEEDS]->(v))+ (x) WHERE allReduce(c = b.cost, n IN v | c - n.cost, c > 0) RETURN x.name ORDER BY x.name;
//: x.name
//> 'nut'
//> 'spoke'
//> 'wheel'
CYPHER 25 MATCH p = SHORTEST 1 (b:Part {name: 'bike'}) ((u)-[r:NEEDS]->(v)) {1,3} (x:Part) RETURN x.name, length(p) AS l, u[0].name AS from ORDER BY x.name;
//: x.name | l | from
//> 'frame' | 1 | 'bike'
//> 'nut' | 2 | 'bike'
//> 'spoke' | 2 | 'bike'
//> 'tube' | 2 | 'bike'
//> 'wheel' | 1 | 'bike'
MATCH p = ALL SHORTEST (b:Part {name: 'bike'}) ((u)-[r:NEEDS]->(v) WHERE v.name <> 'wheel')+ (x:Part) RETURN x.name, length(p) ORDER BY x.name;
//: x.name | length(p)
//> 'frame' | 1
//> 'nut' | 2
//> 'tube' | 2
MATCH SHORTEST 1 (f:Folder {name: 'root'}) (()-[:HAS]->(v))+ (x:Folder) WHERE x.size > 5 RETURN x.name, size(v) ORDER BY x.name;
//: x.name | size(v)
//> 'bin' | 2
//> 'lib' | 2
//> 'share' | 2
MATCH p = (b:Part {name: 'bike'}) (()-[:NEEDS]->())+ (m:Part {name: 'wheel'}) (()-[:NEEDS]->())+ (x) RETURN x.name, length(p) ORDER BY x.name;
//: x.name | length(p)
//> 'nut' | 2
//> 'spoke' | 2
//> 'tube' | 2
MATCH (b:Part {name: 'bike'})-[:NEEDS]->+(m)-[:NEEDS]->*(x:Part {name: 'nut'}) RETURN m.name, count(*) AS n ORDER BY m.name;
//: m.name | n
//> 'frame' | 1
//> 'nut' | 2
//> 'wheel' | 1
MATCH (x:Part) UNWIND [p = (x)-[:NEEDS*1..2]->(y) | length(p) + y.name] AS l RETURN x.name, l ORDER BY x.name, l LIMIT 5;
//: x.name | l
//> 'bike' | '1frame'
//> 'bike' | '1wheel'
//> 'bike' | '2nut'
//> 'bike' | '2nut'
//> 'bike' | '2spoke'
MATCH (x:Part) WHERE EXISTS { (x)-[:NEEDS]->{2}(:Part {name: 'nut'}) } RETURN x.name;
//: x.name
//> 'bike'
MATCH (x:Part) WHERE EXISTS { (x) ((a)-[r:NEEDS]->(b) WHERE r.n > 1){1,2} (:Part {name: 'nut'}) } RETURN x.name ORDER BY x.name;
//: x.name
//> 'bike'
//> 'frame'
//> 'wheel'
MATCH (x:Part) RETURN x.name, COUNT { (x)-[:NEEDS]->+() } AS below, COUNT { MATCH (x)-[:NEEDS]->+(y) RETURN DISTINCT y } AS kinds ORDER BY below DESC, x.name;
//: x.name | below | kinds
//> 'bike' | 7 | 5
//> 'wheel' | 3 | 3
//> 'frame' | 2 | 2
//> 'nut' | 0 | 0
//> 'spoke' | 0 | 0
//> 'tube' | 0 | 0
MATCH (x:Part)-[:NEEDS]->(y) WITH x, y ORDER BY y.name RETURN x.name, collect({part: y.name, cost: y.cost}) AS parts ORDER BY x.name;
//: x.name | parts
//> 'bike' | [{cost: 100, part: 'frame'}, {cost: 5.5, part: 'wheel'}]
//> 'frame' | [{cost: 0.05, part: 'nut'}, {cost: 7, part: 'tube'}]
//> 'wheel' | [{cost: 0.05, part: 'nut'}, {cost: 0.1, part: 'spoke'}, {cost: 7, part: 'tube'}]
MATCH (a:Part), (b:Part) WHERE a.cost < b.cost AND NOT (b)-[:NEEDS]->(a) RETURN a.name, b.name ORDER BY a.cost, b.cost, a.name, b.name LIMIT 4;
//: a.name | b.name
//> 'nut' | 'spoke'
//> 'nut' | 'tube'
//> 'nut' | 'bike'
//> 'spoke' | 'tube'
MATCH (x:Part) RETURN x.cost, valueType(x.cost) AS t ORDER BY x.cost;
//: x.cost | t
//> 0.05 | 'FLOAT NOT NULL'
//> 0.1 | 'FLOAT NOT NULL'
//> 5.5 | 'FLOAT NOT NULL'
//> 7 | 'INTEGER NOT NULL'
//> 10.0 | 'FLOAT NOT NULL'
//> 100 | 'INTEGER NOT NULL'
MATCH (x:Part) RETURN sum(x.cost), avg(x.cost), max(x.cost), min(x.cost), valueType(sum(x.cost));
//: sum(x.cost) | avg(x.cost) | max(x.cost) | min(x.cost) | valueType(sum(x.cost))
//> 122.64999999999999 | 20.441666666666666 | 100 | 0.05 | 'FLOAT NOT NULL'
MATCH (a:Folder {name: 'root'}) (()-[r:HAS]->(n)){1,2} (b) RETURN r[0].pos AS top, count(*) AS n, collect(n[-1].name) = collect(b.name) AS same ORDER BY top;
//: top | n | same
//> 1 | 1 | true
//> 2 | 4 | true
//> 3 | 1 | true
MATCH (a:Folder) ((x)-[:HAS]->(y)<-[:HAS]-(z)){1} (b) RETURN x = z;
//: x = z
MATCH (a:Folder {name: 'bin'}) ((x)<-[:HAS]-(y)-[:HAS]->(z)){1,2} (b) RETURN b.name, [n IN y | n.name] AS ys ORDER BY b.name;
//: b.name | ys
//> 'lib' | ['usr']
//> 'share' | ['usr']
MATCH (a)((x)-[r]->(y)){1,2}(b) WHERE a.name = 'root' AND x[0] = a AND y[-1] = b RETURN count(*);
//: count(*)
//> 6
MATCH (a)((x)-[r]->(y)){1,2}(b) RETURN x.name;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
MATCH (a)((x)-[r]->(y)){2,1}(b) RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42I17
MATCH (a)((x)-[r]->(x)){1,2}(b) RETURN a;
//: a
MATCH (a)(()-[r]->(a)){1,2}(b) RETURN a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N59
MATCH ((a)-[r]->(b))+ RETURN size(a) AS n, count(*) AS c ORDER BY n;
//: n | c
//> 1 | 14
//> 2 | 9
//> 3 | 1
MATCH (x) (()-->()){1,} ()-->(y {name: 'nut'}) RETURN DISTINCT x.name ORDER BY x.name;
//: x.name
//> 'bike'
