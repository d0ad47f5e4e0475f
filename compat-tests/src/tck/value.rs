//! A value as the TCK sees it: by content, never by identity.
//!
//! Temporal values are strings here, because the TCK writes them so. Both what is expected (from
//! `notation.rs`) and what came out of the engine (from `subject.rs`) take this form; whether two
//! are the same is for `compare.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A value by content.
#[derive(Clone, Debug)]
pub enum Content {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// `1`.
    Integer(i64),
    /// `1.0`.
    Float(f64),
    /// `'a'`, and temporal values and points in their text form.
    String(String),
    /// `[a, b]`.
    List(Vec<Content>),
    /// `{k: v}`.
    Map(BTreeMap<String, Content>),
    /// `(:L {k: v})`.
    Node(Node),
    /// `[:T {k: v}]`.
    Relationship(Relationship),
    /// `<(a)-[r]->(b)>`.
    Path(Path),
}

/// A node by content.
#[derive(Clone, Debug)]
pub struct Node {
    /// Labels.
    pub labels: BTreeSet<String>,
    /// Properties.
    pub properties: BTreeMap<String, Content>,
}

/// A relationship by content.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Type.
    pub relationship_type: String,
    /// Properties.
    pub properties: BTreeMap<String, Content>,
}

/// A path by content.
#[derive(Clone, Debug)]
pub struct Path {
    /// First node.
    pub start: Node,
    /// The relationship walked, whether along its direction, and the node reached.
    pub steps: Vec<(Relationship, bool, Node)>,
}

/// Writes `open a, b close`.
fn list<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    Ok(())
}

fn map(f: &mut fmt::Formatter<'_>, map: &BTreeMap<String, Content>) -> fmt::Result {
    f.write_str("{")?;
    list(f, map, |f, (key, value)| write!(f, "{key}: {value}"))?;
    f.write_str("}")
}

/// Properties after a label or type: nothing where there are none.
fn properties(f: &mut fmt::Formatter<'_>, properties: &BTreeMap<String, Content>) -> fmt::Result {
    if properties.is_empty() {
        return Ok(());
    }
    f.write_str(" ")?;
    map(f, properties)
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for label in &self.labels {
            write!(f, ":{label}")?;
        }
        if self.labels.is_empty() && !self.properties.is_empty() {
            map(f, &self.properties)?;
        } else {
            properties(f, &self.properties)?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Relationship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[:{}", self.relationship_type)?;
        properties(f, &self.properties)?;
        f.write_str("]")
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::String(value) => write!(f, "'{value}'"),
            Self::List(items) => {
                f.write_str("[")?;
                list(f, items, |f, item| write!(f, "{item}"))?;
                f.write_str("]")
            }
            Self::Map(entries) => map(f, entries),
            Self::Node(node) => write!(f, "{node}"),
            Self::Relationship(relationship) => write!(f, "{relationship}"),
            Self::Path(path) => {
                write!(f, "<{}", path.start)?;
                for (relationship, forward, node) in &path.steps {
                    let (left, right) = if *forward { ("-", "->") } else { ("<-", "-") };
                    write!(f, "{left}{relationship}{right}{node}")?;
                }
                f.write_str(">")
            }
        }
    }
}
