// Films and ratings, as lessons ask about them.
CREATE (m1:Movie {title: 'A', year: 1999, countries: ['UK', 'USA'], imdbRating: 8.1, poster: 'p'}), (m2:Movie {title: 'B', year: 2003, countries: ['USA'], imdbRating: 6.5}), (m3:Movie {title: 'C', year: 2003}), (g1:Genre {name: 'Drama'}), (g2:Genre {name: 'SciFi'}), (p:Person:Actor {name: 'Ann', born: date('1970-01-01')}), (q:Person:Director {name: 'Bob', born: date('1960-05-05'), died: date('2020-01-01')}), (r:Person:Actor:Director {name: 'Cy'}), (u1:User {userId: '1', name: 'U1'}), (u2:User {userId: '2', name: 'U2'}), (m1)-[:IN_GENRE]->(g1), (m1)-[:IN_GENRE]->(g2), (m2)-[:IN_GENRE]->(g2), (p)-[:ACTED_IN {role: 'X'}]->(m1), (p)-[:ACTED_IN {role: 'Y'}]->(m2), (q)-[:DIRECTED]->(m1), (r)-[:ACTED_IN {role: 'Z'}]->(m1), (r)-[:DIRECTED]->(m2), (u1)-[:RATED {rating: 5, timestamp: 100}]->(m1), (u1)-[:RATED {rating: 3}]->(m2), (u2)-[:RATED {rating: 4}]->(m1), (u2)-[:RATED {rating: 1}]->(m3);
// queries
MATCH (p:Person) WHERE p.born.year < 1970 RETURN p.name AS name, p.born AS born, p.died.year - p.born.year AS age;
//: name | born | age
//> 'Bob' | date('1960-05-05') | 60
MATCH (p:Person)-[:ACTED_IN]->(m:Movie) WHERE m:Movie AND p:Director RETURN p.name, m.title, labels(p) = ['Person', 'Actor', 'Director'] OR true AS l;
//: p.name | m.title | l
//> 'Cy' | 'A' | true
MATCH (m:Movie) WHERE m.poster IS NULL RETURN m.title ORDER BY m.title DESC;
//: m.title
//> 'C'
//> 'B'
MATCH (m:Movie)<-[:RATED]-(u) WITH m, count(*) AS n, avg(1.0) AS o RETURN m.title, n, o ORDER BY n DESC, m.title;
//: m.title | n | o
//> 'A' | 2 | 1.0
//> 'B' | 1 | 1.0
//> 'C' | 1 | 1.0
MATCH (u:User)-[r:RATED]->(m:Movie) WITH u, avg(r.rating) AS mean MATCH (u)-[r:RATED]->(m) WITH u, mean, collect({m: m.title, d: r.rating - mean}) AS ds UNWIND ds AS d WITH u, d ORDER BY d.d DESC RETURN u.name, collect(d.m) AS ranked ORDER BY u.name;
//: u.name | ranked
//> 'U1' | ['A', 'B']
//> 'U2' | ['A', 'C']
MATCH (m:Movie) UNWIND m.countries AS c WITH m, trim(c) AS c ORDER BY c WITH c, collect(m.title) AS ms RETURN c, size(ms) AS n, ms[0..1] = [] AS e ORDER BY c;
//: c | n | e
//> 'UK' | 1 | false
//> 'USA' | 2 | false
MATCH (m:Movie) WITH m, CASE WHEN m.imdbRating IS NULL THEN 'none' WHEN m.imdbRating < 7 THEN 'low' ELSE 'high' END AS k RETURN k, count(*) AS n, collect(m { .title, y: m.year })[0].y AS y ORDER BY k;
//: k | n | y
//> 'high' | 1 | 1999
//> 'low' | 1 | 2003
//> 'none' | 1 | 2003
MATCH (m:Movie)-[:IN_GENRE]->(g) WITH m, g ORDER BY g.name WITH m, collect(g.name) AS gs RETURN m { .title, .year, genres: gs, directors: [(m)<-[:DIRECTED]-(d) | d.name], cast: [(m)<-[r:ACTED_IN]-(a) WHERE a.born IS NOT NULL | a { .name, r.role }] } AS movie ORDER BY m.title;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
MATCH (m:Movie)-[:IN_GENRE]->(g) WITH m, g ORDER BY g.name WITH m, collect(g.name) AS gs RETURN m { .title, genres: gs, cast: [(m)<-[r:ACTED_IN]-(a) WHERE a.born IS NOT NULL | a { .name, role: r.role }] } AS movie ORDER BY m.title;
//: movie
//> {cast: [{name: 'Ann', role: 'X'}], genres: ['Drama', 'SciFi'], title: 'A'}
//> {cast: [{name: 'Ann', role: 'Y'}], genres: ['SciFi'], title: 'B'}
MATCH (p:Person) CALL (p) { MATCH (p)-[:ACTED_IN]->(m) RETURN count(m) AS acted } CALL (p) { MATCH (p)-[:DIRECTED]->(m) RETURN count(m) AS directed } WITH p, acted, directed WHERE acted + directed > 1 RETURN p.name, acted, directed ORDER BY p.name;
//: p.name | acted | directed
//> 'Ann' | 2 | 0
//> 'Cy' | 1 | 1
CALL () { MATCH (p:Person) WHERE p:Actor RETURN p, 'actor' AS r UNION ALL MATCH (p:Person) WHERE p:Director RETURN p, 'director' AS r } RETURN p.name, collect(r) = ['actor', 'director'] AS both, count(*) AS n ORDER BY p.name;
//: p.name | both | n
//> 'Ann' | false | 1
//> 'Bob' | false | 1
//> 'Cy' | true | 2
MATCH (m:Movie) WHERE m.year = 2003 CALL { WITH m MATCH (m)<-[r:RATED]-() RETURN max(r.rating) AS best, min(r.rating) AS worst } RETURN m.title, best, worst ORDER BY m.title;
//: m.title | best | worst
//> 'B' | 3 | 3
//> 'C' | 1 | 1
PROFILE MATCH (m:Movie) RETURN count(m);
//: count(m)
//> 3
MATCH (p:Person)-[r]-(m:Movie) SET r.since = date(), p.links = coalesce(p.links, 0) + 1 RETURN p.name, p.links > 0 AS l, count(r.since) AS c ORDER BY p.name;
//: p.name | l | c
//> 'Ann' | true | 2
//> 'Bob' | true | 1
//> 'Cy' | true | 2
//+ properties-set 10
MATCH (m:Movie) SET m.genres = [(m)-[:IN_GENRE]->(g) | g.name] WITH m WHERE m.genres <> [] RETURN m.title, size(m.genres) AS s ORDER BY m.title;
//: m.title | s
//> 'A' | 2
//> 'B' | 1
//+ properties-set 3
MATCH (m:Movie) UNWIND coalesce(m.countries, []) AS c MERGE (k:Country {name: c}) MERGE (m)-[:FROM]->(k) WITH m, collect(k.name) AS ks SET m.countries = null RETURN m.title, size(ks) AS n, m.countries ORDER BY m.title;
//: m.title | n | m.countries
//> 'A' | 2 | null
//> 'B' | 1 | null
//+ labels-added 2, nodes-created 2, properties-set 4, relationships-created 3
// and
MATCH (k:Country) RETURN k.name, COUNT { (k)<--() } AS n ORDER BY n DESC;
//: k.name | n
//> 'USA' | 2
//> 'UK' | 1
MATCH (g:Genre) CALL (g) { MATCH (g)<-[:IN_GENRE]-(m)<-[r:RATED]-(u) WITH m, avg(r.rating) AS a ORDER BY a DESC LIMIT 1 RETURN m.title AS top, a } RETURN g.name, top, a ORDER BY g.name;
//: g.name | top | a
//> 'Drama' | 'A' | 4.5
//> 'SciFi' | 'A' | 4.5
MATCH (u:User {userId: '1'})-[r:RATED]->(m)<-[s:RATED]-(o) WITH u, o, sum(r.rating * s.rating) AS dot, sqrt(sum(r.rating ^ 2)) AS a, sqrt(sum(s.rating ^ 2)) AS b RETURN o.name, dot, round(dot / (a * b), 3) AS sim;
//: o.name | dot | sim
//> 'U2' | 20 | 1.0
MATCH (u:User {userId: '1'})-[:RATED]->(:Movie)<-[:RATED]-(o:User)-[r:RATED]->(rec) WHERE NOT EXISTS { (u)-[:RATED]->(rec) } RETURN rec.title, collect(o.name) AS by, avg(r.rating) AS score;
//: rec.title | by | score
//> 'C' | ['U2'] | 1.0
MATCH (m:Movie {title: 'A'})-[:IN_GENRE|ACTED_IN|DIRECTED]-(t)-[:IN_GENRE|ACTED_IN|DIRECTED]-(rec) WITH rec, labels(t) AS l, count(*) AS c RETURN rec.title, sum(CASE WHEN 'Genre' IN l THEN 2 * c ELSE c END) AS score ORDER BY score DESC;
//: rec.title | score
//> 'B' | 4
MATCH (p:Person) WHERE p.name STARTS WITH 'A' OR (p.died IS NOT NULL AND p.born < p.died) XOR p:Actor RETURN p.name ORDER BY p.name;
//: p.name
//> 'Ann'
//> 'Bob'
//> 'Cy'
MATCH (p:Person {name: 'Ann'})-[:ACTED_IN*2]-(x) RETURN DISTINCT x.name;
//: x.name
//> 'Cy'
MATCH path = (:Person {name: 'Ann'})-[*1..3]-(:Person {name: 'Bob'}) RETURN length(path) AS l, [n IN nodes(path) | coalesce(n.title, n.name)] AS ns ORDER BY l, ns;
//: l | ns
//> 2 | ['Ann', 'A', 'Bob']
MATCH (a:Actor)-[:ACTED_IN]->(m)<-[:ACTED_IN]-(b:Actor) WHERE elementId(a) < elementId(b) RETURN count(*), collect(m.title);
//: count(*) | collect(m.title)
//> 1 | ['A']
MATCH (m:Movie) RETURN m.title, exists((m)<-[:DIRECTED]-()) AS d, size([(m)<-[:RATED]-(u) | u]) AS n ORDER BY n DESC, m.title;
//: m.title | d | n
//> 'A' | true | 2
//> 'B' | true | 1
//> 'C' | false | 1
MATCH (m:Movie) WITH max(m.year) AS y MATCH (m:Movie {year: y}) RETURN collect(m.title) = ['B', 'C'] OR collect(m.title) = ['C', 'B'] AS ok;
//: ok
//> true
MATCH (m:Movie) RETURN m.year AS year, count(*) AS n, collect(m.imdbRating) AS r, sum(m.imdbRating) AS s ORDER BY n, year;
//: year | n | r | s
//> 1999 | 1 | [8.1] | 8.1
//> 2003 | 2 | [6.5] | 6.5
WITH 'ACTED_IN' AS t MATCH (p)-[r]->(m) WHERE type(r) = t WITH * ORDER BY r.role RETURN collect(r.role) AS roles, t;
//: roles | t
//> ['X', 'Y', 'Z'] | 'ACTED_IN'
WITH $x AS x RETURN x.a.b[0] AS v, x.a['b'][-1] AS w, x.nope.more AS n;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
// $ {x: {a: {b: [1, 2, {c: 3}]}}}
WITH $x AS x RETURN x.a.b[0] AS v, x.a['b'][-1].c AS w, x.nope.more AS n, size(x.a.b) AS s, keys(x) AS k;
//: v | w | n | s | k
//> 1 | 3 | null | 3 | ['a']
// $ {rows: [{t: 'N1', g: ['Drama', 'New']}, {t: 'A', g: []}, {t: 'N2', g: null}]}
UNWIND $rows AS row MERGE (m:Movie {title: row.t}) ON CREATE SET m.new = true FOREACH (g IN row.g | MERGE (x:Genre {name: g}) MERGE (m)-[:IN_GENRE]->(x)) RETURN m.title, m.new, COUNT { (m)-[:IN_GENRE]->() } AS n ORDER BY m.title;
//: m.title | m.new | n
//> 'A' | null | 2
//> 'N1' | true | 2
//> 'N2' | true | 0
//+ labels-added 3, nodes-created 3, properties-set 5, relationships-created 2
MATCH (u:User) OPTIONAL MATCH (u)-[r:RATED]->(m) WHERE r.rating > 3 WITH u, m, r ORDER BY r.rating DESC RETURN u.name, collect(m.title + ':' + r.rating) AS l ORDER BY u.name;
//: u.name | l
//> 'U1' | ['A:5']
//> 'U2' | ['A:4']
MATCH (n) REMOVE n.poster, n:Movie RETURN count(n);
//: count(n)
//> 10
//+ labels-removed 3, properties-set 1
MATCH (m:Movie) WITH m ORDER BY m.title SKIP 1 LIMIT 1 DETACH DELETE m RETURN m IS NULL AS x;
//: x
//> false
//+ nodes-deleted 1, relationships-deleted 4
MATCH (u:User {userId: '2'})-[r:RATED]->() DELETE r, u RETURN count(*);
//: count(*)
//> 2
//+ nodes-deleted 1, relationships-deleted 2
MATCH (u:User)-[r:RATED]->(m) WITH u, count(r) AS c, r LIMIT 1 RETURN c;
//: c
//> 1
MATCH (m:Movie) WHERE m.title IN ['A', 'B'] AND ALL(g IN [(m)-[:IN_GENRE]->(x) | x.name] WHERE g <> 'Drama') RETURN m.title;
//: m.title
//> 'B'
MATCH (a:Movie), (b:Movie) WHERE a.year = b.year AND a.title < b.title RETURN a.title, b.title;
//: a.title | b.title
//> 'B' | 'C'
MATCH (m:Movie) WITH collect(m) AS ms RETURN [x IN range(0, size(ms) - 2) | ms[x].year <= ms[x + 1].year OR true] AS l, size(ms) AS n;
//: l | n
//> [true, true] | 3
OPTIONAL MATCH (m:Movie {title: 'nope'}) WITH m CALL (m) { WITH m WHERE m IS NULL CREATE (x:Movie {title: 'nope'}) RETURN x } RETURN x.title, m;
//: x.title | m
//> 'nope' | null
//+ labels-added 1, nodes-created 1, properties-set 1
MATCH (p:Person) WITH p.name AS name, p ORDER BY name RETURN collect(name) AS ns, collect(p.born)[0] AS first, count(p.died) AS dead;
//: ns | first | dead
//> ['Ann', 'Bob', 'Cy'] | date('1970-01-01') | 1
