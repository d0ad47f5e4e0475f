//! What one transaction sees of others, and how a statement gets the store for itself.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;

use model::{begin, open};
use quiver_storage::io::MemoryIo;
use quiver_storage::{Database, Isolation, LockOutcome, Transaction, WriteError};
use quiver_types::{NodeId, PropertyKeyId, Value};

const KEY: PropertyKeyId = PropertyKeyId(0);

fn with_node() -> (Database, NodeId) {
    let database = open(Arc::new(MemoryIo::new())).expect("open");
    let tokens = database.tokens();
    tokens.get_or_create_property_key("k").expect("key");
    let mut t = begin(&database);
    let node = t.create_node(&[], &[(KEY, 1i64.into())]).expect("node");
    t.commit_blocking().expect("commit");
    (database, node)
}

fn get(transaction: &Transaction, node: NodeId) -> i64 {
    match transaction.view().node_property(node, KEY).expect("read") {
        Value::Integer(number) => number,
        other => panic!("{other:?}"),
    }
}

fn set(database: &Database, node: NodeId, value: i64) {
    let mut t = begin(database);
    t.set_node_property(node, KEY, value.into()).expect("set");
    t.commit_blocking().expect("commit");
}

#[test]
fn read_committed_has_a_snapshot_for_each_statement() {
    let (database, node) = with_node();
    let mut t = begin(&database);
    t.isolate(Isolation::ReadCommitted);
    t.begin_statement();
    assert_eq!(get(&t, node), 1);
    let first = t.snapshot();
    set(&database, node, 2);
    assert_eq!(get(&t, node), 1, "one statement sees one state");
    t.begin_statement();
    assert_eq!(get(&t, node), 2);
    let second = t.snapshot();
    set(&database, node, 3);
    // The first statement's result goes on, then the second one's.
    t.read_at(first);
    assert_eq!(get(&t, node), 1);
    t.read_at(second);
    assert_eq!(get(&t, node), 2);
    t.forget_earlier();
    t.begin_statement();
    // A conflict moves the statement forward, whatever was read before.
    set(&database, node, 4);
    assert_eq!(get(&t, node), 4);
    set(&database, node, 5);
    let conflict = t.set_node_property(node, KEY, 9i64.into());
    assert!(matches!(conflict, Err(WriteError::Conflict(_))));
    t.rollback_statement();
    assert!(t.refresh_snapshot());
    t.begin_statement();
    assert_eq!(get(&t, node), 5);
    t.set_node_property(node, KEY, 6i64.into()).expect("set");
    // So it does when something was written before: locks guard it.
    t.begin_statement();
    t.rollback_statement();
    assert!(t.refresh_snapshot());
    assert_eq!(get(&t, node), 6);
    t.commit_blocking().expect("commit");
    assert_eq!(get(&begin(&database), node), 6);
}

#[test]
fn a_statement_alone_keeps_writers_out_until_it_shares_the_gate() {
    let (database, node) = with_node();
    let mut earlier = begin(&database);
    earlier
        .set_node_property(node, KEY, 2i64.into())
        .expect("set");
    let mut alone = begin(&database);
    assert!(matches!(alone.enter_alone(), Err(WriteError::MustWait)));
    let wait = alone.take_lock_wait().expect("a wait");
    // Who comes later waits behind it, though it writes elsewhere.
    let mut later = begin(&database);
    let behind = later.create_node(&[], &[]);
    assert!(matches!(behind, Err(WriteError::MustWait)));
    later.rollback_statement();
    let behind = later.take_lock_wait().expect("a wait");
    earlier.commit_blocking().expect("commit");
    assert_eq!(wait.block(), LockOutcome::Granted);
    alone.enter_alone().expect("alone");
    assert_eq!(get(&alone, node), 2, "it sees all that went before");
    alone
        .set_node_property(node, KEY, 3i64.into())
        .expect("no conflict");
    let mut latest = begin(&database);
    let kept_out = latest.create_node(&[], &[]);
    assert!(matches!(kept_out, Err(WriteError::MustWait)));
    drop(latest);
    alone.share_gate();
    assert_eq!(behind.block(), LockOutcome::Granted);
    later.create_node(&[], &[]).expect("let in");
    later.commit_blocking().expect("commit");
    // What it wrote is still its own.
    let mut other = begin(&database);
    let held = other.set_node_property(node, KEY, 7i64.into());
    assert!(matches!(held, Err(WriteError::MustWait)));
    drop(other);
    alone.commit_blocking().expect("commit");
    assert_eq!(get(&begin(&database), node), 3);
}
