//! `apoc.path.*` and `apoc.neighbors.*`: walks from nodes by filters of types and labels.

use std::collections::{HashSet, VecDeque};

use quiver_storage::{Direction, Neighbor};
use quiver_types::{Map, NodeId, Path, PathStep, RelationshipId, RelationshipTypeId, Text, Value};

use super::super::{Procedure, Rows};
use super::{Result, map, nodes, wrong};
use crate::exec::FunctionContext;
use crate::functions::apoc::graph::allowed;
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
                let walk = Walk::new(context, &map(a, 1)?, Unique::RelationshipPath)?;
                Ok(as_paths(walk.run(argument(a, 0))?))
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
                let walk = Walk::new(context, &map(a, 1)?, Unique::NodeGlobal)?;
                Ok(as_paths(walk.run(argument(a, 0))?))
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
                let walk = Walk::new(context, &map(a, 1)?, Unique::NodeGlobal)?;
                let found = walk.run(argument(a, 0))?;
                Ok(found.into_iter().map(|path| vec![Value::Node(path.end())]).collect())
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
            "CREATE (a {n: 1})-[:T]->({n: 2})-[:T]->({n: 3}) WITH a CALL apoc.neighbors.athop(a, 'T>', 2) YIELD node RETURN node.n",
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
            |found, _| {
                let list = |nodes: Vec<NodeId>| Value::list(nodes.into_iter().map(Value::Node).collect());
                found.into_iter().map(|nodes| vec![list(nodes)]).collect()
            },
        ),
        neighbors(
            "apoc.neighbors.byhop.count",
            "How many nodes there are by how many relationships they are away.",
            &[("value", Type::List)],
            |found, _| {
                vec![vec![Value::list(found.iter().map(|nodes| count(nodes.len())).collect())]]
            },
        ),
    ]
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn as_paths(paths: Vec<Path>) -> Rows {
    paths.into_iter().map(|path| vec![path.into()]).collect()
}

/// Which types may be walked, and in which direction.
pub(super) struct Types(Vec<(Option<RelationshipTypeId>, Direction)>);

impl Types {
    /// `T>|<U|V|>`: an arrow is a direction, an arrow alone is any type.
    pub(super) fn parse(context: &FunctionContext<'_>, filter: &str) -> Self {
        Self(allowed(context, filter))
    }

    /// What can be reached from a node by one relationship.
    pub(super) fn neighbors(
        &self,
        context: &FunctionContext<'_>,
        node: NodeId,
        found: &mut Vec<Neighbor>,
    ) -> Result<()> {
        found.clear();
        for (of, direction) in &self.0 {
            let types: &[RelationshipTypeId] = of.as_slice();
            context.view.expand(node, *direction, types, found)?;
        }
        context.state.hits(1 + found.len() as u64);
        Ok(())
    }
}

/// What a filter says about a node.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Verdict {
    /// The path may be an answer.
    included: bool,
    /// The walk goes on from here.
    continues: bool,
}

/// Labels by their sign.
#[derive(Default)]
struct Labels {
    allowed: Vec<Text>,
    denied: Vec<Text>,
    ending: Vec<Text>,
    terminating: Vec<Text>,
}

impl Labels {
    /// `+A|-B|>C|/D`; no sign is `+`.
    fn parse(filter: &str) -> Result<Self> {
        let mut labels = Self::default();
        for part in filter
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            if part.contains(',') {
                return Err(wrong("Sequences of label filters are not supported"));
            }
            let (list, name) = match part.chars().next() {
                Some('-') => (&mut labels.denied, &part[1..]),
                Some('+') => (&mut labels.allowed, &part[1..]),
                Some('>') => (&mut labels.ending, &part[1..]),
                Some('/') => (&mut labels.terminating, &part[1..]),
                _ => (&mut labels.allowed, part),
            };
            list.push(name.into());
        }
        Ok(labels)
    }

    fn judge(&self, of: &[Text]) -> Verdict {
        let any = |list: &[Text]| list.iter().any(|name| *name == *"*" || of.contains(name));
        if any(&self.denied) {
            return Verdict {
                included: false,
                continues: false,
            };
        }
        if any(&self.terminating) {
            return Verdict {
                included: true,
                continues: false,
            };
        }
        if any(&self.ending) {
            return Verdict {
                included: true,
                continues: true,
            };
        }
        let allowed = self.allowed.is_empty() || any(&self.allowed);
        // Where some labels end paths, others are only walked through.
        let only_ends = !self.terminating.is_empty() || !self.ending.is_empty();
        Verdict {
            included: allowed && !only_ends,
            continues: allowed,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unique {
    RelationshipPath,
    NodePath,
    NodeGlobal,
    RelationshipGlobal,
    None,
}

impl Unique {
    fn find(name: &str) -> Result<Self> {
        Ok(match name.to_ascii_uppercase().as_str() {
            "RELATIONSHIP_PATH" => Self::RelationshipPath,
            "NODE_PATH" => Self::NodePath,
            "NODE_GLOBAL" => Self::NodeGlobal,
            "RELATIONSHIP_GLOBAL" => Self::RelationshipGlobal,
            "NONE" => Self::None,
            other => {
                return Err(wrong(format!("The uniqueness {other} is not supported")));
            }
        })
    }
}

/// A walk with all that limits it.
struct Walk<'c> {
    context: &'c FunctionContext<'c>,
    types: Types,
    labels: Labels,
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
        if config.contains_key("sequence") {
            return Err(wrong("`sequence` is not supported"));
        }
        Ok(Self {
            context,
            types: Types::parse(context, text("relationshipFilter")),
            labels: Labels::parse(text("labelFilter"))?,
            unique: match text("uniqueness") {
                "" => unique,
                name => Unique::find(name)?,
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
        if filtered {
            let mut labels = Vec::new();
            self.context.view.labels(node, &mut labels)?;
            let tokens = self.context.database.tokens();
            let names: Vec<Text> = labels
                .iter()
                .map(|label| tokens.label_name(*label))
                .collect();
            verdict = self.labels.judge(&names);
            let allowed = self.allowed.is_empty() || self.allowed.contains(&node);
            if !allowed || self.denied.contains(&node) {
                verdict = Verdict {
                    included: false,
                    continues: false,
                };
            }
        } else if !self.labels.ending.is_empty() || !self.labels.terminating.is_empty() {
            verdict.included = false;
        }
        let ends = !self.ends.is_empty() || !self.terminators.is_empty();
        if ends {
            verdict.included &= self.ends.contains(&node) || self.terminators.contains(&node);
            verdict.continues &= !self.terminators.contains(&node);
        }
        verdict.included &= depth >= self.least;
        verdict.continues &= depth < self.most;
        Ok(verdict)
    }

    /// All paths, in the order they are met.
    fn run(&self, start: &Value) -> Result<Vec<Path>> {
        let mut queue: VecDeque<Path> = VecDeque::new();
        let mut seen_nodes: HashSet<NodeId> = HashSet::new();
        let mut seen_relationships: HashSet<RelationshipId> = HashSet::new();
        for node in nodes(start)? {
            if let Value::Node(start) = node {
                self.context.check_node(start)?;
                seen_nodes.insert(start);
                queue.push_back(Path {
                    start,
                    steps: Vec::new(),
                });
            }
        }
        let (mut found, mut neighbors) = (Vec::new(), Vec::new());
        while let Some(path) = if self.breadth_first {
            queue.pop_front()
        } else {
            queue.pop_back()
        } {
            self.context.still_wanted()?;
            let end = path.end();
            let verdict = self.verdict(end, path.steps.len())?;
            if verdict.continues {
                self.types.neighbors(self.context, end, &mut neighbors)?;
                if !self.breadth_first {
                    neighbors.reverse();
                }
                for neighbor in &neighbors {
                    let fresh = match self.unique {
                        Unique::None => true,
                        Unique::NodeGlobal => seen_nodes.insert(neighbor.node),
                        Unique::RelationshipGlobal => {
                            seen_relationships.insert(neighbor.relationship)
                        }
                        Unique::NodePath => path.nodes().all(|node| node != neighbor.node),
                        Unique::RelationshipPath => {
                            path.relationships().all(|r| r != neighbor.relationship)
                        }
                    };
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
    let walk = Walk::new(context, &map(a, 1)?, Unique::NodeGlobal)?;
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
            return Ok(Vec::new());
        };
        let filter = match argument(a, 1) {
            Value::String(filter) => filter.as_str(),
            _ => "",
        };
        let hops = match argument(a, 2) {
            Value::Integer(hops) => usize::try_from(*hops).unwrap_or(0),
            _ => 1,
        };
        let types = Types::parse(context, filter);
        let mut seen: HashSet<NodeId> = HashSet::from([*start]);
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
            here = next;
        }
        Ok(shape(by_hop, hops))
    })
    .with("node", Type::Node, None)
    .with("relTypes", Type::String, Some("".into()))
    .with("distance", Type::Integer, Some(Value::Integer(1)))
}
