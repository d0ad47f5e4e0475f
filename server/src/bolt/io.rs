//! The socket's side of a connection: reading while work goes on, bounded and whole writes.
//!
//! Output is kept in order in two places: what was set aside or only partly sent, then what the
//! protocol has written since. Meet [`Io`] first.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Buf, BytesMut};
use quiver_protocol::server::{CloseReason, Limits, ServerConnection};
use tokio::net::TcpStream;

use crate::server::Shared;
use crate::session::Cancel;
use crate::shutdown::{Phase, Shutdown};

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

/// A socket and the protocol on it.
pub(super) struct Io {
    pub(super) protocol: ServerConnection,
    shared: Arc<Shared>,
    stream: TcpStream,
    shutdown: Shutdown,
    /// Output that goes before the protocol's.
    ahead: BytesMut,
    /// Whether the client is known to be gone.
    gone: bool,
}

impl Io {
    pub(super) fn new(shared: Arc<Shared>, stream: TcpStream, shutdown: Shutdown) -> Self {
        let limits = Limits {
            message: usize::try_from(shared.settings.message_max.0).unwrap_or(usize::MAX),
            ..Limits::default()
        };
        Self {
            protocol: ServerConnection::new(limits),
            shared,
            stream,
            shutdown,
            ahead: BytesMut::new(),
            gone: false,
        }
    }

    /// Whether the client is known to be gone: then nothing more is done for it.
    pub(super) fn is_gone(&self) -> bool {
        self.gone
    }

    /// Bytes of results that may wait.
    pub(super) fn buffer_limit(&self) -> usize {
        usize::try_from(self.shared.settings.output_buffer.0).unwrap_or(usize::MAX)
    }

    /// Waits for bytes and takes them in.
    pub(super) async fn receive(&mut self) -> Received {
        loop {
            if self.gone || self.stream.readable().await.is_err() {
                return Received::End;
            }
            match self.read_now() {
                Some(0) => return Received::End,
                Some(_) => return Received::Bytes,
                None => {}
            }
        }
    }

    /// Reads what is there. `None`: nothing was. `Some(0)`: the client is gone.
    fn read_now(&mut self) -> Option<usize> {
        let mut buffer = [0; READ_SIZE];
        match self.stream.try_read(&mut buffer) {
            Ok(count) => {
                self.gone = count == 0;
                self.shared.metrics.bytes_received.add(count as u64);
                self.protocol.feed(&buffer[..count]);
                Some(count)
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => None,
            Err(_) => {
                self.gone = true;
                Some(0)
            }
        }
    }

    /// Reads and forgets. `None`: nothing was there. `Some(0)`: the client has closed.
    fn throw_away(&self) -> Option<usize> {
        let mut buffer = [0; READ_SIZE];
        match self.stream.try_read(&mut buffer) {
            Ok(count) => Some(count),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => None,
            Err(_) => Some(0),
        }
    }

    /// Moves the protocol's output ahead of what it will write from now on.
    pub(super) fn set_aside(&mut self) {
        let output = self.protocol.take_output();
        if self.ahead.is_empty() {
            self.ahead = output;
        } else {
            self.ahead.extend_from_slice(&output);
        }
    }

    /// Does `work`. If that takes longer than a moment: sends what is to be sent, reads on so that
    /// a RESET, the client's end or the server's stops the work, and keeps the connection alive.
    pub(super) async fn during<W: Future>(&mut self, cancel: &Cancel, work: W) -> W::Output {
        let mut work = pin!(work);
        let first = std::future::poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await;
        if let Poll::Ready(output) = first {
            return output;
        }
        self.set_aside();
        let keep_alive = self.shared.settings.bolt_keep_alive.0;
        let mut quiet = pin!(tokio::time::sleep(keep_alive));
        let mut stopping = false;
        self.heed(cancel);
        loop {
            let reads = !self.gone && self.protocol.wants_input();
            let writes = !self.gone && !self.ahead.is_empty();
            tokio::select! {
                biased;
                output = &mut work => return output,
                _ = self.stream.readable(), if reads => {
                    self.read_now();
                    self.heed(cancel);
                }
                _ = self.stream.writable(), if writes => self.write_now(),
                () = self.shutdown.reached(Phase::Stopping), if !stopping => {
                    stopping = true;
                    cancel.cancel(super::GONE);
                }
                () = &mut quiet, if !keep_alive.is_zero() && !self.gone => {
                    self.protocol.noop();
                    self.set_aside();
                    quiet.set(tokio::time::sleep(keep_alive));
                }
            }
        }
    }

    /// Stops the session's work if the client no longer wants it.
    fn heed(&self, cancel: &Cancel) {
        if self.gone || self.protocol.has_pending_reset() {
            cancel.cancel(super::GONE);
        }
    }

    /// Sends from the front what the socket takes.
    fn write_now(&mut self) {
        match self.stream.try_write(&self.ahead) {
            Ok(count) => {
                self.shared.metrics.bytes_sent.add(count as u64);
                self.ahead.advance(count);
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => self.gone = true,
        }
    }

    /// Sends if much has gathered; small answers to pipelined requests wait for each other.
    pub(super) async fn flush_if_large(&mut self, cancel: &Cancel) -> Result<(), Closed> {
        if self.protocol.output_mut().len() + self.ahead.len() < self.buffer_limit() {
            return Ok(());
        }
        self.flush(cancel).await.map(|_| ())
    }

    /// Sends everything. Reads meanwhile, so that a client that sends much before it reads does
    /// not wait for us while we wait for it; says whether it did.
    pub(super) async fn flush(&mut self, cancel: &Cancel) -> Result<bool, Closed> {
        let mut fed = false;
        self.set_aside();
        if !self.ahead.is_empty() {
            self.write_now();
        }
        let patience = self.shared.settings.write_timeout.0;
        while !self.ahead.is_empty() && !self.gone {
            let reads = self.protocol.wants_input();
            tokio::select! {
                biased;
                _ = self.stream.writable() => self.write_now(),
                _ = self.stream.readable(), if reads => {
                    fed |= self.read_now().is_some();
                    self.heed(cancel);
                }
                () = tokio::time::sleep(patience) => return Err(Closed::TooSlow("reading")),
            }
        }
        if self.gone {
            return Err(Closed::ByClient);
        }
        self.release();
        Ok(fed)
    }

    /// Gives back a buffer that one large answer made large.
    fn release(&mut self) {
        if self.ahead.capacity() > 2 * self.buffer_limit() {
            self.ahead = BytesMut::new();
        }
    }

    /// Sends the last words, and reads until the client closes: closing with unread input would
    /// make the network throw away what the client has not read yet.
    pub(super) async fn farewell(&mut self) {
        let last_words = async {
            self.set_aside();
            while !self.ahead.is_empty() && !self.gone {
                if self.stream.writable().await.is_err() {
                    return;
                }
                self.write_now();
            }
            if tokio::io::AsyncWriteExt::shutdown(&mut self.stream)
                .await
                .is_err()
            {
                return;
            }
            let mut thrown_away = 0;
            while thrown_away < FAREWELL_BYTES && self.stream.readable().await.is_ok() {
                match self.throw_away() {
                    Some(0) => return,
                    Some(count) => thrown_away += count,
                    None => {}
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
