//! `apoc.meta.*`: what the data look like, found by looking at all of them, so that nothing
//! depends on what a sample happened to hold.

use std::collections::{BTreeMap, BTreeSet};

use quiver_storage::{Index, SchemaTarget};
use quiver_types::{LabelId, Map, PropertyKeyId, RelationshipTypeId, Text, Value};

use super::super::schema::{each_node, each_relationship, java_type};
use super::super::{Procedure, Rows};
use super::{Result, TEXTS, empty_map, map, refuse, texts};
use crate::exec::FunctionContext;
use crate::functions::Type;
use crate::functions::apoc::graph::{virtual_node, virtual_relationship};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let graph: &[(&str, Type)] = &[
        ("nodes", Type::ListOf(&Type::Node)),
        ("relationships", Type::ListOf(&Type::Relationship)),
    ];
    let configured = |procedure: Procedure| procedure.with("config", Type::Map, empty_map());
    vec![
        configured(Procedure::reading(
            "apoc.meta.data",
            "A row for each property and relationship type of each label, and for each property of each relationship type.",
            &[
                ("label", Type::String),
                ("property", Type::String),
                ("count", Type::Integer),
                ("unique", Type::Boolean),
                ("index", Type::Boolean),
                ("existence", Type::Boolean),
                ("type", Type::String),
                ("array", Type::Boolean),
                ("sample", Type::List),
                ("left", Type::Integer),
                ("right", Type::Integer),
                ("other", TEXTS),
                ("otherLabels", TEXTS),
                ("elementType", Type::String),
            ],
            data,
        ))
        .examples(&[(
            "CREATE (:A {n: 1})-[:T {w: 1.5}]->(:B) WITH count(*) AS c CALL apoc.meta.data() YIELD label, property, type, other, elementType RETURN label, property, type, other, elementType ORDER BY elementType, label, property",
            "'A' | 'T' | 'RELATIONSHIP' | ['B'] | 'node'\n'A' | 'n' | 'INTEGER' | [] | 'node'\n'T' | 'A' | 'RELATIONSHIP' | ['B'] | 'relationship'\n'T' | 'w' | 'FLOAT' | [] | 'relationship'",
        )]),
        configured(Procedure::reading(
            "apoc.meta.schema",
            "Labels and relationship types with their properties, as one map.",
            &[("value", Type::Map)],
            schema_map,
        ))
        .examples(&[(
            "CREATE (:A {n: 1}) WITH count(*) AS c CALL apoc.meta.schema() YIELD value RETURN value.A.properties.n.type, value.A.type",
            "'INTEGER' | 'node'",
        )]),
        Procedure::reading(
            "apoc.meta.stats",
            "How many nodes and relationships there are, by label and by type.",
            &[
                ("labelCount", Type::Integer),
                ("relTypeCount", Type::Integer),
                ("propertyKeyCount", Type::Integer),
                ("nodeCount", Type::Integer),
                ("relCount", Type::Integer),
                ("labels", Type::Map),
                ("relTypes", Type::Map),
                ("relTypesCount", Type::Map),
                ("stats", Type::Map),
            ],
            stats,
        )
        .examples(&[(
            "CREATE (:A)-[:T]->(:B) WITH count(*) AS c CALL apoc.meta.stats() YIELD nodeCount, relCount, labels, relTypesCount RETURN nodeCount, relCount, labels, relTypesCount",
            "2 | 1 | {A: 1, B: 1} | {T: 1}",
        )]),
        configured(Procedure::reading(
            "apoc.meta.graph",
            "Labels as nodes, and the relationship types between them as relationships.",
            graph,
            |context, a| {
                all_of_it("apoc.meta.graph", a)?;
                let shape = Shape::of(context)?;
                meta_graph(context, &shape, shape.connections(), |_| true, |_| true)
            },
        )),
        configured(Procedure::reading(
            "apoc.meta.graphSample",
            "The same from counts alone: it connects each label a type starts at with each that it ends at.",
            graph,
            |context, a| {
                all_of_it("apoc.meta.graphSample", a)?;
                let shape = Shape::of(context)?;
                meta_graph(context, &shape, shape.possible(), |_| true, |_| true)
            },
        ))
        .examples(&[(
            "CREATE (:A)-[:T]->(:B)-[:T]->(:C) WITH count(*) AS c CALL apoc.meta.graphSample() YIELD relationships UNWIND relationships AS r RETURN count(r), min(apoc.any.property(r, 'count'))",
            "4 | 2",
        )]),
        Procedure::reading(
            "apoc.meta.subGraph",
            "The same of some labels and types only.",
            graph,
            |context, a| {
                let config = map(a, 0)?;
                let list = |key: &str| texts(&[config.get(key).cloned().unwrap_or_default()], 0, key);
                let both = |key: &str, other: &str| -> Result<Vec<Text>> {
                    Ok([list(key)?, list(other)?].concat())
                };
                let (labels, types) = (both("labels", "includeLabels")?, both("rels", "includeRels")?);
                let (excluded, excluded_types) =
                    (both("excludes", "excludeLabels")?, list("excludeRels")?);
                let wants = |name: &Text| {
                    (labels.is_empty() || labels.contains(name)) && !excluded.contains(name)
                };
                let wants_type = |name: &Text| {
                    (types.is_empty() || types.contains(name)) && !excluded_types.contains(name)
                };
                let shape = Shape::of(context)?;
                meta_graph(context, &shape, shape.connections(), wants, wants_type)
            },
        )
        .with("config", Type::Map, None),
        configured(Procedure::reading(
            "apoc.meta.nodeTypeProperties",
            "For each combination of labels the properties its nodes have, with how often.",
            &[
                ("nodeType", Type::String),
                ("nodeLabels", TEXTS),
                ("propertyName", Type::String),
                ("propertyTypes", TEXTS),
                ("mandatory", Type::Boolean),
                ("propertyObservations", Type::Integer),
                ("totalObservations", Type::Integer),
            ],
            node_types,
        ))
        .examples(&[(
            "CREATE (:A {n: 1}), (:A) WITH count(*) AS c CALL apoc.meta.nodeTypeProperties() YIELD nodeType, propertyName, propertyTypes, propertyObservations, totalObservations RETURN nodeType, propertyName, propertyTypes, propertyObservations, totalObservations",
            "':`A`' | 'n' | ['Long'] | 1 | 2",
        )]),
        configured(Procedure::reading(
            "apoc.meta.relTypeProperties",
            "For each relationship type between labels the properties its relationships have, with how often.",
            &[
                ("relType", Type::String),
                ("sourceNodeLabels", TEXTS),
                ("targetNodeLabels", TEXTS),
                ("propertyName", Type::String),
                ("propertyTypes", TEXTS),
                ("mandatory", Type::Boolean),
                ("propertyObservations", Type::Integer),
                ("totalObservations", Type::Integer),
            ],
            relationship_types,
        )),
    ]
}

/// Refuses to look at less than everything.
fn all_of_it(procedure: &str, a: &[Value]) -> Result<()> {
    let narrower = [
        "includeLabels",
        "includeRels",
        "excludeLabels",
        "excludeRels",
        "labels",
        "rels",
        "excludes",
    ];
    refuse(&map(a, 0)?, procedure, &narrower)
}

fn number(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// APOC's name of a value's type.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Date(_) => "DATE",
        Value::LocalTime(_) => "LOCAL_TIME",
        Value::Time(_) => "TIME",
        Value::LocalDateTime(_) => "LOCAL_DATE_TIME",
        Value::ZonedDateTime(_) => "DATE_TIME",
        Value::List(_) | Value::Bytes(_) => "LIST",
        other => other.type_name(),
    }
}

/// A property of one kind of entity.
#[derive(Default)]
struct Property {
    count: u64,
    types: BTreeSet<&'static str>,
    array: bool,
}

/// What entities of one label or type have.
#[derive(Default)]
struct Kind {
    count: u64,
    properties: BTreeMap<PropertyKeyId, Property>,
}

impl Kind {
    fn add(&mut self, properties: &[(PropertyKeyId, Value)]) {
        self.count += 1;
        for (key, value) in properties {
            let property = self.properties.entry(*key).or_default();
            property.count += 1;
            property.types.insert(type_name(value));
            property.array |= matches!(value, Value::List(_) | Value::Bytes(_));
        }
    }
}

/// A label, a type that leaves nodes of it, and a label where that arrives.
type Connection = (LabelId, RelationshipTypeId, LabelId);

/// What all the data look like.
#[derive(Default)]
struct Shape {
    labels: BTreeMap<LabelId, Kind>,
    types: BTreeMap<RelationshipTypeId, Kind>,
    /// How many relationships there are between labels.
    between: BTreeMap<Connection, u64>,
    /// Relationships by the label of their start and of their end.
    from: BTreeMap<(LabelId, RelationshipTypeId), u64>,
    to: BTreeMap<(RelationshipTypeId, LabelId), u64>,
}

impl Shape {
    fn of(context: &FunctionContext<'_>) -> Result<Self> {
        let mut shape = Self::default();
        each_node(context, |labels, properties| {
            for label in labels {
                shape.labels.entry(*label).or_default().add(properties);
            }
        })?;
        let (mut properties, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        each_relationship(context, |id, record| {
            properties.clear();
            starts.clear();
            ends.clear();
            context.view.relationship_properties(id, &mut properties)?;
            context.view.labels(record.start, &mut starts)?;
            context.view.labels(record.end, &mut ends)?;
            let of = record.relationship_type;
            shape.types.entry(of).or_default().add(&properties);
            for start in &starts {
                *shape.from.entry((*start, of)).or_default() += 1;
                for end in &ends {
                    *shape.between.entry((*start, of, *end)).or_default() += 1;
                }
            }
            for end in &ends {
                *shape.to.entry((of, *end)).or_default() += 1;
            }
            Ok(())
        })?;
        Ok(shape)
    }

    /// Labels that relationships connect.
    fn connections(&self) -> Vec<Connection> {
        self.between.keys().copied().collect()
    }

    /// Labels that relationships could connect, if only where they start and where they end is known.
    fn possible(&self) -> Vec<Connection> {
        let ends = |of: RelationshipTypeId| {
            let all = (of, LabelId(0))..=(of, LabelId(u32::MAX));
            self.to.range(all).map(|((_, end), _)| *end)
        };
        self.from
            .keys()
            .flat_map(|(start, of)| ends(*of).map(|end| (*start, *of, end)))
            .collect()
    }

    /// The labels at the end of a type's relationships from a label.
    fn ends(&self, start: LabelId, of: RelationshipTypeId) -> Vec<LabelId> {
        self.between
            .keys()
            .filter(|(from, by, _)| *from == start && *by == of)
            .map(|(_, _, end)| *end)
            .collect()
    }
}

/// Names of labels, types and keys, and what the schema says of properties.
struct Names<'c> {
    context: &'c FunctionContext<'c>,
    indexes: Vec<std::sync::Arc<Index>>,
}

impl<'c> Names<'c> {
    fn new(context: &'c FunctionContext<'c>) -> Self {
        Self {
            context,
            indexes: context.database.schema().indexes.to_vec(),
        }
    }

    fn label(&self, label: LabelId) -> Text {
        self.context.database.tokens().label_name(label)
    }

    fn of_type(&self, of: RelationshipTypeId) -> Text {
        self.context.database.tokens().relationship_type_name(of)
    }

    fn key(&self, key: PropertyKeyId) -> Text {
        self.context.database.tokens().property_key_name(key)
    }

    /// Whether a property has an index, and whether it is unique.
    fn indexed(&self, target: SchemaTarget, key: PropertyKeyId) -> (bool, bool) {
        let mut of = self
            .indexes
            .iter()
            .filter(|index| index.target == target && index.properties.contains(&key))
            .peekable();
        let indexed = of.peek().is_some();
        (indexed, of.any(|index| index.unique))
    }

    fn labels(&self, labels: &[LabelId]) -> Value {
        Value::list(
            labels
                .iter()
                .map(|label| self.label(*label).into())
                .collect(),
        )
    }
}

fn first_type(property: &Property) -> &'static str {
    property.types.iter().next().copied().unwrap_or("NULL")
}

fn data(context: &FunctionContext<'_>, a: &[Value]) -> Result<Rows> {
    all_of_it("apoc.meta.data", a)?;
    let shape = Shape::of(context)?;
    let names = Names::new(context);
    let empty = || Value::list(Vec::new());
    let mut rows = Vec::new();
    let mut property_rows = |name: &Text, kind: &Kind, target: SchemaTarget, element: &str| {
        for (key, property) in &kind.properties {
            let (index, unique) = names.indexed(target, *key);
            rows.push(vec![
                name.clone().into(),
                names.key(*key).into(),
                number(property.count),
                unique.into(),
                index.into(),
                false.into(),
                first_type(property).into(),
                property.array.into(),
                Value::Null,
                Value::Integer(0),
                Value::Integer(0),
                empty(),
                empty(),
                element.into(),
            ]);
        }
    };
    for (label, kind) in &shape.labels {
        property_rows(
            &names.label(*label),
            kind,
            SchemaTarget::Label(*label),
            "node",
        );
    }
    for (of, kind) in &shape.types {
        let target = SchemaTarget::RelationshipType(*of);
        property_rows(&names.of_type(*of), kind, target, "relationship");
    }
    for ((start, of), count) in &shape.from {
        let ends = shape.ends(*start, *of);
        let arriving: u64 = ends
            .iter()
            .filter_map(|end| shape.between.get(&(*start, *of, *end)))
            .sum();
        for element in ["node", "relationship"] {
            let (label, property) = if element == "node" {
                (names.label(*start), names.of_type(*of))
            } else {
                (names.of_type(*of), names.label(*start))
            };
            rows.push(vec![
                label.into(),
                property.into(),
                number(*count),
                false.into(),
                false.into(),
                false.into(),
                "RELATIONSHIP".into(),
                false.into(),
                Value::Null,
                number(*count),
                number(arriving),
                names.labels(&ends),
                empty(),
                element.into(),
            ]);
        }
    }
    Ok(rows)
}

fn properties_map(names: &Names<'_>, kind: &Kind, target: SchemaTarget) -> Value {
    let mut all = Map::new();
    for (key, property) in &kind.properties {
        let (indexed, unique) = names.indexed(target, *key);
        let mut map = Map::new();
        map.insert("type", first_type(property));
        map.insert("existence", false);
        map.insert("indexed", indexed);
        match target {
            SchemaTarget::Label(_) => map.insert("unique", unique),
            SchemaTarget::RelationshipType(_) => map.insert("array", property.array),
        };
        all.insert(names.key(*key), Value::map(map));
    }
    Value::map(all)
}

fn schema_map(context: &FunctionContext<'_>, a: &[Value]) -> Result<Rows> {
    all_of_it("apoc.meta.schema", a)?;
    let shape = Shape::of(context)?;
    let names = Names::new(context);
    let mut all = Map::new();
    let of_type = |of: RelationshipTypeId| {
        let kind = shape.types.get(&of);
        let target = SchemaTarget::RelationshipType(of);
        kind.map_or(Value::Null, |kind| properties_map(&names, kind, target))
    };
    for (label, kind) in &shape.labels {
        let mut relationships = Map::new();
        for ((start, of), count) in &shape.from {
            if start == label {
                let mut map = Map::new();
                map.insert("count", number(*count));
                map.insert("direction", "out");
                map.insert("labels", names.labels(&shape.ends(*label, *of)));
                map.insert("properties", of_type(*of));
                relationships.insert(names.of_type(*of), Value::map(map));
            }
        }
        for ((of, end), count) in &shape.to {
            if end == label && !relationships.contains_key(&names.of_type(*of)) {
                let starts: Vec<LabelId> = shape
                    .between
                    .keys()
                    .filter(|(_, by, to)| by == of && to == end)
                    .map(|(start, _, _)| *start)
                    .collect();
                let mut map = Map::new();
                map.insert("count", number(*count));
                map.insert("direction", "in");
                map.insert("labels", names.labels(&starts));
                map.insert("properties", of_type(*of));
                relationships.insert(names.of_type(*of), Value::map(map));
            }
        }
        let mut map = Map::new();
        map.insert("type", "node");
        map.insert("count", number(kind.count));
        map.insert("labels", Value::list(Vec::new()));
        map.insert(
            "properties",
            properties_map(&names, kind, SchemaTarget::Label(*label)),
        );
        map.insert("relationships", Value::map(relationships));
        all.insert(names.label(*label), Value::map(map));
    }
    for (of, kind) in &shape.types {
        let mut map = Map::new();
        map.insert("type", "relationship");
        map.insert("count", number(kind.count));
        map.insert("properties", of_type(*of));
        all.insert(names.of_type(*of), Value::map(map));
    }
    Ok(vec![vec![Value::map(all)]])
}

fn stats(context: &FunctionContext<'_>, _: &[Value]) -> Result<Rows> {
    let tokens = context.database.tokens();
    let shape = Shape::of(context)?;
    let names = Names::new(context);
    let (mut labels, mut types, mut counts) = (Map::new(), Map::new(), Map::new());
    for (label, kind) in &shape.labels {
        labels.insert(names.label(*label), number(kind.count));
    }
    for (of, kind) in &shape.types {
        let name = names.of_type(*of);
        types.insert(format!("()-[:{name}]->()"), number(kind.count));
        counts.insert(name, number(kind.count));
    }
    for ((start, of), count) in &shape.from {
        let text = format!("(:{})-[:{}]->()", names.label(*start), names.of_type(*of));
        types.insert(text, number(*count));
    }
    for ((of, end), count) in &shape.to {
        let text = format!("()-[:{}]->(:{})", names.of_type(*of), names.label(*end));
        types.insert(text, number(*count));
    }
    let columns = [
        ("labelCount", number(shape.labels.len() as u64)),
        ("relTypeCount", number(shape.types.len() as u64)),
        (
            "propertyKeyCount",
            number(tokens.property_keys().len() as u64),
        ),
        ("nodeCount", number(context.view.node_count(None)?)),
        ("relCount", number(context.view.relationship_count(None)?)),
        ("labels", labels.into()),
        ("relTypes", types.into()),
        ("relTypesCount", Value::map(counts)),
    ];
    let mut all = Map::new();
    for (name, value) in &columns {
        all.insert(*name, value.clone());
    }
    let mut row: Vec<Value> = columns.into_iter().map(|(_, value)| value).collect();
    row.push(all.into());
    Ok(vec![row])
}

/// A small number for what stands for a label or a type.
fn small(id: u32) -> i64 {
    -1 - i64::from(id)
}

fn meta_graph(
    context: &FunctionContext<'_>,
    shape: &Shape,
    connections: Vec<Connection>,
    wants: impl Fn(&Text) -> bool,
    wants_type: impl Fn(&Text) -> bool,
) -> Result<Rows> {
    let names = Names::new(context);
    let mut nodes = Vec::new();
    for (label, kind) in &shape.labels {
        let name = names.label(*label);
        if !wants(&name) {
            continue;
        }
        let mut properties = Map::new();
        properties.insert("name", name.clone());
        properties.insert("count", number(kind.count));
        nodes.push(virtual_node(small(label.0), vec![name], properties));
    }
    let mut relationships = Vec::new();
    for (start, of, end) in connections {
        let name = names.of_type(of);
        if !wants(&names.label(start)) || !wants(&names.label(end)) || !wants_type(&name) {
            continue;
        }
        let id = -1 - i64::try_from(relationships.len()).unwrap_or(0);
        let mut properties = Map::new();
        let count = |count: Option<&u64>| number(count.copied().unwrap_or(0));
        properties.insert("type", name.clone());
        properties.insert("count", count(shape.types.get(&of).map(|kind| &kind.count)));
        properties.insert("out", count(shape.from.get(&(start, of))));
        properties.insert("in", count(shape.to.get(&(of, end))));
        let ends = (small(start.0), name, small(end.0));
        relationships.push(virtual_relationship(id, ends, properties));
    }
    Ok(vec![vec![Value::list(nodes), Value::list(relationships)]])
}

/// How often entities of one kind have each property, by Java's names of types.
#[derive(Default)]
struct Observed {
    total: u64,
    properties: BTreeMap<PropertyKeyId, (u64, BTreeSet<&'static str>)>,
}

impl Observed {
    fn add(&mut self, properties: &[(PropertyKeyId, Value)]) {
        self.total += 1;
        for (key, value) in properties {
            let (count, types) = self.properties.entry(*key).or_default();
            *count += 1;
            types.insert(java_type(value));
        }
    }

    fn rows(&self, names: &Names<'_>, head: &[Value], rows: &mut Rows) {
        for (key, (count, types)) in &self.properties {
            let mut row = head.to_vec();
            row.push(names.key(*key).into());
            row.push(Value::list(types.iter().map(|t| Value::from(*t)).collect()));
            // No constraint says that a property must be there.
            row.push(false.into());
            row.push(number(*count));
            row.push(number(self.total));
            rows.push(row);
        }
        if self.properties.is_empty() {
            let mut row = head.to_vec();
            row.extend([
                Value::Null,
                Value::Null,
                false.into(),
                Value::Integer(0),
                number(self.total),
            ]);
            rows.push(row);
        }
    }
}

fn node_types(context: &FunctionContext<'_>, a: &[Value]) -> Result<Rows> {
    all_of_it("apoc.meta.nodeTypeProperties", a)?;
    let mut kinds: BTreeMap<Vec<LabelId>, Observed> = BTreeMap::new();
    each_node(context, |labels, properties| {
        kinds.entry(labels.to_vec()).or_default().add(properties);
    })?;
    let names = Names::new(context);
    let mut rows = Vec::new();
    for (labels, observed) in kinds {
        if labels.is_empty() {
            continue;
        }
        let text: String = labels
            .iter()
            .map(|label| format!(":`{}`", names.label(*label)))
            .collect();
        observed.rows(&names, &[text.into(), names.labels(&labels)], &mut rows);
    }
    Ok(rows)
}

fn relationship_types(context: &FunctionContext<'_>, a: &[Value]) -> Result<Rows> {
    all_of_it("apoc.meta.relTypeProperties", a)?;
    type Ends = (RelationshipTypeId, Vec<LabelId>, Vec<LabelId>);
    let mut kinds: BTreeMap<Ends, Observed> = BTreeMap::new();
    let mut properties = Vec::new();
    each_relationship(context, |id, record| {
        properties.clear();
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        context.view.relationship_properties(id, &mut properties)?;
        context.view.labels(record.start, &mut starts)?;
        context.view.labels(record.end, &mut ends)?;
        if starts.is_empty() || ends.is_empty() {
            return Ok(());
        }
        kinds
            .entry((record.relationship_type, starts, ends))
            .or_default()
            .add(&properties);
        Ok(())
    })?;
    let names = Names::new(context);
    let mut rows = Vec::new();
    for ((of, starts, ends), observed) in kinds {
        let head = [
            format!(":`{}`", names.of_type(of)).into(),
            names.labels(&starts),
            names.labels(&ends),
        ];
        observed.rows(&names, &head, &mut rows);
    }
    Ok(rows)
}
