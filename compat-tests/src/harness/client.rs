//! A blocking Bolt client for tests: one socket, one request after another.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use quiver_protocol::Version;
use quiver_protocol::client::{ClientConnection, Response};
use quiver_protocol::message::Kind;
use quiver_types::{Map, Value};

/// After this an answer that does not come counts as never coming; no measure of speed.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a query gave.
#[derive(Debug)]
pub struct Rows {
    /// Names.
    pub columns: Vec<String>,
    /// Values.
    pub rows: Vec<Vec<Value>>,
    /// The last SUCCESS.
    pub summary: Map,
}

impl Rows {
    /// The integer in the only cell.
    pub fn integer(&self) -> i64 {
        match self.rows.as_slice() {
            [row] => match row.as_slice() {
                [Value::Integer(value)] => *value,
                _ => panic!("not one integer: {row:?}"),
            },
            rows => panic!("not one row: {rows:?}"),
        }
    }
}

/// Why a request was not done.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Neo4j's code; empty when the connection broke.
    pub code: String,
    /// Words.
    pub message: String,
}

impl Refused {
    fn broken(why: &str) -> Self {
        Self {
            code: String::new(),
            message: why.to_owned(),
        }
    }

    /// Whether the connection broke before there was an answer.
    pub fn is_broken(&self) -> bool {
        self.code.is_empty()
    }

    /// Whether a driver would try again.
    pub fn is_retryable(&self) -> bool {
        self.code.starts_with("Neo.TransientError.")
    }
}

/// A connection.
pub struct Client {
    stream: TcpStream,
    connection: ClientConnection,
    waiting: VecDeque<Response>,
}

impl Client {
    /// Connects and logs in without credentials.
    pub fn connect(address: SocketAddr) -> Self {
        let mut client = Self::open(address, Version::V5_8);
        client.connection.log_in();
        for _ in 0..2 {
            let answer = client.answer().expect("logged in");
            assert!(matches!(answer, Response::Success(_)), "{answer:?}");
        }
        client
    }

    /// Connects and asks for a version, but does not log in.
    pub fn open(address: SocketAddr, version: Version) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("no delay");
        Self {
            stream,
            connection: ClientConnection::new(version),
            waiting: VecDeque::new(),
        }
    }

    /// The other half, to put requests together by hand; [`send`](Self::send) sends them.
    pub fn connection(&mut self) -> &mut ClientConnection {
        &mut self.connection
    }

    /// Sends what was put together.
    pub fn send(&mut self) -> Result<(), Refused> {
        let bytes = self.connection.take_output();
        self.send_bytes(&bytes)
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.stream
            .write_all(bytes)
            .map_err(|error| Refused::broken(&error.to_string()))
    }

    /// Sends what was put together and waits for the next answer.
    pub fn answer(&mut self) -> Result<Response, Refused> {
        self.send()?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            if let Some(response) = self.waiting.pop_front() {
                return Ok(response);
            }
            let read = match self.stream.read(&mut buffer) {
                Ok(0) => return Err(Refused::broken("the server closed the connection")),
                Ok(read) => read,
                // A socket with a time limit gives up at any signal.
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Refused::broken(&error.to_string())),
            };
            let fed = self.connection.feed(&buffer[..read]);
            let responses = fed.and_then(|()| self.connection.responses());
            self.waiting
                .extend(responses.map_err(|error| Refused::broken(&error.to_string()))?);
        }
    }

    /// Waits for the end of a request: its rows and its last answer.
    fn result(&mut self) -> Result<(Vec<Vec<Value>>, Map), Refused> {
        let mut rows = Vec::new();
        loop {
            match self.answer()? {
                Response::Record(row) => rows.push(row),
                Response::Success(map) => return Ok((rows, map)),
                Response::Failure(map) => return Err(refused(&map)),
                Response::Ignored => {
                    return Err(Refused {
                        code: "ignored".into(),
                        message: "the request was ignored".into(),
                    });
                }
            }
        }
    }

    /// A request without fields, to its end.
    pub fn simple(&mut self, kind: Kind) -> Result<Map, Refused> {
        self.connection.simple(kind);
        self.result().map(|(_, map)| map)
    }

    /// A query and all its rows. After a failure the connection is reset.
    pub fn run<const N: usize>(
        &mut self,
        query: &str,
        parameters: [(&str, Value); N],
    ) -> Result<Rows, Refused> {
        self.run_with(query, parameters.into_iter().collect())
    }

    /// The same with a map of parameters.
    pub fn run_with(&mut self, query: &str, parameters: Map) -> Result<Rows, Refused> {
        let outcome = self.try_run(query, parameters);
        if outcome.as_ref().is_err_and(|refused| !refused.is_broken()) {
            self.simple(Kind::Reset)?;
        }
        outcome
    }

    fn try_run(&mut self, query: &str, parameters: Map) -> Result<Rows, Refused> {
        self.connection.run(query, parameters, Map::new());
        self.connection.pull(-1, None);
        let head = self.result();
        let tail = self.result();
        let (_, head) = head?;
        let (rows, summary) = tail?;
        let columns = match head.get("fields") {
            Some(Value::List(names)) => names
                .iter()
                .map(|name| match name {
                    Value::String(name) => name.to_string(),
                    other => panic!("not a name: {other:?}"),
                })
                .collect(),
            other => panic!("no fields: {other:?}"),
        };
        Ok(Rows {
            columns,
            rows,
            summary,
        })
    }

    /// BEGIN.
    pub fn begin(&mut self) -> Result<Map, Refused> {
        self.connection.begin(Map::new());
        self.result().map(|(_, map)| map)
    }

    /// COMMIT.
    pub fn commit(&mut self) -> Result<Map, Refused> {
        self.simple(Kind::Commit)
    }

    /// ROLLBACK.
    pub fn rollback(&mut self) -> Result<Map, Refused> {
        self.simple(Kind::Rollback)
    }
}

fn refused(failure: &Map) -> Refused {
    let text = |key: &str| match failure.get(key) {
        Some(Value::String(text)) => Some(text.to_string()),
        _ => None,
    };
    Refused {
        code: text("neo4j_code")
            .or_else(|| text("code"))
            .unwrap_or_else(|| format!("no code in {failure:?}")),
        message: text("message").unwrap_or_default(),
    }
}
