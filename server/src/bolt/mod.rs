//! Bolt over a socket: one task a connection.
//!
//! `protocol` knows the messages and their order, `session` does the work; this module moves
//! bytes between them and the socket, and keeps reading while work goes on, so that a RESET or a
//! vanished client stops it. Meet [`serve`] first; the socket's side is in `io`.

mod io;
mod rows;
mod translate;

use std::pin::pin;
use std::sync::Arc;

use quiver_cypher::InterruptReason;
use quiver_protocol::message::{AuthenticationToken, Hello, Pull, Route, Run};
use quiver_protocol::server::reply::{HelloReply, LogonReply, PullSummary, RouteReply, RunReply};
use quiver_protocol::server::{Action, CloseReason};
use quiver_types::{Failure, Map, Status, Text};
use tokio::net::TcpStream;

use crate::auth::Token;
use crate::config::value::KeepAliveFor;
use crate::connections::Peer;
use crate::door::{self, Refused};
use crate::server::{NEO4J_VERSION, Shared, VERSION};
use crate::session::{End, Fetch, Options, Progress, Session};
use crate::shutdown::{Phase, Shutdown};
use crate::strangers::Stranger;
use crate::transport::Transport;
use io::{Closed, Io, Received};
use rows::WireRows;

/// Serves one connection until it ends, first finding out what it speaks.
pub async fn serve(
    shared: Arc<Shared>,
    stream: TcpStream,
    stranger: Stranger,
    number: u64,
    shutdown: Shutdown,
) {
    let metrics = &shared.metrics;
    metrics.connections_opened.increment();
    metrics.connections.add(1);
    let started = shared.clock.monotonic_nanos();
    let address = |found: std::io::Result<std::net::SocketAddr>| {
        found.map_or_else(|_| Text::new(""), |address| address.to_string().into())
    };
    let peer = Peer {
        id: format!("bolt-{number}").into(),
        connector: "bolt",
        agent: Text::new(""),
        server_address: address(stream.local_addr()),
        client_address: address(stream.peer_addr()),
    };
    let mut draining = shutdown.clone();
    let entered = tokio::select! {
        biased;
        // Boxed: what a TLS handshake needs is given back when it is over.
        entered = Box::pin(door::enter(&shared, stream, &shutdown)) => entered,
        () = tokio::time::sleep(shared.settings.login_timeout.0) => {
            Err(Refused::Violation("the client was too slow: login".into()))
        }
        () = draining.reached(Phase::Draining) => Err(Refused::Gone),
    };
    match entered {
        Ok(transport) => {
            let begun = Begun {
                peer,
                started,
                stranger,
            };
            Box::pin(converse(&shared, transport, begun, shutdown)).await;
        }
        Err(refused) => {
            tracing::debug!(connection = number, reason = %refused, "closed");
            if matches!(refused, Refused::Violation(_)) {
                metrics.protocol_errors.increment();
            }
        }
    }
    metrics.connections.add(-1);
}

/// A connection that has come in.
struct Begun {
    peer: Peer,
    /// When, in monotonic nanoseconds.
    started: u64,
    stranger: Stranger,
}

/// Speaks Bolt until the connection ends.
async fn converse(shared: &Arc<Shared>, transport: Transport, begun: Begun, shutdown: Shutdown) {
    let session = Session::new(shared.clone());
    let id = begun.peer.id.to_string();
    session.connection().introduce(begun.peer);
    let mut connection = Connection {
        io: Io::new(shared.clone(), transport, shutdown.clone()),
        session,
        agent: format!("Neo4j/{NEO4J_VERSION}-quiver-{VERSION}"),
        id,
        logged_in: false,
        stranger: Some(begun.stranger),
        login_deadline: None,
        shared: shared.clone(),
        shutdown,
    };
    connection.start_login_timer(begun.started);
    let Err(closed) = connection.run().await;
    tracing::debug!(connection = connection.id, reason = %closed, "closed");
    if closed.is_clients_fault() {
        shared.metrics.protocol_errors.increment();
    }
    connection.session.reset();
    if closed.wants_farewell() {
        connection.io.farewell().await;
    }
}

/// Nothing: a connection never ends well, it only ends.
enum Never {}

struct Connection {
    shared: Arc<Shared>,
    io: Io,
    session: Session,
    /// What the server calls itself.
    agent: String,
    /// The connection's name.
    id: String,
    logged_in: bool,
    /// Counted until the first login.
    stranger: Option<Stranger>,
    /// Monotonic nanoseconds until which the client must have logged in.
    login_deadline: Option<u64>,
    shutdown: Shutdown,
}

impl Connection {
    async fn run(&mut self) -> Result<Never, Closed> {
        loop {
            while let Some(action) = self.io.protocol.next_action() {
                self.perform(action).await?;
                if self.io.is_gone() || self.session.connection().is_killed() {
                    return Err(Closed::ByClient);
                }
                self.io.flush_if_large(self.session.cancel()).await?;
            }
            let fed = self.io.flush(self.session.cancel()).await?;
            if self.ends_now() {
                return Err(Closed::ServerEnds);
            }
            if !fed {
                self.receive().await?;
            }
        }
    }

    /// Whether the server ends and this connection has nothing to finish.
    fn ends_now(&self) -> bool {
        self.shutdown.phase() >= Phase::Draining && !self.session.is_open()
    }

    /// Waits for bytes; meanwhile a transaction's time may run out, or the server may end.
    async fn receive(&mut self) -> Result<(), Closed> {
        let now = self.shared.clock.monotonic_nanos();
        let login = self.login_deadline.map(|until| until.saturating_sub(now));
        let awaited = if self.session.is_open() {
            Phase::Stopping
        } else {
            Phase::Draining
        };
        let transaction = self.session.time_left();
        let cancel = self.session.cancel().clone();
        let may_be_ended = self.session.may_be_ended();
        let connection = self.session.connection().clone();
        tokio::select! {
            biased;
            received = self.io.receive() => match received {
                Received::Bytes => Ok(()),
                Received::End => Err(Closed::ByClient),
            },
            () = self.shutdown.reached(awaited) => Err(Closed::ServerEnds),
            () = io::sleep(login.map(std::time::Duration::from_nanos)) => {
                Err(Closed::TooSlow("login"))
            }
            () = io::sleep(transaction) => {
                self.session.expire();
                Ok(())
            }
            () = connection.killed() => Err(Closed::ByClient),
            reason = cancel.cancelled(), if may_be_ended => {
                self.session.end(reason);
                Ok(())
            }
        }
    }

    fn start_login_timer(&mut self, from: u64) {
        let patience = self.shared.settings.login_timeout.millis();
        self.login_deadline = Some(from.saturating_add(patience.saturating_mul(1_000_000)));
        self.logged_in = false;
    }

    async fn perform(&mut self, action: Action) -> Result<(), Closed> {
        match action {
            // What is rare is boxed, so that the others do not carry the room it needs.
            Action::Hello(hello) => Box::pin(self.hello(&hello)).await,
            Action::Logon(token) => Box::pin(self.logon(&token)).await,
            Action::Logoff => {
                self.start_login_timer(self.shared.clock.monotonic_nanos());
                self.session.log_out();
                self.io.protocol.success_logoff();
                Ok(())
            }
            Action::Begin(options) => {
                let options = translate::options(*options);
                let cancel = self.session.cancel().clone();
                let begun = {
                    let begun = pin!(self.session.begin(options));
                    self.io.during(&cancel, begun).await
                };
                match begun {
                    Ok(database) => self.io.protocol.success_begin(database),
                    Err(end) => self.fail(end)?,
                }
                Ok(())
            }
            Action::Run(run) => self.run_query(run).await,
            Action::Pull(pull) => self.stream(pull, Fetch::Deliver(pull.limit), false).await,
            Action::Discard(pull) => {
                let fetch = match pull.limit {
                    Some(rows) => Fetch::Deliver(Some(rows)),
                    None => Fetch::DiscardAll,
                };
                Box::pin(self.stream(pull, fetch, true)).await
            }
            Action::Commit => {
                let cancel = self.session.cancel().clone();
                let committed = {
                    let committed = pin!(self.session.commit());
                    self.io.during(&cancel, committed).await
                };
                match committed {
                    Ok(bookmark) => self.io.protocol.success_commit(&bookmark),
                    Err(end) => self.fail(end)?,
                }
                Ok(())
            }
            Action::Rollback => {
                match self.session.rollback() {
                    Ok(()) => self.io.protocol.success_rollback(),
                    Err(end) => self.fail(end)?,
                }
                Ok(())
            }
            Action::Reset => {
                self.session.reset();
                self.io.protocol.success_reset();
                Ok(())
            }
            Action::Route(route) => Box::pin(self.route(*route)).await,
            Action::Telemetry(_) => {
                self.io.protocol.success_telemetry();
                Ok(())
            }
            Action::Abandon => {
                self.session.reset();
                Ok(())
            }
            Action::Close { reason } => Err(Closed::Protocol(reason)),
        }
    }

    /// Answers a request that failed, unless the outcome of a commit is unknown.
    fn fail(&mut self, end: End) -> Result<(), Closed> {
        match end {
            End::Failure(failure) => {
                self.io.protocol.failure(&failure);
                Ok(())
            }
            End::Uncertain => Err(Closed::Uncertain),
        }
    }

    async fn hello(&mut self, hello: &Hello) -> Result<(), Closed> {
        if let Some(token) = &hello.authentication
            && let Err(failure) = self.check(token).await
        {
            self.io.protocol.failure(&failure);
            return Ok(());
        }
        self.session
            .connection()
            .name_agent(hello.user_agent.clone());
        let expired = self.session.is_expired();
        let settings = &self.shared.settings;
        // Told in whole seconds, and rather later than too early.
        let patience = match settings.bolt_keep_alive_for {
            KeepAliveFor::All => settings.bolt_keep_alive.millis(),
            // Then silence says nothing about the server.
            KeepAliveFor::Streaming | KeepAliveFor::Off => 0,
        };
        let patience = patience.saturating_mul(settings.bolt_keep_alive_probes.0);
        self.io.protocol.success_hello(&HelloReply {
            server: &self.agent,
            connection_id: &self.id,
            receive_timeout_seconds: u32::try_from(patience.div_ceil(1_000))
                .ok()
                .filter(|seconds| *seconds > 0),
            telemetry: settings.bolt_telemetry,
            credentials_expired: expired,
        });
        Ok(())
    }

    async fn logon(&mut self, token: &AuthenticationToken) -> Result<(), Closed> {
        match self.check(token).await {
            Ok(()) => {
                let credentials_expired = self.session.is_expired();
                let address = self.shared.advertised().to_string();
                self.io.protocol.success_logon(&LogonReply {
                    advertised_address: &address,
                    credentials_expired,
                });
            }
            Err(failure) => self.io.protocol.failure(&failure),
        }
        Ok(())
    }

    async fn check(&mut self, token: &AuthenticationToken) -> Result<(), Failure> {
        let shared = self.shared.clone();
        let token = Token {
            scheme: token.scheme.as_deref(),
            principal: token.principal.as_deref(),
            credentials: token.credentials.as_ref().map(|secret| secret.expose()),
        };
        let cancel = self.session.cancel().clone();
        let checked = pin!(shared.auth.log_in(token));
        let checked = self.io.during(&cancel, checked).await;
        match checked {
            Ok(identity) => {
                self.session.log_in(identity);
                self.shared.metrics.logins.increment();
                self.logged_in = true;
                self.stranger = None;
                self.login_deadline = None;
                Ok(())
            }
            Err(failure) => {
                self.shared.metrics.logins_refused.increment();
                tracing::info!(connection = self.id, "a login was refused");
                Err(failure)
            }
        }
    }

    async fn run_query(&mut self, run: Run) -> Result<(), Closed> {
        let cancel = self.session.cancel().clone();
        let options = run.transaction.map(|options| translate::options(*options));
        let begun = {
            let session = &mut self.session;
            let begun = pin!(session.run(&run.query, run.parameters, options, run.qid));
            self.io.during(&cancel, begun).await
        };
        match begun {
            Ok(begun) => self.io.protocol.success_run(&RunReply {
                fields: begun.prepared.columns(),
                t_first: begun.t_first,
                database: begun.database,
            }),
            Err(end) => self.fail(end)?,
        }
        Ok(())
    }

    /// Fetches rows until the request is done, sending them whenever enough have gathered.
    async fn stream(
        &mut self,
        pull: Pull,
        mut fetch: Fetch,
        throw_away: bool,
    ) -> Result<(), Closed> {
        let cancel = self.session.cancel().clone();
        loop {
            // What was answered so far must be able to leave while the rows are in the making.
            self.io.set_aside();
            let Some(database) = self.session.database_id() else {
                self.io.protocol.failure(&Failure::new(
                    Status::Internal,
                    "There is no open transaction to fetch from.",
                ));
                return Ok(());
            };
            let rows = WireRows::new(
                self.io.protocol.records(database),
                self.io.buffer_limit(),
                throw_away,
            );
            let fetched = {
                let fetched = pin!(self.session.fetch(pull.qid, fetch, rows));
                self.io.streaming = true;
                self.io.during(&cancel, fetched).await
            };
            self.io.streaming = false;
            let Ok((rows, progress)) = fetched else {
                return Err(Closed::Defect);
            };
            self.io.protocol.return_records(rows.into_writer());
            match progress {
                Ok(Progress::Full) => {
                    self.io.flush(&cancel).await?;
                    fetch = Fetch::Continue;
                }
                Ok(Progress::HasMore) => {
                    self.io.protocol.success_has_more();
                    return Ok(());
                }
                Ok(Progress::Finished(summary)) => {
                    let notifications = translate::notifications(&summary.notifications);
                    self.io.protocol.success_pull(&PullSummary {
                        bookmark: summary.bookmark.as_deref(),
                        counters: translate::counters(&summary.statistics),
                        plan: translate::plan(summary.plan.as_ref()),
                        notifications: &notifications,
                        outcome: translate::outcome(summary.shape),
                        query_type: translate::query_type(summary.query_type),
                        t_last: summary.t_last,
                        database: summary.database,
                    });
                    return Ok(());
                }
                Err(end) => return self.fail(end),
            }
        }
    }

    async fn route(&mut self, route: Route) -> Result<(), Closed> {
        let address = match route.address() {
            Some(dialled) => dialled.to_owned(),
            None => self.shared.advertised().to_string(),
        };
        let options = Options {
            database: route.database,
            mode: quiver_storage::AccessMode::Read,
            bookmarks: route.bookmarks,
            timeout_ms: None,
            impersonated_user: route.impersonated_user,
            metadata: Map::new(),
        };
        let cancel = self.session.cancel().clone();
        let located = {
            let located = pin!(self.session.locate(options));
            self.io.during(&cancel, located).await
        };
        match located {
            Ok(database) => {
                let ttl = self.shared.settings.routing_ttl.0.as_secs();
                self.io.protocol.success_route(&RouteReply {
                    ttl_seconds: u32::try_from(ttl).unwrap_or(u32::MAX),
                    database,
                    address: &address,
                });
            }
            Err(end) => self.fail(end)?,
        }
        Ok(())
    }
}

/// The reason with which a query is stopped that nobody waits for any more.
const GONE: InterruptReason = InterruptReason::Terminated;

/// Whether the client broke the rules.
fn is_violation(reason: &CloseReason) -> bool {
    match reason {
        CloseReason::Goodbye | CloseReason::LoginFailed => false,
        CloseReason::Handshake(_)
        | CloseReason::NotAllowed { .. }
        | CloseReason::UnknownMessage(_)
        | CloseReason::Malformed(_)
        | CloseReason::MessageTooLarge(_)
        | CloseReason::Idling
        | CloseReason::ResetFailed
        | CloseReason::Defect(_) => true,
    }
}
