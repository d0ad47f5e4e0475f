//! Which notifications a client gets that says which it wants, for its connection and for a query.
//! Every row is what a Neo4j 2026.08.1 answered.

use quiver_protocol::message::Kind;
use quiver_protocol::version::Version;
use quiver_types::{Map, Text, Value};

use crate::support::{Client, TestServer, map, text};

/// Deprecated (01N01), of a label that nobody has (01N50), and a product of two parts (03N90).
const QUERY: &str = "EXPLAIN MATCH (a:NoSuch), (b) RETURN id(a) AS x";

/// What a client says of its wishes: the least severity, and what it does not want to hear of.
type Wish = (Option<&'static str>, Option<&'static [&'static str]>);

const NO: Wish = (None, None);
const WARNING: Wish = (Some("WARNING"), None);
const INFORMATION: Wish = (Some("INFORMATION"), None);
const OFF: Wish = (Some("OFF"), None);
const NOT_DEPRECATED: Wish = (None, Some(&["DEPRECATION"]));
const NOT_SLOW: Wish = (None, Some(&["PERFORMANCE"]));
const NOTHING_LESS: Wish = (None, Some(&[]));
const EVERYTHING_LESS: Wish = (
    None,
    Some(&[
        "HINT",
        "UNRECOGNIZED",
        "UNSUPPORTED",
        "PERFORMANCE",
        "DEPRECATION",
        "SECURITY",
        "TOPOLOGY",
        "GENERIC",
        "SCHEMA",
    ]),
);

/// For the connection, for the query, and what is told.
const CASES: &[(Wish, Wish, &str)] = &[
    (NO, NO, "01N01 01N50 03N90"),
    (WARNING, NO, "01N01 01N50"),
    (INFORMATION, NO, "01N01 01N50 03N90"),
    (OFF, NO, ""),
    (NOT_DEPRECATED, NO, "01N50 03N90"),
    ((None, Some(&["UNRECOGNIZED", "PERFORMANCE"])), NO, "01N01"),
    ((Some("WARNING"), Some(&["DEPRECATION"])), NO, "01N50"),
    (NO, WARNING, "01N01 01N50"),
    (NO, OFF, ""),
    (NO, (None, Some(&["UNRECOGNIZED"])), "01N01 03N90"),
    (NO, (Some("OFF"), Some(&["HINT"])), ""),
    (NO, EVERYTHING_LESS, ""),
    // The query's word is in place of the connection's, one by one.
    (OFF, INFORMATION, "01N01 01N50 03N90"),
    (WARNING, INFORMATION, "01N01 01N50 03N90"),
    (NOT_DEPRECATED, NOTHING_LESS, "01N01 01N50 03N90"),
    (NOT_DEPRECATED, NOT_SLOW, "01N01 01N50"),
    (NOT_DEPRECATED, WARNING, "01N50"),
    (NOT_DEPRECATED, OFF, ""),
    (WARNING, NOT_DEPRECATED, "01N50"),
    (
        (Some("WARNING"), Some(&["DEPRECATION"])),
        INFORMATION,
        "01N50 03N90",
    ),
    // OFF goes as a whole.
    (OFF, NOT_DEPRECATED, "01N50 03N90"),
    (OFF, NOTHING_LESS, "01N01 01N50 03N90"),
    (
        (Some("OFF"), Some(&["PERFORMANCE"])),
        INFORMATION,
        "01N01 01N50 03N90",
    ),
    (
        (Some("OFF"), Some(&["PERFORMANCE"])),
        NOT_DEPRECATED,
        "01N50 03N90",
    ),
];

fn entries((severity, disabled): Wish) -> Map {
    let mut all = Map::new();
    if let Some(severity) = severity {
        all.insert(
            Text::new("notifications_minimum_severity"),
            Value::from(severity),
        );
    }
    if let Some(disabled) = disabled {
        let names: Vec<Value> = disabled.iter().map(|name| (*name).into()).collect();
        all.insert(
            Text::new("notifications_disabled_classifications"),
            Value::list(names),
        );
    }
    all
}

fn client(server: &TestServer, wish: Wish) -> Client {
    let mut client = Client::connect(server.bolt(), Version::V5_8);
    client.greet();
    let mut hello = entries(wish);
    hello.insert(Text::new("user_agent"), Value::from("test/1"));
    hello.insert(
        Text::new("bolt_agent"),
        Value::map(map(&[("product", "test/1".into())])),
    );
    client.bolt.hello(hello);
    client.bolt.logon(map(&[("scheme", "none".into())]));
    client.success();
    client.success();
    client
}

fn told(summary: &Map) -> String {
    let Some(Value::List(statuses)) = summary.get("statuses") else {
        panic!("{summary:?}");
    };
    let mut codes: Vec<&str> = statuses
        .iter()
        .map(|status| match status {
            Value::Map(status) => text(status, "gql_status"),
            other => panic!("{other:?}"),
        })
        .filter(|code| *code != "00001")
        .collect();
    codes.sort_unstable();
    codes.join(" ")
}

#[test]
fn a_client_is_told_what_it_wants_to_hear() {
    let server = TestServer::start();
    for (connection, query, expected) in CASES {
        let mut client = client(&server, *connection);
        let answer = client.query_with(QUERY, Map::new(), entries(*query));
        let place = format!("{connection:?} {query:?}");
        assert_eq!(told(&answer.summary), *expected, "{place}");
        // In a transaction it is for BEGIN to say.
        client.bolt.begin(entries(*query));
        client.success();
        let answer = client.query(QUERY);
        assert_eq!(
            told(&answer.summary),
            *expected,
            "{place}, in a transaction"
        );
        client.bolt.simple(Kind::Rollback);
        client.success();
    }
}
