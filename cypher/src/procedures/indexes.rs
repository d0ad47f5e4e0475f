//! Procedures about full-text and vector indexes, of which there are none yet: asking for one by
//! name says so. What upgrades and fleet management would be is here too, because there is as
//! little to say about them.

use quiver_types::{Map, Status, Value};

use super::{Procedure, Rows};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;
use crate::exec::nested;
use crate::exec::run::Run;
use crate::functions::{Type, argument, wrong_type};

const NODE: &[(&str, Type)] = &[("node", Type::Node), ("score", Type::Float)];
const RELATIONSHIP: &[(&str, Type)] =
    &[("relationship", Type::Relationship), ("score", Type::Float)];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = full_text();
    all.extend(vector());
    all.extend(vector_properties());
    all.extend(upgrades());
    all
}

fn full_text() -> Vec<Procedure> {
    let query = |procedure: Procedure| {
        procedure
            .with("indexName", Type::String, None)
            .with("queryString", Type::String, None)
            .with("options", Type::Map, Some(Value::map(Map::new())))
    };
    vec![
        Procedure::reading(
            "db.index.fulltext.awaitEventuallyConsistentIndexRefresh",
            "Waits until full-text indexes have caught up. There are none.",
            &[],
            |_, _| Ok(Vec::new()),
        )
        .examples(&[(
            "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
            "",
        )]),
        Procedure::reading(
            "db.index.fulltext.listAvailableAnalyzers",
            "The analyzers that full-text indexes may use. There are none yet.",
            &[
                ("analyzer", Type::String),
                ("description", Type::String),
                ("stopwords", Type::ListOf(&Type::String)),
            ],
            |_, _| Ok(Vec::new()),
        )
        .examples(&[("CALL db.index.fulltext.listAvailableAnalyzers()", "")]),
        query(Procedure::reading(
            "db.index.fulltext.queryNodes",
            "Searches a full-text index of nodes. There are none yet.",
            NODE,
            |_, arguments| no_index("db.index.fulltext.queryNodes", "fulltext", arguments),
        ))
        .examples(&[(
            "CALL db.index.fulltext.queryNodes('nope', 'x')",
            "!ProcedureCallFailed",
        )]),
        query(Procedure::reading(
            "db.index.fulltext.queryRelationships",
            "Searches a full-text index of relationships. There are none yet.",
            RELATIONSHIP,
            |_, arguments| {
                no_index(
                    "db.index.fulltext.queryRelationships",
                    "fulltext",
                    arguments,
                )
            },
        ))
        .examples(&[(
            "CALL db.index.fulltext.queryRelationships('nope', 'x')",
            "!ProcedureCallFailed",
        )]),
    ]
}

fn vector() -> Vec<Procedure> {
    let query = |procedure: Procedure| {
        let procedure = procedure
            .with("indexName", Type::String, None)
            .with("numberOfNearestNeighbours", Type::Integer, None)
            .with("query", Type::Any, None)
            .deprecated("SEARCH");
        Procedure {
            works_on_system: false,
            ..procedure
        }
    };
    vec![
        query(Procedure::reading(
            "db.index.vector.queryNodes",
            "Searches a vector index of nodes. There are none yet.",
            NODE,
            |_, arguments| no_vector_index("db.index.vector.queryNodes", arguments),
        ))
        .examples(&[(
            "CALL db.index.vector.queryNodes('nope', 3, [1.0])",
            "!ProcedureCallFailed",
        )]),
        query(Procedure::reading(
            "db.index.vector.queryRelationships",
            "Searches a vector index of relationships. There are none yet.",
            RELATIONSHIP,
            |_, arguments| no_vector_index("db.index.vector.queryRelationships", arguments),
        ))
        .examples(&[(
            "CALL db.index.vector.queryRelationships('nope', 0, [1.0])",
            "!must be positive",
        )]),
        Procedure::reading(
            "db.index.vector.createNodeIndex",
            "Makes a vector index. This server has none yet and says so.",
            &[],
            |_, _| {
                Err(failed(
                    Status::NotSupported,
                    "Vector indexes are not supported by this server yet",
                ))
            },
        )
        .with("indexName", Type::String, None)
        .with("label", Type::String, None)
        .with("propertyKey", Type::String, None)
        .with("vectorDimension", Type::Integer, None)
        .with("vectorSimilarityFunction", Type::String, None)
        .mode("SCHEMA")
        .deprecated("CREATE VECTOR INDEX")
        .examples(&[(
            "CALL db.index.vector.createNodeIndex('i', 'L', 'v', 3, 'cosine')",
            "!not supported",
        )]),
    ]
}

/// Stores numbers as a list of floats of single precision, which is what vectors of Neo4j 5 are.
fn set_vector(run: &mut Run<'_>, name: &str, a: &[Value]) -> Result<Rows, RunError> {
    let invalid = |what: &str| {
        failed(
            Status::ProcedureCallFailed,
            format!("Failed to invoke procedure `{name}`: Caused by: {what}"),
        )
    };
    if argument(a, 0).is_null() {
        return Err(invalid("the entity must not be null"));
    }
    let Value::String(key) = argument(a, 1) else {
        return Err(invalid("'key' must not be null"));
    };
    let Value::List(items) = argument(a, 2) else {
        return Err(invalid("'vector' must be a non-null numerical array"));
    };
    let mut floats = Vec::with_capacity(items.len());
    for item in items.iter() {
        let number = match item {
            Value::Integer(v) => *v as f64,
            Value::Float(v) => *v,
            _ => f64::NAN,
        } as f32;
        floats.push(Value::Float(f64::from(number)));
    }
    let finite = |v: &Value| matches!(v, Value::Float(v) if v.is_finite());
    if floats.is_empty() || !floats.iter().all(finite) {
        return Err(failed(
            Status::ArgumentError,
            "Vector must only contain finite values, and at least one",
        ));
    }
    let mut entries = Map::new();
    entries.insert(key.clone(), Value::list(floats));
    let mut given = Map::new();
    given.insert("entity", argument(a, 0).clone());
    given.insert("entries", Value::map(entries));
    let query = "WITH $entity AS n SET n += $entries RETURN n";
    Ok(nested::run(run, query, &given, nested::May::Write)?.rows)
}

fn vector_properties() -> Vec<Procedure> {
    let arguments = |procedure: Procedure, entity: &str, of: Type| {
        procedure
            .with(entity, of, None)
            .with("key", Type::String, None)
            .with("vector", Type::Any, None)
    };
    vec![
        arguments(
            Procedure::running(
                "db.create.setNodeVectorProperty",
                "WRITE",
                "Stores numbers as a vector property of a node.",
                &[],
                |run, a| {
                    set_vector(run, "db.create.setNodeVectorProperty", a).map(|_| Vec::new())
                },
            )
            .examples(&[
                (
                    "CREATE (n) WITH n CALL db.create.setNodeVectorProperty(n, 'v', [1, 2.5]) RETURN n.v",
                    "[1.0, 2.5]",
                ),
                (
                    "CREATE (n) WITH n CALL db.create.setNodeVectorProperty(n, 'v', 'x') RETURN n.v",
                    "!ProcedureCallFailed",
                ),
                (
                    "CREATE (n) WITH n CALL db.create.setNodeVectorProperty(n, 'v', [1e300]) RETURN n.v",
                    "!ArgumentError",
                ),
            ]),
            "node",
            Type::Node,
        ),
        arguments(
            Procedure::running(
                "db.create.setRelationshipVectorProperty",
                "WRITE",
                "Stores numbers as a vector property of a relationship.",
                &[],
                |run, a| {
                    set_vector(run, "db.create.setRelationshipVectorProperty", a)
                        .map(|_| Vec::new())
                },
            )
            .examples(&[(
                "CREATE (n)-[r:T]->(n) WITH r CALL db.create.setRelationshipVectorProperty(r, 'v', [1, 2]) RETURN r.v",
                "[1.0, 2.0]",
            )]),
            "relationship",
            Type::Relationship,
        ),
        arguments(
            Procedure::running(
                "db.create.setVectorProperty",
                "WRITE",
                "Stores numbers as a vector property of a node, and gives the node.",
                &[("node", Type::Node)],
                |run, a| set_vector(run, "db.create.setVectorProperty", a),
            )
            .deprecated("db.create.setNodeVectorProperty")
            .examples(&[(
                "CREATE (n) WITH n CALL db.create.setVectorProperty(n, 'v', [1, 2]) YIELD node RETURN node.v",
                "[1.0, 2.0]",
            )]),
            "node",
            Type::Node,
        ),
    ]
}

fn upgrades() -> Vec<Procedure> {
    let system = |name: &'static str| {
        move |_: &FunctionContext<'_>, _: &[Value]| -> Result<Rows, RunError> {
            Err(failed(
                Status::SystemDatabaseOnly,
                format!(
                    "This is an administration command and it should be executed against the system database: {name}"
                ),
            ))
        }
    };
    vec![
        Procedure {
            works_on_system: true,
            ..Procedure::reading(
                "dbms.upgrade",
                "Brings the system database to this version; that happens by itself here.",
                &[("status", Type::String), ("upgradeResult", Type::String)],
                system("dbms.upgrade"),
            )
            .mode("WRITE")
            .admin()
            .deprecated("Automatic upgrade")
        },
        Procedure::reading(
            "dbms.upgradeStatus",
            "Whether the system database is of this version.",
            &[
                ("status", Type::String),
                ("description", Type::String),
                ("resolution", Type::String),
            ],
            system("dbms.upgradeStatus"),
        )
        .admin()
        .deprecated("Automatic upgrade")
        .examples(&[("CALL dbms.upgradeStatus()", "!ProcedureCallFailed")]),
    ]
}

fn no_index(name: &str, kind: &str, arguments: &[Value]) -> Result<Rows, RunError> {
    match argument(arguments, 0) {
        Value::String(index) => Err(failed(
            Status::ProcedureCallFailed,
            format!(
                "Failed to invoke procedure `{name}`: Caused by: There is no such {kind} schema index: {index}"
            ),
        )),
        other => Err(wrong_type(name, "a String", other)),
    }
}

fn no_vector_index(name: &str, arguments: &[Value]) -> Result<Rows, RunError> {
    match argument(arguments, 1) {
        Value::Integer(count) if *count < 1 => Err(failed(
            Status::ProcedureCallFailed,
            format!(
                "Failed to invoke procedure `{name}`: Caused by: 'numberOfNearestNeighbours' must be positive"
            ),
        )),
        _ => no_index(name, "vector", arguments),
    }
}
