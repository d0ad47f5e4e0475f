//! Queries, transactions, errors and pipelining over Bolt.

use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_protocol::version::Version;
use quiver_types::{Map, Value};

use crate::support::{Client, PASSWORD, TestServer, code, map, text, with_login};

/// Runs for hours and holds little memory.
const LONG: &str = "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b \
                    UNWIND range(1, 10000) AS c RETURN sum(a)";
const PANIC: &str = "/* quiver-test: panic */";

#[test]
fn only_the_right_password_logs_in() {
    let server = TestServer::start_with(with_login);
    for (user, password, good) in [
        ("neo4j", PASSWORD, true),
        ("neo4j", "wrong", false),
        ("nobody", PASSWORD, false),
        ("neo4j", PASSWORD, true),
    ] {
        let (mut client, response) = Client::log_in_as(server.bolt(), user, password);
        match response {
            Response::Success(reply) if good => {
                assert!(text(&reply, "advertised_address").starts_with("localhost:"));
                assert_eq!(client.number("RETURN 1 AS one"), 1);
            }
            Response::Failure(failure) if !good => {
                assert_eq!(code(&failure), "Neo.ClientError.Security.Unauthorized");
                client.closed();
            }
            other => panic!("{user}: {other:?}"),
        }
    }
}

#[test]
fn a_generated_password_is_told_once_and_works() {
    let mut server = TestServer::start_with(|mut config| {
        config.settings.auth_enabled = true;
        config
    });
    let running = server.running.take().unwrap();
    let password = running.generated_password().unwrap().to_owned();
    assert!(running.ready_line().contains(&password));
    let (_, response) = Client::log_in_as(running.bolt_address(), "neo4j", &password);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
    running.shutdown();
    let mut config = crate::support::config(server.folder.path());
    config.settings.auth_enabled = true;
    let running = quiver_server::Server::start(&config).unwrap();
    assert_eq!(running.generated_password(), None);
    let (_, response) = Client::log_in_as(running.bolt_address(), "neo4j", &password);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
}

#[test]
fn every_working_version_says_hello_and_answers() {
    let server = TestServer::start();
    for version in Version::ALL {
        let mut client = Client::logged_in(server.bolt(), version);
        let answer = client.query("RETURN 1 AS one");
        assert_eq!(answer.rows.len(), 1, "{version}");
        let statuses = answer.summary.contains_key("statuses");
        assert_eq!(statuses, version >= Version::V5_6, "{version}");
        assert_eq!(text(&answer.summary, "type"), "r");
        assert_eq!(text(&answer.summary, "db"), "neo4j");
        assert!(text(&answer.summary, "bookmark").starts_with("FB:"));
    }
}

#[test]
fn hello_names_a_server_that_drivers_accept() {
    let server = TestServer::start();
    let mut client = Client::connect(server.bolt(), Version::V5_8);
    client.greet();
    client.bolt.log_in();
    let hello = client.success();
    assert!(text(&hello, "server").starts_with("Neo4j/5.26.0-quiver"));
    assert!(text(&hello, "connection_id").starts_with("bolt-"));
    let Some(Value::Map(hints)) = hello.get("hints") else {
        panic!("no hints in {hello:?}")
    };
    assert!(matches!(
        hints.get("connection.recv_timeout_seconds"),
        Some(Value::Integer(120))
    ));
}

#[test]
fn auto_commit_writes_are_seen_by_others_and_bookmarked() {
    let server = TestServer::start();
    let (mut writer, mut reader) = (server.client(), server.client());
    let answer = writer.query("CREATE (a:Person {name: 'Ann'})-[:KNOWS]->(:Person)");
    assert_eq!(text(&answer.summary, "type"), "w");
    let Some(Value::Map(stats)) = answer.summary.get("stats") else {
        panic!("no stats in {:?}", answer.summary)
    };
    assert!(matches!(
        stats.get("nodes-created"),
        Some(Value::Integer(2))
    ));
    assert!(matches!(
        stats.get("contains-updates"),
        Some(Value::Boolean(true))
    ));
    let bookmark = text(&answer.summary, "bookmark").to_owned();
    let extra = map(&[("bookmarks", vec![Value::from(bookmark)].into())]);
    let seen = reader.query_with("MATCH (n:Person) RETURN count(n)", Map::new(), extra);
    assert!(matches!(seen.rows[0][0], Value::Integer(2)));
}

#[test]
fn wrong_bookmarks_are_refused_and_future_ones_time_out() {
    let server = TestServer::start_with(|mut config| {
        config.settings.bookmark_timeout =
            quiver_server::config::value::Span(std::time::Duration::from_millis(1));
        config
    });
    let mut client = server.client();
    let bookmark = text(&client.query("CREATE (:A)").summary, "bookmark").to_owned();
    let run = |client: &mut Client, bookmark: &str| {
        let extra = map(&[("bookmarks", vec![Value::from(bookmark)].into())]);
        client.bolt.run("RETURN 1", Map::new(), extra);
        let failure = client.failure();
        client.reset();
        code(&failure).to_owned()
    };
    for junk in ["FB:nonsense", "", "FB:kcwQAAAAAAAAAAAAAAAAAAAAAAGQ"] {
        assert_eq!(
            run(&mut client, junk),
            "Neo.ClientError.Transaction.InvalidBookmark",
            "{junk}"
        );
    }
    // The same database, a state far ahead: 5 behind the id becomes a larger number.
    let ahead = bookmark_ahead(&bookmark);
    assert_eq!(
        run(&mut client, &ahead),
        "Neo.TransientError.Transaction.BookmarkTimeout"
    );
}

#[test]
fn routes_are_told_when_the_bookmarked_state_is_there() {
    let server = TestServer::start();
    let (mut client, mut other) = (server.client(), server.client());
    let bookmark = text(&client.query("CREATE (:A)").summary, "bookmark").to_owned();
    let ask = |client: &mut Client, bookmarks: &[&str]| {
        let bookmarks: Vec<Value> = bookmarks.iter().map(|&one| Value::from(one)).collect();
        let fields = [Map::new().into(), Value::list(bookmarks), Map::new().into()];
        client.bolt.request(Kind::Route, &fields);
    };
    ask(&mut client, &[&bookmark, &bookmark]);
    assert!(client.success().contains_key("rt"));
    for junk in ["FB:nonsense", "FB:kcwQAAAAAAAAAAAAAAAAAAAAAAGQ"] {
        ask(&mut client, &[&bookmark, junk]);
        assert_eq!(
            code(&client.failure()),
            "Neo.ClientError.Transaction.InvalidBookmark"
        );
        client.reset();
    }
    ask(&mut client, &[&bookmark_ahead(&bookmark)]);
    client.send();
    // Nothing but these commits brings that state about.
    for _ in 0..120 {
        other.query("CREATE (:A)");
    }
    assert!(client.success().contains_key("rt"));
}

/// The same bookmark with the number 120 in it.
fn bookmark_ahead(bookmark: &str) -> String {
    // 24 characters hold 18 bytes and the id ends one byte later; the number is byte 19.
    let (head, tail) = bookmark.split_at("FB:".len() + 24);
    let table = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |at: usize| table.find(&tail[at..=at]).unwrap() as u32;
    let bits = digit(0) << 18 | digit(1) << 12 | digit(2) << 6 | digit(3);
    let bits = bits & 0xFF_00FF | 120 << 8;
    let letters = (0..4).map(|at| {
        let digit = (bits >> (18 - 6 * at) & 63) as usize;
        &table[digit..=digit]
    });
    format!("{head}{}", letters.collect::<String>())
}

#[test]
fn explicit_transactions_commit_and_roll_back() {
    let server = TestServer::start();
    let (mut client, mut other) = (server.client(), server.client());
    client.bolt.begin(Map::new());
    assert_eq!(text(&client.success(), "db"), "neo4j");
    let created = client.query("CREATE (n:T) RETURN 1");
    assert!(matches!(created.run.get("qid"), Some(Value::Integer(0))));
    assert!(!created.summary.contains_key("bookmark"));
    assert_eq!(client.number("MATCH (n:T) RETURN count(n)"), 1);
    assert_eq!(other.number("MATCH (n:T) RETURN count(n)"), 0);
    client.bolt.simple(Kind::Commit);
    assert!(text(&client.success(), "bookmark").starts_with("FB:"));
    assert_eq!(other.number("MATCH (n:T) RETURN count(n)"), 1);

    client.bolt.begin(Map::new());
    client.success();
    client.query("CREATE (:T)");
    client.bolt.simple(Kind::Rollback);
    client.success();
    assert_eq!(client.number("MATCH (n:T) RETURN count(n)"), 1);

    // RESET and a vanished client roll back too.
    client.bolt.begin(Map::new());
    client.success();
    client.query("CREATE (:T)");
    client.reset();
    let mut vanishing = server.client();
    vanishing.bolt.begin(Map::new());
    vanishing.success();
    vanishing.query("CREATE (:T)");
    drop(vanishing);
    assert_eq!(client.number("MATCH (n:T) RETURN count(n)"), 1);
}

#[test]
fn results_are_pulled_in_pieces_and_several_at_once() {
    let server = TestServer::start();
    let mut client = server.client();
    client.bolt.begin(Map::new());
    client.success();
    for (qid, text) in [
        (0, "UNWIND [1, 2, 3] AS x RETURN x"),
        (1, "UNWIND [7, 8] AS x RETURN x"),
    ] {
        client.bolt.run(text, Map::new(), Map::new());
        assert!(matches!(client.success().get("qid"), Some(Value::Integer(q)) if *q == qid));
    }
    client.bolt.pull(2, Some(0));
    let (rows, summary) = client.rows();
    assert_eq!(rows.len(), 2);
    assert!(matches!(
        summary.get("has_more"),
        Some(Value::Boolean(true))
    ));
    client.bolt.pull(-1, None);
    assert_eq!(client.rows().0.len(), 2);
    client.bolt.discard(-1, Some(0));
    let (rows, summary) = client.rows();
    assert!(rows.is_empty() && !summary.contains_key("has_more"));
    client.bolt.simple(Kind::Commit);
    client.success();
}

#[test]
fn what_an_unfetched_query_writes_is_there_for_the_next() {
    let server = TestServer::start();
    let mut client = server.client();
    client.bolt.begin(Map::new());
    client.success();
    for text in [
        "UNWIND [1, 2] AS x CREATE (n:U {x: x}) RETURN n.x",
        "MATCH (n:U) SET n.y = 1 RETURN n.y",
        "MATCH (n:U {y: 1}) RETURN count(n)",
    ] {
        client.bolt.run(text, Map::new(), Map::new());
        client.success();
    }
    for (qid, expected) in [(2, 1), (0, 2), (1, 2)] {
        client.bolt.pull(-1, Some(qid));
        let (rows, summary) = client.rows();
        assert_eq!(rows.len(), expected, "result {qid}");
        if qid == 2 {
            assert!(matches!(rows[0][0], Value::Integer(2)), "{rows:?}");
        } else {
            assert!(summary.contains_key("stats"), "result {qid}");
        }
    }
    client.bolt.simple(Kind::Commit);
    client.success();
    assert_eq!(client.number("MATCH (n:U {y: 1}) RETURN count(n)"), 2);
}

#[test]
fn a_result_larger_than_the_buffer_arrives_whole() {
    let server = TestServer::start_with(|mut config| {
        config.settings.output_buffer = quiver_server::config::value::ByteSize(4096);
        config
    });
    let mut client = server.client();
    let rows = client.query("UNWIND range(1, 30000) AS x RETURN x").rows;
    assert_eq!(rows.len(), 30_000);
    let in_order = rows.iter().zip(1..).all(
        |(row, expected)| matches!(row.as_slice(), [Value::Integer(number)] if *number == expected),
    );
    assert!(in_order);
}

#[test]
fn a_failure_is_precise_dooms_the_transaction_and_reset_recovers() {
    let server = TestServer::start();
    let mut client = server.client();
    client.bolt.begin(Map::new());
    client.bolt.run("CREATE (:Doomed)", Map::new(), Map::new());
    client.bolt.pull(-1, None);
    client.bolt.run("RETURN nonsense(", Map::new(), Map::new());
    client.bolt.pull(-1, None);
    client.bolt.simple(Kind::Commit);
    client.success();
    client.success();
    client.success();
    let failure = client.failure();
    assert_eq!(code(&failure), "Neo.ClientError.Statement.SyntaxError");
    assert!(
        text(&failure, "message").contains("line 1, column"),
        "{failure:?}"
    );
    client.ignored();
    client.ignored();
    client.reset();
    assert_eq!(client.number("MATCH (n:Doomed) RETURN count(n)"), 0);
}

#[test]
fn failures_have_neo4js_codes() {
    let server = TestServer::start();
    let mut client = server.client();
    for (query, expected) in [
        (
            "RETURN $missing",
            "Neo.ClientError.Statement.ParameterMissing",
        ),
        ("RETURN 1/0", "Neo.ClientError.Statement.ArithmeticError"),
        (
            "RETURN nosuchfunction(1)",
            "Neo.ClientError.Statement.SyntaxError",
        ),
        (
            "CALL no.such.procedure()",
            "Neo.ClientError.Procedure.ProcedureNotFound",
        ),
    ] {
        let failure = client.query_failure(query);
        assert_eq!(code(&failure), expected, "{query}");
    }
    let cases = [
        (
            map(&[("db", "nope".into())]),
            "Neo.ClientError.Database.DatabaseNotFound",
        ),
        (
            map(&[("imp_user", "bob".into())]),
            "Neo.ClientError.Statement.ArgumentError",
        ),
        (
            map(&[("mode", "r".into())]),
            "Neo.ClientError.Statement.AccessMode",
        ),
        (
            map(&[("db", "SYSTEM".into())]),
            "Neo.ClientError.Statement.SemanticError",
        ),
    ];
    for (extra, expected) in cases {
        client.bolt.run("CREATE (:X)", Map::new(), extra);
        assert_eq!(code(&client.failure()), expected);
        client.reset();
    }
    assert_eq!(client.number("MATCH (n:X) RETURN count(n)"), 0);
}

#[test]
fn database_names_ignore_case_and_system_answers_procedures() {
    let server = TestServer::start();
    let mut client = server.client();
    let on = |name: &str| map(&[("db", name.into())]);
    let answer = client.query_with("RETURN 1", Map::new(), on("Neo4j"));
    assert!(!answer.run.contains_key("db"));
    assert_eq!(text(&answer.summary, "db"), "neo4j");
    let call = "CALL dbms.components() YIELD name, versions, edition";
    let answer = client.query_with(call, Map::new(), on("system"));
    assert_eq!(text(&answer.summary, "db"), "system");
    assert!(format!("{:?}", answer.rows).contains("5.26.0"));
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = TestServer::start();
    let mut client = server.client();
    const COUNT: usize = 10_000;
    for _ in 0..COUNT {
        client.bolt.run("RETURN 1", Map::new(), Map::new());
        client.bolt.pull(-1, None);
    }
    for _ in 0..COUNT {
        client.success();
        assert_eq!(client.rows().0.len(), 1);
    }
}

#[test]
fn reset_stops_a_running_query() {
    let server = TestServer::start();
    let mut client = server.client();
    client.bolt.run(LONG, Map::new(), Map::new());
    client.success();
    client.bolt.pull(-1, None);
    client.send();
    client.bolt.simple(Kind::Reset);
    // Depending on how fast the messages come, PULL was running or not yet begun.
    match client.response() {
        Some(Response::Failure(failure)) => {
            assert_eq!(code(&failure), "Neo.ClientError.Transaction.Terminated");
        }
        Some(Response::Ignored) => {}
        other => panic!("{other:?}"),
    }
    client.success();
    assert_eq!(client.number("RETURN 1"), 1);
}

#[test]
fn a_time_limit_stops_a_running_query() {
    let server = TestServer::start();
    let mut client = server.client();
    let extra = map(&[("tx_timeout", Value::from(20_i64))]);
    client.bolt.run(LONG, Map::new(), extra);
    client.bolt.pull(-1, None);
    client.success();
    assert_eq!(
        code(&client.failure()),
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
    );
}

#[test]
fn a_wait_for_a_lock_that_is_ended_has_a_code_of_its_own() {
    let server = TestServer::start();
    let (mut holder, mut waiter) = (server.client(), server.client());
    holder.query("CREATE (:Lock {v: 0})");
    holder.bolt.begin(Map::new());
    holder.success();
    holder.query("MATCH (n:Lock) SET n.v = 1");
    let wish = "MATCH (n:Lock) SET n.v = 2";
    for explicit in [false, true] {
        let limit = map(&[("tx_timeout", Value::from(50_i64))]);
        if explicit {
            waiter.bolt.begin(limit);
            waiter.success();
            waiter.bolt.run(wish, Map::new(), Map::new());
        } else {
            waiter.bolt.run(wish, Map::new(), limit);
        }
        assert_eq!(
            code(&waiter.failure()),
            "Neo.ClientError.Transaction.LockClientStopped"
        );
        waiter.bolt.simple(Kind::Reset);
        waiter.success();
    }
    // Somebody ends it.
    waiter.bolt.run(wish, Map::new(), Map::new());
    waiter.send();
    let mut somebody = server.client();
    let id = loop {
        let seen = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query \
                    WHERE query CONTAINS 'n.v = 2' AND NOT query CONTAINS 'SHOW' RETURN id";
        if let Some(Value::String(id)) = somebody.query(seen).rows.first().map(|row| &row[0]) {
            let id = id.to_string();
            // It is listed a moment before it waits.
            std::thread::sleep(std::time::Duration::from_millis(200));
            break id;
        }
    };
    somebody.query(&format!("TERMINATE TRANSACTION '{id}'"));
    assert_eq!(
        code(&waiter.failure()),
        "Neo.ClientError.Transaction.LockClientStopped"
    );
}

#[test]
fn an_idle_transaction_lets_go_when_its_time_is_over() {
    let server = TestServer::start();
    let (mut client, mut other) = (server.client(), server.client());
    other.query("CREATE (:Lock {v: 0})");
    client
        .bolt
        .begin(map(&[("tx_timeout", Value::from(50_i64))]));
    client.success();
    client.query("MATCH (n:Lock) SET n.v = 1");
    // Waits until the lock is free, which nothing but the time limit brings about.
    other.query("MATCH (n:Lock) SET n.v = 2");
    client.bolt.simple(Kind::Commit);
    assert_eq!(
        code(&client.failure()),
        "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
    );
    assert_eq!(other.number("MATCH (n:Lock) RETURN n.v"), 2);
}

#[test]
fn concurrent_increments_lose_nothing_and_fail_nobody() {
    let server = TestServer::start();
    server.client().query("CREATE (:Counter {v: 0})");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut client = server.client();
                for _ in 0..25 {
                    client.query("MATCH (n:Counter) SET n.v = n.v + 1");
                }
            });
        }
    });
    assert_eq!(server.client().number("MATCH (n:Counter) RETURN n.v"), 100);
}

#[test]
fn a_deadlock_ends_with_one_retryable_failure() {
    let server = TestServer::start();
    let (mut a, mut b) = (server.client(), server.client());
    a.query("CREATE (:D {k: 1, v: 0}), (:D {k: 2, v: 0})");
    for client in [&mut a, &mut b] {
        client.bolt.begin(Map::new());
        client.success();
    }
    a.query("MATCH (n:D {k: 1}) SET n.v = 1");
    b.query("MATCH (n:D {k: 2}) SET n.v = 2");
    a.bolt
        .run("MATCH (n:D {k: 2}) SET n.v = 1", Map::new(), Map::new());
    a.send();
    b.bolt
        .run("MATCH (n:D {k: 1}) SET n.v = 2", Map::new(), Map::new());
    b.send();
    let deadlock = "Neo.TransientError.Transaction.DeadlockDetected";
    let mut failed = 0;
    for client in [&mut b, &mut a] {
        match client.response() {
            Some(Response::Failure(failure)) => {
                assert_eq!(code(&failure), deadlock);
                client.reset();
                failed += 1;
            }
            Some(Response::Success(_)) => {
                client.bolt.pull(-1, None);
                client.rows();
                client.bolt.simple(Kind::Commit);
                client.success();
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(failed, 1);
}

#[test]
fn a_panic_is_the_failure_of_its_query_alone() {
    let server = TestServer::start();
    let (mut client, mut other) = (server.client(), server.client());
    other.bolt.begin(Map::new());
    other.success();
    let failure = client.query_failure(&format!("CREATE (:P) {PANIC}"));
    assert_eq!(
        code(&failure),
        "Neo.DatabaseError.Statement.ExecutionFailed"
    );
    let failure = client.query_failure(&format!("UNWIND [1] AS x RETURN x {PANIC}"));
    assert_eq!(
        code(&failure),
        "Neo.DatabaseError.Statement.ExecutionFailed"
    );
    assert_eq!(client.number("MATCH (n:P) RETURN count(n)"), 0);
    assert_eq!(other.number("RETURN 1"), 1);
}

#[test]
fn without_test_hooks_nothing_can_be_provoked() {
    let server = TestServer::start_with(|mut config| {
        config.test_hooks = false;
        config
    });
    assert_eq!(server.client().number(&format!("RETURN 1 {PANIC}")), 1);
}

#[test]
fn explain_runs_nothing_and_profile_runs() {
    let server = TestServer::start();
    let mut client = server.client();
    let answer = client.query("EXPLAIN CREATE (n:E) RETURN n");
    assert!(answer.rows.is_empty() && answer.summary.contains_key("plan"));
    assert_eq!(text(&answer.summary, "type"), "rw");
    assert_eq!(client.number("MATCH (n:E) RETURN count(n)"), 0);
    let answer = client.query("PROFILE MATCH (n:E) RETURN n");
    assert!(answer.rows.is_empty() && answer.summary.contains_key("profile"));
}

#[test]
fn a_restart_keeps_what_was_committed() {
    let mut server = TestServer::start();
    server
        .client()
        .query("UNWIND range(1, 100) AS i CREATE (:Kept {i: i})");
    server.restart();
    let mut client = server.client();
    assert_eq!(client.number("MATCH (n:Kept) RETURN sum(n.i)"), 5050);
}

#[test]
fn the_routing_table_repeats_the_dialled_address() {
    let server = TestServer::start();
    let mut client = server.client();
    let own = format!("localhost:{}", server.bolt().port());
    for (context, expected) in [
        (
            map(&[("address", "example.com:9001".into())]),
            "example.com:9001",
        ),
        (Map::new(), own.as_str()),
    ] {
        let fields = [
            context.into(),
            Vec::<Value>::new().into(),
            Map::new().into(),
        ];
        client.bolt.request(Kind::Route, &fields);
        let table = client.success();
        let Some(Value::Map(table)) = table.get("rt") else {
            panic!("{table:?}")
        };
        assert_eq!(text(table, "db"), "neo4j");
        let servers = format!("{:?}", table.get("servers"));
        assert_eq!(servers.matches(expected).count(), 3, "{servers}");
    }
    let unknown = map(&[("db", "nope".into())]);
    let fields = [
        Map::new().into(),
        Vec::<Value>::new().into(),
        unknown.into(),
    ];
    client.bolt.request(Kind::Route, &fields);
    assert_eq!(
        code(&client.failure()),
        "Neo.ClientError.Database.DatabaseNotFound"
    );
}

#[test]
fn a_user_may_log_off_and_on_again() {
    let server = TestServer::start_with(with_login);
    let (mut client, _) = Client::log_in_as(server.bolt(), "neo4j", PASSWORD);
    client.bolt.simple(Kind::Logoff);
    client.bolt.logon(map(&[
        ("scheme", "basic".into()),
        ("principal", "neo4j".into()),
        ("credentials", PASSWORD.into()),
    ]));
    client.success();
    client.success();
    assert_eq!(client.number("RETURN 1"), 1);
}

#[test]
fn a_shutdown_waits_for_an_open_transaction() {
    let mut server = TestServer::start();
    let mut client = server.client();
    client.bolt.begin(Map::new());
    client.success();
    client.query("CREATE (:Late)");
    let running = server.running.take().unwrap();
    std::thread::scope(|scope| {
        let ending = scope.spawn(|| running.shutdown());
        client.bolt.simple(Kind::Commit);
        client.success();
        client.closed();
        ending.join().unwrap();
    });
    let running = quiver_server::Server::start(&crate::support::config(server.folder.path()));
    server.running = Some(running.unwrap());
    assert_eq!(server.client().number("MATCH (n:Late) RETURN count(n)"), 1);
}

#[test]
fn a_client_that_waits_hears_from_the_server() {
    use std::io::Read;
    let server = TestServer::start_with(|mut config| {
        let moment = std::time::Duration::from_millis(10);
        config.settings.bolt_keep_alive = quiver_server::config::value::Span(moment);
        config
    });
    let mut client = server.client();
    let extra = map(&[("tx_timeout", Value::from(300_i64))]);
    client.bolt.run(LONG, Map::new(), extra);
    client.bolt.pull(-1, None);
    client.send();
    let mut heard = Vec::new();
    let mut buffer = [0; 1024];
    let timed_out = b"TransactionTimedOutClientConfiguration";
    while !heard.windows(timed_out.len()).any(|part| part == timed_out) {
        let count = client.stream.read(&mut buffer).unwrap();
        assert!(count > 0, "closed after {heard:?}");
        heard.extend_from_slice(&buffer[..count]);
    }
    // The end of a message, and an empty one behind it.
    assert!(heard.windows(4).any(|part| part == [0; 4]), "{heard:?}");
}

#[test]
fn a_shutdown_stops_what_runs_too_long() {
    let mut server = TestServer::start_with(|mut config| {
        let moment = std::time::Duration::from_millis(20);
        config.settings.shutdown_timeout = quiver_server::config::value::Span(moment);
        config
    });
    let mut client = server.client();
    client.bolt.run(LONG, Map::new(), Map::new());
    client.bolt.pull(-1, None);
    client.success();
    server.running.take().unwrap().shutdown();
    assert_eq!(
        code(&client.failure()),
        "Neo.ClientError.Transaction.Terminated"
    );
    client.closed();
}
