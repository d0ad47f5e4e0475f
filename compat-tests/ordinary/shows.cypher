// What SHOW and OPTIONS are in Cypher 5 and in Cypher 25.
CREATE CONSTRAINT cn FOR (n:A) REQUIRE n.x IS UNIQUE;
CREATE CONSTRAINT cr FOR ()-[r:R]-() REQUIRE r.x IS UNIQUE;
CREATE POINT INDEX pp FOR (n:A) ON (n.y);
CREATE TEXT INDEX tt FOR (n:A) ON (n.y);
// queries
CYPHER 5 SHOW  CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW ALL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW NODE UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
CYPHER 5 SHOW NODE UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'UNIQUENESS'
CYPHER 5 SHOW REL UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW REL UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW RELATIONSHIP UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW RELATIONSHIP UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_UNIQUENESS'
CYPHER 5 SHOW PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW NODE PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW NODE PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW RELATIONSHIP PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW RELATIONSHIP PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW REL PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06 42I67
CYPHER 5 SHOW KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW NODE KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW REL KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW RELATIONSHIP KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW PROPERTY EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW NODE EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW NODE PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW REL EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW REL PROPERTY EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW RELATIONSHIP PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW REL PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW RELATIONSHIP PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 5 SHOW NODE LABEL EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 5 SHOW RELATIONSHIP SOURCE LABEL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 5 SHOW RELATIONSHIP TARGET LABEL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 SHOW  CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW ALL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW NODE UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW NODE UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW REL UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW REL UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW RELATIONSHIP UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW RELATIONSHIP UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW NODE PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW NODE PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW RELATIONSHIP PROPERTY UNIQUE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW RELATIONSHIP PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW REL PROPERTY UNIQUENESS CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS'
CYPHER 25 SHOW KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW NODE KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW REL KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW RELATIONSHIP KEY CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW PROPERTY EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW NODE EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW NODE PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW REL EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW REL PROPERTY EXIST CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW RELATIONSHIP PROPERTY EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW REL PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW RELATIONSHIP PROPERTY TYPE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//: name | type
CYPHER 25 SHOW NODE LABEL EXISTENCE CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 SHOW RELATIONSHIP SOURCE LABEL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 SHOW RELATIONSHIP TARGET LABEL CONSTRAINTS YIELD name, type RETURN name, type ORDER BY name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 SHOW CONSTRAINTS YIELD name, type, properties, enforcedLabel, classification, ownedIndex, propertyType, options, createStatement RETURN * ORDER BY name;
//: name | type | properties | enforcedLabel | classification | ownedIndex | propertyType | options | createStatement
//> 'cn' | 'NODE_PROPERTY_UNIQUENESS' | ['x'] | null | 'undesignated' | 'cn' | null | {indexConfig: {}} | 'CREATE CONSTRAINT `cn` FOR (n:`A`) REQUIRE (n.`x`) IS UNIQUE'
//> 'cr' | 'RELATIONSHIP_PROPERTY_UNIQUENESS' | ['x'] | null | 'undesignated' | 'cr' | null | {indexConfig: {}} | 'CREATE CONSTRAINT `cr` FOR ()-[r:`R`]-() REQUIRE (r.`x`) IS UNIQUE'
CYPHER 5 SHOW CONSTRAINTS YIELD name, type, options RETURN * ORDER BY name;
//: name | type | options
//> 'cn' | 'UNIQUENESS' | {indexConfig: {}, indexProvider: 'range-1.0'}
//> 'cr' | 'RELATIONSHIP_UNIQUENESS' | {indexConfig: {}, indexProvider: 'range-1.0'}
CYPHER 5 SHOW CONSTRAINTS YIELD name, enforcedLabel;
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
CYPHER 25 SHOW KEY CONSTRAINTS;
//: id | name | type | entityType | labelsOrTypes | properties | enforcedLabel | ownedIndex | propertyType
CYPHER 5 SHOW KEY CONSTRAINTS;
//: id | name | type | entityType | labelsOrTypes | properties | ownedIndex | propertyType
CYPHER 25 SHOW KEY CONSTRAINTS YIELD *;
//: id | name | type | entityType | labelsOrTypes | properties | enforcedLabel | classification | ownedIndex | propertyType | options | createStatement
CYPHER 5 SHOW KEY CONSTRAINTS YIELD *;
//: id | name | type | entityType | labelsOrTypes | properties | ownedIndex | propertyType | options | createStatement
CYPHER 25 SHOW INDEXES YIELD name, options, indexProvider WHERE name <> 'x' AND size(name) = 2 RETURN * ORDER BY name;
//: name | options | indexProvider
//> 'cn' | {indexConfig: {}} | 'range-1.0'
//> 'cr' | {indexConfig: {}} | 'range-1.0'
//> 'pp' | {indexConfig: {`spatial.cartesian-3d.max`: [1000000.0, 1000000.0, 1000000.0], `spatial.cartesian-3d.min`: [-1000000.0, -1000000.0, -1000000.0], `spatial.cartesian.max`: [1000000.0, 1000000.0], `spatial.cartesian.min`: [-1000000.0, -1000000.0], `spatial.wgs-84-3d.max`: [180.0, 90.0, 1000000.0], `spatial.wgs-84-3d.min`: [-180.0, -90.0, -1000000.0], `spatial.wgs-84.max`: [180.0, 90.0], `spatial.wgs-84.min`: [-180.0, -90.0]}} | 'point-1.0'
//> 'tt' | {indexConfig: {}} | 'text-3.0'
CYPHER 5 SHOW INDEXES YIELD name, options, indexProvider WHERE name <> 'x' AND size(name) = 2 RETURN * ORDER BY name;
//: name | options | indexProvider
//> 'cn' | {indexConfig: {}, indexProvider: 'range-1.0'} | 'range-1.0'
//> 'cr' | {indexConfig: {}, indexProvider: 'range-1.0'} | 'range-1.0'
//> 'pp' | {indexConfig: {`spatial.cartesian-3d.max`: [1000000.0, 1000000.0, 1000000.0], `spatial.cartesian-3d.min`: [-1000000.0, -1000000.0, -1000000.0], `spatial.cartesian.max`: [1000000.0, 1000000.0], `spatial.cartesian.min`: [-1000000.0, -1000000.0], `spatial.wgs-84-3d.max`: [180.0, 90.0, 1000000.0], `spatial.wgs-84-3d.min`: [-180.0, -90.0, -1000000.0], `spatial.wgs-84.max`: [180.0, 90.0], `spatial.wgs-84.min`: [-180.0, -90.0]}, indexProvider: 'point-1.0'} | 'point-1.0'
//> 'tt' | {indexConfig: {}, indexProvider: 'text-3.0'} | 'text-3.0'
CYPHER 25 SHOW INDEXES YIELD type, options WHERE type = 'LOOKUP';
//: type | options
//> 'LOOKUP' | {indexConfig: {}}
//> 'LOOKUP' | {indexConfig: {}}
CYPHER 25 SHOW TRANSACTIONS YIELD * WHERE false;
//: database | transactionId | currentQueryId | outerTransactionId | connectionId | clientAddress | username | metaData | currentQuery | parameters | planner | runtime | indexes | startTime | currentQueryStartTime | protocol | requestUri | status | currentQueryStatus | statusDetails | resourceInformation | activeLockCount | currentQueryActiveLockCount | elapsedTime | cpuTime | waitTime | idleTime | currentQueryElapsedTime | currentQueryCpuTime | currentQueryWaitTime | currentQueryIdleTime | currentQueryAllocatedBytes | allocatedDirectBytes | estimatedUsedHeapMemory | pageHits | pageFaults | currentQueryPageHits | currentQueryPageFaults | initializationStackTrace | currentQueryProgress
CYPHER 5 SHOW TRANSACTIONS YIELD * WHERE false;
//: database | transactionId | currentQueryId | outerTransactionId | connectionId | clientAddress | username | metaData | currentQuery | parameters | planner | runtime | indexes | startTime | currentQueryStartTime | protocol | requestUri | status | currentQueryStatus | statusDetails | resourceInformation | activeLockCount | currentQueryActiveLockCount | elapsedTime | cpuTime | waitTime | idleTime | currentQueryElapsedTime | currentQueryCpuTime | currentQueryWaitTime | currentQueryIdleTime | currentQueryAllocatedBytes | allocatedDirectBytes | estimatedUsedHeapMemory | pageHits | pageFaults | currentQueryPageHits | currentQueryPageFaults | initializationStackTrace
CYPHER 25 SHOW TRANSACTIONS YIELD * RETURN valueType(startTime) AS a, valueType(currentQueryStartTime) AS b;
//: a | b
//> 'ZONED DATETIME NOT NULL' | 'ZONED DATETIME NOT NULL'
CYPHER 5 SHOW TRANSACTIONS YIELD * RETURN valueType(startTime) AS a, valueType(currentQueryStartTime) AS b;
//: a | b
//> 'STRING NOT NULL' | 'STRING NOT NULL'
CYPHER 25 SHOW DATABASES YIELD * WHERE false;
//: name | type | aliases | access | databaseID | serverID | address | role | writer | requestedStatus | currentStatus | statusMessage | default | home | currentPrimariesCount | currentSecondariesCount | currentPropertyShardReplicas | requestedPrimariesCount | requestedSecondariesCount | requestedPropertyShardReplicas | creationTime | lastStartTime | lastStopTime | store | lastCommittedTxn | replicationLag | shardTxnLag | constituents | graphShards | propertyShards | defaultLanguage | options
CYPHER 5 SHOW DATABASES YIELD * WHERE false;
//: name | type | aliases | access | databaseID | serverID | address | role | writer | requestedStatus | currentStatus | statusMessage | default | home | currentPrimariesCount | currentSecondariesCount | requestedPrimariesCount | requestedSecondariesCount | creationTime | lastStartTime | lastStopTime | store | lastCommittedTxn | replicationLag | constituents | defaultLanguage | options
CYPHER 25 SHOW DATABASES WHERE false;
//: name | type | aliases | access | address | role | writer | requestedStatus | currentStatus | statusMessage | default | home | constituents
CYPHER 25 SHOW HOME DATABASE YIELD * WHERE false;
//: name | type | aliases | access | databaseID | serverID | address | role | writer | requestedStatus | currentStatus | statusMessage | currentPrimariesCount | currentSecondariesCount | currentPropertyShardReplicas | requestedPrimariesCount | requestedSecondariesCount | requestedPropertyShardReplicas | creationTime | lastStartTime | lastStopTime | store | lastCommittedTxn | replicationLag | shardTxnLag | constituents | graphShards | propertyShards | defaultLanguage | options
CYPHER 25 SHOW DATABASE neo4j YIELD currentPropertyShardReplicas, requestedPropertyShardReplicas, shardTxnLag, graphShards, propertyShards;
//: currentPropertyShardReplicas | requestedPropertyShardReplicas | shardTxnLag | graphShards | propertyShards
//> null | null | null | ['neo4j'] | []
CYPHER 25 CREATE INDEX oo FOR (n:A) ON (n.oo) OPTIONS {indexProvider: 'range-1.0'};
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
CYPHER 25 CREATE CONSTRAINT oo FOR (n:A) REQUIRE (n.oo) IS UNIQUE OPTIONS {indexProvider: 'nope'};
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
CYPHER 25 CREATE CONSTRAINT oo FOR (n:A) REQUIRE (n.oo) IS UNIQUE OPTIONS {nope: 1};
//! Neo.ClientError.Statement.SyntaxError 42001 22N04
CYPHER 25 CREATE CONSTRAINT oo FOR (n:A) REQUIRE (n.oo) IS UNIQUE OPTIONS {IndexConfig: {}};
//+ constraints-added 1
CYPHER 5 CREATE INDEX oo FOR (n:A) ON (n.oo) OPTIONS {INDEXPROVIDER: 'range-1.0', indexconfig: {}};
//+ indexes-added 1
// $ {o: {indexProvider: 'range-1.0'}}
CYPHER 25 CREATE INDEX oo FOR (n:A) ON (n.oo) OPTIONS $o;
//! Neo.ClientError.General.InvalidArguments 42001 22N04
// $ {o: {indexProvider: 'range-1.0'}}
CYPHER 5 CREATE INDEX oo FOR (n:A) ON (n.oo) OPTIONS $o;
//+ indexes-added 1
// $ {o: {nope: 'range-1.0'}}
CYPHER 25 CREATE INDEX oo FOR (n:A) ON (n.oo) OPTIONS $o;
//! Neo.ClientError.General.InvalidArguments 42001 22N04
