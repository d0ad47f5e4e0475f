//! The small answers that every part of the HTTP interface gives, in Neo4j's words.
//!
//! Not here: what the parts answer when all is well.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONNECTION, CONTENT_TYPE,
    HeaderMap, HeaderValue, LOCATION, SEC_WEBSOCKET_ACCEPT, UPGRADE,
};
use hyper::{Response, StatusCode};

use super::body::Body;

/// An answer on its way.
pub(super) type Answer = Response<Body>;

/// An answer with a body of that type.
pub(super) fn content(content_type: &'static str, body: impl Into<Body>) -> Answer {
    let mut answer = Response::new(body.into());
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

/// JSON with a status.
pub(super) fn json(status: StatusCode, body: String) -> Answer {
    let mut answer = content("application/json", body);
    *answer.status_mut() = status;
    answer
}

/// An error in the form of Neo4j's HTTP interfaces.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> Answer {
    json(status, errors(code, message))
}

/// The body of [`error`].
pub(super) fn errors(code: &str, message: &str) -> String {
    let mut body = String::from("{\"errors\":[{\"code\":");
    push_string(&mut body, code);
    body.push_str(",\"message\":");
    push_string(&mut body, message);
    body.push_str("}]}");
    body
}

/// Code of requests that make no sense.
pub(super) const INVALID: &str = "Neo.ClientError.Request.Invalid";

pub(super) fn bad_request(message: &str) -> Answer {
    error(StatusCode::BAD_REQUEST, INVALID, message)
}

pub(super) fn not_found() -> Answer {
    error(StatusCode::NOT_FOUND, INVALID, "Not Found")
}

pub(super) fn not_allowed(methods: &'static str) -> Answer {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let mut answer = error(status, INVALID, "Method Not Allowed");
    let headers = answer.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(methods));
    answer
}

/// The answer to OPTIONS: what may be asked, and for browsers that they may ask it.
pub(super) fn options(methods: &'static str, asked: &HeaderMap) -> Answer {
    let mut answer = content("text/plain", methods.to_owned());
    let headers = answer.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(methods));
    let preflight = asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if preflight {
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static(methods),
        );
    }
    if let Some(wanted) = asked.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    answer
}

/// To another place of this server, for browsers.
pub(super) fn see_other(place: &'static str) -> Answer {
    let mut answer = content("text/html", Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let headers = answer.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_static(place));
    answer
}

/// The WebSocket was granted; `key` proves that this server knows what one is.
pub(super) fn switching(key: &str) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = answer.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(key) = HeaderValue::from_str(key) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, key);
    }
    answer
}

/// Pages of any origin may read what is answered: who may see data is decided by passwords.
pub(super) fn open_to_browsers(answer: &mut Answer) {
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}

/// Appends text as a JSON string.
pub(super) fn push_string(out: &mut String, text: &str) {
    // A string can always be written to memory.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
