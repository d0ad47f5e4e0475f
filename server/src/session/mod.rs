//! A client's session: transactions, open results, and the one path by which anything is written.
//!
//! Bolt uses it now, the HTTP query interface will. It speaks of databases, transactions and rows,
//! never of messages. A session does one thing at a time; what stops it from outside is
//! [`Cancel`]. After an error the transaction is rolled back and gone. Meet [`Session`] first;
//! running, waiting and running again is in `run`, committing in `commit`.

mod again;
pub mod bookmark;
mod cancel;
mod commit;
mod dbms;
mod run;
mod summary;
mod work;

use std::sync::Arc;
use std::time::Duration;

use quiver_cypher::{Cursor, Dbms, InterruptReason, Prepared, QueryType};
use quiver_storage::{AccessMode, Isolation, Timestamp, Transaction, TransactionOptions};
use quiver_types::{DatabaseId, Failure, Map, Status, Text, Value};

use crate::auth::{Identity, Standing};
use crate::config::Settings;
use crate::config::value::{IsolationLevel, SettingValue};
use crate::connections::{Connection, Current};
use crate::databases::{Kind, Named};
use crate::query_log::Entry;
use crate::server::Shared;

pub use cancel::Cancel;
pub use summary::{Plan, Shape, Summary};
pub use work::Rows;

/// Metadata of a transaction that choose its isolation.
const ISOLATION: &str = "quiver.isolation";

/// What the client asks of a transaction.
#[derive(Clone, Debug)]
pub struct Options {
    /// Database; `None` is the home database.
    pub database: Option<Text>,
    /// Reads only, or writes too.
    pub mode: AccessMode,
    /// States it must see.
    pub bookmarks: Vec<Text>,
    /// Its own time limit in milliseconds; `None` and 0 for none.
    pub timeout_ms: Option<u64>,
    /// Another user to act as.
    pub impersonated_user: Option<Text>,
    /// What the client says about it, to be shown to who asks.
    pub metadata: Map,
}

/// Why a request was not done. Whatever transaction was open is rolled back.
#[derive(Debug)]
pub enum End {
    /// Tell the client.
    Failure(Box<Failure>),
    /// Whether the commit happened is not known: tell nothing and close the connection.
    Uncertain,
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

/// The rows were lost with the query, in a defect: the connection cannot go on.
#[derive(Debug)]
pub struct Lost;

/// A query that was begun.
pub struct Begun {
    /// The plan; it knows the columns.
    pub prepared: Arc<Prepared>,
    /// Milliseconds it took until rows could be asked for.
    pub t_first: i64,
    /// Name of the database it runs on.
    pub database: &'static str,
}

/// Which rows are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fetch {
    /// Up to so many rows, all for `None`.
    Deliver(Option<u64>),
    /// Run to the end, deliver nothing.
    DiscardAll,
    /// The rest of the last fetch, which paused because the rows were full.
    Continue,
}

/// How a fetch ended.
#[derive(Debug)]
pub enum Progress {
    /// The rows are full: take them and fetch on with [`Fetch::Continue`].
    Full,
    /// All that was asked for was delivered and there may be more.
    HasMore,
    /// The result ended.
    Finished(Box<Summary>),
}

/// A client's session.
pub struct Session {
    shared: Arc<Shared>,
    cancel: Arc<Cancel>,
    /// Where others see what this session does.
    connection: Arc<Connection>,
    /// What its queries may ask of the server.
    dbms: Arc<dyn Dbms>,
    /// What is known of the user, as of which state of the users.
    standing: (u64, Standing),
    open: Option<Open>,
}

/// An open transaction.
struct Open {
    database: Named,
    options: TransactionOptions,
    /// Away while a worker has it. It and the cursor go from hand to hand, and are large.
    transaction: Option<Box<Transaction>>,
    /// Whether it ends with its one result.
    auto: bool,
    /// Whether it changed the schema: then committing may take long.
    schema: bool,
    isolation: Isolation,
    results: Vec<OpenResult>,
    statements: u64,
    /// Wall clock nanoseconds when it began.
    started: i64,
    deadline: Option<Deadline>,
    /// Why it was ended from outside while nobody asked anything of it.
    ended: Option<Failure>,
    /// What the first statement was; others must go with it.
    kind: Option<StatementKind>,
    counted: Counted,
    _listed: Listed,
}

/// What may not share a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum StatementKind {
    Read,
    Write,
    Schema,
    Administration,
}

impl StatementKind {
    fn of(prepared: &Prepared) -> Self {
        if prepared.is_administration() {
            return Self::Administration;
        }
        match (prepared.is_updating(), prepared.query_type()) {
            (false, _) => Self::Read,
            (true, QueryType::Schema) => Self::Schema,
            (true, _) => Self::Write,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Read => "Read query",
            Self::Write => "Write query",
            Self::Schema => "Schema modification",
            Self::Administration => "Administration command",
        }
    }
}

/// Keeps a transaction among those that are listed until it ends.
struct Listed(Arc<Connection>);

impl Drop for Listed {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// When a transaction's time is over, on the monotonic clock, and whose limit that is.
#[derive(Clone, Copy)]
struct Deadline {
    nanos: u64,
    reason: InterruptReason,
}

/// A result with rows to give.
struct OpenResult {
    qid: i64,
    prepared: Arc<Prepared>,
    parameters: Arc<Map>,
    /// Away while a worker has it, and before the (re)start.
    cursor: Option<Box<Cursor>>,
    begun: bool,
    finished: bool,
    /// Where it reads; other statements of the transaction may read elsewhere.
    snapshot: Option<Timestamp>,
    /// Rows delivered so far.
    delivered: u64,
    fetch: work::Remaining,
    /// For how many nanoseconds it has run on workers.
    spent: u64,
    /// Monotonic nanoseconds when rows became available.
    available: u64,
    /// Makes running it panic, for tests.
    sabotage: bool,
    /// Its line in the query log, if there is one.
    logged: Option<Box<Entry>>,
    _counted: Running,
}

/// Counts a query in the metrics while its result is open.
struct Running(Arc<Shared>);

impl Running {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.metrics.queries_running.add(1);
        Self(shared.clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.metrics.queries_running.add(-1);
    }
}

/// Counts a transaction in the metrics from begin to end.
struct Counted {
    shared: Arc<Shared>,
    committed: bool,
}

impl Counted {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.metrics.transactions.add(1);
        Self {
            shared: shared.clone(),
            committed: false,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let metrics = &self.shared.metrics;
        metrics.transactions.add(-1);
        if self.committed {
            metrics.commits.increment();
        } else {
            metrics.rollbacks.increment();
        }
    }
}

impl Session {
    /// A session with nothing open. Who is at the other end, and who logged in, it is told
    /// through [`Self::connection`] and [`Self::log_in`].
    pub fn new(shared: Arc<Shared>) -> Self {
        let cancel: Arc<Cancel> = Arc::default();
        let connection = shared.connections.enter(&*shared.clock, cancel.clone());
        let dbms = dbms::SessionDbms {
            shared: shared.clone(),
            connection: connection.clone(),
        };
        Self {
            cancel,
            connection,
            dbms: Arc::new(dbms),
            standing: (u64::MAX, Standing::Good("".into())),
            open: None,
            shared,
        }
    }

    /// The session as others see it.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// From now on the session is this user's.
    pub fn log_in(&mut self, identity: Identity) {
        self.connection.identify(Some(identity));
        self.standing.0 = u64::MAX;
    }

    /// From now on the session is nobody's.
    pub fn log_out(&mut self) {
        self.connection.identify(None);
        self.standing.0 = u64::MAX;
    }

    /// Whether the user must change the password before anything else.
    pub fn is_expired(&mut self) -> bool {
        matches!(self.look_up_standing(), Standing::Expired(_))
    }

    /// What became of the user. Looked up again only when users have changed.
    fn look_up_standing(&mut self) -> &Standing {
        let auth = &self.shared.auth;
        let epoch = auth.epoch();
        if self.standing.0 != epoch
            && let Some(identity) = self.connection.identity()
        {
            let standing = auth.standing(&identity);
            if let Standing::Good(name) | Standing::Expired(name) = &standing {
                self.connection.rename(name);
            }
            self.standing = (epoch, standing);
        }
        &self.standing.1
    }

    /// Refuses users that are gone, and, on other databases than `system`, those who must change
    /// their passwords.
    fn check_standing(&mut self, kind: Kind) -> Result<(), Failure> {
        match (self.look_up_standing(), kind) {
            (Standing::Gone, _) => Err(Failure::new(
                Status::AuthorizationExpired,
                "Authorization info expired: the user was dropped or has another password.",
            )),
            (Standing::Expired(_), Kind::Standard) => {
                Err(expired("ACCESS on database 'neo4j' is not allowed."))
            }
            (Standing::Expired(_), Kind::System) | (Standing::Good(_), _) => Ok(()),
        }
    }

    /// What stops the session's present transaction.
    pub fn cancel(&self) -> &Arc<Cancel> {
        &self.cancel
    }

    /// Whether a transaction is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Identity of the database whose rows a fetch delivers.
    pub fn database_id(&self) -> Option<DatabaseId> {
        self.open.as_ref().map(|open| open.database.queried.id())
    }

    /// Runs a query in a transaction of its own; nobody wants its rows.
    pub async fn run_to_end(
        &mut self,
        text: &Text,
        parameters: Map,
        options: Options,
    ) -> Result<(), End> {
        self.run(text, parameters, Some(options), 0).await?;
        let ended = self.fetch(0, Fetch::DiscardAll, work::NoRows::default());
        match ended.await {
            Ok((_, Ok(_))) => Ok(()),
            Ok((_, Err(end))) => Err(end),
            Err(Lost) => Err(internal("a running query was lost")),
        }
    }

    /// Opens an explicit transaction; gives the name of its database.
    pub async fn begin(&mut self, options: Options) -> Result<&'static str, End> {
        self.cancel.renew();
        let (database, deadline) = self.admit(&options, Status::DatabaseNotFound).await?;
        self.check_standing(database.kind)?;
        let name = database.name;
        self.open = Some(self.start(database, options.mode, false, deadline, options.metadata));
        Ok(name)
    }

    /// Waits for what bookmarks name, and gives the resolved name of a database: what a routing
    /// table needs.
    pub async fn locate(&mut self, options: Options) -> Result<&'static str, End> {
        self.cancel.renew();
        let (database, _) = self
            .admit(&options, Status::DatabaseNotFoundRouting)
            .await?;
        // Routes are told to expired users too: they need one to change their passwords.
        self.check_standing(Kind::System)?;
        Ok(database.name)
    }

    /// Checks what a transaction asks for and waits for its bookmarks.
    async fn admit(
        &mut self,
        options: &Options,
        unknown: Status,
    ) -> Result<(Named, Option<Deadline>), End> {
        if options.impersonated_user.is_some() {
            return Err(Failure::new(
                Status::Impersonation,
                "Impersonation is not supported in community edition.",
            )
            .into());
        }
        isolation(&options.metadata, &self.shared.live.now())?;
        let databases = &self.shared.databases;
        let database = databases.resolve(options.database.as_deref(), unknown)?;
        let deadline = self.deadline_after(options.timeout_ms);
        self.await_bookmarks(&options.bookmarks, deadline).await?;
        Ok((database, deadline))
    }

    fn deadline_after(&self, client_ms: Option<u64>) -> Option<Deadline> {
        let server = self.shared.live.now().transaction_timeout.millis();
        let client = client_ms.unwrap_or(0);
        let (millis, reason) = match (client, server) {
            (0, 0) => return None,
            (0, server) => (server, InterruptReason::ServerTimeout),
            (client, 0) => (client, InterruptReason::ClientTimeout),
            (client, server) if client <= server => (client, InterruptReason::ClientTimeout),
            (_, server) => (server, InterruptReason::ServerTimeout),
        };
        let now = self.shared.clock.monotonic_nanos();
        Some(Deadline {
            nanos: now.saturating_add(millis.saturating_mul(1_000_000)),
            reason,
        })
    }

    fn start(
        &self,
        database: Named,
        mode: AccessMode,
        auto: bool,
        deadline: Option<Deadline>,
        metadata: Map,
    ) -> Open {
        let settings = self.shared.live.now();
        let options = TransactionOptions {
            mode,
            memory_limit: settings.transaction_memory.0,
            lock_timeout_ms: settings.lock_timeout.millis(),
        };
        // Checked when the transaction was admitted.
        let isolation = isolation(&metadata, &settings).unwrap_or_default();
        let started = self.shared.clock.now_nanos();
        self.connection.begin(Current {
            number: self.shared.connections.next_transaction(),
            database: database.name,
            metadata,
            started,
            started_monotonic: self.shared.clock.monotonic_nanos(),
            interrupt: self.cancel.interrupt(),
            query: None,
        });
        Open {
            transaction: Some(begin_isolated(&database, &options, isolation)),
            database,
            options,
            isolation,
            auto,
            schema: false,
            results: Vec::new(),
            statements: 0,
            started,
            deadline,
            ended: None,
            kind: None,
            _listed: Listed(self.connection.clone()),
            counted: Counted::new(&self.shared),
        }
    }

    /// How long the open transaction may still idle; `None` without a limit.
    pub fn time_left(&self) -> Option<Duration> {
        let open = self.open.as_ref().filter(|open| open.ended.is_none())?;
        let now = self.shared.clock.monotonic_nanos();
        open.deadline
            .map(|deadline| Duration::from_nanos(deadline.nanos.saturating_sub(now)))
    }

    /// The transaction's time is over while nothing runs: it lets go of everything at once, and
    /// the client hears of it when it asks next.
    pub fn expire(&mut self) {
        if let Some(deadline) = self.open.as_ref().and_then(|open| open.deadline) {
            // Whoever lists transactions sees why.
            self.cancel.interrupt().set(deadline.reason);
            self.end(deadline.reason);
        }
    }

    /// Whether somebody may end the open transaction while nothing runs.
    pub fn may_be_ended(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.ended.is_none())
    }

    /// The open transaction was ended while nothing runs: it lets go of everything at once, and
    /// the client hears of it when it asks next.
    pub fn end(&mut self, reason: InterruptReason) {
        if let Some(open) = &mut self.open {
            open.ended = Some(stopped(reason));
            for mut result in open.results.drain(..) {
                result.log_end(Some(&stopped(reason).into()));
            }
            discard(open.transaction.take());
        }
    }

    /// Rolls back whatever is open.
    pub fn reset(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.results.clear();
            discard(open.transaction.take());
        }
    }

    /// Rolls the explicit transaction back on the client's wish.
    pub fn rollback(&mut self) -> Result<(), End> {
        let ended = self.open.as_mut().and_then(|open| open.ended.take());
        self.reset();
        ended.map_or(Ok(()), |failure| Err(failure.into()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.reset();
        self.shared.connections.leave(&self.connection);
    }
}

/// What a transaction sees of others: as its metadata say, else as is configured.
fn isolation(metadata: &Map, settings: &Settings) -> Result<Isolation, Failure> {
    let level = match metadata.get(ISOLATION) {
        None => settings.isolation,
        Some(Value::String(level)) => {
            IsolationLevel::parse(level).map_err(|_| unknown_isolation())?
        }
        Some(_) => return Err(unknown_isolation()),
    };
    Ok(match level {
        IsolationLevel::Snapshot => Isolation::Snapshot,
        IsolationLevel::ReadCommitted => Isolation::ReadCommitted,
    })
}

fn unknown_isolation() -> Failure {
    let text = format!(
        "The transaction's metadata '{ISOLATION}' must be {}.",
        IsolationLevel::valid()
    );
    Failure::new(Status::InvalidArgument, text)
}

fn begin_isolated(
    database: &Named,
    options: &TransactionOptions,
    isolation: Isolation,
) -> Box<Transaction> {
    let mut transaction = Box::new(database.queried.begin(options.clone()));
    transaction.isolate(isolation);
    transaction
}

/// Rolls back, whatever state a defect may have left the transaction in.
fn discard(transaction: Option<Box<Transaction>>) {
    if let Some(transaction) = transaction {
        let rollback = std::panic::AssertUnwindSafe(|| transaction.rollback());
        if std::panic::catch_unwind(rollback).is_err() {
            tracing::error!("a defect was met while rolling back");
        }
    }
}

const TERMINATED: &str = "The transaction has been terminated. Retry your operation in a new \
                          transaction, and you should see a successful result.";

/// What a client is told when its transaction was stopped while it waited for a lock.
fn stopped_at_lock() -> Failure {
    Failure::new(
        Status::LockClientStopped,
        format!(
            "{TERMINATED} It was waiting for a lock when it was ended: by its time limit, by \
             somebody, or because the server ends."
        ),
    )
}

/// What a client is told when its transaction was stopped.
fn stopped(reason: InterruptReason) -> Failure {
    let (status, why) = match reason {
        InterruptReason::Terminated => (
            Status::TransactionTerminated,
            "Explicitly terminated by the user.",
        ),
        InterruptReason::ClientTimeout => (
            Status::TransactionTimedOutClient,
            "The transaction has not completed within the timeout specified at its start by the \
             client.",
        ),
        InterruptReason::ServerTimeout => (
            Status::TransactionTimedOut,
            "The transaction has not completed within the specified timeout \
             (db.transaction.timeout).",
        ),
    };
    Failure::new(status, format!("{TERMINATED} {why}"))
}

fn internal(what: &str) -> End {
    tracing::error!(what, "defect");
    Failure::new(
        Status::Internal,
        format!("A defect of the server was met: {what}. The transaction was rolled back."),
    )
    .into()
}

/// What a user is told who must change the password first.
fn expired(what: &str) -> Failure {
    Failure::new(
        Status::CredentialsExpired,
        format!(
            "{what}\n\nThe credentials you provided were valid, but must be changed before you can \
             use this instance. If this is the first time you are using Neo4j, this is to ensure \
             you are not using the default credentials in production. If you are not using default \
             credentials, you are getting this message because an administrator requires a \
             password change.\nTo change your password, issue an `ALTER CURRENT USER SET PASSWORD \
             FROM 'current password' TO 'new password'` statement against the system database."
        ),
    )
}
