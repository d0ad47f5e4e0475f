//! What no client should send, sent to a real server: bytes that are no Bolt, sizes that are
//! lies, texts that are no Cypher, files that are damaged. Each must be answered precisely, and
//! must leave the server, its other clients and its data alone.
//!
//! Codes and positions are those of a real Neo4j 2026.08.1, words where ours are no better. Finer tests of the codec and
//! of the state machine are in `protocol`, of damaged logs in `storage`.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests look at files and fail by panicking"
)]

use std::io::{Read, Seek, SeekFrom, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use quiver_compat_tests::harness::{Client, Server, wire};
use quiver_protocol::Version;
use quiver_protocol::client::Response;
use quiver_types::Value;

/// A server with something in it, and a client that was there before any mischief.
struct Scene {
    server: Server,
    bystander: Client,
}

impl Scene {
    fn new() -> Self {
        let server = Server::start();
        let mut bystander = server.connect();
        bystander
            .run("UNWIND range(1, 100) AS i CREATE (:Kept {i: i})", [])
            .expect("some data");
        Self { server, bystander }
    }

    /// The bystander, a newcomer and the data are as they were.
    fn is_unharmed(&mut self, after: &str) {
        assert!(self.server.is_running(), "the server ended after {after}");
        let sum = "MATCH (n:Kept) RETURN sum(n.i)";
        for client in [&mut self.bystander, &mut self.server.connect()] {
            let rows = client.run(sum, []);
            let rows = rows.unwrap_or_else(|refused| panic!("after {after}: {refused:?}"));
            assert_eq!(rows.integer(), 5050, "after {after}");
        }
    }

    fn stream(&self) -> TcpStream {
        let stream = TcpStream::connect(self.server.bolt()).expect("the server listens");
        let patience = Some(Duration::from_secs(60));
        stream.set_read_timeout(patience).expect("a timeout");
        stream
    }

    /// Sends bytes, and gives all that comes back until the server closes.
    fn until_closed(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.stream();
        // The server may close before it has read everything.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        }
        answer
    }
}

#[test]
fn what_is_no_bolt_is_cut_off() {
    let mut scene = Scene::new();
    let no_version = [&wire::MAGIC[..], &[0; 16]].concat();
    for (what, bytes) in [
        ("another magic number", [0x60, 0x60, 0xB0, 0x18].repeat(5)),
        // A proper GET is answered with where Bolt is to be found; this is none.
        ("HTTP of a kind", b"GET /\0\0 gibberish\r\n\r\n".to_vec()),
        ("another method", b"POST / HTTP/1.1\r\n\r\n".to_vec()),
        (
            "TLS",
            [
                0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ]
            .to_vec(),
        ),
        ("zeros", vec![0; 4096]),
        ("no version", no_version),
    ] {
        let answer = scene.until_closed(&bytes);
        assert!(
            answer.len() <= 200,
            "{what}: {} bytes came back",
            answer.len()
        );
        scene.is_unharmed(what);
    }
}

#[test]
fn half_a_conversation_is_forgotten() {
    let mut scene = Scene::new();
    let hello = {
        let mut client = Client::open(scene.server.bolt(), Version::V5_8);
        client.connection().log_in();
        client.connection().take_output().to_vec()
    };
    for length in [0, 1, 4, 19, 20, 21, 23, hello.len() - 1, hello.len()] {
        let mut stream = scene.stream();
        stream.write_all(&hello[..length]).expect("sent");
        drop(stream);
    }
    let mut stream = scene.stream();
    stream.write_all(&hello).expect("sent");
    // A chunk that promises more than comes.
    stream.write_all(&[0xFF, 0xFF, 1, 2, 3]).expect("sent");
    stream.shutdown(Shutdown::Write).expect("half closed");
    let mut rest = Vec::new();
    stream
        .read_to_end(&mut rest)
        .expect("the server closes too");
    scene.is_unharmed("truncated chunks");
}

/// A failure, or the end of the connection: what a malformed message may lead to.
fn refused(client: &mut Client) -> Option<String> {
    match client.answer() {
        Ok(Response::Failure(map)) => match map.get("neo4j_code").or_else(|| map.get("code")) {
            Some(Value::String(code)) => Some(code.to_string()),
            other => panic!("no code: {other:?}"),
        },
        Ok(other) => panic!("answered with {other:?}"),
        Err(broken) => {
            assert!(broken.is_broken());
            None
        }
    }
}

#[test]
fn malformed_values_are_refused_and_cost_nothing() {
    let nested = |marker: u8, depth: usize| [vec![marker; depth], vec![0xC0]].concat();
    let nested_maps = [0xA1, 0x81, b'k'].repeat(100_000);
    let claims = |marker: u8, length: u32| [vec![marker], length.to_be_bytes().to_vec()].concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "a string that claims two gigabytes",
            claims(0xD2, 0x7FFF_FFFF),
        ),
        ("bytes that claim two gigabytes", claims(0xCE, 0x7FFF_FFFF)),
        ("a list that claims four billion", claims(0xD6, 0xFFFF_FFFF)),
        ("a map that claims four billion", claims(0xDA, 0xFFFF_FFFF)),
        ("100,000 nested lists", nested(0x91, 100_000)),
        ("100,000 nested maps", nested_maps),
        ("text that is no UTF-8", vec![0x83, b'a', 0xFF, 0xFE]),
        ("half of a surrogate pair", vec![0x83, 0xED, 0xA0, 0x80]),
        ("a reserved marker", vec![0xC7]),
        ("a structure that nobody knows", vec![0xB1, 0x7A, 0x01]),
        ("a date of a structure too short", vec![0xB0, 0x44]),
        ("more than one value", vec![0x01, 0x02]),
        ("no value", vec![]),
    ];
    let mut scene = Scene::new();
    let before = scene.server.resident();
    for (what, value) in cases {
        let mut client = scene.server.connect();
        let message = wire::message(&wire::run("RETURN $x", &value));
        // The server may close before it has read everything.
        let _ = client.send_bytes(&message);
        if let Some(code) = refused(&mut client) {
            assert!(
                code.starts_with("Neo.ClientError.Request.")
                    || code.starts_with("Neo.ClientError.Statement."),
                "{what}: {code}"
            );
        }
        scene.is_unharmed(what);
    }
    if let (Some(before), Some(after)) = (before, scene.server.resident()) {
        let grown = after.saturating_sub(before) >> 20;
        assert!(grown < 64, "{grown} MB more than before");
    }
}

#[test]
fn unauthenticated_clients_cannot_send_much() {
    let mut scene = Scene::new();
    let greeting = [&wire::MAGIC[..], &[0, 0, 8, 5], &[0; 12]].concat();
    let large = wire::message(
        &[
            vec![0xB1, 0x01, 0xD2, 0x7F, 0xFF, 0xFF, 0xFF],
            vec![b'a'; 1 << 20],
        ]
        .concat(),
    );
    let answer = scene.until_closed(&[greeting, large].concat());
    assert!(answer.len() <= 1024, "{} bytes came back", answer.len());
    scene.is_unharmed("a megabyte before login");
}

#[test]
fn requests_out_of_order_end_only_their_connection() {
    let mut scene = Scene::new();
    let mut client = Client::open(scene.server.bolt(), Version::V5_8);
    client.connection().run(
        "RETURN 1",
        quiver_types::Map::new(),
        quiver_types::Map::new(),
    );
    refused(&mut client);
    let mut client = scene.server.connect();
    client.connection().pull(-1, None);
    refused(&mut client);
    let mut client = scene.server.connect();
    client
        .send_bytes(&wire::message(&[0xB0, 0x77]))
        .expect("sent");
    refused(&mut client);
    scene.is_unharmed("requests out of order");
}

/// Query, code, line and column, words. No place means that Neo4j gives none.
type Wrong = (&'static str, &'static str, Option<(u32, u32)>, &'static str);

/// The parameter `x` is `[1]`.
const WRONG: [Wrong; 26] = [
    (
        "RETURN foo(1)",
        "Statement.SyntaxError",
        Some((1, 8)),
        "Unknown function 'foo'",
    ),
    (
        "RETURN 1 + true",
        "Statement.SyntaxError",
        Some((1, 12)),
        "Type mismatch: expected Float, Integer, String or List<T> but was Boolean",
    ),
    (
        "RETURN x",
        "Statement.SyntaxError",
        Some((1, 8)),
        "Variable `x` not defined",
    ),
    (
        "MATCH (n)\nWITH n\n  RETURN m.a",
        "Statement.SyntaxError",
        Some((3, 10)),
        "Variable `m` not defined",
    ),
    (
        "MATCH (n RETURN n",
        "Statement.SyntaxError",
        Some((1, 10)),
        "Invalid input 'RETURN'",
    ),
    (
        "FOO",
        "Statement.SyntaxError",
        Some((1, 1)),
        "Invalid input 'FOO'",
    ),
    (
        "RETURN 1 +",
        "Statement.SyntaxError",
        Some((1, 11)),
        "expected an expression",
    ),
    (
        "",
        "Statement.SyntaxError",
        Some((1, 1)),
        "The query ends here",
    ),
    (
        "RETURN \"a",
        "Statement.SyntaxError",
        Some((1, 8)),
        "is never closed",
    ),
    (
        "RETURN 9223372036854775808",
        "Statement.SyntaxError",
        Some((1, 8)),
        "is too large",
    ),
    (
        "RETURN 1 AS a, 2 AS a",
        "Statement.SyntaxError",
        Some((1, 21)),
        "Multiple result columns with the same name",
    ),
    (
        "RETURN toInteger(true, 1)",
        "Statement.SyntaxError",
        Some((1, 8)),
        "Too many parameters for function 'toInteger'",
    ),
    (
        "RETURN abs(\"a\")",
        "Statement.SyntaxError",
        Some((1, 12)),
        "Type mismatch: expected",
    ),
    (
        "RETURN [1, 2][\"a\"]",
        "Statement.SyntaxError",
        Some((1, 15)),
        "list index must be given as Integer, but was String",
    ),
    (
        "WITH 1 AS x RETURN x.y",
        "Statement.SyntaxError",
        Some((1, 20)),
        "Type mismatch: expected Map, Node, Relationship",
    ),
    (
        "RETURN 1 SKIP -1",
        "Statement.SyntaxError",
        Some((1, 15)),
        "Must be a non-negative integer",
    ),
    (
        "RETURN '🙂' + z",
        "Statement.SyntaxError",
        Some((1, 15)),
        "Variable `z` not defined",
    ),
    (
        "RETURN 1 / 0",
        "Statement.ArithmeticError",
        None,
        "/ by zero",
    ),
    (
        "RETURN 9223372036854775807 + 1",
        "Statement.ArithmeticError",
        None,
        "long overflow",
    ),
    (
        "RETURN $missing",
        "Statement.ParameterMissing",
        None,
        "Expected parameter(s): missing",
    ),
    (
        "UNWIND $x AS v RETURN v.y",
        "Statement.TypeError",
        None,
        "Type mismatch: expected a map but was Long(1)",
    ),
    (
        "CREATE (:Kept {p: {a: 1}})",
        "Statement.TypeError",
        None,
        "Property values can only be of primitive types or arrays thereof",
    ),
    (
        "MERGE (:Kept {p: null})",
        "Statement.SemanticError",
        None,
        "Cannot merge the following node because of null property value for 'p'",
    ),
    (
        "RETURN date('x')",
        "Statement.SyntaxError",
        None,
        "Text cannot be parsed to a Date",
    ),
    (
        "RETURN range(1, 2, 0)",
        "Statement.ArgumentError",
        None,
        "Step argument to 'range()' cannot be zero",
    ),
    (
        "CALL no.such.procedure()",
        "Procedure.ProcedureNotFound",
        None,
        "There is no procedure with the name `no.such.procedure`",
    ),
];

#[test]
fn wrong_queries_get_neo4js_code_and_place() {
    let mut scene = Scene::new();
    let mut client = scene.server.connect();
    let mut wrong = Vec::new();
    for (query, code, position, words) in WRONG {
        let x = Value::list(vec![Value::Integer(1)]);
        let refused = match client.run(query, [("x", x)]) {
            Ok(rows) => {
                wrong.push(format!("{query:?}: answered with {:?}", rows.rows));
                continue;
            }
            Err(refused) => refused,
        };
        let place = position.map_or_else(String::new, |(line, column)| {
            format!("(line {line}, column {column} (offset: ")
        });
        let caret = position.is_none() || refused.message.ends_with('^');
        let right = refused.code == format!("Neo.ClientError.{code}")
            && refused.message.contains(words)
            && refused.message.contains(&place)
            && caret;
        if !right {
            wrong.push(format!(
                "{query:?}: {code} {place} {words}\n   got {refused:?}"
            ));
        }
    }
    scene.is_unharmed("wrong queries");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn huge_queries_are_answered_or_refused() {
    let around = |open: &str, close: &str, times: usize| {
        format!("RETURN {}1{} AS x", open.repeat(times), close.repeat(times))
    };
    let joined = |part: &str, by: &str, times: usize| vec![part; times].join(by);
    let cases = [
        ("20,000 parentheses", around("(", ")", 20_000)),
        ("20,000 lists", around("[", "]", 20_000)),
        ("20,000 maps", around("{a: ", "}", 20_000)),
        ("20,000 calls", around("abs(", ")", 20_000)),
        (
            "20,000 CASE",
            around("CASE WHEN true THEN ", " END", 20_000),
        ),
        (
            "50,000 NOT",
            format!("RETURN {}true AS x", "NOT ".repeat(50_000)),
        ),
        (
            "50,000 minus",
            format!("RETURN {}1 AS x", "- ".repeat(50_000)),
        ),
        (
            "20,000 +",
            format!("RETURN {} AS x", joined("1", " + ", 20_000)),
        ),
        (
            "20,000 AND",
            format!("RETURN {} AS x", joined("true", " AND ", 20_000)),
        ),
        (
            "20,000 OR",
            format!("RETURN {} AS x", joined("false", " OR ", 20_000)),
        ),
        (
            "20,000 comparisons",
            format!("RETURN {} AS x", joined("1", " < ", 20_000)),
        ),
        (
            "20,000 properties",
            format!("WITH {{a: 1}} AS m RETURN m{} AS x", ".a".repeat(20_000)),
        ),
        (
            "20,000 elements",
            format!("RETURN [{}] AS x", joined("1", ", ", 20_000)),
        ),
        ("2,000 UNION", joined("RETURN 1 AS x", " UNION ", 2_000)),
        (
            "500 nested CALL",
            format!(
                "{}RETURN 1 AS x{}",
                "CALL { ".repeat(500),
                " } RETURN x".repeat(500)
            ),
        ),
        (
            "500 nested EXISTS",
            format!(
                "MATCH (n) WHERE {}true{} RETURN n",
                "EXISTS { MATCH (n) WHERE ".repeat(500),
                " }".repeat(500)
            ),
        ),
        (
            "a path of 2,000 relationships",
            format!("MATCH (){} RETURN 1 AS x LIMIT 1", "-->()".repeat(2_000)),
        ),
        (
            "2,000 WITH",
            format!("WITH 1 AS x {}RETURN x", "WITH x ".repeat(2_000)),
        ),
        (
            "parentheses without end",
            format!("RETURN {}", "(".repeat(20_000)),
        ),
        (
            "an eight megabyte string",
            format!("RETURN size('{}') AS x", "a".repeat(8 << 20)),
        ),
    ];
    let mut scene = Scene::new();
    for (what, query) in cases {
        let mut client = scene.server.connect();
        match client.run(&query, []) {
            Ok(_) => {}
            Err(refused) => {
                let precise = refused.code.starts_with("Neo.ClientError.Statement.")
                    || refused.code == "Neo.ClientError.General.TransactionOutOfMemoryError";
                assert!(
                    precise,
                    "{what}: {} {}",
                    refused.code,
                    head(&refused.message)
                );
                assert!(
                    refused.message.len() < 5_000,
                    "{what}: a message as long as the query"
                );
            }
        }
        scene.is_unharmed(what);
    }
}

fn head(text: &str) -> String {
    text.chars().take(300).collect()
}

/// The log files of a data folder, by name.
fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().contains("wal")
                || path.extension().is_some_and(|e| e == "log")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Where a marker stands in a log.
fn find(logs: &[PathBuf], marker: &[u8]) -> (PathBuf, u64) {
    for path in logs {
        let bytes = std::fs::read(path).expect("a log file");
        if let Some(at) = bytes
            .windows(marker.len())
            .position(|window| window == marker)
        {
            return (path.clone(), at as u64);
        }
    }
    panic!("no log holds {:?}", String::from_utf8_lossy(marker));
}

fn flip(path: &Path, at: u64) {
    let mut file = std::fs::File::options()
        .read(true)
        .write(true)
        .open(path)
        .expect("the log can be opened");
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).expect("within the file");
    file.read_exact(&mut byte).expect("within the file");
    byte[0] ^= 0x10;
    file.seek(SeekFrom::Start(at)).expect("within the file");
    file.write_all(&byte).expect("written");
}

/// A bit that flipped in the middle of the log is told, with file and offset, and not repaired by
/// forgetting what comes after; back in place, everything is there.
#[test]
fn a_damaged_log_is_refused_by_name() {
    let mut scene = Scene::new();
    for i in 0..20 {
        let text = format!("transaction number {i:04}, to be found again");
        let created = scene.bystander.run(
            "CREATE (:Logged {text: $text})",
            [("text", text.as_str().into())],
        );
        created.expect("created");
    }
    scene.server.kill();
    let (path, at) = find(&logs(&scene.server.data()), b"transaction number 0003");
    flip(&path, at);
    let told = scene
        .server
        .start_again()
        .expect_err("a damaged log must not be opened");
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert!(told.contains(&name) && told.contains("offset"), "{told}");
    assert_eq!(told.trim().lines().count(), 1, "{told}");
    flip(&path, at);
    scene.server.start_again().expect("repaired, it starts");
    let logged = "MATCH (n:Logged) RETURN count(n)";
    let count = scene.server.connect().run(logged, []).expect("counted");
    assert_eq!(count.integer(), 20);
}
