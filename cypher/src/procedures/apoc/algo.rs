//! `apoc.algo.*`: cheapest paths and all simple paths between two nodes, and `apoc.nodes.cycles`. Types
//! and directions are given as in `apoc.path`. A search towards a place is in `astar`. Begin with [`procedures`].

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use quiver_storage::Neighbor;
use quiver_types::{NodeId, Path, PathStep, Value};

use super::super::{Procedure, Rows};
use super::path_filter::Types;
use super::{Result, empty_map, map, nodes, not_invoked, texts, wrong};
use crate::exec::FunctionContext;
use crate::functions::{Type, argument};

/// Between which nodes, and along which relationships.
pub(super) fn ends(procedure: Procedure) -> Procedure {
    procedure
        .mode("DEFAULT")
        .with("startNode", Type::Node, None)
        .with("endNode", Type::Node, None)
        .with("relTypesAndDirections", Type::String, None)
}

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
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
        Procedure::reading(
            "apoc.nodes.cycles",
            "For each node and each of its neighbors the shortest cycle that begins so.",
            &[("path", Type::Path)],
            cycles,
        )
        .mode("DEFAULT")
        .with("nodes", Type::ListOf(&Type::Node), None)
        .with("config", Type::Map, empty_map())
        .long()
        .examples(&[(
            "CREATE (a)-[:T]->(b)-[:T]->(c)-[:T]->(a), (b)-[:T]->(a) WITH [a] AS all CALL apoc.nodes.cycles(all) YIELD path RETURN length(path)",
            "2",
        )]),
    ]
}

pub(super) fn node(a: &[Value], at: usize) -> Result<NodeId> {
    match argument(a, at) {
        Value::Node(node) => Ok(*node),
        _ => Err(wrong("Expected a node that is stored")),
    }
}

pub(super) fn types(context: &FunctionContext<'_>, a: &[Value]) -> Types {
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

/// A property that must be a number, or what stands for it where there is none.
pub(super) fn number(
    context: &FunctionContext<'_>,
    of: &Value,
    key: &str,
    missing: Option<f64>,
) -> Result<f64> {
    match (context.named_property(of, key)?, missing) {
        (Value::Integer(number), _) => Ok(number as f64),
        (Value::Float(number), _) => Ok(number),
        (Value::Null, Some(missing)) => Ok(missing),
        (Value::Null, None) => Err(wrong(format!("No such property, '{key}'."))),
        _ => Err(wrong(format!("The property {key} must be a number"))),
    }
}

/// The steps to a node, along those by which nodes were reached; where there is none it began.
pub(super) fn steps_to(
    end: NodeId,
    reached_by: impl Fn(NodeId) -> Option<(NodeId, PathStep)>,
) -> Vec<PathStep> {
    let (mut steps, mut at) = (Vec::new(), end);
    while let Some((from, step)) = reached_by(at) {
        steps.push(step);
        at = from;
    }
    steps.reverse();
    steps
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
            let weight = number(context, &relationship, weight_of, Some(default))?;
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

fn cycles(context: &FunctionContext<'_>, a: &[Value]) -> Result {
    if argument(a, 0).is_null() {
        return Err(not_invoked(
            "apoc.nodes.cycles",
            "the nodes must not be null",
        ));
    }
    let config = map(a, 1)?;
    let given = [config.get("relTypes").cloned().unwrap_or_default()];
    let filter: Vec<String> = texts(&given, 0, "relationship types")?
        .iter()
        .map(|name| format!("{name}>"))
        .collect();
    let filter = match filter.is_empty() {
        true => ">".to_owned(),
        false => filter.join("|"),
    };
    let most = match config.get("maxDepth") {
        Some(Value::Integer(most)) => usize::try_from(*most).unwrap_or(0),
        _ => usize::MAX,
    };
    let (types, mut neighbors) = (Types::parse(context, &filter), Vec::new());
    let mut rows: Rows = Vec::new();
    for start in nodes(argument(a, 0))? {
        let Value::Node(start) = start else { continue };
        let mut met: HashSet<NodeId> = HashSet::new();
        types.neighbors(context, start, &mut neighbors)?;
        for neighbor in &neighbors {
            if !met.insert(neighbor.node) {
                continue;
            }
            if let Some(back) = shortest(context, &types, neighbor.node, start, most)? {
                let mut steps = vec![step(neighbor)];
                steps.extend(back);
                context.grow(64 + 32 * steps.len())?;
                rows.push(vec![Path { start, steps }.into()]);
            }
        }
    }
    Ok(rows)
}

/// The steps of a shortest path that is not longer than `most`.
fn shortest(
    context: &FunctionContext<'_>,
    types: &Types,
    start: NodeId,
    end: NodeId,
    most: usize,
) -> Result<Option<Vec<PathStep>>> {
    let mut reached: HashMap<NodeId, Option<(NodeId, PathStep)>> = HashMap::from([(start, None)]);
    let mut open = VecDeque::from([(start, 0)]);
    let mut neighbors = Vec::new();
    while let Some((at, length)) = open.pop_front() {
        context.still_wanted()?;
        if at == end {
            return Ok(Some(steps_to(end, |at| {
                reached.get(&at).copied().flatten()
            })));
        }
        if length == most {
            continue;
        }
        types.neighbors(context, at, &mut neighbors)?;
        for neighbor in &neighbors {
            if let Entry::Vacant(place) = reached.entry(neighbor.node) {
                context.grow(96)?;
                place.insert(Some((at, step(neighbor))));
                open.push_back((neighbor.node, length + 1));
            }
        }
    }
    Ok(None)
}
