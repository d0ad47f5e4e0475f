//! Administration commands as far as the engine has to do with them: what is refused by name, how
//! SHOW and TERMINATE go on from each other, and that errors show no password.

use crate::harness::{Graph, check};

#[test]
fn commands_of_the_enterprise_edition_are_refused_by_name() {
    let graph = Graph::with("");
    let commands = [
        "CREATE DATABASE foo IF NOT EXISTS",
        "CREATE OR REPLACE COMPOSITE DATABASE foo",
        "DROP DATABASE foo IF EXISTS DESTROY DATA",
        "ALTER DATABASE neo4j SET ACCESS READ ONLY",
        "START DATABASE neo4j",
        "STOP DATABASE neo4j",
        "CREATE ROLE r AS COPY OF x",
        "RENAME ROLE a TO b",
        "GRANT ROLE a TO neo4j",
        "GRANT READ {*} ON GRAPH * NODES A, B TO r",
        "DENY ACCESS ON DATABASE neo4j TO r",
        "REVOKE GRANT ACCESS ON DATABASE neo4j FROM r",
        "SHOW ROLES WITH USERS YIELD role",
        "SHOW USER neo4j PRIVILEGES AS COMMANDS",
        "SHOW SUPPORTED PRIVILEGES",
        "CREATE ALIAS a FOR DATABASE neo4j AT 'x' USER u PASSWORD $p",
        "SHOW ALIASES FOR DATABASE",
        "SHOW SERVERS",
        "ENABLE SERVER 'x' OPTIONS {a: [1]}",
        "DRYRUN REALLOCATE DATABASES",
    ];
    let expected: Vec<String> = commands
        .iter()
        .map(|command| format!("!Unsupported administration command: {command}"))
        .collect();
    let cases: Vec<(&str, &str)> = commands
        .iter()
        .zip(&expected)
        .map(|(command, expected)| (*command, expected.as_str()))
        .collect();
    check(&graph, &cases);
}

#[test]
fn commands_go_on_from_each_other() {
    let graph = Graph::with("");
    check(
        &graph,
        &[
            (
                "TERMINATE TRANSACTIONS 'a-transaction-1', 'b-transaction-2'",
                "'a-transaction-1' | null | 'Transaction not found.'\n'b-transaction-2' | null | 'Transaction not found.'",
            ),
            (
                "TERMINATE TRANSACTIONS ['a-transaction-1'] YIELD transactionId AS t, message AS m \
                 TERMINATE TRANSACTIONS t YIELD transactionId, message RETURN *",
                "'a-transaction-1' | 'Transaction not found.' | 'a-transaction-1' | 'Transaction not found.'",
            ),
            (
                "TERMINATE TRANSACTION 'a-transaction-1' YIELD message \
                 SHOW TRANSACTIONS YIELD database RETURN count(*) AS c",
                "0",
            ),
            (
                "TERMINATE TRANSACTION 'a-transaction-1' YIELD message \
                 TERMINATE TRANSACTION 'a-transaction-1' YIELD message RETURN 1",
                "!Variable `message` already declared",
            ),
            ("TERMINATE TRANSACTION 'nonsense'", "!Could not parse id"),
            (
                "SHOW TRANSACTIONS 5",
                "!Expected a string or a list of strings",
            ),
            (
                "SHOW TRANSACTIONS YIELD nothing",
                "!Trying to YIELD non-existing column: `nothing`",
            ),
            ("SHOW SETTINGS ['a'] YIELD name RETURN count(name)", "0"),
            (
                "SHOW USER DEFINED FUNCTIONS YIELD name, isBuiltIn WHERE name ENDS WITH '.avg' OR name = 'avg'",
                "'apoc.coll.avg' | false",
            ),
            (
                "SHOW USERS WITH AUTH YIELD user, auth ORDER BY user LIMIT 3",
                "",
            ),
            (
                "CREATE USER a SET PASSWORD 'password-1'",
                "!There are no users and no databases to change here.",
            ),
        ],
    );
}

#[test]
fn errors_show_no_password() {
    let graph = Graph::with("");
    check(
        &graph,
        &[
            (
                "CREATE USER a SET PASSWORD 'hush' NOW",
                "!\"CREATE USER a SET PASSWORD '****' NOW\"\n                                   ^",
            ),
            (
                "CREATE USER a SET PASSWORD hush",
                "!\"CREATE USER a SET PASSWORD ____\"",
            ),
            (
                "MATCH (n) SET PASWORD 'hush'",
                "!\"MATCH (n) SET PASWORD '****'\"",
            ),
            // Where nobody would look for one, the text is shown as it is.
            ("RETURN 'shown' x y", "!\"RETURN 'shown' x y\""),
        ],
    );
}
