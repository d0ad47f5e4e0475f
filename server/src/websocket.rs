//! Bolt in WebSocket frames, for drivers that live in browsers.
//!
//! Frame borders mean nothing: [`Frames`] makes one stream of bytes of them. The handshake is an
//! HTTP request with [`accept`]'s answer; it is served by `http`.

use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_util::{Sink, Stream};
use hyper::header::{CONNECTION, HeaderMap, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};

/// Longest frame, and longest message of several frames. Enough for a whole chunk of Bolt, and
/// little enough to be claimed by somebody who has not logged in.
const FRAME_MAX: usize = 128 << 10;
/// Bytes put in one frame at most.
const SEND_MAX: usize = 64 << 10;
/// Bytes kept for reading.
const READ_BUFFER: usize = 8 << 10;
/// Appended to the client's key, by RFC 6455.
const MAGIC: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Whether these headers ask for a WebSocket.
pub fn is_asked_for(headers: &HeaderMap) -> bool {
    lists(headers, UPGRADE.as_str(), "websocket") && lists(headers, CONNECTION.as_str(), "upgrade")
}

/// The `sec-websocket-accept` that answers a request; `None` if it is not a valid one.
pub fn accept(headers: &HeaderMap) -> Option<String> {
    let key = headers.get(SEC_WEBSOCKET_KEY)?.to_str().ok()?.trim();
    let version = headers.get(SEC_WEBSOCKET_VERSION)?.to_str().ok()?.trim();
    // 16 bytes in base64.
    if version != "13" || key.len() != 24 {
        return None;
    }
    let text = format!("{key}{MAGIC}");
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
    Some(crate::base64::encode(digest.as_ref()))
}

fn lists(headers: &HeaderMap, name: &str, wanted: &str) -> bool {
    let values = headers.get_all(name);
    let mut texts = values.iter().filter_map(|value| value.to_str().ok());
    texts.any(|text| {
        text.split(',')
            .any(|one| one.trim().eq_ignore_ascii_case(wanted))
    })
}

/// The bytes in a WebSocket's frames, as one stream each way.
pub struct Frames<S> {
    socket: WebSocketStream<S>,
    /// Of the last frame received.
    rest: Bytes,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Frames<S> {
    /// The server's side of a WebSocket on which the handshake was done.
    pub async fn new(stream: S) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(FRAME_MAX))
            .max_frame_size(Some(FRAME_MAX));
        Self {
            socket: WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await,
            rest: Bytes::new(),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Frames<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        while self.rest.is_empty() {
            // Pings are answered on the way.
            match ready!(Pin::new(&mut self.socket).poll_next(context)) {
                Some(Ok(Message::Binary(bytes))) => self.rest = bytes,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Text(_))) => {
                    return Poll::Ready(Err(Error::new(ErrorKind::InvalidData, "a text frame")));
                }
                Some(Ok(Message::Close(_))) | None => return Poll::Ready(Ok(())),
                Some(Err(error)) => return Poll::Ready(Err(failed(error))),
            }
        }
        let count = self.rest.len().min(buffer.remaining());
        buffer.put_slice(&self.rest[..count]);
        self.rest.advance(count);
        if self.rest.is_empty() {
            self.rest = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Frames<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        ready!(Pin::new(&mut self.socket).poll_ready(context)).map_err(failed)?;
        let count = bytes.len().min(SEND_MAX);
        let frame = Message::Binary(Bytes::copy_from_slice(&bytes[..count]));
        Pin::new(&mut self.socket)
            .start_send(frame)
            .map_err(failed)?;
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket)
            .poll_flush(context)
            .map_err(failed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket)
            .poll_close(context)
            .map_err(failed)
    }
}

fn failed(error: tungstenite::Error) -> Error {
    match error {
        tungstenite::Error::Io(error) => error,
        other => Error::new(ErrorKind::InvalidData, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderName;

    fn headers(all: &[(&str, &str)]) -> HeaderMap {
        all.iter()
            .map(|(name, value)| {
                let name: HeaderName = name.parse().unwrap();
                (name, value.parse().unwrap())
            })
            .collect()
    }

    #[test]
    fn the_handshake_is_that_of_rfc_6455() {
        let key = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let asked = [
            ("upgrade", "WebSocket"),
            ("connection", "keep-alive, Upgrade"),
            key,
            ("sec-websocket-version", "13"),
        ];
        assert!(is_asked_for(&headers(&asked)));
        assert_eq!(
            accept(&headers(&asked)).as_deref(),
            Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        );
        assert!(!is_asked_for(&headers(&asked[1..])));
        assert_eq!(accept(&headers(&asked[..3])), None);
        assert_eq!(
            accept(&headers(&[key, ("sec-websocket-version", "8")])),
            None
        );
        let short = [("sec-websocket-key", "abc="), asked[3]];
        assert_eq!(accept(&headers(&short)), None);
    }
}
