//! `apoc.refactor.*`: nodes and relationships made into others.

use quiver_types::{Map, Value};
use regex::Regex;

use super::super::Procedure;
use super::periodic::BATCHES;
use super::{Result, TEXTS, ask, empty_map, map, nodes, parameters, quoted, text, texts, wrong};
use crate::exec::run::Run;
use crate::functions::apoc::text::texts_like;
use crate::functions::{Type, argument};

/// Columns of what makes relationships of others.
pub(super) const CHANGED: &[(&str, Type)] = &[
    ("input", Type::Integer),
    ("output", Type::Relationship),
    ("error", Type::String),
];

/// Columns of what makes nodes of others.
pub(super) const COPIED: &[(&str, Type)] = &[
    ("input", Type::Integer),
    ("output", Type::Node),
    ("error", Type::String),
];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = relationships();
    all.extend(renaming());
    all.extend(of_nodes());
    all
}

/// Replaces a relationship by one with its properties; `a` and `b` are its ends.
fn replace(
    run: &mut Run<'_>,
    name: &str,
    rel: &Value,
    (start, end): (&str, &str),
    of: &str,
    other: &Value,
) -> Result {
    if rel.is_null() || (other.is_null() && [start, end].contains(&"other")) {
        return Ok(Vec::new());
    }
    let query = format!(
        "WITH $rel AS r, $other AS other WITH r, other, startNode(r) AS a, endNode(r) AS b, id(r) AS input, type(r) AS t, properties(r) AS p CREATE ({start})-[x:{of}]->({end}) SET x = p DELETE r RETURN input, x, null"
    );
    let given = parameters([("rel", rel.clone()), ("other", other.clone())]);
    Ok(ask(run, name, &query, &given, true)?.rows)
}

/// The row of a relationship that cannot have a type.
fn unchanged(rel: &Value, of: &Value) -> Result {
    let Value::Relationship(id) = rel else {
        return Ok(Vec::new());
    };
    let why = match of {
        Value::Null => "A relationship type cannot have a null name",
        _ => "Invalid type name ''.",
    };
    let id = i64::try_from(id.0).unwrap_or(i64::MAX);
    Ok(vec![vec![Value::Integer(id), Value::Null, why.into()]])
}

fn relationships() -> Vec<Procedure> {
    let same = "$(t)";
    vec![
        Procedure::running(
            "apoc.refactor.setType",
            "WRITE",
            "Gives a relationship another type.",
            CHANGED,
            |run, a| {
                let rel = argument(a, 0);
                let of = match argument(a, 1) {
                    Value::String(of) if !of.is_empty() => quoted(of),
                    bad => return unchanged(rel, bad),
                };
                replace(run, "apoc.refactor.setType", rel, ("a", "b"), &of, &Value::Null)
            },
        )
        .with("rel", Type::Relationship, None)
        .with("newType", Type::String, None)
        .examples(&[(
            "CREATE (a)-[r:T {k: 1}]->(b) WITH r CALL apoc.refactor.setType(r, 'U') YIELD output RETURN type(output), output.k",
            "'U' | 1",
        )]),
        Procedure::running(
            "apoc.refactor.invert",
            "WRITE",
            "Turns a relationship round.",
            CHANGED,
            move |run, a| {
                let rel = argument(a, 0);
                replace(run, "apoc.refactor.invert", rel, ("b", "a"), same, &Value::Null)
            },
        )
        .with("rel", Type::Relationship, None)
        .examples(&[(
            "CREATE (a {n: 1})-[r:T]->(b {n: 2}) WITH r CALL apoc.refactor.invert(r) YIELD output RETURN startNode(output).n, type(output)",
            "2 | 'T'",
        )]),
        Procedure::running(
            "apoc.refactor.from",
            "WRITE",
            "Lets a relationship start at another node.",
            CHANGED,
            move |run, a| {
                let rel = argument(a, 0);
                replace(run, "apoc.refactor.from", rel, ("other", "b"), same, argument(a, 1))
            },
        )
        .with("rel", Type::Relationship, None)
        .with("newNode", Type::Node, None)
        .examples(&[(
            "CREATE (a {n: 1})-[r:T]->(b {n: 2}), (c {n: 3}) WITH r, c CALL apoc.refactor.from(r, c) YIELD output RETURN startNode(output).n, endNode(output).n",
            "3 | 2",
        )]),
        Procedure::running(
            "apoc.refactor.to",
            "WRITE",
            "Lets a relationship end at another node.",
            CHANGED,
            move |run, a| {
                let rel = argument(a, 0);
                replace(run, "apoc.refactor.to", rel, ("a", "other"), same, argument(a, 1))
            },
        )
        .with("rel", Type::Relationship, None)
        .with("endNode", Type::Node, None)
        .examples(&[(
            "CREATE (a {n: 1})-[r:T]->(b {n: 2}), (c {n: 3}) WITH r, c CALL apoc.refactor.to(r, c) YIELD output RETURN startNode(output).n, endNode(output).n",
            "1 | 3",
        )]),
    ]
}

/// A row about so many changes, counted in batches of a size; all are made at once.
fn as_batches(count: &Value, size: i64) -> Vec<Value> {
    let total = count.clone();
    let batches = match count {
        Value::Integer(count) => (count.saturating_add(size - 1) / size).max(1),
        _ => 1,
    };
    let zero = || Value::Integer(0);
    let inner = |committed: Value| {
        parameters([
            ("total", committed.clone()),
            ("committed", committed),
            ("failed", zero()),
            ("errors", Map::new().into()),
        ])
    };
    vec![
        Value::Integer(batches),
        total.clone(),
        zero(),
        total.clone(),
        zero(),
        zero(),
        zero(),
        Map::new().into(),
        inner(Value::Integer(batches)).into(),
        inner(total).into(),
        Value::list(Vec::new()),
        Value::list(Vec::new()),
    ]
}

/// Renames over all entities, or over those given.
fn rename(
    run: &mut Run<'_>,
    name: &str,
    a: &[Value],
    (all, which): (&str, &str),
    change: &str,
) -> Result {
    let given = match argument(a, 2) {
        Value::List(items) if !items.is_empty() => Some(argument(a, 2).clone()),
        _ => None,
    };
    let query = match &given {
        Some(_) => format!("UNWIND $given AS n WITH n WHERE {which} {change} RETURN count(*)"),
        None => format!("MATCH {all} WHERE {which} {change} RETURN count(*)"),
    };
    let parameters = parameters([("given", given.unwrap_or_default())]);
    let answer = ask(run, name, &query, &parameters, true)?;
    let count = answer.rows.into_iter().flatten().next().unwrap_or_default();
    let size = match map(a, 3)?.get("batchSize") {
        Some(Value::Integer(size)) if *size > 0 => *size,
        _ => 10_000,
    };
    Ok(vec![as_batches(&count, size)])
}

fn two(a: &[Value]) -> Result<(String, String)> {
    Ok((
        quoted(text(a, 0, "old name")?),
        quoted(text(a, 1, "new name")?),
    ))
}

fn renaming() -> Vec<Procedure> {
    let rename_of = |name: &'static str,
                     old: &str,
                     new: &str,
                     what: &'static str,
                     code: fn(&mut Run<'_>, &[Value]) -> Result| {
        let columns = [BATCHES, &[("constraints", TEXTS), ("indexes", TEXTS)]].concat();
        Procedure::running(name, "WRITE", what, &columns, code)
            .with(old, Type::String, None)
            .with(new, Type::String, None)
    };
    let none = || Some(Value::list(Vec::new()));
    let (node_list, rel_list) = (Type::ListOf(&Type::Node), Type::ListOf(&Type::Relationship));
    vec![
        rename_of(
            "apoc.refactor.rename.label",
            "oldLabel",
            "newLabel",
            "Gives all nodes with a label, or those given, another one.",
            |run, a| {
                let (old, new) = two(a)?;
                let which = format!("n:{old}");
                let change = format!("SET n:{new} REMOVE n:{old}");
                rename(run, "apoc.refactor.rename.label", a, ("(n)", &which), &change)
            },
        )
        .with("nodes", node_list, none())
        .examples(&[(
            "CREATE (:A), (:A) WITH count(*) AS c CALL apoc.refactor.rename.label('A', 'B') YIELD total RETURN total",
            "2",
        )]),
        rename_of(
            "apoc.refactor.rename.type",
            "oldType",
            "newType",
            "Gives all relationships of a type, or those given, another one.",
            |run, a| {
                let (old, new) = two(a)?;
                let which = format!("n:{old}");
                let change = format!("WITH n, startNode(n) AS a, endNode(n) AS b, properties(n) AS p CREATE (a)-[x:{new}]->(b) SET x = p DELETE n");
                rename(run, "apoc.refactor.rename.type", a, ("()-[n]->()", &which), &change)
            },
        )
        .with("rels", rel_list, none())
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE ()-[:T]->() WITH count(*) AS c CALL apoc.refactor.rename.type('T', 'U') YIELD total RETURN total",
            "1",
        )]),
        rename_of(
            "apoc.refactor.rename.nodeProperty",
            "oldName",
            "newName",
            "Renames a property of all nodes, or of those given.",
            |run, a| {
                let (old, new) = two(a)?;
                let which = format!("n.{old} IS NOT NULL");
                let change = format!("SET n.{new} = n.{old} REMOVE n.{old}");
                rename(run, "apoc.refactor.rename.nodeProperty", a, ("(n)", &which), &change)
            },
        )
        .with("nodes", node_list, none())
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE ({k: 1}) WITH count(*) AS c CALL apoc.refactor.rename.nodeProperty('k', 'l') YIELD total RETURN total",
            "1",
        )]),
        rename_of(
            "apoc.refactor.rename.typeProperty",
            "oldName",
            "newName",
            "Renames a property of all relationships, or of those given.",
            |run, a| {
                let (old, new) = two(a)?;
                let which = format!("n.{old} IS NOT NULL");
                let change = format!("SET n.{new} = n.{old} REMOVE n.{old}");
                rename(run, "apoc.refactor.rename.typeProperty", a, ("()-[n]->()", &which), &change)
            },
        )
        .with("rels", rel_list, none())
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE ()-[:T {k: 1}]->() WITH count(*) AS c CALL apoc.refactor.rename.typeProperty('k', 'l') YIELD total RETURN total",
            "1",
        )]),
    ]
}

/// How values of the same property become one: by patterns of keys, or one way for all.
pub(super) struct Ways {
    patterns: Vec<(Regex, String)>,
    otherwise: String,
}

impl Ways {
    /// From a configuration; `usual` where it says nothing.
    pub(super) fn of(config: &Map, usual: &str) -> Result<Self> {
        let mut ways = Self {
            patterns: Vec::new(),
            otherwise: usual.to_owned(),
        };
        match config.get("properties") {
            Some(Value::String(way)) => ways.otherwise = way.to_lowercase(),
            Some(Value::Map(rules)) => {
                // Whatever is usual: keys that no rule is for are overwritten.
                "overwrite".clone_into(&mut ways.otherwise);
                for (key, way) in rules.iter() {
                    let Value::String(way) = way else {
                        return Err(wrong("A way to merge properties must be a string"));
                    };
                    if *key == *".*" {
                        ways.otherwise = way.to_lowercase();
                        continue;
                    }
                    let pattern = texts_like(key)?;
                    ways.patterns.push((pattern, way.to_lowercase()));
                }
            }
            _ => {}
        }
        Ok(ways)
    }

    fn for_key(&self, key: &str) -> &str {
        let found = self.patterns.iter().find(|(regex, _)| regex.is_match(key));
        found.map_or(&self.otherwise, |(_, way)| way)
    }
}

/// The properties of what is merged: of the first, of the last, or of all in lists. A way that is
/// not known takes nothing from the others, as in APOC.
pub(super) fn merged(all: &[Map], ways: &Ways) -> Result<Map> {
    let Some((first, rest)) = all.split_first() else {
        return Ok(Map::new());
    };
    let mut result = first.clone();
    for (key, value) in rest.iter().flat_map(|map| map.iter()) {
        let known = result.get(key).cloned();
        match (ways.for_key(key), known) {
            ("overwrite" | "override", _) | ("discard" | "combine", None) => {
                result.insert(key.clone(), value.clone());
            }
            ("combine", Some(known)) => {
                result.insert(key.clone(), combined(&known, value));
            }
            _ => {}
        }
    }
    Ok(result)
}

/// Both values in a list without repeats; one value where they are the same.
fn combined(a: &Value, b: &Value) -> Value {
    let items = |value: &Value| match value {
        Value::List(items) => items.to_vec(),
        other => vec![other.clone()],
    };
    let all = [items(a), items(b)].concat();
    let mut unique = crate::functions::coll::without_repeats(&all);
    if unique.len() == 1 && !matches!(a, Value::List(_)) {
        return unique.pop().unwrap_or_default();
    }
    Value::list(unique)
}

/// Makes one of relationships of a type between a node and another.
fn one_of_each(run: &mut Run<'_>, node: &Value, ways: &Ways) -> Result<()> {
    let name = "apoc.refactor.mergeNodes";
    let given = parameters([("a", node.clone())]);
    for pattern in ["(a)-[r]->(m)", "(a)<-[r]-(m)"] {
        let query = format!(
            "WITH $a AS a MATCH {pattern} WITH type(r) AS t, m, r ORDER BY id(r) WITH t, m, collect(r) AS all WHERE size(all) > 1 RETURN all"
        );
        for row in ask(run, name, &query, &given, false)?.rows {
            if let Some(Value::List(all)) = row.first() {
                super::reshape::merge(run, name, all, ways)?;
            }
        }
    }
    Ok(())
}

fn merge_nodes(run: &mut Run<'_>, a: &[Value]) -> Result {
    let all = crate::functions::coll::without_repeats(&nodes(argument(a, 0))?);
    let Some((first, rest)) = all.split_first() else {
        return Ok(Vec::new());
    };
    let config = map(a, 1)?;
    let ways = Ways::of(&config, "overwrite")?;
    let is_off = |key: &str| matches!(config.get(key), Some(Value::Boolean(false)));
    let (no_loops, no_old_loops) = (is_off("produceSelfRel"), is_off("preserveExistingSelfRels"));
    let merge_rels = matches!(config.get("mergeRels"), Some(Value::Boolean(true)));
    let maps: Vec<Map> =
        run.evaluate(|context| all.iter().map(|node| context.properties_of(node)).collect())?;
    let properties = merged(&maps, &ways)?;
    let given = parameters([
        ("first", first.clone()),
        ("rest", Value::list(rest.to_vec())),
        ("all", Value::list(all.clone())),
        ("properties", properties.into()),
    ]);
    let name = "apoc.refactor.mergeNodes";
    // Loops that there were already are those of the first node.
    if no_loops && merge_rels {
        let query = "UNWIND $all AS n MATCH (n)-[r]->(m) WHERE m IN $all AND (n <> m OR n <> $first) DELETE r";
        ask(run, name, query, &given, true)?;
    }
    if no_loops && no_old_loops {
        let query = "UNWIND $all AS n MATCH (n)-[r]->(m) WHERE m IN $all DELETE r";
        ask(run, name, query, &given, true)?;
    }
    // What went to one of the nodes goes to the first; what joined two of them is its own loop.
    for (pattern, new) in [
        ("(n)-[r]->(m)", "(a)-[x:$(t)]->(other)"),
        ("(n)<-[r]-(m)", "(a)<-[x:$(t)]-(other)"),
    ] {
        let query = format!(
            "UNWIND $rest AS n MATCH {pattern} WITH DISTINCT r, m, $first AS a, type(r) AS t, properties(r) AS p WITH r, a, t, p, CASE WHEN m IN $all THEN a ELSE m END AS other CREATE {new} SET x = p DELETE r"
        );
        ask(run, name, &query, &given, true)?;
    }
    let query =
        "WITH $first AS a UNWIND $rest AS n UNWIND labels(n) AS l WITH DISTINCT a, l SET a:$(l)";
    if !rest.is_empty() {
        ask(run, name, query, &given, true)?;
        ask(run, name, "UNWIND $rest AS n DELETE n", &given, true)?;
    }
    if merge_rels {
        one_of_each(run, first, &Ways::of(&config, "combine")?)?;
    }
    let query = "WITH $first AS a SET a = $properties RETURN a";
    Ok(ask(run, name, query, &given, true)?.rows)
}

fn of_nodes() -> Vec<Procedure> {
    vec![
        Procedure::running(
            "apoc.refactor.mergeNodes",
            "WRITE",
            "Makes one node of several: the first gets the others' relationships, labels and properties.",
            &[("node", Type::Node)],
            merge_nodes,
        )
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE (a:A {k: 1}), (b:B {k: 2, l: 3}), (b)-[:T]->(c) WITH [a, b] AS all CALL apoc.refactor.mergeNodes(all, {properties: 'combine'}) YIELD node RETURN labels(node), node.k, node.l, COUNT { (node)-[:T]->() }",
            "['A', 'B'] | [1, 2] | 3 | 1",
        )]),
        Procedure::running(
            "apoc.refactor.cloneNodes",
            "WRITE",
            "Copies nodes, with their relationships if asked for.",
            COPIED,
            |run, a| {
                let with_relationships = matches!(argument(a, 1), Value::Boolean(true));
                let skipped: Vec<Value> =
                    texts(a, 2, "properties")?.into_iter().map(Value::String).collect();
                let name = "apoc.refactor.cloneNodes";
                let mut rows = Vec::new();
                for node in nodes(argument(a, 0))? {
                    let labels = "WITH $n AS n, properties($n) AS p CREATE (x:$(labels(n))) SET x = p FOREACH (k IN $skipped | SET x[k] = null) RETURN id(n), x, null";
                    let given = parameters([
                        ("n", node.clone()),
                        ("skipped", Value::list(skipped.clone())),
                    ]);
                    let answer = ask(run, name, labels, &given, true)?;
                    let Some(row) = answer.rows.into_iter().next() else {
                        continue;
                    };
                    if with_relationships {
                        let given = parameters([
                            ("n", node),
                            ("x", row.get(1).cloned().unwrap_or_default()),
                        ]);
                        // A loop becomes a loop of the copy, once.
                        for (pattern, new) in [
                            ("(n)-[r]->(o) WITH *, CASE WHEN o = n THEN x ELSE o END AS m", "(x)-[y:$(t)]->(m)"),
                            ("(n)<-[r]-(m) WHERE m <> n", "(x)<-[y:$(t)]-(m)"),
                        ] {
                            let query = format!(
                                "WITH $n AS n, $x AS x MATCH {pattern} WITH DISTINCT r, m, x, type(r) AS t, properties(r) AS p CREATE {new} SET y = p"
                            );
                            ask(run, name, &query, &given, true)?;
                        }
                    }
                    rows.push(row);
                }
                Ok(rows)
            },
        )
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("withRelationships", Type::Boolean, Some(Value::Boolean(false)))
        .with("skipProperties", TEXTS, Some(Value::list(Vec::new())))
        .examples(&[(
            "CREATE (a:A {k: 1, l: 2})-[:T]->(b) WITH a CALL apoc.refactor.cloneNodes([a], true, ['l']) YIELD output RETURN labels(output), properties(output), COUNT { (output)-[:T]->() }",
            "['A'] | {k: 1} | 1",
        )]),
    ]
}
