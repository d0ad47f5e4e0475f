// Access control: users in groups, groups in groups, permissions on resources; nested questions of every kind.
CREATE (ann:Usr {name: 'ann', active: true, level: 3}), (bob:Usr {name: 'bob', active: false, level: 1}), (cem:Usr {name: 'cem', active: true}), (dee:Usr {name: 'dee', level: 2}),
  (admins:Grp {name: 'admins'}), (devs:Grp {name: 'devs'}), (all:Grp {name: 'all'}), (ghost:Grp {name: 'ghost'}),
  (wiki:Res {path: '/wiki', secret: false}), (repo:Res {path: '/repo', secret: true, owner: 'devs'}), (vault:Res {path: '/vault', secret: true}), (old:Res {path: '/old'}),
  (ann)-[:IN {since: 2019}]->(admins), (ann)-[:IN {since: 2020}]->(devs), (bob)-[:IN {since: 2021}]->(devs), (cem)-[:IN {since: 2018}]->(all),
  (admins)-[:PART_OF]->(devs), (devs)-[:PART_OF]->(all),
  (all)-[:MAY {op: ['read']}]->(wiki), (devs)-[:MAY {op: ['read', 'write']}]->(repo), (admins)-[:MAY {op: ['read', 'write', 'grant']}]->(vault), (cem)-[:MAY {op: ['read']}]->(repo), (devs)-[:MAYNOT]->(vault);
// queries
MATCH (u:Usr) OPTIONAL MATCH (u)-[:IN]->()-[:PART_OF*0..]->(g)-[m:MAY]->(r) RETURN u.name, collect(DISTINCT r.path) = [] AS none, count(DISTINCT r) AS n ORDER BY u.name;
//: u.name | none | n
//> 'ann' | false | 3
//> 'bob' | false | 2
//> 'cem' | false | 1
//> 'dee' | true | 0
MATCH (u:Usr {name: 'ann'})-[:IN]->(:Grp)-[:PART_OF]->*(g:Grp)-[m:MAY]->(r:Res) WHERE 'write' IN m.op RETURN DISTINCT r.path, g.name ORDER BY r.path, g.name;
//: r.path | g.name
//> '/repo' | 'devs'
//> '/vault' | 'admins'
MATCH (u:Usr), (r:Res) WHERE EXISTS { (u)-[:IN]->()-[:PART_OF]->*()-[:MAY]->(r) } OR EXISTS { (u)-[:MAY]->(r) } RETURN u.name, r.path ORDER BY u.name, r.path;
//: u.name | r.path
//> 'ann' | '/repo'
//> 'ann' | '/vault'
//> 'ann' | '/wiki'
//> 'bob' | '/repo'
//> 'bob' | '/wiki'
//> 'cem' | '/repo'
//> 'cem' | '/wiki'
MATCH (u:Usr), (r:Res) WHERE EXISTS { (u)-[:IN|PART_OF]->*()-[:MAY]->(r) } AND NOT EXISTS { (u)-[:IN|PART_OF]->*()-[:MAYNOT]->(r) } RETURN u.name, r.path ORDER BY u.name, r.path;
//: u.name | r.path
//> 'ann' | '/repo'
//> 'ann' | '/wiki'
//> 'bob' | '/repo'
//> 'bob' | '/wiki'
//> 'cem' | '/repo'
//> 'cem' | '/wiki'
MATCH (u:Usr) WHERE NOT EXISTS { MATCH (r:Res {secret: true}) WHERE NOT EXISTS { (u)-[:IN|PART_OF]->*()-[:MAY]->(r) } } RETURN u.name;
//: u.name
//> 'ann'
MATCH (r:Res) WHERE NOT EXISTS { MATCH (u:Usr) WHERE u.active AND EXISTS { (u)-[:IN|PART_OF]->*()-[:MAY]->(r) } } RETURN r.path ORDER BY r.path;
//: r.path
//> '/old'
MATCH (g:Grp) WHERE COUNT { (g)<-[:IN]-(:Usr WHERE EXISTS { MATCH (u)-[:MAY]->() RETURN u }) } = 0 RETURN g.name ORDER BY g.name;
//: g.name
//> 'ghost'
MATCH (g:Grp) WHERE COUNT { MATCH (g)<-[:IN]-(u) WHERE COUNT { (u)-[:IN]->() } > 1 } > 0 RETURN g.name ORDER BY g.name;
//: g.name
//> 'admins'
//> 'devs'
MATCH (u:Usr) RETURN u.name, COLLECT { MATCH (u)-[i:IN]->(g) RETURN g.name + COUNT { (g)-[:MAY]->() } ORDER BY i.since } AS gs ORDER BY u.name;
//: u.name | gs
//> 'ann' | ['admins1', 'devs1']
//> 'bob' | ['devs1']
//> 'cem' | ['all1']
//> 'dee' | []
MATCH (u:Usr) RETURN u.name, COLLECT { MATCH (r:Res) WHERE COLLECT { MATCH (u)-[:IN|PART_OF]->+()-[:MAY]->(x) RETURN x.path } <> [] AND EXISTS { (u)-[:IN|PART_OF]->*()-[:MAY]->(r) } RETURN r.path ORDER BY r.path } AS rs ORDER BY u.name;
//: u.name | rs
//> 'ann' | ['/repo', '/vault', '/wiki']
//> 'bob' | ['/repo', '/wiki']
//> 'cem' | ['/repo', '/wiki']
//> 'dee' | []
MATCH (u:Usr) WHERE EXISTS { MATCH (u)-[:MAY]->(r) RETURN r UNION MATCH (u)-[:IN]->(g)-[:MAY]->(r) WHERE r.secret RETURN r } RETURN u.name ORDER BY u.name;
//: u.name
//> 'ann'
//> 'bob'
//> 'cem'
MATCH (u:Usr) RETURN u.name, COUNT { MATCH (u)-[:IN]->(g) RETURN g.name AS x UNION ALL MATCH (u)-[:MAY]->(r) RETURN r.path AS x } AS n ORDER BY u.name;
//: u.name | n
//> 'ann' | 2
//> 'bob' | 1
//> 'cem' | 2
//> 'dee' | 0
MATCH (u:Usr) WITH u, EXISTS { (u)-[:IN]->({name: 'devs'}) } AS dev WHERE dev XOR coalesce(u.active, false) RETURN u.name, dev ORDER BY u.name;
//: u.name | dev
//> 'bob' | true
//> 'cem' | false
MATCH (u:Usr) WHERE (u)-[:IN]->(:Grp {name: 'devs'}) AND NOT (u)-[:IN]->(:Grp {name: 'admins'}) RETURN u.name;
//: u.name
//> 'bob'
MATCH (u:Usr) WHERE size([(u)-[:IN]->(g) WHERE g.name STARTS WITH 'a' | g]) = 1 RETURN u.name ORDER BY u.name;
//: u.name
//> 'ann'
//> 'cem'
MATCH (u:Usr) RETURN CASE WHEN EXISTS { (u)-[:IN]->(:Grp {name: 'admins'}) } THEN 'admin' WHEN (u)-[:MAY]->() THEN 'direct' WHEN u.active IS NULL THEN 'unknown' ELSE 'plain' END AS kind, count(*) AS n ORDER BY kind;
//: kind | n
//> 'admin' | 1
//> 'direct' | 1
//> 'plain' | 1
//> 'unknown' | 1
MATCH (u:Usr) WHERE u.active RETURN u.name ORDER BY u.name;
//: u.name
//> 'ann'
//> 'cem'
MATCH (u:Usr) WHERE NOT u.active RETURN u.name;
//: u.name
//> 'bob'
MATCH (u:Usr) WHERE u.active IS NOT NULL AND u.level >= 1 RETURN u.name ORDER BY u.level DESC;
//: u.name
//> 'ann'
//> 'bob'
MATCH (u:Usr) RETURN u.name ORDER BY u.level DESC, u.name;
//: u.name
//> 'cem'
//> 'ann'
//> 'dee'
//> 'bob'
MATCH (u:Usr) RETURN u.active AS a, collect(u.level) AS ls, avg(u.level) AS av ORDER BY a;
//: a | ls | av
//> false | [1] | 1.0
//> true | [3] | 3.0
//> null | [2] | 2.0
MATCH (r:Res) RETURN r.secret AS s, count(r.secret) AS n, count(*) AS m ORDER BY s;
//: s | n | m
//> false | 1 | 1
//> true | 2 | 2
//> null | 0 | 1
MATCH (u:Usr)-[:IN]->(g) WITH g, collect(u.name) AS members WHERE size(members) > 1 RETURN g.name, size(members) AS n;
//: g.name | n
//> 'devs' | 2
MATCH (u:Usr)-[i:IN]->(g) WITH u, i, g ORDER BY i.since DESC WITH u, head(collect(g.name)) AS latest RETURN u.name, latest ORDER BY u.name;
//: u.name | latest
//> 'ann' | 'devs'
//> 'bob' | 'devs'
//> 'cem' | 'all'
MATCH (u:Usr)-[i:IN]->(g) WITH g, min(i.since) AS first MATCH (u)-[i:IN {since: first}]->(g) RETURN g.name, u.name ORDER BY g.name;
//: g.name | u.name
//> 'admins' | 'ann'
//> 'all' | 'cem'
//> 'devs' | 'ann'
MATCH (a:Usr)-[:IN]->(g)<-[:IN]-(b:Usr) WHERE a.name < b.name RETURN a.name, b.name, g.name;
//: a.name | b.name | g.name
//> 'ann' | 'bob' | 'devs'
MATCH (g:Grp) OPTIONAL MATCH (g)<-[:IN]-(u) WHERE u.active RETURN g.name, count(u) AS n, collect(u.name) AS us ORDER BY g.name;
//: g.name | n | us
//> 'admins' | 1 | ['ann']
//> 'all' | 1 | ['cem']
//> 'devs' | 1 | ['ann']
//> 'ghost' | 0 | []
MATCH (g:Grp) OPTIONAL MATCH (g)<-[:IN]-(u)-[:MAY]->(r) OPTIONAL MATCH (g)-[:MAY]->(q) RETURN g.name, u.name, r.path, q.path ORDER BY g.name;
//: g.name | u.name | r.path | q.path
//> 'admins' | null | null | '/vault'
//> 'all' | 'cem' | '/repo' | '/wiki'
//> 'devs' | null | null | '/repo'
//> 'ghost' | null | null | null
MATCH (g:Grp {name: 'ghost'}) OPTIONAL MATCH (g)<-[:IN]-(u) OPTIONAL MATCH (u)-[:IN]->(h) RETURN g.name, u, h;
//: g.name | u | h
//> 'ghost' | null | null
OPTIONAL MATCH (x:Nope) MATCH (u:Usr {name: 'ann'}) RETURN x, u.name;
//: x | u.name
//> null | 'ann'
OPTIONAL MATCH (x:Nope) OPTIONAL MATCH (x)-->(y) RETURN x, y;
//: x | y
//> null | null
OPTIONAL MATCH (x:Nope) MATCH (x)-->(y) RETURN x, y;
//: x | y
MATCH (u:Usr) CALL (u) { MATCH (u)-[:IN]->(g) RETURN g.name AS via UNION MATCH (u)-[:MAY]->(r) RETURN r.path AS via } RETURN u.name, via ORDER BY u.name, via;
//: u.name | via
//> 'ann' | 'admins'
//> 'ann' | 'devs'
//> 'bob' | 'devs'
//> 'cem' | '/repo'
//> 'cem' | 'all'
MATCH (u:Usr) CALL (u) { MATCH (u)-[:IN]->(g) CALL (g) { MATCH (g)-[:PART_OF]->*(h) RETURN count(h) AS depth } RETURN max(depth) AS depth } RETURN u.name, depth ORDER BY u.name;
//: u.name | depth
//> 'ann' | 3
//> 'bob' | 2
//> 'cem' | 1
//> 'dee' | null
MATCH (u:Usr) CALL { WITH u MATCH (u)-[:IN]->(g) WITH g ORDER BY g.name RETURN collect(g.name) AS gs } RETURN u.name, gs ORDER BY u.name;
//: u.name | gs
//> 'ann' | ['admins', 'devs']
//> 'bob' | ['devs']
//> 'cem' | ['all']
//> 'dee' | []
MATCH (u:Usr) CALL { WITH u WITH u WHERE u.active RETURN 'yes' AS a } RETURN u.name, a ORDER BY u.name;
//: u.name | a
//> 'ann' | 'yes'
//> 'cem' | 'yes'
MATCH (u:Usr) CALL () { MATCH (r:Res) RETURN count(r) AS n } RETURN u.name, n ORDER BY u.name LIMIT 2;
//: u.name | n
//> 'ann' | 4
//> 'bob' | 4
MATCH (u:Usr) CALL (u) { RETURN u.name AS name } RETURN u, name;
//: u | name
//> (:Usr {active: false, level: 1, name: 'bob'}) | 'bob'
//> (:Usr {active: true, level: 3, name: 'ann'}) | 'ann'
//> (:Usr {active: true, name: 'cem'}) | 'cem'
//> (:Usr {level: 2, name: 'dee'}) | 'dee'
MATCH (u:Usr) CALL (u) { RETURN 1 AS u } RETURN u;
//! Neo.ClientError.Statement.SyntaxError 42001 42N07
MATCH (u:Usr) CALL (nope) { RETURN 1 AS x } RETURN x;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
MATCH (u:Usr) CALL (u) { WITH u RETURN u.name AS n } RETURN n;
//: n
//> 'ann'
//> 'bob'
//> 'cem'
//> 'dee'
MATCH (u:Usr) CALL { RETURN u.name AS n } RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
MATCH (u:Usr) CALL (u) { MATCH (x) WHERE x = u RETURN x.name AS n, 1 AS n } RETURN n;
//! Neo.ClientError.Statement.SyntaxError 42001 42N38
MATCH (u:Usr) CALL (u) { SET u.seen = true } RETURN count(u.seen);
//: count(u.seen)
//> 4
//+ properties-set 4
MATCH (u:Usr) CALL (u) { UNWIND range(1, u.level) AS i CREATE (u)-[:TOKEN]->(:Tok {i: i}) RETURN count(*) AS made } RETURN u.name, made ORDER BY u.name;
//! Neo.ClientError.Statement.TypeError 22N38 22N01
MATCH (u:Usr) OPTIONAL CALL (u) { UNWIND range(1, u.level) AS i WITH i WHERE i > 1 RETURN i } RETURN u.name, i ORDER BY u.name, i;
//! Neo.ClientError.Statement.TypeError 22N38 22N01
MATCH (u:Usr) OPTIONAL CALL (u) { MATCH (u)-[:MAY]->(r) SET r.direct = u.name RETURN r.path AS p } RETURN u.name, p ORDER BY u.name;
//: u.name | p
//> 'ann' | null
//> 'bob' | null
//> 'cem' | '/repo'
//> 'dee' | null
//+ properties-set 1
// $ {name: 'ann', ops: ['grant'], groups: [{g: 'new', u: ['ann', 'dee']}, {g: 'devs', u: []}]}
MATCH (u:Usr {name: $name}) RETURN EXISTS { (u)-[:IN|PART_OF]->+()-[m:MAY WHERE all(o IN $ops WHERE o IN m.op)]->(r) } AS may, [(u)-[:IN]->(g) | g.name][0] IS NOT NULL AS grouped;
//: may | grouped
//> true | true
// $ {groups: [{g: 'new', u: ['ann', 'dee']}, {g: 'devs', u: ['dee', 'nobody']}, {g: 'empty', u: []}]}
UNWIND $groups AS row MERGE (g:Grp {name: row.g}) WITH g, row UNWIND row.u AS name MATCH (u:Usr {name: name}) MERGE (u)-[i:IN]->(g) ON CREATE SET i.since = 2024 RETURN g.name, u.name, i.since ORDER BY g.name, u.name;
//: g.name | u.name | i.since
//> 'devs' | 'dee' | 2024
//> 'new' | 'ann' | 2024
//> 'new' | 'dee' | 2024
//+ labels-added 2, nodes-created 2, properties-set 5, relationships-created 3
// and
MATCH (g:Grp) RETURN count(g) AS groups;
//: groups
//> 6
MATCH (u:Usr {name: 'bob'}) OPTIONAL MATCH (u)-[i:IN]->() DELETE i SET u:Disabled REMOVE u:Usr RETURN labels(u) AS l;
//: l
//> ['Disabled']
//+ labels-added 1, labels-removed 1, relationships-deleted 1
// and
MATCH (u:Disabled) RETURN u, COUNT { (u)--() } AS n;
//: u | n
//> (:Disabled {active: false, level: 1, name: 'bob'}) | 0
MATCH (u:Usr)-[i:IN]->(g:Grp {name: 'devs'}) WITH u, i, g CREATE (u)-[j:WAS_IN]->(g) SET j = properties(i) DELETE i RETURN u.name, j.since ORDER BY u.name;
//: u.name | j.since
//> 'ann' | 2020
//> 'bob' | 2021
//+ properties-set 2, relationships-created 2, relationships-deleted 2
MATCH (g:Grp {name: 'devs'}) CALL (g) { MATCH (g)<-[i:IN]-(u) DELETE i RETURN count(*) AS gone } DETACH DELETE g RETURN gone;
//: gone
//> 2
//+ nodes-deleted 1, relationships-deleted 6
MATCH (a:Grp {name: 'admins'}), (d:Grp {name: 'devs'}) CALL (a, d) { MATCH (x)-[r:IN]->(d) MERGE (x)-[:IN]->(a) DELETE r } WITH DISTINCT a MATCH (x)-[:IN]->(a) RETURN x.name ORDER BY x.name;
//: x.name
//> 'ann'
//> 'bob'
//+ relationships-created 1, relationships-deleted 2
MATCH (u:Usr {name: 'ann'}) SET u.level = u.level + 1, u.was = u.level RETURN u.level, u.was;
//: u.level | u.was
//> 4 | 3
//+ properties-set 2
MATCH (u:Usr {name: 'ann'}) SET u.a = 1 SET u.b = u.a + 1 SET u.c = u.b + 1 RETURN u.a, u.b, u.c;
//: u.a | u.b | u.c
//> 1 | 2 | 3
//+ properties-set 3
MATCH (u:Usr) SET u.level = CASE WHEN u.level IS NULL THEN 0 ELSE u.level * 2 END RETURN sum(u.level);
//: sum(u.level)
//> 12
//+ properties-set 4
MATCH (u:Usr) FOREACH (x IN CASE WHEN u.active THEN [1] ELSE [] END | SET u.flag = 'on') RETURN u.name, u.flag ORDER BY u.name;
//: u.name | u.flag
//> 'ann' | 'on'
//> 'bob' | null
//> 'cem' | 'on'
//> 'dee' | null
//+ properties-set 2
MATCH (u:Usr) WITH collect(u) AS us FOREACH (i IN range(0, size(us) - 1) | FOREACH (u IN [us[i]] | SET u.idx = i)) RETURN reduce(s = 0, u IN us | s + u.idx) AS s;
//: s
//> 6
//+ properties-set 4
MATCH p = (:Usr {name: 'ann'})-[:IN]->()-[:PART_OF*]->(:Grp {name: 'all'}) FOREACH (n IN nodes(p) | SET n.marked = true) FOREACH (r IN relationships(p) | SET r.marked = 1) RETURN count(p);
//: count(p)
//> 2
//+ properties-set 12
// and
MATCH (n) WHERE n.marked RETURN count(n) AS n;
//: n
//> 4
