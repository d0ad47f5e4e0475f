//! Many threads at once: nothing is lost, doubled or left dangling, and every wait ends.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use model::{begin, open};
use quiver_storage::io::MemoryIo;
use quiver_storage::{
    CommitError, Database, Direction, IndexQuery, LockOutcome, NodeScan, SchemaTarget, Transaction,
    WriteError,
};
use quiver_types::rng::Rng;
use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipTypeId, Value};

const LABEL: LabelId = LabelId(0);
const KEY: PropertyKeyId = PropertyKeyId(0);
const TYPE: RelationshipTypeId = RelationshipTypeId(0);

fn database() -> Database {
    let database = open(Arc::new(MemoryIo::new())).expect("open");
    let tokens = database.tokens();
    tokens.get_or_create_label("L").expect("label");
    tokens.get_or_create_property_key("k").expect("key");
    tokens.get_or_create_relationship_type("T").expect("type");
    database
}

/// Runs one statement in its own transaction as a server does: after a lock or a conflict the
/// statement runs again on a newer snapshot; after a deadlock the transaction does.
fn auto_commit<T>(
    database: &Database,
    mut statement: impl FnMut(&mut Transaction) -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    'transaction: loop {
        let mut transaction = begin(database);
        loop {
            transaction.begin_statement();
            match statement(&mut transaction) {
                Ok(value) => match transaction.commit_blocking() {
                    Ok(_) => return Ok(value),
                    Err(CommitError::Write(WriteError::Conflict(_))) => continue 'transaction,
                    Err(error) => panic!("{error}"),
                },
                Err(WriteError::MustWait) => {
                    transaction.rollback_statement();
                    let wait = transaction.take_lock_wait().expect("announced");
                    assert_eq!(wait.block(), LockOutcome::Granted);
                    assert!(transaction.refresh_snapshot());
                }
                Err(WriteError::Conflict(_)) => {
                    transaction.rollback_statement();
                    assert!(transaction.refresh_snapshot());
                }
                Err(WriteError::Deadlock) => continue 'transaction,
                Err(error) => return Err(error),
            }
        }
    }
}

fn threads(count: u64, work: impl Fn(u64) + Send + Sync + 'static) {
    let work = Arc::new(work);
    let threads: Vec<_> = (0..count)
        .map(|number| {
            let work = Arc::clone(&work);
            thread::spawn(move || work(number))
        })
        .collect();
    for thread in threads {
        thread.join().expect("thread");
    }
}

fn number(transaction: &Transaction, node: NodeId) -> i64 {
    match transaction.view().node_property(node, KEY).expect("read") {
        Value::Integer(number) => number,
        other => panic!("{other:?}"),
    }
}

fn clean(database: &Database) {
    let report = database.check().expect("check");
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn no_increment_is_lost() {
    let database = database();
    let create = |t: &mut Transaction| t.create_node(&[], &[(KEY, 0i64.into())]);
    let counter = auto_commit(&database, create).expect("create");
    let shared = database.clone();
    threads(8, move |_| {
        for _ in 0..50 {
            auto_commit(&shared, |t| {
                let next = number(t, counter) + 1;
                t.set_node_property(counter, KEY, next.into())
            })
            .expect("increment");
        }
    });
    assert_eq!(number(&begin(&database), counter), 400);
    clean(&database);
}

#[test]
fn racing_merges_create_each_key_once() {
    let database = database();
    let shared = database.clone();
    threads(8, move |thread| {
        for n in 0..40i64 {
            let key = Value::Integer((n + thread as i64 * 5) % 40);
            auto_commit(&shared, |t| {
                let find = |t: &Transaction| {
                    let (mut scan, mut nodes) = (NodeScan::label(LABEL), Vec::new());
                    let view = t.view();
                    while view.scan_nodes(&mut scan, 100, &mut nodes).expect("scan") {}
                    nodes.into_iter().any(|node| {
                        let value = view.node_property(node, KEY).expect("read");
                        quiver_types::compare::equals(&value, &key) == Some(true)
                    })
                };
                if find(t) {
                    return Ok(());
                }
                t.lock_merge_node(&[LABEL], &[(KEY, key.clone())])?;
                t.create_node(&[LABEL], &[(KEY, key.clone())]).map(drop)
            })
            .expect("merge");
        }
    });
    let count = begin(&database)
        .view()
        .node_count(Some(LABEL))
        .expect("count");
    assert_eq!(count, 40);
    clean(&database);
}

#[test]
fn a_unique_value_has_one_owner() {
    let database = database();
    let mut t = begin(&database);
    t.create_unique_constraint("c".into(), SchemaTarget::Label(LABEL), vec![KEY])
        .expect("constraint");
    t.commit_blocking().expect("commit");
    let shared = database.clone();
    let created = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&created);
    threads(8, move |_| {
        for n in 0..40i64 {
            let outcome = auto_commit(&shared, |t| {
                t.create_node(&[LABEL], &[(KEY, n.into())]).map(drop)
            });
            match outcome {
                Ok(()) => counted.fetch_add(1, Ordering::SeqCst),
                Err(WriteError::UniquenessViolation(_)) => 0,
                Err(error) => panic!("{error}"),
            };
        }
    });
    assert_eq!(created.load(Ordering::SeqCst), 40);
    let index = database.schema().indexes[0].id;
    for n in 0..40i64 {
        let mut ids = Vec::new();
        let t = begin(&database);
        let exact = [Value::Integer(n)];
        let query = IndexQuery::Exact(&exact);
        t.view().index_seek(index, &query, &mut ids).expect("seek");
        assert_eq!(ids.len(), 1);
    }
    clean(&database);
}

#[test]
fn attaching_to_a_hub_never_conflicts() {
    let database = database();
    let hub = auto_commit(&database, |t| t.create_node(&[LABEL], &[])).expect("hub");
    let shared = database.clone();
    threads(8, move |_| {
        for _ in 0..50 {
            let mut t = begin(&shared);
            let leaf = t.create_node(&[], &[]).expect("leaf");
            t.create_relationship(TYPE, leaf, hub, &[])
                .expect("the hub is shared");
            t.commit_blocking().expect("commit");
        }
    });
    let t = begin(&database);
    let degree = t.view().degree(hub, Direction::Incoming, &[TYPE]);
    assert_eq!(degree.expect("degree"), 400);
    let conflicts = &database.metrics().conflicts;
    assert_eq!(conflicts.load(Ordering::Relaxed), 0);
    clean(&database);
}

#[test]
fn transfers_in_any_order_end_and_keep_the_sum() {
    let database = database();
    let accounts: Vec<NodeId> = (0..4)
        .map(|_| {
            auto_commit(&database, |t| {
                t.create_node(&[LABEL], &[(KEY, 100i64.into())])
            })
            .expect("account")
        })
        .collect();
    let stop = Arc::new(AtomicBool::new(false));
    let reader = {
        let (database, accounts, stop) = (database.clone(), accounts.clone(), Arc::clone(&stop));
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let t = begin(&database);
                let sum: i64 = accounts.iter().map(|a| number(&t, *a)).sum();
                assert_eq!(sum, 400);
            }
        })
    };
    let (shared, all) = (database.clone(), accounts.clone());
    threads(6, move |thread| {
        let mut rng = Rng::from_seed(thread);
        for _ in 0..60 {
            let from = all[rng.below(4) as usize];
            let to = all[rng.below(4) as usize];
            if from == to {
                continue;
            }
            auto_commit(&shared, |t| {
                t.wait_in_place(true);
                let (a, b) = (number(t, from), number(t, to));
                t.set_node_property(from, KEY, (a - 1).into())?;
                t.set_node_property(to, KEY, (b + 1).into())
            })
            .expect("transfer");
        }
    });
    stop.store(true, Ordering::Relaxed);
    reader.join().expect("reader");
    let t = begin(&database);
    assert_eq!(accounts.iter().map(|a| number(&t, *a)).sum::<i64>(), 400);
    clean(&database);
}

#[test]
fn deletion_and_attachment_never_leave_a_dangling_relationship() {
    let database = database();
    let shared = database.clone();
    let targets: Vec<NodeId> = (0..30)
        .map(|_| auto_commit(&database, |t| t.create_node(&[LABEL], &[])).expect("node"))
        .collect();
    let all = targets.clone();
    threads(6, move |thread| {
        let mut rng = Rng::from_seed(thread);
        for _ in 0..60 {
            let target = all[rng.below(30) as usize];
            let other = all[rng.below(30) as usize];
            let outcome = auto_commit(&shared, |t| {
                if thread % 3 == 0 {
                    t.detach_delete_node(target)?;
                    t.check_deletions()
                } else {
                    t.create_relationship(TYPE, target, other, &[]).map(drop)
                }
            });
            match outcome {
                Ok(()) | Err(WriteError::EntityDeleted(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    });
    clean(&database);
}

#[test]
fn a_lock_that_is_not_granted_in_time_is_an_error() {
    let database = database();
    let node = auto_commit(&database, |t| t.create_node(&[], &[])).expect("node");
    let mut holder = begin(&database);
    holder
        .set_node_property(node, KEY, 1i64.into())
        .expect("set");
    let mut waiter = database.begin(quiver_storage::TransactionOptions {
        mode: quiver_storage::AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 30,
    });
    waiter.wait_in_place(true);
    let outcome = waiter.set_node_property(node, KEY, 2i64.into());
    assert!(matches!(outcome, Err(WriteError::LockTimeout(30))));
    drop(waiter);
    holder.commit_blocking().expect("commit");
    assert_eq!(number(&begin(&database), node), 1);
}

#[test]
fn a_schema_change_waits_for_writers_and_they_for_it() {
    let database = database();
    let mut writer = begin(&database);
    writer
        .create_node(&[LABEL], &[(KEY, 1i64.into())])
        .expect("node");
    let mut schema = begin(&database);
    let target = SchemaTarget::Label(LABEL);
    schema.begin_statement();
    let refused = schema.create_index("i".into(), target, vec![KEY]);
    assert!(matches!(
        refused,
        Err(quiver_storage::SchemaError::Write(WriteError::MustWait))
    ));
    let wait = schema.take_lock_wait().expect("announced");
    writer.commit_blocking().expect("commit");
    assert_eq!(wait.block(), LockOutcome::Granted);
    let index = schema.create_index("i".into(), target, vec![KEY]);
    let index = index.expect("alone now");
    let mut late = begin(&database);
    assert!(matches!(
        late.create_node(&[], &[]),
        Err(WriteError::MustWait)
    ));
    drop(late);
    schema.commit_blocking().expect("commit");
    let mut ids = Vec::new();
    let t = begin(&database);
    t.view()
        .index_seek(index, &IndexQuery::All, &mut ids)
        .expect("seek");
    assert_eq!(ids.len(), 1);
}
