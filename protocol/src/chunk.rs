//! Chunking: messages cut into pieces of at most 65,535 bytes, each behind its length, with an
//! empty piece as the end. Nothing here knows what a message says.
//!
//! Incoming bytes are stripped of their headers as they arrive, so that a message is one slice
//! however it was cut ([`Dechunker`]). Outgoing headers are reserved in place and filled in
//! afterwards, so that a message is written once ([`ChunkWriter`]).

use std::collections::VecDeque;

use bytes::{Buf, BufMut, BytesMut};

/// The most one chunk can hold.
pub const MAX_CHUNK: usize = 0xFFFF;

/// Buffers that held more than this are given back once they are empty, so that a connection at
/// rest costs little.
const KEEP_CAPACITY: usize = 4 * 1024;

/// Lengths of messages that room is kept for.
const KEEP_LENGTHS: usize = 64;

/// Longer parts of a message that is not complete wait in pieces of this size: a buffer that
/// grows is there twice while it is moved.
const PIECE: usize = 1 << 20;

/// Room made for rows that follow others.
const ROOM_AHEAD: usize = 64 * 1024;

/// Collects messages out of chunks. Holds what was received and no more: a chunk's claimed
/// length reserves nothing.
#[derive(Debug, Default)]
pub struct Dechunker {
    /// Payloads of the complete messages, one after the other, then of the incomplete one.
    payload: BytesMut,
    /// Lengths of the complete messages.
    complete: VecDeque<usize>,
    /// What follows of the incomplete message, if it is long.
    pieces: Vec<Vec<u8>>,
    /// Length so far of the incomplete message.
    partial: usize,
    next: Next,
    /// The most that `payload` held since it was new: what it was taken from stays allocated.
    held: usize,
    /// Keep-alives since the last message.
    keep_alives: usize,
}

/// What the next byte is.
#[derive(Debug, Default)]
enum Next {
    /// First byte of a chunk's length.
    #[default]
    Length,
    /// Second byte of a chunk's length, after this first one.
    LengthAfter(u8),
    /// One of this many bytes of a chunk.
    Body(usize),
}

impl Dechunker {
    /// Takes in received bytes; calls `completed` with each message that they complete.
    pub fn feed(&mut self, mut input: &[u8], mut completed: impl FnMut(&[u8])) {
        while let Some(&first) = input.first() {
            match self.next {
                Next::Length => {
                    self.next = Next::LengthAfter(first);
                    input = &input[1..];
                }
                Next::LengthAfter(high) => {
                    input = &input[1..];
                    let length = usize::from(u16::from_be_bytes([high, first]));
                    self.next = if length == 0 {
                        Next::Length
                    } else {
                        Next::Body(length)
                    };
                    if length == 0 && self.partial == 0 {
                        self.keep_alives = self.keep_alives.saturating_add(1);
                    }
                    // An empty chunk outside a message is a keep-alive.
                    if length == 0 && self.partial > 0 {
                        self.join();
                        completed(&self.payload[self.payload.len() - self.partial..]);
                        self.complete.push_back(self.partial);
                        self.keep_alives = 0;
                        self.partial = 0;
                    }
                }
                Next::Body(missing) => {
                    let taken = missing.min(input.len());
                    self.keep(&input[..taken]);
                    self.partial += taken;
                    input = &input[taken..];
                    self.next = if taken == missing {
                        Next::Length
                    } else {
                        Next::Body(missing - taken)
                    };
                }
            }
        }
    }

    /// Appends to the incomplete message.
    fn keep(&mut self, part: &[u8]) {
        if self.pieces.is_empty() && self.partial + part.len() <= PIECE {
            self.payload.extend_from_slice(part);
            self.held = self.held.max(self.payload.len());
            return;
        }
        match self.pieces.last_mut() {
            Some(piece) if piece.len() + part.len() <= piece.capacity() => {
                piece.extend_from_slice(part);
            }
            Some(_) | None => {
                let mut piece = Vec::with_capacity(PIECE.max(part.len()));
                piece.extend_from_slice(part);
                self.pieces.push(piece);
            }
        }
    }

    /// Puts the pieces of a message behind its beginning.
    fn join(&mut self) {
        if self.pieces.is_empty() {
            return;
        }
        self.payload.reserve(self.waiting());
        for piece in std::mem::take(&mut self.pieces) {
            self.payload.extend_from_slice(&piece);
        }
        self.held = self.held.max(self.payload.len());
    }

    /// Bytes in pieces.
    fn waiting(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// The oldest complete message.
    pub fn front(&self) -> Option<&[u8]> {
        self.complete.front().map(|&length| &self.payload[..length])
    }

    /// Drops the oldest complete message.
    pub fn pop(&mut self) {
        let Some(length) = self.complete.pop_front() else {
            return;
        };
        self.payload.advance(length);
        if self.payload.is_empty() && self.held > KEEP_CAPACITY {
            self.payload = BytesMut::new();
            self.held = 0;
        }
        if self.complete.is_empty() && self.complete.capacity() > KEEP_LENGTHS {
            self.complete = VecDeque::new();
        }
    }

    /// Keep-alives behind the last message.
    pub fn keep_alives(&self) -> usize {
        self.keep_alives
    }

    /// Number of complete messages.
    pub fn complete(&self) -> usize {
        self.complete.len()
    }

    /// Bytes so far of the message that is not complete.
    pub fn partial(&self) -> usize {
        self.partial
    }

    /// Bytes held.
    pub fn buffered(&self) -> usize {
        self.payload.len() + self.waiting()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Writes messages in chunks at the end of a buffer.
#[derive(Debug, Default)]
pub struct ChunkWriter {
    out: BytesMut,
    /// Where the open message's first chunk header is; meaningless without an open message.
    message: usize,
    /// Where the open chunk's header is.
    header: usize,
    open: bool,
}

impl ChunkWriter {
    /// Continues after what `out` already holds.
    pub fn new(out: BytesMut) -> Self {
        Self {
            out,
            message: 0,
            header: 0,
            open: false,
        }
    }

    /// Opens a message. One that is still open is dropped.
    pub fn begin(&mut self) {
        debug_assert!(!self.open, "a message is open already");
        self.abort();
        self.message = self.out.len();
        self.header = self.message;
        self.out.put_u16(0);
        self.open = true;
    }

    /// Appends to the open message.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) {
        debug_assert!(self.open, "no message is open");
        if self.room() >= bytes.len() {
            self.out.extend_from_slice(bytes);
        } else {
            self.put_across(bytes);
        }
    }

    /// Bytes that the open chunk can still take.
    fn room(&self) -> usize {
        MAX_CHUNK - self.chunk_length()
    }

    fn chunk_length(&self) -> usize {
        self.out.len() - self.header - 2
    }

    #[cold]
    fn put_across(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.room() == 0 {
                self.seal();
                self.header = self.out.len();
                self.out.put_u16(0);
            }
            let (now, later) = bytes.split_at(bytes.len().min(self.room()));
            self.out.extend_from_slice(now);
            bytes = later;
        }
    }

    /// Fills in the open chunk's header.
    fn seal(&mut self) {
        // `room` never lets a chunk grow past what two bytes can say.
        let length = self.chunk_length() as u16;
        self.out[self.header..self.header + 2].copy_from_slice(&length.to_be_bytes());
    }

    /// Closes the open message.
    pub fn end(&mut self) {
        debug_assert!(self.open, "no message is open");
        if self.open {
            self.seal();
            self.out.put_u16(0);
            self.open = false;
        }
    }

    /// Takes the open message back, as if it had never begun.
    pub fn abort(&mut self) {
        if self.open {
            self.out.truncate(self.message);
            self.open = false;
        }
    }

    /// Appends a keep-alive. Does nothing while a message is open.
    pub fn noop(&mut self) {
        if !self.open {
            self.out.put_u16(0);
        }
    }

    /// Bytes written and not taken.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The buffer, for a caller that sends from its front. An open message is dropped first:
    /// half of one must not be sent. A large buffer that is empty is given back, so that a
    /// connection does not keep what one result needed.
    pub fn buffer(&mut self) -> &mut BytesMut {
        self.abort();
        if self.out.is_empty() && self.out.capacity() > KEEP_CAPACITY {
            self.out = BytesMut::new();
        }
        &mut self.out
    }

    /// Makes room ahead for as much as `taken` held, within reason.
    pub fn reserve_like(&mut self, taken: &BytesMut) {
        self.buffer().reserve(taken.len().min(ROOM_AHEAD));
    }

    /// Takes everything written.
    pub fn take(&mut self) -> BytesMut {
        std::mem::take(self.buffer())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(input: &[u8], step: usize) -> (Vec<Vec<u8>>, usize) {
        let mut dechunker = Dechunker::default();
        let mut seen = Vec::new();
        for part in input.chunks(step) {
            dechunker.feed(part, |message| seen.push(message.to_vec()));
        }
        let partial = dechunker.partial();
        for expected in &seen {
            assert_eq!(dechunker.front().unwrap(), expected);
            dechunker.pop();
        }
        assert_eq!(dechunker.front(), None);
        assert_eq!(dechunker.buffered(), partial);
        (seen, partial)
    }

    #[test]
    fn chunk_boundaries_and_arrival_carry_no_meaning() {
        let input = [
            0, 0, // keep-alive
            0, 2, 1, 2, 0, 0, // one chunk
            0, 1, 3, 0, 2, 4, 5, 0, 1, 6, 0, 0, // three chunks
            0, 0, 0, 0, // keep-alives
            0, 3, 7, 8, // incomplete
        ];
        for step in 1..=input.len() {
            let (seen, partial) = messages(&input, step);
            assert_eq!(seen, [vec![1, 2], vec![3, 4, 5, 6]], "step {step}");
            assert_eq!(partial, 2);
        }
    }

    #[test]
    fn a_claimed_length_reserves_nothing() {
        let mut dechunker = Dechunker::default();
        dechunker.feed(&[0xFF, 0xFF, 1], |_| ());
        assert!(dechunker.payload.capacity() < 1024);
    }

    #[test]
    fn what_is_written_reads_back_at_every_length_around_the_limit() {
        let lengths = [
            1,
            2,
            MAX_CHUNK - 1,
            MAX_CHUNK,
            MAX_CHUNK + 1,
            2 * MAX_CHUNK - 1,
            2 * MAX_CHUNK,
            2 * MAX_CHUNK + 1,
            PIECE,
            2 * PIECE + 1,
        ];
        for length in lengths {
            let message: Vec<u8> = (0..length).map(|i| i as u8).collect();
            for piece in [message.len(), 1, 7, 40_000] {
                let mut writer = ChunkWriter::default();
                writer.begin();
                for part in message.chunks(piece) {
                    writer.put(part);
                }
                writer.end();
                let out = writer.take();
                let chunks = length.div_ceil(MAX_CHUNK);
                assert_eq!(out.len(), length + 2 * chunks + 2);
                assert_eq!(messages(&out, 50_000).0, [&message[..]]);
            }
        }
    }

    #[test]
    fn an_aborted_message_leaves_no_trace() {
        let mut writer = ChunkWriter::default();
        writer.begin();
        writer.put(&[1]);
        writer.end();
        let before = writer.len();
        writer.begin();
        writer.put(&vec![9; 3 * MAX_CHUNK]);
        writer.abort();
        assert_eq!(writer.len(), before);
        writer.noop();
        assert_eq!(&writer.take()[..], [0, 1, 1, 0, 0, 0, 0]);
    }
}
