//! `apoc.export.*` as text in the answer: CSV, JSON and queries that make the data again. Files are
//! not written: as on a Neo4j whose `apoc.export.file.enabled` is false, a file name is refused.
//! Begin with [`procedures`].

use quiver_types::{Map, Value};

use super::super::{Procedure, Rows};
use super::export_csv::{self, Csv};
use super::graph::{self, Gathered};
use super::{Result, empty_map, export_cypher, export_json, map, not_invoked};
use crate::exec::nested::Answer;
use crate::exec::run::Run;
use crate::functions::{Type, argument};

/// What is exported.
pub(super) enum Source {
    /// A part of the graph, and what it is called.
    Graph(Gathered, &'static str),
    /// Rows of a query.
    Rows(Answer),
}

/// Counts of an export.
pub(super) struct Done {
    /// Text for each row of the answer, with the rows exported until then.
    pub parts: Vec<(usize, String)>,
    /// Nodes, relationships and properties in it.
    pub counts: (usize, usize, usize),
    /// Rows a part.
    pub batch: i64,
}

/// Where the arguments of a procedure begin that all have: the file; the configuration follows.
#[derive(Clone, Copy)]
enum What {
    All,
    Data,
    Graph,
    Query,
}

impl What {
    const EVERY: [Self; 4] = [Self::All, Self::Data, Self::Graph, Self::Query];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Data => "data",
            Self::Graph => "graph",
            Self::Query => "query",
        }
    }

    fn arguments(self, statement: &'static str) -> Vec<(&'static str, Type)> {
        match self {
            Self::All => Vec::new(),
            Self::Data => vec![
                ("nodes", Type::ListOf(&Type::Node)),
                ("rels", Type::ListOf(&Type::Relationship)),
            ],
            Self::Graph => vec![("graph", Type::Map)],
            Self::Query => vec![(statement, Type::String)],
        }
    }

    fn source(self, run: &mut Run<'_>, name: &str, a: &[Value], config: &Map) -> Result<Source> {
        Ok(match self {
            Self::All => Source::Graph(Gathered::everything(run, name)?, "database"),
            Self::Data => {
                let mut found = Gathered::default();
                found.add(argument(a, 0));
                found.add(argument(a, 1));
                Source::Graph(found, "data")
            }
            Self::Graph => Source::Graph(graph::of_map(a, 0)?, "graph"),
            Self::Query => {
                let given = match config.get("params") {
                    Some(Value::Map(given)) => given.as_ref().clone(),
                    _ => Map::new(),
                };
                Source::Rows(graph::read(run, name, a, 0, &given)?)
            }
        })
    }
}

/// A kind of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
    Cypher,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Cypher => "cypher",
        }
    }
}

const COLUMNS: &[(&str, Type)] = &[
    ("file", Type::String),
    ("source", Type::String),
    ("format", Type::String),
    ("nodes", Type::Integer),
    ("relationships", Type::Integer),
    ("properties", Type::Integer),
    ("time", Type::Integer),
    ("rows", Type::Integer),
    ("batchSize", Type::Integer),
    ("batches", Type::Integer),
    ("done", Type::Boolean),
    ("data", Type::Any),
];

const CYPHER_COLUMNS: &[(&str, Type)] = &[
    ("file", Type::String),
    ("batches", Type::Integer),
    ("source", Type::String),
    ("format", Type::String),
    ("nodes", Type::Integer),
    ("relationships", Type::Integer),
    ("properties", Type::Integer),
    ("time", Type::Integer),
    ("rows", Type::Integer),
    ("batchSize", Type::Integer),
    ("cypherStatements", Type::Any),
    ("nodeStatements", Type::Any),
    ("relationshipStatements", Type::Any),
    ("schemaStatements", Type::Any),
    ("cleanupStatements", Type::Any),
];

const EXAMPLES: &[(&str, &str)] = &[
    (
        "CALL apoc.export.csv.query('RETURN 1 AS a, null AS b, \"x\" AS c', null, {stream: true}) YIELD rows, data RETURN rows, data",
        "1 | '\"a\",\"b\",\"c\"\n\"1\",\"\",\"x\"\n'",
    ),
    (
        "CALL apoc.export.json.query('UNWIND [1, 2] AS x RETURN x', null, {stream: true}) YIELD data RETURN data",
        "'{\"x\":1}\n{\"x\":2}'",
    ),
    (
        "CALL apoc.export.csv.all('file.csv', {})",
        "!apoc.export.file.enabled",
    ),
];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = Vec::new();
    for format in [Format::Csv, Format::Json, Format::Cypher] {
        for what in What::EVERY {
            all.push(exporting(format, what));
        }
    }
    all.push(schema());
    all
}

fn exporting(format: Format, what: What) -> Procedure {
    let name = format!("apoc.export.{}.{}", format.name(), what.name());
    let columns = match format {
        Format::Cypher => CYPHER_COLUMNS,
        Format::Csv | Format::Json => COLUMNS,
    };
    let description = match format {
        Format::Csv => "Nodes and relationships, or rows, as CSV.",
        Format::Json => "Nodes and relationships, or rows, as JSON, one a line.",
        Format::Cypher => "Queries that make nodes and relationships again.",
    };
    let statement = match format {
        Format::Csv => "query",
        Format::Json | Format::Cypher => "statement",
    };
    let arguments = what.arguments(statement);
    let at = arguments.len();
    let called = name.clone();
    let mut procedure =
        Procedure::running(&name, "DEFAULT", description, columns, move |run, a| {
            export(run, &called, format, what, (a, at))
        });
    for (argument, of) in arguments {
        procedure = procedure.with(argument, of, None);
    }
    let is_cypher = format == Format::Cypher;
    procedure
        .with("file", Type::String, is_cypher.then(|| "".into()))
        .with(
            "config",
            Type::Map,
            if format == Format::Csv {
                None
            } else {
                empty_map()
            },
        )
        .long()
        .examples(EXAMPLES)
}

/// Whether the text goes into the answer.
pub(super) fn streamed(name: &str, file: &Value, config: &Map) -> Result<bool> {
    let stream = matches!(config.get("stream"), Some(Value::Boolean(true)));
    let to_file = match file {
        Value::String(file) => !file.is_empty(),
        _ => !stream && !name.starts_with("apoc.export.cypher."),
    };
    if to_file {
        return Err(not_invoked(
            name,
            "Caused by: java.lang.RuntimeException: Export to files not enabled, please set apoc.export.file.enabled=true in your apoc.conf. This server writes no files; with null as the file and `stream: true` the text is in the answer.",
        ));
    }
    Ok(stream)
}

fn number(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn export(
    run: &mut Run<'_>,
    name: &str,
    format: Format,
    what: What,
    (a, at): (&[Value], usize),
) -> Result {
    let config = map(a, at + 1)?;
    let stream = streamed(name, argument(a, at), &config)?;
    let clock = run.state.context.clock.clone();
    let began = clock.monotonic_nanos();
    let source = what.source(run, name, a, &config)?;
    let shown = match &source {
        Source::Graph(found, of) => format!(
            "{of}: nodes({}), rels({})",
            found.nodes.len(),
            found.relationships.len()
        ),
        Source::Rows(answer) => format!("statement: cols({})", answer.columns.len()),
    };
    if format == Format::Cypher {
        let took = |clock: &dyn quiver_types::time::Clock| milliseconds(clock, began);
        return export_cypher::export(run, name, source, &config, stream, &|| took(&*clock));
    }
    let done = run.evaluate(|context| match format {
        Format::Csv => export_csv::export(context, &source, &Csv::new(&config)?),
        Format::Json | Format::Cypher => export_json::export(context, &source, &config),
    })?;
    let (nodes, relationships, properties) = done.counts;
    let time = milliseconds(&*clock, began);
    let mut rows: Rows = Vec::new();
    let last = done.parts.len();
    for (batch, (count, text)) in done.parts.into_iter().enumerate() {
        if !stream && batch + 1 < last {
            continue;
        }
        run.reserve(text.len())?;
        rows.push(vec![
            Value::Null,
            shown.as_str().into(),
            format.name().into(),
            number(nodes),
            number(relationships),
            number(properties),
            time.clone(),
            number(count),
            Value::Integer(done.batch),
            if done.batch < 0 {
                Value::Integer(0)
            } else {
                number(batch + 1)
            },
            true.into(),
            if stream { text.into() } else { Value::Null },
        ]);
    }
    Ok(rows)
}

fn milliseconds(clock: &dyn quiver_types::time::Clock, began: u64) -> Value {
    let took = clock.monotonic_nanos().saturating_sub(began) / 1_000_000;
    Value::Integer(i64::try_from(took).unwrap_or(i64::MAX))
}

fn schema() -> Procedure {
    const NAME: &str = "apoc.export.cypher.schema";
    Procedure::running(
        NAME,
        "DEFAULT",
        "Commands that make the indexes and constraints again.",
        CYPHER_COLUMNS,
        |run, a| {
            let config = map(a, 1)?;
            let stream = streamed(NAME, argument(a, 0), &config)?;
            export_cypher::schema(run, NAME, &config, stream)
        },
    )
    .with("file", Type::String, Some("".into()))
    .with("config", Type::Map, empty_map())
    .examples(&[(
        "CALL apoc.export.cypher.schema(null, {stream: true}) YIELD nodes RETURN nodes",
        "0",
    )])
}
