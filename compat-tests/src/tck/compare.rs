//! When two values, rows and tables are the same for the TCK.
//!
//! Integers and floats differ, NaN is NaN, 0.0 is -0.0, entities agree by content. Where the
//! order of rows, or of the items of lists, does not count, both sides are sorted by a total order
//! that respects just that sameness.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::value::{Content, Node, Relationship};

/// What order counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Of rows.
    pub rows_in_order: bool,
    /// Of the items of lists, at any depth.
    pub lists_in_order: bool,
}

/// A table: names of columns, and rows of as many cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Names.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Content>>,
}

/// Says how the tables differ, if they do. The order of columns does not count.
pub fn difference(expected: &Table, got: &Table, rules: Rules) -> Option<String> {
    let (mut names, mut got_names) = (expected.columns.clone(), got.columns.clone());
    names.sort();
    got_names.sort();
    if names != got_names {
        return Some(format!(
            "columns {:?} expected, got {:?}",
            expected.columns, got.columns
        ));
    }
    let mut left = normalised(expected, &names, rules);
    let mut right = normalised(got, &names, rules);
    if !rules.rows_in_order {
        left.sort_by(|a, b| rows(a, b));
        right.sort_by(|a, b| rows(a, b));
    }
    let same = left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(a, b)| rows(a, b) == Ordering::Equal);
    (!same).then(|| {
        format!(
            "rows of {names:?} expected:\n{}got:\n{}",
            shown(&left),
            shown(&right)
        )
    })
}

/// A few rows as text.
fn shown(rows: &[Vec<Content>]) -> String {
    let mut out = String::new();
    for row in rows.iter().take(12) {
        let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        out.push_str(&format!("      | {} |\n", cells.join(" | ")));
    }
    if rows.len() > 12 {
        out.push_str(&format!("      ... {} rows\n", rows.len()));
    }
    if rows.is_empty() {
        out.push_str("      (no rows)\n");
    }
    out
}

/// Rows with their cells in the order of `names`, lists sorted where their order does not count.
fn normalised(table: &Table, names: &[String], rules: Rules) -> Vec<Vec<Content>> {
    let mut order: Vec<usize> = (0..table.columns.len()).collect();
    order.sort_by(|a, b| table.columns[*a].cmp(&table.columns[*b]));
    debug_assert_eq!(order.len(), names.len());
    table
        .rows
        .iter()
        .map(|row| {
            order
                .iter()
                .filter_map(|column| row.get(*column))
                .map(|cell| {
                    if rules.lists_in_order {
                        cell.clone()
                    } else {
                        sorted(cell)
                    }
                })
                .collect()
        })
        .collect()
}

fn sorted(value: &Content) -> Content {
    match value {
        Content::List(items) => {
            let mut items: Vec<Content> = items.iter().map(sorted).collect();
            items.sort_by(order);
            Content::List(items)
        }
        Content::Map(map) => Content::Map(
            map.iter()
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn rows(a: &[Content], b: &[Content]) -> Ordering {
    sequence(a, b, order)
}

fn sequence<T>(a: &[T], b: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| compare(a, b))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn maps(a: &BTreeMap<String, Content>, b: &BTreeMap<String, Content>) -> Ordering {
    let (a, b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
    sequence(&a, &b, |(a_key, a), (b_key, b)| {
        a_key.cmp(b_key).then_with(|| order(a, b))
    })
}

fn nodes(a: &Node, b: &Node) -> Ordering {
    a.labels
        .cmp(&b.labels)
        .then_with(|| maps(&a.properties, &b.properties))
}

fn relationships(a: &Relationship, b: &Relationship) -> Ordering {
    a.relationship_type
        .cmp(&b.relationship_type)
        .then_with(|| maps(&a.properties, &b.properties))
}

fn floats(a: f64, b: f64) -> Ordering {
    if a == b {
        return Ordering::Equal; // 0.0 and -0.0 too
    }
    match (a.is_nan(), b.is_nan()) {
        (true, true) => Ordering::Equal,
        _ => a.total_cmp(&b),
    }
}

fn kind(value: &Content) -> u8 {
    match value {
        Content::Null => 0,
        Content::Boolean(_) => 1,
        Content::Integer(_) => 2,
        Content::Float(_) => 3,
        Content::String(_) => 4,
        Content::List(_) => 5,
        Content::Map(_) => 6,
        Content::Node(_) => 7,
        Content::Relationship(_) => 8,
        Content::Path(_) => 9,
    }
}

/// A total order whose `Equal` is the TCK's sameness.
pub fn order(a: &Content, b: &Content) -> Ordering {
    match (a, b) {
        (Content::Boolean(a), Content::Boolean(b)) => a.cmp(b),
        (Content::Integer(a), Content::Integer(b)) => a.cmp(b),
        (Content::Float(a), Content::Float(b)) => floats(*a, *b),
        (Content::String(a), Content::String(b)) => a.cmp(b),
        (Content::List(a), Content::List(b)) => sequence(a, b, order),
        (Content::Map(a), Content::Map(b)) => maps(a, b),
        (Content::Node(a), Content::Node(b)) => nodes(a, b),
        (Content::Relationship(a), Content::Relationship(b)) => relationships(a, b),
        (Content::Path(a), Content::Path(b)) => nodes(&a.start, &b.start).then_with(|| {
            sequence(&a.steps, &b.steps, |a, b| {
                relationships(&a.0, &b.0)
                    .then_with(|| a.1.cmp(&b.1))
                    .then_with(|| nodes(&a.2, &b.2))
            })
        }),
        _ => kind(a).cmp(&kind(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::notation::parse;
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cells = |row: &[&str]| row.iter().map(|cell| parse(cell).unwrap()).collect();
        Table {
            columns: ["a", "b"][..rows.first().map_or(1, |row| row.len())]
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            rows: rows.iter().map(|row| cells(row)).collect(),
        }
    }

    fn same(a: &[&[&str]], b: &[&[&str]], rows_in_order: bool, lists_in_order: bool) -> bool {
        let rules = Rules {
            rows_in_order,
            lists_in_order,
        };
        difference(&table(a), &table(b), rules).is_none()
    }

    #[test]
    fn sameness() {
        for (a, b, expected) in [
            ("1", "1", true),
            ("1", "1.0", false),
            ("NaN", "NaN", true),
            ("0.0", "-0.0", true),
            ("'1'", "1", false),
            ("null", "null", true),
            ("{a: 1, b: 2}", "{b: 2, a: 1}", true),
            ("(:A:B {x: 1})", "(:B:A {x: 1})", true),
            ("(:A {x: 1})", "(:A {x: 1.0})", false),
            ("<(:A)-[:T]->(:B)>", "<(:A)<-[:T]-(:B)>", false),
            ("[1, 2]", "[2, 1]", false),
        ] {
            assert_eq!(same(&[&[a]], &[&[b]], true, true), expected, "{a} {b}");
        }
        assert!(same(&[&["[1, [3, 2]]"]], &[&["[[2, 3], 1]"]], true, false));
        assert!(same(&[&["1"], &["2"]], &[&["2"], &["1"]], false, true));
        assert!(!same(&[&["1"], &["2"]], &[&["2"], &["1"]], true, true));
        assert!(!same(
            &[&["1"], &["1"], &["2"]],
            &[&["1"], &["2"], &["2"]],
            false,
            true
        ));
    }

    #[test]
    fn columns_are_matched_by_name() {
        let a = table(&[&["1", "2"]]);
        let mut b = table(&[&["2", "1"]]);
        b.columns.reverse();
        let rules = Rules {
            rows_in_order: true,
            lists_in_order: true,
        };
        assert!(difference(&a, &b, rules).is_none());
        b.columns[0] = "c".into();
        assert!(difference(&a, &b, rules).is_some());
    }
}
