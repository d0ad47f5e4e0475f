//! `apoc.nodes.collapse`: several nodes seen as one that is not stored, with relationships to the rest
//! of the graph. Begin with [`procedures`].

use quiver_types::{Map, NodeId, Text, Value};

use super::super::{Procedure, Rows};
use super::refactor::{Ways, merged};
use super::{Result, ask, empty_map, map, not_invoked, parameters};
use crate::exec::run::Run;
use crate::functions::apoc::graph::{labels_of, virtual_id, virtual_node, virtual_relationship};
use crate::functions::coll::without_repeats;
use crate::functions::{Type, argument};

const NAME: &str = "apoc.nodes.collapse";

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::running(
            NAME,
            "DEFAULT",
            "Several nodes as one that is not stored, and what joins it to others.",
            &[
                ("from", Type::Node),
                ("rel", Type::Relationship),
                ("to", Type::Node),
            ],
            collapse,
        )
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("config", Type::Map, empty_map())
        .examples(&[
            (
                "CREATE (a:A {k: 1})-[:T {w: 1}]->(c:C), (b:B {k: 2})-[:T {w: 2}]->(c) WITH a, b CALL apoc.nodes.collapse([a, b]) YIELD from, rel, to RETURN labels(from), properties(from), type(rel), rel.count, labels(to)",
                "['A', 'B'] | {count: 2, k: 2} | 'T' | 1 | ['C']",
            ),
            (
                "CREATE (a:A)-[:T]->(b:B) WITH a, b CALL apoc.nodes.collapse([a, b], {countMerge: false, collapsedLabel: true}) YIELD from, rel RETURN labels(from), properties(from), rel",
                "['A', 'Collapsed', 'B'] | {} | null",
            ),
        ]),
    ]
}

/// Relationships that the collapsed node has to one other node, all of one type and direction.
struct Joined {
    kind: Text,
    /// The other node, or the collapsed one itself.
    other: Option<NodeId>,
    leaves: bool,
    /// Properties, in the order in which they are put together.
    maps: Vec<Map>,
}

fn collapse(run: &mut Run<'_>, a: &[Value]) -> Result {
    let given: &[Value] = match argument(a, 0) {
        Value::List(items) => items,
        _ => &[],
    };
    if let [one] = given {
        return Ok(vec![vec![one.clone(), Value::Null, Value::Null]]);
    }
    let config = map(a, 1)?;
    let is = |key: &str, usual: bool| match config.get(key) {
        Some(Value::Boolean(set)) => *set,
        _ => usual,
    };
    let (counted, loops) = (is("countMerge", true), is("selfRel", false));
    let all = without_repeats(given);
    let Some(joined) = joined(run, &all, loops, is("mergeRelsVirtual", true))? else {
        return Ok(Vec::new());
    };
    let (ways, rel_ways) = (
        Ways::of(&config, "overwrite")?,
        Ways::of(&config, "combine")?,
    );
    run.evaluate(|c| {
        let (mut labels, mut maps): (Vec<Text>, Vec<Map>) = (Vec::new(), Vec::new());
        for node in &all {
            let Value::Node(id) = node else {
                return Err(not_invoked(NAME, "a node must not be null"));
            };
            for label in labels_of(c, *id)? {
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            if maps.is_empty() && is("collapsedLabel", false) {
                labels.push("Collapsed".into());
            }
            maps.push(c.properties_of(node)?);
        }
        let mut properties = merged(&maps, &ways)?;
        if counted {
            properties.insert("count", i64::try_from(all.len()).unwrap_or(i64::MAX));
        }
        let id = virtual_id(c);
        let collapsed = virtual_node(id, labels, properties);
        let mut rows: Rows = Vec::new();
        for Joined {
            kind,
            other,
            leaves,
            maps,
        } in &joined
        {
            let mut properties = merged(maps, &rel_ways)?;
            if counted && maps.len() > 1 {
                let more = i64::try_from(maps.len() - 1).unwrap_or(i64::MAX);
                properties.insert("count", more);
            }
            let (other, other_id) = match other {
                Some(node) => (
                    Value::Node(*node),
                    i64::try_from(node.0).unwrap_or(i64::MAX),
                ),
                None => (collapsed.clone(), id),
            };
            let here = (collapsed.clone(), id);
            let ((from, start), (to, end)) = match leaves {
                true => (here, (other, other_id)),
                false => ((other, other_id), here),
            };
            let ends = (start, kind.clone(), end);
            rows.push(vec![
                from,
                virtual_relationship(virtual_id(c), ends, properties),
                to,
            ]);
        }
        if rows.is_empty() {
            rows.push(vec![collapsed, Value::Null, Value::Null]);
        }
        Ok(rows)
    })
}

/// What joins nodes to others, and to each other if `loops` are wanted; None if there are no nodes.
fn joined(
    run: &mut Run<'_>,
    all: &[Value],
    loops: bool,
    merge: bool,
) -> Result<Option<Vec<Joined>>> {
    if all.is_empty() {
        return Ok(None);
    }
    let given = parameters([("all", Value::list(all.to_vec()))]);
    // One between two of the nodes is met from both, as in APOC.
    let query = "UNWIND range(0, size($all) - 1) AS at WITH at, $all[at] AS n MATCH (n)-[r]-(m) \
                 WITH at, r, m, startNode(r) = n AS leaves, m IN $all AS inner, type(r) AS t ORDER BY at, id(r) DESC \
                 RETURN t, CASE WHEN inner THEN null ELSE m END, leaves OR inner, properties(r), inner";
    let mut found: Vec<Joined> = Vec::new();
    for row in ask(run, NAME, query, &given, false)?.rows {
        let [
            Value::String(kind),
            other,
            Value::Boolean(leaves),
            Value::Map(map),
            Value::Boolean(inner),
        ] = &row[..]
        else {
            continue;
        };
        if *inner && !loops {
            continue;
        }
        let other = match other {
            Value::Node(id) => Some(*id),
            _ => None,
        };
        let same = |known: &&mut Joined| {
            known.kind == *kind && known.other == other && known.leaves == *leaves
        };
        match found.iter_mut().find(same) {
            Some(known) if merge => known.maps.push(map.as_ref().clone()),
            _ => found.push(Joined {
                kind: kind.clone(),
                other,
                leaves: *leaves,
                maps: vec![map.as_ref().clone()],
            }),
        }
    }
    Ok(Some(found))
}
