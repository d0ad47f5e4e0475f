//! SHOW and TERMINATE beside other clauses, and USE before commands. Every row is what a Neo4j 2026.08.1 answered.

use crate::answers::check_answers;

#[test]
fn show_is_a_clause_of_cypher_25() {
    check_answers(&[
        (
            "",
            "CYPHER 25 UNWIND ['abs', 'sin'] AS f SHOW FUNCTIONS YIELD name WHERE name = f RETURN f, name",
            "'abs' | 'abs'\n'sin' | 'sin'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'abs' WITH name AS n RETURN n",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'abs' UNWIND [1, 2] AS x RETURN name, x",
            "'abs' | 1\n'abs' | 2",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name NEXT RETURN name AS m",
            "'abs'",
        ),
        (
            "CREATE INDEX a FOR (n:A) ON (n.x); CREATE (:A), (:A)",
            "CYPHER 25 SHOW INDEXES YIELD name WHERE name = 'a' WITH * MATCH (n) RETURN name, count(n) AS c",
            "'a' | 2",
        ),
        (
            "CREATE INDEX a FOR (n:A) ON (n.x); CREATE (:A {i: 'a'}), (:A)",
            "CYPHER 25 MATCH (n) SHOW INDEXES YIELD name AS i, type WHERE i = n.i RETURN i, type",
            "'a' | 'RANGE'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name AS n WHERE n = 'abs' RETURN n UNION SHOW FUNCTIONS YIELD name AS n WHERE n = 'sin' RETURN n",
            "'abs'\n'sin'",
        ),
        (
            "",
            "CYPHER 25 CALL () { SHOW FUNCTIONS YIELD name RETURN count(*) AS c } RETURN c > 1 AS d",
            "true",
        ),
        (
            "",
            "CYPHER 25 RETURN COLLECT { SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name } AS x, EXISTS { SHOW FUNCTIONS YIELD name WHERE name = 'abs' } AS y",
            "['abs'] | true",
        ),
        (
            "",
            "CYPHER 25 UNWIND ['abs', 'no'] AS f RETURN COUNT { SHOW FUNCTIONS YIELD name WHERE name = f } AS x",
            "1\n0",
        ),
        (
            "",
            "CYPHER 25 LET f = 'abs' SHOW FUNCTIONS YIELD name FILTER name = f RETURN name",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name ORDER BY name SKIP 1 LIMIT 1 SHOW PROCEDURES YIELD name AS p WHERE p = 'db.ping' RETURN *",
            "'acos' | 'db.ping'",
        ),
        (
            "",
            "CYPHER 25 UNWIND ['neo4j-transaction-99999'] AS t TERMINATE TRANSACTION t YIELD message RETURN message",
            "'Transaction not found.'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'abs' CREATE (n:T {name: name}) RETURN n.name AS x",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 CREATE (n:T) SHOW FUNCTIONS YIELD name WITH n, name LIMIT 1 RETURN labels(n) AS l, name",
            "['T'] | 'abs'",
        ),
        (
            "",
            "CYPHER 25 WHEN true THEN SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 { SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name }",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 USE neo4j SHOW FUNCTIONS YIELD name WHERE name = 'abs' WITH name RETURN name",
            "'abs'",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE name = 'abs' FINISH",
            "",
        ),
        (
            "",
            "CYPHER 25 UNWIND ['Numeric'] AS category SHOW FUNCTIONS YIELD name WHERE category = 'Numeric' WITH name LIMIT 1 RETURN name",
            "'abs'",
        ),
    ]);
}

#[test]
fn what_is_refused_of_show_beside_others() {
    check_answers(&[
        (
            "",
            "CYPHER 25 SHOW INDEXES RETURN 1",
            "!`YIELD` is mandatory",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS WHERE name = 'abs' RETURN name",
            "!`YIELD` is mandatory",
        ),
        (
            "",
            "CYPHER 25 WITH 1 AS x SHOW TRANSACTIONS",
            "!`YIELD` is mandatory",
        ),
        (
            "",
            "CYPHER 25 WITH 1 AS x SHOW TRANSACTIONS YIELD database",
            "![42N71]",
        ),
        (
            "",
            "CYPHER 25 SHOW INDEXES YIELD name UNION SHOW CONSTRAINTS YIELD name",
            "![42N71]",
        ),
        (
            "",
            "CYPHER 25 SHOW INDEXES YIELD name SHOW CONSTRAINTS YIELD name AS c",
            "!`RETURN` isn't optional",
        ),
        (
            "",
            "CYPHER 25 SHOW INDEXES YIELD * SHOW CONSTRAINTS YIELD name AS c RETURN c",
            "!`YIELD *` isn't permitted",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name, category SHOW PROCEDURES YIELD name RETURN 1",
            "![42N59]",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD nope WITH 1 AS x RETURN x",
            "![22N04]",
        ),
        (
            "",
            "CYPHER 25 SHOW FUNCTIONS YIELD name WHERE category = 'Numeric' WITH name RETURN name",
            "![42N62]",
        ),
        (
            "",
            "CYPHER 25 MATCH (n) SHOW USERS YIELD user RETURN user",
            "![42I06]",
        ),
        (
            "",
            "CYPHER 25 MATCH (n) SHOW DATABASES YIELD name RETURN name",
            "!NotSystemDatabaseError",
        ),
        (
            "",
            "MATCH (n) SHOW INDEXES YIELD name RETURN 1",
            "![42I06 42I67]",
        ),
        (
            "",
            "SHOW TRANSACTIONS YIELD transactionId AS t SHOW FUNCTIONS YIELD name RETURN 1",
            "![42I06 42I67]",
        ),
        (
            "",
            "SHOW FUNCTIONS YIELD name WHERE name = 'abs' WITH name RETURN name",
            "![42I06",
        ),
        (
            "",
            "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t",
            "!`YIELD` is mandatory",
        ),
        (
            "",
            "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message",
            "!`RETURN` isn't optional",
        ),
        (
            "",
            "SHOW TRANSACTIONS YIELD * TERMINATE TRANSACTIONS 'a' YIELD message RETURN 1",
            "!`YIELD *` isn't permitted",
        ),
        (
            "",
            "SHOW FUNCTIONS YIELD name WHERE category = 'Numeric'",
            "![42N62]",
        ),
    ]);
}

#[test]
fn use_before_commands() {
    check_answers(&[
        ("", "USE neo4j CREATE INDEX i FOR (n:A) ON (n.x)", ""),
        (
            "USE neo4j CREATE INDEX i FOR (n:A) ON (n.x)",
            "USE `neo4j` SHOW INDEXES YIELD name WHERE name = 'i' RETURN name",
            "'i'",
        ),
        (
            "USE NEO4J CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS UNIQUE",
            "USE neo4j SHOW CONSTRAINTS YIELD name RETURN name",
            "'c'",
        ),
        ("", "USE neo4j DROP INDEX nope IF EXISTS", ""),
        (
            "",
            "EXPLAIN USE neo4j CREATE INDEX i FOR (n:A) ON (n.x)",
            "",
        ),
        (
            "",
            "USE neo4j SHOW FUNCTIONS YIELD name WHERE name = 'abs' RETURN name",
            "'abs'",
        ),
        (
            "",
            "USE neo4j TERMINATE TRANSACTIONS 'neo4j-transaction-99999' YIELD message",
            "'Transaction not found.'",
        ),
        ("", "USE nope SHOW INDEXES", "![42N00]"),
        ("", "USE nope CREATE INDEX i FOR (n:A) ON (n.x)", "![42N00]"),
        (
            "",
            "USE neo4j SHOW DATABASES YIELD name RETURN name",
            "!`USE` clause is not required",
        ),
        ("", "USE neo4j SHOW USERS", "!`USE` clause is not required"),
        (
            "",
            "USE neo4j CREATE USER foo SET PASSWORD 'abcd12345'",
            "!`USE` clause is not required",
        ),
        (
            "",
            "USE graph.byName('neo4j') CREATE INDEX i FOR (n:A) ON (n.x)",
            "![42N72]",
        ),
        (
            "",
            "USE neo4j USE neo4j SHOW INDEXES YIELD name RETURN 1",
            "!SyntaxError",
        ),
    ]);
}
