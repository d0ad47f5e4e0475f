//! Notifications a plan gives rise to: names the database does not know, patterns that multiply.

use std::collections::HashSet;

use quiver_types::{Position, Text};

use crate::binder::{Places, Tables};
use crate::plan::{Operator, OperatorKind, walk};
use crate::syntax::ast::Span;
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
}

/// Names that `places` read and the database does not have, each with its notification.
pub fn unknown_names(
    places: &Places,
    tables: &Tables,
    text: &str,
    context: &dyn PlanContext,
) -> Vec<(Unknown, Notification)> {
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
    let mut seen: HashSet<Unknown, foldhash::fast::RandomState> = HashSet::default();
    let found: Vec<(Unknown, Span)> = labels
        .chain(types)
        .chain(keys)
        .filter(|(unknown, _)| !seen.contains(unknown) && seen.insert(unknown.clone()))
        .filter(|(unknown, _)| unknown.holds(context))
        .collect();
    // Positions one after the other, so that a long text is gone through once.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_unstable_by_key(|at| found[*at].1.start);
    let mut positions = vec![Position::of_byte(text, 0); found.len()];
    let (mut byte, mut position) = (0, Position::of_byte(text, 0));
    for at in order {
        let start = found[at].1.start as usize;
        position = position.after(text.get(byte..start).unwrap_or_default());
        byte = byte.max(start);
        positions[at] = position;
    }
    found
        .into_iter()
        .zip(positions)
        .map(|((unknown, _), position)| {
            let notification = unknown_name(&unknown, position);
            (unknown, notification)
        })
        .collect()
}

fn unknown_name(unknown: &Unknown, position: Position) -> Notification {
    let (code, gql_status, title, what, name) = match unknown {
        Unknown::Label(name) => (
            "Neo.ClientNotification.Statement.UnknownLabelWarning",
            "01N50",
            "The provided label is not in the database.",
            "label",
            name,
        ),
        Unknown::RelationshipType(name) => (
            "Neo.ClientNotification.Statement.UnknownRelationshipTypeWarning",
            "01N51",
            "The provided relationship type is not in the database.",
            "relationship type",
            name,
        ),
        Unknown::PropertyKey(name) => (
            "Neo.ClientNotification.Statement.UnknownPropertyKeyWarning",
            "01N52",
            "The provided property key is not in the database",
            "property key",
            name,
        ),
    };
    Notification {
        code,
        gql_status,
        severity: "WARNING",
        category: "UNRECOGNIZED",
        title: title.to_owned(),
        description: format!(
            "The query reads a {what} that the database does not have; check its spelling (the missing name is: {name})"
        ),
        position: Some(position),
    }
}

/// The warning for a plan that multiplies unconnected patterns.
pub fn cartesian_product(root: &Operator) -> Option<Notification> {
    let here = matches!(root.kind, OperatorKind::CartesianProduct { .. });
    if !here {
        return walk::children(root).into_iter().find_map(cartesian_product);
    }
    Some(Notification {
        code: "Neo.ClientNotification.Statement.CartesianProduct",
        gql_status: "03N90",
        severity: "INFORMATION",
        category: "PERFORMANCE",
        title: "This query builds a cartesian product between disconnected patterns.".to_owned(),
        description: "The query has patterns that are not connected, so every match of one is combined with every match of the other; connect them with a relationship or a condition if that is not what is wanted".to_owned(),
        position: Some(Position { offset: 0, line: 1, column: 1 }),
    })
}

/// The warning for a relationship variable that a pattern names twice.
pub fn repeated_relationship(position: Position) -> Notification {
    Notification {
        code: "Neo.ClientNotification.Statement.RepeatedRelationshipReference",
        gql_status: "01N63",
        severity: "WARNING",
        category: "GENERIC",
        title: "The query returns no results due to repeated references to a relationship.".to_owned(),
        description: "A pattern names the same relationship variable more than once; a match never holds a relationship twice, so nothing can be found".to_owned(),
        position: Some(position),
    }
}
