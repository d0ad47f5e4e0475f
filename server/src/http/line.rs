//! The stream under an HTTP connection: its other end must read, and somebody sees it hang up.
//!
//! HTTP has no time limit for writing, and nobody reads while a request is being answered. So
//! what cannot be sent for too long breaks the connection, and a [`Watch`] looks for the end of
//! the stream meanwhile, keeping what it reads for later. Meet [`Line`] first.

use std::future::poll_fn;
use std::io::{Error, ErrorKind, Result};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::body::BrokenOff;

/// Bytes of further requests that are kept while one is answered.
const AHEAD_MAX: usize = 16 << 10;

/// A stream that is written to with a time limit and can be watched.
pub(super) struct Line<S> {
    shared: Arc<Mutex<Shared<S>>>,
    patience: Duration,
    /// Running while the stream takes nothing.
    waiting: Option<Pin<Box<Sleep>>>,
}

struct Shared<S> {
    stream: S,
    /// What a watch has read.
    ahead: Vec<u8>,
    /// Whether there will be no more.
    ended: bool,
}

/// Sees the client hang up.
#[derive(Clone)]
pub(super) struct Watch(Arc<dyn Watched>);

trait Watched: Send + Sync {
    /// Ready when the client has hung up.
    fn poll_gone(&self, context: &mut Context<'_>) -> Poll<()>;
}

impl Watch {
    /// Does `work`, unless the client hangs up before it is done.
    pub(super) async fn while_wanted<W: Future>(
        &self,
        work: W,
    ) -> std::result::Result<W::Output, BrokenOff> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if let Poll::Ready(output) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            self.0.poll_gone(context).map(|()| Err(BrokenOff))
        })
        .await
    }
}

impl<S: AsyncRead + Unpin + Send> Watched for Mutex<Shared<S>> {
    fn poll_gone(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut shared = lock(self);
        while !shared.ended && shared.ahead.len() < AHEAD_MAX {
            let mut buffer = [0; 1024];
            let mut buffer = ReadBuf::new(&mut buffer);
            let read = ready!(Pin::new(&mut shared.stream).poll_read(context, &mut buffer));
            shared.ended = read.is_err() || buffer.filled().is_empty();
            shared.ahead.extend_from_slice(buffer.filled());
        }
        match shared.ended {
            true => Poll::Ready(()),
            // A client that sends so much is there.
            false => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin + Send + 'static> Line<S> {
    /// `stream`, which may take nothing for as long as `patience`.
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        let shared = Shared {
            stream,
            ahead: Vec::new(),
            ended: false,
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
            patience,
            waiting: None,
        }
    }

    /// Sees the client hang up, for use in the task that serves the line.
    pub(super) fn watch(&self) -> Watch {
        Watch(self.shared.clone())
    }
}

impl<S> Line<S> {
    fn limited<T>(&mut self, context: &mut Context<'_>, did: Poll<Result<T>>) -> Poll<Result<T>> {
        if did.is_ready() {
            self.waiting = None;
            return did;
        }
        let patience = self.patience;
        let sleep = || Box::pin(tokio::time::sleep(patience));
        let waiting = self.waiting.get_or_insert_with(sleep);
        waiting.as_mut().poll(context).map(|()| {
            let slow = Error::new(ErrorKind::TimedOut, "the client reads nothing");
            Err(slow)
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let mut shared = lock(&self.shared);
        if !shared.ahead.is_empty() {
            let count = shared.ahead.len().min(buffer.remaining());
            buffer.put_slice(&shared.ahead[..count]);
            shared.ahead.drain(..count);
            return Poll::Ready(Ok(()));
        }
        if shared.ended {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut shared.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let did = Pin::new(&mut lock(&self.shared).stream).poll_write(context, bytes);
        self.limited(context, did)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let did = Pin::new(&mut lock(&self.shared).stream).poll_flush(context);
        self.limited(context, did)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let did = Pin::new(&mut lock(&self.shared).stream).poll_shutdown(context);
        self.limited(context, did)
    }
}

fn lock<S>(shared: &Mutex<Shared<S>>) -> MutexGuard<'_, Shared<S>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
