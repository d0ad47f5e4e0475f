//! Notifications that need the database or the plan: names and indexes the database does not have,
//! LOAD CSV whose rows pile up, parameters that EXPLAIN was not given. Meet [`unknown_names`].

use std::collections::HashSet;

use quiver_types::Text;

use crate::binder::{HintedIndex, Places, Tables};
use crate::plan::{Operator, OperatorKind, walk};
use crate::syntax::{self, ast::Span};
use crate::warning::{Told, Warning};
use crate::{Notification, PlanContext};

/// A name a query reads that the database did not have when it was planned.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Unknown {
    /// A label.
    Label(Text),
    /// A relationship type.
    RelationshipType(Text),
    /// A property key.
    PropertyKey(Text),
}

impl Unknown {
    /// Whether the database still does not have it.
    pub fn holds(&self, context: &dyn PlanContext) -> bool {
        match self {
            Self::Label(name) => context.label(name).is_none(),
            Self::RelationshipType(name) => context.relationship_type(name).is_none(),
            Self::PropertyKey(name) => context.property_key(name).is_none(),
        }
    }

    fn told(&self, span: Span) -> Told {
        let (warning, what, name) = match self {
            Self::Label(name) => (Warning::UnknownLabel, "label", name),
            Self::RelationshipType(name) => (Warning::UnknownType, "relationship type", name),
            Self::PropertyKey(name) => (Warning::UnknownKey, "property key", name),
        };
        Told::at(
            warning,
            span,
            format!(
                "The query reads a {what} that the database does not have; check its spelling (the missing name is: {name})"
            ),
        )
    }
}

/// Names that `places` read and the database does not have, each once, and what there is to be
/// told of each place.
pub fn unknown_names(
    places: &Places,
    tables: &Tables,
    context: &dyn PlanContext,
) -> (Vec<Unknown>, Vec<Told>) {
    let labels = places.labels.iter().map(|(label, span)| {
        let name = tables.labels[label.0 as usize].clone();
        (Unknown::Label(name), *span)
    });
    let types = places.types.iter().map(|(ty, span)| {
        let name = tables.relationship_types[ty.0 as usize].clone();
        (Unknown::RelationshipType(name), *span)
    });
    let keys = places.keys.iter().map(|(key, span)| {
        let name = tables.property_keys[key.0 as usize].clone();
        (Unknown::PropertyKey(name), *span)
    });
    let mut known: HashSet<Unknown, foldhash::fast::RandomState> = HashSet::default();
    let mut missing: indexmap::IndexSet<Unknown, foldhash::fast::RandomState> =
        indexmap::IndexSet::default();
    let mut told = Vec::new();
    for (name, span) in labels.chain(types).chain(keys) {
        if known.contains(&name) {
            continue;
        }
        if !missing.contains(&name) {
            if !name.holds(context) {
                known.insert(name);
                continue;
            }
            missing.insert(name.clone());
        }
        told.push(name.told(span));
    }
    (missing.into_iter().collect(), told)
}

/// Names of Cypher 5 that have to stand in backticks from Cypher 25 on.
pub fn old_names(text: &str) -> impl Iterator<Item = Told> {
    let description =
        "A name with a sign such as `$` in it has to stand in backticks from Cypher 25 on";
    let names = syntax::old_names(text).into_iter();
    names.map(move |span| Told::at(Warning::Deprecated, span, description))
}

/// Hints about indexes that do not exist.
pub fn missing_indexes(hints: &[HintedIndex], context: &dyn PlanContext) -> Vec<Told> {
    let schema = context.schema();
    let exists = |hint: &HintedIndex| {
        let keys: Option<Vec<_>> = hint
            .keys
            .iter()
            .map(|key| context.property_key(key))
            .collect();
        let target = match hint.of_relationships {
            true => context
                .relationship_type(&hint.name)
                .map(quiver_storage::SchemaTarget::RelationshipType),
            false => context
                .label(&hint.name)
                .map(quiver_storage::SchemaTarget::Label),
        };
        let mut indexes = schema.indexes.iter();
        indexes.any(|index| {
            Some(index.target) == target
                && Some(&index.properties[..]) == keys.as_deref()
                && hint.kind.is_none_or(|kind| kind == index.kind)
        })
    };
    hints
        .iter()
        .filter(|hint| !exists(hint))
        .map(|hint| Told {
            warning: Warning::HintedIndexNotFound,
            span: None,
            description: format!(
                "The hint names an index over `{}` ({}) that does not exist; SHOW INDEXES lists those that do",
                hint.name,
                hint.keys.join(", ")
            ),
        })
        .collect()
}

/// The warning for a plan that holds all rows of LOAD CSV before it goes on.
pub fn eager_load(root: &Operator) -> Option<Told> {
    let loads = |operator: &Operator| {
        walk::any(operator, &|operator| {
            matches!(operator.kind, OperatorKind::LoadCsv { .. })
        })
    };
    let found = walk::any(root, &|operator| {
        matches!(operator.kind, OperatorKind::Eager { .. }) && loads(operator)
    });
    found.then(|| Told {
        warning: Warning::EagerLoad,
        span: None,
        description: "With LOAD CSV an Eager step takes in all rows of the file before the next step; split the query where that matters".to_owned(),
    })
}

/// The warning for a parameter that is a list where a truth value is asked for.
pub fn list_as_truth() -> Notification {
    let description = "Converting a list or a path to a boolean is deprecated and will be removed without a replacement.";
    Warning::Abolished.at(None, description.to_owned())
}

/// What EXPLAIN says of parameters that were not given.
pub fn missing_parameters(names: &[&str]) -> Option<Notification> {
    if names.is_empty() {
        return None;
    }
    let description = format!(
        "The plan was made without the values of the parameters: {}",
        names.join(", ")
    );
    Some(Warning::ParameterMissing.at(None, description))
}
