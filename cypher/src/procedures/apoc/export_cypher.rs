//! Queries that make nodes and relationships again, as `apoc.export.cypher` writes them: nodes get a
//! label and a key of their own for as long as relationships are made. Begin with [`export`].

use std::fmt::Write as _;

use quiver_types::{Map, NodeId, RelationshipId, Text, Value};

use super::super::Rows;
use super::export::Source;
use super::graph::Gathered;
use super::{Result, quoted, wrong};
use crate::exec::FunctionContext;
use crate::exec::run::Run;
use crate::functions::apoc::graph::{labels_of, record, type_name};

const LABEL: &str = "`UNIQUE IMPORT LABEL`";
const KEY: &str = "`UNIQUE IMPORT ID`";
/// Nodes cleared up by one statement; also what is told as the size of a batch.
const BATCH: i64 = 20_000;
/// Rows of one UNWIND.
const UNWIND: usize = 20;

/// What stands around statements.
struct Style {
    begin: &'static str,
    commit: &'static str,
    waits: bool,
    unwinds: bool,
}

impl Style {
    fn of(config: &Map) -> Result<Self> {
        let text = |map: &Map, key: &str| match map.get(key) {
            Some(Value::String(text)) => text.to_lowercase(),
            _ => String::new(),
        };
        match text(config, "cypherformat").as_str() {
            "" | "create" => {}
            other => return Err(wrong(format!("The cypherFormat {other} is not supported"))),
        }
        if !matches!(text(config, "cypherFormat").as_str(), "" | "create") {
            return Err(wrong("Only the cypherFormat `create` is supported"));
        }
        let unwinds = match config.get("useOptimizations") {
            Some(Value::Map(map)) => match text(map, "type").as_str() {
                "" | "unwind_batch" => true,
                "none" => false,
                other => {
                    return Err(wrong(format!("The optimization {other} is not supported")));
                }
            },
            _ => true,
        };
        let (begin, commit, waits) = match text(config, "format").as_str() {
            "" | "cypher-shell" => (":begin\n", ":commit\n", true),
            "neo4j-shell" => ("BEGIN\n", "COMMIT\n", true),
            "plain" => ("", "", false),
            other => return Err(wrong(format!("The format {other} is not supported"))),
        };
        Ok(Self {
            begin,
            commit,
            waits,
            unwinds,
        })
    }

    fn around(&self, statements: &str, out: &mut String) {
        if !statements.is_empty() {
            out.push_str(self.begin);
            out.push_str(statements);
            out.push_str(self.commit);
        }
    }
}

/// A name, in backticks where it needs them.
fn name(name: &str) -> String {
    let mut letters = name.chars();
    let plain = letters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { name.to_owned() } else { quoted(name) }
}

/// A stored value as a query writes it.
fn literal(value: &Value, out: &mut String) {
    let quoted = |out: &mut String, function: &str, value: &Value| {
        let _ = write!(
            out,
            "{function}('{}')",
            quiver_types::format::to_string(value)
        );
    };
    match value {
        Value::String(text) => {
            out.push('"');
            for c in text.chars() {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    other => out.push(other),
                }
            }
            out.push('"');
        }
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                literal(item, out);
            }
            out.push(']');
        }
        Value::Date(_) => quoted(out, "date", value),
        Value::LocalTime(_) => quoted(out, "localtime", value),
        Value::Time(_) => quoted(out, "time", value),
        Value::LocalDateTime(_) => quoted(out, "localdatetime", value),
        Value::ZonedDateTime(_) => quoted(out, "datetime", value),
        Value::Duration(_) => quoted(out, "duration", value),
        other => out.push_str(&quiver_types::format::to_string(other)),
    }
}

/// `k:1, l:"x"`.
fn entries(map: &Map) -> String {
    let mut sorted: Vec<(&Text, &Value)> = map.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = String::new();
    for (at, (key, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{}:", name(key));
        literal(value, &mut out);
    }
    out
}

fn labels_text(labels: &[Text]) -> String {
    labels
        .iter()
        .map(|label| format!(":{}", name(label)))
        .collect()
}

struct Nodes {
    id: NodeId,
    labels: Vec<Text>,
    properties: Map,
}

struct Relationships {
    start: NodeId,
    end: NodeId,
    of: Text,
    properties: Map,
}

fn nodes(c: &FunctionContext<'_>, ids: &[NodeId]) -> Result<Vec<Nodes>> {
    let one = |id: &NodeId| -> Result<Nodes> {
        let mut labels = labels_of(c, *id)?;
        labels.sort();
        let properties = c.properties_of(&Value::Node(*id))?;
        c.grow(256 + 2 * properties.iter().map(|(_, v)| v.heap_size()).sum::<usize>())?;
        Ok(Nodes {
            id: *id,
            labels,
            properties,
        })
    };
    ids.iter().map(one).collect()
}

fn relationships(c: &FunctionContext<'_>, ids: &[RelationshipId]) -> Result<Vec<Relationships>> {
    let one = |id: &RelationshipId| -> Result<Relationships> {
        let record = record(c, *id)?;
        let properties = c.properties_of(&Value::Relationship(*id))?;
        c.grow(256 + 2 * properties.iter().map(|(_, v)| v.heap_size()).sum::<usize>())?;
        Ok(Relationships {
            start: record.start,
            end: record.end,
            of: type_name(c, &record),
            properties,
        })
    };
    ids.iter().map(one).collect()
}

/// Things in groups of one key, in the order keys are met.
fn grouped<T, K: PartialEq>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Vec<T>> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for one in all {
        let of = key(&one);
        match groups.iter_mut().find(|(key, _)| *key == of) {
            Some((_, group)) => group.push(one),
            None => groups.push((of, vec![one])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn node_statements(all: Vec<Nodes>, unwinds: bool) -> String {
    let mut out = String::new();
    if !unwinds {
        for node in all {
            let mut entries = entries(&node.properties);
            if !entries.is_empty() {
                entries.push_str(", ");
            }
            let labels = labels_text(&node.labels);
            let _ = writeln!(
                out,
                "CREATE ({labels}:{LABEL} {{{entries}{KEY}:{}}});",
                node.id.0
            );
        }
        return out;
    }
    for group in grouped(all, |node| node.labels.clone()) {
        for part in group.chunks(UNWIND) {
            let rows: Vec<String> = part
                .iter()
                .map(|node| {
                    format!(
                        "{{_id:{}, properties:{{{}}}}}",
                        node.id.0,
                        entries(&node.properties)
                    )
                })
                .collect();
            let labels = part
                .first()
                .map_or(String::new(), |node| labels_text(&node.labels));
            let set = if labels.is_empty() {
                String::new()
            } else {
                format!(" SET n{labels}")
            };
            let _ = writeln!(
                out,
                "UNWIND [{}] AS row\nCREATE (n:{LABEL}{{{KEY}: row._id}}) SET n += row.properties{set};",
                rows.join(", ")
            );
        }
    }
    out
}

fn relationship_statements(all: Vec<Relationships>, unwinds: bool) -> String {
    let mut out = String::new();
    if !unwinds {
        for rel in all {
            let entries = entries(&rel.properties);
            let entries = if entries.is_empty() {
                entries
            } else {
                format!(" {{{entries}}}")
            };
            let _ = writeln!(
                out,
                "MATCH (n1:{LABEL}{{{KEY}:{}}}), (n2:{LABEL}{{{KEY}:{}}}) CREATE (n1)-[r:{}{entries}]->(n2);",
                rel.start.0,
                rel.end.0,
                name(&rel.of)
            );
        }
        return out;
    }
    for group in grouped(all, |rel| rel.of.clone()) {
        for part in group.chunks(UNWIND) {
            let rows: Vec<String> = part
                .iter()
                .map(|rel| {
                    format!(
                        "{{start: {{_id:{}}}, end: {{_id:{}}}, properties:{{{}}}}}",
                        rel.start.0,
                        rel.end.0,
                        entries(&rel.properties)
                    )
                })
                .collect();
            let of = part.first().map_or(String::new(), |rel| name(&rel.of));
            let _ = writeln!(
                out,
                "UNWIND [{}] AS row\nMATCH (start:{LABEL}{{{KEY}: row.start._id}})\nMATCH (end:{LABEL}{{{KEY}: row.end._id}})\nCREATE (start)-[r:{of}]->(end) SET r += row.properties;",
                rows.join(", ")
            );
        }
    }
    out
}

/// Commands that make indexes and constraints again.
fn schema_statements(run: &mut Run<'_>, procedure: &str) -> Result<String> {
    let mut out = String::new();
    for (query, condition) in [
        (
            "SHOW INDEXES YIELD createStatement, owningConstraint, type",
            true,
        ),
        ("SHOW CONSTRAINTS YIELD createStatement, name, type", false),
    ] {
        let answer = super::ask(run, procedure, query, &Map::new(), false)?;
        for row in answer.rows {
            if let [Value::String(statement), owner, Value::String(kind)] = &row[..]
                && !(condition && (!owner.is_null() || *kind == *"LOOKUP"))
            {
                let _ = writeln!(out, "{statement};");
            }
        }
    }
    Ok(out)
}

fn row(
    source: &str,
    (nodes, relationships, properties): (usize, usize, usize),
    time: Value,
    text: Option<String>,
) -> Vec<Value> {
    let number = |count: usize| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let mut row = vec![
        Value::Null,
        Value::Integer(1),
        source.into(),
        "cypher".into(),
        number(nodes),
        number(relationships),
        number(properties),
        time,
        number(nodes + relationships),
        Value::Integer(BATCH),
        text.map_or(Value::Null, Value::from),
    ];
    row.resize(15, Value::Null);
    row
}

/// Writes what is exported.
pub(super) fn export(
    run: &mut Run<'_>,
    procedure: &str,
    source: Source,
    config: &Map,
    stream: bool,
    time: &dyn Fn() -> Value,
) -> Result<Rows> {
    let style = Style::of(config)?;
    let is_query = matches!(source, Source::Rows(_));
    let (found, of) = match source {
        Source::Graph(found, of) => (found, of),
        Source::Rows(answer) => {
            let mut found = Gathered::default();
            found.add_rows(&answer);
            (found, "statement")
        }
    };
    let (all, rels) = run.evaluate(|c| {
        Ok((
            nodes(c, &found.nodes)?,
            relationships(c, &found.relationships)?,
        ))
    })?;
    let properties = all.iter().map(|n| n.properties.len()).sum::<usize>()
        + rels.iter().map(|r| r.properties.len()).sum::<usize>();
    let counts = (all.len(), rels.len(), properties);
    let shown = format!("{of}: nodes({}), rels({})", counts.0, counts.1);
    let mut schema = if is_query {
        String::new()
    } else {
        schema_statements(run, procedure)?
    };
    let has_nodes = !all.is_empty();
    if has_nodes {
        let _ = writeln!(
            schema,
            "CREATE CONSTRAINT UNIQUE_IMPORT_NAME FOR (node:{LABEL}) REQUIRE (node.{KEY}) IS UNIQUE;"
        );
    }
    let (made, joined) = (
        node_statements(all, style.unwinds),
        relationship_statements(rels, style.unwinds),
    );
    let mut text = String::new();
    if !style.unwinds {
        style.around(&made, &mut text);
    }
    style.around(&schema, &mut text);
    if style.waits && !schema.is_empty() {
        text.push_str("CALL db.awaitIndexes(300);\n");
    }
    if style.unwinds {
        style.around(&made, &mut text);
    }
    style.around(&joined, &mut text);
    if has_nodes {
        let cleanup =
            format!("MATCH (n:{LABEL})  WITH n LIMIT {BATCH} REMOVE n:{LABEL} REMOVE n.{KEY};\n");
        style.around(&cleanup, &mut text);
        style.around("DROP CONSTRAINT UNIQUE_IMPORT_NAME;\n", &mut text);
    }
    run.reserve(text.len())?;
    Ok(vec![row(&shown, counts, time(), stream.then_some(text))])
}

/// Only the schema.
pub(super) fn schema(
    run: &mut Run<'_>,
    procedure: &str,
    config: &Map,
    stream: bool,
) -> Result<Rows> {
    let style = Style::of(config)?;
    let mut text = String::new();
    style.around(&schema_statements(run, procedure)?, &mut text);
    if style.waits {
        text.push_str("CALL db.awaitIndexes(300);\n");
    }
    let shown = "database: nodes(0), rels(0)";
    Ok(vec![row(
        shown,
        (0, 0, 0),
        Value::Integer(0),
        stream.then_some(text),
    )])
}
