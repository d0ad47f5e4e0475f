//! `ALTER DATABASE ... SET DEFAULT LANGUAGE` over Bolt: what it says, who follows it and when, and
//! that it is there after a restart.

use quiver_protocol::message::Kind;
use quiver_types::Map;

use crate::support::{TestServer, ask, check};

const SHOW: &str =
    "SHOW DATABASES YIELD name, defaultLanguage RETURN name, defaultLanguage ORDER BY name";
const IN_25: &str = "LET x = 1 RETURN x";
const TO_25: &str = "ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 25";
const TO_5: &str = "ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 5";

#[test]
fn sessions_follow_the_language_and_a_restart_keeps_it() {
    let mut server = TestServer::start();
    let (mut one, mut other) = (server.client(), server.client());
    check(
        &mut other,
        &[
            ("neo4j", SHOW, "neo4j | CYPHER 5\nsystem | CYPHER 5"),
            ("neo4j", IN_25, "!Invalid input"),
        ],
    );
    assert_eq!(ask(&mut one, "neo4j", TO_25), "");
    check(
        &mut other,
        &[
            ("neo4j", SHOW, "neo4j | CYPHER 25\nsystem | CYPHER 5"),
            ("neo4j", IN_25, "1"),
            ("neo4j", "CYPHER 5 LET x = 1 RETURN x", "!Invalid input"),
            // What was kept of a text in the one language is not used in the other.
            ("neo4j", TO_5, ""),
            ("neo4j", IN_25, "!Invalid input"),
            (
                "system",
                "ALTER DATABASE Neo4j SET DEFAULT LANGUAGE CYPHER 25 NOWAIT",
                "",
            ),
            ("neo4j", IN_25, "1"),
            // Shown, and without effect on what `system` understands, as on Neo4j.
            (
                "system",
                "ALTER DATABASE `system` SET DEFAULT LANGUAGE CYPHER 25",
                "",
            ),
            ("system", SHOW, "neo4j | CYPHER 25\nsystem | CYPHER 25"),
            (
                "neo4j",
                "ALTER DATABASE nosuch.one IF EXISTS SET DEFAULT LANGUAGE CYPHER 5",
                "",
            ),
            (
                "neo4j",
                "ALTER DATABASE nosuch.one SET DEFAULT LANGUAGE CYPHER 5",
                "!ClientError.Database.DatabaseNotFound Failed to alter the specified database 'nosuch.one': Database does not exist.",
            ),
            (
                "neo4j",
                "ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 5 SET ACCESS READ ONLY",
                "!UnsupportedAdministrationCommand",
            ),
            (
                "neo4j",
                "ALTER DATABASE neo4j SET DEFAULT LANGUAGE CYPHER 5 WAIT 10 SECONDS",
                "!UnsupportedAdministrationCommand",
            ),
        ],
    );
    server.restart();
    check(
        &mut server.client(),
        &[
            ("neo4j", SHOW, "neo4j | CYPHER 25\nsystem | CYPHER 25"),
            ("neo4j", IN_25, "1"),
        ],
    );
}

#[test]
fn a_language_holds_when_its_transaction_commits() {
    let server = TestServer::start();
    let (mut one, mut other) = (server.client(), server.client());
    for (commits, language) in [(false, "CYPHER 5"), (true, "CYPHER 25")] {
        one.bolt.begin(Map::new());
        one.success();
        one.query(TO_25);
        let seen = ask(
            &mut other,
            "neo4j",
            "SHOW DEFAULT DATABASE YIELD defaultLanguage",
        );
        assert_eq!(seen, "CYPHER 5", "nobody sees what is not committed");
        one.bolt.simple(match commits {
            true => Kind::Commit,
            false => Kind::Rollback,
        });
        one.success();
        let seen = ask(
            &mut other,
            "neo4j",
            "SHOW DEFAULT DATABASE YIELD defaultLanguage",
        );
        assert_eq!(seen, language);
    }
}
