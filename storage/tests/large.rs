//! A transaction too large for one record goes to the log in parts ahead of its commit. Wherever the
//! power goes it is there whole or not at all; one that fails in the middle leaves nothing; others
//! commit, and checkpoints are written, while its parts come.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use model::{begin, open};
use quiver_storage::io::HostileIo;
use quiver_storage::{CommitError, Database, Transaction, WriteError};
use quiver_types::{LabelId, PropertyKeyId, Value};

const SMALL: LabelId = LabelId(0);
const LARGE: LabelId = LabelId(1);
const KEY: PropertyKeyId = PropertyKeyId(0);
const NODES: u64 = 16;

fn prepared(io: &HostileIo) -> Database {
    let database = open(Arc::new(io.clone())).expect("open");
    for name in ["Small", "Large"] {
        database.tokens().get_or_create_label(name).expect("label");
    }
    let tokens = database.tokens();
    tokens.get_or_create_property_key("k").expect("key");
    one_more(&database).expect("commit");
    database
}

fn one_more(database: &Database) -> Result<(), CommitError> {
    let mut t = begin(database);
    t.create_node(&[SMALL], &[]).map_err(CommitError::Write)?;
    t.commit_blocking().map(drop)
}

/// Some megabytes.
fn large(database: &Database) -> Result<Transaction, WriteError> {
    let mut t = begin(database);
    let value = Value::string("x".repeat(300 << 10));
    for _ in 0..NODES {
        t.create_node(&[LARGE], &[(KEY, value.clone())])?;
    }
    Ok(t)
}

fn count(database: &Database, label: LabelId) -> u64 {
    let t = begin(database);
    t.view().node_count(Some(label)).expect("count")
}

fn clean(database: &Database) {
    let report = database.check().expect("check");
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn wherever_the_power_goes_it_is_whole_or_absent() {
    let (mut lost, mut kept) = (0, 0);
    let io = HostileIo::new(1);
    let database = prepared(&io);
    let before = io.operations();
    let told = large(&database).map(Transaction::commit_blocking);
    assert!(matches!(told, Ok(Ok(_))));
    let whole = io.operations() - before;
    for cut in (0..=24).map(|step| step * whole / 20) {
        let io = HostileIo::new(cut);
        let database = prepared(&io);
        io.cut_power_after(io.operations() + cut);
        let told = large(&database).map(Transaction::commit_blocking);
        let acknowledged = matches!(told, Ok(Ok(_)));
        drop(database);
        let again = open(Arc::new(io.restart())).expect("open");
        let found = count(&again, LARGE);
        assert!(
            found == NODES || found == 0 && !acknowledged,
            "cut {cut}: {found}"
        );
        assert_eq!(count(&again, SMALL), 1);
        clean(&again);
        lost += u64::from(!acknowledged);
        kept += u64::from(acknowledged);
    }
    assert!(lost > 5 && kept > 0, "{lost} lost, {kept} kept");
}

#[test]
fn others_commit_and_checkpoints_are_written_meanwhile() {
    let io = HostileIo::new(1);
    let database = prepared(&io);
    let (stop, small) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(1)),
    );
    let others: Vec<_> = (0..3)
        .map(|which| {
            let (database, stop, small) = (database.clone(), stop.clone(), small.clone());
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    if which == 0 {
                        database.checkpoint().expect("checkpoint");
                    } else {
                        one_more(&database).expect("commit");
                        small.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for round in 1..=2 {
        let t = large(&database).expect("writes");
        t.commit_blocking().expect("commit");
        assert_eq!(count(&database, LARGE), round * NODES);
    }
    // Killed before others end, so that the log has parts of anything.
    let copy = io.fork(2);
    stop.store(true, Ordering::Relaxed);
    others.into_iter().for_each(|t| t.join().expect("other"));
    for (io, all) in [(copy, false), (io.fork(3), true)] {
        let again = open(Arc::new(io)).expect("open");
        assert_eq!(count(&again, LARGE), 2 * NODES);
        assert!(!all || count(&again, SMALL) == small.load(Ordering::Relaxed));
        clean(&again);
    }
}

#[test]
fn one_that_does_not_fit_on_the_disk_leaves_nothing() {
    let io = HostileIo::new(1);
    let database = prepared(&io);
    io.set_capacity(Some(io.used() + (3 << 20)));
    let refused = large(&database).and_then(|t| {
        t.commit_blocking().map_err(|error| match error {
            CommitError::Write(error) => error,
            other => panic!("{other}"),
        })
    });
    assert!(matches!(refused, Err(WriteError::DiskFull)), "{refused:?}");
    assert_eq!(count(&database, LARGE), 0);
    io.set_capacity(None);
    let again = open(Arc::new(io.fork(2))).expect("open");
    assert_eq!((count(&again, LARGE), count(&again, SMALL)), (0, 1));
    clean(&again);
}
