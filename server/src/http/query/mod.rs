//! The query interface, version 2: statements over HTTP, with the same sessions as Bolt.
//!
//! `POST /db/{name}/query/v2` runs a statement in a transaction of its own; `.../tx` and what is
//! below it opens, uses and ends transactions by name. Meet [`Endpoint`] and [`serve`] first.

mod json;
mod media;
mod request;
mod rows;
mod statement;
mod summary;
mod transactions;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use quiver_types::{Failure, Status, Text};

use super::Client;
use super::answer::{self, Answer};
use super::body::{Body, BrokenOff};
use super::line::Watch;
use crate::auth::{Identity, Token};
use crate::base64;
use crate::server::Shared;
use crate::session::{End, Session};
use media::Format;
use request::Request;
use statement::{Frame, Statement};
pub use transactions::Transactions;
use transactions::{Held, Unavailable};
pub use writer::plain_json;

/// How long the body of a request may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);
/// How clients are asked for a password.
const CHALLENGE: &str = "Basic realm=\"Neo4j\"";

/// What an address below `/db/{name}/query/v2` stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Endpoint<'r> {
    /// A statement in a transaction of its own.
    Auto,
    /// A new transaction.
    Begin,
    /// A transaction by name: a statement in it, or its end.
    Within(&'r str),
    /// A transaction by name, which is committed.
    Commit(&'r str),
}

impl<'r> Endpoint<'r> {
    /// Database, still percent-encoded, and endpoint; `None` if the path is another one.
    pub(super) fn of(path: &'r str) -> Option<(&'r str, Self)> {
        let path = path.strip_prefix("/db/")?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut parts = path.split('/');
        let database = parts.next().filter(|name| !name.is_empty())?;
        if (parts.next(), parts.next()) != (Some("query"), Some("v2")) {
            return None;
        }
        let rest: Vec<&str> = parts.collect();
        let endpoint = match rest[..] {
            [] => Self::Auto,
            ["tx"] => Self::Begin,
            ["tx", id] => Self::Within(id),
            ["tx", id, "commit"] => Self::Commit(id),
            _ => return None,
        };
        Some((database, endpoint))
    }

    /// What may be asked of it.
    pub(super) fn methods(self) -> &'static str {
        match self {
            Self::Auto | Self::Begin | Self::Commit(_) => "POST, OPTIONS",
            Self::Within(_) => "DELETE, POST, OPTIONS",
        }
    }
}

/// Why a request is answered with an error.
enum Refused {
    /// With this answer, whatever form was asked for.
    Plainly(Box<Answer>),
    /// With this condition, in the form that was asked for.
    Failure(StatusCode, Box<Failure>),
    /// Not at all: the connection is closed.
    BrokenOff,
}

impl From<BrokenOff> for Refused {
    fn from(_: BrokenOff) -> Self {
        Self::BrokenOff
    }
}

impl From<End> for Refused {
    fn from(end: End) -> Self {
        match end {
            End::Failure(failure) => Self::Failure(status_of(failure.status), failure),
            End::Uncertain => Self::BrokenOff,
        }
    }
}

impl From<json::JsonError> for Refused {
    fn from(error: json::JsonError) -> Self {
        invalid(StatusCode::BAD_REQUEST, error.to_string())
    }
}

fn invalid(status: StatusCode, message: impl Into<String>) -> Refused {
    let failure = Failure::new(Status::RequestInvalid, message);
    Refused::Failure(status, failure.into())
}

/// The HTTP status of a condition.
fn status_of(status: Status) -> StatusCode {
    match status {
        Status::DatabaseNotFound | Status::DatabaseNotFoundRouting => StatusCode::NOT_FOUND,
        Status::Unauthorized => StatusCode::UNAUTHORIZED,
        Status::AuthenticationRateLimit => StatusCode::TOO_MANY_REQUESTS,
        Status::CredentialsExpired | Status::Forbidden => StatusCode::FORBIDDEN,
        other if other.classification() == "DATABASE_ERROR" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// One request, with what is the same for all of them found out.
struct Call<'r> {
    shared: &'r Arc<Shared>,
    identity: Identity,
    database: Text,
    format: Format,
    request: Request,
    client: Client,
}

/// Answers a request that is for an endpoint. An error closes the connection.
pub(super) async fn serve(
    shared: &Arc<Shared>,
    head: &Parts,
    body: Incoming,
    place: (&str, Endpoint<'_>),
    client: Client,
) -> Result<Answer, BrokenOff> {
    let format = media::wanted(&head.headers);
    match try_serve(shared, head, body, place, format, client).await {
        Ok(answer) => Ok(answer),
        Err(Refused::Plainly(answer)) => Ok(*answer),
        Err(Refused::Failure(status, failure)) => Ok(refusal(status, &failure, format)),
        Err(Refused::BrokenOff) => Err(BrokenOff),
    }
}

async fn try_serve(
    shared: &Arc<Shared>,
    head: &Parts,
    body: Incoming,
    (database, endpoint): (&str, Endpoint<'_>),
    format: Option<Format>,
    client: Client,
) -> Result<Answer, Refused> {
    let identity = log_in(shared, &head.headers).await?;
    let ends = head.method == Method::DELETE;
    if !endpoint
        .methods()
        .split(", ")
        .any(|name| head.method == name)
    {
        return Err(Refused::Plainly(
            answer::not_allowed(endpoint.methods()).into(),
        ));
    }
    let plainly =
        |status, message| Refused::Plainly(answer::error(status, answer::INVALID, message).into());
    let format = format.ok_or_else(|| plainly(StatusCode::NOT_ACCEPTABLE, "Not Acceptable"))?;
    let body = read_body(shared, body).await?;
    let encoding = match media::sent(&head.headers) {
        Some(encoding) => encoding,
        // Nothing was said about nothing.
        None if body.is_empty() && !head.headers.contains_key(CONTENT_TYPE) => format.encoding,
        None => {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(plainly(status, "Unsupported Media Type"));
        }
    };
    let database = super::percent_decode(database)
        .ok_or_else(|| invalid(StatusCode::BAD_REQUEST, "Bad Request"))?;
    let call = Call {
        shared,
        identity,
        database: database.into(),
        format,
        request: Request::read(&body, encoding)?,
        client: client.clone(),
    };
    let answered = async {
        match endpoint {
            Endpoint::Auto => call.auto().await,
            Endpoint::Begin => call.begin().await,
            Endpoint::Within(id) if ends => call.roll_back(id),
            Endpoint::Within(id) => call.within(id).await,
            Endpoint::Commit(id) => call.commit(id).await,
        }
    };
    client.watch.while_wanted(answered).await?
}

async fn read_body(shared: &Shared, body: Incoming) -> Result<Bytes, Refused> {
    let most = usize::try_from(shared.settings.message_max.0).unwrap_or(usize::MAX);
    let collected = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, most).collect()).await;
    match collected {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(invalid(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The request is longer than {most} bytes (quiver.bolt.message_max)."),
        )),
        Ok(Err(_)) => Err(Refused::BrokenOff),
        Err(_) => Err(invalid(
            StatusCode::REQUEST_TIMEOUT,
            "The request took too long.",
        )),
    }
}

/// The same door as Bolt's.
async fn log_in(shared: &Arc<Shared>, headers: &HeaderMap) -> Result<Identity, Refused> {
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if given.is_none() && shared.auth.is_enabled() {
        return Err(unauthorized("No authentication header supplied."));
    }
    let credentials = given.and_then(basic);
    if credentials.is_none() && shared.auth.is_enabled() {
        return Err(unauthorized("Invalid authentication header."));
    }
    let token = Token {
        scheme: Some(if credentials.is_some() {
            "basic"
        } else {
            "none"
        }),
        principal: credentials.as_ref().map(|(name, _)| name.as_str()),
        credentials: credentials.as_ref().map(|(_, password)| password.as_str()),
    };
    match shared.auth.log_in(token).await {
        Ok(identity) => {
            shared.metrics.logins.increment();
            Ok(identity)
        }
        Err(failure) => {
            shared.metrics.logins_refused.increment();
            tracing::info!("a login over HTTP was refused");
            if failure.status == Status::Unauthorized {
                return Err(unauthorized("Invalid credential."));
            }
            Err(End::from(failure).into())
        }
    }
}

/// User and password of a Basic authorization.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, rest) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(base64::decode(rest.trim())?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

fn unauthorized(message: &str) -> Refused {
    let status = StatusCode::UNAUTHORIZED;
    let mut answer = answer::error(status, Status::Unauthorized.code(), message);
    let headers = answer.headers_mut();
    headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
    Refused::Plainly(answer.into())
}

/// An error before there was anything to answer.
fn refusal(status: StatusCode, failure: &Failure, format: Option<Format>) -> Answer {
    match format {
        Some(format) if format.lines => {
            let mut line = String::new();
            statement::push_error_line(&mut line, failure);
            made(status, format, line)
        }
        Some(format) => {
            let body = answer::errors(failure.status.code(), &failure.message);
            made(status, format, body)
        }
        None => answer::error(status, failure.status.code(), &failure.message),
    }
}

fn made(status: StatusCode, format: Format, body: impl Into<Body>) -> Answer {
    let mut answer = answer::content(format.name, body);
    *answer.status_mut() = status;
    answer
}

impl Call<'_> {
    /// A session of the user, for one request or one transaction.
    fn session(&self) -> Session {
        let mut session = Session::new(self.shared.clone());
        session.connection().introduce(self.client.peer.clone());
        session.log_in(self.identity.clone());
        session
    }

    async fn auto(mut self) -> Result<Answer, Refused> {
        let text = self.request.statement.take().ok_or_else(|| {
            let message = "statement cannot be null or empty";
            invalid(StatusCode::BAD_REQUEST, message)
        })?;
        let options = self.request.options(self.database.clone());
        let frame = Frame::Auto(self.session());
        let statement =
            Statement::begin(frame, &text, self.request, Some(options), self.format).await?;
        respond(statement, self.format, self.client.watch).await
    }

    async fn begin(mut self) -> Result<Answer, Refused> {
        let mut session = self.session();
        let options = self.request.options(self.database.clone());
        session.begin(options).await?;
        let all = &self.shared.http_transactions;
        let owner = self.identity.user.clone();
        let held = all.add(owner, self.database.clone(), session);
        let held = held.map_err(|why| unavailable(why, ""))?;
        self.run_in(held).await
    }

    async fn within(self, id: &str) -> Result<Answer, Refused> {
        self.says_nothing_of_begin()?;
        let held = self.take(id)?;
        self.run_in(held).await
    }

    async fn run_in(mut self, held: Held) -> Result<Answer, Refused> {
        let Some(text) = self.request.statement.take() else {
            let mut entries = String::new();
            statement::push_transaction(&mut entries, &held);
            held.put_back();
            return Ok(self.bare(&entries));
        };
        let frame = Frame::Open(held);
        let statement = Statement::begin(frame, &text, self.request, None, self.format).await?;
        respond(statement, self.format, self.client.watch).await
    }

    async fn commit(mut self, id: &str) -> Result<Answer, Refused> {
        self.says_nothing_of_begin()?;
        let mut held = self.take(id)?;
        if let Some(text) = self.request.statement.take() {
            let frame = Frame::Last(held);
            let statement = Statement::begin(frame, &text, self.request, None, self.format).await?;
            return respond(statement, self.format, self.client.watch).await;
        }
        let bookmark = held.session.commit().await?;
        let mut entries = String::new();
        summary::push_bookmark(&mut entries, &bookmark);
        Ok(self.bare(&entries))
    }

    fn roll_back(self, id: &str) -> Result<Answer, Refused> {
        let mut held = self.take(id)?;
        held.session.rollback()?;
        Ok(made(StatusCode::OK, self.format, "{}".to_owned()))
    }

    fn says_nothing_of_begin(&self) -> Result<(), Refused> {
        if self.request.begins() {
            let message = "Bad Request: accessMode, bookmarks, impersonatedUser and \
                           maxExecutionTime belong to the request that opens the transaction";
            return Err(invalid(StatusCode::BAD_REQUEST, message));
        }
        Ok(())
    }

    fn take(&self, id: &str) -> Result<Held, Refused> {
        let all = &self.shared.http_transactions;
        all.take(id, &self.identity.user, &self.database)
            .map_err(|why| unavailable(why, id))
    }

    /// An answer without a result; `entries` begin with a comma.
    fn bare(&self, entries: &str) -> Answer {
        let body = if self.format.lines {
            let mut lines = String::from("{\"$event\":\"Header\",\"_body\":{}}\n");
            statement::push_summary_line(&mut lines, entries);
            lines
        } else {
            format!("{{{}}}", entries.strip_prefix(',').unwrap_or(entries))
        };
        made(StatusCode::ACCEPTED, self.format, body)
    }
}

fn unavailable(why: Unavailable, id: &str) -> Refused {
    let id: String = id.chars().take(40).collect();
    match why {
        Unavailable::Unknown => invalid(
            StatusCode::NOT_FOUND,
            format!(
                "Transaction with Id: \"{}\" was not found. It may have timed out and therefore \
                 rolled back or the routing header 'neo4j-cluster-affinity' was not provided.",
                id.escape_debug()
            ),
        ),
        Unavailable::InUse => {
            let message = "Another request is currently accessing this transaction.";
            let failure = Failure::new(Status::TransactionAccessedConcurrently, message);
            Refused::Failure(StatusCode::BAD_REQUEST, failure.into())
        }
        Unavailable::Full => {
            let message = "There are too many open transactions; try again.";
            let failure = Failure::new(Status::DatabaseUnavailable, message);
            Refused::Failure(StatusCode::SERVICE_UNAVAILABLE, failure.into())
        }
    }
}

/// Answers at once what is short, and the rest piece by piece.
async fn respond(statement: Statement, format: Format, watch: Watch) -> Result<Answer, Refused> {
    let (first, rest) = statement.next().await?;
    let body = match rest {
        None => Body::from(first),
        Some(rest) => {
            let state = (Some(first), rest, watch);
            Body::pieces(state, None, |(first, rest, watch)| async move {
                if let Some(first) = first {
                    return Ok((first, Some((None, rest, watch))));
                }
                let (piece, rest) = watch.while_wanted(Statement::next(rest)).await??;
                Ok((piece, rest.map(|rest| (None, rest, watch))))
            })
        }
    };
    Ok(made(StatusCode::ACCEPTED, format, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (path, expected) in [
            ("/db/neo4j/query/v2", Some(("neo4j", Endpoint::Auto))),
            ("/db/neo4j/query/v2/", Some(("neo4j", Endpoint::Auto))),
            ("/db/a%20b/query/v2/tx", Some(("a%20b", Endpoint::Begin))),
            ("/db/x/query/v2/tx/1f", Some(("x", Endpoint::Within("1f")))),
            (
                "/db/x/query/v2/tx/1f/commit",
                Some(("x", Endpoint::Commit("1f"))),
            ),
            ("/db//query/v2", None),
            ("/db/neo4j/query/v3", None),
            ("/db/neo4j/query", None),
            ("/db/neo4j/query/v2/tx/1f/rollback", None),
            ("/db/neo4j/tx/commit", None),
        ] {
            assert_eq!(Endpoint::of(path), expected, "{path}");
        }
    }

    #[test]
    fn basic_authorization() {
        let pair = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        for (header, expected) in [
            ("Basic bmVvNGo6cGE6c3M=", pair("neo4j", "pa:ss")),
            ("basic  bmVvNGo6", pair("neo4j", "")),
            ("Basic bmVvNGo=", None),
            ("Basic ####", None),
            ("Bearer abc", None),
            ("Basic", None),
        ] {
            assert_eq!(basic(header), expected, "{header}");
        }
    }
}
