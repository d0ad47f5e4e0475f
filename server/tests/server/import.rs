//! What LOAD CSV may read, and what not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use quiver_protocol::message::Kind;
use quiver_server::config::value::{ByteSize, Folder, SettingValue, Span};
use quiver_types::Value;

use crate::support::{Client, TestServer};

/// The first column of a LOAD CSV, or the code and message of its failure.
fn load(client: &mut Client, url: &str) -> String {
    let text = format!("LOAD CSV FROM '{url}' AS l RETURN l[0] AS v, file() AS f");
    client
        .bolt
        .run(&text, Default::default(), Default::default());
    client.bolt.pull(-1, None);
    client.success();
    let mut rows = Vec::new();
    loop {
        match client.response().unwrap() {
            quiver_protocol::client::Response::Record(row) => {
                rows.push(row.iter().map(shown).collect::<Vec<_>>().join(" "));
            }
            quiver_protocol::client::Response::Success(_) => return rows.join("; "),
            quiver_protocol::client::Response::Failure(map) => {
                client.bolt.request(Kind::Reset, &[]);
                client.success();
                return format!(
                    "{} {}",
                    shown(map.get("neo4j_code").or(map.get("code")).unwrap()),
                    shown(map.get("message").unwrap())
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        other => format!("{other:?}"),
    }
}

/// `a\nb\n`, compressed.
const ZIPPED: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0xe4, 0x4a, 0xe2, 0x02, 0x00,
    0x97, 0x2a, 0x57, 0x18, 0x04, 0x00, 0x00, 0x00,
];

#[test]
fn files_beneath_the_import_folder_and_no_others() {
    let server = TestServer::start();
    let folder = server.folder.path().join("import");
    let outside = server.folder.path().join("secret.csv");
    std::fs::write(&outside, "secret").unwrap();
    std::fs::create_dir(folder.join("in")).unwrap();
    std::fs::write(folder.join("a b.csv"), "a\nb").unwrap();
    std::fs::write(folder.join("in/c.csv"), "c").unwrap();
    std::fs::write(folder.join("z.csv.gz"), ZIPPED).unwrap();
    std::fs::write(folder.join("broken.gz"), &ZIPPED[..14]).unwrap();
    std::fs::write(folder.join("z.zip"), b"PK\x03\x04xxxx").unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("link.csv")).unwrap();
    std::os::unix::fs::symlink(server.folder.path(), folder.join("up")).unwrap();
    let mut client = server.client();
    let cases = [
        ("file:///a%20b.csv", "a ///a b.csv; b ///a b.csv"),
        ("file:/in/c.csv", "c /in/c.csv"),
        ("file:///in/../in/./c.csv", "c in/c.csv"),
        ("file:///z.csv.gz", "a ///z.csv.gz; b ///z.csv.gz"),
        ("file:///broken.gz", "ExternalResourceFailed Reading"),
        ("file:///z.zip", "compressed with ZIP; only gzip"),
        ("file:///../secret.csv", "ExternalResourceFailed"),
        ("file:///%2e%2e/secret.csv", "ExternalResourceFailed"),
        ("file:///in/..%2f../secret.csv", "ExternalResourceFailed"),
        ("file:///link.csv", "there is no such file"),
        ("file:///up/secret.csv", "there is no such file"),
        ("file:///in", "there is no such file"),
        (
            "file:///nowhere.csv",
            "Cannot load from URL 'file:///nowhere.csv'",
        ),
        (
            "http://127.0.0.1:1/a.csv",
            "'quiver.import.http.allow' does not list http://127.0.0.1:1",
        ),
    ];
    for (url, expected) in cases {
        let answer = load(&mut client, url);
        assert!(answer.contains(expected), "{url}: {answer}");
    }
    // In an explicit transaction, what was read is written with the rest of it.
    client.bolt.begin(Default::default());
    client.success();
    client.query("LOAD CSV FROM 'file:///a%20b.csv' AS l CREATE (:L {v: l[0], n: linenumber()})");
    client.query("LOAD CSV FROM 'file:///in/c.csv' AS l MATCH (n:L) SET n.w = l[0]");
    client.bolt.request(Kind::Commit, &[]);
    client.success();
    let mut other = server.client();
    let answer = other.query("MATCH (n:L) RETURN n.v + n.w + n.n AS x ORDER BY x");
    let rows: Vec<String> = answer.rows.iter().map(|row| shown(&row[0])).collect();
    assert_eq!(rows, ["ac1", "bc2"]);
}

#[test]
fn settings() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("a.csv"), "\"a\\\\\"\n").unwrap();
    let path = elsewhere.path().to_str().unwrap().to_owned();
    let server = TestServer::start_with(|mut config| {
        config.settings.import = Some(Folder(path.clone()));
        config.settings.import_backslash = false;
        config
    });
    assert_eq!(load(&mut server.client(), "file:///a.csv"), r"a\\ ///a.csv");
    let closed = TestServer::start_with(|mut config| {
        config.settings.import = Some(Folder(path));
        config.settings.import_files = false;
        config
    });
    let answer = load(&mut closed.client(), "file:///a.csv");
    assert!(
        answer.contains("allow_csv_import_from_file_urls"),
        "{answer}"
    );
}

/// CALL { } IN TRANSACTIONS: not within the client's own, and what it committed stays.
#[test]
fn transactions_of_their_own() {
    let mut server = TestServer::start();
    std::fs::write(server.folder.path().join("import/n.csv"), "1\n2\n3\n0\n5\n").unwrap();
    let load = "LOAD CSV FROM 'file:///n.csv' AS l \
                CALL (l) { CREATE (:N {i: 6 / toInteger(l[0])}) } IN TRANSACTIONS OF 2 ROWS";
    let mut client = server.client();
    client.bolt.begin(Default::default());
    client.success();
    client
        .bolt
        .run(load, Default::default(), Default::default());
    let refused = client.failure();
    let code = refused.get("neo4j_code").or(refused.get("code")).unwrap();
    assert_eq!(
        shown(code),
        "Neo.DatabaseError.Transaction.TransactionStartFailed"
    );
    client.bolt.request(Kind::Reset, &[]);
    client.success();
    client
        .bolt
        .run(load, Default::default(), Default::default());
    let failed = client.failure();
    assert!(shown(failed.get("message").unwrap()).contains("(Transactions committed: 1)"));
    client.bolt.request(Kind::Reset, &[]);
    client.success();
    let report = format!(
        "{load} ON ERROR CONTINUE REPORT STATUS AS s RETURN collect(DISTINCT s.transactionId) AS ids"
    );
    let answer = client.query(&report);
    let Value::List(ids) = &answer.rows[0][0] else {
        panic!("{answer:?}");
    };
    assert_eq!(ids.len(), 3);
    assert!(
        ids.iter()
            .all(|id| shown(id).starts_with("neo4j-transaction-"))
    );
    // 2 of the run that failed, 2 + 1 of the other.
    let count = "MATCH (n:N) RETURN count(n)";
    assert_eq!(shown(&client.query(count).rows[0][0]), "Integer(5)");
    server.restart();
    assert_eq!(
        shown(&server.client().query(count).rows[0][0]),
        "Integer(5)"
    );
}

/// Sixteen clients, all at the same node, lose nothing.
#[test]
fn transactions_that_wait_for_each_other() {
    let server = TestServer::start();
    server.client().query("CREATE (:Counter {n: 0})");
    let address = server.bolt();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(move || {
                let mut client =
                    Client::logged_in(address, quiver_protocol::version::Version::V5_8);
                client.query(
                    "UNWIND range(1, 10) AS i CALL (i) { MATCH (c:Counter) SET c.n = c.n + 1 } \
                     IN TRANSACTIONS OF 1 ROW",
                );
            });
        }
    });
    let answer = server.client().query("MATCH (c:Counter) RETURN c.n");
    assert_eq!(shown(&answer.rows[0][0]), "Integer(160)");
}

/// A host on loopback that answers by path; it ends with the test.
fn host() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            std::thread::spawn(move || answer(stream, address));
        }
    });
    address
}

/// Answers one request. Clients that hang up early are expected.
fn answer(mut stream: TcpStream, address: SocketAddr) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap();
    let port = address.port();
    let found = |to: String| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n");
    let ok = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    let mut send = |bytes: &[u8]| stream.write_all(bytes).and_then(|()| stream.flush());
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let _ = match path {
        "/in/a%20b.csv" => send(format!("{}x\ny\n", ok(4)).as_bytes()),
        "/query?a=b" => send(format!("{}{}", ok(4), "q\nr\n").as_bytes()),
        "/z" | "/slow.gz" => {
            // A byte at a time, with a rest in which a reader asks whether it is still wanted.
            let rest = if path == "/z" { 0 } else { 30 };
            let _ = send(ok(ZIPPED.len()).as_bytes());
            ZIPPED.iter().try_for_each(|byte| {
                std::thread::sleep(Duration::from_millis(rest));
                send(&[*byte])
            })
        }
        "/chunks" => send(format!("{chunked}2\r\nx\n\r\n2\r\ny\n\r\n0\r\n\r\n").as_bytes()),
        "/cut" => send(format!("{}x\ny\n", ok(9)).as_bytes()),
        "/cut-chunks" => send(format!("{chunked}2\r\nx\n\r\n").as_bytes()),
        "/to" => send(found("/in/a%20b.csv".into()).as_bytes()),
        "/to-name" => send(found(format!("http://localhost:{port}/z")).as_bytes()),
        "/to-file" => send(found("file:///a.csv".into()).as_bytes()),
        "/round" => send(found("/round".into()).as_bytes()),
        "/brotli" => send(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx"),
        "/endless" => {
            let _ = send(b"HTTP/1.1 200 OK\r\n\r\n");
            let piece = "line\n".repeat(10_000);
            while send(piece.as_bytes()).is_ok() {}
            Ok(())
        }
        "/never" => {
            let _ = send(b"HTTP/1.1 200 OK\r\n\r\nx\n");
            // Until the client hangs up.
            let _ = stream.read(&mut byte);
            Ok(())
        }
        "/garbage" => send(b"SSH-2.0-x\r\n"),
        _ => send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    };
}

#[test]
fn hosts_that_are_listed() {
    let host = host();
    let port = host.port();
    let server = TestServer::start_with(|mut config| {
        let list = format!("127.0.0.1:{port},127.0.0.1:1,https://127.0.0.1:{port}");
        config.settings.import_http = SettingValue::parse(&list).unwrap();
        config.settings.import_http_size = ByteSize(1 << 20);
        config
    });
    let mut client = server.client();
    let cases = [
        ("/in/a%20b.csv", "x a b.csv; y a b.csv"),
        ("/query?a=b", "q query; r query"),
        ("/z", "a z; b z"),
        ("/slow.gz", "a slow.gz; b slow.gz"),
        ("/chunks", "x chunks; y chunks"),
        ("/to", "x to; y to"),
        ("/to-name", "does not list http://localhost:"),
        ("/to-file", "leads to where it must not"),
        ("/round", "more than 10 redirects"),
        ("/none", "the host answers 404"),
        ("/cut", "Couldn't load the external resource at"),
        ("/cut-chunks", "Couldn't load the external resource at"),
        ("/brotli", "encoded as"),
        ("/garbage", "Couldn't load the external resource at"),
        ("/endless", "quiver.import.http.size_max"),
    ];
    let refused = "Neo.ClientError.Statement.ExternalResourceFailed Cannot load from URL 'http";
    let mut ask = |url: &str, expected: &str| {
        let answer = load(&mut client, url);
        assert!(answer.contains(expected), "{url}: {answer}");
        let fails = !expected.contains(';');
        assert_eq!(answer.starts_with(refused), fails, "{url}: {answer}");
    };
    for (path, expected) in cases {
        ask(&format!("http://127.0.0.1:{port}{path}"), expected);
    }
    // A refused connection, a name that is not listed, no TLS behind the door.
    ask("http://127.0.0.1:1/a.csv", "Couldn't load the external");
    ask(&format!("http://localhost:{port}/z"), "does not list");
    ask(&format!("https://127.0.0.1:{port}/z"), "Couldn't load");
}

/// Neither who waits nor who reads slowly holds more than the reader wants, and both can be stopped.
#[test]
fn hosts_that_do_not_end() {
    let port = host().port();
    let server = TestServer::start_with(|mut config| {
        config.settings.import_http = SettingValue::parse(&format!("127.0.0.1:{port}")).unwrap();
        config.settings.import_http_timeout = Span(Duration::from_millis(200));
        config
    });
    let mut client = server.client();
    let text = format!(
        "LOAD CSV FROM 'http://127.0.0.1:{port}/endless' AS l RETURN l[0] AS v, linenumber() AS n \
         SKIP 100000 LIMIT 1"
    );
    let answer = client.query(&text);
    assert_eq!(shown(&answer.rows[0][1]), "Integer(100001)");
    let answer = load(&mut client, &format!("http://127.0.0.1:{port}/never"));
    assert!(answer.contains("quiver.import.http.timeout"), "{answer}");
}

#[test]
fn waiting_for_a_host_is_cancelled() {
    let port = host().port();
    let server = TestServer::start_with(|mut config| {
        config.settings.import_http = SettingValue::parse(&format!("127.0.0.1:{port}")).unwrap();
        // Longer than a test may take.
        config.settings.import_http_timeout = Span(Duration::from_secs(600));
        config.settings.transaction_timeout = Span(Duration::from_millis(200));
        config
    });
    let answer = load(
        &mut server.client(),
        &format!("http://127.0.0.1:{port}/never"),
    );
    assert!(answer.contains("TransactionTimedOut"), "{answer}");
}
