//! The clauses and commands as a table for readers: what each is for, and examples that are run as
//! tests. The grammar itself is in `parser`; a clause that is not here is not documented.

/// A clause or command.
#[derive(Debug)]
pub struct Clause {
    /// As it is written, with what may follow.
    pub form: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// Queries over an empty graph, and the rows they give.
    pub examples: &'static [(&'static str, &'static str)],
}

const fn clause(
    form: &'static str,
    description: &'static str,
    examples: &'static [(&'static str, &'static str)],
) -> Clause {
    Clause {
        form,
        description,
        examples,
    }
}

/// The clauses and commands, reading first.
pub const CLAUSES: &[Clause] = &[
    clause(
        "MATCH pattern [WHERE predicate]",
        "Finds every way the pattern lies in the graph; no relationship twice in one.",
        &[(
            "CREATE (:A {n: 1})-[:T]->(:B {n: 2}) WITH count(*) AS c MATCH (a:A)-[r:T]->(b) WHERE b.n > 1 RETURN a.n, type(r), b.n",
            "1 | 'T' | 2",
        )],
    ),
    clause(
        "OPTIONAL MATCH pattern [WHERE predicate]",
        "As MATCH, with one row of nulls where nothing is found.",
        &[("OPTIONAL MATCH (n:None) RETURN n", "null")],
    ),
    clause(
        "USE database",
        "Names the database of a query, a part of it or a command; only that of the session is possible.",
        &[
            ("USE neo4j RETURN 1 AS x", "1"),
            ("USE neo4j DROP INDEX none IF EXISTS", ""),
        ],
    ),
    clause(
        "WHERE predicate",
        "Keeps the rows for which the predicate is true; neither false nor null.",
        &[("UNWIND [1, null, 3] AS x WITH x WHERE x > 1 RETURN x", "3")],
    ),
    clause(
        "RETURN [DISTINCT] expression [AS name], ... | *",
        "The columns of the result. Aggregations group by the other columns.",
        &[(
            "UNWIND [1, 1, 2] AS x RETURN x, count(*) AS c ORDER BY x",
            "1 | 2\n2 | 1",
        )],
    ),
    clause(
        "WITH [DISTINCT] expression [AS name], ... | * [WHERE predicate]",
        "As RETURN, and the query goes on with these columns and no others.",
        &[("WITH 1 AS x WITH x + 1 AS y RETURN y", "2")],
    ),
    clause(
        "GROUP BY expression, ... | ALL | ()",
        "Cypher 25, behind the columns of RETURN or WITH: what their aggregations group by. ALL is every column that aggregates nothing, () is nothing.",
        &[(
            "CYPHER 25 UNWIND [1, 1, 2] AS x RETURN count(*) AS c GROUP BY x ORDER BY x",
            "2\n1",
        )],
    ),
    clause(
        "ORDER BY expression [ASC | DESC], ... SKIP n LIMIT n",
        "Sorts the rows of a RETURN or WITH, leaves out the first ones, keeps so many. Nulls are last.",
        &[(
            "UNWIND [3, null, 1, 2] AS x RETURN x ORDER BY x DESC SKIP 1 LIMIT 2",
            "3\n2",
        )],
    ),
    clause(
        "UNWIND list AS name",
        "A row for each item of a list; none for an empty list or null.",
        &[
            ("UNWIND [1, 2] AS x RETURN x", "1\n2"),
            ("UNWIND null AS x RETURN x", ""),
        ],
    ),
    clause(
        "query UNION [ALL | DISTINCT] query",
        "The rows of both queries, each once unless ALL is said.",
        &[(
            "RETURN 1 AS x UNION RETURN 1 AS x UNION RETURN 2 AS x",
            "1\n2",
        )],
    ),
    clause(
        "CALL (names) { query }",
        "Runs a query for each row; its columns are added to the row.",
        &[(
            "UNWIND [1, 2] AS x CALL (x) { RETURN x * 10 AS y } RETURN x, y",
            "1 | 10\n2 | 20",
        )],
    ),
    clause(
        "CALL procedure(arguments) [YIELD names [WHERE predicate]]",
        "Calls a procedure for each row.",
        &[("CALL db.ping() YIELD success RETURN success", "true")],
    ),
    clause(
        "CASE subject WHEN value | test, ... THEN result ... [ELSE result] END",
        "The result of the first WHEN with a value that the subject is, or a test that it passes (`> 3`, `IS NULL`, `STARTS WITH 'a'`); without a subject WHEN has a predicate.",
        &[(
            "UNWIND [1, 5, null] AS x RETURN CASE x WHEN 1, 2 THEN 'few' WHEN > 3 THEN 'many' WHEN IS NULL THEN 'none' END AS r",
            "'few'\n'many'\n'none'",
        )],
    ),
    clause(
        "EXISTS { query } COUNT { query } COLLECT { query }",
        "Queries as expressions: whether there are rows, how many, or a list of them.",
        &[(
            "RETURN EXISTS { MATCH (:None) }, COUNT { UNWIND [1, 2] AS x RETURN x }, COLLECT { UNWIND [1, 2] AS x RETURN x }",
            "false | 2 | [1, 2]",
        )],
    ),
    clause(
        "CREATE pattern",
        "Creates the nodes and relationships of a pattern.",
        &[(
            "CREATE (a:A {n: 1})-[r:T]->(b) RETURN a.n, type(r)",
            "1 | 'T'",
        )],
    ),
    clause(
        "MERGE pattern [ON CREATE SET ...] [ON MATCH SET ...]",
        "Finds a pattern, or creates all of it where it is not found; concurrent MERGEs of the same do not create it twice.",
        &[(
            "MERGE (a:A {n: 1}) ON CREATE SET a.new = true ON MATCH SET a.new = false RETURN a.new",
            "true",
        )],
    ),
    clause(
        "SET item, ...",
        "Sets properties (`n.k = v`, `n[k] = v`), replaces or adds to all of them (`n = map`, `n += map`), adds labels.",
        &[(
            "CREATE (a) SET a.k = 1, a:L, a += {l: 2} RETURN a",
            "(:L {k: 1, l: 2})",
        )],
    ),
    clause(
        "REMOVE item, ...",
        "Removes properties or labels.",
        &[("CREATE (a:L {k: 1}) REMOVE a.k, a:L RETURN a", "()")],
    ),
    clause(
        "[DETACH] DELETE expression, ...",
        "Deletes nodes and relationships; a node that still has relationships only with DETACH.",
        &[("CREATE (a)-[:T]->(b) DETACH DELETE a RETURN count(*)", "1")],
    ),
    clause(
        "FOREACH (name IN list | updates)",
        "Updates once for each item of a list.",
        &[(
            "CREATE (a {s: 0}) FOREACH (x IN [1, 2, 3] | SET a.s = a.s + x) RETURN a.s",
            "6",
        )],
    ),
    clause(
        "CREATE INDEX [name] [IF NOT EXISTS] FOR (n:Label) ON (n.key, ...)",
        "Makes a range index of nodes or relationships, used by equality, ranges, prefixes and order.",
        &[("CREATE INDEX by_k IF NOT EXISTS FOR (n:A) ON (n.k)", "")],
    ),
    clause(
        "CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR (n:Label) REQUIRE (n.key, ...) IS UNIQUE",
        "No two nodes with the label have the same values; comes with an index.",
        &[(
            "CREATE CONSTRAINT one_k IF NOT EXISTS FOR (n:A) REQUIRE n.k IS UNIQUE",
            "",
        )],
    ),
    clause(
        "DROP INDEX | CONSTRAINT name [IF EXISTS]",
        "Takes an index or constraint away.",
        &[("DROP INDEX none IF EXISTS", "")],
    ),
    clause(
        "SHOW INDEXES | CONSTRAINTS | FUNCTIONS | PROCEDURES | SETTINGS | TRANSACTIONS | DATABASES | USERS [YIELD names [WHERE predicate] [RETURN ...]]",
        "What there is, as rows that can be filtered and sorted; in Cypher 25 a clause among others.",
        &[
            (
                "SHOW FUNCTIONS YIELD name, category WHERE name = 'abs' RETURN category",
                "'Numeric'",
            ),
            (
                "CYPHER 25 UNWIND ['abs', 'sin'] AS f SHOW FUNCTIONS YIELD name, category WHERE name = f RETURN f, category",
                "'abs' | 'Numeric'\n'sin' | 'Trigonometric'",
            ),
        ],
    ),
    clause(
        "EXPLAIN query, PROFILE query",
        "The plan of a query without running it, or with what each step did.",
        &[("EXPLAIN MATCH (n) RETURN n", "")],
    ),
    clause(
        "CYPHER 5 | 25 [option=value ...] query",
        "Which version of the language the query is written in; else that which `ALTER DATABASE name SET DEFAULT LANGUAGE CYPHER 5 | 25` gave the database, else that of the setting `db.query.default_language`.",
        &[("CYPHER 25 RETURN coll.sort([2, 1]) AS x", "[1, 2]")],
    ),
];
