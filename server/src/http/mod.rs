//! HTTP: discovery for drivers and browsers, and metrics. Nothing that touches data.
//!
//! Meet [`serve`] first: one connection, until its client is done or the server ends.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_TYPE, HOST,
    HeaderValue, VARY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

use crate::server::Shared;
use crate::shutdown::{Phase, Shutdown};

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
const HEAD_MAX: usize = 16 << 10;

/// Serves one connection. Something that is not HTTP is answered with 400.
pub async fn serve(shared: Arc<Shared>, stream: TcpStream, mut shutdown: Shutdown) {
    let service = service_fn(|request| {
        let answer = answer(&shared, &request);
        async move { Ok::<_, Infallible>(answer) }
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

fn answer<B>(shared: &Shared, request: &Request<B>) -> Response<Full<Bytes>> {
    shared.metrics.http_requests.increment();
    let mut response = match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/") => {
            let host = request
                .headers()
                .get(HOST)
                .and_then(|host| host.to_str().ok());
            text("application/json", shared.discovery(host))
        }
        (&Method::GET | &Method::HEAD, "/metrics") => text(
            "text/plain; version=0.0.4; charset=utf-8",
            shared.metrics.render(&shared.readings()),
        ),
        (&Method::OPTIONS, "/" | "/metrics") => allowed(StatusCode::OK),
        (_, "/" | "/metrics") => allowed(StatusCode::METHOD_NOT_ALLOWED),
        (_, _) => {
            let mut response = text(
                "application/json",
                "{\"errors\":[{\"code\":\"Neo.ClientError.Request.Invalid\",\"message\":\"There \
                 is nothing at this address. Queries are answered over Bolt.\"}]}"
                    .to_owned(),
            );
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    response
}

fn allowed(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = text("text/plain", String::new());
    *response.status_mut() = status;
    let methods = HeaderValue::from_static("GET, HEAD, OPTIONS");
    response.headers_mut().insert(ALLOW, methods.clone());
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    response
}

fn text(content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
