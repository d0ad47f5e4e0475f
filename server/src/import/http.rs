//! What LOAD CSV reads over `http` and `https`, from hosts that the settings list.
//!
//! A task on the network threads fetches; whoever reads gets it piece by piece, and the task waits
//! while nobody does. So neither a slow host nor a large file costs more than a few buffers, and when
//! the reader is dropped the task ends. Redirects are followed, each held against the list again.
//! Meet [`Http`] first.

use std::io::{Error, ErrorKind, Read};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HOST, LOCATION, USER_AGENT};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsConnector;

use super::ImportError;
use crate::config::Settings;
use crate::config::hosts::{HostList, Scheme};
use crate::config::value::bracketed;
use crate::trust;

/// Redirects that are followed.
const HOPS: usize = 10;
/// Pieces that wait for the reader.
const AHEAD: usize = 4;
/// Bytes of a piece, at most; and of the head of an answer.
const PIECE: usize = 64 << 10;
/// How long a reader waits before it asks whether it is still wanted.
const WAIT: Duration = Duration::from_millis(20);
/// Names that are looked up at a time. They take threads that password hashing needs too.
const LOOKUPS: usize = 2;

/// Fetches what is allowed.
pub(super) struct Http(Arc<Shared>);

struct Shared {
    allowed: HostList,
    size_max: u64,
    timeout: Duration,
    runtime: Handle,
    tls: OnceLock<Result<TlsConnector, String>>,
    lookups: Semaphore,
}

/// Where a request goes.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Target {
    scheme: Scheme,
    /// Lower case, without brackets.
    host: String,
    port: u16,
    /// Path and query.
    path: String,
}

/// Why nothing, or no more, was fetched.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("{0}")]
    Url(&'static str),
    #[error("configuration property 'quiver.import.http.allow' does not list {0}")]
    NotListed(String),
    #[error("{0}")]
    Failed(String),
    #[error("nothing came for the time of quiver.import.http.timeout")]
    Silent,
    #[error("it is longer than quiver.import.http.size_max allows")]
    TooLong,
    #[error("{0} leads to where it must not: {1}")]
    Redirect(String, Box<FetchError>),
}

fn failed(error: impl std::fmt::Display) -> FetchError {
    FetchError::Failed(error.to_string())
}

impl Http {
    /// As the settings say; what is fetched is fetched on `runtime`.
    pub(super) fn new(settings: &Settings, runtime: Handle) -> Self {
        Self(Arc::new(Shared {
            allowed: settings.import_http.clone(),
            size_max: settings.import_http_size.0,
            timeout: settings.import_http_timeout.0,
            runtime,
            tls: OnceLock::new(),
            lookups: Semaphore::new(LOOKUPS),
        }))
    }

    /// What `file()` says, and what is to be read. Whether it is there shows when it is read.
    ///
    /// # Errors
    /// The URL is malformed or not allowed.
    pub(super) fn open(&self, url: &str) -> Result<(String, Fetched), ImportError> {
        let target = Target::parse(url)
            .map_err(|why| ImportError::Invalid(url.into(), why))
            .and_then(|target| match self.0.check(&target) {
                Ok(()) => Ok(target),
                Err(error) => Err(ImportError::Remote(url.into(), error.to_string())),
            })?;
        let name = target.file_name();
        let (sender, pieces) = mpsc::channel(AHEAD);
        let (shared, url) = (self.0.clone(), url.to_owned());
        self.0.runtime.spawn(async move {
            tokio::select! {
                fetched = shared.fetch(target, &sender) => {
                    let last = fetched.map(|()| None).map_err(|error| Error::other(
                        ImportError::Unreadable(url, Error::other(error.to_string())).failure(),
                    ));
                    // Nobody may be there any more.
                    let _ = sender.send(last).await;
                }
                () = sender.closed() => {}
            }
        });
        let content = Fetched {
            pieces,
            piece: Bytes::new(),
            ended: false,
        };
        Ok((name, content))
    }
}

impl Target {
    fn parse(url: &str) -> Result<Self, &'static str> {
        let uri: Uri = url.parse().map_err(|_| "it is malformed")?;
        let scheme = uri.scheme_str().and_then(Scheme::named);
        let scheme = scheme.ok_or("it is neither of http nor of https")?;
        let authority = uri.authority().ok_or("URL is missing a host")?;
        if authority.as_str().contains('@') {
            return Err("names of users in a URL are not supported");
        }
        let host = authority.host();
        let host = host
            .strip_prefix('[')
            .map_or(host, |host| host.strip_suffix(']').unwrap_or(host));
        if host.is_empty() {
            return Err("URL is missing a host");
        }
        let port = match authority.as_str().rsplit_once(':') {
            Some((_, digits)) if !digits.contains(']') => authority
                .port_u16()
                .filter(|_| !digits.is_empty())
                .ok_or("the port is no number")?,
            _ => scheme.port(),
        };
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self {
            scheme,
            host: host.to_ascii_lowercase(),
            port,
            path: format!("{slash}{path}"),
        })
    }

    /// The last step of the path.
    fn file_name(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        crate::http::percent_decode(last).unwrap_or_else(|| last.to_owned())
    }

    /// Host and port, as the head of a request has them.
    fn authority(&self) -> String {
        let host = bracketed(&self.host);
        match self.port == self.scheme.port() {
            true => host.into_owned(),
            false => format!("{host}:{}", self.port),
        }
    }

    /// Where a redirect leads.
    fn follow(&self, location: &str) -> Result<Self, &'static str> {
        let (scheme, authority) = (self.scheme.name(), self.authority());
        let path = self.path.split('?').next().unwrap_or_default();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let before = location.find(['/', '?', '#']).unwrap_or(location.len());
        let url = if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location[..before].contains(':') {
            location.to_owned()
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else if location.starts_with('?') {
            format!("{scheme}://{authority}{path}{location}")
        } else {
            format!("{scheme}://{authority}{folder}/{location}")
        };
        let target = Self::parse(&url)?;
        if (self.scheme, target.scheme) == (Scheme::Https, Scheme::Http) {
            return Err("from https to http");
        }
        Ok(target)
    }
}

impl Shared {
    fn check(&self, target: &Target) -> Result<(), FetchError> {
        if self
            .allowed
            .allows(target.scheme, &target.host, target.port)
        {
            return Ok(());
        }
        Err(FetchError::NotListed(format!(
            "{}://{}",
            target.scheme.name(),
            target.authority()
        )))
    }

    /// Sends what a URL, or what it is redirected to, has.
    async fn fetch(&self, mut target: Target, to: &Pieces) -> Result<(), FetchError> {
        for _ in 0..=HOPS {
            let answer = self.in_time(self.ask(&target)).await??;
            if !answer.status().is_redirection() {
                return self.forward(answer, to).await;
            }
            let location = answer.headers().get(LOCATION);
            let location = location.and_then(|location| location.to_str().ok());
            let location = location.ok_or_else(|| failed("a redirect leads nowhere"))?;
            let led = |error| FetchError::Redirect(target.authority(), Box::new(error));
            let next = target.follow(location).map_err(FetchError::Url);
            let next = next.and_then(|next| self.check(&next).map(|()| next));
            target = next.map_err(led)?;
        }
        Err(failed(format!("there are more than {HOPS} redirects")))
    }

    async fn in_time<F: Future>(&self, work: F) -> Result<F::Output, FetchError> {
        let done = tokio::time::timeout(self.timeout, work).await;
        done.map_err(|_| FetchError::Silent)
    }

    /// Connects and asks; returns when the head of the answer is there.
    async fn ask(&self, target: &Target) -> Result<Response<Incoming>, FetchError> {
        let stream = self.connect(target).await?;
        match target.scheme {
            Scheme::Http => exchange(stream, target).await,
            Scheme::Https => {
                let tls = self.tls.get_or_init(|| trust::connector(false));
                let tls = tls.as_ref().map_err(failed)?;
                let name = ServerName::try_from(target.host.clone()).map_err(failed)?;
                let stream = tls.connect(name, stream).await.map_err(failed)?;
                exchange(stream, target).await
            }
        }
    }

    async fn connect(&self, target: &Target) -> Result<TcpStream, FetchError> {
        let addresses: Vec<_> = {
            let _turn = self.lookups.acquire().await.map_err(failed)?;
            let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
            found.map_err(failed)?.collect()
        };
        TcpStream::connect(addresses.as_slice())
            .await
            .map_err(failed)
    }

    /// Sends the body of an answer on, as fast as it is taken.
    async fn forward(&self, answer: Response<Incoming>, to: &Pieces) -> Result<(), FetchError> {
        if answer.status() != hyper::StatusCode::OK {
            return Err(failed(format!("the host answers {}", answer.status())));
        }
        // Compressed files are recognised by what they begin with.
        let encoding = answer.headers().get(CONTENT_ENCODING);
        let known = |name: &[u8]| [&b"gzip"[..], b"x-gzip", b"identity", b""].contains(&name);
        if let Some(name) = encoding.filter(|name| !known(name.as_bytes())) {
            return Err(failed(format!("it is encoded as {name:?}")));
        }
        let mut body = answer.into_body();
        let mut size = 0_u64;
        while let Some(frame) = self.in_time(body.frame()).await? {
            let Ok(piece) = frame.map_err(failed)?.into_data() else {
                continue;
            };
            size = size.saturating_add(piece.len() as u64);
            if size > self.size_max {
                return Err(FetchError::TooLong);
            }
            if to.send(Ok(Some(piece))).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Asks over a connection of its own, which ends with the answer.
async fn exchange<S>(stream: S, target: &Target) -> Result<Response<Incoming>, FetchError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connecting = http1::Builder::new()
        .max_buf_size(PIECE)
        .handshake(TokioIo::new(stream));
    let (mut sender, connection) = connecting.await.map_err(failed)?;
    // It ends when the answer has been read or dropped.
    tokio::spawn(connection);
    let request = Request::get(&target.path)
        .header(HOST, target.authority())
        .header(USER_AGENT, concat!("quiver/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT_ENCODING, "identity")
        .body(Empty::<Bytes>::new())
        .map_err(failed)?;
    sender.send_request(request).await.map_err(failed)
}

/// Pieces of what is fetched, `None` at its end, or why there is no more.
type Pieces = mpsc::Sender<std::io::Result<Option<Bytes>>>;

/// What is being fetched. While nothing has come for a moment reading fails with
/// [`ErrorKind::WouldBlock`] and may be tried again.
pub(super) struct Fetched {
    pieces: mpsc::Receiver<std::io::Result<Option<Bytes>>>,
    piece: Bytes,
    ended: bool,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Fetched {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> std::io::Result<Option<Bytes>> {
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut next = self.pieces.poll_recv(&mut context);
        if next.is_pending() {
            std::thread::park_timeout(WAIT);
            next = self.pieces.poll_recv(&mut context);
        }
        match next {
            Poll::Ready(Some(piece)) => piece,
            // The task is gone without having told an end: this may not be all.
            Poll::Ready(None) => Err(ErrorKind::ConnectionAborted.into()),
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}

impl Read for Fetched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match self.next()? {
                Some(piece) => self.piece = piece,
                None => self.ended = true,
            }
        }
        let count = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let shown = |target: Target| {
            let (scheme, authority) = (target.scheme.name(), target.authority());
            format!(
                "{scheme} {authority} {} {}",
                target.path,
                target.file_name()
            )
        };
        let cases = [
            (
                "http://A.org/x/y%20z.csv?q=1#f",
                "http a.org /x/y%20z.csv?q=1 y z.csv",
            ),
            ("HTTPS://a.org:443", "https a.org / "),
            ("http://a.org:8080?x", "http a.org:8080 /?x "),
            ("http://[::1]:80/a", "http [::1] /a a"),
            ("http://[::1]/a", "http [::1] /a a"),
            ("http:///a.csv", "malformed"),
            ("http://u:p@a.org/", "users"),
            ("http://a.org:/", "port"),
            ("http://a.org:99999/", "port"),
            ("http://a.org/a b", "malformed"),
            ("http:/a", "malformed"),
            ("ftp://a/", "neither"),
        ];
        for (url, expected) in cases {
            let found = Target::parse(url).map_or_else(str::to_owned, shown);
            assert!(found.contains(expected), "{url}: {found}");
        }
        let from = Target::parse("https://a.org:8443/x/y?q").unwrap();
        let cases = [
            ("z", "https a.org:8443 /x/z z"),
            ("/z?a:b", "https a.org:8443 /z?a:b z"),
            ("?r", "https a.org:8443 /x/y?r y"),
            ("//b.org/z", "https b.org /z z"),
            ("https://b.org", "https b.org / "),
            ("http://a.org:8443/x", "from https to http"),
            ("ftp://b.org/z", "neither"),
        ];
        for (location, expected) in cases {
            let found = from.follow(location).map_or_else(str::to_owned, shown);
            assert!(found.contains(expected), "{location}: {found}");
        }
    }
}
