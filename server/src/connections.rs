//! All connections with their open transactions, for whoever asks what the server is doing and for
//! whoever ends some of it.
//!
//! A session writes down what it does in its own [`Connection`], under a lock that nobody else
//! wants most of the time; the list of all is touched only when a connection comes or goes. Not
//! here: sockets. Meet [`Connections`] and [`Connection`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_cypher::credentials;
use quiver_cypher::{ConnectionInfo, Interrupt, InterruptReason, QueryInfo, TransactionInfo};
use quiver_types::time::Clock;
use quiver_types::{Map, Text};
use tokio::sync::Notify;

use crate::auth::{Changes, Identity};
use crate::session::Cancel;

/// Who is at the other end.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The connection's name, e.g. `bolt-7`.
    pub id: Text,
    /// `bolt` or `http`.
    pub connector: &'static str,
    /// What the client calls itself.
    pub agent: Text,
    /// The server's side.
    pub server_address: Text,
    /// The client's side.
    pub client_address: Text,
}

impl Default for Peer {
    fn default() -> Self {
        Self {
            id: Text::new(""),
            connector: "http",
            agent: Text::new(""),
            server_address: Text::new(""),
            client_address: Text::new(""),
        }
    }
}

/// All connections.
#[derive(Default)]
pub struct Connections {
    all: Mutex<BTreeMap<u64, Arc<Connection>>>,
    numbers: AtomicU64,
    transactions: AtomicU64,
    queries: AtomicU64,
}

impl Connections {
    /// Takes a connection in.
    pub fn enter(&self, clock: &dyn Clock, cancel: Arc<Cancel>) -> Arc<Connection> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let connection = Arc::new(Connection {
            number,
            since: clock.now_nanos(),
            cancel,
            killed: AtomicBool::new(false),
            wake: Notify::new(),
            state: Mutex::default(),
        });
        self.lock().insert(number, connection.clone());
        connection
    }

    /// Lets a connection go.
    pub fn leave(&self, connection: &Connection) {
        self.lock().remove(&connection.number);
    }

    /// All, in the order in which they came.
    pub fn list(&self) -> Vec<Arc<Connection>> {
        self.lock().values().cloned().collect()
    }

    /// A number for a transaction.
    pub fn next_transaction(&self) -> u64 {
        self.transactions.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A number for a query.
    pub fn next_query(&self) -> u64 {
        self.queries.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection as others see it.
pub struct Connection {
    number: u64,
    /// Nanoseconds since 1970.
    since: i64,
    cancel: Arc<Cancel>,
    killed: AtomicBool,
    wake: Notify,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    peer: Peer,
    identity: Option<Identity>,
    /// The user's present name.
    user: Text,
    transaction: Option<Current>,
    /// What the open transaction changed of the users.
    changes: Changes,
}

/// An open transaction.
pub struct Current {
    /// Its number.
    pub number: u64,
    /// Its database.
    pub database: &'static str,
    /// What the client says about it.
    pub metadata: Map,
    /// Nanoseconds since 1970 when it began.
    pub started: i64,
    /// The same on the monotonic clock.
    pub started_monotonic: u64,
    /// Stops it.
    pub interrupt: Arc<Interrupt>,
    /// What it runs now.
    pub query: Option<CurrentQuery>,
}

/// A query that runs.
pub struct CurrentQuery {
    /// Its number.
    pub number: u64,
    /// Its text.
    pub text: Text,
    /// Its parameters.
    pub parameters: Arc<Map>,
    /// Nanoseconds since 1970 when it began.
    pub started: i64,
    /// The same on the monotonic clock.
    pub started_monotonic: u64,
}

impl Current {
    /// The id that clients are told.
    fn id(&self) -> String {
        format!("{}-transaction-{}", self.database, self.number)
    }
}

impl Connection {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says who is at the other end.
    pub fn introduce(&self, peer: Peer) {
        self.lock().peer = peer;
    }

    /// Says what the client calls itself.
    pub fn name_agent(&self, agent: Text) {
        self.lock().peer.agent = agent;
    }

    /// Somebody logged in, or, for `None`, out.
    pub fn identify(&self, identity: Option<Identity>) {
        let mut state = self.lock();
        state.user = identity
            .as_ref()
            .map_or_else(|| Text::new(""), |identity| (&*identity.user).into());
        state.identity = identity;
    }

    /// Who is logged in.
    pub fn identity(&self) -> Option<Identity> {
        self.lock().identity.clone()
    }

    /// The user has another name now.
    pub fn rename(&self, user: &str) {
        self.lock().user = user.into();
    }

    /// A transaction begins.
    pub fn begin(&self, current: Current) {
        self.lock().transaction = Some(current);
    }

    /// The transaction ended; what it changed of users and did not commit is forgotten.
    pub fn end(&self) {
        let mut state = self.lock();
        state.transaction = None;
        state.changes = Changes::default();
    }

    /// The transaction runs a query, or none.
    pub fn run(&self, query: Option<CurrentQuery>) {
        if let Some(current) = &mut self.lock().transaction {
            current.query = query;
        }
    }

    /// Name of the database of the open transaction.
    pub fn database(&self) -> Option<&'static str> {
        self.lock().transaction.as_ref().map(|found| found.database)
    }

    /// Id, database and metadata of the open transaction.
    pub fn transaction(&self) -> Option<(String, &'static str, Map)> {
        let state = self.lock();
        let current = state.transaction.as_ref()?;
        Some((current.id(), current.database, current.metadata.clone()))
    }

    /// What the client says about the open transaction.
    pub fn metadata(&self) -> Map {
        let state = self.lock();
        let current = state.transaction.as_ref();
        current
            .map(|found| found.metadata.clone())
            .unwrap_or_default()
    }

    /// Other words about the open transaction.
    pub fn set_metadata(&self, metadata: Map) {
        if let Some(current) = &mut self.lock().transaction {
            current.metadata = metadata;
        }
    }

    /// Looks at what the open transaction changed of the users, or changes more.
    pub fn with_changes<T>(&self, look: impl FnOnce(&mut Changes) -> T) -> T {
        // Hashing a password happens in here: the changes are taken out, so that nobody who only
        // looks has to wait for it.
        let mut changes = std::mem::take(&mut self.lock().changes);
        let found = look(&mut changes);
        self.lock().changes = changes;
        found
    }

    /// What the open transaction changed of the users, to be committed.
    pub fn take_changes(&self) -> Changes {
        std::mem::take(&mut self.lock().changes)
    }

    /// The connection as it is listed.
    pub fn describe(&self) -> ConnectionInfo {
        let state = self.lock();
        self.described(&state)
    }

    fn described(&self, state: &State) -> ConnectionInfo {
        let peer = state.peer.clone();
        ConnectionInfo {
            id: peer.id,
            connected: self.since,
            connector: peer.connector,
            user: state.user.clone(),
            agent: peer.agent,
            server_address: peer.server_address,
            client_address: peer.client_address,
        }
    }

    /// Its open transaction as it is listed.
    pub fn describe_transaction(&self, clock: &dyn Clock) -> Option<TransactionInfo> {
        let state = self.lock();
        let current = state.transaction.as_ref()?;
        let now = clock.monotonic_nanos();
        let since = |start: u64| i64::try_from(now.saturating_sub(start)).unwrap_or(i64::MAX);
        let ended = current.interrupt.get().map(|reason| {
            let code = match reason {
                InterruptReason::Terminated => "Terminated",
                InterruptReason::ClientTimeout => "TransactionTimedOutClientConfiguration",
                InterruptReason::ServerTimeout => "TransactionTimedOut",
            };
            format!("Status.Code[Neo.ClientError.Transaction.{code}]").into()
        });
        let query = current.query.as_ref().map(|query| QueryInfo {
            id: format!("query-{}", query.number).into(),
            text: Text::new(&credentials::shown(&query.text)),
            parameters: if credentials::sets_password(&query.text) {
                credentials::hidden(&query.parameters)
            } else {
                (*query.parameters).clone()
            },
            started: query.started,
            elapsed: since(query.started_monotonic),
        });
        Some(TransactionInfo {
            database: current.database.into(),
            id: current.id().into(),
            connection: self.described(&state),
            metadata: current.metadata.clone(),
            started: current.started,
            elapsed: since(current.started_monotonic),
            ended,
            query,
        })
    }

    /// Stops the open transaction if it has this id; gives the user whose it is.
    pub fn terminate(&self, id: &str) -> Option<Text> {
        let state = self.lock();
        let current = state.transaction.as_ref()?;
        if current.id() != id {
            return None;
        }
        self.cancel
            .cancel_this(&current.interrupt, InterruptReason::Terminated);
        Some(state.user.clone())
    }

    /// Ends the connection and what it does.
    pub fn kill(&self) {
        self.killed.store(true, Ordering::Release);
        self.cancel.cancel(InterruptReason::Terminated);
        self.wake.notify_one();
    }

    /// Whether the connection was ended.
    pub fn is_killed(&self) -> bool {
        self.killed.load(Ordering::Acquire)
    }

    /// Waits until the connection is ended.
    pub async fn killed(&self) {
        while !self.is_killed() {
            self.wake.notified().await;
        }
    }
}
