//! The first bytes of a connection: telling Bolt from TLS and HTTP, and agreeing on a version.
//!
//! Two forms: the classic one (four proposals, each a version and a range of minors below it) and
//! manifest v1 (the server lists what it has, the client picks). No messages here. Start with
//! [`Handshake`]; a listener that serves several protocols on one port starts with
//! [`first_bytes`].

use bytes::{Buf, BufMut, BytesMut};

use crate::version::Version;

/// The four bytes every Bolt connection starts with.
pub const MAGIC: [u8; 4] = [0x60, 0x60, 0xB0, 0x17];

/// The proposal that asks for the manifest form.
const MANIFEST_V1: [u8; 4] = [0x00, 0x00, 0x01, 0xFF];

/// The reply that refuses every proposal.
const NOTHING_IN_COMMON: [u8; 4] = [0; 4];

/// A varint longer than this cannot hold a capability we know.
const LONGEST_VARINT: usize = 10;

/// What a connection's first bytes announce.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Peer {
    /// Bolt.
    Bolt,
    /// A TLS handshake record.
    Tls,
    /// An HTTP GET: a WebSocket upgrade, or a person with a browser.
    HttpGet,
    /// None of these; close without a word.
    Garbage,
    /// The bytes so far fit one of them; more are needed to tell.
    Undecided,
}

/// Tells from the first bytes of a connection (four are always enough) what it speaks.
pub fn first_bytes(bytes: &[u8]) -> Peer {
    let candidates: [(&[u8], Peer); 3] = [
        (&MAGIC, Peer::Bolt),
        (&[0x16, 0x03], Peer::Tls),
        (b"GET ", Peer::HttpGet),
    ];
    let mut answer = Peer::Garbage;
    for (prefix, peer) in candidates {
        if bytes.starts_with(prefix) {
            return peer;
        }
        if prefix.starts_with(bytes) {
            answer = Peer::Undecided;
        }
    }
    answer
}

/// A version both sides agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreed {
    /// The version.
    pub version: Version,
    /// Whether the manifest form was used; HELLO's reply then repeats the version.
    pub by_manifest: bool,
}

/// Why there is no agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HandshakeError {
    /// The connection does not start with Bolt's magic bytes.
    #[error("the connection does not start with Bolt's magic bytes")]
    NotBolt,
    /// None of the proposals is a version this server has.
    #[error("no Bolt version in common with the client")]
    NothingInCommon,
    /// After seeing the manifest the client found nothing to its liking.
    #[error("the client chose none of the offered Bolt versions")]
    NothingChosen,
    /// The client chose what was not offered.
    #[error("the client chose a Bolt version or capability that was not offered")]
    NotOffered,
}

/// The server's half of the handshake.
#[derive(Clone, Copy, Debug)]
pub enum Handshake {
    /// Waiting for the magic bytes and the four proposals.
    Proposals,
    /// The manifest was sent; waiting for the client's choice.
    Choice,
}

impl Handshake {
    /// Consumes what it can of `input` and writes any reply to `output` in one piece. `None`
    /// when more input is needed.
    ///
    /// # Errors
    /// Why there is no agreement; `output` may still hold a last reply. Close after sending it.
    pub fn advance(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Result<Option<Agreed>, HandshakeError> {
        if let Self::Proposals = self {
            let magic = input.len().min(MAGIC.len());
            if input[..magic] != MAGIC[..magic] {
                return Err(HandshakeError::NotBolt);
            }
            if input.len() < 20 {
                return Ok(None);
            }
            input.advance(MAGIC.len());
            let proposals: [u32; 4] = std::array::from_fn(|_| input.get_u32());
            match choose(proposals) {
                Some(Choice::Manifest) => {
                    write_manifest(output);
                    *self = Self::Choice;
                }
                Some(Choice::Version(version)) => {
                    let features = version.features();
                    output.put_slice(&[0, 0, features.minor, features.major]);
                    return Ok(Some(Agreed {
                        version,
                        by_manifest: false,
                    }));
                }
                None => {
                    output.put_slice(&NOTHING_IN_COMMON);
                    return Err(HandshakeError::NothingInCommon);
                }
            }
        }
        read_choice(input)
    }
}

enum Choice {
    Manifest,
    Version(Version),
}

/// The first proposal, in the client's order, that holds anything we have.
fn choose(proposals: [u32; 4]) -> Option<Choice> {
    proposals.into_iter().find_map(|proposal| {
        let bytes = proposal.to_be_bytes();
        if bytes == MANIFEST_V1 {
            return Some(Choice::Manifest);
        }
        let [_, range, minor, major] = bytes;
        Version::newest_in(major, minor.saturating_sub(range), minor).map(Choice::Version)
    })
}

fn write_manifest(output: &mut BytesMut) {
    let ranges = Version::ranges();
    output.put_slice(&MANIFEST_V1);
    // One byte is a whole varint below 128; there are a handful of ranges.
    assert!(ranges.len() < 128, "the manifest's count fits one byte");
    output.put_u8(ranges.len() as u8);
    for (major, low, high) in ranges {
        output.put_slice(&[0, high - low, high, major]);
    }
    // Capabilities: none.
    output.put_u8(0);
}

/// Reads the chosen version and the varint of chosen capabilities, which must be none.
fn read_choice(input: &mut BytesMut) -> Result<Option<Agreed>, HandshakeError> {
    if input.len() < 5 {
        return Ok(None);
    }
    let capabilities = &input[4..];
    let Some(last) = capabilities
        .iter()
        .take(LONGEST_VARINT)
        .position(|byte| byte & 0x80 == 0)
    else {
        let too_long = capabilities.len() >= LONGEST_VARINT;
        return if too_long {
            Err(HandshakeError::NotOffered)
        } else {
            Ok(None)
        };
    };
    let any = capabilities[..=last].iter().any(|byte| byte & 0x7F != 0);
    let chosen = [input[0], input[1], input[2], input[3]];
    input.advance(4 + last + 1);
    if chosen == NOTHING_IN_COMMON {
        return Err(HandshakeError::NothingChosen);
    }
    match chosen {
        [0, 0, minor, major] if !any => Version::from_numbers(major, minor)
            .map(|version| {
                Some(Agreed {
                    version,
                    by_manifest: true,
                })
            })
            .ok_or(HandshakeError::NotOffered),
        _ => Err(HandshakeError::NotOffered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        text.split_whitespace()
            .map(|b| u8::from_str_radix(b, 16).unwrap())
            .collect()
    }

    fn shake(input: &str) -> (Result<Option<Agreed>, HandshakeError>, Vec<u8>) {
        let mut input = BytesMut::from(&hex(input)[..]);
        let mut output = BytesMut::new();
        (
            Handshake::Proposals.advance(&mut input, &mut output),
            output.to_vec(),
        )
    }

    /// What drivers send, and what a real server answers.
    #[test]
    fn classic_proposals() {
        let cases = [
            (
                "00 02 04 04 00 00 01 04 00 00 00 04 00 00 00 03",
                "00 00 04 04",
            ),
            (
                "00 08 08 05 00 02 04 04 00 00 00 03 00 00 00 00",
                "00 00 08 05",
            ),
            (
                "00 06 06 05 00 02 04 04 00 00 01 04 00 00 00 03",
                "00 00 06 05",
            ),
            (
                "00 00 04 04 00 00 03 04 00 00 01 04 00 00 00 04",
                "00 00 04 04",
            ),
            (
                "00 01 01 06 00 00 00 00 00 00 00 00 00 00 00 00",
                "00 00 01 06",
            ),
            (
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 04",
                "00 00 02 04",
            ),
            // 5.5 is skipped inside a range, and refused alone.
            (
                "00 01 05 05 00 00 00 00 00 00 00 00 00 00 00 00",
                "00 00 04 05",
            ),
            (
                "00 00 05 05 00 00 00 00 00 00 00 00 00 00 00 00",
                "00 00 00 00",
            ),
            (
                "00 00 00 03 00 00 00 02 00 00 00 01 00 00 00 00",
                "00 00 00 00",
            ),
            // A range that reaches below minor zero, and versions from the future.
            (
                "00 FF 09 05 00 00 00 00 00 00 00 00 00 00 00 00",
                "00 00 08 05",
            ),
            (
                "00 00 00 07 00 00 00 FF FF FF FF FF 00 00 04 04",
                "00 00 04 04",
            ),
        ];
        for (proposals, reply) in cases {
            let (result, output) = shake(&format!("60 60 B0 17 {proposals}"));
            assert_eq!(output, hex(reply), "{proposals}");
            match Version::from_numbers(output[3], output[2]) {
                Some(version) => {
                    assert_eq!(
                        result,
                        Ok(Some(Agreed {
                            version,
                            by_manifest: false
                        }))
                    );
                }
                None => assert_eq!(result, Err(HandshakeError::NothingInCommon)),
            }
        }
    }

    const MANIFEST_CLIENT: &str = "60 60 B0 17 00 00 01 FF 00 08 08 05 00 02 04 04 00 00 00 03";

    #[test]
    fn manifest_form() {
        let manifest = "00 00 01 FF 04 00 04 04 04 00 04 04 05 00 02 08 05 00 01 01 06 00";
        let agreed = |version| {
            Ok(Some(Agreed {
                version,
                by_manifest: true,
            }))
        };
        let cases = [
            ("", Ok(None)),
            ("00 00 01 06", Ok(None)),
            ("00 00 01 06 80", Ok(None)),
            ("00 00 01 06 00", agreed(Version::V6_1)),
            ("00 00 08 05 00", agreed(Version::V5_8)),
            ("00 00 04 04 80 00", agreed(Version::V4_4)),
            ("00 00 00 00 00", Err(HandshakeError::NothingChosen)),
            ("00 00 05 05 00", Err(HandshakeError::NotOffered)),
            ("00 01 08 05 00", Err(HandshakeError::NotOffered)),
            ("00 00 08 05 01", Err(HandshakeError::NotOffered)),
            (
                "00 00 08 05 FF FF FF FF FF FF FF FF FF FF 00",
                Err(HandshakeError::NotOffered),
            ),
        ];
        for (choice, expected) in cases {
            let (result, output) = shake(&format!("{MANIFEST_CLIENT} {choice}"));
            assert_eq!(output, hex(manifest));
            assert_eq!(result, expected, "{choice}");
        }
    }

    #[test]
    fn bytes_after_the_choice_stay() {
        let mut input = BytesMut::from(&hex(&format!("{MANIFEST_CLIENT} 00 00 08 05 00 AA"))[..]);
        let mut shake = Handshake::Proposals;
        assert!(
            shake
                .advance(&mut input, &mut BytesMut::new())
                .unwrap()
                .is_some()
        );
        assert_eq!(&input[..], [0xAA]);
    }

    #[test]
    fn garbage_is_recognised_early() {
        assert_eq!(shake("60 60 B0").0, Ok(None));
        assert_eq!(shake("60 61").0, Err(HandshakeError::NotBolt));
        let cases: [(&[u8], Peer); 9] = [
            (&MAGIC, Peer::Bolt),
            (&[0x60, 0x60, 0xB0, 0x17, 0x00], Peer::Bolt),
            (&[0x16, 0x03, 0x01, 0x01], Peer::Tls),
            (b"GET /", Peer::HttpGet),
            (b"GE", Peer::Undecided),
            (b"", Peer::Undecided),
            (b"POST", Peer::Garbage),
            (&[1, 2, 3, 4], Peer::Garbage),
            (&[0x16, 0x04], Peer::Garbage),
        ];
        for (bytes, peer) in cases {
            assert_eq!(first_bytes(bytes), peer, "{bytes:?}");
        }
    }
}
