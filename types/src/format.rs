//! Values as text: the way `toString()` shows them, and the way a query would write them.
//!
//! [`to_string`] serves functions and string concatenation, [`Literal`] serves error messages,
//! plans and test output. Floats follow Java, which clients of Neo4j are used to: `1.0`,
//! `1.0E7`, `NaN`. Nothing here reads text back.

use std::fmt::{self, Display, Formatter, Write};

use crate::entity::{Entity, Node, Relationship};
use crate::temporal::Short;
use crate::{Map, Path, Point, Value, Vector};

/// Containers nested deeper are shown as `...`, so that no value exhausts the stack.
const MAX_DEPTH: usize = 64;

/// A value as `toString()` gives it: text without quotes, temporal values in ISO form, everything
/// else as [`Literal`] shows it.
pub fn to_string(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Date(v) => v.to_string(),
        Value::LocalTime(v) => v.to_string(),
        Value::Time(v) => v.to_string(),
        Value::LocalDateTime(v) => v.to_string(),
        Value::ZonedDateTime(v) => v.to_string(),
        Value::Duration(v) => v.to_string(),
        Value::Uuid(v) => Uuid(v).to_string(),
        other => Literal(other).to_string(),
    }
}

/// A temporal value without seconds that are zero (`12:31`, where `toString()` gives `12:31:00`),
/// which is how the openCypher TCK writes expected values. `None` for values that are not temporal.
pub fn short_temporal(value: &Value) -> Option<String> {
    match value {
        Value::Date(v) => Some(v.to_string()),
        Value::LocalTime(v) => Some(Short(v).to_string()),
        Value::Time(v) => Some(Short(v.as_ref()).to_string()),
        Value::LocalDateTime(v) => Some(Short(v.as_ref()).to_string()),
        Value::ZonedDateTime(v) => Some(Short(v.as_ref()).to_string()),
        Value::Duration(v) => Some(v.to_string()),
        _ => None,
    }
}

/// A float as Java prints it: the shortest digits that read back as the same number, at least one
/// behind the point, with an exponent from 10^7 and below 10^-3.
pub struct Float(pub f64);

impl Display for Float {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let value = self.0;
        if value.is_nan() {
            return f.write_str("NaN");
        }
        if value.is_sign_negative() {
            f.write_char('-')?;
        }
        let value = value.abs();
        if value.is_infinite() {
            return f.write_str("Infinity");
        }
        if value == 0.0 || (1e-3..1e7).contains(&value) {
            // Rust writes no exponent here, and a point always.
            return write!(f, "{value:?}");
        }
        let mut shown = format!("{value:e}");
        if !shown.contains('.') {
            // One digit would do; Java then takes the best two.
            shown = format!("{value:.1e}");
        }
        f.write_str(&shown.replace('e', "E"))
    }
}

/// A value as a query writes it: quoted text, `[1, 2]`, `{a: 1}`, `date('2020-01-01')`.
pub struct Literal<'a>(pub &'a Value);

impl Display for Literal<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_value(f, self.0, 0)
    }
}

fn write_value(f: &mut Formatter<'_>, value: &Value, depth: usize) -> fmt::Result {
    if depth > MAX_DEPTH {
        return f.write_str("...");
    }
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(v) => write!(f, "{v}"),
        Value::Integer(v) => write!(f, "{v}"),
        Value::Float(v) => Float(*v).fmt(f),
        Value::String(text) => Quoted(text).fmt(f),
        Value::Bytes(bytes) => write_list(f, bytes.iter(), |f, byte| {
            write!(f, "{}", byte.cast_signed())
        }),
        Value::List(items) => {
            write_list(f, items.iter(), |f, item| write_value(f, item, depth + 1))
        }
        Value::Map(map) => write_map(f, map, depth),
        Value::Node(id) => write!(f, "(#{id})"),
        Value::Relationship(id) => write!(f, "[#{id}]"),
        Value::Path(path) => write_path(f, path),
        Value::Entity(entity) => write_entity(f, entity, depth),
        Value::Date(v) => write!(f, "date('{v}')"),
        Value::LocalTime(v) => write!(f, "localtime('{v}')"),
        Value::Time(v) => write!(f, "time('{v}')"),
        Value::LocalDateTime(v) => write!(f, "localdatetime('{v}')"),
        Value::ZonedDateTime(v) => write!(f, "datetime('{v}')"),
        Value::Duration(v) => write!(f, "duration('{v}')"),
        Value::Point(point) => point.fmt(f),
        Value::Vector(vector) => write_vector(f, vector),
        Value::Uuid(v) => write!(f, "uuid('{}')", Uuid(v)),
    }
}

fn write_list<T>(
    f: &mut Formatter<'_>,
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    f.write_char('[')?;
    for (position, item) in items.enumerate() {
        if position > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    f.write_char(']')
}

fn write_map(f: &mut Formatter<'_>, map: &Map, depth: usize) -> fmt::Result {
    f.write_char('{')?;
    for (position, (key, value)) in map.iter().enumerate() {
        if position > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{}: ", Name(key))?;
        write_value(f, value, depth + 1)?;
    }
    f.write_char('}')
}

/// Text in single quotes, with backslashes and quotes escaped.
pub struct Quoted<'a>(pub &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('\'')?;
        for c in self.0.chars() {
            match c {
                '\'' => f.write_str("\\'")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('\'')
    }
}

/// A label, type, key or variable: in backticks unless it is a plain identifier.
pub struct Name<'a>(pub &'a str);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let starts_well = self.0.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if starts_well && self.0.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return f.write_str(self.0);
        }
        write!(f, "`{}`", self.0.replace('`', "``"))
    }
}

/// The hyphenated form of a UUID.
pub struct Uuid<'a>(pub &'a [u8; 16]);

impl Display for Uuid<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                f.write_char('-')?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl Display for Point {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "point({{x: {}, y: {}", Float(self.x), Float(self.y))?;
        if self.crs.dimensions() == 3 {
            write!(f, ", z: {}", Float(self.z))?;
        }
        write!(f, ", crs: '{}'}})", self.crs.name())
    }
}

fn write_vector(f: &mut Formatter<'_>, vector: &Vector) -> fmt::Result {
    f.write_str("vector(")?;
    match vector {
        Vector::Int8(v) => write_list(f, v.iter(), |f, x| write!(f, "{x}"))?,
        Vector::Int16(v) => write_list(f, v.iter(), |f, x| write!(f, "{x}"))?,
        Vector::Int32(v) => write_list(f, v.iter(), |f, x| write!(f, "{x}"))?,
        Vector::Int64(v) => write_list(f, v.iter(), |f, x| write!(f, "{x}"))?,
        Vector::Float32(v) => write_list(f, v.iter(), |f, x| write!(f, "{x:?}"))?,
        Vector::Float64(v) => write_list(f, v.iter(), |f, x| Float(*x).fmt(f))?,
    }
    write!(f, ", {}, {})", vector.dimension(), vector.coordinate_type())
}

fn write_path(f: &mut Formatter<'_>, path: &Path) -> fmt::Result {
    write!(f, "(#{})", path.start)?;
    for step in &path.steps {
        let (before, after) = if step.forward {
            ("-", "->")
        } else {
            ("<-", "-")
        };
        write!(f, "{before}[#{}]{after}(#{})", step.relationship, step.node)?;
    }
    Ok(())
}

fn write_entity(f: &mut Formatter<'_>, entity: &Entity, depth: usize) -> fmt::Result {
    match entity {
        Entity::Node(node) => write_node(f, node, depth),
        Entity::Relationship(relationship) => write_relationship(f, relationship, depth),
        Entity::Path(path) => {
            let mut nodes = path.nodes.iter();
            let Some(first) = nodes.next() else {
                return f.write_str("()");
            };
            write_node(f, first, depth)?;
            let mut at = first.id;
            for (relationship, node) in path.relationships.iter().zip(nodes) {
                let forward = relationship.start == at;
                f.write_str(if forward { "-" } else { "<-" })?;
                write_relationship(f, relationship, depth)?;
                f.write_str(if forward { "->" } else { "-" })?;
                write_node(f, node, depth)?;
                at = node.id;
            }
            Ok(())
        }
    }
}

fn write_node(f: &mut Formatter<'_>, node: &Node, depth: usize) -> fmt::Result {
    f.write_char('(')?;
    for label in &node.labels {
        write!(f, ":{}", Name(label))?;
    }
    write_properties(f, !node.labels.is_empty(), &node.properties, depth)?;
    f.write_char(')')
}

fn write_relationship(
    f: &mut Formatter<'_>,
    relationship: &Relationship,
    depth: usize,
) -> fmt::Result {
    write!(f, "[:{}", Name(&relationship.relationship_type))?;
    write_properties(f, true, &relationship.properties, depth)?;
    f.write_char(']')
}

fn write_properties(
    f: &mut Formatter<'_>,
    after_name: bool,
    properties: &Map,
    depth: usize,
) -> fmt::Result {
    if properties.is_empty() {
        return Ok(());
    }
    if after_name {
        f.write_char(' ')?;
    }
    write_map(f, properties, depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    #[test]
    fn floats_as_java_prints_them() {
        let cases: [(f64, &str); 16] = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (100.0, "100.0"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (12_345_678.9, "1.23456789E7"),
            (0.001, "0.001"),
            (0.000_999, "9.99E-4"),
            (1e-5, "1.0E-5"),
            (4.9e-324, "4.9E-324"),
            (f64::MAX, "1.7976931348623157E308"),
            (1e23, "1.0E23"),
            (2e-310, "2.0E-310"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (value, expected) in cases {
            assert_eq!(Float(value).to_string(), expected);
        }
    }

    #[test]
    fn values_as_queries_write_them() {
        let map: Map = [("a", Value::from(1.5)), ("b c", Value::Null)]
            .into_iter()
            .collect();
        let node = Node {
            id: 1,
            element_id: Text::EMPTY,
            labels: vec!["A".into(), "B C".into()],
            properties: [("p", Value::from("it's"))].into_iter().collect(),
        };
        let cases: Vec<(Value, &str)> = vec![
            (Value::Null, "null"),
            (true.into(), "true"),
            ("a\\'b\n".into(), "'a\\\\\\'b\\n'"),
            (
                Value::list(vec![1.into(), "x".into(), Value::list(vec![])]),
                "[1, 'x', []]",
            ),
            (map.into(), "{a: 1.5, `b c`: null}"),
            (node.into(), "(:A:`B C` {p: 'it\\'s'})"),
            (crate::Date { days: 0 }.into(), "date('1970-01-01')"),
            (
                Vector::Float32(vec![1.5]).into(),
                "vector([1.5], 1, FLOAT32)",
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(Literal(&value).to_string(), expected);
        }
    }

    #[test]
    fn deep_nesting_is_cut() {
        let mut value = Value::Null;
        for _ in 0..200 {
            value = Value::list(vec![value]);
        }
        assert!(Literal(&value).to_string().contains("..."));
    }
}
