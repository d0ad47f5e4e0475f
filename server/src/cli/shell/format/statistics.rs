//! What a statement changed, in the words of Neo4j's shell.

use quiver_types::{Map, Value};

/// Counters in the order in which they are told: key of the summary, words before and after.
const COUNTERS: [(&str, &str, &str); 11] = [
    ("nodes-created", "Added", "nodes"),
    ("nodes-deleted", "Deleted", "nodes"),
    ("relationships-created", "Created", "relationships"),
    ("relationships-deleted", "Deleted", "relationships"),
    ("properties-set", "Set", "properties"),
    ("labels-added", "Added", "labels"),
    ("labels-removed", "Removed", "labels"),
    ("indexes-added", "Added", "indexes"),
    ("indexes-removed", "Removed", "indexes"),
    ("constraints-added", "Added", "constraints"),
    ("constraints-removed", "Removed", "constraints"),
];

/// `Added 1 nodes, Set 2 properties`; empty if nothing changed.
pub fn text(stats: &Map) -> String {
    let told: Vec<String> = COUNTERS
        .iter()
        .filter_map(|(key, before, after)| match stats.get(key) {
            Some(Value::Integer(count)) if *count > 0 => Some(format!("{before} {count} {after}")),
            Some(_) | None => None,
        })
        .collect();
    told.join(", ")
}
