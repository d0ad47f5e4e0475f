//! The query log, read after the server has ended: which queries leave lines, and that a log that
//! cannot be written disturbs nobody.

use std::io::{Read, Write};
use std::path::Path;

use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_protocol::version::Version;
use quiver_server::Config;
use quiver_server::config::value::{
    ByteSize, Folder, Int, QueryLogFormat, QueryLogLevel, SettingValue, Span,
};
use quiver_types::Map;
use serde_json::Value as Json;

use crate::support::{Client, PASSWORD, TestServer, exchange, map, socket, with_login};

const LONG: &str = "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN sum(a)";

fn logging(level: QueryLogLevel) -> impl Fn(Config) -> Config {
    move |mut config| {
        config.settings.query_log = level;
        config.settings.query_log_format = QueryLogFormat::Json;
        config
    }
}

/// Ends the server; gives the lines of all files in the order in which they were written.
fn lines(server: &mut TestServer) -> Vec<Json> {
    server.running.take().unwrap().shutdown();
    let folder = server.folder.path().join("logs");
    let mut all = read(&folder.join("query.log"));
    for number in 1.. {
        let path = folder.join(format!("query.log.{number}"));
        if !path.exists() {
            break;
        }
        all.splice(0..0, read(&path));
    }
    all
}

fn read(path: &Path) -> Vec<Json> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'));
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Event, query, database and code of each line.
fn brief(lines: &[Json]) -> Vec<String> {
    let field = |line: &Json, key: &str| line[key].as_str().unwrap_or("-").to_owned();
    lines
        .iter()
        .map(|line| {
            let keys = ["event", "query", "database", "errorCode"];
            keys.map(|key| field(line, key)).join(" | ")
        })
        .collect()
}

#[test]
fn nothing_is_logged_unless_asked_for() {
    let mut server = TestServer::start();
    server.client().query("RETURN 1");
    assert!(lines(&mut server).is_empty());
    assert!(!server.folder.path().join("logs").exists());
}

#[test]
fn ends_are_logged_whatever_they_were() {
    let mut server =
        TestServer::start_with(|config| logging(QueryLogLevel::Info)(with_login(config)));
    let (mut client, _) = Client::log_in_as(server.bolt(), "neo4j", PASSWORD);
    let extra = map(&[("tx_metadata", map(&[("app", "shop".into())]).into())]);
    let parameters = map(&[("p", "hidden value".into())]);
    client.query_with("UNWIND [1, 2, 3] AS x RETURN x, $p", parameters, extra);
    client.query_failure("RETURN 1/0 AS hidden");
    client.query_failure("RETURN 'not closed, hidden");
    client.query("CREATE USER ada SET PASSWORD 'hidden value' CHANGE NOT REQUIRED");
    // In an explicit transaction, one result of which is never read to its end.
    client.bolt.begin(map(&[("db", "neo4j".into())]));
    client.success();
    client.query("CREATE (:Logged)");
    client.bolt.run(
        "UNWIND range(1, 9) AS unread RETURN unread",
        Map::new(),
        Map::new(),
    );
    client.bolt.pull(2, None);
    client.success();
    client.rows();
    client.reset();
    let body = r#"{"statement": "RETURN $p", "parameters": {"p": "hidden value"}}"#;
    let request = format!(
        "POST /db/neo4j/query/v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: \
         Basic bmVvNGo6Y29ycmVjdC1ob3JzZQ==\r\nContent-Type: application/json\r\nContent-Length: \
         {}\r\n\r\n{body}",
        body.len()
    );
    // Not `exchange`: a client that has hung up before its query is answered does not want it.
    let mut stream = socket(server.http());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("hidden value"), "{answer}");
    let lines = lines(&mut server);
    assert_eq!(
        brief(&lines),
        [
            "success | UNWIND [******, ******, ******] AS x RETURN x, $p | neo4j | -",
            "fail | RETURN ******/****** AS hidden | neo4j | Neo.ClientError.Statement.ArithmeticError",
            "fail | ****** | - | Neo.ClientError.Statement.SyntaxError",
            "success | CREATE USER ada SET PASSWORD ****** CHANGE NOT REQUIRED | neo4j | -",
            "success | CREATE (:Logged) | neo4j | -",
            "abandoned | UNWIND range(******, ******) AS unread RETURN unread | neo4j | -",
            "success | RETURN $p | neo4j | -",
        ]
    );
    let all = format!("{lines:?}");
    assert!(!all.contains("hidden value"), "{all}");
    let (first, last) = (&lines[0], &lines[6]);
    for (line, key, expected) in [
        (first, "protocol", "bolt"),
        (first, "username", "neo4j"),
        (first, "agent", "test/1"),
        (first, "annotationData", "{app: 'shop'}"),
        (last, "protocol", "http"),
        (last, "username", "neo4j"),
    ] {
        assert_eq!(line[key], expected, "{key} in {line}");
    }
    assert_eq!((&first["rows"], &lines[5]["rows"]), (&3.into(), &2.into()));
    assert_eq!(lines[4]["transactionId"], lines[5]["transactionId"]);
    assert!(
        first["clientAddress"]
            .as_str()
            .unwrap()
            .starts_with("127.0.0.1:")
    );
}

#[test]
fn verbose_logs_starts_and_what_is_asked_for_is_shown() {
    let mut server = TestServer::start_with(|mut config| {
        config.settings.query_log_parameters = true;
        config.settings.query_log_obfuscate = false;
        config.settings.query_log_threshold = Span::parse("1h").unwrap();
        logging(QueryLogLevel::Verbose)(config)
    });
    let mut client = server.client();
    client.query_with("RETURN 'x', $p", map(&[("p", 7_i64.into())]), Map::new());
    let parameters = map(&[("p", "hidden value".into())]);
    client.query_with("CREATE USER u SET PASSWORD $p", parameters, Map::new());
    let lines = lines(&mut server);
    assert_eq!(
        brief(&lines),
        [
            "start | RETURN 'x', $p | neo4j | -",
            "success | RETURN 'x', $p | neo4j | -",
            "start | CREATE USER u SET PASSWORD $p | neo4j | -",
            "success | CREATE USER u SET PASSWORD $p | neo4j | -",
        ]
    );
    assert_eq!(lines[0]["id"], lines[1]["id"]);
    assert_eq!(lines[1]["queryParameters"], "{p: 7}");
    assert_eq!(lines[3]["queryParameters"], "{p: '******'}");
}

#[test]
fn faster_queries_than_the_threshold_leave_no_line() {
    let mut server = TestServer::start_with(|mut config| {
        config.settings.query_log_threshold = Span::parse("1h").unwrap();
        logging(QueryLogLevel::Info)(config)
    });
    let mut client = server.client();
    client.query("RETURN 1");
    client.query_failure("RETURN 1/0");
    assert!(lines(&mut server).is_empty());
}

#[test]
fn stopped_queries_are_logged() {
    let mut server = TestServer::start_with(logging(QueryLogLevel::Info));
    let mut client = server.client();
    client
        .bolt
        .run(LONG, Map::new(), map(&[("tx_timeout", 20_i64.into())]));
    client.bolt.pull(-1, None);
    client.success();
    client.failure();
    client.reset();
    client.bolt.run(LONG, Map::new(), Map::new());
    client.bolt.pull(-1, None);
    client.success();
    client.bolt.simple(Kind::Reset);
    client.send();
    while !matches!(client.response(), Some(Response::Success(_))) {}
    let lines = lines(&mut server);
    let codes: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["errorCode"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "Neo.ClientError.Transaction.Terminated"
        ]
    );
}

#[test]
fn sixteen_clients_lose_no_line_and_files_are_renamed() {
    let mut server = TestServer::start_with(|mut config| {
        config.settings.query_log_rotation = ByteSize(4 << 10);
        config.settings.query_log_keep = Int(1000);
        logging(QueryLogLevel::Info)(config)
    });
    let address = server.bolt();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(move || {
                let mut client = Client::logged_in(address, Version::V5_8);
                for _ in 0..20 {
                    client.query("RETURN 1 AS one");
                }
            });
        }
    });
    let lines = lines(&mut server);
    assert!(server.folder.path().join("logs/query.log.2").exists());
    let mut ids: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["id"].as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((lines.len(), ids.len()), (320, 320));
}

#[test]
fn a_log_that_cannot_be_written_disturbs_nobody() {
    let outside = tempfile::tempdir().unwrap();
    let (file, full) = (outside.path().join("file"), outside.path().join("full"));
    std::fs::write(&file, "no folder").unwrap();
    std::fs::create_dir(&full).unwrap();
    std::os::unix::fs::symlink("/dev/full", full.join("query.log")).unwrap();
    for folder in [file, full] {
        let server = TestServer::start_with(|mut config| {
            config.settings.logs = Some(Folder(folder.to_str().unwrap().into()));
            logging(QueryLogLevel::Verbose)(config)
        });
        let mut client = server.client();
        for number in 0..10 {
            client.query(&format!("CREATE (:Kept {{number: {number}}})"));
        }
        assert_eq!(client.number("MATCH (n:Kept) RETURN count(n)"), 10);
        // Each query has two lines; the log's thread loses them when it comes to it.
        let request = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        loop {
            let page = exchange(server.http(), request);
            let page = String::from_utf8_lossy(&page);
            assert!(page.contains("quiver_query_log_lines_total{result=\"written\"} 0\n"));
            if page.contains("quiver_query_log_lines_total{result=\"dropped\"} 22\n") {
                break;
            }
            std::thread::yield_now();
        }
    }
}
