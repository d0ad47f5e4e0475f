//! The first page of every file, and what files are called.
//!
//! Magic, format version, feature bits and the database's identity come first in every file, so
//! that a foreign, newer or damaged file is refused by name before anything in it is believed.
//! Frames behind it are the business of `frame`. Start with [`FileHeader`].

use quiver_types::DatabaseId;

use super::Gap;
use crate::io::{Io, IoFile};
use crate::{OpenError, Timestamp};

/// Bytes of the header; frames begin behind it.
pub(super) const HEADER_BYTES: usize = 4096;
/// Where the header's checksum stands: at its very end, over all before.
const CHECKSUM_AT: usize = HEADER_BYTES - 4;
/// The last byte tells text mode conversions, as PNG's magic does.
const MAGIC: [u8; 8] = *b"QUIVER\x00\x1a";
const FORMAT_VERSION: u32 = 1;
/// Features a program must know to read, and to write, a file. None exist yet.
const KNOWN_FEATURES: u32 = 0;

/// Suffix of files being made; recovery removes them.
pub(super) const TEMPORARY: &str = ".tmp";

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FileKind {
    /// Part of the log.
    Log,
    /// A checkpoint.
    Checkpoint,
}

impl FileKind {
    const fn code(self) -> u32 {
        match self {
            Self::Log => 1,
            Self::Checkpoint => 2,
        }
    }

    /// The name of the file with a number: the log's running number, the checkpoint's timestamp.
    pub(super) fn name(self, number: u64) -> String {
        match self {
            Self::Log => format!("wal-{number:016x}.log"),
            Self::Checkpoint => format!("checkpoint-{number:016x}.data"),
        }
    }

    /// The number in a name of this kind.
    pub(super) fn number(self, name: &str) -> Option<u64> {
        let digits = match self {
            Self::Log => name.strip_prefix("wal-")?.strip_suffix(".log")?,
            Self::Checkpoint => name.strip_prefix("checkpoint-")?.strip_suffix(".data")?,
        };
        let number = u64::from_str_radix(digits, 16).ok()?;
        (self.name(number) == name).then_some(number)
    }
}

/// The header, decoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FileHeader {
    /// What the file is.
    pub(super) kind: FileKind,
    /// Whose it is.
    pub(super) database: DatabaseId,
    /// Log: counts recoveries. Checkpoint: its timestamp. Part of every frame's checksum.
    pub(super) epoch: u64,
    /// The number in its name.
    pub(super) number: u64,
    /// Sequence number of the first frame.
    pub(super) first_sequence: u64,
    /// Log position of the first frame.
    pub(super) start: u64,
    /// Log position up to which this file was durable when it got its name.
    pub(super) synced: u64,
    /// Checksum of the frame before the first one, 0 at the beginning of an epoch.
    pub(super) previous: u32,
    /// Log: the highest timestamp before this file, and the highest that will never be issued.
    pub(super) gap: Gap,
    /// Checkpoint: where the log goes on.
    pub(super) log_position: u64,
}

impl FileHeader {
    /// The page, and its checksum, which the first frame continues.
    pub(super) fn encode(&self) -> (Vec<u8>, u32) {
        let mut page = Vec::with_capacity(HEADER_BYTES);
        page.extend_from_slice(&MAGIC);
        for number in [
            FORMAT_VERSION,
            self.kind.code(),
            KNOWN_FEATURES,
            KNOWN_FEATURES,
        ] {
            page.extend_from_slice(&number.to_le_bytes());
        }
        page.extend_from_slice(&self.database.0);
        for number in [
            self.epoch,
            self.number,
            self.first_sequence,
            self.start,
            self.synced,
            u64::from(self.previous),
            self.gap.after.0,
            self.gap.through.0,
            self.log_position,
        ] {
            page.extend_from_slice(&number.to_le_bytes());
        }
        page.resize(CHECKSUM_AT, 0);
        let checksum = crc32c::crc32c(&page);
        page.extend_from_slice(&checksum.to_le_bytes());
        (page, checksum)
    }

    /// Reads and checks the header of a file that should be of a kind and carry a number.
    pub(super) fn read(
        file: &dyn IoFile,
        name: &str,
        kind: FileKind,
    ) -> Result<(Self, u32), OpenError> {
        let mut page = vec![0; HEADER_BYTES];
        let length = file.read_full_at(&mut page, 0).map_err(io_error(name))?;
        let corrupt = |offset: usize, what: &str| corrupt(name, offset as u64, what);
        if length >= 8 && page[..8] != MAGIC {
            return Err(corrupt(
                0,
                "this is not a file of a Quiver store (wrong magic)",
            ));
        }
        if length < HEADER_BYTES {
            return Err(corrupt(length, "the file ends within its header"));
        }
        let version = u32_at(&page, 8);
        let checksum = u32_at(&page, CHECKSUM_AT);
        let intact = crc32c::crc32c(&page[..CHECKSUM_AT]) == checksum;
        if version != FORMAT_VERSION && (intact || version > FORMAT_VERSION) {
            return Err(OpenError::UnknownFormat {
                file: name.to_owned(),
                found: version,
                known: FORMAT_VERSION,
            });
        }
        if !intact {
            return Err(corrupt(0, "the header's checksum does not match"));
        }
        let header = Self::decode(&page, kind);
        let unknown = (u32_at(&page, 16) | u32_at(&page, 20)) & !KNOWN_FEATURES;
        if unknown != 0 {
            return Err(OpenError::UnknownFeatures {
                file: name.to_owned(),
                bits: unknown,
            });
        }
        if u32_at(&page, 12) != kind.code() {
            return Err(corrupt(
                12,
                "the file is of another kind than its name says",
            ));
        }
        if kind.number(name) != Some(header.number) {
            return Err(corrupt(48, "the file carries another number than its name"));
        }
        Ok((header, checksum))
    }

    fn decode(page: &[u8], kind: FileKind) -> Self {
        let mut database = [0; 16];
        database.copy_from_slice(&page[24..40]);
        let field = |index: usize| u64_at(page, 40 + 8 * index);
        Self {
            kind,
            database: DatabaseId(database),
            epoch: field(0),
            number: field(1),
            first_sequence: field(2),
            start: field(3),
            synced: field(4),
            previous: field(5) as u32,
            gap: Gap {
                after: Timestamp(field(6)),
                through: Timestamp(field(7)),
            },
            log_position: field(8),
        }
    }
}

/// The number at a place that is known to exist.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

/// The number at a place that is known to exist.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

/// Names the file in an I/O error.
pub(super) fn io_error(file: &str) -> impl Fn(std::io::Error) -> OpenError + use<> {
    let file = file.to_owned();
    move |source| OpenError::Io {
        file: file.clone(),
        source,
    }
}

/// A refusal with file and offset.
pub(super) fn corrupt(file: &str, offset: u64, what: impl Into<String>) -> OpenError {
    OpenError::Corrupt {
        file: file.to_owned(),
        offset,
        what: what.into(),
    }
}

/// Removes a file whose absence matters to nobody; failing to is only worth a warning.
pub(super) fn remove_leftover(io: &dyn Io, name: &str) {
    if let Err(error) = io.remove(name) {
        tracing::warn!(file = name, %error, "a file that is no longer needed stays");
    }
}
