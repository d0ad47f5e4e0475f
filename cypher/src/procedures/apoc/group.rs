//! `apoc.nodes.group`: nodes by label and values, and the relationships between the groups, as nodes
//! and relationships that are not stored. Begin with [`procedures`].

use std::collections::HashMap;

use quiver_types::compare::order;
use quiver_types::{Map, NodeId, Text, Value};

use super::super::{Procedure, Rows};
use super::{Result, TEXTS, ask, empty_map, map, not_invoked, parameters, refuse, texts};
use crate::exec::run::Run;
use crate::functions::apoc::graph::{labels_of, virtual_node, virtual_relationship};
use crate::functions::{Type, argument};

const NAME: &str = "apoc.nodes.group";

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let count = || Value::map(parameters([("*", "count".into())]));
    vec![
        Procedure::running(
            NAME,
            "DEFAULT",
            "Nodes in groups by label and values, and how relationships join the groups.",
            &[
                ("nodes", Type::ListOf(&Type::Node)),
                ("relationships", Type::ListOf(&Type::Relationship)),
                ("node", Type::Node),
                ("relationship", Type::Relationship),
            ],
            group,
        )
        .with("labels", TEXTS, None)
        .with("groupByProperties", TEXTS, None)
        .with(
            "aggregations",
            Type::ListOf(&Type::Map),
            Some(Value::list(vec![count(), count()])),
        )
        .with("config", Type::Map, empty_map())
        .long()
        .examples(&[(
            "CREATE (a:A {k: 1})-[:T]->(:A {k: 2}), (:A {k: 1})-[:T]->(a) WITH count(*) AS c CALL apoc.nodes.group(['A'], ['k']) YIELD node, relationship RETURN properties(node) AS p, properties(relationship) AS r ORDER BY p.k, r.`count_*`",
            "{count_*: 2, k: 1} | {count_*: 1}\n{count_*: 2, k: 1} | {count_*: 1}\n{count_*: 1, k: 2} | null",
        )]),
    ]
}

/// What is told of a group: how often, and functions over values.
struct Aggregations(Vec<(Text, Text)>);

impl Aggregations {
    fn of(value: Option<&Value>) -> Result<Self> {
        let mut all = Vec::new();
        let Some(Value::Map(map)) = value else {
            return Ok(Self(vec![("*".into(), "count".into())]));
        };
        for (key, how) in map.iter() {
            for how in texts(std::slice::from_ref(how), 0, "aggregations")? {
                if !matches!(
                    how.as_str(),
                    "count" | "sum" | "min" | "max" | "avg" | "collect"
                ) {
                    return Err(not_invoked(
                        NAME,
                        format_args!(
                            "there is no aggregation {how}; there are count, sum, min, max, avg and collect"
                        ),
                    ));
                }
                all.push((key.clone(), how));
            }
        }
        Ok(Self(all))
    }

    fn apply(&self, members: &[Map], to: &mut Map) {
        for (key, how) in &self.0 {
            let name = format!("{how}_{key}");
            if *key == *"*" {
                to.insert(name.as_str(), count(members.len()));
                continue;
            }
            let values: Vec<&Value> = members
                .iter()
                .filter_map(|map| map.get(key))
                .filter(|v| !v.is_null())
                .collect();
            if !values.is_empty() {
                to.insert(name.as_str(), over(how, &values));
            }
        }
    }
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// One aggregation of values that are there.
fn over(how: &str, values: &[&Value]) -> Value {
    let float = |value: &Value| match value {
        Value::Integer(v) => *v as f64,
        Value::Float(v) => *v,
        _ => 0.0,
    };
    let sum = || {
        let whole: Option<Vec<i64>> = values
            .iter()
            .map(|value| match value {
                Value::Integer(v) => Some(*v),
                _ => None,
            })
            .collect();
        match whole {
            Some(whole) => Value::Integer(whole.into_iter().fold(0, i64::saturating_add)),
            None => Value::Float(values.iter().map(|value| float(value)).sum()),
        }
    };
    match how {
        "count" => count(values.len()),
        "sum" => sum(),
        "avg" => Value::Float(values.iter().map(|v| float(v)).sum::<f64>() / values.len() as f64),
        "min" => values
            .iter()
            .min_by(|a, b| order(a, b))
            .map_or(Value::Null, |v| (*v).clone()),
        "max" => values
            .iter()
            .max_by(|a, b| order(a, b))
            .map_or(Value::Null, |v| (*v).clone()),
        _ => Value::list(values.iter().map(|value| (*value).clone()).collect()),
    }
}

/// Nodes of one label with the same values.
struct Group {
    label: Text,
    values: Vec<(Text, Value)>,
    members: Vec<Map>,
}

fn group(run: &mut Run<'_>, a: &[Value]) -> Result {
    let (labels, keys) = (texts(a, 0, "labels")?, texts(a, 1, "properties")?);
    let aggregations: &[Value] = match argument(a, 2) {
        Value::List(maps) => maps,
        _ => &[],
    };
    let of_nodes = Aggregations::of(aggregations.first())?;
    let of_rels = Aggregations::of(aggregations.get(1))?;
    let config = map(a, 3)?;
    let is_off = |key: &str| matches!(config.get(key), Some(Value::Boolean(false)));
    let names = |key: &str| texts(&[config.get(key).cloned().unwrap_or_default()], 0, key);
    let (included, excluded) = (names("includeRels")?, names("excludeRels")?);
    let others = ["filter", "limitNodes", "limitRels", "relsPerNode"];
    refuse(&config, NAME, &others)?;
    let every = labels.iter().any(|label| *label == *"*");
    let wanted = Value::list(labels.iter().cloned().map(Value::String).collect());
    let given = parameters([("labels", wanted), ("every", every.into())]);
    let query = "MATCH (n) WHERE $every OR any(l IN labels(n) WHERE l IN $labels) RETURN n";
    let nodes = ask(run, NAME, query, &given, false)?.rows;
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut of_node: HashMap<NodeId, Vec<usize>> = HashMap::new();
    run.evaluate(|c| {
        for row in &nodes {
            let Some(Value::Node(id)) = row.first() else {
                continue;
            };
            c.still_wanted()?;
            let properties = c.properties_of(&Value::Node(*id))?;
            let values: Vec<(Text, Value)> = keys
                .iter()
                .filter_map(|key| Some((key.clone(), properties.get(key)?.clone())))
                .collect();
            for label in labels_of(c, *id)? {
                if !every && !labels.contains(&label) {
                    continue;
                }
                c.grow(256 + properties.iter().map(|(_, v)| v.heap_size()).sum::<usize>())?;
                let at = *by_key
                    .entry(format!("{label:?} {values:?}"))
                    .or_insert_with(|| {
                        groups.push(Group {
                            label,
                            values: values.clone(),
                            members: Vec::new(),
                        });
                        groups.len() - 1
                    });
                groups[at].members.push(properties.clone());
                of_node.entry(*id).or_default().push(at);
            }
        }
        Ok(())
    })?;
    let rels = ask(
        run,
        NAME,
        "MATCH (a)-[r]->(b) RETURN a, r, type(r), b",
        &Map::new(),
        false,
    )?
    .rows;
    let mut between: Vec<((usize, Text, usize), Vec<Map>)> = Vec::new();
    let mut joined: HashMap<(usize, Text, usize), usize> = HashMap::new();
    run.evaluate(|c| {
        for row in &rels {
            let [Value::Node(start), rel, Value::String(of), Value::Node(end)] = &row[..] else {
                continue;
            };
            if (!included.is_empty() && !included.contains(of)) || excluded.contains(of) {
                continue;
            }
            let (Some(starts), Some(ends)) = (of_node.get(start), of_node.get(end)) else {
                continue;
            };
            c.still_wanted()?;
            let properties = c.properties_of(rel)?;
            for (start, end) in starts
                .iter()
                .flat_map(|s| ends.iter().map(move |e| (*s, *e)))
            {
                if start == end && is_off("selfRels") {
                    continue;
                }
                c.grow(256)?;
                let key = (start, of.clone(), end);
                let at = *joined.entry(key.clone()).or_insert_with(|| {
                    between.push((key, Vec::new()));
                    between.len() - 1
                });
                between[at].1.push(properties.clone());
            }
        }
        Ok(())
    })?;
    let nodes: Vec<Value> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| node(at, group, &of_nodes))
        .collect();
    let mut rows: Rows = Vec::new();
    let mut has_rel = vec![false; groups.len()];
    let made: Vec<(usize, Value)> = between
        .iter()
        .enumerate()
        .map(|(at, ((start, of, end), members))| {
            (has_rel[*start], has_rel[*end]) = (true, true);
            let mut properties = Map::new();
            of_rels.apply(members, &mut properties);
            (*start, relationship(at, (*start, of, *end), properties))
        })
        .collect();
    for (at, node) in nodes.iter().enumerate() {
        let mut alone = true;
        for (_, rel) in made.iter().filter(|(start, _)| *start == at) {
            alone = false;
            rows.push(as_row(node, Some(rel)));
        }
        if alone && (has_rel[at] || !is_off("orphans")) {
            rows.push(as_row(node, None));
        }
    }
    Ok(rows)
}

fn as_row(node: &Value, rel: Option<&Value>) -> Vec<Value> {
    vec![
        Value::list(vec![node.clone()]),
        Value::list(rel.into_iter().cloned().collect()),
        node.clone(),
        rel.cloned().unwrap_or_default(),
    ]
}

/// The number of what stands for a group.
fn id_of(at: usize) -> i64 {
    -1 - i64::try_from(at).unwrap_or(0)
}

fn node(at: usize, group: &Group, aggregations: &Aggregations) -> Value {
    let mut properties: Map = group.values.iter().cloned().collect();
    aggregations.apply(&group.members, &mut properties);
    virtual_node(id_of(at), vec![group.label.clone()], properties)
}

fn relationship(at: usize, (start, of, end): (usize, &Text, usize), properties: Map) -> Value {
    let ends = (id_of(start), of.clone(), id_of(end));
    virtual_relationship(id_of(at), ends, properties)
}
