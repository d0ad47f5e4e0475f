//! Deep and long texts: bounded stack, linear work.

use quiver_cypher::syntax::ast::Statement;
use quiver_cypher::syntax::{Limits, parse};
use quiver_types::Status;

/// A way to nest: what comes first, what is repeated before and after, what is in the middle,
/// what comes last.
struct Shape {
    name: &'static str,
    head: &'static str,
    before: &'static str,
    middle: &'static str,
    after: &'static str,
    tail: &'static str,
}

const fn shape(
    name: &'static str,
    [head, before, middle, after, tail]: [&'static str; 5],
) -> Shape {
    Shape {
        name,
        head,
        before,
        middle,
        after,
        tail,
    }
}

const SHAPES: &[Shape] = &[
    shape("parentheses", ["RETURN ", "(", "1", ")", ""]),
    shape("lists", ["RETURN ", "[", "", "]", ""]),
    shape("maps", ["RETURN ", "{a: ", "1", "}", ""]),
    shape("calls", ["RETURN ", "abs(", "1", ")", ""]),
    shape("sums", ["RETURN ", "1 + (", "1", ")", ""]),
    shape(
        "all operators",
        [
            "RETURN ",
            "NOT x XOR NOT 1 < 1 IN 1 + 2 * 3 ^ -(",
            "1",
            ")",
            "",
        ],
    ),
    shape("indexes", ["RETURN ", "a[", "1", "]", ""]),
    shape("index chain", ["RETURN a", "", "", "[1]", ""]),
    shape("property chain", ["RETURN a", "", "", ".b", ""]),
    shape("cases", ["RETURN ", "CASE WHEN ", "1", " THEN 1 END", ""]),
    shape(
        "case results",
        ["RETURN ", "CASE x WHEN 1 THEN ", "1", " END", ""],
    ),
    shape(
        "comprehensions",
        ["RETURN ", "[x IN ", "y", " WHERE x | x]", ""],
    ),
    shape(
        "quantifiers",
        ["RETURN ", "all(x IN y WHERE ", "x", ")", ""],
    ),
    shape(
        "reduces",
        ["RETURN ", "reduce(a = 0, x IN y | ", "x", ")", ""],
    ),
    shape("projections", ["RETURN ", "n {a: ", "1", "}", ""]),
    shape(
        "pattern comprehensions",
        ["RETURN ", "[(a)-->(b) | ", "1", "]", ""],
    ),
    shape(
        "pattern properties",
        ["RETURN ", "[(a {x: ", "1", "})-->(b) | 1]", ""],
    ),
    shape(
        "node predicates",
        ["MATCH (a) WHERE ", "(a WHERE ", "1", ")-->()", " RETURN a"],
    ),
    shape(
        "exists",
        ["RETURN ", "EXISTS { MATCH (a) WHERE ", "1", " }", ""],
    ),
    shape(
        "bare exists",
        ["RETURN ", "EXISTS { (a) WHERE ", "1", " }", ""],
    ),
    shape("counts", ["", "RETURN COUNT { ", "RETURN 1", " }", ""]),
    shape(
        "calls of subqueries",
        ["", "CALL { ", "RETURN 1 AS x", " } RETURN x", ""],
    ),
    shape(
        "foreach",
        ["", "FOREACH (x IN y | ", "SET a.b = 1", ")", ""],
    ),
    shape("labels", ["MATCH (n:", "(", "A", ")", ") RETURN n"]),
    shape(
        "label operators",
        ["MATCH (n:", "(!(A&B)|", "A", ")", ") RETURN n"],
    ),
    shape(
        "dynamic labels",
        ["MATCH (n:", "$(x:", "A", ")", ") RETURN n"],
    ),
    shape("types", ["RETURN 1 IS :: ", "LIST<", "INTEGER", ">", ""]),
    shape(
        "paths in parentheses",
        ["MATCH ", "(", "(a)-->(b)", ")", " RETURN a"],
    ),
    shape("braces", ["CYPHER 25 ", "{ ", "RETURN 1 AS x", " }", ""]),
    shape(
        "conditions",
        ["CYPHER 25 ", "WHEN true THEN { ", "RETURN 1 AS x", " }", ""],
    ),
    shape("unclosed parentheses", ["RETURN ", "(", "", "", ""]),
    shape("unclosed lists", ["RETURN ", "[", "", "", ""]),
    shape("unclosed braces", ["RETURN ", "{a:", "", "", ""]),
    shape(
        "unclosed exists",
        ["RETURN ", "EXISTS { MATCH (a) WHERE ", "", "", ""],
    ),
];

impl Shape {
    fn text(&self, times: usize) -> String {
        [
            self.head,
            &self.before.repeat(times),
            self.middle,
            &self.after.repeat(times),
            self.tail,
        ]
        .concat()
    }
}

/// Runs on a thread with half of the stack that a server thread has.
fn on_a_small_stack<T: Send + 'static>(name: &str, run: impl FnOnce() -> T + Send + 'static) -> T {
    // The name is what is left to see of an overflow.
    std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(1 << 20)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap()
}

#[test]
fn the_deepest_texts_parse_clone_and_drop_on_a_small_stack() {
    for shape in SHAPES
        .iter()
        .filter(|shape| !shape.name.starts_with("unclosed"))
    {
        // The deepest that is accepted, by bisection.
        let accepts = |times: usize| {
            let text = shape.text(times);
            on_a_small_stack(shape.name, move || match parse(&text, Limits::default()) {
                Ok(statement) => {
                    drop(Statement::clone(&statement));
                    true
                }
                Err(failure) => {
                    assert_eq!(failure.status, Status::QueryTooComplex, "{failure}");
                    assert!(failure.position.is_some());
                    false
                }
            })
        };
        let (mut low, mut high) = (1, 1000);
        assert!(accepts(low), "{}", shape.name);
        assert!(!accepts(high), "{}", shape.name);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            match accepts(middle) {
                true => low = middle,
                false => high = middle,
            }
        }
        println!("{:24} {low}", shape.name);
        assert!(low >= 30, "{} stops at {low}", shape.name);
    }
}

#[test]
fn far_too_deep_texts_fail_on_a_small_stack() {
    for shape in SHAPES {
        let text = shape.text(20_000);
        let failure = on_a_small_stack(shape.name, move || {
            parse(&text, Limits::default()).map(drop).unwrap_err()
        });
        assert_eq!(
            failure.status,
            Status::QueryTooComplex,
            "{}: {failure}",
            shape.name
        );
        assert!(failure.message.len() < 1000);
    }
}

/// Long flat texts: repeated `times` between a head and a tail.
const LONG: &[(&str, usize, &str, &str, &str)] = &[
    ("sum", 20_000, "RETURN 1", " + 1", ""),
    ("and", 20_000, "RETURN a", " AND b.c = 1", ""),
    ("or", 20_000, "RETURN a", " OR NOT b", ""),
    ("comparison", 20_000, "RETURN 1", " < 2", ""),
    ("power", 20_000, "RETURN 1", " ^ 2", ""),
    ("not", 50_001, "RETURN ", "NOT ", "x"),
    ("minus", 50_001, "RETURN ", "- ", "x"),
    ("minus without blanks", 50_001, "RETURN ", "-", "1"),
    ("plus", 50_000, "RETURN ", "+", "x"),
    ("not on labels", 50_000, "MATCH (n:", "!", "A) RETURN n"),
    ("case", 5_000, "RETURN CASE", " WHEN a.b = 1 THEN 2", " END"),
    ("union", 2_000, "RETURN 1 AS x", " UNION RETURN 1 AS x", ""),
    ("map", 10_000, "RETURN {a: 1", ", b: [1]", "}"),
    ("list", 100_000, "RETURN [1", ", 'a'", "]"),
    (
        "list of patterns",
        5_000,
        "RETURN [(a)-->(b)",
        ", (a)-->()-[:T]-()",
        "]",
    ),
    ("hops", 2_000, "MATCH (a)", "-[:T]->(b {c: 1})", " RETURN a"),
    (
        "pattern expression",
        2_000,
        "RETURN [(a)",
        "-->(b)",
        " | 1]",
    ),
    ("patterns", 2_000, "MATCH (a)", ", (b)--(c)", " RETURN a"),
    ("clauses", 5_000, "", "MATCH (a) WITH a ", "RETURN a"),
    ("labels", 10_000, "MATCH (a:A", "|B", ") RETURN a"),
    (
        "labels in a comprehension",
        10_000,
        "RETURN [x IN y WHERE x:A",
        "|B",
        " | x]",
    ),
    ("set", 10_000, "SET a.b = 1", ", c:D", ""),
    ("items", 10_000, "RETURN a", ", b.c AS d", ""),
    ("arguments", 10_000, "RETURN f(a", ", b", ")"),
    ("comments", 50_000, "RETURN ", "/* a */ ", "1"),
    ("semicolons", 50_000, "RETURN 1", ";", ""),
];

#[test]
fn long_texts_parse() {
    for &(name, times, head, repeated, tail) in LONG {
        let text = [head, &repeated.repeat(times), tail].concat();
        let parsed = on_a_small_stack(name, move || parse(&text, Limits::default()).map(drop));
        assert!(parsed.is_ok(), "{name}: {}", parsed.unwrap_err());
    }
    let literal = format!("RETURN '{}'", "x".repeat(8 << 20));
    assert!(parse(&literal, Limits::default()).is_ok());
}

#[test]
fn long_wrong_texts_fail_shortly() {
    for &(name, times, head, repeated, _) in LONG {
        let text = [head, &repeated.repeat(times), " ] ] "].concat();
        let failure = parse(&text, Limits::default()).map(drop).unwrap_err();
        assert!(failure.message.len() < 2000, "{name}: {failure}");
    }
}

#[test]
fn texts_beyond_the_length_are_refused() {
    let limits = Limits {
        max_length: 10,
        ..Limits::default()
    };
    assert!(parse("RETURN 123", limits).is_ok());
    let failure = parse("RETURN 1234", limits).unwrap_err();
    assert_eq!(failure.status, Status::QueryTooComplex);
}

#[test]
fn texts_that_would_take_too_much_memory_are_refused() {
    let limits = Limits {
        max_memory: 8_000,
        ..Limits::default()
    };
    // One token, however long.
    let text = format!("RETURN '{}' AS x", "x".repeat(100_000));
    assert!(parse(&text, limits).is_ok());
    let list = |items: usize| format!("RETURN [{}1]", "1,".repeat(items));
    assert!(parse(&list(40), limits).is_ok());
    let failure = parse(&list(60), limits).unwrap_err();
    assert_eq!(failure.status, Status::QueryTooComplex);
    assert!(failure.message.contains("as parameters"), "{failure}");
}

#[test]
fn texts_of_too_many_tokens_are_refused() {
    let limits = Limits {
        max_tokens: 100,
        ..Limits::default()
    };
    let list = |item: &str, items: usize| {
        let items = format!("{item},").repeat(items);
        format!("RETURN [{items}1]")
    };
    assert!(parse(&list("1", 40), limits).is_ok());
    let failure = parse(&list("1", 60), limits).unwrap_err();
    assert_eq!(failure.status, Status::QueryTooComplex);
    assert!(failure.message.contains("100 words"), "{failure}");
    // Long constant lists and maps are one, and so is each that is in them.
    assert!(parse(&list("1", 100_000), limits).is_ok());
    let row = format!("{{a: [1, '{}', -2.5, null]}}", "x".repeat(1000));
    assert!(parse(&list(&row, 70), limits).is_err());
    let more = Limits {
        max_tokens: 150,
        ..limits
    };
    assert!(parse(&list(&row, 70), more).is_ok());
    let failure = parse(&list("[]", 100_000), limits).unwrap_err();
    assert!(failure.message.contains("100 words"), "{failure}");
    assert!(parse(&list("x", 100_000), limits).is_err());
    // But what is left of one that is not constant counts.
    assert!(parse(&list("[1, x]", 100_000), limits).is_err());
}
