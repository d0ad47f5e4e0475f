//! What the functions of APOC give for ordinary and odd arguments, as APOC core 5.26.19 on a Neo4j
//! 5.26.30 gave it. Arguments come from a list, so that their types are met while running.

use crate::harness::Graph;

/// An expression, in which `m.one` is 1 and `m.half` 1.5, and what it gives; `!` is a part of an error.
const CASES: &[(&str, &str)] = &[
    ("apoc.coll.pairs([1])", "[]"),
    ("apoc.coll.pairs([1, 2])", "[[1, 2], [2, null]]"),
    ("apoc.coll.zip(['a', 'b'], [])", "[]"),
    ("apoc.coll.zip([1, 2], [3, 4, 5])", "[[1, 3], [2, 4]]"),
    ("apoc.coll.zip([1, 2], [3])", "[[1, 3], [2, null]]"),
    ("apoc.coll.max(['a', 1])", "'a'"),
    ("apoc.coll.min(['a', 1])", "'a'"),
    ("apoc.coll.min([1, 'a'])", "1"),
    ("apoc.coll.min([null, 1])", "1"),
    (
        "apoc.coll.dropDuplicateNeighbors([null, 1, 1, null, null, 2])",
        "[1, null, 2]",
    ),
    ("apoc.coll.combinations([1, 2, 3], 0)", "[]"),
    ("apoc.coll.combinations([1, 2, 3], 2, 5)", "[]"),
    ("apoc.coll.combinations(null, 1)", "[]"),
    ("apoc.coll.contains([1, null], null)", "false"),
    ("apoc.coll.contains(null, 1)", "false"),
    ("apoc.coll.contains(m, 1)", "false"),
    ("apoc.coll.indexOf([null], null)", "-1"),
    ("apoc.coll.occurrences([1, null], null)", "0"),
    ("apoc.coll.containsAll([1], null)", "false"),
    ("apoc.coll.containsDuplicates(null)", "false"),
    ("apoc.coll.different(null)", "false"),
    ("apoc.coll.disjunction(null, [1])", "[1]"),
    ("apoc.coll.subtract(null, [1])", "null"),
    ("apoc.coll.union(null, null)", "null"),
    ("apoc.coll.unionAll(null, null)", "null"),
    ("apoc.coll.insert([1, 2], 7, 9)", "[1, 2]"),
    ("apoc.coll.insert([1], 0, null)", "[1]"),
    ("apoc.coll.set([1, 2], m.half, 9)", "[1, 9]"),
    ("apoc.coll.sort(null)", "[]"),
    ("apoc.coll.sortMaps(null, 'a')", "[]"),
    (
        "[m IN apoc.coll.sortMaps([{}, {a: 1}, {a: 2}], 'a') | m.a]",
        "[2, 1, null]",
    ),
    ("apoc.coll.sortText(['b', 'B', 'a'])", "['a', 'b', 'B']"),
    ("apoc.coll.stdev([1, 2, 3, 4])", "1.2909944487358056"),
    ("apoc.coll.stdev([1])", "0"),
    ("apoc.coll.runningTotal([1, 2.5])", "[1, 3.5]"),
    ("apoc.coll.runningTotal([])", "null"),
    ("apoc.coll.sum([null])", "!ProcedureCallFailed"),
    ("apoc.coll.partition(null, 1)", "[]"),
    ("apoc.coll.pairWithOffset([1], 0)", "!ProcedureCallFailed"),
    ("apoc.coll.fill('a', -1)", "!ProcedureCallFailed"),
    ("apoc.coll.frequenciesAsMap([null])", "{NO_VALUE: 1}"),
    ("apoc.coll.flatten(null)", "[]"),
    ("apoc.coll.avg(m.one)", "!TypeError"),
    (
        "apoc.coll.combinations([1, 2, 3], 2, 9223372036854775807)",
        "[[1, 2], [1, 3], [2, 3]]",
    ),
    ("apoc.coll.containsAll([], [])", "false"),
    ("apoc.coll.containsAll([1, 2], [])", "true"),
    ("apoc.coll.containsAll([1, 2], [1.0])", "true"),
    ("apoc.coll.containsAll([1, null], [1])", "true"),
    ("apoc.coll.containsAll([1, null], [1, null])", "false"),
    ("apoc.coll.partition([1, 2, 3], -2)", "[]"),
    (
        "apoc.coll.partition([1, 2, 3], 4294967298)",
        "[[1, 2], [3]]",
    ),
    ("apoc.coll.partition([1, 2, 3], 0)", "!ProcedureCallFailed"),
    ("apoc.coll.pairWithOffset([], 0)", "[]"),
    ("apoc.coll.pairWithOffset(null, 0)", "null"),
    ("apoc.text.indexesOf('abcab', 'ab', 0, 4)", "[0, 3]"),
    ("apoc.text.indexesOf('abcab', 'ab', 0, 3)", "[0]"),
    ("apoc.text.indexOf('abcab', 'ab', 1, 4)", "-1"),
    ("apoc.text.indexOf('abcab', 'ab', 1, 5)", "3"),
    ("apoc.text.indexOf('abcab', 'b', 4294967296, -1)", "1"),
    ("apoc.text.base64Decode('YT8-')", "!ProcedureCallFailed"),
    ("apoc.text.base64UrlDecode('YT8+')", "!ProcedureCallFailed"),
    ("apoc.text.base64Decode('YT8')", "'a?'"),
    ("apoc.number.romanToArabic('MCMa')", "1900"),
    ("apoc.number.romanToArabic('aM')", "0"),
    ("apoc.number.romanToArabic('mcm')", "1900"),
    ("apoc.number.format(m.half, '12', '')", "'122'"),
    ("apoc.number.format(m.half, 'true', 'en')", "'true2'"),
    ("apoc.number.format(m.half, '', 'zz')", "null"),
    ("apoc.number.parseFloat('x', '0.0', 'en')", "null"),
    ("apoc.number.parseFloat('x')", "null"),
    ("apoc.number.parseFloat('1.5', '12', '')", "null"),
    ("apoc.number.parseFloat('a1.5', 'a0', '')", "1.5"),
    ("apoc.number.parseFloat('1,5', '', 'de')", "1.5"),
    ("apoc.number.parseInt('12x')", "12"),
    ("apoc.number.parseInt('', '12:30', 'true')", "null"),
    ("apoc.number.exact.add('', 'true')", "null"),
    ("apoc.number.exact.sub('12:30', null)", "null"),
    ("apoc.math.coth(-0.0)", "Infinity"),
    ("apoc.math.csch(0.0)", "null"),
    (
        "apoc.date.format(7, 'h', 'HH:mm z', '+02:00')",
        "'07:00 GMT'",
    ),
    (
        "apoc.date.format(0, 'ms', 'HH:mm z', 'GMT+02:30')",
        "'02:30 GMT+02:30'",
    ),
    (
        "apoc.date.format(0, 'ms', 'HH:mm z', 'GMT-5')",
        "'19:00 GMT-05:00'",
    ),
    ("apoc.date.format(0, 'ms', 'HH:mm z', '')", "'00:00 UTC'"),
    (
        "apoc.date.format(0, 'ms', 'HH:mm z', 'nowhere')",
        "'00:00 GMT'",
    ),
    (
        "apoc.date.format(0, 'ms', 'HH:mm z', 'UTC+2')",
        "'00:00 GMT'",
    ),
    (
        "apoc.date.format(0, 'ms', 'HH:mm', 'PST')",
        "!ProcedureCallFailed",
    ),
    (
        "apoc.date.parse('1970-01-01 00:00:00', 'ms', '', '+02:00')",
        "0",
    ),
    (
        "apoc.map.submap({a: 1}, ['a', null], [2, 3], false)",
        "{a: 1}",
    ),
    (
        "apoc.map.removeKey({a: 1, b: {d: 1, e: 2}}, 'd', {recursive: true})",
        "{a: 1, b: {d: 1, e: 2}}",
    ),
    (
        "apoc.map.removeKeys({a: 1, b: {d: 1, e: 2}}, ['a', 'd'], {recursive: true})",
        "{b: {e: 2}}",
    ),
    (
        "apoc.map.removeKey({d: 1, c: [{d: 1, f: 2}, {d: 3}], h: []}, 'd', {recursive: true})",
        "{c: [{f: 2}]}",
    ),
    ("apoc.map.fromLists(['a'], [1, 2])", "!ProcedureCallFailed"),
    ("apoc.map.fromValues(['a'])", "!ProcedureCallFailed"),
    ("apoc.map.setKey({a: 1}, null, 2)", "{a: 1}"),
    ("apoc.map.groupBy([1, 'a'], 'a')", "{}"),
    ("apoc.map.groupBy([{a: 1}], null)", "{}"),
    ("apoc.map.submap(null, ['a'], [1], false)", "null"),
    ("apoc.map.mget({a: 1}, null)", "null"),
    ("apoc.map.setValues({}, [[1, 'a'], 2])", "{[1, a]: 2}"),
    ("apoc.text.split('a,b,,', ',')", "['a', 'b']"),
    ("apoc.text.split('abc', '')", "['a', 'b', 'c']"),
    ("apoc.text.split('abc', '', 2)", "['a', 'bc']"),
    (
        "apoc.text.split('12:30', '', 7)",
        "['1', '2', ':', '3', '0', '']",
    ),
    ("apoc.text.split('12:30', '[^a-z]', 0)", "[]"),
    ("apoc.text.split('', ',')", "['']"),
    ("apoc.text.sorensenDiceSimilarity('', 'a')", "NaN"),
    ("apoc.text.sorensenDiceSimilarity('ab', 'ab', null)", "null"),
    ("apoc.text.split('a,b', ',', null)", "null"),
    ("apoc.text.split('a', '(')", "!ProcedureCallFailed"),
    ("apoc.text.camelCase('fooBar')", "'foobar'"),
    ("apoc.text.camelCase('Foo-bar2Baz')", "'fooBar2baz'"),
    ("apoc.text.upperCamelCase('FOO_BAR')", "'FooBar'"),
    ("apoc.text.snakeCase('Foo_Bar')", "'foo-_-bar'"),
    ("apoc.text.snakeCase('FOO_BAR')", "'foo-bar'"),
    ("apoc.text.snakeCase('1.5')", "'1-.5'"),
    ("apoc.text.toUpperCase('FOO_BAR')", "'F_O_O_B_A_R'"),
    ("apoc.text.toUpperCase('foo$$foo2Bar')", "'FOO_FOO2_BAR'"),
    ("apoc.text.capitalizeAll('  a  b ')", "'A  B'"),
    ("apoc.text.slug('Hello  World!')", "'Hello-World-'"),
    ("apoc.text.slug('a', null)", "null"),
    ("apoc.text.indexesOf('aaa', 'aa')", "[0, 1]"),
    ("apoc.text.indexOf('abc', '')", "0"),
    ("apoc.text.indexOf('abc', null)", "-1"),
    ("apoc.text.lpad('ab', 5, 'xy')", "'xxxab'"),
    ("apoc.text.repeat('a', -1)", "!ProcedureCallFailed"),
    ("apoc.text.hexValue(-1)", "'FFFFFFFF'"),
    ("apoc.text.base64Decode('w6k')", "'é'"),
    ("apoc.text.compareCleaned('a', null)", "false"),
    (
        "apoc.text.format('%s %05.2f %d %x %,d %%', ['a', 1.234, 7, 255, 1234567])",
        "'a 01.23 7 ff 1,234,567 %'",
    ),
    ("apoc.text.format('%2$s %1$s', ['a', 'b'])", "'b a'"),
    ("apoc.text.format('%d', ['a'])", "!ProcedureCallFailed"),
    ("apoc.text.format('%s %s', ['a'])", "!ProcedureCallFailed"),
    ("apoc.text.format('a %s', null)", "'a %s'"),
    (
        "apoc.convert.toJson([date('2020-01-01'), datetime('2020-01-01T00:00Z'), localtime('10:00:00.5'), 1e20])",
        r#"'["2020-01-01","2020-01-01T00:00Z","10:00:00.500",1.0E20]'"#,
    ),
    (
        "apoc.convert.toJson(point({longitude: 1, latitude: 2, height: 3}))",
        r#"'{"crs":"wgs-84-3d","latitude":2.0,"longitude":1.0,"height":3.0}'"#,
    ),
    (
        "apoc.convert.toJson(point({x: 1, y: 2}))",
        r#"'{"crs":"cartesian","x":1.0,"y":2.0,"z":null}'"#,
    ),
    (
        r#"apoc.json.path('{"a": [{"b": 1}, {"b": 2}]}', '$.a[*].b')"#,
        "[1, 2]",
    ),
    (
        r#"apoc.json.path('{"a": [{"b": 1}, {"b": 2}]}', '$..b')"#,
        "[null, 1, 2]",
    ),
    (r#"apoc.json.path('{"a": [1, 2, 3]}', '$.a[-1]')"#, "3"),
    (
        r#"apoc.json.path('{"a": [1, 2, 3]}', '$.a[0:2]')"#,
        "[1, 2]",
    ),
    ("apoc.json.path('', '$.a')", "null"),
    (
        "apoc.date.convert(-9223372036854775808, 'd', 'hour')",
        "-9223372036854775808",
    ),
    ("apoc.date.format(0, 'ms', 'HH:mm', 'GMT+1')", "'01:00'"),
    ("apoc.date.fromISO8601('a')", "!ProcedureCallFailed"),
    ("apoc.temporal.format(1, 'HH:mm')", "'1'"),
    (
        "apoc.temporal.formatDuration(1, 'HH')",
        "!ProcedureCallFailed",
    ),
    ("apoc.math.tanh(1e300) <> apoc.math.tanh(1e300)", "true"),
    ("apoc.label.exists(null, null)", "false"),
];

#[test]
fn functions_as_apoc_has_them() {
    let graph = Graph::empty();
    let mut wrong = Vec::new();
    for (expression, expected) in CASES {
        let got = graph.rows(&format!(
            "UNWIND [{{one: 1, half: 1.5}}] AS m RETURN {expression} AS x"
        ));
        let right = match expected.strip_prefix('!') {
            Some(part) => got.contains(part) && got.starts_with("Neo."),
            None => got == *expected,
        };
        if !right {
            wrong.push(format!(
                "{expression}\n  expected {expected}\n  got      {got}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
