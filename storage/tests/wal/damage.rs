//! Damage: every truncation, every flipped bit of the last records, fills, old bytes, missing and
//! foreign files. The answer is the longest intact prefix, or a refusal that names the file and
//! the offset; never anything else, never a panic.

use std::sync::Arc;

use quiver_storage::OpenError;
use quiver_storage::io::{HostileIo, Io};

use super::support::*;

const HEADER: usize = 4096;
const LOG: &str = "wal-0000000000000001.log";

/// A log of single commits: its disk, what is in it, and where its frames end in the file.
struct Sample {
    io: HostileIo,
    committed: Vec<Committed>,
    ends: Vec<usize>,
}

/// Six commits, each synced before the next.
fn sample(stop: bool) -> Sample {
    let io = HostileIo::new(1);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    let mut committed = Vec::new();
    let mut ends = Vec::new();
    let bytes = || {
        wal.metrics()
            .bytes
            .load(std::sync::atomic::Ordering::Relaxed) as usize
    };
    for timestamp in 1..=6 {
        let name = "n".repeat(timestamp as usize * 5);
        log(&wal, timestamp, &[&name]).unwrap();
        committed.push((timestamp, vec![name]));
        ends.push(HEADER + bytes());
    }
    let at_crash = io.fork(2);
    drop(wal);
    Sample {
        io: if stop { io.fork(2) } else { at_crash },
        committed,
        ends,
    }
}

impl Sample {
    fn content(&self) -> Vec<u8> {
        self.io.content(LOG).unwrap()
    }

    /// Opens a copy whose log has this content.
    fn open_with(&self, content: Vec<u8>) -> Result<(Vec<Committed>, Summary), OpenError> {
        let io = self.io.fork(3);
        io.set_content(LOG, content);
        let shared: Arc<dyn Io> = Arc::new(io);
        let (found, recovered) = recover_on(&shared)?;
        Ok((found.committed, Summary::of(&recovered)))
    }

    /// How many commits end at or before an offset.
    fn whole_before(&self, offset: usize) -> usize {
        self.ends.iter().filter(|end| **end <= offset).count()
    }
}

/// The offset in a refusal to open the log.
fn refusal(error: OpenError) -> u64 {
    match error {
        OpenError::Corrupt { file, offset, .. } => {
            assert_eq!(file, LOG);
            offset
        }
        other => panic!("{other}"),
    }
}

#[test]
fn every_truncation_leaves_the_longest_prefix() {
    let sample = sample(false);
    let content = sample.content();
    for length in (0..HEADER).step_by(97) {
        let error = sample.open_with(content[..length].to_vec()).unwrap_err();
        assert_eq!(refusal(error), length as u64);
    }
    let end = *sample.ends.last().unwrap();
    for length in HEADER..end + 100 {
        let (found, summary) = sample.open_with(content[..length].to_vec()).unwrap();
        let whole = sample.whole_before(length);
        assert_eq!(found, sample.committed[..whole], "{length}");
        let torn = whole < 6 && !(length == HEADER || sample.ends.contains(&length));
        // A frame that begins with zeros is not told from zeros.
        if torn && length % 7 == 0 {
            let begins = whole
                .checked_sub(1)
                .map_or(HEADER, |last| sample.ends[last]);
            assert_eq!(
                summary.torn,
                Some((LOG.to_owned(), begins as u64)),
                "{length}"
            );
        }
        assert!(!summary.clean);
    }
}

#[test]
fn every_flipped_bit_is_a_torn_tail_or_a_refusal() {
    for stop in [false, true] {
        let sample = sample(stop);
        let content = sample.content();
        let end = *sample.ends.last().unwrap();
        for offset in 0..end + 80 {
            for bit in 0..8 {
                let mut damaged = content.clone();
                damaged[offset] ^= 1 << bit;
                let outcome = sample.open_with(damaged);
                check_flip(&sample, stop, offset, outcome);
            }
        }
    }
}

fn check_flip(
    sample: &Sample,
    stop: bool,
    offset: usize,
    outcome: Result<(Vec<Committed>, Summary), OpenError>,
) {
    if offset < HEADER {
        match outcome.unwrap_err() {
            OpenError::Corrupt { file, offset, .. } => {
                assert_eq!((file.as_str(), offset), (LOG, 0));
            }
            OpenError::UnknownFormat { file, .. } => {
                assert!(file == LOG && (8..12).contains(&offset));
            }
            other => panic!("{other}"),
        }
        return;
    }
    let whole = sample.whole_before(offset);
    let begins = whole
        .checked_sub(1)
        .map_or(HEADER, |last| sample.ends[last]);
    // Each frame says that all before it was durable, and so does the mark of a clean stop.
    let vouched = if stop { 6 } else { 5 };
    if whole < vouched {
        assert_eq!(refusal(outcome.unwrap_err()), begins as u64, "{offset}");
        return;
    }
    let (found, summary) = outcome.unwrap();
    assert_eq!(found, sample.committed[..whole.min(6)], "{offset}");
    let behind_mark = stop
        && summary
            .torn
            .as_ref()
            .is_some_and(|torn| torn.1 > begins as u64);
    let expected = if behind_mark {
        summary.torn.clone().unwrap().1
    } else {
        begins as u64
    };
    assert_eq!(summary.torn, Some((LOG.to_owned(), expected)), "{offset}");
    assert!(!summary.clean);
}

#[test]
fn fills_from_any_place_leave_a_prefix() {
    let sample = sample(false);
    let content = sample.content();
    let end = *sample.ends.last().unwrap();
    for fill in [0x00, 0xFF, 0x01, 0x02] {
        for from in HEADER..end + 10 {
            let mut damaged = content.clone();
            damaged[from..].fill(fill);
            let (found, summary) = sample.open_with(damaged).unwrap();
            // Bytes of a frame may happen to equal the fill.
            let whole = sample.whole_before(from);
            assert!(found == sample.committed[..whole] || fill == 0, "{from}");
            assert!(found.len() >= whole && sample.committed.starts_with(&found));
            assert!(!summary.clean);
        }
    }
}

#[test]
fn old_bytes_behind_the_end_are_not_log() {
    let sample = sample(false);
    let content = sample.content();
    let end = *sample.ends.last().unwrap();
    let frames = content[HEADER..end].to_vec();
    // The same log again, at every distance; and its own last frame.
    for at in end..end + 70 {
        for old in [&frames[..], &frames[sample.ends[4] - HEADER..]] {
            let mut recycled = content.clone();
            recycled[at..at + old.len()].copy_from_slice(old);
            let (found, summary) = sample.open_with(recycled).unwrap();
            assert_eq!(found, sample.committed, "{at}");
            assert_eq!(summary.torn, Some((LOG.to_owned(), end as u64)));
        }
    }
    // Frames of another epoch, for the very same positions.
    let other = sample.io.fork(7);
    let shared: Arc<dyn Io> = Arc::new(other.clone());
    let (_, _, wal) = open(&shared).unwrap();
    log(&wal, 1 << 40, &["x"]).unwrap();
    drop(wal);
    let newer = other.content("wal-0000000000000002.log").unwrap();
    let mut mixed = content;
    let from = sample.ends[4];
    mixed.truncate(from);
    mixed.extend_from_slice(&newer[HEADER..]);
    let (found, _) = sample.open_with(mixed).unwrap();
    assert_eq!(found, sample.committed[..5]);
}

#[test]
fn random_damage_never_panics_and_never_invents() {
    let sample = sample(true);
    let content = sample.content();
    let mut rng = quiver_types::rng::Rng::from_seed(11);
    for _ in 0..3000 {
        let mut damaged = content.clone();
        for _ in 0..=rng.below(4) {
            let from = rng.below(damaged.len() as u64 / 3) as usize;
            let length = (1 + rng.below(64)) as usize;
            let to = (from + length).min(damaged.len());
            rng.fill(&mut damaged[from..to]);
        }
        match sample.open_with(damaged) {
            Ok((found, _)) => assert!(sample.committed.starts_with(&found)),
            Err(OpenError::Corrupt { file, .. } | OpenError::UnknownFormat { file, .. }) => {
                assert_eq!(file, LOG);
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// A folder with a checkpoint of several groups and three files of log behind it.
fn folder() -> (HostileIo, Vec<Committed>) {
    let io = HostileIo::new(1);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    let mut state = Vec::new();
    for timestamp in 1..=30 {
        let name = "c".repeat(20_000 + timestamp as usize);
        log(&wal, timestamp, &[&name]).unwrap();
        state.push((timestamp, vec![name]));
    }
    checkpoint(&shared, &wal, 30, &state).unwrap();
    for timestamp in 31..=110 {
        let name = "l".repeat(200);
        log(&wal, timestamp, &[&name]).unwrap();
        state.push((timestamp, vec![name]));
    }
    (io.fork(2), state)
}

fn logs(io: &HostileIo) -> Vec<String> {
    let names = io.list().unwrap();
    names
        .into_iter()
        .filter(|name| name.ends_with(".log"))
        .collect()
}

#[test]
fn every_sector_of_a_checkpoint_counts() {
    let (io, state) = folder();
    let names = io.list().unwrap();
    let name = names
        .iter()
        .find(|name| name.starts_with("checkpoint"))
        .unwrap();
    let content = io.content(name).unwrap();
    assert!(content.len() > 600_000, "several groups");
    let open_with = |content: Vec<u8>| {
        let io = io.fork(3);
        io.set_content(name, content);
        recover_on(&(Arc::new(io) as Arc<dyn Io>)).map(|(found, _)| found.committed)
    };
    assert_eq!(open_with(content.clone()).unwrap(), state);
    for (number, sector) in (0..content.len()).step_by(512).enumerate() {
        let mut damaged = content.clone();
        let at = (sector + number * 37 % 512).min(content.len() - 1);
        damaged[at] ^= 1 << (number % 8);
        match open_with(damaged).unwrap_err() {
            OpenError::Corrupt { file, offset, .. } => {
                assert_eq!(&file, name);
                assert!(offset <= at as u64 && at as u64 - offset < 300_000);
            }
            OpenError::UnknownFormat { .. } => assert!((8..12).contains(&at)),
            other => panic!("{other}"),
        }
        if number % 8 == 0 {
            assert!(open_with(content[..sector].to_vec()).is_err());
        }
    }
    let mut longer = content;
    longer.push(0);
    assert!(open_with(longer).is_err());
}

#[test]
fn damage_in_a_finished_log_file_is_never_a_torn_tail() {
    let (io, _) = folder();
    let logs = logs(&io);
    assert!(logs.len() >= 3, "{logs:?}");
    for name in &logs[..logs.len() - 1] {
        let content = io.content(name).unwrap();
        // The files' last frames leave some zeros that nobody reads.
        let used = content.iter().rposition(|byte| *byte != 0).unwrap();
        for at in (0..used).step_by(61) {
            let io = io.fork(3);
            let mut damaged = content.clone();
            damaged[at] ^= 0x10;
            io.set_content(name, damaged);
            match recover_on(&(Arc::new(io) as Arc<dyn Io>)).map(|_| ()) {
                Err(OpenError::Corrupt { file, .. } | OpenError::UnknownFormat { file, .. }) => {
                    assert_eq!(&file, name);
                }
                other => panic!("{name} at {at}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_missing_file_is_noticed() {
    let (io, state) = folder();
    for name in io.list().unwrap() {
        let io = io.fork(3);
        io.remove(&name).unwrap();
        let last = Some(&name) == logs(&self::folder().0).last();
        match recover_on(&(Arc::new(io) as Arc<dyn Io>)) {
            Err(OpenError::Corrupt { what, .. }) => {
                assert!(
                    what.contains("missing") || what.contains("continue") || what.contains("frame"),
                    "{what}"
                );
            }
            // The last file's absence looks like a log that ends where it begins.
            Ok((found, _)) => assert!(last && state.starts_with(&found.committed)),
            Err(other) => panic!("{other}"),
        }
    }
    let io = io.fork(3);
    for name in logs(&io) {
        io.remove(&name).unwrap();
    }
    let outcome = recover_on(&(Arc::new(io) as Arc<dyn Io>)).map(|_| ());
    assert!(matches!(outcome, Err(OpenError::Corrupt { .. })));
}

#[test]
fn foreign_and_newer_files_are_refused_by_name() {
    let sample = sample(false);
    let content = sample.content();
    let check = |change: &dyn Fn(&mut Vec<u8>), expected: &str| {
        let mut changed = content.clone();
        change(&mut changed);
        let sum = crc32c(&changed[..HEADER - 4]);
        changed[HEADER - 4..HEADER].copy_from_slice(&sum.to_le_bytes());
        let error = sample.open_with(changed).unwrap_err().to_string();
        assert!(error.contains(expected) && error.contains(LOG), "{error}");
    };
    check(&|c| c[0] = b'S', "wrong magic");
    check(&|c| c[8] = 9, "format version 9");
    check(&|c| c[16] = 4, "features");
    check(&|c| c[20] = 2, "features");
    check(&|c| c[12] = 2, "another kind");
    check(&|c| c[48] = 5, "another number");
    // A file of another database among ours.
    let (io, _) = folder();
    let last = logs(&io).pop().unwrap();
    let mut foreign = io.content(&last).unwrap();
    foreign[24] ^= 1;
    let sum = crc32c(&foreign[..HEADER - 4]);
    foreign[HEADER - 4..HEADER].copy_from_slice(&sum.to_le_bytes());
    io.set_content(&last, foreign);
    let outcome = recover_on(&(Arc::new(io) as Arc<dyn Io>)).map(|_| ());
    assert!(
        outcome
            .unwrap_err()
            .to_string()
            .contains("belongs to database")
    );
}

/// CRC-32C bit by bit: an independent reading of FORMAT.md.
fn crc32c(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0x82F6_3B78 & (sum & 1).wrapping_neg())
        })
    })
}
