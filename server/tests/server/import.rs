//! What LOAD CSV may read, and what not.

use quiver_protocol::message::Kind;
use quiver_server::config::value::Folder;
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
        ("http://127.0.0.1:1/a.csv", "nothing over http"),
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
