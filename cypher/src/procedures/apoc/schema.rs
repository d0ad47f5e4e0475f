//! `apoc.schema.*`: indexes and constraints as rows, and the distinct values of a property.

use quiver_storage::{EntityKind, SchemaTarget};
use quiver_types::{Map, Text, Value};

use super::super::Procedure;
use super::super::show::kind_name;
use super::{Result, TEXTS, ask, ask_as, empty_map, quoted, text};
use crate::exec::nested::May;
use crate::exec::run::Run;
use crate::functions::{Type, argument};

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::running(
            ASSERT,
            "SCHEMA",
            "Makes the indexes and constraints of labels those that are named, and drops others unless told not to.",
            &[
                ("label", Type::Any),
                ("key", Type::String),
                ("keys", TEXTS),
                ("unique", Type::Boolean),
                ("action", Type::String),
            ],
            assert,
        )
        .with("indexes", Type::Map, None)
        .with("constraints", Type::Map, None)
        .with("dropExisting", Type::Boolean, Some(true.into()))
        .examples(&[(
            "CALL apoc.schema.assert({A: ['k']}, {B: ['id']}) YIELD label, key, unique, action RETURN label, key, unique, action",
            "'A' | 'k' | false | 'CREATED'\n'B' | 'id' | true | 'CREATED'",
        )]),
        Procedure::running(
            "apoc.schema.nodes",
            "DEFAULT",
            "The indexes and constraints of labels.",
            &[
                ("name", Type::String),
                ("label", Type::Any),
                ("properties", TEXTS),
                ("status", Type::String),
                ("type", Type::String),
                ("failure", Type::String),
                ("populationProgress", Type::Float),
                ("size", Type::Integer),
                ("valuesSelectivity", Type::Float),
                ("userDescription", Type::String),
            ],
            |run, _| schema_rows(run, true),
        )
        .with("config", Type::Map, empty_map()),
        Procedure::running(
            "apoc.schema.relationships",
            "DEFAULT",
            "The indexes and constraints of relationship types.",
            &[
                ("name", Type::String),
                ("type", Type::String),
                ("properties", TEXTS),
                ("status", Type::String),
                ("relationshipType", Type::Any),
            ],
            |run, _| schema_rows(run, false),
        )
        .with("config", Type::Map, empty_map()),
        Procedure::running(
            "apoc.schema.properties.distinct",
            "DEFAULT",
            "The distinct values of a property of the nodes with a label.",
            &[("value", Type::List)],
            |run, a| {
                let query = format!(
                    "MATCH (n:{}) WHERE n.{1} IS NOT NULL RETURN collect(DISTINCT n.{1})",
                    quoted(text(a, 0, "label")?),
                    quoted(text(a, 1, "key")?)
                );
                let name = "apoc.schema.properties.distinct";
                Ok(ask(run, name, &query, &Map::new(), false)?.rows)
            },
        )
        .with("label", Type::String, None)
        .with("key", Type::String, None)
        .examples(&[(
            "CREATE (:A {k: 1}), (:A {k: 1}) WITH count(*) AS c CALL apoc.schema.properties.distinct('A', 'k') YIELD value RETURN value",
            "[1]",
        )]),
        Procedure::running(
            "apoc.schema.properties.distinctCount",
            "DEFAULT",
            "How many nodes with a label have each value of a property.",
            &[
                ("label", Type::String),
                ("key", Type::String),
                ("value", Type::Any),
                ("count", Type::Integer),
            ],
            |run, a| {
                let query = format!(
                    "MATCH (n:{}) WHERE n.{1} IS NOT NULL RETURN $label, $key, n.{1} AS value, count(*) AS count ORDER BY value",
                    quoted(text(a, 0, "label")?),
                    quoted(text(a, 1, "key")?)
                );
                let given = super::parameters([
                    ("label", argument(a, 0).clone()),
                    ("key", argument(a, 1).clone()),
                ]);
                let name = "apoc.schema.properties.distinctCount";
                Ok(ask(run, name, &query, &given, false)?.rows)
            },
        )
        .with("label", Type::String, None)
        .with("key", Type::String, None)
        .examples(&[(
            "CREATE (:A {k: 1}), (:A {k: 1}) WITH count(*) AS c CALL apoc.schema.properties.distinctCount('A', 'k') YIELD value, count RETURN value, count",
            "1 | 2",
        )]),
    ]
}

/// An index as these procedures show it.
struct Shown {
    index: Text,
    of: Text,
    keys: Vec<Text>,
    kind: &'static str,
}

fn schema_rows(run: &mut Run<'_>, of_nodes: bool) -> Result {
    let shown: Vec<Shown> = run.evaluate(|context| {
        let tokens = context.database.tokens();
        let schema = context.database.schema();
        let mut shown = Vec::new();
        let (wanted, all) = match of_nodes {
            true => (EntityKind::Node, "<any-labels>"),
            false => (EntityKind::Relationship, "<any-types>"),
        };
        for lookup in schema.lookups.iter().filter(|l| l.entity == wanted) {
            shown.push(Shown {
                index: lookup.name.clone(),
                of: all.into(),
                keys: Vec::new(),
                kind: "LOOKUP",
            });
        }
        for index in &schema.indexes {
            let of = match index.target {
                SchemaTarget::Label(label) if of_nodes => tokens.label_name(label),
                SchemaTarget::RelationshipType(of) if !of_nodes => {
                    tokens.relationship_type_name(of)
                }
                SchemaTarget::Label(_) | SchemaTarget::RelationshipType(_) => continue,
            };
            shown.push(Shown {
                index: index.name.clone(),
                of,
                keys: index
                    .properties
                    .iter()
                    .map(|key| tokens.property_key_name(*key))
                    .collect(),
                kind: match index.unique {
                    true => "UNIQUENESS",
                    false => kind_name(index.kind),
                },
            });
        }
        Ok(shown)
    })?;
    let mut rows = Vec::with_capacity(shown.len());
    for one in shown {
        let keys = Value::list(one.keys.iter().cloned().map(Value::String).collect());
        let kind = one.kind;
        let joined: Vec<&str> = one.keys.iter().map(Text::as_str).collect();
        let name = format!(":{}({})", one.of, joined.join(","));
        if !of_nodes {
            rows.push(vec![
                name.into(),
                kind.into(),
                keys,
                "ONLINE".into(),
                one.of.into(),
            ]);
            continue;
        }
        let (size, selectivity) = spread(run, &one)?;
        rows.push(vec![
            name.into(),
            one.of.into(),
            keys,
            "ONLINE".into(),
            kind.into(),
            "NO FAILURE".into(),
            Value::Float(100.0),
            size,
            selectivity,
            format!("Index( name='{}', type='{kind}' )", one.index).into(),
        ]);
    }
    Ok(rows)
}

/// How many nodes an index holds, and which part of them differ.
fn spread(run: &mut Run<'_>, one: &Shown) -> Result<(Value, Value)> {
    if one.keys.is_empty() {
        return Ok((Value::Integer(0), Value::Float(1.0)));
    }
    let keys: Vec<String> = one
        .keys
        .iter()
        .map(|key| format!("n.{}", quoted(key)))
        .collect();
    let there: Vec<String> = keys
        .iter()
        .map(|key| format!("{key} IS NOT NULL"))
        .collect();
    let query = format!(
        "MATCH (n:{}) WHERE {} RETURN count(*), count(DISTINCT [{}])",
        quoted(&one.of),
        there.join(" AND "),
        keys.join(", ")
    );
    let answer = ask(run, "apoc.schema.nodes", &query, &Map::new(), false)?;
    let count = |at: usize| match answer.rows.first().and_then(|row| row.get(at)) {
        Some(Value::Integer(count)) => *count,
        _ => 0,
    };
    let (size, distinct) = (count(0), count(1));
    let selectivity = if size == 0 {
        1.0
    } else {
        distinct as f64 / size as f64
    };
    Ok((Value::Integer(size), Value::Float(selectivity)))
}

const ASSERT: &str = "apoc.schema.assert";

/// An index or constraint that is there, or is to be.
#[derive(PartialEq)]
struct Rule {
    label: Text,
    keys: Vec<Text>,
    unique: bool,
}

impl Rule {
    fn row(&self, action: &str) -> Vec<Value> {
        let keys = self.keys.iter().cloned().map(Value::String);
        vec![
            self.label.clone().into(),
            self.keys
                .first()
                .cloned()
                .map_or(Value::Null, Value::String),
            Value::list(keys.collect()),
            self.unique.into(),
            action.into(),
        ]
    }

    fn create(&self) -> String {
        let keys: Vec<String> = self
            .keys
            .iter()
            .map(|key| format!("n.{}", quoted(key)))
            .collect();
        let (label, keys) = (quoted(&self.label), keys.join(", "));
        if self.unique {
            format!("CREATE CONSTRAINT FOR (n:{label}) REQUIRE ({keys}) IS UNIQUE")
        } else {
            format!("CREATE INDEX FOR (n:{label}) ON ({keys})")
        }
    }
}

/// `{Label: ['key', ['a', 'b']]}` as rules.
fn rules(wanted: &Map, unique: bool) -> Result<Vec<Rule>> {
    let mut rules = Vec::new();
    for (label, keys) in wanted.iter() {
        let Value::List(all) = keys else {
            return Err(super::wrong("Expected a list of keys for each label"));
        };
        for keys in all.iter() {
            let several = matches!(keys, Value::List(_));
            // APOC makes a node key of several, which only the enterprise edition has.
            if several && unique {
                return Err(super::not_invoked(
                    ASSERT,
                    "constraints of several keys are node keys, which this edition does not have",
                ));
            }
            rules.push(Rule {
                label: label.clone(),
                keys: super::texts(std::slice::from_ref(keys), 0, "keys")?,
                unique,
            });
        }
    }
    Ok(rules)
}

fn assert(run: &mut Run<'_>, a: &[Value]) -> Result {
    let mut wanted = rules(&super::map(a, 0)?, false)?;
    wanted.extend(rules(&super::map(a, 1)?, true)?);
    let drop = !matches!(argument(a, 2), Value::Boolean(false));
    let there: Vec<(Text, bool, Rule)> = run.evaluate(|context| {
        let tokens = context.database.tokens();
        let schema = context.database.schema();
        let rules = schema.indexes.iter().filter_map(|index| {
            let SchemaTarget::Label(label) = index.target else {
                return None;
            };
            let keys = index.properties.iter();
            let rule = Rule {
                label: tokens.label_name(label),
                keys: keys.map(|key| tokens.property_key_name(*key)).collect(),
                unique: index.unique,
            };
            Some((index.name.clone(), index.unique, rule))
        });
        Ok(rules.collect())
    })?;
    let mut rows = Vec::new();
    for (name, unique, rule) in there {
        if let Some(at) = wanted.iter().position(|other| *other == rule) {
            wanted.remove(at);
            rows.push(rule.row("KEPT"));
        } else if drop {
            let kind = if unique { "CONSTRAINT" } else { "INDEX" };
            let command = format!("DROP {kind} {}", quoted(&name));
            ask_as(run, ASSERT, &command, &Map::new(), May::ChangeSchema)?;
            rows.push(rule.row("DROPPED"));
        }
    }
    for rule in wanted {
        ask_as(run, ASSERT, &rule.create(), &Map::new(), May::ChangeSchema)?;
        rows.push(rule.row("CREATED"));
    }
    Ok(rows)
}
