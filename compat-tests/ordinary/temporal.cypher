// Dates and times: a calendar of meetings, and what one computes with them.
CREATE (:Meeting {name: 'standup', day: date('2024-02-29'), start: localtime('09:15'), len: duration('PT15M')}),
  (:Meeting {name: 'review', day: date('2024-03-31'), start: localtime('14:00'), len: duration('PT1H30M')}),
  (:Meeting {name: 'party', day: date('2023-12-31'), start: localtime('22:00'), len: duration('PT5H')}),
  (:Meeting {name: 'retreat', day: date('2024-02-29'), len: duration('P3D')}),
  (:Meeting {name: 'undated'}),
  (:Log {at: datetime('2024-10-27T00:30:00Z'), n: 1}), (:Log {at: datetime('2024-10-27T02:30:00+02:00'), n: 2}), (:Log {at: datetime('2024-10-27T02:30:00[Europe/Berlin]'), n: 3}), (:Log {at: datetime('2024-10-27T01:30:00Z'), n: 4});
// queries
MATCH (m:Meeting) RETURN m.name, m.day + duration('P1Y') AS next, m.day - duration('P1M') AS before ORDER BY m.name;
//: m.name | next | before
//> 'party' | date('2024-12-31') | date('2023-11-30')
//> 'retreat' | date('2025-02-28') | date('2024-01-29')
//> 'review' | date('2025-03-31') | date('2024-02-29')
//> 'standup' | date('2025-02-28') | date('2024-01-29')
//> 'undated' | null | null
MATCH (m:Meeting) WHERE m.day.month = 2 RETURN m.name, m.day.quarter, m.day.week, m.day.weekYear, m.day.dayOfWeek, m.day.ordinalDay, m.day.dayOfQuarter ORDER BY m.name;
//: m.name | m.day.quarter | m.day.week | m.day.weekYear | m.day.dayOfWeek | m.day.ordinalDay | m.day.dayOfQuarter
//> 'retreat' | 1 | 9 | 2024 | 4 | 60 | 60
//> 'standup' | 1 | 9 | 2024 | 4 | 60 | 60
MATCH (m:Meeting) RETURN m.name, localdatetime({date: m.day, time: m.start}) AS at ORDER BY at, m.name;
//! Neo.ClientError.Statement.ArgumentError 22007 22N25
MATCH (m:Meeting) WHERE m.start IS NOT NULL RETURN m.name, m.start + m.len AS ends, localdatetime({date: m.day, time: m.start}) + m.len AS over ORDER BY m.name;
//: m.name | ends | over
//> 'party' | localtime('03:00:00') | localdatetime('2024-01-01T03:00:00')
//> 'review' | localtime('15:30:00') | localdatetime('2024-03-31T15:30:00')
//> 'standup' | localtime('09:30:00') | localdatetime('2024-02-29T09:30:00')
MATCH (m:Meeting) WITH date.truncate('month', m.day) AS month, count(*) AS n RETURN month, n ORDER BY month;
//! Neo.ClientError.Procedure.ProcedureCallFailed 42001 42I51
MATCH (m:Meeting) RETURN m.name, duration.between(m.day, date('2024-04-30')) AS d, duration.inMonths(m.day, date('2024-04-30')) AS mo, duration.inDays(m.day, date('2024-04-30')).days AS days ORDER BY m.name;
//: m.name | d | mo | days
//> 'party' | duration('P3M30D') | duration('P3M') | 121
//> 'retreat' | duration('P2M1D') | duration('P2M') | 61
//> 'review' | duration('P30D') | duration('PT0S') | 30
//> 'standup' | duration('P2M1D') | duration('P2M') | 61
//> 'undated' | null | null | null
MATCH (l:Log) RETURN l.n, l.at, l.at.timezone, l.at.offset, l.at.offsetMinutes, l.at.epochMillis ORDER BY l.at, l.n;
//: l.n | l.at | l.at.timezone | l.at.offset | l.at.offsetMinutes | l.at.epochMillis
//> 1 | datetime('2024-10-27T00:30:00Z') | 'Z' | 'Z' | 0 | 1729989000000
//> 2 | datetime('2024-10-27T02:30:00+02:00') | '+02:00' | '+02:00' | 120 | 1729989000000
//> 3 | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | 'Europe/Berlin' | '+02:00' | 120 | 1729989000000
//> 4 | datetime('2024-10-27T01:30:00Z') | 'Z' | 'Z' | 0 | 1729992600000
MATCH (l:Log) WITH DISTINCT l.at AS at RETURN count(at);
//: count(at)
//> 4
MATCH (a:Log {n: 2}), (b:Log {n: 3}) RETURN a.at = b.at AS eq, a.at < b.at AS lt, datetime({datetime: a.at, timezone: 'Europe/Berlin'}) = b.at AS same, duration.between(a.at, b.at) AS d;
//: eq | lt | same | d
//> false | true | true | duration('PT0S')
MATCH (l:Log) RETURN datetime({datetime: l.at, timezone: 'America/New_York'}) AS ny ORDER BY l.n;
//: ny
//> datetime('2024-10-26T20:30:00-04:00[America/New_York]')
//> datetime('2024-10-26T20:30:00-04:00[America/New_York]')
//> datetime('2024-10-26T20:30:00-04:00[America/New_York]')
//> datetime('2024-10-26T21:30:00-04:00[America/New_York]')
MATCH (l:Log) RETURN localdatetime(l.at) AS local, date(l.at) AS d, time(l.at) AS t ORDER BY l.n;
//: local | d | t
//> localdatetime('2024-10-27T00:30:00') | date('2024-10-27') | time('00:30:00Z')
//> localdatetime('2024-10-27T02:30:00') | date('2024-10-27') | time('02:30:00+02:00')
//> localdatetime('2024-10-27T02:30:00') | date('2024-10-27') | time('02:30:00+02:00')
//> localdatetime('2024-10-27T01:30:00') | date('2024-10-27') | time('01:30:00Z')
RETURN date('2024-W09-4') AS w, date('2024-060') AS o, date('20240229') AS b, date('2024-02') AS m, date('2024') AS y, date('2024-Q2-10') AS q;
//: w | o | b | m | y | q
//> date('2024-02-29') | date('2024-02-29') | date('2024-02-29') | date('2024-02-01') | date('2024-01-01') | date('2024-04-10')
RETURN date({year: 2024, week: 1, dayOfWeek: 1}) AS w, date({year: 2024, quarter: 3, dayOfQuarter: 1}) AS q, date({year: 2024, ordinalDay: 366}) AS o, date({year: 2024}) AS y;
//: w | q | o | y
//> date('2024-01-01') | date('2024-07-01') | date('2024-12-31') | date('2024-01-01')
RETURN date('2023-02-29') AS x;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN date({year: 2023, month: 13}) AS x;
//! Neo.ClientError.Statement.ArgumentError 22007 22N11
RETURN date({month: 1}) AS x;
//! Neo.ClientError.Statement.ArgumentError 22007 22N12
RETURN date('nonsense') AS x;
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN date(null) AS a, datetime(null) AS b, duration(null) AS c;
//: a | b | c
//> null | null | null
RETURN time('25:00') AS x;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN localtime('12:34:56.123456789') AS t, localtime('1234') AS c, localtime('12') AS h, localtime({hour: 1, minute: 2, second: 3, millisecond: 4, microsecond: 5, nanosecond: 6}) AS n;
//: t | c | h | n
//> localtime('12:34:56.123456789') | localtime('12:34:00') | localtime('12:00:00') | localtime('01:02:03.004005006')
RETURN time('10:00:00+05:30') AS t, time('10:00Z') AS z, time('10:00:00-0800') AS m, time({hour: 10, timezone: '+01:00'}) AS c;
//: t | z | m | c
//> time('10:00:00+05:30') | time('10:00:00Z') | time('10:00:00-08:00') | time('10:00:00+01:00')
RETURN datetime('2024-03-31T02:30:00[Europe/Berlin]') AS gap, datetime('2024-10-27T02:30:00[Europe/Berlin]') AS overlap, datetime('2024-01-01T00:00:00.5+01:00[Europe/Paris]') AS both;
//: gap | overlap | both
//> datetime('2024-03-31T03:30:00+02:00[Europe/Berlin]') | datetime('2024-10-27T02:30:00+02:00[Europe/Berlin]') | datetime('2024-01-01T00:00:00.5+01:00[Europe/Paris]')
RETURN datetime('2024-01-01T00:00:00+05:00[Europe/Paris]') AS x;
//! Neo.ClientError.Statement.ArgumentError 22003 22N04
RETURN datetime('2024-01-01T00:00[Nowhere/City]') AS x;
//! Neo.ClientError.Statement.SyntaxError 22000 22N11
RETURN datetime({epochSeconds: 1700000000, nanosecond: 5}) AS a, datetime({epochMillis: -1}) AS b, datetime({year: 1969, timezone: 'UTC'}).epochSeconds AS c;
//: a | b | c
//> datetime('2023-11-14T22:13:20.000000005Z') | datetime('1969-12-31T23:59:59.999Z') | -31536000
RETURN datetime.fromEpoch(1700000000, 42) AS a, datetime.fromEpochMillis(1700000000123) AS b;
//: a | b
//> datetime('2023-11-14T22:13:20.000000042Z') | datetime('2023-11-14T22:13:20.123Z')
RETURN date.truncate('millennium', date('2024-05-06')) AS a, date.truncate('century', date('2024-05-06')) AS b, date.truncate('decade', date('2024-05-06')) AS c, date.truncate('weekYear', date('2024-05-06')) AS d, date.truncate('week', date('2024-05-06'), {dayOfWeek: 3}) AS e;
//: a | b | c | d | e
//> date('2000-01-01') | date('2000-01-01') | date('2020-01-01') | date('2024-01-01') | date('2024-05-08')
RETURN datetime.truncate('day', datetime('2024-10-27T12:00[Europe/Berlin]')) AS a, datetime.truncate('month', date('2024-05-06'), {day: 3, timezone: 'Europe/Rome'}) AS b, localdatetime.truncate('second', localdatetime('2024-01-01T01:02:03.456'), {millisecond: 7}) AS c;
//: a | b | c
//> datetime('2024-10-27T00:00:00+02:00[Europe/Berlin]') | datetime('2024-05-03T00:00:00+02:00[Europe/Rome]') | localdatetime('2024-01-01T01:02:03.007')
RETURN time.truncate('minute', time('10:11:12+01:00')) AS a, localtime.truncate('hour', localtime('10:11')) AS b, time.truncate('day', datetime('2024-01-01T10:00+02:00')) AS c;
//: a | b | c
//> time('10:11:00+01:00') | localtime('10:00:00') | time('00:00:00+02:00')
RETURN date.truncate('hour', date('2024-05-06')) AS x;
//! Neo.ClientError.Statement.TypeError 22G05 22N15
RETURN date.truncate('fortnight', date('2024-05-06')) AS x;
//! Neo.DatabaseError.Statement.ExecutionFailed 50N00
RETURN date('2024-01-31') + duration('P1M') AS a, date('2024-03-31') - duration('P1M') AS b, date('2024-01-31') + duration('P1M') + duration('P1M') AS c, date('2024-02-29') + duration('P1Y') AS d;
//: a | b | c | d
//> date('2024-02-29') | date('2024-02-29') | date('2024-03-29') | date('2025-02-28')
RETURN date('2024-01-01') + duration('PT36H') AS a, localtime('23:00') + duration('PT2H') AS b, localtime('23:00') + duration('P1D') AS c, time('23:00+01:00') - duration('PT24H30M') AS d;
//: a | b | c | d
//> date('2024-01-02') | localtime('01:00:00') | localtime('23:00:00') | time('22:30:00+01:00')
RETURN datetime('2024-03-30T12:00[Europe/Berlin]') + duration('P1D') AS day, datetime('2024-03-30T12:00[Europe/Berlin]') + duration('PT24H') AS hours;
//: day | hours
//> datetime('2024-03-31T12:00:00+02:00[Europe/Berlin]') | datetime('2024-03-31T13:00:00+02:00[Europe/Berlin]')
RETURN duration('P1M') + duration('P30D') AS a, duration('P1M') - duration('PT1S') AS b, duration('P1M') * 2.5 AS c, duration('P1M') / 4 AS d, duration({weeks: 2, quarters: 1}) AS e;
//! Neo.ClientError.Statement.ArgumentError 22G0I
RETURN duration('P1Y') = duration('P12M') AS a, duration('P1D') = duration('PT24H') AS b, duration('P1D') < duration('PT24H') AS c, duration('PT60S') = duration('PT1M') AS d;
//: a | b | c | d
//> true | false | null | true
RETURN duration.between(date('2024-01-31'), date('2024-02-29')) AS a, duration.between(date('2024-02-29'), date('2024-01-31')) AS b, duration.between(localtime('10:00'), localtime('09:00')) AS c, duration.between(date('2024-01-01'), localtime('10:00')) AS d;
//: a | b | c | d
//> duration('P29D') | duration('P-29D') | duration('PT-1H') | duration('PT10H')
RETURN duration.between(datetime('2024-03-30T12:00[Europe/Berlin]'), datetime('2024-03-31T12:00[Europe/Berlin]')) AS a, duration.inSeconds(datetime('2024-03-30T12:00[Europe/Berlin]'), datetime('2024-03-31T12:00[Europe/Berlin]')) AS b;
//: a | b
//> duration('P1D') | duration('PT23H')
RETURN duration('P1Y2M10DT2H30M5.25S') AS d, duration('P1Y2M10DT2H30M5.25S').monthsOfYear AS m, duration('P1Y2M10DT2H30M5.25S').milliseconds AS ms, duration('P1Y2M10DT2H30M5.25S').nanosecondsOfSecond AS ns, duration('P-1DT-1S').seconds AS s, duration('P10D').weeks AS w;
//: d | m | ms | ns | s | w
//> duration('P1Y2M10DT2H30M5.25S') | 2 | 9005250 | 250000000 | -1 | 1
RETURN duration('P0.5Y') AS a, duration('P1.5M') AS b, duration('P1W') AS c, duration('P2012-02-02T14:37:21.545') AS d, duration('PT-0.5S') AS e;
//: a | b | c | d | e
//> duration('P6M') | duration('P1M15DT5H14M33S') | duration('P7D') | duration('P2012Y2M2DT14H37M21.545S') | duration('PT-0.5S')
RETURN duration('P') AS x;
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN toString(date('2024-02-03')) AS a, toString(duration('PT90M')) AS b, toString(datetime('2024-01-01T00:00[Europe/London]')) AS c, toString(time('10:00Z')) AS d, toString(localdatetime('2024-01-01T10:00:00.100')) AS e;
//: a | b | c | d | e
//> '2024-02-03' | 'PT1H30M' | '2024-01-01T00:00:00Z[Europe/London]' | '10:00:00Z' | '2024-01-01T10:00:00.1'
RETURN [x IN [date('2024-01-02'), date('2024-01-01'), null] | x] AS l, date('2024-01-02') > date('2024-01-01') AS gt, date('2024-01-01') = localdatetime('2024-01-01T00:00') AS eq, date('2024-01-01') < localdatetime('2024-01-01T00:00') AS lt;
//: l | gt | eq | lt
//> [date('2024-01-02'), date('2024-01-01'), null] | true | false | null
UNWIND [date('2024-01-02'), localdatetime('2024-01-01T00:00'), datetime('2023-01-01T00:00Z'), localtime('00:00'), time('00:00Z'), duration('P1D'), 1, 'a', null, true] AS v RETURN v ORDER BY v;
//: v
//> datetime('2023-01-01T00:00:00Z')
//> localdatetime('2024-01-01T00:00:00')
//> date('2024-01-02')
//> time('00:00:00Z')
//> localtime('00:00:00')
//> duration('P1D')
//> 'a'
//> true
//> 1
//> null
UNWIND [date('2024-01-02'), date('2023-01-02')] AS d RETURN min(d), max(d), count(DISTINCT d.day), collect(d.year);
//: min(d) | max(d) | count(DISTINCT d.day) | collect(d.year)
//> date('2023-01-02') | date('2024-01-02') | 1 | [2024, 2023]
UNWIND range(0, 3) AS i WITH date('2024-02-27') + duration({days: i}) AS d RETURN d, d.dayOfWeek AS w ORDER BY d;
//: d | w
//> date('2024-02-27') | 2
//> date('2024-02-28') | 3
//> date('2024-02-29') | 4
//> date('2024-03-01') | 5
UNWIND range(-1, 1) AS i RETURN datetime('2024-03-31T00:30Z') + duration({hours: i}) AS d, datetime({datetime: datetime('2024-03-31T00:30Z') + duration({hours: i}), timezone: 'Europe/Berlin'}) AS b;
//: d | b
//> datetime('2024-03-30T23:30:00Z') | datetime('2024-03-31T00:30:00+01:00[Europe/Berlin]')
//> datetime('2024-03-31T00:30:00Z') | datetime('2024-03-31T01:30:00+01:00[Europe/Berlin]')
//> datetime('2024-03-31T01:30:00Z') | datetime('2024-03-31T03:30:00+02:00[Europe/Berlin]')
RETURN date({date: date('2024-05-06'), day: 1}) AS a, date({datetime: datetime('2024-05-06T23:00-05:00'), month: 1}) AS b, localtime({time: time('10:11:12+01:00'), second: 0}) AS c, datetime({date: date('2024-05-06'), time: time('10:00+02:00')}) AS d;
//! Neo.ClientError.Statement.TypeError 22G05 22N40
RETURN datetime({date: date('2024-05-06'), time: time('10:00+02:00'), timezone: '+05:00'}) AS a, time({time: localtime('10:00'), timezone: 'Europe/Stockholm'}) IS NOT NULL AS b, datetime({datetime: localdatetime('2024-05-06T10:00'), timezone: 'Asia/Tokyo'}) AS c;
//: a | b | c
//> datetime('2024-05-06T13:00:00+05:00') | true | datetime('2024-05-06T10:00:00+09:00[Asia/Tokyo]')
RETURN date('2024-05-06').year AS a, date('2024-05-06').foo AS b;
//! Neo.ClientError.Statement.TypeError 22G05 22N15
RETURN localtime('10:00').timezone AS x;
//! Neo.ClientError.Statement.TypeError 22G05 22N15
RETURN date('2024-05-06')['day'] AS d;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
WITH {d: date('2024-05-06')} AS m RETURN m.d.month, m['d'].day, keys(m);
//: m.d.month | m['d'].day | keys(m)
//> 5 | 6 | ['d']
RETURN date('+999999999-01-01') AS a, date('-0001-01-01') AS b, date('0000-01-01').year AS c;
//: a | b | c
//> date('+999999999-01-01') | date('-0001-01-01') | 0
RETURN date('+1000000000-01-01') AS a;
//! Neo.ClientError.Statement.SyntaxError 22007 22N36
RETURN date('+999999999-12-31') + duration('P1D') AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN duration({days: 9223372036854775807}) + duration('P1D') AS x;
//! Neo.ClientError.Statement.ArgumentError 22015 22N28
RETURN valueType(date('2024-01-01')) AS a, valueType(localtime('10:00')) AS b, valueType(time('10:00Z')) AS c, valueType(localdatetime('2024-01-01T00:00')) AS d, valueType(datetime('2024-01-01T00:00Z')) AS e, valueType(duration('P1D')) AS f;
//: a | b | c | d | e | f
//> 'DATE NOT NULL' | 'LOCAL TIME NOT NULL' | 'ZONED TIME NOT NULL' | 'LOCAL DATETIME NOT NULL' | 'ZONED DATETIME NOT NULL' | 'DURATION NOT NULL'
RETURN date('2024-01-01') IS :: DATE AS a, datetime('2024-01-01T00:00Z') IS :: LOCAL DATETIME AS b, datetime('2024-01-01T00:00Z') IS :: ZONED DATETIME NOT NULL AS c, time('10:00Z') IS :: TIME WITH TIME ZONE AS d, localdatetime('2024-01-01T00:00') IS :: TIMESTAMP WITHOUT TIMEZONE AS e;
//: a | b | c | d | e
//> true | false | true | true | true
RETURN date('2024-01-01') + 1 AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN date('2024-01-01') - date('2023-01-01') AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 2 * duration('P1D') AS x;
//: x
//> duration('P2D')
RETURN duration('P1D') * duration('P1D') AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN -date('2024-01-01') AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 'day ' + date('2024-01-01') AS a, date('2024-01-01') + ' is it' AS b;
//: a | b
//> 'day 2024-01-01' | '2024-01-01 is it'
RETURN [date('2024-01-01')] + date('2024-01-02') AS l;
//: l
//> [date('2024-01-01'), date('2024-01-02')]
RETURN date('2024-01-01') IN [date('2023-12-31') + duration('P1D')] AS y, localdatetime('2024-01-01T00:00') IN [date('2024-01-01')] AS n;
//: y | n
//> true | false
CYPHER 25 RETURN format(date('2024-02-03'), 'dd/MM/yyyy') AS a, format(localdatetime('2024-02-03T14:05:06'), 'EEEE d MMMM uuuu, hh:mm a') AS b, format(duration('P1Y2M3DT4H'), 'y-M-d H') AS c, format(time('10:00+01:00'), 'HH:mm xxx') AS d;
//: a | b | c | d
//> '03/02/2024' | 'Saturday 3 February 2024, 02:05 PM' | '1-2-3 4' | '10:00 +01:00'
// $ {d: date('2024-02-29'), dt: datetime('2024-02-29T09:15:00[Europe/Berlin]'), lt: localtime('09:15'), du: duration('P1M'), ds: [date('2024-02-29'), date('2023-12-31')]}
MATCH (m:Meeting) WHERE m.day IN $ds AND (m.start <= $lt OR m.start IS NULL) RETURN m.name, m.day + $du AS later, date($dt) = m.day AS same ORDER BY m.name;
//: m.name | later | same
//> 'retreat' | date('2024-03-29') | true
//> 'standup' | date('2024-03-29') | true
// $ {from: '2024-01-01', to: '2024-12-31'}
MATCH (m:Meeting) WHERE date($from) <= m.day <= date($to) RETURN m.name ORDER BY m.day DESC, m.name;
//: m.name
//> 'review'
//> 'retreat'
//> 'standup'
// $ {m: {year: 2024, month: 2, day: 29}}
MATCH (m:Meeting {day: date($m)}) SET m.day = m.day + duration({years: 1}), m.log = [m.day] RETURN m.name, m.day, m.log ORDER BY m.name;
//: m.name | m.day | m.log
//> 'retreat' | date('2025-02-28') | [date('2024-02-29')]
//> 'standup' | date('2025-02-28') | [date('2024-02-29')]
//+ properties-set 4
MATCH (m:Meeting) SET m.start = time('10:00+01:00') RETURN DISTINCT valueType(m.start);
//: valueType(m.start)
//> 'ZONED TIME NOT NULL'
//+ properties-set 5
MATCH (m:Meeting) WITH m.day AS d, collect(m.name) AS names ORDER BY d RETURN d, size(names) AS n;
//: d | n
//> date('2023-12-31') | 1
//> date('2024-02-29') | 2
//> date('2024-03-31') | 1
//> null | 1
MATCH (m:Meeting) RETURN m.day IS NULL AS no, count(*) AS n, max(m.len), min(m.len) ORDER BY no;
//: no | n | max(m.len) | min(m.len)
//> false | 4 | duration('P3D') | duration('PT15M')
//> true | 1 | null | null
