//! What is told about a result when it ends, with the keys of Neo4j's query interface.

use quiver_cypher::{Notification, QueryStatistics, QueryType};
use quiver_types::{Map, Value};

use super::writer::push_plain;
use crate::http::answer::push_string;
use crate::session::{Plan, Summary};

/// Appends `,"key":` and the like for everything a summary holds; `available` is in milliseconds.
pub(super) fn push(out: &mut String, summary: &Summary, available: i64, counters: bool) {
    if counters {
        push_counters(out, &summary.statistics);
    }
    if !summary.notifications.is_empty() {
        push_notifications(out, &summary.notifications);
    }
    match &summary.plan {
        Some(Plan::Explained(plan)) => push_plan(out, "queryPlan", plan),
        Some(Plan::Profiled(plan)) => push_plan(out, "profiledQueryPlan", plan),
        None => {}
    }
    let query_type = match summary.query_type {
        QueryType::Read => "r",
        QueryType::ReadWrite => "rw",
        QueryType::Write => "w",
        QueryType::Schema => "s",
    };
    let consumed = available.saturating_add(summary.t_last);
    out.push_str(&format!(
        ",\"queryType\":\"{query_type}\",\"resultAvailableAfter\":{available},\
         \"resultConsumedAfter\":{consumed}"
    ));
    if let Some(bookmark) = &summary.bookmark {
        push_bookmark(out, bookmark);
    }
}

/// Appends `,"bookmarks":[...]`.
pub(super) fn push_bookmark(out: &mut String, bookmark: &str) {
    out.push_str(",\"bookmarks\":[");
    push_string(out, bookmark);
    out.push(']');
}

fn push_counters(out: &mut String, found: &QueryStatistics) {
    let numbers = [
        ("nodesCreated", found.nodes_created),
        ("nodesDeleted", found.nodes_deleted),
        ("propertiesSet", found.properties_set),
        ("relationshipsCreated", found.relationships_created),
        ("relationshipsDeleted", found.relationships_deleted),
        ("labelsAdded", found.labels_added),
        ("labelsRemoved", found.labels_removed),
        ("indexesAdded", found.indexes_added),
        ("indexesRemoved", found.indexes_removed),
        ("constraintsAdded", found.constraints_added),
        ("constraintsRemoved", found.constraints_removed),
    ];
    let updates = numbers.iter().any(|(_, number)| *number > 0);
    out.push_str(&format!(",\"counters\":{{\"containsUpdates\":{updates}"));
    for (name, number) in numbers {
        out.push_str(&format!(",\"{name}\":{number}"));
    }
    let system = found.system_updates;
    out.push_str(&format!(
        ",\"containsSystemUpdates\":{},\"systemUpdates\":{system}}}",
        system > 0
    ));
}

fn push_notifications(out: &mut String, found: &[Notification]) {
    out.push_str(",\"notifications\":[");
    for (position, notification) in found.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        let texts = [
            ("{\"code\":", notification.code),
            (",\"description\":", &notification.description),
            (",\"severity\":", notification.severity),
            (",\"title\":", &notification.title),
        ];
        for (key, text) in texts {
            out.push_str(key);
            push_string(out, text);
        }
        if let Some(place) = notification.position {
            out.push_str(&format!(
                ",\"position\":{{\"offset\":{},\"line\":{},\"column\":{}}}",
                place.offset, place.line, place.column
            ));
        }
        out.push_str(",\"category\":");
        push_string(out, notification.category);
        out.push('}');
    }
    out.push(']');
}

fn push_plan(out: &mut String, name: &str, plan: &Map) {
    out.push_str(&format!(",\"{name}\":"));
    push_plain(
        out,
        &Value::map(operator(plan, name == "profiledQueryPlan")),
    );
}

/// The words of this interface for an operator and those below it.
fn operator(plan: &Map, profiled: bool) -> Map {
    let of = |name: &str| plan.get(name).cloned().unwrap_or_default();
    let number = |name: &str| match plan.get(name) {
        Some(value) => value.clone(),
        None => Value::Integer(0),
    };
    let mut map = Map::new();
    map.insert("operatorType", of("operatorType"));
    map.insert("arguments", of("args"));
    map.insert("identifiers", of("identifiers"));
    if profiled {
        map.insert("dbHits", number("dbHits"));
        map.insert("records", number("rows"));
        map.insert("pageCacheHits", number("pageCacheHits"));
        map.insert("pageCacheMisses", number("pageCacheMisses"));
        let ratio = plan.get("pageCacheHitRatio").cloned();
        map.insert("pageCacheHitRatio", ratio.unwrap_or(Value::Float(0.0)));
        map.insert("hasPageCacheStats", false);
        if let Some(time) = plan.get("time") {
            map.insert("time", time.clone());
        }
    }
    let children = match plan.get("children") {
        Some(Value::List(children)) => children
            .iter()
            .filter_map(|child| match child {
                Value::Map(child) => Some(Value::map(operator(child, profiled))),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    map.insert("children", Value::list(children));
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_in_the_words_of_the_query_interface() {
        let entry = |key: &str, value: Value| (quiver_types::Text::from(key), value);
        let leaf: Map = [
            entry("operatorType", "AllNodesScan@neo4j".into()),
            entry("identifiers", Value::list(vec!["n".into()])),
            entry("rows", Value::Integer(2)),
            entry("args", Value::map(Map::new())),
        ]
        .into_iter()
        .collect();
        let mut root = leaf.clone();
        root.insert("children", vec![Value::map(leaf)]);
        let mut out = String::new();
        push_plan(&mut out, "queryPlan", &root);
        let node =
            "\"operatorType\":\"AllNodesScan@neo4j\",\"arguments\":{},\"identifiers\":[\"n\"]";
        assert_eq!(
            out,
            format!(",\"queryPlan\":{{{node},\"children\":[{{{node},\"children\":[]}}]}}")
        );
        out.clear();
        push_plan(&mut out, "profiledQueryPlan", &root);
        assert!(
            out.contains("\"dbHits\":0,\"records\":2,\"pageCacheHits\":0"),
            "{out}"
        );
    }
}
