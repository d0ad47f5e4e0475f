// What object mappers, GraphQL servers and migration tools write.
CREATE (m1:Movie {id: 'm1', title: 'The Matrix', released: 1999, version: 0}), (m2:Movie {id: 'm2', title: 'Speed', released: 1994, version: 3}),
 (p1:Person {id: 'p1', name: 'Keanu', born: 1964, version: 1}), (p2:Person:Actor {id: 'p2', name: 'Sandra'}), (p3:Person {id: 'p3', name: 'Lana', born: 1965}),
 (g:Genre {name: 'Action'}), (p1)-[:ACTED_IN {roles: ['Neo']}]->(m1), (p1)-[:ACTED_IN {roles: ['Jack']}]->(m2), (p2)-[:ACTED_IN {roles: ['Annie']}]->(m2), (p3)-[:DIRECTED]->(m1), (m1)-[:IN_GENRE]->(g), (m2)-[:IN_GENRE]->(g), (p1)-[:FOLLOWS]->(p2), (p2)-[:FOLLOWS]->(p3);
// queries
// $ {id: 'm1'}
MATCH (movie:`Movie`) WHERE movie.id = $id RETURN movie{.id, .released, .title, .version, __nodeLabels__: labels(movie), __elementId__: toString(elementId(movie)) IS NOT NULL, Movie_ACTED_IN_Person: [(movie)<-[Movie__relationship__Person:`ACTED_IN`]-(movie_actors:`Person`) | movie_actors{.born, .id, .name, __nodeLabels__: labels(movie_actors), Movie__relationship__Person}], Movie_DIRECTED_Person: [(movie)<-[:`DIRECTED`]-(movie_directors:`Person`) | movie_directors{.id, .name, __nodeLabels__: labels(movie_directors)}]};
//: movie
//> {Movie_ACTED_IN_Person: [{Movie__relationship__Person: [:ACTED_IN {roles: ['Neo']}], __nodeLabels__: ['Person'], born: 1964, id: 'p1', name: 'Keanu'}], Movie_DIRECTED_Person: [{__nodeLabels__: ['Person'], id: 'p3', name: 'Lana'}], __elementId__: true, __nodeLabels__: ['Movie'], id: 'm1', released: 1999, title: 'The Matrix', version: 0}
// $ {id: 'p1'}
MATCH (n:`Person`) WHERE n.id = $id WITH collect(elementId(n)) AS __rn__ MATCH p = (n)-[:`ACTED_IN`|`FOLLOWS`*0..2]->() WHERE elementId(n) IN __rn__ WITH [x IN nodes(p)] AS ns, relationships(p) AS rs UNWIND ns AS x WITH collect(DISTINCT x) AS xs, collect(rs) AS rss RETURN size(xs) AS nodes, size(reduce(a = [], r IN rss | a + r)) AS rels;
//: nodes | rels
//> 5 | 18
// $ {__id__: 'm9', __properties__: {id: 'm9', title: 'New', version: 0, released: 2020}}
OPTIONAL MATCH (hlp:`Movie`) WHERE hlp.id = $__id__ WITH hlp WHERE hlp IS NULL CREATE (movie:`Movie`) SET movie = $__properties__ RETURN movie {.*} UNION MATCH (movie:`Movie`) WHERE movie.id = $__id__ SET movie += $__properties__ RETURN movie {.*};
//: movie
//> {id: 'm9', released: 2020, title: 'New', version: 0}
//+ labels-added 1, nodes-created 1, properties-set 8
// $ {__id__: 'm2', __version__: 3, __properties__: {id: 'm2', title: 'Speed!', version: 4}}
OPTIONAL MATCH (hlp:`Movie`) WHERE hlp.id = $__id__ WITH hlp WHERE hlp IS NULL CREATE (movie:`Movie` {version: 0}) WITH movie SET movie += $__properties__ RETURN movie{.*} UNION MATCH (movie:`Movie` {version: $__version__}) WHERE movie.id = $__id__ SET movie.version = movie.version + 1 WITH movie WHERE movie.version = (coalesce($__version__, 0) + 1) SET movie += $__properties__ RETURN movie{.*};
//: movie
//> {id: 'm2', released: 1994, title: 'Speed!', version: 4}
//+ properties-set 4
// $ {__entities__: [{__id__: 'm1', __properties__: {title: 'A', released: null}, __version__: 0}, {__id__: 'm8', __properties__: {title: 'B', released: 1}}]}
UNWIND $__entities__ AS entity MERGE (movie:`Movie` {id: entity.__id__}) SET movie += entity.__properties__ RETURN collect(movie.id) AS __ids__, count(*);
//: __ids__ | count(*)
//> ['m1', 'm8'] | 2
//+ labels-added 1, nodes-created 1, properties-set 5
// $ {id: 'm1', v: 0}
MATCH (movie:`Movie`) WHERE movie.id = $id AND movie.version = $v OPTIONAL MATCH (movie)-[r]-() DELETE r, movie RETURN count(*);
//: count(*)
//> 3
//+ nodes-deleted 1, relationships-deleted 3
// $ {fromId: 'm1', toIds: ['p1', 'p2']}
MATCH (s:`Movie`) WHERE s.id = $fromId MATCH (e) WHERE e.id IN $toIds MERGE (s)<-[r:`ACTED_IN`]-(e) RETURN s.id, e.id, r.roles ORDER BY e.id;
//: s.id | e.id | r.roles
//> 'm1' | 'p1' | ['Neo']
//> 'm1' | 'p2' | null
//+ relationships-created 1
// $ {fromId: 'm1', k: ['p1']}
MATCH (startNode:`Movie`)<-[rel:`ACTED_IN`]-(:`Person`) WHERE startNode.id = $fromId AND NOT (elementId(rel) IN $k) DELETE rel;
//+ relationships-deleted 1
MATCH (movie:`Movie`) RETURN movie ORDER BY toLower(movie.title) ASC, movie.released DESC SKIP 0 LIMIT 10;
//: movie
//> (:Movie {id: 'm2', released: 1994, title: 'Speed', version: 3})
//> (:Movie {id: 'm1', released: 1999, title: 'The Matrix', version: 0})
// $ {x: '(?i).*SP.*', title: 'ee'}
MATCH (movie:`Movie`) WHERE (movie.title =~ $x OR toLower(movie.title) CONTAINS toLower($title)) AND NOT (movie.released IS NULL) RETURN count(movie);
//: count(movie)
//> 1
MATCH (person:`Person`) WHERE EXISTS { (person)-[:`ACTED_IN`]->(m:`Movie`) WHERE m.released >= 1995 } OR NOT EXISTS { (person)--() } RETURN person{.*} ORDER BY person.name;
//: person
//> {born: 1964, id: 'p1', name: 'Keanu', version: 1}
// $ {rows: [{nodeRef: -1, props: {name: 'X', born: 1}}, {nodeRef: -2, props: {name: 'Y', born: null}}]}
UNWIND $rows AS row CREATE (n:`Person`) SET n = row.props RETURN row.nodeRef AS ref, n.name, $typ IS NULL AS t;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
// $ {rows: [{nodeRef: -1, props: {name: 'X', born: 1}}, {nodeRef: -2, props: {name: 'Y', born: null}}], type: 'node'}
UNWIND $rows AS row CREATE (n:`Person`) SET n = row.props RETURN row.nodeRef AS ref, n.name, $type AS type ORDER BY ref;
//: ref | n.name | type
//> -2 | 'Y' | 'node'
//> -1 | 'X' | 'node'
//+ labels-added 2, nodes-created 2, properties-set 4
// $ {rows: [{relRef: 1, s: 'p1', e: 'm1', props: {since: 1, x: null}}, {relRef: 2, s: 'p2', e: 'm1', props: {}}], type: 'rel'}
UNWIND $rows AS row MATCH (startNode) WHERE startNode.id = row.s WITH row, startNode MATCH (endNode) WHERE endNode.id = row.e MERGE (startNode)-[rel:`ACTED_IN`]->(endNode) SET rel += row.props RETURN row.relRef AS ref, properties(rel) AS p, $type AS type ORDER BY ref;
//: ref | p | type
//> 1 | {roles: ['Neo'], since: 1} | 'rel'
//> 2 | {} | 'rel'
//+ properties-set 2, relationships-created 1
// $ {rows: [{s: 'p1', e: 'm1', props: {since: 1}}, {s: 'p3', e: 'm2', props: {since: 2}}]}
UNWIND $rows AS row MATCH (a {id: row.s}) MATCH (b {id: row.e}) MERGE (a)-[rel:`ACTED_IN` {since: row.props.since}]->(b) SET rel = row.props RETURN a.id, b.id, rel{.*} ORDER BY a.id;
//: a.id | b.id | rel
//> 'p1' | 'm1' | {since: 1}
//> 'p3' | 'm2' | {since: 2}
//+ properties-set 4, relationships-created 2
// $ {rows: [{s: 'p1', e: 'm1', props: null}]}
UNWIND $rows AS row MATCH (a {id: row.s}) MATCH (b {id: row.e}) MERGE (a)-[rel:`LIKES`]->(b) SET rel += row.props RETURN type(rel), properties(rel);
//! Neo.ClientError.Statement.TypeError 22G03 22N01
// $ {rows: [{id: 'p1', labels: ['Star', 'Actor']}, {id: 'p2', labels: []}]}
CYPHER 25 UNWIND $rows AS row MATCH (n:Person {id: row.id}) SET n:$(row.labels) RETURN n.id, labels(n) ORDER BY n.id;
//: n.id | labels(n)
//> 'p1' | ['Person', 'Actor', 'Star']
//> 'p2' | ['Person', 'Actor']
//+ labels-added 2
// $ {rows: [{id: 'p2', labels: ['Star', 'Actor']}]}
CYPHER 25 UNWIND $rows AS row MATCH (n:Person {id: row.id}) REMOVE n:$(row.labels) RETURN n.id, labels(n) ORDER BY n.id;
//: n.id | labels(n)
//> 'p2' | ['Person']
//+ labels-removed 1
MATCH p=(n:Person)-[*0..1]-(m) WHERE n.id = 'p1' RETURN p;
//: p
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1})
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1})-[:ACTED_IN {roles: ['Jack']}]->(:Movie {id: 'm2', released: 1994, title: 'Speed', version: 3})
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1})-[:ACTED_IN {roles: ['Neo']}]->(:Movie {id: 'm1', released: 1999, title: 'The Matrix', version: 0})
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1})-[:FOLLOWS]->(:Actor:Person {id: 'p2', name: 'Sandra'})
MATCH p=(n:Person)-[*0..0]-(m) RETURN p ORDER BY n.id;
//: p
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1})
//> (:Actor:Person {id: 'p2', name: 'Sandra'})
//> (:Person {born: 1965, id: 'p3', name: 'Lana'})
MATCH p=(n:Person {id: 'p1'})-[*0..1]-(m) WITH n, p RETURN n.id, size(collect(p)), max(length(p));
//: n.id | size(collect(p)) | max(length(p))
//> 'p1' | 4 | 1
// $ {merge_params: [{create: {id: 'p9', name: 'Nine'}, update: {name: 'Nine!'}}, {create: {id: 'p1', name: 'Kean'}, update: {name: 'K'}}]}
UNWIND $merge_params AS params MERGE (n:Person {id: params.create.id}) ON CREATE SET n = params.create ON MATCH SET n += params.update RETURN n ORDER BY n.id;
//: n
//> (:Person {born: 1964, id: 'p1', name: 'K', version: 1})
//> (:Person {id: 'p9', name: 'Nine'})
//+ labels-added 1, nodes-created 1, properties-set 4
// $ {create_params: [{create: {name: 'T'}}, {create: {name: 'U', born: 3}}]}
UNWIND $create_params AS params CREATE (n:Person:Actor {name: params.create.name}) SET n += params.create WITH n RETURN count(n), collect(n.born);
//: count(n) | collect(n.born)
//> 2 | [3]
//+ labels-added 4, nodes-created 2, properties-set 5
MATCH (person:Person)-[:ACTED_IN]->(movie:Movie) WITH person, count(movie) AS c WHERE c > 1 RETURN person.name, c;
//: person.name | c
//> 'Keanu' | 2
MATCH (person:Person) OPTIONAL MATCH (person)-[r1:`ACTED_IN`]->(m:Movie) OPTIONAL MATCH (m)-[r2:`IN_GENRE`]->(g:Genre) RETURN person, r1, m, r2, g ORDER BY person.id, m.id;
//: person | r1 | m | r2 | g
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1}) | [:ACTED_IN {roles: ['Neo']}] | (:Movie {id: 'm1', released: 1999, title: 'The Matrix', version: 0}) | [:IN_GENRE] | (:Genre {name: 'Action'})
//> (:Person {born: 1964, id: 'p1', name: 'Keanu', version: 1}) | [:ACTED_IN {roles: ['Jack']}] | (:Movie {id: 'm2', released: 1994, title: 'Speed', version: 3}) | [:IN_GENRE] | (:Genre {name: 'Action'})
//> (:Actor:Person {id: 'p2', name: 'Sandra'}) | [:ACTED_IN {roles: ['Annie']}] | (:Movie {id: 'm2', released: 1994, title: 'Speed', version: 3}) | [:IN_GENRE] | (:Genre {name: 'Action'})
//> (:Person {born: 1965, id: 'p3', name: 'Lana'}) | null | null | null | null
// $ {self: 'p1'}
MATCH (a:Person), (b:Movie) WHERE a.id = $self AND b.id = 'm2' MERGE (a)-[r:`RATED`]->(b) SET r.stars = 5 RETURN r;
//: r
//> [:RATED {stars: 5}]
//+ properties-set 1, relationships-created 1
MATCH (us:Person), (them:Person) WHERE us.id = 'p1' AND them.id = 'p2' OPTIONAL MATCH (us)-[r:`FOLLOWS`]->(them) WITH us, them, r WHERE r IS NOT NULL DELETE r;
//+ relationships-deleted 1
// $ {param0: 'm1', update: 'z'}
MATCH (this:Movie) WHERE this.id = $param0 SET this.title = $update RETURN collect(DISTINCT this { .title, .id }) AS data;
//: data
//> [{id: 'm1', title: 'z'}]
//+ properties-set 1
CYPHER 5 MATCH (this:Movie) CALL (this) { MATCH (this)<-[this0:ACTED_IN]-(this1:Person) WITH DISTINCT this1 ORDER BY this1.name DESC WITH this1 { .name, id: this1.id } AS this1 RETURN collect(this1) AS var2 } CALL (*) { MATCH (this)<-[:DIRECTED]-(d) RETURN head(collect(d { .name })) AS var3 } RETURN this { .title, actors: var2, director: var3 } AS this ORDER BY this.title;
//: this
//> {actors: [{id: 'p2', name: 'Sandra'}, {id: 'p1', name: 'Keanu'}], director: null, title: 'Speed'}
//> {actors: [{id: 'p1', name: 'Keanu'}], director: {name: 'Lana'}, title: 'The Matrix'}
CALL () { CREATE (this0:Movie {id: 'n1'}) SET this0.title = 'N' WITH * CALL (this0) { CREATE (this0_a:Person {name: 'NA'}) MERGE (this0)<-[r:ACTED_IN {roles: ['x']}]-(this0_a) RETURN count(*) AS _ } RETURN this0 } CALL (this0) { MATCH (this0)<-[e:ACTED_IN]-(a) RETURN collect(a { .name, roles: e.roles }) AS v } RETURN [this0 { .title, actors: v }] AS data;
//: data
//> [{actors: [{name: 'NA', roles: ['x']}], title: 'N'}]
//+ labels-added 2, nodes-created 2, properties-set 4, relationships-created 1
// $ {create_param0: [{id: 'c1', actors: {create: [{node: {name: 'c1a'}, edge: {roles: ['r']}}]}}, {id: 'c2'}]}
UNWIND $create_param0 AS create_var0 CALL (create_var0) { CREATE (create_this1:Movie) SET create_this1.id = create_var0.id WITH create_this1, create_var0 CALL (create_this1, create_var0) { UNWIND create_var0.actors.create AS create_var2 CREATE (create_this3:Person) SET create_this3.name = create_var2.node.name MERGE (create_this1)<-[create_this4:ACTED_IN]-(create_this3) SET create_this4.roles = create_var2.edge.roles RETURN collect(NULL) AS create_var5 } RETURN create_this1 } RETURN collect(create_this1 { .id }) AS data;
//: data
//> [{id: 'c1'}, {id: 'c2'}]
//+ labels-added 3, nodes-created 3, properties-set 4, relationships-created 1
MATCH (this:Movie) WITH * ORDER BY this.released DESC LIMIT 1 CALL (this) { MATCH (this)-[:IN_GENRE]->(g:Genre) WITH g { .name, __resolveType: 'Genre', __id: elementId(g) IS NOT NULL } AS g RETURN collect(g) AS gs } RETURN this { .title, gs } AS this;
//: this
//> {gs: [{__id: true, __resolveType: 'Genre', name: 'Action'}], title: 'The Matrix'}
MATCH (this:Movie) WHERE single(x IN [(this)<-[:DIRECTED]-(d:Person) | d.name] WHERE x = 'Lana') RETURN this.title;
//: this.title
//> 'The Matrix'
MATCH (this:Movie) WHERE all(x IN [(this)<-[:ACTED_IN]-(d:Person) | d] WHERE x.born > 1900) RETURN this.title;
//: this.title
//> 'The Matrix'
MATCH (this:Movie) WHERE EXISTS { MATCH (this)<-[:ACTED_IN]-(x:Person) WHERE x.name = 'Keanu' } AND NOT (EXISTS { MATCH (this)<-[:ACTED_IN]-(x:Person) WHERE NOT (x.name = 'Keanu') }) RETURN this { .* };
//: this
//> {id: 'm1', released: 1999, title: 'The Matrix', version: 0}
MATCH (this:Movie) OPTIONAL MATCH (this)<-[:DIRECTED]-(d:Person) WITH *, count(d) AS dCount WITH * WHERE (dCount <> 0) RETURN this { .id } AS this;
//: this
//> {id: 'm1'}
MATCH (this:Movie) WITH collect({ node: this }) AS edges WITH edges, size(edges) AS totalCount CALL (edges) { UNWIND edges AS edge WITH edge.node AS this0 WITH * ORDER BY this0.title ASC LIMIT 1 RETURN collect({ node: { title: this0.title, __resolveType: "Movie" } }) AS var1 } RETURN { edges: var1, totalCount: totalCount } AS this;
//: this
//> {edges: [{node: {__resolveType: 'Movie', title: 'Speed'}}], totalCount: 2}
CALL { MATCH (this0:Movie) WITH this0 { .title, __resolveType: "Movie", __id: 1 } AS this0 RETURN this0 AS this UNION MATCH (this1:Person) WITH this1 { .name, __resolveType: "Person", __id: 1 } AS this1 RETURN this1 AS this } WITH this ORDER BY coalesce(this.title, this.name) RETURN this;
//: this
//> {__id: 1, __resolveType: 'Movie', title: 'Speed'}
//> {__id: 1, __resolveType: 'Movie', title: 'The Matrix'}
//> {__id: 1, __resolveType: 'Person', name: 'Keanu'}
//> {__id: 1, __resolveType: 'Person', name: 'Lana'}
//> {__id: 1, __resolveType: 'Person', name: 'Sandra'}
MATCH (this:Movie) CALL (this) { MATCH (this)<-[:ACTED_IN]-(a) WITH a ORDER BY size(a.name) DESC WITH collect(a.name) AS list RETURN { longest: head(list), shortest: last(list) } AS agg } CALL (this) { MATCH (this)<-[:ACTED_IN]-(a) RETURN { min: min(a.born), max: max(a.born), average: avg(a.born), sum: sum(a.born) } AS agg2 } RETURN this.id, agg, agg2 ORDER BY this.id;
//: this.id | agg | agg2
//> 'm1' | {longest: 'Keanu', shortest: 'Keanu'} | {average: 1964.0, max: 1964, min: 1964, sum: 1964}
//> 'm2' | {longest: 'Sandra', shortest: 'Keanu'} | {average: 1964.0, max: 1964, min: 1964, sum: 1964}
MATCH (this:Movie) WHERE this.id = 'm1' WITH this OPTIONAL MATCH (this)<-[rel:ACTED_IN]-(d) WITH this, collect(DISTINCT d) AS ds CALL (ds) { UNWIND ds AS x DETACH DELETE x } DETACH DELETE this;
//+ nodes-deleted 2, relationships-deleted 5
CYPHER 5 MATCH (this:Movie {id: 'm1'}) CALL { WITH this MATCH (this)<-[r:ACTED_IN]-(p) WITH collect(p) AS ps, this, collect(r) AS rs CALL { WITH rs UNWIND rs AS x DELETE x } RETURN count(*) AS disconnect } WITH * OPTIONAL MATCH (c:Person {id: 'p2'}) CALL { WITH * WITH collect(c) AS cs, collect(this) AS ts UNWIND ts AS t UNWIND cs AS c MERGE (t)<-[:ACTED_IN]-(c) } RETURN this.title, c.name;
//: this.title | c.name
//> 'The Matrix' | 'Sandra'
//+ relationships-created 1, relationships-deleted 1
MERGE (m:__Neo4jMigration {version: 'BASELINE'}) ON CREATE SET m.at = 1 WITH m CREATE (m)-[:MIGRATED_TO {at: datetime({timezone: 'UTC'}), in: duration({milliseconds: 12}), by: 'x'}]->(n:__Neo4jMigration {version: '0001', checksum: '12', type: 'CYPHER'}) RETURN m.version, n.version;
//: m.version | n.version
//> 'BASELINE' | '0001'
//+ labels-added 2, nodes-created 2, properties-set 8, relationships-created 1
// and
MATCH (n:__Neo4jMigration) WHERE NOT (n)-[:MIGRATED_TO]->() AND NOT (n)-[:REPEATED]->() WITH n MATCH p = (:__Neo4jMigration {version: 'BASELINE'})-[:MIGRATED_TO*]->(n) WITH p UNWIND tail(nodes(p)) AS x RETURN x.version, [r IN relationships(p) | r.in];
//: x.version | [r IN relationships(p) | r.in]
//> '0001' | [duration('PT0.012S')]
MERGE (lock:__LiquigraphLock {name: 'John'}) ON CREATE SET lock.uuid = 'u', lock.acquired = true WITH lock RETURN lock.uuid = 'u' AS mine, lock { .* };
//: mine | lock
//> true | {acquired: true, name: 'John', uuid: 'u'}
//+ labels-added 1, nodes-created 1, properties-set 3
MERGE (changelog:__LiquigraphChangelog) WITH changelog MERGE (changelog)<-[ewc:EXECUTED_WITHIN_CHANGELOG]-(c:__LiquigraphChangeset {id: 'i', author: 'a'}) ON MATCH SET c.checksum = 'n' ON CREATE SET c.checksum = 'c', ewc.time = 1 WITH c UNWIND ['MATCH (n)', 'RETURN 1'] AS q CREATE (c)<-[:EXECUTED_WITHIN_CHANGESET {order: size(q)}]-(:__LiquigraphQuery {query: q});
//+ labels-added 4, nodes-created 4, properties-set 8, relationships-created 3
