// What pipelines, agents' memories, dashboards and schema readers write; indexes and a constraint are there.
CREATE (a:Entity:Person {uuid: 'u1', name: 'Ann', group_id: 'g', summary: 's', created_at: datetime('2024-01-01T00:00:00Z'), name_embedding: [0.1, 0.2, 0.3]}), (b:Entity:Org {uuid: 'u2', name: 'Acme', group_id: 'g', created_at: datetime('2024-02-01T00:00:00Z'), name_embedding: [0.3, 0.2, 0.1]}), (c:Entity {uuid: 'u3', name: 'City', group_id: 'h', created_at: datetime('2024-03-01T00:00:00+02:00')}),
 (e1:Episodic {uuid: 'e1', group_id: 'g', valid_at: datetime('2024-01-05T10:00:00Z'), content: 'Ann joined Acme', entity_edges: ['r1']}), (e2:Episodic {uuid: 'e2', group_id: 'g', valid_at: datetime('2024-01-06T10:00:00Z'), content: 'Ann left', entity_edges: ['r1', 'r2']}),
 (a)-[:RELATES_TO {uuid: 'r1', name: 'WORKS_AT', fact: 'Ann works at Acme', valid_at: datetime('2024-01-05T10:00:00Z'), episodes: ['e1'], fact_embedding: [0.5, 0.5]}]->(b), (a)-[:RELATES_TO {uuid: 'r2', name: 'LIVES_IN', fact: 'Ann lives in City', valid_at: datetime('2024-01-06T00:00:00Z'), invalid_at: datetime('2024-02-06T00:00:00Z'), episodes: ['e1', 'e2']}]->(c),
 (e1)-[:MENTIONS {uuid: 'x1'}]->(a), (e1)-[:MENTIONS {uuid: 'x2'}]->(b), (e2)-[:MENTIONS {uuid: 'x3'}]->(a), (d:Document {id: 'd1', text: 'Hello'}), (d)-[:HAS_CHUNK]->(k1:Chunk {id: 'c1', text: 'Hel', position: 1, embedding: [1.0, 0.0]}), (d)-[:HAS_CHUNK]->(k2:Chunk {id: 'c2', text: 'lo', position: 2, embedding: [0.6, 0.8]}), (k1)-[:NEXT_CHUNK]->(k2), (k1)-[:HAS_ENTITY]->(a);
CREATE INDEX ent_uuid FOR (n:Entity) ON (n.uuid);
CREATE RANGE INDEX rel_uuid FOR ()-[e:RELATES_TO]-() ON (e.uuid);
CREATE CONSTRAINT chunk_id FOR (c:Chunk) REQUIRE c.id IS UNIQUE;
// queries
// $ {edges: [{uuid: 'r1', source: 'u1', target: 'u2', fact: 'f'}, {uuid: 'r9', source: 'u2', target: 'u3', fact: 'g'}]}
UNWIND $edges AS edge MATCH (source:Entity {uuid: edge.source}) MATCH (target:Entity {uuid: edge.target}) MERGE (source)-[r:RELATES_TO {uuid: edge.uuid}]->(target) SET r = {uuid: edge.uuid, fact: edge.fact} WITH r, edge SET r.fact_embedding = [0.1] RETURN edge.uuid AS uuid, properties(r) ORDER BY uuid;
//: uuid | properties(r)
//> 'r1' | {fact: 'f', fact_embedding: [0.1], uuid: 'r1'}
//> 'r9' | {fact: 'g', fact_embedding: [0.1], uuid: 'r9'}
//+ properties-set 11, relationships-created 1
// $ {reference_time: datetime('2024-01-06T00:00:00Z'), group_ids: ['g'], num: 3}
MATCH (e:Episodic) WHERE e.valid_at <= $reference_time AND e.group_id IN $group_ids RETURN e.uuid AS uuid, e.content AS content, e.valid_at AS valid_at ORDER BY e.valid_at DESC LIMIT $num;
//: uuid | content | valid_at
//> 'e1' | 'Ann joined Acme' | datetime('2024-01-05T10:00:00Z')
// $ {search_vector: [0.1, 0.2, 0.3], min: 0.6, limit: 5}
MATCH (n:Entity) WHERE n.group_id IS NOT NULL AND n.name_embedding IS NOT NULL WITH n, vector.similarity.cosine(n.name_embedding, $search_vector) AS score WHERE score > $min RETURN n.uuid, round(score, 6) AS score ORDER BY score DESC LIMIT $limit;
//: n.uuid | score
//> 'u1' | 1.0
//> 'u2' | 0.857143
// $ {uuids: ['u1'], depth: 2}
UNWIND $uuids AS origin_uuid MATCH path = (origin {uuid: origin_uuid})-[:RELATES_TO|MENTIONS]->{1,2}(n:Entity) UNWIND relationships(path) AS rel MATCH (x:Entity)-[e:RELATES_TO {uuid: rel.uuid}]-(y:Entity) RETURN DISTINCT e.uuid AS uuid, startNode(e).uuid AS s, endNode(e).uuid AS t, e.episodes AS ep ORDER BY uuid, s;
//: uuid | s | t | ep
//> 'r1' | 'u1' | 'u2' | ['e1']
//> 'r2' | 'u1' | 'u3' | ['e1', 'e2']
MATCH (e:Episodic)-[:MENTIONS]->(n:Entity) WITH n, count(DISTINCT e) AS episode_count, collect(e.uuid) AS es RETURN n.uuid, episode_count, [x IN es WHERE x > 'e1'] AS later ORDER BY episode_count DESC, n.uuid;
//: n.uuid | episode_count | later
//> 'u1' | 2 | ['e2']
//> 'u2' | 1 | []
// $ {group: 'g'}
CALL { MATCH (n:Entity {group_id: $group})-[e:RELATES_TO]-(m:Entity {group_id: $group}) WITH n, count(e) AS count, m.uuid AS uuid RETURN n.uuid AS a, uuid, count } RETURN a, uuid, count ORDER BY a;
//: a | uuid | count
//> 'u1' | 'u2' | 1
//> 'u2' | 'u1' | 1
// $ {id: 'd1', chunks: [{id: 'c1', text: 'x', metadata: {page: 1}, embedding: [0.1]}, {id: 'c3', text: 'y', metadata: {page: 2, w: null}, embedding: [0.2]}]}
MERGE (d:Document {id: $id}) SET d.text = 'z' WITH d UNWIND $chunks AS data MERGE (c:Chunk {id: data.id}) SET c.text = data.text SET c += data.metadata SET c.embedding = data.embedding MERGE (c)<-[:HAS_CHUNK]-(d) RETURN c.id, c.page, size(c.embedding) ORDER BY c.id;
//: c.id | c.page | size(c.embedding)
//> 'c1' | 1 | 1
//> 'c3' | 2 | 1
//+ labels-added 1, nodes-created 1, properties-set 9, relationships-created 1
CYPHER 5 UNWIND [{id: 'c1', v: [1.0, 2.0]}] AS row MATCH (c:Chunk {id: row.id}) CALL db.create.setNodeVectorProperty(c, 'embedding', row.v) RETURN c.embedding;
//: c.embedding
//> [1.0, 2.0]
MATCH (c:Chunk) WITH c, vector.similarity.euclidean(c.embedding, [1.0, 0.0]) AS s ORDER BY s DESC LIMIT 1 MATCH (c)<-[:HAS_CHUNK]-(d)-[:HAS_CHUNK]->(o) WHERE o <> c RETURN c.id, s, collect(o.text) AS ctx, d { .id, text: null } AS metadata;
//: c.id | s | ctx | metadata
//> 'c1' | 1.0 | ['lo'] | {id: 'd1', text: null}
MATCH (node:Chunk) WITH node, 1.0 AS score RETURN node.text AS text, score, node {.*, `text`: Null, `embedding`: Null, id: Null } AS metadata ORDER BY node.position;
//: text | score | metadata
//> 'Hel' | 1.0 | {embedding: null, id: null, position: 1, text: null}
//> 'lo' | 1.0 | {embedding: null, id: null, position: 2, text: null}
MATCH (node:Chunk) RETURN reduce(str='', k IN ['text', 'id'] | str + '\n' + k + ': ' + coalesce(node[k], '')) AS text, node {.*, embedding: Null, id: Null, text: Null } AS metadata, 0.5 AS score ORDER BY text;
//: text | metadata | score
//> '\ntext: Hel\nid: c1' | {embedding: null, id: null, position: 1, text: null} | 0.5
//> '\ntext: lo\nid: c2' | {embedding: null, id: null, position: 2, text: null} | 0.5
CALL db.schema.relTypeProperties() YIELD relType, propertyName, propertyTypes, mandatory RETURN relType, propertyName, propertyTypes, mandatory ORDER BY relType, propertyName;
//: relType | propertyName | propertyTypes | mandatory
//> ':`HAS_CHUNK`' | null | null | false
//> ':`HAS_ENTITY`' | null | null | false
//> ':`MENTIONS`' | 'uuid' | ['String'] | true
//> ':`NEXT_CHUNK`' | null | null | false
//> ':`RELATES_TO`' | 'episodes' | ['StringArray'] | true
//> ':`RELATES_TO`' | 'fact' | ['String'] | true
//> ':`RELATES_TO`' | 'fact_embedding' | ['DoubleArray'] | false
//> ':`RELATES_TO`' | 'invalid_at' | ['DateTime'] | false
//> ':`RELATES_TO`' | 'name' | ['String'] | true
//> ':`RELATES_TO`' | 'uuid' | ['String'] | true
//> ':`RELATES_TO`' | 'valid_at' | ['DateTime'] | true
CALL db.labels() YIELD label CALL (label) { MATCH (n:$(label)) RETURN count(n) AS c } RETURN label, c ORDER BY label;
//: label | c
//> 'Chunk' | 2
//> 'Document' | 1
//> 'Entity' | 3
//> 'Episodic' | 2
//> 'Org' | 1
//> 'Person' | 1
CALL db.propertyKeys() YIELD propertyKey WHERE propertyKey CONTAINS 'embed' RETURN collect(propertyKey) AS ks;
//: ks
//> ['name_embedding', 'fact_embedding', 'embedding']
SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state, owningConstraint WHERE type <> 'LOOKUP' RETURN name, type, labelsOrTypes, properties, state, owningConstraint ORDER BY name;
//: name | type | labelsOrTypes | properties | state | owningConstraint
//> 'chunk_id' | 'RANGE' | ['Chunk'] | ['id'] | 'ONLINE' | 'chunk_id'
//> 'ent_uuid' | 'RANGE' | ['Entity'] | ['uuid'] | 'ONLINE' | null
//> 'rel_uuid' | 'RANGE' | ['RELATES_TO'] | ['uuid'] | 'ONLINE' | null
SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties, ownedIndex, propertyType RETURN * ORDER BY name;
//: name | type | entityType | labelsOrTypes | properties | ownedIndex | propertyType
//> 'chunk_id' | 'UNIQUENESS' | 'NODE' | ['Chunk'] | ['id'] | 'chunk_id' | null
SHOW CONSTRAINTS YIELD name, createStatement, options RETURN name, createStatement, options.indexProvider AS p;
//: name | createStatement | p
//> 'chunk_id' | 'CREATE CONSTRAINT `chunk_id` FOR (n:`Chunk`) REQUIRE (n.`id`) IS UNIQUE' | 'range-1.0'
MATCH (n:Entity) WITH n LIMIT 100 WITH n, [k IN keys(n) | [k, valueType(n[k])]] AS kvs UNWIND kvs AS kv WITH DISTINCT kv[0] AS k, kv[1] AS t RETURN k, collect(t) AS t ORDER BY k;
//: k | t
//> 'created_at' | ['ZONED DATETIME NOT NULL']
//> 'group_id' | ['STRING NOT NULL']
//> 'name' | ['STRING NOT NULL']
//> 'name_embedding' | ['LIST<FLOAT NOT NULL> NOT NULL']
//> 'summary' | ['STRING NOT NULL']
//> 'uuid' | ['STRING NOT NULL']
// $ {events: [{event: {id: 'k1', name: 'One', ts: 1}, timestamp: 5}, {event: {id: 'k1', name: 'Two'}, timestamp: 6}, {event: {id: 'k2'}, timestamp: 7}]}
UNWIND $events AS message WITH message.event AS event, message.timestamp AS ts WITH event, ts WHERE event.id IS NOT NULL MERGE (n:`K` {`id`: event.id}) SET n += event, n.ts = ts RETURN count(n), collect(DISTINCT n.name) AS ns;
//: count(n) | ns
//> 3 | ['Two']
//+ labels-added 2, nodes-created 2, properties-set 11
// $ {events: [{start: {keys: {id: 'k1'}, properties: {a: 1}}, end: {keys: {id: 'k2'}}, properties: {since: 3}}]}
UNWIND $events AS event MERGE (start:`S`{`id`: event.start.keys.id}) SET start = event.start.properties SET start += event.start.keys MERGE (end:`E`{`id`: event.end.keys.id}) SET end += event.end.properties MERGE (start)-[r:`REL`]->(end) SET r += event.properties RETURN start, r, end;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
// $ {events: [{start: {keys: {id: 'k1'}, properties: {a: 1}}, end: {keys: {id: 'k2'}, properties: {}}, properties: {since: 3}}]}
UNWIND $events AS event MERGE (start:`S`{`id`: event.start.keys.id}) SET start = event.start.properties SET start += event.start.keys MERGE (end:`E`{`id`: event.end.keys.id}) SET end += event.end.properties MERGE (start)-[r:`REL`]->(end) SET r += event.properties RETURN start, r, end;
//: start | r | end
//> (:S {a: 1, id: 'k1'}) | [:REL {since: 3}] | (:E {id: 'k2'})
//+ labels-added 2, nodes-created 2, properties-set 6, relationships-created 1
// $ {events: [['c', {id: 1, p: {x: 1}}], ['d', {id: 1}], ['u', {id: 2, p: {y: 2}}]]}
CYPHER 5 UNWIND $events AS e WITH e[0] AS op, e[1] AS row CALL { WITH op, row WITH op, row WHERE op IN ['c', 'u'] MERGE (n:Cdc {id: row.id}) SET n += row.p RETURN 1 AS done UNION WITH op, row WITH op, row WHERE op = 'd' MATCH (n:Cdc {id: row.id}) DETACH DELETE n RETURN 2 AS done } RETURN op, done;
//: op | done
//> 'c' | 1
//> 'd' | 2
//> 'u' | 1
//+ labels-added 2, nodes-created 2, nodes-deleted 1, properties-set 4
// $ {events: [{a: 1}], scriptResult: []}
WITH $scriptResult AS scriptResult UNWIND $events AS event MERGE (n:SparkN {a: event.a}) RETURN n, scriptResult;
//: n | scriptResult
//> (:SparkN {a: 1}) | []
//+ labels-added 1, nodes-created 1, properties-set 1
MATCH (source:`Entity`) MATCH (target:`Entity`) MATCH (source)-[rel:`RELATES_TO`]->(target) RETURN source.name AS `source.name`, target.name AS `target.name`, rel.fact AS `rel.fact` ORDER BY `rel.fact`;
//: source.name | target.name | rel.fact
//> 'Ann' | 'City' | 'Ann lives in City'
//> 'Ann' | 'Acme' | 'Ann works at Acme'
MATCH (n:`Entity`) WHERE ((n.`name` >= 'B') AND (n.`name` IS NOT NULL)) RETURN count(n) AS `count(n)`, max(n.`created_at`) AS `MAX(created_at)`;
//: count(n) | MAX(created_at)
//> 1 | datetime('2024-03-01T00:00:00+02:00')
CALL { MATCH (n:Entity) RETURN n } WITH * SKIP 1 LIMIT 2 RETURN count(*) AS count;
//: count
//> 2
MATCH path=(n:`Entity`)-[r:`RELATES_TO`]->(m) WHERE toLower(toString(n.`name`)) STARTS WITH toLower('a') RETURN path ORDER BY m.name LIMIT 1000;
//: path
//> (:Entity:Person {created_at: datetime('2024-01-01T00:00:00Z'), group_id: 'g', name: 'Ann', name_embedding: [0.1, 0.2, 0.3], summary: 's', uuid: 'u1'})-[:RELATES_TO {episodes: ['e1'], fact: 'Ann works at Acme', fact_embedding: [0.5, 0.5], name: 'WORKS_AT', uuid: 'r1', valid_at: datetime('2024-01-05T10:00:00Z')}]->(:Entity:Org {created_at: datetime('2024-02-01T00:00:00Z'), group_id: 'g', name: 'Acme', name_embedding: [0.3, 0.2, 0.1], uuid: 'u2'})
//> (:Entity:Person {created_at: datetime('2024-01-01T00:00:00Z'), group_id: 'g', name: 'Ann', name_embedding: [0.1, 0.2, 0.3], summary: 's', uuid: 'u1'})-[:RELATES_TO {episodes: ['e1', 'e2'], fact: 'Ann lives in City', invalid_at: datetime('2024-02-06T00:00:00Z'), name: 'LIVES_IN', uuid: 'r2', valid_at: datetime('2024-01-06T00:00:00Z')}]->(:Entity {created_at: datetime('2024-03-01T00:00:00+02:00'), group_id: 'h', name: 'City', uuid: 'u3'})
// $ {neodash_person_name: 'Ann', neodash_from: date('2024-01-01')}
MATCH (p:Entity {name: $neodash_person_name})-[r]->(x) WHERE date(r.valid_at) >= $neodash_from RETURN type(r) AS index, x.name AS key, count(*) AS value ORDER BY key;
//: index | key | value
//> 'RELATES_TO' | 'Acme' | 1
//> 'RELATES_TO' | 'City' | 1
MATCH (n:Entity) WHERE toLower(toString(n.name)) CONTAINS toLower("C") RETURN DISTINCT n.name AS value, n.name AS display ORDER BY size(toString(value)) ASC LIMIT 5;
//: value | display
//> 'Acme' | 'Acme'
//> 'City' | 'City'
MATCH () RETURN { name:'nodes', data:count(*) } AS result UNION ALL MATCH ()-[]->() RETURN { name:'relationships', data: count(*)} AS result;
//: result
//> {data: 8, name: 'nodes'}
//> {data: 9, name: 'relationships'}
CALL db.labels() YIELD label RETURN {name:'labels', data:COLLECT(label)[..1000] = []} AS result UNION ALL CALL db.relationshipTypes() YIELD relationshipType RETURN {name:'relationshipTypes', data:size(COLLECT(relationshipType)) > 0} AS result;
//: result
//> {data: false, name: 'labels'}
//> {data: true, name: 'relationshipTypes'}
CALL dbms.components() YIELD name, versions, edition UNWIND versions AS version RETURN name, edition;
//: name | edition
//> 'Cypher' | ''
//> 'Cypher' | ''
//> 'Neo4j Kernel' | 'community'
MATCH (a)-[r]->(b) WHERE elementId(a) IN COLLECT { MATCH (x:Chunk) RETURN elementId(x) } AND elementId(b) IN COLLECT { MATCH (x:Chunk) RETURN elementId(x) } RETURN type(r);
//: type(r)
//> 'NEXT_CHUNK'
MATCH (n:Entity) WITH DISTINCT keys(n) AS k UNWIND k AS kk RETURN DISTINCT "node" AS entity, kk AS property ORDER BY kk LIMIT 3 UNION ALL MATCH ()-[r]->() WITH DISTINCT keys(r) AS k UNWIND k AS kk RETURN DISTINCT "relationship" AS entity, kk AS property ORDER BY kk LIMIT 3;
//: entity | property
//> 'node' | 'created_at'
//> 'node' | 'group_id'
//> 'node' | 'name'
//> 'relationship' | 'episodes'
//> 'relationship' | 'fact'
//> 'relationship' | 'fact_embedding'
// $ {n_embedding: [0.1, 0.2, 0.3], threshold: 0.5, limit: 10, user_id: 'g'}
MATCH (n:Entity {group_id: $user_id}) WHERE n.name_embedding IS NOT NULL WITH n, round(2 * vector.similarity.cosine(n.name_embedding, $n_embedding) - 1, 4) AS similarity WHERE similarity >= $threshold CALL (n) { MATCH (n)-[r]->(m:Entity) RETURN n.name AS source, type(r) AS relationship, m.name AS destination UNION MATCH (m:Entity)-[r]->(n) RETURN m.name AS source, type(r) AS relationship, n.name AS destination } WITH DISTINCT source, relationship, destination, similarity RETURN source, relationship, destination, similarity ORDER BY similarity DESC, destination LIMIT $limit;
//: source | relationship | destination | similarity
//> 'Ann' | 'RELATES_TO' | 'Acme' | 1.0
//> 'Ann' | 'RELATES_TO' | 'City' | 1.0
//> 'Ann' | 'RELATES_TO' | 'Acme' | 0.7143
CYPHER 5 MATCH (n:Entity) WHERE n.name_embedding IS NOT NULL WITH n, round(2 * vector.similarity.cosine(n.name_embedding, [1.0, 0, 0]) - 1, 4) AS s CALL { WITH n MATCH (n)-[r:RELATES_TO]->(m) WHERE r.invalid_at IS NULL RETURN m UNION WITH n MATCH (n)<-[r:RELATES_TO]-(m) RETURN m } RETURN n.name, s, m.name ORDER BY n.name;
//: n.name | s | m.name
//> 'Acme' | 0.8018 | 'Ann'
//> 'Ann' | 0.2673 | 'Acme'
// $ {source_name: 'Ann', dest: 'Bob', user: 'g', e: [0.5]}
MERGE (source:Entity {name: $source_name, group_id: $user}) ON CREATE SET source.created = timestamp(), source.mentions = 1 ON MATCH SET source.mentions = coalesce(source.mentions, 0) + 1 WITH source CALL db.create.setNodeVectorProperty(source, 'emb', $e) WITH source MERGE (d:Entity {name: $dest, group_id: $user}) ON CREATE SET d.mentions = 1 MERGE (source)-[r:KNOWS]->(d) ON CREATE SET r.mentions = 1 ON MATCH SET r.mentions = r.mentions + 1 RETURN source.name AS source, type(r) AS relationship, d.name AS target, source.mentions, r.mentions;
//: source | relationship | target | source.mentions | r.mentions
//> 'Ann' | 'KNOWS' | 'Bob' | 1 | 1
//+ labels-added 1, nodes-created 1, properties-set 5, relationships-created 1
