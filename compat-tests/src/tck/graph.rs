//! The whole graph, and what changed between two readings of it.
//!
//! The TCK defines side effects by what is there before and after, not by the counters that a
//! server reports. Start with [`Census::take`], which reads the store.

use std::collections::{BTreeMap, BTreeSet};

use quiver_storage::{
    AccessMode, Database, GraphView, NodeScan, ReadError, RelationshipScan, TransactionOptions,
};
use quiver_types::PropertyKeyId;
use quiver_types::Value;
use quiver_types::format::Literal;

/// Everything that is in a graph.
#[derive(Default, Debug)]
pub struct Census {
    nodes: BTreeSet<String>,
    relationships: BTreeSet<String>,
    /// Labels that some node has.
    labels: BTreeSet<String>,
    /// Entity, key and value as text with its type.
    properties: BTreeSet<(char, String, String, String)>,
}

impl Census {
    /// Reads the whole graph.
    pub fn take(database: &Database) -> Result<Self, ReadError> {
        let transaction = database.begin(TransactionOptions {
            mode: AccessMode::Read,
            memory_limit: 0,
            lock_timeout_ms: 0,
        });
        let mut census = Self::default();
        census.read_nodes(&transaction.view())?;
        census.read_relationships(&transaction.view())?;
        Ok(census)
    }

    fn read_nodes(&mut self, view: &GraphView<'_>) -> Result<(), ReadError> {
        let mut scan = NodeScan::all();
        let mut nodes = Vec::new();
        while view.scan_nodes(&mut scan, 1024, &mut nodes)? {}
        for node in nodes {
            let mut labels = Vec::new();
            view.labels(node, &mut labels)?;
            let mut properties = Vec::new();
            view.node_properties(node, &mut properties)?;
            let labels = labels.iter().map(|label| label.0.to_string());
            self.node(&node.0.to_string(), labels, &named(&properties));
        }
        Ok(())
    }

    fn read_relationships(&mut self, view: &GraphView<'_>) -> Result<(), ReadError> {
        let mut scan = RelationshipScan::all();
        let mut relationships = Vec::new();
        while view.scan_relationships(&mut scan, 1024, &mut relationships)? {}
        for (relationship, _) in relationships {
            let mut properties = Vec::new();
            view.relationship_properties(relationship, &mut properties)?;
            self.relationship(&relationship.0.to_string(), &named(&properties));
        }
        Ok(())
    }

    /// Takes in a node; ids, labels and keys only have to be told apart.
    pub fn node(
        &mut self,
        id: &str,
        labels: impl Iterator<Item = String>,
        properties: &[(String, Value)],
    ) {
        self.nodes.insert(id.to_owned());
        self.labels.extend(labels);
        self.add_properties('n', id, properties);
    }

    /// Takes in a relationship.
    pub fn relationship(&mut self, id: &str, properties: &[(String, Value)]) {
        self.relationships.insert(id.to_owned());
        self.add_properties('r', id, properties);
    }

    fn add_properties(&mut self, kind: char, id: &str, properties: &[(String, Value)]) {
        for (key, value) in properties {
            let text = format!("{} {}", value.type_name(), Literal(value));
            self.properties
                .insert((kind, id.to_owned(), key.clone(), text));
        }
    }

    /// What was added and removed from here to `after`, in the TCK's words, zeros left out.
    pub fn changes(&self, after: &Self) -> BTreeMap<String, i64> {
        let mut changes = BTreeMap::new();
        count(&mut changes, "nodes", &self.nodes, &after.nodes);
        count(
            &mut changes,
            "relationships",
            &self.relationships,
            &after.relationships,
        );
        count(&mut changes, "labels", &self.labels, &after.labels);
        count(
            &mut changes,
            "properties",
            &self.properties,
            &after.properties,
        );
        changes
    }
}

fn named(properties: &[(PropertyKeyId, Value)]) -> Vec<(String, Value)> {
    let entries = properties.iter();
    entries
        .map(|(key, value)| (key.0.to_string(), value.clone()))
        .collect()
}

fn count<T: Ord>(
    changes: &mut BTreeMap<String, i64>,
    what: &str,
    before: &BTreeSet<T>,
    after: &BTreeSet<T>,
) {
    for (sign, from, to) in [('+', before, after), ('-', after, before)] {
        let number = to.difference(from).count();
        if number > 0 {
            changes.insert(
                format!("{sign}{what}"),
                i64::try_from(number).unwrap_or(i64::MAX),
            );
        }
    }
}
