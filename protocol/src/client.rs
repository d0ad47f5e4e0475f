//! A client, without the socket: what the shell and tests speak to a server with.
//!
//! It does what it is told, in any order, so that a server's answers to wrong orders can be seen.
//! It is no driver: no pool, no retries, no routing. Start with [`ClientConnection`].

use bytes::{Buf, BufMut, BytesMut};
use quiver_types::{DatabaseId, Map, Text, Value, ValueWriter};

use crate::chunk::Dechunker;
use crate::handshake::MAGIC;
use crate::message::{Kind, reply};
use crate::packstream::{Allow, DecodeError, Decoder, Encoder};
use crate::version::{Authentication, Dialect, Version};

/// What a server answered.
#[derive(Clone, Debug)]
pub enum Response {
    /// The request was done.
    Success(Map),
    /// A row.
    Record(Vec<Value>),
    /// The request was not looked at.
    Ignored,
    /// The request failed.
    Failure(Map),
}

/// What a server sent that it should not have.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClientError {
    /// It agreed to no version.
    #[error("the server does not speak a version of Bolt that was asked for")]
    Refused,
    /// It sent a value that cannot be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// It sent a message that no client knows.
    #[error("unknown response 0x{0:02X}")]
    UnknownResponse(u8),
}

#[derive(Debug)]
enum Greeting {
    /// Waiting for four bytes with the version.
    Classic,
    /// Waiting for the manifest.
    Manifest,
    /// Waiting for either, and content with every version.
    Any,
    Done,
}

/// A connection's client side; see the module.
#[derive(Debug)]
pub struct ClientConnection {
    version: Version,
    greeting: Greeting,
    raw: BytesMut,
    inbox: Dechunker,
    encoder: Encoder,
}

/// The proposal that asks for the list of versions.
const MANIFEST: [u8; 4] = [0, 0, 1, 0xFF];

/// Responses are trusted no further than requests.
const NESTING: usize = 500;
const MEMORY: usize = 4 << 30;

impl ClientConnection {
    /// Asks for one version in the classic way.
    pub fn new(version: Version) -> Self {
        let features = version.features();
        let mut client = Self::unconnected(version, Greeting::Classic);
        let out = client.encoder.chunks().buffer();
        out.put_slice(&MAGIC);
        out.put_slice(&[0, 0, features.minor, features.major]);
        out.put_bytes(0, 12);
        client
    }

    /// Asks for the manifest, and chooses `version` from it.
    pub fn by_manifest(version: Version) -> Self {
        let mut client = Self::unconnected(version, Greeting::Manifest);
        let out = client.encoder.chunks().buffer();
        out.put_slice(&MAGIC);
        out.put_slice(&MANIFEST);
        out.put_bytes(0, 12);
        client
    }

    /// Asks for the manifest and, for servers that have none, for the versions from before it;
    /// chooses the newest version that both sides speak. Until [`Self::is_greeted`] nothing may
    /// be requested.
    pub fn newest() -> Self {
        let mut client = Self::unconnected(Version::V5_8, Greeting::Any);
        let out = client.encoder.chunks().buffer();
        out.put_slice(&MAGIC);
        out.put_slice(&MANIFEST);
        out.put_slice(&[0, 8, 8, 5]);
        out.put_slice(&[0, 4, 4, 4]);
        out.put_bytes(0, 4);
        client
    }

    /// The version spoken, or, before the server has answered, the one asked for.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether a version is agreed on.
    pub fn is_greeted(&self) -> bool {
        matches!(self.greeting, Greeting::Done)
    }

    fn unconnected(version: Version, greeting: Greeting) -> Self {
        let encoder = Encoder::new(BytesMut::new(), Dialect::of(version), DatabaseId([0; 16]));
        let inbox = Dechunker::default();
        Self {
            version,
            greeting,
            raw: BytesMut::new(),
            inbox,
            encoder,
        }
    }

    /// Takes what is to be sent.
    pub fn take_output(&mut self) -> BytesMut {
        self.encoder.chunks().take()
    }

    /// Takes in received bytes.
    ///
    /// # Errors
    /// [`ClientError::Refused`]
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ClientError> {
        if let Greeting::Done = self.greeting {
            self.inbox.feed(bytes, |_| ());
            return Ok(());
        }
        self.raw.extend_from_slice(bytes);
        if self.greet()? {
            let rest = std::mem::take(&mut self.raw);
            self.inbox.feed(&rest, |_| ());
        }
        Ok(())
    }

    /// Goes on with the handshake; whether it is done.
    fn greet(&mut self) -> Result<bool, ClientError> {
        let Some(answer) = self.raw.first_chunk::<4>().copied() else {
            return Ok(false);
        };
        let listed = answer == MANIFEST;
        let any = matches!(self.greeting, Greeting::Any);
        if !any && listed != matches!(self.greeting, Greeting::Manifest) {
            return Err(ClientError::Refused);
        }
        if listed {
            let Some((offered, length)) = manifest(&self.raw) else {
                return Ok(false);
            };
            let mut wanted = offered.into_iter().filter(|v| any || *v == self.version);
            let chosen = wanted.next_back().ok_or(ClientError::Refused)?;
            self.raw.advance(length);
            let features = chosen.features();
            let out = self.encoder.chunks().buffer();
            out.put_slice(&[0, 0, features.minor, features.major, 0]);
            self.agree(chosen);
        } else {
            let chosen = Some([answer[3], answer[2]])
                .filter(|_| answer[..2] == [0, 0])
                .and_then(|[major, minor]| Version::from_numbers(major, minor))
                .filter(|version| any || *version == self.version)
                .ok_or(ClientError::Refused)?;
            self.raw.advance(4);
            self.agree(chosen);
        }
        Ok(true)
    }

    fn agree(&mut self, version: Version) {
        self.version = version;
        self.encoder.set_dialect(Dialect::of(version));
        self.greeting = Greeting::Done;
    }

    /// The next response that has arrived whole.
    ///
    /// # Errors
    /// What the server sent is no response.
    pub fn next_response(&mut self) -> Result<Option<Response>, ClientError> {
        let Some(message) = self.inbox.front() else {
            return Ok(None);
        };
        let dialect = self.encoder.dialect();
        let mut decoder = Decoder::new(message, dialect, Allow::Results, NESTING, MEMORY);
        let response = match decoder.structure()? {
            (1, reply::SUCCESS) => Response::Success(decoder.map()?),
            (1, reply::RECORD) => Response::Record(decoder.list()?),
            (0, reply::IGNORED) => Response::Ignored,
            (1, reply::FAILURE) => Response::Failure(decoder.map()?),
            (_, tag) => return Err(ClientError::UnknownResponse(tag)),
        };
        decoder.finish()?;
        if let Response::Success(map) = &response
            && map.contains_key("patch_bolt")
        {
            self.encoder.set_dialect(Dialect {
                utc: true,
                ..dialect
            });
        }
        self.inbox.pop();
        Ok(Some(response))
    }

    /// Every response that has arrived whole.
    ///
    /// # Errors
    /// What the server sent is no response.
    pub fn responses(&mut self) -> Result<Vec<Response>, ClientError> {
        std::iter::from_fn(|| self.next_response().transpose()).collect()
    }

    /// Sends a request with these fields, whatever they are. Nodes, relationships and paths by
    /// identity become null.
    pub fn request(&mut self, kind: Kind, fields: &[Value]) {
        // A structure has at most fifteen fields; requests have at most three.
        self.encoder.begin(kind.tag(), fields.len().min(15) as u8);
        for field in fields.iter().take(15) {
            if !self.encoder.plain(field) {
                self.encoder.null();
            }
        }
        // Too large for Bolt means not sent; the answer that does not come shows it.
        let _ = self.encoder.end();
    }

    /// Sends HELLO.
    pub fn hello(&mut self, extra: Map) {
        self.request(Kind::Hello, &[extra.into()]);
    }

    /// Sends LOGON.
    pub fn logon(&mut self, token: Map) {
        self.request(Kind::Logon, &[token.into()]);
    }

    /// Sends HELLO with what the version demands and, where there is one, a LOGON; no
    /// credentials.
    pub fn log_in(&mut self) {
        let token = [("scheme", "none")].into_iter().collect();
        self.log_in_as("test/1", Map::new(), token);
    }

    /// Sends HELLO with what the version demands and `more`, as the program `agent`, and LOGON
    /// with `token`, or the token in HELLO where there is no LOGON. Gives how many responses
    /// there will be.
    pub fn log_in_as(&mut self, agent: &str, more: Map, token: Map) -> usize {
        let features = self.version.features();
        let mut extra: Map = [("user_agent", agent)].into_iter().collect();
        if features.bolt_agent {
            let product: Map = [("product", agent)].into_iter().collect();
            extra.insert("bolt_agent", product);
        }
        extra = extra.into_iter().chain(more).collect();
        match features.authentication {
            Authentication::InLogon => {
                self.hello(extra);
                self.logon(token);
                2
            }
            Authentication::InHello => {
                self.hello(extra.into_iter().chain(token).collect());
                1
            }
        }
    }

    /// Sends BEGIN.
    pub fn begin(&mut self, extra: Map) {
        self.request(Kind::Begin, &[extra.into()]);
    }

    /// Sends RUN.
    pub fn run(&mut self, query: &str, parameters: Map, extra: Map) {
        self.request(
            Kind::Run,
            &[Text::new(query).into(), parameters.into(), extra.into()],
        );
    }

    /// Sends PULL for `n` rows (minus one for all) of a stream (`None` for the last).
    pub fn pull(&mut self, n: i64, qid: Option<i64>) {
        self.request(Kind::Pull, &[rows(n, qid)]);
    }

    /// Sends DISCARD; the arguments are as for [`Self::pull`].
    pub fn discard(&mut self, n: i64, qid: Option<i64>) {
        self.request(Kind::Discard, &[rows(n, qid)]);
    }

    /// Sends a request that has no fields.
    pub fn simple(&mut self, kind: Kind) {
        self.request(kind, &[]);
    }
}

fn rows(n: i64, qid: Option<i64>) -> Value {
    let mut map: Map = [("n", n)].into_iter().collect();
    if let Some(qid) = qid {
        map.insert("qid", qid);
    }
    map.into()
}

/// The versions of ours that a manifest lists, oldest first, and its length in bytes; `None`
/// until it is whole.
fn manifest(raw: &[u8]) -> Option<(Vec<Version>, usize)> {
    // The count is a variable-length integer; nobody lists more than fit into one byte.
    let count = usize::from(*raw.get(4)?);
    let length = 5 + 4 * count + 1;
    let ranges = raw.get(5..length)?;
    let offers = |version: &Version| {
        let features = version.features();
        ranges.chunks_exact(4).any(|range| {
            let [_, below, minor, major] = *range else {
                return false;
            };
            let lowest = minor.saturating_sub(below);
            major == features.major && (lowest..=minor).contains(&features.minor)
        })
    };
    let offered = Version::ALL.into_iter().filter(offers).collect();
    Some((offered, length))
}
