//! A user's session with a server: login, database, transactions, statements.
//!
//! What comes back is handed on row by row; an interruption sends RESET while the answer is
//! awaited. Not here: how a result is printed (`format`). Meet [`Session`] first.

use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_protocol::version::{DateTimes, Routing};
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{Map, Text, Value};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use super::address::Address;
use super::error::ShellError;
use super::format::{Stop, Summary};
use super::link::{Link, LinkError};
use crate::server::VERSION;

/// Rows asked for at once; the drivers' number.
const FETCH: i64 = 1000;

/// After so long without use it is looked whether the server has closed the connection.
const RESTED_NANOS: u64 = 5_000_000_000;

/// Whether statements may write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccessMode {
    /// They may not.
    Read,
    /// They may.
    Write,
}

/// Whom to be, where.
#[derive(Clone, Debug)]
pub struct Target {
    /// The server.
    pub address: Address,
    /// User; without one, nobody logs in.
    pub user: Option<String>,
    /// The user's password.
    pub password: Option<String>,
    /// Somebody else to act as.
    pub impersonated: Option<String>,
    /// The database, unless it is the user's home.
    pub database: Option<String>,
    /// Whether statements may write.
    pub mode: AccessMode,
}

/// Takes a result as it comes.
pub trait Receiver {
    /// The names of the columns.
    fn columns(&mut self, names: Vec<String>);

    /// A row.
    ///
    /// # Errors
    /// No more rows are wanted.
    fn row(&mut self, row: Vec<Value>) -> Result<(), Stop>;

    /// The query is being stopped.
    fn stopping(&mut self);
}

/// See the module.
pub struct Session {
    runtime: Runtime,
    clock: SystemClock,
    target: Target,
    link: Option<Link>,
    /// The database that the server said it used.
    database: String,
    bookmark: Option<Text>,
    in_transaction: bool,
    /// Whether a connection is wanted: one that broke is made again with the next statement.
    wanted: bool,
    /// When the connection was last used, in monotonic nanoseconds.
    used: u64,
    /// Whether Ctrl-C stops a query (else it ends the program).
    interruptible: bool,
}

impl Session {
    /// A session that is not connected yet.
    ///
    /// # Errors
    /// The operating system gives no means for input and output.
    pub fn new(target: Target, interruptible: bool) -> Result<Self, ShellError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Ok(Self {
            runtime: runtime.map_err(|why| ShellError::Io {
                what: "cannot start".into(),
                why,
            })?,
            clock: SystemClock::new(),
            target,
            link: None,
            database: String::new(),
            bookmark: None,
            in_transaction: false,
            wanted: false,
            used: 0,
            interruptible,
        })
    }

    /// Whom we are, where.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The database in use.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Whether there is a connection, or will be one with the next statement.
    pub fn is_connected(&self) -> bool {
        self.wanted
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// The version of Bolt that is spoken.
    pub fn version(&self) -> Option<quiver_protocol::Version> {
        Some(self.link.as_ref()?.bolt().version())
    }

    /// Changes whom we are, or where. Open transactions end with the connection.
    pub fn aim(&mut self, change: impl FnOnce(&mut Target)) {
        self.disconnect();
        change(&mut self.target);
    }

    /// Changes whether statements may write, from the next transaction on.
    pub fn set_mode(&mut self, mode: AccessMode) {
        self.target.mode = mode;
    }

    /// Connects, logs in, follows the routing table, and sees whether the database is there.
    ///
    /// # Errors
    /// Any of these did not work.
    pub fn connect(&mut self) -> Result<(), ShellError> {
        self.disconnect();
        let address = self.target.address.clone();
        let link = self.log_in(&address)?;
        self.link = Some(link);
        if self.target.address.routed {
            self.follow_route()?;
        }
        self.wanted = true;
        let checked = self.check();
        if checked.is_err() {
            self.disconnect();
        }
        checked
    }

    /// Makes a connection that broke again, before anything is sent over it.
    fn ensure(&mut self) -> Result<(), ShellError> {
        if !self.wanted {
            return Err(ShellError::Disconnected);
        }
        let now = self.clock.monotonic_nanos();
        let rested = now.saturating_sub(self.used) > RESTED_NANOS;
        self.used = now;
        if let Some(link) = &mut self.link
            && rested
            && !self.in_transaction
            && self.runtime.block_on(link.is_closed())
        {
            self.link = None;
        }
        if self.link.is_some() {
            return Ok(());
        }
        self.in_transaction = false;
        let address = self.target.address.clone();
        self.link = Some(self.log_in(&address)?);
        if address.routed {
            self.follow_route()?;
        }
        Ok(())
    }

    /// Leaves.
    pub fn disconnect(&mut self) {
        self.wanted = false;
        self.in_transaction = false;
        if let Some(link) = self.link.take() {
            self.runtime.block_on(link.close());
        }
    }

    /// Uses another database; stays with the present one if that does not work.
    ///
    /// # Errors
    /// There is none of that name, or it cannot be used.
    pub fn choose(&mut self, database: Option<String>) -> Result<(), ShellError> {
        let before = std::mem::replace(&mut self.target.database, database);
        self.ensure()?;
        if self.target.address.routed {
            self.follow_route()?;
        }
        let chosen = self.check();
        if chosen.is_err() {
            self.target.database = before;
        }
        chosen
    }

    /// Changes the user's password, also one that is expired, and uses it from then on. There
    /// is no connection afterwards.
    ///
    /// # Errors
    /// The login or the new password is refused.
    pub fn change_password(&mut self, new: &str) -> Result<(), ShellError> {
        self.disconnect();
        let address = self.target.address.clone();
        self.link = Some(self.log_in(&address)?);
        self.wanted = true;
        let before = self.target.database.replace("system".into());
        let old = self.target.password.clone().unwrap_or_default();
        let parameters = [("o", old.as_str()), ("n", new)].into_iter().collect();
        let statement = "ALTER CURRENT USER SET PASSWORD FROM $o TO $n";
        let changed = self.run(statement, parameters, &mut Nobody);
        self.target.database = before;
        self.disconnect();
        changed?;
        self.target.password = Some(new.to_owned());
        Ok(())
    }

    fn log_in(&mut self, address: &Address) -> Result<Link, ShellError> {
        let token = token(&self.target);
        let interruptible = self.interruptible;
        self.runtime.block_on(or_interrupted(interruptible, async {
            let mut link = Link::open(address).await?;
            let features = link.bolt().version().features();
            let mut more = Map::new();
            if address.routed {
                let context: Map = [("address", address.place())].into_iter().collect();
                more.insert("routing", context);
            }
            if features.date_times == DateTimes::LocalUnlessPatched {
                more.insert("patch_bolt", vec!["utc".into()]);
            }
            let answers = link.log_in(&format!("quiver-shell/{VERSION}"), more, token);
            for _ in 0..answers {
                succeeded(link.answer().await?)?;
            }
            Ok(link)
        }))
    }

    /// Goes to the server that the routing table names. Where there is no routing table, or
    /// nobody in it can be reached, the server that was asked is as good as any.
    fn follow_route(&mut self) -> Result<(), ShellError> {
        let mode = self.target.mode;
        let Some(places) = self.route().ok().map(|table| servers(&table, mode)) else {
            return self.reconnect();
        };
        let here = self.link.as_ref().map(Link::place);
        if places.iter().any(|place| Some(place.as_str()) == here) {
            return Ok(());
        }
        for place in places {
            let Ok(address) = self.target.address.other(&place) else {
                continue;
            };
            if let Ok(link) = self.log_in(&address) {
                let asked = self.link.replace(link);
                if let Some(asked) = asked {
                    self.runtime.block_on(asked.close());
                }
                return Ok(());
            }
        }
        Ok(())
    }

    /// A connection without a refused ROUTE in it.
    fn reconnect(&mut self) -> Result<(), ShellError> {
        let address = Address {
            routed: false,
            ..self.target.address.clone()
        };
        let link = self.log_in(&address)?;
        self.link = Some(link);
        Ok(())
    }

    fn route(&mut self) -> Result<Map, ShellError> {
        let database: Value = self.target.database.clone().into();
        let context: Map = [("address", self.target.address.place())]
            .into_iter()
            .collect();
        let bookmarks = Value::list(self.bookmarks());
        let link = self.link.as_mut().ok_or(ShellError::Disconnected)?;
        let last = match link.bolt().version().features().routing {
            Routing::ByProcedure => return Err(ShellError::Disconnected),
            Routing::DatabaseField => database,
            Routing::ExtraMap => {
                let mut extra = Map::new();
                if self.target.database.is_some() {
                    extra.insert("db", database);
                }
                if let Some(user) = &self.target.impersonated {
                    extra.insert("imp_user", user.as_str());
                }
                extra.into()
            }
        };
        link.request(Kind::Route, &[context.into(), bookmarks, last]);
        self.runtime
            .block_on(async { succeeded(link.answer().await?) })
    }

    /// A statement that does nothing: whether login and database are good, and what the
    /// database is called.
    fn check(&mut self) -> Result<(), ShellError> {
        self.run("CALL db.ping()", Map::new(), &mut Nobody)?;
        Ok(())
    }

    fn bookmarks(&self) -> Vec<Value> {
        self.bookmark.iter().cloned().map(Value::from).collect()
    }

    /// What RUN and BEGIN say about the transaction.
    fn options(&self) -> Map {
        let mut extra = Map::new();
        if let Some(database) = &self.target.database {
            extra.insert("db", database.as_str());
        }
        if let Some(user) = &self.target.impersonated {
            extra.insert("imp_user", user.as_str());
        }
        if self.target.mode == AccessMode::Read {
            extra.insert("mode", "r");
        }
        if self.bookmark.is_some() {
            extra.insert("bookmarks", self.bookmarks());
        }
        extra
    }

    /// BEGIN.
    ///
    /// # Errors
    /// One is open, or the server refuses.
    pub fn begin(&mut self) -> Result<(), ShellError> {
        if self.in_transaction {
            return Err(ShellError::Usage(
                "There is already an open transaction".into(),
            ));
        }
        self.ensure()?;
        let options = self.options();
        self.single(Kind::Begin, &[options.into()])?;
        self.in_transaction = true;
        Ok(())
    }

    /// COMMIT.
    ///
    /// # Errors
    /// None is open, or the server refuses.
    pub fn commit(&mut self) -> Result<(), ShellError> {
        self.finish(Kind::Commit, "commit")
    }

    /// ROLLBACK.
    ///
    /// # Errors
    /// None is open, or the server refuses.
    pub fn rollback(&mut self) -> Result<(), ShellError> {
        self.finish(Kind::Rollback, "roll back")
    }

    fn finish(&mut self, kind: Kind, verb: &str) -> Result<(), ShellError> {
        if !self.in_transaction {
            let problem = format!("There is no open transaction to {verb}");
            return Err(ShellError::Usage(problem));
        }
        self.in_transaction = false;
        let meta = self.single(kind, &[])?;
        self.remember(&meta);
        Ok(())
    }

    /// A request with one answer.
    fn single(&mut self, kind: Kind, fields: &[Value]) -> Result<Map, ShellError> {
        let link = self.link.as_mut().ok_or(ShellError::Disconnected)?;
        let interruptible = self.interruptible;
        let outcome = self.runtime.block_on(or_interrupted(interruptible, async {
            link.request(kind, fields);
            match succeeded(link.answer().await?) {
                Err(refused @ ShellError::Server { .. }) => {
                    link.request(Kind::Reset, &[]);
                    link.drain().await?;
                    Err(refused)
                }
                outcome => outcome,
            }
        }));
        self.unless_broken(outcome)
    }

    /// Forgets a connection that broke.
    fn unless_broken<T>(&mut self, outcome: Result<T, ShellError>) -> Result<T, ShellError> {
        if let Err(ShellError::Link(_)) = outcome {
            self.link = None;
            self.in_transaction = false;
        }
        outcome
    }

    fn remember(&mut self, meta: &Map) {
        if let Some(Value::String(bookmark)) = meta.get("bookmark") {
            self.bookmark = Some(bookmark.clone());
        }
        if let Some(Value::String(database)) = meta.get("db") {
            self.database = database.to_string();
        }
    }

    /// Runs a statement outside the open transaction, which a failure leaves alone.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_beside(
        &mut self,
        statement: &str,
        parameters: Map,
        receiver: &mut dyn Receiver,
    ) -> Result<Summary, ShellError> {
        if !self.in_transaction {
            return self.run(statement, parameters, receiver);
        }
        let address = self.target.address.clone();
        let beside = self.log_in(&address)?;
        let busy = self.link.replace(beside);
        self.in_transaction = false;
        let outcome = self.run(statement, parameters, receiver);
        let beside = std::mem::replace(&mut self.link, busy);
        self.in_transaction = true;
        if let Some(beside) = beside {
            self.runtime.block_on(beside.close());
        }
        outcome
    }

    /// Runs a statement, in the open transaction if there is one.
    ///
    /// # Errors
    /// The server refuses, the connection breaks, or `receiver` has enough.
    pub fn run(
        &mut self,
        statement: &str,
        parameters: Map,
        receiver: &mut dyn Receiver,
    ) -> Result<Summary, ShellError> {
        self.ensure()?;
        let options = if self.in_transaction {
            Map::new()
        } else {
            self.options()
        };
        let link = self.link.as_mut().ok_or(ShellError::Disconnected)?;
        let fields = [
            Text::new(statement).into(),
            parameters.into(),
            options.into(),
        ];
        let mut run = Running {
            link,
            clock: &self.clock,
            interruptible: self.interruptible,
            reset: false,
        };
        let outcome = self.runtime.block_on(run.complete(&fields, receiver));
        let outcome = self.unless_broken(outcome);
        match outcome {
            Ok(summary) => {
                self.remember(&summary.meta);
                Ok(summary)
            }
            // A failure ends the transaction; so does the RESET behind it.
            Err(error) if std::mem::take(&mut self.in_transaction) => Err(match error {
                ShellError::Server { code, message } => ShellError::InTransaction { code, message },
                other => other,
            }),
            Err(error) => Err(error),
        }
    }
}

/// How a user logs in.
fn token(target: &Target) -> Map {
    match (&target.user, &target.password) {
        (None, None) => [("scheme", "none")].into_iter().collect(),
        (user, password) => {
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            [
                ("scheme", "basic".to_owned()),
                ("principal", text(user)),
                ("credentials", text(password)),
            ]
            .into_iter()
            .collect()
        }
    }
}

/// Addresses in a routing table for reading or writing.
fn servers(answer: &Map, mode: AccessMode) -> Vec<String> {
    let role = match mode {
        AccessMode::Read => "READ",
        AccessMode::Write => "WRITE",
    };
    let Some(Value::Map(table)) = answer.get("rt") else {
        return Vec::new();
    };
    let Some(Value::List(servers)) = table.get("servers") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for server in servers.iter() {
        let Value::Map(server) = server else { continue };
        let theirs = matches!(server.get("role"), Some(Value::String(r)) if r.as_str() == role);
        if let (true, Some(Value::List(addresses))) = (theirs, server.get("addresses")) {
            found.extend(addresses.iter().filter_map(|address| match address {
                Value::String(address) => Some(address.to_string()),
                _ => None,
            }));
        }
    }
    found
}

/// What `work` comes to, unless Ctrl-C comes first: then the connection is not usable any more.
async fn or_interrupted<T>(
    interruptible: bool,
    work: impl Future<Output = Result<T, ShellError>>,
) -> Result<T, ShellError> {
    let interrupts = match interruptible {
        true => signal(SignalKind::interrupt()).ok(),
        false => None,
    };
    let Some(mut interrupts) = interrupts else {
        return work.await;
    };
    tokio::select! {
        _ = interrupts.recv() => Err(LinkError::GivenUp.into()),
        outcome = work => outcome,
    }
}

fn succeeded(response: Response) -> Result<Map, ShellError> {
    match response {
        Response::Success(meta) => Ok(meta),
        Response::Failure(failure) => Err(ShellError::refused(&failure)),
        Response::Ignored | Response::Record(_) => Err(ShellError::Interrupted),
    }
}

/// One statement on its way.
struct Running<'s> {
    link: &'s mut Link,
    clock: &'s SystemClock,
    interruptible: bool,
    /// Whether RESET was sent.
    reset: bool,
}

impl Running<'_> {
    async fn complete(
        &mut self,
        fields: &[Value],
        receiver: &mut dyn Receiver,
    ) -> Result<Summary, ShellError> {
        let mut interrupts = match self.interruptible {
            true => signal(SignalKind::interrupt()).ok(),
            false => None,
        };
        let outcome = self.rows(fields, receiver, interrupts.as_mut()).await;
        let stopped = match &outcome {
            Ok(_) => false,
            Err(ShellError::Link(_)) => return outcome,
            Err(_) => true,
        };
        if stopped && !self.reset {
            self.link.request(Kind::Reset, &[]);
        }
        self.link.drain().await?;
        outcome
    }

    async fn rows(
        &mut self,
        fields: &[Value],
        receiver: &mut dyn Receiver,
        mut interrupts: Option<&mut tokio::signal::unix::Signal>,
    ) -> Result<Summary, ShellError> {
        let start = self.clock.monotonic_nanos();
        self.link.request(Kind::Run, fields);
        self.link.request(Kind::Pull, &[amount(FETCH)]);
        let head = self.next(receiver, &mut interrupts).await?;
        let head = succeeded(head)?;
        let available = self.clock.monotonic_nanos();
        receiver.columns(names(&head));
        let mut wanted = true;
        let meta = loop {
            let meta = match self.next(receiver, &mut interrupts).await? {
                Response::Record(row) if wanted => {
                    match receiver.row(row) {
                        Ok(()) => {}
                        Err(Stop::Enough) => wanted = false,
                        Err(Stop::Closed) => return Err(ShellError::Closed),
                    }
                    continue;
                }
                Response::Record(_) => continue,
                other => succeeded(other)?,
            };
            if !matches!(meta.get("has_more"), Some(Value::Boolean(true))) {
                break meta;
            }
            if wanted {
                self.link.request(Kind::Pull, &[amount(FETCH)]);
            } else {
                self.link.request(Kind::Discard, &[amount(-1)]);
            }
        };
        let end = self.clock.monotonic_nanos();
        let millis = |from: u64, to: u64| to.saturating_sub(from) / 1_000_000;
        let told = |key: &str, measured: u64| match meta.get(key).or_else(|| head.get(key)) {
            Some(Value::Integer(millis)) => u64::try_from(*millis).unwrap_or(measured),
            Some(_) | None => measured,
        };
        Ok(Summary {
            available: told("t_first", millis(start, available)),
            consumed: told("t_last", millis(available, end)),
            meta,
        })
    }

    /// The next answer. An interruption sends RESET and goes on waiting; a second one does not
    /// wait any longer.
    async fn next(
        &mut self,
        receiver: &mut dyn Receiver,
        interrupts: &mut Option<&mut tokio::signal::unix::Signal>,
    ) -> Result<Response, ShellError> {
        let Some(interrupts) = interrupts else {
            return Ok(self.link.answer().await?);
        };
        loop {
            if let Some(response) = self.link.answer_or(interrupts).await? {
                return Ok(response);
            }
            if self.reset {
                return Err(LinkError::GivenUp.into());
            }
            receiver.stopping();
            self.link.request(Kind::Reset, &[]);
            self.reset = true;
        }
    }
}

/// What PULL and DISCARD say.
fn amount(rows: i64) -> Value {
    let map: Map = [("n", rows)].into_iter().collect();
    map.into()
}

fn names(head: &Map) -> Vec<String> {
    match head.get("fields") {
        Some(Value::List(names)) => names.iter().map(quiver_types::format::to_string).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// For statements whose rows nobody wants.
struct Nobody;

impl Receiver for Nobody {
    fn columns(&mut self, _: Vec<String>) {}

    fn row(&mut self, _: Vec<Value>) -> Result<(), Stop> {
        Ok(())
    }

    fn stopping(&mut self) {}
}

/// Keeps the rows.
#[derive(Default)]
pub struct Kept(pub Vec<Vec<Value>>);

impl Receiver for Kept {
    fn columns(&mut self, _: Vec<String>) {}

    fn row(&mut self, row: Vec<Value>) -> Result<(), Stop> {
        self.0.push(row);
        Ok(())
    }

    fn stopping(&mut self) {}
}
