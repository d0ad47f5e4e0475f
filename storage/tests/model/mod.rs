//! A naive graph to compare the store with, and random changes to both.
#![allow(dead_code, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use quiver_storage::io::Io;
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, Direction, IndexQuery, NodeScan, OpenError,
    RelationshipScan, SchemaTarget, SyncMode, Transaction, TransactionOptions, WriteError,
};
use quiver_types::rng::Rng;
use quiver_types::time::SystemClock;
use quiver_types::{
    LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Value,
    compare::{equals, equivalent},
};

pub const LABELS: u32 = 3;
pub const TYPES: u32 = 2;
pub const KEYS: u32 = 4;
/// Unique on label 0.
pub const UNIQUE: PropertyKeyId = PropertyKeyId(3);
/// Indexed on label 1.
pub const INDEXED: PropertyKeyId = PropertyKeyId(0);

pub fn options(seed: u64) -> DatabaseOptions {
    DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed,
    }
}

pub fn open(io: Arc<dyn Io>) -> Result<Database, OpenError> {
    Database::open(io, options(1))
}

pub fn open_with(io: Arc<dyn Io>, sync_mode: SyncMode) -> Result<Database, OpenError> {
    let options = DatabaseOptions {
        sync_mode,
        ..options(1)
    };
    Database::open(io, options)
}

pub fn begin(database: &Database) -> Transaction {
    database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 10_000,
    })
}

/// Makes the tokens and the schema that the model knows; does nothing where they are.
pub fn prepare(database: &Database) -> Result<(), String> {
    let tokens = database.tokens();
    let text = |error: WriteError| error.to_string();
    for n in 0..LABELS {
        tokens.get_or_create_label(&format!("L{n}")).map_err(text)?;
    }
    for n in 0..TYPES {
        let name = format!("T{n}");
        tokens
            .get_or_create_relationship_type(&name)
            .map_err(text)?;
    }
    for n in 0..KEYS {
        tokens
            .get_or_create_property_key(&format!("k{n}"))
            .map_err(text)?;
    }
    if database.schema().constraints.is_empty() {
        let mut t = begin(database);
        let target = SchemaTarget::Label(LabelId(0));
        t.create_unique_constraint("unique".into(), target, vec![UNIQUE])
            .map_err(|e| e.to_string())?;
        t.commit_blocking().map_err(|e| e.to_string())?;
    }
    if database.schema().indexes.len() < 2 {
        let mut t = begin(database);
        let target = SchemaTarget::Label(LabelId(1));
        t.create_index("range".into(), target, vec![INDEXED])
            .map_err(|e| e.to_string())?;
        t.commit_blocking().map_err(|e| e.to_string())?;
    }
    Ok(())
}

#[derive(Clone, Debug)]
pub enum Op {
    CreateNode(u64, BTreeSet<u32>, BTreeMap<u32, Value>),
    SetNode(u64, u32, Value),
    Label(u64, u32, bool),
    DetachDelete(u64),
    CreateRelationship(u64, u32, u64, u64, BTreeMap<u32, Value>),
    SetRelationship(u64, u32, Value),
    DeleteRelationship(u64),
}

#[derive(Clone, Default, Debug)]
pub struct Node {
    pub labels: BTreeSet<u32>,
    pub properties: BTreeMap<u32, Value>,
}

#[derive(Clone, Debug)]
pub struct Relationship {
    pub kind: u32,
    pub start: u64,
    pub end: u64,
    pub properties: BTreeMap<u32, Value>,
}

#[derive(Clone, Default, Debug)]
pub struct Graph {
    pub nodes: BTreeMap<u64, Node>,
    pub relationships: BTreeMap<u64, Relationship>,
}

fn set(properties: &mut BTreeMap<u32, Value>, key: u32, value: &Value) {
    if value.is_null() {
        properties.remove(&key);
    } else {
        properties.insert(key, value.clone());
    }
}

impl Graph {
    pub fn apply(&mut self, op: &Op) {
        match op {
            Op::CreateNode(id, labels, properties) => {
                let node = Node {
                    labels: labels.clone(),
                    properties: properties.clone(),
                };
                assert!(self.nodes.insert(*id, node).is_none(), "id {id} was reused");
            }
            Op::SetNode(id, key, value) => {
                let node = self.nodes.get_mut(id).expect("a lost update");
                set(&mut node.properties, *key, value);
            }
            Op::Label(id, label, on) => {
                let labels = &mut self.nodes.get_mut(id).expect("a lost update").labels;
                if *on {
                    labels.insert(*label);
                } else {
                    labels.remove(label);
                }
            }
            Op::DetachDelete(id) => {
                assert!(self.nodes.remove(id).is_some(), "deleted twice");
                self.relationships
                    .retain(|_, r| r.start != *id && r.end != *id);
            }
            Op::CreateRelationship(id, kind, start, end, properties) => {
                for node in [start, end] {
                    assert!(self.nodes.contains_key(node), "dangling");
                }
                let relationship = Relationship {
                    kind: *kind,
                    start: *start,
                    end: *end,
                    properties: properties.clone(),
                };
                let old = self.relationships.insert(*id, relationship);
                assert!(old.is_none(), "id {id} was reused");
            }
            Op::SetRelationship(id, key, value) => {
                let relationship = self.relationships.get_mut(id).expect("a lost update");
                set(&mut relationship.properties, *key, value);
            }
            Op::DeleteRelationship(id) => {
                assert!(self.relationships.remove(id).is_some(), "deleted twice");
            }
        }
    }

    /// Whether another node has the unique value.
    pub fn taken(&self, value: &Value, except: Option<u64>) -> bool {
        self.nodes.iter().any(|(id, node)| {
            Some(*id) != except
                && node.labels.contains(&0)
                && node
                    .properties
                    .get(&UNIQUE.0)
                    .is_some_and(|v| equals(v, value) == Some(true))
        })
    }

    /// One comparable text of everything.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (id, node) in &self.nodes {
            text += &format!("({id} {:?} {:?})\n", node.labels, node.properties);
        }
        for (id, r) in &self.relationships {
            text += &format!(
                "[{id} {} {}->{} {:?}]\n",
                r.kind, r.start, r.end, r.properties
            );
        }
        text
    }

    fn pick(map: impl ExactSizeIterator<Item = u64>, rng: &mut Rng) -> Option<u64> {
        let length = map.len() as u64;
        let mut map = map;
        map.nth(rng.below(length) as usize)
    }
}

pub fn value(rng: &mut Rng) -> Value {
    match rng.below(8) {
        0 => Value::Float(rng.below(6) as f64),
        1 => Value::string("short"),
        2 => Value::string(format!("a longer text {}", rng.below(3))),
        3 => Value::Boolean(rng.below(2) == 0),
        4 => Value::list(vec![Value::Integer(1), Value::Integer(2)]),
        _ => Value::Integer(rng.below(6) as i64),
    }
}

fn values(rng: &mut Rng) -> BTreeMap<u32, Value> {
    (0..rng.below(3))
        .map(|_| (rng.below(u64::from(KEYS)) as u32, value(rng)))
        .collect()
}

fn pairs(values: &BTreeMap<u32, Value>) -> Vec<(PropertyKeyId, Value)> {
    values
        .iter()
        .map(|(key, value)| (PropertyKeyId(*key), value.clone()))
        .collect()
}

/// Tries one random change; the operation, if the transaction took it.
pub fn change(
    transaction: &mut Transaction,
    graph: &Graph,
    rng: &mut Rng,
) -> Result<Option<Op>, WriteError> {
    let node = Graph::pick(graph.nodes.keys().copied(), rng);
    let other = Graph::pick(graph.nodes.keys().copied(), rng);
    let relationship = Graph::pick(graph.relationships.keys().copied(), rng);
    let key = rng.below(u64::from(KEYS)) as u32;
    let new = if rng.below(4) == 0 {
        Value::Null
    } else {
        value(rng)
    };
    Ok(match (rng.below(12), node, other, relationship) {
        (0..=2, ..) => {
            let labels: BTreeSet<u32> = (0..rng.below(3))
                .map(|_| rng.below(u64::from(LABELS)) as u32)
                .collect();
            let properties = values(rng);
            let ids: Vec<LabelId> = labels.iter().map(|l| LabelId(*l)).collect();
            let id = transaction.create_node(&ids, &pairs(&properties))?;
            Some(Op::CreateNode(id.0, labels, properties))
        }
        (3 | 4, Some(id), ..) => {
            // What changes nothing locks nothing, and must not be applied later.
            transaction
                .set_node_property(NodeId(id), PropertyKeyId(key), new.clone())?
                .then_some(Op::SetNode(id, key, new))
        }
        (5, Some(id), ..) => {
            let (label, on) = (rng.below(u64::from(LABELS)) as u32, rng.below(2) == 0);
            let changed = if on {
                transaction.add_label(NodeId(id), LabelId(label))?
            } else {
                transaction.remove_label(NodeId(id), LabelId(label))?
            };
            changed.then_some(Op::Label(id, label, on))
        }
        (6, Some(id), ..) => {
            transaction.detach_delete_node(NodeId(id))?;
            transaction.check_deletions()?;
            Some(Op::DetachDelete(id))
        }
        (7..=9, Some(start), Some(end), _) => {
            let kind = rng.below(u64::from(TYPES)) as u32;
            let properties = values(rng);
            let id = transaction.create_relationship(
                RelationshipTypeId(kind),
                NodeId(start),
                NodeId(end),
                &pairs(&properties),
            )?;
            Some(Op::CreateRelationship(id.0, kind, start, end, properties))
        }
        (10, .., Some(id)) => {
            let key_id = PropertyKeyId(key);
            transaction
                .set_relationship_property(RelationshipId(id), key_id, new.clone())?
                .then_some(Op::SetRelationship(id, key, new))
        }
        (11, .., Some(id)) => {
            transaction.delete_relationship(RelationshipId(id))?;
            Some(Op::DeleteRelationship(id))
        }
        _ => None,
    })
}

/// What a transaction sees, as a model.
pub fn read(transaction: &Transaction) -> Graph {
    let view = transaction.view();
    let mut graph = Graph::default();
    let (mut scan, mut nodes) = (NodeScan::all(), Vec::new());
    while view.scan_nodes(&mut scan, 7, &mut nodes).expect("scan") {}
    for id in nodes {
        let (mut labels, mut properties) = (Vec::new(), Vec::new());
        assert!(view.labels(id, &mut labels).expect("labels"));
        assert!(view.node_properties(id, &mut properties).expect("read"));
        let node = Node {
            labels: labels.into_iter().map(|l| l.0).collect(),
            properties: properties.into_iter().map(|(k, v)| (k.0, v)).collect(),
        };
        graph.nodes.insert(id.0, node);
    }
    let (mut scan, mut found) = (RelationshipScan::all(), Vec::new());
    while view
        .scan_relationships(&mut scan, 7, &mut found)
        .expect("scan")
    {}
    for (id, record) in found {
        let mut properties = Vec::new();
        assert!(
            view.relationship_properties(id, &mut properties)
                .expect("read")
        );
        let relationship = Relationship {
            kind: record.relationship_type.0,
            start: record.start.0,
            end: record.end.0,
            properties: properties.into_iter().map(|(k, v)| (k.0, v)).collect(),
        };
        graph.relationships.insert(id.0, relationship);
    }
    graph
}

/// Compares every way of reading with a model.
pub fn compare(transaction: &Transaction, graph: &Graph, rng: &mut Rng) {
    assert_eq!(read(transaction).text(), graph.text(), "the scans");
    let view = transaction.view();
    let count = view.node_count(None).expect("count");
    assert_eq!(count, graph.nodes.len() as u64);
    for label in 0..LABELS {
        let expected: Vec<u64> = graph
            .nodes
            .iter()
            .filter(|(_, node)| node.labels.contains(&label))
            .map(|(id, _)| *id)
            .collect();
        let (mut scan, mut nodes) = (NodeScan::label(LabelId(label)), Vec::new());
        while view.scan_nodes(&mut scan, 5, &mut nodes).expect("scan") {}
        let found: Vec<u64> = nodes.iter().map(|n| n.0).collect();
        assert_eq!(found, expected, "label {label}");
        let count = view.node_count(Some(LabelId(label))).expect("count");
        assert_eq!(count, expected.len() as u64, "count of label {label}");
    }
    for kind in 0..TYPES {
        let expected = graph.relationships.values().filter(|r| r.kind == kind);
        let count = view
            .relationship_count(Some(RelationshipTypeId(kind)))
            .expect("count");
        assert_eq!(count, expected.count() as u64, "count of type {kind}");
    }
    compare_neighbors(transaction, graph, rng);
    compare_indexes(transaction, graph, rng);
}

fn compare_neighbors(transaction: &Transaction, graph: &Graph, rng: &mut Rng) {
    let view = transaction.view();
    for id in graph.nodes.keys() {
        let types: &[RelationshipTypeId] = match rng.below(3) {
            0 => &[RelationshipTypeId(0)],
            1 => &[RelationshipTypeId(1), RelationshipTypeId(0)],
            _ => &[],
        };
        for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
            let mut expected: Vec<(u64, u64, bool)> = Vec::new();
            for (r, relationship) in &graph.relationships {
                let kind = RelationshipTypeId(relationship.kind);
                if !types.is_empty() && !types.contains(&kind) {
                    continue;
                }
                let (leaves, enters) = (relationship.start == *id, relationship.end == *id);
                if leaves && direction != Direction::Incoming {
                    expected.push((*r, relationship.end, true));
                }
                let counted = leaves && direction == Direction::Both;
                if enters && direction != Direction::Outgoing && !counted {
                    expected.push((*r, relationship.start, false));
                }
            }
            let mut found = Vec::new();
            let node = NodeId(*id);
            view.expand(node, direction, types, &mut found)
                .expect("expand");
            let mut seen: Vec<(u64, u64, bool)> = found
                .iter()
                .map(|n| (n.relationship.0, n.node.0, n.outgoing))
                .collect();
            seen.sort_unstable();
            expected.sort_unstable();
            assert_eq!(seen, expected, "neighbours of {id}, {direction:?}");
            let degree = view.degree(node, direction, types).expect("degree");
            assert_eq!(degree, expected.len() as u64, "degree of {id}");
            let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
            let columns = (
                (&mut nodes, |n: NodeId| n.0),
                (&mut relationships, |r: RelationshipId| r.0),
            );
            view.expand_columns(node, direction, types, columns.0, columns.1)
                .expect("columns");
            let mut seen: Vec<(u64, u64)> = relationships.into_iter().zip(nodes).collect();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(expected.iter().map(|e| (e.0, e.1))));
            let Some(to) = Graph::pick(graph.nodes.keys().copied(), rng) else {
                continue;
            };
            let mut into = Vec::new();
            view.expand_into(node, NodeId(to), direction, types, &mut into)
                .expect("into");
            let mut into: Vec<_> = into
                .iter()
                .map(|n| (n.relationship.0, n.node.0, n.outgoing))
                .collect();
            into.sort_unstable();
            expected.retain(|(_, other, _)| *other == to);
            assert_eq!(into, expected, "from {id} into {to}, {direction:?}");
        }
    }
}

fn compare_indexes(transaction: &Transaction, graph: &Graph, rng: &mut Rng) {
    let view = transaction.view();
    let schema = transaction.database().schema();
    for index in &schema.indexes {
        let SchemaTarget::Label(label) = index.target else {
            continue;
        };
        let key = index.properties[0];
        let (wanted, bound) = (value(rng), Value::Integer(rng.below(6) as i64));
        let matching = |matches: &dyn Fn(&Value) -> bool| -> BTreeSet<u64> {
            graph
                .nodes
                .iter()
                .filter(|(_, n)| n.labels.contains(&label.0))
                .filter(|(_, n)| n.properties.get(&key.0).is_some_and(matches))
                .map(|(id, _)| *id)
                .collect()
        };
        let number = |value: &Value| match value {
            Value::Integer(number) => Some(*number as f64),
            Value::Float(number) => Some(*number),
            _ => None,
        };
        let least = number(&bound).expect("a number");
        let exact = [wanted.clone()];
        let cases = [
            (IndexQuery::All, matching(&|_| true)),
            (
                IndexQuery::Exact(&exact),
                matching(&|v| equals(v, &wanted) == Some(true)),
            ),
            (
                IndexQuery::Range {
                    prefix: &[],
                    lower: Bound::Excluded(&bound),
                    upper: Bound::Unbounded,
                },
                matching(&|v| number(v).is_some_and(|n| n > least)),
            ),
            (
                IndexQuery::StartsWith {
                    prefix: &[],
                    text: "a longer",
                },
                matching(&|v| matches!(v, Value::String(s) if s.starts_with("a longer"))),
            ),
        ];
        for (query, expected) in cases {
            let mut ids = Vec::new();
            view.index_seek(index.id, &query, &mut ids).expect("seek");
            let found: BTreeSet<u64> = ids.iter().copied().collect();
            assert_eq!(found.len(), ids.len(), "twice in {ids:?}");
            assert_eq!(found, expected, "{} {query:?}", index.name);
            let values: Vec<&Value> = ids
                .iter()
                .map(|id| &graph.nodes[id].properties[&key.0])
                .collect();
            let ordered = values.is_sorted_by(|a, b| {
                quiver_types::compare::order(a, b).is_le() || equivalent(a, b)
            });
            assert!(ordered, "{values:?}");
        }
    }
}
