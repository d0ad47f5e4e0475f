//! Procedures of APOC that give what its functions give, row by row, and `apoc.help`.

use quiver_types::Value;

use super::super::{Procedure, Rows};
use super::{Result, TEXTS, ask, nodes, not_invoked, parameters};
use crate::exec::FunctionContext;
use crate::functions::apoc::{coll, graph, util};
use crate::functions::{Type, argument};

const NODE: &[(&str, Type)] = &[("node", Type::Node)];
const VALUE: &[(&str, Type)] = &[("value", Type::List)];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = virtuals();
    all.extend(lists());
    all.push(help());
    all
}

fn plain(
    name: &str,
    description: &'static str,
    columns: &[(&str, Type)],
    code: impl Fn(&FunctionContext<'_>, &[Value]) -> Result + Send + Sync + 'static,
) -> Procedure {
    Procedure::reading(name, description, columns, code).mode("DEFAULT")
}

fn virtuals() -> Vec<Procedure> {
    vec![
        plain("apoc.create.vNode", "A node that is not stored.", NODE, |c, a| {
            Ok(vec![vec![graph::v_node(c, a)?]])
        })
        .with("labels", TEXTS, None)
        .with("props", Type::Map, None)
        .examples(&[(
            "CALL apoc.create.vNode(['A'], {k: 1}) YIELD node RETURN apoc.node.labels(node), properties(node)",
            "['A'] | {k: 1}",
        )]),
        plain(
            "apoc.create.vNodes",
            "Nodes that are not stored, one for each map of properties.",
            NODE,
            |c, a| {
                let maps: &[Value] = match argument(a, 1) {
                    Value::List(maps) => maps,
                    _ => &[],
                };
                let labels = argument(a, 0);
                let node = |map: &Value| graph::v_node(c, &[labels.clone(), map.clone()]);
                maps.iter().map(|map| Ok(vec![node(map)?])).collect()
            },
        )
        .with("labels", TEXTS, None)
        .with("props", Type::ListOf(&Type::Map), None)
        .examples(&[(
            "CALL apoc.create.vNodes(['A'], [{k: 1}, {k: 2}]) YIELD node RETURN properties(node)",
            "{k: 1}\n{k: 2}",
        )]),
        plain(
            "apoc.create.vRelationship",
            "A relationship that is not stored.",
            &[("rel", Type::Relationship)],
            |c, a| Ok(vec![vec![graph::v_relationship(c, a)?]]),
        )
        .with("from", Type::Node, None)
        .with("relType", Type::String, None)
        .with("props", Type::Map, None)
        .with("to", Type::Node, None)
        .examples(&[(
            "CREATE (a), (b) WITH a, b CALL apoc.create.vRelationship(a, 'T', {k: 1}, b) YIELD rel RETURN apoc.rel.type(rel), properties(rel)",
            "'T' | {k: 1}",
        )]),
        plain("apoc.nodes.get", "Nodes by themselves or by their ids.", NODE, |c, a| {
            let mut rows: Rows = Vec::new();
            for node in nodes(argument(a, 0))? {
                if let Value::Node(id) = &node
                    && !c.view.node_exists(*id)?
                {
                    return Err(not_invoked("apoc.nodes.get", format_args!("Unable to load NODE {}.", id.0)));
                }
                rows.push(vec![node]);
            }
            Ok(rows)
        })
        .with("nodes", Type::Any, None)
        .examples(&[(
            "CREATE (a:A) WITH a CALL apoc.nodes.get([id(a)]) YIELD node RETURN labels(node)",
            "['A']",
        )]),
    ]
}

/// Rows of the lists in a list.
fn unwound(list: Value) -> Rows {
    match list {
        Value::List(items) => items.iter().map(|item| vec![item.clone()]).collect(),
        _ => Vec::new(),
    }
}

/// Whether two values are the same for DISTINCT.
fn same(a: &Value, b: &Value) -> bool {
    quiver_types::compare::order(a, b) == std::cmp::Ordering::Equal
}

fn lists() -> Vec<Procedure> {
    vec![
        plain(
            "apoc.coll.partition",
            "A list in parts of a size.",
            VALUE,
            |c, a| Ok(unwound(coll::partition(c, a)?)),
        )
        .with("coll", Type::List, None)
        .with("batchSize", Type::Integer, None)
        .examples(&[(
            "CALL apoc.coll.partition([1, 2, 3], 2) YIELD value RETURN value",
            "[1, 2]\n[3]",
        )]),
        plain(
            "apoc.coll.pairWithOffset",
            "Each item with the one so many places on.",
            VALUE,
            |c, a| Ok(unwound(coll::pair_with_offset(c, a)?)),
        )
        .with("coll", Type::List, None)
        .with("offset", Type::Integer, None)
        .examples(&[(
            "CALL apoc.coll.pairWithOffset([1, 2], 1) YIELD value RETURN value",
            "[1, 2]\n[2, null]",
        )]),
        plain(
            "apoc.coll.split",
            "The parts of a list between the items that are a value.",
            VALUE,
            |_, a| {
                let Value::List(items) = argument(a, 0) else {
                    return Ok(Vec::new());
                };
                let parts = items.split(|item| same(item, argument(a, 1)));
                let parts = parts.filter(|part| !part.is_empty());
                Ok(parts.map(|part| vec![Value::list(part.to_vec())]).collect())
            },
        )
        .with("coll", Type::List, None)
        .with("value", Type::Any, None)
        .examples(&[(
            "CALL apoc.coll.split([1, 2, 3, 2, 5], 2) YIELD value RETURN value",
            "[1]\n[3]\n[5]",
        )]),
        plain(
            "apoc.create.uuids",
            "Random UUIDs.",
            &[("row", Type::Integer), ("uuid", Type::String)],
            |c, a| {
                let Value::Integer(count) = argument(a, 0) else {
                    return Ok(Vec::new());
                };
                let mut rows: Rows = Vec::new();
                for row in 0..*count {
                    c.grow(256)?;
                    rows.push(vec![Value::Integer(row), util::create_uuid(c, &[])?]);
                }
                Ok(rows)
            },
        )
        .with("count", Type::Integer, None)
        .examples(&[(
            "CALL apoc.create.uuids(2) YIELD row, uuid RETURN row, size(uuid)",
            "0 | 36\n1 | 36",
        )]),
        plain(
            "apoc.coll.zipToRows",
            "Pairs of the items of two lists.",
            VALUE,
            |c, a| Ok(unwound(coll::zip(c, a)?)),
        )
        .with("list1", Type::List, None)
        .with("list2", Type::List, None)
        .examples(&[(
            "CALL apoc.coll.zipToRows([1, 2], ['a', 'b']) YIELD value RETURN value",
            "[1, 'a']\n[2, 'b']",
        )]),
    ]
}

fn help() -> Procedure {
    const NAME: &str = "apoc.help";
    Procedure::running(
        NAME,
        "DEFAULT",
        "The functions and procedures of APOC whose name holds a text.",
        &[
            ("type", Type::String),
            ("name", Type::String),
            ("text", Type::String),
            ("signature", Type::String),
            ("roles", TEXTS),
            ("writes", Type::Boolean),
            ("core", Type::Boolean),
            ("isDeprecated", Type::Boolean),
        ],
        |run, a| {
            let given = parameters([("text", argument(a, 0).clone())]);
            let mut rows = Vec::new();
            for (what, kind) in [("PROCEDURES", "procedure"), ("FUNCTIONS", "function")] {
                let query = format!(
                    "SHOW {what} YIELD name, description, signature WHERE name STARTS WITH 'apoc.' AND toLower(name) CONTAINS toLower($text)"
                );
                for row in ask(run, NAME, &query, &given, false)?.rows {
                    let mut row = row.into_iter();
                    let mut next = || row.next().unwrap_or_default();
                    rows.push(vec![
                        kind.into(),
                        next(),
                        next(),
                        next(),
                        Value::Null,
                        Value::Null,
                        true.into(),
                        false.into(),
                    ]);
                }
            }
            Ok(rows)
        },
    )
    .with("proc", Type::String, None)
    .examples(&[(
        "CALL apoc.help('coll.toSet') YIELD type, name, signature RETURN type, name, signature",
        "'function' | 'apoc.coll.toSet' | 'apoc.coll.toSet(coll :: LIST<ANY>) :: LIST<ANY>'",
    )])
}
