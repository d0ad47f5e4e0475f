//! What the body of a request asks for. Unknown keys are refused: a misspelt option must not be
//! ignored. Meet [`Request`] first.

use quiver_storage::AccessMode;
use quiver_types::{Map, Text, Value};

use super::json::{self, JsonError};
use super::media::Encoding;
use crate::session::Options;

/// A statement to run and how.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// The statement; in transactions there may be none.
    pub(super) statement: Option<Text>,
    /// Its parameters.
    pub(super) parameters: Map,
    /// Whether counters are wanted.
    pub(super) counters: bool,
    /// What a transaction that begins with this request is to be like.
    begin: Begin,
    /// Whether anything was said about that.
    says_begin: bool,
}

#[derive(Debug, Default)]
struct Begin {
    bookmarks: Vec<Text>,
    reads_only: bool,
    impersonated: Option<Text>,
    seconds: Option<u64>,
}

impl Request {
    /// Reads a body; an empty one asks for nothing.
    pub(super) fn read(body: &[u8], encoding: Encoding) -> Result<Self, JsonError> {
        let mut request = Self::default();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(request);
        }
        let Value::Map(entries) = json::read(body)? else {
            return Err(JsonError::Malformed("the body must be an object".into()));
        };
        for (key, value) in entries.iter() {
            request.take(key, value, encoding)?;
        }
        Ok(request)
    }

    fn take(&mut self, key: &str, value: &Value, encoding: Encoding) -> Result<(), JsonError> {
        let wrong = || JsonError::Content(key.to_owned());
        match (key, value) {
            ("accessMode" | "bookmarks" | "impersonatedUser" | "maxExecutionTime", given) => {
                self.says_begin |= !given.is_null();
                self.begin.take(key, given).ok_or_else(wrong)
            }
            ("statement" | "parameters" | "includeCounters", Value::Null) => Ok(()),
            ("statement", Value::String(text)) => {
                self.statement = Some(text.clone()).filter(|text| !text.is_empty());
                Ok(())
            }
            ("parameters", Value::Map(parameters)) if encoding.is_typed() => {
                for (name, value) in parameters.iter() {
                    let value = json::typed(value, encoding)?;
                    self.parameters.insert(name.clone(), value);
                }
                Ok(())
            }
            ("parameters", Value::Map(parameters)) => {
                self.parameters = Map::clone(parameters);
                Ok(())
            }
            ("includeCounters", Value::Boolean(wanted)) => {
                self.counters = *wanted;
                Ok(())
            }
            ("includeCounters", Value::String(text)) => {
                self.counters = text.parse().map_err(|_| wrong())?;
                Ok(())
            }
            ("statement" | "parameters" | "includeCounters", _) => Err(wrong()),
            (_, _) => {
                let key: String = key.chars().take(40).collect();
                Err(JsonError::Malformed(format!(
                    "there is no option '{}'",
                    key.escape_debug()
                )))
            }
        }
    }

    /// Whether the request says what a transaction is to be like, which only the first may.
    pub(super) fn begins(&self) -> bool {
        self.says_begin
    }

    /// What the session is asked for.
    pub(super) fn options(&mut self, database: Text) -> Options {
        let begin = std::mem::take(&mut self.begin);
        Options {
            database: Some(database),
            mode: if begin.reads_only {
                AccessMode::Read
            } else {
                AccessMode::Write
            },
            bookmarks: begin.bookmarks,
            timeout_ms: begin.seconds.map(|seconds| seconds.saturating_mul(1_000)),
            impersonated_user: begin.impersonated,
            metadata: Map::new(),
        }
    }
}

impl Begin {
    /// `None`: the value does not fit the key.
    fn take(&mut self, key: &str, value: &Value) -> Option<()> {
        match (key, value) {
            (_, Value::Null) => {}
            ("accessMode", Value::String(mode)) if mode.eq_ignore_ascii_case("read") => {
                self.reads_only = true;
            }
            ("accessMode", Value::String(mode)) if mode.eq_ignore_ascii_case("write") => {
                self.reads_only = false;
            }
            ("bookmarks", Value::List(bookmarks)) => {
                for bookmark in bookmarks.iter() {
                    match bookmark {
                        Value::String(text) => self.bookmarks.push(text.clone()),
                        _ => return None,
                    }
                }
            }
            ("impersonatedUser", Value::String(user)) => self.impersonated = Some(user.clone()),
            // As in Neo4j, less than a second from now is no limit.
            ("maxExecutionTime", Value::Integer(seconds)) => {
                self.seconds = u64::try_from(*seconds).ok();
            }
            ("maxExecutionTime", Value::Float(seconds)) if seconds.is_finite() => {
                self.seconds = Some(seconds.max(0.0) as u64);
            }
            (_, _) => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Request, String> {
        Request::read(body.as_bytes(), Encoding::Plain).map_err(|error| error.to_string())
    }

    #[test]
    fn options_are_read_or_refused() {
        let mut request = read(
            "{\"statement\":\"RETURN 1\",\"parameters\":{\"a\":1},\"includeCounters\":true,\
             \"accessMode\":\"Read\",\"bookmarks\":[\"x\"],\"maxExecutionTime\":3}",
        )
        .unwrap();
        assert_eq!(request.statement.as_deref(), Some("RETURN 1"));
        assert!(request.counters && request.begins());
        let options = request.options("neo4j".into());
        assert_eq!(options.mode, AccessMode::Read);
        assert_eq!(options.timeout_ms, Some(3_000));
        assert_eq!(options.bookmarks.len(), 1);
        for empty in ["", " \n", "{}", "{\"statement\":\"\",\"bookmarks\":null}"] {
            let request = read(empty).unwrap();
            assert!(request.statement.is_none() && !request.begins(), "{empty}");
        }
        for (wrong, part) in [
            ("[]", "must be an object"),
            ("{\"statement\":1}", "not a valid statement"),
            ("{\"statment\":\"RETURN 1\"}", "no option 'statment'"),
            ("{\"parameters\":[1]}", "not a valid parameters"),
            ("{\"accessMode\":\"x\"}", "not a valid accessMode"),
            ("{\"bookmarks\":\"x\"}", "not a valid bookmarks"),
            ("{\"bookmarks\":[1]}", "not a valid bookmarks"),
            (
                "{\"maxExecutionTime\":\"x\"}",
                "not a valid maxExecutionTime",
            ),
            ("{\"includeCounters\":1}", "not a valid includeCounters"),
            ("nonsense", "Bad Request"),
        ] {
            let error = read(wrong).unwrap_err();
            assert!(error.contains(part), "{wrong}: {error}");
        }
    }
}
