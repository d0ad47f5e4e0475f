// Calls of procedures for procedures.py: `== name`, the graph, the calls.
== path
CREATE (a:A:Start {uid: 1})-[:T {uid: 1}]->(b:B {uid: 2})-[:T {uid: 2}]->(c:C {uid: 3})-[:U {uid: 3}]->(d:D {uid: 4}), (a)-[:U {uid: 4}]->(c), (d)-[:T {uid: 5}]->(a), (b)-[:V {uid: 6}]->(e:E:X {uid: 5}), (c)-[:T {uid: 7}]->(e), (e)-[:T {uid: 8}]->(f:B {uid: 6}), (f)-[:T {uid: 9}]->(f), (e)-[:U {uid: 10}]->(g:C:X {uid: 7})
MATCH (a:A) CALL apoc.path.expand(a, 'T>', '', 0, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '<T', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T', '', 1, 2) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>|U>', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>|<U', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '<', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '', '', 1, 2) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, null, null, 1, 2) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '-C', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '+B|C', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '+B|+C|-X', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '/C', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '>C', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '>C|/E', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '>C|-E', 1, 4) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '>C|+E', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '/B|+C', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', 'B:X', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '>E:X', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '/C:X', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '-C:X', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '-*', 1, 5) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '*', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, '>', '/*', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'NOPE', '', 0, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'NOPE>', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>|NOPE', '', 1, 3) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(id(a), 'T>', '', 1, 2) YIELD path RETURN path
MATCH (n:B) WITH collect(n) AS ns CALL apoc.path.expand(ns, 'T>', '', 1, 2) YIELD path RETURN path
MATCH (n:B) WITH collect(id(n)) AS ns CALL apoc.path.expand(ns, 'T>', '', 1, 2) YIELD path RETURN path
CALL apoc.path.expand(null, 'T>', '', 1, 2) YIELD path RETURN path
CALL apoc.path.expand([], 'T>', '', 1, 2) YIELD path RETURN path
CALL apoc.path.expand('x', 'T>', '', 1, 2) YIELD path RETURN path
CALL apoc.path.expand(-5, 'T>', '', 1, 2) YIELD path RETURN path
CALL apoc.path.expand(99999999, 'T>', '', 1, 2) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>', '', -1, 2) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expand(a, 'T>', '', 2, 1) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {}) YIELD path RETURN count(*)
MATCH (a:A) CALL apoc.path.expandConfig(a, null) YIELD path RETURN count(*)
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 2}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 3, uniqueness: 'NODE_PATH'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 3, uniqueness: 'NODE_GLOBAL', relationshipFilter: '>'}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 3, uniqueness: 'RELATIONSHIP_GLOBAL', relationshipFilter: '>'}) YIELD path RETURN count(*), sum(length(path))
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, uniqueness: 'NONE', relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, uniqueness: 'NODE_LEVEL', relationshipFilter: '>'}) YIELD path RETURN count(*), sum(length(path))
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, uniqueness: 'RELATIONSHIP_LEVEL', relationshipFilter: '>'}) YIELD path RETURN count(*), sum(length(path))
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, uniqueness: 'NODE_RECENT', relationshipFilter: '>'}) YIELD path RETURN count(*) > 0
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, uniqueness: 'NOPE', relationshipFilter: '>'}) YIELD path RETURN count(*) > 0
MATCH (a:A) CALL apoc.path.expandConfig(a, {minLevel: 1, maxLevel: 4, bfs: false, relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 4, limit: 3, relationshipFilter: '>'}) YIELD path RETURN count(*)
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 4, limit: 0, relationshipFilter: '>'}) YIELD path RETURN count(*)
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 4, limit: -1, relationshipFilter: '>'}) YIELD path RETURN count(*)
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '-A', relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '-A', filterStartNode: true, relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '+B|C', filterStartNode: true, relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '>A|>C', filterStartNode: true, relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '/A|>C', filterStartNode: true, relationshipFilter: '>'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 3, labelFilter: '>C', relationshipFilter: '>', minLevel: 0}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', terminatorNodes: [e]}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', endNodes: [e]}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', endNodes: e}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', endNodes: [id(e)]}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', endNodes: [e], labelFilter: '>C'}) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.path.expandConfig(a, {maxLevel: 5, relationshipFilter: '>', endNodes: [a], terminatorNodes: [e]}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 5, relationshipFilter: '>', endNodes: [a]}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 5, relationshipFilter: '>', terminatorNodes: [a]}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 5, relationshipFilter: '>', terminatorNodes: [a], filterStartNode: true}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 5, relationshipFilter: '>', endNodes: [a], filterStartNode: true}) YIELD path RETURN path
MATCH (a:A), (c:C) WITH a, collect(c) AS cs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', blacklistNodes: cs}) YIELD path RETURN path
MATCH (a:A), (c:C) WITH a, collect(c) AS cs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', denylistNodes: cs}) YIELD path RETURN path
MATCH (a:A), (c) WHERE c:B OR c:E WITH a, collect(c) AS cs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', whitelistNodes: cs}) YIELD path RETURN path
MATCH (a:A), (c) WHERE c:B OR c:E WITH a, collect(c) AS cs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', allowlistNodes: cs}) YIELD path RETURN path
MATCH (a:A), (c) WHERE c:B OR c:E WITH a, collect(c) AS cs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', allowlistNodes: cs, filterStartNode: true}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', whitelistNodes: []}) YIELD path RETURN path
MATCH (a:A), (c:C), (b:B) WITH a, collect(c) AS cs, collect(b) AS bs CALL apoc.path.expandConfig(a, {maxLevel: 4, relationshipFilter: '>', blacklistNodes: cs, endNodes: bs}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: 'T>,U>', maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: 'U>,T>|U>', minLevel: 1, maxLevel: 5}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: 'T>,U>', beginSequenceAtStart: false, maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: '>', labelFilter: '+B,+C', maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: '>', labelFilter: 'A,B,C|E', maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: '>', labelFilter: 'B,>C', beginSequenceAtStart: false, maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: '>', labelFilter: 'A,>B|C,/E', beginSequenceAtStart: true, maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {relationshipFilter: '>', labelFilter: 'A,*', maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {sequence: 'A,T>,B,T>,C', maxLevel: 4}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {sequence: 'A, T>, B|C, T>|U>', maxLevel: 5}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {sequence: 'T>,B,T>,>C', beginSequenceAtStart: false, maxLevel: 5}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {sequence: '+A,T>,-C,U>', maxLevel: 5}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.expandConfig(a, {sequence: 'A,T>,B', maxLevel: 5, labelFilter: '-B', relationshipFilter: '<'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.spanningTree(a, {}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.spanningTree(a, {minLevel: 1, maxLevel: 2}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.spanningTree(a, {minLevel: 2}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.spanningTree(a, {relationshipFilter: '>', labelFilter: '/C'}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.spanningTree(a, {uniqueness: 'NONE', maxLevel: 3}) YIELD path RETURN nodes(path)[-1], length(path)
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {minLevel: 0}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {minLevel: 1}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {minLevel: 2}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {maxLevel: 1}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {maxLevel: -1}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {maxLevel: 1, relationshipFilter: 'T'}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {labelFilter: '>C'}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {labelFilter: '-E'}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {labelFilter: '-A', filterStartNode: true}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.subgraphNodes(a, {optional: true, labelFilter: '>NOPE'}) YIELD node RETURN node
MATCH (a:A) CALL apoc.path.expandConfig(a, {optional: true, labelFilter: '>NOPE'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.spanningTree(a, {optional: true, labelFilter: '>NOPE'}) YIELD path RETURN path
MATCH (a:A) CALL apoc.path.subgraphAll(a, {}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.path.subgraphAll(a, {maxLevel: 1}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.path.subgraphAll(a, {maxLevel: 2, relationshipFilter: 'T>'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.path.subgraphAll(a, {maxLevel: 1, labelFilter: '-C'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.path.subgraphAll(a, {maxLevel: 1, relationshipFilter: '<|U>'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.path.subgraphAll(a, {labelFilter: '>NOPE'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (a:A) CALL apoc.neighbors.tohop(a, 'T>', 2) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop(a, 'T>|<T', 2) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop(a, '', 2) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop(a, 'T', 0) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop(a, 'T', -1) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop(a, null, 1) YIELD node RETURN node
MATCH (f {uid: 6}) CALL apoc.neighbors.tohop(f, 'T>', 2) YIELD node RETURN node
MATCH (f {uid: 6}) CALL apoc.neighbors.athop(f, 'T>', 1) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.tohop.count(a, 'T>', 3) YIELD value RETURN value
MATCH (a:A) CALL apoc.neighbors.byhop(a, 'T', 3) YIELD nodes RETURN nodes
MATCH (a:A) CALL apoc.neighbors.byhop(a, 'NOPE', 3) YIELD nodes RETURN nodes
MATCH (a:A) CALL apoc.neighbors.byhop.count(a, 'T>', 5) YIELD value RETURN value
MATCH (a:A) CALL apoc.neighbors.byhop.count(a, 'NOPE', 5) YIELD value RETURN value
MATCH (a:A) CALL apoc.neighbors.athop(a, 'T>', 2) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.athop(a, '>', 3) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.athop(a, 'T>', 20) YIELD node RETURN node
MATCH (a:A) CALL apoc.neighbors.athop.count(a, 'T>', 2) YIELD value RETURN value
CALL apoc.neighbors.tohop(null, 'T>', 2) YIELD node RETURN node
MATCH (a:A), (e:E) CALL apoc.algo.allSimplePaths(a, e, 'T>', 4) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.algo.allSimplePaths(a, e, '', 3) YIELD path RETURN path
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(a, e, '>', 'uid') YIELD path, weight RETURN path, weight
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(a, e, 'T>', 'uid') YIELD path, weight RETURN path, weight
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(a, e, 'T>', 'nope') YIELD path, weight RETURN path, weight
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(a, e, 'T>', 'nope', 2.0) YIELD path, weight RETURN path, weight
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(a, e, '>', 'uid', 1.0, 3) YIELD path, weight RETURN path, weight
MATCH (a:A), (e:E) CALL apoc.algo.dijkstra(e, a, 'NOPE', 'uid') YIELD path, weight RETURN path, weight
MATCH (n) WITH collect(n) AS ns CALL apoc.algo.cover(ns) YIELD rel RETURN rel
MATCH (n:B) WITH collect(n) AS ns CALL apoc.algo.cover(ns) YIELD rel RETURN rel
MATCH (n:B) WITH collect(n) AS ns MATCH (e:E) CALL apoc.nodes.link(ns + [e], 'L') RETURN count(*)
MATCH (n) WITH n ORDER BY n.uid WITH collect(n) AS ns CALL apoc.nodes.link(ns, 'T', {avoidDuplicates: true}) RETURN count(*)
MATCH (n) WITH collect(n) AS ns CALL apoc.nodes.rels(ns) YIELD rel RETURN rel
MATCH (n) WITH collect(id(n)) AS ns CALL apoc.nodes.get(ns) YIELD node RETURN node
MATCH (n) WITH collect(n) AS ns CALL apoc.nodes.get(ns) YIELD node RETURN node
CALL apoc.nodes.get([99999999]) YIELD node RETURN node
MATCH (n:B) WITH collect(n) AS ns CALL apoc.nodes.delete(ns, 1) YIELD value RETURN value
MATCH (n:B) WITH collect(id(n)) AS ns CALL apoc.nodes.delete(ns, 10) YIELD value RETURN value
MATCH (n) WITH n ORDER BY n.uid WITH collect(n) AS ns CALL apoc.nodes.cycles(ns) YIELD path RETURN length(path) AS l ORDER BY l
MATCH (n) WITH n ORDER BY n.uid WITH collect(n) AS ns CALL apoc.nodes.cycles(ns, {relTypes: ['T']}) YIELD path RETURN path
MATCH (n) WITH n ORDER BY n.uid WITH collect(n) AS ns CALL apoc.nodes.cycles(ns, {maxDepth: 2}) YIELD path RETURN path
MATCH (n) RETURN n.uid AS u, apoc.node.degree(n), apoc.node.degree(n, 'T'), apoc.node.degree(n, 'T>'), apoc.node.degree(n, '<T'), apoc.node.degree(n, '>'), apoc.node.degree(n, 'T|U>'), apoc.node.degree.in(n), apoc.node.degree.out(n), apoc.node.degree.in(n, 'T'), apoc.node.degree.out(n, 'NOPE') ORDER BY u
MATCH (n) RETURN n.uid AS u, apoc.node.relationship.types(n), apoc.node.relationship.types(n, 'T>|V'), apoc.node.relationship.exists(n, 'T'), apoc.node.relationship.exists(n, '<U'), apoc.node.relationships.exist(n, 'T|<U|V>'), apoc.node.relationship.types(n, '') ORDER BY u
MATCH (n) RETURN n.uid AS u, apoc.nodes.isDense(n), apoc.node.labels(n), apoc.label.exists(n, 'X'), apoc.any.properties(n), apoc.any.property(n, 'uid') ORDER BY u
MATCH (n) WITH collect(n) AS ns RETURN apoc.nodes.relationship.types(ns)[0].types, size(apoc.nodes.relationship.types(ns, 'T>')), apoc.nodes.relationships.exist(ns, 'T')[0].exists
MATCH (a:A), (n) RETURN n.uid AS u, apoc.nodes.connected(a, n), apoc.nodes.connected(a, n, 'T'), apoc.nodes.connected(a, n, 'T>'), apoc.nodes.connected(a, n, '<T|U') ORDER BY u
MATCH (a:A), (e:E) RETURN apoc.nodes.connected(a, null), apoc.nodes.connected(a, e, 'NOPE')
MATCH p = (a:A)-[*2]->() RETURN apoc.path.elements(p)
MATCH p = (a:A)-[:T*3]->() RETURN apoc.path.slice(p, 1, 1), apoc.path.slice(p), apoc.path.slice(p, 1), apoc.path.slice(p, 0, -1), apoc.path.slice(p, 5)
MATCH p = (a:A)-[:T]->(b)-[:T]->(c) RETURN apoc.path.create(a, relationships(p)), apoc.path.create(a, []), apoc.path.create(null, [])
MATCH p = (a:A)-[:T]->(b), q = (b)-[:T]->(c:C) RETURN apoc.path.combine(p, q), apoc.path.combine(p, null)
MATCH p = (a:A)-[:T]->(b), q = (c:C)-[:U]->(d) RETURN apoc.path.combine(p, q)
MATCH (a:A)-[r:T]->() RETURN apoc.rel.type(r), apoc.rel.startNode(r), apoc.rel.endNode(r), apoc.any.properties(r), apoc.label.exists(r, 'T')
MATCH (n) WITH n ORDER BY n.uid RETURN apoc.agg.first(n.uid), apoc.agg.last(n.uid), apoc.agg.nth(n.uid, 2), apoc.agg.slice(n.uid, 1, 2), apoc.agg.product(n.uid), apoc.agg.median(n.uid)
MATCH (n) RETURN apoc.agg.statistics(n.uid), apoc.agg.percentiles(n.uid), apoc.agg.minItems(n.uid, n.uid % 3).value, apoc.agg.maxItems(n, labels(n)[0]).value
MATCH (n) RETURN apoc.agg.statistics(n.uid, [0.5, 0.9]), apoc.agg.percentiles(n.uid, [0.1, 0.5])
MATCH (a:A) CALL apoc.stats.degrees('T>') YIELD type, direction, total, p50, p75, p90, p95, p99, p999, max, min, mean RETURN *
CALL apoc.stats.degrees() YIELD type, direction, total, max, min, mean RETURN type, direction, total, max, min, mean
MATCH (n:B) CALL apoc.create.setProperty(n, 'k', 1) YIELD node RETURN node.k
MATCH (n:B) CALL apoc.create.addLabels(n, ['Q', 'R']) YIELD node RETURN labels(node)
MATCH (n:B) CALL apoc.create.addLabels(id(n), ['Q']) YIELD node RETURN labels(node)
MATCH (n:B) WITH collect(n) AS ns CALL apoc.create.addLabels(ns, ['Q']) YIELD node RETURN labels(node)
MATCH (n:B) CALL apoc.create.addLabels(n, []) YIELD node RETURN labels(node)
MATCH (n:B) CALL apoc.create.addLabels(n, ['']) YIELD node RETURN labels(node)
MATCH (n:B) CALL apoc.create.addLabels(n, null) YIELD node RETURN labels(node)
CALL apoc.create.addLabels(null, ['Q']) YIELD node RETURN labels(node)
MATCH (n:X) CALL apoc.create.removeLabels(n, ['X', 'NOPE']) YIELD node RETURN labels(node)
MATCH (n:X) CALL apoc.create.setLabels(n, ['Y']) YIELD node RETURN labels(node)
MATCH (n:X) CALL apoc.create.setLabels(n, []) YIELD node RETURN labels(node)
MATCH (n:X) CALL apoc.create.setProperties(n, ['a', 'b'], [1, null]) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.setProperties(n, ['a', 'b'], [1]) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.removeProperties(n, ['uid', 'nope']) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.setProperty(n, '', 1) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.setProperty(n, 'm', {a: 1}) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.setProperty(n, 'm', [1, 'a']) YIELD node RETURN node
MATCH (n:X) CALL apoc.create.setProperty(n, 'm', []) YIELD node RETURN node
MATCH ()-[r:U]->() CALL apoc.create.setRelProperty(r, 'k', date('2020-01-01')) YIELD rel RETURN rel
MATCH ()-[r:U]->() CALL apoc.create.setRelProperties(r, ['k', 'l'], ['a', 2.5]) YIELD rel RETURN rel
MATCH ()-[r:U]->() CALL apoc.create.removeRelProperties(r, ['uid']) YIELD rel RETURN rel
MATCH ()-[r:U]->() CALL apoc.create.setRelProperty(id(r), 'k', 1) YIELD rel RETURN rel
MATCH (a:A), (e:E) CALL apoc.create.relationship(a, 'NEW', {k: 1}, e) YIELD rel RETURN rel
MATCH (a:A), (e:E) CALL apoc.create.relationship(a, '', {k: 1}, e) YIELD rel RETURN rel
MATCH (a:A), (e:E) CALL apoc.create.relationship(a, null, {k: 1}, e) YIELD rel RETURN rel
MATCH (a:A), (e:E) CALL apoc.create.relationship(a, 'N', null, e) YIELD rel RETURN rel
MATCH (a:A) CALL apoc.create.relationship(a, 'N', {}, null) YIELD rel RETURN rel
CALL apoc.create.node(['P', 'Q'], {a: 1, b: [1, 2]}) YIELD node RETURN node
CALL apoc.create.node([], {}) YIELD node RETURN node
CALL apoc.create.node(null, {a: 1}) YIELD node RETURN node
CALL apoc.create.node(['P'], null) YIELD node RETURN node
CALL apoc.create.node(['P'], {a: null, m: {x: 1}}) YIELD node RETURN node
CALL apoc.create.node([''], {}) YIELD node RETURN node
CALL apoc.create.node([null], {}) YIELD node RETURN node
CALL apoc.create.node('P', {}) YIELD node RETURN node
CALL apoc.create.nodes(['P'], [{a: 1}, {b: 2}]) YIELD node RETURN node
CALL apoc.create.uuids(3) YIELD uuid RETURN size(uuid)
CALL apoc.create.uuids(2) YIELD row, uuid RETURN row
MATCH p = (:A)-[:T*2]->() CALL apoc.create.clonePathToVirtual(p) YIELD path RETURN path
MATCH p = (:A)-[:T*1..2]->() WITH collect(p) AS ps CALL apoc.create.clonePathsToVirtual(ps) YIELD path RETURN path
CALL apoc.create.virtualPath(['A'], {a: 1}, 'T', {b: 2}, ['B'], {c: 3}) YIELD from, rel, to RETURN from, rel, to
CALL apoc.create.vNodes(['A'], [{a: 1}, {b: 2}]) YIELD node RETURN node
MATCH (a:A) RETURN apoc.create.virtual.fromNode(a, ['uid'])
CALL apoc.spatial.sortByDistance([]) YIELD path, distance RETURN path, distance
CALL apoc.search.node({A: 'uid', B: ['uid']}, '>', 1) YIELD node RETURN node
CALL apoc.search.nodeAll({A: 'uid', B: ['uid']}, '=', 1) YIELD node RETURN node
CALL apoc.search.nodeAll('{"B": "uid", "C": "uid"}', '>=', 2) YIELD node RETURN node
CALL apoc.search.nodeReduced({A: 'uid', B: ['uid']}, '<>', 1) YIELD id, labels, values RETURN labels, values
CALL apoc.search.nodeAllReduced({A: 'uid', B: ['uid']}, '<', 9) YIELD labels, values RETURN labels, values
CALL apoc.search.multiSearchReduced({A: 'uid', B: ['uid']}, '<', 9) YIELD labels, values RETURN labels, values
CALL apoc.search.node({A: 'uid'}, 'nope', 1) YIELD node RETURN node
MATCH (n:B) WITH collect(n) AS ns CALL apoc.lock.nodes(ns) RETURN 1
MATCH ()-[n:T]->() WITH collect(n) AS ns CALL apoc.lock.rels(ns) RETURN 1
MATCH (n:B) WITH collect(n) AS ns CALL apoc.lock.all(ns, []) RETURN 1
MATCH (n:B) WITH collect(n) AS ns CALL apoc.lock.read.nodes(ns) RETURN 1
MATCH (n:B) WITH collect(n) AS ns CALL apoc.coll.elements(ns, 3) YIELD elements, _1n, _2n, _3n RETURN elements, _1n, _2n, _3n
CALL apoc.coll.elements([1, 'a', null, {x: 1}], 4) YIELD _1i, _2s, _3, _4m, elements RETURN _1i, _2s, _3, _4m, elements
CALL apoc.coll.split([1, 2, 3, 2, 5], 2) YIELD value RETURN value
CALL apoc.coll.split([1, 2], 9) YIELD value RETURN value
CALL apoc.coll.split([], 9) YIELD value RETURN value
CALL apoc.coll.zipToRows([1, 2], [3]) YIELD value RETURN value
== refactor
CREATE (a:A {k: 1, l: 'x', list: [1, 2]})-[:T {w: 1}]->(b:B {k: 2, m: 'y', list: [2, 3]}), (b)-[:U {w: 2}]->(c:C {k: 3}), (c)-[:T {w: 3}]->(a), (d:A {k: 1, n: true})-[:T {w: 4}]->(c), (a)-[:T {w: 5}]->(b), (d)-[:U {w: 6}]->(d)
MATCH (n:A) WITH n ORDER BY n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns) YIELD node RETURN node
MATCH (n:A) WITH n ORDER BY n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'overwrite'}) YIELD node RETURN node
MATCH (n:A) WITH n ORDER BY n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'overwrite', mergeRels: true}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'combine'}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'combine', mergeRels: true}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'discard', mergeRels: true}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: {k: 'overwrite', l: 'discard', `.*`: 'combine'}, mergeRels: true}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: {k: 'combine'}}) YIELD node RETURN node
MATCH (n) WITH n ORDER BY n.k, n.l WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: {`l.*`: 'combine', k: 'discard'}}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH n ORDER BY n.k WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'combine', mergeRels: false}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH n ORDER BY n.k WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {produceSelfRel: false}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH n ORDER BY n.k WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {mergeRels: true, produceSelfRel: false}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH n ORDER BY n.k WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {mergeRels: true, singleElementAsArray: true, properties: 'combine'}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH n ORDER BY n.k WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {preserveExistingSelfRels: false}) YIELD node RETURN node
MATCH (n:C) CALL apoc.refactor.mergeNodes([n], {properties: 'combine'}) YIELD node RETURN node
MATCH (n:C) CALL apoc.refactor.mergeNodes([n, n], {properties: 'combine'}) YIELD node RETURN node
CALL apoc.refactor.mergeNodes([], {}) YIELD node RETURN node
CALL apoc.refactor.mergeNodes(null, {}) YIELD node RETURN node
MATCH (n) WHERE n:B OR n:C WITH collect(n) AS ns CALL apoc.refactor.mergeNodes(ns, {properties: 'nope'}) YIELD node RETURN count(*)
MATCH (:A {l: 'x'})-[r:T]->(:B) WITH r ORDER BY r.w WITH collect(r) AS rs CALL apoc.refactor.mergeRelationships(rs) YIELD rel RETURN rel
MATCH (:A {l: 'x'})-[r:T]->(:B) WITH r ORDER BY r.w WITH collect(r) AS rs CALL apoc.refactor.mergeRelationships(rs, {properties: 'combine'}) YIELD rel RETURN rel
MATCH (:A {l: 'x'})-[r:T]->(:B) WITH r ORDER BY r.w WITH collect(r) AS rs CALL apoc.refactor.mergeRelationships(rs, {properties: 'discard'}) YIELD rel RETURN rel
MATCH (:A {l: 'x'})-[r:T]->(:B) WITH r ORDER BY r.w WITH collect(r) AS rs CALL apoc.refactor.mergeRelationships(rs, {properties: 'override'}) YIELD rel RETURN rel
MATCH ()-[r]->() WITH r ORDER BY r.w WITH collect(r) AS rs CALL apoc.refactor.mergeRelationships(rs, {properties: 'combine'}) YIELD rel RETURN rel
CALL apoc.refactor.mergeRelationships([]) YIELD rel RETURN rel
MATCH (n:A) WITH collect(n) AS ns CALL apoc.refactor.cloneNodes(ns) YIELD output, error RETURN output, error
MATCH (n:A) WITH collect(n) AS ns CALL apoc.refactor.cloneNodes(ns, true) YIELD output, error RETURN output, error
MATCH (n:A) WITH collect(n) AS ns CALL apoc.refactor.cloneNodes(ns, true, ['k', 'list']) YIELD output, error RETURN output, error
MATCH (n:A) WITH collect(n) AS ns CALL apoc.refactor.cloneNodes(ns, true, ['k'], ['T']) YIELD output, error RETURN output, error
CALL apoc.refactor.cloneNodes([]) YIELD output RETURN output
MATCH (n) WITH collect(n) AS ns MATCH ()-[r]->() WITH ns, collect(r) AS rs CALL apoc.refactor.cloneSubgraph(ns, rs) YIELD output, error RETURN output, error
MATCH (n) WITH collect(n) AS ns CALL apoc.refactor.cloneSubgraph(ns) YIELD output, error RETURN output, error
MATCH (n) WITH collect(n) AS ns MATCH (s:C) WITH ns, s MATCH (c:B) CALL apoc.refactor.cloneSubgraph(ns, [], {standinNodes: [[s, c]]}) YIELD output, error RETURN output, error
MATCH (n) WITH collect(n) AS ns MATCH (s:C) WITH ns, s MATCH (c:B) CALL apoc.refactor.cloneSubgraph(ns, null, {standinNodes: [[s, c]], skipProperties: ['k']}) YIELD output, error RETURN output, error
MATCH p = (:B)-->(:C) WITH collect(p) AS ps CALL apoc.refactor.cloneSubgraphFromPaths(ps) YIELD output, error RETURN output, error
MATCH p = (:B)-->(:C) WITH collect(p) AS ps CALL apoc.refactor.cloneSubgraphFromPaths(ps, {skipProperties: ['k']}) YIELD output, error RETURN output, error
MATCH ()-[r:U]->() CALL apoc.refactor.setType(r, 'NEW') YIELD output, error RETURN output, error
MATCH ()-[r:U]->() CALL apoc.refactor.setType(r, '') YIELD output, error RETURN output, error
MATCH ()-[r:U]->() CALL apoc.refactor.setType(r, null) YIELD output, error RETURN output, error
CALL apoc.refactor.setType(null, 'X') YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->(), (d:A {n: true}) CALL apoc.refactor.to(r, d) YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->(), (d:A {n: true}) CALL apoc.refactor.from(r, d) YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() CALL apoc.refactor.to(r, null) YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() CALL apoc.refactor.from(r, null) YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() CALL apoc.refactor.invert(r) YIELD output, error RETURN output, error
CALL apoc.refactor.invert(null) YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() CALL apoc.refactor.extractNode(r, ['N'], 'OUT', 'IN') YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() WITH collect(r) AS rs CALL apoc.refactor.extractNode(rs, ['N', 'M'], 'OUT', 'IN') YIELD output, error RETURN output, error
MATCH (:B)-[r:U]->() CALL apoc.refactor.extractNode(id(r), [], 'OUT', 'IN') YIELD output, error RETURN output, error
MATCH (c:C) CALL apoc.refactor.collapseNode(c, 'NEW') YIELD output, error RETURN output, error
MATCH (b:B)-[r:T]-() WITH b, r ORDER BY r.w WITH b, collect(r)[0] AS r DELETE r WITH b CALL apoc.refactor.collapseNode(b, 'NEW') YIELD output, error RETURN output, error
MATCH (b:B)-[r:T]-() WITH b, r ORDER BY r.w WITH b, collect(r)[0] AS r DELETE r WITH b CALL apoc.refactor.collapseNode([b], 'NEW') YIELD output, error RETURN output, error
CALL apoc.refactor.normalizeAsBoolean(null, 'k', [1], [2]) RETURN 1
MATCH (n) CALL apoc.refactor.normalizeAsBoolean(n, 'k', [1], [2]) RETURN count(*)
MATCH (n) CALL apoc.refactor.normalizeAsBoolean(n, 'nope', [1], [2]) RETURN count(*)
MATCH ()-[n]->() CALL apoc.refactor.normalizeAsBoolean(n, 'w', [1, 2], [3]) RETURN count(*)
MATCH (b:B) WITH b, [(x)-[:U]-(b)|x] AS xs CALL apoc.refactor.deleteAndReconnect(null, []) YIELD nodes RETURN nodes
MATCH p = (:A {l: 'x'})-[:T {w: 1}]->(b:B)-[:U]->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A {l: 'x'})-[:T {w: 1}]->(b:B)-[:U]->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relTypesToAttach: 'outgoing'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A {l: 'x'})-[:T {w: 1}]->(b:B)-[:U]->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relTypesToAttach: 'incoming'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (n:A) WITH collect(n) AS ns CALL apoc.nodes.collapse(ns, {}) YIELD from, rel, to RETURN from, rel, to
MATCH (n:A) WITH collect(n) AS ns CALL apoc.nodes.collapse(ns, {properties: 'combine', mergeRels: true, selfRel: true, countMerge: true}) YIELD from, rel, to RETURN from, rel, to
MATCH (n:A) WITH n LIMIT 1 WITH collect(n) AS ns CALL apoc.nodes.collapse(ns, {properties: 'combine'}) YIELD from, rel, to RETURN labels(from), type(rel), labels(to)
!CALL apoc.refactor.rename.label('A', 'Z') YIELD batches, total, committedOperations, failedOperations, constraints, indexes RETURN batches, total, committedOperations, failedOperations, constraints, indexes
!MATCH (n:A) WITH collect(n) AS ns CALL apoc.refactor.rename.label('A', 'Z', ns) YIELD total RETURN total
!MATCH (n:C) WITH collect(n) AS ns CALL apoc.refactor.rename.label('A', 'Z', ns) YIELD total RETURN total
!CALL apoc.refactor.rename.label('NOPE', 'Z') YIELD batches, total RETURN batches, total
!CALL apoc.refactor.rename.type('T', 'Z') YIELD batches, total, committedOperations RETURN batches, total, committedOperations
!CALL apoc.refactor.rename.type('NOPE', 'Z') YIELD batches, total RETURN batches, total
!CALL apoc.refactor.rename.nodeProperty('k', 'kk') YIELD batches, total RETURN batches, total
!CALL apoc.refactor.rename.nodeProperty('n', 'kk') YIELD batches, total RETURN batches, total
!CALL apoc.refactor.rename.typeProperty('w', 'ww') YIELD batches, total RETURN batches, total
!CALL apoc.refactor.rename.nodeProperty('k', 'kk', [], {batchSize: 2}) YIELD batches, total RETURN batches, total
!CALL apoc.refactor.categorize('k', 'OF', true, 'Cat', 'name', [], 10)
!CALL apoc.refactor.categorize('k', 'OF', false, 'Cat', 'name', ['l'], 1)
!CALL apoc.refactor.categorize('k', 'OF', true, 'Cat', 'name', ['l', 'm'])
!CALL apoc.refactor.categorize('', 'OF', true, 'Cat', 'name', [])
== merge
CREATE (a:A {k: 1, l: 'x'})-[:T {w: 1}]->(b:B {k: 2})
CALL apoc.merge.node(['A'], {k: 1}) YIELD node RETURN node
CALL apoc.merge.node(['A'], {k: 1}, {c: 1}, {m: 1}) YIELD node RETURN node
CALL apoc.merge.node(['A'], {k: 9}, {c: 1}, {m: 1}) YIELD node RETURN node
CALL apoc.merge.node(['A', 'New L'], {k: 9, z: 'q'}, {c: 1}) YIELD node RETURN node
CALL apoc.merge.node([], {k: 1}) YIELD node RETURN node
CALL apoc.merge.node(null, {k: 1}) YIELD node RETURN node
CALL apoc.merge.node([''], {k: 1}) YIELD node RETURN node
CALL apoc.merge.node([null], {k: 1}) YIELD node RETURN node
CALL apoc.merge.node(['A'], {}) YIELD node RETURN node
CALL apoc.merge.node(['A'], null) YIELD node RETURN node
CALL apoc.merge.node(['A'], {k: null}) YIELD node RETURN node
CALL apoc.merge.node(['A'], {k: 1}, null, null) YIELD node RETURN node
CALL apoc.merge.node(['A'], {k: 1}, {}, {l: null}) YIELD node RETURN node
CALL apoc.merge.node(['A'], {`a b`: 1}, {`c``d`: 2}) YIELD node RETURN node
CALL apoc.merge.node.eager(['A'], {k: 7}, {c: 1}, {m: 1}) YIELD node RETURN node
CALL apoc.merge.nodeWithStats(['A'], {k: 7}, {c: 1}, {m: 1}) YIELD stats, node RETURN stats, node
CALL apoc.merge.nodeWithStats(['A'], {k: 1}, {c: 1}, {m: 1}) YIELD stats, node RETURN stats, node
CALL apoc.merge.nodeWithStats.eager(['A'], {k: 1}, {c: 1}, {m: 1}) YIELD stats, node RETURN stats, node
UNWIND [1, 1, 2, 3] AS x CALL apoc.merge.node(['U'], {k: x}, {c: x}, {m: x}) YIELD node RETURN node.k, node.m
UNWIND [1, 1, 2, 3] AS x CALL apoc.merge.node.eager(['U'], {k: x}, {c: x}, {m: x}) YIELD node RETURN node.k, node.m
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'T', {w: 1}, {c: 1}, b, {m: 1}) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'T', {w: 2}, {c: 1}, b, {m: 1}) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'T', {}, {c: 1}, b, {m: 1}) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'T', {}, {c: 1}, b) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'U v', null, null, b) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, '', {}, {}, b) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, null, {}, {}, b) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(a, 'T', {w: null}, {}, b) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship(b, 'T', {}, {}, a) YIELD rel RETURN rel
MATCH (a:A) CALL apoc.merge.relationship(a, 'T', {}, {}, null) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationship.eager(a, 'N', {k: 1}, {c: 1}, b, {}) YIELD rel RETURN rel
MATCH (a:A), (b:B) CALL apoc.merge.relationshipWithStats(a, 'N', {k: 1}, {c: 1}, b, {}) YIELD stats, rel RETURN stats, rel
MATCH (a:A) CALL apoc.atomic.add(a, 'k', 5) YIELD container, property, oldValue, newValue RETURN container, property, oldValue, newValue
MATCH (a:A) CALL apoc.atomic.add(a, 'k', 1.5, 3) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) CALL apoc.atomic.add(a, 'nope', 5) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) CALL apoc.atomic.subtract(a, 'k', 5) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) CALL apoc.atomic.concat(a, 'l', 'yz') YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) SET a.list = [1, 2, 3] WITH a CALL apoc.atomic.insert(a, 'list', 1, 9, 5) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) SET a.list = [1, 2, 3] WITH a CALL apoc.atomic.remove(a, 'list', 1, 5) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH (a:A) CALL apoc.atomic.update(a, 'k', 'n.k * 10 + 1', 5) YIELD oldValue, newValue RETURN oldValue, newValue
MATCH ()-[a:T]->() CALL apoc.atomic.add(a, 'w', 5) YIELD oldValue, newValue RETURN oldValue, newValue
CALL apoc.atomic.add(null, 'w', 5) YIELD oldValue, newValue RETURN oldValue, newValue
== cypher
CREATE (a:A {k: 1})-[:T]->(b:B {k: 2})
CALL apoc.cypher.run('MATCH (n) RETURN n.k AS k ORDER BY k', {}) YIELD value RETURN value
CALL apoc.cypher.run('MATCH (n {k: $k}) RETURN n', {k: 2}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN x + $x AS y', {x: 2}) YIELD value RETURN value
CALL apoc.cypher.run('CREATE (:N)', {}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN 1 AS a', null) YIELD value RETURN value
CALL apoc.cypher.run('', {}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN', {}) YIELD value RETURN value
CALL apoc.cypher.run(null, {}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN $nope AS x', {}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN 1/0 AS x', {}) YIELD value RETURN value
CALL apoc.cypher.run('MATCH (n:NOPE) RETURN n', {}) YIELD value RETURN value
CALL apoc.cypher.run('RETURN 1 AS a;', {}) YIELD value RETURN value
CALL apoc.cypher.doIt('CREATE (n:N {k: $k}) RETURN n', {k: 5}) YIELD value RETURN value
CALL apoc.cypher.doIt('CREATE (n:N {k: $k})', {k: 5}) YIELD value RETURN value
CALL apoc.cypher.doIt('MATCH (n) DETACH DELETE n', {}) YIELD value RETURN value
CALL apoc.cypher.runWrite('CREATE (n:N {k: $k}) RETURN n.k AS k', {k: 5}) YIELD value RETURN value
CALL apoc.cypher.runMany('CREATE (:X {i: $i});\nMATCH (x:X) RETURN x.i AS i;', {i: 3}) YIELD row, result RETURN row, result.i
CALL apoc.cypher.runMany('RETURN 1 AS a; RETURN 2 AS b', {}, {statistics: false}) YIELD row, result RETURN row, result
CALL apoc.cypher.runMany('CREATE (:X {i: 1}); MATCH (n) RETURN count(n) AS c', {}, {statistics: true}) YIELD row, result RETURN row, result.nodesCreated, result.c, result.rows
CALL apoc.cypher.runManyReadOnly('RETURN 1 AS a; UNWIND [1, 2] AS b RETURN b', {}, {statistics: false}) YIELD row, result RETURN row, result
CALL apoc.cypher.runTimeboxed('RETURN 1 AS a', {}, 5000) YIELD value RETURN value
CALL apoc.cypher.runFirstColumnMany('MATCH (n) RETURN n.k ORDER BY n.k', {}) YIELD value RETURN value
RETURN apoc.cypher.runFirstColumnMany('MATCH (n) RETURN n.k AS k ORDER BY k', {}), apoc.cypher.runFirstColumnSingle('MATCH (n) RETURN n.k AS k ORDER BY k', {})
RETURN apoc.cypher.runFirstColumnSingle('MATCH (n:NOPE) RETURN n', {}), apoc.cypher.runFirstColumnMany('MATCH (n:NOPE) RETURN n', {})
RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})
CALL apoc.when(true, 'RETURN 1 AS a', 'RETURN 2 AS b', {}) YIELD value RETURN value
CALL apoc.when(false, 'RETURN 1 AS a', 'RETURN 2 AS b', {}) YIELD value RETURN value
CALL apoc.when(null, 'RETURN 1 AS a', 'RETURN 2 AS b', {}) YIELD value RETURN value
CALL apoc.when(false, 'RETURN 1 AS a') YIELD value RETURN value
CALL apoc.when(true, 'RETURN $x AS a', '', {x: 5}) YIELD value RETURN value
CALL apoc.when(true, 'UNWIND [1, 2] AS x RETURN x', '', {}) YIELD value RETURN value
CALL apoc.when(true, 'MATCH (n:NOPE) RETURN n', '', {}) YIELD value RETURN value
CALL apoc.when(true, 'CREATE (n:NEW)', '', {}) YIELD value RETURN value
CALL apoc.do.when(true, 'CREATE (n:NEW {k: $k}) RETURN n', '', {k: 3}) YIELD value RETURN value
CALL apoc.do.when(false, 'CREATE (n:NEW {k: $k}) RETURN n', '', {k: 3}) YIELD value RETURN value
CALL apoc.do.when(true, 'CREATE (n:NEW)', '', {k: 3}) YIELD value RETURN value
CALL apoc.case([false, 'RETURN 1 AS a', true, 'RETURN 2 AS b'], 'RETURN 3 AS c', {}) YIELD value RETURN value
CALL apoc.case([false, 'RETURN 1 AS a'], 'RETURN 3 AS c', {}) YIELD value RETURN value
CALL apoc.case([false, 'RETURN 1 AS a']) YIELD value RETURN value
CALL apoc.case([false, 'RETURN 1 AS a', true]) YIELD value RETURN value
CALL apoc.case([]) YIELD value RETURN value
CALL apoc.case([null, 'RETURN 1 AS a', 1, 'RETURN 2 AS b'], '') YIELD value RETURN value
CALL apoc.do.case([false, 'CREATE (:N1)', true, 'CREATE (n:N2) RETURN n'], '', {}) YIELD value RETURN value
CALL apoc.do.case([false, 'CREATE (:N1)'], 'CREATE (n:N3) RETURN n', {}) YIELD value RETURN value
MATCH (n) CALL apoc.do.when(n.k = 1, 'SET n.x = 1 RETURN n.x AS x', 'SET n.y = 1 RETURN n.y AS y', {n: n}) YIELD value RETURN value
CALL apoc.util.validate(true, 'msg %s', ['a']) RETURN 1
CALL apoc.util.validate(false, 'msg %s', ['a']) RETURN 1
CALL apoc.util.validate(null, 'msg %s', ['a']) RETURN 1
RETURN apoc.util.validatePredicate(false, 'm', [])
CALL apoc.util.sleep(1) RETURN 1
CALL apoc.util.sleep(null) RETURN 1
CALL apoc.log.info('a %s', ['b']) RETURN 1
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'SET n.x = 1', {batchSize: 1}) YIELD batches, total, committedOperations, failedOperations, failedBatches, retries, errorMessages, batch, operations, wasTerminated, failedParams, updateStatistics RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'SET n.x = 1', {batchSize: 1, parallel: true}) YIELD batches, total, committedOperations, updateStatistics RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n.k AS k', 'CREATE (:M {k: k, p: $p})', {params: {p: 7}}) YIELD batches, total, updateStatistics RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n.k AS k', 'CREATE (:M {k: $k})', {iterateList: false}) YIELD batches, total, updateStatistics RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n.k AS k', 'UNWIND $_batch AS b CREATE (:M {k: b.k})', {batchMode: 'BATCH_SINGLE'}) YIELD batches, total RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n.k AS k', 'CREATE (:M {k: 1 / (k - 1)})', {batchSize: 1}) YIELD batches, total, committedOperations, failedOperations, failedBatches, errorMessages, failedParams RETURN batches, total, committedOperations, failedOperations, failedBatches
!CALL apoc.periodic.iterate('MATCH (n) RETURN n.k AS k', 'CREATE (:M {k: 1 / (k - 1)})', {batchSize: 1, failedParams: 5}) YIELD failedParams RETURN failedParams
!CALL apoc.periodic.iterate('MATCH (n:NOPE) RETURN n', 'CREATE (:M)', {}) YIELD batches, total, batch RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN nope', 'CREATE (:M)', {}) YIELD batches RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'CREATE (:M', {}) YIELD batches RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'SET n.z = 1', {batchSize: 0}) YIELD batches RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'SET n.z = 1', {batchMode: 'NOPE'}) YIELD batches RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'WITH n SET n.z = 1', null) YIELD batches, total RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN id(n) AS id', 'MATCH (n) WHERE id(n) = id SET n.z = 1', {}) YIELD batches, total RETURN *
!CALL apoc.periodic.iterate('MATCH (n) RETURN id(n) AS id', 'MATCH (n) WHERE id(n) = $id SET n.z = 1', {}) YIELD batches, total RETURN *
!CALL apoc.periodic.commit('MATCH (n) WHERE n.done IS NULL WITH n LIMIT $limit SET n.done = true RETURN count(*)', {limit: 1}) YIELD updates, executions, batches, failedBatches, batchErrors, failedCommits, commitErrors, wasTerminated RETURN *
!CALL apoc.periodic.commit('MATCH (n) RETURN count(*)') YIELD updates RETURN *
!CALL apoc.cypher.runSchema('CREATE INDEX IF NOT EXISTS FOR (n:Idx) ON (n.k)', {}) YIELD value RETURN value
== meta
CREATE (a:A {k: 1, l: 'x', f: 1.5, b: true, list: [1, 2], d: date('2020-01-01'), p: point({x: 1, y: 2})})-[:T {w: 1, s: 'q'}]->(b:B:X {k: 2}), (b)-[:U]->(c:C), (c)-[:T]->(a), (d:A {k: 'mixed'})-[:T {w: 2.5}]->(c), (a)-[:T]->(b), (e)-[:V]->(a)
CALL apoc.meta.data() YIELD label, property, count, unique, index, existence, type, array, sample, left, right, other, otherLabels, elementType RETURN *
CALL apoc.meta.data({sample: 1}) YIELD label, property, elementType RETURN count(*) > 0
CALL apoc.meta.data({includeLabels: ['A']}) YIELD label, property, count, type, left, right, other, otherLabels, elementType RETURN *
CALL apoc.meta.data({includeRels: ['T']}) YIELD label, property, count, type, left, right, other, otherLabels, elementType RETURN *
CALL apoc.meta.data({excludeLabels: ['A']}) YIELD label, property, count, type, left, right, other, otherLabels, elementType RETURN *
CALL apoc.meta.schema() YIELD value UNWIND keys(value) AS k RETURN k, value[k]
CALL apoc.meta.schema({includeLabels: ['A', 'B']}) YIELD value UNWIND keys(value) AS k RETURN k, value[k]
CALL apoc.meta.schema({excludeRels: ['T']}) YIELD value UNWIND keys(value) AS k RETURN k, value[k]
CALL apoc.meta.stats() YIELD nodeCount, relCount, labels, relTypes, relTypesCount RETURN *
CALL apoc.meta.graph() YIELD nodes, relationships RETURN *
CALL apoc.meta.graph({includeLabels: ['A', 'C']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.graph({excludeLabels: ['A']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.graphSample() YIELD nodes, relationships RETURN *
CALL apoc.meta.subGraph({labels: ['A', 'C']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.subGraph({includeLabels: ['A', 'C']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.subGraph({labels: ['A', 'C'], rels: ['T']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.subGraph({excludes: ['A']}) YIELD nodes, relationships RETURN *
CALL apoc.meta.subGraph({}) YIELD nodes, relationships RETURN *
CALL apoc.meta.nodeTypeProperties() YIELD nodeType, nodeLabels, propertyName, propertyTypes, mandatory, propertyObservations, totalObservations RETURN *
CALL apoc.meta.nodeTypeProperties({includeLabels: ['A']}) YIELD nodeType, nodeLabels, propertyName, propertyTypes, mandatory, propertyObservations, totalObservations RETURN *
CALL apoc.meta.relTypeProperties() YIELD relType, sourceNodeLabels, targetNodeLabels, propertyName, propertyTypes, mandatory, propertyObservations, totalObservations RETURN *
CALL apoc.meta.relTypeProperties({includeRels: ['T']}) YIELD relType, sourceNodeLabels, targetNodeLabels, propertyName RETURN *
MATCH (n) RETURN apoc.meta.cypher.types(n), apoc.meta.cypher.type(n), apoc.meta.cypher.type(n.k)
RETURN apoc.meta.nodes.count(['A', 'B']), apoc.meta.nodes.count(['NOPE']), apoc.meta.nodes.count([])
CALL apoc.meta.data.of('MATCH p = (:A)-[:T]->() RETURN p') YIELD label, property, count, type, elementType RETURN *
CALL apoc.meta.graph.of('MATCH p = (:A)-[:T]->() RETURN p') YIELD nodes, relationships RETURN *
CALL apoc.schema.properties.distinct('A', 'k') YIELD value RETURN value
CALL apoc.schema.properties.distinctCount('A', 'k') YIELD label, key, value, count RETURN *
CALL apoc.schema.properties.distinctCount() YIELD label, key, value, count RETURN *
CALL apoc.schema.nodes() YIELD name, label, properties, status, type RETURN *
CALL apoc.schema.relationships() YIELD name, type, properties, status, relationshipType RETURN *
MATCH (n:A) WITH collect(n) AS ns CALL apoc.graph.fromData(ns, [], 'g', {x: 1}) YIELD graph RETURN graph
MATCH p = (:A)-[:T]->() CALL apoc.graph.fromPath(p, 'g', {}) YIELD graph RETURN graph
MATCH p = (:A)-[:T]->() WITH collect(p) AS ps CALL apoc.graph.fromPaths(ps, 'g', {}) YIELD graph RETURN graph
CALL apoc.graph.fromDB('g', {}) YIELD graph RETURN graph
CALL apoc.graph.fromCypher('MATCH (n:A) RETURN n', {}, 'g', {}) YIELD graph RETURN graph
MATCH p = (:A)-[:T]->() WITH collect(p) AS ps CALL apoc.graph.from(ps, 'g', {}) YIELD graph RETURN graph
MATCH p = (:A)-[:T]->(:B) WITH collect(p) AS ps CALL apoc.convert.toTree(ps) YIELD value RETURN apoc.map.removeKeys(value, ['_id', 't'])._type
CALL apoc.nodes.group(['A', 'B'], ['k']) YIELD nodes, relationships, node, relationship RETURN nodes, relationships, node, relationship
CALL apoc.nodes.group(['*'], []) YIELD nodes, relationships, node, relationship RETURN nodes, relationships
CALL apoc.nodes.group(['*'], ['k'], [{`*`: 'count', k: ['sum', 'min', 'max', 'avg', 'collect']}, {`*`: 'count', w: 'sum'}]) YIELD nodes, relationships RETURN nodes, relationships
CALL apoc.nodes.group(['A', 'C'], ['k'], [{`*`: 'count'}, {`*`: 'count'}], {selfRels: false, orphans: false}) YIELD nodes, relationships RETURN nodes, relationships
CALL apoc.nodes.group(['A', 'C'], ['k'], null, {includeRels: ['T'], limitNodes: 5}) YIELD nodes, relationships RETURN nodes, relationships
MATCH (n) WITH collect(n) AS ns MATCH ()-[r]->() WITH ns, collect(r) AS rs CALL apoc.export.cypher.data(ns, rs, null, {stream: true}) YIELD nodes, relationships, properties, cypherStatements RETURN nodes, relationships, properties, cypherStatements
CALL apoc.export.cypher.all(null, {stream: true}) YIELD nodes, relationships, properties, format, cypherStatements RETURN nodes, relationships, properties, format
CALL apoc.export.cypher.all(null, {stream: true}) YIELD cypherStatements RETURN cypherStatements
CALL apoc.export.cypher.all(null, {stream: true, format: 'plain'}) YIELD cypherStatements RETURN cypherStatements
CALL apoc.export.cypher.query('MATCH (n:A)-[r:T]->(m) RETURN n, r, m', null, {stream: true, format: 'plain'}) YIELD cypherStatements RETURN cypherStatements
CALL apoc.export.cypher.schema(null, {stream: true}) YIELD cypherStatements RETURN cypherStatements
CALL apoc.export.csv.all(null, {stream: true}) YIELD nodes, relationships, properties, data RETURN nodes, relationships, properties, data
CALL apoc.export.csv.query('MATCH (n:A) RETURN n.k AS k, n.l AS l, n.list AS list, n.d AS d, n.f AS f ORDER BY n.f', null, {stream: true}) YIELD rows, data RETURN rows, data
CALL apoc.export.csv.query('RETURN 1 AS a, "x,\\"y" AS b, null AS c, {m: 1} AS d, [1, "z"] AS e', null, {stream: true}) YIELD data RETURN data
CALL apoc.export.csv.query('RETURN 1 AS a, "x" AS b', null, {stream: true, quotes: 'none', delim: ';'}) YIELD data RETURN data
CALL apoc.export.csv.query('RETURN 1 AS a, "x" AS b', null, {stream: true, quotes: 'ifNeeded'}) YIELD data RETURN data
CALL apoc.export.csv.query('UNWIND range(1, 5) AS x RETURN x', null, {stream: true, batchSize: 2}) YIELD batchSize, batch, rows, data RETURN batch, rows, data
MATCH (n:C) CALL apoc.export.json.data([n], [], null, {stream: true}) YIELD nodes, data RETURN nodes, size(data) > 0
CALL apoc.export.json.query('MATCH (n:A) RETURN n.k AS k, n.list AS list, n.d AS d, n.p AS p ORDER BY n.f', null, {stream: true}) YIELD rows, data RETURN rows, data
CALL apoc.export.json.query('UNWIND [1, 2] AS x RETURN x, {a: x} AS m', null, {stream: true, jsonFormat: 'ARRAY_JSON'}) YIELD data RETURN data
CALL apoc.export.json.all(null, {stream: true}) YIELD nodes, relationships, properties RETURN nodes, relationships, properties
CALL apoc.export.csv.all('x.csv', {}) YIELD file RETURN file
CALL apoc.export.json.all(null, {}) YIELD nodes RETURN nodes
CALL apoc.export.csv.all(null, {}) YIELD nodes RETURN nodes
CALL apoc.warmup.run() YIELD pageSize RETURN pageSize > 0
CALL apoc.periodic.list() YIELD name RETURN name
CALL apoc.log.stream('nope.log') YIELD line RETURN line
== json tree
CREATE (a:A {uid: 1, k: 'x'})-[:T {uid: 1, w: 2}]->(b:B {uid: 2})-[:T {uid: 2}]->(c:C:X {uid: 3})-[:U {uid: 3}]->(d:D {uid: 4}), (a)-[:U {uid: 4}]->(c), (d)-[:Ret {uid: 5}]->(a), (f:F {uid: 6})-[:T {uid: 6}]->(f), (g {uid: 7})-[:T {uid: 7}]->(b), (a)-[:T {uid: 8}]->(b)
CALL apoc.paths.toJsonTree([]) YIELD value RETURN value
CALL apoc.paths.toJsonTree(null) YIELD value RETURN value
CALL apoc.paths.toJsonTree([null]) YIELD value RETURN value
MATCH p = (:A)-[:T]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value {.*, _id: 0, _elementId: 0, t: [x IN value.t | x {.uid, ._type, `t.uid`: x['t.uid'], keys: apoc.coll.sort(keys(x))}]}
MATCH p = (:A)-[:T]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, false) YIELD value RETURN value._type, value.k, [x IN value.T | x {.uid, ._type, `T.uid`: x['T.uid']}]
MATCH p = (:A)-[*1..4]->() WITH p ORDER BY length(p), [r IN relationships(p) | r.uid] WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | [y.uid, keys(y) = [], [z IN y.u | [z.uid, [v IN z.ret | v.uid]]]]]]] AS t, [x IN value.u | [x.uid, [y IN x.u | [y.uid, [z IN y.ret | z.uid]]]]] AS u
MATCH p = (:A)-[*1..4]->() WITH p ORDER BY length(p), [r IN relationships(p) | r.uid] WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, true, {sortPaths: false}) YIELD value RETURN value.uid, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | [y.uid, keys(y) = [], [z IN y.u | [z.uid, [v IN z.ret | v.uid]]]]]]] AS t, [x IN value.u | [x.uid, [y IN x.u | [y.uid, [z IN y.ret | z.uid]]]]] AS u
MATCH p = (:D)<-[:U]-(:C)<-[:T]-(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid, keys(value), [x IN value.t | [x.uid, [y IN x.u | y.uid]]], [x IN value.u | [x.uid, [y IN x.u | y.uid]]]
MATCH p = (:F)-[:T]->(:F) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid, [x IN value.t | [x.uid, [y IN x.t | y.uid]]]
MATCH p = (:F) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid
MATCH p = ()-[:T]->(:B) WITH p ORDER BY relationships(p)[0].uid WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid AS u, [x IN value.t | [x.uid, x['t.uid']]] ORDER BY u
MATCH p = ()-[:T]->(:B)-[:T]->() WITH p ORDER BY relationships(p)[0].uid WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid AS u, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | y.uid]]] ORDER BY u
MATCH p = ()-[]->() WITH p ORDER BY relationships(p)[0].uid WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid AS u, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | y.uid]]], [x IN value.u | [x.uid, [y IN x.u | y.uid]]] ORDER BY u
MATCH p = ()-[]->() WITH p ORDER BY relationships(p)[0].uid DESC WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid AS u, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | y.uid]]], [x IN value.u | [x.uid, [y IN x.u | y.uid]]] ORDER BY u
MATCH p = (:A)-[:T {uid: 1}]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, true, {nodes: {A: ['-k']}, rels: {t: ['w']}}) YIELD value RETURN value.k, value.uid, value.t[0]['t.w'], value.t[0]['t.uid']
MATCH p = (:A)-[:T {uid: 1}]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, true, {nodes: {A: ['-k', 'uid']}}) YIELD value RETURN value.k, value.uid
MATCH p = (:A)-[:T {uid: 1}]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, true, {nodes: {A: ['k']}, rels: {T: ['w']}}) YIELD value RETURN value.k, value.uid, value.t[0]['t.w'], value.t[0]['t.uid']
MATCH p = (:A)-[:T {uid: 1}]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps, null, null) YIELD value RETURN value.k, value.uid, value.t[0]['t.w'], value.t[0]['t.uid']
MATCH p = (:A)-[:T {uid: 1}]->(:B) WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps + [null]) YIELD value RETURN value.k
MATCH p = (:A)-[:U]-(:C)-[:T]-(:B)-[:T]-(:A) WITH p ORDER BY [r IN relationships(p) | r.uid] WITH collect(p) AS ps CALL apoc.paths.toJsonTree(ps) YIELD value RETURN value.uid, [x IN value.t | [x.uid, x['t.uid'], [y IN x.t | y.uid]]], [x IN value.u | [x.uid, [y IN x.u | y.uid]]]
== delete and reconnect
CREATE (a:A {uid: 1})-[:T {uid: 1, k: 1, s: 'x'}]->(b:B {uid: 2})-[:U {uid: 2, k: 2, l: 3}]->(c:C {uid: 3})-[:V {uid: 3, k: 4}]->(d:D {uid: 4}), (b)-[:W {uid: 4}]->(e:E {uid: 5}), (d)<-[:T {uid: 5, k: 9}]-(f:F {uid: 6})
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'outgoing'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'OUTGOING'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'merge'}) YIELD nodes, relationships RETURN nodes, [r IN relationships | [type(r), properties(r)]]
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'merge', properties: 'combine'}) YIELD nodes, relationships RETURN nodes, [r IN relationships | [type(r), properties(r)]]
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'merge', properties: 'discard'}) YIELD nodes, relationships RETURN nodes, [r IN relationships | [type(r), properties(r)]]
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'merge', properties: {k: 'overwrite', `.*`: 'combine'}}) YIELD nodes, relationships RETURN nodes, [r IN relationships | [type(r), properties(r)]]
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b], {relationshipSelectionStrategy: 'nope'}) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(c:C)-->(:D) CALL apoc.refactor.deleteAndReconnect(p, [b, c]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(c:C)-->(:D) CALL apoc.refactor.deleteAndReconnect(p, [c, b]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(c:C)-->(:D) CALL apoc.refactor.deleteAndReconnect(p, [b, c], {relationshipSelectionStrategy: 'merge'}) YIELD nodes, relationships RETURN nodes, [r IN relationships | [type(r), properties(r)]]
MATCH p = (a:A)-->(b:B)-->(c:C)-->(:D) CALL apoc.refactor.deleteAndReconnect(p, [a]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (a:A)-->(b:B)-->(c:C)-->(d:D) CALL apoc.refactor.deleteAndReconnect(p, [d]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (a:A)-->(b:B)-->(c:C)-->(d:D) CALL apoc.refactor.deleteAndReconnect(p, [a, d, b, c]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (a:A)-->(b:B)-->(c:C)-->(d:D)<--(:F) CALL apoc.refactor.deleteAndReconnect(p, [d]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:D)<--(c:C)<--(b:B)<--(:A) CALL apoc.refactor.deleteAndReconnect(p, [c]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B), (e:E) CALL apoc.refactor.deleteAndReconnect(p, [e]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B), (e:E) CALL apoc.refactor.deleteAndReconnect(p, [b, e]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, []) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, null) YIELD nodes, relationships RETURN nodes, relationships
CALL apoc.refactor.deleteAndReconnect(null, []) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [b, b]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (:A)-->(b:B)-->(:C) CALL apoc.refactor.deleteAndReconnect(p, [null]) YIELD nodes, relationships RETURN nodes, relationships
MATCH p = (a:A) CALL apoc.refactor.deleteAndReconnect(p, [a]) YIELD nodes, relationships RETURN nodes, relationships
== collapse
CREATE (a:A {uid: 1, k: 1, x: 'a'})-[:T {uid: 1, w: 1}]->(b:B {uid: 2, k: 2, y: 'b'})-[:T {uid: 2, w: 2}]->(c:C {uid: 3, k: 3}), (a)-[:T {uid: 3, w: 3}]->(c), (c)-[:U {uid: 4}]->(b), (b)-[:S {uid: 5}]->(b), (d:D {uid: 4})-[:V {uid: 6}]->(d)
MATCH (a:A) CALL apoc.nodes.collapse([a]) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (d:D) CALL apoc.nodes.collapse([d, d]) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
CALL apoc.nodes.collapse([]) YIELD from, rel, to RETURN from, rel, to
CALL apoc.nodes.collapse(null) YIELD from, rel, to RETURN from, rel, to
CALL apoc.nodes.collapse([null]) YIELD from, rel, to RETURN from, rel, to
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b]) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([b, a]) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {properties: 'combine'}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {properties: 'discard'}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {properties: 'overwrite'}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {mergeVirtualRels: false}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {mergeVirtualRels: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {selfRel: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {selfRel: true, mergeVirtualRels: false}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {selfRels: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {countMerge: false}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {countMerge: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([a, b, c]) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([c, a, b, a], {properties: 'combine', collapsedLabel: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([a, b, c], {selfRel: true, properties: 'combine'}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (c:C), (d:D) CALL apoc.nodes.collapse([d, c], {collapsedLabel: true}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (d:D) CALL apoc.nodes.collapse([a, d], {singleElementAsArray: true, properties: 'combine'}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], null) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b]) YIELD from, rel, to RETURN from, rel, to
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {properties: {k: 'combine', uid: 'discard'}, countMerge: false}) YIELD from, rel, to RETURN apoc.node.labels(from), apoc.any.properties(from), apoc.rel.type(rel), apoc.any.properties(rel), apoc.node.labels(to), apoc.any.properties(to)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([a, b, c], {properties: 'discard'}) YIELD from, rel, to RETURN apoc.any.properties(from)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([a, b, c], {properties: 'combine', countMerge: false}) YIELD from, rel, to RETURN apoc.any.properties(from)
MATCH (a:A), (b:B), (c:C) CALL apoc.nodes.collapse([a, b, a], {properties: 'combine', countMerge: false}) YIELD from, rel, to RETURN apoc.any.properties(from)
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b]) YIELD from, rel, to RETURN id(from) < 0, id(rel) < 0, id(to) < 0
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, null, b]) YIELD from, rel, to RETURN id(from) < 0, id(rel) < 0, id(to) < 0
MATCH (a:A), (b:B) CALL apoc.nodes.collapse([a, b], {properties: 'nope'}) YIELD from, rel, to RETURN id(from) < 0, id(rel) < 0, id(to) < 0
== small
CREATE (a:A {uid: 1})
RETURN apoc.cypher.runFirstColumnMany('UNWIND [1, null, 2] AS x RETURN x', {}) AS x
RETURN apoc.cypher.runFirstColumnMany('UNWIND [null] AS x RETURN x', {}) AS x
RETURN apoc.cypher.runFirstColumnMany('RETURN null AS y UNION ALL RETURN 3 AS y', {}) AS x
RETURN apoc.cypher.runFirstColumnSingle('UNWIND [null, 1] AS x RETURN x', {}) AS x
RETURN apoc.cypher.runFirstColumnMany('UNWIND [[1, null]] AS x RETURN x, 1 AS y', {}) AS x
RETURN apoc.cypher.runFirstColumnMany('UNWIND [] AS x RETURN x', {}) AS x
RETURN apoc.cypher.runFirstColumnMany(null, {}) AS x
RETURN apoc.cypher.runFirstColumnMany('RETURN 1 AS x', null) AS x
CALL apoc.create.node([null], {}) YIELD node RETURN labels(node)
CALL apoc.create.node(['A', null], {}) YIELD node RETURN labels(node)
CALL apoc.create.node([''], {}) YIELD node RETURN labels(node)
CALL apoc.create.node(null, {}) YIELD node RETURN labels(node)
CALL apoc.create.node([], null) YIELD node RETURN labels(node)
CALL apoc.create.nodes([null], [{a: 1}]) YIELD node RETURN labels(node)
CALL apoc.create.nodes(['A'], [null]) YIELD node RETURN labels(node)
MATCH (a:A) CALL apoc.create.addLabels(a, [null]) YIELD node RETURN labels(node)
MATCH (a:A) CALL apoc.create.removeLabels(a, [null]) YIELD node RETURN labels(node)
MATCH (a:A) CALL apoc.create.setLabels(a, [null]) YIELD node RETURN labels(node)
CALL apoc.merge.node([null], {k: 1}) YIELD node RETURN labels(node)
CALL apoc.merge.node(['A', null], {k: 1}) YIELD node RETURN labels(node)
CALL apoc.merge.node([''], {k: 1}) YIELD node RETURN labels(node)
CALL apoc.merge.node(null, {k: 1}) YIELD node RETURN labels(node)
RETURN apoc.node.labels(apoc.create.vNode([null], {})) AS l
MATCH (a:A) CALL apoc.create.removeProperties(a, [null]) YIELD node RETURN properties(node)
MATCH (a:A) CALL apoc.create.setProperties(a, [null], [1]) YIELD node RETURN properties(node)
MATCH (a:A) CALL apoc.create.setProperty(a, null, 1) YIELD node RETURN properties(node)
MATCH (a:A) CALL apoc.create.setProperty(a, '', 1) YIELD node RETURN properties(node)
