//! Values as text, the way Neo4j's shell shows them.
//!
//! Close to how a query would write them, but not the same (`quiver_types::format` has that):
//! strings in double quotes, `TRUE` and `NULL`, temporal values bare and without seconds that are
//! zero. Meet [`text`] first.

use std::fmt::Write;

use quiver_types::format::{Float, Literal, Name, Uuid, short_temporal};
use quiver_types::{Entity, HydratedPath, Map, Node, Point, Relationship, Text, Value};

/// A value as a table or a line shows it.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("NULL"),
        Value::Boolean(true) => out.push_str("TRUE"),
        Value::Boolean(false) => out.push_str("FALSE"),
        Value::Integer(v) => push(out, v),
        Value::Float(v) => push(out, &Float(*v)),
        // Only what ends the text is escaped: a table shows lines as lines.
        Value::String(text) => push(out, &format_args!("\"{}\"", text.replace('"', "\\\""))),
        Value::Bytes(bytes) => {
            out.push('#');
            for byte in bytes.iter() {
                push(out, &format_args!("{byte:02x}"));
            }
        }
        Value::List(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push_str(", ");
                }
                write(out, item);
            }
            out.push(']');
        }
        Value::Map(map) => write_map(out, map),
        Value::Entity(entity) => match &**entity {
            Entity::Node(node) => write_node(out, node),
            Entity::Relationship(relationship) => write_relationship(out, relationship),
            Entity::Path(path) => write_path(out, path),
        },
        Value::Date(v) => push(out, v),
        Value::Duration(v) => push(out, v),
        Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::ZonedDateTime(_) => write_temporal(out, value),
        Value::Point(point) => write_point(out, point),
        Value::Uuid(v) => push(out, &Uuid(v)),
        // Identities never travel; a vector has no other notation than a query's.
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Vector(_) => {
            push(out, &Literal(value));
        }
    }
}

/// As Java writes them: no seconds that are zero, and fractions in groups of three digits.
fn write_temporal(out: &mut String, value: &Value) {
    let text = short_temporal(value).unwrap_or_default();
    let Some((front, rest)) = text.split_once('.') else {
        out.push_str(&text);
        return;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = rest.split_at(digits);
    let zeros = digits.next_multiple_of(3) - digits;
    push(
        out,
        &format_args!("{front}.{fraction}{}{zone}", "0".repeat(zeros)),
    );
}

/// Writing into a `String` cannot fail.
fn push(out: &mut String, what: &dyn std::fmt::Display) {
    let _ = write!(out, "{what}");
}

fn write_map(out: &mut String, map: &Map) {
    out.push('{');
    for (position, (key, value)) in in_shell_order(map).into_iter().enumerate() {
        if position > 0 {
            out.push_str(", ");
        }
        push(out, &format_args!("{}: ", Name(key)));
        write(out, value);
    }
    out.push('}');
}

/// The entries as Neo4j's shell shows them, so that what either prints can be compared: by the
/// bucket that each key has in a Java hash table that is just large enough, then as they came.
fn in_shell_order(map: &Map) -> Vec<(&Text, &Value)> {
    let buckets = (map.len() * 4).div_ceil(3).next_power_of_two();
    let mask = u32::try_from(buckets - 1).unwrap_or(u32::MAX);
    let bucket = |key: &str| {
        let hash = key.encode_utf16().fold(0_u32, |hash, unit| {
            hash.wrapping_mul(31).wrapping_add(unit.into())
        });
        (hash ^ (hash >> 16)) & mask
    };
    let mut entries: Vec<(&Text, &Value)> = map.iter().collect();
    entries.sort_by_cached_key(|(key, _)| bucket(key));
    entries
}

fn write_properties(out: &mut String, properties: &Map, after_name: bool) {
    if properties.is_empty() {
        return;
    }
    if after_name {
        out.push(' ');
    }
    write_map(out, properties);
}

fn write_node(out: &mut String, node: &Node) {
    out.push('(');
    for label in &node.labels {
        push(out, &format_args!(":{}", Name(label)));
    }
    write_properties(out, &node.properties, !node.labels.is_empty());
    out.push(')');
}

fn write_relationship(out: &mut String, relationship: &Relationship) {
    push(
        out,
        &format_args!("[:{}", Name(&relationship.relationship_type)),
    );
    write_properties(out, &relationship.properties, true);
    out.push(']');
}

fn write_path(out: &mut String, path: &HydratedPath) {
    let mut nodes = path.nodes.iter();
    let Some(first) = nodes.next() else {
        return;
    };
    write_node(out, first);
    let mut at = first.id;
    for (relationship, node) in path.relationships.iter().zip(nodes) {
        let forward = relationship.start == at;
        out.push_str(if forward { "-" } else { "<-" });
        write_relationship(out, relationship);
        out.push_str(if forward { "->" } else { "-" });
        write_node(out, node);
        at = node.id;
    }
}

fn write_point(out: &mut String, point: &Point) {
    let (srid, x, y) = (point.crs.srid(), Float(point.x), Float(point.y));
    push(out, &format_args!("point({{srid:{srid}, x:{x}, y:{y}"));
    if point.crs.dimensions() == 3 {
        push(out, &format_args!(", z:{}", Float(point.z)));
    }
    out.push_str("})");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_where_a_java_hash_table_has_them() {
        // As a JVM with Neo4j's driver printed them.
        let cases: [(&[&str], &str); 5] = [
            (&["a"], "{a: 0}"),
            (&["s", "x"], "{x: 0, s: 0}"),
            (&["k6", "k1", "since"], "{k1: 0, k6: 0, since: 0}"),
            (&["k1", "age", "y", "s"], "{y: 0, s: 0, k1: 0, age: 0}"),
            (&["age", "k1", "y", "s"], "{y: 0, s: 0, age: 0, k1: 0}"),
        ];
        for (keys, expected) in cases {
            let map: Map = keys.iter().map(|key| (*key, 0_i64)).collect();
            assert_eq!(text(&map.into()), expected);
        }
    }
}
