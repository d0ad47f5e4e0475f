//! What is no conversation: wrong magic, half messages, floods. The door closes, others go on.

use crate::support::{Client, TestServer, exchange, socket};
use quiver_protocol::version::Version;
use std::io::{Read, Write};

const MAGIC: [u8; 4] = [0x60, 0x60, 0xB0, 0x17];

#[test]
fn what_is_not_bolt_is_closed_without_a_word() {
    let server = TestServer::start();
    for bytes in [
        &b"POST / HTTP/1.1\r\n\r\n"[..],
        b"GET",
        b"\x16\x03\x01\x02\x00",
        b"\0\0\0\0",
        b"",
        &MAGIC[..3],
        &[MAGIC, [0, 0, 4, 4]].concat(),
    ] {
        let answer = exchange(server.bolt(), bytes);
        assert!(answer.is_empty(), "{bytes:?} got {answer:?}");
    }
    assert_eq!(server.client().number("RETURN 1"), 1);
}

#[test]
fn unknown_versions_are_answered_with_zeros() {
    let server = TestServer::start();
    let proposal = [&MAGIC[..], &[0, 0, 0, 3], &[0; 12]].concat();
    assert_eq!(exchange(server.bolt(), &proposal), [0; 4]);
}

#[test]
fn every_truncation_of_a_conversation_is_survived() {
    let server = TestServer::start();
    let mut client = Client::connect(server.bolt(), Version::V5_8);
    let mut whole = client.bolt.take_output().to_vec();
    whole.extend([0, 0, 8, 5, 0]);
    // The client learns nothing here, so what it would say next is taken from another one.
    let mut speaker = Client::connect(server.bolt(), Version::V5_8);
    speaker.greet();
    speaker.bolt.log_in();
    speaker.bolt.run(
        "RETURN 1",
        quiver_types::Map::new(),
        quiver_types::Map::new(),
    );
    speaker.bolt.pull(-1, None);
    let said = speaker.bolt.take_output();
    // The version it chose was in the first bytes, which are in `whole` already.
    whole.extend(said.strip_prefix(&[0, 0, 8, 5, 0][..]).unwrap_or(&said));
    for length in 0..whole.len() {
        exchange(server.bolt(), &whole[..length]);
    }
    assert_eq!(server.client().number("RETURN 1"), 1);
}

#[test]
fn a_flood_before_login_is_cut() {
    let server = TestServer::start();
    let mut stream = socket(server.bolt());
    stream.write_all(&MAGIC).unwrap();
    stream.write_all(&[0, 0, 4, 4]).unwrap();
    stream.write_all(&[0; 12]).unwrap();
    let mut agreed = [0; 4];
    stream.read_exact(&mut agreed).unwrap();
    // One message without end, in chunks of 64 KiB.
    let chunk = [&[0xFF, 0xFF][..], &vec![0; 0xFFFF]].concat();
    let cut = (0..1000).any(|_| stream.write_all(&chunk).is_err());
    assert!(cut);
    assert_eq!(server.client().number("RETURN 1"), 1);
}

#[test]
fn who_does_not_log_in_is_closed() {
    let server = TestServer::start_with(|mut config| {
        config.settings.login_timeout =
            quiver_server::config::value::Span(std::time::Duration::from_millis(20));
        config
    });
    let mut stream = socket(server.bolt());
    let mut answer = Vec::new();
    // The server closes although this side is still open.
    assert_eq!(stream.read_to_end(&mut answer).unwrap(), 0);
}

#[test]
fn too_many_connections_are_refused_and_the_others_go_on() {
    let server = TestServer::start_with(|mut config| {
        config.settings.connections_max = quiver_server::config::value::Int(2);
        config
    });
    let mut first = server.client();
    let _second = server.client();
    let mut third = socket(server.bolt());
    let mut answer = Vec::new();
    let _ = third.read_to_end(&mut answer);
    assert!(answer.is_empty());
    assert_eq!(first.number("RETURN 1"), 1);
}

#[test]
fn an_illegal_message_is_named_and_closes() {
    let server = TestServer::start();
    let mut client = server.client();
    client.bolt.simple(quiver_protocol::message::Kind::Commit);
    let failure = client.failure();
    assert_eq!(
        crate::support::code(&failure),
        "Neo.ClientError.Request.Invalid"
    );
    client.closed();
    assert_eq!(server.client().number("RETURN 1"), 1);
}
