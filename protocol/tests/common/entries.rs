//! What is fuzzed: each takes any bytes and panics if something does not hold that must hold for
//! all. The targets in `fuzz/` call these, and so does a test with a bounded number of seeded inputs.
//!
//! It uses nothing but the crate's public interface. Start with [`ENTRIES`].

use quiver_protocol::chunk::Dechunker;
use quiver_protocol::message::Kind;
use quiver_protocol::packstream::{Allow, Decoder, Encoder};
use quiver_protocol::server::reply::{
    Counters, HelloReply, LogonReply, PullSummary, QueryType, RouteReply, RunReply,
};
use quiver_protocol::{Action, Dialect, Limits, ServerConnection, Version};
use quiver_types::{DatabaseId, Failure, Status, ValueWriter};

/// Takes any bytes.
pub type Entry = fn(&[u8]);

/// Name and code of every entry.
pub const ENTRIES: [(&str, Entry); 3] = [
    ("decoder", decoder),
    ("dechunker", dechunker),
    ("sequences", sequences),
];

const DATABASE: DatabaseId = DatabaseId([7; 16]);

fn version(byte: u8) -> Version {
    Version::ALL[usize::from(byte) % Version::ALL.len()]
}

/// One value: what can be read is written and reads back as the same.
pub fn decoder(data: &[u8]) {
    let Some((&first, input)) = data.split_first() else {
        return;
    };
    let dialect = Dialect::of(version(first));
    let read = |input: &[u8]| Decoder::new(input, dialect, Allow::Parameters, 128, 1 << 20).value();
    let Ok(value) = read(input) else {
        return;
    };
    let mut encoder = Encoder::new(bytes::BytesMut::new(), dialect, DATABASE);
    encoder.begin(0x71, 1);
    assert!(encoder.plain(&value), "a parameter is no plain value");
    encoder
        .end()
        .unwrap_or_else(|_| panic!("a value grew beyond what Bolt carries"));
    let written = encoder.chunks().take();
    let mut dechunker = Dechunker::default();
    let mut message = Vec::new();
    dechunker.feed(&written, |whole| message = whole.to_vec());
    let again = read(&message[2..]).unwrap_or_else(|error| panic!("{error}: {value:?}"));
    // Not a number is not equal to itself.
    assert_eq!(format!("{again:?}"), format!("{value:?}"));
}

/// Chunks: how they arrive makes no difference, and no more is held than was received.
pub fn dechunker(data: &[u8]) {
    let Some((&step, input)) = data.split_first() else {
        return;
    };
    let collect = |step: usize| {
        let mut dechunker = Dechunker::default();
        let mut messages = Vec::new();
        for part in input.chunks(step) {
            dechunker.feed(part, |message| messages.push(message.to_vec()));
        }
        assert!(dechunker.buffered() <= input.len());
        for message in &messages {
            assert_eq!(dechunker.front(), Some(&message[..]));
            dechunker.pop();
        }
        assert_eq!(dechunker.buffered(), dechunker.partial());
        (messages, dechunker.partial())
    };
    assert_eq!(collect(usize::from(step) + 1), collect(input.len().max(1)));
}

/// A conversation: half of the input decides which messages are sent, the rest is sent as it is.
/// The server answers each request, sometimes with a failure.
pub fn sequences(data: &[u8]) {
    let Some((&first, script)) = data.split_first() else {
        return;
    };
    let chosen = version(first).to_string();
    let (major, minor) = chosen.split_once('.').unwrap_or(("4", "0"));
    let number = |text: &str| text.parse::<u8>().unwrap_or_default();
    let mut connection = ServerConnection::new(Limits::default());
    connection.feed(&[0x60, 0x60, 0xB0, 0x17, 0, 0, number(minor), number(major)]);
    connection.feed(&[0; 12]);
    let mut at = 0;
    let mut fails = first;
    while let Some(&step) = script.get(at) {
        at += 1;
        if step & 0x80 == 0 {
            let kind = Kind::ALL[usize::from(step) % Kind::ALL.len()];
            let message = plain_message(kind);
            connection.feed(&(message.len() as u16).to_be_bytes());
            connection.feed(&message);
            connection.feed(&[0, 0]);
        } else {
            let end = (at + usize::from(step & 0x7F)).min(script.len());
            connection.feed(&script[at..end]);
            at = end;
        }
        fails = fails.rotate_left(1);
        serve(&mut connection, fails & 1 == 1);
        let _ = connection.take_output();
        assert!(!connection.is_busy(), "a request was not answered");
    }
}

/// A request that is right, as bytes.
fn plain_message(kind: Kind) -> Vec<u8> {
    let mut bytes = vec![0xB0 | kind.fields(), kind.tag()];
    match kind {
        Kind::Hello => {
            bytes.extend(
                b"\xA3\x8Auser_agent\x81t\x8Abolt_agent\xA1\x87product\x81t\x86scheme\x84none",
            );
        }
        Kind::Logon => bytes.extend(b"\xA1\x86scheme\x84none"),
        Kind::Run => bytes.extend(b"\x81q\xA0\xA0"),
        Kind::Begin => bytes.push(0xA0),
        Kind::Pull | Kind::Discard => bytes.extend(b"\xA1\x81n\x01"),
        Kind::Telemetry => bytes.push(0),
        Kind::Route => bytes.extend(b"\xA0\x90\xA0"),
        Kind::Goodbye | Kind::Reset | Kind::Commit | Kind::Rollback | Kind::Logoff => {}
    }
    bytes
}

/// Does what is to be done.
fn serve(connection: &mut ServerConnection, fails: bool) {
    while let Some(action) = connection.next_action() {
        let must_succeed = matches!(
            action,
            Action::Reset | Action::Abandon | Action::Close { .. }
        );
        if fails && !must_succeed {
            connection.failure(&Failure::new(Status::DivisionByZero, "by zero"));
            continue;
        }
        match action {
            Action::Hello(_) => connection.success_hello(&HelloReply {
                server: "Neo4j/5.26.0",
                connection_id: "bolt-1",
                receive_timeout_seconds: None,
                telemetry: true,
                credentials_expired: false,
            }),
            Action::Logon(_) => connection.success_logon(&LogonReply {
                advertised_address: "localhost:7687",
                credentials_expired: false,
            }),
            Action::Logoff => connection.success_logoff(),
            Action::Begin(_) => connection.success_begin("neo4j"),
            Action::Run(run) => connection.success_run(&RunReply {
                fields: &[&run.query[..]],
                t_first: 0,
                database: "neo4j",
            }),
            Action::Pull(pull) | Action::Discard(pull) => {
                let mut rows = connection.records(DATABASE);
                rows.begin_record(1);
                rows.values().integer(1);
                assert!(rows.commit_record().is_ok());
                connection.return_records(rows);
                if pull.limit == Some(1) && pull.qid % 2 == 0 {
                    connection.success_has_more();
                } else {
                    finish(connection);
                }
            }
            Action::Commit => connection.success_commit("FB:1"),
            Action::Rollback => connection.success_rollback(),
            Action::Reset => connection.success_reset(),
            Action::Route(_) => connection.success_route(&RouteReply {
                ttl_seconds: 1,
                database: "neo4j",
                address: "localhost:7687",
            }),
            Action::Telemetry(_) => connection.success_telemetry(),
            Action::Abandon => {}
            Action::Close { reason } => {
                let defect = matches!(reason, quiver_protocol::CloseReason::Defect(_));
                assert!(!defect, "{reason}");
            }
        }
    }
}

fn finish(connection: &mut ServerConnection) {
    connection.success_pull(&PullSummary {
        bookmark: None,
        counters: Counters::default(),
        plan: None,
        notifications: &[],
        outcome: quiver_protocol::notification::Outcome::Rows,
        query_type: QueryType::Read,
        t_last: 0,
        database: "neo4j",
    });
}
