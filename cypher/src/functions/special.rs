//! Rows of functions that have a grammar of their own: the parser turns `all(x IN list WHERE ...)`
//! into an expression of its own, so nothing here is ever called.

use super::{Function, Implementation, Type};

const fn row(
    category: &'static str,
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    shown: &'static [&'static str],
    description: &'static str,
) -> Function {
    let mut row = Function::scalar(
        category,
        name,
        arguments,
        returns,
        |_, _| Ok(quiver_types::Value::Null),
        description,
    );
    row.implementation = Implementation::Syntax;
    row.shown(shown)
}

const QUANTIFIED: &[(&str, Type)] = &[("variable", Type::Any), ("list", Type::List)];

pub(super) const FUNCTIONS: &[Function] = &[
    row(
        "Predicate",
        "all",
        QUANTIFIED,
        Type::Boolean,
        &[
            "all(variable :: VARIABLE IN list :: LIST<ANY> WHERE predicate :: ANY) :: BOOLEAN",
        ],
        "Whether a predicate holds for every item of a list.",
    )
    .examples(&[
        ("all(x IN [1, 2] WHERE x > 0)", "true"),
        ("all(x IN [] WHERE x > 0)", "true"),
        ("all(x IN [1, null] WHERE x > 0)", "null"),
    ]),
    row(
        "Predicate",
        "any",
        QUANTIFIED,
        Type::Boolean,
        &[
            "any(variable :: VARIABLE IN list :: LIST<ANY> WHERE predicate :: ANY) :: BOOLEAN",
        ],
        "Whether a predicate holds for at least one item of a list.",
    )
    .examples(&[
        ("any(x IN [1, 2] WHERE x > 1)", "true"),
        ("any(x IN [] WHERE true)", "false"),
    ]),
    row(
        "Predicate",
        "none",
        QUANTIFIED,
        Type::Boolean,
        &[
            "none(variable :: VARIABLE IN list :: LIST<ANY> WHERE predicate :: ANY) :: BOOLEAN",
        ],
        "Whether a predicate holds for no item of a list.",
    )
    .examples(&[("none(x IN [1, 2] WHERE x > 2)", "true")]),
    row(
        "Predicate",
        "single",
        QUANTIFIED,
        Type::Boolean,
        &[
            "single(variable :: VARIABLE IN list :: LIST<ANY> WHERE predicate :: ANY) :: BOOLEAN",
        ],
        "Whether a predicate holds for exactly one item of a list.",
    )
    .examples(&[("single(x IN [1, 2] WHERE x > 1)", "true")]),
    row(
        "Predicate",
        "allReduce",
        &[
            ("accumulator = initial", Type::Any),
            ("variable IN list | reducer", Type::Any),
            ("predicate", Type::Boolean),
        ],
        Type::Boolean,
        &[
            "allReduce(accumulator :: VARIABLE = initial :: ANY, variable :: VARIABLE IN list :: LIST<ANY> | reducer :: ANY, predicate :: BOOLEAN) :: BOOLEAN",
        ],
        "Whether a predicate holds for everything that an expression makes of a start value and the items of a list.",
    )
    .in_25()
    .examples(&[
        ("allReduce(sum = 0, x IN [1, 2] | sum + x, sum < 5)", "true"),
        ("allReduce(sum = 0, x IN [1, 2] | sum + x, sum < 3)", "false"),
    ]),
    row(
        "List",
        "reduce",
        &[("accumulator", Type::Any), ("variable", Type::List)],
        Type::Any,
        &[
            "reduce(accumulator :: VARIABLE = initial :: ANY, variable :: VARIABLE IN list :: LIST<ANY> | expression :: ANY) :: ANY",
        ],
        "What an expression makes of a start value and the items of a list, one after the other.",
    )
    .examples(&[("reduce(s = 0, x IN [1, 2, 3] | s + x)", "6")]),
    row(
        "Predicate",
        "property_exists",
        &[
            ("element", Type::NodeOrRelationship),
            ("propertyKeyName", Type::String),
        ],
        Type::Boolean,
        &[],
        "Whether a node or relationship has a property; the key is written without quotes.",
    )
    .in_25()
    .examples(&[("WITH {a: 1} AS n RETURN property_exists(n, a)", "true")]),
    row(
        "Graph",
        "graph.byName",
        &[("name", Type::String)],
        Type::Graph,
        &[],
        "The graph of a name, for the USE clause only.",
    )
    .examples(&[("graph.byName('neo4j')", "!SyntaxError")]),
    row(
        "Graph",
        "graph.byElementId",
        &[("elementId", Type::String)],
        Type::Graph,
        &[],
        "The graph that holds what has an element id, for the USE clause only.",
    )
    .examples(&[("graph.byElementId('4:x:0')", "!SyntaxError")]),
];

/// Whether it is one of `all`, `any`, `none` and `single`, which Neo4j does not know as functions.
pub(crate) fn is_quantifier(function: &Function) -> bool {
    matches!(function.name, "all" | "any" | "none" | "single")
}

/// What is wrong when such a name is called like a function.
pub(crate) fn misuse(function: &Function) -> String {
    match function.name {
        "graph.byName" | "graph.byElementId" => format!(
            "`{}` is only allowed at the first position of a USE clause",
            function.name
        ),
        name => format!(
            "`{name}(...)` has a grammar of its own: {}",
            function
                .signatures()
                .first()
                .map_or("", |(signature, _)| signature.as_str())
        ),
    }
}
