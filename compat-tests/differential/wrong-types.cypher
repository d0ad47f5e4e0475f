UNWIND [5, 'a'] AS x RETURN tail(x) AS r
UNWIND [5, [1]] AS x RETURN head(x) AS r
UNWIND [5, [1]] AS x RETURN last(x) AS r
UNWIND [5, [1]] AS x RETURN reverse(x) AS r
UNWIND [5, [1]] AS x RETURN size(x) AS r
UNWIND [5, [1]] AS x RETURN x[0] AS r
UNWIND [5, [1]] AS x RETURN x[0..1] AS r
UNWIND [{a: 1}, [1]] AS x RETURN x[0] AS r
UNWIND [{a: 1}, [1]] AS x RETURN x['a'] AS r
UNWIND [{a: 1}, [1]] AS x RETURN x.a AS r
UNWIND ['a', [1]] AS x RETURN x + 1 AS r
UNWIND [true, [1]] AS x RETURN x + 1 AS r
UNWIND [true, 1] AS x RETURN x AND true AS r
UNWIND ['x', true] AS x WITH x WHERE x RETURN x
UNWIND [1, true] AS x RETURN NOT x AS r
UNWIND [1, true] AS x RETURN CASE WHEN x THEN 1 END AS r
UNWIND [[], [1], true] AS x RETURN NOT x AS r
UNWIND [[], [1], true] AS x WITH x WHERE x RETURN x
UNWIND [1, 'a'] AS x RETURN toUpper(x) AS r
UNWIND [1, 'a'] AS x RETURN substring(x, 0) AS r
UNWIND [1, 'a'] AS x RETURN split(x, 'a') AS r
UNWIND [1, 'a'] AS x RETURN x =~ 'a' AS r
UNWIND [1, 'a'] AS x RETURN x STARTS WITH 'a' AS r
UNWIND [1, 'a'] AS x RETURN abs(x) AS r
UNWIND [1, 'a'] AS x RETURN -x AS r
UNWIND [1, 'a'] AS x RETURN x * 2 AS r
UNWIND ['a', 1.5] AS x RETURN range(0, x) AS r
UNWIND ['a', 1] AS x RETURN [1, 2][x] AS r
UNWIND ['a', 1] AS x RETURN [1, 2][x..] AS r
UNWIND ['a', 1] AS x RETURN {a: 1}[x] AS r
UNWIND [1, {a: 1}] AS x RETURN keys(x) AS r
UNWIND [1, {a: 1}] AS x RETURN properties(x) AS r
UNWIND [1, {a: 1}] AS x RETURN x {.a} AS r
UNWIND [1, 'a'] AS x RETURN labels(x) AS r
UNWIND [1, 'a'] AS x RETURN type(x) AS r
UNWIND [1, 'a'] AS x RETURN id(x) AS r
UNWIND [1, 'a'] AS x RETURN nodes(x) AS r
UNWIND [1, 'a'] AS x RETURN length(x) AS r
UNWIND [1, 'a'] AS x RETURN startNode(x) AS r
UNWIND [1, 'a'] AS x RETURN x:A AS r
UNWIND [1, 'a'] AS x RETURN date(x) AS r
UNWIND [1, 'a'] AS x RETURN duration(x) AS r
UNWIND [1, 'a'] AS x RETURN point(x) AS r
UNWIND [1, 'a'] AS x RETURN exists((x)--()) AS r
UNWIND [1, 'a'] AS x MATCH (x) RETURN x
UNWIND [1, 'a'] AS x SET x.a = 1
UNWIND [1, 'a'] AS x DELETE x
UNWIND [1, 'a'] AS x CREATE (n:Q) SET n = x
UNWIND [1, 'a'] AS x CREATE (n:Q) SET n += x
UNWIND [1, {a: 1}] AS x CREATE (n:Q {k: x})
UNWIND [1, [[1]]] AS x CREATE (n:Q {k: x})
UNWIND [1, 'a'] AS x RETURN avg(x) AS r
UNWIND [1, 'a'] AS x RETURN stDev(x) AS r
UNWIND [1, 'a'] AS x RETURN percentileCont(x, 0.5) AS r
UNWIND [1, 'a'] AS x RETURN percentileDisc(x, 0.5) AS r
UNWIND [1, duration('P1D')] AS x RETURN sum(x) AS r
UNWIND [1, true] AS x RETURN max(x) AS a, min(x) AS b
UNWIND [1, 'a', null, [1], {a: 1}, date('2020-01-01'), true] AS x RETURN toStringOrNull(x) AS a, toIntegerOrNull(x) AS b, toBooleanOrNull(x) AS c
UNWIND [1.0, 2] AS x RETURN round(x, 1) AS r, toInteger(x) AS i
UNWIND [2, 'a'] AS x RETURN left('abc', x) AS r
UNWIND [2, null] AS x RETURN left('abc', x) AS r
UNWIND [2, null] AS x RETURN substring('abc', x) AS r
UNWIND [2, null] AS x RETURN substring('abc', 0, x) AS r
UNWIND [2, null] AS x RETURN round(1.234, x) AS r
UNWIND [2, null] AS x RETURN [1, 2, 3][x] AS r
UNWIND ['a', null] AS x RETURN split('bab', x) AS r, replace('bab', x, 'c') AS s, replace('bab', 'b', x) AS t
UNWIND [2, null] AS x RETURN point({x: x, y: 1}) AS r
UNWIND [2, null] AS x RETURN date({year: 2020, month: x}) AS r
UNWIND [2, null] AS x RETURN duration({days: x}) AS r
UNWIND [2, null] AS x RETURN date('2020-01-01') + duration({days: 1}) AS r, percentileCont(x, 0.5) AS p
UNWIND ['month', null, 'foo'] AS x RETURN date.truncate(x, date('2020-05-05')) AS r
UNWIND ['2020-05-05', null, 'foo'] AS x RETURN date(x) AS r
UNWIND ['P1D', null, 'foo'] AS x RETURN duration(x) AS r
UNWIND ['a(', 'a'] AS x RETURN 'a' =~ x AS r
UNWIND [0, 1] AS x RETURN 1 / x AS r
UNWIND [0, 1] AS x RETURN 1 % x AS r
UNWIND [0, 1] AS x RETURN 1 / x AS r LIMIT 0
UNWIND [1, 0] AS x RETURN 1 / x AS r LIMIT 1
UNWIND [1, 0] AS x WITH x WHERE x > 0 RETURN 1 / x AS r
UNWIND [1, 0] AS x WITH x WHERE x > 0 AND 1 / x > 0 RETURN x
UNWIND [1, 0] AS x WITH x WHERE x = 0 OR 1 / x > 0 RETURN x
UNWIND [1, 0] AS x RETURN CASE WHEN x = 0 THEN null ELSE 1 / x END AS r
UNWIND [9223372036854775807, 1] AS x RETURN x + 1 AS r
UNWIND [9223372036854775807] AS x RETURN sum(x) AS r, sum(x) + 1.0 AS s
UNWIND [9223372036854775807, 9223372036854775807] AS x RETURN sum(x) AS r
UNWIND [9223372036854775807, 9223372036854775807] AS x RETURN avg(x) AS r
UNWIND [1, 2, 3] AS x WITH x SKIP 1 + 0 LIMIT 2 - 1 RETURN x
UNWIND [1, 2, 3] AS x RETURN x SKIP toInteger('1') LIMIT size([1])
UNWIND [1, 2, 3] AS x RETURN x LIMIT x
UNWIND [1, 2, 3] AS x RETURN x LIMIT count(*)
WITH 1 AS x, 2 AS x RETURN x
WITH 1 AS x RETURN y
WITH 1 AS x WITH 2 AS y RETURN x
MATCH (a) MATCH (a:A) RETURN count(a) AS c
MATCH (a)-[a]->(b) RETURN a
MATCH p = (a), p = (b) RETURN p
MATCH (a) WITH a.uid AS a MATCH (a) RETURN a
MATCH (a)-[r]->(b)-[r]->(c) RETURN count(*) AS c
MATCH (a)-[r*]->(b) WITH r MATCH ()-[r]->() RETURN 1
MATCH (a) RETURN a.uid AS x ORDER BY a.i + count(*)
MATCH (a) RETURN count(*) AS c ORDER BY a.uid
MATCH (a) RETURN DISTINCT a.i AS x ORDER BY a.uid
MATCH (a) WITH DISTINCT a.i AS x ORDER BY a.uid RETURN x
MATCH (a) WITH a.i AS i, count(*) AS c ORDER BY a.uid RETURN i
MATCH (a) WHERE count(a) > 1 RETURN a
MATCH (a) RETURN sum(count(a)) AS x
MATCH (a) RETURN a, count(*) + a.i AS c
MATCH (a) RETURN a.i + count(*) AS c
MATCH (a) WITH a.i AS i RETURN i + count(*) AS c
MATCH (a) WITH a.i AS i RETURN i, i + count(*) AS c
MATCH (a) RETURN {i: a.i, c: count(*)} AS m
MATCH (a) RETURN a.i, {i: a.i, c: count(*)} AS m
MATCH (a) RETURN a.i AS i, [x IN [1, 2] | x + count(*)] AS c
MATCH (a) RETURN [x IN collect(a.uid) WHERE x > 3] AS c
MATCH (a) RETURN size(collect(a)) + 1 AS c, head(collect(a.zz)) AS d
CALL { RETURN 1 AS x } RETURN x AS y, x + 1 AS z
WITH 1 AS x CALL { RETURN x AS y } RETURN y
WITH 1 AS x CALL (x) { RETURN x } RETURN x
WITH 1 AS x CALL (x) { RETURN 2 AS x } RETURN x
WITH 1 AS x CALL (y) { RETURN 2 AS z } RETURN z
WITH 1 AS x CALL { WITH x RETURN x + 1 AS y } RETURN x, y
WITH 1 AS x CALL { WITH x WHERE x > 1 RETURN 1 AS y } RETURN x, y
WITH 1 AS x CALL { WITH x AS z RETURN z } RETURN z
WITH 1 AS x CALL (x) { WITH x AS z RETURN z } RETURN z
WITH 1 AS x CALL (x) { RETURN x AS y UNION RETURN 2 AS y } RETURN y
WITH 1 AS x RETURN EXISTS { WITH x RETURN x } AS e
WITH 1 AS x RETURN EXISTS { RETURN x } AS e, COUNT { UNWIND [1, 2] AS y RETURN y + x } AS c, COLLECT { UNWIND [1, 2] AS y RETURN y + x } AS l
WITH 1 AS x RETURN COLLECT { UNWIND [1, 2] AS y RETURN y, x } AS l
MATCH (a) RETURN EXISTS { MATCH (a) WHERE a:A } AS e, count(*) AS c
MATCH (a) RETURN COLLECT { MATCH (a)-->(b) RETURN b {.uid} ORDER BY b.uid }[0].uid AS f
UNWIND [1, 2] AS x WITH x, [y IN [1, 2, 3] WHERE y > x] AS l UNWIND l AS z RETURN x, z, [x IN l | x] AS shadow
RETURN [x IN [1, 2] | [x IN [3, 4] | x]] AS l
RETURN [x IN [1, 2] | reduce(s = x, y IN [1, 2] | s + y * x)] AS l
RETURN reduce(s = 0, x IN [1, 2] | reduce(t = s, y IN [x] | t + y)) AS r
RETURN all(x IN [[1], [2]] WHERE any(y IN x WHERE y > 0)) AS r
MATCH (a)-->(b) WITH a, [x IN collect(b) | x.uid] AS l RETURN a.uid, size(l) AS s
MATCH (a)-->(b) RETURN a.uid, reduce(s = 0, x IN collect(b.i) | s + x) AS r
MATCH (a)-->(b) RETURN a.uid, sum(reduce(s = 0, x IN [b.i, 1] | s + coalesce(x, 0))) AS r
MATCH (a)-->(b) RETURN a.uid, collect({u: b.uid, l: [y IN [b.i, b.uid] WHERE y IS NOT NULL | y]})[0].u IS NOT NULL AS r
MATCH (a) RETURN count(DISTINCT [x IN [a.i] | x]) AS r, max([x IN [a.i] | x][0]) AS m
