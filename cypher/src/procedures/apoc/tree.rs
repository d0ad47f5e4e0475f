//! `apoc.convert.toTree` and `apoc.paths.toJsonTree`: paths as maps in each other. Begin with [`procedures`].

use std::collections::{HashMap, HashSet};

use quiver_types::{Map, NodeId, Path, RelationshipId, Text, Value};

use super::super::Procedure;
use super::{Result, empty_map, map, not_invoked, texts};
use crate::exec::FunctionContext;
use crate::functions::apoc::graph::{labels_of, record, type_name};
use crate::functions::scalar::element_id;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::reading(
            TO_TREE,
            "Paths as a map for each of their first nodes, with lists of maps by the types of relationships.",
            &[("value", Type::Map)],
            |context, a| grown(context, a, TO_TREE),
        )
        .mode("DEFAULT")
        .deprecated(TO_JSON_TREE)
        .with("paths", Type::ListOf(&Type::Path), None)
        .with("lowerCaseRels", Type::Boolean, Some(true.into()))
        .with("config", Type::Map, empty_map())
        .examples(&[
            (
                "CREATE (:A {k: 1})-[:T {w: 2}]->(:B {k: 3}) WITH count(*) AS c MATCH p = (:A)-->() WITH collect(p) AS all CALL apoc.convert.toTree(all) YIELD value RETURN value._type, value.k, value.t[0]._type, value.t[0].k, value.t[0]['t.w']",
                "'A' | 1 | 'B' | 3 | 2",
            ),
            (
                "CREATE (:A {k: 1, l: 2})-[:T {w: 2}]->(:B {k: 3}) WITH count(*) AS c MATCH p = (:A)-->() WITH collect(p) AS all CALL apoc.convert.toTree(all, false, {nodes: {A: ['-k']}, rels: {T: ['v']}}) YIELD value RETURN value.k, value.l, value.T[0]['T.w']",
                "null | 2 | null",
            ),
            ("CALL apoc.convert.toTree([]) YIELD value RETURN value", "{}"),
        ]),
        Procedure::reading(
            TO_JSON_TREE,
            "Paths as a map for each node that no relationship of theirs leads to, with lists of maps by the types of relationships that leave.",
            &[("value", Type::Map)],
            |context, a| grown(context, a, TO_JSON_TREE),
        )
        .mode("DEFAULT")
        .with("paths", Type::ListOf(&Type::Path), None)
        .with("lowerCaseRels", Type::Boolean, Some(true.into()))
        .with("config", Type::Map, empty_map())
        .examples(&[
            (
                "CREATE p = (:A {k: 1})<-[:T {w: 2}]-(:B {k: 3}) WITH [p] AS all CALL apoc.paths.toJsonTree(all) YIELD value RETURN value._type, value.k, value.t[0]._type, value.t[0].k, value.t[0]['t.w']",
                "'B' | 3 | 'A' | 1 | 2",
            ),
            (
                "CREATE (a:A)-[:T]->(b {k: 1})-[:T]->(), (:C)-[:T]->(b) WITH b MATCH p = ()-[:T]->(b)-[:T]->() WITH p ORDER BY labels(nodes(p)[0]) WITH collect(p) AS all CALL apoc.paths.toJsonTree(all) YIELD value RETURN value._type, value.t[0].k, size(value.t[0].t)",
                "'A' | 1 | 1\n'C' | 1 | null",
            ),
        ]),
    ]
}

const TO_TREE: &str = "apoc.convert.toTree";
const TO_JSON_TREE: &str = "apoc.paths.toJsonTree";

/// A map that is not finished: what hangs on it is put in at the end.
struct Branch {
    map: Map,
    below: Vec<(Text, Vec<(RelationshipId, usize)>)>,
}

/// What grows while paths are looked at.
struct Tree<'c> {
    context: &'c FunctionContext<'c>,
    procedure: &'static str,
    config: Map,
    branches: Vec<Branch>,
    /// The branch that paths through a node go on from: of its branches the last, or the first of `toJsonTree`.
    places: HashMap<NodeId, usize>,
    /// The nodes whose branches are the answer.
    roots: Vec<NodeId>,
    /// The nodes that relationships have led to, for `toJsonTree`.
    led_to: HashSet<NodeId>,
}

impl Tree<'_> {
    /// The properties that the configuration leaves of a kind of entity.
    fn properties(&self, of: &Value, rules: &str, kind: &str) -> Result<Vec<(Text, Value)>> {
        let all = self.context.properties_of(of)?;
        let rule = match self.config.get(rules) {
            Some(Value::Map(rules)) => rules.get(kind).cloned().unwrap_or_default(),
            _ => Value::Null,
        };
        let names = texts(&[rule], 0, "properties")?;
        let out = names.first().is_some_and(|name| name.starts_with('-'));
        if names.iter().any(|name| name.starts_with('-') != out) {
            return Err(not_invoked(
                self.procedure,
                "Caused by: java.lang.RuntimeException: Only include or exclude attribute are possible!",
            ));
        }
        let kept = all.iter().filter(|(key, _)| {
            let named = |name: &Text| match out {
                true => name.strip_prefix('-') == Some(key.as_str()),
                false => name == *key,
            };
            names.is_empty() || names.iter().any(named) != out
        });
        Ok(kept
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    fn branch(&mut self, node: NodeId) -> Result<usize> {
        let kind = labels_of(self.context, node)?.join(":");
        let value = Value::Node(node);
        let mut map: Map = self
            .properties(&value, "nodes", &kind)?
            .into_iter()
            .collect();
        map.insert("_type", kind.as_str());
        map.insert("_id", i64::try_from(node.0).unwrap_or(i64::MAX));
        map.insert("_elementId", element_id(self.context, &[value])?);
        self.context.grow(256)?;
        self.branches.push(Branch {
            map,
            below: Vec::new(),
        });
        let at = self.branches.len() - 1;
        if self.procedure == TO_TREE || !self.places.contains_key(&node) {
            self.places.insert(node, at);
        }
        Ok(at)
    }

    /// The branch behind a relationship, which is there or made now.
    fn below(&mut self, at: usize, rel: RelationshipId, node: NodeId, lower: bool) -> Result<()> {
        let kind = type_name(self.context, &record(self.context, rel)?);
        let name: Text = match lower {
            true => kind.to_lowercase().into(),
            false => kind.clone(),
        };
        let lists = &mut self.branches[at].below;
        let list = match lists.iter().position(|(of, _)| *of == name) {
            Some(list) => list,
            None => {
                lists.push((name.clone(), Vec::new()));
                lists.len() - 1
            }
        };
        if lists[list].1.iter().any(|(of, _)| *of == rel) {
            return Ok(());
        }
        let made = self.branch(node)?;
        let value = Value::Relationship(rel);
        let properties = self.properties(&value, "rels", &name)?;
        let map = &mut self.branches[made].map;
        for (key, value) in properties {
            map.insert(format!("{name}.{key}"), value);
        }
        map.insert(
            format!("{name}._id"),
            i64::try_from(rel.0).unwrap_or(i64::MAX),
        );
        let id = element_id(self.context, &[value])?;
        map.insert(format!("{name}._elementId"), id);
        self.branches[at].below[list].1.push((rel, made));
        Ok(())
    }

    fn root(&mut self, node: NodeId) {
        if !self.roots.contains(&node) {
            self.roots.push(node);
        }
    }

    /// Puts in a path as it goes.
    fn grow(&mut self, path: &Path, lower: bool) -> Result<()> {
        self.root(path.start);
        let mut node = path.start;
        for step in &path.steps {
            let at = match self.places.get(&node) {
                Some(at) => *at,
                None => self.branch(node)?,
            };
            self.below(at, step.relationship, step.node, lower)?;
            node = step.node;
        }
        if !self.places.contains_key(&path.start) {
            self.branch(path.start)?;
        }
        Ok(())
    }

    /// Puts in the relationships of a path, each from its start to its end.
    fn grow_outwards(&mut self, path: &Path, lower: bool) -> Result<()> {
        if path.steps.is_empty() {
            if !self.places.contains_key(&path.start) {
                self.branch(path.start)?;
            }
            self.root(path.start);
        }
        for step in &path.steps {
            let of = record(self.context, step.relationship)?;
            if !self.led_to.contains(&of.start) {
                self.root(of.start);
            }
            let at = match self.places.get(&of.start) {
                Some(at) => *at,
                None => self.branch(of.start)?,
            };
            self.below(at, step.relationship, of.end, lower)?;
            self.led_to.insert(of.end);
        }
        Ok(())
    }

    /// The maps, each with what hangs on it; a branch hangs only on those made before it.
    fn finished(mut self) -> Vec<Value> {
        let mut done: HashMap<usize, Value> = HashMap::new();
        while let Some(Branch { mut map, below }) = self.branches.pop() {
            for (name, list) in below {
                let items = list.iter().filter_map(|(_, at)| done.get(at).cloned());
                map.insert(name, Value::list(items.collect()));
            }
            done.insert(self.branches.len(), Value::map(map));
        }
        let of = |node: &NodeId| self.places.get(node).and_then(|at| done.get(at)).cloned();
        self.roots.iter().filter_map(of).collect()
    }
}

fn grown(context: &FunctionContext<'_>, a: &[Value], procedure: &'static str) -> Result {
    let given: &[Value] = match argument(a, 0) {
        Value::List(items) => items,
        _ => &[],
    };
    let mut paths: Vec<&Path> = Vec::new();
    for path in given {
        match path {
            Value::Path(path) => paths.push(path),
            _ => {
                return Err(not_invoked(procedure, "a path must not be null"));
            }
        }
    }
    if paths.is_empty() {
        return Ok(vec![vec![Map::new().into()]]);
    }
    let lower = !matches!(argument(a, 1), Value::Boolean(false));
    let config = map(a, 2)?;
    if !matches!(config.get("sortPaths"), Some(Value::Boolean(false))) {
        paths.sort_by_key(|path| std::cmp::Reverse(path.steps.len()));
    }
    let mut tree = Tree {
        context,
        procedure,
        config,
        branches: Vec::new(),
        places: HashMap::new(),
        roots: Vec::new(),
        led_to: HashSet::new(),
    };
    for path in paths {
        context.still_wanted()?;
        match procedure {
            TO_TREE => tree.grow(path, lower)?,
            _ => tree.grow_outwards(path, lower)?,
        }
    }
    let maps = tree.finished();
    Ok(maps.into_iter().map(|map| vec![map]).collect())
}
