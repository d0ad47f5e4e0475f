//! HTTP: discovery, metrics, Browser's files, and queries.
//!
//! Meet [`serve`] first: one connection, until its client is done or the server ends. What an
//! address stands for is [`Place`]; queries are in `query`.

mod answer;
mod body;
mod browser;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue, VARY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::server::Shared;
use crate::shutdown::{Phase, Shutdown};
use answer::Answer;
pub use browser::Browser;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
const HEAD_MAX: usize = 16 << 10;

/// How the client reached HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// In the clear.
    Http,
}

impl Scheme {
    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
        }
    }
}

/// Serves one connection. Something that is not HTTP is answered with 400.
pub async fn serve<S>(shared: Arc<Shared>, stream: S, scheme: Scheme, mut shutdown: Shutdown)
where
    S: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let service = service_fn(|request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(answer(&shared, scheme, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_MAX)
        // A client that has said all may still want to hear the answer.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = shutdown.reached(Phase::Draining) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "an HTTP connection ended with an error");
    }
}

/// What there is, by its address.
enum Place<'r> {
    Discovery,
    Metrics,
    /// Without the slash that relative links need.
    BrowserWithoutSlash,
    /// The path within.
    Browser(&'r str),
}

impl<'r> Place<'r> {
    fn of(path: &'r str) -> Option<Self> {
        match path {
            "/" => Some(Self::Discovery),
            "/metrics" => Some(Self::Metrics),
            "/browser" => Some(Self::BrowserWithoutSlash),
            _ => path.strip_prefix(browser::PLACE).map(Self::Browser),
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Self::Discovery | Self::Metrics | Self::BrowserWithoutSlash | Self::Browser(_) => {
                "GET, HEAD, OPTIONS"
            }
        }
    }

    fn allows(&self, method: &Method) -> bool {
        self.methods().split(", ").any(|name| name == method)
    }
}

async fn answer(shared: &Arc<Shared>, scheme: Scheme, request: Request<Incoming>) -> Answer {
    shared.metrics.http_requests.increment();
    let (head, _) = request.into_parts();
    let mut answer = match Place::of(head.uri.path()) {
        None => answer::not_found(),
        Some(place) if head.method == Method::OPTIONS => {
            answer::options(place.methods(), &head.headers)
        }
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
    answer
}

/// Where everything is; people with a browser are sent to Browser if there is one.
fn discovery(shared: &Shared, scheme: Scheme, headers: &HeaderMap) -> Answer {
    let mut answer = if shared.browser.is_some() && accepts_pages(headers) {
        answer::see_other(browser::PLACE)
    } else {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        answer::content("application/json", shared.discovery(scheme, host))
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
fn percent_decode(text: &str) -> Option<String> {
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
