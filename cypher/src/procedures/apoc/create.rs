//! `apoc.create.*`, `apoc.merge.*`, `apoc.nodes.delete`: writing with names that are data.

use quiver_types::{Map, Text, Value};

use super::super::Procedure;
use super::reshape::relationships;
use super::{
    Result, TEXTS, ask, empty_map, labels_text, map, nodes, parameters, pattern, quoted, text,
    texts, texts_but_nulls, wrong,
};
use crate::edge::QueryStatistics;
use crate::exec::run::Run;
use crate::functions::{Type, argument};

const NODE: &[(&str, Type)] = &[("node", Type::Node)];
const REL: &[(&str, Type)] = &[("rel", Type::Relationship)];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = creating();
    all.extend(changing());
    all.extend(merging());
    all
}

fn creating() -> Vec<Procedure> {
    vec![
        Procedure::running(
            "apoc.create.node",
            "WRITE",
            "Creates a node with labels and properties that are data.",
            NODE,
            |run, a| {
                let labels = labels_text(&texts_but_nulls(a, 0, "labels")?);
                let query = format!("CREATE (n{labels} $props) RETURN n");
                let given = parameters([("props", map(a, 1)?.into())]);
                Ok(ask(run, "apoc.create.node", &query, &given, true)?.rows)
            },
        )
        .with("labels", TEXTS, None)
        .with("props", Type::Map, None)
        .examples(&[
            (
                "CALL apoc.create.node(['A', 'B c'], {k: 1}) YIELD node RETURN labels(node), node.k",
                "['A', 'B c'] | 1",
            ),
            (
                "CALL apoc.create.node(['A', null], null) YIELD node RETURN labels(node)",
                "['A']",
            ),
        ]),
        Procedure::running(
            "apoc.create.nodes",
            "WRITE",
            "Creates a node with the same labels for each map of properties.",
            NODE,
            |run, a| {
                let labels = labels_text(&texts_but_nulls(a, 0, "labels")?);
                let query = format!("UNWIND $props AS p CREATE (n{labels}) SET n = coalesce(p, {{}}) RETURN n");
                let given = parameters([("props", argument(a, 1).clone())]);
                Ok(ask(run, "apoc.create.nodes", &query, &given, true)?.rows)
            },
        )
        .with("labels", TEXTS, None)
        .with("props", Type::ListOf(&Type::Map), None)
        .examples(&[(
            "CALL apoc.create.nodes(['A'], [{k: 1}, {k: 2}]) YIELD node RETURN node.k",
            "1\n2",
        )]),
        Procedure::running(
            "apoc.create.relationship",
            "WRITE",
            "Creates a relationship of a type that is data.",
            REL,
            |run, a| {
                let of = quoted(text(a, 1, "relationship type")?);
                let query = format!(
                    "WITH $from AS a, $to AS b CREATE (a)-[r:{of} $props]->(b) RETURN r"
                );
                let given = parameters([
                    ("from", argument(a, 0).clone()),
                    ("to", argument(a, 3).clone()),
                    ("props", map(a, 2)?.into()),
                ]);
                Ok(ask(run, "apoc.create.relationship", &query, &given, true)?.rows)
            },
        )
        .with("from", Type::Node, None)
        .with("relType", Type::String, None)
        .with("props", Type::Map, None)
        .with("to", Type::Node, None)
        .examples(&[(
            "CREATE (a), (b) WITH a, b CALL apoc.create.relationship(a, 'T x', {k: 1}, b) YIELD rel RETURN type(rel), rel.k",
            "'T x' | 1",
        )]),
        Procedure::running(
            "apoc.nodes.delete",
            "WRITE",
            "Deletes nodes with their relationships, all in the transaction that calls.",
            &[("value", Type::Integer)],
            |run, a| {
                let all = nodes(argument(a, 0))?;
                let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
                let given = parameters([("nodes", Value::list(all))]);
                let query = "UNWIND $nodes AS n DETACH DELETE n";
                ask(run, "apoc.nodes.delete", query, &given, true)?;
                Ok(vec![vec![Value::Integer(count)]])
            },
        )
        .with("nodes", Type::Any, None)
        .with("batchSize", Type::Integer, None)
        .examples(&[(
            "CREATE (a)-[:T]->(b) WITH [a, b] AS all CALL apoc.nodes.delete(all, 10) YIELD value RETURN value",
            "2",
        )]),
    ]
}

/// Runs a change over nodes, given one by one or in a list.
fn change(run: &mut Run<'_>, name: &str, a: &[Value], set: &str, given: Map) -> Result {
    change_all(run, name, nodes(argument(a, 0))?, set, given)
}

/// The same over relationships.
fn change_rels(run: &mut Run<'_>, name: &str, a: &[Value], set: &str, given: Map) -> Result {
    change_all(run, name, relationships(argument(a, 0))?, set, given)
}

fn change_all(run: &mut Run<'_>, name: &str, all: Vec<Value>, set: &str, mut given: Map) -> Result {
    given.insert("nodes", Value::list(all));
    let query = format!("UNWIND $nodes AS n {set} RETURN n");
    Ok(ask(run, name, &query, &given, true)?.rows)
}

/// A map of lists of keys and values; keys without a value are removed.
fn entries(a: &[Value], values: bool) -> Result<Map> {
    // A value needs a key; a key to remove may be null.
    let keys = match values {
        true => texts(a, 1, "keys")?,
        false => texts_but_nulls(a, 1, "keys")?,
    };
    let given: &[Value] = match argument(a, 2) {
        Value::List(items) if values => items,
        _ => &[],
    };
    if values && given.len() != keys.len() {
        return Err(wrong("There must be as many values as keys"));
    }
    let mut map = Map::new();
    for (at, key) in keys.into_iter().enumerate() {
        map.insert(key, given.get(at).cloned().unwrap_or_default());
    }
    Ok(map)
}

/// `SET n:A:B`; nothing for no labels.
fn labels_clause(word: &str, labels: &[Text]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    format!("{word} n{}", labels_text(labels))
}

/// A procedure that sets or removes labels.
fn labels_changed(
    name: &'static str,
    description: &'static str,
    word: &'static str,
    examples: &'static [(&'static str, &'static str)],
) -> Procedure {
    Procedure::running(name, "WRITE", description, NODE, move |run, a| {
        let clause = labels_clause(word, &texts_but_nulls(a, 1, "labels")?);
        change(run, name, a, &clause, Map::new())
    })
    .with("nodes", Type::Any, None)
    .with("labels", TEXTS, None)
    .examples(examples)
}

fn changing() -> Vec<Procedure> {
    vec![
        labels_changed(
            "apoc.create.addLabels",
            "Adds labels to nodes.",
            "SET",
            &[(
                "CREATE (a:A) WITH a CALL apoc.create.addLabels(a, ['B', 'C']) YIELD node RETURN labels(node)",
                "['A', 'B', 'C']",
            )],
        ),
        labels_changed(
            "apoc.create.removeLabels",
            "Removes labels from nodes.",
            "REMOVE",
            &[(
                "CREATE (a:A:B) WITH a CALL apoc.create.removeLabels([a], ['B']) YIELD node RETURN labels(node)",
                "['A']",
            )],
        ),
        Procedure::running(
            "apoc.create.setLabels",
            "WRITE",
            "Gives nodes these labels and no others.",
            NODE,
            |run, a| {
                let labels = texts_but_nulls(a, 1, "labels")?;
                let add = labels_clause("SET", &labels);
                let given = parameters([(
                    "labels",
                    Value::list(labels.into_iter().map(Value::String).collect()),
                )]);
                let set = format!("REMOVE n:$([l IN labels(n) WHERE NOT l IN $labels]) {add}");
                change(run, "apoc.create.setLabels", a, &set, given)
            },
        )
        .with("nodes", Type::Any, None)
        .with("labels", TEXTS, None)
        .examples(&[(
            "CREATE (a:A) WITH a CALL apoc.create.setLabels([a], ['B']) YIELD node RETURN labels(node)",
            "['B']",
        )]),
        Procedure::running(
            "apoc.create.setProperty",
            "WRITE",
            "Sets a property, whose key is data, of nodes.",
            NODE,
            |run, a| {
                let mut entry = Map::new();
                entry.insert(text(a, 1, "property key")?.clone(), argument(a, 2).clone());
                let given = parameters([("entries", entry.into())]);
                change(run, "apoc.create.setProperty", a, "SET n += $entries", given)
            },
        )
        .with("nodes", Type::Any, None)
        .with("key", Type::String, None)
        .with("value", Type::Any, None)
        .examples(&[(
            "CREATE (a) WITH a CALL apoc.create.setProperty(a, 'k', 1) YIELD node RETURN node.k",
            "1",
        )]),
        Procedure::running(
            "apoc.create.setProperties",
            "WRITE",
            "Sets properties, whose keys are data, of nodes.",
            NODE,
            |run, a| {
                let given = parameters([("entries", entries(a, true)?.into())]);
                change(run, "apoc.create.setProperties", a, "SET n += $entries", given)
            },
        )
        .with("nodes", Type::Any, None)
        .with("keys", TEXTS, None)
        .with("values", Type::List, None)
        .examples(&[(
            "CREATE (a) WITH a CALL apoc.create.setProperties([a], ['k', 'l'], [1, 2]) YIELD node RETURN node.k, node.l",
            "1 | 2",
        )]),
        Procedure::running(
            "apoc.create.removeProperties",
            "WRITE",
            "Removes properties of nodes.",
            NODE,
            |run, a| {
                let given = parameters([("entries", entries(a, false)?.into())]);
                change(run, "apoc.create.removeProperties", a, "SET n += $entries", given)
            },
        )
        .with("nodes", Type::Any, None)
        .with("keys", TEXTS, None)
        .examples(&[(
            "CREATE (a {k: 1, l: 2}) WITH a CALL apoc.create.removeProperties([a], ['k']) YIELD node RETURN properties(node)",
            "{l: 2}",
        )]),
        Procedure::running(
            "apoc.create.setRelProperty",
            "WRITE",
            "Sets a property, whose key is data, of relationships.",
            REL,
            |run, a| {
                let mut entry = Map::new();
                entry.insert(text(a, 1, "property key")?.clone(), argument(a, 2).clone());
                let given = parameters([("entries", entry.into())]);
                change_rels(run, "apoc.create.setRelProperty", a, "SET n += $entries", given)
            },
        )
        .with("rels", Type::Any, None)
        .with("key", Type::String, None)
        .with("value", Type::Any, None)
        .examples(&[(
            "CREATE (a)-[r:T]->(a) WITH r CALL apoc.create.setRelProperty(r, 'k', 1) YIELD rel RETURN rel.k",
            "1",
        )]),
        Procedure::running(
            "apoc.create.setRelProperties",
            "WRITE",
            "Sets properties, whose keys are data, of relationships.",
            REL,
            |run, a| {
                let given = parameters([("entries", entries(a, true)?.into())]);
                change_rels(run, "apoc.create.setRelProperties", a, "SET n += $entries", given)
            },
        )
        .with("rels", Type::Any, None)
        .with("keys", TEXTS, None)
        .with("values", Type::List, None)
        .examples(&[(
            "CREATE (a)-[r:T]->(a) WITH r CALL apoc.create.setRelProperties([r], ['k'], [1]) YIELD rel RETURN rel.k",
            "1",
        )]),
        Procedure::running(
            "apoc.create.removeRelProperties",
            "WRITE",
            "Removes properties of relationships.",
            REL,
            |run, a| {
                let given = parameters([("entries", entries(a, false)?.into())]);
                change_rels(run, "apoc.create.removeRelProperties", a, "SET n += $entries", given)
            },
        )
        .with("rels", Type::Any, None)
        .with("keys", TEXTS, None)
        .examples(&[(
            "CREATE (a)-[r:T {k: 1}]->(a) WITH r CALL apoc.create.removeRelProperties(r, ['k']) YIELD rel RETURN properties(rel)",
            "{}",
        )]),
    ]
}

/// Merges a node; with its counters in front if they are wanted.
fn merge_node(run: &mut Run<'_>, name: &str, a: &[Value], with_stats: bool) -> Result {
    let ident = map(a, 1)?;
    if ident.is_empty() {
        return Err(wrong(
            "you need to supply at least one identifying property for a merge",
        ));
    }
    let labels = labels_text(&texts(a, 0, "labels")?);
    let query = format!(
        "MERGE (n{labels}{}) ON CREATE SET n += $created ON MATCH SET n += $matched RETURN n",
        pattern(&ident, "ident")
    );
    let given = parameters([
        ("ident", ident.into()),
        ("created", map(a, 2)?.into()),
        ("matched", map(a, 3)?.into()),
    ]);
    merged(run, name, &query, &given, with_stats)
}

fn merge_relationship(run: &mut Run<'_>, name: &str, a: &[Value], with_stats: bool) -> Result {
    let of = quoted(text(a, 1, "relationship type")?);
    let ident = map(a, 2)?;
    let query = format!(
        "WITH $from AS a, $to AS b MERGE (a)-[r:{of}{}]->(b) ON CREATE SET r += $created ON MATCH SET r += $matched RETURN r",
        pattern(&ident, "ident")
    );
    let given = parameters([
        ("from", argument(a, 0).clone()),
        ("to", argument(a, 4).clone()),
        ("ident", ident.into()),
        ("created", map(a, 3)?.into()),
        ("matched", map(a, 5)?.into()),
    ]);
    merged(run, name, &query, &given, with_stats)
}

fn merged(run: &mut Run<'_>, name: &str, query: &str, given: &Map, with_stats: bool) -> Result {
    let answer = ask(run, name, query, given, true)?;
    if !with_stats {
        return Ok(answer.rows);
    }
    let stats = counters(&answer.statistics);
    let stats = Value::map(stats);
    let rows = answer.rows.into_iter().map(|mut row| {
        row.insert(0, stats.clone());
        row
    });
    Ok(rows.collect())
}

/// What a query changed, as a map.
pub(super) fn counters(counted: &QueryStatistics) -> Map {
    let number = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    parameters([
        ("nodesCreated", number(counted.nodes_created)),
        ("nodesDeleted", number(counted.nodes_deleted)),
        (
            "relationshipsCreated",
            number(counted.relationships_created),
        ),
        (
            "relationshipsDeleted",
            number(counted.relationships_deleted),
        ),
        ("propertiesSet", number(counted.properties_set)),
        ("labelsAdded", number(counted.labels_added)),
        ("labelsRemoved", number(counted.labels_removed)),
        ("indexesAdded", number(counted.indexes_added)),
        ("indexesRemoved", number(counted.indexes_removed)),
        ("constraintsAdded", number(counted.constraints_added)),
        ("constraintsRemoved", number(counted.constraints_removed)),
    ])
}

fn merging() -> Vec<Procedure> {
    let mut all = Vec::new();
    for name in ["apoc.merge.node", "apoc.merge.node.eager"] {
        all.push(node_arguments(
            Procedure::running(
                name,
                "WRITE",
                "Finds nodes with labels and properties that are data, or creates one.",
                NODE,
                move |run, a| merge_node(run, name, a, false),
            )
            .examples(&[
                (
                    "CALL apoc.merge.node(['A'], {id: 1}, {k: 'new'}, {k: 'old'}) YIELD node RETURN labels(node), node.id, node.k",
                    "['A'] | 1 | 'new'",
                ),
                ("CALL apoc.merge.node(['A'], {})", "!at least one identifying property"),
            ]),
        ));
    }
    for name in ["apoc.merge.nodeWithStats", "apoc.merge.nodeWithStats.eager"] {
        all.push(node_arguments(Procedure::running(
            name,
            "WRITE",
            "Finds nodes with labels and properties that are data, or creates one; with counters.",
            &[("stats", Type::Map), ("node", Type::Node)],
            move |run, a| merge_node(run, name, a, true),
        )));
    }
    for name in ["apoc.merge.relationship", "apoc.merge.relationship.eager"] {
        all.push(relationship_arguments(
            Procedure::running(
                name,
                "WRITE",
                "Finds relationships of a type that is data, or creates one.",
                REL,
                move |run, a| merge_relationship(run, name, a, false),
            )
            .examples(&[(
                "CREATE (a), (b) WITH a, b CALL apoc.merge.relationship(a, 'T x', {id: 1}, {k: 'new'}, b, {k: 'old'}) YIELD rel RETURN type(rel), rel.id, rel.k",
                "'T x' | 1 | 'new'",
            )]),
        ));
    }
    for name in [
        "apoc.merge.relationshipWithStats",
        "apoc.merge.relationshipWithStats.eager",
    ] {
        all.push(relationship_arguments(Procedure::running(
            name,
            "WRITE",
            "Finds relationships of a type that is data, or creates one; with counters.",
            &[("stats", Type::Map), ("rel", Type::Relationship)],
            move |run, a| merge_relationship(run, name, a, true),
        )));
    }
    all
}

fn node_arguments(procedure: Procedure) -> Procedure {
    procedure
        .with("labels", TEXTS, None)
        .with("identProps", Type::Map, None)
        .with("onCreateProps", Type::Map, empty_map())
        .with("onMatchProps", Type::Map, empty_map())
}

fn relationship_arguments(procedure: Procedure) -> Procedure {
    procedure
        .with("startNode", Type::Node, None)
        .with("relType", Type::String, None)
        .with("identProps", Type::Map, None)
        .with("onCreateProps", Type::Map, None)
        .with("endNode", Type::Node, None)
        .with("onMatchProps", Type::Map, empty_map())
}
