//! Whole conversations, against what real servers answered: the shape of every reply in every
//! version, the order of its keys aside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use bytes::BytesMut;
use common::{DATABASE, Pair, SUMMARY, Toy, map};
use quiver_protocol::client::{ClientConnection, Response};
use quiver_protocol::message::{AccessMode, Kind};
use quiver_protocol::server::reply::{HelloReply, LogonReply, RunReply};
use quiver_protocol::{Action, CloseReason, HandshakeError, Limits, ServerConnection, Version};
use quiver_types::{Failure, Map, NodeId, Status, Value, ValueWriter};

fn empty() -> Map {
    Map::new()
}

#[test]
fn greetings() {
    let hello = |rest: &str| {
        format!("SUCCESS {{\"server\": \"Neo4j/5.26.0\", \"connection_id\": \"bolt-1\"{rest}}}")
    };
    let timeout = "\"connection.recv_timeout_seconds\": 120";
    for version in Version::ALL {
        let mut pair = Pair::new(version);
        pair.client.log_in();
        let replies = pair.exchange();
        let hints = if version <= Version::V4_2 {
            String::new()
        } else if version <= Version::V5_7 {
            format!(", \"hints\": {{{timeout}}}")
        } else {
            format!(", \"hints\": {{{timeout}, \"ssr.enabled\": true}}")
        };
        assert_eq!(replies[0], hello(&hints), "{version}");
        let logon: &[&str] = if version <= Version::V5_0 {
            &[]
        } else if version <= Version::V5_7 {
            &["SUCCESS {}"]
        } else {
            &["SUCCESS {\"advertised_address\": \"localhost:7687\"}"]
        };
        assert_eq!(replies[1..], *logon, "{version}");
    }
}

#[test]
fn the_manifest_form_repeats_the_version() {
    for version in Version::ALL {
        let mut pair = Pair {
            client: ClientConnection::by_manifest(version),
            server: Toy::new(),
        };
        assert_eq!(pair.exchange(), [""; 0]);
        pair.client.log_in();
        let replies = pair.exchange();
        assert!(replies[0].contains(&format!("\"protocol_version\": \"{version}\"")));
        assert_eq!(pair.server.connection.version(), Some(version));
    }
}

#[test]
fn messages_may_follow_the_handshake_in_one_piece() {
    let mut client = ClientConnection::new(Version::V5_8);
    client.log_in();
    let mut server = Toy::new();
    server.connection.feed(&client.take_output());
    server.work();
    client.feed(&server.connection.take_output()).unwrap();
    assert_eq!(client.responses().unwrap().len(), 2);
}

#[test]
fn handshakes_without_agreement_close() {
    let cases: [(&[u8], &[u8], HandshakeError); 3] = [
        (&[1, 2, 3, 4, 5], &[], HandshakeError::NotBolt),
        (
            &[
                0x60, 0x60, 0xB0, 0x17, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0,
            ],
            &[0, 0, 0, 0],
            HandshakeError::NothingInCommon,
        ),
        (
            &[
                0x60, 0x60, 0xB0, 0x17, 0, 0, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
            &[0, 0, 0, 0],
            HandshakeError::NothingInCommon,
        ),
    ];
    for (input, output, error) in cases {
        let mut server = Toy::new();
        server.connection.feed(input);
        server.work();
        assert_eq!(&server.connection.take_output()[..], output);
        assert_eq!(server.closed, Some(CloseReason::Handshake(error)));
        assert!(!server.connection.wants_input());
    }
}

#[test]
fn the_utc_patch_is_for_versions_that_need_it() {
    for (version, patched) in [
        (Version::V4_2, false),
        (Version::V4_3, true),
        (Version::V4_4, true),
        (Version::V5_0, false),
    ] {
        let mut pair = Pair::new(version);
        let patches: Value = vec!["utc".into(), "nonsense".into()].into();
        pair.client
            .hello(map([("user_agent", "t/1".into()), ("patch_bolt", patches)]));
        let replies = pair.exchange();
        assert_eq!(
            replies[0].contains("\"patch_bolt\": [\"utc\"]"),
            patched,
            "{version}"
        );
        let date_time = quiver_types::ZonedDateTime {
            seconds: 1_577_956_272,
            nanos: 1,
            zone: quiver_types::Zone::Offset(3600),
        };
        pair.client.run("ECHO", map([("v", date_time)]), empty());
        pair.client.pull(-1, None);
        pair.server.connection.feed(&pair.client.take_output());
        pair.server.work();
        let output = pair.server.connection.take_output();
        let tag = if patched || version >= Version::V5_0 {
            0x49
        } else {
            0x46
        };
        assert!(
            output.windows(2).any(|pair| pair == [0xB3, tag]),
            "{version}"
        );
    }
}

#[test]
fn the_database_is_told_to_those_who_named_none() {
    for (version, told) in [
        (Version::V5_7, false),
        (Version::V5_8, true),
        (Version::V6_1, true),
    ] {
        let db = if told { ", \"db\": \"neo4j\"" } else { "" };
        let begun = if told {
            "SUCCESS {\"db\": \"neo4j\"}"
        } else {
            "SUCCESS {}"
        };
        let mut pair = Pair::ready(version);
        pair.run("NOTHING");
        pair.client.pull(-1, None);
        pair.client.begin(empty());
        pair.run("NOTHING");
        pair.client.simple(Kind::Rollback);
        pair.client.begin(map([("db", "neo4j")]));
        pair.client.simple(Kind::Rollback);
        pair.client.run("NOTHING", empty(), map([("db", "neo4j")]));
        let replies = pair.exchange();
        assert_eq!(
            replies[0],
            format!("SUCCESS {{\"t_first\": 1, \"fields\": []{db}}}")
        );
        assert_eq!(replies[2], begun);
        assert_eq!(
            replies[3],
            "SUCCESS {\"t_first\": 1, \"fields\": [], \"qid\": 0}"
        );
        assert_eq!(replies[5], "SUCCESS {}");
        assert_eq!(replies[7], "SUCCESS {\"t_first\": 1, \"fields\": []}");
    }
}

#[test]
fn rows_in_portions() {
    let mut pair = Pair::ready(Version::V4_4);
    pair.run("ROWS 5");
    pair.client.pull(2, None);
    assert_eq!(
        pair.exchange(),
        [
            "SUCCESS {\"t_first\": 1, \"fields\": [\"x\"]}",
            "RECORD [0]",
            "RECORD [1]",
            "SUCCESS {\"has_more\": true}"
        ]
    );
    pair.client.pull(2, None);
    pair.client.discard(-1, None);
    assert_eq!(
        pair.exchange(),
        [
            "RECORD [2]",
            "RECORD [3]",
            "SUCCESS {\"has_more\": true}",
            "SUCCESS {\"bookmark\": \"FB:1\", \"type\": \"r\", \"t_last\": 2, \"db\": \"neo4j\"}"
        ]
    );
}

#[test]
fn a_failure_among_rows_leaves_no_half_row() {
    let mut pair = Pair::ready(Version::V5_6);
    pair.run("BREAK 2");
    pair.client.pull(-1, None);
    pair.client.simple(Kind::Reset);
    // All at once: the RESET has overtaken the rest.
    let heads = |replies: Vec<String>| -> Vec<String> {
        replies
            .iter()
            .map(|r| r.split(" {").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(heads(pair.exchange()), ["IGNORED", "IGNORED", "SUCCESS"]);
    pair.run("BREAK 2");
    pair.client.pull(-1, None);
    assert_eq!(
        pair.exchange()[1..],
        [
            "RECORD [0]",
            "RECORD [1]",
            "FAILURE {\"code\": \"Neo.ClientError.Statement.ArithmeticError\", \"message\": \
             \"Division by zero\"}"
        ]
    );
}

#[test]
fn failures_in_both_dialects() {
    let failures = [
        Failure::at(
            Status::UndefinedVariable,
            "Variable `foo` not defined",
            "RETURN foo",
            7,
        ),
        Failure::new(
            Status::DeadlockDetected,
            "Two transactions wait for each other",
        ),
        Failure::new(Status::ProcedureCallFailed, "The procedure broke"),
    ];
    let plain = [
        "FAILURE {\"code\": \"Neo.ClientError.Statement.SyntaxError\", \"message\": \"Variable \
         `foo` not defined (line 1, column 8 (offset: 7))\\n\\\"RETURN foo\\\"\\n        ^\"}",
        "FAILURE {\"code\": \"Neo.TransientError.Transaction.DeadlockDetected\", \"message\": \
         \"Two transactions wait for each other\"}",
        "FAILURE {\"code\": \"Neo.ClientError.Procedure.ProcedureCallFailed\", \"message\": \
         \"The procedure broke\"}",
    ];
    let gql = [
        "FAILURE {\"neo4j_code\": \"Neo.ClientError.Statement.SyntaxError\", \"message\": \
         \"Variable `foo` not defined (line 1, column 8 (offset: 7))\\n\\\"RETURN foo\\\"\\n        \
         ^\", \"gql_status\": \"42001\", \"description\": \"error: syntax error or access rule \
         violation - invalid syntax\", \"diagnostic_record\": {\"_classification\": \
         \"CLIENT_ERROR\", \"_position\": {\"offset\": 7, \"line\": 1, \"column\": 8}}, \"cause\": \
         {\"message\": \"42N62: Variable `foo` not defined\", \"gql_status\": \"42N62\", \
         \"description\": \"error: syntax error or access rule violation - variable not defined. \
         Variable `foo` not defined\", \"diagnostic_record\": {\"_classification\": \
         \"CLIENT_ERROR\", \"_position\": {\"offset\": 7, \"line\": 1, \"column\": 8}}}}",
        "FAILURE {\"neo4j_code\": \"Neo.TransientError.Transaction.DeadlockDetected\", \
         \"message\": \"Two transactions wait for each other\", \"gql_status\": \"50N05\", \
         \"description\": \"error: general processing exception - deadlock detected. Two \
         transactions wait for each other\", \"diagnostic_record\": {\"_classification\": \
         \"TRANSIENT_ERROR\"}}",
        "FAILURE {\"neo4j_code\": \"Neo.ClientError.Procedure.ProcedureCallFailed\", \"message\": \
         \"The procedure broke\", \"gql_status\": \"52N37\", \"description\": \"error: procedure \
         exception - procedure execution error\", \"diagnostic_record\": {\"_classification\": \
         \"CLIENT_ERROR\"}, \"cause\": {\"message\": \"52U00: The procedure broke\", \
         \"gql_status\": \"52U00\", \"description\": \"error: procedure exception - custom \
         procedure execution error cause. The procedure broke\"}}",
    ];
    for version in Version::ALL {
        let expected = if version <= Version::V5_6 { plain } else { gql };
        for (failure, expected) in failures.iter().zip(expected) {
            let mut pair = Pair::ready(version);
            pair.run("ROWS 1");
            pair.server.connection.feed(&pair.client.take_output());
            assert!(matches!(
                pair.server.connection.next_action(),
                Some(Action::Run(_))
            ));
            pair.server.connection.failure(failure);
            assert_eq!(pair.exchange(), [expected], "{version}");
        }
    }
}

#[test]
fn what_a_transaction_is_asked_to_be() {
    let metadata: Value = map([("app", "x")]).into();
    let bookmarks: Value = vec!["FB:1".into(), "FB:2".into()].into();
    let extra = map([
        ("mode", "r".into()),
        ("db", "movies".into()),
        ("tx_timeout", 5000.into()),
        ("tx_metadata", metadata),
        ("bookmarks", bookmarks),
        ("imp_user", "bob".into()),
        ("tx_type", "whatever Java says".into()),
    ]);
    for version in Version::ALL {
        let mut pair = Pair::ready(version);
        pair.client.begin(extra.clone());
        pair.server.connection.feed(&pair.client.take_output());
        let Some(Action::Begin(options)) = pair.server.connection.next_action() else {
            panic!()
        };
        assert_eq!(options.mode, AccessMode::Read);
        assert_eq!(options.database.as_deref(), Some("movies"));
        assert_eq!(options.timeout_ms, Some(5000));
        assert_eq!(options.metadata.len(), 1);
        assert_eq!(options.bookmarks.len(), 2);
        let impersonates = version >= Version::V4_4;
        assert_eq!(
            options.impersonated_user.is_some(),
            impersonates,
            "{version}"
        );
    }
}

#[test]
fn bad_fields_are_refused_by_name() {
    let begin = |key: &str, value: Value| (Kind::Begin, vec![map([(key, value)]).into()]);
    let pull = |map: Map| (Kind::Pull, vec![map.into()]);
    let node = quiver_types::Node {
        id: 1,
        element_id: "x".into(),
        labels: vec![],
        properties: Map::new(),
    };
    let cases: Vec<((Kind, Vec<Value>), &str)> = vec![
        (
            begin("mode", "x".into()),
            "field \"mode\" must be \"r\" or \"w\", found \"x\"",
        ),
        (
            begin("mode", 1.into()),
            "field \"mode\" must be a string or null, found INTEGER",
        ),
        (
            begin("tx_timeout", (-1).into()),
            "field \"tx_timeout\" must be zero or a positive number of milliseconds, found -1",
        ),
        (
            begin("tx_timeout", "1".into()),
            "field \"tx_timeout\" must be an integer or null",
        ),
        (
            begin("tx_metadata", 1.into()),
            "field \"tx_metadata\" must be a map or null",
        ),
        (
            begin("bookmarks", "FB:".into()),
            "field \"bookmarks\" must be a list of strings or null",
        ),
        (
            begin("bookmarks", vec![Value::Null].into()),
            "field \"bookmarks\" must be a list of strings, found NULL",
        ),
        (
            begin("db", 1.into()),
            "field \"db\" must be a string or null, found INTEGER",
        ),
        (
            begin("notifications_minimum_severity", "LOUD".into()),
            "field \"notifications_minimum_severity\" must be WARNING, INFORMATION or OFF",
        ),
        (
            (Kind::Begin, vec![1.into()]),
            "expected a map, found a value with marker 0x01",
        ),
        (
            (Kind::Telemetry, vec![99.into()]),
            "field \"api\" must be 0, 1, 2 or 3, found 99",
        ),
        (
            (Kind::Run, vec![1.into(), empty().into(), empty().into()]),
            "expected a string",
        ),
        (
            (Kind::Run, vec!["x".into(), 1.into(), empty().into()]),
            "field \"parameters\" must be a map or null, found INTEGER",
        ),
        (
            (
                Kind::Run,
                vec!["x".into(), map([("n", node)]).into(), empty().into()],
            ),
            "Node cannot be a parameter",
        ),
        (
            (Kind::Route, vec![empty().into(), 1.into(), empty().into()]),
            "field \"bookmarks\" must be a list of strings or null",
        ),
    ];
    for ((kind, fields), expected) in cases {
        let mut pair = Pair::ready(Version::V5_8);
        pair.client.request(kind, &fields);
        let replies = pair.exchange();
        let expected = expected.replace('"', "\\\"");
        assert!(replies[0].contains("\"neo4j_code\": \"Neo.ClientError.Request.Invalid\""));
        assert!(replies[0].contains(&expected), "{expected}: {}", replies[0]);
        assert_eq!(pair.server.closed, None);
        pair.client.simple(Kind::Reset);
        assert_eq!(pair.exchange(), ["SUCCESS {}"]);
    }
    let pulls = [
        (map([("n", 0)]), "must be -1 or at least 1, found 0"),
        (map([("n", -2)]), "must be -1 or at least 1, found -2"),
        (map([("qid", 0)]), "is required and must not be null"),
        (
            map([("n", "1")]),
            "must be an integer or null, found STRING",
        ),
        (
            map([("n", 1), ("qid", 7)]),
            "There is no open result with the number 7",
        ),
    ];
    for (fields, expected) in pulls {
        let mut pair = Pair::ready(Version::V5_8);
        pair.run("ROWS 1");
        let (kind, fields) = pull(fields);
        pair.client.request(kind, &fields);
        let replies = pair.exchange();
        assert!(replies[1].contains(expected), "{expected}: {}", replies[1]);
        assert_eq!(pair.server.closed, None);
    }
}

#[test]
fn a_login_that_is_refused_ends_the_connection() {
    let agent: Value = map([("product", "t/1")]).into();
    let hellos: [(Version, Map, &str); 5] = [
        (
            Version::V4_4,
            empty(),
            "field \\\"user_agent\\\" is required",
        ),
        (
            Version::V5_3,
            map([("user_agent", "x")]),
            "field \\\"bolt_agent\\\" is required",
        ),
        (
            Version::V5_8,
            map::<Value, 2>([("user_agent", "x".into()), ("bolt_agent", empty().into())]),
            "field \\\"bolt_agent.product\\\" is required",
        ),
        (
            Version::V5_8,
            map([("user_agent", Value::Null), ("bolt_agent", agent)]),
            "field \\\"user_agent\\\" is required",
        ),
        (
            Version::V4_4,
            map([("user_agent", 1)]),
            "must be a string or null, found INTEGER",
        ),
    ];
    for (version, hello, expected) in hellos {
        let mut pair = Pair::new(version);
        pair.client.hello(hello);
        pair.client.simple(Kind::Reset);
        let replies = pair.exchange();
        assert_eq!(replies.len(), 1);
        assert!(replies[0].contains(expected), "{}", replies[0]);
        assert_eq!(pair.server.closed, Some(CloseReason::LoginFailed));
    }
    let mut pair = Pair::new(Version::V5_8);
    let agent: Value = map([("product", "t/1")]).into();
    pair.client
        .hello(map([("user_agent", "t/1".into()), ("bolt_agent", agent)]));
    pair.client.logon(map([
        ("scheme", "basic"),
        ("principal", "neo4j"),
        ("credentials", "no"),
    ]));
    pair.run("ROWS 1");
    let replies = pair.exchange();
    assert_eq!(replies.len(), 2);
    assert!(replies[1].contains("\"gql_status\": \"42NFF\""));
    assert_eq!(pair.server.closed, Some(CloseReason::LoginFailed));
}

#[test]
fn logging_off_and_on_again_on_one_connection() {
    let mut pair = Pair::ready(Version::V5_4);
    pair.client.simple(Kind::Logoff);
    pair.client
        .logon(map([("scheme", "basic"), ("credentials", "right")]));
    pair.run("ROWS 1");
    assert_eq!(
        pair.exchange(),
        [
            "SUCCESS {}",
            "SUCCESS {}",
            "SUCCESS {\"t_first\": 1, \"fields\": [\"x\"]}"
        ]
    );
}

#[test]
fn credentials_that_must_be_changed() {
    for version in [Version::V4_4, Version::V5_0, Version::V5_1, Version::V5_8] {
        let mut pair = Pair::new(version);
        pair.client.log_in();
        let connection = &mut pair.server.connection;
        connection.feed(&pair.client.take_output());
        let Some(Action::Hello(hello)) = connection.next_action() else {
            panic!()
        };
        let reply = HelloReply {
            credentials_expired: true,
            ..common::hello_reply(&hello)
        };
        connection.success_hello(&reply);
        if connection.next_action().is_some() {
            let reply = LogonReply {
                advertised_address: "h:1",
                credentials_expired: true,
            };
            connection.success_logon(&reply);
        }
        let replies = pair.exchange();
        let told: Vec<bool> = replies
            .iter()
            .map(|reply| reply.contains("\"credentials_expired\": true"))
            .collect();
        let expected: &[bool] = if version <= Version::V5_0 {
            &[true]
        } else {
            &[false, true]
        };
        assert_eq!(told, expected, "{version}");
    }
}

#[test]
fn telemetry_is_asked_for_where_it_exists() {
    for (version, asked) in [
        (Version::V5_3, false),
        (Version::V5_4, true),
        (Version::V6_1, true),
    ] {
        let mut pair = Pair::new(version);
        pair.client.log_in();
        let connection = &mut pair.server.connection;
        connection.feed(&pair.client.take_output());
        let Some(Action::Hello(hello)) = connection.next_action() else {
            panic!()
        };
        let reply = HelloReply {
            telemetry: true,
            receive_timeout_seconds: None,
            ..common::hello_reply(&hello)
        };
        connection.success_hello(&reply);
        let replies = pair.exchange();
        assert_eq!(replies[0].contains("\"telemetry.enabled\": true"), asked);
        assert!(!replies[0].contains("recv_timeout"));
    }
}

#[test]
fn routing_tables_repeat_the_dialled_address() {
    let mut pair = Pair::ready(Version::V4_4);
    let ask = |context: Map, extra: Value| [context.into(), Vec::new().into(), extra];
    let context = map([("address", "example.com:9001"), ("region", "eu")]);
    pair.client
        .request(Kind::Route, &ask(context, empty().into()));
    pair.client
        .request(Kind::Route, &ask(empty(), map([("db", "movies")]).into()));
    let table = |db: &str, address: &str| {
        let role = |role| format!("{{\"addresses\": [\"{address}\"], \"role\": \"{role}\"}}");
        let servers = ["WRITE", "READ", "ROUTE"].map(role).join(", ");
        format!("SUCCESS {{\"rt\": {{\"ttl\": 300, \"db\": \"{db}\", \"servers\": [{servers}]}}}}")
    };
    let expected = [
        table("neo4j", "example.com:9001"),
        table("movies", "localhost:7687"),
    ];
    assert_eq!(pair.exchange(), expected);
}

#[test]
fn keep_alives_go_both_ways() {
    let mut pair = Pair::ready(Version::V5_8);
    pair.server.connection.feed(&[0, 0, 0, 0]);
    pair.server.connection.noop();
    assert!(
        pair.server.connection.take_output().is_empty(),
        "nobody waits"
    );
    pair.run("ROWS 1");
    pair.client.pull(-1, None);
    pair.server.connection.feed(&pair.client.take_output());
    let run = pair.server.connection.next_action().unwrap();
    pair.server.connection.noop();
    pair.server.act(run);
    pair.server.connection.feed(&[0, 0]);
    let pull = pair.server.connection.next_action().unwrap();
    pair.server.connection.noop();
    let writer = pair.server.connection.records(DATABASE);
    pair.server.connection.noop();
    pair.server.connection.return_records(writer);
    pair.server.act(pull);
    let output = pair.server.connection.take_output();
    assert!(output.starts_with(&[0, 0]));
    pair.client.feed(&output).unwrap();
    assert_eq!(pair.client.responses().unwrap().len(), 3);
}

#[test]
fn rows_can_be_taken_while_the_query_goes_on() {
    let mut pair = Pair::ready(Version::V5_8);
    pair.run("x");
    pair.client.pull(-1, None);
    let connection = &mut pair.server.connection;
    connection.feed(&pair.client.take_output());
    connection.next_action().unwrap();
    connection.success_run(&RunReply {
        fields: &["n"],
        t_first: 0,
        database: "neo4j",
    });
    connection.next_action().unwrap();
    let mut writer = connection.records(DATABASE);
    let mut sent = BytesMut::new();
    for id in 0..1000 {
        writer.begin_record(1);
        writer.values().node(NodeId(id), &["L"], 1);
        writer.values().key("p");
        writer.values().string(&"x".repeat(200));
        writer.commit_record().unwrap();
        if writer.buffered() > 4096 {
            sent.extend_from_slice(&writer.take_output());
            assert_eq!(writer.buffered(), 0);
        }
    }
    assert_eq!(writer.rows(), 1000);
    connection.return_records(writer);
    connection.success_pull(&SUMMARY);
    sent.extend_from_slice(&connection.take_output());
    pair.client.feed(&sent).unwrap();
    let responses = pair.client.responses().unwrap();
    assert_eq!(responses.len(), 1002);
    assert!(
        responses[1..1001]
            .iter()
            .all(|r| matches!(r, Response::Record(_)))
    );
}

#[test]
fn a_record_of_many_chunks() {
    let mut pair = Pair::ready(Version::V5_8);
    let long = "ä".repeat(200_000);
    pair.client
        .run("ECHO", map([("v", long.as_str())]), empty());
    pair.client.pull(-1, None);
    let responses = pair.responses();
    let Response::Record(row) = &responses[1] else {
        panic!()
    };
    assert!(matches!(&row[0], Value::String(text) if *text == long.as_str()));
}

#[test]
fn nothing_that_was_received_is_in_a_debug_print() {
    let mut connection = ServerConnection::new(Limits::default());
    let mut client = ClientConnection::new(Version::V4_4);
    client.hello(map([("user_agent", "t/1"), ("credentials", "sesame")]));
    connection.feed(&client.take_output());
    assert!(!format!("{connection:?}").contains("sesame"));
    let Some(action) = connection.next_action() else {
        panic!()
    };
    assert!(!format!("{connection:?}{action:?}").contains("sesame"));
}
