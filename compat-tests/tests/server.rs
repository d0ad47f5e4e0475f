//! A real server under several clients: nothing lost, nothing done twice, nothing seen half done,
//! and everything acknowledged still there after `kill -9`.
//!
//! Long crash cycles with real drivers are in `compat-tests/crash`; what one engine does by
//! itself is tested in `storage`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use quiver_compat_tests::harness::{Client, Refused, Server, command};
use quiver_types::Value;

/// Runs a query until it is not refused for a reason that passes.
fn retried(client: &mut Client, query: &str, i: i64) -> Result<(), Refused> {
    loop {
        match client.run(query, [("i", i.into())]) {
            Ok(_) => return Ok(()),
            Err(refused) if refused.is_retryable() => {}
            Err(refused) => return Err(refused),
        }
    }
}

#[test]
fn sixteen_clients_at_once() {
    let server = Server::start();
    let mut client = server.connect();
    client
        .run("CREATE CONSTRAINT FOR (k:Key) REQUIRE k.i IS UNIQUE", [])
        .expect("a constraint");
    client
        .run("UNWIND range(0, 9) AS i CREATE (:Account {i: i, balance: 100}) CREATE (:Counter {i: i, n: 0})", [])
        .expect("some data");
    thread::scope(|scope| {
        for worker in 0..16 {
            let mut client = server.connect();
            scope.spawn(move || {
                for round in 0..25 {
                    work(&mut client, worker, round)
                        .unwrap_or_else(|refused| panic!("worker {worker}: {refused:?}"));
                }
            });
        }
    });
    for (query, expected) in [
        // 4 of 16 workers count, 25 times each.
        ("MATCH (c:Counter) RETURN sum(c.n)", 100),
        ("MATCH (a:Account) RETURN sum(a.balance)", 1000),
        ("MATCH (k:Key) RETURN count(k)", 25),
        ("MATCH (k:Key) RETURN count(DISTINCT k.i)", 25),
        ("MATCH (:Hub)-[r:SPOKE]->() RETURN count(r)", 100),
        ("MATCH (h:Hub) RETURN count(h)", 1),
    ] {
        assert_eq!(
            client.run(query, []).expect(query).integer(),
            expected,
            "{query}"
        );
    }
}

/// One round of one of four kinds of worker.
fn work(client: &mut Client, worker: i64, round: i64) -> Result<(), Refused> {
    match worker % 4 {
        0 => retried(
            client,
            "MATCH (c:Counter {i: $i % 10}) SET c.n = c.n + 1",
            round,
        ),
        1 => {
            let transfer = "MATCH (a:Account {i: $i % 10}), (b:Account {i: ($i + 3) % 10}) \
                            SET a.balance = a.balance - 1, b.balance = b.balance + 1";
            retried(client, transfer, worker + round)?;
            let sum = client.run("MATCH (a:Account) RETURN sum(a.balance)", [])?;
            assert_eq!(sum.integer(), 1000, "money was seen on its way");
            Ok(())
        }
        2 => retried(
            client,
            "MERGE (k:Key {i: $i}) ON CREATE SET k.new = true",
            round,
        ),
        _ => retried(
            client,
            "MERGE (h:Hub) CREATE (h)-[:SPOKE]->(:End {i: $i})",
            round,
        ),
    }
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let mut server = Server::start();
    let acknowledged = AtomicU64::new(0);
    for cycle in 0..3u64 {
        thread::scope(|scope| {
            for worker in 0..8u64 {
                let mut client = server.connect();
                let acknowledged = &acknowledged;
                scope.spawn(move || {
                    for i in 0..100_000 {
                        let key = (cycle << 40) + (worker << 20) + i;
                        let key = i64::try_from(key).expect("small");
                        let query = "CREATE (:Pair {key: $key})-[:WITH]->(:Pair {key: $key})";
                        if client.run(query, [("key", key.into())]).is_err() {
                            return;
                        }
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
            let goal = (cycle + 1) * 300;
            while acknowledged.load(Ordering::SeqCst) < goal {
                thread::yield_now();
            }
            server.kill();
        });
        server.start_again().expect("it starts again");
        let mut client = server.connect();
        let count =
            |client: &mut Client, query: &str| client.run(query, []).expect(query).integer();
        let pairs = count(
            &mut client,
            "MATCH (a:Pair)-[:WITH]->(b:Pair {key: a.key}) RETURN count(*)",
        );
        let nodes = count(&mut client, "MATCH (p:Pair) RETURN count(p)");
        let told = i64::try_from(acknowledged.load(Ordering::SeqCst)).expect("small");
        assert_eq!(nodes, pairs * 2, "half a transaction");
        // Each client may have had one transaction on its way at each kill.
        let in_doubt = i64::try_from(8 * (cycle + 1)).expect("small");
        assert!(
            (told..=told + in_doubt).contains(&pairs),
            "{told} transactions were acknowledged, {pairs} are there"
        );
    }
}

#[test]
fn a_clean_stop_keeps_everything_and_ends_with_zero() {
    let mut server = Server::start();
    server
        .connect()
        .run(
            "CREATE (:Kept {text: 'grüße'})-[:TO {d: date('2020-02-29')}]->(:Kept)",
            [],
        )
        .expect("created");
    assert!(server.stop().success());
    server.start_again().expect("it starts again");
    let mut client = server.connect();
    let rows = client
        .run(
            "MATCH (a:Kept)-[r:TO]->(:Kept) RETURN a.text, toString(r.d)",
            [],
        )
        .expect("read");
    let texts: Vec<String> = rows.rows[0]
        .iter()
        .map(|value| match value {
            Value::String(text) => text.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(texts, ["grüße", "2020-02-29"]);
}

#[test]
fn a_transaction_is_seen_whole_or_not_at_all() {
    let server = Server::start();
    let (mut writer, mut reader) = (server.connect(), server.connect());
    let count = |client: &mut Client| {
        client
            .run("MATCH (n:T) RETURN count(n)", [])
            .expect("counted")
            .integer()
    };
    writer.begin().expect("begun");
    writer.run("CREATE (:T)", []).expect("created");
    writer.run("CREATE (:T)", []).expect("created");
    assert_eq!((count(&mut writer), count(&mut reader)), (2, 0));
    writer.rollback().expect("rolled back");
    assert_eq!(count(&mut reader), 0);
    writer.begin().expect("begun");
    writer
        .run("UNWIND [1, 2, 3] AS i CREATE (:T {i: i})", [])
        .expect("created");
    let bookmark = writer.commit().expect("committed");
    assert!(bookmark.contains_key("bookmark"), "{bookmark:?}");
    assert_eq!(count(&mut reader), 3);
    // A client that goes away leaves nothing behind.
    writer.begin().expect("begun");
    writer.run("CREATE (:T)", []).expect("created");
    drop(writer);
    assert_eq!(count(&mut reader), 3);
}

#[test]
fn test_hooks_are_refused_unless_asked_for() {
    let define =
        "CALL quiver.test.defineProcedure('test.p() :: (x :: INTEGER?)', ['x'], [[1], [2]])";
    let refused = Server::start().connect().run(define, []);
    refused.expect_err("a test hook without --test-hooks");
    let server = Server::with(&["--test-hooks"]);
    let mut client = server.connect();
    client.run(define, []).expect("defined");
    let sum = client
        .run("CALL test.p() YIELD x RETURN sum(x)", [])
        .expect("called");
    assert_eq!(sum.integer(), 3);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let server = Server::start();
    let data = server.data();
    let data = data.to_string_lossy();
    let output = command(&[
        "serve",
        "--bolt",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0",
        "--no-auth",
        "--data",
        &data,
    ])
    .output()
    .expect("run");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(told.contains("in use"), "{told}");
    server
        .connect()
        .run("RETURN 1", [])
        .expect("the first one lives");
}
