// Calls of the procedures that Neo4j itself has, for procedures.py --file builtin.cypher.
== db procedures
CREATE (a:A {uid: 1, k: 1})-[:T {uid: 1, w: 1}]->(b:B:X {uid: 2, k: 'a'}), (b)-[:U {uid: 2}]->(c:C {uid: 3, list: [1, 2], d: date('2020-01-01')})
CALL db.labels() YIELD label WHERE label IN ['A', 'B', 'C', 'X'] RETURN label
CALL db.relationshipTypes() YIELD relationshipType AS t WHERE t IN ['T', 'U'] RETURN t
CALL db.propertyKeys() YIELD propertyKey AS k WHERE k IN ['uid', 'k', 'list'] RETURN k
CALL db.schema.nodeTypeProperties() YIELD nodeType, nodeLabels, propertyName, propertyTypes, mandatory WHERE any(l IN nodeLabels WHERE l IN ['A', 'B', 'C']) RETURN *
CYPHER 25 CALL db.schema.nodeTypeProperties() YIELD nodeType, nodeLabels, propertyName, propertyTypes, mandatory WHERE any(l IN nodeLabels WHERE l IN ['A', 'B', 'C']) RETURN *
CALL db.schema.relTypeProperties() YIELD relType, propertyName, propertyTypes, mandatory RETURN *
CALL db.schema.visualization() YIELD nodes, relationships RETURN size(nodes) > 0
CALL db.ping()
CALL db.info() YIELD name RETURN name
CALL dbms.components() YIELD name, versions, edition RETURN name, size(versions), edition
CALL dbms.info() YIELD name RETURN name
CALL dbms.listConfig('server.bolt.enabled') YIELD name, dynamic, value RETURN *
CALL dbms.listActiveLocks('x') YIELD mode RETURN mode
CALL tx.getMetaData()
CALL tx.setMetaData({a: 1})
CALL tx.setMetaData({a: {b: 1}})
CALL dbms.queryJmx('*:*') YIELD name RETURN count(*) > 0
CALL dbms.queryJmx('nope:*') YIELD name RETURN name
CALL db.awaitIndexes()
CALL db.awaitIndexes(1)
CALL db.awaitIndexes(null)
CALL db.awaitIndex('nope')
CALL db.awaitIndex('nope', 1)
CALL db.awaitIndex(null)
CALL db.resampleIndex('nope')
CALL db.resampleOutdatedIndexes()
CALL db.prepareForReplanning(1)
CALL db.prepareForReplanning()
CALL db.clearQueryCaches()
CALL db.createLabel('NewL')
CALL db.createLabel('')
CALL db.createLabel(null)
CALL db.createProperty('newp')
CALL db.createRelationshipType('NEWT')
CALL db.stats.status() YIELD section, status RETURN *
CALL db.stats.collect('NOPE')
CALL db.stats.collect('QUERIES', {durationSeconds: 'x'})
CALL db.stats.stop('QUERIES') YIELD section, success RETURN *
CALL db.stats.clear('QUERIES') YIELD section, success RETURN *
CALL db.stats.retrieve('TOKENS') YIELD section RETURN section
CALL db.stats.retrieve('NOPE') YIELD section RETURN section
CALL db.stats.retrieveAllAnonymized('t') YIELD section RETURN DISTINCT section
CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer RETURN count(*) > 0
CALL db.index.fulltext.queryNodes('nope', 'a') YIELD node RETURN node
CALL db.index.fulltext.queryRelationships('nope', 'a') YIELD relationship RETURN relationship
CALL db.index.vector.queryNodes('nope', 1, [1.0]) YIELD node RETURN node
CALL db.index.vector.queryRelationships('nope', 1, [1.0]) YIELD relationship RETURN relationship
CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
MATCH (a:A) CALL db.create.setNodeVectorProperty(a, 'v', [1.0, 2.0]) RETURN a
MATCH (a:A) CALL db.create.setNodeVectorProperty(a, 'v', []) RETURN a
MATCH (a:A) CALL db.create.setNodeVectorProperty(a, '', [1.0]) RETURN a
MATCH (a:A) CALL db.create.setNodeVectorProperty(a, 'v', null) RETURN a
MATCH (a:A) CALL db.create.setNodeVectorProperty(null, 'v', [1.0]) RETURN a
MATCH (a:A) CALL db.create.setNodeVectorProperty(a, 'v', ['x']) RETURN a
MATCH ()-[a:T]->() CALL db.create.setRelationshipVectorProperty(a, 'v', [1.0, 2.0]) RETURN a
CALL dbms.listConnections() YIELD connector RETURN DISTINCT connector
CALL dbms.listCapabilities() YIELD name RETURN count(*) > 0
CALL dbms.listPools() YIELD pool RETURN count(*) > 0
CALL dbms.scheduler.groups() YIELD group RETURN count(*) > 0
CALL dbms.scheduler.jobs() YIELD jobId RETURN count(*) >= 0
CALL dbms.scheduler.failedJobs() YIELD jobId RETURN count(*)
CALL dbms.routing.getRoutingTable({}) YIELD ttl, servers RETURN ttl, size(servers)
CALL dbms.routing.getRoutingTable({}, 'nope') YIELD ttl RETURN ttl
CALL dbms.cluster.routing.getRoutingTable({}) YIELD ttl, servers RETURN ttl, size(servers)
CALL dbms.upgradeStatus() YIELD status RETURN status
CALL dbms.upgrade() YIELD status RETURN status
CALL dbms.showCurrentUser() YIELD username RETURN username
CALL internal.dbms.index.fulltext.listAvailableAnalyzers()
CALL dbms.setTXMetaData({a: 1})
CALL db.nope()
CALL dbms.listConfig(1) YIELD name RETURN name
CALL db.labels('x')
CALL db.awaitIndexes('x')
