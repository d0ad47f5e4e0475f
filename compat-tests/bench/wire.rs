//! The client that measures: requests are bytes made beforehand, and of an answer only the kinds
//! of its messages are read.
//!
//! It is not the harness' client, which decodes everything and so would measure itself. Where an
//! answer is to be looked at, [`Line::rows`] decodes it. Meet [`Line`] first.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use quiver_protocol::Version;
use quiver_protocol::client::{ClientConnection, Response};
use quiver_types::{Map, Value};

/// An answer that takes longer counts as never coming.
const PATIENCE: Duration = Duration::from_secs(600);

const SUCCESS: u8 = 0x70;
const RECORD: u8 = 0x71;
const FAILURE: u8 = 0x7F;

/// Who logs in; without a name nobody in particular does.
#[derive(Clone, Default)]
pub struct Login {
    /// User name.
    pub user: Option<String>,
    /// Password.
    pub password: String,
}

/// A query with its parameters, as bytes: RUN and PULL of everything.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    /// Encodes a query.
    pub fn new(query: &str, parameters: Map) -> Self {
        let mut encoder = ClientConnection::new(Version::V5_8);
        // The handshake, which the line has had.
        drop(encoder.take_output());
        encoder.run(query, parameters, Map::new());
        encoder.pull(-1, None);
        Self(encoder.take_output().to_vec())
    }
}

/// A logged-in connection.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

/// What is left of the message that is being read.
enum Part {
    /// The next two bytes are a chunk's length.
    Header,
    /// So many bytes of a chunk are left.
    Body(usize),
}

impl Line {
    /// Connects and logs in.
    pub fn open(address: SocketAddr, login: &Login) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}"))?;
        let set_up = stream
            .set_nodelay(true)
            .and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
        set_up.map_err(|error| error.to_string())?;
        let mut line = Self {
            stream,
            buffer: vec![0; 256 * 1024],
            start: 0,
            end: 0,
        };
        let mut client = ClientConnection::new(Version::V5_8);
        let mut hello: Map = [("user_agent", "quiver-bench/1")].into_iter().collect();
        let agent: Map = [("product", "quiver-bench/1")].into_iter().collect();
        hello.insert("bolt_agent", agent);
        client.hello(hello);
        let mut token = Map::new();
        match &login.user {
            Some(user) => {
                token.insert("scheme", "basic");
                token.insert("principal", user.as_str());
                token.insert("credentials", login.password.as_str());
            }
            None => {
                token.insert("scheme", "none");
            }
        }
        client.logon(token);
        line.send(&client.take_output())?;
        for _ in 0..2 {
            match line.decoded(&mut client)? {
                Response::Success(_) => {}
                other => return Err(format!("{address}: {other:?}")),
            }
        }
        Ok(line)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.stream
            .write_all(bytes)
            .map_err(|error| error.to_string())
    }

    fn decoded(&mut self, client: &mut ClientConnection) -> Result<Response, String> {
        loop {
            if let Some(response) = client.next_response().map_err(|error| error.to_string())? {
                return Ok(response);
            }
            self.fill()?;
            let read = &self.buffer[self.start..self.end];
            client.feed(read).map_err(|error| error.to_string())?;
            self.start = self.end;
        }
    }

    /// Reads more; what was there and is used up goes.
    fn fill(&mut self) -> Result<(), String> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        loop {
            match self.stream.read(&mut self.buffer[self.end..]) {
                Ok(0) => return Err("the server closed the connection".into()),
                Ok(read) => {
                    self.end += read;
                    return Ok(());
                }
                // A socket with a time limit gives up at any signal.
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    fn available(&mut self, bytes: usize) -> Result<(), String> {
        while self.end - self.start < bytes {
            self.fill()?;
        }
        Ok(())
    }

    /// Sends a request and reads its answer to the end; the number of its rows. A failure ends
    /// the measurement: nothing here is expected to fail.
    pub fn exchange(&mut self, request: &Request) -> Result<u64, String> {
        self.send(&request.0)?;
        let mut records = 0;
        // One answer to RUN, one to PULL.
        let mut summaries = 0;
        while summaries < 2 {
            match self.skip_message()? {
                RECORD => records += 1,
                SUCCESS => summaries += 1,
                FAILURE => return Err("the server answered with a failure".into()),
                tag => return Err(format!("an answer of kind {tag:#04x}")),
            }
        }
        Ok(records)
    }

    /// Reads over one message and gives its kind, the second byte of its first chunk.
    fn skip_message(&mut self) -> Result<u8, String> {
        let mut kind = None;
        let mut part = Part::Header;
        loop {
            match part {
                Part::Header => {
                    self.available(2)?;
                    let length = [self.buffer[self.start], self.buffer[self.start + 1]];
                    self.start += 2;
                    match usize::from(u16::from_be_bytes(length)) {
                        0 => match kind {
                            Some(kind) => return Ok(kind),
                            // A sign of life between messages.
                            None => continue,
                        },
                        length => part = Part::Body(length),
                    }
                }
                Part::Body(left) => {
                    if kind.is_none() {
                        self.available(2)?;
                        kind = Some(self.buffer[self.start + 1]);
                    }
                    if self.start == self.end {
                        self.fill()?;
                    }
                    let taken = left.min(self.end - self.start);
                    self.start += taken;
                    part = if taken == left {
                        Part::Header
                    } else {
                        Part::Body(left - taken)
                    };
                }
            }
        }
    }

    /// Runs a query and decodes its rows; a failure is told with its code.
    pub fn rows(&mut self, query: &str, parameters: Map) -> Result<Vec<Vec<Value>>, String> {
        let request = Request::new(query, parameters);
        self.send(&request.0)?;
        // Behind a handshake of its own, the decoder takes what this line receives.
        let mut client = ClientConnection::new(Version::V5_8);
        client
            .feed(&[0, 0, 8, 5])
            .map_err(|error| error.to_string())?;
        let (mut rows, mut summaries) = (Vec::new(), 0);
        while summaries < 2 {
            match self.decoded(&mut client)? {
                Response::Record(row) => rows.push(row),
                Response::Success(_) => summaries += 1,
                other @ (Response::Failure(_) | Response::Ignored) => {
                    return Err(format!("{other:?}"));
                }
            }
        }
        Ok(rows)
    }
}
