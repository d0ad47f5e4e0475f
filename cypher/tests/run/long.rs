//! Long texts and long values: what is done at once because it is long comes to what it would one by
//! one.

use quiver_types::Map;

use crate::harness::Graph;

/// The rows of queries, whose texts are too long to be shown.
#[track_caller]
fn check(graph: &Graph, cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        let shown: String = query.chars().take(80).collect();
        let got: String = graph.rows(query).chars().take(400).collect();
        assert_eq!(got, *expected, "{shown}");
    }
}

/// Behind each other, without and with parentheses, which leave one operation at a time.
#[test]
fn chains_are_their_operations_one_by_one() {
    let graph = Graph::empty();
    let operands = [
        "'a'",
        "'longer than a short text'",
        "1",
        "null",
        "[1]",
        "{a: 1}",
        "date('2024-05-06')",
    ];
    let mut chains = 0;
    for first in operands {
        for second in operands {
            for third in operands {
                for (a, b) in [("+", "+"), ("||", "||"), ("+", "||")] {
                    // As parameters of a list, so that nothing is refused before it runs.
                    let of = |expr: &str| {
                        format!(
                            "WITH [{first}, {second}, {third}, 'z'] AS l \
                             WITH l[0] AS a, l[1] AS b, l[2] AS c, l[3] AS d RETURN {expr} AS x"
                        )
                    };
                    let chain = graph.rows(&of(&format!("a {a} b {b} c {a} d")));
                    let nested = graph.rows(&of(&format!("((a {a} b) {b} c) {a} d")));
                    assert_eq!(chain, nested, "{first} {a} {second} {b} {third} {a} 'z'");
                    chains += usize::from(!chain.starts_with("Neo."));
                }
            }
        }
    }
    assert!(chains > 100, "{chains}");
}

#[test]
fn strings_and_lists_of_many_parts() {
    let graph = Graph::empty();
    let parts = |by: &str, part: &dyn Fn(usize) -> String| {
        (0..20_000).map(part).collect::<Vec<_>>().join(by)
    };
    let texts = parts(" + ", &|at| format!("'{at},'"));
    let lists = parts(" + ", &|at| format!("[{at}]"));
    check(
        &graph,
        &[
            (&format!("RETURN size({texts}) AS x"), "108890"),
            (&format!("RETURN size({lists}) AS x"), "20000"),
            (&format!("RETURN ({lists})[19999] AS x"), "19999"),
            (
                &format!("UNWIND [1, 2] AS i RETURN size(i + {texts}) AS x"),
                "108891\n108891",
            ),
        ],
    );
}

/// A list that is asked about again and again, long or short.
#[test]
fn what_is_in_a_long_list() {
    let graph = Graph::with(
        "UNWIND range(1, 200) AS i UNWIND [i % 5, i % 5 * 0.5, 'a' + i % 3, null, i % 2 = 0, [1]] AS v CREATE (:V {i: i, v: v})",
    );
    let more: String = (1000..1040).map(|at| format!(", {at}, 'b{at}'")).collect();
    for short in [
        "1, 3, 'a1'",
        "1, null, 'a2'",
        "2.0, 0.5, 'a0'",
        "'a1', true, 4",
        "[1], 1",
        "null, 'zz'",
    ] {
        for test in [
            "v.v IN #",
            "NOT v.v IN #",
            "(v.v IN #) IS NULL",
            "v.i + 0 IN # OR v.v = 'a0'",
        ] {
            let of = |list: &str| {
                let test = test.replace('#', &format!("[{list}]"));
                graph.rows(&format!(
                    "MATCH (v:V) WHERE {test} RETURN count(*), sum(v.i)"
                ))
            };
            assert_eq!(
                of(short),
                of(&format!("{short}{more}")),
                "{test} of [{short}]"
            );
        }
        let each = |list: &str| {
            graph.rows(&format!(
                "MATCH (v:V) RETURN v.v IN [{list}] AS x, count(*) ORDER BY x"
            ))
        };
        assert_eq!(each(short), each(&format!("{short}{more}")), "[{short}]");
    }
}

#[test]
fn a_variable_is_one_of_many() {
    let graph = Graph::empty();
    let values = "UNWIND [1, 2.0, 3, 'a', 'b', null, [1], 0.0/0.0] AS x WITH x WHERE";
    check(
        &graph,
        &[
            (
                &format!("{values} x = 1 OR x = 'a' OR 2 = x OR x = [1] RETURN collect(x)"),
                "[1, 2.0, 'a', [1]]",
            ),
            (
                &format!("{values} x = 1 OR x = null OR x IN ['b', null] RETURN collect(x)"),
                "[1, 'b']",
            ),
            (
                &format!("{values} (x = 1 OR x = 3) AND (x = 3 OR x = 'a') RETURN collect(x)"),
                "[3]",
            ),
            (
                "WITH 1 AS x, {a: 1} AS n WITH * WHERE x = n.a OR n.a = 2 RETURN x",
                "1",
            ),
        ],
    );
}

#[test]
fn too_many_unions_are_refused() {
    let text = vec!["RETURN 1 AS x"; 10_002].join(" UNION ");
    let told = Graph::empty().rows(&text);
    assert!(told.contains("split it"), "{told}");
}

/// Lists and maps of constants, short and so long that they are read at once.
#[test]
fn long_constants() {
    let graph = Graph::empty();
    let items =
        |item: &dyn Fn(usize) -> String| (0..20_000).map(item).collect::<Vec<_>>().join(", ");
    let numbers = items(&|at| format!("{}", at as i64 - 10));
    let mixed = items(&|at| {
        [
            "1",
            "-2.5",
            "null",
            "'it\\'s'",
            "true",
            "[1, [], -3]",
            "{a: {b: 'c'}, `d e`: 2, a: 4}",
        ][at % 7]
            .to_owned()
    });
    let maps = items(&|at| format!("{{id: {at}, name: 'n{at}'}}"));
    let keys = items(&|at| format!("k{at}: {at}"));
    check(
        &graph,
        &[
            (
                &format!("RETURN size([{numbers}]), [{numbers}][3]"),
                "20000 | -7",
            ),
            (
                &format!("UNWIND [{numbers}] AS x RETURN sum(x), min(x), max(x)"),
                "199790000 | -10 | 19989",
            ),
            (
                &format!("RETURN [{mixed}][0..7] AS x"),
                "[1, -2.5, null, 'it's', true, [1, [], -3], {a: 4, d e: 2}]",
            ),
            (
                &format!("UNWIND [{maps}] AS m RETURN sum(m.id), count(DISTINCT m.name)"),
                "199990000 | 20000",
            ),
            (
                &format!("RETURN {{{keys}}}.k19999, size(keys({{{keys}}}))"),
                "19999 | 20000",
            ),
            // Where brackets mean something else.
            (
                &format!("CREATE (n:Order {{data: [{numbers}]}}) RETURN size(n.data)"),
                "20000",
            ),
            (
                &format!(
                    "CREATE (n:Index {{{keys}}})-[:In {{{keys}}}]->({{{keys}}}) RETURN n.k19999"
                ),
                "19999",
            ),
            (
                &format!("WITH {{k1: 5}} AS order RETURN size(keys(order {{{keys}}}))"),
                "20000",
            ),
            (
                &format!("WITH {{a: 5}} AS end RETURN end['{keys}'] AS x"),
                "null",
            ),
            (
                &format!("RETURN [/* one */ 1, // two\n 2, {numbers} ][1..4] AS x"),
                "[2, -10, -9]",
            ),
            // Something else in it, at the end and within.
            (&format!("RETURN size([{numbers}, 1 + 1])"), "20001"),
            (
                &format!("RETURN size([[{numbers}], 1 + 1, [{numbers}]])"),
                "3",
            ),
            (
                &format!("WITH 5 AS y RETURN [y, [{numbers}], [{maps}, y]][2][20000] AS x"),
                "5",
            ),
            (
                &format!("RETURN [x IN [{numbers}] WHERE x < -8] AS x"),
                "[-10, -9]",
            ),
            (
                &format!("RETURN [{numbers}] + 'a' + 'b' AS x ORDER BY size(x) LIMIT 0"),
                "",
            ),
        ],
    );
    // What is wrong is the same as in a short one.
    for wrong in [
        "RETURN [L 1]",
        "RETURN [L, 99999999999999999999]",
        "RETURN [L, '\\uZZZZ']",
        "RETURN abs([L])",
        "RETURN [L",
    ] {
        let status = |list: &str| {
            let told = graph.run(&wrong.replace('L', list), &Map::new());
            told.err().map(|failure| failure.status)
        };
        assert!(status("1, 2").is_some(), "{wrong}");
        assert_eq!(status(&numbers), status("1, 2"), "{wrong}");
    }
}

#[test]
fn thousands_of_columns_parts_and_labels() {
    let graph = Graph::with("CREATE (:N {p3: 4}), (:N {p3: 5})");
    let each = |by: &str, part: &dyn Fn(usize) -> String| {
        (0..1_500).map(part).collect::<Vec<_>>().join(by)
    };
    let sums = each(", ", &|at| format!("sum(n.p{at}) AS s{at}"));
    let same = each(", ", &|at| format!("sum(n.p{}) AS s{at}", at % 5));
    let union = each(" UNION ", &|at| {
        format!("RETURN {} AS x, {at} * 0 AS y", at % 3)
    });
    let labels = each(":", &|at| format!("L{}", at % 1_000));
    check(
        &graph,
        &[
            (
                &format!("MATCH (n:N) WITH {sums} RETURN s2, s3, s1499"),
                "0 | 9 | 0",
            ),
            (
                &format!("MATCH (n:N) WITH {same} RETURN s2, s3, s1498"),
                "0 | 9 | 9",
            ),
            (
                &format!("CALL {{ {union} }} RETURN x, y ORDER BY x"),
                "0 | 0\n1 | 0\n2 | 0",
            ),
            (
                &format!(
                    "MATCH (n:N {{p3: 4}}) SET n:{labels} RETURN size(labels(n)), n:L7, n:L999"
                ),
                "1001 | true | true",
            ),
            (
                &format!("MATCH (n:L5) REMOVE n:{labels}:Unknown RETURN labels(n)"),
                "['N']",
            ),
            ("MATCH (n:L5) RETURN count(*)", "0"),
        ],
    );
}

/// Thousands of aggregations, of which some are the same: each is computed once, whatever it is of.
#[test]
fn many_aggregations() {
    let graph = Graph::with("UNWIND [1, 2] AS i CREATE (:V {i: i})");
    let items = |times: usize| {
        let of = |at| format!("sum(n.i + {}) AS c{at}", at % 1_500);
        (0..times).map(of).collect::<Vec<_>>().join(", ")
    };
    let sums = |times: usize| {
        let of = |at: usize| (3 + 2 * (at % 1_500)).to_string();
        (0..times).map(of).collect::<Vec<_>>().join(" | ")
    };
    let rows = graph.rows(&format!("MATCH (n:V) RETURN {}", items(3_000)));
    assert_eq!(rows, sums(3_000));
    // By name, by what they are, and one more that is not a column.
    let query = format!(
        "MATCH (n:V) RETURN {} ORDER BY c7, sum(n.i + 1499), sum(n.i + 1500)",
        items(1_500)
    );
    assert!(graph.rows(&query).starts_with("Neo."));
}

/// What is wider than a formatter of the language takes.
#[test]
fn what_is_wide_is_written() {
    let graph = Graph::with("CREATE (:V {i: 1})");
    let zeros = "reduce(s = '', x IN range(1, 70000) | s + '0')";
    check(
        &graph,
        &[
            (
                &format!("RETURN size(apoc.number.format(1, {zeros})) AS x"),
                "309",
            ),
            (
                &format!("RETURN size(apoc.number.format(1, '0.' + {zeros})) AS x"),
                "342",
            ),
            (
                "RETURN size(apoc.text.format('%.70000f', [1.5])) AS x, right(apoc.text.format('%.70000e', [1.5]), 6) AS y",
                "70002 | '00e+00'",
            ),
        ],
    );
    let keys: Vec<String> = (0..8_000).map(|at| format!("n.k{at}")).collect();
    let query = format!(
        "EXPLAIN MATCH (n:V) RETURN n.i ORDER BY {}",
        keys.join(", ")
    );
    assert_eq!(graph.rows(&query), "1");
}

/// Relationships of a star cost the same in any order: their orders are not all looked at.
#[test]
fn a_star_of_like_relationships() {
    let graph = Graph::with(
        "CREATE (a:V {i: 1}) WITH a UNWIND range(1, 3) AS i CREATE (a)-[:R]->(:W {i: i})",
    );
    let star = |rays: usize, as_of: &str| {
        let of = |at| format!("(a)-[r{at}:R]->(b{at}:W)");
        let rays: Vec<String> = (0..rays).map(of).collect();
        format!("MATCH (a:V) MATCH {} RETURN {as_of} AS x", rays.join(", "))
    };
    check(
        &graph,
        &[
            (&star(3, "count(*)"), "6"),
            (&star(3, "sum(b0.i + b2.i * 10)"), "132"),
            (&star(40, "count(*)"), "0"),
            (&star(200, "count(*)"), "0"),
        ],
    );
}
