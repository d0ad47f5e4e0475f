//! Calls that fail: nothing is acknowledged wrongly, nothing acknowledged is lost, and after the
//! first failure nothing is acknowledged at all.

use std::sync::Arc;

use quiver_storage::OpenError;
use quiver_storage::io::{Fault, FaultKind, HostileIo, Io, OperationClass};
use quiver_types::rng::Rng;

use super::power::{Model, live};
use super::support::*;

fn faults(class: OperationClass, at: u64) -> impl Iterator<Item = Fault> {
    let kinds = [FaultKind::InputOutput, FaultKind::NoSpace, FaultKind::Short];
    kinds.into_iter().flat_map(move |kind| {
        [false, true].map(|sticky| Fault {
            class,
            at,
            kind,
            sticky,
        })
    })
}

#[test]
fn a_failing_write_at_every_place() {
    let whole = HostileIo::new(9);
    live(&whole, &mut Rng::from_seed(9), &mut Model::default(), 15).unwrap();
    let last = whole.operations();
    for at in 1..=last {
        for fault in faults(OperationClass::Write, at) {
            let io = HostileIo::new(at);
            let mut model = Model::default();
            io.set_fault(Some(fault));
            let outcome = live(&io, &mut Rng::from_seed(9), &mut model, 15);
            if fault.kind == FaultKind::Short {
                outcome.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
            }
            // After a crash of the process, and after one of the machine.
            io.set_fault(None);
            let killed = io.fork(at);
            let mut again = model.clone();
            live(&killed, &mut Rng::from_seed(1), &mut again, 3)
                .unwrap_or_else(|error| panic!("{fault:?}, killed: {error}"));
            live(&io.restart(), &mut Rng::from_seed(1), &mut model, 3)
                .unwrap_or_else(|error| panic!("{fault:?}, power cut: {error}"));
        }
    }
}

#[test]
fn a_failing_read_at_every_place_of_recovery() {
    let written = HostileIo::new(3);
    let mut model = Model::default();
    live(&written, &mut Rng::from_seed(3), &mut model, 30).unwrap();
    let whole = written.fork(1);
    live(&whole, &mut Rng::from_seed(1), &mut model.clone(), 0).unwrap();
    for at in 1..=whole.reads() {
        for fault in faults(OperationClass::Read, at) {
            let io = written.fork(at);
            io.set_fault(Some(fault));
            let shared: Arc<dyn Io> = Arc::new(io.clone());
            match recover_on(&shared) {
                Ok((found, recovered)) => {
                    let summary = Summary::of(&recovered);
                    model.clone().recovered(&found, &summary).unwrap();
                }
                Err(OpenError::Io { .. }) if fault.kind != FaultKind::Short => {}
                Err(error) => panic!("{fault:?}: {error}"),
            }
            io.set_fault(None);
            live(&io.restart(), &mut Rng::from_seed(1), &mut model.clone(), 3).unwrap();
        }
    }
}

#[test]
fn a_failed_sync_is_final_and_its_cause_is_kept() {
    let io = HostileIo::new(5);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    log(&wal, 1, &["kept"]).unwrap();
    // The second of: write, sync.
    io.set_fault(Some(Fault {
        class: OperationClass::Write,
        at: 2,
        kind: FaultKind::InputOutput,
        sticky: false,
    }));
    let before = io.operations();
    let failed = log(&wal, 2, &["lost"]).unwrap_err();
    assert!(failed.to_string().contains("os error 5"), "{failed}");
    for timestamp in 3..6 {
        let again = log(&wal, timestamp, &["refused"]).unwrap_err();
        assert_eq!(again.cause, failed.cause);
    }
    assert!(wal.request_rotation().is_err());
    assert_eq!(wal.close().unwrap_err().cause, failed.cause);
    assert_eq!(io.operations(), before + 2, "nothing is tried again");
    assert_eq!(wal.failure().unwrap().cause, failed.cause);
}

#[test]
fn a_panic_on_the_logs_thread_poisons_it() {
    let io: Arc<dyn Io> = Arc::new(HostileIo::new(5));
    let (_, _, wal) = open(&io).unwrap();
    let bomb = record(&wal, 1, &["a".to_owned()]);
    let bystander = record(&wal, 2, &["b".to_owned()]);
    let (sender, outcome) = std::sync::mpsc::channel();
    wal.append_all(vec![
        (bomb, Box::new(|_| panic!("a broken completion"))),
        (
            bystander,
            Box::new(move |result| sender.send(result).unwrap()),
        ),
    ])
    .unwrap();
    let failed = outcome.recv().unwrap().unwrap_err();
    assert!(failed.cause.contains("a broken completion"), "{failed}");
    assert!(log(&wal, 3, &["c"]).is_err());
    drop(wal);
    let (found, ..) = open(&io).unwrap();
    assert_eq!(found.committed.len(), 2);
}

#[test]
fn timestamps_out_of_order_are_never_written() {
    let io: Arc<dyn Io> = Arc::new(HostileIo::new(5));
    let (_, _, wal) = open(&io).unwrap();
    log(&wal, 7, &["a"]).unwrap();
    assert!(log(&wal, 7, &["b"]).is_err());
    drop(wal);
    let (found, ..) = open(&io).unwrap();
    assert_eq!(found.committed, [(7, vec!["a".to_owned()])]);
}

#[test]
fn a_failed_checkpoint_costs_nothing() {
    for at in 1..40 {
        let io = HostileIo::new(at);
        let shared: Arc<dyn Io> = Arc::new(io.clone());
        let (_, _, wal) = open(&shared).unwrap();
        let state = [(1, vec!["a".to_owned()])];
        log(&wal, 1, &["a"]).unwrap();
        let position = wal.request_rotation().unwrap().wait().unwrap();
        io.set_fault(Some(Fault {
            class: OperationClass::Write,
            at,
            kind: FaultKind::NoSpace,
            sticky: false,
        }));
        let failed = write_checkpoint(&shared, 1, position, &state).is_err();
        io.set_fault(None);
        // The log goes on, and so does the next attempt.
        log(&wal, 2, &["b"]).unwrap();
        if failed {
            write_checkpoint(&shared, 1, position, &state).unwrap();
        }
        wal.release(position);
        drop(wal);
        let (found, ..) = open(&shared).unwrap();
        assert_eq!(found.committed.len(), 2, "{at}");
        assert!(found.checkpoint.is_some());
    }
}
