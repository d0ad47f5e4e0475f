//! More of `apoc.refactor.*`: relationships made one, parts of the graph copied, relationships made
//! nodes and nodes made relationships. Begin with [`procedures`].

use quiver_types::{Map, NodeId, Path, RelationshipId, Text, Value};

use super::super::{Procedure, Rows};
use super::refactor::{CHANGED, COPIED, Ways, merged};
use super::{
    Result, TEXTS, ask, empty_map, labels_text, map, nodes, not_invoked, parameters, quoted, text,
    texts, wrong,
};
use crate::exec::run::Run;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let no_list = || Some(Value::list(Vec::new()));
    vec![
        Procedure::running(
            MERGE,
            "WRITE",
            "Makes one relationship of several between the same nodes.",
            &[("rel", Type::Relationship)],
            merge_relationships,
        )
        .with("rels", Type::ListOf(&Type::Relationship), None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE (a)-[r:T {k: 1}]->(b), (a)-[s:U {k: 2}]->(b) WITH r, s CALL apoc.refactor.mergeRelationships([r, s]) YIELD rel RETURN type(rel), rel.k",
            "'T' | [1, 2]",
        )]),
        Procedure::running(
            CLONE,
            "WRITE",
            "Copies nodes and the relationships between them.",
            COPIED,
            |run, a| {
                let all = nodes(argument(a, 0))?;
                let rels = relationships(argument(a, 1))?;
                clone(run, &all, rels, &map(a, 2)?)
            },
        )
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("rels", Type::ListOf(&Type::Relationship), no_list())
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE (a:A)-[:T]->(b:B) WITH [a, b] AS all CALL apoc.refactor.cloneSubgraph(all) YIELD output WITH collect(output) AS made RETURN size(made), COUNT { (x)-[:T]->(y) WHERE x IN made AND y IN made }",
            "2 | 1",
        )]),
        Procedure::running(
            "apoc.refactor.cloneSubgraphFromPaths",
            "WRITE",
            "Copies the nodes and relationships of paths.",
            COPIED,
            |run, a| {
                let (mut all, mut rels) = (Vec::new(), Vec::new());
                if let Value::List(paths) = argument(a, 0) {
                    for path in paths.iter() {
                        if let Value::Path(path) = path {
                            let path: &Path = path;
                            all.extend(path.nodes().map(Value::Node));
                            rels.extend(path.relationships().map(Value::Relationship));
                        }
                    }
                }
                clone(run, &all, rels, &map(a, 1)?)
            },
        )
        .with("paths", Type::ListOf(&Type::Path), None)
        .with("config", Type::Map, empty_map())
        .examples(&[(
            "CREATE p = (:A)-[:T]->(:B) WITH p CALL apoc.refactor.cloneSubgraphFromPaths([p]) YIELD output RETURN labels(output) AS l ORDER BY l",
            "['A']\n['B']",
        )]),
        Procedure::running(
            EXTRACT,
            "WRITE",
            "Puts a node in the middle of relationships.",
            COPIED,
            extract,
        )
        .with("rels", Type::Any, None)
        .with("labels", TEXTS, None)
        .with("outType", Type::String, None)
        .with("inType", Type::String, None)
        .examples(&[(
            "CREATE (a:A)-[r:T {k: 1}]->(b:B) WITH r CALL apoc.refactor.extractNode(r, ['N'], 'OUT', 'IN') YIELD output MATCH (x)-[i]->(output)-[o]->(y) RETURN labels(x), type(i), labels(output), output.k, type(o), labels(y)",
            "['A'] | 'IN' | ['N'] | 1 | 'OUT' | ['B']",
        )]),
        Procedure::running(
            COLLAPSE,
            "WRITE",
            "Makes a relationship of a node with one relationship that arrives and one that leaves.",
            CHANGED,
            collapse,
        )
        .with("nodes", Type::Any, None)
        .with("relType", Type::String, None)
        .examples(&[(
            "CREATE (:A)-[:T {w: 1}]->(n {k: 2})-[:U]->(:B) WITH n CALL apoc.refactor.collapseNode(n, 'NEW') YIELD output RETURN type(output), properties(output), labels(startNode(output))",
            "'NEW' | {k: 2, w: 1} | ['A']",
        )]),
        Procedure::running(
            RECONNECT,
            "WRITE",
            "Deletes nodes of a path and joins what was before and behind each.",
            &[
                ("nodes", Type::ListOf(&Type::Node)),
                ("relationships", Type::ListOf(&Type::Relationship)),
            ],
            delete_and_reconnect,
        )
        .with("path", Type::Path, None)
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("config", Type::Map, empty_map())
        .examples(&[
            (
                "CREATE p = (:A)-[:T {k: 1}]->(n)-[:U {k: 2}]->(:B) WITH p, n CALL apoc.refactor.deleteAndReconnect(p, [n]) YIELD nodes, relationships RETURN [x IN nodes | labels(x)], [x IN relationships | [type(x), x.k]]",
                "[['A'], ['B']] | [['T', 1]]",
            ),
            (
                "CREATE p = (:A)-[:T {k: 1}]->(n)-[:U {k: 2}]->(:B) WITH p, n CALL apoc.refactor.deleteAndReconnect(p, [n], {relationshipSelectionStrategy: 'merge'}) YIELD relationships RETURN [x IN relationships | [type(x), x.k]]",
                "[['T_U', [1, 2]]]",
            ),
        ]),
        Procedure::running(
            "apoc.refactor.normalizeAsBoolean",
            "WRITE",
            "Makes a property true or false by lists of values, and removes it if it is in neither.",
            &[],
            |run, a| {
                if argument(a, 0).is_null() {
                    return Ok(Vec::new());
                }
                let key = quoted(text(a, 1, "property key")?);
                let query = format!(
                    "WITH $entity AS n WHERE n.{key} IS NOT NULL SET n.{key} = CASE WHEN n.{key} IN $yes THEN true WHEN n.{key} IN $no THEN false END"
                );
                let given = parameters([
                    ("entity", argument(a, 0).clone()),
                    ("yes", argument(a, 2).clone()),
                    ("no", argument(a, 3).clone()),
                ]);
                ask(run, "apoc.refactor.normalizeAsBoolean", &query, &given, true)?;
                Ok(Vec::new())
            },
        )
        .with("entity", Type::Any, None)
        .with("propertyKey", Type::String, None)
        .with("trueValues", Type::List, None)
        .with("falseValues", Type::List, None)
        .examples(&[(
            "CREATE (n {k: 'yes'}) WITH n CALL apoc.refactor.normalizeAsBoolean(n, 'k', ['yes'], ['no']) RETURN n.k",
            "true",
        )]),
        Procedure::running(
            CATEGORIZE,
            "WRITE",
            "Makes nodes of the values of a property, all in the transaction that calls.",
            &[],
            categorize,
        )
        .with("sourceKey", Type::String, None)
        .with("type", Type::String, None)
        .with("outgoing", Type::Boolean, None)
        .with("label", Type::String, None)
        .with("targetKey", Type::String, None)
        .with("copiedKeys", TEXTS, None)
        .with("batchSize", Type::Integer, None)
        .examples(&[(
            "CALL apoc.refactor.categorize('k', 'OF', true, 'C', 'name', [], 10)",
            "!unique constraint",
        )]),
    ]
}

/// Relationships given as one, an id or a list of those.
pub(super) fn relationships(value: &Value) -> Result<Vec<Value>> {
    let one = |value: &Value| match value {
        Value::Relationship(_) => Ok(Some(value.clone())),
        Value::Integer(id) => match u64::try_from(*id) {
            Ok(id) => Ok(Some(Value::Relationship(RelationshipId(id)))),
            Err(_) => Err(wrong(format!("There is no relationship with id {id}"))),
        },
        Value::Null => Ok(None),
        _ => Err(wrong("Expected relationships, or ids of relationships")),
    };
    match value {
        Value::List(items) => items.iter().filter_map(|v| one(v).transpose()).collect(),
        other => Ok(one(other)?.into_iter().collect()),
    }
}

const MERGE: &str = "apoc.refactor.mergeRelationships";

fn merge_relationships(run: &mut Run<'_>, a: &[Value]) -> Result {
    let all = crate::functions::coll::without_repeats(&relationships(argument(a, 0))?);
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let ways = Ways::of(&map(a, 1)?, "combine")?;
    let given = parameters([("all", Value::list(all.clone()))]);
    let query = "UNWIND $all AS r RETURN count(DISTINCT [startNode(r), endNode(r)])";
    let ends = ask(run, MERGE, query, &given, false)?;
    if !matches!(
        ends.rows.first().and_then(|row| row.first()),
        Some(Value::Integer(1))
    ) {
        return Err(not_invoked(
            MERGE,
            "Caused by: java.lang.RuntimeException: All Relationships must have the same start and end nodes.",
        ));
    }
    merge(run, MERGE, &all, &ways)
}

/// Makes the first of relationships the only one; gives it as a row.
pub(super) fn merge(run: &mut Run<'_>, name: &str, all: &[Value], ways: &Ways) -> Result {
    let Some((first, rest)) = all.split_first() else {
        return Ok(Vec::new());
    };
    let maps: Vec<Map> =
        run.evaluate(|context| all.iter().map(|rel| context.properties_of(rel)).collect())?;
    let given = parameters([
        ("first", first.clone()),
        ("rest", Value::list(rest.to_vec())),
        ("properties", merged(&maps, ways)?.into()),
    ]);
    let query = "WITH $first AS r SET r = $properties FOREACH (x IN $rest | DELETE x) RETURN r";
    Ok(ask(run, name, query, &given, true)?.rows)
}

const CLONE: &str = "apoc.refactor.cloneSubgraph";

/// Copies nodes and relationships between them: those given, or all. Stand-ins take the place of copies.
fn clone(run: &mut Run<'_>, all: &[Value], rels: Vec<Value>, config: &Map) -> Result {
    let all = crate::functions::coll::without_repeats(all);
    let skipped = config.get("skipProperties").cloned().unwrap_or_default();
    let skipped = texts(&[skipped], 0, "properties")?;
    let mut places: Vec<(NodeId, Value)> = Vec::new();
    if let Some(Value::List(pairs)) = config.get("standinNodes") {
        for pair in pairs.iter() {
            match pair {
                Value::List(pair) => match &pair[..] {
                    [Value::Node(of), standin @ Value::Node(_)] => {
                        places.push((*of, standin.clone()));
                    }
                    _ => return Err(wrong("standinNodes must be pairs of nodes")),
                },
                _ => return Err(wrong("standinNodes must be pairs of nodes")),
            }
        }
    }
    let mut rows: Rows = Vec::new();
    for node in &all {
        let Value::Node(id) = node else { continue };
        if places.iter().any(|(of, _)| of == id) {
            continue;
        }
        let given = parameters([
            ("n", node.clone()),
            (
                "skipped",
                Value::list(skipped.iter().cloned().map(Value::String).collect()),
            ),
        ]);
        let query = "WITH $n AS n CREATE (x:$(labels(n))) SET x = properties(n) FOREACH (k IN $skipped | SET x[k] = null) RETURN id(n), x, null";
        for row in ask(run, CLONE, query, &given, true)?.rows {
            places.push((*id, row.get(1).cloned().unwrap_or_default()));
            rows.push(row);
        }
    }
    let (query, given) = if rels.is_empty() {
        (
            "UNWIND $all AS n MATCH (n)-[r]->(m) WHERE m IN $all RETURN DISTINCT r, n, m",
            parameters([("all", Value::list(all))]),
        )
    } else {
        (
            "UNWIND $rels AS r RETURN DISTINCT r, startNode(r), endNode(r)",
            parameters([("rels", Value::list(rels))]),
        )
    };
    let place = |of: &Value| match of {
        Value::Node(id) => places
            .iter()
            .find(|(of, _)| of == id)
            .map(|(_, to)| to.clone()),
        _ => None,
    };
    let mut between = Vec::new();
    for row in ask(run, CLONE, query, &given, false)?.rows {
        if let [rel, start, end] = &row[..]
            && let (Some(start), Some(end)) = (place(start), place(end))
        {
            let entry = parameters([("r", rel.clone()), ("a", start), ("b", end)]);
            between.push(Value::map(entry));
        }
    }
    let given = parameters([("between", Value::list(between))]);
    let query = "UNWIND $between AS e WITH e.r AS r, e.a AS a, e.b AS b CREATE (a)-[x:$(type(r))]->(b) SET x = properties(r)";
    ask(run, CLONE, query, &given, true)?;
    Ok(rows)
}

const EXTRACT: &str = "apoc.refactor.extractNode";

fn extract(run: &mut Run<'_>, a: &[Value]) -> Result {
    let labels = labels_text(&texts(a, 1, "labels")?);
    let out = quoted(text(a, 2, "relationship type")?);
    let into = quoted(text(a, 3, "relationship type")?);
    let query = format!(
        "UNWIND $rels AS r WITH r, startNode(r) AS a, endNode(r) AS b, id(r) AS input, properties(r) AS p CREATE (a)-[:{into}]->(n{labels})-[:{out}]->(b) SET n = p DELETE r RETURN input, n, null"
    );
    let given = parameters([("rels", Value::list(relationships(argument(a, 0))?))]);
    Ok(ask(run, EXTRACT, &query, &given, true)?.rows)
}

const COLLAPSE: &str = "apoc.refactor.collapseNode";

fn collapse(run: &mut Run<'_>, a: &[Value]) -> Result {
    let of = quoted(text(a, 1, "relationship type")?);
    let mut rows = Vec::new();
    for node in nodes(argument(a, 0))? {
        let given = parameters([("n", node)]);
        let query = "WITH $n AS n RETURN id(n), COUNT { (n)-->() }, COUNT { (n)<--() }";
        let counts = ask(run, COLLAPSE, query, &given, false)?.rows;
        match counts.first().map(Vec::as_slice) {
            Some([_, Value::Integer(1), Value::Integer(1)]) => {
                let query = format!(
                    "WITH $n AS n, id($n) AS input MATCH (a)-[i]->(n)-[o]->(b) CREATE (a)-[x:{of}]->(b) SET x = properties(n) SET x += properties(o) SET x += properties(i) WITH input, i, o, n, x DELETE i, o, n RETURN input, x, null"
                );
                rows.extend(ask(run, COLLAPSE, &query, &given, true)?.rows);
            }
            Some(
                [
                    Value::Integer(id),
                    Value::Integer(out),
                    Value::Integer(into),
                ],
            ) => {
                rows.push(vec![
                    Value::Integer(*id),
                    Value::Null,
                    format!(
                        "Node {id} has more that 1 outgoing {out} or incoming {into} relationships"
                    )
                    .into(),
                ]);
            }
            _ => {}
        }
    }
    Ok(rows)
}

const RECONNECT: &str = "apoc.refactor.deleteAndReconnect";

/// Of the relationships that are left, the first that arrives at the node and the first that leaves it; then what
/// takes their place. A node with only one of them is an end: its relationship just goes.
fn delete_and_reconnect(run: &mut Run<'_>, a: &[Value]) -> Result {
    let Value::Path(path) = argument(a, 0) else {
        return Err(not_invoked(RECONNECT, "the path must not be null"));
    };
    let Value::List(gone) = argument(a, 1) else {
        return Err(not_invoked(RECONNECT, "the nodes must not be null"));
    };
    let config = map(a, 2)?;
    let ways = Ways::of(&config, "combine")?;
    let strategy = match config.get("relationshipSelectionStrategy") {
        Some(Value::String(strategy)) => strategy.to_uppercase(),
        _ => "INCOMING".to_owned(),
    };
    if !matches!(strategy.as_str(), "INCOMING" | "OUTGOING" | "MERGE") {
        return Err(not_invoked(
            RECONNECT,
            format!(
                "there is no relationshipSelectionStrategy {strategy}; there are INCOMING, OUTGOING and MERGE"
            ),
        ));
    }
    let mut nodes: Vec<NodeId> = path.nodes().collect();
    let on_path = |node: &Value| match node {
        Value::Node(id) if nodes.contains(id) => Some(*id),
        _ => None,
    };
    let Some(gone) = gone.iter().map(on_path).collect::<Option<Vec<NodeId>>>() else {
        return Ok(Vec::new());
    };
    let mut rels: Vec<RelationshipId> = path.relationships().collect();
    let as_list = |rels: &[RelationshipId]| {
        Value::list(rels.iter().copied().map(Value::Relationship).collect())
    };
    for id in gone {
        if !nodes.contains(&id) {
            return Err(not_invoked(RECONNECT, "a node is given twice"));
        }
        let node = Value::Node(id);
        let given = parameters([("n", node.clone()), ("rels", as_list(&rels))]);
        let query = "WITH head([r IN $rels WHERE endNode(r) = $n]) AS i, head([r IN $rels WHERE startNode(r) = $n]) AS o \
                     RETURN i, o, startNode(i), endNode(o), type(i), type(o), properties(i), properties(o)";
        let found = ask(run, RECONNECT, query, &given, false)?.rows;
        let Some(
            [
                into,
                out,
                before,
                behind,
                into_type,
                out_type,
                into_map,
                out_map,
            ],
        ) = found.first().map(Vec::as_slice)
        else {
            continue;
        };
        let is =
            |rel: &Value, id: RelationshipId| matches!(rel, Value::Relationship(of) if *of == id);
        rels.retain(|rel| !is(into, *rel) && !is(out, *rel));
        if let (Value::Map(into_map), Value::Map(out_map)) = (into_map, out_map)
            && let (Value::String(into_type), Value::String(out_type)) = (into_type, out_type)
        {
            let (of, properties) = match strategy.as_str() {
                "INCOMING" => (into_type.to_string(), into_map.as_ref().clone()),
                "OUTGOING" => (out_type.to_string(), out_map.as_ref().clone()),
                _ => {
                    let both = [into_map.as_ref().clone(), out_map.as_ref().clone()];
                    (format!("{into_type}_{out_type}"), merged(&both, &ways)?)
                }
            };
            let given = parameters([
                ("a", before.clone()),
                ("b", behind.clone()),
                ("properties", properties.into()),
            ]);
            let query = format!(
                "WITH $a AS a, $b AS b CREATE (a)-[r:{}]->(b) SET r = $properties RETURN r",
                quoted(&of)
            );
            let made = ask(run, RECONNECT, &query, &given, true)?.rows;
            for value in made.iter().flatten() {
                if let Value::Relationship(id) = value {
                    rels.push(*id);
                }
            }
        }
        let given = parameters([("n", node)]);
        ask(run, RECONNECT, "WITH $n AS n DETACH DELETE n", &given, true)?;
        nodes.retain(|kept| *kept != id);
    }
    let nodes = nodes.into_iter().map(Value::Node);
    Ok(vec![vec![Value::list(nodes.collect()), as_list(&rels)]])
}

const CATEGORIZE: &str = "apoc.refactor.categorize";

fn categorize(run: &mut Run<'_>, a: &[Value]) -> Result {
    let (key, of) = (text(a, 0, "sourceKey")?, quoted(text(a, 1, "type")?));
    let outgoing = matches!(argument(a, 2), Value::Boolean(true));
    let (label, target) = (text(a, 3, "label")?, text(a, 4, "targetKey")?);
    let copied = texts(a, 5, "keys")?;
    let unique = run.evaluate(|context| {
        let wanted = [
            Value::String(label.clone()),
            Value::list(vec![Value::String(target.clone())]),
        ];
        crate::functions::apoc::graph::node_constraint_exists(context, &wanted)
    })?;
    let (key, label, target) = (quoted(key), quoted(label), quoted(target));
    if !matches!(unique, Value::Boolean(true)) {
        return Err(not_invoked(
            CATEGORIZE,
            format_args!(
                "Caused by: java.lang.IllegalArgumentException: Before execute this procedure you must define an unique constraint for the label and the targetKey:\nCREATE CONSTRAINT FOR (n:{label}) REQUIRE n.{target} IS UNIQUE"
            ),
        ));
    }
    let keys: Vec<String> = copied.iter().map(|key: &Text| quoted(key)).collect();
    let copies: String = keys
        .iter()
        .map(|key| format!(" SET c.{key} = n.{key} REMOVE n.{key}"))
        .collect();
    let (tail, head) = if outgoing { ("-", "->") } else { ("<-", "-") };
    let query = format!(
        "MATCH (n) WHERE n.{key} IS NOT NULL MERGE (c:{label} {{{target}: n.{key}}}){copies} CREATE (n){tail}[:{of}]{head}(c) REMOVE n.{key}"
    );
    ask(run, CATEGORIZE, &query, &Map::new(), true)?;
    Ok(Vec::new())
}
