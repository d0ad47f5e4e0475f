// Values and their types: what may be stored, predicates on types, conversions, comparison and order.
CREATE (:Bag {k: 'int', v: 1}), (:Bag {k: 'float', v: 1.0}), (:Bag {k: 'text', v: '1'}), (:Bag {k: 'bool', v: true}), (:Bag {k: 'ints', v: [1, 2]}), (:Bag {k: 'floats', v: [1.0, 2.5]}),
  (:Bag {k: 'texts', v: ['a', 'b']}), (:Bag {k: 'date', v: date('2024-01-01')}), (:Bag {k: 'point', v: point({x: 1, y: 2})}), (:Bag {k: 'none'}), (:Bag {k: 'empty', v: []}), (:Bag {k: 'nan', v: 0.0 / 0.0}), (:Bag {k: 'big', v: 9007199254740993});
// queries
MATCH (b:Bag) RETURN b.k, valueType(b.v) AS t ORDER BY b.k;
//: b.k | t
//> 'big' | 'INTEGER NOT NULL'
//> 'bool' | 'BOOLEAN NOT NULL'
//> 'date' | 'DATE NOT NULL'
//> 'empty' | 'LIST<NOTHING> NOT NULL'
//> 'float' | 'FLOAT NOT NULL'
//> 'floats' | 'LIST<FLOAT NOT NULL> NOT NULL'
//> 'int' | 'INTEGER NOT NULL'
//> 'ints' | 'LIST<INTEGER NOT NULL> NOT NULL'
//> 'nan' | 'FLOAT NOT NULL'
//> 'none' | 'NULL'
//> 'point' | 'POINT NOT NULL'
//> 'text' | 'STRING NOT NULL'
//> 'texts' | 'LIST<STRING NOT NULL> NOT NULL'
MATCH (b:Bag) WHERE b.v IS :: INTEGER RETURN b.k ORDER BY b.k;
//: b.k
//> 'big'
//> 'int'
//> 'none'
MATCH (b:Bag) WHERE b.v IS :: INTEGER NOT NULL | FLOAT NOT NULL RETURN b.k ORDER BY b.k;
//: b.k
//> 'big'
//> 'float'
//> 'int'
//> 'nan'
MATCH (b:Bag) WHERE b.v IS NOT :: STRING RETURN b.k ORDER BY b.k;
//: b.k
//> 'big'
//> 'bool'
//> 'date'
//> 'empty'
//> 'float'
//> 'floats'
//> 'int'
//> 'ints'
//> 'nan'
//> 'point'
//> 'texts'
MATCH (b:Bag) WHERE b.v IS :: LIST<INTEGER | STRING> NOT NULL RETURN b.k ORDER BY b.k;
//: b.k
//> 'empty'
//> 'ints'
//> 'texts'
MATCH (b:Bag) WHERE b.v IS TYPED PROPERTY VALUE NOT NULL RETURN count(*);
//: count(*)
//> 12
MATCH (b:Bag) RETURN b.k, b.v :: ANY AS a, b.v IS :: NULL AS n, b.v IS :: NOTHING AS no, b.v IS :: BOOL AS bo ORDER BY b.k;
//: b.k | a | n | no | bo
//> 'big' | true | false | false | false
//> 'bool' | true | false | false | true
//> 'date' | true | false | false | false
//> 'empty' | true | false | false | false
//> 'float' | true | false | false | false
//> 'floats' | true | false | false | false
//> 'int' | true | false | false | false
//> 'ints' | true | false | false | false
//> 'nan' | true | false | false | false
//> 'none' | true | true | false | true
//> 'point' | true | false | false | false
//> 'text' | true | false | false | false
//> 'texts' | true | false | false | false
MATCH (b:Bag) WHERE b.v = 1 RETURN b.k ORDER BY b.k;
//: b.k
//> 'float'
//> 'int'
MATCH (b:Bag) WHERE b.v = '1' OR b.v = true RETURN b.k ORDER BY b.k;
//: b.k
//> 'bool'
//> 'text'
MATCH (b:Bag) WHERE b.v > 0 RETURN b.k ORDER BY b.k;
//: b.k
//> 'big'
//> 'float'
//> 'int'
MATCH (b:Bag) WHERE NOT b.v > 0 RETURN b.k ORDER BY b.k;
//: b.k
//> 'nan'
MATCH (b:Bag) WHERE b.v = [1.0, 2] RETURN b.k;
//: b.k
//> 'ints'
MATCH (b:Bag) WHERE b.v <> b.v RETURN b.k;
//: b.k
//> 'nan'
MATCH (b:Bag) RETURN b.k ORDER BY b.v, b.k;
//: b.k
//> 'empty'
//> 'texts'
//> 'ints'
//> 'floats'
//> 'point'
//> 'date'
//> 'text'
//> 'bool'
//> 'float'
//> 'int'
//> 'big'
//> 'nan'
//> 'none'
MATCH (b:Bag) RETURN b.k ORDER BY b.v DESC, b.k;
//: b.k
//> 'none'
//> 'nan'
//> 'big'
//> 'float'
//> 'int'
//> 'bool'
//> 'text'
//> 'date'
//> 'point'
//> 'floats'
//> 'ints'
//> 'texts'
//> 'empty'
MATCH (b:Bag) RETURN count(DISTINCT b.v), min(b.v), max(b.v);
//: count(DISTINCT b.v) | min(b.v) | max(b.v)
//> 11 | [] | NaN
MATCH (b:Bag) RETURN toStringOrNull(b.v) AS s, toIntegerOrNull(b.v) AS i, toFloatOrNull(b.v) AS f, toBooleanOrNull(b.v) AS t ORDER BY b.k;
//: s | i | f | t
//> '9007199254740993' | 9007199254740993 | 9.007199254740992E15 | true
//> 'true' | 1 | null | true
//> '2024-01-01' | null | null | null
//> null | null | null | null
//> '1.0' | 1 | 1.0 | null
//> null | null | null | null
//> '1' | 1 | 1.0 | true
//> null | null | null | null
//> 'NaN' | 0 | NaN | null
//> null | null | null | null
//> 'point({x: 1.0, y: 2.0, crs: \'cartesian\'})' | null | null | null
//> '1' | 1 | 1.0 | null
//> null | null | null | null
MATCH (b:Bag {k: 'ints'}) RETURN toString(b.v);
//! Neo.ClientError.Statement.TypeError 22N38 22N01
MATCH (b:Bag {k: 'text'}) RETURN toInteger(b.v) + 1 AS a, b.v + 1 AS b, toFloat(b.v) AS c, toBoolean(b.v) AS d;
//: a | b | c | d
//> 2 | '11' | 1.0 | null
MATCH (b:Bag {k: 'bool'}) RETURN b.v + 1;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
MATCH (b:Bag {k: 'date'}) RETURN toInteger(b.v);
//! Neo.ClientError.Statement.TypeError 22N38 22N01
MATCH (b:Bag {k: 'none'}) RETURN b.v + 1 AS a, b.v.x AS b, b.v[0] AS c, size(b.v) AS d, b.v IN [1] AS e, NOT b.v AS f, b.v IS NULL AS g, coalesce(b.v, 0) AS h;
//: a | b | c | d | e | f | g | h
//> null | null | null | null | null | null | true | 0
MATCH (b:Bag {k: 'ints'}) RETURN b.v + 3 AS a, 0 + b.v AS b, b.v + b.v AS c, b.v[-1] AS d, b.v[5] AS e, b.v[0..1] AS f, b.v[..-1] AS g, 1 IN b.v AS h, [1] IN b.v AS i;
//: a | b | c | d | e | f | g | h | i
//> [1, 2, 3] | [0, 1, 2] | [1, 2, 1, 2] | 2 | null | [1] | [1] | true | false
MATCH (b:Bag {k: 'ints'}) SET b.v = b.v + 'x' RETURN b.v;
//! Neo.ClientError.Statement.TypeError 22G03 22N39
MATCH (b:Bag {k: 'ints'}) SET b.v = b.v + 1.5 RETURN b.v, valueType(b.v);
//: b.v | valueType(b.v)
//> [1.0, 2.0, 1.5] | 'LIST<FLOAT NOT NULL> NOT NULL'
//+ properties-set 1
MATCH (b:Bag {k: 'empty'}) SET b.v = b.v + ['x'] RETURN b.v;
//: b.v
//> ['x']
//+ properties-set 1
MATCH (b:Bag {k: 'nan'}) RETURN b.v = b.v AS eq, b.v > 1 AS gt, isNaN(b.v) AS n, b.v IN [b.v] AS i, toString(b.v) AS s;
//: eq | gt | n | i | s
//> false | false | true | false | 'NaN'
MATCH (b:Bag {k: 'big'}) RETURN b.v = 9007199254740992.0 AS eq, toFloat(b.v) AS f, b.v + 0.0 AS s, toString(b.v) AS t, b.v % 10 AS m;
//: eq | f | s | t | m
//> false | 9.007199254740992E15 | 9.007199254740992E15 | '9007199254740993' | 3
RETURN 1 = 1.0 AS a, [1, 'a'] = [1.0, 'a'] AS b, {a: 1} = {a: 1.0} AS c, 1 = '1' AS d, null = null AS e, [null] = [null] AS f, [1, null] = [2, null] AS g, {a: null} = {a: null} AS h, {a: 1} = {b: 1} AS i;
//: a | b | c | d | e | f | g | h | i
//> true | true | true | false | null | null | false | null | false
RETURN 1 < 2 < 3 AS a, 3 > 2 > 2 AS b, 1 < 'a' AS c, [1, 2] < [1, 3] AS d, 'a' < 'B' AS e, true > false AS f, 1 = 1 <> 2 AS g;
//: a | b | c | d | e | f | g
//> true | false | null | true | false | true | true
RETURN null AND false AS a, null OR true AS b, null XOR true AS c, NOT null AS d, null AND true AS e;
//: a | b | c | d | e
//> false | true | null | null | null
RETURN 7 / 2 AS a, -7 / 2 AS b, 7 % -3 AS c, -7 % 3 AS d, 7.0 / 2 AS e, 2 ^ 3 AS f, 2 ^ 0.5 AS g, -2 ^ 2 AS h, 1 / 0.0 AS i, 0.0 / 0 AS j;
//: a | b | c | d | e | f | g | h | i | j
//> 3 | -3 | 1 | -1 | 3.5 | 8.0 | 1.4142135623730951 | 4.0 | Infinity | NaN
RETURN 1 / 0 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22012 22N28
RETURN 1 % 0 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN 9223372036854775807 + 1 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN -9223372036854775808 AS a, - 9223372036854775808 AS b, 0x7fffffffffffffff AS c, 0o17 AS d, 1e3 AS e, 1_000_000 AS f, .5 AS g;
//: a | b | c | d | e | f | g
//> -9223372036854775808 | -9223372036854775808 | 9223372036854775807 | 15 | 1000.0 | 1000000 | 0.5
RETURN 9223372036854775808 AS x;
//! Neo.ClientError.Statement.SyntaxError 22003
RETURN 9223372036854775807 * 2 AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN -(-9223372036854775808) AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN abs(-9223372036854775808) AS x;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
RETURN toInteger('9223372036854775808') AS a, toInteger('1.9') AS b, toInteger(' 12 ') AS c, toInteger('1e2') AS d, toInteger('0x10') AS e, toInteger('abc') AS f, toInteger(-1.9) AS g, toInteger(true) AS h;
//! Neo.ClientError.Statement.TypeError 22003 22N03
RETURN toFloat('1.5e2') AS a, toFloat('NaN') AS b, toFloat('Infinity') AS c, toFloat('1d') AS d, toFloat(' 1 ') AS e, toFloat('.5') AS f;
//: a | b | c | d | e | f
//> 150.0 | NaN | Infinity | 1.0 | 1.0 | 0.5
RETURN toInteger(1e30) AS a, toInteger(0.0 / 0.0) AS b;
//: a | b
//> 9223372036854775807 | 0
RETURN toBoolean('TRUE') AS a, toBoolean('yes') AS b, toBoolean(0) AS c, toBoolean(' false ') AS d, toBoolean(7) AS e;
//: a | b | c | d | e
//> true | null | false | false | true
RETURN toBoolean(1.0) AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN toString(1.0) AS a, toString(1e21) AS b, toString(0.1 + 0.2) AS c, toString(true) AS d, toString(-0.0) AS e, toString(1e-7) AS f, toString(100000000.0) AS g;
//: a | b | c | d | e | f | g
//> '1.0' | '1.0E21' | '0.30000000000000004' | 'true' | '-0.0' | '1.0E-7' | '1.0E8'
RETURN round(2.5) AS a, round(-2.5) AS b, round(1.249, 1) AS c, round(1.25, 1, 'HALF_EVEN') AS d, round(-1.5, 0, 'DOWN') AS e, ceil(-0.5) AS f, floor(-0.5) AS g, sign(-3) AS h, round(5) AS i;
//: a | b | c | d | e | f | g | h | i
//> 3.0 | -2.0 | 1.2 | 1.2 | -1.0 | -0.0 | -1.0 | -1 | 5.0
RETURN toIntegerList(['1', 2.7, null, 'x']) AS a, toFloatList(['1', 2, true]) AS b, toStringList([1, date('2024-01-01'), {a: 1}]) AS c, toBooleanList(['true', 1, 'x']) AS d;
//: a | b | c | d
//> [1, 2, null, null] | [1.0, 2.0, null] | ['1', '2024-01-01', null] | [true, true, null]
RETURN valueType([]) AS a, valueType([1, 'a']) AS b, valueType([1, null]) AS c, valueType([[1], [2.0]]) AS d, valueType({a: 1}) AS e, valueType(null) AS f, valueType([null]) AS g, valueType([[], [1]]) AS h;
//: a | b | c | d | e | f | g | h
//> 'LIST<NOTHING> NOT NULL' | 'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL' | 'LIST<INTEGER> NOT NULL' | 'LIST<LIST<INTEGER NOT NULL> NOT NULL | LIST<FLOAT NOT NULL> NOT NULL> NOT NULL' | 'MAP NOT NULL' | 'NULL' | 'LIST<NULL> NOT NULL' | 'LIST<LIST<INTEGER NOT NULL> NOT NULL> NOT NULL'
RETURN [1, 2] IS :: LIST<INTEGER> AS a, [1, null] IS :: LIST<INTEGER NOT NULL> AS b, [] IS :: LIST<NOTHING> AS c, [1, 'a'] IS :: LIST<INTEGER | STRING> AS d, {a: 1} IS :: MAP AS e, null IS :: INTEGER NOT NULL AS f, 1 IS :: ANY NOT NULL AS g, [[1]] IS :: LIST<LIST<INTEGER>> AS h;
//: a | b | c | d | e | f | g | h
//> true | false | true | true | true | false | true | true
RETURN 1 IS :: FLOAT AS a, 1 IS :: INT AS b, 1 IS :: SIGNED INTEGER AS c, 'a' IS :: VARCHAR AS d, 1.0 IS :: FLOAT NOT NULL AS e, 'a' IS NOT :: INTEGER AS f, null IS NOT :: INTEGER AS g;
//: a | b | c | d | e | f | g
//> false | true | true | true | true | true | false
MATCH (b:Bag {k: 'int'}) RETURN b IS :: NODE AS a, b IS :: RELATIONSHIP AS r, valueType(b) AS t, valueType(collect(b)) AS l, (b) IS :: VERTEX AS v, b IS :: MAP AS m;
//: a | r | t | l | v | m
//> true | false | 'NODE NOT NULL' | 'LIST<NODE NOT NULL> NOT NULL' | true | false
RETURN {a: 1, b: {c: [1, {d: 2}]}}.b.c[1].d AS x, {a: 1}['a'] AS y, {a: 1}.b AS z, keys({b: null}) AS k, size(keys({})) AS s;
//: x | y | z | k | s
//> 2 | 1 | null | ['b'] | 0
RETURN [1, 2, 3][null] AS a, [1, 2, 3][null..] AS b, null[0] AS c, {a: 1}[null] AS d, [1, 2, 3][-4] AS e, [1, 2, 3][-2..] AS f, [1, 2, 3][1..10] AS g;
//: a | b | c | d | e | f | g
//> null | null | null | null | null | [2, 3] | [2, 3]
RETURN [1, 2, 3][1.0] AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN {a: 1}[1] AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN 'abc'[0] AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN 3 IN [1, null] AS a, 1 IN [1, null] AS b, null IN [] AS c, null IN [1] AS d, [1] IN [[1], 2] AS e, 1 IN null AS f, '1' IN [1] AS g;
//: a | b | c | d | e | f | g
//> null | true | false | null | true | null | false
RETURN 1 IN 5 AS x;
//! Neo.ClientError.Statement.SyntaxError 42001 22NB1
RETURN size('héllo') AS a, size([1, null]) AS b, size(null) AS c, length(null) AS d;
//: a | b | c | d
//> 5 | 2 | null | null
RETURN size(5) AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN head([]) AS a, last([1, 2]) AS b, tail([1]) AS c, reverse([1, 2]) AS d, range(5, 1, -2) AS e, range(1, 0) AS f, isEmpty([]) AS g, isEmpty('') AS h, isEmpty({}) AS i, isEmpty(null) AS j;
//: a | b | c | d | e | f | g | h | i | j
//> null | 2 | [] | [2, 1] | [5, 3, 1] | [] | true | true | true | null
RETURN range(1, 3, 0) AS x;
//! Neo.ClientError.Statement.ArgumentError 22N38 22N03
RETURN reduce(a = 1, x IN [1, 2, 3] | a * x) AS p, reduce(s = '', x IN ['a', 'b'] | x + s) AS r, reduce(a = 0, x IN [] | a + x) AS z, reduce(a = 0, x IN null | a + x) AS n, reduce(a = 0, x IN [1, null] | a + x) AS m;
//: p | r | z | n | m
//> 6 | 'ba' | 0 | null | null
RETURN [x IN range(1, 10) WHERE x % 3 = 0 | x ^ 2] AS a, [x IN [1, null, 2] WHERE x > 1] AS b, [x IN null | x] AS c, [x IN [[1, 2], [3]] | [y IN x | y + size(x)]] AS d;
//: a | b | c | d
//> [9.0, 36.0, 81.0] | [2] | null | [[3, 4], [4]]
RETURN all(x IN [] WHERE x) AS a, any(x IN [null] WHERE x) AS b, none(x IN [1, null] WHERE x = 2) AS c, single(x IN [1, 1] WHERE x = 1) AS d, all(x IN [true, null] WHERE x) AS e, any(x IN [null, 1] WHERE x = 1) AS f;
//: a | b | c | d | e | f
//> true | null | null | false | null | true
RETURN nullIf(1, 1.0) AS a, nullIf(1, 2) AS b, coalesce(null, null) AS c, coalesce(null, 'x', 1) AS d, coalesce([null]) AS e;
//: a | b | c | d | e
//> null | 1 | null | 'x' | [null]
RETURN properties({a: 1}) AS a, properties(null) AS b, keys(null) AS c, labels(null) AS d, type(null) AS e;
//: a | b | c | d | e
//> {a: 1} | null | null | null | null
RETURN {a: 1, a: 2} AS m;
//: m
//> {a: 2}
RETURN {`a b`: 1, `1`: 2} AS m, {a: 1}.`a` AS x;
//: m | x
//> {`1`: 2, `a b`: 1} | 1
WITH {a: 1, b: 2} AS m RETURN m {.a, c: 3, .b} AS p, m {.*, a: null} AS q, m {.x} AS r;
//: p | q | r
//> {a: 1, b: 2, c: 3} | {a: null, b: 2} | {x: null}
WITH 5 AS n RETURN n {.a} AS x;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
RETURN CASE 1 WHEN 1.0 THEN 'float' ELSE 'no' END AS a, CASE null WHEN null THEN 'y' ELSE 'n' END AS b, CASE WHEN null THEN 1 END AS c, CASE 'x' WHEN 'a', 'x' THEN 1 END AS d;
//: a | b | c | d
//> 'float' | 'n' | null | 1
UNWIND [1, 1.0, '1', null, null, [1], [1.0], {a: 1}, {a: 1.0}] AS x RETURN DISTINCT x;
//: x
//> '1'
//> 1
//> [1]
//> null
//> {a: 1}
UNWIND [3, 'b', null, 1.5, true, [2], [1, 2], {a: 1}, 'B', -1, false] AS x RETURN x ORDER BY x;
//: x
//> {a: 1}
//> [1, 2]
//> [2]
//> 'B'
//> 'b'
//> false
//> true
//> -1
//> 1.5
//> 3
//> null
UNWIND [3, 'b', null, 1.5, true, [2], [1, 2], {a: 1}, 'B', -1, false] AS x RETURN max(x), min(x), count(x), count(DISTINCT x);
//: max(x) | min(x) | count(x) | count(DISTINCT x)
//> 3 | {a: 1} | 10 | 10
UNWIND [] AS x RETURN x;
//: x
UNWIND null AS x RETURN x;
//: x
UNWIND 5 AS x RETURN x;
//: x
//> 5
UNWIND [[1, 2], [], [3]] AS l UNWIND l AS x RETURN x, size(l) AS s;
//: x | s
//> 1 | 2
//> 2 | 2
//> 3 | 1
UNWIND [1, 2, 3] AS x RETURN sum(x), avg(x), sum(x * 1.0), collect(x)[1], stDev(x), stDevP(x), percentileCont(x, 0.25), percentileDisc(x, 0.25);
//: sum(x) | avg(x) | sum(x * 1.0) | collect(x)[1] | stDev(x) | stDevP(x) | percentileCont(x, 0.25) | percentileDisc(x, 0.25)
//> 6 | 2.0 | 6.0 | 2 | 1.0 | 0.816496580927726 | 1.5 | 1
UNWIND [1, 'a'] AS x RETURN sum(x);
//! Neo.ClientError.Statement.TypeError 22N38 22N01
UNWIND [null, null] AS x RETURN sum(x), avg(x), min(x), max(x), count(x), collect(x), stDev(x), percentileCont(x, 0.5);
//: sum(x) | avg(x) | min(x) | max(x) | count(x) | collect(x) | stDev(x) | percentileCont(x, 0.5)
//> 0 | null | null | null | 0 | [] | null | null
UNWIND ['a', 'b'] AS x RETURN avg(x);
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
UNWIND [9223372036854775807, 1] AS x RETURN sum(x);
//: sum(x)
//> 9.223372036854776E18
UNWIND [1, 2] AS x RETURN percentileCont(x, 1.5);
//! Neo.ClientError.Statement.SyntaxError 42001 42N31
// $ {i: 1, f: 1.5, s: 'x', b: true, n: null, l: [1, [2, null]], m: {a: {b: [1]}}, d: date('2024-01-01'), p: point({x: 1, y: 2}), du: duration('P1D'), z: datetime('2024-01-01T00:00[Europe/Paris]')}
RETURN $i + $f AS a, $s + $s AS b, NOT $b AS c, $n IS NULL AS d, $l[1][0] AS e, $m.a.b[0] AS f, $d + $du AS g, $p.x AS h, $z.timezone AS i, valueType($l) AS j, valueType($m) AS k;
//: a | b | c | d | e | f | g | h | i | j | k
//> 2.5 | 'xx' | false | true | 2 | 1 | date('2024-01-02') | 1.0 | 'Europe/Paris' | 'LIST<INTEGER NOT NULL | LIST<INTEGER> NOT NULL> NOT NULL' | 'MAP NOT NULL'
// $ {props: {a: 1, b: [1.5], c: date('2024-01-01'), d: null}}
CREATE (n:Bag $props) RETURN properties(n), n.d;
//: properties(n) | n.d
//> {a: 1, b: [1.5], c: date('2024-01-01')} | null
//+ labels-added 1, nodes-created 1, properties-set 3
// $ {props: {a: {b: 1}}}
CREATE (n:Bag $props) RETURN n;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
// $ {props: 5}
CREATE (n:Bag $props) RETURN n;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
// $ {props: null}
CREATE (n:Bag $props) RETURN n;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
// $ {x: 'a'}
RETURN $x + $y AS z;
//! Neo.ClientError.Statement.ParameterMissing 42001 42N81
// $ {x: 'a'}
RETURN $x.y AS z;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
// $ {x: 5}
UNWIND $x AS y RETURN y;
//: y
//> 5
// $ {x: 'text'}
MATCH (b:Bag) WHERE $x RETURN b;
//! Neo.ClientError.Statement.SyntaxError 22G03 22N27
// $ {x: 'int'}
MATCH (b:Bag {k: $x}) RETURN b.v IS :: INTEGER AS t;
//: t
//> true
RETURN randomUUID() IS :: STRING AS t, size(randomUUID()) AS s;
//: t | s
//> true | 36
CYPHER 25 RETURN vector([1, 2, 3], 3, INTEGER8) AS v, valueType(vector([1, 2, 3], 3, FLOAT32)) AS t, vector_dimension_count(vector([1, 2], 2, FLOAT64)) AS d;
//: v | t | d
//> vector([1, 2, 3], 3, INTEGER8) | 'VECTOR<FLOAT32 NOT NULL>(3) NOT NULL' | 2
CYPHER 25 WITH vector([1.0, 0.0], 2, FLOAT32) AS a, vector([0.0, 2.0], 2, FLOAT32) AS b RETURN vector.similarity.cosine(a, b) AS c, vector.similarity.euclidean(a, b) AS e, vector_distance(a, b, EUCLIDEAN) AS d, vector_norm(b, EUCLIDEAN) AS n;
//: c | e | d | n
//> 0.5 | 0.1666666716337204 | 2.2360680103302 | 2.0
CYPHER 25 RETURN vector([1, 2, 3], 2, FLOAT32) AS v;
//! Neo.ClientError.Statement.TypeError 22G03 22N01
CYPHER 25 RETURN vector([1000], 1, INTEGER8) AS v;
//! Neo.ClientError.Statement.ArithmeticError 22003 22N28
CYPHER 25 RETURN vector('[1, 2.5]', 2, FLOAT64) AS v, toFloatList(vector([1, 2], 2, INTEGER16)) AS l, toIntegerList(vector([1.5, 2], 2, FLOAT32)) AS i;
//: v | l | i
//> vector([1.0, 2.5], 2, FLOAT) | [1.0, 2.0] | [1, 2]
CYPHER 25 CREATE (n:Vec {v: vector([1, 2], 2, FLOAT32)}) RETURN n.v IS :: VECTOR<FLOAT32>(2) AS a, n.v IS :: VECTOR AS b, n.v = vector([1, 2], 2, FLOAT32) AS c, n.v = vector([1, 2], 2, FLOAT64) AS d, valueType(n.v) AS e;
//: a | b | c | d | e
//> true | true | true | false | 'VECTOR<FLOAT32 NOT NULL>(2) NOT NULL'
//+ labels-added 1, nodes-created 1, properties-set 1
CYPHER 25 WITH uuid('550e8400-e29b-41d4-a716-446655440000') AS u RETURN u, valueType(u) AS t, toString(u) AS s, u = uuid('550E8400-E29B-41D4-A716-446655440000') AS e;
//: u | t | s | e
//> uuid('550e8400-e29b-41d4-a716-446655440000') | 'UUID NOT NULL' | '550e8400-e29b-41d4-a716-446655440000' | true
