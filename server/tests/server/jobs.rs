//! Queries that run beside the clients (`apoc.periodic.submit` and its kin), and locks that one client
//! asks for and another waits for (`apoc.lock.*`).

use quiver_protocol::message::Kind;
use quiver_types::{Map, Value};

use crate::support::{Client, TestServer, ask, check};

const LIST: &str = "CALL apoc.periodic.list() YIELD name, rate, done, cancelled RETURN name, rate, done, cancelled ORDER BY name";
const FOREVER: &str = "UNWIND range(1, 10000000000) AS x RETURN count(x % 7)";

/// Asks until the answer is as expected.
fn until(client: &mut Client, query: &str, expected: &str) {
    let mut got = String::new();
    for _ in 0..1_500 {
        got = ask(client, "neo4j", query);
        if got == expected {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("{query}: {got} and never {expected}");
}

#[test]
fn jobs_run_beside_the_clients_until_they_are_cancelled() {
    let server = TestServer::start();
    let client = &mut server.client();
    let submit = |name: &str, statement: &str, more: &str| {
        format!(
            "CALL apoc.periodic.submit('{name}', '{statement}'{more}) YIELD name, delay, rate, done, cancelled RETURN name, delay, rate, done, cancelled"
        )
    };
    let begun = |name: &str| format!("'{name}' | 0 | 0 | false | false").replace('\'', "");
    let once = submit("once", "CREATE (:J {x: $v})", ", {params: {v: 7}}");
    assert_eq!(ask(client, "neo4j", &once), begun("once"));
    until(client, "MATCH (j:J) RETURN j.x", "7");
    until(client, LIST, "once | 0 | true | false");
    let failing = submit("failing", "CREATE (:J) RETURN 1 / 0", "");
    assert_eq!(ask(client, "neo4j", &failing), begun("failing"));
    until(
        client,
        LIST,
        "failing | 0 | true | false\nonce | 0 | true | false",
    );
    let batches = submit(
        "batches",
        "UNWIND range(1, 3) AS x CALL (x) { CREATE (:B {x: x}) } IN TRANSACTIONS OF 1 ROW",
        "",
    );
    assert_eq!(ask(client, "neo4j", &batches), begun("batches"));
    until(client, "MATCH (b:B) RETURN count(b)", "3");
    let long = submit("once", FOREVER, "");
    assert_eq!(ask(client, "neo4j", &long), begun("once"));
    let running = format!("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = '{FOREVER}'");
    until(client, &running, FOREVER);
    check(
        client,
        &[
            // No client is at its other end.
            (
                "neo4j",
                "CALL dbms.listConnections() YIELD connectionId RETURN count(*)",
                "1",
            ),
            (
                "neo4j",
                "CALL apoc.periodic.cancel('once') YIELD name, done, cancelled RETURN name, done, cancelled",
                "once | true | true",
            ),
            ("neo4j", "CALL apoc.periodic.cancel('once')", ""),
            (
                "neo4j",
                "CALL apoc.periodic.cancel('failing') YIELD name, done, cancelled RETURN name, done, cancelled",
                "failing | true | false",
            ),
            (
                "neo4j",
                "CALL apoc.periodic.submit('x', 'NOT CYPHER')",
                "!ProcedureCallFailed",
            ),
            (
                "neo4j",
                "CALL apoc.periodic.submit('x', 'CREATE INDEX FOR (n:X) ON (n.x)')",
                "!schema",
            ),
            (
                "neo4j",
                "CALL apoc.periodic.submit(null, 'RETURN 1')",
                "!must not be null",
            ),
        ],
    );
    until(client, &running, "");
    until(client, "MATCH (j:J) RETURN count(j)", "1");
    let repeat = "CALL apoc.periodic.repeat('again', 'CREATE (:R)', 1) YIELD rate RETURN rate";
    assert_eq!(ask(client, "neo4j", repeat), "1");
    until(client, "MATCH (r:R) RETURN count(r) > 1", "true");
    let cancel = "CALL apoc.periodic.cancel('again') YIELD done, cancelled RETURN done, cancelled";
    assert_eq!(ask(client, "neo4j", cancel), "true | true");
    until(client, LIST, "batches | 0 | true | false");
    // The server ends although one is running, and nothing of it is there afterwards.
    let mut server = server;
    assert_eq!(
        ask(client, "neo4j", &submit("long", FOREVER, "")),
        begun("long")
    );
    server.restart();
    check(&mut server.client(), &[("neo4j", LIST, "")]);
}

#[test]
fn a_lock_holds_until_the_transaction_ends() {
    let server = TestServer::start();
    let (mut one, mut other, mut third) = (server.client(), server.client(), server.client());
    check(
        &mut third,
        &[("neo4j", "CREATE (:L {x: 1})-[:T {x: 1}]->(:M)", "")],
    );
    for (lock, add, times) in [
        (
            "MATCH (n:L) CALL apoc.lock.nodes([n]) RETURN 1",
            "MATCH (n:L) SET n.x = n.x + 1 RETURN n.x",
            "MATCH (n:L) SET n.x = n.x * 10",
        ),
        (
            "MATCH (:L)-[r]->() CALL apoc.lock.rels([r]) RETURN 1",
            "MATCH (:L)-[r]->() SET r.x = r.x + 1 RETURN r.x",
            "MATCH (:L)-[r]->() SET r.x = r.x * 10",
        ),
    ] {
        one.bolt.begin(Map::new());
        one.success();
        one.query(lock);
        other.bolt.run(add, Map::new(), Map::new());
        other.bolt.pull(-1, None);
        other.send();
        let seen = format!("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = '{add}'");
        until(&mut third, &seen, add);
        one.query(times);
        one.bolt.simple(Kind::Commit);
        one.success();
        other.success();
        let (rows, _) = other.rows();
        assert!(matches!(rows[0][0], Value::Integer(11)), "{lock}: {rows:?}");
    }
}
