//! `apoc.algo.*`: cheapest paths and all simple paths between two nodes. Types and directions are
//! given as in `apoc.path`. Begin with [`procedures`].

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use quiver_storage::Neighbor;
use quiver_types::{NodeId, Path, PathStep, Value};

use super::super::{Procedure, Rows};
use super::path_filter::Types;
use super::{Result, wrong};
use crate::exec::FunctionContext;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let ends = |procedure: Procedure| {
        procedure
            .mode("DEFAULT")
            .with("startNode", Type::Node, None)
            .with("endNode", Type::Node, None)
            .with("relTypesAndDirections", Type::String, None)
    };
    vec![
        ends(Procedure::reading(
            "apoc.algo.dijkstra",
            "The cheapest paths between two nodes by a property of relationships.",
            &[("path", Type::Path), ("weight", Type::Float)],
            dijkstra,
        ))
        .with("weightPropertyName", Type::String, None)
        .with("defaultWeight", Type::Float, Some(Value::Float(f64::NAN)))
        .with("numberOfWantedPaths", Type::Integer, Some(Value::Integer(1)))
        .long()
        .examples(&[(
            "CREATE (a)-[:T {w: 1}]->(b)-[:T {w: 2}]->(c), (a)-[:T {w: 9}]->(c) WITH a, c CALL apoc.algo.dijkstra(a, c, 'T>', 'w', 1.0, 2) YIELD path, weight RETURN length(path), weight",
            "2 | 3.0\n1 | 9.0",
        )]),
        ends(Procedure::reading(
            "apoc.algo.allSimplePaths",
            "All paths between two nodes that meet no node twice.",
            &[("path", Type::Path)],
            simple_paths,
        ))
        .with("maxNodes", Type::Integer, None)
        .long()
        .examples(&[(
            "CREATE (a)-[:T]->(b)-[:T]->(c), (a)-[:T]->(c) WITH a, c CALL apoc.algo.allSimplePaths(a, c, 'T>', 5) YIELD path RETURN length(path) AS l ORDER BY l",
            "1\n2",
        )]),
    ]
}

fn node(a: &[Value], at: usize) -> Result<NodeId> {
    match argument(a, at) {
        Value::Node(node) => Ok(*node),
        _ => Err(wrong("Expected a node that is stored")),
    }
}

fn types(context: &FunctionContext<'_>, a: &[Value]) -> Types {
    let filter = match argument(a, 2) {
        Value::String(text) => text.as_str(),
        _ => "",
    };
    Types::parse(context, filter)
}

/// A path that is not finished; ordered so that the cheapest is the greatest.
struct Way {
    cost: f64,
    path: Path,
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Way {}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        let cost = other.cost.total_cmp(&self.cost);
        cost.then_with(|| other.path.steps.len().cmp(&self.path.steps.len()))
    }
}

pub(super) fn step(neighbor: &Neighbor) -> PathStep {
    PathStep {
        relationship: neighbor.relationship,
        forward: neighbor.outgoing,
        node: neighbor.node,
    }
}

fn extended(path: &Path, step: PathStep) -> Path {
    let mut longer = path.clone();
    longer.steps.push(step);
    longer
}

fn dijkstra(context: &FunctionContext<'_>, a: &[Value]) -> Result {
    let (start, end) = (node(a, 0)?, node(a, 1)?);
    let weight_of = match argument(a, 3) {
        Value::String(name) => name.as_str(),
        _ => return Err(wrong("Expected the name of a property")),
    };
    let default = match argument(a, 4) {
        Value::Float(weight) => *weight,
        _ => f64::NAN,
    };
    let wanted = match argument(a, 5) {
        Value::Integer(wanted) => usize::try_from(*wanted).unwrap_or(0),
        _ => 1,
    };
    let (types, mut neighbors) = (types(context, a), Vec::new());
    let mut rows: Rows = Vec::new();
    // How often each node was left; a node is left as often as paths are wanted, so that the next
    // cheapest ones are found too.
    let mut left: HashMap<NodeId, usize> = HashMap::new();
    let mut open = BinaryHeap::from([Way {
        cost: 0.0,
        path: Path {
            start,
            steps: Vec::new(),
        },
    }]);
    while rows.len() < wanted
        && let Some(way) = open.pop()
    {
        context.still_wanted()?;
        let at = way.path.end();
        if at == end {
            rows.push(vec![way.path.into(), Value::Float(way.cost)]);
            continue;
        }
        let times = left.entry(at).or_insert(0);
        *times += 1;
        if *times > wanted {
            continue;
        }
        types.neighbors(context, at, &mut neighbors)?;
        for neighbor in &neighbors {
            if way.path.nodes().any(|node| node == neighbor.node) {
                continue;
            }
            let relationship = Value::Relationship(neighbor.relationship);
            let weight = match context.named_property(&relationship, weight_of)? {
                Value::Integer(weight) => weight as f64,
                Value::Float(weight) => weight,
                Value::Null => default,
                _ => return Err(wrong(format!("The property {weight_of} must be a number"))),
            };
            let path = extended(&way.path, step(neighbor));
            context.grow(64 + 32 * path.steps.len())?;
            open.push(Way {
                cost: way.cost + weight,
                path,
            });
        }
    }
    Ok(rows)
}

fn simple_paths(context: &FunctionContext<'_>, a: &[Value]) -> Result {
    let (start, end) = (node(a, 0)?, node(a, 1)?);
    let most = match argument(a, 3) {
        Value::Integer(most) => usize::try_from(*most).unwrap_or(0),
        _ => return Err(wrong("maxNodes must not be null")),
    };
    let (types, mut neighbors) = (types(context, a), Vec::new());
    let mut rows: Rows = Vec::new();
    let mut open = vec![Path {
        start,
        steps: Vec::new(),
    }];
    while let Some(path) = open.pop() {
        context.still_wanted()?;
        let at = path.end();
        if at == end {
            context.grow(64 + 32 * path.steps.len())?;
            rows.push(vec![path.into()]);
            continue;
        }
        if path.steps.len() >= most {
            continue;
        }
        types.neighbors(context, at, &mut neighbors)?;
        for neighbor in &neighbors {
            if !path.nodes().any(|node| node == neighbor.node) {
                open.push(extended(&path, step(neighbor)));
            }
        }
    }
    Ok(rows)
}
