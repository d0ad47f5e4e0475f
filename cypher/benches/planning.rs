//! How long planning takes: a query of ordinary size, step by step, and texts far beyond it.
//!
//! `cargo bench -p quiver-cypher --bench planning [-- <part of a name> ...]`. It ends with 1 when a query of five
//! clauses that nobody asked before takes more than 200 us from text to plan, or a text of [`long`] more than 200 ms to
//! its plan (or to its refusal); the best of some runs counts, because on a shared machine the others
//! measure the neighbours. What a query costs once it is planned is in `micro.rs` and `reads.rs`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

mod common;

use std::hint::black_box;
use std::time::Instant;

use common::{is_wanted, wanted};
use quiver_cypher::plan::context::DatabaseContext;
use quiver_cypher::procedures::Registry;
use quiver_cypher::syntax::{self, Limits};
use quiver_cypher::{Engine, EngineOptions, NoServer, binder, plan};
use quiver_storage::Database;
use quiver_types::Value;

/// Microseconds from an unseen query of ordinary size to its plan, and from a long text.
const ORDINARY: f64 = 200.0;
const LONG: f64 = 200_000.0;

/// Five clauses, `{}` for what makes the text a new one.
const CLAUSES: &[(&str, &str)] = &[
    (
        "friends' companies",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f:Person) WHERE f.age > $age AND f.city <> p.city \
         WITH p, f, count(*) AS x{} MATCH (f)-[:WORKS_AT]->(c:Company) \
         OPTIONAL MATCH (c)<-[:WORKS_AT]-(o:Person)-[:KNOWS]->(p) \
         RETURN f.name AS name, c.name AS company, collect(DISTINCT o.name)[0..3] AS others, x{} \
         ORDER BY x{} DESC, name LIMIT 10",
    ),
    (
        "batch write",
        "UNWIND $rows AS row{} MATCH (p:Person {id: row{}.id}) \
         MERGE (c:Company {id: row{}.company}) ON CREATE SET c.name = row{}.name \
         MERGE (p)-[w:WORKS_AT]->(c) SET w.since = date(row{}.since), p.seen = true \
         RETURN count(*) AS n",
    ),
    (
        "pattern and subqueries",
        "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person)-[:KNOWS]->(a) \
         WHERE a.age > 30 AND b.city = $city AND NOT (a)-[:WORKS_AT]->() \
         WITH a, b, c, a.age + b.age AS x{} WHERE x{} > 60 \
         CALL (a) { MATCH (a)-[:WORKS_AT]->(w) RETURN w.name AS work UNION MATCH (a) RETURN a.city AS work } \
         RETURN a.name AS name, work, size([(b)-[:KNOWS]->(d) | d.name]) AS known, x{} \
         ORDER BY known DESC LIMIT 5",
    ),
];

/// Texts far beyond the ordinary, and what they are.
fn long() -> Vec<(&'static str, String)> {
    let around = |open: &str, close: &str, times: usize| {
        format!("RETURN {}1{} AS x", open.repeat(times), close.repeat(times))
    };
    let joined = |part: &str, by: &str, times: usize| vec![part; times].join(by);
    let each = |part: &dyn Fn(usize) -> String, by: &str, times: usize| {
        (0..times).map(part).collect::<Vec<_>>().join(by)
    };
    let returned = |what: String| format!("RETURN {what} AS x");
    let matched = |what: String| format!("MATCH (n:Person) WHERE {what} RETURN n.id AS id");
    vec![
        ("20,000 AND", returned(joined("true", " AND ", 20_000))),
        ("20,000 OR", returned(joined("false", " OR ", 20_000))),
        ("20,000 XOR", returned(joined("true", " XOR ", 20_000))),
        ("20,000 +", returned(joined("1", " + ", 20_000))),
        ("20,000 <", returned(joined("1", " < ", 20_000))),
        (
            "20,000 || of strings",
            returned(joined("'a'", " + ", 20_000)),
        ),
        (
            "20,000 predicates",
            matched(each(&|at| format!("n.age <> {at}"), " AND ", 20_000)),
        ),
        (
            "20,000 equalities by OR",
            matched(each(&|at| format!("n.id = {at}"), " OR ", 20_000)),
        ),
        (
            "20,000 properties by OR",
            matched(each(&|at| format!("n.p{at} = {at}"), " OR ", 20_000)),
        ),
        (
            "20,000 values in a list",
            matched(format!(
                "n.id IN [{}]",
                each(&|at| at.to_string(), ", ", 20_000)
            )),
        ),
        ("20,000 parentheses", around("(", ")", 20_000)),
        ("20,000 lists", around("[", "]", 20_000)),
        ("20,000 maps", around("{a: ", "}", 20_000)),
        ("300 parentheses", around("(", ")", 290)),
        ("20,000 calls", around("abs(", ")", 20_000)),
        (
            "20,000 properties",
            format!("WITH {{a: 1}} AS m RETURN m{} AS x", ".a".repeat(20_000)),
        ),
        (
            "20,000 elements",
            returned(format!("[{}]", joined("1", ", ", 20_000))),
        ),
        (
            "10,000 keys",
            returned(format!(
                "{{{}}}",
                each(&|at| format!("k{at}: {at}"), ", ", 10_000)
            )),
        ),
        (
            "a node of 10,000 properties",
            format!(
                "CREATE (:X {{{}}})",
                each(&|at| format!("k{at}: {at}"), ", ", 10_000)
            ),
        ),
        (
            "50,000 NOT",
            returned(format!("{}true", "NOT ".repeat(50_000))),
        ),
        (
            "50,000 minus",
            returned(format!("{}1", "- ".repeat(50_000))),
        ),
        (
            "5,000 branches of CASE",
            returned(format!(
                "CASE 1 {} END",
                each(&|at| format!("WHEN {at} THEN {at}"), " ", 5_000)
            )),
        ),
        (
            "5,000 branches of CASE WHEN",
            matched(format!(
                "CASE {} END > 0",
                each(&|at| format!("WHEN n.age = {at} THEN {at}"), " ", 5_000)
            )),
        ),
        (
            "5,000 nested CASE",
            around("CASE WHEN true THEN ", " END", 5_000),
        ),
        ("2,000 UNION", joined("RETURN 1 AS x", " UNION ", 2_000)),
        (
            "2,000 UNION ALL",
            joined(
                "MATCH (n:Person {id: 1}) RETURN n.age AS x",
                " UNION ALL ",
                2_000,
            ),
        ),
        (
            "500 nested CALL",
            format!(
                "{}RETURN 1 AS x{}",
                "CALL { ".repeat(500),
                " } RETURN x".repeat(500)
            ),
        ),
        (
            "40 nested CALL",
            format!(
                "{}RETURN 1 AS x{}",
                "CALL { ".repeat(40),
                " } RETURN x".repeat(40)
            ),
        ),
        (
            "500 CALL",
            format!(
                "{}RETURN x0",
                each(
                    &|at| format!("CALL () {{ RETURN {at} AS x{at} }} "),
                    "",
                    500
                )
            ),
        ),
        (
            "500 nested EXISTS",
            matched(format!(
                "{}true{}",
                "EXISTS { MATCH (n) WHERE ".repeat(500),
                " }".repeat(500)
            )),
        ),
        (
            "40 nested EXISTS",
            matched(format!(
                "{}true{}",
                "EXISTS { MATCH (n)--(m) WHERE ".repeat(40),
                " }".repeat(40)
            )),
        ),
        (
            "500 EXISTS",
            matched(each(
                &|at| format!("EXISTS {{ MATCH (n)-->(m) WHERE m.id = {at} }}"),
                " AND ",
                500,
            )),
        ),
        (
            "2,000 hops",
            format!("MATCH (){} RETURN 1 AS x LIMIT 1", "-->()".repeat(2_000)),
        ),
        (
            "2,000 hops, named",
            format!(
                "MATCH (n){} RETURN n0.id AS x LIMIT 1",
                each(&|at| format!("-[r{at}:KNOWS]->(n{at}:Person)"), "", 2_000)
            ),
        ),
        (
            "490 hops",
            format!("MATCH (){} RETURN 1 AS x LIMIT 1", "-->()".repeat(490)),
        ),
        (
            "490 hops, named",
            format!(
                "MATCH (n){} RETURN n0.id AS x LIMIT 1",
                each(&|at| format!("-[r{at}:KNOWS]->(n{at}:Person)"), "", 490)
            ),
        ),
        (
            "490 patterns",
            format!(
                "MATCH {} RETURN 1 AS x LIMIT 1",
                each(&|at| format!("(n{at}:Person {{id: {at}}})"), ", ", 490)
            ),
        ),
        (
            "490 MATCH",
            format!(
                "{}RETURN 1 AS x LIMIT 1",
                each(&|at| format!("MATCH (n{at}:Person {{id: {at}}}) "), "", 490)
            ),
        ),
        (
            "2,000 patterns",
            format!(
                "MATCH {} RETURN 1 AS x LIMIT 1",
                each(&|at| format!("(n{at}:Person)"), ", ", 2_000)
            ),
        ),
        (
            "2,000 MATCH",
            format!(
                "{}RETURN 1 AS x LIMIT 1",
                each(
                    &|at| format!("MATCH (n{at}:Person {{id: {at}}}) "),
                    "",
                    1_000
                )
            ),
        ),
        (
            "2,000 hops of CREATE",
            format!("CREATE (){}", "-[:T]->()".repeat(2_000)),
        ),
        (
            "2,000 CREATE",
            each(&|at| format!("CREATE (n{at}:X {{id: {at}}}) "), "", 2_000),
        ),
        (
            "1,500 WITH",
            format!("WITH 1 AS x {}RETURN x", "WITH x ".repeat(1_500)),
        ),
        (
            "2,000 columns",
            format!(
                "RETURN {}",
                each(&|at| format!("{at} AS c{at}"), ", ", 2_000)
            ),
        ),
        (
            "5,000 aggregations",
            format!(
                "MATCH (n:Person) RETURN {}",
                each(&|at| format!("sum(n.p{at}) AS s{at}"), ", ", 5_000)
            ),
        ),
        (
            "5,000 aggregations of sums",
            format!(
                "MATCH (n:Person) RETURN {}",
                each(&|at| format!("sum(n.age + {at}) AS s{at}"), ", ", 5_000)
            ),
        ),
        (
            "5,000 keys to order by",
            format!(
                "MATCH (n:Person {{id: 1}}) RETURN n.id ORDER BY {}",
                each(&|at| format!("n.p{at}"), ", ", 5_000)
            ),
        ),
        (
            "a star of 48 relationships",
            format!(
                "MATCH (a:Person {{id: 1}}) MATCH {} RETURN count(*)",
                each(&|at| format!("(a)-[r{at}:KNOWS]->(b{at})"), ", ", 48)
            ),
        ),
        (
            "20,000 types",
            format!(
                "MATCH ()-[:{}]->() RETURN count(*)",
                each(&|at| format!("T{at}"), "|", 20_000)
            ),
        ),
        (
            "2,000 labels",
            format!(
                "MATCH (n:Person {{id: 1}}) SET n:{}",
                each(&|at| format!("L{at}"), ":", 2_000)
            ),
        ),
        (
            "2,000 SET",
            format!(
                "MATCH (n:Person {{id: 1}}) SET {}",
                each(&|at| format!("n.p{at} = {at}"), ", ", 2_000)
            ),
        ),
        (
            "an open parenthesis",
            format!("RETURN {}", "(".repeat(20_000)),
        ),
        (
            "an 8 MB string",
            format!("RETURN size('{}') AS x", "a".repeat(8 << 20)),
        ),
        (
            "an 8 MB string with escapes",
            format!("RETURN size('{}') AS x", "a\\n".repeat(8 << 18)),
        ),
        (
            "an 8 MB list",
            format!("RETURN size([{}]) AS x", joined("1234567", ",", 1 << 20)),
        ),
        (
            "an 8 MB list of strings",
            format!("RETURN size([{}]) AS x", joined("'12345'", ",", 1 << 20)),
        ),
        (
            "an 8 MB list of maps",
            format!(
                "UNWIND [{}] AS r RETURN count(r.id) AS x",
                each(&|at| format!("{{id:{at},name:'n{at}'}}"), ",", 330_000)
            ),
        ),
        (
            "an 8 MB list of negative numbers",
            format!("RETURN size([{}]) AS x", joined("-12", ",", 2 << 20)),
        ),
        (
            "an 8 MB map",
            format!(
                "RETURN size(keys({{{}}})) AS x",
                each(&|at| format!("k{at}:{at}"), ",", 560_000)
            ),
        ),
        (
            "an 8 MB value of a property",
            format!(
                "MATCH (n:Person {{id: '{}'}}) RETURN n",
                "a".repeat(8 << 20)
            ),
        ),
        (
            "an 8 MB comment",
            format!("RETURN 1 AS x /* {} */", "a".repeat(8 << 20)),
        ),
        (
            "8 MB of blanks",
            format!("RETURN 1 AS x{}", " ".repeat(8 << 20)),
        ),
        (
            "an 8 MB name",
            format!("RETURN 1 AS {}", "a".repeat(8 << 20)),
        ),
        ("an 8 MB number", returned("1".repeat(8 << 20))),
        (
            "an 8 MB list of floats",
            format!("RETURN size([{}]) AS x", joined("1.5", ",", 2 << 20)),
        ),
        (
            "an 8 MB list of booleans",
            format!("RETURN size([{}]) AS x", joined("true", ",", (8 << 20) / 5)),
        ),
        (
            "an 8 MB list of lists",
            format!(
                "RETURN size([{}]) AS x",
                joined("[1,2]", ",", (8 << 20) / 6)
            ),
        ),
        // As many words, numbers and signs as a server takes, or more.
        ("8 MB of parentheses", returned("(".repeat(8 << 20))),
        ("8 MB of minus", returned("-".repeat(8 << 20))),
        ("240,000 OR", returned(joined("true", " OR ", 240_000))),
        (
            "80,000 = by OR",
            format!("WITH 1 AS n {}", returned(joined("n = 1", " OR ", 80_000))),
        ),
        ("a million OR", returned(joined("true", " OR ", 1_000_000))),
        ("80,000 UNION", joined("RETURN 1 AS x", " UNION ", 80_000)),
        ("120,000 CREATE", joined("CREATE ()", " ", 120_000)),
        (
            "80,000 WITH",
            format!("WITH 1 AS x {}RETURN x", "WITH x ".repeat(160_000)),
        ),
        (
            "120,000 MATCH",
            format!("{}RETURN 1 AS x", "MATCH () ".repeat(120_000)),
        ),
        (
            "60,000 SET",
            format!("CREATE (n) {}", "SET n.a = 1 ".repeat(60_000)),
        ),
        (
            "50,000 hops of CREATE",
            format!("CREATE (){}", "-[:T]->()".repeat(50_000)),
        ),
        (
            "110,000 columns",
            format!(
                "RETURN {}",
                each(&|at| format!("1 AS c{at}"), ", ", 110_000)
            ),
        ),
        (
            "110,000 of CASE",
            returned(format!("CASE 1 {}END", "WHEN 2 THEN 3 ".repeat(110_000))),
        ),
        (
            "80,000 calls",
            returned(format!("[{}1]", "abs(1),".repeat(80_000))),
        ),
        (
            "240,000 variables",
            format!("WITH 1 AS a RETURN [{}1] AS x", "a,".repeat(240_000)),
        ),
        (
            "60,000 UNWIND",
            format!("{}RETURN 1 AS x", "UNWIND [1] AS x ".repeat(60_000)),
        ),
        (
            "40,000 FOREACH",
            "FOREACH (x IN [1] | CREATE ()) ".repeat(40_000),
        ),
        (
            "80,000 CALL",
            format!("{}RETURN 1 AS x", "CALL () {FINISH} ".repeat(80_000)),
        ),
        (
            "240,000 labels",
            format!("CREATE (n{})", each(&|at| format!(":L{at}"), "", 240_000)),
        ),
        (
            "120,000 properties",
            format!(
                "CREATE (n{{{}}})",
                each(&|at| format!("p{at}:1"), ",", 120_000)
            ),
        ),
        (
            "50,000 maps of a variable",
            format!(
                "WITH 1 AS a UNWIND [{}] AS r RETURN r",
                each(&|at| format!("{{id:{at},n:a}}"), ",", 50_000)
            ),
        ),
    ]
}

/// Persons who know each other, and companies.
fn load() -> Database {
    let database = common::empty();
    let tokens = database.tokens();
    let label = |name: &str| tokens.get_or_create_label(name).unwrap();
    let key = |name: &str| tokens.get_or_create_property_key(name).unwrap();
    let kind = |name: &str| tokens.get_or_create_relationship_type(name).unwrap();
    let (person, company) = (label("Person"), label("Company"));
    let (knows, works_at) = (kind("KNOWS"), kind("WORKS_AT"));
    let (id, age) = (key("id"), key("age"));
    common::index(&database, "p", person, id);
    common::index(&database, "c", company, id);
    common::write(&database, |t| {
        let companies: Vec<_> = (0..20)
            .map(|n| {
                t.create_node(&[company], &[(id, Value::Integer(n))])
                    .unwrap()
            })
            .collect();
        let persons: Vec<_> = (0..2_000)
            .map(|n| {
                let row = [(id, Value::Integer(n)), (age, Value::Integer(n % 60))];
                t.create_node(&[person], &row).unwrap()
            })
            .collect();
        for (n, from) in persons.iter().enumerate() {
            t.create_relationship(works_at, *from, companies[n % 20], &[])
                .unwrap();
            for step in [1, 7, 100] {
                t.create_relationship(knows, *from, persons[(n + step) % 2_000], &[])
                    .unwrap();
            }
        }
    });
    database
}

/// Microseconds that this thread had a processor, where the system tells: as long as thousands of
/// them are measured, the neighbours do not count.
fn on_processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos: f64 = told.split(' ').next()?.parse().ok()?;
    Some(nanos / 1e3)
}

/// The best of some runs, in microseconds.
fn best(rounds: usize, mut run: impl FnMut(usize)) -> f64 {
    let mut best = f64::INFINITY;
    for round in 0..rounds {
        let (begun, had) = (Instant::now(), on_processor());
        run(round);
        let took = begun.elapsed().as_secs_f64() * 1e6;
        // The system's figure is some milliseconds behind.
        let busy = had
            .zip(on_processor())
            .map(|(before, after)| after - before);
        let busy = busy.filter(|busy| took > 20_000.0 && *busy > 10_000.0);
        best = best.min(busy.unwrap_or(took));
    }
    best
}

fn main() {
    let wanted = wanted();
    let is_wanted = |name: &str| is_wanted(&wanted, name);
    let database = load();
    let registry = Registry::new(false);
    let limits = Limits::default();
    let mut slow = 0;
    println!(
        "{:<30} {:>9} {:>9} {:>9} {:>9}",
        "unseen query", "parse us", "bind us", "plan us", "all us"
    );
    for (name, text) in CLAUSES {
        if !is_wanted(name) {
            continue;
        }
        let fixed = text.replace("{}", "");
        let parse = best(400, |_| {
            black_box(syntax::parse(&fixed, limits).unwrap());
        });
        let tree = syntax::parse(&fixed, limits).unwrap();
        let bind = best(400, |_| {
            black_box(binder::bind(&tree, &fixed, &registry, None).unwrap());
        });
        let mut bound: Vec<_> = (0..400)
            .map(|_| binder::bind(&tree, &fixed, &registry, None).unwrap())
            .collect();
        let planned = best(400, |_| {
            let context = DatabaseContext(&database);
            black_box(plan::planner::plan(
                bound.pop().unwrap(),
                &context,
                false,
                &[],
            ));
        });
        let engine = Engine::new(EngineOptions::default());
        let texts: Vec<String> = (0..400)
            .map(|round| text.replace("{}", &round.to_string()))
            .collect();
        let all = best(400, |round| {
            black_box(
                engine
                    .prepare(&texts[round], &database, &NoServer::default())
                    .unwrap(),
            );
        });
        let verdict = if all > ORDINARY {
            slow += 1;
            "SLOW"
        } else {
            ""
        };
        println!("{name:<30} {parse:>9.1} {bind:>9.1} {planned:>9.1} {all:>9.1} {verdict}");
    }
    let server = EngineOptions {
        max_query_tokens: 500_000,
        max_planning_memory: 512 << 20,
        ..EngineOptions::default()
    };
    println!("\n{:<30} {:>9} {:>9}  answer", "long text", "KB", "ms");
    for (name, text) in long() {
        if !is_wanted(name) {
            continue;
        }
        let mut told = String::new();
        let took = best(3, |_| {
            let engine = Engine::new(server.clone());
            told = match engine.prepare(&text, &database, &NoServer::default()) {
                Ok(_) => "planned".to_owned(),
                Err(failure) => failure.message.chars().take(60).collect(),
            };
        });
        let verdict = if took > LONG {
            slow += 1;
            "SLOW"
        } else {
            ""
        };
        let told = told.replace('\n', " ");
        println!(
            "{name:<30} {:>9} {:>9.1}  {told} {verdict}",
            text.len() / 1024,
            took / 1000.0
        );
    }
    if slow > 0 {
        println!("{slow} too slow");
        std::process::exit(1);
    }
}
