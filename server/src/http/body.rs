//! Bodies of answers: whole, or in pieces that are made while they are read.
//!
//! A piece is made when the one before it was handed to the network: who makes pieces waits for
//! who reads them, and a client that goes away ends the making. Meet [`Body`] first.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, stream};
use hyper::body::{Frame, SizeHint};

/// An answer that cannot be finished, or not truthfully: the connection is closed.
#[derive(Debug, thiserror::Error)]
#[error("the answer was broken off")]
pub(super) struct BrokenOff;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BrokenOff>> + Send>>;

/// A body.
pub(super) enum Body {
    /// All of it; `None` once it was taken.
    Whole(Option<Bytes>),
    /// Pieces, and the sum of their lengths if it is known.
    Pieces(Pieces, Option<u64>),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self::Whole(None)
    }

    /// A body in pieces. `next` makes one of a state, together with the state for the piece after
    /// it, if there is one.
    pub(super) fn pieces<S, F, N>(state: S, length: Option<u64>, next: N) -> Self
    where
        S: Send + 'static,
        F: Future<Output = Result<(Bytes, Option<S>), BrokenOff>> + Send + 'static,
        N: Fn(S) -> F + Send + Clone + 'static,
    {
        let made = stream::unfold(Some(state), move |state| {
            let next = next.clone();
            async move {
                match next(state?).await {
                    Ok((piece, state)) => Some((Ok(piece), state)),
                    Err(broken) => Some((Err(broken), None)),
                }
            }
        });
        Self::Pieces(Box::pin(made), length)
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let piece = match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Self::Pieces(pieces, _) => pieces.as_mut().poll_next(context),
        };
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Pieces(_, Some(length)) => SizeHint::with_exact(*length),
            Self::Pieces(_, None) => SizeHint::default(),
        }
    }
}
