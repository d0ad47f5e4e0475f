//! `apoc.nodes.*` over several nodes, `apoc.lock.*`, `apoc.atomic.*` and `apoc.algo.cover`. Grouping
//! is in `group`. Begin with [`procedures`].

use quiver_types::{Map, Value};

use super::super::Procedure;
use super::reshape::relationships;
use super::{Result, ask, empty_map, map, nodes, not_invoked, parameters, quoted, text};
use crate::exec::run::Run;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = several();
    all.extend(locks());
    all.extend(atomic());
    all
}

fn several() -> Vec<Procedure> {
    vec![
        Procedure::running(
            "apoc.nodes.link",
            "WRITE",
            "Links nodes in a row by relationships of a type.",
            &[],
            link,
        )
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("type", Type::String, None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE (a), (b), (c) WITH [a, b, c] AS all CALL apoc.nodes.link(all, 'NEXT') MATCH p = ()-[:NEXT*2]->() RETURN count(p)",
            "1",
        )]),
        Procedure::running(
            "apoc.nodes.rels",
            "DEFAULT",
            "Relationships by themselves or by their ids.",
            &[("rel", Type::Relationship)],
            |run, a| {
                let given = parameters([("rels", Value::list(relationships(argument(a, 0))?))]);
                let query = "UNWIND $rels AS r WITH r, type(r) AS t RETURN r";
                Ok(ask(run, "apoc.nodes.rels", query, &given, false)?.rows)
            },
        )
        .with("rels", Type::Any, None)
        .examples(&[(
            "CREATE ()-[r:T]->() WITH r CALL apoc.nodes.rels([id(r)]) YIELD rel RETURN type(rel)",
            "'T'",
        )]),
        Procedure::running(
            "apoc.algo.cover",
            "DEFAULT",
            "The relationships between nodes.",
            &[("rel", Type::Relationship)],
            |run, a| {
                let given = parameters([("all", Value::list(nodes(argument(a, 0))?))]);
                let query =
                    "UNWIND $all AS n MATCH (n)-[r]->(m) WHERE m IN $all RETURN DISTINCT r";
                Ok(ask(run, "apoc.algo.cover", query, &given, false)?.rows)
            },
        )
        .with("nodes", Type::Any, None)
        .examples(&[(
            "CREATE (a)-[:T]->(b), (b)-[:U]->() WITH [a, b] AS all CALL apoc.algo.cover(all) YIELD rel RETURN type(rel)",
            "'T'",
        )]),
    ]
}

fn link(run: &mut Run<'_>, a: &[Value]) -> Result {
    let of = quoted(text(a, 1, "relationship type")?);
    let all = nodes(argument(a, 0))?;
    let config = map(a, 2)?;
    let make = match config.get("avoidDuplicates") {
        Some(Value::Boolean(true)) => "MERGE",
        _ => "CREATE",
    };
    let pairs = all.windows(2).map(|pair| Value::list(pair.to_vec()));
    let given = parameters([("pairs", Value::list(pairs.collect()))]);
    let query = format!("UNWIND $pairs AS p WITH p[0] AS a, p[1] AS b {make} (a)-[:{of}]->(b)");
    ask(run, "apoc.nodes.link", &query, &given, true)?;
    Ok(Vec::new())
}

/// A lock is what a write takes, so a property is set and removed again; what is there stays as it was.
fn lock(run: &mut Run<'_>, name: &str, all: Vec<Value>) -> Result {
    let given = parameters([("all", Value::list(all))]);
    let query = "UNWIND $all AS x SET x.`__lock` = true REMOVE x.`__lock`";
    ask(run, name, query, &given, true)?;
    Ok(Vec::new())
}

fn locks() -> Vec<Procedure> {
    let (node_list, rel_list) = (Type::ListOf(&Type::Node), Type::ListOf(&Type::Relationship));
    vec![
        Procedure::running(
            "apoc.lock.nodes",
            "WRITE",
            "Locks nodes for this transaction.",
            &[],
            |run, a| lock(run, "apoc.lock.nodes", nodes(argument(a, 0))?),
        )
        .with("nodes", node_list, None)
        .examples(&[("CREATE (a) WITH a CALL apoc.lock.nodes([a]) RETURN 1", "1")]),
        Procedure::running(
            "apoc.lock.rels",
            "WRITE",
            "Locks relationships for this transaction.",
            &[],
            |run, a| lock(run, "apoc.lock.rels", relationships(argument(a, 0))?),
        )
        .with("rels", rel_list, None)
        .examples(&[(
            "CREATE ()-[r:T]->() WITH r CALL apoc.lock.rels([r]) RETURN 1",
            "1",
        )]),
        Procedure::running(
            "apoc.lock.all",
            "WRITE",
            "Locks nodes and relationships for this transaction.",
            &[],
            |run, a| {
                let mut all = nodes(argument(a, 0))?;
                all.extend(relationships(argument(a, 1))?);
                lock(run, "apoc.lock.all", all)
            },
        )
        .with("nodes", node_list, None)
        .with("rels", rel_list, None)
        .examples(&[(
            "CREATE (a)-[r:T]->() WITH a, r CALL apoc.lock.all([a], [r]) RETURN 1",
            "1",
        )]),
    ]
}

/// A change of one property, which gives the old value and the new one.
fn change(run: &mut Run<'_>, name: &str, a: &[Value], new: &str, mut given: Map) -> Result {
    let key = quoted(text(a, 1, "property key")?);
    if argument(a, 0).is_null() {
        return Err(not_invoked(name, "there must be a node or a relationship"));
    }
    given.insert("n", argument(a, 0).clone());
    given.insert("key", argument(a, 1).clone());
    let new = new.replace("{old}", &format!("n.{key}"));
    let query = format!(
        "WITH $n AS n WITH n, n.{key} AS old, {new} AS new SET n.{key} = new RETURN n, $key, old, new"
    );
    let rows = ask(run, name, &query, &given, true)?.rows;
    if rows
        .iter()
        .any(|row| row.get(3).is_some_and(Value::is_null))
    {
        return Err(not_invoked(
            name,
            "the property is not there, or the operation gives null",
        ));
    }
    Ok(rows)
}

/// A procedure that changes one property at once, under a lock.
fn changing(
    name: &'static str,
    description: &'static str,
    arguments: &[(&str, Type)],
    new: &'static str,
    examples: &'static [(&'static str, &'static str)],
) -> Procedure {
    let columns = &[
        ("container", Type::Any),
        ("property", Type::String),
        ("oldValue", Type::Any),
        ("newValue", Type::Any),
    ];
    let mut procedure = Procedure::running(name, "WRITE", description, columns, move |run, a| {
        let given = parameters([("x", argument(a, 2).clone()), ("y", argument(a, 3).clone())]);
        change(run, name, a, new, given)
    })
    .with("container", Type::Any, None)
    .with("propertyName", Type::String, None);
    for (argument, of) in arguments {
        procedure = procedure.with(argument, *of, None);
    }
    procedure
        .with("retryAttempts", Type::Integer, Some(Value::Integer(5)))
        .examples(examples)
}

fn atomic() -> Vec<Procedure> {
    vec![
        changing(
            "apoc.atomic.add",
            "Adds to a property.",
            &[("number", Type::Number)],
            "CASE WHEN {old} IS :: INTEGER THEN {old} + toInteger($x) ELSE {old} + $x END",
            &[(
                "CREATE (n {k: 1}) WITH n CALL apoc.atomic.add(n, 'k', 5) YIELD oldValue, newValue RETURN oldValue, newValue",
                "1 | 6",
            )],
        ),
        changing(
            "apoc.atomic.subtract",
            "Subtracts from a property.",
            &[("number", Type::Number)],
            "CASE WHEN {old} IS :: INTEGER THEN {old} - toInteger($x) ELSE {old} - $x END",
            &[(
                "CREATE (n {k: 1}) WITH n CALL apoc.atomic.subtract(n, 'k', 5) YIELD newValue RETURN newValue",
                "-4",
            )],
        ),
        changing(
            "apoc.atomic.concat",
            "Adds a text to a property.",
            &[("string", Type::String)],
            "toString({old}) + $x",
            &[(
                "CREATE (n {k: 'a'}) WITH n CALL apoc.atomic.concat(n, 'k', 'b') YIELD newValue RETURN newValue",
                "'ab'",
            )],
        ),
        changing(
            "apoc.atomic.insert",
            "Puts a value into a list that is a property.",
            &[("position", Type::Integer), ("value", Type::Any)],
            "apoc.coll.insert({old}, $x, $y)",
            &[(
                "CREATE (n {k: [1, 2]}) WITH n CALL apoc.atomic.insert(n, 'k', 1, 9) YIELD newValue RETURN newValue",
                "[1, 9, 2]",
            )],
        ),
        changing(
            "apoc.atomic.remove",
            "Takes a value out of a list that is a property.",
            &[("position", Type::Integer)],
            "apoc.coll.remove({old}, $x, 1)",
            &[(
                "CREATE (n {k: [1, 2]}) WITH n CALL apoc.atomic.remove(n, 'k', 0) YIELD newValue RETURN newValue",
                "[2]",
            )],
        ),
        Procedure::running(
            "apoc.atomic.update",
            "WRITE",
            "Sets a property to what an expression gives, in which the node or relationship is `n`.",
            &[
                ("container", Type::Any),
                ("property", Type::String),
                ("oldValue", Type::Any),
                ("newValue", Type::Any),
            ],
            |run, a| {
                let operation = text(a, 2, "operation")?.clone();
                change(run, "apoc.atomic.update", a, &operation, Map::new())
            },
        )
        .with("container", Type::Any, None)
        .with("propertyName", Type::String, None)
        .with("operation", Type::String, None)
        .with("retryAttempts", Type::Integer, Some(Value::Integer(5)))
        .examples(&[(
            "CREATE (n {k: 2}) WITH n CALL apoc.atomic.update(n, 'k', 'n.k * 10') YIELD newValue RETURN newValue",
            "20",
        )]),
    ]
}
