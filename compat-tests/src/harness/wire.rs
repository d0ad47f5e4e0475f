//! Bytes that no client would send, put together by hand.

/// Bolt's magic number.
pub const MAGIC: [u8; 4] = [0x60, 0x60, 0xB0, 0x17];

/// A message in chunks of at most 65,535 bytes, with its end.
pub fn message(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() + 16);
    for chunk in body.chunks(0xFFFF) {
        // At most 65,535, by the line above.
        bytes.extend((chunk.len() as u16).to_be_bytes());
        bytes.extend(chunk);
    }
    bytes.extend([0, 0]);
    bytes
}

/// A short string.
pub fn text(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xD2];
    bytes.extend((text.len() as u32).to_be_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

/// RUN with a parameter `x` whose encoding is given.
pub fn run(query: &str, x: &[u8]) -> Vec<u8> {
    let mut body = vec![0xB3, 0x10];
    body.extend(text(query));
    body.push(0xA1);
    body.extend(text("x"));
    body.extend(x);
    body.push(0xA0);
    body
}
