//! The socket's side of a connection: reading while work goes on, bounded and whole writes.
//!
//! Output is kept in order in two places: what was set aside or only partly sent, then what the
//! protocol has written since. Meet [`Io`] first.

use std::future::{Future, poll_fn};
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use quiver_protocol::server::{CloseReason, Limits, ServerConnection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::config::value::KeepAliveFor;
use crate::server::Shared;
use crate::session::Cancel;
use crate::shutdown::{Phase, Shutdown};
use crate::transport::Transport;

/// Bytes read from the socket at a time.
const READ_SIZE: usize = 16 << 10;
/// How long a client may take to notice that the connection ends.
const FAREWELL: Duration = Duration::from_millis(500);
/// Bytes of a client that does not notice which are read and thrown away.
const FAREWELL_BYTES: usize = 1 << 20;

/// Why a connection ends.
#[derive(Debug, thiserror::Error)]
pub(super) enum Closed {
    /// The client closed the socket, or the network did.
    #[error("the client is gone")]
    ByClient,
    /// By the rules of the protocol.
    #[error("{0}")]
    Protocol(CloseReason),
    /// The client did not do something in time.
    #[error("the client was too slow: {0}")]
    TooSlow(&'static str),
    /// The server ends.
    #[error("the server ends")]
    ServerEnds,
    /// Whether a commit happened is not known.
    #[error("the outcome of a commit is unknown")]
    Uncertain,
    /// Output was lost in a defect.
    #[error("a defect of the server")]
    Defect,
}

impl Closed {
    /// Whether what is in the output should still be sent, and the client be given the time to
    /// read it.
    pub(super) fn wants_farewell(&self) -> bool {
        match self {
            Self::Protocol(_) | Self::ServerEnds => true,
            Self::ByClient | Self::TooSlow(_) | Self::Uncertain | Self::Defect => false,
        }
    }

    pub(super) fn is_clients_fault(&self) -> bool {
        match self {
            Self::Protocol(reason) => super::is_violation(reason),
            Self::TooSlow(_) => true,
            Self::ByClient | Self::ServerEnds | Self::Uncertain | Self::Defect => false,
        }
    }
}

/// What came of waiting for bytes.
pub(super) enum Received {
    /// Some, and the protocol has them.
    Bytes,
    /// There will be no more.
    End,
}

/// The client's end and what is to be sent to it.
struct Line {
    transport: Transport,
    /// Output that goes before the protocol's.
    ahead: BytesMut,
    /// Whether the transport may hold back some of what it took.
    unflushed: bool,
    /// Whether the client is known to be gone.
    gone: bool,
}

/// What [`Line::poll_move`] did.
enum Moved {
    /// Took bytes in, or learnt that the client is gone.
    Received,
    /// Sent everything.
    Sent,
}

impl Line {
    fn has_output(&self) -> bool {
        !self.ahead.is_empty() || self.unflushed
    }

    /// With `sends` sends what is to be sent, and with `reads` takes in what is there.
    fn poll_move(
        &mut self,
        context: &mut Context<'_>,
        protocol: &mut ServerConnection,
        shared: &Shared,
        (sends, reads): (bool, bool),
    ) -> Poll<Moved> {
        if sends && self.has_output() && self.poll_send(context, shared).is_ready() {
            return Poll::Ready(Moved::Sent);
        }
        if reads && !self.gone {
            let take = |bytes: &[u8]| protocol.feed(bytes);
            return self
                .poll_receive(context, shared, take)
                .map(|_| Moved::Received);
        }
        Poll::Pending
    }

    /// Sends from the front until everything is sent, or the client is gone.
    fn poll_send(&mut self, context: &mut Context<'_>, shared: &Shared) -> Poll<()> {
        while !self.ahead.is_empty() && !self.gone {
            match ready!(Pin::new(&mut self.transport).poll_write(context, &self.ahead)) {
                Ok(count @ 1..) => {
                    shared.metrics.bytes_sent.add(count as u64);
                    self.ahead.advance(count);
                    self.unflushed = true;
                }
                Ok(0) | Err(_) => self.gone = true,
            }
        }
        if self.unflushed && !self.gone {
            self.gone = ready!(Pin::new(&mut self.transport).poll_flush(context)).is_err();
        }
        self.unflushed = false;
        Poll::Ready(())
    }

    /// Takes in what is there and says how much; 0 when there will be no more.
    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        shared: &Shared,
        take: impl FnOnce(&[u8]),
    ) -> Poll<usize> {
        // Not cleared first, which would cost as much as a short query.
        let mut buffer = [const { MaybeUninit::uninit() }; READ_SIZE];
        let mut buffer = ReadBuf::uninit(&mut buffer);
        let read = ready!(Pin::new(&mut self.transport).poll_read(context, &mut buffer));
        let bytes = match read {
            Ok(()) => buffer.filled(),
            Err(_) => &[],
        };
        self.gone = bytes.is_empty();
        shared.metrics.bytes_received.add(bytes.len() as u64);
        take(bytes);
        Poll::Ready(bytes.len())
    }
}

/// A connection and the protocol on it.
pub(super) struct Io {
    pub(super) protocol: ServerConnection,
    shared: Arc<Shared>,
    line: Line,
    shutdown: Shutdown,
    /// Whether rows are being fetched.
    pub(super) streaming: bool,
}

impl Io {
    pub(super) fn new(shared: Arc<Shared>, transport: Transport, shutdown: Shutdown) -> Self {
        let limits = Limits {
            message: usize::try_from(shared.settings.message_max.0).unwrap_or(usize::MAX),
            ..Limits::default()
        };
        // A query's parameters are among what its transaction may hold.
        let value_memory = match shared.settings.transaction_memory.0 {
            0 => limits.value_memory,
            most => {
                usize::try_from(most).map_or(limits.value_memory, |m| m.min(limits.value_memory))
            }
        };
        let limits = Limits {
            value_memory,
            ..limits
        };
        Self {
            protocol: ServerConnection::new(limits),
            shared,
            line: Line {
                transport,
                ahead: BytesMut::new(),
                unflushed: false,
                gone: false,
            },
            shutdown,
            streaming: false,
        }
    }

    /// Whether the client is known to be gone: then nothing more is done for it.
    pub(super) fn is_gone(&self) -> bool {
        self.line.gone
    }

    /// Bytes of results that may wait.
    pub(super) fn buffer_limit(&self) -> usize {
        usize::try_from(self.shared.settings.output_buffer.0).unwrap_or(usize::MAX)
    }

    /// Waits for bytes and takes them in.
    pub(super) async fn receive(&mut self) -> Received {
        if self.line.gone {
            return Received::End;
        }
        let Self {
            protocol,
            shared,
            line,
            ..
        } = self;
        let take = |context: &mut Context<'_>| {
            line.poll_receive(context, shared, |bytes| protocol.feed(bytes))
        };
        match poll_fn(take).await {
            0 => Received::End,
            _ => Received::Bytes,
        }
    }

    /// Moves the protocol's output ahead of what it will write from now on.
    pub(super) fn set_aside(&mut self) {
        let output = self.protocol.take_output();
        if self.line.ahead.is_empty() {
            self.line.ahead = output;
        } else {
            self.line.ahead.extend_from_slice(&output);
        }
    }

    /// Does `work`. If that takes longer than a moment: sends what is to be sent, reads on so that
    /// a RESET, the client's end or the server's stops the work, and keeps the connection alive.
    ///
    /// The work stays where it is: it is large, and moving it would cost a short query more than
    /// anything else.
    pub(super) async fn during<W: Future>(
        &mut self,
        cancel: &Cancel,
        mut work: Pin<&mut W>,
    ) -> W::Output {
        match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            Poll::Ready(output) => output,
            Poll::Pending => Box::pin(self.meanwhile(cancel, work)).await,
        }
    }

    /// What [`Self::during`] does of work that takes longer than a moment.
    async fn meanwhile<W: Future>(&mut self, cancel: &Cancel, mut work: Pin<&mut W>) -> W::Output {
        self.set_aside();
        let keep_alive = match self.shared.settings.bolt_keep_alive_for {
            KeepAliveFor::All => self.shared.settings.bolt_keep_alive.0,
            KeepAliveFor::Streaming if self.streaming => self.shared.settings.bolt_keep_alive.0,
            KeepAliveFor::Streaming | KeepAliveFor::Off => Duration::ZERO,
        };
        let mut quiet = pin!(tokio::time::sleep(keep_alive));
        let (mut stopping, mut overdue) = (false, false);
        self.heed(cancel);
        loop {
            let reads = self.protocol.wants_input();
            // The disk answers soon: then one packet carries all, and wakes the client once.
            let sends = !cancel.is_committing() || overdue;
            let listened_to = !self.line.gone;
            let Self {
                protocol,
                shared,
                line,
                ..
            } = self;
            let moves =
                poll_fn(|context| line.poll_move(context, protocol, shared, (sends, reads)));
            tokio::select! {
                biased;
                output = &mut work => return output,
                moved = moves => match moved {
                    Moved::Received => self.heed(cancel),
                    Moved::Sent => {}
                },
                () = self.shutdown.reached(Phase::Stopping), if !stopping => {
                    stopping = true;
                    cancel.cancel(super::GONE);
                }
                () = &mut quiet, if !keep_alive.is_zero() && listened_to => {
                    overdue = true;
                    self.protocol.noop();
                    self.set_aside();
                    quiet.set(tokio::time::sleep(keep_alive));
                }
            }
        }
    }

    /// Stops the session's work if the client no longer wants it.
    fn heed(&self, cancel: &Cancel) {
        if self.line.gone || self.protocol.has_pending_reset() {
            cancel.cancel(super::GONE);
        }
    }

    /// Sends if much has gathered; small answers to pipelined requests wait for each other.
    pub(super) async fn flush_if_large(&mut self, cancel: &Cancel) -> Result<(), Closed> {
        if self.protocol.output_mut().len() + self.line.ahead.len() < self.buffer_limit() {
            return Ok(());
        }
        self.flush(cancel).await.map(|_| ())
    }

    /// Sends everything. Reads meanwhile, so that a client that sends much before it reads does
    /// not wait for us while we wait for it; says whether it did.
    pub(super) async fn flush(&mut self, cancel: &Cancel) -> Result<bool, Closed> {
        let mut fed = false;
        self.set_aside();
        let patience = self.shared.settings.write_timeout.0;
        while self.line.has_output() && !self.line.gone {
            let reads = self.protocol.wants_input();
            let Self {
                protocol,
                shared,
                line,
                ..
            } = self;
            let before = line.ahead.len();
            let moves = poll_fn(|context| {
                let moved = line.poll_move(context, protocol, shared, (true, reads));
                // Every piece that was sent gives the client its time anew.
                match moved {
                    Poll::Pending if line.ahead.len() < before => Poll::Ready(None),
                    moved => moved.map(Some),
                }
            });
            match tokio::time::timeout(patience, moves).await {
                Ok(Some(Moved::Received)) => {
                    fed = true;
                    self.heed(cancel);
                }
                Ok(Some(Moved::Sent) | None) => {}
                Err(_) => return Err(Closed::TooSlow("reading")),
            }
        }
        if self.line.gone {
            return Err(Closed::ByClient);
        }
        self.release();
        Ok(fed)
    }

    /// Gives back the buffer that was sent; answers are written into one of the protocol's, so it
    /// would only wait, in each of many connections.
    fn release(&mut self) {
        self.line.ahead = BytesMut::new();
    }

    /// Sends the last words, and reads until the client closes: closing with unread input would
    /// make the network throw away what the client has not read yet.
    pub(super) async fn farewell(&mut self) {
        self.set_aside();
        let (line, shared) = (&mut self.line, &self.shared);
        let last_words = async {
            poll_fn(|context| line.poll_send(context, shared)).await;
            let closed = poll_fn(|context| Pin::new(&mut line.transport).poll_shutdown(context));
            if line.gone || closed.await.is_err() {
                return;
            }
            let mut thrown_away = 0;
            while thrown_away < FAREWELL_BYTES {
                match poll_fn(|context| line.poll_receive(context, shared, |_| {})).await {
                    0 => return,
                    count => thrown_away += count,
                }
            }
        };
        // A client that takes longer has had its chance.
        let _ = tokio::time::timeout(FAREWELL, last_words).await;
    }
}

/// Sleeps, or for ever without a duration.
pub(super) async fn sleep(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}
