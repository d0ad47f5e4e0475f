//! Checkpoints, first form: the state at a timestamp as the operations that would make it.
//!
//! A checkpoint is a file of frames like the log, read by the same decoder: what it says about
//! itself, groups of operations, and an end that counts them. It is complete or does not exist
//! under its name; any later damage is found by a frame's checksum. What the operations are is the
//! caller's business. Start with [`CheckpointWriter`].

use std::sync::Arc;

use quiver_types::Value;

use super::frame::{Chain, FRAME_HEADER, Frame, FrameKind, WRITER_PAYLOAD, claimed_length};
use super::header::{
    FileHeader, FileKind, HEADER_BYTES, TEMPORARY, corrupt, io_error, remove_leftover,
};
use super::record::{Parts, cut, group_prefix, read_group};
use super::window::Window;
use super::{CheckpointHeader, Gap, LogVisitor};
use crate::codec::{
    DecodeError, EncodeError, Operations, Reader, decode_value, encode_operation, encode_value,
    put_varint,
};
use crate::io::{Io, IoFile};
use crate::{OpenError, Operation, Timestamp};

/// Writing a checkpoint failed. Nothing is lost: the older checkpoint and the log stand.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The disk said no.
    #[error("writing a checkpoint: {0}")]
    Io(#[from] std::io::Error),
    /// An operation has no encoding.
    #[error("writing a checkpoint: {0}")]
    Encode(#[from] EncodeError),
}

impl From<CheckpointError> for OpenError {
    fn from(error: CheckpointError) -> Self {
        let source = match error {
            CheckpointError::Io(source) => source,
            CheckpointError::Encode(error) => std::io::Error::other(error),
        };
        Self::Io {
            file: "checkpoint".to_owned(),
            source,
        }
    }
}

/// Writes a checkpoint under a temporary name; dropping it unfinished removes that.
pub struct CheckpointWriter {
    io: Arc<dyn Io>,
    file: Arc<dyn IoFile>,
    name: String,
    timestamp: Timestamp,
    chain: Chain,
    /// Where `frames` will stand in the file.
    offset: u64,
    frames: Vec<u8>,
    group: Vec<u8>,
    groups: u64,
    finished: bool,
}

impl CheckpointWriter {
    /// Begins a checkpoint.
    pub fn create(io: Arc<dyn Io>, header: &CheckpointHeader) -> Result<Self, CheckpointError> {
        let name = FileKind::Checkpoint.name(header.timestamp.0);
        let (page, checksum) = file_header(header).encode();
        let temporary = format!("{name}{TEMPORARY}");
        let file = match io.create(&temporary) {
            // Left by an attempt that could not clean up after itself.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                io.remove(&temporary)?;
                io.create(&temporary)?
            }
            other => other?,
        };
        let mut writer = Self {
            io,
            file,
            name,
            timestamp: header.timestamp,
            chain: Chain {
                epoch: header.timestamp.0,
                position: 0,
                sequence: 1,
                previous: checksum,
            },
            offset: 0,
            frames: page,
            group: Vec::new(),
            groups: 0,
            finished: false,
        };
        let mut meta = Vec::new();
        put_varint(&mut meta, header.gaps.len() as u64);
        for gap in &header.gaps {
            put_varint(&mut meta, gap.after.0);
            put_varint(&mut meta, gap.through.0);
        }
        encode_value(&Value::map(header.metadata.clone()), &mut meta)?;
        writer.record(FrameKind::Meta, &meta)?;
        Ok(writer)
    }

    /// Adds an operation.
    pub fn write(&mut self, operation: &Operation) -> Result<(), CheckpointError> {
        encode_operation(operation, &mut self.group)?;
        if self.group.len() >= WRITER_PAYLOAD - 1024 {
            self.end_group()?;
        }
        Ok(())
    }

    /// Completes it: synced, renamed, folder synced; then removes older checkpoints.
    pub fn finish(mut self) -> Result<(), CheckpointError> {
        self.end_group()?;
        let mut end = Vec::new();
        put_varint(&mut end, self.groups);
        self.record(FrameKind::End, &end)?;
        self.write_out()?;
        self.file.sync_data()?;
        self.io.rename(&self.temporary(), &self.name)?;
        self.finished = true;
        self.io.sync_folder()?;
        if let Ok(names) = self.io.list() {
            remove_older(self.io.as_ref(), &names, self.timestamp);
        }
        Ok(())
    }

    fn temporary(&self) -> String {
        format!("{}{TEMPORARY}", self.name)
    }

    fn end_group(&mut self) -> Result<(), CheckpointError> {
        if self.group.is_empty() {
            return Ok(());
        }
        let mut group = std::mem::take(&mut self.group);
        self.record(FrameKind::Group, &group)?;
        self.groups += 1;
        group.clear();
        group.shrink_to(2 * WRITER_PAYLOAD);
        self.group = group;
        Ok(())
    }

    fn record(&mut self, kind: FrameKind, content: &[u8]) -> Result<(), CheckpointError> {
        let (parts, rest) = cut(content);
        let prefix = group_prefix(parts.len() as u64);
        for part in parts {
            self.chain
                .append(&mut self.frames, FrameKind::Part, 0, 0, [part, &[]]);
            self.write_out()?;
        }
        self.chain
            .append(&mut self.frames, kind, 0, 0, [&prefix, rest]);
        if self.frames.len() >= WRITER_PAYLOAD {
            self.write_out()?;
        }
        Ok(())
    }

    fn write_out(&mut self) -> Result<(), CheckpointError> {
        self.file.write_all_at(&self.frames, self.offset)?;
        self.offset += self.frames.len() as u64;
        self.frames.clear();
        Ok(())
    }
}

impl Drop for CheckpointWriter {
    fn drop(&mut self) {
        if !self.finished {
            remove_leftover(self.io.as_ref(), &self.temporary());
        }
    }
}

fn file_header(header: &CheckpointHeader) -> FileHeader {
    FileHeader {
        kind: FileKind::Checkpoint,
        database: header.database,
        epoch: header.timestamp.0,
        number: header.timestamp.0,
        first_sequence: 1,
        start: 0,
        synced: 0,
        previous: 0,
        gap: Gap {
            after: header.timestamp,
            through: header.timestamp,
        },
        log_position: header.log_position,
    }
}

/// Removes the checkpoints below a timestamp.
pub(super) fn remove_older(io: &dyn Io, names: &[String], timestamp: Timestamp) {
    for name in names {
        if FileKind::Checkpoint
            .number(name)
            .is_some_and(|number| number < timestamp.0)
        {
            remove_leftover(io, name);
        }
    }
}

/// Hands the newest checkpoint to a visitor. An older one is no substitute for a damaged one: the
/// log behind it may be gone.
pub(super) fn read_newest(
    io: &dyn Io,
    names: &[String],
    visitor: &mut dyn LogVisitor,
) -> Result<Option<CheckpointHeader>, OpenError> {
    let numbered = names
        .iter()
        .filter_map(|name| Some((FileKind::Checkpoint.number(name)?, name)));
    let Some((_, name)) = numbered.max() else {
        return Ok(None);
    };
    let file = io.open(name).map_err(io_error(name))?;
    let (header, checksum) = FileHeader::read(file.as_ref(), name, FileKind::Checkpoint)?;
    let mut reader = CheckpointReader {
        name,
        window: Window::new(file).map_err(io_error(name))?,
        chain: Chain {
            epoch: header.number,
            position: 0,
            sequence: header.first_sequence,
            previous: checksum,
        },
        parts: Parts::default(),
        groups: 0,
        header: None,
    };
    reader.read(&header, visitor).map(Some)
}

struct CheckpointReader<'a> {
    name: &'a str,
    window: Window,
    chain: Chain,
    parts: Parts,
    groups: u64,
    /// Once it was met.
    header: Option<CheckpointHeader>,
}

impl CheckpointReader<'_> {
    fn read(
        &mut self,
        file: &FileHeader,
        visitor: &mut dyn LogVisitor,
    ) -> Result<CheckpointHeader, OpenError> {
        let error = io_error(self.name);
        loop {
            let offset = HEADER_BYTES as u64 + self.chain.position;
            let header = self.window.bytes(offset, FRAME_HEADER).map_err(&error)?;
            let length = claimed_length(header);
            let bytes = self.window.bytes(offset, length).map_err(&error)?;
            let frame = self
                .chain
                .follow(bytes)
                .map_err(|why| corrupt(self.name, offset, why.describe()))?;
            let payload = bytes[FRAME_HEADER..frame.length()].to_vec();
            let ended = self
                .frame(&frame, &payload, file, visitor)
                .map_err(|what| corrupt(self.name, offset, what))?;
            if ended {
                break;
            }
        }
        let end = HEADER_BYTES as u64 + self.chain.position;
        if self.window.length() != end {
            let what = "there is something behind the checkpoint's end";
            return Err(corrupt(self.name, end, what));
        }
        let header = self.header.take();
        header.ok_or_else(|| corrupt(self.name, HEADER_BYTES as u64, "the description is missing"))
    }

    /// Takes one frame; `true` for the last one.
    fn frame(
        &mut self,
        frame: &Frame,
        payload: &[u8],
        file: &FileHeader,
        visitor: &mut dyn LogVisitor,
    ) -> Result<bool, String> {
        if frame.kind == FrameKind::Part {
            self.parts.add(frame, payload);
            return Ok(false);
        }
        let (count, rest) = read_group(payload).map_err(|error| error.to_string())?;
        let mut joined = Vec::new();
        let content = self.parts.complete(0, count, rest, &mut joined)?;
        match (frame.kind, &self.header) {
            (FrameKind::Meta, None) => {
                let header = meta(content, file).map_err(|error| error.to_string())?;
                visitor
                    .checkpoint(&header)
                    .map_err(|error| error.to_string())?;
                self.header = Some(header);
                Ok(false)
            }
            (FrameKind::Group, Some(_)) => {
                visitor
                    .checkpoint_operations(Operations::new(content))
                    .map_err(|error| error.to_string())?;
                self.groups += 1;
                Ok(false)
            }
            (FrameKind::End, Some(_)) => {
                let counted = Reader::new(content).varint();
                if counted != Ok(self.groups) {
                    return Err("the number of groups is not what the end says".to_owned());
                }
                Ok(true)
            }
            _ => Err("a frame that has no place here".to_owned()),
        }
    }
}

fn meta(content: &[u8], file: &FileHeader) -> Result<CheckpointHeader, DecodeError> {
    let mut reader = Reader::new(content);
    let mut gaps = Vec::new();
    for _ in 0..reader.count(2)? {
        gaps.push(Gap {
            after: Timestamp(reader.varint()?),
            through: Timestamp(reader.varint()?),
        });
    }
    let start = reader.clone();
    let Value::Map(metadata) = decode_value(&mut reader)? else {
        return Err(start.error("metadata that is not a map"));
    };
    Ok(CheckpointHeader {
        database: file.database,
        timestamp: Timestamp(file.number),
        log_position: file.log_position,
        gaps,
        metadata: Arc::unwrap_or_clone(metadata),
    })
}
