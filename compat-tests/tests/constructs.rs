//! The newer constructs of the language, each with parameters, where they are hardest: in an
//! explicit transaction that is rolled back, with sixteen clients at once, and after `kill -9`.
//!
//! What they mean is told elsewhere (`cypher/tests/run`); here a construct is a row of [`CONSTRUCTS`].
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests take the time and fail by panicking"
)]

use std::thread;

use quiver_compat_tests::harness::{Client, Refused, Server};
use quiver_types::{Map, Value};

/// Clients at once.
const CLIENTS: i64 = 16;

/// Where a construct can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Everywhere.
    Any,
    /// Only in a transaction of its own; elsewhere it is refused with this code.
    Alone(&'static str),
}

use Place::{Alone, Any};

const EXPLICIT: &str = "Neo.DatabaseError.Transaction.TransactionStartFailed";
const CALLED: &str = "Neo.ClientError.Procedure.ProcedureCallFailed";

/// A name, a query, what it gives as text, and where it may be. `$me` is the client's number, `$n`
/// is 3, `$label` is `P`, `$type` is `NEXT`, `$keys` is `['a', 'b']`, `$s` and `$c` are names.
/// Ten nodes `(:P {id: 0..9})` are a chain of `NEXT`.
const CONSTRUCTS: &[(&str, &str, &str, Place)] = &[
    (
        "quantified path",
        "MATCH (a:P {id: 0})((x)-[:NEXT]->(y)){1,3}(b) WHERE b.id <= $n RETURN [v IN y | v.id] AS ids ORDER BY size(ids)",
        "[[1]]\n[[1, 2]]\n[[1, 2, 3]]",
        Any,
    ),
    (
        "shortest k",
        "MATCH p = SHORTEST 1 (a:P {id: 0})-[:NEXT]->+(b:P {id: $n}) RETURN length(p)",
        "[3]",
        Any,
    ),
    (
        "all shortest",
        "MATCH p = ALL SHORTEST (a:P {id: $n})-[:NEXT]-+(b:P {id: 0}) RETURN [v IN nodes(p) | v.id]",
        "[[3, 2, 1, 0]]",
        Any,
    ),
    (
        "shortestPath()",
        "MATCH (a:P {id: 0}), (b:P {id: $n}) RETURN length(shortestPath((a)-[:NEXT*]->(b))) AS l",
        "[3]",
        Any,
    ),
    (
        "dynamic label and type",
        "MATCH (a:$($label) {id: 0})-[r:$($type)]->(b) RETURN b.id, type(r)",
        "[1, 'NEXT']",
        Any,
    ),
    (
        "scope clause",
        "UNWIND range(1, $n) AS x CALL (x) { RETURN x * x AS y } RETURN collect(y) AS ys",
        "[[1, 4, 9]]",
        Any,
    ),
    (
        "importing WITH",
        "UNWIND [1, $n] AS x CALL { WITH x RETURN x + 1 AS y UNION WITH x RETURN x AS y } RETURN sum(y) AS s",
        "[10]",
        Any,
    ),
    (
        "OPTIONAL CALL",
        "UNWIND [1, $n] AS x OPTIONAL CALL (x) { MATCH (p:P {id: x}) WHERE x > 1 RETURN p.id AS id } RETURN x, id",
        "[1, null]\n[3, 3]",
        Any,
    ),
    (
        "EXISTS, COUNT, COLLECT",
        "MATCH (p:P) WHERE EXISTS { (p)-->(q) WHERE q.id = $n } RETURN COUNT { (p)--() } AS c, COLLECT { MATCH (p)--(o) RETURN o.id ORDER BY o.id } AS l",
        "[2, [1, 3]]",
        Any,
    ),
    (
        "FOREACH and dynamic SET",
        "CREATE (w:W {me: $me}) FOREACH (k IN $keys | SET w[k] = $n) SET w:$('X' + $me) WITH w, w.a + w.b AS sum DETACH DELETE w RETURN sum",
        "[6]",
        Any,
    ),
    (
        "MERGE on parameters",
        "MERGE (w:W {me: $me}) ON CREATE SET w.n = $n ON MATCH SET w.n = 0 WITH w, w.n AS n DELETE w RETURN n",
        "[3]",
        Any,
    ),
    (
        "LET and FILTER",
        "CYPHER 25 UNWIND range(1, 5) AS x LET y = x * $n FILTER y > 9 RETURN collect(y) AS ys",
        "[[12, 15]]",
        Any,
    ),
    (
        "FOR",
        "CYPHER 25 FOR x IN $keys RETURN x",
        "['a']\n['b']",
        Any,
    ),
    (
        "NEXT",
        "CYPHER 25 MATCH (p:P) WHERE p.id < $n RETURN p.id AS id NEXT RETURN sum(id) AS s",
        "[3]",
        Any,
    ),
    (
        "WHEN",
        "CYPHER 25 WHEN $n > 5 THEN RETURN 'large' AS size ELSE RETURN 'small' AS size",
        "['small']",
        Any,
    ),
    (
        "allReduce",
        "CYPHER 25 RETURN allReduce(sum = 0, x IN [1, 2] | sum + x, sum < $n) AS a",
        "[false]",
        Any,
    ),
    (
        "type predicates",
        "UNWIND [$n, $s, null] AS x RETURN x IS :: INTEGER NOT NULL AS i",
        "[true]\n[false]\n[false]",
        Any,
    ),
    (
        "list and pattern comprehension",
        "MATCH (p:P {id: $n}) RETURN [(p)-[:NEXT]->(q) | q.id] AS a, [k IN $keys WHERE k > 'a' | toUpper(k)] AS b",
        "[[4], ['B']]",
        Any,
    ),
    (
        "LOAD CSV",
        "LOAD CSV WITH HEADERS FROM 'file:///rows.csv' AS row WITH row WHERE toInteger(row.id) < $n RETURN row.id, row.name, linenumber()",
        "['1', 'a', 2]\n['2', 'b', 3]",
        Any,
    ),
    (
        "CALL IN TRANSACTIONS",
        "UNWIND range(1, 5) AS x CALL (x) { CREATE (:T {me: $me, x: x}) } IN TRANSACTIONS OF $n ROWS RETURN count(*) AS c",
        "[5]",
        Alone(EXPLICIT),
    ),
    (
        "its data",
        "MATCH (t:T {me: $me}) WITH collect(t) AS all FOREACH (t IN all | DELETE t) RETURN size(all) % 5 AS rest",
        "[0]",
        Any,
    ),
    (
        "ON ERROR CONTINUE, REPORT STATUS",
        "UNWIND [1, 0, 2] AS x CALL (x) { CREATE (t:T {me: $me, x: 6 / x}) DELETE t } IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE REPORT STATUS AS s RETURN x, s.committed, s.errorMessage",
        "[1, true, null]\n[0, false, '/ by zero']\n[2, true, null]",
        Alone(EXPLICIT),
    ),
    (
        "ON ERROR BREAK",
        "UNWIND [1, 0, 2] AS x CALL (x) { CREATE (t:T {me: $me, x: 6 / x}) DELETE t } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK REPORT STATUS AS s RETURN x, s.started, s.committed",
        "[1, true, true]\n[0, true, false]\n[2, false, false]",
        Alone(EXPLICIT),
    ),
    (
        "ON ERROR RETRY",
        "UNWIND [1] AS x CALL (x) { MERGE (t:Hub) SET t.last = $me } IN 2 CONCURRENT TRANSACTIONS OF $n ROWS ON ERROR RETRY FOR 10 SECONDS THEN CONTINUE REPORT STATUS AS s RETURN s.committed",
        "[true]",
        Alone(EXPLICIT),
    ),
    (
        "SHOW with YIELD",
        "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'reduce' OR name = 'abs' RETURN name ORDER BY name LIMIT $n",
        "['abs']\n['reduce']",
        Any,
    ),
    (
        "SHOW between clauses, and CASE with tests",
        "CYPHER 25 UNWIND ['abs', 'sin'] AS f SHOW FUNCTIONS YIELD name WHERE name = f RETURN CASE name WHEN STARTS WITH 'a', = $s THEN $n WHEN IS NOT NULL THEN 0 END AS c ORDER BY c",
        "[0]\n[3]",
        Any,
    ),
    (
        "USE before SHOW",
        "USE neo4j SHOW INDEXES YIELD type WHERE type = 'LOOKUP' RETURN count(*) AS c",
        "[2]",
        Any,
    ),
    (
        "SHOW INDEXES",
        "SHOW INDEXES YIELD type WHERE type = 'LOOKUP' RETURN count(*) AS c",
        "[2]",
        Any,
    ),
    (
        "SHOW TRANSACTIONS",
        "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'TRANSACTIONS' RETURN count(*) > 0 AS there",
        "[true]",
        Any,
    ),
    (
        "indexes by parameter",
        "CREATE INDEX $s IF NOT EXISTS FOR (n:S) ON (n.k)",
        "",
        Any,
    ),
    ("dropping by parameter", "DROP INDEX $s IF EXISTS", "", Any),
    (
        "text index with OPTIONS",
        "CREATE TEXT INDEX texts IF NOT EXISTS FOR (n:S) ON (n.t) OPTIONS {indexProvider: 'text-2.0'}",
        "",
        Any,
    ),
    (
        "point index of relationships",
        "CREATE POINT INDEX points IF NOT EXISTS FOR ()-[r:S]-() ON (r.p)",
        "",
        Any,
    ),
    (
        "constraint by parameter",
        "CREATE CONSTRAINT $c IF NOT EXISTS FOR (n:U) REQUIRE n.k IS UNIQUE",
        "",
        Any,
    ),
    (
        "dropping a constraint",
        "DROP CONSTRAINT $c IF EXISTS",
        "",
        Any,
    ),
    (
        "lookup index",
        "CREATE LOOKUP INDEX labels IF NOT EXISTS FOR (n) ON EACH labels(n)",
        "",
        Any,
    ),
    (
        "apoc.periodic.iterate",
        "CALL apoc.periodic.iterate('UNWIND range(1, 5) AS x RETURN x', 'CREATE (t:T {me: $me, x: x}) DELETE t', {batchSize: $n, params: {me: $me}}) YIELD batches, total, failedOperations RETURN batches, total, failedOperations",
        "[2, 5, 0]",
        Any,
    ),
    (
        "apoc.periodic.iterate after a write",
        "CREATE (t:T {me: $me}) DELETE t WITH 1 AS one CALL apoc.periodic.iterate('RETURN 1 AS x', 'RETURN x', {}) YIELD total RETURN total",
        "[1]",
        Alone(CALLED),
    ),
    (
        "apoc.load.json",
        "CALL apoc.load.json('file:///rows.json') YIELD value WITH value WHERE value.id <= $n RETURN value.id, value.tags",
        "[1, ['x']]\n[3, []]",
        Any,
    ),
    (
        "apoc.do.when",
        "CALL apoc.do.when($n > 1, 'CREATE (t:T {me: $me}) WITH t, t.me AS me DELETE t RETURN me = $me AS same', '', {me: $me}) YIELD value RETURN value.same",
        "[true]",
        Any,
    ),
    (
        "apoc.merge.node",
        "CALL apoc.merge.node([$label + 'Q'], {me: $me}, {n: $n}) YIELD node WITH node, node.n AS n DELETE node RETURN n",
        "[3]",
        Any,
    ),
    (
        "shortest groups",
        "MATCH p = SHORTEST 1 GROUPS (a:P {id: 0})-[:NEXT]->*(b:P) WHERE b.id IN [1, $n] RETURN length(p) AS l ORDER BY l",
        "[1]\n[3]",
        Any,
    ),
    (
        "match modes",
        "CYPHER 25 MATCH REPEATABLE ELEMENTS (a:P {id: $n})-[r]->{1,1}(b)<-[s]-{1,1}(c) RETURN c.id, b.id",
        "[3, 4]",
        Any,
    ),
    (
        "different relationships",
        "CYPHER 25 MATCH DIFFERENT RELATIONSHIPS (a:P {id: $n})-[r]->(b)<-[s]-(c) RETURN c.id",
        "",
        Any,
    ),
    (
        "LOAD CSV of a compressed file",
        "LOAD CSV WITH HEADERS FROM 'file:///rows.csv.gz' AS row WITH row WHERE toInteger(row.id) >= $n RETURN row.name",
        "['c']",
        Any,
    ),
    (
        "CONCURRENT TRANSACTIONS",
        "UNWIND range(1, 6) AS x CALL (x) { CREATE (t:T {me: $me, x: x}) DELETE t } IN $n CONCURRENT TRANSACTIONS OF 2 ROWS RETURN count(x)",
        "[6]",
        Alone(EXPLICIT),
    ),
    (
        "apoc.periodic.iterate in parallel",
        "CALL apoc.periodic.iterate('UNWIND range(1, 6) AS x RETURN x', 'CREATE (t:T {me: $me, x: x}) DELETE t', {batchSize: 2, parallel: true, concurrency: $n, params: {me: $me}}) YIELD batches, total, failedOperations RETURN batches, total, failedOperations",
        "[3, 6, 0]",
        Any,
    ),
    (
        "apoc.path.expandConfig",
        "MATCH (a:P {id: 0}) CALL apoc.path.expandConfig(a, {sequence: $label + ',' + $type + '>', minLevel: 1, maxLevel: $n}) YIELD path RETURN length(path) AS l ORDER BY l",
        "[1]\n[2]\n[3]",
        Any,
    ),
    (
        "apoc.export.csv.query",
        "CALL apoc.export.csv.query('RETURN $n AS n', null, {stream: true, params: {n: $n}}) YIELD data RETURN data = '\"n\"\\n\"3\"\\n' AS same",
        "[true]",
        Any,
    ),
    (
        "apoc.nodes.group",
        "CALL apoc.nodes.group([$label], []) YIELD node, relationship RETURN apoc.any.property(node, 'count_*'), apoc.rel.type(relationship)",
        "[10, 'NEXT']",
        Any,
    ),
    (
        "apoc.refactor.mergeNodes",
        "CREATE (a:T {me: $me, k: 1}), (b:T {me: $me, k: $n}) WITH a, b CALL apoc.refactor.mergeNodes([a, b], {properties: {k: 'combine'}}) YIELD node WITH node, node.k AS k DELETE node RETURN k",
        "[[1, 3]]",
        Any,
    ),
];

/// What `rows.csv` holds, as gzip.
const COMPRESSED: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x4c, 0xd1, 0xc9, 0x4b, 0xcc,
    0x4d, 0xe5, 0x32, 0xd4, 0x49, 0xe4, 0x32, 0xd2, 0x49, 0xe2, 0x32, 0xd6, 0x49, 0xe6, 0x02, 0x00,
    0x81, 0xd9, 0x7b, 0x27, 0x14, 0x00, 0x00, 0x00,
];

fn parameters(me: i64) -> Map {
    let list = |items: [&str; 2]| Value::list(items.map(Value::from).to_vec());
    [
        ("me", Value::Integer(me)),
        ("n", Value::Integer(3)),
        ("label", "P".into()),
        ("type", "NEXT".into()),
        ("keys", list(["a", "b"])),
        ("s", "of_a_parameter".into()),
        ("c", "constraint_of_a_parameter".into()),
    ]
    .into_iter()
    .collect()
}

fn ask(client: &mut Client, query: &str, me: i64) -> Result<String, Refused> {
    let rows = client.run_with(query, parameters(me))?.rows;
    let rows: Vec<String> = rows
        .into_iter()
        .map(|row| quiver_types::format::to_string(&Value::list(row)))
        .collect();
    Ok(rows.join("\n"))
}

/// The same again, as a driver does it, where others stood in the way.
fn insist(client: &mut Client, query: &str, me: i64) -> Result<String, Refused> {
    for _ in 0..200 {
        match ask(client, query, me) {
            Err(refused) if refused.is_retryable() => {
                thread::sleep(std::time::Duration::from_millis(5));
            }
            other => return other,
        }
    }
    ask(client, query, me)
}

/// Every construct in a transaction of its own; what went wrong.
fn alone(client: &mut Client, me: i64) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, query, expected, place) in CONSTRUCTS {
        let got = insist(client, query, me);
        let right = match (&got, place) {
            (Err(refused), Alone(code)) if *code == CALLED => refused.code == *code,
            (Ok(got), _) => got == expected && *place != Alone(CALLED),
            (Err(_), _) => false,
        };
        if !right {
            wrong.push(format!("{name}: {got:?}"));
        }
    }
    wrong
}

fn server() -> Server {
    let server = Server::start();
    let import = server.data().join("import");
    std::fs::create_dir_all(&import).expect("a folder");
    std::fs::write(import.join("rows.csv"), "id,name\n1,a\n2,b\n3,c\n").expect("a file");
    std::fs::write(import.join("rows.csv.gz"), COMPRESSED).expect("a file");
    let json = "{\"id\": 1, \"tags\": [\"x\"]}\n{\"id\": 3, \"tags\": []}\n{\"id\": 4}\n";
    std::fs::write(import.join("rows.json"), json).expect("a file");
    let mut client = server.connect();
    for query in [
        "UNWIND range(0, 9) AS id CREATE (:P {id: id})",
        "MATCH (a:P), (b:P {id: a.id + 1}) CREATE (a)-[:NEXT]->(b)",
    ] {
        client.run(query, []).expect(query);
    }
    server
}

fn check(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn constructs_with_parameters_and_after_a_crash() {
    let mut server = server();
    check(&alone(&mut server.connect(), 0));
    server.kill();
    server.start_again().expect("it starts again");
    check(&alone(&mut server.connect(), 0));
}

#[test]
fn constructs_in_explicit_transactions_that_are_rolled_back() {
    let server = server();
    let mut client = server.connect();
    let state =
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n), count(r), sum(size(keys(n)))";
    let before = ask(&mut client, state, 0).expect("counts");
    let mut wrong = Vec::new();
    for (name, query, expected, place) in CONSTRUCTS {
        client.begin().expect("BEGIN");
        let got = ask(&mut client, query, 0);
        let right = match (&got, place) {
            (Err(refused), Alone(code)) => refused.code == *code,
            (Ok(got), Any) => got == expected,
            _ => false,
        };
        if !right {
            wrong.push(format!("{name}: {got:?}"));
        }
        // After a failure the client has been reset, and the transaction is gone.
        if got.is_ok() {
            client.rollback().expect("ROLLBACK");
        }
        let after = ask(&mut client, state, 0).expect("counts");
        if after != before {
            wrong.push(format!("{name} left {after} in place of {before}"));
        }
    }
    check(&wrong);
    let schema = "SHOW CONSTRAINTS YIELD name RETURN count(*) AS c";
    assert_eq!(ask(&mut client, schema, 0).expect("a count"), "[0]");
    let schema = "SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*) AS c";
    assert_eq!(ask(&mut client, schema, 0).expect("a count"), "[0]");
}

#[test]
fn constructs_with_sixteen_clients_at_once() {
    let server = server();
    let wrong: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = (0..CLIENTS)
            .map(|me| {
                let mut client = server.connect();
                scope.spawn(move || alone(&mut client, me))
            })
            .collect();
        let found = running.into_iter();
        found
            .flat_map(|client| client.join().expect("a client ends"))
            .collect()
    });
    check(&wrong);
}
