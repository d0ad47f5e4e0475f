// A social network: friends, groups, posts, likes; recommendations and shortest ways.
CREATE (a:User {id: 1, name: 'Ann', city: 'Rome', joined: date('2020-01-15'), score: 4.5}),
  (b:User {id: 2, name: 'Bob', city: 'Oslo', joined: date('2020-03-01'), score: 3.0}),
  (c:User:Admin {id: 3, name: 'Cem', city: 'Rome', joined: date('2019-12-31'), score: 4.9}),
  (d:User {id: 4, name: 'Dee', city: 'Bern', joined: date('2021-07-20')}),
  (e:User {id: 5, name: 'Eva', city: 'Oslo', joined: date('2021-07-21'), score: 1.5}),
  (f:User:Bot {id: 6, name: 'Fox', joined: date('2022-02-02'), score: 0.0}),
  (g:User {id: 7, name: 'Gus', city: 'Rome', joined: date('2022-02-02'), score: 2.5}),
  (h:User {id: 8, name: 'Hal', city: 'Bern', joined: date('2023-05-05'), score: 3.5}),
  (a)-[:KNOWS {since: 2015, w: 1}]->(b), (a)-[:KNOWS {since: 2016, w: 4}]->(c), (b)-[:KNOWS {since: 2017, w: 2}]->(d),
  (c)-[:KNOWS {since: 2018, w: 1}]->(d), (d)-[:KNOWS {since: 2019, w: 3}]->(e), (e)-[:KNOWS {since: 2020, w: 1}]->(f),
  (f)-[:KNOWS {since: 2021, w: 1}]->(d), (c)-[:KNOWS {since: 2014, w: 9}]->(e), (g)-[:KNOWS {since: 2020, w: 1}]->(g),
  (b)-[:BLOCKS]->(f), (e)-[:BLOCKS]->(a),
  (p1:Post {id: 10, text: 'Hello world', tags: ['intro', 'fun'], at: localdatetime('2023-01-01T10:00')}),
  (p2:Post {id: 11, text: 'Graphs are everywhere', tags: ['graph'], at: localdatetime('2023-01-02T09:30')}),
  (p3:Post {id: 12, text: 'hello again', tags: [], at: localdatetime('2023-02-01T23:59:59')}),
  (p4:Post:Pinned {id: 13, text: 'Rules', at: localdatetime('2022-12-31T00:00')}),
  (a)-[:WROTE]->(p1), (b)-[:WROTE]->(p2), (a)-[:WROTE]->(p3), (c)-[:WROTE]->(p4),
  (b)-[:LIKES {at: 1}]->(p1), (c)-[:LIKES {at: 2}]->(p1), (d)-[:LIKES {at: 3}]->(p2), (e)-[:LIKES {at: 4}]->(p2), (a)-[:LIKES {at: 5}]->(p2), (a)-[:LIKES {at: 6}]->(p1),
  (p3)-[:REPLY_TO]->(p2), (p2)-[:REPLY_TO]->(p1);
// queries
MATCH (u:User {id: 1})-[:KNOWS]-{2}(fof) WHERE NOT (u)-[:KNOWS]-(fof) AND u <> fof RETURN fof.name, count(*) AS ways ORDER BY fof.name;
//: fof.name | ways
//> 'Dee' | 2
//> 'Eva' | 1
MATCH (a:User {id: 1}), (b:User {id: 6}) MATCH p = SHORTEST 1 (a)-[:KNOWS]-+(b) RETURN length(p);
//: length(p)
//> 3
MATCH p = ALL SHORTEST (a:User {id: 1})-[:KNOWS]->+(b:User {id: 4}) RETURN [n IN nodes(p) | n.name] AS names ORDER BY names;
//: names
//> ['Ann', 'Bob', 'Dee']
//> ['Ann', 'Cem', 'Dee']
MATCH p = SHORTEST 2 (a:User {id: 1})-[:KNOWS]->+(b:User {id: 5}) RETURN [n IN nodes(p) | n.name] AS names ORDER BY size(names), names[1];
//: names
//> ['Ann', 'Cem', 'Eva']
//> ['Ann', 'Bob', 'Dee', 'Eva']
MATCH p = SHORTEST 2 GROUPS (a:User {id: 1})-[:KNOWS]->+(b:User {id: 5}) RETURN length(p) AS l, count(*) AS n ORDER BY l;
//: l | n
//> 2 | 1
//> 3 | 2
MATCH p = ANY (a:User {id: 1})-[:KNOWS]->+(b:User) RETURN b.name, length(p) > 0 ORDER BY b.name;
//: b.name | length(p) > 0
//> 'Bob' | true
//> 'Cem' | true
//> 'Dee' | true
//> 'Eva' | true
//> 'Fox' | true
MATCH p = ANY SHORTEST (a:User {id: 1})-[:KNOWS]->*(b:User) RETURN b.name, length(p) AS l ORDER BY b.name;
//: b.name | l
//> 'Ann' | 0
//> 'Bob' | 1
//> 'Cem' | 1
//> 'Dee' | 2
//> 'Eva' | 2
//> 'Fox' | 3
MATCH p = SHORTEST 1 ((a:User {id: 1})-[:KNOWS]->+(b:User {id: 5}) WHERE all(r IN relationships(p) WHERE r.since > 2014)) RETURN length(p);
//! Neo.ClientError.Statement.SyntaxError 42001 42I21
MATCH (a:User {id: 1})(()-[r:KNOWS WHERE r.w < 4]->()){1,4}(b) RETURN b.name, [x IN r | x.w] AS ws, reduce(s = 0, x IN r | s + x.w) AS cost ORDER BY cost, b.name;
//: b.name | ws | cost
//> 'Bob' | [1] | 1
//> 'Dee' | [1, 2] | 3
//> 'Eva' | [1, 2, 3] | 6
//> 'Fox' | [1, 2, 3, 1] | 7
MATCH (a:User {id: 1})((x)-[r:KNOWS]->(y) WHERE x.joined < y.joined)+(b) RETURN b.name, size(r) AS hops, [n IN y | n.name] AS via ORDER BY hops, b.name, via[0];
//: b.name | hops | via
//> 'Bob' | 1 | ['Bob']
//> 'Dee' | 2 | ['Bob', 'Dee']
//> 'Eva' | 3 | ['Bob', 'Dee', 'Eva']
//> 'Fox' | 4 | ['Bob', 'Dee', 'Eva', 'Fox']
MATCH (a:User {id: 1})(()-[:KNOWS]->(m)-[:KNOWS]->())+(z) RETURN z.name, [n IN m | n.name] AS mid ORDER BY size(mid), z.name, mid[0];
//: z.name | mid
//> 'Dee' | ['Bob']
//> 'Dee' | ['Cem']
//> 'Eva' | ['Cem']
//> 'Dee' | ['Cem', 'Fox']
//> 'Fox' | ['Bob', 'Eva']
//> 'Fox' | ['Cem', 'Eva']
MATCH (g:User {name: 'Gus'})-[r:KNOWS]-(x) RETURN x.name, r.since;
//: x.name | r.since
//> 'Gus' | 2020
MATCH (g:User {name: 'Gus'})-[r:KNOWS*1..3]-(x) RETURN x.name, size(r);
//: x.name | size(r)
//> 'Gus' | 1
MATCH (u:User) RETURN u.name, COUNT { (u)-[:KNOWS]-() } AS degree, COUNT { (u)<-[:KNOWS]-() } AS ins ORDER BY degree DESC, u.name;
//: u.name | degree | ins
//> 'Dee' | 4 | 3
//> 'Cem' | 3 | 1
//> 'Eva' | 3 | 2
//> 'Ann' | 2 | 0
//> 'Bob' | 2 | 1
//> 'Fox' | 2 | 1
//> 'Gus' | 1 | 1
//> 'Hal' | 0 | 0
MATCH (u:User)-[:LIKES]->(p:Post)<-[:WROTE]-(u) RETURN u.name, p.id ORDER BY p.id;
//: u.name | p.id
//> 'Ann' | 10
MATCH (u:User) WHERE EXISTS { MATCH (u)-[:LIKES]->(p) WHERE EXISTS { (p)<-[:WROTE]-(w) WHERE w.city = u.city } RETURN p } RETURN u.name ORDER BY u.name;
//: u.name
//> 'Ann'
//> 'Cem'
//> 'Eva'
MATCH (u:User) WHERE COUNT { MATCH (u)-[:LIKES]->(p:Post) RETURN p UNION MATCH (u)-[:WROTE]->(p:Post) RETURN p } > 1 RETURN u.name ORDER BY u.name;
//: u.name
//> 'Ann'
//> 'Bob'
//> 'Cem'
MATCH (u:User) RETURN u.name, COLLECT { MATCH (u)-[:LIKES]->(p) RETURN p.id AS id ORDER BY id DESC LIMIT 1 UNION MATCH (u)-[:WROTE]->(p) RETURN p.id AS id ORDER BY id LIMIT 1 } AS ids ORDER BY u.name LIMIT 3;
//: u.name | ids
//> 'Ann' | [11, 10]
//> 'Bob' | [10, 11]
//> 'Cem' | [10, 13]
MATCH (me:User {id: 4})-[:LIKES]->(p)<-[:LIKES]-(o)-[:LIKES]->(rec) WHERE NOT (me)-[:LIKES]->(rec) RETURN rec.text, count(DISTINCT o) AS s;
//: rec.text | s
//> 'Hello world' | 1
MATCH (u:User)-[l:LIKES]->(p:Post) WITH p, u ORDER BY l.at WITH p, collect(u.name) AS fans RETURN p.id, fans, head(fans) AS first, last(fans) AS last ORDER BY p.id;
//: p.id | fans | first | last
//> 10 | ['Bob', 'Cem', 'Ann'] | 'Bob' | 'Ann'
//> 11 | ['Dee', 'Eva', 'Ann'] | 'Dee' | 'Ann'
MATCH (p:Post) UNWIND p.tags AS tag RETURN tag, count(*) AS n ORDER BY tag;
//: tag | n
//> 'fun' | 1
//> 'graph' | 1
//> 'intro' | 1
MATCH (p:Post) UNWIND coalesce(p.tags, ['none']) AS tag RETURN p.id, tag ORDER BY p.id, tag;
//: p.id | tag
//> 10 | 'fun'
//> 10 | 'intro'
//> 11 | 'graph'
//> 13 | 'none'
MATCH (p:Post) RETURN p.id, size(p.tags) AS n, 'fun' IN p.tags AS fun ORDER BY p.id;
//: p.id | n | fun
//> 10 | 2 | true
//> 11 | 1 | false
//> 12 | 0 | false
//> 13 | null | null
MATCH (p:Post)-[:REPLY_TO*0..]->(root) WHERE NOT (root)-[:REPLY_TO]->() RETURN root.id, collect(p.id) AS thread ORDER BY size(thread), root.id;
//: root.id | thread
//> 13 | [13]
//> 10 | [10, 11, 12]
MATCH path = (p:Post {id: 12})-[:REPLY_TO*]->(q) RETURN path ORDER BY length(path);
//: path
//> (:Post {at: localdatetime('2023-02-01T23:59:59'), id: 12, tags: [], text: 'hello again'})-[:REPLY_TO]->(:Post {at: localdatetime('2023-01-02T09:30:00'), id: 11, tags: ['graph'], text: 'Graphs are everywhere'})
//> (:Post {at: localdatetime('2023-02-01T23:59:59'), id: 12, tags: [], text: 'hello again'})-[:REPLY_TO]->(:Post {at: localdatetime('2023-01-02T09:30:00'), id: 11, tags: ['graph'], text: 'Graphs are everywhere'})-[:REPLY_TO]->(:Post {at: localdatetime('2023-01-01T10:00:00'), id: 10, tags: ['intro', 'fun'], text: 'Hello world'})
MATCH (u:User) RETURN u.city, avg(u.score) AS s, count(u.score) AS n ORDER BY u.city;
//: u.city | s | n
//> 'Bern' | 3.5 | 1
//> 'Oslo' | 2.25 | 2
//> 'Rome' | 3.966666666666667 | 3
//> null | 0.0 | 1
MATCH (u:User) WITH u ORDER BY u.name RETURN u.city AS city, collect(u.name) AS names ORDER BY city DESC;
//: city | names
//> null | ['Fox']
//> 'Rome' | ['Ann', 'Cem', 'Gus']
//> 'Oslo' | ['Bob', 'Eva']
//> 'Bern' | ['Dee', 'Hal']
MATCH (u:User) WITH u.city AS city, count(*) AS n ORDER BY n DESC, city LIMIT 1 MATCH (x:User) WHERE x.city = city RETURN x.name ORDER BY x.name;
//: x.name
//> 'Ann'
//> 'Cem'
//> 'Gus'
MATCH (u:User) WHERE u.city IS NOT NULL WITH u.city AS city, u ORDER BY u.score DESC WITH city, collect(u)[0] AS best RETURN city, best.name ORDER BY city;
//: city | best.name
//> 'Bern' | 'Dee'
//> 'Oslo' | 'Bob'
//> 'Rome' | 'Cem'
MATCH (a:User)-[:KNOWS]->(b:User)-[:KNOWS]->(c:User), (a)-[:KNOWS]->(c) RETURN a.name, b.name, c.name ORDER BY a.name, b.name, c.name;
//: a.name | b.name | c.name
//> 'Cem' | 'Dee' | 'Eva'
MATCH (a:User)-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN count(*);
//: count(*)
//> 3
MATCH (a:User)-[:KNOWS]->(b), (a)-[:KNOWS]->(c) WHERE b.id < c.id RETURN a.name, b.name, c.name ORDER BY a.name, b.name;
//: a.name | b.name | c.name
//> 'Ann' | 'Bob' | 'Cem'
//> 'Cem' | 'Dee' | 'Eva'
CYPHER 25 MATCH REPEATABLE ELEMENTS (a:User {id: 1})-[:KNOWS]-{3}(b) RETURN b.name, count(*) AS n ORDER BY b.name;
//: b.name | n
//> 'Bob' | 4
//> 'Cem' | 5
//> 'Dee' | 1
//> 'Eva' | 2
//> 'Fox' | 3
CYPHER 25 MATCH DIFFERENT RELATIONSHIPS (a:User {id: 1})-[:KNOWS]-{3}(b) RETURN b.name, count(*) AS n ORDER BY b.name;
//: b.name | n
//> 'Bob' | 1
//> 'Cem' | 1
//> 'Dee' | 1
//> 'Eva' | 2
//> 'Fox' | 3
CYPHER 25 MATCH REPEATABLE ELEMENTS (a:User {id: 1})-[:KNOWS]->(b)<-[:KNOWS]-(c) RETURN c.name, count(*) AS n ORDER BY c.name;
//: c.name | n
//> 'Ann' | 2
MATCH (a:User {id: 1})-[:KNOWS]->(b)<-[:KNOWS]-(c) RETURN c.name, count(*) AS n ORDER BY c.name;
//: c.name | n
CYPHER 25 MATCH p = ACYCLIC (a:User {id: 4})-[:KNOWS]->+(b) RETURN b.name, length(p) AS l ORDER BY l, b.name;
//: b.name | l
//> 'Eva' | 1
//> 'Fox' | 2
CYPHER 25 MATCH p = TRAIL (a:User {id: 4})-[:KNOWS]->+(b) RETURN b.name, length(p) AS l ORDER BY l, b.name;
//: b.name | l
//> 'Eva' | 1
//> 'Fox' | 2
//> 'Dee' | 3
CYPHER 25 MATCH REPEATABLE ELEMENTS p = WALK (a:User {id: 4})-[:KNOWS]->{1,4}(b) RETURN b.name, length(p) AS l ORDER BY l, b.name;
//: b.name | l
//> 'Eva' | 1
//> 'Fox' | 2
//> 'Dee' | 3
//> 'Eva' | 4
// $ {label: 'User', key: 'name', type: 'KNOWS'}
MATCH (u:$($label))-[r:$($type)]->(v) WHERE u[$key] < v[$key] RETURN u[$key] AS from, v[$key] AS to ORDER BY from, to;
//: from | to
//> 'Ann' | 'Bob'
//> 'Ann' | 'Cem'
//> 'Bob' | 'Dee'
//> 'Cem' | 'Dee'
//> 'Cem' | 'Eva'
//> 'Dee' | 'Eva'
//> 'Eva' | 'Fox'
// $ {labels: ['User', 'Admin']}
MATCH (u:$all($labels)) RETURN u.name;
//: u.name
//> 'Cem'
// $ {labels: ['Bot', 'Admin']}
MATCH (u:$any($labels)) RETURN u.name ORDER BY u.name;
//: u.name
//> 'Cem'
//> 'Fox'
// $ {labels: []}
MATCH (u:$all($labels)) RETURN count(u);
//: count(u)
//> 12
// $ {labels: ['X', 'Y'], type: 'MET'}
MATCH (a:User {id: 1}), (b:User {id: 8}) SET a:$($labels) CREATE (a)-[r:$($type) {at: date('2024-01-01')}]->(b) RETURN labels(a), type(r);
//: labels(a) | type(r)
//> ['User', 'X', 'Y'] | 'MET'
//+ labels-added 2, properties-set 1, relationships-created 1
// and
MATCH (a:X)-[r:MET]->(b) REMOVE a:$('Y') RETURN labels(a), r.at, b.name;
//: labels(a) | r.at | b.name
//> ['User', 'X'] | date('2024-01-01') | 'Hal'
//+ labels-removed 1
MATCH (a:User {id: 1})-[k:KNOWS]->(b) WITH a, b ORDER BY b.id WITH a, collect(b) AS friends FOREACH (i IN range(0, size(friends) - 2) | FOREACH (x IN [friends[i]] | FOREACH (y IN [friends[i + 1]] | MERGE (x)-[:MET]->(y)))) RETURN size(friends);
//: size(friends)
//> 2
//+ relationships-created 1
// and
MATCH (x)-[:MET]->(y) RETURN x.name, y.name;
//: x.name | y.name
//> 'Bob' | 'Cem'
MATCH (u:User) SET u.degree = COUNT { (u)--() } WITH u ORDER BY u.degree DESC, u.name LIMIT 2 RETURN u.name, u.degree;
//: u.name | u.degree
//> 'Ann' | 7
//> 'Bob' | 5
//+ properties-set 8
MATCH (u:User {id: 1}) SET u = {id: 1, name: 'Anna'} RETURN properties(u);
//: properties(u)
//> {id: 1, name: 'Anna'}
//+ properties-set 5
// and
MATCH (u:User {id: 1}) SET u += u {.name, upper: toUpper(u.name)} RETURN u;
//: u
//> (:User {id: 1, name: 'Anna', upper: 'ANNA'})
//+ properties-set 2
MATCH (a:User {id: 1})-[r:KNOWS]->(b:User {id: 2}) SET r.w = r.w + 10, r.note = b.name RETURN r;
//: r
//> [:KNOWS {note: 'Bob', since: 2015, w: 11}]
//+ properties-set 2
// and
MATCH (:User {id: 1})-[r:KNOWS {w: 11}]->() CREATE (n:Copy) SET n = r RETURN n;
//: n
//> (:Copy {note: 'Bob', since: 2015, w: 11})
//+ labels-added 1, nodes-created 1, properties-set 3
MATCH (a:User)-[r:BLOCKS]->(b) DELETE r RETURN a.name, b.name ORDER BY a.name;
//: a.name | b.name
//> 'Bob' | 'Fox'
//> 'Eva' | 'Ann'
//+ relationships-deleted 2
MERGE (a:User {id: 99}) MERGE (b:User {id: 98}) MERGE (a)-[r:KNOWS]-(b) RETURN startNode(r).id;
//: startNode(r).id
//> 99
//+ labels-added 2, nodes-created 2, properties-set 2, relationships-created 1
MATCH (a:User {id: 1}) MERGE (a)-[:KNOWS]->(x:User {id: 2}) RETURN x.name;
//: x.name
//> 'Bob'
MATCH (u:User) WHERE u.joined >= date('2021-01-01') AND u.joined < date('2022-03-01') RETURN u.name, u.joined ORDER BY u.joined, u.name;
//: u.name | u.joined
//> 'Dee' | date('2021-07-20')
//> 'Eva' | date('2021-07-21')
//> 'Fox' | date('2022-02-02')
//> 'Gus' | date('2022-02-02')
MATCH (u:User) RETURN u.joined.year AS y, count(*) AS n, min(u.joined) AS first ORDER BY y;
//: y | n | first
//> 2019 | 1 | date('2019-12-31')
//> 2020 | 2 | date('2020-01-15')
//> 2021 | 2 | date('2021-07-20')
//> 2022 | 2 | date('2022-02-02')
//> 2023 | 1 | date('2023-05-05')
MATCH (u:User) WITH date.truncate('quarter', u.joined) AS q, collect(u.id) AS ids RETURN q, size(ids) ORDER BY q;
//: q | size(ids)
//> date('2019-10-01') | 1
//> date('2020-01-01') | 2
//> date('2021-07-01') | 2
//> date('2022-01-01') | 2
//> date('2023-04-01') | 1
MATCH (a:User {id: 1}), (b:User {id: 3}) RETURN duration.between(a.joined, b.joined), duration.inDays(b.joined, a.joined).days, a.joined > b.joined;
//: duration.between(a.joined, b.joined) | duration.inDays(b.joined, a.joined).days | a.joined > b.joined
//> duration('P-15D') | 15 | true
MATCH (p:Post) RETURN p.id, p.at.month, toString(p.at) ORDER BY p.at;
//: p.id | p.at.month | toString(p.at)
//> 13 | 12 | '2022-12-31T00:00:00'
//> 10 | 1 | '2023-01-01T10:00:00'
//> 11 | 1 | '2023-01-02T09:30:00'
//> 12 | 2 | '2023-02-01T23:59:59'
MATCH (p:Post) WHERE toLower(p.text) STARTS WITH 'hello' RETURN p.id ORDER BY p.id;
//: p.id
//> 10
//> 12
MATCH (p:Post) RETURN reduce(words = [], w IN split(p.text, ' ') | CASE WHEN size(w) > 5 THEN words + toUpper(w) ELSE words END) AS long ORDER BY p.id;
//: long
//> []
//> ['GRAPHS', 'EVERYWHERE']
//> []
//> []
MATCH (u:User) RETURN percentileDisc(u.score, 0.5), stDevP(u.score) > 1.4, sum(u.score), max(u.name), min(u.joined);
//: percentileDisc(u.score, 0.5) | stDevP(u.score) > 1.4 | sum(u.score) | max(u.name) | min(u.joined)
//> 3.0 | true | 19.9 | 'Hal' | date('2019-12-31')
MATCH (u:User) WITH collect(u.score) AS s RETURN size(s), reduce(m = 0.0, x IN s | CASE WHEN x > m THEN x ELSE m END) AS top;
//: size(s) | top
//> 7 | 4.9
MATCH (u:User) WHERE u.score > 3 OR u.score IS NULL RETURN u.name, u.score ORDER BY u.score DESC;
//: u.name | u.score
//> 'Dee' | null
//> 'Cem' | 4.9
//> 'Ann' | 4.5
//> 'Hal' | 3.5
MATCH (u:User) RETURN u.name ORDER BY u.score ASC, u.name DESC SKIP 2 LIMIT 3;
//: u.name
//> 'Gus'
//> 'Bob'
//> 'Hal'
// $ {skip: 1, limit: 2}
MATCH (u:User) RETURN u.name ORDER BY u.name SKIP $skip LIMIT $limit;
//: u.name
//> 'Bob'
//> 'Cem'
// $ {skip: -1}
MATCH (u:User) RETURN u.name ORDER BY u.name SKIP $skip;
//! Neo.ClientError.Statement.ArgumentError 22003 22N03
// $ {limit: 1.5}
MATCH (u:User) RETURN u.name ORDER BY u.name LIMIT $limit;
//! Neo.ClientError.Statement.ArgumentError 22003 22N03
MATCH (u:User {id: 1}) CALL (u) { WITH * MATCH (u)-[:KNOWS]->(f) RETURN count(f) AS n } RETURN n;
//: n
//> 2
MATCH (u:User) CALL (u) { MATCH (u)-[:KNOWS]->(f) RETURN f.name AS f ORDER BY f LIMIT 1 } RETURN u.name, f ORDER BY u.name;
//: u.name | f
//> 'Ann' | 'Bob'
//> 'Bob' | 'Dee'
//> 'Cem' | 'Dee'
//> 'Dee' | 'Eva'
//> 'Eva' | 'Fox'
//> 'Fox' | 'Dee'
//> 'Gus' | 'Gus'
MATCH (u:User) CALL (*) { MATCH (u)-[:WROTE]->(p) RETURN count(p) AS posts } WITH u, posts WHERE posts > 0 RETURN u.name, posts ORDER BY u.name;
//: u.name | posts
//> 'Ann' | 2
//> 'Bob' | 1
//> 'Cem' | 1
CALL { MATCH (u:User) RETURN u ORDER BY u.score DESC LIMIT 2 UNION ALL MATCH (u:User) RETURN u ORDER BY u.id DESC LIMIT 1 } RETURN u.name ORDER BY u.name;
//: u.name
//> 'Cem'
//> 'Dee'
//> 'Hal'
MATCH (u:User) CALL (u) { WITH u WHERE u.city = 'Rome' CREATE (u)-[:LIVES]->(:City {name: u.city}) } RETURN count(*);
//: count(*)
//> 8
//+ labels-added 3, nodes-created 3, properties-set 3, relationships-created 3
// and
MATCH (c:City) RETURN count(c);
//: count(c)
//> 3
MATCH (a:User {id: 1}), (b:User {id: 5}) RETURN shortestPath((a)-[:KNOWS*..2]->(b)) IS NULL AS none, length(shortestPath((a)-[:KNOWS*]-(b))) AS l;
//: none | l
//> false | 2
MATCH p = allShortestPaths((a:User {id: 1})-[:KNOWS*..3]-(b:User {id: 4})) WHERE none(n IN nodes(p) WHERE n:Admin) RETURN [n IN nodes(p) | n.id];
//: [n IN nodes(p) | n.id]
//> [1, 2, 4]
MATCH p = shortestPath((a:User {id: 1})-[*]-(b:User {id: 8})) RETURN p;
//: p
MATCH (a:User)-[r:KNOWS]->(b) WHERE (a)-[:LIKES]->(:Post)<-[:LIKES]-(b) RETURN a.name, b.name, [(a)-[:LIKES]->(p:Post)<-[:LIKES]-(b) | p.id] AS shared ORDER BY a.name, b.name;
//: a.name | b.name | shared
//> 'Ann' | 'Bob' | [10]
//> 'Ann' | 'Cem' | [10]
//> 'Dee' | 'Eva' | [11]
MATCH (u:User) RETURN u.name, [(u)-[k:KNOWS]->(f) WHERE k.since > 2016 | f.name + '@' + k.since] AS l ORDER BY u.name;
//: u.name | l
//> 'Ann' | []
//> 'Bob' | ['Dee@2017']
//> 'Cem' | ['Dee@2018']
//> 'Dee' | ['Eva@2019']
//> 'Eva' | ['Fox@2020']
//> 'Fox' | ['Dee@2021']
//> 'Gus' | ['Gus@2020']
//> 'Hal' | []
MATCH (u:User) RETURN u.name, any(x IN [(u)-[:LIKES]->(p) | p.id] WHERE x > 10) AS likesLate ORDER BY u.name LIMIT 4;
//: u.name | likesLate
//> 'Ann' | true
//> 'Bob' | false
//> 'Cem' | false
//> 'Dee' | true
