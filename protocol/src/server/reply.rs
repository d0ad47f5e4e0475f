//! What the server says when a request succeeds: the contents of SUCCESS messages.
//!
//! The connection adds what only it knows (the version, patches, stream numbers) and leaves out
//! what the client's version has no place for.

use quiver_types::{Map, ValueWriter};

use crate::notification::{Notification, Outcome};
use crate::packstream::Encoder;

/// The answer to HELLO.
#[derive(Clone, Copy, Debug)]
pub struct HelloReply<'a> {
    /// `Neo4j/<version>` as drivers demand, then what we want to add.
    pub server: &'a str,
    /// A name for the connection, unique within the server.
    pub connection_id: &'a str,
    /// Seconds of silence after which the client may give the connection up; see
    /// [`super::ServerConnection::noop`].
    pub receive_timeout_seconds: Option<u32>,
    /// Whether TELEMETRY is wanted.
    pub telemetry: bool,
    /// Whether the password must be changed before anything else. Only where HELLO logs in.
    pub credentials_expired: bool,
}

/// The answer to LOGON.
#[derive(Clone, Copy, Debug)]
pub struct LogonReply<'a> {
    /// Where clients should connect, as `host:port`.
    pub advertised_address: &'a str,
    /// Whether the password must be changed before anything else.
    pub credentials_expired: bool,
}

/// The answer to RUN.
#[derive(Clone, Copy, Debug)]
pub struct RunReply<'a, F> {
    /// Names of the columns.
    pub fields: &'a [F],
    /// Milliseconds until the first row could be had.
    pub t_first: i64,
    /// The database it runs on.
    pub database: &'a str,
}

/// What kind of query it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueryType {
    /// Reads.
    Read,
    /// Writes and returns nothing.
    Write,
    /// Writes and returns something.
    ReadWrite,
    /// Changes or shows schema, users, databases.
    Schema,
}

impl QueryType {
    /// The letters on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "r",
            Self::Write => "w",
            Self::ReadWrite => "rw",
            Self::Schema => "s",
        }
    }
}

/// What a query changed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[expect(missing_docs, reason = "the names say it all")]
pub struct Counters {
    pub nodes_created: u64,
    pub nodes_deleted: u64,
    pub relationships_created: u64,
    pub relationships_deleted: u64,
    pub properties_set: u64,
    pub labels_added: u64,
    pub labels_removed: u64,
    pub indexes_added: u64,
    pub indexes_removed: u64,
    pub constraints_added: u64,
    pub constraints_removed: u64,
    pub system_updates: u64,
}

impl Counters {
    fn updates(&self) -> [(&'static str, u64); 11] {
        [
            ("nodes-created", self.nodes_created),
            ("nodes-deleted", self.nodes_deleted),
            ("relationships-created", self.relationships_created),
            ("relationships-deleted", self.relationships_deleted),
            ("properties-set", self.properties_set),
            ("labels-added", self.labels_added),
            ("labels-removed", self.labels_removed),
            ("indexes-added", self.indexes_added),
            ("indexes-removed", self.indexes_removed),
            ("constraints-added", self.constraints_added),
            ("constraints-removed", self.constraints_removed),
        ]
    }

    pub(crate) fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Writes the map: counts that are not zero, and what they amount to.
    pub(crate) fn write(&self, out: &mut Encoder) {
        let updates = self.updates();
        let changed = updates.iter().filter(|(_, count)| *count > 0).count();
        let (graph, system) = (changed > 0, self.system_updates > 0);
        out.map(changed + usize::from(graph) + 2 * usize::from(system));
        for (key, count) in updates {
            if count > 0 {
                out.key(key);
                out.integer(i64::try_from(count).unwrap_or(i64::MAX));
            }
        }
        if graph {
            out.key("contains-updates");
            out.boolean(true);
        }
        if system {
            out.key("system-updates");
            out.integer(i64::try_from(self.system_updates).unwrap_or(i64::MAX));
            out.key("contains-system-updates");
            out.boolean(true);
        }
    }
}

/// A plan in the form BOLT.md describes: nested maps of `operatorType`, `identifiers`, `args`,
/// `children`. It must hold plain values only.
#[derive(Clone, Copy, Debug)]
pub enum Plan<'a> {
    /// Of EXPLAIN.
    Plan(&'a Map),
    /// Of PROFILE.
    Profile(&'a Map),
}

/// The answer to the PULL or DISCARD that ends a stream.
#[derive(Clone, Copy, Debug)]
pub struct PullSummary<'a> {
    /// Of the transaction that ended with the stream; `None` in an explicit one.
    pub bookmark: Option<&'a str>,
    /// What changed.
    pub counters: Counters,
    /// The plan, if asked for.
    pub plan: Option<Plan<'a>>,
    /// Notifications; the connection leaves out those that the client does not want.
    pub notifications: &'a [Notification],
    /// How the result ended.
    pub outcome: Outcome,
    /// What kind of query it was.
    pub query_type: QueryType,
    /// Milliseconds until the last row was had.
    pub t_last: i64,
    /// The database it ran on.
    pub database: &'a str,
}

/// The answer to ROUTE: one address in every role.
#[derive(Clone, Copy, Debug)]
pub struct RouteReply<'a> {
    /// Seconds for which the table holds.
    pub ttl_seconds: u32,
    /// The database it is for.
    pub database: &'a str,
    /// `host:port`; echo [`crate::message::Route::address`] where there is one.
    pub address: &'a str,
}

impl RouteReply<'_> {
    pub(crate) fn write(&self, out: &mut Encoder) {
        out.map(1);
        out.key("rt");
        out.map(3);
        out.key("ttl");
        out.integer(i64::from(self.ttl_seconds));
        out.key("db");
        out.string(self.database);
        out.key("servers");
        let roles = ["WRITE", "READ", "ROUTE"];
        out.list(roles.len());
        for role in roles {
            out.map(2);
            out.key("addresses");
            out.list(1);
            out.string(self.address);
            out.key("role");
            out.string(role);
        }
    }
}
