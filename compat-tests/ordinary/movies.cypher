// Movies: who played in, directed and reviewed what.
CREATE (matrix:Movie {title: 'The Matrix', released: 1999, tagline: 'Welcome to the Real World'}),
  (reloaded:Movie {title: 'The Matrix Reloaded', released: 2003, tagline: 'Free your mind'}),
  (johnny:Movie:Cult {title: 'Johnny Mnemonic', released: 1995}),
  (cloud:Movie {title: 'Cloud Atlas', released: 2012, tagline: 'Everything is connected'}),
  (vinci:Movie {title: 'The Da Vinci Code', released: 2006}),
  (apollo:Movie {title: 'Apollo 13', released: 1995, tagline: 'Houston, we have a problem.'}),
  (keanu:Person:Actor {name: 'Keanu Reeves', born: 1964}),
  (carrie:Person:Actor {name: 'Carrie-Anne Moss', born: 1967}),
  (hugo:Person:Actor {name: 'Hugo Weaving', born: 1960}),
  (lana:Person:Director {name: 'Lana Wachowski', born: 1965}),
  (lilly:Person:Director {name: 'Lilly Wachowski', born: 1967}),
  (tom:Person:Actor {name: 'Tom Hanks', born: 1956}),
  (halle:Person:Actor {name: 'Halle Berry', born: 1966}),
  (ron:Person:Director:Actor {name: 'Ron Howard', born: 1954}),
  (kevin:Person:Actor {name: 'Kevin Bacon', born: 1958}),
  (jess:Person {name: 'Jessica Thompson'}), (angela:Person {name: 'Angela Scope'}),
  (keanu)-[:ACTED_IN {roles: ['Neo']}]->(matrix), (carrie)-[:ACTED_IN {roles: ['Trinity']}]->(matrix),
  (hugo)-[:ACTED_IN {roles: ['Agent Smith']}]->(matrix), (lana)-[:DIRECTED]->(matrix), (lilly)-[:DIRECTED]->(matrix),
  (keanu)-[:ACTED_IN {roles: ['Neo']}]->(reloaded), (carrie)-[:ACTED_IN {roles: ['Trinity']}]->(reloaded),
  (hugo)-[:ACTED_IN {roles: ['Agent Smith']}]->(reloaded), (lana)-[:DIRECTED]->(reloaded), (lilly)-[:DIRECTED]->(reloaded),
  (keanu)-[:ACTED_IN {roles: ['Johnny Mnemonic']}]->(johnny),
  (tom)-[:ACTED_IN {roles: ['Zachry', 'Dr. Henry Goose', 'Isaac Sachs', 'Dermot Hoggins']}]->(cloud),
  (hugo)-[:ACTED_IN {roles: ['Bill Smoke', 'Haskell Moore', 'Tadeusz Kesselring']}]->(cloud),
  (halle)-[:ACTED_IN {roles: ['Luisa Rey', 'Jocasta Ayrs']}]->(cloud), (lana)-[:DIRECTED]->(cloud), (lilly)-[:DIRECTED]->(cloud),
  (tom)-[:ACTED_IN {roles: ['Dr. Robert Langdon']}]->(vinci), (ron)-[:DIRECTED]->(vinci),
  (tom)-[:ACTED_IN {roles: ['Jim Lovell']}]->(apollo), (kevin)-[:ACTED_IN {roles: ['Jack Swigert']}]->(apollo), (ron)-[:DIRECTED]->(apollo),
  (jess)-[:REVIEWED {rating: 95, summary: 'An amazing journey'}]->(cloud),
  (jess)-[:REVIEWED {rating: 68, summary: 'A solid romp'}]->(vinci),
  (angela)-[:REVIEWED {rating: 62}]->(johnny), (angela)-[:FOLLOWS {since: 2010}]->(jess), (lilly)-[:SIBLING]->(lana);
// queries
MATCH (m:Movie) RETURN m.title, m.released ORDER BY m.released DESC, m.title;
//: m.title | m.released
//> 'Cloud Atlas' | 2012
//> 'The Da Vinci Code' | 2006
//> 'The Matrix Reloaded' | 2003
//> 'The Matrix' | 1999
//> 'Apollo 13' | 1995
//> 'Johnny Mnemonic' | 1995
MATCH (p:Person)-[:ACTED_IN]->(m:Movie {title: 'The Matrix'}) RETURN p.name ORDER BY p.name;
//: p.name
//> 'Carrie-Anne Moss'
//> 'Hugo Weaving'
//> 'Keanu Reeves'
MATCH (p:Actor&Director) RETURN p.name, labels(p);
//: p.name | labels(p)
//> 'Ron Howard' | ['Person', 'Actor', 'Director']
MATCH (p:Person&!Actor&!Director) RETURN p.name ORDER BY p.name;
//: p.name
//> 'Angela Scope'
//> 'Jessica Thompson'
MATCH (p:(Actor|Director)&!(Actor&Director)) RETURN count(p);
//: count(p)
//> 8
MATCH (n:%) RETURN count(n);
//: count(n)
//> 17
MATCH (n:!%) RETURN count(n);
//: count(n)
//> 0
MATCH (n:!Person) RETURN labels(n) AS l, count(*) AS c ORDER BY c;
//: l | c
//> ['Movie', 'Cult'] | 1
//> ['Movie'] | 5
MATCH (n:Movie WHERE n.released < 2000) RETURN n.title ORDER BY n.title;
//: n.title
//> 'Apollo 13'
//> 'Johnny Mnemonic'
//> 'The Matrix'
MATCH (p:Person WHERE p.born > 1960)-[r:ACTED_IN WHERE size(r.roles) > 1]->(m) RETURN p.name, m.title, r.roles;
//: p.name | m.title | r.roles
//> 'Halle Berry' | 'Cloud Atlas' | ['Luisa Rey', 'Jocasta Ayrs']
MATCH (p)-[r:!ACTED_IN&!DIRECTED]->(x) RETURN p.name, type(r), coalesce(x.title, x.name) ORDER BY p.name, type(r), x.title;
//: p.name | type(r) | coalesce(x.title, x.name)
//> 'Angela Scope' | 'FOLLOWS' | 'Jessica Thompson'
//> 'Angela Scope' | 'REVIEWED' | 'Johnny Mnemonic'
//> 'Jessica Thompson' | 'REVIEWED' | 'Cloud Atlas'
//> 'Jessica Thompson' | 'REVIEWED' | 'The Da Vinci Code'
//> 'Lilly Wachowski' | 'SIBLING' | 'Lana Wachowski'
MATCH (p)-[r:ACTED_IN|DIRECTED]->(m) WHERE m.title STARTS WITH 'Apollo' RETURN p.name, type(r) ORDER BY p.name;
//: p.name | type(r)
//> 'Kevin Bacon' | 'ACTED_IN'
//> 'Ron Howard' | 'DIRECTED'
//> 'Tom Hanks' | 'ACTED_IN'
MATCH (p:Person) WHERE NOT (p)-[:ACTED_IN]->() RETURN p.name ORDER BY p.name;
//: p.name
//> 'Angela Scope'
//> 'Jessica Thompson'
//> 'Lana Wachowski'
//> 'Lilly Wachowski'
//> 'Ron Howard'
MATCH (p:Person) WHERE EXISTS { (p)-[:ACTED_IN]->(:Movie)<-[:DIRECTED]-(d) WHERE d.born < p.born } RETURN p.name ORDER BY p.name;
//: p.name
//> 'Carrie-Anne Moss'
//> 'Halle Berry'
//> 'Kevin Bacon'
//> 'Tom Hanks'
MATCH (p:Person) RETURN p.name, COUNT { (p)-[:ACTED_IN]->() } AS acted, COUNT { (p)-[:DIRECTED]->() } AS directed ORDER BY acted DESC, directed DESC, p.name LIMIT 5;
//: p.name | acted | directed
//> 'Hugo Weaving' | 3 | 0
//> 'Keanu Reeves' | 3 | 0
//> 'Tom Hanks' | 3 | 0
//> 'Carrie-Anne Moss' | 2 | 0
//> 'Halle Berry' | 1 | 0
MATCH (m:Movie) RETURN m.title, COLLECT { MATCH (m)<-[:ACTED_IN]-(a) RETURN a.name ORDER BY a.born } AS cast ORDER BY m.title;
//: m.title | cast
//> 'Apollo 13' | ['Tom Hanks', 'Kevin Bacon']
//> 'Cloud Atlas' | ['Tom Hanks', 'Hugo Weaving', 'Halle Berry']
//> 'Johnny Mnemonic' | ['Keanu Reeves']
//> 'The Da Vinci Code' | ['Tom Hanks']
//> 'The Matrix' | ['Hugo Weaving', 'Keanu Reeves', 'Carrie-Anne Moss']
//> 'The Matrix Reloaded' | ['Hugo Weaving', 'Keanu Reeves', 'Carrie-Anne Moss']
MATCH (tom:Person {name: 'Tom Hanks'})-[:ACTED_IN]->(m)<-[:ACTED_IN]-(co) RETURN DISTINCT co.name ORDER BY co.name;
//: co.name
//> 'Halle Berry'
//> 'Hugo Weaving'
//> 'Kevin Bacon'
MATCH (tom:Person {name: 'Tom Hanks'})-[:ACTED_IN]->()<-[:ACTED_IN]-(co)-[:ACTED_IN]->()<-[:ACTED_IN]-(coco) WHERE coco <> tom AND NOT (tom)-[:ACTED_IN]->()<-[:ACTED_IN]-(coco) RETURN coco.name AS recommended, count(*) AS strength ORDER BY strength DESC, recommended;
//: recommended | strength
//> 'Carrie-Anne Moss' | 2
//> 'Keanu Reeves' | 2
MATCH p = shortestPath((a:Person {name: 'Kevin Bacon'})-[*]-(b:Person {name: 'Keanu Reeves'})) RETURN [n IN nodes(p)[..5] | coalesce(n.name, n.title)][..4] AS way, length(p);
//: way | length(p)
//> ['Kevin Bacon', 'Apollo 13', 'Tom Hanks', 'Cloud Atlas'] | 6
MATCH p = SHORTEST 1 (a:Person {name: 'Kevin Bacon'})--+(b:Person {name: 'Halle Berry'}) RETURN length(p), [r IN relationships(p) | type(r)];
//: length(p) | [r IN relationships(p) | type(r)]
//> 4 | ['ACTED_IN', 'ACTED_IN', 'ACTED_IN', 'ACTED_IN']
MATCH (a:Person {name: 'Kevin Bacon'})-[r*1..4]-(x:Person) RETURN DISTINCT x.name ORDER BY x.name;
//: x.name
//> 'Halle Berry'
//> 'Hugo Weaving'
//> 'Jessica Thompson'
//> 'Lana Wachowski'
//> 'Lilly Wachowski'
//> 'Ron Howard'
//> 'Tom Hanks'
MATCH (a:Person {name: 'Kevin Bacon'}) ((p:Person)-[:ACTED_IN]->(m:Movie)<-[:ACTED_IN]-(q:Person)){1,2} (x) RETURN x.name, [y IN m | y.title] AS films ORDER BY size(films), x.name;
//: x.name | films
//> 'Tom Hanks' | ['Apollo 13']
//> 'Halle Berry' | ['Apollo 13', 'Cloud Atlas']
//> 'Hugo Weaving' | ['Apollo 13', 'Cloud Atlas']
MATCH (m:Movie) OPTIONAL MATCH (m)<-[r:REVIEWED]-(who) RETURN m.title, avg(r.rating) AS rating, collect(who.name) AS reviewers ORDER BY rating IS NULL, rating DESC, m.title;
//: m.title | rating | reviewers
//> 'Cloud Atlas' | 95.0 | ['Jessica Thompson']
//> 'The Da Vinci Code' | 68.0 | ['Jessica Thompson']
//> 'Johnny Mnemonic' | 62.0 | ['Angela Scope']
//> 'Apollo 13' | null | []
//> 'The Matrix' | null | []
//> 'The Matrix Reloaded' | null | []
MATCH (m:Movie)<-[:ACTED_IN]-(p) WITH m, count(p) AS cast WHERE cast >= 3 RETURN m.title, cast ORDER BY m.title;
//: m.title | cast
//> 'Cloud Atlas' | 3
//> 'The Matrix' | 3
//> 'The Matrix Reloaded' | 3
MATCH (m:Movie) WITH m.released / 10 * 10 AS decade, collect(m.title) AS titles RETURN decade, size(titles) AS n ORDER BY decade;
//: decade | n
//> 1990 | 3
//> 2000 | 2
//> 2010 | 1
MATCH (p:Person)-[a:ACTED_IN]->(m) UNWIND a.roles AS role WITH p, role ORDER BY role RETURN p.name, collect(role) AS roles ORDER BY size(roles) DESC, p.name LIMIT 3;
//: p.name | roles
//> 'Tom Hanks' | ['Dermot Hoggins', 'Dr. Henry Goose', 'Dr. Robert Langdon', 'Isaac Sachs', 'Jim Lovell', 'Zachry']
//> 'Hugo Weaving' | ['Agent Smith', 'Agent Smith', 'Bill Smoke', 'Haskell Moore', 'Tadeusz Kesselring']
//> 'Keanu Reeves' | ['Johnny Mnemonic', 'Neo', 'Neo']
MATCH (m:Movie) RETURN m { .title, .released, actors: [(m)<-[r:ACTED_IN]-(a) WHERE a.born > 1963 | a { .name, role: r.roles[0] }] } AS movie ORDER BY m.title LIMIT 2;
//: movie
//> {actors: [], released: 1995, title: 'Apollo 13'}
//> {actors: [{name: 'Halle Berry', role: 'Luisa Rey'}], released: 2012, title: 'Cloud Atlas'}
MATCH (a:Director)-[:DIRECTED]->(m)<-[:DIRECTED]-(b:Director) WHERE a.name < b.name RETURN a.name, b.name, count(m) AS together;
//: a.name | b.name | together
//> 'Lana Wachowski' | 'Lilly Wachowski' | 3
MATCH (m:Movie) RETURN max(m.released), min(m.released), avg(m.released), count(m.tagline), count(*);
//: max(m.released) | min(m.released) | avg(m.released) | count(m.tagline) | count(*)
//> 2012 | 1995 | 2001.6666666666667 | 4 | 6
MATCH (p:Person) RETURN p.born IS NULL AS unknown, count(*) ORDER BY unknown;
//: unknown | count(*)
//> false | 9
//> true | 2
MATCH (p:Person) WHERE p.name =~ '(?i).*wachowski' RETURN p.name ORDER BY p.name;
//: p.name
//> 'Lana Wachowski'
//> 'Lilly Wachowski'
MATCH (p:Person) WHERE p.name CONTAINS ' H' OR p.name ENDS WITH 'Moss' RETURN p.name ORDER BY p.name;
//: p.name
//> 'Carrie-Anne Moss'
//> 'Ron Howard'
//> 'Tom Hanks'
MATCH (n) WHERE n:Actor OR n:Cult RETURN count(n);
//: count(n)
//> 8
MATCH (n) RETURN n:Actor|Director AS crew, count(*) AS c ORDER BY c;
//: crew | c
//> false | 8
//> true | 9
// $ {title: 'Cloud Atlas', roles: ['Zachry']}
MATCH (m:Movie {title: $title})<-[r:ACTED_IN]-(p) WHERE any(x IN $roles WHERE x IN r.roles) RETURN p.name;
//: p.name
//> 'Tom Hanks'
// $ {props: {title: 'Speed', released: 1994}}
CREATE (m:Movie $props) RETURN m;
//: m
//> (:Movie {released: 1994, title: 'Speed'})
//+ labels-added 1, nodes-created 1, properties-set 2
// and
MATCH (m:Movie {title: 'Speed'}) SET m += {tagline: 'Get ready', released: null} RETURN properties(m);
//: properties(m)
//> {tagline: 'Get ready', title: 'Speed'}
//+ properties-set 2
// and
MATCH (k:Person {name: 'Keanu Reeves'}), (m:Movie {title: 'Speed'}) MERGE (k)-[r:ACTED_IN]->(m) ON CREATE SET r.roles = ['Jack Traven'] RETURN r;
//: r
//> [:ACTED_IN {roles: ['Jack Traven']}]
//+ properties-set 1, relationships-created 1
// and
MATCH (k:Person {name: 'Keanu Reeves'})-[r:ACTED_IN]->(m:Movie {title: 'Speed'}) SET m:Cult:Action REMOVE m.tagline RETURN labels(m), m.tagline, keys(m);
//: labels(m) | m.tagline | keys(m)
//> ['Movie', 'Cult', 'Action'] | null | ['title']
//+ labels-added 2, properties-set 1
// and
MATCH (m:Movie {title: 'Speed'}) DELETE m;
//+ nodes-deleted 1
// $ {rows: [{n: 'A', b: 1900}, {n: 'Tom Hanks', b: 1956}]}
UNWIND $rows AS row MERGE (p:Person {name: row.n}) ON CREATE SET p.born = row.b, p.new = true ON MATCH SET p.seen = true RETURN p.name, p.new, p.seen ORDER BY p.name;
//: p.name | p.new | p.seen
//> 'A' | true | null
//> 'Tom Hanks' | null | true
//+ labels-added 1, nodes-created 1, properties-set 4
MATCH (m:Movie {title: 'The Matrix'}) DETACH DELETE m;
//+ nodes-deleted 1, relationships-deleted 5
// and
MATCH (m:Movie) RETURN count(m);
//: count(m)
//> 5
// and
MATCH (p {name: 'Carrie-Anne Moss'})-[r]-() RETURN count(r);
//: count(r)
//> 1
MATCH (m:Movie {title: 'The Matrix'}) DELETE m;
//+ nodes-deleted 1
MATCH (p:Person)-[r:REVIEWED]->() WITH p, r ORDER BY r.rating DESC WITH p, collect(r.rating) AS ratings RETURN p.name, ratings[0] AS best, ratings[-1] AS worst, ratings[1..] AS others ORDER BY p.name;
//: p.name | best | worst | others
//> 'Angela Scope' | 62 | 62 | []
//> 'Jessica Thompson' | 95 | 68 | [68]
MATCH (p:Person {name: 'Angela Scope'})-[:FOLLOWS]->{1,3}(q)-[r:REVIEWED]->(m) RETURN q.name, m.title, r.rating ORDER BY r.rating;
//: q.name | m.title | r.rating
//> 'Jessica Thompson' | 'The Da Vinci Code' | 68
//> 'Jessica Thompson' | 'Cloud Atlas' | 95
MATCH (m:Movie) CALL (m) { MATCH (m)<-[:ACTED_IN]-(p) RETURN p ORDER BY p.born LIMIT 1 } RETURN m.title, p.name ORDER BY m.title;
//: m.title | p.name
//> 'Apollo 13' | 'Tom Hanks'
//> 'Cloud Atlas' | 'Tom Hanks'
//> 'Johnny Mnemonic' | 'Keanu Reeves'
//> 'The Da Vinci Code' | 'Tom Hanks'
//> 'The Matrix' | 'Hugo Weaving'
//> 'The Matrix Reloaded' | 'Hugo Weaving'
MATCH (m:Movie) OPTIONAL CALL (m) { MATCH (m)<-[r:REVIEWED]-(p) RETURN r.rating AS rating, p.name AS by } RETURN m.title, rating, by ORDER BY m.title;
//: m.title | rating | by
//> 'Apollo 13' | null | null
//> 'Cloud Atlas' | 95 | 'Jessica Thompson'
//> 'Johnny Mnemonic' | 62 | 'Angela Scope'
//> 'The Da Vinci Code' | 68 | 'Jessica Thompson'
//> 'The Matrix' | null | null
//> 'The Matrix Reloaded' | null | null
MATCH (d:Director) CALL (d) { MATCH (d)-[:DIRECTED]->(m) RETURN m.title AS t UNION MATCH (d)-[:ACTED_IN]->(m) RETURN m.title AS t } RETURN d.name, collect(t) IS :: LIST<STRING NOT NULL> AS ok, count(t) AS n ORDER BY d.name;
//: d.name | ok | n
//> 'Lana Wachowski' | true | 3
//> 'Lilly Wachowski' | true | 3
//> 'Ron Howard' | true | 2
MATCH (a:Actor) RETURN a.name AS name UNION MATCH (a:Director) RETURN a.name AS name;
//: name
//> 'Carrie-Anne Moss'
//> 'Halle Berry'
//> 'Hugo Weaving'
//> 'Keanu Reeves'
//> 'Kevin Bacon'
//> 'Lana Wachowski'
//> 'Lilly Wachowski'
//> 'Ron Howard'
//> 'Tom Hanks'
MATCH (a:Actor) RETURN a.born AS x UNION ALL MATCH (a:Director) RETURN a.name AS x;
//: x
//> 'Lana Wachowski'
//> 'Lilly Wachowski'
//> 'Ron Howard'
//> 1954
//> 1956
//> 1958
//> 1960
//> 1964
//> 1966
//> 1967
MATCH (a:Actor) RETURN a.born AS x UNION MATCH (a:Director) RETURN a.name AS y;
//! Neo.ClientError.Statement.SyntaxError 42001 42N39
MATCH (p:Person)-[:ACTED_IN]->(m:Movie)<-[:DIRECTED]-(p) RETURN p;
//: p
MATCH (m:Movie) RETURN m.title ORDER BY size(m.title), m.title SKIP 1 LIMIT 2;
//: m.title
//> 'The Matrix'
//> 'Cloud Atlas'
MATCH (m:Movie) RETURN substring(m.title, 0, 3) AS s, count(DISTINCT m.released % 2) AS parity ORDER BY s;
//: s | parity
//> 'Apo' | 1
//> 'Clo' | 1
//> 'Joh' | 1
//> 'The' | 2
MATCH (p:Person) WITH p ORDER BY p.born LIMIT 3 MATCH (p)-[r]->(m) RETURN p.name, count(r) AS n ORDER BY n, p.name;
//: p.name | n
//> 'Kevin Bacon' | 1
//> 'Ron Howard' | 2
//> 'Tom Hanks' | 3
MATCH (p:Person) WHERE p.born IN [1956, 1960, null] RETURN p.name ORDER BY p.name;
//: p.name
//> 'Hugo Weaving'
//> 'Tom Hanks'
MATCH (p:Person) WHERE NOT p.born IN [1956, null] RETURN p.name;
//: p.name
MATCH (p:Person) RETURN count(DISTINCT p.born), stDev(p.born) > 4, percentileCont(p.born, 0.5), percentileDisc(p.born, 0.9);
//: count(DISTINCT p.born) | stDev(p.born) > 4 | percentileCont(p.born, 0.5) | percentileDisc(p.born, 0.9)
//> 8 | true | 1964 | 1967
MATCH (p)-->(m:Movie) WHERE m.released > 2000 XOR m.tagline IS NULL RETURN DISTINCT m.title ORDER BY m.title;
//: m.title
//> 'Cloud Atlas'
//> 'Johnny Mnemonic'
//> 'The Matrix Reloaded'
MATCH path = (:Director)-[:DIRECTED]->(m:Movie {released: 2006})<-[:ACTED_IN]-() RETURN path;
//: path
//> (:Actor:Director:Person {born: 1954, name: 'Ron Howard'})-[:DIRECTED]->(:Movie {released: 2006, title: 'The Da Vinci Code'})<-[:ACTED_IN {roles: ['Dr. Robert Langdon']}]-(:Actor:Person {born: 1956, name: 'Tom Hanks'})
MATCH (a)-[r:SIBLING]-(b) RETURN a.name, startNode(r).name, endNode(r).name ORDER BY a.name;
//: a.name | startNode(r).name | endNode(r).name
//> 'Lana Wachowski' | 'Lilly Wachowski' | 'Lana Wachowski'
//> 'Lilly Wachowski' | 'Lilly Wachowski' | 'Lana Wachowski'
MATCH (m:Movie) WHERE m.tagline > 'F' RETURN m.title ORDER BY m.tagline;
//: m.title
//> 'The Matrix Reloaded'
//> 'Apollo 13'
//> 'The Matrix'
MATCH (p:Person) RETURN CASE WHEN p.born < 1960 THEN 'older' WHEN p.born >= 1960 THEN 'younger' ELSE 'unknown' END AS age, count(*) AS n ORDER BY n, age;
//: age | n
//> 'unknown' | 2
//> 'older' | 3
//> 'younger' | 6
MATCH (p:Person) RETURN CASE p.born % 10 WHEN 4, 6 THEN 'even' WHEN > 6 THEN 'late' WHEN IS NULL THEN 'none' ELSE 'other' END AS k, count(*) AS n ORDER BY k;
//: k | n
//> 'even' | 4
//> 'late' | 3
//> 'none' | 2
//> 'other' | 2
CYPHER 25 MATCH (m:Movie) LET age = 2020 - m.released FILTER age > 20 RETURN m.title, age ORDER BY age, m.title;
//: m.title | age
//> 'The Matrix' | 21
//> 'Apollo 13' | 25
//> 'Johnny Mnemonic' | 25
CYPHER 25 MATCH (m:Movie)<-[:ACTED_IN]-(p) RETURN m, count(p) AS cast NEXT FILTER cast > 2 RETURN m.title AS t, cast ORDER BY t;
//: t | cast
//> 'Cloud Atlas' | 3
//> 'The Matrix' | 3
//> 'The Matrix Reloaded' | 3
CYPHER 25 MATCH (m:Movie) RETURN m.title AS t ORDER BY t LIMIT 2 NEXT FOR c IN split(t, ' ') RETURN c, count(*) AS n ORDER BY c;
//: c | n
//> '13' | 1
//> 'Apollo' | 1
//> 'Atlas' | 1
//> 'Cloud' | 1
CYPHER 25 MATCH (p:Person {name: 'Tom Hanks'}) WHEN EXISTS { (p)-[:DIRECTED]->() } THEN RETURN 'director' AS job WHEN EXISTS { (p)-[:ACTED_IN]->() } THEN RETURN 'actor' AS job ELSE RETURN 'none' AS job;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
MATCH (m:Movie) RETURN m.title, reduce(s = 0, c IN split(m.title, ' ') | s + size(c)) AS letters ORDER BY letters DESC, m.title LIMIT 3;
//: m.title | letters
//> 'The Matrix Reloaded' | 17
//> 'Johnny Mnemonic' | 14
//> 'The Da Vinci Code' | 14
MATCH (m:Movie)<-[:ACTED_IN]-(a:Actor) WITH m, a ORDER BY a.name WITH m, collect(a) AS cast RETURN m.title, [x IN range(0, size(cast) - 2) | cast[x].name + '/' + cast[x + 1].name] AS pairs ORDER BY m.title;
//: m.title | pairs
//> 'Apollo 13' | ['Kevin Bacon/Tom Hanks']
//> 'Cloud Atlas' | ['Halle Berry/Hugo Weaving', 'Hugo Weaving/Tom Hanks']
//> 'Johnny Mnemonic' | []
//> 'The Da Vinci Code' | []
//> 'The Matrix' | ['Carrie-Anne Moss/Hugo Weaving', 'Hugo Weaving/Keanu Reeves']
//> 'The Matrix Reloaded' | ['Carrie-Anne Moss/Hugo Weaving', 'Hugo Weaving/Keanu Reeves']
MATCH (p:Person {name: 'Nobody'}) RETURN count(p), collect(p), max(p.born), sum(p.born), avg(p.born);
//: count(p) | collect(p) | max(p.born) | sum(p.born) | avg(p.born)
//> 0 | [] | null | 0 | null
MATCH (p:Person {name: 'Nobody'}) RETURN p.name, count(*);
//: p.name | count(*)
OPTIONAL MATCH (p:Person {name: 'Nobody'}) RETURN p, p.name, p {.name, .*}, [(p)-->(x) | x], EXISTS { (p)-->() };
//! Neo.ClientError.Statement.SyntaxError 42001 42N38
MATCH (m:Movie), (p:Person) WHERE m.released - p.born = 31 RETURN m.title, p.name ORDER BY m.title, p.name;
//: m.title | p.name
//> 'Apollo 13' | 'Keanu Reeves'
//> 'Johnny Mnemonic' | 'Keanu Reeves'
MATCH (x) WHERE x.released = 1995 OR x.born = 1964 RETURN coalesce(x.title, x.name) AS n ORDER BY n;
//: n
//> 'Apollo 13'
//> 'Johnny Mnemonic'
//> 'Keanu Reeves'
MATCH (x:Movie|Person) RETURN CASE WHEN x:Movie THEN 'm' ELSE 'p' END AS k, count(*) AS n, min(coalesce(x.title, x.name)) AS first ORDER BY k;
//: k | n | first
//> 'm' | 6 | 'Apollo 13'
//> 'p' | 11 | 'Angela Scope'
MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n, count(DISTINCT startNode(r)) AS starts, count(DISTINCT endNode(r)) AS ends ORDER BY n DESC, t;
//: t | n | starts | ends
//> 'ACTED_IN' | 13 | 6 | 6
//> 'DIRECTED' | 8 | 3 | 5
//> 'REVIEWED' | 3 | 2 | 3
//> 'FOLLOWS' | 1 | 1 | 1
//> 'SIBLING' | 1 | 1 | 1
MATCH (a:Actor) WHERE all(m IN [(a)-[:ACTED_IN]->(x) | x] WHERE m.released > 1998) RETURN a.name ORDER BY a.name;
//: a.name
//> 'Carrie-Anne Moss'
//> 'Halle Berry'
//> 'Hugo Weaving'
//> 'Ron Howard'
MATCH (a:Actor) WHERE single(m IN [(a)-[:ACTED_IN]->(x) | x.released] WHERE m = 1995) RETURN a.name ORDER BY a.name;
//: a.name
//> 'Keanu Reeves'
//> 'Kevin Bacon'
//> 'Tom Hanks'
MATCH (a:Actor) WHERE none(m IN COLLECT { MATCH (a)-[:ACTED_IN]->(x) RETURN x.title } WHERE m CONTAINS 'Matrix') RETURN a.name ORDER BY a.name;
//: a.name
//> 'Halle Berry'
//> 'Kevin Bacon'
//> 'Ron Howard'
//> 'Tom Hanks'
