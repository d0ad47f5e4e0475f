// Logistics: stations, timetables, parcels; points, durations, weighted ways.
CREATE (a:Stop {code: 'AAA', at: point({latitude: 52.52, longitude: 13.40}), zone: 1}),
  (b:Stop {code: 'BBB', at: point({latitude: 48.85, longitude: 2.35}), zone: 1}),
  (c:Stop:Hub {code: 'CCC', at: point({latitude: 50.11, longitude: 8.68}), zone: 2}),
  (d:Stop {code: 'DDD', at: point({latitude: 47.37, longitude: 8.54}), zone: 3}),
  (e:Stop:Hub {code: 'EEE', at: point({latitude: 45.46, longitude: 9.19})}),
  (x:Shelf {name: 's1', at: point({x: 0, y: 0})}), (y:Shelf {name: 's2', at: point({x: 3, y: 4})}), (z:Shelf {name: 's3', at: point({x: 1, y: 1, z: 1})}),
  (a)-[:LEG {km: 545, dur: duration('PT4H'), dep: time('08:00+01:00')}]->(c), (c)-[:LEG {km: 575, dur: duration('PT3H50M'), dep: time('13:00+01:00')}]->(b),
  (c)-[:LEG {km: 410, dur: duration('PT4H5M'), dep: time('12:30+01:00')}]->(d), (d)-[:LEG {km: 280, dur: duration('PT3H15M'), dep: time('17:10+01:00')}]->(e),
  (b)-[:LEG {km: 850, dur: duration('PT7H'), dep: time('18:00+01:00')}]->(e), (a)-[:LEG {km: 1040, dur: duration('P1DT2H')}]->(e),
  (p1:Parcel {id: 1, weight: 2.5, sent: datetime('2024-03-30T23:30:00[Europe/Berlin]'), dims: [10, 20, 30]}),
  (p2:Parcel:Express {id: 2, weight: 12, sent: datetime('2024-03-31T01:59:59+01:00'), dims: [5, 5]}),
  (p3:Parcel {id: 3, sent: datetime('2024-10-27T02:30:00+01:00'), dims: []}),
  (p1)-[:FROM]->(a), (p1)-[:TO]->(e), (p2)-[:FROM]->(b), (p2)-[:TO]->(e), (p3)-[:FROM]->(c), (p3)-[:TO]->(c);
// queries
MATCH (s:Stop)-[l:LEG]->(t) RETURN s.code + t.code AS leg, l.km / 100 AS hundreds, l.km * 1.0 / 100 AS exact, l.dur ORDER BY leg;
//: leg | hundreds | exact | l.dur
//> 'AAACCC' | 5 | 5.45 | duration('PT4H')
//> 'AAAEEE' | 10 | 10.4 | duration('P1DT2H')
//> 'BBBEEE' | 8 | 8.5 | duration('PT7H')
//> 'CCCBBB' | 5 | 5.75 | duration('PT3H50M')
//> 'CCCDDD' | 4 | 4.1 | duration('PT4H5M')
//> 'DDDEEE' | 2 | 2.8 | duration('PT3H15M')
MATCH p = (:Stop {code: 'AAA'})-[:LEG]->+(:Stop {code: 'EEE'}) RETURN [n IN nodes(p) | n.code] AS via, reduce(k = 0, l IN relationships(p) | k + l.km) AS km ORDER BY km;
//: via | km
//> ['AAA', 'EEE'] | 1040
//> ['AAA', 'CCC', 'DDD', 'EEE'] | 1235
//> ['AAA', 'CCC', 'BBB', 'EEE'] | 1970
MATCH p = (:Stop {code: 'AAA'})-[:LEG]->+(:Stop {code: 'EEE'}) RETURN reduce(d = duration('PT0S'), l IN relationships(p) | d + l.dur) AS total ORDER BY length(p), total.hours;
//: total
//> duration('P1DT2H')
//> duration('PT11H20M')
//> duration('PT14H50M')
MATCH p = (:Stop {code: 'AAA'})-[ls:LEG*]->(:Stop {code: 'EEE'}) WHERE all(i IN range(0, size(ls) - 2) WHERE ls[i].dep + ls[i].dur <= ls[i + 1].dep) RETURN [l IN ls | l.km] AS kms ORDER BY kms;
//: kms
//> [545, 410, 280]
//> [545, 575, 850]
//> [1040]
MATCH (s:Stop)-[l:LEG]->() RETURN s.code, l.dep, l.dep + l.dur AS arrive ORDER BY l.dep, s.code;
//: s.code | l.dep | arrive
//> 'AAA' | time('08:00:00+01:00') | time('12:00:00+01:00')
//> 'CCC' | time('12:30:00+01:00') | time('16:35:00+01:00')
//> 'CCC' | time('13:00:00+01:00') | time('16:50:00+01:00')
//> 'DDD' | time('17:10:00+01:00') | time('20:25:00+01:00')
//> 'BBB' | time('18:00:00+01:00') | time('01:00:00+01:00')
//> 'AAA' | null | null
MATCH ()-[l:LEG]->() RETURN sum(l.dur) AS total, avg(l.dur) AS mean, max(l.dur), min(l.dur);
//: total | mean | max(l.dur) | min(l.dur)
//> duration('P1DT24H10M') | duration('PT8H1M40S') | duration('P1DT2H') | duration('PT3H15M')
MATCH ()-[l:LEG]->() RETURN l.dur.hours AS h, l.dur.minutes AS m, l.dur.minutesOfHour AS mh, l.dur.days AS d ORDER BY h, m;
//: h | m | mh | d
//> 2 | 120 | 0 | 1
//> 3 | 195 | 15 | 0
//> 3 | 230 | 50 | 0
//> 4 | 240 | 0 | 0
//> 4 | 245 | 5 | 0
//> 7 | 420 | 0 | 0
MATCH (a:Stop), (b:Stop) WHERE a.code < b.code RETURN a.code, b.code, toInteger(round(point.distance(a.at, b.at) / 1000)) AS km ORDER BY km LIMIT 4;
//: a.code | b.code | km
//> 'DDD' | 'EEE' | 218
//> 'CCC' | 'DDD' | 305
//> 'AAA' | 'CCC' | 424
//> 'BBB' | 'CCC' | 479
MATCH (s:Stop) WHERE point.withinBBox(s.at, point({latitude: 47, longitude: 8}), point({latitude: 51, longitude: 10})) RETURN s.code ORDER BY s.code;
//: s.code
//> 'CCC'
//> 'DDD'
MATCH (s:Stop) RETURN s.code, s.at.latitude AS lat, s.at.x AS x, s.at.srid AS srid, s.at.crs AS crs ORDER BY lat LIMIT 2;
//: s.code | lat | x | srid | crs
//> 'EEE' | 45.46 | 9.19 | 4326 | 'wgs-84'
//> 'DDD' | 47.37 | 8.54 | 4326 | 'wgs-84'
MATCH (a:Shelf {name: 's1'}), (b:Shelf) RETURN b.name, point.distance(a.at, b.at) AS d, a.at = b.at AS same ORDER BY b.name;
//: b.name | d | same
//> 's1' | 0.0 | true
//> 's2' | 5.0 | false
//> 's3' | null | false
MATCH (s:Shelf) RETURN s.name, s.at, s.at.z, s.at.crs ORDER BY s.name;
//! Neo.ClientError.Statement.ArgumentError 22000 22N58
MATCH (s:Shelf) RETURN s.name ORDER BY s.at, s.name;
//: s.name
//> 's1'
//> 's2'
//> 's3'
MATCH (s:Stop) WHERE point.distance(s.at, point({latitude: 48, longitude: 9})) < 300000 RETURN s.code ORDER BY s.code;
//: s.code
//> 'CCC'
//> 'DDD'
//> 'EEE'
RETURN point({x: 1, y: 2}) = point({x: 1.0, y: 2.0}) AS eq, point({x: 1, y: 2}) = point({latitude: 2, longitude: 1}) AS crs, point({x: 1, y: 2}) < point({x: 2, y: 3}) AS lt;
//: eq | crs | lt
//> true | false | null
RETURN point({longitude: 181, latitude: 10}) AS p;
//: p
//> point({x: -179.0, y: 10.0, crs: 'wgs-84'})
RETURN point({longitude: 10, latitude: 91}) AS p;
//! Neo.ClientError.Statement.ArgumentError 22000 22N23
RETURN point({x: 1}) AS p;
//! Neo.ClientError.Statement.SyntaxError 42001 42I16
RETURN point({x: 1, y: null}) AS p, point.distance(null, point({x: 1, y: 1})) AS d;
//: p | d
//> null | null
RETURN point({x: 1, y: 2, crs: 'wgs-84'}) AS a, point({x: 1, y: 2, srid: 9157, z: 3}) AS b, point({latitude: 1, longitude: 2, height: 3}) AS c;
//: a | b | c
//> point({x: 1.0, y: 2.0, crs: 'wgs-84'}) | point({x: 1.0, y: 2.0, z: 3.0, crs: 'cartesian-3d'}) | point({x: 2.0, y: 1.0, z: 3.0, crs: 'wgs-84-3d'})
RETURN point({x: 1, y: 2, crs: 'none'}) AS a;
//! Neo.ClientError.Statement.ArgumentError 22000 22N21
RETURN point({x: 1, y: 2}) IS :: POINT AS a, valueType(point({x: 1, y: 2})) AS t, [point({x: 0, y: 0})] IS :: LIST<POINT NOT NULL> AS l;
//: a | t | l
//> true | 'POINT NOT NULL' | true
MATCH (p:Parcel) RETURN p.id, p.sent, p.sent.timezone AS tz, p.sent.epochSeconds AS s ORDER BY p.id;
//: p.id | p.sent | tz | s
//> 1 | datetime('2024-03-30T23:30:00+01:00[Europe/Berlin]') | 'Europe/Berlin' | 1711837800
//> 2 | datetime('2024-03-31T01:59:59+01:00') | '+01:00' | 1711846799
//> 3 | datetime('2024-10-27T02:30:00+01:00') | '+01:00' | 1729992600
MATCH (p:Parcel) RETURN p.id, p.sent + duration('PT3H') AS later, p.sent + duration('P1D') AS tomorrow ORDER BY p.id;
//: p.id | later | tomorrow
//> 1 | datetime('2024-03-31T03:30:00+02:00[Europe/Berlin]') | datetime('2024-03-31T23:30:00+02:00[Europe/Berlin]')
//> 2 | datetime('2024-03-31T04:59:59+01:00') | datetime('2024-04-01T01:59:59+01:00')
//> 3 | datetime('2024-10-27T05:30:00+01:00') | datetime('2024-10-28T02:30:00+01:00')
MATCH (p:Parcel) WHERE p.sent >= datetime('2024-03-31T00:00:00Z') RETURN p.id ORDER BY p.id;
//: p.id
//> 2
//> 3
MATCH (p:Parcel) RETURN date(p.sent) AS d, localtime(p.sent) AS t, datetime.truncate('hour', p.sent) AS h ORDER BY p.id;
//: d | t | h
//> date('2024-03-30') | localtime('23:30:00') | datetime('2024-03-30T23:00:00+01:00[Europe/Berlin]')
//> date('2024-03-31') | localtime('01:59:59') | datetime('2024-03-31T01:00:00+01:00')
//> date('2024-10-27') | localtime('02:30:00') | datetime('2024-10-27T02:00:00+01:00')
MATCH (p:Parcel), (q:Parcel) WHERE p.id < q.id RETURN p.id, q.id, duration.inSeconds(p.sent, q.sent) AS s, duration.inDays(p.sent, q.sent) AS d, duration.between(p.sent, q.sent) AS b ORDER BY p.id, q.id;
//: p.id | q.id | s | d | b
//> 1 | 2 | duration('PT2H29M59S') | duration('PT0S') | duration('PT2H29M59S')
//> 1 | 3 | duration('PT5043H') | duration('P210D') | duration('P6M26DT4H')
//> 2 | 3 | duration('PT5040H30M1S') | duration('P210D') | duration('P6M27DT30M1S')
MATCH (p:Parcel) RETURN p.id, reduce(v = 1, x IN p.dims | v * x) AS volume, size(p.dims) AS n, p.dims[0] AS first, p.dims[-1] AS last, p.dims[1..] AS rest ORDER BY p.id;
//: p.id | volume | n | first | last | rest
//> 1 | 6000 | 3 | 10 | 30 | [20, 30]
//> 2 | 25 | 2 | 5 | 5 | [5]
//> 3 | 1 | 0 | null | null | []
MATCH (p:Parcel) RETURN p.id, coalesce(p.weight, 1) * 3 AS price, toString(p.weight) AS w, toInteger(p.weight) AS i ORDER BY p.id;
//: p.id | price | w | i
//> 1 | 7.5 | '2.5' | 2
//> 2 | 36 | '12' | 12
//> 3 | 3 | null | null
MATCH (p:Parcel) WHERE p.weight > 2 RETURN p.id, p:Express AS x ORDER BY p.id;
//: p.id | x
//> 1 | false
//> 2 | true
MATCH (p:Parcel)-[:FROM]->(s)<-[:TO]-(p) RETURN p.id;
//: p.id
//> 3
MATCH (p:Parcel)-[:FROM]->(s), (p)-[:TO]->(t) OPTIONAL MATCH w = SHORTEST 1 (s)-[:LEG]->+(t) RETURN p.id, length(w) AS l, [n IN nodes(w) | n.code] AS via ORDER BY p.id;
//: p.id | l | via
//> 1 | 1 | ['AAA', 'EEE']
//> 2 | 1 | ['BBB', 'EEE']
//> 3 | null | null
MATCH (p:Parcel)-[:FROM]->(s), (p)-[:TO]->(t) RETURN p.id, EXISTS { (s)-[:LEG]->+(t) } AS reachable, COUNT { (s)-[:LEG]->{1,3}(t) } AS ways ORDER BY p.id;
//: p.id | reachable | ways
//> 1 | true | 3
//> 2 | true | 1
//> 3 | false | 0
MATCH (s:Stop) RETURN s.zone AS zone, collect(s.code) AS codes ORDER BY zone;
//: zone | codes
//> 1 | ['AAA', 'BBB']
//> 2 | ['CCC']
//> 3 | ['DDD']
//> null | ['EEE']
MATCH (s:Stop) WHERE s.zone <> 1 RETURN s.code ORDER BY s.code;
//: s.code
//> 'CCC'
//> 'DDD'
MATCH (s:Stop) WHERE s.zone IN [2, 3] OR s:Hub RETURN s.code ORDER BY s.code;
//: s.code
//> 'CCC'
//> 'DDD'
//> 'EEE'
MATCH (h:Hub) OPTIONAL MATCH (h)-[l:LEG]->(t:Hub) RETURN h.code, l, t ORDER BY h.code;
//: h.code | l | t
//> 'CCC' | null | null
//> 'EEE' | null | null
MATCH (h:Hub)-[:LEG]-(n) RETURN h.code, count(DISTINCT n) AS n, collect(DISTINCT labels(n)) AS kinds ORDER BY h.code;
//: h.code | n | kinds
//> 'CCC' | 3 | [['Stop']]
//> 'EEE' | 3 | [['Stop']]
MATCH (s:Stop {code: 'AAA'}) SET s.at = point({latitude: 0, longitude: 0}), s.moved = datetime('2024-01-01T00:00Z') RETURN s;
//: s
//> (:Stop {at: point({x: 0.0, y: 0.0, crs: 'wgs-84'}), code: 'AAA', moved: datetime('2024-01-01T00:00:00Z'), zone: 1})
//+ properties-set 2
MATCH (p:Parcel {id: 1}) SET p.dims = [1.5, 2] RETURN p.dims, valueType(p.dims);
//: p.dims | valueType(p.dims)
//> [1.5, 2.0] | 'LIST<FLOAT NOT NULL> NOT NULL'
//+ properties-set 1
MATCH (p:Parcel {id: 1}) SET p.dims = [1, 'a'] RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (p:Parcel {id: 1}) SET p.dims = [1, null] RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (p:Parcel {id: 1}) SET p.dims = [[1], [2]] RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (p:Parcel {id: 1}) SET p.dims = {a: 1} RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (p:Parcel {id: 1}) SET p.dims = [point({x: 1, y: 2}), point({x: 1, y: 2, z: 3})] RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (p:Parcel {id: 1}) SET p.dims = [date('2020-01-01'), localdatetime('2020-01-01T00:00')] RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (p:Parcel {id: 1})-[r:FROM]->(s) SET p.dims = s RETURN p.dims;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (p:Parcel {id: 1}) SET p.weight = null, p.dims = [] RETURN p.weight, p.dims, size(keys(p)) AS k;
//: p.weight | p.dims | k
//> null | [] | 3
//+ properties-set 2
MATCH (p:Parcel) SET p.due = p.sent + duration({days: p.id}) WITH p RETURN p.id, date(p.due) ORDER BY p.id;
//: p.id | date(p.due)
//> 1 | date('2024-03-31')
//> 2 | date('2024-04-02')
//> 3 | date('2024-10-30')
//+ properties-set 3
// $ {t: time('12:00+01:00'), d: duration('PT30M'), p: point({latitude: 50, longitude: 8})}
MATCH (s:Stop)-[l:LEG]->(x) WHERE l.dep > $t + $d RETURN s.code, l.dep ORDER BY l.dep;
//: s.code | l.dep
//> 'CCC' | time('13:00:00+01:00')
//> 'DDD' | time('17:10:00+01:00')
//> 'BBB' | time('18:00:00+01:00')
// $ {lo: point({latitude: 45, longitude: 0}), hi: point({latitude: 49, longitude: 9})}
MATCH (s:Stop) WHERE point.withinBBox(s.at, $lo, $hi) RETURN s.code, point.distance(s.at, $lo) > 0 AS far ORDER BY s.code;
//: s.code | far
//> 'BBB' | true
//> 'DDD' | true
MATCH (s:Stop)-[l:LEG]->(t) WITH s, l, t ORDER BY l.km WITH s, collect(t.code) AS next, collect(l.km) AS kms RETURN s.code, next[0] AS nearest, kms[0] AS km ORDER BY s.code;
//: s.code | nearest | km
//> 'AAA' | 'CCC' | 545
//> 'BBB' | 'EEE' | 850
//> 'CCC' | 'DDD' | 410
//> 'DDD' | 'EEE' | 280
MATCH (s:Stop) CALL (s) { OPTIONAL MATCH (s)-[l:LEG]->(t) RETURN t ORDER BY l.km LIMIT 1 } RETURN s.code, t.code ORDER BY s.code;
//: s.code | t.code
//> 'AAA' | 'CCC'
//> 'BBB' | 'EEE'
//> 'CCC' | 'DDD'
//> 'DDD' | 'EEE'
//> 'EEE' | null
MATCH (s:Stop) OPTIONAL CALL (s) { MATCH (s)-[l:LEG]->(t) WHERE l.km > 500 RETURN t.code AS t, l.km AS km } RETURN s.code, t, km ORDER BY s.code, km;
//: s.code | t | km
//> 'AAA' | 'CCC' | 545
//> 'AAA' | 'EEE' | 1040
//> 'BBB' | 'EEE' | 850
//> 'CCC' | 'BBB' | 575
//> 'DDD' | null | null
//> 'EEE' | null | null
UNWIND [duration('P1M'), duration('P30D'), duration('P31D'), duration('PT720H')] AS d RETURN d ORDER BY d;
//: d
//> duration('PT720H')
//> duration('P30D')
//> duration('P1M')
//> duration('P31D')
UNWIND [duration('P1M'), duration('P30D')] AS d RETURN d = duration('P30D'), d < duration('P31D'), toString(d);
//: d = duration('P30D') | d < duration('P31D') | toString(d)
//> false | null | 'P1M'
//> true | null | 'P30D'
RETURN duration('P1Y2M3W4DT5H6M7.891S') AS d, duration({months: 1.5, days: 0.5}) AS f, duration('PT0.5S') * 3 AS m, duration('P1D') / 2 AS h, -duration('P1D') AS n;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN duration('P1D') * 0.3 AS a, duration({hours: 1, minutes: -90}) AS b, duration('P-1DT1H') AS c, duration({seconds: 1, nanoseconds: -1}) AS d;
//: a | b | c | d
//> duration('PT7H12M') | duration('PT-30M') | duration('P-1DT1H') | duration('PT0.999999999S')
