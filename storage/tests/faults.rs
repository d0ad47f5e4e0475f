//! The disk fails while a database is used: nothing is acknowledged wrongly, nothing acknowledged is
//! lost, reading goes on, and after a failure in the log nothing more is written until it is opened
//! again. A full disk only refuses writes, until there is room.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;
mod seeds;

use std::sync::Arc;

use model::{Graph, begin, change, open, prepare, read};
use quiver_storage::io::{Fault, FaultKind, HostileIo, OperationClass};
use quiver_storage::{CommitError, Database, NodeScan, OpenError, WriteError};
use quiver_types::rng::Rng;
use quiver_types::{LabelId, PropertyKeyId, Value};
use seeds::seeds;

/// What a life was told.
#[derive(Clone, Default)]
struct Told {
    acknowledged: Graph,
    /// What a commit would have led to whose outcome is not known.
    uncertain: Option<Graph>,
}

impl Told {
    fn check(&self, found: &Graph, what: &str) {
        let text = found.text();
        let known = text == self.acknowledged.text();
        let possible = self
            .uncertain
            .as_ref()
            .is_some_and(|graph| graph.text() == text);
        assert!(
            known || possible,
            "{what}: found\n{text}instead of\n{}",
            self.acknowledged.text()
        );
    }
}

/// Opens, works for some transactions, closes. `false` if something failed, after which reading must
/// go on and writing must not.
fn live(io: &HostileIo, seed: u64, transactions: u32, told: &mut Told) -> bool {
    let mut rng = Rng::from_seed(seed);
    let database = match open(Arc::new(io.clone())) {
        Ok(database) => database,
        Err(OpenError::Io { .. }) => return false,
        Err(error) => panic!("{error}"),
    };
    told.check(&read(&begin(&database)), "opened");
    *told = Told {
        acknowledged: read(&begin(&database)),
        uncertain: None,
    };
    let mut failed = prepare(&database).is_err();
    for number in 0..transactions {
        if failed {
            break;
        }
        if number % 7 == 6 {
            // A checkpoint that fails costs nothing.
            let _ = database.checkpoint();
        }
        failed = !transaction(&database, &mut rng, told);
    }
    if failed {
        assert_eq!(
            read(&begin(&database)).text(),
            told.acknowledged.text(),
            "reading goes on"
        );
        let mut t = begin(&database);
        let refused = t.create_node(&[], &[]).map(drop);
        assert!(
            matches!(refused, Ok(()) | Err(WriteError::ReadOnly(_))),
            "{refused:?}"
        );
        let committed = t.commit_blocking();
        assert!(
            matches!(
                committed,
                Err(CommitError::Write(
                    WriteError::ReadOnly(_) | WriteError::DiskFull
                )) | Ok(_)
            ),
            "{committed:?}"
        );
    }
    database.close();
    !failed
}

/// Whether the store still takes writes afterwards.
fn transaction(database: &Database, rng: &mut Rng, told: &mut Told) -> bool {
    let mut t = begin(database);
    let mut graph = told.acknowledged.clone();
    for _ in 0..3 {
        match change(&mut t, &graph, rng) {
            Ok(Some(op)) => graph.apply(&op),
            Ok(None) => {}
            Err(WriteError::UniquenessViolation(_)) => return true,
            Err(WriteError::ReadOnly(_) | WriteError::DiskFull) => return false,
            Err(error) => panic!("{error}"),
        }
    }
    match t.commit_blocking() {
        Ok(_) => {
            told.acknowledged = graph;
            true
        }
        Err(CommitError::Uncertain(_)) => {
            told.uncertain = Some(graph);
            false
        }
        Err(CommitError::Write(WriteError::ReadOnly(_) | WriteError::DiskFull)) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_failing_call_at_every_place() {
    const LENGTH: u32 = 14;
    let kinds = [FaultKind::InputOutput, FaultKind::NoSpace, FaultKind::Short];
    let whole = HostileIo::new(9);
    assert!(live(&whole, 9, LENGTH, &mut Told::default()));
    let last = whole.operations();
    for seed in seeds(last) {
        // Each place meets each kind in turn, so that all six of a place take six runs of the suite
        // with other seeds; neighbours are much alike.
        let (at, turn) = (seed + 1, seed as usize);
        let fault = Fault {
            class: OperationClass::Write,
            at,
            kind: kinds[turn % 3],
            sticky: turn / 3 % 2 == 1,
        };
        let io = HostileIo::new(at);
        let mut told = Told::default();
        io.set_fault(Some(fault));
        live(&io, 9, LENGTH, &mut told);
        io.set_fault(None);
        // After a crash of the process, and after one of the machine.
        for (next, what) in [(io.fork(at), "killed"), (io.restart(), "power cut")] {
            let mut told = told.clone();
            assert!(live(&next, 1, 3, &mut told), "{fault:?}, {what}");
        }
    }
}

fn fill(database: &Database, text: &Value) -> Result<(), CommitError> {
    let mut t = begin(database);
    let filled = t.create_node(&[LabelId(0)], &[(PropertyKeyId(0), text.clone())]);
    filled?;
    t.commit_blocking().map(drop)
}

fn first_node(t: &quiver_storage::Transaction) -> quiver_types::NodeId {
    let (mut scan, mut nodes) = (NodeScan::all(), Vec::new());
    t.view().scan_nodes(&mut scan, 1, &mut nodes).expect("scan");
    nodes[0]
}

fn count(database: &Database) -> u64 {
    let t = begin(database);
    t.view().node_count(None).expect("a count")
}

#[test]
fn a_full_disk_is_read_only_until_there_is_room() {
    let io = HostileIo::new(4);
    let database = open(Arc::new(io.clone())).expect("open");
    prepare(&database).expect("prepare");
    // Room for nothing but what the log has already.
    io.set_capacity(Some(io.used() + 4096));
    let text = Value::string("x".repeat(3_000));
    let mut written = 0;
    let refused = loop {
        match fill(&database, &text) {
            Ok(()) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 10_000, "it is never full");
    };
    assert!(
        matches!(refused, CommitError::Write(WriteError::DiskFull)),
        "{refused}"
    );
    assert!(written > 100, "the log had room for {written}");
    for _ in 0..3 {
        assert_eq!(count(&database), written, "reading goes on");
        assert!(fill(&database, &text).is_err());
        assert!(database.checkpoint().is_err(), "no room for that either");
    }
    let mut t = begin(&database);
    let first = first_node(&t);
    assert!(t.delete_node(first).expect("deleted"));
    t.commit_blocking()
        .expect("deleting goes on in what is kept of the log");
    written -= 1;
    // There is room again: without being opened anew it takes writes.
    io.set_capacity(None);
    let mut tries = 0;
    while let Err(error) = fill(&database, &text) {
        assert!(
            matches!(error, CommitError::Write(WriteError::DiskFull)),
            "{error}"
        );
        tries += 1;
        assert!(tries < 3_000, "it never notices that there is room");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    for _ in 0..400 {
        fill(&database, &text).expect("room");
    }
    database.checkpoint().expect("room");
    drop(database);
    let database = open(Arc::new(io.restart())).expect("open");
    assert_eq!(count(&database), written + 401);
    assert!(database.check().expect("check").is_clean());
}

#[test]
fn a_full_disk_is_left_in_order() {
    let io = HostileIo::new(4);
    let database = open(Arc::new(io.clone())).expect("open");
    prepare(&database).expect("prepare");
    io.set_capacity(Some(io.used()));
    let text = Value::string("x".repeat(3_000));
    let mut written = 0;
    while fill(&database, &text).is_ok() {
        written += 1;
    }
    database.close();
    drop(database);
    io.set_capacity(None);
    let again = io.restart();
    let database = open(Arc::new(again.clone())).expect("open");
    assert_eq!(count(&database), written);
    database.close();
    drop(database);
    // A disk that is full when the database is opened is an error, not a loss.
    again.set_capacity(Some(again.used()));
    match open(Arc::new(again.clone())) {
        Ok(database) => drop(database),
        Err(OpenError::Io { .. }) => {}
        Err(error) => panic!("{error}"),
    }
    again.set_capacity(None);
    let database = open(Arc::new(again)).expect("open");
    assert_eq!(count(&database), written);
}

/// More than the log has room for in one transaction: refused whole.
#[test]
fn a_large_transaction_on_a_full_disk_is_refused_whole() {
    let io = HostileIo::new(4);
    let database = open(Arc::new(io.clone())).expect("open");
    prepare(&database).expect("prepare");
    io.set_capacity(Some(io.used()));
    let text = Value::string("x".repeat(3_000));
    // Until the log has noticed.
    while database
        .log_metrics()
        .room
        .load(std::sync::atomic::Ordering::Relaxed)
        == u64::MAX
    {
        fill(&database, &text).expect("room in the log");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let before = count(&database);
    let mut t = begin(&database);
    for _ in 0..400 {
        t.create_node(&[], &[(PropertyKeyId(0), text.clone())])
            .expect("node");
    }
    let refused = t.commit_blocking();
    assert!(
        matches!(refused, Err(CommitError::Write(WriteError::DiskFull))),
        "{refused:?}"
    );
    assert_eq!(count(&database), before);
    fill(&database, &text).expect("a small one has room");
    let (mut scan, mut nodes) = (NodeScan::all(), Vec::new());
    let t = begin(&database);
    while t
        .view()
        .scan_nodes(&mut scan, 100, &mut nodes)
        .expect("scan")
    {}
    assert_eq!(nodes.len() as u64, before + 1);
}

/// Whoever waited when the log's thread died learns that the outcome is not known; reading goes on,
/// and what was durable is there after the next start.
#[test]
fn the_death_of_the_logs_thread_stops_writing_only() {
    let io = HostileIo::new(2);
    let database = open(Arc::new(io.clone())).expect("open");
    prepare(&database).expect("prepare");
    fill(&database, &Value::Integer(1)).expect("a commit");
    let mut t = begin(&database);
    t.create_node(&[LabelId(0)], &[]).expect("node");
    // It is called on the log's thread, or on this one if the log was faster than the installation.
    let killed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        t.commit(Box::new(|_| panic!("killed by the test")));
    }));
    let mut failed = None;
    for _ in 0..200 {
        match fill(&database, &Value::Integer(2)) {
            // The thread was not the one that was killed.
            Ok(()) if killed.is_err() => return,
            Ok(()) => std::thread::yield_now(),
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    let failed = failed.expect("the log takes commits without its thread");
    assert!(
        matches!(
            failed,
            CommitError::Uncertain(_) | CommitError::Write(WriteError::ReadOnly(_))
        ),
        "{failed}"
    );
    assert!(matches!(
        fill(&database, &Value::Integer(3)),
        Err(CommitError::Write(WriteError::ReadOnly(_)))
    ));
    let before = count(&database);
    assert!(before >= 2);
    database.close();
    let database = open(Arc::new(io.restart())).expect("open");
    assert!(count(&database) >= before);
    assert!(database.check().expect("check").is_clean());
}

#[test]
fn a_second_opener_of_the_folder_is_refused() {
    let io = HostileIo::new(1);
    let database = open(Arc::new(io.clone())).expect("open");
    let second = open(Arc::new(io.clone()));
    assert!(matches!(second, Err(OpenError::Locked { .. })));
    database.close();
    open(Arc::new(io)).expect("it was let go of");
}
