//! What is told about a result when it ends.

use quiver_cypher::{Notification, PlanDescription, QueryStatistics, QueryType};
use quiver_types::{Map, Value};

/// The end of a result.
#[derive(Debug)]
pub struct Summary {
    /// Of the auto-commit transaction that ended with it.
    pub bookmark: Option<String>,
    /// What it changed.
    pub statistics: QueryStatistics,
    /// The plan, if asked for.
    pub plan: Option<Plan>,
    /// Warnings of planning and running.
    pub notifications: Vec<Notification>,
    /// Whether it had columns, and rows.
    pub shape: Shape,
    /// What kind of query it was.
    pub query_type: QueryType,
    /// Milliseconds from the first row being available to the end.
    pub t_last: i64,
    /// Name of the database it ran on.
    pub database: &'static str,
}

/// A plan to show.
#[derive(Debug)]
pub enum Plan {
    /// Of EXPLAIN.
    Explained(Map),
    /// Of PROFILE.
    Profiled(Map),
}

/// What a result was like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// No columns, or only explained.
    Omitted,
    /// Columns, no rows.
    Empty,
    /// Columns, and rows that nobody asked for.
    Unseen,
    /// Columns and rows.
    Rows,
}

/// What a profiled operator says outside its arguments too, and under which name.
const PROFILED: [(&str, &str); 5] = [
    ("DbHits", "dbHits"),
    ("Rows", "rows"),
    ("PageCacheHits", "pageCacheHits"),
    ("PageCacheMisses", "pageCacheMisses"),
    ("Time", "time"),
];

/// The plan as nested maps, as Bolt and HTTP show it.
pub fn plan_map(plan: &PlanDescription, database: &str) -> Map {
    let mut map = Map::new();
    map.insert("operatorType", format!("{}@{database}", plan.operator));
    let identifiers = plan.identifiers.iter().cloned().map(Value::from);
    map.insert("identifiers", identifiers.collect::<Vec<Value>>());
    for (argument, value) in &plan.arguments {
        let outside = PROFILED.iter().find(|(inside, _)| argument == inside);
        if let Some((_, name)) = outside {
            map.insert(*name, value.clone());
        }
        if argument == "PageCacheHits" {
            map.insert("pageCacheHitRatio", Value::Float(0.0));
        }
    }
    let arguments: Map = plan.arguments.iter().cloned().collect();
    map.insert("args", arguments);
    if !plan.children.is_empty() {
        let children = plan.children.iter();
        let children: Vec<Value> = children
            .map(|child| Value::from(plan_map(child, database)))
            .collect();
        map.insert("children", children);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::Text;

    #[test]
    fn a_plan_has_neo4js_shape() {
        let leaf = PlanDescription {
            operator: "AllNodesScan".into(),
            identifiers: vec!["n".into()],
            arguments: vec![(Text::from("DbHits"), Value::from(3_i64))],
            children: vec![],
        };
        let root = PlanDescription {
            operator: "ProduceResults".into(),
            identifiers: vec![],
            arguments: vec![(Text::from("Details"), Value::from("n"))],
            children: vec![leaf],
        };
        let map = plan_map(&root, "neo4j");
        let keys: Vec<&str> = map.keys().map(Text::as_str).collect();
        assert_eq!(keys, ["operatorType", "identifiers", "args", "children"]);
        let Some(Value::List(children)) = map.get("children") else {
            panic!("no children")
        };
        let Value::Map(child) = &children[0] else {
            panic!("no map")
        };
        let keys: Vec<&str> = child.keys().map(Text::as_str).collect();
        assert_eq!(keys, ["operatorType", "identifiers", "dbHits", "args"]);
        assert!(format!("{:?}", child.get("operatorType")).contains("AllNodesScan@neo4j"));
    }
}
