//! Bodies of answers: whole, or in pieces that are made while they are read.
//!
//! A stream holds one piece at a time: who makes pieces waits for who reads them. Meet [`Body`]
//! first.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::sync::mpsc;

/// A body.
pub(super) enum Body {
    /// All of it; `None` once it was taken.
    Whole(Option<Bytes>),
    /// Pieces as they come, until the sender is dropped.
    Pieces(mpsc::Receiver<Bytes>),
    /// Pieces of which the sum is known.
    Sized(mpsc::Receiver<Bytes>, u64),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self::Whole(None)
    }

    /// A body in pieces, and where they go in.
    pub(super) fn pieces() -> (mpsc::Sender<Bytes>, Self) {
        let (sender, receiver) = mpsc::channel(1);
        (sender, Self::Pieces(receiver))
    }

    /// A body in pieces of `length` bytes together, and where they go in.
    pub(super) fn sized(length: u64) -> (mpsc::Sender<Bytes>, Self) {
        let (sender, receiver) = mpsc::channel(1);
        (sender, Self::Sized(receiver, length))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(Some(bytes.into()).filter(|bytes: &Bytes| !bytes.is_empty()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take()),
            Self::Pieces(receiver) | Self::Sized(receiver, _) => receiver.poll_recv(context),
        };
        piece.map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Pieces(_) => SizeHint::default(),
            Self::Sized(_, length) => SizeHint::with_exact(*length),
        }
    }
}
