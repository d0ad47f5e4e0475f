//! What stands at the end of a result, in every dialect: counters, plans, notifications.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use common::{DATABASE, Pair, SUMMARY, map};
use quiver_protocol::message::Kind;
use quiver_protocol::notification::{Condition, Notification, Outcome};
use quiver_protocol::server::reply::{Counters, Plan, PullSummary, RunReply};
use quiver_protocol::{Action, Version};
use quiver_types::{Map, Position, Value, ValueWriter};

fn empty() -> Map {
    Map::new()
}

/// Answers one RUN and PULL with a summary; gives back the summary as text.
fn summary(version: Version, extra: Map, summary: &PullSummary<'_>, uuid: bool) -> String {
    let mut pair = Pair::ready(version);
    pair.client.run("x", empty(), extra);
    pair.client.pull(-1, None);
    let connection = &mut pair.server.connection;
    connection.feed(&pair.client.take_output());
    connection.next_action().unwrap();
    connection.success_run(&RunReply {
        fields: &["x"],
        t_first: 1,
        database: "neo4j",
    });
    assert!(matches!(connection.next_action(), Some(Action::Pull(_))));
    if uuid {
        let mut writer = connection.records(DATABASE);
        writer.begin_record(1);
        writer.values().uuid(&[1; 16]);
        writer.commit_record().unwrap();
        connection.return_records(writer);
    }
    connection.success_pull(summary);
    pair.exchange().pop().unwrap()
}

#[test]
fn summaries() {
    let counters = Counters {
        nodes_created: 2,
        labels_added: 3,
        ..Counters::default()
    };
    let system = Counters {
        system_updates: 1,
        ..Counters::default()
    };
    let plan: Map = map([("operatorType", "ProduceResults@neo4j")]);
    let tail = "\"type\": \"rw\", \"t_last\": 3, \"db\": \"neo4j\"}";
    let cases = [
        (SUMMARY, String::new()),
        (
            PullSummary {
                bookmark: Some("FB:2"),
                counters,
                ..SUMMARY
            },
            "\"bookmark\": \"FB:2\", \"stats\": {\"nodes-created\": 2, \"labels-added\": 3, \
             \"contains-updates\": true}, "
                .into(),
        ),
        (
            PullSummary {
                counters: system,
                ..SUMMARY
            },
            "\"stats\": {\"system-updates\": 1, \"contains-system-updates\": true}, ".into(),
        ),
        (
            PullSummary {
                plan: Some(Plan::Plan(&plan)),
                ..SUMMARY
            },
            "\"plan\": {\"operatorType\": \"ProduceResults@neo4j\"}, ".into(),
        ),
        (
            PullSummary {
                plan: Some(Plan::Profile(&plan)),
                ..SUMMARY
            },
            "\"profile\": {\"operatorType\": \"ProduceResults@neo4j\"}, ".into(),
        ),
    ];
    for (case, head) in cases {
        let actual = summary(Version::V5_4, empty(), &case, false);
        assert_eq!(actual, format!("SUCCESS {{{head}{tail}"));
    }
}

#[test]
fn statuses_and_their_order() {
    let done = "{\"gql_status\": \"00000\", \"status_description\": \"note: successful \
                completion\"}";
    let omitted = "{\"gql_status\": \"00001\", \"status_description\": \"note: successful \
                   completion - omitted result\"}";
    let nothing = "{\"gql_status\": \"02000\", \"status_description\": \"note: no data\"}";
    for (outcome, status) in [
        (Outcome::Rows, done),
        (Outcome::Omitted, omitted),
        (Outcome::NoData, nothing),
    ] {
        let actual = summary(
            Version::V5_6,
            empty(),
            &PullSummary { outcome, ..SUMMARY },
            false,
        );
        assert!(
            actual.contains(&format!("\"statuses\": [{status}], ")),
            "{actual}"
        );
    }
    let notifications = [
        Notification::new(Condition::CartesianProduct, "Unconnected."),
        Notification {
            position: Some(Position {
                offset: 9,
                line: 1,
                column: 10,
            }),
            ..Notification::new(Condition::UnknownLabel, "No label `L`.")
        },
    ];
    let codes = |text: &str| -> Vec<String> {
        text.split("\"gql_status\": \"")
            .skip(1)
            .map(|rest| rest[..5].to_owned())
            .collect()
    };
    for (outcome, expected) in [
        (Outcome::Rows, ["01N50", "00000", "03N90"]),
        (Outcome::Omitted, ["01N50", "00001", "03N90"]),
        (Outcome::NoData, ["02000", "01N50", "03N90"]),
    ] {
        let case = PullSummary {
            notifications: &notifications,
            outcome,
            ..SUMMARY
        };
        let actual = summary(Version::V5_7, empty(), &case, false);
        assert_eq!(codes(&actual), expected);
        assert!(actual.contains(
            "{\"gql_status\": \"01N50\", \"status_description\": \"warn: label does not exist. No \
             label `L`.\", \"neo4j_code\": \
             \"Neo.ClientNotification.Statement.UnknownLabelWarning\", \"title\": \"The query \
             names a label that the database does not have\", \"description\": \"No label `L`.\", \
             \"diagnostic_record\": {\"_classification\": \"UNRECOGNIZED\", \"_severity\": \
             \"WARNING\", \"_position\": {\"offset\": 9, \"line\": 1, \"column\": 10}}}"
        ));
    }
    let case = PullSummary {
        notifications: &notifications,
        ..SUMMARY
    };
    let actual = summary(Version::V4_4, empty(), &case, false);
    assert!(actual.contains(
        "\"notifications\": [{\"severity\": \"INFORMATION\", \"code\": \
         \"Neo.ClientNotification.Statement.CartesianProduct\", \"title\": \"The query combines \
         unconnected patterns\", \"description\": \"Unconnected.\", \"category\": \
         \"PERFORMANCE\"}, {\"severity\": \"WARNING\""
    ));
    assert!(!summary(Version::V4_4, empty(), &SUMMARY, false).contains("notifications"));
}

#[test]
fn notifications_are_filtered_as_the_client_asks() {
    let notifications = [
        Notification::new(Condition::CartesianProduct, "a"),
        Notification::new(Condition::UnknownLabel, "b"),
        Notification::new(Condition::Deprecated, "c"),
    ];
    let case = PullSummary {
        notifications: &notifications,
        ..SUMMARY
    };
    let severity = |word: &str| map([("notifications_minimum_severity", word)]);
    let disabled = |key: &str| -> Map {
        let names: Value = vec!["UNRECOGNIZED".into(), "DEPRECATION".into()].into();
        map([(key, names)])
    };
    let cases = [
        (Version::V5_1, severity("OFF"), 3),
        (Version::V5_2, severity("OFF"), 0),
        (Version::V5_2, severity("WARNING"), 2),
        (Version::V5_2, severity("INFORMATION"), 3),
        (
            Version::V5_4,
            disabled("notifications_disabled_categories"),
            1,
        ),
        (
            Version::V5_4,
            disabled("notifications_disabled_classifications"),
            3,
        ),
        (
            Version::V5_6,
            disabled("notifications_disabled_classifications"),
            1,
        ),
        (
            Version::V5_6,
            disabled("notifications_disabled_categories"),
            3,
        ),
        (Version::V6_1, severity("OFF"), 0),
    ];
    for (version, extra, expected) in cases {
        let actual = summary(version, extra.clone(), &case, false);
        let count = actual.matches("Neo.ClientNotification").count();
        assert_eq!(count, expected, "{version} {extra:?}");
    }
}

#[test]
fn hello_sets_the_default_for_notifications_and_a_transaction_overrides_it() {
    let mut pair = Pair::new(Version::V5_8);
    let agent: Value = map([("product", "t/1")]).into();
    pair.client.hello(map([
        ("user_agent", "t/1".into()),
        ("bolt_agent", agent),
        ("notifications_minimum_severity", "OFF".into()),
    ]));
    pair.client.logon(map([("scheme", "none")]));
    pair.exchange();
    let louder = map([("notifications_minimum_severity", "WARNING")]);
    for (begin, run, told) in [
        (None, empty(), false),
        (None, louder.clone(), true),
        (Some(empty()), empty(), false),
        (Some(louder.clone()), empty(), true),
        // Inside a transaction it is for BEGIN to say.
        (Some(empty()), louder.clone(), false),
        (None, empty(), false),
    ] {
        let explicit = begin.is_some();
        if let Some(extra) = begin {
            pair.client.begin(extra);
        }
        pair.client.run("x", empty(), run);
        pair.client.pull(-1, None);
        if explicit {
            pair.client.simple(Kind::Commit);
        }
        pair.server.connection.feed(&pair.client.take_output());
        while let Some(action) = pair.server.connection.next_action() {
            let connection = &mut pair.server.connection;
            match action {
                Action::Run(_) => connection.success_run(&RunReply {
                    fields: &["x"],
                    t_first: 0,
                    database: "neo4j",
                }),
                Action::Pull(_) => {
                    let notifications = [Notification::new(Condition::UnknownLabel, "b")];
                    let notifications = &notifications;
                    connection.success_pull(&PullSummary {
                        notifications,
                        ..SUMMARY
                    });
                }
                other => pair.server.act(other),
            }
        }
        let replies = pair.exchange();
        let found = replies
            .iter()
            .any(|reply| reply.contains("UnknownLabelWarning"));
        assert_eq!(found, told, "{replies:?}");
    }
}

#[test]
fn a_replaced_value_is_owed_a_notification() {
    let code = "Neo.ClientNotification.Request.UnsupportedType";
    for (version, owed) in [
        (Version::V4_4, true),
        (Version::V5_8, true),
        (Version::V6_0, true),
        (Version::V6_1, false),
    ] {
        assert_eq!(
            summary(version, empty(), &SUMMARY, true).contains(code),
            owed,
            "{version}"
        );
        assert!(!summary(version, empty(), &SUMMARY, false).contains(code));
    }
    let off = map([("notifications_minimum_severity", "OFF")]);
    assert!(!summary(Version::V5_8, off, &SUMMARY, true).contains(code));
}
