//! One client's connection, without the socket: received bytes in, actions out, replies in,
//! bytes to send out.
//!
//! The connection keeps the protocol's order by itself: exactly one summary for each request,
//! IGNORED for what follows a failure or is overtaken by a RESET, FAILURE for what is malformed or
//! not allowed. The server does the [`Action`]s and answers each with the reply method of the same
//! name, or with [`ServerConnection::failure`]. It never waits, and reads no clock.
//!
//! ```
//! use quiver_protocol::server::{Action, Limits, ServerConnection};
//!
//! let mut connection = ServerConnection::new(Limits::default());
//! connection.feed(&[0x60, 0x60, 0xB0, 0x17, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
//! assert!(connection.next_action().is_none());
//! assert_eq!(&connection.take_output()[..], [0, 0, 4, 4]);
//! connection.feed(&[0, 2, 0xB0, 0x02, 0, 0]); // GOODBYE
//! assert!(matches!(connection.next_action(), Some(Action::Close { .. })));
//! ```

use std::fmt;

use bytes::BytesMut;
use quiver_types::{DatabaseId, Failure, Status};

use super::state::{Failed, Negotiation, State};
use crate::chunk::Dechunker;
use crate::failure;
use crate::handshake::{Agreed, Handshake, HandshakeError};
use crate::message::{
    self, AuthenticationToken, DriverInterface, FieldError, Hello, Kind, Pull, Route, Run,
    TransactionOptions, reply,
};
use crate::notification::NotificationFilter;
use crate::packstream::{Allow, Decoder, Encoder};
use crate::version::{Dialect, Features, Version};

/// What a client may make the server hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one message before login.
    pub message_before_login: usize,
    /// Bytes of one message after login.
    pub message: usize,
    /// Containers inside each other. Values above 1,000 count as 1,000: reading takes stack.
    pub nesting: usize,
    /// Approximate bytes of memory for the values of one message.
    pub value_memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_before_login: 8 * 1024,
            message: 32 * 1024 * 1024,
            nesting: 128,
            value_memory: 512 * 1024 * 1024,
        }
    }
}

/// What the server is to do next.
#[derive(Debug)]
pub enum Action {
    /// Greet the client, and log it in where [`Hello::authentication`] is there: answer with
    /// [`ServerConnection::success_hello`].
    Hello(Box<Hello>),
    /// Log the client in: [`ServerConnection::success_logon`].
    Logon(Box<AuthenticationToken>),
    /// Forget who the client is: [`ServerConnection::success_logoff`].
    Logoff,
    /// Open an explicit transaction: [`ServerConnection::success_begin`].
    Begin(Box<TransactionOptions>),
    /// Run a query: [`ServerConnection::success_run`].
    Run(Run),
    /// Send rows: [`ServerConnection::records`], then [`ServerConnection::success_has_more`] or
    /// [`ServerConnection::success_pull`].
    Pull(Pull),
    /// Throw rows away, running the query on: answers as for [`Action::Pull`].
    Discard(Pull),
    /// Commit the explicit transaction: [`ServerConnection::success_commit`].
    Commit,
    /// Roll it back: [`ServerConnection::success_rollback`].
    Rollback,
    /// Close streams, roll back what is open: [`ServerConnection::success_reset`].
    Reset,
    /// Make a routing table: [`ServerConnection::success_route`].
    Route(Box<Route>),
    /// Count it: [`ServerConnection::success_telemetry`].
    Telemetry(DriverInterface),
    /// The connection refused a request by itself, which dooms the open transaction: close
    /// streams and roll back now. Needs no answer.
    Abandon,
    /// Send what is left in the output, then close the socket. The last action there is.
    Close {
        /// Why.
        reason: CloseReason,
    },
}

/// Why a connection ends. The text is for logs; it holds nothing that the client sent but numbers.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CloseReason {
    /// The client said so.
    #[error("the client said goodbye")]
    Goodbye,
    /// No agreement on a version.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    /// Wrong credentials, or a HELLO or LOGON that was refused.
    #[error("login failed")]
    LoginFailed,
    /// A request that the state does not allow.
    #[error("{request} is not allowed in state {state}")]
    NotAllowed {
        /// Request.
        request: Kind,
        /// State.
        state: &'static str,
    },
    /// A message with a tag that the version does not have.
    #[error("unknown message 0x{0:02X}")]
    UnknownMessage(u8),
    /// A message that cannot be read.
    #[error("malformed message: {0}")]
    Malformed(FieldError),
    /// A message above the limit.
    #[error("a message is larger than {0} bytes")]
    MessageTooLarge(usize),
    /// Nothing but keep-alives before login.
    #[error("keep-alives instead of a login")]
    Idling,
    /// RESET failed.
    #[error("the session could not be reset")]
    ResetFailed,
    /// The server answered what was not asked, or cannot send its answer.
    #[error("defect of the server: {0}")]
    Defect(&'static str),
}

/// The request that the server is at.
#[derive(Debug)]
pub(super) enum Pending {
    Hello {
        utc_patch: bool,
    },
    Logon,
    Logoff,
    Begin {
        names_database: bool,
        notifications: NotificationFilter,
    },
    /// In an explicit transaction.
    RunInside,
    /// By itself.
    Run {
        names_database: bool,
        notifications: NotificationFilter,
    },
    Pull {
        qid: i64,
    },
    Commit,
    Rollback,
    Reset,
    Route,
    Telemetry,
}

/// What the oldest message turned out to be.
enum Step {
    Do(Action, Pending),
    Ignore,
    Goodbye,
    NotAllowed(Kind),
    NoSuchStream(i64),
    UnknownMessage(u8),
    Malformed(FieldError),
}

/// A connection's server side; see the module.
pub struct ServerConnection {
    pub(super) limits: Limits,
    /// Received before there is a version.
    pub(super) raw: BytesMut,
    pub(super) handshake: Handshake,
    pub(super) agreed: Option<Agreed>,
    pub(super) inbox: Dechunker,
    /// RESETs in the inbox.
    pub(super) resets: usize,
    pub(super) encoder: Encoder,
    /// Whether a [`RecordWriter`] has the encoder.
    pub(super) lent: bool,
    pub(super) state: State,
    pub(super) pending: Option<Pending>,
    pub(super) abandon: bool,
    pub(super) close: Option<CloseReason>,
    /// What HELLO said about notifications.
    pub(super) notifications: NotificationFilter,
}

const NO_DATABASE: DatabaseId = DatabaseId([0; 16]);

impl ServerConnection {
    /// A connection from its first byte, the magic number included.
    pub fn new(limits: Limits) -> Self {
        let limits = Limits {
            nesting: limits.nesting.min(1000),
            ..limits
        };
        Self {
            limits,
            raw: BytesMut::new(),
            handshake: Handshake::Proposals,
            agreed: None,
            inbox: Dechunker::default(),
            resets: 0,
            // The oldest dialect until there is a version; nothing is written with it.
            encoder: Encoder::new(BytesMut::new(), Dialect::of(Version::V4_0), NO_DATABASE),
            lent: false,
            state: State::Negotiation(Negotiation),
            pending: None,
            abandon: false,
            close: None,
            notifications: NotificationFilter::default(),
        }
    }

    /// Takes in received bytes. They are looked at by [`Self::next_action`].
    pub fn feed(&mut self, bytes: &[u8]) {
        if matches!(self.state, State::Defunct) {
            return;
        }
        if self.agreed.is_none() {
            self.raw.extend_from_slice(bytes);
            return;
        }
        let resets = &mut self.resets;
        self.inbox
            .feed(bytes, |message| *resets += usize::from(is_reset(message)));
    }

    /// Whether to read more from the socket. While this is false, do the actions first: what
    /// waits has reached the limit on messages.
    pub fn wants_input(&self) -> bool {
        if matches!(self.state, State::Defunct) {
            return false;
        }
        let limit = self.message_limit();
        self.raw.len() <= limit && self.inbox.buffered() <= limit
    }

    /// Whether a RESET waits among the received messages. If so, interrupt what runs and answer
    /// it with a failure: the client no longer wants it.
    pub fn has_pending_reset(&self) -> bool {
        self.resets > 0 && self.state.is_authenticated()
    }

    /// Whether an action has not been answered yet.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// The version that was agreed on.
    pub fn version(&self) -> Option<Version> {
        self.agreed.map(|agreed| agreed.version)
    }

    /// The session's state, by the name that messages to clients use.
    pub fn state_name(&self) -> &'static str {
        self.state.name()
    }

    /// Takes what is to be sent.
    pub fn take_output(&mut self) -> BytesMut {
        self.encoder.chunks().take()
    }

    /// What is to be sent, for a caller that sends from the front and keeps the rest here.
    pub fn output_mut(&mut self) -> &mut BytesMut {
        self.encoder.chunks().buffer()
    }

    /// Appends a keep-alive if a request is being worked on. Send one when that takes longer than
    /// half of the receive timeout that HELLO's reply announced.
    pub fn noop(&mut self) {
        if self.pending.is_some() {
            self.encoder.chunks().noop();
        }
    }

    /// What to do next. `None` while an action is unanswered, or until more bytes come.
    pub fn next_action(&mut self) -> Option<Action> {
        if self.pending.is_some() {
            return None;
        }
        loop {
            if std::mem::take(&mut self.abandon) {
                return Some(Action::Abandon);
            }
            if matches!(self.state, State::Defunct) {
                return self.close.take().map(|reason| Action::Close { reason });
            }
            let Some(agreed) = self.agreed else {
                if self.shake_hands() {
                    continue;
                }
                return None;
            };
            let step = match self.inbox.front() {
                Some(message) if message.len() > self.message_limit() => {
                    self.refuse_size();
                    continue;
                }
                Some(message) => self.examine(message, agreed.version.features()),
                None if self.inbox.partial() > self.message_limit() => {
                    self.refuse_size();
                    continue;
                }
                None if self.idles_before_login() => {
                    self.shut(CloseReason::Idling);
                    continue;
                }
                None => return None,
            };
            self.pop();
            if let Some(action) = self.take_step(step) {
                return Some(action);
            }
        }
    }

    /// Goes on with the handshake. Returns whether anything came of it.
    fn shake_hands(&mut self) -> bool {
        let output = self.encoder.chunks().buffer();
        match self.handshake.advance(&mut self.raw, output) {
            Ok(None) => false,
            Ok(Some(agreed)) => {
                self.agreed = Some(agreed);
                self.encoder.set_dialect(Dialect::of(agreed.version));
                let rest = std::mem::take(&mut self.raw);
                self.feed(&rest);
                true
            }
            Err(error) => {
                self.shut(error.into());
                true
            }
        }
    }

    fn message_limit(&self) -> usize {
        if self.state.is_authenticated() {
            self.limits.message
        } else {
            self.limits.message_before_login
        }
    }

    /// Whether a stranger sends nothing but keep-alives. After login they are nobody's concern.
    fn idles_before_login(&self) -> bool {
        let most = self.limits.message_before_login / 2;
        !self.state.is_authenticated() && self.inbox.keep_alives() > most
    }

    fn refuse_size(&mut self) {
        let limit = self.message_limit();
        let reason = CloseReason::MessageTooLarge(limit);
        if self.state.is_authenticated() {
            self.write_failure(&Failure::new(
                Status::RequestInvalidField,
                reason.to_string(),
            ));
        }
        self.shut(reason);
    }

    /// Drops the oldest message.
    fn pop(&mut self) {
        if self.inbox.front().is_some_and(is_reset) {
            self.resets -= 1;
        }
        self.inbox.pop();
    }

    /// Reads a message and decides what is to become of it. Changes nothing.
    fn examine(&self, message: &[u8], features: &Features) -> Step {
        let mut decoder = Decoder::new(
            message,
            self.encoder.dialect(),
            Allow::Parameters,
            self.limits.nesting,
            self.limits.value_memory,
        );
        let (fields, tag) = match decoder.structure() {
            Ok(head) => head,
            Err(_) => return Step::Malformed(FieldError::NotAMessage),
        };
        let Some(kind) = Kind::from_tag(tag, features) else {
            return Step::UnknownMessage(tag);
        };
        if self.has_pending_reset() && !matches!(kind, Kind::Reset | Kind::Goodbye) {
            return Step::Ignore;
        }
        if !self.state.allows(kind) {
            return match self.state {
                State::Failed(_) => Step::Ignore,
                _ => Step::NotAllowed(kind),
            };
        }
        let expected = kind.fields();
        if fields != expected {
            let message = kind.name();
            return Step::Malformed(FieldError::FieldCount {
                message,
                expected,
                found: fields,
            });
        }
        self.read(kind, &mut decoder, features)
            .unwrap_or_else(Step::Malformed)
    }

    /// Reads the fields of an allowed request.
    fn read(
        &self,
        kind: Kind,
        decoder: &mut Decoder<'_>,
        features: &Features,
    ) -> Result<Step, FieldError> {
        let step = match kind {
            Kind::Hello => {
                let hello = Hello::decode(decoder, features)?;
                let pending = Pending::Hello {
                    utc_patch: hello.utc_patch,
                };
                Step::Do(Action::Hello(Box::new(hello)), pending)
            }
            Kind::Logon => {
                let token = AuthenticationToken::decode(decoder)?;
                Step::Do(Action::Logon(Box::new(token)), Pending::Logon)
            }
            Kind::Begin => {
                let options = TransactionOptions::decode(decoder, features)?;
                let pending = Pending::Begin {
                    names_database: options.database.is_some(),
                    notifications: options.notifications.or(&self.notifications),
                };
                Step::Do(Action::Begin(Box::new(options)), pending)
            }
            Kind::Run => self.read_run(decoder, features)?,
            Kind::Pull => self.read_pull(decoder, Action::Pull)?,
            Kind::Discard => self.read_pull(decoder, Action::Discard)?,
            Kind::Route => {
                let route = Route::decode(decoder, features)?;
                Step::Do(Action::Route(Box::new(route)), Pending::Route)
            }
            Kind::Telemetry => {
                let interface = DriverInterface::decode(decoder)?;
                Step::Do(Action::Telemetry(interface), Pending::Telemetry)
            }
            Kind::Logoff => Step::Do(Action::Logoff, Pending::Logoff),
            Kind::Commit => Step::Do(Action::Commit, Pending::Commit),
            Kind::Rollback => Step::Do(Action::Rollback, Pending::Rollback),
            Kind::Reset => Step::Do(Action::Reset, Pending::Reset),
            Kind::Goodbye => Step::Goodbye,
        };
        decoder.finish()?;
        Ok(step)
    }

    fn read_run(&self, decoder: &mut Decoder<'_>, features: &Features) -> Result<Step, FieldError> {
        let explicit = match &self.state {
            State::InTransaction(transaction) => Some(transaction.next_qid),
            _ => None,
        };
        let run = Run::decode(decoder, features, explicit)?;
        let pending = match &run.transaction {
            None => Pending::RunInside,
            Some(options) => Pending::Run {
                names_database: options.database.is_some(),
                notifications: options.notifications.or(&self.notifications),
            },
        };
        Ok(Step::Do(Action::Run(run), pending))
    }

    fn read_pull(
        &self,
        decoder: &mut Decoder<'_>,
        action: impl Fn(Pull) -> Action,
    ) -> Result<Step, FieldError> {
        let fields = message::pull::Fields::decode(decoder)?;
        let Some(qid) = self.state.open_stream(fields.qid) else {
            return Ok(Step::NoSuchStream(fields.qid.unwrap_or(-1)));
        };
        let pull = Pull {
            limit: fields.limit,
            qid,
        };
        Ok(Step::Do(action(pull), Pending::Pull { qid }))
    }

    /// Does what the connection does by itself; gives the action for what it does not.
    fn take_step(&mut self, step: Step) -> Option<Action> {
        match step {
            Step::Do(action, pending) => {
                if let Action::Hello(hello) = &action {
                    self.notifications = hello.notifications.clone();
                }
                self.pending = Some(pending);
                return Some(action);
            }
            Step::Ignore => {
                self.encoder.begin(reply::IGNORED, 0);
                self.finish();
            }
            Step::Goodbye => self.shut(CloseReason::Goodbye),
            Step::NotAllowed(request) => {
                let reason = CloseReason::NotAllowed {
                    request,
                    state: self.state.name(),
                };
                self.write_failure(&Failure::new(Status::RequestInvalid, reason.to_string()));
                self.shut(reason);
            }
            Step::NoSuchStream(qid) => {
                let text = format!("There is no open result with the number {qid}");
                self.refuse(&Failure::new(Status::RequestInvalidFormat, text));
            }
            Step::UnknownMessage(tag) => self.shut(CloseReason::UnknownMessage(tag)),
            Step::Malformed(error) => self.refuse_fields(error),
        }
        None
    }

    /// A message with a bad field is refused; from one that cannot be read on, nothing that the
    /// client sends can be relied on, so that the connection ends without a word, as Neo4j's does.
    fn refuse_fields(&mut self, error: FieldError) {
        if error.is_recoverable() {
            self.refuse(&Failure::new(error.status(), error.to_string()));
        } else {
            self.shut(CloseReason::Malformed(error));
        }
    }

    /// Answers a request with a failure that the server has not been asked about.
    fn refuse(&mut self, failure: &Failure) {
        self.abandon = self.state.has_transaction();
        self.write_failure(failure);
        self.fail();
    }

    /// Goes to the state after a failure.
    pub(super) fn fail(&mut self) {
        if self.state.is_authenticated() {
            self.state = State::Failed(Failed);
        } else {
            self.shut(CloseReason::LoginFailed);
        }
    }

    /// Reads nothing any more.
    pub(super) fn shut(&mut self, reason: CloseReason) {
        if !matches!(self.state, State::Defunct) {
            self.close = Some(reason);
        }
        self.state = State::Defunct;
        self.pending = None;
        self.abandon = false;
        self.resets = 0;
        self.raw = BytesMut::new();
        self.inbox.clear();
    }

    pub(super) fn write_failure(&mut self, failure: &Failure) {
        let dialect = self.features().failures;
        if failure::write(&mut self.encoder, failure, dialect).is_err() {
            self.shut(CloseReason::Defect(
                "a failure's text is larger than Bolt can carry",
            ));
        }
    }

    /// Ends the message that was begun.
    pub(super) fn finish(&mut self) {
        if self.encoder.end().is_err() {
            self.shut(CloseReason::Defect("a reply is larger than Bolt can carry"));
        }
    }

    pub(super) fn features(&self) -> &'static Features {
        // Only asked once there is a version; the oldest is a harmless answer before.
        self.version().unwrap_or(Version::V4_0).features()
    }
}

/// Says nothing of what was received or is to be sent: passwords are among it.
impl fmt::Debug for ServerConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerConnection")
            .field("version", &self.version())
            .field("state", &self.state_name())
            .field("pending", &self.pending)
            .finish_non_exhaustive()
    }
}

fn is_reset(message: &[u8]) -> bool {
    message == [crate::packstream::marker::STRUCTURE, Kind::Reset.tag()]
}
