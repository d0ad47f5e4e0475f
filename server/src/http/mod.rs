//! HTTP: discovery, metrics, Browser's files, and queries.
//!
//! Meet [`serve`] first: one connection, until its client is done or the server ends. What an
//! address stands for is [`Place`].

mod answer;
mod body;
mod browser;
mod line;
mod query;

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue, USER_AGENT, VARY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::connections::Peer;
use crate::server::Shared;
use crate::shutdown::{Phase, Shutdown};
use crate::transport::Wire;
use crate::websocket;
use answer::Answer;
use body::BrokenOff;
pub use browser::Browser;
use line::{Line, Watch};
pub use query::{Transactions, plain_json};

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
const HEAD_MAX: usize = 16 << 10;

/// How the client reached HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// In the clear.
    Http,
    /// In TLS.
    Https,
}

impl Scheme {
    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Who asks.
#[derive(Clone)]
struct Client {
    watch: Watch,
    peer: Peer,
}

/// Serves one connection. Something that is not HTTP is answered with 400.
pub async fn serve<S>(
    shared: Arc<Shared>,
    stream: S,
    scheme: Scheme,
    peer: Peer,
    mut shutdown: Shutdown,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = Line::new(stream, shared.settings.write_timeout.0);
    let client = Client {
        watch: stream.watch(),
        peer,
    };
    let service = service_fn(|request| {
        let (shared, client) = (shared.clone(), client.clone());
        async move { answer(&shared, scheme, request, client).await }
    });
    let connection = protocol().serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = shutdown.reached(Phase::Draining) => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                result = connection => result,
                // Dropping it stops what it was doing.
                () = shutdown.reached(Phase::Stopping) => return,
            }
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "an HTTP connection ended with an error");
    }
}

fn protocol() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_MAX)
        // A client that has said all may still want to hear the answer.
        .half_close(true);
    builder
}

/// Serves HTTP that came to the Bolt port, until a request for a WebSocket was granted; gives
/// the stream for it. Everything else is answered with discovery, once.
pub async fn upgrade(
    shared: Arc<Shared>,
    stream: Wire,
    scheme: Scheme,
    mut shutdown: Shutdown,
) -> Option<Wire> {
    let granted = Mutex::new(None);
    let service = service_fn(|mut request: Request<Incoming>| {
        shared.metrics.http_requests.increment();
        let mut answer = if websocket::is_asked_for(request.headers()) {
            match websocket::accept(request.headers()) {
                Some(key) => {
                    let upgrade = hyper::upgrade::on(&mut request);
                    *granted.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgrade);
                    answer::switching(&key)
                }
                None => answer::bad_request("Not a valid WebSocket handshake."),
            }
        } else {
            let host = request.headers().get(HOST);
            let host = host.and_then(|host| host.to_str().ok());
            let mut answer =
                answer::content("application/json", shared.discovery(scheme, host, false));
            answer
                .headers_mut()
                .insert(VARY, HeaderValue::from_static("Accept"));
            answer
        };
        answer::open_to_browsers(&mut answer);
        async move { Ok::<_, Infallible>(answer) }
    });
    let connection = protocol()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::select! {
        result = connection => result.ok()?,
        () = shutdown.reached(Phase::Draining) => return None,
    }
    let granted = granted.into_inner().unwrap_or_else(PoisonError::into_inner);
    let upgraded = granted?.await.ok()?;
    let parts = upgraded.downcast::<TokioIo<Wire>>().ok()?;
    // What the client sent right behind its request comes before what it will send.
    Some(parts.io.into_inner().behind(&parts.read_buf))
}

/// What there is, by its address.
enum Place<'r> {
    Discovery,
    Metrics,
    /// Without the slash that relative links need.
    BrowserWithoutSlash,
    /// The path within.
    Browser(&'r str),
    /// Queries on a database.
    Query(&'r str, query::Endpoint<'r>),
    /// The interface before that of queries.
    Legacy,
}

impl<'r> Place<'r> {
    fn of(path: &'r str) -> Option<Self> {
        match path {
            "/" => Some(Self::Discovery),
            "/metrics" => Some(Self::Metrics),
            "/browser" => Some(Self::BrowserWithoutSlash),
            _ if path.starts_with("/db/") => match query::Endpoint::of(path) {
                Some((database, endpoint)) => Some(Self::Query(database, endpoint)),
                None => is_legacy(path).then_some(Self::Legacy),
            },
            _ => path.strip_prefix(browser::PLACE).map(Self::Browser),
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Self::Discovery | Self::Metrics | Self::BrowserWithoutSlash | Self::Browser(_) => {
                "GET, HEAD, OPTIONS"
            }
            Self::Query(_, endpoint) => endpoint.methods(),
            Self::Legacy => "OPTIONS",
        }
    }

    fn allows(&self, method: &Method) -> bool {
        self.methods().split(", ").any(|name| name == method)
    }
}

async fn answer(
    shared: &Arc<Shared>,
    scheme: Scheme,
    request: Request<Incoming>,
    mut client: Client,
) -> Result<Answer, BrokenOff> {
    shared.metrics.http_requests.increment();
    let (head, body) = request.into_parts();
    let mut answer = match Place::of(head.uri.path()) {
        None => answer::not_found(),
        Some(place) if head.method == Method::OPTIONS => {
            answer::options(place.methods(), &head.headers)
        }
        // These say who may ask before they say what.
        Some(Place::Query(database, endpoint)) => {
            let agent = head.headers.get(USER_AGENT);
            if let Some(agent) = agent.and_then(|agent| agent.to_str().ok()) {
                client.peer.agent = agent.into();
            }
            query::serve(shared, &head, body, (database, endpoint), client).await?
        }
        Some(Place::Legacy) => answer::error(
            StatusCode::NOT_FOUND,
            answer::INVALID,
            "The HTTP interface /db/{databaseName}/tx is deprecated and not part of this server; \
             use the query interface, /db/{databaseName}/query/v2.",
        ),
        Some(place) if !place.allows(&head.method) => answer::not_allowed(place.methods()),
        Some(Place::Discovery) => discovery(shared, scheme, &head.headers),
        Some(Place::Metrics) => answer::content(
            "text/plain; version=0.0.4; charset=utf-8",
            shared.metrics.render(&shared.readings()),
        ),
        Some(Place::BrowserWithoutSlash) => answer::see_other(browser::PLACE),
        Some(Place::Browser(path)) => match &shared.browser {
            Some(browser) => browser.serve(path).await,
            None => answer::not_found(),
        },
    };
    answer::open_to_browsers(&mut answer);
    Ok(answer)
}

/// `/db/{name}/tx` and below.
fn is_legacy(path: &str) -> bool {
    let mut parts = path.split('/').skip(3);
    parts.next() == Some("tx")
}

/// Where everything is; people with a browser are sent to Browser if there is one.
fn discovery(shared: &Shared, scheme: Scheme, headers: &HeaderMap) -> Answer {
    let mut answer = if shared.browser.is_some() && accepts_pages(headers) {
        answer::see_other(browser::PLACE)
    } else {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        answer::content("application/json", shared.discovery(scheme, host, true))
    };
    answer
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("Accept"));
    answer
}

fn accepts_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT);
    let mut types = accepted.iter().filter_map(|value| value.to_str().ok());
    types.any(|types| {
        types
            .split(',')
            .any(|one| one.split(';').next().map(str::trim) == Some("text/html"))
    })
}

/// The text of a percent-encoded part of a path; `None` if it is none.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(*rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        for (text, expected) in [
            ("a%20b", Some("a b")),
            ("%C3%A9", Some("é")),
            ("", Some("")),
            ("%", None),
            ("%2", None),
            ("%GG", None),
            ("%FF", None),
        ] {
            assert_eq!(percent_decode(text).as_deref(), expected, "{text}");
        }
    }
}
