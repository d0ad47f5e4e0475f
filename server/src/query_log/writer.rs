//! The thread of the query log: takes records from a bounded queue, makes lines of them and writes
//! those to a file that is renamed when it is long enough, or to standard error.
//!
//! Whatever goes wrong costs lines, which are counted, and never a query: offering does not wait,
//! and a file that cannot be written is tried again later. Not here: what a line says (`line`).
//! Meet [`Queue`] first.

use std::io::{Result, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, select};
use quiver_storage::io::{Io, IoFile};
use quiver_types::time::Clock;

use super::Record;
use super::line::{self, Style};

/// Most records that wait, and most memory they may hold.
const RECORDS: usize = 8 << 10;
const BYTES: usize = 16 << 20;
/// Lines are written together until they are this long.
const BATCH: usize = 64 << 10;
/// How long the end of the server waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(5);
/// After a failure the file is left alone for so many nanoseconds.
const RETRY: u64 = 1_000_000_000;

/// The current file; older ones have a number behind their names, the newest the smallest.
const NAME: &str = "query.log";

/// What the thread shares with those who ask.
#[derive(Default)]
struct Counts {
    /// About how much memory the waiting records hold.
    waiting: AtomicUsize,
    written: AtomicU64,
    dropped: AtomicU64,
}

/// The way to the thread.
pub(super) struct Queue {
    records: Sender<(Record, usize)>,
    counts: Arc<Counts>,
    stop: Sender<()>,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
}

impl Queue {
    /// Starts the thread.
    pub(super) fn start(sink: Sink, style: Style) -> Result<Self> {
        let counts: Arc<Counts> = Arc::default();
        let (records, incoming) = bounded(RECORDS);
        let (stop, stopped) = bounded(1);
        let (alive, ended) = bounded(0);
        let writer = Writer {
            sink,
            style,
            counts: counts.clone(),
            incoming,
        };
        std::thread::Builder::new()
            .name("quiver-query-log".into())
            .spawn(move || {
                writer.run(&stopped);
                drop::<Sender<()>>(alive);
            })?;
        Ok(Self {
            records,
            counts,
            stop,
            ended,
        })
    }

    /// Hands over a record, or drops it if there are too many; never waits.
    pub(super) fn offer(&self, record: Record) {
        let size = record.size();
        let before = self.counts.waiting.fetch_add(size, Ordering::Relaxed);
        // A single record of any size is taken, so that none is too large for ever.
        let fits = before == 0 || before.saturating_add(size) <= BYTES;
        if !fits || self.records.try_send((record, size)).is_err() {
            self.counts.waiting.fetch_sub(size, Ordering::Relaxed);
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Lines written and lost.
    pub(super) fn counters(&self) -> (u64, u64) {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (read(&self.counts.written), read(&self.counts.dropped))
    }

    /// Ends the thread when it has written what waits.
    pub(super) fn close(&self) {
        // Full or disconnected: it has been told, or has ended.
        let _ = self.stop.try_send(());
        // Nothing is ever sent: this returns when the thread is gone, or the time is over.
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

/// Where lines go.
pub(super) enum Sink {
    StandardError,
    Files(Files),
}

impl Sink {
    fn write(&mut self, lines: &[u8]) -> bool {
        match self {
            Self::StandardError => std::io::stderr().lock().write_all(lines).is_ok(),
            Self::Files(files) => files.write(lines),
        }
    }
}

struct Writer {
    sink: Sink,
    style: Style,
    counts: Arc<Counts>,
    incoming: Receiver<(Record, usize)>,
}

impl Writer {
    fn run(mut self, stopped: &Receiver<()>) {
        loop {
            let first = select! {
                recv(self.incoming) -> record => record.ok(),
                recv(stopped) -> _ => None,
            };
            let last = first.is_none();
            let mut next = first.or_else(|| self.incoming.try_recv().ok());
            while let Some(first) = next {
                self.batch(first);
                next = if last {
                    self.incoming.try_recv().ok()
                } else {
                    None
                };
            }
            if last {
                return;
            }
        }
    }

    /// Writes a line and those that wait behind it.
    fn batch(&mut self, first: (Record, usize)) {
        let mut lines = String::new();
        let mut count = 0;
        let mut next = Some(first);
        while let Some((record, size)) = next {
            line::render(&record, self.style, &mut lines);
            count += 1;
            drop(record);
            self.counts.waiting.fetch_sub(size, Ordering::Relaxed);
            next = if lines.len() < BATCH {
                self.incoming.try_recv().ok()
            } else {
                None
            };
        }
        let counter = if self.sink.write(lines.as_bytes()) {
            &self.counts.written
        } else {
            &self.counts.dropped
        };
        counter.fetch_add(count, Ordering::Relaxed);
    }
}

/// Opens the folder.
type Open = Box<dyn Fn() -> Result<Arc<dyn Io>> + Send>;

/// A file in a folder, and older ones beside it.
pub(super) struct Files {
    open: Open,
    longest: u64,
    keep: u64,
    clock: Arc<dyn Clock>,
    current: Option<Current>,
    /// Since a failure: when to try again, on the monotonic clock.
    failing: Option<u64>,
}

struct Current {
    folder: Arc<dyn Io>,
    file: Arc<dyn IoFile>,
    length: u64,
}

impl Files {
    /// Nothing is touched before there is something to write.
    pub(super) fn new(open: Open, longest: u64, keep: u64, clock: Arc<dyn Clock>) -> Self {
        Self {
            open,
            longest,
            keep,
            clock,
            current: None,
            failing: None,
        }
    }

    /// Appends whole lines; whether that worked.
    fn write(&mut self, lines: &[u8]) -> bool {
        let now = self.clock.monotonic_nanos();
        if self.failing.is_some_and(|again| now < again) {
            return false;
        }
        match self.try_write(lines) {
            Ok(()) => {
                if self.failing.take().is_some() {
                    tracing::info!("the query log can be written again");
                }
                true
            }
            Err(error) => {
                if self.failing.is_none() {
                    tracing::warn!(%error, "the query log cannot be written; its lines are lost");
                }
                self.current = None;
                self.failing = Some(now.saturating_add(RETRY));
                false
            }
        }
    }

    fn try_write(&mut self, lines: &[u8]) -> Result<()> {
        let mut current = match self.current.take() {
            Some(current) => current,
            None => resume((self.open)()?)?,
        };
        let added = lines.len() as u64;
        if current.length > 0 && current.length + added > self.longest {
            current = self.rotate(current)?;
        }
        current.file.write_all_at(lines, current.length)?;
        current.length += added;
        self.current = Some(current);
        Ok(())
    }

    /// Renames the file and those before it, and begins a new one.
    fn rotate(&self, current: Current) -> Result<Current> {
        let Current { folder, file, .. } = current;
        drop(file);
        let mut older: Vec<u64> = folder
            .list()?
            .iter()
            .filter_map(|name| name.strip_prefix(NAME)?.strip_prefix('.')?.parse().ok())
            .collect();
        // The oldest first, so that no name is taken.
        older.sort_unstable_by(|a, b| b.cmp(a));
        for number in older {
            let name = format!("{NAME}.{number}");
            if number >= self.keep {
                folder.remove(&name)?;
            } else {
                folder.rename(&name, &format!("{NAME}.{}", number + 1))?;
            }
        }
        if self.keep > 0 {
            folder.rename(NAME, &format!("{NAME}.1"))?;
        } else {
            folder.remove(NAME)?;
        }
        let file = folder.create(NAME)?;
        Ok(Current {
            folder,
            file,
            length: 0,
        })
    }
}

/// Opens the file to append to it, or makes it. Half a line at its end, of a full disk or a crash,
/// is ended.
fn resume(folder: Arc<dyn Io>) -> Result<Current> {
    let file = match folder.open(NAME) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => folder.create(NAME),
        opened => opened,
    }?;
    let mut length = file.len()?;
    let mut last = [b'\n'];
    if length > 0 {
        file.read_full_at(&mut last, length - 1)?;
    }
    if last != *b"\n" {
        file.write_all_at(b"\n", length)?;
        length += 1;
    }
    Ok(Current {
        folder,
        file,
        length,
    })
}

#[cfg(test)]
mod tests {
    use quiver_storage::io::{Fault, FaultKind, HostileIo, OperationClass};
    use quiver_types::time::ManualClock;

    use super::*;

    fn files(disk: &HostileIo, longest: u64, keep: u64) -> (Files, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::default());
        let io = disk.clone();
        let open = move || Ok(Arc::new(io.clone()) as Arc<dyn Io>);
        let files = Files::new(Box::new(open), longest, keep, clock.clone());
        (files, clock)
    }

    fn content(disk: &HostileIo, name: &str) -> Option<String> {
        disk.content(name)
            .map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn long_files_are_renamed_and_few_are_kept() {
        // Files kept, and what is in query.log and its followers after six lines of ten bytes.
        let cases: &[(u64, &[&str])] = &[
            (0, &["5 4", ""]),
            (1, &["5 4", "3 2", ""]),
            (2, &["5 4", "3 2", "1 0", ""]),
            (9, &["5 4", "3 2", "1 0", ""]),
        ];
        for (keep, expected) in cases {
            let disk = HostileIo::new(1);
            let (mut files, _) = files(&disk, 25, *keep);
            for number in 0..6 {
                assert!(files.write(format!("line {number:04}\n").as_bytes()));
            }
            for (at, numbers) in expected.iter().enumerate() {
                let name = if at == 0 {
                    NAME.to_owned()
                } else {
                    format!("{NAME}.{at}")
                };
                let mut lines = numbers.split(' ').filter(|text| !text.is_empty());
                let lines: Vec<String> = lines
                    .by_ref()
                    .map(|number| format!("line 000{number}\n"))
                    .rev()
                    .collect();
                let expected = Some(lines.concat()).filter(|text| !text.is_empty());
                assert_eq!(content(&disk, &name), expected, "{keep}: {name}");
            }
        }
    }

    #[test]
    fn fewer_files_are_kept_when_that_is_asked_for_later() {
        let disk = HostileIo::new(1);
        for name in [
            "query.log",
            "query.log.1",
            "query.log.2",
            "query.log.3",
            "query.log.x",
        ] {
            disk.set_content(name, format!("{name}\n").into_bytes());
        }
        let (mut files, _) = files(&disk, 12, 2);
        assert!(files.write(b"new line\n"));
        let names = disk.list().unwrap();
        assert_eq!(
            names,
            ["query.log", "query.log.1", "query.log.2", "query.log.x"]
        );
        assert_eq!(content(&disk, "query.log.2").unwrap(), "query.log.1\n");
    }

    #[test]
    fn a_disk_that_fails_costs_lines_and_is_tried_again() {
        for kind in [FaultKind::NoSpace, FaultKind::InputOutput] {
            for at in 1..=4 {
                let disk = HostileIo::new(1);
                disk.set_content(NAME, b"half".to_vec());
                let (mut files, clock) = files(&disk, 13, 3);
                disk.set_fault(Some(Fault {
                    class: OperationClass::Write,
                    at,
                    kind,
                    sticky: true,
                }));
                assert!(!files.write(b"one line\n"), "{kind:?} {at}");
                disk.set_fault(None);
                assert!(!files.write(b"too soon\n"), "{kind:?} {at}");
                clock.advance(RETRY);
                assert!(files.write(b"two\n"), "{kind:?} {at}");
                assert!(files.write(b"three\n"), "{kind:?} {at}");
                let all: String = disk
                    .list()
                    .unwrap()
                    .iter()
                    .filter_map(|name| content(&disk, name))
                    .collect();
                assert!(all.contains("two\n") && all.contains("three\n"), "{all}");
                assert!(!all.contains("too soon") && all.ends_with('\n'), "{all}");
            }
        }
    }
}
