//! Input that means harm, or makes no sense: it costs its sender the connection and nobody
//! anything else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use bytes::BytesMut;
use common::{Pair, Toy, map};
use quiver_protocol::client::ClientConnection;
use quiver_protocol::message::Kind;
use quiver_protocol::{CloseReason, Limits, Version};
use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

/// The client's half of a long conversation without RESET, which acts on arrival.
fn conversation(version: Version) -> Vec<u8> {
    let mut client = ClientConnection::new(version);
    client.log_in();
    let nested: Value = vec![1.into(), "two".into(), map([("k", 3.5)]).into()].into();
    let date = quiver_types::Date { days: 1 };
    for _ in 0..3 {
        let parameters = map([("v", nested.clone()), ("d", date.into())]);
        client.run("ECHO", parameters, map([("mode", "r"), ("db", "neo4j")]));
        client.pull(1000, None);
        client.begin(map([("tx_timeout", 1000)]));
        client.run("ROWS 30", Map::new(), Map::new());
        client.pull(10, None);
        client.run("NOTHING", Map::new(), Map::new());
        client.discard(-1, Some(1));
        client.pull(-1, Some(0));
        client.simple(Kind::Commit);
    }
    client.run(
        "ECHO",
        map([("v", "long ".repeat(14_000).as_str())]),
        Map::new(),
    );
    client.pull(-1, None);
    client.run("FAIL", Map::new(), Map::new());
    client.pull(-1, None);
    client.simple(Kind::Goodbye);
    client.take_output().to_vec()
}

/// Feeds pieces; gives back everything that was answered.
fn converse<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, Toy) {
    let mut server = Toy::new();
    let mut output = Vec::new();
    for piece in pieces {
        server.connection.feed(piece);
        server.work();
        output.extend_from_slice(&server.connection.take_output());
    }
    (output, server)
}

#[test]
fn how_bytes_arrive_makes_no_difference() {
    let mut rng = Rng::from_seed(7);
    for version in Version::ALL {
        let input = conversation(version);
        let (whole, server) = converse([&input[..]]);
        assert_eq!(server.closed, Some(CloseReason::Goodbye));
        assert_eq!(converse(input.chunks(1)).0, whole, "{version}");
        for _ in 0..8 {
            let step = 1 + rng.below(300) as usize;
            assert_eq!(converse(input.chunks(step)).0, whole, "{version} by {step}");
        }
    }
}

#[test]
fn how_messages_are_chunked_makes_no_difference() {
    let input = conversation(Version::V5_8);
    let whole = converse([&input[..]]).0;
    // Chunks of at most seven bytes, with keep-alives between messages.
    let (shake, mut rest) = input.split_at(20);
    let mut cut = BytesMut::from(shake);
    let mut message = Vec::new();
    while let [high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        message.extend_from_slice(&tail[..length]);
        rest = &tail[length..];
        if length == 0 {
            for chunk in message.chunks(7) {
                cut.extend_from_slice(&[0, chunk.len() as u8]);
                cut.extend_from_slice(chunk);
            }
            cut.extend_from_slice(&[0, 0, 0, 0, 0, 0]);
            message.clear();
        }
    }
    assert_eq!(converse([&cut[..]]).0, whole);
}

#[test]
fn a_conversation_may_end_anywhere() {
    for version in [Version::V4_0, Version::V4_4, Version::V5_8, Version::V6_1] {
        let input = conversation(version);
        for end in (0..input.len().min(2000)).chain(input.len() - 200..input.len()) {
            let (_, server) = converse([&input[..end]]);
            assert_eq!(server.closed, None, "{version} cut at {end}");
        }
    }
}

#[test]
fn ten_thousand_broken_conversations() {
    let mut rng = Rng::from_seed(20_261_120);
    let conversations: Vec<Vec<u8>> = [Version::V4_4, Version::V5_4, Version::V5_8, Version::V6_1]
        .into_iter()
        .map(|version| {
            let mut input = conversation(version);
            // The long string in it is of no interest here.
            input.truncate(1500);
            input
        })
        .collect();
    for round in 0..10_000_usize {
        let mut input = conversations[round % conversations.len()].clone();
        for _ in 0..=rng.below(6) {
            let at = rng.below(input.len() as u64) as usize;
            match rng.below(5) {
                0 => input[at] = rng.next_u64() as u8,
                1 => input[at] ^= 1 << rng.below(8),
                2 => {
                    input.remove(at);
                }
                3 => input.insert(at, rng.next_u64() as u8),
                _ => {
                    let end = (at + rng.below(40) as usize).min(input.len());
                    let copy = input[at..end].to_vec();
                    input.splice(at..at, copy);
                }
            }
        }
        let step = 1 + rng.below(200) as usize;
        let (_, mut server) = converse(input.chunks(step));
        // Whatever happened, the connection still answers or has ended.
        if server.closed.is_none() {
            server.connection.feed(&[0; 4]);
            server.work();
        }
        assert!(server.connection.next_action().is_none());
    }
}

/// A connection that is logged in, and one message more, as raw bytes after its structure head.
fn after_login(message: &[u8]) -> (Vec<String>, Option<CloseReason>) {
    let mut pair = Pair::ready(Version::V5_8);
    say(&mut pair, message);
    let replies = pair.exchange();
    (replies, pair.server.closed)
}

fn say(pair: &mut Pair, message: &[u8]) {
    for chunk in message.chunks(0xFFFF) {
        let connection = &mut pair.server.connection;
        connection.feed(&(chunk.len() as u16).to_be_bytes());
        connection.feed(chunk);
    }
    pair.server.connection.feed(&[0, 0]);
}

#[test]
fn keep_alives_are_no_login() {
    let mut pair = Pair::new(Version::V5_8);
    pair.server.connection.feed(&[0; 8192]);
    assert_eq!(pair.exchange(), [""; 0]);
    assert_eq!(pair.server.closed, None);
    pair.server.connection.feed(&[0; 8192]);
    pair.exchange();
    assert_eq!(pair.server.closed, Some(CloseReason::Idling));
    // After login they are nobody's concern.
    let mut pair = Pair::ready(Version::V5_8);
    pair.server.connection.feed(&vec![0; 1 << 20]);
    pair.run("ROWS 1");
    assert_eq!(pair.exchange().len(), 1);
}

/// Neo4j 2026.08 was asked: it answers these with FAILURE and goes on after RESET. It takes text
/// that is not UTF-8; we do not.
#[test]
fn bad_values_are_explained_and_a_reset_recovers() {
    let run = |query: &[u8]| [&[0xB3, 0x10], query, &[0xA0, 0xA0]].concat();
    let parameter =
        |value: &[u8]| [&[0xB3, 0x10, 0x81, b'x', 0xA1, 0x81, b'v'], value, &[0xA0]].concat();
    let cases = [
        (run(&[0x82, 0xC3, 0x28]), "a string is not valid UTF-8"),
        (
            parameter(&[0x91].repeat(100_000)),
            "values are nested more than 128 deep",
        ),
        (parameter(&[0xC4]), "0xC4 does not start a value"),
        (parameter(&[0xB1, 0x41, 1]), "structure 0x41 is not a value"),
        (
            parameter(&[0xB2, 0x44, 1, 1]),
            "structure Date has 1 fields, found 2",
        ),
        (vec![0xB0, 0x10], "RUN has 3 fields, found 0"),
        (vec![0xB1, 0x0F, 0xA0], "RESET has 0 fields, found 1"),
    ];
    for (message, expected) in cases {
        let mut pair = Pair::ready(Version::V5_8);
        say(&mut pair, &message);
        let replies = pair.exchange();
        assert_eq!(replies.len(), 1, "{expected}");
        let code = if expected.contains("fields, found") {
            "Neo.ClientError.Request.InvalidFormat"
        } else {
            "Neo.ClientError.Request.Invalid"
        };
        assert!(
            replies[0].contains(&format!("\"neo4j_code\": \"{code}\"")),
            "{}",
            replies[0]
        );
        assert!(replies[0].contains(expected), "{expected}: {}", replies[0]);
        assert_eq!(pair.server.closed, None, "{expected}");
        pair.run("ROWS 1");
        pair.client.simple(Kind::Reset);
        assert_eq!(pair.exchange(), ["IGNORED", "SUCCESS {}"], "{expected}");
    }
}

#[test]
fn what_cannot_be_read_closes_without_a_word() {
    let messages: [&[u8]; 7] = [
        &[0xB3, 0x10, 0xD2, 0x7F, 0xFF, 0xFF, 0xFF],
        &[0xB3, 0x10, 0xD2, 0xFF, 0xFF, 0xFF, 0xFF, 0xA0, 0xA0],
        &[
            0xB3, 0x10, 0x81, b'x', 0xA1, 0x81, b'v', 0xD6, 0x7F, 0xFF, 0xFF, 0xFF, 1,
        ],
        &[0xB0, 0x0F, 0xA0],
        &[0x01],
        &[0xB1],
        &[0xB0, 0x55],
    ];
    for message in messages {
        let (replies, closed) = after_login(message);
        assert_eq!(replies, [""; 0], "{message:02x?}");
        assert!(
            matches!(
                closed,
                Some(CloseReason::Malformed(_) | CloseReason::UnknownMessage(0x55))
            ),
            "{message:02x?}"
        );
    }
}

#[test]
fn malformed_messages_before_login_close_without_a_word() {
    let messages: [&[u8]; 5] = [
        &[0xB1, 0x01],
        &[0xB1, 0x01, 0xD8, 0xFF],
        &[0xB1, 0x01, 0xA1, 0x8F, 0xFF, 0x01],
        &[0x01],
        &[0xB0, 0x55],
    ];
    for message in messages {
        let mut pair = Pair::new(Version::V5_8);
        pair.server.connection.feed(&[0, message.len() as u8]);
        pair.server.connection.feed(message);
        pair.server.connection.feed(&[0, 0]);
        assert_eq!(pair.exchange(), [""; 0]);
        assert!(pair.server.closed.is_some());
    }
}

#[test]
fn a_stranger_may_send_little() {
    // In one chunk, in many, complete or not.
    for (chunk, complete) in [(9000, true), (9000, false), (100, true), (100, false)] {
        let mut pair = Pair::new(Version::V5_8);
        let mut fed = 0;
        while fed <= 8192 && pair.server.closed.is_none() {
            pair.server.connection.feed(&(chunk as u16).to_be_bytes());
            pair.server.connection.feed(&vec![0xB1; chunk]);
            fed += chunk;
            pair.server.work();
        }
        if complete {
            pair.server.connection.feed(&[0, 0]);
            pair.server.work();
        }
        assert_eq!(pair.server.closed, Some(CloseReason::MessageTooLarge(8192)));
        assert!(pair.server.connection.take_output().is_empty());
        assert!(!pair.server.connection.wants_input());
    }
}

#[test]
fn a_large_query_may_wait_behind_its_login() {
    let mut pair = Pair::new(Version::V5_8);
    pair.client.log_in();
    let long = "x".repeat(20_000);
    pair.client
        .run("ECHO", map([("v", long.as_str())]), Map::new());
    let input = pair.client.take_output();
    // All but the end has arrived when the login is looked at.
    let (most, end) = input.split_at(input.len() - 10);
    pair.server.connection.feed(most);
    assert!(!pair.server.connection.wants_input(), "login first");
    pair.server.work();
    assert!(pair.server.connection.wants_input());
    pair.server.connection.feed(end);
    assert_eq!(pair.exchange().len(), 3);
    assert_eq!(pair.server.closed, None);
}

#[test]
fn messages_above_the_limit_are_refused_while_they_arrive() {
    let limits = Limits {
        message: 100_000,
        ..Limits::default()
    };
    let mut server = Toy::with_limits(limits);
    let mut client = ClientConnection::new(Version::V5_8);
    client.log_in();
    server.connection.feed(&client.take_output());
    server.work();
    client.feed(&server.connection.take_output()).unwrap();
    assert_eq!(client.responses().unwrap().len(), 2);
    let mut received = 0;
    while server.closed.is_none() {
        server.connection.feed(&[0x10, 0]);
        server.connection.feed(&[0; 0x1000]);
        received += 0x1000;
        server.work();
        assert!(received < 110_000);
    }
    assert_eq!(server.closed, Some(CloseReason::MessageTooLarge(100_000)));
    client.feed(&server.connection.take_output()).unwrap();
    let replies = client.responses().unwrap();
    assert!(common::show_response(&replies[0]).contains("a message is larger than 100000 bytes"));
}

#[test]
fn whoever_sends_ahead_is_made_to_wait() {
    let limits = Limits {
        message: 10_000,
        ..Limits::default()
    };
    let mut server = Toy::with_limits(limits);
    let mut client = ClientConnection::new(Version::V5_8);
    client.log_in();
    server.connection.feed(&client.take_output());
    server.work();
    client.run("ROWS 1", Map::new(), Map::new());
    server.connection.feed(&client.take_output());
    let running = server.connection.next_action().unwrap();
    let mut ahead = 0;
    while server.connection.wants_input() {
        client.pull(1, None);
        server.connection.feed(&client.take_output());
        ahead += 1;
        assert!(ahead < 10_000);
    }
    server.act(running);
    server.work();
    assert!(server.closed.is_some() || server.connection.wants_input());
}
