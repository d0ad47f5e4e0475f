//! `apoc.path.*` and `apoc.neighbors.*`: walks from nodes by filters of types and labels.

use std::collections::{HashSet, VecDeque};

use quiver_storage::Direction;
use quiver_types::{Map, NodeId, Path, PathStep, RelationshipId, Value};

use super::super::{Procedure, Rows};
use super::path_filter::{Labels, Types, Verdict, Way};
use super::{Result, map, nodes, not_invoked};
use crate::exec::FunctionContext;
use crate::functions::apoc::graph::labels_of;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let start = |procedure: Procedure| {
        procedure
            .with("startNode", Type::Any, None)
            .with("config", Type::Map, None)
    };
    vec![
        Procedure::reading(
            "apoc.path.expand",
            "Paths from nodes by types, labels and lengths.",
            &[("path", Type::Path)],
            |context, a| {
                let mut config = Map::new();
                config.insert("relationshipFilter", argument(a, 1).clone());
                config.insert("labelFilter", argument(a, 2).clone());
                config.insert("minLevel", argument(a, 3).clone());
                config.insert("maxLevel", argument(a, 4).clone());
                let walk = Walk::new(context, &config, Unique::RelationshipPath)?;
                Ok(as_paths(walk.run(argument(a, 0))?))
            },
        )
        .with("startNode", Type::Any, None)
        .with("relFilter", Type::String, None)
        .with("labelFilter", Type::String, None)
        .with("minDepth", Type::Integer, None)
        .with("maxDepth", Type::Integer, None)
        .examples(&[(
            "CREATE (a:A)-[:T]->(b:B)-[:T]->(c:C)-[:U]->(d:D) WITH a CALL apoc.path.expand(a, 'T>', '-C', 1, 5) YIELD path RETURN length(path), labels(last(nodes(path)))",
            "1 | ['B']",
        )]),
        start(Procedure::reading(
            "apoc.path.expandConfig",
            "Paths from nodes by a configuration.",
            &[("path", Type::Path)],
            |context, a| {
                let config = config(a, "apoc.path.expandConfig")?;
                let walk = Walk::new(context, &config, Unique::RelationshipPath)?;
                Ok(or_null(as_paths(walk.run(argument(a, 0))?), &config))
            },
        ))
        .examples(&[(
            "CREATE (a:A)-[:T]->(b:B)-[:T]->(c:C)-[:U]->(d:D) WITH a CALL apoc.path.expandConfig(a, {relationshipFilter: 'T>|U>', minLevel: 1, maxLevel: 3, labelFilter: '>C|>D'}) YIELD path RETURN length(path) AS l ORDER BY l",
            "2\n3",
        )]),
        start(Procedure::reading(
            "apoc.path.spanningTree",
            "One path to every node that can be reached.",
            &[("path", Type::Path)],
            |context, a| {
                let config = tree(a, "apoc.path.spanningTree")?;
                let walk = Walk::new(context, &config, Unique::NodeGlobal)?;
                Ok(or_null(as_paths(walk.run(argument(a, 0))?), &config))
            },
        ))
        .examples(&[(
            "CREATE (a:A)-[:T]->(b:B)-[:T]->(c:C), (a)-[:T]->(c) WITH a CALL apoc.path.spanningTree(a, {minLevel: 1}) YIELD path RETURN length(path), labels(last(nodes(path))) AS l ORDER BY l",
            "1 | ['B']\n1 | ['C']",
        )]),
        start(Procedure::reading(
            "apoc.path.subgraphNodes",
            "Every node that can be reached.",
            &[("node", Type::Node)],
            |context, a| {
                let config = tree(a, "apoc.path.subgraphNodes")?;
                let walk = Walk::new(context, &config, Unique::NodeGlobal)?;
                let found = walk.run(argument(a, 0))?;
                let rows = found.into_iter().map(|path| vec![Value::Node(path.end())]);
                Ok(or_null(rows.collect(), &config))
            },
        ))
        .examples(&[(
            "CREATE (a:A {n: 1})-[:T]->(b:B {n: 2})-[:U]->(c:C {n: 3}) WITH a CALL apoc.path.subgraphNodes(a, {relationshipFilter: 'T'}) YIELD node RETURN node.n AS n ORDER BY n",
            "1\n2",
        )]),
        start(Procedure::reading(
            "apoc.path.subgraphAll",
            "Every node that can be reached, and the relationships between them.",
            &[
                ("nodes", Type::ListOf(&Type::Node)),
                ("relationships", Type::ListOf(&Type::Relationship)),
            ],
            subgraph,
        ))
        .examples(&[(
            "CREATE (a:A)-[:T]->(b:B)-[:T]->(c:C), (a)-[:T]->(c) WITH a CALL apoc.path.subgraphAll(a, {}) YIELD nodes, relationships RETURN size(nodes), size(relationships)",
            "3 | 3",
        )]),
        neighbors(
            "apoc.neighbors.tohop",
            "The nodes up to so many relationships away.",
            &[("node", Type::Node)],
            |found, _| found.into_iter().flatten().map(|n| vec![Value::Node(n)]).collect(),
        )
        .examples(&[(
            "CREATE (a {n: 1})-[:T]->({n: 2})-[:T]->({n: 3}) WITH a CALL apoc.neighbors.tohop(a, 'T>', 2) YIELD node RETURN node.n AS n ORDER BY n",
            "2\n3",
        )]),
        neighbors(
            "apoc.neighbors.tohop.count",
            "How many nodes there are up to so many relationships away.",
            &[("value", Type::Integer)],
            |found, _| vec![vec![count(found.iter().map(Vec::len).sum())]],
        ),
        neighbors(
            "apoc.neighbors.athop",
            "The nodes exactly so many relationships away.",
            &[("node", Type::Node)],
            |found, hops| {
                let at = found.into_iter().nth(hops.saturating_sub(1)).unwrap_or_default();
                at.into_iter().map(|n| vec![Value::Node(n)]).collect()
            },
        )
        .examples(&[(
            "CREATE (a {n: 1})-[:T]->(b {n: 2})-[:T]->({n: 3}), (b)-[:T]->(a), (a)-[:T]->(a) WITH a CALL apoc.neighbors.athop(a, 'T>', 2) YIELD node RETURN node.n",
            "3",
        )]),
        neighbors(
            "apoc.neighbors.athop.count",
            "How many nodes there are exactly so many relationships away.",
            &[("value", Type::Integer)],
            |found, hops| {
                vec![vec![count(found.get(hops.saturating_sub(1)).map_or(0, Vec::len))]]
            },
        ),
        neighbors(
            "apoc.neighbors.byhop",
            "The nodes by how many relationships they are away.",
            &[("nodes", Type::ListOf(&Type::Node))],
            |mut found, hops| {
                found.resize(hops, Vec::new());
                let list = |nodes: Vec<NodeId>| Value::list(nodes.into_iter().map(Value::Node).collect());
                found.into_iter().map(|nodes| vec![list(nodes)]).collect()
            },
        ),
        neighbors(
            "apoc.neighbors.byhop.count",
            "How many nodes there are by how many relationships they are away.",
            &[("value", Type::List)],
            |mut found, hops| {
                found.resize(hops, Vec::new());
                vec![vec![Value::list(found.iter().map(|nodes| count(nodes.len())).collect())]]
            },
        ),
    ]
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The configuration, which must be there.
fn config(a: &[Value], name: &str) -> Result<Map> {
    if argument(a, 1).is_null() {
        return Err(not_invoked(name, "the configuration must not be null"));
    }
    map(a, 1)
}

/// The configuration of what meets every node once.
fn tree(a: &[Value], name: &str) -> Result<Map> {
    let mut config = config(a, name)?;
    let level = config.get("minLevel");
    if matches!(level, Some(Value::Integer(level)) if !(-1..=1).contains(level)) {
        return Err(not_invoked(
            name,
            format_args!(
                "Caused by: java.lang.IllegalArgumentException: minLevel can only be 0 or 1 in {}()",
                name.trim_start_matches("apoc.path.")
            ),
        ));
    }
    config.insert("uniqueness", "");
    Ok(config)
}

/// A row of null in place of none, where the configuration wants it.
fn or_null(rows: Rows, config: &Map) -> Rows {
    if rows.is_empty() && matches!(config.get("optional"), Some(Value::Boolean(true))) {
        return vec![vec![Value::Null]];
    }
    rows
}

fn as_paths(paths: Vec<Path>) -> Rows {
    paths.into_iter().map(|path| vec![path.into()]).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unique {
    RelationshipPath,
    NodePath,
    NodeGlobal,
    RelationshipGlobal,
    NodeLevel,
    RelationshipLevel,
    NodeRecent,
    RelationshipRecent,
    None,
}

/// How many nodes or relationships count as recent.
const RECENT: usize = 10_000;

/// What was met so far, as far as the uniqueness asks for it.
#[derive(Default)]
struct Met {
    nodes: HashSet<(NodeId, usize)>,
    relationships: HashSet<(RelationshipId, usize)>,
    recent_nodes: VecDeque<NodeId>,
    recent_relationships: VecDeque<RelationshipId>,
}

/// Whether one is not among the recent ones; it is from now on.
fn newly<T: PartialEq>(recent: &mut VecDeque<T>, one: T) -> bool {
    if recent.contains(&one) {
        return false;
    }
    if recent.len() == RECENT {
        recent.pop_front();
    }
    recent.push_back(one);
    true
}

impl Unique {
    /// The uniqueness of a name; one that is unknown is that of relationships in a path.
    fn find(name: &str) -> Self {
        match name.to_ascii_uppercase().as_str() {
            "NODE_PATH" => Self::NodePath,
            "NODE_GLOBAL" => Self::NodeGlobal,
            "RELATIONSHIP_GLOBAL" => Self::RelationshipGlobal,
            "NODE_LEVEL" => Self::NodeLevel,
            "RELATIONSHIP_LEVEL" => Self::RelationshipLevel,
            "NODE_RECENT" => Self::NodeRecent,
            "RELATIONSHIP_RECENT" => Self::RelationshipRecent,
            "NONE" => Self::None,
            _ => Self::RelationshipPath,
        }
    }

    /// Whether a path may go on to a neighbour.
    fn allows(self, met: &mut Met, path: &Path, next: &quiver_storage::Neighbor) -> bool {
        let level = path.steps.len() + 1;
        match self {
            Self::None => true,
            Self::NodeGlobal => met.nodes.insert((next.node, 0)),
            Self::RelationshipGlobal => met.relationships.insert((next.relationship, 0)),
            Self::NodeLevel => met.nodes.insert((next.node, level)),
            Self::RelationshipLevel => met.relationships.insert((next.relationship, level)),
            Self::NodeRecent => newly(&mut met.recent_nodes, next.node),
            Self::RelationshipRecent => newly(&mut met.recent_relationships, next.relationship),
            Self::NodePath => path.nodes().all(|node| node != next.node),
            Self::RelationshipPath => path.relationships().all(|r| r != next.relationship),
        }
    }
}

/// A walk with all that limits it.
struct Walk<'c> {
    context: &'c FunctionContext<'c>,
    way: Way,
    unique: Unique,
    least: usize,
    most: usize,
    breadth_first: bool,
    filters_start: bool,
    limit: usize,
    ends: HashSet<NodeId>,
    terminators: HashSet<NodeId>,
    allowed: HashSet<NodeId>,
    denied: HashSet<NodeId>,
}

impl<'c> Walk<'c> {
    fn new(context: &'c FunctionContext<'c>, config: &Map, unique: Unique) -> Result<Self> {
        let text = |key: &str| match config.get(key) {
            Some(Value::String(text)) => text.as_str(),
            _ => "",
        };
        let number = |key: &str| match config.get(key) {
            Some(Value::Integer(v)) => usize::try_from(*v).ok(),
            _ => None,
        };
        let flag = |key: &str, default: bool| match config.get(key) {
            Some(Value::Boolean(v)) => *v,
            _ => default,
        };
        let set = |keys: &[&str]| -> Result<HashSet<NodeId>> {
            let mut set = HashSet::new();
            for key in keys {
                for node in nodes(config.get(key).unwrap_or(&Value::Null))? {
                    if let Value::Node(id) = node {
                        set.insert(id);
                    }
                }
            }
            Ok(set)
        };
        let from_start = flag("beginSequenceAtStart", true);
        let way = match text("sequence") {
            "" => Way {
                types: Types::sequence(context, text("relationshipFilter"), from_start),
                labels: Labels::sequence(text("labelFilter"), from_start),
            },
            both => Way::both(context, both, from_start),
        };
        Ok(Self {
            context,
            way,
            unique: match text("uniqueness") {
                "" => unique,
                name => Unique::find(name),
            },
            least: number("minLevel").unwrap_or(0),
            most: number("maxLevel").unwrap_or(usize::MAX),
            breadth_first: flag("bfs", true),
            filters_start: flag("filterStartNode", false),
            limit: number("limit").unwrap_or(usize::MAX),
            ends: set(&["endNodes"])?,
            terminators: set(&["terminatorNodes"])?,
            allowed: set(&["whitelistNodes", "allowlistNodes"])?,
            denied: set(&["blacklistNodes", "denylistNodes"])?,
        })
    }

    fn verdict(&self, node: NodeId, depth: usize) -> Result<Verdict> {
        let mut verdict = Verdict {
            included: true,
            continues: true,
        };
        let filtered = depth > 0 || self.filters_start;
        if let Some(labels) = self.way.labels.at(depth, self.filters_start) {
            let names = labels_of(self.context, node)?;
            verdict = labels.judge(&names, depth < self.least);
        } else {
            verdict.included = !self.way.labels.only_ends();
        }
        let allowed = self.allowed.is_empty() || self.allowed.contains(&node);
        if filtered && (!allowed || self.denied.contains(&node)) {
            verdict = Verdict::NONE;
        }
        if !self.ends.is_empty() || !self.terminators.is_empty() {
            let ends = filtered && self.terminators.contains(&node) && depth >= self.least;
            verdict.included &= ends || (filtered && self.ends.contains(&node));
            // A node that is both an end and a terminator is an end.
            verdict.continues &= !ends || self.ends.contains(&node);
        }
        verdict.included &= depth >= self.least;
        verdict.continues &= depth < self.most;
        Ok(verdict)
    }

    /// All paths, in the order they are met.
    fn run(&self, start: &Value) -> Result<Vec<Path>> {
        let mut queue: VecDeque<Path> = VecDeque::new();
        let mut met = Met::default();
        for node in nodes(start)? {
            if let Value::Node(start) = node {
                labels_of(self.context, start)?;
                met.nodes.insert((start, 0));
                met.recent_nodes.push_back(start);
                queue.push_back(Path {
                    start,
                    steps: Vec::new(),
                });
            }
        }
        let (mut found, mut neighbors) = (Vec::new(), Vec::new());
        if self.limit == 0 {
            return Ok(found);
        }
        while let Some(path) = if self.breadth_first {
            queue.pop_front()
        } else {
            queue.pop_back()
        } {
            self.context.still_wanted()?;
            let end = path.end();
            let verdict = self.verdict(end, path.steps.len())?;
            if verdict.continues {
                let types = self.way.types.at(path.steps.len());
                types.neighbors(self.context, end, &mut neighbors)?;
                if !self.breadth_first {
                    neighbors.reverse();
                }
                for neighbor in &neighbors {
                    let fresh = self.unique.allows(&mut met, &path, neighbor);
                    if !fresh {
                        continue;
                    }
                    self.context
                        .grow(32 + path.steps.len() * size_of::<PathStep>())?;
                    let mut longer = path.clone();
                    longer.steps.push(super::algo::step(neighbor));
                    queue.push_back(longer);
                }
            }
            if verdict.included {
                found.push(path);
                if found.len() >= self.limit {
                    break;
                }
            }
        }
        Ok(found)
    }
}

fn subgraph(context: &FunctionContext<'_>, a: &[Value]) -> Result<Rows> {
    let config = tree(a, "apoc.path.subgraphAll")?;
    let walk = Walk::new(context, &config, Unique::NodeGlobal)?;
    let found = walk.run(argument(a, 0))?;
    let members: HashSet<NodeId> = found.iter().map(Path::end).collect();
    let (mut relationships, mut neighbors) = (Vec::new(), Vec::new());
    for path in &found {
        neighbors.clear();
        let node = path.end();
        context
            .view
            .expand(node, Direction::Outgoing, &[], &mut neighbors)?;
        let between = neighbors.iter().filter(|n| members.contains(&n.node));
        relationships.extend(between.map(|n| Value::Relationship(n.relationship)));
    }
    let nodes = found.iter().map(|path| Value::Node(path.end())).collect();
    Ok(vec![vec![Value::list(nodes), Value::list(relationships)]])
}

/// A procedure over the nodes around one, in lists by distance.
fn neighbors(
    name: &'static str,
    description: &'static str,
    columns: &[(&str, Type)],
    shape: fn(Vec<Vec<NodeId>>, usize) -> Rows,
) -> Procedure {
    Procedure::reading(name, description, columns, move |context, a| {
        let Value::Node(start) = argument(a, 0) else {
            return Err(not_invoked(name, "the node must not be null"));
        };
        let filter = match argument(a, 1) {
            Value::String(filter) if !filter.is_empty() => filter.as_str(),
            _ => return Ok(Vec::new()),
        };
        let hops = match argument(a, 2) {
            Value::Integer(hops) => usize::try_from(*hops).unwrap_or(0),
            _ => 1,
        };
        let types = Types::parse(context, filter);
        // A node with a relationship to itself is one of those exactly one away, as in APOC.
        let mut seen: HashSet<NodeId> = HashSet::new();
        if !name.starts_with("apoc.neighbors.athop") {
            seen.insert(*start);
        }
        let (mut here, mut by_hop, mut found) = (vec![*start], Vec::new(), Vec::new());
        for _ in 0..hops {
            let mut next = Vec::new();
            for node in &here {
                context.still_wanted()?;
                types.neighbors(context, *node, &mut found)?;
                next.extend(found.iter().map(|n| n.node).filter(|n| seen.insert(*n)));
            }
            if next.is_empty() {
                break;
            }
            context.grow(16 * next.len())?;
            by_hop.push(next.clone());
            seen.insert(*start);
            here = next;
        }
        Ok(shape(by_hop, hops))
    })
    .with("node", Type::Node, None)
    .with("relTypes", Type::String, Some("".into()))
    .with("distance", Type::Integer, Some(Value::Integer(1)))
}
