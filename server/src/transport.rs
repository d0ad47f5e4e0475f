//! Bytes to and from a client, however they travel: in the clear or in TLS, bare or in
//! WebSocket frames.
//!
//! Not here: telling these apart (`door`), and what the bytes say. Meet [`Transport`] first.

use std::io::Result;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::websocket::Frames;

/// What Bolt is spoken over.
pub enum Transport {
    /// Bytes as they are.
    Bare(Wire),
    /// In WebSocket frames.
    Framed(Box<Frames<Wire>>),
}

/// A socket, with or without TLS, of which the first bytes may have been looked at.
pub type Wire = Prefixed<Socket>;

/// A socket, with or without TLS.
pub enum Socket {
    /// In the clear.
    Tcp(TcpStream),
    /// In TLS.
    Tls(Box<TlsStream<Prefixed<TcpStream>>>),
}

/// A stream of which some bytes were read before and are read again first.
pub struct Prefixed<S> {
    prefix: Bytes,
    stream: S,
}

impl<S> Prefixed<S> {
    /// `stream` behind `prefix`.
    pub fn new(prefix: impl Into<Bytes>, stream: S) -> Self {
        Self {
            prefix: prefix.into(),
            stream,
        }
    }

    /// The same, with `bytes` to be read before everything else.
    pub fn behind(mut self, bytes: &[u8]) -> Self {
        self.prefix = [bytes, &self.prefix].concat().into();
        self
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Prefixed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        if self.prefix.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let count = self.prefix.len().min(buffer.remaining());
        buffer.put_slice(&self.prefix[..count]);
        self.prefix.advance(count);
        if self.prefix.is_empty() {
            self.prefix = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Prefixed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Reading and writing is that of whichever stream it is.
macro_rules! either {
    ($ty:ty, $one:path, $other:path) => {
        impl AsyncRead for $ty {
            fn poll_read(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                buffer: &mut ReadBuf<'_>,
            ) -> Poll<Result<()>> {
                match self.get_mut() {
                    $one(stream) => Pin::new(stream).poll_read(context, buffer),
                    $other(stream) => Pin::new(stream).poll_read(context, buffer),
                }
            }
        }

        impl AsyncWrite for $ty {
            fn poll_write(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                bytes: &[u8],
            ) -> Poll<Result<usize>> {
                match self.get_mut() {
                    $one(stream) => Pin::new(stream).poll_write(context, bytes),
                    $other(stream) => Pin::new(stream).poll_write(context, bytes),
                }
            }

            fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
                match self.get_mut() {
                    $one(stream) => Pin::new(stream).poll_flush(context),
                    $other(stream) => Pin::new(stream).poll_flush(context),
                }
            }

            fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
                match self.get_mut() {
                    $one(stream) => Pin::new(stream).poll_shutdown(context),
                    $other(stream) => Pin::new(stream).poll_shutdown(context),
                }
            }
        }
    };
}

either!(Socket, Socket::Tcp, Socket::Tls);
either!(Transport, Transport::Bare, Transport::Framed);
