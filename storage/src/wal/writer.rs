//! Writing frames into numbered, preallocated files.
//!
//! Used by one thread at a time: recovery first, then the log's own. It gathers frames in memory;
//! [`LogWriter::sync`] writes them with one call and makes them durable. It never repeats a
//! failed call: its owner drops it after the first error. Start with [`LogWriter`].

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use quiver_types::DatabaseId;
use quiver_types::time::Clock;

use super::frame::{Chain, FRAME_HEADER, FrameKind};
use super::header::{FileHeader, FileKind, HEADER_BYTES, TEMPORARY, remove_leftover};
use super::prepare::NextFile;
use super::record::{commit_prefix, cut};
use super::{Gap, Record, WalMetrics, WalOptions};
use crate::Timestamp;
use crate::io::{Io, IoFile};

/// Gathered bytes after which frames are written without waiting for the sync.
const WRITE_OUT: usize = 1 << 20;

/// A file of the log, as much as is remembered of it.
#[derive(Clone, Debug)]
pub(super) struct LogFile {
    /// Name.
    pub(super) name: String,
    /// Position of its first frame.
    pub(super) start: u64,
}

/// Where and how a log is written.
pub(super) struct LogWriter {
    pub(super) io: Arc<dyn Io>,
    pub(super) options: WalOptions,
    pub(super) database: DatabaseId,
    pub(super) metrics: Arc<WalMetrics>,
    /// Files in order; the last one is being written.
    pub(super) files: Vec<LogFile>,
    file: Arc<dyn IoFile>,
    number: u64,
    capacity: u64,
    chain: Chain,
    /// Frames not written yet; they end at the chain's position.
    buffer: Vec<u8>,
    synced: u64,
    last_commit: Timestamp,
    /// Transactions with parts but no end: first position, number of parts.
    open: BTreeMap<u64, (u64, u64)>,
    /// Whether something was appended since the last mark.
    unmarked: bool,
    /// The next file, being made.
    next: Option<NextFile>,
    /// Whether the disk had no room for the next file when it was last tried.
    no_space: bool,
    /// Whether there is no use in waiting for room: the log is being closed.
    hurry: Arc<AtomicBool>,
}

/// What the first file of an epoch begins with.
pub(super) struct NewEpoch<'a> {
    pub(super) database: DatabaseId,
    pub(super) epoch: u64,
    pub(super) number: u64,
    pub(super) start: u64,
    pub(super) sequence: u64,
    pub(super) gap: Gap,
    /// Records that stand in it from the beginning.
    pub(super) records: &'a [Record],
    /// Older files.
    pub(super) files: Vec<LogFile>,
}

impl LogWriter {
    /// Makes the first file of an epoch, with its records, durable under its name.
    pub(super) fn begin(io: Arc<dyn Io>, options: WalOptions, new: NewEpoch<'_>) -> Result<Self> {
        let mut chain = Chain {
            epoch: new.epoch,
            position: new.start,
            sequence: new.sequence,
            previous: 0,
        };
        let header = FileHeader {
            kind: FileKind::Log,
            database: new.database,
            epoch: new.epoch,
            number: new.number,
            first_sequence: new.sequence,
            start: new.start,
            synced: new.start + records_length(new.records),
            previous: 0,
            gap: new.gap,
            log_position: 0,
        };
        let (page, checksum) = header.encode();
        chain.previous = checksum;
        let mut frames = Vec::new();
        let mut last_commit = new.gap.after;
        for record in new.records {
            put_record(&mut chain, &mut frames, record, 0, new.start);
            if let Some(commit) = &record.commit {
                last_commit = commit.timestamp;
            }
        }
        assert_eq!(chain.position, header.synced, "the length was foreseen");
        let used = (HEADER_BYTES + frames.len()) as u64;
        let capacity = options.first_file_bytes.max(used);
        let name = FileKind::Log.name(new.number);
        let file = create_file(io.as_ref(), &name, &[&page, &frames], capacity)?;
        let mut files = new.files;
        files.push(LogFile {
            name,
            start: new.start,
        });
        let writer = Self {
            io,
            options,
            database: new.database,
            metrics: Arc::new(WalMetrics::default()),
            files,
            file,
            number: new.number,
            capacity,
            synced: chain.position,
            chain,
            buffer: Vec::new(),
            last_commit: last_commit.max(new.gap.through),
            open: BTreeMap::new(),
            unmarked: !new.records.is_empty(),
            next: None,
            no_space: false,
            hurry: Arc::default(),
        };
        writer.count_live();
        Ok(writer)
    }

    /// Gathers a record.
    pub(super) fn put(&mut self, record: &Record) -> Result<()> {
        if let Some(commit) = &record.commit {
            if commit.timestamp <= self.last_commit {
                return Err(Error::other(format!(
                    "commit timestamp {} after {}",
                    commit.timestamp.0, self.last_commit.0
                )));
            }
            self.last_commit = commit.timestamp;
        }
        let (parts, rest) = cut(&record.operations);
        for part in parts {
            self.put_part(record.transaction, part)?;
        }
        let Some(commit) = &record.commit else {
            return self.put_part(record.transaction, rest);
        };
        let count = self.open.remove(&record.transaction).map_or(0, |o| o.1);
        let prefix = commit_prefix(commit, count);
        self.frame(FrameKind::Commit, record.transaction, [&prefix, rest])
    }

    fn put_part(&mut self, transaction: u64, part: &[u8]) -> Result<()> {
        // The frame may begin a new file, behind this position; keeping more is harmless.
        let position = self.chain.position;
        self.open.entry(transaction).or_insert((position, 0)).1 += 1;
        self.frame(FrameKind::Part, transaction, [part, &[]])
    }

    fn frame(&mut self, kind: FrameKind, transaction: u64, pieces: [&[u8]; 2]) -> Result<()> {
        let length = (FRAME_HEADER + pieces[0].len() + pieces[1].len()) as u64;
        if self.offset(self.chain.position) + length > self.capacity {
            let patience = self.options.wait_for_space;
            if !self.rotate(length, patience)? {
                return Err(Error::from(ErrorKind::StorageFull));
            }
        }
        self.chain
            .append(&mut self.buffer, kind, transaction, self.synced, pieces);
        self.metrics.frames.fetch_add(1, Ordering::Relaxed);
        self.metrics.bytes.fetch_add(length, Ordering::Relaxed);
        self.unmarked = true;
        if self.buffer.len() >= WRITE_OUT {
            self.write_out()?;
        }
        if !self.no_space {
            self.prepare_next();
        }
        Ok(())
    }

    fn prepare_next(&mut self) {
        let half_full = self.offset(self.chain.position) > self.capacity / 2;
        if half_full && self.next.is_none() && self.options.prepare_ahead {
            let name = FileKind::Log.name(self.number + 1);
            self.next = NextFile::begin(&self.io, name, self.next_capacity());
        }
    }

    /// Looks whether there was room for the next file, and tries again if there was none. With
    /// `certain` it waits for a file that is being made.
    pub(super) fn look_for_space(&mut self, certain: bool) {
        if certain || self.next.as_ref().is_none_or(NextFile::is_over) {
            if let Some(next) = self.next.take() {
                match next.checked() {
                    Ok(next) => {
                        self.next = Some(next);
                        self.note_space(true);
                    }
                    Err(error) if error.kind() == ErrorKind::StorageFull => self.note_space(false),
                    // The log makes it itself when it needs it, and says what is wrong then.
                    Err(_) => self.note_space(true),
                }
            } else if self.no_space {
                self.prepare_next();
            }
        }
        let used = self.offset(self.chain.position);
        // Headers of frames, and the mark of a clean stop, take some of it.
        let left = self.capacity.saturating_sub(used + HEADER_BYTES as u64);
        let full = self.no_space && left < self.capacity / 4;
        let room = if self.no_space { left } else { u64::MAX };
        self.metrics.full.store(full, Ordering::Relaxed);
        self.metrics.room.store(room, Ordering::Relaxed);
    }

    fn note_space(&mut self, space: bool) {
        if self.no_space == space {
            self.no_space = !space;
            if space {
                tracing::info!("there is room on the disk for the log again");
            } else {
                tracing::error!("the disk has no room for the next file of the log");
            }
        }
    }

    /// Whether the disk had no room for the next file.
    pub(super) fn lacks_space(&self) -> bool {
        self.no_space
    }

    /// Set when the log is being closed.
    pub(super) fn hurry(&self) -> &Arc<AtomicBool> {
        &self.hurry
    }

    /// Makes the next file, and waits for a while where the disk has no room for it: what is in the
    /// present one is safe, and nothing was begun that could not be begun again.
    /// `None` if there was none.
    fn create_next(
        &mut self,
        name: &str,
        page: &[u8],
        capacity: u64,
        mut patience: Duration,
    ) -> Result<Option<Arc<dyn IoFile>>> {
        /// Between two tries.
        const PAUSE: Duration = Duration::from_millis(50);
        loop {
            match create_file(self.io.as_ref(), name, &[page], capacity) {
                Err(error) if error.kind() == ErrorKind::StorageFull => {}
                made => return made.map(Some),
            }
            self.note_space(false);
            if patience.is_zero() || self.hurry.load(Ordering::Relaxed) {
                return Ok(None);
            }
            self.metrics.full.store(true, Ordering::Relaxed);
            std::thread::sleep(PAUSE);
            patience = patience.saturating_sub(PAUSE);
        }
    }

    /// How large the next file should be.
    fn next_capacity(&self) -> u64 {
        let largest = self.options.largest_file_bytes;
        self.capacity.saturating_mul(2).min(largest)
    }

    /// Offset in the present file of a position.
    fn offset(&self, position: u64) -> u64 {
        let start = self.files.last().map_or(0, |file| file.start);
        HEADER_BYTES as u64 + (position - start)
    }

    /// Hands what was gathered to the operating system.
    pub(super) fn write_out(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let from = self.chain.position - self.buffer.len() as u64;
        self.file.write_all_at(&self.buffer, self.offset(from))?;
        self.metrics.writes.fetch_add(1, Ordering::Relaxed);
        self.buffer.clear();
        self.count_live();
        Ok(())
    }

    /// Writes and syncs all that was gathered.
    pub(super) fn sync(&mut self, clock: &dyn Clock) -> Result<()> {
        if self.synced == self.chain.position {
            return Ok(());
        }
        self.write_out()?;
        let before = clock.monotonic_nanos();
        self.file.sync_data()?;
        let nanos = clock.monotonic_nanos().saturating_sub(before);
        self.metrics.syncs.fetch_add(1, Ordering::Relaxed);
        self.metrics.sync_nanos.fetch_add(nanos, Ordering::Relaxed);
        self.metrics.sync_micros.record(nanos / 1000);
        self.note_synced();
        Ok(())
    }

    /// Everything gathered is durable.
    fn note_synced(&mut self) {
        self.synced = self.chain.position;
        self.count_live();
    }

    fn count_live(&self) {
        let first = self.files.first().map_or(0, |file| file.start);
        let written = self.chain.position - self.buffer.len() as u64;
        let live = written.saturating_sub(first);
        self.metrics.live_bytes.store(live, Ordering::Relaxed);
        let unsynced = written.saturating_sub(self.synced);
        let metrics = &self.metrics.unsynced_bytes;
        metrics.store(unsynced, Ordering::Relaxed);
    }

    /// Begins a new file with room for a frame of `length` bytes, unless the present one is
    /// empty. Everything before is durable then: recovery relies on that. `false`, and the present
    /// one goes on, if the disk has no room and does not get any for as long as `patience`.
    pub(super) fn rotate(&mut self, length: u64, patience: Duration) -> Result<bool> {
        self.write_out()?;
        self.file.sync_data()?;
        self.note_synced();
        let least = HEADER_BYTES as u64 + length;
        let number = self.number + 1;
        let position = self.chain.position;
        let header = FileHeader {
            kind: FileKind::Log,
            database: self.database,
            epoch: self.chain.epoch,
            number,
            first_sequence: self.chain.sequence,
            start: position,
            synced: position,
            previous: self.chain.previous,
            gap: Gap {
                after: self.last_commit,
                through: self.last_commit,
            },
            log_position: 0,
        };
        let (page, checksum) = header.encode();
        let name = FileKind::Log.name(number);
        let next = self.next.take();
        let prepared = next.and_then(|next| next.finish(&name, least));
        if let Some((file, capacity)) = prepared {
            file.write_all_at(&page, 0)?;
            give_name(self.io.as_ref(), file.as_ref(), &name)?;
            self.file = file;
            self.capacity = capacity;
        } else {
            let capacity = self.next_capacity().max(least);
            let Some(file) = self.create_next(&name, &page, capacity, patience)? else {
                return Ok(false);
            };
            self.file = file;
            self.capacity = capacity;
            self.note_space(true);
        }
        self.number = number;
        self.chain.previous = checksum;
        self.files.push(LogFile {
            name,
            start: position,
        });
        self.metrics.rotations.fetch_add(1, Ordering::Relaxed);
        Ok(true)
    }

    /// A new file for what follows, if there is anything in the present one. Returns from where
    /// the log must be kept for what follows and for open transactions.
    /// `None` if the disk has no room for a new file, which the log does not need yet.
    pub(super) fn cut_here(&mut self) -> Result<Option<u64>> {
        if self
            .files
            .last()
            .is_none_or(|file| file.start != self.chain.position)
            && !self.rotate(0, Duration::ZERO)?
        {
            return Ok(None);
        }
        let oldest = self.open.values().map(|(position, _)| *position).min();
        Ok(Some(oldest.unwrap_or(self.chain.position)))
    }

    /// The mark that all before is durable.
    pub(super) fn mark(&mut self, kind: FrameKind) -> Result<()> {
        let last = self.last_commit.0.to_le_bytes();
        self.frame(kind, 0, [&last, &[]])?;
        self.unmarked = false;
        Ok(())
    }

    /// Whether a mark would say something new.
    pub(super) fn is_unmarked(&self) -> bool {
        self.unmarked
    }

    /// Forgets a transaction that will not end.
    pub(super) fn abandon(&mut self, transaction: u64) {
        self.open.remove(&transaction);
    }

    /// Removes the files that lie wholly below a position.
    pub(super) fn release(&mut self, position: u64) {
        let kept = self.files.iter().rposition(|file| file.start <= position);
        for file in self.files.drain(..kept.unwrap_or(0)) {
            remove_leftover(self.io.as_ref(), &file.name);
        }
        self.count_live();
    }
}

/// Gathers a record as frames; `open` parts of it went before.
fn put_record(chain: &mut Chain, frames: &mut Vec<u8>, record: &Record, open: u64, synced: u64) {
    let (parts, rest) = cut(&record.operations);
    let mut count = open;
    for part in parts {
        chain.append(
            frames,
            FrameKind::Part,
            record.transaction,
            synced,
            [part, &[]],
        );
        count += 1;
    }
    if let Some(commit) = &record.commit {
        let prefix = commit_prefix(commit, count);
        let pieces = [prefix.as_slice(), rest];
        chain.append(
            frames,
            FrameKind::Commit,
            record.transaction,
            synced,
            pieces,
        );
    }
}

/// Bytes that [`put_record`] will make of records.
fn records_length(records: &[Record]) -> u64 {
    let mut chain = Chain {
        epoch: 0,
        position: 0,
        sequence: 0,
        previous: 0,
    };
    for record in records {
        put_record(&mut chain, &mut Vec::new(), record, 0, 0);
    }
    chain.position
}

/// Makes a file with content and written zeros behind it.
fn create_file(
    io: &dyn Io,
    name: &str,
    content: &[&[u8]],
    capacity: u64,
) -> Result<Arc<dyn IoFile>> {
    let temporary = format!("{name}{TEMPORARY}");
    let file = match io.create(&temporary) {
        // An attempt to prepare it did not get to the end.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            io.remove(&temporary)?;
            io.create(&temporary)?
        }
        other => other?,
    };
    let fill = || {
        let mut offset = 0;
        for piece in content {
            file.write_all_at(piece, offset)?;
            offset += piece.len() as u64;
        }
        file.write_zeros(offset, capacity.saturating_sub(offset))
    };
    if let Err(error) = fill() {
        if error.kind() == ErrorKind::StorageFull {
            // It must not take what room there is.
            let _ = io.remove(&temporary);
        }
        return Err(error);
    }
    give_name(io, file.as_ref(), name)?;
    Ok(file)
}

/// Lets a file with a temporary name become what it is: durable before it has its name, and with
/// its name durable before this returns.
fn give_name(io: &dyn Io, file: &dyn IoFile, name: &str) -> Result<()> {
    file.sync_data()?;
    io.rename(&format!("{name}{TEMPORARY}"), name)?;
    io.sync_folder()
}
