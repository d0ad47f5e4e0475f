//! A server in this process on a folder of its own, and a blocking client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use quiver_protocol::client::{ClientConnection, Response};
use quiver_protocol::version::Version;
use quiver_server::config::Secret;
use quiver_server::config::value::{Address, Folder};
use quiver_server::{Config, Running, Server};
use quiver_types::{Map, Text, Value};

/// A wrong server must fail a test, not hang it.
const PATIENCE: Duration = Duration::from_secs(60);

pub const PASSWORD: &str = "correct-horse";

pub struct TestServer {
    pub running: Option<Running>,
    pub folder: tempfile::TempDir,
}

/// Configuration on loopback with ports from the kernel and without login.
pub fn config(folder: &std::path::Path) -> Config {
    let mut config = Config::defaults().unwrap();
    let address = Address {
        host: "127.0.0.1".into(),
        port: 0,
    };
    config.settings.bolt_listen_address = address.clone();
    config.settings.http_listen_address = address;
    config.settings.data = Folder(folder.to_str().unwrap().into());
    config.settings.auth_enabled = false;
    config.test_hooks = true;
    config
}

pub fn with_login(mut config: Config) -> Config {
    config.settings.auth_enabled = true;
    config.initial_password = Some(Secret(PASSWORD.into()));
    config
}

impl TestServer {
    pub fn start() -> Self {
        Self::start_with(|config| config)
    }

    pub fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let running = Server::start(&change(config(folder.path()))).unwrap();
        Self {
            running: Some(running),
            folder,
        }
    }

    pub fn restart(&mut self) {
        self.running.take().unwrap().shutdown();
        self.running = Some(Server::start(&config(self.folder.path())).unwrap());
    }

    pub fn bolt(&self) -> SocketAddr {
        self.running.as_ref().unwrap().bolt_address()
    }

    pub fn http(&self) -> SocketAddr {
        self.running.as_ref().unwrap().http_address().unwrap()
    }

    /// A client that has said HELLO and, without login, is in.
    pub fn client(&self) -> Client {
        Client::logged_in(self.bolt(), Version::V5_8)
    }
}

/// What a client speaks over.
pub trait Channel: Read + Write {}
impl<C: Read + Write> Channel for C {}

pub struct Client {
    pub stream: Box<dyn Channel>,
    pub bolt: ClientConnection,
}

/// What a query came to.
#[derive(Debug)]
pub struct Answer {
    pub run: Map,
    pub rows: Vec<Vec<Value>>,
    pub summary: Map,
}

impl Client {
    pub fn connect(address: SocketAddr, version: Version) -> Self {
        Self {
            stream: Box::new(socket(address)),
            bolt: ClientConnection::by_manifest(version),
        }
    }

    pub fn logged_in(address: SocketAddr, version: Version) -> Self {
        Self::logged_in_over(Box::new(socket(address)), version)
    }

    pub fn logged_in_over(stream: Box<dyn Channel>, version: Version) -> Self {
        let mut client = Self {
            stream,
            bolt: ClientConnection::by_manifest(version),
        };
        // Before the manifest's answer nothing may follow: it goes behind the chosen version.
        client.greet();
        client.bolt.log_in();
        let replies = match version {
            Version::V4_0 | Version::V4_1 | Version::V4_2 | Version::V4_3 | Version::V4_4 => 1,
            Version::V5_0 => 1,
            _ => 2,
        };
        for _ in 0..replies {
            client.success();
        }
        client
    }

    /// Says hello with a basic token and answers how that went.
    pub fn log_in_as(address: SocketAddr, user: &str, password: &str) -> (Self, Response) {
        let mut client = Self::connect(address, Version::V5_8);
        client.greet();
        client.bolt.hello(map(&[
            ("user_agent", "test/1".into()),
            ("bolt_agent", map(&[("product", "test/1".into())]).into()),
        ]));
        client.bolt.logon(map(&[
            ("scheme", "basic".into()),
            ("principal", user.into()),
            ("credentials", password.into()),
        ]));
        client.success();
        let response = client.response().unwrap();
        (client, response)
    }

    pub fn greet(&mut self) {
        self.send();
        let mut first = [0; 64];
        let count = self.stream.read(&mut first).unwrap();
        self.bolt.feed(&first[..count]).unwrap();
    }

    /// Sends what was requested.
    pub fn send(&mut self) {
        let output = self.bolt.take_output();
        // A server that has closed already is seen when reading.
        let _ = self.stream.write_all(&output);
        let _ = self.stream.flush();
    }

    /// The next response; `None` when the server has closed.
    pub fn response(&mut self) -> Option<Response> {
        self.send();
        let mut buffer = vec![0; 64 << 10];
        loop {
            if let Some(response) = self.bolt.next_response().unwrap() {
                return Some(response);
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return None,
                Ok(count) => self.bolt.feed(&buffer[..count]).unwrap(),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return None,
                // A socket with a time limit gives up at any signal; other tests cause some.
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    pub fn success(&mut self) -> Map {
        match self.response() {
            Some(Response::Success(map)) => map,
            other => panic!("no success but {other:?}"),
        }
    }

    pub fn failure(&mut self) -> Map {
        match self.response() {
            Some(Response::Failure(map)) => map,
            other => panic!("no failure but {other:?}"),
        }
    }

    pub fn ignored(&mut self) {
        match self.response() {
            Some(Response::Ignored) => {}
            other => panic!("not ignored but {other:?}"),
        }
    }

    /// Asserts that the server closes without another word.
    pub fn closed(&mut self) {
        if let Some(response) = self.response() {
            panic!("not closed but {response:?}");
        }
    }

    /// RUN and PULL of everything.
    pub fn query(&mut self, text: &str) -> Answer {
        self.query_with(text, Map::new(), Map::new())
    }

    pub fn query_with(&mut self, text: &str, parameters: Map, extra: Map) -> Answer {
        self.bolt.run(text, parameters, extra);
        self.bolt.pull(-1, None);
        let run = self.success();
        let (rows, summary) = self.rows();
        Answer { run, rows, summary }
    }

    /// Records up to a SUCCESS.
    pub fn rows(&mut self) -> (Vec<Vec<Value>>, Map) {
        let mut rows = Vec::new();
        loop {
            match self.response() {
                Some(Response::Record(row)) => rows.push(row),
                Some(Response::Success(summary)) => return (rows, summary),
                other => panic!("no rows but {other:?}"),
            }
        }
    }

    /// The code of the failure that a query ends in, whichever of RUN and PULL says it.
    pub fn query_failure(&mut self, text: &str) -> Map {
        self.bolt.run(text, Map::new(), Map::new());
        self.bolt.pull(-1, None);
        loop {
            match self.response() {
                Some(Response::Failure(failure)) => {
                    self.reset();
                    return failure;
                }
                Some(Response::Record(_) | Response::Success(_)) => {}
                other => panic!("no failure but {other:?}"),
            }
        }
    }

    /// RESET; skips what is ignored before it.
    pub fn reset(&mut self) {
        self.bolt.simple(quiver_protocol::message::Kind::Reset);
        loop {
            match self.response() {
                Some(Response::Ignored) => {}
                Some(Response::Success(_)) => return,
                other => panic!("no reset but {other:?}"),
            }
        }
    }

    /// The one integer that a query answers.
    pub fn number(&mut self, text: &str) -> i64 {
        let answer = self.query(text);
        match answer.rows.as_slice() {
            [row] => match row.as_slice() {
                [Value::Integer(number)] => *number,
                other => panic!("no number but {other:?}"),
            },
            other => panic!("no single row but {other:?}"),
        }
    }
}

pub fn socket(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends bytes and reads until the server closes.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = socket(address);
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

pub fn map(entries: &[(&str, Value)]) -> Map {
    entries.iter().cloned().collect()
}

/// The text under a key.
pub fn text<'m>(map: &'m Map, key: &str) -> &'m str {
    match map.get(key) {
        Some(Value::String(text)) => Text::as_str(text),
        other => panic!("{key} is {other:?} in {map:?}"),
    }
}

/// The failure's code, under either of its names.
pub fn code(failure: &Map) -> &str {
    if failure.contains_key("neo4j_code") {
        text(failure, "neo4j_code")
    } else {
        text(failure, "code")
    }
}

/// What a query came to: rows as text, one a line, or `!` and the failure's code and message.
pub fn ask(client: &mut Client, database: &str, query: &str) -> String {
    let extra = map(&[("db", database.into())]);
    client.bolt.run(query, Map::new(), extra);
    client.bolt.pull(-1, None);
    let mut rows = Vec::new();
    let mut successes = 0;
    loop {
        match client.response() {
            Some(Response::Failure(failure)) => {
                client.reset();
                let code = code(&failure).trim_start_matches("Neo.");
                return format!("!{code} {}", text(&failure, "message"));
            }
            Some(Response::Record(row)) => {
                let row: Vec<String> = row.iter().map(quiver_types::format::to_string).collect();
                rows.push(row.join(" | "));
            }
            Some(Response::Success(_)) => successes += 1,
            other => panic!("{other:?}"),
        }
        if successes == 2 {
            return rows.join("\n");
        }
    }
}

/// `(database, query, expected)`; `!` expects a failure whose text contains the rest.
pub fn check(client: &mut Client, cases: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (database, query, expected) in cases {
        let got = ask(client, database, query);
        let fits = match expected.strip_prefix('!') {
            Some(part) => got.starts_with('!') && got.contains(part),
            None => got == *expected,
        };
        if !fits {
            wrong.push(format!("{query}\n  expected {expected}\n  got      {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
