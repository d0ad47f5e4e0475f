//! A database that is a list of named labels, and short ways to log, recover and compare.

use std::sync::Arc;
use std::sync::mpsc::channel;

use quiver_storage::codec::{Operations, encode_operation};
use quiver_storage::io::Io;
use quiver_storage::wal::{
    CheckpointHeader, CheckpointWriter, CommitInfo, Completion, LogVisitor, Record, Recovered,
    RecoveryOptions, VisitError, Wal, WalFailed, WalOptions, recover,
};
use quiver_storage::{OpenError, Operation, Timestamp};
use quiver_types::time::ManualClock;
use quiver_types::{DatabaseId, LabelId, Map, Text};

/// A transaction as these tests see it.
pub type Committed = (u64, Vec<String>);

/// What recovery handed out.
#[derive(Default)]
pub struct Collector {
    pub checkpoint: Option<CheckpointHeader>,
    /// The checkpoint's content, stamped as its names say, then the transactions.
    pub committed: Vec<Committed>,
}

fn names(operations: Operations<'_>) -> Result<Vec<String>, VisitError> {
    operations
        .map(|operation| match operation? {
            Operation::CreateLabelToken { name, .. } => Ok(name.to_string()),
            other => Err(VisitError::Refused(format!("unexpected {other:?}"))),
        })
        .collect()
}

impl LogVisitor for Collector {
    fn checkpoint(&mut self, header: &CheckpointHeader) -> Result<(), VisitError> {
        assert!(self.checkpoint.is_none() && self.committed.is_empty());
        self.checkpoint = Some(header.clone());
        Ok(())
    }

    fn checkpoint_operations(&mut self, operations: Operations<'_>) -> Result<(), VisitError> {
        for operation in operations {
            if let Operation::CreateLabelToken { id, name } = operation? {
                let timestamp = unpack(id.0);
                match self.committed.last_mut() {
                    Some((last, names)) if *last == timestamp => names.push(name.to_string()),
                    _ => self.committed.push((timestamp, vec![name.to_string()])),
                }
            }
        }
        Ok(())
    }

    fn transaction(
        &mut self,
        commit: &CommitInfo,
        operations: Operations<'_>,
    ) -> Result<(), VisitError> {
        self.committed
            .push((commit.timestamp.0, names(operations)?));
        Ok(())
    }
}

/// Small files, no marks by time and one thread only: every run is the same.
pub fn small() -> WalOptions {
    WalOptions {
        prepare_ahead: false,
        first_file_bytes: 4096 + 2048,
        largest_file_bytes: 4096 + 8192,
        idle_mark: None,
        wait_for_space: std::time::Duration::ZERO,
        ..WalOptions::default()
    }
}

pub fn options() -> RecoveryOptions {
    RecoveryOptions {
        new_database: DatabaseId::from_random([7; 16]),
        wal: small(),
    }
}

pub fn recover_on(io: &Arc<dyn Io>) -> Result<(Collector, Recovered), OpenError> {
    let mut collector = Collector::default();
    let recovered = recover(io, &options(), &mut collector)?;
    Ok((collector, recovered))
}

/// Recovers and starts.
pub fn open(io: &Arc<dyn Io>) -> Result<(Collector, Summary, Wal), OpenError> {
    open_with(io, &options())
}

/// Recovers and starts with options.
pub fn open_with(
    io: &Arc<dyn Io>,
    options: &RecoveryOptions,
) -> Result<(Collector, Summary, Wal), OpenError> {
    let mut collector = Collector::default();
    let recovered = recover(io, options, &mut collector)?;
    let summary = Summary::of(&recovered);
    let wal = Wal::start(recovered.tail, Arc::new(ManualClock::default())).unwrap();
    Ok((collector, summary, wal))
}

/// What [`Recovered`] says, without what starts the log.
#[derive(Debug)]
pub struct Summary {
    pub created: bool,
    pub next_commit: u64,
    pub last_commit: u64,
    pub clean: bool,
    pub torn: Option<(String, u64)>,
    pub gaps: Vec<(u64, u64)>,
}

impl Summary {
    pub fn of(recovered: &Recovered) -> Self {
        let gaps = recovered.gaps.iter();
        Self {
            created: recovered.created,
            next_commit: recovered.next_commit.0,
            last_commit: recovered.last_commit.0,
            clean: recovered.clean,
            torn: recovered.torn.clone().map(|torn| (torn.file, torn.offset)),
            gaps: gaps.map(|gap| (gap.after.0, gap.through.0)).collect(),
        }
    }
}

pub fn encode(names: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in names {
        let operation = Operation::CreateLabelToken {
            id: LabelId(1),
            name: Text::new(name),
        };
        encode_operation(&operation, &mut bytes).unwrap();
    }
    bytes
}

pub fn commit(timestamp: u64) -> Option<CommitInfo> {
    Some(CommitInfo {
        timestamp: Timestamp(timestamp),
        wall_nanos: 5,
        user: Text::new("neo4j"),
    })
}

pub fn record(wal: &Wal, timestamp: u64, names: &[String]) -> Record {
    Record {
        transaction: wal.next_transaction(),
        operations: encode(names),
        commit: commit(timestamp),
    }
}

/// Appends records as one batch; each one's outcome, in order. All fail if none was taken.
pub fn outcomes(wal: &Wal, records: Vec<Record>) -> Vec<Result<(), WalFailed>> {
    let (sender, outcomes) = channel();
    let count = records.len();
    let records = records
        .into_iter()
        .enumerate()
        .map(|(number, record)| {
            let sender = sender.clone();
            let done: Completion = Box::new(move |outcome| sender.send((number, outcome)).unwrap());
            (record, done)
        })
        .collect();
    if let Err(failed) = wal.append_all(records) {
        return vec![Err(failed); count];
    }
    drop(sender);
    let mut outcomes: Vec<_> = outcomes.iter().collect();
    assert_eq!(outcomes.len(), count, "every completion is called");
    // Parts are told before commits are.
    outcomes.sort_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Appends records as one batch and waits for it.
pub fn append(wal: &Wal, records: Vec<Record>) -> Result<(), WalFailed> {
    outcomes(wal, records).into_iter().collect()
}

/// Logs one transaction.
pub fn log(wal: &Wal, timestamp: u64, names: &[&str]) -> Result<(), WalFailed> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    append(wal, vec![record(wal, timestamp, &names)])
}

/// Writes a checkpoint of `state`, whose last transaction is at or below `timestamp`.
pub fn checkpoint(
    io: &Arc<dyn Io>,
    wal: &Wal,
    timestamp: u64,
    state: &[Committed],
) -> Result<(), String> {
    let position = wal.request_rotation().and_then(|r| r.wait());
    let position = position.map_err(|error| error.to_string())?;
    write_checkpoint(io, timestamp, position, state).map_err(|error| error.to_string())?;
    wal.release(position);
    Ok(())
}

pub fn write_checkpoint(
    io: &Arc<dyn Io>,
    timestamp: u64,
    log_position: u64,
    state: &[Committed],
) -> Result<(), quiver_storage::wal::CheckpointError> {
    let header = CheckpointHeader {
        database: DatabaseId::from_random([7; 16]),
        timestamp: Timestamp(timestamp),
        log_position,
        gaps: Vec::new(),
        metadata: [("names", 3i64)].into_iter().collect::<Map>(),
    };
    let mut writer = CheckpointWriter::create(Arc::clone(io), &header)?;
    for (timestamp, names) in state {
        for name in names {
            writer.write(&Operation::CreateLabelToken {
                // Timestamps of tests that jump are 2^32 n + small.
                id: LabelId(pack(*timestamp)),
                name: Text::new(name),
            })?;
        }
    }
    writer.finish()
}

/// A timestamp in 32 bits: 8 bits of jumps, 24 of count.
pub fn pack(timestamp: u64) -> u32 {
    let (jumps, count) = (timestamp >> 32, timestamp & 0xFFFF_FFFF);
    assert!(jumps < 256 && count < 1 << 24);
    u32::try_from(jumps << 24 | count).unwrap()
}

pub fn unpack(id: u32) -> u64 {
    u64::from(id >> 24) << 32 | u64::from(id & 0xFF_FFFF)
}
