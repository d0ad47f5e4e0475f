//! A server of its own and a connection to it, in place of an engine in this process.
//!
//! Nothing here knows what the server is made of: the same requests go to it that any client would
//! send, with the one hook that defines test procedures. Start with [`with_server`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use quiver_types::entity::Entity;
use quiver_types::temporal::Short;
use quiver_types::{Map, Value};

use super::compare::Table;
use super::graph::Census;
use super::subject::{Failed, Target};
use super::value::{Content, Node, Path, Relationship};
use crate::harness::{Client, Refused, Server};

/// A connection to a server that only this thread uses.
pub struct Wire {
    client: Client,
    _server: Server,
}

thread_local! {
    static KEPT: RefCell<Option<Wire>> = const { RefCell::new(None) };
}

/// Does something with an emptied server, which the next call on this thread gets again unless this one panics.
pub fn with_server<T>(act: impl FnOnce(&mut Wire) -> T) -> Result<T, Failed> {
    let kept = KEPT.with(RefCell::take);
    let mut wire = kept.unwrap_or_else(|| {
        let server = Server::with(&["--test-hooks"]);
        Wire {
            client: server.connect(),
            _server: server,
        }
    });
    for text in [
        "MATCH (n) DETACH DELETE n",
        "CALL quiver.test.dropProcedures()",
    ] {
        wire.query(text, &Arc::default())?;
    }
    let done = act(&mut wire);
    KEPT.with(|kept| kept.replace(Some(wire)));
    Ok(done)
}

impl Target for Wire {
    fn query(&mut self, text: &str, parameters: &Arc<Map>) -> Result<Table, Failed> {
        let got = self.client.run_with(text, parameters.as_ref().clone());
        let got = got.map_err(|Refused { code, message }| Failed { code, message })?;
        let rows = got.rows.iter().map(|row| row.iter().map(content).collect());
        Ok(Table {
            rows: rows.collect(),
            columns: got.columns,
        })
    }

    fn census(&mut self) -> Result<Census, String> {
        let mut census = Census::default();
        let mut read = |text: &str| {
            let got = self.client.run_with(text, Map::new());
            got.map_err(|refused| format!("{}: {}", refused.code, refused.message))
        };
        for row in read("MATCH (n) RETURN n")?.rows {
            match row.as_slice() {
                [Value::Entity(entity)] if let Entity::Node(node) = entity.as_ref() => {
                    let labels = node.labels.iter().map(ToString::to_string);
                    census.node(&node.element_id, labels, &properties(&node.properties));
                }
                other => return Err(format!("no node: {other:?}")),
            }
        }
        for row in read("MATCH ()-[r]->() RETURN r")?.rows {
            match row.as_slice() {
                [Value::Entity(entity)] if let Entity::Relationship(of) = entity.as_ref() => {
                    census.relationship(&of.element_id, &properties(&of.properties));
                }
                other => return Err(format!("no relationship: {other:?}")),
            }
        }
        Ok(census)
    }
}

fn properties(map: &Map) -> Vec<(String, Value)> {
    let entries = map.iter();
    entries
        .map(|(key, value)| (key.to_string(), value.clone()))
        .collect()
}

/// What a client got, in the TCK's terms.
fn content(value: &Value) -> Content {
    match value {
        Value::Null => Content::Null,
        Value::Boolean(value) => Content::Boolean(*value),
        Value::Integer(value) => Content::Integer(*value),
        Value::Float(value) => Content::Float(*value),
        Value::String(value) => Content::String(value.to_string()),
        Value::List(items) => Content::List(items.iter().map(content).collect()),
        Value::Map(map) => Content::Map(contents(map)),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(of) => Content::Node(node(of)),
            Entity::Relationship(of) => Content::Relationship(relationship(of)),
            Entity::Path(of) => path(of),
        },
        Value::LocalTime(value) => Content::String(Short(value).to_string()),
        Value::Time(value) => Content::String(Short(value.as_ref()).to_string()),
        Value::LocalDateTime(value) => Content::String(Short(value.as_ref()).to_string()),
        Value::ZonedDateTime(value) => Content::String(Short(value.as_ref()).to_string()),
        other => Content::String(quiver_types::format::to_string(other)),
    }
}

fn contents(map: &Map) -> BTreeMap<String, Content> {
    let entries = map.iter();
    entries
        .map(|(key, value)| (key.to_string(), content(value)))
        .collect()
}

fn node(of: &quiver_types::entity::Node) -> Node {
    Node {
        labels: of.labels.iter().map(ToString::to_string).collect(),
        properties: contents(&of.properties),
    }
}

fn relationship(of: &quiver_types::entity::Relationship) -> Relationship {
    Relationship {
        relationship_type: of.relationship_type.to_string(),
        properties: contents(&of.properties),
    }
}

fn path(of: &quiver_types::entity::HydratedPath) -> Content {
    let Some(start) = of.nodes.first() else {
        return Content::String("(a path without nodes)".into());
    };
    let walked = of.relationships.iter().zip(of.nodes.windows(2));
    let steps = walked.map(|(over, ends)| {
        let forward = ends
            .first()
            .is_some_and(|from| from.element_id == over.start_element_id);
        let to = ends.last().map_or_else(|| node(start), node);
        (relationship(over), forward, to)
    });
    Content::Path(Path {
        start: node(start),
        steps: steps.collect(),
    })
}
