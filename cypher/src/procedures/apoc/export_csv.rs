//! CSV of `apoc.export.csv`: nodes and relationships in one table, or rows of a query. Begin with
//! [`export`].

use std::collections::BTreeSet;

use quiver_types::{Map, NodeId, RelationshipId, Text, Value};

use super::export::{Done, Source};
use super::{Result, wrong};
use crate::exec::FunctionContext;
use crate::functions::apoc::convert::write_json;
use crate::functions::apoc::graph::{labels_of, record, type_name};

/// Rows of a query a part of the answer, unless told otherwise.
const BATCH: usize = 20_000;

/// Which values stand in quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Always,
    IfNeeded,
    Never,
}

/// How CSV is written.
pub(super) struct Csv {
    delimiter: String,
    array_delimiter: Option<String>,
    quotes: Quotes,
    batch: usize,
}

impl Csv {
    /// As a configuration says.
    pub(super) fn new(config: &Map) -> Result<Self> {
        let quotes = match config.get("quotes") {
            None | Some(Value::Null | Value::Boolean(true)) => Quotes::Always,
            Some(Value::Boolean(false)) => Quotes::Never,
            Some(Value::String(how)) => match how.as_str() {
                "always" => Quotes::Always,
                "ifNeeded" => Quotes::IfNeeded,
                "none" => Quotes::Never,
                other => return Err(wrong(format!("there is no way to quote `{other}`"))),
            },
            Some(_) => return Err(wrong("`quotes` must be a string or a boolean")),
        };
        let delimiter = ["delim", "d"].iter().find_map(|key| match config.get(key) {
            Some(Value::String(text)) if *text == *"TAB" => Some("\t".to_owned()),
            Some(Value::String(text)) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        });
        let array_delimiter = match config.get("arrayDelim") {
            Some(Value::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let batch = match config.get("batchSize") {
            Some(Value::Integer(size)) => usize::try_from(*size).unwrap_or(0),
            _ => BATCH,
        };
        Ok(Self {
            delimiter: delimiter.unwrap_or_else(|| ",".into()),
            array_delimiter,
            quotes,
            batch: batch.max(1),
        })
    }

    fn field(&self, text: &str, out: &mut String) {
        let special = text.contains(['"', '\n', '\r']) || text.contains(&self.delimiter);
        let quoted = match self.quotes {
            Quotes::Always => true,
            Quotes::IfNeeded => special,
            Quotes::Never => false,
        };
        if quoted {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(text);
        }
    }

    fn line<'t>(&self, fields: impl IntoIterator<Item = Option<&'t str>>, out: &mut String) {
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                out.push_str(&self.delimiter);
            }
            if let Some(field) = field {
                self.field(field, out);
            }
        }
        out.push('\n');
    }

    /// A value as the text of a field.
    fn text(&self, c: &FunctionContext<'_>, value: &Value) -> Result<String> {
        let mut out = String::new();
        match (value, &self.array_delimiter) {
            (Value::Null, _) => {}
            (Value::String(text), _) => out.push_str(text),
            (Value::List(items), Some(delimiter)) => {
                let items: Result<Vec<String>> =
                    items.iter().map(|item| self.text(c, item)).collect();
                out = items?.join(delimiter);
            }
            (Value::Node(id), _) => node(c, *id, &mut out)?,
            (Value::Relationship(id), _) => relationship(c, *id, &mut out)?,
            (Value::List(_) | Value::Map(_) | Value::Path(_) | Value::Point(_), _) => {
                write_json(c, value, &mut out)?;
            }
            (other, _) => {
                write_json(c, other, &mut out)?;
                if out.starts_with('"') {
                    out = out.trim_matches('"').to_owned();
                }
            }
        }
        Ok(out)
    }
}

/// A node in a row of a query.
fn node(c: &FunctionContext<'_>, id: NodeId, out: &mut String) -> Result<()> {
    let labels = labels_of(c, id)?.into_iter().map(Value::String).collect();
    out.push_str(&format!("{{\"id\":{},\"labels\":", id.0));
    write_json(c, &Value::list(labels), out)?;
    out.push_str(",\"properties\":");
    write_json(c, &c.properties_of(&Value::Node(id))?.into(), out)?;
    out.push('}');
    Ok(())
}

/// A relationship in a row of a query.
fn relationship(c: &FunctionContext<'_>, id: RelationshipId, out: &mut String) -> Result<()> {
    let record = record(c, id)?;
    let of = type_name(c, &record);
    out.push_str(&format!("{{\"id\":{},\"type\":", id.0));
    write_json(c, &Value::String(of), out)?;
    out.push_str(&format!(
        ",\"start\":{},\"end\":{},\"properties\":",
        record.start.0, record.end.0
    ));
    write_json(c, &c.properties_of(&Value::Relationship(id))?.into(), out)?;
    out.push('}');
    Ok(())
}

/// Writes what is exported.
pub(super) fn export(c: &FunctionContext<'_>, source: &Source, csv: &Csv) -> Result<Done> {
    let batch = i64::try_from(csv.batch).unwrap_or(i64::MAX);
    let answer = match source {
        Source::Graph(found, _) => {
            let (text, properties) = table(c, &found.nodes, &found.relationships, csv)?;
            let counts = (found.nodes.len(), found.relationships.len(), properties);
            let parts = vec![(counts.0 + counts.1, text)];
            return Ok(Done {
                parts,
                counts,
                batch,
            });
        }
        Source::Rows(answer) => answer,
    };
    let mut text = String::new();
    csv.line(
        answer.columns.iter().map(|name| Some(name.as_str())),
        &mut text,
    );
    let mut found = super::graph::Gathered::default();
    let (mut parts, mut grown) = (Vec::new(), 0);
    for (at, row) in answer.rows.iter().enumerate() {
        c.still_wanted()?;
        let fields: Result<Vec<String>> = row.iter().map(|value| csv.text(c, value)).collect();
        let fields = fields?;
        csv.line(fields.iter().map(|field| Some(field.as_str())), &mut text);
        row.iter().for_each(|value| found.add(value));
        c.grow(text.len().saturating_sub(grown))?;
        grown = text.len();
        if (at + 1) % csv.batch == 0 && at + 1 < answer.rows.len() {
            parts.push((at + 1, std::mem::take(&mut text)));
            grown = 0;
        }
    }
    let counts = (found.nodes.len(), found.relationships.len(), 0);
    parts.push((answer.rows.len() + counts.0 + counts.1, text));
    Ok(Done {
        parts,
        counts,
        batch,
    })
}

/// Nodes and then relationships, a column a property.
fn table(
    c: &FunctionContext<'_>,
    nodes: &[NodeId],
    relationships: &[RelationshipId],
    csv: &Csv,
) -> Result<(String, usize)> {
    let keys = |maps: &[Map]| -> BTreeSet<Text> {
        maps.iter().flat_map(|map| map.keys().cloned()).collect()
    };
    let of_nodes: Result<Vec<Map>> = nodes
        .iter()
        .map(|id| c.properties_of(&Value::Node(*id)))
        .collect();
    let of_rels: Result<Vec<Map>> = relationships
        .iter()
        .map(|id| c.properties_of(&Value::Relationship(*id)))
        .collect();
    let (of_nodes, of_rels) = (of_nodes?, of_rels?);
    let (node_keys, rel_keys) = (keys(&of_nodes), keys(&of_rels));
    let properties = of_nodes.iter().chain(&of_rels).map(Map::len).sum();
    let mut out = String::new();
    let header = ["_id", "_labels"]
        .into_iter()
        .chain(node_keys.iter().map(Text::as_str));
    let header = header
        .chain(["_start", "_end", "_type"])
        .chain(rel_keys.iter().map(Text::as_str));
    csv.line(header.map(Some), &mut out);
    let values = |map: &Map, keys: &BTreeSet<Text>| -> Result<Vec<String>> {
        keys.iter()
            .map(|key| csv.text(c, map.get(key).unwrap_or(&Value::Null)))
            .collect()
    };
    for (id, map) in nodes.iter().zip(&of_nodes) {
        c.still_wanted()?;
        let labels: String = labels_of(c, *id)?
            .iter()
            .map(|label| format!(":{label}"))
            .collect();
        let mut fields = vec![id.0.to_string(), labels];
        fields.extend(values(map, &node_keys)?);
        let rest = std::iter::repeat_n(None, 3 + rel_keys.len());
        csv.line(
            fields.iter().map(|f| Some(f.as_str())).chain(rest),
            &mut out,
        );
        c.grow(out.len() / 64)?;
    }
    for (id, map) in relationships.iter().zip(&of_rels) {
        c.still_wanted()?;
        let record = record(c, *id)?;
        let of = type_name(c, &record);
        let mut fields = vec![
            record.start.0.to_string(),
            record.end.0.to_string(),
            of.to_string(),
        ];
        fields.extend(values(map, &rel_keys)?);
        let before = std::iter::repeat_n(None, 2 + node_keys.len());
        csv.line(
            before.chain(fields.iter().map(|f| Some(f.as_str()))),
            &mut out,
        );
        c.grow(out.len() / 64)?;
    }
    Ok((out, properties))
}
