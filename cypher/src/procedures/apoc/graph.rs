//! `apoc.graph.*`: nodes and relationships of data, paths or queries as one map; and what exports
//! take them from. Begin with [`Gathered`].

use quiver_types::{Map, NodeId, Path, RelationshipId, Value};

use super::super::Procedure;
use super::{Result, ask, map, parameters, text, wrong};
use crate::exec::nested::{self, Answer};
use crate::exec::run::Run;
use crate::functions::{Type, argument};

/// Nodes and relationships, each once, in the order they were met.
#[derive(Default)]
pub(super) struct Gathered {
    /// Nodes that are stored.
    pub nodes: Vec<NodeId>,
    /// Relationships that are stored.
    pub relationships: Vec<RelationshipId>,
    seen_nodes: std::collections::HashSet<NodeId>,
    seen_relationships: std::collections::HashSet<RelationshipId>,
}

impl Gathered {
    /// Takes in whatever a value holds.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Node(id) if self.seen_nodes.insert(*id) => self.nodes.push(*id),
            Value::Relationship(id) if self.seen_relationships.insert(*id) => {
                self.relationships.push(*id);
            }
            Value::Path(path) => {
                let path: &Path = path;
                path.elements().iter().for_each(|part| self.add(part));
            }
            Value::List(items) => items.iter().for_each(|item| self.add(item)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| self.add(value)),
            _ => {}
        }
    }

    /// All that is stored.
    pub(super) fn everything(run: &mut Run<'_>, name: &str) -> Result<Self> {
        let mut all = Self::default();
        for query in ["MATCH (n) RETURN n", "MATCH ()-[r]->() RETURN r"] {
            all.add_rows(&ask(run, name, query, &Map::new(), false)?);
        }
        Ok(all)
    }

    /// What a query's rows hold.
    pub(super) fn add_rows(&mut self, answer: &Answer) {
        answer
            .rows
            .iter()
            .flatten()
            .for_each(|value| self.add(value));
    }

    fn as_map(&self, name: &Value, properties: &Value) -> Value {
        let nodes = self.nodes.iter().map(|id| Value::Node(*id));
        let rels = self.relationships.iter().map(|id| Value::Relationship(*id));
        Value::map(parameters([
            ("name", name.clone()),
            ("nodes", Value::list(nodes.collect())),
            ("relationships", Value::list(rels.collect())),
            ("properties", properties.clone()),
        ]))
    }
}

/// A query that reads, and its rows.
pub(super) fn read(
    run: &mut Run<'_>,
    name: &str,
    a: &[Value],
    at: usize,
    given: &Map,
) -> Result<Answer> {
    let statement = nested::with_variables(text(a, at, "query")?, given);
    ask(run, name, &statement, given, false)
}

/// A procedure that makes a graph of its first arguments; a name and properties follow them.
fn of(
    name: &'static str,
    description: &'static str,
    arguments: &[(&str, Type)],
    examples: &'static [(&'static str, &'static str)],
    gather: fn(&mut Run<'_>, &[Value]) -> Result<Gathered>,
) -> Procedure {
    let count = arguments.len();
    let mut procedure = Procedure::running(
        name,
        "DEFAULT",
        description,
        &[("graph", Type::Map)],
        move |run, a| {
            let found = gather(run, a)?;
            Ok(vec![vec![
                found.as_map(argument(a, count), argument(a, count + 1)),
            ]])
        },
    );
    for (argument, of) in arguments {
        procedure = procedure.with(argument, *of, None);
    }
    procedure
        .with("name", Type::String, None)
        .with("props", Type::Map, None)
        .examples(examples)
}

fn of_values(values: &[Value]) -> Gathered {
    let mut found = Gathered::default();
    values.iter().for_each(|value| found.add(value));
    found
}

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        of(
            "apoc.graph.fromData",
            "A graph of nodes and relationships, as a map.",
            &[
                ("nodes", Type::ListOf(&Type::Node)),
                ("rels", Type::ListOf(&Type::Relationship)),
            ],
            &[(
                "CREATE (a:A)-[r:T]->(b) WITH a, b, r CALL apoc.graph.fromData([a, b], [r], 'g', {k: 1}) YIELD graph RETURN graph.name, size(graph.nodes), size(graph.relationships), graph.properties",
                "'g' | 2 | 1 | {k: 1}",
            )],
            |_, a| Ok(of_values(&a[..2.min(a.len())])),
        ),
        of(
            "apoc.graph.from",
            "A graph of whatever holds nodes, relationships and paths, as a map.",
            &[("data", Type::Any)],
            &[(
                "CREATE p = ()-[:T]->() WITH p CALL apoc.graph.from([p], 'g', {}) YIELD graph RETURN size(graph.nodes), size(graph.relationships)",
                "2 | 1",
            )],
            |_, a| Ok(of_values(&a[..1.min(a.len())])),
        ),
        of(
            "apoc.graph.fromPath",
            "A graph of a path, as a map.",
            &[("path", Type::Path)],
            &[(
                "CREATE p = ()-[:T]->() WITH p CALL apoc.graph.fromPath(p, 'g', {}) YIELD graph RETURN size(graph.nodes)",
                "2",
            )],
            |_, a| Ok(of_values(&a[..1.min(a.len())])),
        ),
        of(
            "apoc.graph.fromPaths",
            "A graph of paths, as a map.",
            &[("paths", Type::ListOf(&Type::Path))],
            &[(
                "CREATE p = ()-[:T]->() WITH p CALL apoc.graph.fromPaths([p, p], 'g', {}) YIELD graph RETURN size(graph.nodes)",
                "2",
            )],
            |_, a| Ok(of_values(&a[..1.min(a.len())])),
        ),
        of(
            "apoc.graph.fromDB",
            "All that is stored, as a map.",
            &[],
            &[(
                "CREATE ()-[:T]->() WITH count(*) AS c CALL apoc.graph.fromDB('g', {}) YIELD graph RETURN size(graph.nodes), size(graph.relationships)",
                "2 | 1",
            )],
            |run, _| Gathered::everything(run, "apoc.graph.fromDB"),
        ),
        of(
            "apoc.graph.fromCypher",
            "The nodes and relationships a query gives, as a map.",
            &[("statement", Type::String), ("params", Type::Map)],
            &[(
                "CREATE (:A)-[:T]->() WITH count(*) AS c CALL apoc.graph.fromCypher('MATCH (n:A) RETURN n', {}, 'g', {}) YIELD graph RETURN size(graph.nodes), size(graph.relationships)",
                "1 | 0",
            )],
            |run, a| {
                let name = "apoc.graph.fromCypher";
                let mut found = Gathered::default();
                found.add_rows(&read(run, name, a, 0, &map(a, 1)?)?);
                Ok(found)
            },
        ),
    ]
}

/// The nodes and relationships of a graph given as a map.
pub(super) fn of_map(a: &[Value], at: usize) -> Result<Gathered> {
    match argument(a, at) {
        graph @ Value::Map(_) => Ok(of_values(std::slice::from_ref(graph))),
        _ => Err(wrong("Expected a graph: a map of nodes and relationships")),
    }
}
