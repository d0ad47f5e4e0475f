//! How long parsing takes: `cargo run --release -p quiver-cypher --example parse_time`.
//! `... parse_time 100` parses one query 100 times, to be run under a profiler.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program that measures and prints"
)]

use std::hint::black_box;
use std::time::Instant;

use quiver_cypher::syntax::{Limits, parse};

const FIVE_CLAUSES: &str = "\
MATCH (a:Airport {state: $state})-[r:ROUTE*1..2]->(b:Airport) WHERE a.code <> b.code AND b.elevation > 1000
OPTIONAL MATCH (b)<-[:OPERATES]-(c:Carrier) WHERE c.name STARTS WITH 'A' OR c.founded IN [1990, 1991]
WITH a, b, count(DISTINCT c) AS carriers, collect(c.name)[0..3] AS names
UNWIND names AS name
RETURN a.code AS origin, b.code AS target, carriers, toUpper(name) AS carrier, CASE WHEN carriers > 3 THEN 'many' ELSE 'few' END AS size ORDER BY carriers DESC, origin LIMIT 10";

/// The best of many short rounds: what else the machine does hits only some of them.
fn measure(name: &str, text: &str, rounds: u32) {
    let mut best = f64::INFINITY;
    for _ in 0..if rounds > 3 { 200 } else { 5 } {
        let start = Instant::now();
        for _ in 0..rounds {
            let _ = black_box(parse(black_box(text), Limits::default()));
        }
        best = best.min(start.elapsed().as_secs_f64() / f64::from(rounds));
    }
    let bytes = text.len();
    println!("{name:32} {:10.2} us  {bytes:9} bytes", best * 1e6);
}

fn main() {
    // With a number: so many times the five clauses and nothing else, for a profiler.
    if let Some(times) = std::env::args().nth(1).and_then(|n| n.parse::<u32>().ok()) {
        for _ in 0..times {
            let _ = black_box(parse(black_box(FIVE_CLAUSES), Limits::default()));
        }
        return;
    }
    measure("RETURN 1", "RETURN 1", 2_000);
    measure("five clauses", FIVE_CLAUSES, 100);
    measure(
        "five clauses, error at the end",
        &format!("{FIVE_CLAUSES} ]"),
        100,
    );
    let repeated = |head: &str, part: &str, times: usize, tail: &str| {
        [head, &part.repeat(times), tail].concat()
    };
    for times in [10_000, 20_000] {
        let text = repeated("RETURN 1", " + 1", times, "");
        measure(&format!("{times} additions"), &text, 3);
        let text = repeated("RETURN a", " AND b.c = 1", times, "");
        measure(&format!("{times} ANDs"), &text, 3);
        let text = repeated("RETURN ", "(", times, "1");
        measure(&format!("{times} parentheses"), &text, 3);
        let text = repeated("RETURN ", "NOT ", times, "x");
        measure(&format!("{times} NOTs"), &text, 3);
        let text = repeated("RETURN {a: 1", ", b: 1", times, "}");
        measure(&format!("{times} keys"), &text, 3);
        let text = repeated("MATCH (a)", "-[:T]->(b {c: 1})", times, " RETURN a");
        measure(&format!("{times} hops"), &text, 3);
        let text = repeated("RETURN 1 AS x", " UNION RETURN 1 AS x", times, "");
        measure(&format!("{times} UNIONs"), &text, 3);
        let text = repeated("RETURN CASE", " WHEN a THEN 1", times, " END");
        measure(&format!("{times} CASE branches"), &text, 3);
        let text = repeated("RETURN [x IN y WHERE x:A", "|B", times, " | x]");
        measure(&format!("{times} labels"), &text, 3);
        let text = repeated("RETURN ", "[(a)-->(b), ", times, "1");
        measure(&format!("{times} nested lists, wrong"), &text, 3);
        let text = repeated(
            "MATCH (a) RETURN a",
            ", [p = (a)-->(b)-->(c) | 1]",
            times,
            "",
        );
        measure(&format!("{times} pattern comprehensions"), &text, 3);
    }
    let text = format!("RETURN '{}'", "x".repeat(8 << 20));
    measure("8 MiB literal", &text, 3);
}
