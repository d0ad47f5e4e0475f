//! Values into JSON, written as the engine gives them, without a tree in between.
//!
//! Plain JSON loses types; the typed form keeps them, by version. Not here: JSON into values
//! (`json`). Meet [`JsonWriter`] first.

use std::fmt::{Display, Write};

use quiver_types::format::{Float, Uuid};
use quiver_types::temporal::Zone;
use quiver_types::{
    Crs, DatabaseId, Date, Duration, Entity, HydratedPath, LocalDateTime, LocalTime, Map, Node,
    NodeId, Point, Relationship, RelationshipId, Text, Time, Value, ValueWriter, Vector,
    ZonedDateTime,
};

use super::media::Encoding;
use crate::http::answer::push_string;

/// Writes values one behind the other into a text.
pub(super) struct JsonWriter {
    out: String,
    open: Vec<Open>,
    encoding: Encoding,
    database: String,
    /// A type that the encoding does not have.
    unsupported: Option<&'static str>,
}

/// A container whose parts are still to come.
enum Open {
    /// Values, with commas between them.
    Items { left: usize, first: bool },
    /// Keys and values.
    Entries {
        left: usize,
        first: bool,
        /// What closes it.
        close: &'static str,
    },
    /// Nodes and relationships, each once; the walk over them is put together at the end.
    Path {
        left: usize,
        nodes: usize,
        /// Where in the text each of them begins.
        begins: Vec<usize>,
        indices: Vec<i64>,
    },
}

/// A value as plain JSON. A node, relationship or path by identity, which no client ever has,
/// becomes null.
pub fn plain_json(value: &Value) -> String {
    let mut writer = JsonWriter::new(Encoding::Plain, DatabaseId([0; 16]));
    if !writer.plain(value) {
        writer.null();
    }
    writer.out
}

impl JsonWriter {
    pub(super) fn new(encoding: Encoding, database: DatabaseId) -> Self {
        Self {
            out: String::new(),
            open: Vec::new(),
            encoding,
            database: database.to_string(),
            unsupported: None,
        }
    }

    /// What was written.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.out
    }

    /// Bytes written and not taken away.
    pub(super) fn written(&self) -> usize {
        self.out.len()
    }

    /// Begins a row: an array without a type of its own, which stays open until
    /// [`close_row`](Self::close_row).
    pub(super) fn open_row(&mut self, fields: usize) {
        self.out.push('[');
        self.open.push(Open::Items {
            // One more than will come, so that the last field does not close it.
            left: fields + 1,
            first: true,
        });
    }

    /// Ends a row.
    pub(super) fn close_row(&mut self) {
        self.open.clear();
        self.out.push(']');
    }

    /// The type that could not be written, if one was met.
    pub(super) fn unsupported(&self) -> Option<&'static str> {
        self.unsupported
    }

    /// Forgets everything behind `length` and every container that is still open.
    pub(super) fn cut(&mut self, length: usize) {
        self.out.truncate(length);
        self.open.clear();
    }

    fn is_typed(&self) -> bool {
        self.encoding.is_typed()
    }

    /// Called before every value.
    fn begin(&mut self) {
        match self.open.last_mut() {
            Some(Open::Items { first: false, .. }) => self.out.push(','),
            Some(Open::Items { first, .. }) => *first = false,
            Some(Open::Path { begins, .. }) => begins.push(self.out.len()),
            Some(Open::Entries { .. }) | None => {}
        }
    }

    /// Called behind every value: closes what is complete with it.
    fn end(&mut self) {
        while let Some(open) = self.open.last_mut() {
            let left = match open {
                Open::Items { left, .. } | Open::Entries { left, .. } | Open::Path { left, .. } => {
                    left
                }
            };
            *left = left.saturating_sub(1);
            if *left > 0 {
                return;
            }
            self.close();
        }
    }

    /// Closes the innermost container.
    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Items { .. }) => self.out.push_str(if self.is_typed() { "]}" } else { "]" }),
            Some(Open::Entries { close, .. }) => self.out.push_str(close),
            Some(Open::Path {
                nodes,
                begins,
                indices,
                ..
            }) => self.walk(nodes, &begins, &indices),
            None => {}
        }
    }

    /// Opens a container; one without parts is closed at once.
    fn nest(&mut self, open: Open) {
        let left = match &open {
            Open::Items { left, .. } | Open::Entries { left, .. } | Open::Path { left, .. } => {
                *left
            }
        };
        self.open.push(open);
        if left == 0 {
            self.close();
            self.end();
        }
    }

    fn type_name(&mut self, name: &str) {
        if self.is_typed() {
            self.out.push_str("{\"$type\":\"");
            self.out.push_str(name);
            self.out.push_str("\",\"_value\":");
        }
    }

    fn close_type(&mut self) {
        if self.is_typed() {
            self.out.push('}');
        }
    }

    /// A value that is a JSON string.
    fn quoted(&mut self, name: &str, value: &str) {
        self.begin();
        self.type_name(name);
        push_string(&mut self.out, value);
        self.close_type();
        self.end();
    }

    /// A value whose text has nothing in it that JSON escapes.
    fn shown(&mut self, name: &str, value: impl Display) {
        self.begin();
        self.type_name(name);
        self.push(format_args!("\"{value}\""));
        self.close_type();
        self.end();
    }

    fn push(&mut self, text: impl Display) {
        // Writing to a String does not fail.
        let _ = write!(self.out, "{text}");
    }

    /// `,"key":`, or without the comma.
    fn field(&mut self, first: bool, plain: &str, typed: &str) {
        let name = if self.is_typed() { typed } else { plain };
        let comma = if first { "" } else { "," };
        self.push(format_args!("{comma}\"{name}\":"));
    }

    fn strings<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        self.out.push('[');
        for (position, text) in texts.enumerate() {
            if position > 0 {
                self.out.push(',');
            }
            push_string(&mut self.out, text);
        }
        self.out.push(']');
    }

    fn element_id(&self, kind: u8, id: u64) -> String {
        format!("{kind}:{}:{id}", self.database)
    }

    fn open_node<'t>(
        &mut self,
        element_id: &str,
        labels: impl Iterator<Item = &'t str>,
        properties: usize,
    ) {
        self.begin();
        self.type_name("Node");
        self.out.push('{');
        self.field(true, "elementId", "_element_id");
        push_string(&mut self.out, element_id);
        self.field(false, "labels", "_labels");
        self.strings(labels);
        self.open_properties(properties);
    }

    fn open_relationship(
        &mut self,
        [element_id, start, end]: [&str; 3],
        kind: &str,
        properties: usize,
    ) {
        self.begin();
        self.type_name("Relationship");
        self.out.push('{');
        self.field(true, "elementId", "_element_id");
        push_string(&mut self.out, element_id);
        self.field(false, "startNodeElementId", "_start_node_element_id");
        push_string(&mut self.out, start);
        self.field(false, "endNodeElementId", "_end_node_element_id");
        push_string(&mut self.out, end);
        self.field(false, "type", "_type");
        push_string(&mut self.out, kind);
        self.open_properties(properties);
    }

    fn open_properties(&mut self, count: usize) {
        self.field(false, "properties", "_properties");
        self.out.push('{');
        let close = if self.is_typed() { "}}}" } else { "}}" };
        self.nest(Open::Entries {
            left: count,
            first: true,
            close,
        });
    }

    /// Replaces the nodes and relationships of a path by the walk over them.
    fn walk(&mut self, nodes: usize, begins: &[usize], indices: &[i64]) {
        let from = begins.first().copied().unwrap_or(self.out.len());
        let parts = self.out.split_off(from);
        let part = |position: usize| {
            let begin = begins.get(position)? - from;
            let end = begins
                .get(position + 1)
                .map_or(parts.len(), |end| end - from);
            parts.get(begin..end)
        };
        self.out.push_str(part(0).unwrap_or_default());
        for step in indices.chunks_exact(2) {
            let relationship = usize::try_from(step[0].unsigned_abs()).unwrap_or(0);
            let node = usize::try_from(step[1]).unwrap_or(usize::MAX);
            for position in [nodes + relationship.saturating_sub(1), node] {
                self.out.push(',');
                self.out.push_str(part(position).unwrap_or("null"));
            }
        }
        self.out.push(']');
        self.close_type();
    }

    fn own_node(&mut self, node: &Node) {
        let labels = node.labels.iter().map(Text::as_str);
        let id = own_id(&node.element_id, node.id);
        self.open_node(&id, labels, node.properties.len());
        self.properties(&node.properties);
    }

    fn own_relationship(&mut self, relationship: &Relationship) {
        let ids = [
            own_id(&relationship.element_id, relationship.id),
            own_id(&relationship.start_element_id, relationship.start),
            own_id(&relationship.end_element_id, relationship.end),
        ];
        let properties = &relationship.properties;
        let ids = ids.each_ref().map(String::as_str);
        self.open_relationship(ids, &relationship.relationship_type, properties.len());
        self.properties(properties);
    }

    fn properties(&mut self, properties: &Map) {
        for (key, value) in properties.iter() {
            self.key(key);
            if !self.plain(value) {
                // An entity's properties are never entities.
                self.null();
            }
        }
    }

    fn own_path(&mut self, path: &HydratedPath) {
        self.begin();
        self.type_name("Path");
        self.out.push('[');
        let length = path.nodes.len() + path.relationships.len();
        // As a list, but closed like one without a type of its own.
        self.open.push(Open::Entries {
            left: length.max(1),
            first: true,
            close: if self.is_typed() { "]}" } else { "]" },
        });
        for (position, node) in path.nodes.iter().enumerate() {
            if let Some(before) = position.checked_sub(1)
                && let Some(relationship) = path.relationships.get(before)
            {
                self.out.push(',');
                self.own_relationship(relationship);
                self.out.push(',');
            }
            self.own_node(node);
        }
        if length == 0 {
            self.end();
        }
    }

    fn refuse(&mut self, name: &'static str) {
        self.unsupported.get_or_insert(name);
        self.null();
    }
}

fn own_id(element_id: &Text, id: i64) -> String {
    if element_id.is_empty() {
        id.to_string()
    } else {
        element_id.to_string()
    }
}

impl ValueWriter for JsonWriter {
    fn null(&mut self) {
        self.begin();
        self.type_name("Null");
        self.out.push_str("null");
        self.close_type();
        self.end();
    }

    fn boolean(&mut self, value: bool) {
        self.begin();
        self.type_name("Boolean");
        self.push(value);
        self.close_type();
        self.end();
    }

    fn integer(&mut self, value: i64) {
        if self.is_typed() {
            return self.shown("Integer", value);
        }
        self.begin();
        self.push(value);
        self.end();
    }

    fn float(&mut self, value: f64) {
        // JSON has no word for these.
        if self.is_typed() || !value.is_finite() {
            return self.shown("Float", Float(value));
        }
        self.begin();
        self.push(Float(value));
        self.end();
    }

    fn string(&mut self, value: &str) {
        self.quoted("String", value);
    }

    fn bytes(&mut self, value: &[u8]) {
        self.shown("Base64", crate::base64::encode(value));
    }

    fn list(&mut self, length: usize) {
        self.begin();
        self.type_name("List");
        self.out.push('[');
        self.nest(Open::Items {
            left: length,
            first: true,
        });
    }

    fn map(&mut self, length: usize) {
        self.begin();
        self.type_name("Map");
        self.out.push('{');
        let close = if self.is_typed() { "}}" } else { "}" };
        self.nest(Open::Entries {
            left: length,
            first: true,
            close,
        });
    }

    fn key(&mut self, key: &str) {
        if let Some(Open::Entries { first, .. }) = self.open.last_mut()
            && !std::mem::take(first)
        {
            self.out.push(',');
        }
        push_string(&mut self.out, key);
        self.out.push(':');
    }

    fn node(&mut self, id: NodeId, labels: &[&str], properties: usize) {
        let id = self.element_id(4, id.0);
        self.open_node(&id, labels.iter().copied(), properties);
    }

    fn relationship(
        &mut self,
        id: RelationshipId,
        start: NodeId,
        end: NodeId,
        relationship_type: &str,
        properties: usize,
    ) {
        let ids = [
            self.element_id(5, id.0),
            self.element_id(4, start.0),
            self.element_id(4, end.0),
        ];
        let ids = ids.each_ref().map(String::as_str);
        self.open_relationship(ids, relationship_type, properties);
    }

    fn path(&mut self, nodes: usize, relationships: usize, indices: &[i64]) {
        self.begin();
        self.type_name("Path");
        self.out.push('[');
        self.nest(Open::Path {
            left: nodes + relationships,
            nodes,
            begins: Vec::new(),
            indices: indices.to_vec(),
        });
    }

    fn entity(&mut self, entity: &Entity) {
        match entity {
            Entity::Node(node) => self.own_node(node),
            Entity::Relationship(relationship) => self.own_relationship(relationship),
            Entity::Path(path) => self.own_path(path),
        }
    }

    fn date(&mut self, value: Date) {
        self.shown("Date", value);
    }

    fn local_time(&mut self, value: LocalTime) {
        self.shown("LocalTime", value);
    }

    fn time(&mut self, value: &Time) {
        self.shown("Time", value);
    }

    fn local_date_time(&mut self, value: &LocalDateTime) {
        self.shown("LocalDateTime", value);
    }

    fn zoned_date_time(&mut self, value: &ZonedDateTime) {
        match &value.zone {
            Zone::Offset(_) => self.shown("OffsetDateTime", value),
            Zone::Named { .. } if self.is_typed() => self.shown("ZonedDateTime", value),
            Zone::Named { offset_seconds, .. } => {
                // Plain JSON has the instant and no name.
                let zone = Zone::Offset(*offset_seconds);
                let (seconds, nanos) = (value.seconds, value.nanos);
                self.shown(
                    "",
                    ZonedDateTime {
                        seconds,
                        nanos,
                        zone,
                    },
                );
            }
        }
    }

    fn duration(&mut self, value: &Duration) {
        self.shown("Duration", value);
    }

    fn point(&mut self, value: &Point) {
        let (srid, x, y) = (value.crs.srid(), Float(value.x), Float(value.y));
        let text = match value.crs {
            Crs::Cartesian | Crs::Wgs84 => format!("SRID={srid};POINT ({x} {y})"),
            Crs::Cartesian3D | Crs::Wgs84_3D => {
                format!("SRID={srid};POINT Z ({x} {y} {})", Float(value.z))
            }
        };
        self.shown("Point", text);
    }

    fn vector(&mut self, value: &Vector) {
        match self.encoding {
            Encoding::TypedV1_0 => return self.refuse("VECTOR"),
            Encoding::Plain | Encoding::TypedV1_1 | Encoding::TypedV1_2 => {}
        }
        let (kind, texts) = coordinates(value);
        self.begin();
        let quote = if self.is_typed() {
            self.type_name("Vector");
            self.push(format_args!(
                "{{\"coordinatesType\":\"{kind}\",\"coordinates\":"
            ));
            "\""
        } else {
            ""
        };
        self.out.push('[');
        for (position, text) in texts.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            self.push(format_args!("{comma}{quote}{text}{quote}"));
        }
        self.out.push_str(if self.is_typed() { "]}}" } else { "]" });
        self.end();
    }

    fn uuid(&mut self, value: &[u8; 16]) {
        match self.encoding {
            Encoding::Plain | Encoding::TypedV1_2 => self.shown("UUID", Uuid(value)),
            Encoding::TypedV1_1 => self.quoted(
                "Unsupported",
                "Type \"UUID\" is not supported in the current MimeType.",
            ),
            Encoding::TypedV1_0 => self.refuse("UUID"),
        }
    }
}

/// Name of the type and the coordinates as text.
fn coordinates(vector: &Vector) -> (&'static str, Vec<String>) {
    fn all<T: Display>(values: &[T]) -> Vec<String> {
        values.iter().map(T::to_string).collect()
    }
    match vector {
        Vector::Int8(values) => ("INT8", all(values)),
        Vector::Int16(values) => ("INT16", all(values)),
        Vector::Int32(values) => ("INT32", all(values)),
        Vector::Int64(values) => ("INT64", all(values)),
        // Shown with as few digits as name the same number of this width.
        Vector::Float32(values) => (
            "FLOAT32",
            values.iter().map(|value| format!("{value:?}")).collect(),
        ),
        Vector::Float64(values) => (
            "FLOAT64",
            values
                .iter()
                .map(|value| Float(*value).to_string())
                .collect(),
        ),
    }
}

/// Appends a value that holds nothing of a graph, in plain JSON: plans and the like.
pub(super) fn push_plain(out: &mut String, value: &Value) {
    let mut writer = JsonWriter::new(Encoding::Plain, DatabaseId([0; 16]));
    if !writer.plain(value) {
        writer.null();
    }
    out.push_str(&writer.out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(encoding: Encoding, write: impl FnOnce(&mut JsonWriter)) -> String {
        let mut writer = JsonWriter::new(encoding, DatabaseId([0xAB; 16]));
        write(&mut writer);
        assert!(writer.open.is_empty());
        let text = std::mem::take(writer.text());
        assert!(
            serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(),
            "{text}"
        );
        text.replace("abababab-abab-abab-abab-abababababab", "DB")
    }

    fn both(write: impl Fn(&mut JsonWriter), plain: &str, typed: &str) {
        assert_eq!(written(Encoding::Plain, &write), plain);
        assert_eq!(written(Encoding::TypedV1_0, &write), typed);
    }

    #[test]
    fn nested_containers_close_where_they_end() {
        both(
            |w| {
                w.list(3);
                w.list(0);
                w.map(2);
                w.key("a\"");
                w.list(2);
                w.integer(1);
                w.float(f64::NAN);
                w.key("b");
                w.map(0);
                w.null();
            },
            "[[],{\"a\\\"\":[1,\"NaN\"],\"b\":{}},null]",
            "{\"$type\":\"List\",\"_value\":[{\"$type\":\"List\",\"_value\":[]},\
             {\"$type\":\"Map\",\"_value\":{\"a\\\"\":{\"$type\":\"List\",\"_value\":[\
             {\"$type\":\"Integer\",\"_value\":\"1\"},{\"$type\":\"Float\",\"_value\":\"NaN\"}]},\
             \"b\":{\"$type\":\"Map\",\"_value\":{}}}},{\"$type\":\"Null\",\"_value\":null}]}",
        );
    }

    #[test]
    fn a_path_is_the_walk_over_it() {
        // Back and forth over one relationship.
        both(
            |w| {
                w.list(2);
                w.path(2, 1, &[1, 1, -1, 0]);
                w.node(NodeId(7), &["A", "B"], 1);
                w.key("p");
                w.boolean(true);
                w.node(NodeId(8), &[], 0);
                w.relationship(RelationshipId(3), NodeId(7), NodeId(8), "R", 0);
                w.integer(5);
            },
            "[[{\"elementId\":\"4:DB:7\",\"labels\":[\"A\",\"B\"],\"properties\":{\"p\":true}},\
             {\"elementId\":\"5:DB:3\",\"startNodeElementId\":\"4:DB:7\",\
             \"endNodeElementId\":\"4:DB:8\",\"type\":\"R\",\"properties\":{}},\
             {\"elementId\":\"4:DB:8\",\"labels\":[],\"properties\":{}},\
             {\"elementId\":\"5:DB:3\",\"startNodeElementId\":\"4:DB:7\",\
             \"endNodeElementId\":\"4:DB:8\",\"type\":\"R\",\"properties\":{}},\
             {\"elementId\":\"4:DB:7\",\"labels\":[\"A\",\"B\"],\"properties\":{\"p\":true}}],5]",
            "{\"$type\":\"List\",\"_value\":[{\"$type\":\"Path\",\"_value\":[\
             {\"$type\":\"Node\",\"_value\":{\"_element_id\":\"4:DB:7\",\"_labels\":[\"A\",\"B\"],\
             \"_properties\":{\"p\":{\"$type\":\"Boolean\",\"_value\":true}}}},\
             {\"$type\":\"Relationship\",\"_value\":{\"_element_id\":\"5:DB:3\",\
             \"_start_node_element_id\":\"4:DB:7\",\"_end_node_element_id\":\"4:DB:8\",\
             \"_type\":\"R\",\"_properties\":{}}},\
             {\"$type\":\"Node\",\"_value\":{\"_element_id\":\"4:DB:8\",\"_labels\":[],\
             \"_properties\":{}}},\
             {\"$type\":\"Relationship\",\"_value\":{\"_element_id\":\"5:DB:3\",\
             \"_start_node_element_id\":\"4:DB:7\",\"_end_node_element_id\":\"4:DB:8\",\
             \"_type\":\"R\",\"_properties\":{}}},\
             {\"$type\":\"Node\",\"_value\":{\"_element_id\":\"4:DB:7\",\"_labels\":[\"A\",\"B\"],\
             \"_properties\":{\"p\":{\"$type\":\"Boolean\",\"_value\":true}}}}]},\
             {\"$type\":\"Integer\",\"_value\":\"5\"}]}",
        );
    }

    #[test]
    fn entities_that_carry_their_content() {
        let node = |id: i64| Node {
            id,
            element_id: Text::default(),
            labels: vec!["V".into()],
            properties: [(Text::from("a"), Value::from(1_i64))]
                .into_iter()
                .collect(),
        };
        let relationship = Relationship {
            id: -3,
            element_id: "x".into(),
            start: -1,
            start_element_id: Text::default(),
            end: -2,
            end_element_id: Text::default(),
            relationship_type: "R".into(),
            properties: Map::new(),
        };
        let path = HydratedPath {
            nodes: vec![node(-1), node(-2)],
            relationships: vec![relationship],
        };
        let text = written(Encoding::Plain, |w| {
            w.list(2);
            w.entity(&Entity::Path(path.clone()));
            w.null();
        });
        let node = |id| {
            format!("{{\"elementId\":\"{id}\",\"labels\":[\"V\"],\"properties\":{{\"a\":1}}}}")
        };
        assert_eq!(
            text,
            format!(
                "[[{},{{\"elementId\":\"x\",\"startNodeElementId\":\"-1\",\
                 \"endNodeElementId\":\"-2\",\"type\":\"R\",\"properties\":{{}}}},{}],null]",
                node(-1),
                node(-2)
            )
        );
    }

    #[test]
    fn vectors_and_uuids_by_version() {
        let vector = Vector::Float32(vec![1.5, 0.1]);
        let uuid = [0; 16];
        let write = |w: &mut JsonWriter| {
            w.list(2);
            w.vector(&vector);
            w.uuid(&uuid);
        };
        assert_eq!(
            written(Encoding::Plain, write),
            "[[1.5,0.1],\"00000000-0000-0000-0000-000000000000\"]"
        );
        assert_eq!(
            written(Encoding::TypedV1_1, |w| w.vector(&vector)),
            "{\"$type\":\"Vector\",\"_value\":{\"coordinatesType\":\"FLOAT32\",\
             \"coordinates\":[\"1.5\",\"0.1\"]}}"
        );
        assert!(written(Encoding::TypedV1_2, |w| w.uuid(&uuid)).contains("\"UUID\""));
        assert!(written(Encoding::TypedV1_1, |w| w.uuid(&uuid)).contains("\"Unsupported\""));
        let mut writer = JsonWriter::new(Encoding::TypedV1_0, DatabaseId([0; 16]));
        writer.vector(&vector);
        assert_eq!(writer.unsupported(), Some("VECTOR"));
    }
}
