//! Values to bytes and back, without messages around them.

use bytes::BytesMut;
use quiver_protocol::packstream::{Allow, DecodeError, Decoder, Encoder};
use quiver_protocol::{Dialect, Version};
use quiver_types::{Value, ValueWriter};

use super::DATABASE;

pub fn encoder(version: Version) -> Encoder {
    let mut encoder = Encoder::new(BytesMut::new(), Dialect::of(version), DATABASE);
    encoder.begin(0, 0);
    encoder
}

/// The bytes of what `write` writes, without message and chunk framing.
pub fn written(version: Version, write: impl FnOnce(&mut Encoder)) -> Vec<u8> {
    let mut encoder = encoder(version);
    write(&mut encoder);
    encoder.end().unwrap();
    let out = encoder.chunks().take();
    let mut message = Vec::new();
    let mut rest = &out[..];
    while let [high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        message.extend_from_slice(&tail[..length]);
        rest = &tail[length..];
    }
    message.split_off(2)
}

pub fn bytes_of(version: Version, value: &Value) -> Vec<u8> {
    written(version, |out| assert!(out.plain(value)))
}

pub fn decoder(bytes: &[u8], version: Version, allow: Allow) -> Decoder<'_> {
    Decoder::new(bytes, Dialect::of(version), allow, 128, 64 << 20)
}

pub fn read(bytes: &[u8], version: Version, allow: Allow) -> Result<Value, DecodeError> {
    let mut decoder = decoder(bytes, version, allow);
    let value = decoder.value()?;
    decoder.finish()?;
    Ok(value)
}
