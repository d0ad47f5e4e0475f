//! JSON of `apoc.export.json`: an object a line, or an array of them. Begin with [`export`].

use quiver_types::{Map, NodeId, RelationshipId, Value};

use super::export::{Done, Source};
use super::graph::Gathered;
use super::{Result, wrong};
use crate::exec::FunctionContext;
use crate::functions::apoc::convert::write_json;
use crate::functions::apoc::graph::{labels_of, record, type_name};

/// A member of an object, after a comma unless it is the first.
fn member(c: &FunctionContext<'_>, key: &str, value: &Value, out: &mut String) -> Result<()> {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push_str(&format!("\"{key}\":"));
    write_json(c, value, out)
}

fn node(c: &FunctionContext<'_>, id: NodeId, with_type: bool, out: &mut String) -> Result<()> {
    out.push('{');
    if with_type {
        member(c, "type", &"node".into(), out)?;
    }
    member(c, "id", &id.0.to_string().into(), out)?;
    let labels = labels_of(c, id)?;
    if !labels.is_empty() {
        let labels = Value::list(labels.into_iter().map(Value::String).collect());
        member(c, "labels", &labels, out)?;
    }
    let properties = c.properties_of(&Value::Node(id))?;
    if !properties.is_empty() {
        member(c, "properties", &properties.into(), out)?;
    }
    out.push('}');
    Ok(())
}

fn relationship(c: &FunctionContext<'_>, id: RelationshipId, out: &mut String) -> Result<()> {
    let record = record(c, id)?;
    let of = type_name(c, &record);
    out.push('{');
    member(c, "type", &"relationship".into(), out)?;
    member(c, "id", &id.0.to_string().into(), out)?;
    member(c, "label", &of.into(), out)?;
    let properties = c.properties_of(&Value::Relationship(id))?;
    if !properties.is_empty() {
        member(c, "properties", &properties.into(), out)?;
    }
    out.push_str(",\"start\":");
    node(c, record.start, false, out)?;
    out.push_str(",\"end\":");
    node(c, record.end, false, out)?;
    out.push('}');
    Ok(())
}

/// A value of a row; nodes and relationships in it as they are exported.
fn value(c: &FunctionContext<'_>, of: &Value, out: &mut String) -> Result<()> {
    match of {
        Value::Node(id) => node(c, *id, true, out),
        Value::Relationship(id) => relationship(c, *id, out),
        Value::Path(path) => value(c, &Value::list(path.elements()), out),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                value(c, item, out)?;
            }
            out.push(']');
            Ok(())
        }
        Value::Map(map) => object(c, map.iter().map(|(key, of)| (key.as_str(), of)), out),
        other => write_json(c, other, out),
    }
}

fn object<'v>(
    c: &FunctionContext<'_>,
    entries: impl Iterator<Item = (&'v str, &'v Value)>,
    out: &mut String,
) -> Result<()> {
    out.push('{');
    for (at, (key, of)) in entries.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_json(c, &key.into(), out)?;
        out.push(':');
        value(c, of, out)?;
    }
    out.push('}');
    Ok(())
}

/// Writes what is exported.
pub(super) fn export(c: &FunctionContext<'_>, source: &Source, config: &Map) -> Result<Done> {
    let array = match config.get("jsonFormat") {
        None | Some(Value::Null) => false,
        Some(Value::String(format)) => match format.as_str() {
            "JSON_LINES" => false,
            "ARRAY_JSON" => true,
            other => return Err(wrong(format!("The jsonFormat {other} is not supported"))),
        },
        Some(_) => return Err(wrong("`jsonFormat` must be a string")),
    };
    let between = if array { "," } else { "\n" };
    let mut text = String::from(if array { "[" } else { "" });
    let start = text.len();
    let begin = |text: &mut String| -> Result<()> {
        if text.len() > start {
            text.push_str(between);
        }
        c.still_wanted()?;
        c.grow(text.len() / 64)
    };
    let mut gathered = Gathered::default();
    let (found, rows) = match source {
        Source::Graph(found, _) => {
            for id in &found.nodes {
                begin(&mut text)?;
                node(c, *id, true, &mut text)?;
            }
            for id in &found.relationships {
                begin(&mut text)?;
                relationship(c, *id, &mut text)?;
            }
            (found, 0)
        }
        Source::Rows(answer) => {
            for row in &answer.rows {
                begin(&mut text)?;
                let entries = answer.columns.iter().map(|name| name.as_str()).zip(row);
                object(c, entries, &mut text)?;
                row.iter().for_each(|value| gathered.add(value));
            }
            (&gathered, answer.rows.len())
        }
    };
    if array {
        text.push(']');
    }
    let mut properties = 0;
    for id in &found.nodes {
        properties += c.properties_of(&Value::Node(*id))?.len();
    }
    for id in &found.relationships {
        properties += c.properties_of(&Value::Relationship(*id))?.len();
    }
    let counts = (found.nodes.len(), found.relationships.len(), properties);
    Ok(Done {
        parts: vec![(rows + counts.0 + counts.1, text)],
        counts,
        batch: -1,
    })
}
