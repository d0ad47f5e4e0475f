//! What there is to tell of a query that is right, and how it is told. Binding notes most of it
//! ([`Told`]) where it meets the thing; `notify` finds the rest. Meet [`Warning`].

use quiver_types::Position;

use crate::edge::Notification;
use crate::syntax::ast::Span;

macro_rules! warnings {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $gql:literal, $severity:literal, $category:literal, $title:literal;)*) => {
        /// What there is to be told.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Warning {
            $($(#[$doc])* $name,)*
        }

        impl Warning {
            /// As it is told.
            pub fn at(self, position: Option<Position>, description: String) -> Notification {
                let (code, gql_status, severity, category, title) = match self {
                    $(Self::$name => (concat!("Neo.ClientNotification.", $code), $gql, $severity, $category, $title),)*
                };
                Notification {
                    code,
                    gql_status,
                    severity,
                    category,
                    title: title.to_owned(),
                    description,
                    position,
                }
            }
        }
    };
}

warnings! {
    /// A deprecated feature.
    Deprecated => "Statement.FeatureDeprecationWarning", "01N00", "WARNING", "DEPRECATION",
        "This feature is deprecated and will be removed in future versions.";
    /// A deprecated feature that has a successor.
    Replaced => "Statement.FeatureDeprecationWarning", "01N01", "WARNING", "DEPRECATION",
        "This feature is deprecated and will be removed in future versions.";
    /// A deprecated feature that nothing succeeds.
    Abolished => "Statement.FeatureDeprecationWarning", "01N02", "WARNING", "DEPRECATION",
        "This feature is deprecated and will be removed in future versions.";
    /// A hint about an index that does not exist.
    HintedIndexNotFound => "Schema.HintedIndexNotFound", "01N31", "WARNING", "HINT",
        "The request (directly or indirectly) referred to an index that does not exist.";
    /// A runtime that this server does not have.
    RuntimeUnsupported => "Statement.RuntimeUnsupportedWarning", "01N40", "WARNING", "UNSUPPORTED",
        "This query is not supported by the chosen runtime.";
    /// A label the database does not have.
    UnknownLabel => "Statement.UnknownLabelWarning", "01N50", "WARNING", "UNRECOGNIZED",
        "The provided label is not in the database.";
    /// A relationship type the database does not have.
    UnknownType => "Statement.UnknownRelationshipTypeWarning", "01N51", "WARNING", "UNRECOGNIZED",
        "The provided relationship type is not in the database.";
    /// A property key the database does not have.
    UnknownKey => "Statement.UnknownPropertyKeyWarning", "01N52", "WARNING", "UNRECOGNIZED",
        "The provided property key is not in the database";
    /// EXPLAIN without a value for a parameter.
    ParameterMissing => "Statement.ParameterNotProvided", "01N60", "WARNING", "GENERIC",
        "The statement refers to a parameter that was not provided in the request.";
    /// A type expression that no relationship can meet.
    Unsatisfiable => "Statement.UnsatisfiableRelationshipTypeExpression", "01N61", "WARNING", "GENERIC",
        "The query contains a relationship type expression that cannot be satisfied.";
    /// Something a procedure's author wants to be known.
    ProcedureWarning => "Procedure.ProcedureWarning", "01N62", "WARNING", "GENERIC",
        "The query used a procedure that generated a warning.";
    /// A relationship variable that one pattern names twice.
    RepeatedRelationship => "Statement.RepeatedRelationshipReference", "01N63", "WARNING", "GENERIC",
        "The query returns no results due to repeated references to a relationship.";
    /// A variable of a subquery that is called like one outside, and is another.
    Shadowing => "Statement.SubqueryVariableShadowing", "03N60", "INFORMATION", "GENERIC",
        "Variable in subquery is shadowing a variable with the same name from the outer scope.";
    /// OPTIONAL before a procedure without columns.
    RedundantOptionalProcedure => "Statement.RedundantOptionalProcedure", "03N61", "INFORMATION", "GENERIC",
        "The use of `OPTIONAL` is redundant when `CALL` is a void procedure.";
    /// OPTIONAL before a subquery without columns.
    RedundantOptionalSubquery => "Statement.RedundantOptionalSubquery", "03N62", "INFORMATION", "GENERIC",
        "The use of `OPTIONAL` is redundant when `CALL` is a unit subquery.";
    /// Patterns that are not connected.
    CartesianProduct => "Statement.CartesianProduct", "03N90", "INFORMATION", "PERFORMANCE",
        "This query builds a cartesian product between disconnected patterns.";
    /// A shortest path without a bound.
    UnboundedShortestPath => "Statement.UnboundedVariableLengthPattern", "03N91", "INFORMATION", "PERFORMANCE",
        "The provided pattern is unbounded, consider adding an upper limit to the number of node hops.";
    /// A shortest path whose predicate is about the whole of it.
    ExhaustiveShortestPath => "Statement.ExhaustiveShortestPath", "03N92", "INFORMATION", "PERFORMANCE",
        "Exhaustive shortest path has been planned for your query that means that shortest path graph algorithm might not be used to find the shortest path.";
    /// LOAD CSV whose rows are all taken in before the next step.
    EagerLoad => "Statement.EagerOperator", "03N94", "INFORMATION", "PERFORMANCE",
        "The execution plan for this query contains the Eager operator, which forces all dependent data to be materialized in main memory before proceeding";
}

/// A warning and the place in the text that it is about.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which.
    pub warning: Warning,
    /// Where, if anywhere.
    pub span: Option<Span>,
    /// What was found and what to do.
    pub description: String,
}

impl Told {
    /// One about a part of the text.
    pub fn at(warning: Warning, span: Span, description: impl Into<String>) -> Self {
        Self {
            warning,
            span: Some(span),
            description: description.into(),
        }
    }
}

/// The warnings as they are told, in their order. A long text is gone through once.
pub fn placed(told: Vec<Told>, text: &str) -> Vec<Notification> {
    let mut order: Vec<usize> = (0..told.len()).collect();
    order.sort_unstable_by_key(|at| told[*at].span.map_or(0, |span| span.start));
    let mut positions = vec![None; told.len()];
    let (mut byte, mut position) = (0, Position::of_byte(text, 0));
    for at in order {
        let Some(span) = told[at].span else { continue };
        let start = span.start as usize;
        position = position.after(text.get(byte..start).unwrap_or_default());
        byte = byte.max(start);
        positions[at] = Some(position);
    }
    told.into_iter()
        .zip(positions)
        .map(|(told, position)| told.warning.at(position, told.description))
        .collect()
}
