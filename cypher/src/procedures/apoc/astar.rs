//! `apoc.algo.aStar` and `aStarConfig`: a path between two nodes that is looked for in the direction
//! of the goal. The way that is left is guessed in metres over the ground, as APOC does; so the path
//! is the cheapest one only where weights are metres or more. Begin with [`procedures`].

use std::collections::{BinaryHeap, HashMap, HashSet};

use quiver_types::{Map, NodeId, Path, PathStep, Value};

use super::super::Procedure;
use super::algo::{ends, node, number, step, steps_to, types};
use super::{Result, map, wrong};
use crate::exec::FunctionContext;
use crate::functions::{Type, argument};

/// Metres, as APOC has it.
const EARTH_RADIUS: f64 = 6_371_000.0;

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let columns = [("path", Type::Path), ("weight", Type::Float)];
    vec![
        ends(Procedure::reading(
            "apoc.algo.aStar",
            "A cheap path between two nodes with a latitude and a longitude.",
            &columns,
            |context, a| {
                let plan = Plan {
                    weight: name(argument(a, 3), "")?,
                    default: None,
                    place: Place::Pair(name(argument(a, 4), "")?, name(argument(a, 5), "")?),
                };
                a_star(context, a, &plan)
            },
        ))
        .with("weightPropertyName", Type::String, None)
        .with("latPropertyName", Type::String, None)
        .with("lonPropertyName", Type::String, None)
        .long()
        .examples(&[(
            "CREATE (a {lat: 0.0, lon: 0.0})-[:T {w: 7}]->(b {lat: 0.0, lon: 1.0})-[:T {w: 8}]->(c {lat: 0.0, lon: 2.0}) WITH a, c CALL apoc.algo.aStar(a, c, 'T>', 'w', 'lat', 'lon') YIELD path, weight RETURN length(path), weight",
            "2 | 15.0",
        )]),
        ends(Procedure::reading(
            "apoc.algo.aStarConfig",
            "The same with a weight for relationships without one, and with points.",
            &columns,
            |context, a| {
                let config = map(a, 3)?;
                let of = |key: &str, usual: &str| name(config.get(key).unwrap_or(&Value::Null), usual);
                let place = match config.get("pointPropName") {
                    None | Some(Value::Null) => Place::Pair(of("x", "latitude")?, of("y", "longitude")?),
                    Some(point) => Place::Point(name(point, "")?),
                };
                let plan = Plan {
                    weight: of("weight", "distance")?,
                    default: Some(number_of(&config, "default")),
                    place,
                };
                a_star(context, a, &plan)
            },
        ))
        .with("config", Type::Map, None)
        .long()
        .examples(&[(
            "CREATE (a {p: point({latitude: 0, longitude: 0})})-[:T]->(b {p: point({latitude: 0, longitude: 1})}) WITH a, b CALL apoc.algo.aStarConfig(a, b, 'T>', {weight: 'w', default: 3, pointPropName: 'p'}) YIELD path, weight RETURN length(path), weight",
            "1 | 3.0",
        )]),
    ]
}

/// The name of a property.
fn name(value: &Value, usual: &str) -> Result<String> {
    match value {
        Value::Null if !usual.is_empty() => Ok(usual.to_owned()),
        Value::String(name) => Ok(name.to_string()),
        _ => Err(wrong("Expected the name of a property")),
    }
}

fn number_of(config: &Map, key: &str) -> f64 {
    match config.get(key) {
        Some(Value::Integer(number)) => *number as f64,
        Some(Value::Float(number)) => *number,
        _ => f64::NAN,
    }
}

/// Where a node is: latitude and longitude, or a point.
enum Place {
    Pair(String, String),
    Point(String),
}

/// What a search is told.
struct Plan {
    weight: String,
    /// For relationships without a weight; none is an error.
    default: Option<f64>,
    place: Place,
}

impl Plan {
    /// A node's place in space, in metres from the middle of the earth.
    fn place_of(&self, context: &FunctionContext<'_>, node: NodeId) -> Result<[f64; 3]> {
        let node = Value::Node(node);
        let (latitude, longitude) = match &self.place {
            Place::Pair(latitude, longitude) => (
                number(context, &node, latitude, None)?,
                number(context, &node, longitude, None)?,
            ),
            Place::Point(key) => match context.named_property(&node, key)? {
                Value::Point(point) => (point.y, point.x),
                _ => return Err(wrong(format!("The property {key} must be a point"))),
            },
        };
        let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
        Ok([
            EARTH_RADIUS * latitude.cos() * longitude.cos(),
            EARTH_RADIUS * latitude.cos() * longitude.sin(),
            EARTH_RADIUS * latitude.sin(),
        ])
    }
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    squares.sqrt()
}

/// How each node is best reached: for how much, and by which step from which node.
type Best = HashMap<NodeId, (f64, Option<(NodeId, PathStep)>)>;

/// A node to go on from; ordered so that the most promising one is the greatest.
struct Open {
    guess: f64,
    cost: f64,
    node: NodeId,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.guess.total_cmp(&self.guess)
    }
}

fn a_star(context: &FunctionContext<'_>, a: &[Value], plan: &Plan) -> Result {
    let (start, end) = (node(a, 0)?, node(a, 1)?);
    let goal = plan.place_of(context, end)?;
    let (types, mut neighbors) = (types(context, a), Vec::new());
    let mut best: Best = HashMap::from([(start, (0.0, None))]);
    let mut closed: HashSet<NodeId> = HashSet::new();
    let mut open = BinaryHeap::from([Open {
        guess: 0.0,
        cost: 0.0,
        node: start,
    }]);
    while let Some(at) = open.pop() {
        context.still_wanted()?;
        if at.node == end {
            let steps = steps_to(end, |at| best.get(&at).and_then(|(_, by)| *by));
            return Ok(vec![vec![
                Path { start, steps }.into(),
                Value::Float(at.cost),
            ]]);
        }
        if !closed.insert(at.node) {
            continue;
        }
        types.neighbors(context, at.node, &mut neighbors)?;
        for neighbor in &neighbors {
            if closed.contains(&neighbor.node) {
                continue;
            }
            let relationship = Value::Relationship(neighbor.relationship);
            let cost = at.cost + number(context, &relationship, &plan.weight, plan.default)?;
            if best
                .get(&neighbor.node)
                .is_some_and(|(known, _)| *known <= cost)
            {
                continue;
            }
            let left = distance(plan.place_of(context, neighbor.node)?, goal);
            context.grow(160)?;
            best.insert(neighbor.node, (cost, Some((at.node, step(neighbor)))));
            open.push(Open {
                guess: cost + left,
                cost,
                node: neighbor.node,
            });
        }
    }
    Ok(Vec::new())
}
