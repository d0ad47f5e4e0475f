//! JSON into values: plain, and with the types of `application/vnd.neo4j.query`.
//!
//! How deep JSON may be nested is serde_json's limit. Not here: JSON out of values (`writer`).
//! Meet [`read`] first.

use std::fmt;

use quiver_types::temporal::TimeZone;
use quiver_types::{
    Crs, Date, Duration, LocalDateTime, LocalTime, Map, Point, Time, Value, Vector, ZonedDateTime,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::media::Encoding;
use crate::base64;

/// Why a request cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum JsonError {
    /// Not JSON, or a number that no value can hold.
    #[error("Bad Request: {0}")]
    Malformed(String),
    /// A type that cannot be sent, or not in this version of the format.
    #[error("Type {0} is not supported.")]
    Type(String),
    /// Content that does not fit its type.
    #[error("Bad Request: not a valid {0}")]
    Content(String),
}

/// The one value that a text is.
pub(super) fn read(text: &[u8]) -> Result<Value, JsonError> {
    if has_huge_integer(text) {
        let problem = "an integer is out of range".to_owned();
        return Err(JsonError::Malformed(problem));
    }
    serde_json::from_slice::<Plain>(text)
        .map(|plain| plain.0)
        .map_err(|error| JsonError::Malformed(error.to_string()))
}

/// Whether there is an integer that serde_json would silently make a float of.
fn has_huge_integer(text: &[u8]) -> bool {
    let mut in_string = false;
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                bytes.next();
            }
            b'"' => in_string = !in_string,
            b'0'..=b'9' if !in_string => {
                let (mut digits, mut is_integer) = (1, true);
                while let Some(next @ (b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) =
                    bytes.peek().copied()
                {
                    bytes.next();
                    digits += 1;
                    is_integer &= next.is_ascii_digit();
                }
                // Up to 19 digits fit 64 bits; what then is too large is seen by its reader.
                if is_integer && digits > 19 {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Plain)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value)
            .map(Value::Integer)
            .map_err(|_| E::custom("an integer is out of range"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Plain(value))) = entries.next_entry::<String, Plain>()? {
            map.insert(key, value);
        }
        Ok(Value::map(map))
    }
}

/// What a value with `$type` and `_value` stands for.
pub(super) fn typed(value: &Value, encoding: Encoding) -> Result<Value, JsonError> {
    let Value::Map(entries) = value else {
        let problem = "a parameter without $type".to_owned();
        return Err(JsonError::Malformed(problem));
    };
    let name = match entries.get("$type") {
        Some(Value::String(name)) => name.as_str(),
        _ => return Err(JsonError::Type("null".into())),
    };
    let content = || JsonError::Content(name.to_owned());
    let inner = entries.get("_value").ok_or_else(content)?;
    if entries.len() != 2 {
        return Err(content());
    }
    convert(name, inner, encoding)?.ok_or_else(content)
}

/// `None`: the content does not fit.
fn convert(name: &str, inner: &Value, encoding: Encoding) -> Result<Option<Value>, JsonError> {
    let text = match inner {
        Value::String(text) => Some(text.as_str()),
        _ => None,
    };
    let utc = TimeZone::Offset(0);
    Ok(match (name, inner) {
        ("Null", Value::Null) => Some(Value::Null),
        ("Boolean", Value::Boolean(value)) => Some(Value::Boolean(*value)),
        ("Boolean", _) => text.and_then(|text| text.parse().ok()).map(Value::Boolean),
        ("Integer", Value::Integer(value)) => Some(Value::Integer(*value)),
        ("Integer", _) => text.and_then(|text| text.parse().ok()).map(Value::Integer),
        ("Float", Value::Float(value)) => Some(Value::Float(*value)),
        ("Float", Value::Integer(value)) => Some(Value::Float(*value as f64)),
        ("Float", _) => text.and_then(float).map(Value::Float),
        ("String", _) => text.map(Value::from),
        ("Base64", _) => text
            .and_then(base64::decode)
            .map(|all| Value::Bytes(all.into())),
        ("List", Value::List(items)) => Some(Value::list(
            items
                .iter()
                .map(|item| typed(item, encoding))
                .collect::<Result<_, _>>()?,
        )),
        ("Map", Value::Map(entries)) => Some(Value::map(
            entries
                .iter()
                .map(|(key, value)| Ok((key.clone(), typed(value, encoding)?)))
                .collect::<Result<_, _>>()?,
        )),
        ("Date", _) => text
            .and_then(|text| Date::parse(text).ok())
            .map(Value::Date),
        ("LocalTime", _) => text
            .and_then(|text| LocalTime::parse(text).ok())
            .map(Value::LocalTime),
        ("Time", _) => text
            .and_then(|text| Time::parse(text, 0).ok())
            .map(|time| Value::Time(time.into())),
        ("LocalDateTime", _) => text
            .and_then(|text| LocalDateTime::parse(text).ok())
            .map(|time| Value::LocalDateTime(time.into())),
        ("OffsetDateTime" | "ZonedDateTime", _) => text
            .and_then(|text| ZonedDateTime::parse(text, &utc).ok())
            .map(|time| Value::ZonedDateTime(time.into())),
        ("Duration", _) => text
            .and_then(|text| Duration::parse(text).ok())
            .map(|duration| Value::Duration(duration.into())),
        ("Point", _) => text.and_then(point).map(|point| Value::Point(point.into())),
        ("Vector", Value::Map(parts)) if encoding >= Encoding::TypedV1_1 => {
            vector(parts).map(|vector| Value::Vector(vector.into()))
        }
        ("UUID", _) if encoding >= Encoding::TypedV1_2 => text
            .and_then(quiver_types::DatabaseId::parse)
            .map(|id| Value::Uuid(id.0.into())),
        ("Vector", _) if encoding >= Encoding::TypedV1_1 => None,
        ("Null" | "List" | "Map", _) => None,
        (_, _) => return Err(JsonError::Type(name.chars().take(40).collect())),
    })
}

/// A float as Java writes it.
fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        // Other words for these are no numbers in Java.
        _ if text.ends_with(|last: char| last.is_ascii_digit() || last == '.') => text.parse().ok(),
        _ => None,
    }
}

/// `SRID=7203;POINT (1.0 2.0)`, `SRID=9157;POINT Z (1.0 2.0 3.0)`.
fn point(text: &str) -> Option<Point> {
    let (srid, rest) = text.strip_prefix("SRID=")?.split_once(';')?;
    let crs = Crs::from_srid(srid.trim().parse().ok()?)?;
    let (kind, rest) = rest.trim().strip_prefix("POINT")?.split_once('(')?;
    let numbers = rest.trim_end().strip_suffix(')')?;
    let numbers: Vec<f64> = numbers
        .split_ascii_whitespace()
        .map(float)
        .collect::<Option<_>>()?;
    let third = match (kind.trim(), crs.dimensions()) {
        ("", 2) | ("Z", 3) if numbers.len() == crs.dimensions() => numbers.get(2),
        (_, _) => return None,
    };
    let point = Point {
        crs,
        x: *numbers.first()?,
        y: *numbers.get(1)?,
        z: third.copied().unwrap_or(0.0),
    };
    let finite = numbers.iter().all(|number| number.is_finite());
    let on_earth = !crs.is_geographic() || (-90.0..=90.0).contains(&point.y);
    (finite && on_earth).then_some(point)
}

fn vector(parts: &Map) -> Option<Vector> {
    let (Some(Value::String(kind)), Some(Value::List(coordinates))) =
        (parts.get("coordinatesType"), parts.get("coordinates"))
    else {
        return None;
    };
    let texts: Vec<&str> = coordinates
        .iter()
        .map(|coordinate| match coordinate {
            Value::String(text) => Some(text.as_str()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    if parts.len() != 2 || texts.is_empty() {
        return None;
    }
    fn all<T: std::str::FromStr>(texts: &[&str]) -> Option<Vec<T>> {
        texts.iter().map(|text| text.parse().ok()).collect()
    }
    let floats = || {
        texts
            .iter()
            .map(|text| float(text))
            .collect::<Option<Vec<_>>>()
    };
    match kind.as_str() {
        "INT8" => all(&texts).map(Vector::Int8),
        "INT16" => all(&texts).map(Vector::Int16),
        "INT32" => all(&texts).map(Vector::Int32),
        "INT64" => all(&texts).map(Vector::Int64),
        "FLOAT32" => floats().map(|all| Vector::Float32(all.iter().map(|x| *x as f32).collect())),
        "FLOAT64" => floats().map(Vector::Float64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::format::{Literal, to_string};

    fn shown(result: Result<Value, JsonError>) -> String {
        match result {
            Ok(value) => Literal(&value).to_string(),
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn plain_json() {
        for (text, expected) in [
            ("null", "null"),
            (
                "[true, -5, 1.5, 1e3, \"a\\u00e9\", {}]",
                "[true, -5, 1.5, 1000.0, 'aé', {}]",
            ),
            ("{\"b\": 1, \"a\": {\"b\": []}}", "{b: 1, a: {b: []}}"),
            ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("1.0e300", "1.0E300"),
            (
                "\"123456789012345678901234567890\\\"1\"",
                "'123456789012345678901234567890\"1'",
            ),
            ("12345678901234567890.5", "1.2345678901234567E19"),
            ("9223372036854775808", "!"),
            ("123456789012345678901234567890", "!"),
            ("nonsense", "!"),
            ("1 2", "!"),
            ("", "!"),
            ("\"\\ud800\"", "!"),
        ] {
            let got = shown(read(text.as_bytes()));
            if expected == "!" {
                assert!(got.starts_with("! Bad Request: "), "{text}: {got}");
            } else {
                assert_eq!(got, expected, "{text}");
            }
        }
        assert!(read(&[b'[', b'"', 0xFF, b'"', b']']).is_err());
        assert!(read("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn typed_json_as_neo4j_reads_it() {
        const BAD: &str = "! Bad Request";
        for (kind, content, expected) in [
            ("Null", "null", "null"),
            ("Boolean", "true", "true"),
            ("Boolean", "\"true\"", "true"),
            ("Boolean", "1", BAD),
            ("Integer", "\"-5\"", "-5"),
            ("Integer", "7", "7"),
            ("Integer", "\"x\"", BAD),
            ("Integer", "\"9223372036854775808\"", BAD),
            ("Float", "\"1.5\"", "1.5"),
            ("Float", "1", "1.0"),
            ("Float", "\"NaN\"", "NaN"),
            ("Float", "\"-Infinity\"", "-Infinity"),
            ("Float", "\"inf\"", BAD),
            ("String", "\"a\"", "a"),
            ("String", "null", BAD),
            ("List", "[{\"$type\":\"Integer\",\"_value\":\"1\"}]", "[1]"),
            ("List", "[1]", BAD),
            (
                "Map",
                "{\"a\":{\"$type\":\"Null\",\"_value\":null}}",
                "{a: null}",
            ),
            ("Date", "\"2020-01-31\"", "2020-01-31"),
            ("Date", "\"2020-13-01\"", BAD),
            ("Time", "\"10:00Z\"", "10:00:00Z"),
            ("LocalTime", "\"10:00:00.5\"", "10:00:00.5"),
            (
                "LocalDateTime",
                "\"2020-01-01T00:00\"",
                "2020-01-01T00:00:00",
            ),
            (
                "OffsetDateTime",
                "\"2020-01-01T00:00:00Z\"",
                "2020-01-01T00:00:00Z",
            ),
            (
                "ZonedDateTime",
                "\"2020-01-01T00:00:00+01:00[Europe/Paris]\"",
                "2020-01-01T00:00:00+01:00[Europe/Paris]",
            ),
            ("Duration", "\"P1Y2M3DT4.5S\"", "P1Y2M3DT4.5S"),
            (
                "Point",
                "\"SRID=7203;POINT (1.0 2)\"",
                "point({x: 1.0, y: 2.0, crs: 'cartesian'})",
            ),
            ("Point", "\"SRID=7203;POINT Z (1 2 3)\"", BAD),
            ("Point", "\"SRID=1;POINT (1 2)\"", BAD),
            ("Point", "\"SRID=4326;POINT (1 91)\"", BAD),
            ("Node", "{}", "! Type Node is not supported."),
            ("Vector", "{}", "! Type Vector is not supported."),
        ] {
            let text = format!("{{\"$type\":\"{kind}\",\"_value\":{content}}}");
            let value = read(text.as_bytes()).unwrap();
            let got = match typed(&value, Encoding::TypedV1_0) {
                Ok(value) => to_string(&value),
                error => shown(error),
            };
            if expected == BAD {
                assert!(got.starts_with(BAD), "{text}: {got}");
            } else {
                assert_eq!(got, expected, "{text}");
            }
        }
        let bytes = read(b"{\"$type\":\"Base64\",\"_value\":\"AQID\"}").unwrap();
        let bytes = typed(&bytes, Encoding::TypedV1_0).unwrap();
        assert!(matches!(bytes, Value::Bytes(bytes) if **bytes == [1, 2, 3]));
        for (parts, good) in [
            ("\"FLOAT32\",\"coordinates\":[\"1.0\",\"2.5\"]", true),
            ("\"INT8\",\"coordinates\":[\"127\"]", true),
            ("\"INT8\",\"coordinates\":[\"300\"]", false),
            ("\"INT9\",\"coordinates\":[\"3\"]", false),
            ("\"INT8\",\"coordinates\":[]", false),
        ] {
            let text =
                format!("{{\"$type\":\"Vector\",\"_value\":{{\"coordinatesType\":{parts}}}}}");
            let value = read(text.as_bytes()).unwrap();
            assert_eq!(typed(&value, Encoding::TypedV1_1).is_ok(), good, "{text}");
        }
        for wrong in [
            "{\"_value\":1}",
            "{\"$type\":\"Integer\"}",
            "{\"$type\":\"Integer\",\"_value\":\"1\",\"z\":1}",
            "1",
        ] {
            let value = read(wrong.as_bytes()).unwrap();
            assert!(typed(&value, Encoding::TypedV1_0).is_err(), "{wrong}");
        }
    }
}
