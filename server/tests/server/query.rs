//! The query interface over HTTP: forms, transactions, errors, and what a client does to it that
//! it should not.

use std::io::{Read, Write};

use crate::support::{PASSWORD, TestServer, socket, with_login};

const JSON: &str = "application/json";
const TYPED: &str = "application/vnd.neo4j.query";
const LINES: &str = "application/jsonl";
const AUTO: &str = "/db/neo4j/query/v2";

/// An answer: status and body, chunks put together.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn ask(server: &TestServer, request: &str, headers: &str, body: &str) -> Answer {
    let mut stream = socket(server.http());
    let text = format!(
        "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\
         {headers}\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head[9..12].parse().unwrap();
    let body = if head.contains("transfer-encoding: chunked") {
        unchunked(body)
    } else {
        body.to_owned()
    };
    Answer {
        status,
        head: head.to_owned(),
        body,
    }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        whole.push_str(&rest[..length]);
        body = &rest[length + 2..];
    }
    whole
}

fn post(server: &TestServer, path: &str, accept: &str, sent: &str, body: &str) -> Answer {
    let headers = format!("Accept: {accept}\r\nContent-Type: {sent}\r\n");
    ask(server, &format!("POST {path}"), &headers, body)
}

fn run(server: &TestServer, path: &str, body: &str) -> Answer {
    post(server, path, JSON, JSON, body)
}

/// The body without what is different every time.
fn stable(answer: &Answer) -> String {
    let mut body = answer.body.clone();
    for key in ["\"resultAvailableAfter\":", "\"resultConsumedAfter\":"] {
        if let Some((before, rest)) = body.split_once(key) {
            let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            body = format!("{before}{key}T{digits}");
        }
    }
    for key in ["\"bookmarks\":[\"FB:", "\"id\":\"", "\"expires\":\""] {
        if let Some((before, rest)) = body.split_once(key) {
            let rest = &rest[rest.find('"').unwrap()..];
            body = format!("{before}{key}X{rest}");
        }
    }
    body
}

const END: &str = "\"queryType\":\"r\",\"resultAvailableAfter\":T,\"resultConsumedAfter\":T,\
                   \"bookmarks\":[\"FB:X\"]}";

fn begin(server: &TestServer, body: &str) -> String {
    let answer = run(server, "/db/neo4j/query/v2/tx", body);
    assert_eq!(answer.status, 202, "{}", answer.body);
    let (_, rest) = answer
        .body
        .split_once("\"transaction\":{\"id\":\"")
        .unwrap();
    let (id, rest) = rest.split_once('"').unwrap();
    assert!(
        rest.starts_with(",\"expires\":\"20") && rest.ends_with("Z\"}}"),
        "{rest}"
    );
    format!("/db/neo4j/query/v2/tx/{id}")
}

/// Everything below was asked of a Neo4j too.
#[test]
fn results_have_the_forms_of_neo4j() {
    let server = TestServer::start();
    let cases = [
        (
            JSON,
            "RETURN 1 AS a, 1.5 AS b, 'x\\n' AS c, null AS d, [true] AS e, {k: 1} AS f",
            "{\"data\":{\"fields\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"],\"values\":\
             [[1,1.5,\"x\\n\",null,[true],{\"k\":1}]]},",
        ),
        (
            JSON,
            "RETURN 0.0/0 AS nan, 1.0/0 AS inf, 1e300 AS big, 1e-7 AS small, -0.0 AS z",
            "{\"data\":{\"fields\":[\"nan\",\"inf\",\"big\",\"small\",\"z\"],\"values\":\
             [[\"NaN\",\"Infinity\",1.0E300,1.0E-7,-0.0]]},",
        ),
        (
            JSON,
            "RETURN point({x:1,y:2,z:3}) AS p, point({latitude:1.5,longitude:2}) AS g, \
             duration({months:14,days:3,seconds:3661.5}) AS d, \
             datetime('2020-06-01T12:00:00[Europe/Paris]') AS z, date('+10000-01-01') AS y",
            "{\"data\":{\"fields\":[\"p\",\"g\",\"d\",\"z\",\"y\"],\"values\":\
             [[\"SRID=9157;POINT Z (1.0 2.0 3.0)\",\"SRID=4326;POINT (2.0 1.5)\",\
             \"P1Y2M3DT1H1M1.5S\",\"2020-06-01T12:00:00+02:00\",\"+10000-01-01\"]]},",
        ),
        (
            TYPED,
            "RETURN 1 AS a, 1.0/0 AS b, 'x' AS c, null AS d, [true] AS e, {k: date('2020-01-01')} \
             AS f, datetime('2020-06-01T12:00:00[Europe/Paris]') AS z, \
             datetime('2020-06-01T12:00:00Z') AS o",
            "{\"data\":{\"fields\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"z\",\"o\"],\"values\":[[\
             {\"$type\":\"Integer\",\"_value\":\"1\"},{\"$type\":\"Float\",\"_value\":\"Infinity\"},\
             {\"$type\":\"String\",\"_value\":\"x\"},{\"$type\":\"Null\",\"_value\":null},\
             {\"$type\":\"List\",\"_value\":[{\"$type\":\"Boolean\",\"_value\":true}]},\
             {\"$type\":\"Map\",\"_value\":{\"k\":{\"$type\":\"Date\",\"_value\":\"2020-01-01\"}}},\
             {\"$type\":\"ZonedDateTime\",\"_value\":\"2020-06-01T12:00:00+02:00[Europe/Paris]\"},\
             {\"$type\":\"OffsetDateTime\",\"_value\":\"2020-06-01T12:00:00Z\"}]]},",
        ),
        (
            JSON,
            "UNWIND [] AS x RETURN x",
            "{\"data\":{\"fields\":[\"x\"],\"values\":[]},",
        ),
    ];
    for (accept, query, expected) in cases {
        let body = format!("{{\"statement\":\"{query}\"}}");
        let answer = post(&server, AUTO, accept, JSON, &body);
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert!(answer.head.contains(&format!("content-type: {accept}")));
        assert_eq!(stable(&answer), format!("{expected}{END}"), "{query}");
    }
    let answer = post(
        &server,
        AUTO,
        LINES,
        JSON,
        "{\"statement\":\"UNWIND [1, 2] AS x RETURN x\"}",
    );
    assert_eq!(
        stable(&answer),
        format!(
            "{{\"$event\":\"Header\",\"_body\":{{\"fields\":[\"x\"]}}}}\n\
             {{\"$event\":\"Record\",\"_body\":[1]}}\n{{\"$event\":\"Record\",\"_body\":[2]}}\n\
             {{\"$event\":\"Summary\",\"_body\":{{{END}}}\n"
        )
    );
}

#[test]
fn parameters_go_in_as_they_come_out() {
    let server = TestServer::start();
    let plain = "{\"a\":[1,1.5,\"x\",null,true,{\"b\":{}}]}";
    let body = format!("{{\"statement\":\"RETURN $p AS p\",\"parameters\":{{\"p\":{plain}}}}}");
    let answer = run(&server, AUTO, &body);
    assert!(
        answer.body.contains(&format!("[[{plain}]]")),
        "{}",
        answer.body
    );
    for (kind, value) in [
        ("Null", "null"),
        ("Boolean", "true"),
        ("Integer", "\"-7\""),
        ("Float", "\"NaN\""),
        ("String", "\"é\""),
        ("Base64", "\"AQID\""),
        ("List", "[{\"$type\":\"Integer\",\"_value\":\"1\"}]"),
        ("Map", "{\"a\":{\"$type\":\"Null\",\"_value\":null}}"),
        ("Date", "\"2020-01-31\""),
        ("Time", "\"10:00:00.5+01:30\""),
        ("LocalTime", "\"10:00:00\""),
        ("LocalDateTime", "\"-0001-01-01T00:00:01\""),
        ("OffsetDateTime", "\"2020-01-01T00:00:00Z\""),
        (
            "ZonedDateTime",
            "\"2020-01-01T00:00:00+01:00[Europe/Paris]\"",
        ),
        ("Duration", "\"P1Y2M3DT4.5S\""),
        ("Point", "\"SRID=4979;POINT Z (1.0 2.0 3.0)\""),
    ] {
        let value = format!("{{\"$type\":\"{kind}\",\"_value\":{value}}}");
        let body = format!("{{\"statement\":\"RETURN $p AS p\",\"parameters\":{{\"p\":{value}}}}}");
        let answer = post(&server, AUTO, TYPED, TYPED, &body);
        assert_eq!(answer.status, 202, "{body}: {}", answer.body);
        assert!(
            answer.body.contains(&format!("[[{value}]]")),
            "{}",
            answer.body
        );
    }
    let typed = "application/vnd.neo4j.query.v1.1";
    let vector = "{\"$type\":\"Vector\",\"_value\":{\"coordinatesType\":\"FLOAT32\",\
                  \"coordinates\":[\"1.5\",\"2.0\"]}}";
    let body = format!("{{\"statement\":\"RETURN $p AS p\",\"parameters\":{{\"p\":{vector}}}}}");
    let answer = post(&server, AUTO, typed, typed, &body);
    assert!(answer.body.contains(vector), "{}", answer.body);
    // The form without vectors says so, behind what it had begun to say.
    let answer = post(&server, AUTO, TYPED, typed, &body);
    assert_eq!(answer.status, 202);
    assert!(answer.body.ends_with(
        "\"values\":[]},\"errors\":[{\"code\":\"Neo.ClientError.Request.Invalid\",\
         \"message\":\"Type VECTOR is not supported.\"}]}"
    ));
}

#[test]
fn graphs_counters_plans_and_notifications() {
    let server = TestServer::start();
    let answer = run(
        &server,
        AUTO,
        "{\"statement\":\"CREATE (a:P {n: $n})-[r:K {w: 1}]->(b) RETURN a, r, [b] AS l\",\
         \"parameters\":{\"n\":\"x\"},\"includeCounters\":true}",
    );
    let (_, rest) = answer.body.split_once("\"elementId\":\"4:").unwrap();
    let id = rest.split_once(':').unwrap().0.to_owned();
    let (values, rest) = answer.body.split_once("]]},").unwrap();
    assert_eq!(
        values.replace(&id, "DB").replace("DB:4096", "DB:1"),
        "{\"data\":{\"fields\":[\"a\",\"r\",\"l\"],\"values\":[[\
         {\"elementId\":\"4:DB:0\",\"labels\":[\"P\"],\"properties\":{\"n\":\"x\"}},\
         {\"elementId\":\"5:DB:0\",\"startNodeElementId\":\"4:DB:0\",\
         \"endNodeElementId\":\"4:DB:1\",\"type\":\"K\",\"properties\":{\"w\":1}},\
         [{\"elementId\":\"4:DB:1\",\"labels\":[],\"properties\":{}}]"
    );
    assert!(
        rest.starts_with(
            "\"counters\":{\"containsUpdates\":true,\"nodesCreated\":2,\"nodesDeleted\":0,\
             \"propertiesSet\":2,\"relationshipsCreated\":1,\"relationshipsDeleted\":0,\
             \"labelsAdded\":1,\"labelsRemoved\":0,\"indexesAdded\":0,\"indexesRemoved\":0,\
             \"constraintsAdded\":0,\"constraintsRemoved\":0,\"containsSystemUpdates\":false,\
             \"systemUpdates\":0},\"queryType\":\"rw\","
        ),
        "{rest}"
    );
    let answer = run(
        &server,
        AUTO,
        "{\"statement\":\"MATCH p = ()-->() RETURN p\"}",
    );
    let part = "\"values\":[[[{\"elementId\":\"4:";
    assert!(answer.body.contains(part), "{}", answer.body);
    assert_eq!(answer.body.matches("elementId\":\"5:").count(), 1);

    let answer = run(
        &server,
        AUTO,
        "{\"statement\":\"EXPLAIN MATCH (n:Nope) RETURN n\"}",
    );
    for part in [
        "\"values\":[]}",
        "\"queryPlan\":{\"operatorType\":\"ProduceResults@neo4j\",\"arguments\":{",
        "\"children\":[]}",
        "\"notifications\":[{\"code\":\
         \"Neo.ClientNotification.Statement.UnknownLabelWarning\",\"description\":",
        "\"position\":{\"offset\":17,\"line\":1,\"column\":18},\"category\":\"UNRECOGNIZED\"}]",
    ] {
        assert!(
            answer.body.contains(part),
            "{part} is not in {}",
            answer.body
        );
    }
    let answer = run(&server, AUTO, "{\"statement\":\"PROFILE RETURN 1 AS x\"}");
    assert!(
        answer
            .body
            .contains("\"profiledQueryPlan\":{\"operatorType\":")
    );
    assert!(
        answer.body.contains("\"dbHits\":0,\"records\":1,"),
        "{}",
        answer.body
    );
}

#[test]
fn what_is_refused_and_how() {
    let server = TestServer::start();
    let cases: &[(&str, &str, &str, &str, u16, &str)] = &[
        (
            AUTO,
            "text/html",
            JSON,
            "{\"statement\":\"RETURN 1\"}",
            406,
            "Not Acceptable",
        ),
        (
            AUTO,
            JSON,
            "text/plain",
            "{\"statement\":\"RETURN 1\"}",
            415,
            "Unsupported Media Type",
        ),
        (AUTO, JSON, JSON, "nonsense", 400, "Request.Invalid"),
        (
            AUTO,
            JSON,
            JSON,
            "",
            400,
            "statement cannot be null or empty",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"\"}",
            400,
            "statement cannot be null or empty",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN 1\",\"foo\":1}",
            400,
            "no option 'foo'",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETRUN 1\"}",
            400,
            "Statement.SyntaxError",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN $x\"}",
            400,
            "ParameterMissing",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN $x\",\"parameters\":{\"x\":9223372036854775808}}",
            400,
            "out of range",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"CREATE ()\",\"accessMode\":\"read\"}",
            400,
            "Statement.AccessMode",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN 1\",\"bookmarks\":[\"x\"]}",
            400,
            "Transaction.InvalidBookmark",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN 1\",\"impersonatedUser\":\"x\"}",
            400,
            "Statement.ArgumentError",
        ),
        (
            AUTO,
            TYPED,
            TYPED,
            "{\"statement\":\"RETURN $x\",\"parameters\":{\"x\":{\"$type\":\"Node\",\"_value\":{}}}}",
            400,
            "Type Node is not supported.",
        ),
        (
            "/db/nodb/query/v2",
            JSON,
            JSON,
            "{\"statement\":\"RETURN 1\"}",
            404,
            "Database.DatabaseNotFound",
        ),
        ("/db/neo4j/query/v3", JSON, JSON, "{}", 404, "Not Found"),
        (
            "/db/neo4j/query/v2/tx/nope",
            JSON,
            JSON,
            "{}",
            404,
            "\\\"nope\\\" was not found",
        ),
        (
            "/db/neo4j/query/v2/tx/nope/commit",
            JSON,
            JSON,
            "",
            404,
            "was not found",
        ),
        (
            "/db/neo4j/tx/commit",
            JSON,
            JSON,
            "{\"statements\":[]}",
            404,
            "query/v2",
        ),
        (
            AUTO,
            LINES,
            JSON,
            "{\"statement\":\"RETRUN\"}",
            400,
            "{\"$event\":\"Error\",\"_body\":[{",
        ),
        // Without columns everything happens before the answer begins.
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"CREATE ({a: 1/0})\"}",
            400,
            "ArithmeticError",
        ),
        // With columns the answer has begun.
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"RETURN 1/0 AS x\"}",
            202,
            "\"values\":[]},\"errors\":[{",
        ),
        (
            AUTO,
            LINES,
            JSON,
            "{\"statement\":\"UNWIND [1,0] AS x RETURN 1/x AS y\"}",
            202,
            "_body\":[1]}\n{\"$event\":\"Error\",\"_body\":[{\"code\":\"Neo.Client",
        ),
        (
            AUTO,
            JSON,
            JSON,
            "{\"statement\":\"UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s\",\
             \"maxExecutionTime\":1}",
            202,
            "TransactionTimedOutClientConfiguration",
        ),
    ];
    for (path, accept, sent, body, status, part) in cases {
        let answer = post(&server, path, accept, sent, body);
        assert_eq!(answer.status, *status, "{path} {body}: {}", answer.body);
        assert!(answer.body.contains(part), "{body}: {}", answer.body);
        assert!(answer.head.contains("access-control-allow-origin: *"));
    }
    assert_eq!(ask(&server, &format!("GET {AUTO}"), "", "").status, 405);
    assert_eq!(server.client().number("MATCH (n) RETURN count(n)"), 0);
}

#[test]
fn transactions_over_several_requests() {
    let server = TestServer::start();
    let count = |label: &str| {
        server
            .client()
            .number(&format!("MATCH (n:{label}) RETURN count(n)"))
    };
    let tx = begin(&server, "");
    let answer = run(
        &server,
        &tx,
        "{\"statement\":\"CREATE (n:A) RETURN 1 AS x\"}",
    );
    assert_eq!(
        stable(&answer),
        "{\"data\":{\"fields\":[\"x\"],\"values\":[[1]]},\"queryType\":\"rw\",\
         \"resultAvailableAfter\":T,\"resultConsumedAfter\":T,\
         \"transaction\":{\"id\":\"X\",\"expires\":\"X\"}}"
    );
    assert_eq!(count("A"), 0);
    let answer = run(
        &server,
        &tx,
        "{\"statement\":\"MATCH (n:A) RETURN count(n) AS c\"}",
    );
    assert!(answer.body.contains("[[1]]"));
    // What belongs to the beginning does not belong here, and does no harm.
    let answer = run(
        &server,
        &tx,
        "{\"statement\":\"RETURN 1\",\"bookmarks\":[]}",
    );
    assert_eq!(answer.status, 400);
    // Nor can it be had by another database's address.
    let elsewhere = tx.replace("neo4j", "system");
    assert_eq!(run(&server, &elsewhere, "{}").status, 404);
    assert_eq!(run(&server, &tx, "{}").status, 202);
    let answer = ask(&server, &format!("POST {tx}/commit"), "", "");
    assert_eq!(stable(&answer), "{\"bookmarks\":[\"FB:X\"]}");
    assert_eq!(count("A"), 1);
    assert_eq!(run(&server, &tx, "{}").status, 404);

    // The bookmark is waited for.
    let bookmark = &answer.body[1..answer.body.len() - 1];
    let tx = begin(&server, &format!("{{{bookmark},\"accessMode\":\"READ\"}}"));
    let answer = run(&server, &tx, "{\"statement\":\"CREATE (:B)\"}");
    assert!(answer.status == 400 && answer.body.contains("AccessMode"));
    assert_eq!(
        run(&server, &tx, "{}").status,
        404,
        "an error ends a transaction"
    );

    let tx = begin(&server, "{\"statement\":\"CREATE (:B)\"}");
    let answer = ask(&server, &format!("DELETE {tx}"), "", "");
    assert_eq!((answer.status, answer.body.as_str()), (200, "{}"));
    assert_eq!(ask(&server, &format!("DELETE {tx}"), "", "").status, 404);
    assert_eq!(count("B"), 0);

    let tx = begin(&server, "{\"statement\":\"CREATE (:B)\"}");
    let answer = run(
        &server,
        &format!("{tx}/commit"),
        "{\"statement\":\"CREATE (:B)\"}",
    );
    assert!(
        answer.body.contains("\"bookmarks\":[\"FB:"),
        "{}",
        answer.body
    );
    assert_eq!(count("B"), 2);

    let tx = begin(&server, "{\"statement\":\"CREATE (:C)\"}");
    let answer = run(&server, &tx, "{\"statement\":\"RETURN 1/0 AS x\"}");
    assert!(answer.status == 202 && answer.body.contains("\"errors\":["));
    assert_eq!(run(&server, &format!("{tx}/commit"), "").status, 404);
    assert_eq!(count("C"), 0);

    let answer = post(&server, "/db/neo4j/query/v2/tx", LINES, JSON, "{}");
    assert_eq!(
        stable(&answer),
        "{\"$event\":\"Header\",\"_body\":{}}\n{\"$event\":\"Summary\",\"_body\":\
         {\"transaction\":{\"id\":\"X\",\"expires\":\"X\"}}}\n"
    );
}

#[test]
fn one_request_at_a_time_uses_a_transaction() {
    let server = TestServer::start();
    let tx = begin(&server, "");
    std::thread::scope(|scope| {
        let long = "{\"statement\":\"UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s\"}";
        let text = format!(
            "POST {tx} HTTP/1.1\r\nHost: a\r\nContent-Type: {JSON}\r\nContent-Length: {}\r\n\r\n{long}",
            long.len()
        );
        let mut stream = socket(server.http());
        scope.spawn({
            let mut stream = stream.try_clone().unwrap();
            move || {
                let mut answer = Vec::new();
                let _ = stream.read_to_end(&mut answer);
            }
        });
        stream.write_all(text.as_bytes()).unwrap();
        let answer = loop {
            let answer = run(&server, &tx, "{}");
            if answer.status != 202 {
                break answer;
            }
        };
        assert_eq!(answer.status, 400);
        assert!(
            answer
                .body
                .contains("Transaction.TransactionAccessedConcurrently")
        );
        // The client leaves; its query stops and its transaction is gone.
        stream.shutdown(std::net::Shutdown::Both).unwrap();
        while run(&server, &tx, "{}").status != 404 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    });
    let metrics = ask(&server, "GET /metrics", "", "").body;
    assert!(metrics.contains("quiver_transactions 0\n"));
    assert!(metrics.contains("quiver_queries_running 0\n"));
}

#[test]
fn idle_transactions_expire() {
    let server = TestServer::start_with(|mut config| {
        let moment = std::time::Duration::from_millis(300);
        config.settings.query_idle = quiver_server::config::value::Span(moment);
        config
    });
    let tx = begin(&server, "{\"statement\":\"CREATE (:A)\"}");
    assert_eq!(
        run(&server, &tx, "{\"statement\":\"CREATE (:A)\"}").status,
        202
    );
    loop {
        std::thread::sleep(std::time::Duration::from_millis(400));
        if run(&server, &tx, "{}").status == 404 {
            break;
        }
    }
    assert_eq!(server.client().number("MATCH (n:A) RETURN count(n)"), 0);
    // The time limit of the transaction itself.
    let tx = begin(&server, "{\"maxExecutionTime\":1}");
    let answer = loop {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let answer = run(&server, &tx, "{\"statement\":\"RETURN 1\"}");
        if answer.status != 202 {
            break answer;
        }
    };
    assert!(
        answer
            .body
            .contains("TransactionTimedOutClientConfiguration"),
        "{}",
        answer.body
    );
}

#[test]
fn transactions_over_http_are_listed_and_can_be_ended() {
    let server = TestServer::start();
    let tx = begin(&server, "{\"statement\":\"CREATE (:A)\"}");
    let mut client = server.client();
    let listed = client.query(
        "SHOW TRANSACTIONS YIELD transactionId, connectionId, clientAddress, currentQuery \
         WHERE connectionId STARTS WITH 'http-' RETURN transactionId, clientAddress",
    );
    assert_eq!(listed.rows.len(), 1);
    let id = match &listed.rows[0][0] {
        quiver_types::Value::String(id) => id.to_string(),
        other => panic!("{other:?}"),
    };
    client.query(&format!("TERMINATE TRANSACTIONS '{id}'"));
    let answer = run(&server, &tx, "{\"statement\":\"RETURN 1\"}");
    assert!(
        answer.body.contains("Transaction.Terminated"),
        "{}",
        answer.body
    );
    assert_eq!(run(&server, &tx, "{}").status, 404);
    assert_eq!(client.number("MATCH (n:A) RETURN count(n)"), 0);
}

#[test]
fn large_results_are_sent_in_pieces() {
    let server = TestServer::start_with(|mut config| {
        let moment = std::time::Duration::from_millis(500);
        config.settings.write_timeout = quiver_server::config::value::Span(moment);
        config
    });
    let query = "{\"statement\":\"UNWIND range(1, 100000) AS x RETURN x, 'abcdefghij' AS s\"}";
    for (accept, rows, end) in [
        (JSON, "],[", "\"]}"),
        (LINES, "\"$event\":\"Record\"", "}}\n"),
    ] {
        let answer = post(&server, AUTO, accept, JSON, query);
        assert!(answer.head.contains("transfer-encoding: chunked"));
        let found = answer.body.matches(rows).count();
        assert_eq!(found, if accept == JSON { 99_999 } else { 100_000 });
        assert!(answer.body.ends_with(end));
    }
    // A client that stops reading holds a piece, and nobody waits for it.
    let endless = "{\"statement\":\"UNWIND range(1, 1000000000) AS x RETURN x\"}";
    let mut stream = socket(server.http());
    let text = format!(
        "POST {AUTO} HTTP/1.1\r\nHost: a\r\nContent-Type: {JSON}\r\nContent-Length: {}\r\n\r\n{endless}",
        endless.len()
    );
    stream.write_all(text.as_bytes()).unwrap();
    stream.read_exact(&mut [0; 1000]).unwrap();
    assert_eq!(server.client().number("RETURN 1"), 1);
    // Nor is it waited for forever.
    loop {
        let metrics = ask(&server, "GET /metrics", "", "").body;
        if metrics.contains("quiver_transactions 0\n") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn queries_need_a_password() {
    let server = TestServer::start_with(with_login);
    let body = "{\"statement\":\"RETURN 1 AS x\"}";
    let with = |user: &str, password: &str| {
        let text = format!("{user}:{password}");
        let coded: String = {
            // Base64 by hand would hide what is tested; the alphabet suffices here.
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            text.as_bytes()
                .chunks(3)
                .flat_map(|group| {
                    let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
                    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
                    (0..4).map(move |n| match n <= group.len() {
                        true => char::from(alphabet[(bits >> (18 - 6 * n) & 63) as usize]),
                        false => '=',
                    })
                })
                .collect()
        };
        let headers = format!("Content-Type: {JSON}\r\nAuthorization: Basic {coded}\r\n");
        ask(&server, &format!("POST {AUTO}"), &headers, body)
    };
    assert_eq!(with("neo4j", PASSWORD).status, 202);
    let answer = with("neo4j", "wrong");
    assert_eq!(answer.status, 401);
    assert!(
        answer
            .head
            .contains("www-authenticate: Basic realm=\"Neo4j\"")
    );
    assert!(
        answer
            .body
            .contains("Neo.ClientError.Security.Unauthorized")
    );
    let answer = run(&server, AUTO, body);
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("No authentication header supplied."));
    // Whoever has not logged in learns nothing of what is there.
    assert_eq!(run(&server, "/db/nodb/query/v2", body).status, 401);
    assert_eq!(run(&server, AUTO, "nonsense").status, 401);
    assert_eq!(ask(&server, "GET /", "", "").status, 200);
}
