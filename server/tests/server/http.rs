//! Discovery, metrics and bad requests over HTTP.

use quiver_server::config::value::Folder;

use crate::support::{Client, PASSWORD, TestServer, exchange, socket, with_login};

fn get(server: &TestServer, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n");
    String::from_utf8(exchange(server.http(), request.as_bytes())).unwrap()
}

#[test]
fn discovery_names_the_bolt_address_as_seen_by_the_client() {
    let server = TestServer::start();
    let port = server.bolt().port();
    for (header, host) in [
        ("Host: example.org:7474\r\n", "example.org"),
        ("Host: localhost\r\n", "localhost"),
        ("Host: a\"b\r\n", "localhost"),
    ] {
        let answer = get(&server, "/", header);
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(
            answer.contains(&format!("\"bolt_direct\":\"bolt://{host}:{port}\"")),
            "{answer}"
        );
        assert!(answer.contains(&format!("\"bolt_routing\":\"neo4j://{host}:{port}\"")));
        let base = match host {
            "example.org" => "http://example.org:7474".to_owned(),
            _ if header.contains('"') => format!("http://localhost:{}", server.http().port()),
            _ => "http://localhost".to_owned(),
        };
        assert!(answer.contains(&format!(
            "\"query\":\"{base}/db/{{databaseName}}/query/v2\""
        )));
        assert!(answer.contains(&format!(
            "\"transaction\":\"{base}/db/{{databaseName}}/tx\""
        )));
        assert!(answer.contains("\"neo4j_version\":\"5.26.0\""));
        assert!(answer.contains("\"neo4j_edition\":\"community\""));
        assert!(
            answer
                .to_lowercase()
                .contains("access-control-allow-origin: *")
        );
    }
}

#[test]
fn metrics_count_what_happened() {
    let server = TestServer::start_with(with_login);
    let (mut client, _) = Client::log_in_as(server.bolt(), "neo4j", PASSWORD);
    Client::log_in_as(server.bolt(), "neo4j", "wrong");
    client.query("CREATE (:M)");
    client.query("UNWIND [1, 2, 3] AS x RETURN x");
    client.query_failure("RETURN 1/0");
    let page = get(&server, "/metrics", "Host: localhost\r\n");
    for expected in [
        "quiver_logins_total{result=\"accepted\"} 1\n",
        "quiver_logins_total{result=\"refused\"} 1\n",
        "quiver_queries_total{result=\"succeeded\"} 2\n",
        "quiver_queries_total{result=\"failed\"} 1\n",
        "quiver_records_total 3\n",
        "quiver_transactions_total{end=\"committed\"} 2\n",
        "quiver_transactions_total{end=\"rolled_back\"} 1\n",
        "quiver_transactions 0\n",
        "quiver_queries_running 0\n",
        "quiver_query_stage_seconds_count{stage=\"commit\"} 1\n",
        "quiver_query_stage_seconds_count{stage=\"plan\"} 3\n",
        "quiver_bolt_connections_opened_total 2\n",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    for row in quiver_server::metrics::TABLE {
        assert!(page.contains(row.name), "{} is not in\n{page}", row.name);
    }
}

#[test]
fn anything_else_is_refused() {
    let server = TestServer::start();
    let answer = get(&server, "/nothing", "Host: localhost\r\n");
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    for garbage in [
        &b"\x60\x60\xB0\x17\0\0\x04\x04\0\0\0\0\0\0\0\0\0\0\0\0"[..],
        b"nonsense\r\n\r\n",
    ] {
        let answer = exchange(server.http(), garbage);
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{answer:?}");
    }
    let post = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    assert!(exchange(server.http(), post).starts_with(b"HTTP/1.1 405"));
}

#[test]
fn browser_is_served_from_the_folder_that_was_named() {
    let pages = tempfile::tempdir().unwrap();
    let inside = pages.path().join("browser");
    std::fs::create_dir_all(inside.join("assets")).unwrap();
    std::fs::write(pages.path().join("secret.txt"), "secret").unwrap();
    std::fs::write(inside.join("index.html"), "<html>here</html>").unwrap();
    let script = "x".repeat(200_000);
    std::fs::write(inside.join("assets/a b.js"), &script).unwrap();
    std::os::unix::fs::symlink("../secret.txt", inside.join("link.txt")).unwrap();
    let server = TestServer::start_with(|mut config| {
        config.settings.browser = Some(Folder(inside.to_str().unwrap().into()));
        config
    });

    let html = "Accept: text/html,application/xhtml+xml;q=0.9\r\nHost: a\r\n";
    let answer = get(&server, "/", html);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("location: /browser/\r\n"), "{answer}");
    let answer = get(&server, "/", "Host: a\r\nAccept: application/json\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for page in ["/browser/", "/browser/index.html", "/browser/?x=1"] {
        let answer = get(&server, page, html);
        assert!(answer.contains("content-type: text/html"), "{answer}");
        assert!(answer.ends_with("<html>here</html>"), "{answer}");
    }
    let answer = get(&server, "/browser/assets/a%20b.js", html);
    assert!(answer.contains("content-length: 200000\r\n"));
    assert!(answer.contains("content-type: text/javascript"));
    assert!(answer.ends_with(&script));
    for refused in [
        "/browser/../secret.txt",
        "/browser/%2e%2e/secret.txt",
        "/browser/..%2fsecret.txt",
        "/browser/link.txt",
        "/browser/assets",
        "/browser/assets/",
        "/browser//index.html",
        "/browser/none",
    ] {
        let answer = get(&server, refused, html);
        assert!(answer.starts_with("HTTP/1.1 404"), "{refused}: {answer}");
    }
    let answer = get(&server, "/browser/%zz", html);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[test]
fn browsers_may_ask_from_other_pages() {
    let server = TestServer::start();
    let ask = "OPTIONS / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: http://b\r\n\
               Access-Control-Request-Method: GET\r\n\
               Access-Control-Request-Headers: authorization,x-a\r\n\r\n";
    let answer = String::from_utf8(exchange(server.http(), ask.as_bytes())).unwrap();
    for line in [
        "HTTP/1.1 200 OK\r\n",
        "allow: GET, HEAD, OPTIONS\r\n",
        "access-control-allow-origin: *\r\n",
        "access-control-allow-methods: GET, HEAD, OPTIONS\r\n",
        "access-control-allow-headers: authorization,x-a\r\n",
    ] {
        assert!(answer.contains(line), "{line} is not in {answer}");
    }
}

#[test]
fn connections_beyond_the_setting_are_closed_at_once() {
    use std::io::{Read, Write};
    let server = TestServer::start_with(|mut config| {
        config.settings.http_connections_max = quiver_server::config::value::Int(2);
        config
    });
    let served = |stream: &mut std::net::TcpStream| {
        let asked = stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let mut buffer = [0; 1024];
        asked.is_ok() && stream.read(&mut buffer).is_ok_and(|count| count > 0)
    };
    let mut first = socket(server.http());
    let mut second = socket(server.http());
    assert!(served(&mut first) && served(&mut second));
    assert!(!served(&mut socket(server.http())));
    // Others get the place of one that ends.
    drop(first);
    let mut later = (0..100).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        served(&mut socket(server.http()))
    });
    assert!(later.any(|found| found));
}
