//! Records: what a transaction, or a group of a checkpoint, is in frames.
//!
//! A record is cut into frames of parts and one last frame. Only the last one, which says how
//! many parts belong to it, makes the record exist. Start with [`Parts`].

use std::collections::BTreeMap;

use quiver_types::Text;

use super::CommitInfo;
use super::frame::{Frame, FrameKind, WRITER_PAYLOAD};
use crate::Timestamp;
use crate::codec::{DecodeError, Reader, put_text, put_varint};

/// Cuts a payload into full frames of parts and the rest, which goes on the last frame.
pub(super) fn cut(payload: &[u8]) -> (std::slice::Chunks<'_, u8>, &[u8]) {
    let last = if payload.is_empty() {
        0
    } else {
        (payload.len() - 1) / WRITER_PAYLOAD * WRITER_PAYLOAD
    };
    let (parts, rest) = payload.split_at(last);
    (parts.chunks(WRITER_PAYLOAD), rest)
}

/// What stands in front of the operations on a transaction's last frame.
pub(super) fn commit_prefix(commit: &CommitInfo, parts: u64) -> Vec<u8> {
    let mut prefix = Vec::with_capacity(24 + commit.user.len());
    prefix.extend_from_slice(&commit.timestamp.0.to_le_bytes());
    prefix.extend_from_slice(&commit.wall_nanos.to_le_bytes());
    put_varint(&mut prefix, parts);
    put_text(&mut prefix, &commit.user);
    prefix
}

/// Reads what [`commit_prefix`] wrote; the rest of `payload` is operations.
pub(super) fn read_commit(payload: &[u8]) -> Result<(CommitInfo, u64, &[u8]), DecodeError> {
    let mut reader = Reader::new(payload);
    let timestamp = Timestamp(u64::from_le_bytes(reader.array()?));
    let wall_nanos = i64::from_le_bytes(reader.array()?);
    let parts = reader.varint()?;
    let user = Text::new(reader.text()?);
    let commit = CommitInfo {
        timestamp,
        wall_nanos,
        user,
    };
    Ok((commit, parts, &payload[reader.offset()..]))
}

/// What stands in front of the content on the last frame of a checkpoint's record.
pub(super) fn group_prefix(parts: u64) -> Vec<u8> {
    let mut prefix = Vec::new();
    put_varint(&mut prefix, parts);
    prefix
}

/// Reads what [`group_prefix`] wrote; the rest of `payload` is content.
pub(super) fn read_group(payload: &[u8]) -> Result<(u64, &[u8]), DecodeError> {
    let mut reader = Reader::new(payload);
    let parts = reader.varint()?;
    Ok((parts, &payload[reader.offset()..]))
}

/// Parts of records whose last frame has not been met yet.
#[derive(Default)]
pub(super) struct Parts(BTreeMap<u64, (u64, Vec<u8>)>);

impl Parts {
    /// Takes a part.
    pub(super) fn add(&mut self, frame: &Frame, payload: &[u8]) {
        debug_assert_eq!(frame.kind, FrameKind::Part);
        let (count, content) = self.0.entry(frame.transaction).or_default();
        *count += 1;
        content.extend_from_slice(payload);
    }

    /// The whole content of a record: its parts, of which there must be `count`, and the `rest`
    /// on its last frame. `buffer` lends the space where pieces must be joined.
    pub(super) fn complete<'a>(
        &mut self,
        transaction: u64,
        count: u64,
        rest: &'a [u8],
        buffer: &'a mut Vec<u8>,
    ) -> Result<&'a [u8], &'static str> {
        let (found, mut content) = self.0.remove(&transaction).unwrap_or_default();
        if found != count {
            return Err("parts of a transaction are missing");
        }
        if found == 0 {
            return Ok(rest);
        }
        content.extend_from_slice(rest);
        *buffer = content;
        Ok(buffer)
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Forgets the parts of one record.
    pub(super) fn forget(&mut self, transaction: u64) {
        self.0.remove(&transaction);
    }
}
