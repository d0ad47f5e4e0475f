//! Between the words of `protocol` and those of `cypher` and `session`.

use quiver_cypher::{Notification, QueryStatistics, QueryType};
use quiver_protocol::message::{AccessMode, TransactionOptions};
use quiver_protocol::notification::{self, Condition, Outcome};
use quiver_protocol::server::reply;

use crate::session::{Options, Plan, Shape};

/// What a client asks of a transaction. Metadata is for people who list transactions, which
/// nobody can yet.
pub(super) fn options(options: TransactionOptions) -> Options {
    Options {
        database: options.database,
        mode: match options.mode {
            AccessMode::Write => quiver_storage::AccessMode::Write,
            AccessMode::Read => quiver_storage::AccessMode::Read,
        },
        bookmarks: options.bookmarks,
        timeout_ms: options.timeout_ms,
        impersonated_user: options.impersonated_user,
        metadata: options.metadata,
    }
}

/// Notifications by the protocol's table. One that is not in it is a defect of the engine; the
/// client loses a warning and no result.
pub(super) fn notifications(found: &[Notification]) -> Vec<notification::Notification> {
    found
        .iter()
        .filter_map(|notification| {
            let condition = condition(notification);
            if condition.is_none() {
                tracing::error!(code = notification.code, "an unknown notification");
            }
            Some(notification::Notification {
                condition: condition?,
                text: notification.description.clone(),
                position: notification.position,
            })
        })
        .collect()
}

fn condition(notification: &Notification) -> Option<Condition> {
    Condition::ALL.iter().copied().find(|condition| {
        condition.gql_status() == notification.gql_status && condition.code() == notification.code
    })
}

pub(super) fn counters(found: &QueryStatistics) -> reply::Counters {
    reply::Counters {
        nodes_created: found.nodes_created,
        nodes_deleted: found.nodes_deleted,
        relationships_created: found.relationships_created,
        relationships_deleted: found.relationships_deleted,
        properties_set: found.properties_set,
        labels_added: found.labels_added,
        labels_removed: found.labels_removed,
        indexes_added: found.indexes_added,
        indexes_removed: found.indexes_removed,
        constraints_added: found.constraints_added,
        constraints_removed: found.constraints_removed,
        system_updates: found.system_updates,
    }
}

pub(super) fn plan(plan: Option<&Plan>) -> Option<reply::Plan<'_>> {
    match plan {
        Some(Plan::Explained(map)) => Some(reply::Plan::Plan(map)),
        Some(Plan::Profiled(map)) => Some(reply::Plan::Profile(map)),
        None => None,
    }
}

pub(super) fn outcome(shape: Shape) -> Outcome {
    match shape {
        Shape::Omitted => Outcome::Omitted,
        Shape::Unseen => Outcome::Unseen,
        Shape::Empty => Outcome::NoData,
        Shape::Rows => Outcome::Rows,
    }
}

pub(super) fn query_type(kind: QueryType) -> reply::QueryType {
    match kind {
        QueryType::Read => reply::QueryType::Read,
        QueryType::ReadWrite => reply::QueryType::ReadWrite,
        QueryType::Write => reply::QueryType::Write,
        QueryType::Schema => reply::QueryType::Schema,
    }
}
