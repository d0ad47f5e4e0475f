//! The states a session can be in. Each is a struct that holds what only exists in it; a
//! transition consumes the state and gives the next one, so that nothing of an old state is left.
//!
//! Which request is allowed where is one function, [`State::allows`]. A state changes when its
//! request was answered, not when it arrived.

use crate::message::Kind;
use crate::notification::NotificationFilter;

/// The state of a session.
#[derive(Debug)]
pub(crate) enum State {
    Negotiation(Negotiation),
    Authentication(Authentication),
    Ready(Ready),
    AutoCommit(AutoCommit),
    InTransaction(InTransaction),
    Failed(Failed),
    /// Nothing is read any more.
    Defunct,
}

/// Waiting for HELLO.
#[derive(Debug)]
pub(crate) struct Negotiation;

/// Waiting for LOGON.
#[derive(Debug)]
pub(crate) struct Authentication;

/// Logged in, nothing open.
#[derive(Debug)]
pub(crate) struct Ready;

/// A query outside an explicit transaction has rows to give.
#[derive(Debug)]
pub(crate) struct AutoCommit {
    pub stream: Stream,
    pub notifications: NotificationFilter,
}

/// An explicit transaction is open.
#[derive(Debug)]
pub(crate) struct InTransaction {
    /// Streams with rows to give, in the order in which they were opened.
    pub streams: Vec<Stream>,
    /// Number of the stream that the next RUN opens.
    pub next_qid: i64,
    pub notifications: NotificationFilter,
}

/// A request failed; all but RESET and GOODBYE is ignored.
#[derive(Debug)]
pub(crate) struct Failed;

/// The rows of one query.
#[derive(Debug)]
pub(crate) struct Stream {
    pub qid: i64,
    /// Whether a value in them was replaced for want of a type.
    pub substituted: bool,
}

impl Stream {
    pub fn new(qid: i64) -> Self {
        Self {
            qid,
            substituted: false,
        }
    }
}

impl Negotiation {
    pub fn greeted(self) -> Authentication {
        Authentication
    }

    /// Where HELLO carries the credentials.
    pub fn logged_in(self) -> Ready {
        Ready
    }
}

impl Authentication {
    pub fn logged_in(self) -> Ready {
        Ready
    }
}

impl Ready {
    pub fn logged_off(self) -> Authentication {
        Authentication
    }

    pub fn begun(self, notifications: NotificationFilter) -> InTransaction {
        InTransaction {
            streams: Vec::new(),
            next_qid: 0,
            notifications,
        }
    }

    pub fn ran(self, notifications: NotificationFilter) -> AutoCommit {
        AutoCommit {
            stream: Stream::new(0),
            notifications,
        }
    }
}

impl AutoCommit {
    pub fn finished(self) -> Ready {
        Ready
    }
}

impl InTransaction {
    pub fn ran(mut self) -> Self {
        self.streams.push(Stream::new(self.next_qid));
        self.next_qid += 1;
        self
    }

    pub fn finished(mut self, qid: i64) -> Self {
        self.streams.retain(|stream| stream.qid != qid);
        self
    }

    pub fn ended(self) -> Ready {
        Ready
    }
}

impl State {
    /// The name that messages to clients use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Negotiation(_) => "NEGOTIATION",
            Self::Authentication(_) => "AUTHENTICATION",
            Self::Ready(_) => "READY",
            Self::AutoCommit(_) => "AUTO_COMMIT",
            Self::InTransaction(_) => "IN_TRANSACTION",
            Self::Failed(_) => "FAILED",
            Self::Defunct => "DEFUNCT",
        }
    }

    /// Whether somebody is logged in.
    pub fn is_authenticated(&self) -> bool {
        match self {
            Self::Negotiation(_) | Self::Authentication(_) | Self::Defunct => false,
            Self::Ready(_) | Self::AutoCommit(_) | Self::InTransaction(_) | Self::Failed(_) => true,
        }
    }

    /// Whether a transaction is open.
    pub fn has_transaction(&self) -> bool {
        matches!(self, Self::AutoCommit(_) | Self::InTransaction(_))
    }

    /// Whether a request may be made. In FAILED the answer says what is not ignored.
    pub fn allows(&self, kind: Kind) -> bool {
        match kind {
            Kind::Goodbye => true,
            Kind::Reset => self.is_authenticated(),
            Kind::Hello => matches!(self, Self::Negotiation(_)),
            Kind::Logon => matches!(self, Self::Authentication(_)),
            Kind::Begin | Kind::Route | Kind::Telemetry | Kind::Logoff => {
                matches!(self, Self::Ready(_))
            }
            Kind::Run => matches!(self, Self::Ready(_) | Self::InTransaction(_)),
            Kind::Pull | Kind::Discard => self.has_transaction(),
            Kind::Commit | Kind::Rollback => matches!(self, Self::InTransaction(_)),
        }
    }

    /// The number of the open stream that a PULL or DISCARD means; `None` asks for that of the
    /// last RUN, which may have ended already.
    pub fn open_stream(&self, qid: Option<i64>) -> Option<i64> {
        let streams = self.streams();
        let wanted = match self {
            Self::InTransaction(state) => qid.unwrap_or(state.next_qid - 1),
            _ => qid.unwrap_or_default(),
        };
        streams
            .iter()
            .map(|stream| stream.qid)
            .find(|&qid| qid == wanted)
    }

    fn streams(&self) -> &[Stream] {
        match self {
            Self::AutoCommit(state) => std::slice::from_ref(&state.stream),
            Self::InTransaction(state) => &state.streams,
            Self::Negotiation(_)
            | Self::Authentication(_)
            | Self::Ready(_)
            | Self::Failed(_)
            | Self::Defunct => &[],
        }
    }

    /// An open stream by its number.
    pub fn stream_mut(&mut self, qid: i64) -> Option<&mut Stream> {
        match self {
            Self::AutoCommit(state) => Some(&mut state.stream).filter(|stream| stream.qid == qid),
            Self::InTransaction(state) => state.streams.iter_mut().find(|s| s.qid == qid),
            Self::Negotiation(_)
            | Self::Authentication(_)
            | Self::Ready(_)
            | Self::Failed(_)
            | Self::Defunct => None,
        }
    }

    /// Which notifications the open transaction's client wants.
    pub fn notifications(&self) -> Option<&NotificationFilter> {
        match self {
            Self::AutoCommit(state) => Some(&state.notifications),
            Self::InTransaction(state) => Some(&state.notifications),
            Self::Negotiation(_)
            | Self::Authentication(_)
            | Self::Ready(_)
            | Self::Failed(_)
            | Self::Defunct => None,
        }
    }

    /// What RESET leaves of a state: whoever was logged in still is.
    pub fn reset(self) -> Option<Ready> {
        match self {
            Self::Ready(_) | Self::AutoCommit(_) | Self::InTransaction(_) | Self::Failed(_) => {
                Some(Ready)
            }
            Self::Negotiation(_) | Self::Authentication(_) | Self::Defunct => None,
        }
    }
}
