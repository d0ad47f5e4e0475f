// Time series: sensors, readings in a chain, gaps, windows, buckets.
UNWIND range(1, 3) AS s CREATE (:Sensor {id: s, name: 's' + s, unit: CASE s WHEN 3 THEN null ELSE 'C' END});
MATCH (s:Sensor) WHERE s.id < 3 UNWIND range(0, 9) AS i CREATE (s)-[:HAS]->(:Reading {i: i, at: localdatetime('2024-01-01T00:00') + duration({minutes: 10 * i * s.id}), v: (i * 7 + s.id) % 10, ok: i % 4 <> 3});
MATCH (s:Sensor)-[:HAS]->(a:Reading), (s)-[:HAS]->(b:Reading) WHERE b.i = a.i + 1 CREATE (a)-[:NEXT]->(b);
// queries
MATCH (s:Sensor)-[:HAS]->(r) RETURN s.name, count(r) AS n, min(r.v) AS lo, max(r.v) AS hi, round(avg(r.v), 6) AS mean, min(r.at) AS first, max(r.at) AS last ORDER BY s.name;
//: s.name | n | lo | hi | mean | first | last
//> 's1' | 10 | 0 | 9 | 4.5 | localdatetime('2024-01-01T00:00:00') | localdatetime('2024-01-01T01:30:00')
//> 's2' | 10 | 0 | 9 | 4.5 | localdatetime('2024-01-01T00:00:00') | localdatetime('2024-01-01T03:00:00')
MATCH (s:Sensor) OPTIONAL MATCH (s)-[:HAS]->(r) RETURN s.name, s.unit, count(r) AS n, sum(r.v) AS total ORDER BY s.name;
//: s.name | s.unit | n | total
//> 's1' | 'C' | 10 | 45
//> 's2' | 'C' | 10 | 45
//> 's3' | null | 0 | 0
MATCH (s:Sensor {id: 1})-[:HAS]->(r) RETURN r.i, r.v ORDER BY r.at DESC LIMIT 3;
//: r.i | r.v
//> 9 | 4
//> 8 | 7
//> 7 | 0
MATCH (s:Sensor)-[:HAS]->(r) WITH s, r ORDER BY r.at WITH s, collect(r.v) AS vs RETURN s.name, vs, vs[-1] - vs[0] AS change, [i IN range(1, size(vs) - 1) | vs[i] - vs[i - 1]] AS diffs ORDER BY s.name;
//: s.name | vs | change | diffs
//> 's1' | [1, 8, 5, 2, 9, 6, 3, 0, 7, 4] | 3 | [7, -3, -3, 7, -3, -3, -3, 7, -3]
//> 's2' | [2, 9, 6, 3, 0, 7, 4, 1, 8, 5] | 3 | [7, -3, -3, -3, 7, -3, -3, 7, -3]
MATCH (s:Sensor)-[:HAS]->(r) WITH s, r ORDER BY r.at WITH s, collect(r.v) AS vs RETURN s.name, [i IN range(2, size(vs) - 1) | round((vs[i] + vs[i - 1] + vs[i - 2]) / 3.0, 2)] AS moving ORDER BY s.name;
//: s.name | moving
//> 's1' | [4.67, 5.0, 5.33, 5.67, 6.0, 3.0, 3.33, 3.67]
//> 's2' | [5.67, 6.0, 3.0, 3.33, 3.67, 4.0, 4.33, 4.67]
MATCH (s:Sensor)-[:HAS]->(r) WITH s, localdatetime.truncate('hour', r.at) AS h, avg(r.v) AS v, count(*) AS n RETURN s.name, h, round(v, 2) AS v, n ORDER BY s.name, h;
//: s.name | h | v | n
//> 's1' | localdatetime('2024-01-01T00:00:00') | 5.17 | 6
//> 's1' | localdatetime('2024-01-01T01:00:00') | 3.5 | 4
//> 's2' | localdatetime('2024-01-01T00:00:00') | 5.67 | 3
//> 's2' | localdatetime('2024-01-01T01:00:00') | 3.33 | 3
//> 's2' | localdatetime('2024-01-01T02:00:00') | 4.33 | 3
//> 's2' | localdatetime('2024-01-01T03:00:00') | 5.0 | 1
MATCH (s:Sensor)-[:HAS]->(r) WITH s.id AS id, r.at.hour AS h, r.v AS v RETURN h, collect(DISTINCT id) IS NOT NULL AS x, sum(v) AS total ORDER BY h;
//: h | x | total
//> 0 | true | 48
//> 1 | true | 24
//> 2 | true | 13
//> 3 | true | 5
MATCH (s:Sensor {id: 2})-[:HAS]->(r) WHERE r.at >= localdatetime('2024-01-01T01:00') AND r.at < localdatetime('2024-01-01T02:00') RETURN r.i, toString(r.at.minute) AS m ORDER BY r.i;
//: r.i | m
//> 3 | '0'
//> 4 | '20'
//> 5 | '40'
MATCH (a:Reading)-[:NEXT]->(b) WHERE b.v < a.v RETURN count(*) AS drops, avg(a.v - b.v) AS mean, max(a.v - b.v) AS worst;
//: drops | mean | worst
//> 12 | 3.0 | 3
MATCH (s:Sensor)-[:HAS]->(a)-[:NEXT]->(b) RETURN s.name, duration.between(a.at, b.at) AS gap, count(*) AS n ORDER BY s.name;
//: s.name | gap | n
//> 's1' | duration('PT10M') | 9
//> 's2' | duration('PT20M') | 9
MATCH (s:Sensor {id: 1})-[:HAS]->(a:Reading {i: 0}) MATCH p = (a)-[:NEXT]->*(z) WHERE NOT EXISTS { (z)-[:NEXT]->() } RETURN length(p) AS l, [n IN nodes(p) WHERE n.ok | n.v] AS good, [n IN nodes(p) WHERE NOT n.ok | n.i] AS bad;
//: l | good | bad
//> 9 | [1, 8, 5, 9, 6, 3, 7, 4] | [3, 7]
MATCH (s:Sensor {id: 1})-[:HAS]->(a) MATCH (a) ((x)-[:NEXT]->(y) WHERE y.v > x.v)+ (b) RETURN a.i, b.i, size(x) AS run ORDER BY run DESC, a.i LIMIT 3;
//: a.i | b.i | run
//> 0 | 1 | 1
//> 3 | 4 | 1
//> 7 | 8 | 1
MATCH (s:Sensor)-[:HAS]->(a:Reading) WHERE NOT EXISTS { (a)<-[:NEXT]-() } MATCH (a) ((x WHERE x.ok)-[:NEXT]->(y))* (b) WITH s, max(size(x)) AS streak RETURN s.name, streak ORDER BY s.name;
//: s.name | streak
//> 's1' | 3
//> 's2' | 3
CYPHER 25 MATCH (s:Sensor {id: 1})-[:HAS]->(a:Reading {i: 0}) MATCH (a) ((x)-[:NEXT]->(y))+ (b) WHERE allReduce(sum = 0, n IN y | sum + n.v, sum <= 15) RETURN max(b.i) AS last, count(*) AS n;
//: last | n
//> 3 | 3
MATCH (r:Reading) WITH percentileCont(r.v, 0.5) AS median, percentileDisc(r.v, 0.5) AS disc, stDev(r.v) AS sd, avg(r.v) AS mean RETURN median, disc, round(sd, 4) AS sd, round(mean, 6) AS mean;
//: median | disc | sd | mean
//> 4.5 | 4 | 2.9469 | 4.5
MATCH (r:Reading) WITH avg(r.v) AS mean, stDevP(r.v) AS sd MATCH (q:Reading) WHERE abs(q.v - mean) > 1.5 * sd RETURN q.v, count(*) AS n ORDER BY q.v;
//: q.v | n
//> 0 | 2
//> 9 | 2
MATCH (r:Reading) RETURN r.v AS v, count(*) AS n ORDER BY n DESC, v LIMIT 4;
//: v | n
//> 0 | 2
//> 1 | 2
//> 2 | 2
//> 3 | 2
MATCH (r:Reading) WITH r.v / 3 AS bucket, count(*) AS n ORDER BY bucket RETURN collect(bucket) AS b, collect(n) AS ns, sum(n) AS total;
//: b | ns | total
//> [0, 1, 2, 3] | [6, 6, 6, 2] | 20
UNWIND range(0, 3) AS h OPTIONAL MATCH (:Sensor {id: 1})-[:HAS]->(r) WHERE r.at.hour = h RETURN h, count(r) AS n, coalesce(avg(r.v), 0.0) AS v ORDER BY h;
//: h | n | v
//> 0 | 6 | 5.166666666666667
//> 1 | 4 | 3.5
//> 2 | 0 | 0.0
//> 3 | 0 | 0.0
MATCH (r:Reading) WITH collect(r) AS rs UNWIND rs AS r WITH r, size([x IN rs WHERE x.v > r.v]) + 1 AS rank WHERE rank = 1 RETURN DISTINCT r.v AS top, rank;
//: top | rank
//> 9 | 1
MATCH (s:Sensor)-[:HAS]->(r) WITH s, r ORDER BY r.v DESC, r.i WITH s, collect({i: r.i, v: r.v})[..2] AS top RETURN s.name, top ORDER BY s.name;
//: s.name | top
//> 's1' | [{i: 4, v: 9}, {i: 1, v: 8}]
//> 's2' | [{i: 1, v: 9}, {i: 8, v: 8}]
MATCH (s:Sensor) WHERE s.id < 3 CALL (s) { MATCH (s)-[:HAS]->(r) RETURN r.i AS i, r.v AS v ORDER BY v DESC, i LIMIT 2 } RETURN s.name, i, v ORDER BY s.name, v DESC, i;
//: s.name | i | v
//> 's1' | 4 | 9
//> 's1' | 1 | 8
//> 's2' | 1 | 9
//> 's2' | 8 | 8
MATCH (s:Sensor)-[:HAS]->(r) RETURN s.id % 2 = 0 AS even, r.ok AS ok, count(*) AS n, sum(CASE WHEN r.v > 5 THEN 1 ELSE 0 END) AS high ORDER BY even, ok;
//: even | ok | n | high
//> false | false | 2 | 0
//> false | true | 8 | 4
//> true | false | 2 | 0
//> true | true | 8 | 4
MATCH (s:Sensor)-[:HAS]->(r:Reading {ok: false}) RETURN s.name, collect(r.i) IS NOT NULL AS x, count(*) AS n, count(*) * 100 / COUNT { (s)-[:HAS]->() } AS pct ORDER BY s.name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I18
MATCH (s:Sensor)-[:HAS]->(r) WITH s, count(r) AS n, collect(r) AS rs RETURN s.name, n, reduce(t = 0, x IN rs | t + x.v) = sum(n) AS odd ORDER BY s.name;
//! Neo.ClientError.Statement.SyntaxError 42001 42I18
MATCH (s:Sensor)-[:HAS]->(r) WITH s.name AS name, sum(r.v) AS total WITH collect({name: name, total: total}) AS all, sum(total) AS grand UNWIND all AS row RETURN row.name AS name, round(100.0 * row.total / grand, 1) AS share ORDER BY name;
//: name | share
//> 's1' | 50.0
//> 's2' | 50.0
MATCH (s:Sensor)-[:HAS]->(r) RETURN count(*), count(DISTINCT s), count(DISTINCT r.v), sum(DISTINCT r.v), round(avg(DISTINCT r.v), 6), collect(DISTINCT s.id % 2)[0] IS NOT NULL AS c;
//: count(*) | count(DISTINCT s) | count(DISTINCT r.v) | sum(DISTINCT r.v) | round(avg(DISTINCT r.v), 6) | c
//> 20 | 2 | 10 | 45 | 4.5 | true
MATCH (s:Sensor)-[:HAS]->(r) WITH s, max(r.at) AS last MATCH (s)-[:HAS]->(r {at: last}) RETURN s.name, r.v, r.i ORDER BY s.name;
//: s.name | r.v | r.i
//> 's1' | 4 | 9
//> 's2' | 5 | 9
MATCH (s:Sensor)-[:HAS]->(r) WITH s, r.at AS at ORDER BY at DESC WITH s, collect(at) AS ats UNWIND range(0, 1) AS k RETURN s.name, ats[k] AS at, duration.inSeconds(ats[k + 1], ats[k]).minutes AS gap ORDER BY s.name, k;
//: s.name | at | gap
//> 's1' | localdatetime('2024-01-01T01:30:00') | 10
//> 's1' | localdatetime('2024-01-01T01:20:00') | 10
//> 's2' | localdatetime('2024-01-01T03:00:00') | 20
//> 's2' | localdatetime('2024-01-01T02:40:00') | 20
MATCH (r:Reading) WHERE r.at.minute = 30 OR r.at = localdatetime('2024-01-01T03:00:00') RETURN count(*) AS n;
//: n
//> 3
MATCH (r:Reading) WHERE r.at IN [localdatetime('2024-01-01T00:00'), localdatetime('2024-01-01T00:20:00.000')] RETURN r.i, r.v ORDER BY r.v;
//: r.i | r.v
//> 0 | 1
//> 0 | 2
//> 2 | 5
//> 1 | 9
MATCH (r:Reading) WITH r ORDER BY r.at SKIP 5 LIMIT 5 RETURN sum(r.v) IS NOT NULL AS s, count(*) AS n;
//: s | n
//> true | 5
MATCH (r:Reading) WITH DISTINCT r.ok AS ok, r.v % 2 AS p RETURN ok, p ORDER BY ok, p;
//: ok | p
//> false | 0
//> false | 1
//> true | 0
//> true | 1
// $ {from: localdatetime('2024-01-01T00:15'), step: duration('PT15M'), n: 3}
UNWIND range(0, $n - 1) AS k WITH $from + $step * k AS lo, $from + $step * (k + 1) AS hi OPTIONAL MATCH (r:Reading) WHERE lo <= r.at < hi RETURN lo, hi, count(r) AS n, avg(r.v) AS v ORDER BY lo;
//: lo | hi | n | v
//> localdatetime('2024-01-01T00:15:00') | localdatetime('2024-01-01T00:30:00') | 2 | 7.0
//> localdatetime('2024-01-01T00:30:00') | localdatetime('2024-01-01T00:45:00') | 3 | 5.666666666666667
//> localdatetime('2024-01-01T00:45:00') | localdatetime('2024-01-01T01:00:00') | 1 | 6.0
// $ {rows: [[1, '2024-01-02T00:00', 5], [9, '2024-01-02T00:00', 1], [2, '2024-01-02T00:10', null]]}
UNWIND $rows AS row MATCH (s:Sensor {id: row[0]}) CREATE (s)-[:HAS]->(r:Reading {at: localdatetime(row[1]), v: row[2]}) RETURN s.name, r.at, r.v, keys(r) = ['at', 'v'] OR size(keys(r)) < 3 AS k ORDER BY s.name;
//: s.name | r.at | r.v | k
//> 's1' | localdatetime('2024-01-02T00:00:00') | 5 | true
//> 's2' | localdatetime('2024-01-02T00:10:00') | null | true
//+ labels-added 2, nodes-created 2, properties-set 3, relationships-created 2
// and
MATCH (r:Reading) WHERE r.i IS NULL RETURN count(*) AS n, count(r.v) AS v;
//: n | v
//> 2 | 1
MATCH (s:Sensor {id: 1})-[:HAS]->(r {i: 9}) CREATE (s)-[:HAS]->(q:Reading {i: 10, v: r.v, at: r.at + duration('PT10M')})<-[:NEXT]-(r) RETURN q.i, q.at, COUNT { (q)<-[:NEXT]-+() } AS before;
//: q.i | q.at | before
//> 10 | localdatetime('2024-01-01T01:40:00') | 10
//+ labels-added 1, nodes-created 1, properties-set 3, relationships-created 2
MATCH (s:Sensor {id: 2})-[h:HAS]->(r) WHERE r.i < 5 DETACH DELETE r;
//+ nodes-deleted 5, relationships-deleted 10
// and
MATCH (s:Sensor {id: 2})-[:HAS]->(r) RETURN count(r) AS n, min(r.i) AS first, COUNT { (:Reading)-[:NEXT]->() } AS nexts;
//: n | first | nexts
//> 5 | 5 | 13
CYPHER 25 MATCH (s:Sensor)-[:HAS]->(r) LET day = date(r.at), hour = r.at.hour RETURN day, hour, count(*) AS n ORDER BY day, hour;
//: day | hour | n
//> date('2024-01-01') | 0 | 9
//> date('2024-01-01') | 1 | 7
//> date('2024-01-01') | 2 | 3
//> date('2024-01-01') | 3 | 1
CYPHER 25 MATCH (s:Sensor)-[:HAS]->(r) RETURN s.name AS name, r.v AS v ORDER BY v DESC LIMIT 3 NEXT RETURN name, collect(v) AS vs ORDER BY name;
//: name | vs
//> 's1' | [9, 8]
//> 's2' | [9]
CYPHER 25 MATCH (s:Sensor)-[:HAS]->(r) RETURN s, avg(r.v) AS mean NEXT WHEN mean > 4 THEN RETURN s.name AS n, 'high' AS c ELSE RETURN s.name AS n, 'low' AS c;
//: n | c
//> 's1' | 'high'
//> 's2' | 'high'
CYPHER 25 MATCH (s:Sensor)-[:HAS]->(r) RETURN s.name, r.ok, count(*) AS n GROUP BY s.name, r.ok ORDER BY s.name, r.ok;
//: s.name | r.ok | n
//> 's1' | false | 2
//> 's1' | true | 8
//> 's2' | false | 2
//> 's2' | true | 8
CYPHER 25 UNWIND [1, 2, 3] AS x RETURN sum(x) AS s GROUP BY ();
//: s
//> 6
CYPHER 25 FOR i IN range(1, 3) LET d = date('2024-01-31') + duration({months: i}) FILTER d.day < 31 RETURN i, d;
//: i | d
//> 1 | date('2024-02-29')
//> 3 | date('2024-04-30')
