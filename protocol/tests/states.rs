//! Which request may be made in which state, as one table, and what the connection does by
//! itself: IGNORED, FAILURE, close.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use common::{Pair, well_formed};
use quiver_protocol::message::Kind;
use quiver_protocol::{CloseReason, Version};

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    /// The server got to do it, and the session is in this state afterwards.
    Done(&'static str),
    Ignored,
    /// FAILURE, then close.
    Refused,
    /// Close without a word.
    Closed,
}

fn in_state(version: Version, state: &str) -> Pair {
    let mut pair = match state {
        "NEGOTIATION" => Pair::new(version),
        _ => Pair::ready(version),
    };
    match state {
        "AUTHENTICATION" => pair.client.simple(Kind::Logoff),
        "AUTO_COMMIT" => pair.run("ROWS 3"),
        "IN_TRANSACTION" => {
            pair.client.begin(common::map::<&str, 0>([]));
            pair.run("ROWS 3");
        }
        "FAILED" => pair.run("FAIL"),
        _ => {}
    }
    pair.exchange();
    assert_eq!(pair.server.connection.state_name(), state);
    pair
}

fn fate(version: Version, state: &str, kind: Kind) -> Fate {
    let mut pair = in_state(version, state);
    pair.client.request(kind, &well_formed(kind));
    let replies = pair.exchange();
    let last = replies
        .last()
        .map(|reply| reply.split(' ').next().unwrap().to_owned());
    match (last.as_deref(), &pair.server.closed) {
        (Some("SUCCESS"), None) => Fate::Done(pair.server.connection.state_name()),
        (Some("IGNORED"), None) => {
            assert_eq!(pair.server.connection.state_name(), state);
            Fate::Ignored
        }
        (Some("FAILURE"), Some(CloseReason::NotAllowed { .. })) => Fate::Refused,
        (None, Some(_)) => Fate::Closed,
        other => panic!("{kind} in {state}: {other:?} {replies:?}"),
    }
}

#[test]
fn every_request_in_every_state() {
    use Fate::{Closed, Done, Ignored, Refused};
    let states = [
        "NEGOTIATION",
        "AUTHENTICATION",
        "READY",
        "AUTO_COMMIT",
        "IN_TRANSACTION",
        "FAILED",
    ];
    let auto = Done("AUTO_COMMIT");
    let inside = Done("IN_TRANSACTION");
    let ready = Done("READY");
    let table: [(Kind, [Fate; 6]); 13] = [
        (
            Kind::Hello,
            [
                Done("AUTHENTICATION"),
                Refused,
                Refused,
                Refused,
                Refused,
                Ignored,
            ],
        ),
        (
            Kind::Logon,
            [Refused, ready, Refused, Refused, Refused, Ignored],
        ),
        (
            Kind::Logoff,
            [
                Refused,
                Refused,
                Done("AUTHENTICATION"),
                Refused,
                Refused,
                Ignored,
            ],
        ),
        (
            Kind::Run,
            [Refused, Refused, auto, Refused, inside, Ignored],
        ),
        (
            Kind::Begin,
            [Refused, Refused, inside, Refused, Refused, Ignored],
        ),
        (
            Kind::Pull,
            [Refused, Refused, Refused, auto, inside, Ignored],
        ),
        (
            Kind::Discard,
            [Refused, Refused, Refused, auto, inside, Ignored],
        ),
        (
            Kind::Commit,
            [Refused, Refused, Refused, Refused, ready, Ignored],
        ),
        (
            Kind::Rollback,
            [Refused, Refused, Refused, Refused, ready, Ignored],
        ),
        (
            Kind::Route,
            [Refused, Refused, ready, Refused, Refused, Ignored],
        ),
        (
            Kind::Telemetry,
            [Refused, Refused, ready, Refused, Refused, Ignored],
        ),
        (Kind::Reset, [Refused, Refused, ready, ready, ready, ready]),
        (
            Kind::Goodbye,
            [Closed, Closed, Closed, Closed, Closed, Closed],
        ),
    ];
    assert_eq!(table.len(), Kind::ALL.len());
    for (kind, fates) in table {
        for (state, expected) in states.into_iter().zip(fates) {
            for version in [Version::V5_4, Version::V5_8, Version::V6_1] {
                assert_eq!(
                    fate(version, state, kind),
                    expected,
                    "{kind} in {state}, {version}"
                );
            }
        }
    }
}

#[test]
fn requests_that_a_version_does_not_have_close_without_a_word() {
    let cases = [
        (Version::V4_2, Kind::Route, Fate::Closed),
        (Version::V4_3, Kind::Route, Fate::Done("READY")),
        (Version::V4_4, Kind::Route, Fate::Done("READY")),
        (Version::V5_0, Kind::Logoff, Fate::Closed),
        (Version::V5_0, Kind::Logon, Fate::Closed),
        (Version::V5_1, Kind::Logoff, Fate::Done("AUTHENTICATION")),
        (Version::V5_3, Kind::Telemetry, Fate::Closed),
        (Version::V5_4, Kind::Telemetry, Fate::Done("READY")),
    ];
    for (version, kind, expected) in cases {
        // In 4.3 the last field of ROUTE is a database name.
        if version == Version::V4_3 {
            let mut pair = in_state(version, "READY");
            let (context, bookmarks) = (common::map::<&str, 0>([]), Vec::new());
            pair.client
                .request(kind, &[context.into(), bookmarks.into(), "movies".into()]);
            assert!(pair.exchange()[0].contains("\"db\": \"movies\""));
        } else {
            assert_eq!(fate(version, "READY", kind), expected, "{kind}, {version}");
        }
    }
}

#[test]
fn hello_logs_in_where_there_is_no_logon() {
    for version in Version::ALL {
        let mut pair = Pair::new(version);
        pair.client.request(Kind::Hello, &well_formed(Kind::Hello));
        pair.exchange();
        let expected = if version <= Version::V5_0 {
            "READY"
        } else {
            "AUTHENTICATION"
        };
        assert_eq!(pair.server.connection.state_name(), expected, "{version}");
    }
}

#[test]
fn a_failure_is_answered_with_ignored_until_reset() {
    let mut pair = Pair::ready(Version::V4_4);
    pair.client.begin(common::map::<&str, 0>([]));
    pair.run("RETRUN 1");
    pair.client.pull(-1, None);
    pair.client.simple(Kind::Commit);
    assert_eq!(
        pair.exchange(),
        [
            "SUCCESS {}",
            "FAILURE {\"code\": \"Neo.ClientError.Statement.SyntaxError\", \"message\": \
             \"Invalid input (line 1, column 1 (offset: 0))\\n\\\"RETRUN 1\\\"\\n ^\"}",
            "IGNORED",
            "IGNORED",
        ]
    );
    pair.run("ROWS 1");
    assert_eq!(pair.exchange(), ["IGNORED"]);
    pair.client.simple(Kind::Reset);
    pair.run("ROWS 1");
    assert_eq!(
        pair.exchange(),
        [
            "SUCCESS {}",
            "SUCCESS {\"t_first\": 1, \"fields\": [\"x\"]}"
        ]
    );
}

#[test]
fn a_reset_overtakes_what_waits() {
    let mut pair = Pair::ready(Version::V5_8);
    let empty = common::map::<&str, 0>([]);
    pair.client.begin(empty.clone());
    pair.exchange();
    // The query is being run when the rest arrives.
    pair.run("ROWS 3");
    pair.server.connection.feed(&pair.client.take_output());
    let run = pair.server.connection.next_action().unwrap();
    pair.client.pull(-1, None);
    pair.client.simple(Kind::Commit);
    pair.server.connection.feed(&pair.client.take_output());
    assert!(!pair.server.connection.has_pending_reset());
    assert!(
        pair.server.connection.next_action().is_none(),
        "RUN is not answered yet"
    );
    pair.client.simple(Kind::Reset);
    pair.run("ROWS 1");
    pair.server.connection.feed(&pair.client.take_output());
    assert!(pair.server.connection.has_pending_reset());
    pair.server.act(run);
    let replies = pair.exchange();
    let heads: Vec<&str> = replies
        .iter()
        .map(|r| r.split(" {").next().unwrap())
        .collect();
    assert_eq!(
        heads,
        ["SUCCESS", "IGNORED", "IGNORED", "SUCCESS", "SUCCESS"]
    );
    assert_eq!(pair.server.done[3..], ["run ROWS 3", "reset", "run ROWS 1"]);
    assert!(!pair.server.connection.has_pending_reset());
    assert_eq!(pair.server.connection.state_name(), "AUTO_COMMIT");
}

#[test]
fn a_reset_does_not_overtake_a_login() {
    let mut pair = Pair::new(Version::V5_8);
    pair.client.log_in();
    pair.client.simple(Kind::Reset);
    pair.server.connection.feed(&pair.client.take_output());
    assert!(!pair.server.connection.has_pending_reset());
    assert_eq!(pair.exchange().len(), 3);
    assert_eq!(pair.server.done, ["hello", "logon", "reset"]);
}

#[test]
fn refused_fields_doom_the_transaction_and_reset_recovers() {
    let mut pair = Pair::ready(Version::V5_8);
    pair.client.begin(common::map::<&str, 0>([]));
    pair.run("ROWS 3");
    pair.client.pull(0, None);
    pair.client.simple(Kind::Commit);
    let replies = pair.exchange();
    assert!(replies[2].contains("\"neo4j_code\": \"Neo.ClientError.Request.Invalid\""));
    assert!(replies[2].contains("field \\\"n\\\" must be -1 or at least 1, found 0"));
    assert_eq!(replies[3], "IGNORED");
    assert_eq!(pair.server.done[2..], ["begin", "run ROWS 3", "abandon"]);
    pair.client.simple(Kind::Reset);
    assert_eq!(pair.exchange(), ["SUCCESS {}"]);
    assert_eq!(pair.server.connection.state_name(), "READY");
}

#[test]
fn answering_what_was_not_asked_ends_the_connection() {
    let mut pair = Pair::ready(Version::V5_8);
    pair.run("ROWS 1");
    pair.server.connection.feed(&pair.client.take_output());
    pair.server.connection.next_action().unwrap();
    pair.server.connection.success_commit("FB:1");
    pair.server.work();
    assert_eq!(
        pair.server.closed,
        Some(CloseReason::Defect("success_commit"))
    );
    assert!(pair.server.connection.take_output().is_empty());
}

#[test]
fn streams_of_a_transaction_have_numbers() {
    let mut pair = Pair::ready(Version::V4_4);
    pair.client.begin(common::map::<&str, 0>([]));
    pair.run("ROWS 3");
    pair.client.pull(1, None);
    pair.run("ROWS 1");
    pair.client.pull(-1, Some(0));
    pair.client.discard(-1, Some(1));
    pair.run("ROWS 1");
    pair.client.simple(Kind::Commit);
    let tail = "\"type\": \"r\", \"t_last\": 2, \"db\": \"neo4j\"}";
    let run = |qid| format!("SUCCESS {{\"t_first\": 1, \"fields\": [\"x\"], \"qid\": {qid}}}");
    let expected = [
        "SUCCESS {}".to_owned(),
        run(0),
        "RECORD [0]".to_owned(),
        "SUCCESS {\"has_more\": true}".to_owned(),
        run(1),
        "RECORD [1]".to_owned(),
        "RECORD [2]".to_owned(),
        format!("SUCCESS {{{tail}"),
        format!("SUCCESS {{{tail}"),
        run(2),
        "SUCCESS {\"bookmark\": \"FB:1\"}".to_owned(),
    ];
    assert_eq!(pair.exchange(), expected);
    // Numbers start again with the next transaction; a stream that ended is unknown.
    pair.client.begin(common::map::<&str, 0>([]));
    pair.run("ROWS 1");
    pair.client.pull(-1, None);
    pair.client.pull(-1, None);
    let replies = pair.exchange();
    assert_eq!(replies[1], run(0));
    assert!(
        replies[4].contains("Neo.ClientError.Request.InvalidFormat"),
        "{}",
        replies[4]
    );
    assert_eq!(pair.server.closed, None);
}
