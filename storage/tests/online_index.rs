//! Indexes and constraints are created while others read and write: nobody waits for the filling,
//! nothing is missing from what comes of it, what violates a constraint is found whoever wrote it,
//! and a process that dies in the middle has lost nothing it had promised.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use model::{begin, open};
use quiver_storage::io::HostileIo;
use quiver_storage::{
    CommitError, ConstraintKind, Database, IndexId, IndexQuery, LockOutcome, NodeScan, SchemaError,
    SchemaTarget, Transaction, WriteError,
};
use quiver_types::rng::Rng;
use quiver_types::{LabelId, NodeId, PropertyKeyId, Value};

const LABEL: LabelId = LabelId(0);
const KEY: PropertyKeyId = PropertyKeyId(0);
const TARGET: SchemaTarget = SchemaTarget::Label(LABEL);

fn database(nodes: i64) -> (HostileIo, Database) {
    let io = HostileIo::new(1);
    let database = open(Arc::new(io.clone())).expect("open");
    let tokens = database.tokens();
    tokens.get_or_create_label("L").expect("label");
    tokens.get_or_create_property_key("k").expect("key");
    let mut t = begin(&database);
    for n in 0..nodes {
        t.create_node(&[LABEL], &[(KEY, n.into())]).expect("node");
    }
    t.commit_blocking().expect("commit");
    (io, database)
}

fn clean(database: &Database) {
    let report = database.check().expect("check");
    assert!(report.is_clean(), "{:?}", &report.problems[..1]);
}

/// One write in its own transaction; whether it was done.
fn write(
    database: &Database,
    change: impl FnOnce(&mut Transaction) -> Result<(), WriteError>,
) -> bool {
    let mut t = begin(database);
    t.wait_in_place(true);
    match change(&mut t) {
        Ok(()) => {}
        Err(
            WriteError::Conflict(_)
            | WriteError::Deadlock
            | WriteError::EntityDeleted(_)
            | WriteError::UniquenessViolation(_),
        ) => return false,
        Err(error) => panic!("{error}"),
    }
    match t.commit_blocking() {
        Ok(_) => true,
        Err(CommitError::Write(WriteError::PropertyMissing(_))) => false,
        Err(error) => panic!("{error}"),
    }
}

/// Runs a schema statement as a server does: again when a lock was granted.
fn schema(
    database: &Database,
    mut statement: impl FnMut(&mut Transaction) -> Result<(), SchemaError>,
) -> Result<(), SchemaError> {
    let mut t = begin(database);
    loop {
        t.begin_statement();
        match statement(&mut t) {
            Ok(()) => {
                t.commit_blocking().expect("commit");
                return Ok(());
            }
            Err(SchemaError::Write(WriteError::MustWait)) => {
                t.rollback_statement();
                let wait = t.take_lock_wait().expect("announced");
                assert_eq!(wait.block(), LockOutcome::Granted);
            }
            Err(error) => return Err(error),
        }
    }
}

fn create_index(database: &Database) {
    schema(database, |t| {
        t.create_index("i".into(), TARGET, vec![KEY]).map(drop)
    })
    .expect("index");
}

fn await_online(database: &Database) {
    while !database.schema().populating.is_empty() {
        thread::yield_now();
    }
}

fn found(t: &Transaction, index: IndexId, value: i64) -> Vec<u64> {
    let mut ids = Vec::new();
    let exact = [Value::Integer(value)];
    let query = IndexQuery::Exact(&exact);
    t.view().index_seek(index, &query, &mut ids).expect("seek");
    ids.sort_unstable();
    ids
}

fn nodes(t: &Transaction) -> Vec<NodeId> {
    let (mut scan, mut nodes) = (NodeScan::label(LABEL), Vec::new());
    while t
        .view()
        .scan_nodes(&mut scan, 1000, &mut nodes)
        .expect("scan")
    {}
    nodes
}

/// Some nodes, each of which is found by the value it has.
fn complete(t: &Transaction, index: IndexId, count: usize) {
    let all = nodes(t);
    for node in all.iter().copied().step_by(all.len() / count) {
        if let Value::Integer(n) = t.view().node_property(node, KEY).expect("read") {
            assert!(found(t, index, n).contains(&node.0), "{node} of {n}");
        }
    }
}

/// Writers that do a bit of everything until told to stop, each with values of its own.
fn writers(
    database: &Database,
    stop: &Arc<AtomicBool>,
    values: u64,
) -> (Vec<thread::JoinHandle<()>>, Arc<AtomicU64>) {
    let written = Arc::new(AtomicU64::new(0));
    let all = nodes(&begin(database));
    let threads = (0..3)
        .map(|seed| {
            let (database, stop, written) = (database.clone(), stop.clone(), written.clone());
            let all = all.clone();
            thread::spawn(move || {
                let mut rng = Rng::from_seed(seed);
                while !stop.load(Ordering::Relaxed) {
                    let node = all[rng.below(all.len() as u64) as usize];
                    let value = Value::Integer(rng.below(values) as i64);
                    let done = write(&database, |t| match rng.below(4) {
                        0 => t.create_node(&[LABEL], &[(KEY, value)]).map(drop),
                        1 => t.set_node_property(node, KEY, value).map(drop),
                        2 => t.remove_label(node, LABEL).map(drop),
                        _ => t.detach_delete_node(node).map(drop),
                    });
                    written.fetch_add(u64::from(done), Ordering::Relaxed);
                }
            })
        })
        .collect();
    (threads, written)
}

#[test]
fn writers_go_on_while_an_index_is_filled_and_nothing_is_missing() {
    let (_, database) = database(60_000);
    let old = begin(&database);
    old.snapshot();
    let stop = Arc::default();
    let (threads, written) = writers(&database, &stop, 70_000);
    create_index(&database);
    let index = database.schema().all_indexes().next().expect("there").id;
    let percent = database.population(index).expect("there");
    assert!((0.0..=100.0).contains(&percent));
    let before = written.load(Ordering::Relaxed);
    // A seek is answered whether or not the index is online.
    complete(&begin(&database), index, 2);
    await_online(&database);
    while written.load(Ordering::Relaxed) < before + 20 {
        thread::yield_now();
    }
    complete(&old, index, 2);
    complete(&begin(&database), index, 500);
    stop.store(true, Ordering::Relaxed);
    threads.into_iter().for_each(|t| t.join().expect("writer"));
    assert_eq!(database.population(index), Some(100.0));
    complete(&old, index, 2);
    clean(&database);
}

#[test]
fn a_small_index_is_online_when_its_creation_is_acknowledged() {
    let (_, database) = database(100);
    create_index(&database);
    let index = database.schema().indexes[0].id;
    assert_eq!(found(&begin(&database), index, 7).len(), 1);
    assert!(database.schema().populating.is_empty());
}

#[test]
fn of_racing_writers_and_a_constraint_one_yields_and_no_two_have_one_value() {
    let (mut made, mut refused) = (0, 0);
    for round in 0..40 {
        let (_, database) = database(300);
        let stop = Arc::default();
        // Few values violate it soon, many hardly ever.
        let values = if round % 2 == 0 { 600 } else { 1 << 40 };
        let kind = if round % 4 < 2 {
            ConstraintKind::Unique
        } else {
            ConstraintKind::Key
        };
        let (threads, _) = writers(&database, &stop, values);
        let outcome = schema(&database, |t| {
            t.create_constraint(kind, "c".into(), TARGET, vec![KEY])
        });
        stop.store(true, Ordering::Relaxed);
        threads.into_iter().for_each(|t| t.join().expect("writer"));
        let now = database.schema();
        assert!(now.populating.is_empty());
        match outcome {
            Ok(()) => {
                assert_eq!((now.constraints.len(), now.indexes.len()), (1, 1));
                made += 1;
            }
            Err(SchemaError::ViolatedByData(_)) => {
                assert_eq!((now.constraints.len(), now.indexes.len()), (0, 0));
                refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
        clean(&database);
    }
    assert!(made > 0, "{refused} were refused");
}

#[test]
fn what_violates_a_constraint_leaves_nothing_of_it() {
    let (_, database) = database(1_000);
    let twice = |t: &mut Transaction| t.create_node(&[LABEL], &[(KEY, 7i64.into())]).map(drop);
    assert!(write(&database, twice));
    let outcome = schema(&database, |t| {
        t.create_unique_constraint("c".into(), TARGET, vec![KEY])
    });
    assert!(matches!(outcome, Err(SchemaError::ViolatedByData(_))));
    let now = database.schema();
    assert!(now.populating.is_empty() && now.constraints.is_empty());
    assert!(write(&database, twice), "nothing forbids it");
    create_index(&database);
    clean(&database);
}

#[test]
fn a_transaction_that_is_rolled_back_takes_its_constraint_back() {
    let (io, database) = database(10);
    let mut t = begin(&database);
    t.create_unique_constraint("c".into(), TARGET, vec![KEY])
        .expect("no two");
    t.create_unique_constraint("d".into(), TARGET, vec![KEY, PropertyKeyId(1)])
        .expect("behind the gate");
    assert_eq!(database.schema().populating.len(), 1);
    drop(t);
    assert!(database.schema().populating.is_empty());
    let mut t = begin(&database);
    for name in ["c", "d"] {
        let keys = vec![KEY, PropertyKeyId(u32::from(name == "d"))];
        t.create_unique_constraint(name.into(), TARGET, keys)
            .expect("no two");
    }
    t.commit_blocking().expect("commit");
    assert_eq!(database.schema().constraints.len(), 2);
    clean(&database);
    let again = open(Arc::new(io.fork(2))).expect("open");
    assert_eq!(again.schema().constraints.len(), 2);
    clean(&again);
}

#[test]
fn a_process_that_dies_while_filling_has_what_it_promised() {
    let (io, database) = database(60_000);
    let stop = Arc::default();
    let (threads, _) = writers(&database, &stop, 1 << 40);
    create_index(&database);
    let copies: Vec<HostileIo> = (0..2).map(|seed| io.fork(seed)).collect();
    let constraint = {
        let database = database.clone();
        thread::spawn(move || {
            schema(&database, |t| {
                t.create_unique_constraint("c".into(), TARGET, vec![KEY, PropertyKeyId(9)])
            })
        })
    };
    while !constraint.is_finished() && database.schema().populating.iter().all(|i| !i.unique) {
        thread::yield_now();
    }
    let building = io.fork(9);
    constraint.join().expect("thread").expect("constraint");
    stop.store(true, Ordering::Relaxed);
    threads.into_iter().for_each(|t| t.join().expect("writer"));
    for (number, copy) in copies.into_iter().chain([building]).enumerate() {
        let again = open(Arc::new(copy)).expect("open");
        let schema = again.schema();
        assert_eq!(&*schema.indexes[0].name, "i", "copy {number}");
        assert!(schema.populating.is_empty());
        complete(&begin(&again), schema.indexes[0].id, 500);
        clean(&again);
    }
}

#[test]
fn an_index_may_be_dropped_and_a_database_closed_while_it_is_filled() {
    let (io, database) = database(60_000);
    create_index(&database);
    schema(&database, |t| t.drop_index("i")).expect("drop");
    await_online(&database);
    assert!(database.schema().indexes.is_empty());
    create_index(&database);
    database.close();
    drop(database);
    let again = open(Arc::new(io.restart())).expect("open");
    assert_eq!(again.schema().indexes.len(), 1);
    clean(&again);
}
