//! Measures the bare log: durable commits a second and their latency with 1, 8 and 64 committers,
//! beside the disk's own write + fdatasync. No graph, no locks: the floor under every write.
//!
//! `cargo run --release -p quiver-storage --example log_throughput -- FOLDER [SECONDS]`. The folder
//! should be on the disk that is meant and must not exist; it is left behind.

#![allow(clippy::print_stdout, reason = "a measurement prints")]

use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use quiver_storage::codec::encode_operation;
use quiver_storage::io::{FileIo, Io};
use quiver_storage::wal::{
    CheckpointHeader, CommitInfo, LogVisitor, Record, RecoveryOptions, VisitError, Wal, WalOptions,
    recover,
};
use quiver_storage::{Operation, Timestamp};
use quiver_types::time::{Clock, SystemClock};
use quiver_types::{DatabaseId, LabelId, NodeId, PropertyKeyId, Text, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let seconds: u64 = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let folder = Path::new(&folder);
    bare_disk(folder, seconds)?;
    for committers in [1, 8, 64] {
        measure(folder, committers, seconds)?;
    }
    Ok(())
}

fn bare_disk(folder: &Path, seconds: u64) -> Result<(), Box<dyn Error>> {
    let clock = SystemClock::new();
    let io = FileIo::open(&folder.join("bare"))?;
    let file = io.create("bare")?;
    file.write_zeros(0, 16 << 20)?;
    file.sync_data()?;
    let record = vec![0x5A; 160];
    let mut latencies = Vec::new();
    let end = clock.monotonic_nanos() + seconds * 1_000_000_000;
    let mut offset = 0;
    while clock.monotonic_nanos() < end {
        let before = clock.monotonic_nanos();
        file.write_all_at(&record, offset)?;
        file.sync_data()?;
        latencies.push(clock.monotonic_nanos() - before);
        offset = (offset + record.len() as u64) % (15 << 20);
    }
    report("write + fdatasync", seconds, latencies);
    Ok(())
}

/// Takes what recovery finds and drops it.
struct Ignore;

impl LogVisitor for Ignore {
    fn checkpoint(&mut self, _header: &CheckpointHeader) -> Result<(), VisitError> {
        Ok(())
    }
    fn checkpoint_operations(
        &mut self,
        _operations: quiver_storage::codec::Operations<'_>,
    ) -> Result<(), VisitError> {
        Ok(())
    }
    fn transaction(
        &mut self,
        _commit: &CommitInfo,
        _operations: quiver_storage::codec::Operations<'_>,
    ) -> Result<(), VisitError> {
        Ok(())
    }
}

fn measure(folder: &Path, committers: usize, seconds: u64) -> Result<(), Box<dyn Error>> {
    let io: Arc<dyn Io> = Arc::new(FileIo::open(&folder.join(committers.to_string()))?);
    let options = RecoveryOptions {
        new_database: DatabaseId::from_random([1; 16]),
        wal: WalOptions::default(),
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let recovered = recover(&io, &options, &mut Ignore)?;
    let wal = Wal::start(recovered.tail, Arc::clone(&clock))?;
    let next = Mutex::new(recovered.next_commit.0);
    let stop = AtomicBool::new(false);
    let failures = AtomicU64::new(0);
    let latencies = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..committers {
            scope.spawn(|| {
                let mine = commit_until(&wal, &next, &stop, clock.as_ref(), &failures);
                if let Ok(mut all) = latencies.lock() {
                    all.extend(mine);
                }
            });
        }
        std::thread::sleep(std::time::Duration::from_secs(seconds));
        stop.store(true, Ordering::Relaxed);
    });
    wal.close()?;
    let metrics = Arc::clone(wal.metrics());
    let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let latencies = latencies.into_inner().unwrap_or_default();
    drop(wal);
    let before = clock.monotonic_nanos();
    let again = recover(&io, &options, &mut Ignore)?;
    let millis = (clock.monotonic_nanos() - before) as f64 / 1e6;
    report(&format!("{committers} committers"), seconds, latencies);
    println!(
        "  {:.1} records a sync, sync {:.0} us on average, {} files begun, {} failed",
        load(&metrics.records) as f64 / load(&metrics.syncs) as f64,
        load(&metrics.sync_nanos) as f64 / load(&metrics.syncs) as f64 / 1000.0,
        load(&metrics.rotations) + 1,
        load(&failures),
    );
    println!(
        "  read again: {} transactions, {:.1} MB in {millis:.0} ms",
        again.transactions,
        load(&metrics.bytes) as f64 / 1e6,
    );
    Ok(())
}

fn commit_until(
    wal: &Wal,
    next: &Mutex<u64>,
    stop: &AtomicBool,
    clock: &dyn Clock,
    failures: &AtomicU64,
) -> Vec<u64> {
    let (sender, done) = crossbeam_channel::bounded(1);
    let mut latencies = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let before = clock.monotonic_nanos();
        let operations = some_operations();
        let transaction = wal.next_transaction();
        let sender = sender.clone();
        let appended = {
            let Ok(mut next) = next.lock() else { break };
            let timestamp = Timestamp(*next);
            *next += 1;
            let record = Record {
                transaction,
                operations,
                commit: Some(CommitInfo {
                    timestamp,
                    wall_nanos: 0,
                    user: Text::new("neo4j"),
                }),
            };
            wal.append(record, Box::new(move |outcome| drop(sender.send(outcome))))
        };
        if appended.is_err() || !matches!(done.recv(), Ok(Ok(()))) {
            failures.fetch_add(1, Ordering::Relaxed);
            break;
        }
        latencies.push(clock.monotonic_nanos() - before);
    }
    latencies
}

/// One node with five small properties.
fn some_operations() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    let properties = (0..5)
        .map(|key| (PropertyKeyId(key), Value::from(i64::from(key) * 1_000_003)))
        .collect();
    let operation = Operation::CreateNode {
        id: NodeId(4711),
        labels: vec![LabelId(1)],
        properties,
    };
    if encode_operation(&operation, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

fn report(what: &str, seconds: u64, mut latencies: Vec<u64>) {
    latencies.sort_unstable();
    let at = |share: f64| {
        let index = (latencies.len() as f64 * share) as usize;
        latencies
            .get(index)
            .map_or(0.0, |nanos| *nanos as f64 / 1e6)
    };
    println!(
        "{what}: {} a second, latency median {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms",
        latencies.len() as u64 / seconds.max(1),
        at(0.5),
        at(0.99),
        at(0.999)
    );
}
