//! The Bolt port's door: by the first bytes it tells Bolt, TLS and HTTP apart, inside TLS once
//! more, and gives what Bolt is to be spoken over.
//!
//! Meet [`enter`] first.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::TcpStream;

use crate::config::value::TlsLevel;
use crate::http::{self, Scheme};
use crate::server::Shared;
use crate::shutdown::Shutdown;
use crate::transport::{Prefixed, Socket, Transport, Wire};
use crate::websocket::Frames;

/// What the first bytes stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Bolt, or something that Bolt's handshake will refuse.
    Bolt,
    /// A ClientHello.
    Tls,
    /// GET: discovery, or a WebSocket.
    Http,
}

/// Why nobody came in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The client closed, or the network did.
    #[error("the client is gone")]
    Gone,
    /// The client did what the settings do not allow, or did it wrongly.
    #[error("{0}")]
    Violation(String),
    /// An HTTP request was answered, and that was all.
    #[error("an HTTP request was answered")]
    Answered,
}

/// Finds out what a client speaks. Whoever calls sets it a time limit.
pub async fn enter(
    shared: &Arc<Shared>,
    mut stream: TcpStream,
    shutdown: &Shutdown,
) -> Result<Transport, Refused> {
    let (kind, first) = look(&mut stream).await?;
    let level = shared.settings.bolt_tls_level;
    match kind {
        Kind::Tls => {}
        Kind::Bolt | Kind::Http if level == TlsLevel::Required => {
            return Err(Refused::Violation("TLS is required".into()));
        }
        Kind::Bolt | Kind::Http => {
            let wire = Prefixed::new(first, Socket::Tcp(stream));
            return speak(shared, kind, wire, Scheme::Http, shutdown).await;
        }
    }
    let tls = match (&shared.bolt_tls, level) {
        (Some(tls), TlsLevel::Optional | TlsLevel::Required) => tls,
        (_, _) => return Err(Refused::Violation("TLS is not enabled".into())),
    };
    let acceptor = tls.acceptor().await;
    let accepted = acceptor.accept(Prefixed::new(first, stream)).await;
    let mut stream = accepted.map_err(|error| Refused::Violation(format!("TLS: {error}")))?;
    let (kind, first) = look(&mut stream).await?;
    let wire = Prefixed::new(first, Socket::Tls(Box::new(stream)));
    speak(shared, kind, wire, Scheme::Https, shutdown).await
}

async fn speak(
    shared: &Arc<Shared>,
    kind: Kind,
    wire: Wire,
    scheme: Scheme,
    shutdown: &Shutdown,
) -> Result<Transport, Refused> {
    match kind {
        Kind::Bolt => Ok(Transport::Bare(wire)),
        Kind::Tls => Err(Refused::Violation("TLS inside TLS".into())),
        Kind::Http => {
            let upgraded = http::upgrade(shared.clone(), wire, scheme, shutdown.clone()).await;
            let wire = upgraded.ok_or(Refused::Answered)?;
            Ok(Transport::Framed(Box::new(Frames::new(wire).await)))
        }
    }
}

/// Reads as little as tells what is spoken; gives back what was read.
async fn look(stream: &mut (impl AsyncRead + Unpin)) -> Result<(Kind, Bytes), Refused> {
    let mut first = BytesMut::with_capacity(4);
    loop {
        if let Some(kind) = kind(&first) {
            return Ok((kind, first.freeze()));
        }
        let mut buffer = [0; 4];
        let wanted = buffer.len() - first.len();
        match stream.read(&mut buffer[..wanted]).await {
            Ok(0) | Err(_) => return Err(Refused::Gone),
            Ok(count) => first.extend_from_slice(&buffer[..count]),
        }
    }
}

/// `None`: not clear yet.
fn kind(first: &[u8]) -> Option<Kind> {
    const SIGNS: [(&[u8], Kind); 2] = [(b"\x16\x03", Kind::Tls), (b"GET ", Kind::Http)];
    for (sign, kind) in SIGNS {
        if first.starts_with(sign) {
            return Some(kind);
        }
        if sign.starts_with(first) {
            return None;
        }
    }
    Some(Kind::Bolt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_bytes_as_needed() {
        for (first, expected) in [
            (&b""[..], None),
            (b"\x60", Some(Kind::Bolt)),
            (b"\x16", None),
            (b"\x16\x03", Some(Kind::Tls)),
            (b"\x16\x02", Some(Kind::Bolt)),
            (b"GET", None),
            (b"GET ", Some(Kind::Http)),
            (b"GETS", Some(Kind::Bolt)),
            (b"POST", Some(Kind::Bolt)),
            (b"\0", Some(Kind::Bolt)),
        ] {
            assert_eq!(kind(first), expected, "{first:?}");
        }
    }
}
