//! What a log does when nothing goes wrong.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use quiver_storage::io::{FileIo, HostileIo, Io, MemoryIo};
use quiver_storage::wal::{Record, Wal};
use quiver_types::time::ManualClock;

use super::support::*;

fn on_all(check: impl Fn(Arc<dyn Io>)) {
    check(Arc::new(MemoryIo::new()));
    check(Arc::new(HostileIo::new(1)));
    let folder = tempfile::tempdir().unwrap();
    check(Arc::new(FileIo::open(&folder.path().join("a/b")).unwrap()));
}

fn one(timestamp: u64, name: &str) -> Committed {
    (timestamp, vec![name.to_owned()])
}

#[test]
fn what_was_logged_comes_back_after_a_clean_stop() {
    on_all(|io| {
        let (found, summary, wal) = open(&io).unwrap();
        assert!(found.committed.is_empty() && summary.created && summary.next_commit == 1);
        log(&wal, 1, &["a"]).unwrap();
        log(&wal, 2, &["b", "c"]).unwrap();
        wal.close().unwrap();
        assert!(log(&wal, 3, &["late"]).is_err());
        drop(wal);

        for _ in 0..3 {
            let (found, summary, wal) = open(&io).unwrap();
            let expected = [one(1, "a"), (2, vec!["b".to_owned(), "c".to_owned()])];
            assert_eq!(found.committed, expected);
            assert!(summary.clean && !summary.created && summary.torn.is_none());
            assert_eq!((summary.last_commit, summary.next_commit), (2, 3));
            assert!(summary.gaps.is_empty());
            drop(wal);
        }
    });
}

#[test]
fn a_killed_process_loses_nothing_and_leaves_a_gap() {
    let io = HostileIo::new(1);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    log(&wal, 1, &["a"]).unwrap();
    log(&wal, 2, &["b"]).unwrap();
    let killed: Arc<dyn Io> = Arc::new(io.fork(2));
    let (found, summary, wal) = open(&killed).unwrap();
    assert_eq!(found.committed, [one(1, "a"), one(2, "b")]);
    assert!(!summary.clean && summary.torn.is_none());
    let jumped = 2 + (1 << 32);
    assert_eq!((summary.last_commit, summary.next_commit), (2, jumped + 1));
    assert_eq!(summary.gaps, [(2, jumped)]);
    log(&wal, jumped + 1, &["c"]).unwrap();
    drop(wal);
    // The gap stays known, with commits on both of its sides.
    let (found, summary, _wal) = open(&killed).unwrap();
    assert_eq!(found.committed.last(), Some(&one(jumped + 1, "c")));
    assert!(summary.clean);
    assert_eq!(summary.gaps, [(2, jumped)]);
    assert_eq!(summary.next_commit, jumped + 2);
}

#[test]
fn crashes_without_commits_between_join_their_gaps_and_leave_no_files() {
    let io = HostileIo::new(1);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    log(&wal, 1, &["a"]).unwrap();
    let mut killed = io.fork(1);
    for crash in 1..=5u64 {
        let shared: Arc<dyn Io> = Arc::new(killed.clone());
        let (found, summary, _wal) = open(&shared).unwrap();
        assert_eq!(found.committed, [one(1, "a")]);
        assert_eq!(summary.gaps, [(1, 1 + (crash << 32))]);
        killed = killed.fork(crash);
        assert!(killed.list().unwrap().len() <= 2, "{:?}", killed.list());
    }
}

#[test]
fn large_transactions_span_frames_and_files() {
    on_all(|io| {
        let (_, _, wal) = open(&io).unwrap();
        let large: Vec<String> = (0..40).map(|n| format!("{n}").repeat(40_000)).collect();
        append(&wal, vec![record(&wal, 1, &large)]).unwrap();
        log(&wal, 2, &["small"]).unwrap();
        assert!(
            wal.metrics()
                .frames
                .load(std::sync::atomic::Ordering::Relaxed)
                > 8
        );
        drop(wal);
        let (found, _, _wal) = open(&io).unwrap();
        assert_eq!(found.committed, [(1, large), one(2, "small")]);
    });
}

#[test]
fn parts_interleave_and_exist_only_with_their_end() {
    let io = HostileIo::new(1);
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (_, _, wal) = open(&shared).unwrap();
    let [a, b, c] = [(); 3].map(|()| wal.next_transaction());
    let part = |transaction, name: &str| Record {
        transaction,
        operations: encode(&[name.to_owned()]),
        commit: None,
    };
    let end = |transaction, name: &str, timestamp| Record {
        commit: commit(timestamp),
        ..part(transaction, name)
    };
    append(&wal, vec![part(a, "a1"), part(b, "b1"), part(c, "c1")]).unwrap();
    append(&wal, vec![part(b, "b2"), part(a, "a2")]).unwrap();
    append(&wal, vec![end(b, "b3", 1), end(a, "a3", 2)]).unwrap();
    let strings = |names: [&str; 3]| names.map(str::to_owned).to_vec();
    let expected = [
        (1, strings(["b1", "b2", "b3"])),
        (2, strings(["a1", "a2", "a3"])),
    ];
    let killed: Arc<dyn Io> = Arc::new(io.fork(2));
    let (found, ..) = open(&killed).unwrap();
    assert_eq!(found.committed, expected);
    // A number that is used again in a later run does not join what an earlier one left open.
    wal.abandon(c);
    drop(wal);
    let (found, _, wal) = open(&shared).unwrap();
    assert_eq!(found.committed, expected);
    append(&wal, vec![end(c, "c of a later run", 3)]).unwrap();
    drop(wal);
    let (found, ..) = open(&shared).unwrap();
    assert_eq!(found.committed[2], one(3, "c of a later run"));
}

#[test]
fn a_checkpoint_replaces_the_log_before_it() {
    on_all(|io| {
        let (_, _, wal) = open(&io).unwrap();
        let mut state = Vec::new();
        for timestamp in 1..=100 {
            let name = format!("name {timestamp}").repeat(5);
            log(&wal, timestamp, &[&name]).unwrap();
            state.push((timestamp, vec![name]));
        }
        let before = io.list().unwrap();
        checkpoint(&io, &wal, 100, &state).unwrap();
        log(&wal, 101, &["after"]).unwrap();
        state.push(one(101, "after"));
        let after = io.list().unwrap();
        assert!(
            before.len() >= 2 && after.len() == 2,
            "{before:?} {after:?}"
        );
        drop(wal);
        let (found, summary, wal) = open(&io).unwrap();
        assert_eq!(found.committed, state);
        let header = found.checkpoint.unwrap();
        assert_eq!(header.timestamp.0, 100);
        assert_eq!(
            format!("{:?}", header.metadata.get("names")),
            "Some(Integer(3))"
        );
        assert_eq!(summary.next_commit, 102);
        // And once more, with nothing logged since.
        checkpoint(&io, &wal, 101, &state).unwrap();
        checkpoint(&io, &wal, 101, &state).unwrap();
        drop(wal);
        let (found, ..) = open(&io).unwrap();
        assert_eq!(found.committed, state);
    });
}

#[test]
fn a_checkpoint_keeps_the_log_of_open_transactions() {
    let io: Arc<dyn Io> = Arc::new(HostileIo::new(1));
    let (_, _, wal) = open(&io).unwrap();
    log(&wal, 1, &["a"]).unwrap();
    let transaction = wal.next_transaction();
    let part = Record {
        transaction,
        operations: encode(&["part".to_owned()]),
        commit: None,
    };
    append(&wal, vec![part.clone()]).unwrap();
    checkpoint(&io, &wal, 1, &[one(1, "a")]).unwrap();
    let end = Record {
        commit: commit(2),
        ..part
    };
    append(&wal, vec![end]).unwrap();
    drop(wal);
    let (found, ..) = open(&io).unwrap();
    let both = vec!["part".to_owned(), "part".to_owned()];
    assert_eq!(found.committed, [one(1, "a"), (2, both)]);
}

#[test]
fn an_idle_log_says_how_far_it_is_durable() {
    let io: Arc<dyn Io> = Arc::new(HostileIo::new(1));
    let mut wanted = options();
    wanted.wal.idle_mark = Some(Duration::from_millis(1));
    let mut collector = Collector::default();
    let recovered = quiver_storage::wal::recover(&io, &wanted, &mut collector).unwrap();
    let wal = Wal::start(recovered.tail, Arc::new(ManualClock::default())).unwrap();
    let frames = || {
        wal.metrics()
            .frames
            .load(std::sync::atomic::Ordering::Relaxed)
    };
    log(&wal, 1, &["a"]).unwrap();
    while frames() < 2 {
        std::thread::yield_now();
    }
    // One mark, not one every millisecond.
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(frames(), 2);
}

#[test]
fn completions_come_in_order_and_groups_form() {
    let folder = tempfile::tempdir().unwrap();
    let io: Arc<dyn Io> = Arc::new(FileIo::open(folder.path()).unwrap());
    let (_, _, wal) = open(&io).unwrap();
    let (sender, order) = channel();
    for timestamp in 1..=1000u64 {
        let sender = sender.clone();
        let record = record(&wal, timestamp, &["x".to_owned()]);
        let done = Box::new(move |outcome: Result<(), _>| {
            outcome.unwrap();
            sender.send(timestamp).unwrap();
        });
        wal.append(record, done).unwrap();
    }
    wal.close().unwrap();
    drop(sender);
    assert_eq!(
        order.iter().collect::<Vec<_>>(),
        (1..=1000).collect::<Vec<_>>()
    );
    let load =
        |counter: &std::sync::atomic::AtomicU64| counter.load(std::sync::atomic::Ordering::Relaxed);
    let metrics = wal.metrics();
    assert_eq!(load(&metrics.records), 1000);
    assert_eq!(load(&metrics.queue_depth), 0);
    assert!(load(&metrics.syncs) < 1000);
    assert!(metrics.batch_records.counts().iter().sum::<u64>() > 0);
}

#[test]
fn the_lock_is_exclusive_until_it_is_dropped() {
    on_all(|io| {
        let lock = io.try_lock("lock").unwrap();
        assert!(lock.is_some());
        assert!(io.try_lock("lock").unwrap().is_none());
        drop(lock);
        assert!(io.try_lock("lock").unwrap().is_some());
        assert!(io.try_lock("../lock").is_err());
    });
}

#[test]
fn the_last_owner_may_let_go_of_the_log_within_a_completion() {
    let io: Arc<dyn Io> = Arc::new(MemoryIo::new());
    let (_, _, wal) = open(&io).unwrap();
    let wal = Arc::new(wal);
    let (sender, outcome) = channel();
    let held = Arc::clone(&wal);
    let done = Box::new(move |result: Result<(), _>| {
        drop(held);
        sender.send(result.is_ok()).unwrap();
    });
    let record = record(&wal, 1, &["a".to_owned()]);
    wal.append(record, done).unwrap();
    drop(wal);
    assert!(outcome.recv().unwrap());
}
