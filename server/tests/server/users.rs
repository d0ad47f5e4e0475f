//! Users over Bolt: commands about them, expired and wrong passwords, changes that hold for open
//! connections, restarts; transactions and connections that are listed and ended.

use std::sync::Barrier;

use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_protocol::version::Version;
use quiver_server::Server;
use quiver_types::{Map, Value};

use crate::support::{
    Client, PASSWORD, TestServer, ask, check, code, config, map, text, with_login,
};

fn server() -> TestServer {
    TestServer::start_with(with_login)
}

/// A connection that has logged in.
fn enter(server: &TestServer, user: &str, password: &str) -> Client {
    let (client, response) = Client::log_in_as(server.bolt(), user, password);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
    client
}

fn on_system() -> Map {
    map(&[("db", "system".into())])
}

#[test]
fn commands_about_users() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    let exists = "!ArgumentError Failed to create the specified user 'ann': User already exists.";
    check(
        &mut admin,
        &[
            ("neo4j", "SHOW USERS", "neo4j | null | false | null | null"),
            ("neo4j", "CREATE USER ann SET PASSWORD 'password-1'", ""),
            (
                "system",
                "CREATE USER ann SET PASSWORD 'password-1'",
                exists,
            ),
            (
                "system",
                "CREATE USER ann IF NOT EXISTS SET PASSWORD 'short'",
                "",
            ),
            (
                "system",
                "CREATE OR REPLACE USER ann SET PLAINTEXT PASSWORD 'password-2' CHANGE NOT REQUIRED",
                "",
            ),
            (
                "neo4j",
                "CREATE USER bob SET AUTH 'native' { SET PASSWORD 'password-3' SET PASSWORD CHANGE REQUIRED }",
                "",
            ),
            (
                "neo4j",
                "SHOW USERS YIELD user, passwordChangeRequired AS c ORDER BY user DESC",
                "neo4j | false\nbob | true\nann | false",
            ),
            (
                "neo4j",
                "SHOW USERS WITH AUTH YIELD user, provider, auth WHERE user = 'bob'",
                "bob | native | {password: '***', changeRequired: true}",
            ),
            (
                "neo4j",
                "SHOW USERS YIELD * RETURN count(*) AS c, collect(user) AS u",
                "3 | ['ann', 'bob', 'neo4j']",
            ),
            ("neo4j", "SHOW CURRENT USER YIELD user", "neo4j"),
            ("neo4j", "CALL dbms.showCurrentUser()", "neo4j | null | []"),
            (
                "neo4j",
                "CREATE USER c SET PASSWORD 'short'",
                "!A password must be at least 8 characters.",
            ),
            (
                "neo4j",
                "CREATE USER c SET PASSWORD ''",
                "!A password cannot be empty.",
            ),
            (
                "neo4j",
                "CREATE USER `c d` SET PASSWORD 'password-1'",
                "!ArgumentError Username 'c d' contains illegal characters.",
            ),
            (
                "neo4j",
                "CREATE USER c SET PASSWORD 'password-1' SET STATUS SUSPENDED",
                "!ExecutionFailed Failed to create the specified user 'c': 'SET STATUS' is not available in community edition.",
            ),
            (
                "neo4j",
                "ALTER USER ann SET HOME DATABASE neo4j",
                "!'HOME DATABASE' is not available in community edition.",
            ),
            (
                "neo4j",
                "ALTER USER ann REMOVE ALL AUTH",
                "!`REMOVE AUTH` is not available in community edition.",
            ),
            (
                "neo4j",
                "ALTER USER ann SET PASSWORD 'password-2'",
                "!Old password and new password cannot be the same.",
            ),
            (
                "neo4j",
                "ALTER USER nobody SET PASSWORD CHANGE REQUIRED",
                "!Failed to alter the specified user 'nobody': User does not exist.",
            ),
            (
                "neo4j",
                "ALTER USER nobody IF EXISTS SET PASSWORD CHANGE REQUIRED",
                "",
            ),
            (
                "neo4j",
                "RENAME USER bob TO ann",
                "!User 'ann' already exists.",
            ),
            ("neo4j", "RENAME USER bob TO bobby", ""),
            ("neo4j", "RENAME USER bob IF EXISTS TO bobby", ""),
            (
                "neo4j",
                "DROP USER bob",
                "!Failed to delete the specified user 'bob': User does not exist.",
            ),
            ("neo4j", "DROP USER bob IF EXISTS", ""),
            ("neo4j", "DROP USER bobby", ""),
            (
                "neo4j",
                "DROP USER neo4j",
                "!Deleting yourself is not allowed.",
            ),
            (
                "neo4j",
                "CREATE OR REPLACE USER neo4j SET PASSWORD 'password-9'",
                "!Deleting yourself is not allowed.",
            ),
            (
                "neo4j",
                "ALTER CURRENT USER SET PASSWORD FROM 'wrong' TO 'password-9'",
                "!Invalid principal or credentials.",
            ),
            (
                "system",
                "RETURN 1",
                "!SemanticError Not a recognised system command or procedure.",
            ),
            (
                "system",
                "MATCH (n) RETURN n",
                "!The following unsupported clauses were used: MATCH.",
            ),
            ("system", "CALL db.createLabel('x')", "!CALL db.createLabel"),
            (
                "system",
                "CALL db.ping() YIELD success RETURN success AS s",
                "true",
            ),
            (
                "neo4j",
                "CREATE DATABASE foo",
                "!UnsupportedAdministrationCommand Unsupported administration command: CREATE DATABASE foo",
            ),
            (
                "system",
                "GRANT ROLE a TO ann",
                "!UnsupportedAdministrationCommand",
            ),
            ("neo4j", "SHOW USERS YIELD user", "ann\nneo4j"),
        ],
    );
}

#[test]
fn updates_are_counted_and_of_type_s() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    let parameters = map(&[("u", "ann".into()), ("p", "password-1".into())]);
    let made = admin.query_with("CREATE USER $u SET PASSWORD $p", parameters, on_system());
    let Some(Value::Map(stats)) = made.summary.get("stats") else {
        panic!("no stats in {:?}", made.summary)
    };
    assert!(matches!(
        stats.get("system-updates"),
        Some(Value::Integer(1))
    ));
    assert!(matches!(
        stats.get("contains-system-updates"),
        Some(Value::Boolean(true))
    ));
    assert_eq!(text(&made.summary, "type"), "s");
    assert!(text(&made.summary, "bookmark").starts_with("FB:"));
    admin
        .bolt
        .run("DROP USER ann", Map::new(), map(&[("mode", "r".into())]));
    assert!(code(&admin.failure()).ends_with("AccessMode"));
}

#[test]
fn an_expired_password_lets_in_and_lets_only_itself_be_changed() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    check(
        &mut admin,
        &[("system", "CREATE USER ann SET PASSWORD 'password-1'", "")],
    );
    let (mut ann, response) = Client::log_in_as(server.bolt(), "ann", "password-1");
    let Response::Success(told) = response else {
        panic!("{response:?}")
    };
    assert!(matches!(
        told.get("credentials_expired"),
        Some(Value::Boolean(true))
    ));
    check(
        &mut ann,
        &[
            (
                "neo4j",
                "RETURN 1",
                "!CredentialsExpired ACCESS on database 'neo4j' is not allowed.",
            ),
            (
                "system",
                "SHOW USERS",
                "!CredentialsExpired Permission denied.",
            ),
            ("system", "CALL db.ping()", "true"),
            ("system", "CALL dbms.components()", "!CredentialsExpired"),
            (
                "system",
                "CREATE USER x SET PASSWORD 'password-1'",
                "!CredentialsExpired",
            ),
            (
                "neo4j",
                "ALTER CURRENT USER SET PASSWORD FROM 'password-1' TO 'password-2'",
                "!CredentialsExpired",
            ),
            (
                "system",
                "ALTER CURRENT USER SET PASSWORD FROM 'password-1' TO 'password-1'",
                "!cannot be the same",
            ),
            (
                "system",
                "ALTER CURRENT USER SET PASSWORD FROM 'password-1' TO 'password-2'",
                "",
            ),
            ("neo4j", "RETURN 1", "1"),
        ],
    );
    let mut again = enter(&server, "ann", "password-2");
    check(&mut again, &[("neo4j", "RETURN 1", "1")]);
}

#[test]
fn changes_hold_for_open_connections() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    let create = "CREATE USER ann SET PASSWORD 'password-1' CHANGE NOT REQUIRED";
    check(&mut admin, &[("system", create, "")]);
    let mut ann = enter(&server, "ann", "password-1");
    let mut other = enter(&server, "ann", "password-1");
    let good: &[(&str, &str, &str)] = &[("neo4j", "RETURN 1", "1")];
    check(&mut ann, good);
    for (change, then) in [
        (
            "ALTER USER ann SET PASSWORD CHANGE REQUIRED",
            "!CredentialsExpired",
        ),
        ("ALTER USER ann SET PASSWORD CHANGE NOT REQUIRED", "1"),
        ("RENAME USER ann TO anna", "1"),
    ] {
        check(&mut admin, &[("system", change, "")]);
        check(&mut ann, &[("neo4j", "RETURN 1", then)]);
    }
    check(
        &mut ann,
        &[("neo4j", "SHOW CURRENT USER YIELD user", "anna")],
    );
    let own = "ALTER CURRENT USER SET PASSWORD FROM 'password-1' TO 'password-2'";
    check(&mut ann, &[("system", own, ""), ("neo4j", "RETURN 1", "1")]);
    check(
        &mut other,
        &[("neo4j", "RETURN 1", "!AuthorizationExpired")],
    );
    // Within a transaction too, and it is rolled back.
    ann.bolt.begin(Map::new());
    ann.success();
    ann.bolt.run("CREATE (:Lost)", Map::new(), Map::new());
    ann.success();
    ann.bolt.pull(-1, None);
    ann.success();
    check(&mut admin, &[("system", "DROP USER anna", "")]);
    ann.bolt.simple(Kind::Commit);
    assert!(code(&ann.failure()).ends_with("AuthorizationExpired"));
    ann.reset();
    check(&mut ann, &[("neo4j", "RETURN 1", "!AuthorizationExpired")]);
    let again = "CREATE USER anna SET PASSWORD 'password-2' CHANGE NOT REQUIRED";
    check(
        &mut admin,
        &[
            ("system", again, ""),
            ("neo4j", "MATCH (n:Lost) RETURN count(n)", "0"),
        ],
    );
    check(&mut ann, &[("neo4j", "RETURN 1", "!AuthorizationExpired")]);
}

#[test]
fn users_survive_a_restart_and_share_a_transaction_only_with_themselves() {
    let mut server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    let run = |client: &mut Client, texts: &[&str], end: Kind| {
        client.bolt.begin(on_system());
        client.success();
        for text in texts {
            client.bolt.run(text, Map::new(), Map::new());
            client.success();
            client.bolt.pull(-1, None);
            client.rows();
        }
        client.bolt.simple(end);
        client.success();
    };
    let ann = "CREATE USER ann SET PASSWORD 'password-1' CHANGE NOT REQUIRED";
    run(
        &mut admin,
        &[ann, "SHOW USERS", "RENAME USER ann TO anna"],
        Kind::Commit,
    );
    let bob = "CREATE USER bob SET PASSWORD 'password-1'";
    run(&mut admin, &[bob, "DROP USER anna"], Kind::Rollback);
    check(
        &mut admin,
        &[("system", "SHOW USERS YIELD user", "anna\nneo4j")],
    );
    for (first, second) in [
        ("RETURN 1 AS x", "SHOW USERS"),
        ("SHOW USERS", "CREATE (n)"),
    ] {
        admin.bolt.begin(Map::new());
        admin.success();
        admin.bolt.run(first, Map::new(), Map::new());
        admin.success();
        admin.bolt.pull(-1, None);
        admin.rows();
        admin.bolt.run(second, Map::new(), Map::new());
        assert!(code(&admin.failure()).ends_with("ForbiddenDueToTransactionType"));
        admin.reset();
    }
    drop(admin);
    server.running.take().unwrap().shutdown();
    let settings = with_login(config(server.folder.path()));
    server.running = Some(Server::start(&settings).unwrap());
    let mut anna = enter(&server, "anna", "password-1");
    check(
        &mut anna,
        &[("neo4j", "SHOW USERS YIELD user", "anna\nneo4j")],
    );
}

#[test]
fn sixteen_make_users_at_once() {
    let server = server();
    let barrier = Barrier::new(16);
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (server, barrier) = (&server, &barrier);
            scope.spawn(move || {
                let mut client = enter(server, "neo4j", PASSWORD);
                barrier.wait();
                for round in 0..2 {
                    let made = format!("CREATE USER u{number}_{round} SET PASSWORD 'password-1'");
                    check(&mut client, &[("system", &made, "")]);
                }
                let gone = format!("DROP USER u{number}_0");
                check(&mut client, &[("neo4j", &gone, "")]);
            });
        }
    });
    let mut admin = enter(&server, "neo4j", PASSWORD);
    check(
        &mut admin,
        &[("neo4j", "SHOW USERS YIELD user RETURN count(*) AS c", "17")],
    );
}

#[test]
fn passwords_in_texts_are_never_told() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    for text in [
        "CREATE USER ann SET PASSWORD 'geheim-1' BROKEN",
        "CREATE USER ann SET PASSWORD 'geheim-1",
        "CREATE USER ann SET PASSWORD 'geheim-1\\u12'",
        "CREATE USER ann SET PASSWORD geheim1",
        "CREATE USER ann SET PASSWORD geheim1 geheim2",
        "CREATE USER ann SET PASWORD 'geheim-1'",
        "CREAT USER ann SET PASSWORD 'geheim-1'",
        "ALTER CURRENT USER SET PASSWORD FROM 'geheim-1' 'geheim-2'",
        "ALTER CURRENT USER SET PASSWORD FROM geheim TO geheim",
        "ALTER USER ann SET PASSWORD 'geheim-1' CHANGE MAYBE",
        "CREATE USER ann SET PASSWORD 'geheim-1' SET PASSWORD 'geheim-2'",
        "RETURN 1; CREATE USER ann SET PASSWORD 'geheim-1'",
        "MATCH (n) CREATE USER ann SET PASSWORD 'geheim-1'",
        "CREATE USER `geh eim` SET PASSWORD 'geheim'",
        "CREATE USER ann SET ENCRYPTED PASSWORD 'geheim-1'",
        "CREATE USER ann SET PASSWORD 'geheim'",
    ] {
        let got = ask(&mut admin, "system", text);
        assert!(got.starts_with('!'), "{text}: {got}");
        assert!(!got.contains("geheim"), "{text}: {got}");
    }
}

#[test]
fn transactions_are_listed_and_ended() {
    let server = TestServer::start();
    let (mut admin, mut victim) = (server.client(), server.client());
    let begin = map(&[("tx_metadata", map(&[("app", "a".into())]).into())]);
    victim.bolt.begin(begin);
    victim.success();
    victim.bolt.run(
        "CREATE (n:Gone {x: $x})",
        map(&[("x", 1_i64.into())]),
        Map::new(),
    );
    victim.success();
    let find = "SHOW TRANSACTIONS YIELD transactionId AS id, metaData, currentQuery, parameters, status \
                WHERE metaData.app = 'a'";
    let shown = admin.query(&format!(
        "{find} RETURN currentQuery, parameters.x AS x, status"
    ));
    let row: Vec<String> = shown.rows[0]
        .iter()
        .map(quiver_types::format::to_string)
        .collect();
    assert_eq!(row, ["CREATE (n:Gone {x: $x})", "1", "Running"]);
    let all = admin.query("SHOW TRANSACTIONS YIELD *");
    assert_eq!(all.rows[0].len(), 39);
    let ended = admin.query(&format!(
        "{find} TERMINATE TRANSACTIONS id YIELD message RETURN message"
    ));
    assert_eq!(
        quiver_types::format::to_string(&ended.rows[0][0]),
        "Transaction terminated."
    );
    victim.bolt.simple(Kind::Commit);
    // What was pulled of nobody yet is ended with it.
    let failure = victim.failure();
    assert_eq!(code(&failure), "Neo.ClientError.Transaction.Terminated");
    victim.reset();
    assert_eq!(victim.number("MATCH (n:Gone) RETURN count(n)"), 0);
    // One that runs.
    victim.bolt.run(
        "UNWIND range(1, 1000000000) AS x WITH x WHERE x < 0 RETURN count(x)",
        Map::new(),
        Map::new(),
    );
    victim.bolt.pull(-1, None);
    victim.success();
    let end = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS q WHERE q STARTS WITH 'UNWIND' \
               TERMINATE TRANSACTION id YIELD transactionId RETURN count(*)";
    while admin.number(end) == 0 {}
    assert_eq!(
        code(&victim.failure()),
        "Neo.ClientError.Transaction.Terminated"
    );
    victim.reset();
    let unknown =
        admin.query("TERMINATE TRANSACTIONS 'neo4j-transaction-999999', 'system-transaction-1'");
    assert_eq!(unknown.rows.len(), 2);
    assert!(code(&admin.query_failure("TERMINATE TRANSACTION 'x'")).ends_with("InvalidArguments"));
}

#[test]
fn connections_are_listed_and_ended() {
    let server = server();
    let mut admin = enter(&server, "neo4j", PASSWORD);
    let mut victim = enter(&server, "neo4j", PASSWORD);
    let own = victim.query(
        "SHOW TRANSACTIONS YIELD connectionId, username, currentQuery AS q WHERE q STARTS WITH 'SHOW' \
         RETURN connectionId, username",
    );
    let id = quiver_types::format::to_string(&own.rows[0][0]);
    assert_eq!(quiver_types::format::to_string(&own.rows[0][1]), "neo4j");
    let listed = "CALL dbms.listConnections() YIELD connectionId, connector, username, userAgent, clientAddress \
                  RETURN count(*) AS c";
    assert_eq!(admin.number(listed), 2);
    let killed = format!("CALL dbms.killConnection('{id}')");
    check(
        &mut admin,
        &[
            (
                "neo4j",
                &killed,
                &format!("{id} | neo4j | Connection found"),
            ),
            (
                "neo4j",
                "CALL dbms.killConnections(['x'])",
                "x | n/a | No connection found with this id",
            ),
        ],
    );
    victim.closed();
}

#[test]
fn what_tools_ask_at_connect() {
    let server = TestServer::start();
    let mut client = server.client();
    check(
        &mut client,
        &[
            ("system", "CALL db.ping()", "true"),
            (
                "system",
                "CALL dbms.components() YIELD name, versions, edition",
                "Neo4j Kernel | ['5.26.0'] | community\nCypher | ['5', '25'] | ",
            ),
            (
                "neo4j",
                "CALL dbms.licenseAgreementDetails()",
                "!ProcedureNotFound",
            ),
            ("neo4j", "CALL dbms.showCurrentUser()", "!ProcedureNotFound"),
            ("neo4j", "SHOW CURRENT USER", ""),
            (
                "system",
                "CALL dbms.clientConfig() YIELD name, value WHERE name STARTS WITH 'dbms' RETURN name, value",
                "dbms.security.auth_enabled | false",
            ),
            (
                "neo4j",
                "CALL dbms.queryJmx('neo4j.metrics:name=x') YIELD name, attributes",
                "",
            ),
            ("neo4j", "CALL db.info() YIELD name", "neo4j"),
            ("system", "CALL db.info() YIELD name", "system"),
            (
                "neo4j",
                "SHOW DATABASES YIELD name AS Name, role AS Role, currentStatus AS Status, default AS D",
                "neo4j | primary | online | true\nsystem | primary | online | false",
            ),
            (
                "SYSTEM",
                "SHOW DATABASES YIELD name RETURN collect(name) AS names",
                "['neo4j', 'system']",
            ),
            ("neo4j", "SHOW HOME DATABASE YIELD name", "neo4j"),
            ("neo4j", "SHOW DATABASE system YIELD name", "system"),
            ("neo4j", "SHOW DATABASE nope", ""),
            (
                "neo4j",
                "SHOW SETTINGS 'dbms.security.auth_enabled', 'nope' YIELD name, value",
                "dbms.security.auth_enabled | false",
            ),
            (
                "neo4j",
                "CALL dbms.routing.getRoutingTable({address: 'h:1'}) YIELD ttl, servers RETURN ttl, servers[0].addresses AS a",
                "300 | ['h:1']",
            ),
            (
                "system",
                "CALL dbms.cluster.routing.getRoutingTable({address: 'h:1'}, null) YIELD ttl",
                "300",
            ),
            (
                "system",
                "CALL dbms.routing.getRoutingTable({}, 'nope')",
                "!DatabaseNotFound",
            ),
            (
                "neo4j",
                "SHOW PROCEDURES EXECUTABLE BY CURRENT USER YIELD name WHERE name = 'db.ping'",
                "db.ping",
            ),
            (
                "neo4j",
                "SHOW FUNCTIONS EXECUTABLE BY neo4j YIELD name WHERE name = 'abs'",
                "abs",
            ),
        ],
    );
    // Drivers of the 4.0 to 4.2 line ask for routes with a query.
    let mut old = Client::logged_in(server.bolt(), Version::V4_1);
    let routes = old.query_with(
        "CALL dbms.routing.getRoutingTable($context, $database)",
        map(&[
            ("context", map(&[("address", "h:2".into())]).into()),
            ("database", Value::Null),
        ]),
        map(&[("mode", "r".into()), ("db", "system".into())]),
    );
    assert_eq!(routes.rows.len(), 1);
}
