//! Opening a folder: newest checkpoint, then the log behind it, then a new epoch.
//!
//! Reading stops at the first frame that does not continue the chain. If anything proves that the
//! log was once durable beyond that place, it is damage and the folder is refused, with file and
//! offset; otherwise it is where the last run was interrupted. What was accepted may so far be
//! only in the operating system's cache, so everything behind the last position known durable is
//! copied into the first file of a new epoch and synced before anybody sees it. Nothing here
//! changes an existing file. Start with [`recover`].

use std::collections::VecDeque;
use std::sync::Arc;

use quiver_types::DatabaseId;

use super::frame::{
    Chain, FRAME_HEADER, Frame, FrameKind, NotAFrame, claimed_length, parse, parse_header,
};
use super::header::{
    FileHeader, FileKind, HEADER_BYTES, TEMPORARY, corrupt, io_error, remove_leftover,
};
use super::record::{Parts, read_commit};
use super::window::Window;
use super::writer::{LogFile, LogWriter, NewEpoch};
use super::{CheckpointHeader, CommitInfo, Gap, LogVisitor, Record, WalOptions, checkpoint};
use crate::codec::Operations;
use crate::io::Io;
use crate::{OpenError, Timestamp};

/// How far timestamps jump when some may have been issued that left no trace.
const JUMP: u64 = 1 << 32;

/// How to recover.
#[derive(Clone, Debug)]
pub struct RecoveryOptions {
    /// The identity a new database gets, if the folder holds none.
    pub new_database: DatabaseId,
    /// How the log goes on.
    pub wal: WalOptions,
}

/// Where a log broke off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TornTail {
    /// File.
    pub file: String,
    /// Offset of the first bad frame.
    pub offset: u64,
}

/// The log as recovery left it, ready to be gone on with.
pub struct LogTail {
    pub(super) writer: LogWriter,
    pub(super) next_transaction: u64,
}

/// What recovery found.
pub struct Recovered {
    /// Identity of the database, found or new.
    pub database: DatabaseId,
    /// Whether the folder held nothing.
    pub created: bool,
    /// The timestamp of the checkpoint that was read, 0 for none.
    pub checkpoint: Timestamp,
    /// The highest commit timestamp recovered, from the log or the checkpoint; 0 for none.
    pub last_commit: Timestamp,
    /// The first timestamp that may be issued from now on.
    pub next_commit: Timestamp,
    /// Timestamps never issued, ascending and apart.
    pub gaps: Vec<Gap>,
    /// Whether the log ended with the mark of a clean stop.
    pub clean: bool,
    /// Where the log broke off, if anything but zeros follows its end.
    pub torn: Option<TornTail>,
    /// Transactions read from the log above the checkpoint.
    pub transactions: u64,
    /// What [`super::Wal::start`] takes.
    pub tail: LogTail,
}

/// Recovers the database in a folder, or begins one, and makes it ready for a log. The caller
/// holds the folder's lock. Everything handed to the visitor is durable when this returns.
pub fn recover(
    io: &Arc<dyn Io>,
    options: &RecoveryOptions,
    visitor: &mut dyn LogVisitor,
) -> Result<Recovered, OpenError> {
    let names = own_files(io.as_ref())?;
    let checkpoint = checkpoint::read_newest(io.as_ref(), &names, visitor)?;
    let (files, superfluous) = log_files(io.as_ref(), &names, checkpoint.as_ref())?;
    let created = checkpoint.is_none() && files.is_empty();
    let database = identity(checkpoint.as_ref(), &files, options.new_database)?;
    let mut reading = Reading::new(visitor, checkpoint.as_ref());
    let end = reading.files(files)?;
    begin_epoch(
        io,
        options,
        database,
        created,
        superfluous,
        reading,
        end,
        &names,
    )
}

/// Names of all files, after removing what an interrupted run was making.
fn own_files(io: &dyn Io) -> Result<Vec<String>, OpenError> {
    let folder = io.describe();
    let mut names = io.list().map_err(io_error(&folder))?;
    for name in &names {
        let unfinished = name.strip_suffix(TEMPORARY).is_some_and(|finished| {
            let kinds = [FileKind::Log, FileKind::Checkpoint];
            kinds.iter().any(|kind| kind.number(finished).is_some())
        });
        if unfinished {
            io.remove(name).map_err(io_error(name))?;
        }
    }
    names.retain(|name| !name.ends_with(TEMPORARY));
    Ok(names)
}

/// A file of the log, with its header checked.
struct Opened {
    name: String,
    header: FileHeader,
    checksum: u32,
    window: Window,
}

/// Opens the files of the log that recovery needs, in order; also the names of those that a
/// checkpoint has made superfluous.
fn log_files(
    io: &dyn Io,
    names: &[String],
    checkpoint: Option<&CheckpointHeader>,
) -> Result<(Vec<Opened>, Vec<String>), OpenError> {
    let mut numbered: Vec<(u64, &String)> = names
        .iter()
        .filter_map(|name| Some((FileKind::Log.number(name)?, name)))
        .collect();
    numbered.sort_unstable();
    let mut files = Vec::with_capacity(numbered.len());
    for (_, name) in numbered {
        let file = io.open(name).map_err(io_error(name))?;
        let (header, checksum) = FileHeader::read(file.as_ref(), name, FileKind::Log)?;
        files.push(Opened {
            name: name.clone(),
            header,
            checksum,
            window: Window::new(file).map_err(io_error(name))?,
        });
    }
    let from = checkpoint.map_or(0, |checkpoint| checkpoint.log_position);
    let first = files.iter().rposition(|file| file.header.start <= from);
    let Some(first) = first else {
        return match (files.first(), checkpoint) {
            (None, None) => Ok((files, Vec::new())),
            (Some(file), _) => {
                let what = format!(
                    "the log begins at position {}, but is needed from {from} on: a file is missing",
                    file.header.start
                );
                Err(corrupt(&file.name, 0, what))
            }
            (None, Some(checkpoint)) => {
                let name = FileKind::Checkpoint.name(checkpoint.timestamp.0);
                let what = "there is no log to follow the checkpoint: a file is missing";
                Err(corrupt(&name, 0, what))
            }
        };
    };
    let needed = files.split_off(first);
    let superfluous = files.into_iter().map(|file| file.name).collect();
    Ok((needed, superfluous))
}

/// The identity that all files agree on.
fn identity(
    checkpoint: Option<&CheckpointHeader>,
    files: &[Opened],
    new: DatabaseId,
) -> Result<DatabaseId, OpenError> {
    let first = files.first().map(|file| file.header.database);
    let Some(database) = checkpoint.map(|checkpoint| checkpoint.database).or(first) else {
        return Ok(new);
    };
    for file in files {
        if file.header.database != database {
            let what = format!(
                "the file belongs to database {}, the others to {database}",
                file.header.database
            );
            return Err(corrupt(&file.name, 24, what));
        }
    }
    Ok(database)
}

/// How far reading has come.
struct Reading<'v> {
    visitor: &'v mut dyn LogVisitor,
    /// Transactions up to here are in the checkpoint.
    after: Timestamp,
    last_commit: Timestamp,
    /// The highest timestamp that was issued or will never be.
    floor: Timestamp,
    gaps: Vec<Gap>,
    /// Position known durable.
    synced: u64,
    /// Transactions that end behind it.
    unsynced: VecDeque<(u64, Record)>,
    parts: Parts,
    next_transaction: u64,
    transactions: u64,
    clean: bool,
    joined: Vec<u8>,
}

/// The end of the log that was read.
struct End {
    chain: Chain,
    last: LogFile,
    last_gap: Gap,
    number: u64,
    files: Vec<LogFile>,
    torn: Option<TornTail>,
}

impl<'v> Reading<'v> {
    fn new(visitor: &'v mut dyn LogVisitor, checkpoint: Option<&CheckpointHeader>) -> Self {
        let after = checkpoint.map_or(Timestamp(0), |checkpoint| checkpoint.timestamp);
        Self {
            visitor,
            after,
            last_commit: after,
            floor: after,
            gaps: checkpoint.map_or_else(Vec::new, |checkpoint| checkpoint.gaps.clone()),
            synced: 0,
            unsynced: VecDeque::new(),
            parts: Parts::default(),
            next_transaction: 1,
            transactions: 0,
            clean: false,
            joined: Vec::new(),
        }
    }

    /// Reads all files. `None` if there are none.
    fn files(&mut self, files: Vec<Opened>) -> Result<Option<End>, OpenError> {
        let starts: Vec<u64> = files.iter().map(|file| file.header.start).collect();
        let mut kept = Vec::with_capacity(files.len());
        let mut chain: Option<Chain> = None;
        let mut in_log = Timestamp(0);
        let mut end = None;
        for (position, mut file) in files.into_iter().enumerate() {
            let mut next = self.enter(&file, chain.as_ref())?;
            let limit = starts.get(position + 1).copied();
            let torn = self.frames(&mut file, &mut next, limit, &mut in_log)?;
            let last = LogFile {
                name: file.name,
                start: file.header.start,
            };
            kept.push(last.clone());
            chain = Some(next.clone());
            end = Some((next, last, file.header, torn));
        }
        Ok(end.map(|(chain, last, header, torn)| End {
            chain,
            last,
            last_gap: header.gap,
            number: header.number,
            files: kept,
            torn,
        }))
    }

    /// Checks that a file follows what was read, and gives the chain of its frames.
    fn enter(&mut self, file: &Opened, before: Option<&Chain>) -> Result<Chain, OpenError> {
        let header = &file.header;
        if let Some(before) = before {
            let same = header.epoch == before.epoch;
            let continues = header.previous == before.previous
                && header.first_sequence == before.sequence
                && header.start == before.position;
            if header.epoch < before.epoch || (same && !continues) {
                let what = "the file does not continue the one before it";
                return Err(corrupt(&file.name, 0, what));
            }
            if !same {
                self.parts.clear();
            }
        }
        self.synced = self.synced.max(header.synced).max(header.start);
        self.forget_synced();
        if header.gap.through > header.gap.after {
            self.gaps.push(header.gap);
        }
        self.floor = self.floor.max(header.gap.through);
        Ok(Chain {
            epoch: header.epoch,
            position: header.start,
            sequence: header.first_sequence,
            previous: file.checksum,
        })
    }

    /// Reads a file's frames up to `limit`, where the next file begins, or to the end of the log.
    fn frames(
        &mut self,
        file: &mut Opened,
        chain: &mut Chain,
        limit: Option<u64>,
        in_log: &mut Timestamp,
    ) -> Result<Option<TornTail>, OpenError> {
        let start = chain.position;
        let error = io_error(&file.name);
        loop {
            if limit == Some(chain.position) {
                return Ok(None);
            }
            let offset = HEADER_BYTES as u64 + (chain.position - start);
            let header = file.window.bytes(offset, FRAME_HEADER).map_err(&error)?;
            let length = claimed_length(header);
            let bytes = file.window.bytes(offset, length).map_err(&error)?;
            match chain.follow(bytes) {
                Ok(frame) => {
                    if limit.is_some_and(|limit| chain.position > limit) {
                        let what = "a frame reaches beyond the beginning of the next file";
                        return Err(corrupt(&file.name, offset, what));
                    }
                    let payload = &bytes[FRAME_HEADER..frame.length()];
                    self.frame(&frame, payload, chain.position, in_log)
                        .map_err(|what| corrupt(&file.name, offset, what))?;
                }
                Err(why) => {
                    if limit.is_some() {
                        let what = format!("{}, though the log goes on behind it", why.describe());
                        return Err(corrupt(&file.name, offset, what));
                    }
                    return self.end_of_log(file, chain, offset, why);
                }
            }
        }
    }

    /// The log does not go on at `offset` of its last file: its end, or damage?
    fn end_of_log(
        &self,
        file: &mut Opened,
        chain: &Chain,
        offset: u64,
        why: NotAFrame,
    ) -> Result<Option<TornTail>, OpenError> {
        let error = io_error(&file.name);
        let refused = |evidence: &str| {
            let what = format!("{}, though {evidence}", why.describe());
            Err(corrupt(&file.name, offset, what))
        };
        if self.synced > chain.position {
            return refused("the file's header says that it was durable beyond");
        }
        if file.window.is_zero_from(offset).map_err(&error)? {
            return Ok(None);
        }
        let later = find_later(&mut file.window, chain, offset).map_err(&error)?;
        if let Some(later) = later {
            return refused(&format!(
                "the frame at offset {later} says that the log was durable beyond"
            ));
        }
        Ok(Some(TornTail {
            file: file.name.clone(),
            offset,
        }))
    }

    fn frame(
        &mut self,
        frame: &Frame,
        payload: &[u8],
        end: u64,
        in_log: &mut Timestamp,
    ) -> Result<(), String> {
        self.clean = frame.kind == FrameKind::CleanStop;
        self.next_transaction = self
            .next_transaction
            .max(frame.transaction.saturating_add(1));
        if frame.synced > self.synced {
            self.synced = frame.synced;
            self.forget_synced();
        }
        match frame.kind {
            FrameKind::Part => self.parts.add(frame, payload),
            FrameKind::Commit => self.commit(frame, payload, end, in_log)?,
            FrameKind::Mark | FrameKind::CleanStop => {}
            FrameKind::Meta | FrameKind::Group | FrameKind::End => {
                return Err("a checkpoint's frame in a log".to_owned());
            }
        }
        Ok(())
    }

    fn commit(
        &mut self,
        frame: &Frame,
        payload: &[u8],
        end: u64,
        in_log: &mut Timestamp,
    ) -> Result<(), String> {
        let (commit, count, rest) = read_commit(payload).map_err(|error| error.to_string())?;
        if commit.timestamp <= *in_log {
            return Err(format!(
                "commit timestamp {} follows {}",
                commit.timestamp.0, in_log.0
            ));
        }
        *in_log = commit.timestamp;
        if commit.timestamp <= self.after {
            // It is in the checkpoint, and its parts may be gone with older files.
            self.parts.forget(frame.transaction);
            return Ok(());
        }
        let mut joined = std::mem::take(&mut self.joined);
        let content = self
            .parts
            .complete(frame.transaction, count, rest, &mut joined)?;
        self.visitor
            .transaction(&commit, Operations::new(content))
            .map_err(|error| error.to_string())?;
        self.transactions += 1;
        self.last_commit = commit.timestamp;
        self.floor = self.floor.max(commit.timestamp);
        if end > self.synced {
            self.keep(frame.transaction, commit, content.to_vec(), end);
        }
        joined.clear();
        self.joined = joined;
        Ok(())
    }

    /// Remembers a transaction until it is known to be durable.
    fn keep(&mut self, transaction: u64, commit: CommitInfo, operations: Vec<u8>, end: u64) {
        let record = Record {
            transaction,
            operations,
            commit: Some(commit),
        };
        self.unsynced.push_back((end, record));
    }

    fn forget_synced(&mut self) {
        while self
            .unsynced
            .front()
            .is_some_and(|(end, _)| *end <= self.synced)
        {
            self.unsynced.pop_front();
        }
    }
}

/// Offset of a valid frame behind `offset` that proves the log was durable beyond it.
fn find_later(window: &mut Window, chain: &Chain, offset: u64) -> std::io::Result<Option<u64>> {
    const STEP: usize = 256 << 10;
    let position_of = |at: u64| chain.position + (at - offset);
    let mut at = offset + 1;
    while at + FRAME_HEADER as u64 <= window.length() {
        let bytes = window.bytes(at, STEP)?;
        let Some(last) = bytes.len().checked_sub(FRAME_HEADER) else {
            break;
        };
        let evidence = |index: usize| {
            let frame = parse_header(&bytes[index..]).ok()?;
            let position = position_of(at + index as u64);
            let beyond = frame.synced > chain.position && frame.synced <= position;
            (beyond && frame.sequence > chain.sequence).then_some(frame.length())
        };
        let candidates: Vec<(u64, usize)> = (0..=last)
            // The kind: a cheap look before the thorough one.
            .filter(|index| bytes[index + 12] != 0)
            .filter_map(|index| Some((at + index as u64, evidence(index)?)))
            .collect();
        for (candidate, length) in candidates {
            let bytes = window.bytes(candidate, length)?;
            if parse(bytes, chain.epoch, position_of(candidate)).is_ok() {
                return Ok(Some(candidate));
            }
        }
        at += last as u64 + 1;
    }
    Ok(None)
}

/// Copies what is not known durable into a new file, and lets go of what is superfluous.
#[allow(clippy::too_many_arguments, reason = "the last step of one function")]
fn begin_epoch(
    io: &Arc<dyn Io>,
    options: &RecoveryOptions,
    database: DatabaseId,
    created: bool,
    mut superfluous: Vec<String>,
    reading: Reading<'_>,
    end: Option<End>,
    names: &[String],
) -> Result<Recovered, OpenError> {
    let clean = created || reading.clean && end.as_ref().is_some_and(|end| end.torn.is_none());
    let jump = if clean { 0 } else { JUMP };
    let through = Timestamp(reading.floor.0.saturating_add(jump));
    let mut gap = Gap {
        after: reading.floor,
        through,
    };
    let mut new = NewEpoch {
        database,
        epoch: 1,
        number: 1,
        start: 0,
        sequence: 1,
        gap,
        records: &[],
        files: Vec::new(),
    };
    let records: Vec<Record> = reading.unsynced.into_iter().map(|(_, r)| r).collect();
    new.records = &records;
    let mut torn = None;
    if let Some(mut end) = end {
        new.epoch = end.chain.epoch + 1;
        new.number = end.number + 1;
        new.start = reading.synced;
        new.sequence = end.chain.sequence;
        let adjacent =
            end.last_gap.through == gap.after || end.last_gap.through == end.last_gap.after;
        if end.last.start == new.start && adjacent {
            // Nothing of the last file counts any more, once its gap stands in the new one.
            if end.last_gap.through > end.last_gap.after {
                gap.after = end.last_gap.after;
                new.gap = gap;
            }
            end.files.pop();
            superfluous.push(end.last.name);
        }
        new.files = end.files;
        torn = end.torn;
    }
    let name = FileKind::Log.name(new.number);
    let writer =
        LogWriter::begin(Arc::clone(io), options.wal.clone(), new).map_err(io_error(&name))?;
    for name in &superfluous {
        remove_leftover(io.as_ref(), name);
    }
    checkpoint::remove_older(io.as_ref(), names, reading.after);
    let mut gaps = reading.gaps;
    gaps.push(gap);
    Ok(Recovered {
        database,
        created,
        checkpoint: reading.after,
        last_commit: reading.last_commit,
        next_commit: Timestamp(through.0.saturating_add(1)),
        gaps: merge(gaps),
        clean,
        torn,
        transactions: reading.transactions,
        tail: LogTail {
            writer,
            next_transaction: reading.next_transaction,
        },
    })
}

/// Sorts gaps and joins those that touch.
fn merge(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_unstable_by_key(|gap| gap.after);
    let mut merged: Vec<Gap> = Vec::with_capacity(gaps.len());
    for gap in gaps.into_iter().filter(|gap| gap.through > gap.after) {
        match merged.last_mut() {
            Some(last) if gap.after <= last.through => last.through = last.through.max(gap.through),
            _ => merged.push(gap),
        }
    }
    merged
}
