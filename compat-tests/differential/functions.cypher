RETURN CASE null WHEN null THEN 1 ELSE 2 END AS x
RETURN CASE 1 WHEN 1.0 THEN 'a' END AS x
RETURN CASE 3 WHEN <2 THEN 'a' WHEN IS NULL THEN 'n' WHEN >= 3 THEN 'b' END AS x
RETURN CASE 'abc' WHEN STARTS WITH 'a' THEN 1 END AS x
RETURN CASE 1 WHEN 2, 1 THEN 'two' END AS x
RETURN [1,2,3,4][-3..-1] AS x, [1,2,3][-1] AS y, [1,2,3][5] AS z, [1,2,3][2..1] AS w, [1,2,3][..-5] AS v, [1,2,3][-5..2] AS u
RETURN [1,2,3][null..2] AS x, [1,2,3][1..null] AS y
RETURN null[1] AS x, null[1..2] AS y, [1][null] AS z
RETURN size('😀') AS a, reverse('a😀b') AS b, substring('a😀b', 1, 1) AS c, left('😀b', 1) AS d, right('a😀', 1) AS e, split('a😀b', '') AS f
RETURN toUpper('ﬀ ß ı é') AS a, toLower('İ Σ ΑΣ') AS b
RETURN char_length('😀') AS x, character_length('é') AS y
RETURN normalize('e\u0301') AS x, normalize('ﬀ', NFKC) AS y, 'é' IS NORMALIZED AS z, 'e\u0301' IS NFC NORMALIZED AS w
RETURN trim('\u00a0x\u2003') AS x, ltrim('\u3000x') AS y, trim(BOTH 'x' FROM 'xxaxx') AS z, trim(LEADING FROM '  a ') AS w
RETURN trim('\t\n x \r') AS x, btrim('  x ') AS y, btrim('abcab', 'ab') AS z
RETURN replace('😀a😀', '😀', '') AS x, replace('abc', 'b', null) AS y, replace('aaa','a','bb',2) AS z
RETURN 'a' < 'B' AS x, 'é' > 'z' AS y, '😀' > '\uFFFD' AS z, 'a' < 'ab' AS w
UNWIND ['😀', '\uFFFD', 'z', 'é', 'A', ''] AS x RETURN x ORDER BY x
UNWIND [1, 1.0, 'a', null, true, [1], {a:1}, date('2020-01-01'), 0.0/0.0, datetime('2020-01-01T00:00Z'), localtime('12:00'), duration('P1D'), time('12:00Z'), localdatetime('2020-01-01T00:00'), point({x:1,y:2})] AS x RETURN x ORDER BY x
UNWIND [1, 1.0, 'a', null, true, [1], {a:1}, date('2020-01-01'), 0.0/0.0, datetime('2020-01-01T00:00Z'), localtime('12:00'), duration('P1D'), time('12:00Z'), localdatetime('2020-01-01T00:00'), point({x:1,y:2})] AS x RETURN x ORDER BY x DESC
UNWIND [[1], [], [null], [1, null], ['a'], [1,2], [1.5], null] AS x RETURN x ORDER BY x
UNWIND [{a:1}, {}, {b:1}, {a:null}, {a:1,b:2}, null, {a:'x'}] AS x RETURN x ORDER BY x
UNWIND [1, 1.0, 'a', null, 0.0/0.0, 0.0/0.0, null, 2, '1'] AS x RETURN DISTINCT x
UNWIND [1, 1.0, 'a', null, 0.0/0.0, 0.0/0.0, null, 2, '1'] AS x RETURN x, count(*) AS c
UNWIND [1, 1.0, 'a', null, 0.0/0.0, 0.0/0.0, null, 2, '1'] AS x RETURN count(DISTINCT x) AS c, collect(DISTINCT x) AS l
UNWIND [1, 1.5, 'a', null, true, [2]] AS x RETURN max(x) AS a, min(x) AS b
UNWIND [0.0/0.0, 1.5, 3] AS x RETURN max(x) AS a, min(x) AS b, sum(x) AS s, avg(x) AS av
UNWIND [1, 2, null] AS x RETURN sum(x) AS s, avg(x) AS a, count(x) AS c, stDev(x) AS sd, stDevP(x) AS sp, percentileCont(x, 0.5) AS pc, percentileDisc(x, 0.5) AS pd
UNWIND [null] AS x RETURN sum(x) AS s, avg(x) AS a, count(x) AS c, stDev(x) AS sd, stDevP(x) AS sp, percentileCont(x, 0.5) AS pc, percentileDisc(x, 0.5) AS pd, min(x) AS m, collect(x) AS l
UNWIND [] AS x RETURN sum(x) AS s, avg(x) AS a, count(*) AS c, stDev(x) AS sd, percentileCont(x, 0.5) AS pc, min(x) AS m, collect(x) AS l
UNWIND [1, 2.0] AS x RETURN sum(x) AS s, avg(x) AS a
UNWIND [1, 'a'] AS x RETURN sum(x) AS s
UNWIND [1, 'a'] AS x RETURN avg(x) AS s
UNWIND [duration('P1D'), duration('PT1H')] AS x RETURN sum(x) AS s, avg(x) AS a
UNWIND [9223372036854775807, 1] AS x RETURN sum(x) AS s
UNWIND [9223372036854775807, 1] AS x RETURN avg(x) AS s
UNWIND [1,2,3] AS x RETURN percentileCont(x, 1.5) AS s
UNWIND [1,2,3,4] AS x RETURN percentileCont(x, 0.3) AS a, percentileDisc(x, 0.3) AS b, percentileDisc(x, 0) AS c, percentileDisc(x, 1) AS d
UNWIND ['a'] AS x RETURN percentileDisc(x, 0.5) AS s
UNWIND null AS x RETURN x
UNWIND [] AS x RETURN x
UNWIND [[], null, [1]] AS l UNWIND l AS x RETURN l, x
UNWIND 1 AS x RETURN x
UNWIND {a: 1} AS x RETURN x
RETURN 1 IN [null, 1] AS a, 2 IN [null, 1] AS b, null IN [] AS c, null IN [null] AS d, [1] IN [[1]] AS e, [null] IN [[null]] AS f, [1,null] IN [[1,2]] AS g, 1 IN [1.0] AS h
RETURN NOT (null IN []) AS x, 1 = 'a' AS y, 1 <> 'a' AS z, null <> null AS w, [1] = 1 AS v, {a:1} = {a:1.0} AS u, {a:null} = {a:null} AS t, {a:1} = {b:1} AS s
RETURN 1 < 'a' AS a, 1 < null AS b, [1] < [2] AS c, [1] < [1,2] AS d, [1,null] < [1,2] AS e, true > false AS f, {a:1} < {a:2} AS g, date('2020-01-01') < datetime('2020-01-01T00:00Z') AS h
RETURN 0.0/0.0 < 1 AS a, 0.0/0.0 > 1 AS b, 0.0/0.0 = 0.0/0.0 AS c, 0.0/0.0 <> 0.0/0.0 AS d, 0.0/0.0 >= 0.0/0.0 AS e, 0.0/0.0 IN [0.0/0.0] AS f
RETURN 1/0 AS x
RETURN 1 % 0 AS x
RETURN 1/0.0 AS a, -1/0.0 AS b, 0/0.0 AS c, 1 % 0.0 AS d, 5.5 % -2 AS e, -5 % 3 AS f, -5 / 2 AS g, 2 ^ -1 AS h, 2 ^ 0.5 AS i, -2 ^ 2 AS j
RETURN -9223372036854775808 / -1 AS x
RETURN -9223372036854775808 % -1 AS x
RETURN abs(-9223372036854775808) AS x
RETURN 9223372036854775807 - -1 AS x
RETURN 3000000000 * 4000000000 AS x
RETURN 1.0E308 * 10 AS x
RETURN 9223372036854775808 AS x
RETURN -9223372036854775809 AS x
RETURN 0x7FFFFFFFFFFFFFFF AS a, -0x8000000000000000 AS b, 0o17 AS c, 1_000 AS d, .5 AS e, 1e3 AS f, 1E-2 AS g, 5.0f AS h
RETURN 0xFF AS a, 0X1F AS b
RETURN toInteger('1.9') AS a, toInteger(' 12 ') AS b, toInteger('abc') AS c, toInteger(1.9) AS d, toInteger(-1.9) AS e, toInteger('9223372036854775808') AS f, toInteger(true) AS g, toInteger('0x1F') AS h, toInteger('1e3') AS i, toInteger('') AS j
RETURN toInteger(1e300) AS x
RETURN toInteger(0.0/0.0) AS x
RETURN toFloat('1e3') AS a, toFloat('abc') AS b, toFloat(' 1.5 ') AS c, toFloat('NaN') AS d, toFloat('Infinity') AS e, toFloat(1) AS f, toFloat('1.5f') AS g, toFloat('0x1p3') AS h
RETURN toFloat(true) AS x
RETURN toInteger([1]) AS x
RETURN toBoolean('TRUE') AS a, toBoolean(' true ') AS b, toBoolean('yes') AS c, toBoolean(1) AS d, toBoolean(0) AS e
RETURN toBoolean(1.5) AS x
RETURN toString(1.0) AS a, toString(1e21) AS b, toString(1e-7) AS c, toString(123456789.0) AS d, toString(true) AS e, toString(0.1) AS f, toString(1e7) AS g, toString(12345678.9) AS h, toString(0.001) AS i, toString(-0.0) AS j
RETURN toString(0.0/0.0) AS a, toString(1/0.0) AS b, toString(4.9e-324) AS c, toString(2e-3) AS d, toString(1.7976931348623157e308) AS e
RETURN toString([1]) AS x
RETURN toStringOrNull([1]) AS a, toIntegerOrNull([1]) AS b, toFloatOrNull({}) AS c, toBooleanOrNull(1.5) AS d, toStringOrNull({}) AS e
RETURN toStringList([1, 'a', null, [1], date('2020-01-01')]) AS a, toIntegerList(['1', 2.9, 'x', null, true]) AS b, toFloatList(['1.5', 2]) AS c, toBooleanList(['true', 0, 'x']) AS d
RETURN round(2.5) AS a, round(-2.5) AS b, round(3.14159, 2) AS c, round(-1.5) AS d, round(1.249, 1, 'UP') AS e, round(1.25, 1, 'HALF_EVEN') AS f, round(0.5) AS g, round(-0.5) AS h, round(1.15, 1) AS i, round(5) AS j
RETURN round(2.675, 2, 'HALF_DOWN') AS a, round(1.1, 0, 'CEILING') AS b, round(-1.1, 0, 'FLOOR') AS c, round(1.5, 0, 'DOWN') AS d, round(0.0/0.0) AS e, round(1/0.0) AS f
RETURN round(1.5, -1) AS a
RETURN round(1.5, 1, 'X') AS a
RETURN ceil(1.2) AS a, floor(-1.2) AS b, sign(-3) AS c, sign(0.0) AS d, sqrt(-1) AS e, log(0) AS f, log10(-1) AS g, exp(1000) AS h, abs(-1.5) AS i, ceil(1) AS j, sign(-0.5) AS k
RETURN atan2(1, 0) AS a, cot(0) AS b, haversin(0.5) AS c, degrees(pi()) AS d, radians(180) AS e, e() AS f, acos(2) AS g, asin(null) AS h, coth(1) AS i, sinh(1) AS j, cosh(0) AS k, tanh(0) AS l
RETURN isNaN(0.0/0.0) AS a, isNaN(1) AS b, isEmpty('') AS c, isEmpty([]) AS d, isEmpty({}) AS e, isEmpty(null) AS f
RETURN isEmpty(1) AS x
RETURN range(0, 3) AS a, range(3, 0) AS b, range(3, 0, -1) AS c, range(0, 10, 3) AS d, range(0, -5, -2) AS e, range(1,1) AS f
RETURN range(0, 3, 0) AS x
RETURN range(null, 3) AS x
RETURN range(9223372036854775805, 9223372036854775807) AS x
RETURN head([]) AS a, last([]) AS b, tail([]) AS c, head([null, 1]) AS d, tail([1]) AS e, head(null) AS f, reverse([1,null,2]) AS g, reverse(null) AS h
RETURN keys({a: 1, b: null}) AS x, keys(null) AS y, size({a:1}) AS z
RETURN size(null) AS a, size([1,null]) AS b, size('') AS c, length(null) AS d
RETURN coalesce(null, null) AS a, coalesce(null, 1, 1/0) AS b, nullIf(1, 1.0) AS c, nullIf('a', 'b') AS d, nullIf(null, 1) AS e
RETURN valueType(1) AS a, valueType(1.0) AS b, valueType('a') AS c, valueType([1, 'a', null]) AS d, valueType({a: 1}) AS e, valueType(null) AS f, valueType([]) AS g, valueType(date()) AS h, valueType([1.0]) AS i, valueType([[1],[2.0]]) AS j, valueType(true) AS k
RETURN 1 IS :: INTEGER AS a, 1 IS TYPED FLOAT AS b, null IS :: INTEGER AS c, null IS :: INTEGER NOT NULL AS d, [1] IS :: LIST<INTEGER> AS e, [1,null] IS :: LIST<INTEGER NOT NULL> AS f, 1 IS NOT :: STRING AS g, 'a' IS :: STRING | INTEGER AS h, [] IS :: LIST<NOTHING> AS i, {a:1} IS :: MAP AS j, 1.0 IS :: INTEGER | FLOAT AS k, date() IS :: DATE AS l
RETURN all(x IN [1,null] WHERE x > 0) AS a, any(x IN [null] WHERE x > 0) AS b, none(x IN [null] WHERE x > 0) AS c, single(x IN [1,null] WHERE x > 0) AS d, all(x IN [] WHERE false) AS e, single(x IN [1,1] WHERE x = 1) AS f, any(x IN null WHERE true) AS g, none(x IN [] WHERE true) AS h, single(x IN [null, 1, 1] WHERE x > 0) AS i, all(x IN [null, 0] WHERE x > 0) AS j
RETURN reduce(a = 0, x IN [1,2,3] | a + x) AS a, reduce(a = 0, x IN null | a + x) AS b, reduce(a = '', x IN [] | a + x) AS c, reduce(a = null, x IN [1] | a + x) AS d
RETURN [x IN [1,null,3] WHERE x > 1 | x * 2] AS a, [x IN null | x] AS b, [x IN [1,2] WHERE null] AS c
RETURN {a: 1, b: {c: 2}}.b.c AS x, {a: 1}.z AS y, null.a AS z, {a: 1}['a'] AS w, {a: 1}[null] AS v
RETURN [1,2,3]['a'] AS x
RETURN 'abc'[0] AS x
RETURN 'abc'[0..1] AS x
WITH {a: 1, b: 2} AS m RETURN m {.a, c: 3, .z} AS x, m {.*, a: 5} AS y, m {.*} AS z, m {} AS w
WITH null AS m RETURN m {.a} AS x, m {.*} AS y
RETURN 1 + null AS a, 'a' + 1 AS b, 1 + 'a' AS c, 'a' + 1.0 AS d, [1] + 2 AS e, 1 + [2] AS f, [1] + [2] AS g, [1] + null AS h, 'a' + ['b'] AS i, [[1]] + [2] AS j, null + [1] AS k
RETURN true + 1 AS x
RETURN true + 'a' AS x
RETURN {a: 1} + {b: 2} AS x
RETURN 'a' - 'b' AS x
RETURN 'a' * 2 AS x
RETURN [1] - 1 AS x
RETURN -'a' AS x
RETURN +null AS x, -null AS y, +1 AS z
RETURN NOT 1 AS x
RETURN 1 AND true AS x
RETURN 'a' || 'b' AS a, [1] || [2] AS b, null || 'a' AS c
RETURN 1 || 2 AS x
RETURN 'a' =~ null AS a, null =~ 'a' AS b, 'aB' =~ '(?i)AB' AS c, 'a\nb' =~ 'a.b' AS d, 'é' =~ '\\w' AS e, 'abc' =~ 'b' AS f, '😀' =~ '.' AS g, 'a' =~ '\\p{L}' AS h
RETURN 'a' STARTS WITH 1 AS a, 1 CONTAINS 'a' AS b, 'abc' ENDS WITH '' AS c, null CONTAINS 'a' AS d
RETURN left('abc', -1) AS x
RETURN left(null, -1) AS x
RETURN substring('abc', 5) AS a, substring('abc', 1, 0) AS b, substring('abc', 0, 100) AS c, substring(null, 1) AS d, right('abc', 0) AS e, right('abc', 5) AS f
RETURN substring('abc', null) AS x
RETURN substring('abc', -1) AS x
RETURN split('a,b;c', [',', ';']) AS a, split(',a,', ',') AS b, split('', '') AS c, split(null, ',') AS d, split('abc', '') AS e, split('aXXb', 'X') AS f
RETURN date('2020-01-31') + duration('P1M') AS a, date('2020-02-29') - duration('P1Y') AS b, datetime('2020-01-01T00:00Z') + duration('PT25H') AS c, localtime('23:00') + duration('PT2H') AS d, duration('P1M') + duration('P1D') AS e, duration('P1Y2M3DT4H5M6.7S') * 2 AS f, duration('P1M') / 2 AS g, duration('P1D') * 0.5 AS h
RETURN duration.between(date('2020-01-31'), date('2020-03-01')) AS a, duration.inDays(date('2020-01-01'), datetime('2021-01-01T12:00Z')) AS b, duration.inMonths(date('2020-01-31'), date('2020-02-29')) AS c, duration.inSeconds(localtime('12:00'), localtime('11:00')) AS d
RETURN date.truncate('week', date('2020-01-01')) AS a, datetime.truncate('quarter', datetime('2020-05-05T12:00Z')) AS b, localdatetime.truncate('hour', localdatetime('2020-05-05T12:34:56')) AS c, date.truncate('decade', date('2019-05-05')) AS d, date.truncate('month', date('2020-05-05'), {day: 3}) AS e
RETURN date('2020-W01-1') AS a, date('2020-060') AS b, date({year: 2020, week: 1, dayOfWeek: 3}) AS c, date({year: 2020, quarter: 2, dayOfQuarter: 5}) AS d, date('2020') AS e, date('202002') AS f, date('-0001-01-01') AS g, date('+12345-01-01') AS h
RETURN datetime('2020-01-01T00:00:00[Europe/Berlin]') AS a, datetime({year: 2020, month: 6, timezone: 'America/New_York'}) AS b, datetime({epochMillis: 1}) AS c, datetime({epochSeconds: 1, nanosecond: 5}) AS d, time('12:00+01:00') AS e, time({hour: 1, timezone: '+02:30'}) AS f
RETURN datetime('2020-03-29T02:30[Europe/Berlin]') AS a, datetime('2020-10-25T02:30[Europe/Berlin]') AS b
RETURN date('2020-13-01') AS x
RETURN date('2021-02-29') AS x
RETURN date({year: 2020, day: 5}) AS x
RETURN date({month: 5}) AS x
RETURN date('2020-05-05').year AS a, date('2020-05-05').week AS b, date('2020-05-05').weekYear AS c, date('2020-05-05').dayOfQuarter AS d, date('2020-05-05').quarter AS e, date('2020-05-05').ordinalDay AS f, date('2020-05-05').dayOfWeek AS g, date('2020-05-05').foo AS h
RETURN datetime('2020-05-05T12:34:56.789+02:00').epochMillis AS a, datetime('2020-05-05T12:34:56.789+02:00').offset AS b, datetime('2020-05-05T12:34:56.789+02:00').timezone AS c, datetime('2020-05-05T12:34:56.789+02:00').offsetMinutes AS d, datetime('2020-05-05T12:34:56.789+02:00').nanosecond AS e, datetime('2020-05-05T12:34:56.789+02:00').microsecond AS f
RETURN duration('P1Y2M3DT4H5M6.789S').months AS a, duration('P1Y2M3DT4H5M6.789S').monthsOfYear AS b, duration('P1Y2M3DT4H5M6.789S').seconds AS c, duration('P1Y2M3DT4H5M6.789S').milliseconds AS d, duration('P1Y2M3DT4H5M6.789S').minutesOfHour AS e, duration('P1Y').years AS f, duration('P10D').weeks AS g, duration('P10D').daysOfWeek AS h, duration('P1Y').quarters AS i
RETURN duration({days: 1.5, hours: -3}) AS a, duration('P-1M2D') AS b, duration({months: 0.5}) AS c, duration('PT-0.5S') AS d, toString(duration({seconds: -1, nanoseconds: 1})) AS e, duration('P0001-02-03T04:05:06') AS f, duration('P2W') AS g, duration('P1.5W') AS h
RETURN duration('P1D') = duration('PT24H') AS a, duration('P1D') < duration('P2D') AS b, duration('P1M') = duration('P1M') AS c
RETURN date('2020-01-01') = datetime('2020-01-01T00:00Z') AS a, datetime('2020-01-01T00:00Z') = datetime('2020-01-01T01:00+01:00') AS b, datetime('2020-01-01T00:00Z') <= datetime('2020-01-01T01:00+01:00') AS c, time('12:00Z') = time('13:00+01:00') AS d, time('12:00Z') <= time('13:00+01:00') AS e
RETURN point({x: 1, y: 2}) AS a, point({longitude: 1, latitude: 2}) AS b, point({x: 1, y: 2, z: 3}) AS c, point({x:1,y:2,srid:4326}) AS d, point({x: 1, y: 2}).x AS e, point({x:1,y:2}).crs AS f, point({x:1,y:2}).srid AS g, point({longitude: 1, latitude: 2}).latitude AS h, point({x:null,y:2}) AS i
RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS a, point.distance(point({longitude: 0, latitude: 0}), point({longitude: 1, latitude: 1})) AS b, point.distance(point({x:0,y:0}), point({x:0,y:0,z:0})) AS c, point.withinBBox(point({x:1,y:1}), point({x:0,y:0}), point({x:2,y:2})) AS d
RETURN point({x:1,y:2}) < point({x:2,y:3}) AS a, point({x:1,y:2}) = point({x:1,y:2}) AS b
RETURN point({latitude: 91, longitude: 0}) AS x
RETURN point({longitude: 181, latitude: 0}) AS x
RETURN point({x: 1}) AS x
RETURN point({x: 'a', y: 1}) AS x
RETURN [1, 'a', null, [2, {b: date('2020-01-01')}]] AS x
RETURN foo AS x
RETURN foo(1) AS x
RETURN size(1) AS x
RETURN toUpper(1) AS x
RETURN head(1) AS x
RETURN $p AS x
RETURN 1 AS x, 2 AS x
RETURN count(count(*)) AS x
RETURN 1 ORDER BY foo
RETURN 1 SKIP -1
RETURN 1 LIMIT 1.5
RETURN 1 LIMIT 'a'
RETURN 1 LIMIT null
UNWIND [3,1,2] AS x RETURN x ORDER BY x LIMIT toInteger(ceil(1.5))
UNWIND [3,1,2] AS x WITH x ORDER BY x DESC SKIP 1 LIMIT 1 RETURN x
UNWIND [1,2,3] AS x RETURN x LIMIT 0
UNWIND [1,2,3] AS x RETURN x SKIP 10
UNWIND [1,2,3] AS x RETURN x OFFSET 1
RETURN exists((:A)-->()) AS x
RETURN 1 UNION RETURN 2
RETURN 1 AS x UNION RETURN 1 AS x
RETURN 1 AS x UNION ALL RETURN 1 AS x
RETURN 1 AS x UNION RETURN 1.0 AS x
RETURN 1 AS x UNION DISTINCT RETURN 'a' AS x
RETURN 1 AS x, 2 AS y UNION RETURN 3 AS y, 4 AS x
RETURN 1 AS x UNION RETURN 1 AS x UNION ALL RETURN 2 AS x
RETURN randomUUID() <> randomUUID() AS x
RETURN rand() < 1 AS x
RETURN "a\tb\\\u0041\'" AS x, 'it''s' AS y
RETURN 'it\'s' AS a, "q\"q" AS b, `x` AS c
RETURN {`a b`: 1} AS m, {a: 1}.`a` AS y
RETURN 1+2, 'a' , [1, 2], {a: 1}, -1, 1 = 2, null
RETURN  1  +   2 , toUpper ( 'a' ) , $x
RETURN count( * ), count(DISTINCT 1), [ x IN [1] | x ], CASE WHEN true THEN 1 END
RETURN 1.0 AS a, 1.50 AS b, 1e10 AS c, 123456789012345680000.0 AS d, 0.1+0.2 AS e
RETURN 1.00, 0x10, 1e2, 'x', "x", TRUE, Null
RETURN all( x IN [1] WHERE x=1 ), exists { RETURN 1 }, 1<2<3, not true
