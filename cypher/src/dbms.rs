//! What procedures and commands learn from the server around the engine, and what they ask of it.
//!
//! Meet [`Dbms`]. What is described here is data; how it reads in a row is in
//! `procedures/server.rs`.

use std::io::Read;

use quiver_types::{Failure, Map, Status, Text};

use crate::administration::{Secret, SystemCommand};

/// A database as SHOW DATABASES lists it.
#[derive(Clone, Debug)]
pub struct DatabaseInfo {
    /// Name.
    pub name: Text,
    /// `standard` or `system`.
    pub kind: &'static str,
    /// Address clients reach it at.
    pub address: Text,
    /// `online` or what else it is.
    pub status: Text,
    /// The version of the language of queries that do not say theirs, e.g. `CYPHER 5`.
    pub language: &'static str,
    /// Whether it is the default database.
    pub is_default: bool,
    /// Its identity in hexadecimal.
    pub id: Text,
    /// The server's identity.
    pub server_id: Text,
    /// Nanoseconds since 1970 when it was opened.
    pub started: i64,
}

/// A setting as SHOW SETTINGS lists it.
#[derive(Clone, Debug)]
pub struct SettingInfo {
    /// Name.
    pub name: Text,
    /// Value, in text form.
    pub value: Text,
    /// Value when the server started.
    pub startup: Text,
    /// Whether it can be changed while the server runs.
    pub dynamic: bool,
    /// Default, in text form.
    pub default: Text,
    /// What it is for.
    pub description: Text,
    /// What is valid.
    pub valid: Text,
    /// Whether somebody gave it.
    pub explicit: bool,
}

/// A user as SHOW USERS lists one.
#[derive(Clone, Debug)]
pub struct UserInfo {
    /// Name.
    pub name: Text,
    /// Whether the password must be changed first.
    pub change_required: bool,
}

/// A connection as dbms.listConnections lists it.
#[derive(Clone, Debug)]
pub struct ConnectionInfo {
    /// Its name, e.g. `bolt-7`.
    pub id: Text,
    /// Nanoseconds since 1970 when it was made.
    pub connected: i64,
    /// `bolt` or `http`.
    pub connector: &'static str,
    /// Who logged in; empty where nobody has to.
    pub user: Text,
    /// What the client calls itself.
    pub agent: Text,
    /// The server's side of it.
    pub server_address: Text,
    /// The client's side of it.
    pub client_address: Text,
}

/// A transaction as SHOW TRANSACTIONS lists it.
#[derive(Clone, Debug)]
pub struct TransactionInfo {
    /// Its database.
    pub database: Text,
    /// Its id, e.g. `neo4j-transaction-12`.
    pub id: Text,
    /// The connection it is of.
    pub connection: ConnectionInfo,
    /// What the client says about it.
    pub metadata: Map,
    /// Nanoseconds since 1970 when it began.
    pub started: i64,
    /// Nanoseconds it has lasted.
    pub elapsed: i64,
    /// Why it was ended, if it was.
    pub ended: Option<Text>,
    /// What it runs now.
    pub query: Option<QueryInfo>,
}

/// A running query of a transaction.
#[derive(Clone, Debug)]
pub struct QueryInfo {
    /// Its id, e.g. `query-7`.
    pub id: Text,
    /// Its text, without passwords.
    pub text: Text,
    /// Its parameters, without passwords.
    pub parameters: Map,
    /// Nanoseconds since 1970 when it began.
    pub started: i64,
    /// Nanoseconds it has lasted.
    pub elapsed: i64,
}

/// What LOAD CSV reads from.
pub struct ImportSource {
    /// The bytes, uncompressed. Where nothing has come yet reading fails with
    /// [`ErrorKind::WouldBlock`](std::io::ErrorKind::WouldBlock), after a moment, and is tried again
    /// if the query is still wanted. An error that holds a [`Failure`] is told as that.
    pub content: Box<dyn Read + Send>,
    /// What `file()` says.
    pub name: Text,
    /// Whether a backslash in a quoted field escapes a quote or a backslash.
    pub backslash_escapes: bool,
}

/// A query that the server runs beside its clients, in transactions of its own.
#[derive(Clone, Debug)]
pub struct Job {
    /// Name; a job that has it already is given up.
    pub name: Text,
    /// What is run.
    pub statement: Text,
    /// Its parameters.
    pub parameters: Map,
    /// Seconds between the end of a run and the next; `None` for one run.
    pub every: Option<u64>,
}

/// A job as `apoc.periodic.list` lists one.
#[derive(Clone, Debug)]
pub struct JobInfo {
    /// Name.
    pub name: Text,
    /// Seconds between two runs; `None` for one run.
    pub every: Option<u64>,
    /// Whether it has ended, in whichever way.
    pub done: bool,
    /// Whether it was ended before it was done.
    pub cancelled: bool,
}

/// What became of a wish to end a transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Terminated {
    /// It is asked to stop; the user whose it is.
    Yes(Text),
    /// There is none of that id.
    NotFound,
}

/// What procedures and administration commands may ask of the server around the engine. A server
/// gives one to each session; what has a body is not known to hosts without users or connections.
pub trait Dbms: Send + Sync {
    /// Product version in Neo4j's numbering, and edition, for `dbms.components`.
    fn version(&self) -> (&str, &str);
    /// All databases.
    fn databases(&self) -> Vec<DatabaseInfo>;
    /// All settings.
    fn settings(&self) -> Vec<SettingInfo>;
    /// Whether test-only procedures may be defined.
    fn test_hooks(&self) -> bool;

    /// Changes a setting while the server runs; an empty text brings the value back that it had
    /// when the server started.
    fn set_setting(&self, name: &str, _value: &str) -> Result<(), Failure> {
        Err(Failure::new(
            Status::ProcedureCallFailed,
            format!("Unknown setting: {name}"),
        ))
    }

    /// Name of the database the session is on.
    fn current_database(&self) -> Text {
        Text::new("neo4j")
    }
    /// All users.
    fn users(&self) -> Vec<UserInfo> {
        Vec::new()
    }
    /// The user who asks; `None` where nobody logs in, or is gone.
    fn current_user(&self) -> Option<UserInfo> {
        None
    }
    /// Runs a command about users or databases; gives how many updates it counts as. It lasts once the
    /// transaction commits.
    fn administer(&self, _command: &SystemCommand<Text, Secret>) -> Result<u64, Failure> {
        Err(Failure::new(
            Status::UnsupportedAdministrationCommand,
            "There are no users and no databases to change here.",
        ))
    }
    /// All open transactions.
    fn transactions(&self) -> Vec<TransactionInfo> {
        Vec::new()
    }
    /// Asks a transaction to stop.
    fn terminate(&self, _id: &str) -> Terminated {
        Terminated::NotFound
    }
    /// All connections.
    fn connections(&self) -> Vec<ConnectionInfo> {
        Vec::new()
    }
    /// Ends a connection; gives the user whose it was, if there is one of that id.
    fn kill_connection(&self, _id: &str) -> Option<Text> {
        None
    }
    /// How long a routing table holds, in seconds, and the address in it; `dialled` is what the
    /// client says it reached.
    fn routing(&self, _dialled: Option<&str>) -> (i64, Text) {
        (300, Text::new("localhost:7687"))
    }
    /// What the client said about the transaction.
    fn transaction_metadata(&self) -> Map {
        Map::new()
    }
    /// The name of a transaction that a query begins, as SHOW TRANSACTIONS would call it.
    fn new_transaction_id(&self) -> Text {
        Text::new("neo4j-transaction-0")
    }
    /// Opens what LOAD CSV names. It may take as long as files and networks take.
    fn open_import(&self, url: &str) -> Result<ImportSource, Failure> {
        Err(Failure::new(
            Status::ExternalResourceFailed,
            format!("Cannot load from URL '{url}': this host imports nothing"),
        ))
    }
    /// Starts a job as the user who asks. It runs at once, whatever becomes of the transaction.
    fn start_job(&self, _job: Job) -> Result<(), Failure> {
        Err(Failure::new(
            Status::ProcedureCallFailed,
            "This host runs nothing beside its queries.",
        ))
    }
    /// All jobs that were not cancelled.
    fn jobs(&self) -> Vec<JobInfo> {
        Vec::new()
    }
    /// Ends a job and forgets it; gives what it was, if there is one of that name.
    fn cancel_job(&self, _name: &str) -> Option<JobInfo> {
        None
    }
    /// Puts other words about the transaction in place.
    fn set_transaction_metadata(&self, _metadata: Map) {}
}

/// Around an engine inside of a program that is no server: nothing but a version to tell.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoServer {
    /// Whether test-only procedures may be defined.
    pub test_hooks: bool,
}

impl Dbms for NoServer {
    fn version(&self) -> (&str, &str) {
        ("5.26.0", "community")
    }
    fn databases(&self) -> Vec<DatabaseInfo> {
        Vec::new()
    }
    fn settings(&self) -> Vec<SettingInfo> {
        Vec::new()
    }
    fn test_hooks(&self) -> bool {
        self.test_hooks
    }
}
