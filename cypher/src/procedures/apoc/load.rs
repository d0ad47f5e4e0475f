//! `apoc.load.json` and its kin: what LOAD CSV may read, that is files of the import folder and what
//! listed hosts serve. Begin with [`procedures`].

use std::io::{ErrorKind, Read};

use quiver_types::{Map, Text, Value};
use serde_json::Value as Json;

use super::super::Procedure;
use super::{Result, empty_map, map, not_invoked};
use crate::exec::FunctionContext;
use crate::functions::apoc::convert::{follow, from_json};
use crate::functions::{Type, argument};

/// Bytes read between two looks at the memory limit.
const PIECE: u64 = 1 << 20;

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::reading(
            "apoc.load.json",
            "The maps of a JSON file in the import folder, one a row.",
            &[("value", Type::Map)],
            |context, a| load(context, "apoc.load.json", a, 1, true),
        )
        .mode("DEFAULT")
        .with("urlOrKeyOrBinary", Type::Any, None)
        .with("path", Type::String, Some("".into()))
        .with("config", Type::Map, empty_map())
        .long(),
        Procedure::reading(
            "apoc.load.jsonParams",
            "As apoc.load.json; headers and a payload are refused.",
            &[("value", Type::Map)],
            |context, a| {
                if !argument(a, 2).is_null() || !map(a, 1)?.is_empty() {
                    return Err(not_invoked(
                        "apoc.load.jsonParams",
                        "headers and a payload are not sent by this server",
                    ));
                }
                load(context, "apoc.load.jsonParams", a, 3, true)
            },
        )
        .mode("DEFAULT")
        .with("urlOrKeyOrBinary", Type::Any, None)
        .with("headers", Type::Map, None)
        .with("payload", Type::String, None)
        .with("path", Type::String, Some("".into()))
        .with("config", Type::Map, empty_map())
        .long(),
        Procedure::reading(
            "apoc.load.jsonArray",
            "The values of a JSON file in the import folder.",
            &[("value", Type::Any)],
            |context, a| load(context, "apoc.load.jsonArray", a, 1, false),
        )
        .mode("DEFAULT")
        .with("url", Type::String, None)
        .with("path", Type::String, Some("".into()))
        .with("config", Type::Map, empty_map())
        .long(),
    ]
}

fn load(context: &FunctionContext<'_>, name: &str, a: &[Value], path: usize, maps: bool) -> Result {
    let config = map(a, path + 1)?;
    match values(context, name, argument(a, 0), argument(a, path), maps) {
        Err(_) if matches!(config.get("failOnError"), Some(Value::Boolean(false))) => {
            Ok(Vec::new())
        }
        other => other,
    }
}

fn values(
    context: &FunctionContext<'_>,
    name: &str,
    from: &Value,
    path: &Value,
    maps: bool,
) -> Result {
    let text = match from {
        Value::String(url) => content(context, name, url)?,
        _ => return Err(failed(name, "expected the URL of a file")),
    };
    let path = match path {
        Value::String(path) => path.as_str(),
        _ => "",
    };
    let mut rows = Vec::new();
    // A file may hold several documents, usually one a line.
    for json in serde_json::Deserializer::from_str(&text).into_iter::<Json>() {
        let json = json.map_err(|error| failed(name, format!("the file is not JSON: {error}")))?;
        let found = from_json(&follow(name, json, path)?);
        let items = match found {
            Value::List(items) => items.to_vec(),
            Value::Null => Vec::new(),
            one => vec![one],
        };
        for item in items {
            let value = match item {
                Value::Map(_) | Value::Null => item,
                other if maps => Value::map(Map::from_iter([(Text::from("result"), other)])),
                other => other,
            };
            context.grow(64 + value.heap_size())?;
            rows.push(vec![value]);
        }
    }
    Ok(rows)
}

fn failed(name: &str, message: impl std::fmt::Display) -> crate::RunError {
    not_invoked(name, format_args!("Caused by: {message}"))
}

/// The text of a file. What names no scheme is a file.
fn content(context: &FunctionContext<'_>, name: &str, url: &str) -> Result<String> {
    let url = if url.contains("://") {
        url.to_owned()
    } else {
        let path = url.strip_prefix("file:").unwrap_or(url);
        format!("file:///{}", path.trim_start_matches('/'))
    };
    let source = context.execution.dbms.open_import(&url);
    let mut source = source.map_err(|failure| failed(name, failure.message))?;
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        let read = source.content.by_ref().take(PIECE).read_to_end(&mut bytes);
        let piece = bytes.len() - before;
        let waits = match read {
            Ok(_) => false,
            Err(error) if error.kind() == ErrorKind::WouldBlock => true,
            Err(error) => return Err(failed(name, format!("cannot read {url}: {error}"))),
        };
        // The text, and what is made of it.
        context.grow(piece.saturating_mul(4))?;
        context.still_wanted()?;
        if piece == 0 && !waits {
            break;
        }
    }
    String::from_utf8(bytes).map_err(|_| failed(name, "the file is not UTF-8"))
}
