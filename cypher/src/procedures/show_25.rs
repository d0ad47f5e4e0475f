//! What SHOW commands give in Cypher 25 where that is not what they give in Cypher 5: columns more, others'
//! values. Not the functions, whose list is another. Start with [`in_cypher_25`].

use quiver_types::{Map, Value};

use super::{Code, Procedure};
use crate::functions::Type;

/// How a column differs from Cypher 5.
pub(super) enum Difference {
    /// It stands behind another one, and is made of the row so far.
    Added(&'static str, (&'static str, Type), fn(&[Value]) -> Value),
    /// Its type, and its value, which is made of Cypher 5's.
    Changed((&'static str, Type), fn(Value) -> Value),
}

use Difference::{Added, Changed};

/// Those of constraints.
pub(super) const CONSTRAINTS: &[Difference] = &[
    Changed(("type", Type::String), constraint_type),
    Added("properties", ("enforcedLabel", Type::String), |_| {
        Value::Null
    }),
    Added("enforcedLabel", ("classification", Type::String), |_| {
        "undesignated".into()
    }),
    Changed(("options", Type::Map), without_provider),
];

/// Those of indexes.
pub(super) const INDEXES: &[Difference] = &[Changed(("options", Type::Map), without_provider)];

/// Those of databases: what is known of parts on other servers, which there are not.
pub(super) const DATABASES: &[Difference] = &[
    Added(
        "currentSecondariesCount",
        ("currentPropertyShardReplicas", Type::Integer),
        |_| Value::Null,
    ),
    Added(
        "requestedSecondariesCount",
        ("requestedPropertyShardReplicas", Type::Integer),
        |_| Value::Null,
    ),
    Added("replicationLag", ("shardTxnLag", Type::Integer), |_| {
        Value::Null
    }),
    Added("constituents", ("graphShards", Type::List), |row| {
        Value::list(row[..1].to_vec())
    }),
    Added("graphShards", ("propertyShards", Type::List), |_| {
        Value::list(Vec::new())
    }),
];

/// Those of transactions, whose times are given as such already.
pub(super) const TRANSACTIONS: &[Difference] = &[
    Changed(("startTime", Type::ZonedDateTime), |time| time),
    Changed(("currentQueryStartTime", Type::ZonedDateTime), |time| time),
    // What a query has done so far is not known while it runs.
    Added(
        "initializationStackTrace",
        ("currentQueryProgress", Type::Map),
        |_| Value::Null,
    ),
];

/// A command as Cypher 25 has it, from that of Cypher 5.
pub(super) fn in_cypher_25(
    mut procedure: Procedure,
    differences: &'static [Difference],
) -> Procedure {
    procedure.name = name_in_cypher_25(&procedure.name).into();
    let mut places = Vec::with_capacity(differences.len());
    for difference in differences {
        let of = match difference {
            Added(of, ..) | Changed((of, _), _) => *of,
        };
        let place = procedure.columns.iter().position(|(name, _)| *name == *of);
        let Some(place) = place else {
            unreachable!("{of} is a column of {}", procedure.name)
        };
        match difference {
            Added(_, (name, ty), _) => procedure.columns.insert(place + 1, ((*name).into(), *ty)),
            Changed((_, ty), _) => procedure.columns[place].1 = *ty,
        }
        places.push(place);
    }
    if let Code::Reads(read) = procedure.implementation {
        procedure.implementation = Code::Reads(Box::new(move |context, arguments| {
            let mut rows = read(context, arguments)?;
            for row in &mut rows {
                for (difference, place) in differences.iter().zip(&places) {
                    match difference {
                        Added(_, _, made) => row.insert(place + 1, made(row)),
                        Changed(_, made) => {
                            row[*place] = made(std::mem::take(&mut row[*place]));
                        }
                    }
                }
            }
            Ok(rows)
        }));
    }
    procedure
}

/// What a command of Cypher 25 is called that differs from Cypher 5's.
pub(crate) fn name_in_cypher_25(name: &str) -> String {
    name.replacen("SHOW ", "SHOW CYPHER 25 ", 1)
}

fn constraint_type(of: Value) -> Value {
    let Value::String(name) = &of else { return of };
    match name.as_str() {
        "UNIQUENESS" => "NODE_PROPERTY_UNIQUENESS".into(),
        "RELATIONSHIP_UNIQUENESS" => "RELATIONSHIP_PROPERTY_UNIQUENESS".into(),
        _ => of,
    }
}

fn without_provider(options: Value) -> Value {
    let Value::Map(options) = options else {
        return options;
    };
    let rest = options.iter().filter(|(key, _)| *key != "indexProvider");
    let rest: Map = rest
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Value::map(rest)
}
