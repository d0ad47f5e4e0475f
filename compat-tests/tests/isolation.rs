//! The isolation table of the design, row by row, over the wire: what a transaction may see of others
//! and what becomes of conflicts. Where Neo4j allows an anomaly and Quiver does not, the row says so.
//!
//! Each row is a schedule of explicit transactions with its outcome; what needs many clients at once
//! is in `workloads.rs`, what survives crashes in `durability.rs`.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests take the time of deadlocks and fail by panicking"
)]

use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use quiver_compat_tests::harness::{Client, Refused, Server};
use quiver_protocol::client::Response;
use quiver_types::{Map, Value};

const OUTDATED: &str = "Neo.TransientError.Transaction.Outdated";
const DEADLOCK: &str = "Neo.TransientError.Transaction.DeadlockDetected";

/// A server with two rows, `a` holding 10 and `b` holding 20, and clients.
fn table<const N: usize>() -> (Server, [Client; N]) {
    let server = Server::start();
    let mut setup = server.connect();
    setup
        .run("CREATE INDEX FOR (r:Row) ON (r.k)", [])
        .expect("an index");
    setup
        .run("CREATE (:Row {k: 'a', v: 10}), (:Row {k: 'b', v: 20})", [])
        .expect("rows");
    let clients = std::array::from_fn(|_| server.connect());
    (server, clients)
}

fn get(client: &mut Client, key: &str) -> i64 {
    let query = "MATCH (r:Row {k: $k}) RETURN r.v";
    client
        .run(query, [("k", key.into())])
        .expect(query)
        .integer()
}

fn set(client: &mut Client, key: &str, value: i64) -> Result<(), Refused> {
    let query = "MATCH (r:Row {k: $k}) SET r.v = $v";
    client
        .run(query, [("k", key.into()), ("v", value.into())])
        .map(drop)
}

fn begin(client: &mut Client) {
    client.begin().expect("BEGIN");
}

fn commit(client: &mut Client) {
    client.commit().expect("COMMIT");
}

/// Lets another thread come to where it waits. Too short a time makes a test say less, not fail.
fn settle<T>(waiting: &ScopedJoinHandle<'_, T>) {
    thread::sleep(Duration::from_millis(100));
    assert!(!waiting.is_finished(), "it does not wait");
}

#[test]
fn dirty_write_g0() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    set(&mut one, "a", 11).expect("set");
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            begin(&mut two);
            set(&mut two, "a", 12).expect("it waits, and runs again");
            set(&mut two, "b", 22).expect("set");
            commit(&mut two);
        });
        settle(&second);
        set(&mut one, "b", 21).expect("set");
        commit(&mut one);
        second.join().expect("the second");
    });
    assert_eq!((get(&mut one, "a"), get(&mut one, "b")), (12, 22));
}

#[test]
fn aborted_read_g1a() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    set(&mut one, "a", 101).expect("set");
    begin(&mut two);
    assert_eq!(get(&mut two, "a"), 10);
    one.rollback().expect("ROLLBACK");
    assert_eq!(get(&mut two, "a"), 10);
    commit(&mut two);
}

#[test]
fn intermediate_read_g1b() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    set(&mut one, "a", 101).expect("set");
    assert_eq!(get(&mut two, "a"), 10);
    set(&mut one, "a", 11).expect("set");
    assert_eq!(get(&mut two, "a"), 10);
    commit(&mut one);
    assert_eq!(get(&mut two, "a"), 11);
}

#[test]
fn circular_information_flow_g1c() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    begin(&mut two);
    set(&mut one, "a", 11).expect("set");
    set(&mut two, "b", 22).expect("set");
    assert_eq!(get(&mut one, "b"), 20);
    assert_eq!(get(&mut two, "a"), 10);
    commit(&mut one);
    commit(&mut two);
}

#[test]
fn observed_transaction_vanishes_otv() {
    let (_server, [mut one, mut two, mut three]) = table();
    begin(&mut one);
    set(&mut one, "a", 11).expect("set");
    set(&mut one, "b", 19).expect("set");
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            begin(&mut two);
            set(&mut two, "a", 12).expect("it waits, and runs again");
        });
        settle(&second);
        commit(&mut one);
        second.join().expect("the second");
    });
    begin(&mut three);
    assert_eq!(get(&mut three, "a"), 11);
    set(&mut two, "b", 18).expect("set");
    assert_eq!(get(&mut three, "b"), 19);
    commit(&mut two);
    assert_eq!((get(&mut three, "b"), get(&mut three, "a")), (19, 11));
}

/// Neo4j allows it.
#[test]
fn no_phantom_between_statements() {
    let (_server, [mut one, mut two]) = table();
    let count = |client: &mut Client, query| client.run(query, []).expect(query).integer();
    const ALL: &str = "MATCH (r:Row) RETURN count(r)";
    const SEEK: &str = "MATCH (r:Row) WHERE r.k >= 'a' RETURN count(r)";
    const SCAN: &str = "MATCH (r:Row) WHERE r.v > 0 RETURN count(*)";
    begin(&mut one);
    let before = [ALL, SEEK, SCAN].map(|query| count(&mut one, query));
    for query in [
        "CREATE (:Row {k: 'c', v: 30})",
        "MATCH (r:Row {k: 'a'}) DETACH DELETE r",
        "MATCH (r:Row {k: 'b'}) REMOVE r:Row",
    ] {
        two.run(query, []).expect(query);
        let after = [ALL, SEEK, SCAN].map(|query| count(&mut one, query));
        assert_eq!(after, before, "{query}");
    }
    commit(&mut one);
    assert_eq!(count(&mut one, ALL), 1);
}

/// Neo4j allows it.
#[test]
fn a_lost_update_is_a_retryable_abort() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    let stale = get(&mut one, "a");
    set(&mut two, "a", 50).expect("set");
    let refused = set(&mut one, "a", stale + 1).expect_err("it would lose an update");
    assert_eq!(refused.code, OUTDATED, "{}", refused.message);
    // The retry that a driver makes.
    begin(&mut one);
    let fresh = get(&mut one, "a");
    set(&mut one, "a", fresh + 1).expect("set");
    commit(&mut one);
    assert_eq!(get(&mut one, "a"), 51);
}

/// The same when the writer had to wait for the lock, and both had read.
#[test]
fn a_lost_update_is_seen_after_a_wait_too() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    begin(&mut two);
    let (first, second) = (get(&mut one, "a"), get(&mut two, "a"));
    set(&mut one, "a", first + 1).expect("set");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| set(&mut two, "a", second + 1));
        settle(&waiting);
        commit(&mut one);
        let refused = waiting.join().expect("it ends").expect_err("stale");
        assert_eq!(refused.code, OUTDATED);
    });
    assert_eq!(get(&mut one, "a"), 11);
}

fn concurrently(clients: usize, server: &Server, work: impl Fn(&mut Client, usize) + Sync) {
    thread::scope(|scope| {
        for number in 0..clients {
            let (mut client, work) = (server.connect(), &work);
            scope.spawn(move || work(&mut client, number));
        }
    });
}

#[test]
fn increments_are_not_lost_and_no_client_sees_an_error() {
    let (server, [mut client]) = table();
    for (query, key) in [
        ("MATCH (r:Row {k: $k}) SET r.v = r.v + 1", "a"),
        // Neo4j loses most of these.
        (
            "MATCH (r:Row {k: $k}) WITH r, r.v AS v SET r.v = v + 1",
            "b",
        ),
        ("MATCH (r:Row) WHERE r.k = $k SET r += {v: r.v + 1}", "a"),
    ] {
        let before = get(&mut client, key);
        concurrently(8, &server, |client, _| {
            for _ in 0..100 {
                client.run(query, [("k", key.into())]).expect(query);
            }
        });
        assert_eq!(get(&mut client, key), before + 800, "{query}");
    }
}

/// Neo4j allows both.
#[test]
fn no_read_skew_not_by_predicate_either() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    assert_eq!(get(&mut one, "a"), 10);
    begin(&mut two);
    set(&mut two, "a", 12).expect("set");
    set(&mut two, "b", 18).expect("set");
    commit(&mut two);
    assert_eq!(get(&mut one, "b"), 20);
    let query = "MATCH (r:Row) WHERE r.v % 5 = 0 RETURN sum(r.v)";
    assert_eq!(one.run(query, []).expect(query).integer(), 30);
    two.run("CREATE (:Row {k: 'c', v: 100})", [])
        .expect("a row");
    assert_eq!(one.run(query, []).expect(query).integer(), 30);
    commit(&mut one);
}

/// Allowed, as by Neo4j: what a transaction reads and does not write it does not lock.
#[test]
fn write_skew_is_allowed() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    begin(&mut two);
    for client in [&mut one, &mut two] {
        assert_eq!(get(client, "a") + get(client, "b"), 30);
    }
    set(&mut one, "a", 0).expect("set");
    set(&mut two, "b", 0).expect("set");
    commit(&mut one);
    commit(&mut two);
    assert_eq!(get(&mut one, "a") + get(&mut one, "b"), 0);
}

fn pulled(client: &mut Client) -> (Vec<i64>, Map) {
    let mut rows = Vec::new();
    loop {
        match client.answer().expect("an answer") {
            Response::Record(row) => match row[..] {
                [Value::Integer(value)] => rows.push(value),
                _ => panic!("{row:?}"),
            },
            Response::Success(map) => return (rows, map),
            other => panic!("{other:?}"),
        }
    }
}

/// Neo4j lets it change.
#[test]
fn an_open_result_does_not_change_under_later_commits() {
    let (_server, [mut one, mut two]) = table();
    two.run("UNWIND range(1, 2000) AS i CREATE (:Item {i: i, v: i})", [])
        .expect("items");
    for explicit in [false, true] {
        if explicit {
            begin(&mut one);
        }
        let query = "MATCH (n:Item) RETURN n.v AS v";
        let connection = one.connection();
        connection.run(query, Map::new(), Map::new());
        connection.pull(10, None);
        assert!(matches!(one.answer(), Ok(Response::Success(_))));
        let (mut rows, _) = pulled(&mut one);
        assert_eq!(rows.len(), 10);
        two.run("MATCH (n:Item) SET n.v = -n.v", []).expect("set");
        two.run("MATCH (n:Item) WHERE n.i % 2 = 0 DELETE n", [])
            .expect("delete");
        two.run("UNWIND range(1, 500) AS i CREATE (:Item {v: 0})", [])
            .expect("create");
        one.connection().pull(-1, None);
        rows.extend(pulled(&mut one).0);
        rows.sort_unstable();
        assert_eq!(rows, (1..=2000).collect::<Vec<_>>());
        if explicit {
            commit(&mut one);
        }
        two.run("MATCH (n:Item) DELETE n", []).expect("delete");
        two.run("UNWIND range(1, 2000) AS i CREATE (:Item {i: i, v: i})", [])
            .expect("items");
    }
}

/// Two transactions that wait for each other: at once one of them is told, the other goes on.
#[test]
fn a_deadlock_has_one_victim_at_once() {
    let (_server, [mut one, mut two]) = table();
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        begin(&mut one);
        begin(&mut two);
        set(&mut one, "a", 1).expect("set");
        set(&mut two, "b", 2).expect("set");
        let (other, took, mine) = thread::scope(|scope| {
            let waiting = scope.spawn(|| set(&mut one, "b", 1));
            settle(&waiting);
            let began = Instant::now();
            let mine = set(&mut two, "a", 2);
            let took = began.elapsed();
            if mine.is_ok() {
                commit(&mut two);
            }
            (waiting.join().expect("it ends"), took, mine)
        });
        slowest = slowest.max(took);
        let victims = [&other, &mine];
        let told: Vec<&Refused> = victims
            .into_iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .collect();
        assert_eq!(told.len(), 1, "{other:?} {mine:?}");
        assert_eq!(told[0].code, DEADLOCK);
        if other.is_ok() {
            commit(&mut one);
        }
    }
    println!("SHOWN: slowest deadlock {slowest:?}");
    // The aim is 50 ms; the limit has room for a machine that is busy.
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

/// A statement that fails inside an explicit transaction ends it whole, as in Neo4j.
#[test]
fn a_failed_statement_leaves_nothing() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut one);
    set(&mut one, "a", 77).expect("set");
    let query = "MATCH (r:Row) SET r.v = 78 WITH r RETURN 1 / 0";
    let refused = one.run(query, []).expect_err("a division by zero");
    assert_eq!(refused.code, "Neo.ClientError.Statement.ArithmeticError");
    assert_eq!((get(&mut two, "a"), get(&mut two, "b")), (10, 20));
}

/// Deleting a node and attaching to it: one of both fails, or waits and finds it gone.
#[test]
fn attaching_to_a_deleted_node_is_refused() {
    let (_server, [mut one, mut two, mut three]) = table();
    begin(&mut one);
    one.run("MATCH (r:Row {k: 'a'}) DETACH DELETE r", [])
        .expect("delete");
    begin(&mut two);
    assert_eq!(get(&mut two, "a"), 10, "it is still there for others");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            two.run("MATCH (r:Row {k: 'a'}) CREATE (r)-[:T]->(:Leaf)", [])
                .map(drop)
        });
        settle(&waiting);
        commit(&mut one);
        let refused = waiting.join().expect("it ends").expect_err("gone");
        assert_eq!(refused.code, OUTDATED);
    });
    let query = "MATCH (l:Leaf) RETURN count(l)";
    assert_eq!(three.run(query, []).expect(query).integer(), 0);
}

/// BEGIN with metadata that choose an isolation.
fn begin_as(client: &mut Client, isolation: &str) -> Result<(), Refused> {
    let metadata: Map = [("quiver.isolation", Value::string(isolation))]
        .into_iter()
        .collect();
    let extra = [("tx_metadata", Value::map(metadata))]
        .into_iter()
        .collect();
    client.connection().begin(extra);
    match client.answer()? {
        Response::Success(_) => Ok(()),
        Response::Failure(map) => {
            client
                .simple(quiver_protocol::message::Kind::Reset)
                .expect("RESET");
            Err(Refused {
                code: format!("{map:?}"),
                message: String::new(),
            })
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn read_committed_sees_what_was_committed_when_the_statement_began() {
    let (_server, [mut one, mut two]) = table();
    begin_as(&mut one, "read_committed").expect("BEGIN");
    assert_eq!(get(&mut one, "a"), 10);
    begin(&mut two);
    set(&mut two, "a", 11).expect("set");
    assert_eq!(get(&mut one, "a"), 10, "no dirty read");
    commit(&mut two);
    assert_eq!(get(&mut one, "a"), 11);
    // No conflict: the statement computes from what it reads itself.
    let query = "MATCH (r:Row {k: 'a'}) SET r.v = r.v + 1";
    set(&mut two, "a", 50).expect("set");
    one.run(query, []).expect(query);
    assert_eq!(get(&mut one, "a"), 51);
    // What was written before stays, while the snapshot moves on.
    set(&mut two, "b", 60).expect("set");
    let query = "MATCH (r:Row) SET r.v = r.v + 1";
    one.run(query, []).expect(query);
    commit(&mut one);
    assert_eq!((get(&mut two, "a"), get(&mut two, "b")), (52, 61));
}

/// It waits for a lock, and then runs again on what the holder committed, whatever it read before.
#[test]
fn read_committed_waits_and_loses_no_update() {
    let (_server, [mut one, mut two]) = table();
    begin(&mut two);
    set(&mut two, "a", 20).expect("set");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            begin_as(&mut one, "READ_COMMITTED").expect("BEGIN");
            assert_eq!(get(&mut one, "a"), 10);
            one.run("CREATE (:Mark)", []).expect("a mark");
            one.run("MATCH (r:Row {k: 'a'}) SET r.v = r.v + 1", [])
                .expect("it waits, and runs again");
            commit(&mut one);
        });
        settle(&waiting);
        commit(&mut two);
        waiting.join().expect("it ends");
    });
    assert_eq!(get(&mut two, "a"), 21);
    let marks = two.run("MATCH (m:Mark) RETURN count(m)", []);
    assert_eq!(marks.expect("a count").integer(), 1);
}

/// Each open result stays what it was, though the statements beside it see newer states.
#[test]
fn read_committed_keeps_open_results() {
    let (_server, [mut one, mut two]) = table();
    two.run("UNWIND range(1, 2000) AS i CREATE (:Item {v: i})", [])
        .expect("items");
    begin_as(&mut one, "read_committed").expect("BEGIN");
    let open = |client: &mut Client| {
        let query = "MATCH (n:Item) RETURN n.v AS v";
        client.connection().run(query, Map::new(), Map::new());
        client.connection().pull(10, None);
        let Ok(Response::Success(head)) = client.answer() else {
            panic!("RUN");
        };
        let Some(Value::Integer(qid)) = head.get("qid") else {
            panic!("{head:?}");
        };
        (*qid, pulled(client).0)
    };
    let rest = |client: &mut Client, (qid, mut rows): (i64, Vec<i64>)| {
        client.connection().pull(-1, Some(qid));
        rows.extend(pulled(client).0);
        rows.sort_unstable();
        rows
    };
    let old = open(&mut one);
    two.run("MATCH (n:Item) SET n.v = n.v + 10000", [])
        .expect("set");
    let new = open(&mut one);
    two.run("MATCH (n:Item) DELETE n", []).expect("delete");
    let count = "MATCH (n:Item) RETURN count(n)";
    assert_eq!(one.run(count, []).expect(count).integer(), 0);
    assert_eq!(rest(&mut one, old), (1..=2000).collect::<Vec<_>>());
    assert_eq!(rest(&mut one, new), (10_001..=12_000).collect::<Vec<_>>());
    commit(&mut one);
}

#[test]
fn isolation_is_chosen_by_metadata_and_by_a_setting() {
    let (_server, [mut one, mut two]) = table();
    let refused = begin_as(&mut one, "serializable").expect_err("not known");
    assert!(
        refused.code.contains("SNAPSHOT, READ_COMMITTED"),
        "{refused:?}"
    );
    let choose = "CALL dbms.setConfigValue('quiver.transaction.isolation', $level)";
    two.run(choose, [("level", "read_committed".into())])
        .expect(choose);
    for (isolation, sees) in [(None, 11), (Some("snapshot"), 10)] {
        set(&mut two, "a", 10).expect("set");
        match isolation {
            None => begin(&mut one),
            Some(isolation) => begin_as(&mut one, isolation).expect("BEGIN"),
        }
        assert_eq!(get(&mut one, "a"), 10);
        set(&mut two, "a", 11).expect("set");
        assert_eq!(get(&mut one, "a"), sees, "{isolation:?}");
        commit(&mut one);
    }
    two.run(choose, [("level", "".into())]).expect(choose);
    begin(&mut one);
    assert_eq!(get(&mut one, "a"), 11);
    set(&mut two, "a", 12).expect("set");
    assert_eq!(get(&mut one, "a"), 11);
    commit(&mut one);
}
