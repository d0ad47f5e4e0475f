//! The golden table: every message in every state, in every version: what is answered, and which
//! state comes of it. It is kept in `golden/states.md`; a change shows there.
//!
//! Checked against BOLT.md section 4 and a real Neo4j 2026.08. `QUIVER_BLESS=1` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "the table is a file beside the test"
)]

mod common;

use common::{Pair, map, well_formed};
use quiver_protocol::message::Kind;
use quiver_protocol::{CloseReason, Version};
use quiver_types::Value;

const STATES: [&str; 7] = [
    "NEGOTIATION",
    "AUTHENTICATION",
    "READY",
    "AUTO_COMMIT",
    "IN_TRANSACTION",
    "FAILED",
    "INTERRUPTED",
];

/// A request as bytes, without chunks.
struct Message {
    name: String,
    bytes: Vec<u8>,
}

fn messages(version: Version) -> Vec<Message> {
    let mut all: Vec<Message> = Kind::ALL
        .iter()
        .map(|&kind| {
            let mut fields = well_formed(kind);
            // In 4.3 the last field of ROUTE is the name of a database.
            if kind == Kind::Route && version == Version::V4_3 {
                fields[2] = Value::Null;
            }
            Message {
                name: kind.name().to_owned(),
                bytes: bytes_of(version, kind, &fields),
            }
        })
        .collect();
    let number = |key: &str, n: i64| -> Value { map([(key, n)]).into() };
    let bad: [(&str, Kind, Vec<Value>); 9] = [
        ("HELLO, extra is a number", Kind::Hello, vec![1.into()]),
        (
            "RUN, statement is a number",
            Kind::Run,
            vec![1.into(), map::<i64, 0>([]).into(), map::<i64, 0>([]).into()],
        ),
        ("RUN with one field", Kind::Run, vec!["ROWS 1".into()]),
        (
            "BEGIN, mode is x",
            Kind::Begin,
            vec![map([("mode", "x")]).into()],
        ),
        ("PULL, n is 0", Kind::Pull, vec![number("n", 0)]),
        (
            "PULL, n is missing",
            Kind::Pull,
            vec![map::<i64, 0>([]).into()],
        ),
        (
            "PULL of stream 9",
            Kind::Pull,
            vec![map([("n", 1), ("qid", 9)]).into()],
        ),
        ("TELEMETRY 99", Kind::Telemetry, vec![99.into()]),
        ("RESET with a field", Kind::Reset, vec![1.into()]),
    ];
    all.extend(bad.into_iter().map(|(name, kind, fields)| Message {
        name: name.to_owned(),
        bytes: bytes_of(version, kind, &fields),
    }));
    let raw: [(&str, &[u8]); 5] = [
        (
            "RUN, text is not UTF-8",
            &[0xB3, 0x10, 0x81, 0xFF, 0xA0, 0xA0],
        ),
        ("RUN, cut off", &[0xB3, 0x10, 0x88, b'R']),
        (
            "RUN, size of 4 GB",
            &[0xB3, 0x10, 0xD2, 0xFF, 0xFF, 0xFF, 0xFF],
        ),
        ("unknown tag", &[0xB0, 0x55]),
        ("no structure", &[0x01]),
    ];
    all.extend(raw.into_iter().map(|(name, bytes)| Message {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }));
    all
}

/// What a client of that version would send, out of its chunks.
fn bytes_of(version: Version, kind: Kind, fields: &[Value]) -> Vec<u8> {
    let mut pair = Pair::new(version);
    pair.client.request(kind, fields);
    let chunked = pair.client.take_output();
    let length = usize::from(u16::from_be_bytes([chunked[0], chunked[1]]));
    assert_eq!(chunked.len(), length + 4, "one chunk");
    chunked[2..2 + length].to_vec()
}

fn chunked(message: &[u8]) -> Vec<u8> {
    let mut bytes = (message.len() as u16).to_be_bytes().to_vec();
    bytes.extend_from_slice(message);
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// A connection in that state; `None` if the version has no such state.
fn in_state(version: Version, state: &str) -> Option<Pair> {
    let mut pair = match state {
        "NEGOTIATION" => return Some(Pair::new(version)),
        "AUTHENTICATION" if version <= Version::V5_0 => return None,
        "AUTHENTICATION" => {
            let mut pair = Pair::new(version);
            pair.client.request(Kind::Hello, &well_formed(Kind::Hello));
            pair
        }
        _ => Pair::ready(version),
    };
    match state {
        "AUTO_COMMIT" | "INTERRUPTED" => pair.run("ROWS 3"),
        "IN_TRANSACTION" => {
            pair.client.begin(map::<&str, 0>([]));
            pair.run("ROWS 3");
        }
        "FAILED" => pair.run("FAIL"),
        _ => {}
    }
    pair.exchange();
    let reached = pair.server.connection.state_name();
    assert_eq!(
        reached,
        if state == "INTERRUPTED" {
            "AUTO_COMMIT"
        } else {
            state
        }
    );
    Some(pair)
}

fn cell(version: Version, state: &str, message: &Message) -> String {
    let Some(mut pair) = in_state(version, state) else {
        return "-".to_owned();
    };
    let mut input = chunked(&message.bytes);
    if state == "INTERRUPTED" {
        // The message is behind running work when RESET arrives.
        pair.client.pull(1, None);
        pair.server.connection.feed(&pair.client.take_output());
        let running = pair.server.connection.next_action().unwrap();
        input.extend([0, 2, 0xB0, 0x0F, 0, 0]);
        pair.server.connection.feed(&input);
        pair.server.act(running);
    } else {
        pair.server.connection.feed(&input);
    }
    let replies = pair.exchange();
    let heads: Vec<String> = replies.iter().map(|reply| head(reply)).collect();
    let replies = if heads.is_empty() {
        "nothing".to_owned()
    } else {
        heads.join(", ")
    };
    let end = match &pair.server.closed {
        Some(CloseReason::Defect(what)) => panic!("{} in {state}: defect {what}", message.name),
        Some(_) => "close",
        None => pair.server.connection.state_name(),
    };
    format!("{replies} → {end}")
}

/// What kind of answer, and of a failure its code.
fn head(reply: &str) -> String {
    let (kind, rest) = reply.split_once(' ').unwrap_or((reply, ""));
    if kind != "FAILURE" {
        return kind.to_owned();
    }
    let code = rest.split("Neo.ClientError.").nth(1).unwrap_or_default();
    let code = code.split('"').next().unwrap_or_default();
    format!("FAILURE {code}")
}

fn table(version: Version) -> String {
    let mut text = format!(
        "| message | {} |\n|---|{}\n",
        STATES.join(" | "),
        "---|".repeat(STATES.len())
    );
    for message in messages(version) {
        let cells: Vec<String> = STATES
            .iter()
            .map(|state| cell(version, state, &message))
            .collect();
        text.push_str(&format!("| {} | {} |\n", message.name, cells.join(" | ")));
    }
    text
}

#[test]
fn every_message_in_every_state_in_every_version() {
    let mut page = String::from(
        "# Every message in every state\n\n\
         <!-- Generated by protocol/tests/golden.rs; `QUIVER_BLESS=1 cargo test -p quiver-protocol --test golden` \
         rewrites it. -->\n\n\
         A cell: what is answered → the state afterwards. INTERRUPTED: the message waits behind a PULL that is being \
         worked on when RESET arrives; the answers are those to PULL, to the message and to RESET.\n",
    );
    let mut before: Option<(Vec<Version>, String)> = None;
    let mut sections = Vec::new();
    for version in Version::ALL {
        let table = table(version);
        match &mut before {
            Some((versions, same)) if *same == table => versions.push(version),
            _ => sections.extend(before.replace((vec![version], table))),
        }
    }
    sections.extend(before);
    for (versions, table) in sections {
        let names: Vec<String> = versions.iter().map(ToString::to_string).collect();
        page.push_str(&format!("\n## Bolt {}\n\n{table}", names.join(", ")));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/states.md");
    if std::env::var_os("QUIVER_BLESS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap();
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(kept, page, "look at what changed, then QUIVER_BLESS=1");
}
