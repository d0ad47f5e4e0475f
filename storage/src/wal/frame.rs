//! Frames: the checked pieces of which logs and checkpoints are made.
//!
//! A frame's checksum covers the epoch and position it was written for, so that neither recycled
//! space nor a moved frame passes for log, and the checksum of the frame before it, so that frames
//! form one chain. It can still be checked alone, which is how recovery recognises that log
//! follows a damaged place. What payloads mean is the business of `record`. Start with [`Chain`].

use super::header::{u32_at, u64_at};

/// Bytes of a frame in front of its payload.
pub(super) const FRAME_HEADER: usize = 40;
/// Bytes of the largest frame a reader accepts.
pub(super) const MAX_FRAME: usize = 1 << 20;
/// Bytes of payload after which a writer begins another frame.
pub(super) const WRITER_PAYLOAD: usize = 256 << 10;

/// What a frame is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FrameKind {
    /// A part of what a later frame of the same transaction completes.
    Part,
    /// The last frame of a transaction.
    Commit,
    /// All before is durable.
    Mark,
    /// All before is durable, and nothing was ever appended after.
    CleanStop,
    /// What a checkpoint says about itself.
    Meta,
    /// Operations of a checkpoint.
    Group,
    /// The end of a checkpoint.
    End,
}

impl FrameKind {
    const fn code(self) -> u8 {
        match self {
            Self::Part => 1,
            Self::Commit => 2,
            Self::Mark => 3,
            Self::CleanStop => 4,
            Self::Meta => 5,
            Self::Group => 6,
            Self::End => 7,
        }
    }

    const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Part,
            2 => Self::Commit,
            3 => Self::Mark,
            4 => Self::CleanStop,
            5 => Self::Meta,
            6 => Self::Group,
            7 => Self::End,
            _ => return None,
        })
    }
}

/// A frame's header, checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Frame {
    /// What it is.
    pub(super) kind: FrameKind,
    /// Bytes of payload.
    pub(super) payload: usize,
    /// Its checksum.
    pub(super) checksum: u32,
    /// The checksum of the frame before it.
    pub(super) previous: u32,
    /// Its number in the log.
    pub(super) sequence: u64,
    /// The position up to which the log was durable when the frame was written.
    pub(super) synced: u64,
    /// The transaction it belongs to, 0 for none.
    pub(super) transaction: u64,
}

impl Frame {
    /// Bytes of the whole frame.
    pub(super) const fn length(&self) -> usize {
        FRAME_HEADER + self.payload
    }
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NotAFrame {
    /// The bytes end within it.
    EndsEarly,
    /// Its header is all zeros: space ahead of use.
    Zeros,
    /// Its length, kind or reserved bytes are out of range.
    BadHeader,
    /// Its checksum does not match.
    BadChecksum,
}

impl NotAFrame {
    /// For messages.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::EndsEarly => "the file ends within a frame",
            Self::Zeros => "there are zeros where a frame must be",
            Self::BadHeader => "a frame's header makes no sense",
            Self::BadChecksum => "a frame's checksum does not match",
        }
    }
}

/// The bytes of the frame that `header` begins, as far as its length can be believed: enough to
/// ask for before [`parse`]. The length of the header for anything else.
pub(super) fn claimed_length(header: &[u8]) -> usize {
    if header.len() < FRAME_HEADER {
        return FRAME_HEADER;
    }
    let payload = u32_at(header, 0) as usize;
    if payload > MAX_FRAME - FRAME_HEADER {
        return FRAME_HEADER;
    }
    FRAME_HEADER + payload
}

/// The header at the beginning of `bytes` if its fields are in range; nothing is verified.
pub(super) fn parse_header(bytes: &[u8]) -> Result<Frame, NotAFrame> {
    let Some(header) = bytes.get(..FRAME_HEADER) else {
        let zeros = bytes.iter().all(|byte| *byte == 0);
        return Err(if zeros {
            NotAFrame::Zeros
        } else {
            NotAFrame::EndsEarly
        });
    };
    let Some(kind) = FrameKind::from_code(header[12]) else {
        let zeros = header.iter().all(|byte| *byte == 0);
        return Err(if zeros {
            NotAFrame::Zeros
        } else {
            NotAFrame::BadHeader
        });
    };
    let payload = u32_at(header, 0) as usize;
    if payload > MAX_FRAME - FRAME_HEADER || header[13..16] != [0; 3] {
        return Err(NotAFrame::BadHeader);
    }
    Ok(Frame {
        kind,
        payload,
        checksum: u32_at(header, 4),
        previous: u32_at(header, 8),
        sequence: u64_at(header, 16),
        synced: u64_at(header, 24),
        transaction: u64_at(header, 32),
    })
}

/// The frame at the beginning of `bytes`, written for an epoch and position.
pub(super) fn parse(bytes: &[u8], epoch: u64, position: u64) -> Result<Frame, NotAFrame> {
    let frame = parse_header(bytes)?;
    let bytes = bytes.get(..frame.length()).ok_or(NotAFrame::EndsEarly)?;
    if checksum(bytes, epoch, position) != frame.checksum {
        return Err(NotAFrame::BadChecksum);
    }
    Ok(frame)
}

/// Over the epoch, the position, and all of the frame but the checksum itself.
fn checksum(frame: &[u8], epoch: u64, position: u64) -> u32 {
    let sum = crc32c::crc32c(&epoch.to_le_bytes());
    let sum = crc32c::crc32c_append(sum, &position.to_le_bytes());
    let sum = crc32c::crc32c_append(sum, &frame[..4]);
    crc32c::crc32c_append(sum, &frame[8..])
}

/// The end of a chain of frames: what the next one continues.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Chain {
    /// Epoch all frames of the chain belong to.
    pub(super) epoch: u64,
    /// Position of the next frame.
    pub(super) position: u64,
    /// Sequence number of the next frame.
    pub(super) sequence: u64,
    /// Checksum of the last frame, or of the file header in front of the first.
    pub(super) previous: u32,
}

impl Chain {
    /// Appends a frame to `buffer`; its payload is the pieces one after the other.
    pub(super) fn append(
        &mut self,
        buffer: &mut Vec<u8>,
        kind: FrameKind,
        transaction: u64,
        synced: u64,
        pieces: [&[u8]; 2],
    ) {
        let payload = pieces[0].len() + pieces[1].len();
        assert!(payload <= MAX_FRAME - FRAME_HEADER, "a frame too large");
        let start = buffer.len();
        buffer.extend_from_slice(&(payload as u32).to_le_bytes());
        buffer.extend_from_slice(&[0; 4]);
        buffer.extend_from_slice(&self.previous.to_le_bytes());
        buffer.extend_from_slice(&[kind.code(), 0, 0, 0]);
        buffer.extend_from_slice(&self.sequence.to_le_bytes());
        buffer.extend_from_slice(&synced.to_le_bytes());
        buffer.extend_from_slice(&transaction.to_le_bytes());
        buffer.extend_from_slice(pieces[0]);
        buffer.extend_from_slice(pieces[1]);
        let sum = checksum(&buffer[start..], self.epoch, self.position);
        buffer[start + 4..start + 8].copy_from_slice(&sum.to_le_bytes());
        self.previous = sum;
        self.sequence += 1;
        self.position += (buffer.len() - start) as u64;
    }

    /// Parses the frame that continues the chain, and moves on to its end.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> Result<Frame, NotAFrame> {
        let frame = parse(bytes, self.epoch, self.position)?;
        if frame.previous != self.previous
            || frame.sequence != self.sequence
            || frame.synced > self.position
        {
            return Err(NotAFrame::BadChecksum);
        }
        self.previous = frame.checksum;
        self.sequence += 1;
        self.position += frame.length() as u64;
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(epoch: u64, previous: u32) -> Chain {
        Chain {
            epoch,
            position: 100,
            sequence: 7,
            previous,
        }
    }

    /// Two frames, and where the second one begins.
    fn two(epoch: u64, previous: u32, first: &[u8]) -> (Vec<u8>, usize) {
        let mut writer = chain(epoch, previous);
        let mut bytes = Vec::new();
        writer.append(&mut bytes, FrameKind::Part, 3, 90, [first, b"!"]);
        let second = bytes.len();
        writer.append(&mut bytes, FrameKind::Mark, 0, 100, [b"12345678", b""]);
        (bytes, second)
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        let (bytes, second) = two(1, 5, b"abc");
        let mut reader = chain(1, 5);
        let frame = reader.follow(&bytes).unwrap();
        assert_eq!(
            (frame.kind, frame.payload, frame.transaction),
            (FrameKind::Part, 4, 3)
        );
        assert_eq!(
            (frame.synced, frame.sequence, frame.length()),
            (90, 7, second)
        );
        assert_eq!(
            reader.follow(&bytes[second..]).unwrap().kind,
            FrameKind::Mark
        );
        assert_eq!(reader.follow(&[0; 100]), Err(NotAFrame::Zeros));
        assert_eq!(reader.follow(&[]), Err(NotAFrame::Zeros));
        assert_eq!(reader.follow(&[0xFF; 100]), Err(NotAFrame::BadHeader));
    }

    #[test]
    fn a_frame_counts_only_in_its_place() {
        let (bytes, second) = two(1, 5, b"abc");
        // Another epoch, predecessor, sequence number or position.
        assert_eq!(chain(2, 5).follow(&bytes), Err(NotAFrame::BadChecksum));
        assert_eq!(chain(1, 6).follow(&bytes), Err(NotAFrame::BadChecksum));
        let later = Chain {
            sequence: 8,
            ..chain(1, 5)
        };
        assert_eq!(later.clone().follow(&bytes), Err(NotAFrame::BadChecksum));
        let moved = Chain {
            position: 140,
            ..chain(1, 5)
        };
        assert_eq!(moved.clone().follow(&bytes), Err(NotAFrame::BadChecksum));
        // The second frame behind another first one of the same length.
        let (other, _) = two(1, 5, b"xyz");
        let mut reader = chain(1, 5);
        reader.follow(&other).unwrap();
        assert_eq!(reader.follow(&bytes[second..]), Err(NotAFrame::BadChecksum));
        // It is recognised all the same by who looks for later log.
        assert!(parse(&bytes[second..], 1, 100 + second as u64).is_ok());
    }

    #[test]
    fn lengths_are_bounded_before_they_are_believed() {
        let (mut bytes, _) = two(1, 5, b"abc");
        bytes[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(claimed_length(&bytes), FRAME_HEADER);
        assert_eq!(chain(1, 5).follow(&bytes), Err(NotAFrame::BadHeader));
    }
}
