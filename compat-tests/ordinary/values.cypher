// Times and zones with gaps and overlaps, numbers, texts, lists with nulls, what may be stored.
CREATE (:T {id: 1, d: date('2024-02-29'), dt: datetime('2024-03-31T02:30:00[Europe/Berlin]'), ldt: localdatetime('2024-10-27T02:30:00'), t: time('23:59:59.999999999+14:00'), lt: localtime('00:00'), du: duration('P1M31DT25H'), p: point({longitude: 13.4, latitude: 52.5, height: 10}), l: [1, 2], s: 'Straße İI ǆ'}), (:T {id: 2, d: date('0000-01-01'), dt: datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]'), du: duration('-P1Y'), f: 1e308, i: 9223372036854775807, s: ''}), (:T {id: 3, s: null, l: [], f: 0.1 + 0.2});
// queries
MATCH (n:T) WHERE n.dt IS NOT NULL RETURN n.id, n.dt, n.dt.hour AS h, n.dt.offset AS o, n.dt.timezone AS z, n.dt.epochSeconds AS e ORDER BY n.id;
//: n.id | n.dt | h | o | z | e
//> 1 | datetime('2024-03-31T03:30:00+02:00[Europe/Berlin]') | 3 | '+02:00' | 'Europe/Berlin' | 1711848600
//> 2 | datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]') | 2 | '+01:00' | 'Europe/Berlin' | 1729992600
MATCH (n:T {id: 1}) RETURN n.dt + duration('PT1H') AS a, n.dt - duration('P1D') AS b, n.dt + duration('P7M') AS c, datetime.truncate('day', n.dt) AS d, datetime.truncate('month', n.dt, {timezone: 'America/New_York'}) AS e;
//: a | b | c | d | e
//> datetime('2024-03-31T04:30:00+02:00[Europe/Berlin]') | datetime('2024-03-30T03:30:00+01:00[Europe/Berlin]') | datetime('2024-10-31T03:30:00+01:00[Europe/Berlin]') | datetime('2024-03-31T00:00:00+01:00[Europe/Berlin]') | datetime('2024-03-01T00:00:00-05:00[America/New_York]')
MATCH (n:T {id: 2}) RETURN n.dt + duration('PT1H') AS a, n.dt - duration('PT1H') AS b, n.dt - duration('P1D') + duration('PT24H') AS c, datetime({datetime: n.dt, timezone: 'UTC'}) AS d, datetime({date: n.dt, time: n.dt}) AS e;
//: a | b | c | d | e
//> datetime('2024-10-27T03:30:00+01:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T01:30:00Z[UTC]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]')
MATCH (n:T {id: 1}) RETURN datetime({datetime: n.ldt, timezone: 'Europe/Berlin'}) AS a, datetime({datetime: n.ldt, timezone: 'Europe/Berlin'}) + duration('PT1H') AS b, n.ldt + n.du AS c, n.d + n.du AS d, n.t + n.du AS e, n.lt - n.du AS f;
//: a | b | c | d | e | f
//> datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]') | localdatetime('2024-12-29T03:30:00') | date('2024-04-30') | time('00:59:59.999999999+14:00') | localtime('23:00:00')
MATCH (n:T {id: 1}) RETURN duration.between(n.d, date('2025-02-28')) AS a, duration.inMonths(n.d, date('2025-02-28')) AS b, duration.inDays(n.dt, datetime('2024-04-01T00:00+02:00')) AS c, duration.inSeconds(n.ldt, n.dt) AS d, duration.between(n.t, n.lt) AS e;
//: a | b | c | d | e
//> duration('P11M30D') | duration('P11M') | duration('PT0S') | duration('PT-5039H') | duration('PT-23H-59M-59.999999999S')
MATCH (n:T {id: 1}) RETURN n.du.months AS m, n.du.monthsOfYear AS my, n.du.days AS d, n.du.daysOfWeek AS dw, n.du.hours AS h, n.du.minutesOfHour AS mh, n.du.secondsOfMinute AS s, n.du.millisecondsOfSecond AS ms, n.du.quarters AS q, n.du.weeks AS w, n.du.years AS y, n.du.quartersOfYear AS qy, n.du.monthsOfQuarter AS mq;
//: m | my | d | dw | h | mh | s | ms | q | w | y | qy | mq
//> 1 | 1 | 31 | 3 | 25 | 0 | 0 | 0 | 0 | 4 | 0 | 0 | 1
MATCH (n:T) WHERE n.d > date('0001-01-01') OR n.d < datetime('2024-01-01T00:00Z') RETURN n.id;
//: n.id
//> 1
MATCH (n:T) RETURN n.id, n.d ORDER BY n.d DESC;
//: n.id | n.d
//> 3 | null
//> 1 | date('2024-02-29')
//> 2 | date('0000-01-01')
MATCH (n:T) RETURN toUpper(n.s) AS u, toLower(n.s) AS l, size(n.s) AS s, reverse(n.s) AS r, left(n.s, 3) AS le, substring(n.s, 6) AS su, n.s + 1 AS p, split(n.s, 'ß') AS sp ORDER BY s;
//: u | l | s | r | le | su | p | sp
//> '' | '' | 0 | '' | '' | '' | '1' | ['']
//> 'STRASSE İI Ǆ' | 'straße i̇i ǆ' | 11 | 'ǆ Iİ eßartS' | 'Str' | ' İI ǆ' | 'Straße İI ǆ1' | ['Stra', 'e İI ǆ']
//> null | null | null | null | null | null | null | null
MATCH (n:T) RETURN n.id, n.i + 0.0 AS i, toString(n.f) AS f, n.f * 10 AS g, n.i - 1 AS j, -n.i AS k ORDER BY n.id;
//: n.id | i | f | g | j | k
//> 1 | null | null | null | null | null
//> 2 | 9.223372036854776E18 | '1.0E308' | Infinity | 9223372036854775806 | -9223372036854775807
//> 3 | null | '0.30000000000000004' | 3.0000000000000004 | null | null
MATCH (n:T) RETURN n.i + 1 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
MATCH (n:T) RETURN n.i * 2 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
MATCH (n:T) RETURN max(n.d) AS a, min(n.du) AS b, collect(n.l) AS c, max(n.l) AS d, min(n.p) AS e, count(DISTINCT n.s) AS f, sum(n.du) AS g, avg(n.du) AS h;
//: a | b | c | d | e | f | g | h
//> date('2024-02-29') | duration('P-1Y') | [[1, 2], []] | [1, 2] | point({x: 13.4, y: 52.5, z: 10.0, crs: 'wgs-84-3d'}) | 2 | duration('P-11M31DT25H') | duration('P-5MT19H15M26.999999999S')
UNWIND [1, 1.0, '1', true, null, [1], {a: 1}, date('2024-01-01'), duration('P1D'), point({x: 1, y: 1}), 0.0 / 0.0, 1.0 / 0.0] AS x RETURN x ORDER BY x;
//: x
//> {a: 1}
//> [1]
//> point({x: 1.0, y: 1.0, crs: 'cartesian'})
//> date('2024-01-01')
//> duration('P1D')
//> '1'
//> true
//> 1
//> 1.0
//> Infinity
//> NaN
//> null
UNWIND [1, 1.0, '1', true, null, [1], {a: 1}, date('2024-01-01'), duration('P1D'), point({x: 1, y: 1})] AS x RETURN max(x) AS mx, min(x) AS mn;
//: mx | mn
//> 1 | {a: 1}
UNWIND [[1, null], [1], [1, 2], [null], [], null, [1, 'a'], ['a']] AS x RETURN x ORDER BY x DESC;
//: x
//> null
//> [null]
//> [1, null]
//> [1, 2]
//> [1, 'a']
//> [1]
//> ['a']
//> []
UNWIND [{a: 1}, {a: 2}, {b: 1}, {}, {a: null}, {a: 1, b: 1}, null] AS x RETURN x ORDER BY x;
//: x
//> {}
//> {a: 1}
//> {a: 2}
//> {a: null}
//> {b: 1}
//> {a: 1, b: 1}
//> null
WITH [1, null, 3] AS l RETURN 2 IN l AS a, null IN l AS b, 1 IN l AS c, all(x IN l WHERE x > 0) AS d, any(x IN l WHERE x > 5) AS e, none(x IN l WHERE x > 5) AS f, single(x IN l WHERE x = 1) AS g, any(x IN l WHERE x = 1) AS h, all(x IN l WHERE x > 1) AS i, reduce(s = 0, x IN l | s + x) AS j, [x IN l WHERE x > 1 | x * 2] AS k, single(x IN [1, 1, null] WHERE x = 1) AS m;
//: a | b | c | d | e | f | g | h | i | j | k | m
//> null | null | true | null | null | null | null | true | false | null | [6] | false
RETURN null = null AS a, null <> 1 AS b, [null] = [null] AS c, [1, null] = [1, 2] AS d, [1, null] = [2, null] AS e, {a: null} = {a: null} AS f, {a: 1} = {b: 1} AS g, [] = null AS h, 1 = 1.0 AS i, '1' = 1 AS j, 1 < 'a' AS k, [1] < [2] AS l, [1, 2] < [1] AS m, [null] < [1] AS n, null IN [] AS o;
//: a | b | c | d | e | f | g | h | i | j | k | l | m | n | o
//> null | null | null | null | false | null | false | null | true | false | null | true | false | null | false
RETURN [1, 2, 3][-1] AS a, [1, 2, 3][5] AS b, [1, 2, 3][1..] AS c, [1, 2, 3][..-1] AS d, [1, 2, 3][-2..-1] AS e, [1, 2, 3][2..1] AS f, [1, 2, 3][null..2] AS g, [1, 2, 3][null] AS h, {a: 1}['a'] AS i, {a: 1}[null] AS j, null[0] AS k, [1, 2, 3][0..99] AS l;
//: a | b | c | d | e | f | g | h | i | j | k | l
//> 3 | null | [2, 3] | [1, 2] | [2] | [] | null | null | 1 | null | null | [1, 2, 3]
RETURN toInteger('0x1F') AS a, toInteger(' 7 ') AS b, toInteger('7.9') AS c, toInteger('-7.9') AS d, toInteger(1e18) AS e, toInteger('abc') AS f, toInteger(true) AS g, toFloat('1e3') AS h, toFloat('.5') AS i, toFloat('5.') AS j, toFloat('NaN') AS k, toFloat('Infinity') AS l, toFloat('1,5') AS m, toFloat('1f') AS n, toFloat('0x1p3') AS o, toInteger('1e3') AS p, toInteger('+5') AS q, toInteger('') AS r;
//: a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q | r
//> 31 | 7 | 7 | -7 | 1000000000000000000 | null | 1 | 1000.0 | 0.5 | 5.0 | NaN | Infinity | null | 1.0 | 8.0 | 1000 | 5 | null
RETURN toInteger(1e19) AS a;
//: a
//> 9223372036854775807
RETURN toIntegerOrNull([]) AS a, toFloatOrNull({}) AS b, toBooleanOrNull(1) AS c, toStringOrNull([1]) AS d, toBooleanOrNull('TRUE') AS e, toBooleanOrNull('t') AS f, toBoolean(0) AS g, toBoolean(5) AS h, toIntegerOrNull(date()) AS i, toStringOrNull(duration('P1D')) AS j, toStringOrNull(point({x: 1, y: 2})) AS k;
//: a | b | c | d | e | f | g | h | i | j | k
//> null | null | true | null | true | null | false | true | null | 'P1D' | 'point({x: 1.0, y: 2.0, crs: \'cartesian\'})'
RETURN toIntegerList(['1', null, 'a', 2.9, true]) AS a, toFloatList(['1', null, 'x', []]) AS b, toStringList([1, null, date('2024-01-01'), {}]) AS c, toBooleanList(['true', 0, 'x', null]) AS d;
//: a | b | c | d
//> [1, null, null, 2, 1] | [1.0, null, null, null] | ['1', null, '2024-01-01', null] | [true, false, null, null]
RETURN 7 / 2 AS a, -7 / 2 AS b, 7 % -3 AS c, -7 % 3 AS d, 7.5 % 2 AS e, 2 ^ 3 AS f, 2 ^ -1 AS g, -2 ^ 2 AS h, 2 ^ 3 ^ 2 AS i, 1 / 3.0 AS j, 10 / 4 * 4 AS k, 5 - 3 - 1 AS l, 0.1 + 0.2 AS m, 1e-7 AS n, 123456789012345678.0 AS o, 1e21 AS p, 1.0e-5 AS q, 100000000.0 AS r, 0.001 AS s;
//: a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q | r | s
//> 3 | -3 | 1 | -1 | 1.5 | 8.0 | 0.5 | 4.0 | 64.0 | 0.3333333333333333 | 8 | 1 | 0.30000000000000004 | 1.0E-7 | 1.2345678901234568E17 | 1.0E21 | 1.0E-5 | 1.0E8 | 0.001
RETURN toString(1e7) AS a, toString(1e6) AS b, toString(0.0001) AS c, toString(-0.0) AS d, toString(1.0 / 0) AS e, toString(123456789.123) AS f, 'x' + 1.0 AS g, toString(1e-3) AS h, toString(12345678.9) AS i, toString(5e-324) AS j, toString(1.7976931348623157e308) AS k;
//: a | b | c | d | e | f | g | h | i | j | k
//> '1.0E7' | '1000000.0' | '1.0E-4' | '-0.0' | 'Infinity' | '1.23456789123E8' | 'x1.0' | '0.001' | '1.23456789E7' | '4.9E-324' | '1.7976931348623157E308'
RETURN 1 / 0;
//! Neo.ClientError.Statement.ArithmeticError 22012 22N28
RETURN 1 % 0;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN 1.0 / 0 AS a, 0.0 / 0 AS b, 1 % 0.0 AS c, sqrt(-1) AS d, log(0) AS e, log(-1) AS f, 0.0 / 0 = 0.0 / 0 AS g;
//: a | b | c | d | e | f | g
//> Infinity | NaN | NaN | NaN | -Infinity | NaN | false
RETURN 9223372036854775807 + 1;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN -9223372036854775808 AS a, abs(-9223372036854775807) AS b, 0x7fffffffffffffff AS c, 0o17 AS d, -0x10 AS e, 1_000_000 AS f;
//: a | b | c | d | e | f
//> -9223372036854775808 | 9223372036854775807 | 9223372036854775807 | 15 | -16 | 1000000
RETURN abs(-9223372036854775808);
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN 9223372036854775808;
//! Neo.ClientError.Statement.SyntaxError 22003
RETURN round(2.5) AS a, round(-2.5) AS b, round(3.14159, 2) AS c, round(2.5, 0, 'HALF_EVEN') AS d, round(-1.5, 0, 'UP') AS e, round(1234.5, -2) AS f, ceil(-0.5) AS g, floor(-0.5) AS h, sign(-0.0) AS i, round(1.005, 2) AS j, round(1e300, 2) AS k, round(0.5, 0, 'HALF_DOWN') AS l, round(null) AS m, round(1.25, 1, 'HALF_UP') AS n;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN date('2024-W01-1') AS a, date('2024-366') AS b, date('20240229') AS c, date('2024Q190') AS d, date('2024-02') AS e, date('2024') AS f, date('+12024-01-01') AS g, date('-0001-12-31') AS h, date({year: 2024, week: 53, dayOfWeek: 1}) AS i, date({year: 2024, quarter: 3, dayOfQuarter: 92}) AS j, date({year: 2023, ordinalDay: 365}) AS k;
//: a | b | c | d | e | f | g | h | i | j | k
//> date('2024-01-01') | date('2024-12-31') | date('2024-02-29') | date('2024-03-30') | date('2024-02-01') | date('2024-01-01') | date('+12024-01-01') | date('-0001-12-31') | date('2024-12-30') | date('2024-09-30') | date('2023-12-31')
RETURN date('2023-02-29');
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN date({year: 2023, month: 2, day: 30});
//! Neo.ClientError.Statement.ArgumentError 22007 22N11
RETURN date({year: 2024, quarter: 1, dayOfQuarter: 92});
//: date({year: 2024, quarter: 1, dayOfQuarter: 92})
//> date('2024-04-01')
RETURN time('24:00');
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN time('12') AS a, time('1230') AS b, time('12:30:15.5Z') AS c, time('123015,25+0130') AS d, localtime('T12:30') AS e, localdatetime('2024-W05T10') AS f, datetime('20240101T1010-08') AS g, datetime('2024-01-01T10:10:10.123456789-08:00[America/Los_Angeles]') AS h, datetime('2024-07-01T10[Asia/Kolkata]') AS i;
//: a | b | c | d | e | f | g | h | i
//> time('12:00:00Z') | time('12:30:00Z') | time('12:30:15.5Z') | time('12:30:15.25+01:30') | localtime('12:30:00') | localdatetime('2024-01-29T10:00:00') | datetime('2024-01-01T10:10:00-08:00') | datetime('2024-01-01T10:10:10.123456789-08:00[America/Los_Angeles]') | datetime('2024-07-01T10:00:00+05:30[Asia/Kolkata]')
RETURN datetime('2024-03-31T02:30[Europe/Berlin]') AS gap, datetime('2024-10-27T02:30[Europe/Berlin]') AS overlap, datetime('2024-10-27T02:30+02:00[Europe/Berlin]') AS o2, datetime('2024-10-27T02:30Z[Europe/Berlin]') AS o3, datetime({year: 2024, month: 3, day: 31, hour: 2, minute: 30, timezone: 'Europe/Berlin'}) AS g2, datetime({epochSeconds: 1711846800, timezone: 'Europe/Berlin'}) AS e;
//! Neo.ClientError.Statement.ArgumentError 22003 22N04
RETURN datetime('1890-01-01T00:00[Europe/Berlin]') AS a, datetime('2024-06-01T00:00[Africa/Casablanca]') AS b, datetime('2024-04-07T02:30[Australia/Lord_Howe]') AS c, datetime('2011-12-30T12:00[Pacific/Apia]') AS d, datetime('2024-01-01T00:00[Etc/GMT+5]') AS e, datetime('2024-01-01T00:00[UTC]') AS f, datetime('2024-01-01T00:00[GMT]') AS g, datetime('2024-01-01T00:00[Z]') AS h, datetime('2150-07-01T00:00[Europe/London]') AS i;
//: a | b | c | d | e | f | g | h | i
//> datetime('1890-01-01T00:00:00+00:53:28[Europe/Berlin]') | datetime('2024-06-01T00:00:00+01:00[Africa/Casablanca]') | datetime('2024-04-07T02:30:00+10:30[Australia/Lord_Howe]') | datetime('2011-12-31T12:00:00+14:00[Pacific/Apia]') | datetime('2024-01-01T00:00:00-05:00[Etc/GMT+5]') | datetime('2024-01-01T00:00:00Z[UTC]') | datetime('2024-01-01T00:00:00Z[GMT]') | datetime('2024-01-01T00:00:00Z') | datetime('2150-07-01T00:00:00+01:00[Europe/London]')
RETURN datetime('2024-01-01T00:00[EST]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime('2024-01-01T00:00[Nowhere/City]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime('2024-01-01T00:00[europe/berlin]') AS a;
//: a
//> datetime('2024-01-01T00:00:00+01:00[Europe/Berlin]')
RETURN datetime('2024-01-01T00:00+19:00') AS a;
//! Neo.ClientError.Statement.ArgumentError 22007 22N11
RETURN date.truncate('week', date('2024-01-01')) AS a, date.truncate('weekYear', date('2024-12-31'), {dayOfWeek: 3}) AS b, date.truncate('quarter', date('2024-11-11'), {day: 5}) AS c, date.truncate('millennium', date('2024-11-11')) AS d, date.truncate('century', date('1900-11-11')) AS e, date.truncate('decade', date('1999-11-11'), {month: 2}) AS f, localtime.truncate('minute', time('12:34:56.789Z'), {millisecond: 3}) AS g, time.truncate('hour', localtime('12:34'), {timezone: '+02:00'}) AS h;
//: a | b | c | d | e | f | g | h
//> date('2024-01-01') | date('2025-01-01') | date('2024-10-05') | date('2000-01-01') | date('1900-01-01') | date('1990-02-01') | localtime('12:34:00.003') | time('12:00:00+02:00')
RETURN duration('P1.5Y') AS a, duration('P0.5M') AS b, duration('P1.5D') AS c, duration('PT1.5H') AS d, duration('P1W') AS e, duration('P-1Y-2M') AS f, duration('-PT1S') AS g, duration('PT-0.001S') AS h, duration('P2012-02-02T14:37:21.545') AS i, duration({weeks: 1.5, minutes: 1.5, milliseconds: -1}) AS j, duration({years: -0.5}) AS k, duration('PT36H') AS l;
//: a | b | c | d | e | f | g | h | i | j | k | l
//> duration('P1Y6M') | duration('P15DT5H14M33S') | duration('P1DT12H') | duration('PT1H30M') | duration('P7D') | duration('P-1Y-2M') | duration('PT-1S') | duration('PT-0.001S') | duration('P2012Y2M2DT14H37M21.545S') | duration('P10DT12H1M29.999S') | duration('P-6M') | duration('PT36H')
RETURN duration('P');
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN duration('P1Y') + duration('P1M') - duration('PT1H') AS a, duration('P1Y') * 1.5 AS b, duration('P1M') / 3 AS c, duration('PT1S') / 0.3 AS d, duration('P1D') * -1 AS e, duration('P1Y2M3DT4H') * 0.1 AS f;
//: a | b | c | d | e | f
//> duration('P1Y1MT-1H') | duration('P1Y6M') | duration('P10DT3H29M42S') | duration('PT3.333333333S') | duration('P-1D') | duration('P1M12DT11H47M38.4S')
RETURN duration('P1D') * 9223372036854775807;
//! Neo.ClientError.Statement.ArgumentError 22015 22N28
RETURN date('2024-01-31') + duration('P1M') AS a, date('2024-01-31') + duration('P1M1D') AS b, date('2024-03-31') - duration('P1M') AS c, date('2024-01-01') + duration('PT23H') AS d, date('2024-01-01') + duration('PT25H') AS e, localdatetime('2024-01-31T00:00') + duration('P1M1DT1H') AS f, time('23:00Z') + duration('PT2H') AS g, date('2024-02-29') + duration('P1Y') AS h;
//: a | b | c | d | e | f | g | h
//> date('2024-02-29') | date('2024-03-01') | date('2024-02-29') | date('2024-01-01') | date('2024-01-02') | localdatetime('2024-03-01T01:00:00') | time('01:00:00Z') | date('2025-02-28')
RETURN date('2024-05-05').dayOfWeek AS a, date('2024-12-30').week AS b, date('2024-12-30').weekYear AS c, date('2024-12-30').quarter AS d, date('2024-12-30').dayOfQuarter AS e, date('2024-12-30').ordinalDay AS f, datetime('2024-01-01T00:00:00.123456789Z').millisecond AS g, datetime('2024-01-01T00:00:00.123456789Z').microsecond AS h, datetime('2024-01-01T00:00:00.123456789Z').nanosecond AS i, datetime('2024-01-01T00:00:00.123Z').epochMillis AS j, time('10:00+05:30').offsetMinutes AS k, time('10:00+05:30').offsetSeconds AS l;
//: a | b | c | d | e | f | g | h | i | j | k | l
//> 7 | 1 | 2025 | 4 | 91 | 365 | 123 | 123456 | 123456789 | 1704067200123 | 330 | 19800
RETURN date('2024-05-05').nope;
//! Neo.ClientError.Statement.TypeError 22G05 22N15
RETURN date('2024-05-05').hour;
//! Neo.ClientError.Statement.TypeError 22000 22N11
RETURN format(date('2024-05-05'), 'EEEE, d MMMM uuuu') AS a;
//! Neo.ClientError.Statement.SyntaxError 42001 42N48 42I78
CYPHER 25 RETURN format(datetime('2024-05-05T14:03:09.5+02:00[Europe/Berlin]'), 'yyyy-MM-dd HH:mm:ss.SSS VV xxx') AS a, format(date('2024-05-05'), 'QQQ w e E EEEE LLL') AS b, format(duration('P1Y2M3DT4H5M6S'), 'y M d h m s') AS c, format(localtime('14:03'), 'h:mm a K k') AS d, format(localdatetime('2024-01-01T00:00'), "'at' HH 'o''clock' [n] D") AS e;
//: a | b | c | d | e
//> '2024-05-05 14:03:09.500 Europe/Berlin +02:00' | 'Q2 19 1 Sun Sunday May' | '1 2 3 4 5 6' | '2:03 PM 2 14' | 'at 00 o\'clock 0 1'
CYPHER 25 RETURN date('05/06/2024', 'dd/MM/yyyy') AS a, localdatetime('2024 Jan 3 10:15 PM', 'yyyy MMM d hh:mm a') AS b, duration('3 4', 'd h') AS c, datetime('2024-01-01 10:00 +02:00', 'yyyy-MM-dd HH:mm xxx') AS d;
//: a | b | c | d
//> date('2024-06-05') | localdatetime('2024-01-03T22:15:00') | duration('P3DT4H') | datetime('2024-01-01T10:00:00+02:00')
RETURN point({x: 1, y: 2}) = point({x: 1.0, y: 2.0}) AS a, point({x: 1, y: 2}) < point({x: 2, y: 3}) AS b, point.distance(point({longitude: 0, latitude: 0}), point({longitude: 1, latitude: 0})) AS c, point.distance(point({x: 0, y: 0}), point({x: 3, y: 4, z: 0})) AS d, point({latitude: 10, longitude: 200}).longitude AS e, point({x: 1, y: 2, srid: 7203}).crs AS f, point({x: 1, y: 2, crs: 'wgs-84'}).latitude AS g, point(null) AS h, point({x: null, y: 1}) AS i;
//: a | b | c | d | e | f | g | h | i
//> true | null | 111319.54315315113 | null | -160.0 | 'cartesian' | 2.0 | null | null
RETURN point({latitude: 91, longitude: 0});
//! Neo.ClientError.Statement.ArgumentError 22000 22N23
RETURN point({x: 1});
//! Neo.ClientError.Statement.SyntaxError 42001 42I16
RETURN point({x: 1, y: 2, crs: 'nope'});
//! Neo.ClientError.Statement.ArgumentError 22000 22N21
RETURN point.withinBBox(point({longitude: 179, latitude: 0}), point({longitude: 170, latitude: -10}), point({longitude: -170, latitude: 10})) AS a, point.withinBBox(point({x: 1, y: 1}), point({x: 2, y: 2}), point({x: 0, y: 0})) AS b, point.withinBBox(point({x: 1, y: 1}), point({x: 0, y: 0, z: 0}), point({x: 2, y: 2, z: 2})) AS c;
//: a | b | c
//> true | false | null
RETURN toUpper('ß ﬁ ǆ ŉ İ') AS a, toLower('İ Σ ΑΣ ẞ Ǆ') AS b, size('👩‍👩‍👧') AS c, reverse('a👍b') AS d, substring('👍x', 1) AS e, left('👍x', 1) AS f, upper('é') AS g, trim('\u2003x\u00a0') AS h, btrim('xxaxx', 'x') AS i, ltrim('\t\n x') AS j, char_length('👍') AS k, replace('aaa', 'aa', 'b') AS l, split('a,,b,', ',') AS m, split('abc', '') AS n;
//: a | b | c | d | e | f | g | h | i | j | k | l | m | n
//> 'SS FI Ǆ ʼN İ' | 'i̇ σ ας ß ǆ' | 5 | 'b👍a' | 'x' | '👍' | 'É' | 'x ' | 'a' | 'x' | 1 | 'ba' | ['a', '', 'b', ''] | ['a', 'b', 'c']
RETURN trim(LEADING 'x' FROM 'xxay') AS a, trim(BOTH FROM '  a ') AS b, trim(TRAILING 'ab' FROM 'cabab') AS c;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N04
RETURN trim('xyz' FROM 'a');
//! Neo.ClientError.Statement.ArgumentError 22N38 22N04
RETURN 'abc' =~ 'A.C' AS a, 'abc' =~ '(?i)A.C' AS b, 'a\nb' =~ 'a.b' AS c, 'a\nb' =~ '(?s)a.b' AS d, '' =~ '' AS e, null =~ 'a' AS f, 'abc' =~ 'b' AS g, 'É' =~ '(?iu)é' AS h, 'É' =~ '(?i)é' AS i, '1' =~ '\\d' AS j, '१' =~ '\\d' AS k;
//: a | b | c | d | e | f | g | h | i | j | k
//> false | true | false | true | true | null | false | true | false | true | false
RETURN 'a' =~ '(';
//! Neo.ClientError.Statement.SemanticError 22000 22N11
RETURN 'abc' STARTS WITH null AS a, null CONTAINS 'a' AS b, 'abc' CONTAINS '' AS c, 1 STARTS WITH 'a' AS d, 'a' < 'B' AS e, 'a' < 'aa' AS f, '' < 'a' AS g, 'Z' < 'a' AS h;
//: a | b | c | d | e | f | g | h
//> null | null | true | null | false | true | true | true
CREATE (n:P1 {a: [1, 2.5]}) RETURN n.a AS a;
//: a
//> [1.0, 2.5]
//+ labels-added 1, nodes-created 1, properties-set 1
CREATE (n:P1 {a: [1, 'a']}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
CREATE (n:P1 {a: [1, null]}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
CREATE (n:P1 {a: [[1]]}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
CREATE (n:P1 {a: {b: 1}}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
CREATE (n:P1 {a: []}) RETURN n.a AS a, valueType(n.a) AS t;
//: a | t
//> [] | 'LIST<NOTHING> NOT NULL'
//+ labels-added 1, nodes-created 1, properties-set 1
CREATE (n:P1 {a: [date('2024-01-01'), date('2024-01-02')], b: [duration('P1D')], c: [point({x: 1, y: 2})], d: [true], e: ['x']}) RETURN n;
//: n
//> (:P1 {a: [date('2024-01-01'), date('2024-01-02')], b: [duration('P1D')], c: [point({x: 1.0, y: 2.0, crs: 'cartesian'})], d: [true], e: ['x']})
//+ labels-added 1, nodes-created 1, properties-set 5
CREATE (n:P1 {a: [point({x: 1, y: 2}), point({x: 1, y: 2, z: 3})]}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
CREATE (n:P1 {a: [date('2024-01-01'), datetime('2024-01-01T00:00Z')]}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
CREATE (n:P1 {a: [1, true]}) RETURN n.a AS a;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (n:T {id: 1}) SET n.x = n RETURN n.x;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (n:T {id: 1}) SET n.x = [n.d, n.d] RETURN n.x AS x;
//: x
//> [date('2024-02-29'), date('2024-02-29')]
//+ properties-set 1
MATCH (n:T {id: 1}) SET n += {l: n.l + 2.5} RETURN n.l AS x;
//: x
//> [1.0, 2.0, 2.5]
//+ properties-set 1
MATCH (n:T {id: 1}) SET n.l = n.l + ['a'] RETURN n.l AS x;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (n:T {id: 1}) SET n = {id: 1, a: null, b: [null]} RETURN n;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (n:T {id: 1}) SET n.x = [] + n.d RETURN n.x AS x;
//: x
//> [date('2024-02-29')]
//+ properties-set 1
MATCH (n:T) WHERE n.l = [1.0, 2.0] RETURN n.id;
//: n.id
//> 1
MATCH (n:T) WHERE n.f > 0.3 RETURN n.id ORDER BY n.id;
//: n.id
//> 2
//> 3
MATCH (n:T) WITH n.id AS id, CASE n.s WHEN '' THEN 'empty' WHEN null THEN 'never' ELSE coalesce(n.s, 'was null') END AS k RETURN id, k ORDER BY id;
//: id | k
//> 1 | 'Straße İI ǆ'
//> 2 | 'empty'
//> 3 | 'was null'
MATCH (n:T) RETURN CASE WHEN n.l = [] THEN 0 WHEN n.l IS NULL THEN -1 ELSE size(n.l) END AS k, count(*) ORDER BY k;
//: k | count(*)
//> -1 | 1
//> 0 | 1
//> 2 | 1
RETURN CASE 1 WHEN 1.0 THEN 'same' ELSE 'no' END AS a, CASE null WHEN null THEN 1 ELSE 2 END AS b, CASE WHEN null THEN 1 END AS c, CASE 5 WHEN > 3, < 1 THEN 'in' ELSE 'out' END AS d, CASE 'a' WHEN IS NULL THEN 1 WHEN STARTS WITH 'a' THEN 2 END AS e, CASE 1 WHEN IS :: STRING THEN 's' WHEN IS :: INTEGER THEN 'i' END AS f;
//! Neo.ClientError.Statement.SyntaxError 42001 42N62
UNWIND [1, 2, 2, null, 3.5, null] AS x RETURN count(x) AS a, count(DISTINCT x) AS b, sum(x) AS c, avg(x) AS d, collect(DISTINCT x) AS e, stdev(x) AS f, percentileCont(x, 0.5) AS g, percentileDisc(x, 0.5) AS h, max(x) AS i, stDevP(x) AS j;
//: a | b | c | d | e | f | g | h | i | j
//> 4 | 3 | 8.5 | 2.125 | [1, 2, 3.5] | 1.030776406404415 | 2.0 | 2 | 3.5 | 0.8926785535678562
UNWIND [] AS x RETURN count(x) AS a, sum(x) AS c, avg(x) AS d, collect(x) AS e, stdev(x) AS f, percentileCont(x, 0.5) AS g, max(x) AS i;
//: a | c | d | e | f | g | i
//> 0 | 0 | null | [] | null | null | null
UNWIND [duration('P1D'), duration('PT12H')] AS x RETURN sum(x) AS a, avg(x) AS b;
//: a | b
//> duration('P1DT12H') | duration('PT18H')
UNWIND [1, 'a'] AS x RETURN sum(x);
//! Neo.ClientError.Statement.TypeError 22N38 22N01
UNWIND [9223372036854775807, 1] AS x RETURN sum(x);
//: sum(x)
//> 9.223372036854776E18
UNWIND [9223372036854775807, 1] AS x RETURN avg(x);
//: avg(x)
//> 4.611686018427388E18
RETURN range(1, 3, 0);
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN {a: 1, a: 2} AS m;
//: m
//> {a: 2}
RETURN nullIf(1, 1.0) AS a, nullIf('a', 'b') AS b, coalesce(null, null) AS c, exists((:T)) AS d;
//! Neo.ClientError.Statement.SyntaxError 42001 42I06
CYPHER 25 RETURN coll.distinct([1, 1.0, null, null, [1], [1]]) AS a, coll.sort([3, 'a', null, 1.5]) AS b, coll.indexOf([1, 2, 3], 2.0) AS c, coll.insert([1, 2], 1, 9) AS d, coll.remove([1, 2, 3], 1) AS e, coll.flatten([1, [2, [3]]], 2) AS f, coll.max([1, 'a']) AS g, coll.min([]) AS h;
//: a | b | c | d | e | f | g | h
//> [1, null, [1]] | ['a', 1.5, 3, null] | 1 | [1, 9, 2] | [1, 3] | [1, 2, 3] | 1 | null
CYPHER 25 RETURN coll.insert([1, 2], 5, 9) AS d;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
CYPHER 25 RETURN coll.remove([1], 1) AS d;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN datetime('2024-01-01T00:00[Z]') AS a, datetime('2024-01-01T00:00Z[Z]') AS b;
//: a | b
//> datetime('2024-01-01T00:00:00Z') | datetime('2024-01-01T00:00:00Z')
RETURN datetime('2024-01-01T00:00[+02:00]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN datetime('2024-01-01T00:00[UTC+2]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime('2024-01-01T00:00[UTC+02:00]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN datetime('2024-01-01T00:00[GMT-3]') AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime('2024-01-01T00:00[z]') AS a;
//: a
//> datetime('2024-01-01T00:00:00Z')
RETURN datetime({year: 2024, timezone: 'UTC+2'}) AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime({year: 2024, timezone: 'Z'}) AS a;
//: a
//> datetime('2024-01-01T00:00:00Z')
RETURN datetime({year: 2024, timezone: '+02'}) AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime({year: 2024, timezone: '+2'}) AS a;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime({year: 2024, timezone: 'UTC'}) AS a;
//: a
//> datetime('2024-01-01T00:00:00Z[UTC]')
RETURN datetime('2024-01-01T00:00Z[Europe/Berlin]') AS a;
//! Neo.ClientError.Statement.ArgumentError 22003 22N04
RETURN datetime('2024-01-01T00:00Z[UTC]') AS a;
//: a
//> datetime('2024-01-01T00:00:00Z[UTC]')
RETURN datetime('2024-01-01T00:00+00:00[GMT]') AS a;
//: a
//> datetime('2024-01-01T00:00:00Z[GMT]')
WITH datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]') AS d RETURN datetime({datetime: d}) AS a, datetime({datetime: d, second: 5}) AS b, datetime({date: d, time: d}) AS c, datetime({date: date(d), time: d}) AS e, datetime({time: d, year: 2024, month: 10, day: 27}) AS f, datetime({date: d, hour: 2, minute: 30, timezone: 'Europe/Berlin'}) AS g, datetime({datetime: d, timezone: 'Europe/Paris'}) AS h, datetime({datetime: d, minute: 31}) AS i, datetime.truncate('hour', d) AS j, datetime.truncate('minute', d, {second: 3}) AS k, datetime({date: d, time: time(d)}) AS l, datetime({date: d, time: time(d), timezone: 'Europe/Berlin'}) AS m;
//: a | b | c | e | f | g | h | i | j | k | l | m
//> datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]') | datetime('2024-10-27T02:30:05+01:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+01:00[Europe/Paris]') | datetime('2024-10-27T02:31:00+01:00[Europe/Berlin]') | datetime('2024-10-27T02:00:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:03+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+01:00') | datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]')
WITH datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') AS d RETURN datetime({datetime: d}) AS a, datetime({datetime: d, second: 5}) AS b, datetime({date: d, time: d}) AS c, datetime.truncate('hour', d) AS j;
//: a | b | c | j
//> datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:05+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:00:00+02:00[Europe/Berlin]')
RETURN toFloat('0x1p3') AS a, toFloat('0x1.8p1') AS b, toFloat('-0x.8p-2') AS c, toFloat('0x1') AS d, toFloat('0X1P+3f') AS e, toFloat('1d') AS f, toFloat('1e400') AS g, toFloat('-1e-400') AS h, toFloat('0x1p2000') AS i, toFloat('1_0') AS j, toFloat('+.5e1D') AS k, toFloat('0x1p') AS l, toFloat('NaNd') AS m, toFloat('inf') AS n, toFloat(' 0x1p3 ') AS o, toFloat('0x1.p1') AS p;
//: a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p
//> 8.0 | 3.0 | -0.125 | 1.0 | 8.0 | 1.0 | Infinity | -0.0 | Infinity | 10.0 | 5.0 | null | null | null | 8.0 | 2.0
RETURN trim(BOTH '' FROM 'a') AS a;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N04
RETURN trim(LEADING '👍' FROM '👍a') AS a;
//: a
//> 'a'
UNWIND ['1_0','1__0','_1','1_','1_.5','1._5','1.5_0','1e1_0','+_1','1_000_000','-1_0','0x_1p1','1_e5'] AS x RETURN x, toFloat(x) AS f;
//: x | f
//> '+_1' | null
//> '-1_0' | -10.0
//> '0x_1p1' | null
//> '1.5_0' | 1.5
//> '1._5' | null
//> '1_' | null
//> '1_.5' | null
//> '1_0' | 10.0
//> '1_000_000' | 1000000.0
//> '1__0' | null
//> '1_e5' | null
//> '1e1_0' | 1.0E10
//> '_1' | null
UNWIND ['1_0','1__0','_1','1_','0x1_0','0x_1','+1_0','-1_000','0b11','0o17','017','1e2','0x'] AS x RETURN x, toIntegerOrNull(x) AS f, toFloatOrNull(x) AS g;
//: x | f | g
//> '+1_0' | null | null
//> '-1_000' | -1000 | -1000.0
//> '017' | 17 | 17.0
//> '0b11' | null | null
//> '0o17' | 15 | 15.0
//> '0x' | null | null
//> '0x1_0' | 16 | 16.0
//> '0x_1' | 1 | 1.0
//> '1_' | null | null
//> '1_0' | 10 | 10.0
//> '1__0' | null | null
//> '1e2' | 100 | 100.0
//> '_1' | null | null
RETURN toInteger('0x1p3') AS a, toIntegerOrNull('0x1_0') AS b, toFloat('0x_1') AS c;
//: a | b | c
//> null | 16 | 1.0
